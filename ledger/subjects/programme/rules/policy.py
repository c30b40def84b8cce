"""What is asked of an update of the policy: who approved it, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.names import same_name
from ledger.offices import in_office, only_advises
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.programme.entries import PolicyUpdateApproved

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


CABINET_MEMBER = "cabinet-member-for-resources"
_BY_CABINET_MEMBER = "policy.approved-by-the-cabinet-member"


def _not_by_the_cabinet_member(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    # A procedure that has no such office does not know its other name either.
    entitled = procedure.entitled(_BY_CABINET_MEMBER) or (CABINET_MEMBER, "cabinet-member")
    if not entry.cabinet_approval_needed:
        return NOT_IN_POINT
    if in_office(file, entry.by, entitled, entry.happened_on, procedure):
        return None
    return f"it needs the Cabinet Member's approval and was approved by {procedure.person_in_office(entry.by)}"


def _approved_twice(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    for held in file.programme.policies.values():
        if same_name(held.document, entry.document) and same_name(held.version, entry.version):
            return (
                f"version {held.version} of {held.document} was approved on {dated(held.on)} (entry {held.position}); "
                "give the version approved now, or correct that entry"
            )
    return None


def _by_who_only_advises(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    return only_advises((entry.by,), procedure)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="policy.version-approved-once", citation="IMP-14-a", level="contradiction", of=PolicyUpdateApproved,
        field="version", sentence="A version of a policy is approved once.", found=_approved_twice,
    ),
    Rule(
        id="policy.says-who-approved", citation="IMP-14-b", level="advise", of=PolicyUpdateApproved, field="by",
        sentence="It is on record who approved a policy.", found=lacks("by", found="nobody is named"),
    ),
    Rule(
        id=_BY_CABINET_MEMBER, citation="IMP-14-b", level="authorise", of=PolicyUpdateApproved, field="by",
        sentence="Where it is required, the Cabinet Member for resources approves the policy.",
        found=_not_by_the_cabinet_member, authorised_by=(CABINET_MEMBER,),
    ),
    Rule(
        id="policy.approved-by-who-decides", citation="IMP-28-c", level="explain", of=PolicyUpdateApproved, field="by",
        sentence="A forum that advises approves nothing.", found=_by_who_only_advises,
    ),
)  # fmt: skip
