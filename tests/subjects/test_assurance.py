"""Stories of audits, recommended, commissioned and reported, and of the checklist."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.audits_reported import last_reported, unreported
from ledger.entry import Entry
from ledger.procedures import read
from ledger.subjects.actions import ActionAssigned
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.assurance import (
    AuditCommissioned,
    AuditDeclined,
    AuditRecommended,
    AuditReported,
    ChecklistItemVerified,
    Finding,
)
from ledger.subjects.issues import IssueRaised, IssueReopened, IssueResolved
from ledger.subjects.records import DocumentFiled, EntryCorrected, EntrySupplemented
from ledger.words import Document, Said
from projections.duties.due import duties
from projections.monitoring.audits_watched import audits_of
from projections.monitoring.monitoring_shown import monitoring_shown
from projections.view import FileView
from tests.story import ANN, PIA, Story, changed, given
from tests.worked_through import view_of

MARCH, JUNE = date(2025, 3, 3), date(2025, 6, 2)
REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Victims' service", procedure="thames-valley/1"
)
CERTIFICATE = Said(Document("ab" * 32, "Certificate"))


REPORT = Said(Document("cd" * 32, "Report"))
WELL = Finding(words=Said("All was well"), severity="none")


def commissioned(on: date = MARCH, **said: Any) -> AuditCommissioned:
    usual: dict[str, Any] = {"subjects": ("case-files",), "planned_for": JUNE}
    return AuditCommissioned(happened_on=on, **(usual | said))


def reported(on: date = JUNE, **said: Any) -> AuditReported:
    usual: dict[str, Any] = {"subjects": ("case-files",), "commission": 2, "findings": (WELL,)}
    return AuditReported(happened_on=on, **(usual | said))


def checked(**said: Any) -> ChecklistItemVerified:
    usual: dict[str, Any] = {"item": "accreditation", "exhibits": (CERTIFICATE,)}
    return ChecklistItemVerified(happened_on=MARCH, **(usual | said))


def test_either_party_recommends_an_audit_and_it_is_open_until_one_is_commissioned_on_it() -> None:
    """TVP-3.1-9."""
    provider = AuditRecommended(happened_on=MARCH, recommended_by_party="provider", subjects=("indicator-method",))
    ours = AuditRecommended(happened_on=MARCH, subjects=("finance",))
    story = given(REGISTERED, provider, ours, commissioned(subjects=("indicator-method",), recommended_in=2))

    assert [one.says.subjects for one in story.file.assurance.undecided()] == [("finance",)]
    given(REGISTERED, provider).when(commissioned(recommended_in=1)).refused(
        "audit.recommended-as-said", "entry 1 recommends no audit"
    )


def test_the_same_audit_is_commissioned_once() -> None:
    """TVP-3.1-7: each that is on file is due to report."""
    rule = "audit.commissioned-once"
    why = Said("A complaint")
    one = commissioned(auditor="Audit Ltd", second_reason=why)
    story = given(REGISTERED, one)

    told = story.when(one, acknowledge_all=False).departs_from(rule)
    assert told.last is not None
    assert [d.found for d in told.last.departures if d.rule == rule] == [
        "one like it was commissioned that day already (entry 2); if it is that, strike one out"
    ]
    others: tuple[dict[str, Any], ...] = (
        {"auditor": "Others Ltd"},
        {"subjects": ("finance",)},
        {"planned_for": date(2025, 7, 1)},
    )
    for other in others:
        story.when(changed(one, **other)).keeps(rule)
    story.when(commissioned(date(2025, 3, 4), auditor="Audit Ltd", second_reason=why)).keeps(rule)


def test_it_is_said_what_is_audited_where_the_list_does_not_have_it() -> None:
    """TVP-3.1-10: "could include, but is not limited to"."""
    rule, other = "audit.says-what-else", ("security", "other")

    given(REGISTERED).when(commissioned(subjects=other)).departs_from(rule)
    given(REGISTERED).when(commissioned(subjects=other, scope=Said("How volunteers are paid back"))).keeps(rule)
    given(REGISTERED).when(commissioned(subjects=("security",))).keeps(rule)


def test_an_audit_that_was_recommended_can_be_decided_against_with_the_reason() -> None:
    """TVP-3.1-9: either party may recommend one, and nobody has to commission it; no longer asked, and told why."""
    theirs = AuditRecommended(happened_on=MARCH, recommended_by_party="provider", subjects=("indicator-method",),
                              by=PIA, reason=Said("Referrals are counted otherwise"))  # fmt: skip
    no = AuditDeclined(happened_on=JUNE, recommended_in=2, by=ANN, reason=Said("It was settled at the meeting"))
    story = given(REGISTERED, theirs)

    made = story.when(no).keeps("audit.declined-for-a-reason")
    assert _asked(story) == ["Decide on the audit of indicator method that the provider recommended."]
    assert (made.file.assurance.undecided(), _asked(made)) == ([], [])
    [shown] = monitoring_shown(_view(made), JUNE).recommended
    assert (shown.party, shown.by, shown.subjects) == (
        "provider",
        "Pia Prior (provider's contract manager)",
        ("indicator-method",),
    )
    assert (shown.declined_on, shown.declined_at, shown.why_not) == (JUNE, 3, "It was settled at the meeting")

    bare = story.when(changed(no, reason=None)).departs_from("audit.declined-for-a-reason")
    assert _asked(bare) == ["Complete entry 3 (audit declined): it is not said why there is to be none."]
    story.when(changed(no, recommended_in=1)).refused("audit.recommended-as-said", "entry 1 recommends no audit")
    begun = story.when(commissioned(recommended_in=2))
    begun.when(no).refused("audit.declined-is-not-commissioned", "it was commissioned on 3 March 2025 (entry 3)")
    after_all = made.when(commissioned(JUNE, planned_for=date(2025, 9, 1), recommended_in=2)).recorded()
    assert monitoring_shown(_view(after_all), JUNE).recommended == ()


def test_a_decision_against_an_audit_is_held_against_a_commission_by_their_days() -> None:
    """TVP-3.1-9: declined and commissioned after all, in either order of recording; what is commissioned is not."""
    rule = "audit.declined-is-not-commissioned"
    recommended = AuditRecommended(happened_on=MARCH, recommended_by_party="provider", subjects=("indicator-method",))
    no = AuditDeclined(happened_on=date(2025, 5, 1), recommended_in=2, reason=Said("It was setled"))
    after_all = commissioned(JUNE, planned_for=date(2025, 9, 1), recommended_in=2)
    before = commissioned(date(2025, 4, 1), recommended_in=2)
    story = given(REGISTERED, recommended)

    late = story.when(after_all).recorded().when(no).recorded()
    in_order = story.when(no).recorded().when(after_all).recorded()
    assert (late.file.assurance.not_commissioned(), in_order.file.assurance.not_commissioned()) == ([], [])
    right = EntryCorrected(
        happened_on=JUNE, position=3, reason=Said("Spelt wrong"), replacement=changed(no, reason=Said("It was settled"))
    )
    in_order.when(right).recorded()

    story.when(before).recorded().when(no).refused(rule, "it was commissioned on 1 April 2025 (entry 3)")
    reason = "it was decided against on 1 May 2025 (entry 3), after 1 April 2025"
    story.when(no).recorded().when(before).refused(rule, reason)


def _view(story: Story) -> FileView:
    return FileView.of(story.file.known[0].file_id, story.file, {})


def _asked(story: Story) -> list[str]:
    mine = ("audit-decided/", "details/")
    return [duty.sentence for duty in duties(_view(story)) if duty.id.startswith(mine) and duty.id != "details/1"]


def test_any_part_of_the_service_is_audited_and_the_report_answers_its_commission() -> None:
    """TVP-3.1-7, TVP-3.1-10: subjects by code, each finding with its issue."""
    raised = IssueRaised(happened_on=JUNE, nature=Said("Files lay open"))
    finding = Finding(words=Said("Files lay open"), severity="high", subject="security", issue="ISS-001")
    story = given(REGISTERED, commissioned(), raised).when(reported(findings=(finding,)))

    story.keeps("audit.commission-on-record", "audit.grave-finding-is-an-issue")
    story.then(lambda file: not unreported(file))
    given(REGISTERED, commissioned()).when(
        reported(findings=(finding.model_copy(update={"issue": None}),))
    ).departs_from("audit.grave-finding-is-an-issue")


def test_a_grave_finding_is_raised_as_an_issue_that_cites_the_audit_or_is_named_with_it() -> None:
    """TVP-3.1-10: findings are linked to issues, which come after the report."""
    finding = Finding(words=Said("Files lay open"), severity="high", subject="security")
    other = Finding(words=Said("No plan of the way"), severity="low", subject="customer-journey")
    audit = reported(commission=None, findings=(finding, other))
    later = IssueRaised(happened_on=date(2025, 6, 20), nature=Said("Files lay open"), evidence=(2,))
    named = EntryCorrected(
        happened_on=date(2025, 6, 20), position=2, reason=Said("The issue raised of it"),
        replacement=changed(audit, findings=(changed(finding, issue="ISS-001"), other)),
    )  # fmt: skip
    sentence = "Raise an issue that cites entry 2 (audit reported): 1 of its findings is grave and no issue is named."

    def open_(*entries: Entry) -> list[str]:
        found = duties(_view(given(REGISTERED, *entries)))
        return [duty.sentence for duty in found if duty.id.startswith("failing-told/2/")]

    def shown(*entries: Entry) -> tuple[str, ...]:
        [one] = audits_of(_view(given(REGISTERED, audit, *entries)))
        return one.issues

    assert open_(audit) == [sentence]
    assert open_(audit, changed(later, evidence=(1,))) == [sentence]
    assert open_(audit, later) == []
    assert open_(audit, changed(later, evidence=()), named) == []
    assert open_(reported(commission=None, findings=(other,))) == []
    assert len(open_(reported(commission=None, findings=(finding, finding)), later)) == 1
    assert (shown(), shown(later)) == ((), ("ISS-001",))
    settled = IssueResolved(happened_on=date(2025, 6, 20), issue="ISS-001")
    back = IssueReopened(happened_on=date(2025, 6, 21), issue="ISS-001", reason=Said("Open again"), evidence=(2,))
    grave = reported(commission=None, findings=(finding, finding))
    one_named = changed(named, replacement=changed(grave, findings=(changed(finding, issue="ISS-001"), finding)))
    of_one = (grave, changed(later, evidence=()), one_named, settled, back)
    assert open_(*of_one) == [sentence]  # the issue of one finding is none of the other
    assert open_(*of_one, later) == []
    assert shown(changed(later, evidence=()), settled, back) == ("ISS-001",)


def test_an_audit_says_what_prompted_it_and_by_which_clause() -> None:
    """TVP-3.1-7; neither has to be said."""
    story = given(REGISTERED).when(commissioned(prompted_by=Said("Two complaints of lost files"), clause="14.2"))

    story.recorded()
    [one] = unreported(story.file)
    assert (one.says.prompted_by, one.says.clause) == (Said("Two complaints of lost files"), "14.2")
    given(REGISTERED).when(commissioned()).recorded()


def test_an_audit_that_was_never_commissioned_does_not_report() -> None:
    """TVP-3.1-7; one that reports without naming its commission is recorded, and shown."""
    rule = "audit.commissioned-before-reported"

    given(REGISTERED).when(reported(commission=1)).refused(rule, "entry 1 commissions no audit")
    given(REGISTERED, commissioned()).when(reported(date(2025, 3, 2))).refused(rule, "after 2 March 2025")
    given(REGISTERED, commissioned(), reported()).when(reported(date(2025, 7, 1))).refused(rule, "reported on 2 June")
    given(REGISTERED).when(reported(commission=None)).departs_from("audit.commission-on-record")
    given(REGISTERED, commissioned()).when(reported()).keeps("audit.commission-on-record")


def test_an_audit_is_not_to_report_before_it_is_commissioned() -> None:
    given(REGISTERED).when(commissioned(planned_for=date(2025, 3, 2))).refused("audit.reports-after-commissioned")


def test_a_second_audit_within_twelve_months_is_warned_of_and_allowed_with_a_reason() -> None:
    """TVP-3.1-8: from 3 March 2025 to 2 March 2026 there is one already."""
    rule, late = "audit.one-more-for-a-reason", date(2026, 3, 2)
    once = given(REGISTERED, commissioned(), reported())

    once.when(commissioned(late, planned_for=None), acknowledge_all=False).asked(rule)
    once.when(commissioned(late, planned_for=None, second_reason=Said("Files went missing"))).keeps(rule)
    once.when(commissioned(date(2026, 3, 3), planned_for=None)).keeps(rule)
    given(REGISTERED.model_copy(update={"procedure": "hampshire/1"}), commissioned()).when(
        commissioned(JUNE, planned_for=None)
    ).keeps(rule)


@pytest.mark.parametrize("item", ["strategy-in-tender-papers", "strategy-in-sla"])
def test_that_the_strategy_is_made_known_and_confirmed_is_checked_on_a_document(item: str) -> None:
    """TVP-4.0-3, TVP-4.0-4: in the tender papers, and in the service level agreement after the award."""
    given(REGISTERED).when(checked(item=item)).keeps("checklist.item-known", "checklist.shown-by-a-document")
    given(REGISTERED).when(checked(item=item, exhibits=())).departs_from("checklist.shown-by-a-document")


def test_an_item_of_the_checklist_is_verified_on_a_document() -> None:
    """TVP-4.0-19."""
    given(REGISTERED).when(checked()).keeps("checklist.shown-by-a-document", "checklist.item-known")
    given(REGISTERED).when(checked(exhibits=())).departs_from("checklist.shown-by-a-document")
    story = given(REGISTERED).when(checked(item="insurance")).departs_from("checklist.item-known")
    assert story.last is not None
    assert "there are strategy-in-tender-papers, confidentiality-agreement" in story.last.departures[0].found


@pytest.mark.parametrize("said", ["Confidentiality agreements are signed", "Confidentiality agreement"])
def test_an_item_of_the_checklist_is_meant_by_its_title_too(said: str) -> None:
    """TVP-4.0-19: the words its duty is told in settle it."""
    made = given(REGISTERED).when(checked(item=said)).keeps("checklist.item-known")
    item = next(row for row in read("thames-valley").checklist if row.id == "confidentiality-agreement")

    made.then(lambda file: file.assurance.checked(item, date(2025, 3, 3)) is not None)
    made.then(lambda file: file.assurance.checked(item, date(2025, 3, 2)) is None)


def test_what_has_run_out_is_not_found_to_be_met() -> None:
    given(REGISTERED).when(checked(valid_until=date(2025, 3, 2))).refused("checklist.holds-when-checked")
    given(REGISTERED).when(checked(valid_until=date(2025, 3, 2), met=False)).recorded()
    given(REGISTERED).when(checked(valid_until=MARCH)).recorded()


def test_an_audit_that_reports_on_another_subject_than_it_was_commissioned_for_is_asked_about() -> None:
    """TVP-3.1-10."""
    on_file = given(REGISTERED, commissioned(subjects=("case-files", "finance")))
    rule = "audit.reports-on-what-was-commissioned"

    on_file.when(reported(subjects=("security",)), acknowledge_all=False).asked(rule)
    told = on_file.when(reported(subjects=("security", "finance"))).departs_from(rule)
    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert said == (
        "entry 2 commissioned an audit of case files, finance; it reports on security besides; "
        "it does not report on case files"
    )
    on_file.when(reported(subjects=("finance", "case-files"))).keeps(rule)
    given(REGISTERED).when(reported(subjects=("security",), commission=None)).keeps(rule)


# --- a report that says nothing --------------------------------------------------------------------------------------


def test_an_audit_that_says_nothing_counts_as_none_until_it_does() -> None:
    """TVP-3.1-7, TVP-3.1-10 (docs/adr/0151)."""
    rule, bare = "audit.report-says-something", reported(findings=())
    story = given(REGISTERED, commissioned()).when(bare).departs_from(rule)
    step = "audit-reported/2"

    due = {one.id: one for one in duties(view_of(story.file))}
    assert "entry 3 says that it did, and has neither a finding nor the report" in due[step].sentence
    assert last_reported(story.file, date.max) is None
    [shown] = audits_of(view_of(story.file))
    assert (shown.reported_at, shown.says_nothing) == (3, True)
    filed = DocumentFiled(happened_on=JUNE, title="Report", belongs_to=(3,), exhibits=(CERTIFICATE,))
    added = EntrySupplemented(happened_on=JUNE, position=3, words=Said("All was well"), completes=(rule,))
    issue = IssueRaised(happened_on=JUNE, nature=Said("Doors stood open"), evidence=(3,))
    action = ActionAssigned(happened_on=JUNE, description=Said("Mend the doors"), arises_from=3)
    for more in (reported(date(2025, 6, 30)), filed, added, issue, action):
        went_on = story.when(more).keeps(rule)
        assert step not in {one.id for one in duties(view_of(went_on.file))}
        [shown] = audits_of(view_of(went_on.file))
        assert not shown.says_nothing
    given(REGISTERED, commissioned(), reported()).when(reported()).refused("audit.commissioned-before-reported")
    given(REGISTERED, commissioned()).when(changed(bare, document=REPORT)).keeps(rule)


def test_a_finding_on_what_was_not_commissioned_is_asked_about() -> None:
    """TVP-3.1-10: also where the report does not list what it looked at."""
    rule = "audit.reports-on-what-was-commissioned"
    story = given(REGISTERED, commissioned(subjects=("case-files", "security")))
    safe, other = (changed(WELL, subject=subject) for subject in ("security", "user-feedback"))
    files = changed(WELL, subject="case-files")

    told = story.when(reported(subjects=(), findings=(safe, other))).departs_from(rule)
    assert told.last is not None
    [found] = [one.found for one in told.last.departures if one.rule == rule]
    assert "it reports on user feedback besides" in found
    assert "it does not report on case files" in found
    story.when(reported(subjects=(), findings=(safe,))).departs_from(rule)
    story.when(reported(subjects=(), findings=(safe,), document=REPORT)).keeps(rule)
    story.when(reported(subjects=(), findings=(safe, files))).keeps(rule)
    story.when(reported(subjects=("case-files", "security"), findings=(safe, other))).departs_from(rule)
