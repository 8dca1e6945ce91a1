"""Text on the screen: one mobject per colour, whatever its length."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import Self, TypeVar

import numpy as np
from manim import LEFT, RIGHT, VGroup
from numpy.typing import ArrayLike

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.reading import plain
from gradreel.scenes.parts.lettering.compiler import CODE_FONT
from gradreel.scenes.parts.lettering.measured_text import MeasuredText
from gradreel.scenes.parts.lettering.typeset import height_of, quoted, typeset

_PLAIN = "#000000"
_NUMERALS = "0123456789.−×⁻⁰¹²³⁴⁵⁶⁷⁸⁹∞?"
# A line that is too long by less is made smaller instead of broken: a tenth is not noticed.
_SQUEEZE = 1.1
_SMALLER, _LEADING = 0.85, 0.05  # the size of a broken sentence; em between its lines
_EXPONENTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_RAISED = 0.15  # em more between lines with exponents, which all but touch the line above
_EVEN = 0.25  # em: the lengths of broken lines differ by about a letter at most
_TOGETHER = re.compile(r"(?<=\d) (?=%)|(?<==) | (?==)")  # no line begins with % or ends with =
_UNITS = count(1)
_PLACE = 4  # points before the outlines, at the left end of the baseline


@dataclass(frozen=True)
class Note:
    """What a text remembers of how it was made, whatever happens to its outlines.

    All parts and copies of a text share its `unit`. `cap_height` and `extent`, the longer side of
    the box around its outlines, are those before any scaling, in screen units. Numbers at the ticks
    of an axis, and the `offset` to be added to them, share an `axis`; other texts have 0.
    """

    says: str
    unit: int
    cap_height: float
    extent: float
    axis: int = 0
    offset: bool = False


class Glyphs(MeasuredText):
    """Outlines in one colour (None: ink); the first point is the left end of the baseline."""

    def __init__(self, points: Array, baseline: float, color: str | None, note: Note) -> None:
        super().__init__(fill_color=color or theme.colors().ink, fill_opacity=1.0, stroke_width=0.0)
        self.set_points(np.vstack([np.tile([0.0, baseline, 0.0], (_PLACE, 1)), points]))
        self.note = note

    @property
    def origin(self) -> Array:
        """The left end of the baseline, (3,)."""
        return np.array(self.points[0])

    def on_baseline(self, point: ArrayLike) -> Self:
        """Move it so that its baseline starts at a point."""
        return self.shift(np.asarray(point) - self.origin)

    @property
    def outlines(self) -> Array:
        """Its outlines (4 * n, 3), without the points that hold its place."""
        return np.asarray(self.points[_PLACE:])

    def alone(self) -> Self:
        """A copy that is no part of a line: its baseline starts where it does, and not before."""
        part, left = self.copy(), float(self.outlines[:, 0].min())
        place = np.tile([left, *self.origin[1:]], (_PLACE, 1))
        part.set_points(np.vstack([place, self.outlines]))
        return part

    def with_outlines(self, outlines: Sequence[Array]) -> Self:
        """A copy that shows only some outlines (4 * n, 3) of it."""
        part = self.copy()
        part.set_points(np.vstack([self.points[:_PLACE], *outlines]))
        part.note = replace(self.note, extent=_extent(part.outlines))
        return part


def words(text: str, size: float = theme.LABEL, color: str | None = None) -> Glyphs:
    """A line of plain text; `size` is the em in screen units."""
    return _glyphs(text, quoted, size, color)


def shortened(
    text: str, room: float, size: float = theme.LABEL, color: str | None = None
) -> Glyphs:
    """A line of plain text, cut short with an ellipsis if it is wider than `room`."""
    while (line := words(text, size, color)).width > room and len(text) > 3:
        text = text.removesuffix("…")[:-1].rstrip() + "…"
    return line


def code(text: str, size: float = theme.LABEL, color: str | None = None) -> Glyphs:
    """A line of program text in a font of fixed width."""
    return _glyphs(text, _in_code_font, size, color)


def _in_code_font(text: str) -> str:
    return f'#text(font: "{CODE_FONT}")[{quoted(text)}]'


def _glyphs(text: str, as_markup: Callable[[str], str], size: float, color: str | None) -> Glyphs:
    layout = typeset(as_markup(text))
    points = size * np.concatenate([o.points for o in layout.outlines] or [np.empty((0, 3))])
    note = Note(text, next(_UNITS), size * _height(as_markup("H")), _extent(points))
    return Glyphs(points, layout.baseline * size, color, note)


@cache
def _height(markup: str) -> float:
    """The height of the outlines of some markup, in em."""
    return float(np.ptp(np.concatenate([o.points for o in typeset(markup).outlines])[:, 1]))


def _extent(points: Array) -> float:
    return float(np.ptp(points[:, :2], axis=0).max()) if len(points) else 0.0


class Markup(MeasuredText, VGroup):
    """Typst markup with coloured parts: a submobject per colour, found by `part(color)`."""

    def __init__(self, markup: str, size: float = theme.LABEL, color: str | None = None) -> None:
        super().__init__()
        layout = typeset(markup)
        note_of_all = Note(plain(markup), next(_UNITS), size * _height(quoted("H")), 0.0)
        self._parts: dict[str, Glyphs] = {}
        for outline in layout.outlines:
            fill = (color or theme.colors().ink) if outline.color == _PLAIN else outline.color
            points = outline.points * size
            note = replace(note_of_all, extent=_extent(points))
            part = Glyphs(points, layout.baseline * size, fill, note)
            self._parts[outline.color] = part
            self.add(part)

    def part(self, color: str) -> Glyphs:
        """The glyphs to which the markup gave this colour."""
        return self._parts[color.upper()]

    @property
    def origin(self) -> Array:
        """The left end of the baseline, (3,)."""
        return np.array(self.submobjects[0].points[0])

    def on_baseline(self, point: ArrayLike) -> Self:
        """Move it so that its baseline starts at a point."""
        return self.shift(np.asarray(point) - self.origin)

    def look_like(self, other: Markup) -> None:
        """Take the shape and place of another text with parts in the same colours."""
        for part, model in zip(self._parts.values(), other._parts.values(), strict=True):
            part.set_points(model.points)
            part.note = model.note


def paragraph(
    text: str, width: float, size: float = theme.SENTENCE, color: str | None = None
) -> Markup:
    """Plain text, centred; if wider than `width`, smaller and in lines of about equal length."""
    body = quoted(text)
    natural = typeset(body).width * size
    if width < natural <= _SQUEEZE * width:
        size *= width / natural
    elif natural > width:
        size *= _SMALLER
        body = _balanced(text, width / size)
    return Markup(body, size, color)


@cache
def _balanced(text: str, width: float) -> str:
    """Markup for a text in as few lines as fit `width` em, as equal in length as possible."""
    body = quoted(_TOGETHER.sub("\N{NO-BREAK SPACE}", text))

    def broken(width: float) -> str:
        lines = f"{_leading(text)}; #align(center)[{body}]"
        return f"#block(width: {width}em)[{lines}]"

    height = height_of(broken(width))
    # No line is shorter than the longest word, unless words may be broken, as in Chinese.
    longest = max((breadth(word, 1.0) for word in text.split()), default=0.0)
    narrow = longest if longest < width else 0.0
    narrow, wide = max(narrow, typeset(body).width * height_of(body) / height / 2), width
    while wide - narrow > _EVEN:
        middle = (narrow + wide) / 2
        if height_of(broken(middle)) > height:
            narrow = middle
        else:
            wide = middle
    return broken(wide)


def flowing(text: str, width: float, size: float, color: str | None = None) -> Markup:
    """Plain text, flush left, broken into lines of at most `width` screen units."""
    body = quoted(text)
    if typeset(body).width * size > width:
        lines = f"{_leading(text)}; {body}"
        body = f"#block(width: {width / size}em)[{lines}]"
    return Markup(body, size, color)


def _leading(text: str) -> str:
    """Typst markup that sets the distance of the lines of a text."""
    leading = _LEADING + (_RAISED if _EXPONENTS.search(text) else 0.0)
    return f"#set par(leading: {leading}em)"


def maths(markup: str, size: float = theme.FORMULA, color: str | None = None) -> Markup:
    """A displayed formula from Typst math markup."""
    return Markup(f"$ {markup} $", size, color)


@cache
def _character(character: str, in_formula: bool = False) -> tuple[Array, float, float]:
    text = quoted(character)
    layout = typeset(f'$ "{character}" $' if in_formula and character in _NUMERALS else text)
    points = np.concatenate([o.points for o in layout.outlines] or [np.empty((0, 3))])
    return points, layout.width, layout.baseline


def breadth(text: str, size: float) -> float:
    """The width of a Counter's text, in screen units."""
    return size * sum(_character(character)[1] for character in text)


