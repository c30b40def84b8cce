"""What was known then beside what is known now: by HTTP, for our own side, for the provider, and for who sees less."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import CONTRACT, Ledger, User, problem, told_once

ISSUE = {"file": "C-1", "kind": "issue-raised", "nature": "Visits missed", "standards": ["S-4"]}
BY = {"person": "Ann Ashe", "office": "lead-officer"}


def tell(ledger: Ledger) -> User:
    """Entries 1 to 3 by February. In June one of March is added, 2 is corrected and confirmed, 3 struck out twice."""
    user, second = ledger.as_("lead-officer"), ledger.as_("contract-support-officer")
    user.record(CONTRACT, at="2025-01-02T09:00:00Z")
    user.record({**ISSUE, "happened_on": "2025-02-03"}, at="2025-02-03T09:00:00Z")
    user.record({**ISSUE, "happened_on": "2025-02-04", "nature": "Late visits"}, at="2025-02-04T09:00:00Z")
    user.record({**ISSUE, "happened_on": "2025-01-20", "nature": "Lost keys"}, at="2025-06-02T09:00:00Z")
    changed = {**ISSUE, "happened_on": "2025-02-01", "nature": "Visits missed, two"}
    del changed["file"]
    corrected = {
        "file": "C-1", "kind": "entry-corrected", "happened_on": "2025-06-03", "position": 2,
        "reason": "The log says two", "replacement": changed,
    }  # fmt: skip
    [waits] = second.record(corrected, at="2025-06-03T09:00:00Z")
    user.record(
        {"file": "C-1", "kind": "correction-confirmed", "happened_on": "2025-06-04", "position": waits["position"]},
        at="2025-06-04T09:00:00Z",
    )
    struck = {"file": "C-1", "kind": "entry-struck-out", "happened_on": "2025-06-05"}
    user.record({**struck, "position": 3, "reason": "Another contract's"}, at="2025-06-05T09:00:00Z")
    return user


told = told_once(tell)


@pytest.fixture
def story(ledger: Ledger) -> User:
    """The same in a ledger of a test's own, to record in."""
    return tell(ledger)


