"""Records: how the file itself is kept: notes, corrections, consultations, documents, authority to depart."""

from ledger.subjects.records.entries import (
    AMENDING,
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
    NoteMade,
    ProcedureBound,
)
from ledger.subjects.records.register import Authorisation, Consultation, Marks, Records, Verdict
from ledger.subjects.records.rules import RULES

__all__ = [
    "AMENDING", "RULES", "Authorisation", "Consultation", "ConsultationRecorded", "CorrectionConfirmed",
    "DepartureAuthorised", "DepartureRatified", "DepartureRefused", "DocumentFiled", "EntryCorrected",
    "EntryReclassified", "EntryStruckOut", "EntrySupplemented", "EvidenceBundleIssued", "LedgerOpened", "Marks",
    "NoteMade", "ProcedureBound", "Records", "Verdict",
]  # fmt: skip
