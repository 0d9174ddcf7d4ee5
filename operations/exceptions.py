"""Refusals that somebody can act on. The message is Dutch and is shown as it is."""

from __future__ import annotations


class OperationsError(Exception):
    """A service refused."""


class UnknownJobError(OperationsError):
    """No task has this name: a mistake in our own code."""


class EmptyFileError(OperationsError):
    """A file without a single byte."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Het bestand '{name}' is leeg.")
