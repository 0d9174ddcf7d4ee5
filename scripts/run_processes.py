"""Runs processes of the Procfile together, until ctrl-C or until one of them ends.

``scripts/run_processes.py --port 8000 web worker beat``. Each line is marked with its process. When one
process ends by itself the others are stopped and the exit code is 1; after ctrl-C it is 0.
"""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_STOP = 12
SECONDS_TO_START = 60


def procfile() -> dict[str, str]:
    """Process name to its command line."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    return {
        name.strip(): command.strip()
        for name, command in (line.split(":", 1) for line in lines if ":" in line)
    }


def environment(port: int) -> dict[str, str]:
    """The present environment, with our own programs first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, "PORT": str(port), "PYTHONUNBUFFERED": "1"}


def port_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(address: str) -> bool:
    """Whether the site answers there at all, whatever it says."""
    # Asked as a proxy would: in production plain http is sent on to https, which nobody speaks here.
    request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})
    try:
        urllib.request.urlopen(request, timeout=2)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


class Processes:
    """Started processes that live and end together."""

    def __init__(self, names: list[str], env: dict[str, str], *, out: IO[str] = sys.stdout) -> None:
        self.out = out
        self.width = max(len(name) for name in names)
        commands = procfile()
        self.running: dict[str, subprocess.Popen[str]] = {}
        for name in names:
            self.running[name] = subprocess.Popen(
                shlex.split(commands[name]),
                cwd=ROOT,
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                # A group of its own: ctrl-C reaches only this script, which then ends them in order.
                start_new_session=True,
            )
            threading.Thread(target=self._copy, args=(name,), daemon=True).start()

    def _copy(self, name: str) -> None:
        stream = self.running[name].stdout
        assert stream is not None  # noqa: S101 (it was opened as a pipe above)
        for line in stream:
            print(f"{name:<{self.width}} | {line.rstrip()}", file=self.out, flush=True)

    def ended(self) -> list[str]:
        """The names of the processes that are no longer there."""
        return [name for name, process in self.running.items() if process.poll() is not None]

    def stop(self) -> None:
        """End all of them: first politely, after some seconds for good."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            for process in self.running.values():
                try:
                    if process.poll() is None or number is signal.SIGKILL:
                        os.killpg(process.pid, number) if number is signal.SIGKILL else process.send_signal(
                            number
                        )
                except ProcessLookupError:
                    continue
            until = time.monotonic() + SECONDS_TO_STOP
            while time.monotonic() < until and len(self.ended()) < len(self.running):
                time.sleep(0.1)


def wait_for_site(processes: Processes, address: str) -> bool:
    """True as soon as the site answers; False when a process ended or it takes too long."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and not processes.ended():
        if answers(address):
            return True
        time.sleep(0.2)
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--before", help="a Python command whose output is shown once the site answers")
    parser.add_argument("names", nargs="+", choices=sorted(procfile()))
    options = parser.parse_args()
    if port_taken(options.port):
        print(
            f"Port {options.port} is in use. Another one: make demo PORT={options.port + 1}", file=sys.stderr
        )
        return 1

    # Only collectstatic fills it; WhiteNoise complains in every process where it is not there at all.
    (ROOT / "staticfiles").mkdir(exist_ok=True)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    address = f"http://localhost:{options.port}"
    env = environment(options.port)
    env.setdefault("SITE_URL", address)
    processes = Processes(options.names, env)
    try:
        if wait_for_site(processes, f"{address}/aanmelden/"):
            if options.before:
                subprocess.run([sys.executable, *shlex.split(options.before)], cwd=ROOT, env=env, check=False)
            print(f"\n  {address}\n\n  Stop with ctrl-C.\n", flush=True)
        while not stopping.wait(0.3):
            if gone := processes.ended():
                print(f"{', '.join(gone)} ended; stopping the rest.", file=sys.stderr)
                return 1
    finally:
        processes.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
