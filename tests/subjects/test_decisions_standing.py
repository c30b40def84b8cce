"""Since when which decisions stand is found once for each, and anew once anything came that may say otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger import awards, decided
from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.folding import extended, fold, told_as_looked_at
from ledger.procedures import read
from ledger.rules import Acknowledgement
from projections.duties.due import duties
from projections.status.status import status
from projections.view import FileView
from tests import bought
from tests.story import Story, given
from tests.subjects import test_awards, test_end_decided
from tests.subjects.test_procurement import entry, on_file

AWARDED = on_file(*test_awards.BEFORE, test_awards.BY_NOBODY)
ENDED = given(test_end_decided.REGISTERED, test_end_decided.PROPOSED, test_end_decided.BY_NOBODY)
LEAVE = {
    "kind": "departure-authorised", "happened_on": "2025-04-01", "rule": test_awards.RULE, "scope": "once",
    "what_for": "The award", "reason": "Away", "by": bought.COUNTY,
}  # fmt: skip


def _again(story: Story, times: int) -> list[Recorded]:
    """What is on file, and the last of it as often again: as of a file moved over, of which nothing is refused."""
    known = story.file.known
    return [*known, *(replace(known[-1], position=known[-1].position + more) for more in range(1, times + 1))]


@pytest.mark.parametrize("story", [AWARDED, ENDED], ids=["award", "end"])
def test_of_many_decisions_by_nobody_who_may_each_is_asked_about_once(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HCC-A9-a, TVP-5.0-7 (docs/adr/0515): of four hundred, what is due took 26 s."""
    looked: list[int] = []
    find = decided._stands_from

    def counted(file: ContractFile, position: int, *asked: Any) -> date | None:
        looked.append(position)
        return find(file, position, *asked)

    monkeypatch.setattr(decided, "_stands_from", counted)
    for ask in (duties, status):
        looked.clear()
        ask(FileView.of(UUID(int=1), fold(_again(story, 40)), {}))
        assert len(looked) <= 3 * 41


def _stand(file: ContractFile, day: date) -> list[object]:
    procedure, those = read("hampshire"), file.procurement.awards.values()
    return [
        (awards.authorised(file, award, day, procedure), awards.without_effect(file, award, day, procedure))
        for award in those
    ]  # fmt: skip


@pytest.mark.parametrize("day", [date(2025, 4, 3), date.max])
def test_what_stands_is_found_anew_once_anything_else_says_so(day: date) -> None:
    """HCC-A9-a (docs/adr/0515): a word on a decision, and leave given once, that another decision used up."""
    leave = Acknowledgement(rule=test_awards.RULE, authorisation="AUT-001")
    relies = on_file(*test_awards.BEFORE, LEAVE).when(entry(test_awards.BY_NOBODY), acknowledging=(leave,)).recorded()
    alone = on_file(*test_awards.BEFORE, LEAVE, test_awards.BY_NOBODY).last
    word = entry(test_awards.RATIFIED | {"position": 17})
    assert alone is not None
    known = [*_again(relies, 1), replace(alone, position=17)]
    known.append(replace(alone, entry=word, position=18, departures=()))
    assert [bool(one.departures) for one in known[14:]] == [True, True, True, False]

    file = fold(known[:13])
    seen = [_stand(file, day)]
    for recorded in known[13:]:
        file = extended(file, (recorded,))
        seen.append(_stand(file, day))
        assert seen[-1] == _stand(fold(file.known), day)
        for left in file.entries[13:]:
            rest = told_as_looked_at(file, (left,), ())
            assert _stand(rest, day) == _stand(fold(r for r in known if r in rest.entries), day)
    assert len({str(one) for one in seen}) == 4
