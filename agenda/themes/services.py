"""Writing down the themes of a council for a year."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from agenda.models import Agenda, Council, Objective, Theme
from operations.services import audit_record
from organisation.access import By


@dataclass(frozen=True)
class ThemeFields:
    """One theme. ``objective`` ``None``: about the whole agenda."""

    text: str
    objective: Objective | None = None


Seen = tuple[str, str]
"""A theme as it stood on the page: its text, and the code of its objective; ``""``: the whole agenda."""


class ThemesRefusedError(Exception):
    """Themes cannot be saved like this. The message is Dutch and is shown as it is."""


@transaction.atomic
def themes_save(
    *, agenda: Agenda, year: int, council: Council, themes: list[ThemeFields], seen: list[Seen], by: By
) -> None:
    """Make exactly these the themes of a council in a year, in this order; none takes them away.

    ``seen``: what stood on the page. Raises ``ThemesRefusedError``: a year outside the agenda, the same theme twice, or
    other texts or objectives than ``seen`` because somebody else saved in the meantime.
    """
    if year not in agenda.years:
        raise ThemesRefusedError(f"De agenda loopt van {agenda.years[0]} tot en met {agenda.years[-1]}.")
    wanted = [ThemeFields(" ".join(theme.text.split()), theme.objective) for theme in themes]
    wanted = [theme for theme in wanted if theme.text]
    texts = [theme.text for theme in wanted]
    for text in texts:
        if texts.count(text) > 1:
            raise ThemesRefusedError(f"'{text[:60]}' staat er twee keer. Haal er één weg.")
    # One at a time for an agenda: two people who both start with nothing would not meet at a row.
    Agenda.objects.select_for_update().get(pk=agenda.pk)
    stored = list(Theme.objects.filter(agenda=agenda, year=year, council=council).select_related("objective"))
    before = [(theme.text, theme.objective_id) for theme in stored]
    after = [(theme.text, theme.objective.pk if theme.objective else None) for theme in wanted]
    if before == after:
        return
    if [(theme.text, theme.objective.code if theme.objective else "") for theme in stored] != seen:
        there = "; ".join(_with_objective(theme) for theme in stored) or "niets"
        raise ThemesRefusedError(
            f"Iemand anders heeft deze lijst intussen veranderd. Er staat nu: {there}. "
            "Neem over wat u wilt houden en sla nog eens op."
        )
    Theme.objects.filter(pk__in=[theme.pk for theme in stored]).delete()
    for order, theme in enumerate(wanted):
        row = Theme(
            agenda=agenda, year=year, council=council, text=theme.text, objective=theme.objective, order=order,
            demo=bool(by.user and by.user.demo),
        )  # fmt: skip
        row.full_clean()
        row.save()
    audit_record(
        by=by, verb="themes_save", obj=agenda, label=f"{council.label} {year}",
        details={"old": [theme.text for theme in stored], "new": texts},
    )  # fmt: skip


def _with_objective(theme: Theme) -> str:
    return f"{theme.text} ({f'doelstelling {theme.objective.code}' if theme.objective else 'de hele agenda'})"
