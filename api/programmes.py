"""Improvement programmes by HTTP: opening one, by hand or by a packaged plan, and reading where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import TypeAdapter, ValidationError

from api.access import may_file_documents
from api.answering import tagged
from api.asked import Reference, TheReading
from api.envelope import act_of
from api.errors import NothingNear
from api.kind_schemas import takes
from api.people import Person
from api.programme_answers import (
    BoardsAnswer,
    LibraryAnswer,
    ProgrammesAnswer,
    Topic,
    TrackerAnswer,
    boards_answer,
    library_answer,
    programmes_answer,
    tracker_answer,
)
from api.read import Cursor, Limit
from api.reading import Reading
from api.record import RecordedAlone, RecordedTogether, TheAsked, TheBody, also_checked, opened
from api.recording import Asked, Outcome, record
from api.wiring import TheBook, TheDocuments, ThePerson, TheWiring, known_parameters
from ledger import programmes as plans
from ledger.book import Book
from ledger.dates.months import Month
from ledger.documents import Documents
from ledger.entry import Entry
from ledger.file_names import PROGRAMME
from ledger.judgement import Act
from ledger.refusals import Denied, Fault, Invalid, NotOnFile, repeatable
from ledger.subjects.programme import ProgrammeOpened
from ledger.subjects.records import EntryCorrected, ProcedureBound
from ledger.words import Said

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["programmes"])


# --- opening --------------------------------------------------------------------------------------------------------


@router.post(
    "/programmes", status_code=201, summary="Open a programme's file",
    openapi_extra=takes("programme-opened"), responses=also_checked(RecordedAlone),
)  # fmt: skip
def open_programme(
    body: TheBody, person: ThePerson, book: TheBook, documents: TheDocuments, asked: TheAsked, response: Response
) -> RecordedAlone:
    """Open the file of an improvement programme; POST /programmes/{reference}/plan/{name} sets one up by a plan."""
    return opened(body, ProgrammeOpened, person, book, documents, asked, response, before=PROGRAMME)


@router.post(
    "/programmes/{reference}/plan/{name}", status_code=201, summary="Set up a programme by a packaged plan",
    responses=also_checked(RecordedTogether),
)  # fmt: skip
def by_plan(
    reference: Reference, name: str, body: TheBody, person: ThePerson, book: TheBook,
    documents: TheDocuments, asked: TheAsked, response: Response,
) -> RecordedTogether:  # fmt: skip
    """Open a programme's file with the workstreams and actions of a packaged plan, all or none; one that was opened by
    itself, and has neither, takes them on.

    The body says on which day, `happened_on`, in which `business_units` (of one that was opened without any, its
    opening is corrected to have these, and where somebody else opened it that waits, as any correction does, for a
    second person: its entry says so in `waiting`; of one that was opened with some they are left out here), and, where
    it does not start with the plan, in which month it `starts`: every review is then put off by as many months, and the
    plan's own stay on file.
    """
    if not isinstance(body, dict) or set(body) - {"happened_on", "business_units", "starts"}:
        raise Invalid([Fault("", "should be an object with happened_on, and perhaps business_units and starts")])
    outcome = take_on(book, documents, person, reference, name, body, asked)
    response.status_code = 201 if outcome.recorded else 200
    return RecordedTogether(
        entries=list(outcome.entries), also=list(outcome.also), recorded=outcome.recorded, simulated=outcome.simulated
    )


def take_on(
    book: Book, documents: Documents, person: Person, reference: str, name: str, said: Mapping[str, Any],
    asked: Asked | None = None,
) -> Outcome:  # fmt: skip
    """Set up a programme by a packaged plan, and return what was recorded. Raises NothingNear, and as `record`.

    `said` are the fields of its opening that no plan can know: the day, the business units. A gap that the plan itself
    has, an action without an owner or a date, is recorded as the departure it is.
    """
    may_file_documents(person)  # who never writes is told that first, whatever plan is named
    if person.is_confined:
        raise Denied("only the authority's own people open the file of a programme")
    if name not in plans.shipped():
        raise NothingNear(f"there is no plan {repeatable(name)!r}", name, plans.shipped())
    plan, file, asked = plans.read(name), PROGRAMME + reference, asked or Asked()
    said = dict(said)
    starts = _starts(said.pop("starts", None))
    opening = act_of(
        {**said, "reference": reference, "title": plan.title}, person, file=file, kind=ProgrammeOpened
    ).entry
    assert isinstance(opening, ProgrammeOpened), "the kind was given"
    entries = list(plan.entries(reference, opening.happened_on, opening.business_units, starts))
    if _is_open_and_empty(book, file):
        entries = [*_with_units(book, file, opening), *_bound_by(book, file, plan, opening.happened_on), *entries[1:]]
    acknowledged = Asked(asked.key, asked.recorded_at, acknowledge_all=True, check=asked.check)
    return record(book, documents, [Act(file, entry) for entry in entries], person, acknowledged)


def _is_open_and_empty(book: Book, file: str) -> bool:
    """Whether the file of a programme is there, and has neither workstreams nor actions yet."""
    try:
        programme = book.file(file).programme
    except NotOnFile:
        return False
    return programme.opened is not None and not programme.workstreams and not programme.actions


def _with_units(book: Book, file: str, said: ProgrammeOpened) -> Iterator[Entry]:
    """The opening of a programme corrected to have the business units that are said with its plan, where it named none
    (IMP-13-a). Raises Invalid where it named some."""
    held = book.file(file).programme
    if not said.business_units or held.opened is None:
        return
    if there := ", ".join(held.opened.business_units):
        why = f"should be left out: entry {held.position} has those of the programme, {there}; correct that entry"
        raise Invalid([Fault("business_units", why)])
    yield EntryCorrected(
        happened_on=said.happened_on, position=held.position, reason=Said("Its business units were said with its plan"),
        replacement=held.opened.model_copy(update={"business_units": said.business_units}),
    )  # fmt: skip


def _bound_by(book: Book, file: str, plan: plans.Plan, on: date) -> Iterator[Entry]:
    """What binds a programme that was opened by itself to the procedure its plan is run by: the plan's reports and
    reviews fall due by that, whatever procedure the authority's contracts are under (IMP-13-d)."""
    if plan.procedure is not None and book.file(file).procedure_on(on) != plan.procedure:
        yield ProcedureBound(
            happened_on=on, procedure=plan.procedure, reason=Said(f"The plan taken on, {plan.title}, is run by it")
        )


