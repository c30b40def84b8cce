"""What is asked of an audit, and of checking an item of the checklist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ledger.audits_reported import SAYS_SOMETHING, reported, unreported
from ledger.dates.span import came_later, out_of_order
from ledger.dates.working_days import dated
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.assurance.entries import AuditCommissioned, AuditDeclined, AuditReported, ChecklistItemVerified

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _never_recommended(
    file: ContractFile, entry: AuditCommissioned | AuditDeclined, procedure: Procedure
) -> str | None:
    if entry.recommended_in is None or any(r.position == entry.recommended_in for r in file.assurance.recommended):
        return None
    return f"entry {entry.recommended_in} recommends no audit"


def _commissioned_and_declined(
    file: ContractFile, entry: AuditCommissioned | AuditDeclined, procedure: Procedure
) -> str | None:
    """By the days of both, whichever is recorded first: on one day nobody can tell which came first."""
    if isinstance(entry, AuditCommissioned):
        declined = file.assurance.declined.get(entry.recommended_in or 0)
        return (
            came_later("it was decided against on", declined.on, entry.happened_on, declined.position)
            if declined
            else None
        )
    there = [
        c for c in file.assurance.commissioned.values()
        if c.says.recommended_in == entry.recommended_in and c.on < entry.happened_on
    ]  # fmt: skip
    return f"it was commissioned on {dated(there[-1].on)} (entry {there[-1].position})" if there else None


def _never_commissioned(file: ContractFile, entry: AuditReported, procedure: Procedure) -> str | None:
    if entry.commission is None:
        return None
    commission = file.assurance.commissioned.get(entry.commission)
    if commission is None:
        return f"entry {entry.commission} commissions no audit; record that first, or name no commission"
    if later := came_later("it was commissioned on", commission.on, entry.latest_on):
        return later
    before = next((audit for audit in reported(file) if audit.says.commission == entry.commission), None)
    return f"that audit reported on {dated(before.on)} (entry {before.position})" if before else None


def _of_another_subject(file: ContractFile, entry: AuditReported, procedure: Procedure) -> str | None:
    commission = file.assurance.commissioned.get(entry.commission or 0)
    found = [finding.subject for finding in entry.findings if finding.subject is not None]
    if commission is None or not (entry.subjects or found):
        return NOT_IN_POINT
    wanted = commission.says.subjects
    # What the report looked at is told by its subjects; where these are not said, and it is not there, by its findings.
    covered = entry.subjects or ([] if entry.document or entry.exhibits else found)
    others = [subject for subject in dict.fromkeys((*entry.subjects, *found)) if subject not in wanted]
    left = [subject for subject in wanted if subject not in covered] if covered else []
    if not others and not left:
        return None
    reported = f"; it reports on {_listed(others)} besides" if others else ""
    missing = f"; it does not report on {_listed(left)}" if left else ""
    return f"entry {commission.position} commissioned an audit of {_listed(wanted)}{reported}{missing}"


def _listed(subjects: Iterable[str]) -> str:
    return ", ".join(subject.replace("-", " ") for subject in subjects)


def _holds_till_before(file: ContractFile, entry: ChecklistItemVerified, procedure: Procedure) -> str | None:
    if entry.valid_until is None or not entry.met or entry.valid_until >= entry.happened_on:
        return None
    return f"it held until {dated(entry.valid_until)}, before it was found to be met on {dated(entry.happened_on)}"


def _one_more(file: ContractFile, entry: AuditCommissioned, procedure: Procedure) -> str | None:
    most, there = procedure.setting("audit.most-a-year"), file.assurance.of_the_year(entry.happened_on)
    if not most or len(there) < most:
        return NOT_IN_POINT
    if entry.second_reason:
        return None
    return f"there was one on {dated(there[-1][0])} (entry {there[-1][1]}), and it is not said why there is one more"


def _commissioned_already(file: ContractFile, entry: AuditCommissioned, procedure: Procedure) -> str | None:
    """Another auditor, another day of the report or what another recommended is another audit; of which part of the
    service each is, its words say, and they are not read."""
    alike = [
        one for one in unreported(file)
        if one.on == entry.happened_on and {*one.says.subjects} == {*entry.subjects}
    ]  # fmt: skip
    if not alike:
        return NOT_IN_POINT
    told_apart = ("auditor", "planned_for", "recommended_in")
    same = [one for one in alike if all(getattr(one.says, name) == getattr(entry, name) for name in told_apart)]
    if not same:
        return None
    return f"one like it was commissioned that day already (entry {same[-1].position}); if it is that, strike one out"


def _too_many(file: ContractFile, audit: AuditReported, procedure: Procedure) -> str | None:
    most, those = procedure.setting("audit.most-a-year"), reported(file)
    there = [one for one in file.assurance.audits_in_year(audit.happened_on) if one in those]
    if not most:
        return NOT_IN_POINT
    if len(there) < most:
        return None
    return f"another reported on {dated(there[-1].on)}; no more than {most} in twelve months is expected"


def _grave_without_issue(file: ContractFile, audit: AuditReported, procedure: Procedure) -> str | None:
    if all(finding.severity != "high" for finding in audit.findings):
        return NOT_IN_POINT
    loose = audit.grave_without_issue
    return f"{loose} of its findings {'is' if loose == 1 else 'are'} grave and no issue is named" if loose else None


def _item_unknown(file: ContractFile, entry: ChecklistItemVerified, procedure: Procedure) -> str | None:
    known = [item.id for item in procedure.checklist]
    if not known:
        return NOT_IN_POINT
    if procedure.checklist_item(entry.item) is not None:
        return None
    return f"{entry.item} is not on the checklist of {procedure.ref}; there are {', '.join(known)}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="audit.reports-after-commissioned", citation="TVP-3.1-7", level="contradiction", of=AuditCommissioned,
        field="planned_for", sentence="An audit reports after it was commissioned.", found=out_of_order(
            "planned_for", "happened_on", found="it is to report by {later}, before it was commissioned on {earlier}",
        ),
    ),
    Rule(
        id="audit.recommended-as-said", citation="TVP-3.1-9", level="contradiction",
        of=(AuditCommissioned, AuditDeclined), field="recommended_in", found=_never_recommended,
        sentence="A recommendation that is named is one.",
    ),
    Rule(
        id="audit.declined-is-not-commissioned", citation="TVP-3.1-9", level="contradiction",
        of=(AuditCommissioned, AuditDeclined), field="recommended_in", found=_commissioned_and_declined,
        sentence="What is decided against was not commissioned before.",
    ),
    Rule(
        id="audit.declined-for-a-reason", citation="TVP-3.1-9", level="advise", of=AuditDeclined, field="reason",
        sentence="Where a recommended audit is decided against, it is said why.",
        found=lacks("reason", found="it is not said why there is to be none"),
    ),
    Rule(
        id="audit.commissioned-before-reported", citation="TVP-3.1-7", level="contradiction", of=AuditReported,
        field="commission", sentence="An audit that reports was commissioned before, and reports once.",
        found=_never_commissioned,
    ),
    Rule(
        id="checklist.holds-when-checked", citation="TVP-4.0-19", level="contradiction", of=ChecklistItemVerified,
        field="valid_until", sentence="What is found to be met holds on the day it is checked.",
        found=_holds_till_before,
    ),
    Rule(
        id="audit.one-more-for-a-reason", citation="TVP-3.1-8", level="explain", of=AuditCommissioned,
        field="second_reason", found=_one_more,
        sentence="No more audits are commissioned in twelve months than are expected, but for a reason.",
    ),
    Rule(
        id="audit.commissioned-once", citation="TVP-3.1-7", level="advise", of=AuditCommissioned, field="subjects",
        sentence="An audit is commissioned once.", found=_commissioned_already,
    ),
    Rule(
        id="audit.says-what-else", citation="TVP-3.1-10", level="advise", of=AuditCommissioned, field="scope",
        sentence="Where something is audited that the list does not have, it is said what.", found=lacks(
            "scope", found="something else is to be audited, and it is not said what",
            where=lambda entry: "other" in entry.subjects,
        ),
    ),
    Rule(
        id="audit.no-more-than-expected", citation="TVP-3.1-8", level="advise", of=AuditReported, field="happened_on",
        sentence="There are no more audits a year than the procedure expects.", found=_too_many,
    ),
    Rule(
        id="audit.commission-on-record", citation="TVP-3.1-7", level="advise", of=AuditReported, field="commission",
        sentence="It is on record who commissioned an audit, and of what.",
        found=lacks("commission", found="no entry is named that commissioned it"),
    ),
    Rule(
        id=SAYS_SOMETHING, citation="TVP-3.1-10", level="advise", of=AuditReported, field="findings",
        sentence="An audit that reports has findings, or its report is on file.", found=leaves_out(
            {("findings", "document", "exhibits"): "finding and no report"},
            found="it has no {missing}, and so does not count as one",
        ),
    ),
    Rule(
        id="audit.reports-on-what-was-commissioned", citation="TVP-3.1-10", level="explain", of=AuditReported,
        field="subjects", sentence="An audit reports on what it was commissioned to look at.",
        found=_of_another_subject,
    ),
    Rule(
        id="audit.grave-finding-is-an-issue", citation="TVP-3.1-10", level="advise", of=AuditReported,
        field="findings", sentence="An issue is raised of each grave finding.", found=_grave_without_issue,
    ),
    Rule(
        id="checklist.item-known", citation="TVP-4.0-19", level="advise", of=ChecklistItemVerified, field="item",
        sentence="What is checked stands on the procedure's checklist.", found=_item_unknown,
    ),
    Rule(
        id="checklist.shown-by-a-document", citation="TVP-4.0-19", level="advise", of=ChecklistItemVerified,
        field="exhibits", sentence="A document shows that an item of the checklist is met.",
        found=lacks("exhibits", found="no document shows it"),
    ),
)  # fmt: skip
