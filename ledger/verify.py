"""Checks what a Cleartrail ledger gave out as evidence, without Cleartrail and without trusting it.

This one file is all there is to it. It runs alone with Python 3.9 or newer and the package `cryptography`, which it
needs for signatures only, and imports nothing of Cleartrail's; Cleartrail itself uses it for what it checks.

    python3 verify.py checkpoint CHECKPOINT --key KEY [--witness KEY ... --quorum NUMBER]
    python3 verify.py proof ENTRY.tlog-proof --key KEY [--stored ENTRY.json]
    python3 verify.py consistency OLDER-CHECKPOINT CONSISTENCY --key KEY
    python3 verify.py file FILE.json --key KEY [--file FILE-KEY] [--known-at MOMENT]
    python3 verify.py bundle BUNDLE.zip --key KEY [--issued ISSUED.json]
    python3 verify.py copy LEDGER.copy --key KEY --checkpoint CHECKPOINT [--checkpoint OLDER ...] [--sha256 HEX]
    python3 verify.py log FOLDER --key KEY [--checkpoint OLDER ...]

KEY is the log's public key as one line, `name+key id+base64`. It must come from somewhere other than the evidence:
from a letter, a contract, a web page seen earlier. Each step is reported as *proved*, *not proved* (the evidence does
not show it) or *contradicted* (the evidence shows that it is not so). Exit codes: 0 everything asked was proved; 1
something is contradicted; 2 the command or a file could not be read; 3 nothing is contradicted, and something is not
proved.

The formats are others': the tree of RFC 6962 and RFC 9162, section 2.1; signed-note, tlog-checkpoint, tlog-proof and
the body of tlog-witness's add-checkpoint, tlog-tiles (C2SP). The leaf is ledger/log/leaf.py's, the copy
ledger/copying/format.py's, the bundle projections/bundle/packing.py's.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import stat
import struct
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

LONGEST_NOTE = 1_000_000  # bytes; the text and all its signatures
MOST_SIGNATURES = 100  # as Go's implementation of notes; C2SP asks for at least 16
LONGEST_PROOF = 64  # hashes, for a log of 2**63 entries
ED25519, COSIGNATURE = 1, 4  # types of signatures in notes
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


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
            return len(signature) == 64 and is_signed(self.public_key, signature, text)
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

    def check_signed(self, key: Key) -> None:
        """Check that it is this log's, signed with this key. Raises Contradicted, NotProved."""
        if self.origin != key.name:
            raise Contradicted(f"it is a checkpoint of {self.origin}, and the key is that of {key.name}")
        if not self.note.signed_by([key]):
            raise NotProved(f"no signature under it is by the key {key.name} with the id {key.id.hex()}")


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
        if not head or not head[0].startswith("old "):
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
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_HEADER = {"file", "format", "position", "previous", "recorded_at", "sealed_at", "state"}


