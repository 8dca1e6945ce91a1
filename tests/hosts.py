"""Tasks on workers in network namespaces of their own: `unshare --net python tests/hosts.py DIR`.

Each stands for a host: with its own address, and its own disk for what it keeps. In the middle, the
cable of one is pulled. Prints the sentences for the user, and the words of the results.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from gradreel.pipeline.cluster.address import ClusterAddress
from gradreel.pipeline.cluster.executor import Cluster
from tests.own_cluster import wait_for
from tests.small_tasks import Copy, Patient

SCHEDULER = "tcp://10.77.0.1:8786"
DASK = [sys.executable, str(Path(sys.executable).parent / "dask")]
# A cable that is pulled is noticed after this long; Dask allows no less.
os.environ["DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP"] = "11s"


def ip(*arguments: str, within: int = 0) -> None:
    prefix = ["nsenter", "-t", str(within), "-n"] if within else []
    subprocess.run([*prefix, "ip", *arguments], check=True)


def host(number: int, disk: Path) -> subprocess.Popen[bytes]:
    """A host with a worker on it, at the end of the cable `cable<number>`."""
    disk.mkdir()
    script = 'mount -t tmpfs none "$0" && read _ && exec "$@"'
    worker = [*DASK, "worker", SCHEDULER, "--no-nanny", "--no-dashboard", "--nthreads", "1"]
    worker += ["--local-directory", str(disk)]
    process = subprocess.Popen(
        ["unshare", "--net", "--mount", "sh", "-c", script, str(disk), *worker],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while os.readlink(f"/proc/{process.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
        time.sleep(0.01)
    ip("link", "add", f"cable{number}", "type", "veth", "peer", "eth0", "netns", str(process.pid))
    ip("link", "set", f"cable{number}", "master", "switch", "up")
    ip("addr", "add", f"10.77.0.{number}/24", "dev", "eth0", within=process.pid)
    for device in ("lo", "eth0"):
        ip("link", "set", device, "up", within=process.pid)
    assert process.stdin
    process.stdin.write(b"go\n")
    process.stdin.flush()
    return process


def main(folder: Path) -> None:
    ip("link", "set", "lo", "up")
    ip("link", "add", "switch", "type", "bridge")
    ip("addr", "add", "10.77.0.1/24", "dev", "switch")
    ip("link", "set", "switch", "up")
    scheduler = subprocess.Popen(
        [*DASK, "scheduler", "--host", "10.77.0.1", "--no-dashboard"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    processes = [scheduler, host(2, folder / "disk2"), host(3, folder / "disk3")]
    wait_for(2, SCHEDULER)
    given = folder / "given.txt"
    given.write_text("given")
    patient = [Patient("a", folder, cost=2), Patient("b", folder, cost=2)]

    def pull() -> None:
        while not all(task.tried() for task in patient):
            time.sleep(0.05)
        ip("link", "set", "cable3", "down")
        for task in patient:
            (folder / f"{task.label}.go").touch()

    threading.Thread(target=pull, daemon=True).start()
    try:
        with Cluster(ClusterAddress.of(SCHEDULER), print).session(folder / "cache") as session:
            for task in [*patient, *(Copy(name, folder) for name in "cdef")]:
                session.submit(task, [given])
            for done in session.finished():
                print(done.task.label, done.failure or done.path.read_text())
        assert list(folder.glob("disk*/*")) == []
    finally:
        for process in processes:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
