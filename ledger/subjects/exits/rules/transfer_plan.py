"""What is asked of a plan to transfer the service: submitted, reviewed, signed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger import left_out
from ledger.dates.working_days import dated
from ledger.expected_end import without_their_notice
from ledger.names import few, in_a_row
from ledger.notices_answered import answered_unnamed, open_notices
from ledger.offices import shown_as_the_authoritys
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.exits.entries import (
    ServiceTransferCompleted,
    ServiceTransferPlanReviewed,
    ServiceTransferPlanSigned,
    ServiceTransferPlanSubmitted,
)
from ledger.subjects.exits.register import TransferPlan, leaves_out_of_lists, sections_missing
from ledger.transfer_plans import SUPPLIED, as_signed, signed_by_the_other

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _no_notice_of_termination(
    file: ContractFile, entry: ServiceTransferPlanSubmitted, procedure: Procedure
) -> str | None:
    notice = file.notices.by_id.get(entry.notice or "")
    if notice is None or notice.served is None or notice.served.notice_kind == "termination":
        return None
    return f"{notice.id} is a notice of {notice.served.notice_kind.replace('-', ' ')}, not of termination"


def _names_no_notice(file: ContractFile, entry: ServiceTransferPlanSubmitted, procedure: Procedure) -> str | None:
    plans = file.exits.transfer_plans
    held = plans.get(entry.plan or "")
    if entry.notice or (held is not None and held.notice):
        return None
    taken = {plan.notice for plan in plans.values()}
    unnamed = answered_unnamed(file, plans.values())
    answered = taken.union(*unnamed.values())
    waiting = [notice for notice in open_notices(file, entry.happened_on) if notice not in answered]
    waiting = list(unnamed.get(entry.plan or "", ())) or waiting
    if len(waiting) < 2:
        return NOT_IN_POINT
    return f"it does not say which of {in_a_row(waiting)} it answers: it counts for each until that is said"


def _supplied_by_the_authority(
    file: ContractFile, entry: ServiceTransferPlanSubmitted, procedure: Procedure
) -> str | None:
    if entry.by is None:
        return NOT_IN_POINT
    if not shown_as_the_authoritys(file, entry.by, entry.happened_on):
        return None
    return f"it is entered as submitted by {procedure.person_in_office(entry.by)}, of the authority"


def _signed_by_the_other(file: ContractFile, entry: ServiceTransferPlanSigned, procedure: Procedure) -> str | None:
    signatory = entry.signatory or entry.by
    if signatory is None:
        return NOT_IN_POINT
    other = signed_by_the_other(file, entry.party, signatory, entry.happened_on)
    if other is None:
        return None
    return f"it is signed for the {entry.party} by {procedure.person_in_office(signatory)}, of the {other}"


def _plan_of(file: ContractFile, entry: ServiceTransferPlanReviewed | ServiceTransferPlanSigned) -> TransferPlan | None:
    plan = file.exits.transfer_plans.get(entry.plan)
    return as_signed(file, plan) if plan else None


def _nothing_to_review(file: ContractFile, entry: ServiceTransferPlanReviewed, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    if plan is None:
        return None
    match plan.state(entry.happened_on):
        case "not-submitted":
            return f"{plan.id} was not submitted by {dated(entry.happened_on)}"
        case "approved" | "signed" if entry.outcome == "approved":
            return f"{plan.id} was approved already; correct that entry if it is wrong"
        case "signed":
            return f"{plan.id} was signed by both parties; a revised version is submitted first"
        case _:
            return None


def _returned(file: ContractFile, entry: ServiceTransferPlanSigned, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    state = plan.state(entry.happened_on) if plan else None
    if plan is None or state not in ("returned", "not-submitted"):
        return None
    if state == "not-submitted":
        return f"{plan.id} was not submitted by {dated(entry.happened_on)}"
    last = [review for review in plan.reviews if review.on <= entry.happened_on][-1]
    return (
        f"{plan.id} was returned on {dated(last.on)} (entry {last.position}) and no revised version has been submitted"
        " since; a plan is signed once it is approved"
    )


def _signed_already(file: ContractFile, entry: ServiceTransferPlanSigned, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    before = [s for s in plan.signed if s.party == entry.party] if plan else []
    if plan is None or not before or entry.party in plan.unsigned(date.max):
        return None
    return f"the {entry.party} signed it on {dated(before[-1].on)} already (entry {before[-1].position})"


def _sections_left_out(file: ContractFile, plan: ServiceTransferPlanSubmitted, procedure: Procedure) -> str | None:
    held = file.exits.transfer_plans.get(plan.plan or "")
    missing = sections_missing(plan.sections or (held.sections if held else ()))
    return f"it does not say {', nor '.join(missing)}" if missing else None


def _lists_left_out(file: ContractFile, plan: ServiceTransferPlanSubmitted, procedure: Procedure) -> str | None:
    held = file.exits.transfer_plans.get(plan.plan or "")
    clients = plan.clients or (held.clients if held else ())
    lists = {"clients": clients, "documents": plan.items or (held.items if held else ())}
    covered = [name for name in lists if name in plan.sections]
    if not covered:
        return NOT_IN_POINT
    if plan.no_clients and clients:
        return f"it says that there are no clients, and lists {few(clients)}"
    said_none = plan.no_clients or (held is not None and held.no_clients)
    missing = [name for name in covered if not lists[name] and not (name == "clients" and said_none)]
    return f"it covers {' and '.join(missing)}, and lists none" if missing else None


def _leaves_out(file: ContractFile, plan: ServiceTransferPlanSubmitted, procedure: Procedure) -> str | None:
    held = file.exits.transfer_plans.get(plan.plan or "")
    if held is None or not (plan.clients or plan.items):
        return NOT_IN_POINT
    new = [one for one in leaves_out_of_lists(held, plan, 0) if one not in held.left_out]
    gone = left_out.unseen(file, new, plan.happened_on, but=held.id)
    if not gone:
        return None
    called = few([one.called for one in gone])
    return f"it leaves out {called}, which {held.id} listed, and nothing on file says what becomes of them"


def _clients_not_listed(
    file: ContractFile,
    entry: ServiceTransferPlanReviewed | ServiceTransferPlanSigned | ServiceTransferCompleted,
    procedure: Procedure,
) -> str | None:
    if isinstance(entry, ServiceTransferPlanReviewed) and entry.outcome != "approved":
        return NOT_IN_POINT
    over = without_their_notice(file, entry.happened_on) if entry.plan is None else ()
    held = [plan for plan in file.exits.transfer_plans.values() if plan.id not in over]
    plans = [plan for plan in held if entry.plan in (None, plan.id) and plan.submitted]
    gone = [one for one in left_out.left_out(file, entry.happened_on) if one.client and entry.plan in (None, one.plan)]
    if not plans and not gone:
        return NOT_IN_POINT
    bare = [plan.id for plan in plans if plan.leaves_clients_out]
    found = [f"{few(bare)} lists no clients, nor says that there are none"] if bare else []
    return "; ".join((*found, *left_out.in_words(gone))) or None


def _not_approved(file: ContractFile, entry: ServiceTransferPlanSigned, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    if plan is None:
        return NOT_IN_POINT
    if plan.state(entry.happened_on) != "submitted":
        return None
    return f"by {dated(entry.happened_on)} {plan.id} had not been approved"


def _approved_as_returned(file: ContractFile, entry: ServiceTransferPlanReviewed, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    if plan is None or entry.outcome != "approved" or plan.state(entry.happened_on) != "returned":
        return None
    last = dated(plan.reviews[-1].on)
    return f"{plan.id} was returned on {last}, and no revised version was submitted since; record it first"


def _returned_after_all(file: ContractFile, entry: ServiceTransferPlanReviewed, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    if plan is None or entry.outcome != "returned":
        return NOT_IN_POINT
    signed = [f"the {s.party} signed it on {dated(s.on)} (entry {s.position})" for s in plan.signed]
    if plan.state(entry.happened_on) == "approved":
        last = [review for review in plan.reviews if review.on <= entry.happened_on][-1]
        signed = [f"{plan.id} was approved on {dated(last.on)} (entry {last.position})", *signed]
    return "; ".join(signed) or None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="transfer-plan.on-a-notice-of-termination", citation="TVP-6.0-7", level="contradiction",
        of=ServiceTransferPlanSubmitted, field="notice", found=_no_notice_of_termination,
        sentence="A service transfer plan answers a notice of termination.",
    ),
    Rule(
        id="transfer-plan.names-its-notice", citation="TVP-6.0-7", level="advise", of=ServiceTransferPlanSubmitted,
        field="notice", found=_names_no_notice,
        sentence="Where several notices of termination are open, a service transfer plan says which it answers.",
    ),
    Rule(
        id=SUPPLIED, citation="TVP-6.0-7", level="explain", of=ServiceTransferPlanSubmitted, field="by",
        sentence="The provider supplies the service transfer plan.", found=_supplied_by_the_authority,
    ),
    Rule(
        id="transfer-plan.reviewed-when-submitted", citation="TVP-6.0-8", level="contradiction",
        of=ServiceTransferPlanReviewed, field="plan", found=_nothing_to_review,
        sentence="A service transfer plan is reviewed after it was submitted, and approved once.",
    ),
    Rule(
        id="transfer-plan.not-signed-when-returned", citation="TVP-6.0-9", level="contradiction",
        of=ServiceTransferPlanSigned, field="plan", found=_returned,
        sentence="A service transfer plan that was returned is not signed.",
    ),
    Rule(
        id="transfer-plan.signed-once-by-each", citation="TVP-6.0-9", level="contradiction",
        of=ServiceTransferPlanSigned, field="party", found=_signed_already,
        sentence="Each party signs a version of the plan once.",
    ),
    Rule(
        id="transfer-plan.signed-for-its-own-side", citation="TVP-6.0-9", level="explain",
        of=ServiceTransferPlanSigned, field="signatory", found=_signed_by_the_other,
        sentence="A party's signature under the plan is that of somebody of its own.",
    ),
    Rule(
        id="transfer-plan.covers-its-template", citation="TVP-6.0-10", level="explain",
        of=ServiceTransferPlanSubmitted, field="sections", asks=True, found=_sections_left_out,
        sentence="A service transfer plan covers services, documents and clients.",
    ),
    Rule(
        id="transfer-plan.itself-on-file", citation="TVP-6.0-10", level="advise", of=ServiceTransferPlanSubmitted,
        field="document", sentence="The service transfer plan itself, with its proposals, is with what is said of it.",
        found=lacks("document", "exhibits", found="the plan itself is not with it, only what it is said to cover"),
    ),
    Rule(
        id="transfer-plan.lists-what-it-covers", citation="TVP-6.0-11", level="advise",
        of=ServiceTransferPlanSubmitted, field="items", found=_lists_left_out,
        sentence="A service transfer plan lists the documents to be handed over and the clients.",
    ),
    Rule(
        id=left_out.RULE, citation="TVP-6.0-12", level="explain", of=ServiceTransferPlanSubmitted, field="clients",
        sentence="A revised transfer plan leaves out nobody, and nothing to be handed over, without a reason.",
        found=_leaves_out,
    ),
    Rule(
        id="transfer-plan.clients-listed", citation="TVP-6.0-12", level="explain",
        of=(ServiceTransferPlanReviewed, ServiceTransferPlanSigned, ServiceTransferCompleted), field="plan",
        found=_clients_not_listed,
        sentence="A plan that is approved, signed and carried out lists every client, or says that there are none.",
    ),
    Rule(
        id="transfer-plan.approved-as-revised", citation="TVP-6.0-8", level="contradiction",
        of=ServiceTransferPlanReviewed, field="outcome", found=_approved_as_returned,
        sentence="A plan that was returned is approved as revised.",
    ),
    Rule(
        id="transfer-plan.not-returned-when-approved", citation="TVP-6.0-8", level="explain",
        of=ServiceTransferPlanReviewed, field="outcome", found=_returned_after_all,
        sentence="A plan that was approved, or that a party has signed, is not returned: a revised one is asked for.",
    ),
    Rule(
        id="transfer-plan.returned-with-reasons", citation="TVP-6.0-8", level="advise",
        of=ServiceTransferPlanReviewed, field="reasons",
        found=lacks(
            "reasons", where=lambda entry: entry.outcome == "returned", found="it is not said why it is returned",
        ),
        sentence="A plan is returned with what it lacks.",
    ),
    Rule(
        id="transfer-plan.decided-by-whom", citation="TVP-6.0-8", level="advise", of=ServiceTransferPlanReviewed,
        field="by", sentence="A service transfer plan is approved, or returned, by somebody named.",
        found=lacks("by", found="nobody is named who decided it"),
    ),
    Rule(
        id="transfer-plan.signed-after-approval", citation="TVP-6.0-9", level="explain", of=ServiceTransferPlanSigned,
        field="happened_on", sentence="A service transfer plan is signed once it is approved.", found=_not_approved,
    ),
)  # fmt: skip
