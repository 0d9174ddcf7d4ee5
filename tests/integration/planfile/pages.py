"""Reads a page's form as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser

WHY = {"besluit-reason": "Afgesproken met de scholen."}
"""What somebody fills in when the agenda changes."""


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.posts = 0
        self.inside = False
        self.open: tuple[str, str] | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("method") == "post" and not given.get("action")
            self.posts += self.inside
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.fields[name] = given.get("value", "on" if given.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self.open, self.fields[name] = ("textarea", name), ""
        elif tag == "select":
            self.select, self.fields[name] = name, ""
        elif tag == "option" and self.select and "selected" in given:
            self.fields[self.select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.open = None

    def handle_data(self, data: str) -> None:
        if self.open and self.inside:
            self.fields[self.open[1]] += data


def form_of(response) -> dict[str, str]:
    """The fields of the page's own post form, as they stand."""
    parser = _Form()
    parser.feed(response.content.decode())
    # A textarea's first line break belongs to the tag, not to the text.
    return {
        name: value.removeprefix("\r\n").removeprefix("\n")
        for name, value in parser.fields.items()
        if name != "csrfmiddlewaretoken"
    }
