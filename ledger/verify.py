"""Checks what a Cleartrail ledger gave out as evidence, without Cleartrail and without trusting it.

This one file is all there is to it. It runs alone with Python 3.9 or newer and the package `cryptography` (40 or newer
for timestamps), which it needs for signatures and certificates only, and imports nothing of Cleartrail's; Cleartrail
itself uses it for what it checks.

It is one file, long as it is, because it travels: it lies in every bundle, is sent by mail and copied on to machines
where nothing may be installed. Whoever is to trust it reads one file, and compares one SHA-256. From top to bottom:

    the tree                       leaf and node hashes; proofs that an entry is in a log, that one log begins another
    keys and signed notes          which keys are admitted, how a signature is read and checked
    checkpoints and proofs         what a log said of itself; proof of an entry; proof of consistency
    leaves                         what the log says of one entry
    the whole of a file            that these are all entries of a file, or that there is no such file
    keys that follow one another   that a log's key was changed
    timestamps                     what an authority signed, read from DER, and the certificates up to its root
    what entries say of the log    timestamps, changes of keys and losses that are entries themselves
    a whole ledger, copied         every line of a copy
    a log as static files          every tile and entry of an export
    an evidence bundle             the ZIP, its manifest, openings of words
    the report                     the steps of each command, in the words of the report
    the report on a bundle         the same for a bundle
    the command                    arguments and exit codes

    python3 verify.py checkpoint CHECKPOINT --key KEY [--witness KEY ... --quorum NUMBER] [--timestamp TOKEN ...]
    python3 verify.py proof ENTRY.tlog-proof --key KEY [--stored ENTRY.json]
    python3 verify.py consistency OLDER-CHECKPOINT CONSISTENCY --key KEY
    python3 verify.py file FILE.json --key KEY [--file FILE-KEY] [--known-at MOMENT]
    python3 verify.py bundle BUNDLE.zip --key KEY [--issued ISSUED.json] [--root ROOT.pem] [--older EARLIER.zip]
    python3 verify.py timestamp TOKEN --checkpoint CHECKPOINT --root ROOT.pem [--chain CERTIFICATES.pem] [--policy OID]
    python3 verify.py copy LEDGER.copy --key KEY --checkpoint CHECKPOINT [--checkpoint OLDER ...] [--root ROOT.pem]
                           [--sha256 HEX]
    python3 verify.py log FOLDER --key KEY [--checkpoint OLDER ...]

Each takes `--rotation ENTRY PROOF` for every change of the log's key since KEY: the entry as stored, and its proof.

TOKEN is a timestamp token or the answer that holds it, or the entry that does, as stored: that names its checkpoint.

KEY is the log's public key as one line, `name+key id+base64`. It must come from somewhere other than the evidence:
from a letter, a contract, a web page seen earlier. Each step is reported as *proved*, *not proved* (the evidence does
not show it) or *contradicted* (the evidence shows that it is not so). Exit codes: 0 everything asked was proved; 1
something is contradicted; 2 the command or a file could not be read; 3 nothing is contradicted, and something is not
proved. What is not in its form at all, as a ZIP cut in half or one that holds a name twice, proves nothing and is not
proved: so only 0, and PROVED in the last line, is to be relied on.

No text of the evidence writes the report: see `shown` and `laid_out`.

The formats are others': the tree of RFC 6962 and RFC 9162, section 2.1; signed-note, tlog-checkpoint, tlog-proof and
the body of tlog-witness's add-checkpoint, tlog-tiles (C2SP); the timestamps of RFC 3161. The leaf is
ledger/log/leaf.py's, the copy ledger/copying/format.py's, the bundle projections/bundle/packing.py's and from_log.py's,
the statement that a key follows another ledger/log/rotation.py's.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import shutil
import stat
import struct
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

LONGEST_NOTE = 1_000_000  # bytes; the text and all its signatures
MOST_SIGNATURES = 100  # as Go's implementation of notes; C2SP asks for at least 16
LONGEST_PROOF = 64  # hashes, for a log of 2**63 entries
ED25519, COSIGNATURE = 1, 4  # types of signatures in notes
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_UTC = timezone.utc  # noqa: UP017  # Python 3.9 has no other name for it


class Unreadable(ValueError):
    """It is not in the form it should have, so it proves nothing."""


class Contradicted(Exception):
    """It is in the right form, and shows that what it was to prove is not so."""


class NotProved(Exception):
    """It is in the right form, and does not show what it was to prove."""


# --- the tree: RFC 9162, section 2.1 ----------------------------------------------------------------------------------


def leaf_hash(header: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 || header)."""
    return hashlib.sha256(b"\x00" + header).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Root:
    """Takes the leaf hashes of a log one after another; at any size its value is the log's root hash."""

    def __init__(self) -> None:
        # Roots of the full subtrees that the leaves so far make up, largest first, with their sizes.
        self._subtrees: list[tuple[int, bytes]] = []
        self.size = 0

    def add(self, leaf: bytes, size: int = 1) -> None:
        """Take the next leaf hash (32 bytes); or the root hash of the next so many leaves, if a tree ends there."""
        self.size += size
        hashed = leaf
        while self._subtrees and self._subtrees[-1][0] == size:
            _, left = self._subtrees.pop()
            size, hashed = 2 * size, node_hash(left, hashed)
        self._subtrees.append((size, hashed))

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Take the next leaf hashes: as `add` takes one after another, in half the time."""
        at = 0
        while at < len(leaves):
            size = 1 << (len(leaves) - at).bit_length() - 1  # the largest full subtree that can begin here
            if self.size:
                size = min(size, self.size & -self.size)
            self.add(full_root(leaves[at : at + size]), size)
            at += size

    @property
    def value(self) -> bytes:
        """The root hash: MTH(D[n]), the hash of nothing for an empty log."""
        if not self._subtrees:
            return hashlib.sha256(b"").digest()
        *larger, (_, hashed) = self._subtrees
        for _, left in reversed(larger):
            hashed = node_hash(left, hashed)
        return hashed

    def copy(self) -> Root:
        """Return another one that has taken the same leaves."""
        made = Root()
        made._subtrees, made.size = list(self._subtrees), self.size
        return made


def full_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root hash over so many leaf hashes, which are a power of two."""
    row = leaves
    while len(row) > 1:
        row = list(map(node_hash, row[::2], row[1::2]))
    return row[0]


def _check_hashes(*hashes: bytes) -> None:
    if any(len(hashed) != 32 for hashed in hashes):
        raise Contradicted("a hash has 32 bytes")


