"""What the page of one report needs, and what was said about a measure by a unit through time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator

from agenda.models import Round
from agenda.rounds import open_round
from measures.models import Assignment, ReportDraft, ReportReply, StatusReport, Verdict
from measures.report_fields import NAMES, ReportFields
from measures.reporting_rights import knows, refusal
from measures.units import college_units
from organisation.access import Actor

PER_PAGE = 20


@dataclass(frozen=True)
class ReportPage:
    """One measure of one unit, as its reporter sees it.

    ``last``: the current report with its ``replies``; ``None``: nobody reported yet. ``draft``: this person's unsent
    text. ``refused``: why this person cannot report, empty when they can.
    """

    assignment: Assignment
    last: StatusReport | None
    round: Round | None
    draft: ReportDraft | None
    refused: str

    @property
    def replies(self) -> list[ReportReply]:
        return list(self.last.replies.all()) if self.last else []

    @property
    def question(self) -> ReportReply | None:
        """With which question the last report was sent back; ``None``: no question is open."""
        judged = [reply for reply in self.replies if reply.verdict != Verdict.ANSWER]
        return judged[-1] if judged and judged[-1].verdict == Verdict.SENT_BACK else None

    @cached_property
    def reported(self) -> bool:
        """Whether the last report counts for the open round."""
        return bool(self.last and self.round and self.last.round_id == self.round.pk)

    @property
    def overtaken(self) -> bool:
        """Whether somebody reported after this person began to type what was kept."""
        return self.draft is not None and self.draft.based_on_id != (self.last.pk if self.last else None)

    @property
    def drafted(self) -> ReportFields | None:
        """The unsent text as a report; what is no number is none. ``None``: nothing is kept."""
        if self.draft is None:
            return None
        typed = {name: str(self.draft.fields.get(name) or "") for name in NAMES}
        number = typed.pop("progress")
        fits = number.isascii() and number.isdecimal() and len(number) <= 3
        return ReportFields(progress=int(number) if fits else None, **typed)

    @property
    def starts_with(self) -> dict[str, object]:
        """What stands in the form when it opens: unsent text, else the last report."""
        if self.draft is not None:
            return {name: self.draft.fields.get(name, "") for name in NAMES}
        if self.last is None:
            return {}
        fields = ReportFields.of(self.last)
        return {name: getattr(fields, name) for name in NAMES}


def report_page(pk: int, actor: Actor) -> ReportPage | None:
    """The page of an assignment; ``None``: there is none that this person may know of. Six queries at most."""
    assignment = assignment_at(pk)
    if assignment is None or not knows(actor, assignment):
        return None
    return ReportPage(
        assignment=assignment,
        last=last_report(assignment),
        round=open_round(assignment.measure.agenda, asks_reports=True),
        draft=ReportDraft.objects.filter(user=actor.user, assignment=assignment).first(),
        refused=refusal(assignment, by=actor, on=actor.on),
    )


def left_behind(actor: Actor, besides: Collection[int] = ()) -> list[ReportDraft]:
    """Unsent text of this person on other assignments than those ``besides``, for which they no longer report."""
    rows = ReportDraft.objects.filter(user=actor.user).exclude(assignment__in=besides)
    return list(rows.select_related("assignment__measure", "assignment__unit"))


def assignment_at(pk: int) -> Assignment | None:
    """The assignment with what its pages name."""
    rows = Assignment.objects.select_related("unit", "measure__objective", "measure__agenda__college")
    return rows.filter(pk=pk).first()


def last_report(assignment: Assignment) -> StatusReport | None:
    """The current report with its round and what was said about it. Two queries."""
    rows = assignment.reports.select_related("round").prefetch_related("replies")
    return rows.filter(superseded_at__isnull=True).first()


@dataclass(frozen=True)
class History:
    """Who said what when about one measure of one unit, the newest first."""

    assignment: Assignment
    page: Page[StatusReport]
    may_report: bool


def history(pk: int, actor: Actor, page: str) -> History | None:
    """The reports of an assignment with the conversation about each; ``None`` when its unit is not to be seen.

    Of a unit that has closed too: what it reported stays readable.
    """
    assignment = assignment_at(pk)
    if assignment is None:
        return None
    college = assignment.measure.agenda.college
    if assignment.unit_id not in college_units(college, actor.on).readable(actor):
        return None
    rows = assignment.reports.select_related("round", "corrects").prefetch_related("replies")
    return History(
        assignment,
        Paginator(rows, PER_PAGE).get_page(page),
        not refusal(assignment, by=actor, on=actor.on),
    )
