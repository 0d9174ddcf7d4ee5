"""The money of a snapshot: planned, realised and expected, with what explains a difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from agenda.selectors import PriorityOutline, outline_objectives
from budgets.booked import Balance, mapper_of
from budgets.compared import Together, together
from budgets.kept import holds
from budgets.lines import stored_lines
from budgets.models import Forecast, HandBooking, Side
from budgets.overview import Sheet, sheet
from budgets.progress import Thresholds, euros
from budgets.selectors import NO_OBJECTIVE, NO_PRIORITY
from budgets.sums import Scope, counting
from indicators.facts import Source
from reporting.canonical import Json, computed, number
from reporting.gathering.asked import Asked

_ORIGIN = ("origin__kind", "origin__label", "origin__edition", "origin__sha256")


@dataclass
class Explained:
    """What goes with a line in the year. ``forecast``: why the controller expects what he expects, ``""``: not said."""

    forecast: str = ""
    demo: bool = False
    by_hand: list[Json] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)


class Budget:
    """The budget up to the year of the report, as known at its moment. Ten queries.

    A year counts as closed when the controller had closed it at that moment.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.scope = Scope(asked.known_at, asked.year)
        self.read: Sheet = sheet(asked.agenda, timezone.localdate(asked.known_at), scope=self.scope)
        self.objectives = self.read.by_objective(asked.year)

    def of_objective(self, code: str) -> Together:
        return self.objectives.get(code, together(()))

    def told(self, outline: tuple[PriorityOutline, ...]) -> Json:
        year, read = self.asked.year, self.read
        years = sorted({*self.asked.agenda.years, *(y for one in read.lines for y in one.line.amounts)})
        found = read.found
        return {
            "year": year,
            "until": read.until(year),
            "thresholds": {"under": number(read.thresholds.under), "over": number(read.thresholds.over)},
            "years": [
                {
                    "year": each,
                    "until": read.until(each),
                    "income": amounts(read.side_sum(Side.INCOME, each), read.thresholds),
                    "costs": amounts(read.side_sum(Side.COST, each), read.thresholds),
                }
                for each in years
            ],
            **self.sums(outline),
            "lines": self._lines(years),
            "unmapped": _unmapped(found.unmapped_in(year), year),
        }

    def sums(self, outline: tuple[PriorityOutline, ...]) -> Json:
        """The costs of the year, by priority and by objective."""
        return {
            "priorities": _named(
                self.read.by_priority(self.asked.year),
                [(one.code, one.title) for one in outline],
                NO_PRIORITY,
                self.read.thresholds,
            ),
            "objectives": _named(
                self.objectives,
                [(one.code, one.title) for one in outline_objectives(outline)],
                NO_OBJECTIVE,
                self.read.thresholds,
            ),
        }

    def _lines(self, years: Iterable[int]) -> list[Json]:
        explained = self._explained()
        notes = {(one.line.side, one.line.code): one.note for one in stored_lines(self.asked.agenda)}
        rows = []
        for one in self.read.lines:
            line, said = one.line, explained[one.pk]
            rows.append(
                {
                    "code": line.code,
                    "title": line.title,
                    "side": line.side,
                    "group": line.group,
                    "priority": line.priority or "",
                    "objectives": [
                        {"code": share.objective, "percent": number(share.percent)} for share in line.shares
                    ],
                    "instrument": one.instruments.get(self.asked.year, ""),
                    "note": notes[line.side, line.code],
                    "years": [
                        {
                            "year": each,
                            **amounts(together([self.read.money(one, each)]), self.read.thresholds),
                        }
                        for each in years
                    ],
                    "explanation": said.forecast,
                    "by_hand": said.by_hand,
                    "sources": list(said.sources),
                    "demo": said.demo,
                }
            )
        return rows

    def _explained(self) -> Mapping[int, Explained]:
        """Per line what goes with its year. Four queries."""
        asked = self.asked
        found: dict[int, Explained] = defaultdict(Explained)
        of_year = {"line__agenda": asked.agenda, "year": asked.year}
        forecasts = Forecast.objects.filter(holds(asked.known_at, "at"), **of_year).order_by(
            "line__order", "pk"
        )
        for line, note, demo in forecasts.values_list("line_id", "note", "demo"):
            found[line].forecast = note
            found[line].demo |= demo
        # Not what was booked: descriptions may name people, and a report goes outside.
        by_hand = HandBooking.objects.filter(holds(asked.known_at), **of_year).order_by("line__order", "pk")
        for line, cents, *origin in by_hand.values_list("line_id", "cents", *_ORIGIN):
            source = Source(*origin)
            found[line].by_hand.append(
                {"amount": number(euros(cents)), "source": asked.sources.number(source)}
            )
            found[line].demo |= source.is_demo
        for line, source in self._ledgers():
            found[line].sources[asked.sources.number(source)] = None
            found[line].demo |= source.is_demo
        return found

    def _ledgers(self) -> list[tuple[int, Source]]:
        """From which ledgers the year of each line was booked. Two queries."""
        mapper = mapper_of(self.asked.agenda)
        rows: Iterable[Any] = (
            counting(self.asked.agenda, self.scope)
            .filter(year=self.asked.year)
            .order_by()
            .values_list("cost_centre", "account", *_ORIGIN)
            .distinct()
        )
        place = {one.pk: number for number, one in enumerate(self.read.lines)}
        found = {
            (place[share.line], Source(*origin), share.line)
            for cost_centre, account, *origin in rows
            if (rule := mapper.place(cost_centre, account).rule) is not None
            for share in rule.shares
            if share.line in place
        }
        ordered = sorted(found, key=lambda one: (one[0], one[1].label, one[1].edition, one[1].sha256))
        return [(line, source) for _, source, line in ordered]


def _unmapped(left: Balance, year: int) -> Json | None:
    """What of the year belongs to no line, nothing set off; ``None``: everything has a line."""
    if not left.count:
        return None
    return {
        "count": left.count,
        "year": year,
        "costs": number(left.costs),
        "income": number(left.income),
        "committed": number(left.agreed),
    }


def amounts(sums: Together, thresholds: Thresholds) -> Json:
    """Euros of lines together in one year; what is missing is ``None``, never 0.

    ``spending``: how it stands to the plan. ``waits``: some of the lines have a forecast, but not all of them.
    ``unbooked``: on how many planned lines nothing is booked, while others have bookings.
    """
    money = sums.money
    return {
        "planned": number(money.planned),
        "actual": number(money.actual),
        "committed": number(money.committed),
        "forecast": number(money.forecast),
        "expected": number(money.expected),
        "difference": number(money.difference),
        "left": number(money.left),
        "spent_percent": computed(money.spent_percent),
        "closed": money.closed,
        "waits": sums.waits,
        "unbooked": sums.lacks,
        "spending": sums.spending(thresholds).value,
    }


def _named(
    found: Mapping[str | None, Together],
    titles: Iterable[tuple[str, str]],
    nowhere: str,
    thresholds: Thresholds,
) -> list[Json]:
    """In the order of the plan; what belongs nowhere comes last, when there is any."""
    rows = [
        {"code": code, "title": title, **amounts(found.get(code, together(())), thresholds)}
        for code, title in titles
    ]
    if None in found:
        rows.append({"code": "", "title": nowhere, **amounts(found[None], thresholds)})
    return rows
