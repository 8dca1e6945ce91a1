"""Against stock manim and against matplotlib."""

from __future__ import annotations

from statistics import median
from typing import Any

from bench.alone import measured
from bench.figure import Figure, Plan
from bench.recording import recorded


def chapter(plan: Plan, scenario: str, name: str, *times: str) -> dict[str, Any]:
    """A chapter drawn by us in a fresh process."""
    recorded(plan, scenario)
    return measured("chapter", scenario, name, plan.letter, str(plan.folder), *times)


def surface(plan: Plan) -> list[Figure]:
    """The surface descent, ours against stock manim's.

    Stock manim is so slow that only some of its moving frames are drawn; the chapter's time follows
    from how many frames of it move and how many are held.
    """
    runs = [chapter(plan, "quadratic", "descent") for _ in range(plan.times)]
    ours = median(run["seconds"] for run in runs)
    drawn, frames = runs[0]["drawn"], runs[0]["frames"]
    stock = measured("stock_surface", "quadratic", plan.letter, str(plan.folder), str(plan.samples))
    held = (frames - drawn) * stock["held"]
    note = (
        f"{frames} frames, {drawn} of them moving: {ours:.1f} s; stock draws "
        f"{1 / stock['drawn']:.2f} moving frames a second over a sample of {plan.samples}"
    )
    flat = (
        f"stock without hiding what is behind the surface: {1 / stock['flat']:.0f} moving frames "
        "a second"
    )
    name = "surface descent, of stock manim's speed"
    return [
        Figure(name, (drawn * stock["drawn"] + held) / ours, "times", 28, "at least", note),
        Figure(
            f"{name}, surface baked in",
            (drawn * stock["flat"] + held) / ours,
            "times",
            None,
            "at least",
            flat,
        ),
    ]


def flat(plan: Plan) -> list[Figure]:
    """The noisy line's descent: in manim's own idiom, and the same chapter under its camera."""
    runs = [chapter(plan, "noisy-line", "descent") for _ in range(plan.times)]
    ours = median(run["seconds"] for run in runs)
    drawn, frames = runs[0]["drawn"], runs[0]["frames"]
    idiom = measured(
        "stock_fit", "noisy-line", plan.letter, str(plan.folder), str(4 * plan.samples)
    )
    same = measured("stock_chapter", "noisy-line", "descent", plan.letter, str(plan.folder))
    stock = drawn * idiom["drawn"] + (frames - drawn) * idiom["held"]
    name = "2D: noisy-line descent, of stock manim's speed"
    note = (
        f"{ours:.1f} s for {frames} frames, {drawn} of them moving; stock {1 / idiom['drawn']:.0f} "
        f"moving and {1 / idiom['held']:.0f} held frames a second"
    )
    chapter_note = f"{ours:.1f} s against {same['seconds']:.1f} s: our parts, drawn by its camera"
    return [
        Figure(name, stock / ours, "times", 5, "at least", note),
        Figure(
            f"{name}, the same chapter",
            same["seconds"] / ours,
            "times",
            None,
            "at least",
            chapter_note,
        ),
    ]


def plain(plan: Plan) -> list[Figure]:
    """A scatter and a moving line, against matplotlib's FuncAnimation."""
    ours, theirs = (
        median(
            measured("plain", how, plan.letter, str(plan.folder), str(plan.plain_frames))["seconds"]
            for _ in range(plan.times)
        )
        for how in ("gradreel", "matplotlib")
    )
    note = f"{ours:.2f} s against {theirs:.2f} s for {plan.plain_frames} frames"
    name = "2D: plain animation, of matplotlib's speed"
    return [Figure(name, theirs / ours, "times", 3, "at least", note)]
