"""The learning-rates chapter of a surface lesson: the runs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

import numpy as np
from manim import FadeIn, Mobject, smooth, squish_rate_func

from gradreel.scenes import regions
from gradreel.scenes.parts.descents.runs import labels_of
from gradreel.scenes.parts.descents.verdict import factors
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.maps.equal_scales import squared
from gradreel.scenes.parts.maps.slices import Slices
from gradreel.scenes.parts.maps.views import first_domain
from gradreel.scenes.rates import Rates
from gradreel.scenes.run_panel import Panel
from gradreel.scenes.sentences.runs import counter
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.panels import (
    IN_ONE_ROW,
    MOST_PANELS,
    SurfaceRunPanel,
    panel_places,
    size_of_names,
)
from gradreel.scenes.surface.trail import DescendedPicture

# How axes come where a surface leaves: when it is nearly gone.
_late = squish_rate_func(smooth, 0.6, 1.0)
_CLOSE = 4  # panels in a row: between them there is no room for a word


class SurfaceRates(Rates):
    """Every run on a map with equal scales, which grows with a run that leaves it.

    Below it is the distance that is left, or the loss if steps do not multiply a distance.
    """

    plan = chapters.RATES
    opens = poses.DESCENDED
    closes = poses.DESCENDED
    most_panels, with_line = MOST_PANELS, IN_ONE_ROW
    longest = 3.8

    def make_panels(self) -> list[Panel]:
        runs = self.recording.runs
        self.domain = self._domain()
        self.span = np.ptp(list(self.domain.values()), axis=1)
        visited = np.concatenate([run.parameters for run in runs])
        labels, places = labels_of(self.recording.scenario), panel_places(len(runs))
        size = size_of_names(labels, places)
        return [
            SurfaceRunPanel(
                run,
                label,
                color,
                self.objective,
                self.domain,
                visited,
                place,
                self.computed,
                counter(self.recording.scenario, run),
                partial(
                    self.below,
                    run,
                    place.box,
                    place.roomy,
                    named=len(runs) < _CLOSE or run is runs[-1],
                ),
                factors(self.factors(run)),
                size,
            )
            for run, label, color, place in zip(runs, labels, self.colors, places, strict=True)
        ]

    def show_slices(self, slices: Slices) -> list[Mobject]:
        """The surface makes room for them, and is seen beside them until the rule comes."""
        picture, room = self.carry_on(DescendedPicture), regions.current().rates.surface
        self.play(picture.space.fly(room.corners), FadeIn(slices, rate_func=_late))
        self.opened = self.renderer.time
        return [picture]

    def present(self, panels: list[Panel]) -> None:
        if any(cast(SurfaceRunPanel, panel).map.logarithmic for panel in panels):
            self.say("surface-levels")
            self.hold()

    def draw_to(self, panels: Sequence[Panel], step: float) -> None:
        for panel in panels:
            cast(SurfaceRunPanel, panel).draw_to(step)

    def _domain(self) -> Domain:
        domain = first_domain(self.recording, self.recording.runs)
        return squared(domain) if self.objective.expression is None else domain
