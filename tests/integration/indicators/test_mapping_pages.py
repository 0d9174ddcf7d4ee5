"""The pages on which a college says how its own tables are built."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from openpyxl import Workbook

from imports import services
from imports.models import Batch
from indicators.models import Indicator, TableMapping
from indicators.reader_services import mapping_save
from indicators.readers.table_plan import TablePlan
from organisation.access import CommandActor
from organisation.roles import Role
from tests.built.sheets import csv, workbook

BY = CommandActor("test")
LIST = reverse("indicators:mappings")
ADD = reverse("indicators:mapping_add")
ROWS = [
    ("Code", "Jaar", "Niveau", "Percentage"),
    ("vsv", "2023/2024", "2", "5,25"),
    ("vsv", "ooit", "3", "6,5"),
]
CHOSEN = {
    "name": "Onze vsv", "value": "k:Percentage", "indicator": "v:vsv", "period": "k:Jaar", "unit": "v:own",
    "niveau": "k:Niveau", "scale": "as_is", "units": "name",
}  # fmt: skip


@pytest.fixture
def steward(holder_of, client):
    client.force_login(holder_of(Role.DATA_STEWARD))
    return client


@pytest.fixture
def file(college) -> Batch:
    Indicator.objects.create(key="vsv", unit="percent", decimals=1)
    return uploaded(csv(ROWS), "vsv.csv")


def uploaded(content: bytes, name: str) -> Batch:
    file = ContentFile(content, name)
    batch = services.batch_upload(reader="table", file=file, name=name, by=BY, queued=False)
    services.check_run(job_id=batch.job_id)
    return Batch.objects.get(pk=batch.pk)


def test_without_a_file_the_list_says_what_to_do(steward, college):
    page = steward.get(LIST).content.decode()

    assert "Nog geen indelingen" in page
    assert reverse("imports:index") in page


def test_a_file_can_be_uploaded_before_there_is_a_plan(steward, file):
    assert file.state == "blocked"
    assert f"{ADD}?bestand={file.pk}" in steward.get(LIST).content.decode()


def test_the_first_rows_and_the_columns_are_shown(steward, file):
    page = steward.get(ADD, {"bestand": file.pk}).content.decode()

    assert "<td>5,25</td>" in page
    assert '<option value="k:Percentage">Percentage</option>' in page
    assert "Kies in welke kolom de waarde staat." in page


def test_a_look_gives_only_what_the_rows_become(steward, file):
    page = steward.get(ADD, {"bestand": file.pk, "rijen": "1", **CHOSEN, "name": ""}).content.decode()

    assert "<form" not in page
    assert "niveau 2" in page
    assert "2023/2024" in page
    assert "geen periode" in page, "the broken row says so"
    assert not TableMapping.objects.exists()


def test_looking_with_the_button_stores_nothing(steward, file):
    page = steward.post(f"{ADD}?bestand={file.pk}", {**CHOSEN, "bekijk": "1"}).content.decode()

    assert "niveau 2" in page
    assert not TableMapping.objects.exists()


def test_a_plan_is_kept_and_reads_the_file(steward, file):
    answer = steward.post(f"{ADD}?bestand={file.pk}", CHOSEN)

    mapping = TableMapping.objects.get()
    assert answer.url == LIST
    assert mapping.name == "Onze vsv"
    assert mapping.plan["columns"] == {"value": "Percentage", "period": "Jaar", "niveau": "Niveau"}
    assert mapping.plan["fixed"] == {"indicator": "vsv"}


def test_the_sheet_and_the_row_of_the_headers_come_from_the_address(steward, file):
    batch = uploaded(workbook([("Onze cijfers",), *ROWS], title="Cijfers"), "vsv.xlsx")
    at = {"bestand": batch.pk, "blad": "Cijfers", "kop": 2}
    assert "k:Percentage" in steward.get(ADD, at).content.decode()

    steward.post(f"{ADD}?bestand={batch.pk}&blad=Cijfers&kop=2", CHOSEN)

    plan = TableMapping.objects.get().plan
    assert (plan["sheet"], plan["header_row"]) == ("Cijfers", 2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "verplicht"),
        ({"value": ""}, "verplicht"),
        ({"value": "k:Bestaat niet"}, "value"),
        ({"period": "", "period_text": "ooit"}, "geen periode"),
        ({"period_text": "2024"}, "niet allebei"),
    ],
)
def test_a_plan_that_is_not_right_comes_back_as_it_was(steward, file, change, message):
    answer = steward.post(f"{ADD}?bestand={file.pk}", {**CHOSEN, **change})

    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not TableMapping.objects.exists()


def test_a_stored_plan_is_shown_and_changed_without_a_file(steward, file):
    plan = TablePlan(columns={"value": "Percentage"}, fixed={"indicator": "vsv", "period": "2024"})
    mapping = mapping_save(name="Oud", plan=plan, by=BY)
    address = reverse("indicators:mapping", args=[mapping.pk])
    page = steward.get(address).content.decode()
    assert '<option value="k:Percentage" selected>' in page
    assert 'value="2024"' in page

    steward.post(address, {**CHOSEN, "name": "Nieuw", "period": "", "niveau": "", "period_text": "2025"})

    mapping.refresh_from_db()
    assert (mapping.name, mapping.plan["fixed"]["period"]) == ("Nieuw", "2025")


def test_a_plan_is_removed_by_its_button_only(steward, file):
    mapping = mapping_save(name="Oud", plan=TablePlan({"value": "W"}, {"indicator": "vsv"}), by=BY)
    address = reverse("indicators:mapping_remove", args=[mapping.pk])

    assert steward.get(address).status_code == 405
    assert steward.post(address).url == LIST
    assert not TableMapping.objects.exists()


@pytest.mark.parametrize("query", ["bestand=999", "bestand=x", "bestand=&kop=0", "kop=zeven", "blad=Nergens"])
def test_an_impossible_address_gives_a_page(steward, file, query):
    assert steward.get(f"{ADD}?{query}").status_code == 200
    assert steward.get(f"{ADD}?bestand={file.pk}&{query}&rijen=1").status_code == 200


def test_a_file_whose_bytes_are_gone_says_so(steward, file):
    file.file.content.storage.delete(file.file.content.name)

    assert "er niet meer" in steward.get(ADD, {"bestand": file.pk}).content.decode()


def test_a_file_of_another_reader_is_no_example(steward, file):
    Batch.objects.filter(pk=file.pk).update(reader="job")

    assert "5,25" not in steward.get(ADD, {"bestand": file.pk}).content.decode()


@pytest.mark.parametrize("role", [Role.ADMIN, Role.READER])
@pytest.mark.parametrize("address", [LIST, ADD])
def test_others_may_not(role, address, holder_of, client, college):
    client.force_login(holder_of(role))

    assert client.get(address).status_code == 403


# What the check would say -------------------------------------------------------------------------------
def test_look_says_what_the_check_would_say(steward, file, school):
    rows = [
        ("Code", "Jaar", "Wie", "Percentage"),
        ("vsv", "2023/2024", school.name, "130"),
        ("vsv", "2023/2024", school.name, "5,5"),
        ("vsv", "2023/2024", "Onbekend team", "6"),
        ("geen-indicator", "2023/2024", school.name, "7"),
        ("vsv", "2022/2023", school.name, "<5"),
    ]
    batch = uploaded(csv(rows), "wie.csv")
    chosen = {**CHOSEN, "indicator": "k:Code", "unit": "k:Wie", "niveau": ""}
    page = steward.get(ADD, {"bestand": batch.pk, "rijen": "1", **chosen}).content.decode()

    assert "Een percentage loopt van 0 tot en met 100; 130 kan niet." in page
    assert "Onbekend team (kennen we nog niet; de import vraagt wie dit is)" in page
    assert "is geen indicator van deze site" in page
    assert page.count(f">{school.name}<") == 2
    assert "verborgen" in page


def test_sheets_of_a_workbook_are_named(steward, file):
    book = Workbook()
    book.active.title = "Toelichting"
    sheet = book.create_sheet("Cijfers")
    for line in ROWS:
        sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    batch = uploaded(content.getvalue(), "vsv.xlsx")
    page = steward.get(ADD, {"bestand": batch.pk, "blad": "Cijfers"}).content.decode()

    assert "Bladen in dit bestand: Toelichting, Cijfers." in page
    assert "<td>5,25</td>" in page


def test_new_plan_does_not_begin_with_an_error(steward, file):
    assert "Dit veld is verplicht" not in steward.get(ADD).content.decode()
    assert "Dit veld is verplicht" in steward.get(ADD, {"bestand": ""}).content.decode()
