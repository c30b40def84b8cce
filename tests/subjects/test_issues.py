"""How an issue is noticed, raised and first put to the provider."""

from __future__ import annotations

from datetime import date

from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised
from ledger.words import Said
from tests.story import ANN, given

MARCH = date(2025, 3, 3)
RAISED = IssueRaised(happened_on=MARCH, nature=Said("Visits missed"), by=ANN)


def test_an_issue_is_noticed_no_later_than_it_is_raised() -> None:
    later = RAISED.model_copy(update={"noticed_on": date(2025, 3, 4)})

    given().when(later).refused("issue.noticed-before-raised", "4 March 2025")
    given().when(RAISED.model_copy(update={"noticed_on": MARCH})).keeps("issue.noticed-before-raised")


def test_a_concern_is_first_put_to_the_provider_in_a_form_that_leaves_a_record() -> None:
    """TVP-5.1-2b."""
    told = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means="unrecorded", by=ANN)

    given(RAISED).when(told).departs_from("issue.told-in-recorded-form")
    by_mail = told.model_copy(update={"means": "e-mail"})
    given(RAISED).when(by_mail).keeps("issue.told-in-recorded-form")
