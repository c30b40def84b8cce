"""Cases of single values that are not of the form they should have, asked of what reads them; and signers who lie."""

# mypy: ignore-errors

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from types import ModuleType

from ledger.log.signing import SigningKey, sign
from ledger.verify import EntryProof, MapHead, Root, canonical, checkpoint_text, leaf_hash, map_leaf
from tests.log.tokens import der, oid
from tests.mutants.asking import Case, Given, answer
from tests.mutants.made_up import grown, path, root_of

KEY = SigningKey.made("ledger.example/forms")
ELSEWHERE = SigningKey.made("ledger.example/elsewhere")
DAY = "2025-03-0{}T00:00:00.000000Z"


def of_forms(of: Given) -> Iterator[Case]:
    """Yield them."""
    for name, ask in (*_headers(of), *_values(of), *_der()):
        yield f"form: {name}", (lambda v, ask=ask: answer(lambda: ask(v))), False
    for dotted in ("1.2.16384", "2.999.2097152", "1.2.840.10045.4.3.2"):  # with a byte 0x80 inside, and without
        yield f"form: oid {dotted}", (lambda v, d=dotted: answer(lambda: _is(v._Der(oid(d)).oid() == d))), True
    leaves = [leaf_hash(bytes([n])) for n in range(8)]
    for old in (3, 4, 6, 8):
        proof, roots = grown(leaves, old), [root_of(leaves[:old]), root_of(leaves)]
        for which, (one, other) in {"": roots, ", another old": (b"x" * 32, roots[1]), ", another new": (
            roots[0], b"x" * 32)}.items():  # fmt: skip
            yield f"form: consistency from {old}{which}", (
                lambda v, old=old, one=one, other=other, proof=proof: answer(
                    lambda: v.check_consistency(old, 8, one, other, proof)
                )
            ), not which  # fmt: skip
    for name, times, right in (
        ("in order", ((1, 2), (2, 3)), True), ("recorded earlier", ((2, 3), (1, 4)), False),
        ("sealed earlier", ((1, 3), (2, 2)), False), ("sealed before recorded", ((1, 2), (4, 3)), False),
    ):  # fmt: skip
        yield f"whole: {name}", (lambda v, times=times: answer(lambda: _whole(v, times).check_whole())), right
    yield "whole: another head", (lambda v: answer(lambda: _whole(v, ((1, 2), (2, 3)), head=0).check_whole())), False
    for name, places, shown, right in (
        ("neighbours", "acdf", "cd", True), ("the first", "df", "d", True), ("the last", "ac", "c", True),
        ("one more below", "acdf", "cad", False), ("one more above", "acdf", "cdf", False),
        ("itself elsewhere", "acdfx", "cxd", False), ("not neighbours", "acdf", "ad", False),
        ("none", "acdf", "", False),
    ):  # fmt: skip
        yield f"absent: {name}", (lambda v, p=places, s=shown: answer(lambda: _absent(v, p, s).check_absent())), right
    for name, more in {
        "headers": {"headers": (b"x",)},
        "index": {"index": 1},
        "proof": {"proof": (b"x" * 32,)},
    }.items():
        yield f"absent: with {name}", (
            lambda v, more=more: answer(lambda: replace(_absent(v, "acdf", "cd"), **more).check_absent())
        ), False  # fmt: skip


def _headers(of: Given) -> Iterator[tuple[str, Callable[[ModuleType], object]]]:
    raw = EntryProof.read((of.folder / "proof").read_bytes()).header
    said = json.loads(raw)
    for name, twin in {
        "position 0": said | {"position": 0},
        "position true": said | {"position": True, "previous": ""},
        "first with a previous": said | {"position": 1},
        "second without": said | {"position": 2, "previous": ""},
        "another format": said | {"format": "x"},
        "file": said | {"file": "X" * 64},
        "state a number": said | {"state": 5},
        "moment": said | {"recorded_at": "2025-03-01"},
        "moment a number": said | {"sealed_at": 5},
        "more": said | {"x": 1},
    }.items():
        written = canonical(twin)
        yield f"header, {name}", lambda v, one=written: v.read_header(one)
    for name, one in {"spaced": json.dumps(said).encode(), "list": b"[]", "none": b"x", "deep": b"[" * 99_999}.items():
        yield f"header, {name}", lambda v, one=one: v.read_header(one)


