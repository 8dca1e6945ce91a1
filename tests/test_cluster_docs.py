"""The page about clusters: its commands, its settings of Dask, and its figures."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import dask.config
import distributed  # noqa: F401 (which adds its settings to those of dask)
import pytest
import yaml
from distributed.cli.dask_scheduler import main as dask_scheduler
from distributed.cli.dask_worker import main as dask_worker

from gradreel import cli
from gradreel.pipeline.build import cache
from gradreel.pipeline.cluster import executor, remote
from gradreel.pipeline.cluster.address import ClusterAddress
from tests.test_container import rests

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/cluster.md").read_text(encoding="utf-8")
OTHER = (ROOT / "docs/container.md").read_text(encoding="utf-8")
KUBERNETES: dict[str, Any] = yaml.safe_load((ROOT / "docs/examples/dask-cluster.yml").read_text())
DASK = {"scheduler": dask_scheduler, "worker": dask_worker}
LINES = [
    line
    for block in re.findall(r"```\w+\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]


def given(command: click.Command, words: list[str]) -> dict[str, Any]:
    """The options and arguments of a command line. Raises click.UsageError."""
    context = click.Context(command)
    options, left, _ = command.make_parser(context).parse_args([*words])
    assert not left
    return options


def of(program: str) -> list[list[str]]:
    return [shlex.split(line)[1:] for line in LINES if line.startswith(f"{program} ")]


def test_the_commands_of_gradreel_are_ones_that_it_knows() -> None:
    lines = of("gradreel")
    assert len(lines) >= 4
    addresses = [given(cli.main.commands[name], words)["cluster"] for name, *words in lines]
    assert {str(ClusterAddress.of(address)) for address in addresses} == set(addresses)
    assert any(address.startswith("local:") for address in addresses)
    # What the text names beside: "gradreel batch and gradreel render".
    for name in re.findall(r"`gradreel (\w+)`", PAGE):
        assert [p for p in cli.main.commands[name].params if "--cluster" in p.opts], name


def test_the_commands_of_dask_are_ones_that_it_knows() -> None:
    lines = of("dask")
    container = re.findall(r"--entrypoint dask gradreel (.*)", OTHER)
    lines += [shlex.split(line) for line in container]
    assert {name for name, *_ in lines} == {*DASK}
    for name, *words in lines:
        assert given(DASK[name], words)
    options = [p for command in DASK.values() for p in command.params]
    known = {name for p in options for name in (*p.opts, *p.secondary_opts)}
    for option in re.findall(r"`(--[a-z-]+)(?: [^`]*)?`", PAGE):
        assert option in known | {"--cluster"}, option


def leaves(settings: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for key, value in settings.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}"


def test_the_settings_are_those_of_dask() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    names = [*leaves(yaml.safe_load(block))]
    assert len(names) == 8
    for name in names:
        assert dask.config.get(name, "missing") != "missing", name
    variables = {*re.findall(r"\bDASK_(\w+)", PAGE)}
    assert len(variables) == 2
    for variable in variables:
        name = variable.lower().replace("__", ".").replace("_", "-")
        assert name in names or dask.config.get(name, "missing") is True, name


def test_workers_are_started_without_the_profile_that_grows_and_again_when_they_end() -> None:
    setting = "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False"
    assert dask.config.collect_env(dict([setting.split("=")])) == {
        "distributed": {"worker": {"profile": {"enabled": False}}}
    }
    assert f"export {setting}" in LINES
    assert f'    job_script_prologue=["export {setting}"],' in LINES
    assert setting in shlex.split(rests("ENV", 1)[0])
    (loop,) = (line for line in LINES if line.startswith("while "))
    assert re.fullmatch(r"while sleep 5; do (dask worker .*); done", loop)[1] in LINES  # type: ignore[index]


def test_its_python_is_python() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    compile(block, "the page", "exec")


def test_its_figures_are_those_of_the_program() -> None:
    assert f"{executor.PATIENCE / 60:.0f}" == "10"
    assert "for up to ten minutes" in PAGE
    assert f"`/scratch/dask-scratch-space/{remote.KEPT}`" in PAGE
    assert f"up to {cache._MOST / 1e9:.0f} GB" in PAGE


@pytest.mark.parametrize("role", ["scheduler", "worker"])
def test_what_kubernetes_starts_is_the_image_and_knows_its_options(role: str) -> None:
    (container,) = KUBERNETES["spec"][role]["spec"]["containers"]
    (other,) = KUBERNETES["spec"]["worker"]["spec"]["containers"]
    assert container["image"] == other["image"]
    assert container["command"] == ["dask"]
    name, *words = container["args"]
    assert name == role
    given(DASK[role], words)
    assert container["securityContext"]["runAsNonRoot"] is True
    if role == "worker":
        (volume,) = rests("VOLUME", 1)
        assert [mount["mountPath"] for mount in container["volumeMounts"]] == [volume]
        assert f"--local-directory={volume}" in words


def test_the_names_in_kubernetes_are_those_of_the_page() -> None:
    name, scheduler = KUBERNETES["metadata"]["name"], KUBERNETES["spec"]["scheduler"]
    # As the operator makes them of the cluster's name.
    assert f"service/{name}-scheduler 8786:8786" in PAGE
    assert f"daskworkergroup {name}-default" in PAGE
    assert scheduler["service"]["selector"]["dask.org/cluster-name"] == name
    ports = {port["name"] for port in scheduler["spec"]["containers"][0]["ports"]}
    assert {port["targetPort"] for port in scheduler["service"]["ports"]} == ports
