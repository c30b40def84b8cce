"""Stories of the trail of each failing: its ten links in order, what is missing, and what stands behind all of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.entry import Actor, Entry
from ledger.folding import fold
from ledger.specification import Point
from ledger.subjects.actions import ActionAssigned, ActionCompleted, CorrectiveActionTaken
from ledger.subjects.contacts import ContactLogged, ConversationSummarySent
from ledger.subjects.default_process import FundamentalBreachDetermined
from ledger.subjects.feedback import ComplimentReceived
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    ProviderRepresentationsReceived,
)
from ledger.subjects.meetings import AgendaItemConsidered, Attendee, Confirmation, MeetingHeld
from ledger.subjects.notices import NoticeReceiptConfirmed, NoticeWithdrawn, RemedyPeriodExtended
from ledger.subjects.performance import PerformanceAssessed
from ledger.subjects.records import ConsultationRecorded, DocumentFiled, EntryStruckOut, EntrySupplemented
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.words import Said
from projections.ending.background import GRAVEST, Background, background
from projections.ending.readiness import readiness
from projections.failings.failings import failings
from projections.failings.trail import TITLES, Failing, Link, TimeLeft
from projections.view import FileView
from tests.story import ANN, PIA, changed, given
from tests.worked_through import ASKED_ON, ENTRIES, LAWYER, SAM, at, told, view_of

DISPUTE = ProviderRepresentationsReceived(
    happened_on=date(2025, 3, 6), answers=1, issue="ISS-001", stance="disputes", words=Said("Every visit was made")
)
RESOLVED = IssueResolved(happened_on=date(2025, 3, 28), issue="ISS-001")


def only(view: FileView) -> Failing:
    [failing] = failings(view)
    return failing


def link(view: FileView, name: str, issue: str = "ISS-001") -> Link:
    failing = next(f for f in failings(view) if f.issue == issue)
    return next(part for part in failing.links if part.name == name)


def requirements(view: FileView, name: str) -> set[str]:
    return {gap.requirement for gap in link(view, name).gaps}


def test_a_failing_pursued_as_the_procedure_asks_has_ten_links_in_order_and_no_gap() -> None:
    """Requirements, I.2."""
    failing = only(told(until="concluded"))

    assert [part.number for part in failing.links] == list(range(1, 11))
    assert [part.name for part in failing.links] == list(TITLES)
    assert [part.state for part in failing.links] == ["present"] * 8 + ["not-applicable"] * 2
    assert failing.gaps == ()
    assert (failing.nature, failing.open, failing.recorded_on) == ("Visits missed", True, date(2025, 3, 4))


@pytest.mark.parametrize(
    ("name", "left_out", "otherwise", "requirement"),
    [
        ("standard", (), {"issue": {"standards": ()}}, "HCC-6.1-b"),
        ("standard", ("specification",), {}, "HCC-6.1-b"),
        ("fact", (), {"issue": {"evidence": ()}}, "HCC-9.4-b"),
        ("told", ("told", "plan"), {}, "HCC-7.6-e"),
        ("answer", ("plan",), {}, "HCC-7.6-c"),
        ("answer", (), {"plan": {"complete_by": None}}, "HCC-7.6-c"),
        ("check", ("checked",), {}, "HCC-7.6-a"),
        ("notice", ("notice", "assessed", "concluded"), {}, "HCC-9.1-b"),
        ("notice", (), {"notice": {"address": "2 Other Street"}}, "HCC-9.1-b"),
        ("notice", (), {"notice": {"received_on": None, "received_at": None}}, "HCC-9.1-b"),
        ("time", ("plan", "notice", "assessed", "concluded"), {}, "HCC-9.4-d"),
        ("result", ("assessed", "concluded"), {}, "HCC-9.1-c"),
        ("result", ("notice", "assessed", "concluded"), {}, "HCC-9.4-b"),
    ],
)
def test_a_link_that_is_not_on_file_is_missing_and_named_with_what_asks_for_it(
    name: str, left_out: tuple[str, ...], otherwise: dict[str, Any], requirement: str
) -> None:
    view = told(*left_out, until="concluded", **otherwise)

    assert link(view, name).state == "missing"
    assert requirement in requirements(view, name)
    assert requirement in {gap.requirement for gap in only(view).gaps}
    assert requirement in link(view, "gaps").sentence


def test_a_time_that_a_notice_names_is_told_where_it_does_not_run_since_no_receipt_is_proved() -> None:
    """HCC-9.4-d: what is missing is the receipt, not a time on file."""
    unproved = {"received_on": None, "received_at": None, "remedy_by": date(2025, 4, 30), "remedy_period": None}
    view = told("plan", "assessed", "concluded", until="notice", notice=unproved)

    time = link(view, "time")
    assert time.state == "missing"
    assert time.entries
    assert "NOT-001, which gives until 30 April 2025, does not count as given: no receipt is proved" in time.sentence
    assert requirements(view, "time") == {"HCC-9.4-d"}


# --- 1 and 2: the standard and the fact ------------------------------------------------------------------------------


def test_the_standard_is_shown_as_it_stood_when_the_failing_was_noticed() -> None:
    newer = ServiceSpecificationIssued(
        happened_on=date(2025, 4, 1), version="2", standards=(Point(id="S4", text=Said("Nine visits in ten are made")),)
    )

    standard = link(told(until="concluded", later={"newer": newer}), "standard")

    assert "specification 1, in force since 6 January 2025: Every visit is made" in standard.sentence
    assert "Nine visits" not in standard.sentence


def test_a_standard_supplemented_later_is_told_and_the_gap_stays() -> None:
    """Design: a missing detail is completed, never written into the entry."""
    supplement = EntrySupplemented(happened_on=date(2025, 4, 2), position=13, words=Said("S4 of the specification"))
    view = told(until="concluded", later={"supplement": supplement}, issue={"standards": ()})

    standard = link(view, "standard")

    assert at(view, "issue") == 13
    assert standard.state == "missing"
    assert f"entry {view.file.position} supplements it" in standard.sentence


def test_evidence_that_was_struck_out_is_a_gap_and_evidence_recorded_late_is_late() -> None:
    late = link(told(until="concluded", recorded={"note": date(2025, 4, 2)}), "fact")
    assert late.state == "late"
    assert "entry 2 was recorded 30 days after the fact" in late.sentence.casefold()

    strike = EntryStruckOut(happened_on=date(2025, 3, 5), position=2, reason=Said("Another contract's"))
    without = told(until="issue", issue={"evidence": ()}, later={"struck": strike})
    assert link(without, "fact").state == "missing"


def test_the_fact_gives_the_day_it_happened_and_the_day_it_was_recorded() -> None:
    fact = link(told(until="concluded"), "fact")

    days = {dated.what: dated.on for dated in fact.dates}
    assert (days["noticed"], days["recorded"]) == (date(2025, 3, 3), date(2025, 3, 4))
    assert fact.entries == (13, 2)


# --- 3 to 5: the provider --------------------------------------------------------------------------------------------


def test_the_telling_counts_the_days_from_noticing_and_names_means_and_recipient() -> None:
    """HCC-7.6-d, HCC-7.6-e."""
    in_time = link(told(), "told")
    assert (in_time.state, in_time.days) == ("present", 1)
    assert "by e-mail (Pia Prior)" in in_time.sentence

    late = link(told("plan", told={"happened_on": date(2025, 3, 20)}), "told")
    assert (late.state, late.days) == ("late", 17)
    assert [gap.requirement for gap in late.gaps] == ["HCC-7.6-d"]


def test_the_minutes_of_the_meeting_at_which_it_was_told_belong_to_the_trail() -> None:
    """HCC-9.4-c, docs/adr/0431: a note of the telling is enough to have told it; the trail asks for the minutes."""
    at_it = IssueNotifiedToProvider(
        happened_on=date(2025, 4, 7), issue="ISS-001", means="minuted-meeting", meeting="MTG-001"
    )
    assert "HCC-9.4-c" not in requirements(told("told", "plan", later={"told at it": at_it}), "told")
    bare = told("told", "plan", "minutes", "circulated", later={"told at it": at_it})
    assert "HCC-9.4-c" in requirements(bare, "told")
    assert link(bare, "told").sentence.endswith("That is to be shown by minutes: no minutes of MTG-001 are on file.")


def test_a_talk_of_which_nothing_was_written_is_no_telling_until_it_is_summarised() -> None:
    """TVP-5.1-2b, TVP-5.1-2c."""
    talk = IssueNotifiedToProvider(happened_on=date(2025, 3, 3), issue="ISS-001", means="unrecorded")
    call = ContactLogged(
        happened_on=date(2025, 3, 3), direction="to-provider", means="call", summary=Said("Visits"), issue="ISS-001"
    )
    summary = ConversationSummarySent(happened_on=date(2025, 3, 5), contact="CON-001", recipients=(PIA,))
    only_talk = told("told", "plan", until="concluded", later={"talk": talk})
    summarised = told("told", "plan", until="concluded", later={"talk": talk, "call": call, "summary": summary})

    assert link(only_talk, "told").state == "missing"
    assert "left nothing in writing" in link(only_talk, "told").sentence
    only_call = link(told("told", "plan", until="concluded", later={"call": call}), "told")
    assert "a talk of 3 March 2025 (CON-001) left nothing in writing" in only_call.sentence
    assert only_call.entries
    assert (link(summarised, "told").state, link(summarised, "told").days) == ("present", 2)
    mail = talk.model_copy(update={"means": "e-mail", "happened_on": date(2025, 3, 5)})
    afterwards = link(told("told", "plan", until="concluded", later={"call": call, "mail": mail}), "told")
    assert "and had first heard of it in a talk of 3 March 2025 (CON-001)" in afterwards.sentence
    theirs = call.model_copy(update={"direction": "from-provider", "means": "e-mail"})
    known = told("told", "plan", until="concluded", later={"theirs": theirs, "call": call, "mail": mail})
    assert "had first heard" not in link(known, "told").sentence
    after = call.model_copy(update={"happened_on": date(2025, 3, 5)})
    assert "had first heard" not in link(told(until="concluded", later={"call": after}), "told").sentence


def test_the_providers_dispute_of_the_facts_is_shown_and_silence_is_named() -> None:
    """HCC-2.1-b."""
    disputed = link(told(until="concluded", later={"dispute": DISPUTE}), "answer")
    assert disputed.state == "disputed"
    assert "Every visit was made" in disputed.sentence

    accepted = DISPUTE.model_copy(update={"happened_on": date(2025, 3, 9), "stance": "accepts"})
    settled = told(until="concluded", later={"dispute": DISPUTE, "accepted": accepted})
    assert link(settled, "answer").state == "present"

    assert "no answer of the provider" in link(told("plan"), "answer").sentence


def test_a_check_at_a_later_meeting_than_the_next_is_late() -> None:
    """HCC-7.6-a."""
    second = MeetingHeld(happened_on=date(2025, 4, 28), attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))
    check = AgendaItemConsidered(
        happened_on=date(2025, 4, 28), meeting="MTG-002", item="issues-raised-before",
        confirmations=(Confirmation(issue="ISS-001", satisfactory=True, in_time=False),),
    )  # fmt: skip

    found = link(told("checked", until="concluded", later={"second": second, "check": check}), "check")

    assert found.state == "late"
    assert "MTG-002 on 28 April 2025 found it settled, not in time" in found.sentence
    assert link(told("checked", until="plan"), "check").state == "not-applicable"
    said = check.model_copy(update={"confirmations": (Confirmation(issue="ISS-001", satisfactory=True, in_time=True),)})
    against = link(told("checked", until="concluded", later={"second": second, "check": said}), "check")
    assert "found it settled, in time, though it was to be right by" in against.sentence


def test_a_meeting_that_considered_a_failing_by_name_looked_at_it_whatever_it_found() -> None:
    """HCC-7.6-a: the entry of the issue, or of a step of it such as its plan, stands among what was looked at."""
    for item in ("service-issues", "issues-raised-before"):
        for name in ("issue", "plan"):
            named = {"item": item, "confirmations": (), "concerns": (at(told(), name),), "outcome": Said("A new rota")}
            found = link(told("minutes", until="concluded", checked=named), "check")

            assert (found.state, found.gaps) == ("present", ())
            assert (
                f"On 7 April 2025: MTG-001, agenda item {item.replace('-', ' ')}; outcome: A new rota" in found.sentence
            )
            assert "whether ISS-001 was settled is not confirmed" in found.sentence
            assert at(told(), "checked") in found.entries


def test_of_a_meeting_that_spoke_of_issues_and_named_none_it_is_not_said_that_it_did_not_look_at_one() -> None:
    """HCC-7.6-a."""
    named_none = {"item": "service-issues", "confirmations": (), "concerns": ()}
    view = told(until="concluded", checked=named_none)
    found, checked = link(view, "check"), at(view, "checked")

    assert (found.state, requirements(view, "check")) == ("missing", {"HCC-7.6-a"})
    assert f"considered service issues (entry {checked}), and it is not on file whether ISS-001" in found.sentence
    assert checked in found.entries
    for other in ({"concerns": (2,)}, {"covered": False}, {"item": "complaints-and-compliments"}):
        elsewhere = link(told(until="concluded", checked=named_none | other), "check")
        assert elsewhere.state == "missing"
        assert "MTG-001, the next meeting, held on 7 April 2025, is not on file as having looked" in elsewhere.sentence


def test_the_minutes_of_the_meeting_that_looked_at_it_are_in_its_trail_and_every_meeting_with_its_minutes() -> None:
    """HCC-9.4-c."""
    whole, bare = told(), told("minutes", "circulated")
    minutes, sent = at(whole, "minutes"), at(whole, "circulated")

    assert minutes in link(whole, "check").entries
    assert "no minutes are on file" not in link(whole, "check").sentence
    assert "found it not settled, not in time; of that meeting no minutes are on file" in link(bare, "check").sentence
    [met] = background(whole, ASKED_ON).met
    assert (met.id, met.position, met.minutes, met.sent, met.issues) == (
        "MTG-001", at(whole, "met"), (minutes,), (sent,), ("ISS-001",),
    )  # fmt: skip
    [unminuted] = background(bare, ASKED_ON).met
    assert (unminuted.minutes, unminuted.sent) == ((), ())
    judged = next(one for one in readiness(whole, ASKED_ON).in_point.conditions if one.id == "TC-03")
    assert minutes in judged.entries


def test_minutes_filed_with_the_entry_of_their_meeting_are_its_minutes_wherever_that_is_asked() -> None:
    """HCC-9.4-c: though nothing else says that they were written."""
    belongs = (at(told("minutes", "circulated"), "met"),)
    filed = DocumentFiled(
        happened_on=date(2025, 4, 9),
        title="Minutes",
        document_kind="minutes",
        electronic_location="S:",
        belongs_to=belongs,
    )
    view = told("minutes", "circulated", later={"filed": filed})

    [met] = background(view, ASKED_ON).met
    assert met.minutes == (view.file.position,)
    assert background(view, date(2025, 4, 8)).met[0].minutes == ()
    assert view.file.position in link(view, "check").entries
    assert "minutes are on file" not in link(view, "check").sentence
    judged = next(one for one in readiness(view, ASKED_ON).in_point.conditions if one.id == "TC-03")
    assert view.file.position in judged.entries


# --- 6 to 8: notice, time, result ------------------------------------------------------------------------------------


def test_the_notice_shows_clause_validity_the_day_it_counts_and_the_day_to_remedy() -> None:
    notice = link(told(), "notice")

    assert {dated.what: dated.on for dated in notice.dates} == {
        "NOT-001 served": date(2025, 4, 14), "NOT-001 counts": date(2025, 4, 14), "NOT-001 received": date(2025, 4, 14),
        "NOT-001 to be remedied by": date(2025, 4, 30),
    }  # fmt: skip
    assert "under clause 30.1. Validly served by clause 43.3" in notice.sentence


def test_an_appointment_put_on_file_after_the_notice_revises_its_dates_and_what_had_come_out_stays_beside() -> None:
    """Design, ideas 5 and 6: what was worked out never changes silently; the old and the new both stay visible."""
    late: dict[str, Entry] = {"representative": ENTRIES["representative"]}
    before, after = told("representative", until="concluded"), told("representative", until="concluded", later=late)
    had_come_out = "Not validly served: it was given by Ruth Reed"

    assert had_come_out in link(before, "notice").sentence
    said = link(after, "notice").sentence
    assert "Validly served by clause 43.3 of the contract." in said
    assert f"When it was recorded this had come out: {had_come_out}" in said
    assert [state(view) for view in (before, after)] == ["not-met", "met"]


def state(view: FileView) -> str:
    return next(c.state for c in readiness(view, ASKED_ON).conditions if c.id == "TC-10")


def test_a_default_notice_under_a_clause_about_something_else_is_told_so_and_is_no_notice_under_the_contract() -> None:
    """HCC-9.1-b: "in line with the default clause in the contract"; 43.3 is on how notices are served."""
    view = told(until="notice", notice={"clause": "43.3"})
    amiss = "it cites clause 43.3, which is not about default; the contract's default clause on file is 30.2"

    found = link(view, "notice")

    assert "under clause 43.3" in found.sentence
    assert amiss in found.sentence.replace("It cites", "it cites")
    assert (found.state, found.gaps[0].sentence) == ("missing", f"NOT-001: {amiss}")
    condition = next(c for c in readiness(view, ASKED_ON).conditions if c.id == "TC-10")
    assert (condition.state, amiss in condition.sentence) == ("not-met", True)
    assert link(told(until="notice", notice={"clause": "30.2"}), "notice").state == "present"


def test_a_notice_whose_receipt_is_proved_later_is_there_and_one_withdrawn_is_not() -> None:
    unproved: dict[str, Any] = {"notice": {"received_on": None, "received_at": None}}
    proof = NoticeReceiptConfirmed(happened_on=date(2025, 4, 16), notice="NOT-001", received_on=date(2025, 4, 15))
    withdrawn = NoticeWithdrawn(happened_on=date(2025, 4, 22), notice="NOT-001")

    assert link(told(until="notice", later={"proof": proof}, **unproved), "notice").state == "present"
    off = link(told(until="notice", later={"withdrawn": withdrawn}), "notice")
    assert (off.state, off.gaps[0].sentence) == ("missing", "NOT-001 was withdrawn on 22 April 2025")


def test_no_notice_is_asked_for_where_it_was_settled_or_a_fundamental_breach_was_determined() -> None:
    """HCC-9.3-d."""
    breach = FundamentalBreachDetermined(
        happened_on=date(2025, 4, 1), by=LAWYER, issues=("ISS-001",), clause="31.1", facts=Said("No carer came")
    )

    assert link(told(until="plan", later={"resolved": RESOLVED}), "notice").state == "not-applicable"
    assert link(told(until="plan", later={"breach": breach}), "notice").state == "not-applicable"
    unclear = breach.model_copy(update={"facts": None})
    assert link(told(until="plan", later={"breach": unclear}), "notice").state == "missing"


@pytest.mark.parametrize(
    ("day", "over", "said"),
    [
        (date(2025, 3, 29), -2, "31 March 2025 is in 2 days"), (date(2025, 3, 31), 0, "31 March 2025 is that day"),
        (date(2025, 4, 1), 1, "31 March 2025 was 1 day ago, and ISS-001 is open"),
    ],
)  # fmt: skip
def test_of_an_open_failing_it_is_said_whether_its_time_is_over(day: date, over: int, said: str) -> None:
    """HCC-9.4-d: the trail itself knows no today; what is settled was so in time or late, as its result says."""
    [open_one] = failings(told(until="plan"))
    [settled] = failings(told(until="plan", later={"resolved": RESOLVED}))

    left = TimeLeft.of(open_one, day)
    assert left is not None
    assert (left.until, left.days_over, left.sentence) == (date(2025, 3, 31), over, said)
    assert "it is to be right by 31 March 2025" in link(told(until="plan"), "time").sentence
    assert TimeLeft.of(settled, day) is None
    assert TimeLeft.of(failings(told(until="told"))[0], day) is None


def test_of_a_failing_that_came_back_only_a_time_given_since_is_said_to_be_over() -> None:
    """HCC-9.4-d: it had been put right by the time that its plan, or the notice, gave."""
    back = IssueReopened(happened_on=date(2026, 3, 2), issue="ISS-001", reason=Said("Late again"))
    planned = changed(ENTRIES["plan"], happened_on=date(2026, 3, 4), complete_by=date(2026, 3, 31))
    on = date(2026, 3, 5)
    for until, resolved, last in (("plan", date(2025, 3, 28), "31 March"), ("notice", date(2025, 4, 28), "30 April")):
        later = {"resolved": changed(RESOLVED, happened_on=resolved), "back": back}
        came_back, again = told(until=until, later=later), told(until=until, later=later | {"again": planned})

        assert TimeLeft.of(failings(came_back)[0], on) is None
        assert f"to {last}" in (before := link(came_back, "time").sentence) or f"it was to be right by {last}" in before
        left = TimeLeft.of(failings(again)[0], on)
        assert left is not None
        assert left.sentence == "31 March 2026 is in 26 days"
        assert "it is to be right by 31 March 2026" in link(again, "time").sentence


@pytest.mark.parametrize(
    ("until", "resolved", "back", "last"),
    [
        ("notice", date(2025, 4, 17), date(2025, 4, 20), date(2025, 4, 30)),
        ("plan", date(2025, 3, 25), date(2025, 3, 27), date(2025, 3, 31)),
    ],
)
def test_a_time_that_was_not_over_when_a_failing_came_back_goes_on(
    until: str, resolved: date, back: date, last: date
) -> None:
    """HCC-9.4-d: said to be put right within it, and back within it."""
    again = IssueReopened(happened_on=back, issue="ISS-001", reason=Said("Missed again"))
    came_back = told(until=until, later={"resolved": changed(RESOLVED, happened_on=resolved), "back": again})

    over = [TimeLeft.of(failings(came_back)[0], day) for day in (back, last + timedelta(days=2))]
    assert [(left.until, left.days_over) for left in over if left] == [(last, (back - last).days), (last, 2)]


def test_the_time_allowed_is_counted_in_days_and_working_days_with_extensions_and_their_reason() -> None:
    """HCC-9.4-d: from 14 to 30 April 2025 there are ten Working Days, Easter left out."""
    plain = link(told(), "time")
    assert (plain.days, plain.working_days) == (16, 10)

    extension = RemedyPeriodExtended(
        happened_on=date(2025, 4, 29), notice="NOT-001", to_date=date(2025, 5, 7), reason=Said("Two carers fell ill")
    )
    longer = link(told("assessed", "concluded", until="notice", later={"extension": extension}), "time")
    assert (longer.days, longer.working_days) == (23, 14)
    assert "NOT-001 was extended on 29 April 2025 to 7 May 2025: Two carers fell ill" in longer.sentence

    by_plan = link(told(until="plan"), "time")
    assert (by_plan.days, by_plan.state) == (21, "present")


EXTENSION = RemedyPeriodExtended(happened_on=date(2025, 4, 29), notice="NOT-001", to_date=date(2025, 5, 7))


def test_the_end_of_a_notice_is_told_with_its_extension_and_not_as_it_was_first_reckoned() -> None:
    view = told("assessed", "concluded", until="notice", later={"extension": EXTENSION})

    notice = link(view, "notice")

    assert "The time to remedy ends on Wednesday 30 April 2025." not in notice.sentence
    assert (
        "The time to remedy ends on 7 May 2025: it was to end on 30 April 2025 and was extended on 29 April 2025 to "
        f"7 May 2025 (entry {view.file.position})."
    ) in notice.sentence


def test_every_notice_about_a_failing_shows_the_time_it_allowed_and_its_extension() -> None:
    second = ENTRIES["notice"].model_copy(update={"happened_on": date(2025, 6, 2), "received_on": date(2025, 6, 2)})
    bad = second.model_copy(update={"address": "2 Other Street"})
    later = {"extension": EXTENSION, "second": second, "bad": bad}

    time = link(told("assessed", "concluded", until="notice", later=later), "time")

    assert "By NOT-001, from 14 April 2025 to 7 May 2025: 23 days" in time.sentence
    assert "NOT-001 was extended on 29 April 2025 to 7 May 2025: no reason is on file" in time.sentence
    assert "By NOT-002, from 2 June 2025 to 16 June 2025: 14 days" in time.sentence
    assert "By NOT-003 no time ran: it was not validly served" in time.sentence
    assert (time.days, time.working_days) == (None, None), "there are two times, not one"
    assert {"NOT-001 ends", "NOT-002 ends"} <= {dated.what for dated in time.dates}


def test_a_finding_before_time_given_later_was_over_is_a_gap_in_the_result() -> None:
    """HCC-9.4-d: it was in time when it was recorded, and is not since the extension."""
    more = RemedyPeriodExtended(happened_on=date(2025, 5, 6), notice="NOT-001", to_date=date(2025, 5, 30))

    found = link(told(until="concluded", amid={"more": more}), "result")

    assert [(gap.requirement, gap.sentence) for gap in found.gaps] == [
        ("HCC-9.4-d", "NOT-001 was assessed on 2 May 2025; the time to remedy it ran to 30 May 2025")
    ]


def test_a_finding_too_soon_is_no_gap_once_it_was_assessed_again_when_the_time_was_over() -> None:
    early = ENTRIES["assessed"].model_copy(update={"happened_on": date(2025, 4, 28)})

    found = link(told(until="concluded", amid={"early": early}), "result")

    assert (found.state, found.gaps) == ("present", ())
    assert "NOT-001 was assessed on 28 April 2025; the time to remedy it ran to 30 April 2025" in found.sentence


@pytest.mark.parametrize(
    ("on", "said", "state", "words"),
    [
        (date(2025, 3, 28), None, "present", "it was found settled"),
        (date(2025, 4, 10), None, "late", "settled, 10 days after 31 March 2025, when its plan was to be complete"),
        (date(2025, 4, 10), False, "late", "settled, 10 days after 31 March 2025, when its plan was to be complete"),
        (date(2025, 4, 10), True, "present", "it was found settled"),
        (date(2025, 3, 28), False, "late", "it was found settled, not in the time agreed"),
    ],
)
def test_a_failing_settled_after_its_plan_was_to_be_complete_has_a_late_result(
    on: date, said: bool | None, state: str, words: str
) -> None:
    """HCC-9.3-c: how soon it was resolved; by the finding's own word on the time, else by the day of the plan."""
    settled = RESOLVED.model_copy(update={"happened_on": on, "within_time": said})

    found = link(told(until="plan", later={"resolved": settled}), "result")
    back = link(told(until="plan", later={"resolved": settled, "back": BACK}), "result")

    assert found.state == state
    assert words in found.sentence
    assert ("days after" in found.sentence or "not in the time" in found.sentence) is (state == "late")
    assert back.state != "late"  # it is not settled any more


