"""What is recorded of buying: from the need established to the contract countersigned, step by step.

A file may be opened by the need: then there is as yet no contract, and it is registered on the same file once there is.
The steps, and who does which, are those of Hampshire's appendix A; what each procedure asks of them is in its rows.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.entry import Actor, Entry, Frozen, SharedAudience, Worth
from ledger.fields import (
    BidId,
    Hour,
    Limit,
    Name,
    Percent,
    Position,
    ProcedureRef,
    RecommendedAwardId,
    SingleTenderId,
    TenderId,
    of_rows,
)
from ledger.organisations import FileReference, Organisation, ServiceCategory, Title
from ledger.words import Exhibit, Text

Consultations = Annotated[tuple[Position, ...], Limit(longest=50)]
"""Entries that record whom was consulted."""
Participants = Annotated[tuple[Actor, ...], Limit(longest=50)]
"""Who took part, each in what office."""


class ExistingContract(Frozen):
    """A contract there is already, as it was looked at when the need was established."""

    reference: FileReference
    """Its reference."""
    goes_on: bool | None = None
    """Whether it is to go on; left out where that is not settled."""
    words: Text | None = None
    """Why, and what it leaves uncovered."""


class ServiceNeedEstablished(Entry):
    """It was established that a new service is needed: the file is opened before there is a contract."""

    kind: Literal["service-need-established/1"] = "service-need-established/1"
    reference: FileReference
    """The reference the contract will go by, by which its file is found."""
    title: Title
    """What is needed, as the contract is to be called."""
    need: Text | None = None
    """What is needed, for whom, and why."""
    service_category: ServiceCategory | None = None
    """What sort of thing is to be bought: the procedure covers some of them."""
    care_group: Name | None = None
    """Care group it is for."""
    locality: Name | None = None
    """Locality it is for."""
    business_unit: Name | None = None
    """Unit of the authority that needs it."""
    existing: Annotated[tuple[ExistingContract, ...], Limit(longest=100)] = ()
    """The contracts there are, and whether each is to go on (HCC-A2-a)."""
    estimated_value: Worth | None = None
    """What it is thought to cost over its whole length."""
    needed_from: date | None = None
    """The first day it is needed."""
    procedure: ProcedureRef | None = None
    """The procedure it is bought by, and its version; left out for the authority's own."""

    opens = True
    opened_with = "need"
    line = (
        "Need established for {title}[, in {locality}][, for {care_group}][, from {needed_from}]"
        "[; contracts looked at: {existing}]"
    )


class ProcurementOptionSelected(Entry):
    """It was settled how to buy: by negotiating with one provider, or by competition."""

    kind: Literal["procurement-option-selected/1"] = "procurement-option-selected/1"
    option: Literal["single-tender", "competition"]
    """A single tender, or competition."""
    reasons: Text | None = None
    """Why."""
    consultations: Consultations = ()
    """Entries that record whom was consulted about it; others on file about procurement count as well."""

    line = "Procurement route chosen: {option}[: {reasons}]"


class SingleTenderAuthorisationRequested(Entry):
    """Authority was asked for to negotiate with one provider alone."""

    kind: Literal["single-tender-authorisation-requested/1"] = "single-tender-authorisation-requested/1"
    provider: Organisation | None = None
    """The provider to negotiate with."""
    supporting_statement: Text | None = None
    """The facts, and the case for it, in the words of whoever manages the service."""
    statement_by: Actor | None = None
    """Who supplied these."""
    report: Exhibit | None = None
    """The report that asks for authority."""
    addressed_to: Actor | None = None
    """Who is asked, in what office."""

    gives = "STR"
    noun = "single-tender"
    line = "{id}: authority asked for to negotiate with {provider} alone[, of {addressed_to}][: {supporting_statement}]"


class SingleTenderAuthorisationDecided(Entry):
    """It was decided whether one provider alone may be negotiated with."""

    kind: Literal["single-tender-authorisation-decided/1"] = "single-tender-authorisation-decided/1"
    request: SingleTenderId
    """The request decided on."""
    decision: Literal["granted", "refused"]
    """Granted or refused."""
    conditions: Text | None = None
    """On what conditions, or why not."""

    line = "{request}: single tender {decision}[: {conditions}]"


class SingleTenderNegotiationConcluded(Entry):
    """Negotiations with one provider were brought to an end."""

    kind: Literal["single-tender-negotiation-concluded/1"] = "single-tender-negotiation-concluded/1"
    request: SingleTenderId | None = None
    """The request for authority they rest on."""
    provider: Organisation | None = None
    """The provider negotiated with."""
    outcome: Literal["agreed", "not-agreed"]
    """Whether terms were agreed."""
    participants: Participants = ()
    """Who took part besides, in what office: the support officer where help was needed (HCC-A5-b)."""
    words: Text | None = None
    """What was agreed, or why nothing was."""
    terms: Exhibit | None = None
    """The terms agreed."""

    line = "Negotiation with {provider} concluded: {outcome}[ ({request})][; with {participants}][: {words}]"


