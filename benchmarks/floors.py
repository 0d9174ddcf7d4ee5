"""The least that the database must do for a page: hand-written SQL for the facts that the page shows.

Everything of one page in as few statements as is sensible; names, texts and origins that the page prints are in
it, what it does not print is not.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from agenda.models import Agenda
from benchmarks import carrying_floors
from benchmarks.generate import ON
from benchmarks.statements import Statement

OUTLINE = (
    "SELECT p.code, p.title, o.id, o.code, o.title FROM agenda_priority p "
    'LEFT JOIN agenda_objective o ON o.priority_id = p.id WHERE p.agenda_id = %s ORDER BY p."order", o."order"'
)
_PLAN = (
    "SELECT ps.id, ai.code, ai.title, ai.mandatory, ai.desired, ai.headline, ai.objective_id, ai.priority_id, "
    "ai.definition, ai.note, "
    "i.unit, i.decimals, i.population, i.sources, i.every, i.first, i.measured_on, i.ended, i.counts_people, "
    "s.id, s.part, s.key, s.unit, s.decimals, s.sources, ps.desired, ps.stretch, ps.note, ps.also_stated, "
    "f.period, f.value, f.n, f.final, f.comparable, f.absence, f.note "
    "FROM indicators_planseries ps "
    "JOIN indicators_agendaindicator ai ON ai.id = ps.agenda_indicator_id "
    "JOIN indicators_indicator i ON i.id = ai.indicator_id "
    "JOIN indicators_series s ON s.id = ps.series_id "
    "LEFT JOIN indicators_planfigure f ON f.plan_series_id = ps.id AND f.role = 'baseline' "
    'WHERE ai.agenda_id = %s {narrow} ORDER BY ai."order", ps."order"'
)
_TARGETS = (
    "SELECT t.plan_series_id, t.kind, t.value, t.percent, t.points, t.low, t.high, t.strict, t.by, t.due, "
    "t.set_on, t.note "
    "FROM indicators_target t JOIN indicators_planseries ps ON ps.id = t.plan_series_id "
    "JOIN indicators_agendaindicator ai ON ai.id = ps.agenda_indicator_id "
    'WHERE ai.agenda_id = %s {narrow} ORDER BY t."order"'
)
_GROUPS = (
    "SELECT g.title, g.method, g.agenda_indicator_id, t.kind, t.percent, t.value, t.by FROM indicators_grouptarget g "
    "JOIN indicators_target t ON t.group_id = g.id "
    "JOIN indicators_agendaindicator ai ON ai.id = g.agenda_indicator_id WHERE ai.agenda_id = %s {narrow}"
)
_FIGURES = (
    "SELECT o.series_id, o.subject_id, o.period, o.period_start, o.period_end, o.value, o.absence, o.n, o.sd, "
    "o.decimals, o.final, o.place, o.note, o.recorded_at, g.kind, g.label, g.edition FROM indicators_observation o "
    "JOIN imports_origin g ON g.id = o.origin_id "
    "WHERE o.superseded_at IS NULL AND o.subject_id = %s AND o.series_id IN ("
    "SELECT ps.series_id FROM indicators_planseries ps "
    "JOIN indicators_agendaindicator ai ON ai.id = ps.agenda_indicator_id WHERE ai.agenda_id = %s {narrow}) "
    "ORDER BY o.period_end"
)
_MEASURES = (
    "SELECT m.id, m.code, m.title, m.heading, m.obligation, m.applied, m.explanation, m.intent, m.lead, m.see, "
    "m.objective_id, m.parent_id, s.period, s.step FROM measures_measure m "
    'LEFT JOIN measures_planningstep s ON s.measure_id = m.id WHERE m.agenda_id = %s {narrow} ORDER BY m."order"'
)
MONEY = (
    'SELECT l.id, l.side, l.code, l.title, l."group", l.priority_id, a.year, a.amount FROM budgets_budgetline l '
    'LEFT JOIN budgets_lineamount a ON a.line_id = l.id WHERE l.agenda_id = %s {narrow} ORDER BY l."order", a.year'
)
SHARES = (
    "SELECT s.line_id, s.objective_id, s.percent FROM budgets_lineobjective s "
    "JOIN budgets_budgetline l ON l.id = s.line_id WHERE l.agenda_id = %s {narrow}"
)
_RELEASES = (
    "SELECT source, period, expected_on, final FROM agenda_release WHERE agenda_id = %s ORDER BY expected_on"
)
_PROGRAMMES = "SELECT code, title FROM agenda_programme WHERE agenda_id = %s"
TODAY = ON.isoformat()


_WHO = (
    "SELECT u.id, u.email, u.name, r.role, v.id, v.code, v.name, v.kind, "
    "EXISTS (SELECT 1 FROM organisation_user d WHERE d.demo) FROM organisation_user u "
    "LEFT JOIN organisation_roleassignment r ON r.user_id = u.id LEFT JOIN organisation_unit v ON v.id = r.unit_id "
    "WHERE u.id = %s"
)


def frame(session_key: str, user_id: int) -> list[Statement]:
    """What the frame of every page tells: who is signed in, with which roles, and whether there is an example."""
    session = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s"
    return [(session, [session_key]), (_WHO, [user_id])]


def frame_of_agenda(agenda: Agenda) -> list[Statement]:
    """Which agenda a page is about: every page names it, and goes by its words and thresholds."""
    sql = (
        "SELECT a.id, a.title, a.kind, a.starts, a.ends, a.label_priority, a.label_objective, a.label_measure, "
        "a.min_n, a.suppress_below, a.four_eyes, a.money_over, a.money_under, u.id, u.code, u.name "
        "FROM agenda_agenda a JOIN organisation_unit u ON u.id = a.college_id WHERE a.starts <= %s AND a.ends >= %s"
    )
    return [(sql, [TODAY, TODAY])]


def glance(agenda: Agenda) -> list[Statement]:
    return [
        (OUTLINE, [agenda.pk]),
        (carrying_floors.OWNERS, [agenda.pk]),
        *_indicators(agenda),
        (_MEASURES.format(narrow=""), [agenda.pk]),
        (MONEY.format(narrow="AND l.side = 'cost'"), [agenda.pk]),
        (SHARES.format(narrow=""), [agenda.pk]),
        *carrying_floors.standings(agenda, TODAY),
        *carrying_floors.asked(agenda, TODAY),
    ]


def objective(agenda: Agenda, code: str) -> list[Statement]:
    pk = agenda.objectives.get(code=code).pk
    serves = "AND l.id IN (SELECT line_id FROM budgets_lineobjective WHERE objective_id = %s)"
    return [
        (OUTLINE, [agenda.pk]),
        *_indicators(agenda, "AND ai.objective_id = %s", pk),
        ('SELECT text, by FROM agenda_ambition WHERE objective_id = %s ORDER BY "order"', [pk]),
        (
            'SELECT name, side, role, branch, topic FROM agenda_partner WHERE objective_id = %s ORDER BY "order"',
            [pk],
        ),
        (_MEASURES.format(narrow="AND m.objective_id = %s"), [agenda.pk, pk]),
        (MONEY.format(narrow=serves), [agenda.pk, pk]),
        (SHARES.format(narrow=serves), [agenda.pk, pk]),
        *carrying_floors.of_objective(agenda, pk, TODAY),
    ]


def indicator(agenda: Agenda, code: str) -> list[Statement]:
    benchmark = (
        "SELECT u.name, o.series_id, o.period, o.period_end, o.value, o.decimals, o.final, g.kind, g.label, g.edition "
        "FROM indicators_observation o JOIN organisation_unit u ON u.id = o.subject_id AND u.kind = 'benchmark' "
        "JOIN imports_origin g ON g.id = o.origin_id WHERE o.superseded_at IS NULL AND o.series_id IN ("
        "SELECT ps.series_id FROM indicators_planseries ps "
        "JOIN indicators_agendaindicator ai ON ai.id = ps.agenda_indicator_id WHERE ai.agenda_id = %s AND ai.code = %s)"
    )
    return [
        *_indicators(agenda, "AND ai.code = %s", code),
        (benchmark, [agenda.pk, code]),
        (_PROGRAMMES, [agenda.pk]),
        *carrying_floors.of_indicator(agenda, code),
    ]


def indicators(agenda: Agenda) -> list[Statement]:
    return _indicators(agenda)


def measures(agenda: Agenda) -> list[Statement]:
    return [
        (OUTLINE, [agenda.pk]),
        (_MEASURES.format(narrow=""), [agenda.pk]),
        *carrying_floors.standings(agenda, TODAY),
    ]


def budget(agenda: Agenda) -> list[Statement]:
    of_lines = "JOIN budgets_budgetline l ON l.id = {0}.line_id WHERE l.agenda_id = %s"
    return [
        (OUTLINE, [agenda.pk]),
        (MONEY.format(narrow=""), [agenda.pk]),
        (SHARES.format(narrow=""), [agenda.pk]),
        (
            f"SELECT s.line_id, s.text, s.amount FROM budgets_specification s {of_lines.format('s')}",
            [agenda.pk],
        ),
        (
            f"SELECT i.line_id, i.year, i.name FROM budgets_lineinstrument i {of_lines.format('i')}",
            [agenda.pk],
        ),
        (
            'SELECT t.id, t."where", t.scope, a.year, a.amount FROM budgets_statedtotal t '
            "JOIN budgets_statedtotalamount a ON a.total_id = t.id WHERE t.agenda_id = %s",
            [agenda.pk],
        ),
    ]


def findings(agenda: Agenda) -> list[Statement]:
    """The findings are about everything that the plan says."""
    history = (
        "SELECT f.plan_series_id, f.period, f.value, f.role FROM indicators_planfigure f "
        "JOIN indicators_planseries ps ON ps.id = f.plan_series_id "
        "JOIN indicators_agendaindicator ai ON ai.id = ps.agenda_indicator_id WHERE ai.agenda_id = %s"
    )
    return [
        (OUTLINE, [agenda.pk]),
        (_PLAN.format(narrow=""), [agenda.pk]),
        (_TARGETS.format(narrow=""), [agenda.pk]),
        (_GROUPS.format(narrow=""), [agenda.pk]),
        (history, [agenda.pk]),
        (_MEASURES.format(narrow=""), [agenda.pk]),
        *budget(agenda)[1:],
        (_PROGRAMMES, [agenda.pk]),
    ]


def unit(agenda: Agenda, code: str) -> list[Statement]:
    """A school or team: its series, and for those the whole tree, which hiding small cells needs."""
    tree = (
        "SELECT o.series_id, o.subject_id, o.period, o.period_start, o.period_end, o.value, o.absence, o.n, "
        "o.decimals, o.final, g.kind, g.label FROM indicators_observation o "
        "JOIN imports_origin g ON g.id = o.origin_id "
        "WHERE o.superseded_at IS NULL AND o.series_id IN (SELECT x.series_id FROM indicators_observation x "
        "JOIN organisation_unit u ON u.id = x.subject_id WHERE u.code = %s AND x.superseded_at IS NULL) "
        "AND o.subject_id IN (SELECT %s UNION SELECT c.unit_id FROM organisation_unitparent c WHERE c.parent_id = %s "
        "UNION SELECT t.unit_id FROM organisation_unitparent t "
        "JOIN organisation_unitparent c ON c.unit_id = t.parent_id WHERE c.parent_id = %s)"
    )
    college = agenda.college_id
    series = "AND ps.series_id IN (SELECT x.series_id FROM indicators_observation x JOIN organisation_unit u "
    series += "ON u.id = x.subject_id WHERE u.code = %s AND x.superseded_at IS NULL)"
    return [
        ("SELECT u.id, u.code, u.name, p.parent_id FROM organisation_unit u "
         "JOIN organisation_unitparent p ON p.unit_id = u.id JOIN organisation_unitparent q "
         "ON q.unit_id = p.parent_id OR p.parent_id = %s WHERE q.parent_id = %s", [college, college]),
        (_PLAN.format(narrow=series), [agenda.pk, code]),
        (_TARGETS.format(narrow=series), [agenda.pk, code]),
        (tree, [code, college, college, college]),
        (_RELEASES, [agenda.pk]),
        (_PROGRAMMES, [agenda.pk]),
        *carrying_floors.of_unit(agenda, code, TODAY),
    ]  # fmt: skip


def units(agenda: Agenda) -> list[Statement]:
    college = agenda.college_id
    return [
        (
            "SELECT u.id, u.code, u.name, u.kind, p.parent_id, EXISTS (SELECT 1 FROM indicators_observation o "
            "WHERE o.subject_id = u.id AND o.superseded_at IS NULL) FROM organisation_unit u "
            "JOIN organisation_unitparent p ON p.unit_id = u.id WHERE p.parent_id = %s OR p.parent_id IN "
            "(SELECT c.unit_id FROM organisation_unitparent c WHERE c.parent_id = %s)",
            [college, college],
        )
    ]


def _indicators(agenda: Agenda, narrow: str = "", *values: Any) -> list[Statement]:
    return [
        (_PLAN.format(narrow=narrow), [agenda.pk, *values]),
        (_TARGETS.format(narrow=narrow), [agenda.pk, *values]),
        (_GROUPS.format(narrow=narrow), [agenda.pk, *values]),
        (_FIGURES.format(narrow=narrow), [agenda.college_id, agenda.pk, *values]),
        (_RELEASES, [agenda.pk]),
    ]


def run(statements: list[Statement]) -> int:
    """Fetch everything; returns the number of rows."""
    rows = 0
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            rows += len(cursor.fetchall())
    return rows
