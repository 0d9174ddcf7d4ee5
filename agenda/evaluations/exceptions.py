"""Refusals that somebody can act on. The message is Dutch and is shown as it is."""

from __future__ import annotations

from agenda.models import Evaluation


class EvaluationRefusedError(Exception):
    """An evaluation or agreement cannot be saved like this. ``field``: which one is wrong; empty: none."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class EvaluationLockedError(EvaluationRefusedError):
    """The round that the evaluation belongs to is closed."""


class EvaluationConflictError(Exception):
    """Somebody else saved the evaluation in the meantime. ``current``: how it stands now."""

    def __init__(self, current: Evaluation) -> None:
        super().__init__(f"evaluation {current.pk} is at version {current.version}")
        self.current = current
