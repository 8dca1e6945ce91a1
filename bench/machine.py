"""A description of this machine."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import moderngl


def machine() -> str:
    """The processor, its cores, and what draws by OpenGL."""
    return f"{_processor()}, {os.cpu_count()} cores; {_drawer()}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _drawer() -> str:
    try:
        context = moderngl.create_context(standalone=True, backend="egl")
    except Exception:
        return "no OpenGL"
    return str(context.info["GL_RENDERER"])
