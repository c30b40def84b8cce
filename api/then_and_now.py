"""What was known then and what is known now, of one contract about one day: by HTTP, on a page, on the command line.

`then` is what was known then, as `known_at` names it; `known_at` itself is the other side, by default all that is
recorded. `as_at` is the day both are asked about, by default the day of `then`: what happened after it is on neither
side, and every difference is one of knowledge.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.answers import OfAContract, of_contract
from api.asked import Reference
from api.people import Person
from api.reading import Reading
from api.shown import Answered
from api.times import TheTimes, Times, known_then
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from ledger.refusals import Fault, Invalid
from projections.timeline.then_and_now import ThenAndNow

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])
Then = Annotated[
    str, Query(max_length=60, description="What was known then: a size of the log, or a moment with its zone.")
]


class KnownThen(Answered):
    """The earlier of the two states of knowledge."""

    known_at: int
    """The size of the log."""
    on: date
    """Its day: of the moment asked for, or on which the log came to that size."""


class ThenAndNowAnswer(OfAContract):
    """What was known then, and what is known now, about one day."""

    then: KnownThen
    differences: ThenAndNow
    withheld: int = 0
    """Entries recorded in between that this reader may not see; nothing that rests on them is told."""


def then_and_now_answer(
    wiring: Wiring, reference: str, person: Person, times: Times, then: tuple[int, date], field: str = "query.then"
) -> ThenAndNowAnswer:
    """Return what a log of a size knew, and what is known now or by `known_at`. Raises Invalid, NotOnFile."""
    size, day = then
    if times.known is not None and times.known < size:
        why = f"is after known_at: a log of {size} entries knew more than one of {times.known}; change them round"
        raise Invalid([Fault(field, why)])
    reading = Reading(
        wiring, reference, person, as_at=times.as_at or day, known=times.known, known_on=times.known_on
    )  # fmt: skip
    found = reading.then_and_now(size)
    if person.is_provider:
        told = (one if one.waiting is None else one.model_copy(update={"waiting": WAITS}) for one in found.recorded)
        found = found.model_copy(update={"recorded": tuple(told)})
        return ThenAndNowAnswer(**of_contract(reading), then=KnownThen(known_at=size, on=day), differences=found)
    between = range(found.then_position + 1, reading.whole.file.position + 1)
    withheld = sum(position in between for position in reading.sight.withheld)
    return ThenAndNowAnswer(
        **of_contract(reading), then=KnownThen(known_at=size, on=day), differences=found, withheld=withheld
    )


WAITS = "a second person must confirm"
"""Why a correction waits, as the other party is told it: not which entry of ours cites it."""


@router.get("/contracts/{reference}/then-and-now", summary="What was known then and is known now")
def contract_then_and_now(
    reference: Reference, wiring: TheWiring, person: ThePerson, asked: TheTimes, then: Then
) -> ThenAndNowAnswer:
    """Answer what came in between, which entries it changed, and what status, failings, duties and readiness say now.

    About the day `as_at`, by default the day of `then`; the other party is shown what differs in what it may see.
    """
    return then_and_now_answer(wiring, reference, person, asked, known_then(wiring.book, then.strip(), "query.then"))


__all__ = ["KnownThen", "ThenAndNowAnswer", "router", "then_and_now_answer"]
