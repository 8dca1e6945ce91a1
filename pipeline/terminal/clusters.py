"""The cluster that a command is given."""

from __future__ import annotations

from importlib.util import find_spec

import click

from gradreel.pipeline.build import Executor
from gradreel.pipeline.cluster.address import ClusterAddress
from gradreel.pipeline.terminal.streams import say


def cluster_at(text: str) -> Executor:
    """An executor for an address. Raises click.BadParameter and click.UsageError."""
    try:
        address = ClusterAddress.of(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no cluster; write tcp://host:8786, tls://host:8786, or local:4 for one "
            "of 4 processes here."
        ) from None
    if not find_spec("distributed"):
        raise click.UsageError("--cluster needs Dask: pip install 'gradreel[cluster]'")
    from gradreel.pipeline.cluster.executor import Cluster

    return Cluster(address, lambda sentence: say(sentence, err=True))
