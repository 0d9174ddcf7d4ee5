"""Starts web, worker and beat as production does, on PostgreSQL and Redis, and sees them at work.

It makes a database, migrates it, collects the static files, starts the Procfile, asks for the sign-in page
and a style sheet, takes two editions of DUO in as the data steward does, and waits until a mail that lies in the
outbox was sent: beat told the worker, which did it. Then the import once more on SQLite, without any server beside
web and worker.
Exit code 0 when all of that happened. Without PostgreSQL or Redis: a line that says so, and a failure only
under REQUIRE_ALL=1.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator

import psycopg2
from run_processes import ROOT, Processes, environment, wait_for_site
from services import free_port, postgres, redis
from visitor import Visitor, words

DATABASE = f"kwaliteitsagenda_check_{os.getpid()}"
# The outbox is sent once a minute; a worker that starts at the same time may just miss the first one.
SECONDS_FOR_BEAT = 150
ADD_MAIL = """
from operations.models import OutboxMail
OutboxMail.objects.create(key="check", to="check@localhost", subject="check", body="check")
"""
MAIL_SENT = """
from operations.models import OutboxMail
print("sent" if OutboxMail.objects.filter(key="check", sent_at__isnull=False).exists() else "waiting")
"""
AGENDA = "fixtures/noorderpoort-2024-2027.yaml"
EDITIONS = {
    "2018": ROOT / "tests/files/duo/01-mbo-indicatoren-per-instelling-2018.xlsx",
    "2019": ROOT / "tests/files/duo/01-mbo-indicatoren-per-instelling-2019.xls",
}
INDICATOR, FIGURES = "/indicatoren/2a/", "/indicatoren/2a/cijfers.csv"
NEW_FIGURE, ITS_PLACE = "4,823564", "blad VSV, cel S38"
STEWARD, PASSWORD = "databeheer@localhost", "een-lang-wachtwoord-9"
ADD_STEWARD = f"""
from datetime import date
from organisation.models import RoleAssignment, Unit, User
user = User.objects.create_user("{STEWARD}", name="Databeheer", password="{PASSWORD}")
unit = Unit.objects.get(kind="college")
RoleAssignment.objects.create(user=user, role="data_steward", unit=unit, valid_from=date(2020, 1, 1))
"""


class CheckError(Exception):
    """What did not happen, in one sentence."""


@contextlib.contextmanager
def database() -> Iterator[str | None]:
    """The address of a new, empty PostgreSQL database, removed afterwards; None where there is no server."""
    with postgres(DATABASE) as address:
        if address is None:
            yield None
            return
        server, _, _ = address.rpartition("/")
        connection = psycopg2.connect(f"{server}/postgres")
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
            try:
                yield f"{server}/{DATABASE}"
            finally:
                cursor.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def production(database_url: str, redis_url: str, port: int) -> dict[str, str]:
    return {
        **environment(port),
        "DJANGO_ENV": "production",
        "SECRET_KEY": "only-for-this-check-" + "x" * 40,
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "https://localhost",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "EMAIL_URL": "dummymail://",
        "MAIL_FROM": "check@localhost",
    }


def manage(env: dict[str, str], *arguments: str) -> str:
    """The output of a manage.py command; raises when it fails."""
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise CheckError(f"manage.py {arguments[0]} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def page(address: str) -> str:
    """The text at an address, asked for as the proxy before the site does."""
    request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.read().decode("utf-8"))


def check_site(site: str) -> None:
    """The sign-in page answers, and a style sheet that it names is there under its hashed name."""
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page(f"{site}/aanmelden/"))
    if not styles:
        raise CheckError("the sign-in page names no style sheet")
    for style in styles:
        if not re.search(r"\.[0-9a-f]{12}\.css$", style):
            raise CheckError(f"{style} has no hash in its name: collectstatic did not make it")
        page(f"{site}{style}")


def check_mail(env: dict[str, str], processes: Processes) -> float:
    """Seconds until beat and worker had sent the waiting mail."""
    started = time.monotonic()
    while "sent" not in manage(env, "shell", "--verbosity", "0", "-c", MAIL_SENT):
        if gone := processes.ended():
            raise CheckError(f"{', '.join(gone)} ended")
        if time.monotonic() - started > SECONDS_FOR_BEAT:
            raise CheckError(f"the mail in the outbox was not sent within {SECONDS_FOR_BEAT} s")
        time.sleep(3)
    return time.monotonic() - started


def prepare(env: dict[str, str]) -> None:
    """The agenda and a data steward."""
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "load_agenda", AGENDA)
    manage(env, "shell", "--verbosity", "0", "-c", ADD_STEWARD)


def take_in(visitor: Visitor, edition: str) -> str:
    """Upload an edition, wait for the worker, approve it; gives the page as the steward approved it."""
    fields = {"reader": "duo_indicators", "edition": edition, "period": ""}
    path, _ = visitor.post("/import/", fields, EDITIONS[edition])
    page = visitor.wait_for(path, lambda page: "goedkeuren/" in page)
    if "Toegepast" not in words(visitor.press(path, f"{path}goedkeuren/")):
        raise CheckError(f"edition {edition} was approved and is not applied")
    return page


def check_import(site: str, origin: str = "") -> float:
    """Seconds until two editions had come in through web and worker, the second changing what the first said."""
    started = time.monotonic()
    visitor = Visitor(site, origin)
    visitor.sign_in(STEWARD, PASSWORD)
    take_in(visitor, "2018")
    before = visitor.get(FIGURES)
    take_in(visitor, "2019")
    after = visitor.get(FIGURES)
    if NEW_FIGURE in before or NEW_FIGURE not in after:
        raise CheckError(f"{NEW_FIGURE} of the second edition does not stand in {FIGURES}:\n{after[:2000]}")
    series = sorted(set(re.findall(r"\?reeks=\d+", visitor.get(INDICATOR))))
    if not any(ITS_PLACE in words(visitor.get(f"{INDICATOR}{one}")) for one in series):
        raise CheckError(f"{ITS_PLACE} does not stand on the indicator's page, with none of {series}")
    return time.monotonic() - started


def check_embedded() -> None:
    """The same without PostgreSQL and Redis: a database file, and a queue in a folder."""
    with tempfile.TemporaryDirectory(prefix="kwaliteitsagenda-check-") as folder:
        port, servers = free_port(), {"DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "DJANGO_ENV"}
        bare = {key: value for key, value in environment(port).items() if key not in servers}
        env = {**bare, "VAR_DIR": folder}
        prepare(env)
        processes = Processes(["web", "worker"], env)
        try:
            site = f"http://localhost:{port}"
            if not wait_for_site(processes, f"{site}/aanmelden/"):
                raise CheckError("the site does not answer without servers")
            print(f"Without servers two editions came in after {check_import(site):.0f} s.", flush=True)
        finally:
            processes.stop()


def check(database_url: str, redis_url: str) -> None:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kwaliteitsagenda-check-") as folder:
        env = {**production(database_url, redis_url, port), "MEDIA_ROOT": folder}
        prepare(env)
        check_processes(env, port)


def check_processes(env: dict[str, str], port: int) -> None:
    manage(env, "collectstatic", "--noinput", "--clear", "--verbosity", "0")
    manage(env, "shell", "--verbosity", "0", "-c", ADD_MAIL)
    processes = Processes(["web", "worker", "beat"], env)
    try:
        site = f"http://localhost:{port}"
        if not wait_for_site(processes, f"{site}/aanmelden/"):
            raise CheckError("the site does not answer")
        check_site(site)
        print("Web answers, with its static files.", flush=True)
        print(f"Two editions of DUO came in after {check_import(site, env['SITE_URL']):.0f} s.", flush=True)
        print(f"Worker and beat sent a mail after {check_mail(env, processes):.0f} s.", flush=True)
    finally:
        processes.stop()


def main() -> int:
    with database() as database_url, redis() as redis_url:
        if not database_url or not redis_url:
            print("The processes cannot be tried: PostgreSQL and Redis are needed.")
            return 1 if os.environ.get("REQUIRE_ALL") == "1" else 0
        try:
            check(database_url, redis_url)
            check_embedded()
        except (CheckError, OSError) as error:
            print(f"The processes do not run as in production: {error}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
