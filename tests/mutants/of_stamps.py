"""Cases of timestamps, made by hand so that each part of one can be wrong; of a log's keys, and of what they follow."""

# mypy: ignore-errors

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import ModuleType

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from ledger.log.rotation import statement
from ledger.log.signing import SigningKey
from tests.log import test_timestamps
from tests.log.test_timestamps import BY, GOOD, INFO, KEY, NOTE, OTHER, POLICY, SHORT, TWIN, UNDER_SHORT, by
from tests.log.tokens import BEGAN, ENDS, algorithm, certified, der, integer, name_of, oid
from tests.mutants.asking import Case, Given, answer

PROVED = test_timestamps.PROVED


def of_stamps(of: Given) -> Iterator[Case]:
    """Yield what tests/log/test_timestamps.py asks, and each bit of a good one turned."""
    for name, (token, state) in (test_timestamps.AGREED | test_timestamps.STRICTER).items():
        yield f"stamp: {name}", _stamp(token), state == PROVED
    for at in range(0, len(GOOD), 11):
        yield f"stamp: byte {at}", _stamp(GOOD[:at] + bytes([GOOD[at] ^ 1 << at % 8]) + GOOD[at + 1 :]), False
    for at in range(0, len(GOOD), 160):
        yield f"stamp: cut at {at}", _stamp(GOOD[:at]), False
    for number, info in enumerate(_with_more(INFO)):
        yield f"stamp: more in its content {number}", _stamp(BY.token(info)), False
    for number, token in enumerate(_with_more(GOOD)):
        yield f"stamp: more in it {number}", _stamp(token), False
    signed = BY.attributes(INFO)
    # What may follow the hash in ESSCertIDv2, or in the list, is signed and says nothing that is relied on (RFC 5035).
    for at, attribute in enumerate(signed[:2]):
        for number, odd in enumerate([*_with_more(attribute), attribute + attribute]):
            held = sorted([*signed[:at], odd, *signed[at + 1 :]], key=lambda one: (len(one), one))
            yield f"stamp: more in attribute {at}, {number}", _stamp(BY.token(INFO, held)), False
    twice = sorted([*signed, der(0x30, oid("1.2.840.113549.1.9.3"), der(0x31, oid("1.2.3")))],
                   key=lambda one: (len(one), one))  # fmt: skip
    ess = der(0x30, der(0x30, der(0x30, der(0x30, oid("1.3.14.3.2.26")), der(4, b"x" * 20))))
    by_sha1 = sorted([*signed[:2], der(0x30, oid("1.2.840.113549.1.9.16.2.47"), der(0x31, ess))],
                     key=lambda one: (len(one), one))  # fmt: skip
    for name, content in {
        "more behind its content": BY.token(INFO + der(5)),
        "an attribute twice": BY.token(INFO, twice),
        "committed to by another hash": BY.token(INFO, by_sha1),
        "a signer of version 3": BY.token(INFO, version=3),
        "a hash and a signature that are not known": BY.token(INFO, hashed="1.2.3", signed_by="1.2.840.10045.2.1"),
    }.items():
        yield f"stamp: {name}", _stamp(content), False
    for text in (NOTE, NOTE + b"x"):
        over = text is NOTE
        yield f"stamp: over it {over}", (
            lambda v, text=text: answer(lambda: v.Timestamp.read(GOOD).check_over(text))
        ), over  # fmt: skip
    yield "stamp: no signature may be looked at", _limited(_stamp(GOOD), "_MOST_SIGNATURES", 0), False
    yield from _certificates()
    for name, content in {
        "no timestamp signed": GOOD.replace(oid("1.2.840.113549.1.9.16.1.4"), oid("1.2.840.113549.1.9.16.1.5")),
        "no signature": GOOD.replace(oid("1.2.840.113549.1.7.2"), oid("1.2.840.113549.1.7.3")),
        "another version": GOOD.replace(
            integer(3) + der(0x31, algorithm("sha256")), integer(1) + der(0x31, algorithm("sha256"))
        ),
        "another hash before it": GOOD.replace(der(0x31, algorithm("sha256")), der(0x31, algorithm("sha512")), 1),
        "an unknown signature": GOOD.replace(oid("1.2.840.10045.4.3.2"), oid("1.2.840.10045.4.3.1")),
        "a signature of another hash": GOOD.replace(oid("1.2.840.10045.4.3.2"), oid("1.2.840.10045.4.3.3")),
        "a short imprint": BY.token(BY.info(b"x" * 20, test_timestamps.NOW)),
        "many certificates": BY.token(
            INFO, certificates=sorted([BY.signer.der, *(b"\x30\x01" + bytes([n]) for n in range(25))])
        ),
    }.items():
        yield f"stamp: {name}", _stamp(content), False
    for raw in (b"", b"x", b"-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----"):
        yield f"no certificates {raw[:1]}", (lambda v, raw=raw: answer(lambda: v.certificates(raw))), False
    bare = BY.token(INFO, certificates=())
    yield "stamp: certificate given", _stamp(bare, given=(BY.signer.der,)), True
    yield "stamp: another given", _stamp(bare, given=(OTHER.der,)), False
    yield "stamp: twin", _stamp(BY.token(INFO, certificates=(TWIN.der,))), False
    for signer in (certified("T", UNDER_SHORT), certified("T", SHORT)):
        held = by(signer, UNDER_SHORT) if signer.certificate.issuer == UNDER_SHORT.certificate.subject else by(signer)
        yield (
            f"stamp: short {held.signer is signer}",
            _stamp(held.stamp(NOTE), root=SHORT.der),
            held.embedded == (signer.der,),
        )
    for status in (0, 1, 2):
        yield f"stamp: status {status}", _stamp(BY.answer(GOOD, status)), status == 0
    for name, raw in {
        "more behind": GOOD + b"\0", "refused": der(0x30, der(0x30, integer(2))), "long": b"\x30" * 200_000,
        "two answers": der(0x30, der(0x30, integer(0)), GOOD, GOOD),
        "no root": GOOD,
    }.items():  # fmt: skip
        yield f"stamp: {name}", _stamp(raw, root=None if name == "no root" else BY.root.der), False
    yield "stamp: another key", _stamp(GOOD, key=SigningKey.made(KEY.name)), False
    for name, words in {"alone": ("timestamp", "answer"), "an entry of another kind": ("timestamp", "stored")}.items():
        yield f"answer: {name}", of.ask(*words, "--root", "root.pem"), False
    yield "answer", of.ask("timestamp", "answer", "--checkpoint", "newer", "--root", "root.pem"), True
    yield (
        "answer: another checkpoint",
        of.ask("timestamp", "answer", "--checkpoint", "older", "--root", "root.pem"),
        (False),
    )
    yield "checkpoint with its answer", of.ask(
        "checkpoint", "newer", "--timestamp", "answer", "--root", "root.pem"
    ), True  # fmt: skip


