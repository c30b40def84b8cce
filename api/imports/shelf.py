"""Which file a published award or contract belongs on: never by the id of the process alone, which many buyers share.

A file is kept for one award of one buyer in one process, and for the contract that follows from it. Its reference is
made from these ids alone, so that whoever imports the same notice, in whatever order, finds the same file:

    <ocid>.<id of the award or contract, as far as it can stand in a reference>.<10 hex digits>

The digits are the first of SHA-256 over ocid, id of the buyer, "award" or "contract", and its id, with line feeds
between. A second contract of one award has a file of its own; the first to be published continues the award's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from api.imports.said import Statement
from ledger import mapper
from ledger.book import Book
from ledger.entry import Money
from ledger.names import name_key
from ledger.subjects.agreement import ContractRegistered, Organisation
from ledger.subjects.records import EntryCorrected

_NOT_IN_A_REFERENCE = re.compile(r"[^A-Za-z0-9._:-]+")
_NUMBER = re.compile(r"([A-Z]{2}-[A-Z0-9]{2,12})-(.+)")
_ACCOUNTS = ("GB-CFS", "GB-FTS")  # of Contracts Finder and Find a Tender: one buyer has several
_PAGE = 5_000  # entries of the log
_KINDS = ("contract-registered/1", "entry-corrected/1")


@dataclass(slots=True)
class Holding:
    """One file there is, or is about to be, and what it is known by."""

    reference: str
    ocid: str
    award: str | None
    contract: str | None
    buyer: set[str]
    """Id and name of the buyer, by which it is known again."""
    providers: frozenset[str] = frozenset()
    period: tuple[object, object] = (None, None)
    value: Money | None = None
    release: str | None = None
    """Id of the release that opened it."""
    on_file: bool = False
    """Whether there is such a file, or one is only about to be opened."""


class Unplaced(Exception):
    """It cannot be told which file a notice belongs on; the message says why."""


@dataclass(slots=True)
class Shelf:
    """Every contract file that was opened from a published notice, by the id of its process."""

    holdings: dict[str, list[Holding]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book) -> Shelf:
        """Return the shelf of a ledger, from the registrations in its log."""
        shelf = cls()
        by_file: dict[object, Holding] = {}
        after, size = 0, book.store.log_size()
        while after < size and (rows := book.store.log_page(after, _PAGE, kinds=_KINDS)):
            for row in rows:
                after = (row.index or 0) + 1
                try:
                    entry = mapper.read(row).entry
                except mapper.Unreadable:
                    continue  # its file is set aside, and says so where it is read
                if isinstance(entry, EntryCorrected):
                    entry = entry.replacement
                if isinstance(entry, ContractRegistered) and entry.published and entry.published.ocid:
                    shelf._forget(by_file.get(row.file_id))
                    by_file[row.file_id] = shelf._add(_holding(entry, book.genesis.authority))
        return shelf

    def place(self, said: Statement) -> Holding:
        """Return the holding a statement belongs to, a new one where there is none. Raises Unplaced."""
        found = [one for one in self.holdings.get(said.release.ocid, ()) if _same_buyer(one, said)]
        if said.buyer is None and len({frozenset(one.buyer) for one in found}) > 1:
            raise Unplaced("no buyer is named, and several buyers have contracts under this ocid")
        if said.award is not None:
            of_award = [one for one in found if one.award == said.award and _of_award(one, said)]
            of_award += [one for one in found if one.award is None and one.contract == said.contract is not None]
            own = [one for one in of_award if said.contract is not None and one.contract == said.contract]
            free = [one for one in of_award if one.contract is None or said.contract is None]
            if own or free:
                return (own or free)[0]
        else:
            of_contract = [one for one in found if one.contract == said.contract]
            if len(of_contract) == 1:
                return of_contract[0]
        if said.buyer is None:
            raise Unplaced("no buyer is named here, nor in an earlier notice of the same award or contract")
        taken = any(one.award == said.award for one in found if said.award is not None)
        return self._add(
            Holding(
                _reference(said, split=taken), said.release.ocid, said.award, said.contract, _buyer_of(said)
            )
        )  # fmt: skip

    def twins(self, holding: Holding) -> Iterator[Holding]:
        """Yield other files of the same process, buyer, suppliers and period: the same contract published twice?"""
        for other in self.holdings.get(holding.ocid, ()):
            same = other.providers == holding.providers and other.period == holding.period
            if other is not holding and same and holding.providers and other.buyer & holding.buyer:
                yield other

    def unjoined(self, holding: Holding) -> Iterator[Holding]:
        """Yield the buyer's awards without a contract where a contract names no award, and the other way round."""
        for other in self.holdings.get(holding.ocid, ()):
            alone = [(one.award is None, one.contract is None) for one in (holding, other)]
            if other.buyer & holding.buyer and sorted(alone) == [(False, True), (True, False)]:
                yield other

    def _add(self, holding: Holding) -> Holding:
        self.holdings.setdefault(holding.ocid, []).append(holding)
        return holding

    def drop(self, holding: Holding) -> None:
        """Forget a holding that did not come to be a file."""
        self._forget(holding)

    def _forget(self, holding: Holding | None) -> None:
        if holding is not None:
            self.holdings[holding.ocid].remove(holding)


