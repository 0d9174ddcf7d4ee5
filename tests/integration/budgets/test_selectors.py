from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from agenda.models import Agenda
from budgets.models import BudgetLine, Specification
from budgets.results import BudgetPage, LineRow
from budgets.selectors import budget_by_objective, budget_page, line_anchor, objective_budget


def line_of(page: BudgetPage, code: str) -> LineRow:
    return next(line for group in (*page.income, *page.costs) for line in group.lines if line.code == code)


def by_code(rows) -> dict[str, dict[int, Decimal | None]]:
    return {row.code: dict(row.amounts) for row in rows}


def test_budget_page_adds_up_both_sides_per_year(plan: Agenda) -> None:
    page = budget_page(plan)
    assert page.income_total.amounts == ((2024, 1000), (2025, 900))
    assert page.costs_total.amounts == ((2024, 1000), (2025, 950))
    assert page.difference.amounts == ((2024, 0), (2025, -50))
    assert (page.costs_total.total, page.difference.total) == (1950, -50)
    assert not page.balanced


def test_budget_page_for_one_year_is_about_that_year_alone(plan: Agenda) -> None:
    page = budget_page(plan, "2024")
    assert (page.year, page.years, page.all_years) == (2024, (2024,), (2024, 2025))
    assert page.balanced
    assert page.costs_total.total == 1000
    assert line_of(page, "b-1").instruments == (("subsidie", ""),)


@pytest.mark.parametrize("year", ["1999", "x", "２０２４", "-1", "2024.0"])
def test_budget_page_for_a_year_that_is_not_there_shows_all(year: str, plan: Agenda) -> None:
    page = budget_page(plan, year)
    assert (page.year, page.ignored, page.years) == (None, year, (2024, 2025))


def test_budget_page_shows_a_year_outside_the_agenda_that_has_money(
    plan: Agenda, add: Callable[..., BudgetLine]
) -> None:
    add("cost", "l-9", {2023: 5})
    page = budget_page(plan)
    assert page.years == (2023, 2024, 2025)
    assert page.income_total.amounts[0] == (2023, None)
    assert page.difference.amounts[0] == (2023, None)


def test_objectives_and_what_is_not_linked_are_together_the_costs(plan: Agenda) -> None:
    page = budget_page(plan)
    assert by_code(page.objectives) == {
        "1.1": {2024: 400, 2025: 400},
        "1.2": {2024: Decimal("150.5"), 2025: Decimal("150.5")},
        "2.1": {2024: Decimal("150.5"), 2025: Decimal("150.5")},
        "2.2": {2024: None, 2025: None},
        "": {2024: 299, 2025: 249},
    }
    assert sum(row.total or 0 for row in page.objectives) == page.costs_total.total
    assert [name.anchor for name in page.objectives[-1].lines] == ["regel-l-3"]


def test_priorities_keep_what_stands_under_none(plan: Agenda) -> None:
    page = budget_page(plan)
    assert by_code(page.priorities) == {
        "1": {2024: 301, 2025: 301},
        "2": {2024: 299, 2025: 249},
        "": {2024: 400, 2025: 400},
    }
    assert [name.title for name in page.priorities[-1].lines] == ["Regel l-1"]
    assert page.placed_elsewhere == 2


def test_groups_have_their_lines_and_subtotals(plan: Agenda) -> None:
    page = budget_page(plan)
    assert [
        (group.label, [line.code for line in group.lines], group.subtotal.total) for group in page.costs
    ] == [
        ("verplicht", ["l-1"], 800),
        ("niet verplicht", ["l-2", "l-3"], 1150),
    ]
    assert [group.label for group in page.income] == [""]


def test_specification_is_set_beside_its_line(plan: Agenda) -> None:
    specification = line_of(budget_page(plan), "l-1").specification
    assert specification is not None
    assert (specification.total, specification.unknown) == (350, 1)
    assert [(check.years, check.difference) for check in specification.checks] == [("2024-2025", -50)]
    assert budget_page(plan).specifications_that_differ == 1


def test_specification_without_any_amount_is_not_compared(plan: Agenda) -> None:
    Specification.objects.update(amount=None)
    specification = line_of(budget_page(plan), "l-1").specification
    assert specification is not None
    assert (specification.total, specification.checks) == (None, ())


def test_stated_totals_are_compared_with_their_own_lines(plan: Agenda) -> None:
    page = budget_page(plan)
    income, group, unknown = page.stated
    assert all(cell.agrees for _, cell in income.cells)
    assert [(year, cell.difference) for year, cell in group.cells] == [(2024, -200), (2025, 0)]
    assert (unknown.known, unknown.cells[0][1].computed) == (False, None)
    assert page.stated_that_differ == 1


def test_bars_hold_the_costs_of_each_year(plan: Agenda, add: Callable[..., BudgetLine]) -> None:
    add("cost", "l-min", {2024: -600}, priority="2")
    page = budget_page(plan)
    assert [sum(segment.value for segment in bar.segments) for bar in page.bars] == [701, 950]
    assert page.widest == 950
    assert [bar.total for bar in page.bars] == [400, 950]


def test_lines_with_the_same_code_on_both_sides_have_places_of_their_own(
    plan: Agenda, add: Callable[..., BudgetLine]
) -> None:
    add("income", "dubbel op", {2024: 1})
    add("cost", "dubbel op", {2024: 1})
    page = budget_page(plan)
    anchors = [line.anchor for group in (*page.income, *page.costs) for line in group.lines]
    assert len(set(anchors)) == len(anchors)
    assert line_anchor("dubbel op") == "regel-dubbel-op"
    assert line_anchor("dubbel op") in anchors


def test_objective_budget_gives_the_part_of_each_line(plan: Agenda, django_assert_num_queries) -> None:
    objective = plan.objectives.get(code="2.1")
    with django_assert_num_queries(1):
        budget = objective_budget(plan, objective)
    assert [(line.code, line.title, line.percent, line.amounts) for line in budget.lines] == [
        ("l-2", "Regel l-2", 50, {2024: Decimal("150.5"), 2025: Decimal("150.5")})
    ]
    assert budget.total == {2024: Decimal("150.5"), 2025: Decimal("150.5")}


def test_objective_budget_without_money_is_empty(plan: Agenda) -> None:
    budget = objective_budget(plan, plan.objectives.get(code="2.2"))
    assert (budget.lines, budget.total) == ((), {})


def test_budget_by_objective_leaves_out_what_serves_none(plan: Agenda, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = budget_by_objective(plan)
    assert {code: years[2024] for code, years in found.items()} == {
        "1.1": 400, "1.2": Decimal("150.5"), "2.1": Decimal("150.5"),
    }  # fmt: skip
