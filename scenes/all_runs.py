"""All runs in one picture, for chapters of several kinds of lesson."""

from __future__ import annotations

from manim import FadeIn

from gradreel.scenarios.arrays import Array
from gradreel.scenes.adding_up import AddingUp
from gradreel.scenes.parts.descents.going_down import going_down
from gradreel.scenes.parts.geometry.ripple import RING, Ripple
from gradreel.scenes.sentences.runs import calmed, in_common
from gradreel.scenes.sentences.summary import summary
from gradreel.scenes.together import Together
from gradreel.solver.message import Message

_LONGEST = 4.2  # seconds for all the steps


class AllRuns(AddingUp):
    """A chapter that can show all runs on one map, each in its own style, with a legend."""

    together_of: type[Together] = Together

    def show_all_runs(self) -> None:
        """Let all runs go at once, then say where they ended."""
        self.together = all_ = self.together_of(self.recording, self.objective)
        still = [all_.view, *([all_.plot] if all_.plot else []), all_.rings, all_.legend.names]
        self.appear(*still, all_.movers, run_time=0.4)
        if all_.view.logarithmic:
            self.say("surface-levels")
            self._point_at(all_.starts)
            self.hold()
        self.introduce()
        if all_.steps:
            going = going_down(all_.movers, all_.steps, self._show, _LONGEST, self.unread)
            self.play(going)
        self._show(all_.steps)
        self.hold()
        self.say(self.conclusion(all_.span))
        self.play(FadeIn(all_.legend.ends), run_time=0.6)
        end = all_.shared_end
        self._point_at(all_.ends if end is None else end[None])

    def _point_at(self, places: Array) -> None:
        """Let rings spread around screen points (n, 3) while the sentence is read."""
        rings = int(self.unread / RING)
        if len(places) and rings:
            self.play(Ripple(places).spreading(rings))

    def conclusion(self, span: Array) -> Message:
        """What the runs have shown, in a picture that shows `span` (p,) of the parameters."""
        runs, lowest = self.recording.runs, self.objective.minimum
        return calmed(runs) or summary(self.recording, lowest, span)

    def introduce(self) -> None:
        """Say what the runs have in common; they go while it is read."""
        self.say(in_common(self.recording.scenario.runs))

    def _show(self, step: float) -> None:
        self.reach(step)
        self.together.draw_to(step)
