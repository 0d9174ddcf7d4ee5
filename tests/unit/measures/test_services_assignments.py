"""Giving measures to units, ending that, undoing it; what is refused, and what the audit trail keeps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from measures.exceptions import AssignmentRefusedError
from measures.models import Assignment, Measure, ReportDraft
from measures.services.assignments import (
    Assigned,
    assignments_change,
    assignments_end,
    assignments_withdraw,
    measures_assign,
)
from operations.models import AuditEvent
from organisation.access import Actor
from organisation.models import Unit, UnitKind
from tests import factories

TODAY = timezone.localdate()
YESTERDAY, LAST_YEAR = TODAY - timedelta(days=1), TODAY - timedelta(days=365)


def windows() -> dict[str, tuple[date, date | None]]:
    return {
        row.unit.code: (row.valid_from, row.valid_until) for row in Assignment.objects.select_related("unit")
    }


def test_measures_assign_gives_every_measure_to_every_unit(
    measure: Measure, college: Unit, school: Unit, team: Unit, by: Actor
) -> None:
    other = factories.make_measure(college, "1.1.2")
    done = measures_assign(measures=[measure, other], units=[school, team], valid_from=TODAY, by=by)
    assert done == Assigned(new=4)
    assert set(
        Assignment.objects.values_list("measure__code", "unit__code", "valid_from", "valid_until")
    ) == {(code, unit.code, TODAY, None) for code in ("1.1.1", "1.1.2") for unit in (school, team)}
    events = AuditEvent.objects.filter(verb="measures_assign")
    assert [event.object_id for event in events.order_by("pk")] == [str(measure.pk), str(other.pk)]
    assert events[0].details["new"] == [school.name, team.name]


def test_measures_assign_again_changes_nothing_and_tells_nobody(
    measure: Measure, team: Unit, by: Actor
) -> None:
    measures_assign(measures=[measure], units=[team], valid_from=TODAY, by=by)
    AuditEvent.objects.all().delete()
    assert measures_assign(measures=[measure], units=[team], valid_from=LAST_YEAR, by=by).nothing
    assert windows() == {team.code: (TODAY, None)}
    assert not AuditEvent.objects.exists()


def test_measures_assign_resumes_what_had_ended_with_its_reports(
    measure: Measure, team: Unit, by: Actor
) -> None:
    row = factories.make_assignment(measure, team, valid_from=LAST_YEAR, valid_until=YESTERDAY)
    report = factories.make_report(row)
    assert measures_assign(measures=[measure], units=[team], valid_from=TODAY, by=by) == Assigned(resumed=1)
    assert windows() == {team.code: (LAST_YEAR, None)}
    assert row.reports.get() == report
    assert AuditEvent.objects.get().details["resumed"] == [
        {"unit": team.name, "ended": YESTERDAY.isoformat()}
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"applied": False, "explanation": "Nee."}, "wordt niet ingezet"),
        ({"see": ["1.2", "1.3"]}, "verwijst door naar 1.2, 1.3"),
    ],
)
def test_measures_assign_refuses_what_nobody_carries_out(
    college: Unit, team: Unit, by: Actor, fields: dict[str, object], said: str
) -> None:
    measure = factories.make_measure(college, "1.1.9", **fields)
    with pytest.raises(AssignmentRefusedError, match=said):
        measures_assign(measures=[measure], units=[team], valid_from=TODAY, by=by)


def test_measures_assign_refuses_units_that_cannot_all_at_once_and_stores_nothing(
    measure: Measure, college: Unit, school: Unit, team: Unit, by: Actor
) -> None:
    benchmark = factories.make_unit(UnitKind.BENCHMARK, name="Landelijk")
    closed = factories.make_unit(UnitKind.TEAM, parent=school, name="Gesloten", closed_on=YESTERDAY)
    coming = factories.make_unit(
        UnitKind.TEAM, parent=school, name="Nieuw", opened_on=TODAY + timedelta(days=1)
    )
    with pytest.raises(AssignmentRefusedError) as refused:
        measures_assign(
            measures=[measure], units=[team, college, benchmark, closed, coming], valid_from=TODAY, by=by
        )
    assert len(refused.value.reasons) == 4
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2100, 1, 1)])
def test_measures_assign_refuses_a_day_outside_the_agenda(
    measure: Measure, team: Unit, by: Actor, day: date
) -> None:
    with pytest.raises(AssignmentRefusedError, match="zo lang loopt de agenda"):
        measures_assign(measures=[measure], units=[team], valid_from=day, by=by)


def test_measures_assign_of_nothing_asks_for_a_choice(measure: Measure, by: Actor) -> None:
    with pytest.raises(AssignmentRefusedError, match="Kies ten minste"):
        measures_assign(measures=[measure], units=[], valid_from=TODAY, by=by)


def test_assignments_change_gives_and_takes_in_one_go(
    measure: Measure, school: Unit, team: Unit, other_team: Unit, by: Actor
) -> None:
    factories.make_assignment(measure, team, valid_from=LAST_YEAR)
    factories.make_assignment(measure, other_team, valid_from=TODAY)
    done = assignments_change(
        give={(measure.pk, school.pk)},
        take={(measure.pk, team.pk), (measure.pk, other_team.pk)},
        valid_from=TODAY,
        by=by,
    )
    assert done == Assigned(new=1, ended=1, withdrawn=1)
    assert windows() == {team.code: (LAST_YEAR, YESTERDAY), school.code: (TODAY, None)}


def test_assignments_change_takes_nothing_when_it_may_not_give(
    measure: Measure, college: Unit, team: Unit, by: Actor
) -> None:
    factories.make_assignment(measure, team)
    with pytest.raises(AssignmentRefusedError):
        assignments_change(
            give={(measure.pk, college.pk)}, take={(measure.pk, team.pk)}, valid_from=TODAY, by=by
        )
    assert windows()[team.code][1] is None


def test_assignments_end_keeps_the_reports_and_moves_the_last_day(
    measure: Measure, team: Unit, by: Actor
) -> None:
    row = factories.make_assignment(measure, team)
    factories.make_report(row)
    assert assignments_end(assignments=[row], last_day=YESTERDAY, by=by) == 1
    assert assignments_end(assignments=[row], last_day=TODAY, by=by) == 1
    assert assignments_end(assignments=[row], last_day=TODAY, by=by) == 0
    row.refresh_from_db()
    assert (row.valid_until, row.reports.count()) == (TODAY, 1)
    events = AuditEvent.objects.filter(verb="assignments_end").order_by("pk")
    assert [event.details["old"] for event in events] == [None, YESTERDAY.isoformat()]


def test_assignments_end_before_the_first_day_is_refused(measure: Measure, team: Unit, by: Actor) -> None:
    row = factories.make_assignment(measure, team, valid_from=TODAY)
    with pytest.raises(AssignmentRefusedError, match="kies een latere dag"):
        assignments_end(assignments=[row], last_day=YESTERDAY, by=by)


def test_assignments_withdraw_removes_what_nobody_used(measure: Measure, team: Unit, by: Actor) -> None:
    row = factories.make_assignment(measure, team)
    assert assignments_withdraw(assignments=[row], by=by) == 1
    assert not Assignment.objects.exists()
    assert AuditEvent.objects.get().verb == "assignments_withdraw"


@pytest.mark.parametrize("what", ["report", "draft", "evidence"])
def test_assignments_withdraw_never_takes_what_somebody_wrote(
    measure: Measure, team: Unit, by: Actor, what: str
) -> None:
    row = factories.make_assignment(measure, team)
    if what == "report":
        factories.make_report(row)
    elif what == "draft":
        ReportDraft.objects.create(user=by.user, assignment=row, fields={"changed": "Half af"})
    else:
        row.evidence.create(title="Foto", url="https://example.nl/", by_label="x")
    with pytest.raises(AssignmentRefusedError, match="al iets opgeschreven"):
        assignments_withdraw(assignments=[row], by=by)
    assert Assignment.objects.exists()
