"""What does not fit together in an agenda, by rules that hold for any agenda. Pure: no Django.

A finding is advice and never an error: the plan may be as its makers want it. Rounding is taken into account.
Every kind of finding, with what it means and what to do, stands in ``KINDS``.
"""

from __future__ import annotations

from planfile.consistency import answers, budget, counts, instruments, measures, stated, targets
from planfile.consistency.finding import CONTRADICTION, GAP, KINDS, NOTICE, Finding, FindingKind
from planfile.document import Document

__all__ = ["CONTRADICTION", "GAP", "KINDS", "NOTICE", "Finding", "FindingKind", "find"]

_RULES = (
    stated.check,
    answers.check,
    counts.check,
    targets.check,
    measures.check,
    budget.check,
    instruments.check,
)
_ORDER = {code: place for place, code in enumerate(KINDS)}


def find(document: Document) -> list[Finding]:
    """Every finding, by kind in the order of ``KINDS``, within a kind in the order of the file."""
    findings = [finding for rule in _RULES for finding in rule(document)]
    return sorted(findings, key=lambda finding: _ORDER[finding.code])
