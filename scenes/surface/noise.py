"""The noise chapter of a surface lesson: each step sees slopes that are a little off."""

from __future__ import annotations

from manim import FadeIn, FadeOut, Mobject, VGroup, VMobject

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.descents.going_down import going_down
from gradreel.scenes.parts.descents.loss_curve import LossCurve
from gradreel.scenes.parts.digits.numbers import rate
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.plots.loss_name import loss_axes
from gradreel.scenes.returning import return_to_start
from gradreel.scenes.scattered_slopes import MOST, ScatteredSlopes
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.step_map import StepMap

_LONGEST = 7.0  # seconds for all the steps, at most
_FADE, _HOME = 0.5, 0.8  # seconds in which arrows go, and in which dot and map go back
_TRAIL = 0.8  # opacity of the path


class SurfaceNoise(ScatteredSlopes):
    """The arrow against the gradient, around it those with the noise of the first steps; the path.

    The noise is that of the recorded steps, added to the gradient at the start.
    """

    plan = chapters.NOISE
    opens = poses.FROM_ABOVE
    closes = poses.FROM_ABOVE
    _trail: VMobject | None = None

    def story(self) -> None:
        self.chart = self.carry_on(StepMap)
        self.map = self.chart.map
        noise = (self.run.seen_grad - self.run.grad[: self.run.steps])[:MOST]
        seen = [*(self.run.grad[0] + noise)]
        self.say("surface-noise-none")
        self._even_out()
        self.show_true(self.map.map, seen)
        self.hold()
        if not seen:
            return
        self.say("surface-noise-some", noise=rate(self.computed(self.run.run.noise or 0.0)))
        self.show_each(seen)
        self.hold()
        self.say("runs-scattered")
        self.gather()
        self.hold()
        arrows = [*self.fan, self.whole]
        before = [arrow.get_fill_opacity() for arrow in arrows]

        def fade(share: float) -> None:
            for arrow, opacity in zip(arrows, before, strict=True):
                arrow.set_opacity((1.0 - share) * opacity)

        self.play(moving(self.fan, fade, _FADE), FadeOut(self.note), run_time=_FADE)
        self._go_down()

    def _even_out(self) -> None:
        """Give both axes the same scale; the floor fills a square whatever its sides are."""
        home, whole = self.chart.framing.home, self.chart.framing.whole
        if self.chart.framing.equal and home != whole:
            self.play(self.map.zoom(whole, _HOME))

    def lay(self, shape: VMobject) -> None:
        self.map.lay(shape)

    @property
    def _steps(self) -> int:
        """How many steps are shown: up to the first that leads out of the map."""
        seen = self.map.map.inside(self.run.parameters)
        return (*seen.tolist(), False).index(False) - 1

    def _go_down(self) -> None:
        """Let the dot go, and beside the map the loss."""
        self.say("surface-noise-path")
        names = loss_axes(self.recording.scenario, self.run)
        curve = LossCurve(self.run.loss, regions.current().surface.noise_loss, names)
        trail = VMobject(stroke_color=theme.colors().here, stroke_width=3.0, stroke_opacity=_TRAIL)
        self.map.lay(trail)
        self.play(FadeIn(curve), run_time=0.4)

        def show(step: float) -> None:
            path = rows_up_to(self.run.parameters, step)
            trace(trail, self.map.map.path(path))
            self.map.stand(path[-1])
            curve.draw_to(step)

        moved = VGroup(self.chart, curve)
        self.play(going_down(moved, self._steps, show, _LONGEST, self.unread))
        self.remove(moved)
        self.add(self.chart, curve)
        self.hold()
        self._trail = trail

    def pose_left(self) -> list[Mobject]:
        start, end = self.run.parameters[0], self.map.here.copy()

        def back(share: float) -> None:
            self.map.stand(end + share * (start - end))
            if self._trail is not None:
                self._trail.set_stroke(opacity=_TRAIL * (1.0 - share))

        return_to_start(self, [self.chart], moving(self.chart, back, _HOME))
        if self.map.domain != self.chart.framing.home:
            self.play(self.map.zoom(self.chart.framing.home, _HOME))
        return [self.chart]
