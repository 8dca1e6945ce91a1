"""A summary speaks of all runs, however many they are and however they ended."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from solver_cases import formula, run, scenario

from gradreel.scenarios import load_scenario
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.scenes.sentences.summary import shared_digits, summary
from gradreel.solver.descent import record
from gradreel.solver.ending import Ending, Outcome
from gradreel.solver.message import message
from gradreel.solver.recording import Recording

SOME = message("ending-starts-at-best")
TWO_LINES = 145  # letters
SPAN = np.array([10.0])


def ended(*outcomes: Outcome, names: bool = True) -> Recording:
    """A recording of as many runs, each said to have ended in one of these ways."""
    runs = [
        run(1.0, lr=0.1 + 0.001 * k, steps=k + 1, name=f"run {k + 1}" if names else None)
        for k in range(len(outcomes))
    ]
    recording = record(scenario(formula("x**2"), *runs))
    told = zip(recording.runs, outcomes, strict=True)
    return Recording(
        recording.scenario,
        tuple(replace(one, ending=Ending(outcome, SOME)) for one, outcome in told),
    )


@pytest.mark.parametrize("outcome", [o for o in Outcome if not o.settled])
def test_every_way_to_end_is_told_of_one_run_and_of_all(outcome: Outcome) -> None:
    one = worded(summary(ended(Outcome.CONVERGED, outcome), None, SPAN))
    assert one.startswith("“run 2” ")
    assert "“run 1” settled at the loss" in one
    assert worded(summary(ended(outcome, outcome), None, SPAN)).startswith("Every run ")


def test_what_left_is_told_first_and_each_run_is_named() -> None:
    mixed = ended(
        Outcome.STEPS_SPENT, Outcome.DIVERGED, Outcome.LEFT_DOMAIN, Outcome.DIVERGED, Outcome.SADDLE
    )
    assert worded(summary(mixed, None, SPAN)).startswith(
        "“run 2” and “run 4” diverged; “run 3” left the domain; "
        "“run 5” stopped at a saddle; “run 1” is still on its way"
    )


@pytest.mark.parametrize("count", [7, 12, 30, 64])
def test_many_runs_are_counted_where_there_is_no_room_for_names(count: int) -> None:
    ways = (Outcome.STEPS_SPENT, Outcome.DIVERGED, Outcome.OSCILLATING)
    outcomes = [ways[k % 3] for k in range(count)]
    told = worded(summary(ended(*outcomes), None, SPAN))
    assert len(told) <= TWO_LINES
    for way, clause in zip(ways, ("on their way", "diverged", "keep bouncing"), strict=True):
        whole = next(part for part in told.split("; ") if clause in part)
        named = whole.count("“")
        more = [int(word) for word in whole.split() if word.isdigit() and "run " not in word]
        counted = named + sum(more) if "more" in whole or not named else named
        assert counted == outcomes.count(way)


def test_runs_that_look_as_if_they_ended_together_are_measured_on_the_screen() -> None:
    near = ended(Outcome.CONVERGED, Outcome.CONVERGED)
    assert worded(summary(near, None, np.array([100.0]))) == "Both end in the same place."
    assert "different places" in worded(summary(near, None, np.array([0.1])))


def test_losses_that_read_differently_are_not_the_same() -> None:
    apart = ended(Outcome.STEPS_SPENT, Outcome.STEPS_SPENT)
    assert "ends lowest" in worded(summary(apart, None, SPAN))
    assert "about" not in worded(summary(apart, None, SPAN))


def test_every_outcome_has_its_words() -> None:
    words = [worded(outcome.word) for outcome in Outcome]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("runs", [1, 2])
def test_every_way_not_to_settle_has_its_words(runs: int) -> None:
    astray = [outcome for outcome in Outcome if not outcome.settled]
    some = {text("summary-astray", outcome=o.key, who="they", runs=runs) for o in astray}
    every = {text("summary-all-astray", outcome=o.key) for o in astray}
    assert len(some) == len(every) == len(astray)


@pytest.mark.parametrize(
    ("places", "digits"),
    [
        (([2.996, 2.51], [2.996, 2.51]), 4),
        (([2.9961, 2.51], [2.9972, 2.51]), 3),
        (([0.96], [-0.96]), 0),
    ],
)
def test_ends_are_the_same_in_the_digits_in_which_they_are_printed_alike(
    places: tuple[list[float], list[float]], digits: int
) -> None:
    assert shared_digits([np.array(place) for place in places]) == digits


def test_the_noisy_lines_are_the_same_to_three_digits() -> None:
    recording = record(load_scenario("noisy-line"))
    told = worded(summary(recording, recording.runs[0].parameters[-1], np.array([7.0, 7.0])))
    assert told == "Rounded to three digits, both ends are the same: one valley, one lowest point."
