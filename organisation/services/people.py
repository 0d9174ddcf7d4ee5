"""People: inviting, changing, and no longer letting in."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from organisation import events
from organisation.access import By
from organisation.exceptions import PersonError
from organisation.models import Unit, User
from organisation.roles import Role
from organisation.services._store import save_once
from organisation.services.accounts import invitation_send
from organisation.services.roles import (
    assignment_cut,
    check_admin_left,
    deputyships_cut,
    lock_admins,
    lock_person,
    role_give,
    runs_after,
)
from organisation.sessions import sessions_end

EMAIL_TAKEN = "Iemand heeft dit e-mailadres zojuist gekregen. Zoek die persoon op in de lijst."


def checked_person(user: User) -> User:
    """The person if the model accepts it. Raises ``PersonError`` with the first message and its field."""
    try:
        user.full_clean(exclude=["password"], validate_constraints=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise PersonError(messages[0], field=field) from error
    return user


def _free_email(email: str, *, besides: User | None = None) -> str:
    email = User.objects.normalize_email(email.strip()).lower()
    taken = User.objects.filter(email__iexact=email).first()
    if taken is None or taken == besides:
        return email
    state = "" if taken.is_active else " maar is niet actief; maak die persoon weer actief"
    raise PersonError(f"Er is al iemand met dit e-mailadres: {taken.name}{state}.", field="email")


@transaction.atomic
def person_invite(
    *, email: str, name: str, role: Role, unit: Unit, by: By, valid_from: date | None = None
) -> tuple[User, str]:
    """Make a person with one role and mail an invitation; returns the person and the link in that mail.

    ``valid_from=None``: the role begins today. Raises ``PersonError`` or ``RoleError``.
    """
    user = User(email=_free_email(email), name=" ".join(name.split()))
    user.set_unusable_password()
    save_once(checked_person(user), PersonError(EMAIL_TAKEN, field="email"))
    events.audit(by=by, verb="person_invite", obj=user, details={"email": user.email})
    role_give(user=user, role=role, unit=unit, valid_from=valid_from or timezone.localdate(), by=by)
    link = invitation_send(user=user, by=by)
    user.refresh_from_db()
    return user, link


@transaction.atomic
def person_change(*, user: User, name: str, email: str, by: By) -> User:
    """Change a name or mail address. A new address makes links that were mailed before worthless."""
    user = lock_person(user)
    old = {"name": user.name, "email": user.email}
    user.name, user.email = " ".join(name.split()), _free_email(email, besides=user)
    save_once(checked_person(user), PersonError(EMAIL_TAKEN, field="email"))
    new = {"name": user.name, "email": user.email}
    if new != old:
        events.audit(by=by, verb="person_change", obj=user, details={"old": old, "new": new})
    return user


@transaction.atomic
def person_deactivate(*, user: User, by: By) -> User:
    """Let somebody in no longer: signed out everywhere, no signing in, roles and standing in ended yesterday.

    Raises ``PersonError`` for oneself and for who is not active already, and ``LastAdminError``.
    """
    lock_admins()
    user = lock_person(user)
    if by.user is not None and by.user.pk == user.pk:
        raise PersonError("U kunt uzelf niet op niet-actief zetten. Vraag het een andere beheerder.")
    if not user.is_active:
        raise PersonError(f"{user.name} is al niet actief.")
    last_day = timezone.localdate() - timedelta(days=1)
    running = list(
        user.roles.select_for_update(of=("self",)).filter(runs_after(last_day)).select_related("unit")
    )
    ended = [f"{assignment.get_role_display()} van {assignment.unit}" for assignment in running]
    for assignment in running:
        assignment_cut(assignment, last_day)
    deputyships_cut(user, last_day)
    user.is_active = False
    user.save(update_fields=["is_active"])
    sessions_end({user.pk})
    if any(assignment.role == Role.ADMIN for assignment in running):
        check_admin_left(timezone.localdate())
    events.audit(by=by, verb="person_deactivate", obj=user, details={"roles": ended})
    return user


@transaction.atomic
def person_activate(*, user: User, by: By) -> User:
    """Let somebody in again. Their old roles do not come back: give them anew."""
    user = lock_person(user)
    if user.is_active:
        raise PersonError(f"{user.name} is al actief.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    events.audit(by=by, verb="person_activate", obj=user)
    return user
