"""Whether a whole ledger is what was sealed and signed: from its stored bytes, and against checkpoints kept elsewhere.

The same steps, and the same code, as ledger/verify.py takes over a copy; here over the database itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from ledger.auditing import Place, differences
from ledger.copying.format import CopyRefused
from ledger.copying.reading import EntryLine, read_copy
from ledger.log.audit import Progress, Roots, one_moment
from ledger.log.stretch import Finding
from ledger.store.database import Connection, Database
from ledger.verify import (
    CONTRADICTED,
    MOST_NAMED,
    NOT_PROVED,
    OF_THE_LOG,
    PROVED,
    Checkpoint,
    Contradicted,
    Key,
    MapHead,
    NotProved,
    OfTheLog,
    Report,
    Unreadable,
    explained,
    own_keys,
    read_checkpoint,
    verify_stamps,
)


def verify_ledger(
    database: Database, report: Report, key: Key | None, kept: Sequence[bytes], progress: Progress = lambda *_: None,
    certificates: Sequence[bytes] = (), lost: Sequence[bytes] = (), against: Path | None = None, *,
    log_alone: bool = False,
) -> None:  # fmt: skip
    """Check every stored byte of a ledger, and its log against its checkpoints and those that were kept elsewhere.

    `certificates`: of timestamping authorities' roots, in DER. `lost`: checkpoints that the signer kept when it went on
    after a loss. With an older copy of it, entries that are not as they were are compared with theirs there, byte by
    byte: a hash says that they differ, never where. `log_alone`: words and documents are not looked at, and nothing is
    said of them. Raises LedgerNotOpen, DatabaseAway, OSError.
    """
    with one_moment(database, "sealer") as connection:
        of_the_log = _of_the_log(connection)
    with one_moment(database, "app") as connection:
        here = _Signed.read(connection)
    key = own_keys(report, key, of_the_log)
    signed = [read_checkpoint(report, raw, key, f"kept checkpoint {number}") for number, raw in enumerate(kept, 1)]
    given = sorted((one for one in signed if one is not None), key=lambda one: one.size)
    roots = Roots([*here.sizes, *(one.size for one in given), *of_the_log.sizes])
    found = differences(database, progress, roots, log_alone=log_alone)
    odd = _tell_differences(report, found, here, roots, "bytes and times" if log_alone else _EVERYTHING)
    if log_alone:
        report.say("  words and documents were not looked at, as it was asked (--log)")
    if against is not None and odd:
        _compare(database, report, odd, against)
    size, there = roots.size, roots.found
    if here.own:
        report.step(
            f"the log leads to each of its own {len(here.own)} checkpoints, signed with this key",
            lambda: _check_own([note for _, note, _ in here.own], key, here.origin, size, there),
        )
    if here.maps:
        report.step(
            f"each of the {len(here.maps)} maps of its files is signed with this key",
            lambda: _check_maps(here.maps, key),
        )
    _tell_lost(report, [*here.lost, *lost], there, of_the_log)
    _tell_given(report, given, here.origin, roots, of_the_log)
    verify_stamps(report, of_the_log, size, there, certificates, key)


@dataclass(frozen=True)
class _Signed:
    """What was signed of a ledger, as it is kept in the database: since the last loss that was explained, and before.

    What was signed before a loss leads elsewhere.
    """

    origin: str
    own: list[tuple[int, bytes, datetime]]
    """Of each checkpoint since the loss: size, note, when it was kept; in their order."""
    lost: list[bytes]
    maps: list[bytes]
    sizes: list[int]
    erased: int
    """How many words are said to be erased."""

    @classmethod
    def read(cls, connection: Connection) -> _Signed:
        """Return it as it is at this moment."""
        checkpoints = connection.execute(
            "SELECT size, note, signed_at, after_loss FROM checkpoints ORDER BY after_loss, size", binary=True
        ).fetchall()
        maps = connection.execute("SELECT note, after_loss FROM maps ORDER BY size", binary=True).fetchall()
        [(origin,)] = connection.execute("SELECT origin FROM settings").fetchall() or [("",)]
        [(erased,)] = connection.execute("SELECT count(*) FROM erased").fetchall()
        loss = checkpoints[-1][3] if checkpoints else 0
        return cls(
            origin,
            [one[:3] for one in checkpoints if one[3] == loss],
            [one[1] for one in checkpoints if one[3] != loss],
            [note for note, after in maps if after == loss],
            [one[0] for one in checkpoints],
            erased,
        )


_EVERYTHING = "bytes, times, words and documents"


def _tell_differences(
    report: Report, found: Iterable[Finding], here: _Signed, roots: Roots, what_it_has: str
) -> list[Place]:  # fmt: skip
    """Say what is not as it was recorded, or that everything is; return the entries it is about."""
    since = [(size, f"{at:%Y-%m-%d %H:%M:%S} UTC") for size, _, at in here.own]
    named, odd = 0, dict[Place, None]()
    for finding in found:
        if not finding.checked:
            what_it_has = "bytes and times"
            report.tell(NOT_PROVED, str(finding))
        elif (named := named + 1) <= MOST_NAMED:
            report.tell(CONTRADICTED, f"{finding}{_since(finding, since)}")
            if finding.file_id is not None and finding.position is not None:
                odd[finding.file_id, finding.position] = None
    if named > MOST_NAMED:
        report.say(f"  and {named - MOST_NAMED} more; `cleartrail audit` names all")
    if not named:
        report.tell(PROVED, f"each of {roots.size} sealed entries has the {what_it_has} it was sealed with")
        if here.erased and what_it_has == _EVERYTHING:
            report.tell(PROVED, f"of {here.erased} words that are gone, an entry says that it erased them")
    return list(odd)


def _tell_given(
    report: Report, given: Sequence[Checkpoint], origin: str, roots: Roots, of_the_log: OfTheLog
) -> None:  # fmt: skip
    """Say whether the log leads to the checkpoints that were kept elsewhere, and what none of them covers."""
    covered, size = 0, roots.size
    for one in given:
        what = f"the first {one.size} entries are those the kept checkpoint was signed over"
        check = partial(_covers, one, origin, size, roots.found, covered)
        if report.step(what, partial(explained, check, of_the_log.losses, one)):
            covered = one.size
    if covered < size:
        report.tell(NOT_PROVED, f"places {covered} to {size - 1} are under no kept checkpoint that holds")
    elif not given:
        report.tell(NOT_PROVED, "no checkpoint was kept: nothing shows what the log was before")
    if roots.recorded > size:
        report.tell(NOT_PROVED, f"{roots.recorded - size} entries are recorded and not sealed yet")


def _of_the_log(connection: Connection) -> OfTheLog:
    """What the ledger's entries say of its log: timestamps, changes of the key, losses explained."""
    found = OfTheLog()
    connection.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on")  # no index has the kinds
    rows = connection.execute(
        "SELECT e.file_id, e.position, l.index, e.state FROM entries e"
        " JOIN log l ON l.file_id = e.file_id AND l.position = e.position WHERE e.kind = ANY(%s) ORDER BY l.index",
        (list(OF_THE_LOG),), binary=True,
    )  # fmt: skip
    for file_id, position, index, state in rows:
        found.take(f"entry {position} of file {file_id}, place {index} in the log", index, state)
    return found


