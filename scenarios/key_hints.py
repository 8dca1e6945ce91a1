"""Where a misplaced key belongs, or what a key from another program is called here."""

from __future__ import annotations

from typing import Any, get_args

from gradreel.scenarios.file_form import TABLES, keys_at
from gradreel.scenarios.optimizers import CLIMBS, OPTIMIZERS
from gradreel.scenarios.output_form import OutputName
from gradreel.scenarios.words import as_toml, listed, short, squashed, suggestion

# Names in other programs, simplified as by `squashed`.
_OTHER_NAMES = {
    **dict.fromkeys(("learningrate", "rate", "stepsize", "eta", "alpha", "gamma"), "lr"),
    **dict.fromkeys(("epochs", "iterations", "iters", "niter", "nsteps", "numsteps"), "steps"),
    **dict.fromkeys(("maxiter", "maxiterations", "maxsteps", "stepcount", "n"), "steps"),
    **dict.fromkeys(("optimiser", "method", "algorithm", "solver", "optim"), "optimizer"),
    **dict.fromkeys(("function", "func", "expression", "f", "loss", "equation"), "formula"),
    **dict.fromkeys(("range", "ranges", "bounds", "limits", "interval"), "domain"),
    **dict.fromkeys(("data", "xy", "samples"), "points"),
    **dict.fromkeys(("init", "initial", "x0", "from", "startpoint", "begin"), "start"),
    **dict.fromkeys(("run", "descents", "experiments"), "runs"),
    **dict.fromkeys(("kind", "type", "lessontype"), "lesson"),
    **dict.fromkeys(("heading", "name", "headline"), "title"),
    **dict.fromkeys(("label", "title"), "name"),
    **dict.fromkeys(("color", "colors", "colour", "colours", "style", "mode"), "theme"),
    **dict.fromkeys(("params", "parameters", "args", "kwargs", "hyperparameters"), "options"),
    **dict.fromkeys(("tol", "tolerance", "stopping", "until"), "stop"),
    **dict.fromkeys(("outputs", "formats"), "output"),
    **dict.fromkeys(("sep", "delimiter", "delim", "separators"), "separator"),
    **dict.fromkeys(("header", "columns", "colnames"), "names"),
    **dict.fromkeys(("dropna", "na", "nan"), "missing"),
    **dict.fromkeys(("path", "filename"), "file"),
}
# Names of tables in other programs.
_OTHER_TABLES = dict.fromkeys(
    ("function", "func", "loss", "cost", "target", "goal", "problem", "f"), "objective"
)
_PLACES = {
    (): "at the top of the file, before the first [table]",
    ("objective",): "in [objective]",
    ("runs",): "in a [[runs]]",
    ("runs", "stop"): "in the stop = { ... } of a run",
    ("starts",): "in [starts]",
    ("output",): "in [output]",
    ("predict",): "in [predict]",
    ("words",): "in [words]",
}


def key_hint(path: tuple[str | int, ...], value: Any) -> str:
    """What to do about a key that its table does not have."""
    name, around = str(path[-1]), path[:-1]
    table = tuple(part for part in around if isinstance(part, str))
    known = keys_at(around)
    other = (_OTHER_NAMES if around else _OTHER_NAMES | _OTHER_TABLES).get(squashed(name), "")
    called = f"it is called {other} here" if other in known and name not in known else ""
    if table == ("runs",) and squashed(name) in ("maximize", "maximise"):
        return CLIMBS
    option = _option(name) if table == ("runs",) else ""
    having = [o for o, options in OPTIMIZERS.items() if option in options]
    if having:
        written = short(f"{option} = {as_toml(value)}")
        advice = f"it is an option of {listed(having)}: write options = {{ {written} }}"
        return f"{advice}; or write {other}, if that is meant" if called else advice
    if called:
        return called
    if table == ("output",) and (hint := _hint_of_outputs(name)):
        return hint
    if table in ((), ("runs",)) and name in ("x", "y") and isinstance(value, int | float):
        return "it belongs in [start]"
    table_path = next((p for p in _PLACES if p != table and name in TABLES[p].model_fields), None)
    if table_path is not None:
        return f"it belongs {_PLACES[table_path]}"
    return suggestion(name, known)


def _hint_of_outputs(name: str) -> str:
    """What to do about a key of [output] that belongs to one of the outputs, or is one; else ""."""
    if name in get_args(OutputName):
        return f'{name} has no settings: leave this out, and write make = ["{name}"]'
    tables = [path for path in TABLES if path[:1] == ("output",) and len(path) > 1]
    having = [f"[{'.'.join(p)}]" for p in tables if name in TABLES[p].model_fields]
    return f"it belongs in {' or '.join(having)}" if having else ""


def _option(name: str) -> str:
    """The optimiser option of that name, regardless of case and punctuation, or ""."""
    options = {squashed(option): option for known in OPTIMIZERS.values() for option in known}
    return options.get(squashed(name), "")
