"""The many-starts chapter of a surface lesson: where a descent ends depends on its start."""

from __future__ import annotations

import numpy as np
from manim import Animation, Create, FadeIn, Group, Mobject, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.descents.ends import (
    End,
    ends_of,
    highest_ridge,
)
from gradreel.scenes.parts.descents.going_down import going_down
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.ripple import RING, Ripple
from gradreel.scenes.parts.in_space.fading import exchanging
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.maps.basins import Painted, painted
from gradreel.scenes.parts.maps.map_of_ends import map_of_ends
from gradreel.scenes.parts.maps.profile import Profile
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.ends_chapter import EndsChapter, colored
from gradreel.scenes.surface.painted_map import RunsOnMap
from gradreel.scenes.surface.parting import beside, nearest_that_part
from gradreel.scenes.surface.risen_map import RisenMap, line_of_cut
from gradreel.scenes.surface.trail import DescendedPicture

_LONGEST = 3.0  # seconds for all the steps, at most
_PAINTING = 2.5  # seconds in which the map is painted, at least
# Seconds in which a chord is drawn, a cut with its profile, at least, and a ridge is named.
_CHORD, _CUT, _NAMED = 1.0, 1.8, 0.6
_TURNED = 0.5  # seconds in which a map gets equal scales and the runs appear on it
_LINE = 0.5  # seconds in which the lines between the areas appear
_AIR = 0.15  # screen units between a profile and the legend below it
_APPEAR = 0.6  # seconds in which the legend appears


