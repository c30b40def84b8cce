"""What is recorded stands on the page, and in the answer, where its reader looks for it, not on the timeline alone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from api import pages
from api.people import EXAMPLE_PROVIDER
from ledger.subjects.termination import TerminationCaseRecorded
from projections.procedure.marks import DEPARTURES
from tests.pages.conftest import Site
from tests.pages.test_every_page import check
from tests.pages.test_planned import told

APPOINTED = {"kind": "lead-officer-appointed", "happened_on": "2025-01-06", "person": "Ann Ashe", "file": "C-1"}
LEFT = {"kind": "role-appointment-ended", "happened_on": "2025-04-30", "office": "lead-officer", "file": "C-1"}


def record(site: Site, *entries: dict[str, Any]) -> None:
    body = {"entries": [{"file": "C-1"} | entry for entry in entries], "recorded_at": "2025-06-03T18:00:00Z"}
    token = {"Authorization": "Bearer demo-lead-officer"}
    answer = site.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert answer.status_code == 201, answer.text


def answer(site: Site, part: str, **asked: str) -> Any:
    where = f"/api/v1/contracts/{part}"
    return site.client.get(where, params=asked, headers={"Authorization": "Bearer demo-lead-officer"}).json()


@pytest.mark.parametrize(
    ("authority", "said", "individual"),
    [
        ({"name": "P-0147", "individual": True}, "P-0147, one person who buys for themselves, named by a ps", True),
        ({"name": "Wessex Care Trust", "voluntary": True}, "Wessex Care Trust, a voluntary body", False),
        (None, "", False),
    ],
)
def test_the_status_says_who_buys_whatever_sort_of_buyer_it_is(
    site: Site, authority: dict[str, Any] | None, said: str, individual: bool
) -> None:
    """CPC307-D4, CPC308-D5."""
    bought = {
        "kind": "contract-registered", "file": "C-2", "reference": "C-2", "title": "Care at home",
        "happened_on": "2025-01-01", "start_date": "2025-01-01", "end_date": "2027-12-31",
    }  # fmt: skip
    record(site, bought | ({"authority": authority} if authority else {}))

    buyer = answer(site, "C-2")["buyer"]

    assert buyer["name"] == (authority["name"] if authority else site.book.genesis.authority)
    assert buyer["individual"] is individual
    assert f"Bought by {said or site.book.genesis.authority}" in told(site.as_("lead-officer").get("/contracts/C-2"))


def test_a_locality_has_its_register_of_contracts_in_the_list_and_the_answer(site: Site) -> None:
    """HCC-A2-b."""
    opened = {"happened_on": "2025-01-01", "start_date": "2025-01-01", "end_date": "2027-12-31"}
    record(
        site,
        opened | {"kind": "contract-registered", "file": "L-1", "reference": "L-1", "title": "One",
                  "locality": "Andover"},
        opened | {"kind": "contract-registered", "file": "L-2", "reference": "L-2", "title": "Two",
                  "locality": "Romsey"},
        {"kind": "service-need-established", "happened_on": "2025-01-01", "file": "L-3", "reference": "L-3",
         "title": "Three", "locality": "Andover"},
        opened | {"kind": "contract-registered", "file": "L-3", "reference": "L-3", "title": "Three"},
    )  # fmt: skip
    officer = site.as_("lead-officer")

    def listed(**asked: str) -> list[tuple[str, str]]:
        return [(row["reference"], row["locality"]) for row in answer(site, "", **asked)["contracts"]]

    # What the need said stays where the contract does not say otherwise.
    assert listed(locality="andover") == listed(words="ANDOVER") == [("L-1", "Andover"), ("L-3", "Andover")]
    assert listed(locality="Ando") == []
    assert answer(site, "L-1")["facts"]["locality"] == "Andover"
    assert "Locality Andover" in told(officer.get("/contracts/L-1"))
    page = told(officer.get("/", locality="Andover"))
    assert "L-1 · Andover" in page
    assert "Romsey" not in page


def test_a_contract_of_no_locality_is_found_as_such_and_its_status_says_so(site: Site) -> None:
    """HCC-A2-b: it is in no locality's list; a procedure without localities asks for none."""
    opened = {"kind": "contract-registered", "happened_on": "2025-01-01", "start_date": "2025-01-01"}
    record(
        site,
        opened | {"file": "L-1", "reference": "L-1", "title": "One", "locality": "Andover"},
        opened | {"file": "L-2", "reference": "L-2", "title": "Two"},
        opened | {"file": "L-3", "reference": "L-3", "title": "Three", "procedure": "thames-valley/1"},
    )  # fmt: skip
    officer = site.as_("lead-officer")

    found = [row["reference"] for row in answer(site, "", without_locality="true")["contracts"]]
    assert found == ["C-1", "L-2", "L-3"]
    page = told(officer.get("/", without_locality="true"))
    assert "L-2" in page
    assert "Andover" not in page
    assert "Locality not on file" in told(officer.get("/contracts/L-2"))
    assert "Locality" not in told(officer.get("/contracts/L-3"))


def test_the_type_of_a_contract_stands_on_its_status_and_in_the_answer(site: Site) -> None:
    """CPC307-S10."""
    record(
        site,
        {"kind": "contract-registered", "file": "C-2", "reference": "C-2", "title": "Care at home",
         "happened_on": "2025-01-01", "start_date": "2025-01-01", "end_date": "2027-12-31",
         "contract_type": "multiple"},
    )  # fmt: skip

    assert answer(site, "C-2")["facts"]["contract_type"] == "multiple"
    assert "Type of contract Multiple" in told(site.as_("lead-officer").get("/contracts/C-2"))
    assert "Type of contract" not in told(site.as_("lead-officer").get("/contracts/C-1"))


def test_an_action_of_a_disputes_plan_that_names_nobody_stands_apart_among_the_obligations(site: Site) -> None:
    """TVP-5.2-4a: neither the provider's nor the authority's, and with no day that was not agreed for it."""
    record(
        site,
        {"kind": "contract-registered", "file": "C-2", "reference": "C-2", "title": "Victim support",
         "happened_on": "2025-01-01", "start_date": "2025-01-01", "end_date": "2027-12-31",
         "procedure": "thames-valley/1"},
        {"file": "C-2", "kind": "formal-escalation-authorised", "happened_on": "2025-03-03"},
        {"file": "C-2", "kind": "dispute-action-plan-agreed", "happened_on": "2025-04-15", "dispute": "DSP-001",
         "actions": [{"what": "Send Q2 report"}], "complete_by": "2025-05-30"},
    )  # fmt: skip

    page = told(site.as_("lead-officer").get("/contracts/C-2/obligations"))
    apart = page.partition("Agreed, and nobody's yet")[2]
    assert "Send Q2 report PLN-001" in apart
    assert "PLN-001 names nobody for it, and no day" in apart
    assert "Send Q2 report" not in page.partition("Agreed, and nobody's yet")[0]
    due = told(site.as_("lead-officer").get("/contracts/C-2/due"))
    assert "or agree another plan: action 1 has no owner and no day and no outcome" in due
    assert "PLN-001: Send Q2 report" not in due


def test_a_completed_plan_of_a_dispute_is_laid_out_on_its_page(site: Site) -> None:
    """TVP-5.2-4c."""
    record(
        site,
        {"kind": "contract-registered", "file": "C-2", "reference": "C-2", "title": "Victim support",
         "happened_on": "2025-01-01", "start_date": "2025-01-01", "end_date": "2027-12-31",
         "procedure": "thames-valley/1"},
        {"file": "C-2", "kind": "formal-escalation-authorised", "happened_on": "2025-03-03"},
        {"file": "C-2", "kind": "dispute-action-plan-agreed", "happened_on": "2025-04-15", "dispute": "DSP-001",
         "actions": [{"what": "Send Q2 report", "owner": "Pia", "due_on": "2025-05-30", "outcome": "Figures in time"}]},
        {"file": "C-2", "kind": "dispute-action-plan-concluded", "happened_on": "2025-05-30", "dispute": "DSP-001",
         "plan": "PLN-001", "result": "resolved", "findings": "Sent"},
    )  # fmt: skip

    page = told(site.as_("lead-officer").get("/contracts/C-2/disputes")).partition("PLN-001, concluded: resolved")[2]
    assert "Concluded on 30 May 2025 (entry 4): Sent. (TVP-5.2-4c)" in page
    assert "Send Q2 report Pia 30 May 2025 Figures in time Not on file as done not reported" in page


def test_people_in_post_stand_with_the_unit_they_belong_to_and_whom_they_report_to(site: Site) -> None:
    """IMP-29."""
    record(site, APPOINTED | {"unit": "Pooled Team", "reports_to": "Rae Resource"})

    [term] = [one for one in answer(site, "C-1")["standing"]["in_post"] if one["person"] == "Ann Ashe"]
    assert (term["unit"], term["reports_to"]) == ("Pooled Team", "Rae Resource")
    page = told(site.as_("lead-officer").get("/contracts/C-1"))
    assert "Ann Ashe, of Pooled Team, who reports to Rae Resource, since" in page


def test_a_deputy_who_is_the_lead_officer_as_well_stands_as_a_vacancy(site: Site) -> None:
    """TVP-4.0-8: on Status, and in the portfolio."""
    record(
        site,
        {"kind": "contract-registered", "file": "C-2", "reference": "C-2", "title": "Victim support",
         "happened_on": "2025-01-01", "start_date": "2025-01-01", "end_date": "2027-12-31",
         "procedure": "thames-valley/1"},
        APPOINTED | {"file": "C-2"},
        APPOINTED | {"file": "C-2", "kind": "deputy-officer-appointed", "happened_on": "2025-02-03"},
    )  # fmt: skip
    officer = site.as_("lead-officer")

    assert "Vacant Ann Ashe is the lead officer as well, since 3 February 2025" in told(officer.get("/contracts/C-2"))
    assert "3 February 2025: Ann Ashe is the lead officer as well" in told(officer.get("/"))
    assert "deputy Ann Ashe" not in told(officer.get("/portfolio"))
    assert [row["deputy_officer"] for row in answer(site, "")["contracts"] if row["reference"] == "C-2"] == [None]


def test_a_lead_officer_who_takes_office_later_is_named_with_the_day_and_the_entry(site: Site) -> None:
    """HCC-12.1: and nobody is missed who is in office by the day the contract starts."""
    for reference, start in (("C-2", "2027-02-01"), ("C-3", "2025-01-01")):
        record(
            site,
            {"kind": "contract-registered", "file": reference, "reference": reference, "title": "Victim support",
             "happened_on": "2025-01-01", "start_date": start, "end_date": "2028-12-31", "procedure": "hampshire/1"},
            APPOINTED | {"file": reference, "from_date": "2027-02-01"},
        )  # fmt: skip
    officer = site.as_("lead-officer")
    named, missed = (told(officer.get(f"/contracts/{reference}")) for reference in ("C-2", "C-3"))

    assert "from 1 February 2027 (entry 2)" in named
    assert "no lead officer" not in named
    assert "no lead officer until 31 January 2027" in missed
    assert "Vacant until 31 January 2027" in missed
    assert "Lead officer Vacant nobody was ever appointed" not in named + missed


