"""People: who held which office on the contract, on which days, and with what authority."""

from ledger.subjects.people.entries import (
    ContractSupportOfficerAssigned,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
    SupervisionSessionHeld,
)
from ledger.subjects.people.register import Appointment, People, same_person
from ledger.subjects.people.rules import RULES

__all__ = [
    "RULES", "Appointment", "ContractSupportOfficerAssigned", "DeputyOfficerAppointed", "LeadOfficerAppointed",
    "People", "ProviderContactNamed", "RepresentativeAppointed", "RoleAppointmentEnded", "SupervisionSessionHeld",
    "same_person",
]  # fmt: skip
