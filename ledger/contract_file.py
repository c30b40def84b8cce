"""The file of one contract, of a programme or of the authority: the registers of all subjects, folded from its entries.

There is one way to compute the state of a file (design, idea 3). Four steps, always in this order:

1. known:    the entries that were on record (a prefix of the log; the caller reads them);
2. in force: strikes and corrections resolved, from the last entry back;
3. as at:    what took effect later is left out;
4. fold:     in the world's order: effective day, hour where known, position.

Rules look at the result, pages show it, projections are functions of it. Subjects never import one another: where a
question needs several of them, the answer is a method here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from ledger import ending, kinds
from ledger.calendar import Country
from ledger.contents import references
from ledger.contract_terms import VariationClause
from ledger.entry import KINDS, Entry, Recorded, own
from ledger.procedures import InOffice, Procedure, ProcedureError, read
from ledger.procedures.laws import laws_of, read_under
from ledger.procurement_act import OUTSIDE
from ledger.registers import Register
from ledger.sides import has_no_effect
from ledger.subjects import (
    actions,
    adoption,
    agreement,
    assurance,
    checkpoints,
    contacts,
    default_process,
    design,
    disputes,
    evaluation,
    exits,
    feedback,
    implementation,
    issues,
    knowledge,
    lessons,
    meetings,
    money,
    notices,
    outcomes,
    payments,
    people,
    performance,
    procurement,
    programme,
    provider,
    records,
    regulation,
    remedies,
    resources,
    retention,
    reviews,
    risks,
    termination,
    terms,
    tiers,
    variations,
)
from ledger.subjects.variations import AgreedChanges, Term, TermValue, form_lacking, not_agreed
from ledger.working_days import dated


@dataclass
class ContractFile:
    """The registers of one file, and the entries they were folded from."""

    agreement: agreement.Agreement = field(default_factory=agreement.Agreement)
    procurement: procurement.Procurement = field(default_factory=procurement.Procurement)
    people: people.People = field(default_factory=people.People)
    terms: terms.Terms = field(default_factory=terms.Terms)
    meetings: meetings.Meetings = field(default_factory=meetings.Meetings)
    actions: actions.Actions = field(default_factory=actions.Actions)
    contacts: contacts.Contacts = field(default_factory=contacts.Contacts)
    performance: performance.Performance = field(default_factory=performance.Performance)
    feedback: feedback.Feedback = field(default_factory=feedback.Feedback)
    assurance: assurance.Assurance = field(default_factory=assurance.Assurance)
    risks: risks.Risks = field(default_factory=risks.Risks)
    money: money.WhatMoneyBuys = field(default_factory=money.WhatMoneyBuys)
    issues: issues.Issues = field(default_factory=issues.Issues)
    notices: notices.Notices = field(default_factory=notices.Notices)
    default_process: default_process.DefaultProcess = field(default_factory=default_process.DefaultProcess)
    remedies: remedies.Remedies = field(default_factory=remedies.Remedies)
    payments: payments.Payments = field(default_factory=payments.Payments)
    disputes: disputes.Disputes = field(default_factory=disputes.Disputes)
    variations: variations.Variations = field(default_factory=variations.Variations)
    regulation: regulation.Regulation = field(default_factory=regulation.Regulation)
    reviews: reviews.Reviews = field(default_factory=reviews.Reviews)
    termination: termination.Termination = field(default_factory=termination.Termination)
    exits: exits.Exits = field(default_factory=exits.Exits)
    lessons: lessons.Lessons = field(default_factory=lessons.Lessons)
    tiers: tiers.Tiers = field(default_factory=tiers.Tiers)
    programme: programme.Programme = field(default_factory=programme.Programme)
    provider: provider.Provider = field(default_factory=provider.Provider)
    knowledge: knowledge.Knowledge = field(default_factory=knowledge.Knowledge)
    retention: retention.Retention = field(default_factory=retention.Retention)
    records: records.Records = field(default_factory=records.Records)
    adoption: adoption.Adoption = field(default_factory=adoption.Adoption)
    checkpoints: checkpoints.Checkpoints = field(default_factory=checkpoints.Checkpoints)
    outcomes: outcomes.OutcomesWanted = field(default_factory=outcomes.OutcomesWanted)
    design: design.Design = field(default_factory=design.Design)
    resources: resources.Resources = field(default_factory=resources.Resources)
    implementation: implementation.Implementation = field(default_factory=implementation.Implementation)
    evaluation: evaluation.Evaluations = field(default_factory=evaluation.Evaluations)

    known: tuple[Recorded, ...] = ()
    """Every entry on record, in order of recording, struck and corrected ones as they were first recorded."""
    entries: tuple[Recorded, ...] = ()
    """The entries in force as at the day asked, in the world's order, each as corrected."""
    undone: dict[int, int] = field(default_factory=dict)
    """Position of an entry that is no longer in force -> position of the strike-out or correction that says so."""
    ids: dict[str, int] = field(default_factory=dict)
    """Every id given to something in force -> position of the entry that began it."""
    _places: tuple[int, dict[int, Recorded]] = field(default=(0, {}), init=False, repr=False, compare=False)
    """How many of `entries` have been put down by position, from the first on, and those."""
    _stood: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What the terms stood at on the days asked about: status and duties ask it thirty times over, which took a fifth
    of what they cost. Shared by files with the same terms, and left behind by one that takes in what may change them.
    """

    @property
    def position(self) -> int:
        """Return the number of the newest entry known; 0 for a file with none."""
        return self.known[-1].position if self.known else 0

    def at(self, position: int) -> Recorded | None:
        """Return the entry in force at that position, as corrected; None where there is none."""
        counted, places = self._places
        if len(self.entries) - counted > _LOOKED_THROUGH:
            counted, places = self._places = len(self.entries), {r.position: r for r in self.entries}
        return places.get(position) or next((r for r in self.entries[counted:] if r.position == position), None)

    def first_recorded(self, position: int) -> Recorded | None:
        """Return the entry at that position as it was first recorded; None where it is not known (or not seen)."""
        place = bisect_left(self.known, position, key=lambda r: r.position)
        found = self.known[place] if place < len(self.known) else None
        return found if found is not None and found.position == position else None

    def as_now(self, position: int) -> Entry | None:
        """Return the entry at that position as it stands by now, also where by the day of the file it is not there yet;
        None where it was struck out, or is not known."""
        undoing = self.first_recorded(self.undone[position]) if position in self.undone else None
        if undoing is not None:
            replacement: Entry | None = own(undoing.entry, "replacement")
            return replacement
        first = self.first_recorded(position)
        return first.entry if first else None

    def of(self, *wanted: type[Entry]) -> list[Recorded]:
        """Return the entries in force of these kinds, in the world's order."""
        those = _those(wanted)
        return [r for r in self.entries if type(r.entry) in those]

    def next_id(self, prefix: str) -> str:
        """Return the id the next entry of that prefix is given: after the last ever given, struck out since or not."""
        given = (r.given_id.partition("-") for r in reversed(self.known) if r.given_id)
        last = next((int(number) for its, _, number in given if its == prefix), 0)
        return f"{prefix}-{last + 1:03}"

    def dangling(self, entry: Entry) -> list[str]:
        """Return a sentence for each thing the entry names that is not on this file (or is not in force on it)."""
        missing = []
        for path, noun, named in references(entry):
            if noun == "record":
                there = self.first_recorded(int(named)) is not None
            else:
                there = self.at(named) is not None if isinstance(named, int) else named in self.ids
            if not there:
                what = f"entry {named}" if isinstance(named, int) else f"{noun.replace('-', ' ')} {named}"
                missing.append(f"{path}: there is no {what} on this file{self._nearest(noun, named)}")
        return missing

    def not_there_yet(self, entry: Entry) -> list[str]:
        """Return a sentence for each thing the entry names that came only after the day of the entry.

        Nothing is said where a day is only approximately known, nor of what may come first (`Entry.may_precede`).
        """
        found = []
        for path, noun, named in references(entry):
            if noun == "record" or path.partition(".")[0] in ("evidence", *entry.may_precede):
                continue
            position = named if isinstance(named, int) else self.ids.get(named)
            there = self.at(position) if position else None
            if there is None or there.entry.about or entry.about or there.entry.there_on <= entry.latest_on:
                continue
            what = f"entry {position}" if isinstance(named, int) else f"{named} (entry {position})"
            found.append(f"{path}: {what} is of {dated(there.entry.there_on)}, after {dated(entry.latest_on)}")
        return found

    def _nearest(self, noun: str, named: str | int) -> str:
        if isinstance(named, int):
            return f"; its entries are numbered 1 to {self.position}" if self.position else "; it has no entries"
        same = sorted(i for i in self.ids if i.partition("-")[0] == named.partition("-")[0])
        same = same or sorted(i for i, at in self.ids.items() if (r := self.at(at)) and r.entry.noun == noun)
        said = noun.replace("-", " ")
        called = (self._with_its_number(i) for i in same[:12])
        return f"; there are {', '.join(called)}" if same else f"; no {said} has been recorded on it"

    def _with_its_number(self, given: str) -> str:
        """An id, with the number that what it was given to has of its own: PAC-005 (W1-08)."""
        began = self.at(self.ids[given])
        number = own(began.entry, "number") if began else None
        return f"{given} ({number})" if number else given

    # --- the terms as they stand: registration, variations, extensions ---------------------------------------------

    def variation_clause(self, day: date) -> VariationClause | None:
        """Return the contract's clause on the form of a variation, as in force on a day."""
        held = self.terms.variation_form(day)
        return held.says if held else None

    def variations_agreed(self, day: date) -> list[AgreedChanges]:
        """Return each agreement to vary the deal made by a day, in order of effect, with what its form lacks."""
        if (agreed := self._stood.get(AgreedChanges)) is None:
            agreed = self._stood[AgreedChanges] = tuple(
                AgreedChanges(
                    agreement=made, changes=variation.changes_of(made),
                    form_lacking=form_lacking(self, made.on, made.form, made.signatories),
                )
                for variation, made in self.variations.agreements()
            )  # fmt: skip
        return [made for made in agreed if made.agreement.on <= day]

    def not_agreed(self, variation: str, day: date) -> str | None:
        """Return in words what became of a variation that had not been agreed by a day; None where it had."""
        return not_agreed(self, variation, day)

    def changes(self, day: date) -> list[AgreedChanges]:
        """Return the agreements whose changes are among the contract's terms on a day; purported ones never are."""
        return [agreed for agreed in self.variations_agreed(date.max) if agreed.applies_on(day)]

    def value_of(self, term: Term, day: date) -> TermValue | None:
        """Return what a term stood at on a day and which entry made it so: the registration, a variation, an extension.

        None where the file does not say. Of terms called "other" there may be many: see `changes`.
        """
        if (term, day) not in self._stood:
            self._stood[term, day] = self._value_of(term, day)
        found: TermValue | None = self._stood[term, day]
        return found

    def _value_of(self, term: Term, day: date) -> TermValue | None:
        later = [
            TermValue(
                term=term, value=change.becomes, since=made.agreement.since, position=made.agreement.position,
                variation=made.agreement.variation,
            )
            for made in self.changes(day) for change in made.changes if change.term == term
        ]  # fmt: skip
        extended = self.reviews.extended_to(day) if term == "end-date" else None
        if extended is not None and extended.new_end_date is not None:
            end, since, position = extended.new_end_date, extended.on, extended.position
            later.append(TermValue(term=term, value=end, since=since, position=position))
        return max(later, key=lambda value: (value.since, value.position), default=self._registered(term, day))

    def _registered(self, term: Term, day: date) -> TermValue | None:
        contract = self.agreement.contract
        if contract is None or contract.effective_on > day:
            return None
        held = {
            "end-date": contract.end_date, "total-value": contract.total_value, "annual-value": contract.annual_value,
            "scope": contract.description,
        }.get(term)  # fmt: skip
        if held is None:
            return None
        since, position = contract.effective_on, self.agreement.position
        return TermValue(term=term, value=held, since=since, position=position)

    @property
    def title(self) -> str:
        """Return what the contract (also to be), programme or provider is called; nothing for the authority."""
        opened = self.agreement.contract or self.procurement.need or self.programme.opened
        return opened.title if opened else self.provider.name

    def started_on(self) -> date | None:
        """Return the day the service began, else its first day as agreed; None where neither is on file."""
        contract = self.agreement.contract
        return self.agreement.commenced_on or (contract.start_date if contract else None)

    def procedure_on(self, day: date) -> str | None:
        """Return the procedure the file was bound to on a day, else opened under; on the authority's own file, the
        one adopted last; None where none of these is so.

        What was decided before another procedure was bound keeps the one it was decided under (IMP-30-b).
        """
        opened = self.agreement.contract or self.procurement.need or self.programme.opened
        bound = self.records.procedure_on(day) or self.adoption.newest_on(day)
        return bound or (opened.procedure if opened else None)

    def office_in_words(self, office: str, day: date) -> str:
        """Return an office within a sentence, as the procedure calls it that the file was bound to on a day."""
        procedure = self.bound_to(day)
        return procedure.office_in_words(office) if procedure else office.replace("-", " ")

    def person_in_office(self, who: InOffice, day: date) -> str:
        """Return somebody with their office, as the procedure calls it that the file was bound to on a day."""
        procedure = self.bound_to(day)
        return procedure.person_in_office(who) if procedure else str(who)

    def bound_to(self, day: date) -> Procedure | None:
        """Return the procedure the file was bound to on a day; None where it is bound to none that can be read."""
        name = self.procedure_on(day)
        try:
            return read(name) if name else None
        except ProcedureError:
            return None

    @property
    def laws(self) -> tuple[str, ...]:
        """Return the laws that bind the contract whatever its procedure, by when its procurement began.

        None where that is not on file, where earlier law goes on to govern it, or where it is no public contract.
        """
        regime = self.regulation.regime
        if regime is None or regime.says.under_earlier_law or regime.is_special(*OUTSIDE):
            return ()
        return laws_of(regime.says.procurement_began_on)

    @property
    def country(self) -> Country:
        """Return whose law the contract is under, and so whose bank holidays count where it says nothing of them."""
        return self.agreement.contract.country if self.agreement.contract else "england-and-wales"

    def end_date(self, day: date) -> date | None:
        """Return the last day of the contract as it stood on a day, varied and extended; None where not on file."""
        value = self.value_of("end-date", day)
        return value.value if value is not None and isinstance(value.value, date) else None

    @property
    def terms_known(self) -> tuple[Recorded, ...]:
        """Return the entries with the contract's own words as they stand by now, by the day they take effect, also
        those that by the day of the file have not yet."""
        found: tuple[Recorded, ...] | None = self._stood.get(terms.Terms)
        if found is None:
            those = frozenset(terms.Terms.kinds())  # a correction leaves the kind as it is
            held = ((r, self.as_now(r.position)) for r in self.known if type(r.entry) in those)
            now = [r if entry is r.entry else replace(r, entry=entry) for r, entry in held if entry is not None]
            found = tuple(sorted(now, key=lambda r: (r.entry.effective_on, r.position)))
            self._stood[terms.Terms] = found
        return found

    def minutes_filed(self, meeting: str) -> bool:
        """Return whether a meeting's minutes are on file: with their entry, or filed as part of it (HCC-7.2-c)."""
        known = self.meetings.by_id.get(meeting)
        if known is None:
            return False
        belongs = [minutes.position for minutes in known.minutes] + ([known.held] if known.held else [])
        return any(minutes.document for minutes in known.minutes) or any(self.records.is_filed(p) for p in belongs)

    def rights_reserved(self, party: str, day: date) -> list[int]:
        """Return the entries by which a party reserved its rights up to a day: declarations, and words in its acts.

        Notices, variations, extensions, payments, orders and waivers can have such words in them; they are the party's
        that served the notice or did the act, the authority's where that is not said.
        """
        declared = [r.position for r in self.default_process.rights_reserved if r.reserved_by == party and r.on <= day]
        in_acts = [
            r.position for r in self.of(*RESERVING)
            if r.entry.happened_on <= day and own(r.entry, "reservation_of_rights") and _acting(r) == party
        ]  # fmt: skip
        return sorted(declared + in_acts)

    def unmet_before_ending(self, day: date, proposal: str | None = None) -> dict[str, str]:
        """Return each absolute condition of ending the contract early unmet on a day: its id -> what was found."""
        return ending.unmet(self, day, proposal)

    def as_on(self, day: date) -> ContractFile:
        """Return the file as it stood on a day: itself where nothing on it took effect later."""
        if not self.entries or self.entries[-1].entry.effective_on <= day:
            return self
        upto = bisect_right(self.entries, day, key=lambda r: r.entry.effective_on)
        return _shared(self, self.known, self.entries[:upto], self.undone, _subjects(self.entries[upto:]))

    def take(self, recorded: Recorded) -> None:
        """Apply one more entry in force to the register of its subject. Only for a file that is being folded."""
        if recorded.given_id:
            self.ids[recorded.given_id] = recorded.position
        subject = kinds.subject_of(type(recorded.entry))
        if subject in _OF_THE_TERMS:
            self._stood = {}
        if has_no_effect(recorded.entry):
            return
        register: Register[Any] = getattr(self, subject)
        register.apply(recorded)

    def copy(self) -> ContractFile:
        """Return a file that can take further entries without this one changing."""
        twin = self.shared()
        for name, value in self.__dict__.items():
            if isinstance(value, Register | dict):
                setattr(twin, name, value.copy())
        return twin

    def shared(self) -> ContractFile:
        """Return a file with the very registers and entries of this one: each is replaced before it may change.

        As `dataclasses.replace`, which for its thirty fields takes ten times as long.
        """
        twin = object.__new__(ContractFile)
        twin.__dict__.update(self.__dict__)
        return twin


