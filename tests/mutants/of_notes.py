"""Cases of keys, notes, checkpoints and proofs; and of vectors that others published."""

# mypy: ignore-errors

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from ledger.log.signing import SigningKey, sign
from ledger.verify import Note, checkpoint_text
from tests.log.conftest import ORIGIN
from tests.log.vectors import FOLDER as VECTORS
from tests.mutants.asking import Case, Given, answer


def of_keys(of: Given) -> Iterator[Case]:
    other = SigningKey.made("ledger.example/other").public
    same = SigningKey.made(ORIGIN).public
    for words in (
        ("checkpoint", "newer"), ("proof", "proof"), ("consistency", "older", "consistency"), ("file", "file"),
        ("copy", "copy", "--checkpoint", "newer"), ("log", "log"),
    ):  # fmt: skip
        for name, key in (("no key", ""), ("another name", str(other)), ("another key", str(same)), ("no line", "x")):
            yield f"{words[0]}, {name}", of.ask(*words, key=key), False
    yield "a file of another key", of.ask("file", "file", "--file", "0" * 64), False
    yield "known at no moment", of.ask("file", "file", "--known-at", "yesterday"), False
    yield "other bytes", of.ask("proof", "proof", "--stored", "newer"), False
    yield "another digest", of.ask("copy", "copy", "--checkpoint", "newer", "--sha256", "0" * 64), False
    yield "no checkpoint", of.ask("copy", "copy"), False
    yield "an older checkpoint alone", of.ask("copy", "copy", "--checkpoint", "older"), False
    yield "consistency of others", of.ask("consistency", "newer", "consistency"), False
    witness = SigningKey.made("witness.example", cosigns=True)
    text = Note.read((of.folder / "newer").read_bytes()).text
    witnessed = (of.folder / "newer").read_bytes() + witness.line(text, 1_700_000_000)
    for count, proved in (("1", True), ("2", False)):
        ask = of.ask("checkpoint", "newer", "--witness", str(witness.public), "--quorum", count)
        yield f"witnesses: {count}", of.altered("newer", witnessed, ask), proved
    own = SigningKey("self.example", of.private._private, cosigns=True)
    ask = of.ask("checkpoint", "newer", "--witness", str(own.public), "--quorum", "1")
    yield "its own witness", of.altered(
        "newer", (of.folder / "newer").read_bytes() + own.line(text, 1_700_000_000), ask
    ), False  # fmt: skip
    twice = of.ask("checkpoint", "newer", *["--witness", str(witness.public)] * 2, "--quorum", "2")
    yield "one witness twice", of.altered("newer", witnessed, twice), False
    for number in (0, 1, 2**255 - 20, int.from_bytes(b"\xff" * 32, "little") >> 1):
        material = b"\x01" + number.to_bytes(32, "little")
        yield f"point {number:x}"[:20], lambda v, m=material: answer(lambda: v.Key("x", m[1:])), False
    for line in (
        "x+1+AQ==",
        "+00000000+" + "A" * 44,
        of.key + "x",
        of.key.replace("+", "++"),
        "x+00000000+" + "/w" * 22,
    ):
        yield f"key {line[:20]}", lambda v, one=line: answer(lambda: v.Key.read(one)), False
    yield "a key of type 7", lambda v: answer(lambda: v.Key("x", of.private.public.public_key, 7)), False
    yield "a short key", lambda v: answer(lambda: v.Key("x", b"x" * 31)), False


