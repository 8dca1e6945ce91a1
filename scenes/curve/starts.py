"""The many-starts chapter of a curve lesson: where a descent ends depends on its start."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, FadeIn, LaggedStart, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.chord import Chord
from gradreel.scenes.curve.strip import Strip
from gradreel.scenes.parts.descents.ends import End, at_lowest, at_minimum, ends_of, gathered
from gradreel.scenes.parts.descents.going_down import going_down
from gradreel.scenes.parts.descents.runs import same_place
from gradreel.scenes.parts.digits.numbers import number, round_to
from gradreel.scenes.parts.formulas.formula import symbol, value
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, place_discs
from gradreel.scenes.parts.geometry.ripple import Ripple
from gradreel.scenes.parts.lettering.text import Markup, maths, words
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.parts.maps.lowest import has_lowest, lowest_in, rise_between, seen_as
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.parts.maps.watershed import watershed, watershed_of
from gradreel.scenes.parts.plots.curve_plot import CurvePlot
from gradreel.scenes.parts.plots.loss_name import loss_name
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences import surface as of_starts
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.scenes.sentences.runs import lower_place

_DOT = 0.11  # screen units: the radius of a run's dot
_LONGEST = 3.8  # seconds for all the steps, at most
_FINE = 1e-5  # of the axis: a smaller difference of losses does not count
_APART = 0.4  # screen units from the loss of an end to the word for it
_LARGE = 4  # ends: up to so many are listed in large letters
# What is said if all runs end in one place: whether it is proven to be the lowest.
_PROVEN = {None: "starts-unproven", True: "curve-one-lowest", False: "curve-not-there"}


class CurveStarts(Chapter):
    """All runs, released together; the axis painted by where they end; why ends are several."""

    plan = chapters.STARTS
    opens = poses.DESCENDED
    closes = poses.DESCENDED

    def story(self) -> None:
        self._place()
        self._descend()
        self._paint()
        self._judge()

    def _place(self) -> None:
        runs, scenario = self.recording.runs, self.recording.scenario
        self.domain = drawn_domain(self.recording, runs)
        (limits,) = self.domain.values()
        self.limits, span = limits, np.ptp([limits], axis=1)
        visited = np.concatenate([run.parameters[:, 0] for run in runs])
        losses = np.concatenate([run.loss for run in runs])
        near = losses[(visited >= limits[0]) & (visited <= limits[1])]
        names = symbol(scenario.parameters[0]), loss_name(self.notation.loss)
        box = regions.current().curve.wide
        self.curve = keep_in_room(
            lambda box: CurvePlot(self.objective, limits, box, names, near),
            box,
            box.left - regions.safe().left,
        )
        self.places = ends_of(runs, span)
        self.ends = gathered(self.places, len(theme.colors().runs))
        self.colors = theme.colors().runs[: len(self.ends)]
        self.dots = [discs(np.empty((0, 3)), _DOT, theme.colors().ink) for _ in self.ends]
        self.appear(self.curve)
        self.say(of_starts.released(runs))
        self._show(0.0)
        coming = LaggedStart(*map(FadeIn, self.dots), lag_ratio=0.5)
        self.play(coming, run_time=max(1.0, self.unread))

    def _show(self, step: float) -> None:
        self.reach(step)
        for end, dots in zip(self.ends, self.dots, strict=True):
            runs = (self.recording.runs[index] for index in end.runs)
            places = [rows_up_to(run.parameters[:, 0], step)[-1] for run in runs]
            points = self.curve.at(np.array(places))
            place_discs(dots, points[self.curve.within(points)], _DOT)

    def _descend(self) -> None:
        """Let the dots go, coloured by where they will end."""
        self.say("starts-by-end" if len(self.ends) > 1 else self._one_end())
        coloured = [
            dots.animate.set_fill(color) for dots, color in zip(self.dots, self.colors, strict=True)
        ]
        self.play(*coloured, run_time=0.5)
        steps = max(run.steps for run in self.recording.runs)
        self.play(going_down(VGroup(*self.dots), steps, self._show, _LONGEST, self.unread))
        self.play(FadeIn(self._legend()), run_time=0.6)

    def _one_end(self) -> str:
        return "starts-one-end" if self.ends[0].place is not None else "starts-no-end"

    def _legend(self) -> VGroup:
        """How many runs end where, and the loss there."""
        size, apart = (theme.LABEL, 0.4) if len(self.ends) <= _LARGE else (theme.TICK, 0.25)
        rows, total = VGroup(), len(self.recording.runs)
        self.heights: list[Markup] = []
        for end, color in zip(self.ends, self.colors, strict=True):
            near = None if end.place is None else self._near(end)
            sentence = texts.ended(self.recording.scenario, end, total, near)
            line = VGroup(words(worded(sentence), size, color))
            if end.place is not None:
                sign = ">=" if end.places > 1 else "="
                loss = in_math(self.notation.loss, theme.colors().loss)
                line.add(height := maths(f"{loss} {sign} {value(self._height(end))}", size))
                self.heights.append(height)
            rows.add(line.arrange(DOWN, buff=0.16, aligned_edge=LEFT))
        rows.arrange(DOWN, buff=apart, aligned_edge=LEFT)
        (left, _), room = regions.current().curve.formulas[0], regions.safe().right
        rows.scale(min(1.0, (room - left) / rows.width))
        return rows.move_to(
            (left, (self.curve.box.bottom + self.curve.box.top) / 2, 0.0), aligned_edge=LEFT
        )

    def _near(self, end: End) -> float:
        """The place of an end, rounded to what can be seen."""
        assert end.place is not None
        return self.computed(seen_as(end.place, self.domain)[0])

    def _height(self, end: End) -> str:
        """The loss of an end, rounded to differences that count here."""
        low, high = self.curve.y
        return number(self.computed(round_to(end.loss, _FINE * (high - low))))

    def _paint(self) -> None:
        """Paint the axis in the colours of the ends to which descents from there lead."""
        runs = self.recording.runs
        mass, plain = self.recording.mass, all(run.run.plain for run in runs)
        if not self._settled() or not (mass or plain):
            return
        settled = [(float(end.place[0]), end) for end in self.places if end.place is not None]
        places = [place for place, _ in settled]
        steps = max(run.run.steps for run in runs)
        found = (
            watershed_of(mass, self.limits, places)
            if mass
            else watershed(self.objective, self.limits, places, runs[0].run.rate, steps)
        )
        self.strip = strip = Strip(self.curve, found, [self._color(end) for _, end in settled])
        borders = [self.computed(seen_as(np.array([x]), self.domain)[0]) for x in found.borders]
        self.hold()
        self.say(texts.painted(self.recording.scenario, found.ends.tolist(), borders))
        self.add(strip)
        self.play(moving(strip, strip.paint, max(2.0, self.unread - 0.6), steady=True))
        if len(strip.lines):
            self.play(FadeIn(strip.lines), run_time=0.6)

    def _color(self, end: End) -> str:
        """The colour of an end, which it may share with others that are listed as one."""
        listed = zip(self.ends, self.colors, strict=True)
        return next(color for group, color in listed if end.runs[0] in group.runs)

    def _settled(self) -> list[End]:
        return [end for end in self.ends if end.place is not None and end.places == 1]

    def _judge(self) -> None:
        """Say what the ends, and the loss between them, prove: convex or not, global or local."""
        settled = self._settled()
        if not settled:
            return
        ridge = len(settled) > 1 and self._draw_chord(settled)
        self.hold()
        deepest, highest = settled[0], settled[-1]
        lower = self._lower(deepest)
        if lower is not None:
            self.say(lower_place([self.computed(lower)]))
            spot, color = self.curve.at(lower), theme.colors().loss
            mark = FadeIn(discs(spot, _DOT, color), run_time=0.6)
            self.play(mark, Ripple(spot).spreading())
        elif len(settled) == 1:
            if len(self.ends) == 1:
                span = np.ptp([self.limits], axis=1)
                self.say(_PROVEN[at_lowest(self.objective, deepest, span)])
        elif self._height(deepest) == self._height(highest):
            self.say("starts-equally-deep" if ridge else "starts-level")
        elif ridge and all(at_minimum(self.objective, end, self.recording.runs) for end in settled):
            self._name(settled)
        else:
            self.say("starts-on-the-way")

    def _draw_chord(self, settled: list[End]) -> bool:
        """Draw the chord between neighbouring ends above which the curve rises most, if any."""
        places = sorted(float(end.place[0]) for end in settled if end.place is not None)
        rises = {
            (left, right): rise_between(self.objective, np.array([left]), np.array([right]))
            for left, right in pairwise(places)
        }
        left, right = max(rises, key=lambda pair: rises[pair])
        if rises[left, right] <= 0.0:
            return False
        chord = Chord(self.curve, left, right)
        self.hold()
        self.say("curve-not-convex")
        self.add(chord.line)
        self.play(moving(chord.line, chord.draw, 1.4))
        self.play(FadeIn(chord.area), run_time=max(0.6, self.unread))
        return True

    def _lower(self, deepest: End) -> float | None:
        """A place in the picture, in another valley and lower than all ends; else None."""
        convex = self.objective.minimum is not None
        lowest = None if convex else lowest_in(self.objective, self.domain)
        assert deepest.place is not None
        if lowest is None or lowest.loss >= deepest.loss - lowest.certain:
            return None
        near = seen_as(lowest.places[0], self.domain)[0]
        same = same_place(lowest.places[0], deepest.place, np.ptp([self.limits], axis=1))
        return None if same else near

    def _name(self, settled: list[End]) -> None:
        """Say which valley is the lowest that is known, and which ones are only local."""
        deepest, *others = settled
        lowest = lowest_in(self.objective, self.domain)
        below = lowest is None or not has_lowest(self.objective, self.domain, lowest)
        near = self._near(deepest)
        self.say(texts.lowest_end(self.recording.scenario, near, len(others), below))
        for end, height in zip(settled, self.heights, strict=False):
            assert end.place is not None
            found = end is deepest and not below
            label = words(text("label-lowest-found" if found else "label-local"), theme.TICK)
            label.on_baseline((height.get_right()[0] + _APART, height.origin[1], 0.0))
            spot = self.curve.at(float(end.place[0]))
            self.play(FadeIn(label, run_time=0.6), Ripple(spot).spreading(1))
