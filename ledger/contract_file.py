"""The file of one contract, of a programme or of the authority: the registers of all subjects, folded from its entries.

It is folded by `ledger/folding.py`. Rules look at the result, pages show it, projections are functions of it. Subjects
never import one another: where a question needs several of them, the answer is a method here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Literal

from ledger import ending, kinds
from ledger.bound_file import BoundFile
from ledger.contract_terms import VariationClause
from ledger.dates.bank_holidays import law_of
from ledger.dates.calendar import Country
from ledger.departures import DepartureStanding, said_of
from ledger.entry import KINDS, Entry, Recorded, own
from ledger.extending import ends_by_extension
from ledger.governing import procedure_judging
from ledger.minutes_there import minutes_of, minutes_on_file
from ledger.procedures import Procedure
from ledger.procedures_adopted import rules_of, standing_versions
from ledger.registers import Register
from ledger.sides import has_no_effect, party_of
from ledger.spot_purchases import spot_apart
from ledger.subjects import notices, payments, procurement, remedies, reviews, termination, terms, variations
from ledger.subjects.adoption import Version
from ledger.subjects.feedback import ComplaintReceived, ComplimentReceived
from ledger.subjects.meetings import Meeting
from ledger.subjects.payments import InvoiceReceived, PaymentCertified, PaymentMade
from ledger.subjects.performance import (
    ActivityRecorded,
    DataReturnReceived,
    FinancialReportReceived,
    PerformanceReportReceived,
    SatisfactionSurveyReceived,
)
from ledger.subjects.variations import AgreedChanges, Term, TermValue, form_lacking, not_agreed, of_another_term

BROUGHT_BY_A_SERVICE = (
    ActivityRecorded, ComplaintReceived, ComplimentReceived, DataReturnReceived, FinancialReportReceived,
    InvoiceReceived, PaymentCertified, PaymentMade, PerformanceReportReceived, SatisfactionSurveyReceived,
)  # fmt: skip
"""What shows that a service runs, though no commencement is on file."""
RUNNING = ("operation", "review", "exit", "closed")
"""The stages of a contract's life in which its service runs, or has run."""
AtFirst = Literal["service_category", "care_group", "locality", "business_unit"]
"""What is said of a contract when its need is established, and again, or not, when it is registered."""