def _tell_lost(report: Report, notes: Sequence[bytes], roots: dict[int, bytes], found: OfTheLog) -> None:
    """Say of what was signed before a loss, and no longer leads to the log, where the loss is explained."""
    gone = sorted({one.size for one in map(Checkpoint.read, notes) if roots.get(one.size) != one.root})
    if gone:
        where = " and ".join(found.losses.values()) or "no entry"
        sizes = f"of {gone[0]} to {gone[-1]} entries" if len(gone) > 1 else f"of {gone[0]} entries"
        report.tell(
            NOT_PROVED,
            f"{len(gone)} of its own checkpoints, {sizes}, no longer lead to the log; {where} explains that",
        )


def _compare(database: Database, report: Report, odd: Iterable[Place], against: Path) -> None:
    """Say of each entry in which bytes it differs from the one in a copy."""
    there: dict[Place, EntryLine] = {}
    wanted = set(odd)

    def read() -> bool:
        try:
            for said in read_copy(against):
                if isinstance(said, EntryLine) and (said.file, said.position) in wanted:
                    there[said.file, said.position] = said
        except CopyRefused as error:
            raise Contradicted(str(error)) from None
        return True

    report.step(f"{against.name}, to compare with, is as it was written", read)
    with one_moment(database, "app") as connection:
        for file_id, position in odd:
            here = connection.execute(
                "SELECT state, recorded_at FROM entries WHERE file_id = %s AND position = %s", (file_id, position),
                binary=True,
            ).fetchone()  # fmt: skip
            found = difference(here, there.get((file_id, position)))
            report.say(f"  entry {position} of file {file_id}, beside {against.name}: {found}")


