"""The subject of a fit lesson, and the chapters that show it: title, poster, recap."""

from __future__ import annotations

from collections.abc import Callable

from manim import DOWN, LEFT, Animation, Create, FadeIn, ManimColor, Mobject, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.fit.data_with_lines import data_with_lines, move_line
from gradreel.scenes.fit.found_line import FoundLine
from gradreel.scenes.fit.prediction import LinePrediction
from gradreel.scenes.parts.box import Pair
from gradreel.scenes.parts.equation import narrowed
from gradreel.scenes.parts.interpolation import rows_up_to
from gradreel.scenes.parts.scatter import Scatter
from gradreel.scenes.parts.symbol_names import symbol_names
from gradreel.scenes.parts.text import Glyphs
from gradreel.scenes.recap import Recap
from gradreel.scenes.sentences import fit as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.sentences.runs import counted
from gradreel.scenes.subject import Subject
from gradreel.scenes.title import PosterScene, Title
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_GOING = 1.8  # seconds in which the lines to a prediction are drawn
_BELOW = 0.4  # screen units from the table down to the prediction


def overview(recording: Recording, objective: Objective, low: Pair, high: Pair) -> VGroup:
    """The data, the first line, and the last one with its residuals, between two corners."""
    return data_with_lines(recording, objective, recording.runs[0].parameters[[0, -1]], low, high)


FIT = Subject(overview, texts.question)


class FitTitle(Title):
    """The title of a fit lesson; a first line is drawn through the data."""

    plan = chapters.TITLE
    subject = FIT
    closes = poses.GUESSED

    def picture(self, low: Pair, high: Pair) -> Mobject:
        start = self.run.parameters[:1]
        data = data_with_lines(self.recording, self.objective, start, low, high)
        scatter, self._residuals, self._line = data
        return scatter

    def revealing(self, seconds: float) -> list[Animation]:
        return [Create(self._line, run_time=seconds)]

    def asking(self, seconds: float) -> list[Animation]:
        """The residuals appear: they are the error in question; the loss gets its word."""
        seconds = max(1.0, seconds)
        return [Create(self._residuals, run_time=seconds), FadeIn(self._word(), run_time=0.6)]

    def _word(self) -> VGroup:
        """The word for the loss, below its symbol."""
        parts = (part for part in self.formula.get_family() if isinstance(part, Glyphs))
        color = ManimColor(theme.colors().loss)
        loss = next(part for part in parts if part.get_fill_color() == color)
        safe = regions.safe()
        return symbol_names([(loss, text("label-loss"))], safe.left, safe.right)


class FitPoster(PosterScene):
    """The poster of a fit lesson."""

    plan = chapters.POSTER
    subject = FIT


class FitRecap(Recap):
    """The recap of a fit lesson: it ends with a prediction."""

    plan = chapters.RECAP
    subject = FIT
    opens = poses.FOUND

    def retracing(self) -> tuple[Mobject, Callable[[float], None]]:
        picture, places = self.picture, self.run.parameters
        assert isinstance(picture, VGroup)
        return picture, lambda step: move_line(picture, rows_up_to(places, step)[-1])

    def counted(self, sentence: Message) -> Message:
        """A sentence about the steps of the run, which a fit lesson calls epochs."""
        return counted(sentence, self.recording.scenario, self.run)

    def conclude(self) -> None:
        """Say what was found, and what it predicts."""
        finding = FoundLine(self.recording, self.objective, self.readable)
        shift = texts.found_shift(finding.data, finding.fit) if finding.arrived else None
        if shift is None:
            super().conclude()
        else:
            self.tell(shift)
        if self.run.ending.outcome.flees:
            return
        self.hold()
        scatter = self.picture.submobjects[0]
        assert isinstance(scatter, Scatter)
        prediction = LinePrediction(finding, scatter, self.computed)
        self.say(prediction.sentence())
        self.add(prediction)
        self.play(prediction.going(_GOING))
        formula = prediction.formula()
        narrowed(formula, regions.current().recap.table.width)
        formula.next_to(self.table, DOWN, buff=_BELOW).align_to(self.table, LEFT)
        self.play(FadeIn(formula), run_time=0.6)
