"""``kill -9`` in the middle of an import: all of it or nothing, and the next try finishes it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from imports import services
from imports.models import Batch, BatchProblem, Origin
from indicators.imports.staging import AT_ONCE
from indicators.models import ImportPreview, Observation, StagedFact
from operations.models import Job
from organisation.models import User
from tests import factories
from tests.processes.conftest import ROOT, make_silent, until

CHECKS, CHUNKS, DECISIONS = 8, 4, 8
"""So many points in the check, so many between its chunks, and while it is applied or taken back: twenty together."""
COUNTS = ("rows", "new", "changed", "equal", "refused")
NOTHING = (0,) * (len(COUNTS) + 1)
BRINS = ["25LW", *(f"0{number}AA" for number in range(9))]
PARTS = [f"niveau={level},leerweg={route}" for level in (1, 2, 3, 4) for route in ("BOL", "BBL", "EX")]
YEARS = range(1990, 2028)
LINES = [
    f"2a;{brin};{year}/{year + 1};{part};{(year + number) % 90},5;1200"
    for brin in BRINS
    for number, part in enumerate(PARTS)
    for year in YEARS
]
FILE = "\r\n".join(["indicator;eenheid;periode;uitsplitsing;waarde;n", *LINES]).encode()
"""Three chunks of figures of ten colleges."""


class Site:
    """The processes that die. Every answer comes from PostgreSQL."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.out = log.open("wb")
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.processes.dying"], cwd=ROOT, env=env,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.out, text=True,
        )  # fmt: skip

    def begin(self, do: str, **order: object) -> int:
        """Start something; gives its process id."""
        assert self.parent.stdin and self.parent.stdout
        self.parent.stdin.write(json.dumps({"do": do, "die_at": 0, "chunk": 0, **order}) + "\n")
        self.parent.stdin.flush()
        return int(self.parent.stdout.readline())

    def end(self) -> int:
        """Wait until it is over; gives how many statements it asked for."""
        assert self.parent.stdout
        return int(self.parent.stdout.readline())

    def run(self, do: str, **order: object) -> int:
        self.begin(do, **order)
        return self.end()

    def work_until_dead(self, batch: Batch, **point: int) -> None:
        """A worker that dies at a point, or is done before it: a slow machine asks for more statements."""
        child = self.begin("worker", **point)
        if not point:  # at any moment, also between two statements
            time.sleep(random.uniform(0.05, 1.5))
            os.kill(child, signal.SIGKILL)
        until(lambda: not alive(child) or state(batch) == "checked", "the worker is dead or done")
        if alive(child):
            os.kill(child, signal.SIGKILL)
        self.end()

    def work_until(self, batch: Batch, state: str) -> int:
        """A worker that lives until the batch is so far; gives how many statements it asked for."""
        child = self.begin("worker")
        until(lambda: Batch.objects.get(pk=batch.pk).state == state, f"the file is {state}")
        os.kill(child, signal.SIGKILL)
        return self.end()


def alive(child: int) -> bool:
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def site(env: dict[str, str], tmp_path: Path) -> Iterator[Site]:
    made = Site(env, tmp_path / "dying.log")
    yield made
    made.parent.kill()
    made.parent.wait()
    made.out.close()


@pytest.fixture
def batch(steward: User) -> Batch:
    return upload(steward)


def upload(steward: User) -> Batch:
    return services.batch_upload(
        reader="table", file=ContentFile(FILE, "cijfers.csv"), name="cijfers.csv", by=factories.actor(steward),
        check=False,
    )  # fmt: skip


def spread(statements: int, points: int) -> list[int]:
    """So many statements, from the first to the last."""
    return sorted({1 + round(step * (statements - 1) / (points - 1)) for step in range(points)})


def nothing_or_all_checked(batch: Batch, expected: tuple[int, ...]) -> bool:
    """Whether the check is over; else nothing of it may be told."""
    now = Batch.objects.get(pk=batch.pk)
    assert standing() == 0
    if now.state == Batch.State.CHECKED:
        assert counts(now) == expected
        preview = ImportPreview.objects.get(batch=batch)
        assert StagedFact.objects.filter(batch=batch, run=preview.run).count() == now.rows
        return True
    assert (now.state, counts(now), now.checked_at) == (Batch.State.CHECKING, NOTHING, None)
    return False


