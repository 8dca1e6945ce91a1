# What the chapters about learning rates say, on a curve and on a surface.

## Why a step comes closer

# $symbol: of the curvature; $bends: how large it is in each direction
rates-bends = The curvature { $symbol } says how strongly the loss bends: { $bends }.
rates-bends-alike = The curvature { $symbol } says how strongly the loss bends: everywhere by { $curvature }.
rates-bends-between = The curvature { $symbol } says how strongly the loss bends: between { $least } and { $most }.
rates-bend-along = { $curvature } along { $name }
# $times: how many times as strongly it bends across a valley as along it
rates-bends-valley = The curvature { $symbol }: the valley bends { $times } times as strongly across as along.
# $symbol, $distance, $rate: of the formulas; $plain: whether all runs are plain gradient descent
rates-leaves =
    { $plain ->
        [all] The slope is { $symbol } times the distance { $distance }: each step leaves 1 − { $rate }{ $symbol } of { $distance }.
       *[some] The slope is { $symbol } times the distance { $distance }: a plain step leaves 1 − { $rate }{ $symbol } of { $distance }.
    }
# The same where there is but one direction
rates-leaves-one =
    { $plain ->
        [all] So each step leaves 1 − { $rate }{ $symbol } of { $distance }.
       *[some] So a plain step leaves 1 − { $rate }{ $symbol } of { $distance }.
    }
# Before it. $curvature: how large it is
rates-bends-one = The slope is { $curvature } times { $distance }: this { $curvature } is the curvature { $symbol }.

## What will happen

# $times: how many times the first learning rate the second one is
rates-guess-times =
    { $times ->
        [2] Twice the learning rate: what happens?
       *[other] { $times } times the learning rate: what happens?
    }
rates-guess-half = Half the learning rate: what happens?
rates-guess-rates = The learning rates differ: what happens?
# $apart: a list of what differs, $count: how many, $runs: of how many runs
rates-guess =
    { $count ->
        [one] Only { $apart } differs: what happens?
        [2] { CAPITAL($apart) } differ: what happens?
       *[other] { $runs ->
            [2] Two runs
            [3] Three runs
            [4] Four runs
            [5] Five runs
            [6] Six runs
           *[other] { $runs } runs
        }, each with settings of its own: what happens?
    }

## What happened

# $many: whether there is more than one factor
rates-sizes =
    { $many ->
        [yes] The factor larger in size decides: below 1 we come closer, above 1 the run diverges.
       *[no] Below 1 in size, a factor brings us closer; above 1, the run diverges.
    }
# $rate, $symbol: of a learning rate and a curvature; $limit: the largest learning rate that works
rates-sizes-limit =
    { $many ->
        [yes] The largest { $symbol } decides: its factor must be below 1 in size, and { $rate } below { $limit }.
       *[no] In size, the factor must be below 1, and { $rate } below { $limit }.
    }
# The same where a factor is −1
rates-bounces =
    { $many ->
        [yes] The factor larger in size decides: below 1 we come closer, at −1 we bounce for ever.
       *[no] Below 1 in size, a factor brings us closer; at −1, we bounce for ever.
    }
rates-bounces-limit =
    { $many ->
        [yes] The largest { $symbol } decides: at −1 the run bounces for ever; { $rate } must stay below { $limit }.
       *[no] At −1, the run bounces for ever: { $rate } must stay below { $limit }.
    }
# Where a factor is negative, and another one below −1. $many: as above
rates-crosses =
    { $many ->
        [yes] A factor below 0: each step crosses the valley; below −1, it diverges.
       *[no] A factor below 0: each step changes sides; below −1, it diverges.
    }
# $share: how much of the last step a momentum adds; $outcome: how the run ended, after $steps steps
rates-momentum =
    { $outcome ->
        [converged] Momentum adds { $share } of the last step: in { $steps } steps it arrives.
       *[other] Momentum adds { $share } of the last step to each.
    }

## Beside the pictures

label-curvature = curvature
label-distance = signed distance to the lowest point
# Beside the letter of the loss, of which is shown how much more it is than at the lowest point
label-above-lowest = above the lowest
# Bars are shares of the distance at the start. $distance: its letter
label-share-left = share of { $distance } left
# Directions of a bowl, where they are not those of the parameters
label-across = across
label-along = along
label-steepest = steepest
label-flattest = flattest
# Stretches of the line of learning rates
label-closer = closer
label-crossing = closer, to and fro
label-diverges = diverges
