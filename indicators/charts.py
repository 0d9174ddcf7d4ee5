"""The large chart of an indicator on screen, as a Plotly figure. Reports draw the same points, see ``plotted``.

Colours are names ("var(--ink)") that the page fills in from its theme, so that one figure serves light, dark and print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.numbers import format_date, format_number
from core.svg import bounds
from indicators.plotted import baseline_of, forecast_of, points_of, range_of
from indicators.verdict.chance import Interval
from indicators.verdict.paths import Step
from indicators.verdict.phrases import asked_text, bound_text
from indicators.wording import value_text

if TYPE_CHECKING:
    from indicators.points import Point
    from indicators.rows import SeriesRow

INK, MUTED, RULE, ACCENT = "var(--ink)", "var(--muted)", "var(--rule)", "var(--accent)"
SURFACE = "var(--surface)"


def indicator_figure(
    row: SeriesRow,
    *,
    path: Sequence[Step],
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
    for trace in (*_forecast(go, row), _measurements(go, row), _baseline(go, row), *_path(go, row, path)):
        _add(figure, trace)
    _range_band(figure, row)
    figure.update_xaxes(range=_span(figure, starts, ends))
    figure.update_yaxes(range=_room(figure))
    return dict(figure.to_plotly_json())


def _add(figure: Any, trace: Any) -> None:
    if trace is not None:
        figure.add_trace(trace)


def _measurements(go: Any, row: SeriesRow) -> Any:
    """The measurements with, of a sample, the interval that each may stand for; provisional ones are hollow."""
    seen = points_of(row)
    if not seen:
        return None
    points = [point for point, _ in seen]
    return go.Scatter(
        name="meting",
        x=[point.day.isoformat() for point in points],
        y=[float(point.value or 0) for point in points],
        customdata=[_hover(point, interval, row) for point, interval in seen],
        hovertemplate="%{customdata}<extra></extra>",
        mode="lines+markers",
        line={"color": INK, "width": 2},
        marker={
            "size": 10,
            "color": [INK if point.final else SURFACE for point in points],
            "line": {"color": INK, "width": 2},
        },
        error_y=_error_bars(seen),
    )


def _error_bars(seen: Sequence[tuple[Point, Interval | None]]) -> dict[str, Any]:
    if not any(interval for _, interval in seen):
        return {"visible": False}
    reach = [
        (float((point.value or 0) - interval[0]), float(interval[1] - (point.value or 0)))
        if interval
        else (0.0, 0.0)
        for point, interval in seen
    ]
    return {
        "type": "data", "symmetric": False, "color": MUTED, "thickness": 1.5, "width": 6,
        "arrayminus": [down for down, _ in reach], "array": [up for _, up in reach],
    }  # fmt: skip


def _hover(point: Point, interval: Interval | None, row: SeriesRow) -> str:
    words = [f"<b>{point.text}</b>", point.period]
    if not point.final:
        words.append("voorlopig")
    if point.shown.n is not None:
        words.append(f"n = {format_number(point.shown.n)}")
    if interval is not None:
        low, high = (value_text(end, row.unit, max(point.decimals, 1)) for end in interval)
        words.append(f"met 95 % zekerheid tussen {low} en {high}")
    if point.demo:
        words.append("verzonnen voorbeeld")
    return "<br>".join(words)


def _baseline(go: Any, row: SeriesRow) -> Any:
    """The plan's own baseline, beside the measurements: a source may have restated it since."""
    baseline = baseline_of(row)
    if baseline is None:
        return None
    return go.Scatter(
        name="0-meting van het plan",
        x=[baseline.day.isoformat()],
        y=[float(baseline.value or 0)],
        customdata=[f"<b>{baseline.text}</b><br>0-meting, {baseline.period}"],
        hovertemplate="%{customdata}<extra></extra>",
        mode="markers",
        marker={"symbol": "diamond-open", "size": 15, "color": ACCENT, "line": {"width": 2}},
    )


