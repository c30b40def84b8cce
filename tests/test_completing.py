"""What a supplement says by naming the rule by which its entry was remarked on (docs/adr/0434)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import UUID

import pytest

from ledger import kinds
from ledger.details import ALSO_SAID, DETAILS, NOT_BY_WORDS, SAID_OTHERWISE
from ledger.entry import Departure, Entry, Recorded
from ledger.folding import fold
from ledger.rules import Unsaid
from ledger.specification import Indicator
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.design import OptionsAnalysed
from ledger.subjects.design.entries import Way
from ledger.subjects.evaluation import FeedbackSought
from ledger.subjects.meetings import Attendee, MeetingHeld
from ledger.subjects.outcomes import OutcomeViewsObtained
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.records import EntrySupplemented, NoteMade
from ledger.subjects.terms import (
    PerformanceIndicatorAgreed,
    ServiceLevelAgreementAgreed,
    ServiceSpecificationIssued,
)
from ledger.words import Said
from projections.duties.completed import is_completed, words_on_it
from projections.duties.records import left_to_name
from projections.procedure.compliance import compliance
from tests.each import each
from tests.story import CLERK, PIA, Story, changed, given
from tests.worked_through import view_of

NAMES_IT = "supplement.says-what-it-completes"
DAY = date(2026, 6, 5)
ADDED = EntrySupplemented(happened_on=DAY, position=1, words=Said("It was so"))
BY_NO_WORDS = {
    "outcome.agreed-by-users": "by those who use the service, who agree to it, or decide to keep or change it",
    "minutes.on-file": "by the document of the minutes",
    "points.provider-told": "by a notice that was served",
    "transfer.support-from-a-day": "by the arrangement made anew, or corrected, with the day",
}
"""Rules that ask for a field and that no words keep: by what they are kept."""
WITH_SOMETHING_BESIDE = ("single-tender.with-its-case",)
"""Rules that something besides is looked at for: the case for buying from one provider."""
CONTRACT = ContractRegistered(
    happened_on=date(2024, 12, 2), reference="C-1", title="Support", start_date=date(2025, 1, 1),
    end_date=date(2027, 12, 31),
)  # fmt: skip
PROVIDERS = Attendee(person="Pia Prior", party="provider")
ISSUED = ServiceSpecificationIssued(happened_on=date(2025, 12, 3), version="1")
MEETING = MeetingHeld(
    happened_on=date(2025, 12, 3), meeting_kind="regular",
    attendees=(Attendee(person="Ann Ashe", office="lead-officer"),),
)  # fmt: skip
NOBODY, ITSELF = ConcernedGroup(who="individuals", how_many=0), ConcernedGroup(who="provider")
VIEWS = OutcomeViewsObtained(happened_on=date(2025, 12, 3))
SOUGHT = FeedbackSought(happened_on=date(2025, 12, 3), subject="other", by=PIA)
LEVELS = ServiceLevelAgreementAgreed(happened_on=date(2025, 12, 3), agreed_by_authority="Ann Ashe")
CALLS, MEASURED_ON = Indicator(id="calls", text=Said("Calls on time")), date(2025, 12, 3)
MEASURED = PerformanceIndicatorAgreed(happened_on=MEASURED_ON, indicator=CALLS)
ANALYSED = OptionsAnalysed(happened_on=date(2025, 12, 3), subject="outcomes")
FAMILIES = tuple(rule for rule in DETAILS if rule.endswith("-"))


def test_whatever_asks_for_something_to_be_said_can_be_said_later() -> None:
    """HCC-2.1-g: a rule of advice that finds a field not filled in is among those a supplement can name."""
    asking = {
        rule.id for rule in kinds.RULES
        if rule.level == "advise" and (isinstance(rule.found, Unsaid) or rule.asks)
    }  # fmt: skip

    listed = {*DETAILS, *ALSO_SAID}
    assert {rule for rule in asking - listed - BY_NO_WORDS.keys() if not rule.startswith(FAMILIES)} == set()
    assert set(ALSO_SAID) - {rule.id for rule in kinds.RULES if rule.level == "advise"} == set()
    assert set(ALSO_SAID).isdisjoint({*DETAILS, *BY_NO_WORDS})
    assert set(SAID_OTHERWISE) - {*DETAILS, *ALSO_SAID} == set()
    for rule, fields in SAID_OTHERWISE.items():
        of = kinds.RULE[rule].of
        known = {name for kind in (of if isinstance(of, tuple) else (of,)) for name in kind.model_fields}
        flat = {name for field in fields for name in ((field,) if isinstance(field, str) else field)}
        assert {name.partition(".")[0] for name in flat} - known == set(), rule


def remarked(rule: str, level: Literal["advise", "explain", "authorise", "absolute"] = "advise") -> Story:
    """A file whose first entry departs from a rule, whatever its kind."""
    found = Departure(rule=rule, level=level, citation="HCC-2.1-g", sentence="It is said.", found="it is not said")
    made = Recorded(
        NoteMade(happened_on=date(2026, 6, 1), words=Said("Begun")), UUID(int=1), 1, datetime(2026, 6, 1, tzinfo=UTC),
        CLERK, departures=(found,),
    )  # fmt: skip
    return Story(fold([made]))


@each("rule", sorted({*DETAILS, *ALSO_SAID} - {*NOT_BY_WORDS, *FAMILIES}))
def test_a_supplement_may_name_whatever_its_entry_was_found_not_to_say(rule: str) -> None:
    """HCC-2.1-g: and is not told that nothing was found to be missing."""
    story = remarked(rule)

    story.when(changed(ADDED, completes=(rule,))).keeps(NAMES_IT)


@each("rule", ALSO_SAID)
def test_what_a_supplement_says_was_not_said_is_said(rule: str) -> None:
    """HCC-3.1-a: with the entry the page offers it for, until a supplement names it."""
    story = remarked(rule)
    [before], named = story.file.entries, changed(ADDED, completes=(rule,))
    elsewhere = view_of(story.when(ADDED).file)
    after = view_of(story.when(named).file)

    if rule not in WITH_SOMETHING_BESIDE:
        assert left_to_name(view_of(story.file), before) == left_to_name(elsewhere, before) == [rule]
        assert is_completed(after, before, before.departures[0])
        assert left_to_name(after, before) == []


def test_no_words_undo_a_day_that_was_missed_but_it_may_be_said_why() -> None:
    """HCC-7.2-b: the departure stays, with where something is said of it."""
    story = remarked("minutes.written-in-time")
    said = story.when(changed(ADDED, completes=("minutes.written-in-time",))).keeps(NAMES_IT)

    assert left_to_name(view_of(said.file), said.file.entries[0]) == []
    assert words_on_it(view_of(said.file), said.file.entries[0], said.file.entries[0].departures[0]) == (
        "; entry 2 says something of it"
    )


def test_a_supplement_names_nothing_that_takes_leave() -> None:
    """HCC-POL-f: whoever may says so; words beside the entry do not."""
    for level in ("authorise", "absolute"):
        story = remarked("issue.told-at-once", level)
        last = story.when(changed(ADDED, completes=("issue.told-at-once",))).departs_from(NAMES_IT).last
        assert last is not None
        assert "take the place of no office's leave" in str(last.departures)


def test_why_somebody_in_an_unusual_post_is_lead_officer_can_be_said_later() -> None:
    """HCC-4.1-b: warned of, never blocked; the reason is recorded."""
    rule = "lead-officer.operational-manager"
    appointed = LeadOfficerAppointed(happened_on=date(2025, 12, 3), person="Ann Ashe", post="Finance Analyst")
    story = given(appointed)
    why = EntrySupplemented(happened_on=DAY, position=2, words=Said("She ran the service before"), completes=(rule,))

    silent, said = story.when(changed(why, completes=())), story.when(why).keeps(NAMES_IT)

    for told, state in ((silent, "departed"), (said, "kept")):
        [kept] = [one for one in compliance(view_of(told.file), DAY).rules if one.rule == rule]
        assert (kept.state, kept.found is None) == (state, state == "kept")


@pytest.mark.parametrize(
    ("rule", "procedure", "act", "otherwise"),
    [
        ("specification.lead-officer-attends", "hampshire/1", ISSUED, {"attendees": ("contract-support-officer",)}),
        ("meeting.note-taker-attends", "thames-valley/1", MEETING, {"note_taker": PROVIDERS}),
        ("outcome.views-of-whom", "hampshire/1", VIEWS, {"asked": (NOBODY,)}),
        ("feedback.sought-from-whom", "hampshire/1", SOUGHT, {"groups": (ITSELF,)}),
        ("sla.agreed-by-both", "hampshire/1", LEVELS, {"agreed_by_provider": "Ann Ashe"}),
        ("indicator.looked-at-again", "hampshire/1", MEASURED, {"indicator": changed(CALLS, review_on=MEASURED_ON)}),
        ("design.ways-compared", "hampshire/1", ANALYSED, {"ways": (Way(name="One provider", chosen=True),)}),
    ],
)
def test_words_beside_what_was_done_otherwise_put_nothing_right(
    rule: str, procedure: str, act: Entry, otherwise: Any
) -> None:  # fmt: skip
    """HCC-6.1-f, TVP-4.0-11: what is not said can be said; another than was to attend stays another, one person who
    agreed for both parties one person, and nobody who took part nobody."""
    for done, state in ((act, "kept"), (changed(act, **otherwise), "departed")):
        story = given(changed(CONTRACT, procedure=procedure)).when(done).departs_from(rule)
        assert story.last is not None
        told = story.when(changed(ADDED, position=story.last.position, completes=(rule,))).keeps(NAMES_IT)
        view = view_of(told.file)
        [kept] = [one for one in compliance(view, DAY).rules if one.rule == rule]
        assert kept.state == state
        assert left_to_name(view_of(story.file), story.last).count(rule) == (state == "kept")
