"""Where a key belongs that stands in the wrong place, or has a name from elsewhere."""

from __future__ import annotations

from typing import Any

from scenarios.file_form import TABLES, keys_at
from scenarios.optimizers import CLIMBS, OPTIMIZERS
from scenarios.words import as_toml, listed, nearest, short, squashed, suggestion

# What other programs call it, without its signs.
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
}
_PLACES = {
    (): "to the top of the file, before the first [table]",
    ("objective",): "into [objective]",
    ("runs",): "into a [[runs]]",
    ("runs", "stop"): "into the stop = { ... } of a run",
    ("output",): "into [output]",
}


def key_hint(path: tuple[str | int, ...], value: Any) -> str:
    """What to do about a key that is not known where it is."""
    name, around = str(path[-1]), path[:-1]
    table = tuple(part for part in around if isinstance(part, str))
    known = keys_at(around)
    other = _OTHER_NAMES.get(squashed(name), "")
    called = f"it is called {other} here" if other in known and name not in known else ""
    if table == ("runs",) and name == "maximize":
        return CLIMBS
    having = [o for o, options in OPTIMIZERS.items() if table == ("runs",) and name in options]
    if having:
        written = short(f"{name} = {as_toml(value)}")
        option = f"it is an option of {listed(having)}: write options = {{ {written} }}"
        return f"{option}; or write {other}, if that is meant" if called else option
    if called:
        return called
    there = next((p for p in _PLACES if p != table and name in TABLES[p].model_fields), None)
    if there is not None and not nearest(name, known):
        return f"it belongs {_PLACES[there]}"
    return suggestion(name, known)
