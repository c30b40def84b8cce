"""Old keys that are brought back: those of what was erased are destroyed again, so that no backup undoes an erasure.

What was destroyed is known in two ways, and each makes up for the other: the entries that erased say what they took
away, and the database notes the path of every key that was destroyed (the table `destroyed`; ledger/key_tree.py).
Entries name no person and no document; a path does not tell who or what it leads to, and finds the key all the same.
"""

from __future__ import annotations

from ledger.key_tree import KeyTree
from ledger.keys import DOCUMENTS, of_file
from ledger.store.postgres import LedgerStore
from ledger.words import erased_by

_SCOPE = 16  # hexadecimal digits of a scope's path


def keys_brought_back(store: LedgerStore, tree: KeyTree) -> set[str]:
    """Return the paths of keys that were destroyed and are there in this tree again.

    A document that was filed again since is wanted: its key is not among them.
    """
    noted = store.destroyed()
    back = {path for path in noted if not tree.is_hole(path)}
    destroyed = {path[_SCOPE:] for path in noted | tree.holes() if len(path) > _SCOPE}
    for erasure in store.erasures():
        scope = of_file(erasure.file_id)
        if erasure.whole:
            paths = [tree.path_of(scope)]
        else:  # of a person's words the scope is not known, but that a key of this digest is gone shows
            paths = [tree.path_of(scope, digest) for digest in erased_by(erasure.state)]
            paths = [path for path in paths if path[_SCOPE:] not in destroyed]
        back.update(path for path in paths if not tree.is_hole(path))
    if back:
        with store.filed() as documents:
            back -= {tree.path_of(DOCUMENTS, document) for document in documents}
    return back


def destroy_again(store: LedgerStore) -> int:
    """Destroy the keys that were brought back, and note what is destroyed; return how many there were. Safe to repeat.

    Raises LedgerNotOpen, NoKeys, OSError, DatabaseAway.
    """
    if store.keys_folder is None:
        return 0
    _ = store.settings  # a ledger that is not open has no keys yet
    keys = store.keys()
    if back := keys_brought_back(store, keys.now()):
        keys.destroy_paths(back)
    if unnoted := keys.now().holes() - store.destroyed():
        store.keys_are_destroyed([], unnoted)  # from before they were noted (migration 0013), or after a crash
    return len(back)
