"""Who may have which bundle of evidence made, what they ask for, and how it is made and issued for them.

The lawyers' bundle is for Legal Services alone. The auditor makes the auditor's, and issues nothing, since an auditor
never writes; every other bundle is Legal Services' to make. A provider makes none: it is given one. What whoever makes
a bundle may not see is in no bundle that they make.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from api.bundle_orders import BundleOrder
from api.people import Person, Role
from api.recording import record, settled
from api.sight import Sight
from api.times import known_then
from api.wiring import Wiring, sight_of
from api.workroom import place_to_work
from ledger.entry import Actor, Recorded
from ledger.errors import NotSigned
from ledger.judgement import Act
from ledger.log.signer import has_key
from ledger.refusals import Denied, Fault, Invalid, NotOnFile
from ledger.subjects.records import EvidenceBundleIssued
from ledger.submission import EARLIEST, LATEST
from ledger.words import text_of
from projections.bundle.archive import Progress
from projections.bundle.errors import NotTheSame
from projections.bundle.issuing import entry_of, proof_of_issue, receipt
from projections.bundle.looked import Ledger, Looked, Wanted, look
from projections.bundle.making import Made, make, packing
from projections.bundle.ordered import check_same, order, wanted_again
from projections.bundle.packing import bundle_name
from projections.bundle.purposes import PURPOSES, Name, purpose_named

MAY_MAKE: Mapping[Name, tuple[Role, ...]] = {
    "lawyers": ("legal-services", "operator"),
    "disclosure": ("legal-services", "operator"),
    "court": ("legal-services", "operator"),
    "auditor": ("legal-services", "auditor", "operator"),
    "freedom-of-information": ("legal-services", "operator"),
    "subject-access": ("legal-services", "operator"),
}
PATIENCE = 30.0  # seconds waited for the log to be sealed and signed


@dataclass(frozen=True)
class Bundled:
    """A bundle in a file that is there as long as the block it was made in."""

    path: Path
    name: str
    """What it is to be called."""
    looked: Looked
    manifest: str
    """SHA-256 of its manifest, in hex."""
    issued_at: int | None
    """Position of the entry that issued it; None for a draft."""
    proved: bool
    """Whether the proof of issuing is in it: not where the log was not signed in time."""


def check_may(person: Person, purpose: Name, *, issue: bool = False) -> None:
    """Raise Denied where this person may not have a bundle made for this purpose, or issue it."""
    if person.is_provider:
        raise Denied("a provider makes no bundles; the authority gives it one, which it can check by itself")
    if not person.has(*MAY_MAKE[purpose]):
        raise Denied(f'a bundle "{PURPOSES[purpose].title}" is for Legal Services to make')
    if issue and person.has("auditor"):
        raise Denied("an auditor reads and never writes: have it made as a draft, or issued by Legal Services")


def look_at(
    wiring: Wiring, person: Person, reference: str, order: BundleOrder, sign: Callable[[], object] | None = None
) -> Looked:
    """Return what a bundle will hold. Raises NothingNear, Denied, Invalid, NotSigned, Quarantined.

    `sign` has the log sealed and signed; where a server does that by itself, it is waited for.
    """
    file, _ = sight_of(wiring.book, reference, person)
    check_may(person, order.purpose, issue=order.recipient is not None)
    if order.as_at is not None and not EARLIEST <= order.as_at <= LATEST:
        why = f"should be a day between {EARLIEST.isoformat()} and {LATEST.isoformat()}"
        raise Invalid([Fault("as_at", why)])
    if sign is not None:
        sign()
    settled(wiring.book)
    known = None
    if order.known_at is not None:
        known, _ = known_then(wiring.book, order.known_at.strip())
    if sign is None:
        _wait_signed(wiring, reference, file.position, known)
    recipient = text_of(" ".join(order.recipient.split())) if order.recipient else None
    if recipient is not None:  # who asked what is held about them is named in nothing that is kept
        recipient = PURPOSES[order.purpose].recipient or recipient
    wanted = Wanted(reference, order.asked, order.as_at, known, order.known_at, recipient, order.bates)
    return look(_ledger(wiring), wanted, lambda now: Sight(person, now, wiring.book.today).withheld)


def look_again(
    wiring: Wiring, person: Person, reference: str, position: int, subject: str | None = None,
    sign: Callable[[], object] | None = None,
) -> tuple[Looked, Again]:  # fmt: skip
    """Return what a bundle that was issued is made of, to be made again. Raises as `look_at`, and NotTheSame.

    `subject`: for subject access, the pseudonym of who asked, which is kept nowhere.
    """
    file, sight = sight_of(wiring.book, reference, person)
    recorded = file.first_recorded(position) if sight.tells(position) else None
    if recorded is None or not isinstance(recorded.entry, EvidenceBundleIssued):
        raise NotOnFile(f"there is no entry {position} on file that issues a bundle")
    purpose = purpose_named(recorded.entry.purpose)
    if purpose is None:
        raise NotTheSame("that entry issued no bundle that was made here")
    check_may(person, purpose.name)
    if (purpose.name == "subject-access") != (subject is not None):
        why = "is given where a bundle for subject access is made again, and nowhere else: the pseudonym of who asked"
        raise Invalid([Fault("person", why)])
    if sign is not None:
        sign()
    settled(wiring.book)
    view = wiring.reader.view(reference).value
    wanted, filed = wanted_again(view, recorded, wiring.documents, subject)
    looked = look(_ledger(wiring), wanted, lambda now: Sight(person, now, wiring.book.today).withheld)
    return looked, Again(recorded, filed)


@dataclass(frozen=True)
class Again:
    """The entry that issued a bundle, and its receipt."""

    recorded: Recorded
    receipt: bytes


@contextmanager
def bundled(
    wiring: Wiring, person: Person, looked: Looked, progress: Progress, sign: Callable[[], object] | None = None,
    beside: Path | None = None, again: Again | None = None,
) -> Iterator[Bundled]:  # fmt: skip
    """Make the bundle, and issue it where it has a recipient. Raises NoBundle, OSError and what recording raises.

    Everything is drawn and written before the entry is recorded: where that fails nothing is recorded. `beside`: the
    folder it is to be moved to, so that what fails there fails before, and moving it is a matter of its name. `again`:
    by which entry it was issued already; then nothing is recorded, and it is given where it is the same.
    """
    with (
        place_to_work(wiring.settings.workroom) as folder,
        TemporaryDirectory(prefix=".cleartrail-", dir=beside or folder) as near,
    ):
        made = make(_ledger(wiring), looked, folder, progress)
        target = Path(near) / "bundle.zip"
        issued_at, proof = None, None
        if again is not None:
            check_same(made.sha256, again.receipt)
        with packing(made, target) as packed:
            if again is not None:
                issued_at, proof = again.recorded.position, _proof(wiring, made, again, sign)
            elif looked.wanted.recipient is not None:
                issued_at, proof = _issue(wiring, person, made, sign)
            if proof is not None:
                packed.add("issued.json", proof)
        file_id = wiring.book.file_id(looked.wanted.reference)
        wiring.book.opened.note(person.as_reader(), [(file_id, position) for position in looked.selection.shown])
        yield Bundled(
            target, bundle_name(looked.wanted.reference, looked.selection.purpose.name), looked, made.sha256, issued_at,
            proof is not None,
        )  # fmt: skip


def _issue(wiring: Wiring, person: Person, made: Made, sign: Callable[[], object] | None) -> tuple[int, bytes | None]:
    """Record that the bundle is issued; return the entry's position, and the proof of it where the log was signed."""
    filed = receipt(made)
    reference = made.looked.wanted.reference
    sha256 = wiring.documents.file(filed, "text/plain")
    ordered = wiring.documents.file(order(made.looked), "application/json")
    office = "legal-services" if person.has("legal-services") else None
    by = None if person.has("operator") else Actor(person=person.name, office=office)
    act = Act(reference, entry_of(made, sha256, ordered, by, wiring.book.today()))
    outcome = record(wiring.book, wiring.documents, [act], person, issuing=True)
    position = outcome.entries[0].position
    if sign is not None:
        sign()
    recorded = wiring.book.file(reference).first_recorded(position)
    assert recorded is not None, "it was recorded just now"
    return position, _proof(wiring, made, Again(recorded, filed), sign)


