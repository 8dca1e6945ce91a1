"""The colours of a map of descents, and what they mean. Pure numpy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array, Index, Mask
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import round_to
from gradreel.scenes.sentences import maps as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.descent_map import DescentMap
from gradreel.solver.map_axes import MOMENTUM, RATE, momentum_of
from gradreel.solver.masses import NOWHERE
from gradreel.solver.message import Message

_SAMPLES = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000)  # steps in the legend
_ROUGH = 0.8  # times the fewest steps: a sample of so many is near enough to show their colour


class Entry(NamedTuple):
    """A colour of the legend, what it means, and the loss there if it is a place."""

    color: str
    says: Message
    loss: float | None = None


class MapColors(NamedTuple):
    """The colour of each cell (rows, columns, 3), the legend, and what the map shows."""

    cells: NDArray[np.uint8]
    legend: tuple[Entry, ...]
    says: Message


def colored(found: DescentMap, scenario: Scenario) -> MapColors:
    """The colours of a map: by place if both axes are parameters, else by the number of steps."""
    if set(found.over) <= set(scenario.parameters):
        return _by_place(found, scenario)
    return _by_steps(found, scenario)


def _by_place(found: DescentMap, scenario: Scenario) -> MapColors:
    colors, run = theme.colors(), scenario.runs[0]
    shares = [float((found.place == k).mean()) for k in range(len(found.places))]
    cells = _rgb(colors.runs)[found.place]
    legend = [
        Entry(color, texts.place(_seen(place, found, scenario), share), float(height))
        for color, place, share, height in zip(
            colors.runs, found.places, shares, found.heights, strict=False
        )
    ]
    lost = (found.place == NOWHERE) & ~found.diverged
    legend += _paint(cells, lost, _faint(), "map-elsewhere")
    legend += _paint(cells, found.diverged, colors.gradient, "map-diverges")
    says = texts.of_ends(run.rate, momentum_of(scenario), found.most_steps)
    return MapColors(cells, tuple(legend), says)


def _by_steps(found: DescentMap, scenario: Scenario) -> MapColors:
    colors, settled = theme.colors(), found.settled
    cells = np.zeros((*settled.shape, 3), dtype=np.uint8)
    legend: list[Entry] = []
    if settled.any():
        fewest, most = int(found.steps[settled].min()), int(found.steps[settled].max())
        samples = [count for count in _SAMPLES if _ROUGH * fewest <= count <= most] or [fewest]
        shades = _shades(found.steps[settled], fewest, most)
        cells[settled] = np.rint(255 * theme.colors().ramp[shades])
        for number, count in enumerate(samples):
            (shade,) = _shades(np.array([count]), fewest, most) / 255
            legend.append(Entry(colors.ramp_color(shade), texts.settled(count, not number)))
    rest = ~(settled | found.diverged)
    legend += _paint(cells, rest, _faint(), "map-unsettled")
    legend += _paint(cells, found.diverged, colors.gradient, "map-diverges")
    says = texts.of_steps(found.most_steps, _fixed(found, scenario))
    return MapColors(cells, tuple(legend), says)


def _fixed(found: DescentMap, scenario: Scenario) -> dict[str, float]:
    """What is on no axis, by the words for it: as in the first run."""
    run, momentum = scenario.runs[0], momentum_of(scenario)
    fixed = {name: at for name, at in run.start.items() if name not in found.over}
    if RATE not in found.over:
        fixed[text("label-rate")] = run.rate
    if MOMENTUM not in found.over and momentum:
        fixed[text("map-momentum")] = momentum
    return fixed


def _seen(place: Array, found: DescentMap, scenario: Scenario) -> list[float]:
    """A place (p,), rounded to what can be distinguished along the axes."""
    spans = dict(zip(found.over, np.ptp(found.limits, axis=1).tolist(), strict=True))
    pairs = zip(scenario.parameters, place.tolist(), strict=True)
    return [round_to(at, spans[name] / 1000) if name in spans else at for name, at in pairs]


def _faint() -> str:
    """The colour of what came to nothing: half way from the background to what is muted."""
    ends = _rgb([theme.colors().background, theme.colors().muted]).astype(float)
    return "#{:02X}{:02X}{:02X}".format(*np.rint(ends.mean(axis=0)).astype(int).tolist())


def _shades(steps: Index, fewest: int, most: int) -> NDArray[np.int64]:
    """Shades of numbers of steps, from 255 for the fewest down to 0, on a logarithmic scale."""
    width = np.log(most / fewest) if most > fewest else 1.0
    share = np.clip(np.log(steps / fewest) / width, 0.0, 1.0)
    return np.rint(255 * (1.0 - share)).astype(np.int64)


def _paint(cells: NDArray[np.uint8], which: Mask, color: str, id: str) -> list[Entry]:
    """Paint some cells, and return their entry in the legend if there are any."""
    if not which.any():
        return []
    cells[which] = _rgb([color])[0]
    return [Entry(color, texts.others(id, float(which.mean())))]


def _rgb(colors: tuple[str, ...] | list[str]) -> NDArray[np.uint8]:
    """Colours as bytes (n, 3)."""
    rows = [[int(color[k : k + 2], 16) for k in (1, 3, 5)] for color in colors]
    return np.array(rows, dtype=np.uint8)
