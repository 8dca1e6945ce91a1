"""The optimisers of torch.optim by name: every one that steps on dense vectors with a closure.

Each is built from parameter groups, which hold their own lr, and from its other options.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.optim import Optimizer

OPTIMIZERS: dict[str, Callable[..., Optimizer]] = {
    "ASGD": torch.optim.ASGD,
    "Adadelta": torch.optim.Adadelta,
    "Adafactor": torch.optim.Adafactor,
    "Adagrad": torch.optim.Adagrad,
    "Adam": torch.optim.Adam,
    "AdamW": torch.optim.AdamW,
    "Adamax": torch.optim.Adamax,
    "LBFGS": torch.optim.LBFGS,
    "NAdam": torch.optim.NAdam,
    "RAdam": torch.optim.RAdam,
    "RMSprop": torch.optim.RMSprop,
    "Rprop": torch.optim.Rprop,
    "SGD": torch.optim.SGD,
}

# Its step length depends on all its parameters together, so each run needs one of its own.
UNBATCHED = frozenset({"LBFGS"})
