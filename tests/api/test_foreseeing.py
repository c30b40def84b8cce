"""What would follow from a notice, its draft and the alarms, over HTTP and on the pages."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from tests.api.conftest import CONTRACT, Ledger, User, problem, told_once

RIGHT = {
    "file": "C-1", "kind": "termination-clause-entered", "happened_on": "2025-01-01", "clause": "31.1",
    "trigger": "unremedied-default", "first_notice": "default",
}  # fmt: skip
ATOM = "{http://www.w3.org/2005/Atom}"


def with_a_right(ledger: Ledger) -> User:
    """Legal Services, with one contract on file and what it says of ending it."""
    ledger.as_("lead-officer").record(CONTRACT, RIGHT)
    return ledger.as_("legal-services")


asking = told_once(with_a_right)


@pytest.fixture
def lawyer(ledger: Ledger) -> User:
    return with_a_right(ledger)


def test_what_would_follow_from_a_notice_is_answered_for_each_way_of_serving_it(asking: User) -> None:
    answer = asking.get("/contracts/C-1/what-if", kind="termination", clause="31.1", at="11:00:00").json()["what_if"]

    assert answer["stands_against"][0].startswith("no right to end the contract is shown: under clause 31.1, ")
    assert {"hand", "first-class-post", "e-mail"} <= {served["method"] for served in answer["by_method"]}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"kind": "letter"}, "kind"), ({}, "kind"), ({"kind": "default", "at": "25:00"}, "at"),
        ({"kind": "default", "at": "11:00:00Z"}, "at"), ({"kind": "default", "on": "soon"}, "on"),
        ({"kind": "default", "method": "owl"}, "method"),
    ],
)  # fmt: skip
def test_a_question_about_a_notice_that_cannot_be_is_refused(asking: User, query: dict[str, str], field: str) -> None:
    found = problem(asking.get("/contracts/C-1/what-if", **query), 422, "invalid")

    assert field in found["detail"]


def test_no_notice_of_termination_is_drafted_until_its_conditions_are_shown(asking: User) -> None:
    answer = asking.get("/contracts/C-1/drafts/notice-of-termination", clause="31.1", method="hand")

    found = problem(answer, 409, "not-drafted")
    assert [said[:5] for said in found["against"]] == ["no ri", "TC-15", "TC-16", "TC-18", "TC-19"]


def test_none_of_it_is_for_the_other_side(asking: User) -> None:
    provider = User(asking.client, "provider")

    for path, query in (
        ("/contracts/C-1/what-if", {"kind": "default"}), ("/contracts/C-1/alarms", {}), ("/alarms", {}),
        ("/alarms.atom", {}), ("/contracts/C-1/drafts/notice-of-termination", {"clause": "31.1", "method": "hand"}),
    ):  # fmt: skip
        problem(provider.get(path, **query), 403, "denied")
    problem(User(asking.client, "lead-officer").get("/alarms"), 403, "denied")


def test_what_a_correction_takes_away_from_a_case_is_in_the_list_the_feed_and_on_the_file(
    ledger: Ledger, lawyer: User
) -> None:
    officer = ledger.as_("lead-officer")
    appointed = {
        "file": "C-1", "kind": "lead-officer-appointed", "happened_on": "2025-01-01", "person": "Ann Ashe",
        "post": "Service Manager",
    }  # fmt: skip
    weighed = {
        "file": "C-1", "kind": "termination-impact-assessed", "happened_on": "2025-01-01", "user_impact": "41 people",
        "alternative_arrangements": "Two providers", "timescales": "Six weeks",
    }  # fmt: skip
    proposed = {
        "file": "C-1",
        "kind": "early-termination-proposed",
        "happened_on": "2025-01-01",
        "grounds": ["default"],
    }
    *_, impact = officer.record(appointed, proposed, weighed)
    struck = {
        "file": "C-1", "kind": "entry-struck-out", "happened_on": "2025-01-01", "position": impact["position"],
        "reason": "Another contract's",
    }  # fmt: skip
    officer.record(struck)

    [row] = lawyer.get("/alarms").json()["alarms"]
    assert (row["file"], row["alarm"]["position"]) == ("C-1", impact["position"] + 1)
    assert row["alarm"]["what"].startswith("TC-16")
    assert "The consequences were weighed" in row["alarm"]["relied_on"]
    assert lawyer.get("/contracts/C-1/alarms").json()["alarms"] == [row["alarm"]]
    feed = lawyer.get("/alarms.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    [entry] = fromstring(feed.content).iter(f"{ATOM}entry")  # our own answer
    assert "TC-16" in (entry.findtext(f"{ATOM}title") or "")
