# What stands at the top of each chapter.

heading-data = The data
heading-landscape = The landscape
heading-gradient = The gradient
heading-slope = The slope
heading-meaning = What the slope tells
heading-guess = The guess
heading-views = Two views
heading-step = One step
heading-newton = The bowl that bends like it
heading-newton-curve = The parabola that bends like it
heading-rule = The rule
heading-batches = Mini-batches
heading-noise = Noise
heading-sizes = Batch sizes
heading-descent = The descent
heading-ways = Three ways to descend
heading-rates = Learning rates
heading-starts = Many starts
heading-result = The result
heading-all-runs = The runs together
heading-race = The race
heading-recap = In short
