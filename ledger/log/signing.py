"""The private keys that sign checkpoints, and the files they lie in.

A key file is one line, `PRIVATE+KEY+name+key id+base64` (as Go's package note writes it): behind the base64 lie one
byte of type, 1 for a log and 4 for a witness, and the 32 bytes of an Ed25519 private key (RFC 8032, section 5.1.5).
Only its owner can read it: mode 0600, and a file that others can read is refused.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.encodings import base64
from ledger.verify import COSIGNATURE, ED25519, Key, Unreadable, cosigned, unbase64

_BEGINS = "PRIVATE+KEY+"


@dataclass(frozen=True)
class SigningKey:
    """A private key, and the name it signs under: a log's origin, or a witness's name."""

    name: str
    _private: Ed25519PrivateKey
    cosigns: bool = False

    @classmethod
    def made(cls, name: str, *, cosigns: bool = False) -> SigningKey:
        """Return a new one, from the operating system's random numbers."""
        return cls(name, Ed25519PrivateKey.generate(), cosigns)

    @classmethod
    def read(cls, path: Path) -> SigningKey:
        """Return the key in a file. Raises Unreadable, OSError."""
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
                raise Unreadable(f"others can read the signing key {path}: its mode should be 0600")
            raw = file.read(10_000)
        try:
            said = raw.decode("ascii").strip()
        except UnicodeDecodeError:
            said = ""
        name, _, rest = said.removeprefix(_BEGINS).partition("+")
        key_id, _, encoded = rest.partition("+")
        material = unbase64(encoded, "the signing key")
        if not said.startswith(_BEGINS) or len(material) != 33 or material[0] not in (ED25519, COSIGNATURE):
            raise Unreadable(f"{path} is no signing key: it should be one line that begins with {_BEGINS}")
        key = cls(name, Ed25519PrivateKey.from_private_bytes(material[1:]), material[0] == COSIGNATURE)
        if key.public.id.hex() != key_id:
            raise Unreadable(f"the signing key in {path} was altered: its id is another")
        return key

    def write(self, path: Path) -> None:
        """Write it into a new file that only its owner can read. Raises FileExistsError, OSError."""
        material = bytes([self.public.algorithm]) + self._private.private_bytes_raw()
        line = f"{_BEGINS}{self.name}+{self.public.id.hex()}+{base64(material)}\n"
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(line)
            file.flush()
            os.fsync(descriptor)

    @property
    def public(self) -> Key:
        """The public key that belongs to it."""
        public = self._private.public_key().public_bytes_raw()
        return Key(self.name, public, COSIGNATURE if self.cosigns else ED25519)

    def line(self, text: bytes, at: int = 0) -> bytes:
        """Return the line that signs a note's text; `at`, in seconds since 1970, is what a witness adds."""
        signature = self._private.sign(cosigned(text, at) if self.cosigns else text)
        signed = self.public.id + (at.to_bytes(8, "big") if self.cosigns else b"") + signature
        return f"\u2014 {self.name} {base64(signed)}\n".encode()


def sign(text: bytes, key: SigningKey, at: int = 0) -> bytes:
    """Return the text as a note signed with the key (C2SP signed-note)."""
    return text + b"\n" + key.line(text, at)
