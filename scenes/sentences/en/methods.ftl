# What chapters say of the rules of methods, of the first step and of the second one ("again").
# $share, $other: shares of what there was that a method keeps; $rate: the learning rate;
# $slopes: how many parameters there are.

# Where it has been said already what kind of method it is
method-in-numbers =
    { $slopes ->
        [one] The same step in numbers: at first there is the slope.
       *[other] The same step in numbers: at first there is the gradient.
    }
# $loss: where the second step has led
method-second-step = After the second step the loss is { $loss }.

## Momentum

method-velocity =
    { $slopes ->
        [one] At first the velocity is 0, so it becomes the slope.
       *[other] At first the velocity is 0, so it becomes the gradient.
    }
method-velocity-again =
    { $slopes ->
        [one] Of the old velocity { $share } is kept, and the new slope is added.
       *[other] Of the old velocity { $share } is kept, and the new gradient is added.
    }
method-momentum-step =
    { $slopes ->
        [one] Against the velocity, not against the slope: { $rate } of it is the step.
       *[other] Against the velocity, not against the gradient: { $rate } of it is the step.
    }
method-nesterov-step =
    { $slopes ->
        [one] It looks ahead: the slope, and once more { $share } of the velocity.
       *[other] It looks ahead: the gradient, and once more { $share } of the velocity.
    }

## Slopes divided by their usual size

method-sum =
    { $slopes ->
        [one] The squares of the slopes are added up.
       *[other] The squares of the slopes are added up, for each axis by itself.
    }
method-sum-again = The sums only grow: they never forget a slope.
method-adagrad-step =
    { $slopes ->
        [one] A slope over the root of its square is 1 or −1: the step is { $rate } long.
       *[other] A slope over the root of its square is 1 or −1: the step is { $rate } along each axis.
    }
method-adagrad-step-again = Each slope is divided by more than its own size now: the steps get shorter.
method-mean-of-squares = A running mean of the squares keeps { $share } of what it was.
method-rmsprop-step =
    { $slopes ->
        [one] However steep it is, the first step is equally long.
       *[other] Steep or not: at first, the step is equally long along each axis.
    }
method-rmsprop-step-again = As the mean fills, the same slope makes a shorter step.
method-mean = A running mean of the slopes keeps { $share } of itself; the rest is new.
method-squares =
    { $slopes ->
        [one] The same of their squares, of which { $other } is kept.
       *[other] The same of their squares, axis by axis, with { $other } kept.
    }
method-corrected = Both began at 0, too small: this division makes up for it.
method-adam-step =
    { $slopes ->
        [one] The mean over its usual size is 1 or −1: the step is { $rate } long.
       *[other] The mean over its usual size is 1 or −1: the step is { $rate } along each axis.
    }
method-adam-step-again = Again: the mean of the slopes, over their usual size, times { $rate }.
method-adamw-step =
    { $slopes ->
        [one] As Adam’s, { $rate } long; and the parameter shrinks a little.
       *[other] As Adam’s: { $rate } along each axis; and the parameters shrink a little.
    }

method-adamw-step-again =
    { $slopes ->
        [one] Again as Adam’s, and the parameter shrinks a little.
       *[other] Again as Adam’s, and the parameters shrink a little.
    }

## A search along the line

method-exact = How far? Along the line, the loss falls, and rises again: to its lowest point.
method-exact-again = And again, down a new line to its lowest point.
method-armijo = How far? A first length is tried, and shortened until the loss falls enough.
method-armijo-again = And again, from the first length on.

## Newton’s method

method-newton-bends = How the slopes change from here says how the loss bends.
method-newton-step =
    { $slopes ->
        [one] The step is the one that, bent like this, brings the slope to 0.
       *[other] The step is the one that, bent like this, brings the gradient to 0.
    }
method-newton-again = And again from there, with the slopes and the curvatures of that place.

# $kind: what bends like the loss: a parabola along one parameter, a bowl over two; or one upside
# down; or a saddle
method-osculating =
    { $kind ->
        [parabola] A parabola with the slope and the curvature that the loss has here.
        [arch] A parabola with the slope and the curvature of the loss: here it opens downward.
        [bowl] A bowl that slopes and bends as the loss does here: these are its contour lines.
        [dome] A dome that slopes and bends as the loss does here: these are its contour lines.
       *[saddle] A saddle that slopes and bends as the loss does here: these are its contour lines.
    }
# $share: how much of the way a damped step goes, or an empty text
method-jump =
    { $share ->
        [none] { $kind ->
            [parabola] Newton’s step leads to its lowest point.
            [arch] Newton’s step leads to where it is level: to its top.
            [bowl] Newton’s step leads to its lowest point.
            [dome] Newton’s step leads to where it is level: to its top.
           *[saddle] Newton’s step leads to where it is level: up along one direction, down along another.
        }
       *[other] { $kind ->
            [parabola] Newton’s step goes { $share } of the way to its lowest point.
            [bowl] Newton’s step goes { $share } of the way to its lowest point.
           *[other] Newton’s step goes { $share } of the way to where it is level.
        }
    }
# $kind as above
method-osculating-itself =
    { $kind ->
        [parabola] The loss is such a parabola itself: one step leads to its lowest point.
        [bowl] The loss is such a bowl itself: one step leads to its lowest point.
       *[other] The loss is of that shape itself: one step leads to where it is level.
    }
method-osculating-again = From there, it is fitted again.
# $losses: a list of numbers
method-newton-losses =
    { $count ->
        [one] After this step the loss is { $losses }.
       *[other] After these steps the loss is { $losses }.
    }
method-newton-climbs = The loss rises, from { $before } to { $after }: Newton’s method looks for level ground, high or low.
