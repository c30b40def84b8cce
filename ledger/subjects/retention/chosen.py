"""Which openings words chosen by entry and field are: those of the entry, of what corrected it, and of departures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ledger.contents import walk
from ledger.encodings import base64url, from_base64url
from ledger.entry import Recorded
from ledger.words import Kept

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


def digests_chosen(file: ContractFile, chosen: Sequence[tuple[int, str | None]]) -> dict[str, bool]:
    """Return digest -> whether it is an exhibit's, of the words chosen by (position, field or None for all)."""
    by_position: dict[int, list[tuple[str, str]]] = {}
    for recorded in file.known:
        by_position.setdefault(recorded.position, []).extend(words_of(recorded))
        corrected = getattr(recorded.entry, "position", None)
        if recorded.entry.kind.startswith("entry-corrected/") and isinstance(corrected, int):
            own = by_position.setdefault(corrected, [])
            own += [
                (path.removeprefix("replacement."), digest)
                for path, digest in words_of(recorded)
                if path.startswith(("replacement.", "departures."))
            ]
    found: dict[str, bool] = {}
    for position, field in chosen:
        for path, digest in by_position.get(position, ()):
            if field is None or path == field or path.startswith(f"{field}."):
                found[digest] = is_exhibit(path)
    return found


def erased_before(file: ContractFile) -> set[str]:
    """Return the digests of what was erased of a file by now, whatever day it is looked at as at."""
    erasures = (getattr(r.entry, "destroyed", None) for r in file.known)
    return {digest for destroyed in erasures if destroyed is not None for digest in destroyed.digests}


def everything(file: ContractFile) -> tuple[dict[str, bool], int, str]:
    """Return every digest of a file that is not erased yet, the newest position, and the SHA-256 over the digests."""
    gone = erased_before(file)
    found = {
        digest: is_exhibit(path)
        for recorded in file.known for path, digest in words_of(recorded) if digest not in gone
    }  # fmt: skip
    raw = sorted(from_base64url(digest) for digest in found)
    return found, file.position, base64url(sha256(b"".join(raw)).digest())


def words_of(recorded: Recorded) -> Iterator[tuple[str, str]]:
    """Yield (field path, digest) of everything an entry and the departures on it hold by digest."""
    yield from _held("", recorded.entry)
    for number, departure in enumerate(recorded.departures):
        yield from _held(f"departures.{number}.", departure)


def _held(before: str, model: Any) -> Iterator[tuple[str, str]]:
    for path, value, _ in walk(model):
        if isinstance(value, Kept):
            yield before + path, value.digest


def is_exhibit(path: str) -> bool:
    """Return whether a field holds documents; so for counting only: what an opening holds, the opening says."""
    parts = path.split(".")
    return "exhibits" in parts or parts[-1] in ("document", "bundle", "rules", "evidence")
