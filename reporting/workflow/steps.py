"""What somebody can do with a report as it is now."""

from __future__ import annotations

from enum import StrEnum

from organisation.access import Action, Actor
from reporting.models import Report
from reporting.workflow.selectors import ReportPage

State = Report.State


class Step(StrEnum):
    """A button on the page of a report."""

    PROPOSE = "propose"
    SIGN = "sign"
    RETURN = "return"
    WRITE = "write"
    REWRITE = "rewrite"
    STORIES = "stories"
    CORRECT = "correct"


def steps_for(page: ReportPage, actor: Actor) -> frozenset[Step]:
    """The steps that this person can take with this report; empty: it can only be read."""
    state, writes = page.report.state, actor.may(Action.WRITE_REPORTS)
    possible = {
        Step.PROPOSE: writes and state == State.CONCEPT and page.is_ready and not page.behind,
        Step.SIGN: actor.may(Action.SIGN_REPORTS) and state == State.PROPOSED and page.is_ready,
        Step.RETURN: actor.may(Action.RETURN_REPORTS) and state == State.PROPOSED,
        Step.WRITE: writes and state == State.CONCEPT and not page.busy,
        Step.REWRITE: writes and state != State.CONCEPT and not page.busy and not page.is_whole,
        Step.STORIES: writes and page.tells_stories,
        Step.CORRECT: writes and state == State.SIGNED and page.is_newest,
    }
    return frozenset(step for step, can in possible.items() if can)
