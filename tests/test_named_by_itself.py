"""Corrections by which an entry would rest on itself, or take the place of what takes its own."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.entry import Entry
from ledger.folding import fold
from ledger.subjects.issues import IssueRaised
from ledger.subjects.records import EntryCorrected
from ledger.words import Said
from projections.duties.due import duties
from tests.story import Story, changed, given
from tests.subjects import test_design as design
from tests.subjects import test_exits as exits
from tests.subjects import test_resources as resources
from tests.worked_through import view_of

RULE = "entry.names-what-was-there"
HOURS = changed(resources.HOURS, outcomes=())
REPLACING = [
    (exits.PLAN, "EXP"), (changed(resources.PLAN, lines=(HOURS,)), "RPL"),
    (changed(design.MILESTONE, protects=()), "PRV"),
]  # fmt: skip


def corrected(story: Story, position: int, now: Entry) -> Story:
    return story.when(
        EntryCorrected(happened_on=date(2026, 6, 1), position=position, replacement=now, reason=Said("A slip"))
    )


@pytest.mark.parametrize(("first", "prefix"), REPLACING, ids=lambda one: getattr(one, "kind", one))
def test_nothing_is_corrected_to_take_its_own_place(first: Entry, prefix: str) -> None:
    """HCC-2.1-g: nor that of what takes its place, be it one after another; a later one's that does not it may."""
    one, two, three = (f"{prefix}-00{number}" for number in (1, 2, 3))
    there = given(exits.REGISTERED, first, changed(first, replaces=one), changed(first, replaces=two), first)

    corrected(there, 2, changed(first, replaces=one)).refused(RULE, f"{one} is this entry itself")
    corrected(there, 3, changed(first, replaces=two)).refused(RULE, f"{two} is this entry itself")
    for later in (two, three):
        corrected(there, 2, changed(first, replaces=later)).refused(RULE, f"{later} takes the place of {one}")
    corrected(there, 2, changed(first, replaces=f"{prefix}-004")).recorded()
    corrected(there, 4, changed(first, replaces=one)).recorded()


def test_an_entry_is_not_corrected_to_rest_on_itself() -> None:
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))

    corrected(given(raised, raised), 2, changed(raised, evidence=(2,))).refused(RULE, "2 is this entry itself")
    corrected(given(raised, raised), 2, changed(raised, evidence=(1,))).recorded()


@pytest.mark.parametrize(("first", "prefix"), REPLACING, ids=lambda one: getattr(one, "kind", one))
def test_what_is_on_file_as_taking_its_own_place_takes_none(first: Entry, prefix: str) -> None:
    """As could be recorded once: it stands, and what is due is told."""
    [*before, last] = given(exits.REGISTERED, first).file.known
    file = fold([*before, replace(last, entry=changed(first, replaces=f"{prefix}-001"))])

    assert {one.id for one in duties(view_of(file))}
    standing = file.exits.in_place_of("EXP-001", date(2026, 6, 1))
    assert (standing.replaced_by if standing else None) is None
    assert [plan.replaced_by for plan in file.resources.plans.values()] in ([], [()])
