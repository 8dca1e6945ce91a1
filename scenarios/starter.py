"""The files that `gradreel new` writes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gradreel.scenarios.formula_file import domain_text, kind_of, start_text, variables_of
from gradreel.scenarios.formula_hints import instead_of
from gradreel.scenarios.lesson_kinds import KINDS
from gradreel.scenarios.linear_model import parse_model
from gradreel.scenarios.mean_square import mean_square_gradient
from gradreel.scenarios.problems import ScenarioError
from gradreel.scenarios.sensible import SensibleSetting, setting_of, steady_rate
from gradreel.scenarios.syntax import FormulaError
from gradreel.scenarios.words import as_toml, shown

SCHEMA_NAME = "gradreel.schema.json"  # beside the file, so that editors find it offline

_COMMENTS = 48  # the column of comments behind values
_POINTS = ((1, 2), (2, 4), (3, 5))
_HEAD = """\
#:schema ./{schema}
# A gradreel scenario. Try it with: gradreel validate FILE, then gradreel render FILE.

title = "My first descent"

# What kind of lesson this is:
#   "curve"    one parameter: a curve and its tangent
#   "surface"  two parameters: a landscape in 3D
#   "fit"      a model with one input, fitted to data
lesson = {lesson}

# author = "..."                                # also: subtitle, school, licence, logo = "logo.svg"
theme = "dark"                                  # or "light", as for a blog
# chapters = ["title", "gradient", "descent"]   # those to show, in order; without it, all of them:
#                                               # gradreel chapters FILE lists what there is

"""
_FORMULA = """\
# What to minimise: a formula in the variables of its domain. It may use + - * / ** and brackets,
# sin cos tan asin acos atan sinh cosh tanh exp log sqrt abs, pi and e.
[objective]
formula = {formula}
domain = {domain}

# Or, in place of a formula: a model that is linear in its parameters, and data.
# The loss is then the mean squared error; x is the input, every other name a parameter.
# model = "a*x + b"                             # or "w*x"; or "X @ w" for several inputs a point
# points = [[1, 2], [2, 4], [3, 5]]             # each point: its inputs, then its output
"""
_MODEL = """\
# What to fit: a model that is linear in its parameters, and data. The loss is the mean squared
# error; x is the input, every other name a parameter.
[objective]
model = {formula}
points = {points}

# Or, in place of these points:
"""
_DATA = """\
# csv = { file = "data.csv", x = "height", y = "weight" }  # in this folder, or below it;
#   where more than one reading is possible: separator = ";", decimal = ",", names = ["a", "b"];
#   missing = "drop" leaves out rows without a value
# scale = "standard"                            # inputs of mean 0 and deviation 1; start stays
#                                               # in the units of the data
# generated = { count = 100, x = [-1, 1], truth = { a = 3, b = 2 }, noise = [0, 1], seed = 1 }
"""
_REST = """
# Where every run starts; a run may have a start of its own.
[start]
{start}

# One descent, and below it more of them to compare.
[[runs]]
name = "plain"
lr = {lr}
steps = {steps}

[[runs]]
name = "with momentum"
optimizer = "SGD"                               # or GD, Adam, Newton, BFGS, ...: see the README
options = {{ momentum = 0.8 }}                    # its other options, by their names in torch
lr = {rate}
steps = {steps}
stop = {{ loss_below = 1e-6, loss_change_below = 1e-12 }}         # ends it before its steps do

# What gradreel batch makes of it: any of lesson, captions, poster, csv, gif, recording, still,
# storyboard, map; and how, where that is not as usual.
# [output]
# make = ["lesson", "captions", "poster", "gif"]
# gif = {{ width = 480, max_size = "500kB" }}     # or below it: [output.gif]

# How the lesson is shown; see also: gradreel text FILE.
# [predict]
# pause = 5                                     # seconds in which viewers may predict, or false
# [words]
# loss = "cost"                                 # and of data: x = {{ name = "hours", unit = "h" }}
# [text]
# heading-step = "A step"                       # what the lesson says, by its ids

# A set of scenarios out of this file: one for each combination of these values.
# [sweep]
# runs.0.lr = [0.01, 0.1, 0.5]
# start.{name} = [{value:g}, {other:g}]
"""


def starter(lesson: str | None = None, formula: str | None = None) -> str:
    """The text of a starter file about a formula, or about an example of a kind of lesson.

    Without a lesson it is one that shows the formula, or else the first kind of all. Raises
    ScenarioError if the formula cannot be read, or no lesson shows it.
    """
    if lesson is not None:
        kind = KINDS[lesson]
    elif formula is not None:
        kind = kind_of(formula, variables_of(formula))
    else:
        kind = next(iter(KINDS.values()))
    formula = " ".join((kind.example if formula is None else formula).split())
    if kind.needs_data:
        setting, objective = _setting_of_model(formula), _MODEL
    else:
        names = variables_of(formula)
        kind_of(formula, names)
        setting, objective = setting_of(formula, names, {}), _FORMULA
    name, value = next(iter(setting.start.items()))
    return (
        _HEAD.format(schema=SCHEMA_NAME, lesson=as_toml(kind.name))
        + objective.format(
            formula=as_toml(formula),
            domain=_explained(domain_text(setting), "domain", "the ranges to draw"),
            points=_explained(
                as_toml([*map(list, _POINTS)]), "points", "each: its input, its output"
            ),
        )
        + _DATA
        + _REST.format(
            start=start_text(setting),
            lr=_explained(f"{setting.lr:g}", "lr", "the learning rate"),
            rate=f"{setting.lr:g}",
            steps=setting.steps,
            name=name,
            value=value,
            other=value / 2 or 1,
        )
    )


def _explained(value: str, key: str, comment: str) -> str:
    """A value with a comment behind it, where all comments of the file begin."""
    return f"{value.ljust(_COMMENTS - len(f'{key} = '))}# {comment}"


def _setting_of_model(text: str) -> SensibleSetting:
    """The setting of a model on the points. Raises ScenarioError if the model has faults."""
    try:
        model = parse_model(text, 1)
    except FormulaError as error:
        sentence = instead_of(text, _is_model) or str(error)
        raise ScenarioError([f"{shown(text)}: {sentence}"]) from None
    inputs, outputs = (np.array(column, dtype=np.float64) for column in zip(*_POINTS, strict=True))
    design, target = model.design(inputs[:, None]), model.offsets(inputs[:, None]) - outputs

    def slopes(point: Sequence[float]) -> list[float]:
        found: list[float] = mean_square_gradient(np.array(point), design, target).tolist()
        return found

    count = len(model.parameters)
    rate, _ = steady_rate(slopes, [0.0] * count, [math.inf] * count)
    return SensibleSetting({}, dict.fromkeys(model.parameters, 0.0), rate)


def _is_model(text: str) -> bool:
    try:
        parse_model(text, 1)
    except FormulaError:
        return False
    return True
