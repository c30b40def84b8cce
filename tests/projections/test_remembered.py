"""What is remembered of a file that grows: the same as is worked out afresh, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

import pytest

from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.folding import extended, told_on
from ledger.subjects.meetings import Meeting, MeetingHeld
from projections.duties.due import duties
from projections.duties.duty import Duty
from projections.read_models.remembered import remember, remembered, remembered_fact, remembered_of_each
from projections.view import FileView
from tests.benchmarks.lives import beginning
from tests.sampling import some

ID = UUID(int=1)


def grown(file: ContractFile) -> Iterator[FileView]:
    """The views of a file entry by entry, each with what was remembered of the one before."""
    before = FileView.of(ID, ContractFile(), {})
    for recorded in file.known:
        after = FileView.of(ID, extended(before.file, [recorded]), {})
        remember(after, before)
        yield after
        before = after


def test_what_is_due_on_a_contract_as_it_goes_on_is_what_is_worked_out_afresh() -> None:
    for story in some(range(4), 4):
        for view in grown(beginning(story)):
            assert duties(view) == duties(FileView.of(ID, view.file, {})), story


def test_a_part_is_worked_out_again_only_when_what_it_looks_at_changed() -> None:
    worked_out: list[int] = []

    def of_the_newest(view: FileView) -> list[Duty]:
        worked_out.append(view.file.position)  # every entry has another
        return []

    def of_leads(view: FileView) -> list[Duty]:
        leads.append(len(view.file.people.holders("lead-officer")))
        return []

    leads: list[int] = []
    entries = 0
    for view in grown(beginning(0)):
        entries += 1
        remembered(of_the_newest, view)
        remembered(of_leads, view)

    assert len(worked_out) == entries
    assert 1 < len(leads) < entries / 3
    assert leads[-1] == len(view.file.people.holders("lead-officer"))


def test_what_is_worked_out_of_each_meeting_is_worked_out_again_only_of_those_that_went_on() -> None:
    worked_out: list[str] = []

    def who_was_there(view: FileView, meeting: Meeting) -> list[tuple[str, int, int]]:
        worked_out.append(meeting.id)
        return [(meeting.id, len(meeting.items), len(view.file.people.holders("lead-officer")))]

    asked = 0
    for view in grown(beginning(0)):
        held = view.file.meetings.held()
        asked += len(held)
        leads = len(view.file.people.holders("lead-officer"))
        found = list(remembered_of_each(who_was_there, held, view))
        assert found == [(meeting.id, len(meeting.items), leads) for meeting in held]

    assert len(set(worked_out)) < len(worked_out) < asked / 4


def test_whoever_copies_the_file_has_looked_at_all_of_it() -> None:
    looked: list[ContractFile] = []

    def as_it_was(view: FileView) -> list[Duty]:
        looked.append(view.file.in_effect_on(date(2000, 1, 1)))
        return []

    assert len([remembered(as_it_was, view) for view in grown(beginning(1))]) == len(looked)


def test_a_view_of_one_answer_remembers_nothing() -> None:
    asked: list[FileView] = []

    def noted(view: FileView) -> list[Duty]:
        asked.append(view)
        return []

    view = FileView.of(ID, beginning(0), {})
    for _ in range(2):
        remembered(noted, view)

    assert asked == [view, view]


def told(file: ContractFile) -> Iterator[FileView]:
    """The views of a file as it came about in the world, all of which is known from the beginning."""
    before = FileView.of(ID, ContractFile(known=file.known, undone=file.undone), {})
    for recorded in file.entries:
        after = FileView.of(ID, told_on(before.file, recorded), {})
        remember(after, before)
        yield after
        before = after


def said(recorded: Recorded | None) -> str | None:
    return recorded.entry.kind if recorded else None


ASKED: dict[str, Callable[[FileView], object]] = {
    "position": lambda view: said(view.file.at(20)), "id": lambda view: view.file.begun_by("ISS-001"),
    "first recorded": lambda view: said(view.file.first_recorded(20)),
    "kind": lambda view: len(view.file.of(MeetingHeld)),
}  # fmt: skip


@pytest.mark.parametrize("views", [grown, told])
@pytest.mark.parametrize("by", ASKED)
def test_an_entry_that_is_looked_at_by_its_position_or_id_or_kind_is_found_when_it_comes(
    views: Callable[[ContractFile], Iterator[FileView]], by: str
) -> None:
    worked_out: list[FileView] = []

    def asked(view: FileView) -> object:
        worked_out.append(view)
        return ASKED[by](view)

    for view in views(beginning(3)):
        assert remembered_fact(asked, view) == ASKED[by](FileView.of(ID, view.file, {}))

    assert len(worked_out) < len(beginning(3).entries)


def test_what_is_worked_out_on_the_way_to_something_else_is_worked_out_again_for_it_too() -> None:
    def leads(view: FileView) -> int:
        return len(view.file.people.holders("lead-officer"))

    def meetings_and_leads(view: FileView) -> tuple[int, int]:
        return len(view.file.meetings.held()), remembered_fact(leads, view)

    for view in grown(beginning(0)):
        assert remembered_fact(meetings_and_leads, view) == (len(view.file.meetings.held()), leads(view))
        remembered_fact(leads, view)


def test_what_is_asked_about_another_day_is_worked_out_for_that_day() -> None:
    def held(view: FileView, since: date) -> int:
        return len(view.file.meetings.held_between(since, date.max))

    for number, view in enumerate(grown(beginning(0))):
        since = date(2025, 1 + number // 3 % 12, 1)
        assert remembered_fact(held, view, since) == held(view, since)
