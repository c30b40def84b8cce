"""What one entry leaves out and others of the same matter say: of it nothing is to be completed."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.knowledge import TrainingMaterialUpdated
from ledger.subjects.procurement import ContractIssuedForCountersignature
from ledger.subjects.programme import ProgrammeOpened
from ledger.subjects.provider import ProviderDetailsChanged, ProviderOpened
from ledger.subjects.termination import EarlyTerminationProposed, TerminationImpactAssessed
from ledger.words import Said
from projections.duties.due import duties
from projections.duties.settled import settled
from tests.story import Story, changed, given
from tests.worked_through import view_of

REGISTERED = ContractRegistered(
    happened_on=date(2024, 12, 2), reference="C-1", title="Support", start_date=date(2025, 1, 1),
    end_date=date(2027, 12, 31),
)  # fmt: skip
DAY, LATER = date(2026, 4, 25), date(2026, 4, 27)
PROPOSED = EarlyTerminationProposed(happened_on=date(2026, 4, 20), grounds=("default",))
WHO = TerminationImpactAssessed(
    happened_on=DAY, proposal="TRM-001", users_affected=38, user_impact=Said("They wait"),
    vulnerability=Said("Many are frail"), equality=Said("No other effect"),
)  # fmt: skip
INSTEAD = TerminationImpactAssessed(happened_on=DAY, proposal="TRM-001", alternative_arrangements=Said("The county"))
HOW_LONG = TerminationImpactAssessed(happened_on=LATER, proposal="TRM-001", timescales=Said("Six weeks"))
PROGRAMME = ProgrammeOpened(
    happened_on=DAY, reference="SRM", title="Suppliers", lead="Ida Lane", business_units=("Adults",),
    advised_by="The Board",
)  # fmt: skip
COURSE = TrainingMaterialUpdated(happened_on=DAY, course="Fundamentals", level="fundamentals", academy="Own")
WHOLE = changed(COURSE, happened_on=LATER, version="2", topics=("risk",), reviewed_with="Alder Training")
OPENING = ("details/1", "details/2")
OPENED = ProviderOpened(happened_on=DAY, reference="ALDER", name="Alder Support Ltd")
SENT = ContractIssuedForCountersignature(happened_on=DAY)


def to_complete(story: Story, but: tuple[str, ...] = ()) -> dict[str, str]:
    found = (one for one in duties(view_of(story.file)) if one.id.startswith("details/"))
    return {one.id: one.sentence for one in found if one.id not in but}


def test_assessments_that_say_a_part_each_are_complete_once_they_say_all_between_them() -> None:
    """HCC-9.3-b: as TC-16 takes them together; until then each is asked for what none of them says."""
    two = given(REGISTERED, PROPOSED, WHO, INSTEAD)

    lacking = to_complete(two, OPENING)
    assert set(lacking) == {"details/3", "details/4"}
    assert all("nothing of how long those take" in said for said in lacking.values())
    whole = two.when(HOW_LONG)
    assert to_complete(whole, OPENING) == {}
    done = {one.id: one.done_by for one in settled(view_of(whole.file)).duties if one.id in lacking}
    assert done == {"details/3": (5,), "details/4": (5,)}
    other = given(REGISTERED, PROPOSED, WHO, PROPOSED, changed(INSTEAD, proposal="TRM-002"), HOW_LONG)
    assert set(to_complete(other, OPENING)) == {"details/3", "details/4", "details/5", "details/6"}


@pytest.mark.parametrize(
    ("opening", "bare", "beside", "says"),
    [
        ((), OPENED, ProviderDetailsChanged(happened_on=LATER, name="Alder Ltd"),
         ProviderDetailsChanged(happened_on=LATER, sector="Day care", business=Said("Runs 6 centres"))),
        ((PROGRAMME,), COURSE, changed(WHOLE, course="Intermediate"), WHOLE),
        ((REGISTERED,), SENT, SENT, changed(SENT, happened_on=LATER, sent_to="Alder Support Ltd")),
    ],
)  # fmt: skip
def test_what_an_entry_left_out_and_a_later_one_says_is_asked_for_no_more(
    opening: tuple[Entry, ...], bare: Entry, beside: Entry, says: Entry
) -> None:
    """TVP-2.0-5, IMP-20-b, HCC-A9-d."""
    duty = f"details/{len(opening) + 1}"
    story = given(*opening, bare)

    assert duty in to_complete(story)
    assert duty in to_complete(story.when(beside))
    assert duty not in to_complete(story.when(says))
    [done] = [one for one in settled(view_of(story.when(says).file)).duties if one.id == duty]
    assert (done.done_by, done.not_asked) == ((len(opening) + 2,), None)


def test_an_assessment_that_names_no_proposal_is_of_the_one_in_point_on_its_own_day() -> None:
    """HCC-9.3-b: it stays complete once another is proposed, of which what is said adds nothing to it."""
    who, instead, how_long = (changed(one, proposal=None) for one in (WHO, INSTEAD, HOW_LONG))
    again = changed(PROPOSED, happened_on=date(2026, 5, 2))
    of_that = changed(how_long, happened_on=date(2026, 5, 3))

    assert not {"details/3", "details/4"} & set(to_complete(given(REGISTERED, PROPOSED, who, instead, how_long, again)))
    assert {"details/3", "details/4"} <= set(to_complete(given(REGISTERED, PROPOSED, who, instead, again, of_that)))
    first = given(REGISTERED, changed(who, happened_on=date(2026, 4, 19)), PROPOSED, instead)
    assert "details/2" in to_complete(first)
    assert "details/2" not in to_complete(first.when(how_long))