def counts(batch: Batch) -> tuple[int, ...]:
    return (*(getattr(batch, name) for name in COUNTS), batch.problems.count())


def test_worker_killed_during_a_check_leaves_all_or_nothing_and_the_next_try_finishes(site, steward, batch):
    who = {"batch": batch.pk, "user": steward.pk}
    site.run("check", **who)
    asked = site.work_until(batch, "checked")
    expected = counts(Batch.objects.get(pk=batch.pk))
    assert 2 * AT_ONCE < expected[0] == len(LINES)
    points = [{"die_at": point} for point in spread(asked, CHECKS)]
    assert len(points) == CHECKS
    chunks = [{"chunk": 2 + number} for number in range(CHUNKS)]
    halves: list[int] = []
    deaths = 0
    for point in [*points, *chunks, {}]:
        StagedFact.objects.all().delete()
        ImportPreview.objects.all().delete()
        BatchProblem.objects.all().delete()
        Batch.objects.update(state=Batch.State.UPLOADED, checked_at=None, **dict.fromkeys(COUNTS, 0))
        site.run("check", **who)
        site.work_until_dead(batch, **point)
        if nothing_or_all_checked(batch, expected):
            continue
        deaths += 1
        if point in chunks:
            halves.append(StagedFact.objects.count())
        elif deaths % 2:  # the next try costs most of the time: every other death gets one
            continue
        make_silent(Batch.objects.get(pk=batch.pk).job_id)
        site.run("sweep")
        site.work_until(batch, "checked")
        assert nothing_or_all_checked(batch, expected)
        assert Batch.objects.get(pk=batch.pk).job.state == Job.State.DONE
    assert deaths >= CHECKS + CHUNKS - 2  # statements after the commit change nothing any more
    assert halves == [AT_ONCE, AT_ONCE, 2 * AT_ONCE, 2 * AT_ONCE]


def test_check_that_dies_every_time_says_that_it_needs_another_try(site, steward, batch):
    site.run("check", batch=batch.pk, user=steward.pk)
    for _ in range(3):
        site.run("worker", die_at=6)
        make_silent(Batch.objects.get(pk=batch.pk).job_id)
        site.run("sweep")
    client = Client()
    client.force_login(steward)
    page = client.get(f"/import/{batch.pk}/").content.decode()
    assert "De controle is afgebroken" in page
    assert "Probeer het opnieuw" in page
    assert "Controleer opnieuw" in page


def test_site_killed_while_it_applies_or_takes_back_leaves_all_or_nothing(site, steward):
    other, batch = upload(steward), upload(steward)
    buttons = {"goedkeuren": ("checked", "applied"), "terugdraaien": ("applied", "undone")}
    checked(site, steward, other)
    asked = {button: site.run("press", button=button, batch=other.pk, user=steward.pk) for button in buttons}
    assert state(other) == "undone"
    checked(site, steward, batch)
    for button, (before, after) in buttons.items():
        order, stood = {"button": button, "batch": batch.pk, "user": steward.pk}, standing()
        points = spread(asked[button], DECISIONS // 2)
        assert len(points) == DECISIONS // 2
        for point in points:
            site.run("press", **order, die_at=point)
            if state(batch) == after:
                assert point == points[-1]  # it died after the commit
                break
            assert (state(batch), standing()) == (before, stood)
        else:
            site.run("press", **order)
        assert state(batch) == after
        now = Batch.objects.get(pk=batch.pk)
        assert standing() == (now.new + now.changed if after == "applied" else 0)


def checked(site: Site, steward: User, batch: Batch) -> None:
    site.run("check", batch=batch.pk, user=steward.pk)
    site.work_until(batch, "checked")


def state(batch: Batch) -> str:
    return str(Batch.objects.get(pk=batch.pk).state)


def standing() -> int:
    """How many figures of files stand now."""
    return Observation.objects.current().filter(origin__kind=Origin.Kind.FILE).count()
