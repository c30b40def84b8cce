"""Procedures by HTTP: which there are, each as data, in words and as a document to read, and in what two differ.

Readable by everybody who is signed in (HCC-H-c, TVP-4.0-25): a procedure is made known to providers, too. Who adopted
it and who has read it stands on the authority's own file, and is not shown to them.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.answering import tagged
from api.answers import OfOneFile, frame, withheld_from
from api.asked import TheAuthorityReading
from api.errors import NothingNear
from api.lists import AcrossFiles
from api.people import Person
from api.programme_answers import LibraryAnswer, Topic, library_answer
from api.reading import Reading
from api.seen import eyes_of
from api.shown import PREFIX, Answered, Withheld
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from ledger.file_names import AUTHORITY
from ledger.procedures import Procedure, ProcedureError, installed, procedures, read, versions
from ledger.refusals import Denied, Quarantined, repeatable
from projections.answering.answers import NotReady
from projections.documents_filed import DocumentShown
from projections.procedure.adopted import (
    AdoptedShown,
    LeftBehind,
    UnlistedShown,
    VersionShown,
    adopted,
    left_behind,
    unlisted,
)
from projections.procedure.marks import MarksMeant, every_mark
from projections.procedure.procedure_paper import paper
from projections.procedure.procedure_words import ProcedureInWords, procedure_in_words
from projections.procedure.procedures_compared import Compared, compared
from projections.programme.counted import Counted

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["procedures"])
documents = APIRouter(dependencies=[Depends(known_parameters)], tags=["procedures"])
Named = Annotated[str, Path(description="Name of the procedure, such as hampshire.")]
Version = Annotated[int | None, Query(ge=1, description="Which version; the newest where it is left out.")]


class ProcedureRow(Answered):
    """One procedure there is."""

    name: str
    title: str
    authority: str
    versions: list[int]
    """The versions that are installed, the newest first."""
    packaged: bool
    """Whether it comes with the program; else it is from the authority's own folder."""
    default: bool
    """Whether it is the one for contracts that are bound to none."""
    in_force: VersionShown | None = None
    """The version the authority's file has in force; null where none was adopted, and for a provider."""
    changed: str | None = None
    """How the rules installed differ from those adopted; null where they do not, and for a provider."""
    links: dict[str, str]


class ProceduresAnswer(Answered):
    """The procedures there are."""

    procedures: list[ProcedureRow]


class ProcedureAnswer(Answered):
    """One version of a procedure in words."""

    procedure: ProcedureInWords
    sha256: str
    """SHA-256 of the file its rules are read from."""
    versions: list[int]
    in_force: VersionShown | None = None
    """The version the authority's file has in force; null where none was adopted, and for a provider."""
    changed: str | None = None
    """How the rules installed differ from those adopted; null where they do not, and for a provider."""


class MarksAnswer(Answered):
    """What the marks mean that rules, notes, duties and conditions bear."""

    marks: MarksMeant


class ComparedAnswer(Answered):
    """In what two procedures differ."""

    compared: Compared


class OutsideRow(Answered):
    """A contract that is bound to a procedure which does not cover it."""

    reference: str
    title: str
    why: str
    links: dict[str, str]


class OutsideAnswer(AcrossFiles):
    """Contracts bound to a procedure that does not cover them, as they stand now: no figure counts them."""

    covers: list[str]
    """The sorts of services it covers; none where it covers all."""
    outside: list[OutsideRow]
    not_known: list[OutsideRow]
    """Contracts of which it cannot be told whether it covers them: they are counted as if it did."""


class AuthorityAnswer(OfOneFile):
    """What is on the authority's own file of its procedures, and who has read them."""

    procedures: tuple[AdoptedShown, ...]
    unlisted: tuple[UnlistedShown, ...] | None = None
    """Who manages contracts under these procedures, is not among those who need to know them, and has not read them;
    null at a past day, and as long as the read models are being built."""
    left_behind: tuple[LeftBehind, ...] | None = None
    """Contracts in force that are bound to versions another took the place of; null as `unlisted` is."""
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, and on which nothing here rests."""
    links: dict[str, str]


# --- answers ----------------------------------------------------------------------------------------------------------


def procedure_named(name: str, version: int | None = None) -> Procedure:
    """Return a version of a procedure, the newest where none is named. Raises NothingNear."""
    try:
        return read(f"{name}/{version}" if version else name)
    except ProcedureError:
        what = f"version {version} of procedure {repeatable(name)}" if version else f"procedure {repeatable(name)}"
        there = [found.ref for found in versions(name)] if version else []
        raise NothingNear(f"there is no {what}", name, there or procedures()) from None


def procedures_answer(wiring: Wiring, person: Person) -> ProceduresAnswer:
    """Return the procedures there are; to the authority's people with what their own file says of each."""
    known = _adopted(wiring, person)
    rows = []
    for name in procedures():
        procedure, own = read(name), known.get(name)
        here = f"{PREFIX}/procedures/{name}"
        file = installed(procedure.ref)
        rows.append(
            ProcedureRow(
                name=name, title=procedure.title, authority=procedure.authority,
                versions=[found.version for found in versions(name)], packaged=file is not None and file.packaged,
                default=wiring.book.default_procedure.partition("/")[0] == name,
                in_force=own.in_force if own else None, changed=own.changed if own else None,
                links={"self": here, "words": f"{here}/words", "document": f"{here}/document"},
            )
        )  # fmt: skip
    return ProceduresAnswer(procedures=rows)


