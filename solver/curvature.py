"""Which way a matrix of second derivatives bends. Pure numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Of the largest eigenvalue. Sums of squares round to a few units of 2.2e-16.
_ROUNDING = 1e-14


def curvatures(hessian: Array) -> Array:
    """The eigenvalues (p,) of a Hessian, ascending, with 0 for what is only rounding."""
    alone = np.diag(hessian)
    if not (hessian - np.diag(alone)).any():  # exact, however far apart they are
        return np.sort(alone)
    found = np.linalg.eigvalsh(hessian)
    return np.where(abs(found) <= _ROUNDING * abs(found).max(), 0.0, found)


def curvature_signs(hessian: Array) -> tuple[bool, bool]:
    """Whether the hessian (p, p) bends up in every direction, and down in some."""
    if not np.isfinite(hessian).all():
        return False, False
    found = curvatures(_scaled(hessian))
    return bool(found[0] > 0), bool(found[0] < 0)


def _scaled(hessian: Array) -> Array:
    """In units in which each parameter alone bends by 1, which leaves all signs as they are.

    x**2 + 1e-20*y**2 bends up in every direction, and no rounding hides it. (Sylvester's law.)
    """
    alone = np.abs(np.diag(hessian))
    units = np.sqrt(np.where(alone > 0, alone, 1.0))
    return np.asarray(hessian / np.outer(units, units), dtype=np.float64)
