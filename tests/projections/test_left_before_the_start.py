"""Stories of what no meeting before a contract's start went over."""

from __future__ import annotations

from datetime import date

from ledger.subjects.meetings import AgendaItemConsidered, MeetingHeld
from ledger.words import Said
from projections.monitoring.agenda import agenda
from tests.projections.test_watching import REGISTERED
from tests.story import Story, given
from tests.worked_through import view_of

BEFORE = MeetingHeld(happened_on=date(2024, 12, 16), meeting_kind="pre-start")
START_UP = AgendaItemConsidered(
    happened_on=date(2024, 12, 16), meeting="MTG-001", item="start-up", covered=True, outcome=Said("Rota agreed")
)
FIRST = MeetingHeld(happened_on=date(2025, 2, 3), meeting_kind="first")


def left(story: Story, on: date = date(2025, 1, 20)) -> dict[str, str]:
    """What the next agenda has of the start -> what it says of it."""
    asked = ("start-up", "transfer-of-existing-arrangements")
    found = (one for one in agenda(view_of(story.file), on).items if one.id in asked)
    return {one.id: "; ".join(matter.sentence for matter in one.matters) for one in found}


def test_what_was_not_gone_over_before_the_start_is_on_the_next_agenda() -> None:
    """HCC-7.5-a: "start-up, and the transfer of existing arrangements"; until it is, or a meeting since was held."""
    said = "Not gone over before the start, at MTG-001"
    passed_over = AgendaItemConsidered(
        happened_on=date(2024, 12, 16), meeting="MTG-001", item="transfer-of-existing-arrangements", covered=False,
        not_covered_reason=Said("The service is new"),
    )  # fmt: skip

    assert left(given(REGISTERED, BEFORE)) == {"start-up": said, "transfer-of-existing-arrangements": said}
    assert left(given(REGISTERED, BEFORE, START_UP)) == {"transfer-of-existing-arrangements": said}
    assert left(given(REGISTERED, BEFORE, START_UP, passed_over)) == {}
    assert left(given(REGISTERED)) == {}
    assert left(given(REGISTERED, BEFORE, FIRST), date(2025, 3, 3)) == {}
    before = left(given(REGISTERED, BEFORE, START_UP), date(2024, 12, 20))
    assert before == {"start-up": "", "transfer-of-existing-arrangements": said}
