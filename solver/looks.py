"""What descents cost: how often they looked at the loss. Pure numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios import Scenario
from gradreel.solver.run_record import RunRecord


def looks(scenario: Scenario, run: RunRecord) -> NDArray[np.float64]:
    """How many looks a run has cost when it comes to each of its rows, (T+1,), from 0 on.

    A look is the loss and its gradient at one place, or only one of them: methods that ask for both
    ask for the one where they ask for the other. The matrix of second derivatives (p, p) counts as
    p looks, because differences of p gradients estimate it. A look at a mini-batch counts as its
    share of the data.
    """
    losses, grads, hessians = run.counts.T
    each = np.maximum(losses, grads) + run.parameters.shape[1] * hessians
    return np.concatenate([[0.0], np.cumsum(each * _share(scenario, run))])


def _share(scenario: Scenario, run: RunRecord) -> float:
    data, batch = scenario.objective.data, run.run.batch_size
    return 1.0 if data is None or batch is None else batch / len(data.outputs)
