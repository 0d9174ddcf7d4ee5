"""What the pages share: differences per item, the menu beside the other pages of Beheer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404

import agenda.models as plan
from planfile.difference import Change


@dataclass(frozen=True)
class ItemChanges:
    """The changes of one item; ``path`` names it from outside in, ``name`` is its last part."""

    path: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def above(self) -> str:
        return " › ".join(self.path[:-1])


def by_item(changes: list[Change]) -> list[ItemChanges]:
    """Changes in their order, those of one item together."""
    return [
        ItemChanges(path, tuple(group)) for path, group in groupby(changes, key=lambda change: change.item)
    ]


def agenda_or_404(slug: str) -> plan.Agenda:
    agenda = plan.Agenda.objects.filter(slug=slug).select_related("college").first()
    if agenda is None:
        raise Http404
    return agenda
