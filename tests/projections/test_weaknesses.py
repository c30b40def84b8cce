"""Stories of what weakens a case: what the other side will say, from the file."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.dates.calendar import Period
from ledger.entry import Entry, Money
from ledger.subjects.default_process import IndulgenceGiven, RightsReserved
from ledger.subjects.feedback import ComplimentReceived
from ledger.subjects.issues import ProviderRepresentationsReceived, RepresentationsAnswered
from ledger.subjects.notices import Addressee, NoticeServed, RemedyAssessed, RemedyPeriodExtended
from ledger.subjects.payments import InvoiceReceived, PaymentMade
from ledger.subjects.remedies import ReliefClaimed
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.variations import VariationAgreed
from ledger.words import Said
from projections.ending.readiness import readiness
from projections.ending.weaknesses import Weakness, weaknesses
from tests.story import PIA
from tests.worked_through import ENTRIES, told

ON = date(2025, 6, 18)
"""The day of the decision."""
VARIED = VariationAgreed(happened_on=date(2025, 5, 20))
RESERVED = RightsReserved(happened_on=date(2025, 5, 6), notice="NOT-001", words=Said("All rights are reserved."))


def found(sort: str, *amid: Entry, on: date = ON, **otherwise: Any) -> list[Weakness]:
    entries = {f"more-{number}": entry for number, entry in enumerate(amid)}
    return [w for w in weaknesses(told(amid=entries, **otherwise), on) if w.sort == sort]


def test_a_variation_after_the_right_arose_with_no_reservation_is_an_act_of_going_on() -> None:
    [one] = found("going-on", VARIED)

    assert "On 20 May 2025 the contract was varied, after a right arose under clause 31.1 (1 May 2025)" in one.sentence
    assert "no reservation of rights is on file between" in one.sentence
    assert one.next_step is not None
    assert "Reserve rights" in one.next_step


def test_with_rights_reserved_in_between_it_says_so_and_asks_for_nothing() -> None:
    [one] = found("going-on", RESERVED, VARIED)

    assert "rights were reserved" in one.sentence
    assert one.next_step is None


def test_what_was_done_before_the_right_arose_or_not_done_at_all_is_no_going_on() -> None:
    assert found("going-on", VARIED.model_copy(update={"happened_on": date(2025, 4, 28)})) == []
    assert found("going-on", ExtensionDecided(happened_on=date(2025, 5, 20), taken=False)) == []


def test_the_days_since_the_right_arose_are_counted_to_the_day_of_the_decision() -> None:
    """From 1 May to 18 June 2025: 48 days."""
    [one] = found("delay")

    assert "arose on 1 May 2025, 48 days before 18 June 2025" in one.sentence
    assert "no reservation of rights is on file since" in one.sentence


def test_indulgences_and_time_extended_are_told() -> None:
    told_of = found(
        "indulgence", IndulgenceGiven(happened_on=date(2025, 4, 20), obligation="30.1"),
        RemedyPeriodExtended(happened_on=date(2025, 4, 28), notice="NOT-001", to_date=date(2025, 5, 1)),
    )  # fmt: skip

    assert ["did not insist" in one.sentence or "was extended to 1 May 2025" in one.sentence for one in told_of] == [
        True, True,
    ]  # fmt: skip


def test_a_notice_that_gave_less_time_than_the_clause_is_told() -> None:
    short = found("notice", notice={"remedy_period": None, "remedy_by": date(2025, 4, 28)})

    assert any("2 days less than clause 30.2" in one.sentence for one in short)


def test_an_assessment_made_too_soon_is_told_though_it_was_made_again() -> None:
    early = RemedyAssessed(happened_on=date(2025, 4, 28), notice="NOT-001", result="not-remedied")
    [one] = [w for w in found("notice", early) if "assessed" in w.sentence]

    assert "NOT-001 (entry" in one.sentence
    assert "it was assessed on 28 April 2025; the time to remedy NOT-001 ran to" in one.sentence


def test_who_goes_on_after_a_right_has_lapsed_gives_nothing_up() -> None:
    within = {"use_within": Period(count=30, unit="calendar-days")}
    late = VARIED.model_copy(update={"happened_on": date(2025, 6, 2)})

    assert found("going-on", VARIED, right=within)
    assert found("going-on", late, right=within) == []
    assert "was not used before it lapsed" in found("delay", right=within)[0].sentence


def test_a_fact_disputed_is_told_until_it_is_answered_or_accepted() -> None:
    disputed = ProviderRepresentationsReceived(
        happened_on=date(2025, 4, 16), by=PIA, answers=1, notice="NOT-001", stance="disputes",
        words=Said("Every visit was made"),
    )  # fmt: skip
    accepts = disputed.model_copy(update={"happened_on": date(2025, 5, 1), "stance": "accepts"})
    position = told(amid={"disputed": disputed}).file.issues.contested(ON)[0].position
    answer = RepresentationsAnswered(happened_on=date(2025, 4, 22), representations=position, outcome="not-accepted")

    assert "no answer of the authority is on file" in found("disputed", disputed)[0].sentence
    assert "it was answered on 22 April 2025: not accepted" in found("disputed", disputed, answer)[0].sentence
    empty = answer.model_copy(update={"outcome": None})
    [said] = found("disputed", disputed, empty)
    assert said.sentence.endswith("it was answered on 22 April 2025; what was answered is not on record.")
    assert said.next_step == found("disputed", disputed)[0].next_step
    assert found("disputed", disputed, empty, answer)[0].sentence.endswith("it was answered on 22 April 2025.")
    assert found("disputed", disputed, accepts) == []


def test_a_notice_of_the_provider_against_the_authority_is_told_with_its_time() -> None:
    theirs = NoticeServed(
        happened_on=date(2025, 4, 22), by=PIA, notice_kind="breach", served_by_party="provider", method="hand",
        recipients=(Addressee(person="Ruth Reed"),), received_on=date(2025, 4, 22),
    )  # fmt: skip

    [one] = found("own-default", theirs)

    assert "NOT-002, a breach notice of the provider, counts from" in one.sentence


def test_relief_claimed_and_money_owed_by_the_authority_are_told() -> None:
    claim = ReliefClaimed(happened_on=date(2025, 4, 22), by=PIA, event=Said("No referrals came"))
    invoice = InvoiceReceived(
        happened_on=date(2025, 4, 1), number="77", amount=Money(pence=900_00), due_on=date(2025, 5, 1)
    )
    paid = PaymentMade(happened_on=date(2025, 5, 20), amount=Money(pence=900_00), invoice="INV-001")

    assert "it has not been decided" in found("relief", claim)[0].sentence
    assert "£900 of INV-001 was not paid by 1 May 2025" in found("own-default", invoice)[0].sentence
    assert "it was paid since" in found("own-default", invoice, paid)[0].sentence
    assert any("the authority paid the provider" in one.sentence for one in found("going-on", invoice, paid))


def test_what_was_entered_after_termination_was_proposed_is_counted() -> None:
    late = {"told": date(2025, 6, 10), "met": date(2025, 6, 10)}

    [one] = found("entered-afterwards", recorded=late)

    assert ", 2 were entered after termination was first proposed (TRM-001, 2 June 2025)" in one.sentence


def test_entered_after_termination_was_proposed_is_by_the_day_and_not_by_the_order_of_entering() -> None:
    """A file put in the ledger in one go, on a day after the proposal: all of it was entered after that."""
    view = told()
    at_once = dict.fromkeys(ENTRIES, date(2025, 7, 1))

    [one] = [w for w in weaknesses(told(recorded=at_once), ON) if w.sort == "entered-afterwards"]

    before = [r for r in view.file.entries if r.entry.latest_on < date(2025, 6, 2)]
    assert one.sentence.startswith(f"Of {len(before)} entries about what happened before, {len(before)} were entered")
    assert "(TRM-001, 2 June 2025, itself entered on 1 July 2025): 100 in 100" in one.sentence


def test_a_stretch_without_any_entry_is_a_silence() -> None:
    """After the process was concluded on 12 May nothing is on file until 25 August: 104 days between."""
    later = ComplimentReceived(happened_on=date(2025, 8, 25), subject=Said("Kind carers"))
    asked_on = date(2025, 8, 29)

    assert found("silence", on=asked_on) == []
    quiet = [one.sentence for one in found("silence", later, on=asked_on, until="concluded")]
    assert quiet == ["Nothing at all is on file for 104 days, from 13 May 2025 to 24 August 2025."]


def test_the_silence_since_the_last_entry_is_told_while_the_contract_lasts() -> None:
    """After 12 May nothing is on file: the 60th day is 11 July."""
    the_day_before, then = date(2025, 7, 10), date(2025, 7, 11)

    assert found("silence", on=the_day_before, until="concluded") == []
    assert "Nothing at all is on file for 60 days, from 13 May 2025 to 11 July 2025." in [
        one.sentence for one in found("silence", on=then, until="concluded")
    ]


def test_what_speaks_for_the_provider_is_told_too() -> None:
    """HCC-2.1-b: the trail is even-handed."""
    praise = ComplimentReceived(happened_on=date(2025, 4, 20), subject=Said("Kind carers"))

    assert any("20 April 2025" in one.sentence for one in found("in-favour", praise))


def test_readiness_has_all_three_parts_and_judges_the_right_on_the_day_of_the_act() -> None:
    shown = readiness(told(), date(2025, 8, 29)).in_point

    assert (shown.rights[0].right.state, shown.rights[0].right.arisen_on) == ("arisen", date(2025, 5, 1))
    assert shown.rights[0].now is None
    assert "the right to end the contract, clause 31.1: arisen" in shown.sentence.casefold()
    assert {w.sort for w in shown.weaknesses} >= {"delay"}


def test_a_right_shown_only_by_what_was_entered_later_shows_both() -> None:
    view = told(recorded={"assessed": date(2025, 7, 14)})

    [shown] = readiness(view, date(2025, 8, 29)).in_point.rights

    assert shown.right.state == "not-arisen"
    assert shown.now is not None
    assert shown.now.state == "arisen"
