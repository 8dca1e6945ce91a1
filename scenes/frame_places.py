"""The names of all places in a frame, for every shape of a frame, in screen units.

A frame is 8 units high, and its middle is (0, 0). A `Box` is an area. A `Pair` is a point: the left
end of a baseline, or the right end if the name ends in `right`.
"""

from __future__ import annotations

from dataclasses import dataclass

from gradreel.scenes.parts.geometry.box import Box, Pair


@dataclass(frozen=True)
class TitleRegions:
    """The title and its formula, with the picture beside them, or below them if they are long.

    `column` is the greatest width of title and formula beside the picture, `poster_column` the same
    on a poster, where the numbers of the picture need more room. `title_height`, `formula_height`
    (beside the picture) and `long_formula_height` (above it) are the greatest heights.
    """

    corner: Pair
    picture_beside: Box
    picture_below: Box
    column: float
    poster_column: float
    title_height: float
    formula_height: float
    long_formula_height: float


@dataclass(frozen=True)
class RecapRegions:
    """The lines of the recipe, the table of start and end, the picture, the card of facts.

    In the table, `heads` is the distance from the first row's baseline up to the middle of the
    heads. `card_right` is the right end of the first line of facts, at half its height.
    """

    recipe: Box
    leading: float
    indent: float
    table: Box
    row_names: float
    column: float
    row: float
    heads: float
    picture: Box
    card_right: Pair
    card_width: float


@dataclass(frozen=True)
class AllRunsRegions:
    """A picture with all runs, and beside it their losses above their legend.

    `narrow_width` is the width of the picture if the legend has two columns. `legend_gap` is
    between picture and legend, and `legend_bottom` the baseline of the legend's last row.
    `losses_indent` is the distance from the left side of the legend to that of the losses,
    `losses_gap` the distance from the legend up to the losses, and `losses_top` their upper end.
    `sum` is for a step as a sum beside its map `sum_map`, `sum_below` for one below its curve,
    which has the height of `sum_curve`.
    """

    picture: Box
    narrow_width: float
    legend_gap: float
    legend_bottom: float
    losses_indent: float
    losses_gap: float
    losses_top: float
    sum_map: Box
    sum: Box
    sum_curve: Box
    sum_below: Box


@dataclass(frozen=True)
class RatesRegions:
    """Slices of the loss beside the rule of a step; and a line of learning rates below panels.

    The line is the bottom of its box. Before the rule, the `surface` is beside its slices.
    """

    slices: Box
    rule: Box
    surface: Box
    line: Box


@dataclass(frozen=True)
class SurfaceRegions:
    """The space: beside a column of formulas or plots, alone, and in panels.

    - `points`: the data of which a loss is made, beside `points_column` with their numbers
    - `space_level`: the space seen from the side, with its numbers below
    - `space_of_starts`: the space beside the legend of the ends
    - `zoom_note_right`: a note beside the heading, above the space
    - `close_map`: the floor seen from straight above
    - `method`: the rule of a method, beside that map; `line`: the loss along a line, below the rule
    - `slice`: the loss along a step, beside that map; `noise_loss`: the loss over the steps
    - `facts`: the middles of the two rows above the rules, the gradient and the learning rate
    - `formulas`: the middle of the first rule, and the distance down to the next
    - `rows`: the middles of the rows of the gradient; `slopes`: a slice, below the first two
    - `profile`: the loss along the path between two ends
    - `legend`, `long_legend`: the left side and the middle of the legend of the ends
    - `legend_below`: the same of one below the profile
    - `loop`: the part that an animated picture shows of the descent, with its sentence
    """

    points: Box
    points_column: Box
    space: Box
    space_alone: Box
    space_level: Box
    space_of_starts: Box
    column: Box
    zoom_note_right: Pair
    close_map: Box
    method: Box
    line: Box
    slice: Box
    noise_loss: Box
    facts: Pair
    formulas: Pair
    formulas_height: float
    rows: tuple[float, ...]
    slopes: Box
    loss: Box
    readout_right: Pair
    readout_width: float
    profile: Box
    legend: Pair
    long_legend: Pair
    legend_below: Pair
    loop: Box
    two_panels: tuple[Box, ...]
    three_panels: tuple[Box, ...]
    four_panels: tuple[Box, ...]
    six_panels: tuple[Box, ...]


