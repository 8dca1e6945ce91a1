"""Whether arrows on axes are as long as the step or slope they show, or to a stated scale."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from manim import Mobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.checks.equations import SIGNED
from gradreel.scenes.checks.layout import VISIBLE, Fault, Text
from gradreel.scenes.checks.wording import number_of
from gradreel.scenes.drawing.items import Arrow
from gradreel.scenes.parts.descents.step_sum import SumAlong
from gradreel.scenes.parts.geometry.lines import FlatArrow
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.maps.loss_map import LossView
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.solver.momentum_sums import momentum_alone
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

_OFF = 0.06  # screen units: six pixels at 720p, of which half is rounding and a line's width
_SHORT = 0.1  # screen units: a shorter arrow is all head
_ROWS = 2000  # of a run: arrows are at explained steps, which are the first ones
_SCALE = re.compile(rf"\b1/\(?({SIGNED})")

_Views = list[LossView | CurveAxes]


class Arrows:
    """Follows the arrows of a chapter that mean a step or a slope, and checks those at rest."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._before: dict[int, Array] = {}

    def untrue(self, shown: Sequence[Mobject], texts: Iterable[Text]) -> Iterator[Fault]:
        """The faults at a moment at which these mobjects are shown."""
        spaces = [mobject for mobject in shown if isinstance(mobject, Space)]
        views: _Views = [mobject for mobject in shown if isinstance(mobject, LossView | CurveAxes)]
        sums = [mobject for mobject in shown if isinstance(mobject, SumAlong)]
        scales = [1.0, *_scales(texts)]
        earlier, self._before = self._before, {}
        for arrow in shown:
            ends = _ends(arrow)
            if ends is None:
                continue
            self._before[id(arrow)] = ends
            if id(arrow) not in earlier or not np.array_equal(earlier[id(arrow)], ends):
                continue
            tips: list[Array] = []
            for run in self._recording.runs:
                if isinstance(arrow, Arrow):
                    # What has the colour of a gradient there is a tangent, wherever it begins.
                    if arrow.ink.to_hex().upper() != theme.colors().step.upper():
                        continue
                    tips += [tip for space in spaces for tip in _in_space(space, run, ends)]
                else:
                    on_axes = (self._on_axes(view, run, ends, scales) for view in views)
                    tips += chain.from_iterable(on_axes)
                    tips += chain.from_iterable(_added(view, run, ends) for view in views)
                    rows = (_in_sum(each, run, ends) for each in sums if arrow in each.arrows)
                    tips += chain.from_iterable(rows)
            if tips and min(float(np.linalg.norm(tip - ends[1])) for tip in tips) > _OFF:
                length = float(np.linalg.norm(ends[1] - ends[0]))
                what = f"an arrow {length:.2f} long is no step or slope, at no scale that is told"
                where = (float(ends[1, 0]), float(ends[1, 1]))
                yield Fault("untrue arrow", (id(arrow),), what, where)

    def _on_axes(
        self, view: LossView | CurveAxes, run: RunRecord, ends: Array, scales: Sequence[float]
    ) -> Iterator[Array]:
        """Where an arrow may end, if it begins at a recorded place.

        A slope is that at its beginning, which may be a place close to a recorded one.
        """
        places = run.parameters[:_ROWS]
        if isinstance(view, CurveAxes):
            starts = np.array([view.foot(places[:, 0]), view.at(places[:, 0])])
        else:
            at = view.at(places)
            over = np.array([True, places.shape[1] == 2, True])
            starts = np.array([at, np.where(over, at, view.box.bottom)])
        rows = np.nonzero(np.linalg.norm(starts - ends[0], axis=-1) < _OFF)[1].tolist()
        if not rows:
            return
        corner = np.array([view.box.left, view.box.bottom])
        here = (view.x[0], view.y[0]) + (ends[0, :2] - corner) / view.unit
        grad = self._recording.objective.gradient(here[: places.shape[1]])
        steps = [run.led_to[row + 1] - places[row] for row in rows if row + 1 < len(run.led_to)]
        for vector in (-grad, grad, *steps):
            in_3d = np.append(vector, np.zeros(3 - len(vector)))
            for part in (in_3d, *np.diag(in_3d)[: len(vector)]):
                yield from (ends[0] + scale * part * (*view.unit, 0.0) for scale in scales)


def _added(view: LossView | CurveAxes, run: RunRecord, ends: Array) -> Iterator[Array]:
    """Where an arrow on a map may end that is a part of a step with momentum."""
    share, places = momentum_alone(run.run), run.parameters[: _ROWS + 1]
    if share is None or len(places) <= 2 or not isinstance(view, LossView):
        return
    kept = places[1:-1] + share * np.diff(places[:-1], axis=0)
    for starts, targets in ((places[1:-1], kept), (kept, places[2:])):
        near = np.linalg.norm(view.foot(starts) - ends[0], axis=-1) < _OFF
        yield from view.foot(targets[near])


def _in_sum(view: SumAlong, run: RunRecord, ends: Array) -> Iterator[Array]:
    """Where an arrow in the rows of a sum may end; nowhere if it begins where none does."""
    share = momentum_alone(run.run)
    if share is not None and run.steps > view.step:
        places = run.parameters[view.step - 1 : view.step + 2]
        before, whole = (np.diff(places, axis=0) @ view.along).tolist()
        kept = share * before
        spans = (0, 0.0, before), (0, 0.0, kept), (1, kept, whole), (2, 0.0, whole)
        for row, start, end in spans:
            if float(np.linalg.norm(view.at(start, row) - ends[0])) < _OFF:
                yield view.at(end, row)
    yield np.full(3, np.inf)


def _ends(arrow: Mobject) -> Array | None:
    """Where an arrow for a step or a slope begins and ends on the screen, (2, 3), or None.

    None is for other mobjects, and for arrows that are too faint or too short.
    """
    if isinstance(arrow, FlatArrow):
        ends, opacity = np.array([arrow.tail, arrow.tip]), float(arrow.get_fill_opacity())
        color = arrow.meaning
    elif isinstance(arrow, Arrow):
        ends, opacity = arrow.eye.view.project(arrow.points), arrow.opacity * arrow.eye.visible
        color = arrow.ink.to_hex()
    else:
        return None
    means = color.upper() in (theme.colors().step.upper(), theme.colors().gradient.upper())
    visible = opacity > VISIBLE and float(np.linalg.norm(ends[1] - ends[0])) > _SHORT
    return ends if means and visible else None


def _scales(texts: Iterable[Text]) -> Iterator[float]:
    """The scales, less than 1, at which visible texts say that arrows are drawn."""
    for text in texts:
        if text.opacity > VISIBLE:
            yield from (1.0 / number_of(times) for times in _SCALE.findall(text.says))


def _in_space(space: Space, run: RunRecord, ends: Array) -> Iterator[Array]:
    """Where the steps end, on the screen, that begin where an arrow in space begins."""
    targets = run.parameters[1 : _ROWS + 1]
    for laid in (space.at, space.ground):
        starts = space.screen(laid(run.parameters[: len(targets)]))
        near = np.linalg.norm(starts - ends[0], axis=-1) < _OFF
        yield from space.screen(laid(targets[near & space.inside(targets)]))
