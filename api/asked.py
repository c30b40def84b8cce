"""What is asked of one file: of which, by whom, and at which of its two times.

Whatever is found without asking the database is found on the way, by the loop that serves all requests; the rest is for
the thread that answers: handing a request from the one to the other costs more than most of what would be done there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request

from api.people import Person
from api.reading import Reading
from api.shown import PREFIX
from api.times import AsAt, KnownAt, Times, times
from api.wiring import ThePerson, Wiring, wiring_of
from ledger.book import AUTHORITY
from ledger.file_names import name_in
from projections.answering.heads import Head

Reference = Annotated[str, Path(description="Reference of the contract, the programme or the provider.")]


@dataclass(frozen=True)
class Asked:
    """A question about one file."""

    wiring: Wiring
    reference: str
    person: Person
    times: Times

    @property
    def now(self) -> bool:
        """Whether it is about the file as it stands now."""
        return self.times == Times()

    def reading(self, head: Head | None = None) -> Reading:
        """Return the file as this person may see it at these times. Raises NothingNear."""
        times = self.times
        return Reading(
            self.wiring, self.reference, self.person, as_at=times.as_at, known=times.known, known_on=times.known_on,
            head=head,
        )  # fmt: skip


async def asked(
    request: Request, person: ThePerson, reference: Reference, as_at: AsAt = None, known_at: KnownAt = None
) -> Asked:
    """Return what is asked of the file that the address is about. Raises Invalid."""
    wiring, name = wiring_of(request), name_in(request.url.path.removeprefix(PREFIX), reference)
    return Asked(wiring, name, person, await times(wiring, as_at, known_at))


async def asked_of_the_authority(
    request: Request, person: ThePerson, as_at: AsAt = None, known_at: KnownAt = None
) -> Asked:
    """Return what is asked of the authority's own file. Raises Invalid."""
    return await asked(request, person, AUTHORITY, as_at, known_at)


async def asked_now(request: Request, person: ThePerson, reference: Reference) -> Asked:
    """Return what is asked of a file that is answered for the present alone."""
    return Asked(wiring_of(request), name_in(request.url.path.removeprefix(PREFIX), reference), person, Times())


async def asked_now_of_the_authority(request: Request, person: ThePerson) -> Asked:
    """Return what is asked of the authority's own file that is answered for the present alone."""
    return await asked_now(request, person, AUTHORITY)


TheAsked = Annotated[Asked, Depends(asked)]
TheAskedOfTheAuthority = Annotated[Asked, Depends(asked_of_the_authority)]


def the_reading(asked: TheAsked) -> Reading:
    """Return the file as this person may see it at these times. Raises NothingNear."""
    return asked.reading()


def the_authority_reading(asked: TheAskedOfTheAuthority) -> Reading:
    """Return the authority's own file as this person may see it at these times. Raises NothingNear."""
    return asked.reading()


TheReading = Annotated[Reading, Depends(the_reading)]
TheAuthorityReading = Annotated[Reading, Depends(the_authority_reading)]
