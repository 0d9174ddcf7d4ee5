"""``manage.py import_file``: the same check and the same words, in one process."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError

from imports import registry, services
from imports.models import Batch
from operations import queue
from operations.models import Job
from tests import fake_reader

KEYS = {"rows", "new", "changed", "equal", "refused", "problems"}


@pytest.fixture
def run(reader, college, capsys, tmp_path, monkeypatch):
    """``run(bytes, *arguments)``: exit code and what was written. No queue is there."""

    def no_queue(*args, **kwargs):
        raise AssertionError("the command needs no queue")

    monkeypatch.setattr(queue, "publish", no_queue)

    def run(content: bytes | None, *arguments: str, name: str = "nep.csv", reader: str = "nep"):
        path = tmp_path / name
        if content is not None:
            Path(path).write_bytes(content)
        code = 0
        try:
            call_command("import_file", reader, str(path), *arguments)
        except SystemExit as stop:
            code = stop.code
        return code, capsys.readouterr().out

    return run


@pytest.fixture
def run_json(run):
    def run_json(content: bytes | None, *arguments: str, **more):
        code, out = run(content, "--json", *arguments, **more)
        answer = json.loads(out)
        assert set(answer) == KEYS
        assert all(type(answer[name]) is int for name in KEYS - {"problems"})
        assert all(set(problem) == {"place", "severity", "message"} for problem in answer["problems"])
        return code, answer

    return run_json


def test_check_only_changes_nothing(run_json):
    code, answer = run_json(b"2021;10\n2022;~\n")
    assert code == 0
    assert answer == {
        "rows": 1, "new": 1, "changed": 0, "equal": 0, "refused": 0,
        "problems": [{"place": "rij 2", "severity": "warning", "message": "'~' bij 2022"}],
    }  # fmt: skip
    assert fake_reader.current() == {}
    batch = Batch.objects.get()
    assert (batch.state, batch.uploaded_label) == ("checked", "command:import_file")
    assert batch.job.state == Job.State.DONE


def test_apply_and_apply_again(run_json):
    code, answer = run_json(fake_reader.GOOD, "--apply", "--edition", "2025", "--period", "2024")
    assert (code, answer["new"]) == (0, 2)
    assert fake_reader.current() == {"2021": 10, "2022": 20}
    batch = Batch.objects.get()
    assert (batch.state, batch.edition, batch.period) == ("applied", "2025", "2024")
    code, answer = run_json(fake_reader.GOOD, "--apply")
    assert (code, answer["new"], answer["changed"], answer["equal"]) == (0, 0, 0, 2)


@pytest.mark.parametrize(("content", "severity"), [(b"2021;x\n2022;3\n", "error"), (b"2021;?\n", "question")])
def test_apply_of_what_is_blocked_is_refused(run_json, content, severity):
    code, answer = run_json(content, "--apply")
    assert (code, answer["problems"][0]["severity"]) == (1, severity)
    assert fake_reader.current() == {}


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"", {}, "leeg"),
        (None, {}, "is er niet. Kijk na"),
        (b"x", {"reader": "weg"}, "Er zijn: nep"),
        (b"x", {"name": "nep.pdf"}, ".csv"),
        (b"bsn;naam\n", {}, "gaat over personen"),
        (b"2021;knal\n", {}, "RuntimeError"),
    ],
)
def test_refused_says_why_in_one_object(run_json, content, more, said):
    code, answer = run_json(content, "--apply", **more)
    assert code == 1
    (problem,) = answer["problems"]
    assert (problem["place"], problem["severity"]) == ("bestand", "error")
    assert said in problem["message"]
    assert answer["rows"] == 0


def test_folder_is_no_file(run_json, tmp_path):
    (tmp_path / "map.csv").mkdir()
    code, answer = run_json(None, name="map.csv")
    assert code == 1
    assert answer["problems"][0]["message"].endswith("map.csv' is een map. Noem een bestand.")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied"), "leesrecht."),
        (OSError(5, "Input/output error"), "gelezen."),
    ],
)
def test_file_that_cannot_be_read_is_said_in_dutch(run_json, monkeypatch, error, said):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(Path, "open", fail)
    code, answer = run_json(None)
    assert code == 1
    [problem] = answer["problems"]
    assert problem["message"].endswith(said)
    assert error.strerror not in problem["message"]


@pytest.mark.parametrize("step", ["batch_upload", "check_run", "batch_approve"])
def test_whatever_goes_wrong_is_one_object(run_json, monkeypatch, step):
    def fail(**kwargs):
        raise OperationalError("could not connect to server: secret.example.org")

    monkeypatch.setattr(services, step, fail)
    code, answer = run_json(fake_reader.GOOD, "--apply")
    assert code == 1
    [problem] = answer["problems"]
    assert problem["severity"] == "error"
    assert "Er ging iets mis (OperationalError)" in problem["message"]
    assert "secret" not in problem["message"]
    assert fake_reader.current() == {}


def test_blocked_file_brings_nothing_in_and_is_refused(run_json):
    _, answer = run_json(b"2021;x\n2022;3\n2023;4\n", "--apply")
    assert {name: answer[name] for name in KEYS - {"problems"}} == {
        "rows": 2, "new": 0, "changed": 0, "equal": 0, "refused": 2,
    }  # fmt: skip


def test_apply_with_four_eyes_is_refused_and_waits_for_a_person(run_json, four_eyes):
    code, answer = run_json(fake_reader.GOOD, "--apply")
    assert code == 1
    assert "Iemand anders" in answer["problems"][0]["message"]
    assert Batch.objects.get().state == "checked"


def test_without_json_it_is_readable(run):
    code, out = run(b"2021;10\n2022;#\n", "--apply")
    assert (code, out.splitlines()) == (
        0,
        [
            "note: rij 2: '#' bij 2022",
            "1 gelezen, 1 nieuw, 0 gewijzigd, 0 gelijk, 0 geweigerd",
            "nep.csv: toegepast",
        ],
    )


def messages(answer) -> str:
    return " ".join(problem["message"] for problem in answer["problems"])


def test_question_says_how_to_answer_it(run_json, school):
    _, answer = run_json(b"2021;?\n2022;team ICT\n")
    assert "--answer '2021=WAARDE'; de waarde is 1 (zoals het er staat), 100 (maal honderd)." in messages(
        answer
    )
    assert "--answer 'ICT=WAARDE'; de waarde is CODE (de code van een eenheid), - (Deze" in messages(answer)


def test_answers_are_given_in_the_same_run(run_json, school):
    answers = ("--answer", "2021=100", "--answer", f"unit:ICT={school.code}", "--answer", "2021=100")
    code, answer = run_json(b"2021;?\n2022;team ICT\n", "--apply", *answers)
    assert (code, answer["new"], answer["problems"]) == (0, 2, [])
    assert fake_reader.current() == {"2021": 100, "2022": 1}
    batch = Batch.objects.get()
    assert batch.answers == {"scale": {"2021": "100"}, "unit": {"ICT": school.code}}
    assert school.aliases.filter(name="ICT", source="NEP").exists()


def test_what_is_not_answered_is_still_asked(run_json):
    code, answer = run_json(b"2021;?\n2022;?\n", "--apply", "--answer", "2021=1")
    assert (code, [problem["severity"] for problem in answer["problems"]]) == (1, ["question"])
    assert "'2022=WAARDE'" in messages(answer)
    assert fake_reader.current() == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("2021=7",), "'7' is geen antwoord op 2021. Kies uit: 1 (zoals het er staat), 100 (maal honderd)."),
        (("ICT=elders",), "'elders' is geen antwoord op ICT. Kies uit: - (Deze regels overslaan), 25LW ("),
        (("2020=1",), "'2020=1' hoort bij geen vraag van dit bestand. Schrijf SLEUTEL=WAARDE. Dit bestand vraagt: "),
        (("2021",), "'2021' hoort bij geen vraag"),
        (("2021=1", "2021=100"), "twee verschillende antwoorden"),
        (("2021=1", "2020=1"), "Dit bestand vraagt: ICT."),
        (("2021=1", "ICT=-", "2020=1"), "Dit bestand vraagt niets meer."),
    ],
)  # fmt: skip
def test_wrong_answer_is_refused_with_what_may_be_answered(run_json, typed, said):
    arguments = [word for one in typed for word in ("--answer", one)]
    code, answer = run_json(b"2021;?\n2022;team ICT\n", "--apply", *arguments)
    assert code == 1
    assert said in messages(answer)
    assert fake_reader.current() == {}


def test_errors_come_before_answers(run_json):
    code, answer = run_json(b"2021;?\n2022;x\n", "--apply", "--answer", "2021=1")
    assert (code, {problem["severity"] for problem in answer["problems"]}) == (1, {"error", "question"})
    assert "--answer" not in messages(answer)


def test_file_about_persons_goes_when_an_answer_is_refused(run_json, reader):
    registry.register(replace(reader, keeps_file=False))
    code, answer = run_json(b"2021;?\n", "--apply", "--answer", "2021=7")
    assert (code, Batch.objects.get().state) == (1, "rejected")
    assert not Batch.objects.get().has_bytes
    assert "--answer '2021=WAARDE'" in messages(answer)
