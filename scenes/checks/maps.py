"""Whether a map over two parameters has one scale on both axes, or says that it has not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from manim import Mobject

from gradreel.scenes.checks.layout import VISIBLE, Fault, Text
from gradreel.scenes.parts.loss_map import MapView
from gradreel.scenes.sentences.catalogue import text

_SAME = 0.01  # relative: a right angle is off by half a degree at most


def unequal(shown: Sequence[Mobject], texts: Iterable[Text]) -> Iterator[Fault]:
    """The maps of a moment whose scales differ where no text says so."""
    told = text("label-scales-differ")
    if any(one.says == told and one.opacity > VISIBLE for one in texts):
        return
    for view in shown:
        if isinstance(view, MapView) and view.unit.max() > (1.0 + _SAME) * view.unit.min():
            across, upward = view.unit.tolist()
            what = f"a unit of a map is {across:.3g} wide and {upward:.3g} high, and none is told"
            box = view.box
            where = (box.left + box.width / 2, box.bottom + box.height / 2)
            yield Fault("unequal scales", (id(view),), what, where)
