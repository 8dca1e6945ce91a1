"""What every test file may use."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

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
# How long an example takes, or is thought up, says more about the machine than about the code.
settings.register_profile("gradreel", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gradreel")

# Processes side by side take a file of tests each. Those that take longest come first, so that none
# is left with one of them when the others have nothing more to do.
_LONGEST = (
    *("test_inspect", "test_cli", "test_cluster", "test_lessons", "test_faults", "test_cli_render"),
    *("test_control_frames", "test_chapters", "test_still", "test_cache", "test_gif"),
    *("test_readme", "test_python", "test_printed_numbers", "test_worker_memory", "test_watch"),
)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Spare what is collected, which stays to the end, from every search for garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000)  # as in the command
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    place = {name: index for index, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


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
