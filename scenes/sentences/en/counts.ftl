# What is counted.

# $runs: how many
runs-counted =
    { $runs ->
        [one] 1 run
       *[other] { $runs } runs
    }
# $steps: how many
steps-counted =
    { $steps ->
        [one] 1 step
       *[other] { $steps } steps
    }
