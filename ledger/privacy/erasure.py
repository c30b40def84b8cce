"""Erasing: what an erasing entry takes away, that nothing held is among it, and that its keys are destroyed.

One act in three steps, and whatever stops it between two of them, the next start goes on from there:

1. the entry is recorded and the openings it names are deleted, with the documents nothing else cites: one transaction
   of the database, which also lists the keys to be destroyed (store/migrations/0008_erasure.sql);
2. the keys are destroyed, outside the database, so that no old backup of it can be read (privacy/keys.py); and the
   digests are written down beside the keys, in the file `erased`, one a line (base64url, 43 characters);
3. the list in the database is emptied of what was destroyed, and those keys are noted.

The list alone destroys nothing: each key on it is accounted for by the entry that erased it (privacy/accounted.py).

Where words lie in the database whose digests the file `erased` has, an old state of it was brought back. They cannot be
read any more; that they are there is said, and they are erased again, by entries of their own. Where keys are in their
folder that were destroyed, an old state of that was brought back: they are destroyed again (privacy/bringing_back.py).
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ledger import kinds
from ledger.contract_file import ContractFile
from ledger.contradictions import refused
from ledger.encodings import base64url, from_base64url
from ledger.entry import Account, Recorded
from ledger.errors import DatabaseAway, LedgerNotOpen, NoKeys
from ledger.file_names import name_opened
from ledger.privacy.accounted import accounts, keys_to_destroy
from ledger.privacy.bringing_back import destroy_again, unaccounted
from ledger.privacy.key_tree import KeyTree
from ledger.privacy.keys import DOCUMENTS, Scope, of_file, of_person
from ledger.privacy.vault import OpeningAltered, Vault
from ledger.refusals import NotRecorded, Quarantined, Refused
from ledger.rules import Objection
from ledger.store.erasures import KeyToDestroy
from ledger.store.postgres import LedgerStore
from ledger.store.writes import Erasing
from ledger.subjects.retention import Chosen, FileDisposed, Hold, WordsErased
from ledger.subjects.retention.chosen import words_of
from ledger.subjects.retention.rules import hold_said
from ledger.words import Document

if TYPE_CHECKING:
    from ledger.book import Book

LOOK_EVERY = 60.0  # seconds between two looks for keys that another process could not destroy
_TOGETHER = 500  # words named by one entry, where the ledger erases again by itself
_DIGEST_LINE = re.compile(r"[A-Za-z0-9_-]{43}")
_ITSELF = Account(account="cleartrail", name="Cleartrail")
_logger = logging.getLogger("cleartrail.erasure")


# --- before it is recorded --------------------------------------------------------------------------------------------


def planned(made: Recorded, file: ContractFile, store: LedgerStore, vault: Vault, number: int = 0) -> Erasing | None:
    """Return what an entry about to be recorded takes away, None for one that takes away nothing.

    Raises Refused where a legal hold on one person's matter keeps any of it, where what is said to be everything of one
    person is not, where a reason was asked for and none is given, or where a certificate holds words.
    """
    match made.entry:
        case WordsErased(destroyed=destroyed) if destroyed is not None:
            digests = [from_base64url(digest) for digest in destroyed.digests]
            _check_holds(digests, file, store, number)
            _check_reasons(made, number)
            if made.entry.scope == "one-person":
                _check_one_person(made, digests, store, number)
            return Erasing(made.file_id, made.position, digests, _citing(set(destroyed.digests), file, store, vault))
        case FileDisposed():
            if any(d.reason is not None or d.claimed is not None for d in made.departures):
                why = "departures: a reason would be destroyed with the file; give it in `because`, in open words"
                raise _refused("disposal.holds-no-words", why, number)
            return Erasing(made.file_id, made.position, None)
        case _:
            return None


def _check_holds(digests: Sequence[bytes], file: ContractFile, store: LedgerStore, number: int) -> None:
    """Whose words are whose is told by whose key they are under, which the file itself does not know."""
    holds = [hold for hold in file.retention.in_force() if hold.scope == "person"]
    if not holds:
        return
    held_for = _held_for(holds, store)
    persons = set(store.persons(digests).values())
    against = [hold for hold in holds if held_for.get(hold.id) is None or held_for[hold.id] in persons]
    if against:
        said = "; ".join(map(hold_said, against))
        raise _refused("erasure.not-under-hold", f"{said}: lift it first", number)


def _check_reasons(made: Recorded, number: int) -> None:
    """What is erased cannot be brought back, so that why a rule was not kept is not completed later."""
    for said in made.departures:
        if said.level == "explain" and said.reason is None:
            why = f"departures: {said.rule} was not kept, and no reason is given; what is erased cannot be brought back"
            raise refused("erasure.gives-reasons", why, number)


def _check_one_person(made: Recorded, digests: Collection[bytes], store: LedgerStore, number: int) -> None:
    """That everything of one person is named, and nothing of another's, which the file by itself does not know."""
    whose = set(store.persons(digests).values())
    if len(whose) != 1:
        found = "words of several people" if whose else "no words that are kept under a pseudonym"
        why = f"scope: it says one-person and names {found}; name those of one, or say chosen-words"
        raise refused("erasure.of-one-person", why, number)
    named, [person] = set(digests), whose
    left = {at for file_id, at, one in store.openings_of_person(person) if file_id == made.file_id and one not in named}
    if left:
        where = ", ".join(map(str, sorted(left)))
        why = f"scope: it says one-person, and more of that person is held in entry {where}; name that too, or say"
        raise refused("erasure.of-one-person", f"{why} chosen-words", number)


