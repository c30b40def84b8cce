"""An improvement programme by HTTP and on its pages: taken on by a plan, recorded on, and read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.conftest import Ledger, User, problem

FILE = "programme/SRM-2017"
PLAN = "/programmes/SRM-2017/plan/supplier-management-2017"
SET_UP = {"happened_on": "2017-04-03", "business_units": ["Adults", "Highways"]}


@pytest.fixture
def officer(untouched: Ledger) -> User:
    """Of one ledger for all these tests: each looks only at what is its own."""
    return untouched.as_("county-manager")


@pytest.fixture(scope="module")
def running(untouched: Ledger) -> User:
    user = untouched.as_("county-manager")
    answer = user.post(PLAN, SET_UP)
    assert answer.status_code == 201, answer.text
    return user


def tracker(user: User, **asked: Any) -> dict[str, Any]:
    answer = user.get("/programmes/SRM-2017", **asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["tracker"]
    return found


def listed(user: User) -> Iterator[str]:
    for _ in range(200):
        answer = user.get("/programmes")
        if answer.status_code == 200:
            yield from (row["reference"] for row in answer.json()["programmes"])
            return
        time.sleep(0.02)


def test_a_plan_is_taken_on_in_one_request_and_its_clash_shows(running: User) -> None:
    """IMP-W1-08, N-18, N-24."""
    found = tracker(running)

    assert len(found["workstreams"]) == 9
    rows = [row for stream in found["workstreams"] for row in stream["actions"]]
    assert len([row for row in rows if row["wave"]]) == 29
    assert [(clash["action"], clash["needs"]) for clash in found["clashes"]] == [("W1-08", "W2-10")]
    assert "20-c" in found["undated"]
    problem(running.post(PLAN, SET_UP), 422, "contradiction")


def test_a_programme_is_opened_by_hand_recorded_on_and_looked_back_at(officer: User) -> None:
    """IMP-13-d: through the routes of the programme, and in one batch under the name of its file."""
    opened = officer.post("/programmes", {"happened_on": "2017-04-03", "reference": "P-1", "title": "Programme"})
    assert opened.status_code == 201, opened.text
    assert opened.headers["location"] == "/api/v1/programmes/P-1"
    stream = officer.post(
        "/programmes/P-1/entries/workstream-established", {"happened_on": "2017-04-03", "title": "Risk"}
    )
    assert (stream.json()["id"], stream.json()["file"]) == ("WST-001", "programme/P-1")
    [report] = officer.record(
        {
            "file": "programme/P-1", "kind": "programme-progress-reported", "happened_on": "2017-05-31",
            "workstream": "WST-001", "month": "2017-05", "state": "on-track", "presented_to": "CSMG",
        }
    )  # fmt: skip

    assert report["links"]["self"] == "/api/v1/programmes/P-1/entries/3"
    assert officer.get("/programmes/P-1/entries/3").json()["entry"]["kind"] == "programme-progress-reported"
    lines = officer.get("/programmes/P-1/timeline").json()["lines"]
    assert lines[2]["sentence"].startswith("WST-001: progress in 2017-05 reported: on track, to CSMG")
    now, then = (officer.get("/programmes/P-1", **asked).json()["tracker"] for asked in ({}, {"as_at": "2017-05-01"}))
    assert (now["workstreams"][0]["last_report"], then["workstreams"][0]["last_report"]) == ("2017-05", None)
    assert officer.get("/programmes/P-1/registers/programme").json()["content"]["workstreams"]["WST-001"]


def test_a_programme_is_listed_among_programmes_and_not_among_contracts(running: User) -> None:
    assert "SRM-2017" in list(listed(running))
    contracts = {row["reference"] for row in running.get("/contracts").json()["contracts"]}
    assert "C-1" in contracts
    assert "SRM-2017" not in contracts
    problem(running.get("/contracts/SRM-2017"), 404, "not-on-file")
    problem(running.get("/programmes/C-1"), 404, "not-on-file")


def test_what_is_due_on_a_programme_is_due_among_everything_else(running: User) -> None:
    """IMP-T-b: one way to be due."""
    own = running.get("/programmes/SRM-2017/duties", as_at="2017-11-10").json()["duties"]
    overdue = [one["duty"]["id"] for one in own if one["state"] == "overdue"]

    assert "programme-action/PAC-001/2017-10/bsp-commercial" in overdue
    everywhere = running.get("/duties", overdue="true", limit=500).json()["duties"]
    assert any(row["file"] == FILE for row in everywhere)


@pytest.mark.parametrize(
    ("body", "field", "why"),
    [
        ({"action": "Act", "review_months": ["Oct 17"]}, "review_months.0", "such as 2017-10"),
        ({"action": "Act", "review_months": "2017-10"}, "review_months", "should be a list"),
        ({"action": "Act", "wave": 0}, "wave", "least is 1"),
        ({"review_months": []}, "action", "is missing"),
        ({"action": "Act", "review_date": "2017-10"}, "review_date", "perhaps review_months"),
    ],
)
def test_bad_input_is_answered_with_what_would_be_right(
    running: User, body: dict[str, Any], field: str, why: str
) -> None:
    answer = running.post(
        "/programmes/SRM-2017/entries/programme-action-planned",
        {"happened_on": "2017-05-01", "number": "X"} | body,
    )

    told = problem(answer, 422, "invalid")
    assert [one for one in told["faults"] if one["field"] == field and why in one["why"]], told


@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        ("/programmes/P-2/plan/nowhere", SET_UP, "not-on-file"),
        ("/programmes/P-2/plan/supplier-management-2017", {"happened_on": "soon"}, "invalid"),
        ("/programmes/P-2/plan/supplier-management-2017", {}, "invalid"),
        ("/programmes/P-2/plan/supplier-management-2017", SET_UP | {"business_units": "Adults"}, "invalid"),
        ("/programmes/P-2/plan/supplier-management-2017", SET_UP | {"business_units": [1]}, "invalid"),
        ("/programmes/P-2/plan/supplier-management-2017", SET_UP | {"more": 1}, "invalid"),
        ("/programmes/P-2/plan/supplier-management-2017", [], "invalid"),
        ("/programmes/a b/plan/supplier-management-2017", SET_UP, "invalid"),
        ("/programmes", {"happened_on": "2017-04-03", "reference": "programme/x", "title": "X"}, "invalid"),
        ("/programmes", {"happened_on": "2017-04-03", "title": "X"}, "invalid"),
        ("/programmes", [], "invalid"),
        ("/contracts", {"happened_on": "2017-04-03", "reference": "X", "kind": "programme-opened"}, "invalid"),
    ],
)
def test_a_programme_is_not_opened_by_what_does_not_fit(officer: User, path: str, body: Any, name: str) -> None:
    problem(officer.post(path, body), 404 if name == "not-on-file" else 422, name)


def test_a_provider_neither_sees_a_programme_nor_is_told_that_there_is_one(running: User, untouched: Ledger) -> None:
    provider = untouched.as_("provider")

    problem(provider.get("/programmes/SRM-2017"), 404, "not-on-file")
    problem(provider.get("/programmes"), 403, "denied")
    problem(provider.post("/programmes", {"happened_on": "2017-04-03", "reference": "Q", "title": "Q"}), 403, "denied")


def test_the_pages_show_the_tracker_the_form_and_what_is_due(running: User, untouched: Ledger) -> None:
    list(listed(running))
    for path, said in (
        ("/programmes", "Supplier management improvement programme"),
        ("/programmes/SRM-2017", "W1-08 (Include risk reporting in CMA scorecard"),
        ("/programmes/SRM-2017", '<span class="govuk-hint">PAC-005</span>'),
        ("/programmes/SRM-2017/timeline", "action W1-01 planned"),
        ("/programmes/SRM-2017/due", "Review action W1-01"),
        ("/programmes/SRM-2017/record", "Programme action planned"),
        ("/programmes/SRM-2017/record/programme-action-reviewed", "rescheduled"),
        ("/programmes/SRM-2017/entries/2", "Workstream established"),
        ("/programmes/new", "Programme opened"),
        ("/due", "/programmes/SRM-2017/entries/"),
        ("/history?kind=programme-opened", "/programmes/SRM-2017/entries/"),
    ):
        answer = untouched.client.get(path, headers=running._headers())
        assert answer.status_code == 200, (path, answer.text)
        assert said in answer.text, path


def test_the_tracker_counts_contracts_as_they_stand_now_and_tells_nothing_of_them_for_the_past(
    running: User, untouched: Ledger
) -> None:
    """IMP-W1-03, IMP-22-a: of platinum contracts reviewed, one of one."""
    running.record(
        {"file": "C-1", "kind": "contract-classified", "happened_on": "2025-01-01", "tier": "platinum"},
        {
            "file": "C-1",
            "kind": "thematic-review-completed",
            "happened_on": "2025-01-01",
            "theme": "supplier-development",
            "found": "A forum",
            "potential": "Joint training",
            "further_actions": [{"what": "Try it"}],
        },
    )

    now = running.get("/programmes/SRM-2017").json()["contracts"]
    [count] = [one for one in now["reviews"] if one["theme"] == "supplier-development"]
    assert count["sentence"] == "1 of 1 platinum contracts reviewed for supplier development"
    assert running.get("/programmes/SRM-2017", as_at="2025-01-01").json()["contracts"] is None
    page = untouched.client.get("/programmes/SRM-2017", headers=running._headers())
    assert "1 of 1 platinum contracts reviewed for supplier development." in page.text
    assert "counts of career discussions (not on file)" in page.text
    tag = running.get("/programmes/SRM-2017").headers["etag"]
    running.record({"file": "C-1", "kind": "contract-classified", "happened_on": "2025-01-01", "tier": "gold"})
    assert running.get("/programmes/SRM-2017").headers["etag"] != tag


def test_an_action_completed_while_contracts_it_is_to_review_were_not_says_which(running: User) -> None:
    """IMP-W3-04: it is recorded all the same, since contracts are looked at as they stand now."""
    contract = {"kind": "contract-registered", "happened_on": "2024-10-01", "start_date": "2024-10-01"}
    classified = {"kind": "contract-classified", "happened_on": "2024-10-02", "tier": "gold"}
    running.record(
        contract | {"file": "G-1", "reference": "G-1", "title": "Roads", "procedure": "tiered/1"},
        classified | {"file": "G-1"},
    )
    rows = [row for stream in tracker(running)["workstreams"] for row in stream["actions"]]
    [row] = [row for row in rows if row["theme"] == "service-improvement"][:1]
    path = "/programmes/SRM-2017/entries/programme-action-reviewed"

    said = {"happened_on": "2024-12-02", "action": row["number"], "outcome": "completed"}
    answer = running.post(path, said, acknowledge="all", check="true")

    assert answer.status_code == 200, answer.text
    [warning] = answer.json()["warnings"]
    assert "contracts reviewed for service improvement" in warning
    assert "G-1" in warning.rpartition(": not ")[2]
    on_track = running.post(path, said | {"outcome": "on-track"}, acknowledge="all", check="true")
    assert on_track.json()["warnings"] == []


def test_the_tracker_says_of_a_completed_action_which_contracts_it_has_left(running: User, untouched: Ledger) -> None:
    """IMP-W1-06: as long as they are not reviewed; completed is not all that is said of it."""
    running.record(
        {"file": "L-1", "kind": "contract-registered", "happened_on": "2024-10-01", "start_date": "2024-10-01",
         "reference": "L-1", "title": "Laundry", "procedure": "tiered/1"},
        {"file": "L-1", "kind": "contract-classified", "happened_on": "2024-10-02", "tier": "silver"},
    )  # fmt: skip
    rows = [row for stream in tracker(running)["workstreams"] for row in stream["actions"]]
    [row] = [row for row in rows if row["number"] == "W3-04"]
    running.record(
        {"file": FILE, "kind": "programme-action-reviewed", "happened_on": "2024-12-30", "action": row["id"],
         "outcome": "completed", "note": "All but the laundry"},
    )  # fmt: skip

    [silence] = [one for one in tracker(running)["silences"] if one.startswith("W3-04 is completed, with ")][-1:]
    assert "L-1" in silence.rpartition(": not ")[2]
    page = untouched.client.get("/programmes/SRM-2017", headers=running._headers()).text
    assert "Not all reviewed" in page


def test_the_library_is_found_by_topic_and_shows_who_carries_it(running: User, untouched: Ledger) -> None:
    """IMP-19-a, IMP-21-a, IMP-21-c, IMP-30-c."""
    running.record(
        {"file": FILE, "kind": "knowledge-shared", "happened_on": "2017-10-30", "form": "exemplar",
         "title": "A good file", "topic": "records", "unit": "Adults"},
        {"file": FILE, "kind": "knowledge-shared", "happened_on": "2017-10-30", "form": "model-terms",
         "title": "Terms of reference", "topic": "governance", "meant_for": "Contract managers"},
        {"file": FILE, "kind": "role-taken", "happened_on": "2017-06-05", "role": "first-point-of-contact",
         "person": "Pat Point", "unit": "Adults"},
        {"file": FILE, "kind": "role-taken", "happened_on": "2017-06-05", "role": "community-lead",
         "person": "Sue Srm"},
        {"file": FILE, "kind": "staff-objectives-agreed", "happened_on": "2017-06-20", "period": "2017/18",
         "objectives": ["Score every key contract"], "agreed_by": "CSMG", "half_year_due": "2017-12",
         "end_of_year_due": "2018-05"},
    )  # fmt: skip

    library = running.get("/programmes/SRM-2017/library", topic="governance").json()["library"]
    assert [item["title"] for item in library["items"]] == ["Terms of reference"]
    assert library["units_without_contact"] == ["Highways"]
    for words, title in (
        ("Exemplar", "A good file"), ("adults", "A good file"), ("model terms", "Terms of reference"),
        ("reference governance", "Terms of reference"), ("records governance", None),
    ):  # fmt: skip
        answer = running.get("/programmes/SRM-2017/library", topic=words).json()["library"]
        assert [item["title"] for item in answer["items"]] == ([title] if title else []), words
    assert [(one["person"], one["since"]) for one in library["led_by"]] == [("Sue Srm", "2017-06-05")]
    page = untouched.client.get("/programmes/SRM-2017/library", headers=running._headers())
    assert page.status_code == 200, page.text
    for said in (
        "A good file",
        "for Contract managers",
        "Terms of reference",
        "Pat Point",
        "Sue Srm",
        "Set up and run by",
        "Score every key contract",
        "by the end of December 2017 and of May 2018",
    ):
        assert said in page.text


def test_a_model_of_governance_that_a_contract_adopted_stands_in_the_library_or_as_in_none(running: User) -> None:
    """IMP-18-a: with its version, whom it was told to and the contracts that go by it."""
    terms = {"kind": "governance-terms-adopted", "happened_on": "2017-11-06"}
    contract = {"kind": "contract-registered", "happened_on": "2017-05-01", "start_date": "2017-05-01"}
    opening = {"happened_on": "2017-10-02", "reference": "MG-1", "title": "Models"}
    assert running.post("/programmes", opening, acknowledge="all").status_code == 201
    running.record(
        {"file": "authority", "kind": "knowledge-shared", "happened_on": "2017-10-30", "form": "model-terms",
         "title": "A board and its people", "version": "3", "topic": "governance", "meant_for": "Contract managers"},
        contract | {"file": "B-1", "reference": "B-1", "title": "Roads", "business_unit": "Highways"},
        contract | {"file": "B-2", "reference": "B-2", "title": "Meals", "business_unit": "Adults"},
        terms | {"file": "B-1", "model": "A board and its people, version 3"},
        terms | {"file": "B-2", "model": "Terms nobody wrote"},
        contract | {"file": "B-3", "reference": "B-3", "title": "Parks", "business_unit": "Highways"},
        terms | {"file": "B-3", "model": "Of the programme, v1"},
        {"file": "programme/MG-1", "kind": "knowledge-shared", "happened_on": "2017-10-30", "form": "model-terms",
         "title": "Of the programme", "version": "1", "topic": "Governance"},
    )  # fmt: skip

    page = running.client.get("/authority/library", headers=running._headers()).text
    models = page.partition("Models of governance</h2>")[2].partition("</ul>")[0]
    assert "A board and its people</a>, version 3, for Contract managers, 30 October 2017; adopted by B-1<" in models
    assert "<li>Terms nobody wrote; adopted by B-2 " in models
    there = "in the library of programme MG-1, 30 October 2017; adopted by B-3<"
    assert f'">Of the programme</a>, version 1, {there}' in models
    assert models.count("In no library") == 1
    rows = running.get("/authority/library").json()["library"]["models"]["rows"]
    [beside] = [row for row in rows if row["file"]]
    assert (beside["file"], beside["position"], beside["adopted_by"]) == ("programme/MG-1", None, ["B-3"])
    assert f'href="/programmes/MG-1/entries/{beside["number"]}">Of the programme<' in models
    own = running.get("/programmes/MG-1/library").json()["library"]["models"]["rows"]
    assert [(row["model"], row["file"]) for row in own] == [
        ("Of the programme", None), ("A board and its people", "authority"), ("Terms nobody wrote", None),
    ]  # fmt: skip

    said = "no library that you may see has a model of governance called Terms nobody wrote, and no terms are with it"
    for called, warnings in (("B-1", []), ("B-2", [said]), ("B-3", [])):
        assert running.get(f"/contracts/{called}/entries/2").json()["entry"]["warnings"] == warnings
    again = {"happened_on": "2017-11-06", "model": "Terms nobody wrote"}
    answer = running.post("/contracts/B-2/entries/governance-terms-adopted", again, acknowledge="all")
    assert answer.json()["warnings"] == [said]


def test_each_library_leads_to_the_others_and_to_the_lessons(running: User, untouched: Ledger) -> None:
    """IMP-30-c: a central library of guidance, exemplars and lessons."""
    lesson = {"kind": "lesson-recorded", "happened_on": "2017-10-30", "subject": "users", "lesson": "Ask users first"}
    running.record({"file": FILE, **lesson})

    there = running.get("/programmes/SRM-2017/library", topic="risk").json()["elsewhere"]
    assert there["libraries"][0] == "authority"
    assert FILE not in there["libraries"]
    assert there["lessons"] == 1
    assert running.get("/programmes/SRM-2017/library", as_at="2017-10-31").json()["elsewhere"] is None
    page = untouched.client.get("/programmes/SRM-2017/library?topic=risk", headers=running._headers()).text
    assert 'href="/authority/library?topic=risk">library of the authority</a>' in page
    assert 'href="/lessons">1 lesson learnt on all files</a>' in page
    back = untouched.client.get("/authority/library", headers=running._headers()).text
    assert 'href="/programmes/SRM-2017/library">library of programme SRM-2017</a>' in back
    assert 'href="/authority/library' not in back.partition("Elsewhere:")[2].partition("</p>")[0]


def test_a_handover_at_no_point_agreed_for_the_unit_is_told_when_recorded_when_read_and_on_the_contract(
    running: User,
) -> None:
    """IMP-24-b: the points stand on the programme's file, and in its library."""
    contract = {"kind": "contract-registered", "happened_on": "2017-05-01", "start_date": "2017-05-01"}
    running.record(
        {"file": FILE, "kind": "unit-arrangement-agreed", "happened_on": "2017-06-05", "subject": "handover-points",
         "unit": "Highways", "items": ["From buying to managing", "From project to operations"],
         "words": "Engineers manage what they built"},
        contract | {"file": "H-1", "reference": "H-1", "title": "Roads", "business_unit": "Highways"},
        contract | {"file": "H-2", "reference": "H-2", "title": "Meals", "business_unit": "Adults"},
        contract | {"file": "H-3", "reference": "H-3", "title": "Books", "business_unit": "Libraries"},
    )  # fmt: skip

    def told(file: str, day: str, **said: str) -> tuple[list[str], int]:
        handed = {"happened_on": day, "from_person": "Ann Ashe", "to_person": "Bea Holt"} | said
        path = f"/contracts/{file}/entries/contract-management-handed-over"
        answer = running.post(path, handed, acknowledge="all")
        assert answer.status_code == 201, answer.text
        return answer.json()["warnings"], answer.json()["position"]

    none = "no points were agreed by then at which contracts of {} are handed over"
    agreed = "agreed for Highways: From buying to managing; From project to operations"
    assert told("H-1", "2017-07-03", handover_point="from buying to managing")[0] == []
    assert told("H-1", "2017-07-04")[0] == [f"it is not said at which point {agreed}"]
    warnings, position = told("H-1", "2017-07-05", handover_point="From garden to moon")
    assert warnings == [f"From garden to moon is none of the points {agreed}"]
    assert told("H-1", "2017-05-03")[0] == [none.format("Highways")]  # before any was
    assert told("H-2", "2017-07-05")[0] == [none.format("Adults")]
    assert told("H-3", "2017-07-05")[0] == []  # of a unit of no programme
    assert running.get(f"/contracts/H-1/entries/{position}").json()["entry"]["warnings"] == warnings
    page = running.client.get("/contracts/H-1", headers=running._headers())
    assert warnings[0] in page.text
    shelves = running.client.get("/programmes/SRM-2017/library", headers=running._headers()).text
    assert "From buying to managing; From project to operations. Engineers manage what they built" in shelves
    assert "Adults: none agreed (IMP-24-b)" in shelves


