"""Renew the control frames: `python tests/control_frames`, or with the names of chapters."""

from __future__ import annotations

import sys
from pathlib import Path

# In place of this folder, whose modules may be called like those of Python.
sys.path[0] = str(Path(__file__).parent.parent)

from control_frames.renewing import renew  # noqa: E402

if __name__ == "__main__":
    renew()
