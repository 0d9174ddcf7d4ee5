"""The frame of pages: menu, icons, form controls, statuses, small charts, error pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import resolve

from core.templatetags import page
from indicators.templatetags.status import status_mark, status_word

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATUSES = (
    "achieved", "at_target", "on_track", "at_risk", "off_track",
    "indeterminate", "not_due", "missing", "no_target", "target_overdue",
)  # fmt: skip


def render(text: str, **context) -> str:
    return Template(text).render(Context(context))


def menu(path: str, *actions: str) -> list[page.MenuItem]:
    context = Context({"request": RequestFactory().get(path), "may": dict.fromkeys(actions, True)})
    return page.main_menu(context)


@pytest.fixture
def ways(monkeypatch):
    """Addresses of pages that exist, so that the menu's rules can be tried without the pages."""
    found = {
        "dashboards:home": "/",
        "indicators:index": "/indicatoren/",
        "organisation:people": "/beheer/mensen/",
        "operations:events": "/beheer/logboek/",
    }
    monkeypatch.setattr(page, "menu_url", lambda name: found.get(name, ""))


def test_menu_url_of_an_unknown_page_is_empty():
    assert render('{% menu_url "nowhere:at_all" as url %}[{{ url }}]') == "[]"


def test_main_menu_hides_pages_that_do_not_exist(ways):
    assert [item.title for item in menu("/", "read_agenda", "read_budget")] == ["Agenda", "Indicatoren"]


def test_main_menu_hides_what_one_may_not_do(ways):
    assert menu("/") == []


def test_main_menu_leads_to_the_first_page_that_one_may_open(ways):
    (item,) = menu("/", "read_audit")
    assert (item.title, item.url) == ("Beheer", "/beheer/logboek/")


def test_main_menu_leads_a_director_to_the_budget_too(monkeypatch):
    monkeypatch.setattr(page, "menu_url", lambda name: {"budgets:index": "/begroting/"}.get(name, ""))
    for action in ("read_budget", "read_school_budget"):
        assert [item.title for item in menu("/begroting/", action)] == ["Begroting"]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Agenda"),
        ("/agenda/2024-2027/", "Agenda"),
        ("/indicatoren/2a/", "Indicatoren"),
        ("/beheer/eenheden/", "Beheer"),
    ],
)
def test_main_menu_marks_the_one_entry_that_a_page_is_in(ways, path, title):
    items = menu(path, "read_agenda", "manage_people")
    assert [item.title for item in items if item.active] == [title]


def test_page_below_another_entry_is_in_the_entry_that_names_it(ways, monkeypatch):
    monkeypatch.setattr(page, "menu_url", {"dashboards:home": "/", "budgets:index": "/begroting/"}.get)
    request = RequestFactory().get("/agenda/2024-2027/geld/")
    request.resolver_match = resolve(request.path)
    context = Context({"request": request, "may": {"read_agenda": True, "read_budget": True}})
    assert [item.title for item in page.main_menu(context) if item.active] == ["Begroting"]


def test_icon_that_is_not_built_leaves_the_words_alone():
    assert page.icon("there-is-no-such-icon") == ""


class Form(forms.Form):
    name = forms.CharField(label="Naam", help_text="Zoals collega's de persoon kennen.")
    kind = forms.ChoiceField(label="Soort", choices=[("a", "A")], required=False)
    mail = forms.BooleanField(label="Mail", required=False)


def test_field_ties_label_help_and_error_to_the_input():
    html = render('{% include "_parts/field.html" with field=form.name %}', form=Form({"name": ""}))
    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert all(f'id="{name}"' in html for name in described)
    assert 'aria-invalid="true"' in html
    assert '<label for="id_name">' in html


@pytest.mark.parametrize(
    ("name", "css"), [("name", "form-control"), ("kind", "form-select"), ("mail", "form-check-input")]
)
def test_control_has_the_class_of_its_kind(name, css):
    assert f'class="{css}"' in page.control(Form()[name])


def test_form_errors_link_to_their_fields():
    html = render_to_string("_parts/form_errors.html", {"form": Form({"name": ""})})
    assert 'href="#id_name"' in html