def test_of_two_programmes_the_points_agreed_last_for_a_unit_are_taken_whichever_was_recorded_last(
    running: User,
) -> None:
    """IMP-24-b."""
    points = {"kind": "unit-arrangement-agreed", "subject": "handover-points", "unit": "Waste"}
    older = "programme/SRM-2016"
    running.record(
        points | {"file": FILE, "happened_on": "2017-06-05", "items": ["From buying to managing"]},
        {"file": older, "kind": "programme-opened", "happened_on": "2016-01-04", "reference": "SRM-2016",
         "title": "The one before", "lead": "Ann Ashe", "advised_by": "CSMG", "business_units": ["Waste"]},
        points | {"file": older, "happened_on": "2016-02-01", "items": ["Procurement to contract team"]},
        {"file": "HP-1", "kind": "contract-registered", "happened_on": "2016-05-01", "start_date": "2016-05-01",
         "reference": "HP-1", "title": "Roads", "business_unit": "Waste"},
    )  # fmt: skip

    def told(day: str, point: str) -> list[str]:
        handed = {"happened_on": day, "from_person": "Ann Ashe", "to_person": "Bea Holt", "handover_point": point}
        path = "/contracts/HP-1/entries/contract-management-handed-over"
        answer = running.post(path, handed, acknowledge="all")
        assert answer.status_code == 201, answer.text
        return [str(warning) for warning in answer.json()["warnings"]]

    assert told("2016-07-04", "Procurement to contract team") == []
    assert told("2017-07-03", "From buying to managing") == []
    [warning] = told("2017-07-04", "Procurement to contract team")
    assert warning.endswith("agreed for Waste: From buying to managing")


