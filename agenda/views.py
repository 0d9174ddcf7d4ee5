"""Who is responsible for an objective."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agenda.exceptions import OwnerRefusedError
from agenda.forms import OwnersForm
from agenda.models import Objective
from agenda.selectors import agenda_of_period
from agenda.services import objective_owners_set
from organisation.access import Action, ActorRequest, requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.EDIT_AGENDA)
def objective_owners(request: ActorRequest, period: str, code: str) -> HttpResponse:
    """Choose who is responsible for an objective."""
    on = timezone.localdate()
    agenda = agenda_of_period(period)
    objective = get_object_or_404(Objective.objects.select_related("agenda"), code=code, agenda=agenda)
    now = [owner.user_id for owner in objective.owners.all()]
    form = OwnersForm(request.POST or None, on=on, initial={"owners": now})
    if request.method == "POST" and form.is_valid():
        try:
            objective_owners_set(
                objective=objective, users=list(form.cleaned_data["owners"]), on=on, by=request.actor
            )
        except OwnerRefusedError as error:
            form.add_error("owners", str(error))
        else:
            messages.success(request, "Opgeslagen wie verantwoordelijk is.")
            return redirect("dashboards:objective", period, code)
    return render(
        request, "agenda/objective_owners.html", {"objective": objective, "form": form, "period": period}
    )