def test_what_lapsed_is_not_said_to_be_done_by_the_entry_with_which_it_did(site: Site) -> None:
    """HCC-A4-a, HCC-A7-c: buying given up asks for no case and no advertisement, and nobody supplied them."""
    record(
        site,
        {"kind": "service-need-established", "file": "N-1", "reference": "N-1", "title": "Day care",
         "happened_on": "2025-01-06", "need": "Day care for twenty", "procedure": "hampshire/1"},
        {"kind": "procurement-option-selected", "file": "N-1", "happened_on": "2025-01-10", "option": "competition",
         "reasons": "Several could"},
        {"kind": "procurement-abandoned", "file": "N-1", "happened_on": "2025-01-20", "reasons": "No money"},
    )  # fmt: skip

    page = told(site.as_("lead-officer").get("/contracts/N-1/due", settled="true")).partition("Not asked for")[2]
    assert "It lapsed on 20 January 2025 with entry 3 (procurement abandoned). (HCC-A7-c) Lapsed with entry 3" in page
    assert "Done by" not in page


def test_a_budget_position_below_the_budget_is_said_so_and_an_old_one_counts_no_more(site: Site) -> None:
    """HCC-12.6."""
    position = {
        "kind": "budget-position-recorded", "happened_on": "2025-02-03", "budget": {"pence": 100_00},
        "period": {"first": "2025-01-01", "last": "2025-12-31"}, "actual": {"pence": 96_00},
        "forecast": {"pence": 96_00},
    }  # fmt: skip
    record(site, position)
    officer = site.as_("lead-officer")

    for part in ("", "/performance"):
        page = told(officer.get(f"/contracts/C-1{part}", as_at="2025-02-28"))
        assert "4 percent below the budget, within the tolerance" in page.replace("4.0 percent", "4 percent"), part
        assert "-4" not in page
        assert "counts no more" not in page
    assert "it counts no more" in told(officer.get("/contracts/C-1/performance", as_at="2027-02-28"))


def test_the_status_says_by_which_variation_the_yearly_value_is_what_it_is(site: Site) -> None:
    """TVP-3.0-3: as it does of the end date and of the value in all."""
    record(
        site,
        {"kind": "contract-registered", "file": "V-1", "reference": "V-1", "title": "Day care",
         "happened_on": "2025-01-06", "start_date": "2025-01-06", "annual_value": {"pence": 240_000_00}},
        {"kind": "variation-agreed", "file": "V-1", "happened_on": "2025-03-03", "effective_from": "2025-04-01",
         "changes": [{"term": "annual-value", "becomes": {"pence": 260_000_00}}]},
    )  # fmt: skip

    page = told(site.as_("lead-officer").get("/contracts/V-1"))

    assert "£260,000 £240,000, since 6 January 2025 (entry 1) £260,000, since 1 April 2025 by VAR-001" in page


def test_what_is_promised_of_a_budget_is_shown_with_what_is_spent_and_stands_beside_what_the_payments_say(
    site: Site,
) -> None:
    """HCC-3.1-g."""
    position = {
        "kind": "budget-position-recorded", "happened_on": "2025-02-03", "budget": {"pence": 100_00},
        "period": {"first": "2025-01-01", "last": "2025-12-31"}, "actual": {"pence": 80_00},
        "commitment": {"pence": 40_00},
    }  # fmt: skip
    record(site, position)
    officer = site.as_("lead-officer")

    for part in ("", "/performance", "/resources"):
        page = told(officer.get(f"/contracts/C-1{part}"))
        assert "£80 spent and £40 owed or promised of £100 on 3 February 2025" in page, part
        assert "20.0 percent beyond the budget, beyond the tolerance" in page, part


def test_readiness_begins_with_what_its_conditions_want(site: Site) -> None:
    """What is due besides, such as a meeting, stands among what is due."""
    officer = site.as_("lead-officer")
    page = told(officer.get("/contracts/C-1/readiness"))
    begins = page[page.index("The next acts") : page.index("All that is due")]

    assert "TC-" in begins
    found = answer(site, "C-1/readiness")["readiness"]
    wanted = [c["next_step"] for j in found["judgements"] for c in j["conditions"] if c["next_step"]]
    assert wanted[0] in begins
    assert "Name a" not in begins


def test_what_was_done_since_an_act_without_effect_is_none_of_the_next_acts(site: Site) -> None:
    """TC-15, HCC-9.2-a: a decision taken too early is purported; the discussion held since is not asked for again."""
    by = {"by": {"person": "Ann Ashe", "office": "lead-officer"}}
    record(
        site, by | {"kind": "early-termination-proposed", "happened_on": "2025-05-20", "grounds": ["convenience"]},
        by | {"kind": "termination-authorised", "happened_on": "2025-05-21", "proposal": "TRM-001"},
        by | {"kind": "consultation-recorded", "happened_on": "2025-05-27", "subject": "termination",
              "proposal": "TRM-001", "consulted": {"person": "Colin Marsh", "office": "contract-support-officer"}},
    )  # fmt: skip
    page = told(site.as_("lead-officer").get("/contracts/C-1/readiness"))
    begins = page[page.index("The next acts") : page.index("All that is due")]

    assert "Discuss early termination with the Contract Support Officer" not in page
    assert "Weigh what it means for the people served" in begins


def test_readiness_leads_to_the_form_of_a_case_that_admits_what_the_trails_lack(site: Site) -> None:
    """HCC-9.4-b: what is put on file instead is taken out of the form; nobody can record it in the past."""
    record(
        site, {"kind": "issue-raised", "happened_on": "2025-03-03", "nature": "Visits missed"},
        {"kind": "early-termination-proposed", "happened_on": "2025-05-20", "grounds": ["default"],
         "issues": ["ISS-001"]},
    )  # fmt: skip
    officer = site.as_("lead-officer")
    page = officer.get("/contracts/C-1/readiness")
    missing = ("standard", "fact", "answer", "notice", "time", "result")

    assert "Missing from the trails, and not admitted: ISS-001 : Standard that was not met ISS-001 : What" in page.text
    [link] = [link for link in page.links if "termination-case-recorded" in link]
    form = officer.get(link)
    assert form.form().offers("gaps_admitted.6.link", "result")
    assert "Standard that was not met" in form.text
    page = officer.send(form, {"_remove": "gaps_admitted.2"})
    day = {"happened_on-day": "2", "happened_on-month": "6", "happened_on-year": "2025"}
    officer.send(page, {**day, "gaps_admitted.0.words": "The specification was never issued"})

    [case] = [r.entry for r in site.book.file("C-1").known if isinstance(r.entry, TerminationCaseRecorded)]
    assert case.proposal == "TRM-001"
    assert [(gap.issue, gap.link) for gap in case.gaps_admitted] == [("ISS-001", link) for link in missing]
    past = officer.get("/contracts/C-1/readiness", known_at="2025-06-03T18:00:00Z")
    assert "Missing from the trails" in past.text
    assert not [link for link in past.links if "termination-case-recorded" in link]


@pytest.mark.parametrize("admits", [
    {"gaps_admitted": [{"issue": "ISS-001", "link": "fact", "words": "The log is lost"}]},
    {"gaps_acknowledged": ["No evidence but the note"]},
])  # fmt: skip
def test_a_case_recorded_again_as_readiness_has_it_says_what_the_one_before_says_and_admits_all_that_is_missing(
    site: Site, admits: dict[str, Any]
) -> None:
    """HCC-9.4-b: nothing has to be said again, and no admission is lost, whether it named the link or was in words."""
    record(
        site, {"kind": "issue-raised", "happened_on": "2025-03-03", "nature": "Visits missed"},
        {"kind": "early-termination-proposed", "happened_on": "2025-05-20", "grounds": ["default"],
         "issues": ["ISS-001"]},
        {"kind": "termination-clause-entered", "happened_on": "2025-01-02", "clause": "28",
         "trigger": "unremedied-default"},
    )  # fmt: skip
    [noted] = [r for r in site.book.file("C-1").known if r.entry.kind == "issue-raised/1"]
    case = {
        "kind": "termination-case-recorded", "happened_on": "2025-05-26", "proposal": "TRM-001", "clause": "28",
        "grounds": "Visits were missed again and again", "cited": [noted.position], "audience": "shared",
    }  # fmt: skip
    record(site, case | admits)
    officer = site.as_("lead-officer")
    assert _case_asked_for(site) == ("not-met", ["standard", "told", "answer", "notice", "time", "result"])

    [link] = [x for x in officer.get("/contracts/C-1/readiness").links if "termination-case-recorded" in x]
    day = {"happened_on-day": "2", "happened_on-month": "6", "happened_on-year": "2025"}
    officer.send(officer.get(link), day)

    at = [r.position for r in site.book.file("C-1").known if isinstance(r.entry, TerminationCaseRecorded)]
    first, then = (answer(site, f"C-1/entries/{position}")["entry"]["entry"] for position in at)
    gaps, before = then.pop("gaps_admitted"), first.pop("gaps_admitted", [])
    new = ("happened_on", "by")
    assert {k: v for k, v in then.items() if k not in new} == {k: v for k, v in first.items() if k not in new}
    assert gaps[: len(before)] == before
    assert _case_asked_for(site) == ("met", [])


def _case_asked_for(site: Site) -> tuple[str, list[str]]:
    """How TC-18 stands, and which links are missing and not admitted."""
    judged = answer(site, "C-1/readiness")["readiness"]["judgements"]
    [case] = [one for one in judged[0]["conditions"] if one["id"] == "TC-18"]
    return case["state"], [gap["link"] for gap in case["not_admitted"]]


def test_every_page_and_answer_of_a_contract_names_the_officer_responsible_for_it_on_the_day(site: Site) -> None:
    """HCC-POL-a."""
    record(site, APPOINTED, LEFT)
    officer, parts = site.as_("lead-officer"), ("performance", "failings", "agenda", "due", "readiness", "timeline", "")

    for part in parts:
        assert "Lead officer: Ann Ashe" in told(officer.get(f"/contracts/C-1/{part}", as_at="2025-04-30")), part
        assert "Lead officer: Ann Ashe" not in told(officer.get(f"/contracts/C-1/{part}", as_at="2025-05-01")), part
        if part == "timeline":
            continue  # each line of the answer says itself who acted
        where = f"C-1/{part.replace('due', 'duties')}".rstrip("/")
        assert answer(site, where, as_at="2025-04-30")["responsible"] == ["Ann Ashe"], part
        assert answer(site, where, as_at="2025-05-01")["responsible"] == [], part
    assert "Lead officer: Ann Ashe" in told(site.as_("provider").get("/contracts/C-1/plan", as_at="2025-04-30"))


