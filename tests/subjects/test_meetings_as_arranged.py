"""Stories of those who were expected when a meeting was arranged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.entry import Actor
from ledger.subjects.meetings import Attendee, MeetingHeld
from tests.story import Story, given
from tests.subjects.test_meetings import LEAD, PROVIDERS, REGISTERED, STRATEGY, held, scheduled

RULE = "meeting.attended-as-arranged"
DAY = date(2025, 6, 2)
FINANCE = Attendee(person="Fay Flint", office="general-finance-manager")
AUDITOR = Attendee(person="Ada Audit", office="chief-internal-auditor")


def expected(*whom: str) -> Story:
    return given(REGISTERED, scheduled(date(2025, 5, 5), DAY, expected=whom))


def came(*present: Attendee, **more: Any) -> MeetingHeld:
    return held(DAY, LEAD, PROVIDERS, *present, meeting="MTG-001", **more)


@pytest.mark.parametrize(
    ("whom", "present"),
    [("general-finance-manager", FINANCE), ("Chief Internal Auditor", AUDITOR), ("Ada Audit", AUDITOR)],
)
def test_who_was_expected_when_a_meeting_was_arranged_came_or_sent_apologies(whom: str, present: Attendee) -> None:
    """HCC-6.1-f: an office of the procedure's, another, or somebody by name."""
    story = expected("lead-officer", whom)
    sorry = Actor(person=present.person, office=present.office)
    for_it = Attendee(person="Nia Noor", nominee_of=whom)

    absent = story.when(came()).departs_from(RULE)
    assert absent.last is not None
    [said] = [one.found for one in absent.last.departures if one.rule == RULE]
    title = "General Finance Manager" if whom == FINANCE.office else whom
    assert said == f"expected when it was arranged, and neither there nor excused: {title}"
    for kept in (came(present), came(for_it), came(apologies=(sorry,))):
        story.when(kept).keeps(RULE)


def test_the_provider_was_expected_and_somebody_came_for_it() -> None:
    """HCC-6.1-f: whoever it was; not where nobody did."""
    alone = held(DAY, LEAD, meeting="MTG-001")
    for named in ("provider", "the provider", "Provider"):
        expected("lead-officer", named).when(came()).keeps(RULE)
        expected("lead-officer", named).when(alone).departs_from(RULE)


def test_whom_another_rule_has_come_is_remarked_on_once() -> None:
    """HCC-6.1-f, HCC-7.5-b: the lead officer, and the support officer where a day asks for them."""
    alone = held(DAY, PROVIDERS, meeting="MTG-001")
    expected("lead-officer", "contract-support-officer").when(alone).keeps(RULE)
    expected("lead-officer").when(alone).departs_from("meeting.required-attend")


def test_of_a_meeting_that_nobody_arranged_or_of_which_nobody_was_named_nothing_is_remarked() -> None:
    """HCC-6.1-f."""
    expected().when(came()).keeps(RULE)
    given(REGISTERED).when(held(DAY)).keeps(RULE)
    strategy = given(STRATEGY, scheduled(date(2025, 5, 5), DAY, expected=("smg",)))
    strategy.when(came()).departs_from(RULE)
