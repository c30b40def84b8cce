"""Whether a standard, indicator or clause that an entry cites was in force on its day, or came only after it (as
docs/adr/0160 asks of what an entry names)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ledger import provisions
from ledger.dates.working_days import dated
from ledger.names import among, few
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Entry
    from ledger.specification import Cited
    from ledger.subjects.notices import NoticeServed
    from ledger.subjects.terms import Terms


def not_in_force(file: ContractFile, entry: Entry, cited: Sequence[str], *days: date) -> str | None:
    """Return what a rule finds against standards cited of which one was in force on none of these days.

    Of one that stands only in what took effect later, that is said, unless the day of the entry is known only about. It
    is not in point where none is cited, or where nothing is on file in which one could stand.
    """
    if not cited:
        return NOT_IN_POINT
    days = tuple(dict.fromkeys(days))  # as a rule they are one and the same
    absent = [named for named in cited if not any(file.terms.cites(named, day) for day in days)]
    if not absent:
        return None
    last = max(days)
    sure = () if entry.about else absent
    terms = _known(file, last) if sure else None
    later = {named: point for named in sure if terms and (point := _later(terms, named, last)) is not None}
    found = [
        f"{named} stands in {point.source}, in force only from {dated(point.since)} (entry {point.position}), after "
        f"{dated(last)}"
        for named, point in later.items()
    ]  # fmt: skip
    missing = file.terms.not_there([named for named in absent if named not in later], *days)
    return "; ".join([*found, *([missing] if missing else [])]) or NOT_IN_POINT


def _later(terms: Terms, named: str, day: date) -> Cited | None:
    """The first version in which a standard stands that took effect after a day."""
    since = sorted({since for since in terms.effective_days() if since > day})
    return next((point for on in since if (point := terms.standard(named, on)) is not None), None)


def _known(file: ContractFile, day: date) -> Terms | None:
    """The contract's words with those that take effect later: the file as at an earlier day has them not yet. None
    where nothing takes effect after the day, as of nearly every file: then nothing is folded for it (a third of a
    millisecond at a hundred entries).
    """
    known = file.terms_known
    if not known or known[-1].entry.effective_on <= day:
        return None
    terms = type(file.terms)()
    for recorded in known:
        terms.apply(recorded)
    return terms


def indicator_not_in_force(file: ContractFile, cited: str | None, *days: date) -> str | None:
    """Return what a rule finds against an indicator cited that is none in force on any of these days; not in point
    where none is cited, or none is on file to compare it with."""
    there = list(dict.fromkeys(measure.id for day in days for measure, *_ in file.terms.indicators(day)))
    if cited is None or not there:
        return NOT_IN_POINT
    return None if among(cited, there) else f"no indicator {cited} is on file; there are {few(there)}"


def clause_not_there(file: ContractFile, cited: str | None, day: date) -> str | None:
    """Return what a rule finds against a clause cited that is none of those in force on a day; not in point where none
    is cited, or none is on file to compare it with. A clause is on file by what it says, or by a provision in it."""
    known = (*_on_default(file), *provisions.clauses(file, day))
    if cited is None or not (file.terms.clauses or known):
        return NOT_IN_POINT
    return file.terms.clause_not_there(cited, day, *known)


def _on_default(file: ContractFile) -> tuple[str, ...]:
    """The clause on default that the contract was registered with."""
    contract = file.agreement.contract
    return (contract.default_clause,) if contract and contract.default_clause else ()


def not_the_default_clause(file: ContractFile, notice: NoticeServed) -> str | None:
    """Return what a rule finds against the clause that a notice of default cites: that it is not on file, or not about
    default; not in point where none is cited, or none is on file to compare it with (HCC-9.1-b)."""
    if not (file.terms.clauses or _on_default(file)):
        return NOT_IN_POINT  # of provisions alone nothing tells which clause is on default
    found = clause_not_there(file, notice.clause, notice.happened_on)
    return not_about_default(file, notice) if found is None else found


def not_about_default(file: ContractFile, notice: NoticeServed) -> str | None:
    """Return that the clause a notice of default cites is on file and about something else; None where it is not.

    One that is not on file may be the contract's all the same: which of its clauses are entered is for who keeps it.
    """
    if notice.clause is None or clause_not_there(file, notice.clause, notice.happened_on) is not None:
        return None
    return file.terms.not_on_default(
        notice.clause, notice.happened_on, notice.notice_kind, notice.served_by_party, *_on_default(file)
    )
