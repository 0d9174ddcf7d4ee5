"""The form with which a template is uploaded."""

from __future__ import annotations

from django import forms

from reporting.template.check import LARGEST


class TemplateForm(forms.Form):
    """One file; whether it can be a template is looked at by the service."""

    file = forms.FileField(
        label="Word-bestand (DOCX)", max_length=200, widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=f"Ten hoogste {LARGEST // 1024 // 1024} MB, zonder macro's en zonder koppelingen naar buiten.",
        error_messages={"empty": "Dit bestand is leeg.", "max_length": "De naam van het bestand is te lang."},
    )  # fmt: skip
