"""What is recorded on the way to the end of a contract, and of its end."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ledger.elsewhere import Elsewhere
from ledger.entry import Actor, Audience, Entry, Frozen, Protection, SharedAudience
from ledger.fields import Count, IssueId, Limit, Name, NoticeId, Position, ProposalId, VariationId
from ledger.words import Exhibit, Personal, Text

Ground = Literal[
    "default", "fundamental-breach", "insolvency", "change-of-need", "funding", "convenience", "agreement", "other"
]


Extent = Literal["full", "partial"]


LinkOfTrail = Literal["standard", "fact", "told", "answer", "check", "notice", "time", "result"]
"""The links of the trail of a failing, as Failings has them, that can be missing and admitted to be."""


Party = Literal["authority", "provider", "both"]


class ProviderInformedOfIntention(Entry):
    """The provider was told that the authority intends to revise the contract or to end it."""

    kind: Literal["provider-informed-of-intention/1"] = "provider-informed-of-intention/1"
    intention: Literal["revise", "terminate"]
    """What is intended."""
    variation: VariationId | None = None
    """The variation intended."""
    proposal: ProposalId | None = None
    """The proposal to terminate."""
    recipient: Name | None = None
    """Who was told at the provider."""
    means: Literal["e-mail", "letter", "minuted-meeting", "portal", "unrecorded"] | None = None
    """How: unrecorded means a call or talk of which nothing was written."""
    words: Text | None = None
    """What was said."""
    audience: SharedAudience = "shared"

    may_precede = ("variation", "proposal")
    line = "Provider informed of the intention to {intention}[ {variation}][ ({recipient})][: {words}]"


class TerminationEventOccurred(Entry):
    """Something happened to a party that a clause of the contract may make a ground for ending it."""

    kind: Literal["termination-event-occurred/1"] = "termination-event-occurred/1"
    event: Literal[
        "insolvency", "change-of-control", "regulator-action", "prohibited-act", "force-majeure", "other"
    ]  # fmt: skip
    """What happened."""
    party: Literal["authority", "provider"] = "provider"
    """The party it happened to."""
    clause: Name | None = None
    """The clause of the contract that speaks of it."""
    known_on: date | None = None
    """The day it became known to the other party, where that was later."""
    words: Text | None = None
    """What exactly happened: who was appointed, who bought whom, what the regulator did."""

    line = "{event} of the {party}[ under clause {clause}][, known from {known_on}][: {words}]"


class EarlyTerminationProposed(Entry):
    """It was proposed to end the contract before its end date."""

    kind: Literal["early-termination-proposed/1"] = "early-termination-proposed/1"
    grounds: Annotated[tuple[Ground, ...], Limit(longest=8)] = ()
    """On what grounds."""
    reasons: Text | None = None
    """Why, in words."""
    issues: Annotated[tuple[IssueId, ...], Limit(longest=100)] = ()
    """The issues relied on."""
    notices: Annotated[tuple[NoticeId, ...], Limit(longest=100)] = ()
    """The notices relied on."""

    gives = "TRM"
    noun = "proposal"
    line = "{id}: early termination proposed[ on grounds of {grounds}][: {reasons}]"


class TerminationImpactAssessed(Entry):
    """The consequences of ending the contract early were weighed, above all for the people who receive the service."""

    kind: Literal["termination-impact-assessed/1"] = "termination-impact-assessed/1"
    proposal: ProposalId | None = None
    """The proposal."""
    users_affected: Count | None = None
    """How many people who receive the service are affected."""
    user_impact: Personal | None = None
    """What it would mean for them."""
    vulnerability: Personal | None = None
    """How vulnerable they are."""
    alternative_arrangements: Text | None = None
    """How the service would be provided instead."""
    timescales: Text | None = None
    """How long the alternative arrangements take."""
    equality: Text | None = None
    """Effects on equality and rights."""

    may_precede = ("proposal",)
    line = "Impact of ending the contract assessed[ for {proposal}][: {users_affected} people affected]"


class GapAdmitted(Frozen):
    """A link that is missing from the trail of one failing and is known to be missing."""

    issue: IssueId
    """The failing, by its issue."""
    link: LinkOfTrail
    """The link of its trail that is missing."""
    words: Text | None = None
    """What of it is missing, and why."""


class TerminationCaseRecorded(Entry):
    """The case for ending the contract early was put on record, with the entries that prove the failure."""

    kind: Literal["termination-case-recorded/1"] = "termination-case-recorded/1"
    proposal: ProposalId | None = None
    """The proposal."""
    grounds: Text | None = None
    """The case in words."""
    clause: Name | None = None
    """The clause of the contract relied on."""
    cited: Annotated[tuple[Position, ...], Limit(longest=1000)] = ()
    """The entries that show the failure, by their numbers."""
    trail_digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """SHA-256, in hex, of the trail of evidence the case rests on, as it was then."""
    gaps_admitted: Annotated[tuple[GapAdmitted, ...], Limit(longest=1000)] = ()
    """What is missing from the trails it rests on and is known to be missing, each by its issue and link."""
    gaps_acknowledged: Annotated[tuple[Text, ...], Limit(longest=100)] = ()
    """What else is weak in the trail and is known to be. Only where no gap is admitted by its issue and link are these
    words read for the links they name."""

    may_precede = ("proposal",)
    line = "Case for termination recorded[ for {proposal}][ under {clause}][, citing entries {cited}][: {grounds}]"


class LegalServicesConsulted(Entry):
    """Legal Services were consulted on ending the contract early: by the County Manager (Contracts), where the
    procedure has that office do it (HCC-9.4-e)."""

    kind: Literal["legal-services-consulted/1"] = "legal-services-consulted/1"
    proposal: ProposalId | None = None
    """The proposal."""
    consulted: Name | None = None
    """Who was consulted at Legal Services."""
    bundle: Position | None = None
    """The entry that records the bundle of evidence they were given."""
    words: Text | None = None
    """What they were asked."""
    protection: Protection = "legal-advice"
    """Privilege or confidence it is under. It decides who sees that they were consulted: the office that did, the lead
    officer and Legal Services; to all others it stays to be done. Open, it is seen by everybody of the authority."""

    may_precede = ("proposal",)
    line = "Legal Services consulted[ on {proposal}][ ({consulted})]"


class LegalAdviceReceived(Entry):
    """Legal Services advised on ending the contract early."""

    kind: Literal["legal-advice-received/1"] = "legal-advice-received/1"
    proposal: ProposalId | None = None
    """The proposal."""
    recommends: Literal["proceed", "wait", "other"] | None = None
    """What they recommend."""
    advice: Text | None = None
    """Their advice."""
    audience: Audience = "legal"
    protection: Protection = "legal-advice"
    """Privilege or confidence it is under."""

    may_precede = ("proposal",)
    line = "Legal advice received[ on {proposal}][: {recommends}]"


class OptionRejected(Frozen):
    """Another course that was considered, and why it was not taken."""

    option: Text
    """The course."""
    why: Text | None = None
    """Why it was not taken."""


class TerminationAuthorised(Entry):
    """It was decided to end the contract early."""

    kind: Literal["termination-authorised/1"] = "termination-authorised/1"
    proposal: ProposalId | None = None
    """The proposal decided on."""
    extent: Extent = "full"
    """Whether the whole contract is to end or part of it."""
    part: Name | None = None
    """The part that is to end, where not the whole contract."""
    immediate: bool = False
    """Whether it is to end at once."""
    reason: Text | None = None
    """Why."""
    delegated_power: Name | None = None
    """The power under which it was decided: the line of the constitution or scheme of delegation."""
    options_rejected: Annotated[tuple[OptionRejected, ...], Limit(longest=20)] = ()
    """Other courses considered, each with why it was not taken."""
    interests_declared: Text | None = None
    """Interests declared by whoever decided or was consulted; "none" where none were."""
    decision_record: Exhibit | None = None
    """The written record of the decision."""
    call_in_ends: date | None = None
    """The last day on which the decision may be called in; left out where it cannot be."""

    line = "Termination authorised[ on {proposal}] ({extent}[: {part}])[: {reason}]"


class DecisionCalledIn(Entry):
    """A decision to end the contract was called in by those who may scrutinise it, and waits for them."""

    kind: Literal["decision-called-in/1"] = "decision-called-in/1"
    decision: Position
    """The entry that records the decision."""
    body: Name | None = None
    """The committee or members who called it in."""
    grounds: Text | None = None
    """Why."""

    line = "The decision in entry {decision} was called in[ by {body}][: {grounds}]"


class CallInConcluded(Entry):
    """What became of a decision that was called in."""

    kind: Literal["call-in-concluded/1"] = "call-in-concluded/1"
    decision: Position
    """The entry that records the decision."""
    outcome: Literal["stands", "reconsidered", "withdrawn"]
    """It stands as decided, was to be decided again, or was withdrawn."""
    words: Text | None = None
    """What was recommended or resolved."""

    line = "Call-in of the decision in entry {decision} concluded: {outcome}[: {words}]"


class ContractTerminated(Entry):
    """The contract, or part of it, was ended before its end date."""

    kind: Literal["contract-terminated/1"] = "contract-terminated/1"
    notice: NoticeId | None = None
    """The notice of termination it rests on."""
    proposal: ProposalId | None = None
    """The proposal carried out; left out, the latest one."""
    ends_on: date | None = None
    """The day the contract ends, where that is later than the day of the act."""
    extent: Extent = "full"
    """Whether the whole contract ended or part of it."""
    part: Name | None = None
    """The part that ended, where not the whole contract."""
    by_party: Party = "authority"
    """Who ended it: the authority, the provider, or both by agreement."""
    carried_out_by: Actor | None = None
    """Who carried the termination out, in what office, where that is not whoever `by` names."""
    clause: Name | None = None
    """The clause it was ended under."""
    audience: SharedAudience = "shared"

    line = (
        "Early termination by {by_party} ({extent}[: {part}])[ under {clause}][, on notice {notice}]"
        "[, the end to be {ends_on}]"
    )

    @property
    def effective_on(self) -> date:
        return self.ends_on or self.happened_on

    @property
    def actors(self) -> tuple[Actor, ...]:
        return tuple(actor for actor in (self.by, self.carried_out_by) if actor)

    @property
    def executor(self) -> Actor | None:
        """Who carried it out: as named for that, else whoever did it."""
        return self.carried_out_by or self.by


class ContractExpired(Entry):
    """The contract came to its end date."""

    kind: Literal["contract-expired/1"] = "contract-expired/1"
    words: Text | None = None
    """Anything to be said about it: an extension not taken."""
    audience: SharedAudience = "shared"

    line = "Contract expired[: {words}]"


class ProviderExclusionDecided(Entry):
    """It was decided to keep the provider out of tenders for a time."""

    kind: Literal["provider-exclusion-decided/1"] = "provider-exclusion-decided/1"
    provider: Name | None = None
    """The provider, where it is not the contract's own."""
    cause: Literal["termination", "repeated-poor-performance"]
    """What led to it."""
    buying_bodies: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """Whose tenders it is kept out of."""
    from_date: date | None = None
    """The first day of the exclusion; left out, the day it was decided."""
    until_date: date | None = None
    """The last day of it."""
    legal_basis: Name | None = None
    """The law it rests on, as a lawyer has confirmed it: what a procedure names may have changed since."""
    reason: Text | None = None
    """Why."""
    rests_on: Annotated[tuple[Elsewhere, ...], Limit(longest=100)] = ()
    """Entries on other files that show it: on those of its contracts, where this is recorded on the provider's own."""

    files = ("contract", "provider")
    line = (
        "Provider[ {provider}] excluded from tenders[ of {buying_bodies}] for {cause}[ until {until_date}][: {reason}]"
        "[; rests on {rests_on}]"
    )


TerminationEntry: TypeAlias = (
    ProviderInformedOfIntention | TerminationEventOccurred | EarlyTerminationProposed | TerminationImpactAssessed
    | TerminationCaseRecorded | LegalServicesConsulted | LegalAdviceReceived | TerminationAuthorised
    | DecisionCalledIn | CallInConcluded | ContractTerminated | ContractExpired | ProviderExclusionDecided
)  # fmt: skip
