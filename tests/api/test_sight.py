"""What is withheld stays withheld: while somebody else records, through later entries, and from every refusal."""

from __future__ import annotations

from datetime import date

import pytest

from api.people import DEMO_PEOPLE
from api.reading import Reading
from api.recording import settled
from api.sight import Sight
from ledger.store.writes import FileWrite, NewEntry
from projections.read_models.engine import Projector
from projections.timeline.line import Filters
from tests.api.conftest import CONTRACT, Ledger, User, problem

DAY = {"file": "C-1", "happened_on": "2025-01-01"}
NOTE = {**DAY, "kind": "note-made", "words": "Aardvark: visits missed"}
LENA = {"person": "Lena Stone", "office": "legal-services"}
ADVICE = {**NOTE, "words": "Cormorant: wait", "audience": "legal", "protection": "legal-advice"}


def test_a_file_set_aside_is_to_a_provider_one_that_is_not_there(ledger: Ledger, officer: User) -> None:
    other = {**CONTRACT, "file": "C-2", "reference": "C-2", "provider": {"name": "Somebody Else Ltd"}}
    officer.record(other)
    unreadable = NewEntry("note-made/9", b'{"entry":{"kind":"note-made/9"}}')
    write = FileWrite(ledger.book.file_id("C-2"), 1, [unreadable])
    ledger.book.store.append([write], recorded_at=ledger.book.now())
    provider, note = ledger.as_("provider"), {"happened_on": "2025-01-01", "words": "x"}

    answers = {
        file: [
            provider.get(f"/contracts/{file}"), provider.get(f"/contracts/{file}/failings"),
            provider.post(f"/contracts/{file}/entries/note-made", note),
            provider.post("/entries", [{**note, "file": file, "kind": "note-made"}]),
        ]
        for file in ("C-2", "C-3")
    }  # fmt: skip

    problem(officer.get("/contracts/C-2/failings"), 409, "quarantined")
    for answer in (*answers["C-2"], *answers["C-3"]):
        problem(answer, 404, "not-on-file")
    texts = {file: [answer.text.replace(file, "") for answer in held] for file, held in answers.items()}
    assert texts["C-2"] == texts["C-3"]


def test_a_provider_turns_the_pages_of_its_own_contracts_as_they_are_sorted(ledger: Ledger, officer: User) -> None:
    ends = {"C-2": "2026-03-31", "C-3": "2025-06-30"}
    officer.record(*[{**CONTRACT, "file": file, "reference": file, "end_date": day} for file, day in ends.items()])
    provider = ledger.as_("provider")

    first = provider.get("/contracts", sort="end-date", limit=2).json()
    officer.record({**CONTRACT, "file": "C-0", "reference": "C-0", "end_date": "2025-03-31"})
    second = provider.get("/contracts", sort="end-date", limit=2, cursor=first["next"]).json()

    assert [row["reference"] for row in first["contracts"]] == ["C-3", "C-2"]
    assert [row["reference"] for row in second["contracts"]] == ["C-1"]
    assert second["next"] is None
    problem(provider.get("/contracts", cursor="none of ours"), 422, "invalid")


# --- while somebody else records --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("person", "positions"), [("provider", [1]), ("lead-officer", [1, 2, 3])])
def test_what_is_recorded_while_somebody_reads_is_withheld_like_everything_else(
    ledger: Ledger, officer: User, person: str, positions: list[int]
) -> None:
    reading = Reading(ledger.client.app.state.wiring, "C-1", DEMO_PEOPLE[person])  # type: ignore[attr-defined]
    assert reading.sight.withheld == {}
    ledger.as_("legal-services").record(NOTE, ADVICE)

    page = reading.timeline(Filters(), order="happened", newest_first=False, after=None, limit=9)

    assert [line.position for line in page.lines] == positions
    assert "Cormorant" not in str(page.lines)
    assert reading.status()[0].counts.entries == (1 if person == "provider" else 2)
    assert reading.view.file.at(3) is None


def test_nobody_sees_an_entry_that_is_newer_than_what_their_sight_was_made_from(ledger: Ledger, officer: User) -> None:
    sight = Sight(DEMO_PEOPLE["provider"], ledger.book.file("C-1"), lambda: date(2025, 1, 1))
    officer.record(NOTE)

    newer = ledger.book.file("C-1")

    assert [recorded.position for recorded in sight.of(newer.known)] == [1]
    assert sight.position(newer) == 1


# --- who consulted Legal Services -------------------------------------------------------------------------------------

