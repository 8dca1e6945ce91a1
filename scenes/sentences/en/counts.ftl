# What is counted.

# $steps: how many
steps-counted =
    { $steps ->
        [one] 1 step
       *[other] { $steps } steps
    }
