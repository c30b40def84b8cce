"""Who may see and record what: every route with every person, and what is withheld from whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import pytest

from api.access import COOKIE, PROVIDER_MAY
from api.people import DEMO_PEOPLE
from ledger.kinds import BY_NAME
from tests.api.conftest import CONTRACT, Ledger, User, problem, served
from tests.each import each
from tests.ledgers import Ledgers
from tests.sampling import some

T = TypeVar("T")
DAY = {"file": "C-1", "happened_on": "2025-01-01"}
INTERNAL = {**DAY, "kind": "issue-raised", "nature": "Aardvark: visits missed"}
SHARED = {**DAY, "kind": "issue-notified-to-provider", "issue": "ISS-001", "means": "letter", "words": "Badger: told"}
ADVICE = {
    **DAY, "kind": "note-made", "words": "Cormorant: wait", "audience": "legal", "protection": "legal-advice",
}  # fmt: skip
LITIGATION = {**DAY, "kind": "note-made", "words": "Dormouse: statement", "protection": "litigation"}
OFFER = {**DAY, "kind": "note-made", "words": "Egret: offer", "audience": "shared", "protection": "without-prejudice"}
NAMED = {**DAY, "kind": "note-made", "words": "Falcon: personal", "audience": "named", "named": ["demo-auditor"]}
SECOND = {**CONTRACT, "file": "C-2", "reference": "C-2", "provider": {"name": "Somebody Else Ltd"}}
# Whose words each person may read, by the beast that stands in them.
MAY_READ = {
    "lead-officer": {"Aardvark", "Badger"},
    "contract-support-officer": {"Aardvark", "Badger"},
    "county-manager": {"Aardvark", "Badger"},
    "legal-services": {"Aardvark", "Badger", "Cormorant", "Dormouse", "Egret", "Falcon"},
    "auditor": {"Aardvark", "Badger", "Falcon"},
    "provider": {"Badger"},
}
BEASTS = ("Aardvark", "Badger", "Cormorant", "Dormouse", "Egret", "Falcon", "Gannet")
READS = (
    "/contracts", "/contracts/C-1", "/contracts/C-1/timeline", "/contracts/C-1/registers/{register}", "/entries",
    "/contracts/C-1/entries/{position}",
)  # fmt: skip


def marked(ledger: Ledger) -> Ledger:
    """A contract with an entry of each sort of mark, and a second contract with another provider."""
    exhibit = {"exhibits": [{"sha256": ledger.as_("legal-services").file(b"Gannet"), "title": "Gannet"}]}
    legal = ledger.as_("legal-services")
    legal.record(CONTRACT, INTERNAL, SHARED, {**ADVICE, **exhibit}, LITIGATION, OFFER, NAMED, SECOND)
    return ledger


@pytest.fixture(scope="module")
def unrecorded_in(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The one of all tests that are marked `records_nothing`."""
    folder = tmp_path_factory.mktemp("marked")
    with ledgers.lent(folder / "keys", read_models=True) as database, served(database, folder) as running:
        yield marked(running)


