"""What a notice must say, what comes before it is served, and who may give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.citing import not_in_force, not_the_default_clause
from ledger.clauses_cited import alike
from ledger.dates.calendar import CalendarError, last_day, period_end, shifted
from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.names import among, counted, name_key
from ledger.offices import PROVIDER, is_the_authoritys, not_empowered
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.serving.remedy_time import contract_time, working_day
from ledger.sides import of_the_other_party
from ledger.subjects.notices.consulting import talks_before
from ledger.subjects.notices.entries import FORMAL, Addressee, NoticeServed
from ledger.telling import began

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _is_formal(notice: NoticeServed) -> bool:
    """Whether it is a notice the authority gives under its default clause (HCC-9.1-a)."""
    return notice.notice_kind in FORMAL and notice.served_by_party == "authority"


def _officer_not_consulted(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_formal(notice):
        return NOT_IN_POINT
    if talks_before(file, notice):
        return None
    day = notice.happened_on
    return f"no consultation of the contract support officer about this notice is on file for {dated(day)} or before"


def _too_short(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_formal(notice):
        return NOT_IN_POINT
    if notice.remedy_by is not None and notice.remedy_by <= notice.happened_on:
        served = dated(notice.happened_on)
        return f"the date to remedy, {dated(notice.remedy_by)}, is not after {served}, when it was served"
    start = notice.counts_on or notice.happened_on  # it counts no earlier than it was sent
    try:
        allowed = contract_time(file, notice, start)
        worked = period_end(notice.remedy_period, start, working_day(file, start)) if notice.remedy_period else None
    except CalendarError:
        return NOT_IN_POINT  # the working says why it cannot be counted
    given = (notice.remedy_by, last_day(worked)[0] if worked else None)
    ends = max((end for end in given if end), default=None)
    if ends is None:
        return NOT_IN_POINT  # that it gives no time is found by another rule
    if allowed is not None:
        clause, contract = allowed
        last, _ = last_day(contract)
        if ends >= last:
            return None
        return f"it is to be remedied by {dated(ends)}; clause {clause} allows {contract.period}, to {dated(last)}"
    days, least = (ends - start).days, procedure.setting("notice.time-to-remedy")
    if days >= least:
        return None
    usual = procedure.limit("notice.time-to-remedy") or f"{counted(least, 'day')}, by the procedure"
    allows = f"it allows {counted(days, 'day')}, to {dated(ends)}"
    return f"{allows}; no clause on file gives a time, and what is reasonable is {usual}"


def _not_authorised(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    """By what is on file: lead officer, representative, an office the contract entitles; Legal Services always; one
    that ends the contract also who may decide that (TVP-5.0-7: at the discretion of the PCC)."""
    if notice.served_by_party != "authority" or notice.notice_kind == "court-document":
        return NOT_IN_POINT
    signer, day = notice.signer, notice.happened_on
    if signer is None:
        return "it is not on record who gave it"
    by_clause = file.terms.notice_clause(notice.notice_kind, "authority", day).signed_by
    deputy = ("deputy-lead-officer",) if procedure.setting("notice.deputy-serves") else ()
    decides = procedure.entitled("TC-20") if notice.notice_kind == "termination" else ()
    entitled = by_clause or ("lead-officer", "representative", *deputy, *decides)
    return not_empowered(file, signer, entitled, day, procedure)


def _remedied_not_concluded(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_formal(notice):
        return NOT_IN_POINT
    remedied = [
        earlier.id for earlier, entry in file.notices.served(*FORMAL, party="authority")
        if not earlier.withdrawn and earlier.result(notice.happened_on) == "remedied"
        and set(entry.issues) & set(notice.issues)
    ]  # fmt: skip
    if not remedied:
        return NOT_IN_POINT
    concluded = {named for done in file.default_process.concluded for named in done.notices}
    left = [named for named in remedied if named not in concluded]
    return f"{left[0]} about the same issue was found remedied and the process was not concluded" if left else None


def _standard_not_there(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    """By what is in force on the day of the notice, and on the days on which the issues it relies on were noticed."""
    relied_on = (file.issues.by_id.get(issue) for issue in notice.issues)
    noticed = [issue.noticed_on for issue in relied_on if issue and issue.noticed_on]
    return not_in_force(file, notice, notice.standards_breached, notice.happened_on, *noticed)


def _not_what_its_issues_broke(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    """A notice may name more than its issues do; one that names none of theirs is about something else."""
    if not _is_formal(notice) or not notice.standards_breached:
        return NOT_IN_POINT
    issues = file.issues.on_file(notice.issues)
    if not issues or not all(issue.standards for issue in issues):
        return NOT_IN_POINT
    cited = tuple(dict.fromkeys(named for issue in issues for named in issue.standards))
    if any(among(named, cited) for named in notice.standards_breached):
        return None
    return f"it names {', '.join(notice.standards_breached)}, and {', '.join(notice.issues)} cited {', '.join(cited)}"


def _day_and_period_differ(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    """From when the time runs can be told otherwise by a day, and be the day of serving or the day it counts from."""
    if notice.remedy_by is None or notice.remedy_period is None:
        return NOT_IN_POINT
    days = (notice.happened_on, max(notice.counts_on or notice.latest_on, notice.latest_on))
    try:
        first, last = (last_day(period_end(notice.remedy_period, day, working_day(file, day)))[0] for day in days)
    except CalendarError:
        return NOT_IN_POINT  # the working says why it cannot be counted
    if shifted(first, -1) <= notice.remedy_by <= shifted(last, 1):
        return None
    return f"it is to be remedied by {dated(notice.remedy_by)}, and {notice.remedy_period} from then end {dated(last)}"


def _is_ours(file: ContractFile, to: Addressee, day: date, procedure: Procedure) -> bool:
    office = procedure.office_called(to.office) if to.office else None
    if office is not None and (office.appointed_on == PROVIDER or office.id.startswith(PROVIDER)):
        return False
    return is_the_authoritys(file, to.person, day) if to.person else office is not None


def _to_our_own(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if notice.served_by_party != "authority" or not notice.recipients:
        return NOT_IN_POINT
    if not all(_is_ours(file, to, notice.happened_on, procedure) for to in notice.recipients):
        return None
    return (
        f"it is addressed to {', '.join(map(str, notice.recipients))}, of the authority, and to nobody of the provider"
    )


def _not_the_default_clause(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_formal(notice):
        return NOT_IN_POINT
    return not_the_default_clause(file, notice)


def _relies_on_what_is_settled(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_formal(notice):
        return NOT_IN_POINT
    if not file.issues.on_file(notice.issues):
        return NOT_IN_POINT
    return "; ".join(file.issues.settled(notice.issues)) or None


def _signed_for_the_other(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    return of_the_other_party(notice, notice.signer, procedure)


def _before_the_contract(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    first = began(file)
    if first is None:
        return NOT_IN_POINT
    if notice.happened_on >= first:
        return None
    return f"it was given on {dated(notice.happened_on)}; the contract began on {dated(first)} (entry 1)"


def _after_no_meeting(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    """A notice may follow any issue: where no meeting came between, that is remarked on (N-08)."""
    if not _is_formal(notice):
        return NOT_IN_POINT
    day = notice.happened_on
    if notice.meeting is not None:
        meeting = file.meetings.by_id.get(notice.meeting)
        if meeting is None or (meeting.held_on is not None and meeting.held_on <= day):
            return None
        return f"{notice.meeting}, after which it is said to come, had not been held by {dated(day)}"
    noticed = [issue.noticed_on for issue in file.issues.on_file(notice.issues) if issue.noticed_on]
    since = min(noticed, default=None)
    if any(m.held_on and (since or m.held_on) <= m.held_on <= day for m in file.meetings.held()):
        return None
    about = f" since {dated(since)}, when what it relies on was noticed," if since else ""
    return f"no meeting{about} is on file for {dated(day)} or before"


def _served_twice(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    """By what it is about: one that goes to others, or is of something else, is another notice. What it says in words
    and its document lie in the vault, where no rule reads them."""
    of_the_day = [
        (held, other) for held, other in file.notices.served(notice.notice_kind, party=notice.served_by_party)
        if other.happened_on == notice.happened_on and held.withdrawn is None
    ]  # fmt: skip
    if not of_the_day:
        return NOT_IN_POINT
    mine, to = _is_about(notice), set(notice.recipients)
    for held, other in of_the_day:
        if _is_about(other) != mine or (to and other.recipients and to.isdisjoint(other.recipients)):
            continue
        if not any(one and its and one != its for one, its in zip(_says(notice), _says(other), strict=True)):
            return (
                f"{held.id}, of that day too, is about the same as far as its fields say, words and documents aside; "
                "if this is the same notice, it is recorded twice"
            )
    return None


def _is_about(notice: NoticeServed) -> tuple[object, ...]:
    standards = frozenset(map(name_key, notice.standards_breached))
    days = notice.remedy_by, notice.remedy_period, notice.ends_on
    return frozenset(notice.issues), standards, alike(notice.clause or ""), notice.dispute, notice.part, *days


def _says(notice: NoticeServed) -> tuple[object, ...]:
    """What tells two notices about the same apart where both say it."""
    kind, states = name_key(notice.default_kind or ""), frozenset(map(name_key, notice.states))
    return kind, states, notice.cumulative_count, notice.proposal, notice.extent, notice.meeting_requested_by


CONTENT: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("clause", ("clause",), "The notice cites the clause it is given under.", "no clause is cited"),
    ("standards", ("standards_breached",), "The notice names the standard that was not met.", "no standard is named"),
    ("issues", ("issues",), "The notice names the issues it relies on.", "no issue is named"),
    ("remedy", ("remedy_required",), "The notice says what is to be put right.", "it does not say what"),
    ("date", ("remedy_by", "remedy_period"), "The notice says by when it is to be put right.", "it gives no time"),
    ("server", ("by", "signed_by"), "It is on record who served the notice.", "nobody is named"),
    ("method", ("method",), "It is on record how the notice was served.", "it does not say how it was served"),
)
"""What a default or improvement notice and its service show (HCC-9.1-b): name, fields, sentence, what was found."""


RULES: tuple[AnyRule, ...] = (
    *(
        Rule(
            id=f"notice.states-{name}", citation="HCC-9.1-b", level="advise", of=NoticeServed, field=fields[0],
            sentence=sentence, found=lacks(*fields, found=found, where=_is_formal),
        )
        for name, fields, sentence, found in CONTENT
    ),
    Rule(
        id="notice.standard-on-file", citation="HCC-9.1-b", level="advise", of=NoticeServed, field="standards_breached",
        sentence="The standard a notice names is in the specification or a service level agreement in force.",
        found=_standard_not_there,
    ),
    Rule(
        id="notice.standards-of-its-issues", citation="HCC-9.1-b", level="advise", of=NoticeServed,
        field="standards_breached", found=_not_what_its_issues_broke,
        sentence="The standard a notice names is one that an issue it relies on cited.",
    ),
    Rule(
        id="notice.one-time-to-remedy", citation="HCC-9.1-b", level="explain", of=NoticeServed, field="remedy_by",
        sentence="The day and the length of time that a notice gives to remedy are the same.",
        found=_day_and_period_differ,
    ),
    Rule(
        id="notice.to-the-provider", citation="HCC-9.1-b", level="explain", of=NoticeServed, field="recipients",
        sentence="The authority's notice goes to the provider, and not to somebody of its own.", found=_to_our_own,
    ),
    Rule(
        id="notice.clause-on-file", citation="HCC-9.1-b", level="explain", of=NoticeServed, field="clause",
        sentence="A notice follows the contract's default clause, as on file.", found=_not_the_default_clause,
    ),
    Rule(
        id="notice.relies-on-what-is-open", citation="HCC-9.1-b", level="explain", of=NoticeServed, field="issues",
        sentence="A notice relies on issues that are open, or says why on one that was settled.",
        found=_relies_on_what_is_settled,
    ),
    Rule(
        id="notice.of-the-signers-party", citation="HCC-5.1-a", level="contradiction", of=NoticeServed,
        field="served_by_party", found=_signed_for_the_other,
        sentence="A notice is that of the party for which it was signed.",
    ),
    Rule(
        id="notice.under-a-contract", citation="HCC-9.1-b", level="explain", of=NoticeServed, field="happened_on",
        sentence="A notice is given under a contract that there is already.", found=_before_the_contract,
    ),
    Rule(
        id="notice.support-officer-consulted", citation="HCC-9.1-a", level="explain", of=NoticeServed,
        sentence="The contract support officer is consulted before a default or improvement notice is served.",
        found=_officer_not_consulted,
    ),
    Rule(
        id="notice.remedied-after-it", citation="HCC-9.4-d", level="contradiction", of=NoticeServed, field="remedy_by",
        sentence="What a notice asks to be put right is to be so no earlier than the notice was served.",
        found=out_of_order(
            "remedy_by", "latest_on", found="it is to be remedied by {later}, before it was served on {earlier}"
        ),
    ),
    Rule(
        id="notice.recorded-once", citation="HCC-9.1-a", level="advise", of=NoticeServed, field="happened_on",
        sentence="A notice is recorded once.", found=_served_twice,
    ),
    Rule(
        id="notice.after-a-meeting", citation="HCC-9.1-a", level="advise", of=NoticeServed, field="meeting",
        sentence="A default or improvement notice is thought of after a meeting.", found=_after_no_meeting,
    ),
    Rule(
        id="notice.reasonable-time", citation="HCC-9.4-d", level="explain", of=NoticeServed, field="remedy_by",
        sentence="The provider is given reasonable time to put failings right, and no less than the contract allows.",
        found=_too_short,
    ),
    Rule(
        id="notice.by-a-person-authorised", citation="HCC-5.1-a", level="explain", of=NoticeServed, field="by",
        sentence="A notice to the provider is given by a person authorised to act for the authority that day.",
        found=_not_authorised,
    ),
    Rule(
        id="notice.earlier-one-concluded", citation="HCC-9.1-c", level="advise", of=NoticeServed, field="issues",
        sentence="The process on a notice that was remedied is concluded before another on the same issue is served.",
        found=_remedied_not_concluded,
    ),
)  # fmt: skip
