"""Every fault is found where it was planted, and nowhere else; the shipped lessons have none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from manim import FadeIn, FadeOut, Line, Mobject, ReplacementTransform, Square, VGroup

from gradreel.pipeline.inspect import Finding, inspect_chapter, inspect_lesson
from gradreel.scenarios import load_scenario
from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter, default_recording
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.checks.facts import Facts, ObservedObjective
from gradreel.scenes.checks.layout import DrawnShape, Fault, Text, contrast, faults_of_layout
from gradreel.scenes.checks.offsets import faults_of_offsets
from gradreel.scenes.drawing.camera import StageRenderer
from gradreel.scenes.lesson import chapter_named, chapters_of
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.reading import numbers_in, plain
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import Counter, Glyphs, as_ticks, maths, words
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.parts.maps.loss_map import LossMap
from gradreel.scenes.parts.plots.curve_plot import CurvePlot
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.parts.plots.ticks import Ticks
from gradreel.scenes.regions import FRAMES
from gradreel.scenes.surface.descent import SurfaceDescent
from gradreel.scenes.timing import BEAT
from gradreel.scenes.wide_frame import WIDE
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording

Invoke = Callable[..., Result]

BLACK, WHITE = np.zeros(3), np.ones(3)
SAFE = np.array([6.4, 3.6])
FAR = (1e8, 1e8 + 4.0)
SQUARE = {"x": (-2.0, 2.0), "y": (-2.0, 2.0)}

Story = Callable[[Chapter], object]


def seen(says: str, *box: float, unit: int = 1, **rest: object) -> Text:
    """A white text of a good size, with one box about it."""
    values = {"cap_height": 0.2, "color": WHITE, **rest}
    return Text(says, unit, np.array([box]), **values)  # type: ignore[arg-type]


def faults(*texts: Text, shapes: tuple[DrawnShape, ...] = ()) -> list[Fault]:
    return list(faults_of_layout(list(texts), list(shapes), SAFE, BLACK))


def found(story: Story, name: str = "parabola") -> list[Finding]:
    """What is found in a chapter that tells just this story, 3 seconds or longer."""

    class Planted(Chapter):
        plan = ChapterPlan("planted", __name__, "Planted", default=name)

        def story(self) -> None:
            story(self)
            self.wait(3.0)

    return inspect_chapter(Planted, default_recording(name))


def kinds(story: Story, name: str = "parabola") -> list[str]:
    return [finding.fault.kind for finding in found(story, name)]


# What is read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("nothing here", []),
        ("x is 8 and −0.5.", [8, 0.5]),
        ("w1, x₀, the 2nd of gradreel 0.1.0", []),
        ("loss 7.873×10⁻⁹⁷, or 10⁻¹²", [7.873e-97, 1e-12]),
        ("f(1)=3, 4", [1, 3, 4]),
        ("lr = 1e-20 * 2.5e+6, 1e5x", [1e-20, 2.5e6]),
        ("12 − 5", [12, 5]),
    ],
)
def test_the_numbers_in_a_text(text: str, values: list[float]) -> None:
    assert [shown.value for shown in numbers_in(text)] == values


@pytest.mark.parametrize(
    ("text", "tolerance"),
    [("8", 0.05), ("0.1", 0.005), ("12", 0.5), ("1.25", 0.005), ("0.004", 0.0005), ("100", 0.5)],
)
def test_a_number_stands_for_its_digits_and_at_least_two(text: str, tolerance: float) -> None:
    (shown,) = numbers_in(text)
    assert shown.tolerance == pytest.approx(tolerance)


def test_a_power_of_ten_stands_for_its_digits() -> None:
    (shown,) = numbers_in("7.873×10⁻⁹⁷")
    assert shown.tolerance == pytest.approx(0.0005e-97)


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ('#text("a \\"b\\" 3")', "a b 3"),
        (f'$ {in_math("x_0", "#123456")} = "−0.5" $', "x₀ = −0.5"),
        ('#block(width: 31.5em)[#align(center)[#text("two lines")]]', "two lines"),
    ],
)
def test_markup_says_what_is_seen(markup: str, says: str) -> None:
    assert plain(markup) == says


def test_texts_remember_what_they_say() -> None:
    assert words("a 1").note.says == "a 1"
    assert {part.note.says for part in maths(f"x = {in_math('7', '#FF0000')}")} == {"x = 7"}
    counter = as_ticks([Counter("1")])[0]
    unit, axis = counter.note.unit, counter.note.axis
    counter.write("2")
    assert (counter.note.says, counter.note.unit, counter.note.axis) == ("2", unit, axis)
    assert axis > 0
    assert counter.copy().note.unit == unit


# The checks, on tables


def test_texts_that_stand_apart_are_no_fault() -> None:
    assert faults(seen("a", 0, 0, 1, 1), seen("b", 1, 0, 2, 1, unit=2)) == []


def test_text_over_text() -> None:
    (fault,) = faults(seen("a", 0, 0, 1, 1), seen("b", 0.5, 0.5, 2, 2, unit=2))
    assert fault.kind == "text over text"
    assert "“a”" in fault.what
    assert "“b”" in fault.what


@pytest.mark.parametrize(
    ("left", "axis", "kinds"),
    [(1.03, 7, ["text beside text"]), (1.1, 7, []), (1.03, 0, [])],
    ids=["touching", "apart", "of no axis"],
)
def test_a_number_of_an_axis_does_not_read_as_part_of_what_is_beside_it(
    left: float, axis: int, kinds: list[str]
) -> None:
    name, number_ = seen("x", 0, 0, 1, 1), seen("−0.5", left, 0.2, 2, 1, unit=2, axis=axis)
    assert [fault.kind for fault in faults(name, number_)] == kinds


@pytest.mark.parametrize(
    ("offset", "low", "high", "recorded", "kinds"),
    [
        ("+1.23456×10⁸", "789", "799", 123456793.5, []),
        ("−1×10⁶", "0.5", "1.5", -999999.0, []),
        ("x − 1×10⁶", "0.5", "1.5", 1000001.0, []),
        ("x₀ + 1200", "−3", "4", -1200.5, []),
        ("−1.23456×10⁸", "789", "799", 123456793.5, ["false offset"]),
        ("+1.23456×10⁹", "789", "799", 123456793.5, ["false offset"]),
        ("x + 1×10⁶", "0.5", "1.5", 1000001.0, ["false offset"]),
    ],
)
def test_an_offset_makes_the_numbers_of_its_axis_those_that_were_recorded(
    offset: str, low: str, high: str, recorded: float, kinds: list[str]
) -> None:
    ticks = [seen(says, 0, 0, 1, 1, unit=unit, axis=7) for unit, says in ((2, low), (3, high))]
    texts = [seen(offset, 0, 2, 1, 3, axis=7, offset=True), *ticks]
    found = faults_of_offsets(texts, lambda low, high: low <= recorded <= high)
    assert [fault.kind for fault in found] == kinds


def _plot() -> Mobject:
    return Plot(FAR, FAR, Box((-4.0, -2.0), (1.5, 4.0)), ("x", ""))


def _zooming() -> Mobject:
    ticks = Ticks(4, 1, [FAR])
    ticks.put(FAR, Box((-4.0, -2.0), (8.0, 4.0)))
    return ticks


def _space() -> Mobject:
    far = objective_of(load_scenario("quadratic", ["objective.formula=1e8 + x**2"]))
    return Space(Landscape(far, SQUARE), ((-4.0, -2.0), (4.0, 2.0)))


@pytest.mark.parametrize(
    ("axes", "told"),
    [(_plot, {"x - 10⁸", "+10⁸"}), (_zooming, {"+10⁸"}), (_space, {"+10⁸"})],
    ids=["a plot", "a zooming plot", "a space"],
)
def test_axes_tell_what_is_to_be_added_to_their_numbers(
    axes: Callable[[], Mobject], told: set[str]
) -> None:
    notes = [m.note for m in axes().family_members_with_points() if isinstance(m, Glyphs | Counter)]
    numbered = {note.axis for note in notes if note.axis and not note.offset and note.says}
    assert {n.says for n in notes if n.offset and n.says and n.axis in numbered} == told


@pytest.mark.parametrize(
    "other",
    [
        seen("b", 0.5, 0, 2, 1, unit=1),
        seen("b", 0.5, 0, 2, 1, unit=2, opacity=0.3),
        seen("b", 0.5, 0, 2, 1, unit=2, flying=True),
    ],
    ids=["of one formula", "a ghost", "flying past"],
)
def test_what_may_overlap(other: Text) -> None:
    assert faults(seen("a", 0, 0, 1, 1), other) == []


def test_a_text_may_fade_into_another_but_not_into_one_that_stays() -> None:
    leaving = seen("a", 0, 0, 1, 1, opacity=0.5, fading=True)
    coming = seen("b", 0, 0, 1, 1, unit=2, opacity=0.5, fading=True)
    assert faults(leaving, coming) == []
    assert [f.kind for f in faults(leaving, seen("b", 0, 0, 1, 1, unit=2))] == ["text over text"]


@pytest.mark.parametrize(
    ("box", "count"),
    [((-6.4, -3.6, 6.4, 3.6), 0), ((5, 0, 6.5, 1), 1), ((0, -3.7, 1, 0), 1), ((0, 3, 1, 3.7), 1)],
)
def test_text_outside_of_the_safe_area(box: tuple[float, ...], count: int) -> None:
    assert [fault.kind for fault in faults(seen("a", *box))] == count * ["outside"]


def test_drawings_may_fill_the_frame_and_no_more() -> None:
    nowhere = np.empty((0, 2))
    assert faults(shapes=(DrawnShape("Square", np.array([-7.1, -4.0, 7.1, 4.0]), nowhere),)) == []
    (fault,) = faults(shapes=(DrawnShape("Square", np.array([-7.1, -4.1, 7.1, 4.0]), nowhere),))
    assert (fault.kind, fault.who) == ("outside", ("Square",))


@pytest.mark.parametrize(("low", "kinds"), [(0.5, ["over drawing"]), (1.1, [])])
def test_a_line_through_a_text(low: float, kinds: list[str]) -> None:
    line = np.stack([np.linspace(-3.0, 3.0, 151), np.full(151, low)], axis=1)
    shape = DrawnShape("VMobject", np.array([-3.0, low, 3.0, low]), line)
    assert [fault.kind for fault in faults(seen("a", 0, 0, 1, 1), shapes=(shape,))] == kinds


@pytest.mark.parametrize(("above", "found"), [(False, []), (True, ["over drawing"])])
def test_a_plate_parts_a_text_from_the_lines_behind_it(above: bool, found: list[str]) -> None:
    def story(scene: Chapter) -> None:
        text, line = words("a word"), Line((-1.0, 0.1, 0.0), (1.0, 0.15, 0.0))
        scene.add(*([on_plate(text), line] if above else [line, on_plate(text)]))
        scene.wait(2.0)

    assert kinds(story) == found


def test_capitals_of_too_few_pixels() -> None:
    assert faults(seen("a", 0, 0, 1, 1, cap_height=0.176)) == []
    kinds = [f.kind for f in faults(seen("a", 0, 0, 1, 1, cap_height=0.17))]
    assert kinds == ["too small"]


def test_known_contrasts() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21.0)
    assert contrast(WHITE, WHITE) == pytest.approx(1.0)
    assert contrast(np.full(3, 0x77 / 255), WHITE) == pytest.approx(4.48, abs=0.01)


def test_what_is_half_faded_is_judged_by_where_it_stays() -> None:
    staying = seen("a", 0, 0, 1, 1, opacity=0.4)
    assert [fault.kind for fault in faults(staying)] == ["too faint"]
    assert faults(seen("a", 0, 0, 1, 1, opacity=0.4, fading=True)) == []


# What may be shown


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("x = −8", []),
        ("x = 6.4", ["6.4"]),
        ("−6.4 after step 2 of 1002", []),
        ("the loss 26.21", []),
        ("the loss 26.22", ["26.22"]),
        ("changes by −36, to 64", []),
        ("learning rates 0.1, 0.01, 0.9, 1.05", []),
        ("factor −1.1", []),
        ("uphill −20, downhill 20.0", []),
        ("1.234 and 5.678", ["1.234", "5.678"]),
    ],
)
def test_numbers_of_the_recording(text: str, strange: list[str]) -> None:
    run = default_recording("parabola")
    alone = type(run)(run.scenario, run.runs[:1])
    recording = run if "rates" in text or "factor" in text else alone
    assert Facts(recording, []).foreign(text) == strange


def test_what_a_chapter_asks_may_be_shown_but_not_what_it_draws() -> None:
    recording = default_recording("parabola")
    heard: list[float] = []
    facts = Facts(recording, heard)
    objective = ObservedObjective(objective_of(recording.scenario), heard)
    objective.value(np.linspace(-3.3333, -3.1, 200)[:, None])
    assert facts.foreign("11.11") == ["11.11"]
    assert objective.value([-3.3333]) == pytest.approx(11.11, abs=0.01)
    assert facts.foreign("at −3.333 it is 11.11") == ["−3.333"]


# Faults planted in a chapter


def good(scene: Chapter) -> None:
    """A bit of everything that is right."""
    loss = scene.run.loss
    # No number of these axes is in the recording, and none needs to be.
    plot = Plot((0.0, 70.0), (1500.0, 3000.0), Box((-3.0, -1.0), (5.0, 3.0)), ("k", "f"))
    counter = Counter("", theme.LABEL).on_baseline((4.0, 1.0, 0.0))
    scene.appear(plot, maths(f'f = "{number(loss[1])}"').move_to((4.0, 2.0, 0)), counter)
    scene.show_sentence("The loss falls from 100 to 64 in the first step.")

    def count(share: float) -> None:
        counter.write(number(loss[int(share * 10)]))

    scene.play(moving(counter, count, 2.0))
    scene.hold()


def overlapping(scene: Chapter) -> None:
    scene.appear(words("over"), words("under").shift((0.1, 0.1, 0)))


def outside(scene: Chapter) -> None:
    scene.appear(words("far away").move_to((6.5, 0, 0)))


def cut_off(scene: Chapter) -> None:
    scene.appear(Square(2.0).move_to((6.5, 0, 0)))


def crossed(scene: Chapter) -> None:
    scene.appear(words("a word"), Line((-1.0, 0.1, 0.0), (1.0, 0.15, 0.0)))


def over_a_surface(scene: Chapter) -> None:
    landscape = Landscape(objective_of(load_scenario("quadratic")), SQUARE)
    scene.appear(Space(landscape, ((2.8, -2.5), (6.2, 0.5))), words("a word").move_to((4.5, -1, 0)))


def too_small(scene: Chapter) -> None:
    scene.appear(words("shrunk", theme.TICK).scale(0.8))


def too_faint(scene: Chapter) -> None:
    scene.appear(words("night", theme.LABEL, "#333A48"))


def unknown_number(scene: Chapter) -> None:
    scene.appear(maths('f = "63.9"'))


def too_short(scene: Chapter) -> None:
    scene.show_sentence("This sentence is much too long to be read in one second.")
    scene.wait(1.0)
    scene.show_sentence("Over.")


def untrue_arrow(scene: Chapter) -> None:
    curve = CurvePlot(
        scene.objective, (-30.0, 30.0), Box((-5.4, 0.0), (1.2, 2.0)), ("", ""), ticks=(2, 2)
    )
    x, slope = float(scene.run.parameters[0, 0]), float(scene.run.grad[0, 0])
    true, false = (FlatArrow(theme.colors().step) for _ in range(2))
    place_arrow(true, *curve.foot(np.array([x, x - slope])))
    place_arrow(false, *curve.foot(np.array([x, x - slope / 2])))
    scene.appear(curve, true, false)


def unequal_scales(scene: Chapter) -> None:
    landscape = Landscape(objective_of(load_scenario("quadratic")), SQUARE)
    boxes = Box((-5.4, 1.2), (1.4, 1.4)), Box((-5.4, -1.4), (1.4, 1.0))
    scene.appear(*(LossMap(landscape, box, (2, 2)) for box in boxes))


PLANTED: list[tuple[str, Story]] = [
    ("text over text", overlapping),
    ("outside", outside),
    ("outside", cut_off),
    ("over drawing", crossed),
    ("over drawing", over_a_surface),
    ("too small", too_small),
    ("too faint", too_faint),
    ("unknown number", unknown_number),
    ("too short", too_short),
    ("untrue arrow", untrue_arrow),
    ("unequal scales", unequal_scales),
]


@pytest.mark.parametrize(("kind", "plant"), PLANTED, ids=[plant.__name__ for _, plant in PLANTED])
def test_a_planted_fault_is_found_once(kind: str, plant: Story) -> None:
    def story(scene: Chapter) -> None:
        good(scene)
        plant(scene)

    assert kinds(story) == [kind]


@pytest.mark.parametrize("name", ["parabola", "one-weight"])
def test_without_the_faults_nothing_is_found(name: str) -> None:
    def story(scene: Chapter) -> None:
        scene.show_sentence("The start is where it was put.")
        scene.hold()
        if name == "parabola":
            good(scene)

    assert kinds(story, name) == []


def test_numbers_that_fly_and_texts_that_take_turns_are_no_faults() -> None:
    def story(scene: Chapter) -> None:
        start, resting, end = words("64"), words("resting").shift((2, 0, 0)), words("64")
        scene.appear(start, resting)
        scene.play(ReplacementTransform(start, end.shift((4, 0, 0))), run_time=2.0)
        scene.play(FadeOut(end), FadeIn(words("instead").move_to(end)), run_time=2.0)

    assert kinds(story) == []


def test_a_finding_says_when_and_where() -> None:
    def story(scene: Chapter) -> None:
        scene.wait(1.0)
        label = words("far away").move_to((6.5, 0, 0))
        scene.add(label)
        scene.wait(2.0)
        scene.remove(label)

    (finding,) = found(story)
    assert finding.chapter == "planted"
    assert (finding.start, finding.end) == pytest.approx((3.0, 3.0), abs=2.01)
    assert finding.fault.where == pytest.approx((6.5, 0.0), abs=0.2)
    assert re.search(r"planted: \d+\.\d( to \d+\.\d)? s: outside: “far away” .*right", str(finding))


def test_a_fault_that_lasts_is_one_finding() -> None:
    def story(scene: Chapter) -> None:
        label = words("far away").move_to((6.5, 0, 0))
        scene.add(label)
        scene.play(moving(label, lambda share: None, 2.0))

    (finding,) = found(story)
    assert finding.start == 0.0
    assert finding.end == pytest.approx(5.0, abs=0.5)


def test_a_number_that_a_chapter_declares_may_be_shown() -> None:
    def story(scene: Chapter) -> None:
        scene.appear(words(number(scene.computed(63.9))))

    assert kinds(story) == []


def test_a_chapter_that_shows_other_numbers_than_the_recorded_is_found_out() -> None:
    recording = default_recording("quadratic")
    run = recording.runs[0]
    other = replace(run, loss=1.013 * run.loss)

    class Lying(SurfaceDescent):
        def __init__(self, whole: Recording, renderer: StageRenderer) -> None:
            super().__init__(Recording(whole.scenario, (other,)), renderer)

    strange = [f for f in inspect_chapter(Lying, recording) if f.fault.kind == "unknown number"]
    assert strange[0].fault.what.startswith(number(other.loss[0]))
    assert strange[0].end - strange[0].start > 5.0


def test_a_step_that_rounding_swallows_has_known_numbers() -> None:
    recording = record(load_scenario("parabola", ["start.x=8", "runs.0.lr=1e-200"]))
    step = chapter_named(recording.scenario, "step")
    assert [finding.fault.what for finding in inspect_chapter(step, recording)] == []


def test_the_seconds_are_those_of_the_video() -> None:
    def story(scene: Chapter) -> None:
        for _ in range(7):
            scene.wait(2 * BEAT)
            scene.play(FadeIn(VGroup(Square(1.0))), run_time=BEAT)
        scene.show_sentence("Words.")
        assert scene.renderer.time == pytest.approx(21 * BEAT + 0.4)

    assert kinds(story) == []


# As users call it


def test_the_command_finds_nothing_in_a_good_lesson(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("inspect", "parabola", "--set", "runs.0.steps=5")
    assert (result.exit_code, result.output) == (0, "parabola: nothing to fix\n")
    assert list(tmp_path.iterdir()) == []


def test_the_command_prints_a_line_a_finding_and_fails(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    low = replace(WIDE, safe=Box.between((-6.4, -3.0), (6.4, 3.0)))
    monkeypatch.setitem(FRAMES, "16:9", low)
    monkeypatch.setattr("gradreel.pipeline.inspect.chapters_of", lambda s: chapters_of(s)[:2])
    result = invoke("inspect", "parabola", "--set", "runs.0.steps=5")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert all(re.match(r"parabola: \w+: \d+\.\d .*s: .*\(-?\d", line) for line in lines)


# So is one-weight, in the light theme, as an example of the help (test_cli.py).
@pytest.mark.parametrize("name", ["noisy-line", "quadratic"])
def test_shipped_lessons_have_no_faults(name: str) -> None:
    assert [str(finding) for finding in inspect_lesson(load_scenario(name))] == []


@pytest.mark.parametrize(
    ("name", "chapter"),
    [
        ("adam-step", "step"),
        ("basins", "starts"),
        ("mini-batch", "noise"),
        ("mini-batch", "sizes"),
        ("newton", "newton"),
        ("parabola", "slope"),
        ("parabola", "ways"),
        ("race", "gradient"),
        ("race", "landscape"),
        ("race", "race"),
        ("schedule", "noise"),
        ("schedule", "rates"),
        ("two-valleys", "starts"),
        ("two-weights", "data"),
        ("two-weights", "rates"),
    ],
)
def test_nor_have_the_chapters_that_only_other_lessons_have(name: str, chapter: str) -> None:
    recording = record(load_scenario(name))
    plan = chapter_named(recording.scenario, chapter)
    assert [str(finding) for finding in inspect_chapter(plan, recording)] == []


# The themes differ in nothing but colours (test_control_frames.py), and here is each of these on
# the ground on which it stands.
@pytest.mark.parametrize(
    ("name", "chapter"),
    [
        *(("two-valleys", "landscape"), ("two-valleys", "starts"), ("two-valleys", "descent")),
        *(("noisy-line", "step"), ("noisy-line", "descent"), ("noisy-line", "recap")),
    ],
)
def test_nor_have_their_chapters_on_a_light_ground(name: str, chapter: str) -> None:
    recording = record(load_scenario(name, ("theme=light",)))
    plan = chapter_named(recording.scenario, chapter)
    assert [str(finding) for finding in inspect_chapter(plan, recording)] == []
