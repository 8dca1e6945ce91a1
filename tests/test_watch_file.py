"""A scenario file while it is edited: what is read of it, and when it has changed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gradreel.pipeline.watch.changes import changes
from gradreel.pipeline.watch.edition import FileFault, ScenarioFile
from gradreel.scenarios import ScenarioError, load_scenario
from gradreel.scenarios.load import load_set
from gradreel.scenes.lesson import chapters_of
from tests.own_loop import finished
from tests.small_files import SMALL

WITH_DATA = SMALL.replace('formula = "x**2"', 'model = "w*x"\ncsv = { file = "data.csv" }')


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("small.toml").write_text(SMALL)
    return Path("small.toml")


def scenario_file(source: Path | str, *chapters: str) -> ScenarioFile:
    return ScenarioFile(str(source), load_set, chapters)


def test_a_file_is_read_as_its_chapters_in_the_order_of_the_lesson(path: Path) -> None:
    edition = scenario_file(path).read()
    assert (edition.file, edition.title, edition.faults) == ("small.toml", "Small", ())
    names = [part.name for part in edition.parts]
    assert names == [chapter.name for chapter in chapters_of(load_scenario(path))]
    assert edition.parts[0].title == "Small"
    assert edition.parts[-1].title == "In short"


def test_only_the_chapters_that_are_asked_for_are_shown(path: Path) -> None:
    assert [part.name for part in scenario_file(path, "step").read().parts] == ["step"]


def test_only_what_a_change_alters_has_other_keys(path: Path) -> None:
    watched = scenario_file(path)
    before = {part.name: part.still.key for part in watched.read().parts}
    path.write_text(SMALL.replace("Small", "Other"))
    after = {part.name: part.still.key for part in watched.read().parts}
    assert [name for name in before if after[name] != before[name]] == ["title"]


def test_a_chapter_is_called_by_its_heading_also_if_that_is_the_authors(path: Path) -> None:
    path.write_text(SMALL.replace("[start]", '[text]\nheading-recap = "At the end"\n\n[start]'))
    assert scenario_file(path).read().parts[-1].title == "At the end"


def test_a_fault_has_its_line_and_what_the_line_says(path: Path) -> None:
    watched = scenario_file(path)
    sound = watched.read()
    path.write_text(SMALL.replace("lr = 0.1", "  lr = -0.1"))
    faulty = watched.read()
    (fault,) = faulty.faults
    assert (fault.line, fault.text) == (9, "lr = -0.1")
    assert fault.sentence.startswith("runs[0].lr: ")
    # What it said before stays, until it is mended.
    assert (faulty.title, faulty.parts) == (sound.title, sound.parts)
    path.write_text(SMALL)
    assert watched.read() == sound


def test_a_file_that_was_never_sound_has_nothing_to_show(path: Path) -> None:
    path.write_text('title = "half"\nlesson = ')
    edition = scenario_file(path).read()
    assert edition.parts == ()
    assert [(fault.line, fault.text) for fault in edition.faults] == [(2, "lesson =")]


def test_a_renamed_file_is_followed(path: Path) -> None:
    watched = scenario_file(path)
    watched.read()
    renamed = path.rename("valley.toml")
    assert watched.read().file == "valley.toml"
    assert renamed in watched.files
    renamed.write_text(SMALL.replace("lr = 0.1", "lr = -0.1"))
    assert [fault.line for fault in watched.read().faults] == [9]


def test_a_deleted_file_is_a_fault_until_it_is_there_again(path: Path) -> None:
    watched = scenario_file(path)
    sound = watched.read()
    path.unlink()
    Path("other.toml").write_text(SMALL)
    gone = watched.read()
    assert gone.parts == sound.parts
    (fault,) = gone.faults
    assert fault == FileFault("there is no such file: check its name", None, "")
    path.write_text(SMALL)
    assert watched.read() == sound


def test_of_a_sweep_the_first_scenario_is_shown(path: Path) -> None:
    path.write_text(SMALL + "[sweep]\nruns.0.lr = [0.2, 0.3]\n")
    edition = scenario_file(path).read()
    assert edition.count == 2
    assert edition.parts[0].still.task.label.startswith("small-")


def test_files_of_data_belong_to_it_even_if_they_are_missing(path: Path) -> None:
    path.write_text(WITH_DATA)
    watched = scenario_file(path)
    assert watched.read().faults
    assert Path("data.csv") in watched.files


@pytest.mark.parametrize(
    ("source", "chapters", "words"),
    [
        ("-", [], "standard input cannot be watched"),
        ("smal.toml", [], 'did you mean "small.toml"'),
        ("parabola", ["stepp"], 'did you mean "step"'),
    ],
)
@pytest.mark.usefixtures("path")
def test_what_cannot_be_watched_is_refused(source: str, chapters: list[str], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        scenario_file(source, *chapters).check()


def test_a_faulty_file_can_be_watched(path: Path) -> None:
    path.write_text("title = ")
    scenario_file(path).check()


# What editors and people do to a file, and whether that is a change of it.
Deed = Callable[[Path], object]


def replace_it(path: Path) -> None:
    """As vim, emacs and VS Code may save."""
    new = path.with_name(".new")
    new.write_text("title = 'new'")
    new.replace(path)


def back_it_up(path: Path) -> None:
    """As vim does with a backup: the old file gets another name first."""
    path.rename(path.with_name("small.toml~"))
    path.write_text("title = 'new'")


DEEDS: dict[str, Deed] = {
    "written": lambda path: path.write_text("title = 'new'"),
    "replaced": replace_it,
    "backed up": back_it_up,
    "deleted": lambda path: path.unlink(),
    "renamed": lambda path: path.rename(path.with_name("valley.toml")),
    "folder moved": lambda path: path.parent.rename(path.parent.with_name("away")),
}


def told_of(path: Path, deed: Deed, seconds: float = 60.0) -> bool:
    """Whether a deed is told of as a change of the file within some seconds."""

    async def told() -> bool:
        watched = changes(lambda: {path})
        await anext(watched)
        following = asyncio.ensure_future(anext(watched))
        await asyncio.sleep(0.3)
        assert not following.done()
        deed(path)
        try:
            await asyncio.wait_for(following, seconds)
        except TimeoutError:
            return False
        finally:
            await watched.aclose()  # type: ignore[attr-defined]
        return True

    return finished(told())


@pytest.mark.parametrize("deed", DEEDS)
def test_a_change_is_told_of_however_it_is_made(tmp_path: Path, deed: str) -> None:
    (tmp_path / "folder").mkdir()
    path = tmp_path / "folder" / "small.toml"
    path.write_text(SMALL)
    assert told_of(path, DEEDS[deed])


def test_what_happens_to_other_files_is_none_of_its_business(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(SMALL)
    assert not told_of(path, lambda _: (tmp_path / "other.toml").write_text("title"), 1.5)
    assert not told_of(path, lambda _: os.utime(tmp_path), 1.5)


def test_a_file_that_comes_late_is_found(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "small.toml"

    def come(path: Path) -> None:
        path.parent.mkdir()
        path.write_text(SMALL)

    assert told_of(path, come)
