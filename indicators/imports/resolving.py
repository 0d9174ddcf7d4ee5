"""From how a file names things to what the site has: the unit, the definition and the series of a row.

Everything is fetched once, before the first row: a file may have a million of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import slugify

from imports.reading import SKIP, UnitRef
from indicators.comparison import GROUP, OTHER_COLLEGE
from indicators.models import Indicator, Series
from organisation.models import Unit, UnitAlias, UnitKind

NATIONAL = "landelijk"
_BRIN = re.compile(r"\d\d[A-Z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Target:
    """The unit of a row. ``pk`` ``None``: there is no such unit yet, and applying makes it."""

    code: str
    pk: int | None
    name: str = ""
    brin: str = ""


class Unplaced(Exception):  # noqa: N818 - says what it is about
    """Whose figure it is cannot be told. The message is Dutch."""


class UnknownName(Unplaced):
    """A name that only a person can place. ``key``: the name, as it is asked about."""

    def __init__(self, key: str) -> None:
        super().__init__(f"'{key}' is geen naam van een eenheid.")
        self.key = key


class Resolver:
    """Knows the site's units, definitions and series as they are now. ``source``: how aliases call the reader's source.

    Five queries, at its making.
    """

    def __init__(self, source: str, answers: Mapping[str, str] | None = None) -> None:
        self._answers = {_plain(name): code for name, code in (answers or {}).items()}
        self._units = {unit.code: unit for unit in Unit.objects.all()}
        colleges = [unit for unit in self._units.values() if unit.kind == UnitKind.COLLEGE]
        self.college = colleges[0] if len(colleges) == 1 else None
        self._names: dict[str, list[Unit]] = {}
        for unit in self._units.values():
            if unit.kind != UnitKind.BENCHMARK:
                for name in {_plain(unit.name), _plain(unit.code)}:
                    self._names.setdefault(name, []).append(unit)
        aliases = UnitAlias.objects.filter(Q(source__iexact=source) | Q(source="")).select_related("unit")
        # The source's own spelling goes before one that holds everywhere.
        self._aliases = {
            _plain(alias.name): alias.unit for alias in sorted(aliases, key=lambda one: one.source)
        }
        self._indicators = {indicator.key: indicator for indicator in Indicator.objects.all()}
        self._series: dict[tuple[int, str, str], int] = {}
        self._measured: dict[int, str] = {}
        for one in Series.objects.values_list("pk", "indicator_id", "part", "key", "unit"):
            pk, indicator, part, key, measured = one
            self._series[indicator, part, key] = pk
            self._measured[pk] = measured
        self._found: dict[tuple[str, str, str], Target | None] = {}

    def indicator(self, key: str) -> Indicator | None:
        """The definition; ``None``: the site has none of this key, and nothing is fed."""
        return self._indicators.get(key)

    def series(self, indicator: Indicator, part: str, key: str) -> int | None:
        """The id of a series; ``None``: it is to be made."""
        return self._series.get((indicator.pk, part, key))

    def measured_in(self, indicator: Indicator, series: int | None) -> str:
        """In what unit (``MeasureUnit``) a series is; ``series`` ``None``: one that is to be made."""
        return (self._measured[series] if series is not None else "") or indicator.unit

    def unit(self, ref: UnitRef) -> Target | None:
        """Whose figure it is; ``None``: somebody chose to leave this name out. Raises ``Unplaced``."""
        key = (
            ref.kind,
            ref.code,
            ref.name,
        )  # every figure asks, and a tuple is quicker to find than what it is of
        if key not in self._found:
            self._found[key] = self._resolve(ref)
        return self._found[key]

    def name_of(self, target: Target) -> str:
        """How pages call the unit of a row."""
        return self._units[target.code].name if target.code in self._units else target.name

    def _resolve(self, ref: UnitRef) -> Target | None:
        match ref.kind:
            case "own":
                return _is(self._own())
            case "college":
                return self._by_brin(ref)
            case "group":
                return self._beside(GROUP + _slug(ref.code), ref.name or f"Vergelijkingsgroep {ref.code}")
            case "national":
                return self._beside(NATIONAL, ref.name or "Landelijk")
            case "unit":
                return self._by_name(ref.code)
        raise Unplaced(
            f"'{ref.kind}' is geen soort eenheid. Dit is een fout in de lezer, niet in het bestand."
        )

    def _own(self) -> Unit:
        if self.college is None:
            raise Unplaced("Op deze site staat nog geen instelling, of er staat er meer dan één.")
        return self.college

    def _by_brin(self, ref: UnitRef) -> Target:
        brin, own = ref.code.strip().upper(), self._own()
        if not _BRIN.fullmatch(brin):
            raise Unplaced(
                f"'{ref.code}' is geen BRIN; dat is twee cijfers en twee letters, bijvoorbeeld 25LW."
            )
        if not own.brin:
            raise Unplaced(
                f"{own.name} heeft nog geen BRIN. Vul dat in bij de eenheden en controleer dan opnieuw."
            )
        if brin == own.brin:
            return _is(own)
        return self._beside(OTHER_COLLEGE + brin.lower(), ref.name or f"Instelling {brin}", brin)

    def _beside(self, code: str, name: str, brin: str = "") -> Target:
        unit = self._units.get(code)
        if unit is None:
            return Target(code, None, " ".join(name.split())[:160], brin)
        if unit.kind != UnitKind.BENCHMARK:
            raise Unplaced(
                f"De code '{code}' is al van {unit.name}, en dat is geen eenheid om mee te vergelijken."
            )
        return _is(unit)

    def _by_name(self, name: str) -> Target | None:
        said = _plain(name)
        if said in self._answers:
            code = self._answers[said]
            if code == SKIP:
                return None
            if code in self._units:
                return _is(self._units[code])
        if said in self._aliases:
            return _is(self._aliases[said])
        same = self._names.get(said, [])
        if len(same) != 1:  # a school and its team may share a name
            raise UnknownName(" ".join(name.split()))
        return _is(same[0])


def _is(unit: Unit) -> Target:
    return Target(unit.code, unit.pk)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _slug(code: str) -> str:
    """A part of a code; a name without a letter or digit is none."""
    if slug := slugify(code)[: 40 - len(GROUP)]:
        return slug
    raise Unplaced(f"'{code}' kan geen code van een vergelijkingsgroep zijn.")
