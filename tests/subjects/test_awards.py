"""An award authorised by nobody who may give it is none until it is ratified, and none once that was refused."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from projections.duties.due import Duty, duties
from projections.duties.settled import settled
from projections.procurement import procurement_shown
from projections.view import FileView
from tests import bought
from tests.subjects.test_procurement import AWARDED, SIGNED, entry, on_file, the

Fields = dict[str, Any]
RULE = "award.authorised-by-those-entitled"
BEFORE = AWARDED[:-2]
"""All up to the award recommended, and its papers: entry 14 is to authorise it."""
BY_NOBODY = the("award-authorised") | {"by": bought.SERVICE}
WORD = {"happened_on": "2025-04-03", "position": 14, "rule": RULE, "reason": "No", "by": bought.COUNTY}
REFUSED, RATIFIED = WORD | {"kind": "departure-refused"}, WORD | {"kind": "departure-ratified"}
ANEW = the("award-authorised") | {"happened_on": "2025-04-04"}
TOLD = the("unsuccessful-tenderers-notified") | {"happened_on": "2025-04-08"}
SIGNS = the("contract-signed-by-authority", SIGNED)
STEP, SIGNING, TELLING = "award-authorised/AWR-001", "contract-signed", "unsuccessful-told/TND-001"


def view(*those: Fields) -> FileView:
    return FileView.of(UUID(int=1), on_file(*those).file, {})


def due(*those: Fields) -> dict[str, Duty]:
    return {one.id: one for one in duties(view(*those))}


@pytest.mark.parametrize("more", [(), (REFUSED,)])
def test_an_award_that_nobody_who_may_authorised_is_still_to_be_decided(more: tuple[Fields, ...]) -> None:
    """HCC-A9-a, HCC-A9-c, HCC-A9-d (docs/adr/0490): waiting or refused, nothing rests on it."""
    assert len(BEFORE) == 13
    story = on_file(*BEFORE, BY_NOBODY, *more)
    story.when(entry(TOLD)).departs_from("unsuccessful.told-after-authority")
    story.when(entry(SIGNS)).departs_from("signature.after-authority")
    story.when(entry(SIGNS, recommendation=None)).departs_from("signature.after-authority")

    there = due(*BEFORE, BY_NOBODY, *more)
    assert "entry 14 is no authorisation of who may give it" in there[STEP].sentence
    assert not {SIGNING, TELLING} & set(there)
    assert (f"ratify/14/{RULE}" in there) is not bool(more)

    shown = procurement_shown(view(*BEFORE, BY_NOBODY, *more), date(2025, 5, 1))
    [step] = [one for one in shown.steps if one.kind == "award-authorised"]
    assert (step.state, step.position, step.without_authority) == ("to-do", None, ((date(2025, 4, 2), 14),))
    [award] = shown.awards
    assert award.authorised_on is None
    assert [(one.position, "refused on 3 April 2025" in one.why) for one in award.without_authority] == [
        (14, bool(more))
    ]


@pytest.mark.parametrize("more", [(RATIFIED,), (ANEW,), (REFUSED, ANEW), (REFUSED, RATIFIED)])
def test_an_award_stands_once_who_may_ratified_it_or_authorised_it(more: tuple[Fields, ...]) -> None:
    """HCC-A9-a (docs/adr/0490)."""
    story = on_file(*BEFORE, BY_NOBODY, *more)
    story.when(entry(TOLD)).keeps("unsuccessful.told-after-authority")
    story.when(entry(SIGNS)).keeps("signature.after-authority")
    story.when(entry(ANEW, happened_on="2025-04-09")).refused("award.authorised-on-a-recommendation", "already")

    there = due(*BEFORE, BY_NOBODY, *more)
    assert {SIGNING, TELLING} <= set(there)
    assert not {STEP, f"ratify/14/{RULE}"} & set(there)
    [done] = [one for one in settled(view(*BEFORE, BY_NOBODY, *more)).duties if one.id == STEP]
    assert done.done_on is not None


def test_an_award_given_up_by_nobody_who_may_is_still_to_be_decided_and_may_be_authorised() -> None:
    """HCC-A9-a (docs/adr/0487): until it is ratified; whoever recommended it may take it back."""
    other = {"person": "Olive Orr", "office": "lead-officer"}
    dropped = BY_NOBODY | {"kind": "procurement-abandoned", "reasons": "Too dear", "by": other}
    story = on_file(*BEFORE).when(entry(dropped)).departs_from(RULE)
    anew = story.when(entry(ANEW)).recorded()
    assert anew.file.procurement.awards["AWR-001"].authorised

    for more in ((), (REFUSED,)):
        there = due(*BEFORE, dropped, *more)
        said = "and was refused" if more else "until it is ratified"
        assert f"entry 14 gives it up, and is not of who may, {said}" in there[STEP].sentence
        assert (f"ratify/14/{RULE}" in there) is not bool(more)
        assert procurement_shown(view(*BEFORE, dropped, *more), date(2025, 5, 1)).awards[0].given_up_on is None
    for done in ((dropped, ANEW), (dropped, RATIFIED), (dropped | {"by": bought.COUNTY},)):
        assert STEP not in due(*BEFORE, *done)
    assert f"ratify/14/{RULE}" not in due(*BEFORE, dropped, ANEW)
    on_file(*BEFORE).when(entry(dropped | {"by": bought.SERVICE})).keeps(RULE)
    on_file(*BEFORE).when(entry({name: said for name, said in dropped.items() if name != "by"})).keeps(RULE)
    whole = {name: said for name, said in dropped.items() if name != "recommendation"}
    on_file(*BEFORE).when(entry(whole)).keeps(RULE)


def test_what_was_done_on_it_before_it_was_ratified_was_done_too_soon() -> None:
    """HCC-A9-c: of the day it was ratified."""
    story = on_file(*BEFORE, BY_NOBODY, RATIFIED)
    story.when(entry(TOLD, happened_on="2025-04-02")).departs_from("unsuccessful.told-after-authority")


def test_a_recommendation_of_the_same_tender_takes_the_place_of_the_one_before() -> None:
    """HCC-A9-a: put first to who may not authorise it, and then to who may."""
    first = the("award-recommended") | {"addressed_to": bought.SERVICE}
    again = the("award-recommended") | {"happened_on": "2025-03-25"}
    upto = AWARDED[:-4]
    later = ANEW | {"recommendation": "AWR-002"}

    assert {STEP, "award-papers/AWR-001"} <= set(due(*upto, first))
    for more in ((again,), (again, later)):
        there = due(*upto, first, *more)
        assert not {STEP, "award-papers/AWR-001"} & set(there)
    assert "award-authorised/AWR-002" in due(*upto, first, again)
    [lapsed] = [one for one in settled(view(*upto, first, again)).duties if one.id == STEP]
    assert lapsed.done_on is None
    given_up = {"kind": "procurement-abandoned", "happened_on": "2025-03-26", "recommendation": "AWR-002"}
    assert STEP in due(*upto, first, again, given_up | {"reasons": "Put twice"})


def test_an_award_is_of_the_day_it_was_first_authorised_by_whoever_may() -> None:
    """HCC-A9-a (docs/adr/0490): another's authorisation, ratified only later, moves it to no later day."""
    later = RATIFIED | {"happened_on": "2025-04-10"}
    [award] = procurement_shown(view(*BEFORE, BY_NOBODY, ANEW, later), date(2025, 5, 1)).awards
    assert award.authorised_on == date(2025, 4, 4)

    there = due(*BEFORE, BY_NOBODY, ANEW, later)
    assert {there[name].since for name in (SIGNING, TELLING)} == {date(2025, 4, 4)}
    received = the("tender-received") | {
        "happened_on": "2025-04-07", "opened_on": None, "opened_at": None, "opened_by": None,
    }  # fmt: skip
    story = on_file(*BEFORE, BY_NOBODY, ANEW, later)
    story.when(entry(received)).refused("tender.received-before-the-award", "4 April 2025 (entry 15)")


