"""Whether maps over two parameters have equal scales on both axes, or a note that they have not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from manim import Mobject

from gradreel.scenes.checks.layout import VISIBLE, Fault, Text
from gradreel.scenes.parts.maps.loss_map import MapView
from gradreel.scenes.sentences.catalogue import text

_SAME = 0.01  # relative: with so small a difference a right angle is off by at most half a degree


def unequal(shown: Sequence[Mobject], texts: Iterable[Text]) -> Iterator[Fault]:
    """Faults for the maps whose scales differ although no text says so."""
    note = text("label-scales-differ")
    if any(shown_text.says == note and shown_text.opacity > VISIBLE for shown_text in texts):
        return
    for view in shown:
        if isinstance(view, MapView) and view.unit.max() > (1.0 + _SAME) * view.unit.min():
            across, upward = view.unit.tolist()
            what = f"a unit of a map is {across:.3g} wide and {upward:.3g} high, and none is told"
            box = view.box
            where = (box.left + box.width / 2, box.bottom + box.height / 2)
            yield Fault("unequal scales", (id(view),), what, where)
