"""In what state a measure is, out of what its units report. Pure: no queries, no clock.

The one place where reports of units become the state of a measure, of a school's share in it, or of a number of
measures together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from measures.models import Progress

UNFINISHED = frozenset({Progress.NOT_STARTED, None})


def measure_state(states: Iterable[Progress | None]) -> Progress | None:
    """The state of a measure out of the newest report of each unit that carries it out.

    ``None`` among ``states`` is a unit that has not reported. ``None`` as the answer means that nobody has reported
    anything that says how the measure stands; it is shown as *nog niet gemeld* and never counted as *niet gestart*.

    - Units for which it does not apply do not count. Only such units: it does not apply.
    - One unit that is late makes the measure late; else one that is busy makes it run.
    - It is finished only when every unit says so. Finished here and not begun or not reported there: it runs.
    - Units that stopped do not keep it from being finished; it is stopped only when all of them stopped. Stopped
      here and not reported there says nothing yet.
    """
    every = list(states)
    counting = {state for state in every if state is not Progress.NOT_APPLICABLE}
    if not counting:
        return Progress.NOT_APPLICABLE if every else None
    if Progress.DELAYED in counting:
        return Progress.DELAYED
    if Progress.RUNNING in counting:
        return Progress.RUNNING
    if Progress.DONE in counting:
        return Progress.RUNNING if counting & UNFINISHED else Progress.DONE
    if Progress.NOT_STARTED in counting:
        return Progress.NOT_STARTED
    return None if None in counting else Progress.STOPPED


class InPlan(Protocol):
    """What this module needs to know of a measure; ``MeasureRow`` has it."""

    @property
    def pk(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def objective(self) -> str: ...
    @property
    def parent(self) -> int | None: ...
    @property
    def applied(self) -> bool: ...
    @property
    def see(self) -> tuple[str, ...]: ...


def is_assignable(row: InPlan) -> bool:
    """Whether somebody can carry the measure out: the plan takes it, and it does not only point to others."""
    return row.applied and not row.see


def speakers(rows: Sequence[InPlan]) -> dict[int, tuple[int, ...]]:
    """For each measure the measures whose units say how it stands, by id and in the order of ``rows``.

    A measure speaks for itself together with its parts, at every depth; parts that only point elsewhere are left
    out, unless there are no others. A measure that points to others (``see``) takes the word of what it points to: a
    measure, or every measure of an objective. What the plan does not take says nothing. Measures that point to each
    other in a ring end where they began.

    ``rows`` must hold all measures of the agenda, or pointing across objectives finds nothing.
    """
    return _Speakers(rows).all()


class _Speakers:
    def __init__(self, rows: Sequence[InPlan]) -> None:
        self.rows = {row.pk: row for row in rows}
        self.place = {row.pk: place for place, row in enumerate(rows)}
        self.parts: dict[int, list[int]] = {}
        self.by_code: dict[str, list[int]] = {}
        for row in rows:
            self.by_code.setdefault(row.objective, []).append(row.pk)
            if row.parent is not None:
                self.parts.setdefault(row.parent, []).append(row.pk)
        # A code names a measure before it names an objective.
        self.by_code |= {row.code: [row.pk] for row in rows}

    def all(self) -> dict[int, tuple[int, ...]]:
        return {pk: tuple(sorted(self._of(pk, set()), key=self.place.__getitem__)) for pk in self.rows}

    def _of(self, pk: int, seen: set[int]) -> set[int]:
        if pk in seen:
            return set()
        seen.add(pk)
        row = self.rows[pk]
        if not row.applied:
            return set()
        if row.see:
            return self._pointed_to(row, seen)
        parts = [part for part in self.parts.get(pk, []) if self.rows[part].applied]
        doing = [part for part in parts if not self.rows[part].see]
        found = {pk}.union(*(self._of(part, seen) for part in doing))
        return found if doing else found.union(*(self._of(part, seen) for part in parts))

    def _pointed_to(self, row: InPlan, seen: set[int]) -> set[int]:
        targets = [pk for code in row.see for pk in self.by_code.get(code, [])]
        # Of a whole objective its own pointers are left out: they speak elsewhere.
        direct = [pk for pk in targets if len(targets) == 1 or not self.rows[pk].see]
        return set().union(*(self._of(pk, seen) for pk in direct or targets))


def counted(rows: Iterable[InPlan], assigned: Mapping[int, object]) -> tuple[int, ...]:
    """The measures that are counted when states are counted, by id: each piece of work once.

    What somebody can carry out and is not divided into such parts; a whole with parts counts only when it is itself
    assigned to somebody. ``assigned``: something for every measure that has assignments of its own.
    """
    doing = [row for row in rows if is_assignable(row)]
    wholes = {row.parent for row in doing if row.parent is not None}
    return tuple(row.pk for row in doing if row.pk not in wholes or row.pk in assigned)


@dataclass(frozen=True)
class Share:
    """One part of a bar or a line of counts. ``key``: the class of its shape; ``tone``: of its colour in a bar."""

    key: str
    label: str
    value: int
    tone: str


NOT_REPORTED, UNASSIGNED = "niet_gemeld", "niet_verdeeld"
"""What stands where a measure has no state: units owe a report, or nobody carries it out."""

SHORT_WORDS: dict[str, str] = {
    Progress.NOT_STARTED.value: "niet gestart",
    Progress.RUNNING.value: "loopt",
    Progress.DELAYED.value: "vertraagd",
    Progress.DONE.value: "afgerond",
    Progress.STOPPED.value: "gestopt",
    Progress.NOT_APPLICABLE.value: "n.v.t.",
    NOT_REPORTED: "nog niet gemeld",
    UNASSIGNED: "niet verdeeld",
}
"""The word of every state as a page shows it, in the order of a legend."""

_TONES = {
    Progress.DELAYED.value: "late",
    Progress.RUNNING.value: "running",
    Progress.DONE.value: "done",
    Progress.NOT_STARTED.value: "waiting",
    Progress.STOPPED.value: "stopped",
    Progress.NOT_APPLICABLE.value: "unknown",
    NOT_REPORTED: "unknown",
    UNASSIGNED: "unknown",
}
"""In the order of a bar: what asks for attention first, what nobody knows last."""


@dataclass(frozen=True)
class MeasureStanding:
    """How one measure stands, or a school's share in it.

    ``state=None``: nobody has reported anything that says so. ``units``: how many carry it out; 0: nobody.
    ``reported``: how many of them have reported, those for which it does not apply among them. ``last_at``: when the
    newest of those reports came; ``None``: none did, or nobody asked.
    """

    state: Progress | None = None
    units: int = 0
    reported: int = 0
    last_at: datetime | None = None

    @property
    def key(self) -> str:
        """The state, or why there is none."""
        if self.state is not None:
            return self.state.value
        return NOT_REPORTED if self.units else UNASSIGNED

    @property
    def word(self) -> str:
        return SHORT_WORDS[self.key]


def measure_standing(states: Iterable[Progress | None], last_at: datetime | None = None) -> MeasureStanding:
    """The standing out of the newest state of each unit; ``None``: that unit has not reported."""
    every = list(states)
    return MeasureStanding(
        measure_state(every), len(every), sum(state is not None for state in every), last_at
    )


@dataclass(frozen=True)
class Carrying:
    """How many measures stand in each state. Each piece of work counts once (``counted``)."""

    by_key: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_key.values())

    @property
    def reported(self) -> int:
        """Of how many something is known."""
        return self.total - self.by_key.get(NOT_REPORTED, 0) - self.by_key.get(UNASSIGNED, 0)

    @property
    def shares(self) -> tuple[Share, ...]:
        """The states that occur, for a bar and its legend."""
        return tuple(
            Share(key, SHORT_WORDS[key], self.by_key[key], tone)
            for key, tone in _TONES.items()
            if self.by_key.get(key)
        )


def carrying(standings: Iterable[MeasureStanding]) -> Carrying:
    """Count standings by their state."""
    return Carrying(Counter(one.key for one in standings))
