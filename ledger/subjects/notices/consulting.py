"""Which talks with the support officer came before a default or improvement notice (HCC-9.1-a)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.offices import consulted
from ledger.revising import SUPPORT_OFFICER
from ledger.subjects.notices.entries import FORMAL, NoticeServed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.records import Consultation


def talks_before(file: ContractFile, notice: NoticeServed) -> list[Consultation]:
    """Return the consultations of the support officer that count for a notice.

    One that led to an earlier notice does not serve for a further one about the same matter.
    """
    day, issues = notice.happened_on, set(notice.issues)
    counted = []
    for held in consulted(file, SUPPORT_OFFICER, "notice", day):
        since = [n for _, n in file.notices.served(*FORMAL, party="authority") if held.on <= n.happened_on < day]
        spent = {issue for n in since for issue in n.issues}
        about = {named for named in held.about if named.startswith("ISS-")}
        if (issues & about) - spent or (not since and (not about or not issues)):
            counted.append(held)
    return counted
