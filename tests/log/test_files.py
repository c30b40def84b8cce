"""A file shown to be whole: nothing left out, nothing added, at one size of the log; or shown not to be there."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LogAltered, NotSigned
from ledger.log.files import _tree, file_proof, map_root
from ledger.log.leaf import file_key
from ledger.log.signing import SigningKey, sign
from ledger.verify import (
    Contradicted,
    FileProof,
    MapHead,
    MapLeaf,
    NotProved,
    Unreadable,
    canonical,
    main,
    map_leaf,
)
from tests.log.conftest import ORIGIN, Signed
from tests.log.test_signer import meddle, note
from tests.sampling import places

NOWHERE = UUID(int=99)


def proof(signed: Signed, file_id: UUID | None = None, size: int | None = None) -> bytes:
    with signed.database.transaction("app") as connection:
        return file_proof(connection, file_id or signed.book.file_id("A"), size)


def check(raw: bytes, signed: Signed, file_id: UUID | None = None) -> FileProof:
    """The proof, if it proves what was asked of it: whoever asks knows the file's key."""
    found = FileProof.read(raw)
    if found.file != file_key(ORIGIN, file_id or signed.book.file_id("A")):
        raise NotProved("of another file")
    found.head.check_signed(signed.key)
    (found.check_absent if found.is_absence else found.check_whole)()
    return found


def test_a_file_is_proved_to_have_these_entries_and_no_others(signed: Signed) -> None:
    signed.signer.sign_once()

    found = check(proof(signed), signed)

    assert len(found.headers) == signed.book.file("A").position
    assert found.head.size == signed.book.store.log_size()
    assert found.head.files == len(signed.book.store.files())
    checkpoint = (signed.folder / "checkpoint").read_bytes().split(b"\n")
    assert found.head.note.text.split(b"\n")[2:4] == checkpoint[1:3]


def test_what_the_file_held_at_an_earlier_size_is_proved_after_it_has_grown(signed: Signed) -> None:
    """Known-at: the proof over the size the log had then."""
    before = signed.signer.sign_once()
    assert before is not None
    then = proof(signed)
    note(signed, "later")
    signed.signer.sign_once()

    assert proof(signed, size=before.size) == then
    assert len(check(proof(signed), signed).headers) == len(check(then, signed).headers) + 1
    with pytest.raises(NotSigned):
        proof(signed, size=before.size - 1)


def test_a_file_is_proved_not_to_be_there(signed: Signed) -> None:
    signed.signer.sign_once()
    raw = proof(signed, NOWHERE)

    found = check(raw, signed, NOWHERE)

    assert found.is_absence
    there = json.loads(raw) | {"file": file_key(ORIGIN, signed.book.file_id("A")).hex()}
    with pytest.raises(Contradicted):
        check(canonical(there), signed)


@given(files=st.sets(st.integers(0, 40), max_size=30), asked=st.integers(0, 41))
def test_in_any_map_a_file_is_proved_to_be_there_or_not_and_never_both(files: set[int], asked: int) -> None:
    def key(number: int) -> bytes:
        return number.to_bytes(32, "big")

    heads = {key(n): (n + 1, hashlib.sha256(key(n)).digest()) for n in files}
    keys = sorted(heads)
    mapped = _tree([map_leaf(one, *heads[one]) for one in keys])
    assert mapped.root == map_root(heads)
    text = MapHead.text(ORIGIN, 7, b"r" * 32, len(keys), map_root(heads))
    head = MapHead.read(sign(text, SigningKey.made(ORIGIN)))
    leaves = [MapLeaf(one, *heads[one], at, tuple(mapped.inclusion(at))) for at, one in enumerate(keys)]

    absent = set()
    for first in range(-1, len(leaves)):
        shown = tuple(leaves[max(first, 0) : first + 2])
        try:
            FileProof(head, key(asked), shown, (), 0, ()).check_absent()
            absent.add(shown)
        except Contradicted:
            pass

    for leaf in leaves:
        leaf.check(head)
    assert len(absent) == (0 if asked in files else 1)


