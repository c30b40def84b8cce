"""What is asked only of an entry that is submitted: limits, worked-out fields left alone, days that can have been.

None of this is asked when reading what is on record, so that tightening a limit never makes an old entry unreadable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from ledger.entry import Entry, Limit, Money, walk
from ledger.refusals import Fault, Invalid
from ledger.subjects.records import EntryCorrected
from ledger.words import Said

LONGEST_TEXT = 20_000
"""Characters one text may have; what is longer is a document, to be filed and cited."""
WORKED_OUT = ("worked", "waiting", "destroyed")
"""Fields the ledger fills in."""
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
"""Days an entry may name: beyond them is a slip, or stands for "never", with which no period can be worked out."""


def check_submitted(entry: Entry, today: date, number: int = 0) -> None:
    """Raise Invalid with every fault found, each at its field; `number` says which of those sent together this is."""
    faults = [*_days(entry, today), *_fields(entry)]
    if faults:
        raise Invalid([replace(fault, entry=number) for fault in faults])


def _days(entry: Entry, today: date) -> Iterator[Fault]:
    if entry.happened_on > today:
        yield Fault("happened_on", f"is after today, {today:%-d %B %Y}: only what has happened is recorded")
    if entry.noted_on and entry.noted_on > today:
        yield Fault("noted_on", f"is after today, {today:%-d %B %Y}; give the day the note was made")
    if isinstance(entry, EntryCorrected):
        for fault in _days(entry.replacement, today):
            yield replace(fault, field=f"replacement.{fault.field}")


def _fields(entry: Entry) -> Iterator[Fault]:
    for path, value, marks in walk(entry):
        if path.rpartition(".")[2] in WORKED_OUT and value is not None:
            yield Fault(path, "is worked out by the ledger; leave it out")
        if isinstance(value, date) and value < EARLIEST:
            yield Fault(path, "is before 1900; give the year in full")
        elif isinstance(value, date) and value > LATEST:
            yield Fault(path, "is after the year 2999; where there is no end, leave it out")
        for mark in marks:
            if isinstance(mark, Limit) and (why := _over(mark, value)):
                yield Fault(path, why)
        if isinstance(value, Said) and isinstance(value.value, str):
            if not value.value.strip():
                yield Fault(path, "is empty; say something or leave the field out")
            elif len(value.value) > LONGEST_TEXT:
                long = f"has {len(value.value):,} characters; the limit is {LONGEST_TEXT:,}"
                yield Fault(path, f"{long}: file it as a document and cite it")


def _over(limit: Limit, value: Any) -> str | None:
    if isinstance(value, str | tuple):
        what = "items" if isinstance(value, tuple) else "characters"
        if limit.longest is not None and len(value) > limit.longest:
            return f"has {len(value):,} {what}; the limit is {limit.longest:,}"
        if limit.shortest is not None and len(value) < limit.shortest:
            return f"has {len(value):,} {what}; the least is {limit.shortest:,}"
    elif isinstance(value, Money) and limit.least is not None and value.pence < limit.least:
        return f"is {value.pence} pence; the least is {limit.least}"
    elif isinstance(value, int) and not isinstance(value, bool):
        if limit.least is not None and value < limit.least:
            return f"is {value}; the least is {limit.least}"
        if limit.most is not None and value > limit.most:
            return f"is {value}; the most is {limit.most}"
    return None
