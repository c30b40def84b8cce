"""Contracts and other files by HTTP, listed as they stand now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Literal
from unicodedata import normalize

from fastapi import APIRouter, Depends, Query

from api.people import Person
from api.read import MOST, Cursor, Limit, TheBody, body_with, refuse_in_address, said_in
from api.reading import Reading
from api.seen import eyes_of
from api.shown import PREFIX, Answered
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from ledger.file_names import Sort, reference_in
from ledger.names import name_key, searched_by
from ledger.refusals import Denied, NotOnFile, Quarantined
from ledger.subjects.provider import Provider
from projections.answering.answers import EVERY_CONTRACT, ContractFilters, Listed
from projections.read_models.status_rows import status_keys
from projections.status.standing import Stage, holder, standing
from projections.status.status_facts import Status
from projections.stored import contracts as stored_contracts
from projections.stored.cursors import cursor_of, place_of
from projections.timeline.line import Filters

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["lists"])
Sorting = Literal["reference", "title", "end-date", "last-recorded", "open-issues"]


class AcrossFiles(Answered):
    """What every answer across files says of itself: it is how things stand now."""

    log_size: int
    """How many sealed entries of the log it takes in, at least."""
    simulated: bool = False
    """True where the ledger's clock is simulated."""
    next: str | None = None
    """Cursor of the next page (`cursor`); null on the last."""


class ContractRow(Answered):
    """One contract in the list."""

    reference: str
    title: str
    provider: str | None
    unit: str | None
    locality: str | None = None
    """The locality it serves."""
    stage: Stage
    how: str
    """Why it is in that stage, in words."""
    lead_officer: str | None
    deputy_officer: str | None = None
    support_officer: str | None = None
    """The contract support officer."""
    start_date: date | None
    end_date: date | None
    open_issues: int
    notices: int
    """Notices whose matter is not settled."""
    position: int
    last_recorded_at: datetime | None
    quarantined: str | None = None
    """Why the file is set aside, where it is."""
    outside: str | None = None
    """Why the procedure does not cover the contract; null where it does."""
    links: dict[str, str]


class ContractsAnswer(AcrossFiles):
    """Contracts, as they stand now."""

    contracts: list[ContractRow]


async def contracts_wanted(
    words: Annotated[
        str | None, Query(max_length=200, description="Part of reference, title, provider or locality.")
    ] = None,
    provider: Annotated[str | None, Query(max_length=200, description="Part of the provider's name.")] = None,
    unit: Annotated[str | None, Query(max_length=200, description="The authority's unit.")] = None,
    locality: Annotated[str | None, Query(max_length=200, description="The locality it serves, in full.")] = None,
    without_locality: Annotated[bool, Query(description="Only contracts of which no locality is on file.")] = False,
    lead: Annotated[str | None, Query(include_in_schema=False)] = None,
    stage: Annotated[Stage | None, Query(description="Only contracts in this stage.")] = None,
    with_open_issues: Annotated[bool, Query(description="Only contracts with an issue that is not settled.")] = False,
    quarantined: Annotated[bool | None, Query(description="Only files set aside, or only others.")] = None,
    sort: Annotated[Sorting, Query(description="What they are sorted by.")] = "reference",
) -> ContractFilters:
    """Return which contracts are wanted. Raises Invalid for a lead officer's name, which stands in no address."""
    refuse_in_address("lead", lead, "lead")
    words, provider, unit, locality = (said and normalize("NFC", said) for said in (words, provider, unit, locality))
    return ContractFilters(
        words, provider, unit, locality, None, stage, with_open_issues, quarantined, sort,
        without_locality=without_locality,
    )  # fmt: skip


class FileRow(Answered):
    """One file in a list of those of its sort: a programme's, a provider's."""

    reference: str
    title: str
    position: int
    links: dict[str, str]


