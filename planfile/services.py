"""Loading an agenda: from a file or from a form, always the whole document, in one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction

import agenda.models as plan
import indicators.models as figures
import measures.models as actions
from imports.models import Origin
from indicators.breakdowns import breakdown_key
from indicators.services import Fact, observations_record
from operations.services import audit_record
from organisation.access import By
from organisation.models import Unit, UnitKind
from planfile.difference import Change, difference
from planfile.document import Document
from planfile.exceptions import LoadRefusedError
from planfile.schema import figures as printed_figures
from planfile.schema import read_document
from planfile.selectors import agenda_document
from planfile.store import Store, college_of, definition_fields, head_fields
from planfile.writer import write_document


@dataclass(frozen=True)
class Plan:
    """What loading a document would do. ``base`` names the state it was compared with."""

    document: Document
    changes: list[Change]
    refusals: list[str]
    base: str


def plan_load(document: Document, *, retire: bool = False) -> Plan:
    """Compare with what is stored; writes nothing."""
    agenda = plan.Agenda.objects.filter(slug=document.agenda.slug).select_related("college").first()
    old = agenda_document(agenda) if agenda else None
    refusals = _refusals(agenda, document, retire=retire)
    return Plan(document, difference(old, document), refusals, base_of(old))


def base_of(document: Document | None) -> str:
    """A short name for a state of the agenda, to see whether somebody else changed it meanwhile."""
    return hashlib.sha256(write_document(document).encode()).hexdigest() if document else ""


@transaction.atomic
def agenda_load(*, content: bytes, name: str, by: By, retire: bool = False, base: str | None = None) -> Plan:
    """Load an agenda file's bytes. ``name`` is shown as where its figures come from.

    Raises ``SourceError`` for a file that is wrong, ``LoadRefusedError`` for one that would lose something or where
    the agenda is no longer the one that ``base`` names.
    """
    return agenda_store(document=read_document(content), name=name, by=by, retire=retire, base=base)


@transaction.atomic
def agenda_store(*, document: Document, name: str, by: By, retire: bool = False, base: str | None = None) -> Plan:
    """Make the stored agenda equal to a document that has been checked. See ``agenda_load``."""
    plan.Agenda.objects.select_for_update().filter(slug=document.agenda.slug).first()
    planned = plan_load(document, retire=retire)
    if base is not None and base != planned.base:
        raise LoadRefusedError(["De agenda is intussen door iemand anders gewijzigd. Bekijk de verschillen opnieuw."])
    if planned.refusals:
        raise LoadRefusedError(planned.refusals)
    if not planned.changes:
        return planned
    sha256 = hashlib.sha256(write_document(document).encode()).hexdigest()
    agenda = _write(document, sha256)
    _record_figures(agenda, document, name, sha256, by)
    if agenda_document(agenda) != document:
        raise RuntimeError("the stored agenda differs from the document; nothing was kept")
    audit_record(
        by=by,
        verb="agenda_load",
        obj=agenda,
        details={"file": name, "sha256": sha256, "changes": [str(change) for change in planned.changes[:200]]},
    )
    return planned


def _write(document: Document, sha256: str) -> plan.Agenda:
    agenda, _ = plan.Agenda.objects.update_or_create(
        slug=document.agenda.slug,
        defaults={**head_fields(document.agenda), "college": college_of(document.agenda), "sha256": sha256},
    )
    Store(agenda, document).write()
    return plan.Agenda.objects.select_related("college").get(pk=agenda.pk)


def _record_figures(agenda: plan.Agenda, document: Document, name: str, sha256: str, by: By) -> None:
    """The figures that the plan prints become facts of the college, except those that the plan calls incomparable."""
    series = {
        (row.agenda_indicator.code, row.series.part, row.series.key): row.series_id
        for row in figures.PlanSeries.objects.filter(agenda_indicator__agenda=agenda).select_related("series", "agenda_indicator")
    }
    facts = []
    for _, _, indicator in document.indicators():
        for one in indicator.series:
            key = breakdown_key(one.breakdown)
            for figure in printed_figures(one):
                if figure.period and figure.comparable and (figure.value is not None or figure.absence):
                    role = "0-meting" if figure is one.baseline else "eerdere meting"
                    where = " ".join(filter(None, [one.part, key.replace(";", " ")])) or "geheel"
                    facts.append(
                        Fact(
                            series_id=series[indicator.code, one.part or "", key],
                            period=figure.period,
                            value=figure.value,
                            absence=figure.absence or "",
                            n=figure.n,
                            final=figure.final,
                            place=f"{indicator.code}, {where}, {role}"[:120],
                            note=(figure.note or "")[:300],
                        )
                    )
    origin = Origin.objects.create(
        kind=Origin.Kind.AGENDA, label=name, sha256=sha256, recorded_by=by.user, actor_label=by.label
    )
    if not observations_record(subject=agenda.college, facts=facts, origin=origin, over=frozenset({Origin.Kind.AGENDA})):
        origin.delete()


def _refusals(agenda: plan.Agenda | None, document: Document, *, retire: bool) -> list[str]:
    """Why this document may not be stored, one sentence each."""
    return [*_conflicts(agenda, document), *([] if retire or agenda is None else _losses(agenda, document))]


def _conflicts(agenda: plan.Agenda | None, document: Document) -> list[str]:
    """A definition is shared by agendas; its unit cannot change under measurements of others."""
    reasons = []
    wanted = {item.key: item for _, _, item in document.indicators()}
    for stored in figures.Indicator.objects.filter(key__in=wanted):
        fields = definition_fields(wanted[stored.key])
        differing = [name for name, value in fields.items() if getattr(stored, name) != value]
        if not differing:
            continue
        others = stored.uses.exclude(agenda=agenda) if agenda else stored.uses.all()
        if other := others.select_related("agenda").first():
            reasons.append(
                f"Indicator {wanted[stored.key].code} ({stored.key}) wordt ook gebruikt in '{other.agenda}', met een andere "
                f"{', '.join(differing)}. Neem die over, of geef de indicator een eigen key."
            )
        elif "unit" in differing and _measured(figures.Observation.objects.filter(series__indicator=stored)):
            reasons.append(
                f"Indicator {wanted[stored.key].code} heeft metingen in {stored.get_unit_display()}; de eenheid kan niet meer anders."
            )
    return reasons


def _losses(agenda: plan.Agenda, document: Document) -> list[str]:
    """Items that would go while measurements stand on them."""
    kept = {
        (item.code, item.key, one.part or "", breakdown_key(one.breakdown))
        for _, _, item in document.indicators()
        for one in item.series
    }
    rows = figures.PlanSeries.objects.filter(agenda_indicator__agenda=agenda).select_related(
        "series", "agenda_indicator__indicator"
    )
    gone = {
        row.series_id: row
        for row in rows
        if (row.agenda_indicator.code, row.agenda_indicator.indicator.key, row.series.part, row.series.key) not in kept
    }
    reasons = []
    counted = _measured(figures.Observation.objects.filter(series_id__in=gone)).values_list("series_id", flat=True)
    for series_id in sorted(set(counted)):
        row = gone[series_id]
        where = " ".join(filter(None, [row.series.part, row.series.key.replace(";", " ")])) or "geheel"
        reasons.append(f"Indicator {row.agenda_indicator.code}, reeks {where}, heeft metingen en kan niet zomaar weg.")
    return reasons


def _measured(rows: "figures.models.QuerySet[figures.Observation]") -> "figures.models.QuerySet[figures.Observation]":
    """Measurements proper: not the figures that the plan itself prints."""
    return rows.exclude(origin__kind=Origin.Kind.AGENDA)