def procedure_answer(wiring: Wiring, person: Person, name: str, version: int | None = None) -> ProcedureAnswer:
    """Return a version of a procedure in words. Raises NothingNear."""
    procedure = procedure_named(name, version)
    file, own = installed(procedure.ref), _adopted(wiring, person).get(name)
    assert file is not None, "it was read from one"
    return ProcedureAnswer(
        procedure=procedure_in_words(procedure), sha256=file.sha256,
        versions=[found.version for found in versions(name)], in_force=own.in_force if own else None,
        changed=own.changed if own else None,
    )  # fmt: skip


def marks_answer(wiring: Wiring) -> MarksAnswer:
    """Return what every mark means, the conditions as the authority's own procedure has them."""
    return MarksAnswer(marks=every_mark(read(wiring.book.default_procedure)))


def compared_answer(name: str, version: int | None, to: str) -> ComparedAnswer:
    """Return in what a version of a procedure differs from another, by name, or by name and version."""
    other, _, number = to.partition("/")
    counterpart = procedure_named(other, int(number) if number.isascii() and number.isdecimal() else None)
    return ComparedAnswer(compared=compared(procedure_named(name, version), counterpart))


def outside_answer(wiring: Wiring, person: Person, name: str) -> OutsideAnswer:
    """Return the contracts bound to a procedure that does not cover them (HCC-S-c). Raises NothingNear, NotReady."""
    procedure = procedure_named(name)
    if person.is_confined:
        raise Denied("which contracts a procedure does not cover is the authority's own working")
    counted = wiring.reader.counted(eyes_of(person, wiring.book.today), ended=True)
    bound = [facts for facts in counted if facts.procedure.partition("/")[0] == name]
    outside = [_outside_row(facts, facts.outside) for facts in bound if facts.outside]
    not_known = [_outside_row(facts, facts.scope_unknown) for facts in bound if facts.scope_unknown]
    return OutsideAnswer(
        log_size=wiring.book.store.log_size(), simulated=wiring.book.clock == "simulated",
        covers=list(procedure.covers), outside=outside, not_known=not_known,
    )  # fmt: skip


def _outside_row(facts: Counted, why: str) -> OutsideRow:
    links = {"self": f"{PREFIX}/contracts/{quote(facts.reference, safe='')}"}
    return OutsideRow(reference=facts.reference, title=facts.title, why=why, links=links)


def procedure_document(wiring: Wiring, person: Person, name: str, version: int | None = None) -> tuple[str, bytes]:
    """Return (name of the file, PDF) of a procedure to be read and not written in (TVP-DC-5). Raises NothingNear.

    Where no version is named, of the one the authority's file has in force, else of the newest.
    """
    own = _adopted(wiring, person).get(name)
    in_force = own.in_force.procedure if own and own.in_force else None
    in_force_here = version is None and in_force is not None and installed(in_force) is not None
    procedure = read(in_force) if in_force_here and in_force else procedure_named(name, version)
    file = installed(procedure.ref)
    assert file is not None, "it was read from one"
    every = (own.in_force, *own.earlier, *own.coming, *own.refused) if own else ()
    held = next((one for one in every if one is not None and one.procedure == procedure.ref), None)
    called = f"{procedure.id}-{procedure.version}.pdf"
    return called, paper(procedure_in_words(procedure), file.sha256, held)


def _adopted(wiring: Wiring, person: Person) -> dict[str, AdoptedShown]:
    """What the authority's file says of each procedure, as this person may see it; nothing for a provider."""
    if person.is_confined:
        return {}
    reading = Reading(wiring, AUTHORITY, person)
    return {one.name: one for one in reading.gave(adopted(reading.view, reading.on))}


def documents_of(wiring: Wiring, person: Person, name: str) -> tuple[DocumentShown, ...]:
    """Return the documents of the version of a procedure that the authority has in force now.

    None for a provider, and where the authority's file is set aside.
    """
    if person.is_confined:
        return ()
    reading = Reading(wiring, AUTHORITY, person)
    try:
        every = adopted(reading.view, reading.on)
    except Quarantined:
        return ()
    own = next((one for one in every if one.name == name), None)
    return reading.gave(own.in_force.documents) if own and own.in_force else ()


