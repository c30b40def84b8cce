"""What a timestamp must be to prove anything: made by hand, published by others, and judged by two other programs."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rfc3161_client
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given as given_
from hypothesis import strategies as st

from ledger.log.signing import SigningKey, sign
from ledger.verify import (
    CONTRADICTED,
    EXIT_CONTRADICTED,
    EXIT_NOT_PROVED,
    EXIT_PROVED,
    EXIT_USAGE,
    NOT_PROVED,
    PROVED,
    Contradicted,
    NotProved,
    Report,
    Timestamp,
    Unreadable,
    certificates,
    checkpoint_text,
    main,
    verify_timestamp,
)
from tests.log.tokens import POLICY, Certified, Stamper, certified, der, integer, oid
from tests.log.vectors import vectors
from tests.sampling import places, thorough

KEY = SigningKey.made("ledger.example/stamped")
NOTE = sign(checkpoint_text(KEY.name, 40, b"\x07" * 32), KEY)
DIGEST = hashlib.sha256(NOTE).digest()
NOW = datetime.now(UTC) - timedelta(seconds=2)
BY = Stamper.made()
OTHER = certified("Another", BY.root)
BETWEEN = certified("Between", BY.root, ca=True)
SHORT = certified("Short", ca=True, path_length=0)
UNDER_SHORT = certified("Under short", SHORT, ca=True)
NOT_CA = certified("Not an authority", BY.root)
TWIN = certified("TSA", certified("Root", ca=True), serial=BY.signer.certificate.serial_number)


def by(signer: Certified, *embedded: Certified, root: Certified = BY.root) -> Stamper:
    return Stamper(root, signer, tuple(sorted(one.der for one in (signer, *embedded))))


def state_of(token: bytes, root: Certified = BY.root, given: tuple[bytes, ...] = ()) -> str:
    """What verify.py comes to, over the checkpoint."""
    report = Report(lambda _: None)
    verify_timestamp(report, token, NOTE, [root.der], given, policy=POLICY, key=KEY.public)
    states = {state for state, _ in report.steps}
    return CONTRADICTED if CONTRADICTED in states else NOT_PROVED if NOT_PROVED in states else PROVED


def the_library_accepts(token: bytes, root: Certified = BY.root, given: tuple[bytes, ...] = ()) -> bool:
    """What rfc3161-client says of the same token."""
    try:
        answer = rfc3161_client.decode_timestamp_response(BY.answer(token))
        builder = rfc3161_client.VerifierBuilder(policy_id=x509.ObjectIdentifier(POLICY))
        builder = builder.add_root_certificate(root.certificate)
        for one in given:
            builder = builder.tsa_certificate(x509.load_der_x509_certificate(one))
        return builder.build().verify_message(answer, NOTE)
    except (ValueError, rfc3161_client.VerificationError):
        return False


INFO = BY.info(DIGEST, NOW)
GOOD = BY.token(INFO)
LATER = BY.info(DIGEST, NOW + timedelta(days=1))
KNOWN_EXTENSION = der(0xA1, der(0x30, oid("1.2.3"), der(4, b"x")))
CRITICAL_EXTENSION = der(0xA1, der(0x30, oid("1.2.3"), der(1, b"\xff"), der(4, b"x")))
AGREED: dict[str, tuple[bytes, str]] = {
    "as it should be": (GOOD, PROVED),
    "with a fraction of a second": (BY.token(BY.info(DIGEST, f"{NOW:%Y%m%d%H%M%S}.25Z")), PROVED),
    "with an extension that is not critical": (BY.token(BY.info(DIGEST, NOW, extra=KNOWN_EXTENSION)), PROVED),
    "with more certificates than are needed": (by(BY.signer, OTHER, BETWEEN).token(INFO), PROVED),
    "under an authority between, in the token": (by(t := certified("T", BETWEEN), BETWEEN).stamp(NOTE), PROVED),
    "under an authority between that is not there": (by(t).stamp(NOTE), NOT_PROVED),
    "of another checkpoint": (BY.stamp(NOTE + b" "), CONTRADICTED),
    "under another policy": (BY.stamp(NOTE, policy="1.2.3.4.9"), CONTRADICTED),
    "without its certificate": (BY.token(INFO, certificates=()), NOT_PROVED),
    "attributes not in order (no DER)": (BY.token(INFO, BY.attributes(INFO)[::-1]), NOT_PROVED),
    "certificates not in order (no DER)": (
        BY.token(INFO, certificates=sorted((BY.signer.der, OTHER.der), reverse=True)), NOT_PROVED
    ),
    "a length left open (BER)": (b"\x30\x80" + GOOD[4:] + b"\0\0", NOT_PROVED),
    "a length in more bytes than it needs (BER)": (b"\x30\x83\x00" + GOOD[2:], NOT_PROVED),
    "an altered time": (GOOD.replace(f"{NOW:%Y%m%d%H%M%S}Z".encode(), b"20200101000000Z"), CONTRADICTED),
    "an altered signature": (GOOD[:-1] + bytes([GOOD[-1] ^ 1]), CONTRADICTED),
    "attributes of another timestamp": (BY.token(INFO, BY.attributes(LATER)), CONTRADICTED),
    "by nobody known": (Stamper.made().stamp(NOTE), NOT_PROVED),
    "expired": (by(certified("T", BY.root, ends=datetime(2021, 1, 1, tzinfo=UTC))).stamp(NOTE), NOT_PROVED),
    "not valid yet": (by(certified("T", BY.root, began=datetime(2044, 1, 1, tzinfo=UTC))).stamp(NOTE), NOT_PROVED),
    "a certificate not for timestamps": (
        by(certified("T", BY.root, usages=(ExtendedKeyUsageOID.SERVER_AUTH,))).stamp(NOTE), NOT_PROVED
    ),
    "a certificate for anything": (by(certified("T", BY.root, usages=())).stamp(NOTE), NOT_PROVED),
    "a certificate for timestamps, not critically": (
        by(certified("T", BY.root, critical=False)).stamp(NOTE), NOT_PROVED
    ),
    "issued by one that is no authority": (by(certified("T", NOT_CA), NOT_CA).stamp(NOTE), NOT_PROVED),
    "not a timestamp": (b"\x30\x03\x02\x01\x05", NOT_PROVED),
    "nothing": (b"", NOT_PROVED),
}  # fmt: skip
STRICTER: dict[str, tuple[bytes, str]] = {
    # Here verify.py asks for more than rfc3161-client: what RFC 3161 and RFC 5816 say a token must have.
    "for timestamps and for more": (
        by(certified("T", BY.root, usages=(ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.SERVER_AUTH))).stamp(
            NOTE
        ), NOT_PROVED,
    ),
    "commits to no certificate": (BY.token(INFO, BY.attributes(INFO)[:2]), NOT_PROVED),
    "commits to another certificate": (BY.token(INFO, BY.attributes(INFO, OTHER.der)), NOT_PROVED),
    "its time has not come": (BY.token(LATER), NOT_PROVED),
    "a critical extension": (BY.token(BY.info(DIGEST, NOW, extra=CRITICAL_EXTENSION)), NOT_PROVED),
    "under an authority that may have none under it": (
        by(certified("T", UNDER_SHORT), UNDER_SHORT).stamp(NOTE), NOT_PROVED
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", AGREED)
def test_a_timestamp_proves_what_it_should_and_the_library_agrees(what: str) -> None:
    token, state = AGREED[what]

    assert state_of(token) == state
    assert the_library_accepts(token) == (state == PROVED)


@pytest.mark.parametrize("what", STRICTER)
def test_what_rfc_3161_asks_for_is_asked_for(what: str) -> None:
    token, state = STRICTER[what]

    assert state_of(token) == state


def test_a_token_without_its_certificate_holds_with_the_one_given() -> None:
    bare = BY.token(INFO, certificates=())

    assert state_of(bare, given=(BY.signer.der,)) == PROVED
    assert the_library_accepts(bare, given=(BY.signer.der,))
    assert state_of(bare, given=(OTHER.der,)) == NOT_PROVED


def test_a_certificate_put_in_with_the_signers_name_and_number_is_not_the_signers() -> None:
    """GHSA-3xxc-pwj6-jgrj: which certificate counts is what the signature itself commits to."""
    injected = BY.token(INFO, certificates=sorted((TWIN.der, BY.signer.der)))

    stamp = Timestamp.read(injected)
    assert stamp.check_signed() == BY.signer.certificate
    assert state_of(BY.token(INFO, certificates=(TWIN.der,))) == NOT_PROVED


def test_a_path_of_certificates_is_no_longer_than_its_root_allows() -> None:
    signer = certified("T", UNDER_SHORT)

    assert state_of(by(signer, UNDER_SHORT).stamp(NOTE), root=SHORT) == NOT_PROVED
    assert state_of(by(certified("T", SHORT)).stamp(NOTE), root=SHORT) == PROVED


def test_lines_that_witnesses_add_later_leave_a_timestamp_as_it_was() -> None:
    witness = SigningKey.made("witness.example", cosigns=True)
    later = NOTE + witness.line(NOTE.partition(b"\n\n")[0] + b"\n", 1_700_000_000)

    assert Timestamp.read(GOOD).check_checkpoint(later) == 1
    with pytest.raises(Contradicted):
        Timestamp.read(GOOD).check_checkpoint(later.replace(b"\n40\n", b"\n41\n"))
    with pytest.raises(Contradicted):
        Timestamp.read(BY.stamp(NOTE.partition(b"\n\n")[0] + b"\n\n")).check_checkpoint(NOTE)  # signed by nobody


def test_no_bit_of_a_timestamp_can_be_turned_without_being_found() -> None:
    """But for bits that nothing depends on: the certificate's place among others is not signed, its content is."""
    proved = [
        (at, bit)
        for at in places(len(GOOD), 5, random.Random(13))
        for bit in (0x01 << at % 8,)
        if state_of(GOOD[:at] + bytes([GOOD[at] ^ bit]) + GOOD[at + 1 :]) == PROVED
    ]

    # The version of the signature, and the list of hashes on top, say nothing that is not said where it is signed.
    assert {at for at, _ in proved} <= _unsigned_places()
    for cut in range(0, len(GOOD), 7 if thorough() else 31):
        assert state_of(GOOD[:cut]) == NOT_PROVED
    assert state_of(GOOD + b"\0") == NOT_PROVED