def _limited(ask, name: str, value: int):
    """The same with another limit."""

    def asked(verifier: ModuleType) -> object:
        before = getattr(verifier, name)
        setattr(verifier, name, value)
        try:
            return ask(verifier)
        finally:
            setattr(verifier, name, before)

    return asked


def _certificates() -> Iterator[Case]:
    """Which certificates may issue others, or sign timestamps."""
    basic, no_basic = (
        x509.BasicConstraints(ca=True, path_length=None),
        x509.BasicConstraints(ca=False, path_length=None),
    )
    signs, issues, commits = (
        x509.KeyUsage(one == 0, one == 1, False, False, False, one == 2, False, False, False) for one in (0, 2, 1)
    )
    server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    for name, extensions, below, right in (
        ("one without usage", [], 0, True), ("one that signs", [signs], 0, True),
        ("one that commits", [commits], 0, True), ("one that issues", [issues], 0, False),
        ("an authority", [basic, issues], 1, True), ("an authority without usage", [basic], 1, True),
        ("no authority", [no_basic, issues], 1, False), ("nothing of authorities", [issues], 1, False),
        ("an authority that may not issue", [basic, signs], 1, False),
        ("an authority for servers", [basic, issues, server], 1, False),
        ("an authority for timestamps", [basic, issues, stamps], 1, True),
    ):  # fmt: skip
        key = ec.generate_private_key(ec.SECP256R1())
        made = x509.CertificateBuilder().subject_name(name_of("A")).issuer_name(name_of("B")).serial_number(5)
        made = made.public_key(key.public_key()).not_valid_before(BEGAN).not_valid_after(ENDS)
        for extension in extensions:
            made = made.add_extension(extension, critical=True)
        certificate = made.sign(key, hashes.SHA256())

        def asked(verifier: ModuleType, certificate: x509.Certificate = certificate, below: int = below) -> object:
            found = answer(lambda: verifier._is_valid(certificate, datetime.now(UTC), below))
            return (0 if found == (0, "True") else 1), found

        yield f"certificate: {name}", asked, right


