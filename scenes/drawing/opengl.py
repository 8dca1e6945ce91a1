"""Whether there is an OpenGL driver to draw surfaces with."""

from __future__ import annotations

from functools import cache
from typing import Any

import moderngl

from gradreel.scenarios.errors import GradreelError

MISSING = (
    "no OpenGL driver found: surfaces are drawn slowly without it "
    "(on Debian or Ubuntu try: apt-get install libegl1 libgl1-mesa-dri)"
)


class GraphicsError(GradreelError):
    """No OpenGL driver can be had for drawing surfaces."""


@cache
def context() -> Any:
    """The OpenGL context of this process, without a window.

    There is one for all pictures, because drivers keep some memory of each one that there ever was.
    Raises GraphicsError where there is no driver.
    """
    made = _new_context()
    made.gc_mode = "auto"  # what a picture needed goes with it
    return made


@cache
def available() -> bool:
    """Whether a context can be had; asked of the driver once."""
    if not context.cache_info().currsize:
        try:
            _new_context().release()
        except GraphicsError:
            return False
    return True


def _new_context() -> Any:
    try:
        return moderngl.create_context(standalone=True, backend="egl")
    except Exception as error:
        raise GraphicsError(MISSING) from error
