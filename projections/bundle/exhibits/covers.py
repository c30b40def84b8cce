"""The cover sheet of each exhibit: its number, what the file calls it, its SHA-256, who cites it, what to know of it.

An exhibit of which there can be no pages is its cover sheet alone, which says why, and that it is attached as filed.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typst

from projections.bundle.exhibits.pages import Part
from projections.bundle.exhibits.shown import LONGEST_TITLE, shown

_TEMPLATE = (Path(__file__).parent / "cover.typ").read_bytes()
_MOST_ENTRIES = 40  # named on a cover
_MOST_NOTES = 8

Cited = tuple[date | None, tuple[int, ...]]  # the day an exhibit bears, the entries that cite it


def cover(part: Part, cited: Cited) -> dict[str, object]:
    """What the cover sheet of a part says, as data for the template."""
    bears, entries = cited
    dated = bears or (date.fromisoformat(part.sent) if part.sent else None)
    follows = f"{part.pages:,} page{'s' * (part.pages != 1)} follow{'s' * (part.pages == 1)}"
    rows = [
        ("What it is", f"{part.kind}; {follows if part.pdf else 'attached as it was filed'}"),
        ("Dated", f"{dated:%-d %B %Y}" if dated else "not stated"),
        ("Size", f"{part.size:,} bytes"),
        ("SHA-256", part.sha256),
    ]
    if part.parent is None:
        rows.append(("Cited by", _entries(entries)))
    return {
        "heading": f"Exhibit {part.label}",
        "attached_to": None if part.parent is None else f"Attached to exhibit {part.parent}",
        "title": shown(part.title, LONGEST_TITLE),
        "rows": [(name, shown(value)) for name, value in rows],
        "reason": None if part.reason is None else _reason(part),
        "notes": [shown(note) for note in part.notes[:_MOST_NOTES]],
    }


def set_covers(covers: Sequence[dict[str, object]], target: Path) -> None:
    """Write a PDF of one page for each cover."""
    written = typst.compile(
        _TEMPLATE, ignore_system_fonts=True, format="pdf", timestamp=0, sys_inputs={"covers": json.dumps(covers)}
    )
    assert isinstance(written, bytes)
    target.write_bytes(written)


def _reason(part: Part) -> str:
    where = "It is attached as it was filed, byte for byte, and can be known by the SHA-256 above."
    if part.parent is not None:
        where = (
            f"It is in exhibit {part.label.partition('.')[0]} as it was filed; the SHA-256 above is that of its bytes."
        )
    return f"There are no pages of this exhibit here, since it is {shown(part.reason or '')}. {where}"


def _entries(entries: tuple[int, ...]) -> str:
    if not entries:
        return "no entry"
    named = ", ".join(str(entry) for entry in entries[:_MOST_ENTRIES])
    more = f" and {len(entries) - _MOST_ENTRIES:,} more" if len(entries) > _MOST_ENTRIES else ""
    return f"{'entry' if len(entries) == 1 else 'entries'} {named}{more}"
