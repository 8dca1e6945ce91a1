"""Masses of descents in torch: on a GPU if it finds one, else on all cores."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from gradreel.scenarios.kernels import Library
from gradreel.scenarios.sums import compensated
from gradreel.solver.mass_block import Device

_IN_CACHE = 16384  # descents of a block on a processor: 128 kB for each of its arrays
_ON_GPU = 2**22  # on a GPU: some GB
_GPU = "cuda"


def torch_device() -> Device:
    """The fastest device that torch finds."""
    gpu = torch.cuda.is_available()
    return _device(_GPU, _ON_GPU, 1) if gpu else _device("cpu", _IN_CACHE, _cores())


def _device(name: str, block: int, threads: int) -> Device:
    def new(array: NDArray[Any]) -> Any:
        return torch.tensor(np.ascontiguousarray(array), device=name)

    library = Library(torch, _total, torch.as_tensor, torch.tanh, torch.expm1)
    return Device(name, library, new, _back, _constant, block, threads)


def _back(tensor: torch.Tensor) -> NDArray[Any]:
    return tensor.cpu().numpy()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _constant(number: float) -> torch.Tensor:
    """A number as torch takes it on every device, in every place of an operation."""
    return torch.tensor(number, dtype=torch.float64)


def _total(terms: Sequence[Any]) -> Any:
    return reduce(add, terms if len(terms) < 3 else compensated(terms))
