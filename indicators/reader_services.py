"""What a college tells the readers is written here: its survey questions, and the plans of its own tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from indicators.breakdowns import breakdown_key, breakdown_problem
from indicators.models import Indicator, MeasureUnit, SurveyQuestion, TableMapping
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

SET_ALREADY = "Deze vraag vult dit cijfer al. Wijzig de regel die er staat."
CHANGED_MEANWHILE = (
    "Iemand anders heeft deze vraag intussen gewijzigd of verwijderd. Kijk wat er nu staat en beslis dan."
)
_MEAN_UNITS = {MeasureUnit.SCORE5, MeasureUnit.SCORE10}


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
    found = _what(survey, question, fed)
    row = SurveyQuestion.objects.select_for_update().filter(**found).first() or SurveyQuestion(**found)
    return _kept(row, question, fed, in_use, by)


@transaction.atomic
def survey_question_add(
    *, survey: SurveyQuestion.Survey, question: str, fed: Fed, by: By, in_use: bool = True
) -> SurveyQuestion:
    """As ``survey_question_save``, but refused when the college has set this question and figure already."""
    found = _what(survey, question, fed)
    if SurveyQuestion.objects.filter(**found).exists():
        raise QuestionRefused(SET_ALREADY)
    return _kept(SurveyQuestion(**found), question, fed, in_use, by)


@transaction.atomic
def survey_question_change(
    *, row: SurveyQuestion, version: str, question: str, fed: Fed, by: By, in_use: bool = True
) -> SurveyQuestion:
    """Let a row of the college say something else. ``version``: ``version_of`` the row when it was read.

    Raises ``QuestionRefused``, also when somebody changed the row since.
    """
    row = _held(row, version)
    found = _what(SurveyQuestion.Survey(row.survey), question, fed)
    if SurveyQuestion.objects.filter(**found).exclude(pk=row.pk).exists():
        raise QuestionRefused(SET_ALREADY)
    for name, value in found.items():
        setattr(row, name, value)
    return _kept(row, question, fed, in_use, by)


@transaction.atomic
def survey_question_remove(*, row: SurveyQuestion, version: str, by: By) -> None:
    """Forget what the college set; where it stood in place of the readers' own table, that holds again.

    Raises ``QuestionRefused`` when somebody changed the row since.
    """
    row = _held(row, version)
    audit_record(by=by, verb="survey_question_remove", obj=row, details={"indicator": row.indicator})
    row.delete()


def version_of(row: SurveyQuestion) -> str:
    """What tells whether a row is still as it was read."""
    return row.updated_at.isoformat()


def _held(row: SurveyQuestion, version: str) -> SurveyQuestion:
    there = SurveyQuestion.objects.select_for_update().filter(pk=row.pk).first()
    if there is None or version_of(there) != version:
        raise QuestionRefused(CHANGED_MEANWHILE)
    return there


def _what(survey: SurveyQuestion.Survey, question: str, fed: Fed) -> dict[str, str]:
    """What identifies a row. Raises ``QuestionRefused`` for what does not go together."""
    breakdown = dict(fed.breakdown)
    if problem := breakdown_problem(breakdown, set(breakdown.values())):
        raise QuestionRefused(f"{problem[:1].upper()}{problem[1:]}.")
    if (fed.how == SurveyQuestion.How.ANSWERS) != (fed.per == SurveyQuestion.Per.ANSWER):
        raise QuestionRefused("Een percentage per antwoord hoort bij 'per antwoord', en andersom.")
    words = normalised(question)
    if not words:
        raise QuestionRefused("Vraag: schrijf die op zoals die in het bestand staat.")
    key = breakdown_key(breakdown)
    _check_unit(fed, key)
    return {
        "survey": survey, "words": words, "indicator": fed.indicator, "part": fed.part.strip(), "breakdown": key,
        "per": fed.per, "only": fed.only.strip(),
    }  # fmt: skip


def _check_unit(fed: Fed, key: str) -> None:
    """Raises ``QuestionRefused`` when a mean would go where percentages stand, or the other way round."""
    what = Indicator.objects.filter(key=fed.indicator).first()
    if what is None:
        return
    same = what.series.filter(part=fed.part.strip())
    split = fed.per != SurveyQuestion.Per.WHOLE
    found = same.filter(key__contains=f"{fed.per}=") if split else same.filter(key=key)
    units = {unit or what.unit for unit in found.values_list("unit", flat=True)} or {what.unit}
    fitting = _MEAN_UNITS if fed.how == SurveyQuestion.How.MEAN else {MeasureUnit.PERCENT}
    if not units & fitting:
        name = MeasureUnit(min(units)).label
        raise QuestionRefused(
            f"Dit cijfer van de indicator is in '{name}'. Kies een telling die daarbij past."
        )


def _kept(row: SurveyQuestion, question: str, fed: Fed, in_use: bool, by: By) -> SurveyQuestion:
    row.question, row.how, row.in_use = " ".join(question.split()), fed.how, in_use
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as error:
        first, messages = next(iter(error.message_dict.items()))
        raise QuestionRefused(f"{_FIELDS.get(first, first)}: {messages[0]}") from error
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
