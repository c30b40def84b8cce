"""What is due while a contract is bought, step by step; and what contracts support staff are told of."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.departures import standing
from projections.duties.due import Duty, due, duties, every_duty
from projections.duties.how_late import Due
from projections.duties.settled import settled
from projections.failings.trail import spoken
from projections.procedure.compliance import compliance
from projections.procurement import procurement_shown
from projections.view import FileView
from tests import bought
from tests.subjects.test_procurement import ALONE, on_file, the

WHOLE = bought.COMPETITION
Fields = dict[str, Any]


def found(*those: Fields, procedure: str | None = None) -> dict[str, Duty]:
    """The duties on a file with these entries, by id."""
    first = those[0] | ({"procedure": procedure} if procedure else {})
    view = FileView.of(UUID(int=1), on_file(first, *those[1:]).file, {})
    return {one.id: one for one in duties(view)}


def upto(kind: str) -> tuple[Fields, ...]:
    """The competition, up to the first entry of a kind."""
    return WHOLE[: [fields["kind"] for fields in WHOLE].index(kind) + 1]


def of_buying(duties_there: dict[str, Duty]) -> set[str]:
    of_the_contract = (
        "vacancy/",
        "review",
        "renewal",
        "meeting",
        "survey",
        "return/",
        "support/",
        "classify",
        "budget",
        "extra-meeting",
        "end-recorded",
        "outcome-wanted",
        "explain/",
    )
    return {name for name in duties_there if not name.startswith(of_the_contract)}


@pytest.mark.parametrize(
    ("so_far", "open_", "office", "citation"),
    [
        ("service-need-established", "procurement/route", "service-manager", "HCC-A3-a"),
        ("procurement-option-selected", "procurement/tender", "contract-support-officer", "HCC-A7-c"),
        ("procurement-option-selected", "procurement/case", "service-manager", "HCC-A4-a"),
        ("procurement-option-selected", "procurement/specification", "service-manager", "HCC-A6-a"),
        ("service-specification-issued", "procurement/contract-draft", "contract-support-officer", "HCC-A6-b"),
        ("tender-advertised", "tenders-invited/TND-001", "contract-support-officer", "HCC-A7-d"),
        ("tender-received", "tenders-evaluated/TND-001", "service-manager", "HCC-A8-a"),
        ("tenders-evaluated", "award-recommended/TND-001", "service-manager", "HCC-A9-a"),
        ("award-recommended", "award-authorised/AWR-001", "county-manager-contracts", "HCC-A9-a"),
        ("award-recommended", "award-papers/AWR-001", "contract-support-officer", "HCC-A9-b"),
        ("award-authorised", "unsuccessful-told/TND-001", "contract-support-officer", "HCC-A9-c"),
        ("award-authorised", "contract-signed", "county-manager-contracts", "HCC-A9-d"),
        ("contract-signed-by-authority", "contract-sent", "contract-support-officer", "HCC-A9-d"),
        ("contract-issued-for-countersignature", "contract-countersigned", "contract-support-officer", "HCC-A9-e"),
        ("contract-countersigned", "contract-registered", "contract-support-officer", "HCC-A2-b"),
    ],
)  # fmt: skip
def test_each_step_of_buying_falls_to_its_office_until_it_is_taken(
    so_far: str, open_: str, office: str, citation: str
) -> None:
    """HCC-A7-a: who manages the tendering sees at every step what is to be done next, and by whom."""
    duty = found(*upto(so_far))[open_]

    assert (duty.office, duty.citation) == (office, citation)
    assert open_ not in found(*WHOLE)


def shown_of(*those: Fields, on: date) -> tuple[list[str], dict[str, str], str]:
    """What is due of buying on a day, how its steps stand, and where it stands in a sentence."""
    view = FileView.of(UUID(int=1), on_file(*those).file, {})
    shown, there = procurement_shown(view, on), due(duties(view), on)
    asked = [one.duty.id for one in there if one.duty.id.startswith(("tender", "procurement/tender"))]
    return asked, {one.title: one.state for one in shown.steps}, shown.how


def test_a_tender_that_closed_with_nothing_received_is_asked_about_from_then_on() -> None:
    """HCC-A7-a: whoever manages the tendering records what came, a new closing day, or that it is given up."""
    called, closed, later = upto("tenders-invited"), date(2025, 3, 4), date(2025, 6, 6)
    received = "tenders-received/TND-001"
    again = the("tender-advertised") | {"tender": "TND-001", "happened_on": "2025-03-24", "closes_on": "2025-06-30"}
    given_up = {"kind": "procurement-abandoned", "happened_on": "2025-03-10", "reasons": "Nobody tendered"}
    alone = the("procurement-option-selected") | {"option": "single-tender", "happened_on": "2025-04-01"}

    assert shown_of(*called, on=date(2025, 3, 3))[0] == []
    asked, steps, how = shown_of(*called, on=closed)
    assert (asked, steps["Tenders received"]) == ([received], "to-do")
    assert "tenders received" in how.partition("Next: ")[2]
    duty = found(*called)[received]
    assert (duty.office, duty.citation, duty.opened_by) == ("service-manager", "HCC-A7-a", (len(called),))
    assert (
        "which closed on 3 March 2025: each tender received; where none was, that, a new closing day" in duty.sentence
    )
    assert received not in found(*upto("tender-received"))
    for fields in (given_up, given_up | {"begun_anew": True}, alone):
        assert received not in shown_of(*called, fields, on=later)[0]
    assert shown_of(*called, again, on=later)[0] == []
    assert shown_of(*called, again, on=date(2025, 7, 1))[0] == [received]


def test_where_it_is_on_file_that_no_tender_came_it_is_asked_how_buying_goes_on() -> None:
    """HCC-A7-a, docs/adr/0483: by a new closing day, a route chosen, or given up; the same route begins anew."""
    none = {"kind": "no-tender-received", "happened_on": "2025-03-04", "tender": "TND-001"}
    called, later = (*upto("tenders-invited"), none), date(2025, 6, 6)
    asked = "tenders-unanswered/TND-001"
    again = the("tender-advertised") | {"tender": "TND-001", "happened_on": "2025-03-24", "closes_on": "2025-06-30"}
    chosen = the("procurement-option-selected") | {"happened_on": "2025-04-01"}
    given_up = {"kind": "procurement-abandoned", "happened_on": "2025-03-10", "reasons": "Nobody tendered"}

    there, steps, _ = shown_of(*called, on=later)
    assert (there, steps["Tenders received"]) == ([asked], "not-yet")
    duty = found(*called)[asked]
    assert (duty.office, duty.citation, duty.opened_by) == ("service-manager", "HCC-A7-a", (len(called),))
    view = FileView.of(UUID(int=1), on_file(*called).file, {})
    assert [one.none_received for one in procurement_shown(view, later).tenders] == [(date(2025, 3, 4), len(called))]
    assert [one.none_received for one in procurement_shown(view, date(2025, 3, 3)).tenders] == [None]
    for fields in (given_up, given_up | {"begun_anew": True}, chosen | {"option": "single-tender"}, again):
        assert asked not in found(*called, fields), fields
    assert {"procurement/case", "procurement/tender"} <= set(found(*called, chosen))
    anew = the("tender-advertised") | {"happened_on": "2025-04-02", "closes_on": "2025-05-02"}
    assert "procurement/tender" not in found(*called, chosen, anew)
    assert asked not in found(*called, chosen, anew)
    assert shown_of(*called, again, on=date(2025, 7, 1))[0] == ["tenders-received/TND-001"]
    late = the("tender-received") | {"happened_on": "2025-03-04", "accepted": False}
    assert asked in found(*called, late)
    assert "tenders-evaluated/TND-001" not in found(*called, late)
    assert asked not in found(*called, the("tender-received"))


def test_how_buying_goes_on_is_asked_of_a_competition_without_a_closing_day_too() -> None:
    """HCC-A7-a, docs/adr/0483."""
    calls, dayless = ("tender-advertised", "tenders-invited"), {"closes_on": None, "closes_at": None}
    before = (fields for fields in upto("tenders-invited") if fields["kind"] not in calls)
    called = (*before, *(the(kind) | dayless for kind in calls))
    none = {"kind": "no-tender-received", "happened_on": "2025-03-04", "tender": "TND-001"}
    anew = the("tender-advertised") | {"happened_on": "2025-03-20", "closes_on": "2025-04-30"}

    assert "tenders-received/TND-001" not in found(*called)
    assert "tenders-unanswered/TND-001" in found(*called, none)
    assert "tenders-unanswered/TND-001" not in found(*called, none, anew)


def test_a_competition_of_which_a_tender_came_in_after_all_has_not_come_to_nothing() -> None:
    """HCC-A8-a, docs/adr/0483: the same route chosen again asked for another advertisement, and no more for them to be
    evaluated."""
    none = {"kind": "no-tender-received", "happened_on": "2025-03-04", "tender": "TND-001"}
    chosen = the("procurement-option-selected") | {"happened_on": "2025-04-01"}
    called, came = upto("tenders-invited"), the("tender-received")
    again = the("tender-advertised") | {"tender": "TND-001", "happened_on": "2025-04-02", "closes_on": "2025-04-30"}
    bought = on_file(*called, none, chosen, again, came | {"happened_on": "2025-04-20"}).file.procurement

    there = found(*called, none, came, chosen)
    assert "tenders-evaluated/TND-001" in there
    assert "procurement/tender" not in there
    assert bought.begun == (date(2025, 3, 4), len(called) + 1)  # what came in by the next call leaves it as it was


def test_a_tender_that_nobody_answered_asks_for_nothing_once_another_is_called_for_in_its_place() -> None:
    """HCC-A7-a, docs/adr/0483: from the day it closed on; one called for before that is beside it."""
    none = {"kind": "no-tender-received", "happened_on": "2025-03-25", "tender": "TND-001"}
    anew = the("tender-advertised") | {"happened_on": "2025-03-20", "closes_on": "2025-04-30"}
    beside = anew | {"happened_on": "2025-03-02"}
    late = the("tender-received") | {"happened_on": "2025-03-04", "accepted": False}

    for called in (upto("tenders-invited"), upto("tender-advertised")):
        for more in ((none, anew), (anew, none)):
            asked, steps, _ = shown_of(*called, *more, on=date(2025, 4, 1))
            assert (asked, steps["Tenders received"]) == (["tenders-invited/TND-002"], "not-yet"), more
        assert shown_of(*called, none, late, anew, on=date(2025, 4, 1))[0] == ["tenders-invited/TND-002"]
        for other in (beside, anew):  # another call alone does not say that nothing came in for this one
            assert "tenders-received/TND-001" in shown_of(*called, other, on=date(2025, 4, 1))[0]
        assert "tenders-unanswered/TND-001" in shown_of(*called, none, beside, on=date(2025, 4, 1))[0]
    assert "tenders-evaluated/TND-001" in shown_of(*upto("tender-received"), anew, on=date(2025, 4, 1))[0]


def test_an_advertisement_passed_over_is_no_step_still_to_be_taken() -> None:
    """HCC-A7-c: tenders that are out need none any more; it was left undone (docs/adr/0360)."""
    invited = the("tenders-invited") | {"tender": None, "closes_on": "2025-03-03"}
    asked, steps, how = shown_of(*upto("document-filed"), invited, on=date(2025, 2, 20))

    assert (asked, steps["Tender advertised"]) == ([], "left-undone")
    assert "advertised" not in how


def test_what_falls_to_the_service_manager_reaches_the_lead_officer_who_is_on_file() -> None:
    """HCC-A3-a, HCC-A6-a, HCC-4.1-b: no file appoints to that post, and the lead officer is normally in it."""
    lead = {"kind": "lead-officer-appointed", "happened_on": "2025-01-07", "person": "Ann Ashe"}
    chosen = upto("procurement-option-selected")

    for so_far, name in ((WHOLE[:1], "procurement/route"), (chosen, "procurement/specification")):
        [one] = [one for one in due(found(*so_far, lead).values(), date(2025, 1, 20)) if one.duty.id == name]
        assert (one.duty.office, one.person) == ("lead-officer", "Ann Ashe")
    decided = found(*upto("award-recommended"), lead)["award-authorised/AWR-001"]
    assert decided.office == "county-manager-contracts"


def test_a_contract_sent_to_another_company_or_signed_by_it_was_not_sent_and_did_not_come_back() -> None:
    """HCC-A9-d, HCC-A9-e: to whom it was awarded; what the file shows of nobody is taken as it was recorded."""
    sent, back, on = "contract-issued-for-countersignature", "contract-countersigned", date(2025, 5, 10)
    rightly_sent, rightly_back = (the(kind) for kind in (sent, back))
    wrongly_sent = rightly_sent | {"sent_to": "Fennimore Meals Ltd"}
    wrongly_back = rightly_back | {"signatory": "F Meals"}

    def stands(*fields: Fields) -> tuple[set[str], dict[str, str]]:
        view = FileView.of(UUID(int=1), on_file(*upto("contract-signed-by-authority"), *fields).file, {})
        steps: dict[str, str] = {one.title: one.state for one in procurement_shown(view, on).steps}
        return {one.id for one in duties(view) if one.id.startswith("contract-")}, steps

    def of(steps: dict[str, str]) -> tuple[str, str]:
        return steps["Sent to be countersigned"], steps["Came back countersigned"]

    for fields in ((wrongly_sent,), (wrongly_sent, wrongly_back), (wrongly_sent, wrongly_back | {"signatory": None})):
        due_, steps = stands(*fields)
        assert (due_, of(steps)) == ({"contract-sent"}, ("to-do", "not-yet"))
    due_, steps = stands(rightly_sent, rightly_back | {"signatory": "Meadow Care"})
    assert (due_, of(steps)) == ({"contract-countersigned"}, ("done", "to-do"))
    again = rightly_sent | {"happened_on": "2025-04-22"}
    due_, steps = stands(wrongly_sent, wrongly_back | {"happened_on": "2025-04-20", "signed_on": None}, again)
    assert (due_, of(steps)) == ({"contract-countersigned"}, ("done", "to-do"))
    due_, steps = stands(
        wrongly_sent, wrongly_back | {"happened_on": "2025-04-20", "signed_on": None}, again,
        rightly_back | {"sent_out": None},
    )  # fmt: skip
    assert (due_, of(steps)) == ({"contract-registered"}, ("done", "done"))


def test_a_contract_bought_and_registered_leaves_nothing_of_buying_to_do() -> None:
    assert of_buying(found(*WHOLE)) == set()


def test_a_single_tender_is_asked_for_decided_and_negotiated_in_turn() -> None:
    """HCC-A4-b, HCC-A5-a."""
    assert "procurement/single-tender" in found(*ALONE[:4])
    asked = found(*ALONE[:5])["single-tender-decided/STR-001"]
    assert asked.office == "county-manager-contracts"  # to whom it was addressed
    assert found(*ALONE[:6])["negotiation/STR-001"].office == "service-manager"
    assert "award-recommended/negotiation" in found(*ALONE[:7])
    assert "award-recommended/negotiation" not in found(*ALONE[:8])


def test_whoever_manages_the_service_supplies_what_authority_is_asked_with_by_either_route() -> None:
    """HCC-A4-a: to negotiate a single tender or invite tenders; where the work is not divided so, nobody owes it."""
    by_competition, alone = upto("procurement-option-selected"), ALONE[:4]
    lead = {"kind": "lead-officer-appointed", "happened_on": "2025-01-07", "person": "Ann Ashe"}
    position = len(by_competition)
    given = {"kind": "entry-supplemented", "happened_on": "2025-01-25", "position": position, "words": "The facts"}

    duty = found(*by_competition)["procurement/case"]
    assert "for authority to invite tenders" in duty.sentence
    assert f"supplement entry {position} with it" in duty.sentence
    assert "for authority to negotiate a single tender" in found(*alone)["procurement/case"].sentence
    assert found(*by_competition, lead)["procurement/case"].office == "lead-officer"
    assert "procurement/case" not in found(*by_competition, given)
    assert "procurement/case" not in found(*ALONE[:5])
    assert "procurement/case" not in found(*upto("tender-advertised"))
    assert "procurement/case" not in found(*by_competition, procedure="thames-valley/1")


def supplied(position: int, **fields: Any) -> Fields:
    said = {"kind": "entry-supplemented", "happened_on": "2025-01-25", "position": position, "words": "The facts"}
    return said | fields


def test_the_case_is_supplied_by_a_document_of_the_choice_or_by_whatever_is_added_to_it() -> None:
    """HCC-A4-a: what is added is not read (docs/adr/0284)."""
    chosen = upto("procurement-option-selected")
    filed = {
        "kind": "document-filed", "happened_on": "2025-01-25", "title": "Facts and case", "hard_copy_location": "3",
    }  # fmt: skip

    assert "procurement/case" not in found(*chosen, filed | {"belongs_to": [len(chosen)]})
    assert "procurement/case" not in found(*chosen, supplied(len(chosen), words="A typing error"))
    assert "procurement/case" in found(*chosen, filed)
    assert "procurement/case" in found(*chosen, supplied(1))


def test_the_case_once_supplied_is_not_asked_for_anew_where_the_same_route_is_chosen_again() -> None:
    """HCC-A4-a: whichever of the choices it belongs to."""
    chosen = upto("procurement-option-selected")
    again = chosen[-1] | {"happened_on": "2025-02-20"}
    first, second = supplied(len(chosen)), supplied(len(chosen) + 1, happened_on="2025-02-21")

    assert "procurement/case" not in found(*chosen, first, again)
    assert "procurement/case" not in found(*chosen, again, second)
    owed = found(*chosen, again)["procurement/case"]
    assert (owed.since, owed.opened_by) == (date(2025, 1, 10), (len(chosen),))


def test_each_route_that_buying_turns_to_has_its_case_and_its_step() -> None:
    """HCC-A4-a, HCC-A4-b, HCC-A7-c: what was done on the way before is not it; said of a route first, it is."""
    before, steps = upto("tender-advertised"), {"procurement/case", "procurement/single-tender", "procurement/tender"}
    competition = the("procurement-option-selected")
    alone = competition | {"option": "single-tender", "happened_on": "2025-12-01"}
    asked = ALONE[4] | {"happened_on": "2025-12-01"}
    competed = competition | {"happened_on": "2025-12-02"}
    called = the("tender-advertised") | {"happened_on": "2025-12-03", "closes_on": "2026-01-05"}

    def open_(*those: Fields) -> set[str]:
        return steps & set(found(*before, *those))

    assert open_() == set()
    assert open_(alone) == {"procurement/case", "procurement/single-tender"}
    assert open_(alone, asked) == set()
    assert open_(alone, asked, competed) == {"procurement/case", "procurement/tender"}
    assert open_(alone, asked, competed, called) == set()
    assert open_(alone, competed, alone | {"happened_on": "2025-12-03"}) == {
        "procurement/case", "procurement/single-tender"
    }  # fmt: skip
    assert open_(alone, competed, called | {"tender": "TND-001"}) == set()
    advertised = the("tender-advertised")
    assert not steps & set(found(bought.NEED, advertised, competition | {"happened_on": "2025-02-05"}))


def test_buying_begun_anew_has_its_route_its_case_and_its_step_anew() -> None:
    """HCC-A4-a, HCC-A7-c."""
    anew = {"kind": "procurement-abandoned", "happened_on": "2025-03-20", "reasons": "No money", "begun_anew": True}
    again = the("procurement-option-selected") | {"happened_on": "2025-03-21"}
    before = upto("tender-advertised")

    assert "procurement/case" not in found(*before, anew)
    assert {"procurement/case", "procurement/tender"} <= set(found(*before, anew, again))
    called = the("tender-advertised") | {"happened_on": "2025-03-24", "closes_on": "2025-04-24"}
    assert "procurement/tender" not in found(*before, anew, called)


COMPETITION = the("procurement-option-selected")
INVITED = {
    "kind": "tenders-invited", "happened_on": "2025-02-05", "closes_on": "2025-03-05", "invited": [bought.MEADOW],
}  # fmt: skip


def left_undone(*those: Fields, procedure: str | None = None) -> dict[str, str]:
    """What stands as left undone on a day after these entries: the sentence by id; none of it not kept nowhere."""
    first = those[0] | ({"procedure": procedure} if procedure else {})
    view = FileView.of(UUID(int=1), on_file(first, *those[1:]).file, {})
    shown = {one.duty.id: one for one in due(settled(view).duties, date(2026, 6, 1))}
    missed = {name: one.sentence for name, one in shown.items() if one.state == "missed"}
    assert all(one.state != "done" or one.duty.id not in missed for one in shown.values())
    assert set(missed) <= {one.duty for one in compliance(view, date(2026, 6, 1)).duties if one.state == "not-kept"}
    return missed


def test_a_step_of_buying_taken_without_what_was_asked_before_it_leaves_that_undone() -> None:
    """HCC-A4-a, HCC-A4-b, HCC-A7-c, HCC-A9-b (docs/adr/0360): it neither lapsed nor was done by the step."""
    chosen = upto("procurement-option-selected")
    invited = (*chosen, INVITED)
    case, advert = "procurement/case", "procurement/tender"

    passed = f"passed over by entry {len(invited)}; not done when the next step was taken on 5 February 2025."
    assert left_undone(*invited) == {
        case: f"Supply the facts, and the case where it is needed, for authority to invite tenders: {passed}",
        advert: f"Advertise the tender: {passed}",
    }
    assert set(left_undone(*chosen, supplied(len(chosen)), INVITED)) == {advert}
    assert set(left_undone(*invited, supplied(len(chosen), happened_on="2025-02-20"))) == {advert}
    assert set(left_undone(*chosen, the("tender-advertised"))) == {case}
    assert left_undone(*invited, procedure="thames-valley/1") == {}
    assert set(left_undone(*WHOLE)) == {case}

    bare = ALONE[4] | {"supporting_statement": None, "report": None, "exhibits": []}
    decided = left_undone(*ALONE[:4], bare, ALONE[5])
    assert set(decided) == {case, "single-tender-report/STR-001"}
    assert "passed over by entry 6" in decided["single-tender-report/STR-001"]
    assert set(left_undone(*ALONE[:6])) == {"single-tender-report/STR-001"}
    without = [fields for fields in upto("award-authorised") if fields["kind"] != "document-filed"]
    assert "award-papers/AWR-001" in left_undone(*without)


def done(*those: Fields) -> dict[str, tuple[date | None, tuple[int, ...]]]:
    """What is told as done on a file, by its id: when, and by which entries."""
    view = FileView.of(UUID(int=1), on_file(*those).file, {})
    return {one.id: (one.done_on, one.done_by) for one in settled(view).duties if one.done_on}


def test_what_a_request_for_a_single_tender_lacked_is_done_when_and_by_what_it_came() -> None:
    """HCC-A4-a, HCC-A4-b: neither by the request that lacked it, nor by what says something else."""
    case, report = "procurement/case", "single-tender-report/STR-001"
    bare = ALONE[4] | {"supporting_statement": None, "report": None, "exhibits": []}
    asked = (*ALONE[:4], bare)
    beside = supplied(5, happened_on="2025-02-20")
    stated, told = beside | {"completes": ["single-tender.with-its-case"]}, date(2025, 2, 20)
    reported = beside | {"completes": ["single-tender.with-its-report"]}

    assert case not in done(*asked)
    for added in (stated, beside):
        assert done(*asked, added)[case] == (told, (6,))
        assert report not in done(*asked, added)
        assert report in found(*asked, added)
    assert done(*asked, reported)[report] == (told, (6,))
    late = done(*asked, ALONE[5], reported | {"happened_on": "2025-03-20"})
    assert late[report] == (date(2025, 3, 20), (7,))
    early = supplied(4, happened_on="2025-01-25")
    assert done(*ALONE[:4], early, bare)[case] == (date(2025, 1, 25), (5,))
    assert done(*ALONE[:5])[case][1] == (5,)


GIVEN_UP = {"kind": "procurement-abandoned", "happened_on": "2025-03-20", "reasons": "No money"}
STEPS = {"procurement/case", "procurement/single-tender", "procurement/tender"}


def test_the_tender_that_was_given_up_asks_for_nothing_of_buying_begun_anew() -> None:
    """HCC-A4-a, HCC-A7-c, HCC-A8-a (docs/adr/0295): nor is its evaluation the step of the new competition."""
    received = tuple(fields for fields in upto("tenders-evaluated") if fields["kind"] != "tenders-evaluated")
    anew, again = GIVEN_UP | {"begun_anew": True}, COMPETITION | {"happened_on": "2025-03-21"}
    evaluated = the("tenders-evaluated") | {"happened_on": "2025-03-25"}

    begun = of_buying(found(*received, anew, again))
    assert begun == {"procurement/case", "procurement/tender"}
    assert of_buying(found(*received, anew, again, evaluated)) == begun
    once_more = the("tender-advertised") | {"tender": "TND-001", "happened_on": "2025-03-24", "closes_on": "2025-04-24"}
    assert of_buying(found(*received, anew, again, once_more)) == {"tenders-evaluated/TND-001"}
    recommended = the("award-recommended") | {"happened_on": "2025-03-18"}
    assert of_buying(found(*upto("tenders-evaluated"), recommended, anew, again)) == begun


def test_a_competition_that_is_out_is_gone_on_with_once_no_single_tender_was_had() -> None:
    """HCC-A7-c, HCC-A8-a: its tenders evaluated after that are the step."""
    received = tuple(fields for fields in upto("tenders-evaluated") if fields["kind"] != "tenders-evaluated")
    alone = COMPETITION | {"option": "single-tender", "happened_on": "2025-03-05"}
    back = COMPETITION | {"happened_on": "2025-03-10"}

    assert STEPS & set(found(*received, alone, back)) == {"procurement/case", "procurement/tender"}
    assert not STEPS & set(found(*received, alone, back, the("tenders-evaluated")))


def test_a_second_competition_has_its_case_and_its_step() -> None:
    """HCC-A4-a, HCC-A7-c (docs/adr/0295): after one without award; one that may be awarded goes on."""
    first, second = upto("tenders-evaluated"), COMPETITION | {"happened_on": "2025-06-01"}
    called = the("tender-advertised") | {"happened_on": "2025-06-02", "closes_on": "2025-07-02"}

    assert of_buying(found(*first, second)) == {"procurement/case", "procurement/tender"}
    assert of_buying(found(*first, second, called)) == {"tenders-invited/TND-002", "tenders-received/TND-002"}
    recommended = the("award-recommended")
    assert not STEPS & set(found(*first, recommended, second))
    not_followed = GIVEN_UP | {"happened_on": "2025-04-01", "recommendation": "AWR-001"}
    assert STEPS & set(found(*first, recommended, not_followed, second)) == {"procurement/case", "procurement/tender"}


def test_a_route_chosen_after_buying_was_given_up_begins_it_anew() -> None:
    """HCC-A4-a, HCC-A7-c (docs/adr/0295): and its page no longer says that it was given up."""
    chosen = (*upto("tenders-evaluated"), GIVEN_UP, COMPETITION | {"happened_on": "2025-06-01"})
    view = FileView.of(UUID(int=1), on_file(*chosen).file, {})

    assert of_buying(found(*chosen)) == {"procurement/case", "procurement/tender"}
    assert procurement_shown(view, date(2025, 5, 1)).how == "Buying was given up."
    assert procurement_shown(view, date(2025, 7, 1)).how.startswith("Route chosen on 1 June 2025")


@pytest.mark.parametrize("granted", [False, True])
def test_a_single_tender_sought_again_after_it_was_refused_or_came_to_no_terms_has_its_step(granted: bool) -> None:
    """HCC-A4-b (docs/adr/0295): of another provider, as it may be."""
    failed = ALONE[6] | {"outcome": "not-agreed"}
    first = (*ALONE[:6], failed) if granted else (*ALONE[:5], ALONE[5] | {"decision": "refused"})
    again = ALONE[3] | {"happened_on": "2025-06-01"}
    asked = ALONE[4] | {"happened_on": "2025-06-02"}

    assert not STEPS & set(found(*first))
    assert STEPS & set(found(*first, again)) == {"procurement/case", "procurement/single-tender"}
    there = found(*first, again, asked)
    assert not STEPS & set(there)
    assert "single-tender-decided/STR-002" in there
    granted_now = ALONE[5] | {"happened_on": "2025-06-03", "request": "STR-002"}
    assert "negotiation/STR-002" in found(*first, again, asked, granted_now)


def test_a_request_for_a_single_tender_made_anew_takes_the_place_of_one_that_was_not_decided() -> None:
    """HCC-A4-a, docs/adr/0440: the first lacked its case and its report. Of two providers each is decided."""
    bare = ALONE[4] | {"supporting_statement": None, "statement_by": None}
    anew = ALONE[4] | {"happened_on": "2025-01-27"}
    granted = ALONE[5] | {"request": "STR-002"}
    sort = ("single-tender-", "negotiation/")

    def asked_for(*those: Fields) -> set[str]:
        return {name for name in found(*ALONE[:4], *those) if name.startswith(sort)}

    def shown(*those: Fields) -> str:
        return procurement_shown(FileView.of(UUID(int=1), on_file(*ALONE[:4], *those).file, {}), date(2025, 3, 1)).how

    first = {"single-tender-decided/STR-001", "single-tender-report/STR-001"}
    second = {"single-tender-decided/STR-002", "single-tender-report/STR-002"}
    assert asked_for(bare) == first
    assert asked_for(bare, anew) == asked_for(bare | {"provider": None}, anew) == second
    assert asked_for(bare, anew, granted) == {"negotiation/STR-002"}
    assert "single tender decided" not in shown(bare, anew, granted)
    assert asked_for(bare | {"provider": {"name": "Alder Ltd"}}, anew) == first | second
    assert asked_for(bare, ALONE[5] | {"decision": "refused"}, anew) >= {"single-tender-decided/STR-002"}
    refused = found(*ALONE[:4], bare, anew, granted | {"decision": "refused"})["procurement/route"]
    assert "now that STR-002 came to nothing" in refused.sentence


def test_on_a_negotiation_without_authority_nothing_rests_until_it_is_ratified() -> None:
    """HCC-A5-a (docs/adr/0423): a single tender refused is settled anew, whoever went on to negotiate all the same."""
    rule, award, on = "negotiation.after-authority", "award-recommended/negotiation", date(2025, 4, 1)
    word = {"happened_on": "2025-02-25", "position": 7, "rule": rule, "reason": "So it is", "by": bought.COUNTY}
    turned_down, ratified = word | {"kind": "departure-refused"}, word | {"kind": "departure-ratified"}
    refused = (*ALONE[:5], ALONE[5] | {"decision": "refused"})

    def shown(*those: Fields) -> tuple[str, str]:
        steps = procurement_shown(FileView.of(UUID(int=1), on_file(*those).file, {}), on).steps
        states: dict[str, str] = {one.title: one.state for one in steps}
        return states["Route chosen"], states["Negotiated"]

    for named in ("STR-001", None):
        negotiated = ALONE[6] | {"request": named}
        for more in ((), (turned_down,)):
            there = found(*refused, negotiated, *more)
            assert ("procurement/route" in there, award in there) == (True, False)
            assert shown(*refused, negotiated, *more) == ("to-do", "not-yet")
            by_competition = found(*refused, negotiated, COMPETITION | {"happened_on": "2025-03-01"}, *more)
            assert ("procurement/tender" in by_competition, award in by_competition) == (True, False)
        there = found(*refused, negotiated, ratified)
        assert ("procurement/route" in there, award in there) == (False, True)
        assert shown(*refused, negotiated, ratified) == ("done", "done")
    # Granted since: that holds for the negotiation, unless it was itself refused.
    late = (*ALONE[:5], ALONE[6] | {"happened_on": "2025-01-30"}, ALONE[5])
    assert award in found(*late)
    anew = found(*late, turned_down | {"position": 6})
    assert ("negotiation/STR-001" in anew, award in anew) == (True, False)


def test_once_competition_is_chosen_nothing_is_awarded_after_a_negotiation_before_it() -> None:
    """HCC-A3-a, HCC-A7-c: the tender is advertised."""
    there = found(*ALONE[:7], COMPETITION | {"happened_on": "2025-03-01"})

    assert ("procurement/tender" in there, "award-recommended/negotiation" in there) == (True, False)


def test_one_provider_alone_is_to_be_negotiated_with_once_somebody_entitled_granted_it() -> None:
    """HCC-A4-b, HCC-A5-a: what another granted, or nobody named, is to be ratified first."""
    rule = "single-tender.decided-by-those-entitled"
    county = {"person": "Cleo County", "office": "county-manager-contracts"}
    ratified = {"kind": "departure-ratified", "happened_on": "2025-02-10", "position": 6, "rule": rule,
                "reason": "It is right", "by": county}  # fmt: skip
    for by in ({"person": "Ann Ashe", "office": "lead-officer"}, None):
        so_far = (*ALONE[:5], ALONE[5] | {"by": by})

        there = found(*so_far)
        assert "negotiation/STR-001" not in there
        assert f"ratify/6/{rule}" in there
        after = found(*so_far, ratified)
        assert after["negotiation/STR-001"].since == date(2025, 2, 10)
        assert f"ratify/6/{rule}" not in after


def decided_step(on: date, *fields: Fields) -> tuple[str, int | None]:
    view = FileView.of(UUID(int=1), on_file(*fields).file, {})
    [shown] = [one for one in procurement_shown(view, on).steps if one.title == "Single tender decided"]
    return shown.state, shown.position


def test_what_was_done_without_authority_is_shown_beside_its_step() -> None:
    """HCC-A4-b, HCC-A5-a: that it was done, on which day, and that it counts for nothing yet."""
    on, alone = date(2025, 4, 1), ALONE[5] | {"by": {"person": "Ann Ashe", "office": "lead-officer"}}
    ratified = {"kind": "departure-ratified", "happened_on": "2025-02-25", "position": 7, "by": bought.COUNTY,
                "rule": "negotiation.after-authority", "reason": "So it is"}  # fmt: skip

    def shown(*those: Fields) -> dict[str, tuple[tuple[date, int], ...]]:
        steps = procurement_shown(FileView.of(UUID(int=1), on_file(*those).file, {}), on).steps
        return {one.title: one.without_authority for one in steps if one.without_authority}

    negotiated = (date.fromisoformat(ALONE[6]["happened_on"]), 7)
    refused = (*ALONE[:5], ALONE[5] | {"decision": "refused"}, ALONE[6])
    assert shown(*refused) == {"Negotiated": (negotiated,)}
    assert shown(*ALONE[:5], alone, ALONE[6]) == {
        "Single tender decided": ((date.fromisoformat(alone["happened_on"]), 6),), "Negotiated": (negotiated,),
    }  # fmt: skip
    assert shown(*refused, ratified) == {}
    assert shown(*ALONE[:7]) == {}


@pytest.mark.parametrize("decision", ["granted", "refused"])
def test_a_single_tender_that_nobody_who_may_decided_is_still_to_be_decided(decision: str) -> None:
    """HCC-A4-b (docs/adr/0423): until it is ratified, or decided by who may; also when buying went on without."""
    rule, step = "single-tender.decided-by-those-entitled", "single-tender-decided/STR-001"
    by_nobody = ALONE[5] | {"by": {"person": "Ann Ashe", "office": "lead-officer"}, "decision": decision}
    words = {"kind": "departure-ratified", "happened_on": "2025-02-10", "position": 6, "rule": rule, "reason": "Right"}
    ratified, turned_down = words | {"by": bought.COUNTY}, words | {"kind": "departure-refused", "by": bought.COUNTY}
    anew, day = (
        ALONE[5] | {"happened_on": "2025-02-11", "decision": decision, "conditions": "As it is"},
        date(2025, 3, 1),
    )

    assert step in found(*ALONE[:5])
    asked = found(*ALONE[:5], by_nobody)[step]
    assert (asked.since, asked.opened_by) == (date(2025, 1, 20), (5, 6))
    assert "entry 6 is no decision of who may decide, until it is ratified" in asked.sentence
    assert decided_step(day, *ALONE[:5], by_nobody) == ("to-do", None)
    for more, settled_by in (((ratified,), 6), ((anew,), 7)):
        assert step not in found(*ALONE[:5], by_nobody, *more)
        assert decided_step(day, *ALONE[:5], by_nobody, *more) == ("done", settled_by)
        view = FileView.of(UUID(int=1), on_file(*ALONE[:5], by_nobody, *more).file, {})
        [done] = [one for one in settled(view).duties if one.id == step]
        assert (done.done_on is not None, done.done_by) == (True, (7,))
    refused = found(*ALONE[:5], by_nobody, turned_down)
    assert step in refused
    assert f"ratify/6/{rule}" not in refused
    awarded = (*ALONE[:5], by_nobody, *ALONE[6:8], the("award-authorised"))
    assert step not in found(*awarded)
    assert decided_step(date(2025, 5, 1), *awarded)[0] == "to-do"
    report = procurement_shown(FileView.of(UUID(int=1), on_file(*ALONE[:5], by_nobody).file, {}), day).report
    assert next(one.text for one in report if one.title == "What is asked").startswith("Authority to negotiate")


def test_a_report_is_asked_for_until_who_may_decides_and_what_another_decided_is_then_no_longer_to_be_ratified() -> (
    None
):
    """HCC-A4-b (docs/adr/0479): what nobody who may decided is no step; who may decided since, and nothing waits."""
    rule, report = "single-tender.decided-by-those-entitled", "single-tender-report/STR-001"
    bare = ALONE[4] | {"supporting_statement": None, "report": None, "exhibits": []}
    by_nobody = ALONE[5] | {"by": {"person": "Ann Ashe", "office": "lead-officer"}}
    by_who_may = ALONE[5] | {"happened_on": "2025-02-11", "conditions": "As it is"}
    asked = (*ALONE[:4], bare, by_nobody)
    again = by_nobody | {"happened_on": "2025-02-20"}

    assert {report, f"ratify/6/{rule}"} <= set(found(*asked))
    assert report not in left_undone(*asked)
    decided = found(*asked, by_who_may)
    assert not {report, f"ratify/6/{rule}"} & set(decided)
    assert "passed over by entry 7" in left_undone(*asked, by_who_may)[report]
    filed = supplied(5, happened_on="2025-02-09") | {"completes": ["single-tender.with-its-report"]}
    assert done(*asked, filed, by_who_may)[report] == (date(2025, 2, 9), (7,))
    file = on_file(*asked, by_who_may).file
    made = file.at(6)
    assert made is not None
    [departed] = [one for one in made.departures if one.rule == rule]
    word = standing(departed, made, file, FileView.of(UUID(int=1), file, {}).procedure)
    assert (word.state, word.awaits, word.why.rpartition("; ")[2]) == (
        "unauthorised", (), "who may decide did so since, in entry 7, and nobody has to ratify it",
    )  # fmt: skip
    assert f"ratify/7/{rule}" in found(*asked, again)
    assert f"ratify/8/{rule}" in found(*asked, by_who_may, again)


@pytest.mark.parametrize("granted", [False, True])
def test_once_a_single_tender_was_refused_or_came_to_no_terms_how_to_buy_is_to_be_settled_again(granted: bool) -> None:
    """HCC-A3-a, HCC-A4-b (docs/adr/0423)."""
    failed = ALONE[6] | {"outcome": "not-agreed"}
    ended = (*ALONE[:6], failed) if granted else (*ALONE[:5], ALONE[5] | {"decision": "refused"})
    on = date(2025, 2, 20) if granted else date(2025, 1, 31)
    later = {"happened_on": "2025-03-10"}

    left = found(*ended)["procurement/route"]
    assert (left.since, left.office, left.opened_by) == (on, "service-manager", (len(ended),))
    assert f"now that STR-001 came to nothing on {spoken(on)}" in left.sentence
    view = FileView.of(UUID(int=1), on_file(*ended).file, {})
    assert [one.state for one in procurement_shown(view, date(2025, 3, 1)).steps if one.title == "Route chosen"] == [
        "to-do"
    ]
    for goes_on in (
        ALONE[3] | later, COMPETITION | later, ALONE[4] | later,
        the("tender-advertised") | later | {"closes_on": "2025-04-10"},
        {"kind": "procurement-abandoned", "reasons": "No money"} | later,
    ):  # fmt: skip
        assert "procurement/route" not in found(*ended, goes_on)
    assert "procurement/route" not in found(*ALONE[:6])
    second = (*ended, ALONE[4] | later, ALONE[5] | later | {"request": "STR-002", "decision": "refused"})
    assert "STR-001 and STR-002 came to nothing on 10 March 2025" in found(*second)["procurement/route"].sentence
    turned = (*ALONE[:5], COMPETITION | {"happened_on": "2025-01-25"}, ALONE[5] | {"decision": "refused"})
    assert "procurement/route" not in found(*turned)  # it is bought by competition anyhow


def test_what_was_asked_of_an_office_that_may_not_decide_is_due_of_one_that_may() -> None:
    """HCC-A4-b, HCC-A9-a."""
    elsewhere = {"addressed_to": {"person": "Mo Service", "office": "service-manager"}}

    single = found(*ALONE[:4], ALONE[4] | elsewhere)["single-tender-decided/STR-001"]
    award = found(*ALONE[:7], ALONE[7] | elsewhere)["award-authorised/AWR-001"]

    assert single.office in ("executive-member", "chief-executive", "county-manager-contracts")
    assert award.office in ("chief-executive", "county-manager-contracts")


def test_how_far_buying_by_a_single_tender_has_come_is_said_in_a_sentence() -> None:
    """HCC-A4-b."""
    view = FileView.of(UUID(int=1), on_file(*ALONE[:6]).file, {})

    assert procurement_shown(view, date(2025, 3, 1)).how.startswith("Single tender decided on ")
    assert " on on " not in procurement_shown(view, date(2025, 3, 1)).how


def test_the_report_that_asks_for_a_single_tender_has_a_template_and_is_to_be_drafted() -> None:
    """HCC-A4-b: filled in from the file, with what is not on it in square brackets; who may decide is named."""
    bare = ALONE[4] | {"supporting_statement": None, "report": None, "exhibits": []}
    filed = {
        "kind": "document-filed", "happened_on": "2025-01-22", "title": "Report", "belongs_to": [5],
        "hard_copy_location": "Room 3",
    }  # fmt: skip

    def report(*fields: dict[str, Any]) -> dict[str, str]:
        view = FileView.of(UUID(int=1), on_file(*fields).file, {})
        return {one.title: one.text for one in procurement_shown(view, date(2025, 1, 25)).report}

    assert found(*ALONE[:4], bare)["single-tender-report/STR-001"].office == "contract-support-officer"
    assert "single-tender-report/STR-001" not in found(*ALONE[:4], bare, filed)
    assert "single-tender-report/STR-001" not in found(*ALONE[:4], bare, ALONE[5])
    assert report(bought.NEED) == {}
    drafted = report(*ALONE[:4])
    assert drafted["Why no competition"] == "One provider has the building"
    assert drafted["Facts and case"].startswith("[the statement of whoever manages the service")
    assert "County Manager" in drafted["To"]
    assert report(*ALONE[:5])["What is asked"].startswith("Authority to negotiate with Larkfield")


def test_the_case_stands_in_the_report_wherever_it_was_supplied() -> None:
    """HCC-A4-a: as the duty to supply it is done by then, and Compliance has it as on file since."""
    bare = ALONE[4] | {"supporting_statement": None, "report": None, "exhibits": []}
    added = supplied(5, words="One building will do", happened_on="2025-01-25")
    to_the_choice = supplied(4, words="One building will do")
    filed = {
        "kind": "document-filed", "happened_on": "2025-01-25", "title": "The case", "belongs_to": [5],
        "hard_copy_location": "Room 3",
    }  # fmt: skip

    def case(*fields: Fields) -> tuple[str, int | None]:
        view = FileView.of(UUID(int=1), on_file(*fields).file, {})
        [said] = [one for one in procurement_shown(view, date(2025, 1, 26)).report if one.title == "Facts and case"]
        [kept] = [
            one for one in compliance(view, date(2025, 1, 26)).rules if one.rule == "single-tender.with-its-case"
        ]  # fmt: skip
        assert bool(kept.since) == (len(fields) > 5 and fields[5] is not to_the_choice)
        return said.text, said.position

    assert case(*ALONE[:4], bare)[0].startswith("[the statement of whoever manages the service")
    assert case(*ALONE[:4], bare, added) == ("One building will do (entry 6)", 6)
    assert case(*ALONE[:4], bare, to_the_choice) == ("One building will do (entry 6)", 6)
    assert case(*ALONE[:4], bare, filed) == ("The case (entry 6)", 6)


def test_who_sees_to_the_countersigned_copy_is_reminded_four_weeks_on() -> None:
    """HCC-A9-e: no time is stated; a setting of 28 days, or the day the letter itself gives."""
    sent = upto("contract-issued-for-countersignature")

    assert found(*sent)["contract-countersigned"].due_on == date(2025, 5, 13)
    by_hand = (*sent[:-1], sent[-1] | {"wanted_back_by": "2025-04-30"})
    assert found(*by_hand)["contract-countersigned"].due_on == date(2025, 4, 30)
    [late] = [d for d in due(found(*by_hand).values(), date(2025, 5, 5)) if d.duty.id == "contract-countersigned"]
    assert (late.state, late.days_over) == ("overdue", 5)


def test_what_was_given_up_leaves_nothing_to_do_unless_it_is_begun_anew() -> None:
    dropped = {"kind": "procurement-abandoned", "happened_on": "2025-03-20", "reasons": "No money"}
    so_far = upto("tenders-evaluated")

    assert of_buying(found(*so_far, dropped)) == set()
    assert of_buying(found(*so_far, dropped | {"begun_anew": True})) != set()


def test_a_procedure_that_divides_no_work_leaves_buying_to_the_lead_officer() -> None:
    """HCC-POL-d."""
    open_ = found(*upto("service-need-established"), procedure="tiered/1")

    assert open_["procurement/route"].office == "lead-officer"


REGISTERED: Fields = {
    "kind": "contract-registered", "happened_on": "2025-03-03", "reference": bought.REFERENCE, "title": "Home care",
    "provider": bought.LARKFIELD, "start_date": "2025-04-01", "end_date": "2027-03-31",
}  # fmt: skip
STARTED: Fields = {"kind": "contract-commenced", "happened_on": "2025-04-01"}


def test_how_to_buy_a_contract_that_is_there_is_asked_no_more() -> None:
    """HCC-A3-a: with its provider, or started, without a word on how it was bought, that is left undone."""
    bare = {name: value for name, value in REGISTERED.items() if name != "provider"}

    assert "procurement/route" in found(WHOLE[0], bare)
    for there, last in (((REGISTERED,), 2), ((bare, STARTED), 3), ((REGISTERED, STARTED), 2)):
        assert "procurement/route" not in found(WHOLE[0], *there)
        view = FileView.of(UUID(int=1), on_file(WHOLE[0], *there).file, {})
        [left] = [one for one in every_duty(view) if one.id == "procurement/route"]
        assert (left.is_open, left.missed_on) == (False, date.fromisoformat(there[last - 2]["happened_on"]))
        assert f"passed over by entry {last}" in left.sentence


def test_how_to_buy_a_contract_that_is_taken_on_is_asked_of_nobody() -> None:
    """HCC-A3-a: it was bought elsewhere."""
    taken_on = REGISTERED | {"kind": "file-opened", "contemporaneous_since": "2025-03-03"}
    view = FileView.of(UUID(int=1), on_file(WHOLE[0], taken_on).file, {})

    assert [one for one in every_duty(view) if one.id == "procurement/route"] == []
    assert "procurement/route" not in found(WHOLE[0], taken_on, procedure="tiered/1")


# --- renewal ----------------------------------------------------------------------------------------------------------


MANAGER = {"person": "Sal Senior", "office": "service-manager"}


def waiting(on: date, *those: Fields) -> dict[str, Due]:
    return {one.duty.id: one for one in due(found(*those).values(), on)}


def test_the_support_officer_warns_of_renewal_ahead_of_the_day_the_review_is_due() -> None:
    """HCC-A2-c: no time is stated; twelve months before the end, and the days that what is due is warned of by."""
    assert "renewal-warning" not in waiting(date(2027, 5, 3), bought.REGISTERED)
    told = waiting(date(2027, 5, 4), bought.REGISTERED)["renewal-warning"]
    assert (told.duty.office, told.duty.due_on, told.state) == (
        "contract-support-officer", date(2027, 5, 18), "due",
    )  # fmt: skip
    assert waiting(date(2027, 5, 19), bought.REGISTERED)["renewal-warning"].state == "overdue"
    assert waiting(date(2027, 5, 19), bought.REGISTERED)["review"].duty.due_on == date(2027, 6, 1)
    assert "ends on 1 June 2028, and that its review is due by 1 June 2027" in told.sentence
    assert "review" in waiting(date(2027, 6, 1), bought.REGISTERED)  # the manager's own
    warned = {"kind": "renewal-warning-given", "happened_on": "2026-05-20", "ends_on": "2028-06-01", "told": MANAGER}
    assert "renewal-warning" not in waiting(date(2027, 6, 2), bought.REGISTERED, warned)
    lawyer = warned | {"told": {"person": "Lena Stone", "office": "legal-services"}}
    assert "renewal-warning" in waiting(date(2027, 6, 2), bought.REGISTERED, lawyer)
    begun = {"kind": "contract-review-started", "happened_on": "2026-05-20"}
    assert "renewal-warning" not in waiting(date(2027, 6, 2), bought.REGISTERED, begun)
    view = FileView.of(UUID(int=1), on_file(bought.REGISTERED, begun).file, {})
    [moot] = [one for one in every_duty(view) if one.id == "renewal-warning"]
    assert (moot.is_open, moot.done_on) == (False, None)  # nobody has warned anybody
    assert "in hand on 20 May 2026" in (moot.not_asked or "")
    empty = {"kind": "contract-review-completed", "happened_on": "2026-05-20"}
    assert "renewal-warning" in waiting(date(2027, 6, 2), bought.REGISTERED, empty)


def test_a_warning_that_does_not_tell_when_the_contract_ends_leaves_the_reminder_to_give() -> None:
    """HCC-A2-c: it is of the date of renewal: the end, or the day by which the review ahead of it is due."""
    warned = {"kind": "renewal-warning-given", "happened_on": "2026-05-20", "told": MANAGER}
    for untold in ({}, {"ends_on": "2029-06-01"}, {"review_by": "2027-06-30"}):
        assert "renewal-warning" in waiting(date(2027, 6, 2), bought.REGISTERED, warned | untold)
    for told in ({"ends_on": "2028-06-01"}, {"review_by": "2027-06-01"}):
        assert "renewal-warning" not in waiting(date(2027, 6, 2), bought.REGISTERED, warned | told)


def test_a_new_end_date_is_warned_of_anew() -> None:
    """HCC-A2-c."""
    warned = {"kind": "renewal-warning-given", "happened_on": "2025-06-10", "told": MANAGER, "ends_on": "2028-06-01"}
    longer = {
        "kind": "extension-decided", "happened_on": "2026-03-02", "taken": True, "new_end_date": "2029-06-01",
        "option": "1",
    }  # fmt: skip

    assert "renewal-warning" not in found(bought.REGISTERED, warned)
    again = found(bought.REGISTERED, warned, longer)["renewal-warning"]
    assert (again.since, again.due_on) == (date(2028, 5, 4), date(2028, 5, 18))


# --- what the support officer is told of ------------------------------------------------------------------------------

NOTICE = {
    "kind": "notice-served", "happened_on": "2025-09-01", "notice_kind": "default", "served_by_party": "authority",
    "method": "first-class-post",
}  # fmt: skip
PROPOSED = {"kind": "early-termination-proposed", "happened_on": "2025-10-01", "grounds": ["default"]}
DISPUTE = {"kind": "formal-escalation-recommended", "happened_on": "2025-09-15"}


def test_the_support_officer_is_told_of_missing_returns_notices_disputes_and_proposals() -> None:
    """HCC-A10-b, HCC-A10-a."""
    those = (bought.REGISTERED | {"data_source": "returns"}, *bought.PREPARED, NOTICE, DISPUTE, PROPOSED)

    told = {name: one for name, one in waiting(date(2025, 10, 20), *those).items() if name.startswith("support/")}

    assert {one.duty.office for one in told.values()} == {"contract-support-officer"}
    assert {one.duty.citation for one in told.values()} == {"HCC-A10-b"}
    named = {name.removeprefix("support/").partition("/")[0] for name in told}
    assert named == {"return", "notice", "dispute", "termination"}
    june = told["support/return/activity return/2025-06-02"]
    assert june.duty.since == date(2025, 7, 11)  # the day after ten days of grace
    assert "support/return/activity return/2025-10-02" not in told  # not missing yet


RAISED = {
    "kind": "issue-raised", "happened_on": "2025-07-01", "nature": "Visits were missed", "standards": ["S1"]
}  # fmt: skip
SMALL = {
    "kind": "issue-significance-assessed", "happened_on": "2025-07-04", "issue": "ISS-001", "significant": False
}  # fmt: skip
SETTLED = {"kind": "issue-resolved", "happened_on": "2025-07-20", "issue": "ISS-001", "satisfactory": True}
BACK = {"kind": "issue-reopened", "happened_on": "2025-08-04", "issue": "ISS-001", "reason": "Missed again"}
HIGHER = {
    "kind": "issue-escalated", "happened_on": "2025-07-08", "issue": "ISS-001",
    "to": {"person": "C. Ounty", "office": "county-manager-contracts"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("those", "since"),
    [
        ([RAISED], date(2025, 7, 1)), ([RAISED, SMALL | {"significant": True}], date(2025, 7, 1)),
        ([RAISED, SMALL], None), ([RAISED, SMALL, HIGHER], date(2025, 7, 1)),
        ([RAISED | {"contractual": True}, SMALL], date(2025, 7, 1)), ([RAISED, SETTLED], None),
        ([RAISED, SETTLED, BACK], date(2025, 8, 4)),
    ],
)  # fmt: skip
def test_the_support_officer_is_told_of_an_issue_before_it_comes_to_a_dispute(
    those: list[Fields], since: date | None
) -> None:
    """HCC-A10-b: of one that may come to dispute, default or an early end, or is of the contract, until it is settled;
    not of one found not to be significant that was taken to nobody higher."""
    told = found(bought.REGISTERED, *bought.PREPARED, *those).get("support/issue/ISS-001")

    assert (told.since if told else None) == since
    assert told is None or (told.office, told.due_on) == ("contract-support-officer", None)
    assert not {one for one in found(bought.REGISTERED, RAISED, procedure="thames-valley/1") if "support/" in one}


def test_nobody_is_told_where_the_procedure_gives_support_no_such_part() -> None:
    """HCC-A10-b: the part is Hampshire's."""
    open_ = found(bought.REGISTERED, NOTICE, procedure="thames-valley/1")

    assert not {name for name in open_ if name.startswith("support/")}