_LOOKED_THROUGH = 64
"""So many of the newest entries are looked through for a position, and not put down: each is on files of its own."""
_OF_THE_TERMS = frozenset({
    "agreement", "terms", "variations", "reviews", "records", "adoption", "procurement", "programme", "regulation",
})  # fmt: skip
"""The subjects whose registers say what the terms stand at, and by which procedure that is put: see `value_of`."""
RESERVING = (
    notices.NoticeServed, variations.VariationAgreed, reviews.ExtensionDecided, payments.PaymentMade,
    payments.OrderPlaced, remedies.SumWaived,
)  # fmt: skip
"""The acts in which rights can be reserved, each with a field for the words."""


@cache
def _those(wanted: tuple[type[Entry], ...]) -> frozenset[type[Entry]]:
    """The kinds of entry that are of these. To ask `isinstance` of a pydantic model takes ten times as long."""
    return frozenset(kind for kind in KINDS.values() if issubclass(kind, wanted))


def _acting(recorded: Recorded) -> str:
    served_by = own(recorded.entry, "served_by_party")
    return served_by or (recorded.entry.by.party if recorded.entry.by else "authority")


def fold(known: Iterable[Recorded], as_at: date | None = None) -> ContractFile:
    """Return the file these entries make, as at a day (None: with everything on record, later effects included)."""
    file = unfolded(known, as_at)
    for recorded in file.entries:
        file.take(recorded)
    return file


