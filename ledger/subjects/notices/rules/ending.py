"""What must come before a notice by which the authority ends the contract early."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import rights
from ledger.dates.working_days import dated
from ledger.end_decided import NOTICE_DECIDED, notice_undecided
from ledger.ending import decision_waits, no_such_right, part_unclear, provider_not_told
from ledger.offices import acted_as, in_another_office
from ledger.rules import NOT_IN_POINT, AnyRule, Predicate, Rule
from ledger.serving.validity import notice_length
from ledger.subjects.notices.entries import NoticeServed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _is_early_ending(file: ContractFile, notice: NoticeServed) -> bool:
    """Whether it is a notice by which the authority would end the contract, or a part of it, before its end date."""
    if notice.notice_kind != "termination" or notice.served_by_party != "authority":
        return False
    end = file.end_date(notice.happened_on)
    return end is None or notice.ends_on is None or notice.ends_on < end


def _not_by_legal_services(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_early_ending(file, notice):
        return NOT_IN_POINT
    server = notice.by or notice.signed_by
    if acted_as(file, server, "legal-services", notice.happened_on, procedure):
        return None
    otherwise = in_another_office(file, server, notice.happened_on, procedure) if server else None
    return f"it was carried out by {procedure.person_in_office(server)}{f'; {otherwise}' if otherwise else ''}"


def _provider_not_told(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_early_ending(file, notice):
        return NOT_IN_POINT
    return provider_not_told(file, notice.happened_on, notice.proposal)


def _unmet(condition: str) -> Predicate:
    def found(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
        row = next((c for c in procedure.conditions if c.id == condition), None)
        if not _is_early_ending(file, notice) or (row is not None and not row.applies):
            return NOT_IN_POINT
        return file.unmet_before_ending(notice.happened_on, notice.proposal).get(condition)

    return found


def _right_not_arisen(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_early_ending(file, notice):
        return NOT_IN_POINT
    if not rights.right_in_point(file, notice.happened_on, notice.clause):
        return NOT_IN_POINT  # no clause on file gives one: there is nothing to judge by
    return rights.not_arisen(file, notice.happened_on, notice.clause)


def _decision_waits(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_early_ending(file, notice):
        return NOT_IN_POINT
    return decision_waits(file, notice.happened_on, notice.proposal, procedure)


def _not_decided(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_early_ending(file, notice):
        return NOT_IN_POINT
    return notice_undecided(file, notice, notice.proposal, procedure)


def _short_notice(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    length = notice_length(file, notice, notice.counts_on or notice.happened_on)
    if length is None or notice.ends_on is None:
        return NOT_IN_POINT
    if notice.ends_on >= length.end:
        return None
    return f"it ends the contract on {dated(notice.ends_on)}; {length.period} of notice run to {dated(length.end)}"


def _clause_not_on_file(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if notice.notice_kind != "termination":
        return NOT_IN_POINT
    if notice.clause is None:
        return "it cites no clause"
    return no_such_right(file, notice.clause, notice.happened_on)


def _part_unclear(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    return part_unclear(notice) if notice.notice_kind == "termination" else NOT_IN_POINT


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="notice.termination-by-legal-services", citation="HCC-9.4-f", level="absolute", of=NoticeServed, field="by",
        sentence="An early termination is carried out by Legal Services.", found=_not_by_legal_services,
    ),
    Rule(
        id="notice.termination-discussed", citation="HCC-9.2-a", level="absolute", of=NoticeServed,
        sentence="Early termination is discussed with the contract support officer first (TC-15).",
        found=_unmet("TC-15"),
    ),
    Rule(
        id="notice.termination-impact-assessed", citation="HCC-9.3-a", level="absolute", of=NoticeServed,
        sentence="The consequences of early termination are fully considered first (TC-16).", found=_unmet("TC-16"),
    ),
    Rule(
        id="notice.termination-case-recorded", citation="HCC-9.4-a", level="absolute", of=NoticeServed,
        sentence="The case for early termination is recorded first (TC-18).", found=_unmet("TC-18"),
    ),
    Rule(
        id="notice.termination-legal-services-consulted", citation="HCC-9.4-e", level="absolute", of=NoticeServed,
        sentence="The County Manager (Contracts) consults Legal Services first (TC-19).", found=_unmet("TC-19"),
    ),
    Rule(
        id="notice.termination-right-arisen", citation="HCC-A11-a", level="absolute", of=NoticeServed, field="clause",
        sentence="Notice of termination is given under a right that the file shows to have arisen.",
        found=_right_not_arisen,
    ),
    Rule(
        id=NOTICE_DECIDED, citation="TVP-5.0-7", level="explain", of=NoticeServed, field="proposal",
        sentence="Notice of termination is given once it was decided to end the contract.", found=_not_decided,
    ),
    Rule(
        id="notice.termination-after-call-in", citation="Local Government Act 2000, s 9F", level="explain",
        of=NoticeServed, found=_decision_waits,
        sentence="Notice of termination waits until the decision can no longer be called in.",
    ),
    Rule(
        id="notice.provider-informed", citation="HCC-9.5-b", level="explain", of=NoticeServed,
        sentence="The provider is kept informed of any intention to end the contract.", found=_provider_not_told,
    ),
    Rule(
        id="notice.termination-cites-its-clause", citation="HCC-A11-a", level="advise", of=NoticeServed, field="clause",
        sentence="A notice of termination cites the clause of the contract that gives the right.",
        found=_clause_not_on_file,
    ),
    Rule(
        id="notice.termination-long-enough", citation="HCC-A11-a", level="explain", of=NoticeServed, field="ends_on",
        sentence="A notice of termination gives as long as the clause asks for.", found=_short_notice,
    ),
    Rule(
        id="notice.termination-names-the-part", citation="HCC-A11-a", level="advise", of=NoticeServed, field="part",
        sentence="A notice that ends part of the contract says so, and which part.", found=_part_unclear,
    ),
)  # fmt: skip
