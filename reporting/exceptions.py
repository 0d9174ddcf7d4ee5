"""What can go wrong with a report, said so that somebody can act on it."""

from __future__ import annotations


class ReportRefusedError(Exception):
    """This report cannot be made. The message is Dutch and says what to do."""


class SnapshotError(ReportRefusedError):
    """What should be a snapshot is none, or not one that this version can read."""
