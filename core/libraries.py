"""Libraries of the system that only some of the work needs. Pure: no Django."""

from __future__ import annotations

from ctypes.util import find_library

PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
"""What lays out the text of a PDF."""
PANGO_REMEDY = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def missing(names: tuple[str, ...]) -> list[str]:
    """Those that this machine does not have."""
    return [name for name in names if find_library(name) is None]
