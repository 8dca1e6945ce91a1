"""Random scenario files of every kind and size: loaded, recorded, or drawn chapter by chapter."""

from __future__ import annotations

import random
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from last_pictures import last_pictures

from gradreel.scenarios import Scenario, ScenarioError, load_scenario
from gradreel.scenes.lesson import chapters_of
from gradreel.solver.descent import record

SURFACES = [
    "{a}*x**2 + {b}*y**2",
    "{c} + {a}*x**2 + {b}*y**2",
    "x**2",
    "{a}*x",
    "{a}*x*y",
    "x**2 - y**2",
    "x**3 - 3*x + y**2",
    "{a}*(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
    "(1 - x)**2 + 100*(y - x**2)**2",
    "20 + x**2 + y**2 - 10*(cos(2*pi*x) + cos(2*pi*y))",
    "sin({a}*x)*cos(y) + {c}",
    "exp({a}*x) + exp(-y)",
    "exp(-{a}*x**2 - y**2)",
    "log(1 + {a}*x**2 + y**2)",
    "x - log(x) + {a}*y**2",
    "log(x + y) + x**2",
    "log(x**2 + y**2)",
    "sqrt(x**2 + {a}*y**2)",
    "sqrt({a} - x**2 - y**2) + x",
    "sqrt(x) + sqrt(y)",
    "1/x + {a}*y**2",
    "1/(x*y)",
    "1/(x**2 + y**2)",
    "x/(y - {a}) + y**2",
    "abs(x) + {a}*abs(y)",
    "abs(x - y) + abs(x + y)/{a}",
    "tanh({a}*x) + y**2",
    "tan(x) + y**2",
    "asin(x) + {b}*y**2",
    "acos(x*y) + x**2",
    "x**8 + {a}*y**6",
    "0*x + y**2",
    "{a}*(x + y)**2",
    "{c} + 0*x*y + 1e-12*x**2",
]
CURVES = [
    "{a}*x**2",
    "{c} + {a}*x**2",
    "{a}*x",
    "{a}*x + {c}",
    "x**3 - {a}*x",
    "x**4/4 - x**2/2 + {a}*x",
    "sin({a}*x)",
    "x*sin(x) + {c}",
    "exp({a}*x)",
    "exp(x) - log(x)",
    "exp(-{a}*x**2)",
    "log(x)",
    "log(1 + exp({a}*x))",
    "x - log({a}*x)",
    "sqrt(x) + {a}/x",
    "sqrt({a} - x**2)",
    "1/x",
    "1/x + {a}*x",
    "1/(x - {a})**2",
    "tan(x)",
    "tan(x)**2 + {a}*x",
    "abs(x)",
    "abs(x)**0.5 + {a}*x**2",
    "abs(x - {a})/x",
    "x**-2 + sin(3) + x*pi",
    "tanh({a}*x)",
    "asin(x) - {a}*x",
    "atan({a}*x)",
    "x**16",
    "{c} + 1e-12*x**2",
    "x**2*sin(1/x)",
]
OPTIMIZERS = [
    ("SGD", ""),
    ("SGD", ""),
    ("SGD", "momentum = 0.9"),
    ("SGD", "momentum = 0.9, nesterov = true"),
    ("Adam", ""),
    ("Adagrad", ""),
    ("RMSprop", ""),
    ("Adadelta", ""),
    ("NAdam", ""),
    ("Rprop", ""),
    ("ASGD", ""),
    ("LBFGS", ""),
    ("LBFGS", 'line_search_fn = "strong_wolfe"'),
]


def random_file(rng: random.Random) -> str:
    """A scenario file, be it a good one or not."""
    kind = rng.choice(["surface", "surface", "curve", "curve", "fit"])
    body, names, limits = _fit(rng) if kind == "fit" else _formula(rng, kind)
    head = [
        f'title = "{rng.choice(["A lesson", "Überall λ", "x" * 60])}"',
        f'lesson = "{_lesson(rng, kind, names)}"',
        f'theme = "{rng.choice(["dark", "light"])}"',
        "[objective]",
        *body,
    ]
    ends = dict(zip(names, limits, strict=True))
    runs = [_run(rng, ends, own=index > 0 and rng.random() < 0.3) for index in range(_count(rng))]
    return (
        "\n".join([*head, "[start]", *_start(rng, ends), *(line for run in runs for line in run)])
        + "\n"
    )


def _size(rng: random.Random, reach: float) -> float:
    """Mostly as users write it, else of any size up to so many powers of ten."""
    plain = rng.choice([1.0, 2.0, 0.5, 3.0, 10.0, 0.1])
    size = plain if rng.random() < 0.6 else 10 ** rng.uniform(-reach, reach)
    return float(f"{size:.{rng.choice([1, 2, 6])}g}")


def _signed(rng: random.Random, reach: float) -> float:
    return rng.choice([-1, 1]) * _size(rng, reach)


def _count(rng: random.Random) -> int:
    return rng.choice([1, 1, 1, 2, 2, 3, 4, 6, 7, 12, 64])


def _lesson(rng: random.Random, kind: str, names: tuple[str, ...]) -> str:
    other = "curve" if len(names) == 1 else "surface"
    return other if kind == "fit" and rng.random() < 0.3 else kind


