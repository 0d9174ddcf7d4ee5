"""Reusable filters over units and roles. Every ``on`` is the day they are asked about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from organisation.models import RoleAssignment, Unit, UnitParent, User  # noqa: F401

_M = TypeVar("_M", bound=models.Model)


def valid_on(on: date, prefix: str = "") -> Q:
    """Rows whose ``valid_from``/``valid_until`` include the day; both ends count, an empty end is open."""
    return (Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": on})
    )


class UnitQuerySet(models.QuerySet["Unit"]):
    def existing(self, on: date) -> UnitQuerySet:
        """Units that exist on the day."""
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=on), Q(closed_on__isnull=True) | Q(closed_on__gte=on)
        )

    def directly_below(self, unit_ids: set[int], on: date) -> UnitQuerySet:
        """Units whose parent on the day is one of ``unit_ids``."""
        return self.filter(valid_on(on, "parents__"), parents__parent__in=unit_ids).distinct()


class ParentQuerySet(models.QuerySet["UnitParent"]):
    def on(self, on: date) -> ParentQuerySet:
        return self.filter(valid_on(on))


class RoleQuerySet(models.QuerySet["RoleAssignment"]):
    def valid(self, on: date) -> RoleQuerySet:
        return self.filter(valid_on(on))

    def acted_by(self, user: User, on: date) -> RoleQuerySet:
        """Roles that the person has on the day: own ones, and those they stand in for."""
        standing_in = Q(deputies__user=user, deputies__valid_from__lte=on, deputies__valid_until__gte=on)
        return self.valid(on).filter(Q(user=user) | standing_in).distinct()