def unfolded(known: Iterable[Recorded], as_at: date | None = None) -> ContractFile:
    """Return the same with empty registers, for whoever looks at it while its `entries` are taken in one by one."""
    known = tuple(known)
    standing, undone = in_force(known)
    if as_at is not None:
        standing = [r for r in standing if r.entry.effective_on <= as_at]
    standing.sort(key=lambda r: r.world_order)
    return ContractFile(known=known, entries=tuple(standing), undone=undone)


def extended(file: ContractFile, new: Sequence[Recorded]) -> ContractFile:
    """Return the whole file with further entries: applied where they are the newest in the world too, else refolded."""
    if any(type(recorded.entry) in records.AMENDING for recorded in new):
        return refolded(file, (*file.known, *new), {r.position for r in new})
    orders = [r.world_order for r in (*file.entries[-1:], *new)]
    if any(later < earlier for earlier, later in pairwise(orders)):
        return _with_others(file, (*file.known, *new), new, (), file.undone)
    twin = file.shared()  # and what was put down by position: the same entries come first
    twin.known, twin.entries, twin.ids = (*file.known, *new), (*file.entries, *new), file.ids.copy()
    for subject in _subjects(new):  # the other registers are shared
        setattr(twin, subject, getattr(file, subject).copy())
    for recorded in new:
        twin.take(recorded)
    return twin


