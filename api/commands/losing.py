"""Commands for the day the signer refuses: see what was lost, say so on the authority's file, and let the log go on."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.signing import Office, signers_folder
from api.commands.wired import Json, catch_up, operator, out, say_json, wired
from api.wiring import Wiring
from ledger.book import AUTHORITY
from ledger.encodings import base64
from ledger.entry import Actor
from ledger.log import loss
from ledger.refusals import Fault, Invalid
from ledger.subjects.checkpoints import LogLossExplained
from ledger.verify import Checkpoint
from ledger.words import Said


def explain_loss(
    known: Annotated[
        str | None, typer.Option(help="What is known of what was lost or altered; without it, nothing is recorded.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="How it came about, and why the log goes on from here.")] = None,
    person: Annotated[str | None, typer.Option(help="Who decided that it goes on.")] = None,
    office: Office = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Show what was signed last and is lost; with --known and --reason, record on the authority's file that it is.

    The entry names the lost checkpoint and the size and root with which the log goes on. After it, `sign-on`.
    """
    with wired() as wiring:
        folder = signers_folder(wiring)
        catch_up(wiring)
        found = loss.look(wiring.database, folder)
        answer: dict[str, object] = {
            "lost": not found.continues, "lost_checkpoint": found.note.decode(), "signed_size": found.lost.size,
            "signed_root": base64(found.lost.root), "size": found.size, "root": base64(found.root), "entry": None,
        }  # fmt: skip
        if known is not None or reason is not None:
            answer["entry"] = _explain(wiring, found, known, reason, person, office)
            catch_up(wiring)
    if as_json:
        say_json(answer)
        return
    say = out().print
    if found.continues:
        say("Nothing is lost: the log is the continuation of the last checkpoint signed.")
        return
    say(f"Signed last, and no longer led to by the log: {found.lost.size} entries, root {answer['signed_root']}")
    say(f"The log as it is: {found.size} entries, root {answer['root']}")
    if answer["entry"] is None:
        say("Look for what was lost first. Then say so: explain-loss --known WHAT --reason WHY --person WHO")
    else:
        say(f"Entry {answer['entry']} of the authority's file explains it. To go on: sign-on {answer['signed_root']}")


def _explain(
    wiring: Wiring, found: loss.Found, known: str | None, reason: str | None, person: str | None, office: str | None
) -> int:
    if found.continues:
        raise Invalid([Fault("--known", "nothing is lost: the log is the continuation of what was signed")])
    if known is None or reason is None or person is None:
        why = "--known, --reason and --person go together: what is known, how it came about, who decided to go on"
        raise Invalid([Fault("--reason", why)])
    entry = LogLossExplained(
        happened_on=wiring.book.today(), lost_checkpoint=found.note.decode(), size=found.size,
        root=base64(found.root), known_of_loss=Said(known), reason=Said(reason),
        by=Actor(person=person, office=office),
    )  # fmt: skip
    return wiring.book.record(AUTHORITY, entry, operator().as_account(), acknowledge_all=True).position


def sign_on(
    lost: Annotated[str, typer.Argument(help="Root hash of the lost checkpoint, as explain-loss shows it.")],
    as_json: Json = False,
) -> None:
    """Let the log go on after a loss that an entry on the authority's file explains. The lost checkpoint is kept.

    A server that stopped signing signs again when it is started anew.
    """
    with wired() as wiring:
        folder = signers_folder(wiring)
        catch_up(wiring)
        found = loss.look(wiring.database, folder)
        if lost != base64(found.lost.root):
            why = f"the last checkpoint signed here has the root {base64(found.lost.root)}"
            raise Invalid([Fault("LOST", why)])
        for explained in reversed(wiring.book.file(AUTHORITY).checkpoints.losses):
            if Checkpoint.read(explained.lost.encode()).note.text == found.lost.note.text:
                break
        else:
            raise Invalid([Fault("LOST", "no entry on the authority's file explains its loss (explain-loss)")])
        place = _place(wiring, explained.position)
        try:
            signed = loss.sign_on(wiring.database, folder, explained.lost, explained.size, explained.root, place)
        except loss.LockBusy as error:
            raise Invalid([Fault("", str(error))]) from None
    if as_json:
        say_json({"size": signed.size, "root": base64(signed.root), "explained_by": explained.position})
        return
    out().print(
        f"The log goes on from {signed.size} entries. Who holds a checkpoint of what was lost sees that it is, and is "
        f"told of entry {explained.position}.", soft_wrap=True,
    )  # fmt: skip


def _place(wiring: Wiring, position: int) -> int | None:
    """Where an entry of the authority's file lies in the log."""
    with wiring.database.transaction("app") as connection:
        row = connection.execute(
            "SELECT index FROM log WHERE file_id = %s AND position = %s", (wiring.book.file_id(AUTHORITY), position)
        ).fetchone()
    return int(row[0]) if row is not None else None
