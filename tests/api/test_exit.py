"""Thames Valley over HTTP: from the notice of termination to the lessons, and where the provider stands then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.people import EXAMPLE_PROVIDER
from tests.api.conftest import Answer, Ledger, User, problem, told_once

FILE = "TV-1"
ANN = {"person": "Ann Ashe", "office": "lead-officer"}
PIA = {"person": "Pia Prior", "office": "provider-contract-manager", "party": "provider"}
SMG = {"person": "Simon Grey", "office": "smg"}
OPENED: dict[str, Any] = {
    "kind": "contract-registered", "happened_on": "2025-01-06", "reference": FILE, "title": "Victim support",
    "start_date": "2025-02-01", "end_date": "2027-01-31", "procedure": "thames-valley/1",
    "provider": {"name": EXAMPLE_PROVIDER, "identifiers": [{"scheme": "GB-COH", "id": "01234567"}]},
}  # fmt: skip
PLAN: dict[str, Any] = {
    "kind": "service-transfer-plan-submitted", "notice": "NOT-001", "sections": ["services", "documents", "clients"],
    "items": [{"id": "D1", "what": "Case files"}], "clients": ["C-0147", "C-0148"], "by": PIA,
}  # fmt: skip
EXIT_PLAN: dict[str, Any] = {
    "kind": "exit-plan-agreed", "happened_on": "2026-03-30", "exit_type": "recommission", "by": ANN,
    "user_impact": "A named worker each", "staff_impact": "Nobody is dismissed", "staff_transfer": "Nine go over",
    "handover_to_new_provider": "Two weeks side by side", "agreed_for_authority": ANN, "agreed_for_provider": PIA,
    "steps": [{"id": "E1", "what": "List open cases", "party": "provider", "due_on": "2026-05-29"}],
}  # fmt: skip


def sent(user: User, kind: str, day: str, **fields: Any) -> Answer:
    """Record one entry as on that day, departures acknowledged."""
    entry = {"file": FILE, "kind": kind, "happened_on": day, **fields}
    return user.post("/entries", {"entries": [entry], "recorded_at": f"{day}T18:00:00Z"}, acknowledge="all")


def taken(user: User, kind: str, day: str, **fields: Any) -> dict[str, Any]:
    answer = sent(user, kind, day, **fields)
    assert answer.status_code == 201, answer.text
    entry: dict[str, Any] = answer.json()["entries"][0]
    return entry


def signed(user: User, day: str, party: str) -> Answer:
    return sent(
        user, "service-transfer-plan-signed", day, plan="TPL-001", party=party, by=PIA if party == "provider" else ANN
    )


def told(ledger: Ledger) -> User:
    """The story; every refusal on the way is checked as it comes."""
    user, theirs = ledger.as_("lead-officer"), ledger.as_("provider")
    taken(
        user,
        "contract-registered",
        "2025-01-06",
        **{k: v for k, v in OPENED.items() if k not in ("kind", "happened_on")},
    )
    taken(user, "lead-officer-appointed", "2025-01-07", person="Ann Ashe")
    taken(user, "provider-contact-named", "2025-01-07", person="Pia Prior", role="contract-manager")
    taken(
        user, "notice-served", "2026-03-02", notice_kind="termination", by=ANN, received_on="2026-03-02",
        ends_on="2026-06-30", extent="full",
    )  # fmt: skip
    plan = {name: said for name, said in PLAN.items() if name != "kind"}
    assert taken(theirs, PLAN["kind"], "2026-03-20", **plan)["id"] == "TPL-001"
    taken(
        user, "service-transfer-plan-reviewed", "2026-03-27", plan="TPL-001", outcome="returned",
        reasons="No timetable", by=ANN,
    )  # fmt: skip
    returned = problem(signed(user, "2026-03-28", "authority"), 422, "contradiction")
    assert "returned on 27 March 2026" in returned["detail"] + str(returned)
    taken(
        user,
        **{"kind": EXIT_PLAN["kind"], "day": "2026-03-30"}
        | {k: v for k, v in EXIT_PLAN.items() if k not in ("kind", "happened_on")},
    )
    taken(theirs, PLAN["kind"], "2026-04-03", **plan, plan="TPL-001")
    taken(user, "service-transfer-plan-reviewed", "2026-04-08", plan="TPL-001", outcome="approved", by=ANN)
    problem(signed(theirs, "2026-04-09", "authority"), 403, "denied")
    assert signed(theirs, "2026-04-09", "provider").status_code == 201
    assert signed(user, "2026-04-10", "authority").status_code == 201
    taken(user, "exit-plan-step-completed", "2026-05-20", plan="EXP-001", step="E1")
    taken(user, "contract-terminated", "2026-06-22", by_party="both", ends_on="2026-06-30", notice="NOT-001")
    taken(
        user, "transfer-item-handed-over", "2026-07-06", plan="TPL-001", item="D1", receiving_body="Newcare",
        received_by="Nora New", receipt={"sha256": user.file(b"Received: case files"), "title": "Receipt"},
    )  # fmt: skip
    over = {"plan": "TPL-001", "receiving_body": "Newcare", "starts_on": "2026-09-01"}
    taken(user, "client-transfer-arranged", "2026-07-07", client="C-0147", **over)
    left = problem(sent(user, "service-transfer-completed", "2026-07-31", plan="TPL-001"), 422, "contradiction")
    assert "C-0148" in str(left)
    taken(user, "client-transfer-arranged", "2026-08-03", client="C-0148", **over)
    taken(user, "service-transfer-completed", "2026-08-31", plan="TPL-001", receiving_body="Newcare")
    taken(
        user, "post-contract-review-held", "2026-09-07", invited=[ANN, PIA], attendees=[ANN], benefits="Nine days",
        lessons="Name a worker", commissioning="Buy named workers", by=ANN,
    )  # fmt: skip
    taken(
        user, "lesson-recorded", "2026-09-08", subject="users", topic="named workers", review="PCR-001",
        lesson="People stay where the worker is named from the first day", feeds_next_contract=True,
    )  # fmt: skip
    excluded = {"cause": "termination", "from_date": "2026-09-14", "legal_basis": "Procurement Act 2023", "by": SMG}
    too_long = {"file": FILE, "kind": "provider-exclusion-decided", "happened_on": "2026-09-14", **excluded}
    at = {"recorded_at": "2026-09-14T18:00:00Z"}
    asked = user.post("/entries", {"entries": [too_long | {"until_date": "2031-09-14"}], **at})
    assert "the longest is 5 years" in str(problem(asked, 422, "objections"))
    taken(
        user, "provider-exclusion-decided", "2026-09-14", until_date="2031-09-13", **excluded,
        buying_bodies=["Thames Valley OPCC", "Thames Valley Police"],
    )  # fmt: skip
    return user


manager = told_once(told)


def ready_on(user: User, day: str) -> dict[str, Any]:
    answer = user.get(f"/contracts/{FILE}/exit", as_at=day)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["exit"]
    return found


def due_on(user: User, day: str) -> set[str]:
    answer = user.get(f"/contracts/{FILE}/duties", as_at=day)
    assert answer.status_code == 200, answer.text
    return {one["duty"]["id"] for one in answer.json()["duties"]}


def test_what_is_due_changes_from_the_notice_to_the_lessons(manager: User) -> None:
    """TVP-6.0-7, TVP-6.0-8, TVP-6.0-9, TVP-6.0-12, TVP-3.0-10."""
    assert "transfer-plan/NOT-001" in due_on(manager, "2026-03-10")
    assert "transfer-plan-review/TPL-001" in due_on(manager, "2026-03-21")
    assert "transfer-plan-revised/TPL-001" in due_on(manager, "2026-03-28")
    assert {"transfer-plan-signed/TPL-001/authority", "exit-step/EXP-001/E1"} <= due_on(manager, "2026-04-09")
    assert {"transfer", "transfer/clients", "meeting"} <= due_on(manager, "2026-07-15")
    assert "transfer" not in due_on(manager, "2026-09-01")
    assert "post-review" in due_on(manager, "2026-09-01")
    assert "lessons/PCR-001" in due_on(manager, "2026-09-07")
    assert not {"post-review", "lessons/PCR-001"} & due_on(manager, "2026-09-10")


def test_the_contract_is_in_transition_until_the_service_is_handed_over(manager: User) -> None:
    """TVP-6.0-6."""
    for day, expected in (("2026-06-29", False), ("2026-07-15", True), ("2026-08-31", False)):
        stands = manager.get(f"/contracts/{FILE}", as_at=day).json()["standing"]
        assert stands["in_transition"] is expected, day
    found = ready_on(manager, "2026-07-15")
    assert found["in_transition"]
    assert found["without_arrangement"] == ["C-0148"]
    assert "NOT-001 gave notice of termination" in found["transition"]


def test_readiness_at_the_end_lacks_nothing_where_the_notice_itself_told_of_the_end(manager: User) -> None:
    """TVP-6.0-3, TVP-6.0-11, TVP-3.0-11."""
    found = ready_on(manager, "2026-09-14")

    assert found["completed_on"] == "2026-08-31"
    assert found["transfer_plans"][0]["state"] == "signed"
    assert found["transfer_plans"][0]["versions"] == 2
    assert found["transfer_plans"][0]["sections"] == ["services", "documents", "clients"]
    assert found["transfer_plans"][0]["filed"] is False
    assert found["items"][0]["received_by"] == "Nora New"
    assert found["look_back"]["absent"] == ["Pia Prior (provider's contract manager)"]
    assert found["lacking"] == []


def test_the_provider_sees_its_own_exit_and_nothing_of_ours(manager: User) -> None:
    theirs = User(manager.client, "provider")

    found = ready_on(theirs, "2026-09-14")
    assert found["transfer_plans"][0]["state"] == "signed"
    assert found["look_back"] is None
    assert not any("looked back" in one for one in found["lacking"])
    assert theirs.get("/providers").status_code == 403
    assert theirs.get("/lessons").json()["lessons"] == []


def test_lessons_are_found_across_contracts(manager: User) -> None:
    """TVP-3.0-12."""
    [lesson] = [found for found in manager.get("/lessons").json()["lessons"] if found["file"] == FILE]

    assert (lesson["file"], lesson["title"]) == (FILE, "Victim support")
    assert "from the first day" in lesson["line"]["sentence"]
    assert len(manager.post("/lessons/search", {"words": "worker named"}).json()["lessons"]) == 1
    assert manager.post("/lessons/search", {"words": "price"}).json()["lessons"] == []
    problem(manager.get("/lessons", words="worker"), 422, "invalid")


def test_a_provider_stands_where_its_contracts_and_its_own_file_put_it(manager: User) -> None:
    """TVP-5.2-9b, TVP-2.0-5: an exclusion is recorded once, on one file, and shows on the other."""
    opened = manager.post(
        "/providers", {
            "happened_on": "2026-09-14", "reference": "LARK", "name": "Larkfield", "also_called": [],
            "identifiers": [{"scheme": "GB-COH", "id": "01234567"}], "business": "Victims' and home care",
        },
    )  # fmt: skip
    assert opened.status_code == 201, opened.text
    assert opened.headers["location"] == "/api/v1/providers/LARK"
    learnt = manager.post(
        "/providers/LARK/entries/market-intelligence-recorded",
        {"happened_on": "2026-09-14", "subject": "provider", "name": "Larkfield", "summary": "Forty workers left"},
    )
    assert learnt.status_code == 201, learnt.text

    answer = manager.get("/providers/LARK", as_at="2026-10-01")
    assert answer.status_code == 200, answer.text
    stands = answer.json()["standing"]
    assert [(body["body"], body["excluded"], body["until"]) for body in stands["bodies"]] == [
        ("Thames Valley OPCC", True, "2031-09-13"), ("Thames Valley Police", True, "2031-09-13"),
    ]  # fmt: skip
    [exclusion] = stands["exclusions"]
    assert (exclusion["file"], exclusion["state"]) == (FILE, "in-force")
    assert [contract["reference"] for contract in stands["contracts"]] == [FILE]
    assert stands["market"][0]["summary"] == "Forty workers left"
    over = manager.get("/providers/LARK", as_at="2031-09-14").json()["standing"]
    assert [body["excluded"] for body in over["bodies"]] == [False, False]
    assert "LARK" in [row["reference"] for row in manager.get("/providers").json()["providers"]]
    problem(manager.get("/providers/NONE"), 404, "not-on-file")


def test_an_exclusion_shows_on_the_contract_it_was_decided_on_and_among_all_providers(manager: User) -> None:
    """TVP-5.2-9b: whether or not anybody has opened a file of the provider."""
    listed = manager.get("/providers").json()["excluded"]

    [one] = [one for one in listed if one["exclusion"]["file"] == FILE]
    assert one["exclusion"]["state"] == "in-force"
    for address in ("/providers", f"/contracts/{FILE}"):
        page = manager.client.get(address, headers=manager._headers()).text
        said = f"{one['provider']}: kept out of tenders of Thames Valley OPCC and Thames Valley Police"
        assert said in page, address


LEARNT = "/authority/entries/market-intelligence-recorded"


def test_what_the_authoritys_own_file_has_learnt_of_a_provider_stands_on_its_page(manager: User) -> None:
    """TVP-2.0-5."""
    opened = {"happened_on": "2026-09-14", "reference": "LARK-2", "name": "Larkfield Care Ltd"}
    assert manager.post("/providers", opened).status_code == 201
    for name, summary in (("Larkfield Care Limited", "Sold to a fund"), ("Larkfield Homes", "Of another")):
        learnt = {"happened_on": "2026-09-14", "subject": "provider", "name": name, "summary": summary}
        answer = replace(manager, person="county-manager").post(LEARNT, learnt)
        assert answer.status_code == 201, answer.text

    [known] = manager.get("/providers/LARK-2").json()["standing"]["market"]
    assert (known["summary"], known["file"], known["position"]) == ("Sold to a fund", "authority", None)
    page = manager.client.get("/providers/LARK-2", headers=manager._headers()).text
    assert f'href="/authority/entries/{known["number"]}"' in page


def test_what_any_file_has_learnt_of_a_provider_or_its_sector_stands_on_its_page_and_in_every_library(
    manager: User,
) -> None:
    """IMP-15-a, TVP-2.0-5: each with where it lies, to whoever may see it there."""
    day = "2026-09-14"
    for path, said in (
        ("/programmes", {"reference": "MI-1", "title": "Better supply"}),
        ("/programmes", {"reference": "MI-2", "title": "Another"}),
        ("/providers", {"reference": "MI-A", "name": "Finch Care Ltd", "sector": "Home-care"}),
        ("/providers", {"reference": "MI-B", "name": "Robin Care Ltd"}),
    ):
        assert manager.post(path, {"happened_on": day} | said, acknowledge="all").status_code == 201
    for file, subject, name, summary in (
        ("programmes/MI-1", "provider", "FINCH CARE LIMITED", "Its parent refinanced"),
        ("programmes/MI-1", "sector", "home care", "Few bid"), ("programmes/MI-1", "sector", "hotels", "Many bid"),
        ("providers/MI-B", "sector", "Home Care", "Wages rise"),
    ):  # fmt: skip
        learnt = {"happened_on": day, "subject": subject, "name": name, "summary": summary, "drawn_from": "press"}
        answer = manager.post(f"/{file}/entries/market-intelligence-recorded", learnt, acknowledge="all")
        assert answer.status_code == 201, answer.text
    told = {"happened_on": day, "subject": "provider", "name": "Finch Care Ltd", "summary": "For lawyers only"}
    marked = manager.post(
        "/programmes/MI-1/entries/market-intelligence-recorded", told | {"audience": "legal"}, acknowledge="all"
    )
    assert marked.status_code == 201, marked.text

    known = manager.get("/providers/MI-A").json()["standing"]["market"]
    assert {(one["summary"], one["file"]) for one in known} == {
        ("Few bid", "programme/MI-1"), ("Its parent refinanced", "programme/MI-1"), ("Wages rise", "provider/MI-B"),
    }  # fmt: skip
    page = manager.client.get("/providers/MI-A", headers=manager._headers()).text
    assert (
        f'href="/programmes/MI-1/entries/{known[0]["number"]}">entry {known[0]["number"]} of programme MI-1</a>' in page
    )
    there = manager.get("/programmes/MI-2/library", topic="home care").json()["elsewhere"]["market"]
    assert {(one["file"], one["sentence"].rpartition(": ")[2]) for one in there} == {
        ("programme/MI-1", "Few bid"), ("provider/MI-B", "Wages rise"),
    }  # fmt: skip
    own = manager.get("/programmes/MI-1/library").json()["elsewhere"]["market"]
    assert "programme/MI-1" not in {one["file"] for one in own}
    authoritys = manager.get("/authority/library", topic="home care").json()
    assert (authoritys["file"], authoritys["elsewhere"]["market"]) == ("authority", there)
    assert manager.get("/authority").json()["links"]["library"].endswith("/authority/library")
    shelves = manager.client.get("/authority/library", headers=manager._headers()).text
    assert "of provider MI-B</a>" in shelves
    assert "For lawyers only" not in shelves + page


def test_an_outcome_worded_as_another_is_told_when_it_is_recorded_and_when_it_is_read(manager: User) -> None:
    """CPC307-A1, docs/adr/0426."""
    day = "2026-09-14"
    manager.record(OPENED | {"file": "W-1", "reference": "W-1", "happened_on": day, "provider": None})
    path, said = "/contracts/W-1/entries", {"happened_on": day, "wording": "People live at home"}

    first = manager.post(f"{path}/outcome-identified", said, acknowledge="all").json()
    again = manager.post(f"{path}/outcome-identified", said, acknowledge="all").json()

    told = f"{first['id']}, {again['id']} say the same word for word: drop all but one, or word them apart"
    assert (first["warnings"], again["warnings"]) == ([], [told])
    assert manager.get(f"{path}/{first['position']}").json()["entry"]["warnings"] == [told]
    page = manager.client.get(f"/contracts/W-1/entries/{again['position']}", headers=manager._headers()).text
    assert "say the same word for word" in page


def test_minutes_that_are_those_of_another_meeting_are_told_when_they_are_recorded(manager: User) -> None:
    """HCC-7.2-a, docs/adr/0426."""
    manager.record(OPENED | {"file": "W-2", "reference": "W-2", "happened_on": "2026-09-01", "provider": None})
    path, document = "/contracts/W-2/entries", {"sha256": manager.file(b"Minutes"), "title": "Minutes"}

    def minuted(day: str) -> dict[str, Any]:
        met = manager.post(f"{path}/meeting-held", {"happened_on": day, "meeting_kind": "regular"}, acknowledge="all")
        said = {"happened_on": day, "meeting": met.json()["id"], "document": document}
        answer: dict[str, Any] = manager.post(f"{path}/meeting-minutes-recorded", said, acknowledge="all").json()
        return answer

    first, again = minuted("2026-09-07"), minuted("2026-09-14")

    assert first["warnings"] == []
    [told] = again["warnings"]
    assert told.startswith(f"the same document is on file as the minutes of MTG-001 (entry {first['position']})")


def test_a_tender_of_whoever_is_kept_out_is_warned_of_when_it_comes_in(manager: User) -> None:
    """TVP-5.2-9b: by its number, whatever it calls itself, when recorded, when read, and on the page."""
    day = "2026-09-14"
    manager.record(OPENED | {"file": "N-1", "reference": "N-1", "happened_on": day, "provider": None})
    invited = manager.post("/contracts/N-1/entries/tenders-invited", {"happened_on": day}, acknowledge="all")
    assert invited.status_code == 201, invited.text
    tender, path = invited.json()["id"], "/contracts/N-1/entries/tender-received"
    number = {"scheme": "GB-COH", "id": "01234567"}

    excluded = manager.post(
        path,
        {"happened_on": day, "tender": tender, "bidder": {"name": "New Lark Ltd", "identifiers": [number]}},
        acknowledge="all",
    )
    assert excluded.status_code == 201, excluded.text
    [warning] = excluded.json()["warnings"]
    assert warning.startswith("New Lark Ltd is kept out of tenders of Thames Valley OPCC and Thames Valley Police")
    position = excluded.json()["position"]
    assert manager.get(f"/contracts/N-1/entries/{position}").json()["entry"]["warnings"] == [warning]
    page = manager.client.get(f"/contracts/N-1/entries/{position}", headers=manager._headers())
    assert "New Lark Ltd is kept out of tenders" in page.text
    other = manager.post(path, {"happened_on": day, "tender": tender, "bidder": {"name": "Newcare"}}, acknowledge="all")
    assert other.json()["warnings"] == []


def test_a_tender_is_warned_of_by_an_exclusion_on_the_providers_own_file(manager: User) -> None:
    """TVP-5.2-9b, TVP-5.2-9a: by name and by number, when recorded and on the page where tenders are evaluated."""
    day = "2026-09-14"
    number = {"scheme": "GB-COH", "id": "05550001"}
    opened = {"happened_on": day, "reference": "WREN", "name": "Wren Support Ltd", "identifiers": [number]}
    assert manager.post("/providers", opened).status_code == 201
    excluded = {
        "happened_on": day, "cause": "repeated-poor-performance", "buying_bodies": ["Thames Valley OPCC"],
        "from_date": day, "until_date": "2029-09-13", "legal_basis": "Procurement Act 2023", "reason": "Three failed",
    }  # fmt: skip
    decided = manager.post("/providers/WREN/entries/provider-exclusion-decided", excluded, acknowledge="all")
    assert decided.status_code == 201, decided.text
    manager.record(OPENED | {"file": "N-2", "reference": "N-2", "happened_on": day, "provider": None})
    invited = manager.post("/contracts/N-2/entries/tenders-invited", {"happened_on": day}, acknowledge="all")
    tender = invited.json()["id"]

    def warned_of(bidder: dict[str, Any]) -> list[str]:
        sent = {"happened_on": day, "tender": tender, "bidder": bidder}
        answer = manager.post("/contracts/N-2/entries/tender-received", sent, acknowledge="all")
        assert answer.status_code == 201, answer.text
        found: list[str] = answer.json()["warnings"]
        return found

    [by_name] = warned_of({"name": "Wren Support Ltd"})
    [by_number] = warned_of({"name": "New Wren Ltd", "identifiers": [number]})
    assert by_name.startswith("Wren Support Ltd is kept out of tenders of Thames Valley OPCC")
    assert by_number.startswith("New Wren Ltd is kept out of tenders of Thames Valley OPCC")
    assert warned_of({"name": "Robin Support Ltd"}) == []
    assert sorted(manager.get("/contracts/N-2/procurement").json()["warnings"].values()) == [[by_number], [by_name]]
    page = manager.client.get("/contracts/N-2/procurement", headers=manager._headers())
    assert page.text.count("is kept out of tenders of Thames Valley OPCC") == 2
    written = ("WREN SUPPORT LIMITED", "Wren Support Ltd.", "Wren Support plc")
    assert [bool(warned_of({"name": name})) for name in written] == [True, True, False]

    def recommended(name: str) -> list[str]:
        sent = {"happened_on": day, "provider": {"name": name}}
        answer = manager.post("/contracts/N-2/entries/award-recommended", sent, acknowledge="all")
        assert answer.status_code == 201, answer.text
        found: list[str] = answer.json()["warnings"]
        return found

    assert (recommended("Wren Support Ltd"), recommended("Robin Support Ltd")) == ([by_name], [])
    assert manager.get("/contracts/N-2/procurement").json()["warnings"]["AWR-001"] == [by_name]
    page = manager.client.get("/contracts/N-2/procurement", headers=manager._headers())
    assert page.text.count("is kept out of tenders of Thames Valley OPCC") == 5


def test_what_is_recorded_once_is_referred_to_from_another_file(manager: User) -> None:
    manager.post("/providers", {"happened_on": "2026-09-14", "reference": "ONE", "name": "One"})
    lesson = {"happened_on": "2026-09-14", "subject": "risk", "lesson": "Look at the accounts"}

    def sent_with(file: str, position: int) -> Answer:
        seen = {"seen_on": [{"file": file, "position": position}]}
        return manager.post("/providers/ONE/entries/lesson-recorded", lesson | seen)

    assert sent_with(FILE, 4).status_code == 201
    assert "numbered 1 to" in str(problem(sent_with(FILE, 999), 422, "contradiction"))
    assert "there is no such file" in str(problem(sent_with("NO-1", 1), 422, "contradiction"))


def test_pages_of_the_end_of_the_provider_and_of_lessons_are_shown(manager: User) -> None:
    for path, words in (
        (f"/contracts/{FILE}/exit", "Signed by both"), (f"/contracts/{FILE}/due", "What is due"),
        ("/lessons", "named from the first day"), ("/providers", "Providers"), ("/providers/new", "Reference"),
        (f"/contracts/{FILE}/record/service-transfer-plan-reviewed", "Returned"),
        (f"/contracts/{FILE}/entries/5", "service transfer plan submitted"),
    ):  # fmt: skip
        answer = manager.client.get(path, headers=manager._headers())
        assert answer.status_code == 200, (path, answer.text)
        assert words.casefold() in answer.text.casefold(), path


def _learn(user: User, file: str, name: str, subject: str = "provider", summary: str = "Heard") -> dict[str, Any]:
    said = {"happened_on": "2024-01-08", "subject": subject, "name": name, "summary": summary, "drawn_from": "press"}
    answer = user.post(f"/{file}/entries/market-intelligence-recorded", said, acknowledge="all")
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def _opened(user: User, path: str, **said: str) -> None:
    answer = user.post(path, {"happened_on": "2024-01-08"} | said, acknowledge="all")
    assert answer.status_code == 201, answer.text


def test_a_provider_or_a_sector_with_a_slash_or_a_stop_in_its_name_is_found_on_other_files(ledger: Ledger) -> None:
    """TVP-2.0-5."""
    manager = ledger.as_("county-manager")
    _opened(manager, "/programmes", reference="MI-1", title="Better")
    for reference, name, sector in (
        ("A", "24/7 Care Ltd", "Residential/nursing care"), ("B", "Care.com Ltd", "Adults' services"),
        ("C", "O'Neill & Sons Ltd", "Home-care"), ("D", "A.B.C. Care Ltd", "Care & support"),
    ):  # fmt: skip
        _opened(manager, "/providers", reference=reference, name=name, sector=sector)
        for file in ("programmes/MI-1", "authority"):
            _learn(manager, file, name)
            _learn(manager, file, sector, "sector")
        known = manager.get(f"/providers/{reference}").json()["standing"]["market"]
        assert {(one["file"], one["name"]) for one in known} == {
            (file, called) for file in ("programme/MI-1", "authority") for called in (name, sector)
        }  # fmt: skip


def test_what_was_struck_out_or_corrected_since_is_known_as_it_was_known_then(ledger: Ledger) -> None:
    """TVP-2.0-5, TVP-4.0-1: and what reads otherwise now is told as it reads now."""
    manager = ledger.as_("county-manager")
    for reference in ("MI-1", "MI-2", "MI-3"):
        _opened(manager, "/programmes", reference=reference, title="Better")
    _opened(manager, "/providers", reference="P", name="Finch Care Ltd")
    struck, corrected = (_learn(manager, f"programmes/{ref}", "Finch Care Ltd") for ref in ("MI-1", "MI-2"))
    other = _learn(manager, "programmes/MI-3", "Robin Care Ltd")

    def known(**times: str) -> list[tuple[str, str]]:
        answer = manager.get("/providers/P", **times)
        assert answer.status_code == 200, answer.text
        return sorted((one["file"], one["summary"]) for one in answer.json()["standing"]["market"])

    def changed(file: str, position: int, kind: str, **said: Any) -> None:
        change = {"happened_on": "2024-02-01", "position": position, "reason": "wrong"} | said
        answer = manager.post(f"/programmes/{file}/entries/{kind}", change, acknowledge="all")
        assert answer.status_code == 201, answer.text

    before = [("programme/MI-1", "Heard"), ("programme/MI-2", "Heard")]
    assert known() == before
    learnt = {"kind": "market-intelligence-recorded/1", "happened_on": "2024-01-08", "subject": "provider",
              "drawn_from": "press"}  # fmt: skip
    changed("MI-1", struck["position"], "entry-struck-out")
    changed("MI-2", corrected["position"], "entry-corrected", replacement=learnt | {"name": "Robin Care Ltd"})
    changed("MI-3", other["position"], "entry-corrected",
            replacement=learnt | {"name": "Finch Care Limited", "summary": "Sold"})  # fmt: skip
    assert known() == [("programme/MI-3", "Sold")]
    assert known(known_at=other["recorded_at"]) == before


def test_the_page_of_a_provider_looks_at_a_hundred_entries_of_other_files_and_says_that_there_may_be_more(
    ledger: Ledger,
) -> None:
    """TVP-2.0-5."""
    manager = ledger.as_("county-manager")
    _opened(manager, "/providers", reference="P", name="Finch Care Ltd", sector="home care")
    _opened(manager, "/programmes", reference="MI-1", title="Better")
    learnt = {
        "file": "programme/MI-1", "kind": "market-intelligence-recorded", "happened_on": "2024-01-08",
        "subject": "sector", "name": "home care", "drawn_from": "press",
    }  # fmt: skip

    def shown() -> tuple[int, bool]:
        found = manager.get("/providers/P").json()
        return len(found["standing"]["market"]), found["more_of_the_market"]

    for batch in range(4):
        manager.record(*(learnt | {"summary": f"Heard {batch} {number}"} for number in range(25)))
    assert shown() == (100, False)
    manager.record(learnt | {"summary": "Heard last"})
    assert shown() == (100, True)
    page = manager.client.get("/providers/P", headers=manager._headers()).text
    assert "Heard last" in page
    assert "Other files may know more of it" in page
