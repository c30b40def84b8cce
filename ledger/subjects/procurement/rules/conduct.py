"""What procedure asks of buying: who does which part, in what order, with whom, and what is on file of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ledger import procurement_act
from ledger.division_of_work import (
    by_another_office,
    falls_to,
    not_by_those_entitled,
    not_shared,
    partners_missing,
    partners_of,
)
from ledger.entry import own
from ledger.names import few, name_key, same_person
from ledger.offices import in_office, is_the_authoritys, is_the_provider
from ledger.organisations import same_organisation
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.procurement.entries import (
    AwardAuthorised,
    AwardRecommended,
    ContractCountersigned,
    ContractIssuedForCountersignature,
    ContractSignedByAuthority,
    ProcurementOptionSelected,
    ServiceNeedEstablished,
    SingleTenderAuthorisationDecided,
    SingleTenderAuthorisationRequested,
    SingleTenderNegotiationConcluded,
    StandingOrdersCheck,
    TenderAdvertised,
    TenderReceived,
    TendersEvaluated,
    TendersInvited,
    UnsuccessfulTenderersNotified,
)
from ledger.subjects.procurement.register import Tender, lateness
from ledger.working_days import dated

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.entry import Entry
    from ledger.organisations import Organisation
    from ledger.procedures import Procedure

WORK = (
    ServiceNeedEstablished, ProcurementOptionSelected, SingleTenderAuthorisationRequested,
    SingleTenderNegotiationConcluded, TenderAdvertised, TendersInvited, TenderReceived, TendersEvaluated,
    AwardRecommended, UnsuccessfulTenderersNotified, ContractSignedByAuthority, ContractIssuedForCountersignature,
    ContractCountersigned,
)  # fmt: skip
"""What falls to one office or another; the two decisions are only for those entitled to them."""
CALLING = (TenderAdvertised, TendersInvited)
MAY_VARY = ("county-manager-contracts",)
"""Who may authorise a departure, by default (HCC-POL-f)."""


def _out_of_scope(file: ContractFile, need: ServiceNeedEstablished, procedure: Procedure) -> str | None:
    category = need.service_category
    if category is None or procedure.takes_in(category) or need.procedure not in (None, procedure.ref):
        return NOT_IN_POINT
    return f"it is for {category.replace('-', ' ')} and is put under {procedure.title} ({procedure.ref})"


def _not_consulted(file: ContractFile, entry: ProcurementOptionSelected, procedure: Procedure) -> str | None:
    if not partners_of(entry.kind, procedure):
        return NOT_IN_POINT
    held = file.records.consultations
    there = [
        (h.consulted, h.on) for h in held
        if h.on <= entry.happened_on and (h.subject == "procurement" or h.position in entry.consultations)
    ]  # fmt: skip
    missing = partners_missing(file, entry.kind, there, procedure)
    if not missing:
        return None
    return f"no consultation of the {' nor of the '.join(missing)} is on file for {dated(entry.happened_on)} or before"


def _no_authority(file: ContractFile, entry: SingleTenderNegotiationConcluded, procedure: Procedure) -> str | None:
    asked = file.procurement.single_tenders
    meant = asked.get(entry.request or "")
    named = [meant] if meant is not None else list(asked.values())
    for held in named:
        same = not (held.provider and entry.provider) or same_organisation(held.provider, entry.provider)
        if same and held.granted_on(entry.happened_on):
            return None
    whom = f" with {entry.provider}" if entry.provider else ""
    return f"by {dated(entry.happened_on)} no authority to negotiate{whom} alone had been granted"


def _route_not_chosen(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    wanted = "competition" if isinstance(entry, CALLING) else "single-tender"
    route = file.procurement.route(entry.happened_on)
    if route == wanted:
        return None
    chosen = "no route had been chosen" if route is None else f"the route chosen was {route.replace('-', ' ')}"
    return f"by {dated(entry.happened_on)} {chosen}"


def _strategy_unsaid(file: ContractFile, entry: TenderAdvertised | TendersInvited, procedure: Procedure) -> str | None:
    tender = file.procurement.tenders.get(entry.tender or "")
    before = (*tender.advertised, *tender.invited) if tender else ()
    if any(said.strategy_made_known for said in (entry, *(said for _, said, _ in before))):
        return None
    return "it is not on file that the tender papers make known how the authority manages its contracts"


def _not_checked(
    file: ContractFile, entry: TenderAdvertised | TendersInvited | TenderReceived, procedure: Procedure
) -> str | None:
    at = "receipt" if isinstance(entry, TenderReceived) else "invitation"
    if at == "invitation" and isinstance(entry, TenderAdvertised):
        return NOT_IN_POINT  # looked at when tenders are invited
    if not any(row.at == at for row in procedure.tender_checks):
        return NOT_IN_POINT
    shown = (
        receipt_shows(file.procurement.tenders.get(entry.tender), entry) if isinstance(entry, TenderReceived) else ()
    )
    return unkept(entry.standing_orders, at, procedure, shown)


def receipt_shows(tender: Tender | None, bid: TenderReceived) -> tuple[str, ...]:
    """Return what the facts of a tender's own entry show of how it was received and opened (HCC-A7-b)."""
    shown = ["hour-of-receipt"] if bid.happened_at is not None else []
    if tender is not None and tender.closes_on is not None and bid.opened_on is not None:
        closing, opened = (tender.closes_on, tender.closes_at), (bid.opened_on, bid.opened_at)
        the_same_day = opened[1] is not None and closing[1] is not None and opened[1] >= closing[1]
        if opened[0] > closing[0] or (opened[0] == closing[0] and the_same_day):
            shown.append("opened-after-closing")
    if len({name_key(actor.person) for actor in bid.opened_by}) >= 2:
        shown.append("opened-by-two")
    return tuple(shown)


