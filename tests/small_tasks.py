"""Tasks that take no time, for tests of who does them."""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradreel.pipeline.stopping import stop_if_asked
from gradreel.scenarios import ScenarioError


@dataclass(frozen=True)
class WriteNote:
    """Write a word into its file, and into a folder who did it and when."""

    label: str
    folder: Path
    cost: float = 0.0
    library: str = "none"
    suffix: str = ".txt"

    def do(self, path: Path, inputs: Sequence[Path]) -> Any:
        tries = self.tried()
        (self.folder / f"{self.label}.{secrets.token_hex(4)}").touch()
        self.go_on(tries)
        path.write_text(self.label)
        return os.getpid()

    def tried(self) -> int:
        """How often it was begun."""
        return len(list(self.folder.glob(f"{self.label}.????????")))

    def go_on(self, tries: int) -> None:
        """What happens after so many tries."""


@dataclass(frozen=True)
class Fatal(WriteNote):
    """Kills its process so many times."""

    times: int = 1

    def go_on(self, tries: int) -> None:
        if tries < self.times:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Faulty(WriteNote):
    """Raises an error of a kind."""

    kind: str = "value"

    def go_on(self, tries: int) -> None:
        if self.kind == "scenario":
            raise ScenarioError(["one", "other"])
        if self.kind == "disk":
            raise OSError(28, "no space", "somewhere")
        raise ValueError("that is wrong")


@dataclass(frozen=True)
class Patient(WriteNote):
    """Goes on until a file `<label>.go` is in the folder, or until it is asked to stop."""

    def go_on(self, tries: int) -> None:
        while not (self.folder / f"{self.label}.go").exists():
            self.listen()
            time.sleep(0.01)

    def listen(self) -> None:
        """Stop if that is asked for."""
        stop_if_asked()


@dataclass(frozen=True)
class Deaf(Patient):
    """Goes on whatever is asked."""

    def listen(self) -> None:
        """Do not."""


@dataclass(frozen=True)
class Copy(WriteNote):
    """Writes what its inputs hold."""

    def do(self, path: Path, inputs: Sequence[Path]) -> Any:
        tries = super().do(path, inputs)
        path.write_bytes(b"".join(file.read_bytes() for file in inputs))
        return tries
