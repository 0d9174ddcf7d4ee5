"""The large chart of an indicator, as a Plotly figure: built once here, drawn on screen and later in documents.

Colours are names ("var(--ink)") that the page fills in from its theme, so that one figure serves light, dark and print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.numbers import format_date
from core.svg import bounds
from indicators.wording import value_text

if TYPE_CHECKING:
    from indicators.selectors import Point, SeriesRow

INK, MUTED, RULE, ACCENT = "var(--ink)", "var(--muted)", "var(--rule)", "var(--accent)"
SURFACE = "var(--surface)"


def indicator_figure(
    row: SeriesRow,
    *,
    path: Sequence[tuple[date, Decimal]],
    benchmarks: Mapping[str, Sequence[Point]],
    starts: date,
    ends: date,
) -> dict[str, Any]:
    """History, baseline, path to the target and benchmarks of one series, as plain JSON-ready data.

    ``path``: from the baseline's day to the day that settles the target. Only values that may be shown are in it:
    suppression came before.
    """
    from plotly import graph_objects as go  # heavy to import, and only this page needs it

    # An empty template: Plotly's own is long, and nothing of it would show.
    figure = go.Figure(layout={**_layout(row, starts, ends), "template": {}})
    for name, points in benchmarks.items():
        _add(figure, _benchmark(go, row, name, points))
    _add(figure, _measurements(go, row))
    _add(figure, _baseline(go, row))
    _add(figure, _path(go, row, path))
    figure.update_xaxes(range=_span(figure, starts, ends))
    figure.update_yaxes(range=_room(figure))
    return dict(figure.to_plotly_json())


def _add(figure: Any, trace: Any) -> None:
    if trace is not None:
        figure.add_trace(trace)


def _measurements(go: Any, row: SeriesRow) -> Any:
    points = [point for point in row.points if point.value is not None]
    if not points:
        return None
    return go.Scatter(
        name="meting",
        x=[point.day.isoformat() for point in points],
        y=[float(point.value or 0) for point in points],
        customdata=[_hover(point) for point in points],
        hovertemplate="%{customdata}<extra></extra>",
        mode="lines+markers",
        line={"color": INK, "width": 2},
        marker={
            "size": 10,
            "color": [INK if point.final else SURFACE for point in points],
            "line": {"color": INK, "width": 2},
        },
    )


def _hover(point: Point) -> str:
    words = [f"<b>{point.text}</b>", point.period]
    if not point.final:
        words.append("voorlopig")
    if point.shown.n is not None:
        words.append(f"n = {point.shown.n}")
    if point.demo:
        words.append("verzonnen voorbeeld")
    return "<br>".join(words)


def _baseline(go: Any, row: SeriesRow) -> Any:
    """The plan's own baseline, beside the measurements: a source may have restated it since."""
    if row.baseline is None or row.baseline.value is None:
        return None
    return go.Scatter(
        name="0-meting van het plan",
        x=[row.baseline.day.isoformat()],
        y=[float(row.baseline.value)],
        customdata=[f"<b>{row.baseline.text}</b><br>0-meting, {row.baseline.period}"],
        hovertemplate="%{customdata}<extra></extra>",
        mode="markers",
        marker={"symbol": "diamond-open", "size": 15, "color": ACCENT, "line": {"width": 2}},
    )


def _path(go: Any, row: SeriesRow, path: Sequence[tuple[date, Decimal]]) -> Any:
    """From the baseline to the target, with the target as a short bar."""
    if not path:
        return None
    last, bound = path[-1]
    text = value_text(bound, row.unit, row.decimals)
    before = len(path) - 1
    return go.Scatter(
        name="naar de streefwaarde",
        x=[day.isoformat() for day, _ in path],
        y=[float(value) for _, value in path],
        customdata=[f"<b>{text}</b><br>streefwaarde, te meten op {format_date(last)}"] * len(path),
        hovertemplate="%{customdata}<extra></extra>",
        mode="lines+markers+text",
        text=[""] * before + [f"doel {text}"],
        textposition="top center",
        textfont={"color": ACCENT},
        line={"color": ACCENT, "width": 2, "dash": "dash"},
        marker={
            "symbol": ["circle"] * before + ["line-ew"],
            "size": [1] * before + [18],
            "color": ACCENT,
            "line": {"color": ACCENT, "width": 4},
        },
    )


def _benchmark(go: Any, row: SeriesRow, name: str, points: Sequence[Point]) -> Any:
    seen = [point for point in points if point.value is not None]
    if not seen:
        return None
    return go.Scatter(
        name=name,
        x=[point.day.isoformat() for point in seen],
        y=[float(point.value or 0) for point in seen],
        customdata=[f"<b>{point.text}</b><br>{name}<br>{point.period}" for point in seen],
        hovertemplate="%{customdata}<extra></extra>",
        mode="lines",
        line={"color": MUTED, "width": 2, "dash": "dot"},
    )


def _span(figure: Any, starts: date, ends: date) -> list[str]:
    """The agenda's years, and the history before them; room on the right for the target's label."""
    days = sorted(day for trace in figure.data for day in trace.x)
    first = min([*days, starts.isoformat()])
    last = max([*days, ends.isoformat()])
    return [f"{int(first[:4]) - 1}-09-01", f"{int(last[:4]) + 1}-06-30"]


def _room(figure: Any) -> list[float]:
    """From the lowest to the highest value, with room for the labels."""
    values = [Decimal(str(value)) for trace in figure.data for value in trace.y]
    low, high = bounds(values)
    return [float(low), float(high)]


def _layout(row: SeriesRow, starts: date, ends: date) -> dict[str, Any]:
    font = {"family": "Inter Variable, system-ui, sans-serif", "color": INK, "size": 14}
    suffix = "\u00a0%" if row.unit == "percent" else ""
    return {
        "font": font,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "height": 400,
        "margin": {"l": 56, "r": 16, "t": 8, "b": 72},
        "hoverlabel": {"font": font, "bgcolor": SURFACE, "bordercolor": RULE, "align": "left"},
        "showlegend": True,
        "legend": {"orientation": "h", "y": -0.14, "x": 0, "font": {**font, "size": 13}},
        "xaxis": {"type": "date", "showgrid": False, "dtick": "M12", "tickformat": "%Y", "linecolor": RULE,
                  "ticks": "outside", "tickcolor": RULE, "fixedrange": True},
        "yaxis": {"gridcolor": RULE, "zeroline": False, "ticksuffix": suffix, "fixedrange": True, "nticks": 6},
        "shapes": [{
            "type": "rect", "xref": "x", "yref": "paper", "x0": starts.isoformat(), "x1": ends.isoformat(),
            "y0": 0, "y1": 1, "fillcolor": "var(--surface-soft)", "line": {"width": 0}, "layer": "below",
        }],
    }  # fmt: skip
