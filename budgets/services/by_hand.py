"""What somebody enters by hand about a line: each version with its ground, nothing is ever wiped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agenda.models import Agenda
from budgets.exceptions import LedgerRefused
from budgets.models import BudgetLine, HandBooking
from budgets.services.closing import current_closing
from core.numbers import format_euro
from core.texts import one_line
from imports.models import Origin
from operations.services import audit_record
from organisation.access import By

LABEL = "Met de hand ingevoerd"
CHANGED_MEANWHILE = "Deze boeking is intussen gewijzigd of ingetrokken. Bekijk haar opnieuw en beslis dan."
NO_GROUND = "Schrijf op waarom, bijvoorbeeld waar het bedrag vandaan komt."
CLOSED = "{year} is afgesloten. Heropen het boekjaar eerst, bij Grootboek > Boekjaren."
NOT_CHANGED = "Dit is hetzelfde als wat er al staat. Er is niets veranderd."
MOST = Decimal(1_000_000_000)


@dataclass(frozen=True)
class Said:
    """``amount`` in euros with cents, as the line counts it: income and costs above zero, back below."""

    amount: Decimal
    description: str


@transaction.atomic
def hand_booking_add(*, line: BudgetLine, year: int, said: Said, ground: str, by: By) -> HandBooking:
    """Record what was spent or received on a line. Raises ``LedgerRefused``, also for a year that is closed."""
    agenda = _open(line, year)
    if not agenda.starts.year <= year <= agenda.ends.year:
        text = (
            f"De agenda loopt van {agenda.starts.year} tot en met {agenda.ends.year}. Kies een jaar daarin."
        )
        raise LedgerRefused(text, field="year")
    made = HandBooking(line=line, year=year)
    _record(made, said, _origin(ground, by))
    audit_record(by=by, verb="hand_booking_add", obj=made, label=_label(made), details=_told(made, ground))
    return made


@transaction.atomic
def hand_booking_correct(*, booking: HandBooking, said: Said, ground: str, by: By) -> HandBooking:
    """Another amount or description, as a new version. Raises ``LedgerRefused``, also when it no longer holds or its
    year is closed.
    """
    there = _held(booking)
    if (_cents(said.amount), one_line(said.description)) == (there.cents, there.description):
        raise LedgerRefused(NOT_CHANGED)
    origin = _origin(ground, by)
    _close(there, origin)
    made = HandBooking(line=there.line, year=there.year)
    _record(made, said, origin)
    audit_record(
        by=by, verb="hand_booking_correct", obj=made, label=_label(made), details=_told(made, ground)
    )
    return made


@transaction.atomic
def hand_booking_withdraw(*, booking: HandBooking, ground: str, by: By) -> None:
    """Take a booking back: it counts no longer, and stays to be read. Raises ``LedgerRefused`` as a correction does."""
    there = _held(booking)
    _close(there, _origin(ground, by))
    audit_record(
        by=by, verb="hand_booking_withdraw", obj=there, label=_label(there), details=_told(there, ground)
    )


def _held(booking: HandBooking) -> HandBooking:
    there = (
        HandBooking.objects.select_for_update(of=("self",))
        .select_related("line")
        .filter(pk=booking.pk, superseded_at__isnull=True)
        .first()
    )
    if there is None:
        raise LedgerRefused(CHANGED_MEANWHILE)
    _open(there.line, there.year)
    return there


def _open(line: BudgetLine, year: int) -> Agenda:
    """The agenda of a line, held so that nobody closes the year meanwhile; what a closed year came to stays."""
    agenda = Agenda.objects.select_for_update().get(pk=line.agenda_id)
    if current_closing(agenda, year) is not None:
        raise LedgerRefused(CLOSED.format(year=year), field="year")
    return agenda


def _origin(ground: str, by: By) -> Origin:
    text = ground.replace("\0", "").strip()
    if not text:
        raise LedgerRefused(NO_GROUND, field="ground")
    return Origin.objects.create(
        kind=Origin.Kind.MANUAL, label=LABEL, ground=text, recorded_by=by.user, actor_label=by.label[:160]
    )


def _close(there: HandBooking, origin: Origin) -> None:
    there.superseded_at = max(timezone.now(), there.recorded_at + timedelta(microseconds=1))
    there.closed_by = origin
    there.save(update_fields=["superseded_at", "closed_by"])


def _record(made: HandBooking, said: Said, origin: Origin) -> None:
    made.cents, made.description = _cents(said.amount), one_line(said.description)
    made.origin, made.recorded_at = origin, timezone.now()
    try:
        made.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise LedgerRefused(messages[0], field="" if field == "__all__" else field) from error
    made.save()


def _cents(amount: Decimal) -> int:
    if not amount.is_finite() or abs(amount) >= MOST or amount * 100 != (amount * 100).to_integral_value():
        text = "Vul een bedrag in euro's in, met ten hoogste twee cijfers achter de komma."
        raise LedgerRefused(text, field="amount")
    return int(amount * 100)


def _label(made: HandBooking) -> str:
    return f"{made.line.code} {made.line.title}, {made.year}"[:200]


def _told(made: HandBooking, ground: str) -> dict[str, str]:
    return {"amount": format_euro(Decimal(made.cents) / 100), "ground": ground.strip()[:1000]}
