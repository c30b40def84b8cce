"""Lines kept from one question to the next are those of the file now, and of no more of it than may be seen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from api.people import Person
from api.seen import eyes_of
from projections.timeline.timeline import told
from projections.timeline.told_lines import ToldLines
from projections.view import FileView
from tests.histories import Step, play, steps
from tests.sampling import examples

NOBODY = eyes_of(Person("n.body", "Nora Body", frozenset({"officer"})), lambda: date(2026, 6, 8))
FILE = UUID(int=1)


@settings(max_examples=examples(15), deadline=None, database=None)
@given(
    history=steps(longest=25, more=["reclassified"] * 4), asked=st.lists(st.integers(0, 8), min_size=25, max_size=25)
)
def test_lines_that_are_kept_are_those_that_would_be_told_anew(history: list[Step], asked: list[int]) -> None:
    kept = ToldLines()
    for file, parts in zip(play(history), asked, strict=False):
        now = FileView.of(FILE, file, {})
        for eyes in (None, NOBODY):
            left = now if eyes is None else eyes.left_of(now)
            wanted = [r.position for r in left.file.known if not parts or r.position % parts == 0]
            found = kept.of(now, left, eyes.key if eyes is not None else None, wanted)
            assert found == list(told(left, wanted))


def test_no_more_is_kept_than_files_of_so_many_entries() -> None:
    steps_of = [Step("lead", 0), Step("issue", 60), Step("note", 61)]
    kept = ToldLines(most=8)
    *_, file = play(steps_of)
    for number in range(1, 6):
        view = FileView.of(UUID(int=number), file, {})
        assert len(kept.of(view, view, None, [2, 3])) == 2
    assert len(kept._held) == 8 // len(file.known)


def test_a_file_longer_than_all_that_is_kept_leaves_the_others_where_they_are() -> None:
    *_, short = play([Step("lead", 0)])
    *_, long = play([Step("lead", 0), *(Step("note", number) for number in range(10))])
    kept = ToldLines(most=len(short.known))
    for number, file in enumerate((short, long)):
        view = FileView.of(UUID(int=number), file, {})
        kept.of(view, view, None, [2])

    assert list(kept._held) == [(UUID(int=0), None)]
