"""Termination: what must come before a contract is ended early, what was done, and whether the contract has ended.

A contract ends only by a `ContractTerminated` that stands or by `ContractExpired`. A termination recorded with a
departure from an absolute rule (conditions TC-15, 16, 18, 19 and 21) stands as *purported*: it happened and is on file
for ever, but it has not ended the contract. The same holds for an authorisation to terminate. The right to terminate is
the contract's own and is not decided here; these are the procedure's conditions.
"""

from ledger.subjects.termination.entries import (
    CallInConcluded,
    ContractExpired,
    ContractTerminated,
    DecisionCalledIn,
    EarlyTerminationProposed,
    GapAdmitted,
    LegalAdviceReceived,
    LegalServicesConsulted,
    LinkOfTrail,
    OptionRejected,
    ProviderExclusionDecided,
    ProviderInformedOfIntention,
    TerminationAuthorised,
    TerminationCaseRecorded,
    TerminationEventOccurred,
    TerminationImpactAssessed,
)
from ledger.subjects.termination.register import Termination
from ledger.subjects.termination.rules import RULES
from ledger.subjects.termination.rules.right_to_end import rests_on_failings, rests_on_no_failing
from ledger.subjects.termination.steps import Exclusion, Proposal

__all__ = [
    "RULES", "CallInConcluded", "ContractExpired", "ContractTerminated", "DecisionCalledIn",
    "EarlyTerminationProposed", "Exclusion", "GapAdmitted", "LegalAdviceReceived", "LegalServicesConsulted",
    "LinkOfTrail", "OptionRejected", "Proposal", "ProviderExclusionDecided", "ProviderInformedOfIntention",
    "Termination", "TerminationAuthorised", "TerminationCaseRecorded", "TerminationEventOccurred",
    "TerminationImpactAssessed", "rests_on_failings", "rests_on_no_failing",
]  # fmt: skip
