"""A logo beside a scenario file: a PNG or an SVG, which is read as data and never followed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from gradreel.scenarios.data_files import DataError, FileKind, read_content
from gradreel.scenarios.showing import Logo
from gradreel.scenarios.words import listed, shown

MAX_BYTES = 500_000
MAX_SIDE = 4000  # pixels: more than a frame of the largest quality is wide
_MAX_SHAPES = 2000
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
# What is drawn, and what has no effect on it.
_SHAPES = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_SILENT = {"title", "desc", "metadata", "defs"}
_FILES = FileKind("a PNG or SVG picture", (".png", ".svg"), MAX_BYTES, "make it smaller")


def read_logo(file: str, folder: Path, allow_outside: bool) -> Logo:
    """The logo of a file that is named relative to a scenario's folder.

    It must be in that folder or below it, links resolved, unless `allow_outside`. Raises DataError
    if it is not, or is not a picture that can be drawn without any other file.
    """
    content = read_content(file, folder, allow_outside, _FILES)
    if content.startswith(_PNG):
        fault = _fault_of_png(content)
        kind = "png"
    elif b"<svg" in content[:10_000]:
        fault = next(_faults_of_svg(content), None)
        kind = "svg"
    else:
        fault, kind = "is neither a PNG nor an SVG picture: save it as one of them", ""
    if fault:
        raise DataError(f"{shown(file)} {fault}")
    return Logo(kind=kind, data=base64.b64encode(content).decode("ascii"))


def _fault_of_png(content: bytes) -> str | None:
    """What is wrong with the header of a PNG, which says how large it is; None if nothing."""
    sides = [int.from_bytes(content[start : start + 4], "big") for start in (16, 20)]
    if content[12:16] != b"IHDR" or not all(sides):
        return "is a damaged PNG: save it again"
    if max(sides) > MAX_SIDE:
        size = " by ".join(map(str, sides))
        return f"is {size} pixels large, where {MAX_SIDE} a side are allowed: make it smaller"
    return None


def _faults_of_svg(content: bytes) -> Iterator[str]:
    if re.search(rb"<!(DOCTYPE|ENTITY)", content, re.IGNORECASE):
        yield "has a DOCTYPE or entities, which are not read: save it as plain SVG"
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        yield f"is not valid SVG ({error}): save it again"
        return
    elements = [*root.iter()]
    if len(elements) > _MAX_SHAPES:
        yield f"has {len(elements)} shapes, where {_MAX_SHAPES} are allowed: simplify it"
    for element in elements:
        if not isinstance(element.tag, str) or not element.tag.startswith(_SVG):
            continue  # comments, and what drawing programs keep for themselves
        name = element.tag.removeprefix(_SVG)
        if name not in _SHAPES | _SILENT:
            kinds = listed(sorted(_SHAPES - {"svg", "g"}))
            yield f"has a <{name}>, which is not drawn: make it of {kinds}, text as paths"
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] in ("href", "src") or "url(" in value:
                yield f"refers to {shown(value)}, which is not followed: use plain colours alone"
