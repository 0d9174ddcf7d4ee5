"""What the tests of DUO's counts share."""

from __future__ import annotations

from imports.reading import Options, Problem, Row
from indicators.breakdowns import breakdown_problem
from indicators.readers import duo_gediplomeerden, duo_instroom

HEAD = [
    "INSTELLINGSCODE",
    "INSTELLINGSNAAM",
    "LEERWEG",
    "NIVEAU",
    "BEROEPSOPLEIDING CODE",
    "DIPMAN2021",
    "DIPVROUW2021",
    "DIPMAN2022",
    "DIPVROUW2022",
]
OLD_HEAD = [
    "BRIN NUMMER",
    "INSTELLINGSNAAM",
    "LEERWEG",
    "NIVEAU",
    "ERKENDE OPLEIDING CODE",
    "DIPMAN2018",
    "DIPVRW2018",
]
ENTRY = [
    "INSTELLINGSCODE",
    "STUDIEJAAR",
    "LEERWEG",
    "BEROEPSOPLEIDING CODE",
    "TOTAAL MBO",
    "INSTROOM MBO",
    "INSTROOM OPLEIDING",
]
TITLES = {"bc113": "Mbo-Verpleegkundige", "bc008": "Apothekersassistent"}
FOLLOWED = Options(brin="25LW", settings={"programmes": TITLES})


def graduates(file, options=FOLLOWED):
    return list(duo_gediplomeerden.read(file, options))


def entries(file, options=FOLLOWED):
    return list(duo_instroom.read(file, options))


def values_of(items):
    found = {}
    for row in [item for item in items if isinstance(item, Row)]:
        fields = row.fields
        assert breakdown_problem(fields["breakdown"], set(TITLES) | {"bc223"}) is None
        assert fields["unit"].kind == "college"
        key = (fields["unit"].code, *fields["breakdown"].values(), fields["period"])
        assert key not in found
        found[key] = fields["absence"] or fields["value"]
    return found


def problems_of(items, severity):
    return [item for item in items if isinstance(item, Problem) and item.severity is severity]
