"""The gradient chapter of a surface lesson: a slope along each parameter, and both together."""

from __future__ import annotations

import numpy as np
from manim import LEFT, FadeIn

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.formula import symbol, typst_math, value
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.places import sides_of_kink
from gradreel.scenes.parts.printed import printed
from gradreel.scenes.parts.text import Markup, maths
from gradreel.scenes.parts.typeset import in_math
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.surface import chapters
from gradreel.scenes.surface.stage import SurfaceStage, one_size

_TANGENT = 0.55  # half a tangent's length, in space units
_TOO_WIDE = 1.2  # times the room for formulas: set so small, they could not be read
_ARROW = 0.7  # the gradient's arrow on the floor at its longest, in space units
_SHORTEST = 0.42


class SurfaceGradient(Chapter):
    """Both tangents with their slopes join into the gradient, whose opposite leads downhill."""

    plan = chapters.GRADIENT

    def story(self) -> None:
        self._place()
        self._slopes()
        if not self.grad.any():
            if not any(map(self._kinked, range(len(self.grad)))):
                self.say("surface-flat")
            return
        self._join()
        self._turn()

    def _place(self) -> None:
        self.space = SurfaceStage(self.recording, self.objective, _SHORTEST).space
        self.here, self.grad = self.run.parameters[0], self.readable.grad[0]
        self.loss = in_math(self.notation.loss, theme.colors().loss)
        self.space.balls(self.space.at(self.here), theme.colors().here, 0.12)
        self.foot = self.space.ground(self.here)
        self.appear(self.space)
        self.start = printed(self.objective, self.here)
        self.say(texts.start(self.start.texts, float(self.run.loss[0])))
        self.hold()

    def _slopes(self) -> None:
        names = self.recording.scenario.parameters
        self.rows = self._rows(names)
        self.tangents = [
            self.space.stroke(self._tangent(axis), theme.colors().gradient, 5.0, lift=0.5)
            for axis in (0, 1)
        ]
        for tangent in self.tangents:
            tangent.set_opacity(0.0)
        for axis, name in enumerate(names):
            slope = float(self.grad[axis])
            kinked = self._kinked(axis)
            self.say(texts.kink(name, slope) if kinked else texts.slope(name, slope))
            shown = self.tangents[axis].animate.set_opacity(0.0 if kinked else 1.0)
            self.play(shown, FadeIn(self.rows[axis]), run_time=0.8)
            self.hold()

    def _kinked(self, axis: int) -> bool:
        landscape = self.space.landscape
        width = float((landscape.high - landscape.low)[axis])
        return sides_of_kink(self.objective, self.here, axis, width) is not None

    def _rows(self, names: tuple[str, ...]) -> list[Markup]:
        """The partial derivatives and the gradient made of them, in one size."""
        rows = [maths(self._slope(axis, name, whole=True)) for axis, name in enumerate(names)]
        if max(row.width for row in rows) > _TOO_WIDE * regions.current().surface.column.width:
            rows = [maths(self._slope(axis, name, whole=False)) for axis, name in enumerate(names)]
        for sign, color in (("", theme.colors().gradient), ("-", theme.colors().step)):
            parts = [self.computed(-float(part)) for part in self.grad] if sign else self.grad
            pair = f"({', '.join(value(part) for part in parts)})"
            rows.append(
                maths(f"{in_math(f'{sign}nabla', color)} {self.loss} = {in_math(pair, color)}")
            )
        left = one_size(rows)
        for y, row in zip(regions.current().surface.rows, rows, strict=True):
            row.move_to((left, y, 0), aligned_edge=LEFT)
        return rows

    def _slope(self, axis: int, name: str, whole: bool) -> str:
        """A partial derivative and its value here, with its formula between them if `whole`."""
        left = f"(partial {self.loss}) / (partial {in_math(symbol(name), theme.colors().here)})"
        slope = in_math(value(self.grad[axis]), theme.colors().gradient)
        if not (whole and self.objective.partials):
            return f"{left} = {slope}"
        colors = dict.fromkeys(self.objective.parameters, theme.colors().here)
        formula = typst_math(self.objective.partials[axis], colors)
        return f"{left} = {formula} {self.start.sign} {slope}"

    def _tangent(self, axis: int) -> Array:
        """Both ends of the tangent along a parameter, in world points of a fixed length."""
        landscape = self.space.landscape
        nudge = np.zeros(2)
        nudge[axis] = (landscape.high - landscape.low)[axis] / 2
        loss = float(self.run.loss[0])
        rise = landscape.heights.steepness(loss) * float(self.grad @ nudge)
        shares = landscape.share(loss) + np.array([-rise, rise])
        ends = self.space.raised(self.here + np.outer([-1, 1], nudge), shares)
        middle = self.space.at(self.here)
        return middle + (ends - middle) * (_TANGENT / np.linalg.norm(ends[1] - middle))

    def _join(self) -> None:
        """An arrow along each parameter on the floor; together they make the gradient."""
        uphill = self._uphill()
        foot, along = self.foot, np.diag(uphill)[:2]
        drop = self.space.stroke(
            np.array([self.space.at(self.here), foot]), theme.colors().muted, 2.0
        )
        parts = [self.space.arrow(foot, foot, theme.colors().gradient) for _ in along]
        for part, way in zip(parts, along, strict=True):
            part.set_opacity(float(way.any()))  # one without a length would be all tip
        self.gradient = self.space.arrow(foot, foot, theme.colors().gradient)
        self.say("surface-uphill")
        fade = self.space.sheet.animate.set_opacity(0.35)
        self.play(fade, drop.set_opacity(0.0).animate.set_opacity(0.8), run_time=0.6)
        grown = [
            part.animate.set_points(np.array([foot, foot + way]))
            for part, way in zip(parts, along, strict=True)
        ]
        self.play(*grown, run_time=0.8)
        joined = parts[1].animate.set_points(np.array([foot + along[0], foot + uphill]))
        self.play(joined, run_time=0.8)
        grown = [self.gradient.animate.set_points(np.array([foot, foot + uphill]))]
        fading = [part.animate.set_opacity(0.3 * part.opacity) for part in parts]
        self.play(*grown, *fading, FadeIn(self.rows[2]), run_time=0.8)
        self.parts = parts
        self.hold()

    def _turn(self) -> None:
        """The gradient fades, and its negative turns out of it."""
        uphill = self._uphill()
        downhill = self.space.arrow(self.foot, self.foot + uphill, theme.colors().step).set_opacity(
            0.0
        )

        def turn(share: float) -> None:
            angle = np.pi * share
            across = np.array([-uphill[1], uphill[0], 0.0])
            tip = self.foot + np.cos(angle) * uphill + np.sin(angle) * across
            downhill.set_points(np.array([self.foot, tip])).set_opacity(min(1.0, 4 * share))

        self.say(texts.downhill(self.run))
        fading = [item.animate.set_opacity(0.0) for item in (*self.parts, *self.tangents)]
        self.play(self.gradient.animate.set_opacity(0.25), *fading, run_time=0.5)
        self.play(moving(self.space, turn, 1.4), FadeIn(self.rows[3]))

    def _uphill(self) -> Array:
        """The gradient as a way on the floor (3,), not so long that it leaves the floor."""
        span = self.space.landscape.high - self.space.landscape.low
        # A step in the parameters is as much wider on the screen as the domain is narrower.
        way = np.append(2 * self.grad / span, 0.0)
        way /= np.linalg.norm(way)
        to_border = 1.0 - np.sign(way[:2]) * self.foot[:2]
        steep = way[:2] != 0.0
        room = (to_border[steep] / np.abs(way[:2])[steep]).min()
        return np.asarray(way * np.clip(room, _SHORTEST, _ARROW))
