# What lessons of every kind say of their runs.

# $method: its name and options; $slopes: how many there are
runs-own-step =
    { $slopes ->
        [one] { $method } makes its own step of the slope, with the learning rate { $rate }.
       *[other] { $method } makes its own step of the slopes, with the learning rate { $rate }.
    }
