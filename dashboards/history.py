"""Who said what when, about a measure or an objective: everything from reports to changes of the plan, in one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db.models import QuerySet

from agenda.models import Agenda, Objective
from dashboards.happening import MOST_OF_A_KIND, Happening, Scope
from dashboards.history_steering import assignment_changes, of_steering
from measures.models import Evidence, MilestoneMark, ReportReply, StatusReport
from measures.units import CollegeUnits, college_units
from operations.models import AuditEvent
from organisation.access import Actor
from organisation.models import UnitKind
from planfile.history import about_money, agenda_versions


def measure_history(agenda: Agenda, code: str, actor: Actor) -> list[Happening]:
    """Of one measure, newest first; of what units said only what this person may read, closed units among them.

    At most eleven queries.
    """
    return _sorted(_of_measures(Scope(agenda, "", code), actor))


def objective_history(objective: Objective, actor: Actor) -> list[Happening]:
    """Of an objective and its measures, newest first. At most thirteen queries. Takes one whose agenda is known."""
    scope = Scope(objective.agenda, objective.code, "")
    return _sorted([*_of_measures(scope, actor), *of_steering(objective)])


def _sorted(found: Iterable[Happening]) -> list[Happening]:
    return sorted(found, key=lambda one: one.at, reverse=True)


def _of_measures(scope: Scope, actor: Actor) -> Iterator[Happening]:
    every = college_units(scope.agenda.college, actor.on)
    units = every.readable(actor)
    yield from _reports(scope, units)
    yield from _replies(scope, units)
    yield from _evidence(scope, units)
    for mark in MilestoneMark.objects.filter(**scope.filter("measure")).select_related("measure")[
        :MOST_OF_A_KIND
    ]:
        step = " ".join(filter(None, [mark.step or "stap", mark.period]))
        yield Happening(mark.at, mark.by_label, f"bereikt: {step}", mark.note, measure=mark.measure.code)
    yield from assignment_changes(scope, _names_to_tell(every, units))
    yield from _plan_changes(scope, actor)


def _names_to_tell(every: CollegeUnits, readable: Collection[int]) -> frozenset[str] | None:
    """Names of units that may stand in a line: schools, services, and teams that this person may read.

    ``None``: all of them.
    """
    hidden = {pk for pk, unit in every.by_pk.items() if unit.kind == UnitKind.TEAM and pk not in readable}
    return frozenset(unit.name for pk, unit in every.by_pk.items() if pk not in hidden) if hidden else None


def _reports(scope: Scope, units: Iterable[int]) -> Iterator[Happening]:
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


def _replies(scope: Scope, units: Iterable[int]) -> Iterator[Happening]:
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


def _evidence(scope: Scope, units: Iterable[int]) -> Iterator[Happening]:
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


def _plan_changes(scope: Scope, actor: Actor) -> Iterator[Happening]:
    """Changes of the plan that name the measure, or the objective and what stands under it."""
    for version in agenda_versions(scope.agenda, with_money=False):
        for group in version.groups:
            names = {f"maatregel {scope.measure}"} if scope.measure else {f"doelstelling {scope.objective}"}
            if not names & set(group.path):
                continue
            for change in group.changes:
                if not about_money(change):
                    yield Happening(version.at, version.by, f"wijzigde de agenda: {change}", version.reason)


def _actors(verb: str, object_type: str, pks: Collection[int]) -> dict[int, str]:
    """Who did something to each of these, by its id, as the audit trail knows it. One query; none for nothing."""
    if not pks:
        return {}
    events = AuditEvent.objects.filter(
        verb=verb, object_type=object_type, object_id__in=[str(pk) for pk in pks]
    )
    return {int(pk): who for pk, who in events.values_list("object_id", "actor_label")}
