"""What is left of a file for those on the authority's side who see nothing that is marked, and its rows.

Marked is what is privileged, for Legal Services only, or for named people only. Most of those who read lists across
files see none of it, on whatever day; so rows of what is left are stored for them, beside those of the whole, of every
file on which something is marked (docs/adr/0113). Of a file on which somebody may see more (who is named on it, leads
it, or was given leave to read it), what is left is worked out when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.folding import extended, refolded
from ledger.names import name_key
from ledger.subjects.records import Marks
from ledger.subjects.retention import Erasure
from projections.answering.withholding import GROUNDS, PRIVILEGED, consulted_by, marks_of, withheld
from projections.read_models.remembered import remember
from projections.view import FileView

AT_HAND = "left of it for who sees nothing marked"
_GROUNDS = "what is marked on it, and why"


@dataclass(frozen=True, slots=True)
class _Left:
    """What is withheld, by position, and the view of what is left; None where that is the whole."""

    withheld: Mapping[int, str]
    view: FileView | None
    grown_from: FileView | None = None
    """The view before, where this one is that one and further entries."""


def left_unmarked(view: FileView, before: FileView | None = None) -> FileView | None:
    """Return what is left of a file for who sees nothing that is marked; None where nothing on it is.

    Worked out once for a view, and from the view before, if it is given, where only entries were added.
    """
    return _left(view, before).view


def grown_unmarked(before: FileView, after: FileView) -> tuple[FileView, FileView] | None:
    """Return what was left and what is left now, where that is the same with further entries; None where it is not."""
    was, now = _left(before), _left(after, before)
    return (was.view, now.view) if was.view and now.view and now.grown_from is was.view else None


def told_apart(view: FileView) -> list[str]:
    """Return the names, as `name_key` has them, of those who may see some of what is marked on a file.

    They are those named by marks, its lead officers of any day, the offices that consulted Legal Services, and the file
    itself, which leave is given to read.
    """
    withheld = _left(view).withheld
    named = {name for position in withheld for name in _marks(view.file, position).named}
    asked = (consulted_by(recorded.entry) for recorded in view.file.known if recorded.position in withheld)
    named |= {office for office in asked if office is not None}
    leads = {term.person for term in view.file.people.holders("lead-officer")}
    contract = view.file.agreement.contract
    return sorted(map(name_key, named | leads | {view.reference, contract.reference if contract else "authority"}))


def marked(recorded: Recorded, marks: Marks) -> str | None:
    """Return the ground on which an entry is withheld from who sees nothing that is marked."""
    audience, protection, _ = marks
    if audience == "legal":
        return GROUNDS[protection if protection in PRIVILEGED else "legal"]
    return GROUNDS["named"] if audience == "named" else GROUNDS[protection] if protection in PRIVILEGED else None


def left_of(whole: FileView, seen: ContractFile, tells: Callable[[int | None], bool]) -> FileView:
    """Return the view of what may be seen of a file, called as the whole is.

    `tells`: whether an entry may be named. That words are gone is said to everybody; by which entry, and why, to those
    who may see that one.
    """
    erased = {
        digest: gone if tells(gone.position) else Erasure(on=gone.on) for digest, gone in whole.erased.items()
    }  # fmt: skip
    view = FileView.of(
        whole.file_id, seen, whole.words, as_at=whole.as_at, default_procedure=whole.default_procedure, erased=erased
    )
    return replace(view, reference=whole.reference)


def _left(view: FileView, before: FileView | None = None) -> _Left:
    if AT_HAND not in view.at_hand:
        was = before.at_hand.get(AT_HAND) if before is not None else None
        view.at_hand[AT_HAND] = _worked_out(view, before, cast(_Left | None, was))
    return cast(_Left, view.at_hand[AT_HAND])


def _worked_out(view: FileView, before: FileView | None, was: _Left | None) -> _Left:
    file = view.file
    if before is None or was is None or before.file.records.marks != file.records.marks:
        grounds, was = _withheld(view), None
    else:  # entries that were there are marked as they were
        grounds = withheld(file, marked, was.withheld, len(before.file.known))
    if not grounds:
        return _Left(grounds, None)
    if before is None or was is None or was.view is None:
        # A register without a marked entry is that of the whole, and so is what was worked out of such registers only.
        seen = refolded(file, (recorded for recorded in file.known if recorded.position not in grounds), grounds)
    else:
        new = [recorded for recorded in file.known[len(before.file.known) :] if recorded.position not in grounds]
        seen = extended(was.view.file, new) if new else was.view.file
    left = left_of(view, seen, lambda position: position is not None and position not in grounds)
    if was is not None and was.view is not None:
        remember(left, was.view)
    elif left.erased == view.erased:
        remember(left, view)
    return _Left(grounds, left, was.view if was else None)


def is_marked(view: FileView) -> bool:
    """Return whether something on a file is marked: then what is left of it is told too."""
    return bool(_withheld(view))


def _withheld(view: FileView) -> Mapping[int, str]:
    if _GROUNDS not in view.at_hand:
        view.at_hand[_GROUNDS] = withheld(view.file, marked)
    return cast(Mapping[int, str], view.at_hand[_GROUNDS])


def _marks(file: ContractFile, position: int) -> Marks:
    recorded = file.first_recorded(position)
    assert recorded is not None, "what is withheld is on file"
    return marks_of(file, recorded)
