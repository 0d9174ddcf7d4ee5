"""The pages of reports, with the roles that open them."""

from __future__ import annotations

from datetime import date

import pytest

from budgets.models import BudgetLine
from operations.models import Job
from organisation.roles import Role
from reporting.exceptions import ReportRefusedError
from reporting.models import Report
from reporting.workflow.writing import write_run
from reporting.writers import WRITERS
from tests import factories

YEAR = 2025
INDEX, NEW = "/verantwoording/", "/verantwoording/nieuw/"
State = Report.State


@pytest.fixture(autouse=True)
def agenda(college, team, monkeypatch):
    for name in ("docx", "xlsx", "pdf"):
        monkeypatch.setitem(WRITERS, name, lambda document, name=name: f"{name} {document.status}".encode())
    measure = factories.make_measure(college, "1.1.1")
    factories.make_assignment(measure, team)
    return measure.agenda


@pytest.fixture
def writer(client_of):
    return client_of(Role.PORTFOLIO_HOLDER)


@pytest.fixture
def board(client_of):
    return client_of(Role.BOARD)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def at(row: Report, tail: str = "") -> str:
    return f"{INDEX}{row.year}/{row.pk}/{tail}"


@pytest.fixture
def begun(writer, django_capture_on_commit_callbacks) -> Report:
    """Begun on the page; the worker came by."""
    answer = writer.post(NEW, {"kind": "verantwoording", "year": str(YEAR)})
    row = Report.objects.get()
    assert answer.url == at(row)
    write_run(job_id=row.job_id)
    return row


def state(row: Report) -> str:
    row.refresh_from_db()
    return row.state


def test_whole_way_over_the_pages(begun, writer, board, client_of):
    reader = client_of(Role.READER)
    assert "versie 1" not in text(reader.get(INDEX))
    assert "Leg voor ter vaststelling" in text(writer.get(at(begun)))
    asked = text(writer.get(at(begun, "voorleggen/")))
    assert "Wat nog ontbreekt" in asked and "Leg het verslag zo voor" in asked
    refused = text(writer.post(at(begun, "voorleggen/")))
    assert "Vink aan dat het verslag zo naar het bestuur kan" in refused and state(begun) == State.CONCEPT
    writer.post(at(begun, "voorleggen/"), {"gaps": "on"})
    assert state(begun) == State.PROPOSED
    write_run(job_id=begun.job_id)
    page = board.get(at(begun, "vaststellen/"))
    seen = page.context["form"].initial["seen"]
    refused = board.post(at(begun, "vaststellen/"), {"seen": seen})
    assert "Vink aan dat u het verslag hebt gelezen" in text(refused)
    board.post(at(begun, "vaststellen/"), {"seen": seen, "read": "on"})
    assert state(begun) == State.SIGNED
    write_run(job_id=begun.job_id)
    assert "vastgesteld" in text(writer.get(INDEX))
    kept = {one.format: one.file.sha256 for one in begun.files.select_related("file")}
    again = writer.post(at(begun, "maken/"), follow=True)
    assert "daar verandert niets meer aan" in text(again)
    assert all(sha256 in text(again) for sha256 in kept.values())
    assert {one.format: one.file.sha256 for one in begun.files.select_related("file")} == kept
    assert "Wat u kunt doen" not in text(board.get(at(begun)))
    assert reader.get(at(begun)).status_code == 200
    answer = writer.post(at(begun, "verbeteren/"), {"reason": "Een bedrag klopte niet."})
    second = Report.objects.get(number=2)
    assert answer.url == at(second)
    assert "Een bedrag klopte niet." in text(writer.get(at(second)))


def test_page_asks_again_only_while_documents_are_made(begun, writer):
    assert "every 2s" not in text(writer.get(at(begun)))
    writer.post(at(begun, "maken/"))
    assert "every 2s" in text(writer.get(at(begun)))
    part = text(writer.get(at(begun), headers={"HX-Request": "true"}))
    assert "<html" not in part and 'id="verslag"' in part
    Job.objects.update(state=Job.State.FAILED, message="Er ging iets mis.")
    page = text(writer.get(at(begun)))
    assert "every 2s" not in page and "Er ging iets mis." in page


def test_documents_are_the_very_bytes_and_the_page_may_do_nothing(begun, client_of):
    reader = client_of(Role.CONTROLLER)
    answer = reader.get(at(begun, "bestand/docx/"))
    assert answer.content == b"docx concept, versie 1"
    assert answer["Content-Disposition"] == 'attachment; filename="verantwoording-2025-versie-1.docx"'
    shown = reader.get(at(begun, "lezen/"))
    assert text(shown).lower().startswith("<!doctype html>")
    policy = shown["Content-Security-Policy"]
    assert {"default-src 'none'", "script-src 'none'", "form-action 'none'"} <= set(policy.split("; "))
    assert reader.get(at(begun, "bestand/exe/")).status_code == 404
    assert reader.get(f"{INDEX}2024/{begun.pk}/lezen/").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_roles(role, begun, client_of, writer):
    """A school or team sees none of it: the money of the whole college stands in it."""
    client = client_of(role)
    seen = 403 if role in {Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER} else 200
    assert client.get(INDEX).status_code == seen
    concept = 404 if role == Role.READER else seen
    addresses = at(begun), at(begun, "lezen/"), at(begun, "bestand/docx/")
    assert {client.get(one).status_code for one in addresses} == {concept}
    assert client.get(NEW).status_code == (200 if role == Role.PORTFOLIO_HOLDER else 403)
    # A concept cannot be signed off: who may do so elsewhere is brought back to it.
    assert client.get(at(begun, "vaststellen/")).status_code == (302 if role == Role.BOARD else 403)
    allowed = {Role.PORTFOLIO_HOLDER, Role.BOARD}
    assert client.get(at(begun, "terug/")).status_code == (200 if role in allowed else 403)


