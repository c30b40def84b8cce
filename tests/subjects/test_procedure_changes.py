"""A change of a procedure that somebody else than its owner made: who may let it stand, and what it counts for."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.entry import Actor
from ledger.procedures import read
from ledger.subjects.adoption import ProcedureAcknowledged, ProcedureAmended
from ledger.subjects.records import DepartureAuthorised, DepartureRatified, DepartureRefused
from ledger.words import Said
from projections.procedure.adopted import AdoptedShown, adopted
from projections.procedure.procedure_paper import _adoption
from projections.view import FileView
from tests.story import ANN, COUNTY, Story, changed
from tests.subjects.test_adoption import ADOPTED, AUDIENCE, DEFAULT, SMG, STRATEGY, owed, own

AMENDED = ProcedureAmended(
    happened_on=date(2017, 6, 1), by=ANN, from_procedure="thames-valley/1", to_procedure="thames-valley/2",
    changes=Said("Ten days become five"), reason=Said("Faster"),
)  # fmt: skip
BY_OWNER, RULE = "procedure.amended-by-its-owner", "departure.by-the-office-entitled"
WORD: dict[str, Any] = {"happened_on": date(2017, 6, 5), "rule": BY_OWNER, "reason": Said("As found"), "by": SMG}
ADOPTED_LAST = changed(ADOPTED, happened_on=date(2017, 1, 9), effective_from=date(2017, 1, 9))


def shown(story: Story, on: date) -> AdoptedShown:
    view = FileView.of(UUID(int=1), story.file, {})
    return next(one for one in adopted(view, on) if one.name == "thames-valley")


@pytest.mark.parametrize("verdict", [DepartureRatified, DepartureRefused])
@pytest.mark.parametrize("ref", ["thames-valley", "hampshire"])
def test_the_owner_of_the_procedure_concerned_ratifies_or_refuses_its_change(verdict: Any, ref: str) -> None:
    """TVP-DC-4, HCC-POL-f: whichever procedure was adopted last."""
    amended = changed(AMENDED, from_procedure=f"{ref}/1", to_procedure=f"{ref}/2")
    story = own(STRATEGY, ADOPTED_LAST, amended)
    owner = Actor(person="Sue Group", office=read(ref).owner)
    other = COUNTY if ref == "thames-valley" else SMG

    story.when(verdict(position=4, **WORD | {"by": owner})).keeps(RULE)
    told = story.when(verdict(position=4, **WORD | {"by": other})).departs_from(RULE)
    assert told.last is not None
    assert f"the procedure gives it to {read(ref).office_title(read(ref).owner)}" in str(told.last.departures)


def test_to_a_change_still_to_come_the_owner_of_any_procedure_in_force_may_agree() -> None:
    """TVP-DC-4: whoever relies on it is held to the procedure changed."""
    leave = DepartureAuthorised(
        happened_on=date(2017, 5, 1), rule=BY_OWNER, what_for=Said("The change to five days"), reason=Said("Asked"),
        by=SMG,
    )  # fmt: skip
    for by in (SMG, COUNTY):
        own(STRATEGY, ADOPTED_LAST).when(changed(leave, by=by)).keeps(RULE)
    told = own(STRATEGY, ADOPTED_LAST).when(changed(leave, by=ANN)).departs_from(RULE)
    assert told.last is not None
    for ref in ("thames-valley", "hampshire"):
        assert read(ref).office_title(read(ref).owner) in str(told.last.departures)


def test_a_change_its_owner_refused_is_not_in_force_and_is_shown_as_refused() -> None:
    """TVP-DC-4: from the day it was refused; what it was to replace is in force again."""
    waiting = own(STRATEGY, AUDIENCE, ADOPTED_LAST, AMENDED)
    story = waiting.when(DepartureRefused(position=5, **WORD)).recorded()

    for told, on in ((waiting, date(2017, 7, 3)), (story, date(2017, 6, 4))):
        now = shown(told, on).in_force
        assert now is not None
        assert (now.procedure, now.not_authorised) == (
            "thames-valley/2", "waits for Senior Management Group to ratify or refuse it",
        )  # fmt: skip
    after = shown(story, date(2017, 6, 5))
    assert after.in_force is not None
    assert (after.in_force.procedure, after.in_force.until, after.earlier) == ("thames-valley/1", None, ())
    [refused] = after.refused
    said = "refused by Sam Mercer (Senior Management Group) on 5 June 2017 (entry 6)"
    assert (refused.procedure, refused.not_authorised, ("Not authorised", said) in _adoption(refused)) == (
        "thames-valley/2", said, True,
    )  # fmt: skip
    asked = {named for named in owed(story, date(2017, 7, 3)) if named.startswith("procedure-")}
    assert "procedure-acknowledged/thames-valley/1/ann-ashe" in asked
    assert not [named for named in asked if "thames-valley/2" in named]
    read_it = ProcedureAcknowledged(happened_on=date(2017, 7, 3), procedure="thames-valley/2", person="Ann Ashe")
    story.when(read_it).departs_from("procedure.acknowledged-in-force")
    story.when(changed(read_it, procedure="thames-valley/1")).keeps("procedure.acknowledged-in-force")


def test_the_owners_refusal_counts_also_where_its_procedure_asks_only_for_a_reason() -> None:
    """TVP-DC-4: under the tiered procedure, which is silent, a reason is enough until its owner says no."""
    tiered = changed(ADOPTED, procedure="tiered/1", title="Tiers")
    amended = changed(AMENDED, from_procedure="tiered/1", to_procedure="tiered/2")
    owner = Actor(person="Sue Lead", office=read("tiered").owner)
    story = own(tiered, amended)

    [one] = adopted(FileView.of(UUID(int=1), story.file, {}), date(2017, 7, 3))
    assert one.in_force is not None
    assert (one.in_force.procedure, one.in_force.not_authorised) == ("tiered/2", None)
    refused = story.when(DepartureRefused(position=3, **WORD | {"by": owner})).recorded()
    assert refused.file.procedures_in_force(date(2017, 7, 3), DEFAULT)["tiered"].procedure == "tiered/1"


@pytest.mark.parametrize("first", [ANN, SMG])
def test_the_same_change_recorded_twice_is_remarked_and_makes_one_version(first: Actor) -> None:
    """TVP-DC-4: the owner's own is the one that counts; where both are, the first."""
    story = own(STRATEGY, changed(AMENDED, by=first))
    again = story.when(changed(AMENDED, by=SMG)).departs_from("procedure.adopted-once")

    assert again.last is not None
    assert "thames-valley/2 was amended into on 1 June 2017 already (entry 3)" in str(again.last.departures)
    found = shown(again, date(2017, 7, 3))
    assert found.in_force is not None
    assert (found.in_force.position, found.in_force.not_authorised) == (4 if first is ANN else 3, None)
    assert [one.procedure for one in found.earlier] == ["thames-valley/1"]


