"""How a point of a 3D space lands on the screen. Pure numpy."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gradreel.scenarios.arrays import Array

# Clip depth is a*w + b, so that w = NEAR lands on -1 and w = FAR on +1 after the division.
_NEAR, _FAR = 0.2, 3.0
_DEPTH_OFFSET = -2.0 / (1 / _NEAR - 1 / _FAR)
_DEPTH_SLOPE = 1.0 - _DEPTH_OFFSET / _FAR

DISTANT = 200.0  # where perspective changes sizes across a space by 1 %: it looks flat
FASTEST = math.radians(40)  # a second: what turns faster than that cannot be followed
_PEAK = 1.5  # the largest slope of 3t² - 2t³: the eased speed in mean speeds


@dataclass(frozen=True)
class View:
    """A perspective camera that looks at `target` of a space.

    Angles are in radians: `azimuth` turns about the vertical axis, `elevation` is the height
    of the eye above the horizon (pi/2 looks straight down). `distance` is in space units,
    `scale` in screen units for each space unit at the target, `center` where on the screen
    the target lands.
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
        """The same view with some of its values changed."""
        return replace(self, **changes)

    def toward(self, other: View, share: float) -> View:
        """The view a share (0 to 1) of the way to another."""

        def mixed(one: Any, end: Any) -> Any:
            between = np.asarray(one) + share * (np.asarray(end) - np.asarray(one))
            return tuple(between.tolist()) if between.shape else float(between)

        return View(
            azimuth=mixed(self.azimuth, other.azimuth),
            elevation=mixed(self.elevation, other.elevation),
            # By its inverse, so that the picture flattens evenly.
            distance=1.0 / mixed(1.0 / self.distance, 1.0 / other.distance),
            scale=mixed(self.scale, other.scale),
            center=mixed(self.center, other.center),
            target=mixed(self.target, other.target),
        )

    def fitted(self, points: Array, low: tuple[float, float], high: tuple[float, float]) -> View:
        """The same view, scaled and placed so that space points (n, 3) fill a screen rectangle."""
        bare = self.moved(scale=1.0, center=(0.0, 0.0)).project(points)[:, :2]
        least, most = bare.min(axis=0), bare.max(axis=0)
        room = np.subtract(high, low)
        scale = float(np.min(room / (most - least)))
        center = (np.add(low, high) - scale * (least + most)) / 2
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

        `frame` is the size of the whole picture in screen units. `lift` moves the points that
        far toward the eye in depth alone, so that what lies on a surface is not lost in it.
        """
        eye = self.to_eye(points)
        w = (self.distance - eye[..., 2]) / self.distance
        clip = np.empty((*eye.shape[:-1], 4))
        clip[..., 0] = (eye[..., 0] * self.scale + self.center[0] * w) * 2 / frame[0]
        clip[..., 1] = (eye[..., 1] * self.scale + self.center[1] * w) * 2 / frame[1]
        lifted = w - lift / self.distance
        # Scaled back to w, because the hardware divides by w and not by the lifted one.
        clip[..., 2] = (_DEPTH_SLOPE + _DEPTH_OFFSET / lifted) * w
        clip[..., 3] = w
        return clip


def flight_time(start: View, end: View) -> float:
    """Seconds in which the eye goes from one view to another, eased at both ends, slowly enough."""
    turns = (end.azimuth - start.azimuth, end.elevation - start.elevation)
    return _PEAK * math.hypot(*turns) / FASTEST
