"""The chapter about a race: methods go down together, by steps and then by what they cost."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, FadeIn, FadeOut, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.all_runs import AllRuns
from gradreel.scenes.parts.descents.going_down import going_again, going_down
from gradreel.scenes.parts.descents.run_legend import IN_ONE_COLUMN
from gradreel.scenes.parts.descents.runs import nameless
from gradreel.scenes.parts.geometry.interpolation import taken
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.race_together import RaceTogether
from gradreel.scenes.sentences import race as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.sentences.runs import momentum_of
from gradreel.solver.finish import LEFT

_LONGEST = 7.0  # seconds for all the steps, or all the looks, at most
_FEWEST = 2  # parameters of a loss that can bend differently in different directions


class Race(AllRuns):
    """All runs on one picture, each with its name at its head, and the losses in one chart.

    They go by steps, then by looks at the loss, because steps differ in cost; then a table says who
    came down how far, and a sentence why. More runs than have whole rows of a legend go once.
    """

    def story(self) -> None:
        self.recording = nameless(self.recording)
        if len(self.recording.runs) > IN_ONE_COLUMN:
            self.show_all_runs()
            return
        self.race = race = RaceTogether(self.recording, self.objective)
        right, height = regions.current().note_right
        self.counter = Counter("", theme.LABEL, theme.colors().muted, align=RIGHT)
        self.counter.on_baseline((right, height, 0.0))
        assert race.plot
        still = [race.view, race.plot, race.rings, race.legend.names]
        self.appear(*still, race.movers, self.counter, run_time=0.4)
        if race.view.logarithmic:
            self.say("surface-levels")
            self.hold()
        self._say_terms()
        self.hold()
        self.ask(texts.finish(f"{self.computed(100.0 * (1.0 - LEFT)):g}"))
        self._go()
        self._say_first(looks=False)
        self._count_looks()
        self._judge()

    def _say_terms(self) -> None:
        """Say how many learning rates were tried, or what the runs have in common."""
        runs = self.recording.scenario.runs
        for run in runs:
            self.computed(len(run.tune))
        if tuned := texts.tuned(runs):
            self.say(tuned)
        else:
            self.introduce()

    def _count_looks(self) -> None:
        """Say what a step costs, and if that differs, let the runs go again, look by look."""
        race = self.race
        self.hold()
        self.say(texts.look(self.recording.scenario, self.recording.runs, race.same_cost))
        if race.same_cost:
            self._again()
            return
        assert race.plot
        self.play(*map(FadeOut, (race.plot, race.movers, self.counter)), run_time=0.4)
        race.count_looks()
        self.play(FadeIn(race.plot), FadeIn(race.movers), run_time=0.4)
        self._go()
        self._say_first(looks=True)

    def _judge(self) -> None:
        """Show the table of results, and say why they are so."""
        race = self.race
        for arrival in race.results:
            self.computed(arrival.looks or 0.0)
        if sorting := race.table.sorting():
            self.play(*sorting, run_time=1.0)
        self.play(*(FadeIn(end) for end in race.table.ends), run_time=0.6)
        self.hold()
        self._explain_first()

    def _explain_first(self) -> None:
        race, runs = self.race, self.recording.runs
        noise = texts.noise(runs, race.results, race.names)
        first = runs[race.results[0].run]
        reason = noise or texts.why(first, race.names[race.results[0].run], self._bends())
        if reason:
            self.say(reason)
            self._again()
        kept = [run for run in (first, *runs) if momentum_of(run.run)]
        # Another reason why a method is first is the last word.
        if kept and (reason is None or kept[0] is first):
            self.add_up(kept[0])

    def _bends(self) -> float | None:
        """How many times as strongly the loss bends in one direction as in another, if known."""
        if len(self.objective.parameters) < _FEWEST or self.race.results[0].step is None:
            return None
        curvatures = self.objective.curvatures(self.race.where)
        if not (np.isfinite(curvatures).all() and curvatures.min() > 0.0):
            return None
        return self.computed(float(curvatures.max() / curvatures.min()))

    def _say_first(self, looks: bool) -> None:
        race = self.race
        again = texts.winners_of(race.results, True) == texts.winners_of(race.results, False)
        for arrival in race.results:
            self.computed((arrival.looks if looks else arrival.step) or 0.0)
        self.say(texts.first(race.results, race.names, looks, again))

    @property
    def _end(self) -> int:
        """The step, or the look, at which the last run stops."""
        return self.race.looks if self.race.by_looks else self.race.steps

    def _go(self) -> None:
        """Let all runs go, to the end."""
        self.add(self.counter)
        if self._end:
            moved = VGroup(self.race.movers, self.counter)
            self.play(going_down(moved, self._end, self._show_at, _LONGEST, self.unread))
        self._show_at(self._end)
        self.hold()

    def _again(self) -> None:
        """Let all runs go once more while a sentence is read."""
        moved = VGroup(self.race.movers, self.counter)
        for part in going_again(moved, self._end, self._show_at, self.unread):
            self.play(part)

    def _show_at(self, at: float) -> None:
        """Show all runs, and the counter, at a step, or at so many looks."""
        counted = int(self.computed(taken(at)))
        if self.race.by_looks:
            self.race.draw_looks(at)
            self.counter.write(text("race-look-count", looks=counted))
        else:
            self.reach(at)
            self.race.draw_to(at)
            self.counter.write(text("label-step-count", step=counted))
