"""How a sheet is lit, and its outline as soft lines over its jagged edge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.items import Sheet
from gradreel.scenes.drawing.sprites import FLOATS, segments

# The light falls from the left, from above and behind the viewer.
LIGHT = np.array([-0.35, -0.45, 0.82]) / np.linalg.norm([-0.35, -0.45, 0.82])
# Shades 8 % brighter than the colour of a height, and down to a half of it: relief shows, and
# heights keep their colours.
AMBIENT, DIFFUSE = 0.50, 0.58

_RADIUS = 0.7  # pixels: enough to cover the steps of an edge, too little to be seen as a line
# Space units toward the eye: before its own surface, behind lines on it (lifted by 0.03).
_LIFT = 0.004


def outline(sheet: Sheet, frame: tuple[float, float], pixels: float) -> Array:
    """The edges of the sheet where it ends or turns away from the eye, as triangles (n, 11).

    Drawn in the sheet's own shaded colours; `pixels` is the length of a screen unit.
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


def _shaded(sheet: Sheet, at: NDArray[np.intp]) -> Array:
    """The colours (n, 3) of some of the sheet's points, as the painter's shader lights them."""
    normals = sheet.normals()[at]
    normals = np.where((normals @ sheet.eye.view.toward_eye)[:, None] < 0.0, -normals, normals)
    lit = AMBIENT + DIFFUSE * np.maximum(normals @ LIGHT, 0.0)
    shades = np.round(np.clip(sheet.heights[at], 0.0, 1.0) * (len(sheet.ramp) - 1)).astype(int)
    return np.asarray(np.clip(sheet.ramp[shades] * lit[:, None], 0.0, 1.0))
