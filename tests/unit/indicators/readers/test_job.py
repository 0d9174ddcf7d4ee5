"""The JOB-monitor with one respondent a row, held against an addition of its own with pandas."""

from __future__ import annotations

import io
from decimal import Decimal

import pandas as pd
import pytest

from imports.reading import Options, PersonalData, Problem, ReaderError, Row, Severity, UnitRef
from indicators.breakdowns import breakdown_key, breakdown_problem
from indicators.readers.job import read_job
from indicators.readers.job_questions import JOB_FEEDS
from tests.built import job as built

OWN = UnitRef("own", "")
OPTIONS = Options(period="2024")


def read(file, options=OPTIONS, feeds=JOB_FEEDS):
    content = file if isinstance(file, bytes) else file.csv()
    return list(read_job(io.BytesIO(content), options, feeds=feeds, this_year=2026))


def rows(items):
    return [item for item in items if isinstance(item, Row)]


def problems(items, severity):
    return [item for item in items if isinstance(item, Problem) and item.severity is severity]


def figure(items, indicator, *, part="", unit=OWN, **breakdown):
    found = [
        row.fields
        for row in rows(items)
        if row.fields["indicator"] == indicator
        and (row.fields["part"], row.fields["unit"], row.fields["breakdown"]) == (part, unit, breakdown)
    ]
    assert len(found) == 1, f"{len(found)} of {indicator} {part} {unit} {breakdown}"
    return found[0]


def frame_of(made):
    frame = pd.DataFrame(made.rows, columns=made.header)
    frame["weight"] = frame.weegfac1.str.replace(",", ".").astype(float)
    for question in built.QUESTIONS:
        frame[question] = pd.to_numeric(frame[question], errors="coerce").where(lambda answers: answers <= 5)
    return frame


def expected(frame, question):
    """n, weighted mean, standard deviation and percentage positive, straight from the definitions."""
    some = frame.dropna(subset=[question])
    answers, weights = some[question], some.weight
    mean = (answers * weights).sum() / weights.sum()
    n = len(some)
    sd = ((weights * (answers - mean) ** 2).sum() / weights.sum() * n / (n - 1)) ** 0.5
    return n, mean, sd, weights[answers >= 4].sum() / weights.sum() * 100


@pytest.fixture(scope="module")
def made():
    return built.respondents()


@pytest.fixture(scope="module")
def items(made):
    return read(made)


@pytest.fixture(scope="module")
def frame(made):
    return frame_of(made)


def test_the_college_as_a_whole(items, frame):
    n, _, _, positive = expected(frame, built.SAFE)
    found = figure(items, "veilig-op-school")

    assert (found["n"], found["period"]) == (n, "2024")
    assert float(found["value"]) == pytest.approx(positive, abs=1e-6)
    assert "sd" not in found, "a spread on a scale of 5 is none of a percentage"


def test_a_mean_with_its_spread(items, frame):
    n, mean, sd, positive = expected(frame, built.CHOICE)
    found = figure(items, "hulp-keuze-leren-of-werken")
    share = figure(items, "hulp-keuze-leren-of-werken", part="aandeel goed of heel goed")

    assert found["n"] == share["n"] == n
    assert float(found["value"]) == pytest.approx(mean, abs=1e-6)
    assert float(found["sd"]) == pytest.approx(sd, abs=2e-6)
    assert float(share["value"]) == pytest.approx(positive, abs=1e-6)


@pytest.mark.parametrize("school", list(built.TEAMS))
def test_every_school_and_team(items, frame, school):
    for column, names in (("Locatie", [school]), ("Team", built.TEAMS[school])):
        for name in names:
            n, _, _, positive = expected(frame[frame[column] == name], built.DUTCH)
            found = figure(items, "lessen-nederlands-positief", unit=UnitRef("unit", name))
            assert found["n"] == n
            assert float(found["value"]) == pytest.approx(positive, abs=1e-6)


@pytest.mark.parametrize("level", ["1", "2", "3", "4"])
def test_every_level(items, frame, level):
    n, _, _, positive = expected(frame[frame.Niveau == level], built.GUIDANCE)
    found = figure(items, "tevreden-begeleiding-opleiding", niveau=level)

    assert (found["n"], float(found["value"])) == (n, pytest.approx(positive, abs=1e-6))


