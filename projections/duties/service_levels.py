"""Duties of what the service is measured by: the specification, and the agreement with the indicators for it."""

from __future__ import annotations

from collections.abc import Iterator

from projections.duties.ceasing import watched_to
from projections.duties.duty import LEAD, Duty, duty
from projections.view import FileView


def specification(view: FileView) -> Iterator[Duty]:
    """Yield that what the service is and by what standard it is measured is on file from the start, where the procedure
    asks (HCC-6.1-b, TVP-3.0-1)."""
    contract = view.file.agreement.contract
    if (
        contract is None
        or view.file.terms.specification(watched_to(view))
        or not view.procedure.setting("specification.issued")
    ):
        return
    yield duty(
        view, "specification", "Put the service specification on file: none is, and so no standard to measure by",
        office=LEAD, since=contract.effective_on, due_on=contract.start_date,
        citation=view.procedure.cited("specification.issued"), opened_by=(view.file.agreement.position,),
    )  # fmt: skip


def service_level_agreement(view: FileView) -> Iterator[Duty]:
    """Yield that indicators for what is specified are agreed with the provider once the service runs, in a service
    level agreement, where the procedure has one; no text says by when (TVP-3.0-6; docs/adr/0510).

    An agreement counts whatever it holds: what it leaves out is asked of its own entry. So does an indicator agreed by
    itself; a standard of the specification does not, since the text has the agreement apart from it.
    """
    terms, contract = view.file.terms, view.file.agreement.contract
    issued = terms.specification(watched_to(view))
    agreed = terms.agreements or terms.indicators_agreed
    if contract is None or issued is None or agreed or not view.procedure.setting("sla.agreed"):
        return
    yield duty(
        view, "service-level-agreement", "Agree indicators for each requirement of the specification with the provider,"
        " in a service level agreement: none is on file", office=LEAD,
        since=max(issued.since, contract.start_date or contract.effective_on),
        citation=view.procedure.cited("sla.agreed"), opened_by=(issued.position,),
    )  # fmt: skip
