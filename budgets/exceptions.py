"""Refusals that somebody can act on. The message is Dutch and is shown as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budgets.models import BudgetLine, Forecast, SchoolSplit


class LedgerRefused(Exception):  # noqa: N818 - the message says what is wrong
    """The mapping or a booking by hand cannot be kept like this. ``field``: of which part of the form, if of one."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class ForecastRefusedError(Exception):
    """A forecast cannot be kept like this. ``line``: of which line."""

    def __init__(self, line: BudgetLine, message: str) -> None:
        super().__init__(message)
        self.line = line


class ForecastConflictError(Exception):
    """Somebody else made a forecast in the meantime. ``current``: that one; ``None``: there is none."""

    def __init__(self, line: BudgetLine, current: Forecast | None) -> None:
        super().__init__("Intussen is er een andere prognose voor deze regel.")
        self.line = line
        self.current = current


class SharesRefusedError(Exception):
    """A line cannot be divided over schools like this. ``unit``: of which school, if of one; ``field``: else where."""

    def __init__(self, message: str, *, unit: int | None = None, field: str = "") -> None:
        super().__init__(message)
        self.unit = unit
        self.field = field


class SharesConflictError(Exception):
    """Somebody else divided the line in the meantime. ``current``: that division."""

    def __init__(self, current: SchoolSplit) -> None:
        super().__init__("Intussen is deze regel anders verdeeld.")
        self.current = current
