"""The closed index of entry kinds: every kind that can be recorded, its class and its subject, one line each.

Adding a kind touches its subject and one line here; API route, form, command-line input, timeline line and
documentation follow from the class.
"""

from __future__ import annotations

from ledger.entry import KINDS, Entry
from ledger.subjects import (
    agreement,
    issues,
    meetings,
    notices,
    people,
    performance,
    records,
    reviews,
    termination,
    terms,
    variations,
)

_INDEX: tuple[tuple[type[Entry], str], ...] = (
    (records.LedgerOpened, "records"),
    (records.NoteMade, "records"),
    (records.EntrySupplemented, "records"),
    (records.EntryCorrected, "records"),
    (records.EntryStruckOut, "records"),
    (records.CorrectionConfirmed, "records"),
    (records.EntryReclassified, "records"),
    (records.ProcedureAdopted, "records"),
    (records.ProcedureAmended, "records"),
    (records.ProcedureBound, "records"),
    (records.DepartureAuthorised, "records"),
    (records.DepartureRatified, "records"),
    (records.DepartureRefused, "records"),
    (records.DocumentFiled, "records"),
    (records.ConsultationRecorded, "records"),
    (records.EvidenceBundleIssued, "records"),
    (issues.IssueRaised, "issues"),
    (issues.IssueNotifiedToProvider, "issues"),
    (issues.IssueSignificanceAssessed, "issues"),
    (issues.IssueEscalated, "issues"),
    (issues.SeniorManagementBriefed, "issues"),
    (issues.ProviderRepresentationsReceived, "issues"),
    (issues.ResolutionPlanProposed, "issues"),
    (issues.ResolutionPlanAgreed, "issues"),
    (issues.IssueResolved, "issues"),
    (issues.IssueReopened, "issues"),
)

KINDS.update({str(kind.model_fields["kind"].default): kind for kind, _ in _INDEX})
_SUBJECT = {kind: subject for kind, subject in _INDEX}
BY_NAME: dict[str, type[Entry]] = {name.partition("/")[0]: kind for name, kind in KINDS.items()}
"""The newest version of each kind, by its name without a version: what routes and forms are made from."""
SUBJECTS = (agreement, people, terms, meetings, performance, issues, notices, variations, reviews, termination, records)
RULES = tuple(rule for subject in SUBJECTS for rule in subject.RULES)
"""Every rule, in the order of the subjects."""


def subject_of(kind: type[Entry]) -> str:
    """Return the name of the subject (and of its register in ContractFile) that a kind belongs to."""
    return _SUBJECT[kind]
