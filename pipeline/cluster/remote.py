"""The side of the workers: a task is done in a process of ours, and its result kept."""

from __future__ import annotations

import atexit
import pickle
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from distributed import get_worker

from gradreel.pipeline.build.cache import Cache
from gradreel.pipeline.cluster.parcel import Answer, Parcel, UnlikeError, digest_of
from gradreel.pipeline.cluster.processes import DiedError, Processes
from gradreel.pipeline.cluster.versions import differences, versions

KEPT = "gradreel-cache"  # the name of the folder beside those of Dask's workers
_DIGITS = 32  # of a digest, in names of files of the cache

_lock = threading.Lock()
_processes: dict[Path, Processes] = {}


def do(parcel: bytes, inputs: Sequence[bytes]) -> Answer:
    """Do a task of a caller whose versions are the same, or find its result in the cache."""
    worker, since = get_worker(), time.monotonic()
    opened: Parcel = pickle.loads(parcel)
    if unlike := differences(versions(), opened.versions):
        return Answer(worker.address, unlike=unlike)
    if tuple(map(digest_of, inputs)) != opened.digests:
        return Answer(worker.address)  # whose digest is wrong: damaged on the way
    folder = Path(worker.local_directory).parent / KEPT
    try:
        content, value = _result(opened, inputs, folder)
    except DiedError:
        return Answer(worker.address, deaths=1)
    except UnlikeError as error:
        return Answer(worker.address, unlike=(str(error),))
    except OSError as error:
        error.filename = str(folder)
        return Answer(worker.address, failure=error)
    except Exception as error:
        return Answer(worker.address, failure=error)
    seconds = time.monotonic() - since
    return Answer(worker.address, seconds, value, content, digest_of(content, value))


def end_processes() -> None:
    """End the processes that do tasks for this one."""
    with _lock:
        while _processes:
            _processes.popitem()[1].end()


def _result(parcel: Parcel, inputs: Sequence[bytes], folder: Path) -> tuple[bytes, Any]:
    """What a task writes, and its value. Raises DiedError or OSError, or what the task raised."""
    cache, processes = Cache(folder), _processes_in(folder)
    if parcel.key and (found := cache.artifact(parcel.key, parcel.suffix)):
        return found.path.read_bytes(), found.value
    paths = [
        _kept(cache, processes, content, digest[:_DIGITS], suffix)
        for content, digest, suffix in zip(inputs, parcel.digests, parcel.suffixes, strict=True)
    ]
    path = processes.path(parcel.suffix)
    try:
        value, failure = processes.do(parcel, path, paths)
        if failure:
            raise failure
        content = path.read_bytes()
        if parcel.key:
            cache.keep(parcel.key, path, value)
        return content, value
    finally:
        path.unlink(missing_ok=True)
        processes.now_and_then(cache.prune)


def _kept(cache: Cache, processes: Processes, content: bytes, key: str, suffix: str) -> Path:
    """The path of an input in the cache."""
    if found := cache.artifact(key, suffix):
        return found.path
    path = processes.path(suffix)
    path.write_bytes(content)
    return cache.keep(key, path, {}).path


def _processes_in(folder: Path) -> Processes:
    with _lock:
        if folder not in _processes:
            _processes[folder] = Processes(folder)
            atexit.register(end_processes)
        return _processes[folder]
