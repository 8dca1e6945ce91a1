"""A page that shows a scenario while its file is edited."""

from gradreel.pipeline.watch.edition import ScenarioFile
from gradreel.pipeline.watch.watch import watch

__all__ = ["ScenarioFile", "watch"]
