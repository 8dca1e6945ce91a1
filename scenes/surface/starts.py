"""The many-starts chapter of a surface lesson: where a descent ends depends on its start."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import LEFT, Create, FadeIn, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.descents.ends import (
    End,
    at_lowest,
    at_minimum,
    ends_of,
    gathered,
    highest_ridge,
)
from gradreel.scenes.parts.descents.going_down import going_down
from gradreel.scenes.parts.digits.numbers import number, round_to
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs
from gradreel.scenes.parts.geometry.ripple import RING, Ripple
from gradreel.scenes.parts.in_space.fading import exchanging
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.lettering.text import maths, words
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.parts.maps.basins import painted
from gradreel.scenes.parts.maps.equal_scales import equally_scaled
from gradreel.scenes.parts.maps.loss_map import LossMap
from gradreel.scenes.parts.maps.lowest import seen_as
from gradreel.scenes.parts.maps.map_of_ends import map_of_ends
from gradreel.scenes.parts.maps.profile import Profile
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.painted_map import RunsOnMap
from gradreel.solver.numbers import DIGITS

_ROOMY = 4  # ends: up to so many are listed in large letters
_LONGEST = 6.4  # seconds for all the steps, at most
_PAINTING = 3.0  # seconds in which the map is painted
_LINE = 0.5  # seconds in which the lines between the areas appear
_FEWER = 3  # significant digits: losses that agree in them are nearly the same
# What is said if all runs end in one place: whether it is proven to be the lowest.
_PROVEN = {None: "starts-unproven", True: "starts-one-lowest", False: "starts-not-there"}


class SurfaceStarts(Chapter):
    """All runs, released together and coloured by the place where they end.

    If a ridge separates two ends, the chapter shows the loss from one to the other, and if the runs
    have a learning rate, it paints a map by where a descent from each place ends, and lets the runs
    go on it. Otherwise they go in space.
    """

    plan = chapters.STARTS
    opens = poses.DESCENDED
    closes = poses.DESCENDED

    def story(self) -> None:
        runs = self.recording.runs
        self.domain = drawn_domain(self.recording, runs)
        self.visited = np.concatenate([run.parameters for run in runs])
        self.landscape = Landscape(self.objective, self.domain, self.visited)
        ends = ends_of(runs, self.landscape.high - self.landscape.low)
        self.groups = _coloured(gathered(ends, len(theme.colors().runs)))
        settled = [end for end in ends if end.place is not None]
        ridge = highest_ridge(self.objective, settled)
        if ridge:
            self._show_ridge(*ridge)
        if ridge and self.run.run.lr is not None:  # the map is painted by descents at that rate
            self._paint(settled)
        else:
            self._release()
        self._judge(ends, settled, ridge is not None)

    def _show_ridge(self, first: End, second: End) -> None:
        """Show the loss from one end to another, above the straight line between them."""
        assert first.place is not None
        assert second.place is not None
        frame, colors = regions.current().surface, (self._color(first), self._color(second))
        profile = Profile(
            self.objective, first.place, second.place, colors, frame.profile, self.notation.loss
        )
        profile.grow(0.0)
        self.appear(profile)
        self.say("starts-not-convex")
        self.play(moving(profile, profile.grow, 1.8))
        self.play(FadeIn(profile.ends), run_time=0.4)
        self.play(Create(profile.chord), run_time=1.2)
        self.add(profile.above)
        self.play(moving(profile.above, profile.fill, max(1.0, self.unread)))
        self._profile = VGroup(profile, profile.ends, profile.chord, profile.above)

    def _paint(self, settled: list[End]) -> None:
        """Show the starts on the map, paint all of it, and let the runs go."""
        box = regions.current().all_runs.picture
        view = keep_in_room(
            lambda box: LossMap(self.landscape, equally_scaled(self.domain, box)), box
        )
        self._spot: Callable[[Array], Array] = view.at
        colors = [self._color_of_run(index) for index in range(len(self.recording.runs))]
        runs = RunsOnMap(view, self.recording.runs, colors)
        self.play(*exchanging(self._profile, [view, runs]), run_time=0.6)
        self.remove(self._profile)
        self.ask(texts.where_to(self.recording.runs))
        found = map_of_ends(self.recording, self.objective, self.domain)
        span = self.landscape.high - self.landscape.low
        places = np.array([end.place for end in settled])
        basins = painted(found, places, span, [self._color(end) for end in settled], view.at)
        alike = self.run.run.plain or self.recording.mass is not None
        count, grid = int(self.computed(basins.descents)), found.sides is not None
        self.say(texts.painted(count, alike, grid))
        self.remove(runs)
        self.add(basins.areas, runs)
        seconds = max(_PAINTING, self.unread - _LINE)
        self.play(moving(basins.areas, basins.paint, seconds, steady=True))
        if len(basins.line.points):
            self.play(FadeIn(basins.line), run_time=_LINE)
        self.hold()
        self.bring_to_front(runs)
        self._let_go(runs)
        self.play(FadeIn(self._legend()), run_time=0.6)

    def _let_go(self, runs: RunsOnMap) -> None:
        runs.leave()

        def show(step: float) -> None:
            self.reach(step)
            runs.draw_to(step)

        self.play(going_down(runs, self._steps, show, _LONGEST))

    @property
    def _steps(self) -> int:
        """The number of steps of the longest run."""
        return max(run.steps for run in self.recording.runs)

    def _release(self) -> None:
        """Let all runs go at once, in space."""
        runs, here = self.recording.runs, theme.colors().here
        frame = regions.current().surface
        self.space = Space(
            self.landscape, frame.space_of_starts.corners, self.notation.loss, self.visited
        )
        self.space.contours()
        self._spot = lambda place: self.space.screen(self.space.at(place))
        starts = [self.space.at(run.parameters[:1]) for run in runs]
        trails = [self.space.stroke(start, here, 3.0) for start in starts]
        balls = [self.space.balls(start, here, 0.11) for start in starts]
        self.appear(self.space)
        self.say(texts.released(runs))
        self.hold()

        def show(step: float) -> None:
            self.reach(step)
            for run, trail, ball in zip(runs, trails, balls, strict=True):
                passed = rows_up_to(run.parameters, step)
                trail.set_points(self.space.path(passed))
                ball.set_points(self.space.at(passed[-1]))
                ball.set_opacity(float(self.space.inside(passed[-1:])[0]))

        self.play(going_down(self.space, self._steps, show, _LONGEST))
        one_end = "starts-one-end" if self.groups[0][0].place is not None else "starts-no-end"
        self.say("starts-by-end" if len(self.groups) > 1 else one_end)
        recolor = [
            item.animate.set_color(self._color_of_run(index))
            for index in range(len(runs))
            for item in (trails[index], balls[index])
        ]
        self.play(*recolor, FadeIn(self._legend()), run_time=1.0)
        self.hold()

    def _legend(self) -> VGroup:
        """How many runs end where, each place in its colour."""
        few = len(self.groups) <= _ROOMY
        size, apart = (theme.HEADING, 0.5) if few else (theme.TICK, 0.3)
        legend = VGroup(*(self._entry(end, color, size) for end, color in self.groups))
        legend.arrange(aligned_edge=LEFT, direction=(0, -1, 0), buff=apart)
        frame = regions.current().surface
        place = frame.legend if few else frame.long_legend
        legend.move_to((*place, 0), aligned_edge=LEFT)
        if legend.get_right()[0] > regions.safe().right:
            room = regions.safe().right - place[0]
            legend.scale(room / legend.width, about_point=legend.get_left())
        return legend

    def _color(self, end: End) -> str:
        return self._color_of_run(end.runs[0])

    def _color_of_run(self, index: int) -> str:
        return next(color for group, color in self.groups if index in group.runs)

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
        """A difference of losses that does not count in this landscape."""
        landscape = self.landscape
        return 1e-5 * (landscape.top - landscape.bottom) or 1.0

    def _judge(self, ends: list[End], settled: list[End], ridge: bool) -> None:
        """Say what the ends, and the loss between them, prove: global or local, convex or not."""
        if len(settled) == 1 and len(ends) == 1:
            span = self.landscape.high - self.landscape.low
            self.say(_PROVEN[at_lowest(self.objective, settled[0], span)])
            self._ring(settled)
        if len(settled) < 2:
            return
        deepest, highest = settled[0].loss, settled[-1].loss
        if self._printed(deepest) == self._printed(highest):
            self.say("starts-equally-deep" if ridge else "starts-level")
        elif ridge and self._printed(deepest, _FEWER) == self._printed(highest, _FEWER):
            self.say("starts-nearly-as-deep")
        elif local := self._local(settled):
            self.say(texts.local(len(local), self._near(local[-1])))
            self._ring([settled[0], *local])
            return
        else:
            self.say("starts-on-the-way")
        self._ring([settled[0], settled[-1]])

    def _local(self, settled: list[End]) -> list[End]:
        """All ends but the lowest, if they are minima above it; else the highest, if it is one."""
        lowest, *others = settled

        def is_local(end: End) -> bool:
            higher = self._printed(end.loss) != self._printed(lowest.loss)
            return higher and at_minimum(self.objective, end, self.recording.runs)

        return others if all(map(is_local, others)) else [*filter(is_local, others[-1:])]

    def _ring(self, ends: Sequence[End]) -> None:
        """Draw rings around ends, one after the other, while the sentence about them is read."""
        rings = max(1, int(self.unread / RING / len(ends)))
        for end in ends:
            assert end.place is not None
            self.play(Ripple(self._spot(end.place)).spreading(rings))

    def _near(self, end: End) -> list[float]:
        """The place of an end, rounded to what can be seen."""
        assert end.place is not None
        return seen_as(end.place, self.domain)


def _coloured(ends: list[End]) -> list[tuple[End, str]]:
    return [(end, theme.colors().runs[i % len(theme.colors().runs)]) for i, end in enumerate(ends)]