def authority_answer(wiring: Wiring, reading: Reading) -> AuthorityAnswer:
    """Return what the authority's own file says of its procedures. Pure but for noting readers."""
    parts = ("library", "timeline", "duties", "registers/{name}", "entries/{position}")
    here, again = f"{PREFIX}/authority", reading.asked_again
    shown = reading.gave(adopted(reading.view, reading.on))
    counted = _counted(wiring, reading)
    return AuthorityAnswer(
        **frame(reading, reading.position), procedures=shown,
        unlisted=None if counted is None else unlisted(shown, counted, reading.on),
        left_behind=None if counted is None else left_behind(shown, counted, reading.on),
        withheld=withheld_from(reading),
        links={"self": here + again} | {part.partition("/")[0]: f"{here}/{part}{again}" for part in parts},
    )  # fmt: skip


def _counted(wiring: Wiring, reading: Reading) -> list[Counted] | None:
    if reading.as_at is not None or reading.known is not None:
        return None
    try:
        return list(wiring.reader.counted(eyes_of(reading.person, wiring.book.today)))
    except NotReady:
        return None


def in_force_instead(wiring: Wiring, person: Person, procedure: str) -> VersionShown | None:
    """Return the version that the authority has in force now in place of one a contract is bound to; None where it is
    the one in force, and for who may not read the authority's file (IMP-30-b)."""
    name = procedure.partition("/")[0]
    if len(versions(name)) < 2:  # of nearly all, which saves reading the authority's file
        return None
    own = _adopted(wiring, person).get(name)
    now = own.in_force if own and not own.no_rules else None
    return now if now and procedure in now.replaces else None


# --- routes -----------------------------------------------------------------------------------------------------------


@router.get("/authority", summary="The authority's own file", response_model=AuthorityAnswer)
def authority(wiring: TheWiring, reading: TheAuthorityReading, request: Request) -> Response:
    """Answer the authority's procedures, reviewed when, and read by whom; not for providers."""
    return tagged(request, authority_answer(wiring, reading))


@router.get("/authority/library", summary="What is known to the authority, and who carries it")
def authority_library(reading: TheAuthorityReading, wiring: TheWiring, topic: Topic = None) -> LibraryAnswer:
    """Answer what stands on the authority's own file, as a programme's library does; not for providers."""
    return library_answer(wiring, reading, topic)


@router.get("/marks", summary="What the marks mean")
def marks(wiring: TheWiring, person: ThePerson) -> MarksAnswer:
    """Answer what the marks mean: which document a citation is of, conditions, and where documents are unclear."""
    return marks_answer(wiring)


@router.get("/procedures", summary="Procedures")
def procedures_(wiring: TheWiring, person: ThePerson) -> ProceduresAnswer:
    """List the procedures there are: those that come with the program, and the authority's own."""
    return procedures_answer(wiring, person)


@router.get("/procedures/{name}", summary="One procedure as data")
def procedure(name: Named, person: ThePerson, version: Version = None) -> dict[str, Any]:
    """Answer a procedure as data, each row with its citation."""
    return procedure_named(name, version).model_dump(mode="json", by_alias=True)


@router.get("/procedures/{name}/words", summary="One procedure in words")
def procedure_words(name: Named, wiring: TheWiring, person: ThePerson, version: Version = None) -> ProcedureAnswer:
    """Answer a procedure in words: each rule's sentence, level, who may authorise, citation; numbers with units."""
    return procedure_answer(wiring, person, name, version)


@router.get("/procedures/{name}/compared", summary="Two procedures compared")
def procedure_compared(
    name: Named, person: ThePerson, version: Version = None,
    to: Annotated[str, Query(max_length=200, description="The other: tiered, or tiered/1.")] = "hampshire",
) -> ComparedAnswer:  # fmt: skip
    """Answer in what two procedures differ, row by row."""
    return compared_answer(name, version, to)


@router.get("/procedures/{name}/outside", summary="Contracts a procedure does not cover")
def procedure_outside(name: Named, wiring: TheWiring, person: ThePerson) -> OutsideAnswer:
    """List the contracts bound to a procedure that does not cover them, as they stand now: no figure counts them."""
    return outside_answer(wiring, person, name)


@documents.get(
    "/procedures/{name}/document", summary="One procedure as a document", response_class=Response,
    responses={200: {"description": "A PDF.", "content": {"application/pdf": {}}}},
)  # fmt: skip
def document(name: Named, wiring: TheWiring, person: ThePerson, version: Version = None) -> Response:
    """Answer a procedure as a PDF that bears its version and the SHA-256 of its rules."""
    return as_pdf(*procedure_document(wiring, person, name, version))


def as_pdf(called: str, content: bytes) -> Response:
    """Return the response with a PDF to be kept under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{called}"', "Cache-Control": "private, no-cache"}
    return Response(content, media_type="application/pdf", headers=headers)
