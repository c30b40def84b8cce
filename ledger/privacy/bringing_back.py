"""Old keys that are brought back: those of what was erased are destroyed again, so that no backup undoes an erasure.

Entries decide what that is (privacy/accounted.py): a disposal its file, an erasure the digests it names. From these the
path of a key is worked out with the tree's own secret, as when it was destroyed. Whose key a person's words lay under,
and which document went, no entry says; there the notes of what was destroyed (the table `destroyed`) say where. A note
counts only with its mark (privacy/key_tree.py), and for words where an entry erased that digest. One that no entry
accounts for is named, and never acted on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger.privacy.accounted import Accounted, accounts, keys_to_destroy
from ledger.privacy.key_tree import KeyTree
from ledger.privacy.keys import DOCUMENTS, Keys, of_file
from ledger.store.postgres import LedgerStore

_SCOPE = 16  # hexadecimal digits of a scope's path


@dataclass(frozen=True)
class _Known:
    """The paths that entries account for."""

    files: set[str]
    words: set[str]
    """The second half alone, the digest's: in whatever scope."""
    requests: set[str]
    documents: str
    """The first half, of any document."""

    @classmethod
    def by(cls, found: Iterable[Accounted], tree: KeyTree) -> _Known:
        known = cls(set(), set(), set(), tree.path_of(DOCUMENTS))
        for account in found:
            if account.whole:
                known.files.add(tree.path_of(of_file(account.file_id)))
            known.words.update(tree.path_of(DOCUMENTS, digest)[_SCOPE:] for digest in account.words)
            known.requests.update(tree.path_of(of_file(file_id), digest) for file_id, digest in account.requests)
        return known

    def accounts_for(self, path: str) -> bool:
        if len(path) == _SCOPE:
            return path in self.files
        return path[_SCOPE:] in self.words or path in self.requests or path[:_SCOPE] == self.documents


@dataclass(frozen=True)
class _Look:
    """What is destroyed in a tree, and what should be."""

    back: set[str]
    unnoted: set[str]
    """Paths of what is destroyed and not noted, though an entry accounts for it."""
    unaccounted: list[str]
    """Notes."""


def _look(store: LedgerStore, keys: Keys) -> _Look:
    found, notes = accounts(store).values(), store.destroyed()
    tree = keys.now()  # last: what is erased meanwhile is destroyed in it
    known, noted, unaccounted = _Known.by(found, tree), set[str](), list[str]()
    for note in sorted(notes):
        path = tree.path_noted(note)
        if path is not None and known.accounts_for(path):
            noted.add(path)
        else:
            unaccounted.append(note)
    back, holes = {path for path in noted if not tree.is_hole(path)}, tree.holes()
    destroyed = {path[_SCOPE:] for path in noted | holes if len(path) > _SCOPE}
    for account in found:
        if account.copied or account.waiting:
            continue  # they never lay under these keys; they are destroyed for the first time yet
        scope = of_file(account.file_id)
        if account.whole:
            paths = [tree.path_of(scope)]
        else:  # of a person's words the scope is not known, but that a key of this digest is gone shows
            paths = [tree.path_of(scope, digest) for digest in account.words]
            paths = [path for path in paths if path[_SCOPE:] not in destroyed]
        back.update(path for path in paths if not tree.is_hole(path))
    return _Look(back, {path for path in holes if known.accounts_for(path)} - noted, unaccounted)


def _filed(documents: Iterable[bytes], tree: KeyTree) -> set[str]:
    return {tree.path_of(DOCUMENTS, document) for document in documents}


def keys_brought_back(store: LedgerStore, keys: Keys) -> set[str]:
    """Return the paths of keys that were destroyed and are there again.

    A document that was filed again since is wanted: its key is not among them.
    """
    if back := _look(store, keys).back:
        with store.filed() as documents:
            back -= _filed(documents, keys.now())
    return back


def destroy_again(store: LedgerStore) -> int:
    """Destroy the keys that were brought back, and note what is destroyed; return how many there were. Safe to repeat.

    Raises LedgerNotOpen, NoKeys, OSError, DatabaseAway.
    """
    if store.keys_folder is None:
        return 0
    _ = store.settings  # a ledger that is not open has no keys yet
    keys = store.keys()
    look = _look(store, keys)
    if back := look.back:
        with store.filed() as documents:  # nobody files one before its key is gone
            back -= _filed(documents, keys.now())
            keys.destroy_paths(back)
    if unnoted := look.unnoted | back:
        # From before they were noted (migration 0013), or after a crash.
        tree = keys.now()
        store.keys_are_destroyed([], {tree.note_of(path) for path in unnoted})
    return len(back)


def unaccounted(store: LedgerStore) -> Iterator[str]:
    """Say which keys the database has on a list to be destroyed, or as destroyed, that no entry accounts for.

    None of them is destroyed. Raises LedgerNotOpen, NoKeys, DatabaseAway.
    """
    listed = Counter((key.erased_on, key.position) for _, wrong, _ in keys_to_destroy(store) for key in wrong)
    for (file_id, position), count in sorted(listed.items()):
        yield (
            f"{count} keys are listed to be destroyed with entry {position} of file {file_id}, and that entry does not "
            "account for them: they are not destroyed"
        )
    if notes := _look(store, store.keys()).unaccounted:
        yield (
            f"{len(notes)} keys are noted as destroyed that no entry accounts for: they are not destroyed. The first "
            f"note is {notes[0]}"
        )