def _values(of: Given) -> Iterator[tuple[str, Callable[[ModuleType], object]]]:
    public, newer = KEY.public.public_key, (of.folder / "newer").read_bytes()
    name, key_id, rest = of.key.split("+", 2)
    yield "another key id", lambda v: v.Key.read(f"{name}+{int(key_id, 16) ^ 1:08x}+{rest}")
    for odd in ("a b", "a\u00a0b", "a+b", ""):
        yield f"key named {odd!r}", lambda v, odd=odd: v.Key(odd, public)
    for odd in ("2025-03-31T14:30:00.5Z", "2025-03-31T14:30:00.500000", "2025-02-30T00:00:00.000000Z", ""):
        yield f"moment {odd}", lambda v, odd=odd: v.moment_of(odd)
    for odd in (5, None, "x", "A" * 64):
        yield f"hex {odd}", lambda v, odd=odd: v.unhex(odd)
        yield f"proof {odd}", lambda v, odd=odd: v._proof([odd])
        yield f"map leaf {odd}", lambda v, odd=odd: v.MapLeaf.read(odd)
        yield f"no list {odd}", lambda v, odd=odd: v._proof(odd)
    yield "short proof", lambda v: v.EntryProof.read(b"c2sp.org/tlog-proof@v1\nextra AAAA\n\n" + newer)
    head = sign(MapHead.text(KEY.name, 3, b"x" * 32, 1, b"y" * 32) + b"more\n", KEY)
    yield "map with more", lambda v: v.MapHead.read(head)
    for stored in (b"{}", b'{"entry":5}', b"x", b"[" * 99_999):
        yield f"stored {stored[:12]}", lambda v, stored=stored: v._stored_entry(stored)
    for odd in ({"kind": "x/1", "statement": "x"}, {"kind": "signing-key-rotated/1", "statement": 5}, {}):
        yield f"rotation {odd}", lambda v, odd=odd: v.Rotation.read(json.dumps({"entry": odd}).encode())
    other = SigningKey.made(KEY.name)
    for what, lines in {
        "of another name": ("x", str(KEY.public), str(other.public)),
        "of two names": (KEY.name, str(ELSEWHERE.public), str(other.public)),
        "a key in a second spelling": (KEY.name, str(KEY.public) + " ", str(other.public)),
    }.items():
        text = "\n".join(("cleartrail-key-rotation/1", *lines, "-", "")).encode()
        raw = sign(text, KEY)
        yield f"rotation, {what}", lambda v, raw=raw: v.Rotation.read(raw)
    more = {"sha256": "0" * 64, "x": "y"}
    for odd in (["A" * 22, 5], ["short", "x"], [5, "x"], ["A" * 22, {"sha256": 5}], ["A" * 22, {"x": "y"}],
                ["A" * 22, more], [1], {}, 5):  # fmt: skip
        for array in (canonical(odd), json.dumps(odd, indent=1).encode()):
            opening = urlsafe_b64encode(array).rstrip(b"=")
            yield f"opening {odd}", lambda v, opening=opening: v.read_opening(opening)
    yield (
        "opening, spaced",
        lambda v: v.read_opening(urlsafe_b64encode(b'["AAAAAAAAAAAAAAAAAAAAAA", "x"]').rstrip(b"=")),
    )
    yield "opening, padded", lambda v: v.read_opening(urlsafe_b64encode(b'["AAAAAAAAAAAAAAAAAAAAAA","x"]') + b"=")
    signed = sign(checkpoint_text(KEY.name, 3, b"x" * 32), KEY)
    for by in ("", DAY.format(5)):
        yield (
            f"revoked, there by {by}",
            lambda v, by=by: v.Checkpoint.read(signed).check_signed(v.Key(KEY.name, public, revoked=DAY.format(4)), by),
        )


