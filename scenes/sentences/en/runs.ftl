# What lessons of every kind say of their runs. $method is its name with its options.

## What runs share, and what sets them apart

runs-same-start = the same start
runs-same-rule = the same rule
runs-same-rate = the same learning rate
runs-same-sample = the same random numbers
runs-the-start = the start
runs-the-rule = the rule
runs-the-rate = the learning rate
runs-the-sample = what each step sees
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

# While the picture of the first step goes back to where it began
runs-go-back = We go back to the start.

# $points: how many the data have
runs-epoch =
    { $points ->
        [one] Each step sees the one point: that is one epoch.
       *[other] Each step sees all { $points } points: that is one epoch.
    }
runs-method-with-options = { $method } with { $options } options
# $listed: whether the method ends in a list of options; $rated: "no" if it has no learning rate,
# "at-first" if that changes from step to step
runs-goes-down =
    { CAPITAL($method) }{ $rated ->
        [no] { "" }
        [at-first] , learning rate { $rate } at first
       *[yes] { $listed ->
            [yes] , learning rate { $rate }
           *[no] { " " }with learning rate { $rate }
        }
    }{ $steps ->
        [0] .
        [one] .
       *[other] : the same rule, again and again.
    }
# $share: how much of the step before each one keeps
runs-momentum = { CAPITAL($method) }: each step keeps { $share } of the one before it, and adds its own.
# $last, $next: two steps, one after the other; $share as above; $slopes: how many there are
runs-step-as-sum =
    { $slopes ->
        [one] Step { $next } is { $share } of step { $last }, plus a plain step against the slope.
       *[other] Step { $next } is { $share } of step { $last }, plus a plain step against the gradient.
    }
# The same in a long valley
runs-adds-up = With momentum, steps to and fro cancel, and steps along the valley add up.
# What kind of method it is. $slopes: how many there are; $rated as above
runs-own-step =
    { CAPITAL($method) }{ $kind ->
        [Adadelta] : each slope is divided by its own usual size, and multiplied by that of past steps.
        [Adafactor] : the step is scaled by the usual size of the slopes, and by that of the parameters.
        [Adagrad] : each slope is divided by the root of the sum of all its squares so far.
        [Adam] : a running mean of each slope, over the root of that of its square.
        [AdamW] : Adam’s step, and the parameters shrink a little besides.
        [Adamax] : a running mean of each slope, divided by the largest slope of late.
        [ASGD] : it steps against the slopes, and keeps the average of the places as well.
        [BFGS] : it learns how the loss bends from how the slopes change, and steps like Newton’s method.
        [CG] : each direction keeps a part of the one before it, so that no progress is undone.
        [GD-armijo] : the step is shortened until the loss falls enough.
        [GD-exact] : it goes along the line until the loss stops falling.
        [L-BFGS-B] : it learns how the loss bends from its last few steps.
        [LBFGS] : it learns how the loss bends from its last few steps.
        [NAdam] : Adam’s step, with a look ahead along the running mean.
        [Nesterov] : it keeps a part of the last step, and looks ahead along it.
        [Newton] : it goes to where a { $slopes ->
            [one] parabola
           *[other] bowl
        } that bends like the loss is level.
        [Newton-CG] : it comes near Newton’s step by asking how the slopes change along a few directions.
        [RAdam] : Adam’s step, held back until its running means are reliable.
        [RMSprop] : each slope is divided by the root of a running mean of its square.
        [Rprop] : only the sign of each slope counts; a step grows while that stays the same.
        [batch] : each step sees only some of the data.
        [noisy] : the slopes have noise on them.
        [trust-exact] : it goes to the lowest point of a fitted bowl, but no farther than it trusts it.
       *[other] { $slopes ->
            [one] { " " }makes its own step of the slope{ $rated ->
                [no] .
                [at-first] , with the learning rate { $rate } at first.
               *[yes] , with the learning rate { $rate }.
            }
           *[other] { " " }makes its own step of the slopes{ $rated ->
                [no] .
                [at-first] , with the learning rate { $rate } at first.
               *[yes] , with the learning rate { $rate }.
            }
        }
    }

# Of runs that see some of the data, or noise: of the ways in which several steps would lead
runs-scattered = On average these ways are right, and each is a little off.
runs-calmed = At one rate the noise keeps a run moving; a rate that falls calms it.

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
# The same above a small picture. $count: how many steps the run has made
note-panel-axes = { $count }, axes ×{ $scale }
note-panel-axis = { $count }, { $axis } ×{ $scale }
note-panel-outside = { $count }, outside