def check_inclusion(leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the leaf lies at this index of the tree (RFC 9162, section 2.1.3.2). Raises Contradicted."""
    _check_hashes(leaf, root, *proof)
    if not 0 <= index < size:
        raise Contradicted(f"a log of {size} entries has none at index {index}")
    place, last, hashed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise Contradicted("the proof is longer than a proof for this log can be")
        if place & 1 or place == last:
            hashed = node_hash(sibling, hashed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        place, last = place >> 1, last >> 1
    if last != 0 or hashed != root:
        raise Contradicted("the proof does not lead from the entry to the log's root hash")


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the new tree begins with the old one (RFC 9162, section 2.1.4.2). Raises Contradicted.

    From an old size of 0 nothing can be shown, and nothing is: that is contradicted too.
    """
    if not 0 < old <= new:
        raise Contradicted(f"a log of {new} entries is no later state of one of {old}")
    if old == new:
        if proof or old_root != new_root:
            raise Contradicted("two checkpoints of one size have different root hashes, or a proof between them")
        return
    _check_hashes(old_root, new_root, *proof)
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise Contradicted("the proof is empty")
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old_hash = new_hash = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise Contradicted("the proof is longer than a proof for this log can be")
        if first & 1 or first == last:
            old_hash, new_hash = node_hash(sibling, old_hash), node_hash(sibling, new_hash)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            new_hash = node_hash(new_hash, sibling)
        first, last = first >> 1, last >> 1
    if last != 0 or old_hash != old_root or new_hash != new_root:
        raise Contradicted("the newer log does not begin with the older one: something was rewritten, or taken out")


# --- keys and signed notes: C2SP signed-note, tlog-cosignature --------------------------------------------------------

_P = 2**255 - 19
# The y of the eight points whose order divides 8; each y but that of order 4 is shared by a point and its negative.
_LOW_ORDER = {
    0, 1, _P - 1,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
}  # fmt: skip


def admit(public_key: bytes) -> bytes:
    """Return an Ed25519 public key that may be trusted with anything. Raises Unreadable.

    Under a point of low order a signature can be made that holds for any text; a point written in a second way would
    let one key pass for two.
    """
    if len(public_key) != 32:
        raise Unreadable(f"an Ed25519 public key has 32 bytes, and this has {len(public_key)}")
    y = int.from_bytes(public_key, "little") & (2**255 - 1)
    if y >= _P:
        raise Unreadable("the public key is not written in the one way a key is written (RFC 8032, section 5.1.3)")
    if y in _LOW_ORDER:
        raise Unreadable("the public key is a point of low order: a signature under it proves nothing")
    return public_key


def is_signed(public_key: bytes, signature: bytes, text: bytes) -> bool:
    """Return whether an Ed25519 signature over the text holds (RFC 8032, section 5.1.7)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Key:
    """A public key that signs notes, with the name it signs under."""

    name: str
    public_key: bytes
    algorithm: int = ED25519
    others: tuple[Key, ...] = field(default=(), compare=False, repr=False)
    """Keys that follow it or that it follows (`following`): what they signed counts as signed with it."""
    revoked: str = field(default="", compare=False, repr=False)
    """From which moment it is not to be trusted; empty where there is no such moment."""

    def __post_init__(self) -> None:
        if not _is_name(self.name):
            raise Unreadable("a key's name has neither spaces nor a plus sign, and is not empty")
        if self.algorithm not in (ED25519, COSIGNATURE):
            raise Unreadable(f"keys of type {self.algorithm} are not known here; Ed25519 is 1, and 4 for witnesses")
        admit(self.public_key)

    @classmethod
    def read(cls, line: str) -> Key:
        """Return the key a line `name+key id+base64` gives (C2SP signed-note). Raises Unreadable."""
        name, _, rest = line.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        material = unbase64(encoded, "the key")
        key = cls(name, material[1:], material[0] if material else 0)
        if key_id != key.id.hex():
            raise Unreadable(f"the key's id is {key.id.hex()}, and the line says {key_id[:8]}")
        return key

    @property
    def id(self) -> bytes:
        """The four bytes by which signatures name it."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public_key).digest()[:4]

    def __str__(self) -> str:
        """The key as one line: name, key id, type and public key."""
        encoded = base64.b64encode(bytes([self.algorithm]) + self.public_key).decode()
        return f"{self.name}+{self.id.hex()}+{encoded}"

    def holds(self, signature: bytes, text: bytes) -> bool:
        """Return whether it made this signature over a note's text."""
        if self.algorithm == ED25519:
            return is_signed(self.public_key, signature, text)
        if len(signature) != 72 or signature[0] >= 0x80:
            return False
        return is_signed(self.public_key, signature[8:], cosigned(text, int.from_bytes(signature[:8], "big")))


def cosigned(text: bytes, at: int) -> bytes:
    """Return what a witness signs (C2SP tlog-cosignature, type 0x04); `at` is in seconds since 1970."""
    return b"cosignature/v1\ntime %d\n" % at + text


@dataclass(frozen=True)
class Note:
    """A text with signatures under it, read and not yet checked."""

    text: bytes
    signatures: tuple[tuple[str, bytes, bytes], ...]
    """Of each: the name it is under, the key's id, the signature itself."""

    @classmethod
    def read(cls, raw: bytes) -> Note:
        """Return a note as it is written (C2SP signed-note). Raises Unreadable."""
        if len(raw) > LONGEST_NOTE:
            raise Unreadable(f"a note has at most {LONGEST_NOTE} bytes")
        try:
            said = raw.decode()
        except UnicodeDecodeError:
            raise Unreadable("a note is UTF-8 text") from None
        if any(ord(char) < 0x20 and char != "\n" for char in said):
            raise Unreadable("a note holds no control characters")
        text, split, under = said.rpartition("\n\n")
        lines = under.split("\n")
        if not split or lines.pop() != "" or not lines:
            raise Unreadable("a note is a text, an empty line, and one or more lines with signatures")
        if len(lines) > MOST_SIGNATURES:
            raise Unreadable(f"a note has at most {MOST_SIGNATURES} signatures")
        return cls((text + "\n").encode(), tuple(map(_signature, lines)))

    def signed_by(self, keys: Iterable[Key]) -> list[Key]:
        """Return which of the keys have signed it.

        Raises Contradicted where a signature under one of them does not hold, Unreadable for two keys alike.
        """
        known: dict[tuple[str, bytes], Key] = {}
        for key in keys:
            if known.setdefault((key.name, key.id), key) is not key:
                raise Unreadable(f"two keys given have the name {key.name} and the id {key.id.hex()}")
        found: list[Key] = []
        for name, key_id, signature in self.signatures:
            signer = known.get((name, key_id))
            if signer is None:
                continue  # of a key nobody told us of: says nothing
            if not signer.holds(signature, self.text):
                raise Contradicted(f"the signature under the name {name} is not that key's: something was altered")
            if signer not in found:
                found.append(signer)
        return found


def _signature(line: str) -> tuple[str, bytes, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "\u2014" or not _is_name(name):
        raise Unreadable("a signature is a line: a dash, the key's name, base64")
    signed = unbase64(encoded, "a signature")
    if len(signed) <= 4:
        raise Unreadable("a signature begins with the four bytes of the key's id")
    return name, signed[:4], signed[4:]


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(char.isspace() for char in name)


def unbase64(encoded: str, what: str) -> bytes:
    """Return the bytes behind base64 written in the one standard way. Raises Unreadable."""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise Unreadable(f"{what} is not base64") from None
    if base64.b64encode(raw).decode() != encoded:
        raise Unreadable(f"{what} is not base64 as it is written by everybody")
    return raw


def unhash(encoded: str) -> bytes:
    """Return a SHA-256 hash given in base64. Raises Unreadable."""
    raw = unbase64(encoded, "a hash")
    if len(raw) != 32:
        raise Unreadable(f"a hash has 32 bytes, and this has {len(raw)}")
    return raw


def moment_of(said: str) -> datetime:
    """Return the moment that is written like 2025-03-31T14:30:00.000000Z. Raises Unreadable."""
    try:
        if not _MOMENT.fullmatch(said):
            raise ValueError
        return datetime.strptime(said, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=_UTC)
    except ValueError:
        raise Unreadable("a moment is written 2025-03-31T14:30:00.000000Z, in UTC") from None


def number(said: str, what: str) -> int:
    """Return a number written in the one way. Raises Unreadable."""
    if not _NUMBER.fullmatch(said):
        raise Unreadable(f"{what} is a number in decimal, without leading zeros")
    return int(said)


# --- checkpoints and proofs: C2SP tlog-checkpoint, tlog-proof, tlog-witness -------------------------------------------


@dataclass(frozen=True)
class Checkpoint:
    """What a log said of itself at one size."""

    origin: str
    size: int
    root: bytes
    note: Note

    @classmethod
    def read(cls, raw: bytes) -> Checkpoint:
        """Return a checkpoint as it is written; its signatures are not checked by this. Raises Unreadable."""
        note = Note.read(raw)
        lines = note.text.decode().split("\n")
        if len(lines) != 4 or not lines[0]:  # C2SP allows further lines; nothing audits them, and our logs have none
            raise Unreadable("a checkpoint is three lines: the log's name, its size, its root hash")
        return cls(lines[0], number(lines[1], "a checkpoint's size"), unhash(lines[2]), note)

    def check_signed(self, key: Key, there_by: str = "") -> None:
        """Check that it is this log's, signed with this key; `there_by`: a moment by which it was shown to be there.

        Raises Contradicted, NotProved.
        """
        if self.origin != key.name:
            raise Contradicted(f"it is a checkpoint of {self.origin}, and the key is that of {key.name}")
        _check_signed_by(self.note, key, there_by)


def checkpoint_text(origin: str, size: int, root: bytes) -> bytes:
    """Return the text of a checkpoint, which is what is signed."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()


@dataclass(frozen=True)
class EntryProof:
    """That an entry lies in a log: where, by which hashes, under which checkpoint."""

    header: bytes
    """The leaf header (ledger/log/leaf.py). The log stands for no more of the entry than what this says."""
    index: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint

    @classmethod
    def read(cls, raw: bytes) -> EntryProof:
        """Return a proof as it is written (C2SP tlog-proof, with the leaf header as extra data). Raises Unreadable."""
        head, checkpoint = _before_checkpoint(raw)
        if len(head) < 3 or head[0] != "c2sp.org/tlog-proof@v1" or not head[1].startswith("extra "):
            raise Unreadable("a proof begins: c2sp.org/tlog-proof@v1, then a line extra with the leaf header")
        if not head[2].startswith("index "):
            raise Unreadable("the third line of a proof is its index")
        return cls(
            unbase64(head[1][6:], "the leaf header"), number(head[2][6:], "the index"), _hashes(head[3:]),
            Checkpoint.read(checkpoint),
        )  # fmt: skip

    def written(self, checkpoint: bytes) -> bytes:
        """Return it as a file; `checkpoint` is the checkpoint with its signatures."""
        lines = ["c2sp.org/tlog-proof@v1", f"extra {_encoded(self.header)}", f"index {self.index}"]
        return "\n".join([*lines, *map(_encoded, self.proof), "", ""]).encode() + checkpoint


@dataclass(frozen=True)
class Consistency:
    """That a log at a newer checkpoint begins with the log at an older size."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint

    @classmethod
    def read(cls, raw: bytes) -> Consistency:
        """Return a proof as a witness is sent it (C2SP tlog-witness, add-checkpoint). Raises Unreadable."""
        head, checkpoint = _before_checkpoint(raw)
        if not head[0].startswith("old "):
            raise Unreadable("a proof of consistency begins with the line old, and the older size")
        return cls(number(head[0][4:], "the older size"), _hashes(head[1:]), Checkpoint.read(checkpoint))

    @staticmethod
    def written(old: int, proof: Sequence[bytes], checkpoint: bytes) -> bytes:
        """Return it as a file; `checkpoint` is the newer checkpoint with its signatures."""
        return "\n".join([f"old {old}", *map(_encoded, proof), "", ""]).encode() + checkpoint


def _before_checkpoint(raw: bytes) -> tuple[list[str], bytes]:
    if len(raw) > LONGEST_NOTE + 100_000:
        raise Unreadable("it is longer than any proof")
    head, split, checkpoint = raw.partition(b"\n\n")
    if not split:
        raise Unreadable("a proof ends with an empty line and the checkpoint")
    try:
        return head.decode("ascii").split("\n"), checkpoint
    except UnicodeDecodeError:
        raise Unreadable("the lines of a proof before the checkpoint are ASCII") from None


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > LONGEST_PROOF:
        raise Unreadable(f"a proof has at most {LONGEST_PROOF} hashes")
    return tuple(map(unhash, lines))


def _encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


# --- leaves: ledger/log/leaf.py ---------------------------------------------------------------------------------------

LEAF = "cleartrail-leaf/1"
_HEX = re.compile(r"[0-9a-f]{64}")
_HEADER = {"file", "format", "position", "previous", "recorded_at", "sealed_at", "state"}


def canonical(value: object) -> bytes:
    """Return JSON of strings and whole numbers in the form of RFC 8785. Raises Unreadable for half a character."""
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise Unreadable("it holds half a character (a lone surrogate), which no text has") from None


def read_header(raw: bytes) -> dict[str, Any]:
    """Return what a leaf header says. Raises Unreadable for anything but the very bytes a ledger writes."""
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or set(said) != _HEADER or said["format"] != LEAF or canonical(said) != raw:
        raise Unreadable(f"the leaf header is not in the form {LEAF}")
    hexes = [said["file"], said["state"], *([said["previous"]] if said["position"] != 1 else [])]
    moments = [said["recorded_at"], said["sealed_at"]]
    if (
        type(said["position"]) is not int or said["position"] < 1 or (said["position"] == 1) != (said["previous"] == "")
        or not all(isinstance(one, str) and _HEX.fullmatch(one) for one in hexes)
        or not all(isinstance(one, str) and _MOMENT.fullmatch(one) for one in moments)
    ):  # fmt: skip
        raise Unreadable(f"the leaf header is not in the form {LEAF}")
    return said


# --- the whole of a file: ledger/log/files.py -------------------------------------------------------------------------

MAP, FILE = "cleartrail-map/1", "cleartrail-file/1"


def map_leaf(file: bytes, entries: int, head: bytes) -> bytes:
    """Return the leaf hash of a file in the map: its key, how many entries it has, the leaf hash of the last."""
    return leaf_hash(file + entries.to_bytes(8, "big") + head)


@dataclass(frozen=True)
class MapHead:
    """What a log said at one size of all its files together."""

    origin: str
    size: int
    root: bytes
    """Root hash of the log at that size, as a checkpoint of it has it."""
    files: int
    map_root: bytes
    note: Note

    @classmethod
    def read(cls, raw: bytes) -> MapHead:
        """Return a map head as it is written (ledger/log/files.py). Raises Unreadable."""
        note = Note.read(raw)
        lines = note.text.decode().split("\n")
        if len(lines) != 7 or lines[0] != MAP:
            raise Unreadable(f"a head of the map is six lines, the first of them {MAP}")
        size, files = number(lines[2], "the log's size"), number(lines[4], "the number of files")
        return cls(lines[1], size, unhash(lines[3]), files, unhash(lines[5]), note)

    @staticmethod
    def text(origin: str, size: int, root: bytes, files: int, map_root: bytes) -> bytes:
        """Return what is signed."""
        return f"{MAP}\n{origin}\n{size}\n{_encoded(root)}\n{files}\n{_encoded(map_root)}\n".encode()

    def check_signed(self, key: Key) -> None:
        """Check that it is this log's, signed with this key. Raises Contradicted, NotProved."""
        if self.origin != key.name:
            raise Contradicted(f"it is of {self.origin}, and the key is that of {key.name}")
        _check_signed_by(self.note, key)


@dataclass(frozen=True)
class MapLeaf:
    """One file in the map, and the proof that it stands there."""

    file: bytes
    entries: int
    head: bytes
    place: int
    proof: tuple[bytes, ...]

    @classmethod
    def read(cls, said: Any) -> MapLeaf:
        """Return a leaf as a proof has it. Raises Unreadable."""
        if not isinstance(said, dict) or set(said) != {"entries", "file", "head", "place", "proof"}:
            raise Unreadable("a file in the map has its key, entries, head, place and proof")
        if not all(type(said[name]) is int and 0 <= said[name] < 2**53 for name in ("entries", "place")):
            raise Unreadable("entries and places are counted in whole numbers")
        return cls(unhex(said["file"]), said["entries"], unhex(said["head"]), said["place"], _proof(said["proof"]))

    def check(self, head: MapHead) -> None:
        """Check that it stands in the map where it says. Raises Contradicted."""
        hashed = map_leaf(self.file, self.entries, self.head)
        check_inclusion(hashed, self.place, head.files, head.map_root, self.proof)


@dataclass(frozen=True)
class FileProof:
    """That these entries are the whole of a file in a log of one size, or that there is no such file in it."""

    head: MapHead
    file: bytes
    leaves: tuple[MapLeaf, ...]
    headers: tuple[bytes, ...]
    index: int
    """Place in the log of the last entry."""
    proof: tuple[bytes, ...]

    @classmethod
    def read(cls, raw: bytes) -> FileProof:
        """Return a proof as it is written (ledger/log/files.py). Raises Unreadable."""
        try:
            said = json.loads(raw)
        except (ValueError, RecursionError):
            said = None
        names = {"file", "format", "headers", "index", "leaves", "map", "proof"}
        if not isinstance(said, dict) or set(said) != names or said["format"] != FILE or canonical(said) != raw:
            raise Unreadable(f"it is not in the form {FILE}")
        if not all(isinstance(said[name], list) for name in ("headers", "leaves")) or type(said["index"]) is not int:
            raise Unreadable(f"it is not in the form {FILE}")
        if not all(isinstance(header, str) for header in [*said["headers"], said["map"]]):
            raise Unreadable(f"it is not in the form {FILE}")
        return cls(
            MapHead.read(said["map"].encode()), unhex(said["file"]), tuple(map(MapLeaf.read, said["leaves"])),
            tuple(header.encode() for header in said["headers"]), said["index"], _proof(said["proof"]),
        )  # fmt: skip

    def check_whole(self) -> None:
        """Check that the headers are all there are of the file, in their order. Raises Contradicted, Unreadable."""
        [leaf] = self.leaves
        leaf.check(self.head)
        if len(self.headers) != leaf.entries:
            raise Contradicted(f"the file has {leaf.entries} entries, and {len(self.headers)} are here")
        previous = recorded_at = sealed_at = ""
        for position, header in enumerate(self.headers, 1):
            said = read_header(header)
            if (said["file"], said["position"], said["previous"]) != (self.file.hex(), position, previous):
                raise Contradicted(f"entry {position} is not the one that follows the entry before it")
            if not recorded_at <= said["recorded_at"] <= said["sealed_at"] >= sealed_at:
                raise Contradicted(f"entry {position} has times that no ledger gives: dated back, or sealed too early")
            previous, recorded_at, sealed_at = leaf_hash(header).hex(), said["recorded_at"], said["sealed_at"]
        if previous != leaf.head.hex():
            raise Contradicted("the last entry is not the one the map says")
        check_inclusion(leaf.head, self.index, self.head.size, self.head.root, self.proof)

    def check_absent(self) -> None:
        """Check that the map goes past the file without it. Raises Contradicted."""
        if self.headers or self.index or self.proof:
            raise Contradicted("entries of a file that is said not to be there")
        for leaf in self.leaves:
            leaf.check(self.head)
        below = [leaf for leaf in self.leaves if leaf.file < self.file]
        above = [leaf for leaf in self.leaves if leaf.file > self.file]
        if (
            len(below) + len(above) != len(self.leaves) or len(below) > 1 or len(above) > 1
            or (below[0].place + 1 if below else 0) != (above[0].place if above else self.head.files)
        ):  # fmt: skip
            raise Contradicted("the two files shown are not those between which it would stand")

    @property
    def is_absence(self) -> bool:
        """Whether it is to show that there is no such file."""
        return [leaf.file for leaf in self.leaves] != [self.file]


def unhex(said: Any) -> bytes:
    """Return a SHA-256 hash given in lower-case hex. Raises Unreadable."""
    if not isinstance(said, str) or not _HEX.fullmatch(said):
        raise Unreadable("a hash in hex has 64 lower-case digits")
    return bytes.fromhex(said)


def _proof(said: Any) -> tuple[bytes, ...]:
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise Unreadable("a proof is a list of hashes")
    return _hashes(said)


# --- keys that follow one another: ledger/log/rotation.py -------------------------------------------------------------

ROTATION = "cleartrail-key-rotation/1"


@dataclass(frozen=True)
class Rotation:
    """That one key of a log follows another, said by both; and whether the old one is compromised."""

    old: Key
    new: Key
    compromised_since: str
    """From which moment the old key is not to be trusted; empty where there is no such moment."""
    note: Note

    @classmethod
    def read(cls, raw: bytes) -> Rotation:
        """Return a statement as it is written, or as it lies in a signing-key-rotated/1 entry. Raises Unreadable."""
        if raw[:1] == b"{":
            said = _stored_entry(raw)
            if said.get("kind") != "signing-key-rotated/1" or not isinstance(said.get("statement"), str):
                raise Unreadable("it is no entry signing-key-rotated/1")
            raw = said["statement"].encode()
        note = Note.read(raw)
        lines = note.text.decode().split("\n")
        if len(lines) != 6 or lines[0] != ROTATION:
            raise Unreadable(f"a statement that a key follows another is five lines, the first of them {ROTATION}")
        old, new, since = Key.read(lines[2]), Key.read(lines[3]), lines[4] if lines[4] != "-" else ""
        if lines[4] != "-":
            moment_of(since)
        if old.name != lines[1] or new.name != lines[1] or old == new or lines[2:4] != [str(old), str(new)]:
            raise Unreadable("a key of a log is followed by another one of the same log")
        return cls(old, new, since, note)

    @staticmethod
    def text(old: Key, new: Key, compromised_since: str = "") -> bytes:
        """Return what both keys sign: name of the form, name of the log, old key, new key, moment or a dash."""
        return f"{ROTATION}\n{old.name}\n{old}\n{new}\n{compromised_since or '-'}\n".encode()

    def check_signed(self) -> None:
        """Check that both keys have signed it. Raises Contradicted, NotProved."""
        missing = {self.old, self.new} - set(self.note.signed_by([self.old, self.new]))
        if missing:
            raise NotProved(f"it is not signed by the key {missing.pop().id.hex()}")


def following(key: Key, rotations: Iterable[Rotation]) -> Key:
    """Return a key with those that follow it and that it follows, by statements that were checked.

    Raises Contradicted where two keys are each said to follow one: somebody has a copy of it.
    """
    after: dict[Key, Key] = {}
    revoked: dict[Key, str] = {}
    for one in rotations:
        if after.setdefault(one.old, one.new) != one.new:
            raise Contradicted(f"two keys are each said to follow {one.old.id.hex()}: somebody has a copy of it")
        if one.compromised_since:
            revoked[one.old] = min(one.compromised_since, revoked.get(one.old, one.compromised_since))
    linked = [key]
    while (later := after.get(linked[-1])) is not None and later not in linked:
        linked.append(later)
    before = {new: old for old, new in after.items()}
    while (earlier := before.get(linked[0])) is not None and earlier not in linked:
        linked.insert(0, earlier)
    marked = [replace(one, revoked=revoked.get(one, "")) for one in linked]
    at = linked.index(key)
    return replace(marked[at], others=tuple(marked[:at] + marked[at + 1 :]))


def _check_signed_by(note: Note, key: Key, there_by: str = "") -> None:
    """Check that a key, or one that follows it or that it follows, has signed; `there_by`: when it was shown to be."""
    signed = note.signed_by([key, *key.others])
    if not signed:
        raise NotProved(f"no signature under it is by the key {key.name} with the id {key.id.hex()}")
    if all(one.revoked and not (there_by and there_by < one.revoked) for one in signed):
        since = max(one.revoked for one in signed)
        raise NotProved(f"its key is not trusted from {since} on, and nothing shows that it was there before then")


def _stored_entry(raw: bytes) -> dict[str, Any]:
    """The entry in the bytes in which one is stored (ledger/mapper.py). Raises Unreadable."""
    try:
        said = json.loads(raw)["entry"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Unreadable("it is not an entry as it is stored") from None
    if not isinstance(said, dict):
        raise Unreadable("it is not an entry as it is stored")
    return said


# --- timestamps: RFC 3161, RFC 5816, in a CMS signature, RFC 5652 -----------------------------------------------------

LONGEST_TOKEN = 100_000  # bytes; those in use have 1,500 to 8,000
CLOCKS_DIFFER = 300  # seconds by which two clocks that are both right may differ
_MOST_CERTIFICATES, _LONGEST_CHAIN, _MOST_SIGNATURES = 20, 6, 100
_SEQUENCE, _SET, _INTEGER, _OCTETS, _OID, _BOOLEAN, _TIME = 0x30, 0x31, 0x02, 0x04, 0x06, 0x01, 0x18
_SIGNED_DATA, _TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_ESS, _ESS_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_SHA1, _PSS, _MGF1 = "1.3.14.3.2.26", "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.8"
_HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512",
}  # fmt: skip
_SIGNATURES = {  # of each algorithm: whose key, and the hash it names itself
    "1.2.840.113549.1.1.1": ("RSA", ""), "1.2.840.113549.1.1.11": ("RSA", "sha256"),
    "1.2.840.113549.1.1.12": ("RSA", "sha384"), "1.2.840.113549.1.1.13": ("RSA", "sha512"),
    "1.2.840.10045.2.1": ("EC", ""), "1.2.840.10045.4.3.2": ("EC", "sha256"), "1.2.840.10045.4.3.3": ("EC", "sha384"),
    "1.2.840.10045.4.3.4": ("EC", "sha512"), "1.3.101.112": ("Ed25519", ""),
}  # fmt: skip
_MOMENT_OF_TOKEN = re.compile(r"([0-9]{14})(?:\.([0-9]*[1-9]))?Z")


class _Der:
    """Reads values in DER (X.690) one after another, each in the one way it can be written. Raises Unreadable."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0

    @property
    def tag(self) -> int:
        """Tag of the next value; -1 at the end."""
        return self._raw[self._at] if self._at < len(self._raw) else -1

    def whole(self, tag: int = -1) -> bytes:
        """Return the next value with its tag and length; of this tag, where one is named."""
        start, raw = self._at, self._raw
        if self.tag < 0 or (tag >= 0 and self.tag != tag) or self.tag & 0x1F == 0x1F:
            raise Unreadable("it is not put together as RFC 3161 says")
        length, at = (raw[start + 1] if start + 1 < len(raw) else 0x80), start + 2
        if length == 0x80:
            raise Unreadable("it is cut short, or not in DER: a length is left open")
        if length > 0x80:
            count = length - 0x80
            length = int.from_bytes(raw[at : at + count], "big")
            if count > 4 or at + count > len(raw) or length < 0x80 or length >> 8 * (count - 1) == 0:
                raise Unreadable("it is not in DER: a length is not written in the one way")
            at += count
        if at + length > len(raw):
            raise Unreadable("it is cut short")
        self._at, self._body = at + length, raw[at : at + length]
        return raw[start : self._at]

    def content(self, tag: int) -> bytes:
        """Return what is in the next value, which has this tag."""
        self.whole(tag)
        return self._body

    def inside(self, tag: int = _SEQUENCE) -> _Der:
        """Return a reader of what is in the next value, which has this tag."""
        return _Der(self.content(tag))

    def set_of(self, tag: int = _SET) -> list[bytes]:
        """Return what is in the next value, a SET OF: each whole, in the order DER asks for."""
        held, found = self.inside(tag), []
        while held.tag >= 0:
            found.append(held.whole())
        if found != sorted(found):
            raise Unreadable("it is not in DER: what is in a SET is not in order")
        return found

    def skip(self, *tags: int) -> None:
        """Go past each of these values that is there, in this order."""
        for tag in tags:
            if self.tag == tag:
                self.whole()

    def end(self) -> None:
        """Check that nothing is left."""
        if self.tag >= 0:
            raise Unreadable("something follows where nothing should")

    def number(self) -> int:
        """Return the next value, a whole number."""
        said = self.content(_INTEGER)
        if not said or (len(said) > 1 and (said[0], said[1] >> 7) in ((0, 0), (0xFF, 1))) or len(said) > 64:
            raise Unreadable("it is not in DER: a number is not written in the one way")
        return int.from_bytes(said, "big", signed=True)

    def oid(self) -> str:
        """Return the next value, an object identifier, as 1.2.840.113549."""
        said, arc, begins = self.content(_OID), 0, True
        arcs: list[int] = []
        if not said or said[-1] & 0x80 or len(said) > 64:
            raise Unreadable("an object identifier is not written in the one way")
        for byte in said:
            if begins and byte == 0x80:
                raise Unreadable("an object identifier is not written in the one way")
            arc, begins = arc << 7 | byte & 0x7F, not byte & 0x80
            if begins:
                arcs += [arc] if arcs else [min(arc // 40, 2), arc - 40 * min(arc // 40, 2)]
                arc = 0
        return ".".join(map(str, arcs))

    def signature_algorithm(self) -> tuple[str, str, int]:
        """Return whose key signs, the hash the algorithm names itself or "", and for RSA-PSS how long its salt is.

        The first is "" for an algorithm that is not known here.
        """
        begins = self._at
        said = self.inside()
        if said.oid() != _PSS:
            self._at = begins
            return (*_SIGNATURES.get(self.algorithm(), ("", "")), 0)
        parameters = said.inside()  # RFC 4055, section 3.1; what is left out is of SHA-1, and 20 bytes
        said.end()
        hashed, masked, salt = _SHA1, _SHA1, 20
        if parameters.tag == 0xA0:
            hashed = parameters.inside(0xA0).algorithm()
        if parameters.tag == 0xA1:
            mask = parameters.inside(0xA1).inside()
            masked = mask.algorithm() if mask.oid() == _MGF1 else ""
        if parameters.tag == 0xA2:
            salt = parameters.inside(0xA2).number()
        parameters.end()
        known = hashed == masked and hashed in _HASHES and 0 <= salt <= 64
        return ("RSA-PSS", _HASHES[hashed], salt) if known else ("", "", 0)

    def algorithm(self) -> str:
        """Return the object identifier of an AlgorithmIdentifier without parameters, or with NULL."""
        said = self.inside()
        found = said.oid()
        if said.tag == 0x05 and said.content(0x05):
            raise Unreadable("a NULL that holds something")
        said.end()
        return found


@dataclass(frozen=True)
class Timestamp:
    """What a timestamping authority said: that what has this hash was there at this time. Read, not yet checked."""

    at: str
    """In UTC, like 2026-03-31T14:30:00.000000Z; what is finer than microseconds is left out."""
    policy: str
    algorithm: str
    """Of the hash of what was stamped: sha256, sha384 or sha512."""
    imprint: bytes
    nonce: int | None
    serial: int
    token: bytes
    """The token alone, without the status that came with it."""
    _content: bytes
    _hashed_by: tuple[bytes, ...]
    """The algorithms named before the content, each whole: of the one signature's hash, and no others."""
    _certificates: tuple[bytes, ...]
    _signer: bytes
    """SignerInfo's content."""

    @classmethod
    def read(cls, raw: bytes) -> Timestamp:
        """Return a token, or the answer that holds one (TimeStampResp), as it is written in DER. Raises Unreadable."""
        if len(raw) > LONGEST_TOKEN:
            raise Unreadable(f"a timestamp has at most {LONGEST_TOKEN} bytes")
        token, outer = raw, _Der(raw)
        first = outer.inside()
        outer.end()
        if first.tag == _SEQUENCE:
            status = first.inside().number()
            if status != 0:
                raise Unreadable(f"the authority gave no timestamp: its status is {status} (RFC 3161, section 2.4.2)")
            token = first.whole(_SEQUENCE)
            first.end()
        hashed_by, signed, certificates, signer = cls._signed_data(token)
        content_type, content = signed.oid(), signed.inside(0xA0)
        signed.end()
        if content_type != _TST_INFO:
            raise Unreadable("what is signed is no timestamp")
        info = content.content(_OCTETS)
        content.end()
        return cls(*cls._info(info), token, info, hashed_by, certificates, signer)

    @staticmethod
    def _signed_data(token: bytes) -> tuple[tuple[bytes, ...], _Der, tuple[bytes, ...], bytes]:
        info = _Der(token).inside()
        if info.oid() != _SIGNED_DATA:
            raise Unreadable("it is no CMS signature")
        explicit = info.inside(0xA0)
        info.end()
        signed = explicit.inside()
        explicit.end()
        if signed.number() != 3:
            raise Unreadable("a timestamp's SignedData is of version 3")
        hashed_by = tuple(signed.set_of())
        content = signed.inside()
        certificates = signed.set_of(0xA0) if signed.tag == 0xA0 else []
        signed.skip(0xA1)
        signers = signed.inside(_SET)
        signed.end()
        signer = signers.content(_SEQUENCE)
        signers.end()  # exactly one: RFC 3161, section 2.4.2
        if len(certificates) > _MOST_CERTIFICATES:
            raise Unreadable(f"it holds more than {_MOST_CERTIFICATES} certificates")
        return hashed_by, content, tuple(certificates), signer

    @staticmethod
    def _info(raw: bytes) -> tuple[str, str, str, bytes, int | None, int]:
        outer = _Der(raw)
        info = outer.inside()
        outer.end()
        if info.number() != 1:
            raise Unreadable("a timestamp's TSTInfo is of version 1")
        policy, imprint = info.oid(), info.inside()
        algorithm, hashed = imprint.algorithm(), imprint.content(_OCTETS)
        imprint.end()
        serial, said = info.number(), info.content(_TIME)
        info.skip(_SEQUENCE, _BOOLEAN)  # accuracy, ordering
        nonce = info.number() if info.tag == _INTEGER else None
        info.skip(0xA0)  # the name of the authority, for whoever reads it
        if info.tag == 0xA1:
            extensions = info.inside(0xA1)
            while extensions.tag >= 0:
                extension = extensions.inside()
                extension.oid()
                if extension.tag == _BOOLEAN:  # written only where it is TRUE
                    raise Unreadable("it has a critical extension, and none is known here")
        info.end()
        moment = _MOMENT_OF_TOKEN.fullmatch(said.decode("ascii", "replace"))
        try:
            if moment is None:
                raise ValueError
            at = datetime.strptime(moment[1] + "+0000", "%Y%m%d%H%M%S%z")
        except ValueError:
            raise Unreadable("its time is not written as RFC 3161, section 2.4.2 says") from None
        name = _HASHES.get(algorithm)
        if name is None or len(hashed) != hashlib.new(name).digest_size:
            raise Unreadable("what was stamped was hashed by none of SHA-256, SHA-384 and SHA-512")
        fraction = (moment[2] or "")[:6].ljust(6, "0")
        return f"{at:%Y-%m-%dT%H:%M:%S}.{fraction}Z", policy, name, hashed, nonce, serial

    def check_over(self, text: bytes) -> None:
        """Check that it is of these very bytes. Raises Contradicted."""
        if hashlib.new(self.algorithm, text).digest() != self.imprint:
            raise Contradicted("it is a timestamp of something else")

    def check_checkpoint(self, raw: bytes) -> int:
        """Check that it is of this checkpoint, and return over how many of its signature lines.

        Witnesses add theirs later: stamped was what stood there then, at least the first. Raises Contradicted.
        """
        text, split, under = raw.partition(b"\n\n")
        lines = under.splitlines(keepends=True)
        for count in range(len(lines), 0, -1):
            if hashlib.new(self.algorithm, text + split + b"".join(lines[:count])).digest() == self.imprint:
                return count
        raise Contradicted("it is a timestamp of something else")

    def check_signed(self, given: Sequence[bytes] = ()) -> Any:
        """Check the signature and return the certificate it is under (of the package cryptography).

        `given`: certificates in DER, for a token that holds none. Raises Contradicted, NotProved, Unreadable.
        """
        signer = _Der(self._signer)
        version, sid = signer.number(), signer.whole()
        if version != (1 if sid[0] == _SEQUENCE else 3):
            raise Unreadable("a SignerInfo is of version 1 where it names an issuer, else of 3 (RFC 5652, section 5.3)")
        digest = _HASHES.get(signer.algorithm(), "")
        attributes = signer.whole(0xA0)
        named, hashed, salt = signer.signature_algorithm()
        signature = signer.content(_OCTETS)
        signer.skip(0xA1)
        signer.end()
        if not named or not digest or (hashed or digest) != digest:
            raise NotProved("it is signed by an algorithm that is not known here, or no longer safe")
        if [_HASHES.get(_Der(one).algorithm()) for one in self._hashed_by] != [digest]:
            raise NotProved("it does not begin with the hash that its signature is made with")
        said = _attributes(attributes)
        if _one(said, _CONTENT_TYPE).oid() != _TST_INFO:
            raise Contradicted("its signature is over something that is no timestamp")
        if _one(said, _MESSAGE_DIGEST).content(_OCTETS) != hashlib.new(digest, self._content).digest():
            raise Contradicted("it was altered: what it says is not what was signed")
        certificate = self._certificate(sid, said, [*self._certificates, *given])
        # The attributes are signed as a SET (RFC 5652, section 5.4), in the order in which they stand.
        if not _holds(certificate, named, salt, digest, signature, b"\x31" + attributes[1:]):
            raise Contradicted("its signature is not that of the certificate it names: something was altered")
        return certificate

    @staticmethod
    def _certificate(sid: bytes, said: dict[str, list[bytes]], there: Sequence[bytes]) -> Any:
        """The certificate that the signer is named by, and that the signature itself commits to (RFC 5035)."""
        from cryptography import x509

        version = _ESS_V2 if _ESS_V2 in said else _ESS
        first = _one(said, version).inside().inside().inside()
        hash_name = "sha1" if version == _ESS else "sha256"
        if version == _ESS_V2 and first.tag == _SEQUENCE:
            hash_name = _HASHES.get(first.algorithm(), "")
        committed = first.content(_OCTETS)
        if not hash_name:
            raise NotProved("it names its certificate by a hash that is not known here")
        fitting = [one for one in there if hashlib.new(hash_name, one).digest() == committed]
        if not fitting:
            raise NotProved("the certificate it was signed with is not in it, nor was it given (--chain)")
        try:
            certificate = x509.load_der_x509_certificate(fitting[0])
            issuer, serial = certificate.issuer.public_bytes(), certificate.serial_number
            own = (
                certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
                if sid[0] == 0x80
                else b""
            )
        except (ValueError, x509.ExtensionNotFound):
            raise Unreadable("its certificate cannot be read") from None
        names = _Der(sid)
        if names.tag == _SEQUENCE:
            inner = names.inside()
            same = inner.whole(_SEQUENCE) == issuer and inner.number() == serial
            inner.end()
        else:
            same = names.content(0x80) == own
        if not same:
            raise Contradicted("it names one certificate as its signer's, and commits to another")
        return certificate

    def check_chain(self, certificate: Any, roots: Sequence[bytes], given: Sequence[bytes] = ()) -> None:
        """Check that the certificate may stamp, and leads to a root at the time stamped. Raises NotProved, Unreadable.

        Whether a certificate was revoked is not looked at: that is asked of the authority (RFC 3161, section 4).
        """
        from cryptography import x509
        from cryptography.x509.oid import ExtendedKeyUsageOID

        at = moment_of(self.at)
        try:
            usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
        except (ValueError, x509.ExtensionNotFound):
            raise NotProved("its certificate is not one for timestamps") from None
        if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
            raise NotProved("its certificate is not one for timestamps and nothing else (RFC 3161, section 2.3)")
        trusted: list[Any] = []
        pool: list[Any] = []
        for raw in [*roots, *given, *self._certificates]:
            try:
                one = x509.load_der_x509_certificate(raw)
            except ValueError:
                continue  # beside the point, or missed below
            (trusted if raw in roots and one.subject == one.issuer else pool).append(one)
        if not trusted:
            raise NotProved("no root certificate of the authority was given (--root)")
        if not _leads(certificate, trusted, pool, at, 0, iter(range(_MOST_SIGNATURES))):
            raise NotProved("its certificate does not lead to a root given, each certificate valid at that time")

    def check_time(self, now: datetime) -> None:
        """Check that its time has come. Raises NotProved."""
        at = moment_of(self.at)
        if (at - now).total_seconds() > CLOCKS_DIFFER:
            raise NotProved("its time has not come yet, by the clock of this machine")


def _attributes(raw: bytes) -> dict[str, list[bytes]]:
    """The values of each attribute that was signed; each attribute stands there once (RFC 5652, section 11)."""
    found: dict[str, list[bytes]] = {}
    for one in _Der(raw).set_of(0xA0):
        attribute = _Der(one).inside()
        name, values = attribute.oid(), attribute.set_of()
        attribute.end()
        if name in found:
            raise Unreadable("an attribute stands in it twice")
        found[name] = values
    return found


def _one(said: dict[str, list[bytes]], name: str) -> _Der:
    if len(said.get(name, ())) != 1:
        raise Unreadable("an attribute that RFC 3161 asks for is not in it, or has several values")
    return _Der(said[name][0])


def _holds(certificate: Any, named: str, salt: int, digest: str, signature: bytes, text: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

    hashed = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[digest]
    try:
        key = certificate.public_key()
        if named == "RSA" and isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048:
            key.verify(signature, text, padding.PKCS1v15(), hashed)
        elif named == "RSA-PSS" and isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048:
            key.verify(signature, text, padding.PSS(padding.MGF1(hashed), salt), hashed)
        elif named == "EC" and isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= 224:
            key.verify(signature, text, ec.ECDSA(hashed))
        elif named == "Ed25519" and isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, text)
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _leads(
    certificate: Any, trusted: Sequence[Any], pool: Sequence[Any], at: datetime, below: int, left: Iterator[int]
) -> bool:  # fmt: skip
    """Whether a certificate, with so many certificates of authorities under it, leads to a trusted one.

    `left` counts the signatures that may still be looked at: of authorities that sign one another there are paths
    without end. Raises NotProved where it runs out.
    """
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    if not _is_valid(certificate, at, below) or below > _LONGEST_CHAIN:
        return False
    if certificate in trusted:
        return True
    for issuer in [*trusted, *pool]:
        if issuer.subject != certificate.issuer or issuer == certificate:
            continue
        if next(left, None) is None:
            raise NotProved(f"its certificates sign one another: {_MOST_SIGNATURES} signatures led to no root given")
        try:
            certificate.verify_directly_issued_by(issuer)
        except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
            continue
        if _leads(issuer, trusted, [one for one in pool if one != certificate], at, below + 1, left):
            return True
    return False


def _is_valid(certificate: Any, at: datetime, below: int) -> bool:
    """Whether it was valid then, and, with certificates under it, may issue them (RFC 5280, section 6.1.4)."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    if hasattr(certificate, "not_valid_before_utc"):
        since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    else:  # cryptography before 42
        since = certificate.not_valid_before.replace(tzinfo=_UTC)
        until = certificate.not_valid_after.replace(tzinfo=_UTC)
    known = (x509.BasicConstraints, x509.KeyUsage, x509.ExtendedKeyUsage, x509.CertificatePolicies)
    try:
        extensions = {type(one.value): one for one in certificate.extensions}
    except ValueError:
        return False
    if not since <= at <= until or any(one.critical and kind not in known for kind, one in extensions.items()):
        return False
    usage = extensions[x509.KeyUsage].value if x509.KeyUsage in extensions else None
    if below == 0:
        return usage is None or usage.digital_signature or usage.content_commitment
    basic = extensions[x509.BasicConstraints].value if x509.BasicConstraints in extensions else None
    long_enough = basic is not None and (basic.path_length is None or basic.path_length >= below - 1)
    purposes = extensions[x509.ExtendedKeyUsage].value if x509.ExtendedKeyUsage in extensions else None
    for_this = (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE)
    return (
        basic is not None and basic.ca and long_enough and (usage is None or usage.key_cert_sign)
        and (purposes is None or any(one in purposes for one in for_this))
    )  # fmt: skip


_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----\s(.*?)-----END CERTIFICATE-----", re.DOTALL)


def certificates(raw: bytes) -> list[bytes]:
    """Return the certificates in a file in PEM, each in DER; one alone may be in DER. Raises Unreadable."""
    if raw[:1] == b"\x30":
        return [raw]
    found = [unbase64("".join(one.decode("ascii", "replace").split()), "a certificate") for one in _PEM.findall(raw)]
    if not found:
        raise Unreadable("there is no certificate in it; it should be in PEM")
    return found


# --- what entries say of the log itself: ledger/subjects/checkpoints/entries.py ---------------------------------------

OF_THE_LOG = ("checkpoint-timestamped/1", "signing-key-rotated/1", "log-loss-explained/1")


@dataclass(frozen=True)
class Stamped:
    """A timestamp that lies in the log as an entry: of which checkpoint, and where the entry lies."""

    where: str
    index: int
    authority: str
    checkpoint: bytes
    token: bytes


@dataclass
class OfTheLog:
    """What the entries of a ledger say of its own log: timestamps, changes of its key, losses explained."""

    stamps: list[Stamped] = field(default_factory=list)
    rotations: list[tuple[str, Rotation]] = field(default_factory=list)
    losses: dict[tuple[int, bytes], str] = field(default_factory=dict)
    """(size, root hash) of a checkpoint that was lost -> the entry that explains it."""
    odd: list[str] = field(default_factory=list)

    def take(self, where: str, index: int, state: bytes) -> None:
        """Take an entry of one of these kinds, as it is stored."""
        try:
            said = _stored_entry(state)
            if said.get("kind") == OF_THE_LOG[0]:
                token = unbase64(said["token"], "the token")
                self.stamps.append(Stamped(where, index, said["authority"], said["checkpoint"].encode(), token))
            elif said.get("kind") == OF_THE_LOG[1]:
                self.rotations.append((where, Rotation.read(state)))
            elif said.get("kind") == OF_THE_LOG[2]:
                lost = Checkpoint.read(said["lost_checkpoint"].encode())
                self.losses[lost.size, lost.root] = where
        except (Unreadable, LookupError, AttributeError, TypeError):
            self.odd.append(where)

    @classmethod
    def of_copy(cls, path: Path) -> OfTheLog:
        """Return what stands in a copied ledger, whose bytes are checked apart from this. Raises OSError."""
        found, marks = cls(), [kind.encode() for kind in OF_THE_LOG]
        with path.open("rb") as file:
            while line := file.readline(_LONGEST_LINE):
                if line.startswith(b'{"entry"') and any(mark in line for mark in marks):
                    try:
                        said = json.loads(line)["entry"]
                        where = f"entry {said['position']} of file {said['file']}, place {said['index']} in the log"
                        index, state = int(said["index"]), said["state"].encode()
                    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
                        continue  # no line of a copy: said when the copy is read
                    if _kind_of(state) in OF_THE_LOG:
                        found.take(where, index, state)
        return found

    @property
    def sizes(self) -> list[int]:
        """Sizes of the checkpoints that were stamped."""
        return [Checkpoint.read(one.checkpoint).size for one in self.stamps if _is_checkpoint(one.checkpoint)]


def _kind_of(state: bytes) -> str:
    try:
        return str(_stored_entry(state).get("kind"))
    except Unreadable:
        return ""


def _is_checkpoint(raw: bytes) -> bool:
    try:
        Checkpoint.read(raw)
    except Unreadable:
        return False
    return True


@dataclass(frozen=True)
class Bracket:
    """Entries at these places entered the log after one timestamp and before another; empty where there is none."""

    first: int
    last: int
    after: str
    before: str

    def __str__(self) -> str:
        return f"places {self.first} to {self.last} {self.entered}"

    @property
    def entered(self) -> str:
        """Between which times, in words."""
        since = f"after {self.after}" if self.after else "no timestamp says since when"
        until = f"before {self.before}" if self.before else "no timestamp says by when"
        return f"entered the log {since}, {until}"


def brackets(size: int, stamps: Iterable[tuple[int, int, str]]) -> list[Bracket]:
    """Return when the entries of a log of that size entered it, by timestamps that were checked.

    Of each timestamp: the place of the entry that holds it, the size of its checkpoint, its moment. What lies in the
    log from that place on came after that moment, for nobody can foresee a token; what the checkpoint covers, before.
    """
    given = [one for one in stamps if one[1] <= one[0] < size]
    later: dict[int, str] = {}
    sooner: dict[int, str] = {}
    for at, covers, moment in given:
        later[at] = max(later.get(at, ""), moment)
        sooner[covers] = min(sooner.get(covers, moment), moment)
    edges = sorted({0, size, *later, *sooner})
    until, before = {}, ""
    for edge in reversed(edges):  # by when what ends at an edge was there: the earliest of all that cover as much
        before = min(filter(None, (before, sooner.get(edge, ""))), default="")
        until[edge] = before
    found: list[Bracket] = []
    after = ""
    for first, end in zip(edges, edges[1:]):  # noqa: B905, RUF007  # Python 3.9
        after = max(after, later.get(first, ""))
        if found and (found[-1].after, found[-1].before) == (after, until[end]):
            first = found.pop().first
        found.append(Bracket(first, end - 1, after, until[end]))
    return found


# --- a whole ledger, copied: ledger/copying/format.py -----------------------------------------------------------------

COPY = "cleartrail-copy/1"
MOST_NAMED = 20  # contradictions told one by one
_LONGEST_LINE = 64 * 1024 * 1024  # bytes
_OF_LINES = {  # the members that each line of a copy has, and those it may have
    "header": ({"clock", "file_key_secret", "format", "opened_at", "origin", "request_key"}, set[str]()),
    "document": ({"filed_at", "media_type", "sha256", "size"}, set[str]()),
    "entry": (
        {"arrival", "file", "index", "kind", "leaf", "ordinal", "position", "recorded_at", "sealed_at", "state"},
        {"command_id", "documents", "openings", "request", "size"},
    ),
}  # fmt: skip
_KEPT = re.compile(r'"kept":"([A-Za-z0-9_-]{43})"')
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Copy:
    """What a copy of a ledger holds, as far as it has been read, and what in it cannot have been written so."""

    origin: str = ""
    root: Root = field(default_factory=Root)
    roots: dict[int, bytes] = field(default_factory=dict)
    """The root hash at each size that was asked for."""
    wrong: list[tuple[int | None, str]] = field(default_factory=list)
    """What cannot have been written so, and the place in the log of the entry it is about."""
    openings: int = 0
    erased: int = 0
    """Digests whose words are not in it, and of which a later entry of the file says that they were erased."""
    documents: int = 0
    sha256: str = ""
    """Of every byte before the last line, in hex."""
    _files: dict[str, tuple[int, str]] = field(default_factory=dict)
    _digests: set[str] = field(default_factory=set)
    _missing: dict[str, dict[str, int]] = field(default_factory=dict)
    """Of each file: digests whose words are not there, and the entry that holds each."""
    _there: set[str] = field(default_factory=set)
    _cited: set[str] = field(default_factory=set)
    _document: dict[str, Any] | None = None
    _hashed: Any = None
    _size: int = 0
    _sealed_at: str = ""
    _line: int = 0
    _span: tuple[int, int] = (0, 0)  # of the line at hand: its first byte, and the one after its last
    _begins: int = 0  # the first byte of the document at hand

    def read(self, path: Path, sizes: Iterable[int], told: Callable[[str], object]) -> None:
        """Read a copy to its end, remembering the root hash at these sizes. Raises Unreadable, OSError."""
        wanted, digest, number = set(sizes), hashlib.sha256(), 0
        with path.open("rb") as file:
            for number, (text, kind, said) in enumerate(_lines(file), 1):
                self._line, self._span = number, (self._span[1], self._span[1] + len(text))
                try:
                    if self._document is not None and kind != "bytes":
                        there = f"{self._size} of the {self._document['size']} bytes of document"
                        raise Unreadable(f"{there} {self._document['sha256']} are there ({self._where(self._begins)})")
                    if kind == "trailer":
                        self._trailer(said, digest.hexdigest())
                        if file.read(1):
                            raise Unreadable("something follows after the last line")
                        return
                    self._take(kind, said, number)
                except (LookupError, TypeError, AttributeError, ValueError, AssertionError, RecursionError) as error:
                    what = str(error) if isinstance(error, Unreadable) else "a member is missing or not of its form"
                    raise Unreadable(f"{self._where(self._span[0])}: {what}") from None
                digest.update(text)
                if kind == "entry" and self.root.size in wanted:
                    self.roots[self.root.size] = self.root.value
                if kind == "entry" and self.root.size % 10_000 == 0:
                    told(f"read to entry {said['position']} of file {said['file']}, place {said['index']} in the log")
        raise Unreadable(f"after line {number}, byte {self._span[1]}, it is cut short: it has no trailer")

    def _where(self, begins: int) -> str:
        return f"line {self._line}, bytes {begins} to {self._span[1] - 1}"

    def _name(self, what: str, index: int | None = None, begins: int | None = None) -> None:
        """Put down what is wrong, and which bytes of the copy hold it: a hash says no more closely which."""
        self.wrong.append((index, f"{what} ({self._where(self._span[0] if begins is None else begins)} of the copy)"))

    def _take(self, kind: str, said: Any, number: int) -> None:
        if (kind == "header") != (number == 1) or (kind == "bytes" and self._document is None):
            raise Unreadable(f"no line {kind} can stand here")
        always, may = _OF_LINES.get(kind, (set(), set()))
        if always and not always <= set(said) <= always | may:
            raise Unreadable(f"it has other members than a line {kind} has")
        if kind == "header":
            self.origin = said["origin"]
            if said["format"] != COPY:
                raise Unreadable(f"it is not of the format {COPY}")
        elif kind == "document":
            if type(said["size"]) is not int or not _HEX.fullmatch(said["sha256"]):
                raise Unreadable("the document's size or hash is not of its form")
            self._document, self._hashed, self._size = said, hashlib.sha256(), 0
            self._begins = self._span[0]
        elif kind == "bytes":
            self._piece(unbase64(said, "a document"))
        elif kind == "entry":
            self._entry(said)
        else:
            raise Unreadable(f"a copy has no lines {kind}")

    def _piece(self, piece: bytes) -> None:
        assert self._document is not None, "bytes follow a document"
        self._hashed.update(piece)
        self._size += len(piece)
        named = self._document["sha256"]
        if self._size >= self._document["size"]:
            if self._hashed.hexdigest() != named or self._size != self._document["size"]:
                self._name(f"the bytes of document {named} are not those that were filed", None, self._begins)
            self._there.add(named)
            self._document, self.documents = None, self.documents + 1

    def _entry(self, said: dict[str, Any]) -> None:
        index, position, file, leaf = said["index"], said["position"], said["file"], said["leaf"]
        if not _UUID.fullmatch(file) or not _HEX.fullmatch(leaf) or type(index) is not int or type(position) is not int:
            raise Unreadable("the entry's file, place or leaf is not of its form")
        where = f"entry {position} of file {file}, place {index} in the log"
        before, previous = self._files.get(file, (0, ""))
        state = said["state"].encode()
        key = hashlib.sha256(
            b"cleartrail-file/1\n" + self.origin.encode() + b"\n" + bytes.fromhex(file.replace("-", ""))
        )
        header = {
            "file": key.hexdigest(), "format": LEAF, "position": position, "previous": previous,
            "recorded_at": said["recorded_at"], "sealed_at": said["sealed_at"],
            "state": hashlib.sha256(state).hexdigest(),
        }  # fmt: skip
        if index != self.root.size:
            self._name(f"{where}: it stands where place {self.root.size} should", index)
        if position != before + 1:
            self._name(f"{where}: it follows entry {before} of its file", index)
        elif leaf_hash(canonical(header)).hex() != leaf:
            self._name(f"{where}: its bytes, or its times, are not what was sealed", index)
        if said["sealed_at"] < self._sealed_at:
            self._name(f"{where}: it was sealed before the entry it follows in the log", index)
        self._sealed_at = said["sealed_at"]
        self._files[file] = position, leaf
        self._openings(where, said)
        self._erased(where, said)
        self.root.add(bytes.fromhex(leaf))

    def _openings(self, where: str, said: dict[str, Any]) -> None:
        """The words behind an entry's digests are in the copy, and it has none that nobody's digest is of."""
        held = set(_KEPT.findall(said["state"]))
        named = set()
        for opening in said.get("openings", []):
            if not {"disclosure"} <= set(opening) <= {"disclosure", "person"}:
                raise Unreadable("words beside the entry have other members than they have in a copy")
            disclosure = opening["disclosure"]
            digest = base64.urlsafe_b64encode(hashlib.sha256(disclosure.encode()).digest()).decode().rstrip("=")
            if digest not in held:
                self._name(f"{where}: it does not hold the digest of the words beside it", said["index"])
            self._digests.add(digest)
            value = json.loads(base64.urlsafe_b64decode(disclosure + "=" * (-len(disclosure) % 4)))[1]
            if isinstance(value, dict):
                named.add(value["sha256"])
            self.openings += 1
        for digest in sorted(held - self._digests):
            self._missing.setdefault(said["file"], {}).setdefault(digest, said["position"])
        for document in sorted(named ^ set(said.get("documents", []))):
            self._name(f"{where}: document {document} is its exhibit or is cited by it, and not both", said["index"])
        for document in sorted(named - self._there):
            self._name(f"{where}: its exhibit {document} is not there before it", said["index"])

    def _erased(self, where: str, said: dict[str, Any]) -> None:
        """An entry that erased words names their digests; one that disposed of the file took all before it."""
        missing, state = self._missing.get(said["file"], {}), said["state"].encode()
        kind = _kind_of(state)  # what the line says of it is under no hash
        if said["kind"] != kind:
            self._name(
                f"{where}: the line says that it is {said['kind']}, and its bytes {kind or 'none'}", said["index"]
            )
        if kind.startswith("file-disposed/"):
            gone = {digest for digest, position in missing.items() if position < said["position"]}
        elif kind.startswith("words-erased/"):
            gone = _destroyed(state)
        else:
            return
        for digest in sorted(gone & self._digests):
            self._name(f"{where}: the words behind {digest} are there, which it says were erased", said["index"])
        self.erased += len([missing.pop(digest) for digest in gone & missing.keys()])

    def _trailer(self, said: dict[str, Any], sha256: str) -> None:
        for file, missing in sorted(self._missing.items()):
            for digest, position in missing.items():
                what = f"the words behind its digest {digest} are not there, and no entry says that they were erased"
                self.wrong.append((None, f"entry {position} of file {file}: {what}"))
        self.sha256 = sha256
        found = {
            "documents": self.documents, "entries": self.root.size, "openings": self.openings,
            "root": self.root.value.hex(), "sha256": sha256,
        }  # fmt: skip
        for name, value in found.items():
            if said[name] != value:
                where = f": bytes 0 to {self._span[0] - 1} are not all as they were written" if name == "sha256" else ""
                self._name(f"the last line says {name} {str(said[name])[:64]}, and {value} is there{where}")
        if set(said) != set(found):
            raise Unreadable("it has other members than a trailer has")


def _lines(file: Any) -> Iterator[tuple[bytes, str, Any]]:
    number, begins = 0, 0
    while True:
        text = file.readline(_LONGEST_LINE)
        if not text:
            return
        number += 1
        where, begins = f"line {number}, bytes {begins} to {begins + len(text) - 1}", begins + len(text)
        try:
            said = json.loads(text)
            [(kind, content)] = said.items()
            whole = canonical(said) + b"\n"
        except (ValueError, AttributeError, RecursionError):
            raise Unreadable(f"{where}: it is no line of a copy") from None
        if whole != text:
            raise Unreadable(f"{where}: it is not in the form in which a copy is written")
        yield text, kind, content


# --- a log as static files: C2SP tlog-tiles ---------------------------------------------------------------------------

WIDTH = 256  # hashes in a full tile
_HASH = 32  # bytes


def tile_path(level: object, number: int, width: int) -> str:
    """Return where a tile lies under `tile/`: e.g. "0/x001/x234/067", "1/000.p/17"; level "entries" for the entries."""
    digits = f"{number:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"{level}/{path}" + (f".p/{width}" if width < WIDTH else "")


def read_bundle(raw: bytes, count: int) -> Iterator[tuple[int, bytes]]:
    """Yield the entries of a bundle (each its length in two bytes, then itself), and where each begins.

    Raises Unreadable where there are not so many, or more.
    """
    at = 0
    for place in range(count):
        size = int.from_bytes(raw[at : at + 2], "big")
        if at + 2 + size > len(raw):
            raise Unreadable(f"bytes {at} to {len(raw)}: entry {place + 1} of {count} is cut short, or not there")
        yield at + 2, raw[at + 2 : at + 2 + size]
        at += 2 + size
    if at < len(raw):
        raise Unreadable(f"bytes {at} to {len(raw) - 1}: something follows after its {count} entries")


@dataclass
class ExportedLog:
    """A log exported as static files, as far as it has been read, and what in it contradicts the rest."""

    folder: Path
    root: Root = field(default_factory=Root)
    roots: dict[int, bytes] = field(default_factory=dict)
    """The root hash at each size that was asked for."""
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Of each file key: the position of the last entry, and its leaf hash in hex."""
    _rows: dict[int, list[bytes]] = field(default_factory=dict)
    _entry_at: list[str] = field(default_factory=list)  # where each entry of the bundle at hand lies
    _sealed_at: str = ""

    def read(self, size: int, sizes: Iterable[int], told: Callable[[str], object]) -> None:
        """Read the entries and tiles of a log of that size, and remember the root hash at these. Raises OSError."""
        wanted = set(sizes)
        for number in range(-(-size // WIDTH)):
            width = min(WIDTH, size - WIDTH * number)
            leaves = list(self._entries(number, width))
            if len(leaves) < width:
                return  # what follows has no place
            for leaf in leaves:
                self.root.add(leaf)
                if self.root.size in wanted:
                    self.roots[self.root.size] = self.root.value
            self._tile(0, number, leaves)
            if width == WIDTH:
                self._above(1, full_root(leaves))
            if number % 40 == 39:
                told(f"read to place {self.root.size - 1} in the log")
        for level, row in sorted(self._rows.items()):
            if row:
                self._tile(level, (size >> 8 * level) // WIDTH, row)

    def _file(self, path: str) -> bytes | None:
        try:
            return (self.folder / "tile" / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            self.missing.append(f"tile/{path} is not there")
            return None

    def _entries(self, number: int, width: int) -> Iterator[bytes]:
        path = tile_path("entries", number, width)
        raw = self._file(path)
        index = WIDTH * number
        self._entry_at = []
        try:
            for at, header in read_bundle(raw or b"", width if raw is not None else 0):
                span = f"tile/{path}, bytes {at} to {at + len(header) - 1}"
                where = f"{span}, place {index} in the log"
                self._entry_at.append(span)
                hashed = leaf_hash(header)
                try:
                    self._entry(where, read_header(header), hashed)
                except Unreadable as error:
                    self.wrong.append(f"{where}: {error}")
                yield hashed
                index += 1
        except Unreadable as error:
            self.wrong.append(f"tile/{path}, {error}")

    def _entry(self, where: str, said: dict[str, Any], hashed: bytes) -> None:
        before, previous = self.files.get(said["file"], (0, ""))
        if (said["position"], said["previous"]) != (before + 1, previous):
            self.wrong.append(f"{where}: it does not follow entry {before} of the file {said['file']}")
        if said["sealed_at"] < self._sealed_at:
            self.wrong.append(f"{where}: it was sealed before the entry it follows in the log")
        self._sealed_at = said["sealed_at"]
        self.files[said["file"]] = said["position"], hashed.hex()

    def _above(self, level: int, hashed: bytes) -> None:
        row = self._rows.setdefault(level, [])
        row.append(hashed)
        if len(row) == WIDTH:
            self._tile(level, self.root.size // WIDTH ** (level + 1) - 1, row)
            self._rows[level] = []
            self._above(level + 1, full_root(row))

    def _tile(self, level: int, number: int, row: Sequence[bytes]) -> None:
        path = tile_path(level, number, len(row))
        raw = self._file(path)
        if raw is None:
            return
        if len(raw) != _HASH * len(row):
            self.wrong.append(f"tile/{path} has {len(raw)} bytes, and should have {_HASH * len(row)}")
        for at, hashed in enumerate(row):
            if raw[_HASH * at : _HASH * (at + 1)] != hashed:
                first = _HASH * at
                span = (WIDTH**level) * (WIDTH * number + at)
                places = f"places {span} to {span + WIDTH**level - 1}"
                if level == 0:
                    places = f"place {span}, which is {self._entry_at[at]}"
                self.wrong.append(f"tile/{path}, bytes {first} to {first + _HASH - 1}: not the hash over {places}")


# --- an evidence bundle: projections/bundle/packing.py ----------------------------------------------------------------

BUNDLE, ISSUED, PLACES = "cleartrail-bundle/1", "cleartrail-issued/1", "cleartrail-places/1"
MOST_MEMBERS = 65_534  # files; a ZIP without ZIP64 counts to 65,535
_LARGEST_READ = 64 * 1024 * 1024  # bytes of what is read whole: manifest, proofs, entries, openings
_MANIFEST = {
    "as_at", "closed", "entries", "erased", "exhibits", "file", "files", "format", "known", "made_at", "origin",
    "purpose", "recipient", "redacted", "reference", "root", "sha256", "simulated", "size", "withheld",
}  # fmt: skip
_MEMBER = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}){0,3}")
_ENTRY_FILE = re.compile(r"entries/([0-9]{4,})\.json")
_SALT = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
_UNLISTED = ("manifest.json", "issued.json")
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_DATED = 0x21  # 1 January 1980


def zip_local(name: str, size: int, crc: int) -> bytes:
    """Return the local header of a member (APPNOTE 6.3.10, section 4.3.7): stored, dated 1980, nothing further."""
    raw = name.encode("ascii")
    return _LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, _DATED, crc, size, size, len(raw), 0) + raw


def zip_central(name: str, size: int, crc: int, at: int) -> bytes:
    """Return a member's line in the central directory (section 4.3.12): an ordinary file that its owner may write."""
    raw = name.encode("ascii")
    made = 3 << 8 | 20  # on Unix, by 2.0
    mode = 0o100644 << 16
    return _CENTRAL.pack(
        b"PK\x01\x02", made, 20, 0, 0, 0, _DATED, crc, size, size, len(raw), 0, 0, 0, 0, mode, at
    ) + raw  # fmt: skip


def zip_end(members: int, size: int, at: int) -> bytes:
    """Return the end of the central directory (section 4.3.16)."""
    return _END.pack(b"PK\x05\x06", 0, 0, members, members, size, at, 0)


@dataclass
class Bundle:
    """The files of a bundle, as a ZIP or unpacked, none of them read yet. What does not belong there is `wrong`."""

    path: Path
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Name -> where its bytes begin (0 in a folder), how many there are; in order."""
    wrong: list[str] = field(default_factory=list)
    _crcs: dict[str, int] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Bundle:
        """Return a bundle whose files can be read. Raises Unreadable, OSError."""
        found = cls(path)
        if path.is_dir():
            found._walk()
        else:
            found._scan()
        return found

    def _walk(self) -> None:
        for folder, folders, files in os.walk(self.path):
            for name in sorted(folders + files):
                full = Path(folder) / name
                known = full.relative_to(self.path).as_posix()
                mode = full.lstat().st_mode
                if stat.S_ISREG(mode) and _MEMBER.fullmatch(known):
                    self.places[known] = 0, full.lstat().st_size
                elif not stat.S_ISDIR(mode) or not _MEMBER.fullmatch(known):
                    self.wrong.append(f"{known!r} is no ordinary file, or has a name that no file of a bundle has")
                if len(self.places) > MOST_MEMBERS:
                    raise Unreadable(f"a bundle has at most {MOST_MEMBERS} files")
            folders[:] = sorted(one for one in folders if not (Path(folder) / one).is_symlink())

    def _scan(self) -> None:
        """Read the headers of a ZIP from its first byte on; its directory is made from them, and compared."""
        with self.path.open("rb") as file:
            end = file.seek(0, 2)
            at = file.seek(0)
            directory = []
            while True:
                header = file.read(_LOCAL.size)
                if header[:4] != b"PK\x03\x04":
                    break
                name, size, crc = self._header(file, header, at, end)
                directory.append(zip_central(name, size, crc, at))
                self.places[name], self._crcs[name] = (file.tell(), size), crc
                at = file.seek(size, 1)
            file.seek(at)
            expected = b"".join(directory)
            expected += zip_end(len(directory), len(expected), at)
            there = file.read(len(expected) + 1)
            if there != expected:
                differs = next(
                    (n for n, byte in enumerate(expected) if there[n : n + 1] != bytes([byte])), len(expected)
                )
                where, passed = "at its end", 0
                for number, name in enumerate(self.places):
                    passed += len(directory[number])
                    if differs < passed:
                        where = f"in the line of {name}"
                        break
                self.wrong.append(f"the directory of the ZIP was altered or cut, {where}, at byte {at + differs}")

    def _header(self, file: Any, header: bytes, at: int, end: int) -> tuple[str, int, int]:
        after = f" after {next(reversed(self.places))}" if self.places else ""
        where = f"the ZIP at byte {at}{after}"
        if len(header) < _LOCAL.size:
            raise Unreadable(f"{where} is cut short")
        _, _, _, method, _, _, crc, _, size, length, _ = _LOCAL.unpack(header)
        raw = file.read(length)
        if method:
            raise Unreadable(f"{where} holds a compressed file, which no bundle does; unpack it and check the folder")
        name = raw.decode("ascii", "replace")
        if not _MEMBER.fullmatch(name) or zip_local(name, size, crc) != header + raw:
            raise Unreadable(
                f"{where} is not a header as a bundle has it: it was altered, or written by another program"
            )
        if name in self.places:
            first = self.places[name][0] - _LOCAL.size - len(raw)
            raise Unreadable(f"{where} holds {name} a second time: it was altered, or the ZIP at byte {first}")
        if file.tell() + size > end or len(self.places) >= MOST_MEMBERS:
            raise Unreadable(f"{where}: {name} is longer than what is there, or there are too many files")
        return name, size, crc

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes, a piece at a time."""
        at, left = self.places[name]
        with (self.path / name if self.path.is_dir() else self.path).open("rb") as file:
            file.seek(at)
            while left > 0:
                piece = file.read(min(left, 1024 * 1024))
                if not piece:
                    return
                left -= len(piece)
                yield piece

    def read(self, name: str) -> bytes:
        """Return the bytes of a file that is read whole. Raises NotProved where it is not there, Unreadable."""
        if name not in self.places:
            raise NotProved(f"{name} is not there")
        if self.places[name][1] > _LARGEST_READ:
            raise Unreadable(f"{name} is longer than any such file")
        return b"".join(self.pieces(name))

    def measured(self, name: str) -> tuple[int, str, bool]:
        """Return a file's size and SHA-256, and whether a ZIP's own checksum of it holds."""
        size, crc, digest = 0, 0, hashlib.sha256()
        for piece in self.pieces(name):
            size, crc = size + len(piece), zlib.crc32(piece, crc)
            digest.update(piece)
        return size, digest.hexdigest(), self._crcs.get(name, crc) == crc


def read_manifest(raw: bytes) -> dict[str, Any]:
    """Return what a manifest says. Raises Unreadable for what is none, Contradicted for one altered."""
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or set(said) != _MANIFEST or said["format"] != BUNDLE or canonical(said) != raw:
        raise Unreadable(f"it is not in the form {BUNDLE}: it was altered, or is none")
    texts = [said[name] for name in ("as_at", "made_at", "origin", "purpose", "recipient", "reference", "sha256")]
    numbers = [said[name] for name in ("entries", "known", "size")]
    rows = [(said["exhibits"], {"entries", "name", "number", "sha256", "there"}), (said["files"], _FILE_ROW)]
    rows += [(said[name], {"fields", "position"}) for name in ("erased", "redacted")]
    rows += [(said["withheld"], {"ground", "position"}), (said["closed"], _CLOSED_ROW)]
    if (
        not all(isinstance(one, str) for one in texts) or not all(type(one) is int and one >= 0 for one in numbers)
        or not all(isinstance(held, list) for held, _ in rows) or type(said["simulated"]) is not bool
        or not all(isinstance(row, dict) and set(row) == names for held, names in rows for row in held)
        or not all(_named_well(row) for row in said["files"])
        or not all(type(row["position"]) is int for name in _BY_POSITION for row in said[name])
        or not all(isinstance(row[name], str) for row in said["closed"] for name in _CLOSED_ROW - {"position"})
        or not all(row["why"] in CLOSED for row in said["closed"])
        or not all(
            isinstance(row["sha256"], str) and isinstance(row["name"], str) and isinstance(row["entries"], list)
            and type(row["number"]) is int and type(row["there"]) is bool
            and all(type(one) is int for one in row["entries"])
            for row in said["exhibits"]
        )
    ):  # fmt: skip
        raise Unreadable(f"it is not in the form {BUNDLE}")
    unhex(said["file"]), unhex(said["root"])
    names = [row["name"] for row in said["files"]]
    if len(set(names)) != len(names):
        raise Unreadable("it names a file twice")
    own = {name: value for name, value in said.items() if name != "sha256"}
    if hashlib.sha256(canonical(own)).hexdigest() != said["sha256"]:
        raise Contradicted("it does not have the hash it says of itself: it was altered")
    return said


_FILE_ROW, _CLOSED_ROW = {"name", "sha256", "size"}, {"digest", "field", "ground", "position", "why"}
_BY_POSITION = ("closed", "erased", "redacted", "withheld")
CLOSED = {
    "erased": "erased for good", "personal": "held back: they are about people",
    "reasons": "held back: they are reasons given for departures", "redacted": "redacted",
}  # fmt: skip
"""Why words or exhibits of an entry shown are not opened, and how that is told."""


def _named_well(row: dict[str, Any]) -> bool:
    name, digest, size = row["name"], row["sha256"], row["size"]
    return (
        isinstance(name, str) and bool(_MEMBER.fullmatch(name)) and name not in _UNLISTED
        and isinstance(digest, str) and bool(_HEX.fullmatch(digest)) and type(size) is int and size >= 0
    )  # fmt: skip


def read_opening(raw: bytes) -> str | dict[str, str]:
    """Return the words, or the exhibit, inside an opening (ledger/words.py). Raises Unreadable."""
    value: Any
    try:
        array = base64.urlsafe_b64decode(raw + b"=" * (-len(raw) % 4))
        salt, value = json.loads(array)
        alike = base64.urlsafe_b64encode(array).rstrip(b"=") == raw and canonical([salt, value]) == array
    except (ValueError, TypeError, RecursionError):
        raise Unreadable("it is no opening") from None
    exhibit = isinstance(value, dict) and set(value) <= {"sha256", "title"} and isinstance(value.get("sha256"), str)
    if not alike or not isinstance(salt, str) or not _SALT.fullmatch(salt) or not (isinstance(value, str) or exhibit):
        raise Unreadable("it is no opening")
    found: str | dict[str, str] = value
    return found


def digest_of(raw: bytes) -> str:
    """Return the digest by which an entry holds an opening: base64url of its SHA-256."""
    return base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")


# --- the report -------------------------------------------------------------------------------------------------------

PROVED, NOT_PROVED, CONTRADICTED = "proved", "not proved", "contradicted"
EXIT_PROVED, EXIT_CONTRADICTED, EXIT_USAGE, EXIT_NOT_PROVED = 0, 1, 2, 3
R = TypeVar("R")
_MISSHAPEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What comes of reading what nobody should have written: it proves nothing, and contradicts nothing."""


_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Characters that Unicode calls letters, marks or signs, and nobody sees."""
_MARKS = 2  # accents on one letter; more are piled up over the lines above
_UNDER = " " * 14  # where a line goes on that is wider than the screen: under its words, never at the edge


def shown(text: str) -> str:
    """Return text as a line of a report may hold it: what is no printable character is written as its number.

    Evidence says what somebody wrote. A line break, an escape sequence or a mark that turns the direction of writing
    would let him write, hide or reorder the report itself; spaces in a row would put his words at the screen's edge.
    """
    made, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        plain = char.isprintable() and marks <= _MARKS and not _BLANK.match(char)
        made.append(char if plain else _numbered(char))
    return re.sub("(?<=[^ ])  +", lambda found: " " + _numbered(" ") * (len(found[0]) - 1), "".join(made))


def _numbered(char: str) -> str:
    return f"<U+{ord(char):04X}>"


def quoted(text: str) -> str:
    """Return a name as the report repeats it; the ledger takes none of more than 200 characters."""
    return f'"{text}"' if len(text) <= 200 else f'"{text[:200]}" and {len(text) - 200} characters more'


def laid_out(line: str) -> str:
    """Return a line of a report as it is printed: one wider than the screen goes on under itself, indented.

    So whatever stands at the left edge, the verifier said. What the screen has no character for stands as its number.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        line = "".join(char if char.encode(encoding, "ignore") else _numbered(char) for char in line)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    return "\n".join(rows_of(line, width)) if width > 2 * len(_UNDER) else line


def rows_of(line: str, width: int) -> list[str]:
    """Return the rows in which a screen of so many columns shows a line, each but the first indented."""
    rows, row, used = [], "", 0
    for char in line:
        takes = 2 if unicodedata.east_asian_width(char) in ("W", "F", "A") else 1
        if used + takes >= width:
            space = row.rfind(" ") + 1
            at = space if space > len(_UNDER) else len(row)
            rows.append(row[:at].rstrip(" "))
            row = _UNDER + row[at:]
            used = sum(2 if unicodedata.east_asian_width(one) in ("W", "F", "A") else 1 for one in row)
        row, used = row + char, used + takes
    return [*rows, row]


@dataclass
class Report:
    """What was looked at, step by step, and what each step came to. Without a single step nothing is proved."""

    to: Callable[[str], object]
    """Takes each line; none of them holds a character that is not printable."""
    steps: list[tuple[str, str]] = field(default_factory=list)

    def say(self, what: str) -> None:
        """Say a line, which no text in it can leave."""
        self.to(shown(what))

    def tell(self, state: str, what: str) -> None:
        """Say what a step came to."""
        what = shown(what)
        self.steps.append((state, what))
        self.to(f"{state:<13} {what}")

    def step(self, what: str, check: Callable[[], R]) -> R | None:
        """Take a step and return what it gives, None where it did not prove what it says."""
        try:
            found = check()
        except Contradicted as error:
            self.tell(CONTRADICTED, f"{what}: {error}")
        except (NotProved, Unreadable) as error:
            self.tell(NOT_PROVED, f"{what}: {error}")
        except _MISSHAPEN:
            self.tell(NOT_PROVED, f"{what}: something in it is not of the form that it should have")
        else:
            self.tell(PROVED, what)
            return found
        return None

    @property
    def exit_code(self) -> int:
        """The exit code that says it: see the top of this file."""
        states = {state for state, _ in self.steps}
        if CONTRADICTED in states:
            return EXIT_CONTRADICTED
        return EXIT_NOT_PROVED if NOT_PROVED in states or not states else EXIT_PROVED


def read_checkpoint(report: Report, raw: bytes, key: Key | None, what: str, there_by: str = "") -> Checkpoint | None:
    """Read a checkpoint and check its signature; return it, signed or not, None where it is none."""
    found = report.step(f"{what} is in the form of a checkpoint", lambda: Checkpoint.read(raw))
    return _check_signed(report, found, key, what, there_by) if found is not None else None


def _check_signed(report: Report, found: Checkpoint, key: Key | None, what: str, there_by: str = "") -> Checkpoint:
    def signed() -> bool:
        if key is None:
            raise NotProved("no key was given, so anybody may have written it (--key)")
        found.check_signed(key, there_by)
        return True

    report.step(f"{what}, of {found.size} entries, is signed by {found.origin}", signed)
    return found


def verify_checkpoint(
    report: Report, raw: bytes, key: Key | None, witnesses: Sequence[Key], quorum: int, there_by: str = ""
) -> None:
    """Check a checkpoint's signature, and that enough witnesses have signed it too. The log is no witness of itself.

    `there_by`: a moment by which a timestamp has shown it to be there; a witness's own moment counts too.
    """
    moments = [there_by] if there_by else []
    for name, key_id, signature in _note_of(raw).signatures:
        one = next((one for one in witnesses if (one.name, one.id) == (name, key_id)), None)
        if one is not None and one.algorithm == COSIGNATURE and one.holds(signature, _note_of(raw).text):
            at = min(int.from_bytes(signature[:8], "big"), 253_402_300_799)  # the end of the year 9999
            moments.append(f"{datetime.fromtimestamp(at, _UTC):%Y-%m-%dT%H:%M:%S}.000000Z")
    found = read_checkpoint(report, raw, key, "the checkpoint", min(moments, default=""))
    if found is None or not (witnesses or quorum):
        return

    def enough() -> bool:
        own = {one.public_key for one in (key, *key.others)} if key is not None else set()
        signed = {one.public_key for one in found.note.signed_by(witnesses)} - own
        if len(signed) < quorum:
            raise NotProved(f"{len(signed)} have")
        return True

    report.step(f"at least {quorum} of {len(witnesses)} witnesses have signed it", enough)


def _note_of(raw: bytes) -> Note:
    try:
        return Note.read(raw)
    except Unreadable:
        return Note(b"", ())


def follow_keys(report: Report, key: Key, given: Sequence[tuple[bytes, bytes | None]]) -> Key:
    """Return the key with those that follow it, as the entries given show; each as stored, with its proof."""
    checked: list[Rotation] = []
    for raw, proof in given:
        found = report.step("it is in the form of a change of keys", partial(Rotation.read, raw))
        if found is None:
            continue
        names = f"{found.new.id.hex()} follows {found.old.id.hex()}"
        if report.step(f"both keys have signed that {names}", partial(_is_so, found.check_signed)):
            checked.append(found)
            if proof is None:
                report.tell(NOT_PROVED, f"the log holds that {names}: no proof of the entry was given")
    linked = report.step("the keys follow one another", lambda: following(key, checked)) if given else None
    for raw, proof in given:
        if proof is not None and linked is not None:
            verify_proof(report, proof, linked, raw)
    return linked or key


def _is_so(check: Callable[[], None]) -> bool:
    check()
    return True


def verify_timestamp(
    report: Report, raw: bytes, checkpoint: bytes, roots: Sequence[bytes], given: Sequence[bytes] = (),
    *, policy: str | None = None, key: Key | None = None, now: datetime | None = None,
) -> Timestamp | None:  # fmt: skip
    """Check a timestamp of a checkpoint; return it where all of it was proved. Roots and certificates are in DER."""
    before = len(report.steps)
    if key is not None:
        read_checkpoint(report, checkpoint, key, "the checkpoint")
    else:
        report.step("the checkpoint is in the form of one", lambda: Checkpoint.read(checkpoint))
        report.say("  whose it is was not looked at here: no key was given (--key)")
    stamp = report.step("it is in the form of a timestamp (RFC 3161)", lambda: Timestamp.read(raw))
    if stamp is None:
        return None
    report.step("it is a timestamp of this checkpoint", lambda: stamp.check_checkpoint(checkpoint))
    certificate = report.step("what it says is what was signed", lambda: stamp.check_signed(given))
    if certificate is not None:
        name = certificate.subject.rfc4514_string()
        report.step(
            f"it was signed by {name}, under a root given, for timestamps",
            lambda: stamp.check_chain(certificate, roots, given),
        )

    def same() -> None:
        if stamp.policy != policy:
            raise Contradicted(f"it is under the policy {stamp.policy}")

    if policy is not None:
        report.step(f"it is under the policy {policy}", same)
    report.step("its time has come", lambda: stamp.check_time(now or datetime.now(_UTC)))
    report.say(f"  the authority says: this was there at {stamp.at}; policy {stamp.policy}, serial {stamp.serial:x}")
    return stamp if all(state == PROVED for state, _ in report.steps[before:]) else None


def explained(check: Callable[[], R], losses: dict[tuple[int, bytes], str], lost: Checkpoint) -> R:
    """Return what a check of a checkpoint gives; where it fails, name the entry that explains a loss, if there is one.

    An explanation proves nothing: what was signed is contradicted all the same.
    """
    try:
        return check()
    except (Contradicted, NotProved) as error:
        where = losses.get((lost.size, lost.root))
        if where is None:
            raise
        raise Contradicted(f"{error}; {where} explains that it was lost, which does not prove it") from None


def own_keys(report: Report, key: Key | None, found: OfTheLog) -> Key | None:
    """Return the key with those that follow it, or that it follows, by entries of the log itself."""
    checked = []
    for where, one in found.rotations:
        what = f"{where}: both keys have signed that {one.new.id.hex()} follows {one.old.id.hex()}"
        if report.step(what, partial(_is_so, one.check_signed)):
            checked.append(one)
    if key is None or not checked:
        return key
    return report.step("the keys follow one another", partial(following, key, checked)) or key


def verify_stamps(
    report: Report, found: OfTheLog, size: int, roots: dict[int, bytes], trusted: Sequence[bytes], key: Key | None
) -> list[Bracket]:
    """Check the timestamps in a log, and return between which times its entries entered it.

    `roots`: the log's root hash at the sizes stamped; `trusted`: root certificates of the authorities, in DER.
    """
    for where in found.odd[:MOST_NAMED]:
        report.tell(NOT_PROVED, f"{where}: it is not in the form of its kind")
    if found.stamps and not trusted:
        report.say(f"  {len(found.stamps)} timestamps in it were not looked at: no root was given (--root)")
        return []
    held: list[tuple[int, int, str]] = []
    failed: list[tuple[str, str]] = []
    for one in found.stamps:
        try:
            held.append((one.index, *_stamped(one, roots, trusted, key)))
        except Contradicted as error:
            failed.append((CONTRADICTED, f"{one.where}, a timestamp by {one.authority}: {error}"))
        except (NotProved, Unreadable) as error:
            failed.append((NOT_PROVED, f"{one.where}, a timestamp by {one.authority}: {error}"))
    for state, what in sorted(failed)[:MOST_NAMED]:
        report.tell(state, what)
    if len(failed) > MOST_NAMED:
        report.say(f"  and {len(failed) - MOST_NAMED} more")
    if not held:
        return []
    report.tell(PROVED, f"{len(held)} timestamps in the log are each of a checkpoint of it, under a root given")
    between = brackets(size, held)
    for bracket in between[:MOST_NAMED]:
        report.say(f"  {bracket}")
    if len(between) > MOST_NAMED:
        report.say(f"  and so on, {len(between)} stretches in all; the last: {between[-1]}")
    return between


def _stamped(
    one: Stamped, roots: dict[int, bytes], trusted: Sequence[bytes], key: Key | None
) -> tuple[int, str]:  # fmt: skip
    """Size and moment of a timestamp that holds."""
    covers, stamp = Checkpoint.read(one.checkpoint), Timestamp.read(one.token)
    stamp.check_checkpoint(one.checkpoint)
    if covers.size > one.index or roots.get(covers.size) != covers.root:
        raise Contradicted(f"the log does not lead to the checkpoint of {covers.size} entries that was stamped")
    if key is not None:
        covers.check_signed(key, stamp.at)
    certificate = stamp.check_signed()
    stamp.check_chain(certificate, trusted)
    stamp.check_time(datetime.now(_UTC))
    return covers.size, stamp.at


def verify_proof(report: Report, raw: bytes, key: Key | None, stored: bytes | None) -> None:
    """Check that an entry is in a signed log; with its stored bytes, that they are the entry's."""
    proof = report.step("it is in the form of a proof", lambda: EntryProof.read(raw))
    if proof is None:
        return
    signed = _check_signed(report, proof.checkpoint, key, "its checkpoint")
    said = report.step(f"it proves an entry ({LEAF})", lambda: read_header(proof.header))
    report.step(
        f"the entry is in the log, at place {proof.index} of {signed.size}",
        lambda: check_inclusion(leaf_hash(proof.header), proof.index, signed.size, signed.root, proof.proof),
    )
    if said is None:
        return
    report.say(f"  the log says: entry {said['position']} of file {said['file']}")
    report.say(f"  recorded {said['recorded_at']}, sealed {said['sealed_at']}, stored bytes SHA-256 {said['state']}")

    def same() -> bool:
        assert stored is not None, "asked only where bytes were given"
        digest = hashlib.sha256(stored).hexdigest()
        if digest != said["state"]:
            raise Contradicted(f"their SHA-256 is {digest}")
        return True

    if stored is not None:
        report.step("the bytes given are those of the entry", same)


def verify_consistency(report: Report, older: bytes, raw: bytes, key: Key | None) -> None:
    """Check that a log at a newer checkpoint begins with what an older one covers."""
    old = read_checkpoint(report, older, key, "the older checkpoint")
    proof = report.step("it is in the form of a proof of consistency", lambda: Consistency.read(raw))
    if old is None or proof is None:
        report.tell(NOT_PROVED, "the newer log begins with the older one")
        return
    new = _check_signed(report, proof.checkpoint, key, "the newer checkpoint")

    def continues() -> None:
        if proof.old != old.size or new.origin != old.origin:
            raise NotProved(f"the proof is of {new.origin} from {proof.old} entries on")
        check_consistency(old.size, new.size, old.root, new.root, proof.proof)

    report.step(f"the log of {new.size} entries begins with those {old.size}, unchanged", continues)


def verify_file(
    report: Report, raw: bytes, key: Key | None, asked: str | None = None, known_at: str | None = None
) -> None:
    """Check that a file is here whole, or that there is none; and say what it held by a moment."""
    proof = report.step("it is in the form of the proof of a file", lambda: FileProof.read(raw))
    if proof is None:
        return
    head = proof.head

    def signed() -> None:
        if key is None:
            raise NotProved("no key was given, so anybody may have written it (--key)")
        head.check_signed(key)

    report.step(f"its map of {head.files} files, over {head.size} entries, is signed by {head.origin}", signed)
    file = proof.file.hex()

    def same() -> None:
        if file != asked:
            raise NotProved(f"it is of {file}")

    if asked is not None:
        report.step(f"it is of the file {asked}", same)
    if proof.is_absence:
        report.step(f"a log of {head.size} entries has none of the file {file}", proof.check_absent)
        return
    count = len(proof.headers)
    report.step(f"these {count} entries are the whole of the file {file} in a log of {head.size}", proof.check_whole)
    if known_at is not None:
        what = f"what the file held at {known_at}, by the times the log gives"
        held = report.step(what, partial(_known, report, proof, known_at))
        if held is not None:
            report.say(f"  {f'entries 1 to {held}' if held else 'nothing'} of the {count}")


def _known(report: Report, proof: FileProof, known_at: str) -> int:
    """How many of the entries were in the log at a moment."""
    if not _MOMENT.fullmatch(known_at):
        raise Unreadable("a moment is written 2025-03-31T14:30:00.000000Z, in UTC")
    if report.exit_code == EXIT_CONTRADICTED:
        raise NotProved("the file is not here whole")
    return sum(read_header(header)["sealed_at"] <= known_at for header in proof.headers)


def verify_copy(
    report: Report, path: Path, key: Key | None, checkpoints: Sequence[bytes], sha256: str | None = None,
    *, roots: Sequence[bytes] = (),
) -> None:  # fmt: skip
    """Check a copied ledger from its stored bytes, and against checkpoints that have left the building.

    `roots`: root certificates of timestamping authorities, in DER, under which the timestamps in it are checked.
    """
    of_the_log = OfTheLog.of_copy(path)
    key = own_keys(report, key, of_the_log)
    signed = [read_checkpoint(report, raw, key, f"checkpoint {n}") for n, raw in enumerate(checkpoints, 1)]
    given = sorted((one for one in signed if one is not None), key=lambda one: one.size)
    copy = Copy()
    sizes = [*(one.size for one in given), *of_the_log.sizes]
    read = report.step(
        "every line is one that a ledger writes, to the last",
        partial(_is_so, partial(copy.read, path, sizes, report.say)),
    )
    _tell_copy(report, copy, given, whole=bool(read))
    size, covered = copy.root.size, 0
    for one in given:
        what = f"the first {one.size} entries are those the checkpoint of {one.size} was signed over"
        if report.step(what, partial(explained, partial(_covers, copy, one, covered), of_the_log.losses, one)):
            covered = one.size
    if covered < size:
        report.tell(NOT_PROVED, f"places {covered} to {size - 1} are under no checkpoint given that holds")
    elif not given:
        report.tell(NOT_PROVED, "no checkpoint was given: nothing shows what the log was before")
    verify_stamps(report, of_the_log, size, copy.roots, roots, key)
    if sha256 is not None:
        report.step("the file has the SHA-256 given", lambda: _same(copy.sha256, sha256))


def _tell_copy(report: Report, copy: Copy, given: Sequence[Checkpoint], *, whole: bool) -> None:
    """Say what in a copy cannot have been written so, each with the first checkpoint that covers it."""
    for index, what in copy.wrong[:MOST_NAMED]:
        over = next((one.size for one in given if index is not None and index < one.size), None)
        under = f"; under the checkpoint of {over} entries" if over else "; under no checkpoint given"
        report.tell(CONTRADICTED, what + ("" if index is None else under))
    if len(copy.wrong) > MOST_NAMED:
        report.say(f"  and {len(copy.wrong) - MOST_NAMED} more")
    if whole and not copy.wrong:
        report.tell(PROVED, f"each of {copy.root.size} entries has the bytes, times and words it was sealed with")
        if copy.erased:
            report.tell(PROVED, f"of {copy.erased} words that are not there a later entry says that it erased them")


def _covers(copy: Copy, checkpoint: Checkpoint, since: int) -> bool:
    if checkpoint.origin != copy.origin:
        raise NotProved(f"it is a checkpoint of {checkpoint.origin}, and the copy is of {copy.origin or 'no log'}")
    root = Root().value if checkpoint.size == 0 else copy.roots.get(checkpoint.size)
    if root is None:
        raise NotProved(f"the copy was read to {copy.root.size} entries; the others are not there")
    if root != checkpoint.root:
        raise Contradicted(f"something from place {since} to {checkpoint.size - 1} is not what was signed")
    return True


def _same(found: str, given: str) -> bool:
    if found != given.lower():
        raise Contradicted(f"its SHA-256 before its last line is {found or 'not known: it was not read to its end'}")
    return True


def verify_log(report: Report, folder: Path, key: Key | None, checkpoints: Sequence[bytes]) -> None:
    """Check a log exported as static files: every entry, hash and chain, and checkpoints that were kept elsewhere."""
    signed = [read_checkpoint(report, raw, key, f"checkpoint {n}") for n, raw in enumerate(checkpoints, 1)]
    given = sorted((one for one in signed if one is not None), key=lambda one: one.size)
    head = read_checkpoint(report, (folder / "checkpoint").read_bytes(), key, "the log's checkpoint")
    if head is None:
        return
    log = ExportedLog(folder)
    log.read(head.size, [one.size for one in [*given, head]], report.say)
    for state, found in ((CONTRADICTED, log.wrong), (NOT_PROVED, log.missing)):
        for what in found[:MOST_NAMED]:
            report.tell(state, what)
        if len(found) > MOST_NAMED:
            report.say(f"  and {len(found) - MOST_NAMED} more")
    if not log.wrong and not log.missing:
        report.tell(PROVED, f"{log.root.size} entries of {len(log.files)} files make these tiles, each after the other")
    covered = 0
    for one in [*given, head]:
        what = f"the first {one.size} entries are those the checkpoint of {one.size} was signed over"
        if report.step(what, partial(_leads_to, log, one, head, covered)):
            covered = max(covered, one.size)


def _leads_to(log: ExportedLog, checkpoint: Checkpoint, head: Checkpoint, since: int) -> bool:
    if checkpoint.origin != head.origin:
        raise NotProved(f"it is a checkpoint of {checkpoint.origin}, and the log is {head.origin}")
    if checkpoint.size > head.size:
        raise Contradicted(
            f"the log's own checkpoint is of {head.size} entries: it was set back, or is an older export"
        )
    root = Root().value if checkpoint.size == 0 else log.roots.get(checkpoint.size)
    if root is None:
        raise NotProved(f"the log was read to {log.root.size} entries; the others are not there")
    if root != checkpoint.root:
        raise Contradicted(f"something from place {since} to {checkpoint.size - 1} is not what was signed")
    return True


# --- the report on a bundle -------------------------------------------------------------------------------------------


def verify_bundle(
    report: Report, path: Path, key: Key | None, issued: bytes | None = None, roots: Sequence[bytes] = (),
    older: Path | None = None,
) -> None:  # fmt: skip
    """Check a bundle of evidence, as a ZIP or unpacked: every byte of it, and what the log says of it.

    `roots`: root certificates of timestamping authorities, in DER. `older`: a bundle of the file, kept from before.
    """
    bundle = report.step("the bundle can be opened", lambda: Bundle.open(path))
    if bundle is None:
        report.say("  nothing of it was looked at: rely on none of it, and ask for it again")
        return
    _tell(report, bundle.wrong, "there is nothing in it that no bundle has")
    said = report.step("manifest.json is a manifest, unaltered", lambda: read_manifest(bundle.read("manifest.json")))
    if said is None:
        report.say("  nothing else of it was looked at: rely on none of it, and ask for it again")
        return
    to = quoted(said["recipient"]) if said["recipient"] else "nobody: a draft"
    report.say(
        f"  it says: file {quoted(said['reference'])}, for {quoted(said['purpose'])}, issued to {to}, "
        f"of a log of {said['size']} entries"
    )
    if said["simulated"]:
        report.say("  SIMULATED: its times were stated when it was made up; it is evidence of nothing that happened")
    _tell(report, _files(bundle, said), f"each of {len(said['files'])} files has the bytes the manifest names")
    key = _followed(report, bundle, key)
    whole = _log(report, bundle, said, key)
    headers = whole.headers if whole is not None else ()
    held = _entries(report, bundle, said, headers)
    if headers:
        _words(report, bundle, said, held)
    else:
        report.tell(NOT_PROVED, "words and exhibits are those whose digests the entries hold: nothing shows which do")
    _older(report, bundle, key)
    if older is not None:
        _continues(report, bundle, whole, older, key)
    _entered(report, bundle, headers, key, roots)
    _issuing(report, bundle, said, key, issued)


def _tell(report: Report, wrong: Sequence[str], right: str, state: str = CONTRADICTED) -> None:
    for what in wrong[:MOST_NAMED]:
        report.tell(state, what)
    if len(wrong) > MOST_NAMED:
        report.say(f"  and {len(wrong) - MOST_NAMED} more")
    if not wrong:
        report.tell(PROVED, right)


def _files(bundle: Bundle, said: dict[str, Any]) -> list[str]:
    """What of the files is not as the manifest has it."""
    wrong = []
    named = {row["name"]: row for row in said["files"]}
    for name, row in named.items():
        if name not in bundle.places:
            wrong.append(f"{name} is not there")
            continue
        size, digest, whole = bundle.measured(name)
        if (size, digest) != (row["size"], row["sha256"]):
            wrong.append(f"{name} is not the file that the manifest names: it was altered or exchanged")
        elif not whole:
            wrong.append(f"the ZIP's checksum of {name} was altered")
    unlisted = [name for name in _UNLISTED if name in bundle.places]
    wrong += [f"{name}, or its checksum in the ZIP, was altered" for name in unlisted if not bundle.measured(name)[2]]
    wrong += [f"{name} is not named by the manifest" for name in bundle.places if name not in (*named, *_UNLISTED)]
    order = [name for name in bundle.places if name in named]
    if not wrong and not bundle.path.is_dir() and order != list(named):
        wrong.append("the files are not in the order of the manifest")
    return wrong


def _log(
    report: Report, bundle: Bundle, said: dict[str, Any] | None, key: Key | None, whose: str = ""
) -> FileProof | None:  # fmt: skip
    """Check checkpoint and proof of the file, against the manifest where it is given; return the proof if it holds."""
    checkpoint = report.step(
        f"{whose}log/checkpoint is a checkpoint", lambda: Checkpoint.read(bundle.read("log/checkpoint"))
    )
    proof = report.step(
        f"{whose}log/file.json is the proof of a file", lambda: FileProof.read(bundle.read("log/file.json"))
    )
    if checkpoint is None or proof is None:
        return None
    _check_signed(report, checkpoint, key, f"{whose or 'the '}checkpoint")
    head = proof.head

    def signed() -> None:
        if key is None:
            raise NotProved("no key was given, so anybody may have written it (--key)")
        head.check_signed(key)
        if (head.origin, head.size, head.root) != (checkpoint.origin, checkpoint.size, checkpoint.root):
            raise Contradicted("it is of another log, or of another size, than the checkpoint")

    report.step(f"{whose or 'its '}map of {head.files} files is signed, and of the same log", signed)

    def whole() -> bool:
        if proof.is_absence:
            raise Contradicted("it is the proof that there is no such file")
        proof.check_whole()
        log = (checkpoint.origin, checkpoint.size, checkpoint.root.hex(), proof.file.hex(), len(proof.headers))
        if said is not None and log != tuple(said[name] for name in ("origin", "size", "root", "file", "entries")):
            raise Contradicted("the manifest says another log, file or number of entries")
        return True

    what = f"the file has these {len(proof.headers)} entries in that log, and no others"
    return proof if report.step(f"{whose and whose + 'proof: '}{what}", whole) else None


def _entries(report: Report, bundle: Bundle, said: dict[str, Any], headers: Sequence[bytes]) -> dict[int, set[str]]:
    """Check the bytes of the entries shown, and that the others are named; return the digests each one holds."""
    wrong = []
    held: dict[int, set[str]] = {}
    withheld = {row["position"] for row in said["withheld"]}
    for name in bundle.places:
        found = _ENTRY_FILE.fullmatch(name)
        if not found and not name.startswith("entries/"):
            continue
        position = int(found[1]) if found else 0
        if not found or name != f"entries/{position:04}.json" or not 0 < position <= len(headers):
            wrong.append(f"{name} is no entry of the file that the log is known to hold")
            continue
        raw = bundle.read(name)
        if hashlib.sha256(raw).hexdigest() != read_header(headers[position - 1])["state"]:
            wrong.append(f"{name} does not have the bytes that the log stands for: it was altered or exchanged")
        held[position] = set(_KEPT.findall(raw.decode("utf-8", "replace")))
    for position in range(1, len(headers) + 1):
        if (position in held) == (position in withheld):
            both = "shown and named as left out" if position in held else "neither shown nor named as left out"
            wrong.append(f"entry {position} is {both}")
    wrong += [
        f"entry {n} is named as left out, and the file has no such" for n in withheld if not 0 < n <= len(headers)
    ]
    if not headers:
        report.tell(NOT_PROVED, "the entries shown are the file's: nothing shows which those are")
    else:
        _tell(
            report,
            wrong,
            f"{len(held)} entries have the bytes the log stands for, and {len(withheld)} are named as left out",
        )
    return held


def _gone(bundle: Bundle, held: dict[int, set[str]]) -> set[str]:
    """The digests of which entries shown say that the words were erased, or went with the whole file before them."""
    gone: set[str] = set()
    disposed = 0
    for position in held:
        raw = bundle.read(f"entries/{position:04}.json")
        kind = _kind_of(raw)
        if kind.startswith("file-disposed/"):
            disposed = max(disposed, position)
        elif kind.startswith("words-erased/"):
            gone |= _destroyed(raw)
    return gone.union(*(digests for before, digests in held.items() if before < disposed))


def _destroyed(state: bytes) -> set[str]:
    """The digests that a stored entry words-erased names."""
    destroyed = _stored_entry(state).get("destroyed")
    digests = destroyed.get("digests") if isinstance(destroyed, dict) else None
    return {one for one in digests if isinstance(one, str)} if isinstance(digests, list) else set()


def _words(report: Report, bundle: Bundle, said: dict[str, Any], held: dict[int, set[str]]) -> None:
    """Check words and exhibits against the digests that entries hold."""
    holders: dict[str, set[int]] = {}
    for position, digests in held.items():
        for digest in digests:
            holders.setdefault(digest, set()).add(position)
    wrong: list[str] = []
    cited: dict[str, set[int]] = {}
    openers: dict[str, set[str]] = {}
    opened: set[str] = set()
    for name in bundle.places:
        folder, _, digest = name.partition("/")
        if folder != "openings":
            continue
        try:
            raw = bundle.read(name)
            value = read_opening(raw)
        except Unreadable:
            wrong.append(f"{name} is no opening: it was altered")
            continue
        if digest_of(raw) != digest or digest not in holders:
            wrong.append(f"{name}: no entry shown holds the digest of these words")
            continue
        opened.add(digest)
        if isinstance(value, dict):
            openers.setdefault(value["sha256"], set()).add(digest)
            cited.setdefault(value["sha256"], set()).update(holders[digest])
    _tell(report, wrong, f"{len(opened)} texts and exhibits are those whose digests the entries hold")
    gone = _gone(bundle, held)
    _closed(report, said, held, opened, gone)
    _exhibits(report, bundle, said, cited, {sha256 for sha256, digests in openers.items() if digests & gone})


def _closed(
    report: Report, said: dict[str, Any], held: dict[int, set[str]], opened: set[str], gone: set[str]
) -> None:  # fmt: skip
    """Check that of all that entries hold and that is not opened the manifest says why; what was erased, an entry."""
    wrong, unshown, named = [], [], set()
    for row in said["closed"]:
        position, digest = row["position"], row["digest"]
        what = f"{row['field']} of entry {position}"
        named.add((position, digest))
        if digest not in held.get(position, ()):
            wrong.append(f"{what} is said to be {row['why']}, and the entry holds no such digest")
        elif digest in opened:
            wrong.append(f"{what} is said to be {row['why']}, and its opening is here")
        elif row["why"] == "erased" and digest not in gone:
            unshown.append(f"{what} was erased: no entry shown says so")
    for position, digests in sorted(held.items()):
        missing = sorted(one for one in digests - opened if (position, one) not in named)
        unshown += [f"entry {position} holds {one}, whose opening is not here: nothing says why" for one in missing]
    if unshown or not wrong:
        _tell(report, unshown, "of all that is not opened it is said why", NOT_PROVED)
    if wrong:
        _tell(report, wrong, "")
    for why, told in CLOSED.items():
        positions = sorted({row["position"] for row in said["closed"] if row["why"] == why})
        if positions:
            entries = f"{'entry' if len(positions) == 1 else 'entries'} {', '.join(map(str, positions))}"
            report.say(f"  words or exhibits of {entries} are {told}")


def _exhibits(
    report: Report, bundle: Bundle, said: dict[str, Any], cited: dict[str, set[int]], gone: set[str]
) -> None:  # fmt: skip
    """Check the exhibits; `gone`: the documents of which an entry shown says that they were erased."""
    wrong, named, unshown = [], set(), []
    for row in said["exhibits"]:
        name = f"exhibits/{row['name']}"
        named.add(name)
        if set(row["entries"]) != cited.get(row["sha256"]):
            wrong.append(f"exhibit {row['number']} is not cited by the entries that the manifest says")
        if row["there"]:
            if name not in bundle.places or bundle.measured(name)[1] != row["sha256"]:
                wrong.append(
                    f"{name} is not the document that the entries cite: it was altered, exchanged or taken out"
                )
        elif name in bundle.places:
            wrong.append(f"{name} is said not to be there, and is: it was altered or put in")
        elif row["sha256"] not in gone:
            unshown.append(f"the bytes of exhibit {row['number']}, {row['name']}, were erased: no entry shown says so")
        else:
            report.say(f"  the bytes of exhibit {row['number']} were erased; their hash stays in the entries")
    listed = {row["sha256"] for row in said["exhibits"]}
    wrong += [f"the document {one} is cited and not among the exhibits" for one in sorted(cited.keys() - listed)]
    there = [name for name in bundle.places if name.startswith("exhibits/")]
    wrong += [f"{name} is an exhibit of no entry" for name in there if name not in named]
    _tell(report, wrong, f"{len(there)} exhibits are, byte for byte, those that the entries cite")
    if unshown:
        _tell(report, unshown, "", NOT_PROVED)


def _followed(report: Report, bundle: Bundle, key: Key | None) -> Key | None:
    """Return the key with those that follow it, by the changes of keys in the bundle."""
    stems = _stems(bundle, "log/keys/")
    if key is None or not stems:
        return key
    given = []
    for stem in stems:
        pair = report.step(f"{stem}, a change of the log's key, is there with its proof", partial(_pair, bundle, stem))
        given += [pair] if pair is not None else []
    linked = follow_keys(report, key, given)
    known = {one: one for one in linked.others}  # what was said apart from the bundle (--rotation) still counts
    known.update({one: one for one in key.others if one.revoked or one not in known})
    return replace(linked, revoked=key.revoked or linked.revoked, others=tuple(known.values()))


def _pair(bundle: Bundle, stem: str) -> tuple[bytes, bytes]:
    return bundle.read(f"{stem}.json"), bundle.read(f"{stem}.tlog-proof")


def _stems(bundle: Bundle, folder: str) -> list[str]:
    """What is in a folder of the bundle, without endings."""
    found = {name.rpartition(".")[0] or name for name in bundle.places if name.startswith(folder)}
    return sorted(found, key=lambda stem: (len(stem), stem))


def _entered(
    report: Report, bundle: Bundle, headers: Sequence[bytes], key: Key | None, roots: Sequence[bytes]
) -> None:  # fmt: skip
    """Check the timestamps in the bundle, and say between which times the entries of the file entered the log."""
    stems = _stems(bundle, "log/timestamps/")
    if not stems:
        return
    held: list[tuple[int, int, str]] = []
    for stem in stems:
        what = f"{stem} is a timestamp of an earlier state of the log, and lies in it"
        found = report.step(what, partial(_stamp, bundle, stem, key, roots))
        held += [found] if found is not None else []
    what = "each entry of the file lies at the place in the log that the bundle says"
    places = report.step(what, partial(_placed, bundle, headers))
    if not held or places is None:
        return
    runs: list[tuple[int, int, str]] = []
    between = brackets(Checkpoint.read(bundle.read("log/checkpoint")).size, held)
    for position, index in enumerate(places, 1):
        entered = next(one.entered for one in between if one.first <= index <= one.last)
        first = runs.pop()[0] if runs and runs[-1][2] == entered else position
        runs.append((first, position, entered))
    for first, last, entered in runs:
        report.say(f"  {f'entries {first} to {last}' if first < last else f'entry {first}'} {entered}")


def _stamp(bundle: Bundle, stem: str, key: Key | None, roots: Sequence[bytes]) -> tuple[int, int, str]:
    """Place in the log, size of the checkpoint, and moment of a timestamp that holds."""
    now, state = Checkpoint.read(bundle.read("log/checkpoint")), bundle.read(f"{stem}.json")
    proof, found = EntryProof.read(bundle.read(f"{stem}.tlog-proof")), OfTheLog()
    found.take(stem, proof.index, state)
    if read_header(proof.header)["state"] != hashlib.sha256(state).hexdigest() or not found.stamps:
        raise Contradicted("the entry is not the one that the log holds there, or is no timestamp")
    check_inclusion(leaf_hash(proof.header), proof.index, now.size, now.root, proof.proof)
    [one] = found.stamps
    if (bundle.read(f"{stem}.checkpoint"), bundle.read(f"{stem}.token")) != (one.checkpoint, one.token):
        raise Contradicted("checkpoint or token are not those in the entry: they were exchanged")
    old, leads = Checkpoint.read(one.checkpoint), Consistency.read(bundle.read(f"{stem}.consistency"))
    if (leads.old, leads.checkpoint.size, leads.checkpoint.root) != (old.size, now.size, now.root):
        raise Contradicted("its proof of consistency is of other checkpoints")
    check_consistency(old.size, now.size, old.root, now.root, leads.proof)
    if key is None:
        raise NotProved("no key was given (--key)")
    return (proof.index, *_stamped(one, {old.size: old.root}, roots, key))


def _placed(bundle: Bundle, headers: Sequence[bytes]) -> list[int]:
    """The place in the log of each entry of the file."""
    now, raw = Checkpoint.read(bundle.read("log/checkpoint")), bundle.read("log/places.json")
    rows: list[tuple[int, tuple[bytes, ...]]] = []
    try:
        said = json.loads(raw)
        rows = [(row["index"], _proof(row["proof"])) for row in said["places"]]
        right = said["format"] == PLACES and canonical(said) == raw and all(type(index) is int for index, _ in rows)
    except (ValueError, LookupError, TypeError, RecursionError):
        right = False
    if not right:
        raise Unreadable(f"log/places.json is not in the form {PLACES}")
    if not headers or len(rows) != len(headers):
        raise NotProved("it is not known which entries these are, or there are more or fewer of them")
    for header, (index, proof) in zip(headers, rows):  # noqa: B905  # Python 3.9
        check_inclusion(leaf_hash(header), index, now.size, now.root, proof)
    return [index for index, _ in rows]


def _older(report: Report, bundle: Bundle, key: Key | None) -> None:
    """Check that the log begins with what its older checkpoints in the bundle cover."""
    for name in [one for one in bundle.places if re.fullmatch(r"log/consistency/[0-9]+", one)]:
        number = name.rpartition("/")[2]
        sizes: list[int] = []  # what the checkpoint itself says

        def is_older(name: str = name, number: str = number, sizes: list[int] = sizes) -> None:
            sizes.append(Checkpoint.read(bundle.read(f"{name}.checkpoint")).size)
            if str(sizes[0]) != number:
                raise Contradicted(f"it is of {sizes[0]} entries: {name} was named anew")

        report.step(f"{name}.checkpoint is a checkpoint of {number} entries", is_older)
        if not sizes:
            continue

        def begins(name: str = name) -> None:
            old = Checkpoint.read(bundle.read(f"{name}.checkpoint"))
            proof = Consistency.read(bundle.read(name))
            new = Checkpoint.read(bundle.read("log/checkpoint"))
            if key is None:
                raise NotProved("no key was given (--key)")
            old.check_signed(key)
            if (proof.old, proof.checkpoint.root, proof.checkpoint.size) != (old.size, new.root, new.size):
                raise Contradicted("it is of other checkpoints")
            check_consistency(old.size, new.size, old.root, new.root, proof.proof)

        report.step(f"the log begins with the {sizes[0]} entries of an older checkpoint", begins)


def _continues(report: Report, bundle: Bundle, new: FileProof | None, older: Path, key: Key | None) -> None:
    """Check that a file goes on from what it was in a bundle given out before; of that, only log/ is looked at."""
    before = report.step("the older bundle can be opened", lambda: Bundle.open(older))
    if before is None:
        return
    steps = len(report.steps)
    old = _log(report, before, None, key, "the older bundle's ")
    if old is None or new is None or any(state != PROVED for state, _ in report.steps[steps:]):
        why = "it is not proved what the file held then, or what it holds now"
        report.tell(NOT_PROVED, f"the file goes on from the older bundle: {why}")
        return
    was, now = old.head, new.head
    what = f"the file begins with the {len(old.headers)} entries that it has in the older bundle, unchanged"
    goes_on = report.step(what, partial(_is_so, partial(_check_begins, old, new)))
    if not goes_on:
        return
    if "log/places.json" in bundle.places:
        what = f"of the file those {len(old.headers)} and no others lie among the first {was.size} entries of the log"
        report.step(what, partial(_check_apart, bundle, old, new))
    proof = f"log/consistency/{was.size}"
    if was.size == now.size or proof in bundle.places:
        what = f"the log of {now.size} entries begins with the {was.size} that the older bundle's checkpoint covers"
        report.step(what, partial(_check_leads, bundle, proof, was, now))
    else:
        report.say(
            f"  of other files nothing here shows whether the log of {now.size} entries begins with the older bundle's "
            f"{was.size}: ask for the proof of consistency from {was.size}, and check it (verify.py consistency)"
        )


def _check_begins(old: FileProof, new: FileProof) -> None:
    """Check that the headers of a file begin with those of an older proof. Raises Contradicted."""
    if old.file != new.file:
        raise Contradicted(f"that is of the file {old.file.hex()}: of another contract, or this one was made anew")
    if old.head.size > new.head.size:
        raise Contradicted(
            f"the log had {old.head.size} entries in that and has {new.head.size} in this: it was set back, or the two "
            "bundles were given the wrong way round"
        )
    for position, (was, now) in enumerate(zip(old.headers, new.headers), 1):  # noqa: B905  # Python 3.9
        if was != now:
            other = "bytes" if read_header(was)["state"] != read_header(now)["state"] else "times"
            raise Contradicted(f"entry {position} has other {other} than in that: it was rewritten or exchanged")
    if len(new.headers) < len(old.headers):
        raise Contradicted(f"entries {len(new.headers) + 1} to {len(old.headers)} were taken out")


def _check_apart(bundle: Bundle, old: FileProof, new: FileProof) -> None:
    """Check that what an older proof does not hold came into the log behind it. Raises Contradicted, NotProved."""
    for position, index in enumerate(_placed(bundle, new.headers), 1):
        if (index < old.head.size) != (position <= len(old.headers)):
            raise Contradicted(f"entry {position} lies at place {index}")


def _check_leads(bundle: Bundle, name: str, was: MapHead, now: MapHead) -> None:
    """Check that a log begins with an older one. Raises Contradicted, Unreadable."""
    if was.size == now.size:
        check_consistency(was.size, now.size, was.root, now.root, ())
        return
    proof = Consistency.read(bundle.read(name))
    if (proof.old, proof.checkpoint.size, proof.checkpoint.root) != (was.size, now.size, now.root):
        raise Contradicted("its proof of consistency is of other checkpoints")
    check_consistency(was.size, now.size, was.root, now.root, proof.proof)


def _issuing(report: Report, bundle: Bundle, said: dict[str, Any], key: Key | None, given: bytes | None) -> None:
    """Check that the manifest, and so every page it names, is what an entry of the log says was issued."""
    what = "the pages, and the manifest that names them, are those that the log says were issued"

    def bound() -> dict[str, Any]:
        raw = given
        if raw is None:
            if "issued.json" not in bundle.places:
                to = said["recipient"]
                why = f"it says that it was issued to {to}, and issued.json is not here (--issued)" if to else "a draft"
                raise NotProved(
                    f"there is no proof of issuing: {why}. What entries, words and exhibits say is shown above; what "
                    "the PDFs say of them is nobody's word"
                )
            raw = bundle.read("issued.json")
        return _issued(raw, bundle, said, key)

    found = report.step(what, bound)
    if found is not None:
        report.say(f"  issued by entry {found['position']} of the file, recorded {found['recorded_at']}")
        report.say(
            "  so the PDFs are what the authority issued; that they say what the entries say is not shown by that"
        )


def _issued(raw: bytes, bundle: Bundle, said: dict[str, Any], key: Key | None) -> dict[str, Any]:
    try:
        held = json.loads(raw)
        names = set(held) == {"format", "opening", "proof", "receipt", "stored"} and all(
            isinstance(one, str) for one in held.values()
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        held, names = None, False
    if not names or held["format"] != ISSUED or canonical(held) != raw:
        raise Contradicted("issued.json is not a proof of issuing: it was altered, or is none")
    proof = EntryProof.read(held["proof"].encode())
    if key is None:
        raise NotProved("no key was given, so anybody may have written it (--key)")
    proof.checkpoint.check_signed(key)
    header = read_header(proof.header)
    check_inclusion(
        leaf_hash(proof.header), proof.index, proof.checkpoint.size, proof.checkpoint.root, proof.proof
    )  # fmt: skip
    stored, opening = held["stored"].encode(), held["opening"].encode()
    if header["file"] != said["file"] or hashlib.sha256(stored).hexdigest() != header["state"]:
        raise Contradicted("the entry that is to say so is another file's, or has other bytes")
    entry = json.loads(stored)["entry"]
    if entry["kind"] != "evidence-bundle-issued/1" or entry.get("bundle") != {"kept": digest_of(opening)}:
        raise Contradicted("the entry that is to say so says something else")
    value = read_opening(opening)
    receipt = held["receipt"].encode()
    if not isinstance(value, dict) or value["sha256"] != hashlib.sha256(receipt).hexdigest():
        raise Contradicted("the receipt is not the one that the entry cites")
    manifest = hashlib.sha256(bundle.read("manifest.json")).hexdigest()
    if receipt.splitlines()[-1:] != [f"manifest: {manifest}".encode()]:
        raise Contradicted("another bundle was issued by that entry, or the manifest was written anew")
    _check_as_issued(entry, receipt, said, manifest)
    return header


_POSITIONS_NAMED = 2_000
"""An entry that issues a bundle names so many positions at most, and beyond that none; its receipt has their number."""


def _check_as_issued(entry: dict[str, Any], receipt: bytes, said: dict[str, Any], manifest: str) -> None:
    """Check that the entry, and its receipt to the last byte, say of the bundle what the manifest says."""
    if entry.get("recipient") != said["recipient"]:
        raise Contradicted("it was issued to somebody else")
    if entry.get("purpose") != said["purpose"]:
        raise Contradicted("it was issued for another purpose")
    positions = {name: sorted({row["position"] for row in said[name]}) for name in ("withheld", "redacted")}
    left = sorted(set(range(1, said["entries"] + 1)) - set(positions["withheld"]))
    if entry.get("up_to") != (left[-1] if left else 0):
        raise Contradicted("it was issued up to another entry")
    for name, found in positions.items():
        if (entry.get(name) or []) != (found if len(found) <= _POSITIONS_NAMED else []):
            raise Contradicted(f"other entries were {name} from what was issued")
    told = {
        "receipt": "cleartrail-receipt/1", "file": said["reference"], "purpose": said["purpose"],
        "recipient": said["recipient"], "entries": said["entries"], "shown": len(left),
        "withheld": len(positions["withheld"]), "log": said["origin"], "size": said["size"], "manifest": manifest,
    }  # fmt: skip
    if receipt != "".join(f"{name}: {' '.join(str(value).split())}\n" for name, value in told.items()).encode():
        raise Contradicted("its receipt does not say what the manifest says")


# --- the command ------------------------------------------------------------------------------------------------------


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, files in {
        "checkpoint": ["checkpoint"], "proof": ["proof"], "consistency": ["older", "consistency"], "file": ["file"],
        "timestamp": ["token"], "copy": ["copy"], "bundle": ["bundle"], "log": ["folder"],
    }.items():  # fmt: skip
        command = commands.add_parser(name)
        for file in files:
            command.add_argument(file, type=Path)
        command.add_argument("--key", help="the log's public key: name+id+base64")
        command.add_argument(
            "--rotation", type=Path, nargs="+", action="append", default=[], metavar="FILE",
            help="an entry that says which key follows another, as stored, and the proof that the log holds it",
        )  # fmt: skip
        if name == "checkpoint":
            command.add_argument("--witness", action="append", default=[], help="a witness's public key")
            command.add_argument("--quorum", type=int, help="how many of them must have signed; all, if not given")
        if name == "proof":
            command.add_argument("--stored", type=Path, help="the entry's bytes as they are stored")
        if name == "file":
            command.add_argument("--file", dest="asked", help="the file key it should be of, 64 hex digits")
            command.add_argument("--known-at", help="a moment in UTC, like 2025-03-31T14:30:00.000000Z")
        if name == "bundle":
            command.add_argument("--issued", type=Path, help="the proof that it was issued, given apart: issued.json")
            command.add_argument("--older", type=Path, help="a bundle of the same file that you were given before")
        if name == "timestamp":
            command.add_argument("--checkpoint", type=Path, help="the checkpoint it was given for; an entry names it")
        if name == "checkpoint":
            command.add_argument("--timestamp", type=Path, help="a timestamp that shows by when it was there")
        if name in ("checkpoint", "timestamp", "copy", "bundle"):
            command.add_argument("--root", type=Path, help="root certificates of the authority, as you know it; PEM")
        if name in ("checkpoint", "timestamp"):
            command.add_argument("--chain", type=Path, help="certificates between, where the token has none; PEM")
            command.add_argument("--policy", help="the policy it should be under, like 1.2.3.4.1")
        if name in ("copy", "log"):
            command.add_argument("--checkpoint", type=Path, action="append", default=[], help="one kept from before")
        if name == "copy":
            command.add_argument("--sha256", help="of the copy before its last line, as its source told it")
    return parser


def _checkpoint(report: Report, key: Key | None, given: argparse.Namespace) -> None:
    witnesses, there_by = [Key.read(line) for line in given.witness], ""
    different = len({one.public_key for one in witnesses})
    if given.quorum is not None and not 1 <= given.quorum <= different:
        raise Unreadable(
            f"--quorum is a number from 1 to that of the witnesses given (--witness), which are {different}"
        )
    quorum = different if given.quorum is None else given.quorum
    if given.timestamp:
        stamp = _timestamp(report, given.timestamp, given.checkpoint, None, given)
        there_by = stamp.at if stamp is not None else ""
    verify_checkpoint(report, given.checkpoint.read_bytes(), key, witnesses, quorum, there_by)


def _timestamp(
    report: Report, token: Path, checkpoint: Path | None, key: Key | None, given: argparse.Namespace
) -> Timestamp | None:
    roots, chain = (certificates(one.read_bytes()) if one else [] for one in (given.root, given.chain))
    raw, stamped = _token_and_checkpoint(token.read_bytes())
    if checkpoint is not None:
        stamped = checkpoint.read_bytes()
    if stamped is None:
        raise Unreadable("a token alone says nothing: give the checkpoint it was given for (--checkpoint)")
    return verify_timestamp(report, raw, stamped, roots, chain, policy=given.policy, key=key)


def _token_and_checkpoint(raw: bytes) -> tuple[bytes, bytes | None]:
    """A token by itself, or the token and the checkpoint in an entry checkpoint-timestamped/1 as it is stored."""
    if raw[:1] != b"{":
        return raw, None
    found = OfTheLog()
    found.take("the entry", 0, raw)
    if not found.stamps:
        raise Unreadable("it is no entry checkpoint-timestamped/1")
    return found.stamps[0].token, found.stamps[0].checkpoint


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names, say each step, and return the exit code."""
    given = _arguments().parse_args(arguments)
    report = Report(lambda line: sys.stdout.write(laid_out(line) + "\n"))
    try:
        _check(report, given)
    except (OSError, Unreadable) as error:
        sys.stderr.write(f"verify.py: {shown(str(error))}\n")
        return EXIT_USAGE
    except ImportError:
        sys.stderr.write("verify.py: the package `cryptography` is needed: pip install cryptography\n")
        return EXIT_USAGE
    except (*_MISSHAPEN, AssertionError, Contradicted, NotProved):
        report.tell(NOT_PROVED, "the rest: something in it is not of the form that it should have")
    verdict = {EXIT_PROVED: "PROVED", EXIT_CONTRADICTED: "CONTRADICTED", EXIT_NOT_PROVED: "NOT PROVED"}
    report.say(f"{verdict[report.exit_code]}: {len(report.steps)} steps")
    return report.exit_code


def _check(report: Report, given: argparse.Namespace) -> None:
    """Take the steps of the command given. Raises OSError and Unreadable where a file cannot be read."""
    key = Key.read(given.key) if given.key else None
    if key is not None:
        given_keys = [[one.read_bytes() for one in files] for files in given.rotation]
        key = follow_keys(report, key, [(first, rest[0] if rest else None) for first, *rest in given_keys])
    roots = certificates(given.root.read_bytes()) if getattr(given, "root", None) else []
    if given.command == "checkpoint":
        _checkpoint(report, key, given)
    elif given.command == "proof":
        verify_proof(report, given.proof.read_bytes(), key, given.stored.read_bytes() if given.stored else None)
    elif given.command == "consistency":
        verify_consistency(report, given.older.read_bytes(), given.consistency.read_bytes(), key)
    elif given.command == "file":
        verify_file(report, given.file.read_bytes(), key, given.asked, given.known_at)
    elif given.command == "bundle":
        apart = given.issued.read_bytes() if given.issued else None
        verify_bundle(report, given.bundle, key, apart, roots, given.older)
    elif given.command == "timestamp":
        _timestamp(report, given.token, given.checkpoint, key, given)
    elif given.command == "log":
        verify_log(report, given.folder, key, [path.read_bytes() for path in given.checkpoint])
    else:
        kept = [path.read_bytes() for path in given.checkpoint]
        verify_copy(report, given.copy, key, kept, given.sha256, roots=roots)


if __name__ == "__main__":
    sys.exit(main())
