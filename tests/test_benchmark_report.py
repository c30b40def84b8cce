from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from tests.benchmarks.figures import Point, Section, percentile, shown
from tests.benchmarks.plots import bars, curves, lines_of
from tests.benchmarks.report import ROOT, markdown, text, write


def section() -> Section:
    found = Section("record", "Recording <through> every rule")
    raw = found.add("raw INSERT", [100.0, 300.0, 200.0])
    ours = found.add("Book.record", [60.0, 40.0, 50.0], memory=41.6)
    found.least("record one entry: of raw INSERT", ours / raw, 0.3)
    found.most("one new entry", 1.2, 1.5)
    return found


def test_a_floor_is_met_or_not_by_the_medians_of_the_run() -> None:
    of_raw, new = section().floors
    assert (of_raw.found, of_raw.met, new.met) == (0.25, False, True)


def test_the_report_says_what_was_asked_beside_what_was_found() -> None:
    said = markdown({"conditions": "Two cores.", "sections": [section().as_json()], "points": []}, "images")
    assert "| record one entry: of raw INSERT | at least 0.30 | 0.25 | **not met** |" in said
    assert "| Book.record | 50.0 /s | 40.0 to 60.0 | 0.25 | 42 MB |" in said
    assert "NOT met: record one entry" in text(section())


def test_a_run_that_is_kept_is_read_back_as_it_was(tmp_path: Path) -> None:
    write("Two cores.", [section()], [Point("seal", 10, 1.0), Point("seal", 1_000, 2.0)], tmp_path)
    assert Section.read(section().as_json()) == section()
    assert {path.name for path in tmp_path.iterdir()} == {"latest.json", "latest.md", "recording.svg", "growth.svg"}


def test_the_page_keeps_a_place_for_what_is_published() -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for place in ("figures", "load", "load-rebuild"):
        assert page.count(f"<!-- {place}: ") == page.count(f"<!-- end of {place} -->") == 1


def test_every_plot_is_well_formed() -> None:
    points = [Point("a < b", size, size / 7) for size in (10_000, 100_000, 1_000_000)]
    for svg in (
        bars("R & B", [("one", {"raw": [1.0], "ours": [0.5]})]),
        curves("Growth", points),
        lines_of("Nothing", [], "s", "ms"),
    ):
        assert ET.fromstring(svg).tag.endswith("svg")


def test_figures_are_written_with_as_many_digits_as_they_are_worth() -> None:
    assert [shown(value, "/s") for value in (1234.5, 12.34, 0.5, 0.0421)] == [
        "1,234 /s",
        "12.3 /s",
        "0.50 /s",
        "0.042 /s",
    ]
    assert percentile([], 0.5) == 0.0
    assert percentile([5.0, 1.0, 3.0], 0.5) == 3.0