def unkept(
    checks: Sequence[StandingOrdersCheck], at: str, procedure: Procedure, shown: Collection[str] = ()
) -> str | None:
    """Return which checks of standing orders were not made, and which not kept, in words; None where all were kept.

    `shown`: what other facts on file show kept, which nobody has to tick off besides (`shown_by` of a check).
    """
    made = {name_key(check.item): check.kept for check in checks}
    wanted = {
        row.title: made.get(row.id, made.get(name_key(row.title), True if row.shown_by in shown else None))
        for row in procedure.tender_checks if row.at == at
    }  # fmt: skip
    unsaid = [title for title, kept in wanted.items() if kept is None]
    failed = [title for title, kept in wanted.items() if kept is False]
    said = [f"not on file: {'; '.join(unsaid)}"] if unsaid else []
    said += [f"not kept: {'; '.join(failed)}"] if failed else []
    return ". ".join(said) or None


def _late(file: ContractFile, entry: TenderReceived, procedure: Procedure) -> str | None:
    tender = file.procurement.tenders.get(entry.tender)
    if tender is None or entry.accepted is False:
        return NOT_IN_POINT
    over = lateness(tender.closes_on, tender.closes_at, entry.happened_on, entry.happened_at)
    return f"it came {over}, and it is not said that it was left out" if over else None


def _opened_early(file: ContractFile, entry: TenderReceived, procedure: Procedure) -> str | None:
    tender = file.procurement.tenders.get(entry.tender)
    if tender is None or tender.closes_on is None or entry.opened_on is None:
        return NOT_IN_POINT
    early = entry.opened_on < tender.closes_on
    if entry.opened_on == tender.closes_on and entry.opened_at is not None and tender.closes_at is not None:
        early = entry.opened_at < tender.closes_at
    return f"it was opened on {dated(entry.opened_on)}, before {entry.tender} closed" if early else None


