"""Refusals that somebody can act on. The message is Dutch and is shown as it is."""

from __future__ import annotations


class ImportRefused(Exception):  # noqa: N818 - the message says what is wrong
    """A service refused."""


class FileRefused(ImportRefused):
    """The bytes are not taken in: too large, empty, or not what their name says."""


class NotNow(ImportRefused):
    """The batch is in another state than this asks, mostly because somebody else was first."""


class Outdated(ImportRefused):
    """What was previewed no longer holds: facts changed since the check."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or "Sinds de controle zijn er cijfers veranderd. Controleer het bestand opnieuw en bekijk wat er verandert."
        )


class UndoRefused(ImportRefused):
    """This import cannot be taken back; the message says why."""


class Superseded(Exception):  # noqa: N818 - never shown: stops a worker
    """The job is no longer ours: the sweeper gave it to another worker."""
