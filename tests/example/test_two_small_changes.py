"""*Two small changes*: a Platinum contract taken on, what its tier asked for, and two changes the law adds together."""

from datetime import date

from ledger.modifications import change_test
from ledger.subjects.variations import VariationAgreed
from projections.programme.tracker import tracker
from projections.provider_standing import provider_standing
from tests.example.conftest import TWO_CHANGES, WHOLE_LIFE, Example

TODAY = date(2026, 6, 6)


def test_each_change_alone_needs_no_notice_and_the_second_does_with_the_first(example: Example) -> None:
    file = example.book.file(TWO_CHANGES)
    first, second = (r.entry for r in file.of(VariationAgreed) if isinstance(r.entry, VariationAgreed))
    tests = [
        change_test(file, example.book.procedure_of(file, one.happened_on), one.changes, one.happened_on, one.variation)
        for one in (first, second)
    ]

    assert [test.needed for test in tests] == [False, True]
    assert tests[1].why == "with VAR-001 it changes the value by 10.73%, and 10% is the most for services"


def test_the_notice_came_before_the_change_and_the_wait_was_kept(example: Example) -> None:
    lines = example.lines(TWO_CHANGES).values()
    [notice] = [line for line in lines if line.kind == "statutory-notice-published" and "VAR-002" in line.sentence]
    [agreed] = [line for line in lines if line.kind == "variation-agreed" and "VAR-002" in line.sentence]

    assert notice.happened_on < agreed.happened_on
    assert agreed.departures == ()


def test_its_tier_asks_for_nothing_it_was_not_given(example: Example) -> None:
    facts = example.reader.status(TWO_CHANGES).value.tiers
    due = example.reader.duties(TWO_CHANGES).value

    tier = facts.tier(TODAY)
    assert tier is not None
    assert (tier.tier, tier.risk, facts.has_senior_officer(TODAY)) == ("platinum", "high", True)
    assert [dict(card.ratings)["risk"] for card in facts.scorecards] == ["amber", "green"]
    assert {theme.theme for theme in facts.themes} == {
        "supplier-development", "service-improvement", "value-for-money", "risk",
    }  # fmt: skip
    assert [owed.duty.id for owed in due if owed.state == "overdue"] == []


def test_one_provider_stands_by_both_of_its_contracts(example: Example) -> None:
    statuses = [example.reader.status(reference).value for reference in ("MCC-HC-014", WHOLE_LIFE, TWO_CHANGES)]

    standing = provider_standing(example.reader.view("provider/LARKFIELD").value, statuses, TODAY)

    assert {(one.reference, one.stage) for one in standing.contracts} == {
        ("MCC-HC-014", "ended"), (WHOLE_LIFE, "ended"),
    }  # fmt: skip


def test_the_programme_tells_what_is_done_what_is_late_and_what_nobody_took_on(example: Example) -> None:
    found = tracker(example.reader.view("programme/BETTER-SUPPLY").value, TODAY)
    states = {row.number: row.state for stream in found.workstreams for row in stream.actions}

    assert len(found.workstreams) == 9
    assert (states["3.1"], states["1.1"], states["9.1"]) == ("completed", "coming", "overdue")
    assert [stream.title for stream in found.workstreams if stream.reports_missing] == []
    assert any("Highways" in issue for stream in found.workstreams for issue in stream.issues)


def test_the_change_decided_on_when_risk_was_reviewed_was_proposed_and_is_not_asked_for_again(example: Example) -> None:
    """IMP-22-b: it names the review."""
    asked = [owed.duty.id for owed in example.reader.duties(TWO_CHANGES).value]

    assert not [one for one in asked if one.startswith("change-now/")]
