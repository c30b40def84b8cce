"""Real notices, where they are kept beside the checkout: each record accounted for, the hard cases come out right."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ledger.entry import Money
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.performance import PerformanceAssessed
from ledger.subjects.records import DocumentFiled, EntryCorrected
from tests.imports.conftest import Ledger

Shared = Callable[[str], Path]


def test_every_published_release_is_taken_or_skipped_and_again_gives_nothing(ledger: Ledger, shared: Shared) -> None:
    paths = [shared("contracts-finder-2025.jsonl"), shared("find-a-tender-history.json")]
    releases = [json.loads(line) for line in paths[0].read_text().splitlines()]
    releases += json.loads(paths[1].read_text())["releases"]

    report = ledger.take(*paths)

    totals = report.totals()
    assert totals["records"] == len(releases) == len(report.outcomes)
    assert totals["refused"] == 0
    assert {o.release for o in report.outcomes if o.taken} == {
        r["id"] for r in releases if "awards" in r or "contracts" in r
    }
    assert totals["files opened"] == len(ledger.files())
    assert totals["files opened"] == len({(r["ocid"], a["id"]) for r in releases for a in r.get("awards", ())})
    size = ledger.book.store.log_size()
    assert {outcome.skipped for outcome in ledger.take(*paths).outcomes if outcome.skipped} >= {"already on file"}
    assert ledger.book.store.log_size() == size


def test_every_file_holds_what_its_notice_says(ledger: Ledger, shared: Shared) -> None:
    path = shared("contracts-finder-2025.jsonl")
    ledger.take(path)

    held = {file.agreement.contract.published.award: file for file in ledger.files().values()
            if file.agreement.contract and file.agreement.contract.published}  # fmt: skip
    for line in path.read_text().splitlines():
        release = json.loads(line, parse_float=str)
        for award in release.get("awards", ()):
            if "awardUpdate" in release["tag"]:
                continue
            registered = held[award["id"]].known[0].entry
            assert isinstance(registered, ContractRegistered)
            pounds, _, pence = str(award["value"]["amount"]).partition(".")
            assert registered.total_value == Money(pence=int(pounds) * 100 + int(pence.ljust(2, "0") or 0))
            assert str(registered.start_date) == award["contractPeriod"]["startDate"][:10]
            assert str(registered.end_date) == award["contractPeriod"]["endDate"][:10]
            assert registered.title == release["tender"]["title"].strip()


def test_a_council_that_published_a_value_a_hundred_times_too_large_corrects_it(
    ledger: Ledger, shared: Shared, tmp_path: Path
) -> None:
    line = next(
        one for one in shared("contracts-finder-2025.jsonl").read_text().splitlines() if "Business Case for LGR" in one
    )
    mended = line.replace("10932000", "109320").replace("T10:01:01Z", "T10:07:26Z").replace("-832939", "-832940")
    path = tmp_path / "council.jsonl"
    path.write_text(f"{mended}\n{line}\n")

    ledger.take(path)

    _, file = ledger.only()
    assert ledger.contract().total_value == Money(pence=10932000)
    assert len(file.of(EntryCorrected)) == 1
    assert file.variations.agreements() == []


def test_the_chain_of_one_contract_makes_one_file_with_its_indicators_rated(ledger: Ledger, shared: Shared) -> None:
    report = ledger.take(shared("find-a-tender-history.json"))

    _, file = ledger.only()
    held = ledger.contract()
    assert [bool(outcome.skipped) for outcome in report.outcomes] == [True, False, False, False]
    assert (held.start_date, held.end_date, held.agreed_on) == (date(2026, 1, 12), date(2029, 1, 11), date(2026, 1, 9))
    assert held.provider is not None
    assert held.provider.name == "Brigantes Consulting Limited"
    rated = [
        (getattr(r.entry, "indicator", ""), getattr(r.entry, "judgement", "")) for r in file.of(PerformanceAssessed)
    ]
    assert rated == [
        ("On-Time Delivery of Business-Critical Items", "met"), ("Service Delivery", "met"), ("N/A", "not-measurable"),
    ]  # fmt: skip
    assert len(file.of(DocumentFiled)) == 3
