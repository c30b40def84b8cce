"""What is asked only of an entry that is submitted: limits, worked-out fields left alone, days that can have been.

None of this is asked when reading what is on record, so that tightening a limit never makes an old entry unreadable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from ledger.contents import marks_of
from ledger.entry import Entry, Money, own
from ledger.fields import Limit
from ledger.refusals import Fault, Invalid
from ledger.subjects.records import EntryCorrected
from ledger.words import Said, says_nothing

LONGEST_TEXT = 20_000
"""Characters one text may have; what is longer is a document, to be filed and cited."""
WORKED_OUT = ("worked", "waiting", "destroyed")
"""Fields the ledger fills in."""
OVER = (
    "agreed_with_provider_on", "noticed_on", "paper_copy_on", "received_on", "reported_to_provider_on", "responded_on",
    "shared_with_provider_on",
)  # fmt: skip
"""Fields of days on which something was told, received or seen: none of them is still to come."""
_PLAIN = frozenset({str, int, bool})
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
"""Days an entry may name: beyond them is a slip, or stands for "never", with which no period can be worked out."""


def check_submitted(entry: Entry, today: date, number: int = 0, departures: Sequence[BaseModel] = ()) -> None:
    """Raise Invalid with every fault found, each at its field; `number` says which of those sent together this is.

    `departures`: what was said of those it knowingly makes, of which the same is asked as of the entry.
    """
    faults = [*_days(entry, today), *_fields(entry)]
    for place, said in enumerate(departures):
        faults += _fields(said, f"departures.{place}.")
    if faults:
        raise Invalid([replace(fault, entry=number) for fault in faults])


def _days(entry: Entry, today: date) -> Iterator[Fault]:
    if entry.happened_on > today:
        yield Fault("happened_on", f"is after today, {today:%-d %B %Y}: only what has happened is recorded")
    if entry.noted_on and entry.noted_on > today:
        yield Fault("noted_on", f"is after today, {today:%-d %B %Y}; give the day the note was made")
    for name in OVER:
        if (day := own(entry, name)) and day > today:
            yield Fault(
                name, f"is after today, {today:%-d %B %Y}; give the day it happened, or leave it out until it has"
            )
    if type(entry) is EntryCorrected:
        for fault in _days(entry.replacement, today):
            yield replace(fault, field=f"replacement.{fault.field}")


def _fields(model: BaseModel, path: str = "") -> Iterator[Fault]:
    """As `walk` goes, without what is left out: that is most of an entry's fields."""
    values = model.__dict__
    for name, limits, of_items in _limits(type(model)):
        value = values[name]
        kind = type(value)
        if value is None or (kind in _PLAIN and not limits):
            continue
        here = path + name
        if name in WORKED_OUT:
            yield Fault(here, "is worked out by the ledger; leave it out")
        yield from _value(here, value, limits)
        if kind is tuple:
            for number, item in enumerate(value):
                yield from _value(f"{here}.{number}", item, of_items)


def _value(path: str, value: Any, limits: Sequence[Limit]) -> Iterable[Fault]:
    faults = [Fault(path, why) for limit in limits if (why := _over(limit, value))] if limits else []
    if type(value) in _PLAIN or type(value) is tuple:
        return faults  # as most are
    match value:
        case date():
            if value < EARLIEST:
                faults.append(Fault(path, "is before 1900; give the year in full"))
            elif value > LATEST:
                faults.append(Fault(path, "is after the year 2999; where there is no end, leave it out"))
        case Said(value=str(words)):
            if says_nothing(words):
                found = "has no letter or digit, and so says nothing" if words.strip() else "is empty"
                faults.append(Fault(path, f"{found}; say something or leave the field out"))
            elif len(words) > LONGEST_TEXT:
                long = f"has {len(words):,} characters; the limit is {LONGEST_TEXT:,}"
                faults.append(Fault(path, f"{long}: file it as a document and cite it"))
        case BaseModel():
            faults += _fields(value, f"{path}.")
        case _:
            pass
    return faults


@cache
def _limits(model: type[BaseModel]) -> tuple[tuple[str, tuple[Limit, ...], tuple[Limit, ...]], ...]:
    """For each field of a model of which anything is asked: its name, the limits on its value, and those on each item
    where it is a list."""
    rows = ((name, _limits_in(own), _limits_in(of_items)) for name, own, of_items in marks_of(model))
    return tuple(
        row for row in rows
        if row[1] or row[2] or row[0] in WORKED_OUT or not _is_plain(model.model_fields[row[0]].annotation)
    )  # fmt: skip


def _is_plain(annotation: Any) -> bool:
    """Whether a field can hold nothing but text in the open, whole numbers, and yes or no."""
    if get_origin(annotation) is Literal or annotation is NoneType:
        return True
    parts = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _is_plain(parts[0])
    return annotation in _PLAIN or (get_origin(annotation) in (Union, UnionType) and all(map(_is_plain, parts)))


def _limits_in(marks: tuple[Any, ...]) -> tuple[Limit, ...]:
    return tuple(mark for mark in marks if isinstance(mark, Limit))


def _over(limit: Limit, value: Any) -> str | None:
    kind = type(value)
    if kind is str or kind is tuple:
        what = "items" if kind is tuple else "characters"
        if limit.longest is not None and len(value) > limit.longest:
            return f"has {len(value):,} {what}; the limit is {limit.longest:,}"
        if kind is str and limit.shortest and value and not value.strip():
            return "is empty; say something or leave the field out"
        if limit.shortest is not None and len(value) < limit.shortest:
            return f"has {len(value):,} {what}; the least is {limit.shortest:,}"
    elif kind is Money and limit.least is not None and value.pence < limit.least:
        return f"is {value}; the least is {value.model_copy(update={'pence': limit.least})}"
    elif kind is int:
        if limit.least is not None and value < limit.least:
            return f"is {value}; the least is {limit.least}"
        if limit.most is not None and value > limit.most:
            return f"is {value}; the most is {limit.most}"
    return None
