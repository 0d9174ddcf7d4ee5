"""One figure that stands in a file twice."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, QuerySet, Window

from imports.reading import Problem, Severity
from indicators.models import StagedFact
from indicators.readers.figures import MOST_ERRORS

_SAME = ("indicator_id", "part", "key", "unit_code", "period")
_SAID = ("value", "absence", "n", "sd", "decimals", "final")
_AT_ONCE = 2000


def settle_doubles(rows: QuerySet[StagedFact]) -> list[Problem]:
    """One figure twice in one file: once is enough when both say the same, else it is an error with both places.

    Of conflicts at most ``MOST_ERRORS`` are told one by one.
    """
    # Without ordering: it would split the groups.
    if not rows.order_by().values(*_SAME).annotate(times=Count("pk")).filter(times__gt=1).exists():
        return []
    every = rows.annotate(
        first=Window(Min("pk"), partition_by=_SAME), times=Window(Count("pk"), partition_by=_SAME)
    ).filter(times__gt=1)
    problems: list[Problem] = []
    conflicts, extra = 0, []
    first: tuple[Any, ...] = ()
    for row in every.order_by("first", "pk").values_list("first", "pk", "place", "period", *_SAID):
        if row[0] == row[1]:
            first = row
        elif row[4:] == first[4:]:
            extra.append(row[1])
        else:
            conflicts += 1
            if conflicts <= MOST_ERRORS:
                problems.append(_twice(row[3], first[2], row[2]))
    for start in range(0, len(extra), _AT_ONCE):
        rows.filter(pk__in=extra[start : start + _AT_ONCE]).delete()
    if conflicts > MOST_ERRORS:
        more = f"Nog {conflicts - MOST_ERRORS} cijfers staan er twee keer, met een andere waarde."
        problems.append(Problem("bestand", Severity.ERROR, more))
    return problems


def _twice(period: str, one: str, other: str) -> Problem:
    message = (
        f"Hetzelfde cijfer staat er twee keer, met een andere waarde: op {one} en op {other}. "
        f"Het gaat over periode {period}. Haal er een weg."
    )
    return Problem(other, Severity.ERROR, message)
