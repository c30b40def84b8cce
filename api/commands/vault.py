"""Commands for the keys of words and documents: change the key they are wrapped by; make erasures good again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.wired import out, wired
from api.settings import read_settings
from ledger.privacy.erasure import Eraser
from ledger.privacy.keys import Keys

To = Annotated[
    Path | None,
    typer.Option(
        help="File of the new wrapping key, where the program may not write the old one's (a systemd credential)."
    ),
]


def rotate_wrapping_key(to: To = None) -> None:
    """Change the key that the keys of words and documents are wrapped by. Broken off, the same command goes on.

    The old one opens nothing that is in the folder now: only backups of the folder from before. Nothing else changes,
    and a server that is running goes on; with --to it is stopped first, and the setting names the new file then.
    """
    place = read_settings().database.keys
    keys = Keys.read(place.folder, place.wrapping_key)
    keys.rewrap(to)
    if to is not None:
        out().print(f"The keys in {place.folder} are wrapped by {to} now. Name it in CLEARTRAIL_WRAPPING_KEY_FILE.")
        return
    out().print(f"The keys in {place.folder} are wrapped by a new key, in {place.wrapping_key or place.folder}.")


def erase_again() -> None:
    """Make good what was left undone of erasures, or was undone by an old backup, as every start of the server does.

    Keys of what was erased that are in their folder again are destroyed again; words that are in the database again are
    erased again.
    """
    said: list[str] = []
    with wired() as wiring:
        Eraser(wiring.book, said.append).make_good()
    for what in said:
        out().print(what, soft_wrap=True)
    if not said:
        out().print("Everything that was erased is gone, and so are its keys.")
