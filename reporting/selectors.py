"""Finding what a report needs: its agenda, its unit, a snapshot that is there already."""

from __future__ import annotations

import re
from datetime import date

from agenda.models import Agenda, Round
from agenda.selectors import agenda_of_period
from organisation.models import Unit
from reporting.about import About, round_name
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


def about_called(agenda: Agenda, year: int, name: str) -> About:
    """A day (``2026-04-30``), or the round of that name (``4-maanden``) in the year, with its day.

    Raises ``ReportRefusedError`` with the rounds that there are.
    """
    try:
        return About(date.fromisoformat(name))
    except ValueError:
        wanted = re.sub(r"[\s_-]+", "_", name.strip().lower())
    rounds = Round.objects.filter(agenda=agenda, asks_reports=True, year=year).order_by("about_on")
    if (found := next((one for one in rounds if one.kind == wanted), None)) is None:
        known = ", ".join(one.kind.replace("_", "-") for one in rounds) or "nog geen enkele"
        raise ReportRefusedError(
            f"Er is in {year} geen ronde '{name}'. Wel: {known}. Een dag kan ook: 2026-04-30."
        )
    return about_of(found)


def about_of(found: Round) -> About:
    """What a report about a round is about. A round that asks about a later year is judged at the end of its own."""
    last, first = date(found.year, 12, 31), date(found.year, 1, 1)
    return About(min(last, max(first, found.about_on)), round_name(found.kind))


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
