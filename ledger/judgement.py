"""Judging what is about to be recorded: whether it contradicts the file, and what procedure says of it.

Pure: the file and the acts come in; what would be recorded, or every objection together, comes out. `Book` puts the
clock, the database and the account around it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from uuid import UUID
from zoneinfo import ZoneInfo

from ledger import kinds
from ledger.contents import with_each
from ledger.contract_file import ContractFile
from ledger.contradictions import contradiction, refused
from ledger.corrections import amended, check_nothing_hangs
from ledger.departures import given_for
from ledger.entry import Account, Actor, Entry, Recorded, own
from ledger.file_names import IN_WORDS, OPENED_BY, name_opened, reference_in, sort_of
from ledger.folding import extended, looked_at_on
from ledger.governing import procedure_judging
from ledger.offices import whom
from ledger.procedures import Procedure
from ledger.refusals import Objected, Refused, repeatable
from ledger.rules import ASKED, Acknowledgement, Objection, departure, judge
from ledger.serving.revisions import may_revise, revisions
from ledger.subjects.records import AMENDING, DepartureAuthorised, EntryCorrected

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Act:
    """One entry to be recorded on one file, and the departures knowingly recorded with it."""

    file: str
    """The file's name: a contract's reference, "authority", or "programme/" and a programme's reference."""
    entry: Entry
    departures: tuple[Acknowledgement, ...] = ()
    expected: int | None = None
    """The position the file must be at (If-Match); None to judge against whatever it is at."""


class Stage:
    """One file while acts are judged against it, each seeing those before it."""

    def __init__(self, file_id: UUID, file: ContractFile) -> None:
        self.file_id = file_id
        self.added: list[Recorded] = []
        self._file, self._folded = file, 0
        self._own = set[str]()
        """The registers of it that were copied for what was added: of a hundred acts each is copied once."""

    @property
    def file(self) -> ContractFile:
        """The file with what was added; folded when it is asked for, which of the last entry it seldom is."""
        if self._folded < len(self.added):
            self._file = extended(self._file, self.added[self._folded :], self._own)
            self._folded = len(self.added)
        return self._file


def judge_together(
    acts: Sequence[Act],
    stages: Mapping[str, Stage],
    account: Account,
    *,
    at: datetime,
    default_procedure: str = "hampshire",
    acknowledge_all: bool = False,
) -> list[Recorded]:
    """Judge acts one after another, each against its file with those before it, and return what is to be recorded.

    After the acts, in their order, come the entries the ledger adds by itself: dates of notices that come out
    otherwise by what is recorded (serving/revisions.py). The stages are moved on; `at` is the time of recording they
    would have. Raises Refused with every contradiction of the first act that has one, or, once nothing contradicts,
    Objected with every objection of all acts if one of them asks for an acknowledgement and has none.
    """
    recorded: list[Recorded] = []
    objections: list[Objection] = []
    unanswered = False
    before = {reference: stage.file for reference, stage in stages.items()}
    amending = dict[str, int]()
    for number, act in enumerate(acts):
        stage = stages[act.file]
        said = {acknowledged.rule: acknowledged for acknowledged in act.departures}
        made, found = _judged(act, said, stage, account, at, default_procedure, number)
        unanswered |= any(o.level in ASKED and o.rule not in said for o in found) and not acknowledge_all
        stage.added.append(made)
        recorded.append(made)
        objections += found
        if type(made.entry) in AMENDING:
            amending[act.file] = number
    for reference, number in amending.items():
        stage = stages[reference]
        check_nothing_hangs(reference, before[reference], stage.file, stage.added, default_procedure, number)
    if unanswered:
        raise Objected(objections)
    for reference, stage in stages.items():
        if not any(may_revise(type(made.entry)) for made in stage.added):
            continue
        for revised in revisions(stage.file, tuple(stage.added), at.astimezone(LONDON).date()):
            made, _ = _judged(Act(reference, revised), {}, stage, account, at, default_procedure, len(acts))
            stage.added.append(made)
            recorded.append(made)
    return recorded


def _with_meant(entry: Entry, whole: ContractFile, procedure: Procedure) -> Entry:
    """The entry with whom each of its actors means (ledger/offices.py), on its day; of what a correction puts in place
    on that one's day, and whoever did what is corrected stays who is on record."""
    if not isinstance(entry, EntryCorrected):
        return with_each(entry, Actor, lambda actor: whom(whole, actor, entry.happened_on, procedure))
    corrected, day = whole.at(entry.position), entry.replacement.happened_on
    was = corrected.entry.by if corrected is not None else None
    meant = with_each(entry, Actor, lambda actor: actor if actor == was else whom(whole, actor, day, procedure))
    by = whom(whole, entry.by, entry.happened_on, procedure) if entry.by else None
    return meant.model_copy(update={"by": by})


