"""Corrections and strike-outs: what may be corrected, by whom, and that nothing is left hanging.

A correction mends the record; a variation changes the deal. See docs/adr/0034.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ledger import kinds
from ledger.contents import references
from ledger.contract_file import ContractFile
from ledger.contradictions import contradiction, refused
from ledger.entry import Account, Entry, Recorded
from ledger.folding import differing, extended, refolded, without
from ledger.governing import procedure_judging
from ledger.refusals import Refused
from ledger.replaced import named_by_itself
from ledger.rules import judge
from ledger.subjects.records import AMENDING, CorrectionConfirmed, EntryCorrected, EntryStruckOut, Marks
from ledger.subjects.retention import ERASING


def amended(entry: Entry, file: ContractFile, account: Account, number: int) -> tuple[Entry, Entry, ContractFile]:
    """Check the limits of a correction, if the entry is one.

    Returns the entry (with why it waits for a second person, if it does), what is to be judged (a correction's
    replacement) and the file to judge it against (without the entry it replaces). Raises Refused.
    """
    if type(entry) not in AMENDING:
        return entry, entry, file  # not about another entry's standing: asked without `match`, which asks each model
    match entry:
        case EntryCorrected():
            target = _target(entry, file, number)
            _check_same(target, entry.replacement, file, number)
            _check_party(target, account, number)
            if (itself := named_by_itself(file, target, entry.replacement)) is not None:
                raise refused("entry.names-what-was-there", itself, number)
            marks = _marks(entry, target, file, number)
            entry = entry.model_copy(update={"waiting": _waits(target, file, account), **marks})
            return entry, entry.replacement, without(file, target.position)
        case EntryStruckOut():
            target = _target(entry, file, number)
            _check_party(target, account, number)
            if _opened(file, target) and sum(not isinstance(r.entry, AMENDING) for r in file.entries) > 1:
                opened = f"entry {target.position} opened the file; correct it, or strike out the others first"
                raise refused("correction.leaves-nothing-hanging", opened, number)
            marks = _marks(entry, target, file, number)
            entry = entry.model_copy(update={"waiting": _waits(target, file, account), **marks})
        case CorrectionConfirmed():
            _check_confirmation(entry.position, file, account, number)
        case _:
            raise AssertionError("no other kind amends")
    return entry, entry, file


def check_nothing_hangs(
    reference: str, before: ContractFile, file: ContractFile, added: Sequence[Recorded], default_procedure: str,
    number: int = 0,
) -> None:  # fmt: skip
    """After corrections, check that whatever is in force still stands. Raises Refused naming what would not.

    `before`: the file without what was added; `number`: which of the acts corrects or strikes out, the last if several.
    """
    new = {r.position for r in added}
    # What waits in this request is checked as if it were confirmed: it would be a trap to record what cannot count.
    confirmed = {r.entry.position for r in added if isinstance(r.entry, CorrectionConfirmed)}
    after = _as_if_confirmed(file, new | confirmed)
    relying = _relying(before, after, new | differing(before.undone, after.undone))
    hanging = [
        (r.position, f"{what}; correct or strike out entry {r.position} first")
        for r in relying for what in after.dangling(r.entry)
    ]  # fmt: skip
    hanging += [
        (r.position, what) for r in relying
        for what in after.not_there_yet(r.entry) if what not in before.not_there_yet(r.entry)
    ]  # fmt: skip
    hanging += _of_other_measures(before, after, new | confirmed)
    now = sorted(_contradicted(relying, after, default_procedure))
    if now:  # what contradicted something before, as by a rule that came since, is not for this correction to mend
        then = [r for r in (before.at(position) for position in {position for position, _ in now}) if r is not None]
        was = set(_contradicted(then, before, default_procedure))
        hanging += [found for found in now if found not in was]
    if hanging:
        raise Refused(
            [
                contradiction(
                    "correction.leaves-nothing-hanging",
                    f"on file {reference}, entry {position} would no longer stand: {what}",
                    number,
                )
                for position, what in hanging
            ]
        )


def _of_other_measures(
    before: ContractFile, after: ContractFile, correcting: Collection[int]
) -> Iterator[tuple[int, str]]:  # fmt: skip
    """Yield (position, what was found) of each assessment of a risk whose numbers of what is done would be of other
    measures. By how many there are: their words, which may be kept apart, are not compared (docs/adr/0503).

    `correcting`: the corrections of now. One that corrects the assessment itself is worded when others were agreed.
    """
    now = after.risks.numbered()
    for position, was in before.risks.numbered().items():
        if position not in now or now[position] == was or now[position][0] != was[0]:
            continue
        what = f"it says by their numbers which measures of entry {was[1]} are done, and those would be"
        if after.undone.get(position) in correcting and now[position][1] != was[1]:
            theirs = f"{what} of entry {now[position][1]}: say in measures_done which of these are"
            yield position, f"{theirs}; where their numbers are the same, correct it without measures_done first"
        else:
            yield position, f"{what} others; correct or strike out entry {position} first"


def _as_if_confirmed(file: ContractFile, positions: Collection[int]) -> ContractFile:
    """The file with the corrections and strike-outs at these positions waiting for nobody."""
    waiting = {
        r.position: replace(r, entry=r.entry.model_copy(update={"waiting": None}))
        for r in map(file.first_recorded, positions)
        if r is not None and isinstance(r.entry, EntryCorrected | EntryStruckOut) and r.entry.waiting is not None
    }
    known = (waiting.get(r.position, r) for r in file.known)
    return refolded(file, known, waiting.keys()) if waiting else file


def _relying(before: ContractFile, after: ContractFile, changed: Collection[int]) -> list[Recorded]:
    """The entries in force that name what an entry that changed is, begins or names, as it is now or as it was."""
    names: set[str | int | None] = set()
    for recorded in (file.at(position) for file in (before, after) for position in changed):
        if recorded is not None and not isinstance(recorded.entry, AMENDING):
            names |= {recorded.given_id, recorded.position, *(name for _, _, name in references(recorded.entry))}
    names.discard(None)
    standing = (r for r in after.entries if not isinstance(r.entry, AMENDING))
    return sorted(
        (r for r in standing if any(name in names for _, _, name in references(r.entry))), key=lambda r: r.position
    )


def _contradicted(
    relying: Sequence[Recorded], after: ContractFile, default_procedure: str
) -> Iterator[tuple[int, str]]:
    """Yield (position, what was found) where an entry would contradict those that were there when it was worded."""
    if not relying:
        return
    standing = sorted((r for r in after.entries if not isinstance(r.entry, AMENDING)), key=lambda r: r.position)
    standing = [replace(r, corrected_at=None) if r.corrected_at else r for r in standing]
    before, size = ContractFile(), 0
    for recorded in sorted(relying, key=_worded):  # so that all are folded once, and not for each
        upto = bisect_left(standing, _worded(recorded), key=lambda r: r.position)
        before, size = extended(before, standing[size:upto]), upto
        seen = before
        if recorded.corrected_at:  # worded after it was first recorded: without itself
            seen = without(before, recorded.position)
        procedure = procedure_judging(seen, recorded.entry, default_procedure)
        for objection in judge(kinds.rules_of(type(recorded.entry)), seen, seen, recorded.entry, procedure):
            if objection.level == "contradiction":
                yield recorded.position, objection.found


def _worded(recorded: Recorded) -> int:
    """Where it was written as it stands: at its correction, else where it was recorded."""
    return recorded.corrected_at or recorded.position


def _target(entry: EntryCorrected | EntryStruckOut, file: ContractFile, number: int) -> Recorded:
    position = entry.position
    if file.first_recorded(position) is None:
        there = f"position: there is no entry {position} on this file; its entries are numbered 1 to {file.position}"
        raise refused("entry.names-what-is-on-file", there, number)
    target = file.at(position)
    if target is None:
        by = file.undone[position]
        again = f"entry {position} was struck out at entry {by}; strike out entry {by} to reinstate it"
        raise refused("correction.of-an-entry", again, number)
    if isinstance(target.entry, ERASING):
        gone = f"what entry {position} took away cannot be brought back; supplement it instead (entry-supplemented)"
        raise refused("erasure.stands", gone, number)
    if isinstance(target.entry, AMENDING) and isinstance(entry, EntryCorrected):
        original = f"entry {position} is itself a correction; correct the original, or strike the correction out"
        raise refused("correction.of-an-entry", original, number)
    return target


def _marks(entry: Entry, target: Recorded, file: ContractFile, number: int) -> dict[str, object]:
    """The marks of the entry corrected, which its correction has too: who could read the one must read the other.

    Raises Refused where the correction was sent with others: they would be lost.
    """
    was = Marks(target.entry.audience, target.entry.protection, target.entry.named)
    marks = file.records.marks.get(target.position, was)._asdict()
    for name in entry.model_fields_set & marks.keys():
        if getattr(entry, name) != marks[name]:
            own = f"what corrects or strikes out entry {target.position} has that entry's marks, and its {name} differs"
            instead = "leave it out; who may read both is changed by entry-reclassified"
            raise refused("correction.leaves-marks-and-actor", f"{own}: {instead}", number)
    return marks


def _opened(file: ContractFile, target: Recorded) -> bool:
    return target.position == file.known[0].position


def _check_same(target: Recorded, new: Entry, file: ContractFile, number: int) -> None:
    original = target.entry
    if type(original) is not type(new):
        other = f"the entry is {original.kind} and the replacement is {new.kind}"
        raise refused("correction.of-an-entry", f"{other}; strike it out and record the other instead", number)
    if original.begins() != new.begins():
        raise refused(
            "correction.of-an-entry", "the replacement must begin what the entry began: it has its id", number
        )
    if getattr(original, "reference", None) != getattr(new, "reference", None):
        raise refused("correction.of-an-entry", "the reference of a file cannot be corrected", number)
    # Who opened a file is mended where it stands: what opened it cannot be recorded anew (docs/adr/0449).
    who = () if _opened(file, target) else (("by", "strike it out and record it anew"),)
    for name, instead in (
        *who,
        ("audience", "that is done by entry-reclassified"),
        ("named", "that is done by entry-reclassified"),
        ("protection", "that is done by entry-reclassified"),
    ):
        if getattr(original, name) != getattr(new, name):
            raise refused("correction.leaves-marks-and-actor", f"{name} differs from the original; {instead}", number)


def _check_party(target: Recorded, account: Account, number: int) -> None:
    if target.recorded_by.party != account.party:
        whose = f"entry {target.position} was entered by the {target.recorded_by.party}"
        answer = f"{whose}; answer it instead (provider-representations-received, note-made)"
        raise refused("correction.not-of-the-other-party", answer, number)


def _waits(target: Recorded, file: ContractFile, account: Account) -> str | None:
    """Why a second person must confirm: it is another's entry, or something relies on it by now."""
    if target.recorded_by.account != account.account:
        return f"entry {target.position} was entered by {target.recorded_by.name}; a second person must confirm"
    for later in file.entries:
        if isinstance(later.entry, AMENDING) or later.position == target.position:
            continue  # that something was corrected before does not make it relied on
        if (later.corrected_at or later.position) < target.position:
            continue  # what was written before it cannot name it
        named = {name for _, _, name in references(later.entry)} | {d.authorisation for d in later.departures}
        if target.position in named or target.given_id in named - {None}:
            return f"entry {later.position} cites entry {target.position}; a second person must confirm"
    return None


def _check_confirmation(position: int, file: ContractFile, account: Account, number: int) -> None:
    rule = "correction.confirmed-by-another"
    change = next((r for r in file.entries if r.position == position), None)
    if change is None or getattr(change.entry, "waiting", None) is None:
        raise refused(rule, f"position: entry {position} is no correction that waits for a second person", number)
    before = next((r for r in file.of(CorrectionConfirmed) if getattr(r.entry, "position", None) == position), None)
    if before is not None:
        raise refused(rule, f"position: entry {position} was confirmed at entry {before.position}", number)
    if change.recorded_by.party != account.party:
        whose = f"entry {position} was entered by the {change.recorded_by.party}"
        raise refused(rule, f"{whose}; somebody else of that party must confirm it", number)
    if change.recorded_by.account == account.account:
        own = f"entry {position} was entered by this same account; a second person must confirm it"
        raise refused(rule, own, number)
