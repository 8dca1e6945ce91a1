"""Every chapter of a lesson played to its end, and its last full picture drawn, small."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator

from manim import Scene

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import Scenario
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.lesson import chapters_of, poster_of
from gradreel.scenes.moment import MomentRenderer
from gradreel.solver.descent import record

SMALL = Quality(128, 72, 15)


class _Halfway(MomentRenderer):
    """Looks also at the middle of every play, in which numbers may be what they are at no end."""

    def during(self, scene: Scene, began: float) -> None:
        if not scene.is_current_animation_frozen_frame():
            scene.update_to_time(scene.duration / 2)
        super().during(scene, began)


def last_pictures(
    scenario: Scenario, chapters: Iterable[str] = (), quality: Quality = SMALL
) -> Iterator[Chapter]:
    """The scenes of the named chapters, by default of all and the poster, after they were drawn.

    A warning of numpy's is raised as an error.
    """
    names = set(chapters)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        recording = record(scenario)
        for chapter in (*chapters_of(scenario), poster_of(scenario)):
            if names and chapter.name not in names:
                continue
            with stage(quality):
                moment_renderer = _Halfway(None)
                scene = chapter(recording, moment_renderer)
                scene.render()
            assert moment_renderer.drawn
            yield scene
