"""The commands as a shell runs them, on a database of their own: once is enough."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
FIXTURE = ROOT / "fixtures" / "noorderpoort-2024-2027.yaml"


def test_commands_as_programs_exit_0_and_1_with_nothing_else_on_standard_output(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'leeg.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, capture_output=True, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    assert run("migrate").returncode == 0
    loaded = run("load_agenda", str(FIXTURE))
    assert (loaded.returncode, loaded.stderr) == (0, b"")
    exported = run("export_agenda", "noorderpoort-2024-2027")
    assert (exported.returncode, exported.stdout) == (0, FIXTURE.read_bytes())
    refused = run("load_agenda", "manage.py")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert b"regel " in refused.stderr
    assert b"Traceback" not in refused.stderr
