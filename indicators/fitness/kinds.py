"""Why a figure can not carry a verdict: the closed list of kinds, what each asks of whom, and a problem found.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.rows import SeriesRow
from indicators.wording import Aim


class Kind(StrEnum):
    """What stands in the way, the most severe first."""

    NO_SERIES = "no_series"
    SOURCE_ENDED = "source_ended"
    NO_MEASUREMENT_IN_TIME = "no_measurement_in_time"
    TARGET_OVERDUE = "target_overdue"
    NO_TARGET = "no_target"
    TO_BE_SET = "to_be_set"
    NO_DIRECTION = "no_direction"
    NO_YEAR = "no_year"
    NO_BASELINE = "no_baseline"
    BASELINE_NOT_COMPARABLE = "baseline_not_comparable"
    TOO_SMALL = "too_small"
    NOT_SHOWN = "not_shown"
    NO_DENOMINATOR = "no_denominator"
    RHYTHM_UNKNOWN = "rhythm_unknown"
    YEARLY_TARGET_ON_SLOWER_SURVEY = "yearly_target_on_slower_survey"
    RELEASE_UNKNOWN = "release_unknown"


SEVERITY = {kind: place for place, kind in enumerate(Kind)}


class Who(StrEnum):
    """Whose work it is to solve it."""

    DATA_STEWARD = "databeheerder"
    PORTFOLIO_HOLDER = "portefeuillehouder"
    ADMIN = "beheerder"


class Place(StrEnum):
    """Where in the agenda it can be mended; ``NONE``: not there."""

    SERIES = "series"
    INDICATOR = "indicator"
    CALENDAR = "calendar"
    NONE = ""


@dataclass(frozen=True)
class KindText:
    """A kind in words. ``title``: in the filter. ``remedy``: what to do, who does it named first."""

    title: str
    who: Who
    remedy: str
    place: Place = Place.NONE


KINDS: dict[Kind, KindText] = {
    Kind.NO_SERIES: KindText(
        "Geen reeks",
        Who.ADMIN,
        "De beheerder voegt in de agenda een reeks toe, met 0-meting en streefwaarde.",
        Place.INDICATOR,
    ),
    Kind.SOURCE_ENDED: KindText(
        "Bron bestaat niet meer",
        Who.PORTFOLIO_HOLDER,
        "De portefeuillehouder kiest een andere bron, met een nieuwe 0-meting, of laat het doel los.",
        Place.INDICATOR,
    ),
    Kind.NO_MEASUREMENT_IN_TIME: KindText(
        "Meting komt te laat",
        Who.PORTFOLIO_HOLDER,
        "De portefeuillehouder spreekt af welke eerdere meting beslist, of dat het oordeel later komt.",
        Place.SERIES,
    ),
    Kind.TARGET_OVERDUE: KindText(
        "Streefwaarde over tijd",
        Who.PORTFOLIO_HOLDER,
        "De portefeuillehouder stelt een nieuwe streefwaarde vast. De beheerder zet die in de agenda.",
        Place.SERIES,
    ),
    Kind.NO_TARGET: KindText(
        "Geen streefwaarde",
        Who.PORTFOLIO_HOLDER,
        "De portefeuillehouder kiest een streefwaarde, of besluit het cijfer alleen te volgen. "
        "De beheerder zet die keuze in de agenda.",
        Place.SERIES,
    ),
    Kind.TO_BE_SET: KindText(
        "Streefwaarde volgt nog",
        Who.PORTFOLIO_HOLDER,
        "De portefeuillehouder stelt de streefwaarde op tijd vast. De beheerder zet die in de agenda.",
        Place.SERIES,
    ),
    Kind.NO_DIRECTION: KindText(
        "Geen richting",
        Who.PORTFOLIO_HOLDER,
        "De portefeuillehouder zegt of hoger of lager beter is. De beheerder zet dat in de agenda.",
        Place.SERIES,
    ),
    Kind.NO_YEAR: KindText(
        "Streefwaarde zonder jaar",
        Who.PORTFOLIO_HOLDER,
        "De portefeuillehouder zegt wanneer de streefwaarde gehaald moet zijn. De beheerder zet dat in de agenda.",
        Place.SERIES,
    ),
    Kind.NO_BASELINE: KindText(
        "Geen 0-meting",
        Who.DATA_STEWARD,
        "De databeheerder zoekt de 0-meting op bij de bron. De beheerder zet die in de agenda.",
        Place.SERIES,
    ),
    Kind.BASELINE_NOT_COMPARABLE: KindText(
        "0-meting niet te vergelijken",
        Who.DATA_STEWARD,
        "De databeheerder berekent de 0-meting opnieuw, zoals de bron nu telt. De beheerder zet die in de agenda.",
        Place.SERIES,
    ),
    Kind.TOO_SMALL: KindText(
        "Te kleine groep",
        Who.DATA_STEWARD,
        "De databeheerder kijkt of groepen of jaren samen kunnen. Geef tot die tijd geen oordeel.",
    ),
    Kind.NOT_SHOWN: KindText(
        "Cijfer niet getoond",
        Who.PORTFOLIO_HOLDER,
        "De portefeuillehouder beoordeelt een grotere groep, waarvan het cijfer wel te zien is.",
    ),
    Kind.NO_DENOMINATOR: KindText(
        "Aantal personen onbekend",
        Who.DATA_STEWARD,
        "De databeheerder vraagt de bron om het aantal personen bij elk cijfer, en leest dat in.",
    ),
    Kind.RHYTHM_UNKNOWN: KindText(
        "Ritme onbekend",
        Who.DATA_STEWARD,
        "De databeheerder vraagt de bron wanneer er wordt gemeten. De beheerder zet dat in de agenda.",
        Place.INDICATOR,
    ),
    Kind.YEARLY_TARGET_ON_SLOWER_SURVEY: KindText(
        "Jaarlijks doel, niet elk jaar een meting",
        Who.PORTFOLIO_HOLDER,
        "De portefeuillehouder beoordeelt het doel alleen in jaren met een meting, of laat tussendoor meten.",
        Place.SERIES,
    ),
    Kind.RELEASE_UNKNOWN: KindText(
        "Dag van de cijfers onbekend",
        Who.DATA_STEWARD,
        "De databeheerder zoekt uit op welke dag de cijfers komen. De beheerder zet die dag in de meetkalender.",
        Place.CALENDAR,
    ),
}


@dataclass(frozen=True)
class GroupAim:
    """The target that counts of several series together. ``members``: what their breakdowns have in common."""

    aim: Aim
    members: Mapping[str, str]

    def has(self, row: SeriesRow) -> bool:
        return all(row.breakdown.get(key) == value for key, value in self.members.items())


@dataclass(frozen=True)
class Concerned:
    """A series that a problem is about. ``number``: its place on the indicator's page, from 1."""

    label: str
    part: str
    key: str
    number: int


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way, for one or more series. ``total``: how many the indicator has."""

    kind: Kind
    what: str
    place: Place
    series: tuple[Concerned, ...]
    total: int

    @property
    def title(self) -> str:
        return KINDS[self.kind].title

    @property
    def who(self) -> Who:
        return KINDS[self.kind].who

    @property
    def remedy(self) -> str:
        """What to do, and who does it."""
        return KINDS[self.kind].remedy

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(one.label for one in self.series)

    @property
    def scope(self) -> str:
        """Which series: ``12 van de 14 reeksen``; ``""`` where the indicator has no more than one."""
        if self.total < 2:
            return ""
        if len(self.series) == self.total:
            return "beide reeksen" if self.total == 2 else f"alle {self.total} reeksen"
        return self.labels[0] if len(self.series) == 1 else f"{len(self.series)} van de {self.total} reeksen"
