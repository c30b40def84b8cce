"""Recording for somebody: the acts they sent, admitted by access, judged and recorded by the book, and shown to them.

Everything recorded by API, command line or form passes here; the only other way to the book is an import or an example.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from weakref import WeakValueDictionary

from api.access import LIFT, RECLASSIFY, admitted, may_file_documents
from api.errors import NothingNear
from api.people import Person
from api.shown import RecordedEntry, entry_shown, with_readers
from api.sight import Sight, about_in_the_end
from ledger.book import Book
from ledger.contents import cited, references
from ledger.contract_file import ContractFile
from ledger.contradictions import contradiction
from ledger.documents import Documents
from ledger.entry import Recorded
from ledger.errors import ClockRefused, Conflict
from ledger.judgement import Act
from ledger.names import name_key
from ledger.privacy.vault import digests_in
from ledger.refusals import Denied, Fault, Invalid, NotOnFile, Quarantined, Refused, repeatable
from ledger.rules import Objection
from ledger.subjects.records import EntryCorrected, EntryReclassified, EntryStruckOut
from ledger.subjects.retention import Erasure, HoldLifted, HoldPlaced, erasures_of
from ledger.words import Document
from projections.answering.answers import NotReady
from projections.answering.withholding import names_withheld


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
    also: tuple[RecordedEntry, ...] = ()
    """What the ledger added by itself: dates of notices revised by what was recorded."""

    def position_of(self, file: str) -> int:
        """Return the newest position of a file by this."""
        return max(entry.position for entry in (*self.entries, *self.also) if entry.file == file)


def record(
    book: Book, documents: Documents, acts: Sequence[Act], person: Person, asked: Asked | None = None, *,
    issuing: bool = False,
) -> Outcome:  # fmt: skip
    """Record acts for a person, all or none. Raises what `Book.record_together` does, Denied, Invalid and NotOnFile.

    `issuing` is for api/bundling.py alone: that a bundle was issued is recorded with the making of it.
    """
    asked = asked or Asked()
    may_file_documents(person)
    acts = [admitted(act, person, number, issuing=issuing) for number, act in enumerate(acts)]
    # What was recorded under this key is answered first: everything else may have moved on since.
    before = book.answered(acts, person.as_account(), asked.key) if asked.key and not asked.check else None
    made = before if before is not None else _newly_recorded(book, documents, acts, person, asked)
    words = book.vault.words_of(made)
    files = {book.file_id(act.file): act.file for act in acts}
    erased = _erased(book, made, words)
    shown = [_shown(book, r, entry_shown(r, files[r.file_id], words, person, erased=erased), person) for r in made]
    sent = len(acts)
    also = () if person.is_provider else tuple(shown[sent:])  # what our side makes of it
    return Outcome(tuple(shown[:sent]), not asked.check, book.clock == "simulated", also)


def _erased(
    book: Book, made: Sequence[Recorded], words: Mapping[str, str | Document]
) -> Mapping[str, Erasure]:  # fmt: skip
    """What was erased since of entries answered once more; nothing, where all their words are there."""
    if all(digest in words for recorded in made for digest in digests_in(recorded)):
        return {}
    erased: dict[str, Erasure] = {}
    for file_id in {recorded.file_id for recorded in made}:
        file = book.file_by_id(file_id)
        erased |= erasures_of(file.retention, file.known)
    return erased


def _shown(book: Book, made: Recorded, shown: RecordedEntry, person: Person) -> RecordedEntry:
    """The entry as it is answered: of a reclassification, Legal Services are told who had been given it before."""
    if not isinstance(made.entry, EntryReclassified) or not person.has(*RECLASSIFY):
        return shown
    position = made.entry.position
    before = [by for by in book.opened.by_entry(made.file_id, [position])[position] if by.first_at < made.recorded_at]
    return with_readers(shown, before, book.file_by_id(made.file_id))


def _newly_recorded(
    book: Book, documents: Documents, acts: Sequence[Act], person: Person, asked: Asked
) -> tuple[Recorded, ...]:
    _check_clock(book, asked.recorded_at)
    _check_documents(documents, acts)
    with _turns.on({name_key(act.file) for act in acts}):  # two names that differ in case are one at a time, too
        return _recorded(book, acts, person, asked)


def _recorded(book: Book, acts: Sequence[Act], person: Person, asked: Asked) -> tuple[Recorded, ...]:
    files = _files(book, acts, person)
    sights = {reference: Sight(person, file, book.today) for reference, file in files.items()}
    before: Counter[str] = Counter()
    allowed = []
    for number, act in enumerate(acts):
        allowed.append(_within_sight(act, files.get(act.file), sights.get(act.file), person, number, before[act.file]))
        before[act.file] += 1
    acts = allowed
    how = {"recorded_at": asked.recorded_at, "acknowledge_all": asked.acknowledge_all or person.is_provider}
    try:
        if asked.check:
            return book.check(acts, person.as_account(), **how)  # type: ignore[arg-type]  # its own keyword arguments
        return book.record_together(acts, person.as_account(), key=asked.key, **how)  # type: ignore[arg-type]
    except Refused as error:
        raise Refused([_discreet(o) for o in error.objections]) if person.is_provider else error from None
    except Conflict as error:
        raise Conflict(_own_positions(book, error, person)) if person.is_provider else error from None


def _own_positions(book: Book, error: Conflict, person: Person) -> Mapping[UUID, int]:
    """Where the files in conflict stand for a provider: at the last entry shared with it."""
    files = {file_id: book.file_by_id(file_id) for file_id in error.positions}
    return {file_id: Sight(person, file, book.today).position(file) for file_id, file in files.items()}


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
    named = [(number, path, sha256) for number, act in enumerate(acts) for path, sha256 in cited(act.entry)]
    missing = documents.not_filed({sha256 for _, _, sha256 in named}) if named else set()
    why = "cites a document that has not been filed: PUT it to /api/v1/documents first"
    if missing:
        raise Invalid([Fault(path, why, number) for number, path, sha256 in named if sha256 in missing])


def _files(book: Book, acts: Sequence[Act], person: Person) -> Mapping[str, ContractFile]:
    files = {}
    for reference in dict.fromkeys(act.file for act in acts):
        try:
            files[reference] = book.file(reference)
        except NotOnFile:
            continue
        except Quarantined:
            if not person.is_provider:  # to a provider a file set aside is one that is not there
                raise
    return files


def _within_sight(
    act: Act, file: ContractFile | None, sight: Sight | None, person: Person, number: int, before: int
) -> Act:
    """Check that what the act is about may be seen, and changed, by who records it.

    `before` is how many acts on this file stand before it in the request. A provider's position is read as the file's
    own.
    """
    if sight is None and not person.is_provider:
        return act  # opened by one of these acts, or refused by judgement
    if file is None or sight is None or not sight.is_party:
        raise NothingNear(f"there is no file {repeatable(act.file)}")
    if person.is_provider:
        return _within_the_providers_sight(act, file, sight, person, number, before)
    withheld = names_withheld(act.entry, sight.withheld)
    if withheld is not None:
        why = sight.withheld[withheld]
        raise Denied(f"entry {withheld} is withheld from you ({why}): who may read it may change it")
    about = about_in_the_end(act.entry, file)
    if isinstance(about, EntryReclassified) and not person.has(*RECLASSIFY):
        raise Denied("only Legal Services undo, correct or confirm what decides who may read an entry")
    if isinstance(about, HoldPlaced | HoldLifted) and about is not act.entry and not person.has(*LIFT):
        raise Denied("only Legal Services undo, correct or confirm what places or lifts a legal hold")
    return act


def _within_the_providers_sight(
    act: Act, file: ContractFile, sight: Sight, person: Person, number: int, before: int
) -> Act:
    own = range(file.position + 1, file.position + 1 + before)  # what it sends before this one, in the same request
    seen = sight.seen(file)
    told = {it for recorded in seen.known for _, _, it in references(recorded.entry)}  # an issue it was notified of
    met = {path for path, _, it in references(act.entry) if it in own or it in told}
    dangling = [what for what in seen.dangling(act.entry) if what.partition(":")[0] not in met]
    if dangling:
        raise Refused([contradiction("entry.names-what-is-on-file", what, number) for what in dangling])
    if isinstance(act.entry, EntryCorrected | EntryStruckOut):
        target = file.first_recorded(act.entry.position)
        if target is not None and target.recorded_by.account != person.account:
            raise Denied("a provider corrects or strikes out only what it recorded itself; answer it instead")
    if act.expected is None:
        return act
    if act.expected != (shared := sight.position(file)):
        raise Conflict({file.known[0].file_id: shared})
    return replace(act, expected=file.position)


_TELLING_NOTHING = (
    "entry.on-its-file", "file.is-open", "file.opened-once", "file.reference", "file.named-apart",
    "correction.of-an-entry", "correction.leaves-marks-and-actor", "correction.not-of-the-other-party",
)  # fmt: skip
"""Rules whose findings rest on what was sent and the entry it names; the others may tell of what is withheld."""


def _discreet(objection: Objection) -> Objection:
    """A refusal as the other party is told it: the rule, not what else is on the file."""
    if objection.rule in _TELLING_NOTHING:
        return objection
    return objection.model_copy(update={"found": "the file does not allow it as it stands"})


def settled(book: Book, patience: float = 10.0) -> None:
    """Wait until the sealer has taken in what is recorded by now, so that nothing known is left out.

    Raises NotReady where it has not within `patience` seconds: an answer would say less than was known.
    """
    until, newest = time.monotonic() + patience, book.store.newest_arrival()
    while not book.store.all_sealed(newest):
        if time.monotonic() > until:
            raise NotReady("the log has not taken in yet what was just recorded; ask again shortly")
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
