"""Which part of a landscape a descent shows: what is around the run, as close as makes sense."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.in_space.viewpoint import seen_share
from gradreel.scenes.parts.in_space.world import in_space
from gradreel.scenes.parts.maps.lowest_point import LowestPoint
from gradreel.scenes.surface.stage import SurfaceStage
from gradreel.solver.recording import Recording

_MARGIN = 0.2  # of what a run passes, around it: room for arrows and the ball
_WORTH = 0.7  # of the domain's width: going closer to show a larger part would show no more
_CLOSEST = 0.004  # of the domain's width: closer up, every surface is a plane
_NEAR = 2.0  # times: a window becomes at most so much wider to include the lowest point
# Times as wide as it has to be: windows to be tried until no number of the floor is half faded.
_WIDER = np.linspace(1.0, 1.3, 31)
_HIDDEN = 0.1  # of the places: if a hill hides so many more close up, the camera stays away
_MOST_VALUES = 2e6  # losses of single points to add up for a frame: more would take too long


class CloseUps:
    """The domains in which a run's steps are shown: up to the step `explained`, and afterwards.

    Each lies within the whole domain and has its proportions. It is the whole domain if going
    closer would not show more: if the run passes most of it, leaves it, or is hidden by a hill.
    """

    def __init__(
        self, stage: SurfaceStage, recording: Recording, explained: int, lowest: LowestPoint | None
    ) -> None:
        self._stage, self._lowest = stage, lowest
        run, data = recording.runs[0], recording.scenario.objective.data
        self.home = stage.window.domain(run.steps)
        losses = stage.space.landscape.size**2 * (1 if data is None else len(data.outputs))
        self._possible = not stage.window.grows and losses <= _MOST_VALUES
        self.first = self._about(run.parameters[: explained + 1])
        self.rest = self._about(run.parameters[explained:])

    def _about(self, places: Array) -> Domain:
        """The domain around places (n, 2) of a run."""
        low, high = np.array(list(self.home.values()), dtype=float).T
        within = ((places >= low) & (places <= high)).all()
        if not (self._possible and within and np.ptp(places, axis=0).any()):
            return self.home
        span = high - low
        least, most = places.min(axis=0), places.max(axis=0)
        size = float(((most - least) / span).max())
        if self._lowest is not None and self._lowest.within(self.home):
            wider = np.minimum(least, self._lowest.place), np.maximum(most, self._lowest.place)
            grown = float(((wider[1] - wider[0]) / span).max())
            if grown <= _NEAR * size:
                (least, most), size = wider, grown
        size = max((1.0 + 2.0 * _MARGIN) * size, _CLOSEST)
        if size >= _WORTH:
            return self.home
        windows = [self._around((least + most) / 2, size * times) for times in _WIDER]
        near = next((window for window in windows if self._rests_well(window)), windows[0])
        return near if self._shows(near, places) else self.home

    def _rests_well(self, near: Domain) -> bool:
        space = self._stage.space
        return space.floor.rests_well(space.landscape.over(near))

    def _around(self, middle: Array, size: float) -> Domain:
        """A domain around places (2,) that is this share of the whole, and within it."""
        low, high = np.array(list(self.home.values()), dtype=float).T
        half = min(float(size), 1.0) * (high - low) / 2
        middle = np.clip(middle, low + half, high - half)  # the loss may not be defined beyond
        limits = np.stack([middle - half, middle + half], axis=1).tolist()
        return dict(zip(self.home, map(tuple, limits), strict=True))

    def _shows(self, near: Domain, places: Array) -> bool:
        """Whether about as many places (n, 2) are visible close up as from afar."""
        seen = [self._seen(domain, places) for domain in (self.home, near)]
        return seen[1] >= seen[0] - _HIDDEN

    def _seen(self, domain: Domain, places: Array) -> float:
        space = self._stage.space
        landscape = space.landscape.over(domain)
        heights = landscape.share(landscape.objective.value(places))
        return seen_share(landscape, in_space(landscape, places, heights), space.eye.view)
