"""What is asked of an update of the policy: who approved it, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.names import same_name
from ledger.offices import in_office, only_advises
from ledger.policies_approved import NEED_SAID, WHO_APPROVED, as_refused, refusals, unsaid_of
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.programme.entries import PolicyUpdateApproved, ProgrammeActionReviewed
from ledger.subjects.programme.register import called_a_policy
from ledger.version_order import comes_before

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


CABINET_MEMBER = "cabinet-member-for-resources"
OF_A_UNIT = ("first-point-of-contact", "business-unit-board", "lead-officer", "senior-responsible-officer")
"""The offices of a business unit and of one contract: decisions on contracts lie there (IMP-28-b)."""
_BY_CABINET_MEMBER = "policy.approved-by-the-cabinet-member"


def _not_by_the_cabinet_member(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    if not entry.cabinet_approval_needed:
        return NOT_IN_POINT
    if _is_the_cabinet_members(file, entry, procedure):
        return None
    return f"it needs the Cabinet Member's approval and was approved by {procedure.person_in_office(entry.by)}"


def _is_the_cabinet_members(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> bool:
    # A procedure that has no such office does not know its other name either.
    entitled = procedure.entitled(_BY_CABINET_MEMBER) or (CABINET_MEMBER, "cabinet-member")
    return in_office(file, entry.by, entitled, entry.happened_on, procedure)


def _need_unsaid(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    """Of handbooks and processes it is not asked, nor of what the Cabinet Member approved."""
    if entry.cabinet_approval_needed is not None:
        return None
    if not called_a_policy(entry.document) or _is_the_cabinet_members(file, entry, procedure):
        return NOT_IN_POINT
    return "it is not said whether the Cabinet Member has to approve it"


def _approved_twice(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    for held in file.programme.policies.values():
        same = same_name(held.document, entry.document) and same_name(held.version, entry.version)
        if same and held.id not in refusals(
            file, procedure
        ):  # what was refused can be put to whoever approves it again
            return (
                f"version {held.version} of {held.document} was approved on {dated(held.on)} (entry {held.position}); "
                "give the version approved now, or correct that entry"
            )
    return None


def _carried_by_what_is_in_doubt(
    file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure
) -> str | None:  # fmt: skip
    """By a version that was refused, or of which it is not known who approved it, or whether they could."""
    if entry.outcome != "completed":
        return NOT_IN_POINT
    refused, named = refusals(file, procedure), file.programme.policies.get(entry.policy or "")
    if named is not None and named.id in refused:
        return f"{named.document}, version {named.version}, was {as_refused(refused[named.id], procedure)}"
    action = file.programme.actions.get(entry.action)
    brings = action is not None and "approved-policy" in action.brings
    stand = [held for held in file.programme.policies.values() if held.is_a_policy and held.id not in refused]
    carrying = [held for held in stand if entry.action in held.actions]
    by = [named] if named is not None else carrying or (stand if brings else [])
    doubts = [(held, unsaid_of(file, held)) for held in by]
    if not doubts:
        return NOT_IN_POINT
    if not all(unsaid for _, unsaid in doubts):
        return None
    held, unsaid = doubts[-1]
    return f"of {held.document}, version {held.version} (entry {held.position}), {' and '.join(unsaid)}"


def _before_the_last(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    refused = refusals(file, procedure)
    earlier = [
        held for held in file.programme.policies.values()
        if same_name(held.document, entry.document) and held.on <= entry.happened_on and held.id not in refused
    ]  # fmt: skip
    if not earlier:
        return NOT_IN_POINT
    last = max(earlier, key=lambda held: (held.on, held.position))
    if not comes_before(entry.version, last.version):
        return None
    return f"version {last.version} was approved on {dated(last.on)} (entry {last.position}), and is the later one"


def _by_who_only_advises(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    return only_advises((entry.by,), procedure)


def _by_a_units_own(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    """Of a unit, or of one contract, and not of those who keep the procedure besides."""
    if entry.by is None:
        return NOT_IN_POINT
    if in_office(file, entry.by, (procedure.owner,), entry.happened_on, procedure):
        return None
    if not in_office(file, entry.by, OF_A_UNIT, entry.happened_on, procedure):
        return None
    keeps = procedure.office_title(procedure.owner)
    return f"{procedure.person_in_office(entry.by)} acts for a unit or a contract; policy is kept by {keeps}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="policy.version-approved-once", citation="IMP-14-a", level="contradiction", of=PolicyUpdateApproved,
        field="version", sentence="A version of a policy is approved once.", found=_approved_twice,
    ),
    Rule(
        id="policy.version-after-the-last", citation="IMP-14-a", level="advise", of=PolicyUpdateApproved,
        field="version", sentence="A version of a policy comes after the last one approved.", found=_before_the_last,
    ),
    Rule(
        id=WHO_APPROVED, citation="IMP-14-b", level="advise", of=PolicyUpdateApproved, field="by",
        sentence="It is on record who approved a policy.", found=lacks("by", found="nobody is named"),
    ),
    Rule(
        id=NEED_SAID, citation="IMP-14-b", level="advise", of=PolicyUpdateApproved, field="cabinet_approval_needed",
        sentence="It is said of a policy whether the Cabinet Member has to approve it.", found=_need_unsaid,
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
    Rule(
        id="policy.kept-at-the-centre", citation="IMP-28-a", level="advise", of=PolicyUpdateApproved, field="by",
        sentence="The centre keeps policy: nobody approves it for a unit or a contract.", found=_by_a_units_own,
    ),
    Rule(
        id="programme-action.carried-by-a-policy-that-stands", citation="IMP-14-b", level="advise",
        of=ProgrammeActionReviewed, field="policy", found=_carried_by_what_is_in_doubt,
        sentence="What an action changed is carried by a version of a policy whose approval is beyond doubt.",
    ),
)  # fmt: skip
