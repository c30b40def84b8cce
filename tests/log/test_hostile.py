"""What the verifier says of files that nobody honest wrote: a sentence and an exit code, and no more than is so."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from ledger import verify
from ledger.log.signing import SigningKey, sign
from ledger.verify import (
    EXIT_NOT_PROVED,
    EXIT_PROVED,
    EXIT_USAGE,
    NOT_PROVED,
    NotProved,
    Report,
    Unreadable,
    canonical,
    main,
)
from tests.log.test_timestamps import BY, NOTE, by, state_of
from tests.log.tokens import BEGAN, certified, name_of

KEY = SigningKey.made("ledger.example/hostile")


# --- a manifest, a proof of issuing -----------------------------------------------------------------------------------


def manifest(**members: Any) -> bytes:
    said: dict[str, Any] = dict.fromkeys(("as_at", "made_at", "origin", "purpose", "recipient", "reference"), "")
    said |= dict.fromkeys(("entries", "known", "size"), 0)
    said |= {name: [] for name in ("closed", "erased", "exhibits", "files", "redacted", "withheld")}
    said |= {"simulated": False, "file": "0" * 64, "root": "0" * 64, "format": verify.BUNDLE, **members}
    return canonical({**said, "sha256": hashlib.sha256(canonical(said)).hexdigest()})


EXHIBIT = {"entries": [1], "name": "x", "number": 1, "sha256": "0" * 64, "there": True}
CLOSED = {"digest": "x", "field": "x", "ground": "x", "position": 1, "why": "redacted"}


@pytest.mark.parametrize(
    "raw",
    [
        manifest(recipient="half").replace(b'"half"', b'"\\ud800"'),
        json.dumps(dict.fromkeys(verify._MANIFEST, "\ud800") | {"format": verify.BUNDLE}).encode(),
        manifest(exhibits=[EXHIBIT | {"entries": [[1]]}]),
        manifest(exhibits=[EXHIBIT | {"entries": [{}]}]),
        manifest(closed=[CLOSED | {"digest": []}]),
        manifest(closed=[CLOSED | {"why": []}]),
        manifest(closed=[CLOSED | {"position": "1"}]),
        b"1" * 30_000,
    ],
    ids=range(8),
)
def test_a_manifest_with_what_no_manifest_has_proves_nothing_and_breaks_nothing(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(raw)

    assert main(["bundle", str(tmp_path), "--key", str(KEY.public)]) == EXIT_NOT_PROVED


@pytest.mark.parametrize("value", [None, 1, [], "\ud800", {"a": []}], ids=str)
def test_a_proof_of_issuing_with_what_none_has_breaks_nothing(tmp_path: Path, value: Any) -> None:
    (tmp_path / "manifest.json").write_bytes(manifest())
    names = ("format", "opening", "proof", "receipt", "stored")
    held = dict.fromkeys(names, value) | {"format": verify.ISSUED}
    (tmp_path / "issued.json").write_text(json.dumps(held, sort_keys=True, separators=(",", ":")))

    assert main(["bundle", str(tmp_path), "--key", str(KEY.public)]) != EXIT_PROVED


@pytest.mark.parametrize("error", [ValueError, TypeError, KeyError, IndexError, RecursionError, AttributeError])
def test_a_step_that_meets_what_it_cannot_read_proves_nothing(error: type[Exception]) -> None:
    report = Report(lambda what: None)

    def check() -> None:
        raise error("within")

    assert report.step("it is so", check) is None
    assert report.exit_code == EXIT_NOT_PROVED


def test_half_a_character_is_in_no_canonical_json() -> None:
    with pytest.raises(Unreadable, match="half a character"):
        canonical({"words": "\ud800"})


# --- an older checkpoint ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "code"), [("1", EXIT_PROVED), ("999999", 1), ("01", 1)])
def test_of_an_older_checkpoint_its_own_size_is_told_and_not_its_files(tmp_path: Path, name: str, code: int) -> None:
    one, other = verify.leaf_hash(b"a"), verify.leaf_hash(b"b")
    text = verify.checkpoint_text(KEY.name, 2, verify.node_hash(one, other))
    new, old = sign(text, KEY), sign(verify.checkpoint_text(KEY.name, 1, one), KEY)
    (tmp_path / "log" / "consistency").mkdir(parents=True)
    (tmp_path / "log" / "checkpoint").write_bytes(new)
    (tmp_path / "log" / "consistency" / name).write_bytes(verify.Consistency.written(1, [other], new))
    (tmp_path / "log" / "consistency" / f"{name}.checkpoint").write_bytes(old)
    report = Report(lambda what: None)

    verify._older(report, verify.Bundle.open(tmp_path), KEY.public)

    assert report.exit_code == code
    assert [what for _, what in report.steps if what.startswith("the log begins with the 1 entries")]


# --- witnesses --------------------------------------------------------------------------------------------------------


def test_without_a_number_all_witnesses_must_have_signed(tmp_path: Path) -> None:
    witnesses = [SigningKey.made(f"witness-{n}.example", cosigns=True) for n in range(2)]
    text = verify.checkpoint_text(KEY.name, 0, verify.Root().value)
    raw = sign(text, KEY) + witnesses[0].line(text, 1_700_000_000)
    (tmp_path / "checkpoint").write_bytes(raw)
    both = [word for key in witnesses for word in ("--witness", str(key.public))]

    def code(*words: str) -> int:
        return main(["checkpoint", str(tmp_path / "checkpoint"), "--key", str(KEY.public), *words])

    assert code() == EXIT_PROVED
    assert code(*both[:2]) == code(*both, "--quorum", "1") == EXIT_PROVED
    assert code(*both) == code(*both[2:]) == EXIT_NOT_PROVED
    for wrong in ("-1", "0", "3"):
        assert code(*both, "--quorum", wrong) == EXIT_USAGE
    assert code("--quorum", "1") == EXIT_USAGE
    assert code(*both[:2], *both[:2], "--quorum", "2") == EXIT_USAGE  # one witness, named twice


# --- authorities that sign one another --------------------------------------------------------------------------------


def test_authorities_that_sign_one_another_are_not_followed_for_ever() -> None:
    """Ten certificates of one name and key, each good for each other: a million paths, and none to the root."""
    ring = certified("Ring", ca=True)
    given = []
    for _ in range(10):
        builder = x509.CertificateBuilder().subject_name(name_of("Ring")).issuer_name(name_of("Ring"))
        builder = builder.public_key(ring.key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(ring.certificate.not_valid_before_utc)
        builder = builder.not_valid_after(ring.certificate.not_valid_after_utc)
        builder = builder.add_extension(x509.BasicConstraints(True, None), critical=True)
        given.append(builder.sign(ring.key, hashes.SHA256()))
    signer = certified("Signer", ring).certificate
    at, left = BEGAN + timedelta(seconds=1), iter(range(100))

    with pytest.raises(NotProved, match="sign one another"):
        verify._leads(signer, [BY.root.certificate], given, at, 0, left)

    token = by(certified("Signer", ring)).stamp(NOTE)
    assert state_of(token, given=tuple(one.public_bytes(Encoding.DER) for one in given)) == NOT_PROVED
