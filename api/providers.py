"""Providers by HTTP: entering one, and where it stands across the authority's contracts."""

from __future__ import annotations

from hashlib import sha256

from fastapi import APIRouter, Depends, Request, Response

from api.answering import tagged
from api.answers import OfOneFile, frame, withheld_from
from api.asked import TheReading
from api.exclusions import ExcludedHere, excluded_here, files_with_exclusions
from api.kind_schemas import takes
from api.known_elsewhere import known_elsewhere
from api.lists import AcrossFiles, FileRow, contracts_of, listed_files
from api.people import Person
from api.read import Cursor, Limit
from api.reading import Reading
from api.record import RecordedAlone, TheAsked, TheBody, also_checked, opened
from api.shown import PREFIX, Withheld
from api.wiring import TheBook, TheDocuments, ThePerson, TheWiring, Wiring, known_parameters
from ledger.file_names import PROVIDER, reference_in
from ledger.subjects.provider import ProviderOpened
from projections.provider_standing import ProviderStanding, provider_standing

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["providers"])


class ProvidersAnswer(AcrossFiles):
    """The providers that have a file of their own."""

    providers: list[FileRow]
    excluded: tuple[ExcludedHere, ...] = ()
    """Every provider that is, was or will be kept out of tenders, whether or not it has a file of its own: on the first
    page, those kept out now first (TVP-5.2-9b)."""


class StandingAnswer(OfOneFile):
    """Where a provider stands: whose tenders it is kept out of, its contracts as they are now, what is known of it."""

    reference: str
    """The provider's reference; `file` is the name of its file, for POST /entries."""
    standing: ProviderStanding
    more_of_the_market: bool = False
    """Whether other files may have learnt more of it or its sector than the newest hundred entries looked at tell."""
    withheld: tuple[Withheld, ...] = ()
    """Entries of the provider's own file this reader may not see, and on which nothing here rests."""
    links: dict[str, str]


@router.post(
    "/providers", status_code=201, summary="Enter a provider",
    openapi_extra=takes("provider-opened"), responses=also_checked(RecordedAlone),
)  # fmt: skip
def open_provider(
    body: TheBody, person: ThePerson, book: TheBook, documents: TheDocuments, asked: TheAsked, response: Response
) -> RecordedAlone:
    """Open the file of a provider; its contracts are found by the names and numbers given here."""
    return opened(body, ProviderOpened, person, book, documents, asked, response, before=PROVIDER)


@router.get("/providers", summary="Providers")
def providers(wiring: TheWiring, person: ThePerson, cursor: Cursor = None, limit: Limit = 50) -> ProvidersAnswer:
    """List the providers that have a file; not for providers themselves."""
    return providers_answer(wiring, person, cursor, limit)


@router.get("/providers/{reference}", summary="Where a provider stands", response_model=StandingAnswer)
def provider(reading: TheReading, wiring: TheWiring, request: Request) -> Response:
    """Answer where a provider stands, by each body that buys, and what of its contracts shows on it."""
    answer = standing_answer(wiring, reading)
    across = sha256(answer.standing.model_dump_json().encode())  # contracts change and its own file does not
    return tagged(request, answer, across.hexdigest()[:16])


def providers_answer(wiring: Wiring, person: Person, cursor: str | None, limit: int) -> ProvidersAnswer:
    """Return one page of providers. Raises Denied for a provider, NotReady."""
    rows, said = listed_files(wiring, person, "provider", cursor, limit)
    excluded = tuple(excluded_here(wiring, person)) if cursor is None else ()
    return ProvidersAnswer(**said, providers=rows, excluded=excluded)


def standing_answer(wiring: Wiring, reading: Reading) -> StandingAnswer:
    """Return where a provider stands: by its own file at the two times, its contracts as they are now."""
    held, person = reading.view.file.provider, reading.person
    known, more = known_elsewhere(wiring, reading)
    found = reading.gave(
        provider_standing(
            reading.view, contracts_of(wiring, person, held), reading.on,
            excluding=files_with_exclusions(wiring, person),
            known=known,
        )
    )  # fmt: skip
    here, again = f"{PREFIX}/providers/{reference_in(reading.reference)}", reading.asked_again
    parts = ("timeline", "duties", "registers/{name}", "entries/{position}")
    return StandingAnswer(
        **frame(reading, reading.position), reference=reference_in(reading.reference), standing=found,
        more_of_the_market=more, withheld=withheld_from(reading),
        links={"self": here + again} | {part.partition("/")[0]: f"{here}/{part}{again}" for part in parts},
    )  # fmt: skip
