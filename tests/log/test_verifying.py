"""Verifying a whole ledger: what was done to it is named, by entry, and by the checkpoint it is covered by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ledger.copying.writing import write_copy
from ledger.log.signing import SigningKey, sign
from ledger.subjects.records import NoteMade
from ledger.verify import CONTRADICTED, NOT_PROVED, PROVED, Key, Note, Report, checkpoint_text
from ledger.verifying import verify_ledger
from ledger.words import Said
from tests.log.conftest import ORIGIN, Signed
from tests.log.test_signer import meddle, note
from tests.store.redefining import unguarded
from tests.story import CLERK


def steps(signed: Signed, *kept: bytes, key: Key | None) -> list[tuple[str, str]]:
    report = Report(lambda said: None)
    verify_ledger(signed.database, report, key, kept)
    return report.steps


@pytest.fixture
def older(signed: Signed) -> bytes:
    """A checkpoint kept from before the last entry; the ledger has gone on."""
    signed.signer.sign_once()
    kept = (signed.folder / "checkpoint").read_bytes()
    note(signed, "one more")
    signed.signer.sign_once()
    return kept


def newest(signed: Signed) -> bytes:
    return (signed.folder / "checkpoint").read_bytes()


def test_an_untouched_ledger_is_proved_to_the_last_entry_that_a_kept_checkpoint_covers(
    signed: Signed, older: bytes
) -> None:
    assert {state for state, _ in steps(signed, older, newest(signed), key=signed.key)} == {PROVED}

    size = signed.book.store.log_size()
    assert steps(signed, older, key=signed.key)[-1] == (
        NOT_PROVED, f"places {size - 1} to {size - 1} are under no kept checkpoint that holds",
    )  # fmt: skip


def test_without_a_key_or_a_checkpoint_from_elsewhere_it_is_not_said_to_be_proved(signed: Signed, older: bytes) -> None:
    for without in (steps(signed, key=signed.key), steps(signed, newest(signed), key=None)):
        assert NOT_PROVED in {state for state, _ in without}
        assert CONTRADICTED not in {state for state, _ in without}


def test_an_altered_entry_is_named_with_the_checkpoint_it_has_been_under(signed: Signed, older: bytes) -> None:
    signed.signer.close()
    meddle(signed, "UPDATE entries SET state = state || ' ' WHERE (file_id, position) ="
                   " (SELECT file_id, position FROM log WHERE index = 2)")  # fmt: skip

    found = [what for state, what in steps(signed, newest(signed), key=signed.key) if state == CONTRADICTED]

    size = signed.book.store.log_size() - 1
    assert [what for what in found if "place 2 in the log" in what and "altered" in what]
    assert all(f"under a checkpoint since that of {size} entries, 20" in what for what in found if "place 2" in what)


def test_a_ledger_rewritten_with_every_hash_made_to_fit_contradicts_its_checkpoints(
    signed: Signed, older: bytes
) -> None:
    """The owner swaps two appends in the log and works the leaves out anew: only the signed roots know."""
    meddle(signed, "UPDATE log SET leaf_hash = sha256('x') WHERE index = 0")

    found = [what for state, what in steps(signed, older, newest(signed), key=signed.key) if state == CONTRADICTED]

    assert [what for what in found if what.startswith("the log leads to each of its own 2 checkpoints")]
    assert [what for what in found if "something from place 0 to" in what]


def test_a_ledger_that_was_set_back_contradicts_a_newer_checkpoint(signed: Signed, older: bytes) -> None:
    size = signed.book.store.log_size()
    key = SigningKey.read(signed.folder / "key")
    beyond = sign(checkpoint_text(ORIGIN, size + 5, b"r" * 32), key)

    found = [what for state, what in steps(signed, beyond, key=signed.key) if state == CONTRADICTED]

    assert [what for what in found if f"covers {size + 5} entries, and the log ends at {size}: it was set back" in what]


def test_checkpoints_in_the_database_that_the_key_has_not_signed_are_said_not_to_prove_anything(
    signed: Signed, older: bytes
) -> None:
    other = SigningKey.made(ORIGIN).public

    said = {what: state for state, what in steps(signed, key=other)}

    assert [what for what, state in said.items() if state == NOT_PROVED and "its own 2 checkpoints" in what]


def test_entries_that_are_not_sealed_yet_are_not_said_to_be_proved(signed: Signed, older: bytes) -> None:
    said = NoteMade(happened_on=date(2025, 3, 3), words=Said("not sealed"))
    signed.book.record("A", said, CLERK, acknowledge_all=True)

    assert steps(signed, newest(signed), key=signed.key)[-1] == (
        NOT_PROVED, "1 entries are recorded and not sealed yet",
    )  # fmt: skip


# --- which bytes ------------------------------------------------------------------------------------------------------


def beside(signed: Signed, older: Path) -> list[str]:
    """What is said about the bytes of altered entries, beside an older copy."""
    said: list[str] = []
    verify_ledger(signed.database, Report(said.append), signed.key, [newest(signed)], against=older)
    return [line.partition("beside copy: ")[2] for line in said if "beside copy: " in line]


@pytest.mark.parametrize(
    ("done", "found"),
    [
        ("state = overlay(state placing 'XY' from 31)", "bytes 30 to 31 of {n} stand for bytes 30 to 31 of {n} there"),
        ("state = state || ' '", "bytes {n} to {n} of {m} stand for nothing, before byte {n}, of {n} there"),
        ("state = substr(state, 1, octet_length(state) - 1)",
         "nothing, before byte {o}, of {o} stand for bytes {o} to {o} of {n} there"),
        ("recorded_at = recorded_at + interval '1 us'", "the same {n} bytes; it was recorded at another time there"),
    ],
)  # fmt: skip
def test_an_older_copy_tells_which_bytes_were_altered(
    signed: Signed, older: bytes, tmp_path: Path, done: str, found: str
) -> None:
    write_copy(signed.database, tmp_path / "copy")
    with signed.database.transaction("app") as connection:
        [(size,)] = connection.execute(
            "SELECT octet_length(state) FROM entries WHERE (file_id, position) ="
            " (SELECT file_id, position FROM log WHERE index = 2)"
        )
    meddle(signed, f"UPDATE entries SET {done} WHERE (file_id, position) ="
                   " (SELECT file_id, position FROM log WHERE index = 2)")  # fmt: skip

    assert found.format(n=size, m=size + 1, o=size - 1) in beside(signed, tmp_path / "copy")


def test_an_entry_that_is_gone_or_was_never_copied_is_said_to_be_so(signed: Signed, tmp_path: Path) -> None:
    signed.signer.sign_once()
    write_copy(signed.database, tmp_path / "copy")
    note(signed, "after the copy")
    signed.signer.sign_once()
    of = "(file_id, position) = (SELECT file_id, position FROM log ORDER BY index {} LIMIT 1)"
    meddle(
        signed, f"DELETE FROM entries WHERE {of.format('OFFSET 3')}",
        f"UPDATE entries SET state = state || ' ' WHERE {of.format('DESC')}",
    )  # fmt: skip

    said = beside(signed, tmp_path / "copy")

    assert [line for line in said if line.startswith("it is gone; the copy has its bytes 0 to ")]
    assert "it is not in the copy" in said


def test_a_copy_to_compare_with_that_was_itself_altered_is_said_to_be_so(
    signed: Signed, older: bytes, tmp_path: Path
) -> None:
    write_copy(signed.database, tmp_path / "copy")
    (tmp_path / "copy").write_bytes((tmp_path / "copy").read_bytes().replace(b'"kind"', b'"kinf"', 1))
    meddle(signed, "UPDATE entries SET state = state || ' ' WHERE kind = 'issue-raised/1'")
    report = Report(lambda said: None)

    verify_ledger(signed.database, report, signed.key, [newest(signed)], against=tmp_path / "copy")

    assert [what for state, what in report.steps if state == CONTRADICTED and what.startswith("copy, to compare with")]


def test_a_map_that_the_key_has_not_signed_is_found(signed: Signed, older: bytes) -> None:
    other = SigningKey.made(ORIGIN)
    with unguarded(signed.database), signed.database.administer(autocommit=True) as connection:
        connection.execute("ALTER TABLE maps DISABLE TRIGGER USER")
        for size, raw in connection.execute("SELECT size, note FROM maps").fetchall():
            note_ = sign(Note.read(raw).text, other)
            connection.execute("UPDATE maps SET note = %s WHERE size = %s", (note_, size))
        connection.execute("ALTER TABLE maps ENABLE ALWAYS TRIGGER maps_stay, ENABLE ALWAYS TRIGGER maps_kept")

    assert [
        what for state, what in steps(signed, newest(signed), key=signed.key) if state == NOT_PROVED and "maps" in what
    ]
