"""Which approved versions of a policy stand, and carry what actions changed: none refused (IMP-14-a, IMP-14-b).

A version that another approved than whoever approves policies is on file and waits for their word; what they refused
carries nothing (docs/adr/0428). Pure functions of a programme's file, asked by the rules and the tracker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.said_since import said_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.contract_file import ContractFile
    from ledger.departures import DepartureStanding
    from ledger.procedures import Procedure
    from ledger.subjects.programme.register import Action, Policy

OF_POLICIES = "policy."
"""What the rules are called by which it is asked who approves a policy."""

WHO_APPROVED, NEED_SAID = "policy.says-who-approved", "policy.says-whether-the-cabinet-member-approves"


def refusals(file: ContractFile, procedure: Procedure) -> Mapping[str, DepartureStanding]:
    """Return the last word on each approved version that refuses it, by the id of the version (IMP-14-b).

    `procedure`: the one that judges what no other does.
    """
    found = ((held.id, _refusal(file, held, procedure)) for held in file.programme.policies.values())
    return {which: word for which, word in found if word is not None}


def _refusal(file: ContractFile, policy: Policy, procedure: Procedure) -> DepartureStanding | None:
    act = file.at(policy.position)
    departed = [one.rule for one in act.departures if one.rule.startswith(OF_POLICIES)] if act else []
    judged_by = file.judging(policy.position, procedure) if departed else procedure
    words = (file.standing(policy.position, rule, judged_by) for rule in departed)
    return next((word for word in words if word is not None and word.state == "refused"), None)


def unsaid_of(file: ContractFile, policy: Policy) -> tuple[str, ...]:
    """Return what is not said of the approval of a version, nor since, and leaves it in doubt: who approved it, and
    whether the Cabinet Member had to (IMP-14-b)."""
    act = file.at(policy.position)
    return tuple(
        one.found for one in (act.departures if act else ())
        if one.rule in (WHO_APPROVED, NEED_SAID) and said_in(file, policy.position, one.rule) is None
    )  # fmt: skip


def as_refused(word: DepartureStanding, procedure: Procedure) -> str:
    """Return by whom a version was refused and when, in words."""
    on = f" on {dated(word.on)}" if word.on else ""
    return f"refused by {procedure.person_in_office(word.by)}{on} (entry {word.position})"


def carried_by(file: ContractFile, action: Action, procedure: Procedure) -> Policy | None:
    """Return the first version of a policy that carries what an action changes: one said to that was not refused
    (IMP-14-a)."""
    refused = refusals(file, procedure)
    return next(
        (held for held in file.programme.named_for(action) if held.is_a_policy and held.id not in refused), None
    )


__all__ = ["NEED_SAID", "OF_POLICIES", "WHO_APPROVED", "as_refused", "carried_by", "refusals", "unsaid_of"]