def canonical(value: object) -> bytes:
    """Return JSON of strings and whole numbers in the form of RFC 8785."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


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
        if not self.note.signed_by([key]):
            raise NotProved(f"no signature under it is by the key {key.name} with the id {key.id.hex()}")


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
        previous = ""
        for position, header in enumerate(self.headers, 1):
            said = read_header(header)
            if (said["file"], said["position"], said["previous"]) != (self.file.hex(), position, previous):
                raise Contradicted(f"entry {position} is not the one that follows the entry before it")
            previous = leaf_hash(header).hex()
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


# --- a whole ledger, copied: ledger/copying/format.py -----------------------------------------------------------------

COPY = "cleartrail-copy/1"
MOST_NAMED = 20  # contradictions told one by one
_LONGEST_LINE = 64 * 1024 * 1024  # bytes
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
        if (kind == "header") != (number == 1) or (kind == "bytes") != (self._document is not None):
            raise Unreadable(f"no line {kind} can stand here")
        if kind == "header":
            self.origin = said["origin"]
            if said["format"] != COPY:
                raise Unreadable(f"it is not of the format {COPY}")
        elif kind == "document":
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
        missing = self._missing.get(said["file"], {})
        if said["kind"].startswith("file-disposed/"):
            gone = {digest for digest, position in missing.items() if position < said["position"]}
        elif said["kind"].startswith("words-erased/"):
            gone = set((json.loads(said["state"])["entry"].get("destroyed") or {}).get("digests") or ())
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


# --- an evidence bundle: projections/bundle/packing.py ----------------------------------------------------------------

BUNDLE, ISSUED = "cleartrail-bundle/1", "cleartrail-issued/1"
MOST_MEMBERS = 65_534  # files; a ZIP without ZIP64 counts to 65,535
_LARGEST_READ = 64 * 1024 * 1024  # bytes of what is read whole: manifest, proofs, entries, openings
_MANIFEST = {
    "as_at", "entries", "exhibits", "file", "files", "format", "known", "made_at", "origin", "purpose", "recipient",
    "redacted", "reference", "root", "sha256", "simulated", "size", "withheld",
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
            raise Unreadable(f"{where} holds {name} a second time")
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
    rows += [(said["redacted"], {"fields", "position"}), (said["withheld"], {"ground", "position"})]
    if (
        not all(isinstance(one, str) for one in texts) or not all(type(one) is int and one >= 0 for one in numbers)
        or not all(isinstance(held, list) for held, _ in rows) or type(said["simulated"]) is not bool
        or not all(isinstance(row, dict) and set(row) == names for held, names in rows for row in held)
        or not all(_named_well(row) for row in said["files"])
        or not all(type(row["position"]) is int for name in ("redacted", "withheld") for row in said[name])
        or not all(
            isinstance(row["sha256"], str) and isinstance(row["name"], str) and isinstance(row["entries"], list)
            and type(row["there"]) is bool for row in said["exhibits"]
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


_FILE_ROW = {"name", "sha256", "size"}


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


# --- the report -------------------------------------------------------------------------------------------------------

PROVED, NOT_PROVED, CONTRADICTED = "proved", "not proved", "contradicted"
EXIT_PROVED, EXIT_CONTRADICTED, EXIT_USAGE, EXIT_NOT_PROVED = 0, 1, 2, 3
R = TypeVar("R")


@dataclass
class Report:
    """What was looked at, step by step, and what each step came to. Without a single step nothing is proved."""

    say: Callable[[str], object]
    steps: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, state: str, what: str) -> None:
        """Say what a step came to."""
        self.steps.append((state, what))
        self.say(f"{state:<13} {what}")

    def step(self, what: str, check: Callable[[], R]) -> R | None:
        """Take a step and return what it gives, None where it did not prove what it says."""
        try:
            found = check()
        except Contradicted as error:
            self.tell(CONTRADICTED, f"{what}: {error}")
        except (NotProved, Unreadable) as error:
            self.tell(NOT_PROVED, f"{what}: {error}")
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


def read_checkpoint(report: Report, raw: bytes, key: Key | None, what: str) -> Checkpoint | None:
    """Read a checkpoint and check its signature; return it, signed or not, None where it is none."""
    found = report.step(f"{what} is in the form of a checkpoint", lambda: Checkpoint.read(raw))
    return _check_signed(report, found, key, what) if found is not None else None


def _check_signed(report: Report, found: Checkpoint, key: Key | None, what: str) -> Checkpoint:
    def signed() -> bool:
        if key is None:
            raise NotProved("no key was given, so anybody may have written it (--key)")
        found.check_signed(key)
        return True

    report.step(f"{what}, of {found.size} entries, is signed by {found.origin}", signed)
    return found


def verify_checkpoint(report: Report, raw: bytes, key: Key | None, witnesses: Sequence[Key], quorum: int) -> None:
    """Check a checkpoint's signature, and that enough witnesses have signed it too. The log is no witness of itself."""
    found = read_checkpoint(report, raw, key, "the checkpoint")
    if found is None or not (witnesses or quorum):
        return

    def enough() -> bool:
        own = key.public_key if key is not None else b""
        signed = {one.public_key for one in found.note.signed_by(witnesses)} - {own}
        if len(signed) < quorum:
            raise NotProved(f"{len(signed)} have")
        return True

    report.step(f"at least {quorum} of {len(witnesses)} witnesses have signed it", enough)


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

        def known() -> int:
            if not _MOMENT.fullmatch(known_at):
                raise Unreadable("a moment is written 2025-03-31T14:30:00.000000Z, in UTC")
            if report.exit_code == EXIT_CONTRADICTED:
                raise NotProved("the file is not here whole")
            return sum(read_header(header)["sealed_at"] <= known_at for header in proof.headers)

        held = report.step(f"what the file held at {known_at}, by the times the log gives", known)
        if held is not None:
            report.say(f"  {f'entries 1 to {held}' if held else 'nothing'} of the {count}")


