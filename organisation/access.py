"""Who may do what: the one table, and the one place that reads it.

A page names its ``Action``; the table says which roles have it. Which schools and teams somebody may look at
follows from where the role is held: that unit and what lies below it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from organisation.models import RoleAssignment, Unit, UnitKind, User
from organisation.roles import Role


class Action(StrEnum):
    """What a page or service lets somebody do."""

    READ_AGENDA = "read_agenda"
    READ_BUDGET = "read_budget"
    READ_SCHOOL_BUDGET = "read_school_budget"
    READ_BOOKINGS = "read_bookings"
    READ_FINDINGS = "read_findings"
    READ_UNITS = "read_units"
    EDIT_AGENDA = "edit_agenda"
    OPEN_IMPORT = "open_import"
    IMPORT_DATA = "import_data"
    KEEP_LEDGER = "keep_ledger"
    FORECAST = "forecast"
    ENTER_FIGURES = "enter_figures"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_UNITS = "manage_units"
    READ_AUDIT = "read_audit"
    SEND_MAILS_AGAIN = "send_mails_again"
    ASSIGN_MEASURES = "assign_measures"
    REPORT_PROGRESS = "report_progress"
    REVIEW_REPORTS = "review_reports"
    MANAGE_ROUNDS = "manage_rounds"
    DECIDE = "decide"
    EVALUATE = "evaluate"
    RECORD_THEMES = "record_themes"
    READ_REPORTS = "read_reports"
    READ_CONCEPTS = "read_concepts"
    WRITE_REPORTS = "write_reports"
    WRITE_STORIES = "write_stories"
    RETURN_REPORTS = "return_reports"
    SIGN_REPORTS = "sign_reports"
    KEEP_TEMPLATES = "keep_templates"


EVERYONE = frozenset(Role)
COLLEGE_WIDE = frozenset(
    {
        Role.BOARD,
        Role.PORTFOLIO_HOLDER,
        Role.OBJECTIVE_OWNER,
        Role.CONTROLLER,
        Role.DATA_STEWARD,
        Role.READER,
        Role.ADMIN,
    }
)

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.READ_AGENDA: EVERYONE,
    Action.READ_BUDGET: COLLEGE_WIDE,
    # A director sees the share of the own school; who reads the whole budget, that of every school.
    Action.READ_SCHOOL_BUDGET: COLLEGE_WIDE | {Role.SCHOOL_DIRECTOR},
    # What a booking says may name somebody: only for who must account for the money, or explain it.
    Action.READ_BOOKINGS: frozenset(
        {Role.BOARD, Role.PORTFOLIO_HOLDER, Role.OBJECTIVE_OWNER, Role.CONTROLLER}
    ),
    Action.READ_FINDINGS: COLLEGE_WIDE,
    Action.READ_UNITS: EVERYONE,
    Action.EDIT_AGENDA: frozenset({Role.ADMIN}),
    Action.OPEN_IMPORT: frozenset({Role.DATA_STEWARD, Role.CONTROLLER}),
    Action.IMPORT_DATA: frozenset({Role.DATA_STEWARD}),
    Action.KEEP_LEDGER: frozenset({Role.CONTROLLER}),
    Action.FORECAST: frozenset({Role.CONTROLLER}),
    Action.ENTER_FIGURES: frozenset({Role.DATA_STEWARD, Role.ADMIN}),
    Action.MANAGE_PEOPLE: frozenset({Role.ADMIN}),
    Action.MANAGE_UNITS: frozenset({Role.ADMIN}),
    # What is about people and mails in it, only who manages people sees (operations.selectors).
    Action.READ_AUDIT: frozenset({Role.ADMIN, Role.DATA_STEWARD, Role.PORTFOLIO_HOLDER, Role.BOARD}),
    Action.SEND_MAILS_AGAIN: frozenset({Role.ADMIN}),
    Action.ASSIGN_MEASURES: frozenset({Role.PORTFOLIO_HOLDER, Role.ADMIN}),
    Action.REPORT_PROGRESS: frozenset({Role.TEAM_MANAGER, Role.SCHOOL_DIRECTOR}),
    Action.REVIEW_REPORTS: frozenset({Role.PORTFOLIO_HOLDER, Role.OBJECTIVE_OWNER}),
    Action.MANAGE_ROUNDS: frozenset({Role.PORTFOLIO_HOLDER}),
    Action.DECIDE: frozenset({Role.BOARD, Role.PORTFOLIO_HOLDER}),
    Action.EVALUATE: frozenset({Role.PORTFOLIO_HOLDER, Role.OBJECTIVE_OWNER}),
    Action.RECORD_THEMES: frozenset({Role.PORTFOLIO_HOLDER}),
    Action.READ_REPORTS: COLLEGE_WIDE,
    # Until it is signed off a report is the work of who make it: what teams wrote may still go out.
    Action.READ_CONCEPTS: COLLEGE_WIDE - {Role.READER},
    Action.WRITE_REPORTS: frozenset({Role.PORTFOLIO_HOLDER}),
    Action.WRITE_STORIES: frozenset({Role.PORTFOLIO_HOLDER, Role.OBJECTIVE_OWNER}),
    Action.RETURN_REPORTS: frozenset({Role.BOARD, Role.PORTFOLIO_HOLDER}),
    Action.SIGN_REPORTS: frozenset({Role.BOARD}),
    Action.KEEP_TEMPLATES: frozenset({Role.PORTFOLIO_HOLDER, Role.ADMIN}),
}

_RANK = {role.value: place for place, role in enumerate(Role)}

PARENT_KINDS: dict[str, frozenset[UnitKind]] = {
    UnitKind.COLLEGE: frozenset(),
    UnitKind.SCHOOL: frozenset({UnitKind.COLLEGE}),
    UnitKind.SERVICE: frozenset({UnitKind.COLLEGE}),
    UnitKind.TEAM: frozenset({UnitKind.COLLEGE, UnitKind.SCHOOL, UnitKind.SERVICE}),
    UnitKind.BENCHMARK: frozenset(),
}
"""Under which kinds of unit a kind may fall; none: it stands on its own."""

MAY_HAVE_CHILDREN = frozenset().union(*PARENT_KINDS.values())


@dataclass(frozen=True)
class Actor:
    """A signed-in person on a day: what they may do, and where.

    ``label`` goes into audit events; it is the name at that moment.
    """

    user: User
    on: date

    @property
    def label(self) -> str:
        return self.user.name

    @cached_property
    def assignments(self) -> list[RoleAssignment]:
        """Roles on the day, those stood in for included, the widest first. One query.

        A role at a unit that does not exist on the day gives nothing. Roles of somebody whose account is not
        active are ended with the account; one left over gives no deputy anything either.
        """
        rows = (
            RoleAssignment.objects.acted_by(self.user, self.on)
            .filter(unit__in=Unit.objects.existing(self.on), user__is_active=True)
            .select_related("unit", "user")
            .annotate(site_has_demo=Exists(User.objects.filter(demo=True)))
        )
        return sorted(rows, key=lambda row: (_RANK[row.role], row.unit.name, row.pk))

    @property
    def sees_demo_data(self) -> bool:
        """Whether the site holds example data. Comes along with the roles, so that no page pays a query for it."""
        if self.assignments:
            return bool(getattr(self.assignments[0], "site_has_demo", False))
        return User.objects.filter(demo=True).exists()

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(row.role) for row in self.assignments)

    def may(self, action: Action) -> bool:
        return bool(self.roles & ALLOWED[action])

    @cached_property
    def visible_units(self) -> dict[int, Unit]:
        """Schools, teams and services that this person may open, by id: their own units and all below them.

        At most three queries for a college, two for a school, one for a team: a query per level, so that the
        price follows from what this person sees and not from how many colleges the site holds.
        """
        return self._and_below(self.assignments)

    def units_for(self, action: Action) -> dict[int, Unit]:
        """Units in which this person may do ``action``, by id: where a role that may is held, and all below.

        Somebody who leads a team and also reads for the council sees the college, and reports for the team only.
        """
        allowed = [row for row in self.assignments if Role(row.role) in ALLOWED[action]]
        if len(allowed) == len(self.assignments):
            return self.visible_units
        return self._and_below(allowed)

    def _and_below(self, assignments: list[RoleAssignment]) -> dict[int, Unit]:
        found: dict[int, Unit] = {row.unit.pk: row.unit for row in assignments}
        edge = {pk for pk, unit in found.items() if unit.kind in MAY_HAVE_CHILDREN}
        while edge:
            below = Unit.objects.existing(self.on).directly_below(edge, self.on)
            new = {unit.pk: unit for unit in below if unit.pk not in found}
            found.update(new)
            edge = {pk for pk, unit in new.items() if unit.kind in MAY_HAVE_CHILDREN}
        return found


@dataclass(frozen=True)
class CommandActor:
    """A command of ours as the actor of a service."""

    name: str
    user: None = None

    @property
    def label(self) -> str:
        return f"command:{self.name}"


By = Actor | CommandActor


class ActorRequest(HttpRequest):
    """A request after ``ActorMiddleware``; ``actor`` is ``None`` before sign-in."""

    actor: Actor


View = Callable[..., HttpResponseBase]


def requires(action: Action) -> Callable[[View], View]:
    """Let a view through only for people who may do ``action``; others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.actor.may(action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.action = action  # type: ignore[attr-defined]
        return checked

    return decorate
