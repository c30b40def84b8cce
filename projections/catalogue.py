"""The read models, in the open: each is a name, the columns of its table, and a pure function from a file to rows.

Adding one is writing that function and adding its row to `CATALOGUE`. There are no triggers and no handlers: rows are
worked out from the whole file, whether it has just grown or is read again from its first entry.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, LiteralString, NamedTuple
from zlib import crc32

from pydantic import BaseModel
from pydantic_core import to_json

from ledger.organisations import Organisation
from ledger.procedures.folder import fingerprint
from projections import timeline
from projections.alarms import Alarm, alarms, numbered, raised_since
from projections.counted import Counted
from projections.duties import Duty, duties
from projections.failings import failings
from projections.failings_changed import may_differ
from projections.marked import grown_unmarked, is_marked, left_unmarked, told_apart
from projections.remembered import each_made
from projections.status import Status, WholeStatus, status
from projections.trail import Failing
from projections.view import FileView
from projections.withholding import PRIVILEGED

Row = tuple[Any, ...]
"""The number that with the file identifies it, then a value for each column."""
SEARCHED = 100_000
"""Characters of one entry that can be searched for words; PostgreSQL's search vectors have a limit."""

SEARCHABLE: LiteralString = """
    array_to_tsvector(ARRAY['on ' || file_id::text, 'is ' || kind, 'at 9 ' || (index >> 9)::text,
        'at 13 ' || (index >> 13)::text, 'at 17 ' || (index >> 17)::text, 'at 21 ' || (index >> 21)::text])
    || to_tsvector('words', said)"""
"""What is searched for words, in SQL: the words of a line, and a few more, which no text has: each has a blank in it.

The file it is on, so that the words of one file are found by the index alone: without it, those of 11,500 entries among
a million were found by reading every line of the ledger that has one of them. What kind of entry it is. And where in
the log it stands, by stretches of 512 places, 8,192, 131,072 and 2,097,152 (`stretches_of`): so the newest lines that
have a word are found without reading the others, of which there may be hundreds of thousands. docs/adr/0144.
"""

REACHES = (9, 13, 17, 21)
"""How long the stretches are that are searched, in bits of a place in the log: each sixteen times the one before."""


def stretches_of(before: int) -> Iterator[tuple[int, str]]:
    """Yield the log before a place in stretches, the newest first, each sixteen times as long as all those before it.

    Of each: before which place it ends, and the query (in a tsquery's own notation) that its lines answer.
    """
    end, wide = before, 1 << REACHES[0]
    while end > 0:
        reach = max(bits for bits in REACHES if 1 << bits <= wide)
        first = max(end - wide, 0) >> reach
        yield end, " | ".join(f"'at {reach} {number}'" for number in range(first, ((end - 1) >> reach) + 1))
        end = first << reach
        wide = (before - end) * 15


NEVER = date(9999, 12, 31)
"""Sorts a contract without an end date after all others."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


@dataclass(frozen=True, slots=True)
class Projection:
    """One read model. Its table has the file's id, a number, and these columns; (file_id, number) is the key."""

    name: str
    version: int
    """Raised when the same entries would give other rows: the read models are then built anew at the next start."""
    columns: tuple[tuple[str, str], ...]
    """(name, SQL type) of each."""
    rows: Callable[[FileView], Iterable[Row]]
    """Every row of a file."""
    changed: Callable[[FileView, FileView], Iterable[Row] | None] | None = None
    """The rows that may have changed between two views of a file; None where any may have, or some be gone."""
    indexes: tuple[str, ...] = ()
    """What is indexed besides the key, as it stands in CREATE INDEX after the table's name."""
    searched: tuple[str, ...] = ()
    """The same, for word search: made last when all is built anew."""
    one_row: bool = False
    """Whether every file has exactly one row."""


def as_json(model: BaseModel, *without: str) -> str:
    """Return a model as JSON that PostgreSQL takes: a NUL, which no column can hold, is shown as U+FFFD."""
    text = model.model_dump_json(exclude_defaults=True, exclude=set(without) or None)
    return _NUL.sub(r"\1\\ufffd", text) if "\\u0000" in text else text


# --- timeline -------------------------------------------------------------------------------------------------------


def _timeline_rows(view: FileView) -> Iterable[Row]:
    rows = (_timeline_row(said, text) for said, text in timeline.written(view))
    if not is_marked(view):
        return rows
    found = list(rows)
    view.at_hand[LINES] = {row[0]: row for row in found}
    return found


