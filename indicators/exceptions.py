"""Refusals that somebody can act on. The message is Dutch and is shown as it is."""

from __future__ import annotations


class FigureRefusedError(Exception):
    """A figure cannot be entered, corrected or withdrawn like this. ``field``: of the form; empty: the whole form."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
