"""The plans for a transfer: which notice each answers, who supplied and signed it, until when clients are supported.

Pure functions of a file and the procedure (TVP-6.0-7, TVP-6.0-8, TVP-6.0-9, TVP-6.0-12).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.entry import Departure, Recorded, own
from ledger.expected_end import Conclusion, expected, part_ended
from ledger.notices_answered import answering
from ledger.offices import shown_as_the_authoritys
from ledger.transition import transition

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.contract_terms import Party
    from ledger.entry import Actor
    from ledger.procedures import Procedure
    from ledger.subjects.exits import Arranged, TransferPlan
    from ledger.subjects.exits.register import Signature


SUPPLIED = "transfer-plan.supplied-by-the-provider"


OF_A_VERSION = frozenset((
    "transfer-plan.covers-its-template", "transfer-plan.itself-on-file", "transfer-plan.lists-what-it-covers",
    "transfer-plan.names-its-notice",
))  # fmt: skip
"""The rules on what a version of a plan holds: what one leaves out, a revised one puts right."""


def put_right_by(file: ContractFile, recorded: Recorded, departure: Departure) -> int | None:
    """Return the entry of the first later version of a transfer plan that holds what this one was found to leave out by
    a rule; None where there is none, and of whatever else (TVP-6.0-8)."""
    if departure.rule not in OF_A_VERSION:
        return None
    plan = file.exits.transfer_plans.get(own(recorded.entry, "plan") or recorded.given_id or "")
    since = (recorded.entry.happened_on, recorded.position)
    later = (file.at(version[1]) for version in plan.submitted if version > since) if plan else ()
    there = (held for held in later if held is not None and all(d.rule != departure.rule for d in held.departures))
    return next((held.position for held in there), None)


def supplied(file: ContractFile, plan: TransferPlan) -> list[tuple[date, int]]:
    """Return (day, position) of each version of a transfer plan that the provider supplied (TVP-6.0-7): one entered as
    the authority's own act is none as long as it is asked why, without a reason with it or a supplement, whatever
    that says, unless it names something else. Of what was recorded before that was asked nobody is asked it."""
    return [(on, position) for on, position in plan.submitted if not _of_our_own(file, position)]


def _of_our_own(file: ContractFile, position: int) -> bool:
    recorded = file.at(position)
    if recorded is None or recorded.entry.by is None or file.records.explaining(position, SUPPLIED):
        return False
    unexplained = any(d.rule == SUPPLIED and d.reason is None for d in recorded.departures)
    return unexplained and shown_as_the_authoritys(file, recorded.entry.by, recorded.entry.happened_on)


def signed_by_the_other(
    file: ContractFile, party: Party, signatory: Actor, day: date
) -> Party | None:  # fmt: skip
    """Return the party that somebody is of who signed a plan for the other one; None where the file does not show it:
    of a name alone nothing is known (TVP-6.0-9)."""
    if party == "provider":
        return "authority" if shown_as_the_authoritys(file, signatory, day) else None
    return "provider" if signatory.is_of_the_provider else None


def _counts(file: ContractFile, held: Signature) -> bool:
    return held.signatory is None or signed_by_the_other(file, held.party, held.signatory, held.on) is None


def as_signed(file: ContractFile, plan: TransferPlan) -> TransferPlan:
    """Return a transfer plan with the signatures that are those of the party they stand for: one for a party by
    somebody of the other is none, whatever is said of it (TVP-6.0-9; docs/adr/0478)."""
    return plan.model_copy(update={"signed": tuple(held for held in plan.signed if _counts(file, held))})


def signed_for_another(file: ContractFile, plan: TransferPlan, party: str, day: date) -> Signature | None:
    """Return the last signature for a party, by a day and since the plan was approved, that is none of that party's;
    None where it is signed by that party itself, or by nobody for it."""
    if party not in as_signed(file, plan).unsigned(day) or party in plan.unsigned(day):
        return None
    return [held for held in plan.signed if held.party == party and held.on <= day and not _counts(file, held)][-1]


def supplied_on(file: ContractFile, notice: str) -> tuple[date, int] | None:
    """Return (day, position) of the first version that the provider supplied, since a notice was served, of any plan
    that answers it; None where it supplied none (TVP-6.0-7). One that names it answers it on whatever day it came."""
    there = ((plan, tuple(supplied(file, plan))) for plan in file.exits.transfer_plans.values())
    theirs = [plan.model_copy(update={"submitted": versions}) for plan, versions in there if versions]
    held = file.notices.by_id.get(notice)
    served_on = held.served.happened_on if held is not None and held.served is not None else date.min
    came = sorted(version for plan in answering(file, theirs, notice) for version in plan.submitted)
    return next((version for version in came if version[0] >= served_on), next(iter(came), None))


def is_for_review(file: ContractFile, plan: TransferPlan) -> bool:
    """Return whether the authority is to look at a transfer plan: at what the provider supplied, and at what it looked
    at already; at a draft of its own nobody does (TVP-6.0-8)."""
    return bool(plan.reviews or supplied(file, plan))


def transferred_by(file: ContractFile, plan: TransferPlan, day: date) -> Conclusion | None:
    """Return when what a transfer plan is about ends, and goes on elsewhere, by what was on file on a day: the part of
    the contract that a notice ends, or the contract, whichever comes first (TVP-6.0-7). None where nothing says so."""
    whole, found = expected(file, day), part_ended(file, plan, day)
    if found is None or (ends_on := found[1].ends_on) is None or (whole is not None and whole.end <= ends_on):
        return whole
    notice, served = found
    return Conclusion(ends_on, served.happened_on, notice.position, None if notice.counts_on else notice.id)


def supported_until(
    file: ContractFile, client: str, plan: str | None, day: date, procedure: Procedure,
    released_on: date | None = None,
) -> date | None:  # fmt: skip
    """Return the last day on which the provider supports a client, by what was on file on a day: the end of what the
    plan named is about, else of those that list the client; else of the contract (TVP-6.0-12). Where the provider is
    bound until the service is handed over, not before that; None as long as it is not, and where no day is known.
    `released_on`: the day of a handover that is about to be recorded as complete.
    """
    named = [
        held for name, held in file.exits.transfer_plans.items() if (name == plan if plan else client in held.clients)
    ]
    ends = {transferred_by(file, held, day) for held in named} or {expected(file, day)}
    last = max((known.end for known in ends if known), default=None)
    bound = transition(file, procedure)
    if last is None or bound is None or any(part_ended(file, held, day) for held in named):
        return last
    released = bound.completed_on or released_on
    return max(last, released) if released else None


def days_without_support(
    file: ContractFile, held: Arranged, day: date, procedure: Procedure, released_on: date | None = None
) -> int:  # fmt: skip
    """Return for how many days nobody supports a client between what they have now and what was arranged, by what was
    on file on a day; 0 where it follows at once, or one of the two days is not known (TVP-6.0-12)."""
    end = supported_until(file, held.client, held.plan, day, procedure, released_on)
    return max(0, (held.starts_on - end).days - 1) if held.starts_on and end else 0
