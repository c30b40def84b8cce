"""The pages of how a contract is watched and the procedure kept, with a year of monitoring on them."""

from __future__ import annotations

from typing import Any

import pytest

from api.people import EXAMPLE_PROVIDER
from tests.monitored_year import AUTUMN, FIRST_QUARTERS, Told, agreed, audit_reported, audited
from tests.pages.conftest import Site
from tests.pages.test_planned import leads_somewhere, told

TOKEN = {"Authorization": "Bearer demo-lead-officer"}


@pytest.fixture
def watched(site: Site) -> Site:
    """The site with a second contract, monitored for a year."""
    filed = site.client.put(
        "/api/v1/documents", content=b"Certified.", headers=TOKEN | {"Content-Type": "text/plain"}
    ).json()
    certificate = {"sha256": filed["sha256"], "title": "Certificate"}

    def record(entries: list[Told]) -> int:
        last = max("2025-06-03", *(entry["happened_on"] for entry in entries))
        body = {"entries": [{"file": "TV-1"} | one for one in entries], "recorded_at": f"{last}T18:00:00Z"}
        answer = site.client.post("/api/v1/entries?acknowledge=all", json=body, headers=TOKEN)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["entries"][-1]["position"])

    first = agreed({})
    first[0] = first[0] | {"provider": {"name": EXAMPLE_PROVIDER}}
    for entry in first:
        if "exhibits" in entry:
            entry["exhibits"] = [certificate]
    record(first)
    record(FIRST_QUARTERS)
    record(audit_reported(record(audited(record(AUTUMN)))))
    return site


def test_performance_stands_with_meetings_reports_audits_and_what_the_money_bought(watched: Site) -> None:
    """TVP-1.0-4, TVP-1.0-5, HCC-3.1-f."""
    officer = watched.as_("lead-officer")

    page = officer.get("/contracts/TV-1/performance", as_at="2025-12-31")
    said = told(page)

    assert "at least 95 percent" in said
    assert "RSK-001 people, rated 8" in said
    assert "Partly shown on 3 December 2025" in said
    assert "Missing 169 days" in said
    assert "£42,000" in said
    assert "Repeat referrals counted twice (high), indicator method, ISS-001" in said
    leads_somewhere(officer, officer.get("/contracts/TV-1/performance"))


def test_an_audit_not_commissioned_says_who_recommended_it_about_what_and_why_there_is_none(watched: Site) -> None:
    """TVP-3.1-9."""
    asked = {"kind": "audit-recommended", "file": "TV-1", "happened_on": "2025-10-06"}
    entries = [
        asked | {"recommended_by_party": "provider", "subjects": ["security"], "reason": "The door code is known",
                 "by": {"person": "Pat Good", "office": "provider-contract-manager", "party": "provider"}},
        asked | {"subjects": ["finance"]},
    ]  # fmt: skip
    answer = watched.client.post("/api/v1/entries?acknowledge=all", json={"entries": entries}, headers=TOKEN).json()
    first = answer["entries"][0]["position"]
    no = {"kind": "audit-declined", "file": "TV-1", "happened_on": "2025-10-13", "recommended_in": first,
          "reason": "The lock was changed"}  # fmt: skip
    watched.client.post("/api/v1/entries?acknowledge=all", json={"entries": [no]}, headers=TOKEN)

    said = told(watched.as_("lead-officer").get("/contracts/TV-1/performance"))

    assert "Security: recommended by the provider, Pat Good (provider's contract manager), on 6 October 2025" in said
    assert (
        f"The door code is known; decided against on 13 October 2025 (entry {first + 2}): The lock was changed" in said
    )
    assert "Finance: recommended by the authority on 6 October 2025" in said
    assert "not decided yet" in said


def test_cost_stands_beside_risk_on_the_contracts_first_page(watched: Site) -> None:
    """TVP-1.0-4, HCC-3.1-f."""
    said = told(watched.as_("lead-officer").get("/contracts/TV-1"))

    assert (
        "£150,000 spent of £200,000 on 1 December 2025; £206,000 expected by its end; 3.0 percent beyond the budget"
        in said
    )
    assert "Value for money partly shown on 3 December 2025" in said
    assert "RSK-001 People, rated 8" in said
    assert "RSK-001" not in told(watched.as_("provider").get("/contracts/TV-1"))


