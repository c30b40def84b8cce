"""An improvement programme: its workstreams and actions, the reports on them, the policies that carry them."""

from ledger.subjects.programme.entries import (
    PolicyUpdateApproved,
    ProgrammeActionPlanned,
    ProgrammeActionReviewed,
    ProgrammeOpened,
    ProgrammeProgressReported,
    UnitArrangementAgreed,
    WorkstreamEstablished,
)
from ledger.subjects.programme.register import Action, Policy, Programme, Report, Workstream
from ledger.subjects.programme.rules import RULES

__all__ = [
    "RULES", "Action", "Policy", "PolicyUpdateApproved", "Programme", "ProgrammeActionPlanned",
    "ProgrammeActionReviewed", "ProgrammeOpened", "ProgrammeProgressReported", "Report", "UnitArrangementAgreed",
    "Workstream", "WorkstreamEstablished",
]  # fmt: skip
