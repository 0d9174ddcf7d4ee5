"""Sums of the bookings that hold now, so that no page of money adds up a whole ledger.

Nothing here is a fact of its own: ``budgets.services.sums`` makes all of it from the bookings, in the transaction that
changes them, and ``manage.py ledger_sums`` says whether they still agree.
"""

from __future__ import annotations

from django.db import models

from budgets.models.actuals import BookingKind


class Summed(models.Model):
    """Which bookings are added up: those of a kind, a cost centre, an account and a book year."""

    kind = models.CharField(max_length=10, choices=BookingKind)
    cost_centre = models.CharField("kostenplaats", max_length=40)
    account = models.CharField("rekening", max_length=20)
    year = models.PositiveSmallIntegerField("boekjaar")
    bookings = models.PositiveIntegerField("aantal boekingen")

    class Meta:
        abstract = True


class YearSum(Summed):
    """A whole book year. Debit and credit apart: together they are the balance."""

    debit = models.BigIntegerField(help_text="In centen, 0 of meer.")
    credit = models.BigIntegerField(help_text="In centen, 0 of minder.")
    periods = models.PositiveIntegerField(help_text="In welke perioden is geboekt: bit 0 tot en met 16.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "cost_centre", "account", "kind"], name="yearsum_once")
        ]

    def __str__(self) -> str:
        return f"{self.cost_centre}/{self.account} {self.year}: {self.debit + self.credit}"


class PeriodSum(Summed):
    """One period of a book year."""

    period = models.PositiveSmallIntegerField("periode")
    cents = models.BigIntegerField("saldo", help_text="In centen; debet is meer dan 0, credit minder.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "cost_centre", "account", "period", "kind"], name="periodsum_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cost_centre}/{self.account} {self.year}-{self.period}: {self.cents}"
