"""The mini-batch chapter of a fit lesson: each step sees only some of the points."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import FadeIn, FadeOut, VGroup

from gradreel.scenarios.arrays import Array, Index
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.fit.downhill import Downhill, arrow_note
from gradreel.scenes.fit.stage import ENTER, FitStage
from gradreel.scenes.parts.lines import FlatArrow
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.points import discs, place_discs
from gradreel.scenes.sentences import fit as texts
from gradreel.solver.run_record import NO_ROW

_MOST = 12  # batches shown at the start: their arrows still stand apart
_RING = 1.9  # times the radius of a point: what surrounds the points of a batch
_THIN = 0.6  # opacity of the arrows of batches, behind that of all points


class FitNoise(Chapter):
    """At the start: the arrow of all points, and around it those of the run's first batches."""

    plan = chapters.NOISE
    opens = poses.SIDE_BY_SIDE
    closes = poses.SIDE_BY_SIDE

    def story(self) -> None:
        frame = regions.current().fit
        self.stage = FitStage(
            self.recording,
            self.objective,
            frame.step_data,
            frame.step_map,
            frame.step_figures,
            self.computed,
        )
        self.appear(self.stage, self.stage.movers, run_time=ENTER)
        self.here = self.run.parameters[0]
        self.batches = [rows[rows != NO_ROW] for rows in self.run.batch[:_MOST]]
        self.down = Downhill(self.stage.view, self.here, self._longest())
        self._all_points()
        self._each_batch()
        self._epoch()

    def _longest(self) -> Array:
        """The gradient (p,) of all points and those of the batches, that which needs most room."""
        grads = [self.run.grad[0], *map(self._gradient, self.batches)]
        return max(grads, key=lambda grad: Downhill(self.stage.view, self.here, grad).times)

    def _gradient(self, rows: Index) -> Array:
        """The gradient (p,) at the start of the loss on some of the points."""
        return np.asarray(self.objective.on(rows).gradient(self.here))

    def _arrow(self, grad: Array, color: str, opacity: float = 1.0) -> tuple[FlatArrow, Array]:
        """An arrow against a gradient, and its tip at the scale of all of them."""
        along = np.zeros(3)
        along[: len(grad)] = -grad * self.stage.view.unit[: len(grad)]
        return FlatArrow(color, opacity), np.asarray(self.down.start + self.down.share * along)

    def _all_points(self) -> None:
        """Show the arrow against the gradient of all points."""
        self.say(texts.batches_whole(self.recording.scenario))
        arrow, tip = self._arrow(self.run.grad[0], theme.colors().gradient)
        self.add(arrow, self.stage.dot)
        self.play(moving(arrow, partial(self.down.grow, arrow, tip), 1.2))
        self.whole, self.note = arrow, VGroup()
        if self.down.times > 1:
            self.note.add(arrow_note(self.stage.view, self.down, self.computed))
            self.play(FadeIn(self.note), run_time=0.4)
        self.hold()

    def _each_batch(self) -> None:
        """One batch after the other: its points, and the arrow against its gradient."""
        self.say(texts.batches_some(self.run.run))
        scatter, fan = self.stage.scatter, VGroup()
        chosen = discs(np.empty((0, 3)), 0.1, theme.colors().data)
        chosen.set_fill(opacity=0.0).set_stroke(theme.colors().ink, 2.5)
        self.add(fan, chosen, self.whole, self.stage.dot)
        seconds = max(0.5, self.unread / len(self.batches))
        for rows in self.batches:
            centers = scatter.place(scatter.inputs[rows], scatter.outputs[rows])
            place_discs(chosen, centers, _RING * scatter.radius)
            arrow, tip = self._arrow(self._gradient(rows), theme.colors().data, _THIN)
            fan.add(arrow)
            self.bring_to_front(self.whole, self.stage.dot)
            self.play(moving(arrow, partial(self.down.grow, arrow, tip), seconds))
        self.hold()
        self.play(FadeOut(chosen), run_time=0.4)
        self.say("fit-batches-scatter")
        self.hold()
        self.fan = fan

    def _epoch(self) -> None:
        """Say what an epoch is, where every point is seen once in each."""
        self.say(texts.batches_epoch(self.run.run, self.recording.scenario))
        self.hold()
        self.play(FadeOut(self.fan), FadeOut(self.whole), FadeOut(self.note), run_time=0.5)