def test_the_stage_of_its_life_the_handover_and_the_terms_of_governance_stand_on_the_contract(site: Site) -> None:
    """IMP-24-d, IMP-18-a."""
    record(
        site, APPOINTED, {"kind": "lifecycle-stage-entered", "happened_on": "2025-02-03", "stage": "operation"},
        {"kind": "governance-terms-adopted", "happened_on": "2025-02-04", "model": "Model terms, version 2",
         "structure": "A board of three"},
        {"kind": "contract-management-handed-over", "happened_on": "2025-05-01", "from_person": "Ann Ashe",
         "to_person": "Bo Birch", "checklist": [{"item": "Open issues", "done": True}]},
    )  # fmt: skip
    officer, facts = site.as_("lead-officer"), answer(site, "C-1")["facts"]["tiers"]

    status = told(officer.get("/contracts/C-1"))
    assert "Stage of its life Operation, since 3 February 2025" in status
    assert "Handed over by Ann Ashe to Bo Birch on 1 May 2025; not accepted yet" in status
    assert "Stage of its life" not in told(officer.get("/contracts/C-1", as_at="2025-02-02"))
    assert [held["structure"] for held in facts["governance"]] == ["A board of three"]
    assert "Model terms, version 2 A board of three has none" in told(officer.get("/contracts/C-1/performance"))
    assert [held["stage"] for held in facts["stages"]] == ["operation"]
    assert [held["to_person"] for held in facts["handovers"]] == ["Bo Birch"]


def test_outcomes_not_judged_not_reached_or_not_there_at_all_stand_where_their_reader_looks(site: Site) -> None:
    """HCC-3.1-b: on Outcomes, on Status among what goes wrong, and in the portfolio."""
    officer = site.as_("lead-officer")
    bare = told(officer.get("/contracts/C-1"))
    assert "Outcomes none specified: nothing on file says what the service is to achieve" in bare
    assert "nothing on file says what the service is to achieve" not in told(site.as_("provider").get("/contracts/C-1"))

    record(
        site, {"kind": "outcome-identified", "happened_on": "2025-01-10", "wording": "People live at home"},
        {"kind": "outcome-specified", "happened_on": "2025-01-20", "outcome": "OUT-001", "wording": "Live at home"},
        {"kind": "outcome-identified", "happened_on": "2025-01-10", "wording": "Fewer falls"},
        {"kind": "outcome-specified", "happened_on": "2025-01-20", "outcome": "OUT-002", "wording": "Fewer falls",
         "reach_by": "2025-05-31"},
        {"kind": "outcome-achievement-assessed", "happened_on": "2025-06-02", "outcome": "OUT-002",
         "reached": {"achieved": "no"}},
    )  # fmt: skip

    outcomes, status = told(officer.get("/contracts/C-1/outcomes")), told(officer.get("/contracts/C-1"))
    assert "Judged Not judged yet No day is given by which it is to be reached." in outcomes
    assert "Rank none given" in outcomes
    assert "Wrong OUT-002 not reached" in status
    assert "Not reached OUT-002, judged on 2 June 2025" in status
    assert "not reached: OUT-002" in told(officer.get("/portfolio"))


def test_what_a_stage_is_about_and_who_is_responsible_for_what_at_it_stand_where_they_are_asked(site: Site) -> None:
    """IMP-24-a: on Status, on the form that records a stage, and with the procedure's division of work."""
    record(
        site, {"kind": "contract-registered", "file": "T-1", "reference": "T-1", "title": "Home care",
               "happened_on": "2025-01-06", "procedure": "tiered/1"},
        {"kind": "lead-officer-appointed", "file": "T-1", "happened_on": "2025-01-06", "person": "Ann Ashe"},
        {"kind": "lifecycle-stage-entered", "file": "T-1", "happened_on": "2025-02-03", "stage": "operation"},
        {"kind": "contract-registered", "file": "H-1", "reference": "H-1", "title": "Home care",
         "happened_on": "2025-01-06", "procedure": "hampshire/1"},
        {"kind": "lifecycle-stage-entered", "file": "H-1", "happened_on": "2025-02-03", "stage": "operation"},
    )  # fmt: skip
    officer = site.as_("lead-officer")
    scores = "scores cost, performance, risk and users, and assesses how well it is managed (IMP-23-c)"

    status, form = (
        told(officer.get("/contracts/T-1")),
        told(officer.get("/contracts/T-1/record/lifecycle-stage-entered")),
    )
    assert (
        "Performance, risk, cost and users are watched and scored. On record before it is left: a scorecard" in status
    )
    assert f"not on file: a scorecard. Contract manager (Ann Ashe): {scores}" in status
    assert f"Contract manager: {scores}" in form
    assert "Exit What is handed over, to whom. On record before it is left: that its management was handed over" in form
    assert f"Contract manager: {scores}" in told(officer.get("/procedures/tiered/work"))
    token = {"Authorization": "Bearer demo-lead-officer"}
    *_, closed = site.client.get("/api/v1/procedures/tiered/work", headers=token).json()["stages"]
    assert [row["office"] for row in closed["responsible"]] == ["Contract manager", "SRM Lead"]
    silent = told(officer.get("/contracts/H-1"))
    assert "Stage of its life Operation, since 3 February 2025" in silent
    assert "On record before it is left" not in silent


def test_notices_served_and_what_the_provider_was_told_by_e_mail_stand_on_the_contact_log(site: Site) -> None:
    """TVP-4.0-23, TVP-2.0-4."""
    record(
        site, {"kind": "issue-raised", "happened_on": "2025-03-03", "nature": "Visits missed"},
        {"kind": "contact-logged", "happened_on": "2025-03-04", "direction": "to-provider", "means": "call",
         "summary": "Asked after the rota", "issue": "ISS-001", "level": "management"},
        {"kind": "conversation-summary-sent", "happened_on": "2025-03-05", "contact": "CON-001", "words": "As agreed"},
        {"kind": "issue-notified-to-provider", "happened_on": "2025-03-06", "issue": "ISS-001", "means": "e-mail",
         "recipient": "Pia Prior", "words": "Six visits were missed"},
        {"kind": "notice-served", "happened_on": "2025-04-01", "notice_kind": "default", "clause": "23",
         "issues": ["ISS-001"], "method": "first-class-post",
         "recipients": [{"person": "Pia Prior", "office": "provider-contract-manager"}]},
        {"kind": "notice-served", "happened_on": "2025-04-08", "notice_kind": "general",
         "served_by_party": "provider",
         "by": {"person": "Bea Bow", "office": "provider-director", "party": "provider"}},
    )  # fmt: skip

    tools = answer(site, "C-1/toolkit")["toolkit"]
    said = told(site.as_("lead-officer").get("/contracts/C-1/toolkit"))

    assert [(c["sort"], c["id"], c["direction"], c["means"], c["issue"]) for c in tools["contacts"]] == [
        ("notice", "NOT-002", "from provider", "how is not said", None),
        ("notice", "NOT-001", "to provider", "first class post", "ISS-001"),
        ("issue told", "ISS-001", "to provider", "e-mail", "ISS-001"),
        ("summary sent", "CON-001", "to provider", "e-mail", None),
        ("contact", "CON-001", "to provider", "call", "ISS-001"),
    ]  # fmt: skip
    assert tools["by_level"] == [["management", 1]]
    assert tools["contacts"][0]["participants"] == ["Bea Bow (provider's director)"]
    assert "ISS-001 6 March 2025 Issue told to provider, e-mail not said Pia Prior Six visits were missed" in said
    assert "default notice, clause 23 (ISS-001)" in said


def test_the_template_of_a_service_level_agreement_is_a_document_with_the_headings_the_strategy_asks_for(
    site: Site,
) -> None:
    """TVP-4.0-18, TVP-3.0-5, TVP-3.0-6, TVP-3.0-7, TVP-3.0-8, TVP-3.0-9, TVP-4.0-4."""
    record(
        site, APPOINTED, {"kind": "procedure-bound", "happened_on": "2025-01-01", "procedure": "thames-valley/1"},
        {"kind": "service-specification-issued", "happened_on": "2025-01-02", "version": "1",
         "requirements": [{"id": "R1", "text": "Visits <b>twice</b> a day"}, {"id": "R2", "text": "A rota"}],
         "return_schedule": [{"kind": "performance report", "every_months": 3}]},
        {"kind": "performance-indicator-agreed", "happened_on": "2025-01-03",
         "indicator": {"id": "I1", "text": "Visits in time", "requirement": "R1", "target": "95", "unit": "percent"}},
    )  # fmt: skip
    officer = site.as_("lead-officer")

    found = answer(site, "C-1/sla-template")["sla"]
    given = site.client.get("/contracts/C-1/sla-template", headers={"Authorization": "Bearer demo-lead-officer"})

    assert [(s["number"], s["citation"]) for s in found["sections"]] == [
        (1, "TVP-3.0-5"), (2, "TVP-3.0-6"), (3, "TVP-3.0-7"), (4, "TVP-3.0-8"), (5, "TVP-3.0-9"),
    ]  # fmt: skip
    contacts, indicators, reporting, *_ = found["sections"]
    assert contacts["rows"][0] == ["Ann Ashe", "lead officer", "authority"]
    named = [column["name"] for column in indicators["columns"]]
    assert named[:3] == ["Id", "Text", "Requirement"]
    assert [row[:3] for row in indicators["rows"]] == [["I1", "Visits in time", "R1"], ["", "", "R2"], *[[""] * 3] * 3]
    assert reporting["rows"][0][:2] == ["performance report", "3"]
    assert given.status_code == 200, given.text
    assert given.headers["content-disposition"] == 'attachment; filename="service-level-agreement-C-1.html"'
    assert "2. Measures of performance" in given.text
    assert "Signed" in given.text
    assert "/contracts/C-1/sla-template" in officer.get("/contracts/C-1/toolkit").links
    assert officer.get("/contracts/C-1/sla-template").status == 200
    assert site.as_("provider").get("/contracts/C-1/sla-template").status == 403


