"""What the example tells: which indicators do well and which do not, and where those without a baseline start.

Pure: no Django. Written for the agenda in ``fixtures/``; an indicator that is not named here gets a pace by chance.
"""

from __future__ import annotations

from decimal import Decimal

from demo.walks import dice

AHEAD, ON_COURSE, BEHIND, STILL, WORSE = map(Decimal, ("1.25", "1.05", "0.45", "0.05", "-0.4"))
"""How fast an indicator goes the way of its target: 1 keeps to the path, below 0 goes the wrong way."""

_PACE: dict[str, Decimal] = {
    "veilig-op-school": AHEAD,
    "veilig-bij-leerbedrijf": BEHIND,
    "nieuwe-vsv": BEHIND,
    "werk-na-entree-en-niveau-2": AHEAD,
    "tevreden-begeleiding-opleiding": ON_COURSE,
    "startersresultaat": ON_COURSE,
    "succes-eerste-jaar-hbo": BEHIND,
    "gediplomeerden-maatschappelijke-opgaven": BEHIND,
    "aansluiting-opleiding-werk": ON_COURSE,
    "hulp-keuze-leren-of-werken": BEHIND,
    "instroom-maatschappelijke-opgaven": WORSE,
    "tevreden-stagebegeleiding": BEHIND,
    "maatwerkaanbod": ON_COURSE,
    "lessen-nederlands-positief": BEHIND,
    "lessen-rekenen-positief": STILL,
    "examenniveau-nederlands": ON_COURSE,
    "examenniveau-rekenen": AHEAD,
    "lessen-burgerschap-positief": BEHIND,
    "tevredenheid-ontwikkelmogelijkheden": ON_COURSE,
    "werkdruk-onderwijspersoneel": WORSE,
    "inschaling-onderwijspersoneel": AHEAD,
    "blijven-werken-startend-personeel": WORSE,
}
_CHANCES = (AHEAD, ON_COURSE, ON_COURSE, BEHIND, STILL, WORSE)

# Where a line without a baseline stands at first: (indicator, part) to a value in the line's own unit.
_STARTS: dict[tuple[str, str], Decimal] = {
    ("maatwerkaanbod", "bereik"): Decimal(640),
    ("maatwerkaanbod", "deelnemerstevredenheid bbl"): Decimal("7.2"),
    ("maatwerkaanbod", "instroommomenten bbl"): Decimal(2),
    ("maatwerkaanbod", "flexibiliteit leerroute"): Decimal("6.7"),
    ("meldingen-stagediscriminatie", ""): Decimal(14),
    ("aandeel-kansrijke-opleidingen", ""): Decimal("61.4"),
    ("contactmomenten-per-stage", "alle contactmomenten"): Decimal(3),
    ("contactmomenten-per-stage", "op locatie van het leerbedrijf"): Decimal(1),
    ("nieuwe-websitebezoekers-llo", ""): Decimal(4900),
    ("excellentieprogrammas", "internationaal"): Decimal(4),
}


def pace_of(indicator: str, part: str = "", key: str = "") -> Decimal:
    """The pace of a line: its indicator's, and for some lines of a broken-down one another."""
    main = _PACE.get(indicator)
    rng = dice("pace", indicator, part, key)
    if main is None:
        return rng.choice(_CHANCES)
    return rng.choice((main, main, main, *_CHANCES)) if key else main


def start_of(indicator: str, part: str) -> Decimal | None:
    """Where a line without a baseline begins; ``None``: nothing is invented for it unless it has a target."""
    return _STARTS.get((indicator, part))
