"""A real browser on a real site with the example data. One server for all tests, one browser context for each role."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from demo.units import DEPUTY_EMAIL, PASSWORD, PEOPLE
from organisation.roles import Role
from tests import example
from tests.requirements_plugin import chromium_path

# The browser's driver runs an event loop in this thread; Django then refuses to use its database here.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent
SCREENSHOTS = HERE.parent / "screenshots"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 780}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@dataclass
class Watch:
    """What went wrong in a page: errors in the console, broken rules of the site's policy, failed requests."""

    trouble: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("weberror", lambda error: self.trouble.append(f"script: {error.error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        name, _, element = message.text.partition(",")
        if name == "htmx:sendAbort":
            # As below: htmx tells of what a new page broke off in two lines, of which this is the second.
            ended = f"console: htmx:afterRequest,{element}"
            if ended in self.trouble:
                self.trouble.remove(ended)
            return
        self.trouble.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # The browser itself breaks off what a new page makes needless, and a download.
        if request.failure != "net::ERR_ABORTED":
            self.trouble.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.trouble.append(f"{response.status}: {response.url}")


@contextmanager
def own_database(folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """The database of the site: on SQLite a file of its own, else the test database, emptied afterwards.

    A file, because the test database lives in memory on one connection: the server's threads and the tests would
    be in each other's transactions.
    """
    usual = connections["default"]
    if usual.vendor != "sqlite":
        assert str(usual.settings_dict["NAME"]).startswith("test_"), "this is no test database"
        yield usual
        call_command("flush", interactive=False, verbosity=0)
        return
    assert usual.is_in_memory_db(), "this is no test database"
    usual.ensure_connection()
    name, file = usual.settings_dict["NAME"], folder / "site.sqlite3"
    with closing(sqlite3.connect(file)) as empty:
        usual.connection.backup(empty)
    connections.settings["default"]["NAME"] = str(file)
    own = connections["default"] = connections.create_connection("default")
    yield own
    own.close()
    connections.settings["default"]["NAME"] = name
    connections["default"] = usual


@pytest.fixture(scope="package")
def _connection(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[BaseDatabaseWrapper]:
    """A database with the real agenda and the example data in it."""
    folder = tmp_path_factory.mktemp("site")
    media = override_settings(MEDIA_ROOT=str(folder / "media"))
    with django_db_blocker.unblock(), media, own_database(folder) as own:
        example.load()
        yield own
        connections["default"] = own


@pytest.fixture(scope="package")
def site_url(_connection: BaseDatabaseWrapper) -> Iterator[str]:
    """The address of the site."""
    allowed = django_settings.ALLOWED_HOSTS
    django_settings.ALLOWED_HOSTS = [*allowed, "127.0.0.1"]
    server = LiveServerThread("127.0.0.1", _StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    django_settings.ALLOWED_HOSTS = allowed


@pytest.fixture(autouse=True)
def db(_connection: BaseDatabaseWrapper, chromium: Browser, django_db_blocker) -> Iterator[None]:
    """No transaction around each test: the server would not see it. What changes stays for the next test.

    By its name pytest-django knows that these tests need the test database.
    """
    connections["default"] = _connection
    with django_db_blocker.unblock():
        yield


@pytest.fixture(autouse=True)
def _own_files() -> None:
    """Instead of a folder for each test: the server serves all of them."""


@pytest.fixture(scope="package")
def chromium(site_url: str) -> Iterator[Browser]:
    """Its driver stops with these tests: while its loop runs, Django keeps connections per context."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def watch() -> Watch:
    return Watch()


@pytest.fixture
def open_context(chromium: Browser, site_url: str, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of one's own, not signed in."""
    made: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        context = chromium.new_context(base_url=site_url, locale="nl-NL", **{"viewport": WIDE, **options})
        context.set_default_timeout(10_000)
        watch.follow(context)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Through the form, as people do."""
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(lambda url: "/aanmelden/" not in url)


EMAILS = {Role(person.role): person.email for person in PEOPLE if person.email != DEPUTY_EMAIL}


@pytest.fixture(scope="package")
def _contexts(chromium: Browser, site_url: str, watch: Watch) -> Iterator[dict[Role, Page]]:
    pages: dict[Role, Page] = {}
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.fixture
def page_of(
    _contexts: dict[Role, Page], chromium: Browser, site_url: str, watch: Watch
) -> Callable[[Role], Page]:
    """A page signed in as somebody with this role; signing in happens once, its first page is where it led."""

    def page(role: Role) -> Page:
        if role not in _contexts:
            context = chromium.new_context(base_url=site_url, locale="nl-NL", viewport=WIDE)
            context.set_default_timeout(10_000)
            watch.follow(context)
            _contexts[role] = context.new_page()
            sign_in(_contexts[role], EMAILS[role])
        found = _contexts[role]
        found.set_viewport_size(WIDE)
        found.emulate_media(color_scheme="light", media="screen")
        return found

    return page


@pytest.fixture(autouse=True)
def _no_trouble(watch: Watch) -> Iterator[None]:
    """Every test ends without an error in the console, a broken policy or a failed request."""
    watch.trouble.clear()
    yield
    assert not watch.trouble
