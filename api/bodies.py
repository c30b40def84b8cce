"""What a request may carry: how large, of which type, and JSON that two readers cannot read differently.

The limits are looked at before anything is kept: what is over them is thrown away as it arrives.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from tempfile import SpooledTemporaryFile
from typing import IO

from fastapi import Request

from api.errors import BodyTooLarge, Malformed, WrongMediaType
from ledger.documents import LARGEST_DOCUMENT, DocumentTooLarge
from ledger.refusals import repeatable
from ledger.strict_json import strict_json

LARGEST_BODY = 2_000_000  # bytes
DEEPEST = 32  # objects and lists inside one another
LARGEST_NUMBER = 2**53 - 1  # RFC 7493 (I-JSON), section 2.2: beyond it readers differ
_ODD = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|[0-9]{16}")
"""How a NUL, half a surrogate pair or a number beyond 53 bits must be written: most bodies have none of it."""
_IN_MEMORY = 1_000_000  # bytes of a document kept in memory while it comes in
_THROWN_AWAY = 64_000_000  # bytes of a body that is too large, read so that its sender hears the answer
_PATIENCE = 20.0  # seconds spent on that


async def json_body(request: Request) -> object:
    """Return what the body says. Raises WrongMediaType, BodyTooLarge, Malformed."""
    essence, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    if essence.strip() != "application/json" or parameters.replace(" ", "").replace('"', "") not in (
        "",
        "charset=utf-8",
    ):
        raise WrongMediaType("the body is sent as Content-Type: application/json, in UTF-8", "application/json")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise WrongMediaType("the body is sent without Content-Encoding", "application/json")
    return parsed(await _limited(request))


def parsed(body: bytes) -> object:
    """Return what a JSON text says. Raises Malformed for what two readers might read differently."""
    try:
        value = strict_json(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Malformed(f"the body is not UTF-8: byte {error.start} begins no character") from None
    except ValueError as error:
        why = "a number has too many digits" if "integer string conversion" in str(error) else str(error)
        raise Malformed(f"the body is not JSON that everybody reads alike: {why[:200]}") from None
    if _ODD.search(body) or body.count(b"{") + body.count(b"[") > DEEPEST:
        _look_through(value)
    return value


def _look_through(value: object) -> None:
    """Refuse NUL, lone surrogates, numbers beyond 53 bits and deep nesting, wherever they stand."""
    pending: list[tuple[object, str, int]] = [(value, "", 0)]
    while pending:
        part, path, depth = pending.pop()
        if depth > DEEPEST:
            raise Malformed(f"it is nested deeper than {DEEPEST} levels", path[:200])
        match part:
            case bool():
                pass  # a bool is an int, and never too large
            case str():
                _check_text(part, path)
            case int() if abs(part) > LARGEST_NUMBER:
                raise Malformed("the number is beyond 53 bits, where readers of JSON differ", path[:200])
            case dict():
                for name in part:
                    _check_text(name, path)
                here = f"{path}." if path else ""
                pending += [(inner, f"{here}{repeatable(name)}", depth + 1) for name, inner in part.items()]
            case list():
                pending += [
                    (inner, f"{path}.{number}" if path else str(number), depth + 1) for number, inner in enumerate(part)
                ]
            case _:
                pass  # null, and numbers that are not too large


def _check_text(text: str, path: str) -> None:
    if "\x00" in text:
        raise Malformed("the text holds a NUL character (U+0000), which no text can; leave it out", path[:200])
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise Malformed(
            "the text holds half of a surrogate pair, which is no character; send whole characters", path[:200]
        )


async def _limited(request: Request) -> bytes:
    if _announced(request) > LARGEST_BODY and _waits(request):
        raise BodyTooLarge("bytes of the body", _announced(request), LARGEST_BODY)
    kept, size = bytearray(), 0
    async for piece in _pieces(request):
        size += len(piece)
        if size <= LARGEST_BODY:
            kept += piece
    if size > LARGEST_BODY:
        raise BodyTooLarge("bytes of the body, as far as it was read", size, LARGEST_BODY)
    return bytes(kept)


async def document_body(request: Request) -> IO[bytes]:
    """Return the body as a file, at its beginning; the caller closes it. Raises DocumentTooLarge, WrongMediaType."""
    if not request.headers.get("content-type"):
        raise WrongMediaType("a document needs a Content-Type, such as application/pdf", "*/*")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise WrongMediaType("a document is sent without Content-Encoding: its bytes are the evidence", "*/*")
    if _announced(request) > LARGEST_DOCUMENT and _waits(request):
        raise DocumentTooLarge("bytes of the document", _announced(request), LARGEST_DOCUMENT)
    waiting = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # handed to the caller, who closes it
    size = 0
    async for piece in _pieces(request):
        size += len(piece)
        if size <= LARGEST_DOCUMENT:
            waiting.write(piece)
    if size > LARGEST_DOCUMENT:
        waiting.close()
        raise DocumentTooLarge("bytes of a document, as far as it was read", size, LARGEST_DOCUMENT)
    waiting.seek(0)
    return waiting


def _announced(request: Request) -> int:
    announced = request.headers.get("content-length", "")
    return int(announced) if announced.isdecimal() and len(announced) < 20 else 0


def _waits(request: Request) -> bool:
    """Whether the sender holds the body back until it is asked for it."""
    return request.headers.get("expect", "").lower() == "100-continue"


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """The body piece by piece, up to a bound. What is over a limit is read too, and thrown away by the caller: a sender
    that is cut off in the middle of its sending hears no answer."""
    passed, until = 0, time.monotonic() + _PATIENCE
    async for piece in request.stream():
        yield piece
        passed += len(piece)
        if passed > _THROWN_AWAY or time.monotonic() > until:
            return
