"""New checkpoints go to the witnesses by HTTP; their lines are kept and served; one that is away holds up nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.witness import create_witness
from ledger.errors import NotSigned
from ledger.log import proofs
from ledger.log.outside import Outside, read_outside
from ledger.log.signing import SigningKey
from ledger.log.witness import Witness, make_witness
from ledger.log.witnessing import Witnessing
from ledger.verify import Checkpoint, Consistency, EntryProof, Key, Report, checkpoint_text, verify_checkpoint
from tests.log.conftest import Signed
from tests.log.test_signer import note

NOW = 1_790_000_000


@contextmanager
def serving(application: Starlette) -> Iterator[str]:
    """The application on a port of its own within the block; its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(application, log_level="critical", lifespan="off", timeout_keep_alive=1))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(5)


@pytest.fixture
def folder(tmp_path: Path, signed: Signed) -> Path:
    """The folder of a witness that watches this log."""
    make_witness(tmp_path / "witness", "witness.example")
    (tmp_path / "witness" / "logs").write_text(f"{signed.key}\n")
    return tmp_path / "witness"


def settings(folder: Path, *witnesses: tuple[Key, str], quorum: int = 1) -> Outside:
    rows = "".join(f'[[witnesses.witness]]\nkey = "{key}"\nurl = "{url}"\nseconds = 2\n' for key, url in witnesses)
    (folder / "outside.toml").write_text(f"[witnesses]\nquorum = {quorum}\n{rows}")
    return read_outside(folder / "outside.toml")


def key_of(folder: Path) -> Key:
    return SigningKey.read(folder / "key").public


def served(signed: Signed) -> bytes:
    with signed.database.transaction("app") as connection:
        return proofs.checkpoint(connection)


def test_a_witness_is_sent_each_new_checkpoint_and_its_line_is_served_under_the_logs_own(
    signed: Signed, folder: Path, tmp_path: Path
) -> None:
    signed.signer.sign_once()
    public = key_of(folder)
    with serving(create_witness(Witness(folder, lambda: NOW))) as url:
        witnessing = Witnessing(signed.database, signed.folder, settings(tmp_path, (public, url)))
        assert witnessing.ask_once() == 1
        assert witnessing.ask_once() == 0  # it has signed
        note(signed, "one more")
        signed.signer.sign_once()
        assert witnessing.ask_once() == 1  # from where it signed last

    raw = served(signed)
    found = Checkpoint.read(raw)
    assert found.size == signed.book.store.log_size()
    assert [name for name, _, _ in found.note.signatures] == [found.origin, "witness.example"]
    assert found.note.signed_by([signed.key, public]) == [signed.key, public]
    report = Report(lambda _: None)
    verify_checkpoint(report, raw, signed.key, [public], 1)
    assert report.exit_code == 0
    with signed.database.transaction("app") as connection:
        proof = EntryProof.read(proofs.entry_proof(connection, signed.book.file_id("A"), 2))
        assert proof.checkpoint.note.signed_by([public]) == [public]
        assert Consistency.read(proofs.consistency(connection, 1)).checkpoint.note.signed_by([public]) == [public]


def test_a_witness_that_remembers_another_size_is_asked_from_there(
    signed: Signed, folder: Path, tmp_path: Path
) -> None:
    """It was asked by file meanwhile, or our database was restored and has forgotten what it signed."""
    signed.signer.sign_once()
    witness = Witness(folder, lambda: NOW)
    with signed.database.transaction("app") as connection:
        witness.add_checkpoint(proofs.consistency(connection, 0))
    note(signed, "one more")
    signed.signer.sign_once()

    with serving(create_witness(witness)) as url:
        told: list[str | None] = []
        witnessing = Witnessing(signed.database, signed.folder, settings(tmp_path, (key_of(folder), url)), told.append)
        assert witnessing.ask_once() == 1
    assert told == [None]


def test_one_that_is_away_is_told_of_and_the_others_sign(signed: Signed, folder: Path, tmp_path: Path) -> None:
    signed.signer.sign_once()
    away = SigningKey.made("away.example", cosigns=True).public
    told: list[str | None] = []
    with serving(create_witness(Witness(folder, lambda: NOW))) as url, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}"
        both = settings(tmp_path, (away, nowhere), (key_of(folder), url), quorum=2)
        assert Witnessing(signed.database, signed.folder, both, told.append).ask_once() == 1

    assert told[-1] is not None
    assert told[-1].startswith("away.example: ConnectionRefusedError")
    with signed.database.transaction("app") as connection:
        with pytest.raises(NotSigned, match="2 of 2 witnesses"):
            proofs.witnessed(connection, both.keys, 2)
        assert proofs.witnessed(connection, both.keys, 1) == served(signed)


