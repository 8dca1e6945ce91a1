# Words that stand in tables, and beside formulas and pictures.

# The head of a column that counts steps, or epochs where each step sees all data
label-step = step
label-epoch = epoch

axis-logarithmic = (log)
legend-loss-at-end = loss at the end
# On a map whose two axes cannot have one scale
label-scales-differ = axes at different scales
# Beside a descent that runs on. $step: how many steps there have been
label-step-count = step { $step }
label-epoch-count = epoch { $step }
# Beside the symbol of the loss
label-loss = loss
# Before the sum of what stands above
label-sum = sum
# On the first of two contour lines that carry their loss. $loss: its number
label-loss-of-line = loss { $loss }
# Below the mean in the formula of the loss. $count: the letter for the number of points
label-mean = mean over { $count } points
# Beside the mark of the lowest place of a loss, where that is proven
label-lowest-point = lowest point
# The same where a search of the picture and far around it found none lower
label-lowest-found = lowest found
# Beside data points: the head of a column, and what is counted along an axis
label-prediction = prediction
label-point = point
label-gradient = gradient
# Beside minus the gradient
label-negative-gradient = negative gradient: steepest down
# Below the gradient. $steepness: the slope in the steepest direction
label-length-is-steepness = its length is the steepness: { $steepness }
# Beside the rule of a method: what its letters stand for
label-momentum = momentum
label-velocity = velocity
label-running-mean = running mean
label-mean-of-squares = mean square
label-sum-of-squares = sum of squares
label-made-up = corrected, at step k
# How much of what there was is kept: before the letters of decays
label-kept = share kept
# Before the letter of a number so small that it matters only where it is added to 0
label-tiny = tiny
label-decay = weight decay
label-damping = damping
label-length = length
label-curvatures = curvatures
# Beside where the parabola that bends like a curve has its lowest point, or its highest
label-where-level = where it is level
# On a map, beside arrows of which only that of the step has its true length
label-all-but-step = all but the step at 1/{ $times }
# The length of the gradient: the slope in the steepest direction
label-steepness = steepness
label-slope-along = slope along { $name }
# Above the map on which all directions are compared, beside whose arrows the slopes stand
label-slopes = slope in each direction
# The same. $unit: a power of ten
label-slopes-in = slopes in units of { $unit }
label-slope = slope
# In a rule, before the letter of what gets a new value
label-new = new
# Below the profile of a loss along a step, and beyond it
label-way-of-step = way of the step
# At the highest point between two valleys
label-ridge = ridge
# The same, and on a map, where the ridge is a line along an axis
label-ridge-at = ridge, { $name } = { $value }
# Below the profile of a loss between two places
label-way-between = way from one low point to the other
label-rate = learning rate
# Beside a map, or a curve; $times: how many times smaller than they are
label-arrows-smaller = arrows at 1/{ $times }
# The same where they are longer
label-arrows-longer =
    { $times ->
        [2] arrows twice as long
       *[other] arrows { $times } times as long
    }