def test_the_template_names_the_points_of_contact_that_the_agreement_in_force_has_and_nobody_twice(site: Site) -> None:
    """TVP-4.0-18, TVP-3.0-5: besides whoever is in office; nobody from before it is agreed."""
    priya, rob = (
        {"person": p, "office": "provider-contract-manager", "party": "provider"} for p in ("Priya Shah", "Rob Roy")
    )
    record(
        site, APPOINTED, {"kind": "procedure-bound", "happened_on": "2025-01-01", "procedure": "thames-valley/1"},
        {"kind": "provider-contact-named", "happened_on": "2025-01-02", "person": "Rob Roy",
         "role": "contract-manager"},
        {"kind": "service-level-agreement-agreed", "happened_on": "2025-02-03",
         "contacts": [{"person": "A. Ashe", "office": "lead-officer"}, priya, rob, {"person": "Wyn Watt"}]},
    )  # fmt: skip

    def contacts(on: str) -> list[list[str]]:
        rows = answer(site, "C-1/sla-template", as_at=on)["sla"]["sections"][0]["rows"]
        return [row for row in rows if any(row)]

    ours, theirs = ["Ann Ashe", "lead officer", "authority"], ["Rob Roy", "provider's contract manager", "provider"]
    assert contacts("2025-02-02") == [ours, theirs]
    assert contacts("2025-02-03") == [
        ours, theirs, ["Priya Shah", "provider's contract manager", "provider"], ["Wyn Watt", "", "authority"],
    ]  # fmt: skip


def test_a_telling_is_late_on_the_status_from_the_day_it_is_overdue_by_what_is_due(site: Site) -> None:
    record(site, {"kind": "issue-raised", "happened_on": "2025-06-02", "nature": "Visits late"})
    officer = site.as_("lead-officer")
    [tell] = [one["duty"] for one in answer(site, "C-1/duties")["duties"] if one["duty"]["id"] == "tell/ISS-001"]
    by = date.fromisoformat(tell["due_on"])

    until = told(officer.get("/contracts/C-1", as_at=f"{by}"))
    after = told(officer.get("/contracts/C-1", as_at=f"{by + timedelta(days=1)}"))

    assert f"Open ISS-001: provider to be told by {by:%-d %B %Y}" in until
    assert "provider not told" not in until
    assert "Late ISS-001: provider not told" in after


def test_a_notice_whose_time_is_over_is_to_be_assessed_by_the_same_day_wherever_that_is_said(example: Site) -> None:
    """An assessment made while the time ran is no assessment of it: it is to be made again."""
    officer = example.as_("lead-officer")

    status, list_of_all = told(officer.get("/contracts/MCC-ML-022")), told(officer.get("/"))
    readiness, due = (told(officer.get(f"/contracts/MCC-ML-022/{part}")) for part in ("readiness", "due"))

    said = "time to remedy of NOT-001 over for 3 days, to be assessed again by 10 June 2026"
    assert f"Open {said}" in status
    assert said in list_of_all
    acts = readiness[readiness.index("The next acts") : readiness.index("All that is due")]
    assert "Assess on evidence whether the failing was put right" in acts
    assert "By 10 June 2026" in acts
    assert "Let the time to remedy run out" not in readiness
    assert "Put on file why the length of the time to remedy, which is over, was reasonable" in readiness
    assert "Assess whether what NOT-001 complained of was put right" in due


def test_every_page_leads_to_what_the_marks_mean(site: Site) -> None:
    officer = site.as_("lead-officer")

    page = officer.get("/marks")
    marks = site.client.get("/api/v1/marks", headers={"Authorization": "Bearer demo-lead-officer"}).json()["marks"]

    for part in ("compliance", "readiness", "timeline", "due"):
        assert "/marks" in officer.get(f"/contracts/C-1/{part}").links, part
    for mark in ("HCC", "CPC308", "TC-10", "N-12", "D-13", "J-08"):
        assert mark in page.ids, mark
    assert len(marks["conditions"]) == 21
    assert "ten business days may limit the asking for a meeting" in told(page).lower()


def test_what_is_only_advised_is_remarked_and_nobody_is_said_to_have_acknowledged_it(site: Site) -> None:
    record(site, {"kind": "issue-raised", "happened_on": "2025-06-02", "nature": "Visits late"})
    officer = site.as_("lead-officer")

    page = told(officer.get("/contracts/C-1/timeline"))

    assert "Remarked An issue cites the standard" in page
    assert "Acknowledged" not in page
    tags = (Path(pages.__file__).parent / "templates" / "macros" / "lines.html").read_text(encoding="utf-8")
    labels = re.findall(r'": \("[a-z]+", "([^"]+)"\)', tags)
    assert set(labels) == set(DEPARTURES)
    assert f"Remarked {DEPARTURES['Remarked'][:1].upper()}{DEPARTURES['Remarked'][1:]}" in told(officer.get("/marks"))


def test_codes_of_practice_are_those_for_what_the_contract_buys(site: Site) -> None:
    """CPC307-V1, CPC308-V1."""
    bought = {
        "kind": "contract-registered", "title": "Repairs", "happened_on": "2025-01-01", "start_date": "2025-01-01",
        "end_date": "2027-12-31",
    }  # fmt: skip
    for reference, buys in (("H-1", "housing"), ("S-1", "social-care"), ("U-1", None)):
        sort = {"service_category": buys} if buys else {}
        record(site, bought | {"file": reference, "reference": reference} | sort)

    codes = {name: answer(site, f"{name}/procurement")["procurement"]["codes"] for name in ("H-1", "S-1", "U-1")}

    assert codes["H-1"] == []
    assert codes["S-1"] == codes["U-1"] != []


def test_of_a_contract_outside_its_procedure_whatever_shows_what_is_due_says_that_it_is_outside(site: Site) -> None:
    """HCC-S-b, HCC-S-c: the list, the first page and what is due, as Compliance does."""
    bought = {"kind": "contract-registered", "happened_on": "2025-01-01", "start_date": "2025-01-01",
              "end_date": "2027-12-31"}  # fmt: skip
    for reference, buys in (("W-1", "works"), ("S-2", "social-care")):
        record(site, bought | {"file": reference, "reference": reference, "title": reference, "service_category": buys})
    record(site, bought | {"file": "P-1", "reference": "P-1", "title": "P-1", "is_spot": True})
    officer, said = site.as_("lead-officer"), "The procedure does not cover this contract: it buys works"

    for path in ("/?words=W-1", "/contracts/W-1", "/contracts/W-1/due"):
        assert said in told(officer.get(path)), path
    for path in ("/?words=P-1", "/contracts/P-1", "/contracts/P-1/due"):
        assert "it is a spot purchase, reviewed under the Care Management Manual" in told(officer.get(path)), path
    for path in ("/?words=S-2", "/contracts/S-2", "/contracts/S-2/due"):
        assert "does not cover" not in told(officer.get(path)), path
    everything, token = told(officer.get("/due")), {"Authorization": "Bearer demo-lead-officer"}
    assert said in everything
    assert "it is a spot purchase, reviewed under the Care Management Manual" in everything
    of_all = site.client.get("/api/v1/duties", params={"limit": 500}, headers=token).json()["duties"]
    contracts = site.client.get("/api/v1/contracts", headers=token).json()["contracts"]
    for reference, outside in (("W-1", True), ("P-1", True), ("S-2", False)):
        [listed] = [row["outside"] for row in contracts if row["reference"] == reference]
        assert bool(listed) == outside, reference
        assert {row["outside"] for row in of_all if row["file"] == reference} == {listed}, reference
        assert answer(site, f"{reference}/duties")["outside"] == listed, reference


def test_its_provider_is_not_told_what_the_authority_makes_of_a_contract_outside_its_procedure(site: Site) -> None:
    """HCC-S-c: which contracts a procedure does not cover is the authority's own working, for programs as well."""
    bought = {"kind": "contract-registered", "happened_on": "2025-01-01", "file": "W-1", "reference": "W-1",
              "title": "W-1", "service_category": "works", "provider": {"name": EXAMPLE_PROVIDER}}  # fmt: skip
    record(site, bought)

    def asked(person: str) -> set[str | None]:
        token = {"Authorization": f"Bearer demo-{person}"}
        listed = site.client.get("/api/v1/contracts", headers=token).json()["contracts"]
        facts = site.client.get("/api/v1/contracts/W-1", headers=token).json()["facts"]
        return {*(row["outside"] for row in listed if row["reference"] == "W-1"), facts["outside"]}

    assert asked("provider") == {None}
    assert None not in asked("lead-officer")


def test_what_procurement_law_has_published_stands_on_performance(site: Site) -> None:
    """Procurement Act 2023, ss 52 and 71: its indicators beside those agreed, with each notice and rating."""
    assert "procurement law" not in told(site.as_("lead-officer").get("/contracts/C-1/performance"))
    record(
        site, {"kind": "procurement-regime-recorded", "happened_on": "2025-03-01", "procurement_began_on": "2025-03-01"}
    )
    assert "No notice published under procurement law" in told(
        site.as_("lead-officer").get("/contracts/C-1/performance")
    )
    record(
        site, {"kind": "key-indicators-set", "happened_on": "2025-03-03",
               "indicators": [{"id": "KPI1", "title": "Visits in time", "target": "95", "unit": "percent"}]},
        {"kind": "statutory-notice-published", "happened_on": "2025-05-01", "notice": "contract-performance",
         "number": "2025/S 000-017", "where": "Central digital platform",
         "period": {"first": "2025-03-01", "last": "2025-04-30"},
         "ratings": [{"indicator": "KPI1", "rating": "approaching-target", "words": "Two rounds were late."}]},
    )  # fmt: skip

    found = answer(site, "C-1/performance")["statutory"]
    said = told(site.as_("lead-officer").get("/contracts/C-1/performance"))

    assert found["binds"]
    [indicator], [notice] = found["indicators"], found["notices"]
    assert (indicator["target"], indicator["ratings"][0]["rating"]) == ("95 percent", "approaching target")
    assert (notice["id"], notice["number"], notice["ratings"]) == (
        "PUB-001", "2025/S 000-017", ["KPI1: approaching target"],
    )  # fmt: skip
    assert "KPI1 Visits in time 95 percent 3 March 2025 1 May 2025 : approaching target, Two rounds were late" in said
    assert "PUB-001 contract performance 1 May 2025 2025/S 000-017, Central digital platform" in said
    before = answer(site, "C-1/performance", as_at="2025-04-30")["statutory"]
    assert (before["notices"], before["indicators"][0]["ratings"]) == ([], [])


def test_under_failings_it_is_said_how_long_the_time_for_an_open_one_is_over(example: Site) -> None:
    """HCC-9.4-d."""
    page = example.as_("legal-services").get("/contracts/MCC-ML-022/failings")
    shown = example.client.get(
        "/api/v1/contracts/MCC-ML-022/failings", headers={"Authorization": "Bearer demo-legal-services"}
    ).json()

    assert shown["times"]
    assert {left["issue"] for left in shown["times"]} <= {one["issue"] for one in shown["failings"] if one["open"]}
    assert all(left["sentence"] in page.text for left in shown["times"])
    assert any(left["days_over"] > 0 for left in shown["times"])


