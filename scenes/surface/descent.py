"""The descent chapter of a surface lesson: the recorded run, step by step."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, UP, Animation, Create, FadeIn, FadeOut, Mobject, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.descents.going_down import going_down
from gradreel.scenes.parts.descents.loss_curve import LossCurve
from gradreel.scenes.parts.descents.readout import Readout
from gradreel.scenes.parts.digits.numbers import number, rate
from gradreel.scenes.parts.digits.readable import ReadableColumns
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.geometry.interpolation import taken
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.ripple import RING, Ripple
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.lettering.typeset import upright
from gradreel.scenes.parts.maps.lowest import lower_than_end, seen_as
from gradreel.scenes.parts.maps.zoom_note import ZoomNote
from gradreel.scenes.parts.plots.loss_name import loss_name, step_name
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.scenes.sentences.runs import goes_down, lower_place
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.close_ups import CloseUps
from gradreel.scenes.surface.start_picture import StartPicture
from gradreel.scenes.surface.trail import Trail

_ARROW = 0.45  # of an explained step's time, in which its arrow grows; the move takes the rest
_LONGEST = 7.0  # seconds for the steps after the explained ones, at most
_SHORTEST = 4.0  # seconds: that limit is never lower, however much there is to say
_ZOOMING = 5.0  # seconds that the rest of a run takes, at least, if the axes follow it
_CLOSER = 1.4  # seconds in which the camera goes closer
_ABOVE = 0.08  # screen units from the line of the lowest loss up to its name
_WORD = 0.4  # seconds in which the word of the lowest point fades: it must not trail the cross


class SurfaceDescent(Chapter):
    """The ball goes down the surface; the loss curve and the numbers keep step with it."""

    plan = chapters.DESCENT
    opens = poses.BESIDE
    closes = poses.DESCENDED

    def story(self) -> None:
        self.picture = self.carry_on(StartPicture)
        self.stage, self.space = self.picture.stage, self.picture.space
        self.trail = Trail(self.picture, self.recording, self.objective)
        if self.trail.cross:
            self.trail.cross.show(0.0)
        self.arrow = self.trail.arrow
        self.note = ZoomNote(
            self.stage.window, regions.current().surface.zoom_note_right, self.computed
        )
        self._seen = self.stage.window.domain(0.0)
        self._chart()
        self._read_out()
        self._show(0.0)
        self.appear(self.curve, self.level, self.readout, self.note)
        self.say(goes_down(self.run))
        if cross := self.trail.cross:
            names = [cross.word, *([self.level_name] if len(self.level_name) else [])]
            self.play(moving(self.space, cross.show), *map(FadeIn, names), run_time=_WORD)
        explained = timing.explained_steps(self.run.steps)
        near = CloseUps(self.stage, self.recording, explained, self.trail.lowest)
        self._go(near.first, 0, _CLOSER)
        for step in range(explained):
            self._explain_step(step, timing.explained_time(step))
        if explained < self.run.steps:
            self._go(near.rest, explained, _CLOSER)
            self._run_on(explained)
        self.hold()
        self.say(self.run.ending.message)
        self._show_end()
        if len(self.run.beyond) or not self.troubles:
            self._go(near.home, self.run.steps, max(_CLOSER, self.unread))
        end = self.run.parameters[-1]
        for refused in self.run.beyond if self.space.inside(end[None])[0] else ():
            self.play(self.stage.refused(end, refused))
        self.explain()
        self._go(near.home, self.run.steps, max(_CLOSER, self.unread))
        self._point_lower()

    def _go(self, domain: Domain, step: int, seconds: float) -> None:
        """Let the camera go to a domain, unless it is there already."""
        if domain == self._seen or self.loop:  # in a loop there is no time for it
            return
        self._seen, cross = domain, self.trail.cross
        words: list[Animation] = []
        comes = False
        if cross and self.trail.lowest:
            within, named = self.trail.lowest.within(domain), cross.word in self.mobjects
            words = [FadeOut(cross.word, run_time=_WORD)] if named and not within else []
            comes = within and not named

        def show() -> None:
            self.trail.place(step)

        self.play(self.stage.going(domain, show, seconds), *words)
        if cross and comes:
            self.play(FadeIn(cross.word), run_time=_WORD)

    def _show_end(self) -> None:
        """Draw rings around the end, and what is left of the way to the lowest point.

        Where the camera waits until the reasons are told, the rings go on as long as one reads.
        """
        lowest, place = self.trail.lowest, self.end_seen()
        rings = max(1, int(self.unread / RING)) if self.troubles else 1
        shown: list[Animation] = []
        if place is not None and not self.loop:
            shown.append(Ripple(place).spreading(rings))
        if lowest and self.trail.cross and self.trail.cross.seen:
            shown.append(moving(self.space, self.trail.gap_to(lowest.place), RING))
            shown += [Create(gap, run_time=RING) for gap in self.curve.gap(lowest.loss)]
        if shown:
            self.play(*shown)

    def end_seen(self) -> Array | None:
        end = self.run.parameters[-1]
        inside = bool(self.space.inside(end[None])[0])
        return self.space.screen(self.space.at(end)) if inside else self.curve.end

    def pose_left(self) -> list[Mobject]:
        slimming = self.trail.slimming()

        def fade(share: float) -> None:
            self.trail.fade_gap(share)
            slimming(share)

        self.play(
            self.stage.unmarking(),
            moving(self.space, fade),
            *self.leaving(self.picture),
            run_time=0.4,
        )
        return [self.picture]

    def _chart(self) -> None:
        """Make the axes of the loss, with a dashed line at the lowest loss if it is known."""
        lowest = self.trail.lowest
        best = lowest.loss if lowest else None
        count = step_name(self.recording.scenario, self.run)
        names = count, loss_name(self.notation.loss)
        self.curve = LossCurve(self.run.loss, regions.current().surface.loss, names, best)
        self.level, self.level_name = self.curve.level(best), VGroup()
        if lowest and len(self.level):
            self.level_name.add(words(text(lowest.word), theme.TICK, theme.colors().muted))
            self.level_name.next_to(self.level, UP, _ABOVE, aligned_edge=RIGHT)

    def _read_out(self) -> None:
        """Write the numbers of the step that has been reached."""
        notation, loss = self.notation, self.notation.loss
        frame = regions.current().surface
        names = [(step_name(self.recording.scenario, self.run), theme.colors().muted)]
        names += [(symbol(n), theme.colors().here) for n in self.objective.parameters]
        names += [
            (loss, theme.colors().loss),
            (upright(text("label-steepness")), theme.colors().gradient),
        ]
        if len(self.run.rates):
            names.append((notation.rate, theme.colors().step))
        shown = self.readable
        slopes = np.linalg.norm(shown.grad, axis=1)
        self.columns = ReadableColumns([*shown.parameters.T, shown.loss, slopes])
        self.rates = [(number if self.run.run.schedule else rate)(each) for each in self.run.rates]
        self.readout = Readout(names, frame.readout_right, frame.readout_width, leading=0.44)

    def _point_lower(self) -> None:
        """Mark a place in the picture that is lower than the end, if the run will not get there."""
        domain = self.stage.window.domain(self.run.steps)
        place = lower_than_end(self.run, self.objective, domain)
        if place is None:
            return
        self.hold()
        self.say(lower_place([self.computed(near) for near in seen_as(place, domain)]))
        self.play(self.stage.point(place), run_time=0.6)

    def _explain_step(self, step: int, seconds: float) -> None:
        """Make room for the step if necessary, then show its arrow, then the move."""
        window = self.stage.window
        if window.scale(step + 1.0) > window.scale(step):
            self.play(moving(self.space, lambda share: self._show(step, step + share), 1.0))
        here, target = self.run.parameters[step : step + 2]
        drawn = bool((here != target).any()) and bool(self.space.inside(target[None])[0])
        if drawn:
            ends, slim = self.space.at(np.array([here, target])), self.trail.slimming(here, target)
            self.arrow.set_opacity(1.0)

            def grow(share: float) -> None:
                slim(share)
                self.arrow.set_points(ends[0] + np.array([[0.0], [share]]) * (ends[1] - ends[0]))

            self.play(moving(self.space, grow), *self._unnamed(), run_time=_ARROW * seconds)
        move = moving(self.space, lambda share: self._show(step + share, step + 1.0), 1.0)
        self.play(move, run_time=(1 - _ARROW) * seconds)
        self.arrow.set_opacity(0.0)

    def _unnamed(self) -> list[Animation]:
        """The animation in which the name of the lowest loss goes: the curve will come there."""
        return [FadeOut(self.level_name)] if self.level_name in self.mobjects else []

    def _run_on(self, first: int) -> None:
        """Show the other steps ever more quickly."""
        longest, steps = self._longest, self.run.steps
        if first < steps:
            shortest = min(_ZOOMING, longest) if self.stage.window.grows else 0.0
            going = going_down(self.space, steps, self._show, longest, shortest, first)
            self.play(going, *self._unnamed())
            self._show(steps)

    @property
    def _longest(self) -> float:
        """The most seconds for those steps: fewer if more is to be said afterwards."""
        reading = sum(timing.reading_time(worded(reason)) for reason in self.troubles)
        return max(_SHORTEST, _LONGEST - reading)

    def _show(self, step: float, seen: float | None = None) -> None:
        """Show everything at a step, in the window of the step `seen`, by default the same."""
        self.reach(step)
        seen = step if seen is None else seen
        self.trail.show(step, seen)
        self.curve.draw_to(step)
        recorded = min(taken(step), self.run.steps)
        self.readout.write(
            str(recorded), *self.columns.row(recorded), *self.rates[recorded : recorded + 1]
        )
        self.note.show_step(seen)