PROPOSED = {**DAY, "kind": "early-termination-proposed", "grounds": ["default"]}
ASKED = {
    **DAY, "kind": "legal-services-consulted", "proposal": "TRM-001", "words": "Kingfisher: may we",
    "by": {"person": "Cleo Manager", "office": "county-manager-contracts"},
}  # fmt: skip
OTHERS = ("lead-officer", "contract-support-officer", "auditor", "provider")


def said_of_asking(user: User) -> tuple[bool, bool, str]:
    """Whether Legal Services are still to be consulted, by the contract's duties and across files; and what is read."""
    here, across = user.get("/contracts/C-1/duties").text, user.get("/duties", limit=100).text
    read = user.get("/contracts/C-1/entries/3").text + user.get("/contracts/C-1/timeline").text
    return "TC-19/TRM-001" in here, "TC-19/TRM-001" in across, read


def test_the_office_that_consulted_legal_services_sees_that_it_did_and_nobody_else_sees_more(
    ledger: Ledger, officer: User
) -> None:
    """HCC-9.4-e: the County Manager (Contracts) is not told to do what that office has done; docs/adr/0218."""
    officer.record(PROPOSED)
    manager, lawyer = ledger.as_("county-manager"), ledger.as_("legal-services")
    before = {person: said_of_asking(ledger.as_(person))[:2] for person in OTHERS}
    assert said_of_asking(manager)[:2] == said_of_asking(lawyer)[:2] == (True, True)

    ledger.as_("contract-support-officer").record(ASKED)

    for taken_in in (False, True):
        if taken_in:
            settled(ledger.book)
            Projector(ledger.database).catch_up()
        done_here, done_across, read = said_of_asking(manager)
        assert (done_here, done_across) == (False, False), taken_in
        assert "Kingfisher" in read
        for person in OTHERS:
            *as_before, read = said_of_asking(ledger.as_(person))
            assert tuple(as_before) == before[person]
            assert "Kingfisher" not in read


@pytest.mark.parametrize(
    "otherwise",
    [
        {"audience": "legal"},
        {"audience": "named", "named": ["demo-auditor"]},
        {"by": {"person": "Ann Ashe", "office": "lead-officer"}},
        {"by": None},
    ],
)
def test_what_is_for_legal_services_or_for_named_people_only_or_another_office_asked_is_withheld_from_it_too(
    ledger: Ledger, officer: User, otherwise: dict[str, object]
) -> None:
    officer.record(PROPOSED, {**ASKED, **otherwise})

    still_asked, _, read = said_of_asking(ledger.as_("county-manager"))

    assert still_asked
    assert "Kingfisher" not in read


def test_what_was_withheld_since_is_withheld_from_the_office_that_consulted_them_too(
    ledger: Ledger, officer: User
) -> None:
    officer.record(PROPOSED, ASKED)
    ledger.as_("legal-services").record(
        {**DAY, "kind": "entry-reclassified", "position": 3, "new_audience": "legal", "new_protection": "legal-advice",
         "reason": "Counsel says so", "by": LENA},
    )  # fmt: skip

    still_asked, _, read = said_of_asking(ledger.as_("county-manager"))

    assert still_asked
    assert "Kingfisher" not in read


def test_from_whom_a_consultation_is_withheld_is_not_told_that_there_was_none(ledger: Ledger, officer: User) -> None:
    """HCC-9.4-e: what is said of TC-19 is said of what may be seen, and of no more."""
    decided = {**DAY, "kind": "termination-authorised", "proposal": "TRM-001", "reason": "It failed"}
    officer.record(PROPOSED, ASKED, decided)
    auditor = ledger.as_("auditor")

    readiness = auditor.get("/contracts/C-1/readiness").text
    duties = auditor.get("/contracts/C-1/duties").text
    kept = auditor.get("/contracts/C-1/compliance").text

    none = "o consultation of Legal Services is on file for 1 January 2025 or before"
    for told in (readiness, kept):
        assert told.count(none) == told.count(f"{none}, as far as may be seen here") > 0
    assert "unless an entry that may not be seen here says that it was done" in duties


# --- what undoes a reclassification -----------------------------------------------------------------------------------


