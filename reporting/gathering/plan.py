"""What the plan says: the agenda, its priorities and objectives, their ambitions and partners, its programmes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from agenda.models import Ambition, Partner, PartnerSide, Theme
from agenda.selectors import PriorityOutline
from organisation.models import Unit
from planfile.models import AgendaVersion
from reporting.canonical import Json, day, moment
from reporting.gathering.asked import Asked

SIDES = dict(PartnerSide.choices)


def agenda(asked: Asked) -> Json:
    """The agenda itself. Two queries: its versions and programmes.

    ``version``: which one held at the moment of the snapshot, ``None``: it was never kept. ``changed_since``: whether
    the plan changed after that moment: it is always told as it is now.
    """
    row = asked.agenda
    versions = list(AgendaVersion.objects.filter(agenda=row).order_by("number").select_related("file"))
    known = [version for version in versions if version.at <= asked.known_at]
    newest = known[-1] if known else None
    return {
        "slug": row.slug,
        "title": row.title,
        "kind": row.kind,
        "period": row.period,
        "starts": day(row.starts),
        "ends": day(row.ends),
        "labels": {
            "priority": row.label_priority,
            "objective": row.label_objective,
            "measure": row.label_measure,
        },
        "college": {"name": row.college.name, "brin": row.college.brin, "code": row.college.code},
        "min_n": row.min_n,
        "suppress_below": row.suppress_below,
        "version": None
        if newest is None
        else {
            "number": newest.number,
            "effective_on": day(newest.effective_on),
            "stored_at": moment(newest.at),
            "file_sha256": newest.file.sha256,
        },
        "changed_since": len(known) < len(versions),
        "programmes": [
            {"code": one.code, "title": one.title, "sector": one.sector, "level": one.level}
            for one in row.programmes.order_by("order", "pk")
        ],
    }


def unit(row: Unit) -> Json:
    """A school, service or team."""
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "kind_label": str(row.get_kind_display()),
        "demo": row.demo,
    }


def priorities(asked: Asked, outline: Iterable[PriorityOutline]) -> list[Json]:
    """Priorities with the codes of their objectives. One query."""
    ambitions: dict[int, list[Json]] = defaultdict(list)
    for one in Ambition.objects.filter(priority__agenda=asked.agenda).order_by("order", "pk"):
        ambitions[one.priority_id or 0].append({"text": one.text, "by": one.by})
    return [
        {
            "code": row.code,
            "title": row.title,
            "ambitions": ambitions[row.pk],
            "objectives": [objective.code for objective in row.objectives],
        }
        for row in outline
    ]


def objectives(asked: Asked, outline: Iterable[PriorityOutline]) -> list[Json]:
    """Objectives with what the plan says of each. Two queries. Never a person: only roles and departments."""
    of_agenda = Q(objective__agenda=asked.agenda)
    ambitions: dict[int, list[Json]] = defaultdict(list)
    for one in Ambition.objects.filter(of_agenda).order_by("order", "pk"):
        ambitions[one.objective_id or 0].append({"text": one.text, "by": one.by})
    partners: dict[int, list[Json]] = defaultdict(list)
    for partner in Partner.objects.filter(of_agenda).order_by("order", "pk"):
        partners[partner.objective_id].append(
            {
                "name": partner.name,
                "side": SIDES.get(partner.side, ""),
                "role": partner.role,
                "branch": partner.branch,
                "topic": partner.topic,
            }
        )
    return [
        {
            "code": row.code,
            "title": row.title,
            "priority": row.priority,
            "owner": row.owner,
            "ambitions": ambitions[row.pk],
            "partners": partners[row.pk],
        }
        for priority in outline
        for row in priority.objectives
    ]


def themes(asked: Asked) -> list[Json]:
    """What the councils found most important in the year, the works council first. One query."""
    councils = {council: place for place, council in enumerate(("or", "csr"))}
    rows = Theme.objects.filter(agenda=asked.agenda, year=asked.year).select_related("objective")
    return [
        {
            "council": row.council,
            "council_label": str(row.get_council_display()),
            "text": row.text,
            "objective": row.objective.code if row.objective else "",
            "demo": row.demo,
        }
        for row in sorted(rows, key=lambda row: (councils[row.council], row.order, row.pk))
    ]
