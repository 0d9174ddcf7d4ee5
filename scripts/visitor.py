"""Somebody at the site with a browser made of the standard library: signs in, sends forms, reads pages.

For checks that run against real processes; what a person sees is tested in Chromium.
"""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path

SECONDS = 20
_HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **more: object) -> None:
        return None


class Visitor:
    """``site``: where it listens. ``origin``: how people call it, where a proxy stands before it."""

    def __init__(self, site: str, origin: str = "") -> None:
        self.site, self.origin = site, origin or site
        self.cookies: dict[str, str] = {}
        self._opener = urllib.request.build_opener(_NoRedirect)

    def get(self, path: str) -> str:
        """The page's text, wherever it leads to. Raises ``OSError`` when the site does not answer, or says no."""
        return self._read("GET", path, None, {})[1]

    def post(self, path: str, fields: dict[str, str], file: Path | None = None) -> tuple[str, str]:
        """Send a form of the page at ``path``; gives the path that it leads to, and what stands there."""
        token = _HIDDEN.search(self.get(path.partition("#")[0]))
        body, kind = _multipart({"csrfmiddlewaretoken": token[1] if token else "", **fields}, file)
        return self._read("POST", path, body, {"Content-Type": kind})

    def sign_in(self, email: str, password: str) -> None:
        self.post("/aanmelden/", {"username": email, "password": password, "next": "/"})
        if "sessionid" not in self.cookies and "__Host-sessionid" not in self.cookies:
            raise OSError(f"{email} is not let in")

    def press(self, page: str, path: str) -> str:
        """Send the form without fields on ``page`` that goes to ``path``."""
        token = _HIDDEN.search(self.get(page))
        body, kind = _multipart({"csrfmiddlewaretoken": token[1] if token else ""}, None)
        return self._read("POST", path, body, {"Content-Type": kind})[1]

    def wait_for(self, path: str, met: Callable[[str], bool], seconds: float = SECONDS) -> str:
        """Look at a page until it is so; gives it as it then is. Raises ``OSError`` after so many seconds."""
        until = time.monotonic() + seconds
        while not met(page := self.get(path)):
            if time.monotonic() > until:
                raise OSError(f"{path} did not come so far in {seconds:.0f} s: {words(page)[:600]}")
            time.sleep(0.2)
        return page

    def _read(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[str, str]:
        for _ in range(5):
            sent = {
                "X-Forwarded-Proto": self.origin.partition(":")[0],
                "Origin": self.origin,
                "Referer": f"{self.origin}/",
                **headers,
            }
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            request = urllib.request.Request(f"{self.site}{path}", body, sent, method=method)
            try:
                answer = self._opener.open(request, timeout=SECONDS)
            except urllib.error.HTTPError as error:
                if error.code not in {301, 302, 303}:
                    raise OSError(f"{error.code} at {path}: {words(error.read().decode())[:600]}") from error
                answer = error
            with answer:
                for line in answer.headers.get_all("Set-Cookie") or []:
                    self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
                if answer.status not in {301, 302, 303}:
                    return path, answer.read().decode("utf-8")
                path, method, body, headers = answer.headers["Location"], "GET", None, {}
        raise OSError(f"{path} leads round in circles")


def _multipart(fields: dict[str, str], file: Path | None) -> tuple[bytes, str]:
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file is not None:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
        parts.append(head.encode() + file.read_bytes() + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


def words(page: str) -> str:
    """What stands in the main part of a page, in one line."""
    main = page[page.find("<main") :] if "<main" in page else page
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
