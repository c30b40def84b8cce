"""For what a bundle may be made, as a table: which marks are in, and on what ground each of the others is withheld.

Disclosure is not selection: what is not protected is in, whether it helps or harms (CPR 31.6; and so for the court).
Confidence alone is no ground for withholding from disclosure; it is one under the Freedom of Information Act 2000.
What the product itself concludes of a file (readiness, gaps, missing links) and the reasons given for departures go
to our own lawyers; the auditor is shown the reasons too. docs/adr/0080.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from ledger.subjects.records import Marks
from projections.answering.withholding import GROUNDS, PRIVILEGED

Name = Literal["lawyers", "disclosure", "court", "auditor", "freedom-of-information", "subject-access"]
Narrowing = Literal["confidential", "named", "internal"]
NARROWINGS: tuple[Narrowing, ...] = get_args(Narrowing)
"""Marks that may be asked to be withheld besides; the bundle says that they were."""
_NARROWED: Mapping[str, str] = {
    "confidential": "confidential", "named": GROUNDS["named"], "internal": "internal to the authority"
}  # fmt: skip
_PRIVILEGE: Mapping[str, str] = {protection: GROUNDS[protection] for protection in PRIVILEGED}
_LEGAL = {"legal": GROUNDS["legal"]}
_REQUEST = "about a person's request for what is held about them"


@dataclass(frozen=True)
class Purpose:
    """One row: whom a bundle is for and what follows from that."""

    name: Name
    title: str
    """As the cover has it."""
    heading: str
    """What stands at the head of every page."""
    explanation: str
    """What is in it and what is not, in a sentence for whoever chooses it."""
    protections: Mapping[str, str] = field(default_factory=dict)
    """Protection -> the ground on which it is withheld; what is not here is in."""
    audiences: Mapping[str, str] = field(default_factory=dict)
    """Audience -> the ground on which it is withheld, where the protection gives none."""
    conclusions: bool = False
    """Whether it holds what the product concludes: readiness, gaps, missing links."""
    reasons: bool = False
    """Whether it holds the reasons given for departures from procedure, and authority only claimed."""
    personal: Literal["opened", "withheld", "own"] = "opened"
    """Whether words about people are opened: all, none, or, of all words and exhibits, those alone about who asks."""
    personal_ground: str = ""
    requests: str = ""
    """The ground on which it is withheld that a person asked for what is held about them; empty where that is in."""
    recipient: str = ""
    """What pages, receipt and entry say in place of whom it is issued to; empty where they name them."""
    schedules: bool = True
    """Whether it holds what is said of the file as a whole: people, absences, the certificate."""

    def ground(self, marks: Marks, narrowed: tuple[Narrowing, ...]) -> str | None:
        """Return why an entry with these marks is withheld, None where it is in."""
        found = self.protections.get(marks.protection) or self.audiences.get(marks.audience)
        if found is None and narrowed:
            found = next((_NARROWED[mark] for mark in narrowed if mark in (marks.protection, marks.audience)), None)
        return found


PURPOSES: Mapping[Name, Purpose] = {
    purpose.name: purpose
    for purpose in (
        Purpose(
            "lawyers", "For our lawyers",
            "Prepared for Legal Services for the purpose of giving and obtaining legal advice: privileged",
            "Everything on the file, with what is ready, what is missing, and the reasons given for departures from "
            "procedure. It is never given to anybody else.",
            conclusions=True, reasons=True,
        ),
        Purpose(
            "disclosure", "Disclosure", "Disclosure of the records of a contract",
            "Every entry and exhibit that is not protected by privilege or made without prejudice, whether it helps or "
            "harms the authority's case (CPR 31.6). Departures from procedure are in it as they were acknowledged; the "
            "reasons given for them are not. Who asked for what is held about them is left out.",
            protections=_PRIVILEGE, audiences=_LEGAL, requests=_REQUEST,
        ),
        Purpose(
            "court", "For the court", "Records of a contract, for the court",
            "Every entry and exhibit that is not protected by privilege or made without prejudice. Who asked for what "
            "is held about them is left out.",
            protections=_PRIVILEGE, audiences=_LEGAL, requests=_REQUEST,
        ),
        Purpose(
            "auditor", "For the auditor", "Records of a contract, for the auditor",
            "Every entry and exhibit that is not privileged, with the reasons given for departures from procedure.",
            protections=_PRIVILEGE, audiences=_LEGAL, reasons=True,
        ),
        Purpose(
            "freedom-of-information", "Freedom of information",
            "Information held, given under the Freedom of Information Act 2000",
            "Every entry and exhibit that is neither privileged (section 42) nor given in confidence (section 41); "
            "words about people are not opened (section 40). Whether another exemption applies is for a person to "
            "decide, and its words to be redacted.",
            protections={
                **{protection: f"{ground} (FOIA section 42)" for protection, ground in _PRIVILEGE.items()},
                "confidential": "given in confidence (FOIA section 41)",
            },
            audiences={"legal": f"{GROUNDS['legal']} (FOIA section 42)"},
            personal="withheld", personal_ground="about a person (FOIA section 40)",
            requests=f"{_REQUEST} (FOIA section 40)",
        ),
        Purpose(
            "subject-access", "Subject access", "Personal data held about one person, given to them",
            "The entries with words held under the pseudonym of the person who asks. Those words are opened and no "
            "others, each of which is named; exhibits are left out: what in them, and in entries that name the person "
            "in other words, is about the person is found by a person, and given apart. What an entry holds in the "
            "open (its kind, days and titles, names of officers and of whoever told it) stands in its stored bytes.",
            protections=_PRIVILEGE, audiences=_LEGAL,
            personal="own", personal_ground="not kept under the pseudonym of the person who asks", schedules=False,
            requests=_REQUEST, recipient="the person who asked",
        ),
    )
}  # fmt: skip


def purpose_named(name: str) -> Purpose | None:
    """Return the purpose of a name as an entry holds it; None for what somebody wrote who issued a bundle by hand."""
    return next((purpose for one, purpose in PURPOSES.items() if one == name), None)


__all__ = ["NARROWINGS", "PURPOSES", "Name", "Narrowing", "Purpose"]
