"""What is on the contract files of a made-up ledger: told stories, then one entry of every other kind, then business.

The four stories of the example (api/example/) are put before every rule, as are the entries of further kinds after
one of them; a life is such a story and the daily business that follows (business.py). Every file of the ledger has
the beginning of one of the lives, under its own reference, with its own title and salts, so that no two entries are
equal. Not in any life are the kinds of the authority's own file, and those that take words away: they need more than
a row.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import b2a_base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from itertools import islice
from types import ModuleType
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import to_json

from api.example import ended_well, nobody_noticed, not_yet, saved
from api.example.paper import Paper
from api.example.telling import Batch, Desk
from api.kind_examples import example_of
from ledger import mapper
from ledger.contract_file import ContractFile
from ledger.entry import Account, Entry, Recorded
from ledger.judgement import Act, Stage, judge_together
from ledger.kinds import BY_NAME
from ledger.refusals import Invalid, Refused
from ledger.subjects.agreement import ContractRegistered, FileOpened, Organisation
from ledger.subjects.records import EntryCorrected
from ledger.words import SUBMITTED, Document, Said
from tests.benchmarks.business import CASE, CLERK, FIRST, Business
from tests.benchmarks.papers import digest

REFERENCE, TITLE, PROVIDER, UNIT = "REFERENCE-HERE", "TITLE HERE", "PROVIDER HERE", "UNIT HERE"
_OWN = {REFERENCE.encode(): -1, TITLE.encode(): -2, PROVIDER.encode(): -3, UNIT.encode(): -4}
_PLACES = re.compile(b"|".join([rb'(?<="kept":")[\w-]{43}(?=")', *map(re.escape, _OWN)]))
_URLSAFE = bytes.maketrans(b"+/", b"-_")
STORIES: tuple[ModuleType, ...] = (saved, ended_well, nobody_noticed, not_yet)
LIVES = 2 * len(STORIES) + 1
"""Each story twice, with different business after it; and a file taken on from elsewhere, with business alone."""
ELSEWHERE = frozenset(
    {"ledger-opened", "procedure-adopted", "procedure-amended", "checkpoint-timestamped", "signing-key-rotated",
     "log-loss-explained", "words-erased", "file-disposed"}
)  # fmt: skip
"""Kinds that are in no life: they belong on the authority's file, or take words and documents away."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a file has of its own: reference, title, provider, unit; as JSON has them in a string."""

    reference: bytes
    title: bytes
    provider: bytes
    unit: bytes


@dataclass(frozen=True, slots=True)
class Template:
    """An entry as it is stored, with room for a file's own names, other words' digests and another salt."""

    kind: str
    state: bytes
    """With %b in every such place, the last of them the salt's."""
    slots: tuple[int, ...]
    """What goes there: the number of a text, or -1 to -4 for what the file has of its own."""
    words: tuple[tuple[bytes, str | None, bool], ...]
    """Each text, as it stands after the salt in its opening; whom it is about; whether the file's number is in it."""
    documents: tuple[bytes, ...]
    only_texts: bool
    """Whether nothing goes into it but its texts, one after the other: so it is with nearly all, and is quicker."""

    def made(self, own: Own, salts: Sequence[bytes]) -> tuple[bytes, list[tuple[bytes, bytes, str | None]]]:
        """Return the stored bytes of another such entry, and its openings: (digest, disclosure, whom it is about).

        `salts` are in base64url; the first is the entry's, then one for each text.
        """
        openings, texts = [], []
        for salt, (words, person, with_case) in zip(salts[1:], self.words, strict=True):
            said = words.replace(CASE.encode(), own.reference) if with_case else words
            disclosure = base64url(b'["%b",%b' % (salt, said))
            digest = sha256(disclosure).digest()
            openings.append((digest, disclosure, person))
            texts.append(base64url(digest))
        if self.only_texts:
            return self.state % (*texts, salts[0]), openings
        names = (own.unit, own.provider, own.title, own.reference)
        return self.state % (*(texts[s] if s >= 0 else names[s] for s in self.slots), salts[0]), openings


def template(recorded: Recorded) -> Template:
    """Return what is stored of an entry, with room for another file's."""
    new = mapper.stored(recorded)
    places = {base64url(o.digest): number for number, o in enumerate(new.openings)} | _OWN
    slots = list[int]()

    def room(found: re.Match[bytes]) -> bytes:
        slots.append(places[found[0]])
        return b"%b"

    state = _PLACES.sub(room, new.state[:-24].replace(b"%", b"%%"))
    words = []
    for opening in new.openings:
        array = urlsafe_b64decode(opening.disclosure + b"=" * (-len(opening.disclosure) % 4))
        text = array.partition(b",")[2]
        words.append((text, opening.person, CASE.encode() in text))
    assert sorted(slot for slot in slots if slot >= 0) == list(range(len(words))), "each text has its one place"
    only_texts = slots == list(range(len(words)))
    return Template(
        new.kind, state + b"%b" + new.state[-2:], tuple(slots), tuple(words), tuple(new.documents), only_texts
    )  # fmt: skip


def base64url(raw: bytes) -> bytes:
    """Return bytes in base64url without padding."""
    return b2a_base64(raw, newline=False).translate(_URLSAFE).rstrip(b"=")