def test_departures_stand_by_gravity_under_failings(example: Site) -> None:
    page = example.as_("legal-services").get("/contracts/MCC-DC-003/failings")
    shown = example.client.get(
        "/api/v1/contracts/MCC-DC-003/failings", headers={"Authorization": "Bearer demo-legal-services"}
    ).json()["background"]["departures"]

    titles = {
        "absolute": "Against what nothing lifts", "authorise": "Without the authority asked for, or with it",
        "explain": "Where a reason is asked for", "advise": "Shown, and no more asked",
    }  # fmt: skip
    levels = list(dict.fromkeys(one["level"] for one in shown))
    assert len(levels) > 1
    assert levels == [level for level in titles if level in levels]
    counts = [f"{titles[level]} {sum(one['level'] == level for one in shown)}" for level in levels]
    places = [" ".join(page.text.split()).index(one) for one in counts]
    assert places == sorted(places)


def test_the_status_says_what_was_delegated_to_whom_and_until_when(site: Site) -> None:
    """TVP-4.0-26."""
    delegated = {
        "kind": "contract-management-delegated", "happened_on": "2025-01-06", "person": "Olive Lane",
        "body": "Sussex OPCC", "cost_share": "50", "until_date": "2025-12-31", "scope": "Monitors delivery.",
    }  # fmt: skip
    record(site, delegated)

    said = told(site.as_("lead-officer").get("/contracts/C-1"))

    where = "Olive Lane, of Sussex OPCC, cost borne to 50 percent"
    assert f"{where}, since 6 January 2025, until 31 December 2025: Monitors delivery (entry 2)" in said


def test_a_dispute_stands_on_its_ladder_and_is_named_where_its_issue_is(site: Site) -> None:
    """TVP-5.2-0, TVP-5.1-4a: to the provider it is nobody's page."""
    of = {"file": "C-2"}
    bought = {"kind": "contract-registered", "happened_on": "2025-01-01", "reference": "C-2", "title": "Helpline"}
    raised = {"kind": "issue-raised", "happened_on": "2025-03-03", "nature": "Calls late"}
    formal = {
        "kind": "formal-escalation-authorised", "happened_on": "2025-03-10", "issues": ["ISS-001"], "body": "SMG",
        "form": "e-mail",
    }  # fmt: skip
    given = {"kind": "notice-served", "happened_on": "2025-03-11", "notice_kind": "dispute", "dispute": "DSP-001"}
    record(site, bought | of | {"procedure": "thames-valley/1", "start_date": "2025-01-01", "end_date": "2027-12-31"})
    record(site, raised | of, formal | of)
    letter = answer(site, "C-2/disputes")["disputes"][0]["next_steps"]
    record(site, given | of | {"concern": "Calls", "method": "e-mail"})
    officer = site.as_("lead-officer")

    page = officer.get("/contracts/C-2/disputes")
    said = told(page)
    (ladder,) = answer(site, "C-2/disputes")["disputes"]

    assert [step["citation"] for step in letter if step["title"]] == ["TVP-5.2-2a"]
    assert (ladder["id"], ladder["issues"], len(ladder["rungs"])) == ("DSP-001", ["ISS-001"], 10)
    assert "DSP-001, about ISS-001" in said
    assert "4. Meeting with the provider Late It is to be held." in said
    assert "Meet the provider on NOT-001" in said
    named = "Dispute: DSP-001: on 11 March 2025 NOT-001 gave the authority's notice"
    for part in ("", "/failings"):
        other = officer.get(f"/contracts/C-2{part}")
        assert named in told(other)
        assert "/contracts/C-2/disputes" in other.links
    assert "/contracts/C-2/disputes#DSP-001" in officer.get("/portfolio").links
    assert "No dispute is on file as at that day" in told(officer.get("/contracts/C-2/disputes", as_at="2025-03-05"))
    assert "/contracts/C-1/disputes" not in officer.get("/contracts/C-1").links


def test_what_a_meeting_showed_to_be_needed_stands_with_it_and_whether_it_was_late(site: Site) -> None:
    """HCC-7.3-a."""
    record(
        site,
        {"kind": "meeting-held", "happened_on": "2025-04-07", "meeting_kind": "regular"},
        {"kind": "action-assigned", "happened_on": "2025-04-08", "description": "Rota", "due_on": "2025-05-01",
         "meeting": "MTG-001"},
        {"kind": "action-completed", "happened_on": "2025-05-20", "action": "ACT-001"},
    )  # fmt: skip

    page = told(site.as_("lead-officer").get("/contracts/C-1/performance"))

    assert "ACT-001 done on 20 May 2025, 19 days late" in page


def test_each_indicator_stands_with_the_requirement_it_measures(site: Site) -> None:
    """TVP-3.0-6."""
    requirements = [{"id": "R1", "text": "Visits twice a day"}, {"id": "R2", "text": "A rota"}]
    record(
        site, {"kind": "service-specification-issued", "happened_on": "2025-01-02", "version": "1",
               "requirements": requirements},
        *({"kind": "performance-indicator-agreed", "happened_on": "2025-01-03",
           "indicator": {"id": named, "text": "Visits in time", "requirement": of, "target": "95"}}
          for named, of in (("I1", "r1"), ("I2", "R9"), ("I3", None))),
    )  # fmt: skip

    performance = answer(site, "C-1/performance")["performance"]
    asked = {one["id"]: one for one in answer(site, "C-1/obligations")["owed"]["obligations"]}
    said = told(site.as_("lead-officer").get("/contracts/C-1/performance"))

    assert [(i["id"], i["requirement"], i["requirement_text"]) for i in performance["indicators"]] == [
        ("I1", "r1", "Visits twice a day"), ("I2", "R9", None), ("I3", None, None),
    ]  # fmt: skip
    assert performance["unmeasured"] == ["R2"]
    assert asked["indicator/I1"]["sentence"] == "I1, for requirement r1: Visits in time"
    assert "r1: Visits twice a day" in said
    assert "R9 Not in the specification" in said
    assert "No indicator measures R2." in said
    assert "I1, for requirement r1" in told(site.as_("lead-officer").get("/contracts/C-1/obligations"))


def test_a_remedy_stands_under_the_entry_and_day_that_say_it(site: Site) -> None:
    """CPC307-K14."""
    dealt = {"kind": "priority-conflict-dealt-with", "conflict": "CFL-001", "how": "resolved"}
    record(
        site, {"kind": "outcome-identified", "happened_on": "2025-01-06", "wording": "Nobody waits"},
        {"kind": "priority-conflict-identified", "happened_on": "2025-01-07", "outcomes": ["OUT-001"]},
        dealt | {"happened_on": "2025-01-08"},
        dealt | {"happened_on": "2025-01-09", "remedy": "Two long visits", "agreed_with": [{"who": "families"}]},
    )  # fmt: skip

    [conflict] = answer(site, "C-1/outcomes")["outcomes"]["settled"]
    at, later = conflict["settled_at"], conflict["remedied_at"]
    assert later == at + 1
    assert (
        f"Settled on 8 January 2025 (entry {at}). Remedy, said on 9 January 2025 (entry {later}): Two long visits; "
        "agreed with families"
    ) in told(site.as_("lead-officer").get("/contracts/C-1/outcomes"))


def test_resources_stand_with_their_marks_shared_or_confidential(site: Site) -> None:
    """CPC308-S7: on the page and in the answer, as they are marked now."""
    plan = {"kind": "resource-plan-agreed", "happened_on": "2025-01-06", "protection": "confidential",
            "period": {"first": "2025-01-06", "last": "2025-12-31"},
            "lines": [{"id": "L1", "kind": "energy", "name": "Power", "planned": "900", "unit": "kWh"}]}  # fmt: skip
    record(
        site, plan,
        {"kind": "resource-information-given", "happened_on": "2025-01-07", "plan": "RPL-001", "audience": "shared"},
    )  # fmt: skip

    [planned, given] = answer(site, "C-1/resources")["recorded"]
    said = told(site.as_("lead-officer").get("/contracts/C-1/resources"))

    assert (planned["audience"], planned["protection"]) == ("internal", "confidential")
    assert (given["audience"], given["protection"]) == ("shared", "open")
    assert f"Agreed on 6 January 2025 (entry {planned['position']} Confidential)" in said
    assert f"7 January 2025 (entry {given['position']} Shared)" in said
    assert f"Resource plan agreed, RPL-001, 6 January 2025 (entry {planned['position']}) Confidential" in said


def test_the_page_of_an_entry_leads_to_a_supplement_that_names_what_is_missing(site: Site) -> None:
    """Design: a gap is there until it is filled (docs/adr/0383)."""
    record(site, {"kind": "issue-raised", "happened_on": "2025-06-02", "nature": "Visits late"})
    officer = site.as_("lead-officer")
    [at] = [one["position"] for one in answer(site, "C-1/timeline")["lines"] if one["kind"] == "issue-raised"]
    missing = "issue.cites-standard"

    [link] = [one for one in officer.get(f"/contracts/C-1/entries/{at}").links if "entry-supplemented" in one]
    assert f"completes.0={missing}" in link
    form = officer.get(link)
    assert f'value="{missing}" selected' in form.answer.text
    record(
        site, {"kind": "entry-supplemented", "happened_on": "2025-06-03", "position": at, "words": "S4",
               "completes": [missing]},
    )  # fmt: skip
    [link] = [one for one in officer.get(f"/contracts/C-1/entries/{at}").links if "entry-supplemented" in one]
    assert "completes" not in link


def test_in_what_form_a_record_is_kept_is_shown_where_somebody_said_it(site: Site) -> None:
    """CPC308-S7."""
    plan = {"kind": "resource-plan-agreed", "happened_on": "2025-01-06",
            "period": {"first": "2025-01-06", "last": "2025-12-31"},
            "lines": [{"id": "L1", "kind": "energy", "name": "Power", "planned": "900", "unit": "kWh"}]}  # fmt: skip
    use = {"kind": "resource-use-recorded", "happened_on": "2025-02-03", "plan": "RPL-001", "plan_line": "L1",
           "period": {"first": "2025-01-06", "last": "2025-01-31"}, "used": "70", "unit": "kWh"}  # fmt: skip
    of_february = {"first": "2025-02-01", "last": "2025-02-28"}
    record(
        site, plan, use, use | {"happened_on": "2025-03-03", "period": of_february, "record_form": "electronic"},
    )  # fmt: skip

    unsaid, said = (
        {field["name"]: field["words"] for field in one["fields"]}
        for one in answer(site, "C-1/resources")["recorded"][1:]
    )
    assert "Record form" not in unsaid
    assert said["Record form"].lower() == "electronic"


def test_what_nothing_was_recorded_of_is_not_said_to_be_unused(site: Site) -> None:
    """CPC308-B4."""
    record(
        site, {"kind": "resource-plan-agreed", "happened_on": "2025-01-06",
               "period": {"first": "2025-01-06", "last": "2025-12-31"},
               "lines": [{"id": "L1", "kind": "energy", "name": "Power", "planned": "900", "unit": "kWh"}]},
    )  # fmt: skip

    [line] = answer(site, "C-1/resources")["resources"]["plans"][0]["lines"]
    assert (line["used"], line["of_plan"]) == (None, None)
    said = told(site.as_("lead-officer").get("/contracts/C-1/resources"))
    assert "Not recorded 6 January 2025 to" in said
    assert "0 kWh" not in said.replace("900 kWh", "")