def told_on(file: ContractFile, recorded: Recorded) -> ContractFile:
    """Return a file with the next of its entries in force taken in, all else shared with the one before it.

    For whoever tells a file again in the world's order; what is known of it, and what was undone, stays as it is.
    """
    twin = file.shared()
    twin.entries, twin.ids = (*file.entries, recorded), file.ids.copy()
    subject = kinds.subject_of(type(recorded.entry))
    setattr(twin, subject, getattr(file, subject).copy())
    twin.take(recorded)
    return twin


def refolded(file: ContractFile, known: Iterable[Recorded], changed: Collection[int]) -> ContractFile:
    """Return what `fold` makes of these entries: those of the whole `file`, but for those at the positions `changed`.

    A register knows the entries of its own subject alone: one without a changed entry is shared. So a correction among
    ten thousand entries costs folding one subject anew, and not twenty.
    """
    known = tuple(known)
    standing, undone = in_force(known)
    changed = {*changed, *differing(file.undone, undone)}
    return _with_others(file, known, [r for r in standing if r.position in changed], changed, undone)


def without(file: ContractFile, position: int) -> ContractFile:
    """Return what `fold` makes of the whole file without one entry that is in force and amends no other."""
    known = tuple(r for r in file.known if r.position != position)
    return _with_others(file, known, (), (position,), {p: by for p, by in file.undone.items() if p != position})


