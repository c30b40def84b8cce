"""What is asked of a risk that is seen, assessed and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.span import came_later, out_of_order
from ledger.dates.working_days import dated
from ledger.names import among, few, same_name
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.risks.entries import RiskAssessed, RiskClosed, RiskIdentified
from ledger.subjects.risks.places import parts_of_plans, place_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _before_it_was_seen(file: ContractFile, entry: RiskAssessed | RiskClosed, procedure: Procedure) -> str | None:
    risk = file.risks.by_id.get(entry.risk)
    return came_later(f"{risk.id} was seen on", risk.on, entry.latest_on, risk.position) if risk else None


def _after_it_was_closed(file: ContractFile, entry: RiskAssessed | RiskClosed, procedure: Procedure) -> str | None:
    risk = file.risks.by_id.get(entry.risk)
    if risk is None or risk.closed is None or (isinstance(entry, RiskAssessed) and entry.happened_on <= risk.closed[0]):
        return None
    closed = f"{risk.id} was closed on {dated(risk.closed[0])} (entry {risk.closed[2]})"
    return f"{closed}; strike that out if it is open, or enter a new risk"


def beyond_appetite(entry: RiskAssessed, procedure: Procedure) -> bool:
    """Return whether a risk is higher than the organisation takes: as stated, else by the procedure's rating."""
    if entry.within_appetite is not None:
        return not entry.within_appetite
    return entry.rating > procedure.setting("risk.highest-rating")


def _nothing_done(file: ContractFile, entry: RiskAssessed, procedure: Procedure) -> str | None:
    if not beyond_appetite(entry, procedure):
        return NOT_IN_POINT
    if entry.measures:
        return None
    return f"{entry.risk} is rated {entry.rating}, more than is taken, and it is not said what is done about it"


def _taken_above_the_figure(file: ContractFile, entry: RiskAssessed, procedure: Procedure) -> str | None:
    if not entry.within_appetite:
        return NOT_IN_POINT
    most = procedure.setting("risk.highest-rating")
    if entry.rating <= most:
        return None
    return f"{entry.risk} is rated {entry.rating} and said to be taken; the organisation takes risks rated up to {most}"


def _of_no_part(file: ContractFile, entry: RiskIdentified, procedure: Procedure) -> str | None:
    place = place_of(entry)
    if place is None or not entry.activity:
        return NOT_IN_POINT
    plans, what = parts_of_plans(file, place), "line" if place.of_resources else "activity"
    there = "; ".join(f"{plan} has {few(parts)}" for plan, parts in plans.items()) or "no plan of that sort is on file"
    own = [parts for plan, parts in plans.items() if not place.plan or same_name(plan, place.plan)]
    if place.plan and not own:
        return f"it is of {place.plan}, which is no plan on file; {there}"
    if not place.part or any(among(place.part, parts) for parts in own):
        return None
    whose = f"{place.plan} does not have" if place.plan else "no plan has"
    return f"it is of {what} {place.part}, which {whose}; {there}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="risk.assessed-once-seen", citation="TVP-4.0-22", level="contradiction", of=(RiskAssessed, RiskClosed),
        field="happened_on", sentence="A risk is assessed and closed once it was seen.", found=_before_it_was_seen,
    ),
    Rule(
        id="risk.closed-once", citation="TVP-4.0-22", level="contradiction", of=(RiskAssessed, RiskClosed),
        field="risk", sentence="A closed risk is not assessed or closed again.", found=_after_it_was_closed,
    ),
    Rule(
        id="risk.assessed-again-later", citation="TVP-4.0-22", level="contradiction", of=RiskAssessed,
        field="review_by", sentence="A risk is assessed again after it was assessed.", found=out_of_order(
            "review_by", "happened_on", same_day=False,
            found="it is to be assessed again by {later}, which is not after {earlier}",
        ),
    ),
    Rule(
        id="risk.high-is-managed", citation="TVP-4.0-22", level="explain", of=RiskAssessed, field="measures",
        sentence="Something is done about a risk higher than the organisation takes.", found=_nothing_done,
    ),
    Rule(
        id="risk.taken-up-to-the-figure", citation="CPC307-C3-b", level="explain", of=RiskAssessed,
        field="within_appetite", found=_taken_above_the_figure,
        sentence="A risk that is said to be taken is rated no higher than the organisation takes.",
    ),
    Rule(
        id="risk.of-a-part-of-a-plan", citation="CPC307-C3-a", level="advise", of=RiskIdentified, field="activity",
        sentence="A risk to an activity, or to a line of resources, is of one that a plan has.", found=_of_no_part,
    ),
    Rule(
        id="risk.has-owner", citation="TVP-4.0-22", level="advise", of=RiskAssessed, field="owner",
        sentence="Somebody watches each risk.", found=lacks("owner", found="it is not said who watches it"),
    ),
    Rule(
        id="risk.closed-for-a-reason", citation="TVP-4.0-22", level="advise", of=RiskClosed, field="reason",
        sentence="It is on record why a risk was closed.", found=lacks("reason", found="it does not say why"),
    ),
)  # fmt: skip