def test_form_errors_of_a_right_form_are_nothing():
    assert render_to_string("_parts/form_errors.html", {"form": Form({"name": "Jan"})}).strip() == ""


def test_every_status_has_a_shape_of_its_own():
    shapes = {status: render_to_string("_parts/status_shape.html", {"status": status}) for status in STATUSES}
    assert len(set(shapes.values())) == len(STATUSES)


def test_every_status_has_a_word_of_its_own():
    assert len({status_word(status) for status in STATUSES}) == len(STATUSES)


def test_status_shown_short_is_still_read_aloud():
    html = status_mark("off_track", short=True)
    assert '<span class="visually-hidden">achter' in html


def test_legend_explains_every_status():
    html = render_to_string("_parts/legend.html")
    assert all(f"state-{status}" in html for status in STATUSES)


def test_bullet_says_its_values_in_dutch_and_draws_in_svg_notation():
    html = render(
        '{% bullet base now goal suffix=" %" %}', base=Decimal("85"), now=Decimal("86.1"), goal=Decimal("87")
    )
    assert 'aria-label="0-meting 85 %, nu 86,1 %, streefwaarde 87 %"' in html
    assert not re.search(r' (x|x1|x2|cx|width)="[^"]*,', html)


def test_bullet_without_a_measurement_draws_no_value():
    html = render("{% bullet base none goal %}", base=Decimal(85), none=None, goal=Decimal(87))
    assert "bullet-value" not in html
    assert "nu" not in re.search(r'aria-label="([^"]*)"', html)[1]


def test_sparkline_writes_points_with_a_decimal_point():
    html = render("{% sparkline values %}", values=[Decimal(1), Decimal("1.37"), Decimal(3)])
    points = re.search(r'points="([^"]+)"', html)[1]
    assert all(re.fullmatch(r"[\d.]+,[\d.]+", pair) for pair in points.split())


@dataclass
class Piece:
    label: str
    value: int
    tone: str


def test_stacked_bar_names_the_parts_that_there_are():
    pieces = [Piece("afgerond", 2, "done"), Piece("loopt", 3, "running"), Piece("gestopt", 0, "stopped")]
    html = render('{% stacked_bar pieces "Maatregelen" %}', pieces=pieces)
    assert 'aria-label="Maatregelen: afgerond 2, loopt 3"' in html
    drawn = re.findall(r'<rect class="tone-(\w+)" x="([\d.]+)" y="0" width="([\d.]+)"', html)
    assert drawn == [("track", "0", "200"), ("done", "0.0", "79.6"), ("running", "80.6", "119.4")]


def test_pagination_keeps_the_filters_of_the_address():
    request = RequestFactory().get("/indicatoren/?doelstelling=1.2&pagina=2")
    context = Context({"page": Paginator(range(100), 25).page(2), "what": "indicatoren"})
    context.request = request  # as RequestContext does, without the processors that ask the database
    html = Template('{% include "_parts/pagination.html" %}').render(context)
    assert "26–50 van 100 indicatoren" in html
    assert 'href="?doelstelling=1.2&amp;pagina=3"' in html


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_error_page_needs_neither_request_nor_database(status):
    html = get_template(f"core/error_{status}.html").render({}, request=None)
    assert "<h1>" in html
    assert 'href="/"' in html


def test_no_template_breaks_the_content_security_policy():
    forbidden = re.compile(r"<style|\sstyle=\"|\son[a-z]+=\"|<script(?![^>]*\ssrc=)")
    allowed_data = re.compile(r"<script[^>]*type=\"application/json\"|\{\{[^}]*json_script")
    for path in TEMPLATES.rglob("*.html"):
        if "mail" in path.parts:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            assert allowed_data.search(line) or not forbidden.search(line), f"{path.name}: {line.strip()}"


def test_marks_are_markup_and_not_text():
    source = "{% status_mark 'at_risk' count=3 %}{% standing_shape 'loopt' %}"
    html = Template(source).render(Context({}))
    assert html.startswith('<span class="state state-at_risk"><svg')
    assert "3 " in html
    assert "&lt;" not in html
