"""The closed index of entry kinds: every kind that can be recorded, its class and its subject, one line each.

Adding a kind touches its subject and one line here; API route, form, command-line input, timeline line and
documentation follow from the class.
"""

from __future__ import annotations

from functools import cache

from ledger.entry import KINDS, Entry
from ledger.rules import AnyRule
from ledger.subjects import (
    actions,
    agreement,
    contacts,
    default_process,
    disputes,
    feedback,
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
    (agreement.ContractRegistered, "agreement"),
    (agreement.FileOpened, "agreement"),
    (agreement.ContractCommenced, "agreement"),
    (agreement.LifecycleStageEntered, "agreement"),
    (people.LeadOfficerAppointed, "people"),
    (people.DeputyOfficerAppointed, "people"),
    (people.RepresentativeAppointed, "people"),
    (people.ContractSupportOfficerAssigned, "people"),
    (people.ProviderContactNamed, "people"),
    (people.RoleAppointmentEnded, "people"),
    (people.SupervisionSessionHeld, "people"),
    (terms.ServiceSpecificationIssued, "terms"),
    (terms.ServiceLevelAgreementAgreed, "terms"),
    (terms.ServiceLevelAgreementAmended, "terms"),
    (terms.NoticeClauseEntered, "terms"),
    (terms.NoticeAddressGiven, "terms"),
    (terms.WorkingDayDefined, "terms"),
    (terms.DefaultClauseEntered, "terms"),
    (terms.TerminationClauseEntered, "terms"),
    (terms.VariationClauseEntered, "terms"),
    (terms.OrderOfPrecedenceEntered, "terms"),
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
    (notices.NoticeServed, "notices"),
    (notices.NoticeReceiptConfirmed, "notices"),
    (notices.RemedyPeriodExtended, "notices"),
    (notices.RemedyAssessed, "notices"),
    (notices.NoticeWithdrawn, "notices"),
    (default_process.ImprovementPlanAgreed, "default_process"),
    (default_process.DefaultProcessConcluded, "default_process"),
    (default_process.FundamentalBreachDetermined, "default_process"),
    (default_process.RightsReserved, "default_process"),
    (disputes.FormalEscalationRecommended, "disputes"),
    (disputes.FormalEscalationAuthorised, "disputes"),
    (disputes.ImmediateEscalationAuthorised, "disputes"),
    (disputes.DisputeActionPlanAgreed, "disputes"),
    (disputes.DisputeActionPlanProgressReported, "disputes"),
    (disputes.DisputeActionPlanConcluded, "disputes"),
    (disputes.DisputeSettled, "disputes"),
    (disputes.DisputeSignedOff, "disputes"),
    (disputes.DisputeStepPassedOver, "disputes"),
    (disputes.DisputeReferred, "disputes"),
    (disputes.ArbitratorAppointed, "disputes"),
    (disputes.DisputeReferralConcluded, "disputes"),
    (disputes.InterimReliefSought, "disputes"),
    (meetings.MeetingScheduled, "meetings"),
    (meetings.MeetingRescheduled, "meetings"),
    (meetings.MeetingCancelled, "meetings"),
    (meetings.MeetingHeld, "meetings"),
    (meetings.AgendaItemConsidered, "meetings"),
    (meetings.MeetingMinutesRecorded, "meetings"),
    (meetings.MeetingMinutesCirculated, "meetings"),
    (actions.ActionAssigned, "actions"),
    (actions.ActionCompleted, "actions"),
    (actions.CorrectiveActionTaken, "actions"),
    (contacts.ContactLogged, "contacts"),
    (contacts.ConversationSummarySent, "contacts"),
    (performance.PerformanceAssessed, "performance"),
    (performance.PerformanceResultsShared, "performance"),
    (performance.DataReturnReceived, "performance"),
    (performance.DataReturnRequirementChanged, "performance"),
    (performance.ActivityRecorded, "performance"),
    (performance.SatisfactionSurveyReceived, "performance"),
    (performance.AuditReported, "performance"),
    (feedback.ComplaintReceived, "feedback"),
    (feedback.ComplimentReceived, "feedback"),
    (feedback.ComplaintHandlingReviewed, "feedback"),
    (feedback.CaseConsidered, "feedback"),
    (variations.VariationProposed, "variations"),
    (variations.VariationEvaluated, "variations"),
    (variations.VariationAgreed, "variations"),
    (variations.VariationRejected, "variations"),
    (reviews.ContractReviewStarted, "reviews"),
    (reviews.ContractReviewCompleted, "reviews"),
    (reviews.RenewalDecided, "reviews"),
    (reviews.ExtensionDecided, "reviews"),
    (reviews.PurchasingIntentionCommunicated, "reviews"),
    (termination.ProviderInformedOfIntention, "termination"),
    (termination.EarlyTerminationProposed, "termination"),
    (termination.TerminationImpactAssessed, "termination"),
    (termination.TerminationCaseRecorded, "termination"),
    (termination.LegalServicesConsulted, "termination"),
    (termination.LegalAdviceReceived, "termination"),
    (termination.TerminationAuthorised, "termination"),
    (termination.ContractTerminated, "termination"),
    (termination.ContractExpired, "termination"),
    (termination.ProviderExclusionDecided, "termination"),
)

KINDS.update({str(kind.model_fields["kind"].default): kind for kind, _ in _INDEX})
_SUBJECT = dict(_INDEX)
BY_NAME: dict[str, type[Entry]] = {name.partition("/")[0]: kind for name, kind in KINDS.items()}
"""The newest version of each kind, by its name without a version: what routes and forms are made from."""
SUBJECTS = (
    agreement,
    people,
    terms,
    meetings,
    actions,
    contacts,
    performance,
    feedback,
    issues,
    notices,
    default_process,
    disputes,
    variations,
    reviews,
    termination,
    records,
)
RULES = tuple(rule for subject in SUBJECTS for rule in subject.RULES)
"""Every rule, in the order of the subjects."""


@cache
def rules_of(kind: type[Entry]) -> tuple[AnyRule, ...]:
    """Return the rules that say something of a kind of entry."""
    return tuple(rule for rule in RULES if issubclass(kind, rule.of))


def subject_of(kind: type[Entry]) -> str:
    """Return the name of the subject (and of its register in ContractFile) that a kind belongs to."""
    return _SUBJECT[kind]
