"""What is asked of an appointment."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.names import in_a_row, name_key, one_person, same_name, same_person
from ledger.offices import is_the_provider
from ledger.partners import no_protocol
from ledger.posts import is_operational
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.people import handing_over
from ledger.subjects.people.entries import (
    AppointmentEntry,
    AppointmentMade,
    ContractManagementDelegated,
    ContractSupportOfficerAssigned,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
    SeniorResponsibleOfficerAppointed,
    SupervisionSessionHeld,
)
from ledger.subjects.people.register import DELEGATED, DEPUTY, LEAD, SENIOR, meant, office_of

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _not_in_office(file: ContractFile, entry: RoleAppointmentEnded, procedure: Procedure) -> str | None:
    known = procedure.office(entry.office)
    if (known is None or known.id != entry.office) and not file.people.holders(entry.office):
        filled = ", ".join(office.id for office in procedure.offices if office.appointed_on == "file")
        called = f"the office goes by {known.id}" if known else f"{procedure.ref} has none such; it has {filled}"
        return f"nobody leaves the office of {entry.office} by it: {called}"
    last, title = entry.effective_on, procedure.office_title(entry.office)
    held = file.people.in_office(entry.office, last)
    if any(meant(entry, term) for term in held):
        return None
    there = ", ".join(term.person for term in held) or "nobody"
    return f"on {dated(last)} the office of {title} was held by {there}, by what is on file"


def _backdated(file: ContractFile, entry: AppointmentMade, procedure: Procedure) -> str | None:
    if entry.effective_on >= entry.happened_on:
        return None
    return (
        f"it was made on {dated(entry.happened_on)} with effect from {dated(entry.effective_on)}; "
        "what was done in between was done before the appointment"
    )


def _unusual_post(file: ContractFile, entry: LeadOfficerAppointed, procedure: Procedure) -> str | None:
    if entry.unusual_post_reason is not None:
        return None
    if entry.post is None:
        return f"no post is given for {entry.person}"
    if not is_operational(entry.post, procedure):
        return f"{entry.person} is {entry.post}, and no reason is given"
    concerned = [said for what in ("care_group", "business_unit") if (said := file.said_at_first(what))]
    if entry.unit is None or not concerned or any(_is_within(entry.unit, said) for said in concerned):
        return None
    return f"{entry.person} is of {entry.unit}, the contract is of {' and '.join(concerned)}, and no reason is given"


def _is_within(unit: str, concerned: str) -> bool:
    """Whether a unit is that of a contract, part of it, or has it as a part, by its name."""
    one, other = name_key(unit), name_key(concerned)
    return one in other or other in one


def _who(named: str, known: str) -> str:
    """Whoever is named, as the subject of what is known of somebody: where the names leave it open, who it can be."""
    return named if one_person(named, known) else f"{named} can be {known}, who"


def _own_deputy(
    file: ContractFile, entry: LeadOfficerAppointed | DeputyOfficerAppointed, procedure: Procedure
) -> str | None:
    since, other = entry.effective_on, DEPUTY if isinstance(entry, LeadOfficerAppointed) else LEAD
    there = file.people.in_office(other, since)
    if not there:
        return NOT_IN_POINT
    same = next((term for term in there if same_person(term.person, entry.person)), None)
    if same is None:
        return None
    title = procedure.office_title(other).lower()
    return f"{_who(entry.person, same.person)} has been {title} since {dated(same.since)} (entry {same.position})"


MANAGING = (LEAD, DEPUTY, DELEGATED)
"""The offices of those who manage a contract from day to day."""


def _own_senior_officer(
    file: ContractFile,
    entry: LeadOfficerAppointed | DeputyOfficerAppointed | ContractManagementDelegated
    | SeniorResponsibleOfficerAppointed,
    procedure: Procedure,
) -> str | None:  # fmt: skip
    since = entry.effective_on
    others = MANAGING if isinstance(entry, SeniorResponsibleOfficerAppointed) else (SENIOR,)
    there = [term for office in others for term in file.people.in_office(office, since)]
    if not there:
        return NOT_IN_POINT
    same = next((term for term in there if same_person(term.person, entry.person)), None)
    if same is None:
        return None
    title = procedure.office_in_words(same.office)
    return f"{_who(entry.person, same.person)} has been {title} since {dated(same.since)} (entry {same.position})"


def _of_the_provider(file: ContractFile, entry: AppointmentMade, procedure: Procedure) -> str | None:
    since, contract = entry.effective_on, file.agreement.contract
    if isinstance(entry, ContractManagementDelegated):
        providers = contract.providers if contract else ()
        if any(same_name(entry.body, provider.name) for provider in providers):
            return f"{entry.body}, to which it is delegated, is the provider itself"
    theirs = [(term.person, procedure.office_in_words(term.office)) for term in file.people.contacts(since)]
    for stood in file.terms.agreements_on(since):
        named = (one for one in stood.says.contacts if one.is_of_the_provider)
        theirs += [(one.person, f"{procedure.person_in_office(one)} of the provider, in {stood.id}") for one in named]
    theirs += _who_came_for_the_provider(file, since, procedure)
    if is_the_provider(file, entry.person):
        return f"{entry.person} is the provider itself"
    if not theirs:
        return NOT_IN_POINT
    fits = [(person, words) for person, words in theirs if same_person(person, entry.person)]
    if not fits:
        return None
    person, words = next((one for one in fits if one_person(one[0], entry.person)), fits[0])
    return f"{_who(entry.person, person)} is on file as {words}"


def _who_came_for_the_provider(file: ContractFile, day: date, procedure: Procedure) -> list[tuple[str, str]]:
    """Whoever was at meetings on the provider's side by a day, and as what: each as they last came."""
    last = {
        there.person: (there, met.id) for met in file.meetings.held() if met.held_on and met.held_on <= day
        for there in met.present
    }  # fmt: skip
    return [
        (name, f"{procedure.person_in_office(there)} of the provider, at {meeting}")
        for name, (there, meeting) in last.items() if there.is_of_the_provider
    ]  # fmt: skip