def test_what_is_done_otherwise_in_a_unit_is_on_its_contracts_and_in_the_library(running: User) -> None:
    """IMP-28-b: local interpretation of policy, by somebody's authority."""
    contract = {"kind": "contract-registered", "happened_on": "2017-05-01", "start_date": "2017-05-01"}
    agreed = {"file": FILE, "kind": "unit-arrangement-agreed", "subject": "local-interpretation", "unit": "highways"}
    running.record(
        contract | {"file": "LW-1", "reference": "LW-1", "title": "Roads", "business_unit": "Highways"},
        contract | {"file": "LW-2", "reference": "LW-2", "title": "Meals", "business_unit": "Adults"},
        agreed | {"happened_on": "2017-06-05", "items": ["Minutes within 5 days"], "words": "Stricter than policy.",
                  "authority_for_it": "Director of Highways"},
    )  # fmt: skip

    def page(path: str) -> str:
        return running.client.get(path, headers=running._headers()).text

    said = "Minutes within 5 days; Stricter than policy; by authority of Director of Highways, 5 June 2017"
    for path in ("/contracts/LW-1", "/programmes/SRM-2017/library"):
        assert said in page(path)
        assert "/programmes/SRM-2017/entries/" in page(path)
    assert said not in page("/contracts/LW-2")
    library = running.get("/programmes/SRM-2017/library").json()
    assert "Director of Highways" in str(library)


