"""Stories of what senior management was not told of an issue until it was settled (TVP-5.1-4a)."""

from datetime import date

from ledger.subjects.issues import IssueReopened, IssueResolved, SeniorManagementBriefed
from ledger.words import Said
from projections.duties.due import due
from projections.duties.settled import settled
from projections.procedure.compliance import compliance
from tests.projections.test_dispute_duties import found
from tests.worked_dispute import PETRA, told


def test_what_senior_management_was_not_told_stays_missed_once_the_issue_is_settled() -> None:
    """TVP-5.1-4a: on Compliance, as often as it was left out; told by the day, nothing was missed."""
    settled_later = IssueResolved(happened_on=date(2025, 7, 1), issue="ISS-001", satisfactory=True)
    again = SeniorManagementBriefed(happened_on=date(2025, 6, 25), issue="ISS-001", body="SMG", by=PETRA)
    day = date(2025, 7, 2)

    view = told(until="plan", later={"settled": settled_later})
    assert found(view, "kept-informed/ISS-001", day) is None
    [left] = [one for one in due(settled(view).duties, day) if one.duty.id.startswith("kept-informed/")]
    assert (left.state, left.missed, left.duty.missed_on) == ("missed", 3, date(2025, 7, 1))
    assert "not done when the issue was settled on 1 July 2025, overdue by 82 days, missed 3 times" in left.sentence
    assert any(one.duty.startswith("kept-informed/") and one.missed for one in compliance(view, day).duties)
    kept = told(until="plan", later={"again": again, "settled": settled_later})
    assert not [one for one in settled(kept).duties if one.id.startswith("kept-informed/") and one.missed_on]


def test_what_senior_management_was_not_told_stays_missed_also_where_the_issue_came_back() -> None:
    """TVP-5.1-4a, docs/adr/0457, docs/adr/0503: until it was first settled; from when it came back it is told anew."""
    first = IssueResolved(happened_on=date(2025, 7, 1), issue="ISS-001", satisfactory=True)
    back = IssueReopened(happened_on=date(2025, 9, 1), issue="ISS-001", reason=Said("It is as it was"))
    briefed = SeniorManagementBriefed(happened_on=date(2025, 9, 1), issue="ISS-001", body="SMG", by=PETRA)
    second = IssueResolved(happened_on=date(2025, 9, 20), issue="ISS-001", satisfactory=True)
    day, since = date(2025, 9, 25), {"settled": first, "back": back}

    for later in (since, {**since, "anew": briefed, "again": second}):
        view = told(until="plan", later=later)
        [left] = [one for one in due(settled(view).duties, day) if one.duty.missed_on]
        assert (left.state, left.missed, left.duty.missed_on) == ("missed", 3, date(2025, 7, 1))
        assert any(one.duty == left.duty.id and one.missed for one in compliance(view, day).duties)
    open_ = found(told(until="plan", later=since), "kept-informed/ISS-001", day)
    assert open_ is not None
    assert (open_.state, open_.duty.since) == ("due", date(2025, 9, 1))
