"""What a page says is so: numbers that can be asked by, marks that turn nothing, days to come, and what is not told."""

from __future__ import annotations

import re
import time

from tests.pages.conftest import Site
from tests.pages.test_planned import told
from tests.pages.test_where_its_reader_looks import LEFT, record

ISSUE = {"kind": "issue-raised", "happened_on": "2025-06-02", "nature": "Late \u202eevissecxe\u202c visits"}


def test_the_number_an_entry_has_in_the_log_is_the_one_by_which_it_is_known(site: Site) -> None:
    record(site, ISSUE)
    officer, store = site.as_("lead-officer"), site.book.store
    until = time.monotonic() + 10
    while not store.all_sealed(store.newest_arrival()) and time.monotonic() < until:
        time.sleep(0.01)  # until then it has no number

    found = re.search(r"entry (\d+) of the whole ledger's log", officer.get("/contracts/C-1/entries/2").text)

    assert found is not None
    number = int(found[1])
    assert officer.get(f"/contracts/C-1/entries/2?known_at={number}").status == 200
    assert officer.get(f"/contracts/C-1/entries/2?known_at={number - 1}").status == 404


def test_a_mark_that_turns_words_around_is_written_as_its_number_and_kept_in_what_is_sent_again(site: Site) -> None:
    record(site, ISSUE)
    officer = site.as_("lead-officer")

    for part in ("entries/2", "timeline", "failings"):
        page = officer.get(f"/contracts/C-1/{part}")
        assert "Late <U+202E>evissecxe<U+202C> visits" in page.text, part
    correcting = officer.get("/contracts/C-1/record/entry-corrected?position=2")
    assert ["Late \u202eevissecxe\u202c visits"] in correcting.form().values().values()


def test_what_will_hold_from_a_day_to_come_is_not_said_to_hold_since(site: Site) -> None:
    """TVP-3.0-3."""
    record(
        site,
        {"kind": "variation-agreed", "happened_on": "2025-06-02", "effective_from": "2025-06-02",
         "changes": [{"term": "total-value", "becomes": {"pence": 50000000}}]},
        {"kind": "variation-agreed", "happened_on": "2025-06-03", "effective_from": "2025-08-01",
         "changes": [{"term": "total-value", "becomes": {"pence": 60000000}}]},
    )  # fmt: skip
    officer = site.as_("lead-officer")

    page = told(officer.get("/contracts/C-1"))
    assert "£500,000, since 2 June 2025" in page
    assert "£600,000, from 1 August 2025" in page


def test_a_contract_that_starts_on_a_day_to_come_is_not_said_to_have_begun(site: Site) -> None:
    record(
        site, {"kind": "contract-registered", "file": "C-9", "happened_on": "2025-06-02", "reference": "C-9",
               "title": "Meals", "start_date": "2030-01-01", "end_date": "2031-12-31"},
    )  # fmt: skip
    officer = site.as_("lead-officer")

    assert "Began 1 January 2025 as agreed; that it did is not on file" in told(officer.get("/contracts/C-1"))
    assert "Began not yet; it begins on 1 January 2030 as agreed" in told(officer.get("/contracts/C-9"))


def test_of_a_contract_that_has_ended_its_open_issue_and_its_end_are_still_said(example: Site) -> None:
    officer, home = example.as_("lead-officer"), "/contracts/MCC-HC-014"

    for path in ("/?words=MCC-HC-014", home):
        assert "1 open issue" in told(officer.get(path)), path
    assert "The contract ended on 31 May 2026" in told(officer.get(f"{home}/what-if?kind=default&on=2026-06-05"))
    assert "The contract ended" not in told(officer.get(f"{home}/what-if?kind=default&on=2026-05-30"))


def test_a_contract_is_said_to_be_without_open_issue_only_where_nothing_is_overdue_either(site: Site) -> None:
    """What the list does not weigh, as figures missed, is said to stand elsewhere."""
    officer = site.as_("lead-officer")
    page = told(officer.get("/"))

    assert ("No issue is open and nothing is overdue" in page) != ("overdue" in page.replace("nothing is overdue", ""))
    record(site, LEFT)
    assert "going wrong is on file" not in told(officer.get("/"))


def test_the_portfolio_says_what_at_risk_means_and_the_providers_page_whom_it_lists(site: Site) -> None:
    """TVP-1.0-8."""
    officer = site.as_("lead-officer")

    assert "counts as at risk while a dispute, a significant issue or a proposal to end it is open" in told(
        officer.get("/portfolio")
    )
    assert "The contracts of any other are found by its name" in told(officer.get("/providers"))


def test_on_a_simulated_ledger_the_day_of_signing_is_said_to_be_by_a_real_clock(example: Site) -> None:
    page = told(example.as_("auditor").get("/ledger"))

    assert ("by the signer's own clock, which is real" in page) == ("Signed not yet" not in page)