def describe(holding: Holding, entry: ContractRegistered) -> None:
    """Bring what a holding is known by to what its file says."""
    holding.providers = names_of(entry.providers)
    holding.period = (entry.start_date, entry.end_date)
    holding.value = entry.total_value
    holding.release = entry.published.release if entry.published else None


def names_of(organisations: tuple[Organisation, ...]) -> frozenset[str]:
    """Return the names of organisations, as they are compared."""
    return frozenset(name_key(one.name) for one in organisations)


def _holding(entry: ContractRegistered, authority: str) -> Holding:
    published, buyer = entry.published, entry.authority
    assert published is not None
    assert published.ocid is not None
    known = {name_key(buyer.name if buyer else authority)}
    if buyer is not None:
        known |= {f"{one.scheme}-{one.id}" for one in buyer.identifiers}
    made = Holding(entry.reference, published.ocid, published.award, published.contract, known, on_file=True)
    describe(made, entry)
    return made


def _buyer_of(said: Statement) -> set[str]:
    known = {said.buyer} if said.buyer else set()
    if said.buyer_as is not None:
        known.add(name_key(said.buyer_as.name))
        known |= {f"{one.scheme}-{one.id}" for one in said.buyer_as.identifiers}
    return known


def _same_buyer(one: Holding, said: Statement) -> bool:
    """Whether a notice's buyer is a file's: by its number in a register both give, else by any number or name."""
    if said.buyer is None:
        return True
    theirs = _buyer_of(said)
    ours, other = _registered(one.buyer), _registered(theirs)
    if shared := ours.keys() & other.keys():
        return any(ours[register] == other[register] for register in shared)
    return bool(one.buyer & theirs)


def _registered(known: set[str]) -> dict[str, str]:
    """The numbers among what a buyer is known by, by their register; a service's own accounts are no register."""
    found = (_NUMBER.fullmatch(one) for one in known)
    return {number[1]: number[2] for number in found if number and number[1] not in _ACCOUNTS}


def _of_award(one: Holding, said: Statement) -> bool:
    return said.contract is None or one.contract in (None, said.contract)


def _reference(said: Statement, *, split: bool) -> str:
    kind, key = ("contract", said.contract or "") if split or said.award is None else ("award", said.award)
    whole = "\n".join((said.release.ocid, said.buyer or "", kind, f"{said.award or ''}\n{key}" if split else key))
    digits = hashlib.sha256(whole.encode()).hexdigest()[:10]
    short = key.removeprefix(said.release.ocid).strip("-") or key
    parts = [_NOT_IN_A_REFERENCE.sub("-", part).strip("-.:_") for part in (said.release.ocid[:60], short[:40])]
    return ".".join(part for part in (*parts, digits) if part)
