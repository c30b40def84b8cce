"""What shows how a provider performs, across its contracts, by HTTP: as they stand now, contract by contract."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.lists import AcrossFiles
from api.people import Person
from api.read import Cursor
from api.reading import Reading
from api.seen import eyes_of
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from ledger.names import same_company, searched_by
from ledger.refusals import Denied, NotOnFile, Quarantined
from projections.answering.answers import ContractFilters
from projections.provider_evidence import ContractEvidence, EvidenceInAll, contract_evidence, in_all

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["lists"])
ProviderNamed = Annotated[str, Query(min_length=2, max_length=200, description="Part of the provider's name.")]
MOST = 50
"""Contracts on one page: each of them is read for it."""
Some = Annotated[int, Query(ge=1, le=MOST, description="How many contracts there are on a page.")]


class EvidenceAnswer(AcrossFiles):
    """What shows how a provider performs; for the authority's own side only."""

    provider: str
    """The part of a name that was asked for."""
    in_all: EvidenceInAll
    """What it comes to, over the contracts on this page."""
    contracts: list[ContractEvidence]


def evidence_answer(
    wiring: Wiring, person: Person, provider: str, cursor: str | None = None, limit: int = MOST
) -> EvidenceAnswer:
    """Return the evidence on some of a provider's contracts. Raises Denied for who is confined, NotReady, BadCursor.

    Each contract is read as this person may see it; one set aside is left out.
    """
    if person.is_confined:
        raise Denied("how providers perform, across contracts, is shown to the authority's own people")
    wanted = ContractFilters(provider=searched_by(provider))
    page = wiring.reader.contracts(wanted, after=cursor, limit=limit, eyes=eyes_of(person, wiring.book.today))
    found = []
    for item in page.items:
        try:
            reading = Reading(wiring, item.status.reference, person)
            if not _is_of(reading, provider):
                continue
            found.append(reading.gave(contract_evidence(reading.view, reading.on)))
        except (NotOnFile, Quarantined):
            continue
    return EvidenceAnswer(
        log_size=page.basis.log_size, simulated=wiring.book.clock == "simulated", next=page.next, provider=provider,
        in_all=in_all(found), contracts=found,
    )  # fmt: skip


def _is_of(reading: Reading, provider: str) -> bool:
    """Whether a contract is one of the provider asked for: what was asked for is a part of what it goes by, or its name
    in another spelling (Elm Care Limited, elm care ltd.)."""
    contract = reading.view.file.agreement.contract
    for party in contract.providers if contract else ():
        goes_by = (party.name, *map(str, party.identifiers))
        if same_company(party.name, provider) or any(provider.casefold() in one.casefold() for one in goes_by):
            return True
    return False


@router.get("/provider-evidence", summary="How a provider performs")
def provider_evidence(
    wiring: TheWiring, person: ThePerson, provider: ProviderNamed, cursor: Cursor = None, limit: Some = MOST
) -> EvidenceAnswer:
    """Answer what shows how a provider performs, across its contracts: complaints, surveys, reports, assessments."""
    return evidence_answer(wiring, person, provider, cursor, limit)