def _evaluators_missing(file: ContractFile, entry: TendersEvaluated, procedure: Procedure) -> str | None:
    if not falls_to(entry.kind, procedure) and not partners_of(entry.kind, procedure):
        return NOT_IN_POINT
    missing = not_shared(file, entry, (*entry.evaluators, entry.by), procedure)
    return f"the {missing} had no part in it, as far as it says" if missing else None


def _weights(file: ContractFile, entry: TendersEvaluated, procedure: Procedure) -> str | None:
    weights = [Decimal(criterion.weight) for criterion in entry.criteria if criterion.weight is not None]
    if not weights:
        return NOT_IN_POINT
    if sum(weights) == 100:
        return None
    return f"the weights of its criteria make {sum(weights)} percent, not 100"


def _not_evaluated(file: ContractFile, entry: AwardRecommended, procedure: Procedure) -> str | None:
    bid = file.procurement.bids.get(entry.bid or "")
    if bid is None:
        if _negotiated(file, entry):
            return None
        return "it names no tender, and no negotiation with the provider is on file that came to terms"
    tender = file.procurement.tenders.get(bid.tender)
    done = [said for on, said, _ in (tender.evaluated if tender else ()) if on <= entry.happened_on]
    if not done:
        return f"{bid.tender} had not been evaluated by {dated(entry.happened_on)}"
    best = done[-1].recommended
    return f"the evaluation found {best} best" if best and best != bid.id else None


def _negotiated(file: ContractFile, entry: AwardRecommended) -> bool:
    return any(
        on <= entry.happened_on and said.outcome == "agreed"
        and (said.provider is None or same_organisation(said.provider, entry.provider))
        for on, said, _ in file.procurement.negotiations
    )  # fmt: skip


def _addressed_elsewhere(file: ContractFile, entry: AwardRecommended, procedure: Procedure) -> str | None:
    offices = falls_to("award-authorised", procedure)
    if not offices:
        return NOT_IN_POINT
    if in_office(file, entry.addressed_to, offices, entry.happened_on, procedure):
        return None
    put_to = procedure.person_in_office(entry.addressed_to) if entry.addressed_to else None
    whom = f"it is put to {put_to}" if put_to else "it is not said to whom it is put"
    return f"{whom}; awards are authorised by the {procedure.one_of(offices)}"


def _no_papers(file: ContractFile, entry: AwardAuthorised, procedure: Procedure) -> str | None:
    award = file.procurement.awards.get(entry.recommendation)
    if award is None:
        return NOT_IN_POINT
    if file.records.is_filed(award.position):
        return None
    return f"no contract papers were filed with {award.id} (entry {award.position})"


def _told_too_soon(file: ContractFile, entry: UnsuccessfulTenderersNotified, procedure: Procedure) -> str | None:
    award = file.procurement.award_of(entry.tender)
    if award is not None and award.stands_on(entry.happened_on):
        return None
    return f"no award of {entry.tender} had been authorised by {dated(entry.happened_on)}"


def _signed_too_soon(file: ContractFile, entry: ContractSignedByAuthority, procedure: Procedure) -> str | None:
    named = file.procurement.awards.get(entry.recommendation or "")
    made = named.stands_on(entry.happened_on) if named else file.procurement.award(entry.happened_on) is not None
    return None if made else f"no award of the contract had been authorised by {dated(entry.happened_on)}"


def _sent_unsigned(file: ContractFile, entry: ContractIssuedForCountersignature, procedure: Procedure) -> str | None:
    if any(on <= entry.happened_on for on, _ in file.procurement.signed):
        return None
    return f"by {dated(entry.happened_on)} it had not been signed for the authority"


FORM = re.compile(r"[ ,]+(ltd|limited|llp|plc|cic|cio)\b\.?")
"""By this the name of a firm is told from a person's, who may be anybody's."""


def _firm(name: str) -> str:
    return FORM.sub("", name_key(name)).strip()


def _awarded(file: ContractFile, day: date) -> Organisation | None:
    award = file.procurement.award(day)
    return award.says.provider if award is not None and award.says is not None else None