def _path(go: Any, row: SeriesRow, path: Sequence[Step]) -> list[Any]:
    """From the baseline through the interim targets to the target, each target a short bar."""
    if not path:
        return []
    has_start = len(path) > 1
    words = []
    for place, (day, value) in enumerate(path):
        text = bound_text(row.judgement, value)
        what = f"tussendoel voor {format_date(day)}"
        if has_start and place == 0:
            what = f"begin van het pad, {format_date(day)}"
        if place == len(path) - 1:
            text = asked_text(row.judgement, value)
            what = f"streefwaarde, te meten op {format_date(day)}"
        words.append(f"<b>{text}</b><br>{what}")
    last = asked_text(row.judgement, path[-1][1])
    bars = [place > 0 or not has_start for place in range(len(path))]
    return [
        go.Scatter(
            name="naar de streefwaarde",
            x=[day.isoformat() for day, _ in path],
            y=[float(value) for _, value in path],
            customdata=words,
            hovertemplate="%{customdata}<extra></extra>",
            mode="lines+markers+text",
            text=[""] * (len(path) - 1) + [f"doel {last}"],
            textposition="top center",
            textfont={"color": ACCENT},
            line={"color": ACCENT, "width": 2, "dash": "dash"},
            marker={
                "symbol": ["line-ew" if bar else "circle" for bar in bars],
                "size": [18 if bar else 1 for bar in bars],
                "color": ACCENT,
                "line": {"color": ACCENT, "width": 4},
            },
        )
    ]


def _forecast(go: Any, row: SeriesRow) -> list[Any]:
    """Where the series is heading: from its newest figure a wedge of courses, with the middle one."""
    found = forecast_of(row)
    if found is None:
        return []
    (day, value), until, forecast = found
    span = [day.isoformat(), until.isoformat()]
    middle, low, high = (value_text(one, row.unit, row.decimals) for one in forecast)
    words = f"<b>{middle}</b><br>als het zo doorgaat<br>tussen {low} en {high}"
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    return [
        go.Scatter(x=span, y=[float(value), float(forecast.low)], **edge),
        go.Scatter(
            x=span, y=[float(value), float(forecast.high)], fill="tonexty", fillcolor="var(--wedge)", **edge
        ),
        go.Scatter(
            name="als het zo doorgaat",
            x=span,
            y=[float(value), float(forecast.value)],
            customdata=["", words],
            hovertemplate=["<extra></extra>", "%{customdata}<extra></extra>"],
            mode="lines",
            line={"color": INK, "width": 1.5, "dash": "dot"},
        ),
    ]


def _range_band(figure: Any, row: SeriesRow) -> None:
    """Between which values a series must stay."""
    for bound in range_of(row):
        figure.add_hline(y=float(bound), line={"color": ACCENT, "width": 2, "dash": "dash"})


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
        line={"color": MUTED, "width": 2, "dash": "longdash"},
    )


def _span(figure: Any, starts: date, ends: date) -> list[str]:
    """The agenda's years, and the history before them; room on the right for the target's label."""
    days = sorted(day for trace in figure.data for day in trace.x)
    first = min([*days, starts.isoformat()])
    last = max([*days, ends.isoformat()])
    return [f"{int(first[:4]) - 1}-09-01", f"{int(last[:4]) + 1}-06-30"]


def _room(figure: Any) -> list[float]:
    """From the lowest to the highest value, intervals included, with room for the labels."""
    values = [Decimal(str(value)) for trace in figure.data for value in trace.y]
    for trace in figure.data:
        down, up = trace.error_y.arrayminus or (), trace.error_y.array or ()
        for value, below, above in zip(trace.y, down, up, strict=False):
            values += [Decimal(str(value - below)), Decimal(str(value + above))]
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
        "xaxis": {"type": "date", "showgrid": False, "dtick": "M12", "tickformat": "%Y",
                  "ticklabelmode": "period", "linecolor": RULE, "ticks": "outside", "tickcolor": RULE,
                  "fixedrange": True},
        "yaxis": {"gridcolor": RULE, "zeroline": False, "ticksuffix": suffix, "fixedrange": True, "nticks": 6},
        "shapes": [{
            "type": "rect", "xref": "x", "yref": "paper", "x0": starts.isoformat(), "x1": ends.isoformat(),
            "y0": 0, "y1": 1, "fillcolor": "var(--surface-soft)", "line": {"width": 0}, "layer": "below",
        }],
    }  # fmt: skip