def compared(user: User, **asked: Any) -> dict[str, Any]:
    answer = user.get("/contracts/C-1/then-and-now", **asked)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def changes(found: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {change["position"]: change for change in found["differences"]["changes"]}


def test_it_says_what_came_in_what_it_changed_and_who_when_and_why(story: User) -> None:
    found = compared(story, then="2025-03-01T00:00:00Z")
    changed, between = changes(found), found["differences"]["recorded"]

    assert (found["then"], found["as_at"], found["known_at"]) == (
        {"known_at": 4, "on": "2025-03-01"}, "2025-03-01", None,
    )  # fmt: skip
    assert [(one["position"], one["by_the_day"]) for one in between] == [
        (4, True), (5, False), (6, False), (7, False),
    ]  # fmt: skip
    assert (changed[2]["what"], changed[3]["what"]) == ("corrected", "struck-out")
    assert [(row["field"], row["was"], row["now"]) for row in changed[2]["changed"]] == [
        ("happened on", "3 February 2025", "1 February 2025"), ("nature", "Visits missed", "Visits missed, two"),
    ]  # fmt: skip
    maker, confirmer = changed[2]["by"]
    assert (maker["recorded_by"], maker["recorded_at"], maker["reason"]) == (
        "Colin Marsh", "2025-06-03T09:00:00Z", "The log says two",
    )  # fmt: skip
    assert (confirmer["position"], confirmer["recorded_by"]) == (6, "Ann Ashe")
    assert changed[3]["by"][0]["reason"] == "Another contract's"


def test_each_difference_names_the_entry_that_made_it(story: User) -> None:
    found = compared(story, then=4)["differences"]["differences"]
    issues = {one["id"]: one for one in found if (one["part"], one["of"]) == ("status", "issues")}

    assert [issues[name]["made_by"] for name in ("ISS-001", "ISS-002", "ISS-003")] == [[6], [7], [4]]
    assert issues["ISS-001"]["was"]["noticed_on"] == "2025-02-03"
    assert issues["ISS-001"]["now"]["noticed_on"] == "2025-02-01"
    assert (issues["ISS-002"]["now"], issues["ISS-003"]["was"]) == (None, None)
    assert {one["part"] for one in found} == {"status", "failings", "duties", "readiness"}


def test_both_sides_can_lie_in_the_past_and_what_came_later_has_no_part(story: User) -> None:
    """A correction that waits has changed nothing yet; struck out and reinstated, nothing is left of it."""
    waiting = compared(story, then=4, known_at=6)
    assert [one["position"] for one in waiting["differences"]["recorded"]] == [4, 5]
    assert changes(waiting) == {}
    assert waiting["differences"]["recorded"][-1]["waiting"]
    back = {
        "file": "C-1",
        "kind": "entry-struck-out",
        "happened_on": "2025-06-06",
        "position": 7,
        "reason": "It was ours",
    }
    story.record(back, at="2025-06-06T09:00:00Z")

    assert changes(compared(story, then=8))[3]["what"] == "reinstated"
    assert changes(compared(story, then=8))[3]["by"][0]["reason"] == "It was ours"
    assert 3 not in changes(compared(story, then=4))


def test_nothing_in_between_is_no_difference(story: User) -> None:
    found = compared(story, then=8)["differences"]

    assert (found["recorded"], found["changes"], found["differences"]) == ([], [], [])
    assert found["parts"] == ["status", "failings", "duties", "readiness"]


def test_notices_whose_dates_were_revised_say_stated_and_now(ledger: Ledger) -> None:
    user, second = ledger.as_("lead-officer"), ledger.as_("contract-support-officer")
    day: dict[str, Any] = {"file": "C-1", "happened_on": "2025-01-02"}
    two_days = {"method": "first-class-post", "counts": "after-sending", "after": {"count": 2, "unit": "working-days"}}
    week, address = {"count": 5, "unit": "working-days"}, {"method": "first-class-post", "address": "1 Mill Lane"}
    user.record(
        CONTRACT,
        {**day, "kind": "representative-appointed", "person": "Ann Ashe"},
        {**day, "kind": "working-day-defined", "clause": "1"},
        {**day, "kind": "notice-clause-entered", "clause": "2", "methods": [two_days]},
        {**day, "kind": "default-clause-entered", "clause": "3", "cure_period": week},
        {**day, "kind": "notice-address-given", "party": "provider", "addresses": [address]},
        at="2025-01-02T09:00:00Z",
    )
    notice = {
        "kind": "notice-served", "happened_on": "2025-05-02", "notice_kind": "default", "clause": "3",
        "by": {"person": "Ann Ashe", "office": "representative"}, "method": "first-class-post",
        "address": "1 Mill Lane",
    }  # fmt: skip
    [served] = user.record({"file": "C-1", **notice}, at="2025-05-02T17:00:00Z")
    changed = {
        "file": "C-1", "kind": "entry-corrected", "happened_on": "2025-05-19", "position": served["position"],
        "reason": "Post book", "replacement": notice | {"happened_on": "2025-05-07"},
    }  # fmt: skip
    [waiting] = second.record(changed, at="2025-05-19T09:00:00Z")
    confirmed = {"file": "C-1", "kind": "correction-confirmed", "happened_on": "2025-05-20"}
    user.record({**confirmed, "position": waiting["position"]}, at="2025-05-20T09:00:00Z")

    found = compared(user, then="2025-05-18T12:00:00Z", as_at="2025-05-31")

    [revised] = [one for one in found["differences"]["changes"] if one["what"] == "dates-revised"]
    assert ("counts on", "7 May 2025", "9 May 2025") in [(r["field"], r["was"], r["now"]) for r in revised["changed"]]
    assert ("remedy ends on", "14 May 2025", "16 May 2025") in [
        (r["field"], r["was"], r["now"]) for r in revised["changed"]
    ]
    [told] = [
        one for one in found["differences"]["differences"]
        if (one["part"], one["of"], one["id"]) == ("status", "notices", "NOT-001")
    ]  # fmt: skip
    assert (told["was"]["remedy_ends"], told["now"]["remedy_ends"]) == ("2025-05-14", "2025-05-16")


# --- who is shown what ------------------------------------------------------------------------------------------------


def test_the_provider_is_shown_what_differs_in_what_is_shared_and_nothing_of_what_we_make_of_it(
    ledger: Ledger, story: User
) -> None:
    provider = ledger.as_("provider")
    shared = {"file": "C-1", "kind": "note-made", "happened_on": "2025-06-10", "words": "Robin", "audience": "shared"}
    story.record(shared, {**shared, "words": "Magpie", "audience": "internal"}, at="2025-06-10T09:00:00Z")

    answer = provider.get("/contracts/C-1/then-and-now", then=8, as_at="2025-06-30")
    found = answer.json()["differences"]

    assert [one["position"] for one in found["recorded"]] == [8]
    assert found["parts"] == ["status"]
    assert answer.json()["withheld"] == 0
    for word in ("Magpie", "Visits missed", "Lost keys", "readiness", "TC-0"):
        assert word not in answer.text


def test_what_rests_on_an_entry_withheld_is_no_difference_to_whom_it_is_withheld_from(
    ledger: Ledger, story: User
) -> None:
    advice = {**ISSUE, "happened_on": "2025-02-10", "nature": "Cormorant", "audience": "legal"}
    lawyer = ledger.as_("legal-services")
    lawyer.record({**advice, "protection": "legal-advice"}, at="2025-06-10T09:00:00Z")

    seen = ledger.as_("contract-support-officer").get("/contracts/C-1/then-and-now", then=8, as_at="2025-06-30")
    found = seen.json()

    assert found["withheld"] == 1
    assert "Cormorant" not in seen.text
    assert "ISS-004" not in seen.text
    assert found["differences"]["recorded"] == []
    assert found["differences"]["differences"] == []
    assert "Cormorant" in lawyer.get("/contracts/C-1/then-and-now", then=8, as_at="2025-06-30").text


def test_a_contract_that_is_not_ones_own_is_not_there(ledger: Ledger) -> None:
    other = {**CONTRACT, "provider": {"name": "Somebody Else Ltd"}}
    ledger.as_("lead-officer").record(other, at="2025-01-02T09:00:00Z")

    problem(ledger.as_("provider").get("/contracts/C-1/then-and-now", then=2), 404, "not-on-file")


@pytest.mark.parametrize(
    ("asked", "status", "name", "why"),
    [
        ({}, 422, "invalid", "missing"), ({"then": "0"}, 422, "invalid", "should be 1 or more"),
        ({"then": "2025-03-01"}, 422, "invalid", "with its zone"),
        ({"then": "999"}, 422, "invalid", "is beyond the log"),
        ({"then": "7", "known_at": "4"}, 422, "invalid", "is after known_at"),
        ({"then": "1"}, 404, "not-on-file", "there is no file C-1 then"),
        ({"then": "4", "as_at": "soon"}, 422, "invalid", "should be a day such as 2025-03-31"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_told_why(
    told: User, asked: dict[str, str], status: int, name: str, why: str
) -> None:
    said = problem(told.get("/contracts/C-1/then-and-now", **asked), status, name)
    assert why in str(said)
