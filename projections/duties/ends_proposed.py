"""Duties that arise from a proposal to end the contract early: what still has to be done before it is ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import ending, kinds
from ledger.subjects.termination import Proposal
from projections.duties.duty import LEAD, Duty, duty
from projections.view import FileView

COUNTY_MANAGER = "county-manager-contracts"
TOLD_BY_THE_LEAD = next(rule for rule in kinds.RULES if rule.id == "intention.end-told-by-the-lead-officer")
BEFORE_ENDING = {
    "TC-15": (LEAD, "HCC-9.2-a", "Discuss {id} with the Contract Support Officer"),
    "TC-16": (
        LEAD,
        "HCC-9.3-a",
        "Weigh what {id} means for the people served, what replaces the service and how long that takes",
    ),
    "TC-18": (LEAD, "HCC-9.4-a", "Record the case for {id}, with the entries that show the failure"),
    "TC-19": (
        COUNTY_MANAGER,
        "HCC-9.4-e",
        "Consult Legal Services on {id}, unless an entry that may not be seen here says that it was done",
    ),
}
"""What a proposal to end the contract early opens: who has it, what asks for it, what it is."""


def proposals(view: FileView) -> Iterator[Duty]:
    """Yield what each proposal to end the contract early still asks for, unless it has ended."""
    if view.file.termination.ended is None:
        for proposal in view.file.termination.proposals.values():
            yield from _proposal(view, proposal)


def _proposal(view: FileView, proposal: Proposal) -> Iterator[Duty]:
    """What a proposal to end the contract early still asks for, by the predicates that judge the acts themselves."""
    if proposal.by is not None and proposal.by.party == "provider":
        return
    applying = {row.id for row in view.procedure_on(proposal.on).conditions if row.applies}
    others = [one.id for one in view.file.termination.proposals.values() if one.id != proposal.id]
    beside = f"; {', '.join(others)} {'stands' if len(others) == 1 else 'stand'} as well" if others else ""
    for condition in ending.unmet(view.file, date.max, proposal.id):
        office, citation, sentence = BEFORE_ENDING[condition]
        if condition in applying:
            yield duty(
                view, f"{condition}/{proposal.id}", sentence.format(id=proposal.id) + beside, office=office,
                since=proposal.on, citation=citation, opened_by=(proposal.position,),
            )  # fmt: skip
    told = ending.tellings(view.file, date.max, proposal.id)
    procedure = view.procedure_on(proposal.on)
    asked_of_the_lead = procedure.ruling(TOLD_BY_THE_LEAD)[0] is not None
    others = [ending.told_by_another(view.file, one.by, one.on, procedure) or "" for one in told if asked_of_the_lead]
    if "TC-17" in applying and all(others) and (others or not told):
        by_another = f": {others[0]}" if others else ""
        yield duty(
            view, f"TC-17/{proposal.id}",
            f"Keep the provider informed of the intention in {proposal.id}{by_another}{beside}",
            office=LEAD, since=proposal.on, citation="HCC-9.5-b", opened_by=(proposal.position,),
        )  # fmt: skip
