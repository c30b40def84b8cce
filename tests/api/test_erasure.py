"""Erased words by HTTP: shown as erased, found nowhere; who may erase; what is held about a person; who opened what."""

from __future__ import annotations

import threading
from typing import Any

import psycopg

from api.recording import settled
from api.subject_access import EXCLUSIONS
from tests.api.conftest import CONTRACT, Ledger, User, problem
from tests.test_erasure import found_in_database

LENA = {"person": "Lena Stone", "office": "legal-services"}
SECRET = "Mrs Pomfret fell down the cellar stairs"
DAY = "2025-01-01"


def note(words: str, person: str | None = "P-7", **more: Any) -> dict[str, Any]:
    said: Any = {"person": person, "words": words} if person else words
    return {"kind": "note-made", "file": "C-1", "happened_on": DAY, "words": said, **more}


def erasing(*positions: int, **more: Any) -> dict[str, Any]:
    return {
        "kind": "words-erased", "file": "C-1", "happened_on": DAY, "ground": "consent-withdrawn", "by": LENA,
        "asked_by": "the-person", "exceptions_weighed": ["legal-claims"],
        "words": [{"position": position} for position in positions], **more,
    }  # fmt: skip


def test_an_erased_word_is_shown_as_erased_and_is_nowhere(ledger: Ledger, officer: User) -> None:
    """CPC307-K1."""
    officer.record(note(SECRET), note("The scheduler rang", None))
    lawyer = ledger.as_("legal-services")
    settled(ledger.book)
    size = ledger.book.store.log_size()

    lawyer.record(erasing(2))

    shown = officer.get("/contracts/C-1/entries/2").json()["entry"]["entry"]["words"]
    assert {name: shown[name] for name in ("on", "position", "ground")} == {
        "on": DAY, "position": 4, "ground": "consent-withdrawn",
    }  # fmt: skip
    assert "erased" in shown
    then = officer.get("/contracts/C-1/entries/2", known_at=str(size)).json()["entry"]["entry"]["words"]
    assert then == shown
    lines = officer.get("/contracts/C-1/timeline").json()["lines"]
    assert lines[1]["sentence"] == "Note made: [erased on 1 January 2025, by entry 4, consent withdrawn]"
    assert officer.look("/contracts/C-1/timeline", words="Pomfret").json()["lines"] == []
    assert officer.look("/entries", words="Pomfret").json()["entries"] == []
    for _ in range(100):
        if not found_in_database(ledger.database, "Pomfret"):
            break
        threading.Event().wait(0.1)
    assert found_in_database(ledger.database, "Pomfret") == []


def test_the_provider_is_told_that_words_are_gone_and_not_by_which_of_our_entries(
    ledger: Ledger, officer: User
) -> None:
    officer.record(note(SECRET, audience="shared"))
    ledger.as_("legal-services").record(erasing(2))

    shown = ledger.as_("provider").get("/contracts/C-1/entries/2").json()["entry"]["entry"]["words"]

    assert set(shown) == {"erased", "on"}
    line = ledger.as_("provider").get("/contracts/C-1/timeline").text
    assert "[erased on 1 January 2025]" in line
    assert "consent" not in line


def test_nobody_erases_or_disposes_without_the_role(ledger: Ledger, officer: User) -> None:
    officer.record(note(SECRET))
    disposal = {
        "kind": "file-disposed", "file": "C-1", "happened_on": DAY, "authority": "Row 12", "by": LENA,
        "authorised_by": {"person": "Ruth Dale"}, "witnessed_by": {"person": "Ann Ashe"},
    }  # fmt: skip
    for person in ("lead-officer", "contract-support-officer", "county-manager", "auditor", "provider"):
        for body in (erasing(2), disposal):
            denied = ledger.as_(person).post("/entries", [body], acknowledge="all")
            assert denied.status_code == 403, (person, denied.text)
    itself = ledger.as_("legal-services").post("/entries", [erasing(2, ground="erased-before")], acknowledge="all")
    assert "ledger itself" in problem(itself, 403, "denied")["detail"]
    assert officer.get("/contracts/C-1/entries/2").json()["entry"]["entry"]["words"] == SECRET


