"""Who is kept out of tenders, by whom, and until when: of all files together, and beside a tender received
and an award recommended.

An exclusion lies on the file of the contract or provider it was decided on; the tender's own file has nothing of it,
and the provider it names need have no file. So all there are, are looked up by their kind, by what their reader may
see (TVP-5.2-9b).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from api.lists import all_contracts, files_with
from api.people import Person
from api.reading import Reading
from api.shown import Answered
from api.wiring import Wiring
from ledger.entry import Entry, own
from ledger.names import searched_by
from ledger.organisations import Organisation
from ledger.refusals import NotOnFile, Quarantined
from ledger.subjects.procurement import AwardRecommended
from ledger.subjects.provider import Provider
from projections.answering.answers import ContractFilters, NotReady
from projections.provider_standing import ExclusionRow, exclusion_row, is_of, kept_out
from projections.status.status_facts import Status
from projections.timeline.line import Filters

EXCLUSIONS = Filters(kinds=("provider-exclusion-decided",), struck=False)
NOT_YET = "whether it is kept out of tenders cannot be told now, since the lists are being built: look again"


class ExcludedHere(Answered):
    """A provider that is, was or will be kept out of tenders, whether or not it has a file of its own."""

    provider: str
    exclusion: ExclusionRow


def exclusion_warnings(wiring: Wiring, person: Person, entry: Entry) -> list[str]:
    """Return a sentence for each exclusion in force, on the day of a tender or of a recommendation to award the
    contract, of whoever tenders or would have it; for others none."""
    bidder = entry.provider if isinstance(entry, AwardRecommended) else own(entry, "bidder")
    if not isinstance(bidder, Organisation) or person.is_confined:
        return []
    try:
        rows = exclusions_of(wiring, person, bidder, entry.happened_on)
    except NotReady:
        return [f"{bidder.name}: {NOT_YET}"]
    return [f"{bidder.name} is {row.sentence}" for row in rows if row.state == "in-force"]


def tenders_warned_of(wiring: Wiring, reading: Reading) -> dict[str, list[str]]:
    """Return what is said beside each tender received and each award recommended on a file, by its id; those of others
    are left out."""
    bought = reading.view.file.procurement
    recorded = {bid.id: bid.position for bid in bought.bids.values()}
    recorded |= {award.id: award.position for award in bought.awards.values()}
    said = {
        one: exclusion_warnings(wiring, reading.person, held.entry)
        for one, position in recorded.items() if (held := reading.view.file.at(position))
    }  # fmt: skip
    return {one: warnings for one, warnings in said.items() if warnings}


def exclusions_of(wiring: Wiring, person: Person, bidder: Organisation, on: date) -> Sequence[ExclusionRow]:
    """Return every exclusion of an organisation, on whatever file, as it stands on a day.

    Where it has a file of its own, it is looked for by every name and number given there. Raises NotReady.
    """
    asked = Provider(name=bidder.name, names=[bidder.name], identifiers=[*bidder.identifiers])
    for facts in list(own_files(wiring, person, asked)):
        asked.names += [party.name for party in facts.provider_facts.parties]
        asked.identifiers += [one for party in facts.provider_facts.parties for one in party.identifiers]
    rows = [
        exclusion_row(facts.reference, fact, on)
        for facts in files_with_exclusions(wiring, person)
        for fact in facts.provider_facts.exclusions
        if any(asked.is_it(party) for party in kept_out(facts, fact))
    ]
    return sorted(rows, key=lambda row: (row.since, row.file, row.number))


def excluded_here(wiring: Wiring, person: Person) -> list[ExcludedHere]:
    """Return every exclusion on file as it stands today, those in force first. Raises NotReady."""
    on = wiring.book.today()
    found = [
        ExcludedHere(
            provider=", ".join(map(str, kept_out(facts, fact))) or facts.title,
            exclusion=exclusion_row(facts.reference, fact, on),
        )
        for facts in files_with_exclusions(wiring, person)
        for fact in facts.provider_facts.exclusions
    ]
    rank = {"in-force": 0, "to-come": 1, "over": 2}
    return sorted(found, key=lambda one: (rank[one.exclusion.state], one.provider.casefold(), one.exclusion.since))


def files_with_exclusions(wiring: Wiring, person: Person) -> Iterator[Status]:
    """Yield how each file stands on which an exclusion was decided, by what this person may see. Raises NotReady."""
    for reference in files_with(wiring, person, EXCLUSIONS):
        try:
            yield Reading(wiring, reference, person).status()[0]
        except (NotOnFile, Quarantined):
            continue


def own_files(wiring: Wiring, person: Person, asked: Provider) -> Iterator[Status]:
    """Yield how the files of providers of this name or number stand: one, as a rule. Raises NotReady."""
    seen: set[str] = set()
    for called in (*map(searched_by, asked.names), *asked.numbers):
        for facts in all_contracts(wiring, person, ContractFilters(provider=called, files="provider")):
            if facts.reference not in seen and is_of(asked, facts):
                seen.add(facts.reference)
                yield facts


__all__ = [
    "ExcludedHere", "excluded_here", "exclusion_warnings", "exclusions_of", "files_with_exclusions",
    "own_files", "tenders_warned_of",
]  # fmt: skip
