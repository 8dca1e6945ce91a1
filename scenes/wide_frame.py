"""The places in a 16:9 frame, which most players and projectors have.

They were chosen by looking at the lessons that need the most room. Where they come from:

- Pictures begin below the heading, at about 3.1, and end at about -2.75, so that two lines of a
  sentence fit between them and the safe area.
- Axes end at about -2, and begin about 0.7 inside the safe area: their numbers and names are
  outside of their box.
- A space may reach out of the safe area to the left, where it shows only its own corners.
- A `loop` reaches 0.15 below the safe area, for the sentence that it includes.
"""

from __future__ import annotations

from gradreel.scenes.frame_places import (
    AllRunsRegions,
    CurveRegions,
    FitRegions,
    MapRegions,
    RatesRegions,
    RecapRegions,
    Regions,
    SurfaceRegions,
    TitleRegions,
)
from gradreel.scenes.parts.geometry.box import Box

_X, _Y = 6.4, 3.6  # half the safe area: 90 % of the width of a 16:9 frame, 14.2, and of its height
_HEADING = _Y - 0.72 * 0.40  # capitals (0.72 em) reach up to the border of the safe area


def _panels(
    lefts: tuple[float, ...], tops: tuple[float, ...], width: float, height: float
) -> tuple[Box, ...]:
    """The boxes of panels, row by row."""
    return tuple(Box((left, top - height), (width, height)) for top in tops for left in lefts)


