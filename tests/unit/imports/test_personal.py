"""Files about single persons are known by their headings, wherever these stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports import personal, registry
from imports.personal import PERSONAL
from imports.reading import Options, PersonalData
from imports.tables import open_tables
from indicators.readers import READERS
from operations.models import StoredFile
from tests.built import job
from tests.built.files import csv_file, xlsx_file

LONG = {frozenset({"weegfac1"}): "JOB-monitor", frozenset({"questionid", "score"}): "MTO"}
FILL = [[f"rij {number}", str(number)] for number in range(80)]


@pytest.mark.parametrize("build", [csv_file, xlsx_file])
@pytest.mark.parametrize("heading", ["BSN", "b.s.n.", "Student-nummer", "Geboorte datum", "E-mailadres"])
def test_heading_far_down_is_found(build, heading):
    with pytest.raises(PersonalData, match="over personen"):
        open_tables(build(["Indicator", "Waarde"], *FILL, ["x", heading], ["y", "1"]))


@pytest.mark.parametrize("build", [csv_file, xlsx_file])
def test_word_far_down_that_may_be_chance_is_let_through_alone(build):
    open_tables(build(["Indicator", "Waarde"], *FILL, ["naam", "1"], ["factuurnummer", "2"]))
    with pytest.raises(PersonalData):
        open_tables(build(["Indicator", "Waarde"], *FILL, ["Naam", "E-mail"]))


@pytest.mark.parametrize("word", sorted(PERSONAL))
def test_every_heading_holds_a_stem_that_the_look_at_the_bytes_finds(word):
    assert any(stem in word for stem in personal._STEMS)


@given(st.sampled_from(sorted(PERSONAL)), st.sampled_from(["", " ", "-", "."]), st.integers(61, 90))
def test_no_heading_escapes_the_look_at_the_bytes(word, sign, row):
    other = "Naam" if word in personal._COMMON - {"naam"} else "Voornaam" if word == "naam" else "x"
    with pytest.raises(PersonalData):
        open_tables(csv_file(*[["a", "b"]] * row, [other, sign.join(word)]))


@pytest.mark.parametrize("build", [csv_file, xlsx_file])
@pytest.mark.parametrize(
    ("header", "title"),
    [
        (["Locatie", "Weegfac1"], "JOB-monitor"),
        (["QuestionId", "Question Text", "Score", "Organisatie"], "MTO"),
    ],
)
def test_answers_of_persons_are_refused_with_the_kind_to_choose(build, header, title):
    file = build(header, ["1"] * len(header))
    open_tables(file)
    with pytest.raises(PersonalData, match=f"Upload het als '{title}'"):
        open_tables(file, Options(respondents=LONG))


def test_every_reader_that_keeps_no_file_says_how_its_files_are_known():
    for name, entry in READERS.items():
        assert bool(entry.respondents) is not entry.keeps_file
        assert bool(registry.respondents_elsewhere(name)) is entry.keeps_file


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, entry in READERS.items() if entry.keeps_file])
def test_answers_of_persons_are_deleted_at_once_under_any_reader(name, reader, upload, check, monkeypatch):
    real = replace(reader, read=_reader(name), name=reader.name)
    registry.register(real)
    registry.register(replace(reader, name="job", title="JOB-monitor", keeps_file=False,
                              respondents=READERS["job"].respondents))  # fmt: skip
    batch = check(upload(job.respondents(5).csv(), name="job.csv"))
    registry.unregister("job")
    assert (batch.state, batch.has_bytes, StoredFile.objects.exists()) == ("blocked", False, False)
    assert "JOB-monitor" in batch.problems.get(severity="error").message


def _reader(name):
    from indicators.readers import reading

    return reading(READERS[name].read)
