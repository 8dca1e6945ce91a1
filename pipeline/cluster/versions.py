"""What must be the same on all machines, so that they make the same bytes."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from functools import cache

from gradreel.pipeline.build.sources import digest_of_all, library_versions

_CODE = "gradreel"
_SHOWN = 12  # hexadecimal digits of a digest


@cache
def versions() -> dict[str, str]:
    """The versions of Python, of the libraries and of our code in this process, by name."""
    return {
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "processor": platform.machine(),
        **library_versions(),
        _CODE: digest_of_all()[:_SHOWN],
    }


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> tuple[str, ...]:
    """What differs between two machines, as `numpy 2.3.0 there, 2.2.1 here`."""
    names = [name for name in {**here, **there} if there.get(name) != here.get(name)]
    # The digest of our code also holds the versions of the libraries.
    told = [name for name in names if name != _CODE] or names
    return tuple(
        f"{name} {there.get(name, 'missing')} there, {here.get(name, 'missing')} here"
        for name in told
    )
