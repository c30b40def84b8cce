"""Judging what is about to be recorded: whether it contradicts the file, and what procedure says of it.

Pure: the file, the acts and today's date come in; what would be recorded, or every objection together, comes out.
`Book` puts the clock, the database and the account around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from ledger import kinds
from ledger.contract_file import ContractFile, extended, fold, in_force
from ledger.entry import Account, Departure, Entry, Limit, Recorded, references, walk
from ledger.refusals import Fault, Invalid, Objected, Refused
from ledger.procedures import Procedure, ProcedureError, read
from ledger.rules import ASKED, Acknowledgement, Objection, departure, judge
from ledger.subjects.records import CorrectionConfirmed, EntryCorrected, EntryStruckOut
from ledger.words import Document, Said

LONGEST_TEXT = 20_000
"""Characters one text may have; what is longer is a document, to be filed and cited."""


@dataclass(frozen=True, slots=True)
class Act:
    """One entry to be recorded on one file, and the departures knowingly recorded with it."""

    file: str
    """The file's reference: a contract's own, or "authority"."""
    entry: Entry
    departures: tuple[Acknowledgement, ...] = ()
    expected: int | None = None
    """The position the file must be at (If-Match); None to judge against whatever it is at."""


@dataclass(slots=True)
class Stage:
    """One file while acts are judged against it, each seeing those before it."""

    file_id: UUID
    file: ContractFile
    added: list[Recorded] = field(default_factory=list)


def check_submitted(entry: Entry, today: date, number: int = 0) -> None:
    """Check what is asked only of what is submitted: limits, worked-out fields left alone, days that can have been.

    Raises Invalid with every fault found, each at its field.
    """
    faults = list(_faults(entry))
    if entry.happened_on > today:
        faults.append(Fault("happened_on", f"is after today, {today:%-d %B %Y}: only what has happened is recorded"))
    if entry.noted_on and entry.noted_on > today:
        faults.append(Fault("noted_on", f"is after today, {today:%-d %B %Y}"))
    if entry.happened_on.year < 1900:
        faults.append(Fault("happened_on", "is before 1900; give the year in full"))
    if faults:
        raise Invalid([replace(fault, entry=number) for fault in faults])


def _faults(entry: Entry) -> list[Fault]:
    faults = []
    for path, value, marks in walk(entry):
        name = path.rpartition(".")[2]
        if name in ("worked", "waiting") and value is not None:
            faults.append(Fault(path, "is worked out by the ledger; leave it out"))
        for mark in marks:
            if isinstance(mark, Limit):
                faults += [Fault(path, why) for why in _over(mark, value)]
        if isinstance(value, Said) and isinstance(value.value, str):
            if not value.value.strip():
                faults.append(Fault(path, "is empty; say something or leave the field out"))
            elif len(value.value) > LONGEST_TEXT:
                long = f"has {len(value.value):,} characters; the limit is {LONGEST_TEXT:,}"
                faults.append(Fault(path, f"{long}: file it as a document and cite it"))
    return faults


def _over(limit: Limit, value: Any) -> list[str]:
    if isinstance(value, str | tuple):
        what = "items" if isinstance(value, tuple) else "characters"
        if limit.longest is not None and len(value) > limit.longest:
            return [f"has {len(value):,} {what}; the limit is {limit.longest:,}"]
        if limit.shortest is not None and len(value) < limit.shortest:
            return [f"has {len(value)} {what}; at least {limit.shortest} {'are' if limit.shortest > 1 else 'is'} needed"]
    elif isinstance(value, int) and not isinstance(value, bool):
        if limit.least is not None and value < limit.least:
            return [f"is {value}; the least is {limit.least}"]
        if limit.most is not None and value > limit.most:
            return [f"is {value}; the most is {limit.most}"]
    return []


def procedure_of(file: ContractFile, day: date, default: str) -> Procedure:
    """Return the procedure a file is bound to on a day, else the authority's own."""
    name = file.records.procedure_on(day) or default
    try:
        return read(name)
    except ProcedureError:
        return read(default)


def judge_together(
    acts: Sequence[Act], stages: Mapping[str, Stage], account: Account, *, default_procedure: str = "hampshire",
    acknowledge_all: bool = False, at: datetime | None = None,
) -> list[Recorded]:  # fmt: skip
    """Judge acts one after another, each against its file with those before it, and return what is to be recorded.

    The stages are moved on. Raises Refused with every contradiction of the first act that has one, or, once nothing
    contradicts, Objected with every objection of all acts that asks for an acknowledgement and has none.
    """
    at = at or datetime.min.replace(tzinfo=UTC)
    recorded, unanswered, answered = [], [], []
    for number, act in enumerate(acts):
        stage = stages[act.file]
        made, objections = _judged(act, stage, account, default_procedure, number, at)
        given = {a.rule: a for a in act.departures}
        _check_acknowledgements(given, objections, stage.file, made.entry, number)
        for objection in objections:
            if objection.level in ASKED and objection.rule not in given and not acknowledge_all:
                unanswered.append(objection)
        answered += objections
        made = replace(made, departures=tuple(departure(o, given.get(o.rule)) for o in objections))
        stage.file = extended(stage.file, [made])
        stage.added.append(made)
        recorded.append(made)
    for reference, stage in stages.items():
        _check_standing(reference, stage)
    if unanswered:
        raise Objected(answered)
    return recorded


