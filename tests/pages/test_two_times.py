"""Both times on the pages: as at a day, as known at a moment, kept from page to page, and never mistaken for now."""

from __future__ import annotations

import pytest

from ledger.entry import Recorded
from tests.pages.conftest import Site
from tests.pages.reading import Page

HOME, DAY = "/contracts/MCC-HC-014", "/contracts/MCC-DC-003"


@pytest.mark.parametrize("part", ["", "/timeline", "/failings", "/readiness", "/due", "/entries/1"])
def test_every_page_of_a_file_says_as_at_which_day_and_as_known_when(example: Site, part: str) -> None:
    officer = example.as_("lead-officer")

    now, then = officer.get(HOME + part), officer.get(HOME + part, as_at="2025-06-30", known_at="150")

    assert "As at 6 June 2026 (today)" in now.text
    assert "everything recorded so far" in now.text
    assert "As at 30 June 2025" in then.text
    assert "as was known when the log had 150 entries" in then.text
    assert "Back to now" in then.text


def test_both_times_are_kept_while_moving_between_the_pages_of_a_file(example: Site) -> None:
    page = example.as_("lead-officer").get(f"{HOME}/timeline", as_at="2025-06-30", known_at="150")

    within = [link for link in page.links if link.startswith(HOME) and "/record" not in link]

    lost = [link for link in within if "as_at=2025-06-30" not in link or "known_at=150" not in link]
    assert lost == [f"{HOME}/timeline"]  # back to now
    assert page.form(f"{HOME}/timeline").values()["as_at"] == ["2025-06-30"]


def newest(page: Page) -> str:
    return page.text.partition("the newest entry is entry ")[2].partition(".")[0]


def test_what_was_entered_late_is_not_yet_known_at_the_time(example: Site) -> None:
    """The same day in the world, as known then and as known now: what was entered late is only in the second."""
    lawyer = example.as_("legal-services")
    late = next(r for r in example.book.file("MCC-HC-014").known if _days_late(r) > 14)
    as_at = late.entry.happened_on.isoformat()
    link = f"/entries/{late.position}"

    then = lawyer.get(f"{HOME}/timeline", as_at=as_at, known_at=as_at, order="recorded", newest="true")
    now = lawyer.get(f"{HOME}/timeline", as_at=as_at, order="recorded", newest="true")

    assert not any(link + "?" in found for found in then.links)
    assert any(link + "?" in found for found in now.links)


def _days_late(recorded: Recorded) -> int:
    return (recorded.recorded_at.date() - recorded.entry.happened_on).days


@pytest.mark.parametrize("known_at", ["2025-06-30", "2025-06-30 14:30", "2025-06-30T14:30:00+01:00", "30/6/2025"])
def test_a_moment_is_asked_for_as_people_write_it(example: Site, known_at: str) -> None:
    page = example.as_("auditor").get(DAY, known_at=known_at)

    assert page.status == 200
    assert "as was known on 30 June 2025 at" in page.text
    assert 1 < int(newest(page)) < 90


@pytest.mark.parametrize(
    ("times", "says"),
    [
        ({"as_at": "31 Feb"}, "should be a day such as"), ({"as_at": "2025-02-30"}, "should be a day such as"),
        ({"known_at": "yesterday"}, "As was known on should be a day such as"),
        ({"known_at": "2025-03-31 25:00"}, "a day and hour such as 2025-03-31 14:30"),
        ({"known_at": "999999"}, "is beyond the log"),
        ({"known_at": "2099-01-01"}, "is in the future; the ledger's clock stands at 6 June 2026 at 09:00"),
    ],
)  # fmt: skip
def test_times_that_cannot_be_are_told_what_would_be_right(example: Site, times: dict[str, str], says: str) -> None:
    page = example.as_("auditor").get(DAY, **times)

    assert page.status == 422
    assert page.h1 == ["There is a problem with what was asked"]
    assert page.text.count(says) == 1
    assert "query." not in page.text
    assert DAY in page.links  # the page itself, as it stands now


