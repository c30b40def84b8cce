"""Who held which office on which day, as the file has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import assert_never

from ledger.contract_terms import NoticeAddress
from ledger.entry import Frozen, Recorded
from ledger.names import one_person, same_name, same_person, whom_it_fits
from ledger.registers import Register
from ledger.subjects.people.entries import (
    AppointmentEntry,
    ContractManagementDelegated,
    ContractManagementHandedOver,
    ContractSupportOfficerAssigned,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    PeopleEntry,
    ProviderContactNamed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
    SeniorResponsibleOfficerAppointed,
    SupervisionSessionHeld,
)
from ledger.words import Text

DAY = timedelta(days=1)
LEAD, DEPUTY, SENIOR = "lead-officer", "deputy-lead-officer", "senior-responsible-officer"
DELEGATED = "delegated-officer"
"""The office of an officer of another body to whom day-to-day management was delegated (TVP-4.0-26)."""


class Appointment(Frozen):
    """One person's term in one office."""

    office: str
    person: str
    since: date
    """First day in office."""
    until: date | None = None
    """Last day in office; None while no end is on file."""
    appointed_on: date
    """The day of the appointment, which may be later than its first day."""
    position: int
    """The entry that records the appointment."""
    ended: int | None = None
    """The entry that ended it: a departure, or the successor's appointment."""
    post: str | None = None
    unusual_post_reason: Text | None = None
    """Of a lead officer: why one in this post, where it is not an operational manager's (HCC-4.1-b)."""
    appointed_by: str | None = None
    nominated_by: str | None = None
    authority_extent: Text | None = None
    locality: str | None = None
    unit: str | None = None
    """The unit the person belongs to, where not the contract's: staff may be pooled, or report elsewhere (IMP-29)."""
    reports_to: str | None = None
    level: str | None = None
    body: str | None = None
    """Of an officer of another body: which body that is,"""
    scope: Text | None = None
    """what was delegated to them,"""
    cost_share: str | None = None
    """what part of their cost the authority bears, in percent,"""
    shared_with: tuple[str, ...] = ()
    """and with which further bodies they are shared."""
    addresses: tuple[NoticeAddress, ...] = ()

    def in_office(self, day: date) -> bool:
        """Return whether the term covers that day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Handover(Frozen):
    """The management of the contract, handed from one officer to another."""

    on: date
    position: int
    from_person: str
    to_person: str
    accepted_on: date | None
    not_done: tuple[str, ...]
    """Items of the checklist that were not handed over."""


def office_of(entry: AppointmentEntry) -> str:
    """Return the office that an appointment is to."""
    match entry:
        case LeadOfficerAppointed():
            return "lead-officer"
        case DeputyOfficerAppointed():
            return "deputy-lead-officer"
        case RepresentativeAppointed():
            return "representative"
        case ContractSupportOfficerAssigned():
            return "contract-support-officer"
        case ProviderContactNamed():
            return f"provider-{entry.role}"
        case SeniorResponsibleOfficerAppointed():
            return "senior-responsible-officer"
        case ContractManagementDelegated():
            return DELEGATED
        case _:
            assert_never(entry)


@dataclass(slots=True)
class People(Register[PeopleEntry]):
    """Every term in every office of one contract."""

    terms: dict[str, tuple[Appointment, ...]] = field(default_factory=dict)
    """Office -> terms in it, in the order they began."""
    sessions: list[tuple[SupervisionSessionHeld, int]] = field(default_factory=list)
    """(session, position) of each supervision session."""
    handovers: list[Handover] = field(default_factory=list)

    def enter(self, entry: PeopleEntry, recorded: Recorded) -> None:
        match entry:
            case (
                LeadOfficerAppointed() | DeputyOfficerAppointed() | RepresentativeAppointed()
                | ContractSupportOfficerAssigned() | ProviderContactNamed() | SeniorResponsibleOfficerAppointed()
                | ContractManagementDelegated()
            ):  # fmt: skip
                self._appoint(entry, recorded.position)
            case RoleAppointmentEnded():
                last = entry.effective_on
                self.terms[entry.office] = tuple(
                    _ended(term, last, recorded.position) if term.in_office(last) and meant(entry, term) else term
                    for term in self.holders(entry.office)
                )
            case ContractManagementHandedOver():
                self.handovers.append(
                    Handover(
                        on=entry.happened_on, position=recorded.position, from_person=entry.from_person,
                        to_person=entry.to_person, accepted_on=entry.accepted_on,
                        not_done=tuple(item.item for item in entry.checklist if not item.done),
                    )
                )  # fmt: skip
            case SupervisionSessionHeld():
                self.sessions.append((entry, recorded.position))
            case _:
                assert_never(entry)

    def _appoint(self, entry: AppointmentEntry, position: int) -> None:
        office, since = office_of(entry), entry.effective_on
        before = self.holders(office)
        if not entry.alongside:
            before = tuple(_ended(t, since - DAY, position) if t.in_office(since) else t for t in before)
        parts = (
            "unusual_post_reason",
            "nominated_by",
            "authority_extent",
            "locality",
            "level",
            "addresses",
            "body",
            "scope",
            "cost_share",
            "shared_with",
        )
        given = {name: getattr(entry, name) for name in parts if hasattr(entry, name)}
        term = Appointment(
            office=office, person=entry.person, since=since, until=entry.until_date, appointed_on=entry.happened_on,
            position=position, post=entry.post, appointed_by=entry.appointed_by, unit=entry.unit,
            reports_to=entry.reports_to, **given,
        )  # fmt: skip
        self.terms[office] = (*before, term)

    def holders(self, office: str) -> tuple[Appointment, ...]:
        """Return every term in an office, in the order they began."""
        return self.terms.get(office, ())

    def in_office(self, office: str, day: date) -> tuple[Appointment, ...]:
        """Return everybody who held an office on a day."""
        return tuple([t for t in self.terms.get(office, ()) if t.since <= day and (t.until is None or day <= t.until)])

    def holder(self, office: str, day: date) -> Appointment | None:
        """Return who held an office on a day, the latest appointed where there were several; None where nobody did."""
        held = self.in_office(office, day)
        return held[-1] if held else None

    def holds(self, office: str, person: str, day: date, said: str | None = None) -> Appointment | None:
        """Return the term in which that person held that office on that day, None where they did not.

        Where the name fits several of those in post (A. Ashe: Ann and Amir), nobody is picked, and it is None; unless
        `said`, the office given beside the name, is this one.
        """
        term = self.may_hold(office, person, day)
        if term is None or said == office or same_name(term.person, person):
            return term
        return term if len(self.whom(person, day)) == 1 else None

    def may_hold(self, office: str, person: str, day: date) -> Appointment | None:
        """Return the term in an office, on that day, of somebody whom the name fits, whoever else it may be."""
        first = None
        for term in self.terms.get(office, ()):  # asked of everybody an act names, and by several rules
            if term.since <= day and (term.until is None or day <= term.until) and same_person(term.person, person):
                if same_name(term.person, person):
                    return term
                first = first or term
        return first

    def whom(self, person: str, day: date) -> tuple[str, ...]:
        """Return whom of those in post on a day a name can be: more than one where that is open."""
        return whom_it_fits(person, (term.person for office in self.terms for term in self.in_office(office, day)))

    def offices_of(self, person: str, day: date) -> tuple[str, ...]:
        """Return the offices a person held on a day."""
        return tuple(office for office in self.terms if self.holds(office, person, day))

    def contacts(self, day: date) -> tuple[Appointment, ...]:
        """Return the provider's people in place on a day."""
        ours = (terms for office, terms in self.terms.items() if office.startswith("provider-"))
        return tuple(term for terms in ours for term in terms if term.in_office(day))

    def gaps(
        self, office: str, since: date, until: date, but: Iterable[tuple[date, date | None]] = ()
    ) -> tuple[tuple[date, date], ...]:
        """Return the spans between two days, both included, in which nobody held an office: (first day, last day).

        `but`: spans in which nobody was asked to.
        """
        held = ((t.since, t.until) for t in self.holders(office))
        return tuple(_uncovered(((first, last or until) for first, last in (*held, *but)), since, until))

    def own_deputy(self, day: date) -> str | None:
        """Return who was lead officer on a day and the only deputy there was as well; None without such a person."""
        return lead_and_deputy(*([term.person for term in self.in_office(office, day)] for office in (LEAD, DEPUTY)))

    def own_deputies(self, since: date, until: date) -> tuple[tuple[str, date, date], ...]:
        """Return the spans between two days, both included, in which the lead officer was the only deputy as well:
        (person, first day, last day)."""
        terms = (*self.holders(LEAD), *self.holders(DEPUTY))
        turns = {term.since for term in terms} | {t.until + DAY for t in terms if t.until and t.until < until}
        begins = sorted({since, *(day for day in turns if since < day <= until)})
        found: list[tuple[str, date, date]] = []
        for first, following in pairwise([*begins, until + DAY]):
            person, last = self.own_deputy(first), following - DAY
            if person is None:
                continue
            if found and found[-1][0] == person and found[-1][2] + DAY == first:
                found[-1] = (person, found[-1][1], last)
            else:
                found.append((person, first, last))
        return tuple(found)

    def own_deputy_since(self) -> tuple[str, date] | None:
        """Return who is lead officer and the only deputy as well, as far as terms are known to go on, and since when;
        None where there are two people, or one of the offices is held by nobody (TVP-4.0-8)."""
        last = date.max - DAY
        terms = (*self.holders(LEAD), *self.holders(DEPUTY))
        spans = self.own_deputies(min((term.since for term in terms), default=last), last)
        return spans[-1][:2] if spans and spans[-1][2] == last else None

    def changes(self, office: str, since: date, until: date) -> int:
        """Return how often an office changed hands between two days, both included (IMP-24-c)."""
        terms = self.holders(office)
        return sum(
            since <= later.since <= until and not same_name(earlier.person, later.person)
            for earlier, later in pairwise(terms)
        )

    def supervised(self, nominee: str, since: date, until: date) -> tuple[date, ...]:
        """Return the days from one day to another on which a nominee was supervised by the lead officer, with this
        contract in mind (HCC-5.1-c)."""
        return tuple(
            session.happened_on for session, _ in self.sessions
            if since <= session.happened_on <= until and same_person(session.nominee, nominee)
            and self.no_supervision(session) is None
        )  # fmt: skip

    def no_supervision(self, session: SupervisionSessionHeld) -> str | None:
        """Return why a session was none in which the lead officer supervises a nominee; None where it was one.

        Who is not named as the lead officer is whoever did it, and where nobody is named at all, the lead officer.
        """
        day = session.happened_on
        lead = session.lead_officer or (session.by.person if session.by else None)
        if not self.in_office("lead-officer", day):
            return "nobody was lead officer on that day, by what is on file"
        if lead is not None and self.holds("lead-officer", lead, day, "lead-officer") is None:
            there = ", ".join(term.person for term in self.in_office("lead-officer", day))
            return f"{lead} was not lead officer on that day, {there} was"
        if self.holds("representative", session.nominee, day, "representative") is None:
            return f"{session.nominee} was not representative on that day, by what is on file"
        if self.holds("lead-officer", session.nominee, day, "lead-officer") is not None:
            return f"{session.nominee} was lead officer on that day, and is supervised as such by nobody"
        return None


def lead_and_deputy(leads: Sequence[str], deputies: Sequence[str]) -> str | None:
    """Return who of those in office is lead officer and the only deputy as well; None where there are two people, where
    the names leave that open, or one of the offices is held by nobody (TVP-4.0-8)."""
    if not (leads and deputies) or not all(one_person(lead, deputy) for lead in leads for deputy in deputies):
        return None
    return leads[-1]


def leads_as_well(person: str) -> str:
    """Return in words why an office of deputy counts as vacant that the lead officer holds."""
    return f"{person} is the lead officer as well"


def meant(entry: RoleAppointmentEnded, term: Appointment) -> bool:
    return entry.person is None or same_name(entry.person, term.person)


def _ended(term: Appointment, last: date, position: int) -> Appointment:
    return term.model_copy(update={"until": last, "ended": position})


def _uncovered(covered: Iterable[tuple[date, date]], since: date, until: date) -> Iterator[tuple[date, date]]:
    free = since
    for first, last in sorted(covered):
        if first > free and free <= until:
            yield free, min(first - DAY, until)
        if last >= free:
            if last >= until:
                return
            free = last + DAY
    if free <= until:
        yield free, until
