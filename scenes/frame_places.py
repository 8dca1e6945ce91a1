"""Which places a frame has: their names, for every shape of a frame, in screen units.

Every frame is 8 units high, and its middle is (0, 0). A `Box` is an area. A `Pair` is a point: the
left end of a baseline, or the right end where its name ends in `right`.
"""

from __future__ import annotations

from dataclasses import dataclass

from gradreel.scenes.parts.box import Box, Pair


@dataclass(frozen=True)
class TitleRegions:
    """The title with its formula, and the picture beside them, or below where they are long.

    `column` is how wide title and formula may be beside the picture, `poster_column` the same on a
    poster, where the picture's numbers need more room; `title_height` is how high a title may be,
    `formula_height` a formula beside the picture, `long_formula_height` one above it.
    """

    corner: Pair
    beside: Box
    below: Box
    column: float
    poster_column: float
    title_height: float
    formula_height: float
    long_formula_height: float


@dataclass(frozen=True)
class RecapRegions:
    """The recipe in lines, the table of start and end, the picture, the card of facts.

    In the table `heads` is how far the middle of its heads is above the first row's baseline. At
    `card_right` the first line of facts ends, half way up.
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
    """One picture with all runs, their legend and their losses beside it.

    `narrow` is the picture's width where the legend has two columns, `beside` the way from the
    picture to the legend, `indent` that from the legend's left side to the losses, `above` that
    from the legend up to them; `top` is their upper end, `legend` the baseline of the last row.
    """

    picture: Box
    narrow: float
    beside: float
    indent: float
    above: float
    top: float
    legend: float


@dataclass(frozen=True)
class RatesRegions:
    """How strongly a loss bends, beside the rule of a step; below panels, the learning rates.

    The line of the learning rates is the bottom of its box.
    """

    slices: Box
    rule: Box
    line: Box


@dataclass(frozen=True)
class SurfaceRegions:
    """The space with a column of formulas or plots beside it; alone; and in panels.

    `space_level` is seen from the side, with its numbers below. `space_of_starts` is beside a
    legend, `profile` the way between two ends. `zoom_note_right` ends beside the heading, above the
    space. `close_map` is the floor from straight above, `facts` are the middles of the rows above
    the rules: the gradient and the learning rate. `formulas` is the middle of the first rule and
    the way down to the next, `rows` are the middles of the rows of the gradient. `legend` is where
    the legend of the ends stands, by its left side and its middle, `long_legend` the same of a long
    one. `loop` is what a picture that loops shows of the descent, with its sentence.
    """

    space: Box
    space_alone: Box
    space_level: Box
    space_of_starts: Box
    column: Box
    zoom_note_right: Pair
    close_map: Box
    facts: Pair
    formulas: Pair
    formulas_height: float
    rows: tuple[float, ...]
    loss: Box
    readout_right: Pair
    readout_width: float
    profile: Box
    legend: Pair
    long_legend: Pair
    loop: Box
    two_panels: tuple[Box, ...]
    three_panels: tuple[Box, ...]
    four_panels: tuple[Box, ...]
    six_panels: tuple[Box, ...]


@dataclass(frozen=True)
class CurveRegions:
    """The `whole` curve with its numbers; the curve beside its formulas, or between the data and
    the formulas above it; and panels.

    `formulas` and `narrow_formulas` are the left ends of the formulas' rows, at their middles, in
    the one and in the other case; `quotient` is the middle of a row above a `derivation`. In the
    descent the curve stands above its losses. `programs` are the left sides of the three programs.
    `loop` is what a picture that loops shows of the descent, with its sentence, `data_loop` the
    same beside data.
    """

    whole: Box
    wide: Box
    data: Box
    narrow: Box
    formulas: tuple[Pair, Pair]
    quotient: float
    derivation: Box
    narrow_formulas: tuple[Pair, Pair]
    descent_data: Box
    descent_curve: Box
    descent_loss: Box
    loss: Box
    readout_right: Pair
    readout_width: float
    table_rights: tuple[float, float, float]
    table_top: float
    programs: tuple[float, float, float]
    steps_right: float
    program_title: float
    program_top: float
    numbers_top: float
    numbers_bottom: float
    loop: Box
    data_loop: Box
    panel_row: Box
    panel_rows: tuple[Box, Box]
    panel_width: float
    panel_gap: float


@dataclass(frozen=True)
class FitRegions:
    """The data, and beside them what each chapter has to show: a map, a space, formulas, a table.

    `figures` is the left end of the row of numbers above a map; `parameters` are the middles of
    the formulas of a step, `parameter` that of one alone. `loop` is what a picture that loops shows
    of the descent, with its sentence.
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
class Regions:
    """All places of one shape of a frame.

    The `safe` area leaves 5 % of the frame free on each side. `heading` is the left end of its
    baseline, `note_right` the right end of a note beside it. A sentence of one line has its middle
    at `sentence`, and is `sentence_width` wide at the most.
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
