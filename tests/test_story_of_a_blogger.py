"""A blogger's afternoon: a GIF, a still and a snippet of a function of her own, without a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

from click.testing import Result
from PIL import Image

from gradreel.scenarios.formula_file import stem_of

FORMULA = "x**4 - 3*x**2 + x"
# One chapter, since a whole lesson is a minute of drawing.
SETTINGS = ("--start", "2", "--lr", "0.02", "--steps", "12", "--set", 'chapters=["title"]')


def test_a_function_becomes_pictures_and_a_snippet_to_paste(
    invoke: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "gradreel.toml").write_text('theme = "light"\noutput = "blog"\n')

    def gradreel(*arguments: str) -> str:
        done = invoke(*arguments)
        assert done.exit_code == 0, done.stderr
        return done.stdout

    (solved,) = json.loads(gradreel("solve", FORMULA, *SETTINGS, "--json"))["scenarios"]
    (run,) = solved["runs"]
    assert (run["lr"], run["steps"], run["start"]["parameters"]) == (0.02, 12, {"x": 2.0})
    made = tmp_path / Path(solved["files"]["steps"]).parent
    assert made.name.startswith(stem_of(FORMULA))

    gradreel("gif", FORMULA, *SETTINGS, "--chapter", "title", "--width", "160", "--fps", "2")
    gradreel("still", FORMULA, *SETTINGS, "--chapter", "title", "-q", "l")
    with Image.open(made / "title.gif") as gif, Image.open(made / "title.png") as still:
        assert (gif.width, gif.is_animated) == (160, True)  # type: ignore[attr-defined]
        assert still.size == (854, 480)
        ground = still.convert("RGB").getpixel((2, 2))
        assert isinstance(ground, tuple)
        assert min(ground) > 200  # the light theme of the folder

    gradreel("render", FORMULA, *SETTINGS, "-q", "l")
    assert "1 lesson" in gradreel("page")
    page = (tmp_path / "blog/index.html").read_text(encoding="utf-8")
    snippets = re.findall(r'aria-label="HTML"><code>(.*?)</code>', page, re.DOTALL)
    assert any("<video" in unescape(snippet) for snippet in snippets)
    assert "title.gif" in page
    assert 'formula = "x**4 - 3*x**2 + x"' in unescape(page)  # a file to go on from
