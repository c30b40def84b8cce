"""An entry's fields as a page shows them: each under its name, in words, with the entries and documents it names.

Dates that were worked out are shown with their working: every day that counts with its number, and every day that does
not with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from pydantic import BaseModel

from ledger.contents import references
from ledger.dates.calendar import DateWorking, days_counted
from ledger.entry import Entry
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.retention import Destroyed
from ledger.words import Document, Kept, Said
from projections.view import FileView, names_office

SHOWN_APART = (
    "kind", "happened_on", "happened_at", "about", "until", "by", "noted_on", "audience", "named", "protection",
    "worked", "waiting",
)  # fmt: skip
"""Fields that a page about an entry shows in places of their own."""
NOT_STATED = ("kind", "worked", "waiting", "destroyed")
"""Fields of an entry that nobody states: the ledger writes them."""
_NAMES = {
    "by": "Done by", "source": "How it is known", "position": "Entry", "sla": "Service level agreement",
    "nature": "What was wrong", "issue_kind": "Sort of issue", "notice_kind": "Sort of notice",
    "audience": "Who may read it", "named": "Named people", "protection": "Privilege or confidence",
    "served_by_party": "Whose notice it was", "happened_at": "At what hour", "about": "About that day",
    "until": "Or any day up to", "concerns": "Entries it is about", "sentence": "In one sentence",
    "roll": "If the last day is no Working Day", "states": "What else it stated", "default_kind": "Kind of default",
    "cumulative_count": "Which of its kind", "contractual": "Of a contractual nature",
    "ad_hoc_reason": "Why an extra meeting", "how": "How", "whom": "From whom, or which document or system",
    "destroyed": "What was taken away", "upto": "Of entries up to", "openings": "Texts, names and exhibits",
    "keep_until": "Kept until",
}  # fmt: skip


@dataclass(frozen=True)
class CountedDay:
    """One day of a period: the number it counts as, or why it does not count."""

    day: date
    number: int | None
    why: str | None


@dataclass(frozen=True)
class Shown:
    """One value: words, a link to an entry or document, a list, a group of named values, or a date and its working."""

    words: str = ""
    entry: int | None = None
    document: str | None = None
    items: tuple[Shown, ...] = ()
    rows: tuple[Row, ...] = ()
    days: tuple[CountedDay, ...] = ()


@dataclass(frozen=True)
class Row:
    """One named value."""

    name: str
    value: Shown


def name_of(field: str) -> str:
    """Return a field's name in words: Served by party."""
    return _NAMES.get(field) or field.replace("_", " ").capitalize()


def fields_shown(entry: Entry, view: FileView, leave_out: tuple[str, ...] = SHOWN_APART) -> list[Row]:
    """Return the entry's fields that say something, in the order of its class; by default those of its kind alone."""
    return list(_Walk(view, dict(_positions(entry, view)), entry.happened_on).rows(entry, leave_out=leave_out))


@dataclass(frozen=True)
class Worked:
    """What was worked out when an entry was recorded: in a sentence, each date with its days, and all of it."""

    sentence: str
    dates: tuple[Row, ...]
    rows: tuple[Row, ...]


def worked_shown(entry: Entry, view: FileView) -> Worked | None:
    """Return what was worked out when the entry was recorded; None where nothing was."""
    worked = getattr(entry, "worked", None)
    if not isinstance(worked, BaseModel):
        return None
    rows = tuple(_Walk(view, {}, entry.happened_on).rows(worked, leave_out=("sentence",)))
    return Worked(str(getattr(worked, "sentence", "")), tuple(_dates(rows)), rows)


def _dates(rows: Iterable[Row], under: str = "") -> Iterator[Row]:
    """Every date with its working among the rows, named by where it stands."""
    for row in rows:
        name = f"{under}, {row.name.lower()}" if under else row.name
        if row.value.days:
            yield Row(name, row.value)
        yield from _dates(row.value.rows, name)


def _positions(entry: Entry, view: FileView) -> Iterator[tuple[str, int]]:
    """Field path -> entry, for everything the entry names on the same file."""
    for path, _, named in references(entry):
        position = named if isinstance(named, int) else view.file.ids.get(named)
        if position is not None:
            yield path, position


@dataclass(frozen=True)
class _Walk:
    view: FileView
    positions: Mapping[str, int]
    on: date
    """The day of the entry: offices are called as the procedure of then has them."""

    def rows(self, model: BaseModel, path: str = "", leave_out: tuple[str, ...] = ()) -> Iterator[Row]:
        for field, info in type(model).model_fields.items():
            value = getattr(model, field)
            if field in leave_out or value in (None, "", ()) or (value is False and info.default is False):
                continue
            office = names_office(type(model), field)
            shown = Shown(self.view.say_field(model, field, self.on)) if office else self.shown(value, f"{path}{field}")
            yield Row(name_of(field), shown)

    def shown(self, value: object, path: str) -> Shown:
        match value:
            case Kept() | Said():
                return self._opened(value)
            case tuple():
                return Shown(items=tuple(self.shown(item, f"{path}.{number}") for number, item in enumerate(value)))
            case DateWorking():
                return _working(value)
            case Entry():
                return Shown(rows=tuple(self.rows(value, f"{path}.", NOT_STATED)))
            case Destroyed():  # which digests they were, the entry itself says
                return Shown(rows=tuple(self.rows(value, f"{path}.", ("digests", "digests_sha256"))))
            case ConcernedGroup(name=str()):  # which people a group is of, besides what it is called
                return Shown(f"{value} ({self.view.say(value.who)})")
            case BaseModel() if type(value).__str__ is BaseModel.__str__:
                return Shown(rows=tuple(self.rows(value, f"{path}.")))
            case int() if not isinstance(value, bool) and path in self.positions:
                return Shown(f"entry {value}", entry=self.positions[path])
            case date() | time() | bool():
                return Shown(self.view.say(value))
            case _:
                return Shown(self.view.say(value, self.on), entry=self.positions.get(path))

    def _opened(self, held: Kept | Said) -> Shown:
        opened = self.view.open(held)
        if isinstance(opened, Document):
            return Shown(opened.title or "A document", document=opened.sha256)
        return Shown(self.view.unread(held) if opened is None else opened)


def _working(working: DateWorking) -> Shown:
    counted = [CountedDay(day, number, None) for day, number in days_counted(working)]
    skipped = [CountedDay(skipped.day, None, skipped.why) for skipped in working.skipped]
    days = sorted([*counted, *skipped], key=lambda counted_day: counted_day.day)
    return Shown(working.sentence, days=tuple(days))
