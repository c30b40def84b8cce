"""People: who held which office on the contract, on which days, and with what authority."""

from ledger.subjects.people.entries import (
    AppointmentMade,
    ChecklistItem,
    ContractManagementDelegated,
    ContractManagementHandedOver,
    ContractSupportOfficerAssigned,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
    SeniorResponsibleOfficerAppointed,
    SupervisionSessionHeld,
)
from ledger.subjects.people.register import (
    DELEGATED,
    DEPUTY,
    LEAD,
    Appointment,
    Handover,
    People,
    lead_and_deputy,
    leads_as_well,
    office_of,
)
from ledger.subjects.people.rules import RULES

__all__ = [
    "DELEGATED",
    "DEPUTY",
    "LEAD",
    "RULES",
    "Appointment",
    "AppointmentMade",
    "ChecklistItem",
    "ContractManagementDelegated",
    "ContractManagementHandedOver",
    "ContractSupportOfficerAssigned",
    "DeputyOfficerAppointed",
    "Handover",
    "LeadOfficerAppointed",
    "People",
    "ProviderContactNamed",
    "RepresentativeAppointed",
    "RoleAppointmentEnded",
    "SeniorResponsibleOfficerAppointed",
    "SupervisionSessionHeld",
    "lead_and_deputy",
    "leads_as_well",
    "office_of",
]  # fmt: skip
