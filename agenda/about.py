"""What the plan says about one objective in a few lines: its ambitions and partners."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from agenda.models import Ambition, Partner, PartnerSide
from core.together import Fields


@dataclass(frozen=True)
class ObjectiveAmbition:
    """``by``: a year, ``None`` where the plan names none."""

    text: str
    by: int | None


@dataclass(frozen=True)
class ObjectivePartner:
    """Who works along. Empty texts: the plan does not say. ``side``: intern or extern."""

    name: str
    side: str
    role: str
    topic: str


_SIDES = dict(PartnerSide.choices)


def about_lists(objective_id: int) -> dict[str, tuple[QuerySet[Any], Fields]]:
    """What ``rows_together`` must ask for ``ambitions_of`` and ``partners_of``."""
    order = {"pk": "pk", "order": "order"}
    return {
        "ambitions": (Ambition.objects.filter(objective=objective_id), {"text": "text", "by": "by", **order}),
        "partners": (
            Partner.objects.filter(objective=objective_id),
            {"name": "name", "side": "side", "role": "role", "topic": "topic", **order},
        ),
    }


def ambitions_of(rows: Iterable[dict[str, Any]]) -> tuple[ObjectiveAmbition, ...]:
    """Ambitions in the order of the plan. No query."""
    return tuple(ObjectiveAmbition(row["text"], row["by"]) for row in _in_order(rows))


def partners_of(rows: Iterable[dict[str, Any]]) -> tuple[ObjectivePartner, ...]:
    """Partners in the order of the plan. No query."""
    return tuple(
        ObjectivePartner(row["name"], _SIDES.get(row["side"], ""), row["role"], row["topic"])
        for row in _in_order(rows)
    )


def _in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["order"], row["pk"]))