def _with_others(
    file: ContractFile, known: tuple[Recorded, ...], new: Sequence[Recorded], changed: Collection[int],
    undone: dict[int, int],
) -> ContractFile:  # fmt: skip
    """A whole file with other entries in force, or none, at the positions that changed."""
    entries = [r for r in file.entries if r.position not in changed]
    old = [r for r in file.entries if r.position in changed] if len(entries) < len(file.entries) else []
    for recorded in new:
        insort(entries, recorded, key=lambda r: r.world_order)
    return _shared(file, known, tuple(entries), undone, _subjects((*old, *new)))


def _shared(
    file: ContractFile, known: tuple[Recorded, ...], entries: tuple[Recorded, ...], undone: dict[int, int],
    anew: Collection[str],
) -> ContractFile:  # fmt: skip
    """A file with the registers of another, but for those of some subjects, folded anew from its own entries."""
    twin = file.shared()
    twin.known, twin.entries, twin.undone, twin._places = known, entries, undone, (0, {})
    twin.ids = {r.given_id: r.position for r in entries if r.given_id}
    if not _OF_THE_TERMS.isdisjoint(anew):
        twin._stood = {}
    for subject in anew:
        setattr(twin, subject, type(getattr(file, subject))())
    for recorded in entries:
        if (subject := kinds.subject_of(type(recorded.entry))) in anew:
            getattr(twin, subject).apply(recorded)
    return twin


