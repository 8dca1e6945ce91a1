"""The stage of a fit lesson: the line among the data, and its place on the loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from manim import RIGHT, VGroup, VMobject
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme, timing
from gradreel.scenes.parts.descents.loss_curve import mark_radius
from gradreel.scenes.parts.digits.numbers import number, padded, shared_decimals, with_decimals
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.digits.readable import readable
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.figures import Figures
from gradreel.scenes.parts.formulas.fit_about import data_of
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.formulas.update import first_steps
from gradreel.scenes.parts.geometry.box import Box, Domain
from gradreel.scenes.parts.geometry.interpolation import rows_up_to, taken
from gradreel.scenes.parts.geometry.points import between, place_discs, trace
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.parts.maps.equal_scales import equally_scaled, note_of_scales, squared
from gradreel.scenes.parts.maps.loss_map import LossView, MapView, loss_view
from gradreel.scenes.parts.maps.views import drawn_domain, with_room
from gradreel.scenes.parts.maps.zoomed_graph import ZoomedGraph
from gradreel.scenes.parts.maps.zoomed_map import ZoomedMap
from gradreel.scenes.parts.plots.axes import Axes
from gradreel.scenes.parts.plots.places import table_steps
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.parts.plots.scatter import Scatter, sampled
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.numbers import DIGITS, digits_for, rounded
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

ZoomedView = ZoomedMap | ZoomedGraph

ENTER = 0.4  # seconds in which the pictures of a chapter appear
BEYOND = ("label-line-beyond", "label-dot-beyond")
_ALL = 200  # points: up to so many have all their residuals drawn
_SOME = 100  # residuals, sampled from those of more points
_FAINT = 0.4  # opacity of the residuals
_DOT = 0.08  # screen units: a radius so small that the dot does not cover its steps
_ROOM = 0.12  # of the map's width, free downhill of the start
_SEEN = 0.02  # screen units: a shorter piece of a line cannot be seen
_ABOVE = 0.12  # screen units from the upper end of a plot to a note
_LONGEST = 9  # characters of a figure, for which there is room
_APART = 0.012  # screen units: closer marks look like one


class FitStage(VGroup):
    """Data and loss side by side, each in a box; add it to a scene before its `movers`.

    The map has equal scales, and is the same in the whole lesson. `place` shows any parameters, and
    announces their numbers to `computed`; `show_step` shows the recorded first run up to a step. If
    there is a domain to be shown from `close`, the map can go there by `zoom_to`.

    The loss shown is that of the parameters as printed. At the start and after the first step,
    these are printed as in the equations of the first `steps`, one for each parameter.
    """

    def __init__(
        self,
        recording: Recording,
        objective: Objective,
        left: Box,
        right: Box,
        figures: tuple[float, float],
        computed: Callable[[float], float],
        close: Domain | None = None,
    ) -> None:
        super().__init__()
        scenario, notation = recording.scenario, notation_of(recording.scenario)
        rows = recording.runs[0].parameters
        self._rows = np.array(rows)
        shown = readable(recording.runs[0], objective)
        self._shown_rows = np.column_stack([shown.parameters, shown.loss])
        self._digits = [digits_for(column) for column in self._shown_rows.T]
        *columns, _ = self._shown_rows.T
        self._decimals = [
            shared_decimals(column.tolist(), digits)
            for column, digits in zip(columns, self._digits, strict=False)
        ]
        self.domain = lesson_domain(recording, objective)
        self.scatter = keep_in_room(lambda box: Scatter(objective, scenario, box, rows[:1]), left)
        self.view = self._view(objective, notation.loss, right, close)
        self._computed = computed
        # A function, because manim's fades copy everything that is not.
        self._loss: Callable[[Array], float] = lambda place: float(objective.value(place))
        places = [printed(objective, row, self._digits[-1]).texts for row in rows[:2]]
        moves = len(recording.runs[0].led_to) > 1
        self.steps = first_steps(objective, recording.runs[0], self._digits[-1]) if moves else []
        ends = ((step.operands[0], step.result) for step in self.steps)
        for row, texts in enumerate([*zip(*ends, strict=True)][: len(places)]):
            if row == 0 or self._holds(texts, row):
                places[row] = tuple(texts)
        self._printed = [
            [*map(_in_slot, place, row.tolist())]
            for place, row in zip(places, rows[:2], strict=True)
        ]
        names = [(symbol(name), theme.colors().here) for name in scenario.parameters]
        self.figures = Figures([*names, (notation.loss, theme.colors().loss)], figures)
        if isinstance(self.view, MapView):
            self.view.add(note_of_scales(self.view))
        self.add(self.scatter, self.view)
        spots = self.view.at(rows)
        seen = np.flatnonzero(self.view.inside(rows))
        self._marked = seen[spaced(spots[seen], _APART)]
        self._spots = spots[self._marked]
        self._ghosted = table_steps(len(rows) - 1)
        self._radius = mark_radius(len(rows), 0.06)
        few = len(data_of(scenario).outputs) <= 300
        self.ghosts = VMobject(
            stroke_color=theme.colors().model, stroke_width=2.5, stroke_opacity=0.45
        )
        self.line = VMobject(stroke_color=theme.colors().model, stroke_width=5.0 if few else 6.0)
        self._picked = with_residuals(self.scatter.inputs)
        self.residuals = VMobject(
            stroke_color=theme.colors().residual, stroke_width=2.0, stroke_opacity=_FAINT
        )
        self.trail = VMobject(
            stroke_color=theme.colors().here, stroke_width=3.0, stroke_opacity=0.8
        )
        self.marks = VMobject(fill_color=theme.colors().here, fill_opacity=1.0, stroke_width=0.0)
        self.dot = VMobject(
            fill_color=theme.colors().here,
            fill_opacity=1.0,
            stroke_color=theme.colors().background,
            stroke_width=2.0,
        )
        self.notes = VGroup(note_above(self.scatter), note_above(self.view))
        drawn = self.residuals, self.ghosts, self.line, self.trail, self.marks, self.dot
        self.movers = VGroup(*drawn, self.figures, self.notes)
        self.place(rows[0])

    def _view(self, objective: Objective, loss: str, room: Box, close: Domain | None) -> LossView:
        """The loss in its room, as a map that zooms if something is to be shown from close."""
        if close is None:
            return keep_in_room(
                lambda box: loss_view(
                    objective, self.domain, equally_scaled(self.domain, box), loss, self._rows
                ),
                room,
            )
        resting = [self.domain, close]

        def zoomed(box: Box) -> ZoomedView:
            if len(close) == 1:
                return ZoomedGraph(objective, resting, box, loss)
            return ZoomedMap(objective, resting, equally_scaled(self.domain, box), self._rows)

        return keep_in_room(zoomed, room, leftmost=lambda made: made.leftmost)

    def zoom_to(self, domain: Domain, here: Array) -> None:
        """Zoom to another part of the loss, while everything stays at the parameters `here`."""
        if isinstance(self.view, ZoomedView):
            self.view.zoom_to(domain)
            self._put(here)

    def place(self, parameters: Array, told: Array | None = None) -> None:
        """Show parameters (p,) as line and dot, and as figures these or those that are `told`."""
        self._put(parameters)
        parameters = parameters if told is None else told
        for row, texts in enumerate(self._printed):
            if np.array_equal(parameters, self._rows[row]):
                self._write(texts, float(self._shown_rows[row, -1]))
                return
        texts = self._texts(parameters.tolist())
        shown = [self._computed(value) for value in _typed(texts).tolist()]
        self._write(texts, self._computed(self._loss(np.array(shown))))

    def _holds(self, texts: Sequence[str], row: int) -> bool:
        """Whether the loss of a recorded row is that of its printed parameters."""
        typed = np.array([numbers_in(text)[0].signed for text in texts])
        loss, digits = float(self._shown_rows[row, -1]), self._digits[-1]
        return rounded(self._loss(typed), digits) == rounded(loss, digits)

    def slide(self, start: Array, end: Array) -> Callable[[float], None]:
        """A function that shows the parameters at a share of the way from some (p,) to others."""
        return lambda s: self.place((1.0 - s) * start + s * end, end if taken(s) else None)

    def show_step(self, step: float) -> None:
        """Show the recorded run up to a step, which may lie between two recorded ones.

        The figures are those of the last recorded step.
        """
        recorded, now = min(taken(step), len(self._rows) - 1), rows_up_to(self._rows, step)[-1]
        kept = self._marked <= recorded
        path = self._rows[self._marked[kept]] if self._marked[kept].size else self._rows[:1]
        trace(self.trail, self.view.path(np.vstack([path, now])))
        place_discs(self.marks, self._spots[kept], self._radius)
        old = [k for k in self._ghosted if k < recorded]
        trace(self.ghosts, self.scatter.lines(self._rows[old]))
        self._put(now)
        *parameters, loss = self._shown_rows[recorded].tolist()
        if recorded < len(self._printed):
            self._write(self._printed[recorded], loss)
        else:
            self._write(self._texts(parameters), loss, self._steps_about)

    def _texts(self, parameters: Sequence[float]) -> list[str]:
        """Parameters with the same decimals at every step, so that no digit jumps."""
        formats = zip(parameters, self._decimals, self._digits, strict=False)
        texts = [with_decimals(*format_) for format_ in formats]
        return (
            texts if max(map(len, texts)) <= _LONGEST else [*map(compact, parameters, self._digits)]
        )

    def _write(self, parameters: Sequence[str], loss: float, about: bool = False) -> None:
        """Show printed parameters and their loss, as exact as these give it, or `about`."""
        shown = _steady(loss, self._digits[-1])
        self.figures.write(*parameters, shown, about=about or self._is_about(parameters, loss))

    def _is_about(self, parameters: Sequence[str], loss: float) -> bool:
        """Whether a loss as printed is not that of printed parameters."""
        digits = self._digits[-1]
        return _steady(self._loss(_typed(parameters)), digits) != _steady(loss, digits)

    @cached_property
    def _steps_about(self) -> bool:
        """Whether one of the explained steps is only about right: the sign is that of all steps."""
        last = timing.explained_steps(len(self._rows) - 1)
        steps = self._shown_rows[1 : last + 1].tolist()
        return any(self._is_about(self._texts(place), loss) for *place, loss in steps)

    def _put(self, parameters: Array) -> None:
        line, here = self.scatter.line(parameters), parameters[None]
        trace(self.line, line)
        trace(self.residuals, between(*self.scatter.residuals(parameters, self._picked)))
        inside = self.view.inside(here)
        place_discs(self.dot, self.view.at(here)[inside], _DOT)
        seen = is_seen(line), bool(inside[0])
        for note, id, is_inside in zip(self.notes, BEYOND, seen, strict=True):
            note.write("" if is_inside else text(id))


def lesson_domain(recording: Recording, objective: Objective) -> Domain:
    """The domain that every chapter about the first run draws."""
    run = recording.runs[0]
    domain = drawn_domain(recording, best=objective.minimum)
    return squared(with_room(domain, run.parameters[0], -_ROOM * np.sign(run.grad[0])))


def with_residuals(inputs: Array) -> NDArray[np.int_]:
    """The indices of the inputs (n,) whose residuals are drawn: a sample if there are many."""
    return sampled(inputs, _ALL if len(inputs) <= _ALL else _SOME)


def note_above(axes: Axes) -> Counter:
    """A note above axes, at their right end: empty while what it is about is visible."""
    note = Counter("", theme.TICK, theme.colors().muted, RIGHT)
    note.on_baseline((axes.box.right, axes.box.top + _ABOVE, 0.0))
    for id in BEYOND:  # compile all letters now, rather than in an animation
        note.write(text(id))
    return note.write("")


def is_seen(line: Array) -> bool:
    """Whether enough of a line (n, 3) is left after it was cut at the axes."""
    return bool(np.nansum(np.linalg.norm(np.diff(line, axis=0), axis=1)) > _SEEN)


def _typed(texts: Sequence[str]) -> Array:
    """Parameters (p,) as a reader of their texts would type them."""
    return np.array([numbers_in(text)[0].signed for text in texts])


def compact(value: float, most: int = DIGITS) -> str:
    """A number that fits a slot of the figures, with fewer digits if it has a power of ten."""
    texts = (number(value, digits) for digits in range(most, 1, -1))
    return next((text for text in texts if len(text) <= _LONGEST), number(value, 1))


def _steady(value: float, most: int) -> str:
    """A number like that of `compact`, with the zeros at its end, so that no digit jumps."""
    text = padded(value, most, _LONGEST)
    return text if len(text) <= _LONGEST else compact(value, most)


def _in_slot(text: str, value: float) -> str:
    """A printed number that fits a slot of the figures."""
    return text if len(text) <= _LONGEST else compact(value)


def spaced(points: Array, apart: float) -> NDArray[np.int_]:
    """The indices of screen points (n, 3), without those too close to the one kept before."""
    kept: list[int] = []
    for index, point in enumerate(points):
        if not kept or np.abs(point - points[kept[-1]]).max() >= apart:
            kept.append(index)
    return np.array(kept, dtype=int)
