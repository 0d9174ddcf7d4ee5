"""Which bookings belong to which line of the plan: the mapping that the controller keeps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from agenda.models import Agenda
from budgets.models.plan import BudgetLine
from core.fields import measurement_field
from organisation.models import Unit


class CostCentre(models.Model):
    """A cost centre of the finance system. One that is gone passes its bookings on to its successor.

    Successors never make a ring: the service refuses it, and reading stops at one all the same.
    """

    code = models.CharField("kostenplaats", max_length=40, unique=True, help_text="Met voorloopnullen.")
    name = models.CharField("naam", max_length=160, blank=True)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="cost_centres",
        help_text="Welke school, welk team of welke dienst; leeg: van niemand in het bijzonder.",
    )  # fmt: skip
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors",
        help_text="Waarheen de boekingen van een vervallen kostenplaats gaan; leeg: de kostenplaats bestaat.",
    )  # fmt: skip

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="costcentre_not_its_own_successor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class LedgerWord(models.Model):
    """What a word in the ledger's column for the kind of a row means. Asked once, remembered."""

    class Meaning(models.TextChoices):
        ACTUAL = "actual", "boeking"
        COMMITMENT = "commitment", "verplichting"
        PLANNED = "planned", "overslaan"

    word = models.CharField("soort", max_length=80, unique=True, help_text="In kleine letters.")
    meaning = models.CharField("betekenis", max_length=10, choices=Meaning)
    batch = models.ForeignKey(
        "imports.Batch", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Bij welk bestand het is geantwoord.",
    )  # fmt: skip

    class Meta:
        ordering = ["word"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meaning__in=["actual", "commitment", "planned"]), name="ledgerword_meaning_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.word}: {self.get_meaning_display()}"


class LedgerRule(models.Model):
    """Bookings on this cost centre and these accounts belong to the lines in ``shares``.

    The most precise rule counts: a named cost centre before any, then the narrowest range of accounts.
    """

    agenda = models.ForeignKey(Agenda, on_delete=models.PROTECT, related_name="ledger_rules")
    cost_centre = models.CharField(
        "kostenplaats", max_length=40, blank=True, help_text="Leeg: elke kostenplaats."
    )
    account_from = models.CharField(
        "rekening vanaf", max_length=20, blank=True, help_text="Leeg: elke rekening."
    )
    account_until = models.CharField(
        "tot en met", max_length=20, blank=True, help_text="Leeg: alleen die ene."
    )
    note = models.CharField("opmerking", max_length=300, blank=True)

    class Meta:
        ordering = ["agenda", "cost_centre", "account_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "cost_centre", "account_from", "account_until"], name="ledgerrule_once"
            ),
            models.CheckConstraint(
                condition=~Q(cost_centre="") | ~Q(account_from=""), name="ledgerrule_is_not_everything"
            ),
            models.CheckConstraint(
                condition=Q(account_until="") | ~Q(account_from=""), name="ledgerrule_range_has_a_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cost_centre or '*'} / {self.account_from or '*'}"


class LedgerShare(models.Model):
    """Which part of a rule's bookings belongs to a line. The shares of a rule come to 100 together."""

    rule = models.ForeignKey(LedgerRule, on_delete=models.CASCADE, related_name="shares")
    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="ledger_shares")
    percent = measurement_field(verbose_name="aandeel", help_text="Meer dan 0, ten hoogste 100.")

    class Meta:
        ordering = ["rule", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "line"], name="ledgershare_once"),
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name="ledgershare_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.percent}"