def verify_copy(
    report: Report, path: Path, key: Key | None, checkpoints: Sequence[bytes], sha256: str | None = None
) -> None:
    """Check a copied ledger from its stored bytes, and against checkpoints that have left the building."""
    signed = [read_checkpoint(report, raw, key, f"checkpoint {n}") for n, raw in enumerate(checkpoints, 1)]
    given = sorted((one for one in signed if one is not None), key=lambda one: one.size)
    copy = Copy()

    def whole() -> bool:
        copy.read(path, [one.size for one in given], report.say)
        return True

    read = report.step("every line is one that a ledger writes, to the last", whole)
    for index, what in copy.wrong[:MOST_NAMED]:
        over = next((one.size for one in given if index is not None and index < one.size), None)
        under = (
            ""
            if index is None
            else f"; under the checkpoint of {over} entries"
            if over
            else "; under no checkpoint given"
        )
        report.tell(CONTRADICTED, what + under)
    if len(copy.wrong) > MOST_NAMED:
        report.say(f"  and {len(copy.wrong) - MOST_NAMED} more")
    size = copy.root.size
    if read and not copy.wrong:
        report.tell(PROVED, f"each of {size} entries has the bytes, times and words it was sealed with")
        if copy.erased:
            report.tell(PROVED, f"of {copy.erased} words that are not there a later entry says that it erased them")
    covered = 0
    for one in given:
        what = f"the first {one.size} entries are those the checkpoint of {one.size} was signed over"
        if report.step(what, partial(_covers, copy, one, covered)):
            covered = one.size
    if covered < size:
        report.tell(NOT_PROVED, f"places {covered} to {size - 1} are under no checkpoint given that holds")
    elif not given:
        report.tell(NOT_PROVED, "no checkpoint was given: nothing shows what the log was before")
    if sha256 is not None:
        report.step("the file has the SHA-256 given", lambda: _same(copy.sha256, sha256))


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


# --- the report on a bundle -------------------------------------------------------------------------------------------


def verify_bundle(report: Report, path: Path, key: Key | None, issued: bytes | None = None) -> None:
    """Check a bundle of evidence, as a ZIP or unpacked: every byte of it, and what the log says of it."""
    bundle = report.step("the bundle can be opened", lambda: Bundle.open(path))
    if bundle is None:
        return
    _tell(report, bundle.wrong, "there is nothing in it that no bundle has")
    said = report.step("manifest.json is a manifest, unaltered", lambda: read_manifest(bundle.read("manifest.json")))
    if said is None:
        return
    purpose, to = said["purpose"], said["recipient"] or "nobody: a draft"
    report.say(
        f"  it says: file {said['reference']}, for {purpose}, issued to {to}, of a log of {said['size']} entries"
    )
    if said["simulated"]:
        report.say("  SIMULATED: its times were stated when it was made up; it is evidence of nothing that happened")
    _tell(report, _files(bundle, said), f"each of {len(said['files'])} files has the bytes the manifest names")
    headers = _log(report, bundle, said, key)
    shown = _entries(report, bundle, said, headers)
    _words(report, bundle, said, shown)
    _older(report, bundle, key)
    _issuing(report, bundle, said, key, issued)


def _tell(report: Report, wrong: Sequence[str], right: str) -> None:
    for what in wrong[:MOST_NAMED]:
        report.tell(CONTRADICTED, what)
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


