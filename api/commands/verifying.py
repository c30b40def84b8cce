"""Commands for proofs: give one out; check a whole ledger, or a copy, against checkpoints that were kept elsewhere."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from api.commands.wired import EXIT_REFUSED, EXIT_UNPROVED, catch_up, out, progress_told, say_json, wired
from api.errors import NothingNear
from api.settings import read_settings
from ledger.log.exporting import NotThisLog
from ledger.log.exporting import export_log as write_log
from ledger.log.files import file_proof
from ledger.log.folder import Folder
from ledger.log.proofs import entry_proof
from ledger.log.signer import Signer, has_key
from ledger.log.signing import SigningKey
from ledger.refusals import repeatable
from ledger.verify import EXIT_CONTRADICTED, EXIT_NOT_PROVED, Key, Report, Unreadable, laid_out, verify_copy
from ledger.verifying import verify_ledger


def verify(
    copy: Annotated[Path | None, typer.Argument(help="A copied ledger; without it, the ledger here.")] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint kept from before; repeatable. For the ledger here, also the "
                                             "last one in the signer's folder.")
    ] = None,
    key: Annotated[
        str | None, typer.Option(help="The log's public key, as you were told it; by default the signer's.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="For the ledger here: an older copy; bytes that differ from it are named.")
    ] = None,
    log_alone: Annotated[
        bool, typer.Option("--log", help="For the ledger here: entries and log alone, not words and documents.")
    ] = False,
    sha256: Annotated[str | None, typer.Option("--sha256", help="For a copy: the SHA-256 its source gave.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:  # fmt: skip
    """Check every stored byte, and the log against its checkpoints: proved, not proved, or contradicted, step by step.

    Exit code 0 where everything was proved, 1 where something is contradicted, 5 where something is not proved. What
    was altered is named by its entry, and by the checkpoint that covers it.
    """
    report = Report(lambda said: None if as_json else out().print(laid_out(said), soft_wrap=True))
    if copy is not None and log_alone:
        raise typer.BadParameter("--log is for the ledger here; of a copy all is checked")
    try:
        kept = [path.read_bytes() for path in checkpoint or ()]
        public = Key.read(key) if key is not None else None
        if copy is not None:
            verify_copy(report, copy, public, kept, sha256, roots=read_settings().outside.roots)
        else:
            _verify_here(report, public, kept, against, log_alone=log_alone)
    except Unreadable as error:
        raise typer.BadParameter(str(error)) from None
    except OSError as error:
        raise typer.BadParameter(f"{error.filename}: {error.strerror}") from None
    verdict = {EXIT_CONTRADICTED: "contradicted", EXIT_NOT_PROVED: "not proved"}.get(report.exit_code, "proved")
    if as_json:
        say_json({"verdict": verdict, "steps": [{"state": state, "what": what} for state, what in report.steps]})
    else:
        out().print(f"{verdict.upper()}: {len(report.steps)} steps", soft_wrap=True)
    if report.exit_code:
        sys.exit(EXIT_REFUSED if report.exit_code == EXIT_CONTRADICTED else EXIT_UNPROVED)


def _verify_here(
    report: Report, public: Key | None, kept: list[bytes], against: Path | None, *, log_alone: bool
) -> None:  # fmt: skip
    """Verify the ledger that the settings name, also against what lies in the signer's folder."""
    with wired() as wiring, progress_told() as progress:
        folder, lost = wiring.settings.signer, list[bytes]()
        if has_key(folder):
            lost = list(Folder(folder).lost())
            public = public or SigningKey.read(folder / "key").public
            kept = [*kept, (folder / "checkpoint").read_bytes()]
        roots = wiring.settings.outside.roots
        verify_ledger(wiring.database, report, public, kept, progress, roots, lost, against, log_alone=log_alone)


def export_log(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder, or one the log was exported to before.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Write the signed log as static files (C2SP tlog-tiles), or add to them what is new since the last time.

    Checkpoint, tiles and leaf headers, and nothing of what the entries say: the headers give of each file, by its key,
    how many entries it has and when they were made. `python3 verify.py log FOLDER --key KEY` checks all of it.
    """
    with wired() as wiring, progress_told() as progress:
        catch_up(wiring)
        if has_key(wiring.settings.signer):
            with closing(Signer(wiring.database, wiring.settings.signer)) as signer:
                signer.sign_once()
        try:
            newest = write_log(wiring.database, folder, progress)
        except NotThisLog as error:
            raise typer.BadParameter(str(error)) from None
        except OSError as error:
            raise typer.BadParameter(f"{error.filename}: {error.strerror}") from None
    if as_json:
        say_json({"origin": newest.origin, "size": newest.size, "root": newest.root.hex(), "folder": str(folder)})
        return
    out().print(f"The log of {newest.origin}, {newest.size:,} entries, is in {folder}.", soft_wrap=True)


def prove(
    reference: Annotated[str, typer.Argument(help="Reference of the contract; `authority` for the authority's file.")],
    entry: Annotated[int | None, typer.Argument(min=1, help="Number of an entry; without it, the whole file.")] = None,
    size: Annotated[
        int | None,
        typer.Option(min=1, help="For a whole file: as it was in a log of that size; else in the newest."),
    ] = None,
) -> None:
    """Print the proof that an entry is in the signed log; or that a file is whole, or is not there.

    `python3 verify.py proof` reads the one (C2SP tlog-proof), `python3 verify.py file` the other.
    """
    with wired() as wiring:
        catch_up(wiring)
        if has_key(wiring.settings.signer):
            with closing(Signer(wiring.database, wiring.settings.signer)) as signer:
                signer.sign_once()
        file_id = wiring.book.file_id(reference)
        with wiring.database.transaction("app") as connection:
            if entry is not None and entry > wiring.book.store.head(file_id):
                raise NothingNear(f"there is no entry {entry} on file {repeatable(reference)}")
            raw = entry_proof(connection, file_id, entry) if entry else file_proof(connection, file_id, size)
    sys.stdout.write(raw.decode())