def test_counts_of_a_group_too_small_are_refused_and_nothing_of_them_is_said_again(running: User) -> None:
    """IMP-19-c."""
    told = problem(
        running.post(
            "/programmes/SRM-2017/entries/staff-counts-reported",
            {"happened_on": "2017-12-18", "counted": "half-year-review", "period": "2017/18",
             "groups": [{"team": "Gannet team", "staff": 2, "reached": 1}]},
        ), 422, "contradiction",
    )  # fmt: skip

    assert "Gannet team: fewer than 5 people" in told["detail"]  # which group it is, and not what was counted of it
    assert "reached" not in str(told)
    assert "half-year" not in str(told)


def test_boards_are_reported_to_unit_by_unit_and_all_together(running: User, untouched: Ledger) -> None:
    """IMP-17-f, IMP-30-a."""
    everybody = running.get("/programmes/SRM-2017/boards").json()["boards"]
    assert {"Adults", "Highways"} <= {report["unit"] for report in everybody}
    [adults] = running.get("/programmes/SRM-2017/boards", unit="Adults").json()["boards"]
    assert adults["sides"] == ["cost", "performance", "risk", "users"]
    problem(running.get("/programmes/SRM-2017/boards", unit="Nowhere"), 404, "not-on-file")
    problem(running.get("/programmes/SRM-2017/boards", as_at="2025-01-01"), 422, "now-only")
    assert untouched.client.get("/programmes/SRM-2017/boards", headers=running._headers()).status_code == 200


