"""*Not yet*: a manager who wants out, the ten gaps the file shows, and the three acts it says come next."""

from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create
from api.example.load import load
from api.settings import Settings
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from projections.ending.drafts import NotDrafted, draft_of_termination
from projections.ending.readiness import NOT_SHOWN, Judgement
from projections.ending.what_if import what_if
from projections.status.standing import standing
from tests.example.conftest import NOT_YET, Example

TODAY = date(2026, 6, 6)


@pytest.fixture(scope="module")
def judged(example: Example) -> Judgement:
    """The file as things stand on the day the stories end: no act towards ending the contract has been done."""
    return example.reader.readiness(NOT_YET).value.in_point


def test_the_failing_is_real_and_most_of_its_trail_is_there(example: Example) -> None:
    late, pudding = example.reader.failings(NOT_YET).value

    assert {link.name for link in late.links if link.state == "missing"} == {"result", "gaps"}
    assert {link.name: link.state for link in pudding.links if link.state in ("late", "disputed")} == {
        "told": "late",
        "answer": "disputed",
    }


def test_the_right_has_not_arisen_and_one_sentence_says_why(judged: Judgement) -> None:
    [shown] = judged.rights

    assert "No right to end the contract is shown: clause 24.1 not arisen." in judged.sentence
    assert (shown.right.clause, shown.right.state, shown.right.arisen_on) == ("24.1", "not-arisen", None)
    assert shown.right.sentence.startswith(
        "Not arisen: NOT-001 counts from 5 May 2026 and the time to remedy ran to 3 June 2026; the assessment of 27 "
        "May 2026 (not remedied) was made 7 days before the time was over, and none has been made since; NOT-001 gives "
        "until 22 May 2026, 12 days less than clause 23.1 (20 working days, to 3 June 2026); "
    )
    assert shown.right.sentence.endswith("whether a notice that states too little is good is open.")
    assert shown.right.sentence.count(". ") == 0


def test_ten_conditions_of_the_procedure_are_not_shown(judged: Judgement) -> None:
    gaps = {condition.id: condition for condition in judged.conditions if condition.state in NOT_SHOWN}

    assert judged.acts == ()
    assert judged.judged_on == TODAY
    assert {name: (gap.state, gap.sentence.partition(" Departure")[0]) for name, gap in gaps.items()} == {
        "TC-03": ("not-met", "The minutes of MTG-002 are not on file as filed."),
        "TC-04": (
            "late",
            (
                "ISS-002 was put to the provider 18 days after it was noticed;"
                " 5 are allowed (assumed; the text gives none)."
            ),
        ),
        "TC-08": (
            "not-met",
            (
                "NOT-001: no consultation of the contract support officer about this notice is on file for 5 May 2026 "
                "or before."
            ),
        ),
        "TC-12": (
            "not-met",
            "NOT-001: it is to be remedied by 22 May 2026; clause 23.1 allows 20 working days, to 3 June 2026.",
        ),
        "TC-13": (
            "not-met",
            "NOT-001 was found not remedied on 27 May 2026; the time to remedy it ran to 3 June 2026 and was not over.",
        ),
        "TC-14": (
            "unauthorised",
            "The process on NOT-001 had not been concluded by 6 June 2026; no fundamental breach had been determined.",
        ),
        "TC-18": (
            "not-met",
            (
                "The case of 1 June 2026 cites 5 entries and admits 1 gap; missing from the trail, and not admitted: "
                "ISS-001 (Result); ISS-002 (What happened, and what shows it; Result)."
            ),
        ),
        "TC-19": (
            "not-met",
            "No consultation of Legal Services is on file for 6 June 2026 or before, as far as may be seen here.",
        ),
        "TC-20": ("not-met", "No decision to end the contract is on file for 6 June 2026 or before."),
        "TC-21": (
            "not-met",
            "No notice of termination of the authority is on file for 6 June 2026 or before.",
        ),
    }
    assert all(gap.next_step and gap.falls_to for gap in gaps.values())


def test_what_was_done_in_order_is_shown_too(judged: Judgement) -> None:
    met = [condition.id for condition in judged.conditions if condition.state == "met"]

    assert met == ["TC-01", "TC-02", "TC-05", "TC-06", "TC-10", "TC-15", "TC-16", "TC-17"]