def listed_files(
    wiring: Wiring, person: Person, sort: Sort, cursor: str | None, limit: int
) -> tuple[list[FileRow], dict[str, Any]]:
    """Return one page of the files of a sort that a provider sees none of, and what its answer says of itself.

    Raises Denied for a provider or delegate, NotReady, BadCursor.
    """
    if person.is_confined:
        raise Denied(f"{sort}s are the authority's own working, and shown to its own people")
    page = wiring.reader.contracts(
        ContractFilters(files=sort), after=cursor, limit=limit, eyes=eyes_of(person, wiring.book.today)
    )
    rows = [
        FileRow(
            reference=reference_in(item.status.reference), title=item.status.title, position=item.status.position,
            links={"self": f"{PREFIX}/{sort}s/{reference_in(item.status.reference)}"},
        )
        for item in page.items
    ]  # fmt: skip
    simulated = wiring.book.clock == "simulated"
    return rows, {"log_size": page.basis.log_size, "simulated": simulated, "next": page.next}


def all_listed(
    wiring: Wiring, person: Person, wanted: ContractFilters = EVERY_CONTRACT, *, whole: bool = False,
    only: Collection[str] | None = None,
) -> Iterator[Listed]:  # fmt: skip
    """Yield every contract wanted, as what this person may see of it makes it. Raises NotReady.

    `whole`, `only`: what of each status there is to be (`AcrossFiles.contracts`).
    """
    cursor, eyes = None, eyes_of(person, wiring.book.today)
    while True:
        page = wiring.reader.contracts(wanted, after=cursor, limit=MOST, eyes=eyes, whole=whole, only=only)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


def all_contracts(wiring: Wiring, person: Person, wanted: ContractFilters = EVERY_CONTRACT) -> Iterator[Status]:
    """Yield how every contract wanted stands, as what this person may see of it makes it. Raises NotReady."""
    return (one.status for one in all_listed(wiring, person, wanted))


def contracts_of(wiring: Wiring, person: Person, held: Provider) -> Iterator[Status]:
    """Yield how the contracts stand that may be a provider's, by its names and numbers, each once. Raises NotReady."""
    seen: set[str] = set()
    for called in dict.fromkeys((*map(searched_by, held.names), *(number.casefold() for number in held.numbers))):
        for facts in all_contracts(wiring, person, ContractFilters(provider=called)):
            if facts.reference not in seen:
                seen.add(facts.reference)
                yield facts


def files_with(wiring: Wiring, person: Person, wanted: Filters) -> Iterator[str]:
    """Yield the names of files with an entry of some kinds on them that this person may see, each once: looked up by
    their kind, the newest first. Raises NotReady."""
    seen, cursor, eyes = set[str](), None, eyes_of(person, wiring.book.today)
    while True:
        page = wiring.reader.history(wanted, after=cursor, limit=MOST, eyes=eyes)
        new = dict.fromkeys(line.reference for line in page.items if line.reference not in seen)
        seen |= new.keys()
        yield from new
        cursor = page.next
        if cursor is None:
            return


TheContracts = Annotated[ContractFilters, Depends(contracts_wanted)]


@router.get("/contracts", summary="Contracts")
def contracts(
    wiring: TheWiring, person: ThePerson, wanted: TheContracts, cursor: Cursor = None, limit: Limit = 50
) -> ContractsAnswer:
    """List contracts: to the authority's people all of them, to a provider its own."""
    return contracts_answer(wiring, person, wanted, cursor, limit)


@router.post("/contracts/search", summary="Contracts of a lead officer", openapi_extra=body_with("lead", "Ann Ashe"))
def search_contracts(
    wiring: TheWiring, person: ThePerson, wanted: TheContracts, body: TheBody, cursor: Cursor = None, limit: Limit = 50
) -> ContractsAnswer:
    """List contracts by a part of their lead officer's name."""
    return contracts_answer(wiring, person, replace(wanted, lead=said_in(body, "lead")), cursor, limit)


def contracts_answer(
    wiring: Wiring, person: Person, wanted: ContractFilters, cursor: str | None, limit: int
) -> ContractsAnswer:
    """Return one page of contracts: to the authority's people all of them, to a provider its own. Raises NotReady."""
    simulated = wiring.book.clock == "simulated"
    today = wiring.book.today()
    if person.is_confined:
        return _own_page(wiring, person, wanted, cursor, limit)
    page = wiring.reader.contracts(wanted, after=cursor, limit=limit, eyes=eyes_of(person, wiring.book.today))
    listed = [contract_row(item.status, today) for item in page.items]
    return ContractsAnswer(log_size=page.basis.log_size, simulated=simulated, next=page.next, contracts=listed)