def test_a_plan_taken_on_years_later_is_moved_to_its_start_and_keeps_its_own_months(untouched: Ledger) -> None:
    """IMP-T-a, IMP-T-b: every review as many months after the start as in the plan; nothing is overdue by years."""
    user = untouched.as_("county-manager")
    answer = user.post(
        "/programmes/SRM-LATER/plan/supplier-management-2017", {"happened_on": "2024-02-01", "starts": "2024-02"}
    )
    assert answer.status_code == 201, answer.text
    found = user.get("/programmes/SRM-LATER", as_at="2024-02-02").json()["tracker"]
    rows = [row for stream in found["workstreams"] for row in stream["actions"]]
    dated = [row for row in rows if row["months"]]

    assert {row["state"] for row in rows} <= {"coming", "due", "goes-on", "no-date"}
    assert min(month for row in dated for month in row["months"]) == "2024-02"
    assert min(month for row in dated for month in row["planned_months"]) == "2017-06"
    assert all(len(row["months"]) == len(row["planned_months"]) for row in dated)


def test_a_plan_taken_on_years_later_as_it_is_printed_says_so_and_is_not_overdue(untouched: Ledger) -> None:
    user = untouched.as_("county-manager")
    answer = user.post("/programmes/SRM-PRINTED/plan/supplier-management-2017", {"happened_on": "2024-02-01"})
    assert answer.status_code == 201, answer.text
    duties = user.get("/programmes/SRM-PRINTED/duties", as_at="2024-06-06")
    found = user.get("/programmes/SRM-PRINTED", as_at="2024-06-06").json()["tracker"]

    assert "overdue" not in {row["state"] for stream in found["workstreams"] for row in stream["actions"]}
    late = [d for d in duties.json()["duties"] if "which the plan had" in d["sentence"]]
    assert len(late) > 29
    assert all("before it was taken on, on 1 February 2024" in d["sentence"] for d in late)
    assert {d["state"] for d in late} == {"due"}


