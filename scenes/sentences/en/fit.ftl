# What the chapters of a fit lesson say.
#
# $shape: what the model draws, straight or bent; $points: how many points there are;
# $settings: parameters with their values, as in "a = 1 and b = 2"; $back: whether they were scaled
# back to the units of the data; $input, $output: what the columns of the data are called

## The title

fit-question =
    { $shape ->
        [straight]
            { $points ->
                [one] Which line fits this point best?
               *[other] Which line fits these points best?
            }
       *[bent]
            { $points ->
                [one] Which curve fits this point best?
               *[other] Which curve fits these points best?
            }
    }
fit-question-many =
    { $shape ->
        [straight]
            { $points ->
                [one] Which lines fit this point best?
               *[other] Which lines fit these points best?
            }
       *[bent]
            { $points ->
                [one] Which curves fit this point best?
               *[other] Which curves fit these points best?
            }
    }
fit-question-better =
    { $shape ->
        [straight] Is there a better line than this one?
       *[bent] Is there a better curve than this one?
    }

## The guess

fit-first-guess = A first guess: { $settings }.
# What the parameters of a line do, in the first guess. $setting: as in "a = 1"
fit-setting-of-slope = slope { $setting }
fit-setting-of-intercept = intercept { $setting }
# A number beside one gap has its sign
fit-residual =
    { $shape ->
        [straight] Each gap is a residual: line minus point.
       *[bent] Each gap is a residual: curve minus point.
    }
fit-no-residuals =
    { $shape ->
        [straight]
            { $points ->
                [one] The point lies on the line: there is no residual to square.
               *[other] Every point lies on the line: there is no residual to square.
            }
       *[bent]
            { $points ->
                [one] The point lies on the curve: there is no residual to square.
               *[other] Every point lies on the curve: there is no residual to square.
            }
    }
# The sides of the square are both measured along the axis of the output
fit-square = Its square has both sides measured in { $output }.
fit-squares = Every point has one: large gaps count far more.
# $drawn: how many of them are
fit-squares-some = Every point has one ({ $drawn } of { $points } are drawn): large gaps count far more.
fit-mean-square =
    { $points ->
        [one] This square is the loss: { $loss }.
       *[other] The squares level out at their mean: the loss, { $loss }.
    }

## Two views

# $place: the names of the parameters, as in "(a, b)"
fit-surface =
    { $shape ->
        [straight] Every line is a place { $place }, its loss a height.
       *[bent] Every curve is a place { $place }, its loss a height.
    }
# $name: the only parameter
fit-graph =
    { $shape ->
        [straight] On the left is the line, on the right the loss for every { $name }.
       *[bent] On the left is the curve, on the right the loss for every { $name }.
    }
fit-from-above = From above, dark is low, and contour lines join equal losses.
fit-guesses =
    { $shape ->
        [straight] Move the dot, and the line moves with it.
       *[bent] Move the dot, and the curve moves with it.
    }
fit-which-way = Which way is down from the first guess?
fit-which-way-steepest = From the first guess, which way is steepest down?
fit-way-down = Down is this way, against the slope.
fit-way-down-steepest = Steepest down is this way.
fit-way-down-across = Steepest down starts at a right angle to the contour line.
fit-no-way-down =
    { $shape ->
        [straight] We are back at the first line, and no way leads down from here.
       *[bent] We are back at the first curve, and no way leads down from here.
    }
# Of arrows that are drawn smaller than they are. $times: how many times smaller
label-arrows-at = arrows at 1/{ $times }
# Notes above the pictures
label-line-beyond = line beyond the picture
label-dot-beyond = dot beyond the picture

## One step

# $name: a parameter; the arrow is drawn against the slope
fit-slope = The slope along { $name } is twice the average residual.
# $weight: the input that the parameter multiplies
fit-slope-weighted = The slope along { $name } is twice the average residual, weighted by { $weight }.
fit-slope-weighted-by-factor = The slope along { $name } is twice the average residual, weighted by the factor of { $name }.
fit-slope-level = The slope along { $name } is 0: there is nothing to be gained that way.
# Names below the parts of the formula of a slope
label-twice-the-mean = 2 × mean
label-residual = residual
# Of two arrows. $loss: the symbol of the loss
fit-joined = Each arrow is minus a slope; both together, minus the gradient, −∇{ $loss }.
fit-rule = New value = old value − learning rate { $rate } · slope of the loss.

## Mini-batches

fit-batches-whole = Seen from all { $points } points, down is this way.
# $size: how many points a step sees, $points: of how many
fit-batches-some =
    { $size ->
        [one] Each step sees only one of the points, drawn at random, and goes its way.
       *[other] Each step sees only { $size } of the points, drawn at random, and goes their way.
    }
# $steps: how many make an epoch
fit-batches-epoch =
    { $steps ->
        [one] Each step sees every point once: that is one epoch.
       *[other] After { $steps } steps every point has been seen once: that is one epoch.
    }
fit-batches-no-epoch = A point may come again before all have been seen: there are only steps, no epochs.

## Batch sizes