LINES = "its timeline's rows, until those of what is left are worked out"


def _left_timeline_rows(view: FileView) -> Iterable[Row]:
    """Of what is left of a file most lines are those of the whole; only the others are put into words again."""
    left, lines = left_unmarked(view), view.at_hand.pop(LINES, None)
    if left is None:
        return
    others = timeline.touched(left, view) if left.erased == view.erased else None
    if others is None or not isinstance(lines, dict):
        yield from _timeline_rows(left)
        return
    yield from (lines[r.position] for r in left.file.known if r.position in lines and r.position not in others)
    yield from (_timeline_row(said, text) for said, text in timeline.written(left, others))


def _timeline_changed(before: FileView, after: FileView) -> Iterator[Row]:
    only = timeline.touched(before, after)
    return (_timeline_row(said, text) for said, text in timeline.written(after, only))


def _timeline_row(said: Mapping[str, Any], text: str) -> Row:
    audience = said["audience"]
    return (
        said["position"], said["index"], said["kind"], said["party"], said["happened_on"],
        said["happened_at"] or time.min, audience, list(said["named"]),
        audience == "legal" or said["protection"] in PRIVILEGED, said["struck_by"] is not None,
        bool(said["departures"]), text[:SEARCHED].replace("\x00", "\ufffd"), to_json(said).decode(),
    )  # fmt: skip


TIMELINE = Projection(
    name="timeline",
    version=15,
    columns=(
        ("index", "bigint"), ("kind", "text"), ("party", "text"), ("happened_on", "date"), ("happened_at", "time"),
        ("audience", "text"), ("named", "text[]"), ("privileged", "boolean"), ("struck", "boolean"),
        ("departs", "boolean"), ("said", "text"),
        ("line", "text"),  # the very JSON that is answered: a page of it is put together and sent
    ),
    rows=_timeline_rows,
    changed=_timeline_changed,
    indexes=(
        "(file_id, happened_on, happened_at, number)", "(file_id, kind, happened_on, happened_at, number)",
        "(file_id, party, happened_on, happened_at, number)",
        "(file_id, happened_on, happened_at, number) WHERE departs",
        "(index)", "(file_id) WHERE privileged OR audience = 'named'",
    ),
    searched=(f"USING gin (({SEARCHABLE}))",),
)  # fmt: skip


# --- status ---------------------------------------------------------------------------------------------------------


class StatusKeys(NamedTuple):
    """The first columns of a status: what contracts are found and sorted by, each key rising in the order shown."""

    position: int
    reference: str
    title_key: str
    words_key: str
    provider_key: str
    unit_key: str
    locality_key: str
    lead_key: str
    starts_on: date | None
    ended_on: date | None
    end_key: date
    last_key: int
    """Falls as time goes on, so that the newest comes first."""
    issues_key: int
    quarantined: str | None
    lacking: bool