def test_what_is_erased_under_a_hold_is_refused_naming_the_hold(ledger: Ledger, officer: User) -> None:
    officer.record(note(SECRET), note("Mr Quill", "P-8"))
    lawyer = ledger.as_("legal-services")
    lawyer.record(
        {
            "kind": "hold-placed", "file": "C-1", "happened_on": DAY, "purpose": "litigation", "scope": "person",
            "matter": {"person": "P-7", "words": "The fall"}, "reason": "A claim", "by": LENA,
        }
    )  # fmt: skip

    refused = lawyer.post("/entries", [erasing(2)], acknowledge="all")
    checked = lawyer.post("/entries", [erasing(2)], acknowledge="all", check="true")

    for answer in (refused, checked):
        assert answer.status_code == 409 or answer.status_code == 422, answer.text
        assert "HLD-001" in answer.text
        assert "P-7" not in answer.text
    lawyer.record(erasing(3))


# --------------------------------------------------------------------------------------------------- subject access


def test_what_is_held_about_a_person_is_found_on_all_files_with_what_may_be_kept_back(
    ledger: Ledger, officer: User
) -> None:
    """CPC307-K1: by pseudonym, never in an address; others and privilege are marked."""
    officer.record({**CONTRACT, "file": "C-2", "reference": "C-2"})
    officer.record(note(SECRET), note("Her son rang", file="C-2"), note("Mr Quill was late", "P-8"))
    lawyer = ledger.as_("legal-services")
    lawyer.record(note("Advice on the fall", protection="legal-advice"))
    officer.record(note("Old Pomfret again", None))

    answer = lawyer.post("/subject-access", {"person": "P-7", "words": "Pomfret"})

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert [(e["file"], e["held"][0]["words"]) for e in sorted(body["entries"], key=lambda e: e["file"])] == [
        ("C-1", SECRET), ("C-1", "Advice on the fall"), ("C-2", "Her son rang"),
    ]  # fmt: skip
    advice = next(e for e in body["entries"] if e["held"][0]["words"] == "Advice on the fall")
    assert advice["exclusion"] == EXCLUSIONS["legal-advice"]
    assert [row["line"]["position"] for row in body["found"]] == [5]
    [on_one] = [act for act in body["erasing"] if act["file"] == "C-1"]
    told = {"happened_on": DAY, "ground": "objection", "asked_by": "the-person", "by": LENA}
    lawyer.record({**on_one, **told, "exceptions_weighed": ["legal-claims"]})
    assert [e["file"] for e in lawyer.post("/subject-access", {"person": "P-7"}).json()["entries"]] == ["C-2"]


def test_only_those_whom_requests_are_given_to_find_what_is_held(ledger: Ledger, officer: User) -> None:
    officer.record(note(SECRET))
    for person in ("lead-officer", "contract-support-officer", "county-manager", "auditor", "provider"):
        denied = ledger.as_(person).post("/subject-access", {"person": "P-7"})
        assert denied.status_code == 403, person
        assert "Pomfret" not in denied.text
    lawyer = ledger.as_("legal-services")
    wrong: tuple[Any, ...] = ({}, {"person": ""}, {"person": 7}, {"person": "P", "more": 1}, [], {"person": "x" * 81})
    for body in wrong:
        assert lawyer.post("/subject-access", body).status_code == 422, body
    assert lawyer.get("/subject-access").status_code == 405