def test_refusals_come_back_in_words(begun, writer, board):
    again = text(writer.post(NEW, {"kind": "verantwoording", "year": str(YEAR)}))
    assert "is al begonnen" in again
    no_school = text(writer.post(NEW, {"kind": "school", "year": str(YEAR)}))
    assert "Kies over welke school" in no_school
    early = board.post(at(begun, "vaststellen/"), {"seen": "0" * 64, "read": "on"})
    assert "is weer een concept" in text(early)
    assert writer.post(NEW, {"kind": "sprookje", "year": "x", "unit": "\0"}).status_code == 200
    assert Report.objects.count() == 1


def test_a_round_or_a_day_is_chosen(writer, agenda):
    four = factories.make_round(agenda, kind="4_maanden", year=YEAR, about_on=date(YEAR, 4, 30))
    asked = {"kind": "managementrapportage", "year": str(YEAR)}
    assert "allebei" in text(writer.post(NEW, asked | {"about": four.pk, "on": f"{YEAR}-05-01"}))
    assert f"ligt niet in {YEAR}" in text(writer.post(NEW, asked | {"on": "2026-05-01"}))
    assert f"is van {YEAR}" in text(writer.post(NEW, asked | {"year": "2026", "about": four.pk}))
    yearly = {"kind": "verantwoording", "year": str(YEAR), "about": four.pk}
    assert "gaat over het hele jaar" in text(writer.post(NEW, yearly))
    assert not Report.objects.exists()
    writer.post(NEW, asked | {"about": four.pk})
    writer.post(NEW, asked | {"on": f"{YEAR}-05-01"})
    listed = text(writer.get(INDEX))
    assert f"Managementrapportage 4 maanden {YEAR}" in listed
    assert f"Managementrapportage 1 mei {YEAR}" in listed


def test_board_sends_back_and_the_writer_reads_why(begun, writer, board):
    writer.post(at(begun, "voorleggen/"), {"gaps": "on"})
    write_run(job_id=Report.objects.get().job_id)
    board.post(at(begun, "terug/"), {"reason": "<b>Meer over 1.1</b>"})
    assert state(begun) == State.CONCEPT
    assert "&lt;b&gt;Meer over 1.1&lt;/b&gt;" in text(writer.get(at(begun)))


def test_no_agenda_says_what_to_do(writer, agenda):
    agenda.measures.all().delete()
    type(agenda).objects.all().delete()
    assert "Er is nog geen agenda" in text(writer.get(INDEX))
    assert writer.get(NEW).status_code == 302


def test_comparing_what_is_still_being_made_says_so(writer):
    writer.post(NEW, {"kind": "verantwoording", "year": str(YEAR)})
    row = Report.objects.get()
    assert "Dit verslag wordt nog gemaakt" in text(writer.get(at(row, "vergelijken/")))


def test_what_changed_since_stands_before_the_step(begun, writer, monkeypatch):
    asked = text(writer.get(at(begun, "voorleggen/")))
    assert "Sinds dit verslag is gemaakt" not in asked
    line = BudgetLine.objects.create(agenda=begun.agenda, side="cost", code="l-1", title="Lessen")
    line.amounts.create(year=YEAR, amount=1000)
    asked = text(writer.get(at(begun, "voorleggen/"))).replace("\xa0", " ")
    assert "Sinds dit verslag is gemaakt, is er iets veranderd" in asked
    assert (
        "Lasten samen: begroot" in asked
        and "Lasten, Lessen: begroot: niets in het verslag, nu € 1.000" in asked
    )


def test_steps_that_cannot_be_taken_bring_one_back(begun, writer, board):
    for client, step, said in (
        (board, "vaststellen/", "kan nu niet worden vastgesteld"),
        (writer, "voorleggen/", "kan nu niet worden voorgelegd"),
    ):
        if step == "voorleggen/":
            writer.post(at(begun, step), {"gaps": "on"})
        answer = client.get(at(begun, step), follow=True)
        assert answer.redirect_chain and said in text(answer)


def test_signing_page_opens_where_the_report_could_not_be_made_today(begun, writer, board, monkeypatch):
    writer.post(at(begun, "voorleggen/"), {"gaps": "on"})
    write_run(job_id=Report.objects.get().job_id)

    def refuse(*_args, **_more):
        raise ReportRefusedError("Deze school is er niet meer.")

    monkeypatch.setattr("reporting.comparing.selectors.make", refuse)
    shown = text(board.get(at(begun, "vaststellen/")))
    assert "Ik heb dit verslag gelezen" in shown and "Sinds dit verslag is gemaakt" not in shown
