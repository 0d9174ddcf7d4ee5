# ruff: noqa: E501 -- tables of cases
"""Bad input: every problem names its line and key, in Dutch, and nothing is read."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from planfile.schema import read_document
from planfile.source import MAX_BYTES, SourceError
from tests.unit.planfile.small import SMALL, line_of, spoiled

RHYTHM = "rhythm: {every: 2, first: 2022, measured_on: 02-15}"
BASELINE = 'baseline: {period: "2022", value: 85}'
TARGET = "- {kind: reach, value: 87, by: 2027}"

# (what is spoiled, by what, the key named, part of the message)
THRESHOLDS = "suppress_below: 5"
SHARES = 'objectives: {"1.1": 60, "1.2": 40}'
BAD_VALUES = [
    (THRESHOLDS, "suppress_below: 5\n  money_thresholds: {over: 0}", "over", "meer dan 0 en ten hoogste 100"),
    (THRESHOLDS, "suppress_below: 5\n  money_thresholds: {under: 100.1}", "under", "meer dan 0 en ten hoogste 100"),
    (THRESHOLDS, "suppress_below: 5\n  money_thresholds: {under: -5}", "under", "meer dan 0 en ten hoogste 100"),
    (THRESHOLDS, "suppress_below: 5\n  money_thresholds: {above: 5}", "above", "onbekende sleutel"),
    (THRESHOLDS, "suppress_below: 5\n  money_thresholds: 5", "money_thresholds", "groep van sleutels"),
    (SHARES, SHARES + "\n      fte: {2024: -1}", "fte.2024", "ten minste 0"),
    (SHARES, SHARES + "\n      fte: {2024: 12,5}", "fte.5", "ontbreekt een waarde"),
    (SHARES, SHARES + "\n      fte: 12", "fte", "groep van sleutels"),
    ("budget:\n", "budget:\n  instruments: [{starts: 2024-01-01}]\n", "name", "verplicht en ontbreekt"),
    ("budget:\n", "budget:\n  instruments: [{name: a}, {name: a}]\n", "name", "staat er twee keer"),
    ("budget:\n", "budget:\n  instruments: [{name: a, starts: 2025-01-01, ends: 2024-12-31}]\n", "ends", "voordat het begint"),
    ("budget:\n", "budget:\n  instruments: [{name: a, carry_over: misschien}]\n", "carry_over", "niet true of false"),
    ("        owner: dienst", "        eigenaar: dienst", "eigenaar", "onbekende sleutel"),
    ("unit: percent", "unit: procent", "unit", "'procent' is niet bekend; kies een van: percent"),
    (TARGET, "- {value: 87, by: 2027}", "kind", "verplicht en ontbreekt"),
    (TARGET, '- {kind: "", value: 87}', "kind", "verplicht en ontbreekt"),
    (TARGET, "- {kind: reach, by: 2027}", "value", "heeft value nodig"),
    (TARGET, "- {kind: range, low: 5, high: 2}", "low", "boven de bovengrens"),
    (TARGET, "- {kind: reach, value: 187}", "value", "187 kan niet bij eenheid percent"),
    (TARGET, "- {kind: reach, value: 87, margin: -1}", "margin", "nooit negatief"),
    (TARGET, "- {kind: reach, value: 87, set_on: 2024-02-30}", "set_on", "'2024-02-30' is geen datum"),
    (TARGET, "- {kind: reach, value: 87, by: 2027/2029}", "by", "opeenvolgende jaren"),
    (BASELINE, 'baseline: {period: "2022", value: 100.1}', "value", "die loopt van 0 tot 100"),
    (BASELINE, 'baseline: {period: "2022", value: 85,5}', "5", "onbekende sleutel"),
    (BASELINE, 'baseline: {period: "2022", value: "85,5"}', "value", "gebruik een punt als decimaalteken"),
    (BASELINE, 'baseline: {period: "2022", value: 85, absence: nb}', "absence", "kan die niet ook ontbreken"),
    (BASELINE, 'baseline: {period: "2022", value: 1' + "0" * 400 + "}", "value", "te groot"),
    (BASELINE, 'baseline: {period: "2022", value: 1.1234567}', "value", "meer dan 6 decimalen"),
    (BASELINE, 'baseline: {period: "2022", value: 85, n: -3}', "n", "geen geheel getal"),
    (BASELINE, 'baseline: {period: "2022", value: 85, n: 99999999999}', "n", "geen geheel getal"),
    (BASELINE, 'baseline: {period: "2022", value: 85, n: 9999999999}', "n", "ligt niet tussen"),
    (BASELINE, 'baseline: {period: "2022", value: .nan}', "value", "geen getal"),
    (BASELINE, 'baseline: {period: "2020", value: 85}', "history", "staat twee keer"),
    (BASELINE, "baseline: {period: ٢٠٢٢, value: 85}", "period", "geen periode"),
    (BASELINE, "baseline: 85", "baseline", "groep van sleutels"),
    ("mandatory: true", "mandatory: no", "mandatory", "'no' is niet true of false"),
    ("decimals: 0", "decimals: 7", "decimals", "7 ligt niet tussen 0 en 6"),
    ("headline: {}", "headline: {niveau: 3}", "headline", "geen reeks bij deze indicator"),
    ("sources: [JOB]", "sources: JOB", "sources", "hier hoort een lijst"),
    ("sources: [JOB]", "sources: [JOB, null]", "sources", "een leeg onderdeel"),
    ("sources: [JOB]", "sources: [[JOB]]", "sources", "hier hoort tekst"),
    (RHYTHM, "rhythm: {every: 0}", "every", "0 ligt niet tussen 1 en 20"),
    (RHYTHM, "rhythm: {measured_on: 02-29}", "measured_on", "is geen dag"),
    ('breakdown: {niveau: "2", leerweg: BOL}', "breakdown: {}", "breakdown", "staat twee keer"),
    ('breakdown: {niveau: "2", leerweg: BOL}', "breakdown: {niveau: 5}", "breakdown", "'5' is geen waarde van niveau"),
    ('breakdown: {niveau: "2", leerweg: BOL}', "breakdown: {kleur: rood}", "breakdown", "'kleur' is geen uitsplitsing"),
    ('breakdown: {niveau: "2", leerweg: BOL}', "breakdown: {niveau: }", "breakdown.niveau", "ontbreekt een waarde"),
    ("breakdown: {niveau: \"2\", leerweg: BOL}", "breakdown: {beroepsopleiding: bc999}", "breakdown", "niet bij programmes"),
    ("code: 1.1.1.1", "code: 1.1.1", "code", "maatregel '1.1.1' staat er twee keer"),
    ('code: "1.2"', 'code: "1.1"', "code", "doelstelling '1.1' staat er twee keer"),
    ("code: 2a", "code: 2/a", "code", "gebruik geen /"),
    ("code: 2a", "code: '..'", "code", "niet alleen punten"),
    ("key: taal", "key: veilig", "key", "indicator 'veilig' staat er twee keer"),
    ("key: taal", "key: Taal!", "key", "kleine letters"),
    ("parent: 1.1.1", "parent: 1.1.1.1", "parent", "onder zichzelf"),
    ("parent: 1.1.1", "parent: 9.9", "parent", "'9.9' staat niet bij doelstelling 1.1"),
    ("indicators: [1a]", "indicators: [9z]", "indicators", "indicator '9z' bestaat niet"),
    ("indicators: [1a]", "indicators: [1a, 1a]", "indicators", "staat er twee keer"),
    ("title: Praten", "title: Praten\n            applied: false", "explanation", "heeft uitleg nodig"),
    ("title: Praten", 'title: ""', "title", "verplicht en ontbreekt"),
    ("title: Praten", "title: ' '", "title", "verplicht en ontbreekt"),
    ("title: Praten", "title: " + "x" * 301, "title", "langer dan 300"),
    ("title: Praten", 'title: "a\\0b"', "title", "niet in tekst hoort"),
    ("title: Praten", "title: [a]", "title", "hier hoort tekst"),
    ("amounts: {2024: 500}", "amounts: {2024: '1,2 mln'}", "amounts.2024", "'1,2 mln' is geen bedrag"),
    ("amounts: {2024: 500}", "amounts: {2024: 1.650.000}", "amounts.2024", "hele euro's zonder punten"),
    ("amounts: {2024: 500}", "amounts: {24: 500}", "amounts", "24 ligt niet tussen 1990"),
    ("amounts: {2024: 500}", "amounts: {2024: null}", "amounts.2024", "ontbreekt een waarde"),
    ('objectives: {"1.1": 60, "1.2": 40}', 'objectives: {"1.1": 60, "1.2": 41}', "objectives", "ten hoogste 100"),
    ('objectives: {"1.1": 60, "1.2": 40}', 'objectives: {"1.1": 0}', "objectives", "groter dan 0"),
    ('objectives: {"1.1": 60, "1.2": 40}', 'objectives: {"7.1": 60}', "objectives", "'7.1' bestaat niet"),
    ("brin: 25LW", "brin: noorderpoort", "brin", "twee cijfers en twee hoofdletters"),
    ("ends: 2027-12-31", "ends: 2023-12-31", "ends", "eindigt voordat zij begint"),
    ("starts: 2024-01-01", "starts: 01-01-2024", "starts", "'01-01-2024' is geen datum"),
    ("min_n: 10", "min_n: tien", "min_n", "geen geheel getal"),
    ("code: bc113", "code: bc;113", "code", "geen ; of ="),
    ("level: 4", "level: 5", "level", "5 ligt niet tussen 1 en 4"),
    ("stated_totals: []", "stated_totals: [{where: p, scope: 'group:" + "x" * 80 + "'}]", "scope", "langer dan"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "key", "message"), BAD_VALUES, ids=[f"{row[2]}-{n}" for n, row in enumerate(BAD_VALUES)]
)
def test_read_document_bad_value_names_line_and_key(old, new, key, message):
    content = spoiled((old, new))
    with pytest.raises(SourceError) as caught:
        read_document(content)
    found = [
        problem for problem in caught.value.problems if problem.key == key and message in problem.message
    ]
    assert found, [str(problem) for problem in caught.value.problems]
    near = SMALL[: SMALL.index(old)].count("\n") + 1
    assert near - 2 <= found[0].line <= near + 6
    assert len(str(found[0])) < 400


def test_read_document_reports_all_problems_at_once_in_order_of_lines():
    content = spoiled(("min_n: 10", "min_n: x"), ("level: 4", "level: 9"), ("unit: count", "unit: stuks"))
    with pytest.raises(SourceError) as caught:
        read_document(content)
    assert [problem.key for problem in caught.value.problems] == ["min_n", "level", "unit"]
    assert [problem.line for problem in caught.value.problems] == [
        line_of("min_n"), line_of("level: 4"), line_of("unit: count"),
    ]  # fmt: skip


def test_read_document_does_not_blame_references_to_what_another_problem_took_out():
    with pytest.raises(SourceError) as caught:
        read_document(spoiled(("unit: percent", "unit: procent"), ("key: taal", "key: Taal!")))
    assert [problem.key for problem in caught.value.problems] == ["unit", "key"]


def test_read_document_unquoted_codes_and_years_are_text():
    content = spoiled(
        ('code: "1.1"', "code: 1.10"),
        ('{"1.1": 60', "{1.10: 60"),
        ('period: "2022", value: 85}', "period: 2022, value: 85}"),
    )
    document = read_document(content)
    objective = document.priorities[0].objectives[0]
    assert objective.code == "1.10"
    assert objective.indicators[0].series[0].baseline.period == "2022"


def test_read_document_norwegian_no_stays_text():
    assert read_document(spoiled(("owner: dienst", "owner: no"))).priorities[0].objectives[0].owner == "no"


NO_YAML = [
    (b"", 1, "leeg"),
    (b"\n\n# alleen een opmerking\n", 1, "leeg"),
    (b"- a\n- b\n", 1, "groep van sleutels"),
    (b"null\n", 1, "groep van sleutels"),
    (b"zomaar tekst\n", 1, "groep van sleutels"),
    (b"a: b\n---\nc: d\n", 2, "een agendabestand is"),
    (b"a: &x 1\nb: *x\n", 1, "ankers"),
    (b"a: !!python/object/apply:os.system [ls]\n", 1, "labels"),
    (b"a: 1\na: 2\n", 2, "staat er twee keer (ook op regel 1)"),
    (b"a:\n\tb: 1\n", 2, "tab"),
    ("a: 1\nb: é\n".encode("cp1252"), 2, "geen UTF-8"),
    (b"a: 1\nb: 2\nc: \x00\n", 3, "U+0000"),
    (b"a: 1\nb: \x07\n", 2, "U+0007"),
    (b"a: [1, 2\nb: 3\n", 2, "geen geldige YAML"),
    (b"a: 'x\n", 2, "niet gesloten"),
    (b"{{}: 1}\n", 1, "een sleutel moet gewone tekst zijn"),
    (b"[" * 100_000, 1, "te diep genest"),
    (b"- " * 50_000, 1, "te diep genest"),
    (b"%PDF-1.4\n", 1, "geen geldige YAML"),
    (b"PK\x03\x04\x14\x00", 1, "U+0003"),
    ("a: 1\n".encode("utf-16"), 1, "geen UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "line", "message"), NO_YAML, ids=[row[2] + str(n) for n, row in enumerate(NO_YAML)]
)
def test_read_document_no_plain_yaml_says_why(content, line, message):
    with pytest.raises(SourceError) as caught:
        read_document(content)
    problem = caught.value.problems[0]
    assert (problem.line, message in problem.message) == (line, True), str(problem)


def test_read_document_bom_is_no_problem():
    assert read_document(b"\xef\xbb\xbf" + SMALL.encode()) == read_document(SMALL.encode())


def test_read_document_windows_line_ends_are_no_problem():
    assert read_document(SMALL.replace("\n", "\r\n").encode()) == read_document(SMALL.encode())


@pytest.mark.parametrize(
    "content",
    [
        b"x" * (MAX_BYTES + 1),
        b"a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n" * 1000,
        b"- a\n" * 1_200_000,
        b"{" * 3_000_000,
        b"k: " + b"1" * 4_000_000,
    ],
    ids=["too-large", "bomb", "many", "braces", "digits"],
)
def test_read_document_huge_file_is_refused_quickly_and_small(content):
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(SourceError):
        read_document(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - started < 20
    assert peak < 250_000_000
