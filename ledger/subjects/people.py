"""People: who held which office on the contract, on which days, and with what authority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, assert_never, get_args

from ledger.contract_terms import NoticeAddress, Office
from ledger.entry import Audience, Entry, Frozen, Limit, Name, Recorded
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.words import Personal, Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

DAY = timedelta(days=1)


class _Appointment(Entry):
    """What all appointments share."""

    person: Name
    """Who is appointed."""
    post: Name | None = None
    """The post the person holds."""
    from_date: date | None = None
    """First day in office, where that is not the day of the appointment."""
    until_date: date | None = None
    """Last day in office, where the term is limited."""
    appointed_by: Name | None = None
    """Who appointed the person."""
    alongside: bool = False
    """True where whoever held the office until then goes on holding it; otherwise their term ends the day before."""

    @property
    def effective_on(self) -> date:
        return self.from_date or self.happened_on


class LeadOfficerAppointed(_Appointment):
    """A lead officer was appointed, who answers for managing the contract."""

    kind: Literal["lead-officer-appointed/1"] = "lead-officer-appointed/1"
    unusual_post_reason: Text | None = None
    """Why, where the post is not that of an operational manager."""
    audience: Audience = "shared"

    line = "{person}[ ({post})] appointed lead officer[ from {from_date}]"


class DeputyOfficerAppointed(_Appointment):
    """A deputy to the lead officer was appointed."""

    kind: Literal["deputy-officer-appointed/1"] = "deputy-officer-appointed/1"
    audience: Audience = "shared"

    line = "{person}[ ({post})] appointed deputy to the lead officer[ from {from_date}]"


class RepresentativeAppointed(_Appointment):
    """A representative was appointed, empowered to act for the authority towards the provider."""

    kind: Literal["representative-appointed/1"] = "representative-appointed/1"
    nominated_by: Name | None = None
    """The lead officer who nominated the person, where the representative is not the lead officer."""
    authority_extent: Text | None = None
    """What the representative may do, and what not."""
    audience: Audience = "shared"

    line = (
        "{person}[ ({post})] appointed representative[ from {from_date}][, nominated by {nominated_by}]"
        "[: {authority_extent}]"
    )


class ContractSupportOfficerAssigned(_Appointment):
    """A contract support officer was assigned to the contract."""

    kind: Literal["contract-support-officer-assigned/1"] = "contract-support-officer-assigned/1"
    locality: Name | None = None
    """The locality the officer is for."""

    line = "{person} assigned as contract support officer[ for {locality}][ from {from_date}]"


class ProviderContactNamed(_Appointment):
    """The provider named somebody to deal with: its contract manager, its contact for escalation, or a line manager."""

    kind: Literal["provider-contact-named/1"] = "provider-contact-named/1"
    role: Literal["contract-manager", "escalation-contact", "line-manager", "director", "staff"]
    """What the person is to the contract."""
    level: Literal["operational", "management", "escalation"] | None = None
    """The level of the organisation at which the person is dealt with."""
    addresses: Annotated[tuple[NoticeAddress, ...], Limit(longest=20)] = ()
    """Where the person is reached, by each way of serving."""
    audience: Audience = "shared"

    line = "Provider's {role}: {person}[ ({post})][ from {from_date}][, reached at {addresses}]"


class RoleAppointmentEnded(Entry):
    """Somebody left an office on the contract."""

    kind: Literal["role-appointment-ended/1"] = "role-appointment-ended/1"
    office: Office
    """The office, as the procedure names it: lead-officer, representative, provider-contract-manager ..."""
    person: Name | None = None
    """Who left it; null for whoever held it."""
    last_day: date | None = None
    """Last day in office, where that is not the day this happened."""
    reason: Personal | None = None
    """Why."""
    successor: Name | None = None
    """Who is to follow; the successor's appointment is an entry of its own."""
    audience: Audience = "shared"

    line = "Office of {office} left[ by {person}][, last day {last_day}][; to be followed by {successor}]"

    @property
    def effective_on(self) -> date:
        return self.last_day or self.happened_on


class SupervisionSessionHeld(Entry):
    """The lead officer supervised a nominee, with the contract as a standing item."""

    kind: Literal["supervision-session-held/1"] = "supervision-session-held/1"
    lead_officer: Name | None = None
    """The lead officer."""
    nominee: Name
    """Who was supervised."""
    contracts_discussed: Annotated[tuple[Name, ...], Limit(longest=100)] = ()
    """References of the contracts discussed; this one is taken to be among them."""
    points: Text | None = None
    """What was said about this one."""

    line = "{nominee} supervised[ by {lead_officer}][: {points}]"


