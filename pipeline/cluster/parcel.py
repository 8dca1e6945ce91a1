"""What travels between a caller and workers: tasks in bytes, and what became of them."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from gradreel.pipeline.build.executor import Task
from gradreel.pipeline.cluster.versions import versions
from gradreel.scenarios.errors import GradreelError


class UnlikeError(GradreelError):
    """A worker would not make the same bytes as the caller."""


@runtime_checkable
class Lettering(Task, Protocol):
    """A task that draws texts."""

    def outlines_key(self, inputs: Sequence[Path]) -> str:
        """A digest of what fonts of this machine draw of them; empty if they are not needed."""


@dataclass(frozen=True)
class Parcel:
    """A pickled task, opened only by the process that does it.

    `key` is that of its result, or ""; `digests` and `suffixes` are those of its input files,
    `versions` those of the caller. `opengl` says whether the caller has a driver; None if that is
    of no account. `outlines` is a digest of what the caller's own fonts draw; empty if they are not
    needed.
    """

    label: str
    suffix: str
    library: str
    content: bytes
    key: str
    digests: tuple[str, ...]
    suffixes: tuple[str, ...]
    versions: Mapping[str, str]
    opengl: bool | None
    outlines: str

    cost: ClassVar[float] = 0.0  # Dask has put them in order

    @staticmethod
    def of(task: Task, key: str, digests: Sequence[str], inputs: Sequence[Path]) -> Parcel:
        """A task with its input files, as this machine would do it."""
        opengl = None
        if task.library == "manim":
            from gradreel.scenes.drawing.opengl import available

            opengl = available()
        suffixes = tuple(path.suffix for path in inputs)
        return Parcel(
            task.label,
            task.suffix,
            task.library,
            pickle.dumps(task),
            key,
            tuple(digests),
            suffixes,
            versions(),
            opengl,
            _outlines(task, inputs),
        )

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        """Do the task. Raises UnlikeError where surfaces or signs are drawn in another way."""
        if self.opengl is not None:
            from gradreel.scenes.drawing.opengl import available

            if available() != self.opengl:
                raise UnlikeError(f"OpenGL driver: {_found(available())}, {_found(self.opengl)}")
        task: Task = pickle.loads(self.content)
        if _outlines(task, inputs) != self.outlines:
            raise UnlikeError(f"other fonts there for the signs in the texts of {self.label}")
        return task.do(path, inputs)


def _outlines(task: Task, inputs: Sequence[Path]) -> str:
    return task.outlines_key(inputs) if isinstance(task, Lettering) else ""


def _found(driver: bool) -> str:
    return "found" if driver else "missing"


@dataclass(frozen=True)
class Answer:
    """What became of a task: its value and the bytes that it wrote, or why it failed.

    `worker` is the address of the worker that did it, in so many `seconds`; `deaths` are those of
    processes that did it, and `unlike` says how the worker differs from the caller.
    """

    worker: str
    seconds: float = 0.0
    value: Any = None
    content: bytes = b""
    digest: str = ""
    failure: Exception | None = None
    deaths: int = 0
    unlike: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the bytes are those that the worker sent."""
        return self.digest == digest_of(self.content, self.value)


def digest_of(content: bytes, value: Any = None) -> str:
    """The SHA-256 of bytes, followed by a value as JSON if there is one."""
    digest = hashlib.sha256(content)
    if value is not None:
        digest.update(json.dumps(value, sort_keys=True).encode())
    return digest.hexdigest()
