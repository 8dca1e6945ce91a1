"""What the page says to call for a file that is to be made again: it makes that very file."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from gradreel.pipeline.page.again import again
from tests.small_files import CURVE

Invoke = Callable[..., Result]
FORMULA = "x**2 - x"


@pytest.mark.parametrize(
    ("call", "folder", "hint"),
    [
        (["parabola"], "media/parabola", "make it again: gradreel solve parabola"),
        (["bowl.toml"], "media/bowl", "make it again: gradreel solve bowl.toml"),
        ([FORMULA], "", f"make it again: gradreel solve '{FORMULA}'"),
        (
            ["bowl.toml", "--lr", "0.3"],
            "media/bowl-lr=0.3",
            "make it again, with the settings of bowl-lr=0.3: gradreel solve bowl.toml",
        ),
        (
            ["my bowls/a b.toml", "-o", "other/deep"],
            "other/deep/a-b",
            "make it again: gradreel solve 'my bowls/a b.toml' -o other/deep",
        ),
    ],
)
def test_it_names_what_a_folder_was_made_from(
    invoke: Invoke, call: list[str], folder: str, hint: str
) -> None:
    Path("my bowls").mkdir()
    for name in ("bowl.toml", "my bowls/a b.toml"):
        Path(name).write_text(CURVE)
    assert invoke("solve", *call).exit_code == 0
    (made,) = Path().rglob("steps.csv")
    assert folder in ("", str(made.parent))
    assert again(made.parent, "solve") == hint

    made.unlink()
    _, *words = shlex.split(hint.partition(": ")[2])
    assert invoke(*words, *(["--lr", "0.3"] if "0.3" in hint else [])).exit_code == 0
    assert made.is_file()


def test_in_a_mirrored_folder_it_is_made_where_it_was(invoke: Invoke) -> None:
    path = Path("course/unit/bowl.toml")
    path.parent.mkdir(parents=True)
    path.write_text(CURVE + '[output]\nmake = ["csv"]\n')
    assert invoke("batch", "course").exit_code == 0
    folder = Path("media/unit/bowl")
    told = again(folder, "solve")
    assert told == "make it again: gradreel solve course/unit/bowl.toml -o media/unit"
    (folder / "steps.csv").unlink()
    assert invoke(*told.split()[4:]).exit_code == 0
    assert (folder / "steps.csv").is_file()


def test_of_a_folder_of_unknown_origin_it_names_the_folder(tmp_path: Path) -> None:
    assert again(Path("media/valley"), "gif") == "make it again: gradreel gif valley"
