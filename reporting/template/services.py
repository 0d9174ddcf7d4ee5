"""Adding a template, and choosing which one new reports are made in. What was made before keeps its own."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from operations.services import audit_record, file_store
from organisation.access import By
from reporting.exceptions import TemplateRefusedError
from reporting.models import ReportTemplate, TemplateUse
from reporting.template.check import problems


@transaction.atomic
def template_add(*, name: str, content: bytes, by: By) -> ReportTemplate:
    """Keep a template; the same bytes are kept once. Raises ``TemplateRefusedError`` with all that is wrong with it."""
    if said := problems(content):
        raise TemplateRefusedError(said)
    file = file_store(name=name, content=content, by=by)
    row, new = ReportTemplate.objects.get_or_create(
        file=file, defaults={"name": name[-200:], "added_by_label": by.label[:160]}
    )
    if new:
        audit_record(by=by, verb="template_add", obj=row, details={"sha256": file.sha256})
    return row


@transaction.atomic
def template_choose(*, template: ReportTemplate, by: By) -> None:
    """Make new reports in this template. Nothing happens when they are already."""
    running = TemplateUse.objects.select_for_update().filter(runs=True).first()
    if running is not None and running.template_id == template.pk:
        return
    if running is not None:
        _end(running, by)
    TemplateUse.objects.create(template=template, from_at=timezone.now(), from_by_label=by.label[:160])
    audit_record(by=by, verb="template_choose", obj=template, details={"sha256": template.file.sha256})


@transaction.atomic
def template_withdraw(*, template: ReportTemplate, by: By) -> None:
    """Make new reports in the site's own layout again. Nothing happens when this template is not in use."""
    running = TemplateUse.objects.select_for_update().filter(runs=True, template=template).first()
    if running is not None:
        _end(running, by)
        audit_record(by=by, verb="template_withdraw", obj=template, details={"sha256": template.file.sha256})


def _end(running: TemplateUse, by: By) -> None:
    running.runs, running.until_at, running.until_by_label = False, timezone.now(), by.label[:160]
    running.save(update_fields=["runs", "until_at", "until_by_label"])
