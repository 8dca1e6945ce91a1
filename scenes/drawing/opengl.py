"""Whether there is an OpenGL driver to draw surfaces with."""

from __future__ import annotations

from functools import cache
from typing import Any

import moderngl

MISSING = (
    "no OpenGL driver found: surfaces are drawn slowly without it "
    "(on Debian or Ubuntu try: apt-get install libegl1 libgl1-mesa-dri)"
)


class GraphicsError(RuntimeError):
    """No OpenGL driver can be had for drawing surfaces."""


def new_context() -> Any:
    """An OpenGL context without a window. Raises GraphicsError where there is no driver."""
    try:
        return moderngl.create_context(standalone=True, backend="egl")
    except Exception as error:
        raise GraphicsError(MISSING) from error


@cache
def available() -> bool:
    """Whether a context can be had; asked of the driver once."""
    try:
        new_context().release()
    except GraphicsError:
        return False
    return True