@dataclass(frozen=True)
class CurveRegions:
    """The curve: with its numbers, beside its formulas, beside the data, and in panels.

    - `whole`: the curve together with the numbers of its axes
    - `wide`, `formulas`: the curve beside its formulas, whose rows begin at these points
    - `data`, `narrow`, `narrow_formulas`: the data, and beside them the curve below its formulas
    - `method`: the rule of a method, beside the curve
    - `derivation`, `quotient`: the derivation, and the middle of the row above it
    - `descent_count`, `descent_figures`: the numbers of a step, above the curve beside the data
    - `descent_loss`: beside the data, the losses, which stand where the curve was
    - `panel_data`: the width and height of the data below a panel
    - `programs`: the left sides of the three programs, below what they share
    - `beside_program`: the curve, in the place of all programs but the first
    - `loop`, `data_loop`: the part that an animated picture shows of the descent, with its
      sentence, without and with data
    """

    whole: Box
    wide: Box
    data: Box
    narrow: Box
    formulas: tuple[Pair, Pair]
    quotient: float
    method: Box
    derivation: Box
    narrow_formulas: tuple[Pair, Pair]
    descent_count: Pair
    descent_figures: Pair
    descent_loss: Box
    loss: Box
    readout_right: Pair
    readout_width: float
    table_rights: tuple[float, float, float]
    table_top: float
    programs: tuple[float, float, float]
    beside_program: Box
    steps_right: float
    program_shared: float
    program_title: float
    program_top: float
    numbers_top: float
    numbers_bottom: float
    loop: Box
    data_loop: Box
    panel_row: Box
    panel_rows: tuple[Box, Box]
    panel_width: float
    panel_data: Pair
    panel_gap: float


@dataclass(frozen=True)
class FitRegions:
    """The data, and beside them what each chapter shows: a map, a space, formulas, a table.

    - `guess_`, `views_`, `step_`, `descent_`, `result_`: the places of these chapters
    - `..._figures`: the left end of the row of numbers above a map
    - `parameters`, `parameter`: the middles of the formulas of a step, and of a single one
    - `loop`: the part that an animated picture shows of the descent, with its sentence
    """

    guess_data: Box
    guess_column: Box
    guess_bars: Box
    views_data: Box
    views_map: Box
    views_space: Box
    views_figures: Pair
    step_data: Box
    step_map: Box
    step_figures: Pair
    parameter: Pair
    parameters: tuple[Pair, Pair]
    parameter_width: float
    descent_data: Box
    descent_map: Box
    descent_figures: Pair
    descent_loss: Box
    descent_count_right: Pair
    loop: Box
    result_data: Box
    result_columns: tuple[float, float, float]
    result_head: float
    result_top: float
    result_leading: float


@dataclass(frozen=True)
class MapRegions:
    """A map of descents, and the left side and the middle of its legend."""

    picture: Box
    legend: Pair


@dataclass(frozen=True)
class Regions:
    """All places in one shape of a frame.

    The `safe` area leaves 5 % of the frame free on each side. `heading` is the left end of the
    heading's baseline, `note_right` the right end of a note on the same line. `sentence` is the
    middle of a sentence of one line, `sentence_width` its greatest width.
    """

    safe: Box
    heading: Pair
    note_right: Pair
    sentence: Pair
    sentence_width: float
    title: TitleRegions
    recap: RecapRegions
    all_runs: AllRunsRegions
    rates: RatesRegions
    surface: SurfaceRegions
    curve: CurveRegions
    fit: FitRegions
    map: MapRegions
