"""The mini-batch chapter of a fit lesson: each step sees only some of the points."""

from __future__ import annotations

import numpy as np
from manim import FadeOut, VMobject

from gradreel.scenarios.arrays import Array, Index
from gradreel.scenes import regions, theme
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.fit.stage import ENTER, FitStage
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, place_discs
from gradreel.scenes.scattered_slopes import MOST, ScatteredSlopes
from gradreel.scenes.sentences import batches as texts
from gradreel.solver.run_record import NO_ROW

_RING = 1.9  # times the radius of a point: what surrounds the points of a batch


class FitNoise(ScatteredSlopes):
    """At the start: the arrow of all points, and around it those of the run's first batches."""

    plan = chapters.NOISE
    opens = poses.SIDE_BY_SIDE
    closes = poses.SIDE_BY_SIDE

    def story(self) -> None:
        frame = regions.current().fit
        self.stage = FitStage(
            self.recording,
            self.objective,
            frame.views_data,
            frame.views_map,
            frame.views_figures,
            self.computed,
        )
        self.appear(self.stage, self.stage.movers, run_time=ENTER)
        self.batches = [rows[rows != NO_ROW] for rows in self.run.batch]
        seen = [self._gradient(rows) for rows in self.batches[:MOST]]
        self.say(texts.whole(self.recording.scenario))
        self.show_true(self.stage.view, seen)
        self.hold()
        self._each_batch(seen)
        self._epoch()

    def lay(self, shape: VMobject) -> None:
        self.add(shape, self.stage.dot)

    def _gradient(self, rows: Index) -> Array:
        """The gradient (p,) at the start of the loss on some of the points."""
        return np.asarray(self.objective.on(rows).gradient(self.run.parameters[0]))

    def _each_batch(self, seen: list[Array]) -> None:
        """One batch after the other: its points, and the arrow against its gradient."""
        self.say(texts.some(self.run.run))
        self.rings = discs(np.empty((0, 3)), 0.1, theme.colors().data)
        self.rings.set_fill(opacity=0.0).set_stroke(theme.colors().ink, 2.5)
        self.lay(self.rings)
        self.show_each(seen, lambda index: self._ring(self.batches[index]))
        self.hold()
        self._ring(np.array([], dtype=int))
        self.say("runs-scattered")
        self.gather()

    def _epoch(self) -> None:
        """Say what an epoch is, where every point is seen once in each."""
        run = self.run.run
        self.say(texts.epoch(run, self.recording.scenario))
        if not run.replacement:
            first = self.batches[: texts.steps_of_epoch(run, self.recording.scenario)]
            seen = np.cumsum([0, *map(len, first)])
            order = np.concatenate(first)

            def mark(share: float) -> None:
                self._ring(order[: seen[int(share * len(first))]])

            self.play(moving(self.rings, mark, self.unread, steady=True))
        self.hold()
        fading = [FadeOut(part) for part in (*self.slopes, self.rings)]
        self.play(*fading, run_time=0.5)

    def _ring(self, rows: Index) -> None:
        """Put rings around some of the points."""
        scatter = self.stage.scatter
        centers = scatter.place(scatter.inputs[rows], scatter.outputs[rows])
        place_discs(self.rings, centers, _RING * scatter.radius)
