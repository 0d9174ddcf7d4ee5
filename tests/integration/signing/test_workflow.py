"""From concept to signed off: what each step does, who may take it, and what happens when two take it at once."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

import pytest
from django.utils import timezone

from demo.services import demo_remove
from operations import queue
from operations.models import Job
from operations.services import jobs_sweep
from organisation.roles import Role
from reporting.about import About
from reporting.exceptions import LackingError, ReportRefusedError
from reporting.kinds import ReportKind
from reporting.models import Report, ReportSnapshot
from reporting.stamp import facts_of, status_of
from reporting.workflow import services
from reporting.workflow.selectors import report_page, report_years
from reporting.workflow.steps import Step, steps_for
from reporting.workflow.writing import file_stem, write_run
from reporting.writers import WRITERS
from tests import factories

pytestmark = pytest.mark.django_db
YEAR = 2025
State = Report.State
FORMATS = ["docx", "html", "json", "pdf", "xlsx"]


@pytest.fixture
def agenda(college, team):
    measure = factories.make_measure(college, "1.1.1")
    factories.make_assignment(measure, team)
    return measure.agenda


@pytest.fixture(autouse=True)
def _plain_writers(monkeypatch):
    """Formats that say what they were written from; the real ones have tests of their own."""
    for name in ("html", "docx", "xlsx", "pdf"):
        monkeypatch.setitem(WRITERS, name, lambda document, name=name: f"{name} {document.status}".encode())


@pytest.fixture
def writer(holder_of):
    return factories.actor(holder_of(Role.PORTFOLIO_HOLDER))


@pytest.fixture
def board(holder_of):
    return factories.actor(holder_of(Role.BOARD))


def run(report: Report) -> Report:
    """What a worker does, when it comes to it."""
    report.refresh_from_db()
    write_run(job_id=report.job_id)
    return Report.objects.select_related("job", "snapshot").get(pk=report.pk)


@pytest.fixture
def concept(agenda, writer):
    made = services.report_start(agenda=agenda, year=YEAR, kind=ReportKind.ACCOUNT, by=writer)
    return run(services.report_write(report=made, by=writer, queued=False))


@pytest.fixture
def proposed(concept, writer):
    return run(services.report_propose(report=concept, by=writer, queued=False))


@pytest.fixture
def signed(proposed, board):
    services.report_sign(report=proposed, seen=proposed.snapshot.sha256, by=board, queued=False)
    return run(proposed)


def content(report: Report) -> dict:
    return json.loads(report.snapshot.content)


def written(report: Report) -> dict[str, bytes]:
    return {one.format: one.file.content.open("rb").read() for one in report.files.select_related("file")}


def test_concept_has_every_format_and_says_that_it_is_one(concept):
    assert concept.job.state == Job.State.DONE
    assert sorted(written(concept)) == FORMATS
    assert written(concept)["docx"] == b"docx concept, versie 1"
    assert written(concept)["json"] == concept.snapshot.bytes


def test_every_step_keeps_the_facts_and_says_where_it_is(concept, writer, board):
    facts = facts_of(content(concept))
    proposed = run(services.report_propose(report=concept, by=writer, queued=False))
    assert status_of(content(proposed)) == "ter vaststelling, versie 1"
    services.report_sign(report=proposed, seen=proposed.snapshot.sha256, by=board, queued=False)
    signed = run(proposed)
    day = timezone.localdate(signed.signed_at)
    assert (
        status_of(content(signed))
        .replace("\xa0", " ")
        .startswith(f"vastgesteld door Bestuurder op {day.day} ")
    )
    assert facts_of(content(proposed)) == facts_of(content(signed)) == facts
    assert ReportSnapshot.objects.count() == 3
    assert written(signed)["pdf"].decode() == f"pdf {status_of(content(signed))}"


def test_nothing_changes_what_is_signed(signed, writer, board):
    before = (signed.snapshot_id, written(signed))
    for step in (services.report_write, services.report_propose):
        with pytest.raises(ReportRefusedError, match="vastgesteld door Bestuurder"):
            step(report=signed, by=writer)
    with pytest.raises(ReportRefusedError, match="vastgesteld"):
        services.report_return(report=signed, reason="Toch niet", by=board)
    with pytest.raises(ReportRefusedError, match="daar verandert niets meer aan"):
        services.report_rewrite(report=signed, by=writer)
    assert (Report.objects.get(pk=signed.pk).snapshot_id, written(signed)) == before


def test_only_what_a_signed_report_lacks_is_written(signed, writer, monkeypatch):
    """A later version of the site writes other bytes from the same snapshot: the signed ones stay."""
    before = written(signed)
    signed.files.get(format="pdf").delete()
    lost = signed.files.select_related("file").get(format="xlsx").file
    lost.content.storage.delete(lost.content.name)
    for name in WRITERS:
        monkeypatch.setitem(WRITERS, name, lambda document, name=name: f"{name} anders".encode())
    page = report_page(signed.pk, writer)
    assert not page.is_whole and Step.REWRITE in steps_for(page, writer)
    again = run(services.report_rewrite(report=signed, by=writer, queued=False))
    assert written(again) == before | {"pdf": b"pdf anders", "xlsx": b"xlsx anders"}
    page = report_page(signed.pk, writer)
    assert page.is_whole and steps_for(page, writer) == {Step.CORRECT}
    hashes = {one.format: one.sha256 for one in page.documents}
    assert hashes["docx"] == sha256(before["docx"]).hexdigest()


def test_of_two_who_sign_one_signs(proposed, board):
    seen = proposed.snapshot.sha256
    services.report_sign(report=proposed, seen=seen, by=board, queued=False)
    with pytest.raises(ReportRefusedError, match="daar verandert niets meer aan"):
        services.report_sign(report=proposed, seen=seen, by=board, queued=False)


def test_signing_something_else_than_was_seen_is_refused(proposed, writer, board):
    seen = proposed.snapshot.sha256
    back = run(services.report_return(report=proposed, reason="Pas 1.1 aan", by=board, queued=False))
    anew = run(services.report_write(report=back, by=writer, queued=False))
    run(services.report_propose(report=anew, by=writer, queued=False))
    with pytest.raises(ReportRefusedError, match="veranderd sinds u het opende"):
        services.report_sign(report=proposed, seen=seen, by=board)


def test_what_goes_back_is_a_concept_again_and_says_why(proposed, board):
    back = run(services.report_return(report=proposed, reason=" Pas 1.1 aan ", by=board, queued=False))
    assert (back.state, back.returned, back.proposed_at) == (State.CONCEPT, "Pas 1.1 aan", None)
    assert written(back)["docx"] == b"docx concept, versie 1"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 4001])
def test_going_back_and_correcting_need_a_reason(proposed, board, reason):
    with pytest.raises(ReportRefusedError):
        services.report_return(report=proposed, reason=reason, by=board)


def test_correction_is_a_next_version_that_says_why(signed, agenda, writer):
    again = {"agenda": agenda, "year": YEAR, "kind": ReportKind.ACCOUNT, "by": writer}
    with pytest.raises(ReportRefusedError, match="waarom"):
        services.report_start(**again)
    second = services.report_start(**again, reason="Een bedrag klopte niet.")
    second = run(services.report_write(report=second, by=writer, queued=False))
    assert (second.number, content(second)["report"]["reason"]) == (2, "Een bedrag klopte niet.")
    assert [row.number for row in report_page(second.pk, writer).versions] == [2, 1]
    assert Report.objects.get(pk=signed.pk).state == State.SIGNED


def test_one_is_under_way_at_a_time(concept, agenda, writer):
    with pytest.raises(ReportRefusedError, match="is al begonnen"):
        services.report_start(agenda=agenda, year=YEAR, kind=ReportKind.ACCOUNT, by=writer)
    with pytest.raises(ReportRefusedError, match="loopt van"):
        services.report_start(agenda=agenda, year=2023, kind=ReportKind.ACCOUNT, by=writer)


def test_nothing_is_proposed_before_its_documents_are_there(agenda, writer):
    made = services.report_start(agenda=agenda, year=YEAR, kind=ReportKind.ACCOUNT, by=writer)
    services.report_write(report=made, by=writer, queued=False)
    with pytest.raises(ReportRefusedError, match="nog niet klaar"):
        services.report_propose(report=made, by=writer)
    with pytest.raises(ReportRefusedError, match="wordt al gemaakt"):
        services.report_write(report=made, by=writer)


def test_each_round_has_its_own_interim_report(agenda, writer, board):
    """After one that was signed, the next round is no correction of it."""
    four = About(date(YEAR, 4, 30), "4 maanden")
    eight = About(date(YEAR, 8, 31), "8 maanden")
    begin = {"agenda": agenda, "year": YEAR, "kind": ReportKind.MANAGEMENT, "by": writer}
    first = services.report_start(**begin, about=four)
    first = run(services.report_write(report=first, by=writer, queued=False))
    first = run(services.report_propose(report=first, by=writer, queued=False))
    services.report_sign(report=first, seen=first.snapshot.sha256, by=board, queued=False)
    first = run(first)
    second = services.report_start(**begin, about=eight)
    second = run(services.report_write(report=second, by=writer, queued=False))
    assert (second.number, second.reason, second.title) == (1, "", f"Managementrapportage 8 maanden {YEAR}")
    said = content(second)
    assert (said["round"], said["on"]) == ("8 maanden", f"{YEAR}-08-31")
    assert file_stem(second) == f"managementrapportage-{YEAR}-8-maanden-versie-1"
    assert [row.pk for row in report_page(first.pk, writer).versions] == [first.pk]
    with pytest.raises(ReportRefusedError, match=f"8 maanden {YEAR}, versie 1 is al begonnen"):
        services.report_start(**begin, about=eight)
    with pytest.raises(ReportRefusedError, match="in de vorige versie"):
        services.report_start(**begin, about=four)
    a_day = services.report_start(**begin, about=About(date(YEAR, 5, 15)))
    assert a_day.title.replace("\xa0", " ") == f"Managementrapportage 15 mei {YEAR}"


def test_round_that_moves_keeps_its_report(agenda, writer, board):
    begin = {"agenda": agenda, "year": YEAR, "kind": ReportKind.MANAGEMENT, "by": writer}
    first = services.report_start(**begin, about=About(date(YEAR, 4, 30), "4 maanden"))
    first = run(services.report_write(report=first, by=writer, queued=False))
    first = run(services.report_propose(report=first, by=writer, queued=False))
    first = run(services.report_sign(report=first, seen=first.snapshot.sha256, by=board, queued=False))
    moved = About(date(YEAR, 5, 9), "4 maanden")
    with pytest.raises(ReportRefusedError, match="vorige versie"):
        services.report_start(**begin, about=moved)
    second = services.report_start(**begin, about=moved, reason="De peildatum klopte niet.")
    assert second.number == 2
    for one in (first, second):
        assert [row.pk for row in report_page(one.pk, writer).versions] == [second.pk, first.pk]
    with pytest.raises(ReportRefusedError, match="al begonnen"):
        services.report_start(**begin, about=About(date(YEAR, 5, 20), "4 maanden"), reason="Nog eens.")


@pytest.mark.parametrize(
    ("kind", "about", "why"),
    [
        (ReportKind.ACCOUNT, About(date(YEAR, 4, 30)), "het hele jaar"),
        (ReportKind.MANAGEMENT, About(date(YEAR + 1, 4, 30)), f"ligt niet in {YEAR}"),
    ],
)
def test_report_about_a_day_that_cannot_be(agenda, writer, kind, about, why):
    with pytest.raises(ReportRefusedError, match=why):
        services.report_start(agenda=agenda, year=YEAR, kind=kind, about=about, by=writer)
    assert not Report.objects.exists()


# A worker that fails ------------------------------------------------------------------------------------
def test_report_that_breaks_leaves_what_was_there(concept, writer, monkeypatch):
    before = written(concept)

    def broken(snapshot):
        raise LookupError("stuk")

    monkeypatch.setattr("reporting.workflow.writing.outline", broken)
    after = run(services.report_write(report=concept, by=writer, queued=False))
    assert (after.job.state, written(after)) == (Job.State.FAILED, before)
    assert "Probeer het opnieuw" in after.job.message
    assert report_page(after.pk, writer).writing.failed


def test_format_that_this_machine_cannot_make_is_said_and_the_others_come(concept, writer, monkeypatch):
    def lacks(document):
        raise LackingError("Voor PDF ontbreekt Pango.")

    monkeypatch.setitem(WRITERS, "pdf", lacks)
    after = run(services.report_write(report=concept, by=writer, queued=False))
    assert sorted(written(after)) == ["docx", "html", "json", "xlsx"]
    assert report_page(after.pk, writer).note == "PDF is niet gemaakt: Voor PDF ontbreekt Pango."


@pytest.mark.parametrize(
    "fault", [OSError("/srv/secret: no"), RuntimeError("cairo: oops"), LookupError("kanarie")]
)
def test_what_a_library_says_of_a_fault_is_for_the_log(concept, writer, monkeypatch, fault):
    def breaks(document):
        raise fault

    monkeypatch.setitem(WRITERS, "pdf", breaks)
    note = report_page(run(services.report_write(report=concept, by=writer, queued=False)).pk, writer).note
    assert note.startswith("PDF is niet gemaakt: er ging iets mis") and str(fault) not in note


def test_worker_that_was_given_up_offers_nothing(agenda, writer, monkeypatch):
    made = services.report_start(agenda=agenda, year=YEAR, kind=ReportKind.ACCOUNT, by=writer)
    made = services.report_write(report=made, by=writer, queued=False)

    def slow(document):
        # Meanwhile the sweeper finds the worker silent and puts the job back.
        Job.objects.filter(pk=made.job_id).update(state=Job.State.WAITING)
        return b"half"

    monkeypatch.setitem(WRITERS, "html", slow)
    after = run(made)
    assert not after.files.exists()
    assert after.snapshot is None
    monkeypatch.setitem(WRITERS, "html", lambda document: b"heel")
    assert sorted(written(run(made))) == FORMATS


def test_report_that_went_on_is_not_overwritten_by_an_old_job(concept, writer, board):
    services.report_propose(report=concept, by=writer, queued=False)
    old = Report.objects.get(pk=concept.pk).job_id
    services.report_return(report=concept, reason="Toch nog iets", by=board, queued=False)
    write_run(job_id=old)
    assert Job.objects.get(pk=old).state == Job.State.FAILED
    assert not concept.files.exists()


def test_task_is_known_to_the_queue_and_the_sweeper():
    assert queue.task_named(services.TASK).name == "reporting.write"
    jobs_sweep()


def test_years_show_the_newest_version_and_the_other_reports(signed, agenda, school, writer):
    services.report_start(agenda=agenda, year=YEAR, kind=ReportKind.SCHOOL, unit=school, by=writer)
    year = next(one for one in report_years(agenda, writer) if one.year == YEAR)
    assert year.account == signed
    assert [row.unit for row in year.others] == [school]
    assert next(one for one in report_years(agenda, writer) if one.year == 2024).may_start


def test_version_that_was_signed_off_stays_in_the_list_until_its_correction_is(signed, agenda, writer, board):
    def year():
        return next(one for one in report_years(agenda, writer) if one.year == YEAR)

    assert year().holding is None
    anew = services.report_start(agenda=agenda, year=YEAR, kind=ReportKind.ACCOUNT, reason="Fout.", by=writer)
    assert (year().account, year().holding) == (anew, signed)
    run(services.report_write(report=anew, by=writer, queued=False))
    anew = run(services.report_propose(report=anew, by=writer, queued=False))
    services.report_sign(report=anew, seen=anew.snapshot.sha256, by=board, queued=False)
    assert (year().account, year().holding) == (anew, None)


def test_reports_about_invented_data_go_with_the_example(concept, agenda, writer):
    real = services.report_start(agenda=agenda, year=2024, kind=ReportKind.ACCOUNT, by=writer)
    ReportSnapshot.objects.update(demo=True)
    demo_remove(by=writer)
    assert list(Report.objects.all()) == [real]
    assert not ReportSnapshot.objects.exists()