def test_a_failing_whose_action_was_done_by_the_day_of_the_plan_is_not_late_for_being_looked_at_later() -> None:
    """HCC-7.6-a, HCC-9.3-c."""
    assigned = ActionAssigned(happened_on=date(2025, 3, 11), description=Said("New rota"), issue="ISS-001")
    done = ActionCompleted(happened_on=date(2025, 3, 30), action="ACT-001")
    settled = RESOLVED.model_copy(update={"happened_on": date(2025, 4, 10)})

    view = told(until="plan", later={"assigned": assigned, "done": done, "resolved": settled})

    assert link(view, "result").state == "present"


def test_a_result_without_evidence_is_there_and_its_gap_is_named() -> None:
    """HCC-9.4-b."""
    found = link(told(assessed={"evidence": ()}), "result")

    assert [gap.requirement for gap in found.gaps] == ["HCC-9.4-b"]
    assert "NOT-001 was found not remedied" in found.sentence


def test_a_result_assessed_again_on_evidence_lacks_none_and_one_assessed_again_on_none_does() -> None:
    """HCC-9.4-b: the last assessment is what the authority relies on."""
    bare, shown = (changed(ENTRIES["assessed"], happened_on=date(2025, 5, 6), evidence=cited) for cited in ((), (2,)))

    proved = link(told(until="concluded", assessed={"evidence": ()}, amid={"again": shown}), "result")
    unproved = link(told(until="concluded", amid={"again": bare}), "result")

    assert (proved.state, proved.gaps) == ("present", ())
    assert [gap.sentence for gap in unproved.gaps] == ["the assessment of NOT-001 cites no evidence"]


