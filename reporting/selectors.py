"""Finding what a report needs: its agenda, its unit, a snapshot that is there already."""

from __future__ import annotations

import re

from agenda.models import Agenda
from agenda.selectors import agenda_of_period
from organisation.models import Unit
from reporting.exceptions import ReportRefusedError
from reporting.models import ReportSnapshot

_HASH = re.compile(r"[0-9a-f]{8,64}", re.ASCII)


def agenda_called(name: str) -> Agenda:
    """The agenda with that slug or period. Raises ``ReportRefusedError`` with the ones that there are."""
    found = Agenda.objects.select_related("college").filter(slug=name).first() or agenda_of_period(name)
    if found is None:
        known = ", ".join(Agenda.objects.order_by("slug").values_list("slug", flat=True)) or "nog geen enkele"
        raise ReportRefusedError(f"Er is geen agenda '{name}'. Wel: {known}.")
    return found


def unit_called(code: str) -> Unit:
    """The school, service or team with that code. Raises ``ReportRefusedError``."""
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise ReportRefusedError(f"Er is geen school, dienst of team met de code '{code}'.")
    return found


def is_hash(text: str) -> bool:
    """Whether a text can be the hash of a snapshot, or its first eight characters or more."""
    return _HASH.fullmatch(text) is not None


def snapshot_called(sha256: str) -> ReportSnapshot:
    """The snapshot whose hash begins so. Raises ``ReportRefusedError`` for none, and for more than one."""
    found = list(ReportSnapshot.objects.filter(sha256__startswith=sha256)[:2])
    if len(found) != 1:
        what = "Er is geen momentopname" if not found else "Er is meer dan één momentopname"
        raise ReportRefusedError(f"{what} met de vingerafdruk {sha256}.")
    return found[0]
