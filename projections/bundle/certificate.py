"""The draft of a certificate under section 9 of the Civil Evidence Act 1995, for an officer to sign.

A document shown to form part of the records of a public authority may be received in evidence without further proof;
it is taken to form part of them if a certificate to that effect, signed by an officer, is produced to the court
(section 9(1) and (2)). The absence of an entry may be proved by affidavit of an officer (section 9(3)). Cleartrail
drafts and never signs.
"""

from __future__ import annotations

from typing import Any


def certificate(
    authority: str, reference: str, title: str, shown: int, entries: int, state: str, searched_for: bool
) -> dict[str, Any]:
    """Return the draft, paragraph by paragraph; `state` says which state of the records it is about.

    `searched_for`: whether there is a schedule of absences.
    """
    left_out = entries - shown
    officer = (
        f"I, [name of officer], [office held], am an officer of {authority} within the meaning of section 9(4) of the "
        "Civil Evidence Act 1995."
    )
    records = (
        f"{authority} keeps records of its contracts in an electronic ledger in the course of its functions. The file "
        f"of the contract {reference} ({title}) in that ledger has {entries} {'entry' if entries == 1 else 'entries'}."
    )
    others = f" The other {left_out} are listed, with the ground on which each is left out." if left_out else ""
    certified = (
        f"I certify that the entries set out in the chronology, {shown} in number, and the documents listed in the "
        f"schedule of exhibits, form part of those records {state}.{others}"
    )
    searched = (
        "Where the schedule of absences says that no entry is recorded, I have caused the records to be searched as it "
        "says. (Under section 9(3) absence is proved by affidavit: this paragraph is for it.)"
    )
    return {
        "heading": "Draft certificate under section 9 of the Civil Evidence Act 1995",
        "draft": "This is a draft. Nobody has signed it; it certifies nothing until an officer has read and signed it.",
        "paragraphs": [officer, records, certified, *([searched] if searched_for else [])],
        "sign": ["Signed", "Name", "Office", "Date"],
    }  # fmt: skip


__all__ = ["certificate"]
