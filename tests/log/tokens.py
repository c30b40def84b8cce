"""Timestamps made by hand, so that each part of one can be wrong: by an authority of the test's own (RFC 3161)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
ENDS = datetime(2045, 1, 1, tzinfo=UTC)
POLICY = "1.2.3.4.1"
OIDS = {"sha256": "2.16.840.1.101.3.4.2.1", "sha384": "2.16.840.1.101.3.4.2.2", "sha512": "2.16.840.1.101.3.4.2.3"}


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(length)]) + length + content


def integer(value: int) -> bytes:
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    content = b""
    for arc in (40 * first + second, *rest):
        piece = bytes([arc & 0x7F])
        while arc := arc >> 7:
            piece = bytes([0x80 | arc & 0x7F]) + piece
        content += piece
    return der(6, content)


def algorithm(name: str) -> bytes:
    return der(0x30, oid(OIDS[name]))


def name_of(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


@dataclass(frozen=True)
class Certified:
    """A private key and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @cached_property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @cached_property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def private_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def certified(
    common: str, issuer: Certified | None = None, *, ca: bool = False, began: datetime = BEGAN, ends: datetime = ENDS,
    usages: Sequence[x509.ObjectIdentifier] = (ExtendedKeyUsageOID.TIME_STAMPING,), critical: bool = True,
    serial: int | None = None, path_length: int | None = None,
) -> Certified:  # fmt: skip
    """A certificate, by itself where there is no issuer; for timestamps unless it is an authority's over others."""
    key = ec.generate_private_key(ec.SECP256R1())
    by = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder().subject_name(name_of(common))
        .issuer_name(issuer.certificate.subject if issuer else name_of(common))
        .public_key(key.public_key()).serial_number(serial or x509.random_serial_number())
        .not_valid_before(began).not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca, path_length if ca else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False), critical=True)
    )  # fmt: skip
    if issuer:
        from_issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key())
        builder = builder.add_extension(from_issuer, critical=False)
    if not ca and usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=critical)
    return Certified(key, builder.sign(by, hashes.SHA256()))


@dataclass
class Stamper:
    """Makes tokens; what it is told to do otherwise, it does."""

    root: Certified
    signer: Certified
    embedded: tuple[bytes, ...] | None = None
    """Certificates in the token; None: the signer's."""

    @classmethod
    def made(cls) -> Stamper:
        root = certified("Root", ca=True)
        return cls(root, certified("TSA", root))

    def info(
        self, imprint: bytes, at: datetime | str, *, policy: str = POLICY, nonce: int | None = None,
        name: str = "sha256", extra: bytes = b"",
    ) -> bytes:  # fmt: skip
        said = at if isinstance(at, str) else f"{at:%Y%m%d%H%M%S}Z"
        return der(
            0x30, integer(1), oid(policy), der(0x30, algorithm(name), der(4, imprint)), integer(7),
            der(0x18, said.encode()), integer(nonce) if nonce is not None else b"", extra,
        )  # fmt: skip

    def attributes(self, info: bytes, committed: bytes | None = None) -> list[bytes]:
        """The three that are signed, in the order of DER."""
        hashed = hashlib.sha256(self.signer.der if committed is None else committed).digest()
        ess = der(0x30, der(0x30, der(0x30, der(4, hashed))))
        return sorted(
            (
                der(0x30, oid("1.2.840.113549.1.9.3"), der(0x31, oid("1.2.840.113549.1.9.16.1.4"))),
                der(0x30, oid("1.2.840.113549.1.9.4"), der(0x31, der(4, hashlib.sha256(info).digest()))),
                der(0x30, oid("1.2.840.113549.1.9.16.2.47"), der(0x31, ess)),
            ),
            key=lambda one: (len(one), one),
        )

    def token(
        self, info: bytes, attributes: Sequence[bytes] | None = None, certificates: Sequence[bytes] | None = None, *,
        version: int = 1, hashed: str = OIDS["sha256"], signed_by: str = "1.2.840.10045.4.3.2",
    ) -> bytes:  # fmt: skip
        signed = b"".join(attributes if attributes is not None else self.attributes(info))
        signature = self.signer.key.sign(der(0x31, signed), ec.ECDSA(hashes.SHA256()))
        issuer = self.signer.certificate.issuer.public_bytes()
        signer_info = der(
            0x30, integer(version), der(0x30, issuer, integer(self.signer.certificate.serial_number)),
            der(0x30, oid(hashed)), der(0xA0, signed), der(0x30, oid(signed_by)), der(4, signature),
        )  # fmt: skip
        held = certificates if certificates is not None else self.embedded
        held = (self.signer.der,) if held is None else held
        content = der(0x30, oid("1.2.840.113549.1.9.16.1.4"), der(0xA0, der(4, info)))
        signed_data = der(
            0x30, integer(3), der(0x31, algorithm("sha256")), content, der(0xA0, *held) if held else b"",
            der(0x31, signer_info),
        )  # fmt: skip
        return der(0x30, oid("1.2.840.113549.1.7.2"), der(0xA0, signed_data))

    def answer(self, token: bytes, status: int = 0) -> bytes:
        return der(0x30, der(0x30, integer(status)), token)

    def stamp(self, text: bytes, at: datetime | None = None, **options: object) -> bytes:
        """A token of a text, of now unless told otherwise."""
        moment = at or datetime.now(UTC) - timedelta(seconds=1)
        return self.token(self.info(hashlib.sha256(text).digest(), moment, **options))  # type: ignore[arg-type]
