"""Beside the minutes of a meeting: that the same document is on file as those of another (HCC-7.2-a, HCC-7.2-c).

A rule cannot tell: of what is on file it has digests, each with a salt of its own (docs/adr/0426).
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger.entry import Entry
from ledger.subjects.meetings import MeetingMinutesRecorded
from ledger.subjects.records import DocumentFiled
from ledger.words import Document
from projections.view import FileView
from projections.worded_alike import Remark


def minutes_of_another(view: FileView, position: int) -> Iterator[Remark]:
    """Yield that the minutes an entry gives or files are, byte for byte, on file as those of another meeting. Pure."""
    recorded = view.file.at(position)
    if recorded is None:
        return
    own, texts = _meetings_of(view, recorded.entry), _texts(view, recorded.entry)
    if not own or not texts:
        return
    for other in (*view.file.of(MeetingMinutesRecorded), *view.file.of(DocumentFiled)):
        if not texts & _texts(view, other.entry):
            continue
        for meeting in sorted(_meetings_of(view, other.entry) - own):
            says = f"the same document is on file as the minutes of {meeting} (entry {other.position})"
            yield Remark(f"{says}; where one of them is wrong, correct it", (other.position,))


def _meetings_of(view: FileView, entry: Entry) -> set[str]:
    """The meetings whose minutes an entry gives, or files as belonging to them."""
    if isinstance(entry, MeetingMinutesRecorded):
        return {entry.meeting}
    if not isinstance(entry, DocumentFiled) or entry.document_kind != "minutes":
        return set()
    belongs = set(entry.belongs_to)
    return {
        one.id for one in view.file.meetings.held()
        if one.held in belongs or belongs & {minutes.position for minutes in one.minutes}
    }  # fmt: skip


def _texts(view: FileView, entry: Entry) -> set[str]:
    """The SHA-256 of the minutes with an entry: of its document, of what else came with it where there is none."""
    document = entry.document if isinstance(entry, MeetingMinutesRecorded | DocumentFiled) else None
    opened = (view.open(one) for one in ((document,) if document is not None else entry.exhibits))
    return {one.sha256 for one in opened if isinstance(one, Document)}


__all__ = ["minutes_of_another"]
