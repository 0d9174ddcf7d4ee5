"""The beheerder's pages of people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisation import selectors, services
from organisation.access import Action, ActorRequest, requires
from organisation.exceptions import HandOverChangedError, OrganisationError
from organisation.forms import DeputyForm, HandOverForm, InviteForm, LastDayForm, PersonForm, RoleForm
from organisation.models import Deputy, RoleAssignment, User
from organisation.views._page import do_and_return, form_page, found, show_refusal

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _url(person_id: int) -> str:
    return reverse("organisation:person", args=[person_id])


@require_safe
@requires(Action.MANAGE_PEOPLE)
def people(request: ActorRequest) -> HttpResponse:
    people = selectors.people_list(
        search=request.GET.get("zoek", ""), page=request.GET.get("pagina", "1"), on=request.actor.on
    )
    return render(request, "organisation/person_list.html", {"people": people})


@require_safe
@requires(Action.MANAGE_PEOPLE)
def person(request: ActorRequest, pk: int) -> HttpResponse:
    person = found(selectors.person_detail(pk, on=request.actor.on))
    return render(request, "organisation/person_detail.html", {"person": person})


@form_methods
@requires(Action.MANAGE_PEOPLE)
def person_invite(request: ActorRequest) -> HttpResponse:
    made: list[User] = []

    def save(data: dict[str, Any]) -> str:
        user, _link = services.person_invite(**data, by=request.actor)
        made.append(user)
        return f"{user.name} is toegevoegd en krijgt een uitnodiging op {user.email}."

    context = {
        "page_title": "Iemand uitnodigen",
        "lead": "De persoon krijgt een mail met een link om een wachtwoord te kiezen.",
        "button": "Uitnodigen",
        "back_url": reverse("organisation:people"),
        "back_label": "Mensen",
    }
    form = InviteForm(request.POST or None)
    return form_page(request, form, save=save, done=lambda: _url(made[0].pk), context=context)


def _person_form(
    request: ActorRequest,
    person: User,
    form: forms.Form,
    save: Callable[[dict[str, Any]], str],
    **context: Any,
) -> HttpResponse:
    """A form page that belongs to a person and goes back to that person's page."""
    shared = {"back_url": _url(person.pk), "back_label": person.name}
    return form_page(request, form, save=save, done=lambda: _url(person.pk), context={**shared, **context})


@form_methods
@requires(Action.MANAGE_PEOPLE)
def person_change(request: ActorRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)

    def save(data: dict[str, Any]) -> str:
        changed = services.person_change(user=person, by=request.actor, **data)
        return f"De gegevens van {changed.name} zijn gewijzigd."

    form = PersonForm(request.POST or None, initial={"name": person.name, "email": person.email})
    return _person_form(request, person, form, save, page_title="Gegevens wijzigen", button="Opslaan")


@form_methods
@requires(Action.MANAGE_PEOPLE)
def role_give(request: ActorRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)

    def save(data: dict[str, Any]) -> str:
        given = services.role_give(user=person, by=request.actor, **data)
        return f"{person.name} heeft de rol {given.get_role_display()} van {given.unit}."

    form = RoleForm(request.POST or None)
    return _person_form(request, person, form, save, page_title="Rol geven", button="Rol geven")


@form_methods
@requires(Action.MANAGE_PEOPLE)
def role_end(request: ActorRequest, pk: int, role_id: int) -> HttpResponse:
    rows = RoleAssignment.objects.select_related("user", "unit")
    assignment = get_object_or_404(rows, pk=role_id, user__pk=pk)

    def save(data: dict[str, Any]) -> str:
        services.role_end(assignment=assignment, by=request.actor, **data)
        return f"De rol {assignment.get_role_display()} van {assignment.unit} is beëindigd."

    return _person_form(
        request,
        assignment.user,
        LastDayForm(request.POST or None),
        save,
        page_title="Rol beëindigen",
        lead=f"{assignment.get_role_display()} van {assignment.unit}. Waarnemers stoppen tegelijk.",
        button="Rol beëindigen",
    )


@form_methods
@requires(Action.MANAGE_PEOPLE)
def deputy_add(request: ActorRequest, pk: int, role_id: int) -> HttpResponse:
    rows = RoleAssignment.objects.select_related("user", "unit")
    assignment = get_object_or_404(rows, pk=role_id, user__pk=pk)

    def save(data: dict[str, Any]) -> str:
        deputy = services.deputy_add(assignment=assignment, by=request.actor, **data)
        return f"{deputy.user.name} neemt waar als {assignment.get_role_display()} van {assignment.unit}."

    return _person_form(
        request,
        assignment.user,
        DeputyForm(request.POST or None),
        save,
        page_title="Waarnemer aanwijzen",
        lead=f"Voor {assignment.user.name}, {assignment.get_role_display()} van {assignment.unit}.",
        button="Aanwijzen",
    )


@form_methods
@requires(Action.MANAGE_PEOPLE)
def deputy_end(request: ActorRequest, pk: int, deputy_id: int) -> HttpResponse:
    rows = Deputy.objects.select_related("user", "assignment__user", "assignment__unit")
    deputy = get_object_or_404(rows, pk=deputy_id, assignment__user__pk=pk)

    def save(data: dict[str, Any]) -> str:
        services.deputy_end(deputy=deputy, by=request.actor, **data)
        return f"De waarneming door {deputy.user.name} is beëindigd."

    return _person_form(
        request,
        deputy.assignment.user,
        LastDayForm(request.POST or None),
        save,
        page_title="Waarneming beëindigen",
        lead=f"{deputy.user.name} neemt waar als {deputy.assignment.get_role_display()}.",
        button="Waarneming beëindigen",
    )


@require_POST
@requires(Action.MANAGE_PEOPLE)
def person_deactivate(request: ActorRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)

    def act() -> str:
        services.person_deactivate(user=person, by=request.actor)
        return f"{person.name} kan zich niet meer aanmelden. De rollen zijn beëindigd."

    return do_and_return(request, act, _url(pk))


@require_POST
@requires(Action.MANAGE_PEOPLE)
def person_activate(request: ActorRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)

    def act() -> str:
        services.person_activate(user=person, by=request.actor)
        return f"{person.name} kan zich weer aanmelden. Geef zo nodig opnieuw een rol."

    return do_and_return(request, act, _url(pk))


@require_POST
@requires(Action.MANAGE_PEOPLE)
def invitation_send(request: ActorRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)

    def act() -> str:
        services.invitation_send(user=person, by=request.actor)
        return f"{person.name} krijgt een nieuwe uitnodiging op {person.email}."

    return do_and_return(request, act, _url(pk))


@form_methods
@requires(Action.MANAGE_PEOPLE)
def hand_over(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose a successor, see what moves, confirm."""
    person = get_object_or_404(User, pk=pk)
    form = HandOverForm(request.POST or None)
    context: dict[str, Any] = {"person": person, "form": form, "preview": None}
    if request.method == "POST" and form.is_valid():
        choice = {"leaver": person, "by": request.actor, **form.cleaned_data}
        try:
            if seen := request.POST.get("bevestigd"):
                services.person_hand_over(**choice, expected=seen)
                messages.success(request, f"Het werk van {person.name} is overgedragen.")
                return redirect(_url(pk))
            context |= {"preview": services.person_hand_over_preview(**choice), "choice": choice}
        except HandOverChangedError as error:
            show_refusal(form, error)
            context |= {"preview": error.now, "choice": choice}
        except OrganisationError as error:
            show_refusal(form, error)
    return render(request, "organisation/person_hand_over.html", context)
