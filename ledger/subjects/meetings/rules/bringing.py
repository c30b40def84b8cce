"""Whether it is on record what the provider brought to a meeting, and where."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ledger.examining import sets_up
from ledger.names import among
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.meetings.entries import MeetingHeld
from ledger.subjects.meetings.rules.who_was_there import kind_held

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _information_unsaid(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    spec = file.terms.specification(held.happened_on)
    start = file.started_on()
    if spec is None or not spec.says.meeting_information:
        return NOT_IN_POINT
    if kind_held(file, held) == "pre-start" or (start is not None and held.happened_on < start):
        return NOT_IN_POINT  # there is no service yet to tell of
    ticked = {information.what for information in held.information_received}
    listed = spec.says.meeting_information
    others = {what.casefold(): what for what in ticked if not among(what, listed)}
    unsaid = []
    for what in listed:
        if not among(what, ticked):
            near = get_close_matches(what.casefold(), others, 1, cutoff=0.8)
            unsaid.append(f"{what} ({others[near[0]]} may be it)" if near else what)
    return f"it is not said whether the provider brought: {'; '.join(unsaid)}" if unsaid else None


def _not_what_was_brought(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    """What a specification lists may be anything the provider has; what only says what the contract is, is none."""
    named = [(one, one.position) for one in held.information_received if one.position is not None]
    if not named:
        return NOT_IN_POINT
    found = [f"{one.what}: entry {at} records nothing that was brought" for one, at in named if sets_up(file, at)]
    found += [
        f"{one.what}: it was not brought, and entry {at} is said to record it" for one, at in named if not one.received
    ]
    return "; ".join(found) or None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="meeting.information-accounted-for", citation="HCC-6.1-d", level="advise", of=MeetingHeld,
        field="information_received", found=_information_unsaid,
        sentence="It is on record whether the provider brought the information the specification lists.",
    ),
    Rule(
        id="meeting.information-is-what-it-is", citation="HCC-7.6-f", level="advise", of=MeetingHeld,
        field="information_received", found=_not_what_was_brought,
        sentence="An entry said to record what the provider brought is of a sort that can.",
    ),
)  # fmt: skip
