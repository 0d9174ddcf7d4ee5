"""The staff survey, with one answer a row and with one score of a group a row."""

from __future__ import annotations

import io
import random
import statistics
from decimal import Decimal

import pytest

from imports.reading import Options, ReaderError, Severity, UnitRef
from indicators.readers.mto import read_mto
from indicators.readers.mto_questions import DEVELOPMENT, ELSEWHERE, MTO_FEEDS, WORKLOAD
from tests.built.sheets import csv, workbook
from tests.unit.indicators.readers.asked import OWN, errors, figures, problems, questions, rows

HEADER = (
    "QuestionId", "Question Text", "Score", "Organisatie", "Characteristic 1", "Characteristic 2", "Characteristic 3",
)  # fmt: skip
TEAMS = ("Team Zorg", "Team Techniek", "Dienst ICT")
OPTIONS = Options(period="2025")


def read(content, options=OPTIONS):
    return list(read_mto(io.BytesIO(content), options, feeds=MTO_FEEDS, this_year=2026))


def answers(count=200, seed=3):
    """Invented staff: (question, score, team, job, years in service, sex)."""
    chance, made = random.Random(seed), []
    for _ in range(count):
        who = (
            chance.choice(TEAMS),
            chance.choice(("OP", "OOP")),
            chance.choice(("0-2 jaar", "3-5 jaar")),
            "vrouw",
        )
        for number, (text, most) in enumerate(((DEVELOPMENT, 10), (WORKLOAD, 5), (ELSEWHERE, 5)), start=1):
            made.append((number, text, chance.choice((99, *range(1, most + 1))), *who))
    return made


def given(made, text, *traits, team=None):
    return [
        row[2] for row in made
        if row[1] == text and row[2] != 99 and set(traits) <= set(row[4:]) and team in (None, row[3])
    ]  # fmt: skip


def share(scores):
    return pytest.approx(100 * sum(score >= 4 for score in scores) / len(scores), abs=1e-5)


@pytest.fixture(scope="module")
def made():
    return answers()


@pytest.fixture(scope="module")
def items(made):
    return read(csv([HEADER, *made]))


def fields_of(items, indicator, unit=OWN):
    (found,) = [
        row.fields
        for row in rows(items)
        if (row.fields["indicator"], row.fields["unit"]) == (indicator, unit)
    ]
    return found


def test_answers_of_teaching_staff_become_a_score_out_of_ten(made, items):
    scores = given(made, DEVELOPMENT, "OP")
    found = fields_of(items, "tevredenheid-ontwikkelmogelijkheden")

    assert (found["n"], found["period"]) == (len(scores), "2025")
    assert float(found["value"]) == pytest.approx(statistics.fmean(scores), abs=1e-5)
    assert float(found["sd"]) == pytest.approx(statistics.stdev(scores), abs=1e-5)


def test_everybody_counts_where_the_indicator_is_about_everybody(made, items):
    assert fields_of(items, "ontwikkelmogelijkheden-alle-medewerkers")["n"] == len(given(made, DEVELOPMENT))


def test_a_high_workload_is_a_percentage(made, items):
    scores = given(made, WORKLOAD, "OP")
    found = fields_of(items, "werkdruk-onderwijspersoneel")

    assert (float(found["value"]), found["n"]) == (share(scores), len(scores))
    assert "sd" not in found


def test_starters_need_both_traits(made, items):
    scores = given(made, ELSEWHERE, "OP", "0-2 jaar")
    found = fields_of(items, "blijven-werken-startend-personeel")

    assert found["breakdown"] == {"voorkeur": "buiten"}
    assert (float(found["value"]), found["n"]) == (share(scores), len(scores))


@pytest.mark.parametrize("team", TEAMS)
def test_each_unit_by_its_name(made, items, team):
    found = fields_of(items, "werkdruk-onderwijspersoneel", UnitRef("unit", team))

    assert float(found["value"]) == share(given(made, WORKLOAD, "OP", team=team))


