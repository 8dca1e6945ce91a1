"""Typst markup to outlines: the only place that compiles text.

Typst runs inside the process with its own embedded fonts, so every machine draws the same
glyphs, and each piece of text is compiled once a process.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

import numpy as np
import svgelements as se
import typst
from numpy.typing import NDArray

Array = NDArray[np.float64]

FONT = "Libertinus Serif"
CODE_FONT = "DejaVu Sans Mono"
_EM = 100.0  # Typst rounds outlines to a hundredth of a point: compile large, scale down.
_PAGE = f"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: "{FONT}", size: {_EM}pt, top-edge: "ascender", bottom-edge: "descender",
  hyphenate: false, features: ("lnum", "tnum"))
#show math.equation: set text(font: "New Computer Modern Math")
#set par(leading: 0.45em, justify: false)
"""
_XLINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True)
class Outline:
    """The cubic curves (4 * n, 3) of all glyphs of one colour, in em; y points up."""

    color: str
    points: Array


@dataclass(frozen=True)
class Layout:
    """Compiled text: its outlines, and the width, height and baseline of its box, in em.

    The box's lower left corner is the origin; the baseline is that on which most glyphs stand.
    """

    outlines: tuple[Outline, ...]
    width: float
    height: float
    baseline: float


def quoted(text: str) -> str:
    """Any text as Typst markup that shows exactly this text and can run nothing."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#text("{escaped}")'


def colored(markup: str, color: str) -> str:
    """Typst markup in a colour."""
    return f'#text(fill: rgb("{color}"))[{markup}]'


@cache
def _compiler() -> typst.Compiler:
    # Nothing lies below this root: even markup of our own could read no file.
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(b"", root=os.devnull, font_paths=fonts)


@cache
def typeset(markup: str) -> Layout:
    """Compile Typst markup into outlines; black where the markup sets no colour."""
    svg = _compiler().compile((_PAGE + markup).encode(), format="svg")
    assert isinstance(svg, bytes)
    root = ElementTree.fromstring(svg)
    width, height = (float(v) for v in root.attrib["viewBox"].split()[2:])
    glyphs = {
        symbol.attrib["id"]: symbol[0].attrib["d"]
        for symbol in root.iter()
        if _is(symbol, "symbol")
    }
    by_color: dict[str, list[Array]] = {}
    heights = []
    for color, path, matrix in _shapes(root, glyphs, se.Matrix()):
        heights.append(matrix.f)
        points = _cubics(path * matrix)
        if len(points):
            by_color.setdefault(color.upper(), []).append(points)
    # An index or a numerator stands elsewhere, but most of a line stands on its baseline.
    baseline = max(heights, key=heights.count, default=height)
    flip = np.array([1.0, -1.0, 1.0]) / _EM
    outlines = tuple(
        Outline(color, np.concatenate(parts) * flip + (0.0, height / _EM, 0.0))
        for color, parts in by_color.items()
    )
    return Layout(outlines, width / _EM, height / _EM, (height - baseline) / _EM)


def drawn(markup: str) -> bytes:
    """Typst markup as the bytes of a PNG file, a pixel for each point."""
    png = _compiler().compile((_PAGE + markup).encode(), format="png", ppi=72)
    assert isinstance(png, bytes)
    return png


def _is(element: ElementTree.Element, tag: str) -> bool:
    return element.tag.rpartition("}")[2] == tag


def _shapes(
    parent: ElementTree.Element, glyphs: dict[str, str], matrix: se.Matrix
) -> Iterator[tuple[str, se.Path, se.Matrix]]:
    """Every drawn path below an SVG element: its colour, its path, where it stands."""
    for element in parent:
        if _is(element, "defs"):
            continue
        here = se.Matrix(element.get("transform") or "") * matrix
        if _is(element, "use"):
            at = se.Matrix.translate(float(element.get("x", 0)), float(element.get("y", 0)))
            glyph = se.Path(glyphs[element.attrib[_XLINK].removeprefix("#")])
            yield element.attrib["fill"], glyph, at * here
        elif _is(element, "path"):
            if element.get("fill", "none") != "none":
                yield element.attrib["fill"], se.Path(element.attrib["d"]), here
            else:
                yield element.attrib["stroke"], _bar(element), here
        yield from _shapes(element, glyphs, here)


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


def _cubics(path: se.Path) -> Array:
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
