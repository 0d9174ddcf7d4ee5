"""What somebody typed and did not send. One's own, so without an event in the audit trail: nobody else reads it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from measures.exceptions import ReportRefusedError
from measures.models import Assignment, ReportDraft, StatusReport
from measures.report_fields import LONGEST, NAMES, TOO_LONG, tidy
from organisation.access import Actor


@transaction.atomic
def draft_save(
    *,
    assignment: Assignment,
    fields: Mapping[str, str],
    based_on: int | None,
    by: Actor,
    submission: UUID | None = None,
) -> ReportDraft | None:
    """Keep what stands in the form, as it was typed. ``None``: there is nothing to keep; the form was sent already, or
    says no more than the report that it began with. An earlier draft is then gone.

    ``based_on``: the report that the writer saw. Kept for anybody who has text, also when they may no longer report:
    it is theirs. Raises ``ReportRefusedError`` for a text that is too long to store.
    """
    # A draft that is on its way while the form is sent must not come back after it.
    held = Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    if submission is not None and StatusReport.objects.filter(submission=submission).exists():
        return None
    kept = {name: tidy(str(fields.get(name) or "").replace("\0", "")) for name in NAMES}
    if any(len(text) > LONGEST for text in kept.values()):
        raise ReportRefusedError(TOO_LONG)
    seen = StatusReport.objects.filter(pk=based_on, assignment=held).first() if based_on else None
    if kept == _as_typed(seen):
        draft_drop(assignment=held, by=by)
        return None
    draft, _ = ReportDraft.objects.update_or_create(
        user=by.user, assignment=held, defaults={"fields": kept, "based_on": seen}
    )
    return draft


@transaction.atomic
def draft_drop(*, assignment: Assignment, by: Actor) -> bool:
    """Throw away what this person typed. Whether there was something."""
    count, _ = ReportDraft.objects.filter(user=by.user, assignment=assignment).delete()
    return count > 0


def _as_typed(report: StatusReport | None) -> dict[str, str]:
    """The fields of the form as a report fills them in, or empty."""
    if report is None:
        return dict.fromkeys(NAMES, "")
    values = {name: getattr(report, name) for name in NAMES}
    return {name: "" if value is None else str(value) for name, value in values.items()}
