"""What a process does once, when everything is loaded."""

from __future__ import annotations

import gc

from django.urls import get_resolver


def settle() -> None:
    """Leave what is loaded out of every look for garbage: it stays for good, and looking costs more than some pages."""
    get_resolver().url_patterns  # noqa: B018 - loads every view
    gc.collect()
    gc.freeze()