def of_notes(of: Given, asks: dict[str, Any]) -> Iterator[Case]:
    def signed(text: str) -> bytes:
        return sign(text.encode(), of.private)

    raw = (of.folder / "newer").read_bytes()
    root = raw.split(b"\n")[2].decode()
    for name, content in {
        "four lines": signed(f"{ORIGIN}\n3\n{root}\nmore\n"),
        "no origin": signed(f"\n3\n{root}\n"),
        "leading zero": signed(f"{ORIGIN}\n03\n{root}\n"),
        "short root": signed(f"{ORIGIN}\n3\nAAAA\n"),
        "no root": signed(f"{ORIGIN}\n3\n?\n"),
        "control": signed(f"{ORIGIN}\n3\n{root}\n").replace(b"3", b"\x0b"),
        "not text": b"\xff" + raw,
        "long": raw + b"x" * 1_000_001,
        "many": raw + raw.splitlines(True)[-1] * 100,
        "no signature": raw.partition(b"\n\n")[0] + b"\n\n",
        "no end": raw[:-1],
        "other dash": raw.replace(b"\xe2\x80\x94", b"-"),
        "padding": raw.replace(root.encode(), root.encode()[:-2] + b"B="),
        "twice": raw + raw.splitlines(True)[-1],
        "short signature": raw + "\u2014 x AAAAAA==\n".encode(),
        "bad name": raw + "\u2014 x+y AAAAAAAA\n".encode(),
        "another root": sign(checkpoint_text(ORIGIN, 3, b"x" * 32), of.private),
    }.items():
        for ask in ("checkpoint",):
            proved = ask == "checkpoint" and name in ("twice", "another root")
            yield f"{ask}: {name}", of.altered("newer", content, asks[ask]), proved
    for size in (0, 1, 10**6):
        content = sign(checkpoint_text(ORIGIN, size, b"x" * 32), of.private)
        for name in ("copy", "log", "consistency"):
            yield f"{name}: older of {size}", of.altered("older", content, asks[name]), False
    other = sign(checkpoint_text("ledger.example/other", 1, b"x" * 32), SigningKey.made("ledger.example/other"))
    for name in ("copy", "log", "consistency"):
        yield f"{name}: another log's", of.altered("older", other, asks[name]), False
    size, first = (of.folder / "older").read_bytes().split(b"\n")[1:3]
    elsewhere = b"ledger.example/other\n" + size + b"\n" + first + b"\n"
    renamed = sign(elsewhere, SigningKey.made("ledger.example/other"))
    keyless = of.ask("consistency", "older", "consistency", key="")
    yield "consistency: of a log of another name, no key", of.altered("older", renamed, keyless), False
    head = (of.folder / "proof").read_bytes().partition(b"\n\n")[0]
    for name, content in {
        "no lines": b"x\n\n" + raw,
        "no checkpoint": head,
        "not ascii": "\u00e9\n\n".encode() + raw,
        "no index": head.replace(b"index", b"indes") + b"\n\n" + raw,
        "more": head + b"\n" + b"A" * 43 + b"=\n\n" + raw,
        "too many": head + (b"\n" + b"A" * 43 + b"=") * 70 + b"\n\n" + raw,
        "long": head + b"\n\n" + raw + b"x" * 1_200_000,
        "index beyond": head.replace(b"index ", b"index 9") + b"\n\n" + raw,
        "no extra": head.replace(b"extra", b"extrb") + b"\n\n" + raw,
        "no version": head.replace(b"@v1", b"@v2") + b"\n\n" + raw,
    }.items():
        yield f"proof: {name}", of.altered("proof", content, asks["proof"]), False
    grown = (of.folder / "consistency").read_bytes()
    for name, content in {"no old": b"new 3\n\n" + raw, "empty": grown.split(b"\n")[0] + b"\n\n" + raw}.items():
        yield f"consistency: {name}", of.altered("consistency", content, asks["consistency"]), False


def of_vectors() -> Iterator[Case]:
    if not VECTORS.exists():
        print("the published vectors are not there: their probes are left out")
        return
    for path in sorted((VECTORS / "transparency-dev-merkle/testdata/inclusion").rglob("*.json")):
        one = json.loads(path.read_text())
        said = b64decode(one["leafHash"]), one["leafIdx"], one["treeSize"], b64decode(one["root"])
        proof = [b64decode(hashed) for hashed in one["proof"] or ()]
        yield f"inclusion: {path.name}", (
            lambda v, said=said, proof=proof: answer(lambda: v.check_inclusion(*said, proof))
        ), not one["wantErr"]  # fmt: skip
    for path in sorted((VECTORS / "transparency-dev-merkle/testdata/consistency").rglob("*.json")):
        one = json.loads(path.read_text())
        roots = b64decode(one["root1"] or ""), b64decode(one["root2"] or "")
        proof = [b64decode(hashed) for hashed in one["proof"] or ()]
        yield f"consistency: {path.name}", (
            lambda v, one=one, roots=roots, proof=proof: answer(
                lambda: v.check_consistency(one["size1"], one["size2"], *roots, proof)
            )
        ), not one["wantErr"]  # fmt: skip
    for one in json.loads((VECTORS / "transcribed/signed-note.json").read_text())["cases"]:
        yield f"note: {one['name']}", lambda v, one=one: answer(lambda: _signers(v, one)), bool(one.get("verified"))


def _signers(verifier: ModuleType, case: dict[str, Any]) -> list[str]:
    """Who has signed a published note; an error where nobody has."""
    note = verifier.Note.read(b64decode(case["msg_b64"]))
    found = [key.name for key in note.signed_by([verifier.Key.read(key) for key in case["vkeys"]])]
    if not found:
        raise ValueError("nobody has signed it")
    return found
