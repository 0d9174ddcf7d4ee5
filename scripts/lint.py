"""Every check on the code that needs no test run. All of them run; the exit code tells whether one failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = {
    "style": [f"{BIN}/ruff", "check", "--quiet", "."],
    "format": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
    "types": [f"{BIN}/mypy", "--no-error-summary", "."],
    "layers": [f"{BIN}/lint-imports"],
    "templates": [f"{BIN}/djlint", "--lint", "--quiet", "templates"],
    "django": [sys.executable, "manage.py", "check", "--fail-level", "WARNING"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "locks": [sys.executable, "scripts/lock.py", "--check"],
}


def compose() -> list[str] | None:
    """The command that reads docker-compose.yml; None where Docker's compose is not installed."""
    for command in (["docker", "compose"], ["docker-compose"]):
        try:
            subprocess.run([*command, "version"], capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return command
    return None


def run(name: str, command: list[str], env: dict[str, str]) -> bool:
    started = time.monotonic()
    result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    verdict = "ok" if result.returncode == 0 else "NOT OK"
    print(f"{verdict:<7} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if result.returncode:
        print(result.stdout + result.stderr, flush=True)
    return result.returncode == 0


def main() -> int:
    # Settings as in development, on a database that nobody else has open.
    env = {key: value for key, value in os.environ.items() if key not in {"DJANGO_ENV", "REDIS_URL"}}
    env["DATABASE_URL"] = "sqlite://:memory:"
    passed = [run(name, command, env) for name, command in CHECKS.items()]
    if command := compose():
        # The example leaves the secrets empty, and compose refuses that: rightly so.
        env |= {"SECRET_KEY": "only-for-this-check-" + "x" * 40, "POSTGRES_PASSWORD": "only-for-this-check"}
        passed.append(run("compose", [*command, "--env-file", ".env.example", "config", "--quiet"], env))
    else:
        print("skipped compose: neither `docker compose` nor docker-compose is installed")
        passed.append(os.environ.get("REQUIRE_ALL") != "1")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