def test_a_change_that_was_refused_may_be_made_by_the_owner_under_its_number() -> None:
    """TVP-DC-4."""
    story = own(STRATEGY, AMENDED, DepartureRefused(position=3, **WORD))
    made = story.when(changed(AMENDED, by=SMG, happened_on=date(2017, 6, 9))).keeps("procedure.adopted-once")

    now = shown(made, date(2017, 7, 3)).in_force
    assert now is not None
    assert (now.procedure, now.since) == ("thames-valley/2", date(2017, 6, 9))


BODY = "procedure.authorised-by-the-body-entitled"
READ = ProcedureAcknowledged(happened_on=date(2016, 4, 4), procedure="thames-valley/1", person="Ann Ashe")
MISTAKEN = changed(
    STRATEGY, happened_on=date(2017, 6, 1), by=ANN, authorising_body="Policy team", authorised_on=date(2017, 6, 1),
    document_version="3.1",
)  # fmt: skip


def test_a_version_adopted_anew_by_another_body_takes_nothings_place_until_it_is_ratified() -> None:
    """TVP-DC-2: nor is anybody asked to read it anew."""
    story, on = own(STRATEGY, AUDIENCE, READ, MISTAKEN), date(2017, 7, 3)
    refused, ratified = (
        story.when(word(position=5, **WORD | {"rule": BODY})).recorded()
        for word in (DepartureRefused, DepartureRatified)
    )

    for told, list_, said in (
        (story, "waiting", "waits for Senior Management Group to ratify or refuse it"),
        (refused, "refused", "refused by Sam Mercer (Senior Management Group) on 5 June 2017 (entry 6)"),
    ):
        found = shown(told, on)
        assert found.in_force is not None
        assert (found.in_force.position, found.in_force.not_authorised, found.earlier) == (2, None, ())
        assert [(one.position, one.not_authorised) for one in getattr(found, list_)] == [(5, said)]
        assert "procedure-acknowledged/thames-valley/1/ann-ashe" not in owed(told, on)
    found = shown(ratified, on)
    assert found.in_force is not None
    assert (found.in_force.position, found.refused, found.waiting) == (5, (), ())
    assert "procedure-acknowledged/thames-valley/1/ann-ashe" in owed(ratified, on)