def _judged(
    act: Act, said: Mapping[str, Acknowledgement], stage: Stage, account: Account, at: datetime,
    default_procedure: str, number: int,
) -> tuple[Recorded, list[Objection]]:  # fmt: skip
    """What is to be recorded of an act, and every objection to it; `said` of them is what was acknowledged."""
    whole = stage.file
    _check_place(act, whole, number)
    procedure = procedure_judging(whole, act.entry, default_procedure)
    named = _with_meant(act.entry, whole, procedure)
    entry, judged, base = amended(named, whole, account, number)
    # What takes effect later, or from an earlier day, was still done on the day it happened, by what was so then.
    then = looked_at_on(base, max(judged.happened_on, judged.effective_on))
    if then is not whole or judged is not named:
        procedure = procedure_judging(then, judged, default_procedure)
    judged = judged.work(then)
    objections = judge(kinds.rules_of(type(judged)), base, then, judged, procedure, number)
    if isinstance(entry, EntryCorrected):
        entry = entry.model_copy(update={"replacement": judged})
        objections += _of_correcting(entry, whole, base, default_procedure, number)
    else:
        entry = judged
    against = [contradiction("entry.names-what-is-on-file", what, number) for what in whole.dangling(entry)]
    against += [o for o in objections if o.level == "contradiction"]
    if isinstance(judged, DepartureAuthorised) and (no_rule := _no_such_rule(judged.rule, procedure)):
        against.append(contradiction("departure.from-a-rule-there-is", no_rule, number))
    if not against:  # where a rule of the kind's own says in better words what came too early, that is said
        too_early = base.not_there_yet(judged)
        against = [contradiction("entry.names-what-was-there", what, number) for what in too_early]
    if against:
        raise Refused(against)
    if said:
        _check_acknowledgements(said, objections, whole, number)
    prefix = entry.begins()
    made = Recorded(
        entry=entry,
        file_id=stage.file_id,
        position=whole.position + 1,
        recorded_at=at,
        recorded_by=account,
        departures=tuple([departure(o, said.get(o.rule)) for o in objections]),
        given_id=whole.next_id(prefix) if prefix else None,
    )
    if account.party == "authority":  # the other party is not told which authorisations there are
        objections = [_with_given(o, made, base, procedure) for o in objections]
    return made, objections


def _of_correcting(
    entry: EntryCorrected, whole: ContractFile, base: ContractFile, default_procedure: str, number: int
) -> list[Objection]:  # fmt: skip
    """Every objection to the act of correcting: done on its own day, by whoever held an office that day, whatever the
    day of what it corrects."""
    then = whole.in_effect_on(entry.happened_on)
    procedure = procedure_judging(then, entry, default_procedure)
    return judge(kinds.rules_of(EntryCorrected), base, then, entry, procedure, number)


def _no_such_rule(rule: str, procedure: Procedure) -> str | None:
    """Why a rule cannot be departed from: there is none of that id that could be, and no condition either."""
    there = {known.id for known in kinds.RULES if known.level != "contradiction"}
    there |= {row.id for row in (*procedure.rules, *procedure.conditions)}
    if rule in there:
        return None
    near = get_close_matches(rule, there, n=3)
    like = f"; there is {', '.join(near)}" if near else ""
    return f"rule: there is no rule {repeatable(rule)} that could be departed from{like}"


def _with_given(objection: Objection, act: Recorded, file: ContractFile, procedure: Procedure) -> Objection:
    """The objection with the authorisations on file that count for it, where everybody of ours may see them."""
    if objection.level != "authorise":
        return objection
    given = given_for(objection.rule, act, file, procedure)
    return objection.model_copy(update={"given": tuple(one.id for one in given if _is_open(one.position, file))})


def _is_open(position: int, file: ContractFile) -> bool:
    recorded = file.at(position)
    if recorded is None:
        return False
    marked = file.records.marks.get(position) or recorded.entry
    return marked.audience in ("shared", "internal") and marked.protection == "open"


def _check_place(act: Act, file: ContractFile, number: int) -> None:
    sort = sort_of(act.file)
    if sort not in act.entry.files:
        right = " or ".join(words for its, words in IN_WORDS.items() if its in act.entry.files)
        wrong = f"{act.entry.kind} is not recorded on {IN_WORDS[sort]}, but on {right}"
        raise refused("entry.on-its-file", wrong, number)
    if not file.known and not act.entry.opens:
        first = f"there is no file {repeatable(act.file)!r}; open it first with {OPENED_BY[sort]}"
        raise refused("file.is-open", first, number)
    if file.known and act.entry.opens and not _opens_again(file, act.entry):
        since = f"{file.known[0].recorded_at:%-d %B %Y}"
        anew = f"file {act.file!r} was opened on {since}; it cannot be opened again{_how_it_is_mended(file)}"
        raise refused("file.opened-once", anew, number)
    if act.entry.opens and name_opened(act.entry) != act.file:
        reference = own(act.entry, "reference")
        other = f"reference: the entry opens {reference!r} but was sent to {reference_in(act.file)!r}"
        raise refused("file.reference", other, number)


def _opens_again(file: ContractFile, entry: Entry) -> bool:
    """Whether a file that is there may be opened by this: never by the same, but by the need or by the contract."""
    openings = [r.entry for r in file.known if r.entry.opens and r.position not in file.undone]
    first = file.known[0].entry
    return first.opens and all(held.opened_with != entry.opened_with for held in (first, *openings))


def _how_it_is_mended(file: ContractFile) -> str:
    """What to do where the entry that opened the file was struck out; nothing where it stands."""
    opening = file.known[0]
    out = file.undone.get(opening.position)
    if out is None or file.at(opening.position) is not None:
        return ""
    first = f"strike out entry {out}, which struck out entry {opening.position}"
    return f". To open it as it should be, {first}; then correct entry {opening.position}"


def _check_acknowledgements(
    said: Mapping[str, Acknowledgement], objections: Sequence[Objection], file: ContractFile, number: int
) -> None:
    found = {o.rule for o in objections}
    for rule, acknowledged in said.items():
        if rule not in found:
            nothing = f"departures: {repeatable(rule)} was not departed from; leave it out"
            raise refused("departure.acknowledged-as-found", nothing, number)
        if acknowledged.authorisation:
            authorisation = file.records.authorisations.get(acknowledged.authorisation)
            if authorisation is None or authorisation.rule != rule:
                why = f"is for {authorisation.rule}" if authorisation else "is not on this file"
                other = f"departures: {acknowledged.authorisation} {why}; the departure is from {rule}"
                raise refused("departure.authorisation-fits", other, number)
