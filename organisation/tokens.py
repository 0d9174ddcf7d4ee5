"""One-time links: for who forgot a password, and for who is invited.

Django's tokens, with two things added: the two kinds cannot stand in for each other, and a link dies when the
person is no longer active. Setting a password changes the hash, so a link works once.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class ResetTokens(PasswordResetTokenGenerator):
    key_salt = "organisation.tokens.reset"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


class InvitationTokens(ResetTokens):
    key_salt = "organisation.tokens.invitation"


reset_tokens = ResetTokens()
invitation_tokens = InvitationTokens()
