"""What the page shows now: a card for each chapter, and what is wrong with the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.watch.edition import ChapterNodes, Edition, FileFault

Stage = Literal["still", "video", "done", "failed"]


class MadePictures(NamedTuple):
    """What has been made of an edition, by the keys of nodes, and why something could not be."""

    artifacts: Mapping[str, Artifact]
    failures: Mapping[str, Exception]


@dataclass(frozen=True)
class Card:
    """A chapter on the page: the names of its picture's and its video's file, if there are any.

    `stage` is what is being made. Until there is a new picture, the old one is shown.
    """

    name: str
    title: str
    still: str = ""
    video: str = ""
    stage: Stage = "still"
    fault: str = ""


@dataclass(frozen=True)
class Board:
    """Everything on the page.

    `left` is how many pictures and videos are still to be made, and `count` how many scenarios the
    file makes, of which the first is shown.
    """

    file: str
    title: str = ""
    cards: tuple[Card, ...] = ()
    faults: tuple[FileFault, ...] = ()
    left: int = 0
    count: int = 1


def board_of(edition: Edition, made: MadePictures, before: Board) -> Board:
    """The board of an edition after another board, whose pictures stay until there are new ones."""
    old = {card.name: card for card in before.cards}
    cards = tuple(_card(part, made, old.get(part.name)) for part in edition.parts)
    keys = {node.key for part in edition.parts for node in (part.still, part.video)}
    left = len(keys - made.artifacts.keys() - made.failures.keys())
    return Board(edition.file, edition.title, cards, edition.faults, left, edition.count)


def _card(part: ChapterNodes, made: MadePictures, old: Card | None) -> Card:
    new = Card(part.name, part.title)
    still, video = (made.artifacts.get(node.key) for node in (part.still, part.video))
    failures = [made.failures.get(node.key) for node in (part.still, part.video)]
    if still:
        new = replace(new, still=still.path.name, stage="video")
    if video:
        new = replace(new, video=video.path.name, stage="done" if still else "still")
    if not still and not video and old:
        new = replace(new, still=old.still, video=old.video)
    if fault := next((str(failure) for failure in failures if failure), ""):
        new = replace(new, stage="failed", fault=fault)
    return new
