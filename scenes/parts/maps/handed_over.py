"""The numbers of a floor seen from above become those of a map over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from manim import VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.lettering.same_texts import Text, middle, same_texts
from gradreel.scenes.parts.plots.fixed_ticks import FixedTicks
from gradreel.scenes.parts.plots.ticks import MovingTicks

_TURN = 0.5  # share of the time: those of the floor alone have gone, and those of the map come
_PLACE = 4  # points of a text before its outlines


class HandedOver:
    """What both say goes from one place to the other, and does not fade; the rest does.

    `parts` are those of the map.
    """

    def __init__(self, of_floor: Iterable[VMobject], parts: Sequence[VMobject]) -> None:
        old, new = ([*_seen(some)] for some in (of_floor, _lettering(parts)))
        pairs = [*same_texts(old, new, {})]
        self._ways = [
            (text, text.points.copy(), _middle(other) - _middle(text)) for other, text in pairs
        ]
        self._paired = {text for pair in pairs for text in pair}
        self._old, self._new = (
            {text: float(text.get_fill_opacity()) for text in some} for some in (old, new)
        )

    def show(self, share: float) -> None:
        """Show them after a share of the way from the floor (0) to the map (1).

        Of two that say the same only one is shown, which would else look bolder.
        """
        for text, home, way in self._ways:
            text.points = home + (1.0 - share) * way
        for text, opacity in self._old.items():
            left = max(0.0, 1.0 - share / _TURN)
            text.set_opacity(opacity * (float(share == 0.0) if text in self._paired else left))
        for text, opacity in self._new.items():
            come = max(0.0, (share - _TURN) / (1.0 - _TURN))
            text.set_opacity(opacity * (float(share > 0.0) if text in self._paired else come))


def _lettering(parts: Sequence[VMobject]) -> Iterator[VMobject]:
    """The numbers and the names of the axes among the parts of a map."""
    for member in (member for part in parts for member in part.get_family()):
        if isinstance(member, FixedTicks | MovingTicks):
            yield from (member.across, member.upward, member.names)


def _seen(shown: Iterable[VMobject]) -> Iterator[Text]:
    """The texts among shapes that are not invisible."""
    for member in (member for part in shown for member in part.get_family()):
        if isinstance(member, Text) and member.note.says and member.get_fill_opacity():
            yield member


def _middle(text: Text) -> Array:
    return middle(text.points[_PLACE:])
