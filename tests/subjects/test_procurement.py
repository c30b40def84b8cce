"""Stories of buying: who does which part, in what order, and what contradicts the file."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from pydantic_core import to_json

from ledger.awards import awarded, unsuccessful
from ledger.contract_file import AtFirst
from ledger.entry import Entry
from ledger.kinds import BY_NAME
from ledger.organisations import Identifier, Organisation, same_organisation
from ledger.procedures import read
from ledger.rules import NOT_IN_POINT
from ledger.single_tenders import granted
from ledger.subjects.procurement import RULES
from ledger.subjects.records import (
    DepartureRatified,
    DepartureRefused,
    EntryCorrected,
    EntryStruckOut,
    EntrySupplemented,
)
from ledger.words import Document, Said
from projections.duties.due import duties
from projections.procurement import procurement_shown
from tests import bought
from tests.story import COUNTY, Story, given
from tests.worked_through import view_of

HAMPSHIRE = read("hampshire")
AWARDED = (bought.NEED, *bought.ROUTE, *bought.PREPARED, *bought.TENDERED, *bought.AWARDED)
SIGNED = (*AWARDED, *bought.SIGNED)
Fields = dict[str, Any]
THEIRS = {"person": "Priya Shah", "party": "provider"}
REPORT = {"sha256": "cd" * 32, "title": "Report to the County Manager"}


def entry(fields: Fields, **others: Any) -> Entry:
    """The entry of these fields, some of them otherwise; those that are None are left out."""
    said = {name: value for name, value in (fields | others).items() if value is not None and name != "kind"}
    return BY_NAME[fields["kind"]].model_validate_json(to_json(said))


def on_file(*those: Fields) -> Story:
    return given(*map(entry, those))


def the(kind: str, among: tuple[Fields, ...] | list[Fields] = (*SIGNED, *bought.ALONE)) -> Fields:
    return next(fields for fields in among if fields["kind"] == kind)


def before(kind: str) -> tuple[Fields, ...]:
    """What was on file when the first entry of a kind was recorded."""
    whole = (*SIGNED, bought.REGISTERED)
    return whole[: [fields["kind"] for fields in whole].index(kind)]


ALONE = (bought.NEED, *bought.ROUTE[:2], *bought.ALONE)


# --- the whole of it --------------------------------------------------------------------------------------------------


def test_a_contract_bought_as_the_appendix_says_departs_from_nothing() -> None:
    """HCC-A1, HCC-A3-a, HCC-A6-a, HCC-A7-d, HCC-A8-a, HCC-A9-a, HCC-A9-d, HCC-A9-e."""
    story = Story(called=bought.REFERENCE)
    for fields in bought.COMPETITION:
        story = story.when(entry(fields)).recorded()
        assert story.objections == (), (fields["kind"], story.objections)

    file = story.file
    assert file.title == "Home care in the north"
    assert file.agreement.contract is not None
    bids = file.procurement.bids_for("TND-001")
    assert [(bid.id, str(bid.bidder)) for bid in bids] == [
        ("BID-001", "Larkfield Home Care Ltd"), ("BID-002", "Meadow Care CIC"),
    ]  # fmt: skip
    assert [bid.id for bid in unsuccessful(file, "TND-001", HAMPSHIRE)] == ["BID-002"]
    award = awarded(file, story.file.entries[-1].entry.happened_on, HAMPSHIRE)
    assert award is not None
    assert (award.id, award.bid) == ("AWR-001", "BID-001")


def test_a_single_tender_is_asked_for_decided_negotiated_and_recommended() -> None:
    """HCC-A4-a, HCC-A4-b, HCC-A5-a, HCC-A5-b."""
    story = Story(called=bought.REFERENCE)
    for fields in ALONE:
        asked = fields["kind"] == "single-tender-authorisation-requested"
        story = story.when(entry(fields, **({"report": REPORT} if asked else {}))).recorded()
        assert story.objections == (), (fields["kind"], story.objections)

    asked, decided = story.file.procurement.single_tenders["STR-001"], entry(ALONE[5]).happened_on
    assert granted(story.file, asked, decided, HAMPSHIRE) == (decided, 6)
    assert granted(story.file, asked, decided - timedelta(days=1), HAMPSHIRE) is None
    participants = story.file.procurement.negotiations[0][1].participants
    assert [actor.office for actor in participants] == ["contract-support-officer"]
    steps = procurement_shown(view_of(story.file), date(2026, 1, 1)).steps
    [negotiated] = [step for step in steps if step.title == "Negotiated"]
    assert negotiated.by is not None
    assert "(Contract Support Officer)" in negotiated.by


# --- the file before the contract -------------------------------------------------------------------------------------


def test_a_file_is_opened_by_the_need_and_the_contract_registered_on_it_once() -> None:
    """HCC-A1, HCC-A2-b."""
    story = on_file(bought.NEED)

    assert (story.file.title, story.file.agreement.contract) == ("Home care in the north", None)
    registered = story.when(entry(bought.REGISTERED)).recorded()
    registered.when(entry(bought.REGISTERED)).refused("file.opened-once", "cannot be opened again")
    registered.when(entry(bought.NEED)).refused("file.opened-once")
    other = entry(bought.REGISTERED, reference="HC-9")
    story.when(other).refused("file.reference", "HC-9")


def test_the_need_of_a_contract_taken_on_can_be_put_on_its_file_afterwards() -> None:
    """HCC-A1: what happened before is on record late, and is not refused for it."""
    story = on_file(bought.REGISTERED).when(entry(bought.NEED)).recorded()

    assert story.file.procurement.need is not None
    assert story.file.procurement.need_position == 2


def test_a_contract_registered_in_error_on_the_file_of_a_need_can_be_struck_out() -> None:
    """HCC-A2-b."""
    story = on_file(bought.NEED, bought.REGISTERED)

    story.when(struck(1)).refused("correction.leaves-nothing-hanging", "opened the file")
    alone = story.when(struck(2)).recorded()
    assert alone.file.agreement.contract is None
    alone.when(entry(bought.REGISTERED)).recorded()


def test_who_established_the_need_is_corrected_since_a_file_cannot_be_opened_anew() -> None:
    """HCC-A1: entered as whoever typed it, and other entries stand on it."""
    rule = "procurement.done-by-whom-it-falls-to"
    wrong = bought.NEED | {"by": bought.SUPPORT}
    story = on_file(wrong, the("procurement-option-selected"))

    def corrected(position: int, replacement: Entry) -> EntryCorrected:
        return EntryCorrected(
            happened_on=date(2026, 5, 1), position=position, reason=Said("typed by another"), replacement=replacement
        )

    mended = story.when(corrected(1, entry(bought.NEED))).recorded().keeps(rule)
    there = mended.file.at(1)
    assert there is not None
    assert str(there.entry.by) == "Sam Sorrel (service manager)"
    on_file(bought.NEED | {"by": None}).when(corrected(1, entry(bought.NEED))).recorded()
    on_file(bought.NEED).when(corrected(1, entry(wrong))).departs_from(rule)
    of_another = entry(the("procurement-option-selected"), by=bought.SUPPORT)
    story.when(corrected(2, of_another)).refused("correction.leaves-marks-and-actor", "strike it out")
    registered = on_file(bought.NEED, bought.REGISTERED)  # of a kind that opens files, and not what opened this one
    by_another = corrected(2, entry(bought.REGISTERED | {"by": bought.SERVICE}))
    registered.when(by_another).refused("correction.leaves-marks-and-actor", "strike it out")


def test_a_file_whose_only_entry_was_struck_out_says_how_it_is_opened_as_it_should_be() -> None:
    """HCC-A1."""
    alone = on_file(bought.NEED).when(struck(1)).recorded()

    alone.when(entry(bought.NEED)).refused(
        "file.opened-once", "strike out entry 2, which struck out entry 1; then correct"
    )
    reinstated = alone.when(struck(2)).recorded()
    assert reinstated.file.procurement.need is not None
    reinstated.when(entry(bought.NEED)).refused("file.opened-once", "cannot be opened again")


# --- whom the work falls to -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "demand"),
    [
        ("service-need-established", "HCC-A1"), ("procurement-option-selected", "HCC-A3-a"),
        ("single-tender-authorisation-requested", "HCC-A4-b"), ("single-tender-negotiation-concluded", "HCC-A5-a"),
        ("tender-advertised", "HCC-A7-c"), ("tenders-invited", "HCC-A7-d"), ("tender-received", "HCC-A7-b"),
        ("tenders-evaluated", "HCC-A8-a"), ("award-recommended", "HCC-A9-a"),
        ("unsuccessful-tenderers-notified", "HCC-A9-c"), ("contract-signed-by-authority", "HCC-A9-d"),
        ("contract-issued-for-countersignature", "HCC-A9-d"),
    ],
)  # fmt: skip
def test_each_part_of_the_work_falls_to_an_office(kind: str, demand: str) -> None:
    """HCC-POL-d, HCC-11.1: procedure looks at who did it, never at who records it."""
    rule = "procurement.done-by-whom-it-falls-to"
    alone = kind.startswith("single-tender")
    so_far = ALONE[: [f["kind"] for f in ALONE].index(kind)] if alone else before(kind)
    story = on_file(*so_far) if so_far else Story(called=bought.REFERENCE)

    story.when(entry(the(kind))).keeps(rule)
    other = story.when(entry(the(kind), by={"person": "Lena Stone", "office": "legal-services"})).departs_from(rule)

    assert other.last is not None
    found = next(d.found for d in other.last.departures if d.rule == rule)
    assert "Lena Stone (Legal Services) and falls to the" in found
    assert demand in {part.citation for part in HAMPSHIRE.work_of(kind)}


@pytest.mark.parametrize("sort", ["contract-draft", "advertisement", "tender-papers", "award-papers"])
def test_the_papers_of_buying_are_prepared_by_the_office_it_falls_to(sort: str) -> None:
    """HCC-A6-b, HCC-A7-c, HCC-A7-d, HCC-A9-b: papers of other sorts are anybody's to file."""
    rule, draft = "document.prepared-by-whom-it-falls-to", the("document-filed") | {"document_kind": sort}
    story = on_file(*before("document-filed"))

    story.when(entry(draft)).keeps(rule)
    other = story.when(entry(draft, by=bought.SERVICE)).departs_from(rule)
    assert other.last is not None
    [found] = [d.found for d in other.last.departures if d.rule == rule]
    assert found == "it was done by Sam Sorrel (Service Manager) and falls to the Contract Support Officer"
    story.when(entry(draft | {"document_kind": "letter"}, by=bought.SERVICE)).keeps(rule)