def _unsigned_places() -> set[int]:
    """The set of hash algorithms at the head of SignedData, which RFC 5652 lets nobody depend on."""
    at = GOOD.index(der(0x31, der(0x30, oid("2.16.840.1.101.3.4.2.1"))))
    return set(range(at + 2, at + 15))


@given_(st.integers(0, len(GOOD)), st.integers(0, 60), st.binary(max_size=60))
def test_whatever_is_put_into_a_timestamp_is_judged_and_never_proved(at: int, length: int, instead: bytes) -> None:
    spoilt = GOOD[:at] + instead + GOOD[at + length :]

    assert spoilt == GOOD or state_of(spoilt) != PROVED or {*range(at, at + length)} <= _unsigned_places()


@given_(st.binary(max_size=200))
def test_bytes_that_are_no_timestamp_are_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        Timestamp.read(raw)


def test_the_answer_of_an_authority_is_read_like_the_token_in_it() -> None:
    assert Timestamp.read(BY.answer(GOOD)).token == GOOD
    for status in (1, 2, 3, 5):
        with pytest.raises(Unreadable, match=f"its status is {status}"):
            Timestamp.read(BY.answer(GOOD, status))
    with pytest.raises(Unreadable, match="status is 2"):
        Timestamp.read(der(0x30, der(0x30, integer(2))))
    with pytest.raises(Unreadable, match="at most"):
        Timestamp.read(b"\x30" * 200_000)


