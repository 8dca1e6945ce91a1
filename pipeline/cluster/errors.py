"""What can be wrong with a cluster."""

from __future__ import annotations

from gradreel.scenarios.errors import GradreelError


class ClusterError(GradreelError):
    """A cluster cannot be reached, or cannot do what it is asked for."""
