"""What a form sends: read within limits, its documents filed at once under their digests, so that nothing is lost.

A document is filed before the entry that cites it (the ledger asks for that), and the form then carries its digest. If
the entry is not recorded yet, because a field is wrong or a rule objects, nobody has to choose the file again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from api.access import may_file_documents
from api.errors import BodyTooLarge
from api.pages.form_typed import Typed
from api.pages.visitor import TheVisitor
from api.wiring import TheDocuments
from ledger.documents import LARGEST_DOCUMENT, DocumentRefused, Documents, DocumentTooLarge
from ledger.refusals import Fault

LARGEST_FORM = 3 * LARGEST_DOCUMENT  # bytes, documents included
MOST_FILES = 20
MOST_FIELDS = 5_000
LARGEST_FIELD = 1_000_000  # bytes; the ledger's own limit on one text is lower
_UNKNOWN = "application/octet-stream"


@dataclass
class Sent(Typed):
    """What was typed, and what was wrong with the documents."""

    faults: list[Fault] = field(default_factory=list)


async def the_sent(request: Request, person: TheVisitor, documents: TheDocuments) -> Sent:
    """Return what a form sent, its documents filed. Raises Denied, BodyTooLarge."""
    may_file_documents(person)
    limited = Request(request.scope, _limited(request.receive))
    async with limited.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD) as form:
        sent = Sent.of((name, value) for name, value in form.multi_items() if isinstance(value, str))
        sent.faults = await _file(form, sent, documents)
    return sent


TheSent = Annotated[Sent, Depends(the_sent)]


async def the_typed(request: Request) -> Typed:
    """Return what a form without documents sent, also from those who never write. Raises BodyTooLarge."""
    limited = Request(request.scope, _limited(request.receive))
    async with limited.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD) as form:
        return Typed.of((name, value) for name, value in form.multi_items() if isinstance(value, str))


TheTyped = Annotated[Typed, Depends(the_typed)]


def _limited(receive: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[Any]]:
    passed = 0

    async def limited() -> Any:
        nonlocal passed
        message = await receive()
        passed += len(message.get("body", b""))
        if passed > LARGEST_FORM:
            raise BodyTooLarge("bytes of a form with its documents, as far as it was read", passed, LARGEST_FORM)
        return message

    return limited


async def _file(form: FormData, sent: Sent, documents: Documents) -> list[Fault]:
    faults = []
    for name, upload in form.multi_items():
        if not isinstance(upload, UploadFile) or not upload.filename:
            continue
        path = name.removesuffix(".file")
        try:
            sha256 = await run_in_threadpool(documents.file, upload.file, upload.content_type or _UNKNOWN)
        except DocumentTooLarge as error:
            faults.append(Fault(path, f"{_called(upload)} has more than {error.limit // 1_000_000} MB, the limit"))
        except DocumentRefused as error:
            faults.append(Fault(path, f"{_called(upload)} cannot be filed: {error}"))
        else:
            sent.put(f"{path}.sha256", *sent.all(f"{path}.sha256"), sha256)
            sent.put(f"{path}.title", *sent.all(f"{path}.title"), _called(upload))
    return faults


def _called(upload: UploadFile) -> str:
    """The name the file had, without folders: what the form offers as its title."""
    name = (upload.filename or "").replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable())[:200] or "a document"