def test_the_toolkit_leads_to_each_tools_form_and_shows_the_logs(watched: Site) -> None:
    """TVP-4.0-17, TVP-4.0-18, TVP-4.0-19, TVP-4.0-22, TVP-4.0-23, TVP-4.0-24, TVP-4.0-25."""
    officer = watched.as_("lead-officer")

    page = officer.get("/contracts/TV-1/toolkit")
    said = told(page)

    assert "2 × 4 = 8, first 16" in said
    assert "A counsellor is leaving" in said
    assert "Run out until 30 June 2025" in said
    assert "/contracts/TV-1/record/service-level-agreement-agreed" in page.links
    assert officer.get("/contracts/TV-1/record/service-level-agreement-agreed").status == 200
    assert "/procedures/thames-valley" in page.links  # the strategy itself: TVP-4.0-25
    leads_somewhere(officer, page)


def test_the_strategy_itself_as_adopted_is_read_from_the_toolkit_and_from_its_procedure(watched: Site) -> None:
    """TVP-4.0-25: filed on the authority's file as belonging to the adoption; not shown to a provider."""
    county, officer = {"Authorization": "Bearer demo-county-manager"}, watched.as_("lead-officer")
    put = watched.client.put(
        "/api/v1/documents", content=b"Be unambiguous.", headers=county | {"Content-Type": "text/plain"}
    ).json()

    def record(entry: Told) -> int:
        answer = watched.client.post(
            "/api/v1/entries?acknowledge=all", headers=county,
            json={"entries": [{"file": "authority", "happened_on": "2025-01-06"} | entry]},
        )  # fmt: skip
        assert answer.status_code == 201, answer.text
        return int(answer.json()["entries"][-1]["position"])

    at = record({"kind": "procedure-adopted", "procedure": "thames-valley/1", "title": "The strategy"})
    assert "The document as adopted" not in told(officer.get("/contracts/TV-1/toolkit"))
    record(
        {"kind": "document-filed", "title": "Contract Management Strategy", "belongs_to": [at],
         "document": {"sha256": put["sha256"], "title": "Strategy"}}
    )  # fmt: skip

    for where in ("/contracts/TV-1/toolkit", "/procedures/thames-valley", "/authority"):
        page = officer.get(where)
        assert f"/documents/{put['sha256']}" in page.links, where
        assert "Contract Management Strategy" in told(page)
    assert officer.get(f"/documents/{put['sha256']}").status == 200
    then = told(officer.get("/contracts/TV-1/toolkit", as_at="2025-12-31"))
    assert "The document as adopted" not in then  # the authority's file is not read as it was
    assert "Contract Management Strategy" not in told(watched.as_("provider").get("/procedures/thames-valley"))
    adopted_as = record({"kind": "procedure-adopted", "procedure": "hampshire/2", "title": "The procedure"})
    for where in ("/procedures/hampshire", "/authority"):  # HCC-H-c: its text asks for that
        assert "The document itself Not on file (HCC-H-c)" in told(officer.get(where))
    record({"kind": "document-filed", "title": "Whole text", "belongs_to": [adopted_as],
            "electronic_location": "drive F", "hard_copy_location": "shelf 3"})  # fmt: skip
    for where in ("/procedures/hampshire", "/authority"):
        assert "Whole text, kept at drive F, on paper at shelf 3 (entry" in told(officer.get(where))
    record({"kind": "procedure-amended", "from_procedure": "hampshire/2", "to_procedure": "hampshire/3",
            "changes": "Shorter", "reason": "Buyers asked", "prompted_by": "Modern Slavery guidance 2026",
            "by": {"person": "Ruth", "office": "county-manager-contracts"}})  # fmt: skip
    said = told(officer.get("/authority"))
    assert "Whole text, kept at drive F, on paper at shelf 3 (entry" in said.partition("Earlier versions")[2]
    assert "Authorised by Not said" in said
    for where in ("/procedures/hampshire", "/authority"):  # CPC307-K8
        why = "What changed Shorter Why it was amended Buyers asked Prompted by Modern Slavery guidance 2026"
        assert why in told(officer.get(where)), where
    [now] = [
        one["in_force"] for one in watched.client.get("/api/v1/procedures", headers=TOKEN).json()["procedures"]
        if one["in_force"] and one["in_force"]["procedure"] == "hampshire/3"
    ]  # fmt: skip
    assert (now["reason"], now["prompted_by"]) == ("Buyers asked", "Modern Slavery guidance 2026")
    words = watched.client.get("/api/v1/procedures/thames-valley/words", headers=TOKEN).json()
    assert [one["title"] for one in words["in_force"]["documents"]] == ["Contract Management Strategy"]


