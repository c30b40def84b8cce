import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.log.leaf import file_key, leaf_hash, leaf_header

FILE = UUID("0b5c1f0e-7a57-4d5e-9c9e-3f2a1d4b6c70")
RECORDED = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
SEALED = datetime(2025, 3, 1, 9, 30, 0, 4200, tzinfo=UTC)
STATE = hashlib.sha256(b'{"kind":"note-made/1"}').digest()


def test_a_header_is_these_very_bytes() -> None:
    key = file_key("ledger.example/eu1", FILE)

    header = leaf_header(key, 1, RECORDED, SEALED, STATE, None)

    assert key == hashlib.sha256(b"cleartrail-file/1\nledger.example/eu1\n" + bytes.fromhex(FILE.hex)).digest()
    assert header == (
        b'{"file":"%s","format":"cleartrail-leaf/1","position":1,"previous":"",'
        b'"recorded_at":"2025-03-01T09:30:00.000000Z","sealed_at":"2025-03-01T09:30:00.004200Z","state":"%s"}'
        % (key.hex().encode(), STATE.hex().encode())
    )
    assert leaf_hash(header) == hashlib.sha256(b"\0" + header).digest()


def test_everything_a_header_holds_changes_its_hash() -> None:
    key, second = file_key("a.example", FILE), timedelta(microseconds=1)
    headers = [
        leaf_header(key, 2, RECORDED, SEALED, STATE, b"p" * 32),
        leaf_header(file_key("b.example", FILE), 2, RECORDED, SEALED, STATE, b"p" * 32),
        leaf_header(file_key("a.example", UUID(int=1)), 2, RECORDED, SEALED, STATE, b"p" * 32),
        leaf_header(key, 3, RECORDED, SEALED, STATE, b"p" * 32),
        leaf_header(key, 2, RECORDED + second, SEALED, STATE, b"p" * 32),
        leaf_header(key, 2, RECORDED, SEALED + second, STATE, b"p" * 32),
        leaf_header(key, 2, RECORDED, SEALED, b"s" * 32, b"p" * 32),
        leaf_header(key, 2, RECORDED, SEALED, STATE, b"q" * 32),
    ]

    assert len({leaf_hash(header) for header in headers}) == len(headers)
    assert all(list(json.loads(header)) == sorted(json.loads(header)) for header in headers)


def test_the_same_moment_is_written_the_same_in_every_time_zone() -> None:
    key, summer_time = file_key("a.example", FILE), timezone(timedelta(hours=1))

    there = leaf_header(key, 1, RECORDED.astimezone(summer_time), SEALED.astimezone(summer_time), STATE, None)

    assert there == leaf_header(key, 1, RECORDED, SEALED, STATE, None)


@pytest.mark.parametrize(
    ("position", "state", "previous", "recorded"),
    [
        (0, STATE, None, RECORDED),
        (1, STATE, b"p" * 32, RECORDED),
        (2, STATE, None, RECORDED),
        (2, STATE, b"", RECORDED),
        (2, STATE[:31], b"p" * 32, RECORDED),
        (1, STATE, None, RECORDED.replace(tzinfo=None)),
    ],
)
def test_what_no_entry_can_have_gets_no_header(
    position: int, state: bytes, previous: bytes | None, recorded: datetime
) -> None:
    with pytest.raises(ValueError, match=r"position|32 bytes|time zone"):
        leaf_header(file_key("a.example", FILE), position, recorded, SEALED, state, previous)


@given(
    position=st.integers(1, 2**53 - 1), hashes=st.tuples(*[st.binary(min_size=32, max_size=32)] * 3),
    moments=st.tuples(*[st.datetimes(timezones=st.timezones())] * 2),
)  # fmt: skip
def test_a_header_is_always_in_the_form_of_rfc_8785(
    position: int, hashes: tuple[bytes, bytes, bytes], moments: tuple[datetime, datetime]
) -> None:
    file, state, previous = hashes

    try:
        header = leaf_header(file, position, *moments, state, previous if position > 1 else None)
    except OverflowError:
        assume(False)  # a moment in the year 0 or 10000 of UTC

    assert rfc8785.dumps(json.loads(header)) == header
