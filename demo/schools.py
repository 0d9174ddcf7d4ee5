"""The example's own division of some budget lines over its schools, and the cost centres that these schools have.

Two cost lines have percentages, of one of them a part stays central; one is divided equally, and all of it is booked
centrally. The others are not divided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.db.models import Q

from budgets.models import BudgetLine, SchoolShare, SchoolSplit, Side
from demo.units import SCHOOLS
from organisation.models import Unit, User

CONTROLLER = "controller@voorbeeld.test"
Percents = tuple[tuple[str, Decimal | None], ...]
"""Codes of schools with their percentage; ``None``: an equal part."""


def _percents(*pairs: tuple[int, str]) -> Percents:
    return tuple((SCHOOLS[place].code, Decimal(percent)) for place, percent in pairs)


DIVIDED: tuple[tuple[int, Percents, str], ...] = (
    (1, _percents((0, "22.5"), (1, "17.5"), (4, "20"), (7, "15"), (15, "5")), "Naar aantallen studenten (voorbeeld)."),
    (3, tuple((school.code, None) for school in SCHOOLS), "Elke school evenveel (voorbeeld)."),
    (5, _percents((0, "40"), (2, "33.333333"), (5, "26.666667")), "Naar aanmeldingen van teams (voorbeeld)."),
)  # fmt: skip
"""Which cost lines, by their place in the plan; how; and why."""


@dataclass(frozen=True)
class Part:
    """What of a line is booked on a cost centre of a school."""

    unit: Unit
    percent: Decimal


def divided_lines(lines: Sequence[BudgetLine]) -> list[tuple[BudgetLine, Percents, str]]:
    """The lines that are divided, as far as the plan has so many."""
    costs = [line for line in lines if line.side == Side.COST]
    return [(costs[place], percents, why) for place, percents, why in DIVIDED if place < len(costs)]


def school_parts(lines: Sequence[BudgetLine]) -> dict[int, tuple[Part, ...]]:
    """By line what its schools book themselves; a line that is divided equally is booked centrally."""
    units = Unit.objects.filter(demo=True).in_bulk(field_name="code")
    return {
        line.pk: tuple(Part(units[code], percent) for code, percent in percents if percent and code in units)
        for line, percents, _ in divided_lines(lines)
    }


def load_shares(lines: Sequence[BudgetLine], on: date) -> None:
    """Divide the lines, as the example's controller would have done in January."""
    by = User.objects.filter(email=CONTROLLER, demo=True).first()
    units = Unit.objects.filter(demo=True).in_bulk(field_name="code")
    if by is None or SchoolSplit.objects.filter(line__in=lines).exists():
        return
    at = datetime.combine(min(on, date(on.year, 1, 15)), time(9), tzinfo=UTC)
    for line, percents, ground in divided_lines(lines):
        split = SchoolSplit.objects.create(
            line=line, ground=ground, by=by, by_label=by.name, at=at, demo=True
        )
        SchoolShare.objects.bulk_create(
            SchoolShare(split=split, unit=units[code], percent=percent)
            for code, percent in percents
            if code in units
        )


def remove_shares() -> None:
    """Take away the divisions that were invented and what somebody of the example divided."""
    SchoolSplit.objects.filter(Q(demo=True) | Q(by__demo=True)).delete()


def real_shares_on_invented() -> list[str]:
    """Divisions of the college that name an invented school: one sentence each."""
    rows = SchoolShare.objects.filter(unit__demo=True, split__demo=False).exclude(split__by__demo=True)
    named = rows.order_by("split__line_id", "unit__name").values_list("split__line__title", "unit__name")
    return [f"De verdeling van {line} noemt {unit}." for line, unit in dict.fromkeys(named)]
