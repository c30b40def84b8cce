"""Bundles made up by somebody who has the log's key, so that all is signed and fits but for one lie."""

# mypy: ignore-errors

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ledger.log.signing import SigningKey, sign
from ledger.verify import (
    Consistency,
    EntryProof,
    MapHead,
    Root,
    canonical,
    checkpoint_text,
    digest_of,
    leaf_hash,
    map_leaf,
    zip_central,
    zip_end,
    zip_local,
)
from tests.log.tokens import Stamper

KEY = SigningKey.made("ledger.example/made-up")
BY = Stamper.made()
FILE, OTHER = "1" * 64, "2" * 64
MOMENT = "2025-03-03T00:00:00.000000Z"


def opening(value: object) -> bytes:
    """Words or an exhibit as they lie in a bundle."""
    return base64.urlsafe_b64encode(canonical(["A" * 22, value])).rstrip(b"=")


def stored(kind: str, **fields: object) -> bytes:
    """An entry as it is stored."""
    return canonical({"entry": {"kind": kind, **fields}})


def root_of(leaves: Sequence[bytes]) -> bytes:
    root = Root()
    for leaf in leaves:
        root.add(leaf)
    return root.value


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """RFC 9162, section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    here, beside = (leaves[:split], leaves[split:]) if index < split else (leaves[split:], leaves[:split])
    return [*path(here, index if index < split else index - split), root_of(beside)]


def grown(leaves: Sequence[bytes], old: int, *, whole: bool = True) -> list[bytes]:
    """RFC 9162, section 2.1.4.1."""
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= split:
        return [*grown(leaves[:split], old, whole=whole), root_of(leaves[split:])]
    return [*grown(leaves[split:], old - split, whole=False), root_of(leaves[:split])]


@dataclass
class Log:
    """Entries of two files, in the order of a log."""

    headers: list[bytes] = field(default_factory=list)
    last: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, file: str, state: bytes, recorded_at: str = MOMENT) -> int:
        """Seal an entry; its place."""
        position, previous = self.last.get(file, (0, ""))
        header = canonical({
            "file": file, "format": "cleartrail-leaf/1", "position": position + 1, "previous": previous,
            "recorded_at": recorded_at, "sealed_at": MOMENT, "state": hashlib.sha256(state).hexdigest(),
        })  # fmt: skip
        self.headers.append(header)
        self.last[file] = position + 1, leaf_hash(header).hex()
        return len(self.headers) - 1

    def upto(self, size: int) -> Log:
        """The log as it was when it had so many entries."""
        then = Log(self.headers[:size])
        for header in then.headers:
            said = json.loads(header)
            then.last[said["file"]] = said["position"], leaf_hash(header).hex()
        return then

    @property
    def leaves(self) -> list[bytes]:
        return [leaf_hash(header) for header in self.headers]

    def checkpoint(self, size: int | None = None, root: bytes | None = None) -> bytes:
        size = len(self.headers) if size is None else size
        return sign(checkpoint_text(KEY.name, size, root or root_of(self.leaves[:size])), KEY)

    def proof(self, index: int, header: bytes | None = None, hashes: Sequence[bytes] | None = None) -> bytes:
        """Of the entry at a place, in the whole log."""
        read = EntryProof.read(EntryProof(header or self.headers[index], index, (), None).written(self.checkpoint()))
        held = tuple(path(self.leaves, index)) if hashes is None else tuple(hashes)
        return EntryProof(read.header, index, held, read.checkpoint).written(self.checkpoint())

    def grown(self, old: int, hashes: Sequence[bytes] | None = None) -> bytes:
        return Consistency.written(old, grown(self.leaves, old) if hashes is None else hashes, self.checkpoint())

    def file(self, file: str = FILE, size: int | None = None) -> dict[str, object]:
        """The proof of a whole file, as it is written but for its form."""
        size = len(self.headers) if size is None else size
        heads: dict[str, tuple[int, bytes, int]] = {}
        for index, header in enumerate(self.headers[:size]):
            said = json.loads(header)
            heads[said["file"]] = said["position"], leaf_hash(header), index
        names = sorted(heads)
        mapped = [map_leaf(bytes.fromhex(name), *heads[name][:2]) for name in names]
        text = MapHead.text(KEY.name, size, root_of(self.leaves[:size]), len(names), root_of(mapped))

        def leaf(name: str) -> dict[str, object]:
            count, head, _ = heads[name]
            at = names.index(name)
            return {"entries": count, "file": name, "head": head.hex(), "place": at, "proof": encoded(path(mapped, at))}

        shown = [leaf(file)] if file in heads else [leaf(name) for name in names[-1:]]
        own = [one.decode() for one in self.headers[:size] if json.loads(one)["file"] == file]
        index = heads[file][2] if file in heads else 0
        proof = encoded(path(self.leaves[:size], index)) if file in heads else []
        return {
            "file": file, "format": "cleartrail-file/1", "headers": own, "index": index, "leaves": shown,
            "map": sign(text, KEY).decode(), "proof": proof,
        }  # fmt: skip


def encoded(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(one).decode() for one in hashes]


def zipped(files: dict[str, bytes], checksums: dict[str, int]) -> bytes:
    """A ZIP as bundles are, with another checksum for some."""
    body, directory = b"", b""
    for name, content in files.items():
        crc = checksums.get(name, zlib.crc32(content))
        directory += zip_central(name, len(content), crc, len(body))
        body += zip_local(name, len(content), crc) + content
    return body + directory + zip_end(len(files), len(directory), len(body))


Lie = Callable[[dict[str, object]], object]
LETTER, MEMO = b"A letter", b"A memo"


def nothing(_: dict[str, object]) -> None:
    """No lie at all."""


def made_up(
    log: Lie = nothing, files: Lie = nothing, manifest: Lie = nothing, entry: Lie = nothing, receipt: Lie = nothing,
    issued: Lie = nothing, sealed: Lie = nothing, *, checksums: dict[str, int] | None = None,
) -> bytes:  # fmt: skip
    """A bundle of four entries, of which the last erased a memo, with a timestamp and an older checkpoint.

    Each lie is told before what depends on it is made: to the states of `log`, the `files`, the `manifest`; its own
    hash (`sealed`); the `entry` by which it was issued, the `receipt` that it cites, and the proof of it, `issued`.
    """
    words, letter = opening("Visits missed"), opening({"sha256": hashlib.sha256(LETTER).hexdigest()})
    memo, secret = opening({"sha256": hashlib.sha256(MEMO).hexdigest()}), opening("A reason")
    kept = [{"kept": digest_of(one)} for one in (words, letter, memo, secret)]
    held = Log()
    held.add(OTHER, stored("ledger-opened/1"))
    states = {
        1: stored("note-made/1", words=kept[0], exhibits=[kept[1]]),
        2: stored("note-made/1", words=kept[3], exhibits=[kept[2]]), 3: stored("note-made/1"),
        4: stored("words-erased/1", destroyed={"digests": [digest_of(memo)]}),
    }  # fmt: skip
    old = held.add(FILE, states[1]) + 1
    stamped = held.checkpoint(old)
    world = {"log": held, "states": states, "stamped": stamped, "token": b"", "size": None, "kind": STAMPED, "old": old}
    log(world)
    token = world["token"] or BY.stamp(world["stamped"])
    stamp = stored(
        world["kind"], authority="Local", checkpoint=world["stamped"].decode(), token=base64.b64encode(token).decode()
    )
    at = held.add(OTHER, stamp)
    for position in (2, 3, 4):
        held.add(FILE, states[position])
    world.update(index=at, stamp=stamp, sealed=token)
    said = _files(world, {digest_of(one): one for one in (words, letter, memo)})
    said["_log"] = held
    files(said)
    del said["_log"]
    told = _manifest(world, said, digest_of(secret), digest_of(memo))
    manifest(told)
    told["sha256"] = hashlib.sha256(canonical(told)).hexdigest()
    sealed(told)
    said = {"manifest.json": canonical(told), **said}
    said["issued.json"] = _issued(
        world, told, hashlib.sha256(said["manifest.json"]).hexdigest(), entry, receipt, issued
    )
    return zipped({name: one for name, one in said.items() if one is not None}, checksums or {})


STAMPED = "checkpoint-timestamped/1"


def _files(world: dict[str, object], openings: dict[str, bytes]) -> dict[str, bytes]:
    held, states, old = world["log"], world["states"], world["old"]
    own = [n for n, one in enumerate(held.headers) if json.loads(one)["file"] == FILE]
    places = [{"index": n, "proof": encoded(path(held.leaves, n))} for n in own]
    stem = f"log/timestamps/{old}"
    return {
        "page.pdf": b"%PDF", "one-byte": b"x",
        **{f"entries/{position:04}.json": states[position] for position in (1, 2, 4)},
        **{f"openings/{digest}": raw for digest, raw in openings.items()},
        "exhibits/letter": LETTER, "log/checkpoint": held.checkpoint(world["size"]),
        "log/file.json": canonical(held.file()), "log/places.json": canonical({"format": PLACES, "places": places}),
        f"{stem}.json": world["stamp"], f"{stem}.tlog-proof": held.proof(world["index"]),
        f"{stem}.checkpoint": world["stamped"], f"{stem}.token": world["sealed"],
        f"{stem}.consistency": held.grown(old), "log/consistency/1": held.grown(1),
        "log/consistency/1.checkpoint": held.checkpoint(1),
    }  # fmt: skip


PLACES = "cleartrail-places/1"


def _manifest(world: dict[str, object], files: dict[str, bytes], secret: str, memo: str) -> dict[str, object]:
    held = world["log"]
    rows = [
        {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in files.items() if content is not None
    ]  # fmt: skip
    letter, gone = hashlib.sha256(LETTER).hexdigest(), hashlib.sha256(MEMO).hexdigest()
    return {
        "as_at": "", "entries": 4, "erased": [], "file": FILE, "files": rows, "format": "cleartrail-bundle/1",
        "exhibits": [
            {"entries": [1], "name": "letter", "number": 1, "sha256": letter, "there": True},
            {"entries": [2], "name": "memo", "number": 2, "sha256": gone, "there": False},
        ],
        "closed": [{"digest": secret, "field": "words", "ground": "x", "position": 2, "why": "personal"}],
        "known": 6, "made_at": MOMENT, "origin": KEY.name, "purpose": "court", "recipient": "The court",
        "redacted": [], "reference": "C-1", "root": root_of(held.leaves).hex(), "simulated": False,
        "size": len(held.headers), "withheld": [{"ground": "legal advice", "position": 3}],
    }  # fmt: skip


def _issued(
    world: dict[str, object], told: dict[str, object], manifest: str, entry: Lie, receipt: Lie, issued: Lie
) -> bytes | None:  # fmt: skip
    held, shown = world["log"], {1, 2, 3, 4} - {row["position"] for row in told["withheld"]}
    lines = {
        "receipt": "cleartrail-receipt/1", "file": "C-1", "purpose": "court", "recipient": "The court", "entries": 4,
        "shown": len(shown), "withheld": 4 - len(shown), "log": KEY.name, "size": told["size"], "manifest": manifest,
    }  # fmt: skip
    receipt(lines)
    said = "".join(f"{name}: {value}\n" for name, value in lines.items())
    cited = {"sha256": hashlib.sha256(said.encode()).hexdigest()}
    one = {
        "kind": "evidence-bundle-issued/1", "up_to": 4, "recipient": "The court", "purpose": "court", "redacted": [],
        "withheld": [3], "opening": cited, "file": FILE,
    }  # fmt: skip
    entry(one)
    raw = opening(one.pop("opening"))
    file, kind = one.pop("file"), one.pop("kind")
    state = stored(kind, **{"bundle": {"kept": digest_of(raw)}, **one})
    proof = held.proof(held.add(file, state))
    found = {
        "format": "cleartrail-issued/1", "opening": raw.decode(), "proof": proof.decode(), "receipt": said,
        "stored": state.decode(), "_log": held,
    }  # fmt: skip
    issued(found)
    del found["_log"]
    return canonical(found) if found else None
