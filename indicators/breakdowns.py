"""The closed lists by which a figure may be broken down, and the key that a breakdown is stored under.

Pure: no Django.
"""

from __future__ import annotations

PROGRAMME = "beroepsopleiding"

SECTORS = (
    "veiligheid en sport",
    "laboratoriumtechniek",
    "ICT",
    "bouw",
    "zorg onderwijs en kinderopvang",
    "techniek",
)

# ``None``: the values are the codes of the agenda's own programmes.
BREAKDOWNS: dict[str, tuple[str, ...] | None] = {
    "niveau": ("1", "2", "3", "4"),
    "leerweg": ("BOL", "BBL", "EX"),
    PROGRAMME: None,
    "sector": SECTORS,
    "examen": ("2F-IE", "2F-CE", "3F-IE", "3F-CE", "2F", "3F"),
    "vak": ("Nederlands", "rekenen", "Engels", "burgerschap"),
    "loonschaal": ("LB", "LC", "LD"),
    "begeleider": ("school", "leerbedrijf"),
    "instroom": ("totaal", "switch"),
    "ondersteuning": ("wel", "geen"),
    "antwoord": ("heel slecht", "slecht", "neutraal", "goed", "heel goed"),
    "voorkeur": ("binnen", "buiten"),
}

LABELS = {
    "niveau": "niveau {}",
    "leerweg": "{}",
    "sector": "{}",
    "examen": "{}",
    "vak": "{}",
    "loonschaal": "schaal {}",
    "begeleider": "begeleiding door {}",
    "instroom": "{}",
    "ondersteuning": "{} ondersteuning",
    "antwoord": "{}",
    "voorkeur": "{} de instelling",
}
VALUE_LABELS = {
    "EX": "extranei",
    "school": "de school",
    "leerbedrijf": "het leerbedrijf",
    "totaal": "hele instroom",
    "switch": "switch",
}


def breakdown_key(breakdown: dict[str, str]) -> str:
    """``{"niveau": "2", "leerweg": "BOL"}`` -> ``"leerweg=BOL;niveau=2"``; the whole is ``""``."""
    return ";".join(f"{key}={breakdown[key]}" for key in sorted(breakdown))


def parse_key(key: str) -> dict[str, str]:
    """The reverse of ``breakdown_key``, in the order of ``BREAKDOWNS``."""
    pairs = dict(item.split("=", 1) for item in key.split(";")) if key else {}
    order = list(BREAKDOWNS)
    return dict(sorted(pairs.items(), key=lambda pair: order.index(pair[0])))


def breakdown_label(breakdown: dict[str, str], programmes: dict[str, str]) -> str:
    """How a breakdown is called on a page: ``niveau 2 BOL``. ``programmes``: title by code. The whole is ``""``."""
    parts = []
    for key, value in breakdown.items():
        if key == PROGRAMME:
            parts.append(f"{programmes.get(value, value)} ({value})")
        else:
            parts.append(LABELS[key].format(VALUE_LABELS.get(value, value)))
    return " ".join(parts)


def part_label(part: str, breakdown: str) -> str:
    """A part of an indicator with its breakdown: ``aandeel goed, niveau 2``.

    A part that has the breakdown's word itself stands behind it, or one would read one level twice:
    ``niveau 2: mbo niveau 1``.
    """
    if part and breakdown and breakdown.split()[0] in part.split():
        return f"{breakdown}: {part}"
    return ", ".join(filter(None, (part, breakdown)))


def breakdown_problem(breakdown: dict[str, str], programmes: set[str]) -> str | None:
    """What is wrong with a breakdown, in Dutch, or ``None``."""
    for key, value in breakdown.items():
        if key not in BREAKDOWNS:
            return f"'{key}' is geen uitsplitsing; bekend zijn: {', '.join(BREAKDOWNS)}"
        allowed = BREAKDOWNS[key]
        if allowed is None and value not in programmes:
            return f"'{value}' staat niet bij programmes"
        if allowed is not None and value not in allowed:
            return f"'{value}' is geen waarde van {key}; kies uit: {', '.join(allowed)}"
    return None
