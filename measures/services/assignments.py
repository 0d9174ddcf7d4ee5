"""Who carries a measure out: giving measures to units, ending that, and undoing a mistake.

Rows are locked in one order, measures first and then assignments by their id, so that people who assign and people
who report at once wait for each other and never in a circle.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from agenda.models import Agenda
from core.numbers import format_date
from measures.exceptions import AssignmentRefusedError
from measures.models import Assignment, Evidence, Measure, ReportDraft, StatusReport
from operations.services import audit_record
from organisation.access import By
from organisation.models import Unit, UnitKind

MAY_CARRY_OUT = frozenset({UnitKind.SCHOOL, UnitKind.TEAM, UnitKind.SERVICE})
"""Kinds of unit that a measure can be given to."""


Pair = tuple[int, int]
"""A measure and a unit, by their ids."""


@dataclass(frozen=True)
class Assigned:
    """What a change came to. ``resumed``: had ended, and runs again. ``withdrawn``: never began, and is gone."""

    new: int = 0
    resumed: int = 0
    ended: int = 0
    withdrawn: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.new or self.resumed or self.ended or self.withdrawn)


@transaction.atomic
def measures_assign(
    *, measures: Collection[Measure], units: Collection[Unit], valid_from: date, by: By
) -> Assigned:
    """Give every one of ``measures`` to every one of ``units``, from ``valid_from``. See ``assignments_change``."""
    pairs = {(measure.pk, unit.pk) for measure in measures for unit in units}
    if not pairs:
        raise AssignmentRefusedError(
            ["Kies ten minste één maatregel en ten minste één school, team of dienst."]
        )
    return assignments_change(give=pairs, take=(), valid_from=valid_from, by=by)


@transaction.atomic
def assignments_change(
    *, give: Collection[Pair], take: Collection[Pair], valid_from: date, by: By
) -> Assigned:
    """From ``valid_from`` the pairs ``give`` are carried out, and the pairs ``take`` no longer. All or nothing.

    What already is as asked stays as it is. An assignment that had ended runs on without an end, and keeps its reports
    and its first day; the audit trail keeps that it had ended. One that is taken back ends the day before; where it
    would not have lasted a day it is withdrawn. Raises ``AssignmentRefusedError`` with a sentence for each measure or
    unit for which that cannot be.
    """
    measures = _measures({measure for measure, _ in (*give, *take)})
    units = Unit.objects.in_bulk({unit for _, unit in (*give, *take)})
    given = [(measures[one], units[two]) for one, two in sorted(give) if one in measures and two in units]
    if reasons := _refusals(given, valid_from):
        raise AssignmentRefusedError(reasons)
    there = {
        (row.measure_id, row.unit_id): row
        for row in _locked(Assignment.objects.filter(measure__in=measures, unit__in=units))
    }
    new = resumed = 0
    for measure in measures.values():
        here = sorted((two for one, two in given if one == measure), key=lambda unit: unit.name)
        added, again = _give(measure, here, there, valid_from, by)
        new, resumed = new + added, resumed + again
    taken = [there[pair] for pair in take if pair in there and pair not in give]
    ended, withdrawn = _take(taken, valid_from, by)
    return Assigned(new, resumed, ended, withdrawn)


def _take(rows: Collection[Assignment], valid_from: date, by: By) -> tuple[int, int]:
    last = valid_from - timedelta(days=1)
    unbegun = [row for row in rows if row.valid_from > last]
    running = [
        row for row in rows if row.valid_from <= last and (row.valid_until is None or row.valid_until > last)
    ]
    return (
        assignments_end(assignments=running, last_day=last, by=by),
        assignments_withdraw(assignments=unbegun, by=by),
    )


def _measures(pks: Collection[int]) -> dict[int, Measure]:
    """The measures, held until the transaction ends."""
    rows = Measure.objects.select_for_update(of=("self",)).filter(pk__in=pks).select_related("agenda")
    return {measure.pk: measure for measure in rows.order_by("pk")}


def _refusals(given: Sequence[tuple[Measure, Unit]], valid_from: date) -> list[str]:
    measures = {measure.pk: measure for measure, _ in given}.values()
    units = {unit.pk: unit for _, unit in given}.values()
    return [
        *(reason for measure in measures if (reason := _measure_refusal(measure))),
        *(reason for unit in units if (reason := _unit_refusal(unit, valid_from))),
        *_day_refusals({measure.agenda for measure in measures}, valid_from),
    ]


def _measure_refusal(measure: Measure) -> str:
    if not measure.applied:
        return f"Maatregel {measure.code} wordt niet ingezet; niemand kan haar uitvoeren."
    if measure.see:
        codes = ", ".join(measure.see)
        return f"Maatregel {measure.code} verwijst door naar {codes} en vraagt geen eigen uitvoering."
    return ""


def _unit_refusal(unit: Unit, valid_from: date) -> str:
    if unit.kind not in MAY_CARRY_OUT:
        return f"{unit.name} is een {unit.get_kind_display()}; kies een school, team of dienst."
    if unit.closed_on and unit.closed_on < valid_from:
        return f"{unit.name} bestaat tot en met {format_date(unit.closed_on)}; kies een eerdere dag."
    if unit.opened_on and unit.opened_on > valid_from:
        return f"{unit.name} bestaat pas sinds {format_date(unit.opened_on)}; kies een latere dag."
    return ""


def _day_refusals(agendas: Collection[Agenda], valid_from: date) -> list[str]:
    return [
        f"Kies een dag tussen {format_date(agenda.starts)} en {format_date(agenda.ends)}: "
        f"zo lang loopt de agenda."
        for agenda in agendas
        if not agenda.starts <= valid_from <= agenda.ends
    ]


def _give(
    measure: Measure, units: Sequence[Unit], there: dict[Pair, Assignment], valid_from: date, by: By
) -> tuple[int, int]:
    """How many are new, and how many run again."""
    new, resumed = [], []
    for unit in units:
        row = there.get((measure.pk, unit.pk))
        if row is None:
            row = Assignment(measure=measure, unit=unit, valid_from=valid_from)
            row.full_clean()
            row.save()
            new.append(unit.name)
        elif row.valid_until is not None:
            resumed.append({"unit": unit.name, "ended": row.valid_until})
            row.valid_until = None
            row.save(update_fields=["valid_until"])
    if new or resumed:
        details = {"from": valid_from, "new": new, "resumed": resumed}
        audit_record(by=by, verb="measures_assign", obj=measure, details=details)
    return len(new), len(resumed)


@transaction.atomic
def assignments_end(*, assignments: Collection[Assignment], last_day: date, by: By) -> int:
    """Let units stop carrying a measure out after ``last_day``; returns how many ended. Reports stay.

    Ending again moves the last day. Raises ``AssignmentRefusedError`` for a day before the first one.
    """
    rows = _locked(Assignment.objects.filter(pk__in=[row.pk for row in assignments]))
    if reasons := [
        f"{row.unit.name} voert maatregel {row.measure.code} pas uit sinds {format_date(row.valid_from)}; "
        "kies een latere dag."
        for row in rows
        if last_day < row.valid_from
    ]:
        raise AssignmentRefusedError(reasons)
    ended = [row for row in rows if row.valid_until != last_day]
    for row in ended:
        details = {"unit": row.unit.name, "old": row.valid_until, "new": last_day}
        row.valid_until = last_day
        row.save(update_fields=["valid_until"])
        audit_record(by=by, verb="assignments_end", obj=row.measure, details=details)
    return len(ended)


@transaction.atomic
def assignments_withdraw(*, assignments: Collection[Assignment], by: By) -> int:
    """Undo assignments that were a mistake, as if they had never been; returns how many.

    Raises ``AssignmentRefusedError`` where somebody already reported, began to, or added evidence: end those.
    """
    rows = _locked(Assignment.objects.filter(pk__in=[row.pk for row in assignments]))
    pks = [row.pk for row in rows]
    used: set[int] = set()
    for model in (StatusReport, Evidence, ReportDraft):
        used.update(model._default_manager.filter(assignment__in=pks).values_list("assignment_id", flat=True))
    if reasons := [
        f"{row.unit.name} heeft over maatregel {row.measure.code} al iets opgeschreven. "
        f"Kies een dag na {format_date(row.valid_from)}; dan eindigt het, en blijft leesbaar wat er staat."
        for row in rows
        if row.pk in used
    ]:
        raise AssignmentRefusedError(reasons)
    for row in rows:
        details = {"unit": row.unit.name, "from": row.valid_from}
        audit_record(by=by, verb="assignments_withdraw", obj=row.measure, details=details)
    Assignment.objects.filter(pk__in=pks).delete()
    return len(rows)


def _locked(rows: QuerySet[Assignment]) -> list[Assignment]:
    return list(rows.select_for_update(of=("self",)).select_related("measure", "unit").order_by("pk"))
