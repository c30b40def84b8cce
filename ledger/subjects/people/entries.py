"""What is recorded of who was appointed to which office, and until when."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ledger.contract_terms import NoticeAddress
from ledger.entry import Entry, Frozen, SharedAudience
from ledger.fields import Limit, Name, Office, Percent
from ledger.words import Personal, Text


class AppointmentMade(Entry):
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
    unit: Name | None = None
    """The business unit the person belongs to, where that is not the contract's."""
    reports_to: Name | None = None
    """Whom the person reports to, where that is not the unit's own line: a functional head, a central pool."""
    alongside: bool = False
    """Whether whoever held the office until then goes on holding it; otherwise their term ends the day before."""

    @property
    def effective_on(self) -> date:
        return self.from_date or self.happened_on


class LeadOfficerAppointed(AppointmentMade):
    """A lead officer was appointed, who answers for managing the contract."""

    kind: Literal["lead-officer-appointed/1"] = "lead-officer-appointed/1"
    unusual_post_reason: Text | None = None
    """Why, where the post is not that of an operational manager, or the unit not that of the contract."""
    audience: SharedAudience = "shared"

    line = "{person}[ ({post})] appointed lead officer[ from {from_date}]"


class DeputyOfficerAppointed(AppointmentMade):
    """A deputy to the lead officer was appointed."""

    kind: Literal["deputy-officer-appointed/1"] = "deputy-officer-appointed/1"
    audience: SharedAudience = "shared"

    line = "{person}[ ({post})] appointed deputy to the lead officer[ from {from_date}]"


class RepresentativeAppointed(AppointmentMade):
    """A representative was appointed, empowered to act for the authority towards the provider."""

    kind: Literal["representative-appointed/1"] = "representative-appointed/1"
    nominated_by: Name | None = None
    """The lead officer who nominated the person, where the representative is not the lead officer."""
    authority_extent: Text | None = None
    """What the representative may do, and what not."""
    audience: SharedAudience = "shared"

    line = (
        "{person}[ ({post})] appointed representative[ from {from_date}][, nominated by {nominated_by}]"
        "[: {authority_extent}]"
    )


class ContractSupportOfficerAssigned(AppointmentMade):
    """A contract support officer was assigned to the contract."""

    kind: Literal["contract-support-officer-assigned/1"] = "contract-support-officer-assigned/1"
    locality: Name | None = None
    """The locality the officer is for."""

    line = "{person} assigned as contract support officer[ for {locality}][ from {from_date}]"


class ProviderContactNamed(AppointmentMade):
    """The provider named somebody to deal with: its contract manager, its contact for escalation, or a line manager."""

    kind: Literal["provider-contact-named/1"] = "provider-contact-named/1"
    role: Literal["contract-manager", "escalation-contact", "line-manager", "director", "staff"]
    """What the person is to the contract."""
    level: Literal["operational", "management", "escalation"] | None = None
    """The level of the organisation at which the person is dealt with."""
    addresses: Annotated[tuple[NoticeAddress, ...], Limit(longest=20)] = ()
    """Where the person is reached, by each way of serving."""
    contact_details: Personal | None = None
    """How else the person is reached: telephone, hours, a stand-in."""
    audience: SharedAudience = "shared"

    line = "Provider's {role}: {person}[ ({post})][ from {from_date}][, reached at {addresses}]"


class SeniorResponsibleOfficerAppointed(AppointmentMade):
    """A Senior Responsible Officer was appointed, who answers for a contract of high risk."""

    kind: Literal["senior-responsible-officer-appointed/1"] = "senior-responsible-officer-appointed/1"
    terms_of_reference: Text | None = None
    """What the officer is to do and may decide."""

    line = "{person}[ ({post})] appointed Senior Responsible Officer[ from {from_date}][: {terms_of_reference}]"


# TVP-4.0-26: a shared service watched by another body's officer, whom the authority part-funds.
class ContractManagementDelegated(AppointmentMade):
    """Day-to-day management of the contract was delegated to an officer of another body."""

    kind: Literal["contract-management-delegated/1"] = "contract-management-delegated/1"
    body: Name
    """The body the officer belongs to."""
    scope: Text | None = None
    """What the officer does for the authority, and what stays with the authority's own lead officer."""
    cost_share: Percent | None = None
    """What part of the officer's cost the authority bears, in percent."""
    shared_with: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """The other bodies the contract or the officer is shared with."""

    line = (
        "Management delegated to {person} of {body}[ from {from_date}][ until {until_date}]"
        "[, cost borne to {cost_share} percent][, shared with {shared_with}][: {scope}]"
    )


class ChecklistItem(Frozen):
    """One thing that is handed over."""

    item: Name
    """What: the file, open issues, what falls due next, who is who at the provider."""
    done: bool
    """Whether it was handed over."""
    words: Text | None = None
    """What is to be said of it; where it was not, why."""


class ContractManagementHandedOver(Entry):
    """The management of the contract was handed over from one officer, or team, to another."""

    kind: Literal["contract-management-handed-over/1"] = "contract-management-handed-over/1"
    from_person: Name
    """Who managed it until then."""
    to_person: Annotated[Name, Field(json_schema_extra={"example": "Bo Birch"})]
    """Who manages it from then on; the appointment is an entry of its own."""
    handover_point: Name | None = None
    """At which of the unit's handover points: from buying to managing, from one team to another."""
    checklist: Annotated[tuple[ChecklistItem, ...], Limit(longest=100)] = ()
    """What was handed over, item by item."""
    accepted_on: date | None = None
    """The day whoever took over accepted it; left out while that is open."""

    line = (
        "Management handed over from {from_person} to {to_person}[, {handover_point}][, accepted on {accepted_on}]"
        "[; checklist: {checklist}]"
    )


class RoleAppointmentEnded(Entry):
    """Somebody left an office on the contract."""

    kind: Literal["role-appointment-ended/1"] = "role-appointment-ended/1"
    office: Office
    """The office, as the procedure names it: lead-officer, representative, provider-contract-manager ..."""
    person: Name | None = None
    """Who left it; left out for whoever held it."""
    last_day: date | None = None
    """Last day in office, where that is not the day this happened."""
    reason: Personal | None = None
    """Why."""
    successor: Name | None = None
    """Who is to follow; the successor's appointment is an entry of its own."""
    audience: SharedAudience = "shared"

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
    | ProviderContactNamed | SeniorResponsibleOfficerAppointed | ContractManagementDelegated
)  # fmt: skip


PeopleEntry: TypeAlias = AppointmentEntry | RoleAppointmentEnded | SupervisionSessionHeld | ContractManagementHandedOver