def _with_more(raw: bytes) -> Iterator[bytes]:
    """Yield a value with something put behind the last thing in it, and in each value in it that holds others."""
    tag, held = raw[0], _parts(raw)
    if held is None:
        return
    yield der(tag, *held, der(4, b"x"))
    for at, part in enumerate(held):
        for odd in _with_more(part):
            yield der(tag, *held[:at], odd, *held[at + 1 :])


def _parts(raw: bytes) -> list[bytes] | None:
    """The values in a value; None where it holds none."""
    if not raw[0] & 0x20:
        return None
    at = 2 + (raw[1] & 0x7F if raw[1] & 0x80 else 0)
    found = []
    while at < len(raw):
        length, begins = raw[at + 1], at + 2
        if length & 0x80:
            begins += length & 0x7F
            length = int.from_bytes(raw[at + 2 : begins], "big")
        found.append(raw[at : begins + length])
        at = begins + length
    return found


def _stamp(token: bytes, root: bytes | None = BY.root.der, given: tuple[bytes, ...] = (), key: SigningKey = KEY):
    def asked(verifier: ModuleType) -> object:
        report = verifier.Report(lambda _: None)
        public = verifier.Key(key.public.name, key.public.public_key)
        roots = [] if root is None else [root]
        verifier.verify_timestamp(report, token, NOTE, roots, given, policy=POLICY, key=public)
        return report.exit_code, report.steps

    return asked


def of_rotations(of: Given) -> Iterator[Case]:
    """Yield statements that one key follows another, right and wrong."""
    old, new, third = (SigningKey.made("ledger.example/turned") for _ in range(3))
    other = SigningKey.made("ledger.example/other")
    good = statement(old, new)
    text, _, under = good.partition(b"\n\n")
    lines = under.splitlines(keepends=True)
    for name, raw, right in (
        ("good", good, True),
        ("compromised", statement(old, new, "2026-01-01T00:00:00.000000Z"), True),
        ("one signature", text + b"\n\n" + lines[0], False),
        ("the other alone", text + b"\n\n" + lines[1], False),
        ("another form", good.replace(b"rotation/1", b"rotation/2"), False),
        ("more lines", good.replace(b"\n\n", b"\nx\n\n", 1), False),
    ):

        def asked(verifier: ModuleType, raw: bytes = raw) -> object:
            def check() -> str:
                found = verifier.Rotation.read(raw)
                found.check_signed()
                return repr(verifier.following(found.old, [found]).others)

            return answer(check)

        yield f"rotation: {name}", asked, right
    for name, (one, two, since) in {
        "of itself": (old, old, "-"), "of another log": (old, other, "-"), "no moment": (old, new, "soon"),
        "another name": (other, other, "-"),
    }.items():  # fmt: skip
        told = f"cleartrail-key-rotation/1\n{old.name}\n{one.public}\n{two.public}\n{since}\n".encode()
        raw = told + b"\n" + one.line(told) + (two.line(told) if two is not one else b"")
        yield f"rotation: {name}", (lambda v, raw=raw: answer(lambda: v.Rotation.read(raw))), False
    forked = [statement(old, new), statement(old, third)]
    yield "rotation: forked", (
        lambda v: answer(lambda: v.following(v.Rotation.read(forked[0]).old, map(v.Rotation.read, forked)))
    ), False  # fmt: skip
