"""Random scenario files are loaded, recorded and drawn without a fault or a warning."""

from __future__ import annotations

import random

import pytest
from generators.scenarios import loaded, random_file, tried


@pytest.mark.parametrize("index", range(200, 216))
def test_what_is_valid_is_drawn(index: int) -> None:
    assert tried(index, "draw", chapters=1) in ("done", "refused")


def test_most_files_are_valid_and_of_every_kind() -> None:
    found = [loaded(random_file(random.Random(index))) for index in range(200)]
    lessons = [scenario.lesson for scenario in found if scenario]
    assert len(lessons) > 80
    assert set(lessons) == {"surface", "curve", "fit"}


def test_a_number_is_a_file() -> None:
    assert random_file(random.Random(7)) == random_file(random.Random(7))