def _judged(
    act: Act, stage: Stage, account: Account, default_procedure: str, number: int, at: datetime
) -> tuple[Recorded, list[Objection]]:
    whole, entry = stage.file, act.entry
    _check_place(act, whole, number)
    entry, judged, base = _amended(entry, whole, account, number)
    then = _as_on(base, judged.effective_on)
    procedure = procedure_of(then, judged.effective_on, default_procedure)
    judged = judged.work(then)
    if isinstance(entry, EntryCorrected):
        entry = entry.model_copy(update={"replacement": judged})
    else:
        entry = judged
    dangling = [_contradiction("entry.names-what-is-on-file", what, number) for what in whole.dangling(entry)]
    objections = judge(kinds.RULES, base, then, judged, procedure, number)
    if isinstance(entry, EntryCorrected):
        objections += judge(kinds.RULES, base, then, entry, procedure, number)
    against = dangling + [o for o in objections if o.level == "contradiction"]
    if against:
        raise Refused(against)
    prefix = entry.begins()
    made = Recorded(
        entry=entry, file_id=stage.file_id, position=whole.position + 1, recorded_at=at, recorded_by=account,
        given_id=whole.next_id(prefix) if prefix else None,
    )  # fmt: skip
    return made, objections


def _as_on(file: ContractFile, day: date) -> ContractFile:
    """The file as it stood on a day: itself where nothing on it took effect later."""
    if not file.entries or file.entries[-1].entry.effective_on <= day:
        return file
    return fold(file.known, as_at=day)


def _check_place(act: Act, file: ContractFile, number: int) -> None:
    kind = "authority" if act.file == "authority" else "contract"
    if kind not in act.entry.files:
        raise Refused([_contradiction("entry.on-its-file", f"{act.entry.kind} is not recorded on {'the authority file' if kind == 'authority' else 'a contract file'}", number)])
    if not file.known and not act.entry.opens:
        raise Refused([_contradiction("file.is-open", f"there is no file {act.file!r}: open it first (contract-registered)", number)])
    if file.known and act.entry.opens:
        raise Refused([_contradiction("file.opened-once", f"file {act.file!r} was opened on {file.known[0].recorded_at:%-d %B %Y}; it cannot be opened again", number)])
    if not file.known and getattr(act.entry, "reference", act.file) != act.file:
        raise Refused([_contradiction("file.reference", f"the entry opens {getattr(act.entry, 'reference', '')!r} but was sent to file {act.file!r}; they must be the same", number)])


def _contradiction(rule: str, found: str, number: int) -> Objection:
    return Objection(
        rule=rule, level="contradiction", citation="HCC-2.1-g", sentence=_STRUCTURAL[rule], found=found, entry=number,
        field=found.partition(":")[0] if re.match(r"[a-z_.0-9]+: ", found) else None,
    )  # fmt: skip


_STRUCTURAL = {
    "entry.names-what-is-on-file": "An entry names only what is on its own file.",
    "entry.on-its-file": "An entry is recorded on the kind of file it belongs to.",
    "file.is-open": "A file is opened before anything is recorded on it.",
    "file.opened-once": "A file is opened once.",
    "file.reference": "A file is opened under its own reference.",
    "correction.of-an-entry": "A correction names an entry in force, and replaces it with one of the same kind.",
    "correction.leaves-marks-and-actor": "A correction does not change who did it, nor the marks of the entry.",
    "correction.not-of-the-other-party": "What the other party entered is answered, never struck out or corrected.",
    "correction.leaves-nothing-hanging": "After a correction every other entry still stands.",
    "correction.confirmed-by-another": "A correction that waits is confirmed by a second person.",
    "departure.acknowledged-as-found": "A departure is acknowledged only where it was found.",
    "departure.authorisation-fits": "The authorisation cited is for the rule departed from.",
}


def _amended(entry: Entry, file: ContractFile, account: Account, number: int) -> tuple[Entry, Entry, ContractFile]:
    """For a correction: check its limits. Returns the entry, what is judged, and the file it is judged against."""
    match entry:
        case EntryCorrected():
            target = _target(entry.position, file, number)
            problem = _same(target.entry, entry.replacement)
            if problem:
                raise Refused([_contradiction(problem[0], problem[1], number)])
            _limits(target, account, number)
            entry = entry.model_copy(update={"waiting": _waiting(target, file, account)})
            without = fold([r for r in file.known if r.position != target.position])
            return entry, entry.replacement, replace(without, known=file.known)
        case EntryStruckOut():
            target = _target(entry.position, file, number, strike=True)
            _limits(target, account, number)
            if target.entry.opens and len(file.entries) > 1:
                raise Refused([_contradiction("correction.leaves-nothing-hanging", f"entry {target.position} opened the file; strike out the others first", number)])
            entry = entry.model_copy(update={"waiting": _waiting(target, file, account)})
        case CorrectionConfirmed():
            change = next((r for r in file.known if r.position == entry.position), None)
            waiting = getattr(change.entry, "waiting", None) if change else None
            if change is None or waiting is None or entry.position in file.undone:
                raise Refused([_contradiction("correction.confirmed-by-another", f"entry {entry.position} is no correction that waits for a second person", number)])
            if change.recorded_by.account == account.account:
                raise Refused([_contradiction("correction.confirmed-by-another", f"entry {entry.position} was entered by this same account; a second person must confirm it", number)])
        case _:
            pass  # not about another entry's standing
    return entry, entry, file


