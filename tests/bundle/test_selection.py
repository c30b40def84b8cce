"""Whatever happens to a file, each of its entries is in a bundle or named with a ground: numbering hides nothing."""

from __future__ import annotations

from collections import deque
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.contract_file import ContractFile
from ledger.folding import fold
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueRaised
from ledger.words import Said
from projections.answering.withholding import ABOUT_ANOTHER, marks_of, withheld
from projections.bundle.contents import Circumstances, contents
from projections.bundle.purposes import PURPOSES, Name
from projections.bundle.selection import Asked, Selection, select
from projections.view import FileView
from tests import story
from tests.histories import FIRST, RECORDED, Step, play, steps
from tests.sampling import examples


def selected(
    file: ContractFile,
    purpose: Name,
    as_at: date | None = None,
    known: int | None = None,
    unseen: dict[int, str] | None = None,
) -> Selection:
    """What a bundle of this file holds, as at a day, as known when it had so many entries."""
    then = fold(file.known[:known], as_at)
    view = FileView.of(UUID(int=1), then, {}, as_at=as_at)
    person = "P-1" if purpose == "subject-access" else None
    return select(file, view, file.position, Asked(PURPOSES[purpose], person=person), {}, unseen or {})


@settings(max_examples=examples(8))
@given(steps(longest=20), st.sampled_from(sorted(PURPOSES)), st.integers(0, 700), st.integers(1, 30), st.booleans())
def test_what_is_shown_and_what_is_named_are_the_whole_file(
    history: list[Step], purpose: Name, day: int, known: int, past: bool
) -> None:
    [file] = deque(play(history), maxlen=1) or [fold(())]
    if not file.known:
        return

    found = selected(file, purpose, FIRST + timedelta(days=day) if past else None, known if past else None)

    assert sorted((*found.shown, *found.withheld)) == list(range(1, file.position + 1))
    assert all(found.withheld.values())
    hidden = {r.position for r in file.known if PURPOSES[purpose].ground(marks_of(file, r), ())}
    assert not hidden & set(found.shown)
    for recorded in file.known:
        if isinstance(recorded.entry, ABOUT_ANOTHER) and recorded.entry.position in hidden:
            assert recorded.position not in found.shown
    if purpose == "lawyers" and not past:
        assert not found.withheld


@settings(max_examples=examples(8))
@given(steps(longest=20), st.sampled_from(sorted(PURPOSES)), st.sets(st.integers(1, 20)))
def test_nothing_that_its_maker_may_not_see_is_in_a_bundle(
    history: list[Step], purpose: Name, positions: set[int]
) -> None:
    [file] = deque(play(history), maxlen=1) or [fold(())]
    unseen = withheld(file, lambda recorded, marks: "unseen" if recorded.position in positions else None)

    found = selected(file, purpose, unseen=unseen)

    assert not unseen.keys() & set(found.shown)
    assert sorted((*found.shown, *found.withheld)) == list(range(1, file.position + 1))


@settings(max_examples=examples(4))
@given(steps(longest=20), st.sampled_from(["lawyers", "disclosure", "freedom-of-information"]))
def test_the_chronology_has_a_row_for_every_entry_shown_and_for_no_other(history: list[Step], purpose: Name) -> None:
    [file] = deque(play(history), maxlen=1) or [fold(())]
    if not file.known:
        return
    found = selected(file, purpose)
    around = Circumstances("Hampshire", "ledger.example", 100, "0" * 64, file.position, RECORDED, None, False, None)

    pages = contents(found, FileView.of(UUID(int=1), file, {}), around).pages

    assert sorted(row["n"] for row in pages["chronology"]) == sorted(found.shown)
    assert (pages["conclusions"] is None) == (purpose != "lawyers")
    assert all(not failing["links"] for failing in pages["failings"]) or purpose == "lawyers"


def test_a_departure_that_is_only_advised_is_remarked_in_the_chronology_and_nobody_acknowledged_it() -> None:
    registered = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Home care")
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
    file = story.given(registered, raised).file
    found = selected(file, "disclosure")
    around = Circumstances("Hampshire", "ledger.example", 100, "0" * 64, file.position, RECORDED, None, False, None)

    pages = contents(found, FileView.of(UUID(int=1), file, {}), around).pages

    [notes] = [row["notes"] for row in pages["chronology"] if row["n"] == file.position]
    assert any(note.startswith("Departure remarked (HCC-6.1-b): An issue cites the standard") for note in notes)
    assert not any("acknowledged" in note for note in notes)