def difference(here: tuple[Any, ...] | None, there: EntryLine | None) -> str:
    """Say in which bytes a stored entry, its bytes and when it was recorded, differs from the one in a copy."""
    if there is None:
        return "it is not in the copy"
    if here is None:
        return f"it is gone; the copy has its {_bytes(0, len(there.state))}"
    state, recorded_at = here
    times = "" if recorded_at == there.recorded_at else "; it was recorded at another time there"
    if state == there.state:
        return f"the same {len(state)} bytes{times}"
    alike = _alike(state, there.state)
    behind = _alike(state[alike:][::-1], there.state[alike:][::-1])
    ours, theirs = len(state) - behind, len(there.state) - behind
    return f"{_bytes(alike, ours)} of {len(state)} stand for {_bytes(alike, theirs)} of {len(there.state)} there{times}"


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes two begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _bytes(first: int, end: int) -> str:
    return f"bytes {first} to {end - 1}" if first < end else f"nothing, before byte {first},"


def _since(finding: Finding, since: Sequence[tuple[int, str]]) -> str:
    if finding.index is None or not since:
        return ""
    at = bisect_right(since, (finding.index, "\U0010ffff"))
    if at == len(since):
        return "; under no checkpoint yet"
    return f"; under a checkpoint since that of {since[at][0]} entries, {since[at][1]}"


def _check_own(notes: Sequence[bytes], key: Key | None, origin: str, size: int, roots: dict[int, bytes]) -> bool:
    before = 0
    for note in notes:
        try:
            checkpoint = Checkpoint.read(note)
        except Unreadable as error:
            raise Contradicted(f"what stands after that of {before} entries is no checkpoint: {error}") from None
        if key is None:
            raise NotProved("no key was given, so anybody may have written them (--key)")
        checkpoint.check_signed(key)
        _covers(checkpoint, origin, size, roots, before)
        before = checkpoint.size
    return True


def _check_maps(notes: Sequence[bytes], key: Key | None) -> bool:
    for note in notes:
        try:
            head = MapHead.read(note)
        except Unreadable as error:
            raise Contradicted(f"one of them is none: {error}") from None
        if key is None:
            raise NotProved("no key was given, so anybody may have written them (--key)")
        head.check_signed(key)
    return True


def _covers(checkpoint: Checkpoint, origin: str, size: int, roots: dict[int, bytes], since: int) -> bool:
    if checkpoint.origin != origin:
        raise NotProved(f"it is a checkpoint of {checkpoint.origin}, and this is {origin or 'no log'}")
    if checkpoint.size > size:
        raise Contradicted(f"it covers {checkpoint.size} entries, and the log ends at {size}: it was set back")
    if roots.get(checkpoint.size) != checkpoint.root:
        raise Contradicted(
            f"something from place {since} to {checkpoint.size - 1} is not what the checkpoint of {checkpoint.size} "
            "entries was signed over"
        )
    return True
