"""The plan's money, what was really booked, and what is expected."""

from budgets.models.actuals import (
    Booking,
    BookingKind,
    Forecast,
    HandBooking,
    LedgerPreview,
    StagedBooking,
)
from budgets.models.ledger import CostCentre, LedgerRule, LedgerShare
from budgets.models.plan import (
    BudgetLine,
    LineAmount,
    LineInstrument,
    LineObjective,
    Side,
    Specification,
    StatedTotal,
    StatedTotalAmount,
)
from budgets.models.schools import SchoolShare, SchoolSplit

__all__ = [
    "Booking",
    "BookingKind",
    "BudgetLine",
    "CostCentre",
    "Forecast",
    "HandBooking",
    "LedgerPreview",
    "LedgerRule",
    "LedgerShare",
    "LineAmount",
    "LineInstrument",
    "LineObjective",
    "SchoolShare",
    "SchoolSplit",
    "Side",
    "Specification",
    "StagedBooking",
    "StatedTotal",
    "StatedTotalAmount",
]
