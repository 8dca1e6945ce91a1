"""The descent chapter of a fit lesson: every recorded step, in all views at once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from manim import DOWN, LEFT, RIGHT, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.fit.stage import ENTER, FitStage
from gradreel.scenes.parts.descents.going_down import going_down
from gradreel.scenes.parts.descents.loss_curve import LossCurve
from gradreel.scenes.parts.geometry.interpolation import taken
from gradreel.scenes.parts.geometry.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.lettering.text import Counter, Markup, shortened, words
from gradreel.scenes.parts.maps.best_mark import best_mark
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.sentences.runs import counted, epoch, goes_down
from gradreel.solver.diagnostics import counts_epochs
from gradreel.solver.message import Message

_BESIDE = 0.15  # screen units from the symbol of the loss to its word
_NUMBERS = 0.75  # screen units left of the losses, up to the name of the map's axis
_ARROW = 0.45  # of a step's time, in which its arrow grows; the move takes the rest
_LONGEST = 1.6  # seconds for the steps after the explained ones, at most


class FitDescent(Chapter):
    """The line moves into place while the dot rolls down and the loss falls."""

    plan = chapters.DESCENT
    opens = poses.SIDE_BY_SIDE
    closes = poses.FOUND

    def story(self) -> None:
        self._stand()
        if not self.run.steps:
            self.say(self._counted(self.run.ending.message))
            return
        self.say(epoch(self.recording.scenario) if self.epochs else goes_down(self.run))
        explained = timing.explained_steps(self.run.steps)
        for step in range(explained):
            self._step(step, timing.explained_time(step))
        self._run_on(explained)
        self.hold()
        self.say(self._counted(self.run.ending.message))
        self.attend()
        self.explain()

    def end_seen(self) -> Array | None:
        end = self.run.parameters[-1]
        if self.stage.view.inside(end[None])[0]:
            return np.asarray(self.stage.view.at(end))
        return self.curve.end

    def _counted(self, sentence: Message) -> Message:
        return counted(sentence, self.recording.scenario, self.run)

    @cached_property
    def troubles(self) -> list[Message]:
        """Why the run diverges or crawls, with its steps called epochs."""
        return [self._counted(reason) for reason in super().troubles]

    def _stand(self) -> None:
        frame = regions.current().fit
        self.stage = FitStage(
            self.recording,
            self.objective,
            frame.descent_data,
            frame.descent_map,
            frame.descent_figures,
            self.computed,
        )
        self.epochs = counts_epochs(self.recording.scenario, self.run)
        names = "", self.notation.loss  # the counter is below the axis, in place of its name
        self.curve = keep_in_room(
            lambda box: LossCurve(self.run.loss, box, names, seen=self._batch_losses),
            frame.descent_loss,
            _NUMBERS,
        )
        self.count = Counter("", theme.LABEL, theme.colors().muted, RIGHT)
        self.count.on_baseline((*frame.descent_count_right, 0.0))
        self.arrow = FlatArrow(theme.colors().step)
        self._show(0.0)
        view = self.stage.view
        marks = best_mark(view, self.objective.minimum, [view.path(self.run.parameters)])
        self.appear(
            self.stage,
            marks,
            self.curve,
            self._names(),
            self.count,
            self.stage.movers,
            run_time=ENTER,
        )

    @property
    def _batch_losses(self) -> Array | None:
        """The losses of the batches, if each step sees only one of them."""
        return self.run.seen_loss if len(self.run.seen_loss) else None

    def _names(self) -> VGroup:
        """The word beside the symbol of the loss, and the line of the best loss in its chart."""
        name = self.curve.ticks.names[-1]
        assert isinstance(name, Markup)
        right, left = regions.safe().right, float(name.get_right()[0]) + _BESIDE
        loss = shortened(text("label-loss"), right - left, theme.TICK, theme.colors().loss)
        loss.on_baseline((left, name.origin[1], 0.0))
        names = VGroup(loss, *self.curve.level(self.objective.minimum_loss))
        if self._batch_losses is not None:
            batch = words(text("label-batch-loss"), theme.TICK, theme.colors().data)
            names.add(batch.next_to(loss, DOWN, buff=0.12).align_to(loss, LEFT))
            batch.shift(min(0.0, right - float(batch.get_right()[0])) * RIGHT)
        return names

    def _step(self, step: int, seconds: float) -> None:
        """Show the arrow of a step, then the step itself."""
        ends = self.stage.view.foot(self.run.parameters[step : step + 2])
        cut_path = self.stage.view.cut(ends)
        cut_path = cut_path[np.isfinite(cut_path).all(axis=1)]
        if len(cut_path) > 1:
            self.add(self.arrow)
            grow = moving(
                self.arrow,
                lambda share: _grow(self.arrow, cut_path[0], cut_path[-1], share),
                _ARROW * seconds,
            )
            self.play(grow)
        moved = self._moved(self.arrow)
        self.play(moving(moved, lambda share: self._show(step + share), (1 - _ARROW) * seconds))
        self._show(step + 1)
        self.remove(self.arrow)

    def _run_on(self, first: int) -> None:
        """Show the other steps ever more quickly, and count them."""
        if first < self.run.steps:
            steps = self.run.steps
            self.play(going_down(self._moved(), steps, self._show, _LONGEST, first=first))
            self._show(steps)

    def _moved(self, *others: VMobject) -> VGroup:
        """What is drawn anew in every frame: everything but the axes."""
        curve = self.curve
        drawn = curve.seen, curve.line, curve.marks, curve.head
        return VGroup(*others, self.stage.movers, *drawn, self.count)

    def _show(self, step: float) -> None:
        self.reach(step)
        self.stage.show_step(step)
        self.curve.draw_to(step)
        id = "label-epoch-count" if self.epochs else "label-step-count"
        self.count.write(text(id, step=taken(step)))


def _grow(shape: FlatArrow, start: np.ndarray, end: np.ndarray, share: float) -> None:
    place_arrow(shape, start, start + share * (end - start))
