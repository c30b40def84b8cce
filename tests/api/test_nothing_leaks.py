"""The example ledger, read on every route by every person: no word that is withheld from them is in any answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

import pytest
from starlette.testclient import TestClient

from api.answers import REGISTERS
from api.app import create
from api.example.load import load
from api.lists import Sorting
from api.people import DEMO_PEOPLE
from api.recording import settled
from api.settings import Settings
from api.sight import Sight
from ledger.book import Book
from ledger.encodings import from_base64url
from ledger.log.signer import make_folder
from ledger.privacy.vault import digests_in
from ledger.store.database_settings import DatabaseSettings
from projections.read_models.engine import Projector
from tests.api.conftest import CONTRACT, Ledger, User
from tests.ledgers import Ledgers
from tests.sampling import some

OUR_OWN = (
    "departs from", r'"unauthorised":[1-9]', r'"purported":(true|\[[^\]])', "not validly",
    r'"defects":\[[^\]]', '"absolute"', '"against"', '"add_to_departures"',
)  # fmt: skip
"""Signs of what our side makes of an entry, none of which the provider is shown."""


def contracts_of(book: Book) -> list[str]:
    files = [book.file_by_id(head.file_id) for head in book.store.files()]
    return [file.agreement.contract.reference for file in files if file.agreement.contract]


def _of_one(contract: str, user: User, book: Book) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whatever can be asked about one contract, now and at a time past, and each entry withheld."""
    here = f"/contracts/{contract}"
    for part in ("", "/timeline", "/failings", "/readiness", "/duties", "/points"):
        yield f"{here}{part}", {}
        yield f"{here}{part}", {"as_at": "2025-12-01", "known_at": "150"}
    yield from ((f"{here}/then-and-now", {"then": then}) for then in ("150", "300"))
    yield from ((f"{here}/registers/{name}", {}) for name in REGISTERS)
    yield f"{here}/bundle", {"purpose": "auditor"}
    yield f"{here}/access-log", {}
    file = book.file(contract)
    withheld = Sight(DEMO_PEOPLE[user.person], file, book.today).withheld
    yield from ((f"{here}/entries/{position}", {}) for position in sorted({*withheld, *range(1, file.position, 10)}))


def everything(user: User, example: Example) -> Iterator[str]:
    """What a person is answered across files, and of each contract at one address in ten, others in each run."""
    book = example.book
    paths: list[tuple[str, dict[str, Any]]] = [
        ("/contracts", {}), ("/entries", {"limit": 500}), ("/duties", {"limit": 500}), ("/authority/timeline", {}),
        ("/report", {}), ("/report", {"known_at": "300", "readiness": "false"}),
    ]  # fmt: skip
    for contract in example.contracts:
        paths += some(list(_of_one(contract, user, book)), 10)
    for searched in ("advice", "the", "settlement"):  # found by words, and under a pseudonym nobody has
        yield user.post("/subject-access", {"person": "P-0", "words": searched}).text
    for person in some(example.pseudonyms, 10):
        yield user.post("/subject-access", {"person": person}).text
    for path, query in paths:
        yield user.get(path, **({"limit": 500} if "timeline" in path else {}), **query).text


def persons_of(book: Book) -> list[str]:
    """Every pseudonym in the ledger."""
    files = [book.file_by_id(head.file_id) for head in book.store.files()]
    return sorted({p for file in files for r in file.known for p in book.store.persons(
        [from_base64url(digest) for digest in digests_in(r)]).values()})  # fmt: skip


@cache
def _words_in(book: Book, reference: str) -> list[list[str]]:
    """What each entry of a file that nobody adds to says: opened once, and looked at for every person."""
    said = [book.vault.words_of([recorded]).values() for recorded in book.file(reference).known]
    return [[w if isinstance(w, str) else w.title or "" for w in words] for words in said]


def withheld_words(book: Book, person: str, contracts: list[str]) -> set[str]:
    """Sentences that stand in entries this person may not see, and in none that they may."""
    hidden: set[str] = set()
    visible = ""
    for reference in contracts:
        file = book.file(reference)
        sight = Sight(DEMO_PEOPLE[person], file, book.today)
        for recorded, words in zip(file.known, _words_in(book, reference), strict=True):
            if sight.sees(recorded):
                visible += " ".join(words)
            else:
                hidden |= {sentence for text in words for sentence in re.split(r"(?<=[.:;])\s", text)}
    return {sentence for sentence in hidden if len(sentence) > 25 and sentence not in visible}


@dataclass(frozen=True)
class Example:
    """The example behind the application, which its tests only read."""

    client: TestClient
    book: Book
    contracts: list[str]
    pseudonyms: list[str]


