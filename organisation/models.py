"""Who there is and where they belong: people, units, roles and deputies."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from organisation.querysets import ParentQuerySet, RoleQuerySet, UnitQuerySet
from organisation.roles import Role


class UserManager(BaseUserManager["User"]):
    """Finds people by their mail address, whatever its capitals."""

    def create_user(self, email: str, *, name: str, password: str | None = None, **extra: Any) -> User:
        """Make a person. Without a password nobody can sign in until they set one by mail."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who can sign in. What they may do stands in their roles, never here."""

    email = models.EmailField(
        "e-mailadres", max_length=254, unique=True, help_text="Hiermee meldt iemand zich aan."
    )
    name = models.CharField("naam", max_length=120)
    is_active = models.BooleanField("actief", default=True, help_text="Niet actief: kan zich niet aanmelden.")
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")
    invited_at = models.DateTimeField(
        null=True, blank=True, help_text="Wanneer de laatste uitnodiging is verstuurd."
    )
    previous_login = models.DateTimeField(
        "vorige aanmelding", null=True, blank=True,
        help_text="De laatste aanmelding op een eerdere dag dan de nieuwste; leeg: die is er niet.",
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    COLLEGE = "college", "instelling"
    SCHOOL = "school", "school"
    TEAM = "team", "team"
    SERVICE = "service", "dienst"
    BENCHMARK = "benchmark", "vergelijking"


class Unit(models.Model):
    """A college, school, team or service, or something to compare with (national, comparison group, other college)."""

    code = models.SlugField(
        "code", max_length=40, unique=True, help_text="In het adres van de pagina; een BRIN mag."
    )
    name = models.CharField("naam", max_length=160)
    kind = models.CharField("soort", max_length=12, choices=UnitKind)
    brin = models.CharField(
        "BRIN", max_length=6, blank=True, help_text="Alleen voor instellingen, bijvoorbeeld 25LW."
    )
    opened_on = models.DateField(
        "bestaat sinds", null=True, blank=True, help_text="Eerste dag; leeg: altijd."
    )
    closed_on = models.DateField(
        "bestaat tot en met", null=True, blank=True, help_text="Laatste dag; leeg: bestaat nog."
    )
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                name="unit_closes_after_it_opens",
            ),
            models.UniqueConstraint(
                fields=["brin"], condition=Q(kind=UnitKind.COLLEGE) & ~Q(brin=""), name="unit_brin_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitParent(models.Model):
    """Under which unit a unit falls, from when until when. Observations never move when this changes."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True, blank=True, help_text="Eerste dag; leeg: altijd.")
    valid_until = models.DateField(null=True, blank=True, help_text="Laatste dag; leeg: nog steeds.")

    objects = ParentQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="unit_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="unitparent_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_until__isnull=True), name="unitparent_one_open_per_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} onder {self.parent}"


class UnitSuccession(models.Model):
    """One unit went on as another (merger, split, new name) on a day."""

    predecessor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="precursions")
    on = models.DateField(help_text="Eerste dag van de opvolger.")

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="unitsuccession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="unit_does_not_succeed_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} ging op {self.on} over in {self.successor}"


class UnitAlias(models.Model):
    """How a source spells a unit's name. Asked once, remembered."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    source = models.CharField(
        "bron", max_length=40, blank=True, help_text="JOB, MTO, grootboek; leeg: elke bron."
    )
    name = models.CharField("schrijfwijze", max_length=160)

    class Meta:
        ordering = ["source", "name"]
        verbose_name_plural = "unit aliases"
        constraints = [models.UniqueConstraint(Lower("name"), "source", name="unitalias_means_one_unit")]

    def __str__(self) -> str:
        return f"{self.name} ({self.source or 'elke bron'})"


class RoleAssignment(models.Model):
    """A person has a role in a unit, and so in what lies below that unit, from a day until a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField("rol", max_length=24, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles")
    valid_from = models.DateField("vanaf", help_text="Eerste dag.")
    valid_until = models.DateField(
        "tot en met", null=True, blank=True, help_text="Laatste dag; leeg: tot nader order."
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="role_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(valid_until__isnull=True), name="role_open_once"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} van {self.unit}"


class Deputy(models.Model):
    """Somebody who stands in for a role from a day until a day, for instance during leave."""

    assignment = models.ForeignKey(RoleAssignment, on_delete=models.CASCADE, related_name="deputies")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="deputyships")
    valid_from = models.DateField("vanaf", help_text="Eerste dag.")
    valid_until = models.DateField("tot en met", help_text="Laatste dag; waarneming is altijd tijdelijk.")

    class Meta:
        ordering = ["valid_from"]
        verbose_name_plural = "deputies"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="deputy_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} neemt waar: {self.assignment}"
