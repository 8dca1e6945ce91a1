"""All runs of a race: on one map with their names, their losses, and a table of results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from manim import VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.descents.head_names import HeadNames
from gradreel.scenes.parts.descents.loss_curve import LossAxes
from gradreel.scenes.parts.descents.loss_range import shared_length, shared_steps
from gradreel.scenes.parts.descents.race_table import Placing, RaceTable
from gradreel.scenes.parts.descents.run_legend import styles
from gradreel.scenes.parts.digits.numbers import number, rate
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.lettering.typeset import upright
from gradreel.scenes.parts.maps.lowest_point import lowest_point
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.scenes.sentences.race import instead, racing_names
from gradreel.scenes.together import Together
from gradreel.solver.finish import Arrival, arrivals, finish_line
from gradreel.solver.looks import looks
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

_DEEPEST = 1e-3  # of the height of the finish above the lowest loss: far below, nothing is decided
_RAISED = 0.1  # screen units: the losses end so much higher than above a legend without heads


class RaceTogether(Together):
    """All runs, which go by steps, and after `count_looks` by what they cost.

    `lowest` is the lowest loss that is known, at the place `where` (p,); at the loss `line` a run
    has arrived, and `results` are all arrivals. `spent` are the looks of each run at each row.
    """

    def __init__(self, recording: Recording, objective: Objective) -> None:
        scenario, runs = recording.scenario, recording.runs
        self.spent = [looks(scenario, run) for run in runs]
        self.where, self.lowest = _lowest(recording, objective)
        self.line = finish_line(runs, self.lowest)
        self.results: list[Arrival] = arrivals(scenario, runs, self.line)
        self.names = racing_names(scenario.runs)
        self.by_looks = False
        super().__init__(recording, objective)
        self.movers.add(self.heads)

    @property
    def same_cost(self) -> bool:
        """Whether each step of each run costs one look."""
        return all(bool((spent == np.arange(len(spent))).all()) for spent in self.spent)

    @property
    def looks(self) -> int:
        """How many looks the most expensive run takes."""
        return max(map(_whole, self.spent))

    def named(self, left: float, roomy: bool) -> RaceTable:
        colors = [style.color for style in styles(len(self.runs))]
        self.heads = HeadNames(self.names, colors, self.view.box.width)
        heads = (text("race-head-steps"), text("race-head-looks"))[: 1 if self.same_cost else 2]
        left_behind = [self.runs[each.run] for each in self.results if each.step is None]
        became = map(worded, instead(left_behind, self.lowest))
        results = [_placing(arrival, became) for arrival in self.results]
        rates = [rate(run.first_rate) if len(run.lr) else "" for run in self.runs]
        letter = notation_of(self.recording.scenario).rate
        self.table = RaceTable(self.names, rates, letter, results, heads, left)
        return self.table

    def beside(self, staying: list[RunRecord], room: Box) -> Plot:
        room = Box((room.left, room.bottom + _RAISED), (room.width, room.height - _RAISED))
        start = max(float(run.loss[0]) for run in self.runs)
        self._floor = self.lowest + _DEEPEST * (self.line - self.lowest)
        losses = [np.clip(run.loss, self._floor, start) for run in self.runs]
        step, loss = upright(text("label-step")), notation_of(self.recording.scenario).loss
        losses.append(np.array([self.line]))
        longest, most = shared_steps(self.runs), shared_length([*map(_whole, self.spent)])
        word = f'"{text("race-head-looks")}"'
        self._other = keep_in_room(lambda box: LossAxes(losses, box, (word, loss), most), room)
        made = keep_in_room(lambda box: LossAxes(losses, box, (step, loss), longest), room)
        for axes in (made, self._other):
            axes.add(axes.level(self.line))
        return made

    def count_looks(self) -> None:
        """From now on, go and draw by looks; `plot` is another one."""
        self.by_looks, self.plot = True, self._other
        self.draw_looks(0.0)

    def draw_looks(self, spent: float) -> None:
        """Show every run as far as it has come with so many looks."""
        self.draw([_step_at(each, spent) for each in self.spent])

    def draw(self, steps: Sequence[float]) -> None:
        super().draw(steps)
        now = np.array(
            [rows_up_to(run.parameters, k)[-1] for run, k in zip(self.runs, steps, strict=True)]
        )
        resting = np.array([k >= run.steps for run, k in zip(self.runs, steps, strict=True)])
        self.heads.place(self.view.at(now), self.view.inside(now), resting, self.view.box)

    def curve(self, plot: Plot, run: RunRecord, step: float) -> Array:
        """The losses of a run up to a step, which end where they are far below the finish."""
        rows = np.arange(run.steps + 1.0)
        across = looks(self.recording.scenario, run) if self.by_looks else rows
        height = rows_up_to(run.loss, step)
        below = np.concatenate([[True], height < self._floor, [True]])
        lost = below[:-2] & below[1:-1] & below[2:]
        points = plot.place(rows_up_to(across, step), np.maximum(height, self._floor))
        return plot.cut(np.where(lost[:, None], np.nan, points))

    @property
    def curves(self) -> VGroup:
        """The loss curves of all runs."""
        return VGroup(*(part[3] for part in self.parts))


def _lowest(recording: Recording, objective: Objective) -> tuple[Array, float]:
    """The lowest place that is known: proven, found by a search, or the lowest of the runs."""
    staying = [run for run in recording.runs if not run.ending.outcome.flees] or recording.runs
    best = min(staying, key=lambda run: float(run.loss.min()))
    row = int(best.loss.argmin())
    found = lowest_point(objective, drawn_domain(recording, staying))
    if found is None or float(best.loss[row]) < found.loss:
        return best.parameters[row], float(best.loss[row])
    return found.place, found.loss


def _placing(arrival: Arrival, became: Iterator[str]) -> Placing:
    """How a run did; if it does not arrive, the next of what runs `became` instead."""
    if arrival.step is None or arrival.looks is None:
        return Placing(arrival.run, "", "", next(became))
    return Placing(arrival.run, str(arrival.step), number(arrival.looks), "")


def _whole(spent: Array) -> int:
    """How many looks a run takes in all, rounded up."""
    return int(np.ceil(spent[-1]))


def _step_at(spent: Array, looked: float) -> float:
    """The step, which may lie between two, that a run is at after some looks."""
    return float(np.interp(looked, spent, np.arange(len(spent))))
