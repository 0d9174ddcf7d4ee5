"""What somebody has to report on: the list "Mijn maatregelen", by unit, what is due first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from agenda.models import Agenda, Round
from agenda.rounds import open_round
from measures.models import Assignment, ReportDraft, ReportReply, StatusReport, Verdict
from measures.report_fields import TEXTS
from measures.reporting_rights import closed
from measures.reporting_rules import Span, is_asked
from organisation.access import Action, Actor
from organisation.models import Unit


@dataclass(frozen=True)
class MineRow:
    """One measure of one unit. ``last``: its current report without its texts; ``None``: nobody reported yet.

    ``asked``: the open round asks for it; ``reported``: it was reported in that round. ``question``: the last report
    was sent back and nobody has answered by reporting again. ``draft_at``: when unsent text was kept.
    """

    assignment: Assignment
    last: StatusReport | None
    asked: bool
    reported: bool
    question: bool
    draft_at: datetime | None

    @property
    def owed(self) -> bool:
        """The open round still waits for this one."""
        return self.asked and not self.reported

    @property
    def todo(self) -> bool:
        return self.owed or self.question

    @property
    def can_stay(self) -> bool:
        """Whether one tap says it all: something was reported before, and the round waits for an answer."""
        return self.owed and self.last is not None and not self.question

    @property
    def token(self) -> str:
        """The row and the report that the reader sees of it, for the form that reports several at once."""
        return f"{self.assignment.pk}-{self.last.pk if self.last else ''}"


@dataclass(frozen=True)
class MineUnit:
    """A unit with its rows, what is due first. ``own``: the reader has a role here, not only above."""

    unit: Unit
    rows: tuple[MineRow, ...]
    own: bool

    @property
    def asked(self) -> int:
        return sum(row.asked for row in self.rows)

    @property
    def reported(self) -> int:
        return sum(row.asked and row.reported for row in self.rows)

    @property
    def questions(self) -> int:
        return sum(row.question for row in self.rows)


@dataclass(frozen=True)
class Mine:
    """Everything that a person reports on, the own units first. ``round``: the open one; ``None``: none is open."""

    agenda: Agenda
    round: Round | None
    units: tuple[MineUnit, ...]
    on: date

    @cached_property
    def rows(self) -> tuple[MineRow, ...]:
        return tuple(row for unit in self.units for row in unit.rows)

    def row(self, assignment_id: int) -> MineRow | None:
        """The row of an assignment; ``None``: this person does not report on it."""
        return next((row for row in self.rows if row.assignment.pk == assignment_id), None)

    def unit_of(self, assignment_id: int) -> MineUnit | None:
        """The unit whose row this is."""
        inside = (unit for unit in self.units for row in unit.rows if row.assignment.pk == assignment_id)
        return next(inside, None)

    @property
    def asked(self) -> int:
        return sum(unit.asked for unit in self.units)

    @property
    def reported(self) -> int:
        return sum(unit.reported for unit in self.units)

    @property
    def owed(self) -> int:
        return self.asked - self.reported

    @property
    def percent(self) -> int:
        return 100 * self.reported // self.asked if self.asked else 0

    @cached_property
    def todo(self) -> tuple[MineRow, ...]:
        return tuple(row for row in self.rows if row.todo)

    @property
    def questions(self) -> int:
        return sum(row.question for row in self.rows)

    @property
    def days_left(self) -> int:
        """Days until the round's last day; negative when it is past. 0 without a round."""
        return self.round.days_left(self.on) if self.round else 0

    def after(self, assignment_id: int) -> MineRow | None:
        """What to report next: the first that waits, of the same unit where it has one."""
        waiting = [row for row in self.todo if row.assignment.pk != assignment_id]
        here = {row.assignment.pk: row.assignment.unit_id for row in self.rows}.get(assignment_id)
        return next((row for row in waiting if row.assignment.unit_id == here), None) or next(
            iter(waiting), None
        )


def mine(agenda: Agenda, actor: Actor) -> Mine:
    """What this person reports on in an agenda, today. Four queries, and those for the person's units."""
    units = actor.units_for(Action.REPORT_PROGRESS)
    opened = open_round(agenda, asks_reports=True)
    rows = _assignments(agenda, set(units), opened, actor)
    by_unit: dict[int, list[MineRow]] = defaultdict(list)
    for row in rows:
        if not closed(row, actor.on):
            by_unit[row.unit_id].append(_row(row, opened, actor.on))
    own = {role.unit_id for role in actor.assignments}
    found = [
        MineUnit(units[pk], tuple(sorted(rows, key=_due_first)), pk in own) for pk, rows in by_unit.items()
    ]
    found.sort(key=lambda one: (not one.own, one.unit.name, one.unit.pk))
    return Mine(agenda, opened, tuple(found), actor.on)


def question_open() -> Subquery:
    """What the last reply that is no answer says of a report; for ``annotate``."""
    said = ReportReply.objects.filter(report=OuterRef("pk")).exclude(verdict=Verdict.ANSWER)
    return Subquery(said.order_by("-at", "-pk").values("verdict")[:1])


def _assignments(agenda: Agenda, units: set[int], opened: Round | None, actor: Actor) -> QuerySet[Assignment]:
    last = StatusReport.objects.filter(superseded_at__isnull=True).annotate(verdict=question_open())
    in_round = StatusReport.objects.filter(assignment=OuterRef("pk"), round=opened.pk if opened else None)
    draft = ReportDraft.objects.filter(user=actor.user, assignment=OuterRef("pk"))
    return (
        Assignment.objects.filter(measure__agenda=agenda, unit__in=units)
        .select_related("measure__objective", "unit")
        .annotate(reported=Exists(in_round), draft_at=Subquery(draft.values("saved_at")[:1]))
        .prefetch_related(Prefetch("reports", queryset=last.defer(*TEXTS), to_attr="latest"))
        .order_by("measure__objective__order", "measure__order", "pk")
    )


def _row(row: Assignment, opened: Round | None, on: date) -> MineRow:
    last: StatusReport | None = next(iter(row.latest), None)  # type: ignore[attr-defined]
    reported: bool = row.reported  # type: ignore[attr-defined]
    asked = opened is not None and is_asked(
        applied=row.measure.applied,
        refers=bool(row.measure.see),
        carried_out=Span(row.valid_from, row.valid_until),
        unit_exists=Span(row.unit.opened_on, row.unit.closed_on),
        reported=reported,
        about_on=opened.about_on,
        due_on=opened.due_on,
        on=on,
    )
    return MineRow(
        assignment=row,
        last=last,
        asked=asked,
        reported=reported,
        question=last is not None and last.verdict == Verdict.SENT_BACK,  # type: ignore[attr-defined]
        draft_at=row.draft_at,  # type: ignore[attr-defined]
    )


def _due_first(row: MineRow) -> tuple[int, datetime]:
    """A question first, then what the round waits for, half-written text and what was silent longest before."""
    place = 0 if row.question else 1 if row.owed and row.draft_at else 2 if row.owed else 3
    silent = (
        row.last.at
        if row.last and place == 2
        else datetime.min.replace(tzinfo=timezone.get_current_timezone())
    )
    return place, silent
