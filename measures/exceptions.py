"""Refusals that somebody can act on. The message is Dutch and is shown as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from measures.models import StatusReport


class AssignmentRefusedError(Exception):
    """Measures cannot be given to units, or taken back, like this. ``reasons``: one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class ReportRefusedError(Exception):
    """A report cannot be kept like this. ``problems``: what is wrong, by field of the form; empty: the whole form."""

    def __init__(self, message: str, *, problems: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems or {}


class ReportAskedError(ReportRefusedError):
    """The last report came back with a question, so that saying "unchanged" is no answer to it."""

    def __init__(self) -> None:
        super().__init__("De vorige melding kwam terug met een vraag. Lees de vraag en beantwoord haar.")


class ReportConflictError(Exception):
    """Somebody else reported in the meantime. ``current``: that report; ``None``: there is none."""

    def __init__(self, current: StatusReport | None) -> None:
        super().__init__("Intussen heeft iemand anders over deze maatregel gemeld.")
        self.current = current


class ReplyRefusedError(Exception):
    """Nothing can be said about a report like this. ``forbidden``: this person may not, whatever is said."""

    def __init__(self, message: str, *, forbidden: bool = False) -> None:
        super().__init__(message)
        self.forbidden = forbidden
