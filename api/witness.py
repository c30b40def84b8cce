"""A witness by HTTP: one address, add-checkpoint, as C2SP tlog-witness describes it. It is no part of a ledger."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ledger.log.witness import Witness, WitnessRefused
from ledger.store.home import LockBusy

LARGEST_REQUEST = 1_100_000  # bytes: the longest note, and the longest proof before it


def create_witness(witness: Witness) -> Starlette:
    """Return the application: POST /add-checkpoint is answered with a signature, or with why there is none."""

    async def add_checkpoint(request: Request) -> Response:
        body = b""
        try:
            async for piece in request.stream():
                body += piece
                if len(body) > LARGEST_REQUEST:
                    return PlainTextResponse(f"a request has at most {LARGEST_REQUEST} bytes\n", 413)
        except ClientDisconnect:
            return Response(status_code=400)
        try:
            line = await run_in_threadpool(witness.add_checkpoint, body)
        except WitnessRefused as error:
            if error.size is not None:
                return Response(f"{error.size}\n", error.status, media_type="text/x.tlog.size")
            return PlainTextResponse(f"{error}\n", error.status)
        except LockBusy:
            return PlainTextResponse("busy with another request; send it again\n", 503, {"Retry-After": "1"})
        return Response(line, media_type="text/plain")

    return Starlette(routes=[Route("/add-checkpoint", add_checkpoint, methods=["POST"])])