def test_an_outcome_stands_with_its_indicator_the_figures_and_what_the_judgement_rests_on(site: Site) -> None:
    """HCC-3.1-b."""
    record(
        site, {"kind": "performance-indicator-agreed", "happened_on": "2025-01-03",
               "indicator": {"id": "P1", "text": "Visits in time", "target": "90", "unit": "percent"}},
        {"kind": "outcome-identified", "happened_on": "2025-01-06", "wording": "Nobody waits"},
        {"kind": "outcome-specified", "happened_on": "2025-01-07", "outcome": "OUT-001", "wording": "Nobody waits long",
         "indicator": "P1", "measure": "The visit record"},
        {"kind": "performance-assessed", "happened_on": "2025-05-02", "indicator": "P1", "judgement": "not-met",
         "actual": "71", "period": {"first": "2025-04-01", "last": "2025-04-30"}},
        {"kind": "outcome-achievement-assessed", "happened_on": "2025-05-03", "outcome": "OUT-001",
         "reached": {"achieved": "yes"}, "evidence": [5], "words": "Nearly all"},
        {"kind": "resource-plan-agreed", "happened_on": "2025-05-06", "title": "First year",
         "period": {"first": "2025-04-01", "last": "2026-03-31"}, "lines": [
            {"id": "L1", "kind": "human", "name": "Hours", "unit": "hours", "planned": "9", "outcomes": ["OUT-001"]}]},
    )  # fmt: skip

    [outcome] = answer(site, "C-1/outcomes")["outcomes"]["outcomes"]
    said = told(site.as_("lead-officer").get("/contracts/C-1/outcomes"))

    indicator, [cited] = outcome["indicator"], outcome["evidence"]
    assert (indicator["id"], indicator["text"], indicator["target"], indicator["met"]) == (
        "P1", "Visits in time", "at least 90 percent", False,
    )  # fmt: skip
    assert [(f["actual"], f["position"]) for f in indicator["figures"]] == [("71", 5)]
    assert cited["position"] == 5
    assert cited["says"].startswith("ASM-001")
    assert "ASM-001 (entry 5), on which it rests, was not met" in outcome["against"]
    for words in (
        "Measured by The visit record",
        "P1: Visits in time; at least 90 percent (entry 2)",
        "1 April 2025 to 30 April 2025: 71 against 90 (entry 5) Not met",
        "entry 5 : ASM-001",
        "Nearly all",
        "Otherwise by its figures",
    ):
        assert words in said, words
    used = told(site.as_("lead-officer").get("/contracts/C-1/resources"))
    assert f"(reached: yes, 3 May 2025, entry 6 ; Otherwise by its figures {outcome['against']})" in used


def test_the_value_in_a_year_says_by_what_it_changed_as_the_value_in_all_does(example: Site) -> None:
    """TVP-3.0-3."""
    said = told(example.as_("lead-officer").get("/contracts/MCC-HC-014"))
    facts = answer(example, "MCC-HC-014")["facts"]

    for values in (facts["total_values"], facts["annual_values"]):
        assert len(values) > 1
        assert f"by {values[-1]['variation']} (entry {values[-1]['position']})" in said
    in_a_year = said.partition("Value in a year")[2].partition("Returns of figures")[0]
    assert in_a_year.count("entry") == len(facts["annual_values"])


def test_standards_of_which_a_lead_officer_has_nothing_to_count_stand_in_one_line(site: Site) -> None:
    """HCC-2.1-d: the rows that count stand out."""
    record(site, APPOINTED)

    kept = told(site.as_("lead-officer").get("/compliance")).partition("By lead officer")[2]

    assert "Nothing to count of 12.3, 12.4a, 12.6, 12.7 (not asked of C-1 yet), nor of 12.4b, 12.5." in kept
    assert "12.1 Contracts of which a lead officer is in post" in kept
    assert "12.5 Early terminations" not in kept


def test_what_was_said_of_an_outcome_stands_with_it_asked_for_or_not(site: Site) -> None:
    """CPC308-C3: as the answer says whether it is met, with the entry."""
    other, asked = "OUT-002", "2025-02-03"
    record(
        site,
        {"kind": "outcome-identified", "happened_on": "2025-01-06", "wording": "Nobody waits"},
        {"kind": "outcome-identified", "happened_on": "2025-01-06", "wording": "Nobody falls"},
        {"kind": "feedback-sought", "happened_on": asked, "subject": "outcomes", "outcomes": ["OUT-001"], "asked": 40},
        {"kind": "feedback-received", "happened_on": "2025-03-03", "sought": "FBK-001", "answers": 6,
         "outcomes_met": "no", "group": {"who": "individuals"}},
        {"kind": "feedback-received", "happened_on": "2025-04-01", "outcomes": [other], "outcomes_met": "partly"},
    )  # fmt: skip

    one, two = answer(site, "C-1/outcomes")["outcomes"]["outcomes"]
    said = told(site.as_("lead-officer").get("/contracts/C-1/outcomes"))

    assert [(f["met"], f["answers"], f["position"]) for f in one["feedback"]] == [("no", 6, 5)]
    assert [(f["met"], f["group"]) for f in two["feedback"]] == [("partly", None)]
    assert "Feedback on it 3 March 2025, individuals, 6 answers: not met (entry 5)" in said
    assert "1 April 2025, nobody named: partly met (entry 6)" in said


def test_the_word_clause_stands_once_whether_or_not_it_was_typed_with_its_number(site: Site) -> None:
    """CPC307-K20: of clause 12, and of what the officer calls Clause 12."""
    span = {"first": "2025-01-06", "last": "2025-12-31"}
    line = {"id": "L1", "kind": "human", "name": "Care hours", "unit": "hours", "planned": "5000"}
    found = {"kind": "variance-assessed", "happened_on": "2025-03-03", "likely_contract_change": True}
    record(site, {"kind": "resource-plan-agreed", "happened_on": "2025-01-06", "period": span, "lines": [line]})
    record(site, found | {"implication_clause": "12"}, found | {"implication_clause": "Clause 12"})
    officer = site.as_("lead-officer")

    said = told(officer.get("/contracts/C-1/resources"))
    assert said.count("likely to change the contract, clause 12") == 2
    timeline = told(officer.get("/contracts/C-1/timeline"))
    assert timeline.count("; clause 12") == 2
    assert not re.search("[,;] clause Clause", said + timeline)


def test_a_variance_without_a_plan_stands_under_a_heading(site: Site) -> None:
    """CPC307-K18: the page is in order for whoever hears its headings."""
    record(site, {"kind": "variance-assessed", "happened_on": "2025-03-03", "variance_type": "price"})

    page = site.as_("lead-officer").get("/contracts/C-1/resources")
    check(page)
    assert ("h2", "Every entry on resources") in page.headings


def test_a_variance_not_likely_to_change_the_contract_is_told_from_one_of_which_that_is_not_said(site: Site) -> None:
    """CPC307-K19."""
    span = {"first": "2025-01-06", "last": "2025-12-31"}
    line = {"id": "L1", "kind": "human", "name": "Care hours", "unit": "hours", "planned": "5000"}
    found = {"kind": "variance-assessed", "happened_on": "2025-03-03", "variance_type": "price"}
    record(site, {"kind": "resource-plan-agreed", "happened_on": "2025-01-06", "period": span, "lines": [line]})
    for likely in (True, False, None):
        record(site, found if likely is None else found | {"likely_contract_change": likely})

    said = told(site.as_("lead-officer").get("/contracts/C-1/resources"))

    rows = said.partition("Under the contract")[2].split("price; by no method named")[1:]
    assert [row.partition("nothing yet")[0].strip() for row in rows] == [
        "likely to change the contract",
        "not likely to change the contract",
        "not said whether it is likely to change the contract",
    ]


def test_which_codes_apply_in_which_country_is_said_where_only_both_are_named(site: Site) -> None:
    """CPC307-V1: Hampshire is in England; the improvement plan does not say where its council is."""
    asked = "In England those marked England, in Wales those marked Wales"

    of_hampshire = told(site.as_("lead-officer").get("/contracts/C-1/procurement"))
    record(site, {"kind": "procedure-bound", "happened_on": "2025-06-02", "procedure": "tiered/1"})
    of_neither = told(site.as_("lead-officer").get("/contracts/C-1/procurement"))

    assert "Care Quality Commission (England)" in of_hampshire
    assert "(Wales)" not in of_hampshire
    assert asked not in of_hampshire
    assert asked in of_neither
    assert "Social Care Wales (Wales)" in of_neither


def test_a_risk_of_the_log_stands_on_plan_with_what_the_plan_calls_it(site: Site) -> None:
    """CPC307-C3-b: it and the plan's own count as one."""
    risk = {"id": "R1", "category": "people", "words": "Too few carers", "likelihood": 3, "impact": 4}
    activity = {"id": "A1", "name": "Recruit", "days": 30}
    record(
        site,
        {"kind": "implementation-plan-agreed", "happened_on": "2025-03-03", "activities": [activity], "risks": [risk]},
        {"kind": "risk-identified", "happened_on": "2025-04-01", "category": "people", "description": "Carers leave",
         "subject": "plan", "plan_risk": "R1"},
    )  # fmt: skip

    assert "Carers leave, in the plan R1 people" in told(site.as_("lead-officer").get("/contracts/C-1/plan"))
    [plan] = answer(site, "C-1/plans")["plans"]
    assert [total["total"] for total in plan["balance"]] == [12, 12]


def test_a_contract_leads_to_the_file_of_its_provider_or_says_that_it_has_none(site: Site) -> None:
    """TVP-2.0-5: what is known of a provider and its market stands there, under whatever spelling of its name."""
    officer = site.as_("lead-officer")
    nothing, name = told(officer.get("/contracts/C-1")), answer(site, "C-1")["facts"]["provider"]
    opened = {"happened_on": "2025-01-06", "reference": "P-77", "name": name.upper()}

    made = site.client.post("/api/v1/providers", json=opened, headers={"Authorization": "Bearer demo-lead-officer"})
    assert made.status_code == 201, made.text
    known = officer.get("/contracts/C-1")

    assert f"{name} has no file of its own" in nothing
    assert f"What is known of {name} and its market" in told(known)
    assert "/providers/P-77" in known.links
    assert "file of its own" not in told(officer.get("/contracts/C-1", as_at="2025-01-08"))
    assert "/providers/P-77" not in site.as_("provider").get("/contracts/C-1").links


