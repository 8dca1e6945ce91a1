"""The methods of descent by name; the loop in `descent` takes their steps."""

from __future__ import annotations

from functools import partial

from gradreel.solver.line_search import gradient_descent
from gradreel.solver.newton import newton
from gradreel.solver.scipy_optim import MINIMIZERS, scipy_optim
from gradreel.solver.step import Method
from gradreel.solver.torch_optim import OPTIMIZERS, torch_optim

# The options of each are in `gradreel.scenarios.optimizers`, which loads no torch.
METHODS: dict[str, Method] = {
    "GD": gradient_descent,
    "Newton": newton,
    **{name: partial(scipy_optim, name) for name in MINIMIZERS},
    **{name: partial(torch_optim, kind) for name, kind in OPTIMIZERS.items()},
}
