from __future__ import annotations

from decimal import Decimal

import pytest

from budgets.money_words import Movement, beside_text, money_text, movement_text
from budgets.progress import Money
from indicators.counts import Standing, StatusCount
from indicators.verdict.judgement import Status


def euros(planned: int | None, actual: int | None) -> Money:
    return Money(*(None if one is None else Decimal(one) for one in (planned, actual)))


@pytest.mark.parametrize(
    ("money", "said"),
    [
        (euros(100, 80), "80 % besteed"),
        (euros(100, 0), "0 % besteed"),
        (euros(100, 112), "112 % besteed"),
        (euros(100, None), "Nog niets geboekt"),
        (euros(None, None), "Geen eigen budget"),
        (euros(None, 5), "Geboekt zonder begroting"),
        (euros(0, 5), "Begroot is nul, er is wel geboekt"),
        (euros(0, 0), "Begroot is nul, er is niets geboekt"),
    ],
)
def test_money_text(money, said):
    assert money_text(money).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("movement", "said"),
    [
        (Movement(0, 2, 0, 0, "JOB 2026"), "nog geen beweging gemeten; eerstvolgende meting JOB 2026"),
        (
            Movement(0, 1, 0, 0, ""),
            "nog geen beweging gemeten; de meetkalender noemt geen volgende meting",
        ),
        (
            Movement(0, 0, 0, 0, "JOB 2026"),
            "geen indicator met een streefwaarde; de voortgang blijkt uit de maatregelen",
        ),
        (Movement(1, 0, 1, 0, ""), "1 van 1 gemeten indicator op koers"),
        (Movement(5, 1, 3, 1, ""), "3 van 5 gemeten indicatoren op koers, 1 achter; 1 nog niet gemeten"),
    ],
)
def test_movement_text(movement, said):
    assert movement_text(movement) == said


def test_movement_counts_only_what_has_a_target_and_a_figure():
    counts = {
        Status.OFF_TRACK: 1, Status.ON_TRACK: 2, Status.NOT_DUE: 1, Status.MISSING: 1, Status.NO_TARGET: 4,
        Status.TARGET_OVERDUE: 1, Status.INDETERMINATE: 1,
    }  # fmt: skip
    standing = Standing(tuple(StatusCount(status, number, 0) for status, number in counts.items()))
    assert Movement.of(standing, "DUO 2026") == Movement(4, 2, 2, 1, "DUO 2026")


def test_beside_text_is_the_sentence_of_the_plan():
    said = beside_text(euros(100, 80), Movement(0, 1, 0, 0, "JOB 2026"))
    assert said.replace("\u00a0", " ") == (
        "80 % besteed, nog geen beweging gemeten; eerstvolgende meting JOB 2026"
    )
