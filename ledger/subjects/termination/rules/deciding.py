"""What is asked of the decision to end a contract early: what it weighed, and who decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import ending
from ledger.dates.working_days import dated
from ledger.end_decided import DECIDED_BY, end_decided, not_by_decider
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, leaves_out
from ledger.subjects.termination.entries import (
    CallInConcluded,
    ContractTerminated,
    DecisionCalledIn,
    TerminationAuthorised,
    TerminationCaseRecorded,
    TerminationImpactAssessed,
)
from ledger.subjects.termination.rules.right_to_end import in_point

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _more_than_the_service_has(
    file: ContractFile, weighed: TerminationImpactAssessed, procedure: Procedure
) -> str | None:
    contract = file.agreement.contract
    there, affected = contract.client_group_size if contract else None, weighed.users_affected
    if there is None or affected is None:
        return NOT_IN_POINT
    return (
        f"{affected} people are affected, and by the contract on file {there} receive it" if affected > there else None
    )


def _not_decided(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if not in_point(file, act):
        return NOT_IN_POINT
    if end_decided(file, act.happened_on, act.proposal, procedure):
        return None
    return f"no decision to end the contract that stands is on file for {dated(act.happened_on)} or before"


def _no_such_decision(
    file: ContractFile, entry: DecisionCalledIn | CallInConcluded, procedure: Procedure
) -> str | None:
    if any(decision.position == entry.decision for decision in file.termination.decisions):
        return None
    return f"entry {entry.decision} is no decision to end the contract"


def _equality_not_weighed(file: ContractFile, act: TerminationAuthorised, procedure: Procedure) -> str | None:
    impact = file.termination.impact_assessed(act.happened_on, act.proposal)
    if impact is not None and "equality" in impact.weighed:
        return None
    return f"no assessment of what it means for equality is on file for {dated(act.happened_on)} or before"


def _decision_waits(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if not in_point(file, act):
        return NOT_IN_POINT
    return ending.decision_waits(file, act.happened_on, act.proposal, procedure)


def _shows_no_failing(file: ContractFile, case: TerminationCaseRecorded, procedure: Procedure) -> str | None:
    if not case.cited:
        return NOT_IN_POINT  # asked for as what the case lacks
    what = ending.shows_nothing(file, case.cited, case.happened_on, case.proposal)
    return f"it {what}" if what else None


def _digest_of_nothing(file: ContractFile, case: TerminationCaseRecorded, procedure: Procedure) -> str | None:
    if case.trail_digest is None:
        return NOT_IN_POINT  # asked for as what the case lacks
    lacking = ending.no_trail(file, case)
    return f"it names a digest, but {lacking}" if lacking else None


def _clause_gives_no_right(file: ContractFile, case: TerminationCaseRecorded, procedure: Procedure) -> str | None:
    return ending.no_such_right(file, case.clause, case.happened_on) if case.clause else NOT_IN_POINT


def _no_advice(file: ContractFile, act: TerminationAuthorised, procedure: Procedure) -> str | None:
    # Says only whether there is advice: what it says is privileged and this sentence is not.
    if file.termination.advised(act.happened_on, act.proposal):
        return None
    return f"no advice of Legal Services is on file for {dated(act.happened_on)} or before"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="termination.decided", citation="TVP-5.0-7", level="explain", of=ContractTerminated, field="proposal",
        sentence="The contract is ended on a decision that is on record.", found=_not_decided,
    ),
    Rule(
        id=DECIDED_BY, citation="TVP-5.0-7", level="explain",
        of=TerminationAuthorised, field="by", found=not_by_decider,
        sentence="Ending the contract is decided by the office the procedure gives that to.",
    ),
    Rule(
        id="termination.decision-recorded-in-full", citation="SI 2012/2089, reg 13(4)", level="advise",
        of=TerminationAuthorised, field="options_rejected", found=leaves_out(
            {
                "delegated_power": "the power under which it was decided", "reason": "reasons",
                "options_rejected": "options considered and rejected", "interests_declared": "interests declared",
            },
            found="it says nothing of {missing}",
        ),
        sentence="A decision is recorded with its power, its reasons, the options rejected and interests declared.",
    ),
    Rule(
        id="termination.equality-weighed-first", citation="Equality Act 2010, s 149", level="explain",
        of=TerminationAuthorised, found=_equality_not_weighed,
        sentence="What ending the contract means for equality is weighed before it is decided, not after.",
    ),
    Rule(
        id="termination.call-in-over", citation="Local Government Act 2000, s 9F", level="explain",
        of=ContractTerminated, found=_decision_waits,
        sentence="A decision that may be called in, or was, is carried out only when that is over.",
    ),
    Rule(
        id="call-in.of-a-decision", citation="Local Government Act 2000, s 9F", level="contradiction",
        of=(DecisionCalledIn, CallInConcluded), field="decision", found=_no_such_decision,
        sentence="What is called in is a decision to end the contract that is on file.",
    ),
    Rule(
        id="termination.advice-received", citation="HCC-9.4-e", level="advise", of=TerminationAuthorised,
        sentence="Legal Services have advised before it is decided.", found=_no_advice,
    ),
    Rule(
        id="termination.impact-complete", citation="HCC-9.3-b", level="advise", of=TerminationImpactAssessed,
        sentence="The assessment covers users, numbers, vulnerability, alternatives, timescales and equality.",
        found=leaves_out(
            {
                "users_affected": "how many people are affected", "user_impact": "what it means for them",
                "vulnerability": "how vulnerable they are", "alternative_arrangements": "the alternative arrangements",
                "timescales": "how long those take", "equality": "equality",
            },
            found="it says nothing of {missing}",
        ),
    ),
    Rule(
        id="termination.impact-on-those-there-are", citation="HCC-9.3-b", level="explain",
        of=TerminationImpactAssessed, field="users_affected", found=_more_than_the_service_has,
        sentence="No more people who receive the service are affected than receive it.",
    ),
    Rule(
        id="termination.case-complete", citation="HCC-9.4-b", level="advise", of=TerminationCaseRecorded,
        sentence="The case names its grounds, its clause, the entries that prove it and the trail as it then was.",
        found=leaves_out(
            {
                "grounds": "grounds", "clause": "clause of the contract", "cited": "entries that show failure",
                "trail_digest": "digest of the trail of evidence",
            },
            "it names no {missing}", ", no ",
        ),
    ),
    Rule(
        id="termination.case-trail-on-file", citation="HCC-9.4-b", level="advise", of=TerminationCaseRecorded,
        field="trail_digest", sentence="The trail of evidence whose digest a case names is on file.",
        found=_digest_of_nothing,
    ),
    Rule(
        id="termination.case-shows-the-failing", citation="HCC-9.4-a", level="explain", of=TerminationCaseRecorded,
        field="cited", sentence="The case cites entries that are of the failings the proposal rests on.",
        found=_shows_no_failing,
    ),
    Rule(
        id="termination.case-cites-its-clause", citation="HCC-A11-a", level="advise", of=TerminationCaseRecorded,
        field="clause", sentence="The case cites a clause of the contract that gives a right to end it.",
        found=_clause_gives_no_right,
    ),
)  # fmt: skip
