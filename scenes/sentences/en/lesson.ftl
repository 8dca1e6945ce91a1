# What the first and the last chapter of every lesson say.

## The question of the title

question-bowl = Where is the lowest point?
question-valley = Where is it lowest?
question-bottomless = Where does the way down lead?
question-level = Is there a way down from here?
# Of a model with several inputs
question-weights =
    { $points ->
        [one] Which weights fit this point best?
       *[other] Which weights fit these points best?
    }
question-weights-better = Are there better weights than these?
lesson-called = { $letter }: { $name }

## The recipe of the recap

# $slopes: how many there are, one for each parameter
recap-find =
    { $slopes ->
        [one] Find the slope where you are.
       *[other] Find the gradient where you are.
    }
recap-step =
    { $slopes ->
        [one] Step the other way, by { $rate } times the slope.
       *[other] Step the other way, by { $rate } times the gradient.
    }
# $rated: "no" if the method has no learning rate, "at-first" if it changes from step to step
recap-own-step =
    Let { $method } turn it into a step{ $rated ->
        [no] .
        [at-first] , with the learning rate { $rate } at first.
       *[yes] , with the learning rate { $rate }.
    }
recap-leaves = Repeat, until step { $step } leaves the domain.
recap-stays = Stay where it is 0.
recap-steps =
    { $steps ->
        [0] No step was taken.
        [one] { $unit ->
            [epoch] That was one epoch.
           *[step] That was one step.
        }
       *[other] Repeat: { steps-counted }.
    }
recap-settles = Repeat until it settles.
recap-row-start = start
recap-row-step = { step-numbered }
# $proven: whether it is known that no other place is as low
recap-row-lowest =
    { $proven ->
        [yes] lowest
       *[no] lowest found
    }

## The answer to the question of the title

recap-answer =
    { $proven ->
        [yes] The lowest point is at { $place }, where the loss is { $loss }.
       *[no] The lowest place found is at { $place }, where the loss is { $loss }.
    }
recap-answer-of-fit = The smallest loss is { $loss }, at { $settings }.
recap-away = After { steps-counted } the run is { $away } away from there.

# $depth: how deep the valley is, beside that of the first run; $count: how many of the other $runs
# end there
recap-other-valley =
    { $runs ->
        [one] The other start led
       *[other] Of { $runs } other starts, { $count } led
    } to { $depth ->
        [less] a shallower valley
        [more] a deeper valley
       *[same] a valley as deep
    }, near { $place }.
# $name: of a run, by its settings; $apart: a list of those that differ, $count: how many
# $near: whether the loss is not quite what it is printed as, which is the lowest
recap-better-settings =
    { $count ->
        [one] { CAPITAL($apart) } decides
       *[other] The settings decide
    }: with { $name }, the loss came down to { $near ->
        [yes] nearly { $loss }
       *[no] { $loss }
    } in { steps-counted }.

## Where the numbers come from

card-scenario = scenario { $name }
# Of a run of SGD that is nothing but gradient descent, as lessons call it
card-plain = gradient descent
card-rate = learning rate { $rate }
card-seed = seed { $seed }
card-version = gradreel { $version }
