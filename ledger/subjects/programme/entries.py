"""What is recorded of an improvement programme: its workstreams, its actions and what became of them, its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeAlias

from pydantic import Field

from ledger.dates.months import Month
from ledger.entry import Entry
from ledger.fields import Limit, Name, Position, ProcedureRef, Ref
from ledger.organisations import FileReference
from ledger.themes import Brought, Theme
from ledger.words import Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile

WorkstreamId = Annotated[str, Field(pattern=r"^WST-[0-9]{3,}$"), Ref("workstream")]
IdOrNumber = Annotated[str, Limit(longest=40, shortest=1), Ref("programme-action")]
"""An action by the id the ledger gave it, or by the programme's own number: recorded by the id (IMP-T-a)."""
PolicyId = Annotated[str, Field(pattern=r"^POL-[0-9]{3,}$"), Ref("policy")]
ActionNumber = Annotated[str, Limit(longest=40, shortest=1)]
"""The programme's own number of an action: W1-08."""
State = Literal["on-track", "at-risk", "behind"]
Outcome = Literal["on-track", "at-risk", "behind", "rescheduled", "completed"]


class ProgrammeOpened(Entry):
    """An improvement programme was set up, and its file opened."""

    kind: Literal["programme-opened/1"] = "programme-opened/1"
    reference: FileReference
    """The programme's own reference, by which its file is found."""
    title: Name
    """What it is called."""
    lead: Name | None = None
    """Who leads the work: a person, or the office by name."""
    advised_by: Name | None = None
    """The body it is reported to, which advises and decides nothing."""
    business_units: Annotated[tuple[Name, ...], Limit(longest=100)] = ()
    """The business units and service areas it is carried out in: each names a first point of contact."""
    purpose: Text | None = None
    """What it is to achieve."""
    procedure: ProcedureRef | None = None
    """The procedure it is run by, and its version; left out for the authority's own."""

    opens = True
    files = ("programme",)
    line = "Programme {reference} opened: {title}[, led by {lead}][, advised by {advised_by}]"


class _OnAProgramme(Entry):
    """What the kinds share that belong on a programme's file."""

    files = ("programme",)


class WorkstreamEstablished(_OnAProgramme):
    """An area of improvement became a workstream of the programme."""

    kind: Literal["workstream-established/1"] = "workstream-established/1"
    title: Name
    """The area of improvement."""
    lead: Name | None = None
    """Who leads it, where that is not the programme's lead."""
    wave: Annotated[int, Limit(least=1, most=99)] | None = None
    """The wave its recommendations belong to: a label, which moves no date."""
    aims: Text | None = None
    """What it is to improve."""

    gives = "WST"
    noun = "workstream"
    line = "{id}: workstream established: {title}[, wave {wave}][, led by {lead}]"


class ProgrammeActionPlanned(_OnAProgramme):
    """An action of the programme was planned."""

    kind: Literal["programme-action-planned/1"] = "programme-action-planned/1"
    number: ActionNumber
    """The programme's own number of it, such as W1-08: other actions depend on it by this number."""
    workstream: WorkstreamId | None = None
    """The workstream it belongs to; its title is the recommendation, unless one is given here."""
    recommendation: Name | None = None
    """The recommendation it carries out, where that is called otherwise than its workstream."""
    action: Name
    """What is to be done."""
    owners: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Who has to see to it, one or more, as the plan prints them."""
    lead: Name | None = None
    """Who leads it, where that is another than its owners."""
    wave: Annotated[int, Limit(least=1, most=99)] | None = None
    """The wave it stands in: a label; the review dates rule."""
    review_months: Annotated[tuple[Month, ...], Limit(longest=24)] = ()
    """The months by whose end it is reviewed; none where it goes on."""
    ongoing: bool = False
    """Whether it goes on without a date, and is looked at again and again."""
    depends_on: Annotated[tuple[ActionNumber, ...], Limit(longest=50)] = ()
    """The numbers of actions that have to be completed first, planned already or still to be."""
    theme: Theme | None = None
    """Where it is a review of contracts, what they are reviewed for: its progress is then counted from their files."""
    brings: Annotated[tuple[Brought, ...], Limit(longest=9)] = ()
    """What it is to bring about, such as model terms or briefing sessions: the library has it when it is completed."""
    note: Text | None = None
    """What else the plan says of it, such as that the text has no line for it in its tables."""

    gives = "PAC"
    noun = "programme-action"
    line = (
        "{id}: action {number} planned: {action}[; owners {owners}][, led by {lead}][, review {review_months}]"
        "[; depends on {depends_on}]"
    )


class ProgrammeActionReviewed(_OnAProgramme):
    """An action of the programme was reviewed: it was found on track, at risk or behind, put off, or completed."""

    kind: Literal["programme-action-reviewed/1"] = "programme-action-reviewed/1"
    action: IdOrNumber
    """The action, by its id (PAC-005) or by the programme's own number of it (W1-08)."""
    outcome: Outcome
    """What was found, or decided: on track, at risk, behind; rescheduled to another month; completed."""
    review_month: Month | None = None
    """The review month it is about; left out for the earliest that is open."""
    to_month: Month | None = None
    """Where it is rescheduled: to which month."""
    agreed_by: Name | None = None
    """Where it is rescheduled: who agreed to that."""
    note: Text | None = None
    """What was said; where it is rescheduled, why."""
    policy: PolicyId | None = None
    """Where it is completed: the approved version of the policy that carries the change."""

    line = (
        "{action} reviewed[ for {review_month}]: {outcome}[ to {to_month}][, agreed by {agreed_by}]"
        "[; carried by {policy}][: {note}]"
    )

    def work(self, file: ContractFile) -> Self:
        return self.model_copy(update={"action": file.programme.id_of(self.action)})


