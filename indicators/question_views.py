"""The pages on which a data steward says which question of a survey feeds which indicator."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.mapping_pages import indicator_choices
from indicators.models import SeenQuestion, SurveyQuestion
from indicators.question_forms import QuestionForm, initial_of
from indicators.question_pages import TEXTS, default_line, fed_by, question_parts
from indicators.reader_services import (
    QuestionRefused,
    survey_question_add,
    survey_question_change,
    survey_question_remove,
    survey_question_save,
)
from organisation.access import Action, ActorRequest, requires

SEEN = "vraag"
"""In the address: the question of a file that is to be placed."""
_AGAIN = "Controleer bestanden die nog openstaan opnieuw; wat al is toegepast, verandert niet."
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Action.IMPORT_DATA)
def question_index(request: ActorRequest) -> HttpResponse:
    """Every question with what it feeds, and the questions of the last file that feed nothing."""
    return render(request, "indicators/question_list.html", {"parts": question_parts()})


@form_methods
@requires(Action.IMPORT_DATA)
def question_add(request: ActorRequest) -> HttpResponse:
    """Let a question feed an indicator; ``?vraag`` is one that a file had."""
    seen = _seen(request.GET.get(SEEN, ""))
    initial = {"survey": seen.survey, "question": seen.question, "in_use": True} if seen else {}
    form = QuestionForm(request.POST or None, initial=initial, indicators=indicator_choices())

    def save() -> None:
        said = form.cleaned_data
        survey_question_add(
            survey=SurveyQuestion.Survey(said["survey"]), question=said["question"], fed=form.fed,
            in_use=said["in_use"], by=request.actor,
        )  # fmt: skip

    return _form_page(request, form, save, None)


@form_methods
@requires(Action.IMPORT_DATA)
def question_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Change what the college set."""
    row = get_object_or_404(SurveyQuestion, pk=pk)
    names = indicator_choices()
    if row.indicator not in dict(names):
        names.append((row.indicator, row.indicator))
    form = QuestionForm(request.POST or None, initial=initial_of(row), indicators=names, fixed=True)

    def save() -> None:
        said = form.cleaned_data
        survey_question_change(
            row=row, version=said["version"], question=said["question"], fed=form.fed, in_use=said["in_use"],
            by=request.actor,
        )  # fmt: skip

    return _form_page(request, form, save, row)


def _form_page(
    request: ActorRequest, form: QuestionForm, save: Callable[[], None], row: SurveyQuestion | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except QuestionRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"De vraag is opgeslagen. {_AGAIN}")
            return redirect("indicators:questions")
    return render(request, "indicators/question_form.html", {"form": form, "row": row})


@require_POST
@requires(Action.IMPORT_DATA)
def question_delete(request: ActorRequest, pk: int) -> HttpResponse:
    """Forget what the college set. What was imported with it stays."""
    row = get_object_or_404(SurveyQuestion, pk=pk)
    try:
        survey_question_remove(row=row, version=request.POST.get("version", ""), by=request.actor)
    except QuestionRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"De regel is verwijderd. {_AGAIN}")
    return redirect("indicators:questions")


@require_POST
@requires(Action.IMPORT_DATA)
def question_switch(request: ActorRequest) -> HttpResponse:
    """Let a line that came with the site feed nothing any more. Removing the college's row lets it feed again."""
    found = default_line(request.POST.get("regel", ""))
    if found is None:
        raise Http404
    survey, feed = found
    text = TEXTS.get(feed.question, feed.question)
    survey_question_save(survey=survey, question=text, fed=fed_by(feed), in_use=False, by=request.actor)
    messages.success(request, f"De regel is uitgezet. {_AGAIN}")
    return redirect("indicators:questions")


def _seen(text: str) -> SeenQuestion | None:
    """The question of a file that the address names; ``None``: nothing was named. Raises ``Http404``."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return get_object_or_404(SeenQuestion, pk=int(text))