@dataclass
class ContractFile(BoundFile):
    """The registers of one file, the entries they were folded from, and what is asked of several of them."""

    def of(self, *wanted: type[Entry]) -> list[Recorded]:
        """Return the entries in force of these kinds, in the world's order, but those that do nothing (sides.py)."""
        return [r for r in self.of_kinds(_those(wanted)) if not has_no_effect(self, r.entry)]

    def of_kinds(self, wanted: frozenset[type[Entry]]) -> list[Recorded]:
        """Return the entries in force of these very kinds, in the world's order, whatever they do."""
        return [r for r in self.entries if type(r.entry) in wanted]

    # --- the terms as they stand: registration, variations, extensions ---------------------------------------------

    def variation_clause(self, day: date) -> VariationClause | None:
        """Return the contract's clause on the form of a variation, as in force on a day."""
        held = self.terms.variation_form(day)
        return held.says if held else None

    def variations_agreed(self, day: date) -> list[AgreedChanges]:
        """Return each agreement to vary the deal made by a day, in order of effect, with what its form lacks."""
        agreed = self.of_the_terms(AgreedChanges, self._agreements)
        return [made for made in agreed if made.agreement.on <= day]

    def _agreements(self) -> tuple[AgreedChanges, ...]:
        return tuple(
            AgreedChanges(
                agreement=made, changes=variation.changes_of(made),
                form_lacking=form_lacking(self, made.on, made.form, made.signatories),
            )
            for variation, made in self.variations.agreements()
        )  # fmt: skip

    def not_agreed(self, variation: str, day: date) -> str | None:
        """Return in words what became of a variation that had not been agreed by a day; None where it had."""
        return not_agreed(self, variation, day)

    def of_another_term(self, variation: str, day: date, clause: str | None) -> str | None:
        """Return in words what an agreed variation changes, where it is not that clause (None: the specification)."""
        return of_another_term(self, variation, day, clause)

    def changes(self, day: date) -> list[AgreedChanges]:
        """Return the agreements whose changes are among the contract's terms on a day; purported ones never are."""
        return [agreed for agreed in self.variations_agreed(date.max) if agreed.applies_on(day)]

    def value_of(self, term: Term, day: date) -> TermValue | None:
        """Return what a term stood at on a day and which entry made it so: the registration, a variation, an extension.

        None where the file does not say. Of terms called "other" there may be many: see `changes`.
        """
        return self.of_the_terms((term, day), lambda: self._value_of(term, day))

    def _value_of(self, term: Term, day: date) -> TermValue | None:
        later = self.varied_to(term, day)
        if term == "end-date" and self.reviews.extensions:
            ends = self.of_the_terms(ends_by_extension, lambda: ends_by_extension(self))
            extended = [TermValue(term=term, **end._asdict()) for end in ends if end.since <= day]
            later += extended[-1:]
        return max(later, key=lambda value: (value.since, value.position), default=self.registered(term, day))

    def varied_to(self, term: Term, day: date) -> list[TermValue]:
        """Return what each variation in force on a day makes of a term."""
        return [
            TermValue(
                term=term, value=change.becomes, since=made.agreement.since, position=made.agreement.position,
                variation=made.agreement.variation,
            )
            for made in self.changes(day) for change in made.changes if change.term == term
        ]  # fmt: skip

    def registered(self, term: Term, day: date) -> TermValue | None:
        """Return what a term was agreed as at first, from the day the registration takes effect; None before."""
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

    def start_unshown(self, day: date) -> date | None:
        """Return the day the service was to begin, where it is past by a day and nothing on file shows that it did:
        no commencement, and nothing that a running service alone brings (HCC-7.5-a; docs/adr/0330)."""
        start, agreement = self.started_on(), self.agreement
        if start is None or start > day or agreement.commencements or agreement.contemporaneous_since:
            return None
        if any(stage in RUNNING for _, stage, _ in agreement.stages):
            return None
        if any(meeting.kind == "first" for meeting in self.meetings.held()):
            return None
        return None if any(of.entry.happened_on >= start for of in self.of(*BROUGHT_BY_A_SERVICE)) else start

    def led_by(self, day: date) -> tuple[str, ...]:
        """Return who leads the programme on a day: who took that on, else who is named at its opening (IMP-13-a)."""
        taken = [p for p in self.knowledge.parts.values() if p.role == "programme-lead" and p.since <= day]
        named = self.programme.opened.lead if self.programme.opened else None
        if not taken:
            return (named,) if named else ()
        return tuple(part.person for part in self.knowledge.in_part("programme-lead", day))

    def procedure_versions(self, day: date, default: str) -> list[Version]:
        """Return the versions of the authority's procedures that stand by a day, in order of effect (TVP-DC-4)."""
        return standing_versions(self, day, default)

    def procedures_in_force(self, day: date, default: str) -> dict[str, Version]:
        """Return the version of each procedure in force on a day, by name: the last to have taken effect that stands by
        then (HCC-POL-f). `default`: the procedure that judges those no rules are here of."""
        return {one.name: one for one in self.procedure_versions(day, default) if one.since <= day}

    def rules_in_force(self, day: date, default: Procedure) -> list[Procedure]:
        """Return the rules of each procedure in force on a day, as far as they are here."""
        in_force = self.procedures_in_force(day, default.ref).values() if self.adoption.versions else ()
        found = (rules_of(one.procedure, one.name) for one in in_force)
        return [one for one in found if one is not None]

    def said_at_first(self, what: AtFirst, contract: Entry | None = None) -> str | None:
        """Return what was said of a contract when it was registered, else of the need it was bought from; None where
        neither says it.

        `contract`: the registration that is asked about, where it is not on file yet.
        """
        registered, need = contract or self.agreement.contract, self.procurement.need
        said = [own(opened, what) for opened in (registered, need) if opened is not None]
        return next((value for value in said if value), None)

    @property
    def country(self) -> Country:
        """Return whose law the contract is under, and so whose bank holidays count where it says nothing of them."""
        return law_of(self.agreement.contract.country) if self.agreement.contract else "england-and-wales"

    def end_date(self, day: date) -> date | None:
        """Return the last day of the contract as it stood on a day, varied and extended; None where not on file."""
        value = self.value_of("end-date", day)
        return value.value if value is not None and isinstance(value.value, date) else None

    @property
    def terms_known(self) -> tuple[Recorded, ...]:
        """Return the entries with the contract's own words as they stand by now, by the day they take effect, also
        those that by the day of the file have not yet."""
        return self.of_the_terms(terms.Terms, self._terms_known)

    def _terms_known(self) -> tuple[Recorded, ...]:
        those = frozenset(terms.Terms.kinds())  # a correction leaves the kind as it is
        held = ((r, self.as_now(r.position)) for r in self.known if type(r.entry) in those)
        now = [r if entry is r.entry else replace(r, entry=entry) for r, entry in held if entry is not None]
        return tuple(sorted(now, key=lambda r: (r.entry.effective_on, r.position)))

    def minutes_filed(self, meeting: str) -> bool:
        """Return whether the minutes of a meeting that was held are on file (HCC-7.2-c)."""
        known = self.meetings.by_id.get(meeting)
        return known is not None and self.minutes_on_file(known)

    def minutes_on_file(self, meeting: Meeting) -> bool:
        """Return whether a meeting's minutes are on file: with their entry, or filed as part of it (HCC-7.2-c)."""
        return minutes_on_file(self, meeting)

    def is_minuted(self, meeting: Meeting) -> bool:
        """Return whether there are minutes of a meeting: written, or only filed with it as its minutes (HCC-7.2-a)."""
        return bool(self.minutes_of(meeting))

    def minutes_of(self, meeting: Meeting, day: date = date.max) -> tuple[int, ...]:
        """Return the entries by which a meeting has minutes by a day: by which they were written or filed with it."""
        return minutes_of(self, meeting, day)

    def rights_reserved(self, party: str, day: date) -> list[int]:
        """Return the entries by which a party reserved its rights up to a day: declarations, and words in its acts.

        Notices, variations, extensions, payments, orders and waivers can have such words in them; they are the party's
        that served the notice or did the act, the authority's where that is not said.
        """
        declared = [r.position for r in self.default_process.rights_reserved if r.reserved_by == party and r.on <= day]
        in_acts = [
            r.position for r in self.of(*RESERVING)
            if r.entry.happened_on <= day and own(r.entry, "reservation_of_rights") and party_of(r.entry) == party
        ]  # fmt: skip
        return sorted(declared + in_acts)

    def unmet_before_ending(self, day: date, proposal: str | None = None) -> dict[str, str]:
        """Return each absolute condition of ending the contract early unmet on a day: its id -> what was found."""
        return ending.unmet(self, day, proposal)

    def spot_apart(self, procedure: Procedure) -> str | None:
        """Return in words that the contract is a spot purchase, which the procedure leaves to another manual; None
        where it is not, or was put under it by authority. Here for the rules: what finds it knows every rule there is.
        """
        return spot_apart(self, procedure)

    def standing(
        self, position: int, rule: str, procedure: Procedure, day: date = date.max
    ) -> DepartureStanding | None:  # fmt: skip
        """Return how the departure of an act in force from a rule stands by a day, by what is said of it alone; None
        where it departs from no such rule. Here for the rules, as above."""
        act = self.at(position)
        held = next((one for one in act.departures if one.rule == rule), None) if act else None
        return said_of(held, act, self, procedure, day=day) if held and act else None

    def judging(self, position: int, procedure: Procedure) -> Procedure:
        """Return the procedure an entry is judged by, where something else of its file is judged by `procedure`. Here
        for the rules, as above."""
        act = self.at(position)
        return procedure_judging(self, act.entry, procedure.until_bound or procedure.ref) if act else procedure

    def in_effect_on(self, day: date) -> ContractFile:
        """Return the file with what was in effect on a day: itself where nothing on it took effect later."""
        if not self.entries or self.entries[-1].entry.effective_on <= day:
            return self
        upto = bisect_right(self.entries, day, key=lambda r: r.entry.effective_on)
        return self.with_entries(self.known, self.entries[:upto], self.undone, subjects_of(self.entries[upto:]))

    def as_at(self, day: date) -> ContractFile:
        """Return the file as at a day, as `fold` makes it: what was in effect, and what was done and takes effect later
        (docs/adr/0318)."""
        later = [r for r in self.entries if not r.entry.came_by(day)]
        if not later:
            return self
        entries = tuple(r for r in self.entries if r.entry.came_by(day))
        return self.with_entries(self.known, entries, self.undone, subjects_of(later))

    def take(self, recorded: Recorded) -> None:
        """Apply one more entry in force to the register of its subject. Only for a file that is being folded."""
        if recorded.given_id:
            self.ids[recorded.given_id] = recorded.position
        subject = kinds.subject_of(type(recorded.entry))
        if subject in OF_THE_TERMS:
            self._stood = {}
        if says_of_decisions(recorded):
            self._decided = {}
        if has_no_effect(self, recorded.entry):
            return
        register: Register[Any] = getattr(self, subject)
        register.apply(recorded)

    def with_entries(
        self, known: tuple[Recorded, ...], entries: tuple[Recorded, ...], undone: dict[int, int],
        anew: Collection[str],
    ) -> ContractFile:  # fmt: skip
        """Return a file of other entries with the registers of this one, but for those of the subjects `anew`: these
        are folded from the entries."""
        twin = self.shared()
        if known is not self.known or undone is not self.undone:
            twin._on_record = {}
        twin.known, twin.entries, twin.undone, twin._places = known, entries, undone, (0, {})
        twin.ids = {r.given_id: r.position for r in entries if r.given_id}
        if not OF_THE_TERMS.isdisjoint(anew):
            twin._stood = {}
        if not OF_DECISIONS.isdisjoint(anew):
            twin._decided = {}
        for subject in anew:
            setattr(twin, subject, type(getattr(self, subject))())
        for recorded in entries:
            subject = kinds.subject_of(type(recorded.entry))
            if subject in anew and not has_no_effect(twin, recorded.entry):
                getattr(twin, subject).apply(recorded)
        return twin

    def known_as(self, file: ContractFile) -> ContractFile:
        """Return this file, with what is known by now: where no entry before its newest came or was undone since."""
        twin = self.shared()
        twin.known, twin.undone, twin._stood, twin._on_record = file.known, file.undone, {}, file._on_record
        twin._decided = {}
        return twin

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


