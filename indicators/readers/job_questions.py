"""Which question of the JOB-monitor feeds which indicator: the table from which a college starts.

The texts are those of the editions of 2020, 2022 and 2024, and the question that the college itself added about
being who you are at work. A college adds its own spellings on top (model ``SurveyQuestion``). Pure: no Django.
"""

from __future__ import annotations

from indicators.readers.feeds import Feed, How, Per, normalised

SPLITS = (Per.WHOLE, Per.LEVEL, Per.ROUTE)

SAFE_AT_SCHOOL = ("Voel je je veilig op school?",)
SAFE_AT_WORK = (
    "Voel je je veilig bij je leerbedrijf?",
    "Voel je je veilig op je stage/werkplek?",
    "Kun je op jouw stage zijn wie je bent?",
)
GUIDANCE = ("Wat vind je van de begeleiding tijdens je opleiding?",)
CHOICE = (
    "Na de opleiding moet je kiezen: verder leren of gaan werken. Hoe helpt je school je bij deze keuze?",
)
PLACEMENT_SCHOOL = ("Wat vind je van hoe school je heeft begeleid (begeleidt) tijdens je stage/bpv?",)
PLACEMENT_COMPANY = (
    "Wat vind je van hoe het leerbedrijf je heeft begeleid (begeleidt) tijdens je stage/bpv?",
)
WORKPLACE = (
    "Wat vind je van hoe je leerbedrijf je begeleidt?",
    "Wat vind je van de begeleiding op je werkplek?",
)
DUTCH = ("Wat vind je van de lessen Nederlands?",)
ARITHMETIC = ("Wat vind je van de lessen rekenen?",)
CITIZENSHIP = ("Wat vind je van de lessen burgerschap?",)


def _positive(questions: tuple[str, ...], indicator: str) -> list[Feed]:
    """An indicator in percent: the whole, its units, and the college by level and by route."""
    return [
        Feed(normalised(text), indicator, How.PERCENT_POSITIVE, per) for text in questions for per in SPLITS
    ]


def _one(
    questions: tuple[str, ...],
    indicator: str,
    how: How,
    per: Per = Per.WHOLE,
    *,
    part: str = "",
    breakdown: dict[str, str] | None = None,
) -> list[Feed]:
    return [Feed(normalised(text), indicator, how, per, part, breakdown or {}) for text in questions]


JOB_FEEDS: tuple[Feed, ...] = (
    *_positive(SAFE_AT_SCHOOL, "veilig-op-school"),
    *_positive(SAFE_AT_WORK, "veilig-bij-leerbedrijf"),
    *_positive(GUIDANCE, "tevreden-begeleiding-opleiding"),
    *_one(GUIDANCE, "tevreden-begeleiding-opleiding", How.MEAN, part="gemiddelde"),
    # The plan states this one as a mean, but by level as a percentage.
    *_one(CHOICE, "hulp-keuze-leren-of-werken", How.MEAN),
    *_one(CHOICE, "hulp-keuze-leren-of-werken", How.PERCENT_POSITIVE, part="aandeel goed of heel goed"),
    *_one(CHOICE, "hulp-keuze-leren-of-werken", How.PERCENT_POSITIVE, Per.LEVEL),
    *_one(CHOICE, "hulp-keuze-leren-of-werken", How.MEAN, Per.ROUTE),
    *_one(CHOICE, "hulp-keuze-leren-of-werken", How.ANSWERS, Per.ANSWER, part="antwoordverdeling"),
    *_one(
        PLACEMENT_SCHOOL, "tevreden-stagebegeleiding", How.MEAN, breakdown={"leerweg": "BOL", "begeleider": "school"}
    ),
    *_one(
        PLACEMENT_COMPANY, "tevreden-stagebegeleiding", How.MEAN,
        breakdown={"leerweg": "BOL", "begeleider": "leerbedrijf"},
    ),
    *_one(WORKPLACE, "tevreden-stagebegeleiding", How.MEAN, breakdown={"leerweg": "BBL"}),
    *_positive(DUTCH, "lessen-nederlands-positief"),
    *_one(DUTCH, "lessen-nederlands-positief", How.ANSWERS, Per.ANSWER),
    *_positive(ARITHMETIC, "lessen-rekenen-positief"),
    *_one(ARITHMETIC, "lessen-rekenen-positief", How.ANSWERS, Per.ANSWER),
    *(
        feed
        for per in SPLITS
        for feed in _one(CITIZENSHIP, "lessen-burgerschap-positief", How.MEAN, per)
    ),
)  # fmt: skip
