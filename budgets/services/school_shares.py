"""The college's own division of a budget line over schools. The last one counts; earlier ones stay to be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agenda.models import Agenda
from budgets.cents import WHOLE
from budgets.exceptions import SharesConflictError, SharesRefusedError
from budgets.models import BudgetLine, SchoolShare, SchoolSplit
from budgets.school_sheet import exists, schools_of
from core.numbers import format_percent
from operations.services import audit_record
from organisation.access import By
from organisation.models import Unit

Shares = Mapping[int, Decimal | None]
"""By the id of a school: percentage of the line, or of all of them ``None``: equal parts."""

NO_GROUND = "Schrijf op waarop deze verdeling berust."
NOT_DIVIDED = "Kies ten minste één school. Deze regel is nog niet verdeeld."
MIXED = "Geef elke school een percentage, of verdeel gelijk over de scholen die u kiest."
NO_SCHOOL = "Deze school bestaat niet of niet meer. Kies opnieuw."
PERCENT = "Een aandeel is 0 tot en met 100 procent, met ten hoogste {places} decimalen."
TOO_MUCH = "De aandelen komen samen op {total}. Meer dan 100 % kan niet; minder wel, de rest blijft centraal."
_DECIMALS = 6
_LENGTH = 2000


@transaction.atomic
def school_shares_set(
    *, line: BudgetLine, shares: Shares, ground: str, based_on: int | None, by: By
) -> SchoolSplit:
    """Divide a line over schools, for all its years; no shares: no longer. What is left over stays central.

    ``based_on``: the division that somebody saw, ``None``: there was none. The same again changes nothing. Raises
    ``SharesRefusedError`` when it cannot be kept, and ``SharesConflictError`` when another division came after
    ``based_on``; then nothing has changed.
    """
    line = BudgetLine.objects.select_for_update(of=("self",)).select_related("agenda").get(pk=line.pk)
    current = SchoolSplit.objects.filter(line=line, superseded_at__isnull=True).first()
    held = shares_of(current)
    if current is not None and (held, current.ground) == (dict(shares), _plain(ground)):
        return current
    if (current.pk if current else None) != based_on and current is not None:
        raise SharesConflictError(current)
    if not shares and not held:
        raise SharesRefusedError(NOT_DIVIDED)
    units = _schools(line.agenda, shares, held)
    _check(shares)
    now = timezone.now()
    if current is not None:
        now = max(now, current.at + timedelta(microseconds=1))
        SchoolSplit.objects.filter(pk=current.pk).update(superseded_at=now)
    made = SchoolSplit(line=line, ground=_plain(ground), by=by.user, by_label=by.label[:160], at=now)
    _keep(made)
    SchoolShare.objects.bulk_create(
        SchoolShare(split=made, unit=units[pk], percent=percent) for pk, percent in shares.items()
    )
    said = {units[pk].name: share_text(percent) for pk, percent in shares.items()}
    details = {"shares": said or "niet verdeeld", "ground": made.ground}
    audit_record(by=by, verb="school_shares_set", obj=made, label=str(line)[:200], details=details)
    return made


def shares_of(split: SchoolSplit | None) -> dict[int, Decimal | None]:
    """The shares of a division by school; of none there are none. One query, or none when they are at hand."""
    return {} if split is None else {one.unit_id: one.percent for one in split.shares.all()}


def share_text(percent: Decimal | None) -> str:
    return "gelijk deel" if percent is None else format_percent(percent)


def _schools(agenda: Agenda, shares: Shares, held: Shares) -> dict[int, Unit]:
    """The schools that a line may be divided over: those that exist, and those that had a share of it already."""
    today = timezone.localdate()
    known = {unit.pk: unit for unit in schools_of(agenda)}
    for pk in shares:
        if pk not in known or not (exists(known[pk], today) or pk in held):
            raise SharesRefusedError(NO_SCHOOL, unit=pk)
    return known


def _check(shares: Shares) -> None:
    percents = [percent for percent in shares.values() if percent is not None]
    if percents and len(percents) < len(shares):
        raise SharesRefusedError(MIXED)
    for pk, percent in shares.items():
        if percent is None:
            continue
        if not percent.is_finite() or not 0 <= percent <= WHOLE or percent != round(percent, _DECIMALS):
            raise SharesRefusedError(PERCENT.format(places=_DECIMALS), unit=pk)
    if (total := sum(percents, Decimal(0))) > WHOLE:
        raise SharesRefusedError(TOO_MUCH.format(total=format_percent(total)))


def _keep(made: SchoolSplit) -> None:
    if not made.ground:
        raise SharesRefusedError(NO_GROUND, field="ground")
    if len(made.ground) > _LENGTH:
        raise SharesRefusedError(f"Schrijf hoogstens {_LENGTH} tekens.", field="ground")
    try:
        made.full_clean()
    except ValidationError as error:
        raise SharesRefusedError(error.messages[0]) from error
    made.save()


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()
