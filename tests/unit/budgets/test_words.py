from __future__ import annotations

import pytest

from budgets.words import by_value, closed_years_altered, group_label, scope_label, years_label


@pytest.mark.parametrize(
    ("years", "label"),
    [
        ([], ""),
        ([2024], "2024"),
        ([2027, 2026, 2025], "2025-2027"),
        ([2024, 2026, 2027], "2024 en 2026-2027"),
        ([2020, 2022, 2024, 2025], "2020, 2022 en 2024-2025"),
    ],
)
def test_years_label_joins_runs(years: list[int], label: str) -> None:
    assert years_label(years) == label


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([2024], "boekjaar 2024 is afgesloten; de uitkomst van dat jaar is"),
        ([2024, 2025], "de boekjaren 2024 en 2025 zijn afgesloten; de uitkomst van die jaren is"),
        ([2024, 2025, 2027], "de boekjaren 2024, 2025 en 2027 zijn afgesloten; de uitkomst van die jaren is"),
    ],
)
def test_warning_names_every_closed_year(years: list[int], said: str) -> None:
    assert closed_years_altered(years) == f"Let op: {said} hierdoor veranderd."


def test_by_value_gathers_years_in_order_of_appearance() -> None:
    values = {2025: "lumpsum", 2024: "subsidie", 2026: "lumpsum", 2027: "subsidie"}
    assert by_value(values) == (("subsidie", "2024 en 2027"), ("lumpsum", "2025-2026"))


@pytest.mark.parametrize(("group", "label"), [("niet_verplicht", "niet verplicht"), ("", "zonder groep")])
def test_group_label_reads_as_words(group: str, label: str) -> None:
    assert group_label(group) == label


@pytest.mark.parametrize(
    ("scope", "label"),
    [
        ("income", "alle baten"),
        ("costs", "alle lasten"),
        ("group:niet_verplicht", "lasten, niet verplicht"),
        ("priority:2", "lasten, prioriteit 2"),
        ("iets anders", "iets anders"),
        ("group:", "group:"),
    ],
)
def test_scope_label_says_what_a_total_is_about(scope: str, label: str) -> None:
    assert scope_label(scope) == label
