"""Bundles by HTTP, on the page and by command: who may have which, what is asked wrongly, what is recorded."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create
from api.bundle_orders import order_of
from api.bundling import bundled, look_at
from api.people import DEMO_PEOPLE
from api.settings import Settings
from ledger.log.signer import make_folder
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from ledger.subjects.records import EntryCorrected, EvidenceBundleIssued
from ledger.verify import EXIT_PROVED, Key, Report, verify_bundle
from ledger.verify import main as verify
from ledger.words import Kept, Said
from projections.bundle.purposes import PURPOSES
from tests.api.conftest import CONTRACT, Ledger, User, open_book, problem, untouched
from tests.api.test_command_line import ISSUE, Run, run
from tests.bundle.conftest import LAWYER, Bundles, everything, members
from tests.pages.reading import Visitor
from tests.story import ANN, CLERK

__all__ = ["run", "untouched"]  # fixtures
pytestmark = pytest.mark.read_models
HERE = "/contracts/C-1/bundle"
LETTER = {"kind": "note-made", "file": "C-1", "happened_on": "2025-01-01", "words": "They called"}
ADVICE = {**LETTER, "words": "zqadvice it was said, at length and in confidence", "protection": "legal-advice"}


@pytest.fixture
def served(database: Database, tmp_path: Path) -> Iterator[tuple[Ledger, Key]]:
    """The application with a signer beside it, and one contract with an entry that is privileged."""
    settings = Settings(database=DatabaseSettings(data_directory=tmp_path), demo=True, signer_folder=tmp_path / "key")
    book = open_book(database)
    key = make_folder(tmp_path / "key", book.store.settings.origin)
    with TestClient(create(book, database, settings), raise_server_exceptions=False) as client:
        ledger = Ledger(client, book, database)
        ledger.as_("lead-officer").record(CONTRACT, LETTER, ADVICE)
        yield ledger, key


@pytest.fixture
def lawyer(served: tuple[Ledger, Key]) -> User:
    return served[0].as_("legal-services")


def test_a_bundle_is_looked_through_before_it_is_made(lawyer: User) -> None:
    answer = lawyer.get(HERE, purpose="disclosure")

    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert said["shown"] == [1, 2]
    assert said["withheld"] == [{"position": 3, "ground": "legal advice"}]
    assert "zqadvice" not in answer.text


def test_a_draft_is_made_and_nothing_is_recorded(served: tuple[Ledger, Key], lawyer: User) -> None:
    ledger, _ = served
    before = ledger.entries

    answer = lawyer.post(HERE, {"purpose": "disclosure"})

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="C-1-disclosure.zip"'
    assert answer.content[:4] == b"PK\x03\x04"
    assert ledger.entries == before


def test_an_issued_bundle_is_an_entry_and_is_proved(served: tuple[Ledger, Key], lawyer: User, tmp_path: Path) -> None:
    ledger, key = served

    answer = lawyer.post(HERE, {"purpose": "disclosure", "recipient": "Care Ltd's  solicitors"})

    assert answer.status_code == 200, answer.text
    (tmp_path / "bundle.zip").write_bytes(answer.content)
    report = Report(lambda said: None)
    verify_bundle(report, tmp_path / "bundle.zip", key)
    assert report.exit_code == EXIT_PROVED, report.steps
    recorded = ledger.book.file("C-1").first_recorded(int(answer.headers["cleartrail-issued"]))
    assert recorded is not None
    entry = recorded.entry
    assert isinstance(entry, EvidenceBundleIssued)
    assert (entry.recipient, entry.purpose, entry.up_to, entry.withheld) == (
        "Care Ltd's solicitors", "disclosure", 2, (3,),
    )  # fmt: skip
    assert isinstance(entry.bundle, Kept)
    assert b"zqadvice" not in everything(tmp_path / "bundle.zip")


def test_that_our_lawyers_were_given_one_is_for_them_to_read(served: tuple[Ledger, Key], lawyer: User) -> None:
    answer = lawyer.post(HERE, {"purpose": "lawyers", "recipient": "Legal Services"})

    position = int(answer.headers["cleartrail-issued"])
    shown = served[0].as_("county-manager").get(f"/contracts/C-1/entries/{position}").json()
    assert "withheld" in shown["entry"]


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("person", DEMO_PEOPLE)
def test_who_may_have_which_bundle(untouched: Ledger, person: str, purpose: str) -> None:
    order = {"purpose": purpose} | ({"person": "P"} if "subject" in purpose else {})

    answer = untouched.as_(person).post(f"{HERE}/look", order)

    may = person == "legal-services" or (person, purpose) == ("auditor", "auditor")
    problem(answer, *((404, "not-signed") if may else (403, "denied")))  # this log has no signer


def test_an_auditor_issues_nothing(served: tuple[Ledger, Key]) -> None:
    auditor = served[0].as_("auditor")

    assert auditor.post(HERE, {"purpose": "auditor"}).status_code == 200
    problem(auditor.post(HERE, {"purpose": "auditor", "recipient": "Me"}), 403, "denied")


@pytest.mark.parametrize("person", ["auditor", "legal-services"])
def test_no_bundle_gives_its_maker_more_than_the_timeline_shows_them(
    served: tuple[Ledger, Key], tmp_path: Path, person: str
) -> None:
    ledger, _ = served
    mine = {**LETTER, "words": "zqnamed", "audience": "named", "named": ["demo-lead-officer"]}
    ledger.as_("lead-officer").record(
        mine, {"kind": "entry-supplemented", "file": "C-1", "happened_on": "2025-01-01", "position": 4,
               "words": "zqmore of it"},
    )  # fmt: skip
    maker = ledger.as_(person)
    lines = maker.get("/contracts/C-1/timeline").json()["lines"]
    seen = {line["position"] for line in lines if "sentence" in line}

    answer = maker.post(HERE, {"purpose": "auditor"})

    assert answer.status_code == 200, answer.text
    (tmp_path / "x.zip").write_bytes(answer.content)
    held = {int(name[8:-5]) for name in members(tmp_path / "x.zip") if name.startswith("entries/")}
    assert held
    assert held <= seen
    assert ({4, 5} <= held) == (person == "legal-services")
    said = everything(tmp_path / "x.zip")
    assert [word in said for word in (b"zqnamed", b"zqmore")] == [person == "legal-services"] * 2
    told = {one["position"]: one["ground"] for one in maker.get(HERE, purpose="auditor").json()["withheld"]}
    assert told.get(4) == (None if person == "legal-services" else "for named people only")


def test_a_reclassification_says_in_which_bundles_the_entry_had_been_handed_out(
    served: tuple[Ledger, Key], lawyer: User
) -> None:
    """TVP-4.0-16."""
    ledger, _ = served
    issued = lawyer.post(HERE, {"purpose": "disclosure", "recipient": "Care Ltd's solicitors"})
    assert issued.status_code == 200, issued.text
    marked = {
        "kind": "entry-reclassified", "file": "C-1", "happened_on": "2025-01-01", "new_audience": "legal",
        "new_protection": "legal-advice", "reason": "On advice",
        "by": {"person": "Lena Stone", "office": "legal-services"},
    }  # fmt: skip

    letter, advice = lawyer.record({**marked, "position": 2}, {**marked, "position": 3})

    assert [(one["recipient"], one["purpose"], one["redacted"]) for one in letter["handed_out_before"]] == [
        ("Care Ltd's solicitors", "disclosure", False)
    ]
    assert advice["handed_out_before"] == []  # it was left out
    read = lawyer.get(f"/contracts/C-1/entries/{letter['position']}").json()["entry"]
    assert read["handed_out_before"] == letter["handed_out_before"]
    visitor = Visitor(ledger.client, "legal-services")
    assert (
        "to Care Ltd's solicitors, for disclosure" in visitor.get(f"/contracts/C-1/entries/{letter['position']}").text
    )
    assert "No bundle was issued with it before" in visitor.get(f"/contracts/C-1/entries/{advice['position']}").text
    assert "No bundle was issued" not in visitor.get("/contracts/C-1/entries/1").text
    other = ledger.as_("county-manager").get(f"/contracts/C-1/entries/{letter['position']}").text
    assert "solicitors" not in other


@pytest.fixture
def asked(served: tuple[Ledger, Key], lawyer: User) -> int:
    """The position of an entry with words about P-17."""
    issue = {"kind": "issue-raised", "happened_on": "2025-01-01", "source": {"how": "told", "whom": "Social services"}}
    first = {**issue, "file": "C-1", "nature": {"words": "zqown words", "person": "P-17"}}
    recorded = lawyer.record(first)
    return int(recorded[0]["position"])


def test_who_asked_what_is_held_about_them_is_in_nothing_that_is_kept(
    served: tuple[Ledger, Key], lawyer: User, asked: int, tmp_path: Path
) -> None:
    ledger, key = served

    answer = lawyer.post(HERE, {"purpose": "subject-access", "person": "P-17", "recipient": "Zqdaughter Jones"})

    assert answer.status_code == 200, answer.text
    (tmp_path / "x.zip").write_bytes(answer.content)
    report = Report(lambda said: None)
    verify_bundle(report, tmp_path / "x.zip", key)
    assert report.exit_code == EXIT_PROVED, report.steps
    assert b"Zqdaughter" not in everything(tmp_path / "x.zip")
    issued = ledger.book.file("C-1").first_recorded(int(answer.headers["cleartrail-issued"]))
    assert issued is not None
    assert isinstance(issued.entry, EvidenceBundleIssued)
    assert issued.entry.recipient == "the person who asked"


def test_whoever_asks_is_given_the_words_about_them_and_no_word_or_exhibit_besides(
    lawyer: User, asked: int, tmp_path: Path
) -> None:
    """Entry 5 corrects entry 4: it holds words about P-17 again, why it was corrected, and an exhibit."""
    exhibit = {"sha256": lawyer.file(b"zqexhibit of others", "text/plain"), "title": "Letter.txt"}
    again = {"kind": "issue-raised", "happened_on": "2025-01-01", "source": {"how": "told", "whom": "Social services"}}
    lawyer.record(
        {"kind": "entry-corrected", "file": "C-1", "happened_on": "2025-01-01", "position": asked,
         "reason": "zqreason of others",
         "replacement": {**again, "nature": {"words": "zqown again", "person": "P-17"}, "exhibits": [exhibit]}},
    )  # fmt: skip

    order = {"purpose": "subject-access", "person": "P-17"}
    found = lawyer.post(f"{HERE}/look", order).json()
    (tmp_path / "x.zip").write_bytes(lawyer.post(HERE, order).content)

    said = everything(tmp_path / "x.zip")
    assert (found["shown"], found["exhibits"]) == ([4, 5], [])
    ground = "not kept under the pseudonym of the person who asks"
    assert found["redacted"] == [
        {"position": 4, "fields": [f"exhibits.0: {ground}"]},  # as it is in force
        {"position": 5, "fields": [f"reason: {ground}", f"replacement.exhibits.0: {ground}"]},
    ]
    assert [word in said for word in (b"zqown words", b"zqown again", b"zqreason", b"zqexhibit")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert not [name for name in members(tmp_path / "x.zip") if name.startswith("exhibits/")]


def test_a_bundle_does_not_say_who_asked_what_is_held_about_them(
    served: tuple[Ledger, Key], lawyer: User, tmp_path: Path
) -> None:
    """An entry of an earlier version, which named them, and one that was corrected into such an entry."""
    ledger, _ = served
    older = EvidenceBundleIssued(
        happened_on=date(2025, 1, 1), up_to=2, recipient="Zqdaughter Jones", purpose="subject-access", by=ANN
    )
    other = older.model_copy(update={"recipient": "Zqson Jones", "purpose": "disclosure"})
    ledger.book.record("C-1", older, CLERK)  # 4
    ledger.book.record("C-1", other, CLERK)  # 5
    put = other.model_copy(update={"purpose": "Data subject access request"})
    corrected = EntryCorrected(happened_on=date(2025, 1, 1), position=5, reason=Said("Mistaken"), replacement=put)
    ledger.book.record("C-1", corrected, CLERK)  # 6

    ground = "about a person's request for what is held about them"
    for purpose in PURPOSES:
        order = {"purpose": purpose} | ({"person": "P-17"} if purpose == "subject-access" else {})
        found = lawyer.post(f"{HERE}/look", order).json()
        withheld = {one["position"]: one["ground"].removesuffix(" (FOIA section 40)") for one in found["withheld"]}
        if purpose in ("lawyers", "auditor"):
            assert {4, 5, 6} <= set(found["shown"]), purpose
        else:
            assert [withheld[position] for position in (4, 5, 6)] == [ground] * 3, purpose
    (tmp_path / "x.zip").write_bytes(lawyer.post(HERE, {"purpose": "freedom-of-information"}).content)
    said = everything(tmp_path / "x.zip")
    assert b"entries/0002.json" in said
    assert b"Zqdaughter" not in said
    assert b"Zqson" not in said


def test_whoever_makes_a_bundle_is_told_which_exhibits_may_say_what_is_left_out_of_the_entry(lawyer: User) -> None:
    exhibit = {"sha256": lawyer.file(b"zqmrs jones fell", "text/plain"), "title": "Visit notes.txt"}
    issue = {"kind": "issue-raised", "file": "C-1", "happened_on": "2025-01-01", "exhibits": [exhibit]}
    [told] = lawyer.record({**issue, "nature": {"words": "zqmrs jones fell", "person": "P-17"}})
    [free] = lawyer.record({**issue, "nature": "zqvisits were missed"})

    def closed_in(**order: Any) -> list[list[int]]:
        listed = lawyer.post(f"{HERE}/look", order).json()["exhibits"]
        return [one["closed_in"] for one in listed if one["title"] == "Visit notes.txt"]

    redact = [{"position": free["position"], "field": "nature", "ground": "names a home"}]
    assert closed_in(purpose="freedom-of-information") == [[told["position"], free["position"]]]
    assert closed_in(purpose="disclosure") == [[]]
    assert closed_in(purpose="disclosure", redact=redact) == [[free["position"]]]
    asked = "/contracts/C-1/bundle?purpose=freedom-of-information"
    page = lawyer.client.get(asked, headers={"Cookie": "cleartrail-person=legal-services"}).text
    assert f"words left out of entry {told['position']}, {free['position']}" in page


BAD: list[tuple[Any, str]] = [
    ({}, "purpose"), ({"purpose": "evil"}, "purpose"), ([], "object"), ("x", "object"),
    ({"purpose": "disclosure", "positions": [1]}, "positions"),
    ({"purpose": "disclosure", "withhold": ["harmful"]}, "withhold"),
    ({"purpose": "disclosure", "redact": [{"position": 1, "field": "title", "ground": "x"}]}, "redact"),
    ({"purpose": "disclosure", "redact": [{"position": 3, "field": "words", "ground": "x"}]}, "redact"),
    ({"purpose": "disclosure", "redact": [{"position": 99, "field": "words", "ground": "x"}]}, "redact"),
    ({"purpose": "disclosure", "redact": [{"position": 2, "field": "words", "ground": ""}]}, "ground"),
    ({"purpose": "disclosure", "person": "P-1"}, "person"), ({"purpose": "subject-access"}, "person"),
    ({"purpose": "subject-access", "person": "P-404", "recipient": "P-404"}, "single entry"),
    ({"purpose": "disclosure", "as_at": "2025-02-30"}, "as_at"),
    ({"purpose": "disclosure", "as_at": "0001-01-01"}, "as_at"),
    ({"purpose": "disclosure", "known_at": "999999"}, "known_at"),
    ({"purpose": "disclosure", "known_at": "then"}, "known_at"),
    ({"purpose": "disclosure", "recipient": ""}, "recipient"),
    ({"purpose": "disclosure", "recipient": "x" * 999}, "recipient"),
    ({"purpose": "disclosure", "bates": "../x"}, "bates"), ({"purpose": "disclosure", "as_at": 5}, "as_at"),
]  # fmt: skip


def test_what_is_asked_wrongly_is_told_and_nothing_is_recorded(served: tuple[Ledger, Key], lawyer: User) -> None:
    before = served[0].entries

    for body, named in BAD:
        said = problem(lawyer.post(HERE, body), 422, "invalid")
        assert named in json.dumps(said), (body, said)
    redact = [{"position": n, "field": f, "ground": "x"} for n, f in ((50, "words"), (2, "words"), (2, "nosuch"))]
    said = problem(lawyer.post(HERE, {"purpose": "disclosure", "redact": redact}), 422, "invalid")
    assert [(row["field"], row["why"][:16]) for row in said["faults"]] == [
        ("redact.0", "names entry 50; "),
        ("redact.2", "names no words o"),
    ]
    problem(lawyer.post("/contracts/C-2/bundle", {"purpose": "disclosure"}), 404, "not-on-file")
    problem(lawyer.raw(HERE, b"{", "application/json"), 400, "malformed")
    problem(lawyer.post(HERE, {"purpose": "disclosure"}, colour="red"), 422, "invalid")

    assert served[0].entries == before


def test_what_was_known_then_is_shown_and_what_came_later_is_counted(served: tuple[Ledger, Key], lawyer: User) -> None:
    size = lawyer.get(HERE, purpose="lawyers").json()["log_size"]
    lawyer.record({**LETTER, "words": "zqlater"})

    answer = lawyer.get(HERE, purpose="lawyers", known_at=str(size)).json()

    assert answer["shown"] == [1, 2, 3]
    assert {row["ground"] for row in answer["withheld"]} <= {"recorded after what this bundle was asked to show"}


def test_two_who_ask_at_once_are_both_given_theirs(lawyer: User) -> None:
    codes: list[int] = []
    asking = [
        threading.Thread(target=lambda: codes.append(lawyer.post(HERE, {"purpose": "court"}).status_code))
        for _ in range(2)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()

    assert codes == [200, 200]


def test_what_was_issued_is_had_again_byte_for_byte_though_the_file_grew(
    served: tuple[Ledger, Key], lawyer: User
) -> None:
    ledger, _ = served
    redact = [{"position": 2, "field": "words", "ground": "names a child"}]
    order = {"purpose": "court", "recipient": "The court", "bates": "HCC-", "withhold": ["named"], "redact": redact}
    first = lawyer.post(HERE, order)
    at = int(first.headers["cleartrail-issued"])
    lawyer.record({**LETTER, "words": "later"})
    before = ledger.entries

    again = lawyer.get(f"/contracts/C-1/bundles/{at}")

    assert (again.status_code, again.headers["cleartrail-issued"]) == (200, str(at))
    assert again.content == first.content
    assert ledger.entries == before
    page = Visitor(ledger.client, "legal-services").get("/contracts/C-1/bundle")
    assert f"entry {at}" in page.text
    form = page.form(f"/contracts/C-1/bundle/{at}")
    assert Visitor(ledger.client, "legal-services").post(form.action, {}).answer.content == first.content
    problem(lawyer.get("/contracts/C-1/bundles/2"), 404, "not-on-file")
    problem(lawyer.get("/contracts/C-1/bundles/999"), 404, "not-on-file")
    problem(lawyer.get(f"/contracts/C-2/bundles/{at}"), 404, "not-on-file")
    problem(ledger.as_("auditor").get(f"/contracts/C-1/bundles/{at}"), 403, "denied")
    problem(ledger.as_("lead-officer").get(f"/contracts/C-1/bundles/{at}"), 403, "denied")


def test_a_bundle_with_what_was_marked_privileged_since_is_not_had_again(
    served: tuple[Ledger, Key], lawyer: User
) -> None:
    at = lawyer.post(HERE, {"purpose": "court", "recipient": "The court"}).headers["cleartrail-issued"]
    lawyer.record({"kind": "entry-reclassified", "file": "C-1", "position": 2, "happened_on": "2025-01-01",
                   "new_audience": "legal", "new_protection": "legal-advice", "reason": "It is advice"})  # fmt: skip

    said = problem(lawyer.get(f"/contracts/C-1/bundles/{at}"), 409, "not-the-same")["detail"]

    assert "it held entry 2, marked since" in said
    page = Visitor(served[0].client, "legal-services").post(f"/contracts/C-1/bundle/{at}", {})
    assert "That bundle is not made again: it held entry 2, marked since" in page.text


def test_what_does_not_come_out_the_same_is_not_given(
    served: tuple[Ledger, Key], lawyer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = lawyer.post(HERE, {"purpose": "court", "recipient": "The court"}).headers["cleartrail-issued"]
    monkeypatch.setattr("projections.bundle.members.SIMULATED", "Another version of this program.\n")

    assert (
        "other bytes than what was issued"
        in problem(lawyer.get(f"/contracts/C-1/bundles/{at}"), 409, "not-the-same")["detail"]
    )


def test_subject_access_is_had_again_by_who_says_whose_it_was(served: tuple[Ledger, Key], lawyer: User) -> None:
    lawyer.record({"kind": "issue-raised", "file": "C-1", "happened_on": "2025-01-01", "nature": {
        "words": "zqpersonal of hers", "person": "P-17"}, "source": {"how": "told", "whom": "Her"}})  # fmt: skip
    first = lawyer.post(HERE, {"purpose": "subject-access", "person": "P-17", "recipient": "P"})
    at = first.headers["cleartrail-issued"]

    assert lawyer.post(f"/contracts/C-1/bundles/{at}", {"person": "P-17"}).content == first.content
    assert "pseudonym" in problem(lawyer.get(f"/contracts/C-1/bundles/{at}"), 422, "invalid")["detail"]
    problem(lawyer.post(f"/contracts/C-1/bundles/{at}", {"person": "P-18"}), 409, "not-the-same")
    problem(lawyer.post(f"/contracts/C-1/bundles/{at}", {"person": ""}), 422, "invalid")


def test_that_a_route_is_for_nobody_is_said_where_it_is_described(served: tuple[Ledger, Key]) -> None:
    paths = served[0].client.get("/openapi.json").json()["paths"]
    described = paths["/api/v1/contracts/{reference}/entries/evidence-bundle-issued"]["post"]["description"]

    assert "Always answered 403" in described
    problem(served[0].as_("legal-services").post("/contracts/C-1/entries/evidence-bundle-issued", {
        "happened_on": "2025-01-01", "up_to": 1, "recipient": "x", "purpose": "court"}), 403, "denied")  # fmt: skip


def test_the_page_shows_what_will_be_in_it_and_gives_it(served: tuple[Ledger, Key], tmp_path: Path) -> None:
    ledger, key = served
    visitor = Visitor(ledger.client, "legal-services")

    page = visitor.get("/contracts/C-1/bundle?purpose=disclosure")

    assert page.status == 200
    assert "Left out: legal advice" in page.text
    assert "zqadvice" not in page.html
    headers = {"Authorization": "Bearer demo-legal-services"}
    form = {"purpose": "disclosure", "how": "issue", "recipient": "The court"}
    answer = ledger.client.post("/contracts/C-1/bundle", data=form, headers=headers)
    assert answer.status_code == 200, answer.text
    (tmp_path / "x.zip").write_bytes(answer.content)
    report = Report(lambda said: None)
    verify_bundle(report, tmp_path / "x.zip", key)
    assert report.exit_code == EXIT_PROVED
    assert "issued.json" in members(tmp_path / "x.zip")


def test_the_page_says_what_was_typed_wrong(served: tuple[Ledger, Key]) -> None:
    visitor = Visitor(served[0].client, "legal-services")

    page = visitor.post("/contracts/C-1/bundle", {"how": "look", "purpose": "disclosure", "redact": "5:words"})

    assert page.status == 400
    assert "12:nature:names a child" in page.text
    assert "12:What was wrong:names a child" in page.text
    assert Visitor(served[0].client, "provider").get("/contracts/C-1/bundle").status in (403, 404)
    assert Visitor(served[0].client, "lead-officer").get("/contracts/C-1/bundle").status == 403


def test_words_to_leave_out_are_named_as_the_entrys_page_names_them(served: tuple[Ledger, Key]) -> None:
    visitor = Visitor(served[0].client, "legal-services")
    asked = {"how": "look", "purpose": "lawyers", "redact": "2:Words:names a child"}

    page = visitor.post("/contracts/C-1/bundle", asked)

    assert page.status == 200
    assert "Words left out" in page.text
    assert "names a child" in page.text


BAD_LINES = "2:words:names a child\n\n50:words:x\n2:nosuch:x\nwrong"


def test_each_bad_redaction_is_named_on_the_page_with_what_would_be_right(served: tuple[Ledger, Key]) -> None:
    visitor = Visitor(served[0].client, "legal-services")
    asked = {"how": "look", "purpose": "lawyers", "bates": "HCC-", "recipient": "The court"}

    page = visitor.post("/contracts/C-1/bundle", asked | {"redact": BAD_LINES.removesuffix("\nwrong")})
    assert page.status == 400
    assert "Line 3 names entry 50; the file has 3 in this bundle's log" in page.text
    assert "Line 4 names no words of entry 2; what can be redacted of it is Words" in page.text
    assert "Line 1 " not in page.text

    page = visitor.post("/contracts/C-1/bundle", asked | {"redact": BAD_LINES})
    assert "Line 5 should be an entry, its field and the ground" in page.text
    assert "There is a problem" in page.text
    assert 'href="#redact"' in page.html
    assert page.html.count('value="HCC-"') == page.html.count('value="The court"') == 1  # kept until it is right


@pytest.mark.parametrize(
    ("typed", "said", "field"),
    [
        ({"how": "issue", "recipient": " "}, "Whom it is issued to is missing", "recipient"),
        ({"how": "issue", "recipient": "x" * 300}, "Whom it is issued to should have at most 200", "recipient"),
        ({"how": "draft", "bates": "9"}, "The prefix of the load file should be 1 to 16 of A-Z", "bates"),
        ({"how": "draft", "withhold": "noon"}, "What is withheld besides should be 'confidential'", "withhold-"),
        ({"how": "draft", "subject": "P-17"}, "Who asks is given for subject access, and for nothing else", "subject"),
    ],
)
def test_a_form_with_something_wrong_comes_back_with_all_that_was_typed(
    served: tuple[Ledger, Key], typed: dict[str, str], said: str, field: str
) -> None:
    before = served[0].entries

    page = Visitor(served[0].client, "legal-services").post(
        "/contracts/C-1/bundle", {"purpose": "court", "redact": "2:words:names a child", "bates": "HCC-"} | typed
    )

    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert said in page.text
    assert f'href="#{field}' in page.html
    assert "2:words:names a child" in page.html
    assert 'value="court" checked' in page.html
    for value in typed.values():
        assert f'value="{value}"' in page.html or value in ("issue", "draft", "noon")
    assert served[0].entries == before


def test_no_address_names_whom_a_bundle_is_about_or_for_nor_a_ground(served: tuple[Ledger, Key], lawyer: User) -> None:
    ledger, _ = served
    lawyer.record({"kind": "issue-raised", "file": "C-1", "happened_on": "2025-01-01", "nature": {
        "words": "zqpersonal of hers", "person": "P-17"}, "source": {"how": "told", "whom": "Her"}})  # fmt: skip
    order = {"purpose": "subject-access", "person": "P-17",
             "redact": [{"position": 4, "field": "nature", "ground": "zqground"}]}  # fmt: skip

    said = lawyer.post(f"{HERE}/look", order).json()

    assert (said["shown"], said["redacted"]) == ([4], [{"position": 4, "fields": ["nature: zqground"]}])
    assert (
        "no parameter" in problem(lawyer.get(HERE, purpose="subject-access", subject="P-17"), 422, "invalid")["detail"]
    )
    assert "/bundle/look" in problem(lawyer.get(HERE, purpose="subject-access"), 422, "invalid")["detail"]
    described = ledger.client.get("/openapi.json").json()["paths"]
    there = {one["name"] for path, held in described.items() if "/bundle" in path for by in held.values()
             for one in by.get("parameters", []) if one["in"] == "query"}  # fmt: skip
    assert there == {"purpose", "withhold", "as_at", "known_at"}
    visitor = Visitor(ledger.client, "legal-services")
    page = visitor.get("/contracts/C-1/bundle")
    assert {form.method for form in page.forms if form.names & {"purpose", "subject", "redact"}} == {"post"}
    asked = {"how": "look", "purpose": "subject-access", "subject": "P-17", "redact": "4:nature:zqground"}
    page = visitor.post("/contracts/C-1/bundle", asked)
    assert page.status == 200
    assert "Entry 4: nature: zqground" in page.text
    assert "?" not in str(page.answer.url)
    assert not page.answer.history
    assert not [link for link in page.links if "P-17" in link or "zqground" in link]
    assert not [form.action for form in page.forms if "P-17" in form.action]


def test_an_auditor_looks_through_the_auditors_on_the_page_and_downloads_a_draft(served: tuple[Ledger, Key]) -> None:
    visitor = Visitor(served[0].client, "auditor")

    page = visitor.post("/contracts/C-1/bundle", {"how": "look", "purpose": "auditor"})
    assert (page.status, "Download a draft" in page.text) == (200, True)
    assert visitor.post("/contracts/C-1/bundle", {"how": "draft", "purpose": "auditor"}).answer.content[:2] == b"PK"
    denied = visitor.post("/contracts/C-1/bundle", {"how": "issue", "purpose": "auditor", "recipient": "Me"})
    assert denied.status == 403
    long = visitor.post("/contracts/C-1/bundle", {"how": "look", "purpose": "auditor", "redact": "x" * 5000})
    assert long.status in (400, 422)


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(run: Run) -> Key:
    """A ledger with a key, and a contract with an issue."""
    run("open-ledger", "Hampshire", "ledger.example/hants")
    key = Key.read(run("signing-key", "--json").json["key"])
    assert run("record", "--acknowledge-all", stdin=[CONTRACT, ISSUE]).code == 0
    return key


def test_a_bundle_issued_while_a_server_seals_beside_it_holds_the_proof_of_that(bundles: Bundles) -> None:
    looked = look_at(bundles.wiring, LAWYER, "C-1", order_of({"purpose": "court", "recipient": "X"}), bundles.sign)
    asked: list[int] = []

    def second() -> None:
        """The server was first to seal the entry, and has not signed over it when it is asked for the first time."""
        asked.append(len(asked))
        if len(asked) > 1:
            bundles.sign()

    with bundled(bundles.wiring, LAWYER, looked, lambda *told: None, second) as made:
        assert made.proved
        assert "issued.json" in members(made.path)
    assert len(asked) > 1


def test_the_command_makes_and_issues_a_bundle(run: Run, opened: Key, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"

    said = run(
        "bundle", "C-1", "--purpose", "court", "--to", str(target), "--issue", "--recipient", "The court", "--json"
    )

    assert said.code == 0, said.error
    assert said.json["issued"] == 3
    assert run("bundle", "C-1", "--again", "3", "--to", str(tmp_path / "again.zip"), "--json").json["issued"] == 3
    assert (tmp_path / "again.zip").read_bytes() == target.read_bytes()
    assert "--again" in run("bundle", "C-1", "--again", "3", "--bates", "X").error
    assert run("bundle", "C-1", "--again", "2").code == 1
    assert run("timeline", "C-1", "--order", "recorded", "--json").json["lines"][-1]["kind"] == "evidence-bundle-issued"
    assert verify(["bundle", str(target), "--key", str(opened)]) == EXIT_PROVED


def test_what_cannot_be_written_where_it_goes_is_not_issued(
    run: Run, opened: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full as soon as the ZIP is put on it."""
    (tmp_path / "there").mkdir()

    def full(file: int, at: int, room: int) -> None:
        assert str(tmp_path / "there") in str(Path(f"/proc/self/fd/{file}").readlink())
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "posix_fallocate", full)
        said = run("bundle", "C-1", "--to", str(tmp_path / "there" / "x.zip"), "--issue", "--recipient", "The court")

    assert said.code == 2
    assert "No space left on device" in said.error
    assert not list((tmp_path / "there").iterdir())
    kinds = [line["kind"] for line in run("timeline", "C-1", "--json").json["lines"]]
    assert "evidence-bundle-issued" not in kinds


def test_the_command_says_what_would_be_in_it_and_what_is_asked_wrongly(run: Run, opened: Key, tmp_path: Path) -> None:
    assert "entries shown" in run("bundle", "C-1", "--dry-run").out
    for words in (
        ("--purpose", "x"), ("--issue",), ("--recipient", "x"), ("--redact", "2"), ("--redact", "2:title:x"),
        ("--person", "P"), ("--as-at", "x"), ("--known-at", "x"), ("--to", "/no/such/folder/x.zip"),
    ):  # fmt: skip
        said = run("bundle", "C-1", *words)
        assert said.code in (1, 2), words
        assert said.error.count("\n") == 1, words
    said = run("bundle", "C-1", "--redact", "2:title:x", "--redact", "2:nature:x", "--redact", "9:nature:x")
    assert "--redact number 1: names no words of entry 2; what can be redacted of it is nature" in said.error
    assert "--redact number 3: names entry 9; the file has 2 in this bundle's log" in said.error
    assert "number 2" not in said.error
    assert run("bundle", "C-9").code == 1
    assert not list(tmp_path.glob("*.zip"))
