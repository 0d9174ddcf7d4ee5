"""Stories: kept in versions, flagged when facts change, commented on, and frozen in the report."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from agenda.models import Objective, ObjectiveOwner
from operations.models import AuditEvent
from organisation.roles import Role
from reporting.exceptions import ReportRefusedError, StoryConflictError, StoryRefusedError
from reporting.kinds import ReportKind
from reporting.models import Report, Story, StoryDraft, StoryVersion
from reporting.outline import outline
from reporting.snapshot import make
from reporting.story.live import facts_now
from reporting.story.references import Fact
from reporting.story.services import comment_add, draft_save, story_keep, story_of
from reporting.workflow import services as workflow
from reporting.workflow.writing import write_run
from reporting.writers import WRITERS
from tests import factories

pytestmark = pytest.mark.django_db
YEAR = 2025
HERE = "/verantwoording/2025/verhaal/doelstelling/1.1/"
LIST = "/verantwoording/2025/verhaal/"
TEXT = "De maatregelen: {{ 1.1.maatregelen }}."


@pytest.fixture(autouse=True)
def agenda(college, team, monkeypatch):
    for name in ("docx", "xlsx", "pdf"):
        monkeypatch.setitem(WRITERS, name, lambda document, name=name: name.encode())
    measure = factories.make_measure(college, "1.1.1")
    factories.make_assignment(measure, team)
    return measure.agenda


@pytest.fixture
def by(holder_of):
    return factories.actor(holder_of(Role.PORTFOLIO_HOLDER))


@pytest.fixture
def writer(client_of):
    return client_of(Role.PORTFOLIO_HOLDER)


@pytest.fixture
def story(agenda) -> Story:
    return story_of(agenda=agenda, year=YEAR, scope=Story.Scope.OBJECTIVE, code="1.1")


def keep(story: Story, by, *, based_on: int = 0, ready: bool = False, **texts: str) -> StoryVersion:
    return story_keep(story=story, texts=texts, based_on=based_on, ready=ready, by=by)


def page(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_keeping_the_same_again_adds_no_version(story, by):
    first = keep(story, by, planned=TEXT)
    assert first.facts == {"1.1.maatregelen": "1 nog niet gemeld"}
    assert keep(story, by, based_on=1, planned=f"{TEXT}\r\n") == first
    assert keep(story, by, based_on=1, planned=TEXT, ready=True).number == 2
    assert AuditEvent.objects.filter(verb="story_keep").count() == 2


def test_second_writer_gets_the_other_text_and_loses_nothing(story, by):
    keep(story, by, planned="Van een collega.")
    with pytest.raises(StoryConflictError) as conflict:
        keep(story, by, planned="Van mij.")
    assert conflict.value.texts["planned"] == "Van een collega."
    assert StoryVersion.objects.count() == 1


@pytest.mark.parametrize("text", ["{{ 9z.meting }}", "Zie {{1a.meting}}"])
def test_ready_needs_references_that_exist(story, by, text):
    keep(story, by, planned=text)
    with pytest.raises(StoryRefusedError) as refused:
        keep(story, by, based_on=1, planned=text, ready=True)
    assert "bestaat niet" in refused.value.problems["planned"]


def test_ready_refuses_a_hidden_value_and_the_text_shows_none(story, by, monkeypatch):
    live = facts_now(story.agenda, YEAR)
    hidden = Fact("1a.meting", "1a: laatste meting", "te klein aantal", hidden=True)
    monkeypatch.setattr(
        "reporting.story.services.facts_now",
        lambda *_: type(live)(live.gathered, {"1a.meting": hidden}),
    )
    made = keep(story, by, planned="{{ 1a.meting }}")
    assert made.facts == {"1a.meting": "te klein aantal"}
    with pytest.raises(StoryRefusedError) as refused:
        keep(story, by, based_on=1, planned="{{ 1a.meting }}", ready=True)
    assert "te weinig mensen" in refused.value.problems["planned"]


def test_too_long_or_empty_is_refused_and_fifty_thousand_is_kept(story, by):
    with pytest.raises(StoryRefusedError):
        keep(story, by, planned=" \n ")
    with pytest.raises(StoryRefusedError) as refused:
        keep(story, by, planned="a" * 60_001)
    assert list(refused.value.problems) == ["planned"]
    assert len(keep(story, by, planned="woord " * 9000).planned) == 53_999


def test_fact_that_changed_is_flagged_until_somebody_confirms(story, by, writer, agenda, team):
    keep(story, by, planned=TEXT)
    assert "Veranderd sinds dit geschreven is" not in page(writer.get(HERE))
    factories.make_assignment(factories.make_measure(agenda.college, "1.1.2"), team)
    shown = page(writer.get(HERE))
    assert "was 1 nog niet gemeld, is nu 2 nog niet gemeld" in shown
    listed = page(writer.get(LIST))
    assert "1 gegeven veranderd sinds het schrijven" in listed
    assert "nog niet klaar voor lezen" in listed and "nog te schrijven" in listed
    writer.post(HERE, {"based_on": 1, "planned": TEXT, "doe": "klopt"})
    assert StoryVersion.objects.first().facts == {"1.1.maatregelen": "2 nog niet gemeld"}
    assert "Veranderd sinds dit geschreven is" not in page(writer.get(HERE))


def test_report_tells_the_story_with_the_facts_of_its_snapshot(story, by, agenda, team):
    keep(story, by, planned=f"{TEXT}\n\n- een\n- twee", ready=True)
    made = workflow.report_start(agenda=agenda, year=YEAR, kind=ReportKind.ACCOUNT, by=by)
    workflow.report_write(report=made, by=by, queued=False)
    write_run(job_id=Report.objects.get().job_id)
    row = Report.objects.get()
    told = row.snapshot.content
    assert '"shown":"De maatregelen: 1 nog niet gemeld.' in told and by.label not in told
    factories.make_assignment(factories.make_measure(agenda.college, "1.1.2"), team)
    workflow.report_propose(report=row, by=by, queued=False)
    row.refresh_from_db()
    assert '"shown":"De maatregelen: 1 nog niet gemeld.' in row.snapshot.content
    with pytest.raises(StoryRefusedError, match="ligt ter vaststelling"):
        keep(story, by, based_on=1, planned="Anders")


def test_document_holds_paragraphs_lists_and_tables_of_a_story(story, by, agenda):
    keep(
        story,
        by,
        planned="Tekst.\n- een\n- twee\n\nSchool\tAantal\nZorg\t5",
        effect="\u202eomgekeerd\u202c 😀 <b>",
    )
    content = make(agenda, YEAR, ReportKind.ACCOUNT, known_at=timezone.now())
    kinds = [type(one).__name__ for one in outline(content).blocks]
    texts = str(outline(content).blocks)
    assert {"Bullets", "Table"} <= set(kinds)
    assert "Het verhaal van 2025" in texts and "Wat was het plan?" in texts and "😀 <b>" in texts
    before = make(agenda, YEAR, ReportKind.ACCOUNT, known_at=StoryVersion.objects.get().at.replace(year=2024))
    assert before["stories"] == {"objectives": {}, "priorities": {}}


def test_concept_says_when_a_story_came_after_it(story, by, writer, agenda):
    made = workflow.report_start(agenda=agenda, year=YEAR, kind=ReportKind.ACCOUNT, by=by)
    workflow.report_write(report=made, by=by, queued=False)
    write_run(job_id=Report.objects.get().job_id)
    address = f"/verantwoording/{YEAR}/{made.pk}/"
    shown = page(writer.get(address))
    assert "verhaal van dit jaar is nog niet geschreven" in shown and "verhaal is veranderd" not in shown
    assert "Leg voor ter vaststelling" in shown
    keep(story, by, planned="Nieuw.")
    shown = page(writer.get(address))
    assert "Het verhaal is veranderd sinds dit concept is gemaakt" in shown and "Leg voor" not in shown


def test_board_never_signs_off_without_the_newest_story(story, by, agenda):
    """Once it lies with the board nobody can change the story: what it reads must then be what stands in the report."""
    made = workflow.report_start(agenda=agenda, year=YEAR, kind=ReportKind.ACCOUNT, by=by)

    def write():
        workflow.report_write(report=made, by=by, queued=False)
        write_run(job_id=Report.objects.get().job_id)

    write()
    keep(story, by, planned="Nieuw.")
    with pytest.raises(ReportRefusedError, match=r"Het verhaal over 1\.1 is veranderd"):
        workflow.report_propose(report=made, by=by, queued=False)
    assert Report.objects.get().state == Report.State.CONCEPT
    write()
    workflow.report_propose(report=made, by=by, queued=False)
    assert Report.objects.get().state == Report.State.PROPOSED


def test_summary_for_the_supervisors_says_so_of_priorities_alone(story, by, writer, agenda):
    made = workflow.report_start(agenda=agenda, year=YEAR, kind=ReportKind.SUPERVISORS, by=by)
    workflow.report_write(report=made, by=by, queued=False)
    write_run(job_id=Report.objects.get().job_id)
    address = f"/verantwoording/{YEAR}/{made.pk}/"
    keep(story, by, planned="Nieuw.")
    assert "verhaal is veranderd" not in page(writer.get(address))
    above = Story.objects.create(agenda=agenda, year=YEAR, scope=Story.Scope.PRIORITY, code="1")
    keep(above, by, planned="Nieuw.")
    assert "Het verhaal is veranderd sinds dit concept is gemaakt</strong> Het gaat om 1." in page(
        writer.get(address)
    )


# Pages ----------------------------------------------------------------------------------------------------
def test_whole_way_over_the_pages(writer, client_of, story):
    typed = {"based_on": 0, "planned": TEXT, "happened": "<b>Veel</b>"}
    assert "vastgehouden" in page(writer.post(f"{HERE}concept/", typed))
    assert "nog niet bewaard is" in page(writer.get(HERE))
    assert "1 nog niet gemeld" in page(writer.post(f"{HERE}voorbeeld/", typed))
    assert not StoryVersion.objects.exists()
    assert writer.post(HERE, typed | {"doe": "klaar"}).status_code == 302
    assert StoryVersion.objects.get().ready and not StoryDraft.objects.exists()
    shown = page(writer.get(HERE))
    assert "klaar voor lezen" in shown and "&lt;b&gt;Veel&lt;/b&gt;" in shown
    reader = client_of(Role.BOARD)
    assert "Bewaar" not in page(reader.get(HERE))
    reader.post(f"{HERE}opmerking/", {"text": "Mag het korter?", "version": 1})
    reader.post(f"{HERE}opmerking/", {"text": "Mag het korter?", "version": 1})
    assert "1 opmerking open" in page(writer.get(LIST))
    comment = story.comments.get()
    assert reader.post(f"{HERE}opmerking/{comment.pk}/").status_code == 403
    writer.post(f"{HERE}opmerking/{comment.pk}/")
    assert "afgehandeld door" in page(writer.get(HERE))
    assert "opmerking open" not in page(writer.get(LIST))


def test_conflict_shows_both_and_keeps_what_is_chosen(writer, story, holder_of):
    keep(story, factories.actor(holder_of(Role.ADMIN)), planned="Van een collega.", learned="Geleerd.")
    mine = {"based_on": 0, "planned": "Van mij.", "doe": "bewaar"}
    answer = writer.post(HERE, mine)
    assert answer.status_code == 409
    assert "Van een collega." in page(answer) and "Van mij." in page(answer)
    assert StoryDraft.objects.get().planned == "Van mij."
    chosen = {
        "based_on": 1,
        "planned": "Van mij.",
        "learned": "",
        "kies_planned": "beide",
        "kies_learned": "ander",
    }
    writer.post(HERE, chosen)
    newest = StoryVersion.objects.first()
    assert (newest.number, newest.planned, newest.learned) == (2, "Van een collega.\n\nVan mij.", "Geleerd.")


def test_what_is_refused_comes_back_with_all_that_was_typed(writer, story):
    typed = {"based_on": 0, "planned": "{{ 9z.meting }}", "learned": "Ook dit", "doe": "klaar"}
    answer = page(writer.post(HERE, typed))
    assert "9z.meting bestaat niet" in answer and "Ook dit" in answer
    assert StoryDraft.objects.get().learned == "Ook dit"
    assert writer.post(HERE, {"based_on": "x", "planned": "a" * 60_001}).status_code == 200


@pytest.mark.parametrize("role", Role)
def test_roles(role, client_of, story, by):
    keep(story, by, planned="Tekst.")
    client = client_of(role)
    reads = role not in {Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER, Role.READER}
    assert client.get(HERE).status_code == client.get(LIST).status_code == (200 if reads else 403)
    answer = client.post(HERE, {"based_on": 1, "planned": "Anders."})
    assert answer.status_code == (302 if role == Role.PORTFOLIO_HOLDER else 403)


def test_objective_owner_writes_the_own_story_and_no_other(client_of, holder_of, agenda, story):
    client = client_of(Role.OBJECTIVE_OWNER)
    assert client.post(HERE, {"based_on": 0, "planned": "Van mij."}).status_code == 403
    owner = holder_of(Role.OBJECTIVE_OWNER)
    ObjectiveOwner.objects.create(objective=Objective.objects.get(code="1.1"), user=owner)
    assert client.post(HERE, {"based_on": 0, "planned": "Van mij."}).status_code == 302
    priority = re.sub("doelstelling/1.1", "prioriteit/1", HERE)
    assert client.get(priority).status_code == 200
    assert client.post(priority, {"based_on": 0, "planned": "Van mij."}).status_code == 403


@pytest.mark.parametrize(
    "address",
    [f"{LIST}doelstelling/9.9/", f"{LIST}school/1.1/", "/verantwoording/1999/verhaal/", f"{HERE}?versie=9"],
)
def test_what_is_not_there_is_404(writer, address):
    assert writer.get(address).status_code == 404


def test_draft_is_ones_own_and_gone_when_it_says_nothing_new(story, by, client_of, holder_of):
    keep(story, by, planned="Tekst.")
    other = factories.actor(holder_of(Role.OBJECTIVE_OWNER))
    assert draft_save(story=story, texts={"planned": "Anders"}, based_on=1, by=other) is not None
    assert "Anders" not in page(client_of(Role.PORTFOLIO_HOLDER).get(HERE))
    assert draft_save(story=story, texts={"planned": "Tekst.\n"}, based_on=1, by=other) is None
    assert not StoryDraft.objects.exists()


def test_comment_needs_words(story, by):
    with pytest.raises(StoryRefusedError):
        comment_add(story=story, text="  ", version=0, by=by)


def test_reports_laid_side_by_side(story, by, writer, client_of, agenda, team):
    keep(story, by, planned="Eerst dit.")
    rows = []
    for year in (YEAR - 1, YEAR):
        made = workflow.report_start(agenda=agenda, year=year, kind=ReportKind.ACCOUNT, by=by)
        rows.append(workflow.report_write(report=made, by=by, queued=False))
        write_run(job_id=rows[-1].job_id)
    address = f"/verantwoording/{YEAR}/{rows[1].pk}/vergelijken/"
    shown = page(writer.get(address))
    assert (
        "<ins>Eerst dit.</ins>" in shown
        and "Verantwoording 2024, versie 1 naast Verantwoording 2025" in shown
    )
    first = f"/verantwoording/{YEAR - 1}/{rows[0].pk}/vergelijken/"
    assert "Er is niets om mee te vergelijken" in page(writer.get(first))
    assert "<del>Eerst dit.</del>" in page(writer.get(f"{first}?met={rows[1].pk}"))
    for wrong in ("?met=0", "?met=x", f"?met={rows[1].pk}"):
        assert writer.get(address + wrong).status_code == 404
    assert client_of(Role.READER).get(address).status_code == 404
