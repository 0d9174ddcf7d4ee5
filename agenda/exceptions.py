"""Refusals whose message a user can act on."""


class OwnerRefusedError(Exception):
    """Somebody cannot be made responsible for an objective."""


class RoundRefusedError(Exception):
    """A round cannot be opened, moved, closed or reopened like this. ``field``: of the form; empty: the whole form."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
