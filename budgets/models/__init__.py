"""The plan's money, what was really booked, and what is expected."""

from budgets.models.actuals import (
    Booking,
    BookingKind,
    Forecast,
    HandBooking,
    LedgerPreview,
    StagedBooking,
)
from budgets.models.closing import YearClosing
from budgets.models.ledger import CostCentre, LedgerRule, LedgerShare, LedgerWord
from budgets.models.plan import (
    BudgetLine,
    Instrument,
    LineAmount,
    LineFte,
    LineInstrument,
    LineObjective,
    Side,
    Specification,
    StatedTotal,
    StatedTotalAmount,
)
from budgets.models.schools import SchoolShare, SchoolSplit
from budgets.models.sums import PeriodSum, YearSum

__all__ = [
    "Booking",
    "BookingKind",
    "BudgetLine",
    "CostCentre",
    "Forecast",
    "HandBooking",
    "Instrument",
    "LedgerPreview",
    "LedgerRule",
    "LedgerShare",
    "LedgerWord",
    "LineAmount",
    "LineFte",
    "LineInstrument",
    "LineObjective",
    "PeriodSum",
    "SchoolShare",
    "SchoolSplit",
    "Side",
    "Specification",
    "StagedBooking",
    "StatedTotal",
    "StatedTotalAmount",
    "YearClosing",
    "YearSum",
]
