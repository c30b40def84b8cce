"""The statement by which one key of a log follows another: signed by both, so that neither was put there by a third.

It is a signed note (C2SP signed-note) with two signatures, of the old key and of the new one. Its text is five lines:

    cleartrail-key-rotation/1
    name of the log
    old public key: name+key id+base64
    new public key
    the moment, in UTC, from which the old key is not to be trusted; a dash where there is none

Whoever was given the old key once follows it to the new one by this statement (`ledger/verify.py --rotation`). It lies
in an entry of the authority's file, signing-key-rotated/1, so the log itself shows when the key was changed.
"""

from __future__ import annotations

from ledger.log.signing import SigningKey, sign
from ledger.verify import Rotation


def statement(old: SigningKey, new: SigningKey, compromised_since: str = "") -> bytes:
    """Return the statement, signed by both. The same keys and moment give the same bytes."""
    text = Rotation.text(old.public, new.public, compromised_since)
    return sign(text, old) + new.line(text)
