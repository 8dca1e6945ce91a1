"""What is printed is read as it is printed, and found out where it does not hold."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from gradreel.scenes.checks.equations import alike, settings_in, untrue
from gradreel.scenes.checks.layout import Text
from gradreel.scenes.checks.truth import faults_of_numbers, lines_of

TRUE = [
    "1.5 - 0.0001 dot 3 = 1.4997",
    "1.2 − 0.0001 · 1.2 = 1.1999",
    "2 - 0.05 dot 40 = 0",
    "−10 - 0.1 dot ( −20 ) = −8",
    "1 - 0.1 dot 0 = 1",
    "10⁻³⁰ - 0.1 dot 2×10⁻³⁰ = 8×10⁻³¹",
    "10¹⁶ - 0.1 dot 3 approx 10¹⁶",
    "b approx 2 + 0.5 = 2.5",
    "J approx frac(( 1 - 0 )^2, 12) = 0.08333",
    "J ≈ frac((0.5 - (−0.5))^2, 12) = 0.08333",
    "a arrow.l −1 - 0.1 dot ( −4 ) = −0.6",
    "z = x ^(2) + frac(1, 2) y ^(2)",
    "(partial z) / (partial x) = 2 x = 3",
    "nabla z = ( 3 , 1.2 )",
    "y ( 5 ) = 10",
    "x = 1, quad y = 2",
    "One step: the loss falls, from 2.97 to 2.969.",
    "One step, which is too long: the loss rises, from 10⁻⁹ to 2×10⁻⁹.",
    "the loss goes from −0.5 to 0.5 and back.",
    "The loss 0.05 is below the noise's variance 0.08: the fit follows some noise, too.",
    "The loss 0.5 is more than the noise alone, whose variance is 0.08.",
    "The noise has mean 0.5, so b comes out near 2.5, not 2.",
    "The learning rate 0.1 is above 2/λ = 0.05, the largest that works.",
    "The learning rate 0.1 is above 2(1 + 0.9)/λ = 0.05, the largest that works.",
    "scenario w-0 · SGD · learning rate 0.1",
    "0.5 = 0.5",
    "1.0566e-07 = 1.0566×10⁻⁷",
]
FALSE = [
    "1.5 - 0.0001 dot 3 = 1.5",
    "4 − 0.1 · 0.00268 = 4",
    "2 - 0.05 dot 40 = −1.11×10⁻¹⁶",
    "1 - 10⁻²⁰ = 1",
    "0.3333 - 0.1 dot 3.334 = 0",
    "1.234 - 0.1 dot 1 = 1.1351",
    "b approx 2 + 0.5 = 2.51",
    "J approx frac(( 1 - 0 )^2, 12) = 0.08334",
    "1 approx 2",
    "the loss falls, from 2 to 2.",
    "the loss falls, from 2 to 2.1.",
    "the loss rises, from 10⁶ to 10⁶.",
    "The loss 0.08 is below the noise's variance 0.08: it fits",
    "The loss 0.5 is more than the noise alone, whose variance is 0.8.",
    "so b comes out near 2, not 2.",
    "it is −0 there",
    "1.0566e-07 = 1.0567×10⁻⁷",
    "−0.00",
]


@pytest.mark.parametrize("text", TRUE)
def test_what_holds_is_not_found_untrue(text: str) -> None:
    assert untrue(text) == []


@pytest.mark.parametrize("text", FALSE)
def test_what_does_not_hold_is_found(text: str) -> None:
    assert len(untrue(text)) == 1


def test_names_stand_for_what_is_known_of_them() -> None:
    assert settings_in("eta = 0.1") == {"eta": Decimal("0.1")}
    assert settings_in("SGD, η = 0.05") == {"eta": Decimal("0.05")}
    assert settings_in("lr = 1e-07") == {"lr": Decimal("1e-7")}
    assert settings_in("x + 1 = 2") == {}
    assert untrue("1 - 2 eta = 0.8", [{"eta": Decimal("0.2")}, {"eta": Decimal("0.1")}]) == []
    assert untrue("1 - 2 eta = 0.8", [{"eta": Decimal("0.2")}]) == ["1 - 2 eta = 0.8"]
    assert untrue("1 - 2 eta = 0.8") == []


def test_numbers_of_an_axis_that_are_alike_are_named() -> None:
    assert alike(["1", "2", "3"]) == []
    assert alike(["10⁶", "0", "10⁶", "", ""]) == ["10⁶"]


def seen(says: str, unit: int, axis: int = 0, opacity: float = 1.0) -> Text:
    return Text(says, unit, np.array([[0.0, 0.0, 1.0, 1.0]]), 0.3, np.ones(3), opacity, axis=axis)


def test_a_picture_is_searched_for_what_is_false_in_its_numbers() -> None:
    texts = [
        seen("1.5 - 0.0001 dot 3 = 1.5", 1),
        seen("1.5 - 0.0001 dot 3 = 1.5", 1),  # another part of the same text
        seen("1 - 2 eta = 0.8", 2),
        seen("eta = 0.2", 3),
        seen("2 = 3", 4, opacity=0.1),
        *(seen(says, 5 + k, axis=9) for k, says in enumerate(["1", "2", "1"])),
        seen("1", 8, axis=10),
    ]
    faults = faults_of_numbers(texts, lines_of(texts))
    found = [(fault.kind, fault.what) for fault in faults]
    assert found == [
        ("false in numbers", "“1.5 - 0.0001 dot 3 = 1.5” does not hold as it is printed"),
        ("false in numbers", "“1 - 2 eta = 0.8” does not hold as it is printed"),
        ("equal ticks", "“1” stands at more than one tick of an axis"),
        ("lone tick", "“1” is the only number of an axis"),
    ]


def test_an_axis_of_which_numbers_fade_is_not_judged_by_those_that_stay() -> None:
    going_on = [seen("1", 1, axis=9), replace(seen("2", 2, axis=9, opacity=0.0), fading=True)]
    alone = [seen("1", 3, axis=10), seen("2", 4, axis=10, opacity=0.0)]
    faults = faults_of_numbers([*going_on, *alone], {})
    assert [(fault.kind, fault.who) for fault in faults] == [("lone tick", (10,))]