@pytest.mark.parametrize("path", ["/", "/due", "/history"])
def test_a_list_across_contracts_does_not_show_the_present_as_the_past(example: Site, path: str) -> None:
    page = example.as_("auditor").get(path, known_at="2025-06-30")

    assert page.status == 422
    assert page.h1 == ["This list answers now"]
    assert "Open one contract" in page.text
    assert "/api/" not in page.text


def test_today_can_be_asked_for_as_known_though_its_end_is_still_to_come(example: Site) -> None:
    assert example.as_("auditor").get(DAY, known_at=example.book.today().isoformat()).status == 200


def test_nothing_is_recorded_from_a_page_that_shows_the_past(example: Site) -> None:
    officer = example.as_("lead-officer")

    entry = officer.get(f"{DAY}/entries/50", as_at="2026-01-31")
    form = officer.get(f"{DAY}/record/issue-raised", as_at="2026-01-31")

    assert not any("/record/" in link for link in entry.links)
    assert form.status == 422
    assert "go back to now" in form.text


def test_a_day_before_anything_happened_is_said_and_nothing_is_made_of_it(example: Site) -> None:
    page = example.as_("auditor").get(HOME, as_at="2020-01-01")

    assert "Nothing on this file had happened by 1 January 2020." in page.text
    assert "Wrong" not in page.text
    assert "Vacant" not in page.text


def test_before_a_file_was_opened_there_is_nothing_of_it(example: Site) -> None:
    assert example.as_("auditor").get(DAY, known_at="1").status == 404


def test_the_timeline_is_narrowed_by_kind_party_days_and_words(example: Site) -> None:
    lawyer = example.as_("legal-services")

    def kinds(**asked: str) -> list[str]:
        page = lawyer.get(f"{HOME}/timeline", **asked)
        assert page.status == 200
        return [text.rpartition(" entry ")[0] for level, text in page.headings if level == "h2"]

    assert {kind.split()[0] for kind in kinds(kind="notice-served")} == {"Notice"}
    assert 0 < len(kinds(party="provider")) < len(kinds())
    assert 0 < len(kinds(since="2025-03-01", until="2025-03-31")) < 40
    assert any("Compliment" in kind for kind in kinds(words="compliment"))
    assert kinds(words="zeppelin") == []
    assert "No entry fits" in lawyer.get(f"{HOME}/timeline", words="zeppelin").text
    assert lawyer.get(f"{HOME}/timeline", kind="no-such-kind").status == 404
    assert lawyer.get(f"{HOME}/timeline", since="31/31/2025").status == 422
    inverted = lawyer.get(f"{HOME}/timeline", since="1/1/2026", until="31/12/2025")
    assert inverted.status == 422
    assert "Happened from is 1 January 2026, after 31 December 2025, up to which was asked" in inverted.text


def test_a_long_timeline_is_turned_page_by_page_and_nothing_stands_twice(example: Site) -> None:
    auditor = example.as_("auditor")
    seen: list[str] = []
    page = auditor.get(f"{HOME}/timeline")

    while True:
        seen += [text.rpartition(" entry ")[2] for level, text in page.headings if level == "h2" and " entry " in text]
        following = [link for link in page.links if "cursor=" in link]
        if not following:
            break
        page = auditor.get(following[-1])

    visible = len(seen)
    assert len(set(seen)) == visible
    assert visible > 150


def test_a_page_that_is_no_page_is_told_so(example: Site) -> None:
    assert example.as_("auditor").get(f"{HOME}/timeline", cursor="nonsense").status == 422
    assert example.as_("auditor").get("/nowhere").h1 == ["Page not found"]
    assert example.as_("auditor").get("/contracts/NO-SUCH").status == 404
    assert example.as_("auditor").get(f"{HOME}/entries/9999").status == 404
    assert example.as_("auditor").get(f"{HOME}/entries/zero").status == 422
