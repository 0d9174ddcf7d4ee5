"""Which college the agenda is of. One installation serves one college; see docs/adr/0006."""

from __future__ import annotations

from organisation.models import Unit, UnitKind
from planfile import document as doc


def known_college(brin: str) -> Unit | None:
    """The college with that BRIN, or the one without a BRIN that must be it.

    The latter was made by hand before the first agenda came: its code is the BRIN, or it is the only college.
    ``None``: there is none, or it cannot be told which one.
    """
    colleges = list(Unit.objects.filter(kind=UnitKind.COLLEGE))
    for unit in colleges:
        if unit.brin == brin:
            return unit
    if any(unit.brin for unit in colleges):
        return None
    likely = [unit for unit in colleges if unit.code.lower() == brin.lower()] or colleges
    return likely[0] if len(likely) == 1 else None


def college_of(head: doc.Head) -> Unit:
    """The college that the agenda is of, made on first sight; its name and BRIN follow the file.

    ``refusals`` has seen to it that this never makes a second college.
    """
    unit = known_college(head.brin)
    if unit is None:
        return Unit.objects.create(
            kind=UnitKind.COLLEGE, brin=head.brin, code=head.brin.lower(), name=head.institution
        )
    if (unit.brin, unit.name) != (head.brin, head.institution):
        unit.brin, unit.name = head.brin, head.institution
        unit.save(update_fields=["brin", "name"])
    return unit
