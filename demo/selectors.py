"""Reads the plan's lines, and what of the example is there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from agenda.models import Agenda, Objective, Programme, Release
from core.periods import PeriodKind, described_day, parse_period
from demo.arrivals import arrivals, is_school_year
from demo.lines import Line, Lines
from demo.units import PASSWORD, PEOPLE
from indicators.breakdowns import parse_key
from indicators.models import PlanFigure, PlanSeries, Population
from indicators.rhythm import Rhythm, deciding_day
from organisation.models import RoleAssignment, Unit, User


@dataclass(frozen=True)
class Account:
    """An invented account, to be shown to whoever tries the site."""

    role: str
    email: str
    unit: str
    password: str = PASSWORD


def plan_lines(agenda: Agenda, on: date) -> dict[str, Lines]:
    """The agenda's lines by indicator key, with the periods whose figures are there on the day ``on``."""
    sectors = dict(Programme.objects.filter(agenda=agenda).exclude(sector="").values_list("code", "sector"))
    # Of a figure that comes twice, provisional and then final, the first day counts.
    latest_first = Release.objects.filter(agenda=agenda).order_by("-expected_on")
    calendar = {(row.source, row.period): row.expected_on for row in latest_first}
    rows: dict[str, list[Line]] = defaultdict(list)
    plan = (
        PlanSeries.objects.filter(agenda_indicator__agenda=agenda)
        .select_related("series__indicator", "agenda_indicator")
        .prefetch_related("figures", "targets")
        .order_by("agenda_indicator__order", "order")
    )
    for plan_series in plan:
        line = _line(agenda, plan_series, on, calendar)
        rows[line.indicator].append(line)
    return {key: Lines(tuple(lines), sectors) for key, lines in rows.items()}


def _line(agenda: Agenda, plan_series: PlanSeries, on: date, calendar: dict[tuple[str, str], date]) -> Line:
    series, item = plan_series.series, plan_series.agenda_indicator
    definition = series.indicator
    baseline = next((row for row in plan_series.figures.all() if row.role == PlanFigure.Role.BASELINE), None)
    target = next(reversed(plan_series.targets.all()), None)
    rhythm = Rhythm(definition.every, definition.first, definition.measured_on or None, definition.ended)
    known = baseline.period if baseline else ""
    school_years = is_school_year(known) if known else definition.measured_on == "07-31"
    kind = PeriodKind.SCHOOL_YEAR if school_years else PeriodKind.YEAR
    day = described_day(parse_period(known), rhythm.measured_on) if known else date.min
    by = (target.by if target else "") or str(agenda.ends.year)
    sources = tuple(series.sources or definition.sources)
    return Line(
        indicator=definition.key,
        part=series.part,
        breakdown=parse_key(series.key),
        series_id=series.pk,
        unit=series.unit or definition.unit,
        decimals=definition.decimals if series.decimals is None else series.decimals,
        desired=plan_series.desired or item.desired,
        sampled=definition.population == Population.SAMPLE,
        sources=sources,
        baseline=baseline.value if baseline else None,
        absence=baseline.absence if baseline else "",
        comparable=baseline.comparable if baseline else True,
        target=target.value if target else None,
        start=max(agenda.starts, day),
        by=deciding_day(by, rhythm, kind),
        arrivals=tuple(
            arrivals(rhythm, sources=sources, school_years=school_years, after=day, on=on, calendar=calendar)
        ),
    )


def demo_accounts() -> list[Account]:
    """The invented accounts to sign in as, one line for each of their roles; empty when there are none."""
    rows = (
        RoleAssignment.objects.filter(user__demo=True, user__email__in=[person.email for person in PEOPLE])
        .select_related("user", "unit")
        .order_by("user__pk", "pk")
    )
    return [Account(row.get_role_display(), row.user.email, row.unit.name) for row in rows]


def objectives_of(agenda: Agenda) -> list[Objective]:
    return list(Objective.objects.filter(agenda=agenda).order_by("order"))


def clashes(codes: set[str], emails: set[str]) -> list[str]:
    """What is real and has a name that the example needs: one Dutch sentence each."""
    units = Unit.objects.filter(code__in=codes, demo=False)
    people = User.objects.filter(email__in=emails, demo=False)
    return [
        *(f"De code '{unit.code}' is van een echte eenheid: {unit.name}." for unit in units),
        *(f"Het adres {person.email} is van een echte persoon: {person.name}." for person in people),
    ]
