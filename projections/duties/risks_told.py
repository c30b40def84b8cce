"""Duties to tell the office above, and senior management, of a risk graver than is taken (docs/adr/0508)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger import risks_told
from projections.duties.duty import LEAD, Duty, days_after, duty, falls_to
from projections.view import FileView


def of_risks(view: FileView) -> Iterator[Duty]:
    """Yield, of each open risk higher than the organisation takes, that the office the procedure names hears of it, and
    briefs senior management in turn (TVP-5.1-1a, -1b)."""
    for risk in view.file.risks.open():
        newest = risk.newest
        procedure = view.procedure_on(newest.on) if newest else None
        since = risks_told.grave_since(risk, procedure) if procedure else None
        if procedure is None or since is None or not (row := procedure.condition("TC-07")).applies:
            continue
        told = risks_told.alerts(view.file, risk, procedure)
        briefed = risks_told.briefings(view.file, risk.id, procedure)
        if not told:
            yield duty(
                view, f"escalate/{risk.id}", f"Tell the {procedure.one_of(row.offices)} of {risk.id}", office=LEAD,
                since=since.on, due_on=days_after(since.on, procedure.setting("issue.escalate-within")),
                citation="TVP-5.1-1a", opened_by=(since.position,), limit="issue.escalate-within",
            )  # fmt: skip
        elif not any(on >= told[0][0] for on, _ in briefed):
            known = max(told[0][0], since.on)  # what is not grave yet is nothing to brief them on
            yield duty(
                view, f"brief/{risk.id}", f"Brief senior management on {risk.id}",
                office=falls_to(procedure, "TC-07"), since=known,
                due_on=days_after(known, procedure.setting("senior-management.brief-within")), citation="TVP-5.1-1b",
                opened_by=(since.position, told[0][1]), limit="senior-management.brief-within",
            )  # fmt: skip
