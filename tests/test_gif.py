"""Pictures that move: read back with Pillow, frame by frame."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gradreel.pipeline.gif.cutout import Cutout
from gradreel.pipeline.gif.frame_sequence import FrameSequence
from gradreel.pipeline.gif.frame_store import FrameStore, thinned
from gradreel.pipeline.gif.gif_file import TooLargeError, write_gif
from gradreel.pipeline.gif.make import REST, encodings_of, make_gif
from gradreel.pipeline.gif.pillow_file import write_with_pillow
from gradreel.pipeline.gif.settings import GIF_FORMATS, GifSettings
from gradreel.pipeline.video.clip import RenderError
from gradreel.pipeline.video.render import draw
from gradreel.scenarios import load_scenario, load_scenarios
from gradreel.scenarios.formats import RATES
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.timing import BEAT
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording

Invoke = Callable[..., Result]

SMALL = GifSettings(chapter="title", width=160, fps=20)
SIZE = (96, 54)


def drawing(shift: int) -> np.ndarray:
    """A square on a slope of greys, in RGBA."""
    picture = np.full((SIZE[1], SIZE[0], 4), 255, dtype=np.uint8)
    picture[..., :3] = np.linspace(40, 90, SIZE[0], dtype=np.uint8)[None, :, None]
    picture[10:20, 5 + shift : 15 + shift, :3] = (240, 200, 30)
    return picture


@pytest.fixture
def store() -> FrameStore:
    """Ten pictures, some of them held; 26 frames."""
    store = FrameStore()
    for shift in range(10):
        store.write(drawing(3 * shift), 1 + 8 * (shift in (4, 9)))
    return store


def read(path: Path) -> tuple[list[np.ndarray], list[float], dict[str, object]]:
    """The pictures, their durations in milliseconds, and what the file says of itself."""
    with Image.open(path) as image:
        info, pictures, durations = dict(image.info), [], []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            pictures.append(np.asarray(image.convert("RGB")).astype(int))
            durations.append(float(image.info["duration"]))
        return pictures, durations, info


def everywhere(pictures: list[np.ndarray], durations: list[float], unit: float) -> list[np.ndarray]:
    """The pictures once for every unit of time."""
    return [p for p, d in zip(pictures, durations, strict=True) for _ in range(round(d / unit))]


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """The root mean square of the differences, 0 to 255."""
    return float(np.sqrt(np.mean((one.astype(float) - other.astype(float)) ** 2)))


# What is kept of frames


def test_a_store_gives_back_what_it_took_as_often_as_asked(store: FrameStore) -> None:
    assert store.lengths == [1, 1, 1, 1, 9, 1, 1, 1, 1, 9]
    for _ in range(2):
        pictures = list(store.pictures(range(10)))
        for shift, picture in enumerate(pictures):
            np.testing.assert_array_equal(picture, drawing(3 * shift)[..., :3])
    (third,) = store.pictures([2])
    np.testing.assert_array_equal(third, drawing(6)[..., :3])


def test_frames_that_do_not_differ_are_one_picture() -> None:
    store = FrameStore()
    black = np.zeros_like(drawing(0))
    for picture, repeat in ((black, 1), (black, 4), (drawing(0), 2), (drawing(0), 1), (black, 3)):
        store.write(picture, repeat)
    store.rest(10)
    assert store.lengths == [5, 3, 10]


def test_a_store_keeps_a_copy_of_what_is_drawn_over() -> None:
    store, canvas = FrameStore(), drawing(0)
    store.write(canvas)
    canvas[:] = 7
    store.write(canvas)
    first, second = store.pictures(range(2))
    np.testing.assert_array_equal(first, drawing(0)[..., :3])
    assert np.all(second == 7)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40), st.integers(1, 12))
def test_what_is_thinned_is_what_is_seen_at_every_so_many_frames(
    lengths: list[int], step: int
) -> None:
    shown = [n for n, frames in enumerate(lengths) for _ in range(frames)]
    chosen = thinned(lengths, step)
    assert list(chosen) == sorted(set(shown[::step]))
    assert sum(chosen.values()) == len(shown)
    assert list(chosen.values())[:-1] == [step * shown[::step].count(n) for n in list(chosen)[:-1]]


# What is written


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_gif_shows_each_picture_for_its_time_for_ever(
    store: FrameStore, tmp_path: Path, step: int
) -> None:
    sequence = FrameSequence(store, 5, step, SIZE)
    write_gif(sequence, 256, tmp_path / "a.gif", None)
    pictures, durations, info = read(tmp_path / "a.gif")
    assert durations == [10.0 * delay for delay in sequence.delays.values()]
    assert sum(durations) == 26 * 50
    assert info["loop"] == 0
    for shown, true in zip(pictures, store.pictures(sequence.delays), strict=True):
        assert difference(shown, true) < 1.0


def test_a_gif_stores_only_what_has_changed(store: FrameStore, tmp_path: Path) -> None:
    write_gif(FrameSequence(store, 5, 1, SIZE), 256, tmp_path / "a.gif", None)
    with Image.open(tmp_path / "a.gif") as image:
        boxes = []
        for number in range(image.n_frames):
            image.seek(number)
            boxes.append(image.tile[0].extents if image.tile else None)
    left, top, right, bottom = boxes[5]
    assert (right - left) <= 16
    assert (top, bottom) == (10, 20)


@pytest.mark.parametrize("format", GIF_FORMATS)
def test_a_single_picture_can_be_written(tmp_path: Path, format: str) -> None:
    store = FrameStore()
    store.write(drawing(0), 40)
    sequence, path = FrameSequence(store, 5, 1, SIZE), tmp_path / f"a.{format}"
    if format == "gif":
        write_gif(sequence, 256, path, None)
    else:
        write_with_pillow(sequence, format, 90, path)
    with Image.open(path) as image:
        assert image.size == SIZE
        assert difference(np.asarray(image.convert("RGB")), drawing(0)[..., :3]) < 6


def test_a_gif_that_grows_too_large_is_given_up(store: FrameStore, tmp_path: Path) -> None:
    sequence, path = FrameSequence(store, 5, 1, SIZE), tmp_path / "a.gif"
    write_gif(sequence, 256, path, None)
    size = path.stat().st_size
    write_gif(sequence, 256, path, size)
    for limit in (size - 1, size // 2, 10):
        with pytest.raises(TooLargeError):
            write_gif(sequence, 256, path, limit)


@pytest.mark.parametrize("format", ["webp", "apng", "avif"])
def test_other_formats_last_as_long_and_look_alike(
    store: FrameStore, tmp_path: Path, format: str
) -> None:
    sequence, path = FrameSequence(store, 5, 1, SIZE), tmp_path / f"a.{format}"
    write_with_pillow(sequence, format, 90, path)
    pictures, durations, info = read(path)
    assert sum(durations) == 26 * 50
    true = everywhere(list(store.pictures(range(10))), [50.0 * n for n in store.lengths], 50)
    for shown, frame in zip(everywhere(pictures, durations, 50), true, strict=True):
        assert difference(shown, frame) < (0.1 if format == "apng" else 8)
    if format == "avif":
        # The edit list of a track that is played over and over has its flag set.
        data = path.read_bytes()
        at = data.index(b"elst")
        assert data[at + 7] & 1
    else:
        assert info["loop"] == 0


# What is made of a chapter


@pytest.fixture(scope="module")
def parabola() -> Recording:
    return record(load_scenario("parabola"))


@pytest.fixture(scope="module")
def true(parabola: Recording) -> FrameStore:
    """The frames of the title as they are drawn at 20 frames a second."""
    store = FrameStore()
    draw(parabola, "title", SMALL.drawn, store, looping=True)
    return store


@pytest.mark.parametrize("format", GIF_FORMATS)
def test_a_chapter_is_shown_as_it_was_drawn_and_then_held(
    parabola: Recording, true: FrameStore, tmp_path: Path, format: str
) -> None:
    path = tmp_path / f"title.{format}"
    gif = make_gif(parabola, replace(SMALL, format=format), path)
    assert (gif.size, gif.fps, gif.reduced) == ((160, 90), 20.0, False)
    pictures, durations, _ = read(path)
    assert pictures[0].shape == (90, 160, 3)
    assert sum(durations) == gif.seconds * 1000 == sum(true.lengths[:-1]) * 50 + REST * 1000
    frames = everywhere(list(true.pictures(range(len(true.lengths)))), true.lengths, 1)
    shown = everywhere(pictures, durations, 50)
    for one, other in zip(
        shown[::5], [*frames, *[frames[-1]] * 40][: len(shown)][::5], strict=True
    ):
        assert difference(one, other) < 5.0
    # The last picture is no empty ground, and it stands.
    assert shown[-1].std() > 10
    # Other formats join it with one before it that looks the same in them.
    assert REST * 1000 <= durations[-1] <= REST * 1000 + 100
    assert list(tmp_path.iterdir()) == [path]


def test_the_first_picture_is_no_empty_stage(parabola: Recording, tmp_path: Path) -> None:
    path, drawn = tmp_path / "descent.gif", FrameStore()
    make_gif(parabola, replace(SMALL, chapter="descent"), path)
    draw(parabola, "descent", SMALL.drawn, drawn, looping=True)
    (empty,), pictures = drawn.pictures([0]), read(path)[0]
    assert (pictures[0] != pictures[0][0, 0]).mean() > 1.2 * (empty != empty[0, 0]).mean()


class LastFrame:
    """A sink that remembers the size of frames, and the last of them."""

    last: np.ndarray

    def write(self, pixels: np.ndarray, repeat: int = 1) -> None:
        self.last = pixels[..., :3].copy()


@pytest.mark.parametrize("name", ["quadratic", "one-weight", "noisy-line"])
def test_a_descent_is_cut_to_what_moves_and_says_one_sentence(tmp_path: Path, name: str) -> None:
    recording = record(load_scenario(name, ["runs.0.steps=3"]))
    settings = replace(SMALL, chapter="descent", width=320)
    box = chapter_named(recording.scenario, "descent").loop(recording.scenario)
    assert box is not None
    cutout, whole, part = Cutout.of(settings, box), LastFrame(), LastFrame()
    draw(recording, "descent", cutout.quality, whole, looping=True)
    scene = draw(recording, "descent", cutout.quality, cutout.into(part), looping=True)
    (said,) = scene.sentences
    assert said.end > scene.renderer.time - 2
    gif = make_gif(recording, settings, tmp_path / "a.gif")
    pictures, durations, _ = read(gif.path)
    assert durations[-1] == REST * 1000
    assert gif.size == cutout.size == (320, round(320 * box.height / box.width))
    assert part.last.shape == (*cutout.size[::-1], 3)
    assert difference(pictures[-1], part.last) < 5.0
    ground = whole.last[0, 0]
    left, top, (width, height) = cutout.left, cutout.top, cutout.size
    shown = whole.last[top : top + height, left : left + width]
    np.testing.assert_array_equal(shown, part.last)
    # Nothing is cut: the border of what is shown is empty.
    rim = [shown[0], shown[-1], shown[:, 0], shown[:, -1]]
    assert all((line == ground).all() for line in rim)


def test_another_chapter_is_shown_whole(parabola: Recording) -> None:
    settings = replace(SMALL, chapter="step")
    assert chapter_named(parabola.scenario, "step").loop(parabola.scenario) is None
    cutout = Cutout.of(settings, None)
    assert (cutout.size, cutout.left, cutout.top) == ((160, 90), 0, 0)


def test_a_store_that_begins_later_is_shorter_by_that() -> None:
    store = FrameStore()
    for shift, repeat in ((0, 3), (1, 2), (2, 4)):
        store.write(drawing(shift), repeat)
    store.skip(4)
    assert store.lengths == [0, 1, 4]
    assert thinned(store.lengths, 1) == {1: 1, 2: 4}


def test_the_same_chapter_gives_the_same_bytes(parabola: Recording, tmp_path: Path) -> None:
    for format in GIF_FORMATS:
        order = replace(SMALL, format=format)
        one, other = (tmp_path / f"{n}.{format}" for n in "ab")
        make_gif(parabola, order, one)
        if format == "avif":
            time.sleep(1.1)  # in which a clock that is written in it goes on
        make_gif(parabola, order, other)
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("fps", RATES)
def test_a_chapter_lasts_as_long_at_every_rate(
    parabola: Recording, true: FrameStore, tmp_path: Path, fps: int
) -> None:
    path = tmp_path / "a.gif"
    gif = make_gif(parabola, replace(SMALL, width=64, fps=fps), path)
    _, durations, _ = read(path)
    assert gif.fps == fps
    assert abs(sum(durations) / 1000 - sum(true.lengths[:-1]) / 20 - REST) <= 0.5 / fps + BEAT
    # Whole frames of that rate but for the last, each of them long enough for browsers.
    assert all(duration % (1000 / fps) == 0 for duration in durations[:-1])
    assert min(durations) >= 20


@pytest.mark.parametrize("width", [64, 65, 161])
def test_any_width_will_do(parabola: Recording, tmp_path: Path, width: int) -> None:
    for format in GIF_FORMATS:
        path = tmp_path / f"a.{format}"
        gif = make_gif(parabola, replace(SMALL, width=width, fps=2, format=format), path)
        with Image.open(path) as image:
            assert image.size == gif.size == (width, round(width * 9 / 16))


@pytest.mark.parametrize(
    ("name", "theme"),
    [
        ("noisy-line", "dark"),
        ("parabola", "dark"),
        ("quadratic", "dark"),
        ("race", "dark"),
        ("two-valleys", "dark"),
        ("two-weights", "light"),
    ],
)
def test_a_descent_of_usual_size_stays_below_a_megabyte(
    tmp_path: Path, name: str, theme: str
) -> None:
    (scenario,) = load_scenarios((name,), (f"theme={theme}",))
    gif = make_gif(record(scenario), GifSettings(), tmp_path / "descent.gif")
    assert (gif.size[0], gif.fps, gif.reduced) == (640, 20.0, False)
    assert gif.path.stat().st_size < 1_000_000


# Budgets


@pytest.mark.parametrize("format", GIF_FORMATS)
def test_the_best_look_within_the_budget_is_chosen(
    parabola: Recording, tmp_path: Path, format: str
) -> None:
    order, path = replace(SMALL, format=format), tmp_path / f"a.{format}"
    make_gif(parabola, order, path)
    whole = path.stat().st_size
    gif = make_gif(parabola, replace(order, max_size=whole), path)
    assert not gif.reduced
    assert path.stat().st_size == whole
    less = make_gif(parabola, replace(order, max_size=9 * whole // 10), path)
    assert less.reduced
    assert path.stat().st_size <= 9 * whole // 10
    assert less.seconds == gif.seconds
    with Image.open(path) as image:
        assert image.size == less.size
    if format == "gif":
        assert less.size == gif.size  # what can be read is what goes last
        assert less.fps < 20 or less.detail == "128 colours"


def test_a_budget_that_cannot_be_met_says_by_how_much_and_writes_nothing(
    parabola: Recording, tmp_path: Path
) -> None:
    with pytest.raises(
        RenderError, match=r"takes \d\.\d kB at the least, [\d.]+ (bytes|kB) more than"
    ):
        make_gif(parabola, replace(SMALL, max_size=2000), tmp_path / "a.gif")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("format", GIF_FORMATS)
def test_encodings_become_ever_smaller_and_keep_their_width_longest(fps: int, format: str) -> None:
    encodings = encodings_of(GifSettings(fps=fps, format=format), (640, 360))
    drawn = GifSettings(fps=fps).drawn.fps
    assert (encodings[0].size, drawn / encodings[0].step) == ((640, 360), fps)
    assert len(set(encodings)) == len(encodings)
    widths = [encoding.size[0] for encoding in encodings]
    assert widths == sorted(widths, reverse=True)
    assert min(widths) >= 320
    work = [one.size[0] ** 1.6 / one.step * one.detail**0.3 for one in encodings]
    assert all(one > 0.8 * other for one, other in pairwise(work))


# As people call it


def test_a_gif_is_told_in_one_line_and_made_once(invoke: Invoke) -> None:
    call = ("gif", "parabola", "--chapter", "title", "--width", "160")
    first = invoke(*call)
    assert (first.exit_code, first.stderr) == (0, "parabola: title.gif (1 of 1)\n")
    path = Path("media/parabola/title.gif")
    assert first.stdout.startswith(f"{path}  0:")
    assert "  160x90  20 frames a second  256 colours  took " in first.stdout
    made = path.read_bytes()
    again = invoke(*call)
    assert (again.stderr, again.stdout.split("  ")[-1]) == ("", "up to date\n")
    # Another encoding is another picture; a damaged one is made again.
    other = invoke(*call, "--fps", "10")
    assert "10 frames a second" in other.stdout
    assert path.read_bytes() != made
    assert "took" in invoke(*call).stdout
    assert path.read_bytes() == made
    path.write_bytes(made[:500])
    assert "took" in invoke(*call).stdout
    assert path.read_bytes() == made


def test_a_budget_is_told_on_the_command_line(invoke: Invoke) -> None:
    call = ("gif", "parabola", "--chapter", "title", "--width", "160", "--max-size")
    assert " chosen " not in invoke(*call, "1MiB").stdout
    size = Path("media/parabola/title.gif").stat().st_size
    chosen = invoke(*call, f"{size / 1100:.3f}kB")
    assert chosen.exit_code == 0
    assert Path("media/parabola/title.gif").stat().st_size < size / 1.1
    assert " chosen  took " in chosen.stdout
    shutil.rmtree("media/parabola")
    refused = invoke(*call, "2kB")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "parabola: title.gif: it takes" in refused.stderr
    assert "more than the 2.0 kB allowed; allow more" in refused.stderr
    assert not Path("media/parabola").exists()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--width", "0"], "64<=x<=3840"),
        (["--width", "99999"], "64<=x<=3840"),
        (["--fps", "30"], "try 25 or 50"),
        (["--fps", "60"], "try 50"),
        (["--fps", "0"], "try 1"),
        (["--fps", "12"], "try 10 or 20"),
        (["--max-size", "0MB"], "write 1MB, 500kB or 2MiB"),
        (["--max-size", "big"], "write 1MB, 500kB or 2MiB"),
        (["--max-size", "1"], "write 1MB, 500kB or 2MiB"),
        (["--max-size", "-1MB"], "write 1MB, 500kB or 2MiB"),
        (["--max-size", "1" * 40 + "MB"], "write 1MB, 500kB or 2MiB"),
        (["--format", "bmp"], "'gif', 'webp', 'apng', 'avif'"),
        (["--chapter", "titel"], 'did you mean "title"?'),
        (["--chapter", "../title"], "among title, "),
        (["--theme", "pink"], "'dark', 'light'"),
    ],
)
def test_the_users_mistakes_end_with_status_2(
    invoke: Invoke,
    arguments: list[str],
    expected: str,
) -> None:
    result = invoke("gif", "parabola", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr
    assert not Path("media").exists()


@pytest.mark.parametrize(
    ("text", "size"),
    [("1MB", 1_000_000), ("500kB", 500_000), ("2MiB", 2 << 20), ("1.5 mib", 3 << 19), ("9b", 9)],
)
def test_sizes_are_read_as_people_write_them(text: str, size: int) -> None:
    from click import Context, Option

    from gradreel.cli import gif
    from gradreel.pipeline.terminal.values import in_bytes

    assert in_bytes(Context(gif), Option(["--max-size"]), text) == size


def test_a_long_wide_store_takes_little_memory(tmp_path: Path, repository: Path) -> None:
    """In a process of its own, whose peak is measured: 150 pictures would be 930 MB."""
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak is found by /proc")
    code = """
import sys
import numpy as np
from pathlib import Path
from gradreel.pipeline.gif.frame_store import FrameStore
from gradreel.pipeline.gif.cutout import Cutout
from gradreel.pipeline.gif.frame_sequence import FrameSequence
from gradreel.pipeline.gif.gif_file import write_gif
store, canvas = FrameStore(), np.full((1080, 1920, 4), 255, np.uint8)
for n in range(150):
    canvas[:, :, 0] = np.arange(n, n + 1920) % 256
    store.write(canvas)
sequence = FrameSequence(store, 5, 8, (1920, 1080))
write_gif(sequence, 64, Path(sys.argv[1]), 10_000_000_000)
print(next(line for line in open('/proc/self/status') if 'VmHWM' in line).split()[1])
"""
    command = [sys.executable, "-c", code, str(tmp_path / "a.gif")]
    result = subprocess.run(command, cwd=repository, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) * 1024 < 400e6
