"""Stored bytes are read as strictly as their format is described."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args
from uuid import UUID

import pytest
from pydantic_core import from_json, to_json

from ledger import mapper
from ledger.dates.span import Span
from ledger.entry import KINDS, Entry, Recorded, own
from ledger.store.asking import StoredRow
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised
from ledger.subjects.programme import PolicyUpdateApproved
from ledger.subjects.records import EntryCorrected
from ledger.subjects.resources import ResourceUseRecorded, VarianceActionTaken
from ledger.words import Said
from tests.each import each
from tests.story import CLERK

AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
RAISED = Recorded(
    IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed")), UUID(int=1), 4, AT, CLERK,
    given_id="ISS-001",
)  # fmt: skip


def row(state: bytes, kind: str = "issue-raised/1") -> StoredRow:
    return StoredRow(UUID(int=1), 4, kind, state, AT, None, None, None)


STATE = mapper.stored(RAISED).state


def changed(**members: object) -> bytes:
    return to_json(from_json(STATE) | members)


def test_what_was_stored_is_read_back_with_defaults_written_out_and_nothing_for_null() -> None:
    read = mapper.read(row(STATE))
    entry = from_json(STATE)["entry"]

    assert (read.given_id, read.recorded_by, read.signature) == ("ISS-001", CLERK, None)
    assert entry["about"] is False
    assert entry["exhibits"] == []
    assert "by" not in entry


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"about":false', b'"about":false,"about":true'),
        (b'"account":"clerk"', b'"account":"clerk","account":"somebody"'),
        (b'{"entry":', b'{"id":"ISS-002","entry":'),
        (b'"happened_on"', b'"happened_on":"2025-03-04","happened_on"'),
    ],
)
def test_bytes_that_say_a_thing_twice_are_not_read(old: bytes, new: bytes) -> None:
    assert old in STATE
    with pytest.raises(mapper.Unreadable, match="twice"):
        mapper.read(row(STATE.replace(old, new, 1)))


def test_the_same_object_in_other_spelling_is_read() -> None:
    spaced = STATE.replace(b":", b" : ").replace(b"ISS", b"\\u0049SS")

    assert mapper.read(row(spaced)).given_id == "ISS-001"


@pytest.mark.parametrize("salt", ["", "short", "A" * 21, "A" * 23, "A" * 21 + "B", "A" * 20 + "+A", "A" * 22 + "=="])
def test_a_salt_is_sixteen_bytes(salt: str) -> None:
    assert mapper.read(row(changed(salt="A" * 22))).position == 4
    with pytest.raises(mapper.Unreadable, match="pattern"):
        mapper.read(row(changed(salt=salt)))


@pytest.mark.parametrize("id", ["", "ISS-1", "iss-001", "ISSUE-001", "ISS001", "ISS-001 ", "ISS-\u0661\u0662\u0663"])
def test_an_id_is_three_capitals_and_three_digits_or_more(id: str) -> None:
    assert mapper.read(row(changed(id="ISS-1234567"))).given_id == "ISS-1234567"
    with pytest.raises(mapper.Unreadable, match="pattern"):
        mapper.read(row(changed(id=id)))


def test_an_id_however_long_can_be_named_by_a_later_entry() -> None:
    told = IssueNotifiedToProvider(happened_on=date(2025, 3, 4), issue="ISS-12345678", means="e-mail")
    new = mapper.stored(Recorded(told, UUID(int=1), 5, AT, CLERK))

    assert mapper.read(row(new.state, new.kind)).entry == told


@each("kind", KINDS.values())
def test_a_field_left_out_is_none_or_has_a_value_of_its_own_and_never_either(kind: type[Entry]) -> None:
    """Or what was stored without it would be read as something else."""
    for name, field in kind.model_fields.items():
        assert field.default is None or type(None) not in get_args(field.annotation), name


_DAY = date(2025, 3, 4)
_ACTED = VarianceActionTaken(happened_on=_DAY, variance="RVA-001", action=Said("Hours moved"), contractual="none")
_USED = ResourceUseRecorded(
    happened_on=_DAY, plan="RPL-001", plan_line="L1", period=Span(first=date(2025, 2, 1), last=date(2025, 2, 28)),
    used="70", unit="kWh", record_form="electronic",
)  # fmt: skip
_APPROVED = PolicyUpdateApproved(happened_on=_DAY, document="Policy", version="3", cabinet_approval_needed=True)


@pytest.mark.parametrize(
    ("new", "field", "stored", "read"),
    [
        (_ACTED, "contractual", "none", None),
        (_ACTED, "contractual", "variation", "variation"),
        (_USED, "record_form", "electronic", None),
        (_USED, "record_form", "manual", "manual"),
        (_APPROVED, "cabinet_approval_needed", False, None),
        (_APPROVED, "cabinet_approval_needed", True, True),
    ],
)
def test_a_word_that_stood_for_silence_too_is_read_as_not_said(
    new: Entry, field: str, stored: str | bool, read: str | bool | None
) -> None:
    """CPC307-K21, CPC308-S7, IMP-14-b: so also where a correction puts it in another's place."""
    put_right = EntryCorrected(happened_on=_DAY, position=3, replacement=new, reason=Said("Another one"))
    now, said = new.kind, to_json(own(new, field))

    def as_before(entry: Entry) -> Entry:
        made = mapper.stored(Recorded(entry, UUID(int=1), 4, AT, CLERK))
        before = now.replace("/2", "/1")
        state = made.state.replace(now.encode(), before.encode())
        state = state.replace(f'"{field}":'.encode() + said, f'"{field}":'.encode() + to_json(stored))
        return mapper.read(row(state, made.kind.replace(now, before))).entry

    corrected = as_before(put_right)
    assert isinstance(corrected, EntryCorrected)
    for entry in (as_before(new), corrected.replacement):
        assert (entry.kind, own(entry, field)) == (now, read)
    assert now.endswith("/2")


def test_a_signature_is_kept_where_there_is_one() -> None:
    signed = Recorded(RAISED.entry, RAISED.file_id, 4, AT, CLERK, given_id="ISS-001", signature=b"\x00signed\xff")
    new = mapper.stored(signed)

    assert mapper.read(row(new.state)).signature == b"\x00signed\xff"
    assert b"signature" not in STATE
    with pytest.raises(mapper.Unreadable, match="signature"):
        mapper.read(row(changed(signature="AB")))


def test_what_comes_through_the_library_has_no_plausible_time_of_recording() -> None:
    through = mapper.LedgerMapper()
    kept = mapper.read(row(STATE))

    back = through.to_domain_event(through.to_stored_event(kept))

    assert back.recorded_at.year == 1
    assert (back.entry, back.given_id) == (kept.entry, "ISS-001")


def test_words_are_not_lost_through_the_library() -> None:
    with pytest.raises(ValueError, match="carries words"):
        mapper.LedgerMapper().to_stored_event(RAISED)