OF_THE_TERMS = frozenset({
    "agreement", "terms", "variations", "reviews", "records", "adoption", "procurement", "programme", "regulation",
    "design", "termination",
})  # fmt: skip
"""The subjects whose registers say what the terms stand at, and by which procedure that is put: see `value_of`."""
OF_DECISIONS = OF_THE_TERMS | {"people", "provider", "resources"}
"""The subjects whose registers say who may decide, by which procedure, and what became of a decision."""
DECISIONS = (
    procurement.SingleTenderAuthorisationDecided,
    procurement.AwardAuthorised,
    termination.TerminationAuthorised,
)
"""The decisions themselves, of which none says who may make another."""
RESERVING = (
    notices.NoticeServed, variations.VariationAgreed, reviews.ExtensionDecided, payments.PaymentMade,
    payments.OrderPlaced, remedies.SumWaived,
)  # fmt: skip
"""The acts in which rights can be reserved, each with a field for the words."""


def says_of_decisions(recorded: Recorded) -> bool:
    """Return whether an entry may say since when other decisions of its file stand."""
    if type(recorded.entry) in DECISIONS:
        return any(one.authorisation for one in recorded.departures)  # it may use up leave that was given once
    return kinds.subject_of(type(recorded.entry)) in OF_DECISIONS


@cache
def _those(wanted: tuple[type[Entry], ...]) -> frozenset[type[Entry]]:
    """The kinds of entry that are of these. To ask `isinstance` of a pydantic model takes ten times as long."""
    return frozenset(kind for kind in KINDS.values() if issubclass(kind, wanted))


def subjects_of(entries: Iterable[Recorded]) -> set[str]:
    """Return the subjects that entries are about."""
    return {kinds.subject_of(kind) for kind in {type(r.entry) for r in entries}}
