from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from reporting.writers import charts
from tests.unit.reporting.writers.example import svg

OPEN = '<svg xmlns="http://www.w3.org/2000/svg"'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "geen tekening",
        "<svg",
        "<p/>",
        '<svg width="9" height="9"/>',
        f"{OPEN}/>",
        f'{OPEN} viewBox="0 0 0 9"/>',
    ],
)
def test_drawing_of_what_is_none(text: str) -> None:
    assert charts.drawing(text) is None


@pytest.mark.parametrize(
    "attributes",
    [
        'width="700" height="400"',
        'width="700px" height="400px"',
        'viewBox="0,0,700,400"',
        'width="100%" viewBox="0 0 700 400"',
    ],
)  # fmt: skip
def test_drawing_has_a_size(attributes: str) -> None:
    drawing = charts.drawing(f"{OPEN} {attributes}/>")
    assert drawing is not None
    assert (drawing.width, drawing.height) == (700, 400)
    assert 'width="700"' in drawing.svg
    assert "viewBox" in drawing.svg


def test_drawing_fills_in_the_colours_of_paper() -> None:
    drawing = charts.drawing(svg("a", 1, 2))
    assert drawing is not None
    assert "var(" not in drawing.svg
    assert 'stroke="#162021"' in drawing.svg


def test_drawing_reads_nothing_from_elsewhere() -> None:
    entity = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    text = f'{entity}{OPEN} width="9" height="9"><text>&x;</text></svg>'
    drawing = charts.drawing(text)
    assert drawing is None or "ENTITY" not in drawing.svg


def test_picture_shows_the_line_on_white() -> None:
    drawing = charts.drawing(svg("a", 40, 66))
    assert drawing is not None
    png = charts.picture(drawing)
    assert png is not None
    picture = Image.open(BytesIO(png)).convert("RGB")
    colours = {colour for _, colour in picture.getcolors(100_000) or []}
    assert picture.width == charts.PIXELS
    assert picture.getpixel((2, 2)) == (255, 255, 255)
    assert (0x16, 0x20, 0x21) in colours
