"""What is recorded of a contract's end being prepared, and of its service being handed over to others."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ledger.agreements import Agreed
from ledger.entry import Actor, Entry, Frozen, SharedAudience
from ledger.fields import Limit, Name, NoticeId, Ref
from ledger.privacy.pseudonyms import Pseudonym
from ledger.words import Exhibit, Personal, Text

ExitPlanId = Annotated[str, Field(pattern=r"^EXP-[0-9]{3,}$"), Ref("exit-plan")]
TransferPlanId = Annotated[str, Field(pattern=r"^TPL-[0-9]{3,}$"), Ref("transfer-plan")]
ExitType = Literal["decommission", "recommission", "retendered", "extension-not-taken"]
Section = Literal[
    "services", "documents", "clients", "staff", "assets", "timetable", "risks", "communication", "finance",
]  # fmt: skip
Sort = Literal["document", "asset", "other"]
Means = Literal["e-mail", "letter", "minuted-meeting", "portal", "unrecorded"]


class ContractEndPlansCommunicated(Entry):
    """The provider was told what the authority plans for the end of the contract."""

    kind: Literal["contract-end-plans-communicated/1"] = "contract-end-plans-communicated/1"
    plans: Literal["decommission", "recommission", "extend", "renew", "not-decided"] | None = None
    """What is planned for the service: to end it, to have it provided anew, to extend or renew the contract."""
    content: Text | None = None
    """What was said of it."""
    recipient: Actor | None = None
    """Who was told at the provider."""
    means: Means | None = None
    """How: unrecorded means a call or talk of which nothing was written."""
    document: Exhibit | None = None
    """The letter itself."""
    audience: SharedAudience = "shared"

    line = "Plans for the contract's end told[ to {recipient}][ by {means}][: {plans}][: {content}]"


class ExitStep(Frozen):
    """One step of an exit plan."""

    id: Name
    """What the plan calls it, by which its completion names it: E1."""
    what: Text
    """What is to be done."""
    party: Literal["authority", "provider", "both"] | None = None
    """Whose step it is."""
    owner: Name | None = None
    """Who sees to it."""
    due_on: date | None = None
    """By when."""


class ExitPlanAgreed(Agreed):
    """Authority and provider agreed a plan for leaving the contract with little disruption."""

    kind: Literal["exit-plan-agreed/1"] = "exit-plan-agreed/1"
    replaces: ExitPlanId | None = None
    """The plan it takes the place of."""
    exit_type: ExitType | None = None
    """Whether the service is ended, provided anew, tendered again, or an extension was not used."""
    user_impact: Text | None = None
    """How the impact on people who receive the service is kept small."""
    staff_impact: Text | None = None
    """How the impact on the provider's staff is kept small."""
    alternatives_for_users: Text | None = None
    """Where the service ends: where the people who received it turn to."""
    winding_down: Text | None = None
    """Where the service ends: how it is wound down, with its premises, records and money."""
    handover_to_new_provider: Text | None = None
    """Where it goes on: how it is handed over to whoever provides it next, and who that is."""
    staff_transfer: Text | None = None
    """Where it goes on: which staff go over to the new provider, and how."""
    what_follows: Text | None = None
    """Where an extension is not used: what becomes of the service."""
    service_ends: bool = False
    """Where an extension is not used: whether the service ends, and nobody takes it over."""
    steps: Annotated[tuple[ExitStep, ...], Limit(longest=200)] = ()
    """Its steps."""
    agreed_for_authority: Actor | None = None
    """Who agreed to it for the authority."""
    agreed_for_provider: Actor | None = None
    """Who agreed to it for the provider."""
    document: Exhibit | None = None
    """The plan itself."""
    audience: SharedAudience = "shared"

    parties = ()
    papers = ("document", "exhibits")
    gives = "EXP"
    noun = "exit-plan"
    line = (
        "{id}: exit plan agreed[ ({exit_type})][, in place of {replaces}][, for the authority by"
        " {agreed_for_authority}][, for the provider by {agreed_for_provider}][; steps {step_ids}]"
    )

    @property
    def step_ids(self) -> tuple[str, ...]:
        """The steps by their ids."""
        return tuple(step.id for step in self.steps)


class ExitPlanStepCompleted(Entry):
    """A step of an exit plan was completed."""

    kind: Literal["exit-plan-step-completed/1"] = "exit-plan-step-completed/1"
    plan: ExitPlanId
    """The exit plan."""
    step: Name
    """The step, by its id in the plan."""
    words: Text | None = None
    """What was done."""
    audience: SharedAudience = "shared"

    line = "{plan}, step {step} completed[: {words}]"


class TransferItem(Frozen):
    """Something that is to be handed over when the service is transferred."""

    id: Name
    """What the plan calls it, by which its handing over names it: D1."""
    sort: Sort = "document"
    """A document or set of records, an asset, or something else."""
    what: Text | None = None
    """What it is, and where it is found."""


