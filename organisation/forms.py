"""Forms of people and units. They read input; what is allowed, the services decide."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib.auth import forms as auth_forms
from django.db.models import Model
from django.utils import timezone

from organisation.models import Unit, UnitKind, User
from organisation.roles import Role
from organisation.services.roles import unit_kinds_of, unit_kinds_text


class DayField(forms.DateField):
    """A day, picked in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault(
            "error_messages", {"invalid": "Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026."}
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not 1990 <= day.year <= 2099:
            raise forms.ValidationError("Kies een dag tussen 1990 en 2099.")
        return day


class BrinField(forms.CharField):
    """A college's BRIN, or empty; capitals are made by the service, which also checks it."""

    def __init__(self) -> None:
        help_text = "Alleen bij een instelling, bijvoorbeeld 25LW."
        super().__init__(label="BRIN", max_length=4, required=False, help_text=help_text)


class UnitField(forms.ModelChoiceField):
    """A unit that exists today; with its kind, because a school and its team may share a name."""

    def __init__(self, *kinds: UnitKind, **kwargs: Any) -> None:
        self.kinds = kinds
        super().__init__(queryset=Unit.objects.none(), **kwargs)

    def today(self) -> None:
        """Fill the list. Called by the form, because a queryset made at import time knows no today."""
        units = Unit.objects.filter(closed_on__isnull=True).order_by("kind", "name")
        self.queryset = units.filter(kind__in=self.kinds) if self.kinds else units

    def label_from_instance(self, obj: Model) -> str:
        unit = cast(Unit, obj)
        return f"{unit.name} ({unit.get_kind_display()})"


class PersonField(forms.ModelChoiceField):
    """An active person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.filter(is_active=True).order_by("name", "email"), **kwargs)

    def label_from_instance(self, obj: Model) -> str:
        person = cast(User, obj)
        return f"{person.name} ({person.email})"


class PageForm(forms.Form):
    """Fills the lists of units when the page is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.today()


class SignInForm(auth_forms.AuthenticationForm):
    """Signing in by mail address; its capitals do not matter, also not for counting failures."""

    error_messages = {
        "invalid_login": "Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.",
        "inactive": "Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "E-mailadres"
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True, "maxlength": 254}
        )
        self.fields["password"].label = "Wachtwoord"

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )


class PersonForm(PageForm):
    name = forms.CharField(label="Naam", max_length=120)
    email = forms.EmailField(label="E-mailadres", max_length=254)


class RoleUnitForm(PageForm):
    """A role and the unit it is held at; the choice of unit is narrowed by the service, not by a script."""

    role = forms.ChoiceField(label="Rol", choices=[("", "Kies een rol"), *Role.choices])
    unit = UnitField(
        UnitKind.COLLEGE,
        UnitKind.SCHOOL,
        UnitKind.TEAM,
        UnitKind.SERVICE,
        label="Eenheid",
        help_text="Schooldirecteur: een school. Teammanager: een team of dienst. Andere rollen: de instelling.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, unit = data.get("role"), data.get("unit")
        if role and unit and unit.kind not in unit_kinds_of(Role(role)):
            self.add_error("unit", f"Kies bij deze rol een {unit_kinds_text(Role(role))}.")
        return data


class InviteForm(PersonForm, RoleUnitForm):
    field_order = ["name", "email", "role", "unit"]


class RoleForm(RoleUnitForm):
    valid_from = DayField(label="Eerste dag", initial=timezone.localdate)
    valid_until = DayField(label="Laatste dag", required=False, help_text="Leeg: tot nader order.")


class LastDayForm(PageForm):
    last_day = DayField(label="Laatste dag", initial=timezone.localdate)


class DeputyForm(PageForm):
    user = PersonField(label="Wie neemt waar")
    valid_from = DayField(label="Eerste dag", initial=timezone.localdate)
    valid_until = DayField(label="Laatste dag")


class HandOverForm(PageForm):
    successor = PersonField(label="Wie neemt het werk over")
    on = DayField(label="Eerste dag van de opvolger", initial=timezone.localdate)


class UnitAddForm(PageForm):
    code = forms.SlugField(
        label="Code", max_length=40, help_text="Komt in het adres van de pagina en blijft zo."
    )
    name = forms.CharField(label="Naam", max_length=160)
    kind = forms.ChoiceField(label="Soort", choices=[("", "Kies een soort"), *UnitKind.choices])
    parent = UnitField(
        UnitKind.COLLEGE,
        UnitKind.SCHOOL,
        UnitKind.SERVICE,
        label="Valt onder",
        required=False,
        help_text="Leeg bij een instelling en bij een vergelijking.",
    )
    opened_on = DayField(label="Bestaat sinds", required=False, help_text="Leeg: altijd.")
    brin = BrinField()


class UnitChangeForm(PageForm):
    name = forms.CharField(label="Naam", max_length=160)
    brin = BrinField()


class UnitMoveForm(PageForm):
    parent = UnitField(UnitKind.COLLEGE, UnitKind.SCHOOL, UnitKind.SERVICE, label="Valt voortaan onder")
    on = DayField(label="Vanaf", initial=timezone.localdate)


class UnitCloseForm(PageForm):
    last_day = DayField(label="Laatste dag", initial=timezone.localdate)
    successor = UnitField(
        label="Gaat over in", required=False, help_text="Leeg: er komt niets voor in de plaats."
    )


class AliasForm(PageForm):
    name = forms.CharField(label="Schrijfwijze", max_length=160)
    source = forms.CharField(
        label="Bron", max_length=40, required=False, help_text="Bijvoorbeeld JOB of MTO. Leeg: elke bron."
    )
