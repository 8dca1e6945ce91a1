"""The OpenGL context that surfaces are drawn with, and whether there is a driver for it."""

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
    """There is no OpenGL driver to draw surfaces with."""


@cache
def context() -> Any:
    """The OpenGL context of this process, without a window.

    All pictures share it, because drivers keep some memory for every context ever created.
    Raises GraphicsError if there is no driver.
    """
    new = _new_context()
    new.gc_mode = "auto"  # frees what a picture needed together with the picture
    return new


@cache
def available() -> bool:
    """Whether there is a driver; tried once per process."""
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
