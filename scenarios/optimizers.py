"""The optimisers of torch.optim that a run may name, and their options (torch is not imported)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gradreel.scenarios.words import shown

MAX_OPTION = 1e100  # optimisers multiply up to three such numbers, and float64 ends at 1.8e308
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")

Value = bool | int | float | str | tuple[float, ...]


@dataclass(frozen=True)
class Option:
    """The values that an option allows: numbers from low to high, less the `open` ends."""

    kind: Literal["flag", "integer", "number", "pair", "choice"]
    default: Value | None
    low: float = -math.inf
    high: float = math.inf
    open: Literal["", "low", "high", "both"] = ""
    choices: tuple[str, ...] = ()

    def read(self, value: Any) -> Value:
        """The value as torch expects it. Raises ValueError with a sentence if it is not allowed."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        match self.kind:
            case "flag" if isinstance(value, bool):
                return value
            case "choice" if value in self.choices:
                return str(value)
            case "integer" if whole and self._admits(value):
                return int(value)
            case "number" if self._admits(value):
                return float(value)
            case "pair" if isinstance(value, list) and len(value) == 2:
                if all(self._admits(number) for number in value):
                    return tuple(float(number) for number in value)
        if (
            isinstance(value, str)
            and self.kind in ("integer", "number")
            and _NUMBER.fullmatch(value)
        ):
            raise ValueError(f"must be {self.wanted()}, got {shown(value)}: write {value}")
        if type(value) in (int, float) and not abs(value) <= MAX_OPTION:
            most = f"between -{MAX_OPTION:g} and {MAX_OPTION:g}"
            raise ValueError(f"must be a finite number {most}, got {shown(value)}")
        raise ValueError(f"must be {self.wanted()}, got {shown(value)}")

    def _admits(self, number: Any) -> bool:
        if isinstance(number, bool) or not isinstance(number, int | float):
            return False
        above = number > self.low if self.open in ("low", "both") else number >= self.low
        below = number < self.high if self.open in ("high", "both") else number <= self.high
        return abs(number) <= MAX_OPTION and above and below

    def wanted(self) -> str:
        """The allowed values in words, to follow "must be"."""
        match self.kind:
            case "flag":
                return "true or false"
            case "choice":
                return " or ".join(f'"{choice}"' for choice in self.choices)
        noun = {"integer": "a whole number", "pair": "two numbers", "number": "a number"}[self.kind]
        bounds = []
        if self.low > -math.inf:
            bounds.append(f"{'above' if self.open in ('low', 'both') else 'from'} {self.low:g}")
        if self.high < math.inf:
            bounds.append(f"{'below' if self.open in ('high', 'both') else 'up to'} {self.high:g}")
        return " ".join([noun, *bounds])


def _number(
    default: float,
    low: float = 0.0,
    high: float = math.inf,
    open: Literal["", "low", "high", "both"] = "",
) -> Option:
    return Option("number", default, low, high, open)


def _flag() -> Option:
    return Option("flag", False)


def _eps(default: float) -> Option:
    # torch allows 0, but then divides 0 by 0 where the gradient vanishes.
    return _number(default, open="low")


_BETAS = Option("pair", (0.9, 0.999), 0.0, 1.0, "high")
_WEIGHT_DECAY = _number(0.0)
_ADAM = {"betas": _BETAS, "eps": _eps(1e-8), "weight_decay": _WEIGHT_DECAY}