class StandingOrdersCheck(Frozen):
    """Whether one thing that standing orders, or the departmental procedure on contracts, ask for was kept."""

    item: Annotated[Name, of_rows("tender-check")]
    """What, by the id or the title it has among the procedure's checks; what else standing orders ask for, in its own
    words."""
    kept: bool
    """Whether it was kept."""
    words: Text | None = None
    """How, or why not."""


Checks = Annotated[tuple[StandingOrdersCheck, ...], Limit(longest=50)]


class _Tendering(Entry):
    """What advertising a tender and inviting tenders share."""

    tender: TenderId | None = None
    """The tender; left out where this begins it: the ledger then gives it an id."""
    closes_on: date | None = None
    """The last day on which tenders are received; left out where it was said before and stays."""
    closes_at: Hour | None = None
    """The hour, by the clock in London, until which they are received on that day; left out where it was said before
    and stays."""
    strategy_made_known: bool | None = None
    """Whether the papers make the authority's way of managing contracts known to those who tender."""
    papers: Exhibit | None = None
    """The tender papers."""
    standing_orders: Checks = ()
    """What standing orders and the departmental procedure on contracts ask for before tenders are invited, and whether
    it was kept."""

    gives = "TND"
    noun = "tender"

    def begins(self) -> str | None:
        return None if self.tender else self.gives