class ServiceTransferPlanSubmitted(Entry):
    """The provider supplied its plan for transferring the service to others, or a revised version of it."""

    kind: Literal["service-transfer-plan-submitted/1"] = "service-transfer-plan-submitted/1"
    plan: TransferPlanId | None = None
    """The plan that it is a revised version of; left out for the first: the ledger then gives it an id."""
    notice: NoticeId | None = None
    """The notice of termination it answers, where it answers one."""
    sections: Annotated[tuple[Section, ...], Limit(longest=9)] = ()
    """What it covers: how services, documents and clients are transferred must be among it."""
    items: Annotated[tuple[TransferItem, ...], Limit(longest=500)] = ()
    """What is to be handed over."""
    clients: Annotated[tuple[Pseudonym, ...], Limit(longest=2000)] = ()
    """Everybody whose support has to go on elsewhere, each by a pseudonym such as C-0147, never a name."""
    no_clients: bool = False
    """Whether it says that there are none whose support has to go on elsewhere."""
    document: Exhibit | None = None
    """The plan itself."""
    audience: SharedAudience = "shared"

    gives = "TPL"
    noun = "transfer-plan"
    line = "[{id}: ][{plan}: ]service transfer plan submitted[ on {notice}][, covering {sections}]"

    def begins(self) -> str | None:
        """Return TPL for a first version; a revised one keeps the id of the plan."""
        return None if self.plan else self.gives


class ServiceTransferPlanReviewed(Entry):
    """The authority reviewed a service transfer plan: it was approved, or returned with what it lacks."""

    kind: Literal["service-transfer-plan-reviewed/1"] = "service-transfer-plan-reviewed/1"
    plan: TransferPlanId
    """The plan, as last submitted."""
    outcome: Literal["returned", "approved"]
    """Returned to the provider, or approved."""
    reasons: Text | None = None
    """Why it was returned, or what was said of it."""
    audience: SharedAudience = "shared"

    line = "{plan} {outcome}[ by {by}][: {reasons}]"


class ServiceTransferPlanSigned(Entry):
    """One of the parties signed a service transfer plan."""

    kind: Literal["service-transfer-plan-signed/1"] = "service-transfer-plan-signed/1"
    plan: TransferPlanId
    """The plan."""
    party: Literal["authority", "provider"]
    """Which party signed."""
    signatory: Actor | None = None
    """Who signed for it."""
    document: Exhibit | None = None
    """The signed plan."""
    audience: SharedAudience = "shared"

    line = "{plan} signed for the {party}[ by {signatory}]"


class ClientTransferArranged(Entry):
    """It was arranged who supports a client after the contract."""

    kind: Literal["client-transfer-arranged/1"] = "client-transfer-arranged/1"
    plan: TransferPlanId | None = None
    """The service transfer plan it carries out."""
    client: Pseudonym
    """The client, by a pseudonym such as C-0147, never a name."""
    receiving_body: Name
    """Who supports them from then on."""
    starts_on: date | None = None
    """From which day."""
    arrangement: Personal | None = None
    """What was arranged."""
    audience: SharedAudience = "shared"

    line = "Client {client} goes on with {receiving_body}[ from {starts_on}]"


class TransferItemHandedOver(Entry):
    """Something was handed over to whoever carries the service on, or keeps its records."""

    kind: Literal["transfer-item-handed-over/1"] = "transfer-item-handed-over/1"
    plan: TransferPlanId | None = None
    """The service transfer plan that lists it."""
    item: Name
    """What was handed over: its id in the plan, else what it is."""
    sort: Sort = "document"
    """A document or set of records, an asset, or something else."""
    clients: Annotated[tuple[Pseudonym, ...], Limit(longest=2000)] = ()
    """The clients whose records it holds, each by their pseudonym."""
    receiving_body: Name | None = None
    """Who has it now."""
    received_by: Name | None = None
    """Who took it, as the receipt has it."""
    receipt: Exhibit | None = None
    """The receipt itself."""
    audience: SharedAudience = "shared"

    line = "{item} handed over[ to {receiving_body}][, receipt by {received_by}]"


class ServiceTransferCompleted(Entry):
    """The transfer of the service was complete, and the outgoing provider released from its part in it."""

    kind: Literal["service-transfer-completed/1"] = "service-transfer-completed/1"
    plan: TransferPlanId | None = None
    """The service transfer plan carried out."""
    receiving_body: Name | None = None
    """Who provides the service from then on, where anybody does."""
    words: Text | None = None
    """What was found: what went on without a break, what did not."""
    audience: SharedAudience = "shared"

    line = "Transfer of the service completed[ ({plan})][, to {receiving_body}][: {words}]"


ExitsEntry: TypeAlias = (
    ContractEndPlansCommunicated | ExitPlanAgreed | ExitPlanStepCompleted | ServiceTransferPlanSubmitted
    | ServiceTransferPlanReviewed | ServiceTransferPlanSigned | ClientTransferArranged | TransferItemHandedOver
    | ServiceTransferCompleted
)  # fmt: skip
