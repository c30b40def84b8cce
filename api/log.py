"""The log by HTTP, in the formats of C2SP: its checkpoint and tiles for anybody, proofs of what one may see.

Checkpoint, tiles and proofs of consistency tell how many entries there are and nothing of what is in them
(ledger/log/leaf.py), so they need no signing in: whoever keeps a checkpoint today can say tomorrow that something
was changed. The entries behind the tiles tell of every file, by its key, how many entries it has and when they were
made: they are for the authority's own side.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from api.answers import entry_answer
from api.asked import TheAuthorityReading, TheReading
from api.errors import NothingNear
from api.read import Number
from api.reading import Reading
from api.shown import Withheld, in_media_type
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from ledger.log import proofs
from ledger.log.exporting import bundle
from ledger.log.files import file_proof
from ledger.log.files import newest as newest_map_head
from ledger.log.tiles import read_tile
from ledger.log.tree import HASH, TOP, tile_at
from ledger.refusals import Denied, Fault, Invalid

LARGEST = 2**53 - 1
log = APIRouter(prefix="/log", dependencies=[Depends(known_parameters)], tags=["log"])
entries = APIRouter(dependencies=[Depends(known_parameters)], tags=["log"])


class Text(Response):
    """An answer that is a note or a proof."""

    media_type = "text/plain"


class Json(Response):
    """An answer that is JSON in its canonical form, to the byte."""

    media_type = "application/json"


class Octets(Response):
    """An answer that is hashes and nothing else."""

    media_type = "application/octet-stream"


_SNIFFED = {"X-Content-Type-Options": "nosniff"}
_NOW = _SNIFFED | {"Cache-Control": "no-cache"}
_FOR_US = _SNIFFED | {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
_NOWHERE = "the log has no such tile, or not yet one as wide"
_FOR_EVER = _SNIFFED | {"Cache-Control": "public, max-age=31536000, immutable"}
_TEXT: dict[str, Any] = {"response_class": Text, "responses": in_media_type("text/plain; charset=utf-8")}
Size = Annotated[
    int | None, Query(ge=1, le=LARGEST, description="Size of the newer checkpoint; by default the newest.")
]


def _as_signed(reading: Reading) -> Reading:
    """Return the reading. Raises Invalid where the past is asked for: a proof of today's is one of every day before."""
    asked = [("as_at", reading.as_at), ("known_at", reading.known)]
    why = "is not taken here: a proof is given under the newest checkpoint, and holds for all that was sealed before it"
    faults = [Fault(f"query.{name}", why) for name, value in asked if value is not None]
    if faults:
        raise Invalid(faults)
    return reading


def signed_file(reading: TheReading) -> Reading:
    """Return a contract's file, of which proofs are given as it is signed now. Raises Invalid."""
    return _as_signed(reading)


def signed_authority_file(reading: TheAuthorityReading) -> Reading:
    """Return the authority's file, of which proofs are given as it is signed now. Raises Invalid."""
    return _as_signed(reading)


Signed = Annotated[Reading, Depends(signed_file)]
SignedAuthority = Annotated[Reading, Depends(signed_authority_file)]


@log.get("/checkpoint", summary="The newest checkpoint", **_TEXT)
def newest_checkpoint(
    wiring: TheWiring,
    witnessed: Annotated[
        bool, Query(description="The newest that as many witnesses have signed as the settings ask for.")
    ] = False,
) -> Response:
    """Answer the signed head of the log (C2SP tlog-checkpoint), with the lines of the witnesses that have answered."""
    with wiring.database.transaction("app") as connection:
        if witnessed:
            outside = wiring.settings.outside
            raw = proofs.witnessed(connection, outside.keys, outside.witnesses.quorum)
        else:
            raw = proofs.checkpoint(connection)
        return Text(raw, headers=_NOW)


@log.get(
    "/tile/entries/{path:path}", summary="The leaf headers behind a tile", response_class=Octets,
    responses=in_media_type("application/octet-stream"),
)  # fmt: skip
def tile_entries(
    path: Annotated[str, Path(description="NUMBER or NUMBER.p/WIDTH, as C2SP tlog-tiles writes them.")],
    wiring: TheWiring, person: ThePerson,
) -> Response:  # fmt: skip
    """Answer up to 256 leaf headers, each after its length in two bytes (C2SP tlog-tiles)."""
    if person.is_confined:
        raise Denied("when the entries of every file were made is shown to the authority's own people")
    number, wide = _there(f"0/{path}")[1:]
    with wiring.database.transaction("app") as connection:
        if len(read_tile(connection, 0, number, wide)) != wide * HASH:
            raise NothingNear(_NOWHERE)
        found = bundle(connection, number, wide)
    return Octets(found, headers=_FOR_US)


