"""How the agenda changed, and what its findings are."""

from __future__ import annotations

from planfile.findings import findings_page
from planfile.history import agenda_versions
from reporting.canonical import Json, day, moment
from reporting.gathering.asked import Asked


def changes(asked: Asked) -> list[Json]:
    """The versions of the agenda that held by the day of the report, the oldest first; one query.

    ``in_year``: whether it holds since the year that the report is about. The first version changed nothing.
    """
    rows = [
        row
        for row in agenda_versions(asked.agenda, with_money=True)
        if row.at <= asked.known_at and row.effective_on <= asked.on
    ]
    return [
        {
            "number": row.number,
            "stored_at": moment(row.at),
            "effective_on": day(row.effective_on),
            "in_year": row.effective_on.year == asked.year and not row.first,
            "source": row.source,
            "reason": row.reason,
            "works_council_on": day(row.works_council_on),
            "student_council_on": day(row.student_council_on),
            "first": row.first,
            "items": [
                {
                    "path": list(item.path),
                    "changes": [
                        {"kind": one.kind, "key": one.key, "old": one.old, "new": one.new, "text": str(one)}
                        for one in item.changes
                    ],
                }
                for item in row.groups
            ],
        }
        for row in reversed(rows)
    ]


def findings(asked: Asked) -> list[Json]:
    """What does not fit together in the plan, by kind in the order of the findings page."""
    return [
        {
            "code": group.code,
            "title": group.kind.title,
            "weight": group.kind.weight,
            "meaning": group.kind.meaning,
            "remedy": group.kind.remedy,
            "rows": [
                {
                    "subject": row.finding.subject,
                    "what": row.subject.what,
                    "title": row.subject.title,
                    "objectives": list(row.subject.objectives),
                    "values": list(row.finding.values),
                    "message": row.finding.message,
                }
                for row in group.rows
            ],
        }
        for group in findings_page(asked.agenda).groups
    ]
