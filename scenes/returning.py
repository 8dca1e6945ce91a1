"""How a chapter of the first step ends: its picture goes back to the start."""

from __future__ import annotations

from collections.abc import Iterable

from manim import Animation, Mobject

from gradreel.scenes.chapter import Chapter

_GONE = 0.4  # seconds in which what tells of the step fades


def return_to_start(chapter: Chapter, kept: Iterable[Mobject], *back: Animation) -> None:
    """Let everything fade but what is `kept`, and say that this goes back, while it does."""
    chapter.play(*chapter.leaving(*kept), run_time=_GONE)
    chapter.say("runs-go-back")
    # Slowly, so that something moves until that has been read.
    chapter.play(*(move.set_run_time(max(move.run_time, chapter.unread)) for move in back))
    chapter.hold()
