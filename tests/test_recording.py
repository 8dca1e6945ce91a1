"""Recordings on disk: they load back equal, or are refused in one sentence."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from solver_cases import formula, run, scenario

from gradreel.scenarios.files import write_atomically
from gradreel.solver.descent import record
from gradreel.solver.message import Message, message
from gradreel.solver.recording import VERSION, Ending, Outcome, Recording
from gradreel.solver.run_record import CARRIED, RecordingError, RunRecord
from gradreel.solver.steps_file import read_steps

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def recorded() -> Recording:
    runs = [run(1, -2, steps=4, name="one"), run(0.3, 5, lr=0.7, steps=2, optimizer="Adam")]
    return record(scenario(formula("x**2 + exp(y)/3", "x", "y"), *runs))


def refused() -> RunRecord:
    """A run whose second step leads to where the loss has no value."""
    return record(scenario(formula("log(x) + x/4"), run(4, lr=5, steps=9))).runs[0]


TEXTS = st.text(max_size=40)
MESSAGES: st.SearchStrategy[Message] = st.deferred(
    lambda: st.builds(
        lambda id, values: message(id, **values),
        TEXTS,
        st.dictionaries(TEXTS, TEXTS | st.integers() | MESSAGES, max_size=2),
    )
)


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    """Recordings of any finite numbers at all."""
    steps = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    plan = scenario(formula("x*y", "x", "y"), *(run(0, 0, steps=n) for n in steps))
    records = []
    for one, n in zip(plan.runs, steps, strict=True):
        numbers = draw(st.lists(FINITE, min_size=10 * n + 5, max_size=10 * n + 5))
        points, loss, grad, lr, ways = np.split(
            np.array(numbers), np.cumsum([2 * n + 2, n + 1, 2 * n + 2, n])
        )
        beyond = np.array(draw(st.lists(st.tuples(FINITE, FINITE), max_size=1))).reshape(-1, 2)
        ending = Ending(draw(st.sampled_from(Outcome)), draw(MESSAGES))
        shape = (n + 1, 2)
        arrays = {
            "parameters": points.reshape(shape),
            "loss": loss,
            "grad": grad.reshape(shape),
            "lr": lr,
            "counts": np.ones((n, 3), dtype=np.int64),
            "batch": np.empty((0, 0), dtype=np.int64),
            "seen_loss": np.empty(0),
            "seen_grad": np.empty((0, 2)),
            "ways": ways.reshape(2, n, 2),
            "beyond": beyond,
            f"{CARRIED}velocity": points.reshape(shape)[1:],
        }
        records.append(RunRecord.of_arrays(one, ending, arrays))
    return Recording(plan, tuple(records))


@given(recordings())
def test_an_npz_loads_back_equal(tmp_path_factory: pytest.TempPathFactory, it: Recording) -> None:
    path = tmp_path_factory.getbasetemp() / "any.npz"
    it.save(path)
    assert Recording.load(path) == it


@given(recordings())
def test_a_csv_reads_back_equal(tmp_path_factory: pytest.TempPathFactory, it: Recording) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    it.write_csv(path)
    rows = read_steps(path)
    assert len(rows) == len(it.runs)
    for row, one in zip(rows, it.runs, strict=True):
        assert np.array_equal(row.parameters, one.parameters)
        assert np.array_equal(row.loss, one.loss)
        assert np.array_equal(row.grad, one.grad)


def test_equality_sees_every_number() -> None:
    it = recorded()
    assert it == recorded()
    for name in ("parameters", "loss", "grad", "lr", "counts", "ways"):
        array = getattr(it.runs[0], name).copy()
        array.flat[-1] += 1
        other = replace(it.runs[0], **{name: array})
        assert it != replace(it, runs=(other, it.runs[1])), name
    assert it.runs[0] != "a recording"
    assert refused() != replace(refused(), beyond=refused().beyond - 1)


def test_the_place_of_a_refused_step_is_recorded() -> None:
    one = refused()
    assert one.parameters.tolist() == [[4.0], [1.5]]
    assert one.beyond == pytest.approx(np.array([[1.5 - 5 * (1 / 1.5 + 1 / 4)]]))
    assert recorded().runs[0].beyond.shape == (0, 2)
    with pytest.raises(ValueError, match=r"beyond has the shape \(2, 1\) instead of \(1, 1\)"):
        replace(one, beyond=np.zeros((2, 1)))


def test_a_recording_is_read_only() -> None:
    one = recorded().runs[0]
    with pytest.raises(ValueError, match="read-only"):
        one.loss[0] = 1


def test_a_recording_does_not_change_with_the_array_it_was_made_of() -> None:
    one = recorded().runs[0]
    loss = one.loss.copy()
    other = replace(one, loss=loss)
    loss[:] = 0
    assert other == one


@pytest.mark.parametrize("fault", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_no_recording(fault: float) -> None:
    one = recorded().runs[0]
    grad = one.grad.copy()
    grad[1, 1] = fault
    with pytest.raises(ValueError, match="grad holds a number that is not finite"):
        replace(one, grad=grad)


def test_arrays_that_disagree_are_no_recording() -> None:
    one = recorded().runs[0]
    with pytest.raises(ValueError, match=r"lr has the shape \(3,\) instead of \(4,\)"):
        replace(one, lr=one.lr[1:])


def test_equal_recordings_are_equal_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded().save(tmp_path / "a.npz")
    monkeypatch.setattr(time, "time", lambda: 2e9)
    recorded().save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_the_csv_has_the_promised_columns_and_full_precision(tmp_path: Path) -> None:
    it = recorded()
    it.write_csv(tmp_path / "it.csv")
    lines = (tmp_path / "it.csv").read_bytes().decode().split("\n")
    moments = "first_moment", "second_moment"
    carried = [f"{name}_{p}" for name in moments for p in "xy"]
    corrected = [f"{name}_corrected_{p}" for name in moments for p in "xy"]
    step = ["lr", "losses", "gradients", "hessians", *carried, *corrected]
    assert lines[0].split(",") == ["run", "step", "x", "y", "loss", "grad_x", "grad_y", *step]
    second = it.runs[1]
    assert lines[1 + 5 + 1].startswith(
        ",".join(
            ["1", "1", *map(repr, [*second.parameters[1].tolist(), second.loss[1].item()])]
            + [repr(number) for number in second.grad[1].tolist()]
            + ["0.7", "1", "1", "0", repr(second.carried["first_moment"][0, 0].item())]
        )
    )
    assert lines[1].endswith("," * 12)
    assert lines[-1] == ""
    assert len(lines) == 1 + 5 + 3 + 1


@given(st.data())
def test_no_damaged_byte_passes_unnoticed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.npz"
    it = recorded()
    it.save(path)
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    with suppress(RecordingError):
        assert Recording.load(path) == it  # dates and the like in the zip mean nothing


@given(st.data())
def test_a_truncated_npz_is_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.npz"
    recorded().save(path)
    content = path.read_bytes()
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    with pytest.raises(RecordingError, match="is damaged or no recording"):
        Recording.load(path)


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "not ours")


def _npz(path: Path) -> None:
    np.savez(path, header=_header({"format": "another"}), loss=np.zeros(3))


def _pickle(path: Path) -> None:
    np.savez(path, header=np.array([print], dtype=object))


def _future(path: Path) -> None:
    _with_header(path, version=VERSION + 1)


def _other_runs(path: Path) -> None:
    _with_header(path, endings=[])


def _sentences(path: Path) -> None:
    _with_header(path, endings=[["converged", "It ended.", None, []]] * 2)


def _with_header(path: Path, **changes: object) -> None:
    recorded().save(path)
    members = dict(np.load(path))
    header = json.loads(members["header"].tobytes()) | changes
    np.savez(path, **members | {"header": _header(header)})


def _header(content: dict[str, object]) -> np.ndarray:
    return np.frombuffer(json.dumps(content).encode(), dtype=np.uint8)


def _one_array_less(path: Path) -> None:
    recorded().save(path)
    members = dict(np.load(path))
    del members["runs.1.loss"]
    np.savez(path, **members)


FOREIGN: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "cannot be read: No such file or directory"),
    "a folder": (lambda path: path.mkdir(), "cannot be read: Is a directory"),
    "empty": (lambda path: path.write_bytes(b""), "is damaged or no recording"),
    "a text": (lambda path: path.write_text("hello\n"), "is damaged or no recording"),
    "an npy": (lambda path: path.write_bytes(_npy()), "is damaged or no recording"),
    "a pickle": (_pickle, "is damaged or no recording"),
    "a zip": (_zip, "not a gradreel recording"),
    "another npz": (_npz, "not a gradreel recording"),
    "from the future": (
        _future,
        f"has the format version {VERSION + 1}, this gradreel reads version {VERSION}",
    ),
    "too few runs": (_other_runs, "its parts do not fit together"),
    "sentences in place of messages": (_sentences, "its parts do not fit together"),
    "an array less": (_one_array_less, "its parts do not fit together"),
}


def _npy() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(3))
    return buffer.getvalue()


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_npz_is_refused_in_one_sentence(tmp_path: Path, kind: str) -> None:
    make, fault = FOREIGN[kind]
    path = tmp_path / "it.npz"
    make(path)
    with pytest.raises(RecordingError) as caught:
        Recording.load(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


HEAD = "run,step,x,loss,grad_x\n"
FOREIGN_CSV = {
    "": "line 1 is not the head",
    "a,b\n1,2\n": "line 1 is not the head",
    "run,step,loss\n0,0,1.0\n": "line 1 is not the head",
    "run,step,x,loss,grad_y\n0,0,1.0,2.0,3.0\n": "line 1 is not the head",
    HEAD: "is cut off in line 2",
    HEAD + "0,0,1.0,2.0,3.0": "is cut off in line 2",
    HEAD + "0,0,1.0,2.0,3.0\n0,1,1.0,2.0": "is cut off in line 3",
    HEAD + "0,0,1.0,2.0,3.0\n0,1,1.0,2.0\n": "line 3 is not the row",
    HEAD.replace("\n", ",lr\n") + "0,0,1.0,2.0,3.0,\n0,1,1.0,2.0,3.0\n": "line 3 is not the row",
    HEAD + "0,0,1.0,2.0,3.0\n0,2,1.0,2.0,3.0\n": "line 3 is not the row",
    HEAD + "0,0,1.0,2.0,3.0\n2,0,1.0,2.0,3.0\n": "line 3 is not the row",
    HEAD + "0,1,1.0,2.0,3.0\n": "line 2 is not the row",
    HEAD + "0,0,1.0,two,3.0\n": "line 2 is not the row",
    HEAD + "0,0,1.0,nan,3.0\n": "line 2 is not the row",
    HEAD + "\n": "line 2 is not the row",
}


@pytest.mark.parametrize("text", FOREIGN_CSV)
def test_a_foreign_or_cut_csv_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "it.csv"
    path.write_bytes(text.encode())
    with pytest.raises(RecordingError) as caught:
        read_steps(path)
    assert str(caught.value).startswith(f"{path}: {FOREIGN_CSV[text]}")


def test_a_csv_that_is_not_text_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "it.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecordingError, match="is not a text file"):
        read_steps(tmp_path / "it.csv")
    with pytest.raises(RecordingError, match="No such file or directory"):
        read_steps(tmp_path / "other.csv")


@pytest.mark.parametrize("fault", [OSError("disk full"), KeyboardInterrupt()])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, fault: BaseException
) -> None:
    path = tmp_path / "it.npz"
    path.write_text("old")

    def write_half() -> None:
        with write_atomically(path) as temporary:
            temporary.write_text("ne")
            assert path.read_text() == "old"
            raise fault

    with pytest.raises(type(fault)):
        write_half()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_cannot_take_its_place_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "it.npz"
    (path / "occupied").mkdir(parents=True)
    with pytest.raises(OSError, match="exists already, and is not a file"):
        recorded().save(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_makes_its_folder_and_keeps_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "new" / "lesson.mp4"
    with write_atomically(path) as temporary:
        assert temporary.parent == path.parent
        assert temporary.suffix == ".mp4"
        temporary.write_text("whole")
    assert path.read_text() == "whole"
    assert list(path.parent.iterdir()) == [path]
