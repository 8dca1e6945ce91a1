"""The file that `gradreel new` writes."""

STARTER = """\
# A gradreel scenario. Try it with: gradreel validate FILE, then gradreel render FILE.

title = "My first descent"

# What kind of lesson this is:
#   "curve"    one parameter: a curve and its tangent
#   "surface"  two parameters: a landscape in 3D
#   "fit"      a model with one input, fitted to data
lesson = "surface"

theme = "dark"                                  # or "light", as for a blog

# What to minimise: a formula in the variables of its domain. It may use + - * / ** and brackets,
# sin cos tan asin acos atan sinh cosh tanh exp log sqrt abs, pi and e.
[objective]
formula = "x**2 + y**2/2"
domain = { x = [-3, 3], y = [-3, 3] }           # the ranges to draw

# Or, in place of a formula: a model that is linear in its parameters, and data.
# The loss is then the mean squared error; x is the input, every other name a parameter.
# model = "a*x + b"                             # or "w*x"; or "X @ w" for several inputs a point
# points = [[1, 2], [2, 4], [3, 5]]             # each point: its inputs, then its output
# csv = { file = "data.csv", x = "height", y = "weight" }  # in this folder, or below it;
#   where more than one reading is possible: separator = ";", decimal = ",", names = ["a", "b"];
#   missing = "drop" leaves out rows without a value
# scale = "standard"                            # inputs of mean 0 and deviation 1; start stays
#                                               # in the units of the data
# generated = { count = 100, x = [-1, 1], truth = { a = 3, b = 2 }, noise = [0, 1], seed = 1 }

# Where every run starts; a run may have a start of its own.
[start]
x = 2.5
y = 2

# One descent, and below it more of them to compare.
[[runs]]
name = "plain"
lr = 0.1                                        # the learning rate
steps = 40

[[runs]]
name = "with momentum"
optimizer = "SGD"                               # or GD, Adam, Newton, BFGS, ...: see the README
options = { momentum = 0.8 }                    # its other options, by their names in torch
lr = 0.1
steps = 40
stop = { loss_below = 1e-6, loss_change_below = 1e-12 }         # ends it before its steps do

# What gradreel batch makes of it: any of lesson, captions, poster, gif, csv.
# [output]
# make = ["lesson", "captions", "poster", "csv"]

# A set of scenarios out of this file: one for each combination of these values.
# [sweep]
# runs.0.lr = [0.01, 0.1, 0.5]
# start.x = [-2, 2]
"""