def test_a_cost_centre_goes_before_a_name():
    content = csv(
        [
            ("Question Text", "Score", "Kostenplaats", "Organisatie", "Characteristic 1"),
            (WORKLOAD, 4, "4310", "Team Zorg", "OP"),
            (WORKLOAD, 2, "", "", "OP"),
        ]
    )
    units = {
        row.fields["unit"]: row.fields["n"]
        for row in rows(read(content))
        if "onderwijs" in row.fields["indicator"]
    }

    assert units == {OWN: 2, UnitRef("unit", "4310", "Team Zorg"): 1}


def test_answers_up_to_five_are_asked_about_and_then_doubled():
    content = csv([HEADER, *((1, DEVELOPMENT, score, "Team Zorg", "OP", "", "") for score in (3, 4, 5))])
    asked = read(content)

    assert questions(asked) == [("answer-scale", DEVELOPMENT)]
    assert rows(asked) == []

    doubled = read(content, Options(period="2025", answers={"answer-scale": {DEVELOPMENT: "5"}}))
    kept = read(content, Options(period="2025", answers={"answer-scale": {DEVELOPMENT: "10"}}))
    assert fields_of(doubled, "tevredenheid-ontwikkelmogelijkheden")["value"] == 8
    assert fields_of(doubled, "tevredenheid-ontwikkelmogelijkheden")["sd"] == 2
    assert fields_of(kept, "tevredenheid-ontwikkelmogelijkheden")["value"] == 4


def test_a_group_that_the_file_calls_otherwise_is_told_with_what_is_there():
    content = csv([HEADER, (2, WORKLOAD, 4, "Team Zorg", "Leraar", "", "")])

    warnings = [one.message for one in problems(read(content), Severity.WARNING)]

    assert any("werkdruk-onderwijspersoneel" in one and "Leraar" in one for one in warnings)
    assert not any("werkdruk-alle-medewerkers" in one for one in warnings)


SCORES = [
    (*HEADER, "N"),
    (1, DEVELOPMENT, "7,4", "", "OP", "", "", 640),
    (1, DEVELOPMENT, "7,6", "", "", "", "", 980),
    (1, DEVELOPMENT, "6,9", "Team Zorg", "OP", "", "", 31),
    (1, DEVELOPMENT, "8,1", "", "OP", "0-2 jaar", "", 40),
    (2, WORKLOAD, "31,5", "", "OP", "", "", 640),
    (3, ELSEWHERE, "<5", "", "OP", "0-2 jaar", "", 3),
]


def test_scores_of_groups_as_they_stand():
    found = figures(read(csv(SCORES)))

    assert found == {
        ("tevredenheid-ontwikkelmogelijkheden", "", (), "", "2025"): Decimal("7.4"),
        ("ontwikkelmogelijkheden-alle-medewerkers", "", (), "", "2025"): Decimal("7.6"),
        ("tevredenheid-ontwikkelmogelijkheden", "", (), "Team Zorg", "2025"): Decimal("6.9"),
        ("werkdruk-onderwijspersoneel", "", (), "", "2025"): Decimal("31.5"),
        ("blijven-werken-startend-personeel", "", (("voorkeur", "buiten"),), "", "2025"): None,
    }


def test_a_score_has_its_row_its_people_and_its_absence():
    found = {row.place: row.fields for row in rows(read(csv(SCORES)))}

    assert found["rij 2, kolom Score"]["n"] == 640
    assert found["rij 7, kolom Score"]["absence"] == "onderdrukt"


def test_a_group_whose_number_the_source_hides_has_no_score():
    content = csv([(*HEADER, "N"), (1, DEVELOPMENT, "7,4", "", "OP", "", "", "<5")])

    (found,) = rows(read(content))
    assert (found.fields["value"], found.fields["absence"]) == (None, "onderdrukt")


