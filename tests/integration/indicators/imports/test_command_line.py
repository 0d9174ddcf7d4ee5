"""``import_file`` and ``export_values`` as a schedule uses them: a file goes in, its figures come out."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from imports.models import Batch
from organisation.access import CommandActor
from organisation.models import Unit
from planfile.services import agenda_load
from tests.built.duo import Edition
from tests.built.job import SAFE
from tests.built.sheets import csv
from tests.example import AGENDA_FILE

pytestmark = pytest.mark.django_db
COUNTS = ("rows", "new", "changed", "equal", "refused")
TABLE = [
    "indicator;eenheid;periode;uitsplitsing;waarde;n",
    "2a;25LW;2023/2024;;5,1;",
    "2a;25LW;2023/2024;niveau=2;6,25;100",
    "2a;00GT;2022/'23*;niveau 2 BOL;3,3;",
    "11d;landelijk;2024;;n.b.;",
]


@pytest.fixture(autouse=True)
def _agenda(college: Unit) -> None:
    agenda_load(content=AGENDA_FILE.read_bytes(), name=AGENDA_FILE.name, by=CommandActor("test"))


@pytest.fixture
def take_in(tmp_path: Path):
    """``take_in(reader, content, name, ...)``: the exit code, the counts and the problems."""

    def take_in(reader: str, content: bytes | None, name: str = "bestand.csv", *more: str):
        path, out, code = tmp_path / name, StringIO(), 0
        if content is not None:
            path.write_bytes(content)
        try:
            call_command("import_file", reader, str(path), "--apply", "--json", *more, stdout=out)
        except SystemExit as stop:
            code = stop.code
        answer = json.loads(out.getvalue())
        return code, tuple(answer[name] for name in COUNTS), answer["problems"]

    return take_in


def exported(*arguments: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("export_values", "--format", "json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def from_files(*arguments: str) -> list[tuple[Any, ...]]:
    """What files gave: unit, breakdown, period, value, n, final, place."""
    names = ("unit", "breakdown", "period", "value", "n", "final", "place")
    return [tuple(row[name] for name in names) for row in exported(*arguments) if row["edition"]]


def blocking(problems: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(one["severity"], one["place"]) for one in problems if one["severity"] in {"error", "question"}]


def test_a_table_with_known_headings_needs_no_plan(take_in):
    content = "\r\n".join(TABLE).encode("cp1252")

    assert take_in("table", content)[:2] == (0, (4, 4, 0, 0, 0))
    assert from_files("--indicator", "2a") == [
        ("25LW", {}, "2023/2024", "5.1", None, True, "rij 2, kolom waarde"),
        ("00GT", {"niveau": "2", "leerweg": "BOL"}, "2022/2023", "3.3", None, False, "rij 4, kolom waarde"),
        ("25LW", {"niveau": "2"}, "2023/2024", "6.25", 100, True, "rij 3, kolom waarde"),
    ]
    assert take_in("table", content)[:2] == (0, (4, 0, 0, 4, 0))


def test_every_fault_of_a_table_comes_with_its_place_and_nothing_is_applied(take_in):
    wrong = "\r\n".join(TABLE).replace("5,1", "vijf").replace("niveau=2", "nivo=2").replace("00GT", "Team Q")
    before = exported()
    code, counts, problems = take_in("table", wrong.encode())

    assert (code, counts[0]) == (1, 2)
    assert sorted(blocking(problems)) == [
        ("error", "rij 2, kolom waarde"),
        ("error", "rij 3, kolom uitsplitsing"),
        ("question", "rij 4, kolom waarde"),
    ]
    assert exported() == before


def test_what_is_exported_goes_in_again_as_equal(take_in):
    take_in(
        "duo_indicators",
        Edition().file({"25LW": ("ROC", [(0.04, 0.05), ("<5", 0.05), (0.03, 0.05)])}),
        "a.xlsx",
    )
    out = StringIO()
    call_command("export_values", "--format", "csv", stdout=out)
    now = [row for row in exported() if row["value"] is not None and row["superseded_at"] is None]
    code, counts, _ = take_in("table", out.getvalue().encode(), "uitvoer.csv")

    assert (code, counts) == (0, (len(now), 0, 0, len(now), 0))


def test_a_heading_that_is_not_known_keeps_the_figures_out_until_somebody_says(take_in):
    rows = b"Indicator;Instelling (BRIN);Jaar;Waarde (%);n (ongewogen);Grond\r\n1a;25LX;2024;70,1;3;x\r\n"
    code, counts, problems = take_in("table", rows)

    assert (code, counts, blocking(problems)) == (1, (1, 1, 0, 0, 0), [("question", "rij 2, kolom Grond")])
    assert take_in("table", rows.replace(b"Grond", b"Opleiding"))[2][0]["severity"] == "error"
    assert take_in("table", rows, "b.csv", "--answer", "Grond=-")[:2] == (0, (1, 1, 0, 0, 0))
    assert from_files("--indicator", "1a") == [
        ("25LX", {}, "2024", "70.1", 3, True, "rij 2, kolom Waarde (%)")
    ]


def test_a_file_that_gives_no_figure_at_all_is_an_error(take_in):
    rows = b"indicator;eenheid;periode;waarde\r\n99x;25LW;2024;5,1\r\n"
    code, counts, problems = take_in("table", rows)

    assert (code, counts) == (1, (1, 0, 0, 0, 1))
    assert blocking(problems) == [("error", "bestand")]
    assert "geen enkel cijfer" in problems[0]["message"]


def test_without_plan_or_headings_it_says_what_to_do(take_in):
    code, counts, problems = take_in("table", b"a;b\r\n1;2\r\n")

    assert (code, counts) == (1, (0, 0, 0, 0, 0))
    assert "indicator;eenheid;periode" in problems[0]["message"]


def test_a_later_edition_restates_and_an_older_one_changes_nothing(take_in):
    older = Edition(years=("2016 - 2017", "2017 - 2018")).file(
        {"25LW": ("ROC", [(0.0417, 0.05), (0.0482, 0.05)])}
    )
    newer = Edition(years=("2017-2018", "2018-2019*")).file(
        {"25LW": ("ROC", [(0.0451, 0.05), (0.044, 0.06)]), "00GT": ("ROC", [("n.b.", 0.05), (0.02, 0.06)])}
    )
    assert take_in("duo_indicators", older, "oud.xlsx", "--edition", "2019")[:2] == (0, (4, 4, 0, 0, 0))
    between = timezone.now()
    assert take_in("duo_indicators", newer, "nieuw.xlsx", "--edition", "2020")[:2] == (0, (6, 4, 1, 1, 0))
    assert take_in("duo_indicators", newer, "nieuw.xlsx", "--edition", "2020")[1] == (6, 0, 0, 6, 0)
    assert take_in("duo_indicators", older, "oud.xlsx", "--edition", "2019")[1] == (4, 0, 0, 3, 1)

    own = [
        (row[2], row[3], row[5]) for row in from_files("--indicator", "2a", "--unit", "25LW") if row[1] == {}
    ]
    assert own == [
        ("2016/2017", "4.17", True),
        ("2017/2018", "4.82", True),
        ("2017/2018", "4.51", True),
        ("2018/2019", "4.4", False),
    ]
    then = from_files("--indicator", "2a", "--unit", "25LW", "--as-of", between.isoformat())
    assert [row[3] for row in then] == ["4.17", "4.82"]


def test_a_moment_before_the_first_import_knows_none_of_it(take_in):
    take_in("table", "\r\n".join(TABLE).encode())
    first = min(parse_datetime(row["recorded_at"]) for row in exported("--indicator", "2a") if row["edition"])

    assert from_files("--indicator", "2a", "--as-of", (first - timedelta(seconds=1)).isoformat()) == []


RESPONDENTS = [
    ["Locatie", "Team", "CREBO", "Niveau", "Leerweg", "weegfac1", SAFE],
    *[
        ["Noorderpoort", "", "25655", "2", "BOL", "1,5", 5],
        ["Noorderpoort", "", "25655", "2", "BOL", "0,5", 2],
        ["Noorderpoort", "", "25655", "3", "BOL", "0,873456789", 4],
        ["Noorderpoort", "", "25655", "3", "BOL", "1,126543211", 1],
    ]
    * 6,
]


def test_answers_of_students_are_weighted_added_up_and_thrown_away(take_in):
    code, _, _ = take_in("job", csv(RESPONDENTS), "job.csv", "--period", "2023-2024")

    found = {tuple(row[1].items()): row[3:5] for row in from_files("--indicator", "1a")}
    assert code == 0
    assert found == {
        (): ("59.33642", 24), (("niveau", "2"),): ("75", 12), (("niveau", "3"),): ("43.672839", 12),
        (("leerweg", "BOL"),): ("59.33642", 24),
    }  # fmt: skip
    assert Batch.objects.get().file is None


def test_a_file_about_persons_is_refused_and_gone(take_in):
    for header in ("BSN", "BSN-nummer", "Burgerservice nummer", "E-mailadres", "Studentnr"):
        code, counts, problems = take_in("job", csv([[*RESPONDENTS[0], header], [*RESPONDENTS[1], "x"]]))

        assert (code, counts) == (1, (0, 0, 0, 0, 0))
        assert header in problems[0]["message"]
    assert {batch.file for batch in Batch.objects.all()} == {None}


def test_what_cannot_be_read_is_one_object_with_the_reason(take_in):
    for reader, content, name in (
        ("table", None, "weg.csv"),
        ("bestaatniet", b"a;b\r\n", "x.csv"),
        ("table", b"", "leeg.csv"),
        ("cbs", b"{", "x.json"),
        ("duo_indicators", b"PK\x03\x04kapot", "x.xlsx"),
        ("table", None, ".."),
    ):
        code, counts, problems = take_in(reader, content, name)

        assert (code, counts) == (1, (0, 0, 0, 0, 0)), name
        assert [one["severity"] for one in problems] == ["error"], name
