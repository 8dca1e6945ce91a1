# How all runs of a lesson ended, in one sentence.

summary = { CAPITAL($clauses) }.
# Two clauses of it
summary-and = { $one }; { $other }

# $who: every run, names of runs, or how many; $did: what they did
summary-astray = { $who } { $did }
summary-every-run = every run
summary-runs =
    { $count ->
        [one] 1 run
       *[other] { $count } runs
    }
# Names of two runs, and how many there are besides
summary-and-more = { $one }, { $other } and { $more } more
summary-names = { $names }
summary-name = “{ $name }”

summary-settled-at = { $name } settled at the loss { $loss }
summary-ends-with = it ends with the loss { $loss }
summary-others-in-one-place = the others end in the same place
summary-of-the-others = of the others, { $name } ends lowest, with the loss { $loss }
summary-ends-lowest = { $name } ends lowest, with the loss { $loss }
summary-end-at-about = the losses end at about { $loss }

# $lowest: whether the place is known to be the lowest
summary-one-place =
    { $runs ->
        [one] It ends in the same place
        [2] Both end in the same place
        [3] All three end in the same place
       *[other] All { $runs } end in the same place
    }{ $lowest ->
        [yes] : one valley, one lowest point.
       *[no] .
    }
# $flat: whether it is a flat valley floor that makes them equal
summary-nearly-the-same =
    { $flat ->
        [yes] They end in different places with nearly the same loss: the valley's floor is flat, or nearly so.
       *[no] They end in different places with nearly the same loss.
    }
summary-not-at-the-bottom =
    They end in different places: not all of them have come to the bottom.
summary-different-places = They end in different places; { $name } ends lowest, with the loss { $loss }.