@pytest.fixture
def file(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """Such contracts, to record on them; for tests marked `records_nothing` those that they share."""
    if request.node.get_closest_marker("records_nothing") is None:
        yield marked(request.getfixturevalue("ledger"))
        return
    ledger: Ledger = request.getfixturevalue("unrecorded_in")
    before = ledger.entries
    yield ledger
    assert ledger.entries == before, "this is marked as recording nothing"


def everything_read_by(user: User) -> str:
    """All that a person is answered on any route, in one text."""
    registers = ("issues", "records", "people", "agreement")
    paths: list[tuple[str, dict[str, Any]]] = [
        ("/contracts", {}), ("/contracts/C-1", {}), ("/contracts/C-1/timeline", {}), ("/entries", {}),
        ("/contracts/C-1/timeline", {"order": "recorded", "newest_first": "true"}),
        ("/contracts/C-1/timeline", {"as_at": "2025-01-01"}), ("/contracts/C-1/timeline", {"known_at": "8"}),
        *[(f"/contracts/C-1/registers/{name}", {}) for name in registers],
        *[(f"/contracts/C-1/entries/{position}", {}) for position in range(1, 9)],
        *[("/contracts/C-1/timeline", {"words": beast}) for beast in BEASTS],
        *[("/entries", {"words": beast}) for beast in BEASTS],
    ]  # fmt: skip
    return "\n".join(user.look(path, **query).text for path, query in paths)


@pytest.mark.parametrize("person", DEMO_PEOPLE)
@pytest.mark.records_nothing
def test_each_person_reads_their_own_and_no_more_on_any_route(file: Ledger, person: str) -> None:
    said = everything_read_by(file.as_(person))

    assert {beast for beast in BEASTS if beast in said} - {"Gannet"} == MAY_READ[person]
    assert ("Gannet" in said) == (person == "legal-services")


@pytest.mark.parametrize("person", sorted(set(DEMO_PEOPLE) - {"provider"}))
@pytest.mark.records_nothing
def test_insiders_see_that_something_is_withheld_and_why(file: Ledger, person: str) -> None:
    lines = file.as_(person).get("/contracts/C-1/timeline").json()["lines"]

    assert [line["position"] for line in lines] == [1, 2, 3, 4, 5, 6, 7]
    grounds = {line["position"]: line["withheld"] for line in lines if "withheld" in line}
    expected = {4: "legal advice", 5: "made for litigation", 6: "without prejudice", 7: "for named people only"}
    seen = {"legal-services": {4, 5, 6, 7}, "auditor": {7}}.get(person, set())
    assert grounds == {position: why for position, why in expected.items() if position not in seen}
    for position, why in grounds.items():
        entry = file.as_(person).get(f"/contracts/C-1/entries/{position}").json()["entry"]
        assert entry == {"position": position, "withheld": why}


@pytest.mark.records_nothing
def test_looking_for_words_does_not_tell_that_a_withheld_entry_has_them(file: Ledger) -> None:
    assert file.as_("lead-officer").look("/contracts/C-1/timeline", words="cormorant").json()["lines"] == []
    assert file.as_("lead-officer").get("/contracts/C-1/timeline", kind="note-made").json()["lines"] == []


def test_looking_for_words_does_not_tell_the_provider_what_our_side_found_against_an_entry(file: Ledger) -> None:
    talk = {**SHARED, "means": "unrecorded", "issue": "ISS-002"}
    raised = {**DAY, "kind": "issue-raised", "nature": "Late again"}
    file.as_("lead-officer").record({**raised, "file": "C-1"}, {**talk, "file": "C-1"})
    asked = {"words": "first heard of"}

    ours = file.as_("lead-officer").look("/contracts/C-1/timeline", **asked).json()["lines"]

    assert len(ours) == 1
    assert file.as_("provider").look("/contracts/C-1/timeline", **asked).json()["lines"] == []


@pytest.mark.records_nothing
def test_the_provider_is_not_told_that_anything_is_withheld(file: Ledger) -> None:
    provider = file.as_("provider")

    assert [line["position"] for line in provider.get("/contracts/C-1/timeline").json()["lines"]] == [1, 3]
    assert provider.get("/contracts/C-1").json()["position"] == 3
    assert provider.get("/contracts/C-1").headers["etag"].startswith('"3.')
    assert "withheld" not in everything_read_by(provider).replace('"withheld":[]', "")


@pytest.mark.records_nothing
def test_the_providers_answers_are_those_for_what_is_not_there(file: Ledger) -> None:
    provider = file.as_("provider")

    def told(path: str, **query: Any) -> tuple[int, str]:
        answer = provider.get(path, **query)
        return answer.status_code, re.sub(r"\d+|C-\w+", "?", answer.json()["detail"])

    assert told("/contracts/C-2") == told("/contracts/C-77")
    assert told("/contracts/C-2/timeline") == told("/contracts/C-77/timeline")
    assert told("/contracts/C-1/entries/4") == told("/contracts/C-1/entries/99")
    note = {"happened_on": "2025-01-01", "words": "x"}
    refused = [
        provider.post(f"/contracts/{c}/entries/note-made", note).json()["detail"].replace(c, "?")
        for c in ("C-2", "C-77")
    ]
    assert refused[0] == refused[1]
    batch = [
        provider.post("/entries", [{**note, "file": c, "kind": "note-made"}]).json()["detail"].replace(c, "?")
        for c in ("C-2", "C-77")
    ]
    assert batch[0] == batch[1]


@pytest.mark.records_nothing
def test_the_provider_sees_its_own_contracts_only(file: Ledger) -> None:
    provider = file.as_("provider")

    assert [row["reference"] for row in provider.get("/contracts").json()["contracts"]] == ["C-1"]
    assert {row["file"] for row in provider.get("/entries").json()["entries"]} == {"C-1"}


@pytest.mark.records_nothing
def test_the_providers_status_rests_on_what_it_may_see(file: Ledger) -> None:
    facts = file.as_("provider").get("/contracts/C-1").json()["facts"]

    assert facts["counts"]["entries"] == 2
    assert "Aardvark" not in str(facts["issues"])


@pytest.mark.records_nothing
def test_an_exhibit_is_given_to_whoever_may_see_an_entry_that_cites_it(file: Ledger) -> None:
    sha256 = file.as_("legal-services").file(b"Gannet")

    answers = {person: file.as_(person).get(f"/documents/{sha256}").status_code for person in DEMO_PEOPLE}

    assert answers == {person: 200 if person == "legal-services" else 404 for person in DEMO_PEOPLE}


def test_a_document_nobody_cites_is_given_to_nobody(file: Ledger) -> None:
    officer = file.as_("lead-officer")

    problem(officer.get(f"/documents/{officer.file(b'just filed')}"), 404, "not-on-file")


# --- marks that change ------------------------------------------------------------------------------------------------


def test_what_was_reclassified_is_withheld_at_every_time(file: Ledger) -> None:
    size = file.as_("auditor").get("/log/size").json()["size"]
    changed = {
        **DAY, "kind": "entry-reclassified", "position": 2, "new_audience": "legal", "new_protection": "legal-advice",
        "reason": "It quotes advice.", "by": {"person": "Lena Stone", "office": "legal-services"},
    }  # fmt: skip
    file.as_("legal-services").record(changed)

    for query in ({}, {"known_at": str(size)}, {"as_at": "2025-01-01"}):
        answer = file.as_("lead-officer").get("/contracts/C-1/entries/2", **query)
        assert answer.json()["entry"] == {"position": 2, "withheld": "legal advice"}
    assert "quotes advice" not in everything_read_by(file.as_("lead-officer"))


def test_who_may_read_an_entry_now_is_told_whatever_time_its_subject_is_read_at(file: Ledger) -> None:
    """CPC308-S7."""
    legal = file.as_("legal-services")
    [told] = file.as_("lead-officer").record({**DAY, "kind": "outcome-identified", "wording": "At home"})
    size = file.as_("auditor").get("/log/size").json()["size"]
    changed = {
        **DAY, "happened_on": "2025-05-20", "kind": "entry-reclassified", "position": told["position"],
        "new_audience": "legal", "new_protection": "legal-advice", "reason": "It quotes advice.",
    }  # fmt: skip
    legal.record(changed, at="2025-05-20T18:00:00Z")

    for query in ({}, {"known_at": str(size)}, {"as_at": "2025-05-01"}):
        [said] = legal.get("/contracts/C-1/outcomes", **query).json()["recorded"]
        assert (said["audience"], said["protection"]) == ("legal", "legal-advice"), query


@pytest.mark.records_nothing
def test_only_legal_services_reclassify(file: Ledger) -> None:
    changed = {
        **DAY, "kind": "entry-reclassified", "position": 4, "new_audience": "internal", "new_protection": "open",
        "reason": "Let me see.", "by": {"person": "Lena Stone", "office": "legal-services"},
    }  # fmt: skip
    before = file.entries

    problem(file.as_("lead-officer").post("/entries", [changed], acknowledge="all"), 403, "denied")

    assert file.entries == before


def test_a_correction_is_as_withheld_as_what_it_corrects(file: Ledger) -> None:
    original = file.as_("legal-services").get("/contracts/C-1/entries/5").json()["entry"]["entry"]
    replacement = original | {"words": "Dormouse: second statement"}
    corrected = {**DAY, "kind": "entry-corrected", "position": 5, "reason": "Gannet", "replacement": replacement}
    file.as_("legal-services").record(corrected)

    said = everything_read_by(file.as_("lead-officer"))

    assert "Dormouse" not in said
    assert "Gannet" not in said


@pytest.mark.parametrize("person", ["lead-officer", "auditor", "legal-services"])
@pytest.mark.parametrize("further", [0, 9])
def test_what_is_struck_out_stays_to_be_seen_by_whoever_is_not_shown_all(
    file: Ledger, person: str, further: int
) -> None:
    """However many entries are withheld, and however many follow: positions are not places in what somebody sees."""
    officer = file.as_("lead-officer")
    officer.record({**DAY, "kind": "note-made", "words": "Heron: a slip"})
    slip = officer.get("/contracts/C-1").json()["position"]
    officer.record({**DAY, "kind": "entry-struck-out", "position": slip, "reason": "a slip"})
    for n in range(further):
        officer.record({**DAY, "kind": "note-made", "words": f"note {n}"})

    lines = file.as_(person).get("/contracts/C-1/timeline").json()["lines"]

    [line] = [line for line in lines if line["position"] == slip]
    assert line["struck_by"] == slip + 1
    assert "Heron" in line["sentence"]
    assert file.as_(person).get("/entries").status_code == 200
    assert file.as_(person).get(f"/contracts/C-1/entries/{slip}").status_code == 200


@pytest.mark.records_nothing
def test_nobody_changes_what_they_may_not_read(file: Ledger) -> None:
    struck = {**DAY, "kind": "entry-struck-out", "position": 4, "reason": "Away with it"}
    before = file.entries

    assert "withheld" in problem(file.as_("lead-officer").post("/entries", [struck]), 403, "denied")["detail"]
    assert file.entries == before


def test_the_lead_officer_on_file_reads_what_is_privileged_on_that_file(file: Ledger) -> None:
    appointed = {**DAY, "kind": "lead-officer-appointed", "person": "Ann Ashe", "post": "Service Manager"}
    file.as_("contract-support-officer").record(appointed)

    said = everything_read_by(file.as_("lead-officer"))

    assert "Dormouse" in said
    assert "Cormorant" not in said, "what is for Legal Services only stays theirs"


def test_nobody_makes_himself_lead_officer_by_recording_it_himself(file: Ledger) -> None:
    appointed = {**DAY, "kind": "lead-officer-appointed", "person": "Ann Ashe", "post": "Service Manager"}
    file.as_("lead-officer").record(appointed)

    assert "Dormouse" not in everything_read_by(file.as_("lead-officer"))


# --- recording --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [p for p in DEMO_PEOPLE if p not in ("auditor", "provider")])
def test_every_officer_may_record_on_a_contract(file: Ledger, person: str) -> None:
    assert file.as_(person).record(INTERNAL)[0]["recorded_by"]["account"] == f"demo-{person}"


@pytest.mark.records_nothing
def test_an_auditor_never_writes(file: Ledger) -> None:
    auditor, before = file.as_("auditor"), file.entries

    problem(
        auditor.post("/contracts/C-1/entries/note-made", {"happened_on": "2025-01-01", "words": "x"}), 403, "denied"
    )
    problem(auditor.post("/entries", [INTERNAL], check="true"), 403, "denied")
    problem(auditor.raw("/documents", b"x", "text/plain", method="PUT"), 403, "denied")
    assert file.entries == before


@pytest.mark.parametrize("person", ["lead-officer", "contract-support-officer", "auditor", "provider"])
@pytest.mark.records_nothing
def test_only_its_owner_and_legal_services_record_on_the_authoritys_file(file: Ledger, person: str) -> None:
    adopted = {"happened_on": "2025-01-01", "procedure": "hampshire/1", "title": "Procedure"}
    before = file.entries

    assert file.as_(person).post("/authority/entries/procedure-adopted", adopted).status_code in (403, 404)
    assert file.entries == before


@pytest.fixture(scope="module")
def schemas(untouched: Ledger) -> dict[str, Any]:
    """The schemas of the interface's description, which is a megabyte."""
    found: dict[str, Any] = untouched.client.get("/openapi.json").json()["components"]["schemas"]
    return found


@each("kind", sorted(set(BY_NAME) - set(PROVIDER_MAY)))
def test_a_provider_records_its_own_kinds_and_no_other(untouched: Ledger, schemas: dict[str, Any], kind: str) -> None:
    schema = schemas[BY_NAME[kind].__name__]
    if kind == "ledger-opened":
        return  # has no route: test_recording
    body = {"file": "C-1", "kind": kind, "happened_on": "2025-01-01"}

    answer = untouched.as_("provider").post("/entries", [body | _smallest(schema, untouched)])

    assert answer.status_code in (403, 422), answer.text
    assert untouched.book.file("C-1").position == 1


def _smallest(schema: dict[str, Any], ledger: Ledger) -> dict[str, Any]:
    """Text for each field a kind requires: enough to be refused for who records, or for what."""
    return {name: "x" for name in schema["required"] if name != "happened_on"}


ANSWERS: list[dict[str, Any]] = [
    {"kind": "provider-representations-received", "answers": 3, "stance": "disputes", "words": "Gannet"},
    {"kind": "resolution-plan-proposed", "issues": ["ISS-002"]},
    {"kind": "note-made", "words": "Gannet"},
    {"kind": "contact-logged", "direction": "from-provider", "means": "e-mail", "summary": "Gannet"},
    {"kind": "notice-served", "notice_kind": "dispute", "served_by_party": "provider", "method": "e-mail"},
]


@pytest.mark.parametrize("body", ANSWERS, ids=lambda body: str(body["kind"]))
def test_a_provider_answers_and_what_it_says_is_shared(file: Ledger, body: dict[str, Any]) -> None:
    file.as_("lead-officer").record({**INTERNAL, "audience": "shared", "nature": "Badger"})

    [entry] = file.as_("provider").record({**body, **DAY})

    assert entry["entry"]["audience"] == "shared"
    assert entry["recorded_by"]["party"] == "provider"
    assert entry["departures"] == []
    positions = [line["position"] for line in file.as_("provider").get("/contracts/C-1/timeline").json()["lines"]]
    assert entry["position"] in positions


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "notice-served", "notice_kind": "dispute", "served_by_party": "authority"},
        {"kind": "note-made", "words": "x", "by": {"person": "Ann Ashe"}},
        {"kind": "note-made", "words": "x", "audience": "internal"},
        {"kind": "note-made", "words": "x", "protection": "litigation"},
        {"kind": "note-made", "words": "x", "concerns": [4]},
        {"kind": "provider-representations-received", "answers": 2, "stance": "accepts", "words": "x"},
        {"kind": "resolution-plan-proposed", "issues": ["ISS-002"]},
    ],
    ids=str,
)
def test_a_provider_records_nothing_in_the_authoritys_name_nor_about_what_it_may_not_see(
    file: Ledger, wrong: dict[str, Any]
) -> None:
    file.as_("lead-officer").record({**INTERNAL, "nature": "Aardvark: not told of it"})
    before = file.entries

    answer = file.as_("provider").post("/entries", [{**wrong, **DAY}])

    assert answer.status_code in (403, 422), answer.text
    assert "Aardvark" not in answer.text
    assert file.entries == before


