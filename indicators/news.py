"""Whether figures changed since a page was opened. The database knows; nothing is remembered in a process."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Aggregate,
    BigIntegerField,
    CharField,
    Count,
    Func,
    Max,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agenda.models import Agenda
from agenda.selectors import current_agenda
from imports.models import Batch, Origin
from indicators.models import Observation
from operations.models import AuditEvent
from organisation.access import Action, ActorRequest, requires

PARAMETER = "stand"
NOTHING_NEW = 204


def with_stamp() -> dict[str, Any]:
    """For ``current_agenda(on, also=with_stamp())``: an attribute ``figures_stamp``, in a query that is made anyway.

    A short text that becomes another one as soon as figures or the plan change, found without reading a fact. Every
    figure comes in under an ``Origin``; taking an import back may only bring back what came in under earlier ones, but
    leaves its batch undone; taking back a change by hand, and every change of the plan, is an event. They are counted,
    and the newest is looked at too: of two that come in at once, the one with the lower number may be the later to be
    stored.

    A page reads its agenda before any figure: what changes in between is then told, not missed.
    """
    undone = Batch.objects.filter(state=Batch.State.UNDONE)
    plan = AuditEvent.objects.filter(object_type=Agenda._meta.label_lower)
    back = AuditEvent.objects.filter(object_type=Observation._meta.label_lower, verb="observation_take_back")
    parts = [
        _one(Origin.objects.all(), Count("pk")),
        _one(Origin.objects.all(), Max("pk")),
        _one(undone, Count("pk")),
        _one(plan, Count("pk")),
        _one(back, Count("pk")),
    ]
    numbers = [Coalesce(part, 0) for part in parts]
    # Every database that we know writes a number as text here; ``Concat`` takes much longer to make its SQL.
    joined = Func(*numbers, template="(%(expressions)s)", arg_joiner=" || '-' || ", output_field=CharField())
    return {"figures_stamp": joined}


def _one(rows: QuerySet[Any], aggregate: Aggregate) -> Subquery:
    """An aggregate over all rows as a part of another query."""
    whole = rows.order_by().annotate(together=Value(1)).values("together")
    return Subquery(whole.annotate(found=aggregate).values("found"), output_field=BigIntegerField())


def figures_stamp() -> str:
    """The stamp of now; ``""`` without an agenda, when no page has figures. One query."""
    agenda = current_agenda(timezone.localdate(), also=with_stamp())
    return agenda.figures_stamp if agenda else ""  # type: ignore[attr-defined]


@require_safe
@never_cache
@requires(Action.READ_AGENDA)
def news(request: ActorRequest) -> HttpResponse:
    """For a page that is open: a notice when figures changed since ``?stand=``, else nothing (204)."""
    if request.GET.get(PARAMETER, "") == figures_stamp():
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "indicators/_news_notice.html")
