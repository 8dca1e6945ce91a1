"""All runs in one picture of the loss, each in its own style, with their losses and a legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions
from gradreel.scenes.fit.stage import spaced
from gradreel.scenes.parts.descents.loss_curve import LossAxes, mark_radius
from gradreel.scenes.parts.descents.race_table import RaceTable
from gradreel.scenes.parts.descents.run_legend import IN_ONE_COLUMN, Legend, Style, styles
from gradreel.scenes.parts.descents.runs import labels_of, same_end, where_it_ended, whole_labels_of
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.readable import readable
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.lines import patterned
from gradreel.scenes.parts.geometry.points import discs, place_discs, trace
from gradreel.scenes.parts.maps.equal_scales import equally_scaled, note_of_scales, squared
from gradreel.scenes.parts.maps.loss_map import LossMap, loss_view
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.parts.plots.loss_name import loss_axes
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

_NAME_OF_AXIS = 0.4  # screen units to the right of the axes, for the name of the horizontal one
_DOT = 0.1  # screen units: the radius of the smallest dot
# Of up to three runs, each dot is larger than the next by this, so that all are seen where the runs
# end in one place; more of them would grow too large.
_LARGER, _NESTED = 0.06, 3
_CURVE = 3.5  # stroke width of the loss curve of the smallest dot
_APART = 0.03  # screen units between marks: closer ones would look like a line


class Together:
    """A map (or a curve) with the trails of all runs, and beside it their losses and a legend.

    `view`, `rings` and `legend` stand still. `movers` move; for each run they are `parts`: trail,
    marks, dot and loss curve. `plot` holds the losses, or is None for lack of room. `span` (p,) is
    how much of each parameter is shown.
    """

    def __init__(self, recording: Recording, objective: Objective) -> None:
        self.recording, self.objective = recording, objective
        self.runs = recording.runs
        notation = notation_of(recording.scenario)
        # A run that diverges must not shrink the others to nothing.
        staying = [run for run in self.runs if not run.ending.outcome.flees] or list(self.runs)
        domain = drawn_domain(recording, staying, objective.minimum)
        if objective.expression is None:  # a mean of squares can be drawn anywhere
            domain = squared(domain)
        self.span = np.ptp(list(domain.values()), axis=1)
        visited = np.concatenate([run.parameters for run in staying])
        roomy = len(self.runs) <= IN_ONE_COLUMN
        frame = regions.current().all_runs
        (left, bottom), (width, height) = frame.picture
        width = width if roomy else frame.narrow_width
        self.view = keep_in_room(
            lambda box: loss_view(
                objective, domain, equally_scaled(domain, box), notation.loss, visited
            ),
            Box((left, bottom), (width, height)),
        )
        if isinstance(self.view, LossMap):
            self.view.add(note_of_scales(self.view))
        left += width + frame.legend_gap
        self.legend = self.named(left, roomy)
        self.plot: Plot | None = None
        if Legend.has_curves(len(self.runs)):
            bottom = self.legend.top + frame.losses_gap
            left += frame.losses_indent
            size = regions.safe().right - _NAME_OF_AXIS - left, frame.losses_top - bottom
            self.plot = self.beside(staying, Box((left, bottom), size))
        self.steps = max(run.steps for run in self.runs)
        self.styles = styles(len(self.runs))
        pairs = list(zip(self.runs, self.styles, strict=True))
        self.rings = VGroup(*(self._ring(run.parameters[:1], style.color) for run, style in pairs))
        self.sizes = _sizes(len(self.runs))
        self.parts = [_moving_order(*look) for look in zip(self.styles, self.sizes, strict=True)]
        order = (3, 0, 1, 2)  # dots in front
        self.movers = VGroup(*(part[k] for part in self.parts for k in order))
        self.draw_to(0.0)

    def named(self, left: float, roomy: bool) -> Legend | RaceTable:
        """The legend, from a left side on; if it is `roomy`, it has one column."""
        readable_runs = [readable(run, self.objective) for run in self.runs]
        ends = [where_it_ended(run) if roomy else _loss_at_end(run) for run in readable_runs]
        # A legend in two columns shortens the names itself.
        names = (labels_of if roomy else whole_labels_of)(self.recording.scenario)
        return Legend(names, ends, left)

    def beside(self, staying: list[RunRecord], room: Box) -> Plot:
        """The axes above the legend, which hold all losses except those of a run that diverges."""
        starts = [float(run.loss[0]) for run in self.runs]
        ceiling = max([*starts, *(float(run.loss.max()) for run in staying)])
        losses = [np.minimum(run.loss, ceiling) for run in self.runs]
        names = loss_axes(self.recording.scenario, self.runs[0])
        return keep_in_room(lambda box: LossAxes(losses, box, names), room)

    def curve(self, plot: Plot, run: RunRecord, step: float) -> Array:
        """The losses of a run up to a step, above the legend, as screen points (n, 3)."""
        steps = np.append(np.arange(int(min(step, run.steps)) + 1), min(step, run.steps))
        return plot.cut(plot.place(steps, rows_up_to(run.loss, step)))

    @property
    def shared_end(self) -> Array | None:
        """The screen point (3,) where all runs end; None if they look apart or end outside."""
        ends = np.array([run.parameters[-1] for run in self.runs])
        if not same_end(self.runs, self.span) or not self.view.inside(ends).all():
            return None
        return np.asarray(self.view.at(ends[0]))

    @property
    def starts(self) -> Array:
        """The screen points (n, 3) where runs start, of those in the picture."""
        return self._placed(np.array([run.parameters[0] for run in self.runs]))

    @property
    def ends(self) -> Array:
        """The same of where they end."""
        return self._placed(np.array([run.parameters[-1] for run in self.runs]))

    def _placed(self, parameters: Array) -> Array:
        return np.asarray(self.view.at(parameters)[self.view.inside(parameters)])

    def _ring(self, start: Array, color: str) -> VMobject:
        """A hollow ring around a start (1, p)."""
        ring = discs(self.view.at(start)[self.view.inside(start)], 0.11, color, 0.0)
        return ring.set_stroke(color, 3.0, 1.0)

    def draw_to(self, step: float) -> None:
        """Show every run up to a step, which may lie between two recorded ones."""
        self.draw([step] * len(self.runs))

    def draw(self, steps: Sequence[float]) -> None:
        """Show each run up to a step of its own."""
        each = zip(self.runs, steps, self.styles, self.parts, self.sizes, strict=True)
        for run, step, style, parts, size in each:
            trail, marks, dot, curve = parts
            path = rows_up_to(run.parameters, step)
            reached, now, seen = path[:-1], path[-1:], self._seen(run, path)
            trace(trail, patterned(self.view.path(path[:seen]), style.pattern))
            spots = self.view.at(reached[:seen][self.view.inside(reached[:seen])])
            spots = spots[spaced(spots, _APART)]
            place_discs(marks, spots, mark_radius(len(run.loss), 0.08))
            place_discs(dot, self.view.at(now)[self.view.inside(now)], size)
            if self.plot:
                trace(curve, patterned(self.curve(self.plot, run, step), style.pattern))

    def _seen(self, run: RunRecord, path: Array) -> int | None:
        """How many points of a path are drawn (None: all): a diverging run only until it leaves.

        After that it would sweep across the others.
        """
        outside = ~self.view.inside(path)
        left = run.ending.outcome.flees and bool(outside.any())
        return int(np.argmax(outside)) + 1 if left else None


def _sizes(count: int) -> list[float]:
    """The radii of the dots of `count` runs."""
    return [_DOT + _LARGER * (count - 1 - k if count <= _NESTED else 0) for k in range(count)]


def _moving_order(style: Style, size: float) -> tuple[VMobject, VMobject, VMobject, VMobject]:
    """The moving parts of a run: its trail, its marks, its dot and its loss curve."""
    return (
        VMobject(stroke_color=style.color, stroke_width=2.5),
        discs(np.empty((0, 3)), 0.05, style.color),
        discs(np.empty((0, 3)), size, style.color),
        VMobject(stroke_color=style.color, stroke_width=_CURVE * size / _DOT),
    )


def _loss_at_end(run: RunRecord) -> str:
    """The loss at the end of a run; for one that fled, how it ended."""
    outcome = run.ending.outcome
    return worded(outcome.word) if outcome.flees else number(float(run.loss[-1]), 2)
