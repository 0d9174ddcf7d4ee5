"""What the page of the indicators' fitness needs. A fixed number of queries, whatever the size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agenda.models import Agenda
from indicators.fitness.kinds import KINDS, GroupAim, Kind, Problem
from indicators.fitness.rules import problems
from indicators.models import Target
from indicators.selectors import IndicatorRow, aim_of, indicator_rows


@dataclass(frozen=True)
class IndicatorFitness:
    """An indicator with what stands in the way of a verdict, as far as the filter lets it through."""

    row: IndicatorRow
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class KindCount:
    """An entry of the filter. ``count``: how many indicators have this problem."""

    kind: Kind
    title: str
    count: int


@dataclass(frozen=True)
class FitnessPage:
    """``total``: all indicators; ``hindered``: those with a problem; ``rows``: those that pass the filter.

    ``kind``: the problem that is filtered on; ``None``: all of them.
    """

    total: int
    hindered: int
    rows: tuple[IndicatorFitness, ...]
    kinds: tuple[KindCount, ...]
    kind: Kind | None


def fitness_page(agenda: Agenda, *, today: date, kind: str = "") -> FitnessPage:
    """The indicators with a problem, in the agenda's order. A kind that is not there counts as no filter."""
    rows = indicator_rows(agenda, subject=agenda.college, on=today)
    found = indicator_problems(agenda, rows)
    counts = {one: sum(any(p.kind is one for p in some) for some in found.values()) for one in Kind}
    chosen = next((one for one, count in counts.items() if count and one.value == kind), None)
    shown = [
        IndicatorFitness(row, tuple(one for one in found[row.code] if chosen in (None, one.kind)))
        for row in rows
    ]
    return FitnessPage(
        total=len(rows),
        hindered=sum(bool(some) for some in found.values()),
        rows=tuple(one for one in shown if one.problems),
        kinds=tuple(KindCount(one, KINDS[one].title, count) for one, count in counts.items() if count),
        kind=chosen,
    )


def indicator_problems(agenda: Agenda, rows: Sequence[IndicatorRow]) -> dict[str, tuple[Problem, ...]]:
    """What stands in the way of a verdict, by the indicator's code; ``()``: nothing. One query.

    Seen on the day and with the calendar that the rows are judged with.
    """
    groups = _groups(agenda, [row.code for row in rows])
    return {row.code: problems(row, groups.get(row.code, ())) for row in rows}


def _groups(agenda: Agenda, codes: Iterable[str]) -> Mapping[str, tuple[GroupAim, ...]]:
    """The targets over several series by the indicator's code: of each group the version that counts."""
    newest: dict[str, dict[int, GroupAim]] = defaultdict(dict)
    targets = (
        Target.objects.filter(group__agenda_indicator__agenda=agenda, group__agenda_indicator__code__in=codes)
        .select_related("group__agenda_indicator")
        .order_by("order")
    )
    for target in targets:
        if target.group is not None:
            code = target.group.agenda_indicator.code
            newest[code][target.group.pk] = GroupAim(aim_of(target), target.group.members)
    return {code: tuple(groups.values()) for code, groups in newest.items()}
