"""Typst within this process: markup to drawings, by fonts that have its signs.

What the embedded fonts have is drawn with them alone, so that every machine draws the same glyphs.
Only for markup with a sign that they lack, the fonts of the system are there as well.
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
# Of the system's: before them, Typst would take a font of coloured pictures, which have no outline.
_OUTLINED = ("Symbola", "Noto Emoji", "Noto Sans Symbols2")
_PAGE = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: (%s), size: %spt, top-edge: "ascender", bottom-edge: "descender",
  hyphenate: false, features: ("lnum", "tnum"))
#show math.equation: set text(font: "New Computer Modern Math")
#set par(leading: 0.45em, justify: false)
"""
_NOBODYS = "\U0010fffd"  # a sign that no font has
# An embedded font has these letters, and cannot join them to syllables.
_UNJOINED = re.compile("[\u0900-\u097f]")


def svg(markup: str) -> ElementTree.Element:
    """Markup drawn by the embedded fonts, or where these lack a sign by all that there are."""
    drawing = _drawn(markup, everywhere=False)
    return _drawn(markup, everywhere=True) if _is_wanting(markup, drawing) else drawing


def png(markup: str) -> bytes:
    """The same as the bytes of a PNG file, a pixel for each point."""
    picture = _compiled(markup, "png", needs_other_fonts(markup))
    assert isinstance(picture, bytes)
    return picture


def needs_other_fonts(markup: str) -> bool:
    """Whether markup has a sign that the embedded fonts lack."""
    return _is_wanting(markup, _drawn(markup, everywhere=False))


def can_draw(markup: str) -> bool:
    """Whether fonts of this machine have an outline for every sign of some markup."""
    alone = _drawn(markup, everywhere=False)
    if not _is_wanting(markup, alone):
        return True
    drawing = _drawn(markup, everywhere=True)
    return not _has_gap(drawing) and set(_glyphs(drawing)) != set(_glyphs(alone))


def outline_of(glyph: ElementTree.Element) -> str:
    """The path of a glyph, empty where it is a picture."""
    return glyph[0].get("d", "") if len(glyph) else ""


def is_tag(element: ElementTree.Element, tag: str) -> bool:
    """Whether an SVG element is of a kind."""
    return element.tag.rpartition("}")[2] == tag


def _is_wanting(markup: str, drawing: ElementTree.Element) -> bool:
    return not markup.isascii() and (_has_gap(drawing) or bool(_UNJOINED.search(markup)))


def _has_gap(drawing: ElementTree.Element) -> bool:
    """Whether a drawing has a sign of no font, or one of which the font has but a picture."""
    outlines = _glyphs(drawing).values()
    return any(not outline or _strokes(outline) == _gap() for outline in outlines)


@cache
def _gap() -> str:
    """The strokes of the box that stands for a sign that no font has."""
    (outline,) = _glyphs(_drawn(f'#text("{_NOBODYS}")', everywhere=False)).values()
    return _strokes(outline)


def _strokes(outline: str) -> str:
    """What an outline is made of, whatever its size."""
    return re.sub(r"[-\d. ]+", "", outline)


def _glyphs(drawing: ElementTree.Element) -> dict[str, str]:
    """The names of all glyphs in a drawing, with their outlines."""
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
    # Nothing lies below this root: even markup of our own could read no file.
    return typst.Compiler(b"", root=os.devnull, font_paths=fonts)


def system_fonts() -> typst.Fonts:
    """The embedded fonts, which come first, and those of the system."""
    return typst.Fonts(include_system_fonts=True)
