"""What a history takes from the audit trail: who got a measure, and how decisions, evaluations and agreements went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from agenda.models import Evaluation, Objective
from core.numbers import format_date
from dashboards.happening import MOST_OF_A_KIND, Happening, Scope
from measures.models import Decision, Measure
from operations.models import AuditEvent

ABOUT_MEASURES = ("measures_assign", "assignments_end", "assignments_withdraw", "milestone_undo")
QUESTIONS = {
    "held_on": "de dag", "contact": "contact", "contact_text": "contact", "steered": "sturing",
    "steered_text": "sturing", "needed": "wat nodig is",
}  # fmt: skip
"""What an evaluation keeps -> what that is about, in words."""


def assignment_changes(scope: Scope, names: frozenset[str] | None) -> Iterator[Happening]:
    """Which units got or lost a measure, and steps that were not reached after all. One query.

    ``names``: of the units that may be named; ``None``: all.
    """
    wanted = {"agenda": scope.agenda} | (
        {"code": scope.measure} if scope.measure else {"objective__code": scope.objective}
    )
    measures = Measure.objects.filter(**wanted).annotate(key=Cast("pk", CharField()))
    own = measures.filter(key=OuterRef("object_id")).values("code")
    events = AuditEvent.objects.filter(
        object_type="measures.measure", object_id__in=measures.values("key"), verb__in=ABOUT_MEASURES
    ).annotate(code=Subquery(own[:1]))
    for event in events[:MOST_OF_A_KIND]:
        what, text = _about_measure(event, names)
        if what:
            yield Happening(event.at, _who(event), what, text, measure=event.code)


def _about_measure(event: AuditEvent, names: frozenset[str] | None) -> tuple[str, str]:
    """What happened, and the words said with it. Nothing when it is about units that may not be named."""
    details = event.details
    if event.verb == "milestone_undo":
        step = " ".join(filter(None, [details.get("step") or "stap", details.get("period")]))
        said = f" ({details.get('name')} zei: bereikt op {_day(details.get('on'))})"
        return f"toch niet bereikt: {step}{said}", str(details.get("reason", ""))
    if event.verb == "measures_assign":
        resumed = [one["unit"] for one in details.get("resumed", [])]
        units = _told([*details.get("new", []), *resumed], names)
        return (f"verdeelde aan: {units}, vanaf {_day(details.get('from'))}" if units else ""), ""
    unit = _told([details.get("unit", "")], names)
    if not unit:
        return "", ""
    if event.verb == "assignments_end":
        return f"beëindigde de uitvoering door {unit}, laatste dag {_day(details.get('new'))}", ""
    return f"maakte de verdeling aan {unit} ongedaan", ""


def _told(units: Iterable[str], names: frozenset[str] | None) -> str:
    return ", ".join(unit for unit in units if unit and (names is None or unit in names))


def of_steering(objective: Objective) -> Iterator[Happening]:
    """Decisions, evaluations, agreements and owners of an objective. Three queries."""
    decisions = {row.pk: row for row in _decisions(objective)}
    evaluations = _evaluations(objective)
    agreements = {row["agreements__pk"]: row for row in evaluations if row["agreements__pk"]}
    held = {row["pk"]: row for row in reversed(evaluations)}
    events = _events(objective, decisions, held, agreements)
    closed = {int(one.object_id): one for one in events if one.verb == "agreement_close"}
    for decision in decisions.values():
        yield from _of_decision(decision)
    for row in held.values():
        yield Happening(row["created_at"], row["by_label"], "legde een evaluatie vast", row["needed"])
    for pk, row in agreements.items():
        yield from _closing(row, closed.get(pk))
    for event in events:
        yield from _of_event(event, decisions, held, agreements)


def _decisions(objective: Objective) -> Iterable[Decision]:
    rows = Decision.objects.filter(objective=objective).select_related("agenda_indicator")
    return rows.order_by("-at")[:MOST_OF_A_KIND]


def _evaluations(objective: Objective) -> list[dict[str, Any]]:
    """A row for every agreement of every evaluation, the newest first; one for an evaluation without any."""
    rows = Evaluation.objects.filter(objective=objective).order_by("-held_on", "pk", "agreements__pk")
    found: Iterable[Any] = rows.values(
        "pk", "held_on", "created_at", "by_label", "needed", "agreements__pk", "agreements__text",
        "agreements__owner", "agreements__due_on", "agreements__closed_on", "agreements__outcome",
    )[:MOST_OF_A_KIND]  # fmt: skip
    return list(found)


def _events(objective: Objective, *ids: Iterable[int]) -> list[AuditEvent]:
    """What the audit trail knows of the objective's owners, decisions, evaluations and agreements, newest first."""
    decisions, evaluations, agreements = ([str(pk) for pk in each] for each in ids)
    about = Q(object_type="agenda.objective", object_id=str(objective.pk)) & Q(
        verb__in=("objective_owners_set", "objective_hand_over")
    )
    about |= Q(object_type="measures.decision", object_id__in=decisions, verb="decision_move")
    about |= Q(object_type="agenda.evaluation", object_id__in=evaluations, verb="evaluation_change")
    about |= Q(object_type="agenda.agreement", object_id__in=agreements) & Q(
        verb__in=("agreement_add", "agreement_close")
    )
    return list(AuditEvent.objects.filter(about)[:MOST_OF_A_KIND])