def _log(report: Report, bundle: Bundle, said: dict[str, Any], key: Key | None) -> tuple[bytes, ...]:
    """Check checkpoint and proof of the file; return the headers of its entries, none where that is not proved."""
    checkpoint = report.step("log/checkpoint is a checkpoint", lambda: Checkpoint.read(bundle.read("log/checkpoint")))
    proof = report.step("log/file.json is the proof of a file", lambda: FileProof.read(bundle.read("log/file.json")))
    if checkpoint is None or proof is None:
        return ()
    _check_signed(report, checkpoint, key, "the checkpoint")
    head = proof.head

    def signed() -> None:
        if key is None:
            raise NotProved("no key was given, so anybody may have written it (--key)")
        head.check_signed(key)
        if (head.origin, head.size, head.root) != (checkpoint.origin, checkpoint.size, checkpoint.root):
            raise Contradicted("it is of another log, or of another size, than the checkpoint")

    report.step(f"its map of {head.files} files is signed, and of the same log", signed)

    def whole() -> bool:
        if proof.is_absence:
            raise Contradicted("it is the proof that there is no such file")
        proof.check_whole()
        log = (checkpoint.origin, checkpoint.size, checkpoint.root.hex(), proof.file.hex(), len(proof.headers))
        if log != tuple(said[name] for name in ("origin", "size", "root", "file", "entries")):
            raise Contradicted("the manifest says another log, file or number of entries")
        return True

    is_whole = report.step(f"the file has these {len(proof.headers)} entries in that log, and no others", whole)
    return proof.headers if is_whole else ()


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


def _words(report: Report, bundle: Bundle, said: dict[str, Any], held: dict[int, set[str]]) -> None:
    """Check words and exhibits against the digests that entries hold."""
    holders: dict[str, set[int]] = {}
    for position, digests in held.items():
        for digest in digests:
            holders.setdefault(digest, set()).add(position)
    wrong: list[str] = []
    cited: dict[str, set[int]] = {}
    words = 0
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
        words += 1
        if isinstance(value, dict):
            cited.setdefault(value["sha256"], set()).update(holders[digest])
    _tell(report, wrong, f"{words} texts and exhibits are those whose digests the entries hold")
    left = len(holders) - words
    if left > 0:
        redacted = ", ".join(str(row["position"]) for row in said["redacted"])
        report.say(f"  {left} more are not opened{f'; words of entries {redacted} are redacted' if redacted else ''}")
    _exhibits(report, bundle, said, cited)


def _exhibits(report: Report, bundle: Bundle, said: dict[str, Any], cited: dict[str, set[int]]) -> None:
    wrong, named, gone = [], set(), 0
    for row in said["exhibits"]:
        name = f"exhibits/{row['name']}"
        named.add(name)
        if set(row["entries"]) != cited.get(row["sha256"]):
            wrong.append(f"exhibit {row['number']} is not cited by the entries that the manifest says")
        if not row["there"]:
            gone += 1
        elif name not in bundle.places or bundle.measured(name)[1] != row["sha256"]:
            wrong.append(f"{name} is not the document that the entries cite: it was altered, exchanged or taken out")
    listed = {row["sha256"] for row in said["exhibits"]}
    wrong += [f"the document {one} is cited and not among the exhibits" for one in sorted(cited.keys() - listed)]
    there = [name for name in bundle.places if name.startswith("exhibits/")]
    wrong += [f"{name} is an exhibit of no entry" for name in there if name not in named]
    _tell(report, wrong, f"{len(there)} exhibits are, byte for byte, those that the entries cite")
    if gone:
        report.say(f"  the bytes of {gone} more were erased; their hashes stay in the entries")


def _older(report: Report, bundle: Bundle, key: Key | None) -> None:
    """Check that the log begins with what its older checkpoints in the bundle cover."""
    for name in [one for one in bundle.places if re.fullmatch(r"log/consistency/[0-9]+", one)]:

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

        report.step(f"the log begins with the {name.rpartition('/')[2]} entries of an older checkpoint", begins)


