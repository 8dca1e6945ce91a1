# What each chapter shows, in a sentence for whoever chooses among them.

shows-title = The question of the lesson, its formula and a first picture.
shows-recap = The rule in three lines, the answer, and where the numbers come from.
shows-rates = The same descent with other settings, side by side, and which of them wins.
shows-race = Several methods from one place, once by steps and once by looks at the loss.
shows-starts = The same rule from other starts, and where each of them ends.
shows-newton = The parabola or bowl that bends like the loss, and the jump to where it is level.

## Curve lessons

shows-curve-guess = The data, a first guess, and the loss as the mean of its squared misses.
shows-curve-slope = The slope at the start: two points come together until their line is the tangent.
shows-curve-meaning = What the sign and the size of the slope tell about the way down.
shows-curve-step = One step in numbers: minus the slope, times the learning rate.
shows-curve-descent = The whole descent, step by step, with its loss.
shows-curve-ways = Three programs that make the same descent.

## Surface lessons

shows-surface-data = The data points, the model and its first misses.
shows-surface-landscape = How slices grow into a surface, and its contour lines into a map.
shows-surface-gradient = The slope along each parameter, and the steepest of all ways down.
shows-surface-step = One step on the map: minus the gradient, times the learning rate.
shows-surface-noise = Slopes with noise around the true one, and the path that jitters.
shows-surface-descent = The whole descent on the surface, with its loss.

## Fit lessons

shows-fit-guess = The data, a first line, and the loss as the mean of its squared residuals.
shows-fit-views = The line among its data, and the same line as a point on the map of the loss.
shows-fit-step = The slope of the loss for each parameter, and one step in numbers.
shows-fit-noise = Which points each step sees, and where they alone would lead.
shows-fit-descent = Line, map and loss together, from the first guess to the end.
shows-fit-result = The line that was found, what noise is left, and a prediction.
shows-fit-starts = All runs together: whether they find the same line.
shows-fit-sizes = Runs with batches of other sizes side by side: how they jitter, and what they cost.
