"""The form with a council's themes of a year."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from agenda.models import Objective
from agenda.themes.services import Seen, ThemeFields

ROWS = 5
"""As many themes as a council can put first."""


class ThemesForm(forms.Form):
    """Up to five themes, or as many as there are, each with the objective that it is about."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(
        self, *args: Any, objectives: Iterable[Objective], themes: Sequence[ThemeFields], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = {objective.code: objective for objective in objectives}
        choices = [("", "de hele agenda"), *((code, str(one)) for code, one in self.objectives.items())]
        self.count = max(ROWS, len(themes))
        self.fields["seen"].initial = json.dumps(
            [(theme.text, theme.objective.code if theme.objective else "") for theme in themes]
        )
        for number in range(self.count):
            theme = themes[number] if number < len(themes) else ThemeFields("")
            self.fields[f"text_{number}"] = forms.CharField(
                label=f"Thema {number + 1}", max_length=300, required=False, initial=theme.text
            )
            self.fields[f"objective_{number}"] = forms.ChoiceField(
                label=f"Gaat over (thema {number + 1})", choices=choices, required=False,
                initial=theme.objective.code if theme.objective else "",
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[BoundField, BoundField]]:
        """The two fields of each theme."""
        return [(self[f"text_{number}"], self[f"objective_{number}"]) for number in range(self.count)]

    @property
    def themes(self) -> list[ThemeFields]:
        """What was filled in, of a valid form."""
        given = self.cleaned_data
        return [
            ThemeFields(given[f"text_{number}"], self.objectives.get(given[f"objective_{number}"]))
            for number in range(self.count)
        ]

    @property
    def themes_seen(self) -> list[Seen]:
        """What stood on the page; nothing when the form was tampered with."""
        try:
            seen = json.loads(self.cleaned_data["seen"] or "[]")
            return [(str(text), str(code)) for text, code in seen]
        except (ValueError, TypeError):
            return []
