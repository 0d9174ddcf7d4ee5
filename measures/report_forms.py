"""The form of a report. It reads what was typed; whether that can be kept is decided in ``ReportFields``."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict

from measures.exceptions import ReportRefusedError
from measures.models import Phase, Progress
from measures.report_fields import LABELS, NAMES, TEXTS, ReportFields, merged
from measures.report_page import ReportPage

NUL_TAKEN_OUT = (
    "In deze tekst stond een onzichtbaar teken dat niet te bewaren is, meestal door plakken. "
    "Het is eruit gehaald. Lees de tekst na en verstuur opnieuw."
)
NO_NUMBER = "Vul een heel getal in van 0 tot en met 100, of laat het veld leeg."


def _text(name: str, help_text: str = "", **attrs: object) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto", **attrs})
    return forms.CharField(
        label=LABELS[name], required=False, strip=False, help_text=help_text, widget=widget
    )


class ReportForm(forms.Form):
    """One report. Hidden beside what is asked: which report and round the writer saw, and the form's own number."""

    state = forms.ChoiceField(
        label=LABELS["state"], required=False, choices=Progress.choices, widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies hoe het met deze maatregel staat."},
    )  # fmt: skip
    reason = _text("reason", "Waarom vertraagd, gestopt of niet van toepassing?")
    changed = _text("changed")
    following = _text("following")
    progress = forms.IntegerField(
        label="Voortgang in %", required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3, "autocomplete": "off"}),
        error_messages={"invalid": NO_NUMBER},
    )  # fmt: skip
    phase = forms.ChoiceField(
        label=LABELS["phase"], required=False, choices=[("", "geen"), *Phase.choices],
        error_messages={"invalid_choice": "Deze fase bestaat niet. Kies er een uit de lijst."},
    )  # fmt: skip
    answer = forms.CharField(
        label="Uw antwoord", required=False, strip=True,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    round = forms.IntegerField(required=False, widget=forms.HiddenInput)
    corrects = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        data, self.with_nul = _without_nul(data)
        super().__init__(data, label_suffix="", **kwargs)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.with_nul & set(self.fields):
            self.add_error(name, NUL_TAKEN_OUT)
        return cleaned

    @property
    def written(self) -> ReportFields:
        """What was filled in; call it on a valid form."""
        return ReportFields(**{name: self.cleaned_data[name] for name in NAMES})

    @property
    def typed(self) -> dict[str, str]:
        """The texts and choices as they stand in the form, right or wrong."""
        return {name: str(self[name].value() or "") for name in NAMES}

    @property
    def pair(self) -> list[forms.BoundField]:
        """What stands side by side at the end; both may stay empty."""
        return [self["progress"], self["phase"]]

    @property
    def number(self) -> UUID:
        """The form's own number; one that was left out or spoilt gets a new one."""
        given: UUID | None = self.cleaned_data.get("submission")
        return given or uuid4()

    def refuse(self, error: ReportRefusedError) -> None:
        """Say what is wrong at the fields that it is about."""
        for name, problem in error.problems.items():
            self.add_error(name, problem)
        if not error.problems:
            self.add_error(None, error.message)


def empty_form(page: ReportPage, *, corrects: bool = False) -> ReportForm:
    """The form as it opens, with what was said last or typed before."""
    seen = page.draft.based_on_id if page.draft else (page.last.pk if page.last else None)
    hidden = {
        "submission": uuid4(), "based_on": seen, "round": page.round.pk if page.round else None,
        "corrects": "1" if corrects else "",
    }  # fmt: skip
    return ReportForm(initial={**page.starts_with, **hidden})


def chosen_between(form: ReportForm, page: ReportPage, data: QueryDict) -> ReportFields:
    """What was written, or what was chosen per field of that and a colleague's report that came in between."""
    own = form.written
    chosen = {name: data.get(f"kies_{name}", "") for name in NAMES if f"kies_{name}" in data}
    if not chosen or page.last is None or page.last.pk != form.cleaned_data["based_on"]:
        return own
    return merged(own, ReportFields.of(page.last), chosen)


def refilled(data: QueryDict, fields: ReportFields) -> ReportForm:
    """The form with other words in it, for a choice between two reports that cannot be kept as it is."""
    filled = data.copy()
    for name in NAMES:
        value = getattr(fields, name)
        filled[name] = "" if value is None else str(value)
        filled.pop(f"kies_{name}", None)
    form = ReportForm(filled)
    form.is_valid()
    return form


def _without_nul(data: QueryDict | None) -> tuple[QueryDict | None, set[str]]:
    if data is None:
        return None, set()
    found = {name for name in (*TEXTS, "answer") if "\0" in data.get(name, "")}
    if not found and not any("\0" in value for value in data.values()):
        return data, set()
    clean = data.copy()
    for name in data:
        clean.setlist(name, [value.replace("\0", "") for value in data.getlist(name)])
    return clean, found
