"""Helpers for page frames: the menu, icons, form controls and small charts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@dataclass(frozen=True)
class MenuItem:
    """One entry of a menu. ``active``: the page shown belongs to it."""

    title: str
    url: str
    active: bool


@dataclass(frozen=True)
class MenuEntry:
    """Where an entry leads, and who sees it.

    ``names``: the first URL name that exists is used. ``actions``: one of these is enough.
    ``prefixes``: addresses that count as being "in" this entry, besides the entry's own.
    """

    title: str
    names: tuple[str, ...]
    actions: tuple[str, ...]
    prefixes: tuple[str, ...] = ()


MAIN_MENU = (
    MenuEntry("Agenda", ("dashboards:agenda", "dashboards:home"), ("read_agenda",), ("/agenda/",)),
    MenuEntry("Indicatoren", ("indicators:index",), ("read_agenda",)),
    MenuEntry("Maatregelen", ("measures:index",), ("read_agenda",)),
    MenuEntry("Begroting", ("budgets:index",), ("read_budget",)),
    MenuEntry("Bevindingen", ("planfile:findings",), ("read_findings",)),
    MenuEntry("Eenheden", ("dashboards:units", "organisation:unit_pages"), ("read_units",), ("/eenheden/",)),
    MenuEntry(
        "Beheer",
        ("organisation:people", "planfile:upload", "organisation:units", "operations:events"),
        ("manage_people", "manage_units", "edit_agenda", "read_audit"),
        ("/beheer/",),
    ),
)


@register.simple_tag
def menu_url(name: str, *args: Any, **kwargs: Any) -> str:
    """``{% menu_url "indicators:index" as url %}``: the address, or "" when there is no such page."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[MenuItem]:
    """The entries of the main menu that this person may open."""
    return _menu(context, MAIN_MENU)


def _menu(context: Context, entries: tuple[MenuEntry, ...]) -> list[MenuItem]:
    may = context.get("may") or {}
    request = context.get("request")
    path = request.path if request is not None else ""
    items = []
    for entry in entries:
        url = next(filter(None, map(menu_url, entry.names)), "")
        if url and any(may.get(action) for action in entry.actions):
            inside = any(path.startswith(prefix) for prefix in entry.prefixes)
            items.append(MenuItem(entry.title, url, inside or _is_under(path, url)))
    return items


def _is_under(path: str, url: str) -> bool:
    """Whether the page is that address or below it; the start page has nothing below it."""
    return path == url if url == "/" else path.startswith(url)


@lru_cache(maxsize=256)
def _icon_body(name: str) -> str:
    path = Path(settings.BASE_DIR) / "static" / "vendor" / "icons" / f"{name}.svg"
    if not path.is_file():
        return ""
    text = path.read_text(encoding="utf-8")
    return text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")].strip()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """``{% icon "download" %}``: a drawing beside a word, hidden from screen readers.

    Call it with a literal name: the asset build copies the icons that it finds in the templates.
    Gives nothing when the assets are not built: the word beside it says it all.
    """
    body = _icon_body(name)
    if not body:
        return SafeString("")
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{1}</svg>',
        size,
        mark_safe(body),
    )
