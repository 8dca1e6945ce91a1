"""The map seen from above, on which the gradient is found and the first step is taken."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.methods.table import rule_of
from gradreel.scenes.parts.digits.numbers import divisor
from gradreel.scenes.parts.digits.readable import readable
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.lettering.text import Glyphs, words
from gradreel.scenes.parts.maps.close_map import CloseMap
from gradreel.scenes.parts.maps.framing import Framing
from gradreel.scenes.parts.maps.views import first_domain
from gradreel.scenes.parts.maps.window import Window
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.surface.method_framing import MethodFraming
from gradreel.scenes.surface.rule import RuleColumn, first_rule
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_STEP = 0.38  # of the map's width: the length of the step, seen from close
_JUMPS = 0.5  # of the map's width: the steps of Newton's method, between the bowls around them
BOWLS = 3  # steps of it, at most, of which each is shown with its bowl
_FAN = 0.62  # of half the map: a radius at which numbers around it do not touch
_ROOMIER = 1.25  # times as large a map is no reason to zoom once more
_SEEN = 0.06  # of the map's width: a shorter arrow would be hidden by its head and the dot


class StepFraming:
    """What the map shows of the first step of a run, from `home` to `close`.

    All of `home` is in the window `whole`, which has equal scales if any has.
    The negative gradient ends at `tip`, drawn `times` smaller than it is; `seen` says whether the
    step itself has room. Directions are compared over a `reach` (2,), equally long on the map in
    all of them, within the domain `around`; the gradient and its opposite are within `both`.
    In the picture in which the map is taken over (`taken`) the latter `points` down, in `wide`, if
    the step is a part of it.
    """

    def __init__(self, recording: Recording) -> None:
        self.run = readable(recording.runs[0], recording.objective)
        window = Window(first_domain(recording), self.run.parameters)
        self.here, self.there = self.run.parameters[0], self.run.led_to[:2][-1]
        self.home, self.after = (window.domain(step) for step in (0.0, 1.0))
        framing = Framing(self.home)
        self.equal = framing.equal
        self.times = framing.scale(self.run.grad[0])
        self.uphill = self.run.grad[0] / self.times
        self.tip = self.here - self.uphill
        self.seen = framing.scale(self.there - self.here) == 1
        ends = [self.tip] if self.squeezes else []
        ends += [self.there] if self.seen and (self.times == 1 or not self.squeezes) else []
        self.wide = _holding(framing, np.array([self.here, *ends]), 1.0)
        self.whole = framing.wide(self.here[None])
        self.close = framing.close(self.here, self.there, _STEP) if self.seen else self.wide
        self.reach = _FAN * framing.radius
        fan, arrows = (
            np.array([self.here - way, self.here + way]) for way in (self.reach, self.uphill)
        )
        self.around, self.both = framing.wide(fan), _holding(framing, arrows, 2.0)
        shared = framing.wide(np.concatenate([fan, arrows]))
        if self.both == framing.wide(arrows) and _width(shared) < _ROOMIER * _width(self.around):
            self.around = self.both = shared
        self.rule = rule_of(self.run.run)
        if self.rule:
            self.method = MethodFraming(self.rule, self.run, self.home)
            self.after = window.domain(float(self.method.steps))
        self.points = self.squeezes and not self.rule and len(self.run.led_to) > 1
        self.taken = self.wide if self.points else self.home
        self.bowls = self._bowls(framing)

    @cached_property
    def squeezes(self) -> bool:
        """Whether the step is a part of the negative gradient."""
        return follows_gradient(self.run) and bool(self.run.grad[0].any())

    @property
    def stays(self) -> bool:
        """Whether the map never zooms, because there is neither a slope nor a step."""
        return not (self.run.grad[0].any() or (self.there != self.here).any())

    @property
    def resting(self) -> tuple[Domain, ...]:
        """All domains in which the map will rest."""
        noisy = [self.whole] if self.run.run.noise else []
        compared = self.around, self.both
        if self.rule:
            return self.home, *compared, *noisy, *self.bowls, self.method.near, self.after
        return self.home, *compared, *noisy, self.wide, self.close, self.after

    def _bowls(self, framing: Framing) -> list[Domain]:
        """Where Newton's first steps are seen, if the run is his."""
        if self.run.run.optimizer != "Newton" or not self.rule or not self.method.steps:
            return []
        places = self.run.parameters[: BOWLS + 1]
        seen = [framing.scale(place - self.here) == 1 for place in places]
        return [framing.around(places[: (*seen, False).index(False)], _JUMPS)]


def _holding(framing: Framing, places: Array, arrows: float) -> Domain:
    """The window that contains the domain and places, or a closer one that shows `arrows` in a row.

    The row is that from the first place to the last.
    """
    window = framing.wide(places)
    share = float((np.ptp(places, axis=0) / np.ptp(list(window.values()), axis=1)).max())
    return framing.around(places, arrows * _STEP) if 0.0 < share < arrows * _SEEN else window


def _width(domain: Domain) -> float:
    low, high = next(iter(domain.values()))
    return high - low


class StepMap(VGroup):
    """The `map` of a first step, showing `home`, with the start and a note above its right end.

    Once `taken_over`, it may show more: `whole`, the arrow against the gradient, with a `rule`.
    """

    def __init__(self, recording: Recording, objective: Objective) -> None:
        super().__init__()
        self.framing = StepFraming(recording)
        box = regions.current().surface.close_map
        visited = recording.runs[0].parameters
        self.map = CloseMap(objective, self.framing.resting, box, self.framing.here, visited)
        self.notes = VGroup()
        self.rule: RuleColumn | None = None
        self.add(self.map, self.notes)
        if not self.framing.equal or (self.framing.stays and np.ptp(self.map.map.unit) > 0.0):
            self.note("label-scales-differ")

    def taken_over(self, recording: Recording, objective: Objective) -> StepMap:
        """The map itself, in the picture with which the chapters of the first step begin.

        If the step is a part of the negative gradient, it has that, beside it the gradient.
        """
        framing = self.framing
        if framing.points:
            self.map.show_domain(framing.taken)
            self.whole = self.map.arrow(framing.here, framing.tip, theme.colors().step)
            self.note_scale()
            self.rule = first_rule(recording, objective)
            self.add(self.rule.facts[0])
        return self

    @property
    def parts(self) -> list[VMobject]:
        """All but the dot."""
        return [*(part for part in self.map if part is not self.map.dot), self.notes]

    def note_scale(self) -> Sequence[Glyphs]:
        """Write how much smaller the gradient is drawn than it is, if it is; returns the note."""
        times = self.framing.times
        return [self.note("label-arrows-smaller", times=divisor(times))] if times > 1 else []

    def note(self, id: str, **values: str) -> Glyphs:
        """Write a note above the right end of the map."""
        note = self.above(words(text(id, **values), theme.TICK, theme.colors().muted))
        self.notes.add(note)
        return note

    def above(self, note: Glyphs) -> Glyphs:
        """Put a text above the right end of the map and above all notes."""
        box = self.map.map.box
        top = max([box.top, *(float(other.get_top()[1]) for other in self.notes)])
        note.next_to((box.right, top, 0.0), np.array([-1.0, 1.0, 0.0]), buff=0.08)
        return note.align_to((box.right, 0.0, 0.0), np.array([1.0, 0.0, 0.0]))
