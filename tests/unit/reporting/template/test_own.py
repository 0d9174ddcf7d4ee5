"""A report in a college's own template: fields filled in, its text as the front, the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import docx

from reporting.template.example import BANNER, example_document
from reporting.writers import docx as writer

SHA = "ab12cd34ef56" + "0" * 52
EXAMPLE = example_document(datetime(2026, 1, 14, 8, 41, tzinfo=UTC), SHA)


def written(word) -> docx.document.Document:
    made = BytesIO()
    word.save(made)
    document = replace(EXAMPLE, template=made.getvalue())
    first = writer.write(document)
    assert first == writer.write(document) != writer.write(EXAMPLE)
    return docx.Document(BytesIO(first))


def texts(word) -> list[str]:
    return [one.text for one in word.paragraphs if one.text]


def test_fields_are_filled_in_also_where_word_cut_them_up():
    word = docx.Document()
    header, footer = word.sections[0].header.paragraphs[0], word.sections[0].footer.paragraphs[0]
    header.add_run("Van {{")
    header.add_run(" instel").bold = True
    header.add_run("ling }}, {{ jaar }}")
    footer.text = "{{ vingerafdruk }} {{status}}"
    made = written(word)
    assert made.sections[0].header.paragraphs[0].text == "Van Voorbeeldcollege, 2025"
    assert made.sections[0].footer.paragraphs[0].text == "ab12cd34ef56 concept, versie 1"
    assert texts(made)[:2] == ["Voorbeeldcollege", "Verantwoording 2025"]


def test_text_with_fields_is_the_front_and_what_it_does_not_say_stands_below_it():
    word = docx.Document()
    word.add_paragraph("Ons voorblad")
    word.add_paragraph("{{ titel }}")
    said = texts(written(word))
    assert said[:2] == ["Ons voorblad", "Verantwoording 2025"]
    assert said[2].startswith("Status: concept") and SHA in said[4] and said[5] == BANNER
    assert said.count("Verantwoording 2025") == 1
    word.add_paragraph("{{ status }}")
    assert not any(text.startswith("Status:") for text in texts(written(word)))


def test_text_without_fields_is_an_example_and_is_left_out():
    word = docx.Document()
    word.add_paragraph("Typ hier uw tekst")
    assert "Typ hier uw tekst" not in texts(written(word))
