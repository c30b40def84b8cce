"""The example ledger, read on every route by every person: no word that is withheld from them is in any answer."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from api.answers import REGISTERS
from api.app import create
from api.example.load import load
from api.people import DEMO_PEOPLE
from api.settings import Settings
from api.sight import Sight
from ledger.book import Book
from ledger.log.signer import make_folder
from ledger.store.database import Database, DatabaseSettings
from ledger.vault import digests_in
from tests.api.conftest import User

OUR_OWN = (
    "departs from", r'"unauthorised":[1-9]', r'"purported":(true|\[[^\]])', "not validly",
    r'"defects":\[[^\]]', '"absolute"', '"against"', '"add_to_departures"',
)  # fmt: skip
"""Signs of what our side makes of an entry, none of which the provider is shown."""


def contracts_of(book: Book) -> list[str]:
    files = [book.file_by_id(head.file_id) for head in book.store.files()]
    return [file.agreement.contract.reference for file in files if file.agreement.contract]


def everything(user: User, book: Book, contracts: list[str]) -> Iterator[str]:
    paths: list[tuple[str, dict[str, Any]]] = [
        ("/contracts", {}), ("/entries", {"limit": 500}), ("/duties", {"limit": 500}), ("/authority/timeline", {}),
        ("/report", {}), ("/report", {"known_at": "300", "readiness": "false"}),
    ]  # fmt: skip
    for contract in contracts:
        here = f"/contracts/{contract}"
        for part in ("", "/timeline", "/failings", "/readiness", "/duties", "/points"):
            paths += [(f"{here}{part}", {}), (f"{here}{part}", {"as_at": "2025-12-01", "known_at": "150"})]
        paths += [(f"{here}/then-and-now", {"then": then}) for then in ("150", "300")]
        paths += [(f"{here}/registers/{name}", {}) for name in REGISTERS]
        paths += [(f"{here}/bundle", {"purpose": "auditor"})]
        file = book.file(contract)
        withheld = Sight(DEMO_PEOPLE[user.person], file, book.today).withheld
        some = sorted({*withheld, *range(1, file.position, 10)})
        paths += [(f"{here}/entries/{position}", {}) for position in some]
    for searched in ("advice", "the", "settlement"):  # found by words, and under a pseudonym nobody has
        yield user.post("/subject-access", {"person": "P-0", "words": searched}).text
    for person in persons_of(book):
        yield user.post("/subject-access", {"person": person}).text
    for path, query in paths:
        yield user.get(path, **({"limit": 500} if "timeline" in path else {}), **query).text


def persons_of(book: Book) -> list[str]:
    """Every pseudonym in the ledger."""
    files = [book.file_by_id(head.file_id) for head in book.store.files()]
    return sorted({p for file in files for r in file.known for p in book.store.persons(
        [urlsafe_b64decode(digest + "=") for digest in digests_in(r)]).values()})  # fmt: skip


def withheld_words(book: Book, person: str, contracts: list[str]) -> set[str]:
    """Sentences that stand in entries this person may not see, and in none that they may."""
    hidden: set[str] = set()
    visible = ""
    for reference in contracts:
        file = book.file(reference)
        sight = Sight(DEMO_PEOPLE[person], file, book.today)
        for recorded in file.known:
            words = [w if isinstance(w, str) else w.title or "" for w in book.vault.words_of([recorded]).values()]
            if sight.sees(recorded):
                visible += " ".join(words)
            else:
                hidden |= {sentence for text in words for sentence in re.split(r"(?<=[.:;])\s", text)}
    return {sentence for sentence in hidden if len(sentence) > 25 and sentence not in visible}


def test_no_answer_holds_a_word_withheld_from_whom_it_is_given_to(database: Database, tmp_path: Path) -> None:
    book = load(database)
    settings = Settings(database=DatabaseSettings(data_directory=tmp_path), demo=True)
    make_folder(settings.signer, book.store.settings.origin)
    contracts = contracts_of(book)
    some = 0
    with TestClient(create(book, database, settings)) as client:
        for person in DEMO_PEOPLE:
            said = "\n".join(everything(User(client, person), book, contracts)).replace('\\"', '"')

            hidden = withheld_words(book, person, contracts)
            some += len(hidden)
            assert not [sentence for sentence in hidden if sentence in said], person
            if person == "provider":
                assert not [sign for sign in OUR_OWN if re.search(sign, said)]
    assert some > 100, "the example withholds something from somebody, or this shows nothing"


def test_the_provider_of_the_example_sees_one_contract(database: Database, tmp_path: Path) -> None:
    book = load(database)
    settings = Settings(database=DatabaseSettings(data_directory=tmp_path), demo=True)
    with TestClient(create(book, database, settings)) as client:
        answers = [User(client, "provider").get(f"/contracts/{c}").status_code for c in contracts_of(book)]

    assert sorted(answers) == [200, *[404] * (len(answers) - 1)]
