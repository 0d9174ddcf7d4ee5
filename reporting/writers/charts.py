"""A chart for paper: the SVG of a figure with the colours of light paper, its size, and a picture made of it."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from html import escape
from typing import Any

from lxml import etree

from reporting.writers.common import clean

SVG = "{http://www.w3.org/2000/svg}svg"
PAPER = {
    "paper": "#ffffff", "surface": "#ffffff", "surface-soft": "#f0f3f2", "ink": "#162021", "muted": "#536062",
    "rule": "#dfe4e3", "rule-strong": "#aab4b4", "accent": "#0b5563", "accent-strong": "#083f4a",
    "accent-soft": "#e2eef0", "good": "#1a7332", "course": "#1b648f", "warn": "#8a5a00", "bad": "#b3261e",
    "none": "#5c696b", "track": "#e3e8e7", "wedge": "#5c696b1f",
}  # fmt: skip
"""The colours of static/css/tokens.css on light paper: a chart may name them."""
PIXELS = 1400
"""Width of the picture for programs that do not draw SVG: sharp on paper, small in the file."""

FONT = "Liberation Sans"

_NAMED = re.compile(r"var\(\s*--([a-z-]+)\s*\)")
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:px)?\s*")


@dataclass(frozen=True)
class Drawing:
    """A whole SVG document, and its size in its own units; both sizes above 0."""

    svg: str
    width: float
    height: float


def drawing(svg: str) -> Drawing | None:
    """The SVG as it goes on paper: names of colours filled in, with width, height and viewBox.

    ``None`` for a text that is no SVG or has no size, and for an empty one: then the figure is told in words.
    """
    text = _NAMED.sub(lambda match: PAPER.get(match[1], PAPER["ink"]), clean(svg))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    size = _size(root)
    if root.tag != SVG or size is None:
        return None
    width, height = size
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    return Drawing(str(etree.tostring(root, encoding="unicode")), width, height)


def _size(root: Any) -> tuple[float, float] | None:
    lengths = [root.get(name, "") for name in ("width", "height")]
    if not all(_LENGTH.fullmatch(length) for length in lengths):
        lengths = root.get("viewBox", "").replace(",", " ").split()[2:]
    found = [float(match[1]) for length in lengths if (match := _LENGTH.fullmatch(length))]
    return (found[0], found[1]) if len(found) == 2 and min(found) > 0 else None


def image(chart: Drawing, alt: str) -> str:
    """An HTML image with the drawing inside it: whatever ids and scripts it has, they stay in there."""
    data = base64.b64encode(chart.svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(clean(alt))}">'


def picture(chart: Drawing) -> bytes | None:
    """The drawing as PNG on white, for programs that do not draw SVG; ``None`` when it cannot be drawn."""
    import resvg_py  # native code, and only documents with charts need it

    try:
        return resvg_py.svg_to_bytes(
            svg_string=chart.svg,
            width=PIXELS,
            background="#ffffff",
            font_family=FONT,
            sans_serif_family=FONT,
        )
    except ValueError:
        return None