def test_an_authority_that_divides_no_work_is_told_of_nobody_elses() -> None:
    """HCC-POL-d: the split is Hampshire's own."""
    under_another = (bought.NEED | {"procedure": "thames-valley/1"}, *bought.ROUTE)
    other = {"person": "Lena Stone", "office": "legal-services"}

    on_file(*under_another).when(entry(the("tender-advertised"), by=other)).keeps(
        "procurement.done-by-whom-it-falls-to"
    )


@pytest.mark.parametrize("office", ["executive-member", "chief-executive", "county-manager-contracts"])
def test_one_of_three_offices_gives_authority_for_a_single_tender(office: str) -> None:
    """HCC-A4-b."""
    decided = the("single-tender-authorisation-decided")
    story = on_file(*ALONE[:5])
    rule = "single-tender.decided-by-those-entitled"

    story.when(entry(decided, by={"person": "D", "office": office})).keeps(rule)
    story.when(entry(decided, by=bought.SERVICE)).departs_from(rule)
    story.when(entry(decided, by=None)).departs_from(rule)
    story.when(entry(decided, by=bought.SERVICE), acknowledge_all=False).asked(rule)


@pytest.mark.parametrize(
    ("office", "may"),
    [
        ("county-manager-contracts", True), ("chief-executive", True), ("executive-member", False),
        ("service-manager", False),
    ],
)  # fmt: skip
def test_county_manager_or_chief_executive_authorises_an_award(office: str, may: bool) -> None:
    """HCC-A9-a."""
    story = on_file(*before("award-authorised"))
    made = story.when(entry(the("award-authorised"), by={"person": "D", "office": office}))

    if may:
        made.keeps("award.authorised-by-those-entitled")
    else:
        made.departs_from("award.authorised-by-those-entitled")


def test_what_a_tenders_own_entry_shows_of_its_opening_is_not_asked_for_again() -> None:
    """HCC-A7-b: opened after closing and by two, the hour of receipt said: nobody ticks that off besides."""
    rule, story = "tender.by-standing-orders", on_file(*before("tender-received"))
    told = the("tender-received") | {"standing_orders": [], "happened_at": "11:00:00"}

    story.when(entry(told)).keeps(rule)
    alone = story.when(entry(told, opened_by=[bought.SUPPORT])).departs_from(rule)
    assert alone.last is not None
    [found] = [departure.found for departure in alone.last.departures if departure.rule == rule]
    assert found == "not on file: It was opened by two officers together"
    story.when(entry(told, happened_at=None)).departs_from(rule)
    story.when(entry(told, opened_at=None)).departs_from(rule)
    story.when(entry(told, standing_orders=[{"item": "opened-by-two", "kept": False}])).departs_from(rule)


def test_where_and_until_when_it_was_advertised_is_asked_for_until_it_is_said() -> None:
    """HCC-A7-c: by a supplement, or by a later call for the same tenders."""
    rule, story = "tender.advertised-where-and-until-when", on_file(*before("tender-advertised"))
    bare = story.when(entry(the("tender-advertised"), channels=[], closes_on=None, closes_at=None)).departs_from(rule)
    assert bare.last is not None
    position = bare.last.position
    said = EntrySupplemented(
        happened_on=date(2025, 3, 1), position=position, words=Said("In the Echo, until 3 March"), completes=(rule,)
    )
    called = entry(the("tender-advertised"), tender="TND-001")

    def shown(story: Story) -> tuple[str | None, tuple[date | None, int | None]]:
        view = view_of(story.file)
        asked = {one.id: one.sentence for one in duties(view)}.get(f"details/{position}")
        [tender] = procurement_shown(view, date(2025, 6, 1)).tenders
        return asked, (tender.closes_on, tender.closing_said_at)

    asked, closing = shown(bare)
    assert "it does not say where it was placed or when it closes" in (asked or "")
    assert closing == (None, None)
    assert shown(bare.when(said)) == (None, (None, position + 1))
    assert shown(bare.when(called)) == (None, (date(2025, 3, 3), None))


def test_a_tender_of_the_closing_day_without_an_hour_is_neither_in_time_nor_late() -> None:
    """HCC-A7-b: the hour is asked for; of a tender that was left out it is not."""
    rule, story = "tender.hour-on-the-closing-day", on_file(*before("tender-received"))
    told = the("tender-received") | {"happened_on": "2025-03-03", "happened_at": None}
    hourless = story.when(entry(told)).departs_from(rule)

    assert hourless.last is not None
    assert [d.found for d in hourless.last.departures if d.rule == rule] == [
        "it came on the day TND-001 closed at 12:00; at what hour is not said"
    ]
    view = view_of(hourless.file)
    position = hourless.last.position
    assert "at what hour" in next(one.sentence for one in duties(view) if one.id == f"details/{position}")
    [tender] = procurement_shown(view, date(2025, 3, 4)).tenders
    assert [(bid.late, bid.hour_wanted) for bid in tender.bids] == [(None, True)]
    [in_time] = [one for one in RULES if one.id == "tender.in-time"]
    assert in_time.found(story.file, entry(told), HAMPSHIRE) == NOT_IN_POINT
    story.when(entry(told, accepted=False)).keeps(rule)
    story.when(entry(told, happened_at="11:00")).keeps(rule)


def test_an_opening_on_the_closing_day_without_an_hour_is_not_said_to_be_after_it() -> None:
    """HCC-A7-b."""
    [opened] = [one for one in RULES if one.id == "tender.opened-after-closing"]
    hourless = entry(the("tender-received"), opened_on="2025-03-03", opened_at=None)

    assert opened.found(on_file(*before("tender-received")).file, hourless, HAMPSHIRE) == NOT_IN_POINT


def test_a_tick_that_two_opened_it_shows_nothing_where_one_is_named() -> None:
    """HCC-A7-b: nobody named leaves the tick as it is."""
    rule, story = "tender.by-standing-orders", on_file(*before("tender-received"))
    ticked = the("tender-received") | {"standing_orders": bought.RECEIVED_RIGHT}

    story.when(entry(ticked, opened_by=[])).keeps(rule)
    alone = story.when(entry(ticked, opened_by=[bought.SUPPORT])).departs_from(rule)
    assert alone.last is not None
    [found] = [departure.found for departure in alone.last.departures if departure.rule == rule]
    assert found == "ticked, and otherwise by what the entry says: It was opened by two officers together"
    [tender] = procurement_shown(view_of(alone.file), date(2025, 3, 4)).tenders
    assert tender.bids[0].not_checked == found


