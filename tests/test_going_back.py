"""Runs go back to their start without a jump, and only under words that say so."""

from __future__ import annotations

from operator import attrgetter

import numpy as np
import pytest
from manim import Mobject, Scene
from spoken import played

from gradreel.scenarios.arrays import Array
from gradreel.scenes.chapter import Chapter, default_recording
from gradreel.scenes.drawing.rehearsal import Rehearsal
from gradreel.scenes.parts.descents.going_down import going_again
from gradreel.scenes.sentences import rates as texts
from gradreel.solver.message import message


def test_runs_go_back_step_by_step_before_they_go_again() -> None:
    shown: list[float] = []
    for part in going_again(Mobject(), 10, shown.append, 4.0):
        part.begin()
        for share in np.linspace(0.0, 1.0, 61):
            part.interpolate(share)
    assert shown[0] == shown[-1] == 10.0
    assert min(shown) == 0.0
    assert np.abs(np.diff(shown)).max() < 1.0
    assert not [*going_again(Mobject(), 10, shown.append, 1.0)]


@pytest.mark.parametrize(
    ("id", "told", "others"),
    [
        ("rates-bounces-limit", [-1.0], [0.9, 0.0, -0.8]),
        ("rates-crosses", [-0.8], [0.9, -1.1]),
        ("rates-sizes", [0.9, 0.0, -1.1], []),
    ],
)
def test_only_runs_of_which_a_sentence_tells_go_again(
    id: str, told: list[float], others: list[float]
) -> None:
    assert all(texts.tells_of(message(id), factor) for factor in told)
    assert not any(texts.tells_of(message(id), factor) for factor in others)


@pytest.mark.parametrize(
    ("name", "ball"),
    [("quadratic", "picture.ball"), ("noisy-line", "stage.dot")],
)
def test_only_what_says_so_stands_when_the_ball_goes_back_to_the_start(
    name: str, ball: str
) -> None:
    below_others: list[Array] = []
    going: list[Array] = []

    class ClosingMoments(Rehearsal):
        def during(self, scene: Scene, began: float) -> None:
            assert isinstance(scene, Chapter)
            if scene.finished:
                super().during(scene, began)

        def moment(self, scene: Scene, began: float, seconds: float) -> None:
            assert isinstance(scene, Chapter)
            *others, says_so = scene.frame_texts
            said = any(text in scene.mobjects for text in others)
            place = attrgetter(ball)(scene).points[0].copy()
            begun = going or (says_so in scene.mobjects and not said)
            (going if begun else below_others).append(place)

    played(default_recording(name), "step", ClosingMoments(lambda *_: None))
    assert np.ptp(below_others, axis=0) == pytest.approx(0.0)
    assert np.ptp(going, axis=0).max() > 0.02
    assert going[0] == pytest.approx(below_others[-1])
