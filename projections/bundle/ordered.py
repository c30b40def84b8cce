"""What an issued bundle was made of is kept with the entry that issued it, so that the same bytes can be made again.

A download breaks off, or a disk is lost, and what was issued should be had again without issuing it twice. The entry
that issues a bundle cites, beside its receipt, what was asked for and on what it rested. From that it is made anew, and
given out only where its manifest has the hash that the receipt holds. docs/adr/0097.

Format of that document, "cleartrail-order/1": canonical JSON (RFC 8785), an object with exactly these members:

    as_at       the day as at which, or ""
    bates       prefix of the load file, or ""
    format      "cleartrail-order/1"
    judged      position of the file by whose marks it was judged what is in it
    known       a size of the log, 0 for all that was signed
    known_said  how that was asked for, or ""
    narrowed    marks withheld besides
    redact      [{"field", "ground", "position"}]
    size        size of the log it is made from
    unseen      [{"ground", "position"}] of what whoever made it might not see
    until       the moment by which witnesses had answered that are in it (RFC 3339)

Purpose and recipient are the entry's. Of whom subject access is about there is nothing: whoever has it made again says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ledger.documents import Documents
from ledger.entry import Recorded
from ledger.errors import UnknownDocument
from ledger.subjects.records import EvidenceBundleIssued
from ledger.verify import canonical
from ledger.words import Document, Kept
from projections.bundle.errors import NotTheSame
from projections.bundle.looked import Basis, Looked, Wanted
from projections.bundle.purposes import purpose_named
from projections.bundle.selection import Asked, Redaction
from projections.view import FileView

FORMAT = "cleartrail-order/1"
_NOT_KEPT = "what it was made of is not kept with its entry: have it issued anew"


def order(looked: Looked) -> bytes:
    """Return what a bundle is made of, as it is kept."""
    wanted, basis = looked.wanted, looked.basis
    return canonical(
        {
            "as_at": wanted.as_at.isoformat() if wanted.as_at else "", "bates": wanted.bates or "", "format": FORMAT,
            "judged": basis.judged, "known": wanted.known or 0, "known_said": wanted.known_said or "",
            "narrowed": list(wanted.asked.narrowed), "redact": [
                {"field": one.field, "ground": one.ground, "position": one.position} for one in wanted.asked.redactions
            ],
            "size": basis.size, "until": basis.until.isoformat(),
            "unseen": [{"ground": why, "position": n} for n, why in sorted(basis.unseen.items())],
        }
    )  # fmt: skip


def wanted_again(view: FileView, recorded: Recorded, documents: Documents, person: str | None) -> tuple[Wanted, bytes]:
    """Return what an entry that issued a bundle says it was made of, and its receipt. Raises NotTheSame, KeyDestroyed.

    `person`: for subject access, the pseudonym of who asked.
    """
    entry = recorded.entry
    issued = entry if isinstance(entry, EvidenceBundleIssued) else None
    purpose = purpose_named(issued.purpose) if issued else None
    if issued is None or issued.bundle is None or purpose is None:
        raise NotTheSame("that entry issued no bundle that was made here")
    filed = [_document(view, held, documents) for held in (issued.bundle, *issued.exhibits[:1])]
    if len(filed) < 2:
        raise NotTheSame(_NOT_KEPT)
    receipt, raw = filed
    try:
        said = json.loads(raw)
        if said["format"] != FORMAT:
            raise NotTheSame(_NOT_KEPT)
        redactions = tuple(Redaction(one["position"], one["field"], one["ground"]) for one in said["redact"])
        asked = Asked(purpose, tuple(said["narrowed"]), redactions, person)
        wanted = Wanted(
            view.reference, asked, date.fromisoformat(said["as_at"]) if said["as_at"] else None, said["known"] or None,
            said["known_said"] or None, issued.recipient, said["bates"] or None, _basis(said),
        )  # fmt: skip
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NotTheSame(_NOT_KEPT) from None
    return wanted, receipt


def _basis(said: Mapping[str, Any]) -> Basis:
    unseen = {row["position"]: row["ground"] for row in said["unseen"]}
    return Basis(said["size"], said["judged"], datetime.fromisoformat(said["until"]), unseen)


def _document(view: FileView, held: object, documents: Documents) -> bytes:
    value = view.open(held) if isinstance(held, Kept) else None
    if not isinstance(value, Document):
        raise NotTheSame("its receipt, or what it was made of, was erased")
    try:
        return b"".join(documents.open(value.sha256))
    except UnknownDocument:
        raise NotTheSame("its receipt, or what it was made of, was erased") from None


def check_same(manifest: str, receipt: bytes) -> None:
    """Raise NotTheSame where a manifest of this SHA-256 is not the one that a receipt names."""
    if receipt.splitlines()[-1:] != [f"manifest: {manifest}".encode()]:
        raise NotTheSame(
            "what is made of it now has other bytes than what was issued: words were erased since, another person is "
            "named, or this program or one it uses is another version. Nothing is given out; issue it anew"
        )


__all__ = ["check_same", "order", "wanted_again"]