@pytest.mark.parametrize("kind", ["tender-advertised", "tenders-invited", "tender-received"])
def test_a_check_of_standing_orders_that_was_not_kept_is_remarked_on_whatever_it_is_called(kind: str) -> None:
    """HCC-A7-b: standing orders ask for more than the procedure lists; what was kept of it asks for nothing."""
    rule, asked = "tender.by-standing-orders", the(kind).get("standing_orders", [])
    story = on_file(*before(kind))

    def told(*checks: Fields) -> Story:
        return story.when(entry(the(kind), standing_orders=[*asked, *checks]))

    bare = told({"item": "Three invited", "kept": False, "words": "Only two"}).departs_from(rule)
    assert bare.last is not None
    assert [d.found for d in bare.last.departures if d.rule == rule] == ["not kept: Three invited"]
    told({"item": "Three invited", "kept": True}).keeps(rule)


# --- what is asked, and what comes before what ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "otherwise", "rule", "demand"),
    [
        ("service-need-established", {"service_category": "goods"}, "need.within-scope", "HCC-S-c"),
        ("service-need-established", {"existing": []}, "need.contracts-reviewed", "HCC-A2-a"),
        ("service-need-established", {"by": None}, "need.established-by-whom", "HCC-A1"),
        ("tender-advertised", {"channels": []}, "tender.advertised-where-and-until-when", "HCC-A7-c"),
        ("tender-advertised", {"closes_on": None, "closes_at": None}, "tender.advertised-where-and-until-when",
         "HCC-A7-c"),
        ("tenders-invited", {"standing_orders": bought.INVITED_RIGHT[:1]}, "tender.by-standing-orders", "HCC-A7-b"),
        ("tenders-invited", {"invited": []}, "tender.names-whom-it-invites", "HCC-A7-d"),
        ("tender-received", {"standing_orders": [{"item": "opened-by-two", "kept": False}]},
         "tender.by-standing-orders", "HCC-A7-b"),
        ("tender-received", {"happened_on": "2025-03-04"}, "tender.in-time", "HCC-A7-b"),
        ("tender-received", {"happened_on": "2025-03-03", "happened_at": "12:01:00"}, "tender.in-time", "HCC-A7-b"),
        ("tender-received", {"opened_on": "2025-03-01"}, "tender.opened-after-closing", "HCC-A7-b"),
        ("tender-received", {"opened_at": "11:00:00"}, "tender.opened-after-closing", "HCC-A7-b"),
        ("tender-received", {"opened_by": []}, "tender.opened-by-whom", "HCC-A7-b"),
        ("tenders-evaluated", {"evaluators": [bought.SERVICE, bought.SUPPORT]}, "evaluation.with-those-concerned",
         "HCC-A8-a"),
        ("tenders-evaluated", {"evaluators": [bought.FSU]}, "evaluation.with-those-concerned", "HCC-A8-a"),
        ("tenders-evaluated", {"evaluators": [bought.SERVICE, bought.SUPPORT, bought.FSU, THEIRS]},
         "evaluation.by-nobody-of-the-provider", "HCC-A8-a"),
        ("tenders-evaluated", {"scores": []}, "evaluation.with-scores", "HCC-A8-a"),
        ("tenders-evaluated", {"criteria": [{"name": "Quality", "weight": "60"}]}, "evaluation.weights-make-the-whole",
         "HCC-A8-a"),
        ("award-recommended", {"bid": None}, "award.follows-evaluation", "HCC-A9-a"),
        ("award-recommended", {"bid": "BID-002", "provider": bought.MEADOW}, "award.follows-evaluation", "HCC-A9-a"),
        ("award-recommended", {"happened_on": "2025-03-10"}, "award.follows-evaluation", "HCC-A9-a"),
        ("award-recommended", {"addressed_to": bought.SERVICE}, "award.put-to-those-entitled", "HCC-A9-a"),
        ("unsuccessful-tenderers-notified", {"happened_on": "2025-04-01"}, "unsuccessful.told-after-authority",
         "HCC-A9-c"),
        ("contract-signed-by-authority", {"happened_on": "2025-04-01"}, "signature.after-authority", "HCC-A9-d"),
        ("contract-issued-for-countersignature", {"happened_on": "2025-04-10"}, "countersignature.signed-first",
         "HCC-A9-d"),
        ("contract-registered", {"provider": bought.MEADOW}, "contract.provider-as-awarded", "HCC-A9-a"),
    ],
)  # fmt: skip
def test_what_is_left_out_or_done_too_soon_is_a_departure(kind: str, otherwise: Fields, rule: str, demand: str) -> None:
    so_far = before(kind)
    story = on_file(*so_far) if so_far else Story(called=bought.REFERENCE)
    right = the(kind, (*SIGNED, bought.REGISTERED))

    story.when(entry(right)).keeps(rule)
    made = story.when(entry(right, **otherwise)).departs_from(rule)

    assert made.last is not None
    assert demand in [d.citation for d in made.last.departures if d.rule == rule]


def test_the_tender_found_best_is_asked_about_where_another_scored_more() -> None:
    """HCC-A8-a: by the whole, else by some criteria and less by none."""
    rule, so_far = "evaluation.best-scored-best", before("tenders-evaluated")

    def evaluated(*scores: tuple[str, str | None, str], best: str | None = "BID-001") -> Entry:
        said = [{"bid": bid, "criterion": by, "score": score} for bid, by, score in scores]
        return entry(the("tenders-evaluated"), scores=said, recommended=best)

    less = (("BID-001", None, "30"), ("BID-002", None, "80"))
    story = on_file(*so_far).when(evaluated(*less)).departs_from(rule)
    assert story.last is not None
    assert [d.found for d in story.last.departures if d.rule == rule] == [
        "BID-002 scored more than BID-001, which it finds best"
    ]
    quality = (("BID-001", "Quality", "10"), ("BID-002", "quality", "50"))
    on_file(*so_far).when(evaluated(*quality, ("BID-001", "Price", "20"), ("BID-002", "Price", "20"))).departs_from(
        rule
    )
    on_file(*so_far).when(evaluated(*quality, ("BID-001", "Price", "20"), ("BID-002", "Price", "5"))).keeps(rule)
    on_file(*so_far).when(evaluated(*less, best="BID-002")).keeps(rule)
    for untold in (evaluated(*less, best=None), evaluated(*less[1:])):
        on_file(*so_far).when(untold).keeps(rule)


def test_how_to_buy_is_settled_with_support_officer_and_finance() -> None:
    """HCC-A3-a, HCC-A3-b."""
    chosen = entry(bought.ROUTE[2])

    story = on_file(bought.NEED, bought.ROUTE[0]).when(chosen).departs_from("route.with-those-concerned")
    assert story.last is not None
    assert "no consultation of the General Finance Manager" in story.last.departures[0].found
    on_file(bought.NEED, *bought.ROUTE[:2]).when(chosen).keeps("route.with-those-concerned")
    elsewhere = bought.ROUTE[1] | {"subject": "other"}
    named = entry(bought.ROUTE[2], consultations=[2, 3])
    on_file(bought.NEED, bought.ROUTE[0], elsewhere).when(named).keeps("route.with-those-concerned")


def test_another_way_of_buying_is_settled_with_them_again() -> None:
    """HCC-A3-a: what was said of the one before was not said of it; unless the choice itself names that."""
    rule = "route.with-those-concerned"
    turned = entry(bought.ROUTE[2], option="single-tender", happened_on="2025-03-14")
    again = [one | {"happened_on": "2025-03-12"} for one in bought.ROUTE[:2]]
    first = [bought.NEED, *bought.ROUTE]

    story = on_file(*first).when(turned).departs_from(rule)
    assert story.last is not None
    assert story.last.departures[0].found == (
        "no consultation of the Contract Support Officer nor of the General Finance Manager is on file from 10 January"
        " 2025, since when another way is looked for, to 14 March 2025"
    )
    on_file(*first, again[0]).when(turned).departs_from(rule)
    both = on_file(*first, *again).when(turned).keeps(rule)
    both.when(entry(bought.ROUTE[2], option="single-tender", happened_on="2025-03-17")).keeps(rule)  # said again
    both.when(entry(bought.ROUTE[2], happened_on="2025-03-17")).departs_from(rule)
    named = entry(bought.ROUTE[2], option="single-tender", happened_on="2025-03-14", consultations=[2, 3])
    on_file(*first).when(named).keeps(rule)
    on_file(*first).when(entry(bought.ROUTE[2], happened_on="2025-03-14")).keeps(rule)


