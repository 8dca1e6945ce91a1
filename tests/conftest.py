"""What every test file may use."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

import cli

# How long an example takes says more about the machine than about the code.
settings.register_profile("gradreel", deadline=None)
settings.load_profile("gradreel")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout's top folder."""
    return Path(__file__).parent.parent


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in this process, which is quicker, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(signal.SIGTERM)

    def run(*arguments: str) -> Result:
        try:
            return CliRunner().invoke(cli.main, arguments)
        finally:
            signal.signal(signal.SIGTERM, before)

    return run
