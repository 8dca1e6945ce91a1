# Why a run diverges or crawls, in curvatures. $symbol is the letter of a curvature; $step is the
# number of a step; all other numbers come as text, in the digits that they are told in.

# The largest learning rate that works. $rule: how it is found; $momentum of the run
reason-limit =
    { $rule ->
        [plain] 2/{ $symbol } = { $limit }
        [momentum] 2(1 + { $momentum })/{ $symbol } = { $limit }
       *[long] { $limit }
    }

# $curvatures at the head of a sentence
reason-curvature = Curvature { $curvature }
# $count: of how many these are the lowest and the highest
reason-curvatures =
    { $count ->
        [2] Curvatures { $lowest } and { $highest }
       *[other] Curvatures { $lowest } to { $highest }
    }

# $top: what the ground has there
reason-bends-down =
    { $top ->
        [top] The curvature { $curvature } bends down: what is off the top grows { $factor }-fold a step.
       *[ridge] The curvature { $curvature } bends down: what is off the ridge grows { $factor }-fold a step.
    }
reason-at-limit =
    The rate { $rate } is 2/{ $symbol }, the limit, for the curvature { $symbol } = { $curvature }: along it no step gains.
# $where: where the curvature is so
reason-too-large =
    { $where ->
        [everywhere] The learning rate { $rate } is above { $limit }, the largest that works: the curvature is { $symbol } = { $curvature }.
        [start] The learning rate { $rate } is above { $limit }, the largest that works where it starts: the curvature is { $symbol } = { $curvature }.
       *[step] The learning rate { $rate } is above { $limit }, the largest that works at { step-numbered }: the curvature is { $symbol } = { $curvature }.
    }
# What one of its steps closes. $way: whether all directions are alike
reason-closes =
    { $way ->
        [whole] { step-each } closes { $share } % of the distance
       *[slow] { step-each } closes { $share } % of the distance in the slow direction
    }
reason-halving =
    halving takes { $half } { $unit ->
        [epoch] epochs
       *[step] steps
    }
# Where that was measured
reason-there =
    { $where ->
        [everywhere] { "" }
        [start] { " " }where it starts
       *[step] { " " }at { step-numbered }
    }
# $told: whether the curvatures are told, which a lesson may not have explained yet
reason-crawls =
    { $told ->
        [yes] { $curvatures }: { reason-closes }; { reason-halving }.
       *[no] { CAPITAL(reason-closes) }; { reason-halving }.
    }
reason-crawls-there =
    { $told ->
        [yes] { $curvatures }: { reason-closes }{ reason-there }.
       *[no] { CAPITAL(reason-closes) }{ reason-there }.
    }
reason-overshoots =
    { $where ->
        [step] At { step-numbered } its step is { $times } times as long as the way to the minimum.
       *[start] Where it starts its step is { $times } times as long as the way to the minimum.
    }

# What would do
reason-rates = { $curvatures }: learning rates below { $limit } work.
reason-rates-and-best =
    { $curvatures }: learning rates below { $limit } work; { $best } is the fastest.
reason-scaling =
    Columns of like size would help: write scale = "standard" under [objective].