def test_the_same_way_of_buying_is_settled_with_them_again_once_it_came_to_nothing() -> None:
    """HCC-A3-a, docs/adr/0295: tenders without award, buying given up, a single tender refused."""
    rule, evaluated = "route.with-those-concerned", before("award-recommended")
    again = [one | {"happened_on": "2025-05-12"} for one in bought.ROUTE[:2]]
    chosen = entry(bought.ROUTE[2], happened_on="2025-05-14")
    given_up = {"kind": "procurement-abandoned", "happened_on": "2025-02-03", "reasons": "No money"}

    for so_far in (evaluated, (bought.NEED, *bought.ROUTE, given_up)):
        on_file(*so_far).when(chosen).departs_from(rule)
        on_file(*so_far, *again).when(chosen).keeps(rule)
    decided = the("single-tender-authorisation-decided", bought.ALONE)
    asked = ALONE[: ALONE.index(decided)]
    alone = entry(bought.ROUTE[2], option="single-tender", happened_on="2025-05-14")
    on_file(*asked).when(alone).keeps(rule)
    on_file(*asked, decided | {"decision": "refused"}).when(alone).departs_from(rule)


def test_whoever_chooses_how_to_buy_says_why() -> None:
    """HCC-A3-a: "most appropriate", the first time and every other."""
    rule, silent = "route.says-why", {"reasons": None}
    first = [bought.NEED, *bought.ROUTE]

    on_file(*first[:-1]).when(entry(bought.ROUTE[2])).keeps(rule)
    on_file(*first[:-1]).when(entry(bought.ROUTE[2], **silent)).departs_from(rule)
    on_file(*first).when(entry(bought.ROUTE[2], option="single-tender", **silent)).departs_from(rule)


def test_authority_for_a_single_tender_is_asked_for_with_its_case() -> None:
    """HCC-A4-a."""
    asked = entry(the("single-tender-authorisation-requested"), supporting_statement=None)

    on_file(*ALONE[:4]).when(asked).departs_from("single-tender.with-its-case")


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ({"person": "Moon Boss", "office": "provider-contract-manager", "party": "provider"}, "is by Moon Boss"),
        (bought.SUPPORT, "is by Colin Marsh"),
        (None, "it is not said whose statement it is"),
    ],
)
def test_the_case_for_a_single_tender_is_stated_by_whoever_manages_the_service(by: Fields | None, said: str) -> None:
    """HCC-A4-a: not by the bidder, nor by the support officer who drafts the report, nor by nobody."""
    rule, kind = "single-tender.case-by-whom-it-falls-to", "single-tender-authorisation-requested"

    story = on_file(*ALONE[:4]).when(entry(the(kind), statement_by=by)).departs_from(rule)
    assert story.last is not None
    assert any(said in d.found for d in story.last.departures if d.rule == rule)
    on_file(*ALONE[:4]).when(entry(the(kind))).keeps(rule)
    on_file(*ALONE[:4]).when(entry(the(kind), statement_by=None, by=bought.SERVICE)).keeps(rule)
    without = on_file(*ALONE[:4]).when(entry(the(kind), statement_by=by, supporting_statement=None))
    assert rule not in without.objections


def test_authority_for_a_single_tender_is_asked_for_by_a_report() -> None:
    """HCC-A4-b."""
    rule, asked = "single-tender.with-its-report", entry(the("single-tender-authorisation-requested"))
    report = Said(Document("cd" * 32, "Report to the County Manager"))

    on_file(*ALONE[:4]).when(asked.model_copy(update={"report": None, "exhibits": ()})).departs_from(rule)
    on_file(*ALONE[:4]).when(asked.model_copy(update={"report": report})).keeps(rule)
    on_file(*ALONE[:4]).when(asked.model_copy(update={"exhibits": (report,)})).keeps(rule)


def test_one_provider_alone_is_negotiated_with_once_that_was_approved() -> None:
    """HCC-A5-a."""
    negotiated = entry(the("single-tender-negotiation-concluded"))
    refused = ALONE[5] | {"decision": "refused"}
    rule = "negotiation.after-authority"

    on_file(*ALONE[:6]).when(negotiated).keeps(rule)
    on_file(*ALONE[:5]).when(negotiated).departs_from(rule)
    on_file(*ALONE[:5], refused).when(negotiated).departs_from(rule)
    meadow = entry(the("single-tender-negotiation-concluded"), provider=bought.MEADOW)
    on_file(*ALONE[:6]).when(meadow).departs_from(rule)
    early = entry(the("single-tender-negotiation-concluded"), happened_on="2025-01-30")
    on_file(*ALONE[:6]).when(early).departs_from(rule)


def test_a_grant_by_nobody_who_may_gives_no_authority_until_it_is_ratified() -> None:
    """HCC-A4-b, HCC-A5-a: nor does a refusal by such a one take one away."""
    negotiated, rule = entry(the("single-tender-negotiation-concluded")), "negotiation.after-authority"
    by_whom = "single-tender.decided-by-those-entitled"
    for by in ({"person": "Ann Ashe", "office": "lead-officer"}, None):
        story = on_file(*ALONE[:5], ALONE[5] | {"by": by})
        ratified = DepartureRatified(
            happened_on=date(2025, 2, 10), position=6, rule=by_whom, reason=Said("It is right"), by=COUNTY
        )

        assert story.objections == ("single-tender.decided-on-its-report", by_whom)
        story.when(negotiated).departs_from(rule)
        story.when(ratified).when(negotiated).keeps(rule)
        late = ratified.model_copy(update={"happened_on": date(2025, 2, 21)})
        story.when(late).when(negotiated).departs_from(rule)
        refused = DepartureRefused(**ratified.model_dump(exclude={"kind"}))
        story.when(refused).when(negotiated).departs_from(rule)
        other = ALONE[5] | {"decision": "refused", "by": by, "happened_on": "2025-02-03"}
        on_file(*ALONE[:6], other).when(negotiated).keeps(rule)


def test_a_contract_is_bought_by_the_route_that_was_chosen() -> None:
    """HCC-A3-a."""
    rule = "procurement.by-the-route-chosen"

    on_file(*ALONE[:4]).when(entry(the("tender-advertised"))).departs_from(rule)
    on_file(bought.NEED).when(entry(the("tender-advertised"))).departs_from(rule)
    on_file(bought.NEED, *bought.ROUTE).when(entry(bought.ALONE[1])).departs_from(rule)


def test_in_thames_valley_the_tender_papers_make_the_strategy_known() -> None:
    """TVP-4.0-3."""
    need = bought.NEED | {"procedure": "thames-valley/1"}
    unsaid = entry(the("tender-advertised"), strategy_made_known=None)
    rule = "tender.makes-strategy-known"

    on_file(need, *bought.ROUTE).when(entry(the("tender-advertised"))).keeps(rule)
    on_file(need, *bought.ROUTE).when(unsaid, acknowledge_all=False).asked(rule)
    on_file(need, *bought.ROUTE, the("tender-advertised")).when(entry(the("tenders-invited"))).keeps(rule)
    on_file(bought.NEED, *bought.ROUTE).when(unsaid).keeps(rule)


def test_an_award_is_authorised_with_the_contract_papers_ready() -> None:
    """HCC-A9-b."""
    authorised = entry(the("award-authorised"))

    on_file(*before("award-authorised")).when(authorised).keeps("award.with-contract-papers")
    on_file(*before("award-authorised")[:-1]).when(authorised).departs_from("award.with-contract-papers")


def test_a_late_tender_that_is_left_out_keeps_the_rule() -> None:
    """HCC-A7-b."""
    late = entry(the("tender-received"), happened_on="2025-03-04", accepted=False)

    on_file(*before("tender-received")).when(late).keeps("tender.in-time")


def test_that_no_tender_came_is_recorded_of_one_that_closed_with_none_on_file() -> None:
    """HCC-A7-b, docs/adr/0483: one that came late is none that came in time."""
    rule, came = "tender.none-received-as-on-file", the("tender-received")
    none = entry({"kind": "no-tender-received", "happened_on": "2025-03-03", "tender": "TND-001"})
    closed, late = on_file(*before("tender-received")), entry(came, happened_on="2025-03-04", accepted=False)

    closed.when(none).keeps(rule)
    closed.when(late).when(none.model_copy(update={"happened_on": late.happened_on})).keeps(rule)
    for day in (date(2025, 1, 20), date(2025, 3, 2)):
        closed.when(none.model_copy(update={"happened_on": day})).refused(rule)
    on_file(*before("tenders-evaluated")).when(none).refused(rule)


