"""The descent chapter of a fit lesson: every recorded step, in all views at once."""

from __future__ import annotations

from manim import VGroup

from gradreel.scenes import theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters
from gradreel.scenes.fit.stage import FitStage
from gradreel.scenes.parts.loss_curve import LossCurve
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.room import keep_in_room
from gradreel.scenes.parts.step_table import StepTable
from gradreel.scenes.parts.typeset import upright
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.sentences.runs import epoch, goes_down
from gradreel.solver.diagnostics import counts_epochs

_LEFT = ((-5.72, -2.15), (4.67, 4.6))
_RIGHT = ((-0.1, 0.55), (3.5, 1.95))
_FIGURES = (-0.1, 3.2)
_CURVE = ((-0.1, -2.15), (3.5, 1.75))
_NUMBERS = 0.5  # left of it, where the name of the data's axis ends
_TABLE = (4.95, theme.SAFE_X)  # right edges of its columns
_TABLE_TOP = 2.4
_LONGEST = 6.4  # seconds for all the steps


class FitDescent(Chapter):
    """The line moves into place while the dot rolls down and the loss falls."""

    plan = chapters.DESCENT

    def story(self) -> None:
        self.stage = FitStage(
            self.recording, self.objective, _LEFT, _RIGHT, _FIGURES, self.computed
        )
        self.curve = keep_in_room(
            lambda corner, size: LossCurve(self.run.loss, corner, size, self.notation.loss_axes),
            *_CURVE,
            _NUMBERS,
        )
        epochs = counts_epochs(self.recording.scenario, self.run)
        count = upright(text("label-epoch" if epochs else "label-step"))
        columns = [
            (count, theme.colors().muted, _TABLE[0]),
            (self.notation.loss, theme.colors().loss, _TABLE[1]),
        ]
        self.table = StepTable(columns, self.readable.loss[:, None], _TABLE_TOP)
        self._show(0.0)
        self.appear(self.stage, self.curve, self.table, self.stage.movers)
        if not self.run.steps:
            self.say(self.run.ending.message)
            return
        self.say(epoch(self.recording.scenario) if epochs else goes_down(self.run))
        self.hold()
        # The axes stay behind: what moves is drawn anew in every frame.
        curve = self.curve
        moved = VGroup(self.stage.movers, curve.line, curve.marks, curve.head, self.table)
        seconds = min(timing.descent_time(self.run.steps), _LONGEST)
        self.play(moving(moved, self._advance, seconds, steady=True))
        self._show(self.run.steps)
        self.say(self.run.ending.message)
        self.explain()

    def _advance(self, share: float) -> None:
        seconds = share * timing.descent_time(self.run.steps)
        self._show(min(timing.step_at(seconds), float(self.run.steps)))

    def _show(self, step: float) -> None:
        self.reach(step)
        self.stage.show_step(step)
        self.curve.draw_to(step)
        self.table.fill(int(step))
