"""The least that the database must do for what people do: who carries out what, how it stands, what was agreed."""

from __future__ import annotations

from agenda.models import Agenda
from benchmarks.statements import Statement

_CARRIED = (
    "FROM measures_assignment a JOIN measures_measure m ON m.id = a.measure_id "
    "JOIN organisation_unit u ON u.id = a.unit_id "
    "LEFT JOIN measures_statusreport r ON r.assignment_id = a.id AND r.superseded_at IS NULL "
    "WHERE m.agenda_id = %s AND a.valid_from <= %s AND (a.valid_until IS NULL OR a.valid_until >= %s)"
)
_DECISIONS = (
    "SELECT d.id, d.text, d.owner, d.due_on, d.first_due_on, d.moved_reason, d.status, d.status_reason, d.by_label, "
    "d.at, d.closed_at, d.outcome, o.code, i.code FROM measures_decision d "
    "LEFT JOIN agenda_objective o ON o.id = d.objective_id "
    "LEFT JOIN indicators_agendaindicator i ON i.id = d.agenda_indicator_id WHERE d.agenda_id = %s {narrow}"
)
_THEMES = (
    "SELECT t.year, t.council, t.text, o.code FROM agenda_theme t "
    "LEFT JOIN agenda_objective o ON o.id = t.objective_id WHERE t.agenda_id = %s"
)
OWNERS = (
    "SELECT w.objective_id, u.name FROM agenda_objectiveowner w JOIN organisation_user u ON u.id = w.user_id "
    "JOIN agenda_objective o ON o.id = w.objective_id JOIN agenda_priority p ON p.id = o.priority_id "
    "WHERE p.agenda_id = %s"
)
BELOW = (
    "SELECT u.id, u.code, u.name, u.kind, u.opened_on, u.closed_on, p.parent_id, p.valid_from, p.valid_until "
    "FROM organisation_unit u JOIN organisation_unitparent p ON p.unit_id = u.id WHERE p.parent_id = %s "
    "OR p.parent_id IN (SELECT c.unit_id FROM organisation_unitparent c WHERE c.parent_id = %s)"
)
"""The units of a college, which say what somebody may open as well."""


def standings(agenda: Agenda, on: str) -> list[Statement]:
    """Of every measure how many units report what, and since when."""
    grouped = f"SELECT a.measure_id, r.state, COUNT(*), MAX(r.at) {_CARRIED} GROUP BY 1, 2"
    return [(grouped, [agenda.pk, on, on])]


def asked(agenda: Agenda, on: str) -> list[Statement]:
    """What the open round still waits for, unit by unit."""
    waiting = (
        "SELECT n.about_on, n.due_on, m.code, m.title, u.id, u.kind, (SELECT MAX(r.id) FROM measures_statusreport r "
        "WHERE r.assignment_id = a.id AND r.round_id = n.id) FROM agenda_round n "
        "JOIN measures_measure m ON m.agenda_id = n.agenda_id JOIN measures_assignment a ON a.measure_id = m.id "
        "JOIN organisation_unit u ON u.id = a.unit_id "
        "WHERE n.agenda_id = %s AND n.asks_reports AND n.closed_at IS NULL AND a.valid_from <= %s"
    )
    open_ones = _DECISIONS.format(narrow="AND d.closed_at IS NULL")
    return [(waiting, [agenda.pk, on]), (open_ones, [agenda.pk]), (_THEMES, [agenda.pk])]


def of_objective(agenda: Agenda, pk: int, on: str) -> list[Statement]:
    """Who carries out the measures of an objective, its milestones, and what its evaluations agreed."""
    cells = f"SELECT a.measure_id, a.unit_id, r.state {_CARRIED} AND m.objective_id = %s"
    marks = (
        "SELECT k.measure_id, k.period, k.step, k.text, k.reached_on, k.by_label, k.note FROM measures_milestonemark k "
        "JOIN measures_measure m ON m.id = k.measure_id WHERE m.objective_id = %s"
    )
    talks = (
        "SELECT e.id, e.held_on, n.kind, n.year, n.closed_at, e.contact, e.contact_text, e.steered, e.steered_text, "
        "e.needed, e.by_label, p.name FROM agenda_evaluation e LEFT JOIN agenda_round n ON n.id = e.round_id "
        "LEFT JOIN agenda_participant p ON p.evaluation_id = e.id WHERE e.objective_id = %s"
    )
    agreed = (
        "SELECT g.evaluation_id, g.text, g.owner, g.due_on, g.closed_on, g.outcome FROM agenda_agreement g "
        "JOIN agenda_evaluation e ON e.id = g.evaluation_id WHERE e.objective_id = %s"
    )
    return [
        (cells, [agenda.pk, on, on, pk]),
        *below(agenda),
        (marks, [pk]),
        (talks, [pk]),
        (agreed, [pk]),
        (_DECISIONS.format(narrow="AND d.objective_id = %s"), [agenda.pk, pk]),
        (_THEMES, [agenda.pk]),
        (OWNERS, [agenda.pk]),
    ]


def of_indicator(agenda: Agenda, code: str) -> list[Statement]:
    return [(_DECISIONS.format(narrow="AND i.code = %s"), [agenda.pk, code])]


def of_unit(agenda: Agenda, code: str, on: str) -> list[Statement]:
    """What a unit and the units below it carry out, as they told it last, with how much evidence."""
    told = (
        "SELECT a.id, u.code, u.name, m.code, m.title, r.state, r.progress, r.phase, r.changed, r.following, r.reason, "
        "r.unchanged, r.by_label, r.at, (SELECT COUNT(*) FROM measures_evidence e WHERE e.assignment_id = a.id "
        f"AND e.withdrawn_at IS NULL) {_CARRIED} AND (u.code = %s OR u.id IN (SELECT p.unit_id "
        "FROM organisation_unitparent p JOIN organisation_unit q ON q.id = p.parent_id WHERE q.code = %s))"
    )
    return [(told, [agenda.pk, on, on, code, code])]


def below(agenda: Agenda) -> list[Statement]:
    return [(BELOW, [agenda.college_id, agenda.college_id])]
