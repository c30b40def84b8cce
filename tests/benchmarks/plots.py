"""Plots of what was measured, in SVG: bars for ways beside one another, curves for what grows with the ledger."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from tests.benchmarks.figures import Point

WIDTH, LABELS, LINE = 760, 300, 24  # pixels: the picture, the words on the left, one bar with its space
LONGEST = WIDTH - LABELS - 140
OURS, OTHERS = "#1d70b8", "#b1b4b6"
COLOURS = ("#1d70b8", "#d4351c", "#00703c", "#f47738", "#4c2c92", "#0b0c0c", "#d53880", "#28a197", "#b58840", "#505a5f")
STYLE = "text{font:13px system-ui,sans-serif;fill:#0b0c0c}.head{font-weight:600}.small{font-size:11px}"
_WIDE, _TOP, _LEFT, _RIGHT, _HIGH = 960, 40, 60, 340, 340  # of a plot with axes, its names on the right


def bars(title: str, groups: Iterable[tuple[str, Mapping[str, Sequence[float]]]]) -> str:
    """Return groups of bars, each with its heading; a bar's length is its share of the group's first way."""
    y, parts = 28, [_text(8, 20, title, "head")]
    for heading, rates in groups:
        medians = {way: statistics.median(found) for way, found in rates.items()}
        if not medians:
            continue
        first = next(iter(medians.values()))
        y += LINE
        parts.append(_text(8, y, heading, "head"))
        for way, median in medians.items():
            y += LINE
            colour = OTHERS if way.startswith(("raw", "stock")) else OURS
            share = median / first if first else 0.0
            length = max(1, round(min(share, 1.3) / 1.3 * LONGEST))
            parts += [
                _text(24, y, way),
                f'<rect x="{LABELS}" y="{y - 13}" width="{length}" height="16" fill="{colour}"/>',
                _text(LABELS + length + 8, y, f"{share:.2f} ({median:,.0f}/s)"),
            ]
    return _svg(title, WIDTH, y + 16, parts)


def curves(title: str, points: Sequence[Point]) -> str:
    """Return how long each operation takes by the size of the ledger, on logarithmic axes."""
    named = dict.fromkeys(point.operation for point in points)
    lines = [
        (name, [(float(p.entries), p.milliseconds) for p in points if p.operation == name]) for name in named
    ]  # fmt: skip
    return lines_of(title, lines, "entries", "ms", logarithmic=True)


def lines_of(
    title: str, lines: Sequence[tuple[str, Sequence[tuple[float, float]]]], across: str, up: str, *,
    logarithmic: bool = False,
) -> str:  # fmt: skip
    """Return a plot of lines, each with its name beside it."""
    xs = [x for _, line in lines for x, _ in line]
    ys = [y for _, line in lines for _, y in line]
    if not xs:
        return _svg(title, _WIDE, 60, [_text(8, 20, title, "head")])
    x_of = _axis(min(xs), max(xs), _LEFT, _WIDE - _RIGHT, logarithmic)
    y_of = _axis(min(*ys, 1.0) if logarithmic else 0.0, max(ys), _TOP + _HIGH, _TOP, logarithmic)
    parts = [_text(8, 20, title, "head")]
    for tick in _ticks(min(xs), max(xs), logarithmic):
        parts += [
            _rule(x_of(tick), _TOP, x_of(tick), _TOP + _HIGH),
            _text(x_of(tick) - 12, _TOP + _HIGH + 16, _said(tick), "small"),
        ]
    for tick in _ticks(min(*ys, 1.0) if logarithmic else 0.0, max(ys), logarithmic):
        parts += [_rule(_LEFT, y_of(tick), _WIDE - _RIGHT, y_of(tick)), _text(8, y_of(tick) + 4, _said(tick), "small")]
    parts += [_text(_WIDE - _RIGHT - 40, _TOP + _HIGH + 32, across, "small"), _text(8, _TOP - 6, up, "small")]
    for number, (name, line) in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        dashes = ' stroke-dasharray="6 4"' if number >= len(COLOURS) else ""  # the colours are used a second time
        way = " ".join(f"{x_of(x):.1f},{y_of(y):.1f}" for x, y in line)
        parts.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>')
        parts += [
            f'<circle cx="{x_of(x):.1f}" cy="{y_of(y):.1f}" r="3" fill="{colour}"/>' for x, y in line if len(line) < 20
        ]
        at = _TOP + 16 * number + 8
        x1, x2 = _WIDE - _RIGHT + 4, _WIDE - _RIGHT + 24
        parts.append(
            f'<line x1="{x1}" y1="{at - 4}" x2="{x2}" y2="{at - 4}" stroke="{colour}" stroke-width="3"{dashes}/>'
        )
        parts.append(_text(_WIDE - _RIGHT + 28, at, name, "small"))
    return _svg(title, _WIDE, _TOP + _HIGH + 44, parts)


class _axis:  # noqa: N801  # a function with two numbers in it
    def __init__(self, least: float, most: float, begin: float, end: float, logarithmic: bool) -> None:
        self._log = logarithmic
        self._least, most = self._of(least), self._of(most)
        self._begin, self._per = begin, (end - begin) / ((most - self._least) or 1.0)

    def __call__(self, value: float) -> float:
        return self._begin + (self._of(value) - self._least) * self._per

    def _of(self, value: float) -> float:
        return math.log10(max(value, 1e-3)) if self._log else value


def _ticks(least: float, most: float, logarithmic: bool) -> list[float]:
    if logarithmic:
        first, last = math.ceil(math.log10(max(least, 1e-3)) - 1e-9), math.floor(math.log10(max(most, 1e-3)) + 1e-9)
        return [10.0**power for power in range(first, last + 1)]
    step = 10 ** math.floor(math.log10(max(most - least, 1e-9)))
    step = step / 5 if (most - least) / step < 2 else step / 2 if (most - least) / step < 5 else step
    return [least + step * n for n in range(int((most - least) / step) + 1)]


def _said(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 or value == 0 else f"{value:g}"


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dcdee0"/>'


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'


def _svg(title: str, width: int, height: float, parts: Sequence[str]) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}" '
        f'viewBox="0 0 {width} {height:.0f}" role="img"><title>{escape(title)}</title><style>{STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#fff"/>' + "".join(parts) + "</svg>\n"
    )
    return svg.replace("><", ">\n<")