OPTIMIZERS: dict[str, dict[str, Option]] = {
    "ASGD": {
        "lambd": _number(1e-4),
        "alpha": _number(0.75),
        "t0": _number(1e6),
        "weight_decay": _WEIGHT_DECAY,
    },
    "Adadelta": {
        "rho": _number(0.9, 0.0, 1.0),
        "eps": _eps(1e-6),
        "weight_decay": _WEIGHT_DECAY,
    },
    "Adafactor": {
        "beta2_decay": _number(-0.8, -math.inf, 0.0),
        "eps": Option("pair", None, 0.0, open="low"),
        "d": _number(1.0, 1.0),
        "weight_decay": _WEIGHT_DECAY,
    },
    "Adagrad": {
        "lr_decay": _number(0.0),
        "weight_decay": _WEIGHT_DECAY,
        "initial_accumulator_value": _number(0.0),
        "eps": _eps(1e-10),
    },
    "Adam": {
        **_ADAM,
        "amsgrad": _flag(),
        "decoupled_weight_decay": _flag(),
    },
    "AdamW": {
        **_ADAM,
        "weight_decay": _number(0.01),
        "amsgrad": _flag(),
    },
    "Adamax": {**_ADAM},
    "LBFGS": {
        "max_iter": Option("integer", 20, 1, 10_000),
        "max_eval": Option("integer", None, 1, 100_000),
        "tolerance_grad": _number(1e-7),
        "tolerance_change": _number(1e-9),
        "history_size": Option("integer", 100, 1, 1000),
        "line_search_fn": Option("choice", None, choices=("strong_wolfe",)),
    },
    "NAdam": {
        **_ADAM,
        "momentum_decay": _number(0.004),
        "decoupled_weight_decay": _flag(),
    },
    "RAdam": {**_ADAM, "decoupled_weight_decay": _flag()},
    "RMSprop": {
        "alpha": _number(0.99, 0.0, 1.0),
        "eps": _eps(1e-8),
        "weight_decay": _WEIGHT_DECAY,
        "momentum": _number(0.0),
        "centered": _flag(),
    },
    "Rprop": {
        "etas": Option("pair", (0.5, 1.2), 0.0, open="low"),
        "step_sizes": Option("pair", (1e-6, 50.0), 0.0, open="low"),
    },
    "SGD": {
        "momentum": _number(0.0),
        "dampening": _number(0.0, -math.inf),
        "weight_decay": _WEIGHT_DECAY,
        "nesterov": _flag(),
    },
}

UNSUITABLE = {
    "SparseAdam": "it works on sparse gradients only, and ours are dense: use Adam",
    "Muon": "it works on matrices only, and our parameters are a vector: use SGD or AdamW",
}
# Names in other programs, simplified as by `squashed`.
OTHER_NAMES = {
    **dict.fromkeys(("gd", "gradientdescent", "steepestdescent", "plain", "vanilla"), "write SGD"),
    **dict.fromkeys(
        ("momentum", "heavyball", "sgdm", "momentumsgd", "sgdmomentum", "sgdwithmomentum"),
        "write SGD, with options = { momentum = 0.9 } in the run",
    ),
    **dict.fromkeys(
        ("nesterov", "nag"),
        "write SGD, with options = { momentum = 0.9, nesterov = true } in the run",
    ),
    **dict.fromkeys(
        ("amsgrad", "adamamsgrad"), "write Adam, with options = { amsgrad = true } in the run"
    ),
    **dict.fromkeys(("bfgs", "newton", "quasinewton"), "the nearest to it is LBFGS"),
}
CLIMBS = "gradreel shows descents: to climb f, write -(f) as the formula"


def clashes(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Options (as read) that torch does not accept together, each a key and a sentence."""
    if options.get("nesterov") and options.get("momentum", 0.0) == 0:
        yield "nesterov", "needs a momentum above 0: add momentum = 0.9"
    elif options.get("nesterov") and options.get("dampening"):
        yield "nesterov", "allows no dampening: leave one of the two out"
    shrink, grow = options.get("etas", (0.5, 1.2))
    if not shrink < 1 < grow:
        yield "etas", f"must be one factor below 1 and one above 1, got {shown((shrink, grow))}"
    smallest, largest = options.get("step_sizes", (0.0, math.inf))
    if smallest > largest:
        yield "step_sizes", f"must be [smallest, largest], got {shown((smallest, largest))}"
