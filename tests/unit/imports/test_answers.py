"""What is typed at the command line, and which question it answers."""

from __future__ import annotations

import pytest

from imports.answers import match, names_of, shortest_names
from imports.exceptions import ImportRefused
from imports.models import BatchProblem

YES_NO = [["ja", "Ja"], ["nee", "Nee"]]


def asked(*marks: tuple[str, str]) -> list[BatchProblem]:
    return [
        BatchProblem(pk=pk, question_kind=kind, question_key=key, question_choices=YES_NO)
        for pk, (kind, key) in enumerate(marks, start=1)
    ]


def test_key_that_two_questions_share_needs_their_kind():
    questions = asked(("scale", "a"), ("mark", "a"), ("scale", "b"))
    assert set(names_of(questions)) == {"b", "scale:a", "mark:a", "scale:b"}
    assert shortest_names(questions) == {1: "scale:a", 2: "mark:a", 3: "b"}
    assert match(questions, ["a=ja"]) == ({}, ["a=ja"])
    assert match(questions, ["mark:a=ja", "b=nee"]) == ({("mark", "a"): "ja", ("scale", "b"): "nee"}, [])


def test_key_with_an_equals_sign_the_longest_is_meant():
    questions = asked(("scale", "a"), ("scale", "a=b"))
    assert match(questions, ["a=b=ja"]) == ({("scale", "a=b"): "ja"}, [])
    assert match(questions, ["a=ja"]) == ({("scale", "a"): "ja"}, [])


@pytest.mark.parametrize("typed", ["a=", "a=Ja", "a= ja"])
def test_value_is_one_of_the_choices_exactly(typed):
    with pytest.raises(ImportRefused, match=r"Kies uit: ja \(Ja\), nee \(Nee\)"):
        match(asked(("scale", "a")), [typed])