def _starts(said: object) -> str | None:
    try:
        return None if said is None else _MONTH.validate_python(said)
    except ValidationError as error:
        raise Invalid([Fault("starts", error.errors()[0]["msg"])]) from None


_MONTH: TypeAdapter[str] = TypeAdapter(Month)


# --- reading --------------------------------------------------------------------------------------------------------


@router.get("/programmes", summary="Programmes")
def programmes(wiring: TheWiring, person: ThePerson, cursor: Cursor = None, limit: Limit = 50) -> ProgrammesAnswer:
    """List the improvement programmes there are; not for providers."""
    return programmes_answer(wiring, person, cursor, limit)


@router.get("/programmes/{reference}", summary="Where a programme stands", response_model=TrackerAnswer)
def programme(reading: TheReading, wiring: TheWiring, request: Request) -> Response:
    """Answer the programme's tracker: workstreams, actions, what clashes, what is missing."""
    answer = tracker_answer(wiring, reading)
    across = answer.contracts.model_dump_json() if answer.contracts else ""  # contracts change and its file does not
    return tagged(request, answer, sha256(across.encode()).hexdigest()[:16])


@router.get("/programmes/{reference}/library", summary="What is known, and who carries it")
def programme_library(reading: TheReading, wiring: TheWiring, topic: Topic = None) -> LibraryAnswer:
    """Answer guidance, exemplars, courses, briefings, the market; parts taken by unit; counts of staff by group."""
    return library_answer(wiring, reading, topic)


@router.get("/programmes/{reference}/boards", summary="Reports to business units' boards")
def programme_boards(
    reference: Reference, wiring: TheWiring, person: ThePerson,
    unit: Annotated[str | None, Query(max_length=200, description="Only the report of this unit's board.")] = None,
) -> BoardsAnswer:  # fmt: skip
    """Answer cost, performance, risk and users of each key contract, as each board is reported to; all units or one."""
    return boards_answer(wiring, Reading(wiring, PROGRAMME + reference, person), unit)
