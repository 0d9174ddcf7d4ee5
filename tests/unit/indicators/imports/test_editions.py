"""Which edition is the newer."""

from __future__ import annotations

import pytest

from indicators.imports.editions import is_newer


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2018", "2019"),
        ("DUO 2018", "DUO 2019"),
        ("DUO 2018", "2019"),
        ("editie 9 van 2018", "2019"),
        ("2022/2023", "2023/2024"),
        ("2024-3", "2024-10"),
        ("maart 2024", "oktober 2024"),
        ("December 2023", "januari 2024"),
        ("31 maart 2024", "1 oktober 2024"),
        ("2024", "oktober 2024"),
        ("versie 1", "versie 2"),
        ("", "2018"),
    ],
)
def test_is_newer(older: str, newer: str) -> None:
    assert is_newer(newer, older)
    assert not is_newer(older, newer)


@pytest.mark.parametrize(("one", "other"), [("", ""), ("2018", "DUO 2018"), ("voorlopig", "definitief")])
def test_is_newer_of_equals_is_neither(one: str, other: str) -> None:
    assert not is_newer(one, other)
    assert not is_newer(other, one)