def _subjects(entries: Iterable[Recorded]) -> set[str]:
    return {kinds.subject_of(kind) for kind in {type(r.entry) for r in entries}}


def in_force(known: Sequence[Recorded]) -> tuple[list[Recorded], dict[int, int]]:
    """Resolve strikes and corrections, from the last entry back.

    Returns the entries in force in order of recording, each as corrected, and for every entry that is not (or not as
    it was first recorded) the position of the strike-out or correction that says so. A correction that a second person
    must confirm counts from its confirmation: of several, the one that came to count last stands.
    """
    struck: dict[int, int] = {}
    confirmed: dict[int, int] = {}
    replaced: dict[int, tuple[int, Recorded]] = {}  # (where it came to count, the correction)
    amending = _those(records.AMENDING)
    for recorded in [r for r in reversed(known) if type(r.entry) in amending]:
        if recorded.position in struck:
            continue
        match recorded.entry:
            case records.CorrectionConfirmed(position=position):
                confirmed.setdefault(position, recorded.position)
            case records.EntryStruckOut(position=position, waiting=why) if not why or recorded.position in confirmed:
                struck.setdefault(position, recorded.position)
            case records.EntryCorrected(position=position, waiting=why) if not why or recorded.position in confirmed:
                since = confirmed.get(recorded.position, recorded.position) if why else recorded.position
                if position not in replaced or since > replaced[position][0]:
                    replaced[position] = (since, recorded)
            case _:
                pass  # it waits for a second person
    if not struck and not replaced:
        return list(known), {}
    standing = []
    undone = dict(struck)
    for recorded in known:
        if recorded.position in struck:
            continue
        if recorded.position in replaced:
            _, change = replaced[recorded.position]
            assert isinstance(change.entry, records.EntryCorrected)
            undone.setdefault(recorded.position, change.position)
            recorded = replace(
                recorded, entry=change.entry.replacement, departures=change.departures, corrected_at=change.position
            )
        standing.append(recorded)
    return standing, undone


