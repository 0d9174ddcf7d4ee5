"""The commands: results on standard output, refusals on standard error, exit 0 or 1."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

import agenda.models as plan
import indicators.models as figures
from imports.models import Origin
from operations.models import AuditEvent
from planfile.source import MAX_MB
from tests.unit.planfile.small import SMALL, line_of, spoiled

ROOT = Path(__file__).parents[3]
FIXTURE = ROOT / "fixtures" / "noorderpoort-2024-2027.yaml"
pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "klein.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_load_agenda_shows_what_is_new_and_loads(file, capsys):
    call_command("load_agenda", str(file))
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "nieuw: agenda: klein-2024-2027"
    assert out.splitlines()[-1] == "2 verschillen geladen in klein-2024-2027."
    assert err == ""
    assert AuditEvent.objects.get(verb="agenda_load").actor_label == "command:load_agenda"


def test_load_agenda_check_loads_nothing(file, capsys):
    call_command("load_agenda", str(file), "--check")
    assert capsys.readouterr().out.endswith("2 verschillen; nog niets geladen.\n")
    assert not plan.Agenda.objects.exists()


def test_load_agenda_twice_says_there_is_no_difference(file, capsys):
    call_command("load_agenda", str(file))
    capsys.readouterr()
    call_command("load_agenda", str(file))
    assert capsys.readouterr().out == "Geen verschillen; de agenda is al zo geladen.\n"


def test_load_agenda_one_difference_is_singular(file, capsys):
    call_command("load_agenda", str(file))
    capsys.readouterr()
    file.write_bytes(spoiled(("title: Welzijn", "title: Thuis")))
    call_command("load_agenda", str(file))
    assert capsys.readouterr().out.splitlines() == [
        "gewijzigd: prioriteit 1 › doelstelling 1.1 › titel: Welzijn → Thuis",
        "1 verschil geladen in klein-2024-2027.",
    ]


def test_load_agenda_bad_file_lists_every_problem(file):
    file.write_bytes(spoiled(("min_n: 10", "min_n: x"), ("unit: count", "unit: stuks")))
    with pytest.raises(CommandError) as caught:
        call_command("load_agenda", str(file))
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        f"regel {line_of('min_n')}, min_n",
        f"regel {line_of('unit: count')}, unit",
    ]
    assert not plan.Agenda.objects.exists()


@pytest.mark.parametrize("name", ["bestaat-niet.yaml", ".", "a\0b"])
def test_load_agenda_unreadable_file_is_refused(name, tmp_path):
    with pytest.raises(CommandError):
        call_command("load_agenda", str(tmp_path / name))


def test_load_agenda_hundred_megabytes_is_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "groot.yaml"
    with path.open("wb") as target:
        target.truncate(100 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read"))
    with pytest.raises(CommandError, match=f"groter dan {MAX_MB} MB"):
        call_command("load_agenda", str(path))


def test_load_agenda_measured_series_needs_retire(file, capsys):
    call_command("load_agenda", str(file))
    Origin.objects.update(kind=Origin.Kind.FILE)  # as if a file had brought these figures
    text = SMALL.replace('breakdown: {niveau: "2", leerweg: BOL}', 'breakdown: {niveau: "3", leerweg: BOL}')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"niveau 2 BOL(.|\n)*Met --retire"):
        call_command("load_agenda", str(file))
    call_command("load_agenda", str(file), "--retire")
    assert figures.Observation.objects.current().filter(series__key="leerweg=BOL;niveau=2").exists()


def test_load_agenda_conflict_does_not_speak_of_retire(file):
    call_command("load_agenda", str(file))
    file.write_bytes(spoiled(("brin: 25LW", "brin: 01AA")))
    with pytest.raises(CommandError) as caught:
        call_command("load_agenda", str(file))
    assert "--retire" not in str(caught.value)


def test_export_agenda_gives_the_bytes_of_the_file(capsysbinary):
    call_command("load_agenda", str(FIXTURE))
    capsysbinary.readouterr()
    call_command("export_agenda", "noorderpoort-2024-2027")
    assert capsysbinary.readouterr().out == FIXTURE.read_bytes()


@pytest.mark.parametrize("command", ["export_agenda", "check_agenda"])
def test_command_unknown_slug_names_the_known_ones(command, file):
    with pytest.raises(CommandError, match=r"Er is geen agenda 'x'\. Wel: nog geen enkele\."):
        call_command(command, "x")
    call_command("load_agenda", str(file))
    with pytest.raises(CommandError, match="Wel: klein-2024-2027"):
        call_command(command, "x")


def test_check_agenda_says_the_same_of_slug_and_file(file, capsys):
    call_command("load_agenda", str(file))
    capsys.readouterr()
    call_command("check_agenda", "klein-2024-2027")
    of_slug = capsys.readouterr().out
    call_command("check_agenda", str(file))
    assert capsys.readouterr().out == of_slug
    assert of_slug.count("\n") == len(of_slug.splitlines()) > 0


def test_check_agenda_bad_file_is_refused(file):
    file.write_text("a: [", encoding="utf-8")
    with pytest.raises(CommandError, match="regel"):
        call_command("check_agenda", str(file))
