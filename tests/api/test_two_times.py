"""The two times: as at a day in the world, and as known at a moment or a size of the log."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from api.recording import settled
from ledger.store.database import Database
from projections.answering.answers import NotReady
from tests.api.conftest import CONTRACT, Ledger, User, open_book, problem, told_once

ISSUE = {"file": "C-1", "kind": "issue-raised", "nature": "Visits missed", "standards": ["S-4"]}


def tell(ledger: Ledger) -> User:
    """Two failings: one entered at once, one of March entered in June; in September the first is settled."""
    user = ledger.as_("lead-officer")
    user.record(CONTRACT, at="2025-01-02T09:00:00Z")
    user.record({**ISSUE, "happened_on": "2025-02-03"}, at="2025-02-03T09:00:00Z")
    user.record({**ISSUE, "happened_on": "2025-03-03"}, at="2025-06-02T09:00:00Z")
    settled = {"file": "C-1", "kind": "issue-resolved", "issue": "ISS-001", "happened_on": "2025-09-01"}
    user.record(settled, at="2025-09-01T09:00:00Z")
    return user


told = told_once(tell)


@pytest.fixture
def story(ledger: Ledger) -> User:
    """The same in a ledger of a test's own, to record in."""
    return tell(ledger)


def open_issues(user: User, **times: str) -> list[str]:
    return [issue["id"] for issue in user.get("/contracts/C-1", **times).json()["facts"]["issues"]]


def test_as_at_a_day_is_how_things_stood_by_all_we_know_now(story: User) -> None:
    assert open_issues(story) == ["ISS-002"]
    assert open_issues(story, as_at="2025-04-01") == ["ISS-001", "ISS-002"]
    assert open_issues(story, as_at="2025-02-04") == ["ISS-001"]
    assert open_issues(story, as_at="2025-01-15") == []


def test_known_at_a_moment_is_what_was_on_record_by_then(story: User) -> None:
    assert open_issues(story, known_at="2025-05-01T00:00:00Z") == ["ISS-001"]
    assert open_issues(story, known_at="2025-06-02T09:00:00Z") == ["ISS-001", "ISS-002"]
    assert open_issues(story, known_at="2025-09-01T10:00:00+01:00") == ["ISS-002"]


def test_both_times_together(story: User) -> None:
    assert open_issues(story, as_at="2025-04-01", known_at="2025-05-01T00:00:00Z") == ["ISS-001"]


def test_a_size_of_the_log_is_a_time_to_come_back_to(story: User) -> None:
    size = story.get("/log/size").json()["size"]
    story.record({**ISSUE, "happened_on": "2025-09-02"}, at="2025-09-02T09:00:00Z")

    assert open_issues(story, known_at=str(size)) == ["ISS-002"]
    assert open_issues(story) == ["ISS-002", "ISS-003"]


def test_what_was_known_is_not_answered_while_the_log_has_not_taken_it_in(database: Database) -> None:
    book = open_book(database)  # and no sealer at work

    with pytest.raises(NotReady):
        settled(book, patience=0.05)


def test_a_plus_sign_that_became_a_blank_is_a_plus_sign(story: User) -> None:
    answer = story.client.get(
        "/api/v1/contracts/C-1?known_at=2025-05-01T01:00:00+01:00", headers={"Authorization": "Bearer demo-auditor"}
    )

    assert answer.json()["known_at"] == 3


@pytest.mark.parametrize(
    "path", ["", "/timeline", "/failings", "/readiness", "/duties", "/points", "/registers/issues", "/entries/2"]
)
def test_every_read_of_one_file_takes_both_times_and_says_what_it_rests_on(told: User, path: str) -> None:
    times = {"as_at": "2025-04-01", "known_at": "2025-05-01T00:00:00Z"}

    answer = told.get(f"/contracts/C-1{path}", **times)

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["file"], body["as_at"], body["known_at"], body["position"]) == ("C-1", "2025-04-01", 3, 2)
    assert body["simulated"] is True
    assert answer.headers["etag"].startswith('"2')


def test_before_it_was_on_record_there_was_no_file(story: User) -> None:
    problem(story.get("/contracts/C-1", known_at="2025-01-01T12:00:00Z"), 404, "not-on-file")


