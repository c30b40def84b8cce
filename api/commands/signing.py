"""The command for the key that signs the log."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.wired import out, say_json, wired
from api.wiring import Wiring
from ledger.log.signer import has_key, make_folder
from ledger.log.signing import SigningKey
from ledger.refusals import Fault, Invalid
from ledger.verify import Key, Unreadable


def signing_key(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
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
