"""The findings page: what the rules say of the agenda, by kind, with where each subject stands."""

from __future__ import annotations

from dataclasses import dataclass

import agenda.models as plan
from planfile.consistency import KINDS, Finding, FindingKind, find
from planfile.document import Cost, Document, Income
from planfile.selectors import current_document

INDICATOR, MEASURE, OBJECTIVE, LINE, INSTRUMENT, PROGRAMME = (
    "indicator",
    "maatregel",
    "doelstelling",
    "begroting",
    "instrument",
    "opleiding",
)


SHOWN = 8


@dataclass(frozen=True)
class Subject:
    """What a finding is about. ``what``: one of the constants above, "" when not known; ``objectives``: codes."""

    what: str
    title: str
    objectives: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    finding: Finding
    subject: Subject


@dataclass(frozen=True)
class Group:
    """The findings of one kind that pass the filter."""

    code: str
    kind: FindingKind
    rows: tuple[Row, ...]

    @property
    def more(self) -> int:
        """How many stand folded away below the first ones."""
        return max(0, len(self.rows) - SHOWN)


@dataclass(frozen=True)
class FindingsPage:
    """``total``: without the filter. ``weights``: how many shown findings of each weight, the gravest first."""

    groups: tuple[Group, ...]
    shown: int
    total: int
    weights: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, str, int], ...]
    objectives: tuple[tuple[str, str], ...]
    kind: str
    objective: str


def findings_page(agenda: plan.Agenda, *, kind: str = "", objective: str = "") -> FindingsPage:
    """One query. A kind or objective that is not there counts as no filter."""
    document = current_document(agenda)
    found = find(document)
    objectives = tuple((one.code, one.title) for _, one in document.objectives())
    kind = kind if kind in KINDS else ""
    objective = objective if objective in dict(objectives) else ""
    subjects = _subjects(document)
    rows = [Row(one, subjects.get(one.subject, Subject("", "", ()))) for one in found]
    shown = [
        row
        for row in rows
        if (not kind or row.finding.code == kind) and (not objective or objective in row.subject.objectives)
    ]
    groups = tuple(
        Group(code, KINDS[code], tuple(row for row in shown if row.finding.code == code))
        for code in KINDS
        if any(row.finding.code == code for row in shown)
    )
    counts = {code: sum(one.code == code for one in found) for code in KINDS}
    weights = dict.fromkeys((one.weight for one in KINDS.values()), 0)
    for row in shown:
        weights[KINDS[row.finding.code].weight] += 1
    return FindingsPage(
        groups=groups,
        shown=len(shown),
        total=len(found),
        weights=tuple((weight, count) for weight, count in weights.items() if count),
        kinds=tuple((code, KINDS[code].title, count) for code, count in counts.items() if count),
        objectives=objectives,
        kind=kind,
        objective=objective,
    )


def _subjects(document: Document) -> dict[str, Subject]:
    """Codes and what they name; an indicator goes before a measure with the same code, and so on."""
    below = {
        priority.code: tuple(one.code for one in priority.objectives) for priority in document.priorities
    }
    found: dict[str, Subject] = {}
    for instrument in document.budget.instruments:
        found[instrument.name] = Subject(INSTRUMENT, "juridisch instrument", ())
    for programme in document.programmes:
        found[programme.code] = Subject(PROGRAMME, programme.title, ())
    lines: list[Income | Cost] = [*document.budget.costs, *document.budget.income]
    for line in lines:
        found[line.code] = Subject(LINE, line.title, tuple(line.objectives))
    for _, objective in document.objectives():
        found[objective.code] = Subject(OBJECTIVE, objective.title, (objective.code,))
    for objective, measure in document.measures():
        found[measure.code] = Subject(MEASURE, measure.title, (objective.code,))
    for priority, owner, indicator in document.indicators():
        found[indicator.code] = Subject(
            INDICATOR, indicator.title, (owner.code,) if owner else below[priority.code]
        )
    for total in document.budget.stated_totals:
        found.setdefault(total.scope, Subject(LINE, total.where, ()))
    found.setdefault("begroting", Subject(LINE, "", ()))
    return found
