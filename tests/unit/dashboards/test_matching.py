from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.matching import AROUND, MOST_WORDS, excerpt, fold, holds, words_of

TEXTS = st.text(max_size=300)


def test_words_of_are_folded_and_each_once():
    assert words_of("  Stage STAGE bpv ") == ("stage", "bpv")
    assert words_of("\0") == ()
    assert len(words_of(" ".join(map(str, range(30))))) == MOST_WORDS


@pytest.mark.parametrize(
    ("text", "word"), [("Creëren", "creeren"), ("creeren", "CREËREN"), ("Één", "een"), ("Ïssue", "issue")]
)
def test_capitals_and_accents_do_not_count(text, word):
    assert holds(text, words_of(word))


def test_every_word_must_be_there():
    assert holds("stage in de zorg", ("zorg", "stage"))
    assert not holds("stage in de zorg", ("zorg", "techniek"))
    assert not holds("iets", ())


@given(TEXTS)
def test_fold_keeps_every_place(text):
    assert len(fold(text)) == len(text)


@given(TEXTS, st.lists(st.text(alphabet="abcé ", min_size=1, max_size=4), max_size=4))
def test_excerpt_is_a_piece_of_the_text(text, words):
    words = words_of(" ".join(words))
    pieces = [piece for piece in excerpt(text, words) if piece.text not in {"… ", " …"}]
    assert "".join(piece.text for piece in pieces) in " ".join(text.split())
    for piece in pieces:
        if not piece.hit:
            assert not any(word in fold(piece.text) for word in words)


def test_excerpt_shows_the_words_and_what_stands_around():
    text = "x " * 200 + "de stage in Delfzijl " + "y " * 200
    pieces = excerpt(text, ("stage",))
    assert [piece.text for piece in pieces if piece.hit] == ["stage"]
    assert pieces[0].text == "… "
    assert pieces[-1].text == " …"
    assert sum(len(piece.text) for piece in pieces) < 4 * AROUND


def test_excerpt_of_nothing_is_nothing():
    assert excerpt("  ", ("a",)) == ()