WIDE = Regions(
    safe=Box((-_X, -_Y), (2 * _X, 2 * _Y)),
    heading=(-_X, _HEADING),
    note_right=(_X, _HEADING),
    sentence=(0.0, -3.3),
    sentence_width=12.4,
    title=TitleRegions(
        corner=(-_X, 3.0),
        picture_beside=Box.between((0.0, -2.7), (_X, 3.3)),
        picture_below=Box.between((-4.2, -2.7), (4.2, 3.3)),
        column=5.8,
        poster_column=5.4,
        title_height=2.6,
        formula_height=2.4,
        long_formula_height=1.4,
    ),
    recap=RecapRegions(
        recipe=Box.between((-_X, 1.11), (_X - 0.5, 2.35)),
        leading=0.62,
        indent=0.5,
        table=Box.between((-_X, -2.7), (0.2, 0.35)),
        row_names=1.4,
        column=1.95,
        row=0.55,
        heads=0.75,
        picture=Box.between((1.0, -2.7), (_X, 1.4)),
        card_right=(_X, 3.4),
        card_width=9.8,
    ),
    all_runs=AllRunsRegions(
        picture=Box((-5.75, -2.15), (5.5, 4.75)),
        narrow_width=4.0,
        legend_gap=1.25,
        legend_bottom=-2.3,
        losses_indent=0.35,
        losses_gap=1.1,
        losses_top=2.6,
        sum_map=Box((-5.4, -2.1), (4.7, 4.7)),
        sum=Box.between((0.15, -2.6), (_X, 2.75)),
        sum_curve=Box.between((-4.6, 0.3), (4.6, 2.5)),
        sum_below=Box.between((-4.6, -2.6), (4.6, 0.0)),
    ),
    rates=RatesRegions(
        slices=Box((-5.5, -1.85), (4.5, 4.2)),
        rule=Box.between((1.75, -1.85), (_X, 2.1)),
        surface=Box.between((1.6, -2.5), (_X, 2.5)),
        line=Box((-5.6, -2.25), (11.2, 0.0)),
    ),
    surface=SurfaceRegions(
        points=Box((-5.6, -1.95), (5.2, 4.4)),
        points_column=Box.between((1.0, -2.6), (_X, 2.75)),
        space=Box.between((-6.6, -2.75), (1.6, 3.1)),
        space_level=Box.between((-5.0, -1.75), (5.0, 2.75)),
        space_alone=Box.between((-5.0, -2.8), (5.0, 3.2)),
        space_of_starts=Box.between((-6.6, -2.75), (1.9, 3.1)),
        column=Box.between((2.1, -2.75), (7.1, 3.1)),
        zoom_note_right=(1.6, _HEADING),
        close_map=Box((-5.4, -2.1), (4.7, 4.7)),
        method=Box.between((0.15, -2.7), (_X, 2.75)),
        slice=Box((1.35, -1.75), (4.7, 4.2)),
        noise_loss=Box((1.6, -1.3), (4.0, 3.4)),
        line=Box((1.15, -2.1), (4.6, 1.6)),
        facts=(2.75, 2.05),
        formulas=(1.05, 1.95),
        formulas_height=4.2,
        rows=(2.5, 1.0, -0.55, -1.55),
        slopes=Box((2.75, -2.4), (3.2, 1.75)),
        loss=Box((2.65, 0.7), (2.95, 2.05)),
        readout_right=(_X - 0.2, -0.45),
        readout_width=3.6,
        profile=Box((2.35, -0.05), (3.5, 2.7)),
        legend=(2.3, 0.9),
        legend_below=(1.6, -1.75),
        long_legend=(2.3, 0.2),
        loop=Box.between((-6.7, -3.75), (1.75, 3.1)),
        two_panels=_panels((-5.35, 1.05), (2.3,), 4.6, 1.85),
        three_panels=_panels((-5.5, -1.25, 3.0), (2.3,), 2.75, 1.85),
        four_panels=_panels((-5.6, -2.45, 0.7, 3.85), (2.3,), 2.2, 1.85),
        six_panels=_panels((-5.5, -1.25, 3.0), (2.35, -0.75), 2.75, 1.25),
    ),
    curve=CurveRegions(
        whole=Box.between((-_X, -2.7), (2.0, 2.9)),
        wide=Box((-5.4, -1.95), (6.0, 4.4)),
        data=Box((-5.6, -1.95), (4.4, 4.2)),
        narrow=Box((0.7, -1.95), (5.2, 2.85)),
        formulas=((1.45, 1.35), (1.45, 0.1)),
        quotient=2.5,
        method=Box.between((1.2, -2.6), (_X, 2.5)),
        derivation=Box.between((1.45, -2.5), (_X, 1.7)),
        narrow_formulas=((0.6, 2.85), (0.6, 1.85)),
        descent_count=(0.6, 2.55),
        descent_figures=(0.6, 1.9),
        descent_loss=Box((0.45, -1.95), (2.0, 3.6)),
        loss=Box((2.5, 0.6), (3.05, 2.0)),
        readout_right=(_X - 0.4, -0.55),
        readout_width=3.6,
        table_rights=(3.5, 4.8, 6.35),
        table_top=2.5,
        programs=(-5.5, -1.55, 2.5),
        beside_program=Box.between((0.2, 0.15), (_X, 2.95)),
        steps_right=-5.8,
        program_shared=2.55,
        program_title=1.9,
        program_top=1.42,
        numbers_top=0.24,
        numbers_bottom=-2.65,
        loop=Box.between((-6.7, -3.75), (1.4, 3.1)),
        data_loop=Box.between((-6.7, -3.75), (6.7, 3.22)),
        panel_row=Box.between((-_X, 0.0), (_X, 2.2)),
        panel_rows=(Box.between((-_X, 1.0), (_X, 2.3)), Box.between((-_X, -2.02), (_X, -0.72))),
        panel_width=4.4,
        panel_data=(1.3, 1.05),
        panel_gap=0.75,
    ),
    fit=FitRegions(
        guess_data=Box((-5.7, -2.1), (6.5, 4.7)),
        guess_column=Box.between((1.75, -2.75), (_X, 2.1)),
        guess_bars=Box((1.75, -2.55), (4.6, 1.9)),
        views_data=Box((-5.75, -2.1), (5.3, 4.6)),
        views_map=Box((1.35, -2.1), (4.6, 4.6)),  # square, as the floor of the space is
        views_space=Box.between((0.25, -2.75), (_X, 2.9)),
        views_figures=(0.2, 3.2),
        step_data=Box((-5.75, -0.9), (5.2, 3.55)),
        step_map=Box((0.9, -0.9), (5.0, 3.55)),
        step_figures=(0.2, 3.2),
        parameter=(0.0, -2.2),
        parameters=((-3.25, -2.2), (3.25, -2.2)),
        parameter_width=6.2,
        descent_data=Box((-5.72, -1.75), (3.9, 4.3)),
        descent_map=Box((-0.75, -1.75), (3.9, 4.3)),
        descent_figures=(0.2, 3.2),
        descent_loss=Box((4.15, -0.9), (1.9, 3.2)),
        descent_count_right=(_X - 0.3, -1.75),
        loop=Box.between((-6.7, -3.75), (3.65, 3.05)),
        result_data=Box((-5.7, -2.1), (6.9, 4.7)),
        result_columns=(2.3, 4.55, _X),
        result_head=0.85,
        result_top=2.2,
        result_leading=0.52,
    ),
    map=MapRegions(
        picture=Box((-5.5, -2.05), (7.2, 4.6)),
        legend=(2.5, 0.35),
    ),
)