def test_the_report_keeps_why_there_was_no_competition_and_says_what_was_decided_once_competition_is_chosen() -> None:
    """HCC-A4-a, HCC-A4-b: what was said for competing is no reason against it, and nothing is asked any more."""
    refused = ALONE[5] | {"decision": "refused"}
    alone = ALONE[3] | {"reasons": "One provider"}
    competed = COMPETITION | {"happened_on": "2025-03-03", "reasons": "Told to"}

    def report(*those: Fields) -> dict[str, tuple[str, int | None]]:
        view = FileView.of(UUID(int=1), on_file(*those).file, {})
        return {one.title: (one.text, one.position) for one in procurement_shown(view, date(2025, 3, 5)).report}

    before = (*ALONE[:3], alone, ALONE[4])
    told = report(*before, refused, competed)
    assert told["Why no competition"] == ("One provider", 4)
    assert told["What was decided"] == (f"Refused on {spoken(date.fromisoformat(refused['happened_on']))}", 6)
    assert told["What is asked"] == ("Nothing any more: competition was chosen on 3 March 2025", 7)
    assert report(*before, refused)["What is asked"][0].startswith("Nothing any more: it was refused on")
    again = report(*before, refused, competed, alone | {"happened_on": "2025-03-04", "reasons": "Nobody bid"})
    assert again["Why no competition"] == ("Nobody bid", 8)
    assert again["What is asked"] == ("Authority to negotiate with Larkfield Home Care Ltd alone", 5)
    assert "What was decided" not in report(*before)