def test_a_paper_without_a_known_place_is_named_to_the_authority_whose_folder_it_is(watched: Site) -> None:
    """TVP-4.0-15: to nobody of the provider, who is not told where papers are."""
    put = watched.client.put("/api/v1/documents", content=b"Met.", headers=TOKEN | {"Content-Type": "text/plain"})
    minutes = {
        "kind": "meeting-minutes-recorded", "file": "TV-1", "happened_on": "2025-12-10", "meeting": "MTG-001",
        "document": {"sha256": put.json()["sha256"], "title": "Minutes, 1 December"},
    }  # fmt: skip
    answer = watched.client.post("/api/v1/entries?acknowledge=all", json={"entries": [minutes]}, headers=TOKEN)
    assert answer.status_code == 201, answer.text
    named, officer = "Minutes, 1 December. File the paper as belonging to the entry", watched.as_("lead-officer")

    page = officer.get("/contracts/TV-1/documents")
    assert named in told(page)
    assert "/contracts/TV-1/record/document-filed" in page.links
    assert "place is not on record" in told(officer.get("/contracts/TV-1/print"))
    for where in ("documents", "print"):
        said = told(watched.as_("provider").get(f"/contracts/TV-1/{where}"))
        assert "Minutes, 1 December" in said
        assert "not on record" not in said


def test_a_provider_is_led_from_its_list_to_no_page_that_is_closed_to_it(watched: Site) -> None:
    """Failings and outcomes not reached are the authority's working, and on pages that a provider may not open."""
    raised = {
        "kind": "issue-raised", "file": "TV-1", "happened_on": "2025-12-10", "nature": "Visits missed",
        "audience": "shared",
    }  # fmt: skip
    answer = watched.client.post("/api/v1/entries?acknowledge=all", json={"entries": [raised]}, headers=TOKEN)
    assert answer.status_code == 201, answer.text
    provider = watched.as_("provider")
    found = [link for link in provider.get("/").links if link.startswith("/contracts/")]
    assert found
    assert {link: provider.get(link).status for link in found} == dict.fromkeys(found, 200)


def test_which_tools_are_used_stands_on_the_contracts_compliance_and_whose_contracts_use_none_across(
    watched: Site,
) -> None:
    """TVP-4.0-17."""
    officer = watched.as_("lead-officer")

    one, across = officer.get("/contracts/TV-1/compliance"), officer.get("/compliance")

    assert "Risk log (TVP-4.0-22) since" in told(one)
    assert "Service level agreement template (TVP-4.0-18) Not used Toolkit" in told(one)
    assert "Risk log (TVP-4.0-22 of thames-valley/1) 1 of 1 none" in told(across)
    assert "Service level agreement template (TVP-4.0-18 of thames-valley/1) 0 of 1 Ann Ashe: TV-1" in told(across)
    assert "/contracts/TV-1/toolkit" in across.links


def test_the_agenda_has_each_item_with_what_there_is_to_look_at(watched: Site) -> None:
    """TVP-3.1-6, TVP-4.0-20; under Hampshire provider staffing has three parts: HCC-7.6-j."""
    officer = watched.as_("lead-officer")

    said = told(officer.get("/contracts/TV-1/agenda", as_at="2025-12-10", kind="strategic-annual"))
    hampshire = told(officer.get("/contracts/C-1/agenda", kind="regular"))

    assert "RSK-001, people, rated 8: Too few counsellors" in said
    assert "training, retention, recruitment" in hampshire