def test_units_are_said_with_the_plan_of_a_programme_that_was_opened_without_them(untouched: Ledger) -> None:
    """IMP-13-a: by a correction of its opening; of one that has some they are left out."""
    user, plan = untouched.as_("county-manager"), "plan/supplier-management-2017"
    opened = {"happened_on": "2017-04-03", "title": "Suppliers", "lead": "SRM Lead", "purpose": "Better contracts"}
    assert user.post("/programmes", opened | {"reference": "SRM-BARE"}).status_code == 201

    answer = user.post(f"/programmes/SRM-BARE/{plan}", SET_UP)
    assert answer.status_code == 201, answer.text
    corrected, *rest = answer.json()["entries"]
    assert (corrected["kind"], corrected["entry"]["position"], len(rest) > 29) == ("entry-corrected", 1, True)
    duties = user.get("/programmes/SRM-BARE/duties", as_at="2017-06-06").json()["duties"]
    assert not [d for d in duties if "business units" in d["sentence"]]
    assert any("Adults" in d["sentence"] for d in duties)

    assert user.post("/programmes", opened | {"reference": "SRM-OTHERS"}).status_code == 201
    by_another = untouched.as_("lead-officer").post(f"/programmes/SRM-OTHERS/{plan}", SET_UP)
    assert "a second person must confirm" in by_another.json()["entries"][0]["entry"]["waiting"]
    duties = user.get("/programmes/SRM-OTHERS/duties", as_at="2017-06-06").json()["duties"]
    assert any(d["sentence"].startswith("Confirm the correction of entry 1,") for d in duties)
    assert [d for d in duties if "business units" in d["sentence"]]

    with_units = opened | {"reference": "SRM-UNITS", "business_units": ["Housing"]}
    assert user.post("/programmes", with_units).status_code == 201
    found = problem(user.post(f"/programmes/SRM-UNITS/{plan}", SET_UP), 422, "invalid")
    assert "entry 1 has those of the programme, Housing" in str(found)


