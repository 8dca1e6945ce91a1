"""Whether the colours of a theme are told apart, also by deuteranopes and protanopes."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import pytest
from colour_vision import SIGHTS, apart, contrast

from gradreel.scenarios.model import ThemeName
from gradreel.scenes.parts.descents.run_legend import styles
from gradreel.scenes.theme import THEMES, use

MEANINGS = ("here", "gradient", "step", "data", "model", "residual", "loss")
BESIDE_RUNS = ("here", "step", "data", "model", "loss")
FAR = 15.0  # in CIE L*a*b*: from here on nobody takes one colour for another
THEME = pytest.mark.parametrize("name", ["dark", "light"])
SIGHT = pytest.mark.parametrize("sight", SIGHTS)


@THEME
@SIGHT
def test_meanings_are_told_apart(name: ThemeName, sight: str) -> None:
    shown = [getattr(THEMES[name], meaning) for meaning in MEANINGS]
    for one, other in combinations(shown, 2):
        assert apart(one, other, sight) >= FAR, (one, other)


@THEME
@SIGHT
def test_runs_are_told_apart_and_from_what_is_drawn_beside_them(
    name: ThemeName, sight: str
) -> None:
    theme = THEMES[name]
    beside = [getattr(theme, meaning) for meaning in BESIDE_RUNS]
    for one, other in combinations([*theme.runs, *beside], 2):
        assert apart(one, other, sight) >= FAR, (one, other)


@THEME
def test_a_run_has_no_colour_that_means_something_else(name: ThemeName) -> None:
    theme = THEMES[name]
    for run, meaning in product(theme.runs, MEANINGS):
        assert apart(run, getattr(theme, meaning), "all colours") >= FAR, (run, meaning)


@THEME
def test_texts_in_the_colour_of_a_run_can_be_read(name: ThemeName) -> None:
    theme = THEMES[name]
    assert min(contrast(run, theme.background) for run in theme.runs) >= 4.5


@THEME
def test_runs_in_one_picture_differ_by_more_than_colour(name: ThemeName) -> None:
    with use(name):
        shown = styles(24)
    assert len(set(shown)) == 24
    assert all(one.pattern != other.pattern for one, other in pairwise(shown))


def test_the_measure_knows_colours_that_are_alike_to_some() -> None:
    assert apart("#C23B0A", "#9A5B00", "all colours") > 2 * FAR
    assert apart("#C23B0A", "#9A5B00", "deuteranopia") < 5
    assert apart("#000000", "#FFFFFF", "protanopia") == pytest.approx(100, abs=0.1)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@THEME
def test_the_ground_of_surfaces_and_maps_is_told_from_the_background(name: ThemeName) -> None:
    shown = [THEMES[name].ramp_color(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert min(apart(color, THEMES[name].background, "all colours") for color in shown) >= 2 * FAR


@THEME
def test_ways_stand_out_from_the_ground_that_they_lead_over(name: ThemeName) -> None:
    theme = THEMES[name]
    ground = [theme.ramp_color(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    for way, color in product((theme.here, theme.step), ground):
        assert apart(way, color, "all colours") >= FAR, (way, color)