def _sent_elsewhere(file: ContractFile, entry: ContractIssuedForCountersignature, procedure: Procedure) -> str | None:
    provider = _awarded(file, entry.happened_on)
    if provider is None or entry.sent_to is None:
        return NOT_IN_POINT
    to = name_key(entry.sent_to)
    if _firm(provider.name) in to:
        return None
    others = {_firm(bid.bidder.name) for bid in file.procurement.bids.values()}
    if is_the_authoritys(file, entry.sent_to, entry.happened_on) or FORM.search(to) or _firm(to) in others:
        return f"it was sent to {entry.sent_to}, and the contract was awarded to {provider.name}"
    return NOT_IN_POINT  # a person, of whom nothing is known


def _signed_by_a_stranger(file: ContractFile, entry: ContractCountersigned, procedure: Procedure) -> str | None:
    if entry.signatory is None:
        return NOT_IN_POINT
    signatory, day, provider = entry.signatory, entry.happened_on, _awarded(file, entry.happened_on)
    if is_the_authoritys(file, signatory, day):
        return f"{signatory}, who signed it, is of the authority"
    sent = [recorded.entry for recorded in file.of(ContractIssuedForCountersignature)]
    known = [term.person for term in file.people.contacts(day)]
    known += [to for to in (own(one, "sent_to") for one in sent) if to and not FORM.search(name_key(to))]
    if not known:
        return NOT_IN_POINT
    of_theirs = provider is not None and _firm(provider.name) in name_key(signatory)
    if of_theirs or is_the_provider(file, signatory) or any(same_person(signatory, person) for person in known):
        return None
    return (
        f"{signatory}, who signed it, is none of those the file has of the provider: {few(list(dict.fromkeys(known)))}"
    )


def _turned_round(file: ContractFile, entry: SingleTenderAuthorisationDecided, procedure: Procedure) -> str | None:
    asked = file.procurement.single_tenders.get(entry.request)
    if asked is None or not asked.decided:
        return NOT_IN_POINT
    on, decision, position = asked.decided[-1]
    if decision == entry.decision or entry.conditions is not None:
        return None
    return f"it was {decision} on {dated(on)} (entry {position}), is {entry.decision} now, and it is not said why"


def _asked_of_another(
    file: ContractFile, entry: SingleTenderAuthorisationRequested, procedure: Procedure
) -> str | None:
    offices = falls_to("single-tender-authorisation-decided", procedure)
    if not offices or entry.addressed_to is None:
        return NOT_IN_POINT
    if in_office(file, entry.addressed_to, offices, entry.happened_on, procedure):
        return None
    who = procedure.person_in_office(entry.addressed_to)
    return f"it was asked of {who}; it is decided by the {procedure.one_of(offices)}"


def _case_of_another(file: ContractFile, entry: SingleTenderAuthorisationRequested, procedure: Procedure) -> str | None:
    """Whoever manages the service states the case; the bidder would plead its own."""
    offices = next((part.offices for part in procedure.work if part.id == "case-stated"), ())
    if not offices or entry.supporting_statement is None:
        return NOT_IN_POINT
    stated_by = entry.statement_by or entry.by
    if stated_by is not None and in_office(file, stated_by, offices, entry.happened_on, procedure):
        return None
    whose = f"it is the {procedure.one_of(offices)} who states the case"
    if entry.statement_by is None:
        return f"it is not said whose statement it is; {whose}"
    return f"the statement is by {procedure.person_in_office(entry.statement_by)}; {whose}"


