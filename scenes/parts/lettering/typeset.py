"""Turns Typst markup into outlines; each piece of markup is compiled once per process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

import numpy as np
import svgelements as se

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.lettering.compiler import EM, is_tag, outline_of, svg
from gradreel.scenes.parts.lettering.scripts import settings_for

# Exponents and indices are signs of their own. Enlarged, they keep their baseline; they are then
# seven tenths as high as digits, as in formulas.
_SIGNS = re.compile("([⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+)")
_LARGER = 'size: 1.36em, top-edge: "baseline", bottom-edge: "baseline"'  # lines stay as high
_TEXT = re.compile(r'(?P<call>#text\()?"(?P<says>(?:[^"\\]|\\.)*)"(?(call)\))')
_XLINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True)
class Outline:
    """The cubic curves (4 * n, 3) of all glyphs in one colour, in em; y points up."""

    color: str
    points: Array


@dataclass(frozen=True)
class Layout:
    """Compiled markup: its outlines, and the width, height and baseline of its box, in em.

    The origin is the lower left corner of the box; the baseline is that of most glyphs.
    """

    outlines: tuple[Outline, ...]
    width: float
    height: float
    baseline: float


def quoted(text: str) -> str:
    """Any text as Typst markup that shows exactly this text, and can run no code."""
    markup, settings = f"#text({_literal(text)})", settings_for(text)
    return f"#text({settings})[{markup}]" if settings else markup


def upright(text: str) -> str:
    """Any text as an upright word in Typst math."""
    return f"upright({_literal(text)})"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def colored(markup: str, color: str) -> str:
    """Typst markup in a colour."""
    return f'#text(fill: rgb("{color}"))[{markup}]'


def in_math(markup: str, color: str) -> str:
    """Typst math in a colour, to be used within `maths`."""
    return colored(f"${markup}$", color)


@cache
def typeset(markup: str) -> Layout:
    """Compile Typst markup into outlines, black if the markup sets no colour."""
    root = svg(_legible(markup))
    width, height = (float(v) for v in root.attrib["viewBox"].split()[2:])
    glyphs = {
        symbol.attrib["id"]: outline_of(symbol)
        for symbol in root.iter()
        if is_tag(symbol, "symbol")
    }
    by_color: dict[str, list[Array]] = {}
    heights = []
    for color, path, matrix in _shapes(root, glyphs, se.Matrix()):
        heights.append(matrix.f)
        points = cubics(path * matrix)
        if len(points):
            by_color.setdefault(color.upper(), []).append(points)
    # Indices and numerators are elsewhere, but most of a line is on its baseline.
    baseline = max(heights, key=heights.count, default=height)
    flip = np.array([1.0, -1.0, 1.0]) / EM
    outlines = tuple(
        Outline(color, np.concatenate(parts) * flip + (0.0, height / EM, 0.0))
        for color, parts in by_color.items()
    )
    return Layout(outlines, width / EM, height / EM, (height - baseline) / EM)


def height_of(markup: str) -> float:
    """The height of the box of some markup, in em, without computing its outlines."""
    return float(svg(_legible(markup)).attrib["viewBox"].split()[3]) / EM


def _legible(markup: str) -> str:
    """Markup with the exponents and indices in its texts as large as those of formulas.

    Fonts draw these signs for print: beside numbers of an axis they could not be read.
    """
    return _TEXT.sub(_with_large_signs, markup)


def _with_large_signs(match: re.Match[str]) -> str:
    if not _SIGNS.search(match["says"]):
        return match[0]
    written = ""
    for part in _SIGNS.split(match["says"]):
        if _SIGNS.match(part):
            written += f'#text({_LARGER}, "{part}")'
        elif part:
            written += f'#text("{part}")' if match["call"] else f'"{part}"'
    return written


def _shapes(
    parent: ElementTree.Element, glyphs: dict[str, str], matrix: se.Matrix
) -> Iterator[tuple[str, se.Path, se.Matrix]]:
    """Every drawn path below an SVG element: its colour, its path, its transformation."""
    for element in parent:
        if is_tag(element, "defs"):
            continue
        here = se.Matrix(element.get("transform") or "") * matrix
        if is_tag(element, "use"):
            offset = se.Matrix.translate(float(element.get("x", 0)), float(element.get("y", 0)))
            glyph = _glyph(glyphs[element.attrib[_XLINK].removeprefix("#")])
            yield element.attrib["fill"], glyph, offset * here
        elif is_tag(element, "path"):
            if element.get("fill", "none") != "none":
                yield element.attrib["fill"], se.Path(element.attrib["d"]), here
            else:
                yield element.attrib["stroke"], _bar(element), here
        yield from _shapes(element, glyphs, here)


@cache
def _glyph(outline: str) -> se.Path:
    """A glyph's path, which texts share and do not change: parsing it takes as long as the rest."""
    return se.Path(outline)


def _bar(element: ElementTree.Element) -> se.Path:
    """A stroked straight line (a fraction's bar) as a filled rectangle."""
    x, y = (float(v) for v in re.findall(r"[hv]? ?(-?[\d.]+)", element.attrib["d"])[:2])
    line = se.Path(element.attrib["d"])
    end = line[-1].end
    half = float(element.attrib["stroke-width"]) / 2
    if abs(end.x - x) >= abs(end.y - y):
        x, y, w, h = x, y - half, end.x - x, 2 * half
    else:
        x, y, w, h = x - half, y, 2 * half, end.y - y
    return se.Path(f"M {x} {y} h {w} v {h} h {-w} Z")


def cubics(path: se.Path) -> Array:
    """A path as cubic curves, (4 * n, 3): start, two handles, end for each curve."""
    curves: list[tuple[se.Point, ...]] = []
    for segment in path.reify():
        if isinstance(segment, se.Move) or segment.start is None or segment.start == segment.end:
            continue
        a, d = segment.start, segment.end
        if isinstance(segment, se.CubicBezier):
            curves.append((a, segment.control1, segment.control2, d))
        elif isinstance(segment, se.QuadraticBezier):
            c = segment.control
            curves.append((a, a + (c - a) * (2 / 3), d + (c - d) * (2 / 3), d))
        else:
            curves.append((a, a + (d - a) * (1 / 3), a + (d - a) * (2 / 3), d))
    return np.array([(p.x, p.y, 0.0) for curve in curves for p in curve]).reshape(-1, 3)
