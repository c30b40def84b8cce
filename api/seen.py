"""What is left of a file, and across files, for who may not see all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from api.people import Person
from api.sight import Sight
from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.folding import fold
from ledger.names import name_key
from ledger.privacy.vault import digests_in
from ledger.subjects.retention import Erasure
from projections.answering.eyes import Clearance, Eyes
from projections.view import FileView


def seen_view(whole: FileView, sight: Sight, besides: Iterable[Recorded] = ()) -> FileView:
    """Return a view of what may be seen of a file, called as the whole is, with the words of that alone.

    `besides`: entries of it that count, too, without a word of theirs.
    """
    seen = sight.seen(whole.file, whole.as_at)
    words = _words(whole.words, seen)
    if more := tuple(besides):
        seen = fold(sorted((*seen.known, *more), key=lambda recorded: recorded.position), whole.as_at)
    view = FileView.of(
        whole.file_id, seen, words, as_at=whole.as_at, default_procedure=whole.default_procedure,
        erased=_erased(whole, sight),
    )  # fmt: skip
    return replace(view, reference=whole.reference)


def eyes_of(person: Person, today: Callable[[], date]) -> Eyes:
    """Return somebody as a reader across files (projections/answering/eyes.py)."""

    def left_of(view: FileView) -> FileView:
        sight = Sight(person, view.file, today)
        return seen_view(view, sight) if sight.withheld else view

    names, reads_all, privileged = _cleared(person)
    return Eyes(
        key=(person.account, person.name, person.roles, person.granted, today()), names=names, reads_all=reads_all,
        privileged=privileged, told=tuple(map(name_key, (*names, *person.granted, *person.offices))), left_of=left_of,
    )  # fmt: skip


def clearance_of(person: Person) -> Clearance | None:
    """Return from what stored rows can tell what is withheld from somebody; None for who is shown single contracts."""
    return None if person.is_confined else _cleared(person)


def _cleared(person: Person) -> Clearance:
    reads_all = person.has("operator", "legal-services")
    return Clearance((person.account, person.name), reads_all, reads_all or "*" in person.granted)


def _erased(whole: FileView, sight: Sight) -> dict[str, Erasure]:
    """That words are gone is said to everybody; by which entry and why, to those who may see it."""
    return {
        digest: gone if sight.tells(gone.position) else Erasure(on=gone.on) for digest, gone in whole.erased.items()
    }


def _words(words: Mapping[str, Any], seen: ContractFile) -> dict[str, Any]:
    there = {digest for recorded in (*seen.known, *seen.entries) for digest in digests_in(recorded)}
    return {digest: held for digest, held in words.items() if digest in there}