def _countersigned_in_standstill(file: ContractFile, entry: ContractCountersigned, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    entered = contract.agreed_on if contract and contract.agreed_on else entry.happened_on
    return procurement_act.entered_in_standstill(file, procedure, entered)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="act.countersigned-after-standstill", citation="Procurement Act 2023, s 51(1)", level="explain",
        of=ContractCountersigned, field="happened_on", found=_countersigned_in_standstill,
        sentence="A contract does not come back countersigned before the standstill after its award notice is over.",
    ),
    Rule(
        id="procurement.done-by-whom-it-falls-to", citation="HCC-POL-d", level="advise", of=WORK, field="by",
        sentence="Each part of the work is done by the office it falls to.", found=by_another_office,
    ),
    Rule(
        id="need.within-scope", citation="HCC-S-c", level="advise", of=ServiceNeedEstablished,
        field="service_category", sentence="The procedure does not cover contracts of other sorts than it names.",
        found=_out_of_scope,
    ),
    Rule(
        id="need.contracts-reviewed", citation="HCC-A2-a", level="advise", of=ServiceNeedEstablished, field="existing",
        sentence="Existing contracts are looked at, whether they should go on, when a new service is needed.",
        found=lacks("existing", found="it names no existing contract that was looked at"),
    ),
    Rule(
        id="route.with-those-concerned", citation="HCC-A3-a", level="explain", of=ProcurementOptionSelected,
        field="consultations", found=_not_consulted,
        sentence="How to buy is settled in consultation with support officer and finance.",
    ),
    Rule(
        id="single-tender.with-its-case", citation="HCC-A4-a", level="advise", of=SingleTenderAuthorisationRequested,
        field="supporting_statement", sentence="Authority is asked for with the facts and the case for it.",
        found=lacks("supporting_statement", "report", found="it gives neither a statement nor a report"),
    ),
    Rule(
        id="single-tender.case-by-whom-it-falls-to", citation="HCC-A4-a", level="advise",
        of=SingleTenderAuthorisationRequested, field="statement_by", found=_case_of_another,
        sentence="Whoever manages the service supplies the facts and the case for a single tender.",
    ),
    Rule(
        id="single-tender.with-its-report", citation="HCC-A4-b", level="advise", of=SingleTenderAuthorisationRequested,
        field="report", sentence="Authority for a single tender is asked for by a report.",
        found=lacks("report", "exhibits", found="no report is with it"),
    ),
    Rule(
        id="single-tender.asked-of-those-entitled", citation="HCC-A4-b", level="advise",
        of=SingleTenderAuthorisationRequested, field="addressed_to", found=_asked_of_another,
        sentence="Authority for a single tender is asked for of those the procedure names.",
    ),
    Rule(
        id="single-tender.decided-otherwise-with-a-reason", citation="HCC-A4-b", level="explain",
        of=SingleTenderAuthorisationDecided, field="conditions", found=_turned_round,
        sentence="A decision on a single tender that turns another round says why.",
    ),
    Rule(
        id="single-tender.decided-by-those-entitled", citation="HCC-A4-b", level="authorise",
        of=SingleTenderAuthorisationDecided, field="by", authorised_by=MAY_VARY, found=not_by_those_entitled,
        sentence="Authority for a single tender is given by those the procedure names.",
    ),
    Rule(
        id="negotiation.after-authority", citation="HCC-A5-a", level="authorise", of=SingleTenderNegotiationConcluded,
        field="request", authorised_by=MAY_VARY, found=_no_authority,
        sentence="One provider alone is negotiated with only where that was approved.",
    ),
    Rule(
        id="procurement.by-the-route-chosen", citation="HCC-A3-a", level="explain",
        of=(*CALLING, SingleTenderAuthorisationRequested), found=_route_not_chosen,
        sentence="Contracts are bought by the route that was chosen.",
    ),
    Rule(
        id="tender.makes-strategy-known", citation="TVP-4.0-3", level="explain", of=CALLING,
        field="strategy_made_known", found=_strategy_unsaid,
        sentence="The tender papers make known how the authority manages its contracts.",
    ),
    Rule(
        id="tender.by-standing-orders", citation="HCC-A7-b", level="advise", of=(*CALLING, TenderReceived),
        field="standing_orders", found=_not_checked,
        sentence="Tenders are invited and received as standing orders ask.",
    ),
    Rule(
        id="tender.in-time", citation="HCC-A7-b", level="explain", of=TenderReceived, field="happened_at",
        sentence="A tender that comes after the closing time is left out.", found=_late,
    ),
    Rule(
        id="tender.opened-after-closing", citation="HCC-A7-b", level="explain", of=TenderReceived, field="opened_at",
        sentence="Tenders are opened after the closing time.", found=_opened_early,
    ),
    Rule(
        id="tender.opened-by-whom", citation="HCC-A7-b", level="advise", of=TenderReceived, field="opened_by",
        sentence="It is on file who opened a tender.",
        found=lacks("opened_by", found="it is not said who opened it"),
    ),
    Rule(
        id="evaluation.with-those-concerned", citation="HCC-A8-a", level="explain", of=TendersEvaluated,
        field="evaluators", sentence="Tenders are evaluated by those whose part it is, together.",
        found=_evaluators_missing,
    ),
    Rule(
        id="evaluation.with-scores", citation="HCC-A8-a", level="advise", of=TendersEvaluated, field="scores",
        sentence="An evaluation gives its scores.",
        found=lacks("scores", "scores_document", found="it gives no scores, nor the sheet they stand in"),
    ),
    Rule(
        id="evaluation.weights-make-the-whole", citation="HCC-A8-a", level="advise", of=TendersEvaluated,
        field="criteria", sentence="The weights of the criteria make the whole.", found=_weights,
    ),
    Rule(
        id="award.follows-evaluation", citation="HCC-A9-a", level="explain", of=AwardRecommended, field="bid",
        sentence="An award is recommended on an evaluation, or on a negotiation that came to terms.",
        found=_not_evaluated,
    ),
    Rule(
        id="award.put-to-those-entitled", citation="HCC-A9-a", level="advise", of=AwardRecommended,
        field="addressed_to", sentence="An award is put to those who may authorise it.", found=_addressed_elsewhere,
    ),
    Rule(
        id="award.authorised-by-those-entitled", citation="HCC-A9-a", level="authorise", of=AwardAuthorised,
        field="by", authorised_by=MAY_VARY, found=not_by_those_entitled,
        sentence="An award is authorised by those the procedure names.",
    ),
    Rule(
        id="award.with-contract-papers", citation="HCC-A9-b", level="advise", of=AwardAuthorised,
        field="recommendation", sentence="The contract papers are ready when an award is authorised.",
        found=_no_papers,
    ),
    Rule(
        id="unsuccessful.told-after-authority", citation="HCC-A9-c", level="authorise",
        of=UnsuccessfulTenderersNotified, field="tender", authorised_by=MAY_VARY, found=_told_too_soon,
        sentence="Those not chosen are told once the award has been authorised.",
    ),
    Rule(
        id="signature.after-authority", citation="HCC-A9-d", level="authorise", of=ContractSignedByAuthority,
        field="recommendation", authorised_by=MAY_VARY, found=_signed_too_soon,
        sentence="A contract is signed once its award has been authorised.",
    ),
    Rule(
        id="countersignature.signed-first", citation="HCC-A9-d", level="explain",
        of=ContractIssuedForCountersignature, found=_sent_unsigned,
        sentence="A contract is signed for the authority before it is sent to be countersigned.",
    ),
    Rule(
        id="countersignature.sent-to-the-awarded", citation="HCC-A9-d", level="advise",
        of=ContractIssuedForCountersignature, field="sent_to", found=_sent_elsewhere,
        sentence="A contract is sent to be countersigned to whom it was awarded.",
    ),
    Rule(
        id="countersignature.by-the-provider", citation="HCC-A9-d", level="advise", of=ContractCountersigned,
        field="signatory", found=_signed_by_a_stranger,
        sentence="A contract is countersigned by somebody who is on file as of the provider.",
    ),
)  # fmt: skip
