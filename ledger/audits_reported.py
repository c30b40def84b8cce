"""Which audits reported: an entry with neither a finding nor the report itself says nothing, and counts as none until
one of them is on file, or something rests on what it found (TVP-3.1-7, TVP-3.1-10, docs/adr/0151, 0517).

Pure functions of a file, asked by the rules, the duties and the pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.said_since import said_in

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.subjects.assurance import Audit, Commission

SAYS_SOMETHING = "audit.report-says-something"
"""The rule that an audit that reports has findings, or its report is on file."""


def says_something(file: ContractFile, audit: Audit) -> bool:
    """Return whether a report has a finding, or is on file itself: with its entry, filed as part of it, or told in what
    was added to say it; or an issue rests on it, or an action arises from it, which tell what was found."""
    says, position = audit.says, audit.position
    followed = position in file.issues.resting_on() or position in file.actions.arising_from()
    told = says.findings or says.document or says.exhibits or followed
    return bool(told) or said_in(file, position, SAYS_SOMETHING) is not None


def reported(file: ContractFile) -> list[Audit]:
    """Return the audits that reported something, in order."""
    return [audit for audit in file.assurance.audits if says_something(file, audit)]


def unreported(file: ContractFile) -> list[Commission]:
    """Return the audits that were commissioned and have not reported anything, in order of recording."""
    done = {audit.says.commission for audit in reported(file)}
    return [commission for commission in file.assurance.commissioned.values() if commission.position not in done]


def last_reported(file: ContractFile, day: date) -> Audit | None:
    """Return the newest audit that reported something by a day, None where there was none."""
    return next((audit for audit in reversed(reported(file)) if audit.on <= day), None)


__all__ = ["SAYS_SOMETHING", "last_reported", "reported", "says_something", "unreported"]
