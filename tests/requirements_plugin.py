"""Which tests can run on this machine. The conftest.py at the top loads it.

``services`` tests need PostgreSQL (DATABASE_URL) and Redis (REDIS_URL); ``e2e`` tests need Chromium. What is
missing is skipped with its reason. With REQUIRE_ALL=1, as in CI, every skip is a failure: nothing falls away
unseen.

Where a suite runs on two databases, each of two options leaves out what the other round tells:
``--second-database`` tests that no database can change, which use none and are of no round of their own (``services``,
``e2e``); ``--first-database`` the integration tests. A walk over all pages that is marked ``first_database`` is the
other way round, so that every page is made on both. Unit tests that ask a database, of services above all, run on both.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator

import pytest

# Every other fixture with a database rests on one of these.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
INTEGRATION = "integration"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str | None:
    """The browser on this machine, or None."""
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def require_all() -> bool:
    return os.environ.get("REQUIRE_ALL") == "1"


def missing_for(marker: str) -> str | None:
    """What a test with this marker lacks here, with its remedy; None when it can run."""
    if marker == "services":
        if not os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://")):
            return "needs PostgreSQL: set DATABASE_URL, or use `make test`"
        if not os.environ.get("REDIS_URL"):
            return "needs Redis: set REDIS_URL, or use `make test`"
    if marker == "e2e" and chromium_path() is None:
        return "needs Chromium: apt-get install chromium"
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--first-database",
        action="store_true",
        help="without integration tests, which the second database runs",
    )
    parser.addoption(
        "--second-database", action="store_true", help="only what another database than before could change"
    )


def uses_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database, itself or through a fixture, or has a round of its own."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "services", "e2e"))
    return marked or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def integrates(item: pytest.Item) -> bool:
    """Whether a test puts parts together, pages above all, on a database."""
    return INTEGRATION in item.path.parts and uses_database(item)


def left_out(config: pytest.Config, item: pytest.Item) -> bool:
    """Whether the other round tells this one."""
    first = item.get_closest_marker("first_database") is not None
    if config.getoption("--first-database"):
        return integrates(item) and not first
    return bool(config.getoption("--second-database")) and (first or not uses_database(item))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = [item for item in items if left_out(config, item)]
    if elsewhere:
        items[:] = [item for item in items if not left_out(config, item)]
        config.hook.pytest_deselected(items=elsewhere)
    reasons = {marker: missing_for(marker) for marker in ("services", "e2e")}
    for item in items:
        for marker, reason in reasons.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def skip_becomes_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Under REQUIRE_ALL a skipped report fails, with its reason. Expected failures stay as they are."""
    if require_all() and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1 does not allow a skip. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    skip_becomes_failure(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    skip_becomes_failure(report)
    return report