def status_keys(facts: Status) -> StatusKeys:
    """Return what a contract is found and sorted by."""
    leads = [term.person for term in facts.people if term.office == "lead-officer"]
    words = (facts.reference, facts.title, facts.provider or "", *((facts.locality,) if facts.locality else ()))
    parties = facts.provider_facts.parties
    # A provider's own file has no contract: it is found by every name it goes by.
    called = (facts.provider,) if facts.provider else tuple(map(str, parties))
    providers = (*called, *_numbers(parties))
    recorded = facts.last_entry.recorded_at if facts.last_entry else None
    return StatusKeys(
        position=facts.position, reference=facts.reference, title_key=facts.title.casefold(),
        words_key="\n".join(words).casefold(), provider_key="\n".join(providers).casefold(),
        unit_key=(facts.unit or "").casefold(), locality_key=(facts.locality or "").casefold(),
        lead_key=leads[-1].casefold() if leads else "", starts_on=facts.commenced_on or facts.start_date,
        ended_on=min((ended.on for ended in facts.ended), default=None),
        end_key=facts.end_dates[-1].ends_on if facts.end_dates else NEVER,
        last_key=-((recorded - _EPOCH) // timedelta(microseconds=1)) if recorded else 0,
        issues_key=-len(facts.issues), quarantined=facts.quarantined, lacking=bool(facts.lacking),
    )  # fmt: skip


def status_row(facts: WholeStatus) -> Row:
    """Return the row of a status, also that of a file set aside.

    Last in it, in JSON: what is counted across contracts, of this one (projections/counted.py); how the procedure is
    kept on it; and all the rest, which is what lists read.
    """
    return (1, *status_keys(facts), as_json(Counted.of(facts)), as_json(facts.kept), as_json(facts, "kept"))


def _numbers(parties: Iterable[Organisation]) -> tuple[str, ...]:
    """The numbers that providers go by: a contract is found by them as by a name."""
    return tuple(str(identifier) for party in parties for identifier in party.identifiers)


STATUS = Projection(
    name="status",
    version=26,
    columns=(
        ("position", "bigint"), ("reference", 'text COLLATE "C"'), ("title_key", 'text COLLATE "C"'),
        ("words_key", "text"), ("provider_key", "text"), ("unit_key", "text"), ("locality_key", "text"),
        ("lead_key", "text"),
        ("starts_on", "date"), ("ended_on", "date"), ("end_key", "date"), ("last_key", "bigint"),
        ("issues_key", "bigint"), ("quarantined", "text"), ("lacking", "boolean"), ("counted", "text"),
        ("kept", "text"), ("facts", "jsonb"),
    ),
    rows=lambda view: [status_row(status(view))],
    indexes=(
        "(reference)", "(title_key, reference)", "(end_key, reference)", "(last_key, reference)",
        "(issues_key, reference)", "(unit_key, reference)", "(locality_key, reference)", "(starts_on)", "(ended_on)",
        "(reference) WHERE quarantined IS NOT NULL", "(file_id) WHERE lacking",
    ),
    one_row=True,
)  # fmt: skip


# --- failings and duties --------------------------------------------------------------------------------------------


def _failing_row(failing: Failing) -> Row:
    return failing.position, failing.issue, failing.noticed_on, failing.open, as_json(failing)


def _failings_changed(before: FileView, after: FileView) -> Iterable[Row] | None:
    about = may_differ(before, after)
    return None if about is None else map(_failing_row, failings(after, about))


FAILINGS = Projection(
    name="failings",
    version=17,
    columns=(("issue", "text"), ("noticed_on", "date"), ("open", "boolean"), ("model", "jsonb")),
    rows=lambda view: map(_failing_row, failings(view)),
    changed=_failings_changed,
)


def _duty_rows(view: FileView) -> Iterator[Row]:
    """Each under a number made of its id: so one that comes or goes leaves the rows of all others as they are.

    The first 56 bits of the id's SHA-256 but the first of all, and how many of that id came before, in eight more.
    """
    before = Counter[str]()
    for number, duty, *columns in each_made(_duty_row, duties(view), view):
        yield number + before[duty], duty, view.reference, *columns
        before[duty] += 1


def _duty_row(duty: Duty) -> Row:
    number = int.from_bytes(sha256(duty.id.encode()).digest()[:7]) % 2**55 * 256
    persons = [duty.named] if duty.named else [term.person for term in duty.in_post]
    days = duty.since, duty.due_on, duty.warned_from, duty.ceases_on
    return number, duty.id, duty.office, persons, *days, as_json(duty)


DUTIES = Projection(
    name="duties",
    version=31,
    columns=(
        ("duty", 'text COLLATE "C"'), ("reference", 'text COLLATE "C"'), ("office", "text"), ("persons", "text[]"),
        ("since", "date"), ("due_on", "date"), ("warned_from", "date"), ("ceases_on", "date"), ("model", "jsonb"),
    ),
    rows=_duty_rows,
    indexes=(
        # As they are listed, of all offices and of one: what very many contracts have for one day is not put in order.
        "((coalesce(due_on, since)), reference, duty)", "(office, (coalesce(due_on, since)), reference, duty)",
        "USING gin (persons)", "(duty) WHERE duty LIKE 'next-contract/%'",
    ),
)  # fmt: skip


# --- alarms ---------------------------------------------------------------------------------------------------------


def _alarm_rows(raised: Iterable[Alarm]) -> Iterator[Row]:
    for number, alarm in numbered(raised):
        yield number, alarm.recorded_at, as_json(alarm)


ALARMS = Projection(
    name="alarms",
    version=6,
    columns=(("recorded_at", "timestamptz"), ("model", "jsonb")),
    rows=lambda view: _alarm_rows(alarms(view)),
    changed=lambda before, after: _alarm_rows(raised_since(before, after)),
    indexes=("(recorded_at)",),
)


# --- what contracts are found by ------------------------------------------------------------------------------------


def _names_row(view: FileView) -> Row:
    left = left_unmarked(view)
    texts = {text for seen in (view, left) if seen is not None for text in _names(seen)}
    return (1, grams_of(*texts))


def _names(view: FileView) -> Iterator[str]:
    """What `words_key`, `provider_key` and `lead_key` of its status hold, and every lead officer there was."""
    contract, need = view.file.agreement.contract, view.file.procurement.need
    parties = contract.providers if contract is not None else ()
    named = (contract.title, ", ".join(map(str, parties)), *_numbers(parties)) if contract is not None else ("", "")
    named = (need.title, "") if contract is None and need is not None else named
    own = view.file.provider.organisations
    if contract is None and own:
        named = (view.file.title, "\n".join(map(str, own)), *_numbers(own))
    yield "\n".join((view.reference, *named))
    locality = next((said.locality for said in (contract, need) if said and said.locality), None)
    if locality:
        yield "\n".join((view.reference, *named[:2], locality))
    yield from (term.person for term in view.file.people.holders("lead-officer"))


def _names_changed(before: FileView, after: FileView) -> Iterable[Row] | None:
    was, now = before.file, after.file
    names = [
        (file.agreement, file.procurement.need, file.people, file.provider, file.records.marks) for file in (was, now)
    ]
    same = names[0] == names[1]
    return () if same else None


def grams_of(*texts: str) -> list[int]:
    """Return a number for every three characters in a row of some texts: whoever has these may have the text.

    Sorted. CRC-32 of the characters, in small letters, in UTF-8, less 2 to the power of 31.
    """
    found = {text[at : at + 3] for text in map(str.casefold, texts) for at in range(len(text) - 2)}
    return sorted({crc32(gram.encode()) - 2**31 for gram in found})


NAMES = Projection(
    name="names",
    version=4,
    columns=(("grams", "integer[]"),),
    rows=lambda view: [_names_row(view)],
    changed=_names_changed,
    searched=("USING gin (grams)",),
)
"""What a part of a reference, a title or a name is looked up in: no index on text finds what stands within it."""


# --- what is left for who sees nothing that is marked ---------------------------------------------------------------


def _left(projection: Projection) -> Projection:
    """The same rows of what is left of a file, where something on it is marked (projections/marked.py)."""

    def rows(view: FileView) -> Iterable[Row]:
        left = left_unmarked(view)
        return projection.rows(left) if left is not None else ()

    def changed(before: FileView, after: FileView) -> Iterable[Row] | None:
        if left_unmarked(before) is None and left_unmarked(after, before) is None:
            return ()
        grown = grown_unmarked(before, after)
        return projection.changed(*grown) if grown is not None and projection.changed is not None else None

    return replace(projection, name=f"left_{projection.name}", rows=rows, changed=changed, one_row=False)


LEFT_STATUS = replace(
    _left(STATUS),
    columns=(*STATUS.columns, ("told", "text[]")),
    rows=lambda view: [
        (*status_row(status(left)), told_apart(view)) for left in [left_unmarked(view)] if left is not None
    ],
    indexes=(*STATUS.indexes, "USING gin (told)"),
)
LEFT_TIMELINE = replace(
    _left(TIMELINE),
    rows=_left_timeline_rows,
    indexes=("(index)",),  # it is read across files only, the newest in the log first
)
LEFT_DUTIES = _left(DUTIES)
LEFT = (LEFT_TIMELINE, LEFT_STATUS, LEFT_DUTIES, _left(ALARMS))


CATALOGUE: tuple[Projection, ...] = (STATUS, FAILINGS, DUTIES, ALARMS, NAMES, TIMELINE, *LEFT)
"""Readiness is not among them: it is judged on the day it is asked for, from the folded file.

In the order they are worked out in: what is left after the whole, which it shares, and its lines at once after those.
"""


def made_by(default_procedure: str, catalogue: tuple[Projection, ...] = CATALOGUE) -> str:
    """Return what identifies the rows this program works out: other rows under the same name are not read.

    The procedures they are worked out by are part of it: rows made by a file that was changed since are made anew.
    """
    tables = repr([(p.name, p.version, p.columns, p.indexes, p.searched) for p in catalogue])
    said = tables + default_procedure + fingerprint()
    return sha256(said.encode()).hexdigest()


__all__ = [
    "ALARMS", "CATALOGUE", "DUTIES", "FAILINGS", "NAMES", "NEVER", "SEARCHED", "STATUS", "TIMELINE", "Projection",
    "Row", "StatusKeys", "as_json", "grams_of", "made_by", "status_keys", "status_row",
]  # fmt: skip
