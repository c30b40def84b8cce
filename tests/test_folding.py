"""A file that goes on from another is the file its entries make afresh, and what was looked up in it is not kept too
long."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.contract_file import ContractFile, subjects_of
from ledger.entry import Actor, Entry
from ledger.folding import extended, fold, looked_at_on, told_as_looked_at, told_on, unfolded, without
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.issues import IssueRaised, SeniorManagementBriefed
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.termination import ContractTerminated
from ledger.words import Said
from tests.benchmarks.lives import beginning
from tests.story import ANN, PIA, given

REGISTERED = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Day care")
RAISED = IssueRaised(happened_on=date(2025, 8, 11), nature=Said("Home late"), by=ANN)


def briefed(day: date, by: Actor) -> Entry:
    return SeniorManagementBriefed(happened_on=day, issue="ISS-001", body="The board", by=by)


def test_what_has_no_effect_has_none_either_where_a_late_entry_folds_its_subject_anew() -> None:
    """An act that is the authority's alone, entered as the provider's (docs/adr/0175)."""
    by_the_provider, late = briefed(date(2025, 8, 20), PIA), briefed(date(2025, 8, 12), ANN)
    file = given(REGISTERED, RAISED, by_the_provider).when(late).recorded().file

    assert [position for *_, position in file.issues.by_id["ISS-001"].briefed] == [file.position]
    assert without(file, file.position) == fold(file.known[:-1])


@pytest.mark.parametrize("story", range(4))
def test_a_file_that_goes_on_is_what_its_entries_make_afresh(story: int) -> None:
    file = ContractFile()
    for recorded in beginning(story).known:
        file = extended(file, [recorded])
    assert file == fold(file.known)


def test_as_at_a_day_a_file_has_what_was_done_by_then_also_where_it_takes_effect_later() -> None:
    """As at the day it is made, it is the whole file (docs/adr/0318)."""
    made = date(2025, 9, 1)
    ahead = ContractTerminated(happened_on=made, ends_on=date(2025, 9, 30), by_party="both")
    earlier = LeadOfficerAppointed(happened_on=made, person="Ann Ashe", from_date=date(2025, 8, 20))
    file = given(REGISTERED, RAISED, ahead, earlier).file

    assert fold(file.known, made).entries == file.as_at(made).entries == file.entries
    assert file.as_at(made) is file
    for day, kinds in ((date(2025, 8, 31), {LeadOfficerAppointed}), (date(2025, 8, 19), set())):
        then = fold(file.known, day)
        assert then == file.as_at(day)
        assert {type(r.entry) for r in then.entries} & {ContractTerminated, LeadOfficerAppointed} == kinds
    assert [ending.on for ending in fold(file.known, made).termination.endings] == [date(2025, 9, 30)]


def test_what_was_looked_up_in_a_register_is_looked_up_again_once_it_takes_in_another_entry() -> None:
    calls = [
        ContactLogged(
            happened_on=date(2025, 9, day), direction="to-provider", means="call", summary=Said("Late"), issue="ISS-001"
        )
        for day in (1, 2)
    ]  # fmt: skip
    file = given(REGISTERED, RAISED, *calls).file
    base = unfolded(file.known)
    found = []

    for recorded in file.entries:
        base.take(recorded)
        found.append(len(base.contacts.by_issue().get("ISS-001", ())))

    assert found[-3:] == [0, 1, 2]
    assert base.contacts.by_issue() is base.contacts.by_issue()
    assert base == file
    assert base.contacts.copy() == base.contacts


@pytest.mark.parametrize("story", range(4))
def test_what_is_looked_up_by_issue_plan_and_dispute_is_what_looking_through_all_finds(story: int) -> None:
    file = beginning(story)
    contacts, actions, notices = file.contacts, file.actions, file.notices
    given = [(n, n.served) for n in notices.by_id.values() if n.served]

    assert list(notices.served()) == given
    for issue in file.issues.by_id:
        assert list(contacts.by_issue().get(issue, ())) == [c for c in contacts.by_id.values() if c.issue == issue]
        assert actions.about(issue, ["PLN-001"]) == [
            a for a in actions.by_id.values() if a.issue == issue or a.plan == "PLN-001"
        ]
        assert list(notices.by_issue().get(issue, ())) == [(n, s) for n, s in given if issue in s.issues]
    for kind in {s.notice_kind for _, s in given}:
        assert list(notices.served(kind, party="authority")) == [
            (n, s) for n, s in given if s.notice_kind == kind and s.served_by_party == "authority"
        ]


@pytest.mark.parametrize("story", range(4))
def test_a_file_folded_where_it_is_looked_at_is_the_one_that_is_folded_whole(story: int) -> None:
    """What is left out and what is added, of subjects that have both, one of them, and neither."""
    file = beginning(story)
    place = len(file.entries) * 2 // 3
    left, added = file.entries[5:place:7], file.entries[place : place + 9]
    before = ContractFile(known=file.known, undone=file.undone)
    for recorded in file.entries[:place]:
        before.take(recorded)
    before.entries = file.entries[:place]

    found = told_as_looked_at(before, left, added)

    without_them = before.with_entries(
        file.known, tuple(r for r in before.entries if r not in left), file.undone, subjects_of(left)
    )
    assert found.issues == told_on(without_them, *added).issues  # before any other is looked at
    assert found.shared() == told_on(without_them, *added)
    assert before == told_on(before)


@pytest.mark.parametrize("story", range(4))
def test_a_file_as_at_a_day_is_the_same_where_each_register_is_folded_when_it_is_looked_at(story: int) -> None:
    file = beginning(story)
    days = sorted({r.entry.effective_on for r in file.entries})

    for day in days[:: max(len(days) // 4, 1)]:
        whole = file.in_effect_on(day)
        assert looked_at_on(file, day).issues == whole.issues  # before any other is looked at
        assert looked_at_on(file, day).shared() == whole.shared()
    assert looked_at_on(file, days[-1]) is file


@pytest.mark.parametrize("story", range(4))
def test_entries_taken_into_registers_of_its_own_leave_the_file_they_go_on_from_as_it_was(story: int) -> None:
    known = beginning(story).known
    began = len(known) // 3
    before, own = fold(known[:began]), set[str]()

    file = before
    for recorded in known[began:]:
        file = extended(file, [recorded], own)

    assert file == fold(known)
    assert before == fold(known[:began])
    assert own
