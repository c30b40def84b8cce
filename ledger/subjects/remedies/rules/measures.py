"""What is asked of suspension, step-in and relief."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ledger.dates.working_days import dated
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.remedies.entries import (
    ReliefClaimed,
    ReliefDecided,
    StepInBegun,
    StepInEnded,
    SuspensionBegun,
    SuspensionLifted,
    SuspensionReviewed,
)
from ledger.subjects.remedies.rules.shared import about

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


Measures: TypeAlias = SuspensionBegun | SuspensionReviewed | StepInBegun
Ending: TypeAlias = SuspensionReviewed | SuspensionLifted | StepInEnded


def _ends_before_it_begins(file: ContractFile, entry: Measures, procedure: Procedure) -> str | None:
    held = about(file, entry)
    began = getattr(held, "since", None) or entry.effective_on
    if entry.until_date is not None and entry.until_date < began:
        return f"it is to end on {dated(entry.until_date)}, before it begins on {dated(began)}"
    return None


def _over_already(file: ContractFile, entry: Ending, procedure: Procedure) -> str | None:
    held = about(file, entry)
    ended = getattr(held, "ended", None)
    if held is None or ended is None or (isinstance(entry, SuspensionReviewed) and entry.happened_on <= ended[0]):
        return None
    return f"{held.id} ended on {dated(ended[0])} (entry {ended[1]})"


def _decided_already(file: ContractFile, entry: ReliefDecided, procedure: Procedure) -> str | None:
    held = file.remedies.reliefs.get(entry.relief)
    if held is None or not held.decided:
        return NOT_IN_POINT
    on, decision, position = held.decided[-1]
    return f"{held.id} was {decision.replace('-', ' ')} on {dated(on)} (entry {position})"


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="measure.ends-after-it-begins", citation="HCC-2.1-g", level="contradiction",
        of=(SuspensionBegun, SuspensionReviewed, StepInBegun), field="until_date",
        sentence="A suspension or step-in does not end before it begins.", found=_ends_before_it_begins,
    ),
    Rule(
        id="measure.ended-once", citation="HCC-2.1-g", level="contradiction",
        of=(SuspensionReviewed, SuspensionLifted, StepInEnded), field="happened_on",
        sentence="A suspension that was lifted, or a step-in that ended, is over.", found=_over_already,
    ),
    Rule(
        id="measure.rests-on-the-contract", citation="HCC-2.1-b", level="advise", of=(SuspensionBegun, StepInBegun),
        field="clause", sentence="A suspension or step-in names the clause it rests on.",
        found=lacks("clause", found="it names no clause"),
    ),
    Rule(
        id="suspension.has-a-time", citation="HCC-2.1-b", level="advise", of=(SuspensionBegun, SuspensionReviewed),
        field="review_by", sentence="A suspension has an end or a day on which it is looked at again.",
        found=lacks("until_date", "review_by", found="it has neither an end nor a day for its review"),
    ),
    Rule(
        id="relief.states-what-for", citation="HCC-2.1-b", level="advise", of=ReliefClaimed, field="event",
        sentence="A claim for relief says what event it rests on.",
        found=lacks("event", found="it does not say what event it rests on"),
    ),
    Rule(
        id="relief.states-why-refused", citation="HCC-2.1-b", level="advise", of=ReliefDecided, field="reason",
        sentence="A decision on relief gives its reason.", found=lacks("reason", found="it gives no reason"),
    ),
    Rule(
        id="relief.decided-once", citation="HCC-2.1-g", level="explain", of=ReliefDecided, field="decision",
        sentence="Relief is decided once; a decision that was wrong is corrected.", found=_decided_already,
    ),
    Rule(
        id="decision.names-who-suspends", citation="TVP-2.0-7", level="advise", of=SuspensionBegun,
        field="by", sentence="A suspension is decided by somebody named.",
        found=lacks("by", found="nobody is named who decided it"),
    ),
)
# fmt: on
