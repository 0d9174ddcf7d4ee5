"""Links as evidence: which are let in, and how they show. Pure but for Django's own check of an address."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from measures.evidence.exceptions import EvidenceRefusedError

_valid = URLValidator(schemes=["http", "https"])
LONGEST = 500


def checked_link(url: str) -> str:
    """The address as it may be kept: http(s), whole, without a password. Raises ``EvidenceRefusedError``."""
    url = url.strip()
    if len(url) > LONGEST:
        raise EvidenceRefusedError(f"Dit adres is te lang; ten hoogste {LONGEST} tekens.")
    try:
        _valid(url)
        parts = urlsplit(url)
    except (ValidationError, ValueError) as error:
        raise EvidenceRefusedError(
            "Dit is geen adres van een webpagina. Het begint met https:// of http://."
        ) from error
    if parts.username or parts.password:
        raise EvidenceRefusedError("In dit adres staat een gebruikersnaam of wachtwoord. Haal dat eruit.")
    return url


def host_of(url: str) -> str:
    """The computer that a link leads to, to show beside it; empty for what is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
