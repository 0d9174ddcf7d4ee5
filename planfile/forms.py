"""Form fields made from the document's own declarations: a key's kind says which field it gets."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.fields import DutchDecimalField
from core.numbers import plain
from planfile.kinds import Bool, Choice, Day, Kind, ListOf, MapOf, Money, Number, Record, Text, Whole
from planfile.labels import label, value_label
from planfile.source import MAX_BYTES, MAX_MB, TOO_LARGE
from planfile.wording import HELP

LONG_TEXT = 250
Choices = Mapping[str, list[tuple[str, str]]]


class KindField(forms.CharField):
    """Text in the form that a kind reads; its message is the one that the file's reader gives."""

    def __init__(self, kind: Kind, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    def clean(self, value: Any) -> Any:
        text = super().clean(value).replace("\r\n", "\n")
        return _convert(self.kind, text) if text else None


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, kind: Kind, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple | list) else value

    def clean(self, value: Any) -> Any:
        lines = super().clean(value).splitlines()
        return tuple(_convert(self.kind, line.strip()) for line in lines if line.strip())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class KindNumberField(DutchDecimalField):
    """A number in Dutch notation, within what the kind takes."""

    def __init__(self, kind: Kind, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else _convert(self.kind, plain(number))


def _convert(kind: Kind, text: str) -> Any:
    try:
        return kind.convert(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def field_for(spec: dataclasses.Field[Any], cls: type, choices: Choices) -> forms.Field | None:
    """The form field of a key; ``None`` for one that holds records or a mapping."""
    kind: Kind = spec.metadata["kind"]
    options: dict[str, Any] = {
        "label": label(spec.name).capitalize()
        if label(spec.name).islower()
        else first_upper(label(spec.name)),
        "help_text": HELP.get((cls, spec.name), ""),
        "required": spec.metadata["required"],
    }
    if spec.name in choices:
        listed = choices[spec.name]
        blank = [] if options["required"] else [("", "geen")]
        return forms.TypedChoiceField(choices=[*blank, *listed], coerce=str, empty_value=None, **options)
    if isinstance(kind, Choice):
        blank = (
            [] if spec.default in kind.values else [("", "kies …" if options["required"] else "niet genoemd")]
        )
        named = [*blank, *((value, value_label(value)) for value in kind.values)]
        return forms.TypedChoiceField(choices=named, coerce=str, empty_value=None, **options)
    if isinstance(kind, Bool) and spec.default is None:
        named = [("", "niet vastgelegd"), ("True", "ja"), ("False", "nee")]
        return forms.TypedChoiceField(
            choices=named, coerce=lambda text: text == "True", empty_value=None, **options
        )
    if isinstance(kind, Bool):
        return forms.BooleanField(**{**options, "required": False})
    if isinstance(kind, Day):
        return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)
    if isinstance(kind, Whole):
        return forms.IntegerField(min_value=kind.low, max_value=kind.high, **options)
    if isinstance(kind, Number | Money):
        return KindNumberField(kind, **options)
    if isinstance(kind, ListOf) and not isinstance(kind.kind, Record):
        return LinesField(kind.kind, **{**options, "required": False})
    if isinstance(kind, Record | ListOf | MapOf):
        return None
    limit = kind.limit if isinstance(kind, Text) else 20
    widget = forms.Textarea(attrs={"rows": 3}) if limit > LONG_TEXT else forms.TextInput()
    return KindField(kind, max_length=limit, widget=widget, **options)


def first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def form_class(cls: type, skip: Iterable[str], choices: Choices) -> type[forms.Form]:
    """A form of the simple keys of a record."""
    fields = {
        spec.name: field
        for spec in dataclasses.fields(cls)
        if spec.name not in set(skip) and (field := field_for(spec, cls, choices))
    }
    return type(f"{cls.__name__}Form", (forms.Form,), fields)


class UploadForm(forms.Form):
    """The agenda file to look at. Its size is judged before a byte is read."""

    file = forms.FileField(
        label="Agendabestand",
        help_text=f"Een YAML-bestand van ten hoogste {MAX_MB} MB.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml,application/yaml"}),
        error_messages={"empty": "Dit bestand is leeg.", "required": "Kies een bestand."},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(f"Dit bestand is {TOO_LARGE}.")
        return file
