"""Timestamps of every kind of authority there is, made by OpenSSL: what it signs with, and what it was sent."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger.log.signing import SigningKey, sign
from ledger.verify import (
    CONTRADICTED,
    NOT_PROVED,
    PROVED,
    Report,
    Timestamp,
    certificates,
    checkpoint_text,
    verify_timestamp,
)
from tests.log.authority import CONFIG
from tests.log.tokens import POLICY, Stamper, oid

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed: nobody stamps")
KEY = SigningKey.made("ledger.example/stamped")
NOTE = sign(checkpoint_text(KEY.name, 40, b"\x07" * 32), KEY)
KEYS = {
    "RSA": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
    "RSA-1024": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"),
    "P-256": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "P-384": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"),
    "P-521": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"),
}
PSS = ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest")


def openssl(folder: Path, *words: str) -> str:
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return authorities(tmp_path_factory.mktemp("authorities"))


def authorities(made: Path) -> Path:
    """A root, and under it an authority for each kind of key; under another root, one that signs with RSA-PSS alone."""
    (made / "note").write_bytes(NOTE)
    (made / "serial").write_text("01\n")
    (made / "ca").write_text("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n")
    (made / "tsa").write_text("keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n")
    for name, kind in {**KEYS, "root": KEYS["P-256"], "root-pss": KEYS["RSA"], "PSS": KEYS["RSA"]}.items():
        openssl(made, "genpkey", *kind, "-out", f"{name}.key")
        openssl(made, "req", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}", "-out", f"{name}.csr")
    for root, sign_with in (("root", ()), ("root-pss", PSS)):
        sign_root = ("x509", "-req", "-in", f"{root}.csr", "-key", f"{root}.key", "-extfile", "ca", *sign_with)
        openssl(made, *sign_root, "-days", "3650", "-out", f"{root}.pem")
        for name in KEYS if root == "root" else ("PSS",):
            by = ("-CA", f"{root}.pem", "-CAkey", f"{root}.key", "-CAcreateserial", "-extfile", "tsa", *sign_with)
            openssl(made, "x509", "-req", "-in", f"{name}.csr", *by, "-days", "3650", "-out", f"{name}.pem")
    return made


def stamped(folder: Path, key: str, signed_by: str, sent: str) -> bytes:
    """The answer to a question that holds one hash, signed with another."""
    config = CONFIG.replace("tsa.pem", f"{key}.pem").replace("tsa.key", f"{key}.key")
    (folder / "tsa.cnf").write_text(config.replace("signer_digest = sha256", f"signer_digest = {signed_by}"))
    openssl(folder, "ts", "-query", "-data", "note", f"-{sent}", "-cert", "-out", "asked")
    openssl(folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked", "-out", "answer")
    return (folder / "answer").read_bytes()


def stamped_pss(folder: Path, digest: str = "sha256", salt: str = "digest", mask: str = "") -> bytes:
    """A token whose signature is RSA-PSS, which `openssl ts` does not make and `openssl cms` does."""
    moment = datetime.now(UTC) + timedelta(seconds=1)  # the certificates are just made
    (folder / "info").write_bytes(Stamper.made().info(hashlib.sha256(NOTE).digest(), moment))
    how = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", f"rsa_pss_saltlen:{salt}"]
    how += ["-keyopt", f"rsa_mgf1_md:{mask or digest}"]
    openssl(
        folder, "cms", "-sign", "-in", "info", "-binary", "-nodetach", "-econtent_type", "1.2.840.113549.1.9.16.1.4",
        "-signer", "PSS.pem", "-inkey", "PSS.key", "-md", digest, *how, "-cades", "-nosmimecap", "-outform", "DER",
        "-out", "token",
    )  # fmt: skip
    return (folder / "token").read_bytes()


def state_of(folder: Path, token: bytes, root: str = "root") -> str:
    report = Report(lambda _: None)
    roots = certificates((folder / f"{root}.pem").read_bytes())
    verify_timestamp(report, token, NOTE, roots, policy=POLICY, key=KEY.public)
    states = {state for state, _ in report.steps}
    return CONTRADICTED if CONTRADICTED in states else NOT_PROVED if NOT_PROVED in states else PROVED


@pytest.mark.parametrize(
    ("key", "signed_by", "sent"),
    [
        ("RSA", "sha256", "sha256"), ("RSA", "sha384", "sha512"), ("RSA", "sha512", "sha384"),
        ("P-256", "sha256", "sha512"), ("P-384", "sha384", "sha384"), ("P-521", "sha512", "sha256"),
    ],
)  # fmt: skip
def test_whatever_key_and_hash_an_authority_has_its_timestamp_is_proved(
    folder: Path, key: str, signed_by: str, sent: str
) -> None:
    answer = stamped(folder, key, signed_by, sent)

    assert state_of(folder, answer) == PROVED
    assert "Verification: OK" in openssl(
        folder, "ts", "-verify", "-in", "answer", "-data", "note", "-CAfile", "root.pem"
    )
    assert Timestamp.read(answer).algorithm == sent
    assert state_of(folder, answer[:-1] + bytes([answer[-1] ^ 1])) != PROVED


def test_a_signature_with_a_hash_that_is_no_longer_safe_proves_nothing(folder: Path) -> None:
    assert state_of(folder, stamped(folder, "RSA", "sha1", "sha256")) == NOT_PROVED


def test_an_rsa_key_too_short_to_be_trusted_proves_nothing(folder: Path) -> None:
    assert state_of(folder, stamped(folder, "RSA-1024", "sha256", "sha256")) != PROVED


@pytest.mark.parametrize(("digest", "salt"), [("sha256", "digest"), ("sha384", "digest"), ("sha512", "20")])
def test_a_timestamp_signed_with_rsa_pss_is_proved_under_certificates_signed_with_it(
    folder: Path, digest: str, salt: str
) -> None:
    token = stamped_pss(folder, digest, salt)

    assert state_of(folder, token, "root-pss") == PROVED
    # `openssl ts` knows no RSA-PSS; the signature below it is judged by `openssl cms`.
    asked = ("cms", "-verify", "-in", "token", "-inform", "DER", "-CAfile", "root-pss.pem", "-purpose", "timestampsign")
    assert "successful" in openssl(folder, *asked, "-out", "said")
    assert state_of(folder, token[:-1] + bytes([token[-1] ^ 1]), "root-pss") == CONTRADICTED


def test_rsa_pss_with_two_hashes_proves_nothing(folder: Path) -> None:
    """RFC 4055, section 3.1, recommends one; two that differ nobody uses."""
    assert state_of(folder, stamped_pss(folder, "sha256", mask="sha512"), "root-pss") == NOT_PROVED


def test_no_byte_of_what_names_the_signature_is_read_in_two_ways(folder: Path) -> None:
    token = stamped_pss(folder)
    pss = oid("1.2.840.113549.1.1.10")
    at = token.rindex(pss)
    for place in range(at, at + 67):
        for bit in range(8):
            spoilt = token[:place] + bytes([token[place] ^ 1 << bit]) + token[place + 1 :]
            assert state_of(folder, spoilt, "root-pss") != PROVED, (place - at, bit)