@pytest.fixture(scope="module")
def example(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    folder = tmp_path_factory.mktemp("example")
    settings = Settings(database=DatabaseSettings(data_directory=folder), demo=True)
    with ledgers.example(folder / "keys") as database:
        book = load(database)
        make_folder(settings.signer, book.store.settings.origin)
        with TestClient(create(book, database, settings)) as client:
            yield Example(client, book, contracts_of(book), persons_of(book))


@pytest.mark.parametrize("person", DEMO_PEOPLE)
def test_no_answer_holds_a_word_withheld_from_whom_it_is_given_to(example: Example, person: str) -> None:
    said = "\n".join(everything(User(example.client, person), example)).replace('\\"', '"')

    hidden = withheld_words(example.book, person, example.contracts)
    assert not [sentence for sentence in hidden if sentence in said]
    if person == "provider":
        assert not [sign for sign in OUR_OWN if re.search(sign, said)]
    least = {"provider": 80, "legal-services": 0}.get(person, 1)
    assert len(hidden) >= least, "the example withholds something from them, or this shows nothing"


def test_the_provider_of_the_example_sees_its_two_contracts(example: Example) -> None:
    provider = User(example.client, "provider")

    answers = [provider.get(f"/contracts/{c}").status_code for c in example.contracts]

    assert sorted(answers) == [200, 200, *[404] * (len(answers) - 2)]


# --- lists across files, before something withheld is recorded and after ----------------------------------------------

NATURE = {"kind": "issue-raised", "happened_on": "2025-01-02", "nature": "Zqvisits were missed"}
OTHER = {
    **CONTRACT, "file": "C-2", "reference": "C-2", "title": "Zqhome care in the south", "end_date": "2026-12-31",
}  # fmt: skip
SEEN = (OTHER, {**NATURE, "file": "C-1"}, {**NATURE, "file": "C-2"}, {**NATURE, "file": "C-2"})
AUTHORITYS = ("lead-officer", "contract-support-officer", "county-manager", "auditor")
"""The people of the authority from whom what `hidden` records is withheld."""


def hidden() -> list[dict[str, Any]]:
    """Entries withheld from all but Legal Services that would change each list: its rows, order, dates and words."""
    legal = {"audience": "legal", "protection": "legal-advice"}
    named = {"audience": "named", "named": ["demo-legal-services"]}
    later = [{"term": "end-date", "becomes": "2026-01-31"}]
    marked: tuple[dict[str, Any], ...] = (
        {**NATURE, **legal}, {**NATURE, **named}, {**NATURE, "protection": "without-prejudice"},
        {"kind": "action-assigned", "happened_on": "2025-01-03", "description": "Zqask counsel", "due_on": "2025-01-04",
         **legal},
        {"kind": "variation-agreed", "happened_on": "2025-01-03", "changes": later, **named},
    )  # fmt: skip
    return [{**entry, "file": "C-1"} for entry in marked]


def hide(user: User) -> None:
    """Record what is hidden, and hide by reclassifying what all could see and nobody has looked at."""
    user.record(*hidden())
    [note] = user.record({"kind": "note-made", "file": "C-2", "happened_on": "2025-01-02", "words": "Zqcounsel rang"})
    user.record(
        {"kind": "entry-reclassified", "file": "C-2", "happened_on": "2025-01-02", "position": note["position"],
         "new_audience": "legal", "new_protection": "legal-advice", "reason": "Zqadvice"}
    )  # fmt: skip


def lists(user: User) -> dict[str, Any]:
    """Every list across files, found, sorted and turned over in every way, as JSON without the size of the log."""
    asked: list[tuple[str, dict[str, Any]]] = [
        *(("/contracts", {"sort": sort}) for sort in get_args(Sorting)),
        ("/contracts", {"with_open_issues": "true"}), ("/contracts", {"words": "home care"}),
        ("/contracts", {"stage": "live"}), ("/alarms", {}), ("/duties", {}),
        ("/duties", {"overdue": "true"}), ("/duties", {"office": "lead-officer"}), ("/entries", {}),
        ("/entries", {"words": "zqvisits"}), ("/entries", {"words": "zqcounsel"}),
        ("/entries", {"kind": "issue-raised"}), ("/entries", {"kind": "entry-reclassified"}),
    ]  # fmt: skip
    found: dict[str, Any] = {}
    for path, query in asked:
        pages: list[str] = []
        cursor: dict[str, str] = {}
        while len(pages) < 40:
            ask = user.look if path == "/entries" else user.get
            body = ask(path, limit=3, **query, **cursor).json()
            pages.append(
                json.dumps({name: said for name, said in body.items() if name not in ("log_size", "instance")})
            )
            if not body.get("next"):
                break
            cursor = {"cursor": body["next"]}
        found[f"{path} {query}"] = pages
    found["feed"] = user.get("/alarms.atom").text
    return found


def told(ledger: Ledger, person: str) -> dict[str, Any]:
    return lists(ledger.as_(person))


def taken_in(ledger: Ledger) -> None:
    """Wait until all is sealed and stands in the stored rows."""
    settled(ledger.book)
    Projector(ledger.database).catch_up()


def test_what_is_withheld_takes_no_part_in_any_list_across_files(ledger: Ledger, officer: User) -> None:
    officer.record(*SEEN, at="2025-06-02T09:00:00Z")
    taken_in(ledger)
    people = (*some(AUTHORITYS, 2), "provider")
    before = {person: told(ledger, person) for person in (*people, "legal-services")}

    hide(ledger.as_("legal-services"))
    at_once = {person: told(ledger, person) for person in people}
    taken_in(ledger)
    after = {person: told(ledger, person) for person in (*people, "legal-services")}

    for person in people:
        for asked, pages in before[person].items():
            assert at_once[person][asked] == pages, (person, asked)
            assert after[person][asked] == pages, (person, asked)
    differ = [asked for asked, pages in before["legal-services"].items() if after["legal-services"][asked] != pages]
    for path in ("/contracts {'with_open", "/contracts {'sort", "/duties", "/entries {'words"):
        assert any(asked.startswith(path) for asked in differ), path


def test_who_may_see_what_is_withheld_from_others_finds_it_in_the_lists(ledger: Ledger, officer: User) -> None:
    officer.record(*SEEN, at="2025-06-02T09:00:00Z")
    hide(ledger.as_("legal-services"))
    for _ in range(2):
        lawyer = ledger.as_("legal-services")
        [first, _] = lawyer.get("/contracts", sort="open-issues").json()["contracts"]
        assert (first["reference"], first["end_date"], first["open_issues"]) == ("C-1", "2026-01-31", 4)
        assert len(lawyer.look("/entries", words="zqvisits").json()["entries"]) == 6
        taken_in(ledger)
