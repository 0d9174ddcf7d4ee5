"""Refusals whose message a user can act on."""


class OwnerRefusedError(Exception):
    """Somebody cannot be made responsible for an objective."""