def _issuing(report: Report, bundle: Bundle, said: dict[str, Any], key: Key | None, given: bytes | None) -> None:
    """Check that the manifest, and so every page it names, is what an entry of the log says was issued."""
    what = "the pages, and the manifest that names them, are those that the log says were issued"

    def bound() -> dict[str, Any]:
        raw = given
        if raw is None:
            if "issued.json" not in bundle.places:
                raise NotProved(
                    "there is no proof of issuing: a draft. What entries, words and exhibits say is shown above; what "
                    "the PDFs say of them is nobody's word"
                )
            raw = bundle.read("issued.json")
        return _issued(raw, bundle, said, key)

    found = report.step(what, bound)
    if found is not None:
        report.say(f"  issued by entry {found['position']} of the file, recorded {found['recorded_at']}")


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
    if entry["recipient"] != said["recipient"]:
        raise Contradicted("it was issued to somebody else")
    return header


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
        if report.step(what, partial(_leads, log, one, head, covered)):
            covered = max(covered, one.size)


def _leads(log: ExportedLog, checkpoint: Checkpoint, head: Checkpoint, since: int) -> bool:
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


# --- the command ------------------------------------------------------------------------------------------------------


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, files in {
        "checkpoint": ["checkpoint"], "proof": ["proof"], "consistency": ["older", "consistency"], "file": ["file"],
        "copy": ["copy"], "bundle": ["bundle"], "log": ["folder"],
    }.items():  # fmt: skip
        command = commands.add_parser(name)
        for file in files:
            command.add_argument(file, type=Path)
        command.add_argument("--key", help="the log's public key: name+id+base64")
        if name == "checkpoint":
            command.add_argument("--witness", action="append", default=[], help="a witness's public key")
            command.add_argument("--quorum", type=int, default=0, help="how many witnesses must have signed")
        if name == "proof":
            command.add_argument("--stored", type=Path, help="the entry's bytes as they are stored")
        if name == "file":
            command.add_argument("--file", dest="asked", help="the file key it should be of, 64 hex digits")
            command.add_argument("--known-at", help="a moment in UTC, like 2025-03-31T14:30:00.000000Z")
        if name == "bundle":
            command.add_argument("--issued", type=Path, help="the proof that it was issued, given apart: issued.json")
        if name in ("copy", "log"):
            command.add_argument("--checkpoint", type=Path, action="append", default=[], help="one kept from before")
        if name == "copy":
            command.add_argument("--sha256", help="of the copy before its last line, as its source told it")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names, say each step, and return the exit code."""
    given = _arguments().parse_args(arguments)
    report = Report(print)
    try:
        key = Key.read(given.key) if given.key else None
        if given.command == "checkpoint":
            witnesses = [Key.read(line) for line in given.witness]
            verify_checkpoint(report, given.checkpoint.read_bytes(), key, witnesses, given.quorum)
        elif given.command == "proof":
            stored = given.stored.read_bytes() if given.stored else None
            verify_proof(report, given.proof.read_bytes(), key, stored)
        elif given.command == "consistency":
            verify_consistency(report, given.older.read_bytes(), given.consistency.read_bytes(), key)
        elif given.command == "file":
            verify_file(report, given.file.read_bytes(), key, given.asked, given.known_at)
        elif given.command == "bundle":
            issued = given.issued.read_bytes() if given.issued else None
            verify_bundle(report, given.bundle, key, issued)
        elif given.command == "log":
            verify_log(report, given.folder, key, [path.read_bytes() for path in given.checkpoint])
        else:
            checkpoints = [path.read_bytes() for path in given.checkpoint]
            verify_copy(report, given.copy, key, checkpoints, given.sha256)
    except (OSError, Unreadable) as error:
        sys.stderr.write(f"verify.py: {error}\n")
        return EXIT_USAGE
    except ImportError:
        sys.stderr.write("verify.py: the package `cryptography` is needed: pip install cryptography\n")
        return EXIT_USAGE
    verdict = {EXIT_PROVED: "PROVED", EXIT_CONTRADICTED: "CONTRADICTED", EXIT_NOT_PROVED: "NOT PROVED"}
    report.say(f"{verdict[report.exit_code]}: {len(report.steps)} steps")
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
