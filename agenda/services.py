"""Who at present is responsible for an objective. The plan itself is written by the floor that reads its file."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from agenda.exceptions import OwnerRefusedError
from agenda.models import Objective, ObjectiveOwner
from operations.services import audit_record
from organisation.access import By
from organisation.models import RoleAssignment, User
from organisation.roles import Role


def possible_owners(on: date) -> list[User]:
    """People who hold the role on the day, by name. One query."""
    roles = RoleAssignment.objects.valid(on).filter(role=Role.OBJECTIVE_OWNER)
    return list(User.objects.filter(is_active=True, pk__in=roles.values("user")))


@transaction.atomic
def objective_owners_set(*, objective: Objective, users: list[User], on: date, by: By) -> None:
    """Make exactly these people responsible. Raises ``OwnerRefusedError`` for somebody without the role."""
    allowed = {user.pk for user in possible_owners(on)}
    for user in users:
        if user.pk not in allowed:
            raise OwnerRefusedError(
                f"{user.name} heeft de rol {Role.OBJECTIVE_OWNER.label} niet. Geef die eerst bij Mensen."
            )
    before = {
        row.user_id: row for row in ObjectiveOwner.objects.select_for_update().filter(objective=objective)
    }
    wanted = {user.pk for user in users}
    if set(before) == wanted:
        return
    ObjectiveOwner.objects.filter(objective=objective).exclude(user_id__in=wanted).delete()
    for pk in sorted(wanted - set(before)):
        owner = ObjectiveOwner(objective=objective, user_id=pk)
        owner.full_clean()
        owner.save()
    names = User.objects.in_bulk(set(before) | wanted)
    audit_record(
        by=by,
        verb="objective_owners_set",
        obj=objective,
        details={
            "old": sorted(names[pk].name for pk in before),
            "new": sorted(names[pk].name for pk in wanted),
        },
    )


def objectives_hand_over(leaver: User, successor: User, on: date, by: By) -> list[str]:
    """Hook of ``person_hand_over``: the successor becomes responsible for the leaver's objectives."""
    sentences = []
    for row in ObjectiveOwner.objects.select_for_update().filter(user=leaver).select_related("objective"):
        if ObjectiveOwner.objects.filter(objective=row.objective, user=successor).exists():
            row.delete()
        else:
            row.user = successor
            row.full_clean()
            row.save()
        audit_record(
            by=by,
            verb="objective_hand_over",
            obj=row.objective,
            details={"old": leaver.name, "new": successor.name, "on": on},
        )
        sentences.append(f"Doelstelling {row.objective}: {successor.name} wordt verantwoordelijk.")
    return sentences