# The name of a run. $size: how many points a step sees, $points: of how many
fit-size =
    { $size ->
        [one] 1 of { $points } points
       *[other] { $size } of { $points } points
    }
fit-sizes-jitter = The fewer points a step sees, the more the path jitters, and the less each step costs.
# $steps: how many; $points: how many points were seen, by run, a list
fit-sizes-seen =
    { $steps ->
        [one] In one step the runs have seen { $points } points.
       *[other] In { $steps } steps the runs have seen { $points } points.
    }

## The descent

# Of a thin curve beside that of the loss of all points
label-batch-loss = of a batch

## The result

# Heads of the table's columns: the parameters of the run, and those they are compared with
label-found = found
label-at-the-end = at the end
label-best = best
label-true = true
fit-found =
    { $back ->
        [yes] Scaled back, the descent found { $settings }.
       *[no] The descent found { $settings }.
    }
fit-found-one-of-many =
    { $shape ->
        [straight]
            { $back ->
                [yes] Scaled back, the descent found { $settings }, one line of many.
               *[no] The descent found { $settings }, one line of many.
            }
       *[bent]
            { $back ->
                [yes] Scaled back, the descent found { $settings }, one curve of many.
               *[no] The descent found { $settings }, one curve of many.
            }
    }
fit-many-as-good =
    { $shape ->
        [straight] Many lines are as good: the loss is a valley with a flat floor.
       *[bent] Many curves are as good: the loss is a valley with a flat floor.
    }
# Of lines alone. $point: as in "(1, 2)"
fit-as-good-through = Every line through { $point } is as good: the loss is a valley with a flat floor.
fit-same-line =
    { $shape ->
        [straight] Many settings of { $names } give this same line: the loss is a valley with a flat floor.
       *[bent] Many settings of { $names } give this same curve: the loss is a valley with a flat floor.
    }
fit-already-best =
    { $shape ->
        [straight] The guess is already the best line: { $settings }.
       *[bent] The guess is already the best curve: { $settings }.
    }
fit-stopped =
    { $back ->
        [yes] It stopped as told after { steps-counted }; scaled back, it is at { $settings }.
       *[no] It stopped as told after { steps-counted }, at { $settings }.
    }
fit-not-arrived =
    { $back ->
        [yes] It did not arrive: after { steps-counted } it is at { $settings }, scaled back.
       *[no] It did not arrive: after { steps-counted } it is at { $settings }.
    }
fit-best =
    { $shape ->
        [straight] The best line has { $settings }, with a loss of { $loss }.
       *[bent] The best curve has { $settings }, with a loss of { $loss }.
    }

# Of points that were made from a truth, with noise between two numbers
fit-truth = The points were made with { $settings }, without noise.
fit-truth-shifted = The points were made with { $settings }, all shifted by { $shift }.
fit-truth-noisy = The points were made with { $settings }, plus uniform noise from { $least } to { $most }.
fit-noise-even =
    { $shape ->
        [straight] The noise has mean 0: more points bring the two lines closer together.
       *[bent] The noise has mean 0: more points bring the two curves closer together.
    }
fit-noise-not-taken-up = The noise has mean { $mean }, but no constant of the model takes it up.
# $name: the constant of the model; $true: what it was made with; $near: that and the mean
fit-noise-shifts = The noise has mean { $mean }, so { $name } comes out near { $near }, not { $true }.
# The same in the recap
fit-found-shifted = The run found { $name } near { $near }, not { $true }.
# $loss: that of the best line; $variance: how far the noise is from its mean, squared, on average
# In a picture, bars that are as long as these two; the second also before a formula
label-loss-left = final loss
label-noise = noise variance
fit-remains-all = The points have no scatter, and the loss that remains is { $loss }.
fit-remains-less = The loss { $loss } is below the noise's variance, { $variance }: the fit follows some noise, too.
fit-remains-more = The loss { $loss } is more than the noise alone, whose variance is { $variance }.
fit-remains-noise = What remains, { $loss }, is the noise: its variance, the average squared distance from its mean, is { $variance }.

# Of points from elsewhere
fit-no-loss-left =
    { $shape ->
        [straight]
            { $points ->
                [one] The loss that remains is 0: the line goes through the point.
               *[other] The loss that remains is 0: the line goes through every point.
            }
       *[bent]
            { $points ->
                [one] The loss that remains is 0: the curve goes through the point.
               *[other] The loss that remains is 0: the curve goes through every point.
            }
    }
fit-largest-residual = The loss that remains is { $loss }; the largest residual is { $size }.

# $sign: "=", or "≈" where the parameters as they are printed make another number
fit-prediction =
    { $shape ->
        [straight] At { $input } = { $x } the line predicts { $output } { $sign } { $y }.
       *[bent] At { $input } = { $x } the curve predicts { $output } { $sign } { $y }.
    }
# $best: what the best line predicts
fit-prediction-beside-best =
    { $shape ->
        [straight] At { $input } = { $x } it predicts { $output } { $sign } { $y }, the best line { $best }.
       *[bent] At { $input } = { $x } it predicts { $output } { $sign } { $y }, the best curve { $best }.
    }
