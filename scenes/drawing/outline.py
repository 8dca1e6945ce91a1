"""How a sheet is lit, and the soft lines that cover its jagged edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.items import Sheet
from gradreel.scenes.drawing.sprites import FLOATS, segments

# The light falls from the left, from above and behind the viewer.
LIGHT = np.array([-0.35, -0.45, 0.82]) / np.linalg.norm([-0.35, -0.45, 0.82])
# From 8 % brighter than the colour of the height, facing the light, down to half of it, turned
# away: enough to show relief, and little enough for heights to keep their colours.
AMBIENT, DIFFUSE = 0.50, 0.58

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
    normals = sheet.normals()[indices]
    normals = np.where((normals @ sheet.eye.view.toward_eye)[:, None] < 0.0, -normals, normals)
    lit = AMBIENT + DIFFUSE * np.maximum(normals @ LIGHT, 0.0)
    shades = np.round(np.clip(sheet.heights[indices], 0.0, 1.0) * (len(sheet.ramp) - 1)).astype(int)
    return np.asarray(np.clip(sheet.ramp[shades] * lit[:, None], 0.0, 1.0))
