"""Measures as typed rows, with the place of each in its tree. Read with one query, whatever the size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from agenda.models import Agenda
from measures.models import Intent, Measure, Obligation
from measures.standing import MeasureStanding
from measures.states import State, planned_years, state_of

OBLIGATION_LABELS = dict(Obligation.choices)
INTENT_LABELS = dict(Intent.choices)


@dataclass(frozen=True)
class MeasureRow:
    """One measure in a list.

    ``depth``: how far it is indented, 0 for a measure that stands on its own. ``part_of``: the code of the measure
    that it belongs to when that one is not in the list. ``obligation`` and ``intent``: stored values, empty where the
    plan does not say. ``years``: in which years something is planned. ``see``: codes that carry it out.
    ``standing``: how its units say that it stands; ``None``: not asked for (``measures.carrying``).
    """

    pk: int
    code: str
    title: str
    heading: str
    objective: str
    parent: int | None
    depth: int
    part_of: str
    obligation: str
    intent: str
    lead: str
    applied: bool
    explanation: str
    see: tuple[str, ...]
    years: tuple[str, ...]
    state: State
    standing: MeasureStanding | None = None

    @property
    def obligation_label(self) -> str:
        return OBLIGATION_LABELS.get(self.obligation, "")

    @property
    def intent_label(self) -> str:
        return INTENT_LABELS.get(self.intent, "")

    @property
    def searchable(self) -> str:
        """What a search word may be in, in lower case."""
        return f"{self.code} {self.title} {self.heading} {self.lead}".lower()


_FIELDS = (
    "pk", "code", "title", "heading", "objective__code", "parent_id", "obligation", "intent", "lead", "applied",
    "explanation", "see",
)  # fmt: skip
_PARENT = _FIELDS.index("parent_id")


def measure_rows(agenda: Agenda) -> tuple[MeasureRow, ...]:
    """All measures of an agenda, each followed by its parts. One query: a line for each step of a planning."""
    stored = (
        Measure.objects.filter(agenda=agenda)
        .order_by("objective__order", "order", "pk", "planning__order")
        .values_list(*_FIELDS, "planning__period")
    )
    values: dict[int, tuple[Any, ...]] = {}
    periods: dict[int, list[str]] = {}
    for *fields, period in stored:
        values[fields[0]] = tuple(fields)
        if period is not None:
            periods.setdefault(fields[0], []).append(period)
    parents = {pk: row[_PARENT] for pk, row in values.items()}
    planned = with_wholes(periods, parents)
    return tuple(
        _row(values[pk], depth, planned_years(periods.get(pk, ())), planned=pk in planned)
        for pk, depth in tree_order(parents)
    )


def tree_order(parents: Mapping[int, int | None]) -> list[tuple[int, int]]:
    """Every key followed by its parts, with its depth. A part whose whole is elsewhere stands on its own.

    Keys that hang on each other in a ring come last, at depth 0: nothing is ever left out.
    """
    parts: dict[int | None, list[int]] = {}
    for pk, parent in parents.items():
        parts.setdefault(parent if parent in parents else None, []).append(pk)
    ordered: dict[int, int] = {}
    waiting = [(pk, 0) for pk in reversed(parts.get(None, []))]
    while waiting:
        pk, depth = waiting.pop()
        ordered[pk] = depth
        waiting.extend((part, depth + 1) for part in reversed(parts.get(pk, [])))
    return [*ordered.items(), *((pk, 0) for pk in parents if pk not in ordered)]


def with_wholes(keys: Iterable[int], parents: Mapping[int, int | None]) -> set[int]:
    """The keys themselves and everything that they are a part of."""
    found: set[int] = set()
    for pk in keys:
        step: int | None = pk
        while step is not None and step not in found:
            found.add(step)
            step = parents.get(step)
    return found


def chosen_rows(rows: Collection[MeasureRow], chosen: Collection[int]) -> tuple[MeasureRow, ...]:
    """Only these rows. A part under a measure that is shown stays indented; another says what it is a part of."""
    by_pk = {row.pk: row for row in rows}
    depths: dict[int, int] = {}
    shown = []
    for row in rows:
        if row.pk not in chosen:
            continue
        above = by_pk.get(row.parent) if row.parent else None
        inside = above is not None and above.pk in depths
        depths[row.pk] = depths[above.pk] + 1 if above and inside else 0
        shown.append(replace(row, depth=depths[row.pk], part_of=above.code if above and not inside else ""))
    return tuple(shown)


@dataclass(frozen=True)
class MeasureCounts:
    """How many measures there are. ``total`` counts parts too, ``top_level`` only measures that are no part."""

    total: int = 0
    top_level: int = 0
    taken: int = 0
    not_taken: int = 0
    without_planning: int = 0
    refers: int = 0


def count_rows(rows: Iterable[MeasureRow]) -> MeasureCounts:
    """Count rows by their state."""
    rows = list(rows)
    states = Counter(row.state for row in rows)
    return MeasureCounts(
        total=len(rows),
        top_level=sum(row.parent is None for row in rows),
        taken=states[State.TAKEN],
        not_taken=states[State.NOT_TAKEN],
        without_planning=states[State.WITHOUT_PLANNING],
        refers=states[State.REFERS],
    )


def counts_by_objective(rows: Iterable[MeasureRow]) -> dict[str, MeasureCounts]:
    """Counts by objective code; an objective without measures is not in it."""
    by_objective: dict[str, list[MeasureRow]] = {}
    for row in rows:
        by_objective.setdefault(row.objective, []).append(row)
    return {code: count_rows(some) for code, some in by_objective.items()}


def _row(values: tuple[Any, ...], depth: int, years: tuple[str, ...], *, planned: bool) -> MeasureRow:
    pk, code, title, heading, objective, parent, obligation, intent, lead, applied, explanation, see = values
    return MeasureRow(
        pk=pk, code=code, title=title, heading=heading, objective=objective, parent=parent, depth=depth, part_of="",
        obligation=obligation, intent=intent, lead=lead, applied=applied, explanation=explanation, see=tuple(see),
        years=years, state=state_of(applied=applied, refers=bool(see), planned=planned),
    )  # fmt: skip


def whole_of(row: MeasureRow, rows: tuple[MeasureRow, ...]) -> tuple[MeasureRow, ...]:
    """The measures that a measure is part of, from outside in."""
    by_pk = {one.pk: one for one in rows}
    above: list[MeasureRow] = []
    step = by_pk.get(row.parent) if row.parent else None
    while step is not None and step not in above:
        above.append(step)
        step = by_pk.get(step.parent) if step.parent else None
    return tuple(reversed(above))


def parts_of(own: list[MeasureRow], place: int) -> tuple[MeasureRow, ...]:
    """What follows at a greater depth, until the depth is back."""
    parts: list[MeasureRow] = []
    for row in own[place + 1 :]:
        if row.depth <= own[place].depth:
            break
        parts.append(row)
    return tuple(parts)
