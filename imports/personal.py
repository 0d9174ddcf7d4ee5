"""Which files are about single persons, by the headings of their columns. Pure: no Django.

In the first rows any such heading counts. Further down, where a cell may hold the same word by chance, a row counts
when one of its cells can be nothing but such a heading, or two of them may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from imports.reading import PersonalData
from imports.sheets import Line, Sheet, squashed

_COMMON = frozenset(
    {
        "naam",
        "achternaam",
        "voornaam",
        "voornamen",
        "roepnaam",
        "geboortenaam",
        "volledigenaam",
        "naammedewerker",
    }
    | {"studentnaam", "naamstudent", "email", "pgn", "telefoonnummer"}
)
_SURE = frozenset(
    {"bsn", "burgerservicenummer", "geboortedatum", "studentnummer", "bsnnummer", "bsnnr", "burgerservicenr"}
    | {"sofinummer", "persoonsgebondennummer", "onderwijsnummer", "emailadres", "mailadres", "mobielnummer"}
    | {"gebdatum", "geboortedat", "studentnr", "studentid", "studentennummer", "leerlingnummer"}
    | {"deelnemernummer", "personeelsnummer", "medewerkernummer"}
)
PERSONAL = _COMMON | _SURE
"""Whole headings, as ``squashed``: ``naam instelling`` is none of them."""
_FIRST_ROWS = 60
_STEMS = (
    "bsn", "nummer", "naam", "namen", "servicenr", "pgn", "gebdat", "boortedat", "studentnr", "studentid", "mail",
)  # fmt: skip
"""Every heading further down holds one of these, so that a row without any need not be looked at cell by cell."""
Respondents = Mapping[frozenset[str], str]
"""Headings, as ``squashed``, that together tell that each row is a person's answers -> what to upload it as."""


def refuse_personal(sheet: Sheet, respondents: Respondents) -> None:
    """Raises ``PersonalData`` when a sheet is about single persons, wherever its headings stand."""
    for line in islice(sheet.lines(), _FIRST_ROWS):
        _refuse(sheet, line, PERSONAL, respondents)
    stems = (*_STEMS, *(max(words, key=len) for words in respondents))
    if not sheet.may_hold(stems, below=_FIRST_ROWS):
        return
    for line in islice(sheet.lines(), _FIRST_ROWS, None):
        together = squashed("".join(value for value in line.values if isinstance(value, str)))
        if any(stem in together for stem in stems):
            common = sum(word in _COMMON for word in _headings(line))
            _refuse(sheet, line, PERSONAL if common > 1 else _SURE, respondents)


def _headings(line: Line) -> dict[str, int]:
    """The texts of a row as ``squashed``, with their first column."""
    found: dict[str, int] = {}
    for column, value in enumerate(line.values):
        if isinstance(value, str):
            found.setdefault(squashed(value), column)
    return found


def _refuse(sheet: Sheet, line: Line, words: Iterable[str], respondents: Respondents) -> None:
    found = _headings(line)
    for columns, title in respondents.items():
        if columns <= found.keys():
            where = sheet.place(line.number, found[max(columns, key=len)])
            raise PersonalData(
                f"In dit bestand is elke rij een antwoord van een persoon ({where}). Het is meteen verwijderd. Upload "
                f"het als '{title}': dan worden de antwoorden opgeteld en wordt het bestand niet bewaard."
            )
    if named := found.keys() & set(words):
        column = min(found[word] for word in named)
        text = str(line.values[column]).strip()
        raise PersonalData(
            f"Dit bestand gaat over personen: de kolom '{text}' ({sheet.place(line.number, column)}). "
            "Zulke bestanden horen hier niet; het is meteen verwijderd. Lever cijfers per groep aan."
        )