def test_a_contract_leads_to_the_procedure_it_is_bound_to_in_words(site: Site) -> None:
    """TVP-4.0-25: also for the provider, who is bound by it."""
    for visitor in (site.as_("lead-officer"), site.as_("provider")):
        [link] = [link for link in visitor.get("/contracts/C-1").links if link.startswith("/procedures/hampshire?")]
        assert visitor.get(link).status == 200


def test_what_a_provider_did_not_bring_to_a_meeting_is_told_from_that_of_which_nothing_is_said(site: Site) -> None:
    """HCC-6.1-d, HCC-7.6-f."""
    asked = ["Visits made", "Complaints count", "Rota"]
    met = {"kind": "meeting-held", "attendees": [{"person": "Ann Ashe", "office": "lead-officer"}]}
    record(
        site,
        {"kind": "service-specification-issued", "happened_on": "2025-01-02", "meeting_information": asked},
        met | {"happened_on": "2025-02-03", "information_received": [{"what": "Visits made", "received": False}]},
        met | {"happened_on": "2025-05-01", "information_received": [
            {"what": "Visits made", "received": True}, {"what": "Rota", "received": False}]},
    )  # fmt: skip

    said = told(site.as_("lead-officer").get("/contracts/C-1/performance"))

    assert "Not brought: Visits made; nothing said of Complaints count, Rota" in said
    assert "Visits made; not brought: Rota; nothing said of Complaints count" in said
    assert "nothing said; not:" not in said


def test_two_proposals_to_end_a_contract_are_said_to_stand_side_by_side(site: Site) -> None:
    """HCC-9.4-e."""
    said, officer = "TRM-001, TRM-002 stand side by side: none takes the place of another", site.as_("lead-officer")
    proposed = {"kind": "early-termination-proposed", "happened_on": "2025-05-06", "grounds": ["default"]}

    record(site, proposed)
    one = told(officer.get("/contracts/C-1"))
    record(site, proposed | {"happened_on": "2025-05-12"})

    assert "stand side by side" not in one
    assert said in told(officer.get("/contracts/C-1"))


def test_a_clash_said_in_words_alone_has_no_cause_and_a_report_without_lines_no_sum(site: Site) -> None:
    """CPC307-K14, TVP-1.0-7: words are no cause; where no costs were given, none is shown as spent."""
    record(
        site, {"kind": "outcome-identified", "happened_on": "2025-03-03", "wording": "Living at home"},
        {"kind": "priority-conflict-identified", "happened_on": "2025-03-04", "words": "More visits cost more"},
        {"kind": "priority-conflict-identified", "happened_on": "2025-03-04"},
        {"kind": "financial-report-received", "happened_on": "2025-04-10",
         "period": {"first": "2025-01-01", "last": "2025-03-31"}},
        {"kind": "financial-report-received", "happened_on": "2025-05-12", "open_book": False,
         "period": {"first": "2025-04-01", "last": "2025-04-30"},
         "cost_lines": [{"name": "Staff", "actual": {"pence": 100}}]},
    )  # fmt: skip
    outcomes, performance = (
        told(site.as_("lead-officer").get(f"/contracts/C-1/{p}")) for p in ("outcomes", "performance")
    )

    assert "CFL-001, priority. Cause: not said. In words: More visits cost more" in outcomes
    assert "CFL-002, priority. Cause: not said" in outcomes
    assert (
        "Financial report for 1 January 2025 to 31 March 2025 (entry 5): no costs are given line by line" in performance
    )
    assert "Financial report for 1 April 2025 to 30 April 2025, books not open" in performance


def test_exit_says_what_the_exit_plan_says_under_each_head_and_which_it_leaves_out(site: Site) -> None:
    """TVP-6.0-4, TVP-6.0-5."""
    record(
        site,
        {
            "kind": "exit-plan-agreed", "happened_on": "2025-06-02", "exit_type": "decommission",
            "user_impact": "Every visit has a named carer", "alternatives_for_users": "The clinic at Slough",
        },
    )  # fmt: skip

    shown = told(site.as_("lead-officer").get("/contracts/C-1/exit"))

    assert "People who receive the service Every visit has a named carer" in shown
    assert "Where people turn to The clinic at Slough" in shown
    assert "How the service is wound down Not said" in shown


def test_exit_says_what_a_transfer_plan_covers_and_that_it_is_not_on_file_itself(site: Site) -> None:
    """TVP-6.0-10."""
    plan = {
        "kind": "service-transfer-plan-submitted", "happened_on": "2025-06-02",
        "sections": ["services", "documents", "clients"], "no_clients": True,
    }  # fmt: skip
    record(site, plan)

    shown = told(site.as_("lead-officer").get("/contracts/C-1/exit"))

    assert "It is said to cover services, documents, clients. The plan itself is not on file" in shown


def test_exit_shows_what_the_surveys_say_that_a_review_rests_on_and_names_those_it_leaves_out(site: Site) -> None:
    """HCC-10.2-a: with the review, not on Performance alone."""
    survey = {
        "kind": "satisfaction-survey-received", "happened_on": "2025-03-03",
        "results": [{"question": "Overall satisfied", "result": "82"}],
    }  # fmt: skip
    review = {"kind": "contract-review-completed", "happened_on": "2025-06-02"}
    record(site, survey, review, {**review, "happened_on": "2025-06-03", "survey_evidence": [2]})

    shown = told(site.as_("lead-officer").get("/contracts/C-1/exit"))

    assert "None is referred to; on file: Overall satisfied: 82% (entry 2)" in shown
    assert "Users' surveys Overall satisfied: 82% (entry 2)" in shown


def test_exit_lists_a_termination_and_says_that_the_contract_has_no_such_clause(site: Site) -> None:
    """HCC-A11-a: the provider sees how it was ended, and not what the authority finds."""
    record(site, {"kind": "contract-terminated", "happened_on": "2025-06-02", "by_party": "provider", "clause": "99.9"})

    shown, theirs = (told(site.as_(who).get("/contracts/C-1/exit")) for who in ("lead-officer", "provider"))

    for page in (shown, theirs):
        assert "Termination by the provider on 2 June 2025, under clause 99.9" in page
    assert "It cites clause 99.9; the rights to end the contract on file are under:" in shown
    assert "It cites clause 99.9" not in theirs


@pytest.mark.parametrize(("page", "part"), [("plan", "plans"), ("resources", "resources")])
def test_what_a_review_found_of_law_and_policy_stands_where_it_is_to_be_weighed(
    site: Site, page: str, part: str
) -> None:
    """CPC307-K8, CPC308-K8: initiatives of the government bear on the plan and on resources; the provider's page has
    nothing of a review that is not shared."""
    record(
        site,
        {
            "kind": "contract-review-completed", "happened_on": "2025-06-02",
            "law_or_policy_changes": "The framework for care at home of 2025",
        },
    )  # fmt: skip

    shown = told(site.as_("lead-officer").get(f"/contracts/C-1/{page}"))
    given = answer(site, f"C-1/{part}")

    assert "by the review of 2 June 2025 (entry 2): The framework for care at home of 2025" in shown
    changes = given["changes"] if page == "plan" else given["resources"]["rules"]["changes"]
    assert [(one["on"], one["position"]) for one in changes] == [("2025-06-02", 2)]
    if page == "plan":
        assert "framework for care" not in told(site.as_("provider").get("/contracts/C-1/plan"))


def test_readiness_says_what_ending_the_contract_was_found_to_mean_for_equality_among_the_rest(site: Site) -> None:
    """HCC-9.3-a, HCC-9.3-b, CPC307-K1."""
    record(
        site,
        {"kind": "early-termination-proposed", "happened_on": "2025-06-02", "grounds": ["funding"]},
        {
            "kind": "termination-impact-assessed", "happened_on": "2025-06-02", "users_affected": 0,
            "user_impact": "Forty lose their carers", "equality": "Most are women over eighty",
        },
    )  # fmt: skip

    shown = told(site.as_("lead-officer").get("/contracts/C-1/readiness"))
    [impact] = answer(site, "C-1/readiness")["readiness"]["impacts"]

    assert "People affected 0 What it would mean for them Forty lose their carers" in shown
    assert "Effects on equality and rights Most are women over eighty" in shown
    assert "how vulnerable they are; how the service would be provided instead; how long that takes." in shown
    assert (impact["position"], impact["on"]) == (3, "2025-06-02")


def test_beside_the_standard_on_meetings_stands_whether_a_number_of_its_own_was_met(site: Site) -> None:
    """HCC-12.4-a: one a year asked for and none held, where two are the standard."""
    begun = {"happened_on": "2024-01-08", "file": "C-2"}
    record(
        site, begun | {"kind": "contract-registered", "reference": "C-2", "title": "Care", "start_date": "2024-01-08"},
        begun | {"kind": "service-specification-issued", "meetings_per_year": 1},
    )  # fmt: skip

    for where in ("/compliance", "/contracts/C-2/compliance"):
        kept = told(site.as_("lead-officer").get(where))
        assert "C-2 has a number of its own: 1 a year, 0 held, not met." in kept


def test_a_return_that_lacks_something_is_listed_as_to_be_completed(site: Site) -> None:
    """HCC-8.1-c: in time, and what it does not show."""
    record(site, {
        "kind": "data-return-received", "happened_on": "2025-03-03",
        "period": {"first": "2025-02-01", "last": "2025-02-28"},
    })  # fmt: skip

    returns = told(site.as_("lead-officer").get("/contracts/C-1/performance")).partition("Returns and reports")[2]

    assert "To be completed it does not show the kind of service, nor the users' age range, nor how many" in returns


def test_corrective_action_stands_with_the_meetings_that_show_the_need(site: Site) -> None:
    """HCC-7.3-a, HCC-7.3-b: what was done, and the figures it answers to, on the page and in the answer."""
    record(
        site, {"kind": "activity-recorded", "happened_on": "2025-03-03", "measure": "visits", "actual": "40",
               "period": {"first": "2025-02-01", "last": "2025-02-28"}},
        {"kind": "corrective-action-taken", "happened_on": "2025-03-10", "reason": "capacity",
         "description": "Two rounds were put together."},
    )  # fmt: skip
    figures = next(one["position"] for one in answer(site, "C-1/timeline")["lines"] if "visits" in str(one))
    record(site, {
        "kind": "corrective-action-taken", "happened_on": "2025-03-11", "reason": "volume",
        "description": "Fewer visits are ordered.", "activity": [figures],
    })  # fmt: skip

    shown = told(site.as_("lead-officer").get("/contracts/C-1/performance")).partition("Corrective action")[2]
    found = answer(site, "C-1/performance")["monitoring"]["corrective"]

    assert "Two rounds were put together" in shown
    assert "Fewer visits are ordered" in shown
    assert [one["figures"] for one in found] == [[], [figures]]


