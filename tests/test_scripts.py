"""Words in any script: drawn where there is a font for them, refused in a sentence where not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import typst
from click.testing import Result

from gradreel.pipeline.build.keys import chapter_key, recording_key
from gradreel.pipeline.outputs.showing_task import ShowingTask
from gradreel.scenarios import Scenario, ScenarioError, load_scenario
from gradreel.scenes.chapter import default_recording
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.digits.reading import plain
from gradreel.scenes.parts.lettering import compiler
from gradreel.scenes.parts.lettering.compiler import can_draw, needs_other_fonts, png
from gradreel.scenes.parts.lettering.scripts import clusters, named, package_for
from gradreel.scenes.parts.lettering.signs import check_signs, outlines_key, without_font
from gradreel.scenes.parts.lettering.typeset import quoted, typeset
from gradreel.solver.recording import Recording
from tests.case_files import case

TIFINAGH = "ⴰⵣⵓⵍ"
Fonts = Callable[[str | None], None]


@pytest.fixture
def fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fonts]:
    """Put in place of the machine's fonts those in a folder, or none."""

    def put(folder: str | None) -> None:
        paths = [folder] if folder else []
        there = typst.Fonts(include_system_fonts=False, font_paths=paths)
        monkeypatch.setattr(compiler, "system_fonts", lambda: there)
        compiler._compiler.cache_clear()
        typeset.cache_clear()

    yield put
    compiler._compiler.cache_clear()
    typeset.cache_clear()


def font_folder() -> str:
    """A folder with fonts that have the letters of Tifinagh, which the embedded ones have not."""
    matplotlib = pytest.importorskip("matplotlib")
    return str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")


def titled(title: str, *overrides: str) -> Scenario:
    return load_scenario("quadratic", (f"title={title}", *overrides))


@pytest.mark.parametrize("text", ["A bowl", "Älg, Ωμέγα, Ярмо", "“1 − 2” ≤ 3×10⁻⁹", "שלום"])
def test_what_the_embedded_fonts_have_is_drawn_by_them_alone(text: str, fonts: Fonts) -> None:
    fonts(None)
    alone = typeset(quoted(text))
    fonts(font_folder())
    assert not needs_other_fonts(quoted(text))
    assert [o.points.tolist() for o in typeset(quoted(text)).outlines] == [
        o.points.tolist() for o in alone.outlines
    ]
    assert outlines_key(titled(text)) == ""


@pytest.mark.parametrize(
    "text", [TIFINAGH, "梯度下降", "경사", "ढाल", "สวัสดี", "👍", "1\ufe0f\u20e3", "\U000f1234"]
)
def test_without_a_font_a_sign_is_not_drawn(text: str, fonts: Fonts) -> None:
    fonts(None)
    assert needs_other_fonts(quoted(text))
    assert not can_draw(quoted(text))
    with pytest.raises(ScenarioError, match=r"title: no font on this computer has “.+install"):
        check_signs([titled(text)])


def test_a_sign_is_drawn_by_a_font_of_the_machine(fonts: Fonts) -> None:
    fonts(None)
    scenario = titled(TIFINAGH)
    boxes = typeset(quoted(TIFINAGH))
    assert without_font(scenario)
    without = outlines_key(scenario)
    fonts(font_folder())
    assert without_font(scenario) == []
    drawn = typeset(quoted(TIFINAGH))
    assert np.concatenate([o.points for o in drawn.outlines]).size
    assert drawn.width != boxes.width
    assert outlines_key(scenario) not in ("", without)
    assert png(quoted(TIFINAGH)) != png(quoted("Uhi"))


@dataclass(frozen=True)
class DrawTitle(ShowingTask):
    """A task that draws texts, in no time."""

    label: str = "lesson: title"
    suffix: str = ".txt"
    cost: float = 0.0

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, str]:
        return {"title": self.recording(inputs).scenario.title}


@pytest.mark.parametrize(("title", "needed"), [(TIFINAGH, True), ("Älg, Ωμέγα", False)])
def test_a_machine_with_other_fonts_draws_only_what_needs_none_of_them(
    fonts: Fonts, tmp_path: Path, title: str, needed: bool
) -> None:
    pytest.importorskip("distributed")
    from gradreel.pipeline.cluster.parcel import Parcel, UnlikeError

    scenario, recording = titled(title), tmp_path / "recording.npz"
    Recording(scenario, default_recording("quadratic").runs).save(recording)
    fonts(font_folder())
    parcel = Parcel.of(DrawTitle("lesson", scenario.showing), "", ["0"], [recording])
    assert bool(parcel.outlines) == needed
    assert parcel.do(tmp_path / "there.txt", [recording]) == {"title": title}
    fonts(None)
    if needed:
        with pytest.raises(UnlikeError, match=r"other fonts there for .* texts of lesson: title"):
            parcel.do(tmp_path / "there.txt", [recording])
    else:
        assert parcel.do(tmp_path / "there.txt", [recording]) == {"title": title}


