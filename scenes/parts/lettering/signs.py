"""The signs in the texts of a scenario: whether there are fonts for them, and what these draw."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from gradreel.scenarios import Scenario, ScenarioError
from gradreel.scenarios.words import counted
from gradreel.scenes.parts.lettering.scripts import clusters, named, package_for


def without_font(scenario: Scenario) -> list[str]:
    """A sentence for each text of a scenario with signs that no font of this machine has."""
    return [
        f"{key}: no font on this computer has {_listed(signs)}: install one that does (on Debian "
        f"and Ubuntu: apt-get install {package_for(signs[0])}), or write it without"
        for key, text in _own_words(scenario).items()
        if (signs := _undrawn(text))
    ]


def check_signs(scenarios: Iterable[Scenario]) -> None:
    """Raises ScenarioError if a sign in one of the scenarios cannot be drawn."""
    problems = [f"{each.name}: {problem}" for each in scenarios for problem in without_font(each)]
    if problems:
        raise ScenarioError(problems)


def outlines_key(scenario: Scenario) -> str:
    """A digest of what fonts of this machine draw of a scenario; empty if they are not needed."""
    texts = _own_words(scenario).values()
    if not texts:
        return ""
    from gradreel.scenes.parts.lettering.compiler import needs_other_fonts
    from gradreel.scenes.parts.lettering.typeset import quoted, typeset

    foreign = [markup for markup in map(quoted, texts) if needs_other_fonts(markup)]
    outlines = [o.points.tobytes() for markup in foreign for o in typeset(markup).outlines]
    return hashlib.sha256(b"".join(outlines)).hexdigest() if outlines else ""


def _own_words(scenario: Scenario) -> dict[str, str]:
    """The drawn texts of a scenario that are not pure ASCII, by their keys; mostly none."""
    texts = {"title": scenario.title, "the file's name": scenario.name}
    texts |= {f"runs[{index}].name": run.name or "" for index, run in enumerate(scenario.runs)}
    if data := scenario.objective.data:
        texts |= {"objective.csv.x": data.input_names[0], "objective.csv.y": data.output_name}
    words = scenario.showing.words
    for name, word in (("x", words.x), ("y", words.y)):
        texts |= {f"words.{name}": f"{word.name} {word.unit}"} if word else {}
    texts["words.loss"] = words.loss
    for name in ("subtitle", "author", "school", "licence"):
        texts[name] = getattr(scenario.showing, name)
    texts |= {f"text.{id}": pattern for id, pattern in scenario.showing.text.items()}
    return {key: text for key, text in texts.items() if not text.isascii()}


def _undrawn(text: str) -> list[str]:
    """The signs of a text that no font has, each once; all of them if only together they fail."""
    # Loads Typst, which most scenarios do not need here.
    from gradreel.scenes.parts.lettering.compiler import can_draw
    from gradreel.scenes.parts.lettering.typeset import quoted

    if can_draw(quoted(text)):
        return []
    signs = [sign for sign in dict.fromkeys(clusters(text)) if not sign.isascii()]
    return [sign for sign in signs if not can_draw(quoted(sign))] or signs


def _listed(signs: list[str]) -> str:
    more = f" and {counted(len(signs) - 1, 'more sign', 'more signs')}" if signs[1:] else ""
    return f"{named(signs[0])}{more}"
