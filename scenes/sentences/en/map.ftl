# Maps of descents, which `gradreel map` draws, and the masses of descents of scenarios.

# What becomes of the descents from all starts. $left: how many use up their steps
mass-counted =
    Of { $starts } more descents, { $settled } settled, { $diverged } diverged, { $left } used up their { $steps } steps.

# Below the picture. $rate, $momentum: the settings of all descents; $steps: the most steps they take
map-of-ends = Where descents end: learning rate { $rate }, at most { $steps } steps.
map-of-ends-with-momentum =
    Where descents end: learning rate { $rate }, momentum { $momentum }, at most { $steps } steps.
# $fixed: what is the same for all descents, a list of settings
map-of-steps = After how many steps descents settle, of at most { $steps }, with { $fixed }.
map-of-steps-everywhere = After how many steps descents settle, of at most { $steps }.
map-fixed = { $name } = { $value }
# Its legend. $place: where descents end; $share: of all descents, in percent
map-place = { $share } % near { $place }
map-elsewhere = { $share } % elsewhere, or not settled
map-diverges = { $share } % diverge
map-unsettled = { $share } % have not settled
map-steps =
    { $count ->
        [one] settled after 1 step
       *[other] settled after { $count } steps
    }
map-more-steps = after { $count }
# Beside the line of the learning rates up to which theory promises that descents settle
map-border = limit by theory
map-curvature = largest curvature
map-momentum = momentum
