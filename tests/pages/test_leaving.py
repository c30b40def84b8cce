"""The end of a contract, a provider and lessons through the forms, by a browser without JavaScript."""

from __future__ import annotations

from typing import Any

from tests.pages.conftest import Site
from tests.pages.reading import Visitor, date_typed
from tests.pages.test_every_page import check

DAY = date_typed("happened_on", 3, 4, 2025)


def sent(visitor: Visitor, path: str, **typed: Any) -> str:
    page = visitor.send(visitor.get(path), DAY | typed)
    assert page.status == 200, page.text
    check(page)
    return str(page.text)


def test_a_provider_is_entered_and_recorded_on_by_its_forms(site: Site, officer: Visitor) -> None:
    """TVP-2.0-5."""
    sent(officer, "/providers/new", reference="LARK", name="Larkfield", business="Home care")
    kinds = officer.get("/providers/LARK/record")
    assert "/providers/LARK/record/market-intelligence-recorded" in kinds.links
    assert "/providers/LARK/record/issue-raised" not in kinds.links
    sent(
        officer, "/providers/LARK/record/market-intelligence-recorded", subject="provider", name="Larkfield",
        summary="Forty workers left",
    )  # fmt: skip

    assert [held.name for held in site.book.file("provider/LARK").knowledge.markets] == ["Larkfield"]
    for part in ("", "/timeline", "/due", "/record", "/entries/2"):
        page = officer.get(f"/providers/LARK{part}")
        assert page.status == 200, page.text
        check(page)
    assert "Forty workers left" in officer.get("/providers/LARK").text
    assert officer.get("/providers/NONE").status == 404


def test_a_lesson_is_found_by_words_that_stand_in_no_address(officer: Visitor) -> None:
    """TVP-3.0-12."""
    sent(officer, "/providers/new", reference="LARK", name="Larkfield", sector="home care")
    sent(officer, "/providers/LARK/record/lesson-recorded", subject="risk", lesson="Look at the accounts")

    found = officer.send(officer.get("/lessons"), {"words": "accounts"}, form="/lessons")
    assert found.status == 200
    assert "Look at the accounts" in found.text
    check(found)
    nothing = officer.send(officer.get("/lessons"), {"words": "zeppelin"}, form="/lessons")
    assert "No lesson has these words" in nothing.text


def test_what_is_decided_for_the_next_contract_stands_among_the_lessons_at_once(site: Site, officer: Visitor) -> None:
    """IMP-22-b, IMP-25-b: as awaiting its lesson, until one names the review; a provider is shown none of it."""
    sent(
        officer, "/contracts/C-1/record/thematic-review-completed", theme="value-for-money", in_place="no",
        monitored="no", found="No clause", level="None", decision="next-contract",
    )  # fmt: skip

    awaited = officer.get("/lessons")
    check(awaited)
    assert "not yet a lesson" in awaited.text
    assert "reviewed for value for money" in awaited.text
    [path] = [link for link in awaited.links if "/entries/" in link]
    review = path.rpartition("/")[2]
    assert "not yet a lesson" not in site.as_("provider").get("/lessons").text
    assert "not yet a lesson" not in officer.send(awaited, {"words": "clause"}, form="/lessons").text

    sent(
        officer,
        "/contracts/C-1/record/lesson-recorded",
        subject="performance",
        lesson="Ask for tests",
        thematic_review=review,
    )
    recorded = officer.get("/lessons")
    assert "not yet a lesson" not in recorded.text
    assert "Ask for tests" in recorded.text
