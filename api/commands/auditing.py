"""The command that finds what nobody may do and a server's owner can: whether anything stored was altered."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.commands.wired import EXIT_REFUSED, EXIT_UNPROVED, out, say_json, wired
from ledger.auditing import differences


def audit(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Read the whole ledger again and say whether anything in it is not as it was recorded and sealed.

    Entries, their order, the words and documents behind them, and the triggers that refuse changes. Exit code 1 where
    something was altered, removed or added behind the ledger's back; 5 where words and documents could not be checked,
    because the keys are not here.
    """
    with wired() as wiring:
        everything = list(differences(wiring.database))
        size = wiring.book.store.log_size()
    found = [f for f in everything if f.checked]
    unchecked = [f.what for f in everything if not f.checked]
    if as_json:
        rows = [
            {"index": f.index, "file_id": f.file_id and str(f.file_id), "position": f.position, "what": f.what}
            for f in found
        ]
        say_json({"sealed": size, "altered": bool(found), "findings": rows, "not_checked": unchecked})
    else:
        for f in found:
            out().print(str(f), soft_wrap=True)
        for what in unchecked:
            out().print(f"NOT PROVED: {what}", soft_wrap=True)
        rest = " as far as could be checked" if unchecked else ""
        verdict = f"{len(found)} differences: this ledger was altered." if found else f"nothing was altered{rest}."
        out().print(f"{size:,} sealed entries read again; {verdict}", soft_wrap=True)
    if found:
        sys.exit(EXIT_REFUSED)
    if unchecked:
        sys.exit(EXIT_UNPROVED)
