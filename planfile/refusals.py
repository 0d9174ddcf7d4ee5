"""Why a sound document may not be stored as it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

import agenda.models as plan
import budgets.models as money
import indicators.models as figures
from imports.models import Origin
from indicators.breakdowns import breakdown_key, parse_key
from indicators.querysets import ObservationQuerySet
from organisation.models import Unit, UnitKind
from planfile.document import Document, Indicator
from planfile.kept import kept_conflicts, kept_losses
from planfile.labels import label, series_name
from planfile.store import definition_fields, known_college, series_fields

ELSEWHERE = "Een agenda van een andere instelling hoort in een eigen installatie."


@dataclass(frozen=True)
class Refusals:
    """One Dutch sentence each. ``losses`` may be waived (retire); ``conflicts`` may not."""

    conflicts: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()


def refusals(agenda: plan.Agenda | None, document: Document) -> Refusals:
    """What stands in the way of storing ``document``; ``agenda`` is the stored one, ``None`` for a new one."""
    conflicts = (
        *_other_college(agenda, document),
        *_definitions(agenda, document),
        *_series(agenda, document),
        *(_told_lines(agenda, document) if agenda else ()),
    )
    if agenda is None:
        return Refusals(conflicts)
    return Refusals((*conflicts, *kept_conflicts(agenda, document)), _losses(agenda, document))


def measurements() -> ObservationQuerySet:
    """Measurements proper: not the figures that a plan itself prints."""
    return figures.Observation.objects.exclude(origin__kind=Origin.Kind.AGENDA)


def _other_college(agenda: plan.Agenda | None, document: Document) -> tuple[str, ...]:
    """One installation serves one college; loading a file never makes a second one."""
    brin = document.agenda.brin
    known = known_college(brin)
    if agenda:
        if known == agenda.college:
            return ()
        return (
            f"Agenda '{agenda.slug}' is van {agenda.college} (BRIN {agenda.college.brin or 'onbekend'}), "
            f"niet van {brin}. Herstel brin. {ELSEWHERE}",
        )
    if known:
        return ()
    colleges = Unit.objects.filter(kind=UnitKind.COLLEGE)
    if other := colleges.exclude(brin="").first():
        return (f"Deze site is van {other} (BRIN {other.brin}). {ELSEWHERE}",)
    if names := ", ".join(unit.name for unit in colleges):
        return (
            f"Deze site heeft meer dan één instelling zonder BRIN: {names}. "
            f"Geef de instelling van deze agenda eerst haar BRIN ({brin}), bij de eenheden.",
        )
    if taken := Unit.objects.filter(code=brin.lower()).first():
        return (
            f"De code '{taken.code}' is al van {taken}, en dat is geen instelling. "
            f"Voeg de instelling eerst zelf toe, met BRIN {brin}, bij de eenheden.",
        )
    return ()


def _definitions(agenda: plan.Agenda | None, document: Document) -> tuple[str, ...]:
    """A definition is shared by agendas, and its unit cannot change under measurements."""
    wanted = {item.key: item for _, _, item in document.indicators()}
    reasons = []
    for stored in figures.Indicator.objects.filter(key__in=wanted):
        item = wanted[stored.key]
        differing = _differing(stored, definition_fields(item))
        if not differing:
            continue
        others = stored.uses.exclude(agenda=agenda) if agenda else stored.uses.all()
        if other := others.select_related("agenda").first():
            reasons.append(_shared(f"Indicator {item.code} ({stored.key})", other.agenda, differing))
        elif (
            "unit" in differing and measurements().filter(series__indicator=stored, series__unit="").exists()
        ):
            reasons.append(_measured(f"Indicator {item.code}", stored.get_unit_display()))
    return tuple(reasons)


def _series(agenda: plan.Agenda | None, document: Document) -> tuple[str, ...]:
    """The same for what a series says of its own: its unit, decimals and sources."""
    wanted = {
        (item.key, one.part or "", breakdown_key(one.breakdown)): (item, one)
        for _, _, item in document.indicators()
        for one in item.series
    }
    stored = figures.Series.objects.filter(indicator__key__in={key for key, _, _ in wanted})
    reasons = []
    for row in stored.select_related("indicator"):
        item, one = wanted.get((row.indicator.key, row.part, row.key), (None, None))
        if item is None or one is None or not (differing := _differing(row, series_fields(one))):
            continue
        name = f"Indicator {item.code}, {series_name(one.part, one.breakdown)},"
        others = row.plans.exclude(agenda_indicator__agenda=agenda) if agenda else row.plans.all()
        if other := others.select_related("agenda_indicator__agenda").first():
            reasons.append(_shared(name, other.agenda_indicator.agenda, differing))
        elif _unit_changes(row, item, one.unit) and measurements().filter(series=row).exists():
            reasons.append(_measured(name, figures.MeasureUnit(row.unit or row.indicator.unit).label))
    return tuple(reasons)


def _unit_changes(row: figures.Series, item: Indicator, unit: str | None) -> bool:
    if not row.unit and not unit:
        return False  # follows its indicator, which is judged on its own
    return (row.unit or row.indicator.unit) != (unit or item.unit)


def _differing(row: Any, fields: dict[str, Any]) -> list[str]:
    return [name for name, value in fields.items() if getattr(row, name) != value]


def _shared(name: str, other: plan.Agenda, differing: list[str]) -> str:
    what = ", ".join(label(field) for field in differing)
    return (
        f"{name} wordt ook gebruikt in '{other}' en heeft daar een andere waarde voor: {what}. "
        "Neem die over, of geef de indicator een eigen key."
    )


def _measured(name: str, unit: str) -> str:
    return f"{name} heeft metingen in {unit}; de eenheid kan niet meer anders."


def _told_lines(agenda: plan.Agenda, document: Document) -> tuple[str, ...]:
    """Lines that would go while somebody booked on them, forecast or divided them: that is never wiped."""
    kept = {
        *((money.Side.INCOME, line.code) for line in document.budget.income),
        *((money.Side.COST, line.code) for line in document.budget.costs),
    }
    told = Q(hand_bookings__isnull=False) | Q(forecasts__isnull=False) | Q(school_splits__isnull=False)
    return tuple(
        f"Begrotingsregel {line} kan niet uit de agenda: er is met de hand op geboekt, een prognose voor gemaakt "
        "of een verdeling over scholen voor vastgelegd. "
        "Houd de regel met dezelfde code."
        for line in money.BudgetLine.objects.filter(told, agenda=agenda).distinct()
        if (line.side, line.code) not in kept
    )


def _losses(agenda: plan.Agenda, document: Document) -> tuple[str, ...]:
    return (
        *_owned_objectives(agenda, document),
        *kept_losses(agenda, document),
        *_measured_series(agenda, document),
    )


def _owned_objectives(agenda: plan.Agenda, document: Document) -> tuple[str, ...]:
    """Objectives that would go, also by getting another code, while people are responsible for them."""
    owners = (
        plan.ObjectiveOwner.objects.filter(objective__agenda=agenda)
        .exclude(objective__code__in=[item.code for _, item in document.objectives()])
        .select_related("objective", "user")
        .order_by("objective__order", "user__name")
    )
    names: dict[plan.Objective, list[str]] = defaultdict(list)
    for row in owners:
        names[row.objective].append(row.user.name)
    return tuple(
        f"Doelstelling {objective} gaat uit de agenda; wie er verantwoordelijk is, vervalt: {', '.join(people)}."
        for objective, people in names.items()
    )


def _measured_series(agenda: plan.Agenda, document: Document) -> tuple[str, ...]:
    """Series that would leave the agenda while measurements stand on them."""
    kept = {
        (item.key, one.part or "", breakdown_key(one.breakdown))
        for _, _, item in document.indicators()
        for one in item.series
    }
    rows = figures.PlanSeries.objects.filter(agenda_indicator__agenda=agenda).select_related(
        "series", "agenda_indicator__indicator"
    )
    gone = {
        row.series_id: row
        for row in rows
        if (row.agenda_indicator.indicator.key, row.series.part, row.series.key) not in kept
    }
    if not gone:
        return ()
    measured = set(
        measurements().filter(series_id__in=gone).order_by().values_list("series_id", flat=True).distinct()
    )
    return tuple(
        f"Indicator {row.agenda_indicator.code}, {series_name(row.series.part, parse_key(row.series.key))}, "
        "heeft metingen en kan niet zomaar weg."
        for series_id, row in gone.items()
        if series_id in measured
    )