def differing(was: Mapping[int, int], now: Mapping[int, int]) -> set[int]:
    """Return the positions of entries undone in one state of a file and not, or not by the same, in another."""
    return {position for position in was.keys() | now.keys() if was.get(position) != now.get(position)}


def procedure_of(file: ContractFile, day: date, default: str) -> Procedure:
    """Return the procedure a file is bound to on a day, else the authority's own; over it the laws that bind it, and
    within it what was agreed otherwise for this contract."""
    name = file.procedure_on(day) or default
    try:
        procedure = read_under(name, file.laws)
    except ProcedureError:  # bound to a version that is not shipped any more: the nearest is the authority's own
        procedure = read_under(default, file.laws)
    arranged = file.records.arranged(day) if file.records.arrangements else ()
    return _otherwise(procedure, arranged) if arranged else procedure


def procedure_judging(file: ContractFile, entry: Entry, default: str) -> Procedure:
    """Return the procedure an entry is judged by: the one it is about where that is here, in the version it names or
    else the newest (HCC-POL-f, TVP-DC-4); of any other entry the file's own on the day it happened, and of one that
    opens a file the one it is opened under."""
    about = entry.about_procedure
    for name in (about, about.partition("/")[0]) if about else ():
        with suppress(ProcedureError):
            return read(name)
    opened_under = getattr(entry, "procedure", None) if entry.opens else None
    with suppress(ProcedureError):  # one that is not here is told by the rules
        return procedure_of(file, entry.happened_on, opened_under or default)
    return procedure_of(file, entry.happened_on, default)


def _otherwise(procedure: Procedure, arranged: Sequence[records.Arrangement]) -> Procedure:
    """The procedure as agreed for one contract (TVP-4.0-1): what its owner did not agree to has no effect.

    What nothing lifts stays as it is, and so does what the file itself contradicts.
    """
    agreed = [a for a in arranged if procedure.is_office(a.by.office if a.by else None, (procedure.owner,))]
    off = {rule: held for held in agreed for rule in held.rules}
    instead = {name: (value, held) for held in agreed for name, value in held.settings}
    rules = tuple(
        row.model_copy(update={"level": "off", "note": f"Agreed for this contract: {off[row.id].id}."})
        if row.id in off and row.level != "absolute"
        else row
        for row in procedure.rules
    )
    settings = tuple(
        row.model_copy(
            update={
                "value": instead[row.id][0],
                "stated": True,
                "note": f"Agreed for this contract: {instead[row.id][1].id}.",
            }
        )
        if row.id in instead
        else row
        for row in procedure.settings
    )
    return procedure.model_copy(update={"rules": rules, "settings": settings})
