"""What is asked of the notice an early end rests on, and of informing the provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import ending
from ledger.dates.working_days import dated
from ledger.offices import acted_as, in_another_office, is_the_authoritys
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.termination.entries import ContractTerminated, ProviderInformedOfIntention
from ledger.subjects.termination.rules.right_to_end import in_point

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _not_by_legal_services(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    executor = act.executor
    if not in_point(file, act):
        return NOT_IN_POINT
    if acted_as(file, executor, "legal-services", act.happened_on, procedure):
        return None
    otherwise = in_another_office(file, executor, act.happened_on, procedure) if executor else None
    return f"it was carried out by {executor or 'nobody named'}{f'; {otherwise}' if otherwise else ''}"


def _notice_does_not_stand(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if not in_point(file, act) or act.by_party == "both":
        return NOT_IN_POINT
    if act.notice is None:
        return "it names no notice of termination"
    notice = file.notices.by_id.get(act.notice)
    if notice is None or notice.served is None:
        return f"{act.notice} is not on file for {dated(act.happened_on)} or before"
    if notice.served.served_by_party != act.by_party:
        return f"{act.notice} is the {notice.served.served_by_party}'s, and the {act.by_party} ended the contract"
    if notice.served.notice_kind != "termination":
        return f"{act.notice} is a notice of {notice.served.notice_kind.replace('-', ' ')}, not of termination"
    if notice.is_purported:
        return f"{act.notice} is itself only purported: a rule that nothing lifts was not kept in giving it"
    if notice.valid is False:
        return f"{act.notice} was not validly served"
    if notice.withdrawn and notice.withdrawn[0] <= act.happened_on:
        return f"{act.notice} was withdrawn on {dated(notice.withdrawn[0])}"
    return None


def _notice_too_short(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(act.notice or "")
    if notice is None or notice.valid is False or not in_point(file, act):
        return NOT_IN_POINT
    if notice.counts_on is None or notice.counts_on > act.effective_on:
        counts = f"it counts on {dated(notice.counts_on)}" if notice.counts_on else "its receipt is not shown"
        return f"the contract is ended from {dated(act.effective_on)}, when {notice.id} does not yet count: {counts}"
    length = notice.worked.ends_no_earlier_than if notice.worked else None
    if length is not None and act.effective_on < length.end:
        return f"the contract is ended from {dated(act.effective_on)}; the length of notice runs to {dated(length.end)}"
    return None


def _under_no_right(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    return ending.ended_under_no_right(file, act)


def _provider_not_told(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if not in_point(file, act) or act.by_party == "both":
        return NOT_IN_POINT  # a provider that agreed to the end needed no telling
    return ending.provider_not_told(file, act.happened_on, act.proposal)


def _our_own_told(file: ContractFile, told: ProviderInformedOfIntention, procedure: Procedure) -> str | None:
    if told.recipient is None:
        return NOT_IN_POINT
    if not is_the_authoritys(file, told.recipient, told.happened_on):
        return None
    return f"{told.recipient} was told, who is of the authority, and nobody of the provider"


def _told_by_another(file: ContractFile, told: ProviderInformedOfIntention, procedure: Procedure) -> str | None:
    return ending.told_by_another(file, told.by, told.happened_on, procedure)


def _revision_told_by_another(
    file: ContractFile, told: ProviderInformedOfIntention, procedure: Procedure
) -> str | None:
    return _told_by_another(file, told, procedure) if told.intention == "revise" else NOT_IN_POINT


def _end_told_by_another(file: ContractFile, told: ProviderInformedOfIntention, procedure: Procedure) -> str | None:
    return _told_by_another(file, told, procedure) if told.intention == "terminate" else NOT_IN_POINT


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="termination.by-legal-services", citation="HCC-9.4-f", level="absolute", of=ContractTerminated,
        field="carried_out_by", sentence="Early termination is carried out by Legal Services.",
        found=_not_by_legal_services,
    ),
    Rule(
        id="termination.on-a-notice-that-stands", citation="HCC-A11-a", level="absolute", of=ContractTerminated,
        field="notice", sentence="The contract is ended by a notice of termination that was validly given.",
        found=_notice_does_not_stand,
    ),
    Rule(
        id="termination.length-of-notice", citation="HCC-A11-a", level="explain", of=ContractTerminated,
        field="ends_on", sentence="The contract ends only when the notice counts and its length has run.",
        found=_notice_too_short,
    ),
    Rule(
        id="termination.cites-its-clause", citation="HCC-A11-a", level="advise", of=ContractTerminated, field="clause",
        sentence="Whoever ends a contract ends it under a clause of it that gives them the right, as their notice did.",
        found=_under_no_right,
    ),
    Rule(
        id="termination.provider-informed", citation="HCC-9.5-b", level="explain", of=ContractTerminated,
        sentence="The provider is kept informed of any intention to end the contract.", found=_provider_not_told,
    ),
    Rule(
        id="intention.told-to-the-provider", citation="HCC-9.5-b", level="explain", of=ProviderInformedOfIntention,
        field="recipient", sentence="It is the provider that is told of an intention.", found=_our_own_told,
    ),
    Rule(
        id="intention.told-by-the-lead-officer", citation="HCC-9.5-a", level="advise", of=ProviderInformedOfIntention,
        field="by", sentence="The lead officer keeps the provider informed of an intention to revise the contract.",
        found=_revision_told_by_another,
    ),
    Rule(
        id="intention.end-told-by-the-lead-officer", citation="HCC-9.5-b", level="advise",
        of=ProviderInformedOfIntention, field="by",
        sentence="The lead officer keeps the provider informed of an intention to end the contract.",
        found=_end_told_by_another,
    ),
)  # fmt: skip
