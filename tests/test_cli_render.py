"""`gradreel render` as people use it, misuse it and interrupt it."""

from __future__ import annotations

import errno
import os
import pty
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from rich.filesize import decimal

from gradreel.pipeline.build import ProcessPool
from gradreel.pipeline.build.claims import CLAIMS
from gradreel.pipeline.build.executor import Session, Task
from gradreel.pipeline.outputs.chapter import RenderChapter
from gradreel.pipeline.outputs.recording import RecordScenario
from gradreel.scenarios import load_scenario
from tests.recorded_before import put_recordings
from tests.videos import read

GRADREEL = str(Path(sys.executable).parent / "gradreel")
TITLE = ("render", "parabola", "--chapter", "title", "-q", "l")

Invoke = Callable[..., Result]


def run(folder: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own."""
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [GRADREEL, *arguments], cwd=folder, capture_output=True, text=True, **options
    )


def one_line(text: str, *expected: str) -> None:
    assert len(text.splitlines()) == 1, text
    for words in expected:
        assert words in text


INTERRUPTED = "interrupted; what is finished is kept, and the same call goes on from there\n"


def leftovers(folder: Path) -> list[str]:
    """Every hidden file or folder but the cache, and every file in it without its partner."""
    hidden = [str(p) for p in folder.rglob(".*") if p.name != ".cache"]
    clips = [p for p in folder.rglob("*.mp4") if p.parent.name == ".cache"]
    return hidden + [str(p) for p in clips if not p.with_suffix(".json").exists()]


def recordings_alone(folder: Path) -> bool:
    """Whether nothing but whole recordings is in the cache, and nothing elsewhere."""
    files = [path for path in folder.rglob("*") if path.name not in ("media", ".cache")]
    names = sorted(str(path.relative_to(folder)) for path in files)
    return all(
        re.fullmatch(r"media/\.cache/artifact-([0-9a-f]{32}\.(npz|json)|claims.lock)", name)
        for name in names
    )


def test_a_video_is_told_in_one_line(invoke: Invoke) -> None:
    result = invoke(*TITLE)
    assert (result.exit_code, result.stderr) == (0, "parabola: title (1 of 1)\n")
    path = Path("media/parabola/title.mp4")
    assert re.fullmatch(rf"{path}  0:\d\d\.\d  \d+\.\d kB  took \d+\.\d s\n", result.stdout), (
        result.stdout
    )
    minutes, seconds = result.stdout.split()[1].split(":")
    assert abs(60 * int(minutes) + float(seconds) - read(path).seconds) < 0.051
    again = invoke(*TITLE)
    assert (again.exit_code, again.stderr) == (0, "")
    assert re.fullmatch(rf"{path}  0:\d\d\.\d  \d+\.\d kB  up to date\n", again.stdout)
    assert leftovers(Path("media")) == []


def test_the_cache_tells_its_size_and_can_be_cleared(invoke: Invoke) -> None:
    assert invoke(*TITLE).exit_code == 0
    video = Path("media/parabola/title.mp4").read_bytes()
    size = sum(path.stat().st_size for path in Path("media/.cache").iterdir())
    shown = invoke("cache")
    assert (shown.exit_code, shown.stdout) == (0, f"media/.cache: 1 clip, {decimal(size)}\n")
    Path("media/.cache/.rendering-0123456789abcdef").mkdir()
    cleared = invoke("cache", "--clear")
    assert cleared.stdout == f"media/.cache: cleared of 1 clip, {decimal(size)}\n"
    assert list(Path("media/.cache").iterdir()) == []
    assert invoke("cache").stdout == "media/.cache: 0 clips, 0 bytes\n"
    # The videos stay, and the next call makes the same again.
    assert Path("media/parabola/title.mp4").read_bytes() == video
    assert invoke(*TITLE).stderr == "parabola: title (1 of 1)\n"
    assert Path("media/parabola/title.mp4").read_bytes() == video


def test_the_cache_of_an_absent_folder_is_empty_and_not_made(invoke: Invoke) -> None:
    for arguments in (["cache"], ["cache", "--clear"]):
        result = invoke(*arguments, "-o", "out")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.endswith("0 clips, 0 bytes\n")
    assert not Path("out").exists()


def test_a_cache_that_cannot_be_cleared_is_one_sentence(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path("media/.cache", f"artifact-{'0' * 32}.mp4")
    path.parent.mkdir(parents=True)
    path.touch()

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    result = invoke("cache", "--clear")
    assert (result.exit_code, result.stdout) == (1, "")
    one_line(result.stderr, str(path), "read-only file system")


def test_several_scenarios_go_below_the_chosen_folder(invoke: Invoke) -> None:
    result = invoke(*TITLE, "noisy-line", "-o", "out")
    assert result.exit_code == 0, result.stderr
    paths = [line.split()[0] for line in result.stdout.splitlines()]
    assert paths == ["out/noisy-line/title.mp4", "out/parabola/title.mp4"]
    assert [line.split()[-3:] for line in result.stderr.splitlines()] == [
        ["(1", "of", "2)"],
        ["(2", "of", "2)"],
    ]
    assert sorted(os.listdir("out")) == [".cache", "noisy-line", "parabola"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["render"], "Missing argument 'SCENARIO...'"),
        (["render", "parabolla"], 'did you mean "parabola"?'),
        (["render", "parabola", "-q", "x"], "'l', 'm', 'h', 'p', 'k'"),
        (["render", "parabola", "--format", "gif"], "'mp4', 'webm', 'mov'"),
        (["render", "parabola", "--set", "runs.0.lr=-1"], "must be positive"),
        (["render", "parabola", "--chapter", "titel"], 'did you mean "title"?'),
        (["render", "parabola", "--chapter", ""], "among title, "),
        (["render", "parabola", "--chapter", "../title"], "among title, "),
    ],
)
def test_the_users_mistakes_end_with_status_2(
    invoke: Invoke, arguments: list[str], expected: str
) -> None:
    result = invoke(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr
    assert not Path("media").exists()


def test_an_unknown_chapter_is_told_for_each_scenario_that_lacks_it(invoke: Invoke) -> None:
    result = invoke("render", "parabola", "noisy-line", "--chapter", "titles")
    assert result.exit_code == 2
    for line, name in zip(result.stderr.splitlines(), ("parabola", "noisy-line"), strict=True):
        assert line.startswith(f'{name}: there is no chapter "titles" among title, ')
        assert line.endswith(': did you mean "title"?')
    assert not Path("media").exists()


def test_two_files_of_one_name_are_refused(invoke: Invoke, repository: Path) -> None:
    shutil.copy(repository / "scenarios" / "parabola.toml", "parabola.toml")
    result = invoke("render", "parabola", "./parabola.toml")
    assert result.exit_code == 2
    one_line(result.stderr, "parabola: is the name of the outputs of parabola and ./parabola.toml")


@pytest.mark.parametrize("output", ["file", "file/inside", "/proc/gradreel"])
def test_an_output_folder_that_cannot_be_made_is_one_sentence(invoke: Invoke, output: str) -> None:
    Path("file").touch()
    result = invoke(*TITLE, "-o", output)
    assert result.exit_code == 1
    one_line(result.stderr, output, "choose another folder")


class WithoutChaptersOf:
    """One real worker that is asked for a chapter which a scenario does not have."""

    width = 1

    def __init__(self, name: str) -> None:
        self._name = name

    @contextmanager
    def session(self, folder: Path) -> Iterator[Session]:
        with ProcessPool(1).session(folder) as workers:
            submit = workers.submit

            def change(task: Task, inputs: Sequence[Path] = (), key: str = "") -> int:
                wrong = isinstance(task, RenderChapter) and task.scenario == self._name
                return submit(replace(task, chapter="absent") if wrong else task, inputs, key)

            workers.submit = change  # type: ignore[method-assign]
            yield workers


def test_a_chapter_that_fails_is_one_sentence_and_a_traceback_on_request(
    invoke: Invoke,
) -> None:
    failing = WithoutChaptersOf("parabola")
    quiet = invoke(*TITLE, executor=failing)
    assert (quiet.exit_code, quiet.stdout) == (1, "")
    one_line(quiet.stderr, "parabola: absent: ", "gradreel --debug shows where")
    loud = invoke("--debug", *TITLE, executor=failing)
    assert loud.exit_code == 1
    # Where in the worker it was, not only that it failed.
    assert "in chapter_named" in loud.stderr
    assert leftovers(Path("media")) == []


def test_finished_videos_are_told_even_when_a_later_one_fails(
    invoke: Invoke,
) -> None:
    result = invoke(*TITLE, "noisy-line", executor=WithoutChaptersOf("noisy-line"))
    assert result.exit_code == 1
    one_line(result.stdout, "media/parabola/title.mp4")
    assert "noisy-line: absent: " in result.stderr


def test_a_disk_that_refuses_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    result = run(tmp_path, *TITLE, preexec_fn=limit)
    assert (result.returncode, result.stdout) == (1, "")
    one_line(result.stderr, "media/.cache: file too large; free some space")
    assert recordings_alone(tmp_path)


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    inside = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    small = 'mkdir media && mount -t tmpfs -o size=16k none media && "$@"'
    try:
        subprocess.run([*inside, f"{small}", "sh", "true"], cwd=tmp_path, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no file system of its own can be mounted here")
    (tmp_path / "media").rmdir()
    script = f'{small}; echo "status $?"; find media'
    result = subprocess.run(
        [*inside, script, "sh", GRADREEL, *TITLE], cwd=tmp_path, capture_output=True, text=True
    )
    one_line(result.stderr, "media/.cache: no space left on device; free some space")
    status, *left = result.stdout.split()
    assert (status, left) == ("status", ["1", "media", "media/.cache", f"media/.cache/{CLAIMS}"])


# A minute of frames at 1080p: never done when a test puts an end to it.
LONG = ("render", "quadratic", "two-valleys", "--chapter", "descent", "-q", "h")


def workers(session: int) -> list[int]:
    """The numbers of the processes that render, in the session of a call."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, its_session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            command = (folder / "cmdline").read_text()
        except OSError:
            continue
        if int(its_session) == session and state not in "ZX" and "spawn_main" in command:
            found.append(int(folder.name))
    return found


@pytest.fixture
def rendering(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A call that is in the middle of drawing, as the leader of a session of its own."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("processes are found by /proc")
    put_recordings(tmp_path / "media", *map(load_scenario, LONG[1:3]))
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(
        [GRADREEL, *LONG], cwd=tmp_path, text=True, start_new_session=True, **streams
    ) as process:
        while not list(tmp_path.glob("media/.cache/.rendering-*/.*.mp4")):
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        yield process
        process.kill()


@pytest.mark.parametrize("send", [os.kill, os.killpg])
@pytest.mark.parametrize(
    ("number", "status", "words"),
    [(signal.SIGINT, 130, INTERRUPTED), (signal.SIGTERM, 143, "")],
)
def test_an_interruption_ends_all_workers_and_leaves_nothing_half_written(
    rendering: subprocess.Popen[str],
    tmp_path: Path,
    send: Callable[[int, int], None],
    number: int,
    status: int,
    words: str,
) -> None:
    send(rendering.pid, number)
    assert rendering.communicate(timeout=120) == ("", words)
    assert rendering.returncode == status
    assert workers(rendering.pid) == []
    assert recordings_alone(tmp_path)


def test_workers_end_with_a_parent_that_is_killed(rendering: subprocess.Popen[str]) -> None:
    rendering.kill()
    # Their ends of the pipes for output close with them.
    assert rendering.communicate(timeout=120) == ("", "")
    deadline = time.monotonic() + 120
    while workers(rendering.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workers(rendering.pid) == []


def test_workers_that_are_killed_again_and_again_are_one_sentence_and_leave_nothing(
    rendering: subprocess.Popen[str], tmp_path: Path
) -> None:
    while rendering.poll() is None:
        for worker in workers(rendering.pid):
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        time.sleep(0.1)
    out, err = rendering.communicate(timeout=120)
    assert (rendering.returncode, out) == (1, "")
    one_line(err, ": descent: its process died 3 times", "try a lower quality")
    assert workers(rendering.pid) == []
    assert recordings_alone(tmp_path)


@pytest.mark.parametrize("columns", ["40", "120"])
def test_a_terminal_gets_a_bar_that_fits_and_is_gone_at_the_end(
    tmp_path: Path, columns: str
) -> None:
    put_recordings(tmp_path / "media", load_scenario("parabola"))
    ours, theirs = pty.openpty()
    env = {**os.environ, "COLUMNS": columns, "TERM": "xterm-256color"}
    for name in ("NO_COLOR", "CI"):
        env.pop(name, None)
    with subprocess.Popen(
        [GRADREEL, *TITLE], cwd=tmp_path, env=env, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = bytearray()
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # what Linux has for the end of a terminal
            pass
        os.close(ours)
    assert process.returncode == 0
    text = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown.decode())
    lines = [line for line in re.split(r"[\r\n]+", text) if line.strip()]
    assert max(map(len, lines[:-1])) <= int(columns)
    assert any(re.match(r"chapters\s+1/1 .*0:00:00", line) for line in lines), lines
    assert re.match(r"media/parabola/title\.mp4  0:\d", lines[-1])
    # The cursor is shown again.
    assert shown.rindex(b"\x1b[?25h") > shown.rindex(b"\x1b[?25l")


def test_the_files_of_tasks_stay_until_the_session_ends(tmp_path: Path) -> None:
    task = RecordScenario(load_scenario("parabola"))
    files: list[Path] = []
    with ProcessPool().session(tmp_path / "cache") as workers:
        numbers = [workers.submit(task), workers.submit(task)]
        for done in workers.finished():
            files.append(done.path)
            assert all(file.is_file() for file in files)
            numbers.remove(done.number)
    assert numbers == []
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize("asked", [("--theme", "light"), ("--set", "theme=light")])
def test_a_light_theme_has_a_light_ground(invoke: Invoke, asked: tuple[str, str]) -> None:
    assert invoke(*TITLE, *asked).exit_code == 0
    assert read(Path("media/parabola-theme=light/title.mp4")).thumbnails[0, 0, 0] > 200
    assert invoke(*TITLE).exit_code == 0
    assert read(Path("media/parabola/title.mp4")).thumbnails[0, 0, 0] < 50


def test_a_theme_that_does_not_exist_is_refused(invoke: Invoke) -> None:
    result = invoke(*TITLE, "--set", "theme=ligth")
    assert result.exit_code == 2
    one_line(result.stderr, "theme", "light", "dark", "ligth")
