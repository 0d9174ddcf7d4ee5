"""What tests of readers look for in what a reader gives."""

from __future__ import annotations

from imports.reading import Item, Problem, Row, Severity, UnitRef

OWN = UnitRef("own", "")


def rows(items: list[Item]) -> list[Row]:
    return [item for item in items if isinstance(item, Row)]


def problems(items: list[Item], severity: Severity) -> list[Problem]:
    return [item for item in items if isinstance(item, Problem) and item.severity is severity]


def errors(items: list[Item]) -> list[tuple[str, str]]:
    return [(problem.place, problem.message) for problem in problems(items, Severity.ERROR)]


def questions(items: list[Item]) -> list[tuple[str, str]]:
    """Kind and key of everything that is asked."""
    found = [problem.question for problem in problems(items, Severity.QUESTION)]
    return [(question.kind, question.key) for question in found if question is not None]


def figures(items: list[Item]) -> dict[tuple, object]:
    """Value by indicator, part, breakdown, unit and period."""
    found = {}
    for row in rows(items):
        fields = row.fields
        spot = (
            fields["indicator"], fields.get("part", ""), tuple(sorted(fields["breakdown"].items())),
            fields["unit"].code, fields["period"],
        )  # fmt: skip
        assert spot not in found, f"{spot} twice"
        found[spot] = fields["value"]
    return found
