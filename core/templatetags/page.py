"""Helpers for page frames: the menu, icons, form controls and small charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.core.paginator import Paginator
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import svg
from core.numbers import format_number

register = template.Library()

BULLET_LENGTH = 160
BAR_LENGTH, BAR_GAP = 200, 1


class Segment(Protocol):
    """A part of a stacked bar: what it is, how much, and which colour class it gets."""

    @property
    def label(self) -> str: ...

    @property
    def value(self) -> Decimal | int: ...

    @property
    def tone(self) -> str: ...


@dataclass(frozen=True)
class MenuItem:
    """One entry of a menu. ``active``: the page shown belongs to it."""

    title: str
    url: str
    active: bool


@dataclass(frozen=True)
class MenuEntry:
    """An entry and the ways into it, as (action, URL name): the first that exists and that the person may take.

    ``prefixes``: addresses that count as being "in" this entry, besides the way's own. ``pages``: names of pages that
    are in this entry and no other, whatever their address.
    """

    title: str
    ways: tuple[tuple[str, str], ...]
    prefixes: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


ADMIN_MENU = (
    MenuEntry("Mensen", (("manage_people", "organisation:people"),)),
    MenuEntry("Eenheden", (("manage_units", "organisation:units"),)),
    MenuEntry("Agendabestand", (("edit_agenda", "planfile:upload"),)),
    MenuEntry("Agenda bewerken", (("edit_agenda", "planfile:edit"),)),
    MenuEntry("Logboek", (("read_audit", "operations:events"),)),
)

MAIN_MENU = (
    MenuEntry("Mijn maatregelen", (("report_progress", "measures:mine"),)),
    MenuEntry(
        "Agenda", (("read_agenda", "dashboards:agenda"), ("read_agenda", "dashboards:home")), ("/agenda/",)
    ),
    MenuEntry("Indicatoren", (("read_agenda", "indicators:index"),)),
    MenuEntry("Maatregelen", (("read_agenda", "measures:index"),)),
    MenuEntry("Rondes", (("review_reports", "measures:rounds"),)),
    MenuEntry(
        "Begroting",
        (("read_budget", "budgets:index"), ("read_school_budget", "budgets:index")),
        pages=("dashboards:money",),
    ),
    MenuEntry("Verantwoording", (("read_reports", "reporting:index"),)),
    MenuEntry("Bevindingen", (("read_findings", "planfile:findings"),)),
    MenuEntry("Eenheden", (("read_units", "dashboards:units"),), ("/eenheden/",)),
    MenuEntry("Import", (("open_import", "imports:index"),)),
    MenuEntry(
        "Beheer",
        (
            ("manage_people", "organisation:people"),
            ("manage_units", "organisation:units"),
            ("edit_agenda", "planfile:upload"),
            ("read_audit", "operations:events"),
        ),
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


@register.simple_tag(takes_context=True)
def admin_menu(context: Context) -> list[MenuItem]:
    """On a page of the beheer: its other pages that this person may open; elsewhere nothing."""
    request = context.get("request")
    if request is None or not request.path.startswith("/beheer/"):
        return []
    items = _menu(context, ADMIN_MENU)
    nearest = max((item.url for item in items if item.active), key=len, default="")
    return [replace(item, active=item.url == nearest) for item in items]


def _menu(context: Context, entries: tuple[MenuEntry, ...]) -> list[MenuItem]:
    may = context.get("may") or {}
    request = context.get("request")
    path = request.path if request is not None else ""
    match = getattr(request, "resolver_match", None)
    page = match.view_name if match else ""
    elsewhere = {name for entry in entries for name in entry.pages}
    items = []
    for entry in entries:
        url = next(filter(None, (menu_url(name) for action, name in entry.ways if may.get(action))), "")
        if url:
            inside = _is_under(path, url) or any(path.startswith(prefix) for prefix in entry.prefixes)
            active = page in entry.pages if page in elsewhere else inside
            items.append(MenuItem(entry.title, url, active))
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
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true" focusable="false">{1}</svg>',
        size,
        mark_safe(body),
    )


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's input with the class of its kind; Django itself adds aria-invalid and aria-describedby."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        kind = "form-check-input"
    elif isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return field.as_widget()
    else:
        kind = "form-select" if isinstance(widget, Select) else "form-control"
    given = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{kind} {given}".strip()})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label stands behind the input."""
    return isinstance(field.field.widget, CheckboxInput)


@register.inclusion_tag("_parts/sparkline.html")
def sparkline(values: Sequence[Decimal | None], width: int = 96, height: int = 26) -> dict[str, Any]:
    """``{% sparkline row.values %}``: the course over time. Hidden from screen readers: the table is beside it."""
    shape = svg.sparkline(values, width, height)
    lines = [" ".join(f"{x},{y}" for x, y in line) for line in shape.lines]
    return {"lines": lines, "dots": shape.dots, "last": shape.last, "width": width, "height": height}


@register.inclusion_tag("_parts/bullet.html")
def bullet(
    baseline: Decimal | None,
    value: Decimal | None,
    target: Decimal | None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    suffix: str = "",
) -> dict[str, Any]:
    """``{% bullet row.baseline row.value row.target low high " %" %}``: from where, now, to where, on one scale.

    Without ``low`` and ``high`` the scale fits the three values; give both to compare rows.
    """
    if low is None or high is None:
        low, high = svg.bounds([baseline, value, target])
    words = [("0-meting", baseline), ("nu", value), ("streefwaarde", target)]
    said = [f"{name} {format_number(number)}{suffix}" for name, number in words if number is not None]
    marks = svg.bullet(baseline, value, target, low, high, BULLET_LENGTH)
    moved = None
    if marks.baseline is not None and marks.value is not None:
        moved = (min(marks.baseline, marks.value), abs(marks.value - marks.baseline))
    return {
        "marks": marks,
        "moved": moved,
        "label": ", ".join(said) or "geen waarden",
        "length": BULLET_LENGTH,
    }


@register.inclusion_tag("_parts/stacked_bar.html")
def stacked_bar(
    segments: Sequence[Segment], title: str, total: Decimal | None = None, legend: bool = False
) -> dict[str, Any]:
    """``{% stacked_bar segments "Maatregelen" %}``: parts of a whole, each with label, value and tone.

    Tones: done, running, late, stopped, waiting, unknown, spent. ``total`` is what the full bar stands for; without it
    the parts fill the bar. ``legend=True`` also writes the words below it.
    """
    parts = svg.stacked([segment.value for segment in segments], BAR_LENGTH, BAR_GAP, total)
    shown = [(part, segment) for part, segment in zip(parts, segments, strict=True) if segment.value]
    said = ", ".join(f"{segment.label} {format_number(segment.value)}" for _, segment in shown) or "niets"
    return {"shown": shown, "title": title, "said": said, "legend": legend, "length": BAR_LENGTH}


@register.filter
def page_range(paginator: Paginator, number: int) -> list[int | str]:
    """The page numbers to offer around ``number``, with an ellipsis where some are left out."""
    return list(paginator.get_elided_page_range(number, on_each_side=1, on_ends=1))
