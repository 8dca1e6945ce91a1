"""--cluster: which addresses it takes, and what it says where there is no cluster."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gradreel import cli
from gradreel.pipeline.terminal.clusters import cluster_at
from tests.small_files import CURVE

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder with f.toml in it."""
    monkeypatch.chdir(tmp_path)
    Path("f.toml").write_text(CURVE)
    return lambda *arguments: CliRunner().invoke(cli.main, arguments)


@pytest.mark.parametrize(
    "address", ["tcp://host:8786", "tls://10.0.0.5:8786", "tcp://[::1]:8786", "local:8"]
)
def test_schedulers_and_so_many_processes_here_are_clusters(address: str) -> None:
    assert str(cluster_at(address).address) == address  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "address",
    [
        *("", "host", "host:8786", "http://host:8786", "tcp://", "tcp://host", "tcp://:8786"),
        *("tcp://host:0", "tcp://host:99999", "tcp://host:port", "tcp://host:8786/x", "tcp://[::1"),
        *("tcp://me@host:8786", "local", "local:", "local:0", "local:-1", "local:1.5", "local:x"),
        *("tcp://host:8786 ", "tcp://ho st:8786", "local:99999", "inproc://1/2", "tcp://host\n:1"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(run: Run, address: str) -> None:
    result = run("batch", "f.toml", "--cluster", address)
    assert result.exit_code == 2
    sentence = "is no cluster; write tcp://host:8786, tls://host:8786, or local:4 for one of 4"
    assert sentence in " ".join(result.stderr.split())
    assert not Path("media").exists()


def test_a_number_of_processes_here_and_a_cluster_are_refused(run: Run) -> None:
    for order in (["-j", "2", "--cluster", "local:2"], ["--cluster", "local:2", "-j", "2"]):
        result = run("batch", "f.toml", *order)
        assert result.exit_code == 2
        assert "--jobs and --cluster: leave out one of them." in result.stderr


def test_without_dask_it_says_how_to_install_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "gradreel.pipeline.terminal.clusters.find_spec",
        lambda name: None if name == "distributed" else find(name),
    )
    result = run("render", "f.toml", "--cluster", "local:2")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: --cluster needs Dask: pip install 'gradreel[cluster]'"
    )


def test_where_no_scheduler_answers_it_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = pytest.importorskip("gradreel.pipeline.cluster.connection")
    monkeypatch.setattr(connection, "ANSWERS_WITHIN", 0.5)
    result = run("batch", "f.toml", "--cluster", "tcp://127.0.0.1:1")
    assert (result.exit_code, result.stderr) == (
        1,
        "tcp://127.0.0.1:1: no scheduler answers there: start one with dask scheduler, and give "
        "the address that it prints\n",
    )
    assert list(Path("media/.cache").glob(".*")) == []
    assert run("batch", "f.toml", "--cluster", "tcp://127.0.0.1:1", "--dry-run").exit_code == 0


def test_without_certificates_an_encrypted_connection_says_where_they_are_read_from(
    run: Run,
) -> None:
    pytest.importorskip("distributed")
    result = run("batch", "f.toml", "--cluster", "tls://127.0.0.1:1")
    assert result.exit_code == 1
    assert result.stderr.startswith("tls://127.0.0.1:1: TLS expects a `ssl_context` argument")
    assert result.stderr.endswith("from Dask's configuration, distributed.comm.tls\n")
