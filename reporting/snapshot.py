"""One snapshot of an agenda: every fact that a report about a year uses, as plain data.

Everything passes the selectors of the pages, so a snapshot says what they say, and what they hide is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from agenda.models import Agenda, Round
from agenda.reference import agenda_reference
from agenda.selectors import PriorityOutline, agenda_outline
from budgets.money_words import Movement, beside_text
from core.numbers import format_date
from imports.models import Origin
from indicators.counts import standing_of
from indicators.facts import Source
from indicators.freshness import next_release, rows_freshness
from indicators.rows import IndicatorRow
from measures.standing import Carrying
from measures.units import college_units
from organisation.models import Unit, UnitKind
from reporting.about import About, unless_said
from reporting.canonical import FORMAT, Json, day, moment
from reporting.drawings import drawn
from reporting.exceptions import ReportRefusedError
from reporting.garbage import kept_until_done
from reporting.gathering import actions, figures, plan, school, stories, talks, versions
from reporting.gathering.asked import Asked
from reporting.gathering.money import Budget
from reporting.kinds import ReportKind
from reporting.story.facts import facts_of


@kept_until_done()
def make(
    agenda: Agenda,
    year: int,
    kind: ReportKind,
    unit: Unit | None = None,
    *,
    about: About | None = None,
    template: Json | None = None,
    known_at: datetime,
) -> Json:
    """The facts up to 31 December of the year, judged on that day, as known at an aware moment.

    ``about``: another day of the year, or a round. An interim report without one is judged on the day of that moment,
    as long as the year runs. A day that is still to come says so (``on_is_ahead``). ``template``: name and hash of
    the college's own. ``unit``: for a report of one school, service or team. The plan is always the present one;
    ``agenda.changed_since`` says when that is a later one. Raises ``ReportRefusedError`` with what to do instead.
    """
    check(agenda, year, kind, unit, about)
    asked = asked_for(agenda, year, kind, unit, about=about, known_at=known_at)
    outline = agenda_outline(agenda)
    content = {
        "format": FORMAT,
        "kind": kind.value,
        "year": year,
        "on": day(asked.on),
        "round": asked.round,
        "template": template,
        "on_is_ahead": asked.on > timezone.localdate(known_at),
        "before": day(asked.before),
        "known_at": moment(known_at),
        "agenda": plan.agenda(asked),
        "unit": None if unit is None else plan.unit(unit),
        "priorities": plan.priorities(asked, outline),
        **(_of_college(asked, outline) if unit is None else _of_unit(asked, unit, outline)),
        "sources": asked.sources.listed(),
    }
    content["stories"] = {} if unit else stories.told(asked, facts_of(content))
    return drawn({**content, "demo": has_demo(content)})


def has_demo(value: Any) -> bool:
    """Whether anything in a piece of a snapshot is invented."""
    if isinstance(value, dict):
        return value.get("demo") is True or any(map(has_demo, value.values()))
    return isinstance(value, list) and any(map(has_demo, value))


def check(agenda: Agenda, year: int, kind: ReportKind, unit: Unit | None, about: About | None = None) -> None:
    """Raises ``ReportRefusedError`` when there can be no such report, with what to do instead."""
    if year not in agenda.years:
        years = f"{agenda.starts.year} tot en met {agenda.ends.year}"
        raise ReportRefusedError(f"De agenda {agenda.slug} loopt van {years}; kies een jaar daarvan.")
    if about is not None and about.on.year != year:
        raise ReportRefusedError(f"{format_date(about.on)} ligt niet in {year}; kies een dag in dat jaar.")
    if about is not None and kind.is_yearly and not about.is_whole_year:
        raise ReportRefusedError("De verantwoording gaat over het hele jaar, niet over een ronde of een dag.")
    if kind.needs_unit and unit is None:
        raise ReportRefusedError("Noem de school, de dienst of het team waarover dit verslag gaat.")
    if unit is None:
        return
    if not kind.needs_unit:
        raise ReportRefusedError(f"Een verslag van het soort {kind.value} gaat over de hele instelling.")
    last = date(year, 12, 31)
    if (
        unit.kind in {UnitKind.COLLEGE, UnitKind.BENCHMARK}
        or unit.pk not in college_units(agenda.college, last).by_pk
    ):
        raise ReportRefusedError(f"{unit.name} is geen school, dienst of team van {agenda.college.name}.")


def asked_for(
    agenda: Agenda,
    year: int,
    kind: ReportKind,
    unit: Unit | None = None,
    *,
    about: About | None = None,
    known_at: datetime,
) -> Asked:
    """What a snapshot is asked: on which day it judges, and with which day it compares. Four queries at most."""
    chosen = about or unless_said(kind, year, timezone.localdate(known_at))
    before = date(year - 1, 12, 31)
    if kind.is_interim or not chosen.is_whole_year:
        before = _round_before(agenda, chosen.on, before)
    return Asked(
        agenda, year, kind, unit, chosen.on, chosen.round, before, known_at, agenda_reference(agenda), _plan(agenda)
    )  # fmt: skip


def _plan(agenda: Agenda) -> Source:
    """The file that the present plan came from, named as its figures name it. One query."""
    read = (
        Origin.objects.filter(kind=Origin.Kind.AGENDA, sha256=agenda.sha256).exclude(sha256="").order_by("pk")
    )
    label = read.values_list("label", flat=True).first()
    return Source(Origin.Kind.AGENDA.value, label or "agendabestand", "", agenda.sha256)


def _round_before(agenda: Agenda, on: date, year_end: date) -> date:
    """The day of the last round but one that asked for reports, within the year; else the end of the year before.

    What was reported for the last round is the news itself. One query.
    """
    rounds = Round.objects.filter(agenda=agenda, asks_reports=True, about_on__lte=on, about_on__gt=year_end)
    days = list(rounds.order_by("-about_on").values_list("about_on", flat=True)[:2])
    return days[1] if len(days) > 1 else year_end


def _of_college(asked: Asked, outline: tuple[PriorityOutline, ...]) -> Json:
    rows, before = figures.college_rows(asked)
    measures = actions.Measures(asked)
    budget = Budget(asked)
    held, beside = talks.evaluations(asked), _Beside(asked, rows, measures, budget)
    return {
        "standing": figures.standing(standing_of(rows)),
        "objectives": [
            {**one, "evaluations": held.get(one["code"], []), **beside.of(one["code"])}
            for one in plan.objectives(asked, outline)
        ],
        "indicators": figures.indicators(asked, rows, before),
        "freshness": figures.freshness(asked, rows),
        "measures": actions.measures(measures),
        "money": budget.told(outline),
        "decisions": talks.decisions(asked),
        "themes": plan.themes(asked),
        "changes": versions.changes(asked),
        "findings": versions.findings(asked),
        "unit_indicators": [],
    }


class _Beside:
    """How each objective's indicators and measures stand, with its money beside them."""

    def __init__(
        self, asked: Asked, rows: list[IndicatorRow], measures: actions.Measures, budget: Budget
    ) -> None:
        self.rows, self.budget = rows, budget
        self.carried = measures.by_objective()
        self.fresh = rows_freshness(asked.reference.calendar, rows, asked.on)

    def of(self, code: str) -> Json:
        here = [row for row in self.rows if row.objective == code]
        standing = standing_of(here)
        sources = {source for row in here for source in row.sources}
        movement = Movement.of(standing, next_release(self.fresh, sources))
        return {
            "standing": figures.standing(standing),
            "carrying": actions.carried(self.carried.get(code, Carrying({}))),
            "beside": beside_text(self.budget.of_objective(code).money, movement),
        }


def _of_unit(asked: Asked, unit: Unit, outline: tuple[PriorityOutline, ...]) -> Json:
    """What a report of a unit holds: its own figures and measures, and those of what lies below it."""
    units = college_units(asked.agenda.college, asked.on)
    measures = actions.Measures(asked, only={unit.pk, *_below(units, unit.pk)})
    carried = measures.by_objective()
    return {
        "standing": [],
        "objectives": [
            {
                **one,
                "evaluations": [],
                "standing": [],
                "carrying": actions.carried(carried.get(one["code"], Carrying({}))),
                "beside": "",
            }
            for one in plan.objectives(asked, outline)
        ],
        "indicators": [],
        "freshness": [],
        "measures": [one for one in actions.measures(measures) if one["shares"]],
        "money": None,
        "decisions": [],
        "themes": [],
        "changes": [],
        "findings": [],
        "unit_indicators": school.unit_indicators(asked, unit),
    }


def _below(units: Any, unit: int) -> Iterable[int]:
    """Everything below a unit on the day."""
    for one in units.below(unit):
        yield one.pk
        yield from _below(units, one.pk)