def _not_nominated(file: ContractFile, entry: RepresentativeAppointed, procedure: Procedure) -> str | None:
    lead = file.people.holder("lead-officer", entry.effective_on)
    if lead is None:
        return f"on {dated(entry.effective_on)} no lead officer was in office who could nominate {entry.person}"
    if (left := _left_by(file, entry.nominated_by, entry.happened_on)) and not same_name(entry.person, lead.person):
        return f"{entry.nominated_by}, who nominated {entry.person}, was lead officer until {dated(left)}, and not then"
    nominated = (entry.nominated_by, entry.appointed_by, entry.by.person if entry.by else None)
    if any(name is not None and same_name(name, lead.person) for name in (entry.person, *nominated)):
        return None
    by = f"was nominated by {entry.nominated_by}" if entry.nominated_by else "no nomination is recorded"
    return f"{entry.person} is not the lead officer ({lead.person}) and {by}"


def _left_by(file: ContractFile, nominated_by: str | None, day: date) -> date | None:
    """The last day of whoever nominated somebody as lead officer, where that is before a day; None where it is not."""
    terms = [one for one in file.people.holders("lead-officer") if same_name(one.person, nominated_by or "")]
    ended = [one.until for one in terms if one.until is not None and one.until < day]
    return max(ended) if ended and len(ended) == len(terms) else None


def _no_extent(file: ContractFile, entry: RepresentativeAppointed, procedure: Procedure) -> str | None:
    return None if entry.authority_extent else f"it is not said what {entry.person} may do"


def _no_address(file: ContractFile, entry: ProviderContactNamed, procedure: Procedure) -> str | None:
    if entry.addresses:
        return None
    if entry.role in ("line-manager", "staff"):
        return NOT_IN_POINT
    if entry.contact_details:
        return f"no address of {entry.person} for service is given, only how else they are reached"
    return f"it is not said where {entry.person} is reached"


APPOINTMENTS = get_args(AppointmentEntry)


def _no_supervision(file: ContractFile, entry: SupervisionSessionHeld, procedure: Procedure) -> str | None:
    why = file.people.no_supervision(entry)
    return f"{why}: it counts as no supervision of a representative by the lead officer" if why else None


def _no_share(file: ContractFile, entry: ContractManagementDelegated, procedure: Procedure) -> str | None:
    if entry.cost_share is None:
        return NOT_IN_POINT
    return None if 0 <= Decimal(entry.cost_share) <= 100 else f"{entry.cost_share} percent of a cost is no part of it"


def _replaces_of_its_day(file: ContractFile, entry: AppointmentEntry, procedure: Procedure) -> str | None:
    """Two appointed for one day: the later recorded ends the term of the other before it begins, and holds alone."""
    since, office = entry.effective_on, office_of(entry)
    before = [] if entry.alongside else file.people.in_office(office, since)
    if not before:
        return NOT_IN_POINT
    others = (term for term in before if term.since == since and not same_name(term.person, entry.person))
    same = [f"{term.person} (entry {term.position})" for term in others]
    if not same:
        return None
    return (
        f"{in_a_row(same)} took office as {procedure.office_in_words(office)} from {dated(since)} as well, and by this "
        f"one did not: {entry.person} holds it alone; where both do, this one is alongside"
    )


