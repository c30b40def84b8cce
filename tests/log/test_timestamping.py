"""Checkpoints stamped by an authority and kept in the log; and authorities that are away, slow, or answer anything."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger.book import AUTHORITY
from ledger.copying.writing import write_copy
from ledger.log.outside import Outside, read_outside
from ledger.log.stamping import NoTimestamp
from ledger.subjects.checkpoints import CheckpointTimestamped
from ledger.timestamping import OWN_ACCOUNT, Timestamper
from ledger.verify import CONTRADICTED, NOT_PROVED, PROVED, Report, unbase64, verify_copy, verify_timestamp
from ledger.verifying import verify_ledger
from tests.log.authority import LocalAuthority, imprint_of, local_authority, nonce_of, other_request
from tests.log.conftest import Signed
from tests.log.test_signer import meddle, note
from tests.log.tokens import Stamper, certified

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed: nobody stamps")
Settings = Callable[..., Outside]


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[LocalAuthority]:
    with local_authority(tmp_path / "tsa") as running:
        yield running


@pytest.fixture
def outside(authority: LocalAuthority, tmp_path: Path) -> Settings:
    def written(text: str | None = None, **more: str) -> Outside:
        said = authority.written() if text is None else text
        said += "".join(f'{name} = "{value}"\n' for name, value in more.items())
        (tmp_path / "outside.toml").write_text(said)
        return read_outside(tmp_path / "outside.toml")

    return written


def timestamper(signed: Signed, outside: Outside, told: list[str | None] | None = None) -> Timestamper:
    tell = told.append if told is not None else lambda why: None
    return Timestamper(signed.book, signed.database, signed.folder, outside, tell)


def stamps(signed: Signed) -> list[CheckpointTimestamped]:
    found = signed.book.file(AUTHORITY).of(CheckpointTimestamped)
    return [r.entry for r in found if isinstance(r.entry, CheckpointTimestamped)]


def test_a_checkpoint_is_stamped_and_the_token_kept_as_an_entry_of_the_log(
    signed: Signed, authority: LocalAuthority, outside: Settings
) -> None:
    signed.signer.sign_once()
    settings = outside()

    recorded = timestamper(signed, settings).stamp(settings.authorities[0])

    entry = recorded.entry
    assert isinstance(entry, CheckpointTimestamped)
    assert recorded.recorded_by == OWN_ACCOUNT
    assert (entry.authority, entry.size) == ("Local", signed.book.store.log_size())
    assert entry.checkpoint.encode() == (signed.folder / "checkpoint").read_bytes()
    assert nonce_of(authority.asked[0]) != 0
    report = Report(lambda _: None)
    found = verify_timestamp(
        report, unbase64(entry.token, "the token"), entry.checkpoint.encode(), settings.roots, key=signed.key
    )
    assert found is not None, report.steps
    assert found.at == entry.stamped_at


def test_what_lies_between_two_tokens_entered_the_log_between_their_times(
    signed: Signed, outside: Settings, tmp_path: Path
) -> None:
    settings = outside()
    stamper = timestamper(signed, settings)
    signed.signer.sign_once()
    first = stamper.stamp(settings.authorities[0])
    time.sleep(1.1)  # a token says whole seconds
    note(signed, "between")
    between = signed.book.store.log_size() - 1
    signed.signer.sign_once()
    second = stamper.stamp(settings.authorities[0])
    note(signed, "after")
    signed.signer.sign_once()

    said: list[str] = []
    report = Report(said.append)
    verify_ledger(
        signed.database, report, signed.key, [(signed.folder / "checkpoint").read_bytes()], certificates=settings.roots
    )

    assert {state for state, _ in report.steps} == {PROVED}, report.steps
    assert isinstance(first.entry, CheckpointTimestamped)
    assert isinstance(second.entry, CheckpointTimestamped)
    a, b = first.entry.stamped_at, second.entry.stamped_at
    assert f"  places {between - 1} to {between} entered the log after {a}, before {b}" in said
    assert f"  places 0 to {between - 2} entered the log no timestamp says since when, before {a}" in said
    assert f"  places {between + 1} to {between + 2} entered the log after {b}, no timestamp says by when" in said


def test_a_copy_shows_the_same_and_a_token_of_a_rewritten_log_contradicts_it(
    signed: Signed, outside: Settings, tmp_path: Path
) -> None:
    settings = outside()
    signed.signer.sign_once()
    timestamper(signed, settings).stamp(settings.authorities[0])
    signed.seal()
    signed.signer.sign_once()
    write_copy(signed.database, tmp_path / "copy")
    checkpoint = (signed.folder / "checkpoint").read_bytes()

    def told(roots: list[bytes]) -> tuple[list[tuple[str, str]], list[str]]:
        said: list[str] = []
        report = Report(said.append)
        verify_copy(report, tmp_path / "copy", signed.key, [checkpoint], roots=roots)
        return report.steps, said

    steps, said = told(settings.roots)
    assert {state for state, _ in steps} == {PROVED}, steps
    assert any("entered the log" in line for line in said)
    steps, said = told([])
    assert {state for state, _ in steps} == {PROVED}
    assert any("1 timestamps in it were not looked at" in line for line in said)
    steps, _ = told([Stamper.made().root.der])
    assert [what for state, what in steps if state == NOT_PROVED], steps

    meddle(signed, "UPDATE log SET leaf_hash = sha256('x') WHERE index = 2")
    report = Report(lambda _: None)
    verify_ledger(signed.database, report, signed.key, [], certificates=settings.roots)
    assert any(
        state == CONTRADICTED and "a timestamp by Local: the log does not lead" in what for state, what in report.steps
    )


# --- answers that are none --------------------------------------------------------------------------------------------


WRONG: dict[str, tuple[Callable[[LocalAuthority], Callable[[bytes], bytes]], str]] = {
    "rubbish": (lambda a: lambda _: b"<html>", "not put together"),
    "nothing": (lambda a: lambda _: b"", "not put together"),
    "cut short": (lambda a: lambda r: a.stamp(r)[:-50], "cut short"),
    "too much": (lambda a: lambda r: a.stamp(r) + bytes(200_000), "more than"),
    "a refusal": (lambda a: lambda _: bytes.fromhex("30053003020102"), "its status is 2"),
    "something else stamped": (lambda a: lambda r: a.stamp(other_request(r)), "timestamp of something else"),
    "another policy": (
        lambda a: lambda r: a.stamper.answer(
            a.stamper.token(a.stamper.info(imprint_of(r), datetime.now(UTC), policy="1.2.3.9", nonce=nonce_of(r)))
        ),
        "under the policy 1.2.3.9",
    ),
    "a nonce of its own": (
        lambda a: lambda r: a.stamper.answer(
            a.stamper.token(a.stamper.info(imprint_of(r), datetime.now(UTC), nonce=nonce_of(r) + 1))
        ),
        "the nonce or the hash is not ours",
    ),
    "no nonce": (
        lambda a: lambda r: a.stamper.answer(a.stamper.token(a.stamper.info(imprint_of(r), datetime.now(UTC)))),
        "the nonce or the hash is not ours",
    ),
    "a time to come": (lambda a: lambda r: a.by_hand(r, datetime.now(UTC) + timedelta(hours=1)), "the clock here says"),
    "a time long past": (lambda a: lambda r: a.by_hand(r, datetime.now(UTC) - timedelta(hours=1)), "clock here says"),
    "an expired certificate": (
        lambda a: lambda r: a.by_hand(
            r, stamper=Stamper(a.stamper.root, certified("T", a.stamper.root, ends=datetime(2021, 1, 1, tzinfo=UTC)))
        ),
        "does not lead to a root",
    ),
    "a root of its own": (lambda a: lambda r: a.by_hand(r, stamper=Stamper.made()), "does not lead to a root"),
    "no certificate": (
        lambda a: lambda r: a.by_hand(r, stamper=Stamper(a.stamper.root, a.stamper.signer, ())),
        "is not in it",
    ),
}  # fmt: skip


def test_an_answer_that_is_no_timestamp_is_not_recorded(
    signed: Signed, authority: LocalAuthority, outside: Settings
) -> None:
    signed.signer.sign_once()
    settings = outside()
    for what, (instead, said) in WRONG.items():
        authority.instead = instead(authority)

        with pytest.raises(NoTimestamp, match=said):
            pytest.fail(f"{what}: {timestamper(signed, settings).stamp(settings.authorities[0])}")

    assert stamps(signed) == []


def test_an_authority_that_is_slow_away_or_elsewhere_is_not_waited_for(
    signed: Signed, authority: LocalAuthority, outside: Settings
) -> None:
    signed.signer.sign_once()
    settings = outside()
    stamper, (one,) = timestamper(signed, settings), settings.authorities
    authority.drip = 0.05
    began = time.monotonic()
    with pytest.raises(NoTimestamp, match="no whole answer within 2 seconds"):
        stamper.stamp(one)
    assert time.monotonic() - began < 4
    authority.drip = 0

    for status, why in ((500, "status 500"), (404, "status 404"), (302, "status 302")):
        authority.status = status
        with pytest.raises(NoTimestamp, match=why):
            stamper.stamp(one)
    authority.status = 200

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = one.model_copy(update={"url": f"http://127.0.0.1:{closed.getsockname()[1]}/"})
        with pytest.raises(NoTimestamp, match="refused"):
            stamper.stamp(nobody)
    assert stamps(signed) == []
    assert stamper.stamp(one).position  # and when it is there again, it is asked again


def test_the_certificate_and_the_name_that_the_settings_pin_are_asked_for(
    signed: Signed, authority: LocalAuthority, outside: Settings
) -> None:
    signed.signer.sign_once()
    pinned = outside(subject="CN=Local TSA", certificate=str(authority.folder / "tsa.pem"))
    assert timestamper(signed, pinned).stamp(pinned.authorities[0]).position

    named = outside(subject="CN=Somebody else")
    with pytest.raises(NoTimestamp, match="signed by CN=Local TSA"):
        timestamper(signed, named).stamp(named.authorities[0])
    (authority.folder / "other.pem").write_bytes(certified("Local TSA", authority.stamper.root).pem)
    other = outside(certificate=str(authority.folder / "other.pem"))
    with pytest.raises(NoTimestamp, match="another certificate"):
        timestamper(signed, other).stamp(other.authorities[0])


# --- when -------------------------------------------------------------------------------------------------------------


def test_it_is_due_when_the_log_has_grown_for_an_hour_and_in_any_case_after_a_day(
    signed: Signed, outside: Settings
) -> None:
    signed.signer.sign_once()
    settings = outside()
    stamper, (one,) = timestamper(signed, settings), settings.authorities
    now = datetime.now(UTC)
    assert stamper.is_due(one, now)

    stamper.stamp(one)
    signed.seal()

    assert not stamper.is_due(one, now + timedelta(hours=2))  # nothing new but the token itself
    assert stamper.is_due(one, now + timedelta(hours=25))
    note(signed, "grown")
    assert not stamper.is_due(one, now + timedelta(minutes=50))
    assert stamper.is_due(one, now + timedelta(hours=2))


def test_one_that_fails_is_told_of_and_asked_again_later_and_the_other_goes_on(
    signed: Signed, authority: LocalAuthority, outside: Settings, tmp_path: Path
) -> None:
    signed.signer.sign_once()
    told: list[str | None] = []
    with local_authority(tmp_path / "second") as second:
        settings = outside(authority.written() + second.written("Second"))
        stamper = timestamper(signed, settings, told)
        authority.status = 503
        made = stamper.stamp_what_is_due()
        assert [r.entry.authority for r in made if isinstance(r.entry, CheckpointTimestamped)] == ["Second"]
        assert told == ["Local: it answered with the status 503"]

        asked = len(authority.asked)
        stamper.stamp_what_is_due()
        assert len(authority.asked) == asked  # not at once

        authority.status = 200
        made = timestamper(signed, settings, told).stamp_what_is_due()  # a server started anew asks at once
        assert [r.entry.authority for r in made if isinstance(r.entry, CheckpointTimestamped)] == ["Local"]
        assert told[-1] is None


def test_a_simulated_ledger_is_not_stamped(signed: Signed, outside: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    signed.signer.sign_once()
    settings = outside()
    signed.book.__dict__["clock"] = "simulated"  # what the first entry says; nothing else here depends on it

    with pytest.raises(NoTimestamp, match="simulated"):
        timestamper(signed, settings).stamp(settings.authorities[0])
