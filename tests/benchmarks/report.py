"""The report of a run: tables in text and in Markdown, with what was asked for beside each figure.

    python -m tests.benchmarks.report [--results tests/benchmarks/results/latest.json] [--publish]

reads what a run has left and writes it again as Markdown and plots; `--publish` writes both into docs/.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Floor, Point, Section, shown
from tests.benchmarks.plots import bars, curves

RESULTS = Path(__file__).parent / "results"
ROOT = Path(__file__).parents[2]


def text(section: Section) -> str:
    """Return a section's figures and floors as text."""
    lines = [f"\n{section.title}"]
    first = section.figures[0].median if section.figures else 0.0
    for figure in section.figures:
        spread = f"[{shown(min(figure.values), '')} - {shown(max(figure.values), '')}]"
        beside = f"{figure.median / first:.2f}" if first and figure.unit == section.figures[0].unit else ""
        memory = f"  {figure.memory:,.0f} MB" if figure.memory is not None else ""
        lines.append(f"  {figure.way:<58} {shown(figure.median, figure.unit):>14}  {spread:<22} {beside:>7}{memory}")
    lines += [f"  {'met' if floor.met else 'NOT met':>7}: {_floor(floor)}" for floor in section.floors]
    lines += [f"  note: {note}" for note in section.notes]
    return "\n".join(lines)


def _floor(floor: Floor) -> str:
    unit = floor.unit if floor.unit != "x" else ""
    return f"{floor.what}: {shown(floor.found, unit)}, asked {floor.sense} {shown(floor.wanted, unit)}"


def markdown(run: dict[str, Any], images: str) -> str:
    """Return a whole run as Markdown."""
    sections = [Section.read(said) for said in run["sections"]]
    lines = [run["conditions"], "", "### What was asked for, and what this run found", ""]
    lines += ["| work | asked | found | |", "|---|---|---|---|"]
    for section in sections:
        for floor in section.floors:
            asked = f"{floor.sense} {shown(floor.wanted, floor.unit)}"
            found = shown(floor.found, floor.unit)
            lines.append(f"| {floor.what} | {asked} | {found} | {'met' if floor.met else '**not met**'} |")
    for name, title in (("recording", "Recording"), ("growth", "What grows with the ledger")):
        if name in run.get("plots", ()):
            lines += ["", f"![{title}]({images}/{name}.svg)"]
    for section in sections:
        lines += ["", f"### {section.title}", "", *([section.about, ""] if section.about else [])]
        lines += ["| way | median | least to most | of the first | memory |", "|---|---|---|---|---|"]
        first = section.figures[0] if section.figures else None
        for figure in section.figures:
            assert first is not None
            beside = f"{figure.median / first.median:.2f}" if first.median and figure.unit == first.unit else ""
            memory = f"{figure.memory:,.0f} MB" if figure.memory is not None else ""
            spread = f"{shown(min(figure.values), '')} to {shown(max(figure.values), '')}"
            lines.append(f"| {figure.way} | {shown(figure.median, figure.unit)} | {spread} | {beside} | {memory} |")
        lines += ["", *section.notes] if section.notes else []
    return "\n".join(lines) + "\n"


def write(conditions: str, sections: Sequence[Section], points: Iterable[Point], folder: Path = RESULTS) -> Path:
    """Keep a run: latest.json, latest.md and its plots. Returns the folder."""
    folder.mkdir(exist_ok=True)
    run: dict[str, Any] = {
        "conditions": conditions, "sections": [section.as_json() for section in sections],
        "points": [vars(point) for point in points],
    }  # fmt: skip
    run["plots"] = sorted(_plot(run, folder))
    (folder / "latest.json").write_text(json.dumps(run, indent=1), encoding="utf-8")
    (folder / "latest.md").write_text(markdown(run, "."), encoding="utf-8")
    return folder


def _plot(run: dict[str, Any], folder: Path) -> list[str]:
    """Draw what there is to draw; returns the names of the plots."""
    plots = {}
    recording = [Section.read(s) for s in run["sections"] if s["name"] in ("record", "append")]
    if recording:
        groups = [(s.title, {f.way: f.values for f in s.figures if f.unit == "/s"}) for s in recording]
        plots["recording"] = bars("Entries a second, as a share of a bare INSERT", groups)
    points = [Point(**said) for said in run["points"]]
    if points:
        plots["growth"] = curves("Milliseconds for one operation, by the number of entries in the ledger", points)
    keep(plots, folder)
    return list(plots)


def keep(plots: Mapping[str, str], folder: Path) -> None:
    """Write plots into a folder."""
    folder.mkdir(exist_ok=True)
    for name, svg in plots.items():
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")


def publish(run: dict[str, Any]) -> None:
    """Write a run into docs/benchmarks.md, in the place kept for it, and its plots into docs/images."""
    _plot(run, ROOT / "docs" / "images")
    put("figures", markdown(run, "images"))


def put(place: str, words: str) -> None:
    """Write words into docs/benchmarks.md, between the comments that keep a place of that name."""
    page = ROOT / "docs" / "benchmarks.md"
    kept = re.compile(rf"(<!-- {place}: [^\n]*-->).*(<!-- end of {place} -->)", re.DOTALL)
    there = page.read_text(encoding="utf-8")
    page.write_text(kept.sub(lambda found: f"{found[1]}\n\n{words.strip()}\n\n{found[2]}", there), encoding="utf-8")


def main() -> None:
    """Write a run again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, default=RESULTS / "latest.json")
    parser.add_argument("--publish", action="store_true", help="write it into docs/ too")
    chosen = parser.parse_args()
    run = json.loads(chosen.results.read_text(encoding="utf-8"))
    print(markdown(run, "."))
    if chosen.publish:
        publish(run)


if __name__ == "__main__":
    main()
