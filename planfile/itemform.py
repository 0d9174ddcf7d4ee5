"""One item of an agenda in a form: from what was typed to a whole new document, with every fault at its field."""

from __future__ import annotations

from typing import Any

from django import forms

from indicators.breakdowns import breakdown_key
from planfile import document as doc
from planfile.edit import (
    ITEM_KINDS,
    Item,
    ItemKind,
    Ref,
    add,
    canonical,
    faults,
    find,
    items,
    ref_of,
    remove,
    replace,
)
from planfile.editor import SERIES, Editor
from planfile.forms import Choices
from planfile.labels import breakdown_name, item_name, label
from planfile.source import SourceError

FIXED = {"agenda": ("slug", "brin")}
SEPARATOR = "|"


class ItemForm:
    """``item=None``: a new item of that kind, under ``parent`` where one is chosen beforehand."""

    def __init__(
        self, document: doc.Document, kind: ItemKind, item: Item | None, *, data: Any = None, parent: str = ""
    ) -> None:
        self.document, self.kind, self.item = document, kind, item
        value = item.record if item else None
        choices = _choices(document, kind, value)
        skip = [*kind.apart, *FIXED.get(kind.slug, ()), *(() if "headline" in choices else ("headline",))]
        self.editor = Editor(kind.cls, prefix="item", data=data, value=value, skip=skip, choices=choices)
        self.parents = {
            SEPARATOR.join((one.kind.slug, *one.ref)): one
            for one in items(document)
            if kind.parents != ("agenda",) and one.kind.slug in kind.parents
        }
        at = SEPARATOR.join((item.parent[0], *item.parent[1])) if item else parent
        self.place = _place_form(self.parents)(data, initial={"onder": at}, prefix="plaats")
        self.errors: list[str] = []

    def changed_document(self) -> doc.Document | None:
        """The document with the item as typed; ``None`` when something is wrong, which then stands at its field."""
        if not all([self.editor.is_valid(), self.place.is_valid()]):
            return None
        built = self._placed(self.editor.build())
        found = faults(built)
        editors = {id(editor.record): editor for editor in self.editor.editors()}
        for fault in found:
            if editor := editors.get(id(fault.record)):
                editor.blame(fault.key, fault.message)
            else:
                self.errors.append(_elsewhere(fault.record, fault.key, fault.message))
        return None if found else self._read(built)

    def _read(self, built: doc.Document) -> doc.Document | None:
        try:
            return canonical(built)
        except SourceError as error:
            self.errors += [f"{label(problem.key)}: {problem.message}" for problem in error.problems]
            return None

    def _placed(self, record: Any) -> doc.Document:
        under = self.place.cleaned_data.get("onder", "")
        parent = self.parents.get(under) or next(items(self.document))  # the first item is the agenda itself
        if self.item is None:
            return add(self.document, parent, record)
        if not self.parents or (parent.kind.slug, parent.ref) == self.item.parent:
            return replace(self.document, self.item, record)
        without = remove(self.document, self.item)
        target = find(without, parent.kind.slug, parent.ref)
        return add(without, target, record) if target else replace(self.document, self.item, record)

    def ref(self) -> Ref:
        """How the item is called now, after ``changed_document``."""
        parent = self.parents.get(self.place.cleaned_data.get("onder", ""))
        return ref_of(self.editor.record, parent.ref if parent else ())

    def messages(self) -> list[tuple[str, str]]:
        """Every error as (id of its field or "", message), for the summary above the form."""
        found = [("", message) for message in self.errors]
        found += [
            (one.id_for_label, f"{one.label}: {message}") for one in self.place for message in one.errors
        ]
        for editor in filter(lambda editor: editor.checked, self.editor.editors()):
            found += [("", str(message)) for message in editor.form.non_field_errors()]
            for field in editor.form:
                found += [(field.id_for_label, f"{field.label}: {message}") for message in field.errors]
            for part in editor.parts:
                found += [(part.anchor, f"{part.label}: {message}") for message in part.errors]
                for form in getattr(part, "forms", ()):
                    found += [
                        (one.id_for_label, f"{part.label}: {message}")
                        for one in form
                        for message in one.errors
                    ]
        return found


def removal(document: doc.Document, item: Item) -> tuple[doc.Document | None, list[str]]:
    """The document without the item, or why it cannot go: what else still refers to it."""
    without = remove(document, item)
    reasons = [_elsewhere(fault.record, fault.key, fault.message) for fault in faults(without)]
    return (None, reasons) if reasons else (canonical(without), [])


def _elsewhere(record: Any, key: str, message: str) -> str:
    known = any(isinstance(record, kind.cls) for kind in ITEM_KINDS.values())
    where = f"{item_name(record)}, " if known and not isinstance(record, doc.StatedTotal) else ""
    return f"{where}{label(key)}: {message}"


def _place_form(parents: dict[str, Item]) -> type[forms.Form]:
    if not parents:
        return forms.Form
    named = [(key, f"{one.kind.singular} {one.name} {one.title}"[:90]) for key, one in parents.items()]
    field = forms.ChoiceField(choices=[("", "kies …"), *named], label="Staat bij")
    return type("PlaceForm", (forms.Form,), {"onder": field, "use_required_attribute": False})


def _choices(document: doc.Document, kind: ItemKind, value: Any) -> Choices:
    """Keys of this kind that name another item of the agenda."""
    found: dict[str, list[tuple[str, str]]] = {}
    if kind.cls in (doc.Income, doc.Cost):
        found["priority"] = [(one.code, f"{one.code} {one.title}") for one in document.priorities]
    if kind.cls is doc.Measure:
        found["parent"] = [
            (one.code, f"{one.code} {one.title}"[:90])
            for _, one in document.measures()
            if value is None or one.code != value.code
        ]
    if kind.cls is doc.Indicator and value is not None and value.series:
        keys = {breakdown_key(one.breakdown): breakdown_name(one.breakdown) for one in value.series}
        found["headline"] = [(f"{SERIES}{key}", name) for key, name in keys.items()]
    return found
