"""What contradicts the file in buying: nothing is decided before it is asked, nor comes back before it went out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger import awards
from ledger.countersigning import came_back
from ledger.dates.span import came_later, out_of_order
from ledger.dates.working_days import dated
from ledger.names import among, few, name_key, repeated
from ledger.organisations import same_organisation
from ledger.rules import AnyRule, Rule
from ledger.subjects.procurement.entries import (
    AwardAuthorised,
    AwardRecommended,
    ContractCountersigned,
    ContractIssuedForCountersignature,
    NoTenderReceived,
    SingleTenderAuthorisationDecided,
    TenderAdvertised,
    TenderReceived,
    TendersEvaluated,
    TendersInvited,
    UnsuccessfulTenderersNotified,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _decided_before_asked(
    file: ContractFile, entry: SingleTenderAuthorisationDecided, procedure: Procedure
) -> str | None:
    asked = file.procurement.single_tenders.get(entry.request)
    return came_later(f"{entry.request} was asked for on", asked.on, entry.happened_on) if asked else None


def _received_after_award(file: ContractFile, entry: TenderReceived, procedure: Procedure) -> str | None:
    award = awards.award_of(file, entry.tender, procedure)
    held = awards.authorised(file, award, date.max, procedure) if award else None
    if award is None or held is None or held[0] >= entry.happened_on:
        return None
    return (
        f"{award.id} was authorised on {dated(held[0])} (entry {held[1]}), and {entry.tender} "
        "is over since; make a note of what came in"
    )


def _received_before_called(file: ContractFile, entry: TenderReceived, procedure: Procedure) -> str | None:
    tender = file.procurement.tenders.get(entry.tender)
    return came_later(f"{entry.tender} was called on", tender.on, entry.happened_on) if tender else None


def _none_received_wrongly(file: ContractFile, entry: NoTenderReceived, procedure: Procedure) -> str | None:
    tender = file.procurement.tenders.get(entry.tender)
    if tender is None:
        return None  # that there is no such tender is said already
    if bids := file.procurement.in_time(tender):
        return f"{few([f'{bid.id} (entry {bid.position})' for bid in bids])} came in for {tender.id}"
    if tender.closes_on is not None and entry.latest_on < tender.closes_on:
        return f"{tender.id} closes on {dated(tender.closes_on)}; until then a tender may come"
    return came_later(f"{tender.id} was called on", tender.on, entry.happened_on)


def _of_other_tenders(file: ContractFile, tender: str, bids: list[str]) -> str | None:
    known = file.procurement.bids
    other = sorted({bid for bid in bids if bid in known and known[bid].tender != tender})
    return f"{', '.join(other)} came in for another tender than {tender}" if other else None


def _evaluates_others(file: ContractFile, entry: TendersEvaluated, procedure: Procedure) -> str | None:
    named = [score.bid for score in entry.scores] + ([entry.recommended] if entry.recommended else [])
    if other := _of_other_tenders(file, entry.tender, named):
        return other
    twice = repeated((s.bid, name_key(s.criterion) if s.criterion else None) for s in entry.scores)
    if twice:
        return f"{twice[0][0]} is scored twice{f' for {twice[0][1]}' if twice[0][1] else ''}; give one score for each"
    criteria = {criterion.name for criterion in entry.criteria}
    scored = {s.criterion for s in entry.scores if s.criterion and criteria}
    unknown = sorted(name for name in scored if not among(name, criteria))
    return f"it scores {', '.join(unknown)}, and judges by {', '.join(sorted(criteria))}" if unknown else None


def _recommends_another(file: ContractFile, entry: AwardRecommended, procedure: Procedure) -> str | None:
    if entry.bid and entry.request:
        return f"it rests on {entry.bid} and on {entry.request}; an award follows a competition or a single tender"
    bid = file.procurement.bids.get(entry.bid or "")
    if bid is not None and not same_organisation(bid.bidder, entry.provider):
        return f"{bid.id} is the tender of {bid.bidder}, not of {entry.provider}"
    asked = file.procurement.single_tenders.get(entry.request or "")
    if asked is not None and asked.provider and not same_organisation(asked.provider, entry.provider):
        return f"{asked.id} asked to negotiate with {asked.provider}, not with {entry.provider}"
    return None


def _authorised_wrongly(file: ContractFile, entry: AwardAuthorised, procedure: Procedure) -> str | None:
    award = file.procurement.awards.get(entry.recommendation)
    if award is None or award.on is None:
        return None  # that there is no such recommendation is said already
    if later := came_later(f"{award.id} was recommended on", award.on, entry.happened_on):
        return later
    if (held := awards.authorised(file, award, date.max, procedure)) is not None:
        return f"{award.id} was authorised on {dated(held[0])} already (entry {held[1]})"
    if (given := awards.given_up(file, award, entry.happened_on, procedure)) is not None:
        return f"{award.id} was given up on {dated(given[0])} (entry {given[1]})"
    return None


def _told_wrongly(file: ContractFile, entry: UnsuccessfulTenderersNotified, procedure: Procedure) -> str | None:
    if other := _of_other_tenders(file, entry.tender, list(entry.told)):
        return other
    award = awards.award_of(file, entry.tender, procedure)
    if award is not None and award.bid in entry.told:
        return f"{award.bid} is the tender accepted by {award.id}"
    return None


def _countersigned_wrongly(file: ContractFile, entry: ContractCountersigned, procedure: Procedure) -> str | None:
    if before := came_back(file):
        day, position = before[0].on, before[0].position
        return f"it came back countersigned on {dated(day)} already (entry {position})"
    signed = entry.signed_on or entry.happened_on
    if signed > entry.happened_on:
        return f"it was countersigned on {dated(signed)}, after it came back on {dated(entry.happened_on)}"
    sent = [one.on for one in file.procurement.issued]
    if not sent:
        first = "contract-issued-for-countersignature"
        return f"it had not been sent out to be countersigned; record first when it was ({first})"
    if min(sent) > signed:
        return f"it was sent out on {dated(min(sent))}, after it was countersigned on {dated(signed)}"
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="single-tender.decided-once-asked", citation="HCC-A4-b", level="contradiction",
        of=SingleTenderAuthorisationDecided, field="happened_on",
        sentence="Authority for a single tender is decided on once it has been asked for.",
        found=_decided_before_asked,
    ),
    Rule(
        id="tender.closes-after-it-is-called", citation="HCC-A7-b", level="contradiction",
        of=(TenderAdvertised, TendersInvited), field="closes_on",
        sentence="A tender closes after it was called.", found=out_of_order(
            "closes_on", "happened_on", found="it closes on {later}, before {earlier}, when it was called",
        ),
    ),
    Rule(
        id="tender.received-before-the-award", citation="HCC-A7-b", level="contradiction", of=TenderReceived,
        field="happened_on", sentence="No tender is received after the award was authorised.",
        found=_received_after_award,
    ),
    Rule(
        id="tender.received-once-called", citation="HCC-A7-b", level="contradiction", of=TenderReceived,
        field="happened_on", sentence="A tender is received once tenders were called for.",
        found=_received_before_called,
    ),
    Rule(
        id="tender.none-received-as-on-file", citation="HCC-A7-b", level="contradiction", of=NoTenderReceived,
        field="tender", sentence="That no tender was received is recorded of one that closed with none on file.",
        found=_none_received_wrongly,
    ),
    Rule(
        id="evaluation.of-its-own-tenders", citation="HCC-A8-a", level="contradiction", of=TendersEvaluated,
        field="scores", sentence="An evaluation scores the tenders that came in for it, each once by each criterion.",
        found=_evaluates_others,
    ),
    Rule(
        id="award.to-whose-tender-it-accepts", citation="HCC-A9-a", level="contradiction", of=AwardRecommended,
        field="provider", sentence="An award is recommended to whoever made the tender it accepts.",
        found=_recommends_another,
    ),
    Rule(
        id="award.authorised-on-a-recommendation", citation="HCC-A9-a", level="contradiction", of=AwardAuthorised,
        field="recommendation", sentence="An award is authorised once, on a recommendation that stands.",
        found=_authorised_wrongly,
    ),
    Rule(
        id="unsuccessful.of-this-tender", citation="HCC-A9-c", level="contradiction",
        of=UnsuccessfulTenderersNotified, field="told",
        sentence="Those told that they were not chosen tendered, and were not chosen.", found=_told_wrongly,
    ),
    Rule(
        id="countersignature.wanted-after-sending", citation="HCC-A9-e", level="contradiction",
        of=ContractIssuedForCountersignature, field="wanted_back_by",
        sentence="A contract is wanted back after it is sent.", found=out_of_order(
            "wanted_back_by", "happened_on", found="it is wanted back by {later}, before it was sent on {earlier}",
        ),
    ),
    Rule(
        id="countersignature.of-what-was-sent", citation="HCC-A9-e", level="contradiction", of=ContractCountersigned,
        field="signed_on", sentence="A contract is countersigned once, after it was sent out to be.",
        found=_countersigned_wrongly,
    ),
)  # fmt: skip