def _of_decision(row: Decision) -> Iterator[Happening]:
    about = _about(row)
    yield Happening(row.at, row.by_label, f"besloot{about}: {row.owner} doet", row.text)
    if row.closed_at:
        yield Happening(row.closed_at, row.closed_by_label, f"rondde het besluit{about} af", row.outcome)


def _about(row: Decision) -> str:
    return f" bij {row.agenda_indicator.code}" if row.agenda_indicator else ""


def _closing(row: dict[str, Any], event: AuditEvent | None) -> Iterator[Happening]:
    if row["agreements__closed_on"] is None:
        return
    # Without an event only the day is known.
    at = event.at if event else timezone.make_aware(datetime.combine(row["agreements__closed_on"], time(12)))
    what = f"afspraak afgerond: {row['agreements__text']}"
    yield Happening(at, _who(event) if event else "", what, row["agreements__outcome"])


def _of_event(
    event: AuditEvent,
    decisions: dict[int, Decision],
    evaluations: dict[int, dict[str, Any]],
    agreements: dict[int, dict[str, Any]],
) -> Iterator[Happening]:
    details, pk = event.details, int(event.object_id)
    if event.verb == "decision_move":
        row = decisions[pk]
        days = f"van {_day(details.get('old'))} naar {_day(details.get('new'))}"
        what = f"verzette de dag van het besluit{_about(row)} ({row.owner}) {days}"
        yield Happening(event.at, _who(event), what, str(details.get("reason", "")))
    elif event.verb == "evaluation_change":
        held_on = format_date(evaluations[pk]["held_on"])
        new: dict[str, Any] = details.get("new", {})
        about = ", ".join(dict.fromkeys(QUESTIONS[name] for name in new if name in QUESTIONS))
        said = [str(new[name]) for name in ("contact_text", "steered_text", "needed") if new.get(name)]
        what = f"wijzigde de evaluatie van {held_on}: {about or 'wie meededen of de afspraken'}"
        yield Happening(event.at, _who(event), what, "\n".join(said))
    elif event.verb == "agreement_add":
        row_ = agreements[pk]
        due = f", uiterlijk {format_date(row_['agreements__due_on'])}" if row_["agreements__due_on"] else ""
        what = f"afspraak gemaakt: {row_['agreements__owner']}{due}"
        yield Happening(event.at, _who(event), what, row_["agreements__text"])
    elif event.object_type == "agenda.objective":
        new_owners = details.get("new", "")
        names = ", ".join(new_owners) if isinstance(new_owners, list) else str(new_owners)
        yield Happening(event.at, _who(event), f"maakte verantwoordelijk: {names or 'niemand'}")


def _who(event: AuditEvent) -> str:
    return event.actor_label.replace("command:", "opdracht ")


def _day(text: object) -> str:
    """A day as the audit trail keeps it, in words; a dash where it kept none."""
    try:
        return format_date(date.fromisoformat(str(text)))
    except ValueError:
        return "–"
