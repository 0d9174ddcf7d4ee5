"""Forms of the agenda."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from agenda.services import possible_owners
from organisation.models import User


class OwnersForm(forms.Form):
    """Who is responsible for an objective."""

    owners = forms.ModelMultipleChoiceField(
        User.objects.none(),
        required=False,
        label="Verantwoordelijk",
        help_text="Alleen mensen met de rol doelstellingverantwoordelijke staan hier.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owners"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - for the type checker
        field.queryset = User.objects.filter(pk__in=[user.pk for user in possible_owners(on)])
