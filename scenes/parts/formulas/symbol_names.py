"""The words for symbols of a formula: below it, each with a line to its symbol."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.lettering.text import Glyphs, words

_DOWN = 0.48  # from a symbol to the baseline of its word: room for a line and the word's letters
_CLEAR = 0.07  # from a line to the symbol, and to the word
_GAP = 0.25  # between words, about one letter and a half
_END = 0.3  # from an end of a word to where a line may come in, if the word is long
_THIN = 2.0


def symbol_names(named: Sequence[tuple[Glyphs, str]], left: float, right: float) -> VGroup:
    """The words for symbols, from left to right, on one line below the lowest of them.

    Each stands in the middle below its symbol, or as near to that as the words beside it and the
    limits `left` and `right` let it.
    """
    shown = VGroup()
    feet = [_foot(symbol) for symbol, _ in named]
    baseline = min(float(foot[1]) for foot in feet) - _DOWN
    labels = [words(word, theme.TICK, theme.colors().muted) for _, word in named]
    middles = _apart(
        np.array(feet)[:, 0],
        np.array([float(label.width) for label in labels]),
        (left, right),
    )
    for foot, label, middle in zip(feet, labels, middles.tolist(), strict=True):
        label.on_baseline((middle - label.width / 2, baseline, 0.0))
        shown.add(label, _line(foot, label))
    return shown


def _apart(middles: Array, widths: Array, limits: tuple[float, float]) -> Array:
    """Where words (n,) stand that are wanted in the `middles`: apart, and between the limits."""
    placed = middles.copy()
    low = limits[0]
    for k, width in enumerate(widths):
        placed[k] = max(placed[k], low + width / 2)
        low = placed[k] + width / 2 + _GAP
    high = limits[1]
    for k in reversed(range(len(widths))):
        placed[k] = min(placed[k], high - widths[k] / 2)
        high = placed[k] - widths[k] / 2 - _GAP
    return placed


def _foot(symbol: Glyphs) -> Array:
    """The middle of the lower side of a symbol, (3,)."""
    low, high = symbol.outlines.min(axis=0), symbol.outlines.max(axis=0)
    return np.array([(low[0] + high[0]) / 2, low[1], 0.0])


def _line(foot: Array, label: Glyphs) -> VMobject:
    top = foot - (0.0, _CLEAR, 0.0)
    # It comes in at the letters' middle, or straight down where the word reaches below its symbol.
    half = float(label.width) / 2 - min(_END, float(label.width) / 4)
    across = float(np.clip(top[0], label.get_x() - half, label.get_x() + half))
    bottom = np.array([across, float(label.get_top()[1]) + _CLEAR, 0.0])
    return polyline(np.array([top, bottom]), theme.colors().muted, _THIN)