@pytest.mark.parametrize(
    "said",
    [
        "20261301000000Z",
        "20260101000000.0Z",
        "20260101000000.50Z",
        "202601010000Z",
        "20260101000000",
        "20260101000000+0100",
    ],
)
def test_a_time_is_written_in_the_one_way(said: str) -> None:
    with pytest.raises(Unreadable, match="its time is not written"):
        Timestamp.read(BY.token(BY.info(DIGEST, said)))


# --- others' ----------------------------------------------------------------------------------------------------------

PUBLISHED: dict[str, tuple[str, type[Exception] | None]] = {
    "sigstage/response-sha256.tsr": ("2025-05-09T11:58:55.000000Z", None),
    "sigstage/response-sha384.tsr": ("2025-05-09T11:58:55.000000Z", None),
    "sigstage/response-sha512.tsr": ("2025-05-09T11:58:56.000000Z", None),
    "sigstage/response-no-embedded-cert.tsr": ("2025-06-18T08:13:02.000000Z", None),
    "sigstage/response-invalid-signature.tsr": ("2025-05-09T11:58:55.000000Z", Contradicted),
    "sigstore.mock/response-expired.tsr": ("2023-02-01T00:00:00.000000Z", None),  # valid when it stamped
    "identrust/issue-104.tsr": ("2025-03-11T08:52:08.000000Z", None),
    "test_tsa/response.tsr": ("2024-10-08T15:40:32.000000Z", None),
    "test_tsa/response-injected-certs.tsr": ("2024-10-08T15:40:32.000000Z", None),
    "test_tsa/other_response.tsr": ("2024-10-31T13:31:44.000000Z", NotProved),  # of another authority of that name
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_timestamps_that_others_published_are_judged_alike_by_both_verifiers(name: str) -> None:
    path = vectors(f"rfc3161-client/test/fixtures/{name}")
    chain = certificates((path.parent / "ts_chain.pem").read_bytes())
    at, refused = PUBLISHED[name]
    stamp = Timestamp.read(path.read_bytes())

    def ours() -> None:
        stamp.check_chain(stamp.check_signed(chain), chain, chain)

    assert stamp.at == at
    if refused is None:
        ours()
    else:
        with pytest.raises(refused):
            ours()
    assert _library_accepts_published(path, [x509.load_der_x509_certificate(one) for one in chain]) == (refused is None)


def _library_accepts_published(path: Path, chain: list[x509.Certificate]) -> bool:
    answer = rfc3161_client.decode_timestamp_response(path.read_bytes())
    builder = rfc3161_client.VerifierBuilder()
    for one in chain:
        if one.subject == one.issuer:
            builder = builder.add_root_certificate(one)
        elif any(isinstance(extension.value, x509.ExtendedKeyUsage) for extension in one.extensions) and (
            one.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
            if any(isinstance(e.value, x509.BasicConstraints) for e in one.extensions)
            else False
        ):
            builder = builder.add_intermediate_certificate(one)
        elif not answer.signed_data.certificates:
            builder = builder.tsa_certificate(one)
    try:
        return builder.build().verify(answer, answer.tst_info.message_imprint.message)
    except rfc3161_client.VerificationError:
        return False


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed, so it is not asked")
def test_openssl_agrees(tmp_path: Path) -> None:
    """The program a solicitor's expert has at hand; what it has no rule for (policies, its own clock) is left out."""
    (tmp_path / "note").write_bytes(NOTE)
    (tmp_path / "root.pem").write_bytes(BY.root.pem)
    left_out = {"under another policy", "nothing"}

    def accepts(token: bytes) -> bool:
        (tmp_path / "token").write_bytes(token)
        asked = ["openssl", "ts", "-verify", "-in", "token", "-token_in", "-data", "note", "-CAfile", "root.pem"]
        ended = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
        return ended.returncode == 0

    more = {what: STRICTER[what] for what in STRICTER if what not in ("its time has not come", "a critical extension")}
    # OpenSSL reads what is not in DER; whoever gave it out could have written it in DER.
    lenient = {what for what in AGREED if "DER" in what or "BER" in what}
    for what, (token, state) in (AGREED | more).items():
        if what not in left_out | lenient:
            assert accepts(token) == (state == PROVED), what


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def given(tmp_path: Path) -> Callable[..., int]:
    (tmp_path / "token").write_bytes(GOOD)
    (tmp_path / "checkpoint").write_bytes(NOTE)
    (tmp_path / "root.pem").write_bytes(BY.root.pem)

    def run(*options: str) -> int:
        words = [
            str(tmp_path / word) if word in ("token", "checkpoint", "root.pem", "no") else word for word in options
        ]
        return main(["timestamp", *words])

    return run


def test_the_command_says_it_in_its_exit_code(
    given: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = ("token", "--checkpoint", "checkpoint")

    assert given(*asked, "--root", "root.pem", "--policy", POLICY, "--key", str(KEY.public)) == EXIT_PROVED
    assert f"this was there at {NOW:%Y-%m-%dT%H:%M:%S}.000000Z" in capsys.readouterr().out
    assert given(*asked, "--root", "root.pem") == EXIT_PROVED
    assert given(*asked) == EXIT_NOT_PROVED
    assert "no root certificate" in capsys.readouterr().out
    assert given(*asked, "--root", "root.pem", "--policy", "1.2.3") == EXIT_CONTRADICTED
    assert given(*asked, "--root", "root.pem", "--key", str(SigningKey.made(KEY.name).public)) == EXIT_NOT_PROVED
    assert given(*asked, "--root", "token") == EXIT_NOT_PROVED  # that is no certificate
    assert given(*asked, "--root", "checkpoint") == EXIT_USAGE
    assert given("no", "--checkpoint", "checkpoint") == EXIT_USAGE
    assert given("token", "--root", "root.pem") == EXIT_USAGE  # of which checkpoint?


def test_an_entry_that_holds_a_timestamp_is_checked_as_it_is_stored(tmp_path: Path) -> None:
    said = {"kind": "checkpoint-timestamped/1", "authority": "A", "checkpoint": NOTE.decode()}
    stored = json.dumps({"entry": said | {"token": base64.b64encode(GOOD).decode()}})
    (tmp_path / "entry").write_text(stored)
    (tmp_path / "other").write_text(stored.replace("checkpoint-timestamped", "note-made"))
    (tmp_path / "root.pem").write_bytes(BY.root.pem)
    root = ["--root", str(tmp_path / "root.pem")]

    assert main(["timestamp", str(tmp_path / "entry"), *root]) == EXIT_PROVED
    assert main(["timestamp", str(tmp_path / "other"), *root]) == EXIT_USAGE