def test_a_provider_answers_about_an_issue_it_was_told_of_though_the_entry_that_raised_it_is_internal(
    file: Ledger,
) -> None:
    [plan] = file.as_("provider").record({**DAY, "kind": "resolution-plan-proposed", "issues": ["ISS-001"]})

    assert plan["entry"]["issues"] == ["ISS-001"]
    assert "Aardvark" not in everything_read_by(file.as_("provider"))


@pytest.mark.records_nothing
def test_a_refusal_tells_the_provider_only_of_what_it_may_see(file: Ledger) -> None:
    answer = file.as_("provider").post("/entries", [{**DAY, "kind": "note-made", "words": "x", "concerns": [99]}])

    assert "1 to 3" in problem(answer, 422, "contradiction")["detail"]


def test_the_providers_position_is_the_last_it_was_shown(file: Ledger) -> None:
    note = {"happened_on": "2025-01-01", "words": "Our side"}
    etag = file.as_("provider").get("/contracts/C-1").headers["etag"]

    answer = file.as_("provider").post("/contracts/C-1/entries/note-made", note, headers={"If-Match": etag})

    assert answer.status_code == 201, answer.text
    assert answer.json()["position"] == 8
    again = file.as_("provider").post("/contracts/C-1/entries/note-made", note, headers={"If-Match": etag})
    assert again.status_code == 412


