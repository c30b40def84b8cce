"""The same entries give the same rows, however they were taken in: page by page, rebuilt, or folded afresh."""

from itertools import count
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from pydantic_core import to_json

from ledger.book import Book
from ledger.contents import walk
from ledger.privacy.vault import held_in
from ledger.store.database import Database
from ledger.words import Kept, Said
from projections.read_models.engine import Projector
from projections.read_models.rebuild import rebuild
from projections.redated import redated
from projections.timeline.line import Line
from projections.timeline.timeline import lines, written
from projections.timeline.timeline import told as told_lines
from projections.timeline.touched_lines import touched
from projections.view import FileView
from tests.histories import Step, Told, play, steps
from tests.projections.conftest import Seal, current_rows, rows_folded_afresh
from tests.sampling import examples

_numbers = count(1)


@settings(max_examples=examples(20), deadline=None, database=None)
@given(history=steps(longest=30))
def test_the_lines_an_entry_may_have_changed_are_all_that_it_has_changed(history: list[Step]) -> None:
    before: FileView | None = None
    shown: dict[int, Line] = {}

    for file in play(history):
        after = FileView.of(UUID(int=1), file, {})
        only = touched(before, after) if before else None
        shown |= {line.position: line for line, _ in told_lines(after, only)}
        assert list(shown.values()) == lines(after)
        before = after
        newest = file.known[-1].entry
        held = [(path, value) for path, value, _ in walk(newest) if isinstance(value, Kept | Said)]
        assert list(held_in(newest)) == held


@settings(max_examples=examples(15), deadline=None, database=None)
@given(history=steps(longest=25))
def test_lines_are_stored_as_they_are_answered_and_what_is_dated_otherwise_is_found_while_a_file_is_folded(
    history: list[Step],
) -> None:
    *_, file = play(history)
    view = FileView.folded(UUID(int=1), file.known, {})
    stored = list(written(view))

    assert view.file == file
    assert view.otherwise() == redated(file)
    for fields, _ in stored:
        assert list(fields) == list(Line.model_fields)
        assert to_json(fields).decode() == Line(**fields).model_dump_json()


@settings(
    max_examples=examples(4), deadline=None, database=None,
    phases=[Phase.generate],  # shrinking a history in a database takes minutes: the one above shrinks in seconds
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(history=steps(more=["caught-up", "caught-up", "taken-over", *["spoken-of"] * 8]))
def test_rows_are_the_same_live_rebuilt_and_folded_afresh(
    book: Book, told: Told, database: Database, seal: Seal, history: list[Step]
) -> None:
    one, two = f"C-{next(_numbers)}", f"C-{next(_numbers)}"  # every history on files of its own, in one ledger
    projector = Projector(database, page=3)
    told.open(one)
    told.open(two)

    for step in history:
        if step.what == "caught-up":
            seal()
            projector.catch_up()
        elif step.what == "taken-over":
            projector = Projector(database, page=1 + step.which % 5)
        else:
            told.record((one, two)[step.account % 2], step)
    seal()
    projector.catch_up()

    live = current_rows(database)
    assert {row[0] for row in live["status"]} == {head.file_id for head in book.store.files()}
    assert live == rows_folded_afresh(database)
    rebuild(database)
    assert current_rows(database) == live
