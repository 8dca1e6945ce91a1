# What the chapter about a race of methods says.

# $every: whether all learning rates were looked for; $count: how many were tried for each, 0 if
# that differs
race-tuned =
    { $every ->
        [yes] Each learning rate is the best of { $count ->
            [0] several
           *[other] { $count }
        } that were tried: a fair race.
       *[no] Some learning rates are the best of { $count ->
            [0] several
           *[other] { $count }
        } that were tried.
    }
# $share: how many percent of the way from the start to the lowest loss
race-line = Which one is first at the dashed line, { $share } % of the way down?
# $names: of runs, a list; $needed: how many steps; $one: whether that is one
race-first =
    First there, after { $needed } { $one ->
        [yes] step
       *[no] steps
    }: { $names }.
race-none = None of them gets there.
race-same-cost = The race is fair: each step costs each of them one look at the gradient.
# $bends: whether a method asks for second derivatives; $more: as how many looks they count
race-look =
    { $bends ->
        [yes] Now by looks at the loss and its gradient: second derivatives count as { $more } more.
       *[no] Now by looks at the loss and its gradient, of which a step may need several.
    }
race-look-of-batch = Now by looks at the loss and its gradient: seeing some of the data is that share of one.
# The same in looks. $count: how many runs; $again: whether the same are first as by steps
race-first-in-looks =
    Counted in looks, { $names } { $count ->
        [one] is
       *[other] are
    } first{ $again ->
        [yes] { " " }again
       *[no] { "" }
    }, after { $needed } { $one ->
        [yes] look
       *[no] looks
    }.
# $loss: where a run ended that did not arrive
race-still-at = still at { $loss }
# $times: how many times as strongly the loss bends across as along, where it is lowest; $valley:
# whether that makes a valley; $way: how the first run, $name, copes
race-why =
    { $valley ->
        [yes] The valley
       *[no] The loss
    } bends { $times } times as strongly across as along: { $way ->
        [asks] { $name } asks how it bends.
        [learns] { $name } learns that from the slopes.
        [scales] { $name } divides each slope by its size.
        [momentum] momentum adds up the steps along it.
       *[other] one learning rate must suit both.
    }
# $names: of runs that did not arrive, a list
race-noise = Noise keeps { $names } from arriving: it never gets smaller.

race-head-steps = steps
race-head-looks = looks
# Beside a picture. $looks: how many there have been
race-look-count =
    { $looks ->
        [one] 1 look
       *[other] { $looks } looks
    }
