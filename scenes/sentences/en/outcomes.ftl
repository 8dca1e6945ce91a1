# How a run ended, in a word beside a picture. $outcome: one of the table in solver/ending.py
outcome-word =
    { $outcome ->
        [converged] arrives
        [at_start] starts at the solution
        [diverged] diverges
        [thrown] is thrown far out
        [left_domain] leaves the domain
        [unbounded] falls without end
        [failed] optimiser gave up
        [saddle] at a saddle
        [stationary] held where it is level
        [kink] at a kink
        [plateau] on a plateau
        [held] held by weight decay
        [oscillating] keeps bouncing
        [ran_past] ran past
       *[steps_spent] still on its way
    }
