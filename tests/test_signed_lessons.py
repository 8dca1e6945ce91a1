"""Who made a lesson, on its title and its closing card; logos, which are files of strangers."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from PIL import Image
from spoken import written

from gradreel.pipeline.build.keys import chapter_key, recording_key
from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import ScenarioError, load_scenario
from gradreel.scenarios.data_files import DataError
from gradreel.scenarios.logo import MAX_BYTES, read_logo
from gradreel.scenarios.showing import Logo, Showing
from gradreel.scenes.lesson import chapter_named, chapters_of, poster_of
from gradreel.scenes.parts.lettering.logo import logo_mobject
from gradreel.scenes.parts.lettering.logo_content import LogoError
from gradreel.solver.descent import record
from tests.small_files import CURVE

Invoke = Callable[..., Result]
SIGNED = Showing(
    subtitle="A first lesson", author="Ada Lovelace", school="Riverside", licence="CC BY 4.0"
)
NS = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"'
SQUARE = f'<svg {NS}><rect width="10" height="10" fill="#ff0000"/></svg>'


def png(folder: Path, size: tuple[int, int] = (40, 20)) -> Path:
    Image.new("RGB", size, (255, 0, 0)).save(folder / "logo.png")
    return folder / "logo.png"


def fault(folder: Path, name: str, content: bytes | str) -> str:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    with pytest.raises(DataError) as caught:
        read_logo(name, folder, allow_outside=False)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GIF89a", "is neither a PNG nor an SVG picture: save it as one of them"),
        (b"\x89PNG\r\n\x1a\n", "is a damaged PNG"),
        (b"x" * (MAX_BYTES + 1), "bytes: make it smaller"),
        (f"<svg {NS}><rect", "is not valid SVG"),
        (f"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg {NS}/>", "has a DOCTYPE or entities"),
        (f"<svg {NS}><script>1</script></svg>", "has a <script>, which is not drawn"),
        (f"<svg {NS}><image href='http://a/b.png'/></svg>", "has a <image>, which is not drawn"),
        (f"<svg {NS}><style>@import 'a'</style></svg>", "has a <style>, which is not drawn"),
        (f"<svg {NS}><foreignObject/></svg>", "has a <foreignObject>"),
        (f"<svg {NS}><text>a</text></svg>", "text as paths"),
        (f"<svg {NS}><rect fill='url(http://a/b)'/></svg>", "which is not followed"),
        (f"<svg {NS}><g href='file:///etc/passwd'/></svg>", "which is not followed"),
        (f"<svg {NS}>{'<g/>' * 2001}</svg>", "where 2000 are allowed"),
    ],
)
def test_what_is_no_harmless_picture_is_refused(
    tmp_path: Path, content: bytes | str, sentence: str
) -> None:
    assert sentence in fault(tmp_path, "logo.svg", content)


def test_a_huge_png_is_refused_by_its_header(tmp_path: Path) -> None:
    path = png(tmp_path)
    content = bytearray(path.read_bytes())
    content[16:24] = struct.pack(">II", 100_000, 100_000)
    assert "100000 by 100000 pixels large" in fault(tmp_path, "logo.png", bytes(content))


def test_a_logo_lies_in_the_folder_of_its_file_unless_that_is_allowed(tmp_path: Path) -> None:
    png(tmp_path)
    (tmp_path / "lesson").mkdir()
    path = tmp_path / "lesson" / "bowl.toml"
    path.write_text('logo = "../logo.png"\n' + CURVE, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"bowl.toml:1: logo: .* lies outside") as caught:
        load_scenario(path)
    assert "--allow-outside" in str(caught.value)
    assert load_scenario(path, allow_outside=True).showing.logo
    (tmp_path / "lesson" / "link.png").symlink_to(tmp_path / "logo.png")
    with pytest.raises(ScenarioError, match="lies outside"):
        load_scenario(path, ['logo="link.png"'])
    with pytest.raises(ScenarioError, match=r"there is no file"):
        load_scenario(path, ['logo="none.png"'])


def test_pictures_that_turn_out_damaged_are_told_when_they_are_to_be_drawn(invoke: Invoke) -> None:
    content = png(Path.cwd()).read_bytes()
    Path("logo.png").write_bytes(content[:40] + bytes(40))
    Path("bowl.toml").write_text('logo = "logo.png"\n' + CURVE, encoding="utf-8")
    result = invoke("validate", "bowl.toml")
    assert result.exit_code == 2
    assert "bowl.toml:1: logo: is a damaged PNG: save it again" in result.stderr
    with pytest.raises(LogoError, match="no shape that can be drawn"):
        logo_mobject(svg(f"<svg {NS}></svg>"), 1.0)


def svg(text: str) -> Logo:
    return Logo(kind="svg", data=base64.b64encode(text.encode()).decode())


def test_shapes_are_drawn_with_their_colours_and_upright() -> None:
    drawn = logo_mobject(
        svg(
            f'<svg {NS}><rect width="10" height="4" fill="#ff0000"/>'
            '<circle cx="5" cy="7" r="3" fill="none" stroke="#00ff00" stroke-width="1"/></svg>'
        ),
        2.0,
    )
    square, ring = drawn
    assert square.get_fill_color().to_hex() == "#FF0000"
    assert ring.get_stroke_color().to_hex() == "#00FF00"
    assert ring.get_stroke_width() == pytest.approx(20.0)  # a fifth of a screen unit
    assert square.get_center()[1] > ring.get_center()[1]
    assert ring.width == pytest.approx(ring.height, rel=0.01)
    assert drawn.height == pytest.approx(2.0)


def test_a_wide_logo_is_made_lower() -> None:
    wide = f'<svg {NS}><rect width="100" height="1" fill="#ff0000"/></svg>'
    assert logo_mobject(svg(wide), 1.0).width == pytest.approx(4.0)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_logo_is_seen_on_the_title(invoke: Invoke, kind: str) -> None:
    png(Path.cwd())
    Path("logo.svg").write_text(SQUARE, encoding="utf-8")
    Path("bowl.toml").write_text(f'logo = "logo.{kind}"\n' + CURVE, encoding="utf-8")
    assert invoke("still", "bowl.toml", "--chapter", "title", "-q", "l").exit_code == 0
    with Image.open("media/bowl/title.png") as image:
        pixels = np.array(image.convert("RGB")).astype(int)
    red = (np.abs(pixels - (255, 0, 0)).max(axis=2) < 30).nonzero()
    assert len(red[0]) > 1500
    assert red[1].max() < 427
    assert red[0].max() < 240


def test_title_and_card_say_who_made_the_lesson() -> None:
    recording = record(load_scenario("parabola")).shown_as(SIGNED)
    title, recap = written(recording, "title"), written(recording, "recap")
    assert "A first lesson" in title
    said = [text.replace("\N{NO-BREAK SPACE}", " ") for text in title]
    assert "Ada Lovelace · Riverside · CC BY 4.0" in said
    assert any("Ada Lovelace · Riverside · CC BY 4.0" in text for text in recap)
    for chapter in ("title", "recap"):
        assert inspect_chapter(chapter_named(recording.scenario, chapter), recording) == []


def test_a_signature_changes_only_the_chapters_that_show_it() -> None:
    usual = load_scenario("parabola")
    own = usual.model_copy(update={"showing": SIGNED})
    assert recording_key(own) == recording_key(usual)
    plans = (*chapters_of(own), poster_of(own))
    changed = [plan.name for plan in plans if chapter_key(own, plan) != chapter_key(usual, plan)]
    assert changed == ["title", "recap", "poster"]


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ('subtitle=""', "subtitle: must not be empty"),
        (f'author="{"x" * 41}"', "author: must be at most 40 characters"),
        ("licence=4", "licence: must be text in quotes, got 4"),
        ("logo=4", "logo: must be text in quotes, got 4"),
    ],
)
def test_other_forms_are_refused(override: str, sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        load_scenario("parabola", [override])
