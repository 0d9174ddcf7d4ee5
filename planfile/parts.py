"""What hangs below a record in a form: the base of its parts, and the part that holds a mapping."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms

from indicators.breakdowns import BREAKDOWNS
from planfile.forms import KindField, KindNumberField, first_upper
from planfile.kinds import Number, Whole
from planfile.labels import label
from planfile.wording import HELP

if TYPE_CHECKING:
    from planfile.editor import Editor

MAX_ROWS = 200
BREAKDOWN_KEYS = {"breakdown", "headline", "members"}
_MAP_WORDS = {
    "amounts": ("Jaar", "Bedrag"),
    "fte": ("Jaar", "Fte"),
    "instruments": ("Jaar", "Juridisch instrument"),
    "objectives": ("Doelstelling", "Aandeel (%)"),
}


class Part:
    """What hangs below a record under one key: rows, a group of keys, or a mapping."""

    template = "planfile/_rows.html"

    def __init__(self, spec: dataclasses.Field[Any], owner: type, prefix: str) -> None:
        self.name, self.prefix, self.kind = spec.name, prefix, spec.metadata["kind"]
        self.label = first_upper(label(spec.name))
        self.help = HELP.get((owner, spec.name), "")
        self.anchor = f"deel-{prefix}"
        self.errors: list[str] = []

    def editors(self) -> Iterable[Editor]:
        return ()

    def has_changed(self) -> bool:
        return any(editor.has_changed() for editor in self.editors())

    def is_valid(self) -> bool:
        fine = [editor.is_valid() for editor in self.editors()]
        return all(fine)

    def build(self) -> Any:
        raise NotImplementedError


def count_of(data: Any, name: str, present: int) -> int:
    """How many rows the sent form had beside the empty one; never fewer than there are."""
    text = str(data.get(name, "")) if data is not None else ""
    return (
        max(present, min(int(text), MAX_ROWS))
        if text.isascii() and text.isdigit() and len(text) < 5
        else present
    )


class MapPart(Part):
    """A mapping: rows of key and value. A breakdown has a list to choose from per key."""

    template = "planfile/_map.html"

    def __init__(self, spec: Any, owner: type, prefix: str, data: Any, value: Any) -> None:
        super().__init__(spec, owner, prefix)
        self.initial = dict(value or {})
        self.count_name = f"{prefix}-aantal"
        self.made = self._form_class(spec.name in BREAKDOWN_KEYS)
        self.data, self.pairs = data, list(self.initial.items())
        self.forms = [
            self._form(number) for number in range(count_of(data, self.count_name, len(self.pairs)) + 1)
        ]
        if data is not None and len(self.forms) <= MAX_ROWS and self.forms[-1].has_changed():
            self.forms.append(self._form(len(self.forms)))

    def _form(self, number: int) -> forms.Form:
        pair = self.pairs[number] if number < len(self.pairs) else (None, None)
        initial = dict(zip(("sleutel", "waarde"), pair, strict=True))
        return self.made(
            self.data, prefix=f"{self.prefix}-{number}", use_required_attribute=False, initial=initial
        )

    @property
    def count(self) -> int:
        return len(self.forms) - 1

    def _form_class(self, breakdown: bool) -> type[forms.Form]:
        what = ("Uitsplitsing", "Waarde") if breakdown else _MAP_WORDS.get(self.name, ("Code", "Waarde"))
        names: dict[str, forms.Field] = {}
        if breakdown:
            listed = [("", "geen"), *((key, key) for key in BREAKDOWNS)]
            names["sleutel"] = forms.ChoiceField(choices=listed, required=False, label=what[0])
        elif isinstance(self.kind.key, Whole):
            names["sleutel"] = forms.IntegerField(
                min_value=self.kind.key.low, max_value=self.kind.key.high, required=False, label=what[0]
            )
        else:
            names["sleutel"] = KindField(self.kind.key, required=False, label=what[0])
        if isinstance(self.kind.value, Number):
            names["waarde"] = KindNumberField(self.kind.value, required=False, label=what[1])
        else:
            names["waarde"] = KindField(self.kind.value, required=False, label=what[1])
        return type("PairForm", (forms.Form,), names)

    def has_changed(self) -> bool:
        return any(form.has_changed() for form in self.forms)

    def is_valid(self) -> bool:
        fine, seen = True, set()
        for form in self.forms:
            if not form.is_valid():
                fine = False
                continue
            key, value = form.cleaned_data.get("sleutel"), form.cleaned_data.get("waarde")
            if (key in (None, "")) != (value is None):
                form.add_error("waarde" if value is None else "sleutel", "Vul beide in, of geen van beide.")
                fine = False
            elif key in seen and value is not None:
                form.add_error("sleutel", "Dit staat er al.")
                fine = False
            seen.add(key)
        return fine

    def build(self) -> Any:
        found = {
            form.cleaned_data["sleutel"]: form.cleaned_data["waarde"]
            for form in self.forms
            if form.cleaned_data.get("waarde") is not None
        }
        return dict(sorted(found.items())) if isinstance(self.kind.key, Whole) else found


_MAP_WORDS = {
    "amounts": ("Jaar", "Bedrag"),
    "instruments": ("Jaar", "Regeling"),
    "objectives": ("Doelstelling", "Aandeel (%)"),
}
