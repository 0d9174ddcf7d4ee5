"""How far a round is: who must report, who has and who has not, and whom to remind of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from agenda.models import Agenda, Round
from measures.models import ReportReply, StatusReport, Verdict
from measures.reporting_rules import Outcome, Span, Tally, is_asked, tally
from organisation.access import Action
from organisation.holders import Holder, holders
from organisation.models import Unit, UnitParent

OUTCOMES = {Verdict.ACCEPTED.value: Outcome.ACCEPTED, Verdict.SENT_BACK.value: Outcome.SENT_BACK}


@dataclass(frozen=True)
class Asked:
    """One report that a round asks. ``outcome``: what became of it; ``None``: it is not there."""

    assignment: int
    measure: int
    code: str
    title: str
    objective: str
    unit: int
    outcome: str | None


@dataclass(frozen=True)
class UnitState:
    """A school, team or service in a round. ``above``: what it falls under, ``None`` where that is the college.

    ``people``: who reports here and can be reminded; where nobody does, those of the unit above. ``above_people``: who
    stands above, whether or not they step in.
    """

    unit: Unit
    above: Unit | None
    asked: tuple[Asked, ...]
    people: tuple[Holder, ...]
    above_people: tuple[Holder, ...] = ()

    @cached_property
    def tally(self) -> Tally:
        return tally(one.outcome for one in self.asked)

    @property
    def stepping_in(self) -> bool:
        """Whether those of the unit above report here, because nobody else does."""
        return bool(self.people) and self.people == self.above_people

    @property
    def missing(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.asked if one.outcome is None)


@dataclass(frozen=True)
class MeasureState:
    """A measure in a round."""

    code: str
    title: str
    tally: Tally


@dataclass(frozen=True)
class SchoolState:
    """A school or service with its teams. ``own``: what it reports itself, ``None`` where it is not asked."""

    unit: Unit | None
    own: UnitState | None
    teams: tuple[UnitState, ...]

    @property
    def every(self) -> tuple[UnitState, ...]:
        return (self.own, *self.teams) if self.own else self.teams

    @cached_property
    def tally(self) -> Tally:
        return tally(one.outcome for state in self.every for one in state.asked)

    @property
    def late(self) -> int:
        """How many of its units still owe something."""
        return sum(not state.tally.complete for state in self.every)


@dataclass(frozen=True)
class Debtor:
    """A person who still has to report, or to see to it. ``owes``: how many reports are missing."""

    name: str
    email: str
    units: tuple[str, ...]
    owes: int


@dataclass(frozen=True)
class ReportingState:
    """A whole round: by unit, by school and by measure."""

    units: tuple[UnitState, ...]

    @cached_property
    def tally(self) -> Tally:
        return tally(one.outcome for state in self.units for one in state.asked)

    @property
    def late(self) -> tuple[UnitState, ...]:
        return tuple(state for state in self.units if not state.tally.complete)

    @property
    def done(self) -> int:
        """How many units have reported everything."""
        return len(self.units) - len(self.late)

    @cached_property
    def schools(self) -> tuple[SchoolState, ...]:
        """By school or service, in the order of their names; teams right under the college come last, without one."""
        own = {state.unit.pk: state for state in self.units}
        teams: dict[int, list[UnitState]] = defaultdict(list)
        names: dict[int, Unit] = {}
        for state in self.units:
            if state.above is not None:
                teams[state.above.pk].append(state)
                names[state.above.pk] = state.above
        heads = names | {state.unit.pk: state.unit for state in self.units if state.above is None}
        return tuple(
            SchoolState(unit, own.get(pk), tuple(teams.get(pk, ())))
            for pk, unit in sorted(heads.items(), key=lambda item: (item[1].name, item[0]))
        )

    @cached_property
    def measures(self) -> tuple[MeasureState, ...]:
        found: dict[tuple[str, str], list[str | None]] = defaultdict(list)
        for one in (one for state in self.units for one in state.asked):
            found[one.code, one.title].append(one.outcome)
        return tuple(MeasureState(code, title, tally(outcomes)) for (code, title), outcomes in found.items())

    @cached_property
    def debtors(self) -> tuple[Debtor, ...]:
        """Everybody who can be asked for what is missing, by name."""
        owed: dict[int, list[UnitState]] = defaultdict(list)
        people: dict[int, Holder] = {}
        for state in self.late:
            for holder in state.people:
                if state not in owed[holder.user.pk]:
                    owed[holder.user.pk].append(state)
                people[holder.user.pk] = holder
        return tuple(
            Debtor(
                holder.user.name,
                holder.user.email,
                tuple(state.unit.name for state in owed[pk]),
                sum(state.tally.missing for state in owed[pk]),
            )
            for pk, holder in sorted(people.items(), key=lambda item: (item[1].user.name, item[0]))
        )

    @property
    def without_people(self) -> tuple[UnitState, ...]:
        """Units that owe something while nobody can report for them."""
        return tuple(state for state in self.late if not state.people)


def reporting_state(round: Round, on: date) -> ReportingState:
    """How far a round that asks for reports is, on a day. Five queries."""
    asked = _asked(Round.objects.filter(pk=round.pk), on, verdicts=True)
    by_unit: dict[int, list[Asked]] = defaultdict(list)
    for one in asked:
        by_unit[one.unit].append(one)
    units = Unit.objects.in_bulk(by_unit)
    above = {
        row.unit_id: row.parent
        for row in UnitParent.objects.on(on).filter(unit__in=by_unit).select_related("parent")
    }
    places = set(by_unit) | {unit.pk for unit in above.values()}
    there: dict[int, list[Holder]] = defaultdict(list)
    for holder in holders(Action.REPORT_PROGRESS, on, places):
        there[holder.unit].append(holder)
    states = [
        _unit_state(units[pk], above.get(pk), rows, there, college=round.agenda.college_id)
        for pk, rows in by_unit.items()
    ]
    return ReportingState(tuple(sorted(states, key=lambda state: (state.unit.name, state.unit.pk))))


def _unit_state(
    unit: Unit, above: Unit | None, rows: list[Asked], there: dict[int, list[Holder]], *, college: int
) -> UnitState:
    own = there.get(unit.pk, [])
    higher = there.get(above.pk, []) if above is not None else []
    return UnitState(
        unit=unit,
        above=None if above is None or above.pk == college else above,
        asked=tuple(rows),
        people=tuple(own or higher),
        above_people=tuple(higher),
    )


@dataclass(frozen=True)
class Owing:
    """That units still have to report in the open round.

    ``units``: how many; ``teams``: all of them are teams; ``late``: the last day is past.
    """

    units: int
    teams: bool
    due_on: date
    late: bool


def owing(agenda: Agenda, on: date) -> Owing | None:
    """How many units owe a report in the open round; ``None``: no round is open, or all have reported. One query."""
    rounds = Round.objects.filter(agenda=agenda, asks_reports=True, closed_at__isnull=True)
    rows = [row for row in _rows(rounds) if row["last"] is None and _is_asked(row, on)]
    units = {row[f"{_A}__unit"]: row[f"{_A}__unit__kind"] for row in rows}
    if not units:
        return None
    due_on: date = rows[0]["due_on"]
    return Owing(len(units), set(units.values()) == {"team"}, due_on, due_on < on)


_A = "agenda__measures__assignments"
_M = "agenda__measures"
_FIELDS = (
    "about_on", "due_on", _A, f"{_A}__unit", f"{_A}__unit__kind", f"{_A}__valid_from", f"{_A}__valid_until",
    f"{_A}__unit__opened_on", f"{_A}__unit__closed_on", _M, f"{_M}__code", f"{_M}__title", f"{_M}__applied",
    f"{_M}__see", f"{_M}__objective__code",
)  # fmt: skip


def _rows(rounds: QuerySet[Round], *, verdicts: bool = False) -> Iterable[dict[str, Any]]:
    """Every assignment of the agendas of these rounds, with its newest report in the round."""
    reports = StatusReport.objects.filter(assignment=OuterRef(_A), round=OuterRef("pk"))
    rows = rounds.filter(**{f"{_A}__isnull": False}).annotate(
        last=Subquery(reports.order_by("-at", "-pk").values("pk")[:1])
    )
    fields = [*_FIELDS, "last"]
    if verdicts:
        said = ReportReply.objects.filter(report=OuterRef("last")).exclude(verdict=Verdict.ANSWER)
        rows = rows.annotate(verdict=Subquery(said.order_by("-at", "-pk").values("verdict")[:1]))
        fields.append("verdict")
    order = (f"{_M}__objective__order", f"{_M}__order", f"{_A}__unit__name")
    return rows.order_by(*order).values(*fields)


def _is_asked(row: dict[str, Any], on: date) -> bool:
    return is_asked(
        applied=row[f"{_M}__applied"],
        refers=bool(row[f"{_M}__see"]),
        carried_out=Span(row[f"{_A}__valid_from"], row[f"{_A}__valid_until"]),
        unit_exists=Span(row[f"{_A}__unit__opened_on"], row[f"{_A}__unit__closed_on"]),
        reported=row["last"] is not None,
        about_on=row["about_on"],
        due_on=row["due_on"],
        on=on,
    )


def _asked(rounds: QuerySet[Round], on: date, *, verdicts: bool) -> list[Asked]:
    return [
        Asked(
            assignment=row[_A],
            measure=row[_M],
            code=row[f"{_M}__code"],
            title=row[f"{_M}__title"],
            objective=row[f"{_M}__objective__code"],
            unit=row[f"{_A}__unit"],
            outcome=None if row["last"] is None else OUTCOMES.get(row["verdict"], Outcome.OPEN),
        )
        for row in _rows(rounds, verdicts=verdicts)
        if _is_asked(row, on)
    ]