def test_whom_it_was_awarded_to_on_a_day_is_not_forgotten_when_it_is_authorised_again() -> None:
    """HCC-A9-d: what was sent to another then did not go to the provider, also once who may authorised it later."""
    sent = the("contract-issued-for-countersignature", SIGNED) | {
        "happened_on": "2025-04-03", "sent_to": "Meadow Care CIC",
    }  # fmt: skip
    those = (*BEFORE, BY_NOBODY, SIGNS | {"happened_on": "2025-04-03"}, sent)
    later = ANEW | {"happened_on": "2025-04-20"}
    assert {"contract-sent"} <= set(due(*those)) & set(due(*those, later))
    assert "contract-countersigned" not in due(*those, later)


ANOTHER = the("award-recommended") | {"happened_on": "2025-04-03", "bid": "BID-002", "provider": bought.MEADOW}
TO_ANOTHER = ANEW | {"recommendation": "AWR-002"}


@pytest.mark.parametrize("more", [(), (REFUSED,)])
@pytest.mark.parametrize("again", [ANOTHER, the("award-recommended") | {"happened_on": "2025-04-03"}])
def test_nothing_is_due_of_an_award_once_another_of_the_same_competition_was_authorised(
    again: Fields, more: tuple[Fields, ...]
) -> None:
    """HCC-A9-a (docs/adr/0490): to whoever it is; it is due again once that is given up."""
    of_the_first = {STEP, f"ratify/14/{RULE}"}
    assert not of_the_first & set(due(*BEFORE, BY_NOBODY, *more, again, TO_ANOTHER))
    given_up = {"kind": "procurement-abandoned", "happened_on": "2025-04-06", "recommendation": "AWR-002"}
    there = due(*BEFORE, BY_NOBODY, *more, again, TO_ANOTHER, given_up | {"reasons": "They withdrew"})
    assert of_the_first & set(there) == (of_the_first if not more else {STEP})