def test_what_was_recorded_is_read_back_at_once(ledger: Ledger) -> None:
    user = ledger.as_("lead-officer")
    user.record(CONTRACT)
    for number in range(2, 12):
        user.record({**ISSUE, "happened_on": "2025-01-01"})

        assert user.get("/contracts/C-1").json()["position"] == number
        assert len(user.get("/contracts/C-1/timeline").json()["lines"]) == number
        at = datetime.now(UTC).isoformat() if ledger.book.clock == "real" else ledger.book.now().isoformat()
        assert user.get("/contracts/C-1", known_at=at).json()["position"] == number


def test_nothing_new_is_not_sent_again(story: User) -> None:
    story.get("/log/size")  # waits until all is sealed
    headers = {"Authorization": "Bearer demo-lead-officer"}
    held = headers
    for path in ("", "/timeline", "/failings", "/readiness", "/duties", "/points", "/registers/issues", "/entries/2"):
        first = story.get(f"/contracts/C-1{path}")
        held = headers | {"If-None-Match": first.headers["etag"]}
        again = story.client.get(f"/api/v1/contracts/C-1{path}", headers=held)
        assert (again.status_code, again.content) == (304, b""), path

    story.record({**ISSUE, "happened_on": "2025-09-02"}, at="2025-09-02T09:00:00Z")

    assert story.client.get("/api/v1/contracts/C-1/entries/2", headers=held).status_code == 200


def test_the_timeline_is_paged_without_losing_or_repeating_a_line(story: User) -> None:
    whole = [line["position"] for line in story.get("/contracts/C-1/timeline").json()["lines"]]
    for order in ("happened", "recorded"):
        for newest_first in ("true", "false"):
            found: list[int] = []
            cursor: dict[str, str] = {}
            while True:
                query = {"limit": "1", "order": order, "newest_first": newest_first, **cursor}
                page = story.get("/contracts/C-1/timeline", **query).json()
                found += [line["position"] for line in page["lines"]]
                if page["next"] is None:
                    break
                cursor = {"cursor": page["next"]}
            assert found == (whole[::-1] if newest_first == "true" else whole)


def test_lists_across_files_show_what_was_just_recorded(story: User) -> None:
    [row] = story.get("/contracts").json()["contracts"]

    assert (row["reference"], row["open_issues"], row["position"]) == ("C-1", 1, 4)
    assert [e["line"]["position"] for e in story.get("/entries").json()["entries"]][:4] == [4, 3, 2, 1]
    assert story.get("/duties").json()["duties"]


def test_what_was_known_on_a_day_is_told_as_on_that_day(story: User) -> None:
    """What was not late yet on the day nobody knew better is not shown as late then."""
    told = story.get("/contracts/C-1/duties", known_at="2025-02-05T12:00:00Z").json()
    size = story.get("/contracts/C-1", known_at=str(told["known_at"])).json()
    both = story.get("/contracts/C-1", as_at="2025-04-01", known_at="2025-02-05T12:00:00Z").json()

    assert told["on"] == "2025-02-05"
    assert all(duty["on"] == "2025-02-05" for duty in told["duties"])
    assert size["on"] == "2025-02-03", "the day the log came to that size"
    assert both["on"] == "2025-04-01"


