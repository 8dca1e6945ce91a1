"""One bad lesson takes no other with it, whatever is bad about it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from gradreel.pipeline.page import write_page
from gradreel.pipeline.video.lesson_file import NAME
from gradreel.scenarios import ScenarioError, load_scenario
from tests.stand_ins import videos


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two lessons made of stand-ins, one of which is to be spoilt."""
    folder = tmp_path_factory.mktemp("media")
    scenarios = [load_scenario("quadratic"), load_scenario("one-weight")]
    list(videos(scenarios, folder))
    return folder


@pytest.fixture
def media(pair: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pair, tmp_path / "media"))


def spoil(media: Path, *keys: str | int, value: Any) -> None:
    """Put a value into the lesson.json of the quadratic lesson."""
    path = media / "quadratic" / NAME
    document = json.loads(path.read_text(encoding="utf-8"))
    place = document
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    path.write_text(json.dumps(document), encoding="utf-8")


def only_the_other_is_left(media: Path) -> None:
    written = write_page(media)
    assert written.lessons == 1
    (fault,) = written.faults
    assert "quadratic" in fault
    assert "left out" in fault
    html = written.path.read_text(encoding="utf-8")
    assert 'id="one-weight"' in html
    assert 'id="quadratic"' not in html


INFINITE = float("inf")


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("seconds",), INFINITE),
        (("seconds",), -1.0),
        (("chapters", 0, "start"), float("nan")),
        (("captions", 0, 0), 10**400),
        (("runs", 0, "rows"), []),
        (("runs", 0, "rows", 0, 1), INFINITE),
        (("runs", 0, "rows", 0, 3), -INFINITE),
        (("runs", 0, "rows", 0, 3), 1e308),
        (("runs", 0, "rows", 0, 2), [1.0]),
        (("runs", 0, "rows", 0, 0), 10**30),
        (("name",), "n" * 300),
        (("name",), "a\x1b[2J"),
        (("name",), "a\u202elmth"),
        (("name",), "a\n"),
        (("video",), "v" * 300),
        (("video",), "𒀀" * 250),
        (("video",), "a\0b.mp4"),
        (("video",), ".."),
        (("width",), 0),
        (("theme",), "pink"),
        (("parameters",), []),
    ],
)
def test_a_lesson_whose_file_tells_the_impossible_is_left_out(
    media: Path, keys: tuple[str | int, ...], value: Any
) -> None:
    spoil(media, *keys, value=value)
    only_the_other_is_left(media)


def as_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def as_dangling_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("gone"))


@pytest.mark.parametrize(
    "change",
    [
        as_fifo,
        as_folder,
        as_dangling_link,
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_bytes(b"[" * 100_000),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text('{"format": "\\ud800"}'),
        lambda path: os.truncate(path, 60_000_000),
    ],
)
def test_a_lesson_whose_file_is_none_is_left_out(
    media: Path, change: Callable[[Path], object]
) -> None:
    change(media / "quadratic" / NAME)
    only_the_other_is_left(media)


def test_a_lesson_in_a_folder_whose_name_is_no_text_is_left_out(media: Path) -> None:
    os.rename(media / "quadratic", os.fsencode(media) + b"/quadratic-\xff")
    only_the_other_is_left(media)


NASTY = (None, True, -1, 0, 1e308, INFINITE, 10**40, "", "x" * 5000, "<b>&", "\x00", [], {}, [[]])


def leaves(value: Any, *keys: str | int) -> Iterator[tuple[str | int, ...]]:
    """The places of all values in a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in items:
        yield (*keys, key)
        if isinstance(part, dict | list):
            yield from leaves(part, *keys, key)


def test_whatever_a_lesson_file_holds_the_other_lesson_is_shown(media: Path) -> None:
    path = media / "quadratic" / NAME
    whole = path.read_text(encoding="utf-8")
    draw = random.Random(1)
    places = list(leaves(json.loads(whole)))
    for _ in range(60):
        path.write_text(whole, encoding="utf-8")
        spoil(media, *draw.choice(places), value=draw.choice(NASTY))
        assert 'id="one-weight"' in write_page(media).path.read_text(encoding="utf-8")


def test_a_scenario_cannot_take_the_place_of_the_page(
    tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    path = tmp_path / "Index.HTML.toml"
    path.write_text(load_scenario("parabola").text)
    with pytest.raises(ScenarioError, match="the page of all lessons goes: rename the file"):
        load_scenario(path)
    assert invoke("validate", str(path)).exit_code == 2


def test_the_page_loads_and_runs_nothing_but_its_own(media: Path) -> None:
    html = write_page(media).path.read_text(encoding="utf-8")
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert found
    policy = found[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'")
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
