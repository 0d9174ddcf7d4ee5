"""Who said what when, about a measure or an objective: everything from reports to changes of the plan, in one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from agenda.models import Agenda, Evaluation, Objective
from measures.models import Decision, Evidence, MilestoneMark, ReportReply, StatusReport
from measures.units import college_units
from operations.models import AuditEvent
from organisation.access import Actor
from planfile.history import about_money, agenda_versions

MOST_OF_A_KIND = 300
"""As many happenings of a kind are read, the newest."""


@dataclass(frozen=True)
class Happening:
    """Something that somebody said or did. ``text``: their own words, ``""`` for none. ``unit``: ``""`` for none."""

    at: datetime
    who: str
    what: str
    text: str = ""
    unit: str = ""
    measure: str = ""


@dataclass(frozen=True)
class _Scope:
    """What a history is about: one measure (``measure``), or all of an objective."""

    agenda: Agenda
    objective: str
    measure: str

    def filter(self, prefix: str) -> dict[str, Any]:
        """The same as a filter on a model whose way to the measure is ``prefix``."""
        wanted = {f"{prefix}__agenda": self.agenda}
        key = "code" if self.measure else "objective__code"
        return wanted | {f"{prefix}__{key}": self.measure or self.objective}


def measure_history(agenda: Agenda, code: str, actor: Actor) -> list[Happening]:
    """Of one measure, newest first; of what units said only what this person may read, closed units among them.

    At most ten queries.
    """
    return _sorted(_of_measures(_Scope(agenda, "", code), actor))


def objective_history(objective: Objective, actor: Actor) -> list[Happening]:
    """Of an objective and its measures, newest first. At most thirteen queries. Takes one whose agenda is known."""
    scope = _Scope(objective.agenda, objective.code, "")
    return _sorted([*_of_measures(scope, actor), *_of_objective(scope, objective)])


def _sorted(found: Iterable[Happening]) -> list[Happening]:
    return sorted(found, key=lambda one: one.at, reverse=True)


def _of_measures(scope: _Scope, actor: Actor) -> Iterator[Happening]:
    units = college_units(scope.agenda.college, actor.on).readable(actor)
    yield from _reports(scope, units)
    yield from _replies(scope, units)
    yield from _evidence(scope, units)
    for mark in MilestoneMark.objects.filter(**scope.filter("measure")).select_related("measure")[
        :MOST_OF_A_KIND
    ]:
        step = " ".join(filter(None, [mark.step or "stap", mark.period]))
        yield Happening(mark.at, mark.by_label, f"bereikt: {step}", mark.note, measure=mark.measure.code)
    yield from _plan_changes(scope, actor)


def _reports(scope: _Scope, units: Iterable[int]) -> Iterator[Happening]:
    rows: QuerySet[StatusReport] = StatusReport.objects.filter(
        **scope.filter("assignment__measure"), assignment__unit__in=units
    ).select_related("assignment__measure", "assignment__unit", "round")
    for row in rows.order_by("-at")[:MOST_OF_A_KIND]:
        kind = "verbeterde de melding" if row.corrects_id else "meldde"
        progress = "" if row.progress is None else f", {row.progress} %"
        same = " (ongewijzigd)" if row.unchanged else ""
        about = f" in de {row.round}" if row.round else ""
        # An unchanged report repeats the words of the one before it.
        words = [] if row.unchanged else [row.changed, row.following, row.reason]
        yield Happening(
            row.at,
            row.by_label,
            f"{kind}: {row.get_state_display()}{progress}{same}{about}",
            "\n".join(filter(None, words)),
            row.assignment.unit.name,
            row.assignment.measure.code,
        )


def _replies(scope: _Scope, units: Iterable[int]) -> Iterator[Happening]:
    rows = ReportReply.objects.filter(
        **scope.filter("report__assignment__measure"), report__assignment__unit__in=units
    ).select_related("report__assignment__measure", "report__assignment__unit")
    for row in rows.order_by("-at")[:MOST_OF_A_KIND]:
        assignment = row.report.assignment
        yield Happening(
            row.at,
            row.by_label,
            row.get_verdict_display(),
            row.text,
            assignment.unit.name,
            assignment.measure.code,
        )


def _evidence(scope: _Scope, units: Iterable[int]) -> Iterator[Happening]:
    rows = Evidence.objects.filter(
        **scope.filter("assignment__measure"), assignment__unit__in=units
    ).select_related("assignment__measure", "assignment__unit")
    found = list(rows.order_by("-at")[:MOST_OF_A_KIND])
    withdrew = _actors(
        "evidence_withdraw", "measures.evidence", [row.pk for row in found if row.withdrawn_at]
    )
    for row in found:
        unit, code = row.assignment.unit.name, row.assignment.measure.code
        yield Happening(row.at, row.by_label, f"voegde bewijs toe: {row.title}", "", unit, code)
        if row.withdrawn_at:
            what = f"bewijs ingetrokken: {row.title}"
            who = withdrew.get(row.pk, "")
            yield Happening(row.withdrawn_at, who, what, row.withdrawn_reason, unit, code)


def _plan_changes(scope: _Scope, actor: Actor) -> Iterator[Happening]:
    """Changes of the plan that name the measure, or the objective and what stands under it."""
    for version in agenda_versions(scope.agenda, with_money=False):
        for group in version.groups:
            names = {f"maatregel {scope.measure}"} if scope.measure else {f"doelstelling {scope.objective}"}
            if not names & set(group.path):
                continue
            for change in group.changes:
                if not about_money(change):
                    yield Happening(version.at, version.by, f"wijzigde de agenda: {change}", version.reason)


def _of_objective(scope: _Scope, objective: Objective) -> Iterator[Happening]:
    of_objective = {"objective": objective}
    decisions = Decision.objects.filter(**of_objective).select_related("agenda_indicator").order_by("-at")
    for row in decisions[:MOST_OF_A_KIND]:
        about = f" bij {row.agenda_indicator.code}" if row.agenda_indicator else ""
        yield Happening(row.at, row.by_label, f"besloot{about}: {row.owner} doet", row.text)
        if row.closed_at:
            yield Happening(row.closed_at, row.closed_by_label, f"rondde het besluit{about} af", row.outcome)
    yield from _evaluations(of_objective)
    owners = AuditEvent.objects.filter(
        Q(verb="objective_owners_set") | Q(verb="objective_hand_over"),
        object_type="agenda.objective",
        object_id=str(objective.pk),
    )
    for event in owners[:MOST_OF_A_KIND]:
        new = event.details.get("new", "")
        names = ", ".join(new) if isinstance(new, list) else str(new)
        yield Happening(event.at, event.actor_label, f"maakte verantwoordelijk: {names or 'niemand'}")


def _evaluations(of_objective: dict[str, Any]) -> Iterator[Happening]:
    """Evaluations and what was agreed there, in one query."""
    rows = (
        Evaluation.objects.filter(**of_objective)
        .order_by("-held_on", "pk", "agreements__pk")
        .values_list(
            "pk", "created_at", "by_label", "needed",
            "agreements__pk", "agreements__text", "agreements__closed_on", "agreements__outcome",
        )[:MOST_OF_A_KIND]
    )  # fmt: skip
    found = list(rows)
    closed_by = _actors("agreement_close", "agenda.agreement", [row[4] for row in found if row[6]])
    told = set()
    for pk, at, who, needed, agreement, text, closed_on, outcome in found:
        if pk not in told:
            told.add(pk)
            yield Happening(at, who, "legde een evaluatie vast", needed)
        if closed_on:
            closed = timezone.make_aware(datetime.combine(closed_on, time(12)))
            yield Happening(closed, closed_by.get(agreement, ""), f"afspraak afgerond: {text}", outcome)


def _actors(verb: str, object_type: str, pks: Collection[int]) -> dict[int, str]:
    """Who did something to each of these, by its id, as the audit trail knows it. One query; none for nothing."""
    if not pks:
        return {}
    events = AuditEvent.objects.filter(
        verb=verb, object_type=object_type, object_id__in=[str(pk) for pk in pks]
    )
    return {int(pk): who for pk, who in events.values_list("object_id", "actor_label")}