@pytest.mark.parametrize("route", ["BOL", "BBL"])
def test_every_route(items, frame, route):
    n, mean, _, _ = expected(frame[frame.Leerweg == route], built.CITIZENSHIP)
    found = figure(items, "lessen-burgerschap-positief", leerweg=route)

    assert (found["n"], float(found["value"])) == (n, pytest.approx(mean, abs=1e-6))


def test_a_figure_about_one_route_counts_only_that_route(items, frame):
    n, mean, _, _ = expected(frame[frame.Leerweg == "BOL"], built.BY_COMPANY)
    found = figure(items, "tevreden-stagebegeleiding", leerweg="BOL", begeleider="leerbedrijf")

    assert (found["n"], float(found["value"])) == (n, pytest.approx(mean, abs=1e-6))


def test_answers_are_split_for_the_college_only(items, frame):
    some = frame.dropna(subset=[built.CHOICE])
    answered = [row.fields for row in rows(items) if row.fields["part"] == "antwoordverdeling"]

    assert {fields["unit"] for fields in answered} == {OWN}
    assert sum(fields["value"] for fields in answered) == pytest.approx(Decimal(100), abs=Decimal("0.00001"))
    best = figure(items, "hulp-keuze-leren-of-werken", part="antwoordverdeling", antwoord="heel goed")
    share = some.weight[some[built.CHOICE] == 5].sum() / some.weight.sum() * 100
    assert (best["n"], float(best["value"])) == (len(some), pytest.approx(share, abs=1e-6))


def test_every_row_has_the_column_as_its_place_and_a_known_breakdown(items):
    places = {row.place for row in rows(items)}

    assert f"kolom H: {built.SAFE}" in places
    assert all(place.startswith("kolom ") and len(place) <= 120 for place in places)
    for row in rows(items):
        assert breakdown_problem(row.fields["breakdown"], set()) is None


def test_no_figure_is_given_twice(items):
    spots = [
        (
            row.fields["indicator"],
            row.fields["part"],
            breakdown_key(row.fields["breakdown"]),
            row.fields["unit"],
        )
        for row in rows(items)
    ]

    assert len(spots) == len(set(spots))


def test_no_row_of_a_respondent_leaves_the_reader(made, items):
    assert len(rows(items)) < len(made.rows)
    assert not problems(items, Severity.ERROR)


def test_a_column_that_feeds_nothing_is_a_note(items):
    notes = [note.place for note in problems(items, Severity.NOTE)]

    assert "kolom F: Leeftijd" in notes
    assert not any("weegfac1" in place or built.SAFE in place for place in notes)


@pytest.mark.parametrize("weight", ["", "n.v.t.", "veel", "-1"])
def test_a_missing_or_broken_weight_is_an_error_with_its_row(weight):
    made = built.respondents(20)
    made.rows[4][6] = weight

    errors = problems(read(made), Severity.ERROR)

    assert [error.place for error in errors] == ["rij 6, kolom G: weegfac1"]
    assert "gewicht" in errors[0].message


def test_a_weight_of_nothing_does_not_count_and_is_told():
    made = built.respondents(30)
    for row in made.rows[:3]:
        row[6] = "0"

    items = read(made)
    left = frame_of(made).iloc[3:]

    assert figure(items, "veilig-op-school")["n"] == expected(left, built.SAFE)[0]
    assert "3 rijen" in problems(items, Severity.WARNING)[0].message


@pytest.mark.parametrize("answer", ["6", "0", "4,5", "-3", "Ik werd gepest door iemand uit mijn klas"])
def test_what_is_no_answer_is_an_error_that_does_not_repeat_words(answer):
    made = built.respondents(20)
    made.rows[0][7] = answer

    errors = problems(read(made), Severity.ERROR)

    assert [error.place for error in errors] == [f"rij 2, kolom H: {built.SAFE}"]
    assert "gepest" not in errors[0].message


def test_a_bad_column_is_summed_up():
    made = built.respondents(60)
    for row in made.rows:
        row[7] = "ja"

    errors = problems(read(made), Severity.ERROR)

    assert len(errors) == 21
    assert errors[-1].message == "Nog 40 cellen in deze kolom hebben een fout."


def test_errors_of_several_columns_come_together():
    made = built.respondents(20)
    made.rows[0][3], made.rows[1][4], made.rows[2][6], made.rows[3][8] = "7", "avond", "", "9"

    places = [error.place for error in problems(read(made), Severity.ERROR)]

    assert [place.split(",")[0] for place in places] == ["rij 2", "rij 3", "rij 4", "rij 5"]


