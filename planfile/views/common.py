"""What the pages share."""

from __future__ import annotations

from django.http import Http404

import agenda.models as plan


def agenda_or_404(slug: str) -> plan.Agenda:
    agenda = plan.Agenda.objects.filter(slug=slug).select_related("college").first()
    if agenda is None:
        raise Http404
    return agenda
