"""Figures that a person enters, corrects or withdraws, one at a time and with a ground; and taking such a change back.

Services: each is atomic, keeps the earlier version, and leaves an audit event. A correction takes over the edition of
what it corrects: a file of the same or an earlier edition does not undo it, a later one replaces it. A withdrawn figure
is a fact without a value, so that it keeps its ground (docs/adr/0008).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.numbers import format_date
from core.periods import parse_period
from imports.models import Origin
from indicators.exceptions import FigureRefusedError
from indicators.imports.confirming import newest_edition
from indicators.imports.planning import measure
from indicators.limits import limit_problem
from indicators.models import Absence, MeasureUnit, Observation, Series
from operations.services import audit_record
from organisation.access import By
from organisation.models import Unit, UnitKind

LABEL = "Met de hand ingevoerd"
CHANGED_MEANWHILE = "Dit cijfer is intussen veranderd. Bekijk het opnieuw en beslis dan."
ALREADY_THERE = "Over deze periode is er al een cijfer. Verbeter dat cijfer in de lijst."
NO_GROUND = "Schrijf op waarom, bijvoorbeeld waar het cijfer vandaan komt."
NO_PEOPLE = (
    "Vul in over hoeveel personen het gaat. "
    "Zonder dat aantal is niet te zien of het er te weinig zijn om het te tonen."
)
_NEEDS_PEOPLE = {MeasureUnit.PERCENT, MeasureUnit.SCORE5, MeasureUnit.SCORE10}
"""Units of measurement that do not say themselves on how many people they rest."""
NOT_CHANGED = "Dit is hetzelfde als wat er al staat. Er is niets veranderd."


@dataclass(frozen=True)
class Entry:
    """What a person says of a figure. ``value`` in the unit of the series; ``n`` ``None``: not known."""

    value: Decimal
    n: int | None = None
    final: bool = True


@transaction.atomic
def observation_enter(
    *, series: Series, subject: Unit, period: str, entry: Entry, ground: str, by: By
) -> Observation:
    """Record a figure that is not there yet, or of which only was known that it is missing.

    Raises ``FigureRefusedError``: no ground, no such period, a value that its unit does not allow, no number of people
    where a school or team needs one, or there is a figure already.
    """
    try:
        key = parse_period(period).key
    except ValueError as error:
        raise FigureRefusedError(_sentence(str(error)), field="period") from error
    there = (
        Observation.objects.current()
        .select_for_update(of=("self",))
        .select_related("origin")
        .filter(series=series, subject=subject, period=key)
        .first()
    )
    if there is not None and there.value is not None and there.origin.kind != Origin.Kind.DEMO:
        raise FigureRefusedError(ALREADY_THERE, field="period")
    made = _made(series.pk, subject.pk, key, entry)
    return _recorded(made, there, ground, by, "observation_enter")


@transaction.atomic
def observation_correct(*, observation: Observation, entry: Entry, ground: str, by: By) -> Observation:
    """Give a figure another value, n or finality. Raises ``FigureRefusedError``, also when it is no longer current."""
    there = _held(observation)
    made = _made(there.series_id, there.subject_id, there.period, entry)
    if (made.value, made.n, made.final) == (there.value, there.n, there.final):
        raise FigureRefusedError(NOT_CHANGED)
    return _recorded(made, there, ground, by, "observation_correct")


@transaction.atomic
def observation_withdraw(*, observation: Observation, ground: str, by: By) -> Observation:
    """Take a figure back: from now on it is not available. Raises ``FigureRefusedError`` as a correction does."""
    there = _held(observation)
    if there.value is None:
        raise FigureRefusedError("Hier staat geen cijfer om in te trekken.")
    made = Observation(
        series_id=there.series_id, subject_id=there.subject_id, period=there.period, absence=Absence.NB
    )
    return _recorded(made, there, ground, by, "observation_withdraw")


@transaction.atomic
def observation_take_back(*, observation: Observation, ground: str, by: By) -> Observation:
    """Take a change by hand back: what stood before it holds again, with its own source and place.

    The file that brought it can be taken back from then on. The ground stands in the log. Raises
    ``FigureRefusedError``: it is no change by hand, or nothing stood before it.
    """
    there = _held(observation)
    if there.origin.kind != Origin.Kind.MANUAL:
        raise FigureRefusedError("Dit cijfer is niet met de hand veranderd. Er is niets terug te zetten.")
    before = Observation.objects.with_before().filter(pk=there.pk).values_list("before", flat=True)[0]
    if before is None:
        raise FigureRefusedError("Voor dit cijfer stond er niets. Trek het in als het niet klopt.")
    ground = _grounded(ground)
    made = Observation.objects.get(pk=before)
    now = max(timezone.now(), there.recorded_at + timedelta(microseconds=1))
    Observation.objects.filter(pk=there.pk).update(superseded_at=now)
    made.pk, made.recorded_at, made.superseded_at = None, now, None
    made.save(force_insert=True)
    audit_record(
        by=by, verb="observation_take_back", obj=made, label=_label(made), details={"ground": ground}
    )
    return made


def _held(observation: Observation) -> Observation:
    """The current fact, held until the commit."""
    there = (
        Observation.objects.current()
        .select_for_update(of=("self",))
        .select_related("origin")
        .filter(pk=observation.pk)
        .first()
    )
    if there is None:
        raise FigureRefusedError(CHANGED_MEANWHILE)
    return there


def _made(series: int, subject: int, period: str, entry: Entry) -> Observation:
    try:
        value = measure(entry.value)
    except ValueError as error:
        raise FigureRefusedError(_sentence(str(error)), field="value") from error
    found = Series.objects.select_related("indicator").get(pk=series)
    what = found.indicator
    unit = found.unit or what.unit
    if problem := limit_problem(value, unit, is_change=what.is_change):
        raise FigureRefusedError(_sentence(problem), field="value")
    below = Unit.objects.filter(pk=subject).exclude(kind=UnitKind.COLLEGE).exists()
    if below and what.counts_people and unit in _NEEDS_PEOPLE and entry.n is None:
        raise FigureRefusedError(NO_PEOPLE, field="n")
    return Observation(
        series_id=series, subject_id=subject, period=period, value=value, n=entry.n, final=entry.final
    )


def _recorded(made: Observation, there: Observation | None, ground: str, by: By, verb: str) -> Observation:
    """Close what stands there, store the new version with who and why, and write it down."""
    ground = _grounded(ground)
    now = timezone.now()
    # An invented example is no edition of anything.
    real = there is not None and there.origin.kind != Origin.Kind.DEMO
    edition, reader = newest_edition(there) if there is not None and real else ("", "")
    if there is not None:
        now = max(now, there.recorded_at + timedelta(microseconds=1))
        Observation.objects.filter(pk=there.pk).update(superseded_at=now)
    period = parse_period(made.period)
    made.period_start, made.period_end, made.recorded_at = period.start, period.end, now
    made.place, made.note = f"ingevoerd op {format_date(timezone.localdate(now))}", ground[:300]
    made.origin = Origin.objects.create(
        kind=Origin.Kind.MANUAL, label=LABEL, edition=edition, reader=reader, ground=ground, recorded_by=by.user,
        actor_label=by.label[:160],
    )  # fmt: skip
    made.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise FigureRefusedError(CHANGED_MEANWHILE) from error
    # No values: the log is no place to read what is hidden elsewhere. The facts themselves keep both versions.
    audit_record(by=by, verb=verb, obj=made, label=_label(made), details={"ground": ground})
    return made


def _grounded(ground: str) -> str:
    ground = " ".join(ground.split())
    if not ground:
        raise FigureRefusedError(NO_GROUND, field="ground")
    return ground


def _label(made: Observation) -> str:
    return f"{made.series.indicator.key}, {made.subject.name}, {made.period}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if not text.endswith(".") else text