def _proof(wiring: Wiring, made: Made, issued: Again, sign: Callable[[], object] | None) -> bytes | None:
    """The proof of issuing; None where the log is not signed over it in time.

    A server beside a command seals and signs too, and whichever comes second finds nothing to do: both are asked again.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            reference = made.looked.wanted.reference
            return proof_of_issue(wiring.book, wiring.database, reference, issued.recorded, issued.receipt)
        except NotSigned:
            if time.monotonic() > until or (sign is not None and not has_key(wiring.settings.signer)):
                return None
            time.sleep(0.05)
            if sign is not None:
                sign()


def _wait_signed(wiring: Wiring, reference: str, position: int, known: int | None) -> None:
    """Wait until the map of files takes in what is to be shown; where it does not in time, what is signed is shown."""
    until = time.monotonic() + PATIENCE
    file_id = wiring.book.file_id(reference)
    while time.monotonic() < until:
        with wiring.database.transaction("app") as connection:
            row = connection.execute(
                "SELECT max(m.size) >= coalesce(%s, (SELECT index + 1 FROM log WHERE file_id = %s AND position = %s))"
                " FROM maps m WHERE after_loss = (SELECT max(after_loss) FROM maps)",
                (known, file_id, position),
            ).fetchone()
        if row is None or row[0] or not has_key(wiring.settings.signer):
            return  # signed; or no signer is here, and what that comes to is said when the proof is asked for
        time.sleep(0.05)


def _ledger(wiring: Wiring) -> Ledger:
    return Ledger(wiring.book, wiring.database, wiring.reader, wiring.documents)


__all__ = ["MAY_MAKE", "Again", "Bundled", "bundled", "check_may", "look_again", "look_at"]
