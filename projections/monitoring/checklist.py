"""The checklist of key terms: how each item was last found, and which entries say of themselves that it is so.

An item is found by whoever verifies it on a document. Where the entry of the document itself says that the item is met,
and has the document with it, that is the check: nobody is asked to look at the same paper for a second entry
(TVP-4.0-3, TVP-4.0-4). Said without the document it stays to be verified. The procedure's items are examples of what
contracts detail: a term of this contract that was checked besides stands beside them (TVP-4.0-19).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ledger.entry import Actor, Entry, Frozen, Recorded, own
from ledger.names import title_key
from ledger.procedures.rows import ChecklistItem
from ledger.subjects.assurance import Checked
from ledger.subjects.procurement import Tender, TenderAdvertised, TendersInvited
from ledger.subjects.terms import ServiceLevelAgreementAgreed
from projections.view import FileView

STRATEGY_IN_PAPERS = "strategy-in-tender-papers"
_SAID_BY: Mapping[str, tuple[tuple[type[Entry], ...], str]] = {
    STRATEGY_IN_PAPERS: ((TenderAdvertised, TendersInvited), "strategy_made_known"),
    "strategy-in-sla": ((ServiceLevelAgreementAgreed,), "strategy_confirmed"),
}
"""Item of the checklist -> the kinds of entry that say of it whether it is so, and in which field."""


class ItemFound(Frozen):
    """How an item of the checklist was found once."""

    on: date
    position: int
    by: Actor | None
    met: bool
    valid_until: date | None = None
    shown: bool
    """Whether a document shows it."""


def items(view: FileView, day: date) -> tuple[ChecklistItem, ...]:
    """Return the items of the procedure's checklist, then those that only this contract was checked for by a day, each
    called as it first was, under the id of the entry that was (TVP-4.0-19)."""
    procedure, own_items = view.procedure_on(day), dict[str, ChecklistItem]()
    checks = sorted((c for held in view.file.assurance.checks.values() for c in held), key=lambda c: c.position)
    for check in checks:
        if check.on <= day and procedure.checklist_item(check.says.item) is None:
            called = ChecklistItem(id=f"entry-{check.position}", title=check.says.item, citation="TVP-4.0-19")
            own_items.setdefault(title_key(check.says.item), called)
    return (*procedure.checklist, *own_items.values())


def last_found(view: FileView, item: ChecklistItem, day: date) -> ItemFound | None:
    """Return how an item was last found by a day: verified, or said by the entry of the document that shows it. What
    came before an entry that says that it is not so found nothing of that document."""
    said = [(r, so) for r, so in _said(view, item.id) if r.entry.happened_on <= day]
    denied = max(((r.entry.happened_on, r.position) for r, so in said if not so), default=(date.min, 0))
    found = [
        ItemFound(on=r.entry.happened_on, position=r.position, by=r.entry.by, met=True, shown=True)
        for r, so in said if so and _has_its_document(view, r)
    ]  # fmt: skip
    held = view.file.assurance.checked(item, day)
    # A look without a document unshows nothing.
    if held is not None and not (found and held.says.met and not _shown(view, held)):
        last = ItemFound(
            on=held.on, position=held.position, by=held.says.by, met=held.says.met, valid_until=held.says.valid_until,
            shown=_shown(view, held),
        )  # fmt: skip
        found.append(last)
    since = (one for one in found if (one.on, one.position) > denied)
    return max(since, key=lambda one: (one.on, one.position), default=None)


def strategy_known(view: FileView, tender: Tender, day: date) -> bool:
    """Return whether, by a day, the papers of a competition make known how the authority manages its contracts: as a
    call for tenders says, or as a check of the papers found after that (TVP-4.0-3)."""
    calls = (*tender.advertised, *tender.invited)
    said = [(on, position) for on, says, position in calls if says.strategy_made_known and on <= day]
    item = view.procedure_on(day).checklist_item(STRATEGY_IN_PAPERS)
    held = last_found(view, item, day) if item is not None else None
    if held is None or (said and max(said) > (held.on, held.position)):
        return bool(said)
    return held.met


def said_of(view: FileView, item: str) -> str:
    """Return what the file says of an item that nobody checked yet, to be read after its title; "" where nothing."""
    told = [*_said(view, item)]
    if not told:
        return ""
    recorded, so = told[-1]
    return said_without(recorded.position) if so else f": entry {recorded.position} says that it is not so"


def said_without(position: int) -> str:
    """Return what an entry that has no document says of an item, to be read after its title."""
    return f": entry {position} says that it is so; supplement it with the document, or verify it on that"


def _said(view: FileView, item: str) -> Iterator[tuple[Recorded, bool]]:
    kinds, field = _SAID_BY.get(item, ((), ""))
    for recorded in view.file.of(*kinds) if kinds else ():
        if (so := own(recorded.entry, field)) is not None:
            yield recorded, so


def _shown(view: FileView, check: Checked) -> bool:
    recorded = view.file.at(check.position)
    return recorded is not None and _has_its_document(view, recorded)


def _has_its_document(view: FileView, recorded: Recorded) -> bool:
    there = own(recorded.entry, "papers") or recorded.entry.exhibits
    return bool(there) or view.file.records.is_filed(recorded.position)
