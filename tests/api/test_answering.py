"""What is answered from kept bytes and stored rows is, byte for byte, what a fold answers; and nobody is told more."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.testclient import TestClient

from api.answering import answered
from api.answers import StatusAnswer, status_answer
from api.app import create
from api.asked import Asked
from api.example.load import load
from api.finished import Finished, FinishedAnswers
from api.people import DEMO_PEOPLE
from api.reading import Reading
from api.settings import Settings
from api.times import Times
from api.wiring import Wiring
from ledger.book import Book
from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from projections.read_models.engine import Projector
from projections.read_models.rebuild import rebuild
from tests.api.conftest import CONTRACT, PREFIX, User, open_book
from tests.api.test_nothing_leaks import contracts_of
from tests.ledgers import Ledgers
from tests.sampling import some

QUESTIONS = ("", "/duties", "/failings", "/readiness", "/points")
PAST: list[dict[str, str]] = [{"as_at": "2025-12-01"}, {"known_at": "150"}, {"as_at": "2025-12-01", "known_at": "300"}]
PAGES: list[dict[str, Any]] = [
    {}, {"limit": 7}, {"limit": 7, "newest_first": True}, {"limit": 7, "order": "recorded"},
    {"limit": 500, "order": "recorded", "newest_first": True}, {"kind": "issue-raised"},
    {"kind": ["issue-raised", "notice-served"]}, {"party": "provider"}, {"departures": True}, {"struck": False},
    {"since": "2025-03-01", "until": "2025-06-30"}, {"kind": "entry-reclassified"}, {"words": "the"},
    {"words": "visits -missed"}, {"words": '"of the"'}, {"words": "zzyzx"},
]  # fmt: skip
PAGES_OF = ("legal-services", "auditor")
Told = dict[tuple[str, ...], tuple[int, bytes, str | None]]


@contextmanager
def serving(book: Book, database: Database, folder: Path) -> Iterator[TestClient]:
    """The application, with nothing beside it: what is recorded is sealed and projected when that is asked for."""
    settings = Settings(database=DatabaseSettings(data_directory=folder), demo=True)
    with TestClient(create(book, database, settings, beside=False)) as client:
        yield client


def wiring_of(client: TestClient) -> Wiring:
    wiring: Wiring = client.app.state.wiring  # type: ignore[attr-defined]
    return wiring


def asked(book: Book) -> list[tuple[str, str, dict[str, Any]]]:
    """One in twelve of the questions about every file of the example by every person, another each time."""
    every: list[tuple[str, str, dict[str, Any]]] = []
    for number, person in enumerate(DEMO_PEOPLE):
        every.append((person, "/authority/timeline", {"limit": 500}))
        for contract in contracts_of(book):
            here = f"/contracts/{contract}"
            every += [(person, f"{here}{part}", {}) for part in QUESTIONS]
            every += [(person, f"{here}{part}", PAST[number % len(PAST)]) for part in ("", "/duties", "/timeline")]
            every += [(person, f"{here}/timeline", page) for page in (PAGES if person in PAGES_OF else PAGES[:1])]
    return some(every, 12)


def told(client: TestClient, questions: list[tuple[str, str, dict[str, Any]]]) -> Told:
    """The answers, whole."""
    answers: Told = {}
    for person, path, query in questions:
        answer = User(client, person).look(path, **query)
        answers[person, path, str(query)] = answer.status_code, answer.content, answer.headers.get("etag")
    return answers


def test_what_is_kept_and_stored_answers_as_a_fold_does(database: Database, tmp_path: Path) -> None:
    book = load(database)
    with closing(Sealer(database)) as sealer:
        sealer.seal_once()
    questions = asked(book)
    with serving(book, database, tmp_path) as client:
        folded = told(client, questions)
        assert wiring_of(client).finished.bytes == 0  # without stored rows everything is folded

    Projector(database).catch_up()
    with serving(book, database, tmp_path) as client:
        stored, kept = told(client, questions), told(client, questions)
        assert wiring_of(client).finished.bytes > 0

    assert [what for what in folded if folded[what] != stored[what]] == []
    assert [what for what in folded if folded[what] != kept[what]] == []
    assert sum(status == 200 for status, _, _ in folded.values()) > len(questions) / 4


# --- what is kept, and for how long -----------------------------------------------------------------------------------


@dataclass
class Small:
    """A small ledger that is served, sealed and projected when asked."""

    client: TestClient
    book: Book
    database: Database

    def as_(self, person: str) -> User:
        return User(self.client, person)

    def projected(self) -> None:
        with closing(Sealer(self.database)) as sealer:
            sealer.seal_once()
        Projector(self.database).catch_up()

    @property
    def kept(self) -> list[Finished]:
        files = wiring_of(self.client).finished._files.values()
        return [finished for held in files for finished in held.answers.values()]


@pytest.fixture
def small(ledgers: Ledgers, tmp_path: Path) -> Iterator[Small]:
    with ledgers.lent(tmp_path / "keys", read_models=True) as database:
        book = open_book(database)
        with serving(book, database, tmp_path) as client:
            ledger = Small(client, book, database)
            ledger.as_("lead-officer").record(CONTRACT, ISSUE)
            ledger.projected()
            yield ledger


NOTE = {"file": "C-1", "kind": "note-made", "happened_on": "2025-01-01", "words": "The scheduler rang"}
ISSUE = {**NOTE, "kind": "issue-raised", "nature": "Mrs Pomfret was not visited"}
del ISSUE["words"]
RECLASSIFIED = {
    "file": "C-1", "kind": "entry-reclassified", "happened_on": "2025-01-01", "position": 2, "new_audience": "legal",
    "new_protection": "open", "reason": "names somebody", "by": {"person": "Lena Stone", "office": "legal-services"},
}  # fmt: skip
ERASED = {
    "file": "C-1", "kind": "words-erased", "happened_on": "2025-01-01", "ground": "objection", "asked_by": "the-person",
    "words": [{"position": 2}], "exceptions_weighed": ["legal-claims"],
    "by": {"person": "Lena Stone", "office": "legal-services"},
}  # fmt: skip


def test_all_who_see_everything_are_given_the_same_bytes_and_a_provider_its_own(small: Small) -> None:
    for person in ("lead-officer", "auditor", "provider", "provider", "lead-officer"):
        assert small.as_(person).get("/contracts/C-1").status_code == 200

    assert len(small.kept) == 2
    assert small.as_("provider").get("/contracts/C-1/failings").status_code == 403
    assert small.as_("lead-officer").get("/contracts/C-1/failings").status_code == 200
    assert small.as_("provider").get("/contracts/C-1/failings").status_code == 403


@pytest.mark.parametrize("part", [*QUESTIONS, "/timeline"])
def test_what_was_just_recorded_is_in_the_next_answer_projected_or_not(small: Small, part: str) -> None:
    officer = small.as_("lead-officer")
    before = officer.get(f"/contracts/C-1{part}")
    officer.record(NOTE)

    unsealed = officer.get(f"/contracts/C-1{part}")
    small.projected()
    after = officer.get(f"/contracts/C-1{part}")

    assert [answer.json()["position"] for answer in (before, unsealed, after)] == [2, 3, 3]
    tags = [answer.headers["etag"] for answer in (before, unsealed, after)]
    assert [tag.startswith('"3.2025-01-01') for tag in tags] == [False, True, True]
    again = small.client.get(
        f"{PREFIX}/contracts/C-1{part}", headers={"Authorization": "Bearer demo-auditor", "If-None-Match": tags[2]}
    )
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tags[2])


def test_the_next_day_is_answered_by_the_next_day(small: Small) -> None:
    officer = small.as_("lead-officer")
    first = officer.get("/contracts/C-1/duties").json()
    officer.record({**CONTRACT, "file": "C-2", "reference": "C-2"}, at="2025-03-03T09:00:00Z")

    second = officer.get("/contracts/C-1/duties").json()

    assert (first["on"], second["on"]) == ("2025-01-01", "2025-03-03")
    assert {due["on"] for due in second["duties"]} == {"2025-03-03"}
    assert {finished.on for finished in small.kept} == {date(2025, 3, 3)}


@pytest.mark.parametrize("entry", [RECLASSIFIED, ERASED], ids=["withheld", "erased"])
@pytest.mark.parametrize("projected", [False, True])
def test_no_answer_outlives_what_takes_its_words_away(small: Small, entry: dict[str, Any], projected: bool) -> None:
    """CPC307-K1."""
    officer, parts = small.as_("lead-officer"), (*QUESTIONS, "/timeline")
    before = [officer.get(f"/contracts/C-1{part}").text for part in (*parts, *parts)]
    assert sum("Pomfret" in text for text in before) >= 4
    small.as_("legal-services").record(entry)
    if projected:
        small.projected()

    after = [officer.get(f"/contracts/C-1{part}") for part in (*parts, *parts)]

    assert {answer.status_code for answer in after} == {200}
    assert not [answer.url for answer in after if "Pomfret" in answer.text]
    assert not [finished for finished in small.kept if b"Pomfret" in finished.body]


@pytest.mark.parametrize("audience", ["legal", "shared"])
def test_to_legal_services_alone_a_page_says_who_had_been_given_what_was_reclassified(
    small: Small, audience: str
) -> None:
    small.as_("auditor").get("/contracts/C-1/timeline")
    lawyer, auditor = small.as_("legal-services"), small.as_("auditor")
    lawyer.record({**RECLASSIFIED, "new_audience": audience}, at="2025-01-02T09:00:00Z")
    small.projected()

    for _ in range(2):
        for query in ({}, {"kind": "entry-reclassified"}):
            before = {
                person.person: [
                    line.get("opened_before")
                    for line in person.get("/contracts/C-1/timeline", **query).json()["lines"] if line["position"] == 3
                ]
                for person in (auditor, lawyer)
            }  # fmt: skip
            assert "demo-auditor" in {by["account"] for by in before["legal-services"][0]}
            assert before["auditor"] in ([None], [])


def test_what_is_recorded_while_an_answer_is_made_is_kept_from_no_reader(small: Small) -> None:
    def question(reading: Reading) -> StatusAnswer:
        small.as_("legal-services").record({**NOTE, "words": "Cormorant: wait", "audience": "legal"})
        return status_answer(reading)

    asked = Asked(wiring_of(small.client), "C-1", DEMO_PEOPLE["lead-officer"], Times())
    request = Request({"type": "http", "method": "GET", "headers": []})

    assert b"Cormorant" not in answered(asked, request, question).body
    assert small.kept == []
    small.projected()
    assert small.as_("lead-officer").get("/contracts/C-1").json()["facts"]["counts"]["entries"] == 2


def test_read_models_that_are_replaced_are_noticed(small: Small) -> None:
    officer = small.as_("lead-officer")
    before = officer.get("/contracts/C-1/timeline").content
    rebuild(small.database)
    assert officer.get("/contracts/C-1/timeline").content == before

    with small.database.administer(autocommit=True) as administrator:  # as an hour later
        for number in (1, 2):
            schema = small.database.projection_schema(number)
            administrator.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'.encode())
        administrator.execute(f"UPDATE \"{small.database.schema}\".generation SET current = 0, made_by = ''".encode())
    assert officer.get("/contracts/C-1/timeline").content == before
    assert officer.get("/contracts/C-1").json()["position"] == 2


# --- that it was given ------------------------------------------------------------------------------------------------


def opened(small: Small, account: str) -> set[int]:
    found = small.book.opened.by_entry(small.book.file_id("C-1"), [1, 2])
    return {position for position, those in found.items() if any(by.account == account for by in those)}


@pytest.mark.parametrize("part", ["/failings", "/timeline"])
def test_whoever_is_given_kept_bytes_is_written_down_as_whoever_was_first(small: Small, part: str) -> None:
    first = opened(small, "demo-lead-officer")
    small.as_("legal-services").get(f"/contracts/C-1{part}")
    small.as_("auditor").get(f"/contracts/C-1{part}")

    assert opened(small, "demo-legal-services") == opened(small, "demo-auditor") >= {2}
    assert first <= {1, 2}


def test_where_it_cannot_be_written_yet_that_is_tried_again_with_the_next_answer(small: Small) -> None:
    small.as_("legal-services").get("/contracts/C-1/failings")
    server = small.database.role_name("app")
    with small.database.administer(autocommit=True) as administrator:
        note = f'FUNCTION "{small.database.schema}".note_opened(text, text, text, uuid[], bigint[])'
        administrator.execute(f'REVOKE EXECUTE ON {note} FROM "{server}"'.encode())
        try:
            assert small.as_("auditor").get("/contracts/C-1/failings").status_code == 200
        finally:
            administrator.execute(f'GRANT EXECUTE ON {note} TO "{server}"'.encode())
    assert opened(small, "demo-auditor") == set()

    small.as_("auditor").get("/contracts/C-1/failings")

    assert opened(small, "demo-auditor") >= {2}
    assert small.book.opened.unwritten == 0


# --- the bytes that are kept ------------------------------------------------------------------------------------------

DAY = date(2025, 1, 1)


def finished(size: int) -> Finished:
    return Finished(b"x" * size, 1, DAY, array("q", range(size // 100)))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(0, 2), st.integers(0, 4000)), max_size=40))
def test_never_more_is_kept_than_there_is_room_for_and_never_of_a_file_before_it_grew(
    steps: list[tuple[int, int, int, int]],
) -> None:
    held, files = FinishedAnswers(most=12_000), [uuid4() for _ in range(4)]
    for file, head, what, size in steps:
        before = {at: kept.state for at, kept in held._files.items()}
        held.keep(files[file], (head, DAY), what, finished(size))

        assert held.bytes <= 12_000
        assert held.bytes == sum(one.size for kept in held._files.values() for one in kept.answers.values())
        assert all(kept.state >= before.get(at, kept.state) for at, kept in held._files.items())


def test_looking_for_an_answer_about_a_file_that_has_grown_lets_the_old_ones_go() -> None:
    held, file = FinishedAnswers(), uuid4()
    held.keep(file, (1, DAY), "status", finished(10))

    assert held.find(file, (1, DAY), "duties") is None
    assert held.find(file, (1, DAY), "status") == finished(10)
    assert held.find(file, (2, DAY), "status") is None
    assert held.bytes == 0
    held.keep(file, (2, DAY), "status", finished(10))
    assert held.find(file, (1, DAY), "status") is None
    assert held.find(file, (2, DAY), "status") is not None


def test_answers_of_one_file_that_take_more_than_all_the_room_go_and_those_of_others_stay() -> None:
    held, one, other = FinishedAnswers(most=10_000), uuid4(), uuid4()
    held.keep(other, (1, DAY), "status", finished(10))
    held.keep(one, (1, DAY), "status", finished(10))
    held.keep(one, (1, DAY), "timeline", finished(9_000))

    assert held.find(one, (1, DAY), "status") is None
    assert held.find(other, (1, DAY), "status") == finished(10)
