"""A place that is lower than where a run ended is seen, whatever stands before it."""

from __future__ import annotations

import numpy as np
import pytest

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import Formula, Scenario, load_scenario
from gradreel.scenes import theme
from gradreel.scenes.moment import MomentRenderer
from gradreel.scenes.surface.descent import SurfaceDescent
from gradreel.solver.descent import record

WAVES = "20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)"


def waves(start: tuple[float, float]) -> Scenario:
    scenario = load_scenario("quadratic")
    domain = {"x": (-2.5, 2.5), "y": (-2.5, 2.5)}
    (first, *_) = scenario.runs
    run = first.model_copy(update={"start": dict(zip("xy", start, strict=True)), "lr": 0.002})
    formula = Formula(formula=WAVES, domain=domain)
    return scenario.model_copy(update={"objective": formula, "runs": (run,)})


@pytest.mark.parametrize("start", [(1.8, 1.3), (-1.8, 1.3), (2.2, -2.2)])
def test_a_lower_place_behind_hills_is_seen_through_them(start: tuple[float, float]) -> None:
    recording = record(waves(start))
    with stage(Quality(640, 360, 15)):
        moment_renderer = MomentRenderer(None)
        scene = SurfaceDescent(recording, moment_renderer)
        scene.render()
        picture = np.asarray(moment_renderer.camera.pixel_array)
    at = scene.space.screen(scene.space.at(np.zeros(2)))
    assert scene.space.hides(np.zeros(2))
    row, column = round((4.0 - at[1]) * 45), round((at[0] + 64 / 9) * 45)
    seen = picture[row, column, :3].astype(float)
    color = np.array([int(theme.colors().loss[k : k + 2], 16) for k in (1, 3, 5)])
    assert np.abs(seen - color).max() < 60, seen
