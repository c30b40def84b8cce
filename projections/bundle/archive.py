"""The archive: the pages of a bundle as PDF/A-3a and PDF/UA-1, with every exhibit attached byte for byte.

"Produced as", not "validated": no validator has been run (docs/adr/0081). It bears the moment of the newest entry the
log gives and never the clock's, so the same file at the same size of the log makes the same bytes. What is long comes
in volumes: so many entries of the chronology, so many bytes of exhibits to each.

The reading copy begins with the same pages, without attachments and with the page on which each exhibit begins.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf

from projections.bundle.compiling import ARCHIVE, draw
from projections.bundle.contents import Contents
from projections.bundle.printable import all_printable

VOLUME_ENTRIES = 1_500
VOLUME_BYTES = 100_000_000  # of exhibits attached to one volume
_TEMPLATE = Path(__file__).parent / "templates" / "bundle.typ"
_LATER = ("failings", "people", "exhibits", "withheld", "redacted", "erased", "absences")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Attached:
    """One exhibit as it lies on disk, and what the schedule says of it."""

    number: int
    name: str
    """Its safe file name."""
    path: Path | None
    """None where its bytes were erased."""
    media_type: str
    size: int
    title: str
    note: str = ""
    pages: int = 0
    """Pages in the reading copy, cover sheets and all; 0 where there are none."""
    own_pages: int = 0
    """Of these its own and those of its attachments, cover sheets apart."""


@dataclass(frozen=True)
class _Volume:
    chronology: Sequence[Mapping[str, Any]] = ()
    attached: Sequence[Attached] = field(default=())


def draw_archive(
    said: Contents, attached: Sequence[Attached], moment: datetime, folder: Path, progress: Progress
) -> list[Path]:
    """Draw the archive's volumes into a folder; return them in order. Raises BundleTooLarge, NotDrawn."""
    volumes = _volumes(said, attached)
    made = []
    for number, volume in enumerate(volumes, 1):
        progress("volumes of the archive", number - 1, len(volumes))
        name = "archive.pdf" if len(volumes) == 1 else f"archive-{number}.pdf"
        pages = _pages(said, "archive", number, len(volumes), volume.chronology, attached)
        pages["attachments"] = [
            {
                "path": one.name, "source": f"attached/{one.name}", "media_type": one.media_type,
                "description": f"Exhibit {one.number}, byte for byte as filed",
            }
            for one in volume.attached
        ]  # fmt: skip
        work = folder / f"archive-{number}"
        (work / "attached").mkdir(parents=True)
        for one in volume.attached:
            assert one.path is not None, "what was erased is attached to no volume"
            (work / "attached" / one.name).hardlink_to(one.path)
        made.append(_draw(work, pages, folder / name, moment, ARCHIVE))
    return made


def draw_front(
    said: Contents, attached: Sequence[Attached], moment: datetime, folder: Path, progress: Progress
) -> Path:
    """Draw the pages that the reading copy begins with; return them as one PDF. Raises BundleTooLarge, NotDrawn."""
    volumes = _volumes(said, ())
    front, parts = 0, list[Path]()
    for _ in range(3):  # the number of pages stands in the pages themselves
        parts.clear()
        for number, volume in enumerate(volumes, 1):
            progress("pages of the reading copy", number - 1, len(volumes))
            pages = _pages(said, "front", number, len(volumes), volume.chronology, attached)
            pages["front"] = front
            parts.append(_draw(folder / f"front-{number}", pages, folder / f"front-{number}.pdf", moment, ()))
        there = [_count(part) for part in parts]
        if len(parts) == 1 or sum(there) == front:
            break
        front = sum(there)
    return parts[0] if len(parts) == 1 else _joined(parts, folder / "front.pdf")


def _draw(work: Path, pages: Mapping[str, Any], target: Path, moment: datetime, standards: Sequence[str]) -> Path:
    work.mkdir(exist_ok=True)
    shutil.copyfile(_TEMPLATE, work / "bundle.typ")
    (work / "pages.json").write_text(json.dumps(all_printable(pages), ensure_ascii=False), encoding="utf-8")
    draw(work, target, moment, standards)
    shutil.rmtree(work)
    return target


def _pages(
    said: Contents, form: str, number: int, volumes: int, chronology: Sequence[Any], attached: Sequence[Attached]
) -> dict[str, Any]:
    """What one volume says: the first has the cover and every schedule, the others go on with the chronology."""
    pages = {**said.pages, "chronology": chronology, "form": form, "numbered": form == "archive", "front": 0}
    pages |= {"volume": number, "volumes": volumes, "attachments": []}
    by_number = {one.number: one for one in attached}
    before = 0
    exhibits = []
    for exhibit in said.pages["exhibits"]:
        one = by_number[exhibit["number"]]
        shown = {
            "media_type": one.media_type,
            "size": f"{one.size:,}",
            "note": one.note,
            "file": f"exhibits/{one.name}",
        }
        exhibits.append({**exhibit, **shown, "pages": one.pages, "before": before, "own": one.own_pages})
        before += one.pages
    pages["exhibits"] = exhibits
    pages["withheld_groups"] = _grouped(said.pages["withheld"])
    if number > 1:
        pages |= dict.fromkeys(_LATER, ()) | {"certificate": None, "conclusions": None}
    return pages


def _grouped(withheld: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Entries left out by ground, their numbers in runs: 3, 7 to 9."""
    by_ground: dict[str, list[int]] = {}
    for one in withheld:
        by_ground.setdefault(one["ground"], []).append(one["n"])
    return [
        {"ground": f"{ground[:1].upper()}{ground[1:]}", "count": len(numbers), "numbers": runs(numbers)}
        for ground, numbers in by_ground.items()
    ]


def runs(numbers: Sequence[int]) -> str:
    """Return rising numbers in words: 3, 7 to 9."""
    said = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        held = [number for _, number in group]
        said.append(str(held[0]) if len(held) == 1 else f"{held[0]}{', ' if len(held) == 2 else ' to '}{held[-1]}")
    return ", ".join(said)


def _volumes(said: Contents, attached: Sequence[Attached]) -> list[_Volume]:
    rows = said.pages["chronology"]
    chronologies = [rows[at : at + VOLUME_ENTRIES] for at in range(0, len(rows), VOLUME_ENTRIES)] or [[]]
    shares: list[list[Attached]] = [[]]
    room = VOLUME_BYTES
    for one in attached:
        if one.path is None:
            continue
        if one.size > room and shares[-1]:
            shares.append([])
            room = VOLUME_BYTES
        shares[-1].append(one)
        room -= one.size
    count = max(len(chronologies), len(shares))
    return [
        _Volume(chronologies[n] if n < len(chronologies) else (), shares[n] if n < len(shares) else ())
        for n in range(count)
    ]


def _count(pdf: Path) -> int:
    with pikepdf.open(pdf) as opened:
        return len(opened.pages)


def _joined(parts: Sequence[Path], target: Path) -> Path:
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(part) as opened:
                whole.pages.extend(opened.pages)
        whole.save(target, deterministic_id=True)
    return target


__all__ = ["Attached", "Progress", "draw_archive", "draw_front", "runs"]
