"""An ``Editor`` edits one record with all that hangs below it.

It works without a script: a list has an empty row to add one, and a box per row to take it away.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from textwrap import shorten
from typing import Any

from indicators.breakdowns import breakdown_key, parse_key
from planfile import document as doc
from planfile.difference import show
from planfile.forms import Choices, form_class
from planfile.kinds import ListOf, MapOf
from planfile.parts import MAX_ROWS, MapPart, Part, count_of

SERIES = "reeks:"  # before a breakdown key in a choice: the whole has an empty key


class Editor:
    """One record in a form, with the lists and groups below it. ``data=None``: shown, not sent."""

    def __init__(
        self, cls: type, *, prefix: str, data: Any = None, value: Any = None, skip: Iterable[str] = (),
        choices: Choices | None = None, extra: bool = False,
    ) -> None:  # fmt: skip
        self.cls, self.value, self.extra, self.prefix = cls, value, extra, prefix
        choices = choices or {}
        self.specs = [spec for spec in dataclasses.fields(cls) if spec.name not in set(skip)]
        initial = {spec.name: _shown(value, spec) for spec in self.specs}
        made = form_class(cls, skip, choices)
        self.form = made(
            data, prefix=prefix, initial=initial, empty_permitted=extra, use_required_attribute=False
        )
        self.parts: list[Part] = []
        for spec in self.specs:
            if spec.name not in self.form.fields:
                self.parts.append(self._part(spec, data))
        self.record: Any = None
        self.checked = False

    def _part(self, spec: dataclasses.Field[Any], data: Any) -> Part:
        value = getattr(self.value, spec.name, None)
        prefix, kind = f"{self.prefix}-{spec.name}", spec.metadata["kind"]
        if isinstance(kind, MapOf):
            return MapPart(spec, self.cls, prefix, data, value)
        if isinstance(kind, ListOf):
            return RowsPart(spec, self.cls, prefix, data, value)
        return RecordPart(spec, self.cls, prefix, data, value, extra=self.extra)

    def has_changed(self) -> bool:
        return self.form.has_changed() or any(part.has_changed() for part in self.parts)

    def is_valid(self) -> bool:
        if self.extra and not self.has_changed():
            return True
        self.form.empty_permitted, self.checked = False, True
        fine = [self.form.is_valid(), *(part.is_valid() for part in self.parts)]
        return all(fine)

    def build(self) -> Any:
        """The record as typed; keys without a form keep their value. Only after ``is_valid``."""
        values = {spec.name: _cleaned(self.form.cleaned_data[spec.name], spec) for spec in self.specs
                  if spec.name in self.form.fields}  # fmt: skip
        values.update({part.name: part.build() for part in self.parts})
        self.record = dataclasses.replace(self.value, **values) if self.value else self.cls(**values)
        return self.record

    def editors(self) -> Iterable[Editor]:
        """This editor and all below it."""
        yield self
        for part in self.parts:
            for editor in part.editors():
                yield from editor.editors()

    def blame(self, key: str, message: str) -> None:
        """Put a rule's message at the field that it is about."""
        part = next((part for part in self.parts if part.name == key.split(".")[0]), None)
        if part:
            part.errors.append(message)
        else:
            self.form.add_error(key if key in self.form.fields else None, message)


class Row:
    """A row of a list: its editor, and the box that takes it away."""

    def __init__(self, editor: Editor, number: int, data: Any, *, new: bool, fresh: bool = False) -> None:
        self.editor, self.number, self.new, self.fresh = editor, number, new, fresh
        self.remove_name = f"{editor.prefix}-weg"
        self.removed = bool(data and data.get(self.remove_name))

    @property
    def typed(self) -> bool:
        """Whether somebody typed in this row."""
        return self.editor.form.is_bound and self.editor.has_changed()

    @property
    def summary(self) -> str:
        """The row in short, as it is stored."""
        return (
            shorten(show(self.editor.value), 100, placeholder=" …") if self.editor.value is not None else ""
        )


class RowsPart(Part):
    """A list of records: the present ones, and an empty one to add."""

    def __init__(self, spec: Any, owner: type, prefix: str, data: Any, value: Any) -> None:
        super().__init__(spec, owner, prefix)
        self.count_name = f"{prefix}-aantal"
        present = list(value or ())
        count = count_of(data, self.count_name, len(present))
        self.rows = []
        for number in range(count + 1):
            new = number >= len(present)
            value = None if new else present[number]
            editor = Editor(
                self.kind.kind.cls, prefix=f"{prefix}-{number}", data=data, value=value, extra=new
            )
            self.rows.append(Row(editor, number + 1, data, new=new))
        if data is not None and len(self.rows) <= MAX_ROWS and self.rows[-1].editor.has_changed():
            self.rows.append(self._fresh(len(self.rows)))
        # Targets are versions: a new one is the rule, mending an old one the exception.
        self.versions = owner is doc.Series and spec.name == "targets"

    def _fresh(self, number: int) -> Row:
        """The next empty row, once the one before it is filled in: shown, not sent yet."""
        editor = Editor(self.kind.kind.cls, prefix=f"{self.prefix}-{number}", extra=True)
        return Row(editor, number + 1, None, new=True, fresh=True)

    @property
    def count(self) -> int:
        """How many rows there are beside the empty one."""
        return len(self.rows) - 1

    def editors(self) -> Iterable[Editor]:
        return [row.editor for row in self.rows if not row.removed and not row.fresh]

    def has_changed(self) -> bool:
        return any(row.removed for row in self.rows) or super().has_changed()

    def build(self) -> Any:
        return tuple(editor.build() for editor in self.editors() if not editor.extra or editor.has_changed())


class RecordPart(Part):
    """A group of keys; one that may be missing has a box that says whether it is there."""

    template = "planfile/_group.html"

    def __init__(self, spec: Any, owner: type, prefix: str, data: Any, value: Any, *, extra: bool) -> None:
        super().__init__(spec, owner, prefix)
        self.optional = spec.default is None
        self.there_name = f"{prefix}-er"
        self.was_there = value is not None
        self.there = not self.optional or (
            bool(data.get(self.there_name)) if data is not None else self.was_there
        )
        self.editor = Editor(
            self.kind.cls, prefix=prefix, data=data, value=value, extra=extra or not self.there
        )

    def editors(self) -> Iterable[Editor]:
        return [self.editor] if self.there else []

    def has_changed(self) -> bool:
        return (self.optional and self.there != self.was_there) or super().has_changed()

    def is_valid(self) -> bool:
        self.editor.extra = False  # asked only when what it belongs to is really there
        return super().is_valid()

    def build(self) -> Any:
        return self.editor.build() if self.there else None


def _shown(value: Any, spec: dataclasses.Field[Any]) -> Any:
    if value is not None:
        found = getattr(value, spec.name)
        return f"{SERIES}{breakdown_key(found)}" if spec.name == "headline" and found is not None else found
    return None if spec.default is dataclasses.MISSING else spec.default


def _cleaned(value: Any, spec: dataclasses.Field[Any]) -> Any:
    if value is None and spec.default is not dataclasses.MISSING:
        return spec.default
    if spec.name == "headline" and isinstance(value, str):
        return parse_key(value.removeprefix(SERIES))
    return value
