# How all runs of a lesson ended, in one sentence.

summary = { CAPITAL($clauses) }.
# Two clauses of it
summary-and = { $one }; { $other }

# What runs did that did not settle. $who: names of runs, or how many; $runs: how many they are
summary-astray =
    { $outcome ->
        [diverged] { $who } diverged
        [thrown]
            { $runs ->
                [one] { $who } was thrown far out
               *[other] { $who } were thrown far out
            }
        [left_domain] { $who } left the domain
        [unbounded]
            { $runs ->
                [one] { $who } falls without end
               *[other] { $who } fall without end
            }
        [failed]
            { $runs ->
                [one] { $who } was given up
               *[other] { $who } were given up
            }
        [saddle] { $who } stopped at a saddle
        [stationary]
            { $runs ->
                [one] { $who } is held where it is level
               *[other] { $who } are held where it is level
            }
        [kink]
            { $runs ->
                [one] { $who } is held at a kink
               *[other] { $who } are held at a kink
            }
        [plateau]
            { $runs ->
                [one] { $who } is on a plateau
               *[other] { $who } are on a plateau
            }
        [held]
            { $runs ->
                [one] { $who } is held by weight decay
               *[other] { $who } are held by weight decay
            }
        [oscillating]
            { $runs ->
                [one] { $who } keeps bouncing
               *[other] { $who } keep bouncing
            }
        [ran_past] { $who } ran past a lower place
       *[steps_spent]
            { $runs ->
                [one] { $who } is still on its way
               *[other] { $who } are still on their way
            }
    }
# The same of all runs of a lesson
summary-all-astray =
    { $outcome ->
        [diverged] every run diverged
        [thrown] every run was thrown far out
        [left_domain] every run left the domain
        [unbounded] every run falls without end
        [failed] every run was given up
        [saddle] every run stopped at a saddle
        [stationary] every run is held where it is level
        [kink] every run is held at a kink
        [plateau] every run is on a plateau
        [held] every run is held by weight decay
        [oscillating] every run keeps bouncing
        [ran_past] every run ran past a lower place
       *[steps_spent] every run is still on its way
    }
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
# $digits: in how many digits the places are the same as they are printed
summary-one-place-in-digits =
    Rounded to { $digits ->
        [2] two
        [3] three
       *[other] { $digits }
    } digits, { $runs ->
        [2] both ends
       *[other] all { $runs } ends
    } are the same{ $lowest ->
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