AppointmentEntry: TypeAlias = (
    LeadOfficerAppointed | DeputyOfficerAppointed | RepresentativeAppointed | ContractSupportOfficerAssigned
    | ProviderContactNamed
)  # fmt: skip
PeopleEntry: TypeAlias = AppointmentEntry | RoleAppointmentEnded | SupervisionSessionHeld


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
    appointed_by: str | None = None
    nominated_by: str | None = None
    authority_extent: Text | None = None
    locality: str | None = None
    level: str | None = None
    addresses: tuple[NoticeAddress, ...] = ()

    def in_office(self, day: date) -> bool:
        """Return whether the term covers that day."""
        return self.since <= day and (self.until is None or day <= self.until)


def same_person(one: str, other: str) -> bool:
    """Return whether two names are written alike, whatever their case and spacing."""
    return one.casefold().split() == other.casefold().split()


def _office(entry: AppointmentEntry) -> str:
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
        case _:
            assert_never(entry)


@dataclass(slots=True)
class People(Register):
    """Every term in every office of one contract."""

    terms: dict[str, tuple[Appointment, ...]] = field(default_factory=dict)
    """Office -> terms in it, in the order they began."""
    sessions: list[tuple[date, str, int]] = field(default_factory=list)
    """(day, nominee, position) of each supervision session."""

    def apply(self, recorded: Recorded) -> None:
        entry: PeopleEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        match entry:
            case (
                LeadOfficerAppointed() | DeputyOfficerAppointed() | RepresentativeAppointed()
                | ContractSupportOfficerAssigned() | ProviderContactNamed()
            ):  # fmt: skip
                self._appoint(entry, recorded.position)
            case RoleAppointmentEnded():
                last = entry.effective_on
                self.terms[entry.office] = tuple(
                    _ended(term, last, recorded.position) if term.in_office(last) and _meant(entry, term) else term
                    for term in self.holders(entry.office)
                )
            case SupervisionSessionHeld():
                self.sessions.append((entry.happened_on, entry.nominee, recorded.position))
            case _:
                assert_never(entry)

    def _appoint(self, entry: AppointmentEntry, position: int) -> None:
        office, since = _office(entry), entry.effective_on
        before = self.holders(office)
        if not entry.alongside:
            before = tuple(_ended(t, since - DAY, position) if t.in_office(since) else t for t in before)
        parts = ("nominated_by", "authority_extent", "locality", "level", "addresses")
        given = {name: getattr(entry, name) for name in parts if hasattr(entry, name)}
        term = Appointment(
            office=office, person=entry.person, since=since, until=entry.until_date, appointed_on=entry.happened_on,
            position=position, post=entry.post, appointed_by=entry.appointed_by, **given,
        )  # fmt: skip
        self.terms[office] = (*before, term)

    def holders(self, office: str) -> tuple[Appointment, ...]:
        """Return every term in an office, in the order they began."""
        return self.terms.get(office, ())

    def in_office(self, office: str, day: date) -> tuple[Appointment, ...]:
        """Return everybody who held an office on a day."""
        return tuple(term for term in self.holders(office) if term.in_office(day))

    def holder(self, office: str, day: date) -> Appointment | None:
        """Return who held an office on a day, the latest appointed where there were several; None where nobody did."""
        held = self.in_office(office, day)
        return held[-1] if held else None

    def holds(self, office: str, person: str, day: date) -> Appointment | None:
        """Return the term in which that person held that office on that day, None where they did not."""
        return next((term for term in self.in_office(office, day) if same_person(term.person, person)), None)

    def offices_of(self, person: str, day: date) -> tuple[str, ...]:
        """Return the offices a person held on a day."""
        return tuple(office for office in self.terms if self.holds(office, person, day))

    def contacts(self, day: date) -> tuple[Appointment, ...]:
        """Return the provider's people in place on a day."""
        ours = (terms for office, terms in self.terms.items() if office.startswith("provider-"))
        return tuple(term for terms in ours for term in terms if term.in_office(day))

    def gaps(self, office: str, since: date, until: date) -> tuple[tuple[date, date], ...]:
        """Return the spans between two days, both included, in which nobody held an office: (first day, last day)."""
        return tuple(_uncovered(((t.since, t.until or until) for t in self.holders(office)), since, until))

    def supervised(self, nominee: str, since: date, until: date) -> tuple[date, ...]:
        """Return the days from one day to another on which a nominee was supervised with this contract in mind."""
        return tuple(day for day, person, _ in self.sessions if same_person(person, nominee) and since <= day <= until)


def _meant(entry: RoleAppointmentEnded, term: Appointment) -> bool:
    return entry.person is None or same_person(entry.person, term.person)


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


