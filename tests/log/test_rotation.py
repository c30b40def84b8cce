"""The key that signs the log is changed: nobody who trusts the old one is left behind, and no power cut stops it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.book import AUTHORITY, Book
from ledger.errors import SigningRefused
from ledger.log import proofs
from ledger.log.folder import Folder
from ledger.log.rotation import statement
from ledger.log.signer import Signer
from ledger.log.signing import SigningKey, sign
from ledger.rotating import rotate
from ledger.store.database import Database
from ledger.store.embedded import EmbeddedServer
from ledger.store.postgres import LedgerStore
from ledger.subjects.checkpoints import SigningKeyRotated
from ledger.verify import (
    EXIT_CONTRADICTED,
    EXIT_NOT_PROVED,
    EXIT_PROVED,
    NOT_PROVED,
    PROVED,
    Checkpoint,
    Contradicted,
    Key,
    NotProved,
    Report,
    Rotation,
    Unreadable,
    checkpoint_text,
    following,
    main,
)
from ledger.verifying import verify_ledger
from tests.log.conftest import ORIGIN, Signed
from tests.log.test_signer import note
from tests.log.tokens import Stamper
from tests.story import CLERK


def change(signed: Signed, since: str = "") -> Key:
    """The key is changed; the new one."""
    new = rotate(signed.book, signed.folder, CLERK, reason="Yearly", compromised_since=since).new
    signed.seal()
    signed.signer.sign_once()
    return new


def signers(raw: bytes, *keys: Key) -> list[Key]:
    return Checkpoint.read(raw).note.signed_by(keys)


def newest(signed: Signed) -> bytes:
    return (signed.folder / "checkpoint").read_bytes()


def test_both_keys_sign_until_the_old_one_is_taken_away(signed: Signed) -> None:
    signed.signer.sign_once()
    before = newest(signed)

    new = change(signed)

    assert signers(before, signed.key, new) == [signed.key]
    assert signers(newest(signed), signed.key, new) == [new, signed.key]
    with signed.database.transaction("app") as connection:
        assert set(signers(proofs.checkpoint(connection), signed.key, new)) == {new, signed.key}
    assert Folder(signed.folder).end_overlap()
    note(signed, "one more")
    signed.signer.sign_once()
    assert signers(newest(signed), signed.key, new) == [new]
    assert not Folder(signed.folder).end_overlap()
    assert {path.name for path in signed.folder.iterdir()} == {"key", "checkpoint", "latest", "lock"}
    assert {(signed.folder / name).stat().st_mode & 0o777 for name in ("key", "checkpoint")} == {0o600}


def test_the_change_is_on_the_authoritys_file_signed_by_both(signed: Signed) -> None:
    new = change(signed)

    [recorded] = signed.book.file(AUTHORITY).of(SigningKeyRotated)
    entry = recorded.entry
    assert isinstance(entry, SigningKeyRotated)
    assert (entry.old_key, entry.new_key) == (str(signed.key), str(new))
    said = Rotation.read(entry.statement.encode())
    said.check_signed()
    assert (said.old, said.new, said.compromised_since) == (signed.key, new, "")
    assert signed.book.file(AUTHORITY).checkpoints.keys == [(str(signed.key), str(new))]


def test_a_key_can_be_changed_again_and_again_and_the_whole_ledger_is_proved_with_the_first_or_the_last(
    signed: Signed,
) -> None:
    signed.signer.sign_once()
    first = newest(signed)
    last = signed.key
    for _ in range(2):
        last = change(signed)
        Folder(signed.folder).end_overlap()
    note(signed, "one more")
    signed.signer.sign_once()

    for key in (signed.key, last):
        report = Report(lambda _: None)
        verify_ledger(signed.database, report, key, [first, newest(signed)])
        assert {state for state, _ in report.steps} == {PROVED}, report.steps
    report = Report(lambda _: None)
    verify_ledger(signed.database, report, SigningKey.made(ORIGIN).public, [newest(signed)])
    assert NOT_PROVED in {state for state, _ in report.steps}


# --- for the other side, who has the old key alone --------------------------------------------------------------------


@pytest.fixture
def evidence(signed: Signed, tmp_path: Path) -> Callable[..., int]:
    """After a change of keys: a function that runs verify.py with what was given out."""
    new = change(signed)
    Folder(signed.folder).end_overlap()
    note(signed, "one more")
    signed.signer.sign_once()
    return given_out(signed, tmp_path, new)


def given_out(signed: Signed, folder: Path, new: Key) -> Callable[..., int]:
    [recorded] = signed.book.file(AUTHORITY).of(SigningKeyRotated)
    file_id = signed.book.file_id(AUTHORITY)
    with signed.database.transaction("app") as connection:
        (folder / "checkpoint").write_bytes(proofs.checkpoint(connection))
        (folder / "rotation.tlog-proof").write_bytes(proofs.entry_proof(connection, file_id, recorded.position))
        [(state,)] = connection.execute(
            "SELECT state FROM entries WHERE file_id = %s AND position = %s", (file_id, recorded.position)
        )
    (folder / "rotation").write_bytes(state)

    def run(name: str, *words: str, key: Key = signed.key) -> int:
        files = [str(folder / word) if (folder / word).exists() else word for word in words]
        return main([name, *files, "--key", str(key)])

    return run


def test_a_later_checkpoint_is_accepted_with_the_old_key_by_the_entry_and_its_proof(
    evidence: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert evidence("checkpoint", "checkpoint") == EXIT_NOT_PROVED
    assert "no signature under it is by the key" in capsys.readouterr().out
    assert evidence("checkpoint", "checkpoint", "--rotation", "rotation", "rotation.tlog-proof") == EXIT_PROVED
    assert evidence("checkpoint", "checkpoint", "--rotation", "rotation") == EXIT_NOT_PROVED
    assert "no proof of the entry was given" in capsys.readouterr().out
    (tmp_path / "other").write_bytes((tmp_path / "rotation").read_bytes().replace(b"Yearly", b"Weekly") + b" ")
    assert evidence("checkpoint", "checkpoint", "--rotation", "other", "rotation.tlog-proof") == EXIT_CONTRADICTED


def test_a_change_of_keys_that_the_old_key_has_not_signed_is_none(
    evidence: Callable[..., int], signed: Signed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thief, victim = SigningKey.made(ORIGIN), SigningKey.made(ORIGIN)
    forged = sign(Rotation.text(signed.key, thief.public), thief)
    (tmp_path / "forged").write_bytes(forged)
    assert evidence("checkpoint", "checkpoint", "--rotation", "forged") == EXIT_NOT_PROVED
    assert "it is not signed by the key" in capsys.readouterr().out
    wrong = statement(victim, thief).replace(str(victim.public).encode(), str(signed.key).encode())
    (tmp_path / "wrong").write_bytes(wrong)
    assert evidence("checkpoint", "checkpoint", "--rotation", "wrong") in (EXIT_CONTRADICTED, EXIT_NOT_PROVED)


def test_two_keys_that_each_claim_to_follow_one_are_contradicted(signed: Signed) -> None:
    old = SigningKey.read(signed.folder / "key")
    changes = [Rotation.read(statement(old, SigningKey.made(ORIGIN))) for _ in range(2)]

    with pytest.raises(Contradicted, match="somebody has a copy"):
        following(old.public, changes)


def test_keys_that_follow_each_other_in_a_ring_end_nowhere(signed: Signed) -> None:
    keys = [SigningKey.made(ORIGIN) for _ in range(3)]
    ring = [Rotation.read(statement(keys[n], keys[(n + 1) % 3])) for n in range(3)]

    found = following(keys[1].public, ring)

    assert {found, *found.others} == {key.public for key in keys}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(b"cleartrail-key-rotation/1", b"cleartrail-key-rotation/2"),
        lambda text: text.replace(b"\n-\n", b"\nlast week\n"),
        lambda text: text.replace(b"\n-\n", b"\n\n"),
        lambda text: text.replace(ORIGIN.encode() + b"\n", b"ledger.example/kent\n", 1),
        lambda text: text.replace(b"\n-\n", b"\n-\n-\n"),
        lambda text: text.replace(b"\n\n", b"\n"),
        lambda text: b"{}",
        lambda text: b'{"entry": {"kind": "note-made/1"}}',
        lambda text: b"",
    ],
)
def test_a_statement_that_is_not_in_its_form_says_nothing(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Unreadable):
        Rotation.read(spoil(statement(SigningKey.made(ORIGIN), SigningKey.made(ORIGIN))))


# --- a key that somebody else may have --------------------------------------------------------------------------------

STOLEN = "2026-03-31T14:30:00.000000Z"


def test_a_compromised_key_signs_no_more_and_what_it_signed_counts_if_it_was_there_before(
    signed: Signed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed.signer.sign_once()
    old = SigningKey.read(signed.folder / "key")
    kept = newest(signed)
    new = change(signed, STOLEN)

    assert signers(newest(signed), signed.key, new) == [new]
    assert not (signed.folder / "key.old").exists()
    run = given_out(signed, tmp_path, new)
    (tmp_path / "kept").write_bytes(kept)
    by_thief = sign(checkpoint_text(ORIGIN, 900, b"\x01" * 32), old)
    (tmp_path / "thiefs").write_bytes(by_thief)
    stamper = Stamper.made()
    (tmp_path / "root.pem").write_bytes(stamper.root.pem)
    (tmp_path / "before").write_bytes(stamper.stamp(kept, datetime(2026, 3, 1, tzinfo=UTC)))
    (tmp_path / "after").write_bytes(stamper.stamp(kept, datetime(2026, 4, 1, tzinfo=UTC)))
    followed = ("--rotation", "rotation", "rotation.tlog-proof")

    assert run("checkpoint", "checkpoint", *followed) == EXIT_PROVED
    assert run("checkpoint", "thiefs", *followed) == EXIT_NOT_PROVED
    assert "not trusted from 2026-03-31T14:30:00.000000Z on" in capsys.readouterr().out
    assert run("checkpoint", "kept", *followed) == EXIT_NOT_PROVED
    stamped = ("--root", "root.pem", "--timestamp")
    assert run("checkpoint", "kept", *followed, *stamped, "before") == EXIT_PROVED
    assert run("checkpoint", "kept", *followed, *stamped, "after") == EXIT_NOT_PROVED


def test_a_witness_that_saw_it_before_the_key_was_stolen_vouches_for_a_checkpoint(
    signed: Signed, tmp_path: Path
) -> None:
    signed.signer.sign_once()
    kept = newest(signed)
    run = given_out(signed, tmp_path, change(signed, STOLEN))
    witness = SigningKey.made("witness.example", cosigns=True)
    text = Checkpoint.read(kept).note.text
    for name, month in (("before", 3), ("after", 4)):
        at = int(datetime(2026, month, 1, tzinfo=UTC).timestamp())
        (tmp_path / name).write_bytes(kept + witness.line(text, at))
    asked = ("--rotation", "rotation", "rotation.tlog-proof", "--witness", str(witness.public), "--quorum", "1")

    assert run("checkpoint", "before", *asked) == EXIT_PROVED
    assert run("checkpoint", "after", *asked) == EXIT_NOT_PROVED


def test_what_a_stolen_key_signed_does_not_hold_by_a_key_of_the_signers_own() -> None:
    old, new = SigningKey.made(ORIGIN), SigningKey.made(ORIGIN)
    linked = following(new.public, [Rotation.read(statement(old, new, STOLEN))])
    signed_by_old = Checkpoint.read(sign(checkpoint_text(ORIGIN, 1, b"\x01" * 32), old))

    with pytest.raises(NotProved, match="not trusted"):
        signed_by_old.check_signed(linked)
    with pytest.raises(NotProved, match="not trusted"):
        signed_by_old.check_signed(linked, STOLEN)
    signed_by_old.check_signed(linked, "2026-03-31T14:29:59.999999Z")


# --- kill -9 ----------------------------------------------------------------------------------------------------------


def killed_at(step: int, work: Callable[[], object], folder: Path) -> bool:
    """Do the work in a process that is killed before its n-th change to a file there; False if it got through."""
    child = os.fork()
    if child == 0:
        left = step

        def watch(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal left
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            if not (writes or event in ("os.rename", "os.remove", "os.link", "os.mkdir")):
                return
            if str(folder) not in str(arguments[0]) or str(arguments[0]).endswith("lock"):
                return
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(watch)
            work()
        except BaseException as error:  # noqa: BLE001  # a child process: whatever it is, it must not go on
            os.write(2, repr(error).encode())
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), "the work failed"
    return status != 0


def rotate_anew(signed: Signed, server: EmbeddedServer | str) -> None:
    """As the command does it, with connections of its own."""
    with Database(signed.database.schema, server, keys=signed.database.keys_place) as database:
        book = Book(LedgerStore(database))
        rotate(book, signed.folder, CLERK, reason="Yearly")
        with closing(Signer(database, signed.folder)) as signer:
            signer.sign_once()


def test_killed_before_any_step_the_change_of_keys_is_whole_when_it_is_done_again(
    signed: Signed, server: EmbeddedServer | str
) -> None:
    signed.signer.sign_once()
    signed.signer.close()
    was, step = {path.name: path.read_bytes() for path in signed.folder.iterdir()}, 0
    while killed_at(step, lambda: rotate_anew(signed, server), signed.folder):
        with closing(Signer(signed.database, signed.folder)) as signer:
            signer.sign_once()  # the server was started anew before anybody looked: it signs, by the old key or the new
        rotate_anew(signed, server)
        keys = Folder(signed.folder).signing_keys()
        Folder(signed.folder).last().check_signed(keys[0].public)
        assert len(keys) == 2, step
        assert not {"rotation", "key.next"} & {path.name for path in signed.folder.iterdir()}
        note(signed, f"after {step}")
        with closing(Signer(signed.database, signed.folder)) as signer:
            assert signer.sign_once() is not None
        step += 1

    assert step > 8
    note(signed, "at the end")
    with closing(Signer(signed.database, signed.folder)) as signer:
        signer.sign_once()
    report = Report(lambda _: None)
    verify_ledger(signed.database, report, signed.key, [was["checkpoint"], newest(signed)])
    assert {state for state, _ in report.steps} == {PROVED}, report.steps
    changes = signed.book.file(AUTHORITY).checkpoints.keys
    assert [old for old, _ in changes[1:]] == [new for _, new in changes[:-1]], "each key follows the one before"


def test_a_word_to_take_up_a_key_that_is_not_there_signs_nothing(signed: Signed) -> None:
    signed.signer.sign_once()
    old = SigningKey.read(signed.folder / "key")
    Folder(signed.folder).announce(statement(old, SigningKey.made(ORIGIN)))

    with pytest.raises(SigningRefused, match="names other keys"):
        signed.signer.sign_once()
    Folder(signed.folder).announce(b"x")
    with pytest.raises(SigningRefused, match="does not say which key follows"):
        signed.signer.sign_once()
    assert SigningKey.read(signed.folder / "key").public == signed.key
