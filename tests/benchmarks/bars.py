"""A picture of how fast each way of recording is beside a bare INSERT: bars in SVG, drawn from what was measured."""

from collections.abc import Iterable
from html import escape

from tests.benchmarks.turns import Rates, ratios

WIDTH, LABELS, LINE = 760, 290, 24  # pixels: the picture, the words on the left, one bar with its space
LONGEST = WIDTH - LABELS - 130
OURS, OTHERS = "#1d70b8", "#b1b4b6"
STYLE = "text{font:14px system-ui,sans-serif;fill:#0b0c0c}.head{font-weight:600}"


def picture(title: str, found: Iterable[tuple[str, Rates]]) -> str:
    """Return an SVG of groups of bars, each with its heading; a bar's length is its share of the group's first way."""
    y, parts = 28, [f'<text class="head" x="8" y="20">{escape(title)}</text>']
    for heading, rates in found:
        y += LINE
        parts.append(f'<text class="head" x="8" y="{y}">{escape(heading)}</text>')
        for way, (median, of_raw, _) in ratios(rates).items():
            y += LINE
            colour = OTHERS if way.startswith(("raw", "stock")) else OURS
            length = max(1, round(of_raw * LONGEST))
            parts += [
                f'<text x="24" y="{y}">{escape(way)}</text>',
                f'<rect x="{LABELS}" y="{y - 13}" width="{length}" height="16" fill="{colour}"/>',
                f'<text x="{LABELS + length + 8}" y="{y}">{of_raw:.2f} ({median:,.0f}/s)</text>',
            ]
    height = y + 16
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'role="img"><title>{escape(title)}</title><style>{STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#fff"/>' + "".join(parts) + "</svg>\n"
    )
    return svg.replace("><", ">\n<")
