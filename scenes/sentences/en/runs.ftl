# What lessons of every kind say of their runs. $method is its name with its options.

## What runs share, and what sets them apart

runs-same-start = the same start
runs-same-rule = the same rule
runs-same-rate = the same learning rate
runs-the-start = the start
runs-the-rule = the rule
runs-the-rate = the learning rate
runs-the-steps = the number of steps
runs-the-stop = what stops it
runs-alike = The same descent, told more than once.
# $apart: a list of what differs, $count: how many; $same: a list of what does not
runs-apart =
    { $count ->
        [one] { CAPITAL($same) }: only { $apart } differs.
       *[other] { CAPITAL($same) }: { $apart } differ.
    }
runs-all-apart =
    { $count ->
        [one] Only { $apart } differs.
       *[other] { CAPITAL($apart) } differ.
    }

## What runs and their methods are called

method-plain = Plain gradient descent
method-with-options = { $method } with { $options }
run-from = from { $place }
run-steps =
    { $steps ->
        [one] 1 step
       *[other] { $steps } steps
    }

## How a run goes down

# $points: how many the data have
runs-epoch =
    { $points ->
        [one] Each step sees the one point: one epoch.
       *[other] Each step sees all { $points } points: one epoch.
    }
runs-method-with-options = { $method } with { $options } options
# $listed: whether the method ends in a list of options
runs-goes-down =
    { $listed ->
        [yes] { $method }, learning rate { $rate }
       *[no] { $method } with learning rate { $rate }
    }{ $steps ->
        [0] .
        [one] .
       *[other] : the same rule, again and again.
    }
# $share: how much of the step before each one keeps
runs-momentum = { $method }: each step keeps { $share } of the one before it, and adds its own.
# $slopes: how many there are
runs-own-step =
    { $slopes ->
        [one] { $method } makes its own step of the slope, with the learning rate { $rate }.
       *[other] { $method } makes its own step of the slopes, with the learning rate { $rate }.
    }

## What the first step did to the loss

# Where steps are called epochs, the word comes only later
runs-step-stays =
    { $unit ->
        [epoch] The loss stays at { $after }.
       *[step] One step: the loss stays at { $after }.
    }
runs-step-falls =
    { $unit ->
        [epoch] The loss falls, from { $before } to { $after }.
       *[step] One step: the loss falls, from { $before } to { $after }.
    }
runs-step-rises =
    { $unit ->
        [epoch] The step is too long: the loss rises, from { $before } to { $after }.
       *[step] One step, which is too long: the loss rises, from { $before } to { $after }.
    }
runs-step-falls-by =
    { $unit ->
        [epoch] The loss falls by { $change }, from { $before }.
       *[step] One step: the loss falls by { $change }, from { $before }.
    }
runs-step-rises-by =
    { $unit ->
        [epoch] The step is too long: the loss rises by { $change }, from { $before }.
       *[step] One step, which is too long: the loss rises by { $change }, from { $before }.
    }

## Where runs come to

runs-lower-place = A lower place is in the picture, near { $place }.

## Notes on pictures whose axes follow a run

note-zoomed = zoomed out ×{ $scale }
note-zoomed-beyond = zoomed out ×{ $scale }, step { $step } is beyond
note-beyond = step { $step } is beyond the picture
note-axes = axes ×{ $scale }
note-axes-out = beyond ×{ $scale }
note-out = leaves at step { $step }
