"""Refusals that somebody can act on. The message is Dutch and is shown as it is."""

from __future__ import annotations


class DecisionRefusedError(Exception):
    """A decision cannot be recorded, moved or closed like this. ``field``: which one is wrong; empty: none."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class DecisionChangedError(DecisionRefusedError):
    """Somebody else was first: the decision is not any more what stood on the page."""