def _formula(rng: random.Random, kind: str) -> tuple[list[str], tuple[str, ...], list[list[float]]]:
    names = ("x", "y")[: 2 if kind == "surface" else 1]
    numbers = {"a": _signed(rng, 4), "b": _size(rng, 8), "c": _signed(rng, 9)}
    formula = rng.choice(SURFACES if kind == "surface" else CURVES)
    formula = formula.format(**{key: f"({value!r})" for key, value in numbers.items()})
    limits = [_limits(rng) for _ in names]
    domain = ", ".join(f"{name} = {ends}" for name, ends in zip(names, limits, strict=True))
    return [f'formula = "{formula}"', f"domain = {{ {domain} }}"], names, limits


def _limits(rng: random.Random) -> list[float]:
    width = _size(rng, 30 if rng.random() < 0.1 else 6)
    middle = rng.choice([0.0, 0.0, 0.0, width, _signed(rng, 6)])
    return [middle - width, middle + width]


def _start(rng: random.Random, ends: dict[str, list[float]]) -> list[str]:
    """Inside of the limits, on their border, in the middle, or far outside."""
    where = rng.choice(["inside", "inside", "inside", "border", "middle", "outside"])
    places = {
        "inside": lambda low, high: float(f"{rng.uniform(low, high):.3g}"),
        "border": lambda low, high: rng.choice([low, high]),
        "middle": lambda low, high: (low + high) / 2,
        "outside": lambda low, high: high + 3 * (high - low),
    }
    return [f"{name} = {places[where](*limits)!r}" for name, limits in ends.items()]


def _run(rng: random.Random, ends: dict[str, list[float]], own: bool) -> list[str]:
    optimizer, options = rng.choice(OPTIMIZERS)
    rate = rng.choice([0.1, 0.01, 1.0, _size(rng, 8)])
    lines = [
        "[[runs]]",
        f'optimizer = "{optimizer}"',
        f"lr = {rate!r}",
        f"steps = {rng.choice([1, 1, 2, 5, 10, 30, 200])}",
    ]
    if options:
        lines.append(f"options = {{ {options} }}")
    if rng.random() < 0.1:
        lines.append("stop = { loss_change_below = 1e-6 }")
    if own:
        lines.append(f"start = {{ {', '.join(_start(rng, ends))} }}")
    return lines


def _fit(rng: random.Random) -> tuple[list[str], tuple[str, ...], list[list[float]]]:
    model = rng.choice(["a*x + b", "a*x + b", "a*x", "a*x**2 + b", "a*sin(x) + b*cos(x)", "a"])
    names = tuple(
        name for name in ("a", "b") if name in model.replace("cos", "").replace("sin", "")
    )
    middle, width = rng.choice([0.0, _signed(rng, 5)]), _size(rng, 5)
    count = rng.choice([1, 2, 3, 5, 20])
    rise, shift, off = _signed(rng, 4), _signed(rng, 6), rng.choice([0.0, _size(rng, 4)])
    inputs = [middle + width * rng.choice([0.0, rng.uniform(-1, 1)]) for _ in range(count)]
    points = [[x, rise * x + shift + off * rng.uniform(-1, 1)] for x in inputs]
    lines = [f'model = "{model}"', f"points = {points}"]
    limits = [[-5.0, 5.0] for _ in names]
    if rng.random() < 0.4:
        limits = [_limits(rng) for _ in names]
        domain = ", ".join(f"{name} = {ends}" for name, ends in zip(names, limits, strict=True))
        lines.append(f"domain = {{ {domain} }}")
    return lines, names, limits


def loaded(text: str) -> Scenario | None:
    """The scenario of a file; None where it is refused."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "random.toml"
        file.write_text(text)
        try:
            return load_scenario(file)
        except ScenarioError:
            return None


def drawn(scenario: Scenario, chapters: int, rng: random.Random) -> int:
    """Draw the last pictures of so many chapters of a lesson, any of them or the poster."""
    names = [*(chapter.name for chapter in chapters_of(scenario)), "poster"]
    return len(list(last_pictures(scenario, rng.sample(names, min(chapters, len(names))))))


def tried(index: int, do: str, chapters: int) -> str:
    """What comes of the file of a number: refused, done, or the last lines of what is wrong."""
    rng = random.Random(index)
    scenario = loaded(random_file(rng))
    if scenario is None:
        return "refused"
    actions: dict[str, Callable[[Scenario], object]] = {
        "load": lambda scenario: None,
        "record": record,
        "draw": lambda scenario: drawn(scenario, chapters, rng),
    }
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            actions[do](scenario)
    except Exception as error:
        return "".join(traceback.format_exception(error, limit=-3))
    return "done"


@click.command()
@click.option("--count", default=100, show_default=True, help="How many files.")
@click.option("--seed", default=1, show_default=True, help="The number of the first.")
@click.option("--do", type=click.Choice(["load", "record", "draw"]), default="draw")
@click.option("--chapters", default=2, show_default=True, help="How many of a lesson are drawn.")
@click.option("--show", is_flag=True, help="Print the files that fail.")
def scenarios(count: int, seed: int, do: str, chapters: int, show: bool) -> None:
    """Load, record or draw random scenario files; a warning of numpy's is a failure."""
    found, began = Counter[str](), time.time()
    for index in range(seed, seed + count):
        what = tried(index, do, chapters)
        found[what if what in ("refused", "done") else "failed"] += 1
        if what not in ("refused", "done"):
            click.echo(f"{index}: {what}")
            if show:
                click.echo(random_file(random.Random(index)))
    told = ", ".join(f"{number} {what}" for what, number in sorted(found.items()))
    click.echo(f"{told}, {time.time() - began:.0f} s")
    sys.exit(bool(found["failed"]))
