"""Plays a chapter without drawing it, for what is asked of it before it is rendered."""

from __future__ import annotations

from collections.abc import Iterator

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.sentences.catalogue import listening, use, worded
from gradreel.solver.message import Message
from gradreel.solver.recording import Recording

_UNSEEN = Quality(320, 180, 15)  # nothing is drawn in it


def outlined(recording: Recording, chapter: str) -> tuple[float, list[tuple[str, str]]]:
    """The seconds that a chapter lasts, and the ids and texts of what it says, in order.

    Of messages that it says several times, with other values, the first text is given. Raises
    KeyError if the lesson has no such chapter.
    """
    renderer = Unseen()
    with stage(_UNSEEN), listening() as heard:
        scene = chapter_named(recording.scenario, chapter)(recording, renderer)
        scene.render()
    said: dict[str, str] = {}
    with use(recording.scenario.showing):
        for message in (part for spoken in heard for part in _parts(spoken)):
            said.setdefault(message.id, worded(message))
    return renderer.time, [*said.items()]


def _parts(message: Message) -> Iterator[Message]:
    """A message, and those among its values."""
    yield message
    for _, value in message.values:
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Message):
                yield from _parts(part)
