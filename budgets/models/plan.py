"""The plan's money: income and costs per year, and the totals that the plan states."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from agenda.models import Agenda, Objective, Priority
from core.fields import measurement_field, money_field


class Side(models.TextChoices):
    INCOME = "income", "baten"
    COST = "cost", "lasten"


class BudgetLine(models.Model):
    """One line of income or costs."""

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="budget_lines")
    side = models.CharField("kant", max_length=6, choices=Side)
    code = models.CharField("code", max_length=40)
    title = models.CharField("titel", max_length=200)
    group = models.CharField("groep", max_length=60, blank=True, help_text="verplicht, niet_verplicht ...")
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.CASCADE, related_name="budget_lines"
    )
    note = models.TextField("toelichting", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["side", "order"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "side", "code"], name="budgetline_code_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="budgetline_side_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class LineAmount(models.Model):
    """What a line comes to in one calendar year, in euros."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField("jaar")
    amount = money_field(help_text="Euro's met centen.")

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["line", "year"], name="lineamount_once_a_year")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.year}: {self.amount}"


class LineInstrument(models.Model):
    """Under which legal instrument a line's money comes in a year."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="instruments")
    year = models.PositiveSmallIntegerField("jaar")
    name = models.CharField("juridisch instrument", max_length=120)

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["line", "year"], name="lineinstrument_once_a_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.name}"


class LineFte(models.Model):
    """How many fte the plan puts on a line in one calendar year. A line without it is not a line without people."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="staff")
    year = models.PositiveSmallIntegerField("jaar")
    fte = measurement_field(help_text="Voltijdbanen, 0 of meer.")

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["line", "year"], name="linefte_once_a_year"),
            models.CheckConstraint(condition=Q(fte__gte=0), name="linefte_not_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.year}: {self.fte} fte"


class Instrument(models.Model):
    """What is known of a legal instrument under which income comes. ``LineInstrument`` names it, by this name."""

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="instruments")
    name = models.CharField("juridisch instrument", max_length=120)
    starts = models.DateField("begint op", null=True, blank=True, help_text="Leeg: niet vastgelegd.")
    ends = models.DateField("eindigt op", null=True, blank=True, help_text="Leeg: niet vastgelegd.")
    carry_over = models.BooleanField(
        "mag mee na de looptijd", null=True, blank=True, help_text="Leeg: niet vastgelegd."
    )
    repayment = models.TextField("terugbetalen", blank=True, help_text="Leeg: niet vastgelegd.")
    note = models.TextField("toelichting", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "name"], name="instrument_once"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="instrument_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LineObjective(models.Model):
    """Which objectives a line serves, and for which part."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="shares")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="budget_shares")
    percent = measurement_field(
        verbose_name="aandeel", null=True, blank=True, help_text="0-100; leeg: het plan verdeelt niet."
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["line", "objective"], name="lineobjective_once"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gt=0, percent__lte=100),
                name="lineobjective_percent_0_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} -> {self.objective_id}: {self.percent}"


class Specification(models.Model):
    """A part of a line that the plan's notes name with an amount."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="specification")
    text = models.CharField("waarvoor", max_length=240)
    amount = money_field(null=True, blank=True, help_text="Euro's; leeg: het plan noemt geen bedrag.")
    fte = measurement_field(null=True, blank=True, help_text="Voltijdbanen; leeg: het plan noemt ze niet.")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fte__isnull=True) | Q(fte__gte=0), name="specification_fte_not_below_zero"
            )
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.amount}"


class StatedTotal(models.Model):
    """A total as the plan prints it; compared with the lines, never forced to agree."""

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="stated_totals")
    where = models.CharField("plaats", max_length=200, help_text="Waar het totaal staat.")
    scope = models.CharField(
        "waarvan", max_length=60, help_text="income, costs, group:NAAM, priority:CODE of instrument:NAAM."
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.where} ({self.scope})"


class StatedTotalAmount(models.Model):
    """A stated total in one calendar year, in euros."""

    total = models.ForeignKey(StatedTotal, on_delete=models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField("jaar")
    amount = money_field()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["total", "year"], name="statedtotalamount_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"