# --- 9: recurrence ---------------------------------------------------------------------------------------------------


def test_a_second_failing_of_the_same_standard_names_the_first_and_another_standard_does_not() -> None:
    again = IssueRaised(happened_on=date(2025, 5, 20), nature=Said("Visits missed again"), standards=("S4",))
    other = IssueRaised(happened_on=date(2025, 5, 21), nature=Said("Late invoices"), standards=("S1",))
    view = told(until="concluded", later={"again": again, "other": other})

    assert [f.issue for f in failings(view)] == ["ISS-001", "ISS-002", "ISS-003"]
    assert "ISS-001, noticed on 3 March 2025" in link(view, "recurrence", "ISS-002").sentence
    assert link(view, "recurrence", "ISS-003").state == "not-applicable"


def test_an_issue_that_came_back_says_so() -> None:
    came_back = IssueReopened(happened_on=date(2025, 4, 22), issue="ISS-001", reason=Said("Missed again"))
    view = told(until="plan", later={"resolved": RESOLVED, "back": came_back})

    assert link(view, "recurrence").state == "present"
    assert "ISS-001 came back on 22 April 2025" in link(view, "recurrence").sentence
    assert only(view).open


BACK = IssueReopened(happened_on=date(2025, 5, 6), issue="ISS-001", reason=Said("Missed again"))


