import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planfile.consistency import CONTRADICTION, KINDS, Finding, find
from planfile.document import AlsoStated, Budget, Cost, Document, Head, Programme, StatedTotal
from planfile.schema import read_document
from tests.unit.planfile.consistency_builders import cost, document, figure, indicator, measure, reach, series

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def real() -> list[Finding]:
    return find(read_document((ROOT / "fixtures" / "noorderpoort-2024-2027.yaml").read_bytes()))


# What is wrong in the published plan, as read in it: kind, subject, and the texts that its line must hold.
NAMED = [
    ("twee-waarden", "1c", ("17", "18")),
    ("twee-waarden", "2a", ("4,5", "5,0", "niveau 3 BBL")),
    ("twee-waarden", "9a", ("75", "77", "niveau 4 3F-CE")),
    ("doel-slechter", "3a", ("84", "82", "zorg")),
    ("doel-slechter", "11d", ("8,6", "10")),
    ("doel-onder-opleidingen", "3b", ("80", "83", "ICT")),
    ("doel-onder-opleidingen", "3b", ("90", "100", "bouw")),
    ("gemiddelde-en-aandeel", "5a", ("3,2", "6,6")),
    ("gemiddelde-en-aandeel", "2c", ("3,6", "24,6")),
    ("deel-boven-geheel", "bc401", ("13", "9", "5b")),
    ("aantal-en-percentage", "2b", ("10 / 10 / 0", "niveau 3 extranei")),
    ("specificatie-telt-niet-op", "l-niveau-2", ("3.400.000", "3.700.000", "2024")),
    ("specificatie-telt-niet-op", "l-carriere", ("3.700.000", "3.400.000")),
    ("totaal-klopt-niet", "niet_verplicht", ("7.790.000", "7.490.000", "wel de som van")),
    ("andere-termen", "9b", ("2F", "3F", "n2", "n3", "n4")),
    ("andere-eenheid", "5a", ("percentage", "score")),
    ("andere-eenheid", "6a", ("percentage", "score")),
    ("andere-eenheid", "10", ("percentage", "score")),
    ("niet-vergelijkbaar", "2c", ("24,6",)),
    ("niet-vergelijkbaar", "5a", ("6,6",)),
    ("doel-gelijk", "6a", ("4,0 / 4,0", "BBL")),
    ("doel-gelijk", "9a", ("99 / 99", "niveau 2 2F-IE")),
    ("doel-volgt", "6b", ("2025",)),
    ("doel-volgt", "2c", ("ondersteuning",)),
    ("ander-doeljaar", "11c", ("2024", "2027")),
    ("doel-herzien", "11c", ("31 december 2024",)),
    ("bron-gestopt", "1c", ("NPO",)),
    ("geen-meting-in-doeljaar", "1a", ("2027", "JOB 2026")),
    ("doelstelling-zonder-indicator", "1.1", ()),
    ("zonder-0-meting", "6b", ()),
    ("zonder-doel", "1.3-a", ("2 reeksen",)),
    ("maatregel-zonder-planning", "1.1.1", ()),
]


@pytest.mark.parametrize(("code", "subject", "texts"), NAMED)
def test_find_what_is_named_in_the_real_plan(real, code, subject, texts):
    lines = [str(finding) for finding in real if (finding.code, finding.subject) == (code, subject)]
    assert [line for line in lines if all(text in line for text in texts)], lines


@pytest.mark.parametrize(
    ("code", "subject"),
    [
        ("delen-en-geheel", "8a"),  # 45 + 11 against 55,3 is rounding
        ("delen-en-geheel", "8b"),
        ("delen-en-geheel", "2b"),  # tens
        ("baten-en-lasten", "begroting"),  # 22.383.000 and 22.083.000 on both sides
        ("totaal-klopt-niet", "income"),
        ("totaal-klopt-niet", "costs"),
        ("geen-meting-in-doeljaar", "11a"),
        ("zonder-doel", "12a"),  # followed by choice
        ("verwijzing-onbekend", "1.2.5.2"),  # points to an objective
    ],
)
def test_find_leaves_sound_figures_of_the_real_plan_alone(real, code, subject):
    assert not [str(finding) for finding in real if (finding.code, finding.subject) == (code, subject)]