def test_the_next_four_acts_are_named_with_who_and_by_when(example: Example) -> None:
    owed = [due for due in example.reader.duties(NOT_YET).value if due.duty.party == "authority"]
    ours = [due for due in owed if not due.duty.id.startswith("support/")]  # help to another, beside each of them

    assert [(due.sentence, due.duty.title, due.person, due.duty.due_on) for due in ours[:4]] == [
        (
            ("Place the minutes of MTG-002 on the contract file: supplement entry 53 with it, or file it as belonging "
            "to that entry; due within 14 days (assumed; the text gives none); overdue by 100 days."),
            "Lead officer", "Ann Ashe", date(2026, 2, 26),
        ),
        (
            "Put the position of the budget on record by 1 March 2026; none ever was; overdue by 97 days.",
            "Lead officer", "Ann Ashe", date(2026, 3, 1),
        ),
        # No source gives a day for these: they are due at once.
        ("Answer what the provider said of ISS-002, which it disputes.", "Lead officer", "Ann Ashe", None),
        (
            "Consult Legal Services on TRM-001, unless an entry that may not be seen here says that it was done.",
            "County Manager (Contracts)", None, None,
        ),
    ]  # fmt: skip
    assert ours[4].sentence == (
        "Assess whether what NOT-001 complained of was put right; due within 7 days (assumed; the text gives none)."
    )
    assert (ours[4].duty.due_on, ours[4].state) == (date(2026, 6, 10), "due")
    assert [due.state for due in ours[5:]] == ["coming"] * (len(ours) - 5)


def test_the_other_side_has_several_things_to_say(judged: Judgement) -> None:
    said = {weakness.sort: weakness.sentence for weakness in judged.weaknesses}

    assert set(said) == {
        "indulgence", "notice", "disputed", "own-default", "entered-afterwards", "silence", "in-favour",
    }  # fmt: skip
    assert said["disputed"] == (
        "On 17 April 2026 the provider disputed ISS-002 (entry 62); no answer of the authority is on file."
    )
    assert said["indulgence"] == (
        "On 19 May 2026 the authority did not insist on M1, and no rights were reserved in it."
    )
    assert said["own-default"] == (
        "£39,000 of INV-001 was not paid by 22 May 2026, when it was due; it was paid since."
    )
    assert "TRM-001, 26 May 2026" in said["entered-afterwards"]
    assert len([weakness for weakness in judged.weaknesses if weakness.sort == "in-favour"]) >= 3


def test_the_county_manager_refused_to_ratify_what_the_proposal_left_out(example: Example) -> None:
    [proposed] = [line for line in example.lines(NOT_YET).values() if line.kind == "early-termination-proposed"]

    assert {d.rule: d.state for d in proposed.departures} == {"termination.process-worked-through": "refused"}
    facts = example.reader.status(NOT_YET).value
    assert standing(facts, TODAY).stage == "live"


def test_nothing_is_drafted_and_a_notice_today_would_have_the_right_and_legal_services_against_it(
    example: Example,
) -> None:
    view = example.reader.view(NOT_YET).value

    with pytest.raises(NotDrafted) as refused:
        draft_of_termination(view, TODAY, "24.1", "hand")

    assert [against.partition(":")[0] for against in refused.value.against] == [
        "no right to end the contract is shown", "TC-19",
    ]  # fmt: skip
    assert what_if(view.file, TODAY, "termination", clause="24.1").stands_against == refused.value.against


def test_the_notice_counts_and_the_clauses_time_holds_although_it_named_less(example: Example) -> None:
    notice = example.book.file(NOT_YET).notices.by_id["NOT-001"]

    assert notice.valid is True
    assert notice.counts_on == date(2026, 5, 5)
    # By hand: 6 to 8 May 3, to 15 May 8, to 22 May 13, to 29 May without the bank holiday 17, to 3 June 20.
    assert notice.remedy_ends(TODAY) == date(2026, 6, 3)


def test_the_page_refuses_a_draft_with_every_reason_in_full_and_takes_it_for_no_error(
    example_database: Database, tmp_path: Path
) -> None:
    book = load(example_database)
    settings = Settings(database=DatabaseSettings(data_directory=tmp_path), demo=True)

    with TestClient(create(book, example_database, settings)) as client:
        client.cookies.set("cleartrail-person", "legal-services")
        answer = client.get(f"/contracts/{NOT_YET}/draft", params={"clause": "24.1", "method": "hand"})

    assert answer.status_code == 409
    assert "No right to end the contract is shown: under clause 24.1, NOT-001" in answer.text
    assert "TC-19: no consultation of Legal Services is on file for 6 June 2026 or before" in answer.text
