"""What the form pages of this floor have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from organisation.exceptions import OrganisationError

_T = TypeVar("_T")


def found(thing: _T | None) -> _T:
    """The thing, or 404 when it is ``None``."""
    if thing is None:
        raise Http404
    return thing


def show_refusal(form: forms.Form, error: OrganisationError) -> None:
    """Put a service's refusal beside its field, or above the form when the form has no such field."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    save: Callable[[dict[str, Any]], str],
    done: Callable[[], str],
    context: dict[str, Any],
    template: str = "organisation/form_page.html",
) -> HttpResponse:
    """Show a form, or save it and go to ``done()``. ``save`` returns the sentence that is shown there.

    A refusal comes back in the form, which keeps what was filled in.
    """
    if request.method == "POST" and form.is_valid():
        try:
            message = save(form.cleaned_data)
        except OrganisationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, message)
            return redirect(done())
    return render(request, template, {**context, "form": form})


def do_and_return(request: HttpRequest, act: Callable[[], str], url: str) -> HttpResponse:
    """For a button without a form: act, and say on the page it came from what happened or why not."""
    try:
        messages.success(request, act())
    except OrganisationError as error:
        messages.error(request, error.message)
    return redirect(url)
