"""A plan that the authority agreed alone was not put to the provider, nor agreed with it (TVP-5.1-3a, ADR 0495)."""

from __future__ import annotations

from datetime import date

from ledger.confirming import never_told
from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
)
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.records import EntrySupplemented
from ledger.words import Said
from projections.duties.due import duties
from projections.failings.failings import failings
from projections.failings.failings_changed import may_differ
from tests.story import ANN, PIA, Story, changed, given
from tests.worked_through import view_of

REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="R-1", title="Visits", procedure="thames-valley/1",
    start_date=date(2025, 2, 1), end_date=date(2027, 1, 31),
)  # fmt: skip
LEAD = LeadOfficerAppointed(happened_on=date(2025, 1, 7), person="Ann Ashe")
RAISED = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
PROPOSED = ResolutionPlanProposed(
    happened_on=date(2025, 3, 10), issues=("ISS-001",), by=PIA, proposed_by_party="provider",
    complete_by=date(2025, 5, 1),
)  # fmt: skip
ALONE = ResolutionPlanAgreed(
    happened_on=date(2025, 3, 12), issues=("ISS-001",), agreed_by_authority="Ann Ashe", complete_by=date(2025, 4, 1)
)
BOTH = changed(ALONE, agreed_by_provider="Pia Prior")
BY_AN_OFFICER = changed(ALONE, agreed_by_provider="Ann Ashe")
ADDED = EntrySupplemented(
    happened_on=date(2025, 3, 20), position=4, words=Said("Pia Prior agreed for the provider"),
    completes=("agreement.recorded-in-full",),
)  # fmt: skip


def of_one_issue(*entries: Entry) -> Story:
    return given(REGISTERED, LEAD, RAISED, *entries)


def is_told(story: Story) -> bool:
    """Whether the provider was told, as the duties, the trail of the failing and a meeting that looks at it have it."""
    view = view_of(story.file)
    [told] = [one for one in failings(view)[0].links if one.name == "told"]
    asked = any(duty.id == "tell/ISS-001" for duty in duties(view))
    assert asked == (told.state == "missing") == never_told(story.file, story.file.issues.by_id["ISS-001"], date.max)
    return not asked


def test_a_plan_that_the_authority_agreed_alone_does_not_show_that_the_provider_was_told() -> None:
    for alone in (ALONE, BY_AN_OFFICER):
        assert not is_told(of_one_issue(alone))
    for told in (BOTH, changed(ALONE, agreed_by_authority=None), PROPOSED):
        assert is_told(of_one_issue(told))
    assert is_told(of_one_issue(PROPOSED, changed(ALONE, plan="PLN-001")))


def test_who_is_said_since_to_have_agreed_for_the_provider_shows_that_it_was_told() -> None:
    """The failings of the issue are told anew then."""
    for alone in (ALONE, BY_AN_OFFICER):
        before, after = of_one_issue(alone), of_one_issue(alone, ADDED)

        assert (is_told(before), is_told(after)) == (False, True)
        assert may_differ(view_of(before.file), view_of(after.file)) == {"ISS-001"}


def test_a_plan_that_the_authority_agreed_alone_leaves_the_providers_proposal_to_be_agreed() -> None:
    """Nor is it the authority's own proposal; once it is said who agreed for the provider, both did."""

    def asked(*plans: Entry) -> bool:
        told = IssueNotifiedToProvider(happened_on=date(2025, 3, 4), issue="ISS-001", means="letter", by=ANN)
        return any(one.id == "plan-agreed/ISS-001" for one in duties(view_of(of_one_issue(told, *plans).file)))

    said = changed(ADDED, position=6)
    for alone in (ALONE, BY_AN_OFFICER):
        assert asked(PROPOSED, alone)
        assert not asked(PROPOSED, alone, said)
    for agreed in (BOTH, changed(ALONE, agreed_by_authority=None), changed(ALONE, plan="PLN-001")):
        assert not asked(PROPOSED, agreed)
    assert not asked(PROPOSED, changed(PROPOSED, happened_on=date(2025, 3, 12), by=ANN, proposed_by_party="authority"))
