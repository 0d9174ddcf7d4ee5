"""Which template a report is made in, and its bytes."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from operations.models import StoredFile
from reporting.canonical import Json
from reporting.exceptions import ReportRefusedError
from reporting.models import ReportTemplate, TemplateUse

GONE = "Het sjabloon van dit verslag is niet te vinden (vingerafdruk {sha256}). Geef het bestand erbij."


def template_in_use() -> ReportTemplate | None:
    """The template that new reports are made in; ``None``: the site's own layout. One query."""
    use = TemplateUse.objects.filter(runs=True).select_related("template", "template__file").first()
    return use.template if use else None


def told_of(template: ReportTemplate | None) -> Json | None:
    """What a snapshot says of a template: its name, and the hash of its very bytes."""
    return None if template is None else {"name": template.name, "sha256": template.file.sha256}


def templates_with_use() -> QuerySet[ReportTemplate]:
    """Every template, the newest first, with from when until when it was used. Two queries."""
    uses = Prefetch("uses", TemplateUse.objects.order_by("-from_at", "-pk"))
    return ReportTemplate.objects.select_related("file").prefetch_related(uses)


def bytes_for(snapshot: Json) -> bytes | None:
    """The bytes of the template that a snapshot names; ``None``: it names none. One query.

    Raises ``ReportRefusedError`` when they are not here.
    """
    named = snapshot.get("template")
    if named is None:
        return None
    file = StoredFile.objects.filter(sha256=named["sha256"]).first()
    try:
        if file is not None:
            with file.content.open("rb") as source:
                content: bytes = source.read()
            return content
    except OSError:
        pass
    raise ReportRefusedError(GONE.format(sha256=named["sha256"][:12]))
