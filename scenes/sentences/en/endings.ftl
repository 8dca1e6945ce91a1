# How a run ended, in one sentence of at most 110 letters. $step is the number of a step, $steps how
# many there were; all other numbers come as text, in the digits that they are told in.

# A place is a list of these, with commas between them
coordinate = { $parameter } = { $value }

kink-cusp = a cusp, slopes growing without bound
kink-of-one-slope = a kink, slopes { $slope } and without bound
kink-of-two-slopes = a kink, slopes { $low } and { $high }

## A step was refused, or the steps grow

# $missing: what the formula lacks there
ending-left-domain =
    { $missing ->
        [slope] { step-numbered-first } leads to { $place }, where the formula has no slope.
       *[value] { step-numbered-first } leads to { $place }, where the formula has no value.
    }
ending-fell-beyond =
    It falls without end: { step-numbered } leads beyond what can be computed, from { $loss }.
ending-diverged-beyond =
    It diverged: { step-numbered } leads beyond what can be computed; the loss before it was { $loss }.
ending-diverged =
    { $manner ->
        [overshoots] It diverged, overshooting more and more: after { steps-counted } the loss is { $loss }.
       *[grows] It diverged, as its steps keep growing: after { steps-counted } the loss is { $loss }.
    }

## It never left its start

ending-on-kink =
    It stays on a kink, which has no single slope but { $low } and { $high }; torch takes 0.
ending-starts-on-floor =
    The start is on a flat valley floor: no point is lower, and many are as good.
# $drawn: what the model draws
ending-starts-at-best =
    { $drawn ->
        [line] The guess is already the best line: its slopes are 0.
       *[fit] The guess is already the best fit: its slopes are 0.
    }
# $known: whether it is known to be the lowest point of all
ending-starts-at-minimum =
    { $known ->
        [lowest] The start is the lowest point already: the slope there is 0.
       *[local] The start is a minimum already: the slope there is 0.
    }
ending-starts-on-flat =
    The ground is flat here: the slope is 0, and the loss stays at { $loss }.
ending-starts-level =
    { $ground ->
        [saddle] The start is a saddle: the slope is 0, though the ground falls to some sides.
        [maximum] The start is a maximum: the slope is 0, though the ground falls all around.
        [ridge] The start is the top of a ridge: the slope is 0, though the ground falls to both sides.
       *[inflection] The start is an inflection: the slope is 0, though the ground falls on one side.
    }

## A stop condition was met

ending-below-at-start = There was nothing to do: the loss is below { $limit } at the start.
ending-below = It arrived after { steps-counted }: the loss fell below { $limit }.
ending-settled =
    It settled after { steps-counted }: the loss is { $loss }, and hardly changes any more.
ending-stopped =
    It stopped as told, not at a minimum: { step-numbered } changed the loss, { $loss }, by under { $limit }.

## It came to rest

# $exact: whether nothing of the way is left
ending-at-minimum =
    { $exact ->
        [yes]
            { $known ->
                [lowest] After { steps-counted } the run has practically reached the lowest point, where the loss is { $loss }.
               *[local] After { steps-counted } the run has practically reached a minimum, where the loss is { $loss }.
            }
       *[no]
            { $known ->
                [lowest] It has nearly reached the lowest point: after { steps-counted } the loss is { $loss }.
               *[local] It has nearly reached a minimum: after { steps-counted } the loss is { $loss }.
            }
    }
ending-on-floor = It arrived on a flat valley floor with loss { $loss }: every point along it is as good.
ending-on-floor-through-point =
    { $drawn ->
        [line] It arrived on a flat valley floor with loss { $loss }: every line through this point is as good.
       *[fit] It arrived on a flat valley floor with loss { $loss }: every fit through this point is as good.
    }
ending-on-floor-of-fits =
    It arrived on a flat valley floor with loss { $loss }: many other settings are as good.
ending-at-kink =
    { $exact ->
        [yes] It reached a minimum after { steps-counted }: a kink, no single slope but { $low } and { $high }.
       *[no] It has nearly reached a minimum after { steps-counted }: a kink, no single slope but { $low } and { $high }.
    }
ending-about-kink = It has nearly reached a minimum after { steps-counted }: { $kink }.
ending-rests-on-flat =
    It rests after { steps-counted } where the ground is flat: the loss there is { $loss }.