def test_what_waits_is_in_force_until_what_the_body_entitled_authorised_begins() -> None:
    """TVP-DC-2, docs/adr/0429: no day is left without a procedure by an adoption made later."""
    first, begins = changed(STRATEGY, authorising_body="Policy team"), date(2018, 1, 1)
    story = own(first, changed(STRATEGY, happened_on=date(2017, 1, 9), effective_from=begins))

    for day in (date(2016, 5, 1), date(2017, 6, 1), date(2017, 12, 31)):
        then = shown(story, day).in_force
        assert then is not None
        assert (then.position, then.not_authorised) == (2, "waits for Senior Management Group to ratify or refuse it")
    later = shown(story, begins)
    assert later.in_force is not None
    assert (later.in_force.position, later.in_force.not_authorised, later.waiting) == (3, None, ())
    assert [(one.position, one.until) for one in later.earlier] == [(2, date(2017, 12, 31))]


def test_what_the_body_entitled_adopts_later_for_a_day_before_takes_the_place_of_what_waits_from_then() -> None:
    """TVP-DC-2: a look back shows what was known by the day."""
    waits = changed(STRATEGY, happened_on=date(2016, 3, 14), authorising_body="Policy team")
    proper = changed(STRATEGY, happened_on=date(2017, 1, 9), effective_from=date(2016, 2, 1))
    story = own(waits, proper)

    found = [shown(story, day).in_force for day in (date(2016, 5, 1), date(2017, 1, 9))]
    assert [one.position for one in found if one] == [2, 3]


def test_a_new_version_that_another_body_authorised_is_marked_and_once_refused_not_in_force() -> None:
    """TVP-DC-2, TVP-DC-4: as a change that somebody else made."""
    new = changed(MISTAKEN, procedure="thames-valley/2")
    story, on = own(STRATEGY, new), date(2017, 7, 3)

    waits = shown(story, on).in_force
    assert waits is not None
    assert (waits.procedure, waits.not_authorised) == (
        "thames-valley/2", "waits for Senior Management Group to ratify or refuse it",
    )  # fmt: skip
    told = shown(story.when(DepartureRefused(position=3, **WORD | {"rule": BODY})).recorded(), on)
    assert told.in_force is not None
    assert (told.in_force.procedure, [one.procedure for one in told.refused]) == (
        "thames-valley/1",
        ["thames-valley/2"],
    )


def test_a_version_replaced_the_day_it_was_to_take_effect_ends_on_no_day_before_it() -> None:
    """TVP-DC-4, TVP-DC-5."""
    third = changed(AMENDED, by=SMG, from_procedure="thames-valley/2", to_procedure="thames-valley/3")
    found = shown(own(STRATEGY, changed(AMENDED, by=SMG), third), date(2017, 7, 3))

    [_, second] = found.earlier
    assert (second.procedure, second.until, second.followed_by) == ("thames-valley/2", None, "thames-valley/3")
    assert ("In force until", "never; thames-valley/3 took its place") in _adoption(second)
