"""What a person decides about a file that was checked: answer, approve, reject, undo, check again."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from imports.exceptions import ImportRefused, NotNow
from imports.models import Batch, BatchProblem, Origin
from imports.reading import SKIP
from imports.registry import four_eyes, memories
from imports.services._store import State, bytes_forget, locked, reader_of
from imports.services.check import batch_check
from operations.services import audit_record
from organisation.access import By
from organisation.exceptions import AliasError
from organisation.models import Unit, UnitAlias
from organisation.services import alias_add, alias_remove

UNIT = "unit"
LONGEST_ALIAS = 160
FOUR_EYES = "Iemand anders dan wie het bestand uploadde, moet het goedkeuren."
NOTHING_CHANGED = "Dit bestand veranderde niets. Er is niets ongedaan te maken."


@transaction.atomic
def batch_answer(
    *, batch: Batch, answers: Mapping[tuple[str, str], str], by: By, queued: bool = True
) -> Batch:
    """Store answers to questions, by (kind, key), and check the file again; unanswered questions come back then.

    A unit's name is remembered as an alias for files of the same source, other kinds as ``memories`` say. Raises
    ``ImportRefused`` for an answer that is none of the choices, and ``NotNow``.
    """
    batch = locked(batch, State.QUESTIONS)
    questions = {
        (row.question_kind, row.question_key): row for row in batch.problems.filter(severity="question")
    }
    if not answers:
        raise ImportRefused("Beantwoord ten minste één vraag.")
    source = reader_of(batch).source
    stored = {kind: dict(given) for kind, given in batch.answers.items()}
    for (kind, key), value in answers.items():
        question = questions.get((kind, key))
        if question is None:
            raise NotNow("De vragen zijn intussen veranderd. Bekijk ze opnieuw.")
        unit = _chosen(question, value)
        if unit is not None:
            _remember(unit, key, source, by)
        elif kind in memories:
            memories[kind].remember(batch, key, value, by)
        stored.setdefault(kind, {})[key] = value
    batch.answers = stored
    batch.save(update_fields=["answers"])
    said = {key: value for (_, key), value in answers.items()}
    audit_record(by=by, verb="batch_answer", obj=batch, details=said)
    return batch_check(batch=batch, by=by, queued=queued)


def _chosen(question: BatchProblem, value: str) -> Unit | None:
    """The unit that was chosen, if one was. Raises ``ImportRefused`` for a value that was not offered."""
    choices = [str(choice[0]) for choice in question.question_choices]
    if choices or question.question_kind != UNIT:
        if value not in choices:
            raise ImportRefused(f"Kies een van de antwoorden bij: {question.question_text}")
        return None
    if value == SKIP:
        return None
    unit = Unit.objects.filter(code=value).first()
    if unit is None:
        raise ImportRefused(f"Kies een eenheid die bestaat bij: {question.question_text}")
    return unit


def _remember(unit: Unit, name: str, source: str, by: By) -> None:
    source = source[:40]
    known = UnitAlias.objects.filter(name__iexact=" ".join(name.split()), source=source).first()
    if (known is not None and known.unit_id == unit.pk) or len(name) > LONGEST_ALIAS:
        return
    try:
        alias_add(unit=unit, name=name, source=source, by=by)
    except AliasError as error:
        raise ImportRefused(f"{name}: {error.message}") from error


@transaction.atomic
def batch_approve(*, batch: Batch, by: By) -> Batch:
    """Apply what was previewed, all of it or nothing. Of two people at once one wins.

    Raises ``NotNow`` (with who was first), ``Outdated`` when facts changed since the check, and ``ImportRefused``.
    """
    batch = locked(batch, State.CHECKED)
    if four_eyes(timezone.localdate()) and (by.user is None or by.user.pk == batch.uploaded_by_id):
        raise ImportRefused(FOUR_EYES)
    origin = _origin(batch, batch.file_name, by)
    added = reader_of(batch).handler.apply(batch, origin, by)
    batch.origin = _kept(origin)
    batch.state, batch.approved_at = State.APPLIED, timezone.now()
    batch.approved_by, batch.approved_label = by.user, by.label[:160]
    batch.save()
    details = {"added": batch.new, "changed": batch.changed, "facts": added}
    audit_record(by=by, verb="batch_approve", obj=batch, details=details)
    return batch


@transaction.atomic
def batch_undo(*, batch: Batch, by: By, note: str = "") -> Batch:
    """Take an applied file back: what was before it holds again; history tells of both.

    Raises ``NotNow``, and ``UndoRefused`` when a later import touched the same values.
    """
    batch = locked(batch, State.APPLIED)
    if batch.origin is None:
        raise ImportRefused(NOTHING_CHANGED)
    origin = _origin(batch, f"ongedaan gemaakt: {batch.file_name}", by)
    closed = reader_of(batch).handler.undo(batch, origin, by)
    batch.undo_origin = _kept(origin)
    batch.state, batch.undone_at, batch.note = State.UNDONE, timezone.now(), note.strip()
    batch.undone_by, batch.undone_label = by.user, by.label[:160]
    batch.save()
    audit_record(by=by, verb="batch_undo", obj=batch, details={"facts": closed, "note": batch.note})
    return batch


def _origin(batch: Batch, label: str, by: By) -> Origin:
    return Origin.objects.create(
        kind=Origin.Kind.FILE,
        label=label[:200],
        edition=batch.edition,
        reader=batch.reader,
        sha256=batch.sha256,
        file=batch.file,
        recorded_by=by.user,
        actor_label=by.label[:160],
    )


def _kept(origin: Origin) -> Origin | None:
    """The origin, or ``None`` when nothing came in under it: then it goes."""
    for relation in Origin._meta.related_objects:
        if relation.related_model._default_manager.filter(**{relation.field.name: origin}).exists():
            return origin
    origin.delete()
    return None


@transaction.atomic
def batch_reject(*, batch: Batch, by: By, note: str = "") -> Batch:
    """Close a file without applying it; a check that runs is dropped. Raises ``NotNow``."""
    batch = locked(batch, State.UPLOADED, State.CHECKING, State.CHECKED, State.QUESTIONS, State.BLOCKED)
    batch.state, batch.rejected_at, batch.note = State.REJECTED, timezone.now(), note.strip()
    batch.rejected_label = by.label[:160]
    batch.save()
    reader = batch.known_reader
    if reader is not None and not reader.keeps_file:
        bytes_forget(batch=batch, by=by)
    audit_record(by=by, verb="batch_reject", obj=batch, details={"note": batch.note})
    return batch


def _forget(batch: Batch, by: By) -> None:
    """Drop a file's answers, and what other files would still take from them."""
    batch = locked(batch, *State)
    reader = batch.known_reader
    source = reader.source[:40] if reader else ""
    for kind, given in batch.answers.items():
        for key, value in given.items():
            if kind == UNIT:
                name = " ".join(key.split())
                for alias in UnitAlias.objects.filter(name__iexact=name, source=source, unit__code=value):
                    alias_remove(alias=alias, by=by)
            elif kind in memories:
                memories[kind].forget(batch, key, value, by)
    batch.answers = {}
    batch.save(update_fields=["answers"])


@transaction.atomic
def batch_recheck(*, batch: Batch, by: By, forget_answers: bool = False, queued: bool = True) -> Batch:
    """Check a file again, because facts changed or a check was given up.

    ``forget_answers``: ask everything anew; what was remembered of this file's answers for later files goes as well.
    Raises ``NotNow``, and ``ImportRefused`` when the bytes are gone.
    """
    if not batch.has_bytes:
        raise ImportRefused("Het bestand zelf is er niet meer. Upload het opnieuw.")
    if forget_answers:
        _forget(batch, by)
    return batch_check(batch=batch, by=by, queued=queued)