def _target(position: int, file: ContractFile, number: int, strike: bool = False) -> Recorded:
    rule = "correction.of-an-entry"
    target = next((r for r in file.known if r.position == position), None)
    if target is None:
        raise Refused([_contradiction("entry.names-what-is-on-file", f"position: there is no entry {position} on this file; its entries are numbered 1 to {file.position}", number)])
    standing = {r.position for r in in_force(file.known)[0]}
    if position not in standing:
        raise Refused([_contradiction(rule, f"entry {position} was struck out at entry {file.undone.get(position, 0)}; strike that out to reinstate it", number)])
    if isinstance(target.entry, EntryCorrected | EntryStruckOut | CorrectionConfirmed) and not strike:
        raise Refused([_contradiction(rule, f"entry {position} is itself a correction; correct the original, or strike the correction out", number)])
    return next(r for r in in_force(file.known)[0] if r.position == position)


def _same(original: Entry, new: Entry) -> tuple[str, str] | None:
    if type(original) is not type(new):
        return "correction.of-an-entry", f"the entry is {original.kind} and the replacement is {new.kind}; the kind cannot be corrected: strike it out and record the other"
    if getattr(original, "reference", None) != getattr(new, "reference", None):
        return "correction.of-an-entry", "the reference of a file cannot be corrected"
    for name in ("by", "audience", "named", "protection"):
        if getattr(original, name) != getattr(new, name):
            way = "strike it out and record it anew" if name == "by" else "that is done by entry-reclassified"
            return "correction.leaves-marks-and-actor", f"{name} differs from the original; {way}"
    return None


def _limits(target: Recorded, account: Account, number: int) -> None:
    if target.recorded_by.party != account.party:
        raise Refused([_contradiction("correction.not-of-the-other-party", f"entry {target.position} was entered by the {target.recorded_by.party}; answer it instead (provider-representations-received, note-made)", number)])


def _waiting(target: Recorded, file: ContractFile, account: Account) -> str | None:
    if target.recorded_by.account != account.account:
        return f"entry {target.position} was entered by {target.recorded_by.name}; a second person must confirm"
    for later in file.known:
        named = {name for _, _, name in references(later.entry)} | {d.authorisation for d in later.departures}
        if later.position != target.position and (target.position in named or target.given_id in named):
            return f"entry {later.position} cites entry {target.position}; a second person must confirm"
    return None


def _check_acknowledgements(
    given: Mapping[str, Acknowledgement], objections: Sequence[Objection], file: ContractFile, entry: Entry, number: int
) -> None:
    found = {o.rule for o in objections}
    for rule, acknowledgement in given.items():
        if rule not in found:
            raise Refused([_contradiction("departure.acknowledged-as-found", f"{rule} was not departed from; leave it out of departures", number)])
        if acknowledgement.authorisation:
            authorisation = file.records.authorisations.get(acknowledgement.authorisation)
            if authorisation is None or authorisation.rule != rule:
                why = "is not on this file" if authorisation is None else f"is for {authorisation.rule}"
                raise Refused([_contradiction("departure.authorisation-fits", f"{acknowledgement.authorisation} {why}, and the departure is from {rule}", number)])


def _check_standing(reference: str, stage: Stage) -> None:
    """After corrections: whatever is in force must still stand, else name it."""
    if not any(isinstance(r.entry, EntryCorrected | EntryStruckOut | CorrectionConfirmed) for r in stage.added):
        return
    standing, _ = in_force(_as_if_confirmed(stage.file.known))
    file = fold([replace(r, corrected_at=None) for r in standing if not isinstance(r.entry, EntryCorrected)])
    hanging = [
        f"entry {r.position} would no longer stand: {what}"
        for r in file.entries
        if not isinstance(r.entry, EntryCorrected | EntryStruckOut | CorrectionConfirmed)
        for what in file.dangling(r.entry)
    ]
    if hanging:
        raise Refused([_contradiction("correction.leaves-nothing-hanging", f"on file {reference}, {sentence}", 0) for sentence in hanging])


def _as_if_confirmed(known: Sequence[Recorded]) -> list[Recorded]:
    """A correction that waits is checked as if it were confirmed, so that confirming cannot leave anything hanging."""
    return [
        replace(r, entry=r.entry.model_copy(update={"waiting": None})) if getattr(r.entry, "waiting", None) else r
        for r in known
    ]


__all__ = ["Act", "Departure", "Document", "Stage", "check_submitted", "judge_together", "procedure_of"]
