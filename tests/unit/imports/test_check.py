"""Reading a file to its end: all of it or nothing, and again when a worker died."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.utils import timezone

from imports import registry, services
from imports.exceptions import NotNow
from imports.models import Batch
from imports.reading import Problem, Severity
from imports.services import check as module
from operations.jobs import MAX_JOB_TRIES, SILENT_AFTER, job_take
from operations.models import Job, StoredFile
from operations.services import jobs_sweep
from tests import fake_reader


def found(batch: Batch) -> list[tuple[str, str, str]]:
    return list(batch.problems.values_list("severity", "place", "message"))


def silence(job_id: int) -> None:
    Job.objects.filter(pk=job_id).update(beat_at=timezone.now() - SILENT_AFTER - timedelta(minutes=1))


def test_check_counts_and_waits_for_approval(checked):
    batch = checked(b"2021;10\n2022;20\n")
    assert (batch.state, batch.rows, batch.new, batch.changed, batch.equal) == ("checked", 2, 2, 0, 0)
    assert batch.checked_at
    assert batch.basis
    assert batch.job.state == Job.State.DONE
    assert batch.job.done == batch.job.total == batch.size
    assert fake_reader.current() == {}


def test_check_finds_all_problems_the_weightiest_first(checked):
    batch = checked(b"2020;#\n2021;~\n2022;x\n2023;5\n2024;x\n")
    assert batch.state == "blocked"
    assert found(batch) == [
        ("error", "rij 3", "'x' bij 2022"), ("error", "rij 5", "'x' bij 2024"),
        ("warning", "rij 2", "'~' bij 2021"), ("note", "rij 1", "'#' bij 2020"),
    ]  # fmt: skip
    assert batch.rows == 1


def test_check_with_warnings_only_blocks_nothing(checked):
    assert checked(b"2021;~\n2022;#\n2023;3\n").state == "checked"


def test_check_with_a_question_waits_for_an_answer(checked):
    batch = checked(b"2021;?\n2021;?\n")
    assert batch.state == "questions"
    question = batch.problems.get()
    assert (question.question_kind, question.question_key) == ("scale", "2021")
    assert question.question_choices == [["1", "zoals het er staat"], ["100", "maal honderd"]]


def test_check_a_question_that_asks_nothing_is_an_error(checked, monkeypatch, reader):
    empty = Problem("bestand", Severity.QUESTION, "wat nu")
    registry.register(fake_reader.make(read=lambda file, options: iter([empty])))
    assert checked().state == "blocked"


def test_check_what_the_reader_cannot_read_is_a_problem(checked):
    batch = checked(b"2021\n")
    assert batch.state == "blocked"
    assert found(batch) == [
        ("error", "bestand", "Rij 1 heeft geen puntkomma. Sla het bestand op met puntkomma's.")
    ]


def test_check_a_reader_that_breaks_is_a_problem_and_no_crash(checked):
    batch = checked(b"2021;knal\n")
    assert batch.state == "blocked"
    assert "kan niet worden gelezen (RuntimeError)" in found(batch)[0][2]
    assert batch.job.state == Job.State.DONE


def test_check_a_file_about_persons_is_refused_and_its_bytes_go_at_once(checked):
    batch = checked(b"bsn;naam\n1;x\n")
    assert (batch.state, batch.file) == ("blocked", None)
    assert len(batch.sha256) == 64
    assert "gaat over personen" in found(batch)[0][2]
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(f"files/{batch.sha256[:2]}/{batch.sha256}")


def test_check_the_same_file_about_persons_again_is_refused_again(checked):
    first, second = checked(b"bsn;naam\n"), checked(b"bsn;naam\n")
    assert first.pk != second.pk
    assert second.state == "blocked"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "kept"), [(b"2021;1\n", False), (b"2021;x\n", False), (b"2021;?\n", True)]
)
def test_check_of_a_reader_that_keeps_no_file(reader, checked, content, kept):
    registry.register(fake_reader.make(keeps_file=False))
    batch = checked(content)
    assert (batch.file is not None) is kept
    assert StoredFile.objects.exists() is kept


def test_check_when_the_bytes_are_gone_says_so(upload, check):
    batch = upload()
    default_storage.delete(batch.file.content.name)
    batch = check(batch)
    assert batch.state == "blocked"
    assert "Upload het opnieuw" in found(batch)[0][2]


def test_check_delivered_twice_runs_once(reader, upload, check):
    batch = upload()
    check(batch)
    check(batch)
    assert reader.handler.ran == [batch.pk]


def test_check_of_an_unknown_job_does_nothing(db):
    services.check_run(job_id=999_999)


def test_check_a_killed_worker_leaves_nothing_and_the_next_finishes(reader, upload, check):
    """The kill comes as an error that nobody catches, as late as it can: after staging, before the outcome."""
    batch = upload(b"2021;x\n2022;5\n")

    def killed():
        raise KeyboardInterrupt

    reader.handler.between = killed
    with pytest.raises(KeyboardInterrupt):
        check(batch)
    batch.refresh_from_db()
    assert (batch.state, batch.rows, batch.problems.count()) == ("checking", 0, 0)
    assert batch.job.state == Job.State.RUNNING
    reader.handler.between = lambda: None
    silence(batch.job_id)
    assert jobs_sweep() == 1
    batch = check(batch)
    assert (batch.state, batch.problems.count(), batch.job.tries) == ("blocked", 1, 2)


def test_check_that_was_taken_over_writes_nothing(reader, upload, check):
    batch = upload(b"2021;1\n")

    def taken_over():
        silence(batch.job_id)
        jobs_sweep()
        job_take(job_id=batch.job_id)

    reader.handler.between = taken_over
    batch = check(batch)
    assert (batch.state, batch.rows, batch.settings) == ("checking", 0, {})
    assert batch.job.state == Job.State.RUNNING


def test_check_without_its_database_is_left_to_the_sweeper(reader, upload, check):
    batch = upload()

    def away():
        raise OperationalError

    reader.handler.between = away
    with pytest.raises(OperationalError):
        check(batch)
    batch.refresh_from_db()
    assert (batch.state, batch.job.state) == ("checking", Job.State.RUNNING)


def test_check_given_up_can_begin_anew(upload, check, steward):
    batch = upload()
    with pytest.raises(NotNow, match="nog gecontroleerd"):
        services.batch_recheck(batch=batch, by=steward)
    Job.objects.filter(pk=batch.job_id).update(state=Job.State.RUNNING, tries=MAX_JOB_TRIES)
    silence(batch.job_id)
    jobs_sweep()
    again = services.batch_recheck(batch=Batch.objects.get(pk=batch.pk), by=steward, queued=False)
    assert again.job_id != batch.job_id
    assert check(again).state == "checked"


def test_check_of_a_file_rejected_meanwhile_leaves_it_rejected(reader, upload, check, steward):
    batch = upload()
    reader.handler.between = lambda: services.batch_reject(batch=batch, by=steward)
    batch = check(batch)
    assert (batch.state, batch.rows) == ("rejected", 0)
    assert batch.job.state == Job.State.FAILED


def test_check_again_replaces_the_problems(reader, checked, check, steward):
    batch = checked(b"2021;x\n2022;~\n")
    assert batch.problems.count() == 2
    registry.register(fake_reader.make(read=lambda file, options: iter([])))
    batch = check(services.batch_recheck(batch=batch, by=steward, queued=False))
    assert (batch.state, batch.problems.count(), batch.rows) == ("checked", 0, 0)


def test_check_keeps_so_many_problems_and_counts_the_rest(monkeypatch, checked):
    monkeypatch.setattr(module, "MOST_PROBLEMS", 3)
    batch = checked(b"2021;~\n" * 5)
    assert (batch.problems.count(), batch.problems_left_out) == (3, 2)


def test_check_tells_the_reader_what_it_may_know(reader, checked, college):
    seen = []

    def read(file, options):
        seen.append(options)
        return iter([])

    registry.register(fake_reader.make(read=read))
    checked(edition="2025", period="2024", settings={"kolom": "A"})
    (options,) = seen
    assert (options.name, options.edition, options.period, options.brin) == (
        "nep.csv",
        "2025",
        "2024",
        "25LW",
    )
    assert options.settings == {"kolom": "A"}


def test_check_tells_how_far_it_is(reader, upload, check, monkeypatch):
    said = []
    real = module.job_progress

    def progress(**told):
        said.append((told["done"], told.get("total"), told.get("message")))
        return real(**told)

    monkeypatch.setattr(module, "job_progress", progress)
    check(upload(b"2021;1\n2022;2\n"))
    assert said[0] == (14, 14, "1 rij gelezen")
    assert said[1] == (14, 14, "2 rijen gelezen")
