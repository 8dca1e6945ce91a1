"""The build: an executor makes what is missing of the targets' outputs, and nothing twice."""

from gradreel.pipeline.build.build import build, build_or_raise, plan
from gradreel.pipeline.build.built import Built, Product
from gradreel.pipeline.build.executor import Executor, InProcess
from gradreel.pipeline.build.graph import Target
from gradreel.pipeline.build.nearby import Nearby
from gradreel.pipeline.build.process_pool import ProcessPool
from gradreel.pipeline.build.progress import Progress, Report, State

__all__ = [
    "Built",
    "Executor",
    "InProcess",
    "Nearby",
    "ProcessPool",
    "Product",
    "Progress",
    "Report",
    "State",
    "Target",
    "build",
    "build_or_raise",
    "plan",
]
