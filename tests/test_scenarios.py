"""The shipped scenarios hold what they promise."""

from __future__ import annotations

import pytest

from scenarios import Scenario, load_scenario, shipped


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_scenario_survives_json(name: str) -> None:
    scenario = load_scenario(name)
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario
    assert scenario.name == name
