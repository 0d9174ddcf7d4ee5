"""The pages on which stories are written, read and commented on."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agenda.models import Agenda
from agenda.selectors import current_agenda
from organisation.access import Action, ActorRequest, requires
from reporting.exceptions import StoryConflictError, StoryRefusedError
from reporting.models import Story, StoryVersion
from reporting.story import services
from reporting.story.forms import CommentForm, StoryForm, chosen_between, differences
from reporting.story.selectors import StoryPage, story_lines, story_page, told
from reporting.story.services import texts_of

READY, CONFIRM = "klaar", "klopt"
"""What a button of the form says, beside keeping it."""


@require_safe
@requires(Action.READ_CONCEPTS)
def stories(request: ActorRequest, year: int) -> HttpResponse:
    """How far every story of a year is."""
    agenda = _agenda(year)
    lines = story_lines(agenda, year, request.actor)
    return render(request, "reporting/story_list.html", {"agenda": agenda, "year": year, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.READ_CONCEPTS)
def story(request: ActorRequest, year: int, scope: str, code: str) -> HttpResponse:
    """One story: to read with its comments, and to write for who writes it."""
    page = _page(request, year, scope, code)
    if request.method != "POST":
        return _show(request, page, form=_form_of(page))
    if not page.may_write:
        raise PermissionDenied
    form = StoryForm(request.POST)
    if not form.is_valid():
        _save_draft(request, page, form.typed)
        return _show(request, page, form=form)
    return _keep(request, page, form)


@require_POST
@requires(Action.READ_CONCEPTS)
def draft(request: ActorRequest, year: int, scope: str, code: str) -> HttpResponse:
    """Keep what was typed so far, or throw it away. Nobody else reads it."""
    page = _page(request, year, scope, code)
    if "weg" in request.POST:
        if page.story and services.draft_drop(story=page.story, by=request.actor):
            messages.success(request, "De niet bewaarde tekst is weggegooid.")
        return redirect("reporting:story", year, scope, code)
    form = StoryForm(request.POST)
    form.is_valid()
    try:
        kept = _draft(request, page, form.typed)
    except StoryRefusedError as error:
        return render(request, "reporting/_story_draft.html", {"refused": str(error)})
    return render(request, "reporting/_story_draft.html", {"draft": kept})


@require_POST
@requires(Action.READ_CONCEPTS)
def story_preview(request: ActorRequest, year: int, scope: str, code: str) -> HttpResponse:
    """What was typed as it will stand in the report. Keeps nothing."""
    page = _page(request, year, scope, code)
    typed = StoryForm(request.POST).typed
    return render(request, "reporting/_story_told.html", {"page": page, "told": told(typed, page.live)})


@require_POST
@requires(Action.READ_CONCEPTS)
def comment(request: ActorRequest, year: int, scope: str, code: str) -> HttpResponse:
    """Say something about a story."""
    page = _page(request, year, scope, code)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form=_form_of(page), comment=form)
    try:
        services.comment_add(
            story=_story(page), text=form.cleaned_data["text"], version=form.cleaned_data["version"],
            by=request.actor,
        )  # fmt: skip
    except StoryRefusedError as error:
        form.add_error("text", str(error))
        return _show(request, page, form=_form_of(page), comment=form)
    messages.success(request, "Uw opmerking staat erbij.")
    return redirect("reporting:story", year, scope, code)


@require_POST
@requires(Action.WRITE_STORIES)
def comment_settle(request: ActorRequest, year: int, scope: str, code: str, pk: int) -> HttpResponse:
    """Say that a comment was dealt with."""
    page = _page(request, year, scope, code)
    found = page.story.comments.filter(pk=pk).first() if page.story else None
    if found is None:
        raise Http404
    if not page.may_write:
        raise PermissionDenied
    services.comment_settle(comment=found, by=request.actor)
    return redirect("reporting:story", year, scope, code)


def _keep(request: ActorRequest, page: StoryPage, form: StoryForm) -> HttpResponse:
    """Keep what was written; what cannot be kept comes back with everything that was typed."""
    based_on: int = form.cleaned_data["based_on"]
    seen = _version(page, based_on)
    texts = chosen_between(request.POST, form.texts, texts_of(seen))
    ready = request.POST.get("doe") == READY
    if request.POST.get("doe") == CONFIRM and seen is not None:
        ready = seen.ready
    try:
        made = services.story_keep(
            story=_story(page), texts=texts, based_on=based_on, ready=ready, by=request.actor
        )
    except StoryConflictError as conflict:
        _save_draft(request, page, texts)
        return _conflict(request, page, texts, conflict)
    except StoryRefusedError as error:
        _save_draft(request, page, texts)
        form = StoryForm({**texts, "based_on": based_on})
        form.is_valid()
        _refuse(form, error)
        return _show(request, page, form=form)
    words = f"Versie {made.number} is bewaard" + (" en klaar voor lezen." if made.ready else ".")
    messages.success(request, words)
    return redirect("reporting:story", page.year, page.subject.word, page.subject.code)


def _refuse(form: StoryForm, error: StoryRefusedError) -> None:
    form.add_error(None, str(error))
    for name, words in error.problems.items():
        form.add_error(name, words)


def _conflict(
    request: ActorRequest, page: StoryPage, own: dict[str, str], conflict: StoryConflictError
) -> HttpResponse:
    """Both versions, question by question, for the writer to choose."""
    context = {
        "page": page, "own": own, "conflict": conflict, "differences": differences(own, conflict.texts),
    }  # fmt: skip
    return render(request, "reporting/story_conflict.html", context, status=HTTPStatus.CONFLICT)


def _show(request: ActorRequest, page: StoryPage, **context: Any) -> HttpResponse:
    asked = request.GET.get("versie", "")
    shown = _version(page, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 9 else None
    if asked and shown is None:
        raise Http404
    context.setdefault("comment", CommentForm(initial={"version": page.number}))
    return render(request, "reporting/story_detail.html", {"page": page, "shown": shown, **context})


def _form_of(page: StoryPage) -> StoryForm:
    """The form with the reader's own draft in it, else with the newest version."""
    source = page.draft or page.newest
    based_on = page.draft.based_on if page.draft else page.number
    return StoryForm(initial={**texts_of(source), "based_on": based_on})


def _version(page: StoryPage, number: int) -> StoryVersion | None:
    return next((one for one in page.versions if one.number == number), None)


def _story(page: StoryPage) -> Story:
    """The row of the story, made at the first thing that is kept for it."""
    subject = page.subject
    return page.story or services.story_of(
        agenda=page.agenda, year=page.year, scope=subject.scope, code=subject.code
    )


def _save_draft(request: ActorRequest, page: StoryPage, texts: dict[str, str]) -> None:
    """Whatever comes of it, what was typed is not lost."""
    try:
        _draft(request, page, texts)
    except StoryRefusedError:
        return


def _draft(request: ActorRequest, page: StoryPage, texts: dict[str, str]) -> Any:
    asked = request.POST.get("based_on", "")
    based_on = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    return services.draft_save(story=_story(page), texts=texts, based_on=based_on, by=request.actor)


def _agenda(year: int) -> Agenda:
    """The agenda that covers the year; 404 for a year of none."""
    agenda = current_agenda(date(year, 7, 1)) if 1900 <= year <= 9998 else None
    if agenda is None or year not in agenda.years:
        raise Http404
    return agenda


def _page(request: ActorRequest, year: int, scope: str, code: str) -> StoryPage:
    page = story_page(_agenda(year), year, scope, code, request.actor)
    if page is None:
        raise Http404
    return page