def _ends_before_it_begins(file: ContractFile, entry: _Appointment, procedure: Procedure) -> str | None:
    if entry.until_date is not None and entry.until_date < entry.effective_on:
        last, first = entry.until_date, entry.effective_on
        return f"the last day in office, {last:%-d %B %Y}, is before the first, {first:%-d %B %Y}"
    return None


def _not_in_office(file: ContractFile, entry: RoleAppointmentEnded, procedure: Procedure) -> str | None:
    last, title = entry.effective_on, procedure.office_title(entry.office)
    held = file.people.in_office(entry.office, last)
    if any(_meant(entry, term) for term in held):
        return None
    there = ", ".join(term.person for term in held) or "nobody"
    return f"on {last:%-d %B %Y} the office of {title} was held by {there}, by what is on file"


def _backdated(file: ContractFile, entry: _Appointment, procedure: Procedure) -> str | None:
    if entry.effective_on >= entry.happened_on:
        return None
    return (
        f"it was made on {entry.happened_on:%-d %B %Y} with effect from {entry.effective_on:%-d %B %Y}; "
        "what was done in between was done before the appointment"
    )


USUAL_POSTS = ("service-manager", "team-manager")


def _unusual_post(file: ContractFile, entry: LeadOfficerAppointed, procedure: Procedure) -> str | None:
    if entry.unusual_post_reason is not None:
        return None
    if entry.post is None:
        return f"no post is given for {entry.person}"
    usual = [procedure.office_title(post).casefold() for post in USUAL_POSTS]
    if any(title in entry.post.casefold() for title in usual):
        return None
    return f"{entry.person} is {entry.post}, and no reason is given"


def _not_nominated(file: ContractFile, entry: RepresentativeAppointed, procedure: Procedure) -> str | None:
    lead = file.people.holder("lead-officer", entry.effective_on)
    if lead is None:
        return f"on {entry.effective_on:%-d %B %Y} no lead officer was in office who could nominate {entry.person}"
    nominated = (entry.nominated_by, entry.appointed_by, entry.by.person if entry.by else None)
    if any(name is not None and same_person(name, lead.person) for name in (entry.person, *nominated)):
        return None
    by = f"was nominated by {entry.nominated_by}" if entry.nominated_by else "no nomination is recorded"
    return f"{entry.person} is not the lead officer ({lead.person}) and {by}"


def _no_extent(file: ContractFile, entry: RepresentativeAppointed, procedure: Procedure) -> str | None:
    return None if entry.authority_extent else f"it is not said what {entry.person} may do"


def _no_address(file: ContractFile, entry: ProviderContactNamed, procedure: Procedure) -> str | None:
    if entry.addresses or entry.role in ("line-manager", "staff"):
        return None
    return f"it is not said where {entry.person} is reached"


APPOINTMENTS = get_args(AppointmentEntry)

RULES: tuple[AnyRule, ...] = (
    Rule(
        id="appointment.ends-after-it-begins", citation="HCC-4.1-a", level="contradiction", of=APPOINTMENTS,
        field="until_date", sentence="A term in office does not end before it begins.", found=_ends_before_it_begins,
    ),
    Rule(
        id="appointment.held-before-it-ends", citation="TVP-4.0-6", level="contradiction", of=RoleAppointmentEnded,
        field="person", sentence="Only somebody who holds an office can leave it.", found=_not_in_office,
    ),
    Rule(
        id="appointment.made-before-it-begins", citation="HCC-5.1-a", level="explain", of=APPOINTMENTS,
        field="from_date", sentence="An appointment is made no later than the day it begins.", found=_backdated,
    ),
    Rule(
        id="lead-officer.operational-manager", citation="HCC-4.1-b", level="advise", of=LeadOfficerAppointed,
        field="post", found=_unusual_post,
        sentence="The lead officer is normally an operational manager of the care group, such as a Service Manager.",
    ),
    Rule(
        id="representative.lead-officer-or-nominee", citation="HCC-5.1-b", level="explain", of=RepresentativeAppointed,
        field="nominated_by", sentence="The representative is the lead officer or somebody the lead officer nominates.",
        found=_not_nominated,
    ),
    Rule(
        id="representative.authority-stated", citation="HCC-5.1-a", level="advise", of=RepresentativeAppointed,
        field="authority_extent", sentence="It is on record what the representative is empowered to do.",
        found=_no_extent,
    ),
    Rule(
        id="contact.can-be-reached", citation="TVP-5.2-2b", level="advise", of=ProviderContactNamed, field="addresses",
        sentence="It is on record where the provider's contract manager and escalation contact are reached.",
        found=_no_address,
    ),
)  # fmt: skip
