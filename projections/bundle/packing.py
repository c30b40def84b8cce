"""The ZIP with everything, written so that every byte of it can be checked, and the manifest that names every file.

**The ZIP** is one that every program opens (APPNOTE 6.3.10), and of one form only: members in the order of the
manifest behind it, stored and not compressed (what is large in it, PDFs and pictures, is compressed already; and there
is nothing to inflate), dated 1 January 1980, no extra fields, no comments, no directories, no ZIP64: at most 65,534
members and 4 GB. `ledger.verify` makes its headers and, checking, makes them again.

    manifest.json        see below
    HOW-TO-VERIFY.txt    a page to follow, also by hand
    verify.py            the verifier, as a convenience: get it from elsewhere too
    archive.pdf          or archive-1.pdf, archive-2.pdf ...: the pages, with the exhibits attached
    reading-copy.pdf     pages and exhibits in one PDF
    entries/0007.json    the stored bytes of entry 7 (ledger/mapper.py), of every entry shown
    openings/DIGEST      the opening of words, or of an exhibit's SHA-256 (ledger/words.py); none of what is withheld
    exhibits/003-x.pdf   the exhibits as filed
    log/checkpoint       the signed head of the log (C2SP tlog-checkpoint)
    log/file.json        the proof that these are all entries of the file (ledger/log/files.py)
    log/consistency/N    that the log begins with the N entries of an older checkpoint (C2SP tlog-witness), and
    log/consistency/N.checkpoint   that checkpoint
    log/timestamps/, log/keys/, log/places.json   timestamps, and keys that follow one another: see from_log.py
    load-file/           a load file, where one was asked for
    issued.json          the proof that it was issued, where it was: the only file that the manifest does not name

**The manifest**, format "cleartrail-bundle/1": canonical JSON (RFC 8785), an object with exactly these members:

    as_at       the day as at which the file is shown, or ""
    closed      [{"digest", "field": "nature", "ground": "names a child", "position": 7, "why": "redacted"}], every
                digest that an entry shown holds and of which no opening is here. Why: "redacted"; "erased", as an entry
                shown says, or nothing here proves it; "personal", words about people, and "reasons", given for
                departures, which the purpose holds back
    entries     how many entries the file has in the log of that size
    erased      [{"fields": ["words: erased on 3 March 2025, by entry 9, court order"], "position": 7}], gone for good
    exhibits    [{"entries": [positions that cite it], "name": "003-x.pdf", "number": 3, "sha256": hex, "there": true}];
                `there` is false where the bytes were erased
    file        the file key, in hex (ledger/log/leaf.py)
    files       [{"name", "sha256", "size"}] of every file but manifest.json and issued.json, in the order of the ZIP
    format      "cleartrail-bundle/1"
    known       how many entries of the log were known to whoever looks through this bundle
    made_at     the moment the newest of the log's entries was sealed: nothing in a bundle knows another clock
    origin      the log's name
    purpose     lawyers, disclosure, court, auditor, freedom-of-information or subject-access
    recipient   whom it is issued to; "" for a draft
    redacted    [{"fields": ["nature: names a child"], "position": 7}]
    reference   the contract's own reference
    root        root hash of the log, in hex
    sha256      SHA-256, in hex, of this object without this member
    simulated   whether the ledger's times are stated and not measured
    size        how many entries the log has
    withheld    [{"ground", "position"}] of every entry that is not shown

**issued.json**, format "cleartrail-issued/1": canonical JSON of {"format", "opening", "proof", "receipt", "stored"}:
the proof (C2SP tlog-proof) and the stored bytes of the entry evidence-bundle-issued, the opening of its exhibit, and
that exhibit, the receipt (issuing.py), which holds the SHA-256 of the manifest. So what binds the pages to the log is
in the bundle, though the bundle is older than it.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from ledger.verify import BUNDLE, MOST_MEMBERS, canonical, zip_central, zip_end, zip_local
from projections.bundle.errors import BundleTooLarge

LARGEST = 0xFFFF_FFFF  # bytes of a ZIP without ZIP64
_CHUNK = 1024 * 1024
_ROOM = 2 * 1024 * 1024  # bytes kept for a proof of issuing: an entry, its receipt and some sixty hashes
Content = bytes | Path


def bundle_name(reference: str, purpose: str) -> str:
    """Return what a bundle's ZIP is called: letters and digits of the file's reference, and the purpose."""
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', reference).strip('-')[:60] or 'file'}-{purpose}.zip"


class Pack:
    """Writes a bundle's ZIP: the files in their order, then, perhaps, the proof that it was issued, then its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._directory: list[bytes] = []
        self._at = 0

    def add(self, name: str, content: Content) -> None:
        """Write one member. Raises BundleTooLarge."""
        size, crc, _ = _measured(content)
        local = zip_local(name, size, crc)
        if len(self._directory) >= MOST_MEMBERS or self._at + len(local) + size > LARGEST - 100_000_000:
            raise BundleTooLarge("it comes to more than 4 GB, or to more than 65,000 files; ask for less of the file")
        self._directory.append(zip_central(name, size, crc, self._at))
        self._file.write(local)
        for piece in _pieces(content):
            self._file.write(piece)
        self._at += len(local) + size

    def reserve(self) -> None:
        """Put on disk what was written, and keep room for the directory and a proof of issuing. Raises OSError."""
        self._file.flush()
        os.posix_fallocate(self._file.fileno(), self._at, _ROOM + sum(map(len, self._directory)))
        os.fsync(self._file.fileno())

    def end(self) -> None:
        """Write the directory and the end."""
        directory = b"".join(self._directory)
        self._file.write(directory + zip_end(len(self._directory), len(directory), self._at))
        self._file.truncate()
        self._file.flush()
        os.fsync(self._file.fileno())


def listed(files: Iterable[tuple[str, Content]]) -> list[dict[str, Any]]:
    """Return the files as a manifest lists them."""
    rows = []
    for name, content in files:
        size, _, digest = _measured(content)
        rows.append({"name": name, "sha256": digest, "size": size})
    return rows


def manifest(members: Mapping[str, Any]) -> bytes:
    """Return the manifest with these members, its format and its own hash."""
    said = {**members, "format": BUNDLE}
    return canonical({**said, "sha256": hashlib.sha256(canonical(said)).hexdigest()})


def _measured(content: Content) -> tuple[int, int, str]:
    size, crc, digest = 0, 0, hashlib.sha256()
    for piece in _pieces(content):
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        digest.update(piece)
    return size, crc, digest.hexdigest()


def _pieces(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


__all__ = ["Content", "Pack", "bundle_name", "listed", "manifest"]