def test_a_tender_of_somebody_who_was_not_invited_is_remarked_on() -> None:
    """HCC-A7-d: where it is on file who was; by name or number, and of one left out nothing is said."""
    rule, invited = "tender.from-one-invited", on_file(*before("tender-received"))
    another = entry(the("tender-received"), bidder={"name": "Harebell Ltd"})
    nobody = (*before("tenders-invited"), the("tenders-invited") | {"invited": []})

    invited.when(entry(the("tender-received"))).keeps(rule)
    found = invited.when(another).departs_from(rule).last
    assert found is not None
    [said] = [departure.found for departure in found.departures if departure.rule == rule]
    assert said.startswith("Harebell Ltd is none of those on file as invited: ")
    invited.when(entry(the("tender-received"), bidder={"name": "Harebell Ltd"}, accepted=False)).keeps(rule)
    on_file(*nobody).when(another).keeps(rule)


def test_an_invitation_that_leaves_out_the_hour_leaves_the_advertised_one() -> None:
    """HCC-A7-b: nor is what it says of the hour lost where it leaves out the day."""
    dayless = {"closes_on": None, "closes_at": None}
    late = entry(the("tender-received"), happened_on="2025-03-03", happened_at="15:00", opened_at="16:00")
    called = on_file(*before("tenders-invited"))

    for said in (dayless, {"closes_on": "2025-03-03", "closes_at": None}, {"closes_on": "2025-03-03"}):
        invited = called.when(entry(the("tenders-invited"), **said))
        tender = invited.file.procurement.tenders["TND-001"]
        assert (tender.closes_on, tender.closes_at) == (date(2025, 3, 3), time(12)), said
        found = invited.when(late).departs_from("tender.in-time").keeps("tender.by-standing-orders").last
        assert found is not None
        assert "it came 180 minutes late" in next(d.found for d in found.departures if d.rule == "tender.in-time")
    invited = called.when(entry(the("tenders-invited"), closes_on=None, closes_at="16:00"))
    assert invited.file.procurement.tenders["TND-001"].closes_at == time(16)
    invited.when(late).keeps("tender.in-time")


@pytest.mark.parametrize(
    ("otherwise", "found"),
    [
        ({"closes_on": "2025-03-13"},
         "it closes TND-001 on 13 March 2025; it was said to close on 3 March 2025 at 12:00"),
        ({"closes_at": "17:00"}, "it closes TND-001 at 17:00; it was said to close on 3 March 2025 at 12:00"),
        ({"closes_on": "2025-03-03", "closes_at": "12:00"}, None), ({"closes_on": "2025-03-03"}, None), ({}, None),
    ],
)  # fmt: skip
def test_a_closing_time_other_than_the_one_advertised_is_remarked_on(otherwise: Fields, found: str | None) -> None:
    """HCC-A7-b: it may be put off, and it is said that it was."""
    rule = "tender.closes-as-said"
    story = on_file(*before("tenders-invited")).when(entry(the("tenders-invited"), **otherwise))

    assert story.last is not None
    assert [d.found for d in story.last.departures if d.rule == rule] == ([found] if found else [])
    (story.departs_from if found else story.keeps)(rule)


def test_an_invitation_after_the_closing_day_says_when_it_closes_now() -> None:
    """HCC-A7-d: or it is of the day itself, or of a tender called for anew."""
    late = the("tenders-invited") | {"happened_on": "2025-03-20"}
    given_up = {"kind": "procurement-abandoned", "happened_on": "2025-03-10", "reasons": "No money", "begun_anew": True}
    rule, story = "tender.closes-as-said", on_file(*before("tenders-invited"))
    story.when(entry(late, closes_on="2025-04-03")).departs_from(rule)
    shortlisted = story.when(entry(late, closes_on=None)).departs_from(rule)
    assert shortlisted.last is not None
    assert [d.found for d in shortlisted.last.departures if d.rule == rule] == [
        "it calls TND-001 after 3 March 2025, when it was said to close, and does not say on which day it closes now"
    ]
    on_file(*before("tenders-invited")).when(entry(late, happened_on="2025-03-03")).recorded()
    on_file(*before("tenders-invited"), given_up).when(entry(late)).keeps(rule)


def test_an_invitation_that_names_nobody_leaves_inviting_due() -> None:
    """HCC-A7-d: also where another, of nobody, came after it; one that names somebody does it."""
    nobody = entry(the("tenders-invited"), invited=[])

    def invite(*invited: Entry) -> list[str]:
        story = on_file(*before("tenders-invited"))
        for one in invited:
            story = story.when(one).recorded()
        return [one.sentence for one in duties(view_of(story.file)) if one.id == "tenders-invited/TND-001"]

    assert invite(nobody) == ["Invite tenders for TND-001: entry 8 names nobody who was."]
    assert invite(nobody, entry(the("tenders-invited"))) == []
    assert invite(entry(the("tenders-invited")), nobody) == []


def test_a_tender_called_for_again_after_buying_was_given_up_closes_by_the_new_call() -> None:
    """HCC-A7-b: what was said before it was given up says nothing of the new one."""
    rule = "tender.closes-as-said"
    given_up = {"kind": "procurement-abandoned", "happened_on": "2025-03-20", "reasons": "No money", "begun_anew": True}
    again = entry(the("tender-advertised"), happened_on="2025-03-24", tender="TND-001", closes_on="2025-04-24")

    on_file(*before("award-recommended"), given_up).when(again).keeps(rule)
    on_file(*before("award-recommended")).when(again).departs_from(rule)
    hourless = on_file(*before("award-recommended"), given_up).when(again.model_copy(update={"closes_at": None}))
    assert hourless.file.procurement.tenders["TND-001"].closes_at is None
    came = entry(the("tender-received"), happened_on="2025-04-24", happened_at="15:00", opened_on="2025-04-25")
    hourless.when(came).keeps("tender.in-time")


def test_a_tender_that_was_left_out_is_neither_evaluated_nor_recommended() -> None:
    """HCC-A7-b, HCC-A8-a, HCC-A9-a: not scored, not found best, and no award of it recommended."""
    rule, evaluated = "tender.left-out-stays-out", the("tenders-evaluated")
    third = entry(
        the("tender-received"), happened_on="2025-03-04", opened_on="2025-03-04", accepted=False,
        bidder={"name": "Heron Homes Ltd"},
    )  # fmt: skip
    story = on_file(*before("tenders-evaluated")).when(third)
    scored = [*evaluated["scores"], {"bid": "BID-003", "score": "99"}]

    story.when(entry(evaluated)).keeps(rule)
    story.when(entry(evaluated, scores=scored), acknowledge_all=False).asked(rule)
    made = story.when(entry(evaluated, recommended="BID-003")).departs_from(rule)
    assert made.last is not None
    assert [d.found for d in made.last.departures if d.rule == rule] == ["left out when it came in: BID-003 (entry 11)"]
    award = entry(the("award-recommended"), bid="BID-003", provider={"name": "Heron Homes Ltd"})
    made.when(award, acknowledge_all=False).asked(rule)
    story.when(entry(evaluated)).when(entry(the("award-recommended"))).keeps(rule)
    taken_in = third.model_copy(update={"accepted": True})
    on_file(*before("tenders-evaluated")).when(taken_in).when(entry(evaluated, scores=scored)).keeps(rule)


def test_tenders_are_evaluated_once_they_are_in_and_the_competition_has_closed() -> None:
    """HCC-A8-a: before that there is nothing to evaluate, and an award on it follows no evaluation."""
    rule, evaluated = "evaluation.once-tenders-are-in", the("tenders-evaluated")
    received, unscored = before("tenders-evaluated"), the("tenders-evaluated") | {"scores": [], "recommended": None}

    def said(story: Story, fields: Fields) -> list[str]:
        made = story.when(entry(fields)).departs_from(rule)
        assert made.last is not None
        return [d.found for d in made.last.departures if d.rule == rule]

    on_file(*received).when(entry(evaluated)).keeps(rule)
    too_early = unscored | {"happened_on": "2025-03-02"}
    assert said(on_file(*received), too_early) == ["TND-001 closes on 3 March 2025"]
    opened = [one | {"opened_on": "2025-03-18"} if one["kind"] == "tender-received" else one for one in received]
    both = "BID-001 was opened on 18 March 2025; BID-002 was opened on 18 March 2025"
    assert said(on_file(*opened), evaluated) == [both]
    on_file(*received, too_early).when(entry(the("award-recommended"))).departs_from("award.follows-evaluation")


