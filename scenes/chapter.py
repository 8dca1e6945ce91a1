"""What every chapter has: a recording to show, a heading, sentences with time to read them."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any, ClassVar, TypeVar

from manim import RIGHT, Animation, FadeIn, FadeOut, Group, ManimColor, Mobject, Scene, Wait

from gradreel.scenarios import load_scenario
from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.drawing.camera import StageCamera, StageRenderer
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.countdown import Countdown
from gradreel.scenes.parts.fading import coming, exchanging, going
from gradreel.scenes.parts.notation import Notation, notation_of, spoken
from gradreel.scenes.parts.numbers import as_typeset
from gradreel.scenes.parts.readable import readable
from gradreel.scenes.parts.short_names import short_names, shortened
from gradreel.scenes.parts.text import Glyphs, Markup, words
from gradreel.scenes.pose import Pose
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.scenes.subtitle import subtitle
from gradreel.scenes.timing import Reached, Sentence
from gradreel.solver.message import Message, Value, message
from gradreel.solver.objective import Objective
from gradreel.solver.reasons import allowed, troubles
from gradreel.solver.recording import Recording, RunRecord

M = TypeVar("M", bound=Mobject)

_FADE = 0.4  # seconds in which a sentence or a whole stage comes or goes
_RING = 0.6  # screen units: the width of a ring beside a question, and the way to its middle
_LAST_LOOK = 1.0  # seconds for the last picture, before a video ends


@cache
def default_recording(name: str) -> Recording:
    """The recording of a shipped scenario, for a chapter that is given none."""
    from gradreel.solver.descent import (
        record,  # torch, which a worker that has its data must not load
    )

    return record(load_scenario(name))


class Chapter(Scene):
    """A part of a lesson: shows a recording that it receives as data.

    Subclasses have a `plan`, and write `story`. A chapter that `opens` in a pose shows it from its
    first frame on, and may `carry_on` with it; one that `closes` in a pose ends with it, so that
    chapters that share one go over into each other. What a subclass has of that pose already it
    brings there in `pose_left`.
    """

    plan: ClassVar[ChapterPlan]
    opens: ClassVar[Pose[Mobject] | None] = None
    closes: ClassVar[Pose[Mobject] | None] = None

    def __init__(
        self, recording: Recording | None = None, renderer: StageRenderer | None = None
    ) -> None:
        super().__init__(renderer=renderer or StageRenderer(camera_class=StageCamera))
        self.closing = self.plan.closing
        self.loop: Box | None = None  # the part that is shown of it, if it is not all
        whole = recording or default_recording(self.plan.default)
        assert isinstance(self.camera, StageCamera)
        ground = theme.THEMES[whole.scenario.theme].background
        self.camera.background_color = ManimColor(ground)
        shown = self.plan.shows(whole.scenario)
        runs = whole.runs[: len(shown.runs)]
        self.short_names = short_names(shown)
        self.recording = shortened(Recording(shown, runs))
        self.sentences: list[Sentence] = []
        self.computations: list[float] = []
        self.reached: list[Reached] = []
        self.opened = 0.0  # the second at which the first picture stands
        self._heading: Glyphs | None = None  # until it has come
        self.finished = False  # whether the last full picture stands
        self._shown: tuple[Markup, str, float] | None = None

    @property
    def run(self) -> RunRecord:
        """The run that the lesson explains: the first."""
        return self.recording.runs[0]

    @cached_property
    def readable(self) -> RunRecord:
        """The same run for all that is written of its numbers: rounding noise is 0."""
        return readable(self.run, self.objective)

    @cached_property
    def objective(self) -> Objective:
        """The loss that is descended."""
        return self.recording.objective

    @property
    def notation(self) -> Notation:
        """The lesson's own symbols."""
        return notation_of(self.recording.scenario)

    def story(self) -> None:
        """Show the chapter."""
        raise NotImplementedError

    def construct(self) -> None:
        """Show the chapter in the theme of its scenario."""
        with theme.use(self.recording.scenario.theme):
            self._perform()

    def _perform(self) -> None:
        """Show the heading, play the story, and go over to the next chapter, if there is one."""
        if self.plan.heading:
            heading = words(text(self.plan.heading), theme.HEADING, theme.colors().muted)
            self._heading = heading.on_baseline((*regions.current().heading, 0))
        self._open()
        self.story()
        self.hold()
        self.finished = True
        self._end_sentence()
        if self.closing:
            self.wait(_LAST_LOOK)
        else:
            self._close()

    def _open(self) -> None:
        """Show the picture in which the chapter opens."""
        self._opening = self._draw(self.opens)
        if self._opening:
            self.add(self._opening)

    def _close(self) -> None:
        """Everything goes but what is in the next chapter's first picture; what lacks there comes.

        The very last frame is that picture.
        """
        picture = self._draw(self.closes)
        left = self.pose_left()
        if picture and not left:
            self.play(*exchanging(Group(*self.mobjects), [picture]), run_time=_FADE)
        elif gone := self.leaving(*left):
            self.play(*gone, run_time=_FADE)
        if picture:
            self.clear()
            self.add(picture)
            self.wait(timing.BEAT)

    def _draw(self, pose: Pose[Mobject] | None) -> Mobject | None:
        return pose.draw(self.recording.of_first_run, self.objective) if pose else None

    def leaving(self, *kept: Mobject) -> list[Animation]:
        """Animations in which everything goes but what is `kept`."""
        return going(mobject for mobject in self.mobjects if mobject not in kept)

    def pose_left(self) -> list[Mobject]:
        """Whatever makes up the pose in which the chapter closes, brought to its place there."""
        return []

    def say(self, said: Message | str, /, **values: Value) -> None:
        """Show a sentence at the bottom instead of the one before it: a message, or its id."""
        told = said if isinstance(said, Message) else message(said, **values)
        self.show_sentence(worded(told))

    def show_sentence(self, text: str) -> None:
        """Show the words of a sentence at the bottom instead of those of the one before it.

        In a loop, which has no time to read several, the first one stays.
        """
        if self.loop and self._shown:
            return
        shown = self.notation.written(as_typeset(text))
        if self._shown:
            self.play(FadeOut(self._shown[0]), run_time=_FADE / 2)
        self._end_sentence()
        sentence = subtitle(shown, self.loop)
        self._shown = (sentence, shown, self.now)
        self.play(FadeIn(sentence), run_time=_FADE)

    def ask(self, question: Message) -> None:
        """Show a question, and let a ring beside it run out while the viewer guesses."""
        self.say(question)
        assert self._shown
        beside = self._shown[0].get_right() + _RING * RIGHT
        ring = Countdown(beside, _RING / 2)
        self.play(ring.running())
        self.remove(ring)
        self.hold()

    @cached_property
    def troubles(self) -> list[Message]:
        """Why the first run diverges or crawls, where it moves and that is known."""
        moves = bool(self.run.grad[0].any())
        return troubles(self.recording.scenario, self.objective, self.run) if moves else []

    def explain(self) -> None:
        """Say in numbers why the first run diverges or crawls, where that is known."""
        for said in self.troubles:
            self.hold()
            self.say_of_curvatures(said)

    def say_limit(self) -> None:
        """Say which learning rates would do, where that is known and holds for all runs."""
        if self.all_plain and (said := allowed(self.objective, self.run)):
            self.hold()
            self.say_of_curvatures(said)

    @property
    def all_plain(self) -> bool:
        """Whether all runs are of plain gradient descent."""
        return all(run.run.plain for run in self.recording.runs)

    def say_of_curvatures(self, said: Message) -> None:
        """Say something with the lesson's own symbol for a curvature."""
        letter = spoken(self.notation.curvature)
        told = said.with_text(lambda _: letter, "symbol")
        self.say(told)

    @property
    def unread(self) -> float:
        """Seconds until the sentence has been read, in which something may move."""
        if self._shown is None:
            return 0.0
        _, text, since = self._shown
        return max(0.0, _FADE + timing.reading_time(text) - (self.now - since))

    def hold(self, seconds: float = 0.0) -> None:
        """Wait until the sentence has been read, and for at least `seconds`."""
        seconds = max(seconds, self.unread)
        if seconds > timing.BEAT / 2:
            self.wait(timing.on_beat(seconds))

    def computed(self, value: float) -> float:
        """A number for the screen that follows from the recording but is not in it."""
        self.computations.append(value)
        return value

    def reach(self, step: float) -> None:
        """Note that every run is shown up to this step from now on, or to its end.

        What comes between two recorded steps still shows the first of them.
        """
        if not self.reached or int(step) > self.reached[-1].step:
            self.reached.append(Reached(int(step), self.renderer.time))

    def play(self, *args: Any, **kwargs: Any) -> None:
        """Play animations; the heading comes with the first of them, and does not pop."""
        if self._heading is not None and not isinstance(args[0], Wait):
            args, self._heading = (*args, FadeIn(self._heading)), None
        super().play(*args, **kwargs)

    def carry_on(self, kind: type[M]) -> M:
        """The picture in which the chapter opens, to go on with."""
        opening, self._opening = self._opening, None
        assert isinstance(opening, kind)
        return opening

    def appear(self, *mobjects: Mobject, run_time: float = 0.6) -> None:
        """Fade things in, together; a picture with which nobody carried on goes meanwhile."""
        first = self.renderer.time == 0
        if self._opening:
            old, self._opening = self._opening, None
            self.play(*exchanging(old, mobjects), run_time=run_time)
            self.remove(old)
        else:
            self.play(*coming(mobjects), run_time=run_time)
        if first:
            self.opened = self.renderer.time

    @property
    def now(self) -> float:
        """The second at which the chapter is, on a beat: frames may be off by half of one."""
        return round(self.renderer.time / timing.BEAT) * timing.BEAT

    def get_run_time(self, animations: list[Animation]) -> float:
        """The time that animations take: to the frame nearest the beat at which they end.

        Short of it by less than a frame, which manim would add. At frame rates of which a beat has
        no whole frames, no play makes up for more than its own rounding.
        """
        end = self.now + timing.on_beat(super().get_run_time(animations))
        rate = self.camera.frame_rate
        return (round(end * rate) - round(self.renderer.time * rate)) / rate - 1e-6

    def _end_sentence(self) -> None:
        if self._shown:
            _, text, since = self._shown
            self.sentences.append(Sentence(since, self.now, text))
            self._shown = None

    def __deepcopy__(self, memo: Any) -> Chapter:
        return self
