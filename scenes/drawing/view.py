"""Where a point of a 3D space appears on the screen. Pure numpy."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gradreel.scenarios.arrays import Array

# w is the distance from the eye, 1 at the target; spaces stay well within these. Clip depth is
# a*w + b, so that w = NEAR becomes -1 and w = FAR becomes +1 after the division by w.
_NEAR, _FAR = 0.2, 3.0
_DEPTH_OFFSET = -2.0 / (1 / _NEAR - 1 / _FAR)
_DEPTH_SLOPE = 1.0 - _DEPTH_OFFSET / _FAR

DISTANT = 200.0  # space units: perspective changes sizes across a space by 1 %, so it looks flat
FASTEST = math.radians(40)  # per second: a faster turn cannot be followed
_PEAK = 1.5  # the largest slope of the easing 3t² - 2t³: its top speed, in mean speeds


@dataclass(frozen=True)
class View:
    """A perspective camera that looks at a point of a space, its `target`.

    Angles are in radians: `azimuth` turns about the vertical axis, `elevation` is the height of
    the eye above the horizon (pi/2 looks straight down). `distance` is in space units, `scale` in
    screen units per space unit at the target, and `center` is where the target is on the screen.
    """

    azimuth: float = -1.0
    elevation: float = 0.45
    distance: float = 9.0
    scale: float = 2.2
    center: tuple[float, float] = (0.0, 0.0)
    target: tuple[float, float, float] = (0.0, 0.0, 0.0)
    _axes: Array = field(init=False, repr=False, compare=False, default_factory=lambda: np.eye(3))

    def __post_init__(self) -> None:
        sin_a, cos_a = np.sin(self.azimuth), np.cos(self.azimuth)
        sin_e, cos_e = np.sin(self.elevation), np.cos(self.elevation)
        right = (-sin_a, cos_a, 0.0)
        up = (-sin_e * cos_a, -sin_e * sin_a, cos_e)
        toward_eye = (cos_e * cos_a, cos_e * sin_a, sin_e)
        object.__setattr__(self, "_axes", np.array([right, up, toward_eye]))

    def moved(self, **changes: Any) -> View:
        """The same view with some values changed."""
        return replace(self, **changes)

    def toward(self, other: View, share: float) -> View:
        """The view at a share (0 to 1) of the way to another."""

        def mixed(start: Any, end: Any) -> Any:
            between = np.asarray(start) + share * (np.asarray(end) - np.asarray(start))
            return tuple(between.tolist()) if between.shape else float(between)

        return View(
            azimuth=mixed(self.azimuth, other.azimuth),
            elevation=mixed(self.elevation, other.elevation),
            # Its inverse changes evenly, so that the picture flattens evenly.
            distance=1.0 / mixed(1.0 / self.distance, 1.0 / other.distance),
            scale=mixed(self.scale, other.scale),
            center=mixed(self.center, other.center),
            target=mixed(self.target, other.target),
        )

    def fitted(self, points: Array, low: tuple[float, float], high: tuple[float, float]) -> View:
        """The same view, scaled and moved so that space points (n, 3) fill a screen rectangle."""
        bare = self.moved(scale=1.0, center=(0.0, 0.0)).project(points)[:, :2]
        lowest, highest = bare.min(axis=0), bare.max(axis=0)
        room = np.subtract(high, low)
        scale = float(np.min(room / (highest - lowest)))
        center = (np.add(low, high) - scale * (lowest + highest)) / 2
        return self.moved(scale=scale, center=(float(center[0]), float(center[1])))

    @property
    def toward_eye(self) -> Array:
        """The unit vector from the target to the eye, (3,)."""
        return np.array(self._axes[2])

    def to_eye(self, points: Array) -> Array:
        """Space points (..., 3) as (right, up, toward the eye) relative to the target."""
        turned: Array = (np.asarray(points, dtype=float) - self.target) @ self._axes.T
        return turned

    def project(self, points: Array) -> Array:
        """Space points (..., 3) as screen points (..., 3), in manim units with z = 0."""
        eye = self.to_eye(points)
        shrink = self.scale * self.distance / (self.distance - eye[..., 2])
        screen = np.zeros_like(eye)
        screen[..., 0] = self.center[0] + eye[..., 0] * shrink
        screen[..., 1] = self.center[1] + eye[..., 1] * shrink
        return screen

    def to_clip(self, points: Array, frame: tuple[float, float], lift: float = 0.0) -> Array:
        """Space points (..., 3) as homogeneous clip coordinates (..., 4).

        `frame` is the size of the whole picture in screen units. `lift`, in space units, moves
        the points toward the eye in depth alone, so that what lies on a surface is not lost in it.
        """
        eye = self.to_eye(points)
        w = (self.distance - eye[..., 2]) / self.distance
        clip = np.empty((*eye.shape[:-1], 4))
        clip[..., 0] = (eye[..., 0] * self.scale + self.center[0] * w) * 2 / frame[0]
        clip[..., 1] = (eye[..., 1] * self.scale + self.center[1] * w) * 2 / frame[1]
        lifted = w - lift / self.distance
        # Times w, because the hardware divides by w, not by the lifted distance.
        clip[..., 2] = (_DEPTH_SLOPE + _DEPTH_OFFSET / lifted) * w
        clip[..., 3] = w
        return clip


def flight_time(start: View, end: View) -> float:
    """Seconds that the eye takes from one view to another, eased, never faster than `FASTEST`."""
    turns = (end.azimuth - start.azimuth, end.elevation - start.elevation)
    return _PEAK * math.hypot(*turns) / FASTEST
