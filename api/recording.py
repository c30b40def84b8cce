"""Recording for somebody: the acts they sent, admitted by access, judged and recorded by the book, and shown to them.

Everything recorded by API, command line or form passes here; the only other way to the book is an import or an example.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakValueDictionary

from api.access import admitted, may_file_documents
from api.errors import NothingNear
from api.people import Person
from api.shown import RecordedEntry, entry_shown
from api.sight import Sight, names_withheld
from ledger.book import Book
from ledger.contradictions import SENTENCES, contradiction
from ledger.documents import Documents
from ledger.entry import Recorded, walk
from ledger.errors import ClockRefused, UnknownDocument
from ledger.judgement import Act
from ledger.refusals import Denied, Fault, Invalid, NotOnFile, Refused
from ledger.rules import Objection
from ledger.words import Document, Said


@dataclass(frozen=True)
class Asked:
    """How it is to be recorded, apart from what."""

    key: str | None = None
    """Idempotency-Key: the same request under it is recorded once."""
    recorded_at: datetime | None = None
    """In a simulated ledger, the time of recording."""
    acknowledge_all: bool = False
    """Whether every departure found is recorded without asking."""
    check: bool = False
    """Whether to judge only, and record nothing."""


@dataclass(frozen=True)
class Outcome:
    """What was recorded, or would have been; each entry as this person is shown it."""

    entries: tuple[RecordedEntry, ...]
    recorded: bool
    simulated: bool


def record(
    book: Book, documents: Documents, acts: Sequence[Act], person: Person, asked: Asked | None = None
) -> Outcome:
    """Record acts for a person, all or none. Raises what `Book.record_together` does, Denied, Invalid and NotOnFile."""
    asked = asked or Asked()
    may_file_documents(person)
    _check_clock(book, asked.recorded_at)
    acts = [admitted(act, person, number) for number, act in enumerate(acts)]
    _check_documents(documents, acts)
    with _turns.on({act.file for act in acts}):
        made = _recorded(book, acts, person, asked)
    words = book.vault.words_of(made)
    shown = [entry_shown(r, act.file, words, person) for r, act in zip(made, acts, strict=True)]
    return Outcome(tuple(shown), not asked.check, book.clock == "simulated")


def _recorded(book: Book, acts: Sequence[Act], person: Person, asked: Asked) -> tuple[Recorded, ...]:
    sights = _sights(book, acts, person)
    acts = [_within_sight(act, sights.get(act.file), person, book, number) for number, act in enumerate(acts)]
    how = {"recorded_at": asked.recorded_at, "acknowledge_all": asked.acknowledge_all or person.is_provider}
    try:
        if asked.check:
            return book.check(acts, person.as_account(), **how)  # type: ignore[arg-type]  # its own keyword arguments
        return book.record_together(acts, person.as_account(), key=asked.key, **how)  # type: ignore[arg-type]
    except Refused as error:
        raise Refused([_discreet(o) for o in error.objections]) if person.is_provider else error from None


class _Turns:
    """Whose turn it is on a file, within this process: those who would only get in one another's way wait.

    The ledger does not rely on it: it judges again, or refuses, whoever was overtaken by another process.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
        self._one_at_a_time = threading.Lock()

    @contextmanager
    def on(self, files: Iterable[str]) -> Iterator[None]:
        """Hold the turn on these files within the block; always taken in one order, so that nobody waits in a ring."""
        with self._one_at_a_time:
            turns = [self._locks.setdefault(file, _Turn()) for file in sorted(files)]  # held, or they are forgotten
        with ExitStack() as stack:
            for turn in turns:
                stack.enter_context(turn.lock)
            yield


class _Turn:
    """The turn on one file; it is forgotten when nobody holds it or waits for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


_turns = _Turns()


def _check_clock(book: Book, recorded_at: datetime | None) -> None:
    if recorded_at is None:
        return
    if book.clock == "real":
        raise ClockRefused(None, "this ledger's clock is real: the database sets recorded_at; leave it out")
    if recorded_at < (now := book.now()):
        raise ClockRefused(
            now, f"recorded_at falls behind the ledger's clock, which stands at {now.isoformat()}; it never falls"
        )


def _check_documents(documents: Documents, acts: Sequence[Act]) -> None:
    """Documents are filed first, then cited: say at which field one is that has not been filed."""
    faults = []
    for number, act in enumerate(acts):
        for path, sha256 in _cited(act):
            try:
                documents.describe(sha256)
            except UnknownDocument:
                faults.append(
                    Fault(path, "cites a document that has not been filed: PUT it to /api/v1/documents first", number)
                )
    if faults:
        raise Invalid(faults)


def _cited(act: Act) -> Iterator[tuple[str, str]]:
    for path, value, _ in walk(act.entry):
        if isinstance(value, Said) and isinstance(value.value, Document):
            yield path, value.value.sha256


def _sights(book: Book, acts: Sequence[Act], person: Person) -> Mapping[str, Sight]:
    sights = {}
    for reference in dict.fromkeys(act.file for act in acts):
        try:
            sights[reference] = Sight(person, book.file(reference), book.today)
        except NotOnFile:
            continue
    return sights


def _within_sight(act: Act, sight: Sight | None, person: Person, book: Book, number: int) -> Act:
    """Check that what the act is about may be seen by who records it; read a provider's position as the file's own."""
    if sight is None and not person.is_provider:
        return act  # opened by one of these acts, or refused by judgement
    if sight is None or not sight.is_party:
        raise NothingNear(f"there is no file {act.file}")
    withheld = names_withheld(act.entry, sight.withheld)
    if person.is_provider:
        now = book.file(act.file)
        dangling = sight.seen(now).dangling(act.entry)
        if dangling:
            raise Refused([contradiction("entry.names-what-is-on-file", what, number) for what in dangling])
        if act.expected is not None and act.expected == sight.position(now):
            return replace(act, expected=now.position)
    elif withheld is not None:
        why = sight.withheld[withheld]
        raise Denied(f"entry {withheld} is withheld from you ({why}): who may read it may change it")
    return act


def _discreet(objection: Objection) -> Objection:
    """A refusal as the other party is told it: the rule, not what else is on the file."""
    own = objection.rule in SENTENCES
    return objection if own else objection.model_copy(update={"found": "the file does not allow it as it stands"})


def settled(book: Book, patience: float = 2.0) -> None:
    """Wait until the sealer has taken in what is recorded by now, so that nothing known is left out."""
    until = time.monotonic() + patience
    while not book.store.all_sealed() and time.monotonic() < until:
        time.sleep(0.01)


def moment(text: str) -> datetime | None:
    """Return a moment written after RFC 3339, None where it is not one or has no time zone.

    A plus sign that came out of an address as a blank is mended.
    """
    try:
        at = datetime.fromisoformat(f"{text[:-6]}+{text[-5:]}" if text[-6:-5] == " " else text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
