"""Runs the whole suite: on SQLite, then on PostgreSQL with Redis. The last line is pytest's own.

What is missing is skipped with one line; under REQUIRE_ALL=1 it is a failure. The browser tests run once, on
PostgreSQL where there is one, and so do integration tests; a walk over all pages and tests that use no database run
once, on SQLite. A round that fails ends the run, so that the last line tells how it went.
Arguments go to pytest.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from services import postgres, redis

ROOT = Path(__file__).resolve().parent.parent
PASSED = 0
NOTHING_COLLECTED = 5
TOGETHER = ["--dist", "loadfile"]
"""Tests of one file go to one process: most files load the whole example once."""
# One name per working copy: two of them may be tested at the same time on one server.
DATABASE = f"kwaliteitsagenda_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"


def pytest(selection: str, env: dict[str, str], arguments: list[str]) -> int:
    """One round; returns pytest's exit code. A round that the arguments leave empty counts as passed."""
    parallel = [] if any(argument.startswith("-n") for argument in arguments) else [*TOGETHER, "-n", "2"]
    # Tests decide for themselves how tasks run and where mail goes, whatever the developer's shell says.
    neutral = {
        key: value for key, value in env.items() if key not in {"DJANGO_ENV", "CELERY_EAGER", "EMAIL_URL"}
    }
    command = [sys.executable, "-m", "pytest", *parallel, "-m", selection, *arguments]
    code = subprocess.run(command, cwd=ROOT, env=neutral, check=False).returncode
    return PASSED if code == NOTHING_COLLECTED and arguments else code


def main() -> int:
    arguments = sys.argv[1:]
    demanded = os.environ.get("REQUIRE_ALL") == "1"
    plain = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    with postgres(DATABASE) as database, redis() as broker:
        missing = [name for name, found in (("PostgreSQL", database), ("Redis", broker)) if not found]
        if missing and demanded:
            print(
                f"REQUIRE_ALL=1, and there is no {' and no '.join(missing)}: install it or name its address."
            )
            return 1
        if database is None:
            print("No PostgreSQL found: its round and the tests that need it are skipped.", flush=True)
            return pytest("not services", plain, arguments)

        print("SQLite", flush=True)
        code = pytest("not e2e and not services", plain, ["--first-database", *arguments])
        if code != PASSED:
            return code
        env = {**plain, "DATABASE_URL": database}
        if broker:
            env["REDIS_URL"] = broker
            print("PostgreSQL and Redis", flush=True)
        else:
            print("PostgreSQL; no Redis found: the tests that need it are skipped.", flush=True)
        return pytest("" if broker else "not services", env, ["--second-database", *arguments])


if __name__ == "__main__":
    sys.exit(main())
