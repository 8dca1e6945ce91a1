"""What holds where no flag is given: from gradreel.toml, and from variables of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from gradreel.pipeline.quality import QUALITIES, THEMES
from gradreel.pipeline.terminal.failures import Failure
from gradreel.pipeline.terminal.streams import say, say_json

SETTINGS_FILE = "gradreel.toml"
PREFIX = "GRADREEL_"
BUILT_IN = "built in"

_META = "gradreel.settings"
_DIGITS = 9  # of a number: Python refuses to read very long ones
_USUAL: dict[str, Any] = {"quality": "m", "theme": None, "output": "media", "jobs": None}
_UNSET = {"theme": "of the scenario, or dark", "jobs": "one for each core"}
# Parameters of commands by the setting that they have, where their names are not the same.
_CALLED = {"folder": "output"}
# These have sizes of their own: at the quality of a video they are far too large for a page.
_NOT_OF = {("gif", "quality"), ("storyboard", "quality")}


@dataclass(frozen=True)
class Setting:
    """A value, None for the usual, and where it is from: a file, a variable, or built in."""

    value: Any
    source: str


def apply_settings(ctx: click.Context) -> None:
    """Make the settings that hold here the defaults of all commands of a group.

    Raises Failure for each that is not known or has a wrong value.
    """
    settings = read_settings(os.environ, _settings_file())
    ctx.meta[_META] = settings
    given = {name: one.value for name, one in settings.items() if one.source != BUILT_IN}
    assert isinstance(ctx.command, click.Group)
    ctx.default_map = {
        name: {
            param.name: given[setting]
            for param in command.params
            if (setting := _CALLED.get(param.name or "", param.name or "")) in given
            and (name, setting) not in _NOT_OF
        }
        for name, command in ctx.command.commands.items()
    }


def usual_jobs() -> int | None:
    """The number of processes to use; None for one for each core."""
    ctx = click.get_current_context(silent=True)
    settings = ctx.meta.get(_META) if ctx else None
    return settings["jobs"].value if settings else None


def settings_of(ctx: click.Context) -> dict[str, Setting]:
    """The settings that hold for a command."""
    settings: dict[str, Setting] = ctx.meta[_META]
    return settings


def print_settings(settings: Mapping[str, Setting], as_json: bool) -> None:
    """Print each setting, its value and where it is from: as lines, or as a JSON object."""
    if as_json:
        each = {name: {"value": one.value, "from": one.source} for name, one in settings.items()}
        say_json({"settings": each})
        return
    for name, one in settings.items():
        say(f"{name:<9}{_UNSET[name] if one.value is None else one.value!s:<28}  {one.source}")


def read_settings(environment: Mapping[str, str], file: Path | None) -> dict[str, Setting]:
    """All settings, those of the environment before those of the file.

    Raises Failure for each that is not known or has a wrong value.
    """
    settings = {name: Setting(value, BUILT_IN) for name, value in _USUAL.items()}
    faults: list[str] = []
    if file:
        _read_file(file, settings, faults)
    for variable, text in sorted(environment.items()):
        if not variable.startswith(PREFIX) or not text:
            continue
        name = variable.removeprefix(PREFIX).lower()
        number = name == "jobs" and text.isdecimal() and len(text) <= _DIGITS
        value: Any = int(text) if number else text
        if variable != variable.upper() or name not in _USUAL:
            faults.append(f"{variable}: {_unknown(variable, map(_variable, _USUAL))}")
        elif fault := _fault(name, value):
            faults.append(f"{variable}: {fault}")
        else:
            settings[name] = Setting(value, variable)
    if faults:
        raise Failure(*faults, exit_code=2)
    return settings


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _settings_file() -> Path | None:
    """The nearest gradreel.toml, in this folder or above it."""
    try:
        here = Path.cwd()
    except OSError:  # the folder has been deleted
        return None
    return next(
        (f for folder in (here, *here.parents) if (f := folder / SETTINGS_FILE).is_file()), None
    )


def _read_file(file: Path, settings: dict[str, Setting], faults: list[str]) -> None:
    label = os.path.relpath(file)
    try:
        text = file.read_bytes().decode()
        document = tomllib.loads(text)
    except (OSError, ValueError, RecursionError):
        # Only what is wrong with it takes the time to load what explains that.
        from gradreel.scenarios.file_text import text_of
        from gradreel.scenarios.problems import ScenarioError
        from gradreel.scenarios.toml_faults import document_of

        try:
            text = text_of(file, label)
            document = document_of(text, label)
        except ScenarioError as error:
            faults += error.problems
            return
    for name, value in document.items():
        fault = _fault(name, value) if name in _USUAL else _unknown(name, _USUAL)
        if name == "output" and not fault:
            value = os.path.relpath(file.parent / os.path.expanduser(value))
            if not Path(value).resolve().is_relative_to(file.parent.resolve()):
                fault = f"leads out of the folder of the file: give it by -o or {_variable(name)}"
        if fault:
            from gradreel.scenarios.places import key_lines

            faults.append(f"{label}:{key_lines(text).get((name,), 1)}: {name}: {fault}")
        else:
            settings[name] = Setting(value, label)


def _fault(name: str, value: Any) -> str:
    """Why a setting cannot have a value; "" if it can."""
    return _CHECKS[name](value)


def _one_of(*choices: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        return "" if value in choices else f"must be {_either(choices)}, got {_shown(value)}"

    return check


def _folder(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        return f"must be a folder, got {_shown(value)}"
    return "" if value else "is empty: give a folder, or . for this one"


def _count(value: Any) -> str:
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    return "" if whole else f"must be a whole number from 1 on, got {_shown(value)}"


_CHECKS: dict[str, Callable[[Any], str]] = {
    "quality": _one_of(*QUALITIES),
    "theme": _one_of(*THEMES),
    "output": _folder,
    "jobs": _count,
}


def _either(choices: tuple[str, ...]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


def _shown(value: Any) -> str:
    from gradreel.scenarios.words import shown

    return shown(value)


def _unknown(name: str, known: Any) -> str:
    from gradreel.scenarios.words import suggestion

    return f"is not a setting: {suggestion(name, known)}"
