"""What is found of acts judged again while a file grows is what is found of it afresh, whatever was asked before."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from uuid import UUID

from ledger import kinds
from ledger.contract_file import ContractFile
from ledger.entry import Departure, Recorded
from ledger.folding import extended
from ledger.subjects.records import AMENDING
from projections.judged_again import kept_since
from projections.read_models.remembered import remember, to_be_remembered
from projections.view import FileView
from tests.benchmarks.lives import beginning
from tests.sampling import some

ID = UUID(int=1)


def out_of_order(story: int, chance: Random) -> list[Recorded]:
    """A life of which every sixth entry is recorded late, its acts said to depart from some of the rules about them."""
    told = [recorded for recorded in beginning(story).known if type(recorded.entry) not in AMENDING]
    for _ in range(len(told) // 6):
        late = told.pop(place := chance.randrange(1, len(told)))
        told.insert(min(len(told), place + chance.randrange(1, 12)), late)
    return [
        replace(recorded, position=position, departures=_departures(recorded, chance))
        for position, recorded in enumerate(told, 1)
    ]


def _departures(recorded: Recorded, chance: Random) -> tuple[Departure, ...]:
    about = [rule for rule in kinds.RULES if isinstance(recorded.entry, rule.of) and rule.level != "contradiction"]
    return tuple(
        Departure(rule=rule.id, level="explain", citation=rule.citation, sentence=rule.sentence, found="not kept")
        for rule in about if chance.random() < 0.3
    )  # fmt: skip


def test_what_came_since_shows_the_same_of_a_file_that_grew_and_of_one_folded_afresh() -> None:
    for story in some(range(4), 4):
        shows_the_same(story)


def shows_the_same(story: int) -> None:
    chance, shown = Random(story), 0
    known = out_of_order(story, chance)
    before = FileView.of(ID, ContractFile(), {})
    to_be_remembered(before)
    while known:
        new, known = known[: (many := chance.choice((1, 1, 2, 3)))], known[many:]
        after = FileView.of(ID, extended(before.file, new), {})
        remember(after, before)
        kept_since(after, [act for act in after.file.entries if chance.random() < 0.4])  # as one projection asks first

        found = kept_since(after, after.file.entries)

        assert found == kept_since(FileView.of(ID, after.file, {}), after.file.entries)
        shown += len(found)
        before = after
    assert shown, story
