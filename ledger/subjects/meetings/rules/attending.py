"""Who is asked to be at a meeting, and what is asked of its being held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import disputing
from ledger.dates.calendar import CalendarError
from ledger.dates.working_days import dated
from ledger.names import few, same_person
from ledger.offices import (
    POSTS,
    acted_as,
    is_the_authoritys,
    is_the_providers,
    the_provider_came,
)
from ledger.rules import NOT_IN_POINT, AnyRule, Predicate, Rule
from ledger.subjects.meetings.entries import Attendee, MeetingHeld
from ledger.subjects.meetings.register import MONITORING, kind_on
from ledger.subjects.meetings.rules.managers_there import LEAD, in_a_managers_post, in_another_post
from ledger.subjects.meetings.rules.support_officer import ASKED_IN, SUPPORT_OFFICER, Why, asked_to, was_asked
from ledger.subjects.meetings.rules.who_was_there import (
    is_nominee,
    kind_held,
    not_as_entered,
    sent_apologies,
    was_there,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.procedures.rows import MeetingKind

DEPUTY = "deputy-lead-officer"
TAKER = "note-taker"


def _row(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> MeetingKind | None:
    """What the procedure has of such a meeting on its day."""
    return procedure.meeting(kind_on(file, kind_held(file, held), held.happened_on, procedure))


def _not_to_be_held(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(held.meeting) if held.meeting else None
    if meeting is None:
        return None
    if meeting.held_on:
        return f"{meeting.id} is on file as held on {dated(meeting.held_on)}; if this was another, name no meeting"
    if meeting.cancelled:
        day = f"{dated(meeting.cancelled[0])}"
        return f"{meeting.id} was called off on {day}; if it was not, strike that out; if this was another, name none"
    return None


def _required_absent(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    kind = _row(file, held, procedure) or procedure.meeting("regular")
    if kind is None or not kind.must_attend:
        return NOT_IN_POINT
    absent = [office for office in kind.must_attend if not was_there(file, held, office, procedure)]
    if not absent:
        return None
    offices = ", ".join(procedure.office_title(office) for office in absent)
    otherwise = not_as_entered(file, held, absent, procedure)
    return f"neither the {offices} nor a nominee is among those said to have been there{otherwise}"


def _expected_absent(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    kind = _row(file, held, procedure)
    # The support officer's part is asked for by day, not by kind of meeting: the four rules below.
    expected = [office for office in (kind.should_attend if kind else ()) if office != SUPPORT_OFFICER]
    if not expected:
        return NOT_IN_POINT
    there = [office for office in expected if was_there(file, held, office, procedure)]
    managers = not set(POSTS).isdisjoint(expected)
    if managers and in_a_managers_post(file, held, procedure):
        return None
    otherwise = in_another_post(file, held, procedure) if managers and there == [LEAD] else ""
    if there and not otherwise:
        return None
    asked = [office for office in expected if office not in there]
    otherwise += not_as_entered(file, held, asked, procedure)
    return f"nobody came as {' or '.join(procedure.office_title(office) for office in asked)}{otherwise}"


def _provider_absent(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    present = list(held.present())
    if not present:
        return NOT_IN_POINT  # nobody is said to have been there: that is asked about already
    if the_provider_came(file, present, held.happened_on):
        return None
    return "nobody of the provider is among those said to have been there"


def _met_that_day(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    others = [m for m in file.meetings.held_between(held.happened_on, held.happened_on) if m.id != held.meeting]
    if kind_held(file, held) not in MONITORING or not others:
        return NOT_IN_POINT
    other = others[0]
    return f"{other.id} (entry {other.held}) was held on that day too; if this is the same, it is recorded twice"


def _after_the_start(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    start = file.started_on()
    if kind_held(file, held) != "pre-start" or start is None:
        return NOT_IN_POINT
    if held.happened_on <= start:
        return None
    return f"it is a meeting before the contract starts, and that started on {dated(start)}; if it is the first, say so"


def _named_absent(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    spec = file.terms.specification(held.happened_on)
    # The lead officer is asked for by name of the procedure: meeting.required-attend.
    named = [office for office in spec.says.attendees if office != "lead-officer"] if spec else []
    if not named:
        return NOT_IN_POINT
    absent = [office for office in named if not was_there(file, held, office, procedure)]
    if not absent:
        return None
    offices, otherwise = ", ".join(map(procedure.office_title, absent)), not_as_entered(file, held, absent, procedure)
    return f"the specification names {offices}, and nobody came in that office{otherwise}"


def _deputy_absent(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    deputy = file.people.holder(DEPUTY, held.happened_on)
    if deputy is None or sent_apologies(file, held, DEPUTY, procedure):
        return NOT_IN_POINT  # "where possible": whoever sent apologies could not
    if was_there(file, held, DEPUTY, procedure):
        return None
    otherwise = not_as_entered(file, held, (DEPUTY,), procedure)
    return f"{deputy.person}, {procedure.office_title(DEPUTY).lower()}, is not among those there{otherwise}"


def _there_and_not(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    if not held.apologies:
        return NOT_IN_POINT
    both = [
        there.person for there in held.present()
        if any(there.side == sorry.side and same_person(there.person, sorry.person) for sorry in held.apologies)
    ]  # fmt: skip
    return f"{few(both)} sent apologies, and is said to have been there" if both else None


def _without_support_officer(asked_by: Why) -> Predicate:
    """The predicate of a rule that the support officer comes, for one of the reasons the text gives."""

    def alone(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
        arranged = file.meetings.by_id.get(held.meeting) if held.meeting else None
        why = asked_to(
            file, held.happened_on, kind_held(file, held), procedure, held.meeting,
            contractual=arranged is not None and arranged.contractual,
        ).get(asked_by)  # fmt: skip
        if why is None:
            return NOT_IN_POINT
        if was_there(file, held, SUPPORT_OFFICER, procedure):
            return None
        invited = arranged is not None and was_asked(file, arranged, procedure, asked_by, held.happened_on)
        if asked_by in ASKED_IN and (invited or sent_apologies(file, held, SUPPORT_OFFICER, procedure)):
            return None  # "asked in": that the officer was asked is on file
        otherwise = not_as_entered(file, held, (SUPPORT_OFFICER,), procedure)
        return f"{why}, and the {procedure.office_title(SUPPORT_OFFICER)} was not there{otherwise}"

    return alone


def _chaired_by_another(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    if kind_on(file, kind_held(file, held), held.happened_on, procedure) in ("ad-hoc", "dispute", "pre-start"):
        return NOT_IN_POINT  # "Quarterly Contract Management meetings": none extra, none on a dispute, none before them
    if held.chair is None:
        return "it is not said who chaired it"
    chair, day, people = procedure.named(held.chair), held.happened_on, file.people
    lead, by = people.holder("lead-officer", day), procedure.person_in_office(chair)
    if people.holds("lead-officer", chair.person, day, chair.office):
        return None
    if acted_as(file, chair, "lead-officer", day, procedure):
        return None
    if lead is None:
        return f"{by} chaired it"
    return f"{by} chaired it; on {dated(day)} the lead officer was {lead.person}, by what is on file"


def _chair_on_the_other_side(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    chair, day = held.chair, held.happened_on
    if chair is None or not chair.is_of_the_provider or not is_the_authoritys(file, chair.person, day):
        return NOT_IN_POINT
    offices = [file.office_in_words(office, day) for office in file.people.offices_of(chair.person, day)]
    return f"{chair.person} is entered as of the provider, and is on file as {' and '.join(offices) or 'the authority'}"


def _notes_by_another(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    takers = [held.note_taker] if held.note_taker else _note_takers(file, held, procedure)
    if not takers:
        return "it is not said who took the notes"
    if all(one.is_of_the_provider or is_the_providers(file, one.person, held.happened_on) for one in takers):
        return f"{takers[0].person}, who took the notes, is of the provider"
    return None


def _note_takers(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> list[Attendee]:
    """Those who were there as note-takers: by the office they came in, for whom they came, or as the file has them."""
    day = held.happened_on
    return [
        there for there in held.attendees
        if procedure.is_office(there.office, (TAKER,)) or file.people.holds(TAKER, there.person, day, there.office)
        or is_nominee(file, there, TAKER, day, procedure)
    ]  # fmt: skip


def _extra_without_reason(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    arranged = file.meetings.by_id.get(held.meeting) if held.meeting else None
    if kind_held(file, held) != "ad-hoc":
        return NOT_IN_POINT
    if held.ad_hoc_reason or (arranged and arranged.ad_hoc_reason):
        return None
    return "it is not said why an extra meeting was called"


def _met_late(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    """By the last notice of dispute before it that no earlier meeting answered."""
    if kind_held(file, held) != "dispute":
        return NOT_IN_POINT
    given = [n for _, n in disputing.notices(file, held.happened_on) if disputing.of_notice(file, held.dispute, n)]
    if not given or disputing.meetings(file, given[-1], held.happened_on):
        return NOT_IN_POINT
    try:
        last = disputing.meet_by(file, given[-1], procedure)
    except CalendarError as error:
        return f"by when it was to be held cannot be counted: {error}"
    if last is None:
        return NOT_IN_POINT
    return None if held.happened_on <= last.end else f"it was held later: {last.sentence.rstrip('.')}"


DEPUTY_ATTENDS: Rule[MeetingHeld] = Rule(
    id="meeting.deputy-attends", citation="TVP-4.0-10", level="advise", of=MeetingHeld, field="attendees",
    sentence="The deputy to the lead officer attends where possible.", found=_deputy_absent,
)  # fmt: skip
NOTE_TAKER: Rule[MeetingHeld] = Rule(
    id="meeting.note-taker-attends", citation="TVP-4.0-11", level="advise", of=MeetingHeld, field="note_taker",
    asks=True, sentence="A note-taker of the authority attends.", found=_notes_by_another,
)  # fmt: skip
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="meeting.held-once", citation="HCC-7.1-a", level="contradiction", of=MeetingHeld, field="meeting",
        sentence="A meeting is held once, and not after it was called off.", found=_not_to_be_held,
    ),
    Rule(
        id="meeting.required-attend", citation="HCC-6.1-f", level="explain", of=MeetingHeld, field="attendees",
        sentence="The lead officer or the lead officer's nominee, and whoever else the procedure names, is there.",
        found=_required_absent,
    ),
    Rule(
        id="meeting.with-the-provider", citation="HCC-7.1-a", level="explain", of=MeetingHeld, field="attendees",
        sentence="Somebody of the provider is at a meeting with the provider.", found=_provider_absent,
    ),
    Rule(
        id="meeting.recorded-once", citation="HCC-12.4-a", level="advise", of=MeetingHeld, field="happened_on",
        sentence="A meeting is recorded once; meetings of one day count as one.", found=_met_that_day,
    ),
    Rule(
        id="meeting.before-the-start", citation="HCC-7.5-a", level="advise", of=MeetingHeld, field="meeting_kind",
        sentence="A meeting before the contract starts is held before that.", found=_after_the_start,
    ),
    Rule(
        id="meeting.expected-attend", citation="HCC-7.5-c", level="advise", of=MeetingHeld, field="attendees",
        sentence="The managers who are expected at this kind of meeting attend it.", found=_expected_absent,
    ),
    Rule(
        id="meeting.attended-as-specified", citation="HCC-6.1-f", level="advise", of=MeetingHeld, field="attendees",
        sentence="Whoever the specification names attends monitoring meetings.", found=_named_absent,
    ),
    Rule(
        id="meeting.support-officer-before-start", citation="HCC-7.5-a", level="advise", of=MeetingHeld,
        field="attendees", sentence="The Contract Support Officer attends meetings held before the contract starts.",
        found=_without_support_officer("HCC-7.5-a"),
    ),
    Rule(
        id="meeting.support-officer-at-first", citation="HCC-7.5-b", level="advise", of=MeetingHeld, field="attendees",
        sentence="The Contract Support Officer attends the first meeting after the start.",
        found=_without_support_officer("HCC-7.5-b"),
    ),
    Rule(
        id="meeting.support-officer-on-contractual-matters", citation="HCC-7.5-d", level="advise", of=MeetingHeld,
        field="attendees", sentence="The Contract Support Officer is asked to come to contractual matters.",
        found=_without_support_officer("HCC-7.5-d"),
    ),
    Rule(
        id="meeting.support-officer-near-end", citation="HCC-7.5-e", level="advise", of=MeetingHeld, field="attendees",
        sentence="The Contract Support Officer is asked to come in the last year of the contract.",
        found=_without_support_officer("HCC-7.5-e"),
    ),
    Rule(
        id="meeting.lead-officer-chairs", citation="TVP-4.0-9", level="advise", of=MeetingHeld, field="chair",
        sentence="The lead officer chairs the meetings that come with each quarter.",
        found=_chaired_by_another,
    ),
    Rule(
        id="meeting.chair-on-its-own-side", citation="TVP-4.0-9", level="advise", of=MeetingHeld, field="chair",
        sentence="Whoever chairs is entered on the side they are on.", found=_chair_on_the_other_side,
    ),
    DEPUTY_ATTENDS,
    NOTE_TAKER,
    Rule(
        id="meeting.there-or-apologies", citation="TVP-4.0-9", level="advise", of=MeetingHeld, field="apologies",
        sentence="Nobody both was at a meeting and sent apologies.", found=_there_and_not,
    ),
    Rule(
        id="meeting.extra-with-reason", citation="HCC-7.7-a", level="advise", of=MeetingHeld, field="ad_hoc_reason",
        sentence="An extra meeting is called for continuing problems, and the record says which.",
        found=_extra_without_reason,
    ),
    Rule(
        id="meeting.on-a-dispute-in-time", citation="TVP-5.2-2c", level="explain", of=MeetingHeld, field="happened_on",
        sentence="The meeting a notice of dispute asks for is held within ten normal business days.", found=_met_late,
    ),
)  # fmt: skip