def test_a_failing_that_came_back_is_put_to_the_provider_again() -> None:
    """HCC-7.6-d: the telling of March does not tell what happened in May."""
    again = IssueNotifiedToProvider(
        happened_on=date(2025, 5, 7), issue="ISS-001", means="letter", recipient="Pia Prior", by=ANN
    )
    untold = link(told(until="plan", later={"resolved": RESOLVED, "back": BACK}), "told")
    in_time = link(told(until="plan", later={"resolved": RESOLVED, "back": BACK, "again": again}), "told")
    much_later = again.model_copy(update={"happened_on": date(2025, 5, 20)})
    late = link(told(until="plan", later={"resolved": RESOLVED, "back": BACK, "again": much_later}), "told")

    assert untold.state == "missing"
    assert "no telling of the provider that ISS-001 came back on 6 May 2025 is on file" in untold.gaps[0].sentence
    assert (in_time.state, in_time.gaps) == ("present", ())
    assert "came back on 6 May 2025; the provider was told again on 7 May 2025 by letter (Pia" in in_time.sentence
    assert late.state == "late"
    assert "Told again 14 days after it came back; 5 are allowed (assumed; the text gives none)." in late.sentence


def test_a_notice_about_a_failing_that_came_back_tells_the_provider_and_takes_the_place_of_a_plan() -> None:
    before_notice = BACK.model_copy(update={"happened_on": date(2025, 4, 10)})
    view = told(until="concluded", amid={"back": before_notice})
    unanswered = told("consulted", "notice", "assessed", "concluded", until="circulated", later={"back": before_notice})

    assert "told again on 14 April 2025 by NOT-001" in link(view, "told").sentence
    assert link(view, "answer").state == "present"
    assert [gap.sentence for gap in link(unanswered, "answer").gaps] == [
        "no plan of the provider since ISS-001 came back on 10 April 2025 is on file"
    ]


