"""A witness signs what only grew: by file and by HTTP, and as others published that it should."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.witness import create_witness
from ledger.log import proofs
from ledger.log.signing import SigningKey, sign
from ledger.log.witness import Witness, WitnessRefused, make_witness
from ledger.verify import Checkpoint, Consistency, Key, Note, checkpoint_text
from tests.log.conftest import ORIGIN, Signed
from tests.log.test_signer import note
from tests.log.vectors import read

NOW = 1_700_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_witness(tmp_path / "witness", "witness.example")
    return tmp_path / "witness"


@pytest.fixture
def witness(folder: Path) -> Witness:
    return Witness(folder, lambda: NOW)


def request(signed: Signed, old: int, size: int | None = None) -> bytes:
    with signed.database.transaction("app") as connection:
        return proofs.consistency(connection, old, size)


def test_a_witness_signs_a_log_that_grew_from_where_it_last_signed(
    signed: Signed, witness: Witness, folder: Path
) -> None:
    (folder / "logs").write_text(f"# the county's\n{signed.key}\n")
    first = signed.signer.sign_once()
    assert first is not None
    witness.add_checkpoint(request(signed, 0))
    note(signed, "one more")
    signed.signer.sign_once()

    line = witness.add_checkpoint(request(signed, first.size))

    raw = (signed.folder / "checkpoint").read_bytes() + line
    cosigned = Checkpoint.read(raw)
    public = SigningKey.read(folder / "key").public
    assert cosigned.note.signed_by([signed.key, public]) == [signed.key, public]
    assert cosigned.note.signatures[1][2][:8] == NOW.to_bytes(8, "big")
    assert witness.add_checkpoint(request(signed, cosigned.size)) == line  # again, and nothing has changed


def refused(witness: Witness, body: bytes) -> tuple[int, int | None]:
    with pytest.raises(WitnessRefused) as found:
        witness.add_checkpoint(body)
    return found.value.status, found.value.size


def test_a_witness_signs_no_second_story(signed: Signed, witness: Witness, folder: Path) -> None:
    """Whoever has both the database and the key rewrites the log, and signs it; the witness remembers."""
    (folder / "logs").write_text(str(signed.key))
    signed.signer.sign_once()
    size = signed.book.store.log_size()
    witness.add_checkpoint(request(signed, 0))
    key = SigningKey.read(signed.folder / "key")
    same = sign(checkpoint_text(ORIGIN, size, b"x" * 32), key)
    grown = sign(checkpoint_text(ORIGIN, size + 1, b"x" * 32), key)
    smaller = sign(checkpoint_text(ORIGIN, size - 1, b"x" * 32), key)

    assert refused(witness, Consistency.written(size, [], same)) == (409, size)
    assert refused(witness, Consistency.written(size, [b"y" * 32] * 3, grown)) == (422, None)
    assert refused(witness, Consistency.written(size, [], smaller)) == (400, None)
    assert refused(witness, Consistency.written(0, [], grown)) == (409, size)
    assert refused(witness, Consistency.written(size - 1, [], grown)) == (409, size)
    [seen] = (folder / "seen").iterdir()
    assert Checkpoint.read(seen.read_bytes()).size == size


def test_a_witness_signs_for_the_logs_it_knows_and_by_their_keys_alone(
    signed: Signed, witness: Witness, folder: Path
) -> None:
    signed.signer.sign_once()
    body = request(signed, 0)

    assert refused(witness, body) == (404, None)
    (folder / "logs").write_text(str(SigningKey.made(ORIGIN).public))
    assert refused(witness, body) == (403, None)
    (folder / "logs").write_text(str(signed.key))
    broken = body[:-10] + (b"A" if body[-10:-9] != b"A" else b"B") + body[-9:]
    assert refused(witness, broken)[0] in (400, 403)
    assert refused(witness, body.replace(b"old 0", b"old 00"))[0] == 400
    assert refused(witness, b"")[0] == 400


def test_of_two_requests_at_once_from_one_size_a_witness_signs_one_story(
    signed: Signed, witness: Witness, folder: Path
) -> None:
    (folder / "logs").write_text(str(signed.key))
    key = SigningKey.read(signed.folder / "key")
    stories = [sign(checkpoint_text(ORIGIN, 5, bytes([n]) * 32), key) for n in range(8)]
    signatures, refusals = [], []

    def ask(story: bytes) -> None:
        try:
            signatures.append(witness.add_checkpoint(Consistency.written(0, [], story)))
        except WitnessRefused as error:
            refusals.append(error.status)

    threads = [threading.Thread(target=ask, args=(story,)) for story in stories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(signatures), refusals) == (1, [409] * 7)


def test_a_witness_answers_by_http_as_the_published_requests_say(folder: Path) -> None:
    published = read("transcribed/witness-add-checkpoint.json")
    first: dict[str, Any] = published["cases"][0]
    origin = first["body"].split("\n")[2]
    key = Key(origin, bytes.fromhex(published["sigsum_log_public_key_hex"]))
    (folder / "logs").write_text(str(key))
    client = TestClient(create_witness(Witness(folder, lambda: NOW)))
    public = SigningKey.read(folder / "key").public

    assert len(published["cases"]) == 9
    for case in published["cases"]:
        answer = client.post("/add-checkpoint", content=case["body"].encode())
        expected = case["status"]
        if "unknown log" in case["assert_"]:
            expected = 404  # as the specification has said since
        elif "invalid signature" in case["assert_"]:
            expected = 400  # changed in the bits that base64 leaves over: here that is refused on reading
        assert answer.status_code == expected, (case, answer.text)
        if answer.status_code == 200:
            signed = Note.read(case["body"].encode().partition(b"\n\n")[2] + answer.content)
            assert signed.signed_by([key, public]) == [key, public]
        if answer.status_code == 409:
            assert case["assert_"] == f'body == "{answer.text.strip()}\\n"'
            assert answer.headers["content-type"].startswith("text/x.tlog.size")


def test_a_witness_takes_nothing_but_requests(folder: Path) -> None:
    client = TestClient(create_witness(Witness(folder, lambda: NOW)))

    assert client.get("/add-checkpoint").status_code == 405
    assert client.post("/add-checkpoint", content=b"x" * 1_200_000).status_code == 413
    assert client.post("/add-checkpoint", content=b"\xff\x00").status_code == 400
