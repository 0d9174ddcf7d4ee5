"""What the selectors of people and units return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page

from organisation.models import User


@dataclass(frozen=True)
class PersonRow:
    """A person in the list. ``roles`` are those on the day; empty: none."""

    id: int
    name: str
    email: str
    state: str
    demo: bool
    roles: tuple[str, ...]


@dataclass(frozen=True)
class PeoplePage:
    search: str
    rows: tuple[PersonRow, ...]
    page: Page[User]


@dataclass(frozen=True)
class DeputyRow:
    id: int
    name: str
    role: str
    valid_from: date
    valid_until: date
    over: bool


@dataclass(frozen=True)
class RoleRow:
    """A role with its window; ``valid_until=None``: until further notice. ``over``: ended before the day."""

    id: int
    role: str
    holder: str
    holder_id: int
    unit: str
    unit_code: str
    valid_from: date
    valid_until: date | None
    over: bool
    deputies: tuple[DeputyRow, ...]


@dataclass(frozen=True)
class PersonDetail:
    """Everything about one person. ``invited_at=None``: never invited by mail."""

    id: int
    name: str
    email: str
    state: str
    is_active: bool
    has_password: bool
    invited_at: datetime | None
    last_login: datetime | None
    demo: bool
    roles: tuple[RoleRow, ...]
    deputyships: tuple[DeputyRow, ...]

    @property
    def running_roles(self) -> tuple[RoleRow, ...]:
        return tuple(row for row in self.roles if not row.over)


@dataclass(frozen=True)
class UnitNode:
    """A unit in the tree, in the order in which it is read; ``depth`` 0 stands on its own."""

    id: int
    code: str
    name: str
    kind: str
    depth: int
    demo: bool
    closed_on: date | None


@dataclass(frozen=True)
class ParentRow:
    """Under which unit from when until when; an empty end is open."""

    name: str
    code: str
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True)
class AliasRow:
    id: int
    source: str
    name: str


@dataclass(frozen=True)
class SuccessionRow:
    name: str
    code: str
    on: date


@dataclass(frozen=True)
class UnitDetail:
    """Everything about one unit. ``opened_on=None``: always; ``closed_on=None``: still there."""

    id: int
    code: str
    name: str
    kind: str
    brin: str
    opened_on: date | None
    closed_on: date | None
    demo: bool
    has_parents: bool
    parents: tuple[ParentRow, ...]
    children: tuple[UnitNode, ...]
    aliases: tuple[AliasRow, ...]
    successors: tuple[SuccessionRow, ...]
    predecessors: tuple[SuccessionRow, ...]
    roles: tuple[RoleRow, ...]
