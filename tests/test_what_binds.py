"""What is asked is cited by the procedure that binds; where that is silent, or gives no number, it is said."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest

from ledger import kinds
from ledger.dates.calendar import Period
from ledger.entry import Departure, Entry
from ledger.procedures import read
from ledger.procedures.folder import packaged
from ledger.procedures.rows import TEXTS
from ledger.subjects.contacts import ConversationSummarySent
from ledger.subjects.issues import IssueRaised
from ledger.subjects.notices import NoticeServed
from ledger.subjects.records import AlternativeArrangementAgreed, SettingInstead
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.words import Said
from projections.duties.due import due, duties
from projections.ending.readiness import readiness
from projections.failings.failings import failings
from projections.procedure.marks import DOCUMENTS, MEANT, every_mark, explained, marks_in
from projections.view import FileView
from tests.requirements_table import known_ids
from tests.story import ANN, Story, given
from tests.subjects.test_contacts import CALL, PROVIDERS
from tests.subjects.test_meetings import REGISTERED, held, minuted
from tests.worked_through import view_of

NAMES = ("hampshire", "thames-valley", "tiered")
EACH = pytest.mark.parametrize("name", NAMES)


def found_by(rule: str, story: Story, entry: Entry) -> Departure:
    """What is on record against an entry by a rule."""
    last = story.when(entry).recorded().last
    assert last is not None
    return next(d for d in last.departures if d.rule == rule)


def under(name: str) -> FileView:
    """A contract with an issue that names no standard, managed by a procedure."""
    contract = REGISTERED.model_copy(update={"procedure": f"{name}/1"})
    issue = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
    return view_of(given(contract, issue).file)


@EACH
def test_nothing_another_authoritys_document_says_is_cited_as_if_it_bound(name: str) -> None:
    """Every rule of the program, every condition, and every duty of a contract just begun."""
    procedure, view = read(name), under(name)
    cited = [
        procedure.ruling(rule)[2] for rule in kinds.RULES if not rule.is_of_programmes and rule.level != "contradiction"
    ]
    cited += [duty.citation for duty in duties(view)]
    cited += [gap.requirement for failing in failings(view) for gap in failing.gaps]
    cited += [r for c in readiness(view, date(2025, 4, 1)).conditions for r in c.requirements]
    others = tuple(f"{text}-" for text in TEXTS if text != procedure.text)

    assert not [said for said in cited if said.startswith(others)]
    assert any(said.startswith(f"{procedure.text}-") for said in cited)
    assert any(said.startswith("the procedure is silent; taken from ") for said in cited)


@EACH
def test_a_counterpart_is_a_clause_of_the_procedures_own_text_for_one_of_anothers(name: str) -> None:
    procedure, ids = read(name), set(known_ids())

    assert procedure.counterparts
    for row in procedure.counterparts:
        assert {row.id, row.citation} <= ids
        assert row.citation.startswith(f"{procedure.text}-")
        assert not row.id.startswith(f"{procedure.text}-")


@pytest.mark.parametrize(
    ("name", "clause", "said"),
    [
        ("thames-valley", "HCC-7.1-a", "TVP-3.1-1"),
        ("thames-valley", "HCC-6.1-b", "TVP-3.0-6"),
        ("thames-valley", "HCC-7.2-b", "the procedure is silent; taken from HCC-7.2-b"),
        ("hampshire", "HCC-7.1-a", "HCC-7.1-a"),
        ("hampshire", "TVP-5.0-7", "the procedure is silent; taken from TVP-5.0-7"),
        ("hampshire", "CPC307-K1", "CPC307-K1"),
        ("tiered", "Equality Act 2010, s 149", "Equality Act 2010, s 149"),
    ],
)
def test_a_clause_is_said_as_it_binds(name: str, clause: str, said: str) -> None:
    """A standard or a law is cited as it is under every procedure."""
    assert read(name).binding(clause) == said


def test_the_meetings_of_thames_valley_rest_on_its_own_strategy() -> None:
    """TVP-3.1-1, TVP-3.0-6."""
    view = under("thames-valley")
    [meeting] = [one for one in duties(view) if one.id == "meeting"]
    standard = next(gap for gap in failings(view)[0].gaps if "standard" in gap.sentence)

    assert (meeting.citation, standard.requirement) == ("TVP-3.1-1", "TVP-3.0-6")


def test_a_number_no_text_gives_is_assumed_in_departure_and_duty_and_one_agreed_is_not() -> None:
    """HCC-7.2-b gives no time: fourteen days are an assumption, until an arrangement sets them."""
    late = minuted(date(2025, 7, 1))
    story = given(REGISTERED, held(date(2025, 6, 2)))
    assert found_by("minutes.written-in-time", story, late).found.endswith(
        "14 are allowed (assumed; the text gives none)"
    )

    [write] = [one for one in due(duties(view_of(story.file)), date(2025, 7, 1)) if "recorded" in one.duty.id]
    assert write.duty.assumed == "14 days (assumed; the text gives none)"
    assert "; due within 14 days (assumed; the text gives none); overdue by " in write.sentence

    owner = ANN.model_copy(update={"office": "county-manager-contracts"})
    agreed = AlternativeArrangementAgreed(
        happened_on=date(2025, 1, 2), by=owner, arrangement=Said("Ten days"), reason=Said("Short meetings"),
        settings=(SettingInstead(id="minutes.circulate-within", value=10),),
    )  # fmt: skip
    shorter = given(REGISTERED, agreed, held(date(2025, 6, 2)))
    assert found_by("minutes.written-in-time", shorter, late).found.endswith("the procedure allows 10")


def test_a_summary_a_week_later_is_later_than_is_assumed() -> None:
    """TVP-5.1-2c says as soon as can be and gives no number."""
    sent = ConversationSummarySent(happened_on=date(2025, 3, 18), contact="CON-001", recipients=(PROVIDERS,))
    contract = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    said = found_by("contact.summarised-in-time", given(contract, CALL), sent)

    assert said.citation == "TVP-5.1-2c"
    assert said.found.endswith("was summarised 8 days later; 2 are allowed (assumed; the text gives none)")


@EACH
def test_what_the_text_gives_is_the_procedures_and_all_else_is_assumed(name: str) -> None:
    procedure = read(name)

    for row in procedure.settings:
        assert ("assumed" in procedure.given(row.id)) is (not row.stated)
        assert (procedure.limit(row.id) is None) is row.stated


def test_the_ten_days_of_a_dispute_are_thames_valleys_and_taken_over_elsewhere() -> None:
    """TVP-5.2-2c."""
    assert read("thames-valley").given("dispute.meeting-within") == "the procedure allows 10"
    assert "assumed" in read("hampshire").given("dispute.meeting-within")


# --- days that were said otherwise than they are counted --------------------------------------------------------------


def test_the_time_to_remedy_of_clear_days_ends_the_day_before_the_first_on_which_it_may_be_acted_on() -> None:
    """HCC-9.4-d: with 14 clear days from 2 March the 16th is the last day to remedy, the 17th the first to act."""
    notice = NoticeServed(
        happened_on=date(2026, 3, 2), notice_kind="default", received_on=date(2026, 3, 2), by=ANN,
        remedy_period=Period(count=14, unit="clear-days"),
    )  # fmt: skip
    [served] = [n for n, _ in given(REGISTERED, notice).file.notices.served("default")]

    assert served.remedy_ends() == date(2026, 3, 16)
    assert served.worked is not None
    assert served.worked.remedy is not None
    assert served.worked.remedy.sentence.startswith("The time to remedy ends on Monday 16 March 2026.")
    assert "the earliest day is Tuesday 17 March 2026" in served.worked.remedy.sentence


def test_a_review_that_was_never_possible_in_time_is_due_before_the_end_and_not_overdue_from_the_first_day() -> None:
    """HCC-10.1-a of a contract of nine months."""
    short = REGISTERED.model_copy(
        update={"happened_on": date(2026, 1, 1), "start_date": date(2026, 1, 1), "end_date": date(2026, 9, 30)}
    )
    [review] = [one for one in due(duties(view_of(given(short).file)), date(2026, 6, 6)) if one.duty.id == "review"]

    assert (review.state, review.duty.due_on) == ("due", date(2026, 9, 30))
    assert "12 months before it was never possible, since the end was set on 1 January 2026" in review.sentence


@pytest.mark.parametrize(("name", "asked"), [("hampshire", True), ("thames-valley", True), ("tiered", False)])
def test_a_missing_specification_is_something_to_do_where_the_procedure_asks_for_one(name: str, asked: bool) -> None:
    """HCC-6.1-b, TVP-3.0-1."""
    contract = REGISTERED.model_copy(update={"procedure": f"{name}/1"})
    issued = ServiceSpecificationIssued(happened_on=date(2025, 1, 2), version="1")

    assert ("specification" in {one.id for one in duties(view_of(given(contract).file))}) is asked
    assert "specification" not in {one.id for one in duties(view_of(given(contract, issued).file))}


@EACH
def test_nothing_is_warned_of_before_it_arose(name: str) -> None:
    late = IssueRaised(happened_on=date(2025, 7, 3), nature=Said("Visits missed"))
    contract = REGISTERED.model_copy(update={"procedure": f"{name}/1", "end_date": date(2025, 9, 1)})

    found = [one for one in duties(view_of(given(contract, late).file)) if one.warned_from]
    assert any(one.id == "tell/ISS-001" for one in found)
    assert all(one.warned_from and one.warned_from >= one.since for one in found)


# --- what the marks in a procedure's notes mean -----------------------------------------------------------------------


def test_every_mark_in_the_notes_of_procedures_and_laws_is_explained_in_words() -> None:
    texts = [
        str(said)
        for file in packaged().values() for rows in tomllib.loads(file.text).values() if isinstance(rows, list)
        for row in rows if isinstance(row, dict) for said in (row.get("note"), row.get("next_step")) if said
    ]  # fmt: skip
    found = {mark for text in texts for mark in marks_in(text)}

    assert len(found) > 10
    assert found == set(MEANT)
    assert explained(["as read here (N-12)", None]) == (("N-12", MEANT["N-12"]),)


def test_every_citation_and_condition_of_the_procedures_begins_with_a_mark_that_is_explained() -> None:
    said = [
        row["citation"].partition("-")[0]
        for file in packaged().values() for rows in tomllib.loads(file.text).values() if isinstance(rows, list)
        for row in rows if isinstance(row, dict) and re.fullmatch(r"[A-Z0-9]+-[A-Za-z0-9.-]+", row.get("citation", ""))
    ]  # fmt: skip
    meant = every_mark(read("hampshire"))

    assert set(said) == set(DOCUMENTS)
    assert [one.mark for one in meant.conditions] == [f"TC-{number:02}" for number in range(1, 22)]
