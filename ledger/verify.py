"""Checks what a Cleartrail ledger gave out as evidence, without Cleartrail and without trusting it.

This one file is all there is to it. It runs alone with Python 3.9 or newer and the package `cryptography`, which it
needs for signatures only, and imports nothing of Cleartrail's; Cleartrail itself uses it for what it checks.

The formats are others': the tree of RFC 6962 and RFC 9162, section 2.1; signed-note, tlog-checkpoint, tlog-proof and
the body of tlog-witness's add-checkpoint (C2SP). The leaf is ledger/log/leaf.py's, the copy ledger/copying/format.py's.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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

    def add(self, leaf: bytes) -> None:
        """Take the next leaf hash (32 bytes)."""
        size, hashed = 1, leaf
        while self._subtrees and self._subtrees[-1][0] == size:
            _, left = self._subtrees.pop()
            size, hashed = 2 * size, node_hash(left, hashed)
        self._subtrees.append((size, hashed))
        self.size += 1

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
