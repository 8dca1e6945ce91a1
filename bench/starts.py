"""How much CPU short commands take, most of which goes into loading libraries."""

from __future__ import annotations

from itertools import count
from statistics import median

from bench.alone import run
from bench.figure import Figure, Plan

_SCENARIO = "quadratic"


def starts(plan: Plan) -> list[Figure]:
    """CPU seconds of commands, with those of the processes that they start."""
    folder = ["-o", str(plan.folder / "starts")]
    run(["-m", "gradreel", "solve", _SCENARIO, *folder])
    moments = count(2)

    def still() -> list[str]:
        """Another moment each time, so that its picture is not there yet."""
        return ["still", _SCENARIO, "--at", str(next(moments)), "-q", "l", *folder]

    commands = {
        "list": lambda: ["list"],
        "validate": lambda: ["validate", _SCENARIO],
        "still of what is recorded": still,
    }
    targets = {"list": 0.5, "validate": 0.5}
    return [
        Figure(
            f"CPU of gradreel {name}",
            median(run(["-m", "gradreel", *command()]).cpu for _ in range(plan.times)),
            "s",
            targets.get(name, 2.0),
            "at most",
        )
        for name, command in commands.items()
    ]