def test_tenders_that_are_evaluated_are_on_file_as_received() -> None:
    """HCC-A7-b, HCC-A8-a: remarked on; that none is shows nothing of when they were in, and the award is still due."""
    rule, unscored = "evaluation.of-tenders-on-file", the("tenders-evaluated") | {"scores": [], "recommended": None}
    received = before("tenders-evaluated")
    none_in = tuple(fields for fields in received if fields["kind"] != "tender-received")

    on_file(*received).when(entry(unscored)).keeps(rule)
    made = on_file(*none_in).when(entry(unscored)).departs_from(rule).keeps("evaluation.once-tenders-are-in")
    assert made.last is not None
    assert [d.found for d in made.last.departures if d.rule == rule] == [
        "no tender for TND-001 is on file as received by 17 March 2025"
    ]
    known = {one.id for one in duties(view_of(made.file))}
    assert {"tenders-evaluated/TND-001", "award-recommended/TND-001"} & known == {"award-recommended/TND-001"}


def test_an_award_is_recommended_of_a_tender_that_was_scored() -> None:
    """HCC-A9-a: an evaluation that names none as best, and scores the others, is none of this one."""
    rule, evaluated = "award.follows-evaluation", the("tenders-evaluated") | {"recommended": None}
    story, award = on_file(*before("tenders-evaluated")), entry(the("award-recommended"))

    story.when(entry(evaluated)).when(award).keeps(rule)
    story.when(entry(evaluated, scores=[])).when(award).keeps(rule)
    other = story.when(entry(evaluated, scores=[{"bid": "BID-002", "score": "74"}])).when(award).departs_from(rule)
    assert other.last is not None
    assert "the evaluation gave BID-001 no score" in [d.found for d in other.last.departures]


@pytest.mark.parametrize("with_whom", [bought.LARKFIELD, None])
def test_a_single_tender_is_awarded_to_whom_was_negotiated_with(with_whom: Fields | None) -> None:
    """HCC-A5-a, HCC-A9-a: also where the negotiation names nobody but the request it rests on, or nothing at all."""
    rule, negotiated = "award.follows-evaluation", the("single-tender-negotiation-concluded")
    other = entry(bought.ALONE[-1], provider=bought.MEADOW, request=None)
    for request in ("STR-001", None):
        story = on_file(*ALONE[:6]).when(entry(negotiated, provider=with_whom, request=request))
        story.when(entry(bought.ALONE[-1])).keeps(rule)
        story.when(other, acknowledge_all=False).asked(rule)


def test_an_award_follows_the_last_negotiation_with_a_provider() -> None:
    """HCC-A9-a: terms that were agreed and then fell through are none."""
    rule, fell_through = "award.follows-evaluation", {"outcome": "not-agreed", "happened_on": "2025-02-21"}
    negotiated = the("single-tender-negotiation-concluded")

    story = on_file(*ALONE[:6], negotiated).when(entry(negotiated, **fell_through))
    story.when(entry(bought.ALONE[-1])).departs_from(rule)
    again = story.when(entry(negotiated, happened_on="2025-02-22"))
    again.when(entry(bought.ALONE[-1])).keeps(rule)


@pytest.mark.parametrize(
    ("sent_to", "kept"),
    [
        ("Priya Shah", True), ("Larkfield Home Care", True), ("Priya Shah, Larkfield Home Care Limited", True),
        ("Sitwell Ltd", False), ("Meadow Care", False), (None, True),
    ],
)  # fmt: skip
def test_a_contract_is_sent_to_be_countersigned_to_whom_it_was_awarded(sent_to: str | None, kept: bool) -> None:
    """HCC-A9-d."""
    sent = entry(the("contract-issued-for-countersignature"), sent_to=sent_to)
    story = on_file(*before("contract-issued-for-countersignature")).when(sent)

    (story.keeps if kept else story.departs_from)("countersignature.sent-to-the-awarded")


def test_it_is_asked_to_whom_a_contract_was_sent_to_be_countersigned() -> None:
    """HCC-A9-d: to the provider, which the entry says by its kind; to whom there is still to be said."""
    rule, sent = "countersignature.says-to-whom", the("contract-issued-for-countersignature")
    so_far = on_file(*before("contract-issued-for-countersignature"))

    story = so_far.when(entry(sent, sent_to=None)).departs_from(rule)
    so_far.when(entry(sent)).keeps(rule)
    said = story.when(
        EntrySupplemented(
            happened_on=date(2025, 4, 16), position=story.file.position, words=Said("Shah"), completes=(rule,)
        )
    )
    asked, answered = (
        {one.id for one in duties(view_of(held.file)) if one.is_open and one.id.startswith(("details", "contract-"))}
        for held in (story, said)
    )  # fmt: skip

    assert asked - answered == {f"details/{story.file.position}"}
    assert "contract-countersigned" in answered
    assert "contract-sent" not in asked | answered


@pytest.mark.parametrize(
    ("signatory", "kept"),
    [("Priya Shah", True), ("P. Shah", True), ("Larkfield Home Care Ltd", True), ("Sid Well", False)],
)
def test_a_contract_is_countersigned_by_somebody_of_the_provider(signatory: str, kept: bool) -> None:
    """HCC-A9-d."""
    rule, signed = "countersignature.by-the-provider", the("contract-countersigned")
    story = on_file(*before("contract-countersigned")).when(entry(signed, signatory=signatory))

    (story.keeps if kept else story.departs_from)(rule)
    unsaid = entry(the("contract-issued-for-countersignature"), sent_to=None)
    on_file(*before("contract-issued-for-countersignature")).when(unsaid).when(
        entry(signed, signatory=signatory)
    ).keeps(rule)


@pytest.mark.parametrize(
    ("sent_to", "signatory", "kept"),
    [
        ("Fennimore Meals Ltd", "F Meals", False), ("Fennimore Meals Ltd", None, False),
        ("Fennimore Meals Ltd", "Larkfield Home Care Ltd", True), (None, "Fennimore Meals Ltd", False),
        (None, "Meadow Care", False), (None, "F Meals", True), (None, None, True),
    ],
)  # fmt: skip
def test_what_came_back_from_another_company_was_not_countersigned_by_the_provider(
    sent_to: str | None, signatory: str | None, kept: bool
) -> None:
    """HCC-A9-d: by its name, or because what came back had been sent to it; and it may come back from the provider
    after that, before the service begins."""
    rule, begins = "countersignature.by-the-provider", "commencement.contract-countersigned"
    sent = entry(the("contract-issued-for-countersignature"), sent_to=sent_to)
    back = entry(the("contract-countersigned"), signatory=signatory)
    story = on_file(*before("contract-issued-for-countersignature")).when(sent).when(back)
    begun = entry({"kind": "contract-commenced", "happened_on": "2025-06-02"})

    (story.keeps if kept else story.departs_from)(rule)
    registered = story.when(entry(bought.REGISTERED))
    (registered.when(begun).keeps if kept else registered.when(begun).departs_from)(begins)
    if not kept:
        rightly = entry(the("contract-countersigned"), signatory="Larkfield Home Care Ltd", sent_out=None)
        registered.when(rightly).keeps(rule).when(begun).keeps(begins)


def test_a_service_begins_once_its_contract_came_back_countersigned() -> None:
    """HCC-A9-e."""
    begun = {"kind": "contract-commenced", "happened_on": "2025-06-02"}
    rule = "commencement.contract-countersigned"

    on_file(*SIGNED, bought.REGISTERED).when(entry(begun)).keeps(rule)
    on_file(*SIGNED[:-1], bought.REGISTERED).when(entry(begun)).departs_from(rule)
    on_file(bought.REGISTERED).when(entry(begun)).keeps(rule)


def test_the_specification_of_what_is_bought_is_prepared_together() -> None:
    """HCC-A6-a, HCC-A6-b."""
    issued = bought.PREPARED[0]
    rule = "specification.prepared-together"

    story = on_file(bought.NEED, *bought.ROUTE).when(entry(issued, prepared_by=[bought.SERVICE])).departs_from(rule)
    assert story.last is not None
    assert "the Contract Support Officer prepared it" in next(d.found for d in story.last.departures if d.rule == rule)
    on_file(bought.NEED, *bought.ROUTE).when(entry(issued)).keeps(rule)
    on_file(bought.REGISTERED).when(entry(issued, prepared_by=None)).keeps(rule)  # it was there before the file
    since = issued | {"happened_on": "2025-05-12"}
    for alone in ([], [bought.SERVICE], [bought.SUPPORT]):
        on_file(bought.REGISTERED).when(entry(since, prepared_by=alone)).departs_from(rule)
    on_file(bought.REGISTERED).when(entry(since)).keeps(rule)