def _shared_without_protocol(
    file: ContractFile, entry: ContractManagementDelegated, procedure: Procedure
) -> str | None:
    return no_protocol(file, (entry.body, *entry.shared_with), entry.happened_on)


OWN = (
    LeadOfficerAppointed, DeputyOfficerAppointed, RepresentativeAppointed, ContractSupportOfficerAssigned,
    SeniorResponsibleOfficerAppointed, ContractManagementDelegated,
)  # fmt: skip
"""Appointments by which somebody manages a contract for the authority."""
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="supervision.of-a-nominee-by-the-lead", citation="HCC-5.1-c", level="advise", of=SupervisionSessionHeld,
        field="lead_officer", found=_no_supervision,
        sentence="A representative whom the lead officer nominated is supervised by the lead officer in post.",
    ),
    Rule(
        id="delegation.says-what-and-at-what-cost", citation="TVP-4.0-26", level="advise",
        of=ContractManagementDelegated, field="scope", found=leaves_out(
            {"scope": "what the officer does", "cost_share": "what part of the cost the authority bears"},
            "it is not said {missing}", " or ",
        ),
        sentence="Where management is delegated to another body, it is on record what, and what the authority bears.",
    ),
    Rule(
        id="delegation.share-of-the-cost", citation="TVP-4.0-26", level="explain", of=ContractManagementDelegated,
        field="cost_share", found=_no_share,
        sentence="What the authority bears of the cost of another body's officer is 0 to 100 percent of it.",
    ),
    Rule(
        id="delegation.protocol-on-file", citation="CPC307-K9", level="advise", of=ContractManagementDelegated,
        field="shared_with", found=_shared_without_protocol,
        sentence="Where other bodies share in managing a contract, their policies and protocols are on file.",
    ),
    *handing_over.RULES,
    Rule(
        id="appointment.ends-after-it-begins", citation="HCC-4.1-a", level="contradiction", of=APPOINTMENTS,
        field="until_date", sentence="A term in office does not end before it begins.", found=out_of_order(
            "until_date", "effective_on", found="the last day in office, {later}, is before the first, {earlier}",
        ),
    ),
    Rule(
        id="appointment.held-before-it-ends", citation="TVP-4.0-6", level="advise", of=RoleAppointmentEnded,
        field="person", sentence="Only somebody who holds an office can leave it.", found=_not_in_office,
    ),
    Rule(
        id="appointment.one-from-a-day", citation="TVP-4.0-6", level="advise", of=APPOINTMENTS, field="alongside",
        sentence="Of two who are appointed to an office from one day, it is said that both hold it.",
        found=_replaces_of_its_day,
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
        id="deputy.another-than-the-lead-officer", citation="TVP-4.0-8", level="advise",
        of=(LeadOfficerAppointed, DeputyOfficerAppointed), field="person", found=_own_deputy,
        sentence="A contract has a lead officer and a deputy, who are two people.",
    ),
    Rule(
        id="senior-officer.another-than-who-manages", citation="IMP-18-b", level="advise",
        of=(
            LeadOfficerAppointed, DeputyOfficerAppointed, ContractManagementDelegated,
            SeniorResponsibleOfficerAppointed,
        ),
        field="person", found=_own_senior_officer,
        sentence="The Senior Responsible Officer of a contract is another than whoever manages it.",
    ),
    Rule(
        id="appointment.of-the-authoritys-own", citation="TVP-4.0-8", level="advise", of=OWN, field="person",
        sentence="Who manages the contract for the authority is not of the provider.", found=_of_the_provider,
    ),
    Rule(
        id="representative.lead-officer-or-nominee", citation="HCC-5.1-b", level="explain", of=RepresentativeAppointed,
        field="nominated_by", sentence="The representative is the lead officer or somebody the lead officer nominates.",
        found=_not_nominated,
    ),
    Rule(
        id="representative.authority-stated", citation="HCC-5.1-a", level="advise", of=RepresentativeAppointed,
        field="authority_extent", asks=True, sentence="It is on record what the representative is empowered to do.",
        found=_no_extent,
    ),
    Rule(
        id="provider-contact.says-its-level", citation="TVP-2.0-4", level="advise", of=ProviderContactNamed,
        field="level", found=lacks("level", found="it is not said at which level of the provider they are dealt with"),
        sentence="It is said at which level of the provider each of its people is dealt with.",
    ),
    Rule(
        id="contact.can-be-reached", citation="TVP-5.2-2b", level="advise", of=ProviderContactNamed, field="addresses",
        asks=True, sentence="It is on record where the provider's contract manager and escalation contact are reached.",
        found=_no_address,
    ),
)  # fmt: skip
