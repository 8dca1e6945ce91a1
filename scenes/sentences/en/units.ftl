# What lessons of scaled inputs say.

# $place: the parameters with their values
units-end = In the units of the data: { $place }.
# $how: what the inputs were divided by, and shifted by; $inputs: how many there are; $scaled and $name:
# what one is called, scaled and not
units-why =
    { $inputs ->
        [one]
            { $how ->
                [standard] { $scaled } is { $name } with mean 0, deviation 1: { units-curvatures }.
               *[deviation] { $scaled } is { $name } divided by its deviation: { units-curvatures }.
            }
       *[other]
            { $how ->
                [standard] Each input is with mean 0, deviation 1: { units-curvatures }.
               *[deviation] Each input is divided by its deviation: { units-curvatures }.
            }
    }
# $now and $before: lists of as many curvatures as $count, with scaled inputs and without
units-curvatures =
    { $count ->
        [one] curvature { $now }, not { $before }
       *[other] curvatures { $now }, not { $before }
    }
