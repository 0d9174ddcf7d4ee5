"""The college's own template on its page, in a report, and in the command."""

from __future__ import annotations

import json
from io import BytesIO, StringIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError

from operations.models import AuditEvent
from organisation.roles import Role
from reporting.kinds import ReportKind
from reporting.models import Report, ReportTemplate, TemplateUse
from reporting.workflow import services
from reporting.workflow.writing import write_run
from reporting.writers import WRITERS
from tests import factories
from tests.unit.reporting.template.test_check import changed, template

PAGE = "/verantwoording/sjabloon/"
YEAR = 2025
OWN = template("Ons voorblad", "{{ titel }}", header="{{ instelling }}")
pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(college, team, monkeypatch):
    for name in ("html", "xlsx", "pdf"):
        monkeypatch.setitem(WRITERS, name, lambda document, name=name: name.encode())
    measure = factories.make_measure(college, "1.1.1")
    factories.make_assignment(measure, team)
    return measure.agenda


@pytest.fixture
def holder(client_of):
    return client_of(Role.PORTFOLIO_HOLDER)


def upload(client, content: bytes, name: str = "huisstijl.docx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)}, follow=True)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def paragraphs(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(BytesIO(content)).paragraphs if one.text]


def test_upload_example_choose_and_stop(agenda, holder):
    assert "Er is nog geen sjabloon" in text(holder.get(PAGE))
    assert "Het sjabloon is bewaard" in text(upload(holder, OWN))
    row = ReportTemplate.objects.get()
    assert row.file.sha256 in text(holder.get(PAGE))
    example = holder.get(f"{PAGE}{row.pk}/voorbeeld/")
    assert paragraphs(example.content)[:2] == ["Ons voorblad", "Verantwoording 2025"]
    assert holder.get(f"{PAGE}{row.pk}/bestand/").content == OWN
    holder.post(f"{PAGE}{row.pk}/kiezen/")
    upload(holder, template("{{ titel }}"), "nieuw.docx")
    other = ReportTemplate.objects.exclude(pk=row.pk).get()
    holder.post(f"{PAGE}{other.pk}/kiezen/")
    assert TemplateUse.objects.filter(runs=True).get().template == other
    holder.post(f"{PAGE}{other.pk}/stoppen/")
    page = text(holder.get(PAGE))
    assert "Nu krijgen zij de gewone opmaak" in page and page.count("In gebruik vanaf") == 2
    assert AuditEvent.objects.filter(verb="template_choose").count() == 2
    assert upload(holder, OWN).status_code == 200 and ReportTemplate.objects.count() == 2


def test_what_is_refused_is_told_at_once_and_nothing_is_kept(agenda, holder):
    bad = changed(lambda parts: parts.update({"word/vbaProject.bin": b"x"}), template("{{ logo }}"))
    page = text(upload(holder, bad))
    assert "macro&#x27;s" in page and "{{ logo }}" in page and "{{ vingerafdruk }}" in page
    assert "geen Word-bestand" in text(upload(holder, b"%PDF-1.7", "verslag.pdf"))
    assert "leeg" in text(upload(holder, b""))
    assert not ReportTemplate.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_roles(role, client_of, agenda):
    allowed = role in {Role.PORTFOLIO_HOLDER, Role.ADMIN}
    assert client_of(role).get(PAGE).status_code == (200 if allowed else 403)


def test_report_keeps_the_template_that_it_was_made_in(agenda, holder, holder_of):
    by = factories.actor(holder_of(Role.PORTFOLIO_HOLDER))
    upload(holder, OWN)
    row = ReportTemplate.objects.get()
    holder.post(f"{PAGE}{row.pk}/kiezen/")
    made = services.report_start(agenda=agenda, year=YEAR, kind=ReportKind.ACCOUNT, by=by)
    made = services.report_write(report=made, by=by, queued=False)
    write_run(job_id=made.job_id)
    made = Report.objects.get()
    assert json.loads(made.snapshot.content)["template"] == {
        "name": "huisstijl.docx",
        "sha256": row.file.sha256,
    }
    holder.post(f"{PAGE}{row.pk}/stoppen/")
    services.report_propose(report=made, by=by, queued=False)
    made.refresh_from_db()
    write_run(job_id=made.job_id)
    content = made.files.get(format="docx").file.content.open("rb").read()
    assert paragraphs(content)[:2] == ["Ons voorblad", "Verantwoording 2025"]


def test_command_takes_a_template_and_asks_for_it_again(agenda, tmp_path):
    path, bad = tmp_path / "eigen.docx", tmp_path / "slecht.docx"
    path.write_bytes(OWN)
    bad.write_bytes(template("{{ logo }}"))
    asked = ["make_report", agenda.slug, str(YEAR), "--formats", "docx,json", "--out"]
    with pytest.raises(CommandError, match="logo"):
        call_command(*asked, str(tmp_path), "--template", str(bad))
    first, again = tmp_path / "een", tmp_path / "twee"
    call_command(*asked, str(first), "--template", str(path), stdout=StringIO())
    snapshot = first / f"verantwoording-{YEAR}.json"
    call_command(*asked, str(again), "--snapshot", str(snapshot), stdout=StringIO())
    name = f"verantwoording-{YEAR}.docx"
    assert (first / name).read_bytes() == (again / name).read_bytes()
    assert paragraphs((first / name).read_bytes())[0] == "Ons voorblad"
    other = tmp_path / "ander.docx"
    other.write_bytes(template("{{ titel }}"))
    with pytest.raises(CommandError, match="niet het sjabloon"):
        call_command(*asked, str(again), "--snapshot", str(snapshot), "--template", str(other))
    ReportTemplate.objects.get().file.content.delete(save=False)
    with pytest.raises(CommandError, match="niet te vinden"):
        call_command(*asked, str(again), "--snapshot", str(snapshot))
    call_command(*asked, str(again), "--snapshot", str(snapshot), "--template", str(path), stdout=StringIO())
