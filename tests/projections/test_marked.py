"""What is stored for who sees nothing that is marked is what is left of a file for them, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given, settings

from api.people import Person
from api.seen import eyes_of
from ledger.names import name_key
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.procurement import ServiceNeedEstablished
from projections.duties.rows import DUTIES
from projections.read_models.catalogue import ALARMS, LEFT
from projections.read_models.line_rows import TIMELINE
from projections.read_models.marked import left_unmarked, told_apart
from projections.read_models.name_rows import NAMES
from projections.read_models.projection import Row
from projections.read_models.status_rows import STATUS, status_keys
from projections.status.status import status
from projections.stored.searching import grams_of
from projections.view import FileView
from tests.histories import Step, play, steps
from tests.sampling import examples
from tests.story import given as given_story

NOBODY = eyes_of(Person("n.body", "Nora Body", frozenset({"officer"})), lambda: date(2026, 6, 8))
READ = (STATUS, TIMELINE, DUTIES, ALARMS)
MARKED = 8  # so many times over, what may be marked is


def kept(projection_rows: dict[str, dict[int, Row]], name: str) -> list[Row]:
    return [projection_rows[name][number] for number in sorted(projection_rows[name])]


@settings(max_examples=examples(15), deadline=None, database=None)
@given(history=steps(longest=25, more=["reclassified"] * MARKED))
def test_rows_for_who_sees_nothing_marked_are_those_of_what_is_left_for_them_and_grow_with_the_file(
    history: list[Step],
) -> None:
    before: FileView | None = None
    rows: dict[str, dict[int, Row]] = {projection.name: {} for projection in LEFT}

    for file in play(history):
        after = FileView.of(UUID(int=1), file, {})
        for projection in LEFT:  # as the projector writes them
            changed = projection.changed(before, after) if projection.changed and before else None
            if changed is None:
                rows[projection.name].clear()
                changed = projection.rows(after)
            rows[projection.name] |= {row[0]: row for row in changed}
        list(TIMELINE.rows(after))  # as when all is built anew: what is left is worked out of it
        anew = {projection.name: list(projection.rows(after)) for projection in LEFT}
        assert {name: sorted(found, key=lambda row: row[0]) for name, found in anew.items()} == {
            name: kept(rows, name) for name in rows
        }
        seen = NOBODY.left_of(after)
        assert (left_unmarked(after) is None) == (seen is after)
        for projection in READ:
            wanted = [] if seen is after else list(projection.rows(replace(seen, reference=after.reference)))
            found = kept(rows, f"left_{projection.name}")
            assert [row[: len(projection.columns) + 1] for row in found] == sorted(wanted, key=lambda row: row[0])
        before = after


@settings(max_examples=examples(15), deadline=None, database=None)
@given(history=steps(longest=25, more=["reclassified"] * MARKED))
def test_whoever_may_see_more_of_a_file_than_that_is_told_apart(history: list[Step]) -> None:
    *_, file = play(history)
    view = FileView.of(UUID(int=1), file, {})
    names = {name for recorded in file.known for name in recorded.entry.named} | {"Ann Ashe", "Nora Body"}
    reference = file.agreement.contract.reference if file.agreement.contract else "authority"
    people = [Person(name, name, frozenset({"lead-officer"})) for name in names]
    for person in (*people, Person("a.uditor", "Ada Uditor", frozenset({"auditor"}), granted=(reference,))):
        eyes = eyes_of(person, lambda: date(2026, 6, 8))
        more = eyes.left_of(view).file.known != NOBODY.left_of(view).file.known
        assert not more or set(eyes.told) & set(told_apart(view)), person.name


@settings(max_examples=examples(15), deadline=None, database=None)
@given(history=steps(longest=20, more=["reclassified"] * MARKED))
def test_whatever_stands_in_a_contracts_names_is_looked_up_by_its_characters(history: list[Step]) -> None:
    *_, file = play(history)
    view = FileView.of(UUID(int=1), file, {})
    [(_, grams)] = NAMES.rows(view)
    for seen in filter(None, (view, left_unmarked(view))):
        row = status_keys(status(seen))
        for text in (row.words_key, row.provider_key, row.lead_key):
            assert set(grams_of(text)) <= set(grams)


def test_a_contract_is_looked_up_by_the_locality_it_or_its_need_names() -> None:
    """HCC-A2-b: so by all its names together, as by each."""
    day = date(2025, 1, 6)
    need = ServiceNeedEstablished(happened_on=day, reference="C-1", title="Day care", locality="Andover")
    contract = ContractRegistered(happened_on=day, reference="C-1", title="Day care")
    spaced = contract.model_copy(update={"locality": "  romsey "})
    for story in ((need,), (need, contract), (contract.model_copy(update={"locality": "Romsey"}),), (spaced,)):
        view = FileView.of(UUID(int=1), given_story(*story).file, {})
        [(_, grams)] = NAMES.rows(view)
        keys = status_keys(status(view))
        assert keys.locality_key in ("andover", "romsey")
        assert set(grams_of(keys.words_key)) | set(grams_of(keys.locality_key)) <= set(grams)


def test_a_name_is_found_whatever_its_case_and_spacing() -> None:
    assert name_key("  Ann   ASHE ") == name_key("ann ashe")