def test_obligations_of_both_parties_are_shown_to_both(watched: Site) -> None:
    """TVP-1.0-1."""
    ours = told(watched.as_("lead-officer").get("/contracts/TV-1/obligations"))
    theirs = told(watched.as_("provider").get("/contracts/TV-1/obligations"))

    # The menu leads a provider to its contracts, their history and the procedures, and to nothing of our own.
    links = watched.as_("provider").get("/contracts/TV-1/obligations").links
    assert {"/history", "/procedures"} <= set(links)
    assert {"/portfolio", "/compliance", "/due", "/ledger"}.isdisjoint(links)
    assert "The next twelve months" in ours
    assert "Everybody referred is called in two days." in theirs
    assert "The next twelve months" not in theirs


def test_compliance_is_shown_of_a_contract_and_of_the_authority(watched: Site) -> None:
    """HCC-3.1-a, HCC-2.1-d, TVP-2.0-7."""
    officer = watched.as_("county-manager")

    page = officer.get("/contracts/TV-1/compliance")
    said, all_of_them = told(page), told(officer.get("/compliance"))

    assert "Contracts of which a lead officer is in post" in said
    assert "Departed from" in said
    assert "Cara Finn, Police and Crime Commissioner" in said
    assert "The seven standards, for the authority" in all_of_them
    assert "Departures by provider" in all_of_them
    leads_somewhere(officer, page)


def test_senior_managers_see_all_contracts_at_once(watched: Site) -> None:
    """TVP-1.0-8."""
    said = told(watched.as_("county-manager").get("/portfolio"))

    assert "Victims' service" in said
    assert "150,000 of £200,000" in said


def test_the_portfolio_says_which_contract_is_in_transition_and_counts_ended_ones_apart(watched: Site) -> None:
    """TVP-1.0-8, TVP-6.0-6."""
    times = {"happened_on": "2024-01-08", "start_date": "2024-02-01", "end_date": "2025-01-31"}
    expired = {"kind": "contract-expired", "happened_on": "2025-01-31"}
    disputed = {
        "kind": "notice-served", "file": "TR-2", "happened_on": "2025-01-20", "notice_kind": "dispute",
        "served_by_party": "provider", "concern": "Unpaid invoices", "method": "e-mail",
    }  # fmt: skip
    body = {
        "entries": [
            {"kind": "contract-registered", "file": one, "reference": one, "title": title} | times | extra
            for one, title, extra in (
                ("TR-1", "Day care", {"procedure": "thames-valley/1", "extensions": [{"id": "A", "months": 12}]}),
                ("TR-2", "Night care", {"procedure": "hampshire/1"}),
            )
        ]
        + [disputed, expired | {"file": "TR-1"}, expired | {"file": "TR-2"}],
        "recorded_at": "2025-12-18T18:00:00Z",
    }
    before = watched.as_("county-manager").get("/portfolio")
    answer = watched.client.post("/api/v1/entries?acknowledge=all", json=body, headers=TOKEN)
    assert answer.status_code == 201, answer.text

    said = told(watched.as_("county-manager").get("/portfolio"))

    assert "in transition" not in told(before).split("Contracts live")[0]
    assert "and 1 in transition, which has ended and whose service is still being handed over" in said
    assert "31 January 2025: in transition" in said
    assert "Day care" in said
    assert "Night care" not in said
    assert "Not among these: 1 contract that has ended with a dispute open or a duty overdue" in said