# --- every route ------------------------------------------------------------------------------------------------------


def addresses(ledger: Ledger) -> Iterator[tuple[str, str]]:
    for path, operations in ledger.client.get("/openapi.json").json()["paths"].items():
        if path.startswith("/log/"):
            continue  # for anybody: tests/api/test_log.py
        for method in operations:
            filled = path.replace("{reference}", "C-1").replace("{position}", "1").replace("{name}", "hampshire")
            yield method.upper(), filled.replace("{kind}", "note-made").replace("{sha256}", "0" * 64)


def one_of_a_kind(path: str, askers: Sequence[T]) -> Sequence[T]:
    """Return who asks there: one in three; where one kind is recorded, one of all, as all kinds share one function."""
    return some(askers, len(askers)) if "/entries/" in path else some(askers, 3)


def test_every_route_asks_who_is_asking(untouched: Ledger) -> None:
    walked = 0
    for method, path in addresses(untouched):
        nobody: Sequence[dict[str, str]] = ({}, {"Authorization": "Bearer nobody"}, {"Authorization": "Basic eDp5"})
        for headers in one_of_a_kind(path, nobody):
            answer = untouched.client.request(method, path, headers=headers, json={} if method == "POST" else None)
            problem(answer, 401, "not-signed-in")
            assert answer.headers["www-authenticate"].startswith("Bearer")
            walked += 1
    assert walked > 300


