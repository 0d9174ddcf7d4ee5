"""What the controller keeps: cost centres with who took over, and which bookings belong to which line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from agenda.models import Agenda
from budgets.cents import WHOLE
from budgets.closed_years import altered_years, closed_outcomes
from budgets.exceptions import LedgerRefused
from budgets.mapping import RingError, account_rank, follow
from budgets.models import BudgetLine, CostCentre, LedgerRule, LedgerShare
from budgets.words import years_listed
from core.numbers import format_percent
from core.texts import one_line
from operations.services import audit_record
from organisation.access import By
from organisation.models import Unit

CHANGED_MEANWHILE = "Iemand anders heeft dit intussen gewijzigd. Kijk wat er nu staat en beslis dan."
BOTH_SIDES = (
    "Baten en lasten kunnen niet samen in één toewijzingsregel: wat bij de ene erbij komt, zou bij de andere afgaan. "
    "Maak er twee, elk met eigen rekeningen."
)
Years = tuple[int, ...]
"""Closed book years whose outcome a change altered, in order."""
_DECIMALS = 6


@dataclass(frozen=True)
class Takes:
    """Which bookings a rule takes. Empty ``cost_centre``: of any; empty accounts: any."""

    cost_centre: str = ""
    account_from: str = ""
    account_until: str = ""


# Cost centres -------------------------------------------------------------------------------------------
@transaction.atomic
def cost_centre_save(
    *,
    code: str,
    by: By,
    name: str = "",
    unit: Unit | None = None,
    successor: CostCentre | None = None,
    centre: CostCentre | None = None,
    version: str = "",
) -> tuple[CostCentre, Years]:
    """Keep a cost centre; ``centre``: the one to change, with ``version_of_centre`` it as it was read.

    ``successor``: who takes over its bookings. Raises ``LedgerRefused``, also for successors that make a ring.
    """
    # Cost centres are of every agenda; held, so that no year is closed meanwhile.
    agendas = list(Agenda.objects.select_for_update().order_by("pk"))
    # All of them are held: two people could make a ring together.
    held = {row.pk: row for row in CostCentre.objects.select_for_update().order_by("pk")}
    row = CostCentre()
    if centre is not None:
        found = held.get(centre.pk)
        if found is None or version_of_centre(found) != version:
            raise LedgerRefused(CHANGED_MEANWHILE)
        row = found
    row.code, row.name, row.unit, row.successor = one_line(code), one_line(name), unit, successor
    if any(other.code == row.code and other.pk != row.pk for other in held.values()):
        raise LedgerRefused("Deze kostenplaats staat er al. Wijzig die.", field="code")
    _refuse_ring(row, held)
    _clean(row)
    before = closed_outcomes(agendas)
    row.save()
    altered = altered_years(before, closed_outcomes(agendas))
    details = {"name": row.name, "unit": str(unit or ""), "successor": successor.code if successor else ""}
    audit_record(by=by, verb="cost_centre_save", obj=row, details=details | _told(altered))
    return row, altered


def version_of_centre(row: CostCentre) -> str:
    """What tells whether a cost centre is still as it was read."""
    return _digest(row.code, row.name, row.unit_id, row.successor_id)


def _refuse_ring(row: CostCentre, held: Mapping[int, CostCentre]) -> None:
    if row.successor is None:
        return
    successors = {
        other.code: held[other.successor_id].code
        for other in held.values()
        if other.successor_id is not None and other.pk != row.pk
    }
    successors[row.code] = row.successor.code
    try:
        follow(row.code, successors)
    except RingError as ring:
        raise LedgerRefused(
            f"Zo gaan de kostenplaatsen in een kring: {ring}. Kies een andere opvolger.", field="successor"
        ) from ring


# Rules --------------------------------------------------------------------------------------------------
@transaction.atomic
def ledger_rule_save(
    *,
    agenda: Agenda,
    takes: Takes,
    shares: Mapping[int, Decimal],
    by: By,
    note: str = "",
    rule: LedgerRule | None = None,
    version: str = "",
) -> tuple[LedgerRule, Years]:
    """Say to which lines bookings belong; ``rule``: the one to change, with ``version_of_rule`` it as it was read.

    ``shares``: percent by the id of a line of the agenda; 100 together. Raises ``LedgerRefused``.
    """
    agenda = Agenda.objects.select_for_update().get(pk=agenda.pk)
    row = LedgerRule(agenda=agenda) if rule is None else _held(agenda, rule, version)
    row.cost_centre, row.note = one_line(takes.cost_centre), one_line(note)
    row.account_from, row.account_until = one_line(takes.account_from), one_line(takes.account_until)
    if row.account_until == row.account_from:
        row.account_until = ""
    _refuse_takes(row)
    lines = _lines(agenda, shares)
    _clean(row)
    before = closed_outcomes([agenda])
    row.save()
    row.shares.all().delete()
    LedgerShare.objects.bulk_create(
        LedgerShare(rule=row, line=lines[pk], percent=percent) for pk, percent in shares.items()
    )
    said = {lines[pk].code: format_percent(percent) for pk, percent in shares.items()}
    altered = altered_years(before, closed_outcomes([agenda]))
    details = {"shares": said, "note": row.note}
    audit_record(by=by, verb="ledger_rule_save", obj=row, details=details | _told(altered))
    return row, altered


@transaction.atomic
def ledger_rule_remove(*, rule: LedgerRule, version: str, by: By) -> Years:
    """Forget a rule; its bookings are unmapped then, or fall under a wider rule. Raises ``LedgerRefused``."""
    agenda = Agenda.objects.select_for_update().get(pk=rule.agenda_id)
    row = _held(agenda, rule, version)
    before = closed_outcomes([agenda])
    LedgerRule.objects.filter(pk=row.pk).delete()  # the row itself keeps its id, for the log
    altered = altered_years(before, closed_outcomes([agenda]))
    audit_record(by=by, verb="ledger_rule_remove", obj=row, details=_told(altered))
    return altered


def version_of_rule(row: LedgerRule) -> str:
    """What tells whether a rule is still as it was read. One query, or none when its shares are at hand."""
    shares = sorted((share.line_id, Decimal(share.percent).normalize()) for share in row.shares.all())
    return _digest(row.cost_centre, row.account_from, row.account_until, row.note, shares)


def _held(agenda: Agenda, rule: LedgerRule, version: str) -> LedgerRule:
    """The rule as it is now; the agenda is held, so that nobody changes it meanwhile."""
    row = LedgerRule.objects.filter(agenda=agenda, pk=rule.pk).first()
    if row is None or version_of_rule(row) != version:
        raise LedgerRefused(CHANGED_MEANWHILE)
    return row


def _refuse_takes(row: LedgerRule) -> None:
    if not row.cost_centre and not row.account_from:
        text = "Vul een kostenplaats in, of een rekening. Een toewijzingsregel voor alles kan niet."
        raise LedgerRefused(text, field="cost_centre")
    if row.account_until and not row.account_from:
        raise LedgerRefused("Vul ook in vanaf welke rekening.", field="account_from")
    if row.account_until and account_rank(row.account_until) < account_rank(row.account_from):
        raise LedgerRefused("De laatste rekening ligt voor de eerste. Draai ze om.", field="account_until")
    gone = CostCentre.objects.filter(code=row.cost_centre, successor__isnull=False).select_related(
        "successor"
    )
    if centre := gone.first():
        raise LedgerRefused(
            f"Kostenplaats {centre.code} is vervallen en gaat verder als {centre.successor}. "
            "Maak de toewijzingsregel daarvoor.",
            field="cost_centre",
        )
    same = LedgerRule.objects.filter(
        agenda=row.agenda, cost_centre=row.cost_centre, account_from=row.account_from,
        account_until=row.account_until,
    )  # fmt: skip
    if same.exclude(pk=row.pk).exists():
        raise LedgerRefused("Deze toewijzingsregel staat er al. Wijzig die.", field="cost_centre")


def _lines(agenda: Agenda, shares: Mapping[int, Decimal]) -> dict[int, BudgetLine]:
    if not shares:
        raise LedgerRefused("Kies ten minste één regel van de begroting.", field="line_0")
    lines = BudgetLine.objects.filter(agenda=agenda).in_bulk(list(shares))
    if len(lines) != len(shares):
        raise LedgerRefused("Een van de begrotingsregels bestaat niet meer. Kies opnieuw.", field="line_0")
    if len({line.side for line in lines.values()}) > 1:
        raise LedgerRefused(BOTH_SIDES, field="line_0")
    for percent in shares.values():
        if not 0 < percent <= WHOLE or percent != round(percent, _DECIMALS):
            text = f"Een aandeel is meer dan 0 en ten hoogste 100, met ten hoogste {_DECIMALS} decimalen."
            raise LedgerRefused(text, field="percent_0")
    total = sum(shares.values(), Decimal(0))
    if total != WHOLE:
        raise LedgerRefused(
            f"De aandelen komen samen op {format_percent(total)}. Dat moet 100 % zijn.", field="percent_0"
        )
    return lines


def _told(altered: Years) -> dict[str, str]:
    """For the log; nothing when no closed year came to something else."""
    return {"closed_years": years_listed(altered)} if altered else {}


def _clean(row: CostCentre | LedgerRule) -> None:
    """Raises ``LedgerRefused`` with the first thing that is wrong."""
    try:
        row.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise LedgerRefused(messages[0], field="" if field == "__all__" else field) from error


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
