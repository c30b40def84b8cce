"""Whether an early end of a contract was discussed with the support officer by the lead officer (HCC-9.2-a, TC-15).

One answer for the rules that judge the decision, the notice and the end, for what is due and for readiness; of a
revision it is told in ledger/revising.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.failing_shown import relied_on
from ledger.names import few
from ledger.offices import consulted, not_by_the_lead
from ledger.revising import SUPPORT_OFFICER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.subjects.records import Consultation
    from ledger.subjects.termination import Proposal


def not_discussed(file: ContractFile, day: date, named: str | None) -> str | None:
    """TC-15: the lead officer consulted the Contract Support Officer on ending it: by name of the proposal, of a
    failing it rests on, or of none.

    The text puts the talk first ("if it is felt that ...", HCC-9.2-a), and then there is no proposal yet to name.
    """
    proposal = file.termination.proposed(day, named)
    if proposal is None:
        return f"no proposal to end the contract early is on file for {dated(day)} or before"
    discussed = discussions(file, day, proposal)
    if discussed:
        by_another = not_by_the_lead(file, discussed, day)
        return f"it was {by_another}" if by_another else None
    made = bool(earlier(file, proposal))
    since = f" since {proposal.id} was proposed on {dated(proposal.on)}" if made else ""
    others = "".join(
        f"; that of {dated(talk.on)} (entry {talk.position}) is about {few(_names(file, talk))}, and not {proposal.id}"
        " or what that rests on"
        for talk in _held(file, SUPPORT_OFFICER, day) if not _may_be_of(file, talk, proposal)
    )  # fmt: skip
    return (
        f"no discussion of termination with the Contract Support Officer is on file{since}, up to {dated(day)}{others}"
    )


def discussions(file: ContractFile, day: date, proposal: Proposal, office: str = SUPPORT_OFFICER) -> list[Consultation]:
    """Return the consultations of an office about a proposal to end the contract, whoever held them, up to a day.

    One that names no proposal and came before this one is taken for it, unless an earlier one can have been meant.
    """
    return [talk for talk in _held(file, office, day) if _is_of(file, talk, proposal)]


def earlier(file: ContractFile, proposal: Proposal) -> list[Proposal]:
    """Return the proposals to end the contract that were made before this one."""
    made = file.termination.proposals.values()
    return [other for other in made if (other.on, other.position) < (proposal.on, proposal.position)]


def _held(file: ContractFile, office: str, day: date) -> Iterator[Consultation]:
    return consulted(file, office, "termination", day)


def _names(file: ContractFile, talk: Consultation) -> list[str]:
    """What tells which end of the contract a talk was about: a proposal, or that which a notice it names carries out;
    else the issues and the notice it names."""
    carried_out = (_carried_out_by(file, name) for name in talk.about)
    names = [out or name for out, name in zip(carried_out, talk.about, strict=True)]
    proposals = [name for name in names if name.startswith("TRM-")]
    return proposals or [name for name in names if name.startswith(("ISS-", "NOT-"))]


def _carried_out_by(file: ContractFile, name: str) -> str | None:
    notice = file.notices.by_id.get(name)
    served = notice.served if notice is not None else None
    return served.proposal if served is not None and served.notice_kind == "termination" else None


def _is_of(file: ContractFile, talk: Consultation, proposal: Proposal) -> bool:
    of = _names_what_it_rests_on if _names_what_it_rests_on(file, talk, proposal) else _may_be_of
    if not of(file, talk, proposal):
        return False
    if proposal.id in _names(file, talk) or talk.on >= proposal.on:
        return True
    return not any(of(file, talk, other) for other in earlier(file, proposal))


def _may_be_of(file: ContractFile, talk: Consultation, proposal: Proposal) -> bool:
    """Whether a talk can have been about a proposal, as far as it says: where either names no failing it is taken to
    be, as before a notice."""
    names = _names(file, talk)
    if any(name.startswith("TRM-") for name in names):
        return proposal.id in names
    return not (names and _rests_on(file, proposal)) or _names_what_it_rests_on(file, talk, proposal)


def _names_what_it_rests_on(file: ContractFile, talk: Consultation, proposal: Proposal) -> bool:
    names = _names(file, talk)
    return not {proposal.id, *_rests_on(file, proposal)}.isdisjoint(relied_on(file, names, names))


def _rests_on(file: ContractFile, proposal: Proposal) -> set[str]:
    return {*relied_on(file, proposal.issues, proposal.notices), *proposal.notices}
