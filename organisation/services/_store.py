"""Storing what somebody else may be storing at the same moment."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction

from organisation.exceptions import OrganisationError


def save_once(instance: models.Model, refusal: OrganisationError) -> None:
    """Save, and raise ``refusal`` when another request stored the same thing a moment before."""
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError as error:
        raise refusal from error
