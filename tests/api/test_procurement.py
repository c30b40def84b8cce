"""A contract bought over HTTP alone: from the need, before there is a contract, to the copy countersigned."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ledger.dates.working_days import monday_to_friday, working_day_from
from tests import bought
from tests.api.conftest import Ledger, User, problem

HERE = f"/contracts/{bought.REFERENCE}"
STAGES = (bought.ROUTE, bought.PREPARED, bought.TENDERED, bought.AWARDED, bought.SIGNED)


def sent(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "kind"}


def tell(user: User, *entries: dict[str, Any]) -> None:
    """Record each by the route of its kind, its departures not acknowledged: there must be none."""
    for fields in entries:
        answer = user.post(f"{HERE}/entries/{fields['kind']}", sent(fields))
        assert answer.status_code == 201, answer.text
        assert answer.json()["departures"] == [], answer.text


def read(user: User, part: str, **query: Any) -> dict[str, Any]:
    answer = user.get(f"{HERE}/{part}", **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def steps(user: User, **query: Any) -> dict[str, str]:
    return {step["title"]: step["state"] for step in read(user, "procurement", **query)["procurement"]["steps"]}


def told(user: User, *entries: dict[str, Any]) -> None:
    """Record these together."""
    user.record(*({"file": bought.REFERENCE} | fields for fields in entries))


def begun(ledger: Ledger) -> User:
    """The support officer, after the need was put on file by the clock of a ledger that stands in 2025."""
    user = ledger.as_("contract-support-officer")
    user.record(bought.NEED | {"file": bought.REFERENCE}, at="2026-01-05T09:00:00Z")
    return user


def test_a_contract_is_bought_from_the_need_to_the_copy_countersigned(ledger: Ledger) -> None:
    """HCC-A1, HCC-A3-a, HCC-A3-b, HCC-A6-a, HCC-A6-b, HCC-A7-a, HCC-A7-b, HCC-A7-c, HCC-A7-d, HCC-A8-a, HCC-A8-b,
    HCC-A9-a, HCC-A9-b, HCC-A9-c, HCC-A9-d, HCC-A9-e, HCC-A2-b."""
    user = begun(ledger)
    status = read(user, "")
    assert status["facts"]["title"] == "Home care in the north"
    assert status["standing"]["how"] == "being bought; the need was established on 6 January 2025"
    assert status["standing"]["vacancies"] == []  # there is no contract yet to hold an office on
    [listed] = user.get("/contracts", words="home care").json()["contracts"]
    assert (listed["reference"], listed["stage"], listed["provider"]) == (bought.REFERENCE, "not-known", None)
    assert steps(user)["Route chosen"] == "to-do"
    assert steps(user)["Contract documents prepared"] == "not-yet"

    for stage in STAGES:
        tell(user, *stage)

    shown = read(user, "procurement")["procurement"]
    assert shown["how"] == "Came back countersigned on 6 May 2025. Next: contract registered."
    assert shown["existing"] == ["HC-2019-003: does not go on"]
    by_title = {step["title"]: step for step in shown["steps"]}
    assert by_title["Tenders evaluated"]["by"] == "Sam Sorrel (Service Manager)"
    drafted = by_title["Contract documents prepared"]
    assert (drafted["state"], drafted["by"], drafted["falls_to"], drafted["on"]) == (
        "done", "Colin Marsh (Contract Support Officer)", "Contract Support Officer", "2025-01-27",
    )  # fmt: skip
    assert by_title["Award authorised"]["falls_to"] == "County Manager (Contracts) or Chief Executive"
    assert by_title["Single tender asked for"]["state"] == "not-needed"
    [tender] = shown["tenders"]
    assert tender["evaluators"][2] == "Una Unsworth (FSU)"
    assert tender["criteria"] == ["Quality, 60 percent", "Price, 40 percent"]
    larkfield, meadow = tender["bids"]
    assert (larkfield["chosen"], larkfield["late"], larkfield["not_checked"]) == (True, None, None)
    assert larkfield["opened"] == (
        "3 March 2025 at 14:00 by Colin Marsh (Contract Support Officer), Sam Sorrel (Service Manager)"
    )
    assert (meadow["told_on"], meadow["scores"]) == ("2025-04-04", ["74"])
    assert shown["awards"][0]["papers"] == ["Contract papers, entry 13"]
    assert len(shown["work"]) == 36
    earlier = steps(user, as_at="2025-03-03")
    assert (earlier["Tenders received"], earlier["Tenders evaluated"]) == ("done", "to-do")
    assert earlier["Award recommended"] == "not-yet"

    tell(user, bought.REGISTERED)
    assert read(user, "")["facts"]["provider"] == "Larkfield Home Care Ltd"
    assert [line["position"] for line in read(user, "timeline", kind="contract-registered")["lines"]] == [19]
    due = {row["duty"]["id"] for row in read(user, "duties", as_at="2025-05-08")["duties"]}
    assert not {name for name in due if name.startswith(("procurement/", "contract-", "award"))}


def test_a_check_of_standing_orders_of_the_authoritys_own_stands_with_the_tender(ledger: Ledger) -> None:
    """HCC-A7-b: what was not kept, and the words said of it, on the tender, the bid, the page and in Compliance."""
    user = begun(ledger)
    few = {"item": "Three invited", "kept": False, "words": "Only two"}
    late = {"item": "Bribery looked into", "kept": False, "words": "Left for later"}
    advertised, invited, received, *_ = bought.TENDERED
    told(
        user, *bought.ROUTE, *bought.PREPARED, advertised,
        invited | {"standing_orders": [*bought.INVITED_RIGHT, few]},
        received | {"standing_orders": [*bought.RECEIVED_RIGHT, late]},
    )  # fmt: skip

    [tender] = read(user, "procurement")["procurement"]["tenders"]
    [bid] = tender["bids"]
    assert (tender["not_checked"], tender["said_of_checks"]) == ("not kept: Three invited", ["Three invited: Only two"])
    assert (bid["not_checked"], bid["said_of_checks"]) == (
        "not kept: Bribery looked into",
        ["Bribery looked into: Left for later"],
    )
    assert "not kept: Three invited" in json.dumps(read(user, "compliance"))


def test_a_check_not_kept_when_a_tender_was_advertised_reads_plainly_once_it_is_kept(ledger: Ledger) -> None:
    """HCC-A7-b: whether it is called by its id or by its title."""
    user = begun(ledger)
    advertised, invited, *_ = bought.TENDERED
    without = {"item": "closing-time-said", "kept": False, "words": "no place said"}
    by_title = {"item": "Day, hour and place of receipt were said", "kept": True}
    told(
        user, *bought.ROUTE, *bought.PREPARED, advertised | {"standing_orders": [without]},
        invited | {"standing_orders": [*bought.INVITED_RIGHT[:1], by_title]},
    )  # fmt: skip

    [tender] = read(user, "procurement")["procurement"]["tenders"]
    assert (tender["not_checked"], tender["said_of_checks"]) == (
        None, ["Day, hour and place of receipt were said: no place said; not kept at first, and kept later"],
    )  # fmt: skip


def test_a_provider_sees_nothing_of_buying_but_what_is_between_the_parties(ledger: Ledger) -> None:
    """HCC-A9-d."""
    user, provider = begun(ledger), ledger.as_("provider")
    told(user, *(fields for stage in STAGES for fields in stage))
    assert provider.get(f"{HERE}/timeline").status_code == 404  # there is no contract of its own yet
    told(user, bought.REGISTERED)

    problem(provider.get(f"{HERE}/procurement"), 403, "denied")
    kinds = [line["kind"] for line in read(provider, "timeline")["lines"]]
    assert kinds == [
        "service-specification-issued", "contract-signed-by-authority", "contract-issued-for-countersignature",
        "contract-countersigned", "contract-registered",
    ]  # fmt: skip


def test_what_contradicts_the_file_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    """HCC-A9-a, HCC-A9-e, HCC-A7-b."""
    user = begun(ledger)
    told(user, *bought.ROUTE, *bought.PREPARED, *bought.TENDERED)
    before = ledger.entries
    late = {"kind": "contract-countersigned", "happened_on": "2025-05-06"}
    wrong = (
        (bought.AWARDED[2], "no recommended award"), (late, "had not been sent out"),
        (bought.TENDERED[0] | {"closes_on": "2025-01-01"}, "before 3 February 2025"),
        (bought.NEED, "cannot be opened again"),
    )  # fmt: skip
    for fields, words in wrong:
        answer = user.post(f"{HERE}/entries/{fields['kind']}", sent(fields), acknowledge="all")
        assert answer.status_code in (409, 422), answer.text
        assert words in answer.text
    assert ledger.entries == before


def test_an_award_authorised_by_an_office_not_entitled_waits_for_a_reason_and_for_authority(ledger: Ledger) -> None:
    """HCC-A9-a: the act is recorded once it is acknowledged, and stays a departure."""
    user = begun(ledger)
    told(user, *bought.ROUTE, *bought.PREPARED, *bought.TENDERED, *bought.AWARDED[:2])
    body = sent(bought.AWARDED[2]) | {"by": bought.SERVICE}

    asked = user.post(f"{HERE}/entries/award-authorised", body)
    problem(asked, 422, "objections")
    assert "award.authorised-by-those-entitled" in asked.text
    made = user.post(f"{HERE}/entries/award-authorised", body, acknowledge="all").json()
    assert [d["level"] for d in made["departures"]] == ["authorise"]
    due = {row["duty"]["id"] for row in read(user, "duties")["duties"]}
    assert any("award.authorised-by-those-entitled" in name for name in due)


def test_every_document_on_the_file_is_listed_with_its_hash(ledger: Ledger) -> None:
    """HCC-A9-f, HCC-A6-b."""
    user = begun(ledger)
    sha256 = user.file(b"Conditions of contract")
    draft = bought.PREPARED[1] | {"document": {"sha256": sha256, "title": "Conditions"}, "dated": "2025-01-26"}
    paper = bought.PREPARED[1] | {"title": "Old papers", "document_kind": "other", "hard_copy_location": "Store 3"}
    scores = user.file(b"Scores")
    evaluated = bought.TENDERED[4] | {"scores_document": {"sha256": scores}}
    told(user, *bought.ROUTE, bought.PREPARED[0], draft, paper, *bought.TENDERED[:4], evaluated)

    found = read(user, "documents")["documents"]

    assert [(d["title"], d["kind"], d["sha256"], d["position"]) for d in found] == [
        ("Conditions of contract", "contract-draft", sha256, 6), ("Old papers", "other", None, 7),
        ("a document", "Tenders evaluated", scores, 12),
    ]  # fmt: skip
    assert (found[0]["dated"], found[1]["hard_copy_location"]) == ("2025-01-26", "Store 3")
    assert len(read(user, "documents", as_at="2025-01-27")["documents"]) == 2


# --- who does what, by the procedure ----------------------------------------------------------------------------------


def test_the_division_of_work_of_a_version_is_read_row_by_row(untouched: Ledger) -> None:
    """HCC-11.1, HCC-POL-b, HCC-POL-c, HCC-POL-d, HCC-S-d, HCC-A12-a, HCC-A12-b."""
    user = untouched.as_("contract-support-officer")
    table = user.get("/procedures/hampshire/work", version=1).json()

    assert (table["procedure"], table["title"]) == ("hampshire/1", "Contract management: social care contracts")
    assert {row["row"] for row in table["rows"]} == set(range(1, 15))
    assert {row["column"] for row in table["rows"]} == {"managers", "contracts-support", "deciders"}
    evaluate = next(row for row in table["rows"] if row["id"] == "tenders-evaluated")
    assert (evaluate["offices"], evaluate["together_with"], evaluate["citation"]) == (
        ["Service Manager", "Lead officer"], ["Contract Support Officer", "FSU"], "HCC-A8-a",
    )  # fmt: skip
    drafted = next(row for row in table["rows"] if row["id"] == "contract-drafted")
    assert (drafted["recorded_as"], drafted["documents"]) == (["document-filed"], ["contract-draft"])
    assert {row["citation"] for row in table["rows"] if row["row"] == 12} == {"HCC-A12-a", "HCC-A12-b"}
    advised = next(row for row in table["rows"] if row["id"] == "tools-advised")
    assert advised["recorded_as"] == ["consultation-recorded"]
    assert [document["id"] for document in table["documents"]] == [
        "contract-practice-notes", "financial-regulations", "standing-orders-on-contracts",
        "departmental-procedure-on-contracts",
    ]  # fmt: skip
    assert user.get("/procedures/thames-valley/work").json()["rows"] == []
    problem(user.get("/procedures/hampshire/work", version=9), 404, "not-on-file")


def test_contracts_support_staff_record_everything_but_leave_to_depart(ledger: Ledger) -> None:
    """HCC-S-d, HCC-A13-b: two families of roles; support staff gather evidence, managers give leave."""
    support, manager = ledger.as_("contract-support-officer"), ledger.as_("county-manager")
    leave = {
        "happened_on": "2025-01-07", "rule": "route.with-those-concerned", "what_for": "The route", "reason": "Haste",
        "by": bought.COUNTY,
    }  # fmt: skip
    begun(ledger)

    refused = support.post(f"{HERE}/entries/departure-authorised", leave)
    assert "a manager's to give" in problem(refused, 403, "denied")["detail"]
    assert manager.post(f"{HERE}/entries/departure-authorised", leave).status_code == 201
    for kind, said in (
        ("complaint-received", {"subject": "A missed visit"}), ("satisfaction-survey-received", {"respondents": 40}),
        ("data-return-received", {"period": {"first": "2025-01-01", "last": "2025-01-31"}}),
    ):  # fmt: skip
        made = support.post(f"{HERE}/entries/{kind}", said | {"happened_on": "2025-02-03"}, acknowledge="all")
        assert made.status_code == 201, made.text
    problem(ledger.as_("auditor").post(f"{HERE}/entries/note-made", {"happened_on": "2025-01-07"}), 403, "denied")


# --- how providers perform --------------------------------------------------------------------------------------------


def contract(reference: str, provider: dict[str, Any], **others: Any) -> dict[str, Any]:
    registered = bought.REGISTERED | {"reference": reference, "file": reference, "provider": provider}
    return registered | {"happened_on": "2025-01-02", "agreed_on": "2025-01-02"} | others


def test_evidence_of_a_providers_performance_is_gathered_across_its_contracts(ledger: Ledger) -> None:
    """HCC-A13-a, HCC-A13-b, HCC-A14: complaints, surveys, reports on block contracts; assessments period by period."""
    user = ledger.as_("contract-support-officer")
    january = {"first": "2025-01-01", "last": "2025-01-31"}
    user.record(
        contract("A-1", bought.LARKFIELD, contract_type="block"), contract("A-2", bought.LARKFIELD),
        contract("B-1", bought.MEADOW),
        {"file": "A-1", "kind": "complaint-received", "happened_on": "2025-02-03", "subject": "A missed visit"},
        {"file": "A-1", "kind": "complaint-handling-reviewed", "happened_on": "2025-02-10", "complaint": "CMP-001",
         "judgement": "satisfactory"},
        {"file": "A-1", "kind": "data-return-received", "happened_on": "2025-02-05", "period": january},
        {"file": "A-2", "kind": "complaint-received", "happened_on": "2025-02-04", "subject": "Late"},
        {"file": "A-2", "kind": "satisfaction-survey-received", "happened_on": "2025-02-06", "respondents": 40,
         "results": [{"question": "Q1", "result": "87"}]},
        {"file": "A-1", "kind": "performance-assessed", "happened_on": "2025-02-11", "period": january,
         "judgement": "met", "by": bought.SERVICE},
        {"file": "A-2", "kind": "performance-assessed", "happened_on": "2025-02-12", "period": january,
         "judgement": "not-met", "by": bought.SERVICE},
        {"file": "B-1", "kind": "complaint-received", "happened_on": "2025-02-04", "subject": "Another's"},
        {"file": "A-2", "kind": "complaint-received", "happened_on": "2025-02-13", "subject": "Privileged",
         "audience": "legal"},
        at="2026-01-05T09:00:00Z",
    )  # fmt: skip

    found = user.get("/provider-evidence", provider="larkfield").json()

    assert [(of["reference"], of["block"]) for of in found["contracts"]] == [("A-1", True), ("A-2", False)]
    whole = found["in_all"]
    assert (whole["complaints"], whole["complaints_unsettled"], whole["surveys"], whole["reports_of_blocks"]) == (
        2, 1, 1, 1,
    )  # fmt: skip
    [period] = whole["periods"]
    assert (period["met"], period["not_met"], period["contracts"]) == (1, 1, ["A-2", "A-1"][::-1])
    assert "A missed visit" in found["contracts"][0]["rows"][-1]["sentence"]
    assert [row["results"] for row in found["contracts"][1]["rows"] if row["sort"] == "survey"] == [
        ["Q1 87 percent satisfied"]
    ]
    lawyer = ledger.as_("legal-services").get("/provider-evidence", provider="larkfield").json()
    assert lawyer["in_all"]["complaints"] == 3
    one = user.get("/provider-evidence", provider="larkfield", limit=1).json()
    assert [of["reference"] for of in one["contracts"]] == ["A-1"]
    rest = user.get("/provider-evidence", provider="larkfield", limit=1, cursor=one["next"]).json()
    assert [of["reference"] for of in rest["contracts"]] == ["A-2"]
    for spelt, there in (
        ("Larkfield Home Care Limited", 2),
        ("larkfield home care ltd.", 2),
        ("Larkfield Homes Ltd", 0),
    ):
        spelling = user.get("/provider-evidence", provider=spelt).json()
        assert len(spelling["contracts"]) == there, spelt
    problem(ledger.as_("provider").get("/provider-evidence", provider="larkfield"), 403, "denied")
    assert user.get("/provider-evidence").status_code in (400, 422)


def test_the_country_picks_its_codes_of_practice_and_its_bank_holidays(ledger: Ledger) -> None:
    """CPC307-V1, CPC308-V1: service standards and codes of the four countries."""
    user = ledger.as_("lead-officer")
    named = {"S-1": "scotland", "W-1": "wales", "E-1": "england", "N-1": "northern-ireland", "H-1": "england-and-wales"}
    registered = [contract(reference, bought.LARKFIELD, country=name) for reference, name in named.items()]
    tiered = contract("T-1", bought.LARKFIELD, procedure="tiered/1", country="england-and-wales")
    user.record(*registered, tiered, at="2026-01-05T09:00:00Z")

    shown = {c: user.get(f"/contracts/{c}/procurement").json()["procurement"] for c in (*named, "T-1")}

    assert {reference: [code.rpartition(" (")[2] for code in one["codes"]] for reference, one in shown.items()} == {
        "S-1": ["Scotland)", "Scotland)"], "W-1": ["Wales)"], "E-1": ["England)", "England)"],
        "N-1": ["Northern Ireland)"],
        "H-1": ["England)", "England)"],  # Hampshire is in England
        "T-1": ["England)", "England)", "Wales)"],
    }  # fmt: skip
    assert [reference for reference, one in shown.items() if one["codes_of_both"]] == ["T-1"]
    assert shown["S-1"]["codes"][1].startswith("Codes of Practice for Social Service Workers and Employers")
    second = date(2025, 1, 2)
    assert working_day_from(second, monday_to_friday("scotland")) == date(2025, 1, 3)
    assert working_day_from(second, monday_to_friday("england-and-wales")) == second


def test_the_survey_of_users_has_a_template_made_of_the_contracts_own_standards(ledger: Ledger) -> None:
    """HCC-A12-a: indicators and surveys are tools that whoever manages the contract builds and runs."""
    user = ledger.as_("lead-officer")
    begun(ledger)
    assert [q["standard"] for q in read(user, "survey")["survey"]["questions"]] == [None] * 5
    told(user, *bought.ROUTE, *bought.PREPARED)

    survey = read(user, "survey")["survey"]

    assert (survey["title"], survey["specification"], survey["every_months"]) == ("Home care in the north", "1", 12)
    assert survey["questions"][0]["id"] == "service-on-the-whole"
    last = survey["questions"][-1]
    assert (last["id"], last["answers"], last["words"]) == (
        "standard-S1",
        "scale",
        "How far is this so? Visits are made",
    )
    came = {
        "kind": "satisfaction-survey-received", "happened_on": "2025-09-01",
        "results": [{"question": last["id"], "result": "4.2", "unit": "of 5"}],
    }  # fmt: skip
    told(user, came)
