"""What is known at N is what a ledger that had stopped there says: for every N, as at every day, in every answer.

The histories have late entries, several corrections of one entry, struck-out corrections, strike-outs of strike-outs,
confirmations that are still to come, reclassifications.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ledger.book import Book
from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.folding import fold, in_force
from ledger.registers import Register
from ledger.subjects.records import CorrectionConfirmed, EntryCorrected, EntryStruckOut
from projections.answering.reader import Reader
from projections.duties.due import due, duties
from projections.ending.readiness import readiness
from projections.failings.failings import failings
from projections.status.status import status
from projections.timeline.timeline import lines
from projections.view import FileView
from tests.histories import FIRST, Step, Told, much_amended, play, steps
from tests.projections.conftest import Seal
from tests.sampling import examples

REGISTERS = [part.name for part in fields(ContractFile) if isinstance(getattr(ContractFile(), part.name), Register)]
_numbers = count(1)


def answers(file: ContractFile, day: date | None) -> dict[str, object]:
    view = FileView.of(UUID(int=1), file, {}, as_at=day)
    on = day or FIRST + timedelta(days=620)
    return {
        "status": status(view), "timeline": lines(view), "failings": failings(view), "duties": due(duties(view), on),
        "readiness": readiness(view, on), **{name: getattr(file, name) for name in REGISTERS},
    }  # fmt: skip


def naively_as_at(known: Sequence[Recorded], day: date) -> ContractFile:
    """The file of what is in force and was done, or took effect, by a day, as if nothing else were recorded on it."""
    standing = [r for r in naively_in_force(known) if min(r.entry.happened_on, r.entry.effective_on) <= day]
    file = ContractFile()
    for recorded in sorted(standing, key=lambda r: (r.entry.effective_on, r.world_order)):
        file.take(recorded)
    return file


def naively_in_force(known: Sequence[Recorded]) -> list[Recorded]:
    """What stands, by the definition read out: an entry stands unless a strike-out that counts says otherwise."""
    by_position = {r.position: r for r in known}

    def stands(position: int) -> bool:
        return not any(counts(r) for r in known if isinstance(r.entry, EntryStruckOut) and r.entry.position == position)

    def confirmed_at(position: int) -> int | None:
        said = (r for r in known if isinstance(r.entry, CorrectionConfirmed) and r.entry.position == position)
        return next((r.position for r in reversed(list(said)) if stands(r.position)), None)

    def counts(amending: Recorded) -> bool:
        waits = getattr(amending.entry, "waiting", None) is not None
        return stands(amending.position) and (not waits or confirmed_at(amending.position) is not None)

    def since(correction: Recorded) -> int:
        waits = getattr(correction.entry, "waiting", None) is not None
        return (confirmed_at(correction.position) or 0) if waits else correction.position

    found = []
    for position, recorded in by_position.items():
        if not stands(position):
            continue
        corrections = [
            r for r in known if isinstance(r.entry, EntryCorrected) and r.entry.position == position and counts(r)
        ]
        last = max(corrections, key=since, default=None)
        if last is not None:
            assert isinstance(last.entry, EntryCorrected)
            recorded = Recorded(
                last.entry.replacement, recorded.file_id, position, recorded.recorded_at, recorded.recorded_by,
                last.departures, recorded.given_id, corrected_at=last.position,
            )  # fmt: skip
        found.append(recorded)
    return found


@settings(max_examples=examples(6), deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    history=much_amended() | steps(longest=20), days=st.lists(st.integers(-10, 400), min_size=1, max_size=2),
    every=st.integers(2, 5),
)  # fmt: skip
def test_known_at_a_size_is_what_a_ledger_that_had_stopped_there_says_as_at_every_day(
    history: list[Step], days: list[int], every: int
) -> None:
    stopped = list(play(history))
    known = stopped[-1].known

    for then in stopped[::-every]:
        prefix = fold(known[: then.position])
        assert answers(prefix, None) == answers(then, None)
        for day in (FIRST + timedelta(days=number) for number in days):
            assert answers(fold(known[: then.position], day), day) == answers(fold(then.known, day), day)


@settings(max_examples=examples(20), deadline=None, database=None)
@given(history=much_amended(), cut=st.integers(0, 12), day=st.integers(-10, 320))
def test_what_stands_is_what_the_definition_read_out_says_and_as_at_a_day_nothing_later_has_a_part(
    history: list[Step], cut: int, day: int
) -> None:
    *_, file = play(history)
    known, on = file.known[: max(1, file.position - cut)], FIRST + timedelta(days=day)

    assert [(r.position, r.corrected_at) for r in in_force(known)[0]] == [
        (r.position, r.corrected_at) for r in naively_in_force(known)
    ]
    naive, folded = naively_as_at(known, on), fold(known, on)
    assert {name: getattr(naive, name) for name in REGISTERS} == {name: getattr(folded, name) for name in REGISTERS}


def test_the_histories_do_strike_out_corrections_and_reinstate_what_was_struck_out() -> None:
    """Or the properties above would hold of nothing much."""
    seen: set[str] = set()

    @settings(max_examples=40, deadline=None, database=None, phases=[Phase.generate], derandomize=True)
    @given(history=much_amended())
    def look(history: list[Step]) -> None:
        *_, file = play(history)
        corrected: dict[int, int] = {}
        for recorded in file.known:
            entry = recorded.entry
            target = file.first_recorded(entry.position) if isinstance(entry, EntryCorrected | EntryStruckOut) else None
            if isinstance(entry, EntryStruckOut) and target is not None:
                seen.update({"reinstated"} if isinstance(target.entry, EntryStruckOut) else ())
                seen.update({"correction struck out"} if isinstance(target.entry, EntryCorrected) else ())
            if isinstance(entry, EntryCorrected):
                corrected[entry.position] = corrected.get(entry.position, 0) + 1
            if getattr(entry, "waiting", None):
                seen.add("waiting")
            if recorded.recorded_at.date() > entry.happened_on:
                seen.add("late")
        seen.update({"corrected twice"} if any(times > 1 for times in corrected.values()) else ())

    look()

    assert seen == {"reinstated", "correction struck out", "waiting", "late", "corrected twice"}


@settings(
    max_examples=examples(2), deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(history=much_amended(base=4, longest=8), day=st.integers(0, 320))
def test_a_real_ledger_answers_for_every_size_it_had_as_it_answered_then(
    book: Book, told: Told, reader: Reader, seal: Seal, history: list[Step], day: int
) -> None:
    """Recorded one by one; what is answered after each is what is answered for that size when all is on file."""
    reference, on = f"C-{next(_numbers)}", FIRST + timedelta(days=day)
    told.open(reference)
    then: dict[int, dict[str, object]] = {}
    for step in history:
        told.record(reference, step)
        seal()
        then[book.store.log_size()] = told_of(reader, reference, None, on)

    for size, answered in then.items():
        assert told_of(reader, reference, size, on) == answered


def told_of(reader: Reader, reference: str, size: int | None, on: date) -> dict[str, object]:
    return {
        "status": reader.status(reference, on, size).value, "duties": reader.duties(reference, on, size).value,
        "timeline": reader.timeline(reference, as_at=on, known=size, limit=1000).items,
        "failings": reader.failings(reference, on, size).value,
        "readiness": reader.readiness(reference, on, size).value, "whole": reader.status(reference, None, size).value,
    }  # fmt: skip


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2060, 1, 1)])
def test_as_at_a_day_before_the_file_began_it_holds_nothing_and_long_after_all_that_is_known(day: date) -> None:
    *_, file = play([Step("issue", 10), Step("told", 12)])
    view = FileView.of(UUID(int=1), fold(file.known, day), {}, as_at=day)

    assert bool(lines(view)) == bool(status(view).issues) == (day.year == 2060)
    assert status(view).counts.entries == (file.position if day.year == 2060 else 0)
