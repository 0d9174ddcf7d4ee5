"""What a college tells the readers is written here: its survey questions, and the plans of its own tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from indicators.breakdowns import breakdown_key, breakdown_problem
from indicators.models import SurveyQuestion, TableMapping
from indicators.readers.feeds import normalised
from indicators.readers.table_plan import TablePlan, plan_problems
from operations.services import audit_record
from organisation.access import By

_FIELDS = {
    "question": "Vraag",
    "words": "Vraag",
    "indicator": "Indicator",
    "part": "Onderdeel",
    "only": "Alleen voor",
}


class MappingRefused(Exception):  # noqa: N818 - the messages say what is wrong
    """A plan cannot be kept like this. ``messages``: Dutch, by role or field of the plan."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__(" ".join(messages.values()))
        self.messages = messages


class QuestionRefused(Exception):  # noqa: N818 - the message says what is wrong
    """A survey question cannot be kept like this. The message is Dutch."""


@dataclass(frozen=True)
class Fed:
    """The figure that a question feeds, and how; see ``indicators.readers.feeds.Feed``."""

    indicator: str
    how: SurveyQuestion.How
    per: SurveyQuestion.Per = SurveyQuestion.Per.WHOLE
    part: str = ""
    breakdown: Mapping[str, str] = field(default_factory=dict)
    only: str = ""


@transaction.atomic
def mapping_save(*, name: str, plan: TablePlan, by: By, mapping: TableMapping | None = None) -> TableMapping:
    """Keep how a table is built, under a name; ``mapping``: the one to change. Raises ``MappingRefused``."""
    row = TableMapping.objects.select_for_update().get(pk=mapping.pk) if mapping else TableMapping()
    row.name, row.plan = " ".join(name.split()), plan.stored()
    found = plan_problems(plan)
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as error:
        found |= {field: messages[0] for field, messages in error.message_dict.items()}
    if TableMapping.objects.filter(name__iexact=row.name).exclude(pk=row.pk).exists():
        found["name"] = "Er is al een indeling met deze naam. Kies een andere."
    if found:
        raise MappingRefused(found)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise MappingRefused({"name": "Deze naam is zojuist gebruikt. Kies een andere."}) from error
    audit_record(by=by, verb="mapping_save", obj=row, details=plan.stored())
    return row


@transaction.atomic
def mapping_remove(*, mapping: TableMapping, by: By) -> None:
    """Forget a plan. What was imported with it stays."""
    audit_record(by=by, verb="mapping_remove", obj=mapping)
    mapping.delete()


@transaction.atomic
def survey_question_save(
    *, survey: SurveyQuestion.Survey, question: str, fed: Fed, by: By, in_use: bool = True
) -> SurveyQuestion:
    """Let a question feed a figure, or no longer (``in_use=False``); the same question and figure again changes it.

    Raises ``QuestionRefused``.
    """
    breakdown = dict(fed.breakdown)
    if problem := breakdown_problem(breakdown, set(breakdown.values())):
        raise QuestionRefused(f"{problem[:1].upper()}{problem[1:]}.")
    if (fed.how == SurveyQuestion.How.ANSWERS) != (fed.per == SurveyQuestion.Per.ANSWER):
        raise QuestionRefused("Een percentage per antwoord hoort bij 'per antwoord', en andersom.")
    found = {
        "survey": survey, "words": normalised(question), "indicator": fed.indicator, "part": fed.part.strip(),
        "breakdown": breakdown_key(breakdown), "per": fed.per, "only": fed.only.strip(),
    }  # fmt: skip
    row = SurveyQuestion.objects.select_for_update().filter(**found).first() or SurveyQuestion(**found)
    row.question, row.how, row.in_use = " ".join(question.split()), fed.how, in_use
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as error:
        first, messages = next(iter(error.message_dict.items()))
        raise QuestionRefused(f"{_FIELDS.get(first, first)}: {messages[0]}") from error
    if not row.words:
        raise QuestionRefused("Schrijf de vraag op zoals die in het bestand staat.")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise QuestionRefused("Deze vraag is zojuist ook door iemand anders vastgelegd.") from error
    audit_record(
        by=by,
        verb="survey_question_save",
        obj=row,
        details={"indicator": fed.indicator, "in_use": in_use, "how": str(fed.how)},
    )
    return row
