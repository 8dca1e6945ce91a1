"""The kinds of value that keys of a scenario take, by name: for files that are not valid TOML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Kind = Literal["number", "text", "list", "table", ""]

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        ("lr", "steps", "seed", "count", "random", "loss_below", "loss_change_below"), "number"
    ),
    **dict.fromkeys(("momentum", "dampening", "weight_decay", "eps", "alpha", "rho"), "number"),
    **dict.fromkeys(("title", "lesson", "theme", "name", "optimizer", "formula"), "text"),
    **dict.fromkeys(("model", "file", "scale", "missing", "separator", "decimal"), "text"),
    **dict.fromkeys(("points", "make", "names", "noise", "betas", "grid", "tune"), "list"),
    **dict.fromkeys(("domain", "stop", "options", "start", "truth", "csv", "generated"), "table"),
}
_IN_RUNS: dict[str, Kind] = {"noise": "number", "batch_size": "number", "schedule": "table"}
_BY_TABLE: dict[str, Kind] = {"start": "number", "truth": "number", "domain": "list"}
_KEY = re.compile(r"\s*([\w.]+)\s*=")
_HEADER = re.compile(r"\s*\[+\s*([\w.]+)\s*\]+")


def kind_of(line: str, before: Sequence[str]) -> Kind:
    """The kind of value that the key of a line takes; "" if its name does not decide it.

    `before` are the lines before it, whose last header says which table the key is in.
    """
    key = _KEY.match(line)
    if not key:
        return ""
    headers = (_HEADER.match(other) for other in reversed(before))
    header = next((found[1] for found in headers if found), "")
    *tables, name = f"{header}.{key[1]}".split(".")
    if "sweep" in tables:
        return "list"
    if tables[-1] == "runs" and name in _IN_RUNS:
        return _IN_RUNS[name]
    return _BY_TABLE.get(tables[-1]) or _KINDS.get(name, "")
