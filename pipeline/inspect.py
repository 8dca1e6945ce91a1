"""Plays lessons without drawing them, and finds what is wrong with their pictures."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import numpy as np

from gradreel.pipeline.build.executor import Executor, InProcess
from gradreel.pipeline.outputs.recording import RecordScenario
from gradreel.pipeline.outputs.showing_task import ShowingTask
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.checks.arrows import Arrows
from gradreel.scenes.checks.chapter_shown import ChapterShown, faults_of_lesson, moves
from gradreel.scenes.checks.claims import Claims
from gradreel.scenes.checks.facts import Facts, ObservedObjective
from gradreel.scenes.checks.layout import Fault, Text, faults_of_layout, middle, quoted
from gradreel.scenes.checks.maps import unequal
from gradreel.scenes.checks.offsets import faults_of_offsets
from gradreel.scenes.checks.roundings import NamedNumbers
from gradreel.scenes.checks.scene_reader import SceneReader, shown_in
from gradreel.scenes.checks.screening import SIZE, Screening
from gradreel.scenes.checks.terms import Terms
from gradreel.scenes.checks.truth import faults_of_numbers, lines_of
from gradreel.scenes.drawing.rehearsal import Rehearsal
from gradreel.scenes.lesson import chapter_named, chapters_of
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.lettering.signs import check_signs
from gradreel.scenes.sentences.loss_word import usual
from gradreel.solver.recording import Recording

_SMALL = Quality(*SIZE, 15)
_TOLERANCE = timing.BEAT / 2  # of durations: sentences last whole beats
# Seconds that some faults may last: a drawing that covers a text does not keep it from being read,
# an arrow may rest on its way, a map from above comes from a surface that fills a square, and of
# axes that change only a number that both have is seen while a curve goes from one to the other.
_PASSING = {"over drawing": 0.5, "untrue arrow": 0.5, "unequal scales": 2.0, "lone tick": 1.0}


@dataclass(frozen=True)
class Finding:
    """A fault of a chapter, and the seconds of the chapter between which it is seen."""

    chapter: str
    start: float
    end: float
    fault: Fault

    def __str__(self) -> str:
        x, y = self.fault.where
        seconds = f"{self.start:.1f}"
        if self.end - self.start >= 0.1:
            seconds += f" to {self.end:.1f}"
        place = f"{_place(x, y)} ({x:.1f}, {y:.1f})".replace("-0.0", "0.0")
        return f"{self.chapter}: {seconds} s: {self.fault.kind}: {self.fault.what}, {place}"


@dataclass(frozen=True)
class InspectChapter(ShowingTask):
    """Play a chapter of the named scenario from its recording, and check its pictures."""

    chapter: str

    suffix: ClassVar[str] = ".json"
    cost: ClassVar[float] = 0.0

    @property
    def label(self) -> str:
        return f"{self.scenario}: {self.chapter}"

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        recording = self.recording(inputs)
        chapter = chapter_named(recording.scenario, self.chapter)
        findings, shown = screen_chapter(chapter, recording)
        return {"findings": findings, "shown": shown}


def inspect_lessons(
    scenarios: Sequence[Scenario], executor: Executor
) -> Iterator[tuple[Scenario, list[Finding]]]:
    """Each lesson with all findings about its chapters, in order, then those about all of it.

    Raises the first failure of any task.
    """
    check_signs(scenarios)
    found: dict[str, dict[str, dict[str, Any]]] = {s.name: {} for s in scenarios}
    of = {scenario.name: scenario for scenario in scenarios}
    waiting = deque(scenarios)
    with TemporaryDirectory() as folder, executor.session(Path(folder)) as session:
        for scenario in scenarios:
            session.submit(RecordScenario(scenario))
        for done in session.finished():
            if done.failure:
                raise done.failure
            if isinstance(done.task, InspectChapter):
                found[done.task.scenario][done.task.chapter] = done.value
            elif isinstance(done.task, RecordScenario):
                name = done.task.scenario.name
                for chapter in chapters_of(of[name]):
                    session.submit(
                        InspectChapter(name, of[name].showing, chapter.name), [done.path]
                    )
            while waiting and len(found[waiting[0].name]) == len(chapters_of(waiting[0])):
                scenario = waiting.popleft()
                chapters = [found[scenario.name][c.name] for c in chapters_of(scenario)]
                findings = chain.from_iterable(chapter["findings"] for chapter in chapters)
                whole = faults_of_lesson([chapter["shown"] for chapter in chapters])
                yield scenario, [*findings, *(Finding(n, at, at, fault) for n, at, fault in whole)]


def inspect_lesson(scenario: Scenario) -> list[Finding]:
    """All findings about the chapters of a lesson, in order."""
    return next(found for _, found in inspect_lessons([scenario], InProcess()))


def inspect_chapter(
    chapter: Callable[[Recording, Rehearsal], Chapter], recording: Recording
) -> list[Finding]:
    """All findings about a chapter by itself, in the order of their times; nothing is drawn."""
    inspector = _Inspector(recording)
    with stage(_SMALL):
        return inspector.play(chapter, Rehearsal(inspector.check))


def screen_chapter(
    chapter: Callable[[Recording, Rehearsal], Chapter], recording: Recording
) -> tuple[list[Finding], ChapterShown]:
    """The same with what the chapter shows that matters to the lesson; its pictures are drawn."""
    inspector = _Inspector(recording)
    with stage(_SMALL):
        screening = Screening(inspector.check)
        return inspector.play(chapter, screening), inspector.shown(screening)


class _Inspector:
    """Checks the moments of a chapter; a fault in successive moments is one finding."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._computed: list[float] = []
        self._facts = Facts(recording, self._computed)
        self._reader, self._claims = SceneReader(), Claims(recording)
        self._arrows, self._terms, self._numbers = Arrows(recording), Terms(), NamedNumbers()
        self._own = notation_of(recording.scenario)
        self._open: dict[tuple[object, ...], Finding] = {}
        self._closed: list[Finding] = []

    def play(
        self, chapter: Callable[[Recording, Rehearsal], Chapter], rehearsal: Rehearsal
    ) -> list[Finding]:
        """Play a chapter in a rehearsal that has it checked; all findings in order."""
        self.scene = scene = chapter(self._recording, rehearsal)
        # The numbers that the chapter computes, it may show.
        scene.objective = ObservedObjective(scene.objective, self._computed)
        scene.computations = self._computed
        scene.render()
        findings = [*self._found(), *_hurried(scene)]
        return sorted(findings, key=lambda finding: finding.start)

    def check(self, scene: Any, seconds: float) -> None:
        """Check the scene as it is now."""
        shown = shown_in(scene)
        texts, shapes = self._reader.read_scene(shown, scene.animations or (), seconds)
        word = scene.showing.words.loss
        texts = [replace(each, says=usual(each.says, word)) for each in texts] if word else texts
        safe = np.array([regions.safe().right, regions.safe().top])
        faults = [*faults_of_layout(texts, shapes, safe, _rgb(theme.colors().background))]
        faults += self._unrecorded(texts)
        lines = lines_of(texts)
        faults += faults_of_numbers(texts, lines, self._claims)
        faults += faults_of_offsets(texts, self._facts.between)
        faults += [*self._arrows.untrue(shown, texts), *unequal(shown, texts)]
        self._terms.note(texts, self._own, seconds)
        self._numbers.note(lines.values(), seconds)
        before, self._open = self._open, {}
        for fault in faults:
            key = (fault.kind, *fault.who)
            found = before.pop(key, None) or Finding(scene.plan.name, seconds, seconds, fault)
            self._open.setdefault(key, replace(found, end=seconds))
        self._closed += before.values()

    def shown(self, screening: Screening) -> ChapterShown:
        """What the chapter that was played showed."""
        assert screening.first is not None
        return ChapterShown(
            self.scene.plan.name,
            screening.first,
            screening.seen(self.scene),
            screening.time,
            # Of a run at rest there is little to show.
            screening.still if moves(self._recording) else 0.0,
            self._terms,
            self._numbers.resting,
        )

    def _found(self) -> list[Finding]:
        return [found for found in (*self._closed, *self._open.values()) if not _passes(found)]

    def _unrecorded(self, texts: list[Text]) -> Iterator[Fault]:
        for text in texts:
            unknown = self._facts.foreign(text.says) if text.opacity > 0 and not text.axis else []
            if unknown:
                what = f"{', '.join(unknown)} in {quoted(text.says)} is not in the recording"
                yield Fault("unknown number", (text.unit,), what, middle(text.box))


def _passes(found: Finding) -> bool:
    return found.end - found.start < _PASSING.get(found.fault.kind, 0.0)


def _hurried(scene: Chapter) -> Iterator[Finding]:
    """The sentences that disappear before they can be read."""
    for sentence in scene.sentences:
        shown = sentence.end - sentence.start
        needed = timing.reading_time(sentence.text) / scene.pace
        if shown < needed - _TOLERANCE:
            what = f"{quoted(sentence.text)} is shown for {shown:.1f} s, and takes {needed:.1f} s"
            fault = Fault("too short", (), what, (0.0, regions.safe().bottom))
            yield Finding(scene.plan.name, sentence.start, sentence.end, fault)


def _rgb(color: str) -> Array:
    return np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def _place(x: float, y: float) -> str:
    """Where a point is, in words."""
    upward = "upper" if y > 1.2 else "lower" if y < -1.2 else ""
    across = "left" if x < -2.2 else "right" if x > 2.2 else "middle"
    return " ".join(word for word in (upward, across) if word)