ending-rests-level =
    { $exact ->
        [yes]
            { $ground ->
                [saddle] It reached a saddle after { steps-counted }, though the ground falls to some sides.
                [maximum] It reached a maximum after { steps-counted }, though the ground falls all around.
                [ridge] It reached the top of a ridge after { steps-counted }, though the ground falls to both sides.
               *[inflection] It reached an inflection after { steps-counted }, though the ground falls on one side.
            }
       *[no]
            { $ground ->
                [saddle] It has nearly reached a saddle after { steps-counted }, though the ground falls to some sides.
                [maximum] It has nearly reached a maximum after { steps-counted }, though the ground falls all around.
                [ridge] It has nearly reached the top of a ridge after { steps-counted }, though the ground falls to both sides.
               *[inflection] It has nearly reached an inflection after { steps-counted }, though the ground falls on one side.
            }
    }
ending-held =
    Weight decay holds it: it rests where the slope is { $slope } and the loss { $loss }.

## It was thrown out, turns back, or ran past

ending-thrown =
    { step-numbered-first } leapt to { $place }; after { steps-counted } it is at { $now }.
ending-thrown-and-stays =
    { step-numbered-first } leapt to { $place }; with the slope { $slope } it hardly moves.
ending-hops-level = It keeps hopping over { $kink }: the loss stays at { $loss }.
ending-hops = It keeps hopping over { $kink }: the loss goes from { $low } to { $high }.
ending-swings-level =
    { $manner ->
        [jumps] It keeps jumping between two places: the loss stays at { $loss }.
        [jitters] The noise keeps it moving: the loss stays at { $loss }.
       *[swings] It keeps swinging to and fro: the loss stays at { $loss }.
    }
ending-swings-less =
    { $manner ->
        [jumps] It keeps jumping between two places, less each time: after { steps-counted } the loss is { $loss }.
        [jitters] The noise keeps it moving, less each time: after { steps-counted } the loss is { $loss }.
       *[swings] It keeps swinging to and fro, less each time: after { steps-counted } the loss is { $loss }.
    }
ending-swings =
    { $manner ->
        [jumps] It keeps jumping between two places: the loss goes from { $low } to { $high } and back.
        [jitters] The noise keeps it moving: the loss goes from { $low } to { $high } and back.
       *[swings] It keeps swinging to and fro: the loss goes from { $low } to { $high } and back.
    }
ending-ran-past =
    It was at a loss of { $near } after { steps-counted }, ran past, and is at { $now }.

## It falls without end

ending-unbounded-past-saddle =
    Past a saddle at { step-numbered } it falls without end: the loss is { $loss } by now.
ending-unbounded =
    It falls without end: the loss is { $loss } after { steps-counted }; there is no lowest point.
ending-falls =
    { $manner ->
        [faster] It falls faster and faster: after { steps-counted } the loss is { $loss }, with no end in sight.
       *[on] It falls on and on: after { steps-counted } the loss is { $loss }, with no end in sight.
    }

## Its steps were spent

ending-by-saddle =
    After { steps-counted } it is by a saddle, nearly level: the loss is { $loss }.
ending-on-plateau =
    The ground is nearly flat here, so steps are small, and the loss is still { $loss }.
ending-stands-still =
    It stands still after { steps-counted }: the loss is { $loss }, but the slope is { $slope }.
ending-past-saddle =
    Past a saddle at { step-numbered } it is still on its way: the loss is { $loss }.
ending-falling =
    After { steps-counted } it is still falling: the loss is { $loss }, { $fallen } below the start.
ending-on-its-way =
    After { steps-counted } it is still on its way: the loss is { $loss } and getting lower.
# $level: where the loss is, beside that at the start
ending-unsettled =
    { $level ->
        [same] After { steps-counted } it has not settled: the loss is { $loss }, the same as at the start.
        [higher] After { steps-counted } it has not settled: the loss is { $loss }, higher than at the start.
       *[lower] After { steps-counted } it has not settled: the loss is { $loss }, lower than at the start.
    }

## Its optimiser cannot go on

# $fault: what it raised
ending-gave-up =
    { $fault ->
        [zero] { CAPITAL($method) } gave up at { step-numbered }: it divided by zero.
        [line-search] { CAPITAL($method) } gave up at { step-numbered }: its line search found no step that it can take.
        [too-large] { CAPITAL($method) } gave up at { step-numbered }: a number became too large.
        [no-step] { CAPITAL($method) } gave up at { step-numbered }: it found no step that it can take.
       *[other] { CAPITAL($method) } gave up at { step-numbered }: it cannot go on with these options.
    }
method-of-run = { $method } (“{ $name }”)
