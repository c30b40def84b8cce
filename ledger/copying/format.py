"""The form in which a whole ledger is handed on, entry for entry, so that whoever takes it in can see it is whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FORMAT = "cleartrail-copy/1"
PIECE = 256 * 1024  # bytes of a document on one line


class CopyRefused(Exception):
    """A copy is not what its source wrote, or not whole. `where` is the line; nothing of it is taken in."""

    def __init__(self, where: str, why: str) -> None:
        self.where, self.why = where, why
        super().__init__(f"{where}: {why}")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a copy holds, and the two hashes it is known by."""

    entries: int
    openings: int
    documents: int
    root: str
    """Root hash of the log, in hex (RFC 6962): the same for the source and its copy."""
    sha256: str
    """Of every byte of the file before its last line, in hex."""

    def as_json(self) -> dict[str, Any]:
        """Return it as the trailer has it."""
        return {name: getattr(self, name) for name in ("documents", "entries", "openings", "root", "sha256")}


def line(kind: str, content: object) -> bytes:
    """Return one line of a copy.

    The format, "cleartrail-copy/1", for another implementation. UTF-8 text, lines ended by LF, the last one too; each
    line is one JSON object in the canonical form of RFC 8785 with one member, whose name says what the line is:

        header    first line: {clock, file_key_secret, format: "cleartrail-copy/1", opened_at, origin, request_key}: the
                  ledger's settings. The two secrets are base64. File ids are UUIDv5 under the first 16 bytes of
                  file_key_secret; the authority's own file is that of the name "authority".
        document  {filed_at, media_type, sha256, size}: a document, before the first entry that cites it; those nobody
                  cites come after the last entry, by their SHA-256. Then its bytes:
        bytes     base64 of the next 262,144 bytes of it, of fewer on its last line
        entry     one entry, in the log's order from 0 on:
                  {arrival, file, index, kind, leaf, ordinal, position, recorded_at, sealed_at, state} and, where it has
                  them, {command_id, documents, openings, request, size}. `state` is the stored bytes as text; `leaf`
                  its leaf hash (ledger/log/leaf.py); `file` and `command_id` UUIDs; `request` the fingerprint of
                  what the command asked (ledger/book.py), base64, left out once words it recorded were erased;
                  `documents` the SHA-256 of those it cites, sorted; `openings` {disclosure, person?} in the order of
                  their digests (ledger/words.py), each with the first entry that holds it; `arrival`, `ordinal` and
                  `size` which append it came with, its place there, and (on its first entry) how many that had.
        trailer   last line: {documents, entries, openings, root, sha256}: how many of each there are; the log's root
                  hash (RFC 6962), in hex; SHA-256 of every byte before this line, in hex

    Hashes are lower-case hex; moments are UTC, "2025-03-01T09:30:00.000000Z", always six decimals. The file is
    a function of the ledger alone: the same ledger, or its copy, gives the same bytes. Nothing in it is encrypted.
    """
    # Strings and whole numbers only, and names in ASCII: for these this is RFC 8785's form, and twenty times as quick.
    return json.dumps({kind: content}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def written(moment: datetime) -> str:
    """Return a moment as a copy writes it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