def test_find_counts_of_the_real_plan_disagree_in_one_row_only(real):
    assert (
        len([finding for finding in real if finding.code in ("aantal-en-percentage", "deel-boven-geheel")])
        == 2
    )


def test_str_is_one_line_and_every_finding_is_of_a_known_kind(real):
    for finding in real:
        assert finding.code in KINDS
        assert "\n" not in str(finding)
        assert str(finding).startswith(f"{finding.code} {finding.subject}")
        assert finding.message.endswith(".")
        assert "None" not in str(finding)


def test_str_folds_text_of_several_lines():
    assert str(Finding("zonder-doel", "1a", (), "een\n twee.")) == "zonder-doel 1a: een twee."
    assert str(Finding("twee-waarden", "1c", ("17", "18"), "zin.")) == "twee-waarden 1c 17 / 18: zin."


def test_find_orders_by_kind_then_by_file(real):
    order = list(KINDS)
    assert [order.index(finding.code) for finding in real] == sorted(
        order.index(finding.code) for finding in real
    )
    assert len(set(map(str, real))) == len(real)


def test_find_nothing_in_a_consistent_document():
    assert find(document(measures=(measure("1.1.1"),))) == []


def test_find_nothing_but_gaps_in_an_empty_document():
    head = Head(
        slug="leeg",
        institution="Leeg",
        brin="25LW",
        title="Leeg",
        starts=date(2024, 1, 1),
        ends=date(2027, 12, 31),
    )
    assert find(Document(agenda=head)) == []


def test_docs_name_every_kind():
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)) == set(KINDS)


numbers = st.decimals(0, 100, places=1, allow_nan=False, allow_infinity=False)
maybe = st.one_of(st.none(), numbers)
breakdowns = st.fixed_dictionaries(
    {},
    optional={
        "niveau": st.sampled_from(("1", "2", "3", "4")),
        "leerweg": st.sampled_from(("BOL", "BBL", "EX")),
        "sector": st.sampled_from(("ICT", "bouw")),
        "beroepsopleiding": st.sampled_from(("bc1", "bc2")),
        "instroom": st.sampled_from(("totaal", "switch")),
        "antwoord": st.sampled_from(("heel slecht", "slecht", "neutraal", "goed", "heel goed")),
    },
)
periods = st.sampled_from(("2022", "2021/2022", "2024-04", "2024-H1"))
figures = st.builds(figure, maybe, periods, comparable=st.booleans())
kinds = st.sampled_from(
    ("reach", "at_least", "at_most", "relative", "points", "improve", "to_be_set", "monitor")
)
years = st.one_of(st.none(), st.sampled_from(("2024", "2027", "2026/2027")))
targets = st.builds(
    reach,
    maybe,
    years,
    kind=kinds,
    percent=maybe,
    points=maybe,
    due=st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2027, 12, 31))),
    stated_as=st.sampled_from((None, "2F", "n2")),
)
rows = st.builds(
    series,
    breakdowns,
    st.one_of(st.none(), figures),
    st.one_of(st.none(), targets),
    part=st.sampled_from((None, "totaal", "gemiddelde", "deel")),
    unit=st.sampled_from((None, "percent", "score5", "score10", "count", "euro", "text")),
    desired=st.sampled_from((None, "higher", "lower", "none")),
    decimals=st.one_of(st.none(), st.integers(0, 3)),
    history=st.lists(figures, max_size=2).map(tuple),
    also_stated=st.lists(
        st.builds(
            AlsoStated, field=st.sampled_from(("baseline", "target")), value=numbers, where=st.just("par. 1")
        ),
        max_size=2,
    ).map(tuple),
)
codes = st.sampled_from(("a", "b", "c", "1.1", "weg"))
measures = st.lists(
    st.builds(
        measure,
        codes,
        planning=st.just(()),
        parent=st.one_of(st.none(), codes),
        applied=st.booleans(),
        see=st.lists(codes, max_size=3).map(tuple),
    ),
    max_size=5,
).map(tuple)
amounts = st.dictionaries(st.integers(2023, 2028), st.integers(0, 9).map(Decimal), max_size=5)
costs: st.SearchStrategy[Cost] = st.builds(
    cost,
    st.sampled_from(("l-1", "l-2")),
    st.just(0),
    st.one_of(st.none(), st.integers(0, 9)),
    group=st.sampled_from((None, "x", "y")),
    priority=st.sampled_from((None, "1", "2")),
    objectives=st.dictionaries(st.sampled_from(("1.1", "2.1", "weg")), st.integers(1, 100).map(Decimal)),
    amounts=amounts,
)
totals = st.builds(
    StatedTotal,
    where=st.just("tabel"),
    scope=st.sampled_from(("income", "costs", "group:x", "priority:2", "priority:weg")),
    amounts=amounts,
)
budgets = st.builds(
    lambda lines, stated: Budget(costs=tuple(lines), stated_totals=tuple(stated)),
    st.lists(costs, max_size=3),
    st.lists(totals, max_size=2),
)
PROGRAMMES = (Programme(code="bc1", title="Een", sector="ICT"), Programme(code="bc2", title="Twee"))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(rows, max_size=8),
    st.sampled_from(("percent", "count", "score5")),
    st.integers(0, 2),
    measures,
    budgets,
)
def test_find_never_raises(each, unit, decimals, several, budget):
    one = indicator(*each, unit=unit, decimals=decimals, stated_unit="percent")
    for finding in find(document(one, measures=several, budget=budget, programmes=PROGRAMMES)):
        assert finding.code in KINDS
        assert len(str(finding).splitlines()) == 1


