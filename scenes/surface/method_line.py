"""A search along a line: the loss over the length of the step, beside the line on the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from manim import Animation, FadeIn, FadeOut, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.methods.rule import MethodRule
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, draw_up_to, polyline
from gradreel.scenes.parts.maps.close_map import DOT, CloseMap
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.surface.method_arrows import TermArrows
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

_SAMPLES = 201  # places along the line
_BEYOND = 1.6  # times the length that is found: how far the plot goes, where no other was tried
_AIR = 0.08  # of the range of losses, above and below
_DRAW, _TRY = 1.6, 0.6  # seconds in which the loss along the line is drawn, and for each try
_TRIED = 12  # tries that are shown one by one, at most


class LineSearch(TermArrows):
    """The gradient, the line against it, and the loss along that line with the lengths tried."""

    def __init__(
        self,
        chart: CloseMap,
        rule: MethodRule,
        run: RunRecord,
        times: int,
        objective: Objective,
        names: tuple[str, str],
    ) -> None:
        super().__init__(chart, rule, run, times)
        self._names = names
        # A function, because manim's fades copy everything that is not.
        self._value: Callable[[Array], Array] = lambda places: objective.value(places)
        self._shown = VGroup()

    def show(self, name: str, step: int) -> Iterator[list[Animation]]:
        yield from super().show(name, step)
        if name == "length":
            yield from self._search(step)

    def leave(self) -> list[Animation]:
        """The animations in which the arrows, the line and the plot fade out."""
        return [*super().leave(), FadeOut(self._shown)]

    def tried(self, step: int) -> Array:
        """The lengths that a step has tried, (n,), the one that it took last."""
        found = float(self._run.carried["step_length"][step])
        options = self._run.run.options
        if options["line_search"] != "armijo":
            return np.array([found])
        first, shrink = (float(options.get(*o)) for o in (("initial", 1.0), ("shrink", 0.5)))  # type: ignore[arg-type]
        lengths = first * shrink ** np.arange(int(self._run.counts[step, 0]) - 1)
        return np.append(lengths[lengths > found * (1 + 1e-9)], found)

    def _search(self, step: int) -> Iterator[list[Animation]]:
        down, lengths = -self.vectors["gradient"], self.tried(step)
        most = float(lengths[0]) if len(lengths) > 1 else _BEYOND * float(lengths[0])
        along = np.linspace(0.0, most, _SAMPLES)
        losses = self._value(self.here + along[:, None] * down)
        finite = losses[np.isfinite(losses)]
        air = _AIR * float(np.ptp(finite))
        limits = float(finite.min()) - air, float(finite.max()) + air
        colors = theme.colors().step, theme.colors().loss
        box = regions.current().surface.line
        plot = Plot((0.0, most), limits, box, self._names, ticks=(4, 3), colors=colors)
        line = self.chart.map.cut(self.chart.map.at(self.here + along[:, None] * down))
        dashed = polyline(dashes(line), theme.colors().ink, 2.5)
        way = plot.cut(plot.place(along, losses))
        curve = VMobject(stroke_color=theme.colors().loss, stroke_width=4.0)
        self._shown = VGroup(plot, dashed, curve)
        yield [FadeIn(plot), FadeIn(dashed)]
        yield [moving(curve, lambda share: draw_up_to(curve, way, share), _DRAW)]
        for length in lengths[-_TRIED:]:
            yield [
                FadeIn(self._dot(plot, float(length), down, length == lengths[-1]), run_time=_TRY)
            ]

    def _dot(self, plot: Plot, length: float, down: Array, taken: bool) -> VGroup:
        """A length on the plot and on the map: a small dot for one that was not taken."""
        place = self.here + length * down
        at = plot.place(np.array([length]), self._value(place[None]))
        on_map = self.chart.map.at(place)[None]
        color, radius = (theme.colors().step, DOT) if taken else (theme.colors().muted, 0.7 * DOT)
        inside = self.chart.map.within(on_map)
        dots = VGroup(discs(at, radius, color), discs(on_map[inside], 0.7 * radius, color))
        self._shown.add(dots)
        return dots
