"""Every address of the site with what it needs, for the tests that walk over all of them.

A new address without an entry here fails ``test_every_address_is_in_the_table``.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from agenda.models import Agenda, Agreement
from budgets.models import BudgetLine, CostCentre, HandBooking, LedgerRule
from imports.models import Batch, Origin
from indicators.models import Observation, ProgrammeCrebo, SurveyQuestion, TableMapping
from measures.models import Assignment, Decision, Evidence, MilestoneMark, StatusReport
from organisation.access import ALLOWED, Action, CommandActor
from organisation.models import Deputy, Unit, UnitAlias
from organisation.roles import Role
from reporting.models import Report, ReportTemplate, Story, StoryComment, StoryVersion
from reporting.template.services import template_add
from tests.example import PERIOD, SCHOOL, SLUG, TEAM, every_pattern

PATTERNS = every_pattern()

# Without an action: the view is for everybody, or shows nothing but one's own.
OPEN = {
    "organisation:sign_in", "organisation:password_forgotten", "organisation:password_forgotten_done",
    "organisation:password_set", "organisation:invitation",
}  # fmt: skip
OWN = {"dashboards:home", "organisation:profile", "organisation:password_change", "organisation:sign_out"}

POST_ONLY = {
    "organisation:sign_out", "organisation:person_deactivate", "organisation:person_activate",
    "organisation:invitation_send", "organisation:alias_remove",
    "measures:draft", "measures:unchanged", "measures:unchanged_many",
    "measures:reports_accept", "measures:report_reply",
    "indicators:mapping_remove", "indicators:question_remove", "indicators:question_switch",
    "indicators:spelling_forget", "indicators:crebo_forget",
    "budgets:rule_remove", "budgets:word_forget",
    "operations:mails_again",
    "reporting:write", "reporting:template_choose", "reporting:template_withdraw",
    "reporting:story_draft", "reporting:story_preview", "reporting:story_comment", "reporting:story_comment_settle",
    "imports:answer", "imports:approve", "imports:reject", "imports:undo", "imports:recheck",
}  # fmt: skip

# What an address needs after its name; a page that answers otherwise than with itself says so in ANSWERS.
ARGUMENTS: dict[str, tuple[object, ...]] = {
    "dashboards:home": (),
    "dashboards:agenda": (),
    "dashboards:glance": (PERIOD,),
    "dashboards:outlook": (PERIOD,),
    "dashboards:missing": (PERIOD,),
    "dashboards:changed": (PERIOD,),
    "dashboards:money": (PERIOD,),
    "dashboards:search": (),
    "dashboards:objective_history": (PERIOD, "1.2"),
    "dashboards:measure_history": ("1.2.5",),
    "dashboards:objective": (PERIOD, "1.2"),
    "dashboards:units": (),
    "dashboards:unit": (TEAM,),
    "agenda:objective_owners": (PERIOD, "1.2"),
    "agenda:evaluations": (PERIOD, "1.2"),
    "agenda:evaluation_new": (PERIOD, "1.2"),
    "agenda:evaluation": (PERIOD, "1.2", "EVALUATION"),
    "agenda:agreement_new": (PERIOD, "1.2", "EVALUATION"),
    "agenda:agreement_close": (PERIOD, "1.2", "AGREEMENT"),
    "agenda:themes": (PERIOD,),
    "agenda:themes_edit": (PERIOD, 2026, "or"),
    "measures:timeline": (PERIOD, "1.2"),
    "measures:milestone": ("MARKED_CODE", "MARKED_KEY"),
    "measures:milestone_undo": ("MARKED_CODE", "MARKED_KEY"),
    "measures:decisions": (PERIOD,),
    "measures:decision_new": (PERIOD,),
    "measures:decision_close": (PERIOD, "DECISION"),
    "measures:decision_move": (PERIOD, "DECISION"),
    "indicators:index": (),
    "indicators:news": (),
    "indicators:fitness": (),
    "indicators:indicator": ("2a",),
    "indicators:indicator_csv": ("2a",),
    "indicators:indicator_xlsx": ("2a",),
    "indicators:mappings": (),
    "indicators:mapping_add": (),
    "indicators:mapping": ("MAPPING",),
    "indicators:mapping_remove": ("MAPPING",),
    "indicators:questions": (),
    "indicators:question_add": (),
    "indicators:question": ("QUESTION",),
    "indicators:question_remove": ("QUESTION",),
    "indicators:question_switch": (),
    "indicators:remembered": (),
    "indicators:spelling_forget": ("ALIAS",),
    "indicators:crebo_forget": ("CREBO",),
    "indicators:figures": ("6b",),
    "indicators:figure_correct": ("2a", "FIGURE"),
    "indicators:figure_withdraw": ("2a", "FIGURE"),
    "indicators:figure_take_back": ("2a", "FIGURE"),
    "measures:index": (),
    "measures:measure": ("1.2.5",),
    "measures:assign_objective": ("1.2",),
    "measures:assign_measure": ("1.2.6",),
    "measures:evidence": ("ASSIGNMENT",),
    "measures:evidence_file": ("EVIDENCE",),
    "measures:evidence_withdraw": ("EVIDENCE",),
    "measures:mine": (),
    "measures:report": ("ASSIGNMENT",),
    "measures:draft": ("ASSIGNMENT",),
    "measures:unchanged": ("ASSIGNMENT",),
    "measures:unchanged_many": (),
    "measures:history": ("ASSIGNMENT",),
    "measures:rounds": (),
    "measures:round_open": (),
    "measures:round": (2026, "12-maanden"),
    "measures:round_move": (2026, "12-maanden"),
    "measures:round_close": (2026, "12-maanden"),
    "measures:round_reopen": (2026, "8-maanden"),
    "measures:round_reports": (2026, "12-maanden"),
    "measures:reports_accept": (2026, "12-maanden"),
    "measures:report_reply": (2026, "12-maanden", "REPORT"),
    "budgets:index": (),
    "budgets:plan": (),
    "budgets:instruments": (),
    "budgets:xlsx": (),
    "budgets:line": ("lasten", "l-1.1"),
    "budgets:bookings_csv": ("lasten", "l-1.1"),
    "budgets:bookings_xlsx": ("lasten", "l-1.1"),
    "budgets:schools": (),
    "budgets:school": (SCHOOL,),
    "budgets:school_xlsx": (SCHOOL,),
    "budgets:shares": ("lasten", "l-1.1"),
    "budgets:forecasts": (2026,),
    "budgets:forecast": (2026, "lasten", "l-1.1"),
    "budgets:ledger": (),
    "budgets:year": (2025,),
    "budgets:word_forget": (1,),
    "budgets:rule_add": (),
    "budgets:rule": ("LEDGER_RULE",),
    "budgets:rule_remove": ("LEDGER_RULE",),
    "budgets:cost_centre_add": (),
    "budgets:cost_centre": ("COST_CENTRE",),
    "budgets:hand_add": (),
    "budgets:hand_correct": ("HAND",),
    "budgets:hand_withdraw": ("HAND",),
    "planfile:versions": (PERIOD,),
    "planfile:version": (PERIOD, 1),
    "planfile:version_file": (PERIOD, 1),
    "planfile:consent": (PERIOD, 1),
    "planfile:findings": (),
    "planfile:upload": (),
    "planfile:confirm": ("geen-geldig-bewijs",),
    "planfile:download": (SLUG,),
    "planfile:edit": (),
    "planfile:items": (SLUG,),
    "planfile:item": (SLUG, "doelstelling"),
    "planfile:item_add": (SLUG, "doelstelling"),
    "planfile:item_remove": (SLUG, "doelstelling"),
    "reporting:index": (),
    "reporting:start": (),
    "reporting:templates": (),
    "reporting:template_choose": ("TEMPLATE",),
    "reporting:template_withdraw": ("TEMPLATE",),
    "reporting:template_file": ("TEMPLATE",),
    "reporting:template_example": ("TEMPLATE",),
    "reporting:stories": (2026,),
    "reporting:story": (2026, "doelstelling", "1.2"),
    "reporting:story_draft": (2026, "doelstelling", "1.2"),
    "reporting:story_preview": (2026, "doelstelling", "1.2"),
    "reporting:story_comment": (2026, "doelstelling", "1.2"),
    "reporting:story_comment_settle": (2026, "doelstelling", "1.2", "COMMENT"),
    "reporting:report": (2026, "YEARLY"),
    "reporting:write": (2026, "YEARLY"),
    "reporting:propose": (2026, "YEARLY"),
    "reporting:return": (2026, "YEARLY"),
    "reporting:sign": (2026, "YEARLY"),
    "reporting:correct": (2026, "YEARLY"),
    "reporting:compare": (2026, "YEARLY"),
    "reporting:preview": (2026, "YEARLY"),
    "reporting:document": (2026, "YEARLY", "pdf"),
    "imports:index": (),
    "imports:batch": ("BATCH",),
    "imports:file": ("BATCH",),
    "imports:answer": ("BATCH",),
    "imports:approve": ("BATCH",),
    "imports:reject": ("BATCH",),
    "imports:undo": ("BATCH",),
    "imports:recheck": ("BATCH",),
    "operations:events": (),
    "operations:events_file": (),
    "operations:mails_again": (),
    "organisation:sign_in": (),
    "organisation:sign_out": (),
    "organisation:password_forgotten": (),
    "organisation:password_forgotten_done": (),
    "organisation:password_set": ("MQ", "geen-bewijs"),
    "organisation:invitation": ("MQ", "geen-bewijs"),
    "organisation:profile": (),
    "organisation:password_change": (),
    "organisation:people": (),
    "organisation:person_invite": (),
    "organisation:person": ("PERSON",),
    "organisation:person_change": ("PERSON",),
    "organisation:role_give": ("PERSON",),
    "organisation:role_end": ("PERSON", "ROLE"),
    "organisation:deputy_add": ("PERSON", "ROLE"),
    "organisation:deputy_end": ("PERSON", "DEPUTY"),
    "organisation:hand_over": ("PERSON",),
    "organisation:person_deactivate": ("PERSON",),
    "organisation:person_activate": ("PERSON",),
    "organisation:invitation_send": ("PERSON",),
    "organisation:units": (),
    "organisation:unit_add": (),
    "organisation:unit": (SCHOOL,),
    "organisation:unit_change": (SCHOOL,),
    "organisation:unit_move": (SCHOOL,),
    "organisation:unit_close": (SCHOOL,),
    "organisation:alias_add": (SCHOOL,),
    "organisation:alias_remove": (SCHOOL, "ALIAS"),
}
QUERIES = {
    "measures:decision_new": "?indicator=1b",
    "planfile:item": "?item=1.2",
    "planfile:item_remove": "?item=1.2",
    "planfile:item_add": "?onder=prioriteit|1",
}
ANSWERS = {
    "planfile:confirm": 404, "planfile:edit": 302, "dashboards:home": 302, "dashboards:agenda": 302,
    "imports:file": 404,  # the bytes of this one were thrown away
    "measures:evidence_file": 404,  # this one is a link
    "reporting:propose": 302, "reporting:sign": 302,  # it is not that far yet
    "reporting:preview": 404, "reporting:document": 404,  # of this one nothing was made
}  # fmt: skip
REDIRECTS_WHEN_SIGNED_IN = {"organisation:sign_in"}


def every_address() -> dict[str, str]:
    """The address of every page, about somebody who has a role, a deputy and a unit with an alias."""
    deputy = Deputy.objects.select_related("assignment").first()
    assert deputy is not None, "the example has a deputy"
    alias, _ = UnitAlias.objects.get_or_create(unit=Unit.objects.get(code=SCHOOL), name="Andere schrijfwijze")
    batch, _ = Batch.objects.get_or_create(
        reader="ledger",
        file_name="voorbeeld.csv",
        defaults={"sha256": "0" * 64, "size": 1, "uploaded_label": "Voorbeeld"},
    )
    figure = Observation.objects.current().filter(
        series__indicator__key="nieuwe-vsv", subject__kind="college", value__isnull=False
    )
    question, _ = SurveyQuestion.objects.get_or_create(
        survey="JOB",
        words="voorbeeld",
        question="Voorbeeld?",
        indicator="veilig-op-school",
        how="percent_positive",
    )
    rule, _ = LedgerRule.objects.get_or_create(agenda=Agenda.objects.get(slug=SLUG), cost_centre="0815")
    carried_out = Assignment.objects.filter(unit__code=TEAM, valid_until=None, reports__isnull=False)
    agreement = Agreement.objects.filter(evaluation__objective__code="1.2", closed_on=None).first()
    mark = MilestoneMark.objects.filter(measure__objective__code="1.2").select_related("measure").first()
    assert agreement is not None and mark is not None, "the example agrees and reaches something in 1.2"
    piece, _ = Evidence.objects.get_or_create(
        assignment=carried_out.first(),
        title="Verslag",
        url="https://example.nl/",
        defaults={"by_label": "Voorbeeld"},
    )
    yearly, _ = Report.objects.get_or_create(
        agenda=Agenda.objects.get(slug=SLUG),
        kind="verantwoording",
        year=2026,
        about_on=date(2026, 12, 31),
        number=1,
        defaults={"created_by_label": "Voorbeeld"},
    )
    known = {
        "YEARLY": yearly.pk, "TEMPLATE": _template(),
        "COMMENT": _story(yearly.agenda).pk,
        "EVIDENCE": piece.pk,
        "EVALUATION": agreement.evaluation_id, "AGREEMENT": agreement.pk,
        "MARKED_CODE": mark.measure.code, "MARKED_KEY": mark.key,
        "DECISION": Decision.objects.filter(closed_at=None).values_list("pk", flat=True).first(),
        "REPORT": StatusReport.objects.filter(round__kind="12_maanden").values_list("pk", flat=True).first(),
        "ASSIGNMENT": carried_out.values_list("pk", flat=True).first(),
        "LEDGER_RULE": rule.pk, "HAND": _hand_booking().pk,
        "COST_CENTRE": CostCentre.objects.get_or_create(code="0815")[0].pk,
        "QUESTION": question.pk, "CREBO": ProgrammeCrebo.objects.get_or_create(crebo="25655")[0].pk,
        "FIGURE": figure.values_list("pk", flat=True).first(),
        "PERSON": deputy.assignment.user_id, "ROLE": deputy.assignment_id, "DEPUTY": deputy.pk, "ALIAS": alias.pk,
        "BATCH": batch.pk, "MAPPING": TableMapping.objects.get_or_create(name="Voorbeeld")[0].pk,
    }  # fmt: skip
    return {
        name: reverse(name, args=[known.get(str(value), value) for value in arguments])
        + QUERIES.get(name, "")
        for name, arguments in ARGUMENTS.items()
    }


def _story(agenda: Agenda) -> StoryComment:
    """A remark about a story that says something, with a fact in it."""
    story, _ = Story.objects.get_or_create(agenda=agenda, year=2026, scope=Story.Scope.OBJECTIVE, code="1.2")
    words = {"planned": "Wij wilden meer.\n- een\n- twee", "effect": "Nu {{ 1a.meting }}, en {{ 1a.weg }}."}
    defaults = {**words, "facts": {"1a.meting": "1 %"}, "by_label": "Voorbeeld", "at": timezone.now()}
    StoryVersion.objects.get_or_create(story=story, number=1, defaults=defaults)
    return StoryComment.objects.get_or_create(
        story=story, text="Mag het korter?", version=1, by_label="Voorbeeld"
    )[0]


def _template() -> int:
    """A template of which the bytes are there."""
    row = ReportTemplate.objects.first()
    if row is None:
        made = BytesIO()
        docx.Document().save(made)
        row = template_add(name="huisstijl.docx", content=made.getvalue(), by=CommandActor("voorbeeld"))
    return row.pk


def _hand_booking() -> HandBooking:
    origin, _ = Origin.objects.get_or_create(kind="manual", label="Voorbeeld", ground="Voorbeeld")
    line = BudgetLine.objects.order_by("pk").first()
    defaults = {"cents": 100, "description": "Voorbeeld", "recorded_at": timezone.now()}
    return HandBooking.objects.get_or_create(line=line, year=2026, origin=origin, defaults=defaults)[0]


def reader_of(address: str) -> Role:
    """Who to open an address as: the beheerder, or the first role that may where the beheerder may not."""
    try:
        action = action_of(resolve(address.partition("?")[0]).view_name)
    except (Resolver404, UnicodeError):
        return Role.ADMIN
    if action is None or Role.ADMIN in ALLOWED[action]:
        return Role.ADMIN
    return next(role for role in Role if role in ALLOWED[action])


# Pages that open for whoever may know of them, and refuse by themselves: with why, and with the person's own text.
REFUSE_WITHIN = {"measures:report": Action.REPORT_PROGRESS, "measures:draft": Action.REPORT_PROGRESS}


def action_of(name: str) -> Action | None:
    """What the view asks for; class-based views carry it on their class."""
    view = PATTERNS[name].callback
    if name in REFUSE_WITHIN:
        assert not hasattr(view, "action"), name
        return REFUSE_WITHIN[name]
    return getattr(view, "action", None) or getattr(getattr(view, "view_class", None), "action", None)