def key(scenario: Scenario, name: str) -> str:
    return chapter_key(scenario, chapter_named(scenario, name))


def test_what_is_kept_depends_on_the_fonts_that_drew_it(fonts: Fonts) -> None:
    fonts(font_folder())
    named_run = titled("A bowl", f"runs.0.name={TIFINAGH}")
    before = {name: key(titled(TIFINAGH), name) for name in ("title", "descent")}
    rates = key(named_run, "rates")
    typeset.cache_clear()
    compiler._compiler.cache_clear()
    smaller = compiler._PAGE.replace("size: %spt", "size: 0.9 * %spt")  # as another font would be
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiler, "_PAGE", smaller)
        after = {name: key(titled(TIFINAGH), name) for name in before}
        assert after["title"] != before["title"]
        assert after["descent"] == before["descent"]  # which does not show the title
        assert key(named_run, "rates") != rates
        assert recording_key(named_run)


def test_validate_says_which_sign_has_no_font(invoke: Callable[..., Result], fonts: Fonts) -> None:
    fonts(None)
    result = invoke("validate", str(case("title-chinese")))
    assert result.exit_code == 0
    expected = (
        "title-chinese: note: title: no font on this computer has “梯” (CJK UNIFIED "
        "IDEOGRAPH-68AF) and 9 more signs: install one that does (on Debian and Ubuntu: apt-get "
        "install fonts-noto-cjk), or write it without"
    )
    assert expected in result.output
    assert "note: runs[0].name: no font" in result.output


@pytest.mark.parametrize(
    "command",
    [
        ("still", "--chapter", "title"),
        ("render", "-q", "l"),
        ("batch",),
        ("gif",),
        ("storyboard",),
        ("inspect",),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    command: tuple[str, ...], invoke: Callable[..., Result], fonts: Fonts, tmp_path: Path
) -> None:
    fonts(None)
    result = invoke(command[0], str(case("title-chinese")), *command[1:])
    assert result.exit_code == (1 if command == ("batch",) else 2)
    assert "title: no font on this computer has “梯”" in result.output
    assert not [path for path in tmp_path.rglob("*") if path.suffix in (".mp4", ".png", ".gif")]


def test_what_draws_nothing_needs_no_font(invoke: Callable[..., Result], fonts: Fonts) -> None:
    fonts(None)
    assert invoke("solve", str(case("title-chinese"))).exit_code == 0


@pytest.mark.parametrize(
    ("sign", "package"),
    [
        ("梯", "fonts-noto-cjk"),
        ("한", "fonts-noto-cjk"),
        ("ひ", "fonts-noto-cjk"),
        ("，", "fonts-noto-cjk"),  # noqa: RUF001
        ("👍", "fonts-symbola"),
        ("ढा", "fonts-noto-core"),
        ("ส", "fonts-noto-core"),
        ("Ա", "fonts-noto-core"),
    ],
)
def test_a_sign_has_a_package_of_fonts(sign: str, package: str) -> None:
    assert package_for(sign) == package


def test_a_text_falls_into_signs_with_their_marks() -> None:
    assert clusters("e\u0301a") == ["e\u0301", "a"]
    assert clusters("👩\u200d👧!") == ["👩\u200d👧", "!"]
    assert named("e\u0301") == ("“e\u0301” (LATIN SMALL LETTER E with COMBINING ACUTE ACCENT)")


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("A bowl", None),
        ("Älg", None),
        ("הדרכה: PyTorch", "dir: rtl"),
        ("المنحدر", "dir: rtl"),
        ("PyTorch הדרכה", None),
        ("梯度下降", 'lang: "zh"'),
        ("勾配の計算", 'lang: "ja"'),
        ("경사 梯", 'lang: "ko"'),
    ],
)
def test_a_text_is_set_in_its_direction_and_language(text: str, setting: str | None) -> None:
    markup = quoted(text)
    assert markup == (f"#text({setting})[" if setting else "") + f'#text("{text}")' + (
        "]" if setting else ""
    )
    assert plain(markup) == text