class TenderAdvertised(_Tendering):
    """A tender was advertised."""

    kind: Literal["tender-advertised/1"] = "tender-advertised/1"
    channels: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Where: journal, portal, newspaper."""

    line = "{id}[{tender}]: tender advertised[ in {channels}][, closing on {closes_on}][ at {closes_at}]"


class TendersInvited(_Tendering):
    """Tenders were invited of those chosen to tender."""

    kind: Literal["tenders-invited/1"] = "tenders-invited/1"
    invited: Annotated[tuple[Organisation, ...], Limit(longest=200)] = ()
    """Who was invited."""

    line = "{id}[{tender}]: tenders invited[ of {invited}][, closing on {closes_on}][ at {closes_at}]"


class TenderReceived(Entry):
    """A tender came in; whether it came late is told from the closing time on file."""

    kind: Literal["tender-received/1"] = "tender-received/1"
    tender: TenderId
    """The tender it answers."""
    bidder: Organisation
    """Who tenders."""
    opened_on: date | None = None
    """The day it was opened."""
    opened_at: Hour | None = None
    """The hour it was opened, by the clock in London."""
    opened_by: Participants = ()
    """Who opened it, in what office."""
    price: Worth | None = None
    """What it asks for, over the whole length."""
    accepted: bool | None = None
    """Whether it was taken in to be evaluated; left out where that is not decided."""
    standing_orders: Checks = ()
    """What standing orders and the departmental procedure on contracts ask for when tenders are received, and whether
    it was kept."""

    gives = "BID"
    noun = "bid"
    line = (
        "{id}: tender of {bidder} received for {tender}[ at {happened_at}][; opened by {opened_by}]"
        "[; taken in {accepted}]"
    )


class NoTenderReceived(Entry):
    """A competition closed, and no tender had come in for it."""

    kind: Literal["no-tender-received/1"] = "no-tender-received/1"
    tender: TenderId
    """The tender that nobody answered."""
    reasons: Text | None = None
    """What is known of why."""

    line = "{tender}: no tender received by the time it closed[: {reasons}]"


class TenderCriterion(Frozen):
    """One thing tenders are judged by."""

    name: Name
    """What: price, quality, experience."""
    weight: Percent | None = None
    """Its share of the whole, in percent."""


class BidScore(Frozen):
    """What one tender scored."""

    bid: BidId
    """The tender."""
    criterion: Name | None = None
    """By which criterion; left out for the whole."""
    score: Percent
    """The score, as an exact decimal."""
    words: Text | None = None
    """Why."""


class TendersEvaluated(Entry):
    """Tenders were evaluated."""

    kind: Literal["tenders-evaluated/1"] = "tenders-evaluated/1"
    tender: TenderId
    """The tender."""
    evaluators: Participants = ()
    """Who evaluated, each in what office."""
    criteria: Annotated[tuple[TenderCriterion, ...], Limit(longest=50)] = ()
    """What they were judged by."""
    scores: Annotated[tuple[BidScore, ...], Limit(longest=2000)] = ()
    """What each scored."""
    scores_document: Exhibit | None = None
    """The score sheet."""
    recommended: BidId | None = None
    """The tender found best."""

    line = "{tender}: tenders evaluated by {evaluators}[; best: {recommended}]"


class AwardRecommended(Entry):
    """It was recommended to award the contract."""

    kind: Literal["award-recommended/1"] = "award-recommended/1"
    provider: Organisation
    """To whom."""
    bid: BidId | None = None
    """The tender it accepts, where there was competition."""
    request: SingleTenderId | None = None
    """The authority to negotiate it rests on, where there was a single tender."""
    addressed_to: Actor | None = None
    """Who is to authorise it, in what office."""
    value: Worth | None = None
    """What it is worth over its whole length."""
    reasons: Text | None = None
    """Why."""

    gives = "AWR"
    noun = "recommended-award"
    line = "{id}: award to {provider} recommended[ to {addressed_to}][ at {value}][: {reasons}]"


class AwardAuthorised(Entry):
    """The award of the contract was authorised."""

    kind: Literal["award-authorised/1"] = "award-authorised/1"
    recommendation: RecommendedAwardId
    """The recommendation authorised."""
    conditions: Text | None = None
    """On what conditions."""

    line = "{recommendation}: award authorised[: {conditions}]"


class UnsuccessfulTenderersNotified(Entry):
    """Those who tendered and were not chosen were told."""

    kind: Literal["unsuccessful-tenderers-notified/1"] = "unsuccessful-tenderers-notified/1"
    tender: TenderId
    """The tender."""
    told: Annotated[tuple[BidId, ...], Limit(longest=200, shortest=1)]
    """Whose tenders."""
    means: Name | None = None
    """How: letter, portal."""
    reasons_given: Text | None = None
    """What they were told of the reasons."""

    line = "{tender}: told that they were not chosen: {told}[, by {means}]"


class ContractSignedByAuthority(Entry):
    """The contract was signed for the authority."""

    kind: Literal["contract-signed-by-authority/1"] = "contract-signed-by-authority/1"
    recommendation: RecommendedAwardId | None = None
    """The award it carries out."""
    document: Exhibit | None = None
    """The contract as signed."""
    under_seal: bool | None = None
    """Whether it was sealed."""
    audience: SharedAudience = "shared"

    line = "Contract signed for the authority[ by {by}][ ({recommendation})]"


class ContractIssuedForCountersignature(Entry):
    """The contract, signed for the authority, was sent to the provider to be countersigned."""

    kind: Literal["contract-issued-for-countersignature/1"] = "contract-issued-for-countersignature/1"
    sent_to: Name | None = None
    """To whom."""
    means: Name | None = None
    """How: post, electronic signature."""
    wanted_back_by: date | None = None
    """The day by which it is wanted back; left out for what the procedure sets."""
    audience: SharedAudience = "shared"

    line = "Contract sent to be countersigned[ to {sent_to}][ by {means}][, wanted back by {wanted_back_by}]"


class ContractCountersigned(Entry):
    """The contract came back countersigned by the provider; the day is that of its return."""

    kind: Literal["contract-countersigned/1"] = "contract-countersigned/1"
    sent_out: Position | None = None
    """The entry that records when it was sent out."""
    signatory: Name | None = None
    """Who signed for the provider."""
    signed_on: date | None = None
    """The day it was countersigned, where that is earlier."""
    document: Exhibit | None = None
    """The contract as countersigned."""
    audience: SharedAudience = "shared"

    line = "Contract came back countersigned[ by {signatory}][ on {signed_on}]"


class ProcurementAbandoned(Entry):
    """Buying was given up, or an award that was recommended was not authorised."""

    kind: Literal["procurement-abandoned/1"] = "procurement-abandoned/1"
    recommendation: RecommendedAwardId | None = None
    """The recommendation that was not followed, where that is all that was given up."""
    reasons: Text
    """Why."""
    begun_anew: bool = False
    """Whether it begins anew, by another route or with another tender."""

    line = "Buying given up[ ({recommendation})]: {reasons}[; begun anew {begun_anew}]"


ProcurementEntry: TypeAlias = (
    ServiceNeedEstablished | ProcurementOptionSelected | SingleTenderAuthorisationRequested
    | SingleTenderAuthorisationDecided | SingleTenderNegotiationConcluded | TenderAdvertised | TendersInvited
    | TenderReceived | NoTenderReceived | TendersEvaluated | AwardRecommended | AwardAuthorised
    | UnsuccessfulTenderersNotified | ContractSignedByAuthority | ContractIssuedForCountersignature
    | ContractCountersigned | ProcurementAbandoned
)  # fmt: skip