def test_the_provider_may_answer_what_it_was_told_and_the_answer_is_one_to_the_issue() -> None:
    """HCC-2.1-b: it need not know the issue by its id, only the entry by which it was told."""
    answered = told(until="concluded", later={"dispute": DISPUTE.model_copy(update={"issue": None, "notice": None})})
    told_by = next(r.position for r in answered.file.known if isinstance(r.entry, IssueNotifiedToProvider))
    reply = DISPUTE.model_copy(update={"issue": None, "notice": None, "answers": told_by})

    assert link(answered, "answer").state == "present"
    assert link(told(until="concluded", later={"dispute": reply}), "answer").state == "disputed"


def test_an_answer_between_the_noticing_and_the_raising_of_an_issue_is_one_to_it() -> None:
    """HCC-2.1-b: it names the entry, and that is the issue's whichever of the two took effect first."""
    raised = IssueRaised(happened_on=date(2025, 3, 10), noticed_on=date(2025, 3, 4), nature=Said("Reports late"))
    on_file = given(ENTRIES["registered"], raised)
    unnamed = DISPUTE.model_copy(update={"issue": None, "answers": 2})

    for day in (6, 10, 14):
        view = view_of(on_file.when(unnamed.model_copy(update={"happened_on": date(2025, 3, day)})).recorded().file)
        found = link(view, "answer")
        assert found.state == "disputed"
        assert 3 in found.entries
        assert view.file.issues.representations[3].issue == "ISS-001"


