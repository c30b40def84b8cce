"""Signed notes, keys and checkpoints: read in one way; a signature that proves nothing is refused."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.signing import SigningKey, sign
from ledger.verify import (
    Checkpoint,
    Consistency,
    Contradicted,
    EntryProof,
    Key,
    Note,
    NotProved,
    Root,
    Unreadable,
    admit,
    check_inclusion,
    checkpoint_text,
    is_signed,
    leaf_hash,
)
from tests.log.vectors import read, vectors

MINE = SigningKey.made("ledger.example/hants")
ANOTHER = SigningKey.made("ledger.example/hants")
CHECKPOINT = sign(checkpoint_text("ledger.example/hants", 3, b"r" * 32), MINE)


def test_a_checkpoint_is_the_logs_own_when_its_key_has_signed_it() -> None:
    checkpoint = Checkpoint.read(CHECKPOINT)

    checkpoint.check_signed(MINE.public)

    assert (checkpoint.origin, checkpoint.size, checkpoint.root) == ("ledger.example/hants", 3, b"r" * 32)
    with pytest.raises(NotProved):
        checkpoint.check_signed(ANOTHER.public)
    with pytest.raises(Contradicted, match="checkpoint of ledger"):
        checkpoint.check_signed(SigningKey.made("ledger.example/kent").public)


@given(where=st.integers(0, len(CHECKPOINT) - 1), bit=st.integers(0, 7))
def test_a_checkpoint_with_any_bit_changed_proves_nothing(where: int, bit: int) -> None:
    changed = bytes(b ^ (1 << bit) if at == where else b for at, b in enumerate(CHECKPOINT))

    with pytest.raises((Unreadable, Contradicted, NotProved)):
        Checkpoint.read(changed).check_signed(MINE.public)


@pytest.mark.parametrize("size", ["+3", " 3", "03", "0x3", "3 ", "3_0", "-3", "٣", "", "3.0", "9" * 20])
def test_a_size_is_written_in_one_way(size: str) -> None:
    text = f"ledger.example/hants\n{size}\n{base64.b64encode(b'r' * 32).decode()}\n".encode()

    with pytest.raises(Unreadable):
        Checkpoint.read(sign(text, MINE))


@pytest.mark.parametrize(
    "text",
    [b"ledger.example/hants\n3\n", b"\n3\nY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2M=\n",
     b"ledger.example/hants\n3\nY2M=\n", CHECKPOINT.partition(b"\n\n")[0] + b"\nan extension\n",
     CHECKPOINT.partition(b"\n\n")[0].replace(b"=", b"") + b"\n",
     CHECKPOINT.partition(b"\n\n")[0].replace(b"\n", b"\r\n") + b"\r\n"],
)  # fmt: skip
def test_a_checkpoint_is_three_lines_and_nothing_else(text: bytes) -> None:
    with pytest.raises(Unreadable):
        Checkpoint.read(sign(text, MINE) if b"\r" not in text else text + CHECKPOINT.partition(b"\n")[2])


def test_notes_are_judged_as_the_published_cases_say() -> None:
    cases = read("transcribed/signed-note.json")["cases"]
    assert len(cases) == 16
    for case in cases:
        try:
            note = Note.read(base64.b64decode(case["msg_b64"]))
            signers = [key.name for key in note.signed_by(map(Key.read, case["vkeys"]))]
        except (Unreadable, Contradicted):
            signers = []
        assert signers == case.get("verified", []), case["name"]


def test_the_checkpoints_and_roots_of_another_log_are_read_as_that_log_meant_them() -> None:
    published = read("transcribed/vkeys.json")["tessera testdata/log"]
    key, root = Key.read(published["vkey"]), Root()
    for size, entry in enumerate([*published["entries"], ""]):
        checkpoint = Checkpoint.read(vectors(f"transparency-dev-tessera/testdata/log/checkpoint.{size}").read_bytes())
        checkpoint.check_signed(key)
        assert (checkpoint.size, checkpoint.root) == (size, root.value)
        root.add(leaf_hash(entry.encode()))


# --- keys -------------------------------------------------------------------------------------------------------------


def test_a_key_is_written_as_one_line_and_read_back() -> None:
    assert Key.read(str(MINE.public)) == MINE.public
    with pytest.raises(Unreadable, match="the key's id is"):
        Key.read(str(MINE.public).replace("hants", "kents"))


@pytest.mark.parametrize(
    "line", ["", "name", "name+00000000", "name+00000000+", "name+00000000+AQ==", "a b+00000000+AQ==", "++", "n+x+%%"]
)
def test_what_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(Unreadable):
        Key.read(line)


def test_keys_under_which_a_signature_proves_nothing_are_refused_as_the_published_cases_name_them() -> None:
    cases = read("c2sp-cctv/ed25519/ed25519vectors.json")
    refused, weak = set(), set()
    for case in cases:
        flags = case["flags"] or []
        try:
            admit(bytes.fromhex(case["key"]))
        except Unreadable:
            refused.add(case["key"])
        if "low_order_A" in flags or "non_canonical_A" in flags:
            weak.add(case["key"])
    assert refused == weak
    assert len(refused) == 14


def test_signatures_are_judged_as_the_published_cases_say() -> None:
    groups = read("wycheproof/ed25519_test.json")["testGroups"]
    judged = 0
    for group in groups:
        for case in group["tests"]:
            given_ = bytes.fromhex(group["publicKey"]["pk"]), bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
            assert is_signed(*given_) == (case["result"] == "valid"), case
            judged += 1
    assert judged > 100


def test_a_signing_key_is_a_file_that_only_its_owner_can_read(tmp_path: Path) -> None:
    path = tmp_path / "key"
    MINE.write(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert SigningKey.read(path).public == MINE.public
    with pytest.raises(FileExistsError):
        ANOTHER.write(path)
    path.chmod(0o640)
    with pytest.raises(Unreadable, match="0600"):
        SigningKey.read(path)


@pytest.mark.parametrize("content", [b"", b"PRIVATE+KEY+x", b"\xff", b"PRIVATE+KEY+a+00000000+AQ==\n"])
def test_a_file_that_is_no_signing_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(Unreadable):
        SigningKey.read(path)


def test_a_witness_signs_the_time_with_the_text() -> None:
    witness = SigningKey.made("witness.example", cosigns=True)

    cosigned = Note.read(CHECKPOINT + witness.line(Note.read(CHECKPOINT).text, at=1_700_000_000))

    assert cosigned.signed_by([witness.public, MINE.public]) == [MINE.public, witness.public]
    late = witness.public.holds((1_700_000_001).to_bytes(8, "big") + cosigned.signatures[1][2][8:], cosigned.text)
    assert not late


def test_a_cosignature_is_no_signature_of_the_log() -> None:
    """One key pair, two uses: the id of a signature tells them apart, and neither passes for the other."""
    private = Ed25519PrivateKey.generate()
    log, witness = (SigningKey("ledger.example/hants", private, cosigns=cosigns) for cosigns in (False, True))

    note = Note.read(sign(checkpoint_text("ledger.example/hants", 3, b"r" * 32), witness, at=1_700_000_000))

    assert note.signed_by([log.public]) == []


# --- proofs as files --------------------------------------------------------------------------------------------------

HEADER = b'{"file":"..."}'
PROOF = EntryProof(HEADER, 0, (b"a" * 32,), Checkpoint.read(CHECKPOINT)).written(CHECKPOINT)


def test_a_proof_is_read_as_it_was_written() -> None:
    read_back = EntryProof.read(PROOF)

    assert (read_back.header, read_back.index, read_back.proof) == (HEADER, 0, (b"a" * 32,))
    assert read_back.checkpoint == Checkpoint.read(CHECKPOINT)
    newer = Consistency.read(Consistency.written(2, [b"a" * 32], CHECKPOINT))
    assert (newer.old, newer.proof, newer.checkpoint.size) == (2, (b"a" * 32,), 3)


@given(st.binary(max_size=200))
def test_what_is_no_proof_is_refused(raw: bytes) -> None:
    for reads in (EntryProof.read, Consistency.read, Checkpoint.read, Note.read):
        with pytest.raises(Unreadable):
            reads(raw)


@given(st.data())
def test_a_proof_with_any_bit_changed_proves_nothing(data: st.DataObject) -> None:
    root = Root()
    headers = [b"entry %d" % number for number in range(3)]
    for header in headers:
        root.add(leaf_hash(header))
    checkpoint = sign(checkpoint_text("ledger.example/hants", 3, root.value), MINE)
    proof = EntryProof(headers[2], 2, (_two(headers),), Checkpoint.read(checkpoint)).written(checkpoint)
    _check(proof)
    where, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 7))

    changed = bytes(b ^ (1 << bit) if at == where else b for at, b in enumerate(proof))

    with pytest.raises((Unreadable, Contradicted, NotProved)):
        _check(changed)


def _two(headers: list[bytes]) -> bytes:
    left = Root()
    for header in headers[:2]:
        left.add(leaf_hash(header))
    return left.value


def _check(raw: bytes) -> None:
    proof = EntryProof.read(raw)
    proof.checkpoint.check_signed(MINE.public)
    check_inclusion(leaf_hash(proof.header), proof.index, proof.checkpoint.size, proof.checkpoint.root, proof.proof)


def test_of_many_signatures_those_of_unknown_keys_say_nothing_and_a_known_key_must_hold_each_time() -> None:
    text = checkpoint_text("ledger.example/x", 3, b"\x01" * 32)
    own, stranger = SigningKey.made("ledger.example/x"), SigningKey.made("ledger.example/x")
    note, unknown = sign(text, own), stranger.line(text)

    assert Note.read(note + 99 * unknown).signed_by([own.public]) == [own.public]  # of one name, under another id
    assert Note.read(note + own.line(text)).signed_by([own.public]) == [own.public]
    with pytest.raises(Unreadable, match="at most 100"):
        Note.read(note + 100 * unknown)
    spoilt = own.line(checkpoint_text("ledger.example/x", 4, b"\x01" * 32))
    for order in (note + spoilt, text + b"\n" + spoilt + own.line(text)):
        with pytest.raises(Contradicted):
            Note.read(order).signed_by([own.public])


@pytest.mark.parametrize("name", ["a b", "a\u00a0b", "a\u2003b", "a+b", "", "\t"])
def test_a_name_with_a_space_of_any_kind_or_a_plus_sign_names_no_key(name: str) -> None:
    with pytest.raises(Unreadable):
        Key(name, SigningKey.made("x").public.public_key)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line.replace("+", " +", 1),
        lambda line: line.upper() if line.upper() != line else line + "A",
        lambda line: line + "=",
        lambda line: line.rstrip("=") if line.endswith("=") else line[:-1],
        lambda line: line.replace("+", "++", 1),
        lambda line: line.partition("+")[0] + "+" + line.partition("+")[2].replace("+", "-", 1),
    ],
)
def test_a_key_is_written_in_one_way(spoil: Callable[[str], str]) -> None:
    with pytest.raises(Unreadable):
        Key.read(spoil(str(SigningKey.made("ledger.example/x").public)))