def test_a_request_whose_words_were_erased_is_answered_that_they_were(ledger: Ledger, officer: User) -> None:
    asked = {"entries": [note(SECRET)]}
    headers = {"Idempotency-Key": "a-1"}
    assert officer.post("/entries", asked, headers=headers).status_code == 201
    assert officer.post("/entries", asked, headers=headers).status_code == 201
    ledger.as_("legal-services").record(erasing(2))

    for body in (asked, {"entries": [note("another")]}):
        answer = officer.post("/entries", body, headers=headers)
        problem(answer, 410, "command-erased")
        assert "Pomfret" not in answer.text
    assert officer.post("/entries", asked, headers={"Idempotency-Key": "a-2"}).json()["entries"][0]["position"] == 4


# ---------------------------------------------------------------------------------------------------- who opened it


def test_a_reclassification_says_to_legal_services_who_had_opened_the_entry(ledger: Ledger, officer: User) -> None:
    """TVP-4.0-16."""
    officer.record(note(SECRET))
    ledger.as_("auditor").get("/contracts/C-1/entries/2")
    ledger.as_("county-manager").get("/contracts/C-1/timeline")
    lawyer = ledger.as_("legal-services")

    [made] = lawyer.record(
        {
            "kind": "entry-reclassified", "file": "C-1", "happened_on": DAY, "position": 2, "new_audience": "legal",
            "new_protection": "legal-advice", "reason": "On advice", "by": LENA,
        }
    )  # fmt: skip
    ledger.as_("contract-support-officer").get("/contracts/C-1/entries/2")
    lawyer.get("/contracts/C-1/entries/2")

    assert {by["account"]: (by["name"], by["office"]) for by in made["opened_before"]} == {
        "demo-auditor": ("Omar Fields", "auditor"), "demo-county-manager": ("Ruth Dale", "county-manager"),
    }  # fmt: skip
    entry = lawyer.get("/contracts/C-1/entries/3").json()["entry"]
    assert entry["opened_before"] == made["opened_before"]
    line = lawyer.get("/contracts/C-1/timeline").json()["lines"][2]
    assert [by["account"] for by in line["opened_before"]] == [by["account"] for by in made["opened_before"]]
    assert "opened_before" not in ledger.as_("lead-officer").get("/contracts/C-1/timeline").text or all(
        not shown.get("opened_before") for shown in ledger.as_("auditor").get("/contracts/C-1/timeline").json()["lines"]
    )


def test_a_report_that_counts_and_shows_no_words_opens_no_entry(ledger: Ledger, officer: User) -> None:
    """TVP-4.0-16."""
    officer.record({"kind": "issue-raised", "file": "C-1", "happened_on": DAY, "nature": SECRET}, note(SECRET))
    settled(ledger.book)

    answer = ledger.as_("auditor").get("/report")

    assert answer.json()["contracts"][0]["failings_open"] == ["ISS-001"]
    assert SECRET not in answer.text
    opened = ledger.book.opened.by_entry(ledger.book.file_id("C-1"), [1, 2, 3])
    assert not [by for those in opened.values() for by in those if by.account == "demo-auditor"]


def test_whoever_is_refused_an_entry_has_not_opened_it(ledger: Ledger, officer: User) -> None:
    officer.record(note(SECRET, audience="legal"))
    for person in ("contract-support-officer", "auditor", "provider"):
        ledger.as_(person).get("/contracts/C-1/entries/2")
        ledger.as_(person).get("/contracts/C-1/timeline")
        ledger.as_(person).get("/contracts/C-1")

    file_id = ledger.book.file_id("C-1")
    assert ledger.book.opened.by_entry(file_id, [2]) == {2: ()}


def test_what_was_written_down_once_is_not_written_again(ledger: Ledger, officer: User) -> None:
    officer.record(note(SECRET))
    for _ in range(3):
        ledger.as_("auditor").get("/contracts/C-1/entries/2")
    with ledger.database.administer() as connection:
        [(rows, writes)] = connection.execute(
            "SELECT (SELECT count(*) FROM opened WHERE account = 'demo-auditor'),"
            " (SELECT n_tup_ins FROM pg_stat_xact_user_tables WHERE relname = 'opened' LIMIT 1)"
        ).fetchall()
        assert rows == 1
        for statement in ("UPDATE opened SET first_at = now()", "DELETE FROM opened", "TRUNCATE opened"):
            try:
                with connection.transaction():
                    connection.execute(statement.encode())
            except psycopg.errors.InsufficientPrivilege:
                continue
            raise AssertionError(f"was not refused: {statement}")
    assert writes is not None


