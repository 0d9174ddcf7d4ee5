"""Who brings in which files: the data steward every one, the controller those of the ledger and no other."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports import services
from imports.models import Batch
from organisation.access import CommandActor
from organisation.roles import Role
from tests.built.ledger import ledger_csv

pytestmark = pytest.mark.django_db
PAGE = reverse("imports:index")
MAY = {Role.CONTROLLER, Role.DATA_STEWARD}


def upload(reader: str, name: str) -> Batch:
    batch = services.batch_upload(
        reader=reader, file=ContentFile(ledger_csv().getvalue(), name), name=name, by=CommandActor("test"),
        queued=False,
    )  # fmt: skip
    services.check_run(job_id=batch.job_id)
    return Batch.objects.get(pk=batch.pk)


@pytest.fixture
def files(college) -> dict[str, Batch]:
    """The same bytes as a file of figures and as one of the ledger."""
    return {"table": upload("table", "cijfers.csv"), "ledger": upload("ledger", "grootboek.csv")}


@pytest.mark.parametrize("role", list(Role))
def test_import_page_is_for_those_who_bring_something_in(role, files, holder_of, signed_in):
    client = signed_in(holder_of(role))
    assert client.get(PAGE).status_code == (200 if role in MAY else 403)
    assert client.get(reverse("imports:batch", args=[files["ledger"].pk])).status_code == (
        200 if role in MAY else 403
    )


def test_controller_sees_files_of_the_ledger_only(files, holder_of, signed_in):
    client = signed_in(holder_of(Role.CONTROLLER))
    text = client.get(PAGE).content.decode()
    assert "grootboek.csv" in text
    assert "cijfers.csv" not in text
    assert 'value="ledger"' in text
    assert 'value="table"' not in text
    assert reverse("indicators:mappings") not in text
    page = client.get(reverse("imports:batch", args=[files["ledger"].pk]))
    assert "cijfers.csv" not in page.content.decode()
    steward = signed_in(holder_of(Role.DATA_STEWARD)).get(PAGE).content.decode()
    assert "grootboek.csv" in steward
    assert "cijfers.csv" in steward


@pytest.mark.parametrize("name", ["batch", "file", "answer", "approve", "reject", "undo", "recheck"])
def test_file_of_another_reader_does_not_exist_for_a_controller(name, files, holder_of, signed_in):
    client = signed_in(holder_of(Role.CONTROLLER))
    address = reverse(f"imports:{name}", args=[files["table"].pk])
    ask = client.get if name in {"batch", "file"} else client.post
    assert ask(address).status_code == 404
    state = files["table"].state
    files["table"].refresh_from_db()
    assert files["table"].state == state


def test_controller_brings_in_the_ledger_and_no_figures(college, holder_of, signed_in):
    client = signed_in(holder_of(Role.CONTROLLER))

    def post(reader: str):
        file = SimpleUploadedFile("grootboek.csv", ledger_csv().getvalue())
        return client.post(PAGE, {"reader": reader, "file": file})

    assert post("table").status_code == 200
    assert not Batch.objects.exists()
    assert post("ledger").status_code == 302
    batch = Batch.objects.get()
    assert batch.reader == "ledger"
    services.check_run(job_id=batch.job_id)
    page = client.get(reverse("imports:batch", args=[batch.pk])).content.decode()
    assert "Maart 2025" in page
    assert "Nog bij geen begrotingsregel" in page
    client.post(reverse("imports:approve", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "applied"


def test_steward_may_undo_a_ledger_but_not_map_it(files, holder_of, signed_in):
    client = signed_in(holder_of(Role.DATA_STEWARD))
    batch = files["ledger"]
    for name in ("approve", "undo"):
        client.post(reverse(f"imports:{name}", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert client.get(reverse("budgets:ledger")).status_code == 403
