"""What lessons of every kind say of several runs."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios import Run


def in_common(runs: Sequence[Run]) -> str:
    """What the runs share, and what sets them apart."""
    first = runs[0]
    one_start = all(run.start == first.start for run in runs)
    one_optimizer = all(run.optimizer == first.optimizer for run in runs)
    one_rule = one_optimizer and all(run.options == first.options for run in runs)
    rates = len({run.lr for run in runs})
    if one_start and one_rule and rates == len(runs):
        return "The same start and the same rule: only the learning rate differs."
    if one_start and one_rule and rates > 1:
        return "The same start and the same rule, with other learning rates."
    if one_start and one_rule:
        return "The same descent, told to end in other ways."
    if one_start and one_optimizer:
        return "The same start and the same optimiser, with other settings."
    if one_start:
        return "The same start, with other optimisers."
    if one_rule and rates == 1:
        return "The same rule from other starts."
    return "The runs differ in their starts and their settings."