def test_performance_says_when_a_measure_is_looked_at_again_and_what_a_return_has_raised(site: Site) -> None:
    """CPC308-K17, HCC-8.1-d: both stand where its reader looks, until they are done."""
    returned = {
        "kind": "data-return-received", "happened_on": "2025-02-05", "return_kind": "service return",
        "period": {"first": "2025-01-01", "last": "2025-01-31"}, "statements_given": False,
    }  # fmt: skip
    measure = {"id": "PI2", "text": "Visits kept", "review_on": "2025-10-01"}
    record(
        site, returned,
        {"kind": "performance-indicator-agreed", "happened_on": "2025-02-03", "indicator": measure},
    )  # fmt: skip
    officer = site.as_("lead-officer")

    page = told(officer.get("/contracts/C-1/performance", as_at="2025-02-28"))

    assert "Visits kept; the measure itself is to be looked at again by 1 October 2025" in page
    assert "To be raised it says that recipients are given no statement of their service" in page
    due = told(officer.get("/contracts/C-1/due", as_at="2025-10-05"))
    assert "Look again at the measure PI2, and agree it anew; overdue by 4 days" in due


def test_a_part_that_ends_is_said_to_be_a_part_wherever_its_notice_and_decision_stand(site: Site) -> None:
    """TVP-6.0-7: notice of part of a service is not notice of the whole contract."""
    ends = {"extent": "partial", "part": "Night service", "file": "C-2"}
    record(
        site, {"kind": "contract-registered", "happened_on": "2025-01-01", "reference": "C-2", "title": "Advice",
               "file": "C-2", "procedure": "thames-valley/1"},
        {"kind": "early-termination-proposed", "happened_on": "2025-05-01", "grounds": ["convenience"], "file": "C-2"},
        ends | {"kind": "termination-authorised", "happened_on": "2025-05-02", "proposal": "TRM-001",
                "by": {"person": "Paula Cole", "office": "pcc"}},
        ends | {"kind": "notice-served", "happened_on": "2025-05-20", "notice_kind": "termination",
                "ends_on": "2025-08-31"},
    )  # fmt: skip
    officer = site.as_("lead-officer")

    status = told(officer.get("/contracts/C-2"))
    assert "to end the contract in part: Night service, on 31 August 2025" in status
    assert "Authorised on 2 May 2025, in part: Night service." in status
    assert answer(site, "C-2")["facts"]["notices"][0]["in_part"] == "in part: Night service"
    briefing = str(answer(site, "C-2/briefing", reader="managers"))
    assert "NOT-001, termination, in part: Night service, served on 20 May 2025" in briefing
    assert "the contract to end on 31 August 2025 in part: Night service" in told(
        officer.get("/contracts/C-2/timeline")
    )


def test_what_a_service_costs_and_risks_stands_on_its_pages_while_it_is_only_planned(site: Site) -> None:
    """CPC307-K5: a test of value for money made before there is a contract."""
    record(
        site,
        {"kind": "service-need-established", "happened_on": "2025-01-01", "file": "N-1", "reference": "N-1",
         "title": "Three"},
        {"kind": "value-for-money-tested", "file": "N-1", "happened_on": "2025-03-03", "method": "benchmark",
         "result": "shown", "economy": {"conclusion": "good"}},
        {"kind": "risk-identified", "file": "N-1", "happened_on": "2025-03-03", "category": "people",
         "description": "Nobody to hire"},
    )  # fmt: skip
    officer, money = site.as_("lead-officer"), answer(site, "N-1/performance")["money"]

    assert (money["value"]["result"], [risk["id"] for risk in money["risks"]]) == ("shown", ["RSK-001"])
    found = "economy good; efficiency not tested; effectiveness not tested"
    assert f"Value for money Shown on 3 March 2025 (entry 2); {found}" in told(
        officer.get("/contracts/N-1/performance")
    )
    said = told(officer.get("/contracts/N-1"))
    assert f"Value for money shown on 3 March 2025 (entry 2) : {found}." in said
    assert "RSK-001 People, not rated" in said
    tested = f"Value for money shown by the test on 3 March 2025 (entry 2): {found}."
    assert tested in told(officer.get("/contracts/N-1/outcomes"))
    record(
        site,
        {"kind": "implementation-plan-agreed", "file": "N-1", "happened_on": "2025-03-10", "activities": [
            {"id": "A1", "name": "Recruit", "days": 10}]},
    )  # fmt: skip
    assert tested in told(officer.get("/contracts/N-1/plan"))


def test_the_heads_of_value_for_money_that_a_test_leaves_out_are_told_as_they_were_found_last(site: Site) -> None:
    """TVP-1.0-3, docs/adr/0380: on Performance, Status and Portfolio."""
    tested = {"kind": "value-for-money-tested", "file": "V-1", "method": "benchmark", "result": "shown"}
    record(
        site,
        {"kind": "contract-registered", "happened_on": "2025-01-06", "file": "V-1", "reference": "V-1", "title": "Day",
         "start_date": "2025-01-06", "end_date": "2027-12-31"},
        {"kind": "contract-commenced", "file": "V-1", "happened_on": "2025-01-06"},
        tested | {"happened_on": "2025-03-03", "economy": {"conclusion": "good"}},
        tested | {"happened_on": "2025-04-04", "efficiency": {"conclusion": "fair"}},
    )  # fmt: skip
    officer, found = site.as_("lead-officer"), "efficiency fair; of economy, good on 3 March 2025 (entry 3)"

    for page in ("/contracts/V-1/performance", "/contracts/V-1", "/portfolio"):
        assert f"{found}; effectiveness not tested" in told(officer.get(page)), page
    left = answer(site, "V-1/performance")["money"]["value"]["left_out"]
    assert [(one["head"], one.get("conclusion"), one.get("position")) for one in left] == [
        ("economy", "good", 3), ("effectiveness", None, None),
    ]  # fmt: skip


def test_the_newest_test_of_value_for_money_is_shown_whatever_it_says_of_the_heads(site: Site) -> None:
    """HCC-3.1-f: "show the latest result", what is done about it, and which heads it left out."""
    registered = {
        "kind": "contract-registered", "happened_on": "2025-01-06", "title": "Day", "start_date": "2025-01-06",
        "end_date": "2027-12-31",
    }  # fmt: skip
    tested = {"kind": "value-for-money-tested", "method": "market-test"}
    poor = tested | {"happened_on": "2025-04-04", "result": "not-shown", "follow_up": "Renegotiate the price by July"}
    for file in ("V-1", "V-2"):
        record(site, registered | {"file": file, "reference": file})
        record(site, {"kind": "contract-commenced", "file": file, "happened_on": "2025-01-06"})
    good = {head: {"conclusion": "good"} for head in ("economy", "efficiency", "effectiveness")}
    record(site, tested | good | {"file": "V-1", "happened_on": "2025-03-03", "result": "shown"})
    record(site, poor | {"file": "V-1"}, poor | {"file": "V-2"})
    officer, done = site.as_("lead-officer"), "what is done about it: Renegotiate the price by July"

    before = "of economy, good on 3 March 2025 (entry 3); of efficiency, good on 3 March 2025 (entry 3)"
    alone = "economy not tested; efficiency not tested; effectiveness not tested"
    for file, said in (("V-1", before), ("V-2", alone)):
        for page in (f"/contracts/{file}/performance", f"/contracts/{file}", "/portfolio"):
            shown = told(officer.get(page))
            assert "not shown on 4 april 2025" in shown.lower(), page
            assert said in shown, page
            assert (done in shown) is (page != "/portfolio"), page
        assert answer(site, f"{file}/performance")["money"]["value"]["result"] == "not-shown"


def test_an_entry_names_what_came_of_it_and_an_audits_findings_their_issues(site: Site) -> None:
    """TVP-3.1-10."""
    finding = {"words": "Files lay open", "severity": "high", "subject": "security"}
    raised = {"kind": "issue-raised", "file": "A-1", "nature": "Files lay open"}
    record(
        site,
        {"kind": "contract-registered", "happened_on": "2025-01-06", "file": "A-1", "reference": "A-1", "title": "Day"},
        raised | {"happened_on": "2025-02-03"},
        {"kind": "audit-reported", "file": "A-1", "happened_on": "2025-03-03",
         "findings": [finding | {"issue": "ISS-001"}, finding]},
        raised | {"happened_on": "2025-03-05", "evidence": [3]},
    )  # fmt: skip
    officer = site.as_("lead-officer")

    audit = officer.get("/contracts/A-1/entries/3")
    assert "Issue ISS-001" in told(audit)
    assert "/contracts/A-1/entries/2" in audit.links
    assert "Named since by Issue raised ISS-002, entry 4." in told(audit)
    assert "Named since by Audit reported, entry 3." in told(officer.get("/contracts/A-1/entries/2"))
    assert "Named since" not in told(officer.get("/contracts/A-1/entries/4"))


def test_a_binding_without_authority_is_marked_on_the_status_and_one_refused_is_not_in_force(site: Site) -> None:
    """HCC-POL-f."""
    officer, rule = site.as_("lead-officer"), "procedure.left-by-the-office-entitled"
    bound = {"kind": "procedure-bound", "happened_on": "2025-05-12", "procedure": "thames-valley/1", "reason": "Ours"}
    record(site, bound | {"by": {"person": "Ann Ashe", "office": "lead-officer"}})
    position = answer(site, "C-1")["facts"]["bound"][0]["position"]

    waits = told(officer.get("/contracts/C-1"))
    refused = {"kind": "departure-refused", "happened_on": "2025-05-20", "position": position, "rule": rule}
    record(site, refused | {"reason": "No", "by": {"person": "Cleo County", "office": "county-manager-contracts"}})
    after = told(officer.get("/contracts/C-1"))

    binding = f"Bound to thames-valley/1 from 12 May 2025 (entry {position})"
    assert f"Not authorised {binding} : waits for the County Manager (Contracts) to ratify or refuse it" in waits
    assert "Procedure thames-valley/1" in waits
    assert f"Refused {binding} : refused by Cleo County (County Manager (Contracts)) on 20 May 2025" in after
    assert "Procedure hampshire/1" in after


def test_the_page_of_an_item_of_several_parts_says_how_far_it_was_covered(site: Site) -> None:
    """HCC-7.6-j."""
    considered = {"kind": "agenda-item-considered", "happened_on": "2025-05-12", "meeting": "MTG-001"}
    record(
        site, {"kind": "meeting-held", "happened_on": "2025-05-12"}, considered | {"item": "provider-staffing"},
        considered | {"item": "training", "outcome": "All trained"},
    )  # fmt: skip
    last = answer(site, "C-1")["position"]

    whole, part = (told(site.as_("lead-officer").get(f"/contracts/C-1/entries/{at}")) for at in (last - 1, last))

    assert "Covered in part: what came of retention, recruitment is not on file" in whole
    assert "Covered yes" in part
