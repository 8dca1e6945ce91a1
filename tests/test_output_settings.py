"""The [output] of a scenario: every output and format, with settings, and their faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from gradreel.pipeline.build.graph import Output
from gradreel.pipeline.build.keys import recording_key
from gradreel.pipeline.gif.settings import GifSettings
from gradreel.pipeline.map_settings import MapSettings
from gradreel.pipeline.outputs import OUTPUTS, Captions, Gif, Lesson, MapNumbers, MapPicture, Still
from gradreel.pipeline.quality import QUALITIES
from gradreel.scenarios import ScenarioError, load_scenario
from gradreel.scenes.choices import check_choices
from tests.small_files import CURVE

Invoke = Callable[..., Result]

SMALL = QUALITIES["l"]
ALL = 'make = ["lesson", "captions", "gif", "still", "map"]\n'


def outputs_of(path: Path, text: str) -> dict[str, list[Output]]:
    """The outputs that the [output] of a file asks for, by their names."""
    path.write_text(f"{CURVE}[output]\n{ALL}{text}")
    asked = load_scenario(path).output
    return {name: [*OUTPUTS[name](SMALL, asked)] for name in asked.make}


def test_without_settings_outputs_are_as_their_commands_have_them(tmp_path: Path) -> None:
    assert outputs_of(tmp_path / "bowl.toml", "") == {
        "lesson": [Lesson(SMALL)],
        "captions": [Captions(Lesson(SMALL))],
        "gif": [Gif()],
        "still": [Still("descent", None, "png", SMALL)],
        "map": [MapPicture(MapSettings(), SMALL), MapNumbers(MapSettings())],
    }


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ('lesson = { format = "webm" }', "lesson", Lesson(SMALL, "webm")),
        ('[output.lesson]\nformat = "mov"', "captions", Captions(Lesson(SMALL, "mov"))),
        ("[output.gif]\nwidth = 480\nfps = 10", "gif", Gif(GifSettings(width=480, fps=10))),
        ('gif.max_size = "500kB"', "gif", Gif(GifSettings(max_size=500_000))),
        (
            'gif = { format = "webp", chapter = "slope" }',
            "gif",
            Gif(GifSettings("slope", format="webp")),
        ),
        (
            '[output.still]\nchapter = "step"\nat = 4\nformat = "svg"\nbare = true',
            "still",
            Still("step", 4.0, "svg", SMALL, bare=True),
        ),
        ('still.at = "last"', "still", Still("descent", None, "png", SMALL)),
        (
            '[output.map]\nover = ["lr", "x"]\ngrid = [40, 30]\nsteps = 9',
            "map",
            MapPicture(MapSettings(("lr", "x"), (40, 30), 9), SMALL),
        ),
    ],
)
def test_an_output_has_the_settings_of_the_file(
    tmp_path: Path, text: str, name: str, expected: Output
) -> None:
    path = tmp_path / "bowl.toml"
    usual, found = outputs_of(path, ""), outputs_of(path, text)
    assert found[name][0] == expected
    touched = {"lesson", "captions"} if name in ("lesson", "captions") else {name}
    assert all(found[other] == usual[other] for other in usual if other not in touched)


def test_an_animated_picture_and_a_still_may_show_several_chapters_and_moments(
    tmp_path: Path,
) -> None:
    text = 'gif.chapter = ["step", "descent"]\nstill.chapter = ["slope", "step"]\n'
    found = outputs_of(tmp_path / "bowl.toml", f'{text}still.at = [2, "last"]\n')
    assert found["gif"] == [Gif(GifSettings("step")), Gif(GifSettings("descent"))]
    assert found["still"] == [
        Still(chapter, at, "png", SMALL) for chapter in ("slope", "step") for at in (2.0, None)
    ]


def test_settings_of_outputs_change_nothing_of_the_recording(tmp_path: Path) -> None:
    path = tmp_path / "bowl.toml"
    path.write_text(CURVE)
    plain = load_scenario(path)
    outputs_of(path, "gif.width = 480")
    assert load_scenario(path) == plain
    assert recording_key(load_scenario(path)) == recording_key(plain)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "gif.widht = 480",
            ':13: output.gif.widht: is not a known key here: did you mean "width"?',
        ),
        ("width = 480", ":13: output.width: is not a known key here: it belongs in [output.gif]"),
        (
            'format = "webm"',
            "it belongs in [output.lesson] or [output.gif] or [output.still]",
        ),
        ("poster = {}", 'poster has no settings: leave this out, and write make = ["poster"]'),
        ("gif.width = 3", ":13: output.gif.width: must be 64 or more, got 3"),
        ("gif.fps = 30", "output.gif.fps: must be 1, 2, 4, 5, 10, 20, 25 or 50, got 30"),
        (
            'gif.format = "webb"',
            'must be "gif", "webp", "apng" or "avif", got "webb": did you mean "webp"?',
        ),
        ("gif.max_size = 500", 'must be a size in quotes, as in "500kB" or "1MB", got 500'),
        ('gif.max_size = "big"', 'must be a size in quotes, as in "500kB" or "1MB", got "big"'),
        ("gif = 3", "output.gif: must be a table, as in { width = 480 }, got 3"),
        ("still.at = -1", 'output.still.at: must be a time in seconds, as in 4.5, or "last"'),
        ("still.at = []", "output.still.at: must be 1 to 20 moments, as in [4.5, 9], got []"),
        ("still.at = [1, -1]", 'output.still.at: must be a time in seconds, as in 4.5, or "last"'),
        ("still.chapter = 3", 'output.still.chapter: must be text in quotes, got 3: write "3"'),
        ("gif.chapter = []", "output.gif.chapter: is empty: give at least one"),
        ('gif.chapter = ["step", "stp"]', 'output.gif.chapter: there is no chapter "stp"'),
        ('gif.chapter = ["step", "step"]', 'has "step" twice: leave out one of them'),
        ("still.at = true", 'must be a time in seconds, as in 4.5, or "last", got true'),
        ('still.chapter = "descnt"', ':13: output.still.chapter: there is no chapter "descnt"'),
        ('gif.chapter = "guess"', 'output.gif.chapter: "guess" has nothing to show'),
        ('map.over = ["lr", "z"]', ':13: output.map.over[1]: there is no axis "z" among x, lr'),
        ('map.over = ["x", "x"]', 'has the same axis twice: leave "x" to one'),
        ('map.over = ["x"]', 'output.map.over: must be two axes, ["lr", "x"], got ["x"]'),
        ("map.grid = [40]", "output.map.grid: must be two numbers of cells, [400, 300], got [40]"),
        ("map.grid = [1, 40]", "output.map.grid[0]: must be 2 or more, got 1"),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_to_write(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "bowl.toml"
    path.write_text(f"{CURVE}[output]\n{ALL}{text}\n")
    with pytest.raises(ScenarioError) as caught:
        check_choices([load_scenario(path)])
    (said,) = caught.value.problems
    assert sentence in said
    assert said.startswith(str(path))


def test_settings_of_what_is_not_made_are_told(tmp_path: Path) -> None:
    path = tmp_path / "bowl.toml"
    path.write_text(f'{CURVE}[output]\nmake = ["csv"]\n[output.gif]\nwidth = 480\n')
    with pytest.raises(ScenarioError, match=r'not made: write make = \["csv", "gif"\]$'):
        load_scenario(path)


def test_a_batch_reports_a_wrong_chapter_before_it_begins(invoke: Invoke) -> None:
    Path("set").mkdir()
    outputs = '[output]\nmake = ["csv", "gif"]\ngif.chapter = "descnt"\n'
    Path("set/bowl.toml").write_text(CURVE + outputs)
    told = invoke("batch", "set")
    assert told.exit_code == 1
    assert "set/bowl.toml:13: output.gif.chapter: there is no chapter" in told.stdout
    assert 'did you mean "descent"?' in told.stdout
    assert not Path("media").exists()
