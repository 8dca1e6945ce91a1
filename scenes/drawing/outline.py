"""How a sheet is lit, and the soft lines that cover its jagged edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.items import Sheet
from gradreel.scenes.drawing.sprites import FLOATS, segments

# The light comes from the viewer, so that slopes to either side are alike. What faces it is a
# little brighter than the colour of its height, what is turned away a little darker: enough to
# show relief, and little enough for equal heights to look alike wherever they are.
AMBIENT, DIFFUSE = 0.87, 0.16

_RADIUS = 0.7  # pixels: enough to cover the steps of an edge, too little to look like a line
# Space units toward the eye: in front of the sheet, behind lines on it (lifted by 0.03).
_LIFT = 0.004


def outline(sheet: Sheet, frame: tuple[float, float], pixels: float) -> Array:
    """Where the sheet ends or turns away from the eye, as soft lines: triangles (n, 11).

    They have the sheet's shaded colours; `pixels` is the length of a screen unit.
    """
    pairs, faces = sheet.patch.edges
    clip = sheet.eye.view.to_clip(sheet.points, frame, _LIFT)
    toward = sheet.patch.turned(clip[:, :2] / clip[:, 3:])
    border = (faces < 0).any(axis=1)
    chosen = border | (toward[faces[:, 0]] != toward[faces[:, 1]])
    drawn = sheet.patch.revealed(pairs, sheet.revealed)
    ends = pairs[chosen & drawn].ravel()
    if not len(ends):
        return np.empty((0, FLOATS))
    rgba = np.column_stack([_shaded(sheet, ends), np.full(len(ends), sheet.opacity)])
    return segments(clip[ends], rgba, _RADIUS, (frame[0] * pixels, frame[1] * pixels))


def _shaded(sheet: Sheet, indices: NDArray[np.intp]) -> Array:
    """The colours (n, 3) of the sheet's points with these indices, lit as by the shader."""
    lit = brightness(sheet.normals()[indices], sheet.eye.view.toward_eye)
    shades = np.round(np.clip(sheet.heights[indices], 0.0, 1.0) * (len(sheet.ramp) - 1)).astype(int)
    return np.asarray(np.clip(sheet.ramp[shades] * lit[:, None], 0.0, 1.0))


def brightness(normals: Array, toward_eye: Array) -> Array:
    """How brightly (n,) a sheet with these unit normals (n, 3) is lit, either side of it."""
    return np.asarray(AMBIENT + DIFFUSE * np.abs(normals @ toward_eye))
