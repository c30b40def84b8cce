"""What is said beside a tender received: that whoever tenders is kept out of tenders, by whom, and until when.

An exclusion lies on the file of the contract or provider it was decided on; the tender's own file has nothing of it. So
it is looked for across files whenever the tender is shown, by what its reader may see (TVP-5.2-9b).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from api.lists import all_contracts, contracts_of
from api.people import Person
from api.reading import Reading
from api.shown import RecordedEntry
from api.wiring import Wiring
from ledger.entry import Entry, own
from ledger.judgement import Act
from ledger.organisations import Organisation
from ledger.subjects.provider import Provider
from projections.answers import ContractFilters, NotReady
from projections.provider_standing import ExclusionRow, exclusion_row, is_of, of_this_one
from projections.status import Status

NOT_YET = "whether it is kept out of tenders cannot be told now, since the lists are being built: look again"


def exclusion_warnings(wiring: Wiring, person: Person, entry: Entry) -> list[str]:
    """Return a sentence for each exclusion in force, on the day of a tender, of whoever tenders; for others none."""
    bidder = own(entry, "bidder")
    if not isinstance(bidder, Organisation) or person.is_confined:
        return []
    try:
        rows = exclusions_of(wiring, person, bidder, entry.happened_on)
    except NotReady:
        return [f"{bidder.name}: {NOT_YET}"]
    return [f"{bidder.name} is {row.sentence}" for row in rows if row.state == "in-force"]


def tenders_warned_of(wiring: Wiring, reading: Reading) -> dict[str, list[str]]:
    """Return what is said beside each tender received on a file, by the tender's id; those of others are left out."""
    said = {
        bid.id: exclusion_warnings(wiring, reading.person, held.entry)
        for bid in reading.view.file.procurement.bids.values() if (held := reading.view.file.at(bid.position))
    }  # fmt: skip
    return {bid: warnings for bid, warnings in said.items() if warnings}


def warned(
    wiring: Wiring, person: Person, acts: Sequence[Act], recorded: Sequence[RecordedEntry]
) -> list[RecordedEntry]:
    """Return entries just recorded with what is said beside them, each after the act that it records."""
    return [
        shown.model_copy(update={"warnings": exclusion_warnings(wiring, person, act.entry)})
        for act, shown in zip(acts, recorded, strict=True)
    ]


def exclusions_of(wiring: Wiring, person: Person, bidder: Organisation, on: date) -> Sequence[ExclusionRow]:
    """Return every exclusion of an organisation, on contracts' files or on its own, as it stands on a day.

    Where it has a file of its own, it is looked for by every name and number given there. Raises NotReady.
    """
    asked = Provider(name=bidder.name, names=[bidder.name], identifiers=[*bidder.identifiers])
    own_files = [*_own_files(wiring, person, asked)]
    for facts in own_files:
        asked.names += [party.name for party in facts.provider_facts.parties]
        asked.identifiers += [one for party in facts.provider_facts.parties for one in party.identifiers]
    contracts = [facts for facts in contracts_of(wiring, person, asked) if is_of(asked, facts)]
    rows = [
        exclusion_row(facts.reference, fact, on)
        for facts in (*own_files, *contracts)
        for fact in facts.provider_facts.exclusions
        if facts in own_files or of_this_one(asked, fact)
    ]
    return sorted(rows, key=lambda row: (row.since, row.file, row.number))


def _own_files(wiring: Wiring, person: Person, asked: Provider) -> Iterator[Status]:
    """The files that providers of this name or number have themselves: one, as a rule."""
    seen: set[str] = set()
    for called in (*asked.names, *asked.numbers):
        for facts in all_contracts(wiring, person, ContractFilters(provider=called, files="provider")):
            if facts.reference not in seen and is_of(asked, facts):
                seen.add(facts.reference)
                yield facts


__all__ = ["exclusion_warnings", "exclusions_of", "tenders_warned_of", "warned"]
