"""The verdict as a school director reads it: the whole sentence, word for word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.numbers import NBSP
from indicators.progress import judge_group
from indicators.verdict.reasons import period_words
from tests.unit.indicators.verdicts import (
    BASE_DAY,
    HALFWAY,
    LAST_DAY,
    START,
    TODAY,
    aim,
    measured,
    reach,
    sample,
    verdict,
)

LATER = LAST_DAY + timedelta(days=90)
COUNT = {"unit": "count", "decimals": 0}
WHOLE = {"decimals": 0}
UP = {"baseline": 60, "decimals": 0}


def said(found):
    """Its reason, with ordinary spaces."""
    return found.reason.replace(NBSP, " ")


FROM_60 = "Van 60 % (2023) naar 70 % (2027); "
EXPECTED = FROM_60 + "verwacht in 2025: 65 %; "

SENTENCES = [
    # Without a target
    (verdict(None, 61), "Er is geen streefwaarde vastgelegd; gemeten 61,0 % in 2025."),
    (verdict(None), "Er is geen streefwaarde vastgelegd."),
    (
        verdict(None, measured(3, hidden=True)),
        "Er is geen streefwaarde vastgelegd; de nieuwste meting wordt niet getoond.",
    ),
    (
        verdict(aim("monitor"), 61, **COUNT),
        "Dit cijfer wordt alleen gevolgd; een streefwaarde is er bewust niet; gemeten 61 in 2025.",
    ),
    (verdict(reach(None), 61, **WHOLE), "De streefwaarde heeft nog geen getal; gemeten 61 % in 2025."),
    (
        verdict(aim("to_be_set", by=None, due=LAST_DAY)),
        "De streefwaarde moet nog worden vastgesteld, uiterlijk op 31 december 2027.",
    ),
    (
        verdict(aim("to_be_set", by=None, due=HALFWAY)),
        "De streefwaarde moest er op 31 december 2025 zijn en is nog niet vastgesteld: streefwaarde ontbreekt.",
    ),
    (
        verdict(reach(70, due=HALFWAY), 61, **UP),
        "De streefwaarde gold tot en met 31 december 2025 en is daarna niet vernieuwd: streefwaarde ontbreekt; "
        "gemeten 61 % in 2025.",
    ),
    # Without a measurement that can be judged
    (
        verdict(reach(70), next_due=date(2026, 11, 1), **UP),
        FROM_60 + "nog geen meting na de 0-meting; de eerste komt uiterlijk op 1 november 2026.",
    ),
    (
        verdict(reach(70), next_due=date(2025, 11, 1), **UP),
        FROM_60
        + "er is geen meting na de 0-meting; de eerste moest er op 1 november 2025 zijn: meting ontbreekt.",
    ),
    (
        verdict(
            reach(70), measured(66, date(2022, 7, 31)), baseline=measured(60, date(2020, 7, 31)), **WHOLE
        ),
        "Van 60 % (2019/2020) naar 70 % (2027); nog geen meting sinds het begin van de agenda; het nieuwste cijfer, "
        "van 2021/2022, is van daarvoor.",
    ),
    (
        verdict(reach(70), measured(66, hidden=True), **UP),
        FROM_60 + "de meting van 2025 wordt niet getoond vanwege een te klein aantal: niet te bepalen.",
    ),
    (
        verdict(reach(70), sample(64, 14), min_n=20, **UP),
        FROM_60
        + "de meting van 2025 rust op 14 antwoorden, minder dan de 20 die nodig zijn: niet te bepalen.",
    ),
    (
        verdict(reach(70), sample(64, 1), min_n=20, **UP),
        FROM_60 + "de meting van 2025 rust op 1 antwoord, minder dan de 20 die nodig zijn: niet te bepalen.",
    ),
    (
        verdict(reach(70), sample(64, 0), **UP),
        FROM_60 + "de meting van 2025 rust op geen enkel antwoord: niet te bepalen.",
    ),
    (
        verdict(reach(70), 66, today=LATER, next_due=LATER - timedelta(1), **UP),
        FROM_60
        + "de nieuwste meting is 66 % in 2025; de meting van 2027, die moet laten zien of het doel is gehaald, "
        "is er niet: meting ontbreekt.",
    ),
    # Along a path
    (verdict(reach(70), 71, **UP), EXPECTED + "gemeten 71 % in 2025: op doelniveau."),
    (verdict(reach(70), 65, **UP), EXPECTED + "gemeten 65 % in 2025: op koers."),
    (
        verdict(reach(70), measured(63, final=False), **UP),
        EXPECTED + "gemeten 63 % in 2025 (voorlopig): aandacht.",
    ),
    (verdict(reach(70), 58, **UP), EXPECTED + "gemeten 58 % in 2025: achter."),
    (
        verdict(reach(63), 61, **UP),
        "Van 60 % (2023) naar 63 % (2027); verwacht in 2025: 61,5 %; gemeten 61 % in 2025: op koers; "
        "het verschil met het pad valt binnen de afronding.",
    ),
    (
        verdict(reach("64.34"), "64.3", baseline=60),
        "Van 60,0 % (2023) naar 64,34 % (2027); verwacht in 2025: 62,2 %; gemeten 64,3 % in 2025: op doelniveau; "
        "het verschil met de streefwaarde valt binnen de afronding.",
    ),
    (
        verdict(reach(25, strict=True), 25, baseline=30, desired="lower"),
        "Van 30,0 % (2023) naar minder dan 25,0 % (2027); verwacht in 2025: 27,5 %; gemeten 25,0 % in 2025: op koers.",
    ),
    (
        verdict(reach(1500000), 1200000, baseline=1000000, unit="euro", decimals=0),
        "Van € 1.000.000 (2023) naar € 1.500.000 (2027); verwacht in 2025: € 1.250.000; "
        "gemeten € 1.200.000 in 2025: aandacht.",
    ),
    (
        verdict(reach(70), measured(71, LAST_DAY), **UP),
        FROM_60 + "gemeten 71 % in 2027, de laatste meting die telt: behaald.",
    ),
    (
        verdict(reach(70), 65, next_due=date(2026, 1, 15), **UP),
        EXPECTED
        + "gemeten 65 % in 2025: op koers; een nieuwere meting had er op 15 januari 2026 moeten zijn.",
    ),
    (
        verdict(reach(70, by=BASE_DAY), 65, **UP),
        "Van 60 % (2023) naar 70 % (2023); gemeten 65 % in 2025, de laatste meting die telt: achter; "
        "de 0-meting ligt niet voor de dag van het doel, dus er is geen pad.",
    ),
    (
        verdict(reach(80), 78, **WHOLE),
        "Naar 80 % (2027); gemeten 78 % in 2025: niet te bepalen; nog niet op doelniveau; "
        "zonder vergelijkbare 0-meting is er geen pad.",
    ),
    (
        verdict(reach(80, by=None), 78, baseline=70, **WHOLE),
        "Van 70 % (2023) naar 80 %; gemeten 78 % in 2025: niet te bepalen; nog niet op doelniveau, "
        "en zonder jaar is er geen pad.",
    ),
    (
        verdict(reach(70), 65, desired="none", **UP),
        FROM_60 + "gemeten 65 % in 2025: niet te bepalen; er ligt niet vast of hoger of lager beter is.",
    ),
    # Chance
    (
        verdict(reach(70), sample(61, 60), **UP),
        EXPECTED + "gemeten 61 % in 2025 (n = 60): niet te bepalen; "
        "zowel het verschil met het pad als dat met de 0-meting valt binnen de meetonzekerheid.",
    ),
    (
        verdict(reach(70), sample(61, 600), **UP),
        EXPECTED + "gemeten 61 % in 2025 (n = 600): aandacht; "
        "het verschil met de 0-meting valt binnen de meetonzekerheid.",
    ),
    (
        verdict(reach(70), sample(64, 600), **UP),
        EXPECTED
        + "gemeten 64 % in 2025 (n = 600): aandacht; het verschil met het pad valt binnen de meetonzekerheid.",
    ),
    (
        verdict(reach(70), sample(59, 600), **UP),
        EXPECTED + "gemeten 59 % in 2025 (n = 600): achter; "
        "het verschil met de 0-meting valt binnen de meetonzekerheid.",
    ),
    (
        verdict(reach(70), sample(71, 7412), **UP),
        EXPECTED + "gemeten 71 % in 2025 (n = 7.412): op doelniveau; "
        "het verschil met de streefwaarde valt binnen de meetonzekerheid.",
    ),
    (verdict(reach(70), sample(68, 7412), **UP), EXPECTED + "gemeten 68 % in 2025 (n = 7.412): op koers."),
    (
        verdict(reach(70), sample(66, None), **UP),
        EXPECTED + "gemeten 66 % in 2025: op koers; hoe groot de meetonzekerheid is, is niet bekend.",
    ),
    # Something to hold
    (
        verdict(aim("at_least", value=90, margin=2), 88, baseline=92, **WHOLE),
        "Ten minste 90 % blijven, met als 0-meting 92 % (2023); gemeten 88 % in 2025: aandacht; "
        "de afstand tot de grens valt binnen de marge van 2 procentpunt.",
    ),
    (
        verdict(aim("at_most", value=10, strict=True), "9.9", baseline="8.6"),
        "Minder dan 10,0 % blijven, met als 0-meting 8,6 % (2023); gemeten 9,9 % in 2025: op doelniveau, "
        "al is het cijfer slechter dan de 0-meting.",
    ),
    (
        verdict(aim("at_least", value=90), sample(89, 60), **WHOLE),
        "Ten minste 90 % blijven; gemeten 89 % in 2025 (n = 60): aandacht; "
        "het verschil met de grens valt binnen de meetonzekerheid.",
    ),
    (
        verdict(reach(82), 83, baseline=84, **WHOLE),
        "De streefwaarde van 82 % (2027) is niet beter dan de 0-meting van 84 % (2023) en geldt daarom als ondergrens; "
        "gemeten 83 % in 2025: op doelniveau, al is het cijfer slechter dan de 0-meting.",
    ),
    (
        verdict(aim("range", low=40, high=60), 61, **WHOLE),
        "Ten minste 40 % en ten hoogste 60 % blijven; gemeten 61 % in 2025: achter.",
    ),
    (
        verdict(aim("range", high=60, strict=True, margin=1), 61, **WHOLE),
        "Minder dan 60 % blijven; gemeten 61 % in 2025: aandacht; "
        "de afstand tot de grens valt binnen de marge van 1 procentpunt.",
    ),
    # Something to better
    (
        verdict(aim("improve"), "55.4", baseline="55.3"),
        "Hoger worden dan 55,3 % (2023); gemeten 55,4 % in 2025: op koers.",
    ),
    (
        verdict(aim("improve"), sample(63, 100), desired="lower", **UP),
        "Lager worden dan 60 % (2023); gemeten 63 % in 2025 (n = 100): niet te bepalen; "
        "het verschil valt binnen de meetonzekerheid.",
    ),
    (
        verdict(aim("improve"), 50, **WHOLE),
        "Hoger worden dan de 0-meting; gemeten 50 % in 2025: niet te bepalen; er is geen vergelijkbare 0-meting.",
    ),
    (
        verdict(aim("improve"), sample(95, 20, LAST_DAY), baseline=92, today=LATER, **WHOLE),
        "Hoger worden dan 92 % (2023); gemeten 95 % in 2027 (n = 20), de laatste meting die telt: behaald; "
        "het verschil met de 0-meting valt binnen de meetonzekerheid.",
    ),
    (
        verdict(aim("grow"), measured(110, date(2024, 12, 31)), 108, baseline=100, **COUNT),
        "Elke meting hoger dan de vorige (die was 110); gemeten 108 in 2025: achter.",
    ),
    (
        verdict(aim("grow"), 108, **COUNT),
        "Elke meting hoger dan de vorige; gemeten 108 in 2025: niet te bepalen; "
        "er is geen eerdere meting om mee te vergelijken.",
    ),
    # A change of the baseline
    (
        verdict(aim("relative", percent=5), 202, baseline=200, **COUNT),
        "Van 200 (2023) naar 210 (+5 %, 2027); verwacht in 2025: 205; gemeten 202 in 2025: aandacht.",
    ),
    (
        verdict(aim("relative", percent=5), 202, **COUNT),
        "+5 % ten opzichte van de 0-meting (2027); gemeten 202 in 2025: niet te bepalen; "
        "er is geen vergelijkbare 0-meting.",
    ),
    (
        verdict(aim("relative", percent=-5), 180, baseline=200, **COUNT),
        "De streefwaarde van 190 (−5 %, 2027) is niet beter dan de 0-meting van 200 (2023) en geldt daarom als "
        "ondergrens; gemeten 180 in 2025: achter.",
    ),
    (
        verdict(aim("points", points="1.5"), 80, baseline=80, **WHOLE),
        "Van 80 % (2023) naar 81,5 % (+1,5 procentpunt, 2027); verwacht in 2025: 80,8 %; gemeten 80 % in 2025: achter.",
    ),
]


@pytest.mark.parametrize(
    ("found", "sentence"), SENTENCES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_sentence(found, sentence):
    assert said(found) == sentence


def pair(baseline, now, n=None):
    return measured(baseline, BASE_DAY, n=n), [] if now is None else [measured(now, n=n)]


@pytest.mark.parametrize(
    ("method", "members", "start"),
    [
        ("sum", [pair(80, 82), pair(60, 66)], "Som van beide reeksen: van 140 (2023)"),
        ("sum", [pair(80, 82), pair(60, 66), pair(60, 66)], "Som van alle 3 reeksen: van 200 (2023)"),
        ("mean", [pair(80, 82), pair(60, None)], "Gewoon gemiddelde van 1 van de 2 reeksen: van 80 (2023)"),
        ("mean", [pair(80, 82, 10), pair(60, 66, 30)], "Gewogen gemiddelde van beide reeksen: van 65 (2023)"),
        (
            "sum",
            [(None, [])],
            "Geen van de reeksen heeft een cijfer: +5 % ten opzichte van de 0-meting (2027); nog",
        ),
    ],
)
def test_a_group_says_which_series_count(method, members, start):
    found = judge_group(
        members,
        method=method,
        desired="higher",
        target=aim("relative", percent=5),
        today=TODAY,
        start=START,
        unit="count",
    )
    assert said(found).startswith(start)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 7, 31), "2023/2024"),
        (date(2024, 12, 31), "2024"),
        (date(2024, 7, 30), "2024"),
        (date(2024, 8, 31), "2024"),
        (date(2000, 7, 31), "1999/2000"),
    ],
)
def test_31_july_stands_for_a_school_year(day, words):
    assert period_words(day) == words


def test_school_years_in_a_sentence():
    figure, baseline = measured(65, date(2025, 7, 31)), measured(60, date(2023, 7, 31))
    found = verdict(reach(70, by=date(2027, 7, 31)), figure, baseline=baseline)
    assert said(found) == (
        "Van 60,0 % (2022/2023) naar 70,0 % (2026/2027); verwacht in 2024/2025: 64,4 %; "
        "gemeten 65,0 % in 2024/2025: op koers."
    )


def test_the_words_are_made_once_and_only_when_read(monkeypatch):
    made = []
    monkeypatch.setattr("indicators.verdict.reasons.reason_of", lambda found: made.append(found) or "Zin.")
    found = verdict(reach(70), 61, **UP)
    assert made == []
    assert [found.reason, found.reason] == ["Zin.", "Zin."]
    assert len(made) == 1
