"""Prints the chapters of lessons, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table

from gradreel.pipeline.outline import ChapterOutline
from gradreel.pipeline.terminal.console import Terminal
from gradreel.pipeline.terminal.streams import say
from gradreel.scenarios import Scenario
from gradreel.scenarios.words import as_toml
from gradreel.scenes.sentences.patterns import in_words, patterns

Outlines = Sequence[tuple[Scenario, Sequence[ChapterOutline]]]


def print_chapters(outlines: Outlines) -> None:
    """A table of the chapters of each lesson, with their seconds and what they show."""
    out = Terminal()
    for number, (scenario, chapters) in enumerate(outlines):
        if number:
            out.print()
        out.print(f"{scenario.name}: {scenario.title}", style="bold")
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        table.add_column("chapter", no_wrap=True)
        table.add_column("seconds", justify="right", no_wrap=True)
        table.add_column("shows")
        for chapter in chapters:
            table.add_row(chapter.name, f"{chapter.seconds:.1f}", chapter.shows)
        out.print(table)
        total = sum(chapter.seconds for chapter in chapters)
        out.print(f"{len(chapters)} chapters, {total:.0f} s")


def print_sentences(outlines: Outlines) -> None:
    """The ids and patterns of what each lesson says, in order, as the [text] of a scenario file."""
    for scenario, chapters in outlines:
        own, printed, loss = scenario.showing.text, set[str](), scenario.showing.words.loss
        say(f"# {scenario.name}: what its lesson says, in order. Keep what you change.", "[text]")
        for chapter in chapters:
            new = [(id, said) for id, said in chapter.said if id not in printed]
            heading = f"# {chapter.name}" if new else f"# {chapter.name}: nothing that is new"
            say(*("", heading))
            for id, said in new:
                for part in (id, *sorted(patterns()[id].messages)):
                    if part not in printed:
                        printed.add(part)
                        text = own.get(part) or in_words(patterns()[part].text, loss)
                        text = text.strip()
                        say(*_commented(said if part == id else "", text))
                        say(*_assigned(part, text))


def _commented(said: str, text: str) -> list[str]:
    """What a pattern says now, as a comment, where that is not the pattern itself."""
    return [] if said in ("", text) else [f"# {said}"]


def _assigned(id: str, text: str) -> list[str]:
    """A pattern as the value of a TOML key."""
    if "\n" not in text:
        return [f"{id} = {as_toml(text)}"]
    quotes = '"""' if "'''" in text else "'''"
    return [f"{id} = {quotes}", *text.splitlines(), quotes]