class ProgrammeProgressReported(_OnAProgramme):
    """A month's progress of one workstream was reported."""

    kind: Literal["programme-progress-reported/1"] = "programme-progress-reported/1"
    workstream: WorkstreamId
    """The workstream."""
    month: Month
    """The month it is about."""
    state: State
    """Whether it is on track, at risk or behind."""
    progress: Text | None = None
    """What was done."""
    issues_to_resolve: Annotated[tuple[Text, ...], Limit(longest=50)] = ()
    """What stands in the way, each to be resolved by the body it is reported to."""
    presented_to: Name | None = None
    """The body it was presented to."""
    resolved: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """Entries of earlier reports of which nothing is left to be resolved but what this one repeats."""

    line = (
        "{workstream}: progress in {month} reported: {state}[, to {presented_to}][: {progress}]"
        "[; to resolve: {issues_to_resolve}][; resolved: what entries {resolved} wanted]"
    )


# IMP-12-b, IMP-14-a, IMP-14-b.
class PolicyUpdateApproved(_OnAProgramme):
    """A new version of a policy or process document was approved."""

    kind: Literal["policy-update-approved/2"] = "policy-update-approved/2"
    document: Name
    """The policy or process document. What an action changed is to be in the policy: in a document that is called one.
    """
    version: Name
    """Its version, as approved."""
    actions: Annotated[tuple[IdOrNumber, ...], Limit(longest=100)] = ()
    """The actions of the programme whose changes it carries, each by its id (PAC-005) or by the programme's own number
    of it (W1-08)."""
    cabinet_approval_needed: bool | None = None
    """Whether the Cabinet Member has to approve it; who did approve it is said in `by`. Left out, it is not said."""
    summary: Text | None = None
    """What it changes."""

    gives = "POL"
    noun = "policy"
    line = "{id}: {document}, version {version}, approved[ by {by}][, carrying {actions}][: {summary}]"

    def work(self, file: ContractFile) -> Self:
        ids = (file.programme.id_of(named) for named in self.actions)
        return self.model_copy(update={"actions": tuple(dict.fromkeys(ids))})


# What is a unit's own is one kind with a subject: IMP-23-a, IMP-23-b, IMP-24-b, IMP-24-c, IMP-28-b.
class UnitArrangementAgreed(_OnAProgramme):
    """What a business unit does in a way of its own was agreed: reports to its board, handover points, local policy."""

    kind: Literal["unit-arrangement-agreed/1"] = "unit-arrangement-agreed/1"
    subject: Literal["board-reporting", "handover-points", "local-interpretation", "turnover-measures"]
    """What it is about."""
    unit: Name | None = None
    """The business unit; left out for the base common to all."""
    board: Name | None = None
    """The board reported to."""
    dimensions: Annotated[tuple[Literal["cost", "performance", "risk", "users"], ...], Limit(longest=4)] = ()
    """For reports to a board: the sides of a contract that are reported on."""
    items: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """Each point or measure: the sections of the report, between which teams a contract is handed over, what is done
    locally otherwise."""
    authority_for_it: Name | None = None
    """By what authority the unit departs from the common way, where it does."""
    words: Text | None = None
    """What was agreed."""

    line = (
        "{subject} agreed[ for {unit}][, board {board}][: {dimensions}][: {items}]"
        "[; by authority of {authority_for_it}][: {words}]"
    )


ProgrammeEntry: TypeAlias = (
    ProgrammeOpened | WorkstreamEstablished | ProgrammeActionPlanned | ProgrammeActionReviewed
    | ProgrammeProgressReported | PolicyUpdateApproved | UnitArrangementAgreed
)  # fmt: skip
