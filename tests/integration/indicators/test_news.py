"""A page that is open learns that figures changed: from the database, whatever process answers."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports import services
from imports.models import Batch, Origin
from indicators.corrections import Entry, observation_correct, observation_take_back, observation_withdraw
from indicators.models import Observation
from indicators.news import figures_stamp
from operations.services import audit_record
from organisation.access import CommandActor
from organisation.models import RoleAssignment, Unit
from organisation.roles import Role
from planfile.services import agenda_load
from tests import fake_reader
from tests.example import AGENDA_FILE, PERIOD, SCHOOL, TEAM
from tests.import_fixtures import reader  # noqa: F401

BY = CommandActor("test")
PAGES = [
    f"/agenda/{PERIOD}/", f"/agenda/{PERIOD}/doelstellingen/1.2/", "/indicatoren/2a/", f"/eenheden/{SCHOOL}/",
    f"/eenheden/{TEAM}/",
]  # fmt: skip
TOLD = "Er zijn nieuwe cijfers"


def asks(client, page: str) -> str:
    """The address that an open page asks, as it stands in the page."""
    (found,) = re.findall(r'hx-get="(/cijfers/nieuw/\?stand=[^"]+)"', client.get(page).content.decode())
    return found


def figure() -> Observation:
    return Observation.objects.current().filter(value__isnull=False, subject__kind="college").first()


def apply(content: bytes) -> Batch:
    batch = services.batch_upload(
        reader="nep", file=ContentFile(content, "nep.csv"), name="nep.csv", by=BY, queued=False
    )
    services.check_run(job_id=batch.job_id)
    return services.batch_approve(batch=batch, by=BY)


@pytest.mark.parametrize("page", PAGES)
def test_open_page_is_told_by_any_process_after_an_import_and_after_its_undo(page, site, reader):  # noqa: F811
    reading, answering = site.client(Role.BOARD), site.client(Role.BOARD)
    address = asks(reading, page)
    assert answering.get(address).status_code == 204
    batch = apply(b"2021;10\n")
    told = answering.get(address)
    assert (told.status_code, TOLD in told.content.decode()) == (200, True)
    fresh = asks(reading, page)
    assert answering.get(fresh).status_code == 204
    services.batch_undo(batch=batch, by=BY)
    assert TOLD in answering.get(fresh).content.decode()


def test_file_that_changes_nothing_tells_nothing(site, reader):  # noqa: F811
    apply(b"2021;10\n")
    before = figures_stamp()
    apply(b"2021;10\n")
    assert figures_stamp() == before


@pytest.mark.parametrize(
    "act",
    [
        lambda: observation_correct(observation=figure(), entry=Entry(Decimal(1)), ground="Nageteld", by=BY),
        lambda: observation_withdraw(observation=figure(), ground="Klopt niet", by=BY),
        lambda: observation_take_back(observation=figure(), ground="Toch wel", by=BY),
        lambda: services.batch_reject(batch=_rejected(), by=BY),
        lambda: audit_record(by=BY, verb="unit_change", obj=Unit.objects.first()),
    ],
    ids=["correct", "withdraw", "take back", "reject", "other"],
)
def test_only_what_changes_figures_is_told(act, site, reader, request):  # noqa: F811
    changes = request.node.callspec.id
    if changes == "take back":
        observation_correct(observation=figure(), entry=Entry(Decimal(1)), ground="Nageteld", by=BY)
    before = figures_stamp()
    act()
    assert (figures_stamp() != before) is (changes in {"correct", "withdraw", "take back"})


def _rejected() -> Batch:
    return services.batch_upload(
        reader="nep", file=ContentFile(fake_reader.GOOD, "nep.csv"), name="nep.csv", by=BY, check=False
    )


def test_changed_plan_is_told(site):
    before = figures_stamp()
    text = AGENDA_FILE.read_text(encoding="utf-8")
    agenda_load(content=text.encode(), name="zelfde.yaml", by=BY)
    same = figures_stamp()
    agenda_load(content=text.replace("min_n: 10", "min_n: 11", 1).encode(), name="ander.yaml", by=BY)
    assert same == before
    assert figures_stamp() != same


def test_way_in_with_a_lower_number_that_is_stored_later_is_told(site):
    """Of two transactions at once the one that began first may be stored last."""
    number = Origin.objects.order_by("-pk").first().pk
    Origin.objects.create(pk=number + 2, kind=Origin.Kind.FILE, label="tweede", actor_label="test")
    before = figures_stamp()
    Origin.objects.create(pk=number + 1, kind=Origin.Kind.FILE, label="eerste", actor_label="test")
    assert figures_stamp() != before


def test_asking_costs_one_query_beside_who_asks_and_reads_no_fact(site):
    client = site.client(Role.READER)
    address = asks(client, PAGES[0])
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    about = [
        query["sql"] for query in asked.captured_queries
        if "django_session" not in query["sql"] and "FROM \"organisation_" not in query["sql"]
    ]  # fmt: skip
    assert len(about) == 1
    assert not any("indicators_observation" in sql for sql in about)
    with CaptureQueriesContext(connection) as alone:
        figures_stamp()
    assert len(alone) == 1


def test_page_as_known_on_an_earlier_day_does_not_ask(site):
    page = site.client(Role.READER).get("/indicatoren/2a/?bekend_op=2025-05-01").content.decode()
    assert "/cijfers/nieuw/" not in page


def test_answer_is_never_kept_and_not_for_strangers(site, client):
    told = site.client(Role.READER).get("/cijfers/nieuw/?stand=oud")
    assert "no-store" in told["Cache-Control"]
    assert client.get("/cijfers/nieuw/?stand=oud").status_code == 302
    RoleAssignment.objects.filter(user=site.people[Role.READER]).delete()
    assert site.client(Role.READER).get("/cijfers/nieuw/").status_code == 403


@pytest.mark.parametrize("stand", ["", "x" * 5000, "%00", "1-1-1", "<script>"])
def test_any_stamp_is_answered_without_repeating_it(site, stand):
    told = site.client(Role.READER).get("/cijfers/nieuw/", {"stand": stand})
    assert told.status_code in {200, 400}
    assert "<script>" not in told.content.decode()
