"""Verifying a whole ledger: what was done to it is named, by entry, and by the checkpoint it is covered by."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.log.signing import SigningKey, sign
from ledger.subjects.records import NoteMade
from ledger.verify import CONTRADICTED, NOT_PROVED, PROVED, Key, Report, checkpoint_text
from ledger.verifying import verify_ledger
from ledger.words import Said
from tests.log.conftest import ORIGIN, Signed
from tests.log.test_signer import meddle, note
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
