"""The curvatures of a Hessian, and their signs. Pure numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Of the largest eigenvalue, below which others count as 0: eigvalsh is off by a few times 2.2e-16.
_ROUNDING = 1e-14


def curvatures(hessian: Array) -> Array:
    """The eigenvalues (p,) of a Hessian, ascending, with 0 for rounding errors."""
    alone = np.diag(hessian)
    if not (hessian - np.diag(alone)).any():  # then they are exact, however far apart
        return np.sort(alone)
    found = np.linalg.eigvalsh(hessian)
    return np.where(abs(found) <= _ROUNDING * abs(found).max(), 0.0, found)


def curvature_signs(hessian: Array) -> tuple[bool, bool]:
    """Whether a Hessian (p, p) is positive definite, and whether it has a negative eigenvalue."""
    if not np.isfinite(hessian).all():
        return False, False
    found = curvatures(_scaled(hessian))
    return bool(found[0] > 0), bool(found[0] < 0)


def _scaled(hessian: Array) -> Array:
    """The Hessian in units in which each of its diagonal entries is 1 or -1.

    By Sylvester's law of inertia the signs of its eigenvalues stay, but rounding no longer hides
    that x**2 + 1e-20*y**2 bends up in every direction.
    """
    alone = np.abs(np.diag(hessian))
    units = np.sqrt(np.where(alone > 0, alone, 1.0))
    return np.asarray(hessian / np.outer(units, units), dtype=np.float64)
