"""Writes lessons into one HTML file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from gradreel.pipeline.page.lessons import lessons_below
from gradreel.pipeline.page.template import Filters, own_template
from gradreel.scenarios import PAGE
from gradreel.scenarios.errors import GradreelError
from gradreel.scenarios.files import write_where_different
from gradreel.scenes.parts.digits.numbers import as_typeset, number

_HERE = Path(__file__).parent
_DIGITS = 5  # of a number in a table: one more than in the video, since it stands still
# Nothing is loaded but what lies beside the page. From disk, `file:` is what `'self'` is elsewhere.
_SOURCES = "img-src 'self' file: data:; media-src 'self' file: data:"


class PageError(GradreelError):
    """There is nothing to show."""

    exit_status = 2


class Page(NamedTuple):
    """A written page: its file, how many lessons are on it, a sentence for all that is left out."""

    path: Path
    lessons: int
    faults: list[str]


@dataclass(frozen=True)
class PageWords:
    """What an author says of a page: its title, what it begins with, and its address on the web.

    Without an address, what is to be pasted elsewhere has addresses relative to the page.
    `language` is a tag of that in which the author writes (RFC 5646), none that of all other words.
    """

    title: str = ""
    lead: str = ""
    address: str = ""
    language: str = ""

    @property
    def base(self) -> str:
        """What comes before relative addresses."""
        return f"{self.address.rstrip('/')}/" if self.address else ""


def write_page(folder: Path, words: PageWords = PageWords()) -> Page:
    """Write FOLDER/index.html about all lessons in the folders below FOLDER.

    The same lessons give the same bytes. Raises PageError if there are none, and OSError if the
    file cannot be written.
    """
    entries, faults = lessons_below(folder)
    if not entries:
        why = "; ".join(faults) or "has no rendered lesson yet: try gradreel render quadratic"
        raise PageError(f"{folder}: {why}")
    path = folder / PAGE
    filters: Filters = {"clock": clock, "tenths": tenths, "number": _number, "typeset": as_typeset}
    html = own_template(_HERE, "page", _SOURCES, filters).render(entries=entries, words=words)
    write_where_different(path, html.encode())
    return Page(path, len(entries), faults)


def _number(value: float) -> str:
    return number(value, _DIGITS)


def clock(seconds: float) -> str:
    """Seconds as players show them: 1:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def tenths(seconds: float) -> str:
    """Seconds with one decimal, rounded down: 1:05.2."""
    whole, rest = divmod(int(seconds * 10 + 1e-6), 10)
    return f"{clock(whole)}.{rest}"