def test_spellings_of_a_unit_that_differ_in_capitals_and_spaces_are_one():
    made = built.respondents(40)
    for row in made.rows[::2]:
        row[0] = f" {row[0].upper()}  "

    units = {row.fields["unit"].code.casefold() for row in rows(read(made)) if row.fields["unit"] != OWN}

    assert units == {name.casefold() for name in (*built.TEAMS, *sum(built.TEAMS.values(), ()))}


def test_one_team_name_in_two_schools_is_asked_and_then_followed():
    made = built.respondents(200)
    for row in made.rows:
        row[1] = "Entree" if row[0] in ("Zorg", "Techniek") else row[1]
    asked = read(made)
    question = problems(asked, Severity.QUESTION)[0].question

    def units(choice):
        options = Options(period="2024", answers={"team": {"Entree": choice}})
        return {row.fields["unit"].code for row in rows(read(made, options))}

    assert (question.kind, question.key) == ("team", "Entree")
    assert not any("Entree" in row.fields["unit"].code for row in rows(asked))
    assert "Entree" in units("one")
    assert {"Entree (Zorg)", "Entree (Techniek)"} <= units("apart")


def test_a_team_called_after_its_school_keeps_a_name_of_its_own():
    made = built.respondents(50)
    for row in made.rows:
        row[1] = row[0]

    units = {row.fields["unit"].code for row in rows(read(made))}

    assert {"Zorg", "Zorg (team)"} <= units


def test_two_columns_for_one_figure_are_asked_about():
    made = built.respondents(50)
    made.header[8] = built.SAFE
    asked = problems(read(made), Severity.QUESTION)

    assert [(one.question.kind, one.question.key) for one in asked] == [("column", "veilig-op-school")]
    assert [value for value, _ in asked[0].question.choices] == ["H", "I"]

    items = read(made, Options(period="2024", answers={"column": {"veilig-op-school": "I"}}))
    assert figure(items, "veilig-op-school")
    assert {row.place[:7] for row in rows(items) if row.fields["indicator"] == "veilig-op-school"} == {
        "kolom I"
    }


def test_without_a_year_it_is_asked_and_no_figure_is_given():
    items = read(built.respondents(20), Options())

    assert [one.question.kind for one in problems(items, Severity.QUESTION)] == ["year"]
    assert not rows(items)


@pytest.mark.parametrize(
    ("options", "period"),
    [
        (Options(period="2022"), "2022"),
        (Options(period="2021/2022"), "2022"),
        (Options(edition="JOB-monitor 2022"), "2022"),
        (Options(edition="JOB 2021-2022"), "2022"),
        (Options(answers={"year": {"bestand": "2020"}}), "2020"),
    ],
)
def test_the_year_of_a_file(options, period):
    assert {row.fields["period"] for row in rows(read(built.respondents(20), options))} == {period}


@pytest.mark.parametrize("period", ["2022-04", "vorig jaar"])
def test_a_period_that_is_no_year_is_refused(period):
    with pytest.raises(ReaderError, match="jaar"):
        read(built.respondents(5), Options(period=period))


def test_without_weights_the_file_is_refused():
    made = built.respondents(5)
    made.header[6] = "gewicht"

    with pytest.raises(ReaderError, match="weegfac1"):
        read(made)


def test_another_kind_of_file_is_refused():
    with pytest.raises(ReaderError, match="JOB-monitor"):
        read(b"naam van het boek;prijs\r\nx;2\r\n")


def test_a_file_about_persons_is_refused():
    made = built.respondents(5)
    made.header[5] = "Studentnummer"

    with pytest.raises(PersonalData):
        read(made)


def test_without_a_known_question_nothing_can_be_applied():
    made = built.respondents(5)
    made.header[7:] = [f"Vraag over iets anders {number}" for number in range(7)]

    assert "Geen enkele kolom" in problems(read(made), Severity.ERROR)[0].message


def test_a_row_that_was_cut_off_is_an_error():
    content = built.respondents(5).csv() + b'\r\n"Zorg";"Verpleegkunde"'

    assert [error.place for error in problems(read(content), Severity.ERROR)] == ["rij 7"]


def test_without_a_column_for_teams_there_are_none_and_that_is_said():
    made = built.respondents(20)
    made.header[1] = "Groep"

    items = read(made)

    assert any("geen kolom Team" in one.message for one in problems(items, Severity.WARNING))
    assert {row.fields["unit"].code for row in rows(items)} == {"", *built.TEAMS}
