"""Compiles Typst markup within this process, with fonts that have its signs.

Whatever the embedded fonts have is drawn with them alone, so that every machine draws the same
glyphs. The fonts of the system are used only for markup with signs that the embedded ones lack.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Literal
from xml.etree import ElementTree

import typst

FONT = "Libertinus Serif"
CODE_FONT = "DejaVu Sans Mono"
EM = 100.0  # Typst rounds outlines to a hundredth of a point: compile large, scale down.
# Fonts of the system to try first: others, of coloured pictures, have no outlines.
_OUTLINED = ("Symbola", "Noto Emoji", "Noto Sans Symbols2")
_PAGE = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: (%s), size: %spt, top-edge: "ascender", bottom-edge: "descender",
  hyphenate: false, features: ("lnum", "tnum"))
#show math.equation: set text(font: "New Computer Modern Math")
#set par(leading: 0.45em, justify: false)
"""
_NOBODYS = "\U0010fffd"  # a sign that no font has
# An embedded font has these letters (Devanagari), but cannot join them into syllables.
_UNJOINED = re.compile("[\u0900-\u097f]")


def svg(markup: str) -> ElementTree.Element:
    """Markup as SVG, drawn with the embedded fonts, or with all fonts if these lack a sign."""
    drawing = _drawn(markup, everywhere=False)
    return _drawn(markup, everywhere=True) if _is_wanting(markup, drawing) else drawing


def png(markup: str) -> bytes:
    """Markup as a PNG file, with a pixel for each point."""
    picture = _compiled(markup, "png", needs_other_fonts(markup))
    assert isinstance(picture, bytes)
    return picture


def needs_other_fonts(markup: str) -> bool:
    """Whether markup has a sign that the embedded fonts lack."""
    return _is_wanting(markup, _drawn(markup, everywhere=False))


def can_draw(markup: str) -> bool:
    """Whether the fonts of this machine have an outline for every sign in some markup."""
    alone = _drawn(markup, everywhere=False)
    if not _is_wanting(markup, alone):
        return True
    drawing = _drawn(markup, everywhere=True)
    return not _has_gap(drawing) and set(_glyphs(drawing)) != set(_glyphs(alone))


def outline_of(glyph: ElementTree.Element) -> str:
    """The path of a glyph; empty if it is a picture."""
    return glyph[0].get("d", "") if len(glyph) else ""


def is_tag(element: ElementTree.Element, tag: str) -> bool:
    """Whether an SVG element has this tag, in whatever namespace."""
    return element.tag.rpartition("}")[2] == tag


def _is_wanting(markup: str, drawing: ElementTree.Element) -> bool:
    return not markup.isascii() and (_has_gap(drawing) or bool(_UNJOINED.search(markup)))


def _has_gap(drawing: ElementTree.Element) -> bool:
    """Whether a drawing has a sign that no font has, or for which the font only has a picture."""
    outlines = _glyphs(drawing).values()
    return any(not outline or _strokes(outline) == _gap() for outline in outlines)


@cache
def _gap() -> str:
    """The strokes of the box that represents a sign that no font has."""
    (outline,) = _glyphs(_drawn(f'#text("{_NOBODYS}")', everywhere=False)).values()
    return _strokes(outline)


def _strokes(outline: str) -> str:
    """The commands of an outline without its numbers, which differ with its size."""
    return re.sub(r"[-\d. ]+", "", outline)


def _glyphs(drawing: ElementTree.Element) -> dict[str, str]:
    """The ids of all glyphs in a drawing, with their outlines."""
    return {g.attrib["id"]: outline_of(g) for g in drawing.iter() if is_tag(g, "symbol")}


def _drawn(markup: str, everywhere: bool) -> ElementTree.Element:
    drawing = _compiled(markup, "svg", everywhere)
    assert isinstance(drawing, bytes)
    return ElementTree.fromstring(drawing)


def _compiled(markup: str, format: Literal["svg", "png"], everywhere: bool) -> object:
    families = (FONT, *_OUTLINED) if everywhere else (FONT,)
    page = _PAGE % ("".join(f'"{family}", ' for family in families), EM)
    source = (page + markup).encode()
    return _compiler(everywhere).compile(source, format=format, ppi=72 if format == "png" else None)


@cache
def _compiler(everywhere: bool) -> typst.Compiler:
    fonts = system_fonts() if everywhere else typst.Fonts(include_system_fonts=False)
    # There is nothing below this root, so that no markup can read a file.
    return typst.Compiler(b"", root=os.devnull, font_paths=fonts)


def system_fonts() -> typst.Fonts:
    """The embedded fonts, and after them those of the system."""
    return typst.Fonts(include_system_fonts=True)
