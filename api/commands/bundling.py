"""The command that makes a bundle of evidence, and issues it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from api.bundle_orders import order_of, redactions_of
from api.bundles import BundleAnswer, bundle_answer
from api.bundling import Again, Bundled, bundled, look_again, look_at
from api.commands.wired import catch_up, operator, out, progress_told, say_json, table, wired
from api.wiring import Wiring
from ledger.log.signer import Signer, has_key
from ledger.refusals import Fault, Invalid
from projections.bundle.archive import runs
from projections.bundle.looked import Looked
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
    again: Annotated[int | None, typer.Option(help="Make again, byte for byte, what this entry issued.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be in; make nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:  # fmt: skip
    """Make the bundle of evidence of a contract: a ZIP that can be checked by whoever is given it.

    What is in follows from the purpose; what is not is named in it by number and ground. The other side checks it with
    `python3 verify.py bundle`, which is in it, as is HOW-TO-VERIFY.txt.
    """
    if issue != (recipient is not None):
        raise Invalid([Fault("query.recipient", "goes with --issue: whom the bundle is issued to, which is recorded")])
    if again is not None and (purpose != "disclosure" or any((recipient, withhold, redact, as_at, known_at, bates))):
        raise Invalid([Fault("query.again", "takes what the bundle was issued with: besides it give --person alone")])
    with _options_named():
        redactions = redactions_of(redact or ())
    given = {
        "purpose": purpose, "recipient": recipient, "withhold": withhold or [], "person": person, "as_at": as_at,
        "known_at": known_at, "bates": bates, "redact": redactions,
    }  # fmt: skip
    order = order_of({name: value for name, value in given.items() if value is not None}) if again is None else None
    _check_writable(to)  # before anything is recorded
    with wired() as wiring, progress_told() as progress:
        sign = partial(_sign, wiring)
        issued: Again | None = None
        with _options_named():
            if order is not None:
                looked = look_at(wiring, operator(), reference, order, sign)
            else:
                looked, issued = look_again(wiring, operator(), reference, again or 0, person, sign)
        answer = bundle_answer(looked)
        if dry_run:
            say_json(answer) if as_json else _print(answer.model_dump())
            return
        name = bundle_name(reference, looked.selection.purpose.name)
        target = (to or Path()) / name if to is None or to.is_dir() else to
        try:
            with bundled(wiring, operator(), looked, progress, sign, beside=target.parent, again=issued) as made:
                made.path.replace(target)  # whole or not at all
        except OSError as error:
            raise typer.BadParameter(f"{target}: {error.strerror}") from None
    _tell(answer, looked, made, target, as_json=as_json)


def _tell(answer: BundleAnswer, looked: Looked, made: Bundled, target: Path, *, as_json: bool) -> None:
    """Say what was made, and where it is."""
    told = {"bundle": str(target), "manifest": made.manifest, "issued": made.issued_at, "proved": made.proved}
    if as_json:
        say_json({**answer.model_dump(mode="json"), **told})
        return
    _print(answer.model_dump())
    to, at = looked.wanted.recipient, made.issued_at
    stands = f"issued to {to} by entry {at}" if at else "a draft, issued to nobody"
    out().print(f"\n{target}: {stands}. SHA-256 of its manifest: {made.manifest}", soft_wrap=True)
    if at and not made.proved:
        again = f"cleartrail bundle {looked.wanted.reference} --again {at}"
        out().print(
            f"The log is not signed over its issuing yet, and it holds no proof of that: make it again by {again}."
        )


@contextmanager
def _options_named() -> Iterator[None]:
    """Have what is wrong with a redaction say which option it is, counted from 1."""
    try:
        yield
    except Invalid as error:
        raise Invalid([replace(fault, field=_option(fault.field)) for fault in error.faults]) from None


def _option(field: str) -> str:
    name, _, number = field.partition(".")
    return f"--redact number {int(number) + 1}" if name == "redact" and number.isdecimal() else field


def _check_writable(to: Path | None) -> None:
    folder = to if to is not None and to.is_dir() else (to or Path("x")).parent
    if not os.access(folder, os.W_OK):
        raise typer.BadParameter(f"{folder}: no such folder, or nothing may be written there")
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