# --- times, and what stands behind -----------------------------------------------------------------------------------


def test_as_at_an_earlier_day_the_trail_is_as_long_as_it_was_then() -> None:
    view = told()
    earlier = view_of(fold(view.file.known, date(2025, 3, 9)), date(2025, 3, 9))

    assert link(earlier, "told").state == "present"
    assert link(earlier, "answer").state == "missing"
    assert link(earlier, "check").state == "not-applicable"


def test_trails_are_plain_data_that_come_back_as_they_went() -> None:
    for failing in failings(told()):
        assert Failing.model_validate_json(failing.model_dump_json()) == failing
    behind = background(told(), ASKED_ON)
    assert Background.model_validate_json(behind.model_dump_json()) == behind


def quarterly(*met_on: date) -> FileView:
    """A contract of four meetings a year that began on 1 February 2025."""
    who = (Attendee(person="Ann Ashe", office="lead-officer"),)
    held: dict[str, Entry] = {f"met-{day}": MeetingHeld(happened_on=day, attendees=who) for day in met_on}
    return told(until="right", specification={"meetings_per_year": 4}, later=held)


def test_ninety_four_days_without_the_meeting_the_contract_asks_for_are_a_gap() -> None:
    """HCC-2.1-e: four meetings a year are asked for; 94 days passed between two."""
    first = date(2025, 4, 30)
    view = quarterly(first, first + timedelta(days=94))

    found = background(view, date(2025, 8, 31)).gaps

    assert found[0].requirement == "HCC-2.1-e"
    assert found[0].sentence == (
        "94 days without a monitoring meeting, from 30 April 2025 to 2 August 2025, where 4 a year are asked for"
    )
    assert {g.requirement for g in found[1:]} == {"HCC-7.2-a"}
    in_time = background(quarterly(first, first + timedelta(days=92)), date(2025, 8, 31)).gaps
    assert "HCC-2.1-e" not in {g.requirement for g in in_time}


