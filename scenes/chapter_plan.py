"""A chapter before it is drawn: all that is known of it without loading manim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from gradreel.scenarios import Scenario
from gradreel.scenes.parts.box import Box

if TYPE_CHECKING:
    from gradreel.scenes.chapter import Chapter
    from gradreel.scenes.drawing.camera import StageRenderer
    from gradreel.solver.recording import Recording


def always(scenario: Scenario) -> bool:
    """Whether a chapter has something to show, where it does of every scenario."""
    return True


def has_several_runs(scenario: Scenario) -> bool:
    """Whether there is something to compare."""
    return len(scenario.runs) > 1


def differs_by_settings(scenario: Scenario) -> bool:
    """Whether there are several runs that differ in more than their starts."""
    return len(scenario.runs) > 1 and not scenario.start_only


def differs_by_start(scenario: Scenario) -> bool:
    """Whether there are several runs that differ in nothing but their starts."""
    return len(scenario.runs) > 1 and scenario.start_only


def where_its_kind_is(scenario: Scenario) -> bool:
    """Whether a chapter draws in space, where that is for the kind of lesson to say."""
    return scenario.kind.in_space


def whole(scenario: Scenario) -> Box | None:
    """What a picture that loops shows of a chapter, where that is all of the frame."""
    return None


@dataclass(frozen=True)
class ChapterPlan:
    """A chapter of a kind of lesson: its name, the scene that draws it, and what it needs.

    `scene` is a class in `module`, `heading` a message of the catalogue, `cost` about how long it
    takes to draw, in multiples of a title: the longest begin first. The chapter is about
    `most_runs` runs at most (None: all), and needs the scenario's title if it is `titled`: it is
    given no more than it shows, and is rendered again only when that changes. One that is
    `closing` leaves its last picture, which a player goes on showing. `fits` is whether it has
    something to show of a scenario, `in_space` whether it draws it in three dimensions, and `loop`
    the part of the frame that a picture that loops shows of it, with room for a sentence at its
    lower end (None: all). Without a recording, as under plain manim, it shows the shipped scenario
    named in `default`.
    """

    name: str
    module: str
    scene: str
    default: str
    heading: str = ""
    cost: float = 1.0
    most_runs: int | None = 1
    titled: bool = False
    closing: bool = False
    fits: Callable[[Scenario], bool] = always
    in_space: Callable[[Scenario], bool] = where_its_kind_is
    loop: Callable[[Scenario], Box | None] = whole

    def shows(self, scenario: Scenario) -> Scenario:
        """The part of a scenario that decides how the chapter looks."""
        runs = scenario.runs[: self.most_runs]
        title = scenario.title if self.titled else ""
        return scenario.model_copy(update={"title": title, "runs": runs})

    def scene_class(self) -> type[Chapter]:
        """The class that draws the chapter; this loads manim."""
        found: type[Chapter] = getattr(import_module(self.module), self.scene)
        return found

    def __call__(
        self, recording: Recording | None = None, renderer: StageRenderer | None = None
    ) -> Chapter:
        """The chapter, ready to be played; this loads manim."""
        return self.scene_class()(recording, renderer)


def title(module: str, scene: str, default: str) -> ChapterPlan:
    """The plan of a lesson's first chapter."""
    return ChapterPlan("title", module, scene, default, titled=True)


def recap(module: str, scene: str, default: str) -> ChapterPlan:
    """The plan of a lesson's last chapter."""
    return ChapterPlan("recap", module, scene, default, "heading-recap", cost=2.0, closing=True)


def poster(module: str, scene: str, default: str) -> ChapterPlan:
    """The plan of a lesson's poster."""
    return ChapterPlan("poster", module, scene, default, titled=True)
