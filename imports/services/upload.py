"""Taking a file in. Nothing of it is read yet; its check is queued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings as site
from django.core.files.base import File
from django.db import transaction

from core.texts import one_line
from imports.cells import CellError, read_period
from imports.checks import MIB, check_content, check_extension
from imports.exceptions import FileRefused
from imports.models import Batch
from imports.registry import readers
from imports.services.check import batch_check
from operations.services import audit_record, file_store
from organisation.access import By


@transaction.atomic
def batch_upload(
    *,
    reader: str,
    file: File[Any],
    name: str,
    by: By,
    edition: str = "",
    period: str = "",
    settings: Mapping[str, Any] | None = None,
    check: bool = True,
    queued: bool = True,
) -> Batch:
    """Keep the bytes and have them checked. ``name`` is the file's own name; its extension says what it must be.

    ``check=False``: it stays uploaded until ``batch_check``. ``queued=False``: the caller runs the check itself with
    ``check_run``. The same bytes may come again (the page says where they were before). Raises ``FileRefused``.
    """
    known = readers().get(reader)
    if known is None:
        names = ", ".join(readers()) or "geen"
        raise FileRefused(f"De lezer '{reader}' bestaat niet. Er zijn: {names}.")
    name = one_line(name)[-200:]
    check_size(file.size, name)
    check_content(file, check_extension(name, known.extensions))  # type: ignore[arg-type]
    edition, period = one_line(edition)[:80], one_line(period)
    if period:
        try:
            period = read_period(period).key
        except CellError as error:
            raise FileRefused(f"De periode klopt niet: {error}.") from error
    stored = file_store(name=name, content=file, by=by)
    batch = Batch.objects.create(
        reader=known.name,
        reader_version=known.version,
        file=stored,
        file_name=name,
        sha256=stored.sha256,
        size=stored.size,
        edition=edition,
        period=period,
        settings=dict(settings or {}),
        uploaded_by=by.user,
        uploaded_label=by.label[:160],
    )
    audit_record(
        by=by, verb="batch_upload", obj=batch, details={"reader": known.title, "sha256": stored.sha256}
    )
    return batch_check(batch=batch, by=by, queued=queued) if check else batch


def check_size(size: int | None, name: str) -> None:
    """Raises ``FileRefused`` when a file of so many bytes is not taken in."""
    if not size:
        raise FileRefused(f"Het bestand '{name}' is leeg.")
    if size > site.IMPORT_MAX_BYTES:
        most, has = site.IMPORT_MAX_BYTES / MIB, size / MIB
        raise FileRefused(
            f"Dit bestand is {has:.0f} MB groot. Ten hoogste {most:.0f} MB mag. Deel het op in kleinere bestanden."
        )
