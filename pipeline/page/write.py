"""Writes lessons into one HTML file."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from gradreel.pipeline.page.lessons import lessons_below
from gradreel.scenarios import PAGE
from gradreel.scenarios.errors import GradreelError
from gradreel.scenarios.files import write_where_different
from gradreel.scenes.parts.numbers import as_typeset, number
from gradreel.scenes.sentences.catalogue import LANGUAGE, text

_HERE = Path(__file__).parent
_DIGITS = 5  # of a number in a table: one more than in the video, since it stands still
# Nothing is loaded but what lies beside the page, and nothing runs but what is in it
# (https://www.w3.org/TR/CSP3/). From disk, `file:` is what `'self'` is elsewhere.
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self' file: data:; "
    "media-src 'self' file: data:; style-src {style}; script-src {script}"
)


class PageError(GradreelError):
    """There is nothing to show."""

    exit_status = 2


class Page(NamedTuple):
    """A written page: its file, how many lessons are on it, a sentence for all that is left out."""

    path: Path
    lessons: int
    faults: list[str]


def write_page(folder: Path) -> Page:
    """Write FOLDER/index.html about all lessons in the folders below FOLDER.

    The same lessons give the same bytes. Raises PageError if there are none, and OSError if the
    file cannot be written.
    """
    entries, faults = lessons_below(folder)
    if not entries:
        why = "; ".join(faults) or "has no rendered lesson yet: try gradreel render quadratic"
        raise PageError(f"{folder}: {why}")
    path = folder / PAGE
    html = _environment().get_template("page.html").render(entries=entries)
    write_where_different(path, html.encode())
    return Page(path, len(entries), faults)


def _environment() -> Environment:
    """Templates that escape everything that comes from the user's files."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"clock": clock, "tenths": tenths, "number": _number}
    environment.filters["typeset"] = as_typeset
    style, script = _own("page.css"), _own("page.js")
    environment.globals |= {
        "style": style,
        "script": script,
        "policy": _POLICY.format(style=_hash(style), script=_hash(script)),
        "version": version("gradreel"),
        "say": text,
        "language": LANGUAGE,
    }
    return environment


def _own(name: str) -> Markup:
    return Markup((_HERE / name).read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    """The hash of a text as a content security policy writes it."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _number(value: float) -> str:
    return number(value, _DIGITS)


def clock(seconds: float) -> str:
    """Seconds as players show them: 1:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def tenths(seconds: float) -> str:
    """Seconds with one decimal, rounded down: 1:05.2."""
    whole, rest = divmod(int(seconds * 10 + 1e-6), 10)
    return f"{clock(whole)}.{rest}"
