"""What is withheld moves nothing of a case for ending a contract: no state, no sentence, no alarm, no count."""

from __future__ import annotations

import json
import re
from typing import Any

from api.recording import settled
from projections.read_models.engine import Projector
from tests.api.conftest import CONTRACT, Ledger, User
from tests.sampling import some

AUTHORITYS = ("lead-officer", "contract-support-officer", "county-manager", "auditor")
READ_ALARMS = ("county-manager", "auditor")
HERE = "/contracts/C-1"
ON = {"file": "C-1", "happened_on": "2025-01-01"}
LEGAL = {"audience": "legal", "protection": "legal-advice"}
WEIGHED = {
    **ON, "kind": "termination-impact-assessed", "user_impact": "41 people", "timescales": "Six weeks",
    "alternative_arrangements": "Two providers",
}  # fmt: skip
SEEN = (
    CONTRACT,
    {**ON, "kind": "termination-clause-entered", "clause": "31.1", "trigger": "unremedied-default",
     "first_notice": "default"},
    {**ON, "kind": "lead-officer-appointed", "person": "Ann Ashe", "post": "Service Manager"},
    {**ON, "kind": "issue-raised", "nature": "Visits were missed"},
    {**ON, "kind": "early-termination-proposed", "grounds": ["default"]},
)  # fmt: skip
COUNTED = ("position", "last_recorded_at", "links", "withheld")
"""What of a contract's row in a report counts all entries, as its proofs do."""
NEXT = len(SEEN) + 1
STRUCK = {**ON, "kind": "entry-struck-out", "position": NEXT, "reason": "Another contract's"}
HIDDEN: dict[str, dict[str, Any]] = {
    "an assessment": {**WEIGHED, **LEGAL},
    "its strike-out": STRUCK,
    "a representation": {**ON, "kind": "provider-representations-received", "answers": 4, "issue": "ISS-001",
                         "stance": "disputes", "words": "Not admitted", **LEGAL},
    "advice": {**ON, "kind": "legal-advice-received", "recommends": "proceed", **LEGAL},
    "an issue": {**ON, "kind": "issue-raised", "nature": "Counsel found another", **LEGAL},
    "an issue for named people": {**ON, "kind": "issue-raised", "nature": "For one", "audience": "named",
                                  "named": ["demo-legal-services"]},
    "an issue without prejudice": {**ON, "kind": "issue-raised", "nature": "An offer",
                                   "protection": "without-prejudice"},
}  # fmt: skip
"""What is withheld from all but Legal Services, and would move the case, or raise an alarm."""


def said(user: User) -> dict[str, str]:
    """Every answer about the case, without what counts entries and names those withheld by position and ground."""
    asked: list[tuple[str, dict[str, str]]] = [
        *((HERE + part, {}) for part in ("/readiness", "/alarms", "/failings", "/duties", "/points")),
        *((HERE + part, {}) for part in ("/performance", "/toolkit", "/agenda", "/obligations", "/compliance")),
        ("/compliance", {}), ("/portfolio", {}),
        (f"{HERE}/readiness", {"as_at": "2025-06-01"}), (f"{HERE}/alarms", {"as_at": "2025-06-02"}),
        (f"{HERE}/what-if", {"kind": "termination", "clause": "31.1"}),
        (f"{HERE}/drafts/notice-of-termination", {"clause": "31.1", "method": "hand"}),
        *((path, query) for path, query in (("/alarms", {}), ("/alarms", {"limit": "1"}), ("/alarms.atom", {}))
          if user.person in (*READ_ALARMS, "legal-services")),
    ]  # fmt: skip
    found = {f"{path} {query}": _without_counts(user.get(path, **query).text) for path, query in asked}
    [row] = user.get("/report").json()["contracts"]
    assert row["readiness"]
    found["/report"] = json.dumps({name: row[name] for name in row if name not in COUNTED})
    return found


def _without_counts(text: str) -> str:
    return re.sub(r'"position":\d+(?=,"on":)|"log_size":\d+|"instance":"[^"]*"|"withheld":\[[^\]]*\]', "", text)


def _taken_in(ledger: Ledger) -> None:
    settled(ledger.book)
    Projector(ledger.database).catch_up()


def test_whatever_is_withheld_the_case_is_judged_as_if_it_were_not_on_file(ledger: Ledger) -> None:
    ledger.as_("lead-officer").record(*SEEN)
    _taken_in(ledger)
    people = sorted({"auditor", *some(AUTHORITYS, 4)})
    before = {person: said(ledger.as_(person)) for person in people}
    lawyer, auditor = ledger.as_("legal-services"), ledger.as_("auditor")
    known = said(lawyer)

    for name, entry in HIDDEN.items():
        lawyer.record(entry)
        assert said(auditor) == before["auditor"], name
        was, known = known, said(lawyer)
        assert was != known, f"{name} would show"
    at_once = {person: said(ledger.as_(person)) for person in people}
    _taken_in(ledger)
    after = {person: said(ledger.as_(person)) for person in people}

    assert at_once == before
    assert after == before


def test_an_alarm_raised_by_what_is_withheld_is_put_before_legal_services_alone(ledger: Ledger) -> None:
    ledger.as_("lead-officer").record(*SEEN)
    ledger.as_("legal-services").record(HIDDEN["an assessment"], STRUCK)

    for _ in range(2):
        assert ledger.as_("legal-services").get("/alarms").json()["alarms"]
        assert not ledger.as_("auditor").get("/alarms").json()["alarms"]
        assert not ledger.as_("county-manager").get(f"{HERE}/alarms").json()["alarms"]
        _taken_in(ledger)


def test_how_many_entries_are_left_out_is_said_beside_what_is_judged_without_them(ledger: Ledger) -> None:
    ledger.as_("lead-officer").record(*SEEN)
    ledger.as_("legal-services").record(HIDDEN["advice"])

    for part in ("readiness", "alarms", "failings", "duties"):
        officer = ledger.as_("contract-support-officer").get(f"{HERE}/{part}").json()
        assert officer["withheld"] == [{"position": NEXT, "withheld": "legal advice"}], part
        assert ledger.as_("legal-services").get(f"{HERE}/{part}").json()["withheld"] == []


def test_alarms_are_turned_over_page_by_page_whoever_reads_them(ledger: Ledger) -> None:
    lawyer = ledger.as_("legal-services")
    for reference in ("C-1", "C-2"):
        entries = [{**entry, "file": reference} for entry in (*SEEN, WEIGHED)]
        entries[0] |= {"reference": reference}
        ledger.as_("lead-officer").record(*entries)
        ledger.as_("lead-officer").record({**STRUCK, "file": reference})
    lawyer.record(HIDDEN["an issue"])  # so that one of the two is folded for those who may not see it

    for _ in range(2):
        for person in (*READ_ALARMS, "legal-services"):
            reader, turned, following = ledger.as_(person), list[tuple[str, str]](), "first"
            whole = [(row["file"], row["alarm"]["id"]) for row in reader.get("/alarms").json()["alarms"]]
            while following and len(turned) < len(whole):
                cursor = {} if following == "first" else {"cursor": following}
                page = reader.get("/alarms", limit=1, **cursor).json()
                turned += [(row["file"], row["alarm"]["id"]) for row in page["alarms"]]
                following = page["next"]
            assert turned == whole
            assert {file for file, _ in whole} == {"C-1", "C-2"}
            assert following is None
        _taken_in(ledger)