def test_who_is_said_to_have_prepared_it_in_the_office_of_another_is_remarked_on() -> None:
    """HCC-A6-a: one person in both offices has prepared it together with nobody."""
    rule = "specification.prepared-together"
    assigned = {"kind": "contract-support-officer-assigned", "happened_on": "2025-01-02", "person": "Colin Marsh"}
    alone = {"person": "Sam Sorrel", "office": "contract-support-officer"}

    story = on_file(bought.NEED, *bought.ROUTE, assigned)
    both = story.when(entry(bought.PREPARED[0], prepared_by=[bought.SERVICE, alone])).departs_from(rule)

    assert both.last is not None
    assert "held by Colin Marsh" in next(d.found for d in both.last.departures if d.rule == rule)
    story.when(entry(bought.PREPARED[0])).keeps(rule)


def test_who_took_part_is_known_by_the_office_the_file_has_them_in() -> None:
    """HCC-A3-a, HCC-A6-b, HCC-A8-a: also where only the name is typed; of somebody on no file it is not known."""
    assigned = {
        "kind": "contract-support-officer-assigned", "happened_on": "2025-01-02", "person": bought.SUPPORT["person"],
    }  # fmt: skip
    by_name = {"person": bought.SUPPORT["person"].lower()}
    evaluated = the("tenders-evaluated", bought.AWARDED + list(SIGNED))
    consulted = bought.ROUTE[0] | {"consulted": by_name}
    for kind, others, rule in (
        (bought.PREPARED[0], {"prepared_by": [bought.SERVICE, by_name]}, "specification.prepared-together"),
        (evaluated, {"evaluators": [bought.SERVICE, bought.FSU, by_name]}, "evaluation.with-those-concerned"),
        (bought.ROUTE[2], {}, "route.with-those-concerned"),
    ):  # fmt: skip
        so_far = [fields for fields in before(kind["kind"]) if fields != bought.ROUTE[0]]
        story = on_file(*so_far, consulted, assigned)
        story.when(entry(kind, **others)).keeps(rule)
        on_file(*so_far, consulted).when(entry(kind, **others)).departs_from(rule)


# --- what contradicts the file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("so_far", "kind", "otherwise", "rule", "words"),
    [
        (SIGNED, "tender-received", {"happened_on": "2025-04-10"}, "tender.received-before-the-award", "2 April 2025"),
        (SIGNED, "tender-received", {"happened_on": "2025-01-20"}, "tender.received-once-called", "3 February 2025"),
        (SIGNED[:6], "tender-advertised", {"closes_on": "2025-02-01"}, "tender.closes-after-it-is-called",
         "before 3 February 2025"),
        (SIGNED[:8], "tenders-invited", {"happened_on": "2025-03-20", "closes_on": "2025-03-03"},
         "tender.closes-after-it-is-called", "it closes on 3 March 2025, before 20 March 2025"),
        (SIGNED, "tenders-evaluated", {"scores": [{"bid": "BID-001", "score": "1"}, {"bid": "BID-001", "score": "2"}]},
         "evaluation.of-its-own-tenders", "scored twice"),
        (SIGNED, "tenders-evaluated", {"scores": [{"bid": "BID-001", "criterion": "Colour", "score": "1"}]},
         "evaluation.of-its-own-tenders", "judges by Price, Quality"),
        (SIGNED, "tenders-evaluated", {"recommended": "BID-009"}, "entry.names-what-is-on-file", "BID-001"),
        (SIGNED, "award-recommended", {"provider": bought.MEADOW}, "award.to-whose-tender-it-accepts",
         "Larkfield Home Care Ltd, not of Meadow"),
        (SIGNED, "award-authorised", {}, "award.authorised-on-a-recommendation", "already"),
        (SIGNED[:12], "award-authorised", {"happened_on": "2025-03-20"}, "award.authorised-on-a-recommendation",
         "after 20 March 2025"),
        (SIGNED[:11], "award-authorised", {}, "entry.names-what-is-on-file", "no recommended award"),
        (SIGNED, "unsuccessful-tenderers-notified", {"told": ["BID-001"]}, "unsuccessful.of-this-tender", "AWR-001"),
        (SIGNED[:17], "contract-countersigned", {"happened_on": "2025-05-01"}, "countersignature.of-what-was-sent",
         "after it came back"),
        (SIGNED[:17], "contract-countersigned", {"signed_on": "2025-04-14"}, "countersignature.of-what-was-sent",
         "sent out on 15 April 2025"),
        (SIGNED[:16], "contract-countersigned", {}, "countersignature.of-what-was-sent", "had not been sent out"),
        (SIGNED, "contract-countersigned", {}, "countersignature.of-what-was-sent", "already"),
        (SIGNED[:16], "contract-issued-for-countersignature", {"wanted_back_by": "2025-04-01"},
         "countersignature.wanted-after-sending", "before it was sent"),
        (ALONE[:5], "single-tender-authorisation-decided", {"happened_on": "2025-01-15"},
         "single-tender.decided-once-asked", "after 15 January 2025"),
    ],
)  # fmt: skip
def test_what_contradicts_the_file_is_refused_saying_why(
    so_far: tuple[Fields, ...], kind: str, otherwise: Fields, rule: str, words: str
) -> None:
    on_file(*so_far).when(entry(the(kind), **otherwise)).refused(rule, words)


def test_the_tenders_of_one_competition_are_not_those_of_another() -> None:
    """HCC-A8-a, HCC-A9-c."""
    second = the("tender-advertised") | {"happened_on": "2025-02-04"}
    story = on_file(*SIGNED[:10], second)

    evaluated = entry(the("tenders-evaluated"), tender="TND-002")
    story.when(evaluated).refused("evaluation.of-its-own-tenders", "BID-001, BID-002 came in for another tender")
    told = entry(the("unsuccessful-tenderers-notified"), tender="TND-002")
    story.when(told).refused("unsuccessful.of-this-tender", "another tender than TND-002")
    both = entry(the("award-recommended"), bid="BID-001", request="STR-001")
    on_file(*ALONE[:6], *bought.TENDERED).when(both).refused("award.to-whose-tender-it-accepts", "or a single tender")


def test_an_award_that_was_given_up_is_not_authorised_and_another_may_be() -> None:
    """HCC-A9-a."""
    up_to = before("award-authorised")
    dropped = {
        "kind": "procurement-abandoned", "happened_on": "2025-03-28", "recommendation": "AWR-001", "reasons": "Too dear"
    }  # fmt: skip
    story = on_file(*up_to, dropped)

    story.when(entry(the("award-authorised"))).refused("award.authorised-on-a-recommendation", "given up on 28 March")
    meadow = entry(the("award-recommended"), bid="BID-002", provider=bought.MEADOW, happened_on="2025-03-29")
    again = story.when(meadow).recorded().when(entry(the("award-authorised"), recommendation="AWR-002")).recorded()
    assert [bid.id for bid in unsuccessful(again.file, "TND-001", HAMPSHIRE)] == ["BID-001"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Organisation(name="Larkfield Ltd"), Organisation(name=" larkfield  LTD"), True),
        (Organisation(name="Larkfield Ltd"), Organisation(name="Larkfield CIC"), False),
        (Organisation(name="Larkfield", identifiers=(Identifier(scheme="GB-COH", id="1"),)),
         Organisation(name="Larkfield Care", identifiers=(Identifier(scheme="GB-COH", id="1"),)), True),
        (Organisation(name="Larkfield", identifiers=(Identifier(scheme="GB-COH", id="1"),)),
         Organisation(name="Larkfield", identifiers=(Identifier(scheme="GB-COH", id="2"),)), False),
    ],
)  # fmt: skip
def test_an_organisation_is_known_by_its_number_else_by_its_name(
    one: Organisation, other: Organisation, same: bool
) -> None:
    assert same_organisation(one, other) is same
    assert same_organisation(other, one) is same


# --- the division of work ---------------------------------------------------------------------------------------------


def test_the_appendix_has_its_fourteen_rows_in_two_columns_and_names_kinds_there_are() -> None:
    """HCC-11.1, HCC-S-d, HCC-POL-d."""
    rows = {row: {part.column for part in HAMPSHIRE.work if part.row == row} for row in range(1, 15)}

    assert all("managers" in columns for columns in rows.values())
    assert [row for row, columns in rows.items() if "contracts-support" not in columns] == [1, 14]
    assert {kind for part in HAMPSHIRE.work for kind in part.recorded_as} <= set(BY_NAME)
    assert read("thames-valley").work == ()


def test_the_procedure_names_the_documents_it_rests_on() -> None:
    """HCC-POL-b, HCC-POL-c, HCC-A7-b: that of tenders besides, as its task and its checks do."""
    [received] = (part for part in HAMPSHIRE.work if part.id == "tenders-received")

    assert "Standing Orders and the Departmental Procedure on Contracts" in received.task
    assert all("Departmental Procedure on Contracts" in check.note for check in HAMPSHIRE.tender_checks)
    assert [document.title for document in HAMPSHIRE.documents] == [
        "Contract Practice Notes, which supplement Standing Orders",
        "Hampshire County Council Financial Regulations", "Standing Orders on Contracts",
        "Departmental Procedure on Contracts",
    ]  # fmt: skip


