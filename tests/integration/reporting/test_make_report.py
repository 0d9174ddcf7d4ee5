"""``make_report``: paths and hashes on standard output, whole files or none, exit 1 when something is missing."""

from __future__ import annotations

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from organisation.models import Unit
from reporting import files
from reporting.canonical import read
from reporting.models import ReportSnapshot
from tests.example import PERIOD, SCHOOL, SLUG


def run(out: Path, *more: str, formats: str = "html,json") -> list[tuple[Path, str]]:
    said = StringIO()
    call_command(
        "make_report", SLUG, "2026", "--kind", "school", "--school", SCHOOL, "--out", str(out), "--formats", formats,
        *more, stdout=said,
    )  # fmt: skip
    return [(Path(line.rsplit(" ", 1)[0]), line.rsplit(" ", 1)[1]) for line in said.getvalue().splitlines()]


def test_it_writes_files_and_says_which(site, tmp_path):
    out = tmp_path / "nieuw" / "map"
    done = run(out)
    assert [path.name for path, _ in done] == [f"school-2026-{SCHOOL}.html", f"school-2026-{SCHOOL}.json"]
    assert sorted(out.iterdir()) == sorted(path for path, _ in done)
    for path, sha256 in done:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    stored = ReportSnapshot.objects.get()
    assert done[-1][1] == stored.sha256 and stored.sha256 in done[0][0].read_text(encoding="utf-8")


def test_a_snapshot_gives_the_same_files_again(site, tmp_path):
    first = run(tmp_path / "een")
    sha256 = first[-1][1]
    by_hash = run(tmp_path / "twee", "--snapshot", sha256[:12])
    by_file = run(tmp_path / "drie", "--snapshot", str(first[-1][0]))
    assert [one for _, one in first] == [one for _, one in by_hash] == [one for _, one in by_file]
    assert ReportSnapshot.objects.count() == 1


def test_a_round_has_a_title_and_a_name_of_its_own(site, tmp_path):
    said = StringIO()
    asked = ["make_report", SLUG, "2026", "--out", str(tmp_path), "--formats", "json", "--kind"]
    call_command(*asked, "managementrapportage", "--round", "4-maanden", stdout=said)
    made = tmp_path / "managementrapportage-2026-4-maanden.json"
    content = read(made.read_bytes())
    assert (content["round"], content["on"]) == ("4 maanden", "2026-04-01")
    again = [*asked, "managementrapportage", "--snapshot", str(made)]
    call_command(*again, "--round", "4-maanden", stdout=said)
    for wrong, why in (
        ([*again, "--round", "8-maanden"], "is van 4 maanden"),
        ([*asked, "managementrapportage", "--round", "5-maanden"], "Wel: 4-maanden, 8-maanden, 12-maanden"),
        ([*asked, "verantwoording", "--round", "4-maanden"], "het hele jaar"),
        ([*asked, "factsheet", "--round", "2025-04-01"], "ligt niet in 2026"),
    ):
        with pytest.raises(CommandError, match=why):
            call_command(*wrong)


def test_as_of_an_earlier_moment(site, tmp_path):
    known = run(tmp_path / "een")
    assert read(known[-1][0].read_bytes())["unit_indicators"]
    early = run(tmp_path / "twee", "--as-of", "2024-01-01")
    assert read(early[-1][0].read_bytes())["known_at"] == "2024-01-01T22:59:59.999999+00:00"
    assert read(early[-1][0].read_bytes())["unit_indicators"] == []


def test_a_format_that_cannot_be_made_stops_no_other(site, tmp_path, monkeypatch):
    def broken(document):
        raise ImportError("No module named 'weasyprint'", name="weasyprint")

    monkeypatch.setitem(files.WRITERS, "pdf", broken)
    with pytest.raises(CommandError, match="pdf is niet gemaakt: het pakket weasyprint ontbreekt"):
        run(tmp_path, formats="pdf,html,json")
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".json"]


def test_what_one_format_stumbles_over_stops_no_other(site, tmp_path, monkeypatch):
    def broken(_document: object) -> bytes:
        raise ValueError("All strings must be XML compatible")

    monkeypatch.setitem(files.WRITERS, "docx", broken)
    with pytest.raises(CommandError, match="docx is niet gemaakt") as refused:
        run(tmp_path, formats="docx,html,json")
    assert "XML compatible" not in str(refused.value)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".json"]


def test_no_half_file_is_ever_left(site, tmp_path, monkeypatch):
    run(tmp_path, formats="json")
    whole = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(CommandError, match="No space left"):
        run(tmp_path, "--as-of", "2024-01-01", formats="json")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == whole


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--formats", "odt"], "Onbekend formaat: odt"),
        (["--formats", ","], "Noem een formaat"),
        (["--as-of", "gisteren"], "geen dag"),
        (["--as-of", "2999-01-01"], "moet nog komen"),
        (["--school", "nergens"], "met de code 'nergens'"),
        (["--snapshot", "0123456789"], "geen momentopname"),
        (["--snapshot", "weg.json"], "weg.json: kan niet gelezen worden"),
        (["--kind", "factsheet", "--school", ""], None),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(site, tmp_path, more, said):
    if said is None:
        more, said = ["--objective", "1.2"], "Alleen een factsheet"
    with pytest.raises(CommandError, match=said):
        run(tmp_path / "uit", *more)
    assert not (tmp_path / "uit").exists()


def test_a_snapshot_that_was_changed_or_is_about_something_else_is_refused(site, tmp_path):
    ((path, sha256),) = run(tmp_path, formats="json")
    changed = tmp_path / "anders.json"
    changed.write_bytes(path.read_bytes().replace(b'"year":2026', b'"year": 2026', 1))
    with pytest.raises(CommandError, match="veranderd"):
        run(tmp_path, "--snapshot", str(changed))
    said = StringIO()
    with pytest.raises(CommandError, match="het jaar 2026"):
        call_command("make_report", PERIOD, "2025", "--kind", "school", "--snapshot", sha256, "--out", str(tmp_path),
                     stdout=said)  # fmt: skip
    assert said.getvalue() == ""
    other = Unit.objects.exclude(code=SCHOOL).filter(kind="school").first()
    with pytest.raises(CommandError, match=f"de eenheid {SCHOOL}"):
        run(tmp_path, "--school", other.code, "--snapshot", sha256)
