"""The symbols of a lesson, chosen so that they differ from the names in its scenario."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gradreel.scenarios import Scenario
from gradreel.scenes.parts.digits.reading import plain
from gradreel.scenes.parts.formulas.formula import GREEK, symbol
from gradreel.scenes.parts.formulas.short_names import replaced

# The symbols for each role, in order of preference. A scenario brings at most three letters, two
# parameters and an input, and no letter is in two rows, so that four are always enough.
_CHOICES = {
    "rate": ("eta", "alpha", "gamma", "rho"),
    "distance": ("h", "delta", "epsilon", "tau"),
    "away": ("d", "D", "P", "R"),
    "curvature": ("lambda", "mu", "kappa", "nu"),
    "count": ("n", "N", "M", "K"),
    "index": ("i", "j", "r", "q"),
    "output": ("y", "v", "u", "c"),
}
_OF_DATA = ("J", "L", "E", "Q")


@dataclass(frozen=True)
class Notation:
    """The lesson's own symbols as Typst math; none looks like a name of the scenario.

    `loss` is a height, or a function of the parameters. `distance` is that between two places that
    come together, `away` that to the lowest point, `curvature` how strongly the loss bends. Of the
    data, `count` is how many points
    there are, `index` that of one of them, `output` its second coordinate.
    """

    loss: str
    rate: str
    distance: str
    away: str
    curvature: str
    count: str
    index: str
    output: str
    _names: tuple[str, ...] = field(repr=False)
    _inputs: tuple[str, ...] = field(repr=False)

    def at_point(self, name: str) -> str:
        """An input of the model as that of the point with the index: x_i, or x^(i) where a
        parameter is written as an indexed x."""
        letter = symbol(name)
        base, _, index = letter.partition("_")
        if base in {symbol(parameter).partition("_")[0] for parameter in self._names}:
            return f"{letter}^(({self.index}))"
        return f"{base}_({index} {self.index})" if index else f"{base}_{self.index}"

    @property
    def output_at_point(self) -> str:
        """The output of the point with the index: y_i."""
        return f"{self.output}_{self.index}"

    @property
    def inputs(self) -> Mapping[str, str]:
        """How each input of the model is written if it is that of a point."""
        return {name: self.at_point(name) for name in self._inputs}

    def written(self, sentence: str) -> str:
        """A sentence with parameters written as in formulas: η for eta, w₁ for w1."""
        return replaced(sentence, {name: _in_words(name) for name in (*self._names, *self._inputs)})


def notation_of(scenario: Scenario) -> Notation:
    """The symbols of a scenario's lesson."""
    names: tuple[str, ...] = scenario.parameters
    fit = scenario.fit
    if fit is None:
        return _notation(names, (), (), scenario.kind.loss)
    across, upward = column_names(scenario)
    columns = across if upward == _CHOICES["output"][0] else (*across, upward)
    inputs = tuple(dict.fromkeys((*fit.parsed.inputs, *fit.written.inputs)))
    return _notation(names, inputs, columns, _OF_DATA)


def column_names(scenario: Scenario) -> tuple[tuple[str, ...], str]:
    """What the inputs and the output of the data are called: by the author, or in the file."""
    words, data = scenario.showing.words, scenario.objective.data
    assert data
    across = (words.x.name,) if words.x else data.input_names
    return across, words.y.name if words.y else data.output_name


@lru_cache(maxsize=64)
def _notation(
    names: tuple[str, ...], inputs: tuple[str, ...], columns: tuple[str, ...], loss: Sequence[str]
) -> Notation:
    taken = {letter for name in (*names, *inputs, *columns) for letter in letters_in(name)}
    choices = {"loss": loss, **_CHOICES}
    chosen = {role: next(c for c in row if c not in taken) for role, row in choices.items()}
    return Notation(**chosen, _names=names, _inputs=inputs)


def letters_in(name: str) -> set[str]:
    """The letters of a name in a formula, including its index; a word has none."""
    markup = symbol(name)
    return set() if markup.startswith("upright") else set(re.findall(r"[A-Za-z]+", markup))


def _in_words(name: str) -> str:
    """A name within a sentence: θ for theta, w₁ for w1; a whole word as it is."""
    read = plain(symbol(name))
    return spoken(read if read.isalnum() else name)


def spoken(markup: str) -> str:
    """A symbol within a sentence: the Greek letter if it is one, and its index."""
    match = re.fullmatch(r"([A-Za-z]+)(.*)", markup)
    return GREEK.get(match[1], match[1]) + match[2] if match else markup
