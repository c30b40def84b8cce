"""The command that makes a bundle of evidence, and issues it."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from api.bundles import bundle_answer, order_of
from api.bundling import bundled, look_at, redaction_of
from api.commands.wired import catch_up, operator, out, progress_told, say_json, table, wired
from api.wiring import Wiring
from ledger.log.signer import Signer, has_key
from ledger.refusals import Fault, Invalid
from projections.bundle.archive import runs
from projections.bundle.packing import bundle_name
from projections.bundle.purposes import NARROWINGS, PURPOSES


def bundle(
    reference: Annotated[str, typer.Argument(help="Reference of the contract.")],
    purpose: Annotated[str, typer.Option(help=f"For what: {', '.join(PURPOSES)}.")] = "disclosure",
    to: Annotated[Path | None, typer.Option(help="Where the ZIP goes: a file or a folder.")] = None,
    issue: Annotated[bool, typer.Option("--issue", help="Record on the file that it is issued.")] = False,
    recipient: Annotated[str | None, typer.Option(help="Whom it is issued to.")] = None,
    withhold: Annotated[
        list[str] | None, typer.Option(help=f"A mark to withhold besides: {', '.join(NARROWINGS)}; repeatable.")
    ] = None,
    redact: Annotated[
        list[str] | None, typer.Option(help="Words to leave out, as ENTRY:FIELD:GROUND; repeatable.")
    ] = None,
    person: Annotated[str | None, typer.Option(help="For subject access: the pseudonym of who asks.")] = None,
    as_at: Annotated[str | None, typer.Option(help="The day in the world: 2025-03-31.")] = None,
    known_at: Annotated[str | None, typer.Option(help="A size of the log, or 2025-03-31T14:30:00Z.")] = None,
    bates: Annotated[str | None, typer.Option(help="Prefix of a Bates-numbered load file, to be made too.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be in; make nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:  # fmt: skip
    """Make the bundle of evidence of a contract: a ZIP that can be checked by whoever is given it.

    What is in follows from the purpose; what is not is named in it by number and ground. The other side checks it with
    `python3 verify.py bundle`, which is in it, as is HOW-TO-VERIFY.txt.
    """
    if issue != (recipient is not None):
        raise Invalid([Fault("query.recipient", "goes with --issue: whom the bundle is issued to, which is recorded")])
    given = {
        "purpose": purpose, "recipient": recipient, "withhold": withhold or [], "person": person, "as_at": as_at,
        "known_at": known_at, "bates": bates, "redact": [redaction_of(said) for said in redact or ()],
    }  # fmt: skip
    target = (to or Path()) / bundle_name(reference, purpose) if to is None or to.is_dir() else to
    if not os.access(target.parent, os.W_OK):  # before anything is made, and before it is issued
        raise typer.BadParameter(f"{target.parent}: no such folder, or nothing may be written there")
    order = order_of({name: value for name, value in given.items() if value is not None})
    _check_writable(to)  # before anything is recorded
    with wired() as wiring, progress_told() as progress:

        def sign() -> None:
            _sign(wiring)

        looked = look_at(wiring, operator(), reference, order, sign)
        answer = bundle_answer(looked)
        if dry_run:
            say_json(answer) if as_json else _print(answer.model_dump())
            return
        try:
            with bundled(wiring, operator(), looked, progress, sign, beside=target.parent) as made:
                made.path.replace(target)  # whole or not at all
        except OSError as error:
            raise typer.BadParameter(f"{target}: {error.strerror}") from None
    told = {"bundle": str(target), "manifest": made.manifest, "issued": made.issued_at, "proved": made.proved}
    if as_json:
        say_json({**answer.model_dump(mode="json"), **told})
        return
    _print(answer.model_dump())
    stands = (
        f"issued to {looked.wanted.recipient} by entry {made.issued_at}"
        if made.issued_at
        else "a draft, issued to nobody"
    )
    out().print(f"\n{target}: {stands}. SHA-256 of its manifest: {made.manifest}", soft_wrap=True)


def _check_writable(to: Path | None) -> None:
    folder = to if to is not None and to.is_dir() else (to or Path()).parent
    try:
        with TemporaryDirectory(dir=folder, prefix=".cleartrail-"):
            pass
    except OSError as error:
        raise typer.BadParameter(f"{to or folder}: {error.strerror}") from None


def _sign(wiring: Wiring) -> None:
    """Do what a running server does all the time: seal what is recorded, and sign the log where the key is here."""
    catch_up(wiring)
    if has_key(wiring.settings.signer):
        with closing(Signer(wiring.database, wiring.settings.signer)) as signer:
            signer.sign_once()


def _print(answer: dict[str, object]) -> None:
    shown = table("", "", title=f"{answer['file']}: {answer['heading']}")
    held, left, redacted, exhibits = (answer[name] for name in ("shown", "withheld", "redacted", "exhibits"))
    assert isinstance(held, list)
    assert isinstance(left, list)
    assert isinstance(redacted, list)
    assert isinstance(exhibits, list)
    shown.add_row("entries shown", f"{len(held)} of {answer['entries']}: {runs(held)}")
    grounds: dict[str, list[int]] = {}
    for one in left:
        grounds.setdefault(one["ground"], []).append(one["position"])
    for ground, positions in grounds.items():
        shown.add_row("left out", f"{ground}: {runs(positions)}")
    for one in redacted:
        shown.add_row("redacted", f"entry {one['position']}, {'; '.join(one['fields'])}")
    erased = answer["erased"]
    assert isinstance(erased, list)
    for one in erased:
        shown.add_row("erased", f"entry {one['position']}, {'; '.join(one['fields'])}")
    shown.add_row("exhibits", str(len(exhibits)))
    out().print(shown)
