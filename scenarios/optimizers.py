"""The methods that a run may name, and their options (neither torch nor scipy is imported)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gradreel.scenarios.words import shown, suggestion

MAX_OPTION = 1e100  # optimisers multiply up to three such numbers, and float64 ends at 1.8e308
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")

Value = bool | int | float | str | tuple[float, ...]


@dataclass(frozen=True)
class Option:
    """The values that an option allows: numbers from low to high, less the `open` ends."""

    kind: Literal["flag", "integer", "integers", "number", "pair", "choice"]
    default: Value | None
    low: float = -math.inf
    high: float = math.inf
    open: Literal["", "low", "high", "both"] = ""
    choices: tuple[str, ...] = ()
    required: bool = False

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
                if all(self._admits(each) for each in value):
                    return tuple(float(each) for each in value)
            case "integers" if isinstance(value, list) and value:
                if all(type(each) is int and self._admits(each) for each in value):
                    return tuple(value)
        if (
            isinstance(value, str)
            and self.kind in ("integer", "number")
            and NUMBER.fullmatch(value)
        ):
            raise ValueError(f"must be {self.wanted()}, got {shown(value)}: write {value}")
        if type(value) in (int, float) and not abs(value) <= MAX_OPTION:
            most = f"between -{MAX_OPTION:g} and {MAX_OPTION:g}"
            raise ValueError(f"must be a finite number {most}, got {shown(value)}")
        raise ValueError(f"must be {self.wanted()}, got {shown(value)}")

    def _admits(self, value: Any) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        above = value > self.low if self.open in ("low", "both") else value >= self.low
        below = value < self.high if self.open in ("high", "both") else value <= self.high
        return abs(value) <= MAX_OPTION and above and below

    def wanted(self) -> str:
        """The allowed values in words, to follow "must be"."""
        match self.kind:
            case "flag":
                return "true or false"
            case "choice":
                return " or ".join(f'"{choice}"' for choice in self.choices)
        noun = {
            "integer": "a whole number",
            "integers": "a list of whole numbers",
            "pair": "two numbers",
            "number": "a number",
        }[self.kind]
        bounds = []
        if self.low > -math.inf:
            bounds.append(f"{'above' if self.open in ('low', 'both') else 'from'} {self.low:g}")
        if self.high < math.inf:
            bounds.append(f"{'below' if self.open in ('high', 'both') else 'up to'} {self.high:g}")
        return " ".join([noun, *bounds])


def option_value(name: str, value: Any, known: Mapping[str, Option], owner: str) -> Value:
    """The value of an option of `owner`, which has those that are `known`.

    Raises ValueError with a sentence if there is no such option, or it does not allow the value.
    """
    if name not in known:
        raise ValueError(f"is not an option of {owner}: {suggestion(name, known)}")
    return known[name].read(value)


def number(
    default: float,
    low: float = 0.0,
    high: float = math.inf,
    open: Literal["", "low", "high", "both"] = "",
) -> Option:
    """A number from low to high, less the `open` ends."""
    return Option("number", default, low, high, open)


def flag() -> Option:
    """True or false, by default false."""
    return Option("flag", False)


def _eps(default: float) -> Option:
    # torch allows 0, but then divides 0 by 0 where the gradient vanishes.
    return number(default, open="low")


_BETAS = Option("pair", (0.9, 0.999), 0.0, 1.0, "high")
_WEIGHT_DECAY = number(0.0)
_ADAM = {"betas": _BETAS, "eps": _eps(1e-8), "weight_decay": _WEIGHT_DECAY}

_WOLFE = {"c1": number(1e-4, 0.0, 1.0, "both"), "c2": number(0.9, 0.0, 1.0, "both")}
_GTOL = number(1e-5)

_WITHOUT_TORCH: dict[str, dict[str, Option]] = {
    "GD": {
        "line_search": Option("choice", None, choices=("armijo", "exact")),
        "initial": number(1.0, open="low"),
        "shrink": number(0.5, 0.0, 1.0, "both"),
        "c1": number(1e-4, 0.0, 1.0, "both"),
    },
    "Newton": {"damping": number(1.0, 0.0, 1.0, "low")},
    "BFGS": {"gtol": _GTOL, **_WOLFE},
    "CG": {"gtol": _GTOL, **_WOLFE, "c2": number(0.4, 0.0, 1.0, "both")},
    "L-BFGS-B": {
        "maxcor": Option("integer", 10, 1, 1000),
        "ftol": number(2.220446049250313e-09),
        "gtol": _GTOL,
        "maxls": Option("integer", 20, 1, 1000),
    },
    "Newton-CG": {"xtol": number(1e-5), **_WOLFE},
    "trust-exact": {
        "initial_trust_radius": number(1.0, open="low"),
        "max_trust_radius": number(1000.0, open="low"),
        "eta": number(0.15, 0.0, 0.25, "high"),
        "gtol": number(1e-4),
    },
}
_OF_TORCH: dict[str, dict[str, Option]] = {
    "ASGD": {
        "lambd": number(1e-4),
        "alpha": number(0.75),
        "t0": number(1e6),
        "weight_decay": _WEIGHT_DECAY,
    },
    "Adadelta": {
        "rho": number(0.9, 0.0, 1.0),
        "eps": _eps(1e-6),
        "weight_decay": _WEIGHT_DECAY,
    },
    "Adafactor": {
        "beta2_decay": number(-0.8, -math.inf, 0.0),
        "eps": Option("pair", None, 0.0, open="low"),
        "d": number(1.0, 1.0),
        "weight_decay": _WEIGHT_DECAY,
    },
    "Adagrad": {
        "lr_decay": number(0.0),
        "weight_decay": _WEIGHT_DECAY,
        "initial_accumulator_value": number(0.0),
        "eps": _eps(1e-10),
    },
    "Adam": {
        **_ADAM,
        "amsgrad": flag(),
        "decoupled_weight_decay": flag(),
    },
    "AdamW": {
        **_ADAM,
        "weight_decay": number(0.01),
        "amsgrad": flag(),
    },
    "Adamax": {**_ADAM},
    "LBFGS": {
        "max_iter": Option("integer", 20, 1, 10_000),
        "max_eval": Option("integer", None, 1, 100_000),
        "tolerance_grad": number(1e-7),
        "tolerance_change": number(1e-9),
        "history_size": Option("integer", 100, 1, 1000),
        "line_search_fn": Option("choice", None, choices=("strong_wolfe",)),
    },
    "NAdam": {
        **_ADAM,
        "momentum_decay": number(0.004),
        "decoupled_weight_decay": flag(),
    },
    "RAdam": {**_ADAM, "decoupled_weight_decay": flag()},
    "RMSprop": {
        "alpha": number(0.99, 0.0, 1.0),
        "eps": _eps(1e-8),
        "weight_decay": _WEIGHT_DECAY,
        "momentum": number(0.0),
        "centered": flag(),
    },
    "Rprop": {
        "etas": Option("pair", (0.5, 1.2), 0.0, open="low"),
        "step_sizes": Option("pair", (1e-6, 50.0), 0.0, open="low"),
    },
    "SGD": {
        "momentum": number(0.0),
        "dampening": number(0.0, -math.inf),
        "weight_decay": _WEIGHT_DECAY,
        "nesterov": flag(),
    },
}
OPTIMIZERS: dict[str, dict[str, Option]] = {**_WITHOUT_TORCH, **_OF_TORCH}

# Each step of these needs the whole loss: a search along a line, or second derivatives.
WHOLE = frozenset({*_WITHOUT_TORCH, "LBFGS"})


def has_rate(optimizer: str, options: Mapping[str, Any]) -> bool:
    """Whether a method has a learning rate: not where it finds the length of each step itself."""
    if optimizer == "GD":
        return options.get("line_search") is None
    return optimizer not in _WITHOUT_TORCH


UNSUITABLE = {
    "SparseAdam": "it works on sparse gradients only, and ours are dense: use Adam",
    "Muon": "it works on matrices only, and our parameters are a vector: use SGD or AdamW",
}
# Names in other programs, simplified as by `squashed`.
OTHER_NAMES = {
    **dict.fromkeys(("gradientdescent", "steepestdescent", "plain", "vanilla"), "write GD"),
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
    **dict.fromkeys(
        ("linesearch", "backtracking", "armijo"),
        'write GD, with options = { line_search = "armijo" } in the run',
    ),
    **dict.fromkeys(("conjugategradient", "conjugategradients", "ncg"), "write CG"),
    **dict.fromkeys(("trust", "trustregion", "trustncg", "dogleg"), "write trust-exact"),
    "quasinewton": "write BFGS",
}
CLIMBS = "gradreel shows descents: to climb f, write -(f) as the formula"


def clashes(optimizer: str, options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Options (as read) that a method does not accept together, each a key and a sentence."""
    if optimizer == "GD" and options.get("line_search") != "armijo":
        for name in options.keys() & {"initial", "shrink", "c1"}:
            yield name, 'is for backtracking: add line_search = "armijo", or leave it out'
    known = OPTIMIZERS[optimizer]
    if "c2" in known:
        first, second = (options.get(name, known[name].default) for name in ("c1", "c2"))
        if not first < second:
            yield "c1", f"must be less than c2, got {shown(first)}, and {shown(second)} for c2"
    if optimizer == "trust-exact":
        names = "initial_trust_radius", "max_trust_radius"
        first, most = (options.get(name, known[name].default) for name in names)
        if not first < most:
            yield names[0], f"must be less than {names[1]}, {shown(most)}"
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
