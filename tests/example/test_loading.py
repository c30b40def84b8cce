"""Loading the example: what there is of it, that it is the same each time, and that no real body or person is in it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import api.example
from api.example.load import ENTRIES, STORIES, NotTheExample, load
from ledger import kinds
from ledger.book import AUTHORITY, Book
from ledger.dates.clock import LONDON
from ledger.entry import Recorded
from ledger.privacy.vault import Vault
from ledger.rules import ASKED
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.subjects.records import LedgerOpened
from ledger.words import Document, Reading
from tests.example.conftest import ENDED_WELL, NOBODY_NOTICED, NOT_YET, SAVED, Example, another_database
from tests.ledgers import Ledgers
from tests.story import CLERK

FILES = tuple(file for file, _ in STORIES)
EXAMPLE = Path(api.example.__file__).parent
NOT_TOLD = {
    "audit-declined", "call-in-concluded", "credit-clause-entered", "dates-revised", "decision-called-in",
    "departure-ratified", "fundamental-breach-determined", "order-placed",
    "payment-withheld", "points-clause-entered", "procedure-amended",
    "provider-exclusion-decided", "rights-waived", "service-level-agreement-amended",
    "termination-event-occurred",
    "checkpoint-timestamped", "log-loss-explained", "signing-key-rotated",
    "file-disposed", "hold-lifted", "hold-placed", "words-erased",
    *(name for name, kind in kinds.BY_NAME.items() if kinds.subject_of(kind) in ("remedies", "disputes")),
    "single-tender-authorisation-requested", "single-tender-authorisation-decided",
    "single-tender-negotiation-concluded", "procurement-abandoned", "no-tender-received", "improvement-target-agreed",
    "role-left",
}  # fmt: skip
"""Kinds that no story has an honest place for: the one audit recommended was commissioned;
no contract has points, credits or a suspension, or a formal dispute;
the log was neither lost nor stamped, and no file is old enough to be destroyed; one contract is bought before our eyes,
by competition."""


def everything(book: Book) -> list[Recorded]:
    return [recorded for reference in FILES for recorded in book.file(reference).known]


@pytest.mark.parametrize(
    ("references", "entries", "days"),
    [((ENDED_WELL, NOBODY_NOTICED), 120, 18 * 30 - 10), ((NOT_YET,), 30, 300), ((SAVED,), 30, 240)],
)
def test_the_contracts_have_the_entries_promised_over_their_months(
    example: Example, references: tuple[str, ...], entries: int, days: int
) -> None:
    known = [r for reference in references for r in example.book.file(reference).known]
    recorded = sorted(r.recorded_at for r in known)

    assert len(known) >= entries
    assert recorded[-1] - recorded[0] > timedelta(days=days)


def test_the_loader_says_how_many_entries_there_will_be(example: Example) -> None:
    assert len(everything(example.book)) == ENTRIES


def test_every_batch_is_recorded_at_its_own_moment_and_time_never_falls(example: Example) -> None:
    lines = sorted((r.index or 0, r.recorded_at, r.sealed_at) for r in everything(example.book))

    assert [index for index, _, _ in lines] == list(range(ENTRIES))
    assert all(earlier[1] <= later[1] for earlier, later in pairwise(lines))
    assert len({recorded_at for _, recorded_at, _ in lines}) > 100
    assert all(recorded_at == sealed_at for _, recorded_at, sealed_at in lines)


def test_today_is_the_day_after_the_last_entry_of_the_stories(example: Example) -> None:
    newest = max(r.recorded_at for r in everything(example.book) if r.file_id != example.book.file_id(AUTHORITY))

    assert example.book.clock == "simulated"
    assert example.book.today() == newest.astimezone(LONDON).date() + timedelta(days=1)


def test_several_accounts_write_and_who_wrote_is_not_always_who_did(example: Example) -> None:
    for reference, by_another in ((ENDED_WELL, 80), (NOBODY_NOTICED, 10), (NOT_YET, 10), (SAVED, 10)):
        known = example.book.file(reference).known
        apart = [r for r in known if r.entry.by and r.entry.by.person != r.recorded_by.name]

        assert len({r.recorded_by.account for r in known}) >= 5
        assert {r.recorded_by.party for r in known} == {"authority", "provider"}
        assert len(apart) >= by_another


def test_every_departure_that_is_asked_about_was_explained_in_words(example: Example) -> None:
    departures = [d for r in everything(example.book) for d in r.departures if d.level in ASKED]

    assert {d.level for d in departures} == {"explain", "authorise", "absolute"}
    assert [d.rule for d in departures if d.reason is None] == []


def test_every_kind_is_told_at_least_once_or_has_no_honest_place(example: Example) -> None:
    told = {r.entry.kind.partition("/")[0] for r in everything(example.book)}

    assert set(kinds.BY_NAME) - told == NOT_TOLD, "tell the kind in a story, or say above that none has a place for it"


def test_every_exhibit_opens_to_a_pdf_that_bears_its_title_and_its_date(example: Example) -> None:
    cited = list(_exhibits(example))

    assert len({document.sha256 for document in cited}) >= 30
    for document in cited:
        content = example.documents.read(document.sha256)
        assert sha256(content).hexdigest() == document.sha256
        assert example.documents.describe(document.sha256).media_type == "application/pdf"
        assert content.startswith(b"%PDF-1.7\n")
        assert content.endswith(b"%%EOF")
        metadata = unescape(content[content.index(b"<x:xmpmeta") : content.index(b"</x:xmpmeta>")].decode())
        title, _, dated = (document.title or "").rpartition(", ")
        day = datetime.strptime(dated, "%d %B %Y").replace(tzinfo=UTC)
        assert f">{title}<" in metadata
        assert f"<xmp:CreateDate>{day:%Y-%m-%d}T12:00:00" in metadata
        assert "<xmp:CreatorTool>Typst " in metadata


def test_nobody_and_no_body_in_the_example_is_real(example: Example) -> None:
    said = [str(words) for words in _words(example).values()]
    said += [path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.py")]  # names, and the words of papers
    whole = "\n".join(said)

    assert "Hampshire" not in whole
    assert "Thames Valley" not in whole
    assert set(re.findall(r"[\w.]+@([\w.]+)", whole)) == {
        "larkfield.example",
        "brindlegreen.example",
        "fennimore.example",
        "harbourlight.example",
        "tarnandpell.example",
    }
    assert set(re.findall(r'scheme="([^"]+)"', whole)) == {"XX-EXAMPLE"}
    assert not re.findall(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b", whole), "a postcode"
    assert not re.findall(r"\b0\d{9,10}\b|\+44", whole), "a telephone number"


def test_loading_again_adds_nothing(example: Example) -> None:
    before = example.book.store.log_size()
    told: list[int] = []

    again = load(example.database, lambda done, of: told.append(done))

    assert told == []
    assert again.store.log_size() == before
    assert [head.head for head in again.store.files()] == [head.head for head in example.book.store.files()]


def test_two_loads_tell_the_same_but_for_the_salts(example: Example, ledgers: Ledgers) -> None:
    with another_database(ledgers) as database:
        other = load(database)

        assert [_state(r, other) for r in everything(other)] == [
            _state(r, example.book) for r in everything(example.book)
        ]


def test_a_load_that_was_interrupted_goes_on_where_it_stopped(ledgers: Ledgers) -> None:
    def stop(done: int, of: int) -> None:
        if done > 100:
            raise KeyboardInterrupt

    with another_database(ledgers) as database:
        with pytest.raises(KeyboardInterrupt):
            load(database, stop)
        told: list[tuple[int, int]] = []

        book = load(database, lambda done, of: told.append((done, of)))

        assert told[-1] == (ENTRIES, ENTRIES)
        assert len(everything(book)) == ENTRIES


def test_another_ledger_is_not_written_to(database: Database) -> None:
    genesis = LedgerOpened(
        happened_on=date(2025, 1, 6), authority="Exshire", origin="ledger.other/exshire", clock="real"
    )
    book = Book.open_ledger(LedgerStore(database), genesis, CLERK)

    with pytest.raises(NotTheExample, match="Exshire"):
        load(database)

    assert [head.head for head in book.store.files()] == [1]


def _words(example: Example) -> dict[str, str | Document]:
    return dict(example.book.vault.words_of(everything(example.book)))


def _exhibits(example: Example) -> Iterator[Document]:
    return (words for words in _words(example).values() if isinstance(words, Document))


def _state(recorded: Recorded, book: Book) -> tuple[Any, ...]:
    """All that an entry says, with its words in place of the digests that hold them."""
    reading = Reading(Vault(book.store).words_of([recorded]))
    return (
        recorded.position, recorded.given_id, recorded.recorded_at, recorded.recorded_by,
        recorded.entry.model_dump(mode="json", context=reading),
        [d.model_dump(mode="json", context=reading) for d in recorded.departures],
    )  # fmt: skip
