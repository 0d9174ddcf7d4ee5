"""Figures that are entered, corrected and withdrawn on a page."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.models import Agenda
from imports.models import Origin
from indicators.models import Indicator, Observation, PlanSeries, Series
from indicators.selectors import indicator_rows
from indicators.services import Fact, observations_record
from operations.models import AuditEvent
from organisation.models import Unit, UnitKind
from organisation.roles import Role
from tests import factories

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


def test_change_is_taken_back_on_its_page(steward, reports):
    steward.post(url(), entry(reports))
    assert "terugnemen" not in steward.get(url()).content.decode()
    steward.post(
        reverse("indicators:figure_withdraw", args=[REPORTS, current(reports).pk]), {"ground": "Fout"}
    )
    address = reverse("indicators:figure_take_back", args=[REPORTS, current(reports).pk])
    assert address in steward.get(url()).content.decode()
    assert "Dit veld is verplicht" in steward.post(address, {"ground": ""}).content.decode()
    page = steward.post(address, {"ground": "Toch goed"}, follow=True).content.decode()
    assert "geldt weer" in page
    assert current(reports).value == 12


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
        for name in ("figure_correct", "figure_withdraw", "figure_take_back"):
            answer = steward.post(
                reverse(f"indicators:{name}", args=[code, wrong]), {"value": "1", "ground": "x"}
            )
            assert answer.status_code == 404
    assert current(reports).value == 12


# Schools and teams --------------------------------------------------------------------------------------
@pytest.fixture
def team_unit(agenda) -> Unit:
    return Unit.objects.filter(kind=UnitKind.TEAM, closed_on=None).order_by("code").first()


def of(unit: Unit, code: str = REPORTS) -> str:
    return f"{url(code)}?eenheid={unit.code}"


def figure(unit: Unit, series: Series, period: str = "2031") -> Observation:
    return Observation.objects.current().get(subject=unit, series=series, period=period)


def test_every_school_and_team_of_today_can_be_chosen(steward, team_unit):
    gone = factories.make_unit(UnitKind.TEAM, parent=team_unit.parents.get().parent, name="Team van vroeger")
    Unit.objects.filter(pk=gone.pk).update(closed_on=timezone.localdate() - timedelta(days=1))
    elsewhere = factories.make_unit(UnitKind.BENCHMARK, name="Ander College")
    page = steward.get(url()).content.decode()
    assert f'value="{team_unit.code}"' in page
    assert f'value="{gone.code}"' not in page
    for unit in (gone, elsewhere):
        assert steward.get(of(unit)).status_code == 404
        assert steward.post(of(unit), {}).status_code == 404
    assert steward.get(f"{url()}?eenheid=%00").status_code == 404


def test_enter_correct_and_withdraw_for_a_team(steward, team_unit, reports):
    answer = steward.post(of(team_unit), entry(reports), follow=True)
    assert answer.redirect_chain[0][0] == of(team_unit)
    fact = figure(team_unit, reports)
    assert fact.value == 12
    assert not Observation.objects.filter(series=reports, period="2031", subject__kind="college").exists()
    correct = reverse("indicators:figure_correct", args=[REPORTS, fact.pk])
    assert team_unit.name in steward.get(correct).content.decode()
    steward.post(correct, {"value": "13", "ground": "Nageteld"})
    fact = figure(team_unit, reports)
    assert fact.value == 13
    withdraw = reverse("indicators:figure_withdraw", args=[REPORTS, fact.pk])
    answer = steward.post(withdraw, {"ground": "Dubbel geteld"})
    assert answer.headers["Location"] == of(team_unit)
    assert figure(team_unit, reports).value is None


def test_number_of_people_is_asked_where_the_figure_is_about_people(agenda, steward):
    assert 'name="n"' not in steward.get(url()).content.decode()
    people = Indicator.objects.get(key="meldingen-stagediscriminatie")
    Indicator.objects.filter(pk=people.pk).update(counts_people=True)
    assert 'name="n"' in steward.get(url()).content.decode()


@pytest.fixture
def share(agenda) -> tuple[str, Series]:
    """An indicator in percent that the college keeps itself, about people."""
    plan = PlanSeries.objects.filter(
        series__indicator__key="experimenten-afgerond", agenda_indicator__agenda=agenda
    ).get()
    return plan.agenda_indicator.code, plan.series


def test_number_of_people_is_not_negative(steward, share):
    code, series = share
    answer = steward.post(url(code), entry(series, n="-1"))
    assert "Zorg ervoor dat deze waarde" in answer.content.decode()


def test_share_of_a_team_needs_the_number_of_people(steward, team_unit, share):
    code, series = share
    answer = steward.post(of(team_unit, code), entry(series))
    assert "over hoeveel personen" in answer.content.decode()
    assert not Observation.objects.filter(subject=team_unit, series=series, period="2031").exists()


def test_figure_on_few_people_does_not_show_on_the_page_of_a_team(steward, team_unit, share):
    code, series = share
    steward.post(of(team_unit, code), entry(series, value="33,3", n="3"))
    fact = figure(team_unit, series)
    correct = reverse("indicators:figure_correct", args=[code, fact.pk])
    for address in (
        of(team_unit, code),
        correct,
        reverse("indicators:figure_withdraw", args=[code, fact.pk]),
    ):
        page = steward.get(address).content.decode()
        assert "te klein aantal" in page
        assert "33,3" not in page


@pytest.mark.parametrize(("value", "said"), [("120", "loopt van 0 tot en met 100"), ("-1", "kan niet")])
def test_value_that_its_unit_does_not_allow_is_refused(steward, agenda, share, value, said):
    code, series = share
    answer = steward.post(url(code), entry(series, value=value))
    assert said in answer.content.decode()
    assert not Observation.objects.filter(series=series, period="2031").exists()


def test_growth_may_be_negative(steward, agenda):
    series = Series.objects.get(indicator__key="groei-ondersteuningsvragen", key="")
    steward.post(url("1.3-g"), entry(series, value="-4"))
    assert current(series).value == -4


def test_page_of_a_team_costs_at_most_fifteen_queries(steward, team_unit):
    for code in (REPORTS, VSV):
        steward.get(of(team_unit, code))
        with CaptureQueriesContext(connection) as cost:
            steward.get(of(team_unit, code))
        assert len(cost) <= 15, "\n".join(query["sql"][:160] for query in cost)
