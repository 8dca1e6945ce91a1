"""The chapters about noise show what the recorded steps saw."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from solver_cases import run, scenario
from spoken import played, sentences

from gradreel.scenarios import Formula, load_scenario
from gradreel.scenes.drawing.rehearsal import Rehearsal
from gradreel.scenes.sentences.batches import jitter
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.message import message

_BOWL = Formula(formula="x**2/2 + y**2/4", domain={"x": (-3, 3), "y": (-3, 3)})


def test_the_arrows_around_the_gradient_have_the_noise_of_the_first_steps() -> None:
    noisy = run(2.0, -1.0, lr=0.3, steps=20, noise=0.3, seed=4)
    recording = record(scenario(_BOWL, noisy))
    grown: list[np.ndarray] = []

    def watch(scene: Any, _: float) -> None:
        if hasattr(scene, "fan") and len(scene.fan) == 12:
            down, unit = scene.down, scene.view.unit[:2]
            tips = np.array([arrow.tip for arrow in scene.fan])[:, :2]
            if (tips != down.start[:2]).any(axis=1).all():
                grown.append(-(tips - down.start[:2]) / (down.share * unit))

    scene: Any = played(recording, "noise", Rehearsal(watch))
    draws = np.random.default_rng(4).normal(0.0, 0.3, size=(12, 2))
    seen = np.array([2.0, -0.5]) + draws
    assert any(np.allclose(each, seen, atol=1e-6) for each in grown)
    assert np.array_equal(scene.map.here, [2.0, -1.0])


def test_arrows_stand_on_a_map_with_equal_scales_whatever_the_domain() -> None:
    wide = Formula(formula="x**2/2 + y**2/4", domain={"x": (-4.0, 4.0), "y": (-2.0, 2.0)})
    recording = record(scenario(wide, run(2.0, -1.0, lr=0.3, steps=3, noise=0.3, seed=4)))
    units: list[np.ndarray] = []

    def watch(scene: Any, _: float) -> None:
        if hasattr(scene, "fan") and len(scene.fan):
            units.append(scene.view.unit)

    played(recording, "noise", Rehearsal(watch))
    assert units[0] == pytest.approx(units[0][0])


def test_runs_with_other_batch_sizes_are_compared_and_what_they_have_seen_is_counted() -> None:
    recording = record(load_scenario("mini-batch"))
    said = sentences(recording, "sizes")
    assert said[-2] == worded(message("fit-sizes-jitter"))
    assert "seen 360, 60, 360 and 3600 points" in said[-1]


def test_no_size_is_said_to_jitter_more_where_it_does_not() -> None:
    six, one = record(load_scenario("mini-batch")).runs[:2]
    assert jitter([six, one], 60)
    assert jitter([replace(six, loss=one.loss), replace(one, loss=six.loss)], 60) is None
