"""The terms of a step as arrows on a map: added tip to tail, or simply a gradient and a step."""

from __future__ import annotations

from collections.abc import Iterator

from manim import Animation

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.methods.rule import MethodRule
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.maps.close_map import CloseMap, MapArrow
from gradreel.solver.run_record import RunRecord

FAINT = 0.25  # opacity of what has been used
_GROW, _MOVE, _FADE = 0.9, 0.8, 0.3  # seconds


class TermArrows:
    """The gradient and the step of a method as arrows that lead downhill, `times` smaller.

    Only the step is always drawn in its true length. `show` yields the animations, one after the
    other, with which a quantity of a step appears; `leave` those with which all of them go.
    """

    def __init__(self, chart: CloseMap, rule: MethodRule, run: RunRecord, times: int) -> None:
        self.chart, self._rule, self._run, self._times = chart, rule, run, times
        self._arrows: dict[str, MapArrow] = {}

    def show(self, name: str, step: int) -> Iterator[list[Animation]]:
        """The animations of a quantity."""
        self.here, self.vectors = self._run.parameters[step], self._rule.vectors(self._run, step)
        if name == "gradient":
            yield [self.growing("gradient", theme.colors().step)]
        elif name == "step":
            yield from self.stepping(step)

    def stepping(self, step: int) -> Iterator[list[Animation]]:
        """The animations of the step itself."""
        arrow = self.arrow("step", theme.colors().step, self.here)
        end = self.here + self.vectors["step"]
        yield [self.chart.growth(arrow, end, _GROW), *self.fading("gradient")]

    def leave(self) -> list[Animation]:
        """The animations in which all arrows fade out."""
        return self.fading(*self._arrows, to=0.0)

    @property
    def step(self) -> MapArrow | None:
        """The arrow of the step, while it is shown."""
        return self._arrows.get("step")

    def tip(self, vector: Array) -> Array:
        """Where the arrow of a quantity ends that leads uphill, drawn downhill, (2,)."""
        end: Array = self.here - vector / self._times
        return end

    def arrow(self, name: str, color: str, end: Array, start: Array | None = None) -> MapArrow:
        """A new arrow, which is known by a name."""
        arrow = self.chart.arrow(self.here if start is None else start, end, color)
        self._arrows[name] = arrow
        return arrow

    def growing(self, name: str, color: str, known: str = "") -> Animation:
        """An animation in which the arrow of a quantity grows."""
        arrow = self.arrow(known or name, color, self.here)
        return self.chart.growth(arrow, self.tip(self.vectors[name]), _GROW)

    def turning(self, name: str, start: Array, end: Array) -> Animation:
        """An animation in which an arrow moves to other ends."""
        arrow = self._arrows[name]
        first, last = arrow.start.copy(), arrow.end.copy()

        def change(share: float) -> None:
            arrow.start = first + share * (start - first)
            self.chart.point(arrow, last + share * (end - last))

        return moving(arrow, change, _MOVE)

    def fading(self, *names: str, to: float = FAINT) -> list[Animation]:
        """Animations in which arrows become faint."""
        arrows = [self._arrows[name] for name in names if name in self._arrows]
        if to == 0.0:
            self._arrows = {}
        return [_fade(arrow, to) for arrow in arrows]


class AddedArrows(TermArrows):
    """The velocity as what is kept of the old one, and the gradient at its tip."""

    def show(self, name: str, step: int) -> Iterator[list[Animation]]:
        yield from super().show(name, step)
        if name == "velocity":
            yield from self._velocity(step)

    def _velocity(self, step: int) -> Iterator[list[Animation]]:
        if step == 0:
            yield [self.growing("velocity", theme.colors().residual)]
            yield self.fading("gradient")
            return
        yield [self.growing("velocity0", theme.colors().residual, "kept")]
        kept = self.tip(self.vectors["velocity"] - self.vectors["gradient"])
        yield [self.turning("kept", self.here, kept)]
        yield [self.turning("gradient", kept, self.tip(self.vectors["velocity"]))]
        yield [self.growing("velocity", theme.colors().residual)]
        yield self.fading("gradient", "kept")

    def stepping(self, step: int) -> Iterator[list[Animation]]:
        """The velocity, or with a look ahead a sum again, squeezed to the step."""
        end = self.tip(self.vectors["velocity"])
        if "ahead" in self.vectors:
            end = self.tip(self.vectors["ahead"])
            kept = self.tip(self.vectors["ahead"] - self.vectors["gradient"])
            yield [self.turning("velocity", self.here, kept)]
            yield [self.turning("gradient", kept, end), *self.fading("velocity")]
        arrow = self.arrow("step", theme.colors().step, self.here)
        yield [self.chart.growth(arrow, end, _GROW), *self.fading("velocity", "gradient")]
        yield [self.chart.growth(arrow, self.here + self.vectors["step"], _MOVE)]


def _fade(arrow: MapArrow, to: float) -> Animation:
    before = float(arrow.get_fill_opacity())

    def fade(share: float) -> None:
        arrow.set_opacity(before + share * (to - before))

    return moving(arrow, fade, _FADE)