@pytest.mark.parametrize("made", [(), (BY_NOBODY,), (BY_NOBODY, REFUSED)])
def test_an_award_is_no_longer_to_be_decided_once_the_contract_is_there(made: tuple[Fields, ...]) -> None:
    """HCC-A9-a (docs/adr/0490): that nobody who may authorised it was left undone; what was done can be ratified."""
    those = (*BEFORE, *made, bought.REGISTERED | {"happened_on": "2025-05-20"})
    there = due(*those)
    assert STEP not in there
    assert (f"ratify/14/{RULE}" in there) is (made == (BY_NOBODY,))

    [left] = [one for one in settled(view(*those)).duties if one.id == STEP]
    assert left.missed_on == date(2025, 5, 20)
    [step] = [one for one in procurement_shown(view(*those), date(2025, 6, 1)).steps if one.kind == "award-authorised"]
    assert step.state == "left-undone"


def test_that_it_was_refused_is_said_of_an_award() -> None:
    """HCC-A9-a: nobody waits for a ratification that was refused."""
    assert "until it is ratified" in due(*BEFORE, BY_NOBODY)[STEP].sentence
    said = due(*BEFORE, BY_NOBODY, REFUSED)[STEP].sentence
    assert said.endswith("entry 14 is no authorisation of who may give it, and was refused.")


@pytest.mark.parametrize("made", [(), (BY_NOBODY,), (BY_NOBODY, REFUSED | {"position": 13})])
def test_papers_of_an_award_that_waits_to_be_decided_belong_to_it(made: tuple[Fields, ...]) -> None:
    """HCC-7.2-c (docs/adr/0490): also where only somebody who may not authorised it."""
    rule = "document.belongs-to-what-waits-for-it"
    papers = [one for one in BEFORE if one["kind"] == "document-filed" and one["document_kind"] == "award-papers"]
    before = [one for one in BEFORE if one not in papers]
    nowhere = {name: value for name, value in papers[0].items() if name != "belongs_to"} | {"happened_on": "2025-04-08"}
    assert len(before) == 12
    on_file(*before, *made).when(entry(nowhere)).departs_from(rule)
    on_file(*before, *made, ANEW | {"happened_on": "2025-04-05"}).when(entry(nowhere)).keeps(rule)
