"""What the import pipeline asks of this floor: plan, show, apply and undo figures of indicators."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import QuerySet

from imports.models import Batch, Origin
from imports.reading import Item, Problem, Severity
from imports.registry import Planned, Section
from indicators.imports import applying, undoing
from indicators.imports.doubles import settle_doubles
from indicators.imports.heard import keep_heard
from indicators.imports.preview import preview_of, sections_of
from indicators.imports.resolving import Resolver
from indicators.imports.staging import (
    WHOLE_FILE,
    basis_of,
    compare,
    counts,
    edition_of,
    is_derived,
    stage,
    warnings_of,
)
from indicators.models import ImportPreview, StagedFact
from organisation.access import By

_BLOCKING = (Severity.ERROR, Severity.QUESTION)
NOTHING = Problem(
    WHOLE_FILE,
    Severity.ERROR,
    "Uit dit bestand komt geen enkel cijfer: geen rij vult een indicator van deze site. Kijk bij de opmerkingen wat er "
    "is overgeslagen, en of de goede soort bestand is gekozen.",
)


class IndicatorHandler:
    """Rows are figures: of an indicator, a breakdown, a unit and a period. One for all readers of this floor."""

    def plan(self, batch: Batch, items: Iterable[Item], beat: Callable[[int], None]) -> Planned:
        """Stage every row beside what stands there now; see ``imports.registry.Handler.plan``.

        Rows are stored chunk by chunk under a name of this run, so that a file of any length fits. Until the last
        step the preview still is that of an earlier run, and what a worker that died left is nobody's.
        """
        run = secrets.token_hex(8)
        rows = StagedFact.objects.filter(batch=batch, run=run)
        reader = batch.known_reader
        resolver = Resolver(reader.source if reader else "", batch.answers.get("unit"))
        staged = stage(batch, run, items, resolver, beat)
        problems = [*staged.problems, *settle_doubles(rows)]
        if not (rows.exists() or any(problem.severity in _BLOCKING for problem in problems)):
            problems.append(NOTHING)
        named = batch.edition if not is_derived(batch.edition) else ""
        edition = named or edition_of(rows)
        reasons = compare(rows, edition, batch.reader)
        beat(staged.rows)
        planned = Planned(
            rows=staged.rows,
            **counts(rows),
            problems=(*problems, *warnings_of(reasons)),
            basis=basis_of(rows),
            edition=edition,
        )
        blocked = any(problem.severity is Severity.ERROR for problem in problems)
        content = {} if blocked else preview_of(rows, batch)
        with transaction.atomic():
            beat(staged.rows)
            keep_heard(batch, staged.heard)
            ImportPreview.objects.update_or_create(batch=batch, defaults={"run": run, "content": content})
            StagedFact.objects.filter(batch=batch).exclude(run=run).delete()
        return planned

    def sections(self, batch: Batch) -> list[Section]:
        """What the check found that matters beside the counts: one query."""
        preview = ImportPreview.objects.filter(batch=batch).first()
        return sections_of(preview.content) if preview else []

    def apply(self, batch: Batch, origin: Origin, by: By) -> int:
        """Record what was staged; see ``imports.registry.Handler.apply``. Raises ``Outdated``."""
        return applying.apply(batch, origin, by)

    def undo(self, batch: Batch, origin: Origin, by: By) -> int:
        """Restore what stood there before; see ``imports.registry.Handler.undo``. Raises ``UndoRefused``."""
        return undoing.undo(batch, by)

    def discard(self, batches: QuerySet[Batch]) -> int:
        """Drop what was staged; see ``imports.registry.Handler.discard``. The preview of what was applied stays."""
        ImportPreview.objects.filter(batch__in=batches.filter(state=Batch.State.REJECTED)).delete()
        rows, _ = StagedFact.objects.filter(batch__in=batches).delete()
        return rows
