"""What the chapters about one run on a surface share: the space, with a column beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import Animation, Group

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.drawing.items import Item
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.lettering.text import Markup
from gradreel.scenes.parts.maps.framing import between
from gradreel.scenes.parts.maps.views import first_domain
from gradreel.scenes.parts.maps.window import MOST, Window
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_VEILED = 0.35  # opacity of the surface while something behind it is shown
_HIGH = 1.05  # radians: the elevation of the eye over the widest window


class SurfaceStage:
    """The landscape of a recording's first run, in a window that follows the run."""

    def __init__(self, recording: Recording, objective: Objective) -> None:
        run = recording.runs[0]
        self.window = Window(first_domain(recording), run.parameters)
        self._marks: list[Item] = []
        self._scale = self.window.scale(0.0)
        landscape = Landscape(objective, self.window.domain(0.0), run.parameters)
        loss = notation_of(recording.scenario).loss
        self.space = Space(landscape, regions.current().surface.space.corners, loss, run.parameters)
        self.space.contours()
        self._first = self.space.eye.view
        self._whole = self.space.landscape
        self._domain = self.window.domain(0.0)

    def going(self, domain: Domain, show: Callable[[], None], run_time: float) -> Animation:
        """An animation of zooming to a domain; `show` puts again what was placed in the space."""
        before, home = self._domain, self.window.domain(0.0)

        def change(share: float) -> None:
            self._domain = between(before, domain, share) if share < 1.0 else domain
            back = self._domain == home
            self.space.spread(self._whole if back else self._whole.over(self._domain), not back)
            show()

        return moving(self.space, change, run_time)

    def follow(self, step: float) -> bool:
        """Draw the part of the landscape for a step, and return whether it has changed."""
        scale = self.window.scale(step)
        if scale == self._scale:
            return False
        self._scale = scale
        self._rise(np.log(scale) / np.log(MOST))
        self.space.spread(self.space.landscape.over(self.window.domain(step)))
        return True

    def refused(self, here: Array, target: Array) -> Animation:
        """An animation of an arrow on the floor toward where the loss has no value."""
        arrow = self.space.floor_arrow(here, target, theme.colors().step)
        self._marks.append(arrow)
        start, vector = arrow.points[0].copy(), np.diff(arrow.points, axis=0)[0]
        seen = self.space.sheet.opacity

        def grow(share: float) -> None:
            arrow.set_points(np.array([start, start + share * vector]))
            self.space.sheet.set_opacity(seen + share * (_VEILED - seen))

        return moving(self.space, grow)

    def point(self, place: Array) -> Animation:
        """An animation of a ball at parameters (2,); if a hill hides it, the surface is veiled."""
        sheet, hidden = self.space.sheet, self.space.hides(place)
        if hidden:
            marks = self.space.pin(place, theme.colors().loss)
        else:
            marks = Group(self.space.balls(self.space.at(place[None]), theme.colors().loss, 0.11))
        self._marks += [mark for mark in marks if isinstance(mark, Item)]
        seen = sheet.opacity

        def show(share: float) -> None:
            for mark in marks:
                mark.set_opacity(share)
            sheet.set_opacity(seen + share * (_VEILED - seen) if hidden else seen)

        show(0.0)
        return moving(self.space, show)

    def unmarking(self) -> Animation:
        """An animation that removes what `point` has added, and restores the surface."""
        sheet = self.space.sheet
        seen = sheet.opacity

        def fade(share: float) -> None:
            for mark in self._marks:
                mark.set_opacity(1.0 - share)
            sheet.set_opacity(seen + share * (1.0 - seen))

        return moving(self.space, fade)

    def _rise(self, share: float) -> None:
        """Lift the eye as the picture widens: the near side of a bowl would hide the run."""
        high = max(_HIGH, self._first.elevation)
        elevation = self._first.elevation + share * (high - self._first.elevation)
        self.space.set_view(self.space.fitted(self._first.moved(elevation=elevation)))


def one_size(formulas: Sequence[Markup], most: float = 1.0) -> float:
    """Scale formulas to one size in which all fit, and return the left edge for them.

    They become at `most` so many times as large as they are.
    Those that could not be read in the column reach out of it to the left.
    """
    column = regions.current().surface.column
    widest = max(formula.width for formula in formulas)
    scale = min(most, max(column.width / widest, theme.TICK / theme.FORMULA))
    for formula in formulas:
        formula.scale(scale)
    return min(column.left, regions.safe().right - scale * widest)
