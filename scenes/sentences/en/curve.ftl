# What the chapters of a curve lesson say.

## The guess, where there are data

# $kind: what the parameter $name is of a line; $output, $input: the letters of the data
curve-model =
    { $kind ->
        [through-origin] The model is { $output } = { $name }{ $input }: { $name } is the m of y = mx.
        [through-origin-itself] The model is { $output } = { $name }{ $input }: { $name } is the slope of the line.
        [slope] The model is a line: { $name } is its slope, the m of y = mx + b.
        [slope-itself] The model is a line: { $name } is its slope.
        [intercept] The model is a line: { $name } is the b of y = mx + b.
        [bent] One number, { $name }, decides which curve it is.
       *[other] One number, { $name }, decides which line it is.
    }
# $place: a point that the line does not leave
curve-turns =
    { $kind ->
        [origin] Change { $name }: the line turns about the origin.
        [point] Change { $name }: the line turns about { $place }.
        [shift] { $shape ->
            [straight] Change { $name }: the line moves up or down.
           *[bent] Change { $name }: the curve moves up or down.
        }
        [straight] Change { $name }, and the line changes.
       *[bent] Change { $name }, and the curve changes.
    }
# $symbol: of the loss; $loss: its value
curve-mean-square =
    { $points ->
        [one] Its square is the loss: { $symbol } = { $loss }.
       *[other] Square them: the mean is the loss, { $symbol } = { $loss }.
    }
curve-every-loss = Every { $name } has a loss: together, they are a curve.

## The slope

# $name: the parameter; $x: its value; $of: the loss that has the curve, where there are others
curve-how-steep =
    { $of ->
        [curve] How steep is the curve at { $name } = { $x }?
       *[other] How steep is the curve of { $of } at { $name } = { $x }?
    }
curve-secant = Take a second point: rise over run is this line's slope.
# $distance: the symbol of the distance between the points
curve-limit = Let { $distance } shrink: the line turns into the tangent.
# $name: the parameter
curve-worked-out = For any { $name }: multiply out, divide by { $distance }, let { $distance } go to 0.
curve-derivative = What remains is the slope of the curve: the derivative.
curve-derivative-here = Its slope is the slope of the curve: the derivative.
curve-by-rules = The rules of calculus give the slope at any { $name }: the derivative.
# $distance: how far the points of a line are apart
curve-confirmed =
    { $places ->
        [one] A check: with { $distance }, rise over run is nearly the same.
       *[other] A check at two places: with { $distance }, rise over run is nearly the same.
    }
label-rise = rise
label-run = run
label-rise-of = rise { $rise }
label-run-of = run { $run }
curve-from-one-side = Let { $distance } shrink: from this side, the slope comes to { $slope }.
curve-from-other-side = From the other side, it comes to { $slope }: a kink, with no single slope.

## What the slope tells

curve-flat = The slope is 0: the curve is level here, and shows no way down.
# $sign: that of the slope; $of: the loss that has it, where a line has a slope, too
curve-slope-here =
    { $of ->
        [curve]
            { $sign ->
                [negative] The slope is { $slope }, negative: downhill is to the right.
               *[positive] The slope is { $slope }, positive: downhill is to the left.
            }
       *[other]
            { $sign ->
                [negative] The slope of { $of } is { $slope }, negative: downhill is to the right.
               *[positive] The slope of { $of } is { $slope }, positive: downhill is to the left.
            }
    }
# Of a second place, beside the one before. $steepness: compared with that one; $downhill: which
# way that is, and whether it was so before
curve-slope-there =
    At { $name } = { $x } it is { $slope }: { $steepness ->
        [steeper] steeper
        [flatter] less steep
       *[same] as steep
    }, { $downhill ->
        [left] downhill to the left
        [left-again] downhill again to the left
        [right] downhill to the right
       *[right-again] downhill again to the right
    }.
curve-kink = At { $name } = { $x } the curve has a kink: no single slope here; torch takes { $slope }.
curve-which-way-how-far = Its sign says which way. The learning rate times its size says how far.
curve-which-way-how-steep = Its sign says which way is down, its size how steep it is.

## One step

curve-start = We start at { $name } = { $x }, where the loss is { $loss }.
curve-rule = Step against the slope, by its size times the learning rate, { $rate }.
# How long the step is. $rate: the learning rate; $slope: the slope's size
curve-squeezed = { $rate } times { $slope } is { $step }: so long is the step.
curve-rule-level = Step against the slope: where it is 0, so is the step.
curve-rule-kink = Torch takes 0 for the slope at a kink, and so the step is 0.

## The descent

curve-descends-flatter = The flatter the curve, the shorter the step.
curve-descends-steeper = The steeper the curve, the longer the step.
curve-descends-evenly = The slope keeps its size, so each step is as long as the one before.
curve-descends-level = The slope is 0, so each step is 0, too.
curve-descends-kink = Torch takes 0 for the slope, so each step is 0, too.
# $distance, $loss: by which each step multiplies the distance to the lowest point, and the loss
curve-straight = Each step leaves { $distance } of the distance, { $loss } of the loss.
curve-straight-loss = Each step leaves { $loss } of the loss.
curve-next-to-nothing = Nobody could measure { $loss }: it is as good as 0.
# $input, $output: what the columns of the data are called; $x is none of the data
curve-prediction =
    { $shape ->
        [straight] Something new: for { $input } = { $x } the line predicts { $output } = { $y }.
       *[bent] Something new: for { $input } = { $x } the curve predicts { $output } = { $y }.
    }

## Three ways to descend

# Above each of the programs: who finds the derivative, and makes the step
label-by-hand = by hand
label-by-autograd = autograd
label-by-optimizer = torch.optim
curve-by-hand = By hand, we type the derivative in.
curve-by-autograd = With autograd, torch finds the derivative of the loss.
curve-by-optimizer = With torch.optim, the optimiser makes the step, too.
curve-same-numbers = All three give the same numbers, to the last digit.
curve-numbers-apart = Their numbers are at most { $apart } apart.
# A dash stands in a table for a number to which the program above it does not come
curve-numbers-lost = Where a dash stands, the program above has lost the slope, to overflow or to rounding.
curve-numbers-rounded = Their numbers are at most { $apart } apart: that is rounding.

## Many starts

# A row of a legend. $name: the parameter; $place: its value
curve-ended =
    { $count ->
        [one] { $count } of { $runs } ends near { $name } = { $place }
       *[other] { $count } of { $runs } end near { $name } = { $place }
    }
# $kind: whether all starts have one end, or only some; $place: where those on either side differ
curve-painted =
    { $kind ->
        [all] Every start on this axis leads there.
        [some] Painted: the starts that lead there.
        [one] Every start, painted by where it ends: the watershed is near { $name } = { $place }.
       *[many] Every start, painted by where it ends.
    }
curve-not-convex = The curve rises above this straight chord: it is not convex.
# $place: of the lowest end; $others: how many ends there are beside it; $below: whether a search
# found lower places beyond the picture
curve-lowest-end =
    { $below ->
        [yes] Beyond the picture it falls lower yet: these minima are all local.
       *[no]
            { $others ->
                [one] The lowest of all is the global minimum: near { $name } = { $place } is the lowest found. The other one is local.
               *[other] The lowest of all is the global minimum: near { $name } = { $place } is the lowest found. The others are local.
            }
    }
label-local = local minimum
curve-one-lowest = The curve is convex: wherever it starts, it finds the one lowest point.
curve-not-there = The curve is convex, but no run has come to its lowest point.