class Life:
    """The entries of a contract, one after another; made as far as they are asked for."""

    def __init__(self, number: int, entries: int = 12_000, *, odd: bool = False) -> None:
        told = beginning(number % LIVES, odd=odd)
        self._made = [template(recorded) for recorded in told.known]
        self._more = map(template, Business(told, number, entries).entries())

    def upto(self, entries: int) -> list[Template]:
        """Return at least that many entries."""
        if entries > len(self._made):
            self._made += islice(self._more, entries - len(self._made))
        return self._made


@cache
def beginning(number: int, *, odd: bool = False) -> ContractFile:
    """Return the file that a life begins with, every entry judged by every rule.

    With `odd` the first life goes on with an entry of each further kind; that takes some seconds to make.
    """
    if number == LIVES - 1:
        return _recorded(ContractFile(), [_taken_on()], CLERK, datetime(2025, 4, 1, 9, tzinfo=UTC))
    file = _story(STORIES[number % len(STORIES)])
    return _every_other_kind(file) if odd and number == 0 else file


class _Desk(Desk):
    """A desk whose papers are those of the made-up ledger: printing them is not what is measured."""

    def paper(self, paper: Paper) -> Said:
        self.positions["papers"] = number = self.positions.get("papers", 0) + 1
        return Said(Document(digest(number), f"{paper.title}, {paper.dated:%-d %B %Y}"))


@cache
def _story(told: ModuleType) -> ContractFile:
    file = ContractFile()
    for batch, entries in _batches(told):
        acts = [Act(REFERENCE, entry, f.departures) for entry, f in zip(entries, batch.facts, strict=True)]
        file = _judged(file, acts, batch.account, batch.recorded_at)
    return file


def submitted(number: int) -> list[Entry]:
    """Return the entries of a story as they are handed in, for one that has none the ledger adds by itself."""
    entries = [entry for _, entries in _batches(STORIES[number]) for entry in entries]
    assert len(entries) == _story(STORIES[number]).position, "the ledger adds entries to this story"
    return entries


def _batches(told: ModuleType) -> Iterator[tuple[Batch, list[Entry]]]:
    """Yield what is recorded together, with its entries as they go on our file."""
    desk, before = _Desk(REFERENCE, lambda content: digest(len(content))), 0
    batch: Batch
    for batch in told.story(desk):
        yield batch, [_named(fact.entry) for fact in batch.facts]
        desk.positions |= {f.called: before + n for n, f in enumerate(batch.facts, 1) if f.called}
        before += len(batch.facts)


def _named(entry: Entry) -> Entry:
    """An entry of a story; one that says what the contract is called, with room for another's names."""
    if isinstance(entry, EntryCorrected):
        return entry.model_copy(update={"replacement": _named(entry.replacement)})
    if not isinstance(entry, ContractRegistered):
        return entry
    names = {"reference": REFERENCE, "title": TITLE, "business_unit": UNIT, "provider": Organisation(name=PROVIDER)}
    return entry.model_copy(update=names)


def _taken_on() -> Entry:
    return FileOpened(
        happened_on=date(2025, 4, 1), contemporaneous_since=date(2025, 4, 1), reference=REFERENCE, title=TITLE,
        business_unit=UNIT, provider=Organisation(name=PROVIDER), start_date=date(2023, 4, 1),
        end_date=date(2027, 3, 31),
    )  # fmt: skip


def _every_other_kind(file: ContractFile) -> ContractFile:
    """The file with an entry more of each kind it has none of, where it takes one without more."""
    at = datetime(2026, 6, 8, 9, tzinfo=UTC)
    for kind in _not_yet(file):
        for entry in _examples(kind):
            try:
                file = _recorded(file, [entry], CLERK, at)
            except (Refused, Invalid):
                continue
            break
    return file


def _not_yet(file: ContractFile) -> Iterator[type[Entry]]:
    there = {recorded.entry.kind.partition("/")[0] for recorded in file.known}
    yield from (
        k for name, k in BY_NAME.items() if name not in there | ELSEWHERE and "contract" in k.files and not k.opens
    )


def _examples(kind: type[Entry]) -> Iterator[Entry]:
    """The smallest entry of a kind, about the second entry of the file, and on days after the stories."""
    schema = kind.model_json_schema(mode="validation")
    said = example_of(schema, schema.get("$defs", {}))
    said = said | {"kind": kind.model_fields["kind"].default, "happened_on": FIRST.isoformat()}
    about = [name for name in ("position", "up_to") if name in said]
    for position in (2, 5, 12, 30, 60):
        try:
            yield kind.model_validate_json(to_json(said | dict.fromkeys(about, position)), context=SUBMITTED)
        except ValidationError:
            return


def _recorded(file: ContractFile, entries: Sequence[Entry], account: Account, at: datetime) -> ContractFile:
    return _judged(file, [Act(REFERENCE, entry) for entry in entries], account, at)


def _judged(file: ContractFile, acts: Sequence[Act], account: Account, at: datetime) -> ContractFile:
    stage = Stage(UUID(int=0), file)
    judge_together(acts, {REFERENCE: stage}, account, acknowledge_all=True, at=at)
    return stage.file