@pytest.mark.parametrize("starts", ["soon", "2026-13", 2026, ""])
def test_a_start_that_is_no_month_is_refused(untouched: Ledger, starts: object) -> None:
    said = {"happened_on": "2024-02-01", "starts": starts}
    problem(untouched.as_("county-manager").post("/programmes/P-9/plan/supplier-management-2017", said), 422, "invalid")


def test_a_programme_opened_by_itself_is_reported_on_by_the_plan_it_takes_on_whatever_the_authoritys_procedure(
    untouched: Ledger,
) -> None:
    """IMP-13-d: a report of each workstream, each month."""
    user = untouched.as_("county-manager")
    opening = {"happened_on": "2017-04-03", "reference": "SRM-ALONE", "title": "Supplier management"}
    assert user.post("/programmes", opening).status_code == 201
    answer = user.post("/programmes/SRM-ALONE/plan/supplier-management-2017", {"happened_on": "2017-04-03"})
    assert answer.status_code == 201, answer.text
    owed = user.get("/programmes/SRM-ALONE/duties", as_at="2017-06-10").json()["duties"]
    assert len([d for d in owed if d["duty"]["id"].startswith("programme-report/")]) >= 9


def test_what_other_files_have_learnt_of_the_market_is_not_lost_behind_what_a_library_holds_itself(
    ledger: Ledger,
) -> None:
    """IMP-15-a: the newest hundred are those of other files."""
    manager, day = ledger.as_("county-manager"), "2024-01-08"
    for reference in ("MI-1", "MI-2"):
        said = {"happened_on": day, "reference": reference, "title": "Better"}
        assert manager.post("/programmes", said, acknowledge="all").status_code == 201

    def learnt(file: str, summary: str) -> dict[str, Any]:
        about = {"subject": "sector", "name": "home care", "summary": summary, "drawn_from": "press"}
        return {"file": file, "kind": "market-intelligence-recorded", "happened_on": day, **about}

    manager.record(learnt("programme/MI-2", "From elsewhere"))
    for page in range(4):
        manager.record(*(learnt("programme/MI-1", f"Our own {page} {number}") for number in range(26)))

    there = manager.get("/programmes/MI-1/library").json()["elsewhere"]
    assert [one["file"] for one in there["market"]] == ["programme/MI-2"]
    assert not there["more_of_the_market"]
    other = manager.get("/programmes/MI-2/library").json()["elsewhere"]
    assert (len(other["market"]), other["more_of_the_market"]) == (100, True)
