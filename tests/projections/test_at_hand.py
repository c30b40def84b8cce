"""What is kept at hand of files: what was asked for last, and never more than there is room for."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import cast
from uuid import UUID

import pytest

from ledger.contract_file import ContractFile
from ledger.privacy.vault import Vault
from ledger.store.postgres import LedgerStore
from projections.answering.on_demand import _Words
from projections.ending import folds
from projections.ending.folds import FEWEST, KEPT, KEPT_ENTRIES, each_once, in_effect_on
from projections.read_models.files import Files, Grown
from projections.view import FileView
from tests.histories import Step, play

*_, SHORT = play([Step("lead", 0)])
*_, LONG = play([Step("lead", 0), *(Step("note", number) for number in range(30))])
FIRST, SECOND, THIRD, FOURTH = (UUID(int=number) for number in range(1, 5))


def grown(file_id: UUID, file: ContractFile) -> Grown:
    return Grown(None, FileView.of(file_id, file, {}), rows={})


@pytest.fixture
def files() -> Files:
    """Files with room for three short ones."""
    return Files(cast(LedgerStore, None), kept=3 * SHORT.position)


def test_of_the_files_that_grow_those_are_at_hand_that_grew_last(files: Files) -> None:
    files.keep(grown(file_id, SHORT) for file_id in (FIRST, SECOND, THIRD, FIRST, FOURTH))

    assert [files.has(file_id) for file_id in (FIRST, SECOND, THIRD, FOURTH)] == [True, False, True, True]


def test_a_file_longer_than_all_there_is_room_for_is_at_hand_by_itself(files: Files) -> None:
    files.keep([grown(FIRST, SHORT), grown(SECOND, LONG)])
    assert [files.has(FIRST), files.has(SECOND)] == [False, True]

    files.keep([grown(FIRST, SHORT)])
    assert [files.has(FIRST), files.has(SECOND)] == [True, False]


def test_a_file_that_was_set_aside_or_lacks_rows_is_at_hand_no_longer(files: Files) -> None:
    files.keep([grown(FIRST, SHORT), grown(SECOND, SHORT)])

    files.keep([Grown(None, FileView.of(FIRST, SHORT, {}))])

    assert [files.has(FIRST), files.has(SECOND)] == [False, True]


def test_words_of_a_file_with_more_than_all_there_is_room_for_are_read_anew_and_those_of_others_are_not() -> None:
    read: list[int] = []

    def words_of(entries: tuple[object, ...]) -> dict[str, str]:
        read.append(len(entries))
        return {str(number): "words" for number in range(len(entries))}

    words = _Words(cast(Vault, SimpleNamespace(words_of=words_of)), most=SHORT.position)
    for _ in range(2):
        words.of(FIRST, SHORT)
        words.of(SECOND, LONG)

    assert read == [len(SHORT.known), len(LONG.known), len(LONG.known)]


@pytest.mark.parametrize(("entries", "kept"), [(1, KEPT), (KEPT_ENTRIES // 20, 20), (KEPT_ENTRIES, FEWEST)])
def test_of_long_states_fewer_are_kept_while_a_case_is_judged(
    entries: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of any length as many as three looks at two states need."""
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(kept + 1)]
    folded: list[date] = []
    file = cast(ContractFile, _OfLength(entries))

    def looked_at_on(file: ContractFile, day: date) -> ContractFile:
        folded.append(day)
        return file

    monkeypatch.setattr(folds, "looked_at_on", looked_at_on)
    with each_once():
        for day in (*days[:kept], *days[:kept]):
            in_effect_on(file, day)
        assert folded == days[:kept]

        for day in (days[0], days[kept], days[0], days[1]):
            in_effect_on(file, day)
        assert folded == [*days, days[1]]


class _OfLength:
    """A file of so many entries."""

    def __init__(self, entries: int) -> None:
        self.entries = (SimpleNamespace(entry=SimpleNamespace(effective_on=date.max)),) * entries
