"""The many-starts chapter of a surface lesson: where a descent ends depends on its start."""

from __future__ import annotations

import numpy as np
from manim import LEFT, FadeIn, VGroup

from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.ends import End, ends_of, gathered, ridge_between
from gradreel.scenes.parts.interpolation import rows_up_to
from gradreel.scenes.parts.landscape import Landscape
from gradreel.scenes.parts.lowest import seen_as
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.numbers import number, round_to
from gradreel.scenes.parts.points import discs
from gradreel.scenes.parts.runs import same_place
from gradreel.scenes.parts.space import Space
from gradreel.scenes.parts.text import maths, words
from gradreel.scenes.parts.typeset import in_math
from gradreel.scenes.parts.views import drawn_domain
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.surface import chapters, poses
from gradreel.solver.numbers import DIGITS
from gradreel.solver.outcome import ends_at_minimum

_ROOMY = 4  # so many ends are told in large letters
_LONGEST = 8.0  # seconds for all the steps
_FEWER = 3  # digits to which losses agree that are nearly the same


class SurfaceStarts(Chapter):
    """All runs released together, then coloured by the place where they end."""

    plan = chapters.STARTS
    opens = poses.DESCENDED
    closes = poses.DESCENDED

    def story(self) -> None:
        self._place()
        self._descend()
        ends = ends_of(self.recording.runs, self.space.landscape.high - self.space.landscape.low)
        self._sort(ends)
        self._judge(ends)

    def _place(self) -> None:
        runs = self.recording.runs
        self.domain = drawn_domain(self.recording, runs)
        shown = np.concatenate([run.parameters for run in runs])
        landscape = Landscape(self.objective, self.domain, shown)
        loss = self.notation.loss
        self.space = Space(
            landscape, regions.current().surface.space_of_starts.corners, loss, shown
        )
        self.space.contours()
        starts = [self.space.at(run.parameters[:1]) for run in runs]
        self.trails = [self.space.stroke(start, theme.colors().here, 3.0) for start in starts]
        self.balls = [self.space.balls(start, theme.colors().here, 0.11) for start in starts]
        self.appear(self.space)
        self.say(texts.released(runs))
        self.hold()

    def _descend(self) -> None:
        whole = timing.descent_time(max(run.steps for run in self.recording.runs))

        def advance(share: float) -> None:
            step = timing.step_at(share * whole)
            self.reach(step)
            for run, trail, ball in zip(self.recording.runs, self.trails, self.balls, strict=True):
                passed = rows_up_to(run.parameters, step)
                trail.set_points(self.space.path(passed))
                ball.set_points(self.space.at(passed[-1]))
                ball.set_opacity(float(self.space.inside(passed[-1:])[0]))

        self.play(moving(self.space, advance, min(whole, _LONGEST) or 0.2, steady=True))

    def _sort(self, ends: list[End]) -> None:
        """Give every run the colour of the place where it ends, with a legend of the places."""
        size, apart = (theme.HEADING, 0.5) if len(ends) <= _ROOMY else (theme.TICK, 0.3)
        shown = _coloured(gathered(ends, len(theme.colors().runs)))
        legend = VGroup(*(self._entry(end, color, size) for end, color in shown))
        legend.arrange(aligned_edge=LEFT, direction=(0, -1, 0), buff=apart)
        frame = regions.current().surface
        place = frame.legend if len(ends) <= _ROOMY else frame.long_legend
        legend.move_to((*place, 0), aligned_edge=LEFT)
        if legend.get_right()[0] > regions.safe().right:
            legend.scale(
                (regions.safe().right - place[0]) / legend.width,
                about_point=legend.get_left(),
            )
        one_end = "starts-one-end" if ends[0].place is not None else "starts-no-end"
        self.say("starts-by-end" if len(ends) > 1 else one_end)
        recolor = [
            item.animate.set_color(color)
            for end, color in shown
            for run in end.runs
            for item in (self.trails[run], self.balls[run])
        ]
        self.play(*recolor, FadeIn(legend), run_time=1.0)
        self.hold()

    def _entry(self, end: End, color: str, size: float) -> VGroup:
        mark = discs(np.zeros((1, 3)), 0.11, color)
        total = len(self.recording.runs)
        if end.place is None:
            line = words(
                worded(texts.restless(len(end.runs), total)), min(size, theme.LABEL), color
            )
            return VGroup(mark, line).arrange(buff=0.2)
        name = in_math(self.notation.loss, theme.colors().loss)
        loss = self._printed(end.loss)
        if end.places > 1:
            ended, sign = texts.elsewhere(len(end.runs), total, end.places), ">="
        else:
            ended, sign = texts.ended(len(end.runs), total, self._near(end)), "="
        lines = VGroup(
            words(worded(ended), size, color), maths(f'{name} {sign} "{loss}"', size)
        ).arrange(aligned_edge=LEFT, direction=(0, -1, 0), buff=0.14)
        mark.next_to(lines[0], LEFT, buff=0.2)
        return VGroup(mark, lines)

    def _printed(self, loss: float, digits: int = DIGITS) -> str:
        return number(round_to(loss, self._fine), digits)

    @property
    def _fine(self) -> float:
        """A loss that makes no difference in this landscape."""
        landscape = self.space.landscape
        return 1e-5 * (landscape.top - landscape.bottom) or 1.0

    def _judge(self, ends: list[End]) -> None:
        """Global or local, convex or not: what the ends, and the way between them, prove."""
        settled = [end for end in ends if end.place is not None]
        if len(settled) == 1 and len(ends) == 1:
            self.say(self._of_one_end(settled[0]))
        if len(settled) < 2:
            return
        ridge = ridge_between(self.objective, settled)
        deepest, highest = settled[0].loss, settled[-1].loss
        if self._printed(deepest) == self._printed(highest):
            self.say("starts-equally-deep" if ridge else "starts-level")
        elif ridge and self._printed(deepest, _FEWER) == self._printed(highest, _FEWER):
            self.say("starts-nearly-as-deep")
        elif self._is_minimum(settled[-1]):
            self.say(texts.local(self._near(settled[-1])))
        else:
            self.say("starts-on-the-way")
        if ridge:
            self.hold()
            self.say("starts-not-convex")

    def _of_one_end(self, end: End) -> str:
        """What is proven where all runs end in one place."""
        lowest = self.objective.minimum
        if lowest is None or end.place is None:
            return "starts-unproven"
        span = self.space.landscape.high - self.space.landscape.low
        return "starts-one-lowest" if same_place(end.place, lowest, span) else "starts-not-there"

    def _is_minimum(self, end: End) -> bool:
        """Whether a run that ends there has come to a minimum."""
        runs = [self.recording.runs[index] for index in end.runs]
        return any(ends_at_minimum(self.objective, run.parameters) for run in runs)

    def _near(self, end: End) -> list[float]:
        """The place of an end in as many digits as can be seen."""
        assert end.place is not None
        return seen_as(end.place, self.domain)


def _coloured(ends: list[End]) -> list[tuple[End, str]]:
    return [(end, theme.colors().runs[i % len(theme.colors().runs)]) for i, end in enumerate(ends)]
