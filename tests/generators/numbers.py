"""Lessons of random scenarios of all sizes, played without drawing: is what they print true?"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from manim import Scene

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import ScenarioError, load_scenario
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.checks.claims import Claims
from gradreel.scenes.checks.layout import VISIBLE
from gradreel.scenes.checks.scene_reader import SceneReader, shown_in
from gradreel.scenes.checks.truth import faults_of_numbers, lines_of
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.lesson import chapters_of
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording

_UNSEEN = Quality(64, 36, 15)  # nothing is drawn in it

SURFACES = [
    "{a}*x**2 + {b}*y**2",
    "{c} + {a}*x**2 + {b}*y**2",
    "{a}*(x - {p})**2 + {b}*(y - {q})**2",
    "{a}*x**2 + {b}*x*y + {a}*y**2 + {c}",
    "{a}*sin(x) + {b}*y**2",
    "{a}*(x**2 + y - 11)**2 + {a}*(x + y**2 - 7)**2",
    "{a}*tanh(x)**2 + {b}*tanh(y)**2",
    "{c} - {a}*exp(-x**2 - y**2)",
]
CURVES = [
    "{a}*x**2",
    "{c} + {a}*x**2",
    "{a}*(x - {p})**2 + {b}",
    "{a}*x**4/4 - {b}*x**2/2",
    "{a}*sin(x) + {b}*x",
    "{c} + {a}*log(1 + x**2)",
    "{a}*x",
]
OPTIMIZERS = [
    ("SGD", ""),
    ("SGD", ""),
    ("SGD", ""),
    ("SGD", "momentum = 0.9"),
    ("SGD", "momentum = 0.9, nesterov = true"),
    ("Adam", ""),
    ("RMSprop", ""),
    ("Adagrad", ""),
]


def _size(rng: random.Random, low: float = -3, high: float = 3) -> float:
    """A number as users write it, or one of any size."""
    plain = rng.choice([1.0, 2.0, 0.5, 0.1, 3.0, 10.0, 0.25])
    size = plain if rng.random() < 0.5 else 10 ** rng.uniform(low, high)
    return float(f"{size:.{rng.choice([1, 2, 3, 6])}g}")


def _signed(rng: random.Random, *limits: float) -> float:
    return rng.choice([-1, 1]) * _size(rng, *limits)


def _runs(rng: random.Random) -> Iterator[str]:
    for _ in range(rng.choice([1, 1, 2, 3])):
        optimizer, options = rng.choice(OPTIMIZERS)
        rate = rng.choice([_size(rng, -7, 0), _size(rng, -3, 1), 0.1, 0.01])
        yield f'\n[[runs]]\noptimizer = "{optimizer}"\nlr = {rate!r}\n'
        yield f"steps = {rng.randint(0, 25)}\n"
        yield f"options = {{ {options} }}\n" if options else ""


def random_file(rng: random.Random) -> str:
    """A scenario file of any kind, with numbers of any size."""
    kind = rng.choice(["surface", "curve", "fit"])
    head = f'title = "Numbers"\nlesson = "{kind}"\n[objective]\n'
    body = _fit(rng) if kind == "fit" else _formula(rng, kind)
    return "".join([head, body, *_runs(rng)])


def _formula(rng: random.Random, kind: str) -> str:
    names = ("x", "y")[: 2 if kind == "surface" else 1]
    middle = {name: rng.choice([0.0, 0.0, _signed(rng, -3, 7)]) for name in names}
    width = {name: rng.choice([2.0, 3.0, _size(rng, -4, 4)]) for name in names}
    numbers = {key: _size(rng) for key in "ab"} | {"c": _signed(rng, -1, 7)}
    numbers |= {"p": middle["x"], "q": middle.get("y", 0.0)}
    formula = rng.choice(SURFACES if kind == "surface" else CURVES)
    formula = formula.format(**{key: f"({value!r})" for key, value in numbers.items()})
    ends = {name: [middle[name] - width[name], middle[name] + width[name]] for name in names}
    domain = ", ".join(f"{name} = {limits}" for name, limits in ends.items())
    digits = rng.choice([2, 4, 12])
    start = "\n".join(
        f"{name} = {float(f'{rng.uniform(*limits):.{digits}g}')!r}" for name, limits in ends.items()
    )
    return f'formula = "{formula}"\ndomain = {{ {domain} }}\n[start]\n{start}\n'


def _fit(rng: random.Random) -> str:
    model = rng.choice(["a*x + b", "a*x + b", "a*x"])
    names = ("a", "b")[: model.count("+") + 1]
    truth = [_signed(rng) for _ in names]
    start = "\n".join(f"{name} = {_signed(rng)!r}" for name in names)
    middle, width = rng.choice([0.0, 0.0, _signed(rng, -1, 4)]), _size(rng, -2, 2)
    if rng.random() < 0.4:
        given = ", ".join(f"{n} = {t!r}" for n, t in zip(names, truth, strict=True))
        noise = sorted(rng.choice([0.0, 1.0, _signed(rng)]) for _ in "lh")
        x = [middle - width, middle + width]
        table = f"count = 12, x = {x}, truth = {{ {given} }}, noise = {noise}, seed = 1"
        data = f"generated = {{ {table} }}"
    else:
        off = rng.choice([0.0, 1.0, _size(rng)])
        places = [middle + width * (k / 3 - 1) for k in range(rng.randint(2, 7))]
        line = [truth[0] * x + (truth[1] if len(truth) > 1 else 0.0) for x in places]
        points = [[x, y + off * rng.uniform(-1, 1)] for x, y in zip(places, line, strict=True)]
        data = f"points = {points}"
    return f'model = "{model}"\n{data}\n[start]\n{start}\n'


class _ClaimReader(Unseen):
    """Reads every picture that stands at the end of a play."""

    def __init__(self, claims: Claims) -> None:
        super().__init__()
        self.found: dict[str, str] = {}  # what is wrong, by its words
        self._reader, self._claims = SceneReader(), claims

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        super().play(scene, *args, **kwargs)
        texts, _ = self._reader.read_scene(shown_in(scene), scene.animations or (), self.time)
        for fault in faults_of_numbers(texts, lines_of(texts), self._claims):
            self.found[fault.what] = fault.kind


def untrue_in(chapter: ChapterPlan, recording: Recording) -> dict[str, str]:
    """What a chapter prints that does not hold, with the kind of fault that it is."""
    reader = _ClaimReader(Claims(recording))
    with stage(_UNSEEN):
        chapter(recording, reader).render()
    return reader.found


class _Witness(Unseen):
    """Keeps what stands on the screen in the midst of every play and at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[list[str]] = []
        self._reader = SceneReader()

    def during(self, scene: Scene, began: float) -> None:
        if not scene.is_current_animation_frozen_frame():
            for share in (0.25, 0.5, 0.75):
                scene.update_to_time(share * scene.duration)
                self._keep(scene, began)

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        super().play(scene, *args, **kwargs)
        self._keep(scene, self.time)

    def _keep(self, scene: Scene, seconds: float) -> None:
        texts, _ = self._reader.read_scene(shown_in(scene), scene.animations or (), seconds)
        self.seen.append([text.says for text in texts if text.opacity > VISIBLE and not text.axis])


