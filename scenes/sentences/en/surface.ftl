# What the chapters of a surface lesson say.

## The data

# $inputs: a list of names
data-model = From { $inputs } the model predicts { $output }, with two weights.
# $settings: the weights with their values; $predictions, $outputs: lists, where there are few
# ($count)
data-predicts =
    { $count ->
        [few] With { $settings } it predicts { $predictions }, where { $output } is { $outputs }.
       *[many] With { $settings } its predictions are off.
    }
data-residuals =
    { $count ->
        [one] The gap is called the residual.
       *[other] The gaps are called residuals.
    }
# Where the first weights leave no residual
data-predicts-all = With { $settings } it predicts { $output } of every point.

## The landscape

surface-slice = Walk along { $name } alone: the loss, which is the height, draws a curve.
surface-all-curves = All such curves side by side form a surface: low is dark, high is light.
surface-level-everywhere =
    All such curves side by side form a surface: here it is level everywhere.
surface-logarithmic = Heights are logarithmic here: the descent would look flat otherwise.
# Where the surface is a long valley
surface-contours-valley = Contour lines join the places of equal loss: here they show a long, narrow valley.
surface-contours = Contour lines join the places of equal loss; on the floor they are a map.

## The gradient

surface-start = We start at { $place }, where the loss is { $loss }.
surface-kink = Along { $name } there is a kink, and no single slope: torch takes { $slope }.
# $way: which way the tangent goes as the parameter grows
surface-slope =
    { $way ->
        [level] Along { $name } the tangent is level.
        [up] Along { $name } the tangent rises: its slope is { $slope }.
       *[down] Along { $name } the tangent falls: its slope is { $slope }.
    }
# $along, $rise: the legs of the tangent, as lengths
surface-legs =
    { $way ->
        [up] Along { $name } the tangent rises: { $along } along, { $rise } up.
       *[down] Along { $name } the tangent falls: { $along } along, { $rise } down.
    }
surface-which-way = Of all directions on the map, which one leads down most steeply?
surface-from-above = Seen from above, the floor is a map.
# $square: whether right angles look like right angles on the map
surface-steepest =
    { $square ->
        [yes] Steepest down is at a right angle to the contour line.
       *[no] This is the steepest of these ways down.
    }
surface-gradient = Both slopes make an arrow, the gradient: it points steepest up.
surface-flat = Both slopes are zero: the gradient shows no way down.

## One step

surface-rule-level = Step against each slope: where both are 0, so is the step.
# $times: how many times smaller than they are arrows are drawn
surface-how-much =
    { $whole ->
        [yes] This is the negative gradient: do we go all the way?
       *[no] This is the negative gradient, at 1/{ $times } of its length: do we go all the way?
    }
# $found: how the loss at its end compares with those at the start and at the end of the step, which
# goes a part of the way; $start, $there: the losses, where it is higher
surface-whole-way =
    { $found ->
        [lowest] Here that leads lower. But slopes say how steep, not how far.
        [lower] That leads lower than here, but a part of the way leads lower still.
        [same] That is too far: the loss there would be the same.
        [no-value] That is too far: the formula has no value there.
        [beyond] That is too far: the loss there is beyond what can be computed.
       *[higher] That is too far: the loss would rise, from { $start } to { $there }.
    }
# $size: whether the learning rate makes a step shorter than the gradient
surface-part =
    { $size ->
        [less] So we take a part: the learning rate, { $rate }, says how much.
        [all] All of it: the learning rate is { $rate }.
       *[more] Even farther: the learning rate, { $rate }, makes the step longer.
    }
surface-new-values = Each new value = old value − learning rate · its slope.

## Noise

surface-noise-none = Without noise, down is this way.
# $noise: its standard deviation
surface-noise-some = Each step sees each slope with noise on it: normal numbers, with deviation { $noise }.
surface-noise-path = So the path jitters: where the loss is nearly level, the noise outweighs the slopes.

## Side by side

surface-levels = The contour lines stand at logarithmic levels, as the losses differ so much.
## Many starts

# $places: from how many the runs start; $runs: how many there are
starts-released =
    { $places ->
        [one] The same rule from one place at once, { $runs } times.
       *[other] The same rule from { $places } places at once.
    }
starts-released-again = The same rule from { $places } places at once, { $runs } times.
starts-by-end = The colours say where they end.
starts-one-end = All of them end in one place.
starts-no-end = Not one of them comes to rest.
starts-one-lowest = The surface is convex: wherever it starts, it finds the one lowest point.
starts-unproven = All these starts have one end; other starts may still find another.
starts-not-there = The surface is convex, but no run has come to its lowest point.
starts-equally-deep = The ends are equally deep: the start decides which one is found.
starts-nearly-as-deep = The ends are nearly equally deep: the start decides which one is found.
starts-level = The ends are equally deep, and nothing rises between them.
starts-on-the-way = The ends differ, but not all runs have come to the bottom of a valley.
starts-not-convex = Between two low points the loss rises above the straight line: it is not convex.
# $others: how many ends are minima, but not the lowest; $place: where one of them is
starts-local =
    The lowest minimum is called global; { $others ->
        [one] the one near { $place } is only local.
       *[other] the others are only local.
    }
# $runs: how many start
starts-where-to = { $runs } starts, one rule: where does each of them end?
# $descents: how many; $plain: whether the runs are plain gradient descent, too
starts-painted =
    { $plain ->
        [yes] { $descents } descents from a grid: the colours say where they end.
       *[no] The colours say where { $descents } plain descents end; the runs have a rule of their own.
    }
# $descents: how many, from places on the map that were drawn by lot
starts-painted-at-random =
    { $descents } descents, from places at random: the colours say where they end.
# Where lines between the colours are shown
starts-parted = At the lines between the colours even near starts part.
# The same, where the line is a ridge at which $name is $value
starts-parted-at = At the ridge, { $name } = { $value }, even near starts part.
# A legend: how many of the runs end at a place
starts-ended =
    { $count ->
        [one] { $count } of { $runs } ends near { $place }
       *[other] { $count } of { $runs } end near { $place }
    }
starts-ended-elsewhere = { $count } of { $runs } end in { $places } other places
starts-restless =
    { $count ->
        [one] { $count } of { $runs } runs away or does not settle
       *[other] { $count } of { $runs } run away or do not settle
    }
