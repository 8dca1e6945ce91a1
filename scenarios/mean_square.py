"""Mean squared errors of models that are linear in their parameters, and their gradients.

There are n data points and p weights: features (n, p), and a target (n,), which is the offset of
the model less the outputs. At a few points sums are exact, at many they are fast.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.sums import row_sums, total

_BLOCK = 2**20  # numbers at once, 8 MB: a grid of points with much data would fill the memory
_FEW = 64  # more points than this belong to a picture, where speed matters and the last digit not


def residual(points: Array, features: Array, target: Array) -> Array:
    """Prediction minus output (..., n) for weights (..., p)."""
    with np.errstate(all="ignore"):
        if points.size > _FEW * points.shape[-1]:
            return np.asarray(points @ features.T + target)
        columns = np.moveaxis(points, -1, 0)
        parts = [column[..., None] * row for column, row in zip(columns, features.T, strict=True)]
        return np.asarray(total([*parts, target]))


def mean_square(points: Array, features: Array, target: Array) -> Array:
    """The loss (...) for weights (..., p)."""

    def of_block(block: Array) -> Array:
        squares = residual(block, features, target) ** 2
        if len(block) > _FEW:
            return np.asarray(squares.mean(axis=-1))
        return row_sums(squares) / len(target)

    return _in_blocks(of_block, points, len(target))


def mean_square_gradient(points: Array, features: Array, target: Array) -> Array:
    """The gradient (..., p) for weights (..., p)."""

    def of_block(block: Array) -> Array:
        scaled = 2 / len(target) * residual(block, features, target)
        if len(block) > _FEW:
            return np.asarray(scaled @ features)
        return np.stack([row_sums(scaled * row) for row in features.T], axis=-1)

    return _in_blocks(of_block, points, len(target))


def _in_blocks(function: Callable[[Array], Array], points: Array, width: int) -> Array:
    """The function of points (..., p), which needs `width` numbers of memory for each of them."""
    rows = points.reshape(-1, points.shape[-1])
    blocks = np.array_split(rows, max(1, min(len(rows), len(rows) * width // _BLOCK)))
    with np.errstate(all="ignore"):
        found = np.concatenate([function(block) for block in blocks])
    return found.reshape(points.shape[:-1] + found.shape[1:])
