"""Adding files and links, and taking them back: who may, what is kept, what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from measures.evidence import services
from measures.evidence.exceptions import EvidenceRefusedError
from measures.evidence.links import checked_link, host_of
from measures.models import Assignment, Evidence
from operations.models import AuditEvent, StoredFile
from organisation.access import Actor
from organisation.models import Unit
from organisation.roles import Role
from tests import factories

TODAY = timezone.localdate()


def add(
    assignment: Assignment,
    by: Actor,
    *,
    name: str = "verslag.txt",
    content: bytes = b"Gedaan.",
    title: str = "",
) -> Evidence:
    file = ContentFile(content, name=name)
    return services.evidence_add_file(
        assignment=assignment, title=title, name=name, content=file, on=TODAY, by=by
    )


def test_evidence_add_file_keeps_the_bytes_under_their_hash(assignment: Assignment, manager: Actor) -> None:
    row = add(assignment, manager, name="../../verslag.txt", title="  Wat wij   deden ")
    assert (row.name, row.title, row.media_type) == ("verslag.txt", "Wat wij deden", "text/plain")
    assert (row.by, row.by_label) == (manager.user, "Mila Manager")
    assert row.file is not None
    assert row.file.content.read() == b"Gedaan."
    event = AuditEvent.objects.get(verb="evidence_add")
    assert event.details["sha256"] == row.file.sha256
    assert (event.details["measure"], event.details["unit"]) == ("1.1.1", assignment.unit.name)


def test_evidence_add_file_twice_is_one_piece(assignment: Assignment, manager: Actor) -> None:
    assert add(assignment, manager) == add(assignment, manager, name="anders.txt")
    assert Evidence.objects.count() == 1


def test_evidence_add_file_that_is_refused_leaves_nothing(
    assignment: Assignment, manager: Actor, settings
) -> None:
    settings.EVIDENCE_MAX_BYTES = 10
    for name, content in [("a.txt", b"x" * 11), ("a.txt", b""), ("a.pdf", b"<html>"), ("a.exe", b"MZ")]:
        with pytest.raises(EvidenceRefusedError):
            add(assignment, manager, name=name, content=content)
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_evidence_add_file_never_reads_one_that_is_too_large(
    assignment: Assignment, manager: Actor, settings
) -> None:
    class Huge(ContentFile):
        def read(self, *args: object) -> bytes:
            raise AssertionError("read")

    huge = Huge(b"x")
    huge.size = 1 << 40
    with pytest.raises(EvidenceRefusedError, match="ten hoogste 10 MB"):
        services.evidence_add_file(
            assignment=assignment, title="", name="a.txt", content=huge, on=TODAY, by=manager
        )


def test_evidence_is_added_only_by_who_reports_there_and_while_it_runs(
    assignment: Assignment, manager: Actor, other_team: Unit, college: Unit
) -> None:
    stranger = factories.actor(factories.make_holder(Role.TEAM_MANAGER, other_team))
    holder = factories.actor(factories.make_holder(Role.PORTFOLIO_HOLDER, college))
    for actor in (stranger, holder):
        with pytest.raises(EvidenceRefusedError):
            add(assignment, actor)
    Assignment.objects.update(valid_until=TODAY - timedelta(days=1))
    with pytest.raises(EvidenceRefusedError, match="melden kan niet meer"):
        add(assignment, manager)


def test_evidence_has_a_most(assignment: Assignment, manager: Actor, monkeypatch) -> None:
    monkeypatch.setattr(services, "MOST", 1)
    add(assignment, manager)
    with pytest.raises(EvidenceRefusedError, match="Trek er eerst een in"):
        add(assignment, manager, content=b"Nog een.")


@pytest.mark.parametrize("url", ["https://example.nl/a?b=1#c", "http://example.nl"])
def test_evidence_add_link_takes_web_pages(assignment: Assignment, manager: Actor, url: str) -> None:
    row = services.evidence_add_link(assignment=assignment, title="", url=f" {url} ", on=TODAY, by=manager)
    assert (row.url, row.title) == (url, "example.nl")
    again = services.evidence_add_link(assignment=assignment, title="x", url=url, on=TODAY, by=manager)
    assert again == row


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,<script>", "ftp://example.nl/", "file:///etc/passwd", "//example.nl",
        "https://", "https://jan:geheim@example.nl/", "https://exa mple.nl", "https://example.nl/\nx", "x" * 600,
        "http://[", "https://example.nl:99999999/", "",
    ],
)  # fmt: skip
def test_checked_link_refuses_what_is_no_whole_web_address(url: str) -> None:
    with pytest.raises(EvidenceRefusedError):
        checked_link(url)


def test_host_of_is_where_the_link_really_leads() -> None:
    assert host_of("https://www.example.nl/https://noorderpoort.nl") == "www.example.nl"
    assert host_of("http://[") == ""


def test_evidence_withdraw_keeps_that_it_was_there_and_why(assignment: Assignment, manager: Actor) -> None:
    row = add(assignment, manager)
    services.evidence_withdraw(evidence=row, reason=" Er stond een naam in. ", by=manager)
    again = services.evidence_withdraw(evidence=row, reason="Anders", by=manager)
    assert again.withdrawn_reason == "Er stond een naam in."
    assert AuditEvent.objects.filter(verb="evidence_withdraw").count() == 1
    assert add(assignment, manager) != row, "what was withdrawn may be added anew"


def test_evidence_withdraw_asks_why_and_by_whom(
    assignment: Assignment, manager: Actor, other_team: Unit
) -> None:
    row = add(assignment, manager)
    stranger = factories.actor(factories.make_holder(Role.TEAM_MANAGER, other_team))
    with pytest.raises(EvidenceRefusedError, match="waarom"):
        services.evidence_withdraw(evidence=row, reason="  ", by=manager)
    with pytest.raises(EvidenceRefusedError, match="U meldt niet"):
        services.evidence_withdraw(evidence=row, reason="Zomaar", by=stranger)
    row.refresh_from_db()
    assert row.withdrawn_at is None
