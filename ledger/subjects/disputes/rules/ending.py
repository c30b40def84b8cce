"""What is asked of settling a dispute, and of signing it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.alerting import reported_for_sign_off
from ledger.dates.working_days import dated
from ledger.dispute_results import completed_plan_reported, told_before_the_end
from ledger.disputing import held_alone, same, with_the_provider
from ledger.formal_route import SIGNED_OFF_BY
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.sign_offs import completed, settlements, signed_off
from ledger.subjects.disputes.entries import DisputeSettled, DisputeSignedOff
from ledger.subjects.disputes.rules.entitled import by_another, not_entitled

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


REPORTED_BY = "dispute.sign-off-reported-by-whom"


def _ended_on(file: ContractFile, entry: DisputeSignedOff) -> list[date]:
    """The days, by that of a sign-off, on which what it signs off came about, in their order."""
    found = settlements(file) if entry.what == "settlement" else completed(file)
    return sorted(s.on for s in found if s.on <= entry.happened_on and same(s.dispute, entry.dispute))


def _nothing_to_sign(file: ContractFile, entry: DisputeSignedOff, procedure: Procedure) -> str | None:
    if _ended_on(file, entry):
        return None
    if entry.what == "settlement":
        return f"no settlement in writing is on file for {dated(entry.happened_on)} or before"
    return f"no plan is on file as having resolved the matter by {dated(entry.happened_on)}"


def _signed_off_already(file: ContractFile, entry: DisputeSignedOff, procedure: Procedure) -> str | None:
    """Unless what is signed off came about again since, or the dispute ended otherwise; what another than whoever may
    signed is still to be signed off (docs/adr/0374)."""
    held, ended = signed_off(file), _ended_on(file, entry)
    before = [s for s in held if s.what == entry.what and same(s.dispute, entry.dispute) and s.on <= entry.happened_on]
    if not before or (ended and ended[-1] > before[-1].on):
        return NOT_IN_POINT
    last = before[-1]
    return f"it was signed off on {dated(last.on)} (entry {last.position}) already; strike out the one that is wrong"


_BY_ANOTHER = by_another(
    REPORTED_BY, "reported_by", "it was reported by {who}; the procedure has the {offices} report it"
)


def _reported_by_nobody(file: ContractFile, entry: DisputeSignedOff, procedure: Procedure) -> str | None:
    """Another reported it; or nobody is named as having done so, and no briefing since it ended shows it."""
    offices = procedure.entitled(REPORTED_BY)
    if entry.reported_by is not None or not offices:
        return _BY_ANOTHER(file, entry, procedure)
    ended = _ended_on(file, entry)
    if ended and reported_for_sign_off(file, entry.dispute, ended[-1], offices, procedure, entry.happened_on):
        return None
    return f"it is not said who reported it; the procedure has the {procedure.one_of(offices)} report it"


def _report_not_on_file(file: ContractFile, entry: DisputeSignedOff, procedure: Procedure) -> str | None:
    """The report with the completed plan comes with the sign-off, or is on file with the end of the plan."""
    if entry.what != "completed-plan":
        return NOT_IN_POINT
    if entry.document or entry.exhibits or completed_plan_reported(file, entry.dispute, entry.happened_on):
        return None
    return "the report with the completed plan, on which it was signed off, is not on file"


def _provider_not_told(file: ContractFile, entry: DisputeSignedOff, procedure: Procedure) -> str | None:
    """Of a completed plan alone: what was settled, the provider settled itself."""
    if entry.what != "completed-plan":
        return NOT_IN_POINT
    told_on = entry.reported_to_provider_on
    if told_on is None:
        return "it is not on record that the provider was told"
    ended = told_before_the_end(file, entry.dispute, entry.happened_on, told_on)
    return f"the provider was told on {dated(told_on)}, before the plan ended on {dated(ended)}" if ended else None


def _met_nowhere(file: ContractFile, entry: DisputeSettled, procedure: Procedure) -> str | None:
    """No meeting about it with the provider by then, nor any with it that day, is on file; or the last about it is on
    file as not having settled it."""
    if entry.settled_at != "meeting":
        return NOT_IN_POINT
    by = entry.latest_on
    on_it = [
        m for m in file.meetings.held_on_disputes() if m.held_on and m.held_on <= by and same(m.dispute, entry.dispute)
    ]
    that_day = [m for m in file.meetings.held() if m.held_on and entry.happened_on <= m.held_on <= by]
    met = [meeting for meeting in on_it if with_the_provider(file, meeting)]
    if any(with_the_provider(file, meeting) for meeting in that_day if meeting not in met):
        return None
    if met and met[-1].dispute_outcome == "not-settled":
        return f"{met[-1].id} on {dated(met[-1].held_on or by)} (entry {met[-1].held}) is on file as not settling it"
    if met:
        return None
    return held_alone(on_it) if on_it else f"no meeting about it is on file as held by {dated(by)}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="dispute.settled-in-writing", citation="TVP-5.2-3a", level="advise", of=DisputeSettled, field="document",
        sentence="A settlement and its agreements are put in writing.",
        found=lacks("document", "exhibits", found="nothing in writing is with it"),
    ),
    Rule(
        id="dispute.settled-where-they-met", citation="TVP-5.2-3a", level="advise", of=DisputeSettled,
        field="settled_at", sentence="The meeting at which a dispute is settled is on file.", found=_met_nowhere,
    ),
    Rule(
        id="dispute.settlement-says-its-outcome", citation="TVP-5.2-3a", level="advise", of=DisputeSettled,
        field="outcome", sentence="A settlement says what came of the dispute, or what the parties agreed.",
        found=lacks("outcome", "agreements", found="it says neither what came of it nor what was agreed"),
    ),
    Rule(
        id=SIGNED_OFF_BY, citation="TVP-5.2-4c", level="authorise", of=DisputeSignedOff, field="by",
        sentence="A dispute is signed off by the office the procedure gives that to.", found=not_entitled,
    ),
    Rule(
        id=REPORTED_BY, citation="TVP-5.2-3b", level="advise", of=DisputeSignedOff, field="reported_by",
        sentence="What is to be signed off is reported by the office the procedure has report it.",
        found=_reported_by_nobody,
    ),
    Rule(
        id="dispute.something-to-sign-off", citation="TVP-5.2-3b", level="explain", of=DisputeSignedOff, field="what",
        sentence="What is signed off is a settlement or a completed plan that is on file.", found=_nothing_to_sign,
    ),
    Rule(
        id="dispute.signed-off-once", citation="TVP-5.2-4c", level="advise", of=DisputeSignedOff, field="dispute",
        sentence="What is settled or completed is signed off once.", found=_signed_off_already,
    ),
    Rule(
        id="dispute.completed-plan-reported", citation="TVP-5.2-4c", level="advise", of=DisputeSignedOff,
        field="document", sentence="A completed plan is signed off on a report that holds it, and that is on file.",
        found=_report_not_on_file,
    ),
    Rule(
        id="dispute.provider-told-of-the-end", citation="TVP-5.2-4d", level="advise", of=DisputeSignedOff,
        field="reported_to_provider_on", sentence="The result of a completed plan is reported to the provider.",
        found=_provider_not_told,
    ),
)  # fmt: skip
