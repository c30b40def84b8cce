"""Which lines of the timeline may read otherwise once more entries are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile

from ledger.arranged import ARRANGED_BY
from ledger.contents import references
from ledger.contract_file import ContractFile
from ledger.entry import Departure, Recorded
from ledger.subjects.records import AMENDING
from projections.judged_again import told_by
from projections.timeline.cited import began_at, names_earlier
from projections.timeline.timeline import has_working
from projections.view import FileView


def touched(before: FileView, after: FileView) -> set[int] | None:
    """Return the positions whose lines may differ between two views, the second with more entries known; None: any may.

    Those more may be the newest, or any: then the first view is of what is left of the second.

    A line depends on its own entry, on what was made of it since (corrections, marks, supplements), on what was said
    about its departures and came on file of the time before, on the later entries that name it, and, where dates
    were worked out, on everything that took effect by then.
    """
    was, now = before.file, after.file
    if was.agreement.contemporaneous_since != now.agreement.contemporaneous_since:
        return None
    bound = [file.records.procedures_by_day() for file in (was, now)]
    if bound[0] != bound[1] or was.procedure_on(date.max) != now.procedure_on(date.max):
        return None
    more = _more(was.known, now.known)
    changed = {r.position for r in more}
    for recorded in more:
        changed |= {named for _, _, named in references(recorded.entry) if isinstance(named, int)}
    for register in ("undone", "added", "marks"):
        changed |= _differing(_part(was, register), _part(now, register))
    for position in tuple(changed):  # a confirmation struck out leaves its correction waiting again
        first = now.first_recorded(position)  # none where an entry that may be seen names one that may not
        changed |= {first.entry.position} if first is not None and isinstance(first.entry, AMENDING) else set()
    moved = [*_unlike(was.entries, now.entries)]
    began = began_at(now) if moved else {}
    changed |= {named for r in moved for named in names_earlier(r, began)}
    if any(_speaks_of_departures(r) for r in moved):
        changed |= {r.position for r in now.known if any(_awaits_a_word(d) for d in r.departures)}
    if moved:
        since = min(r.entry.effective_on for r in moved)
        changed |= {r.position for r in now.entries if r.departures and told_by(now, r) >= since}
        worked = takewhile(lambda r: r.entry.effective_on >= since, reversed(now.entries))
        changed |= {r.position for r in worked if has_working(r)}
    return changed


def _more(was: tuple[Recorded, ...], now: tuple[Recorded, ...]) -> Sequence[Recorded]:
    """What is known in the second and not in the first."""
    if not was or (len(was) <= len(now) and was[-1].position == now[len(was) - 1].position):
        return now[len(was) :]
    before = {r.position for r in was}
    return [r for r in now if r.position not in before]


def _part(file: ContractFile, register: str) -> Mapping[int, object]:
    found: Mapping[int, object] = getattr(file if register == "undone" else file.records, register)
    return found


def _differing(was: Mapping[int, object], now: Mapping[int, object]) -> set[int]:
    return {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)} if was != now else set()


def _unlike(was: tuple[Recorded, ...], now: tuple[Recorded, ...]) -> Iterator[Recorded]:
    """The entries in force in one and not, or not so, in the other."""
    if now[: len(was)] == was:
        yield from now[len(was) :]
        return
    then = {(r.position, r.corrected_at): r for r in was}
    since = {(r.position, r.corrected_at): r for r in now}
    for key in then.keys() ^ since.keys():
        yield then.get(key) or since[key]


def _awaits_a_word(departure: Departure) -> bool:
    return departure.level == "authorise" or departure.rule == ARRANGED_BY


def _speaks_of_departures(recorded: Recorded) -> bool:
    # Who may decide on a single tender leaves nothing to ratify of what another decided (docs/adr/0479).
    kinds = (
        "departure-authorised/", "departure-ratified/", "departure-refused/", "single-tender-authorisation-decided/",
    )  # fmt: skip
    return recorded.entry.kind.startswith(kinds) or any(d.authorisation for d in recorded.departures)
