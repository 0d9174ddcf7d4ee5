"""A snapshot says what the pages say, hides what they hide, and is the same wherever it is made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from agenda.models import Evaluation, Round, RoundKind
from budgets.models import Booking, Forecast
from budgets.overview import sheet
from dashboards.units import unit_page
from imports.models import Origin
from indicators.models import Observation
from indicators.selectors import indicator_rows
from indicators.tree import tree_figures
from measures.carrying import with_standings
from measures.models import Assignment, Decision, Progress, StatusReport
from measures.rows import measure_rows
from organisation.models import Unit, User
from planfile.findings import findings_page
from reporting.canonical import canonical, fingerprint
from reporting.exceptions import ReportRefusedError
from reporting.kinds import ReportKind
from reporting.snapshot import make
from tests.example import SCHOOL
from tests.integration.reporting.conftest import known_at, the_agenda

LAST = date(2026, 12, 31)
MARK = Decimal("0.000371")
TRACE = ".000371"
MAKE = """
import sys
import django
django.setup()
from datetime import datetime
from agenda.models import Agenda
from reporting.canonical import canonical, fingerprint
from reporting.kinds import ReportKind
from reporting.snapshot import make
agenda = Agenda.objects.select_related("college").get()
content = make(agenda, 2026, ReportKind.ACCOUNT, known_at=datetime.fromisoformat(sys.argv[1]))
print(fingerprint(canonical(content)))
"""


# It says what the pages say --------------------------------------------------------------------------------
def test_statuses_reasons_and_figures_are_those_of_the_pages(snapshot):
    found = snapshot(2026)
    agenda = the_agenda()
    rows = indicator_rows(agenda, subject=agenda.college, on=LAST)
    assert len(rows) == len(found["indicators"]) > 40
    for row, told in zip(rows, found["indicators"], strict=True):
        mark = row.mark.part.judgement if row.mark else None
        assert (told["mark"] and told["mark"]["reason"]) == (mark and mark.reason), row.code
        for series, one in zip(row.series, told["series"], strict=True):
            assert one["judgement"]["status"] == series.judgement.status.value
            assert [figure["text"] for figure in one["figures"]] == [point.text for point in series.points]
            assert one["target_text"] == series.target_text


def test_measures_stand_as_on_the_pages(snapshot):
    agenda = the_agenda()
    rows, _ = with_standings(agenda, measure_rows(agenda), LAST)
    told = {one["code"]: one["standing"]["key"] for one in snapshot(2026)["measures"]}
    assert told == {row.code: row.standing.key for row in rows if row.standing}
    assert len(set(told.values())) > 4, "the example has measures in few states"


def test_money_is_that_of_the_pages(snapshot):
    read = sheet(the_agenda(), timezone.localdate())
    told = snapshot(2026)["money"]
    expected = read.by_objective(2026)
    for row in told["objectives"]:
        money = expected[row["code"] or None].money
        assert row["planned"] == (None if money.planned is None else f"{money.planned.normalize():f}")
        assert row["actual"] == (None if money.actual is None else f"{money.actual.normalize():f}")
    costs = [line for line in told["lines"] if line["side"] == "cost"]
    for year in (2024, 2025, 2026):
        whole = next(row for row in told["years"] if row["year"] == year)["costs"]["actual"]
        parts = [
            Decimal(row["actual"])
            for line in costs
            for row in line["years"]
            if row["year"] == year and row["actual"]
        ]
        assert Decimal(whole) == sum(parts)


def test_findings_are_those_of_their_page(snapshot):
    found = snapshot(2026)["findings"]
    assert sum(len(group["rows"]) for group in found) == findings_page(the_agenda()).total > 100


def test_a_school_is_told_as_on_its_page(snapshot):
    unit = Unit.objects.get(code=SCHOOL)
    page = unit_page(the_agenda(), unit, LAST)
    told = snapshot(2026, ReportKind.SCHOOL, SCHOOL)
    assert [(one["code"], [line["gap"] for line in one["series"]]) for one in told["unit_indicators"]] == [
        (one.code, [line.gap for line in (one.main, *one.more)]) for one in page.indicators
    ]
    shares = [share for row in told["measures"] for share in row["shares"]]
    assert len(shares) == len(page.measures.own) + len(page.measures.below) > 10
    assert told["money"] is None and told["indicators"] == []


def test_every_figure_has_a_source_that_is_listed(snapshot):
    for found in (snapshot(2026), snapshot(2026, ReportKind.SCHOOL, SCHOOL)):
        numbers = {row["number"] for row in found["sources"]}
        rows = [*found["indicators"], *found["unit_indicators"]]
        named = {figure["source"] for row in rows for series in row["series"] for figure in series["figures"]}
        assert named and named <= numbers


def test_invented_data_are_flagged(snapshot):
    found = snapshot(2026)
    assert found["demo"] is True
    invented = {row["number"] for row in found["sources"] if row["demo"]}
    figures = [one for row in found["indicators"] for series in row["series"] for one in series["figures"]]
    assert any(one["demo"] for one in figures) and not all(one["demo"] for one in figures)
    assert all(one["demo"] == (one["source"] in invented) for one in figures)


# What it leaves out ----------------------------------------------------------------------------------------
def test_nothing_that_pages_hide_is_in_it(site):
    """Every hidden figure gets a mark behind its decimals, easy to find. A share that no longer fits its count by that
    is not hidden any more, and gets its value back.
    """
    agenda = the_agenda()
    unit = Unit.objects.get(code=SCHOOL)
    planted: dict[int, Observation] = {}
    for subject in (agenda.college, unit):
        hidden = tree_figures(agenda, subject).hidden
        rows = (
            Observation.objects.current().filter(value__isnull=False).exclude(origin__kind=Origin.Kind.AGENDA)
        )
        for row in rows:
            if row.pk not in planted and (row.subject_id, row.series_id, row.period) in hidden:
                Observation.objects.filter(pk=row.pk).update(value=row.value.quantize(Decimal(1)) + MARK)
                planted[row.pk] = row
    still = {key for one in (agenda.college, unit) for key in tree_figures(agenda, one).hidden}
    for row in [*planted.values()]:
        if (row.subject_id, row.series_id, row.period) not in still:
            Observation.objects.filter(pk=row.pk).update(value=row.value)
            del planted[row.pk]
    assert len(planted) > 30, "the example hides too little"
    moment = timezone.now()
    for kind, of in ((ReportKind.ACCOUNT, None), (ReportKind.MANAGEMENT, None), (ReportKind.SCHOOL, unit)):
        text = canonical(make(agenda, 2026, kind, of, known_at=moment)).decode()
        assert TRACE not in text, kind
    shown = Observation.objects.current().filter(
        subject=agenda.college, n__gt=500, origin__kind=Origin.Kind.DEMO
    )
    Observation.objects.filter(pk=shown.first().pk).update(value=Decimal(60) + MARK)
    assert TRACE in canonical(make(agenda, 2026, ReportKind.ACCOUNT, known_at=moment)).decode()


def test_no_number_of_people_is_below_the_threshold_unless_the_plan_prints_it(snapshot):
    least = the_agenda().suppress_below
    for found in (snapshot(2026), snapshot(2026, ReportKind.SCHOOL, SCHOOL)):
        plan = {row["number"] for row in found["sources"] if row["kind"] == "agenda"}
        hidden = 0
        for row in (*found["indicators"], *found["unit_indicators"]):
            for figure in (one for series in row["series"] for one in series["figures"]):
                if figure["hidden"] in {"small", "complementary"}:
                    hidden += 1
                    assert figure["value"] is None and figure["n"] is None
                if (
                    row.get("counts_people", True)
                    and figure["source"] not in plan
                    and figure["n"] is not None
                ):
                    assert figure["n"] >= least
        assert hidden or found["unit"] is None


def test_it_names_no_people(snapshot):
    for found in (snapshot(2026), snapshot(2026, ReportKind.SCHOOL, SCHOOL)):
        text = canonical(found).decode()
        assert not [one.name for one in User.objects.all() if one.name in text or one.email in text]


def test_facts_after_the_year_do_not_count(snapshot):
    found = snapshot(2025)
    figures = [one for row in found["indicators"] for series in row["series"] for one in series["figures"]]
    assert max(one["day"] for one in figures) <= "2025-12-31"
    # The example begins to report in the last round of 2025.
    assert {share["state"] for row in snapshot(2024)["measures"] for share in row["shares"]} == {
        "niet_gemeld"
    }
    later = [row for line in found["money"]["lines"] for row in line["years"] if row["year"] > 2025]
    assert later and all(row["actual"] is None and row["planned"] is not None for row in later)
    assert not found["on_is_ahead"] and snapshot(2026)["on_is_ahead"] == (timezone.localdate() < LAST)


def test_an_interim_report_is_judged_on_the_day_of_its_moment(snapshot):
    found = snapshot(2026, ReportKind.MANAGEMENT)
    assert found["on"] == min(timezone.localdate(known_at()), LAST).isoformat()
    assert found["before"] < found["on"] and not found["on_is_ahead"]
    assert snapshot(2025, ReportKind.MANAGEMENT)["on"] == "2025-12-31"


# As known at a moment --------------------------------------------------------------------------------------
def _later_version(row: Observation, at: datetime) -> None:
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="later.xlsx", actor_label="iemand")
    Observation.objects.filter(pk=row.pk).update(superseded_at=at)
    row.pk, row.value, row.n = None, row.value + 1, 1000
    row.recorded_at, row.superseded_at, row.origin = at, None, origin
    row.save(force_insert=True)


def test_what_was_recorded_later_changes_nothing(site, snapshot):
    agenda, moment = the_agenda(), known_at()
    before = canonical(make(agenda, 2026, ReportKind.ACCOUNT, known_at=moment))
    later = moment + timedelta(seconds=1)
    figure = (
        Observation.objects.current()
        .filter(subject=agenda.college, n__gt=500, period__startswith="2024")
        .first()
    )
    _later_version(figure, later)
    report = StatusReport.objects.filter(superseded_at__isnull=True, state=Progress.RUNNING).first()
    StatusReport.objects.filter(pk=report.pk).update(superseded_at=later)
    StatusReport.objects.create(
        assignment=report.assignment, state=Progress.DONE, at=later, by_label="Iemand"
    )
    booking = Booking.objects.filter(superseded_at__isnull=True, year=2026).first()
    Booking.objects.filter(pk=booking.pk).update(superseded_at=later)
    Forecast.objects.filter(superseded_at__isnull=True, year=2026).update(superseded_at=later)
    Decision.objects.filter(closed_at__isnull=True).update(closed_at=later, outcome="Gelukt")
    Evaluation.objects.create(objective=report.assignment.measure.objective, held_on=date(2026, 11, 1))
    assert canonical(make(agenda, 2026, ReportKind.ACCOUNT, known_at=moment)) == before
    after = make(agenda, 2026, ReportKind.ACCOUNT, known_at=later + timedelta(seconds=1))
    old = json.loads(before)
    for part in ("indicators", "measures", "money", "decisions", "objectives"):
        assert after[part] != old[part], part
    assert "later.xlsx" in {row["label"] for row in after["sources"]}


def test_a_report_of_january_for_the_round_of_the_year_counts(site):
    agenda = the_agenda()
    held = Assignment.objects.filter(measure__agenda=agenda, valid_from__lte=date(2025, 12, 31)).first()
    held.reports.update(superseded_at=known_at())
    said = {"about_on": date(2025, 12, 31), "due_on": date(2026, 1, 31), "asks_reports": True}
    asked, _ = Round.objects.update_or_create(
        agenda=agenda, kind=RoundKind.TWELVE_MONTHS, year=2025,
        defaults={**said, "opened_at": known_at(), "closed_at": known_at()},
    )  # fmt: skip
    first = StatusReport.objects.create(
        assignment=held, round=asked, state=Progress.RUNNING, at=datetime(2026, 1, 20, tzinfo=UTC),
        superseded_at=datetime(2026, 1, 25, tzinfo=UTC), by_label="Iemand", changed="Twee klassen doen mee",
    )  # fmt: skip
    StatusReport.objects.create(
        assignment=held, corrects=first, state=Progress.DELAYED, at=datetime(2026, 1, 25, tzinfo=UTC),
        superseded_at=datetime(2026, 2, 1, tzinfo=UTC), by_label="Iemand", reason="Ziekte",
    )  # fmt: skip
    StatusReport.objects.create(
        assignment=held, state=Progress.DONE, at=datetime(2026, 2, 1, tzinfo=UTC),
        superseded_at=datetime(2026, 2, 2, tzinfo=UTC), by_label="Iemand",
    )  # fmt: skip

    def state(moment: datetime) -> str:
        found = make(agenda, 2025, ReportKind.ACCOUNT, known_at=moment)
        row = next(row for row in found["measures"] if row["code"] == held.measure.code)
        return next(one["state"] for one in row["shares"] if one["unit"] == held.unit.code)

    assert state(datetime(2026, 1, 22, tzinfo=UTC)) == "loopt"
    assert state(known_at()) == "vertraagd"


# The same bytes everywhere ---------------------------------------------------------------------------------
def test_a_fresh_process_makes_the_same_bytes(snapshot, tmp_path):
    here = fingerprint(canonical(snapshot(2026)))
    assert fingerprint(canonical(make(the_agenda(), 2026, ReportKind.ACCOUNT, known_at=known_at()))) == here
    if connection.vendor != "sqlite":
        return  # Another process does not see what this test's transaction holds.
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(connection.connection.serialize())
    env = {
        **os.environ, "DATABASE_URL": f"sqlite:///{copy}", "PYTHONHASHSEED": "7",
        "MEDIA_ROOT": str(django_settings.MEDIA_ROOT), "DJANGO_SETTINGS_MODULE": "kwaliteitsagenda.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", MAKE, known_at().isoformat()],
        cwd=Path(__file__).resolve().parents[3], env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == [here], done.stderr[-2000:]


# What cannot be made ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("year", "kind", "unit", "said"),
    [
        (2023, ReportKind.ACCOUNT, "", "2024 tot en met 2027"),
        (2025, ReportKind.SCHOOL, "", "Noem de school"),
        (2025, ReportKind.ACCOUNT, SCHOOL, "hele instelling"),
        (2025, ReportKind.SCHOOL, "25LW", "geen school"),
    ],
)
def test_what_cannot_be_made_says_what_to_do(site, year, kind, unit, said):
    found = Unit.objects.filter(code__iexact=unit).first() or (the_agenda().college if unit else None)
    with pytest.raises(ReportRefusedError, match=said):
        make(the_agenda(), year, kind, found, known_at=known_at())
