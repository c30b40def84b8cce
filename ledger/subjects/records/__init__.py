"""Records: how the file itself is kept: notes, corrections, consultations, documents, authority to depart."""

from ledger.subjects.records.entries import (
    AMENDING,
    AlternativeArrangementAgreed,
    ConsultationRecorded,
    CorrectionConfirmed,
    DepartureAuthorised,
    DepartureRatified,
    DepartureRefused,
    DocumentFiled,
    EntryCorrected,
    EntryReclassified,
    EntryStruckOut,
    EntrySupplemented,
    EvidenceBundleIssued,
    LedgerOpened,
    MeetingsInstead,
    NoteMade,
    ProcedureBound,
    SettingInstead,
)
from ledger.subjects.records.register import (
    TAKEN_OFF,
    Arrangement,
    Authorisation,
    Binding,
    Consultation,
    Marks,
    Records,
    Verdict,
)
from ledger.subjects.records.rules import RULES
from ledger.subjects.records.rules.documents import KEPT_ELECTRONICALLY, only_on_paper, same_version

__all__ = [
    "AMENDING", "KEPT_ELECTRONICALLY", "RULES", "TAKEN_OFF", "AlternativeArrangementAgreed", "Arrangement",
    "Authorisation", "Binding", "Consultation",
    "ConsultationRecorded", "CorrectionConfirmed", "DepartureAuthorised", "DepartureRatified", "DepartureRefused",
    "DocumentFiled", "EntryCorrected", "EntryReclassified", "EntryStruckOut", "EntrySupplemented",
    "EvidenceBundleIssued", "LedgerOpened", "Marks", "MeetingsInstead", "NoteMade", "ProcedureBound", "Records",
    "SettingInstead", "Verdict", "only_on_paper", "same_version",
]  # fmt: skip
