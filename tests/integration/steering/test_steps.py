"""Steps that are late or reached, and the timeline, as people meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Agenda
from measures.carrying import with_standings
from measures.milestones.rules import MilestoneState, milestone_key
from measures.milestones.selectors import agenda_milestones
from measures.milestones.services import MilestoneRefusedError, milestone_reach, milestone_undo
from measures.models import Assignment, MilestoneMark, PlanningStep, StatusReport
from measures.rows import measure_rows
from operations.models import AuditEvent
from organisation.roles import Role
from tests import factories
from tests.example import PERIOD
from tests.integration.steering.pages import text_of
from tests.late import late_milestones

OBJECTIVES = f"/agenda/{PERIOD}/doelstellingen/"


@pytest.fixture
def agenda(site) -> Agenda:
    return Agenda.objects.get()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def late(agenda, today):
    """A late step of a measure that units carry out, in an objective of the example's owner."""
    carried = set(Assignment.objects.filter(reports__isnull=False).values_list("measure__code", flat=True))
    own = (one for one in late_milestones(agenda, today) if one.objective in {"1.2", "1.3"})
    return next(one for one in own if one.code in carried)


def address_of(one) -> str:
    return f"/maatregelen/{one.code}/stappen/{one.milestone.key}/"


def test_late_steps_stand_on_measure_objective_and_timeline(browse, late):
    for address in (f"/maatregelen/{late.code}/", f"{OBJECTIVES}{late.objective}/tijdlijn/"):
        assert f"{late.days} dagen te laat" in text_of(browse(Role.TEAM_MANAGER).get(address)), address
    objective = browse(Role.TEAM_MANAGER).get(f"{OBJECTIVES}{late.objective}/")
    assert f"{late.days} dagen te laat" in text_of(objective)


def test_marking_and_taking_back(browse, late, today):
    owner, address = browse(Role.OBJECTIVE_OWNER), address_of(late)
    assert owner.post(address, {"reached_on": (today + timedelta(days=1)).isoformat()}).status_code == 200
    assert owner.post(address, {"reached_on": today.isoformat(), "note": "Klaar"}).status_code == 302
    text = text_of(owner.get(f"/maatregelen/{late.code}/"))
    assert "later dan gepland" in text and "Klaar" in text
    assert owner.post(address, {"reached_on": today.isoformat()}).status_code == 302  # the same day again
    told = owner.post(address, {"reached_on": (today - timedelta(days=3)).isoformat()})
    assert "zei al dat deze stap bereikt is" in text_of(told)
    assert MilestoneMark.objects.filter(key=late.milestone.key).count() == 1
    assert owner.post(f"{address}terug/", {"reason": ""}).status_code == 200
    assert owner.post(f"{address}terug/", {"reason": "Vergissing"}).status_code == 302
    assert "niet (meer) als bereikt" in text_of(owner.post(f"{address}terug/", {"reason": "Weer"}))
    events = AuditEvent.objects.filter(verb__startswith="milestone_").order_by("pk")
    assert [event.verb for event in events] == ["milestone_reach", "milestone_undo"]
    assert events[1].details["reason"] == "Vergissing"


def test_who_marks_a_step(browse, late, agenda, today):
    for role in set(Role) - {Role.PORTFOLIO_HOLDER, Role.OBJECTIVE_OWNER}:
        assert browse(role).get(address_of(late)).status_code == 403
    elsewhere = next(one for one in late_milestones(agenda, today) if one.objective not in {"1.2", "1.3"})
    assert browse(Role.OBJECTIVE_OWNER).get(address_of(elsewhere)).status_code == 403
    assert browse(Role.PORTFOLIO_HOLDER).get(address_of(elsewhere)).status_code == 200
    assert browse(Role.PORTFOLIO_HOLDER).get(f"/maatregelen/{late.code}/stappen/geen/").status_code == 404


def test_step_that_the_plan_words_otherwise_is_asked_again(agenda, late, site, today):
    step = PlanningStep.objects.get(
        measure__code=late.code,
        period=late.milestone.period,
        step=late.milestone.step,
        text=late.milestone.text,
    )
    by = factories.actor(site.people[Role.PORTFOLIO_HOLDER])
    milestone_reach(step=step, reached_on=today, note="", on=today, by=by)
    assert late not in late_milestones(agenda, today)
    step.text += " En dan opnieuw."
    step.save()
    found = [one.milestone.text for one in late_milestones(agenda, today) if one.code == late.code]
    assert step.text in found
    with pytest.raises(MilestoneRefusedError):
        milestone_undo(
            measure=step.measure, key=milestone_key(step.period, step.step, step.text), reason="x", by=by
        )


def test_measure_that_all_its_units_finished_has_no_late_steps(agenda, late, today):
    Assignment.objects.filter(measure__agenda=agenda, reports=None).delete()
    StatusReport.objects.filter(superseded_at=None).update(state="afgerond", reason="")
    rows, _ = with_standings(agenda, measure_rows(agenda), today)
    row = next(row for row in rows if row.code == late.code)
    assert row.standing.state == "afgerond", "somebody carries the measure out"
    steps = agenda_milestones(agenda, rows)[row.pk]
    assert MilestoneState.ENDED in {one.state(today) for one in steps}
    assert late.code not in {one.code for one in late_milestones(agenda, today, rows)}


@pytest.mark.parametrize("code", ["1.1", "1.3"])
def test_timeline_names_every_step_and_every_year(browse, code, agenda):
    page = browse(Role.READER).get(f"{OBJECTIVES}{code}/tijdlijn/")
    text = text_of(page)
    for year in agenda.years:
        assert str(year) in text
    for step in PlanningStep.objects.filter(measure__objective__code=code):
        assert " ".join(step.text.split()) in text
    assert "vandaag" in text


def test_timeline_of_what_does_not_exist_is_not_found(browse):
    assert browse(Role.READER).get(f"{OBJECTIVES}9.9/tijdlijn/").status_code == 404
    assert browse(Role.READER).get("/agenda/1900-1901/doelstellingen/1.2/tijdlijn/").status_code == 404


def test_timeline_without_planned_steps_says_so(browse):
    PlanningStep.objects.filter(measure__objective__code="1.1").delete()
    assert "geen moment" in text_of(browse(Role.READER).get(f"{OBJECTIVES}1.1/tijdlijn/"))
