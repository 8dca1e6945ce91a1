"""How a lesson is shown, as its author chooses: nothing of it changes what is recorded."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

USUAL_PAUSE = 3.0  # seconds to predict: long enough to guess, too short to be boring


class _Choice(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Word(_Choice):
    """What a column of data is called, and its unit; the unit is empty if it has none."""

    name: str
    unit: str = ""


class Words(_Choice):
    """An author's own words for the input and the output of the data, and for the loss."""

    x: Word | None = None
    y: Word | None = None
    loss: str = ""


class Logo(_Choice):
    """A picture that stands for who made the lesson: PNG or SVG, its bytes in base64."""

    kind: Literal["png", "svg"]
    data: str


class Showing(_Choice):
    """The keys of a scenario that change only how its lesson is shown.

    `chapters` are the names of its chapters, in order; none stands for all of its kind. `text` are
    patterns for messages of the catalogue, by their ids. Everything takes its usual time divided by
    `pace`; viewers have `pause` seconds to predict, 0 for no such moments, and `asked` is the input
    for which a fitted model predicts, None for one that suits its data. Without `subtitles`, the
    sentences are only in the files of captions. `subtitle`, `author`, `school`, `licence` and
    `logo` stand on the title and on the closing card.
    """

    chapters: tuple[str, ...] = ()
    text: dict[str, str] = {}
    words: Words = Words()
    pace: float = 1.0
    pause: float = USUAL_PAUSE
    asked: float | None = None
    subtitles: bool = True
    subtitle: str = ""
    author: str = ""
    school: str = ""
    licence: str = ""
    logo: Logo | None = None

    @property
    def unsigned(self) -> Showing:
        """The same for chapters that do not say who made the lesson."""
        none = {"subtitle": "", "author": "", "school": "", "licence": "", "logo": None}
        return self.model_copy(update=none)

    @property
    def signature(self) -> tuple[str, ...]:
        """Who made the lesson, and under which licence, as far as that is said."""
        return tuple(filter(None, (self.author, self.school, self.licence)))
