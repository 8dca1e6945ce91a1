"""What all chapters share: a recording to show, a heading, sentences with time to read them."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any, ClassVar, TypeVar

from manim import RIGHT, Animation, FadeIn, FadeOut, Group, ManimColor, Mobject, Wait

from gradreel.scenarios import load_scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenarios.showing import Showing
from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.drawing.camera import StageCamera, StageRenderer
from gradreel.scenes.paced_scene import PacedScene
from gradreel.scenes.parts.descents.countdown import RING_RADIUS, Countdown
from gradreel.scenes.parts.digits.numbers import as_typeset
from gradreel.scenes.parts.digits.readable import readable
from gradreel.scenes.parts.formulas.notation import Notation, notation_of, spoken
from gradreel.scenes.parts.formulas.short_names import short_names, shortened
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import taken
from gradreel.scenes.parts.geometry.ripple import RING, Ripple
from gradreel.scenes.parts.in_space.fading import coming, exchanging, going
from gradreel.scenes.parts.lettering.text import Glyphs, Markup, words
from gradreel.scenes.pose import Pose
from gradreel.scenes.sentences import catalogue
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.scenes.subtitle import subtitle
from gradreel.scenes.timing import Reached, Sentence
from gradreel.solver.message import Message, Value, message
from gradreel.solver.objective import Objective
from gradreel.solver.reasons import troubles
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

M = TypeVar("M", bound=Mobject)

_FADE = 0.4  # seconds for a sentence or a stage to appear or disappear: short, but not a jump
_APPEAR = 0.6  # seconds for mobjects to appear together, and for a picture to become another
_RING = 0.6  # screen units: the width of the ring beside a question, and how far off its middle is
_LAST_LOOK = 1.0  # seconds for the last picture before the video ends


@cache
def default_recording(name: str) -> Recording:
    """The recording of a shipped scenario, for a chapter that is given none."""
    # Loads torch, which a worker process that is given a recording must not do.
    from gradreel.solver.descent import record

    return record(load_scenario(name))


class Chapter(PacedScene):
    """A part of a lesson, which shows a recording that it is given.

    Subclasses set a `plan` and write a `story`. A chapter that `opens` in a pose shows it from its
    first frame on, and may `carry_on` with it. One that `closes` in a pose ends with it, so that a
    chapter that opens in the same pose continues without a cut. A subclass that already shows a
    part of that pose brings it into place in `pose_left`.
    """

    plan: ClassVar[ChapterPlan]
    opens: ClassVar[Pose[Mobject] | None] = None
    closes: Pose[Mobject] | None = None  # in a lesson, the one in which the next chapter opens

    def __init__(
        self, recording: Recording | None = None, renderer: StageRenderer | None = None
    ) -> None:
        super().__init__(renderer=renderer or StageRenderer(camera_class=StageCamera))
        self.closing = self.plan.closing
        self.loop: Box | None = None  # the part of the frame that is shown, if it is not all
        full = recording or default_recording(self.plan.default)
        assert isinstance(self.camera, StageCamera)
        ground = theme.THEMES[full.scenario.theme].background
        self.camera.background_color = ManimColor(ground)
        scenario = self.plan.shows(full.scenario)
        self.pace = scenario.showing.pace
        self.short_names = short_names(scenario)
        mass = full.mass if scenario.starts else None
        self.recording = shortened(Recording(scenario, full.runs[: len(scenario.runs)], mass))
        self.sentences: list[Sentence] = []
        self.computations: list[float] = []
        self.reached: list[Reached] = []
        self.opened = 0.0  # the second at which the first picture is complete
        self.frame_texts: list[Mobject] = []  # the heading and the sentences, around the picture
        self._heading: Glyphs | None = None  # while it has not been shown yet
        self.finished = False  # whether the story is over, and its last picture still complete
        self._shown: tuple[Markup, str, float] | None = None

    @property
    def showing(self) -> Showing:
        """How the lesson's author wants it to be shown."""
        return self.recording.scenario.showing

    @property
    def run(self) -> RunRecord:
        """The run that the lesson explains: the first."""
        return self.recording.runs[0]

    @cached_property
    def readable(self) -> RunRecord:
        """The same run with rounding noise set to 0, for all numbers that are printed."""
        return readable(self.run, self.objective)

    @cached_property
    def objective(self) -> Objective:
        """The loss that is descended."""
        return self.recording.objective

    @property
    def notation(self) -> Notation:
        """The symbols that this lesson uses."""
        return notation_of(self.recording.scenario)

    def story(self) -> None:
        """Show the chapter."""
        raise NotImplementedError

    def construct(self) -> None:
        """Show the chapter in the theme of its scenario."""
        scenario = self.recording.scenario
        with theme.use(scenario.theme), catalogue.use(scenario.showing):
            self._perform()

    def _perform(self) -> None:
        """Show the heading, play the story, and lead over to the next chapter, if there is one."""
        if self.plan.heading:
            heading = words(text(self.plan.heading), theme.HEADING, theme.colors().muted)
            self._heading = heading.on_baseline((*regions.current().heading, 0))
            self.frame_texts.append(self._heading)
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
        """Exchange what is on the screen for the next chapter's first picture.

        Only what differs fades, and the very last frame is that picture.
        """
        picture = self._draw(self.closes)
        left = self.pose_left() if self.closes is type(self).closes else []
        self._end_sentence()
        if picture and not left:
            self.play(*exchanging(Group(*self.mobjects), [picture]), run_time=_APPEAR)
        elif fades := self.leaving(*left):
            self.play(*fades, run_time=_FADE)
        if picture:
            self.clear()
            self.add(picture)
            self.wait(timing.BEAT)

    def _draw(self, pose: Pose[Mobject] | None) -> Mobject | None:
        return pose.draw(self.recording.of_first_run, self.objective) if pose else None

    def leaving(self, *kept: Mobject) -> list[Animation]:
        """Animations that fade out everything but what is `kept`, as a whole or in its parts."""
        parts = {part for mobject in kept for part in mobject.get_family()}
        return going(mobject for mobject in self.mobjects if mobject not in parts)

    def pose_left(self) -> list[Mobject]:
        """The mobjects that make up the pose in which the chapter closes, in their places."""
        return []

    def say(self, sentence: Message | str, /, **values: Value) -> None:
        """Replace the sentence at the bottom by a message, given by itself or by id and values."""
        if isinstance(sentence, str):
            sentence = message(sentence, **values)
        self.show_sentence(worded(sentence))

    def show_sentence(self, text: str) -> None:
        """Replace the sentence at the bottom by this text; a loop has time for the first alone."""
        if self.loop and self._shown:
            return
        written = self.notation.written(as_typeset(text))
        if self._shown:
            self.play(FadeOut(self._shown[0]), run_time=_FADE / 2)
        self._end_sentence()
        sentence = subtitle(written, self.loop)
        if not self.showing.subtitles:
            sentence.set_opacity(0.0)
        self.frame_texts.append(sentence)
        self._shown = (sentence, written, self.now)
        self.play(FadeIn(sentence), run_time=_FADE)

    def ask(self, question: Message) -> None:
        """Show a question, and beside it a ring that runs out while the viewer guesses."""
        self.say(question)
        self.let_guess()
        self.hold()

    def let_guess(self, center: Array | None = None) -> None:
        """Let a ring run out, around a screen point or beside the question, while viewers guess."""
        assert self._shown
        beside = self._shown[0].get_right() + _RING * RIGHT
        if seconds := self.showing.pause:
            place, radius = (beside, _RING / 2) if center is None else (center, RING_RADIUS)
            self.play((ring := Countdown(place, seconds, radius)).running())
            self.remove(ring)

    @cached_property
    def troubles(self) -> list[Message]:
        """Why the first run diverges or crawls, if it moves and the reason is known."""
        moves = bool(self.run.grad[0].any())
        return troubles(self.recording.scenario, self.objective, self.run) if moves else []

    def explain(self) -> None:
        """Say in numbers why the first run diverges or crawls, if that is known."""
        for reason in self.troubles:
            self.hold()
            self.say_of_curvatures(reason)
            self.attend()

    def attend(self, place: Array | None = None) -> None:
        """Let rings spread around a screen point (3,), or the end, while the sentence is read."""
        place, rings = self.end_seen() if place is None else place, int(self.unread / RING)
        if place is not None and rings and not self.loop:
            self.play(Ripple(place).spreading(rings))

    def end_seen(self) -> Array | None:
        """The screen point (3,) where the end of the first run is shown; None if it is not."""
        return None

    @property
    def all_plain(self) -> bool:
        """Whether all runs are plain gradient descent."""
        return all(run.run.plain for run in self.recording.runs)

    def say_of_curvatures(self, sentence: Message) -> None:
        """Say a message in which `symbol` is this lesson's symbol for a curvature."""
        letter = spoken(self.notation.curvature)
        self.say(sentence.with_text(lambda _: letter, "symbol"))

    @property
    def unread(self) -> float:
        """Seconds until the sentence has been read; something may move meanwhile."""
        if self._shown is None:
            return 0.0
        _, text, since = self._shown
        gone = (self.now - since) * self.pace
        return max(0.0, _FADE + timing.reading_time(text) - gone)

    def hold(self, seconds: float = 0.0) -> None:
        """Wait until the sentence has been read, and for at least `seconds`."""
        if (seconds := max(seconds, self.unread)) > timing.BEAT / 2:
            self.wait(timing.on_beat(seconds))

    def computed(self, value: float) -> float:
        """Announce a number that the screen shows and that is computed from the recording."""
        self.computations.append(value)
        return value

    def reach(self, step: float) -> None:
        """Note that from now on every run is shown up to this step, or to its end."""
        now = taken(step)
        if not self.reached or now > self.reached[-1].step:
            self.reached.append(Reached(now, self.renderer.time))

    def play(self, *args: Any, **kwargs: Any) -> None:
        """Play animations; with the first of them, the heading fades in."""
        if self._heading is not None and not isinstance(args[0], Wait):
            args, self._heading = (*args, FadeIn(self._heading)), None
        super().play(*args, **kwargs)

    def carry_on(self, kind: type[M]) -> M:
        """The picture in which the chapter opens, to continue with. It can be taken once."""
        opening, self._opening = self._opening, None
        assert isinstance(opening, kind)
        return opening

    def appear(self, *mobjects: Mobject, run_time: float = _APPEAR) -> None:
        """Fade mobjects in together; an opening picture that was not carried on fades out."""
        first = self.renderer.time == 0
        if self._opening:
            old, self._opening = self._opening, None
            self.play(*exchanging(old, mobjects), run_time=run_time)
            self.remove(old)
        else:
            self.play(*coming(mobjects), run_time=run_time)
        if first:
            self.opened = self.renderer.time

    def _end_sentence(self) -> None:
        if self._shown:
            (_, text, since), self._shown = self._shown, None
            self.sentences.append(Sentence(since, self.now, text))
