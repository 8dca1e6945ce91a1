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
       *[other] The mean of their squares is the loss: { $symbol } = { $loss }.
    }
curve-every-loss = Every { $name } has its loss: together, they make a curve.
# Where its lowest point is known
curve-lowest-wanted = We look for its lowest point.

## The slope

# $name: the parameter; $x: its value; $of: the loss that has the curve, where there are others
curve-how-steep =
    { $of ->
        [curve] We call the height the loss. How steep is the curve at { $name } = { $x }?
       *[other] How steep is the curve of { $of } at { $name } = { $x }?
    }
curve-secant = Take a second point: the line’s slope is rise over run.
# $distance: the symbol of the distance between the points
curve-limit = As { $distance } shrinks, the line turns into the tangent.
# $loss: the symbol of the loss; the terms of all squares stand in columns
curve-multiplied-out =
    { $points ->
        [one] { $loss } is the square of the only residual: we multiply it out.
       *[other] To multiply { $loss } out, square each residual, add up the columns, and divide by { $points }.
    }
# $name: the parameter; $loss: the symbol of the loss, if that is multiplied $first
curve-worked-out =
    { $first ->
        [loss] For any { $name }: multiply { $loss } out, divide by { $distance }, and let { $distance } go to 0.
       *[rest] For any { $name }: multiply out, divide by { $distance }, and let { $distance } go to 0.
    }
curve-derivative = What remains is the slope of the curve, called the derivative.
curve-derivative-here = The slope of the tangent is the slope of the curve, called the derivative.
curve-by-rules = The rules of calculus give the slope at any { $name }, called the derivative.
# $distance: how far the points of a line are apart
curve-confirmed =
    { $places ->
        [one] Let us check: with { $distance }, rise over run is nearly the same.
       *[other] Let us check at two places: with { $distance }, rise over run is nearly the same.
    }
label-rise = rise
label-run = run
label-rise-of = rise { $rise }
# $distance: its letter
label-run-of = run { $distance } = { $run }
curve-from-one-side = As { $distance } shrinks, the slope from this side comes to { $slope }.
curve-from-other-side = From the other side it comes to { $slope }: this is a kink, which has no single slope.

## What the slope tells

curve-flat = The slope is 0: the curve is level here and shows no way down.
# $sign: that of the slope; $of: the loss that has it, where a line has a slope, too
curve-slope-here =
    { $of ->
        [curve]
            { $sign ->
                [negative] The slope, { $slope }, is negative: downhill is the other way, to the right.
               *[positive] The slope, { $slope }, is positive: downhill is the other way, to the left.
            }
       *[other]
            { $sign ->
                [negative] The slope of { $of }, { $slope }, is negative: downhill is the other way, to the right.
               *[positive] The slope of { $of }, { $slope }, is positive: downhill is the other way, to the left.
            }
    }
# Of a second place, beside the one before. $steepness: compared with that one; $downhill: which
# way that is, and whether it was so before
curve-slope-there =
    At { $name } = { $x } it is { $slope }: { $steepness ->
        [steeper] steeper
        [flatter] less steep
       *[same] as steep
    }, and { $downhill ->
        [left] downhill is to the left
        [left-again] downhill is again to the left
        [right] downhill is to the right
       *[right-again] downhill is again to the right
    }.
curve-kink = At { $name } = { $x } the curve has a kink and no single slope; torch takes { $slope }.
# Of a function whose lowest point is known. $solved: whether its equation is solved beside it
curve-why-not-solve =
    { $solved ->
        [yes] Why not solve for slope 0? Here we can; for most functions, nobody can.
       *[no] Why not solve for slope 0? For most functions, nobody can.
    }
# $lowest: whether a lowest point is seen
curve-which-way-how-steep =
    { $lowest ->
        [seen] Minus the slope points downhill, and its size says how steep: 0 at the lowest point.
       *[unseen] Minus the slope points downhill, and its size says how steep.
    }

## One step

curve-start = We start at { $name } = { $x }, where the loss is { $loss }.
curve-rule = Go against the slope: new { $name } = old { $name } − learning rate { $rate } · slope.
# How long the step is. $rate: the learning rate; $slope: the slope's size
curve-squeezed = { $rate } times { $slope } is { $step }: that is how long the step is.
curve-rule-level = We go against the slope: where it is 0, so is the step.
curve-rule-kink = Torch takes 0 for the slope at a kink, so the step is 0.

## The descent

curve-descends-flatter = The flatter the curve, the shorter the step.
curve-descends-steeper = The steeper the curve, the longer the step.
curve-descends-evenly = The slope stays the same size, so each step is as long as the one before.
curve-descends-level = The slope is 0, so each step is 0, too.
curve-descends-kink = Torch takes 0 for the slope, so each step is 0, too.
# $distance, $loss: by which each step multiplies the distance to the lowest point, and the loss;
# $squared: whether the one is the square of the other
curve-straight =
    { $squared ->
        [yes] Each step multiplies the distance to the lowest point by { $distance }, the loss by { $distance }² = { $loss }.
       *[no] Each step multiplies the distance to the lowest point by { $distance }, the loss by { $loss }.
    }
curve-straight-loss = Each step multiplies the loss by { $loss }.
curve-logarithmic = On a logarithmic axis, equal factors look like equal distances.
# $input, $output: what the columns of the data are called; $x is none of the data
curve-prediction =
    { $shape ->
        [straight] And for a new input, { $input } = { $x }, the line predicts { $output } = { $y }.
       *[bent] And for a new input, { $input } = { $x }, the curve predicts { $output } = { $y }.
    }

## Three ways to descend

# Above each of the programs: who finds the derivative, and makes the step
label-by-hand = by hand
label-by-autograd = torch: autograd
label-by-optimizer = torch: optim
curve-by-hand = By hand: we work out the derivative ourselves and type it in.
curve-by-autograd = PyTorch, a library for machine learning, finds the derivative for us.
curve-by-optimizer = Its optimiser makes the step for us, too.
# Above the programs. $name: the parameter; $start, $rate: as numbers; $steps: how often
label-repeated =
    { $steps ->
        [0] { $name } = { $start }, lr = { $rate }
        [one] { $name } = { $start }, lr = { $rate }; then, once:
       *[other] { $name } = { $start }, lr = { $rate }; then, { $steps } times:
    }
curve-same-numbers = All three give the same numbers, down to the last digit.
curve-numbers-apart = At no step do the three differ by more than { $apart }.
curve-numbers-rounded = At no step do the three differ by more than { $apart }, which is rounding.
# A dash stands in a table for a number to which the program above it does not come
curve-numbers-lost = Where a dash stands, the program above has lost the slope, to overflow or to rounding.

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
        [some] The painted starts lead there.
        [one] Every start is painted by where it ends: the watershed is near { $name } = { $place }.
       *[many] Every start is painted by where it ends.
    }
curve-not-convex = The curve rises above this straight chord, so it is not convex.
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
curve-one-lowest = The curve is convex: every descent that settles finds the one lowest point.
curve-not-there = The curve is convex, but no run has come to its lowest point.