def test_the_newest_that_the_quorum_has_signed_is_given_where_that_is_asked_for(
    signed: Signed, folder: Path, tmp_path: Path
) -> None:
    signed.signer.sign_once()
    with serving(create_witness(Witness(folder, lambda: NOW))) as url:
        one = settings(tmp_path, (key_of(folder), url))
        Witnessing(signed.database, signed.folder, one).ask_once()
    was = served(signed)
    note(signed, "not witnessed yet")
    signed.signer.sign_once()

    with signed.database.transaction("app") as connection:
        assert proofs.witnessed(connection, one.keys, 1) == was
        with pytest.raises(NotSigned):
            proofs.witnessed(connection, [SigningKey.made("other.example", cosigns=True).public], 1)
    assert Checkpoint.read(served(signed)).size == Checkpoint.read(was).size + 1


Answering = Callable[[SigningKey, bytes, bytes], Response]
"""From the witness's key, the text of the checkpoint and the request to an answer."""
WRONG: dict[str, tuple[Answering, str]] = {
    "a refusal": (lambda key, text, _: Response("no\n", 403), "status 403"),
    "a size beyond the log": (
        lambda key, text, _: Response("99999\n", 409, media_type="text/x.tlog.size"), "it remembers 99999 entries"
    ),
    "no size": (lambda key, text, _: Response("+5\n", 409, media_type="text/x.tlog.size"), "decimal"),
    "always another size": (lambda key, text, _: Response("1\n", 409, media_type="text/x.tlog.size"), "status 409"),
    "nothing": (lambda key, text, _: Response(b""), "not signed with its key"),
    "rubbish": (lambda key, text, _: Response(b"\xff\n"), "no signature of the checkpoint"),
    "too much": (lambda key, text, _: Response(b"x" * 50_000), "more than"),
    "another's line": (
        lambda key, text, _: Response(SigningKey.made(key.name, cosigns=True).line(text, NOW)),
        "not signed with its key",
    ),
    "a line over something else": (
        lambda key, text, _: Response(key.line(checkpoint_text("ledger.example/copied", 1, bytes(32)), NOW)),
        "no signature of the checkpoint",
    ),
    "the log's own line": (lambda key, text, body: Response(body.split(b"\n\n")[-1]), "not signed with its key"),
}  # fmt: skip


def test_an_answer_that_is_no_signature_is_not_kept(signed: Signed, tmp_path: Path) -> None:
    signed.signer.sign_once()
    key = SigningKey.made("witness.example", cosigns=True)
    answering: list[Answering] = []

    async def answer(request: Request) -> Response:
        body = await request.body()
        return answering[-1](key, Consistency.read(body).checkpoint.note.text, body)

    with serving(Starlette(routes=[Route("/add-checkpoint", answer, methods=["POST"])])) as url:
        one = settings(tmp_path, (key.public, url))
        for what, (instead, said) in WRONG.items():
            answering.append(instead)
            told: list[str | None] = []
            assert Witnessing(signed.database, signed.folder, one, told.append).ask_once() == 0, what
            assert said in (told[-1] or ""), (what, told)

    assert [name for name, _, _ in Checkpoint.read(served(signed)).note.signatures] == ["ledger.example/copied"]


def test_the_logs_own_key_is_no_witness_of_it(signed: Signed, folder: Path, tmp_path: Path) -> None:
    signed.signer.sign_once()
    own = SigningKey.read(signed.folder / "key")
    as_witness = SigningKey("witness.example", own._private, cosigns=True)
    asked: list[bytes] = []

    async def answer(request: Request) -> Response:
        asked.append(await request.body())
        return Response(as_witness.line(Consistency.read(asked[-1]).checkpoint.note.text, NOW))

    told: list[str | None] = []
    with serving(Starlette(routes=[Route("/add-checkpoint", answer, methods=["POST"])])) as url:
        one = settings(tmp_path, (as_witness.public, url))
        assert Witnessing(signed.database, signed.folder, one, told.append).ask_once() == 0

    assert asked == []
    assert "nobody is his own witness" in (told[-1] or "")


def test_where_nothing_is_signed_nobody_is_asked(signed: Signed, folder: Path, tmp_path: Path) -> None:
    nobody = settings(tmp_path, (key_of(folder), "http://127.0.0.1:9"))

    assert Witnessing(signed.database, signed.folder, nobody).ask_once() == 0
