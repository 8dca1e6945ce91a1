"""The descent chapter of a fit lesson: every recorded step, in all views at once."""

from __future__ import annotations

from manim import VGroup

from gradreel.scenes import regions, theme, timing
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

_NUMBERS = 0.5  # left of it, where the name of the data's axis ends
_LONGEST = 6.4  # seconds for all the steps


class FitDescent(Chapter):
    """The line moves into place while the dot rolls down and the loss falls."""

    plan = chapters.DESCENT

    def story(self) -> None:
        frame = regions.current().fit
        self.stage = FitStage(
            self.recording,
            self.objective,
            frame.descent_data,
            frame.descent_map,
            frame.descent_figures,
            self.computed,
        )
        self.curve = keep_in_room(
            lambda corner, size: LossCurve(self.run.loss, corner, size, self.notation.loss_axes),
            *frame.descent_loss,
            _NUMBERS,
        )
        epochs = counts_epochs(self.recording.scenario, self.run)
        count = upright(text("label-epoch" if epochs else "label-step"))
        columns = [
            (count, theme.colors().muted, frame.descent_table_rights[0]),
            (self.notation.loss, theme.colors().loss, frame.descent_table_rights[1]),
        ]
        self.table = StepTable(columns, self.readable.loss[:, None], frame.descent_table_top)
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