def test_every_byte_that_is_changed_in_a_proof_of_a_file_is_found(signed: Signed) -> None:
    signed.signer.sign_once()
    for file_id in (signed.book.file_id("A"), NOWHERE):
        raw = proof(signed, file_id)
        for at in places(len(raw), 7, random.Random(9)):
            changed = raw[:at] + bytes([raw[at] ^ (1 << at % 7)]) + raw[at + 1 :]
            with pytest.raises((Unreadable, Contradicted, NotProved)):
                check(changed, signed, file_id)


def leave_out_last(said: dict[str, Any]) -> None:
    said["headers"].pop()


def leave_out_last_and_count_anew(said: dict[str, Any]) -> None:
    said["headers"].pop()
    said["leaves"][0]["entries"] -= 1


def leave_out_one(said: dict[str, Any]) -> None:
    del said["headers"][1]


def exchange(said: dict[str, Any]) -> None:
    said["headers"][0], said["headers"][1] = said["headers"][1], said["headers"][0]


def of_another_file(said: dict[str, Any]) -> None:
    said["file"] = "0" * 64


def not_there(said: dict[str, Any]) -> None:
    said |= {"leaves": [], "headers": [], "index": 0, "proof": []}


def other_words(said: dict[str, Any]) -> None:
    header = json.loads(said["headers"][1])
    said["headers"][1] = canonical(header | {"state": "0" * 64}).decode()


DONE = [leave_out_last, leave_out_last_and_count_anew, leave_out_one, exchange, of_another_file, not_there, other_words]


@pytest.mark.parametrize("done", DONE)
def test_whoever_hands_over_part_of_a_file_as_the_whole_is_found_out(
    signed: Signed, done: Callable[[dict[str, Any]], None]
) -> None:
    signed.signer.sign_once()
    said = json.loads(proof(signed))

    done(said)

    with pytest.raises((Contradicted, NotProved)):
        check(canonical(said), signed)


def test_no_proof_is_given_of_a_file_whose_entries_were_altered(signed: Signed) -> None:
    signed.signer.sign_once()
    meddle(signed, "UPDATE entries SET state = state || ' ' WHERE kind = 'issue-raised/1'")

    with pytest.raises(LogAltered):
        proof(signed)


def test_verify_says_whether_a_file_is_whole_and_what_it_held_by_a_moment(
    signed: Signed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed.signer.sign_once()
    (tmp_path / "file").write_bytes(proof(signed))
    (tmp_path / "nowhere").write_bytes(proof(signed, NOWHERE))
    sealed = [json.loads(header)["sealed_at"] for header in FileProof.read(proof(signed)).headers]
    key = ["--key", str(signed.key)]

    assert main(["file", str(tmp_path / "file"), *key, "--known-at", sealed[0]]) == 0
    assert f"entries 1 to {sealed.count(sealed[0])} of the {len(sealed)}" in capsys.readouterr().out
    assert main(["file", str(tmp_path / "file"), *key, "--known-at", "1999-01-01T00:00:00.000000Z"]) == 0
    assert "nothing of the" in capsys.readouterr().out
    assert main(["file", str(tmp_path / "file"), *key, "--known-at", "yesterday"]) == 3
    nowhere = file_key(ORIGIN, NOWHERE).hex()
    assert main(["file", str(tmp_path / "file"), *key, "--file", nowhere]) == 3
    assert main(["file", str(tmp_path / "nowhere"), *key, "--file", nowhere]) == 0
    assert "has none of the file" in capsys.readouterr().out
    assert main(["file", str(tmp_path / "file")]) == 3
    assert main(["file", str(tmp_path / "file"), "--key", str(SigningKey.made("x.example").public)]) == 1


def test_with_many_files_the_map_is_not_made_with_every_checkpoint_and_comes_when_there_is_time(
    signed: Signed,
) -> None:
    signed.signer._mapped, signed.signer._map_due = 0, float("inf")  # a map has just taken very long
    signed.signer.sign_once()
    with pytest.raises(NotSigned):
        proof(signed)

    signed.signer._map_due = 0.0
    assert signed.signer.sign_once() is None

    check(proof(signed), signed)