class Counter(MeasuredText):
    """Text that may change in every frame, composed of glyphs that are compiled once.

    It keeps its anchor: the left end of its baseline, or the right end if `align` is RIGHT. With
    `in_formula`, its numerals look like those of formulas.
    """

    def __init__(
        self,
        text: str,
        size: float = theme.LABEL,
        color: str | None = None,
        align: Array = LEFT,
        in_formula: bool = False,
    ) -> None:
        super().__init__(fill_color=color or theme.colors().ink, fill_opacity=1.0, stroke_width=0.0)
        self._size = size
        self._flush_right = bool(np.array_equal(align, RIGHT))
        self.set_points(np.zeros((4, 3)))
        # Compile all numerals now, rather than during an animation.
        self._in_formula = in_formula
        for numeral in _NUMERALS:
            _character(numeral, in_formula)
        self.note = Note("", next(_UNITS), size * _height(quoted("H")), 0.0)
        self.write(text)

    @property
    def origin(self) -> Array:
        """The anchored end of the baseline, (3,)."""
        return np.array(self.points[0])

    def on_baseline(self, point: ArrayLike) -> Self:
        """Move it so that its anchor stands at a point."""
        return self.shift(np.asarray(point) - self.origin)

    def write(self, text: str) -> Self:
        """Show another text at the same anchor."""
        anchor, pen, parts = self.origin, 0.0, []
        for character in text:
            points, width, baseline = _character(character, self._in_formula)
            parts.append((points + np.array([pen, -baseline, 0.0])) * self._size)
            pen += width
        outline = np.concatenate([np.empty((0, 3)), *parts])
        if self._flush_right:
            outline = outline - (pen * self._size, 0.0, 0.0)
        self.set_points(np.vstack([np.zeros((4, 3)), outline]) + anchor)
        self.note = replace(self.note, says=text, extent=_extent(outline))
        return self


_Label = TypeVar("_Label", Glyphs, Counter)


def as_ticks(labels: Iterable[_Label], offset: Iterable[Glyphs | Counter] = ()) -> list[_Label]:
    """Mark texts as the numbers of one axis, and return them.

    The parts of `offset` say what is to be added to them: `+1×10⁶`, or with a name `x − 1×10⁶`.
    """
    marked, axis = list(labels), next(_UNITS)
    for label in marked:
        label.note = replace(label.note, axis=axis)
    for part in offset:
        part.note = replace(part.note, axis=axis, offset=True)
    return marked
