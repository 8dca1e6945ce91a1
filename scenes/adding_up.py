"""A step with momentum shown as a sum: on the map, and along each direction in numbers."""

from __future__ import annotations

import numpy as np
from manim import FadeIn

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.methods.letters import letters_of
from gradreel.scenes.parts.descents.step_sum import StepSum, row_colors
from gradreel.scenes.parts.formulas.formula import symbol, value
from gradreel.scenes.parts.lettering.typeset import in_math, upright
from gradreel.scenes.parts.maps.direction_names import direction_names
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.sentences.runs import adds_up, as_sum, momentum_of
from gradreel.scenes.sum_pictures import SumCurve, SumMap
from gradreel.solver.directions import directions_of, is_narrow
from gradreel.solver.momentum_sums import StepAsSum, clearest, steps_as_sums
from gradreel.solver.run_record import RunRecord

_EXCHANGED = 0.4  # seconds in which the picture before leaves, and in which this one comes


class AddingUp(Chapter):
    """A chapter that can show of a run with momentum how a step is a sum."""

    def add_up(self, run: RunRecord) -> None:
        """Show in place of the picture the step that shows it best, if one does."""
        directions = self._directions()
        vectors = np.array([along for _, along in directions])
        told = clearest(steps_as_sums(run), vectors)
        if told is None:
            return
        shown = [
            (name, _forward(along, told))
            for (name, along), moves in zip(directions, told.moves(vectors).tolist(), strict=True)
            if moves
        ]
        frame, several = regions.current().all_runs, len(directions) > 1
        room = frame.sum if several else frame.sum_below
        ledger = StepSum(told, shown, self._labels(run, told), room, self.computed)
        picture = (
            SumMap(self.recording, self.objective, run, told)
            if several
            else SumCurve(self.objective, self.notation.loss, run, told, ledger)
        )
        for counted in (told.step, told.step + 1):
            self.computed(counted)
        self.hold()
        self.play(*self.leaving(*self.frame_texts), run_time=_EXCHANGED)
        self.play(FadeIn(picture), FadeIn(ledger), run_time=_EXCHANGED)
        self.say(as_sum(run, told))
        self.play(*ledger.keeping(), *picture.keeping())
        self.play(*ledger.growing(1), *picture.growing(1))
        if is_narrow(directions_of(self.objective)) and told.turns(vectors):
            self.hold()
            self.say(adds_up())
        self.play(*ledger.growing(2), *picture.growing(2))
        self.play(picture.taking())

    def _directions(self) -> list[tuple[str, Array]]:
        """The directions along which a step is added up, with their names (Typst math)."""
        found, names = directions_of(self.objective), self.objective.parameters
        if len(names) == 1 or not found:
            heads = map(symbol, names) if len(names) > 1 else [""]
            return [*zip(heads, np.eye(len(names)), strict=True)]
        vectors = [np.array(direction.along) for direction in found]
        heads = direction_names(found)
        if is_narrow(found) and found[0].parameter:
            words = (upright(text(id)) for id in ("label-across", "label-along"))
            heads = [f"{name} thick {word}" for name, word in zip(heads, words, strict=True)]
        return [*zip(heads, vectors, strict=True)]

    def _labels(self, run: RunRecord, told: StepAsSum) -> list[str]:
        """What stands before the rows of the sum, as Typst math."""
        letters = letters_of(self.recording.scenario)
        last, this = (
            upright(text("label-step-count", step=step)) for step in (told.step, told.step + 1)
        )
        plain = f"-{in_math(*letters['rate'])} {in_math(*letters['gradient'])}"
        share = value(momentum_of(run.run) or "")
        kept, _, whole = row_colors()
        return [in_math(f"{share} dot {last}", kept), plain, in_math(this, whole)]


def _forward(along: Array, told: StepAsSum) -> Array:
    """A direction, turned to where the step before led, unless it is an axis with numbers."""
    return along if np.count_nonzero(along) == 1 or along @ told.kept >= 0.0 else -along
