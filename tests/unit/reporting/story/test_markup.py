"""Text as people type and paste it, in parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.story.markup import Items, Paragraph, Rows, parts, tidy


def told(text: str) -> list[object]:
    return list(parts(tidy(text)))


def test_paragraphs_lists_and_tables_in_their_order():
    text = "Eerst dit.\nNog een regel.\n\nWij deden:\n- een\n- twee\n\nSchool\tAantal\nZorg\t5\nTechniek\t\n\nKlaar."
    assert told(text) == [
        Paragraph("Eerst dit.\nNog een regel."),
        Paragraph("Wij deden:"),
        Items(("een", "twee")),
        Rows((("School", "Aantal"), ("Zorg", "5"), ("Techniek", ""))),
        Paragraph("Klaar."),
    ]


@pytest.mark.parametrize("bullet", ["- ", "•\t", "·\u00a0", "\uf0b7\t", "o\t", "* ", "– "])
def test_bullets_as_word_gives_them(bullet):
    assert told(f"{bullet}een\n{bullet}twee") == [Items(("een", "twee"))]


@pytest.mark.parametrize("text", ["o jee", "-5 graden", "-", "2*3", "a\tb"])
def test_what_only_looks_like_a_list_or_table_is_text(text):
    assert [type(one) for one in told(text)] == [Paragraph]


def test_rows_with_too_many_cells_stay_lines():
    wide = "\t".join("abcdefghijklmnop")
    assert [type(one) for one in told(f"{wide}\n{wide}")] == [Paragraph]


def test_markup_of_word_is_taken_off_and_other_markup_stays_text():
    word = (
        "<html><head><style>p {mso-a: b}</style></head><p class=MsoNormal>Wij <b>deden</b> veel.<o:p></o:p></p>"
        "<ul><li>een</li><li>twee</li></ul><table><tr><td><p>School</p></td><td>Aantal</td></tr>"
        "<tr><td>Zorg</td><td>5 &lt; 6</td></tr></table>"
    )
    assert told(word) == [
        Paragraph("Wij deden veel."),
        Items(("een", "twee")),
        Rows((("School", "Aantal"), ("Zorg", "5 < 6"))),
    ]
    assert told("<b>vet</b> en 3 < 5 & <script>") == [Paragraph("<b>vet</b> en 3 < 5 & <script>")]


def test_tidy_takes_away_what_nobody_sees():
    assert tidy("a\u00adb\u200bc\r\nd\ve\x00\x07  \n\n\n\nf\n") == "abc\nd\ne\n\nf"


@given(st.text(max_size=300))
def test_tidy_twice_is_tidy_once_and_parts_lose_no_word(text):
    once = tidy(text)
    assert tidy(once) == once
    kept = "".join(
        "".join(one.items) if isinstance(one, Items)
        else "".join("".join(row) for row in one.rows) if isinstance(one, Rows)
        else one.text
        for one in parts(once)
    )  # fmt: skip
    words = [word for word in once.split() if word.isalnum() and word != "o"]
    assert all(word in kept for word in words)


def test_fifty_thousand_characters_are_quick_and_whole():
    text = tidy("Een zin over de school. " * 2100)
    assert len(text) > 50_000
    assert told(text) == [Paragraph(text)]
