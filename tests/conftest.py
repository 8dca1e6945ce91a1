"""What every test file may use."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from gradreel import cli
from gradreel.pipeline.build import Executor, InProcess

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["tests.rendered_lessons"]

ROOT = Path(__file__).parent.parent
# What a test starts runs the code of this checkout, and may use what tests share.
os.environ["PYTHONPATH"] = os.pathsep.join(map(str, (ROOT / "src", ROOT)))
# Settings of whoever runs the tests are not theirs.
for name in [name for name in os.environ if name.startswith("GRADREEL_")]:
    del os.environ[name]
# How long an example takes says more about the machine than about the code.
settings.register_profile("gradreel", deadline=None)
settings.load_profile("gradreel")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout's top folder."""
    return ROOT


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in this process, which is quicker, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(signal.SIGTERM)

    def run(*arguments: str, executor: Executor | None = None) -> Result:
        try:
            return CliRunner().invoke(cli.main, arguments, obj=executor or InProcess())
        finally:
            signal.signal(signal.SIGTERM, before)

    return run


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for tests of pages."""
    chromium = shutil.which("chromium")
    if not chromium:
        assert "CI" not in os.environ, "chromium is not installed, as it must be where CI is set"
        pytest.skip("chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()