def test_each_year_shows_the_meetings_asked_for_and_held() -> None:
    [year] = background(quarterly(date(2025, 3, 3)), date(2025, 6, 30)).monitored

    assert (year.first, year.last, year.asked, year.held) == (date(2025, 2, 1), date(2025, 6, 30), 1, 1)
    assert year.a_year == 4


def test_consultations_and_decisions_stand_in_order_with_who_and_when_and_privileged_ones_without_words() -> None:
    view = told(lawyers={"words": Said("Is 31.1 enough?")}, advice={"advice": Said("Hold back"), "recommends": "wait"})

    facts = background(view, ASKED_ON).asked_and_decided

    assert [fact.on for fact in facts] == sorted(fact.on for fact in facts)
    assert [fact.sentence for fact in facts if fact.position in (at(view, "lawyers"), at(view, "advice"))] == [
        "Legal services consulted",
        "Legal advice received",
    ]
    assert facts[-1].by == "Cleo Manager (County Manager (Contracts))"


def test_departures_are_shown_with_their_reason_and_how_they_stand() -> None:
    departures = background(told("concluded"), ASKED_ON).departures

    found = [d for d in departures if d.rule == "termination.process-worked-through"]
    assert {d.state for d in found} == {"unauthorised"}
    assert all(d.citation == "HCC-9.1-c" and d.reason is None for d in found)


