"""Dates of notices that come out otherwise by what has just been put on file: revised by an entry, never silently.

A correction, a strike-out, or an appointment, address or clause entered late may change whether a notice was validly
served, when it counts and when the time to remedy ends. What was stated stays on the notice; `DatesRevised` says what
holds now and why (design, idea 6). New proof of receipt carries its own working and needs none; neither does the
notice itself. Replay never reckons again: this is asked once, when something is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from ledger.contract_file import ContractFile
from ledger.dates.calendar import NEWEST_TABLE
from ledger.entry import Entry, Recorded, Source, own
from ledger.kinds import subject_of
from ledger.serving.validity import NoticeWorking
from ledger.subjects.notices import DatesRevised, Notice
from ledger.subjects.records import AMENDING

DECIDING = ("agreement", "people", "terms")
"""The subjects by whose entries, beside its own, a notice's dates are worked out."""


def revisions(file: ContractFile, added: Sequence[Recorded], today: date) -> Iterator[DatesRevised]:
    """Yield an entry for each notice whose dates come out otherwise by what was added to the file it is now on."""
    causes = [r for r in added if _may_change(file, r)]
    if not causes:
        return
    # Of several recorded together it is not known which one changed a date: then none is named.
    amending = {type(r.entry) in AMENDING for r in causes}
    cause: Literal["correction", "late-entry", "other"] = "other"
    if len(amending) == 1:
        cause = "correction" if amending == {True} else "late-entry"
    because_of = causes[0].position if len(causes) == 1 else None
    for notice in list(file.notices.by_id.values()):
        if notice.served is None or notice.worked is None:
            continue
        revised = DatesRevised(
            happened_on=today, since=notice.served.happened_on, notice=notice.id, because_of=because_of,
            source=Source(how="system"), cause=cause,
        )  # fmt: skip
        now = revised.work(file).worked
        if now is not None and _holds(now) != _holds(notice.worked):
            yield revised


def may_revise(kind: type[Entry]) -> bool:
    """Return whether entries of a kind can make a notice's dates come out otherwise."""
    return kind in AMENDING or subject_of(kind) in DECIDING


def by_newer_holidays(file: ContractFile) -> Iterator[tuple[Notice, NoticeWorking]]:
    """Yield each notice worked out with an older table of bank holidays, and its working by the newest, if they differ.

    No entry brings a new table, it comes with a version of the program: so a person records the revision.
    """
    for notice in file.notices.by_id.values():
        if notice.served is None or notice.worked is None or notice.withdrawn:
            continue
        if _tables(notice.worked) <= {NEWEST_TABLE}:
            continue
        revised = DatesRevised(happened_on=notice.served.happened_on, notice=notice.id, cause="holiday-table")
        now = revised.work(file).worked
        if now is not None and _holds(now) != _holds(notice.worked):
            yield notice, now


def _tables(worked: NoticeWorking) -> set[str]:
    parts = [worked.service, worked.ends_no_earlier_than]
    if worked.remedy is not None:
        parts += [worked.remedy.contract, worked.remedy.period_stated]
    return {part.table for part in parts if part is not None and part.table is not None}


def _may_change(file: ContractFile, recorded: Recorded) -> bool:
    """Whether it is one of those by which a notice's dates are worked out, and came after the notice."""
    entry = recorded.entry
    if type(entry) in AMENDING:
        return own(entry, "waiting") is None
    if not may_revise(type(entry)):
        return False
    before = (n.served for n in file.notices.by_id.values() if n.served and n.position < recorded.position)
    return any(entry.effective_on <= given.happened_on for given in before)


def _holds(worked: NoticeWorking) -> tuple[object, ...]:
    """What a working comes to: its dates and whether it is valid, not the steps that only explain them."""
    remedy = worked.remedy and (worked.remedy.ends_on, worked.remedy.ends_at)
    length = worked.ends_no_earlier_than and worked.ends_no_earlier_than.end
    return (worked.valid, worked.counts_on, worked.counts_at, remedy, length)
