"""In which comparison group a source places the college. The newest edition decides, whatever came in last."""

from __future__ import annotations

from django.db.models import QuerySet

from imports.models import Origin
from indicators.imports.editions import edition_key, is_newer
from indicators.models import ComparedWith, StagedFact
from organisation.models import Unit, UnitKind


def stand_beside(rows: QuerySet[StagedFact], origin: Origin, *, contributes: bool) -> None:
    """Remember the group that a file places the college in, and let that of the newest edition stand.

    ``contributes``: the file brought figures. One that brings none, and would not move the college, leaves no trace,
    so that there is nothing of it to take back.
    """
    group = rows.filter(beside=True, subject__isnull=False).values_list("subject_id", flat=True).first()
    college = Unit.objects.filter(kind=UnitKind.COLLEGE).first()
    if group is None or college is None:
        return
    standing = ComparedWith.objects.filter(college=college, stands=True).select_related("origin").first()
    if standing is not None and not contributes:
        edition = standing.origin.edition if standing.origin else ""
        if standing.unit_id == group or is_newer(edition, origin.edition):
            return
    ComparedWith.objects.create(college=college, unit_id=group, origin=origin, stands=False)
    _let_newest_stand(college)


def no_longer_beside(origin: int) -> None:
    """Forget where a file placed the college; the edition before it decides again."""
    ComparedWith.objects.filter(origin=origin).delete()
    for college in Unit.objects.filter(kind=UnitKind.COLLEGE, compared_with__isnull=False).distinct():
        _let_newest_stand(college)


def _let_newest_stand(college: Unit) -> None:
    rows = ComparedWith.objects.filter(college=college)
    newest = max(
        rows.select_related("origin"),
        key=lambda row: (edition_key(row.origin.edition) if row.origin else (), row.origin_id or 0),
    )
    rows.exclude(pk=newest.pk).update(stands=False)
    rows.filter(pk=newest.pk).update(stands=True)