def test_nobody_but_legal_services_undoes_a_reclassification(ledger: Ledger, officer: User) -> None:
    """Neither by correcting it, by striking it out, by confirming that, nor by doing so to what did."""
    legal, support = ledger.as_("legal-services"), ledger.as_("contract-support-officer")
    marked = {
        **DAY, "kind": "entry-reclassified", "position": 1, "new_audience": "internal",
        "new_protection": "confidential", "reason": "It names people.", "by": LENA,
    }  # fmt: skip
    struck = {**DAY, "kind": "entry-struck-out", "reason": "Away with it"}
    legal.record(marked)
    opened = {"new_audience": "shared", "new_protection": "open"}
    replacement = {name: value for name, value in marked.items() if name != "file"} | opened

    for refused in (
        {**struck, "position": 2},
        {**DAY, "kind": "entry-corrected", "position": 2, "reason": "x", "replacement": replacement},
    ):
        answer = officer.post("/entries", [refused], acknowledge="all")
        assert "only Legal Services" in problem(answer, 403, "denied")["detail"]
    legal.record({**struck, "position": 2})
    for refused in ({**struck, "position": 3}, {**DAY, "kind": "correction-confirmed", "position": 3}):
        problem(support.post("/entries", [refused], acknowledge="all"), 403, "denied")
    assert ledger.book.file("C-1").position == 3
    assert support.record({**NOTE, "words": "a slip"})[0]["position"] == 4
    assert officer.record({**struck, "position": 4})[0]["position"] == 5


def test_nobody_but_legal_services_lifts_a_hold_or_undoes_one(ledger: Ledger, officer: User) -> None:
    """Not in their name, not by striking out, correcting or confirming what placed it, nor what lifted it."""
    legal, support = ledger.as_("legal-services"), ledger.as_("contract-support-officer")
    held = {**DAY, "kind": "hold-placed", "purpose": "litigation", "reason": "A claim is threatened", "by": LENA}
    struck = {**DAY, "kind": "entry-struck-out", "reason": "Away with it"}
    officer.record(held)
    replacement = {name: value for name, value in held.items() if name != "file"} | {"scope": "person"}

    for refused in (
        {**DAY, "kind": "hold-lifted", "hold": "HLD-001", "reason": "Settled", "by": LENA},
        {**struck, "position": 2},
        {**DAY, "kind": "entry-corrected", "position": 2, "reason": "x", "replacement": replacement},
    ):
        answer = officer.post("/entries", [refused], acknowledge="all")
        assert "only Legal Services" in problem(answer, 403, "denied")["detail"]
    legal.record({**struck, "position": 2})
    problem(support.post("/entries", [{**DAY, "kind": "correction-confirmed", "position": 3}]), 403, "denied")
    legal.record({**DAY, "kind": "hold-lifted", "hold": "HLD-001", "reason": "Settled", "by": LENA})
    problem(officer.post("/entries", [{**struck, "position": 4}]), 403, "denied")


# --- what a provider learns from a refusal ----------------------------------------------------------------------------

SAID = {**DAY, "kind": "note-made", "words": "Our side"}


def test_a_provider_does_not_find_out_which_authorisations_there_are(ledger: Ledger, officer: User) -> None:
    provider = ledger.as_("provider")
    named = {"rule": "entry.recorded-promptly", "authorisation": "AUT-001"}

    cited = problem(provider.post("/entries", [{**SAID, "departures": [named]}]), 422, "invalid")
    probed = provider.post("/entries", [{**SAID, "departures": [{"rule": "issue.told-promptly", "reason": "x"}]}])

    assert "leave it out" in cited["detail"]
    assert cited["faults"][0]["field"] == "departures.0.authorisation"
    assert "departed from" not in problem(probed, 422, "contradiction")["detail"]
    assert ledger.book.file("C-1").position == 1


@pytest.mark.parametrize("position", [1, 3])
def test_a_provider_is_not_told_where_the_file_is(ledger: Ledger, officer: User, position: int) -> None:
    """It saw entry 2 last; that entry 3 is there is not for it to know, nor to find out by guessing."""
    provider = ledger.as_("provider")
    provider.record(SAID)
    officer.record(NOTE)

    answer = provider.post("/entries", [SAID], headers={"If-Match": f'"{position}"'})

    refused = problem(answer, 412, "precondition-failed")
    assert refused["position"] == 2
    assert "3" not in refused["detail"]
    assert provider.post("/entries", [SAID], headers={"If-Match": '"2"'}).status_code == 201


# --- what a provider recorded itself ----------------------------------------------------------------------------------


def test_a_provider_corrects_and_strikes_out_what_it_recorded_itself(ledger: Ledger, officer: User) -> None:
    provider = ledger.as_("provider")
    first, second = (entry["position"] for entry in provider.record(SAID, SAID))
    said = {"kind": "note-made", "happened_on": "2025-01-01", "words": "Badger: put right"}

    [corrected] = provider.record(
        {**DAY, "kind": "entry-corrected", "position": first, "reason": "a slip", "replacement": said}
    )
    [struck] = provider.record({**DAY, "kind": "entry-struck-out", "position": second, "reason": "twice"})

    lines = provider.get("/contracts/C-1/timeline").json()["lines"]
    assert [line["position"] for line in lines] == [1, first, second, corrected["position"], struck["position"]]
    assert "Badger" in str(lines)
    assert ledger.book.file("C-1").at(second) is None


