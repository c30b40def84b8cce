"""Entries written into the database with times of the writer's own choosing, whose hashes all fit."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from ledger.errors import SigningRefused
from ledger.log.files import map_root
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.log.signer import Signer
from ledger.log.signing import SigningKey, sign
from ledger.verify import Contradicted, FileProof, MapHead, MapLeaf, Root
from tests.log.conftest import ORIGIN, Signed
from tests.log.test_signer import meddle

LAST_YEAR = datetime(2025, 1, 7, 9, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def slip_in(signed: Signed, recorded_at: datetime, sealed_at: datetime, file_id: UUID | None = None) -> None:
    """Append an entry as whoever owns the server can: to a file, or as the first of a new one."""
    with signed.database.transaction("app") as connection:
        [(state, size, arrival)] = connection.execute(
            "SELECT (SELECT state FROM entries WHERE file_id = %s AND position = 1), (SELECT max(index) + 1 FROM log),"
            " (SELECT max(arrival) + 1 FROM entries)", (signed.book.file_id("A"),),
        ).fetchall()  # fmt: skip
        last = connection.execute(
            "SELECT position, leaf_hash FROM log WHERE file_id = %s ORDER BY position DESC LIMIT 1", (file_id,)
        ).fetchone()
    position, previous = (last[0] + 1, bytes(last[1])) if last else (1, None)
    at = file_id or uuid4()
    header = leaf_header(file_key(ORIGIN, at), position, recorded_at, sealed_at, sha256(state).digest(), previous)
    meddle(
        signed,
        f"INSERT INTO files VALUES ('{at}', {position}, '{recorded_at}') "
        f"ON CONFLICT (file_id) DO UPDATE SET head = {position}",
        "INSERT INTO entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size) SELECT"
        f" '{at}', {position}, kind, state, '{recorded_at}', {arrival}, 1, 1 FROM entries"
        f" WHERE position = 1 AND file_id = '{signed.book.file_id('A')}'",
        "INSERT INTO log (index, file_id, position, arrival, leaf_hash, sealed_at) VALUES"
        f" ({size}, '{at}', {position}, {arrival}, '\\x{leaf_hash(header).hex()}', '{sealed_at}')",
        f"UPDATE sealing SET size = {size} + 1, floor = {arrival}",
    )


@pytest.mark.parametrize("again", [True, False], ids=["by the signer that begins again", "by the signer at work"])
@pytest.mark.parametrize(
    ("recorded", "sealed", "said"),
    [
        (LAST_YEAR, LAST_YEAR, "was sealed before the entry before it in the log"),
        (LAST_YEAR, None, "recorded long before another"),
        (datetime(2300, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC), "has not come"),
        (datetime(2300, 1, 1, tzinfo=UTC), None, "was sealed before it was recorded"),
    ],
    ids=["sealed earlier", "recorded earlier", "in the future", "sealed before it was recorded"],
)
def test_an_entry_with_times_that_no_ledger_gives_is_not_signed(
    signed: Signed, recorded: datetime, sealed: datetime | None, said: str, again: bool
) -> None:
    signed.signer.sign_once()
    if again:
        signed.signer.close()

    slip_in(signed, recorded, sealed or datetime.now(UTC))

    with pytest.raises(SigningRefused, match=said):
        signed.signer.sign_once()


def test_starting_the_signer_again_and_again_lets_nobody_date_entries_further_back(signed: Signed) -> None:
    """Each entry lies less than a day before the last one signed, the second more than a day before the latest."""
    now = datetime.now(UTC)
    signed.signer.sign_once()
    slip_in(signed, now - HOUR * 20, datetime.now(UTC))
    assert signed.signer.sign_once() is not None
    signed.signer.close()

    slip_in(signed, now - HOUR * 40, datetime.now(UTC))

    with closing(Signer(signed.database, signed.folder)) as again, pytest.raises(SigningRefused, match="long before"):
        again.sign_once()


@pytest.mark.parametrize("said", ["", "yesterday\n", "\xff", "2025-01-01T00:00:00Z\n"])
def test_a_latest_moment_that_was_altered_is_not_guessed_at(signed: Signed, said: str) -> None:
    signed.signer.sign_once()
    signed.signer.close()
    (signed.folder / "latest").write_text(said, "latin-1")

    with closing(Signer(signed.database, signed.folder)) as again, pytest.raises(SigningRefused, match="latest"):
        again.sign_once()


def test_a_folder_from_before_that_moment_was_kept_goes_on_and_keeps_it(signed: Signed) -> None:
    signed.signer.sign_once()
    (signed.folder / "latest").unlink()
    signed.signer.close()
    slip_in(signed, datetime.now(UTC), datetime.now(UTC))

    with closing(Signer(signed.database, signed.folder)) as again:
        assert again.sign_once() is not None

    assert (signed.folder / "latest").read_text().startswith(f"{datetime.now(UTC):%Y-%m-%d}")


def test_an_entry_dated_before_the_one_it_follows_in_its_file_is_not_signed(signed: Signed) -> None:
    signed.signer.sign_once()

    slip_in(signed, datetime.now(UTC) - HOUR * 6, datetime.now(UTC), signed.book.file_id("A"))

    with pytest.raises(SigningRefused, match="before the entry it follows in its file"):
        signed.signer.sign_once()


def test_the_moment_signed_last_is_not_believed_of_the_database(signed: Signed) -> None:
    """Or the rows signed last could be dated back first, and what is slipped in would seem to follow them."""
    signed.signer.sign_once()
    signed.signer.close()
    meddle(signed, f"UPDATE log SET sealed_at = '{LAST_YEAR}'")

    slip_in(signed, LAST_YEAR, LAST_YEAR)

    with pytest.raises(SigningRefused, match="the last entries that were signed"):
        signed.signer.sign_once()


def test_what_was_sealed_long_after_it_was_recorded_is_signed_and_so_is_what_lay_in_an_open_transaction(
    signed: Signed,
) -> None:
    now = datetime.now(UTC)
    signed.signer.sign_once()
    for recorded, sealed in ((now + MINUTE, now + HOUR), (now, now + HOUR)):
        slip_in(signed, recorded, sealed)
        assert signed.signer.sign_once() is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [((5, 6), (3, 7)), ((5, 6), (5, 5)), ((5, 6), (8, 7))],
    ids=["recorded earlier", "sealed earlier", "sealed before it was recorded"],
)
def test_a_file_with_times_that_no_ledger_gives_is_contradicted_whoever_signed_it(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    whole(first, (6, 7))
    with pytest.raises(Contradicted, match="times that no ledger gives"):
        whole(first, second)


def whole(*times: tuple[int, int]) -> None:
    """Check a log that is one file of entries recorded and sealed at these minutes."""
    key, headers, previous, root = b"\7" * 32, list[bytes](), None, Root()
    for position, (recorded, sealed) in enumerate(times, 1):
        at = LAST_YEAR + MINUTE * recorded, LAST_YEAR + MINUTE * sealed
        headers.append(leaf_header(key, position, *at, b"\1" * 32, previous))
        previous = leaf_hash(headers[-1])
        root.add(previous)
    assert previous is not None
    mapped = map_root({key: (len(times), previous)})
    head = MapHead.read(sign(MapHead.text(ORIGIN, root.size, root.value, 1, mapped), SigningKey.made(ORIGIN)))
    shown = MapLeaf(key, len(times), previous, 0, ())
    FileProof(head, key, (shown,), tuple(headers), 1, (leaf_hash(headers[0]),)).check_whole()