class SurfaceStarts(EndsChapter):
    """All runs, released together and coloured by the place where they end.

    If a ridge separates two ends, the chapter shows the loss from one to the other, and lets the
    runs go on a map. If they have a learning rate, it then paints the map by where a descent from
    each place ends. Without a ridge, they go in space.
    """

    plan = chapters.STARTS
    opens = poses.DESCENDED
    closes = poses.DESCENDED

    chart: RisenMap | None = None  # of the runs, if there is a ridge

    def story(self) -> None:
        runs = self.recording.runs
        self.domain = drawn_domain(self.recording, runs)
        self.visited = np.concatenate([run.parameters for run in runs])
        self.landscape = Landscape(self.objective, self.domain, self.visited)
        ends = ends_of(runs, self.landscape.high - self.landscape.low)
        self.groups = colored(ends)
        settled = [end for end in ends if end.place is not None]
        ridge = highest_ridge(self.objective, settled)
        if ridge:
            self._cut(*ridge)
            self._look_down()
            self._let_go()
            if self.run.run.lr is not None:  # the map is painted by descents at that rate
                self._paint(settled)
        else:
            self._release()
        self.judge(ends, settled, ridge is not None)

    def pose_left(self) -> list[Mobject]:
        shown, chart = Group(*self.mobjects), self.chart
        if chart is None:
            return []
        square = chart.square()
        self.play(*exchanging(shown, [square]), run_time=_TURNED)
        self.remove(shown)
        self.add(chart.space, square)
        for motions in chart.sinking(square):
            self.play(*motions)
        return [chart.space]

    def _cut(self, *ridge: End) -> None:
        """Cut the surface from one end to another; beside it, show the loss along the cut."""
        frame = regions.current()
        left, right = sorted(ridge, key=lambda end: tuple(np.array(end.place).tolist()))
        self.profile = profile = Profile(
            self.objective,
            np.array([left.place, right.place]),
            [self.color(left), self.color(right)],
            [self.printed(left.loss), self.printed(right.loss)],
            frame.surface.profile,
            self.notation.loss,
        )
        self.ridge = profile.above_top(words(self._ridge_said(), theme.TICK))
        self.picture = self.carry_on(DescendedPicture)
        room = frame.all_runs.picture
        self.chart = chart = RisenMap(
            self.picture, self.landscape, self.domain, room, profile.places
        )
        profile.grow(0.0)
        self.appear(profile, profile.dots)
        self.say("starts-not-convex")
        self.play(Create(profile.chord), run_time=_CHORD)
        self.add(profile.above, profile, profile.chord, profile.dots)
        seconds = max(_CUT, self.unread - _NAMED)
        cut = (chart.space, chart.draw), (profile.above, profile.fill), (profile, profile.grow)
        self.play(*(moving(shown, draw, seconds) for shown, draw in cut))
        self.play(*map(FadeIn, (profile.top, self.ridge)), run_time=_NAMED)
        parts = profile.chord, profile.dots, profile.top, self.ridge
        self.remove(profile.above, *parts)
        profile.add_to_back(profile.above)
        self.add(profile.add(*parts))
        self.hold()

    def _ridge_said(self) -> str:
        """The word for the ridge, with its place if it is on the axis of a parameter."""
        if self.profile.axis is None:
            return text("label-ridge")
        name = self.recording.scenario.parameters[self.profile.axis]
        at = number(self.computed(self.profile.crest_at))
        return self.notation.written(text("label-ridge-at", name=name, value=at))

    def _look_down(self) -> None:
        """Raise the eye until the floor is a map, on which all runs start."""
        chart, runs = self.chart, self.recording.runs
        assert chart is not None
        self.say(texts.where_to(runs))
        self.play(chart.rising())
        square, line = chart.laid(self.profile.crest)
        self.play(*chart.laying(square, line))
        self.remove(self.picture, square, *line)
        # Drawn anew: the numbers that have come from the floor are no longer those of a map.
        self.add(laid := VGroup(*chart.laid(self.profile.crest)))
        self.view = view = chart.view
        self.spot = view.at
        self.line = line_of_cut(view, self.profile.places, self.profile.crest)
        colors = [self.color_of_run(index) for index in range(len(runs))]
        self.runs = RunsOnMap(view, runs, colors)
        self.play(*exchanging(laid, [view, self.line, self.runs]), run_time=_TURNED)
        self.remove(laid)
        self.let_guess()
        self.hold()

    def _let_go(self) -> None:
        """Let the runs go on the map, coloured by their ends, and tell where these are."""
        self.runs.leave()

        def show(step: float) -> None:
            self.reach(step)
            self.runs.draw_to(step)

        self.play(going_down(self.runs, self._steps, show, _LONGEST))
        legend = self.legend(alone=False)
        if legend.get_top()[1] + _AIR < self.profile.get_bottom()[1]:
            self.play(FadeIn(legend), run_time=_APPEAR)
        else:
            self.play(*exchanging(self.profile, [self.legend()]), run_time=_APPEAR)
            self.remove(self.profile)

    def _paint(self, settled: list[End]) -> None:
        """Paint all of the map by where a descent from each place ends; say where ways part."""
        found = map_of_ends(self.recording, self.objective, self.domain)
        span = self.landscape.high - self.landscape.low
        places = np.array([end.place for end in settled])
        colors = [self.color(end) for end in settled]
        basins = painted(found, places, span, colors, self.view.at)
        alike = self.run.run.plain or self.recording.mass is not None
        count, grid = int(self.computed(basins.descents)), found.sides is not None
        self.say(texts.painted(count, alike, grid))
        self.remove(self.line, self.runs)
        self.add(basins.areas, self.line, self.runs)
        seconds = max(_PAINTING, self.unread - _LINE)
        self.play(moving(basins.areas, basins.paint, seconds, steady=True))
        if len(basins.line.points):
            self._part(basins, settled)

    def _part(self, basins: Painted, settled: list[End]) -> None:
        """Show the borders of the areas, and say that even starts that are close part there."""
        profile, said, coming = self.profile, texts.parted(), list[Animation]()
        if profile.axis is not None and basins.straight(profile.axis, profile.crest_at):
            word = words(self._ridge_said(), theme.TICK)
            beside(self.view, word, profile.axis, profile.crest_at)
            coming.append(FadeIn(word, run_time=_LINE))
            name = self.recording.scenario.parameters[profile.axis]
            said = texts.parted(name, profile.crest_at)
        self.play(FadeIn(basins.line), run_time=_LINE)
        self.add(self.line, self.runs)
        self.hold()
        self.say(said)
        near = nearest_that_part(self.recording.runs, settled, np.ptp([*self.domain.values()], 1))
        rings = Ripple(self.view.at(near)).spreading(max(1, int(self.unread / RING)))
        self.play(rings, *coming)
        self.hold()

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
        self.spot = lambda place: self.space.screen(self.space.at(place))
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
            item.animate.set_color(self.color_of_run(index))
            for index in range(len(runs))
            for item in (trails[index], balls[index])
        ]
        self.play(*recolor, FadeIn(self.legend()), run_time=1.0)
        self.hold()