def test_the_portfolio_shows_how_each_contract_performs_and_can_be_had_by_unit(watched: Site) -> None:
    """IMP-30-a: beside cost, risk and users. Of an indicator the newest judgement counts."""
    opened = {"kind": "contract-registered", "file": "HO-1", "reference": "HO-1", "title": "Floating support"}
    times = {"happened_on": "2025-01-06", "start_date": "2025-01-06", "end_date": "2027-12-31"}
    judged = {"kind": "performance-assessed", "file": "HO-1"}
    card = {
        "kind": "scorecard-recorded", "file": "HO-1", "happened_on": "2025-04-10",
        "period": {"first": "2025-01-01", "last": "2025-03-31"}, "performance": {"rating": "amber"},
        "users": {"rating": "green"},
    }  # fmt: skip
    entries = [
        opened | times | {"business_unit": "Housing"},
        judged | {"happened_on": "2025-04-10", "indicator": "I1", "judgement": "not-met"},
        judged | {"happened_on": "2025-05-10", "indicator": "i1", "judgement": "met"},
        judged | {"happened_on": "2025-05-08", "indicator": "I2", "judgement": "not-met"},
        judged | {
            "happened_on": "2025-05-09", "indicator": "I3", "judgement": "met", "actual": "120", "target": "100",
            "direction": "at-most",
        },
        card,
    ]  # fmt: skip
    answer = watched.client.post("/api/v1/entries?acknowledge=all", json={"entries": entries}, headers=TOKEN)
    assert answer.status_code == 201, answer.text
    officer = watched.as_("county-manager")

    everywhere, housing = told(officer.get("/portfolio")), told(officer.get("/portfolio", unit="housing"))
    found = watched.client.get("/api/v1/portfolio", params={"unit": "Housing"}, headers=TOKEN).json()["portfolio"]

    assert "Victims' service" in everywhere
    assert "Victims' service" not in housing
    for said in (everywhere, housing):
        assert "Floating support HO-1" in said  # contracts titled alike can be told apart
        assert "1 met, 1 not met, 1 judged otherwise than by its own figures, last judged on 10 May 2025" in said
        assert "Performance Amber" in said
    [row] = found["rows"]
    judged = row["judged"]
    assert (row["unit"], judged["met"], judged["not_met"], judged["against"]) == ("Housing", 1, 1, 1)
    assert dict(row["scorecard"]["ratings"]) == {"performance": "amber", "users": "green"}


def test_the_portfolio_says_how_many_contracts_its_sums_leave_out(watched: Site) -> None:
    """TVP-1.0-8: those of which no value in a year is on file, and those of them at risk."""
    opened = {"kind": "contract-registered", "happened_on": "2025-01-06", "title": "Support", "business_unit": "Roads",
              "start_date": "2025-01-06", "end_date": "2027-12-31"}  # fmt: skip
    raised = {"kind": "issue-raised", "file": "RD-2", "happened_on": "2025-03-03", "nature": "Visits missed"}
    grave = {"kind": "issue-significance-assessed", "file": "RD-2", "happened_on": "2025-03-04", "issue": "ISS-001",
             "significant": True, "harm": True, "harm_facts": "A broken wrist"}  # fmt: skip
    entries = [
        opened | {"file": "RD-1", "reference": "RD-1", "annual_value": {"pence": 100_000}},
        opened | {"file": "RD-2", "reference": "RD-2"}, opened | {"file": "RD-3", "reference": "RD-3"}, raised, grave,
    ]  # fmt: skip
    answer = watched.client.post("/api/v1/entries?acknowledge=all", json={"entries": entries}, headers=TOKEN)
    assert answer.status_code == 201, answer.text

    said = told(watched.as_("county-manager").get("/portfolio", unit="Roads"))
    found = watched.client.get("/api/v1/portfolio", params={"unit": "Roads"}, headers=TOKEN).json()["portfolio"]

    assert "2 contracts have no yearly value on file and are left out of that (1 of them at risk)" in said
    assert (found["contracts"], found["value_unknown"], found["value_at_risk_unknown"]) == (3, 2, 1)


def test_the_portfolio_is_had_page_by_page_and_comes_to_the_same_on_each(watched: Site) -> None:
    """TVP-1.0-8: those at risk first, then by what is overdue; what all come to is of all, whichever page is asked."""
    entries = [
        {
            "kind": "contract-registered", "file": f"HO-{number}", "happened_on": "2025-01-06", "title": "Support",
            "reference": f"HO-{number}", "start_date": "2025-01-06", "end_date": "2027-12-31",
            "annual_value": {"pence": 100_000},
        }
        for number in range(3)
    ]  # fmt: skip
    answer = watched.client.post("/api/v1/entries?acknowledge=all", json={"entries": entries}, headers=TOKEN)
    assert answer.status_code == 201, answer.text

    def asked(**parameters: Any) -> dict[str, Any]:
        answer = watched.client.get("/api/v1/portfolio", params=parameters, headers=TOKEN)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    whole = asked()
    rows = whole["portfolio"].pop("rows")
    assert whole["next"] is None
    assert [(not row["at_risk"], -row["overdue"], row["reference"]) for row in rows] == sorted(
        (not row["at_risk"], -row["overdue"], row["reference"]) for row in rows
    )
    paged, cursor = [], None
    while True:
        page = asked(limit=2, **{"cursor": cursor} if cursor else {})
        paged += page["portfolio"].pop("rows")
        assert page["portfolio"] == whole["portfolio"]
        if (cursor := page["next"]) is None:
            break
    assert paged == rows
    assert whole["portfolio"]["contracts"] == len(rows)
    refused = watched.client.get("/api/v1/portfolio", params={"cursor": "WzFd"}, headers=TOKEN)
    assert refused.status_code == 422


