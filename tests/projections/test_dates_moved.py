"""What is to be done by a day that a variation moves: the old day asks for nothing more (TVP-3.0-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import pytest

from ledger.entry import Entry
from ledger.provisions import pay_by, standing
from ledger.provisions_agreed import may_cover
from ledger.provisions_placed import Held, Newest
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.design import ContractProvisionAgreed, Design, MilestoneReached, Provision
from ledger.subjects.records import EntryCorrected, EntrySupplemented
from ledger.subjects.variations import OtherChange, VariationAgreed
from ledger.words import Said
from projections.duties.due import due, duties
from projections.duties.settled import settled
from projections.obligations import obligations
from projections.planning.outcome_achievement import outcomes_shown
from projections.view import FileView
from tests.story import Story, changed, given

REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Rounds", start_date=date(2025, 3, 1),
    procedure="thames-valley/1",
)  # fmt: skip
MILESTONE = ContractProvisionAgreed(
    happened_on=date(2025, 2, 10), provision="milestone", clause="7.2", due_on=date(2025, 6, 1),
    words=Said("All rounds staffed"),
)  # fmt: skip
MAY, JULY = date(2025, 5, 12), date(2025, 7, 1)
VARIED = VariationAgreed(
    happened_on=MAY, effective_from=date(2025, 6, 16),
    changes=(OtherChange(name="clause 7.2", was=Said("By 1 June"), becomes=Said("By 1 September")),),
)  # fmt: skip
MOVED = changed(MILESTONE, happened_on=MAY, due_on=date(2025, 9, 1), variation="VAR-001", replaces="PRV-001")
FIXED = "provision.fixed-unless-varied"


def on_file(*entries: Entry) -> Story:
    return given(REGISTERED, *entries)


def view_of(*entries: Entry) -> FileView:
    return view_of_it(on_file(*entries))


def view_of_it(story: Story) -> FileView:
    return FileView.of(UUID(int=1), story.file, {})


def said(story: Story, rule: str) -> str:
    """What a rule found against the last entry."""
    assert story.last is not None
    return next(one.found for one in story.last.departures if one.rule == rule)


def asked(view: FileView, day: date) -> dict[str, tuple[date | None, str]]:
    """What milestones are asked for on a day: duty -> (its day, its state)."""
    found = due(duties(view), day)
    return {one.duty.id: (one.duty.due_on, one.state) for one in found if one.duty.id.startswith("milestone/")}


def owed(view: FileView, day: date) -> dict[str, str]:
    return {one.id: one.state for one in obligations(view, day).obligations if one.id.startswith("provision/")}


def test_a_milestone_that_a_variation_moves_is_asked_for_by_its_new_day_alone_from_when_that_takes_effect() -> None:
    """TVP-3.0-3: until then it is late by the old day, and a look back says so for ever."""
    view = view_of(MILESTONE, VARIED, MOVED)
    old, new = {"milestone/PRV-001": (date(2025, 6, 1), "overdue")}, {"milestone/PRV-002": (date(2025, 9, 1), "coming")}

    assert asked(view, date(2025, 6, 15)) == old
    assert asked(view, date(2025, 6, 16)) == new
    assert owed(view, date(2025, 6, 15)) == {"provision/PRV-001": "late"}
    assert owed(view, JULY) == {"provision/PRV-002": "open"}
    first, second = outcomes_shown(view, JULY).provisions
    assert (first.replaced, first.days_over) == (second.position, 14)  # the day before the variation took effect
    assert (second.replaces, second.days_over) == ("PRV-001", 0)
    again = changed(MOVED, happened_on=JULY, due_on=date(2025, 10, 1), variation="VAR-002", replaces="PRV-002")
    twice = view_of(MILESTONE, VARIED, MOVED, changed(VARIED, happened_on=JULY, effective_from=None), again)
    assert asked(twice, date(2025, 7, 2)) == {"milestone/PRV-003": (date(2025, 10, 1), "coming")}


def test_of_two_that_replace_one_a_variation_moves_the_one_that_it_names_alone() -> None:
    """TVP-3.0-3: the other stands as it was agreed, is asked for, and can be reached."""
    south, july = changed(MOVED, due_on=date(2025, 10, 1)), changed(VARIED, happened_on=JULY, effective_from=None)
    north = changed(MOVED, happened_on=JULY, due_on=date(2025, 11, 1), variation="VAR-002", replaces="PRV-002")
    story = on_file(MILESTONE, VARIED, MOVED, south)
    unvaried, moved = story.when(changed(north, variation=None)), story.when(july).when(north)

    assert list(asked(view_of_it(story), JULY)) == ["milestone/PRV-002", "milestone/PRV-003"]
    assert "PRV-002, since 12 May 2025, is replaced" in said(unvaried, FIXED)
    assert list(asked(view_of_it(moved), JULY)) == ["milestone/PRV-003", "milestone/PRV-004"]
    assert owed(view_of_it(moved), JULY) == {"provision/PRV-003": "open", "provision/PRV-004": "open"}
    reached = MilestoneReached(happened_on=JULY, provision="PRV-003")
    done = moved.when(reached).recorded()
    assert list(asked(view_of_it(done), JULY)) == ["milestone/PRV-004"]
    moved.when(changed(reached, provision="PRV-002")).refused("milestone.set-and-not-reached", "PRV-004 (entry 7)")


def test_what_a_day_moved_time_and_again_replaces_is_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """TVP-3.0-3: and not anew for each of the others in its place."""
    many = [changed(MILESTONE, replaces=f"PRV-{number:03}") for number in range(1, 12)]
    file, walk = on_file(MILESTONE, *many).file, Design._chain
    walked: list[str] = []

    def counted(design: Design, held: Provision, known: Mapping[str, Sequence[Provision]]) -> Sequence[Provision]:
        walked.append(held.id)
        return walk(design, held, known)

    monkeypatch.setattr(Design, "_chain", counted)
    assert [held.id for held in standing(file, JULY)] == ["PRV-012"]
    assert len(walked) == len(file.design.provisions)


def test_what_no_variation_agreed_is_told_until_one_replaces_what_it_did() -> None:
    """TVP-3.0-3: it is to be varied no longer than what stands in its place does not say."""
    story = on_file(MILESTONE).when(changed(MOVED, variation=None))
    varied = story.when(changed(VARIED, happened_on=JULY, effective_from=None))
    varied = varied.when(changed(MOVED, happened_on=JULY))

    assert "varied/3" in {one.duty.id for one in due(duties(view_of_it(varied)), date(2025, 6, 30))}
    assert "varied/3" not in {one.duty.id for one in due(duties(view_of_it(varied)), JULY)}
    assert list(asked(view_of_it(varied), JULY)) == ["milestone/PRV-003"]


def test_one_replaced_before_its_variation_took_effect_never_takes_its_place() -> None:
    """TVP-3.0-3: what replaced it stands, also from the later day from which it would have applied."""
    varied = changed(VARIED, effective_from=date(2025, 9, 1)), changed(VARIED, happened_on=JULY, effective_from=None)
    again = changed(MOVED, happened_on=JULY, due_on=date(2025, 12, 1), variation="VAR-002", replaces="PRV-002")
    view = view_of(MILESTONE, *varied, MOVED, again)

    assert list(asked(view, date(2025, 6, 30))) == ["milestone/PRV-001"]
    assert list(asked(view, JULY)) == list(asked(view, date(2025, 9, 2))) == ["milestone/PRV-003"]


def test_what_replaced_one_before_it_applied_is_no_newer_than_when_it_was_agreed() -> None:
    """TVP-3.0-3: what is agreed after it takes its place; once its own time is over, what it replaced applies."""

    def varied(agreed: date, since: date | None = None, until: date | None = None) -> VariationAgreed:
        found: VariationAgreed = changed(VARIED, happened_on=agreed, effective_from=since, applies_until=until)
        return found

    def pay(days: int, agreed: date, **parts: str) -> ContractProvisionAgreed:
        new = {"happened_on": agreed, "provision": "payment-time", "due_on": None, "pay_within_days": days}
        found: ContractProvisionAgreed = changed(MILESTONE, **new, **parts)
        return found

    def paid(story: Story, *days: date) -> list[int]:
        return [(by[0] - day).days for day in days if (by := pay_by(story.file, day))]

    march, april, august, september = (date(2025, month, 1) for month in (3, 4, 8, 9))
    first = pay(30, date(2025, 2, 10)), varied(march, september), pay(20, march, variation="VAR-001")
    sooner = pay(25, april, variation="VAR-002", replaces="PRV-002")
    third = varied(august), pay(10, august, variation="VAR-003")

    story = on_file(*first, varied(april, MAY), sooner)
    assert paid(story, april, JULY, september) == [30, 25, 25]
    assert paid(on_file(*first, varied(april, MAY), sooner, *third), JULY, august, september) == [25, 10, 10]
    until_october = on_file(*first, varied(april, MAY, date(2025, 9, 30)), sooner)
    assert paid(until_october, JULY, september, date(2025, 10, 1)) == [25, 25, 20]
    until_june = on_file(*first, varied(april, MAY, date(2025, 6, 30)), sooner)
    assert paid(until_june, MAY, JULY, september) == [25, 30, 20]


def test_what_is_to_be_done_by_a_day_is_moved_in_the_same_way_and_for_a_time_returns() -> None:
    """TVP-3.0-3: after a temporary variation the earlier terms return; whatever the clause is called."""
    keys = changed(
        MILESTONE, provision="obligation", owed_by="authority", clause=None, words=Said("Hand over the keys")
    )
    later = changed(keys, happened_on=MAY, due_on=date(2025, 9, 1), variation="VAR-001", replaces="PRV-001")

    assert asked(view_of(keys, VARIED, later), JULY) == {"milestone/PRV-002": (date(2025, 9, 1), "coming")}
    view = view_of(keys, changed(VARIED, applies_until=date(2025, 6, 30)), later)
    assert list(asked(view, date(2025, 6, 30))) == ["milestone/PRV-002"]
    assert list(asked(view, date(2025, 7, 1))) == ["milestone/PRV-001/2025-07-01"]


def test_a_day_moved_by_no_variation_stays_what_was_agreed() -> None:
    """TVP-3.0-3: the other is told beside it, asked for by nobody, and is to be varied."""
    unvaried = changed(MOVED, variation=None)
    story = on_file(MILESTONE).when(unvaried)

    story.departs_from(FIXED)
    assert "PRV-001, since 10 February 2025, is replaced from 12 May 2025" in said(story, FIXED)
    view = view_of_it(story)
    assert asked(view, JULY) == {"milestone/PRV-001": (date(2025, 6, 1), "overdue")}
    [one] = [one for one in obligations(view, JULY).obligations if one.id.startswith("provision/")]
    assert one.why == "PRV-002 (entry 3) has “All rounds staffed”, by no agreed variation"
    assert "varied/3" in {one.duty.id for one in due(duties(view), JULY)}
    on_file(MILESTONE, VARIED).when(MOVED).keeps(FIXED)


def test_one_that_a_variation_brings_beside_another_is_asked_for_beside_it() -> None:
    """TVP-3.0-3: what it does not replace goes on; the remark says so."""
    view = view_of(MILESTONE, VARIED, changed(MOVED, replaces=None))

    assert set(asked(view, JULY)) == {"milestone/PRV-001", "milestone/PRV-002"}


def test_what_is_reached_is_the_one_that_took_its_place() -> None:
    """TVP-3.0-3, CPC307-S11."""
    reached = MilestoneReached(happened_on=JULY, provision="PRV-001")
    rule, story = "milestone.set-and-not-reached", on_file(MILESTONE, VARIED, MOVED)

    story.when(reached).refused(rule, "PRV-002 (entry 4) has its place since 16 June 2025")
    story.when(changed(reached, happened_on=date(2025, 6, 10))).recorded()
    after = story.when(changed(reached, provision="PRV-002")).recorded()
    assert asked(view_of_it(after), JULY) == {}


def test_what_was_reached_while_it_was_moved_for_a_time_is_not_asked_for_again_by_the_earlier_day() -> None:
    """TVP-3.0-3: of one that became two for that time, only where both were reached."""
    for_a_time = changed(VARIED, applies_until=date(2025, 7, 31))
    done, august = MilestoneReached(happened_on=date(2025, 7, 20), provision="PRV-002"), date(2025, 8, 20)
    view = view_of(MILESTONE, for_a_time, MOVED, done)

    assert asked(view, august) == {}
    assert asked(view, date(2025, 6, 15)) == {"milestone/PRV-001": (date(2025, 6, 1), "overdue")}
    [one] = [one for one in obligations(view, august).obligations if one.id.startswith("provision/")]
    assert (one.id, one.state, one.why) == ("provision/PRV-001", "kept", "reached on 20 July 2025 as PRV-002")
    first, _ = outcomes_shown(view, august).provisions
    assert (first.reached_on, first.days_over) == (date(2025, 7, 20), 14)  # as late as it was when it was moved
    in_part = view_of(MILESTONE, for_a_time, MOVED, MOVED, done)
    assert list(asked(in_part, august)) == ["milestone/PRV-001/2025-08-01"]
    both = view_of(MILESTONE, for_a_time, MOVED, MOVED, done, changed(done, provision="PRV-003"))
    assert asked(both, august) == {}
    moved_for_good, _ = outcomes_shown(view_of(MILESTONE, VARIED, MOVED, done), august).provisions
    assert (moved_for_good.reached_on, moved_for_good.days_over) == (None, 14)


def test_what_became_of_a_milestone_that_was_moved_is_told_of_each_time_by_itself() -> None:
    """TVP-3.0-3: that it was overdue when it was moved stays told; it is done once."""
    moved, temporary = view_of(MILESTONE, VARIED, MOVED), changed(VARIED, applies_until=date(2025, 7, 31))
    reached = MilestoneReached(happened_on=date(2025, 9, 20), provision="PRV-001")
    within = changed(reached, happened_on=date(2025, 7, 20), provision="PRV-002")

    def told(view: FileView) -> dict[str, date | str | None]:
        of_it = (one for one in settled(view).duties if one.id.startswith("milestone/"))
        return {one.id.removeprefix("milestone/"): one.done_on or one.not_asked for one in of_it}

    lapsed = "it was asked for until 16 June 2025; it was due on 1 June 2025, and not done"
    assert told(moved) == {"PRV-001": lapsed}
    assert told(view_of(MILESTONE, temporary, MOVED, reached)) == {
        "PRV-001": lapsed,
        "PRV-002": "it was asked for until 1 August 2025",
        "PRV-001/2025-08-01": date(2025, 9, 20),
    }
    assert told(view_of(MILESTONE, temporary, MOVED, within)) == {
        "PRV-001": lapsed,
        "PRV-002": date(2025, 7, 20),
        "PRV-001/2025-08-01": "PRV-002 was reached on 20 July 2025",
    }


def test_the_duty_names_a_variation_that_may_have_moved_its_day() -> None:
    """TVP-3.0-3: what a variation changes in words moves no day by itself."""
    [one] = [one for one in duties(view_of(MILESTONE, VARIED)) if one.id == "milestone/PRV-001"]

    assert one.sentence.endswith(
        "All rounds staffed; VAR-001, agreed on 12 May 2025, is of its clause: if that moves it, the new day is to be"
        " entered as a provision that replaces PRV-001; if it does not, say so in a supplement to entry 2 that names"
        " “What is provided stays as it is for the life of the contract unless a variation is agreed”."
    )


def test_that_no_variation_of_its_clause_moves_a_milestone_is_said_in_a_supplement() -> None:
    """TVP-3.0-3, docs/adr/0446: of those on file by then it is not asked again; the milestone stays asked for."""
    no = EntrySupplemented(happened_on=MAY, position=2, words=Said("Of the depot's address alone"), completes=(FIXED,))
    names = "supplement.says-what-it-completes"

    def duty(story: Story) -> str:
        [one] = [one for one in duties(view_of_it(story)) if one.id == "milestone/PRV-001"]
        return one.sentence.partition("All rounds staffed")[2]

    denied = on_file(MILESTONE, VARIED).when(no).keeps(names)
    assert duty(denied) == "."
    assert duty(on_file(MILESTONE, VARIED).when(changed(no, completes=())).recorded()).startswith("; VAR-001")
    later = denied.when(changed(VARIED, happened_on=JULY, effective_from=None)).recorded()
    assert duty(later).startswith("; VAR-002, agreed on 1 July 2025, is of its clause")
    later.when(changed(no, happened_on=JULY)).keeps(names)


def test_a_supplement_that_answers_what_is_asked_of_milestones_alone_is_asked_what_it_completes() -> None:
    """HCC-2.1-g: of a provision that has no day, and of what is no provision."""
    no = EntrySupplemented(happened_on=MAY, position=2, words=Said("It stands"), completes=(FIXED,))
    names, pay = "supplement.says-what-it-completes", changed(MILESTONE, provision="payment-time", due_on=None)

    on_file(changed(pay, pay_within_days=30), VARIED).when(no).departs_from(names)
    on_file(MILESTONE, VARIED).when(changed(no, position=3)).departs_from(names)


def test_a_variation_is_of_a_provision_that_it_names_in_whole_words() -> None:
    """TVP-3.0-3: PRV-001 is no part of PRV-0010, nor 7.2 of 7.20."""

    def may(name: str) -> list[str]:
        varied = changed(VARIED, changes=(OtherChange(name=name, was=Said("June"), becomes=Said("September")),))
        file = on_file(MILESTONE, varied).file
        return [one.variation for one in may_cover(file, file.design.provisions["PRV-001"])]

    assert may("the day of PRV-001") == may("(PRV-001)") == may("Clause 7.2") == ["VAR-001"]
    assert may("the day of PRV-0010") == may("XPRV-001") == may("clause 7.20") == []


def test_all_that_replace_one_another_are_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A milestone that was moved 160 times took 49 seconds."""
    days = [date(2025, 3, number) for number in range(1, 21)]
    moved = [
        changed(MOVED, happened_on=day, variation=None, replaces=f"PRV-{number:03d}")
        for number, day in enumerate(days, start=1)
    ]
    view, looked, newest = view_of(MILESTONE, *moved), [0], Newest.of

    def counted(those: Iterable[Held]) -> Newest:
        looked[0] += 1
        return newest(those)

    monkeypatch.setattr(Newest, "of", counted)

    duties(view)
    obligations(view, JULY)

    assert 0 < looked[0] <= 4


def test_a_provision_takes_the_place_of_one_of_its_own_sort() -> None:
    """TVP-3.0-3: a milestone leaves the time within which is paid as it is, whatever it says that it replaces."""
    rule = "provision.replaces-its-own-sort"
    pay = changed(MILESTONE, provision="payment-time", due_on=None, pay_within_days=30)
    story = on_file(pay, VARIED)

    story.when(MOVED).refused(rule, "PRV-001 (entry 2) is a payment time, and this is a milestone")
    assert pay_by(story.file, JULY) == (date(2025, 7, 31), 2)
    sooner = changed(MOVED, provision="payment-time", due_on=None, pay_within_days=20)
    assert pay_by(story.when(sooner).recorded().file, JULY) == (date(2025, 7, 21), 4)
    obliged = changed(MOVED, provision="obligation", owed_by="provider")
    assert list(asked(view_of_it(on_file(MILESTONE, VARIED).when(obliged).recorded()), JULY)) == ["milestone/PRV-002"]
    on_file(MILESTONE, VARIED, MOVED).when(
        EntryCorrected(happened_on=JULY, position=2, replacement=pay, reason=Said("Misread"))
    ).refused("correction.leaves-nothing-hanging", "PRV-001 (entry 2) is a payment time")
