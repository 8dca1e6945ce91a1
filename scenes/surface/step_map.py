"""The map seen from above, on which the gradient is found and the first step is taken."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from manim import VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.methods.table import rule_of
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.lettering.text import Glyphs, words
from gradreel.scenes.parts.maps.close_map import CloseMap
from gradreel.scenes.parts.maps.framing import Framing
from gradreel.scenes.parts.maps.views import first_domain
from gradreel.scenes.parts.maps.window import Window
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.surface.method_framing import MethodFraming
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_STEP = 0.38  # of the map's width: the length of the step, seen from close
_JUMPS = 0.5  # of the map's width: the steps of Newton's method, between the bowls around them
BOWLS = 3  # steps of it, at most, of which each is shown with its bowl
_FAN = 0.62  # of half the map: a radius at which numbers around it do not touch


class StepFraming:
    """What the map shows of the first step of a run, from `home` to `close`.

    All of `home` is in the window `whole`, which has equal scales if any has.
    The negative gradient ends at `tip`, drawn `times` smaller than it is; `seen` says whether the
    step itself has room. Directions are compared over a `reach` (2,), equally long on the map in
    all of them, within the domain `around`.
    """

    def __init__(self, recording: Recording) -> None:
        self.run = recording.runs[0]
        window = Window(first_domain(recording), self.run.parameters)
        self.here, self.there = self.run.parameters[0], self.run.led_to[:2][-1]
        self.home, self.after = (window.domain(step) for step in (0.0, 1.0))
        framing = Framing(self.home)
        self.equal = framing.equal
        self.times = framing.scale(self.run.grad[0]) if self.squeezes else 1
        self.tip = self.here - self.run.grad[0] / self.times
        self.seen = framing.scale(self.there - self.here) == 1
        ends = [self.tip] if self.squeezes else []
        ends += [self.there] if self.seen and self.times == 1 else []
        self.wide = framing.wide(np.array([self.here, *ends]))
        self.whole = framing.wide(self.here[None])
        self.close = framing.close(self.here, self.there, _STEP) if self.seen else self.wide
        self.reach = _FAN * framing.radius
        self.around = framing.wide(np.array([self.here - self.reach, self.here + self.reach]))
        self.rule = rule_of(self.run.run)
        if self.rule:
            self.method = MethodFraming(self.rule, self.run, self.home)
            self.after = window.domain(float(self.method.steps))
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
        if self.rule:
            return self.home, self.around, *noisy, *self.bowls, self.method.near, self.after
        return self.home, self.around, *noisy, self.wide, self.close, self.after

    def _bowls(self, framing: Framing) -> list[Domain]:
        """Where Newton's first steps are seen, if the run is his."""
        if self.run.run.optimizer != "Newton" or not self.rule or not self.method.steps:
            return []
        places = self.run.parameters[: BOWLS + 1]
        seen = [framing.scale(place - self.here) == 1 for place in places]
        return [framing.around(places[: (*seen, False).index(False)], _JUMPS)]


class StepMap(VGroup):
    """The `map` of a first step, showing `home`, with the start and a note above its right end."""

    def __init__(self, recording: Recording, objective: Objective) -> None:
        super().__init__()
        self.framing = StepFraming(recording)
        box = regions.current().surface.close_map
        visited = recording.runs[0].parameters
        self.map = CloseMap(objective, self.framing.resting, box, self.framing.here, visited)
        self.notes = VGroup()
        self.add(self.map, self.notes)
        if not self.framing.equal or (self.framing.stays and np.ptp(self.map.map.unit) > 0.0):
            self.note("label-scales-differ")

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
