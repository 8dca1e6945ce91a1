# What is counted.

# $runs: how many
runs-counted =
    { $runs ->
        [one] 1 run
       *[other] { $runs } runs
    }
# $steps: how many; $unit: what each is called, which need not be told: a step
steps-counted =
    { $unit ->
        [epoch]
            { $steps ->
                [one] 1 epoch
               *[other] { $steps } epochs
            }
       *[step]
            { $steps ->
                [one] 1 step
               *[other] { $steps } steps
            }
    }
# One of them. $step: which
step-numbered =
    { $unit ->
        [epoch] epoch { $step }
       *[step] step { $step }
    }
step-numbered-first =
    { $unit ->
        [epoch] Epoch { $step }
       *[step] Step { $step }
    }
# Any of them
step-each =
    { $unit ->
        [epoch] an epoch
       *[step] a step
    }