def test_scores_of_a_workbook_have_their_cell():
    content = workbook([(*HEADER, "N"), (1, DEVELOPMENT, 7.4, "", "OP", "", "", 640)])

    assert [row.place for row in rows(read(content))] == ["blad Blad1, cel C2"]


@pytest.mark.parametrize(
    ("score", "people", "place"),
    [("11,2", 640, "Score"), ("hoog", 640, "Score"), ("7,4", "veel", "N")],
)
def test_broken_scores_are_errors_with_their_cell(score, people, place):
    content = csv([(*HEADER, "N"), (1, DEVELOPMENT, score, "", "OP", "", "", people)])

    assert [where for where, _ in errors(read(content))] == [f"rij 2, kolom {place}"]


def test_nobody_answers_with_decimals_so_that_they_are_scores_of_groups():
    items = read(csv([HEADER, (1, DEVELOPMENT, "7,4", "", "OP", "", "")]))

    assert fields_of(items, "tevredenheid-ontwikkelmogelijkheden")["value"] == Decimal("7.4")
    assert any("aantallen" in one.message for one in problems(items, Severity.WARNING))


def test_some_decimals_among_whole_numbers_are_asked_about():
    content = csv([HEADER, *((1, DEVELOPMENT, score, "", "OP", "", "") for score in ("7,5", 8, 6))])
    asked = read(content)

    assert (questions(asked), rows(asked)) == ([("form", "bestand")], [])
    answered = read(content, Options(period="2025", answers={"form": {"bestand": "answers"}}))
    assert [place for place, _ in errors(answered)] == ["rij 2, kolom C: Score"]


def test_a_score_that_may_be_a_mean_is_no_percentage_by_itself():
    content = csv([(*HEADER, "N"), (2, WORKLOAD, "3,2", "", "OP", "", "", 640)])
    asked = read(content)

    assert (questions(asked), rows(asked)) == ([("meaning", WORKLOAD)], [])
    percent = read(content, Options(period="2025", answers={"meaning": {WORKLOAD: "percent"}}))
    mean = read(content, Options(period="2025", answers={"meaning": {WORKLOAD: "mean"}}))
    assert fields_of(percent, "werkdruk-onderwijspersoneel")["value"] == Decimal("3.2")
    assert (questions(mean), rows(mean)) == ([], [])


def test_the_year_may_stand_in_a_column():
    content = csv(
        [
            ("Question Text", "Score", "Jaar", "Characteristic 1"),
            (WORKLOAD, 4, 2023, "OP"), (WORKLOAD, 2, 2025, "OP"), (WORKLOAD, 2, "onlangs", "OP"),
        ]
    )  # fmt: skip
    items = read(content, Options())

    assert {row.fields["period"] for row in rows(items)} == {"2023", "2025"}
    assert [place for place, _ in errors(items)] == ["rij 4"]


def test_without_a_year_it_is_asked():
    assert questions(read(csv([HEADER, (2, WORKLOAD, 4, "", "OP", "", "")]), Options())) == [
        ("year", "bestand")
    ]


@pytest.mark.parametrize("score", ["6", "-1", "ik ga weg omdat mijn leidinggevende schreeuwt"])
def test_what_is_no_answer_is_an_error_that_does_not_repeat_words(score):
    found = errors(read(csv([HEADER, (2, WORKLOAD, score, "", "OP", "", "")])))

    assert [place for place, _ in found] == ["rij 2, kolom C: Score"]
    assert "schreeuwt" not in found[0][1]


def test_a_question_that_feeds_nothing_is_noted_once():
    content = csv([HEADER, *((9, "Hoe is de koffie?", score, "", "OP", "", "") for score in (1, 2, 3))])

    assert sum("koffie" in note.message for note in problems(read(content), Severity.NOTE)) == 1


def test_another_kind_of_file_is_refused():
    with pytest.raises(ReaderError, match="Question Text"):
        read(b"a;b\r\n1;2\r\n")