def test_every_route_answers_every_person_and_none_fails(untouched: Ledger) -> None:
    opened = {"kind": "programme-opened", "reference": "C-1", "title": "A programme of the contract's name"}
    untouched.as_("county-manager").record({"file": "programme/C-1", "happened_on": "2025-01-01", **opened})
    provider = {"kind": "provider-opened", "reference": "C-1", "name": "A provider of the contract's name"}
    untouched.as_("county-manager").record({"file": "provider/C-1", "happened_on": "2025-01-01", **provider})
    for method, path in addresses(untouched):
        for person in one_of_a_kind(path, tuple(DEMO_PEOPLE)):
            headers = {"Authorization": f"Bearer demo-{person}", "Content-Type": "application/json"}
            answer = untouched.client.request(method, path, headers=headers, content=b"{}" if method != "GET" else None)
            assert answer.status_code < 500, (method, path, person, answer.text)
            if person == "auditor" and method != "GET":
                assert answer.status_code in (403, 422), (method, path, answer.text)
    assert untouched.book.file("C-1").position == 1


# --- who is asking ----------------------------------------------------------------------------------------------------


@pytest.mark.records_nothing
def test_a_person_chosen_by_cookie_is_who_is_asking(file: Ledger) -> None:
    answer = file.client.get("/api/v1/contracts", headers={"Cookie": f"{COOKIE}=auditor"})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
    ids=str,
)
@pytest.mark.records_nothing
def test_a_change_sent_by_another_sites_page_is_refused(file: Ledger, headers: dict[str, str]) -> None:
    before = file.entries
    body = {"happened_on": "2025-01-01", "words": "x"}

    answer = file.client.post(
        "/api/v1/contracts/C-1/entries/note-made", json=body, headers={"Cookie": f"{COOKIE}=lead-officer", **headers}
    )

    problem(answer, 403, "denied")
    assert file.entries == before


def test_a_change_sent_by_our_own_page_is_taken(file: Ledger) -> None:
    headers = {"Cookie": f"{COOKIE}=lead-officer", "Sec-Fetch-Site": "same-origin"}
    body = {"happened_on": "2025-01-01", "words": "x"}

    answer = file.client.post("/api/v1/contracts/C-1/entries/note-made", json=body, headers=headers)

    assert answer.status_code == 201