@log.get(
    "/tile/{path:path}", summary="A tile of the log's tree", response_class=Octets,
    responses=in_media_type("application/octet-stream"),
)  # fmt: skip
def tile(
    path: Annotated[str, Path(description="LEVEL/NUMBER or LEVEL/NUMBER.p/WIDTH, as C2SP tlog-tiles writes them.")],
    wiring: TheWiring,
) -> Response:
    """Answer up to 256 hashes of the log's tree, 32 bytes each (C2SP tlog-tiles)."""
    level, number, wide = _there(path)
    with wiring.database.transaction("app") as connection:
        hashes = read_tile(connection, level, number, wide)
    if len(hashes) != wide * HASH:
        raise NothingNear(_NOWHERE)
    return Octets(hashes, headers=_FOR_EVER)


def _there(path: str) -> tuple[int, int, int]:
    """The level, number and width that a tile's path names, if there can be such a tile at all."""
    try:
        level, number, wide = tile_at(path)
    except ValueError as error:
        raise NothingNear(str(error)) from None
    if level > TOP or number > LARGEST >> 8:
        raise NothingNear(_NOWHERE)
    return level, number, wide


@log.get("/map", summary="The newest head of the map of files", **_TEXT)
def newest_map(wiring: TheWiring) -> Response:
    """Answer how many files there are, and the hash over them, signed (ledger/log/files.py)."""
    with wiring.database.transaction("app") as connection:
        return Text(newest_map_head(connection), headers=_NOW)


@log.get("/consistency", summary="That the log only grew", **_TEXT)
def log_consistency(
    old: Annotated[int, Query(ge=0, le=LARGEST, description="Size of the older checkpoint; 0 for a new witness.")],
    wiring: TheWiring, size: Size = None,
) -> Response:  # fmt: skip
    """Answer the proof that a checkpoint continues an older one, with it (C2SP tlog-witness, add-checkpoint's body)."""
    with wiring.database.transaction("app") as connection:
        try:
            return Text(proofs.consistency(connection, old, size), headers=_NOW)
        except ValueError as error:
            raise Invalid([Fault("query.old", str(error))]) from None


@entries.get("/contracts/{reference}/entries/{position}/proof", summary="That an entry is in the log", **_TEXT)
def proof(position: Number, reading: Signed, wiring: TheWiring) -> Response:
    """Answer the proof that the entry is in the log as it is signed now (C2SP tlog-proof; verify.py reads it)."""
    return _proof(wiring, reading, position)


@entries.get("/authority/entries/{position}/proof", summary="That an entry of the authority is in the log", **_TEXT)
def authority_proof(position: Number, reading: SignedAuthority, wiring: TheWiring) -> Response:
    """Answer the proof that the entry of the authority's own file is in the log as it is signed now."""
    return _proof(wiring, reading, position)


@entries.get(
    "/contracts/{reference}/entries/{position}/stored", summary="An entry's bytes", response_class=Json,
    responses=in_media_type("application/json"),
)  # fmt: skip
def stored(position: Number, reading: TheReading, wiring: TheWiring) -> Response:
    """Answer the entry's bytes as they are stored, whose SHA-256 its proof holds; words are in them by digest alone.

    They hold the departures acknowledged, so they are for the authority's own side.
    """
    reading.check_own_side()
    if isinstance(entry_answer(reading, position, given=False).entry, Withheld):
        raise Denied(f"entry {position} is withheld from you")
    with wiring.database.transaction("app") as connection:
        [(state,)] = connection.execute(
            "SELECT state FROM entries WHERE file_id = %s AND position = %s",
            (wiring.book.file_id(reading.reference), position), binary=True,
        ).fetchall()  # fmt: skip
    return Json(state, headers=_NOW | {"Vary": "Authorization, Cookie"})


Mapped = Annotated[int | None, Query(ge=1, le=LARGEST, description="Size of the log then; else the newest mapped.")]


@entries.get(
    "/contracts/{reference}/proof", summary="That the file is whole", response_class=Json,
    responses=in_media_type("application/json"),
)  # fmt: skip
def whole(reading: Signed, wiring: TheWiring, size: Mapped = None) -> Response:
    """Answer the proof that the file has these entries and no others (ledger/log/files.py; verify.py reads it).

    It gives the times of all entries, so it is for the authority's own side.
    """
    reading.check_own_side()
    with wiring.database.transaction("app") as connection:
        raw = file_proof(connection, wiring.book.file_id(reading.reference), size)
    return Json(raw, headers=_NOW | {"Vary": "Authorization, Cookie"})


def _proof(wiring: Wiring, reading: Reading, position: int) -> Response:
    entry_answer(reading, position, given=False)  # refuses what this person is not told of
    file_id = wiring.book.file_id(reading.reference)
    with wiring.database.transaction("app") as connection:
        name = f"{position}.tlog-proof"
        headers = _NOW | {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Authorization, Cookie"}
        return Text(proofs.entry_proof(connection, file_id, position), headers=headers)
