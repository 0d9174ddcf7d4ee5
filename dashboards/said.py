"""What people wrote and decided since a moment, counted: reports, answers, decisions, evaluations, plan changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast

from agenda.models import Agenda, Evaluation
from measures.models import Decision, ReportReply, StatusReport, Verdict
from operations.models import AuditEvent
from planfile.models import AgendaVersion

REPORT, ANSWER, DECISION, EVALUATION, PLAN = "melding", "antwoord", "besluit", "evaluatie", "wijziging"


@dataclass(frozen=True)
class Line:
    """One thing that was written: of what kind, when, and about which objective; ``""``: about none."""

    kind: str
    at: datetime
    objective: str


@dataclass(frozen=True)
class Said:
    """How often something was said. ``reports``: those with words of their own. ``decisions``: made, moved or closed.

    ``evaluations``: the objectives of which one was made or changed. ``plan``: changes of the agenda.
    """

    reports: int = 0
    answers: int = 0
    decisions: int = 0
    evaluations: tuple[str, ...] = ()
    plan: int = 0

    @property
    def nothing(self) -> bool:
        return self == Said()


def lines_since(agenda: Agenda, since: datetime | None) -> tuple[Line, ...]:
    """Everything from a moment on. One query; none for ``None``."""
    if since is None:
        return ()
    reports = StatusReport.objects.filter(assignment__measure__agenda=agenda, unchanged=False, at__gt=since)
    answers = ReportReply.objects.filter(
        report__assignment__measure__agenda=agenda, verdict=Verdict.ANSWER, at__gt=since
    )
    decisions = Decision.objects.filter(agenda=agenda)
    evaluations = Evaluation.objects.filter(objective__agenda=agenda)
    versions = AgendaVersion.objects.filter(agenda=agenda, number__gt=1, at__gt=since)
    parts = [
        _lines(reports.exclude(changed="", following="", reason=""), REPORT),
        _lines(answers, ANSWER),
        _lines(decisions.filter(at__gt=since), DECISION),
        _lines(decisions.filter(closed_at__gt=since), DECISION, "closed_at"),
        _events(since, "measures.decision", "decision_move", decisions, DECISION),
        _lines(evaluations.filter(created_at__gt=since), EVALUATION, "created_at", "objective__code"),
        _events(since, "agenda.evaluation", "evaluation_change", evaluations, EVALUATION),
        _lines(versions, PLAN),
    ]
    rows: Iterable[Any] = parts[0].union(*parts[1:], all=True)
    return tuple(Line(kind, at, objective) for kind, at, objective in rows)


def said_since(lines: Iterable[Line], moment: datetime) -> Said:
    """What of these was said after a moment. No query."""
    after = [line for line in lines if line.at > moment]
    kinds = [line.kind for line in after]
    return Said(
        reports=kinds.count(REPORT),
        answers=kinds.count(ANSWER),
        decisions=kinds.count(DECISION),
        evaluations=tuple(sorted({line.objective for line in after if line.kind == EVALUATION})),
        plan=kinds.count(PLAN),
    )


def _lines(rows: Any, kind: str, at: str = "at", objective: str = "") -> Any:
    about = F(objective) if objective else Value("")
    words = {"kind_": Value(kind), "at_": F(at), "about_": Cast(about, CharField())}
    return rows.order_by().annotate(**words).values_list(*words)


def _events(since: datetime, object_type: str, verb: str, rows: Any, kind: str) -> Any:
    """Events of the audit trail about these rows; of an evaluation with its objective."""
    own = rows.order_by().annotate(key=Cast("pk", CharField()))
    events = AuditEvent.objects.filter(
        Q(object_type=object_type, verb=verb, at__gt=since), object_id__in=own.values("key")
    )
    about = Subquery(own.filter(key=OuterRef("object_id")).values("objective__code")[:1])
    words = {"kind_": Value(kind), "at_": F("at"), "about_": Cast(about, CharField())}
    return events.order_by().annotate(**words).values_list(*words)