@settings(max_examples=100, deadline=None)
@given(
    counts=st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), min_size=4, max_size=4),
    answers=st.lists(st.integers(0, 50), min_size=5, max_size=5).filter(any),
    tens=st.booleans(),
)
def test_find_no_contradiction_in_one_set_of_people(counts, answers, tens):
    """Real people, counted and rounded as sources do, never contradict themselves."""

    def shown(count: int) -> Decimal:
        return Decimal((count + 5) // 10 * 10 if tens else count)

    def percent(some: int, whole: int, decimals: int = 0) -> Decimal:
        return (Decimal(some) / whole * 100).quantize(Decimal(1).scaleb(-decimals))

    parts = {str(level): (some, some + more) for level, (some, more) in enumerate(counts, 1)}
    everyone = (sum(some for some, _ in parts.values()), sum(whole for _, whole in parts.values()))
    cells = [({}, everyone), *(({"niveau": level}, pair) for level, pair in parts.items())]
    work = [
        row
        for breakdown, (some, whole) in cells
        for row in (
            series(breakdown, percent(some, whole), 100),
            series(breakdown, shown(whole), part="uitstromers", unit="count"),
            series(breakdown, shown(some), part="werknemers", unit="count"),
        )
    ]
    people = sum(answers)
    mean = sum(rank * count for rank, count in enumerate(answers, 1)) / Decimal(people)
    names = ("heel slecht", "slecht", "neutraal", "goed", "heel goed")
    survey = [
        series({}, mean.quantize(Decimal("0.1")), part="gemiddelde", unit="score5", decimals=1),
        series({}, percent(answers[3] + answers[4], people, 1), decimals=1),
        *(
            series({"antwoord": name}, percent(count, people))
            for name, count in zip(names, answers, strict=True)
        ),
    ]
    findings = find(document(indicator(*work, code="werk"), indicator(*survey, code="enquete")))
    assert [str(finding) for finding in findings if KINDS[finding.code].weight == CONTRADICTION] == []
