"""The day that a document bears, and the day on which it is filed (HCC-7.2-c)."""

from __future__ import annotations

from datetime import date

from ledger.subjects.records import DocumentFiled, NoteMade
from ledger.words import Said
from tests.story import changed, given

MAY = date(2025, 5, 13)


def test_a_document_that_bears_a_later_day_than_it_was_filed_on_is_shown() -> None:
    """HCC-7.2-c, HCC-A6-b: a draft of May that bears a day of September."""
    rule, story = "document.dated-by-then", given(NoteMade(happened_on=MAY, words=Said("A draft came")))
    draft = DocumentFiled(happened_on=MAY, title="Draft", document_kind="contract-draft", dated=MAY)

    story.when(draft).keeps(rule)
    story.when(changed(draft, about=True, until=date(2025, 9, 30), dated=date(2025, 9, 13))).keeps(rule)
    late = story.when(changed(draft, dated=date(2025, 9, 13))).departs_from(rule)
    assert late.last is not None
    [found] = [one.found for one in late.last.departures if one.rule == rule]
    assert found == "it bears the date 13 September 2025, and was filed on 13 May 2025, before that"
