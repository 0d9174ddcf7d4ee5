"""Refusals that somebody can act on. The message is Dutch and is shown as it is."""


class EvidenceRefusedError(Exception):
    """This file or link cannot be kept as evidence, or not be taken back like this."""
