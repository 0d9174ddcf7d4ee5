"""What the page of an import says of an export of the ledger: month by month, and what no rule takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from django.utils import timezone

from agenda.selectors import current_agenda
from budgets.booked import Balance, Unmapped, balance_of, mapper_of, unmapped_of
from budgets.ledger_beside import Beside, Month, month_name
from budgets.mapping import Mapper
from budgets.models import YearClosing
from budgets.progress import euros
from budgets.sums import LedgerSum
from imports.reading import Problem, Severity
from imports.registry import Section

MOST_UNMAPPED = 20
BALANCE = tuple(one.name for one in fields(Balance))


def closed_remarks(months: Mapping[Month, Beside]) -> list[Problem]:
    """A warning for each closed year that the file would change. One query."""
    changed = {month[1] for month, one in months.items() if one.new or one.gone}
    closed = YearClosing.objects.filter(superseded_at__isnull=True, year__in=changed).order_by("year")
    return [
        Problem(
            "bestand",
            Severity.WARNING,
            f"boekjaar {year} is afgesloten; als u dit bestand toepast, verandert de uitkomst van dat jaar",
        )
        for year in closed.values_list("year", flat=True).distinct()
    ]


def months_in(content: Mapping[str, Any]) -> list[Month]:
    """The months of a file, from what was kept of its check."""
    return [(one["kind"], one["year"], one["period"]) for one in content.get("months", [])]


def preview_of(months: Mapping[Month, Beside], sums: Iterable[LedgerSum], *, adds: bool) -> dict[str, Any]:
    """Kept as it was at the check. ``sums``: of the file's bookings. ``adds``: the file takes nothing away."""
    said = [
        {
            "kind": kind,
            "year": year,
            "period": period,
            "rows": one.rows,
            "new": one.new,
            "gone": 0 if adds else one.gone,
            "cents": one.cents,
        }
        for (kind, year, period), one in sorted(months.items(), key=lambda pair: pair[0])
    ]
    return {"months": said, "unmapped": _unmapped(sums), "adds": adds}


def _unmapped(sums: Iterable[LedgerSum]) -> list[dict[str, Any]]:
    """Per cost centre and account that no rule takes: how many bookings and how much, the largest first."""
    agenda = current_agenda(timezone.localdate())
    mapper = mapper_of(agenda) if agenda else Mapper(())
    left = [(one, mapper.place(one.cost_centre, one.account)) for one in sums]
    return [
        {"cost_centre": one.cost_centre, "account": one.account, **asdict(one.balance)}
        for one in unmapped_of(pair for pair in left if pair[1].rule is None)
    ]


def sections_of(content: Mapping[str, Any]) -> list[Section]:
    """The parts of the page; amounts become euros here."""
    months = [
        {**row, "name": month_name(month), "amount": euros(row["cents"])}
        for row, month in zip(content.get("months", []), months_in(content), strict=True)
    ]
    unmapped = [
        Unmapped(one["cost_centre"], one["account"], Balance(**{name: one[name] for name in BALANCE}))
        for one in content.get("unmapped", [])
    ]
    found = [
        Section(
            "Maand voor maand",
            "budgets/_import_months.html",
            {"months": months, "adds": content.get("adds", False)},
        )
    ]
    if unmapped:
        context = {
            "rows": unmapped[:MOST_UNMAPPED],
            "left": max(0, len(unmapped) - MOST_UNMAPPED),
            "balance": balance_of(unmapped),
        }
        found.append(Section("Nog bij geen begrotingsregel", "budgets/_import_unmapped.html", context))
    return found
