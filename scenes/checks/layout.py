"""What is wrong with a picture: checks of what is seen at a moment. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array

FRAME = (64 / 9, 4.0)  # half the width and half the height of the frame, in screen units
VISIBLE = 0.3  # opacity below which a text is a ghost, which nobody is asked to read
CAP_HEIGHT = 0.022  # of the frame's height, the least
CONTRAST = 4.5  # the least, by the Web Content Accessibility Guidelines 2.1
GRAIN = 0.04  # screen units
_CROSSED = 0.12  # so much of a line may run through the strokes of a text, in screen units
_BESIDE = 0.06  # so close to another text, a number of an axis reads as a part of it
_TOUCHING = 0.02  # by so much boxes of texts may overlap, in screen units
_ROUNDING = 0.005  # screen units, less than half a pixel at 854x480


@dataclass(frozen=True)
class Text:
    """A text, or a part of one in one colour, as it is seen at a moment.

    `unit` is the same for all parts of a text. `boxes` (n, 4) are the left, bottom, right and top
    of its strokes of the pen, `cap_height` is in screen units, `color` (3,) from 0 to 1 is that at
    full opacity. It is `fading` where its opacity changes, `flying` on its way to another place.
    Numbers at the ticks of one axis have the same `axis`, which is not 0, and so has the `offset`
    to be added to them.
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

    @property
    def box(self) -> Array:
        """The left, bottom, right and top of it all, (4,)."""
        return np.concatenate([self.boxes[:, :2].min(axis=0), self.boxes[:, 2:].max(axis=0)])


@dataclass(frozen=True)
class DrawnShape:
    """Something drawn that is no text: what it is, and the box about it, (4,).

    `trace` (n, 2) are places all along its lines, with no more than `GRAIN` between neighbours.
    One that is not `placed` was given places that are no numbers, as 0/0 is none.
    """

    what: str
    box: Array
    trace: Array
    placed: bool = True


@dataclass(frozen=True)
class Fault:
    """What is wrong, with what (the same `who` from moment to moment), and where on the screen."""

    kind: str
    who: tuple[object, ...]
    what: str
    where: tuple[float, float]


def faults_of_layout(
    texts: list[Text], shapes: list[DrawnShape], safe: Array, ground: Array
) -> Iterator[Fault]:
    """The faults of a moment: `safe` (2,) is half the safe area's size, `ground` (3,) a colour."""
    seen = [text for text in texts if text.opacity > VISIBLE and len(text.boxes)]
    yield from _overlapping(seen)
    for text in seen:
        yield from _outside(text, safe)
        yield from _too_small(text)
        yield from _too_faint(text, ground)
    yield from _touching(seen)
    yield from _crossed(seen, shapes)
    for shape in shapes:
        if not shape.placed:
            what = f"a {shape.what} stands at a place that is no number"
            yield Fault("nowhere", (shape.what,), what, middle(shape.box))
        if _reach(shape.box, np.array(FRAME)) > _ROUNDING:
            what = f"{shape.what} reaches out of the frame"
            yield Fault("outside", (shape.what,), what, middle(shape.box))


def _overlapping(texts: list[Text]) -> Iterator[Fault]:
    boxes = [text.box for text in texts]
    for (one, its), (other, others) in combinations(zip(texts, boxes, strict=True), 2):
        # What flies passes by; of two that fade, one takes the other's place.
        passing = one.flying or other.flying or (one.fading and other.fading)
        if one.unit == other.unit or passing or not _meet(its[None], others[None]).any():
            continue
        crossing = _meet(one.boxes, other.boxes)
        if crossing.any():
            first, second = np.argwhere(crossing)[0]
            where = middle((one.boxes[first] + other.boxes[second]) / 2)
            who = tuple(sorted((one.unit, other.unit)))
            what = f"{quoted(one.says)} overlaps {quoted(other.says)}"
            yield Fault("text over text", who, what, where)


def _touching(texts: list[Text]) -> Iterator[Fault]:
    """Numbers of an axis that read as one with a text beside them."""
    staying = [text for text in texts if not (text.flying or text.fading)]
    boxes = [text.box for text in staying]
    for (one, its), (other, others) in combinations(zip(staying, boxes, strict=True), 2):
        if one.unit == other.unit or not (one.axis or other.axis):
            continue
        level = min(its[3], others[3]) - max(its[1], others[1])
        apart = max(its[0], others[0]) - min(its[2], others[2])
        lower = min(its[3] - its[1], others[3] - others[1])
        if -_TOUCHING <= apart < _BESIDE and level > lower / 2:
            who = tuple(sorted((one.unit, other.unit)))
            what = f"{quoted(one.says)} touches {quoted(other.says)}"
            yield Fault("text beside text", who, what, middle((its + others) / 2))


def _crossed(texts: list[Text], shapes: list[DrawnShape]) -> Iterator[Fault]:
    """Texts that lines run through, with no plate between the two."""
    staying = [text for text in texts if not (text.flying or text.fading)]
    if not staying or not shapes:
        return
    reached = np.array([shape.box for shape in shapes])
    written = np.array([text.box for text in staying])
    for one, other in np.argwhere(_meet(written, reached, -_CROSSED)).tolist():
        text, shape = staying[one], shapes[other]
        near = shape.trace[_covers(written[one][None], shape.trace)[0]]
        met = _covers(text.boxes, near).any(axis=0)
        if GRAIN * np.count_nonzero(met) > _CROSSED:
            what = f"a {shape.what} runs through {quoted(text.says)}"
            middle = near[met].mean(axis=0)
            yield Fault("over drawing", (text.unit,), what, (middle[0], middle[1]))


def _covers(boxes: Array, places: Array) -> NDArray[np.bool_]:
    """Which boxes (n, 4) hold which places (m, 2), (n, m)."""
    after = places[None] >= boxes[:, None, :2]
    before = places[None] <= boxes[:, None, 2:]
    return np.asarray((after & before).all(axis=-1))


def _meet(one: Array, other: Array, touching: float = _TOUCHING) -> NDArray[np.bool_]:
    """Which boxes (n, 4) and (m, 4) overlap by more than they may, (n, m)."""
    low = np.maximum(one[:, None, :2], other[None, :, :2])
    high = np.minimum(one[:, None, 2:], other[None, :, 2:])
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
    """Texts that are too faint; one that fades is judged by its colour at full opacity."""
    share = 1.0 if text.fading or text.flying else text.opacity
    ratio = contrast(share * text.color + (1 - share) * ground, ground)
    if ratio < CONTRAST:
        what = f"{quoted(text.says)} has a contrast of {ratio:.1f}, not {CONTRAST}"
        yield Fault("too faint", (text.unit,), what, middle(text.box))


def contrast(one: Array, other: Array) -> float:
    """The contrast of two colours (3,) from 0 to 1, between 1 and 21 (WCAG 2.1)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Array) -> float:
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _reach(box: Array, half: Array) -> float:
    """How far a box reaches out of a rectangle about the middle of the screen."""
    return float(max((-half - box[:2]).max(), (box[2:] - half).max()))


def middle(box: Array) -> tuple[float, float]:
    """The middle of a box (4,)."""
    return float(box[0] + box[2]) / 2, float(box[1] + box[3]) / 2


def quoted(text: str, most: int = 48) -> str:
    """A text in quotation marks, cut short."""
    return f"“{text if len(text) <= most else text[: most - 1].rstrip() + '…'}”"
