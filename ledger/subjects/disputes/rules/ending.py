"""What is asked of settling a dispute, and of signing it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.disputing import same
from ledger.rules import AnyRule, Rule, lacks
from ledger.subjects.disputes.entries import DisputeSettled, DisputeSignedOff
from ledger.subjects.disputes.rules.entitled import SIGNED_OFF_BY, by_another, not_entitled
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


REPORTED_BY = "dispute.sign-off-reported-by-whom"


def _nothing_to_sign(file: ContractFile, entry: DisputeSignedOff, procedure: Procedure) -> str | None:
    held, day = file.disputes, entry.happened_on
    if entry.what == "settlement":
        settlements = (*held.settled, *(end for end in held.referral_ends if end.result == "settled"))
        there = any(s.on <= day and same(s.dispute, entry.dispute) for s in settlements)
        return None if there else f"no settlement in writing is on file for {dated(day)} or before"
    resolved = [e for e in held.plan_ends if e.on <= day and same(e.dispute, entry.dispute) and e.result == "resolved"]
    return None if resolved else f"no plan is on file as having resolved the matter by {dated(day)}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="dispute.settled-in-writing", citation="TVP-5.2-3a", level="advise", of=DisputeSettled, field="document",
        sentence="A settlement and its agreements are put in writing.",
        found=lacks("document", "exhibits", found="nothing in writing is with it"),
    ),
    Rule(
        id=SIGNED_OFF_BY, citation="TVP-5.2-4c", level="authorise", of=DisputeSignedOff, field="by",
        sentence="A dispute is signed off by the office the procedure gives that to.", found=not_entitled,
    ),
    Rule(
        id=REPORTED_BY, citation="TVP-5.2-3b", level="advise", of=DisputeSignedOff, field="reported_by",
        sentence="What is to be signed off is reported by the office the procedure has report it.",
        found=by_another(
            REPORTED_BY, "reported_by", "it was reported by {who}; the procedure has the {offices} report it"
        ),
    ),
    Rule(
        id="dispute.something-to-sign-off", citation="TVP-5.2-3b", level="explain", of=DisputeSignedOff, field="what",
        sentence="What is signed off is a settlement or a completed plan that is on file.", found=_nothing_to_sign,
    ),
    Rule(
        id="dispute.provider-told-of-the-end", citation="TVP-5.2-4d", level="advise", of=DisputeSignedOff,
        field="reported_to_provider_on", sentence="The result is reported to the provider.",
        found=lacks("reported_to_provider_on", found="it is not on record that the provider was told"),
    ),
)  # fmt: skip