def test_the_support_officer_advises_before_a_contract_is_ended() -> None:
    """HCC-A11-b, HCC-A11-a: whoever manages the contract proposes it, the support officer advises."""
    proposed = {
        "kind": "early-termination-proposed", "happened_on": "2025-10-01", "grounds": ["default"], "by": bought.SERVICE,
    }  # fmt: skip
    advised = {
        "kind": "consultation-recorded", "happened_on": "2025-10-02", "subject": "termination",
        "by": {"person": "Sam Sorrel", "office": "lead-officer"}, "consulted": bought.SUPPORT,
        "advice": "Two notices are too few", "proposal": "TRM-001",
    }  # fmt: skip
    ends = [(part.column, part.offices[0]) for part in HAMPSHIRE.work if part.row == 11]

    assert ends == [("managers", "service-manager"), ("contracts-support", "contract-support-officer")]
    story = on_file(bought.REGISTERED, proposed)
    assert "TC-15" in story.file.unmet_before_ending(entry(advised).happened_on)
    for consulted in (bought.SUPPORT, {"person": "the local Contracts Support Officer"}, {"person": "CSO"}):
        told = story.when(entry(advised, consulted=consulted)).recorded()
        assert "TC-15" not in told.file.unmet_before_ending(entry(advised).happened_on)


@pytest.mark.parametrize(
    "by", ["Executive Member \u2013 Social Care", "Executive Member", "Jo Bloggs, Chief Executive"]
)
def test_a_single_tender_is_decided_by_those_entitled_under_the_titles_the_appendix_gives_them(by: str) -> None:
    """HCC-A4-b: Executive Member – Social Care, Chief Executive or County Manager."""
    asked = on_file(bought.NEED, *bought.ROUTE[:2], *bought.ALONE[:2])
    asked.when(entry(bought.ALONE[2], by={"person": by})).keeps("single-tender.decided-by-those-entitled")


def struck(position: int) -> EntryStruckOut:
    return EntryStruckOut(happened_on=date(2026, 1, 5), position=position, reason=Said("Recorded twice"))


def test_what_others_rest_on_is_not_taken_back_from_under_them() -> None:
    """HCC-A9-a, HCC-A9-e: a correction leaves every other entry standing, or is refused naming those that would not."""
    story = on_file(*SIGNED)
    numbers = {fields["kind"]: number for number, fields in enumerate(SIGNED, 1)}

    for kind in ("award-recommended", "contract-issued-for-countersignature", "tender-advertised"):
        story.when(struck(numbers[kind])).refused("correction.leaves-nothing-hanging")
    renamed = EntryCorrected(
        happened_on=date(2026, 1, 5), position=1, reason=Said("A slip"),
        replacement=entry(bought.NEED, title="Home care, north"),
    )  # fmt: skip
    assert story.when(renamed).recorded().file.title == "Home care, north"
    last = story.when(struck(numbers["contract-countersigned"])).recorded()
    last.when(entry(bought.SIGNED[2])).recorded()


@pytest.mark.parametrize("other", ["thames-valley/1", "tiered/1"])
def test_a_contract_stays_under_what_it_was_bought_under_unless_its_registration_says_otherwise(other: str) -> None:
    """HCC-POL-f, IMP-30-b: what the need was put under binds the contract, before, at and after its registration."""
    need = entry(bought.NEED, procedure=other, service_category="other-services")
    plainly = entry(bought.REGISTERED, service_category=None, locality=None)
    registered, day = plainly.happened_on, date(2026, 3, 2)

    kept = given(need).when(plainly).recorded()
    moved = given(need).when(entry(bought.REGISTERED, procedure="hampshire/1")).recorded()
    bound = given(entry(bought.NEED)).when(entry(bought.REGISTERED, procedure=other)).recorded()

    assert [kept.file.procedure_on(on) for on in (date(2024, 1, 1), registered, day)] == [other] * 3
    assert [moved.file.procedure_on(on) for on in (date(2025, 2, 1), registered)] == [other, "hampshire/1"]
    assert [bound.file.procedure_on(on) for on in (date(2025, 2, 1), registered)] == [None, other]
    assert bound.last is not None
    assert "contract.social-care-only" not in bound.objections  # the registration is judged by what it is put under


def test_what_the_need_said_is_bought_stays_said_when_the_contract_is_registered() -> None:
    """HCC-S-a, HCC-A2-b: sort of service, care group, locality and unit, unless the registration says otherwise."""
    need = entry(bought.NEED, service_category="goods", business_unit="Adults")
    unsaid = given(need).when(entry(bought.REGISTERED, service_category=None, locality=None))
    said = given(need).when(entry(bought.REGISTERED, locality="East"))

    unsaid.departs_from("contract.social-care-only").keeps("contract.says-what-it-buys")
    said.keeps("contract.social-care-only", "contract.says-what-it-buys")
    asked: tuple[AtFirst, ...] = ("service_category", "care_group", "locality", "business_unit")
    assert [unsaid.file.said_at_first(what) for what in asked] == ["goods", "Older people", "North", "Adults"]
    assert [said.file.said_at_first(what) for what in asked] == ["social-care", "Older people", "East", "Adults"]


def test_authority_for_a_single_tender_is_asked_of_those_who_decide_it_and_is_not_turned_round_without_a_word() -> None:
    """HCC-A4-b."""
    rule, turned = "single-tender.asked-of-those-entitled", "single-tender.decided-otherwise-with-a-reason"
    begun = on_file(bought.NEED, *bought.ROUTE[:2], bought.ALONE[0])
    lawyers = {"person": "Lena Lawson", "office": "legal-services"}
    begun.when(entry(bought.ALONE[1], addressed_to=lawyers)).departs_from(rule)
    asked = begun.when(entry(bought.ALONE[1], addressed_to={"person": "Executive Member (Social Care)"})).keeps(rule)

    granted = asked.when(entry(bought.ALONE[2], conditions=None)).keeps(turned)
    refused = {"decision": "refused", "happened_on": "2025-02-01"}
    granted.when(entry(bought.ALONE[2], conditions=None, **refused)).departs_from(turned)
    granted.when(entry(bought.ALONE[2], conditions="Two others came forward", **refused)).keeps(turned)
    granted.when(entry(bought.ALONE[2], conditions=None, happened_on="2025-02-01")).keeps(turned)


def test_a_decision_on_a_single_tender_rests_on_the_report_that_asks_for_it() -> None:
    """HCC-A4-b: with the request, or on file since; of a request that is not on file nothing is asked."""
    rule, begun = "single-tender.decided-on-its-report", on_file(bought.NEED, *bought.ROUTE[:2], bought.ALONE[0])
    granted = entry(bought.ALONE[2])
    bare = begun.when(entry(bought.ALONE[1], report=None, exhibits=None)).recorded()
    filed = {"kind": "document-filed", "happened_on": "2025-01-22", "title": "Report", "belongs_to": [5],
             "electronic_location": "S:/HC-2025-014"}  # fmt: skip

    told = bare.when(granted).departs_from(rule)
    assert told.last is not None
    assert [one.found for one in told.last.departures if one.rule == rule] == [
        "STR-001 came without a report, and none is on file since"
    ]
    bare.when(entry(filed)).recorded().when(granted).keeps(rule)
    begun.when(entry(bought.ALONE[1], report=REPORT)).recorded().when(granted).keeps(rule)


def test_a_contract_sent_before_its_award_goes_to_whom_it_is_recommended_to_award_it_to() -> None:
    """HCC-A9-d: where that is on file; nothing is said of a person, who may be anybody's."""
    rule, early = "countersignature.sent-to-the-awarded", on_file(*before("award-authorised"))

    def sent_to(name: str) -> Entry:
        return entry(the("contract-issued-for-countersignature"), sent_to=name, happened_on="2025-04-01")

    told = early.when(sent_to("Meadow Care CIC")).departs_from(rule)
    assert told.last is not None
    [found] = [departure.found for departure in told.last.departures if departure.rule == rule]
    assert found == "it was sent to Meadow Care CIC, and Larkfield Home Care Ltd is recommended"
    early.when(sent_to("Larkfield Home Care Ltd")).keeps(rule)
    early.when(sent_to("Priya Shah")).keeps(rule)
    on_file(*before("award-recommended")).when(sent_to("Meadow Care CIC")).keeps(rule)
