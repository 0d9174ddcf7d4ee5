"""The steps of a report. Each looks at the row that it locked: of two who take the same step at once, one does."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from agenda.models import Agenda
from operations.models import Job
from operations.services import audit_record, job_start
from organisation.access import By
from organisation.models import Unit
from reporting.about import About, unless_said
from reporting.canonical import Json, read
from reporting.exceptions import ReportRefusedError
from reporting.files import FORMATS
from reporting.kinds import ReportKind
from reporting.models import Report, ReportSnapshot
from reporting.services import snapshot_keep
from reporting.snapshot import check
from reporting.stamp import stamped
from reporting.story.selectors import stories_behind

State = Report.State
TASK = "reporting.write"
READABLE = ("html", "pdf", "docx")
"""The formats in which somebody can read a report: nothing is put before the board that has none of these."""
LONGEST_REASON = 4000


@transaction.atomic
def report_start(
    *,
    agenda: Agenda,
    year: int,
    kind: ReportKind,
    unit: Unit | None = None,
    about: About | None = None,
    reason: str = "",
    by: By,
) -> Report:
    """Begin a report, or a correction of one that was signed off; then ``reason`` says what is corrected and why.

    ``about``: a round or a day of the year; ``None``: the whole year, and of an interim report today.

    Raises ``ReportRefusedError``: one is under way, the year is none of the agenda, or a correction has no reason.
    """
    chosen = about or unless_said(kind, year, timezone.localdate())
    check(agenda, year, kind, unit, chosen)
    Agenda.objects.select_for_update().get(pk=agenda.pk)
    stored = chosen.round.replace(" ", "_")
    earlier = same_report(agenda=agenda, kind=kind, year=year, unit=unit, on=chosen.on, round=stored)
    if under_way := earlier.exclude(state=State.SIGNED).first():
        raise ReportRefusedError(f"{under_way} is al begonnen. Maak die eerst af.")
    newest = earlier.aggregate(newest=Max("number"))["newest"] or 0
    said = _reason(reason, "Schrijf op wat er in de vorige versie niet klopt en waarom.") if newest else ""
    row = Report(
        agenda=agenda, kind=kind.value, year=year, unit=unit, about_on=chosen.on,
        round=stored, number=newest + 1, reason=said, created_by_label=by.label[:160],
    )  # fmt: skip
    row.full_clean()
    row.save()
    _tell(row, "report_start", by, reason=said)
    return row


def same_report(
    *, agenda: Agenda, kind: str, year: int, unit: Unit | None, on: date, round: str
) -> QuerySet[Report]:
    """Every version of one report: those about its day, and those about its round, whatever day that had."""
    about = Q(about_on=on) | Q(round=round) if round else Q(about_on=on)
    return Report.objects.filter(about, agenda=agenda, kind=kind, year=year, unit=unit)


@transaction.atomic
def report_write(*, report: Report, by: By, queued: bool = True) -> Report:
    """Have a concept written anew from the facts of now, in every format. ``queued=False``: the caller runs the job.

    Raises ``ReportRefusedError`` when it is no concept, or is being written already.
    """
    row = _locked(report, State.CONCEPT)
    if is_busy(row):
        raise ReportRefusedError("Dit verslag wordt al gemaakt. Wacht tot het klaar is.")
    _begin(row, by, fresh=True, queued=queued)
    return row


@transaction.atomic
def report_rewrite(*, report: Report, by: By, queued: bool = True) -> Report:
    """Have the documents written again from the snapshot that is there: for when that went wrong.

    What was signed off keeps the documents that it has: only those that are not there are written. Raises
    ``ReportRefusedError`` when all of them are.
    """
    row = _locked(report, *State)
    if row.state == State.SIGNED and there(row) == set(FORMATS):
        raise ReportRefusedError(_INSTEAD[State.SIGNED].format(row=row))
    if row.snapshot_id is None:
        raise ReportRefusedError("Er is nog niets gemaakt. Maak eerst het concept.")
    if is_busy(row):
        raise ReportRefusedError("Dit verslag wordt al gemaakt. Wacht tot het klaar is.")
    _begin(row, by, fresh=False, queued=queued)
    return row


@transaction.atomic
def report_propose(*, report: Report, by: By, queued: bool = True) -> Report:
    """Put a concept before the board as it was last written. Raises ``ReportRefusedError``.

    Not while a newer story waits to be taken in: from here on nobody can change it, and the board would never read it.
    """
    row = _locked(report, State.CONCEPT)
    snapshot = _ready(row)
    if behind := behind_of(row, read(snapshot.bytes)):
        raise ReportRefusedError(_BEHIND.format(codes=", ".join(behind)))
    row.state, row.proposed_at, row.proposed_by_label = State.PROPOSED, timezone.now(), by.label[:160]
    row.returned = ""
    _stamp(row, snapshot, by)
    _begin(row, by, fresh=False, queued=queued)
    _tell(row, "report_propose", by, sha256=row.snapshot.sha256 if row.snapshot else "")
    return row


@transaction.atomic
def report_return(*, report: Report, reason: str, by: By, queued: bool = True) -> Report:
    """Send a proposal back to its makers. Raises ``ReportRefusedError`` without a reason."""
    row = _locked(report, State.PROPOSED)
    row.returned = _reason(reason, "Schrijf op wat er nog moet veranderen.")
    row.state, row.proposed_at, row.proposed_by_label = State.CONCEPT, None, ""
    if row.snapshot is not None:
        _stamp(row, row.snapshot, by)
    _begin(row, by, fresh=False, queued=queued)
    _tell(row, "report_return", by, reason=row.returned)
    return row


@transaction.atomic
def report_sign(*, report: Report, seen: str, by: By, queued: bool = True) -> Report:
    """Sign a proposal off, in the name of the board. ``seen``: the hash of the snapshot that the signer looked at.

    Raises ``ReportRefusedError``: another signed first, it went back, or it is not what was seen.
    """
    row = _locked(report, State.PROPOSED)
    snapshot = _ready(row)
    if snapshot.sha256 != seen:
        raise ReportRefusedError(
            "Het verslag is veranderd sinds u het opende. Lees het opnieuw en stel het dan vast."
        )
    row.state, row.signed_at, row.signed_by = State.SIGNED, timezone.now(), by.user
    row.signed_by_label = by.label[:160]
    _stamp(row, snapshot, by)
    _begin(row, by, fresh=False, queued=queued)
    _tell(row, "report_sign", by, sha256=row.snapshot.sha256 if row.snapshot else "")
    return row


def there(report: Report) -> set[str]:
    """The formats of which the bytes can be read."""
    files = report.files.select_related("file")
    return {one.format for one in files if one.file.content.storage.exists(one.file.content.name or "")}


def is_busy(report: Report) -> bool:
    """Whether its documents are being written. A job that was given up does not count."""
    return report.job is not None and report.job.state in {Job.State.WAITING, Job.State.RUNNING}


def is_written(report: Report) -> bool:
    """Whether there is a document that people can read, and nothing newer is being made."""
    readable = report.files.filter(format__in=READABLE)
    return report.snapshot_id is not None and not is_busy(report) and readable.exists()


def behind_of(report: Report, snapshot: Json) -> tuple[str, ...]:
    """The codes of what a newer story was kept about than this concept has; empty for reports without stories."""
    if not ReportKind(report.kind).story_scopes or report.state != State.CONCEPT:
        return ()
    return tuple(stories_behind(report.agenda, report.year, snapshot))


def _locked(report: Report, *states: str) -> Report:
    row = (
        Report.objects.select_for_update(of=("self",))
        .select_related("job", "snapshot", "unit")
        .get(pk=report.pk)
    )
    if row.state not in states:
        raise ReportRefusedError(_INSTEAD[State(row.state)].format(row=row))
    return row


_BEHIND = (
    "Het verhaal over {codes} is veranderd sinds dit concept is gemaakt. Maak het concept opnieuw en lees het; leg het "
    "daarna voor."
)
_INSTEAD = {
    State.CONCEPT: "{row} is weer een concept. Leg het opnieuw voor als het klaar is.",
    State.PROPOSED: "{row} ligt ter vaststelling. Haal het terug als er nog iets moet veranderen.",
    State.SIGNED: "{row} is vastgesteld door {row.signed_by_label}; daar verandert niets meer aan. "
    "Begin een nieuwe versie als er iets niet klopt.",
}


def _ready(row: Report) -> ReportSnapshot:
    if row.snapshot is None or not is_written(row):
        raise ReportRefusedError("Maak eerst de documenten en lees ze; dit verslag is nog niet klaar.")
    return row.snapshot


def _stamp(row: Report, snapshot: ReportSnapshot, by: By) -> None:
    """Give the report the same facts with its present state in them. What was written before is no longer offered."""
    content = with_stamp(read(snapshot.bytes), row)
    row.snapshot = snapshot_keep(
        content=content, agenda=row.agenda, unit=row.unit, known_at=snapshot.known_at, by=by
    )
    row.save()
    row.files.all().delete()


def with_stamp(content: Json, row: Report) -> Json:
    """The snapshot with what its report is now."""
    return stamped(
        content, number=row.number, state=str(row.get_state_display()), reason=row.reason,
        signed_by=row.signed_by_label, signed_at=row.signed_at,
    )  # fmt: skip


def _begin(row: Report, by: By, *, fresh: bool, queued: bool) -> None:
    row.job = job_start(kind=TASK, arguments={"report": row.pk, "fresh": fresh}, by=by, queued=queued)
    row.save(update_fields=["job"])


def _reason(text: str, missing: str) -> str:
    text = text.strip()
    if not text:
        raise ReportRefusedError(missing)
    if len(text) > LONGEST_REASON:
        raise ReportRefusedError(f"De toelichting is te lang; ten hoogste {LONGEST_REASON} tekens.")
    return text


def _tell(row: Report, verb: str, by: By, **details: str) -> None:
    audit_record(by=by, verb=verb, obj=row, details={key: value for key, value in details.items() if value})