def test_an_arrangement_in_force_and_what_a_review_agreed_to_do_stand_where_their_reader_looks(watched: Site) -> None:
    """TVP-4.0-1, IMP-17-c: on the contract's first page and on Compliance; beside the review on Performance."""
    arranged = {
        "file": "TV-1", "kind": "alternative-arrangement-agreed", "happened_on": "2025-04-07",
        "by": {"person": "Sal Senior", "office": "smg"}, "rules_not_asked": ["meeting.note-taker-attends"],
        "arrangement": "The provider takes the notes.", "reason": "It is a very small contract.",
    }  # fmt: skip
    reviewed = {
        "file": "TV-1", "kind": "thematic-review-completed", "happened_on": "2025-06-10", "theme": "risk",
        "in_place": "partly", "monitored": "no", "found": "A plan of 2020",
        "potential": "A joint exercise",
        "further_actions": [{"what": "Write a continuity plan", "owner": "Pat Good", "due_on": "2025-08-31"}],
    }  # fmt: skip
    answer = watched.client.post(
        "/api/v1/entries?acknowledge=all", json={"entries": [arranged, reviewed]}, headers=TOKEN
    )
    assert answer.status_code == 201, answer.text
    officer = watched.as_("lead-officer")

    for part in ("", "/compliance"):
        page = officer.get(f"/contracts/TV-1{part}")
        assert "The provider takes the notes: since 7 April 2025, agreed by Sal Senior" in told(page)
        assert "because It is a very small contract" in told(page)
        leads_somewhere(officer, page)
    assert "Managed otherwise" in told(officer.get("/contracts/TV-1/compliance"))
    performance = told(officer.get("/contracts/TV-1/performance"))
    assert "Write a continuity plan (Pat Good), by 31 August 2025: not done, late" in performance
    assert "partly: A plan of 2020 no A joint exercise" in performance  # IMP-16-b


def test_what_was_overdue_when_a_contract_ended_stands_as_left_undone_and_not_kept(site: Site) -> None:
    """HCC-3.1-a, HCC-10.1-a: due and Compliance, of a contract that nobody met about or reviewed."""
    entries: list[dict[str, Any]] = [
        {"kind": "contract-registered", "happened_on": "2023-02-01", "reference": "HY-1", "title": "Meals",
         "start_date": "2023-02-01", "end_date": "2024-05-31", "procedure": "hampshire/1"},
        {"kind": "lead-officer-appointed", "happened_on": "2023-02-01", "person": "Ann Ashe"},
        {"kind": "contract-expired", "happened_on": "2024-05-31"},
    ]  # fmt: skip
    for entry in entries:
        made = site.client.post(
            "/api/v1/entries?acknowledge=all", json={"entries": [{"file": "HY-1"} | entry]}, headers=TOKEN
        )
        assert made.status_code == 201, made.text
    officer = site.as_("lead-officer")
    due, kept = officer.get("/contracts/HY-1/due"), told(officer.get("/contracts/HY-1/compliance"))

    assert "what was done, what was left undone, and" in told(due)
    assert "full review" not in told(due)
    left = told(officer.get("/contracts/HY-1/due", settled="true"))
    review = "not done when the contract was over on 31 May 2024, overdue by 366 days."
    assert "Left undone" in left
    assert review in left
    assert review in kept
    assert "Ann Ashe had to see to it" in kept
