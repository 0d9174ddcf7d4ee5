"""Passwords and the links in mails that set them."""

from __future__ import annotations

from datetime import timedelta

from axes.utils import reset as axes_reset
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils import timezone

from organisation import events, letters
from organisation.access import Actor, By
from organisation.exceptions import LinkError, PersonError
from organisation.models import User

REQUEST_WINDOW = timedelta(minutes=5)
INVITATION_PAUSE = timedelta(minutes=1)


@transaction.atomic
def invitation_send(*, user: User, by: By) -> str:
    """Mail a link with which ``user`` sets a first password; returns that link.

    Raises ``PersonError`` for somebody who has a password already or is not active, and for a second
    invitation within a minute (a double click).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    now = timezone.now()
    if not user.is_active:
        raise PersonError(f"{user.name} is niet actief en kan geen uitnodiging krijgen.")
    if user.has_usable_password():
        raise PersonError(f"{user.name} heeft al een wachtwoord. Vergeten? Dan helpt 'Wachtwoord vergeten'.")
    if user.invited_at and now - user.invited_at < INVITATION_PAUSE:
        raise PersonError("De uitnodiging is net verstuurd. Wacht een minuut voordat u het opnieuw doet.")
    user.invited_at = now
    user.save(update_fields=["invited_at"])
    link = letters.invitation_link(user)
    letters.send(user, template="invitation", key=f"invitation:{user.pk}:{now.isoformat()}", link=link)
    events.audit(by=by, verb="invitation_send", obj=user)
    return link


def sign_in_remember(*, user: User) -> None:
    """Keep when somebody was here last, just before Django writes down that they are here now.

    Signing in twice on a day (a phone and a desk) is one visit: what was seen in the morning is still new in the
    evening.
    """
    if user.last_login is None or timezone.localdate(user.last_login) == timezone.localdate():
        return
    user.previous_login = user.last_login
    user.save(update_fields=["previous_login"])


@transaction.atomic
def password_request(*, email: str) -> None:
    """Mail a link to whoever has this address: to choose a new password, or the invitation once more.

    Does nothing, silently, for an unknown address or somebody who is not active: the asker must not learn
    which. At most one mail per person in five minutes, so that nobody's mailbox can be filled.
    """
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        return
    window = int(timezone.now().timestamp() // REQUEST_WINDOW.total_seconds())
    if user.has_usable_password():
        letters.send(
            user,
            template="password_reset",
            key=f"password:{user.pk}:{window}",
            link=letters.reset_link(user),
        )
    else:
        letters.send(
            user,
            template="invitation",
            key=f"invitation-again:{user.pk}:{window}",
            link=letters.invitation_link(user),
        )


@transaction.atomic
def password_choose(*, user: User, token: str, tokens: PasswordResetTokenGenerator, password: str) -> User:
    """Set the password of the owner of a link. ``password`` has been validated by the form.

    Raises ``LinkError`` when the link was used meanwhile, for instance in another tab. Lifts a lock-out.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not tokens.check_token(user, token):
        raise LinkError
    user.set_password(password)
    user.save(update_fields=["password"])
    axes_reset(username=user.email)
    events.audit(by=Actor(user, timezone.localdate()), verb="password_choose", obj=user)
    return user


@transaction.atomic
def password_change(*, user: User, password: str, by: By) -> User:
    """Give a signed-in person the new password they chose; the form asked for the old one."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    events.audit(by=by, verb="password_change", obj=user)
    return user