def test_reading_goes_on_where_the_database_can_only_be_read(ledger: Ledger, officer: User) -> None:
    officer.record(note(SECRET))
    role, schema = ledger.database.role_name("app"), ledger.database.schema
    with ledger.database.administer(autocommit=True) as connection:
        connection.execute(f'REVOKE EXECUTE ON FUNCTION "{schema}".note_opened FROM "{role}"'.encode())
        assert ledger.as_("auditor").get("/contracts/C-1/entries/2").status_code == 200
        assert ledger.book.opened.unwritten == 1
        connection.execute(f'GRANT EXECUTE ON FUNCTION "{schema}".note_opened TO "{role}"'.encode())
    ledger.as_("auditor").get("/contracts/C-1/entries/1")
    assert ledger.book.opened.unwritten == 0
    held = ledger.book.opened.by_entry(ledger.book.file_id("C-1"), [1, 2])
    assert [[by.account for by in those] for those in held.values()] == [["demo-auditor"], ["demo-auditor"]]


def test_one_erases_while_others_read_and_record(ledger: Ledger, officer: User) -> None:
    officer.record(*[note(f"{SECRET} {number}") for number in range(8)])
    lawyer, wrong, stop = ledger.as_("legal-services"), list[str](), threading.Event()

    def read() -> None:
        while not stop.is_set():
            for path in ("/contracts/C-1/timeline", "/contracts/C-1/entries/5", "/contracts/C-1/registers/records"):
                answer = ledger.as_("auditor").get(path)
                if answer.status_code != 200:
                    wrong.append(answer.text)

    def record() -> None:
        for number in range(6):
            answer = officer.post("/entries", [note(f"Meanwhile {number}", None)], acknowledge="all")
            if answer.status_code != 201:
                wrong.append(answer.text)

    threads = [threading.Thread(target=read), threading.Thread(target=read), threading.Thread(target=record)]
    for thread in threads:
        thread.start()
    for position in range(2, 10):
        assert lawyer.post("/entries", [erasing(position)], acknowledge="all").status_code == 201
    threads[2].join()
    stop.set()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert ledger.book.file("C-1").position == 1 + 8 + 8 + 6
    assert "Pomfret" not in officer.get("/contracts/C-1/timeline").text


def test_what_is_said_beside_an_entry_is_of_the_times_asked_about_and_noted_as_given(
    ledger: Ledger, officer: User
) -> None:
    """docs/adr/0426, TVP-4.0-16: a look at the past tells no later entry; whoever reads words of another there was
    given that, too."""
    path, said = "/contracts/C-1/entries", {"happened_on": DAY, "wording": "People live at home"}
    assert officer.post(f"{path}/outcome-identified", said, acknowledge="all").status_code == 201
    settled(ledger.book)
    size = ledger.book.store.log_size()
    assert officer.post(f"{path}/outcome-identified", said, acknowledge="all").status_code == 201

    assert officer.get(f"{path}/2", known_at=str(size)).json()["entry"]["warnings"] == []
    assert ledger.as_("auditor").get(f"{path}/2").json()["entry"]["warnings"]

    [made] = ledger.as_("legal-services").record(
        {
            "kind": "entry-reclassified", "file": "C-1", "happened_on": DAY, "position": 3,
            "new_audience": "legal", "new_protection": "legal-advice", "reason": "On advice", "by": LENA,
        }
    )  # fmt: skip
    assert "demo-auditor" in {by["account"] for by in made["opened_before"]}
