"""Figures that are entered, corrected and withdrawn on a page."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from agenda.models import Agenda
from imports.models import Origin
from indicators.models import Observation, Series
from indicators.selectors import indicator_rows
from indicators.services import Fact, observations_record
from operations.models import AuditEvent
from organisation.roles import Role

pytestmark = pytest.mark.django_db
REPORTS, VSV = "6b", "2a"


@pytest.fixture
def agenda(site) -> Agenda:
    return Agenda.objects.select_related("college").get()


@pytest.fixture
def steward(browse):
    return browse(Role.DATA_STEWARD)


@pytest.fixture
def reports() -> Series:
    return Series.objects.get(indicator__key="meldingen-stagediscriminatie", key="")


def url(code: str = REPORTS) -> str:
    return reverse("indicators:figures", args=[code])


def entry(one: Series, **more: str) -> dict[str, str]:
    said = {
        "series": str(one.pk),
        "period": "2031",
        "value": "12",
        "n": "",
        "ground": "Telling van het meldpunt",
    }
    return said | more


def current(series: Series, period: str = "2031") -> Observation:
    return (
        Observation.objects.current()
        .select_related("origin")
        .get(series=series, period=period, subject__kind="college")
    )


def own_row(agenda: Agenda, code: str):
    return indicator_rows(agenda, subject=agenda.college, code=code)[0]


# Entering -----------------------------------------------------------------------------------------------
def test_enter_records_who_when_and_why(site, steward, reports):
    answer = steward.post(url(), entry(reports, provisional="on"), follow=True)
    assert "Het cijfer is opgeslagen." in answer.content.decode()
    fact = current(reports)
    assert (fact.value, fact.n, fact.final) == (Decimal(12), None, False)
    assert (fact.origin.kind, fact.origin.ground) == (Origin.Kind.MANUAL, "Telling van het meldpunt")
    assert fact.origin.recorded_by == site.people[Role.DATA_STEWARD]
    page = answer.content.decode()
    assert site.people[Role.DATA_STEWARD].name in page
    assert "Telling van het meldpunt" in page
    assert AuditEvent.objects.filter(verb="observation_enter", object_id=str(fact.pk)).count() == 1


def test_enter_shows_on_the_indicator_page(steward, reports):
    steward.post(url(), entry(reports))
    page = steward.get(reverse("indicators:indicator", args=[REPORTS])).content.decode()
    assert "2031" in page
    assert "Met de hand ingevoerd" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"period": "gisteren"}, "is geen periode"),
        ({"value": ""}, "Dit veld is verplicht"),
        ({"value": "1234.5"}, "is geen getal"),
        ({"value": "9999999999"}, "te groot"),
        ({"n": "-1"}, "Zorg ervoor dat deze waarde"),
        ({"ground": "  "}, "Dit veld is verplicht"),
        ({"series": "0"}, "Selecteer een geldige keuze"),
    ],
)
def test_enter_what_cannot_be_is_said_and_stays_in_the_form(steward, reports, change, said):
    before = Observation.objects.count()
    answer = steward.post(url(), entry(reports, **change))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert Observation.objects.count() == before


def test_enter_over_a_figure_that_is_there_is_refused(steward, reports):
    steward.post(url(), entry(reports))
    answer = steward.post(url(), entry(reports, value="13"))
    assert "er al een cijfer" in answer.content.decode()
    assert current(reports).value == 12


def test_figures_that_a_file_brings_are_not_entered(steward, agenda):
    series = Series.objects.get(indicator__key="nieuwe-vsv", key="leerweg=BOL;niveau=2")
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="duo.xlsx", actor_label="x")
    observations_record(
        subject=agenda.college,
        facts=[Fact(series.pk, "2031/2032", Decimal(9))],
        origin=origin,
        over=frozenset(),
    )
    page = steward.get(url(VSV)).content.decode()
    assert "Nieuwe cijfers komen uit een bestand" in page
    assert 'name="value"' not in page
    assert steward.post(url(VSV), entry(series)).status_code == 404


# Correcting ---------------------------------------------------------------------------------------------
def test_correct_keeps_the_old_version_and_takes_over_its_edition(steward, agenda):
    series = Series.objects.get(indicator__key="nieuwe-vsv", key="leerweg=BOL;niveau=2")
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="duo.xlsx", edition="2031", actor_label="x")
    observations_record(
        subject=agenda.college,
        facts=[Fact(series.pk, "2030/2031", Decimal(9), n=100)],
        origin=origin,
        over=frozenset(),
    )
    old = current(series, "2030/2031")
    address = reverse("indicators:figure_correct", args=[VSV, old.pk])
    assert "9,0" in steward.get(address).content.decode()
    assert steward.post(address, {"value": "9,5", "n": "100", "ground": "Tikfout bij DUO"}).status_code == 302
    new = current(series, "2030/2031")
    old.refresh_from_db()
    assert (new.value, new.origin.edition, new.note) == (Decimal("9.5"), "2031", "Tikfout bij DUO")
    assert old.superseded_at == new.recorded_at


def test_correct_without_a_change_is_refused(steward, reports):
    steward.post(url(), entry(reports))
    address = reverse("indicators:figure_correct", args=[REPORTS, current(reports).pk])
    answer = steward.post(address, {"value": "12", "n": "", "ground": "Zomaar"})
    assert "Er is niets veranderd" in answer.content.decode()


def test_correct_of_a_figure_that_somebody_changed_meanwhile_leads_back(steward, reports):
    steward.post(url(), entry(reports))
    address = reverse("indicators:figure_correct", args=[REPORTS, current(reports).pk])
    steward.post(address, {"value": "13", "n": "", "ground": "Nageteld"})
    answer = steward.post(address, {"value": "14", "n": "", "ground": "Nog eens"}, follow=True)
    assert "intussen veranderd" in answer.content.decode()
    assert current(reports).value == 13


def test_correct_never_shows_what_is_hidden(steward, agenda):
    series = Series.objects.get(indicator__key="nieuwe-vsv", key="leerweg=BOL;niveau=2")
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="duo.xlsx", actor_label="x")
    observations_record(
        subject=agenda.college,
        facts=[Fact(series.pk, "2030/2031", Decimal("66.7"), n=3)],
        origin=origin,
        over=frozenset(),
    )
    for address in (
        url(VSV),
        reverse("indicators:figure_correct", args=[VSV, current(series, "2030/2031").pk]),
    ):
        page = steward.get(address).content.decode()
        assert "te klein aantal" in page
        assert "66,7" not in page


# Withdrawing --------------------------------------------------------------------------------------------
def test_withdraw_leaves_a_fact_without_value_and_its_ground(steward, agenda, reports):
    steward.post(url(), entry(reports))
    figure = current(reports)
    address = reverse("indicators:figure_withdraw", args=[REPORTS, figure.pk])
    assert "12" in steward.get(address).content.decode()
    page = steward.post(address, {"ground": "Dubbel geteld"}, follow=True).content.decode()
    assert "Het cijfer is ingetrokken." in page
    gone = current(reports)
    assert (gone.value, gone.absence, gone.origin.ground) == (None, "nb", "Dubbel geteld")
    assert reverse("indicators:figure_withdraw", args=[REPORTS, gone.pk]) not in page
    point = own_row(agenda, REPORTS).series[0].points[-1]
    assert (point.value, point.text) == (None, "niet beschikbaar")


def test_withdrawn_figure_can_be_entered_again(steward, reports):
    steward.post(url(), entry(reports))
    steward.post(
        reverse("indicators:figure_withdraw", args=[REPORTS, current(reports).pk]), {"ground": "Fout"}
    )
    steward.post(url(), entry(reports, value="11"))
    assert current(reports).value == 11
    assert Observation.objects.filter(series=reports, period="2031").count() == 3


def test_withdraw_without_a_ground_is_refused(steward, reports):
    steward.post(url(), entry(reports))
    address = reverse("indicators:figure_withdraw", args=[REPORTS, current(reports).pk])
    assert "Dit veld is verplicht" in steward.post(address, {"ground": ""}).content.decode()
    assert current(reports).value == 12


def test_figure_of_another_indicator_or_unit_is_not_reached(steward, reports):
    steward.post(url(), entry(reports))
    pk = current(reports).pk
    other = Observation.objects.current().exclude(subject__kind="college").first()
    for code, wrong in ((VSV, pk), (REPORTS, other.pk), (REPORTS, 0)):
        for name in ("figure_correct", "figure_withdraw"):
            answer = steward.post(
                reverse(f"indicators:{name}", args=[code, wrong]), {"value": "1", "ground": "x"}
            )
            assert answer.status_code == 404
    assert current(reports).value == 12