def _held_for(holds: Sequence[Hold], store: LedgerStore) -> Mapping[str, str | None]:
    """Hold -> the pseudonym whose matter it holds; None where that is not known, so that it holds everything."""
    matters = {hold.id: from_base64url(hold.matter) for hold in holds if hold.matter is not None}
    persons = store.persons(list(matters.values()))
    return {hold.id: persons.get(matters[hold.id]) if hold.id in matters else None for hold in holds}


def _citing(erased: set[str], file: ContractFile, store: LedgerStore, vault: Vault) -> list[tuple[int, bytes]]:
    """The documents that entries cite no more, once the openings that name them are erased.

    What an opening names whose key is destroyed cannot be read: of its entry's documents, those whose key is destroyed.
    """
    by_entry = {r.position: [digest for _, digest in words_of(r)] for r in file.known}
    touched = {position: own for position, own in by_entry.items() if not erased.isdisjoint(own)}
    words = _readable(vault, {digest for own in touched.values() for digest in own})
    citing = []
    for position, own in touched.items():
        named = {digest: words[digest] for digest in own if isinstance(words.get(digest), Document)}
        kept = {document for digest, document in named.items() if digest not in erased}
        shas = {d.sha256 for d in kept if isinstance(d, Document)}
        gone = {d.sha256 for digest, d in named.items() if digest in erased and isinstance(d, Document)}
        citing += [(position, bytes.fromhex(sha256)) for sha256 in sorted(gone - shas)]
    unread = {position for position, own in touched.items() if not (erased & set(own)) <= words.keys()}
    if unread:
        lost = [(position, sha256) for position, sha256 in store.citations(file.known[0].file_id) if position in unread]
        citing += [one for one in lost if one not in citing and store.keys().is_destroyed(DOCUMENTS, one[1])]
    return citing


def _readable(vault: Vault, digests: Iterable[str]) -> Mapping[str, str | Document]:
    """The words that can be read: some that were altered must not keep others from being erased."""
    try:
        return vault.words(digests)
    except OpeningAltered:
        found: dict[str, str | Document] = {}
        for digest in digests:
            try:
                found |= vault.words([digest])
            except OpeningAltered:
                continue
        return found


def _refused(rule: str, found: str, number: int) -> Refused:
    row = next(known for known in kinds.RULES if known.id == rule)
    return Refused(
        [
            Objection(
                rule=rule, level="contradiction", citation=row.citation, sentence=row.sentence, found=found,
                field=row.field, entry=number,
            )
        ]
    )  # fmt: skip


# --- after it is recorded ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Remembered:
    """The digests of what was erased, written down beside the keys, where no restored database reaches them."""

    path: Path

    def digests(self) -> set[str]:
        """Return every digest written down; a line cut short by a crash is none."""
        try:
            lines = self.path.read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            return set()
        return {line for line in lines if _DIGEST_LINE.fullmatch(line)}

    def add(self, digests: Iterable[str]) -> None:
        """Write down digests that are not there yet; on disk when this returns."""
        new = sorted(set(digests) - self.digests())
        if not new:
            return
        descriptor = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            if file.tell():
                file.write(b"\n")  # after a line that was cut short; an empty line is none
            file.write("".join(f"{digest}\n" for digest in new).encode())
            file.flush()
            os.fsync(file.fileno())


def remembered_of(store: LedgerStore) -> Remembered | None:
    """Return what is written down beside a ledger's keys; None where no folder was named for them."""
    return Remembered(store.keys_folder / "erased") if store.keys_folder is not None else None


