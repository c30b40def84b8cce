"""Who uses Cleartrail: a person or program with an account, its roles, and the provider it speaks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ledger.entry import Account
from ledger.opened import Reader

Role = Literal[
    "lead-officer",
    "contract-support-officer",
    "county-manager",
    "legal-services",
    "data-protection",
    "officer",
    "auditor",
    "provider",
    "delegate",
    "operator",
]
ROLES: tuple[Role, ...] = get_args(Role)
"""Roles an organisation gives. `officer` is any other officer of the authority; `operator` whoever runs Cleartrail."""
ALARM_READERS: tuple[Role, ...] = ("legal-services", "county-manager", "auditor", "operator")
"""Who is shown what no longer holds in the cases for ending contracts, across all files."""
WHAT_ROLES_DO: Mapping[Role, str] = {
    "lead-officer": "Answers for contracts: records on every contract file; reads what is privileged where they lead.",
    "contract-support-officer": "Supports lead officers: records on every contract file, but no authority to depart.",
    "county-manager": "Owns the procedure: records on every contract file and on the authority's own; reads what that "
    "office asked Legal Services.",
    "legal-services": "Reads what is privileged, decides who may read an entry, records on every file.",
    "data-protection": "Answers what is held about a person, and erases it; reads nothing that is privileged.",
    "officer": "Any other officer of the authority: records on every contract file.",
    "auditor": "Reads everything but what is privileged (unless granted), and never writes.",
    "provider": "Sees what is shared on its own contracts, and answers.",
    "delegate": "An officer of another body: sees the contracts delegated to them, and records the daily work.",
    "operator": "Runs Cleartrail on its own machine, by the command line: reads and records everything.",
}

OFFICES: Mapping[Role, str] = {"county-manager": "county-manager-contracts"}
"""The office of the authority that a role is, where each contract's file does not say who holds it."""

Family = Literal["managers", "contracts-support"]
FAMILIES: Mapping[Role, Family] = {
    "lead-officer": "managers", "county-manager": "managers", "contract-support-officer": "contracts-support",
}  # fmt: skip
"""The two families of roles that a procedure divides the work between (HCC-S-d); the other roles belong to neither."""


@dataclass(frozen=True)
class Person:
    """Somebody signed in."""

    account: str
    name: str
    roles: frozenset[Role]
    organisations: tuple[str, ...] = ()
    """For a provider: its names, or its numbers in registers of organisations ("GB-COH 01234567")."""
    granted: tuple[str, ...] = ()
    """For an auditor: references of the files whose privileged entries they have been granted; "*" for all."""
    by_cookie: bool = False
    """Whether the browser sent who they are by itself, so that the request must come from our own pages."""

    def __post_init__(self) -> None:
        for alone in ("provider", "delegate"):
            if alone in self.roles and len(self.roles) > 1:
                raise ValueError(f"a {alone}'s account has no other role")

    def has(self, *roles: Role) -> bool:
        """Return whether the person has one of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices of the authority that their roles are."""
        return tuple(office for role, office in OFFICES.items() if role in self.roles)

    @property
    def only_supports(self) -> bool:
        """Whether every role they have is one of contracts support staff, and none a manager's or another's."""
        return bool(self.roles) and all(FAMILIES.get(role) == "contracts-support" for role in self.roles)

    @property
    def is_provider(self) -> bool:
        """Whether they speak for a provider; everybody else is the authority's, or audits it."""
        return "provider" in self.roles

    @property
    def is_confined(self) -> bool:
        """Whether they are shown single contracts and nothing across them: a provider's own, or those delegated."""
        return self.has("provider", "delegate")

    def as_account(self) -> Account:
        """Return the account that entries are recorded by."""
        return Account(account=self.account, name=self.name, party="provider" if self.is_provider else "authority")

    def as_reader(self) -> Reader:
        """Return who it is written down as, where entries are given out."""
        return Reader(self.account, self.name, ", ".join(sorted(self.roles)))


EXAMPLE_PROVIDER = "Larkfield Home Care Ltd"
"""The provider whose account the demonstration offers: the example's home care contract is with it."""

_DEMO: tuple[tuple[Role, str], ...] = (
    ("lead-officer", "Ann Ashe"), ("contract-support-officer", "Colin Marsh"), ("county-manager", "Ruth Dale"),
    ("legal-services", "Lena Stone"), ("auditor", "Omar Fields"), ("provider", "Priya Shah"),
)  # fmt: skip
DEMO_PEOPLE: Mapping[str, Person] = {
    role: Person(f"demo-{role}", name, frozenset({role}), (EXAMPLE_PROVIDER,) if role == "provider" else ())
    for role, name in _DEMO
}
"""The people a demonstration lets anybody be, by their role."""
