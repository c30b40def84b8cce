"""Documents by HTTP: filed before an entry cites them, given out unchanged to whoever may see that entry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from api.access import may_file_documents
from api.bodies import document_body
from api.errors import NothingNear
from api.people import Person
from api.shown import PREFIX, Answered
from api.sight import Sight
from api.wiring import TheBook, TheDocuments, ThePerson, known_parameters
from ledger.book import Book
from ledger.documents import Document, Documents
from ledger.errors import UnknownDocument
from ledger.refusals import NotOnFile, Quarantined
from ledger.words import Document as Cited

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["documents"])
_ANY_BODY = {"required": True, "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}


class FiledDocument(Answered):
    """A document that has been filed."""

    sha256: str
    """SHA-256 of its bytes, in hex: what an entry cites."""
    size: int
    """Bytes."""
    media_type: str
    cite: dict[str, str]
    """How it is cited in `exhibits`."""
    links: dict[str, str]


@router.put(
    "/documents", status_code=201, response_model=FiledDocument, summary="File a document",
    openapi_extra={"requestBody": _ANY_BODY},
)  # fmt: skip
async def file_document(
    request: Request, response: Response, person: ThePerson, documents: TheDocuments
) -> FiledDocument:
    """File a document's bytes, up to 25 MB, under their SHA-256. The same bytes filed twice are filed once."""
    may_file_documents(person)
    with await document_body(request) as content:
        sha256 = await run_in_threadpool(documents.file, content, request.headers["content-type"])
    filed = await run_in_threadpool(documents.describe, sha256)
    here = f"{PREFIX}/documents/{sha256}"
    response.headers["Location"] = here
    return FiledDocument(
        sha256=sha256, size=filed.size, media_type=filed.media_type, links={"self": here},
        cite={"sha256": sha256, "title": "what the file calls it"},
    )  # fmt: skip


@router.get("/documents/{sha256}", summary="A document's bytes", response_class=StreamingResponse)
def document(sha256: str, book: TheBook, documents: TheDocuments, person: ThePerson) -> StreamingResponse:
    """Give out a document, byte for byte as filed, to whoever may see an entry that cites it."""
    found = seen_document(book, documents, sha256, person)
    pieces = documents.open(sha256)
    first = next(pieces)  # an altered document fails here or breaks off; it never leaves whole
    headers = {
        "Content-Length": str(found.size), "ETag": f'"{sha256}"', "Cache-Control": "private, no-cache",
        "Content-Disposition": f'attachment; filename="{sha256}"', "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }  # fmt: skip
    return StreamingResponse(chain([first], pieces), media_type=found.media_type, headers=headers)


def seen_document(book: Book, documents: Documents, sha256: str, person: Person) -> Document:
    """Return what is known of a document. Raises NothingNear where nothing the person may see cites it."""
    nowhere = NothingNear("there is no such document, or none that an entry you may see cites")
    try:
        found = documents.describe(sha256)
    except UnknownDocument:
        raise nowhere from None
    if not (seen := list(_citing(book, documents, sha256, person))):
        raise nowhere
    book.opened.note(person.as_reader(), seen)
    return found


def title_seen(book: Book, documents: Documents, sha256: str, person: Person) -> str | None:
    """Return what an entry the person may see calls a document; None where none gives it a title.

    So that its name stands in no address, where it would outlive its erasure in histories and logs.
    """
    for file_id, position in _citing(book, documents, sha256, person):
        recorded = [r for r in book.file_by_id(file_id).known if r.position == position]
        for said in book.vault.words_of(recorded).values():
            if isinstance(said, Cited) and said.sha256 == sha256 and said.title:
                return said.title
    return None


def _citing(book: Book, documents: Documents, sha256: str, person: Person) -> Iterator[tuple[UUID, int]]:
    """The entries that cite a document and that the person may see."""
    for file_id, position in documents.cited_by(sha256):
        try:
            file = book.file_by_id(file_id)
        except (NotOnFile, Quarantined):
            continue
        recorded = next((r for r in file.known if r.position == position), None)
        if recorded is not None and Sight(person, file, book.today).sees(recorded):
            yield file_id, position