def pictures_of(chapter: ChapterPlan, recording: Recording) -> list[list[str]]:
    """The texts of every picture of a chapter but the numbers of axes."""
    witness = _Witness()
    with stage(_UNSEEN):
        chapter(recording, witness).render()
    return witness.seen


def loaded(text: str) -> Recording | None:
    """The recording of a file; None where it is refused."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "numbers.toml"
        file.write_text(text)
        try:
            return record(load_scenario(file))
        except ScenarioError:
            return None


def faults(text: str, tried: Counter[str]) -> Iterator[str]:
    """What the chapters of a file's lesson print that does not hold; `tried` counts them."""
    recording = loaded(text)
    tried["scenarios" if recording else "refused"] += 1
    if not recording:
        return
    for chapter in chapters_of(recording.scenario):
        tried["chapters"] += 1
        try:
            found = untrue_in(chapter, recording)
        except Exception as error:
            found = {repr(error): "crash"}
        yield from (f"{chapter.name}: {kind}: {what}" for what, kind in found.items())


@click.command()
@click.option("--count", default=100, show_default=True, help="How many scenarios.")
@click.option("--seed", default=1, show_default=True, help="Where to begin.")
def numbers(count: int, seed: int) -> None:
    """Play lessons of random scenarios, and evaluate what they print."""
    tried, wrong, began = Counter[str](), 0, time.time()
    for index in range(seed, seed + count):
        text = random_file(random.Random(index))
        for fault in faults(text, tried):
            wrong += 1
            click.echo(f"{index}: {fault}")
    told = ", ".join(f"{number} {what}" for what, number in tried.items())
    click.echo(f"{told}: {wrong} wrong, {time.time() - began:.0f} s")
    sys.exit(bool(wrong))