def _own_page(
    wiring: Wiring, person: Person, wanted: ContractFilters, cursor: str | None, limit: int
) -> ContractsAnswer:
    today = wiring.book.today()
    after = place_of(cursor, stored_contracts.KEYS[wanted.sort], str) if cursor is not None else None
    own = [facts for facts in own_contracts(wiring, person) if _asked_for(facts, wanted, today)]
    placed = sorted(
        ((stored_contracts.sort_place(facts, wanted), contract_row(facts, today)) for facts in own),
        key=lambda pair: pair[0],
    )
    left = [pair for pair in placed if after is None or pair[0] > after]
    return ContractsAnswer(
        log_size=wiring.book.store.log_size(), simulated=wiring.book.clock == "simulated",
        next=cursor_of(*left[limit - 1][0]) if len(left) > limit else None, contracts=[row for _, row in left[:limit]],
    )  # fmt: skip


def contract_row(facts: Status, today: date) -> ContractRow:
    """Return the row of a contract as it stands on a day."""
    stands = standing(facts, today)
    return ContractRow(
        reference=facts.reference, title=facts.title, provider=facts.provider, unit=facts.unit,
        locality=facts.locality, stage=stands.stage, how=stands.how, lead_officer=holder(stands, "lead-officer"),
        deputy_officer=holder(stands, "deputy-lead-officer"),
        support_officer=holder(stands, "contract-support-officer"),
        start_date=facts.start_date, end_date=stands.end_date,
        open_issues=len(facts.issues), position=facts.position,
        notices=sum(running.notice.withdrawn_on is None for running in stands.notices),
        last_recorded_at=facts.last_entry.recorded_at if facts.last_entry else None, quarantined=facts.quarantined,
        outside=facts.outside, links={"self": f"{PREFIX}/contracts/{facts.reference}"},
    )  # fmt: skip


def own_references(wiring: Wiring, person: Person) -> Iterator[str]:
    """Yield the references of contracts that may be a provider's own: found by its names and numbers.

    For an officer of another body, those of all contracts: each file says whether it was delegated to them.
    """
    # By its longest word, which every spelling has; whose contract it is is judged by the file itself.
    wanted = [ContractFilters(provider=max(called.split(), key=len)) for called in person.organisations]
    seen: set[str] = set()
    for filters in wanted or [EVERY_CONTRACT]:
        cursor = None
        while True:
            page = wiring.reader.contracts(filters, after=cursor, limit=MOST)
            for item in page.items:
                if item.status.reference not in seen:
                    seen.add(item.status.reference)
                    yield item.status.reference
            cursor = page.next
            if cursor is None:
                break


def own_readings(wiring: Wiring, person: Person) -> Iterator[Reading]:
    """Yield a provider's own files as it may see them; one set aside is left out."""
    for reference in own_references(wiring, person):
        try:
            yield Reading(wiring, reference, person)
        except (NotOnFile, Quarantined):
            continue


def own_contracts(wiring: Wiring, person: Person) -> Iterator[Status]:
    """Yield how a provider's own contracts stand, by what it may see."""
    for reading in own_readings(wiring, person):
        facts, position = reading.status()
        yield facts.model_copy(update={"position": position})


def _asked_for(facts: Status, wanted: ContractFilters, today: date) -> bool:
    keys = status_keys(facts)
    return (
        (wanted.words or "").casefold() in keys.words_key
        and (wanted.provider or "").casefold() in keys.provider_key
        and (wanted.unit is None or keys.unit_key == name_key(wanted.unit))
        and (wanted.locality is None or keys.locality_key == name_key(wanted.locality))
        and (not wanted.without_locality or not keys.locality_key)
        and (not wanted.lead or any(wanted.lead.casefold() in term.person.casefold() for term in facts.people))
        and (wanted.stage is None or standing(facts, today).stage == wanted.stage)
        and (not wanted.with_open_issues or bool(facts.issues))
        and not wanted.quarantined
    )
