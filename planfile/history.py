"""How the agenda changed, and how it was. A fixed number of queries, whatever the number of versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from agenda.models import Agenda
from planfile.difference import Change, difference
from planfile.document import Document, MoneyThresholds
from planfile.labels import label
from planfile.models import AgendaVersion
from planfile.readable import (
    InstrumentLine,
    MoneyLine,
    ObjectiveBlock,
    budget_years,
    instrument_lines,
    money_lines,
    objective_blocks,
)
from planfile.schema import read_document
from planfile.selectors import current_document
from planfile.source import SourceError

MONEY = ("baten", "lasten", "begroting", "juridisch instrument")
THRESHOLDS = ("agenda", label("money_thresholds"))
MONEY_ORDERS = ("volgorde van baten", "volgorde van lasten", "volgorde van juridische instrumenten")


@dataclass(frozen=True)
class ItemChanges:
    """The changes of one item; ``path`` names it from outside in, ``name`` is its last part."""

    path: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def above(self) -> str:
        return " › ".join(self.path[:-1])


def by_item(changes: Iterable[Change]) -> list[ItemChanges]:
    """Changes in their order, those of one item together."""
    return [
        ItemChanges(path, tuple(group)) for path, group in groupby(changes, key=lambda change: change.item)
    ]


def about_money(change: Change) -> bool:
    """Whether a change is about the budget, which not everybody may read."""
    first = change.path[0]
    if change.path[:2] == THRESHOLDS:
        return True
    return first in (*MONEY, *MONEY_ORDERS) or first.startswith(tuple(f"{noun} " for noun in MONEY))


@dataclass(frozen=True)
class VersionRow:
    """One state of the agenda. ``hidden``: how many changes are about money, for who may not read the budget.

    ``reason``: empty when nobody said why. Days of the councils: ``None`` when they were not asked, or not yet.
    """

    number: int
    at: datetime
    effective_on: date
    by: str
    source: str
    reason: str
    works_council_on: date | None
    student_council_on: date | None
    groups: tuple[ItemChanges, ...]
    count: int
    hidden: int
    first: bool
    newest: bool


def agenda_versions(agenda: Agenda, *, with_money: bool) -> tuple[VersionRow, ...]:
    """Every version, the newest first. One query."""
    stored = list(AgendaVersion.objects.filter(agenda=agenda).order_by("-number"))
    return tuple(
        _row(version, newest=place == 0, first=place == len(stored) - 1, with_money=with_money)
        for place, version in enumerate(stored)
    )


def _row(version: AgendaVersion, *, newest: bool, first: bool, with_money: bool) -> VersionRow:
    changes = [_change(record) for record in version.changes]
    shown = [change for change in changes if with_money or not about_money(change)]
    return VersionRow(
        number=version.number,
        at=version.at,
        effective_on=version.effective_on,
        by=version.by_label.replace("command:", "opdracht "),
        source=version.source,
        reason=version.reason,
        works_council_on=version.works_council_on,
        student_council_on=version.student_council_on,
        groups=() if first else tuple(by_item(shown)),
        count=0 if first else len(shown),
        hidden=0 if first else len(changes) - len(shown),
        first=first,
        newest=newest,
    )


def _change(record: dict[str, Any]) -> Change:
    return Change(**(record | {"path": tuple(record["path"])}))


@dataclass(frozen=True)
class VersionPage:
    """The agenda as it was in one version. ``document=None``: its file cannot be read any more.

    ``since``: what changed from then until now, of what this person may read.
    """

    row: VersionRow
    document: Document | None
    since: tuple[ItemChanges, ...]

    @property
    def objectives(self) -> tuple[ObjectiveBlock, ...]:
        return objective_blocks(self.document) if self.document else ()

    @property
    def years(self) -> tuple[int, ...]:
        return budget_years(self.document) if self.document else ()

    @property
    def money(self) -> tuple[tuple[str, tuple[MoneyLine, ...]], ...]:
        """Income and costs, each with its lines; empty without a budget."""
        if self.document is None or not self.years:
            return ()
        budget = self.document.budget
        return (
            ("Baten", money_lines(budget.income, self.years)),
            ("Lasten", money_lines(budget.costs, self.years)),
        )

    @property
    def instruments(self) -> tuple[InstrumentLine, ...]:
        return instrument_lines(self.document.budget.instruments) if self.document else ()

    @property
    def thresholds(self) -> MoneyThresholds | None:
        """From which difference with the budget a line gets a mark; ``None`` without a budget."""
        return self.document.agenda.money_thresholds if self.document and self.years else None


def version_page(agenda: Agenda, number: int, *, with_money: bool) -> VersionPage | None:
    """One version; ``None`` when the agenda has none with that number. Three queries."""
    rows = {row.number: row for row in agenda_versions(agenda, with_money=with_money)}
    if number not in rows:
        return None
    document = version_document(
        AgendaVersion.objects.select_related("file").get(agenda=agenda, number=number)
    )
    since = difference(document, current_document(agenda)) if document else []
    shown = [change for change in since if with_money or not about_money(change)]
    return VersionPage(rows[number], document, tuple(by_item(shown)))


def version_document(version: AgendaVersion) -> Document | None:
    """The whole agenda of a version, from the bytes that were kept; ``None`` when these are gone or unreadable."""
    try:
        with version.file.content.open("rb") as source:
            return read_document(source.read())
    except (OSError, ValueError, SourceError):
        return None
