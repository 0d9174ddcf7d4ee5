"""Reading a page."""

from __future__ import annotations

import html
import re


def text_of(response) -> str:
    """What stands on a page below its header, as words with single spaces."""
    body = response.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body[body.index("<main") :])).split())
