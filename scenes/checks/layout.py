"""Checks of the layout at one moment: overlaps, type size, contrast, the safe area. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array

FRAME = (64 / 9, 4.0)  # half the width and half the height of the frame, in screen units
VISIBLE = 0.3  # opacity: a fainter text is a ghost, which nobody is asked to read
CAP_HEIGHT = 0.022  # the least, in heights of the frame: ten pixels at 480p
CONTRAST = 4.5  # the least, by the Web Content Accessibility Guidelines 2.1
GRAIN = 0.04  # screen units between the points that stand for a line: thinner than any text
_CROSSED = 0.12  # screen units of a line that may run through a text: a tick may graze a digit
_BESIDE = 0.06  # screen units: closer to another text, a number of an axis reads as a part of it
_TOUCHING = 0.02  # screen units by which boxes may overlap before their letters seem to touch
_ROUNDING = 0.005  # screen units, less than half a pixel at 854x480


@dataclass(frozen=True)
class Text:
    """A text, or its part in one colour, as seen at one moment.

    `unit` is the same for all parts of a text. `boxes` (n, 4) are the left, bottom, right and top
    of each stroke of its letters; `cap_height` is in screen units; `color` (3,), from 0 to 1, is
    that at full opacity. It is `fading` while its opacity changes, and `flying` on its way to
    another place. Numbers at the ticks of an axis share an `axis` other than 0, as does the text
    that is an `offset` to be added to them.
    """

    says: str
    unit: int
    boxes: Array
    cap_height: float
    color: Array
    opacity: float = 1.0
    fading: bool = False
    flying: bool = False
    axis: int = 0
    offset: bool = False

    @cached_property
    def box(self) -> Array:
        """The left, bottom, right and top of the whole text, (4,)."""
        return np.concatenate([self.boxes[:, :2].min(axis=0), self.boxes[:, 2:].max(axis=0)])


@dataclass(frozen=True)
class DrawnShape:
    """Something drawn that is not text: what it is, and its bounding box (4,).

    `trace` (n, 2) are points along its lines, at most `GRAIN` apart. It is not `placed` if
    coordinates that it was given are not finite.
    """

    what: str
    box: Array
    trace: Array
    placed: bool = True


@dataclass(frozen=True)
class Fault:
    """What is wrong and where on the screen; `who` is the same for it from moment to moment."""

    kind: str
    who: tuple[object, ...]
    what: str
    where: tuple[float, float]


def faults_of_layout(
    texts: list[Text], shapes: list[DrawnShape], safe: Array, ground: Array
) -> Iterator[Fault]:
    """The faults at one moment.

    `safe` (2,) is half the size of the safe area, `ground` (3,) the colour of the background.
    """
    visible = [text for text in texts if text.opacity > VISIBLE and len(text.boxes)]
    yield from _overlapping(visible)
    for text in visible:
        yield from _outside(text, safe)
        yield from _too_small(text)
        yield from _too_faint(text, ground)
    yield from _touching(visible)
    yield from _crossed(visible, shapes)
    for shape in shapes:
        if not shape.placed:
            what = f"a {shape.what} stands at a place that is no number"
            yield Fault("nowhere", (shape.what,), what, middle(shape.box))
        if _reach(shape.box, np.array(FRAME)) > _ROUNDING:
            what = f"{shape.what} reaches out of the frame"
            yield Fault("outside", (shape.what,), what, middle(shape.box))


def _overlapping(texts: list[Text]) -> Iterator[Fault]:
    boxes = _boxes(texts)
    for text, neighbour in _pairs(texts, _meet(boxes, boxes)):
        # A flying text only passes by; of two fading ones, one replaces the other.
        passing = text.flying or neighbour.flying or (text.fading and neighbour.fading)
        if text.unit == neighbour.unit or passing:
            continue
        crossing = _meet(text.boxes, neighbour.boxes)
        if crossing.any():
            first, second = np.argwhere(crossing)[0]
            where = middle((text.boxes[first] + neighbour.boxes[second]) / 2)
            who = tuple(sorted((text.unit, neighbour.unit)))
            what = f"{quoted(text.says)} overlaps {quoted(neighbour.says)}"
            yield Fault("text over text", who, what, where)


def _touching(texts: list[Text]) -> Iterator[Fault]:
    """Numbers of axes that run together with a text beside them."""
    staying = [text for text in texts if not (text.flying or text.fading)]
    boxes = _boxes(staying)
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    heights = boxes[:, 3] - boxes[:, 1]
    least_height = np.minimum(heights[:, None], heights[None])
    gap, shared_height = (low - high)[..., 0], (high - low)[..., 1]
    beside = (gap >= -_TOUCHING) & (gap < _BESIDE) & (shared_height > least_height / 2)
    for first, second in _pairs(staying, beside):
        if first.unit != second.unit and (first.axis or second.axis):
            who = tuple(sorted((first.unit, second.unit)))
            what = f"{quoted(first.says)} touches {quoted(second.says)}"
            yield Fault("text beside text", who, what, middle((first.box + second.box) / 2))


def _boxes(texts: list[Text]) -> Array:
    """The boxes (n, 4) of whole texts."""
    return np.array([text.box for text in texts]).reshape(-1, 4)


def _pairs(texts: list[Text], chosen: NDArray[np.bool_]) -> Iterator[tuple[Text, Text]]:
    """Each pair of texts of which (n, n) says that it is chosen, once."""
    for one, other in np.argwhere(np.triu(chosen, 1)).tolist():
        yield texts[one], texts[other]


def _crossed(texts: list[Text], shapes: list[DrawnShape]) -> Iterator[Fault]:
    """Texts that lines run through, with no plate in between."""
    staying = [text for text in texts if not (text.flying or text.fading)]
    if not staying or not shapes:
        return
    shape_boxes = np.array([shape.box for shape in shapes])
    text_boxes = np.array([text.box for text in staying])
    for one, other in np.argwhere(_meet(text_boxes, shape_boxes, -_CROSSED)).tolist():
        text, shape = staying[one], shapes[other]
        near = shape.trace[covers(text_boxes[one][None], shape.trace)[0]]
        touched = covers(text.boxes, near).any(axis=0)
        if GRAIN * np.count_nonzero(touched) > _CROSSED:
            what = f"a {shape.what} runs through {quoted(text.says)}"
            middle = near[touched].mean(axis=0)
            yield Fault("over drawing", (text.unit,), what, (middle[0], middle[1]))


def covers(boxes: Array, places: Array) -> NDArray[np.bool_]:
    """Which boxes (n, 4) contain which points (m, 2), (n, m)."""
    # By coordinate: numpy goes through an axis of two elements slowly.
    (left, bottom, right, top), (x, y) = boxes.T[..., None], places.T
    return np.asarray((x >= left) & (x <= right) & (y >= bottom) & (y <= top))


def _meet(first: Array, second: Array, touching: float = _TOUCHING) -> NDArray[np.bool_]:
    """Which boxes (n, 4) and (m, 4) overlap by more than they may, as (n, m)."""
    low = np.maximum(first[:, None, :2], second[None, :, :2])
    high = np.minimum(first[:, None, 2:], second[None, :, 2:])
    return np.asarray((high - low > touching).all(axis=-1))


def _outside(text: Text, safe: Array) -> Iterator[Fault]:
    reach = _reach(text.box, safe)
    if reach > _ROUNDING and not (text.fading or text.flying):
        what = f"{quoted(text.says)} reaches {reach:.2f} out of the safe area"
        yield Fault("outside", (text.unit,), what, middle(text.box))


def _too_small(text: Text) -> Iterator[Fault]:
    share = text.cap_height / (2 * FRAME[1])
    if not text.flying and share < CAP_HEIGHT - 1e-4:
        what = f"{quoted(text.says)} has capitals of {share:.2%} of the frame's height"
        yield Fault("too small", (text.unit,), f"{what}, not {CAP_HEIGHT:.1%}", middle(text.box))


def _too_faint(text: Text, ground: Array) -> Iterator[Fault]:
    """A fault if a text has too little contrast; a fading one is judged at full opacity."""
    share = 1.0 if text.fading or text.flying else text.opacity
    ratio = contrast(share * text.color + (1 - share) * ground, ground)
    if ratio < CONTRAST:
        what = f"{quoted(text.says)} has a contrast of {ratio:.1f}, not {CONTRAST}"
        yield Fault("too faint", (text.unit,), what, middle(text.box))


def contrast(first: Array, second: Array) -> float:
    """The contrast ratio of two colours (3,), each from 0 to 1: between 1 and 21 (WCAG 2.1)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Array) -> float:
    return _luminance_of(*map(float, color))


@lru_cache(maxsize=1024)  # most texts keep their colour
def _luminance_of(*rgb: float) -> float:
    color = np.array(rgb)
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _reach(box: Array, half: Array) -> float:
    """How far a box reaches out of a centred rectangle of half this size."""
    return float(max((-half - box[:2]).max(), (box[2:] - half).max()))


def middle(box: Array) -> tuple[float, float]:
    """The middle of a box (4,)."""
    return float(box[0] + box[2]) / 2, float(box[1] + box[3]) / 2


def quoted(text: str, longest: int = 48) -> str:
    """A text in quotation marks, cut short."""
    return f"“{text if len(text) <= longest else text[: longest - 1].rstrip() + '…'}”"
