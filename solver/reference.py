"""Gradient descent twice more, as plainly as can be: to compare with, and to learn from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

Array = NDArray[np.float64]


def by_hand(
    derivative: Callable[[Array], ArrayLike], start: ArrayLike, lr: float, steps: int
) -> Array:
    """Descend with a derivative written by hand; gives the points (steps + 1, p)."""
    points = [np.array(start, dtype=np.float64)]
    for _ in range(steps):
        points.append(points[-1] - lr * np.asarray(derivative(points[-1])))
    return np.array(points)


def by_autograd(loss: Callable[[Tensor], Tensor], start: ArrayLike, lr: float, steps: int) -> Array:
    """Descend with torch's derivative of a loss, (p,) -> (); gives the points (steps + 1, p)."""
    point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    points = [point.detach().numpy().copy()]
    for _ in range(steps):
        (grad,) = torch.autograd.grad(loss(point), point)
        with torch.no_grad():
            point -= lr * grad
        points.append(point.detach().numpy().copy())
    return np.array(points)