def test_a_corrected_posting_moves_deemed_day_and_time_to_remedy_only_from_when_it_was_confirmed(
    ledger: Ledger,
) -> None:
    """First class, second Working Day: on the Friday before a bank holiday; by the post book the Wednesday after."""
    user, second = ledger.as_("lead-officer"), ledger.as_("contract-support-officer")
    by = {"person": "Ann Ashe", "office": "representative"}
    on_file: dict[str, Any] = {"file": "C-1", "happened_on": "2025-01-02"}
    two_days = {"method": "first-class-post", "counts": "after-sending", "after": {"count": 2, "unit": "working-days"}}
    week, address = {"count": 5, "unit": "working-days"}, {"method": "first-class-post", "address": "1 Mill Lane"}
    user.record(
        CONTRACT,
        {**on_file, "kind": "representative-appointed", "person": "Ann Ashe"},
        {**on_file, "kind": "working-day-defined", "clause": "1"},
        {**on_file, "kind": "notice-clause-entered", "clause": "2", "methods": [two_days]},
        {**on_file, "kind": "default-clause-entered", "clause": "3", "cure_period": week},
        {**on_file, "kind": "notice-address-given", "party": "provider", "addresses": [address]},
        at="2025-01-02T09:00:00Z",
    )
    notice = {
        "kind": "notice-served", "happened_on": "2025-05-02", "notice_kind": "default", "clause": "3", "by": by,
        "method": "first-class-post", "address": "1 Mill Lane",
    }  # fmt: skip
    [served] = user.record({"file": "C-1", **notice}, at="2025-05-02T17:00:00Z")
    assessed = {"kind": "remedy-assessed", "notice": "NOT-001", "result": "not-remedied"}
    user.record({**on_file, **assessed, "happened_on": "2025-05-15"}, at="2025-05-15T09:00:00Z")
    changed = {
        **on_file, "kind": "entry-corrected", "happened_on": "2025-05-19", "position": served["position"],
        "reason": "Post book", "replacement": notice | {"happened_on": "2025-05-07"},
    }  # fmt: skip
    [waiting] = user.record(changed, at="2025-05-19T09:00:00Z")
    confirmed = {"kind": "correction-confirmed", "happened_on": "2025-05-20", "position": waiting["position"]}
    second.record({**on_file, **confirmed}, at="2025-05-20T09:00:00Z")

    def days(as_at: str, known_at: str) -> list[tuple[str, str]]:
        facts = user.get("/contracts/C-1", as_at=as_at, known_at=known_at).json()["facts"]
        return [(found["counts_on"], found["remedy_ends"]) for found in facts["notices"]]

    for as_at in ("2025-05-06", "2025-05-12", "2025-05-19"):
        assert days(as_at, "2025-05-02T16:59:59Z") == []
        assert days(as_at, "2025-05-19T12:00:00Z") == [("2025-05-07", "2025-05-14")], "it waits for a second person"
        now = [] if as_at == "2025-05-06" else [("2025-05-09", "2025-05-16")]
        assert days(as_at, "2025-05-20T09:00:00Z") == now
    [judged] = user.get("/contracts/C-1/readiness").json()["readiness"]["judgements"]
    [found] = [c for c in judged["conditions"] if c["id"] == "TC-13"]
    assert "the time to remedy it ran to 16 May 2025 and was not over" in found["sentence"]


# --- every read -------------------------------------------------------------------------------------------------------

PROOFS = ("/contracts/{reference}/entries/{position}/proof", "/authority/entries/{position}/proof")
AS_SIGNED = (*PROOFS, "/contracts/{reference}/proof")


def test_every_address_under_a_file_takes_both_times(story: User) -> None:
    """Also those to come: what is read of one file is read at two times. What was issued stays what it was, and who
    was given what is no part of the record (docs/adr/0285)."""
    described = story.client.get("/openapi.json").json()["paths"]
    reads = {
        path: {parameter["name"] for parameter in methods["get"].get("parameters", ())}
        for path, methods in described.items()
        if "get" in methods and path.removeprefix("/api/v1").startswith(("/contracts/{reference}", "/authority/"))
    }

    assert len(reads) > 12
    timeless = {path for path, names in reads.items() if not {"as_at", "known_at"} <= names}
    assert timeless == {
        "/api/v1/contracts/{reference}/bundles/{position}", "/api/v1/contracts/{reference}/access-log",
        "/api/v1/authority/access-log",
    }  # fmt: skip


@pytest.mark.parametrize("path", AS_SIGNED)
def test_a_proof_says_that_it_is_given_under_the_newest_checkpoint(told: User, path: str) -> None:
    here = path.format(reference="C-1", position=1)
    for times in ({"as_at": "2025-04-01"}, {"known_at": "3"}):
        said = problem(told.get(here, **times), 422, "invalid")
        assert "holds for all that was sealed before it" in said["faults"][0]["why"]


def test_the_links_of_an_answer_ask_for_the_same_times_by_the_exact_size(story: User) -> None:
    times = {"as_at": "2025-04-01", "known_at": "2025-05-01T00:00:00Z"}
    for path in ("/contracts/C-1", "/contracts/C-1/entries/2"):
        body = story.get(path, **times).json()
        links = body["links"] if "links" in body else body["entry"]["links"]

        assert all(link.endswith("?as_at=2025-04-01&known_at=3") for link in links.values()), links
        again = story.client.get(links["self"], headers={"Authorization": "Bearer demo-lead-officer"}).json()
        assert again == body
    assert "?" not in story.get("/contracts/C-1").json()["links"]["self"]


