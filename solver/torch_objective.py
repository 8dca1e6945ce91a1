"""The same objectives for torch, whose autograd gives their gradient.

Sums are rounded once, including those of autograd: a gradient that is 0 by symmetry is exactly 0.
Losses and gradients agree with those in numpy to 1e-12 of the largest terms of their sums.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, reduce
from operator import add
from typing import Any

import numpy as np
import sympy
import torch
from torch import Tensor
from torch.autograd import Function

from gradreel.scenarios.arithmetic import program, result
from gradreel.scenarios.calculus import Array, evaluate
from gradreel.scenarios.kernels import Library
from gradreel.scenarios.stable import stable
from gradreel.scenarios.sums import row_sums, total
from gradreel.solver.objective import FitObjective, Objective

Elementwise = Callable[[Tensor], Tensor]


def torch_objective(objective: Objective) -> Callable[[Tensor], Tensor]:
    """The loss (R,) of R points (R, p), in float64. A row's loss does not depend on other rows."""
    if isinstance(objective, FitObjective):
        return _mean_squared_error(objective)
    formula, names = stable(objective.expression), objective.parameters
    if not formula.free_symbols:
        return lambda points: 0.0 * points[:, 0] + float(evaluate(formula, {}))
    compute, uses = program(formula, TORCH), _uses(formula)

    def loss(points: Tensor) -> Tensor:
        columns = dict(zip(names, points.unbind(-1), strict=True))
        value: Tensor = result(compute(_Copies(columns, uses)), TORCH)
        return value

    return loss


def loss_and_gradient(objective: Objective) -> Callable[[Array], tuple[float, Array]]:
    """A function that computes the loss at a point (p,) and, by autograd, its gradient (p,).

    Autograd multiplies slopes that may be beyond float64 though their product is not: where it
    finds no finite gradient of a finite loss, the gradient is that of the derivatives in numpy.
    """
    loss = torch_objective(objective)

    def compute(point: Array) -> tuple[float, Array]:
        points = torch.from_numpy(point.copy())[None].requires_grad_()
        losses = loss(points)
        (grads,) = torch.autograd.grad(losses, points)
        value, grad = losses.item(), grads[0].numpy()
        if math.isfinite(value) and not np.isfinite(grad).all():
            grad = np.array(objective.gradient(point))
        return value, grad

    return compute


def torch_hessian(objective: Objective) -> Callable[[Array], Array]:
    """A function that computes the second derivatives (p, p) at a point (p,), by autograd.

    Those of a fit are the same everywhere, and computed in numpy; and so are those that autograd
    does not find though they are finite.
    """
    if isinstance(objective, FitObjective):
        return objective.hessian

    @cache
    def loss() -> Callable[[Tensor], Tensor]:  # few methods ever ask for it
        return torch_objective(objective)

    def compute(point: Array) -> Array:
        place = torch.from_numpy(point.copy())
        found: Array = torch.autograd.functional.hessian(  # type: ignore[no-untyped-call]
            lambda at: loss()(at[None])[0], place
        ).numpy()
        return found if np.isfinite(found).all() else np.array(objective.hessian(point))

    return compute


@contextmanager
def exact_torch() -> Iterator[None]:
    """Run torch in one thread, so that sums have a fixed order, and with float64 by default."""
    threads, dtype = torch.get_num_threads(), torch.get_default_dtype()
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.set_default_dtype(dtype)


def _mean_squared_error(objective: FitObjective) -> Callable[[Tensor], Tensor]:
    features, target = objective.design.T.copy(), objective.target
    return lambda points: _MeanSquares.apply(points, features, target)  # type: ignore[no-untyped-call]


def _uses(formula: sympy.Expr) -> Counter[str]:
    """How often each symbol occurs."""
    return Counter(node.name for node in sympy.preorder_traversal(formula) if node.is_Symbol)


class _Copies(Mapping[str, Tensor]):
    """Each column by its name; a copy for each use if autograd would sum three or more of them."""

    def __init__(self, columns: Mapping[str, Tensor], uses: Counter[str]) -> None:
        self._columns = {
            name: iter(_copies(column, uses[name])) for name, column in columns.items()
        }

    def __getitem__(self, name: str) -> Tensor:
        return next(self._columns[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def _copies(column: Tensor, count: int) -> Iterable[Tensor]:
    return _Copied.apply(column, count) if count > 2 else [column] * count  # type: ignore


class _Copied(Function):
    @staticmethod
    def forward(ctx: Any, column: Tensor, count: int) -> Any:
        return tuple(column.clone() for _ in range(count))

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Any:
        return _total(grads), None


class _MeanSquares(Function):
    """The means (R,) of (weights @ features + target)**2, for weights (R, p), features (p, n)."""

    @staticmethod
    def forward(ctx: Any, points: Tensor, features: Array, target: Array) -> Tensor:
        with np.errstate(all="ignore"):
            parts = points.numpy().T[:, :, None] * features[:, None, :]
            residual = total([*parts, target])
            ctx.features, ctx.scaled = features, residual * (2 / len(target))
            return torch.from_numpy(row_sums(residual * residual) / len(target))

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Any:
        with np.errstate(all="ignore"):
            slopes = row_sums(ctx.scaled[:, None, :] * ctx.features)
        return grads[0][:, None] * torch.from_numpy(slopes), None, None


class _Sloped(Function):
    """A function of one number with a given derivative in place of autograd's."""

    @staticmethod
    def forward(ctx: Any, u: Tensor, function: Elementwise, slope: Elementwise) -> Tensor:
        ctx.save_for_backward(u)
        ctx.slope = slope
        return function(u)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Any:
        (u,) = ctx.saved_tensors
        return grads[0] * ctx.slope(u), None, None


def _sloped(function: Elementwise, slope: Elementwise) -> Elementwise:
    return lambda u: _Sloped.apply(u, function, slope)  # type: ignore[no-untyped-call]


def _total(terms: Sequence[Any]) -> Any:
    rough = reduce(add, terms)
    if len(terms) < 3:
        return rough
    columns = [term.tolist() if isinstance(term, Tensor) else [term] * len(rough) for term in terms]
    lost = [
        math.fsum((*row, -value)) if math.isfinite(value) else 0.0
        for value, *row in zip(rough.tolist(), *columns, strict=True)
    ]
    # For one row, the usual case, a plain number takes half as long as a tensor.
    return rough + (lost[0] if len(lost) == 1 else torch.tensor(lost, dtype=torch.float64))


def _detached(number: Any) -> Tensor:
    return torch.as_tensor(number, dtype=torch.float64).detach()


# torch's own derivatives, 1 - tanh(u)**2 and expm1(u) + 1, lose all digits where they are small.
_tanh = _sloped(torch.tanh, lambda u: (1 / torch.cosh(u)) ** 2)
_expm1 = _sloped(torch.expm1, torch.exp)

TORCH = Library(torch, _total, _detached, _tanh, _expm1)
