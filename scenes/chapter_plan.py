"""What is known of a chapter before it is drawn, without loading manim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from gradreel.scenarios import Scenario
from gradreel.scenarios.runs import start_only
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.sentences.catalogue import text, use

if TYPE_CHECKING:
    from gradreel.scenes.chapter import Chapter
    from gradreel.scenes.drawing.camera import StageRenderer
    from gradreel.solver.recording import Recording

FIRST = "title"  # the name of every lesson's first chapter


def always(scenario: Scenario) -> bool:
    """True: for a chapter that has something to show of every scenario."""
    return True


def is_made_of_data(scenario: Scenario) -> bool:
    """Whether the loss is that of a model of data."""
    return scenario.fit is not None


def has_several_runs(scenario: Scenario) -> bool:
    """Whether there are several runs."""
    return len(scenario.runs) > 1


def differs_by_settings(scenario: Scenario) -> bool:
    """Whether there are several runs that differ in more than their starts."""
    return len(scenario.runs) > 1 and not start_only(scenario)


def races(scenario: Scenario) -> bool:
    """Whether there are several runs of which each has a method of its own, or some another one.

    A method is an optimizer with its options.
    """
    runs = scenario.runs
    methods = {(run.optimizer, str(sorted(run.options.items()))) for run in runs}
    optimizers = {run.optimizer for run in runs}
    return len(runs) > 1 and (len(optimizers) > 1 or len(methods) == len(runs))


def compares_rates(scenario: Scenario) -> bool:
    """Whether there are several runs that differ in more than their starts, and do not race."""
    return differs_by_settings(scenario) and not races(scenario)


def differs_by_start(scenario: Scenario) -> bool:
    """Whether there are several runs that differ in nothing but their starts."""
    return len(scenario.runs) > 1 and start_only(scenario)


def where_its_kind_is(scenario: Scenario) -> bool:
    """Whether a chapter draws in 3D: for one that follows its kind of lesson."""
    return scenario.kind.in_space


def whole(scenario: Scenario) -> Box | None:
    """None: for a chapter of which a loop shows the whole frame."""
    return None


@dataclass(frozen=True)
class ChapterPlan:
    """A chapter of a kind of lesson: its name, the scene that draws it, and what it needs.

    `scene` is a class in `module`; `heading` is the id of a message, and `about` that of a sentence
    about what it shows. `cost` is about how long it takes to draw, in multiples of a title: the
    longest chapters start first.

    A chapter is given only what it shows, and is rendered again only when that changes: at most
    the first `most_runs` runs (None: all), the title of the scenario if it is `titled`, who
    made it if it is `signed`, and the ends of very many descents if it `paints` them.

    `fits` says whether it has something to show of a scenario, `in_space` whether it draws that in
    3D, and `loop` which part of the frame an animated picture shows (None: all of it), with room
    for a sentence at the bottom. A `closing` chapter keeps its last picture, on which players
    stop. Without a recording, as under plain manim, it shows the shipped scenario `default`.

    `opens` is the name of the pose in which it opens, "" if it opens in none. In a lesson,
    `followed_by` is the chapter that comes next, in whose pose it closes.
    """

    name: str
    module: str
    scene: str
    default: str
    heading: str = ""
    about: str = ""
    cost: float = 1.0
    most_runs: int | None = 1
    titled: bool = False
    signed: bool = False
    paints: bool = False
    closing: bool = False
    fits: Callable[[Scenario], bool] = always
    in_space: Callable[[Scenario], bool] = where_its_kind_is
    loop: Callable[[Scenario], Box | None] = whole
    opens: str = ""
    followed_by: ChapterPlan | None = field(default=None, compare=False, repr=False)

    def shows(self, scenario: Scenario) -> Scenario:
        """The part of a scenario that determines how the chapter looks."""
        runs = scenario.runs[: self.most_runs]
        title = scenario.title if self.titled else ""
        starts = scenario.starts if self.paints else None
        showing = scenario.showing if self.signed else scenario.showing.unsigned
        return scenario.model_copy(
            update={"title": title, "runs": runs, "starts": starts, "showing": showing}
        )

    def title(self, scenario: Scenario) -> str:
        """What the chapter is called in a lesson: its heading, or the title of the lesson."""
        with use(scenario.showing):
            return text(self.heading) if self.heading else scenario.title

    def scene_class(self) -> type[Chapter]:
        """The class that draws the chapter; this loads manim."""
        found: type[Chapter] = getattr(import_module(self.module), self.scene)
        return found

    def __call__(
        self, recording: Recording | None = None, renderer: StageRenderer | None = None
    ) -> Chapter:
        """The chapter, ready to be played; this loads manim."""
        scene = self.scene_class()(recording, renderer)
        scene.closing = self.closing
        if self.followed_by:
            scene.closes = self.followed_by.scene_class().opens
        return scene


def title(module: str, scene: str, default: str) -> ChapterPlan:
    """The plan of a lesson's first chapter."""
    return ChapterPlan(FIRST, module, scene, default, about="shows-title", titled=True, signed=True)


def recap(
    module: str, scene: str, default: str, opens: str, most_runs: int | None = 1
) -> ChapterPlan:
    """The plan of a lesson's last chapter."""
    return ChapterPlan(
        "recap",
        module,
        scene,
        default,
        heading="heading-recap",
        about="shows-recap",
        cost=2.0,
        most_runs=most_runs,
        signed=True,
        closing=True,
        opens=opens,
    )


def poster(module: str, scene: str, default: str, most_runs: int | None = 1) -> ChapterPlan:
    """The plan of a lesson's poster."""
    return ChapterPlan(
        "poster", module, scene, default, most_runs=most_runs, titled=True, signed=True
    )
