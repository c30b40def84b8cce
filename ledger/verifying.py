"""Whether a whole ledger is what was sealed and signed: from its stored bytes, and against checkpoints kept elsewhere.

The same steps, and the same code, as ledger/verify.py takes over a copy; here over the database itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial

from ledger.auditing import differences
from ledger.log.audit import Finding, Progress, one_moment
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
    NotProved,
    OfTheLog,
    Report,
    Root,
    Unreadable,
    explained,
    own_keys,
    read_checkpoint,
    verify_stamps,
)


def verify_ledger(
    database: Database, report: Report, key: Key | None, kept: Sequence[bytes], progress: Progress = lambda *_: None,
    roots: Sequence[bytes] = (), lost: Sequence[bytes] = (),
) -> None:  # fmt: skip
    """Check every stored byte of a ledger, and its log against its checkpoints and those that were kept elsewhere.

    `roots`: root certificates of timestamping authorities, in DER. `lost`: checkpoints that the signer kept when it
    went on after a loss. Raises LedgerNotOpen, DatabaseAway.
    """
    with one_moment(database, "sealer") as connection:
        of_the_log = _of_the_log(connection)
    key = own_keys(report, key, of_the_log)
    signed = [read_checkpoint(report, raw, key, f"kept checkpoint {number}") for number, raw in enumerate(kept, 1)]
    given = sorted((one for one in signed if one is not None), key=lambda one: one.size)
    with one_moment(database, "sealer") as connection:
        signed_here = connection.execute(
            "SELECT size, note, signed_at, after_loss FROM checkpoints ORDER BY after_loss, size"
        ).fetchall()
        [(origin,)] = connection.execute("SELECT origin FROM settings").fetchall() or [("",)]
    own = [one[:3] for one in signed_here if one[3] == signed_here[-1][3]]
    since = [(size, f"{at:%Y-%m-%d %H:%M:%S} UTC") for size, _, at in own]
    named = 0
    without_keys = False
    for finding in differences(database, progress):
        if not finding.checked:
            without_keys = True
            report.tell(NOT_PROVED, str(finding))
        elif (named := named + 1) <= MOST_NAMED:
            report.tell(CONTRADICTED, f"{finding}{_since(finding, since)}")
    if named > MOST_NAMED:
        report.say(f"  and {named - MOST_NAMED} more; `cleartrail audit` names all")
    with one_moment(database, "sealer") as connection:
        [(recorded,)] = connection.execute("SELECT count(*) FROM entries").fetchall()
        [(erased,)] = connection.execute("SELECT count(*) FROM erased").fetchall()
        asked = [*(one[0] for one in signed_here), *(one.size for one in given), *of_the_log.sizes]
        size, there = _roots(connection, asked)
    if not named:
        has = "bytes and times" if without_keys else "bytes, times, words and documents"
        report.tell(PROVED, f"each of {size} sealed entries has the {has} it was sealed with")
        if erased:
            report.tell(PROVED, f"of {erased} words that are gone, an entry says that it erased them")
    if own:
        report.step(
            f"the log leads to each of its own {len(own)} checkpoints, signed with this key",
            lambda: _check_own([bytes(note) for _, note, _ in own], key, origin, size, there),
        )
    _tell_lost(report, [*(bytes(note) for _, note, _, before in signed_here if before != signed_here[-1][3]), *lost],
               there, of_the_log)  # fmt: skip
    covered = 0
    for one in given:
        what = f"the first {one.size} entries are those the kept checkpoint was signed over"
        if report.step(
            what, partial(explained, partial(_covers, one, origin, size, there, covered), of_the_log.losses, one)
        ):
            covered = one.size
    if covered < size:
        report.tell(NOT_PROVED, f"places {covered} to {size - 1} are under no kept checkpoint that holds")
    elif not given:
        report.tell(NOT_PROVED, "no checkpoint was kept: nothing shows what the log was before")
    if recorded > size:
        report.tell(NOT_PROVED, f"{recorded - size} entries are recorded and not sealed yet")
    verify_stamps(report, of_the_log, size, there, roots, key)


def _of_the_log(connection: Connection) -> OfTheLog:
    """What the ledger's entries say of its log: timestamps, changes of the key, losses explained."""
    found = OfTheLog()
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


def _since(finding: Finding, since: Sequence[tuple[int, str]]) -> str:
    if finding.index is None or not since:
        return ""
    at = bisect_right(since, (finding.index, "\U0010ffff"))
    if at == len(since):
        return "; under no checkpoint yet"
    return f"; under a checkpoint since that of {since[at][0]} entries, {since[at][1]}"


def _roots(connection: Connection, sizes: Sequence[int]) -> tuple[int, dict[int, bytes]]:
    """The size of the log, and its root hash at each of these sizes that it has reached."""
    wanted, root, found = set(sizes), Root(), {0: Root().value}
    with connection.cursor("roots", binary=True) as cursor:
        cursor.itersize = 10_000
        for (leaf,) in cursor.execute("SELECT leaf_hash FROM log ORDER BY index"):
            root.add(leaf)
            if root.size in wanted:
                found[root.size] = root.value
    return root.size, found


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