@pytest.mark.parametrize("kind", ["entry-corrected", "entry-struck-out"])
def test_a_provider_changes_nothing_that_others_recorded(ledger: Ledger, officer: User, kind: str) -> None:
    officer.record({**NOTE, "audience": "shared"})
    said = {"kind": "note-made", "happened_on": "2025-01-01", "words": "x"}
    more = {"replacement": said} if kind == "entry-corrected" else {}

    answer = ledger.as_("provider").post("/entries", [{**DAY, "kind": kind, "position": 2, "reason": "x", **more}])

    assert "recorded itself" in problem(answer, 403, "denied")["detail"]
    assert ledger.book.file("C-1").position == 2


def test_a_provider_refers_to_what_it_sends_in_the_same_request_and_to_nothing_withheld(
    ledger: Ledger, officer: User
) -> None:
    provider = ledger.as_("provider")
    officer.record(NOTE)

    provider.record(SAID, {**SAID, "concerns": [3]})
    for withheld in (2, 6, 7):
        answer = provider.post("/entries", [SAID, {**SAID, "concerns": [withheld]}])
        problem(answer, 422, "contradiction")

    assert ledger.book.file("C-1").position == 4


# --- what rests on a withheld entry -----------------------------------------------------------------------------------


def test_the_open_fields_of_a_withheld_issue_reach_nobody_by_another_way(ledger: Ledger, officer: User) -> None:
    issue = {**DAY, "kind": "issue-raised", "nature": "Aardvark", "standards": ["Gannet"], "protection": "litigation"}
    ledger.as_("legal-services").record(issue)

    paths = ("/contracts/C-1/failings", "/contracts/C-1/duties", "/contracts/C-1/readiness", "/duties", "/contracts")
    answers = {path: officer.get(path) for path in paths}

    assert {answer.status_code for answer in answers.values()} == {200}
    for path, answer in answers.items():
        assert "Gannet" not in answer.text, path
    assert "ISS-001" not in answers["/contracts/C-1/failings"].text + answers["/duties"].text
    assert answers["/contracts"].json()["contracts"][0]["open_issues"] == 0
    assert "Gannet" in ledger.as_("legal-services").get("/contracts/C-1/failings").text


def test_a_provider_finds_a_contract_whose_file_a_need_began_by_its_reference(ledger: Ledger) -> None:
    """HCC-2.1-f: what began the file is withheld from it, and the reference is the file's own all the same."""
    need = {"kind": "service-need-established", "file": "N-1", "reference": "N-1", "title": "Home care",
            "happened_on": "2024-06-01"}  # fmt: skip
    ledger.as_("lead-officer").record(need, {**CONTRACT, "file": "N-1", "reference": "N-1"})
    provider = ledger.as_("provider")

    [row] = provider.get("/contracts").json()["contracts"]

    assert (row["reference"], row["links"]["self"]) == ("N-1", "/api/v1/contracts/N-1")
    assert provider.get("/contracts/N-1").status_code == 200
    page = ledger.client.get("/", headers={"Cookie": "cleartrail-person=provider"})
    assert str(ledger.book.file_id("N-1")) not in page.text
    assert "/contracts/N-1" in page.text


def test_a_provider_is_not_told_that_a_binding_waits_for_the_office_entitled(ledger: Ledger) -> None:
    """HCC-POL-f: what our side makes of the act of its own officer is its own."""
    lead, ann = ledger.as_("lead-officer"), {"person": "Ann Ashe", "office": "lead-officer"}
    lead.record(
        CONTRACT | {"audience": "shared", "procedure": "hampshire/1"},
        {**DAY, "kind": "lead-officer-appointed", "person": "Ann Ashe", "audience": "shared"},
        {**DAY, "kind": "procedure-bound", "procedure": "thames-valley/1", "audience": "shared", "by": ann},
    )

    ours, theirs = (user.get("/contracts/C-1").json()["facts"]["bound"] for user in (lead, ledger.as_("provider")))

    assert [one["procedure"] for one in ours] == ["thames-valley/1"]
    assert theirs == []


def test_a_provider_reads_on_exit_nothing_of_a_decision_on_renewal_that_it_does_not_see(
    ledger: Ledger, officer: User
) -> None:
    """HCC-10.2-c."""
    officer.record({**DAY, "kind": "renewal-decided", "renew": False})
    provider = ledger.as_("provider")

    page = provider.client.get("/contracts/C-1/exit", headers=provider._headers()).text

    assert "Nothing to see" in page
    assert "renewal is decided" not in page
    assert "Not asked" not in page.partition("Plans told to the provider")[2].partition("</p>")[0]
