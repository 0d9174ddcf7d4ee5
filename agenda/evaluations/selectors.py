"""Evaluations as pages show them, and which agreements are still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from agenda.models import Agenda, Agreement, Answer, Council, Evaluation, Participant, RoundKind, Theme
from core.together import Fields, day, rows_together


@dataclass(frozen=True)
class AgreementRow:
    """What was agreed on ``agreed_on``. ``due_on`` ``None``: no day; ``closed_on`` ``None``: open.

    ``late``: whether it is open and past its day.
    """

    pk: int
    text: str
    owner: str
    due_on: date | None
    closed_on: date | None
    outcome: str
    agreed_on: date
    late: bool

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@dataclass(frozen=True)
class EvaluationRow:
    """One evaluation. ``round``: its name, ``""`` outside any; ``locked``: its round is closed."""

    pk: int
    held_on: date
    round: str
    locked: bool
    contact: str
    contact_text: str
    steered: str
    steered_text: str
    needed: str
    by: str
    participants: tuple[str, ...]
    agreements: tuple[AgreementRow, ...]

    @property
    def contact_word(self) -> str:
        return ANSWERS.get(self.contact, "")

    @property
    def steered_word(self) -> str:
        return ANSWERS.get(self.steered, "")


@dataclass(frozen=True)
class ThemeRow:
    """What a council finds most important in a year. ``objective``: a code, ``""`` for the whole agenda."""

    year: int
    council: Council
    text: str
    objective: str


ANSWERS: dict[str, str] = {answer.value: answer.label for answer in Answer}

EVALUATION_FIELDS: Fields = {
    "pk": "pk", "held_on": "held_on", "round": "round_id", "kind": "round__kind", "year": "round__year",
    "closed_at": "round__closed_at", "contact": "contact", "contact_text": "contact_text", "steered": "steered",
    "steered_text": "steered_text", "needed": "needed", "by": "by_label",
}  # fmt: skip
PARTICIPANT_FIELDS: Fields = {"evaluation": "evaluation_id", "name": "name", "order": "order", "pk": "pk"}
AGREEMENT_FIELDS: Fields = {
    "pk": "pk", "evaluation": "evaluation_id", "text": "text", "owner": "owner", "due_on": "due_on",
    "closed_on": "closed_on", "outcome": "outcome", "order": "order",
}  # fmt: skip
THEME_FIELDS: Fields = {
    "pk": "pk", "year": "year", "council": "council", "text": "text", "objective": "objective__code", "order": "order",
}  # fmt: skip

Lists = dict[str, tuple[QuerySet[Any], Fields]]


def evaluation_lists(objective_id: int) -> Lists:
    """What ``rows_together`` must ask for ``evaluations_of``."""
    return {
        "evaluations": (Evaluation.objects.filter(objective=objective_id), EVALUATION_FIELDS),
        "participants": (Participant.objects.filter(evaluation__objective=objective_id), PARTICIPANT_FIELDS),
        "agreements": (Agreement.objects.filter(evaluation__objective=objective_id), AGREEMENT_FIELDS),
    }


def theme_list(agenda: Agenda) -> Lists:
    """What ``rows_together`` must ask for ``themes_of``."""
    return {"themes": (Theme.objects.filter(agenda=agenda), THEME_FIELDS)}


def evaluations_of(rows: Mapping[str, list[dict[str, Any]]], on: date) -> tuple[EvaluationRow, ...]:
    """The evaluations with who took part and what was agreed, the newest first. No query."""
    held = {row["pk"]: date.fromisoformat(row["held_on"]) for row in rows["evaluations"]}
    participants: dict[int, list[str]] = defaultdict(list)
    for row in sorted(rows["participants"], key=lambda row: (row["order"], row["pk"])):
        participants[row["evaluation"]].append(row["name"])
    agreements: dict[int, list[AgreementRow]] = defaultdict(list)
    for row in sorted(rows["agreements"], key=lambda row: (row["order"], row["pk"])):
        agreements[row["evaluation"]].append(_agreement(row, held[row["evaluation"]], on))
    newest_first = sorted(rows["evaluations"], key=lambda row: (row["held_on"], row["pk"]), reverse=True)
    return tuple(
        EvaluationRow(
            pk=row["pk"],
            held_on=held[row["pk"]],
            round=f"{RoundKind(row['kind']).label} {row['year']}" if row["round"] else "",
            locked=row["round"] is not None and row["closed_at"] is not None,
            participants=tuple(participants[row["pk"]]),
            agreements=tuple(agreements[row["pk"]]),
            **{name: row[name] for name in _TEXTS},
        )
        for row in newest_first
    )


def objective_evaluations(objective_id: int, on: date) -> tuple[EvaluationRow, ...]:
    """All evaluations of an objective, the newest first. One query."""
    return evaluations_of(rows_together(evaluation_lists(objective_id)), on)


def open_agreements(
    evaluations: Iterable[EvaluationRow], *, but: int | None = None
) -> tuple[AgreementRow, ...]:
    """What was agreed and is still open, the oldest first; that of evaluation ``but`` left out."""
    rows = [row for one in evaluations if one.pk != but for row in one.agreements if row.is_open]
    return tuple(sorted(rows, key=lambda row: (row.agreed_on, row.pk)))


def themes_of(rows: Iterable[dict[str, Any]]) -> tuple[ThemeRow, ...]:
    """Themes, the newest year first, the works council before the students. No query."""
    ordered = sorted(
        rows, key=lambda row: (-row["year"], COUNCILS.index(row["council"]), row["order"], row["pk"])
    )
    return tuple(
        ThemeRow(row["year"], Council(row["council"]), row["text"], row["objective"] or "") for row in ordered
    )


COUNCILS = list(Council.values)
_TEXTS = ("contact", "contact_text", "steered", "steered_text", "needed", "by")


def _agreement(row: dict[str, Any], agreed_on: date, on: date) -> AgreementRow:
    due_on, closed_on = day(row["due_on"]), day(row["closed_on"])
    late = closed_on is None and due_on is not None and due_on < on
    return AgreementRow(
        row["pk"], row["text"], row["owner"], due_on, closed_on, row["outcome"], agreed_on, late
    )
