"""Who was given which entries, for those to whom that is accounted for, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from api.people import DEMO_PEOPLE
from ledger.encodings import from_base64url
from tests.api.conftest import CONTRACT, Ledger, User, problem

C1 = "/contracts/C-1"
LOG = f"{C1}/access-log"
NOTE = {"kind": "note-made", "file": "C-1", "happened_on": "2025-06-02"}
ADVICE = {**NOTE, "words": "Cormorant: wait", "audience": "legal", "protection": "legal-advice"}
READERS = ("auditor", "legal-services")


@pytest.fixture
def read(ledger: Ledger) -> Ledger:
    """A contract with advice on it, which the lead officer opened one by one, Legal Services and the auditor whole."""
    legal, lead = ledger.as_("legal-services"), ledger.as_("lead-officer")
    legal.record(CONTRACT, at="2025-06-02T09:00:00Z")
    lead.get(f"{C1}/entries/1")
    legal.record({**NOTE, "words": "She rang"}, ADVICE, {**NOTE, "words": "He wrote"}, at="2025-06-02T10:00:00Z")
    ledger.as_("auditor").get(f"{C1}/timeline")
    legal.record({**CONTRACT, "file": "C-2", "reference": "C-2"}, at="2025-06-02T11:00:00Z")
    lead.get(f"{C1}/entries/4")
    lead.get(f"{C1}/entries/2")
    legal.record({**CONTRACT, "file": "C-3", "reference": "C-3"}, at="2025-06-02T12:00:00Z")
    legal.get(f"{C1}/timeline")
    return ledger


def given(user: User, account: str, **query: Any) -> list[tuple[str, list[int]]]:
    """What an account was given at which moment."""
    answer = user.post(f"{LOG}/search", {"account": account}, **query)
    assert answer.status_code == 200, answer.text
    assert all(row["entries"] == len(row["positions"]) for row in answer.json()["given"])
    return [(row["first_at"][11:16], row["positions"]) for row in answer.json()["given"]]


@pytest.mark.parametrize("person", READERS)
def test_the_log_says_who_was_given_how_much_and_when_the_last_first(read: Ledger, person: str) -> None:
    """TVP-4.0-16."""
    answer = read.as_(person).get(LOG).json()

    assert (answer["file"], answer["simulated"], answer["next"]) == ("C-1", True, None)
    rows = [
        (row["account"], row["name"], row["office"], row["first_at"][11:16], row["last_at"][11:16], row["entries"])
        for row in answer["accounts"]
    ]
    assert rows == [
        ("demo-legal-services", "Lena Stone", "legal-services", "12:00", "12:00", 4),
        ("demo-lead-officer", "Ann Ashe", "lead-officer", "09:00", "11:00", 3),
        ("demo-auditor", "Omar Fields", "auditor", "10:00", "10:00", 3),
    ]


def test_of_one_account_it_is_told_which_entries_it_was_given_at_which_moment(read: Ledger) -> None:
    """TVP-4.0-16."""
    auditor = read.as_("auditor")

    assert given(auditor, "demo-lead-officer") == [("11:00", [2, 4]), ("09:00", [1])]
    assert given(auditor, "demo-lead-officer", entry=4) == [("11:00", [4])]
    assert given(auditor, "demo-auditor") == [("10:00", [1, 2, 4])], "what is withheld from somebody is not given"
    assert given(auditor, "nobody") == []


def test_of_one_entry_it_is_told_who_was_given_it_also_to_whom_it_is_withheld_from(read: Ledger) -> None:
    """TVP-4.0-16: of an entry that the auditor may not see, its number is named, and none of its words."""
    answer = read.as_("auditor").get(LOG, entry=3)

    assert [(row["account"], row["entries"]) for row in answer.json()["accounts"]] == [("demo-legal-services", 1)]
    rows = read.as_("auditor").get(LOG, entry=1).json()["accounts"]
    assert [row["account"] for row in rows] == ["demo-legal-services", "demo-auditor", "demo-lead-officer"]
    everything = answer.text + read.as_("auditor").post(f"{LOG}/search", {"account": "demo-legal-services"}).text
    assert "Cormorant" not in everything
    assert "advice" not in everything


def test_looking_into_the_log_gives_nobody_an_entry(read: Ledger) -> None:
    before = read.as_("auditor").get(LOG).json()["accounts"]

    read.as_("auditor").get(LOG, entry=3)

    assert read.as_("auditor").get(LOG).json()["accounts"] == before


@pytest.mark.parametrize("person", sorted(set(DEMO_PEOPLE) - set(READERS)))
def test_nobody_else_is_shown_the_log_and_is_told_whom_to_ask(read: Ledger, person: str) -> None:
    user = read.as_(person)

    asked = [user.get(LOG), user.get(LOG, entry=1), user.post(f"{LOG}/search", {"account": "demo-auditor"})]
    asked.append(user.get("/contracts/C-404/access-log"))  # nor is it told whether there is such a file
    [said] = {problem(answer, 403, "denied")["detail"] for answer in asked}

    assert "auditors and to Legal Services" in said


def test_each_page_begins_where_the_one_before_ended_and_no_address_names_an_account(read: Ledger) -> None:
    auditor, seen, cursor = read.as_("auditor"), list[str](), None
    read.as_("county-manager").get(f"{C1}/entries/1")
    read.as_("contract-support-officer").get(f"{C1}/entries/1")  # three in the same moment
    everybody = [row["account"] for row in auditor.get(LOG).json()["accounts"]]

    for _ in range(10):
        answer = auditor.get(LOG, limit=1, **({"cursor": cursor} if cursor else {})).json()
        seen += [row["account"] for row in answer["accounts"]]
        cursor = answer["next"]
        if cursor is None:
            break
        assert b"demo" not in from_base64url(cursor)

    assert seen == everybody
    assert len(seen) == len(set(seen)) == 5
    first = auditor.post(f"{LOG}/search", {"account": "demo-lead-officer"}, limit=1).json()
    assert given(auditor, "demo-lead-officer", limit=1, cursor=first["next"]) == [("09:00", [1])]


def test_what_the_log_cannot_answer_is_said(read: Ledger) -> None:
    auditor = read.as_("auditor")

    assert "/search" in problem(auditor.get(LOG, account="Ann Ashe"), 422, "invalid")["detail"]
    for query in ({"as_at": "2025-06-02"}, {"known_at": "2"}):
        assert "answers now" in problem(auditor.get(LOG, **query), 422, "now-only")["detail"]
    problem(auditor.get(LOG, cursor="x"), 422, "invalid")
    problem(auditor.get(LOG, entry=0), 422, "invalid")
    assert "newest is 4" in problem(auditor.get(LOG, entry=5), 404, "not-on-file")["detail"]
    problem(auditor.get("/contracts/C-404/access-log"), 404, "not-on-file")
    problem(auditor.post(f"{LOG}/search", {"who": "x"}), 422, "invalid")


def test_every_sort_of_file_has_its_log(read: Ledger) -> None:
    programme = {
        "kind": "programme-opened", "file": "programme/SRM", "reference": "SRM", "title": "Better supply",
        "happened_on": "2025-06-02",
    }  # fmt: skip
    read.as_("county-manager").record(programme)
    read.as_("county-manager").get("/programmes/SRM/entries/1")
    read.as_("county-manager").get("/authority/entries/1")

    for path in ("/programmes/SRM/access-log", "/authority/access-log"):
        assert "demo-county-manager" in {row["account"] for row in read.as_("auditor").get(path).json()["accounts"]}
