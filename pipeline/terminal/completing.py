"""What shells offer for an incomplete word: scenarios and chapters; click knows the rest.

Nothing that draws or records is loaded, so that they answer at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from gradreel.pipeline.terminal.settings import SETTINGS_FILE


class ScenarioSource(click.ParamType[str]):
    """What users give as a scenario: completed to shipped names and to files and folders."""

    name = "scenario"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        files = (path.name for path in Path().glob("*.toml") if path.name != SETTINGS_FILE)
        names = [name for name in (*shipped_names(), *sorted(files)) if name.startswith(incomplete)]
        # A shell offers files and folders by itself where it is told so, but nothing else then.
        return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, "file")]


class ChapterName(click.ParamType[str]):
    """A chapter: completed to those of the scenarios before it, or to those of all lessons."""

    name = "name"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        # An option without its value stops click's parser: what was left of the line is in args.
        names = dict.fromkeys(_chapters(ctx.params.get("sources") or ctx.args))
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def shipped_names() -> list[str]:
    """The names of the scenarios that come with gradreel, sorted, without loading their package."""
    spec = find_spec("gradreel.scenarios")
    assert spec
    assert spec.origin
    return sorted(path.stem for path in Path(spec.origin).parent.glob("*.toml"))


def _chapters(sources: Sequence[str]) -> list[str]:
    """The names of the chapters of scenarios; of all lessons if none of these can be read."""
    from gradreel.scenarios import ScenarioError, load_set
    from gradreel.scenarios.file_text import STDIN
    from gradreel.scenes.lesson import LESSONS, chapters_of

    found = []
    for source in sources:
        if source == STDIN:  # it is the terminal's
            continue
        try:
            found += [chapter.name for each in load_set(source) for chapter in chapters_of(each)]
        except ScenarioError:
            continue
    return found or [chapter.name for plan in LESSONS.values() for chapter in plan.chapters]
