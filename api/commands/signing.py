"""Commands for the key that signs the log: show or make it, change it for another; have checkpoints stamped."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from api.commands.wired import EXIT_REFUSED, Json, catch_up, operator, out, say_json, wired
from api.wiring import Wiring
from ledger.entry import Actor
from ledger.log.folder import Folder, has_key, make_folder
from ledger.log.outside import Authority
from ledger.log.signer import Signer
from ledger.log.signing import SigningKey
from ledger.log.stamping import NoTimestamp
from ledger.refusals import Fault, Invalid
from ledger.rotating import rotate
from ledger.subjects.checkpoints import CheckpointTimestamped
from ledger.timestamping import Timestamper
from ledger.verify import Key, Unreadable, moment_of

Person = Annotated[str | None, typer.Option(help="Who decided it.")]
Office = Annotated[str | None, typer.Option(help="The office they hold, as the procedure names it: legal-services.")]


def signing_key(as_json: Json = False) -> None:
    """Show the log's public key; make the key where there is none.

    Give the public key to whoever may have to check the log one day, by a way of its own: in a letter, on a web page.
    The private key stays in the signer's folder, with the last checkpoint; back both up, and not with the database.
    A server that is running takes up a new key when it is started again.
    """
    with wired() as wiring:
        folder = wiring.settings.signer
        made = not has_key(folder)
        try:
            key = make_key(wiring) if made else SigningKey.read(folder / "key").public
        except (Unreadable, OSError) as error:
            raise Invalid([Fault("CLEARTRAIL_SIGNER_FOLDER", str(error))]) from None
    if as_json:
        say_json({"key": str(key), "folder": str(folder), "made": made})
        return
    out().print(f"{key}\n\nThe {'key was made; the ' if made else ''}private key is in {folder}.", soft_wrap=True)


def make_key(wiring: Wiring) -> Key:
    """Make the key of this ledger's log. Raises LedgerNotOpen, and Invalid where the log was signed elsewhere."""
    origin = wiring.book.store.settings.origin
    with wiring.database.transaction("app") as connection:
        signed = connection.execute("SELECT max(size) FROM checkpoints").fetchone()
    if signed is not None and signed[0] is not None:
        why = f"holds no key, and {signed[0]} entries of this log were signed with one; put back the folder it is in"
        raise Invalid([Fault("CLEARTRAIL_SIGNER_FOLDER", why)])
    return make_folder(wiring.settings.signer, origin)


def rotate_key(
    reason: Annotated[str | None, typer.Option(help="Why the key is changed.")] = None,
    compromised_since: Annotated[
        str | None,
        typer.Option(help="Where somebody else may have the key: since when, like 2026-03-31T14:30:00.000000Z."),
    ] = None,
    finish: Annotated[bool, typer.Option("--finish", help="Destroy the old key: the new one signs alone.")] = False,
    person: Person = None, office: Office = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Change the log's key for a new one, and record that the one follows the other, signed by both.

    Both sign every checkpoint until `rotate-key --finish`, so that whoever has the old key has time to be told the new
    one. Broken off, the same command goes on from where it was. With --compromised-since the old key signs no more.
    """
    with wired() as wiring:
        path = signers_folder(wiring)
        if finish:
            if not Folder(path).end_overlap():
                raise Invalid([Fault("--finish", "there is no old key beside the new one: nothing to destroy")])
            out().print("The old key is destroyed; the new one signs alone.")
            return
        if reason is None:
            raise Invalid([Fault("--reason", "should say why the key is changed; it stands on the authority's file")])
        if compromised_since is not None:
            try:
                moment_of(compromised_since)
            except Unreadable as error:
                raise Invalid([Fault("--compromised-since", str(error))]) from None
        by = Actor(person=person, office=office) if person else None
        changed = rotate(
            wiring.book, path, operator().as_account(), reason=reason, by=by,
            compromised_since=compromised_since or "",
        )  # fmt: skip
        _sign(wiring)
    if as_json:
        say_json({"old_key": str(changed.old), "new_key": str(changed.new)})
        return
    out().print(
        f"{changed.new}\n\nfollows {changed.old}\nGive the new key to whoever was given the old one "
        "(docs/signing.md, Changing the key).", soft_wrap=True,
    )  # fmt: skip


def timestamp(as_json: Json = False) -> None:
    """Have the newest checkpoint stamped now by every timestamping authority in the settings, and record the tokens."""
    with wired() as wiring:
        outside = wiring.settings.outside
        if not outside.authorities:
            why = "names no timestamping authority; ledger/log/outside.py says how it is written"
            raise Invalid([Fault("CLEARTRAIL_OUTSIDE_FILE", why)])
        path = signers_folder(wiring)
        _sign(wiring)
        stamper = Timestamper(wiring.book, wiring.database, path, outside)
        rows = [_stamped(stamper, authority) for authority in outside.authorities]
        _sign(wiring)
    if as_json:
        say_json(rows)
    for row in rows if not as_json else ():
        said = row["not_stamped"] or f"{row['size']} entries at {row['stamped_at']}, entry {row['entry']}"
        out().print(f"{row['authority']}: {said}", soft_wrap=True)
    if any(row["not_stamped"] for row in rows):
        sys.exit(EXIT_REFUSED)


def _stamped(stamper: Timestamper, authority: Authority) -> dict[str, object]:
    row: dict[str, object] = {"authority": authority.name, "not_stamped": None}
    try:
        recorded = stamper.stamp(authority)
    except NoTimestamp as error:
        return row | {"not_stamped": str(error)}
    assert isinstance(recorded.entry, CheckpointTimestamped)
    entry = recorded.entry
    return row | {"entry": recorded.position, "size": entry.size, "stamped_at": entry.stamped_at}


def signers_folder(wiring: Wiring) -> Path:
    """Return the signer's folder, which must be on this machine. Raises Invalid."""
    folder = wiring.settings.signer
    if not has_key(folder):
        why = f"{folder} holds no key; this is for the machine that signs the log (cleartrail signing-key)"
        raise Invalid([Fault("CLEARTRAIL_SIGNER_FOLDER", why)])
    return folder


def _sign(wiring: Wiring) -> None:
    """Seal and sign what is there, unless a server that is running does."""
    catch_up(wiring)
    with closing(Signer(wiring.database, wiring.settings.signer)) as signer:
        signer.sign_once()