def destroy_keys(store: LedgerStore) -> int:
    """Destroy every key that is listed and that an entry accounts for, and say so; returns how many.

    What no entry accounts for stays on the list. Safe to repeat, and to be killed in. Raises NoKeys, OSError,
    DatabaseAway: then the list stands, for the next time.
    """
    remembered, done = remembered_of(store), 0
    for right, wrong, found in keys_to_destroy(store):
        documents = {key.digest for key in right + wrong if key.scope == "document" and key.digest is not None}
        # A document that somebody has filed again since is wanted again: its key stays.
        with store.none_filed(documents) as gone:
            wanted = [key for key in right if key.scope != "document" or key.digest in gone]
            keys, destroyed = store.keys(), [_scoped(key) for key in wanted]
            keys.destroy_all(destroyed)
        listed = right + [key for key in wrong if key.scope == "document" and key.digest not in gone]
        if remembered is not None:
            by = {(key.erased_on, key.position) for key in right}
            remembered.add(base64url(digest) for place in by for digest in found[place].words)
        tree = keys.now()
        notes = {tree.note_of(tree.path_of(*place)) for place in destroyed}
        store.keys_are_destroyed([key.number for key in listed], notes)
        done += len(listed)
    return done


def _scoped(key: KeyToDestroy) -> tuple[Scope, bytes | None]:
    if key.scope == "document":
        return DOCUMENTS, key.digest
    return (of_person(key.person) if key.person is not None else of_file(key.file_id)), key.digest


class Eraser:
    """Makes good what a crash, or an old state of the database that was brought back, has left undone."""

    def __init__(self, book: Book, say: Callable[[str], None] = _logger.critical) -> None:
        self._book = book
        self._say = say
        self._seen: KeyTree | None = None
        self._said: set[str] = set()

    def run(self, stop: threading.Event) -> None:
        """Make good at once, and look again every minute, until told to stop."""
        brought_back = True
        while not stop.is_set():
            try:
                brought_back = brought_back and not self.make_good(brought_back=brought_back)
            except (DatabaseAway, LedgerNotOpen):
                pass
            except (NoKeys, OSError) as error:
                self._say(f"keys of words that were erased are still there: {error}")
            stop.wait(LOOK_EVERY)

    def make_good(self, *, brought_back: bool = True) -> bool:
        """Destroy what keys are left, and again those that came back; with `brought_back` also erase what came back.

        Returns True when done.

        Raises DatabaseAway, LedgerNotOpen, NoKeys, OSError.
        """
        store = self._book.store
        if brought_back:
            again = store.erase_again()
            if again:
                self._say(f"{again} words that had been erased were in the database again, and are erased again")
            self._erase_what_came_back()
            if (remembered := remembered_of(store)) is not None:
                # An old folder of keys was brought back.
                known = accounts(store).values()
                remembered.add(base64url(digest) for one in known if not one.waiting for digest in one.words)
        destroy_keys(store)
        if store.keys_folder is not None and (self._seen is None or store.keys().now() is not self._seen):
            if again := destroy_again(store):
                self._say(
                    f"{again} keys of what had been erased were in {store.keys_folder} again: an older state of it was "
                    "brought back. They are destroyed again"
                )
            self._seen = store.keys().now()
        if store.keys_folder is not None:
            for what in unaccounted(store):
                if what not in self._said:
                    self._said.add(what)
                    self._say(what)
        return True

    def _erase_what_came_back(self) -> None:
        remembered = remembered_of(self._book.store)
        digests_remembered = remembered.digests() if remembered is not None else ()
        there = self._book.store.places_of([from_base64url(digest) for digest in digests_remembered])
        by_file: dict[UUID, list[bytes]] = defaultdict(list)
        for digest, file_id in there.items():
            by_file[file_id].append(digest)
        for file_id, digests in by_file.items():
            self._say(
                f"file {file_id}: {len(digests)} words that had been erased are in the database again: an older state "
                "of it was restored. Nobody can read them, and they are erased again"
            )
            try:
                self._record(file_id, {base64url(digest) for digest in digests})
            except (NotRecorded, Quarantined) as error:
                self._say(f"file {file_id}: they could not be erased again: {error}")

    def _record(self, file_id: UUID, digests: set[str]) -> None:
        file = self._book.file_by_id(file_id)
        reference = name_opened(file.known[0].entry)
        words = [
            Chosen(position=recorded.position, field=path)
            for recorded in file.known for path, digest in words_of(recorded) if digest in digests
        ]  # fmt: skip
        for first in range(0, len(words), _TOGETHER):
            again = WordsErased(
                happened_on=self._book.today(), words=tuple(words[first : first + _TOGETHER]), ground="erased-before",
                asked_by="the-authority",
            )  # fmt: skip
            self._book.record(reference, again, _ITSELF, acknowledge_all=True)


__all__ = ["Eraser", "Remembered", "destroy_keys", "planned", "remembered_of"]