def test_tenders_evaluated_too_soon_are_still_to_be_evaluated() -> None:
    """HCC-A8-a: before there was one, or before the competition closed, and until they are evaluated after that."""
    called, received = upto("tenders-invited"), upto("tenders-evaluated")[:-1]
    unscored = the("tenders-evaluated") | {"scores": [], "recommended": None}
    early, award = unscored | {"happened_on": "2025-02-20"}, "award-recommended/TND-001"
    due_to_be = "tenders-evaluated/TND-001"

    assert not {due_to_be, award} & set(found(*called, early))
    too_soon = (*called, early, *received[len(called) :])
    assert {due_to_be, award} & set(found(*too_soon)) == {due_to_be}
    assert {due_to_be, award} & set(found(*too_soon, the("tenders-evaluated"))) == {award}

    def shown(*fields: Fields) -> str:
        view = FileView.of(UUID(int=1), on_file(*fields).file, {})
        steps = procurement_shown(view, date(2025, 3, 20)).steps
        return next(one.state for one in steps if one.title == "Tenders evaluated")

    assert [shown(*called, early), shown(*too_soon), shown(*received, unscored)] == ["not-yet", "to-do", "done"]


def test_a_contract_sent_out_again_is_shown_with_each_time_that_it_was() -> None:
    """HCC-A9-d."""
    sent = the("contract-issued-for-countersignature")
    again = sent | {"happened_on": "2025-04-22"}
    view = FileView.of(UUID(int=1), on_file(*upto("contract-issued-for-countersignature"), again).file, {})
    [step] = [one for one in procurement_shown(view, date(2025, 5, 1)).steps if one.title == "Sent to be countersigned"]

    first = len(upto("contract-issued-for-countersignature"))
    assert (step.on, step.earlier) == (date(2025, 4, 22), ((date(2025, 4, 15), first),))