@pytest.mark.parametrize("path", ["", "/timeline", "/registers/issues", "/entries/2", "/alarms", "/duties"])
def test_every_answer_says_the_day_it_is_read_on(told: User, path: str) -> None:
    def on(**times: str) -> str:
        return str(told.get(f"/contracts/C-1{path}", **times).json()["on"])

    assert (on(), on(known_at="3"), on(known_at="2025-05-01T00:00:00Z"), on(known_at="3", as_at="2025-04-01")) == (
        "2025-09-01", "2025-02-03", "2025-05-01", "2025-04-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known_at", "why"),
    [
        ("0", "should be 1 or more: a log of no entries knew of nothing"), ("-1", "should be a size of the log (from"),
        ("6", "is beyond the log, which has 5 entries now"), ("1" * 30, "is beyond the log"),
        ("2025-05-01T00:00:00", "with its zone"), ("2025-05-01", "with its zone"), ("", "should be a size of the log"),
        ("2025-09-01T09:00:01Z", "is in the future; the ledger's clock stands at 2025-09-01T09:00:00+00:00"),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_told_what_would_be_right(told: User, known_at: str, why: str) -> None:
    said = problem(told.get("/contracts/C-1", known_at=known_at), 422, "invalid")
    assert why in said["faults"][0]["why"]


def test_sizes_are_exact_also_between_entries_recorded_together_and_moments_never_fall_between_them(
    ledger: Ledger,
) -> None:
    """All of one request are sealed at one moment. A size between them is a log nobody read, and is still exact."""
    user = ledger.as_("lead-officer")
    both = [{**ISSUE, "happened_on": "2025-01-02"}, {**ISSUE, "happened_on": "2025-01-03"}]
    user.record(CONTRACT, *both, at="2025-01-05T09:00:00Z")

    assert [open_issues(user, known_at=size) for size in ("2", "3", "4")] == [[], ["ISS-001"], ["ISS-001", "ISS-002"]]
    moments = ("2025-01-05T08:59:59.999999Z", "2025-01-05T09:00:00Z")
    sizes = [user.get("/report", known_at=moment).json()["report"]["known_at"] for moment in moments]
    assert sizes == [1, 4]


def test_a_correction_that_moves_an_entry_over_the_day_takes_it_out_and_never_shows_its_old_words(
    story: User,
) -> None:
    moved = {
        "file": "C-1", "kind": "entry-corrected", "happened_on": "2025-09-02", "position": 3, "reason": "It was May",
        "replacement": {"kind": "issue-raised", "nature": "Late", "standards": ["S-4"], "happened_on": "2025-05-05"},
    }  # fmt: skip
    story.record(moved, at="2025-09-02T09:00:00Z")

    assert open_issues(story, as_at="2025-04-01") == ["ISS-001"]
    assert open_issues(story, as_at="2025-04-01", known_at="5") == ["ISS-001", "ISS-002"]
    said = problem(story.get("/contracts/C-1/entries/3", as_at="2025-04-01"), 404, "not-on-file")
    assert "came after 1 April 2025, the day asked for" in said["detail"]
    then = story.get("/contracts/C-1/entries/3", as_at="2025-04-01", known_at="5").json()["entry"]
    assert then["entry"]["nature"] == "Visits missed"
    assert story.get("/contracts/C-1/entries/3", as_at="2025-05-05").json()["entry"]["entry"]["nature"] == "Late"


def test_as_at_before_the_file_began_nothing_is_on_it_and_as_at_a_day_to_come_all_that_is_known(story: User) -> None:
    early = story.get("/contracts/C-1", as_at="2020-01-01").json()
    late = story.get("/contracts/C-1", as_at="2030-01-01").json()

    assert (early["facts"]["counts"]["entries"], early["facts"]["title"]) == (0, "")
    assert story.get("/contracts/C-1/timeline", as_at="2020-01-01").json()["lines"] == []
    assert late["facts"]["counts"]["entries"] == 4
    assert late["standing"]["past_end"] is True
