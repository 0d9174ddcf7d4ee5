"""The page of the portfolio holder: what is missing, late or changed."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.models import Agreement, Evaluation, ObjectiveOwner, RoundKind
from dashboards.missing import missing_page
from dashboards.said import Said
from dashboards.since_round import since_round
from imports.models import Origin
from indicators.models import (
    AgendaIndicator,
    ComparedWith,
    Indicator,
    Observation,
    PlanFigure,
    PlanSeries,
    Series,
    Target,
)
from measures.decisions.services import decision_move
from measures.models import Decision, MeasureIndicator, PlanningStep, ReportReply, Verdict
from operations.services import audit_record
from organisation.models import Unit, UnitKind
from organisation.roles import Role
from tests import factories

TODAY = timezone.localdate()
NOW = timezone.now()


def days_ago(days):
    return NOW - timedelta(days=days)


@pytest.fixture
def measure(college):
    return factories.make_measure(college, "1.1.1")


@pytest.fixture
def agenda(measure):
    return measure.agenda


@pytest.fixture
def address(agenda):
    return f"/agenda/{agenda.period}/wat-ontbreekt/"


@pytest.fixture
def indicator(agenda):
    """One that should rise from 60 to 80, measured last year; figures came in ten days ago."""
    what = Indicator.objects.create(key="vsv", unit="percent", every=1, first=2023)
    use = AgendaIndicator.objects.create(
        agenda=agenda, indicator=what, objective=agenda.objectives.get(), code="1a", title="Blijven",
        desired="higher",
    )  # fmt: skip
    series = Series.objects.create(indicator=what)
    plan = PlanSeries.objects.create(agenda_indicator=use, series=series)
    PlanFigure.objects.create(plan_series=plan, role=PlanFigure.Role.BASELINE, period="2023", value=60)
    Target.objects.create(plan_series=plan, kind="reach", value=80, by=str(TODAY.year + 5))
    Observation.objects.create(
        series=series, subject=agenda.college, period=str(TODAY.year - 1), value=58,
        period_start=date(TODAY.year - 1, 1, 1), period_end=date(TODAY.year - 1, 12, 31),
        origin=Origin.objects.create(kind=Origin.Kind.FILE, label="f", actor_label="test"),
        recorded_at=days_ago(10),
    )  # fmt: skip
    return use


@pytest.fixture
def look(agenda):
    return lambda seen_until=None: missing_page(agenda, TODAY, seen_until=seen_until)


def closed_round(agenda, kind, days, **fields):
    return factories.make_round(
        agenda, kind=kind, about_on=TODAY - timedelta(days=days + 20), due_on=TODAY - timedelta(days=days + 1),
        opened_at=days_ago(days + 20), closed_at=days_ago(days), **fields,
    )  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_page_opens_for_who_judges_reports(role, address, client_of):
    status = client_of(role).get(address).status_code
    assert status == (200 if role in {Role.PORTFOLIO_HOLDER, Role.OBJECTIVE_OWNER} else 403)


def test_empty_agenda_says_so_without_a_fault(address, client_of):
    page = client_of(Role.PORTFOLIO_HOLDER).get(address).content.decode()
    assert "Er is niets te laat" in page
    assert "We weten niet wanneer u hier eerder was" in page
    assert "Er is geen ronde open" in page
    assert client_of(Role.PORTFOLIO_HOLDER).get("/agenda/1990-1991/wat-ontbreekt/").status_code == 404


def test_missing_reports_evaluations_and_measures_without_anybody(
    look, agenda, measure, team, other_team, college
):
    row = factories.make_round(agenda)
    evaluations = factories.make_round(agenda, kind=RoundKind.HALF_YEAR, asks_reports=False)
    factories.make_assignment(measure, team)
    factories.make_report(factories.make_assignment(measure, other_team), round=row)
    alone = factories.make_measure(college, "1.1.2")
    page = look()
    lack = page.report_round
    assert (lack.units, lack.reports, lack.asked) == (1, 1, 2)
    assert [one.code for one in page.evaluations] == ["1.1"]
    assert [one.pk for one in page.undivided] == [alone.pk]
    Evaluation.objects.create(objective=measure.objective, round=evaluations, held_on=TODAY)
    assert look().evaluations == ()


def test_targets_to_be_set_name_who_owes_them(look, indicator, holder_of):
    Target.objects.update(kind="to_be_set", value=None, by="", due=TODAY - timedelta(days=1))
    assert [(one.code, one.who, one.overdue) for one in look().targets] == [("1a", "", True)]
    ObjectiveOwner.objects.create(objective=indicator.objective, user=holder_of(Role.OBJECTIVE_OWNER))
    assert look().targets[0].who == "Doelstellingverantwoordelijke"


def test_baselines_that_are_not_there(look, indicator):
    assert look().baselines == ()
    PlanFigure.objects.all().delete()
    assert [row.code for row, _ in look().baselines] == ["1a"]


def test_late_things_are_counted_by_kind(look, agenda, measure):
    yesterday = TODAY - timedelta(days=1)
    PlanningStep.objects.create(measure=measure, period="2024", step="starten")
    PlanningStep.objects.create(measure=measure, period="2098", step="evalueren")
    for day in (yesterday, TODAY):
        Decision.objects.create(
            agenda=agenda, objective=measure.objective, text="Bel", owner="Dienst", due_on=day
        )
    held = Evaluation.objects.create(objective=measure.objective, held_on=yesterday)
    Agreement.objects.create(evaluation=held, text="Stuur", owner="Gemeente", due_on=yesterday)
    Agreement.objects.create(evaluation=held, text="Ooit", owner="Gemeente")
    Agreement.objects.create(
        evaluation=held, text="Klaar", owner="G", due_on=yesterday, closed_on=TODAY, outcome="x"
    )
    page = look()
    assert (len(page.decisions), len(page.agreements), len(page.milestones)) == (1, 1, 1)
    assert page.late_text == "1 besluit, 1 afspraak en 1 stap van een maatregel"


def test_changes_since_a_visit_use_what_was_known_then(look, indicator, measure, team):
    assignment = factories.make_assignment(measure, team)
    factories.make_report(assignment, "loopt", at=days_ago(30))
    factories.make_report(assignment, "vertraagd", reason="x", at=days_ago(5))
    changes = look(days_ago(20)).since_visit
    flip = changes.indicators[0]
    assert (flip.code, flip.after) == ("1a", "off_track")
    assert flip.before != flip.after
    state = changes.measures[0]
    assert (state.code, state.before.state, state.after.state) == ("1.1.1", "loopt", "vertraagd")
    assert look(days_ago(3)).since_visit.none


def test_what_was_said_and_decided_since_is_counted(look, agenda, measure, team, address, client_of, by):
    assignment = factories.make_assignment(measure, team)
    closed_round(agenda, RoundKind.FOUR_MONTHS, 20)
    before = factories.make_report(assignment, changed="Vóór de ronde", at=days_ago(30))
    ReportReply.objects.create(report=before, verdict=Verdict.SENT_BACK, text="Hoeveel?", by_label="Pim")
    assert look(days_ago(20)).since_visit.said == Said()
    ReportReply.objects.create(report=before, verdict=Verdict.ANSWER, text="Twaalf", by_label="Mila")
    factories.make_report(assignment, changed="Nieuwe woorden", at=days_ago(5))
    factories.make_report(assignment, changed="Nieuwe woorden", at=days_ago(4), unchanged=True)
    factories.make_report(assignment, at=days_ago(3))
    decision = Decision.objects.create(
        agenda=agenda,
        objective=measure.objective,
        text="Bel",
        owner="Dienst",
        due_on=date(2099, 1, 1),
        by_label="x",
    )
    decision_move(
        decision=decision, seen=date(2099, 1, 1), due_on=date(2099, 2, 1), reason="Ziek", on=TODAY, by=by
    )
    evaluation = Evaluation.objects.create(objective=measure.objective, held_on=TODAY)
    audit_record(by=by, verb="evaluation_change", obj=evaluation)
    page = look(days_ago(20))
    said = Said(reports=1, answers=1, decisions=2, evaluations=("1.1",))
    assert (page.since_visit.said, page.since_round.said) == (said, said)
    assert look(days_ago(4)).since_visit.said == Said(answers=1, decisions=2, evaluations=("1.1",))
    text = client_of(Role.PORTFOLIO_HOLDER).get(address).content.decode()
    for words in ("1 melding met nieuwe tekst", "1 antwoord op een vraag", "2 keer een besluit genomen"):
        assert words in text
    assert "/doelstellingen/1.1/evaluaties/" in text


def test_everybody_reads_what_changed_since_the_last_round(agenda, indicator, measure, team, client_of):
    changed = f"/agenda/{agenda.period}/veranderd/"
    board = client_of(Role.BOARD)
    assert "nog geen ronde gesloten" in board.get(changed).content.decode()
    assert "hx-swap-oob" not in board.get(changed, {"deel": "kaarten"}).content.decode()
    assignment = factories.make_assignment(measure, team)
    factories.make_report(assignment, "loopt", at=days_ago(30))
    closed_round(agenda, RoundKind.FOUR_MONTHS, 20)
    factories.make_report(assignment, "vertraagd", reason="x", at=days_ago(5))
    for role in (Role.BOARD, Role.READER, Role.TEAM_MANAGER):
        text = re.sub(r"\s+", " ", client_of(role).get(changed).content.decode())
        assert "<strong>1</strong> indicator een andere status" in text
        assert "<strong>1</strong> maatregel een andere stand." in text
        assert "1 melding met nieuwe tekst" in text
        assert ("/rondes/" in text) is False
    cards = re.sub(r"\s+", " ", board.get(changed, {"deel": "kaarten"}).content.decode())
    assert "Sinds de vorige ronde: 1 indicator anders, 1 maatregel anders</p>" in cards
    place = f'id="veranderd-{measure.objective_id}"'
    assert place in cards
    assert place in board.get(f"/agenda/{agenda.period}/").content.decode()


def test_benchmark_is_that_of_the_same_period_and_the_own_group_comes_first(agenda, indicator):
    def bench(code: str, name: str, value: int, **fields) -> Unit:
        unit = factories.make_unit(UnitKind.BENCHMARK, code=code, name=name, **fields)
        own = Observation.objects.get(subject=agenda.college)
        Observation.objects.create(
            series=own.series, subject=unit, period=own.period, value=value, period_start=own.period_start,
            period_end=own.period_end, origin=own.origin, recorded_at=own.recorded_at,
        )  # fmt: skip
        return unit

    def words() -> list[str]:
        return [said for _, said in since_round(agenda, TODAY, cards=True).beside]

    bench("bench-1", "Een ander college", 1, brin="01AA")
    assert words() == []
    bench("landelijk", "Landelijk", 61)
    assert words() == ["3 procentpunt lager dan Landelijk"]
    group = bench("vgl-roc", "Vergelijkbare colleges", 57)
    bench("vgl-aoc", "Groene colleges", 10)
    assert words() == ["3 procentpunt lager dan Landelijk"]
    ComparedWith.objects.create(college=agenda.college, unit=group, stands=True)
    assert words() == ["1 procentpunt hoger dan Vergelijkbare colleges"]
    Observation.objects.exclude(subject=agenda.college).update(period="2001")
    assert words() == []


def test_changes_since_the_last_round_begin_when_it_closed(look, agenda, indicator):
    assert look().since_round is None
    row = closed_round(agenda, RoundKind.FOUR_MONTHS, 20)
    page = look()
    assert (page.last_closed, page.since_round.since) == (row, row.closed_at)
    assert [flip.code for flip in page.since_round.indicators] == ["1a"]


def test_silent_measures_are_those_asked_twice_and_reported_never(look, agenda, measure, team, college):
    spoken = factories.make_measure(college, "1.1.2")
    factories.make_assignment(measure, team)
    answered = factories.make_assignment(spoken, team)
    first = closed_round(agenda, RoundKind.FOUR_MONTHS, 60)
    assert look().two_rounds == ()
    closed_round(agenda, RoundKind.EIGHT_MONTHS, 30)
    factories.make_report(answered, round=first)
    assert [row.code for row in look().silent] == ["1.1.1"]
    now = factories.make_round(agenda, kind=RoundKind.TWELVE_MONTHS)
    factories.make_report(measure.assignments.get(), round=now)
    assert look().silent == ()


def test_movement_lays_indicator_and_measure_side_by_side(look, indicator, measure, team, address, client_of):
    assert [one.code for one in look().movement.movers] == ["1a"]
    page = client_of(Role.PORTFOLIO_HOLDER).get(address).content.decode()
    assert "het plan noemt er geen maatregel bij" in page
    assert "zegt niets over oorzaken" in page
    MeasureIndicator.objects.create(measure=measure, agenda_indicator=indicator)
    factories.make_report(factories.make_assignment(measure, team), "loopt")
    assert look().movement.movers == ()
    Observation.objects.update(value=60)
    assert [one.code for one in look().movement.still] == ["1.1.1"]


def test_page_costs_the_same_with_more_of_everything(address, agenda, indicator, measure, college, client_of):
    client = client_of(Role.PORTFOLIO_HOLDER)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    closed_round(agenda, RoundKind.FOUR_MONTHS, 60)
    before = cost()
    closed_round(agenda, RoundKind.EIGHT_MONTHS, 30)
    row = factories.make_round(agenda, kind=RoundKind.TWELVE_MONTHS)
    for _ in range(8):
        team = factories.make_unit("team", parent=college)
        extra = factories.make_measure(college)
        factories.make_report(factories.make_assignment(extra, team), round=row)
        PlanningStep.objects.create(measure=extra, period="2024", step="x")
        MeasureIndicator.objects.create(measure=extra, agenda_indicator=indicator)
    assert before == cost() <= 15


def test_glance_says_who_still_has_to_report(agenda, measure, team, client_of):
    glance = f"/agenda/{agenda.period}/"
    client = client_of(Role.PORTFOLIO_HOLDER)
    assert "nog melden" not in client.get(glance).content.decode()
    factories.make_assignment(measure, team)
    factories.make_round(agenda, due_on=TODAY)
    page = client.get(glance).content.decode()
    assert "<strong>1</strong> team moet nog melden, uiterlijk" in page
    assert f"{glance}wat-ontbreekt/" in page
    assert "wat-ontbreekt" not in client_of(Role.READER).get(glance).content.decode()
