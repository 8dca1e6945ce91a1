"""Going all the way along the negative gradient, which the step takes only a part of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from manim import VMobject

from gradreel.scenes import theme
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.maps.close_map import CloseMap
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.surface.lowest_cross import lowest_seen
from gradreel.scenes.surface.new_place import put_clear
from gradreel.scenes.surface.step_map import StepFraming
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective
from gradreel.solver.rounding import without_noise
from gradreel.solver.run_record import RunRecord

_SCOUT = 0.5  # opacity of the dot that tries it


class WholeWay:
    """What is met at the end of the whole negative gradient, where the loss is `losses[1]`.

    `losses` are those at the start, there, and at the end of the step.
    """

    def __init__(self, objective: Objective, framing: StepFraming, run: RunRecord) -> None:
        self._framing = framing
        places = framing.here, framing.here - run.grad[0], framing.there
        self.losses = [
            float(without_noise(objective.value(place), objective.loss_noise(place)))
            for place in places
        ]
        self._objective = objective

    @property
    def message(self) -> Message:
        """What became of the loss."""
        return texts.whole_way(*self.losses)

    def shown(self, chart: CloseMap) -> Iterator[VMobject]:
        """A faint dot, and the loss beside where it will be; nothing if the map does not show it.

        An arrow that is drawn smaller ends elsewhere.
        """
        if self._framing.times > 1:
            return
        yield chart.dot.copy().set_opacity(_SCOUT)
        if np.isfinite(self.losses[1]):
            written = f'"{text("label-loss")}" thick {value(self.losses[1])}'
            label = maths(written, theme.TICK, theme.colors().loss)
            lowest = lowest_seen(self._objective, chart.domain)
            far = None if lowest is None else chart.map.at(lowest.place)
            put_clear(label, chart, self._framing.tip, far)
            yield on_plate(label)
