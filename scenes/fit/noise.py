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
from gradreel.scenes.parts.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.points import discs, place_discs
from gradreel.scenes.sentences import batches as texts
from gradreel.solver.run_record import NO_ROW

_MOST = 12  # batches shown at the start: their arrows still stand apart
_RING = 1.9  # times the radius of a point: what surrounds the points of a batch
_EACH = 0.5  # seconds for each batch, at least
_SWING = 2.0  # seconds in which the arrows close up and open again, at least
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
            frame.views_data,
            frame.views_map,
            frame.views_figures,
            self.computed,
        )
        self.appear(self.stage, self.stage.movers, run_time=ENTER)
        self.here = self.run.parameters[0]
        self.batches = [rows[rows != NO_ROW] for rows in self.run.batch]
        self.shown = self.batches[:_MOST]
        self.down = Downhill(self.stage.view, self.here, self._longest())
        self._all_points()
        self._each_batch()
        self._epoch()

    def _longest(self) -> Array:
        """The gradient (p,) of all points and those of the batches, that which needs most room."""
        grads = [self.run.grad[0], *map(self._gradient, self.shown)]
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
        self.say(texts.whole(self.recording.scenario))
        arrow, tip = self._arrow(self.run.grad[0], theme.colors().step)
        self.add(arrow, self.stage.dot)
        self.play(moving(arrow, partial(self.down.grow, arrow, tip), 1.2))
        self.whole, self.note = arrow, VGroup()
        if self.down.times > 1:
            self.note.add(arrow_note(self.stage.view, self.down, self.computed))
            self.play(FadeIn(self.note), run_time=0.4)
        self.hold()

    def _each_batch(self) -> None:
        """One batch after the other: its points, and the arrow against its gradient."""
        self.say(texts.some(self.run.run))
        self.rings = discs(np.empty((0, 3)), 0.1, theme.colors().data)
        self.rings.set_fill(opacity=0.0).set_stroke(theme.colors().ink, 2.5)
        self.fan = VGroup()
        self.add(self.fan, self.rings, self.whole, self.stage.dot)
        seconds = max(_EACH, self.unread / len(self.shown))
        self.arrows: list[tuple[FlatArrow, Array]] = []
        for rows in self.shown:
            self._ring(rows)
            arrow, tip = self._arrow(self._gradient(rows), theme.colors().data, _THIN)
            self.fan.add(arrow)
            self.arrows.append((arrow, tip))
            self.bring_to_front(self.whole, self.stage.dot)
            self.play(moving(arrow, partial(self.down.grow, arrow, tip), seconds))
        self.hold()
        self._ring(np.array([], dtype=int))
        self.say("fit-batches-scatter")
        self._gather()

    def _gather(self) -> None:
        """Let the arrows of all batches close up to that of all points, and open again."""

        def swing(share: float) -> None:
            apart = abs(np.cos(np.pi * share))
            for arrow, tip in self.arrows:
                end = self.whole.tip + apart * (tip - self.whole.tip)
                place_arrow(arrow, self.down.start, end)

        self.play(moving(self.fan, swing, max(_SWING, self.unread), steady=True))

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
        fading = [FadeOut(part) for part in (self.fan, self.whole, self.note, self.rings)]
        self.play(*fading, run_time=0.5)

    def _ring(self, rows: Index) -> None:
        """Put rings around some of the points."""
        scatter = self.stage.scatter
        centers = scatter.place(scatter.inputs[rows], scatter.outputs[rows])
        place_discs(self.rings, centers, _RING * scatter.radius)
