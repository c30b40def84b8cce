"""Kestrel, asked on several days and as known at four moments. Worked by hand from the strategy and the calendar.

Ten business days after Wednesday 29 October 2025 end on Wednesday 12 November; after Monday 1 December on Monday the
15th.
"""

from __future__ import annotations

import pytest

from tests.stories_of_ending.telling import Told, said, states, weak
from tests.stories_of_ending.thames_valley import CAUSE

NOVEMBER, EARLY_JANUARY, LATE_JANUARY, NOW = (
    "2025-11-15T00:00:00Z",
    "2026-01-10T00:00:00Z",
    "2026-01-25T00:00:00Z",
    None,
)
NOTICES = {"NOT-001": "2025-10-30", "NOT-002": "2025-12-02", "NOT-003": "2026-02-11"}

ALL_MET = dict.fromkeys(("01", "02", "03", "04", "05", "06", "07", "09", "10", "12", "13", "14", "20", "21"), "met")
WORKED_THROUGH = ALL_MET | {"11": "late"}
"""Of ISS-001: the meeting was on the eleventh business day."""
OF_COURT = {
    "01": "met", "02": "met", "03": "met", "04": "met", "05": "not-met", "06": "unauthorised", "07": "met",
    "09": "unauthorised", "10": "met", "11": "met", "12": "not-met", "13": "not-met", "14": "not-met",
    "20": "not-met", "21": "not-met",
}  # fmt: skip
"""Of ISS-002: notice without the informal stage and without agreement, met in time, no plan."""
OF_HARM = OF_COURT | {"07": "not-met", "10": "not-met", "11": "not-met"}
"""Of ISS-003: begun later on the Chief Executive's word, which is the Commissioner's to give; nobody was briefed."""

JUDGED: list[tuple[str, str | None, str | None, dict[str, str]]] = [
    (
        "2025-11-13", NOVEMBER, None,
        WORKED_THROUGH | {"12": "not-met", "13": "not-met", "14": "not-met", "20": "not-met", "21": "not-met"},
    ),
    ("2026-01-06", EARLY_JANUARY, None, OF_COURT),
    ("2026-01-20", EARLY_JANUARY, None, OF_COURT),
    ("2026-01-06", NOW, None, OF_COURT),  # what was ratified on the 12th was not on the 6th
    ("2026-01-20", LATE_JANUARY, None, OF_COURT | {"06": "ratified", "09": "ratified"}),
    ("2026-01-22", LATE_JANUARY, None, OF_HARM),
    ("2026-02-12", "2026-02-12T00:00:00Z", "decided", WORKED_THROUGH),
    ("2026-05-12", NOW, "decided", WORKED_THROUGH | {"13": "disputed"}),
]  # fmt: skip


@pytest.mark.parametrize(("day", "known_at", "act", "expected"), JUDGED)
def test_each_condition_stands_as_worked_out_by_hand(
    kestrel: Told, day: str, known_at: str | None, act: str | None, expected: dict[str, str]
) -> None:
    judged = kestrel.judged(day, known_at)[kestrel.at[act] if act else None]

    assert states(judged) == expected


def test_each_notice_counts_from_its_day_and_the_right_is_used_when_it_does(kestrel: Told) -> None:
    found = kestrel.answer("registers/notices")["content"]["by_id"]

    assert {name: notice["worked"]["counts_on"] for name, notice in found.items()} == NOTICES
    assert kestrel.rights("2026-02-10") == {
        "40.1": ("not-arisen", None, None), "40.2": ("arisen", "2025-04-01", None), "40.3": ("not-arisen", None, None),
    }  # fmt: skip
    assert kestrel.rights("2026-02-11")["40.2"] == ("exercised", "2025-04-01", None)
    assert kestrel.rights("2026-02-12", LATE_JANUARY)["40.2"] == ("arisen", "2025-04-01", None)
    ends = kestrel.answer("what-if", on="2026-02-11", kind="termination", clause="40.2", at="11:00:00")["what_if"]
    assert {m["method"]: m["earliest_end"] for m in ends["by_method"]} == {"e-mail": "2026-05-11", "hand": "2026-05-11"}


def test_a_draft_is_refused_for_the_right_alone_where_the_strategy_asks_for_no_more(kestrel: Told) -> None:
    """The strategy knows no Contract Support Officer, and what it does not ask for stands against nothing."""
    refused = kestrel.ask("drafts/notice-of-termination", on="2026-02-10", clause="40.3", method="hand")
    given = kestrel.ask("drafts/notice-of-termination", on="2026-02-10", clause="40.2", method="hand")

    assert [against.partition(":")[0] for against in refused.json()["against"]] == [
        "no right to end the contract is shown"
    ]
    assert given.status_code == 200, given.text
    assert "Cora Vale (lead officer) signs it" in str(
        kestrel.answer("what-if", on="2026-02-10", kind="termination", clause="40.2")["what_if"]["by_method"]
    )


def test_the_late_meeting_is_told_with_its_count_and_that_a_cause_is_on_record(kestrel: Told) -> None:
    case = kestrel.judged("2026-05-12")[kestrel.at["decided"]]

    told = said(case, "TC-11")
    assert "MTG-003 was held on 13 November 2025" in told
    assert "end on Wednesday 12 November 2025" in told
    assert "a reason for that is on record" in told
    assert CAUSE in kestrel.ask("timeline").text
    assert "considered and not taken on 26 January 2026" in said(case, "TC-14")


def test_a_refused_by_pass_is_told_as_refused_and_a_ratified_one_by_whom(kestrel: Told) -> None:
    harm, court = kestrel.judged("2026-01-22", LATE_JANUARY)[None], kestrel.judged("2026-01-20", LATE_JANUARY)[None]

    assert "refused on 18 December 2025" in said(harm, "TC-09")
    assert "ratified on 12 January 2026" in said(court, "TC-09")


def test_a_dispute_of_the_finding_is_an_alarm_and_silences_are_counted(kestrel: Told) -> None:
    """2 April to 23 June 2025: 29 + 31 + 23 days; 27 June to 31 August: 4 + 31 + 31."""
    [alarm] = kestrel.answer("alarms")["alarms"]
    case = kestrel.judged("2026-05-12")[kestrel.at["decided"]]

    assert (alarm["what"][:5], alarm["act"]) == ("TC-13", kestrel.at["decided"])
    assert [sentence.partition(",")[0] for sentence in weak(case, "silence")] == [
        "Nothing at all is on file for 83 days", "Nothing at all is on file for 66 days",
    ]  # fmt: skip
    assert weak(case, "going-on") == []
    since = kestrel.answer("readiness", as_at="2026-03-01")["readiness"]["weaknesses"]
    assert [w["sort"] for w in since] == ["disputed"]
    assert "On 20 February 2026 the provider disputed" in since[0]["sentence"]
