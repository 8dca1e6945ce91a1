"""Each chapter is drawn in the theme of its scenario, whatever else is drawn in the process."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from manim import ManimColor

from gradreel.pipeline.quality import QUALITIES, Quality
from gradreel.pipeline.video.encode import Encoder
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import load_scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenarios.model import ThemeName
from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.moment import MomentRenderer
from gradreel.scenes.theme import THEMES
from gradreel.solver.descent import record


def scene_of(name: str, chapter: str, ground: ThemeName) -> Chapter:
    recording = record(load_scenario(name, ["runs.0.steps=5", f"theme={ground}"]))
    return chapter_named(recording.scenario, chapter)(recording, MomentRenderer(None))


def picture(scene: Chapter) -> Array:
    """The last full picture of a scene, (h, w, 3)."""
    scene.render()
    return np.array(scene.camera.pixel_array[..., :3])


@pytest.mark.parametrize(
    ("name", "chapter"), [("parabola", "step"), ("quadratic", "landscape"), ("noisy-line", "guess")]
)
def test_chapters_of_two_themes_are_drawn_right_in_one_process(name: str, chapter: str) -> None:
    with stage(QUALITIES["l"]):
        alone = {ground: picture(scene_of(name, chapter, ground)) for ground in theme.THEMES}
        # Both are made before either of them is drawn.
        scenes = {ground: scene_of(name, chapter, ground) for ground in theme.THEMES}
        for ground, scene in scenes.items():
            drawn = picture(scene)
            assert np.array_equal(drawn, alone[ground])
            hexadecimal = "#{:02X}{:02X}{:02X}".format(*drawn[0, 0])
            assert hexadecimal == theme.THEMES[ground].background
    assert theme.colors() is theme.THEMES["dark"]


def test_a_chapter_that_fails_leaves_no_theme_behind() -> None:
    class Failing(Chapter):
        plan = ChapterPlan("failing", __name__, "Failing", "parabola")

        def story(self) -> None:
            assert theme.colors() is theme.THEMES["light"]
            raise LookupError

    recording = record(load_scenario("parabola", ["theme=light", "runs.0.steps=1"]))
    with stage(QUALITIES["l"]), pytest.raises(LookupError):
        Failing(recording, MomentRenderer(None)).render()
    assert theme.colors() is theme.THEMES["dark"]


@pytest.mark.parametrize("theme", THEMES)
def test_a_video_has_the_background_of_its_poster(tmp_path: Path, theme: ThemeName) -> None:
    color = ManimColor(THEMES[theme].background).to_int_rgb()
    pixels = np.full((64, 64, 4), 255, dtype=np.uint8)
    pixels[..., :3] = color
    path = tmp_path / "a.mp4"
    with Encoder(path, Quality(64, 64, 15), "mp4") as encoder:
        encoder.write(pixels, 3)
    with av.open(str(path)) as video:
        for frame in video.decode(video=0):
            y, u, v = (float(np.frombuffer(plane, np.uint8)[0]) for plane in frame.planes)
            # As ITU-R BT.709 says, which a video names, rounded once.
            y, u, v = (y - 16) / 219, (u - 128) / 224, (v - 128) / 224
            shown = (y + 1.5748 * v, y - 0.18733 * u - 0.46812 * v, y + 1.8556 * u)
            assert [round(255 * part) for part in shown] == [*color]
