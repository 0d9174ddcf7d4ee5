"""Refusals that somebody can act on. The message is Dutch and is shown as it is."""

from __future__ import annotations

from organisation.handover import HandOver


class OrganisationError(Exception):
    """A service refused. ``field`` names the form field the message belongs to; empty: the whole form."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class PersonError(OrganisationError):
    """A person cannot be invited, changed, or made active or not active like this."""


class RoleError(OrganisationError):
    """A role cannot be given or ended like this."""


class DeputyError(OrganisationError):
    """Somebody cannot stand in like this."""


class LastAdminError(OrganisationError):
    """Nobody would be left who can manage people."""

    def __init__(self) -> None:
        super().__init__(
            "Dit is de laatste beheerder. Geef eerst iemand anders de rol beheerder, zonder einddatum."
        )


class HandOverError(OrganisationError):
    """Work cannot be handed over like this."""


class HandOverChangedError(HandOverError):
    """What would move is no longer what the preview showed. ``now`` is what would move at this moment."""

    def __init__(self, now: HandOver) -> None:
        super().__init__(
            "Er is intussen iets veranderd. Bekijk het overzicht opnieuw en bevestig het daarna nog eens."
        )
        self.now = now


class UnitError(OrganisationError):
    """A unit cannot be added, changed, moved or closed like this."""


class AliasError(OrganisationError):
    """A spelling cannot be remembered like this."""


class LinkError(OrganisationError):
    """A link from a mail has been used or is too old."""

    def __init__(self) -> None:
        super().__init__("Deze link is al gebruikt of is verlopen. Vraag een nieuwe link aan.")