def test_departures_come_by_gravity_and_within_one_level_by_the_day() -> None:
    """What nothing lifts, what wants an authority, a reason, and what is only shown."""
    departures = background(told("concluded"), ASKED_ON).departures

    placed = [(GRAVEST.index(d.level), d.on) for d in departures]
    assert placed == sorted(placed)
    assert len({level for level, _ in placed}) > 1


def test_what_speaks_for_the_provider_is_in_it() -> None:
    """HCC-2.1-a, HCC-2.1-b: the trail is even-handed."""
    good: dict[str, Entry] = {
        "praise": ComplimentReceived(happened_on=date(2025, 5, 6), whose="family", subject=Said("Kind carers")),
        "kept": PerformanceAssessed(happened_on=date(2025, 5, 7), standards=("S4",), judgement="met", evidence=(2,)),
        "missed": PerformanceAssessed(happened_on=date(2025, 5, 8), standards=("S4",), judgement="not-met"),
        "resolved": RESOLVED,
    }
    late: dict[str, Entry] = {"late": RESOLVED.model_copy(update={"happened_on": date(2025, 4, 9)})}

    facts = background(told(until="plan", later=good), ASKED_ON).in_favour

    assert [fact.on.day for fact in facts] == [10, 28, 6, 7]  # the plan it agreed to is the first
    assert [f.on.day for f in background(told(until="plan", later=late), ASKED_ON).in_favour] == [10]


def test_a_judgement_against_its_own_figures_speaks_for_the_provider_only_with_them() -> None:
    """HCC-3.1-d: judged met at 80 of 95, which the other side may quote; not met at 96, which is for the provider."""
    said: dict[str, Entry] = {
        "met": PerformanceAssessed(
            happened_on=date(2025, 5, 7), standards=("S4",), target="95", actual="80", unit="percent", judgement="met"
        ),
        "missed": PerformanceAssessed(
            happened_on=date(2025, 5, 8), standards=("S4",), target="95", actual="96", judgement="not-met"
        ),
    }

    first, second = background(told(until="plan", later=said), ASKED_ON).in_favour[-2:]

    assert "its own figures show it not met: 80 against a target of 95 percent" in first.sentence
    assert "its own figures show it met: 96" in second.sentence


def test_a_telling_by_somebody_without_an_office_still_counts() -> None:
    by = Actor(person="Tom Temp")

    assert link(told(told={"by": by}), "told").state == "present"


def test_a_consultation_about_something_else_than_a_failing_is_no_part_of_the_case() -> None:
    """HCC-9.2-a: about tools, or buying; one that names an issue is."""
    tools = ConsultationRecorded(happened_on=date(2025, 4, 1), subject="other", consulted=SAM)
    view = told(later={"tools": tools, "of-it": tools.model_copy(update={"issues": ("ISS-001",)})})

    positions = [fact.position for fact in background(view, ASKED_ON).asked_and_decided]

    newest = view.file.position
    assert (newest - 1 in positions, newest in positions) == (False, True)


def test_the_trail_tells_each_action_given_for_the_failing_and_what_was_done_of_it() -> None:
    """TVP-5.1-3b, HCC-7.3-a: when it is given, not only once it is done, also by corrective action."""
    lids = ActionAssigned(happened_on=date(2025, 3, 11), description=Said("Fit lids"), issue="ISS-001")
    rota = ActionAssigned(happened_on=date(2025, 3, 12), description=Said("A new rota"), plan="PLN-001")
    other = ActionAssigned(happened_on=date(2025, 3, 12), description=Said("Order paper"))
    fitted = CorrectiveActionTaken(happened_on=date(2025, 3, 20), action="ACT-001", description=Said("Lids fitted"))
    made = ActionCompleted(happened_on=date(2025, 3, 21), action="ACT-002")
    given = {"lids": lids, "rota": rota, "paper": other}

    before = link(told(until="plan", later=given), "answer").sentence
    after = link(told(until="plan", later={**given, "fitted": fitted, "made": made}), "answer")

    assert "On 11 March 2025: ACT-001: Fit lids" in before
    assert "On 12 March 2025: ACT-002: A new rota" in before
    assert "Order paper" not in before
    assert "On 20 March 2025: Corrective action taken on ACT-001 (other): Lids fitted" in after.sentence
    assert "On 21 March 2025: ACT-002 completed" in after.sentence


def test_what_the_provider_planned_did_and_said_is_told_in_the_order_in_which_it_happened() -> None:
    """HCC-9.4-b: and not plans first, then what was done, then what was said."""
    lids = ActionAssigned(happened_on=date(2025, 3, 11), description=Said("Fit lids"), issue="ISS-001")
    later = {"lids": lids, "said": DISPUTE.model_copy(update={"happened_on": date(2025, 3, 12), "stance": "accepts"})}

    found = link(told(until="concluded", later=later), "answer")

    days = [found.sentence.index(f"n {day} March 2025: ") for day in (11, 12)]
    assert days == sorted(days)
    positions = [told(until="concluded", later=later).file.at(position) for position in found.entries]
    happened = [r.entry.happened_on for r in positions if r is not None]
    assert happened == sorted(happened)