def _der() -> Iterator[tuple[str, Callable[[ModuleType], object]]]:
    name = oid("1.2.3")
    for what, raw, ask in (
        ("a length cut", b"\x30\x82\x01", "whole"), ("no length", b"\x30", "whole"), ("nothing", b"", "whole"),
        ("a long tag", b"\x3f\x01\x00", "whole"), ("a length of five bytes", b"\x30\x85\0\0\0\0\x80", "whole"),
        ("a short length written long", b"\x30\x81\x01\x00", "whole"), ("cut", b"\x30\x05\x00", "whole"),
        ("no number", b"\x02\x00", "number"), ("a number with a zero", b"\x02\x02\x00\x01", "number"),
        ("a number with ones", b"\x02\x02\xff\x81", "number"), ("a huge number", der(2, b"\x01" * 65), "number"),
        ("no name", b"\x06\x00", "oid"), ("a name cut", b"\x06\x02\x2a\x80", "oid"),
        ("a name with a zero", b"\x06\x03\x2a\x80\x01", "oid"), ("a long name", der(6, b"\x01" * 65), "oid"),
        ("a NULL that holds something", der(0x30, name, der(5, b"x")), "algorithm"),
        ("something behind", der(0x30, name, der(2, b"\1")), "algorithm"),
        ("behind a NULL", der(0x30, name, der(5), der(2, b"\1")), "algorithm"),
        ("a set not in order", der(0x31, der(2, b"\2"), der(2, b"\1")), "set_of"),
    ):  # fmt: skip
        yield f"der, {what}", lambda v, raw=raw, ask=ask: getattr(v._Der(raw), ask)()
    yield "der, not at its end", lambda v: v._Der(b"\0").end()
    pss, salt = oid("1.2.840.113549.1.1.10"), der(0xA2, der(2, b"\x20"))
    for what, raw in {
        "behind the parameters": der(0x30, pss, der(0x30, salt), der(5)),
        "in the parameters": der(0x30, pss, der(0x30, salt, der(5))),
    }.items():
        yield f"der, RSA-PSS with more {what}", lambda v, raw=raw: v._Der(raw).signature_algorithm()
    sha1, sha256, sha384 = "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2"
    for what, hashed, masked, size in (
        ("another hash in its mask", sha256, sha384, b"\x20"), ("SHA-1", sha1, sha1, b"\x14"),
        ("a long salt", sha256, sha256, b"\x41"), ("a salt of less than nothing", sha256, sha256, b"\xff"),
    ):  # fmt: skip
        mask = der(0x30, oid("1.2.840.113549.1.1.8"), der(0x30, oid(masked)))
        told = der(0x30, der(0xA0, der(0x30, oid(hashed))), der(0xA1, mask), der(0xA2, der(2, size)))
        raw = der(0x30, pss, told)
        yield f"der, RSA-PSS with {what}", lambda v, raw=raw: _is(v._Der(raw).signature_algorithm()[0] != "")


def _whole(verifier: ModuleType, times: Sequence[tuple[int, int]], head: int = -1) -> object:
    """A log that is one file of entries with these days, signed by somebody who may lie of its last."""
    file, headers, previous, root = b"\7" * 32, list[bytes](), "", Root()
    for position, (recorded, sealed) in enumerate(times, 1):
        headers.append(canonical({
            "file": file.hex(), "format": "cleartrail-leaf/1", "position": position, "previous": previous,
            "recorded_at": DAY.format(recorded), "sealed_at": DAY.format(sealed), "state": "1" * 64,
        }))  # fmt: skip
        previous = leaf_hash(headers[-1]).hex()
        root.add(leaf_hash(headers[-1]))
    leaves = [leaf_hash(one) for one in headers]
    last, other = leaves[head], leaves[head + 1 if head == 0 else 0]
    mapped = map_leaf(file, len(times), last)
    signed = verifier.MapHead.read(sign(MapHead.text(KEY.name, root.size, root.value, 1, mapped), KEY))
    shown = verifier.MapLeaf(file, len(times), last, 0, ())
    return verifier.FileProof(signed, file, (shown,), tuple(headers), leaves.index(last), (other,))


def _absent(verifier: ModuleType, places: str, shown: str) -> object:
    """That there is no file between c and d in a map that has files in these places, by the leaves of some."""
    entries = {name: ((b"c" * 31 + b"d" if name == "x" else name.encode() * 32), 1, b"h" * 32) for name in places}
    leaves = [map_leaf(*entries[name]) for name in places]
    root = Root()
    for leaf in leaves:
        root.add(leaf)
    head = verifier.MapHead.read(sign(MapHead.text(KEY.name, 9, b"x" * 32, len(places), root.value), KEY))
    held = [
        verifier.MapLeaf(*entries[name], places.index(name), tuple(path(leaves, places.index(name)))) for name in shown
    ]
    return verifier.FileProof(head, b"c" * 31 + b"d", tuple(held), (), 0, ())


def _is(said: bool) -> None:
    if not said:
        raise ValueError("it is not so")
