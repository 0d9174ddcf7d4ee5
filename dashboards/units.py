"""What the pages of schools and teams show: their figures beside those of the college."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from agenda.models import Agenda
from indicators.models import Observation
from indicators.tree import college_tree
from indicators.unit_lines import UnitIndicator, UnitLines
from measures.carriers import UnitMeasures, unit_measures
from organisation.models import Unit, UnitKind


@dataclass(frozen=True)
class UnitPage:
    unit: Unit
    above: Unit | None
    below: tuple[Unit, ...]
    indicators: tuple[UnitIndicator, ...]
    measures: UnitMeasures


def unit_page(agenda: Agenda, unit: Unit, on: date) -> UnitPage:
    """A school's or team's figures beside the college's, and those of what lies below it. Ten queries."""
    lines = UnitLines(agenda, unit, on)
    indicators = lines.indicators()
    tree = lines.figures.tree
    above = lines.units.get(tree.parents(on).get(unit.pk, 0))
    below = [lines.units[pk] for pk in tree.children(unit.pk, on) if pk in lines.units]
    return UnitPage(
        unit,
        above,
        tuple(sorted(below, key=lambda row: row.name)),
        indicators,
        unit_measures(agenda, unit.pk, [row.pk for row in below], on),
    )


@dataclass(frozen=True)
class UnitNode:
    """A school or service with its teams, as far as the reader may see them."""

    unit: Unit
    measured: bool
    teams: tuple[tuple[Unit, bool], ...]


def unit_nodes(agenda: Agenda, visible: dict[int, Unit], on: date) -> list[UnitNode]:
    """The visible schools and teams as a tree. ``measured``: there are figures of this unit. Two queries."""
    parents = college_tree(agenda.college).parents(on)
    figures = Observation.objects.current().filter(subject=OuterRef("pk"))
    with_figures = set(Unit.objects.filter(Exists(figures), pk__in=visible).values_list("pk", flat=True))
    schools = {pk for pk, unit in visible.items() if unit.kind != UnitKind.COLLEGE}
    tops = [visible[pk] for pk in schools if parents.get(pk) not in schools]
    return [
        UnitNode(
            unit,
            unit.pk in with_figures,
            tuple(
                (visible[pk], pk in with_figures)
                for pk in sorted(visible, key=lambda pk: visible[pk].name)
                if parents.get(pk) == unit.pk
            ),
        )
        for unit in sorted(tops, key=lambda unit: unit.name)
    ]
