"""When the provider was first told of an issue in recorded form, and whether that was in time; and of a revision.

One answer for the rules that judge a telling, the failings, the status and the conditions before an early termination:
a telling by e-mail, letter or portal counts from its day, and so does one at a meeting once the minutes of it are on
file (TVP-5.1-2a), or at once where the procedure asks for a note and no more (HCC-7.6-e, docs/adr/0237); what went to
it about the issue by e-mail, letter, message or portal counts as the contact log has it (TVP-5.1-2a), unless it went to
our own people alone, or is privileged or without prejudice; a talk of which nothing was written counts from the summary
of it that followed, and not at all without one; nor does telling our own people, or what the provider tells of itself.
A notice of dispute puts its issues in writing (TVP-5.2-2a), and a plan that the provider agreed to or
proposed shows that the issue was put to it (TVP-5.1-3a).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from ledger.dates.working_days import dated
from ledger.dispute_results import told_before_the_end
from ledger.disputing import issues_of, plans_about
from ledger.ending import told_ours
from ledger.entry import Entry
from ledger.names import counted, same_person
from ledger.offices import PROVIDER, is_the_authoritys, shown_as_the_authoritys
from ledger.plans import planned_with
from ledger.rules import NOT_IN_POINT
from ledger.stakeholders import PRIVILEGED

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.contacts import Contact
    from ledger.subjects.disputes.register import SignOff
    from ledger.subjects.issues import IssueNotifiedToProvider

NOT_SHOWN = (*PRIVILEGED, "without-prejudice", "without-prejudice-save-as-to-costs")
"""The protections of what is not shown to have been said to the other side."""
Telling = tuple[date, str, int]
"""(day, means, position); the means of a summary of a talk is "summary", of a notice of dispute "notice", of a plan
agreed with the provider "plan"."""


def first_told(file: ContractFile, issue: str, procedure: Procedure, since: date = date.min) -> Telling | None:
    """Return the first telling of an issue in recorded form, of itself or by the summary of a talk; None without.

    With `since` the first from that day on: an issue that came back is put to the provider again (HCC-7.6-d). What is
    dated before the issue was noticed tells of it only where nothing else does. The procedure says whether a telling at
    a meeting waits for the minutes.
    """
    known = file.issues.by_id.get(issue)
    noticed = (known.noticed_on if known else None) or date.min
    summaries = [(day, "summary", position) for day, position in file.contacts.summaries.get(issue, ())]
    letters = [
        (served.happened_on, "notice", notice.position)
        for notice, served in file.notices.served("dispute", party="authority")
        if issue in issues_of(file, served.dispute, served.issues) and notice.valid is not False
    ]
    plans = [(day, "plan", position) for day, position in (planned_with(file, known) if known else ())]
    plans += [(plan.on, "plan", plan.position) for plan in plans_about(file, issue) if plan.dispute]
    written = [
        (contact.on, contact.means, contact.position) for contact in put_to_the_provider(file, issue)
        if contact.is_written_to_it and contact.on
    ]  # fmt: skip
    told_itself = [one for one in (known.told if known else ()) if _shows_it(file, one[2], procedure)]
    found = (*told_itself, *summaries, *written, *letters, *plans)
    told = [telling for telling in found if telling[0] >= since]
    return min(told, default=None, key=lambda telling: (telling[0] < noticed, telling[0], telling[2]))


def put_to_the_provider(file: ContractFile, issue: str) -> list[Contact]:
    """Return the contacts about an issue in which the authority turned to the provider, as the contact log has them.

    Not what somebody else entered, what reached our own people or third parties alone, nor what is privileged or
    without prejudice: of that nobody is shown that the provider was told.
    """
    logged = file.contacts.by_issue().get(issue, ())
    return [contact for contact in logged if contact.direction == "to-provider" and _went_to_it(file, contact)]


def _went_to_it(file: ContractFile, contact: Contact) -> bool:
    by, day = contact.by, contact.on or date.max
    if (by is not None and by.side != "authority") or _is_not_shown(file, contact):
        return False
    others = [who for who in contact.participants if by is None or not same_person(who.person, by.person)]
    return not others or any(
        who.is_of_the_provider or (who.side == "authority" and not shown_as_the_authoritys(file, who, day))
        for who in others
    )


def _is_not_shown(file: ContractFile, contact: Contact) -> bool:
    marks = file.records.marks.get(contact.position) or contact
    return marks.audience == "legal" or marks.protection in NOT_SHOWN


def knew_of_it(file: ContractFile, issue: str, day: date, *, in_writing: bool = False) -> Telling | None:
    """Return how the provider by a day first showed of itself that it knew of an issue: (day, what it is called,
    position); None without.

    It raised it, spoke to the question, or turned to the authority about it, as the contact log has it: `in_writing`,
    only where it wrote. Who knows already does not first hear of it in a talk (TVP-5.1-2b).
    """
    own = [
        (contact.on, contact.id, contact.position) for contact in file.contacts.by_issue().get(issue, ())
        if contact.direction == "from-provider" and contact.on and not _is_not_shown(file, contact)
        and (contact.is_written_to_it or not in_writing)
    ]  # fmt: skip
    known = file.issues.by_id.get(issue)
    if known is not None and not in_writing:
        if known.raised_on and known.raised_by is not None and known.raised_by.is_of_the_provider:
            own.append((known.raised_on, known.id, known.raised))
        spoke = (file.issues.representations[position] for _, position in known.answers)
        own += [(said.on, f"entry {said.position}", said.position) for said in spoke]
    return min((one for one in own if one[0] <= day), default=None, key=lambda one: (one[0], one[2]))


def missed_the_provider(file: ContractFile, entry: Entry) -> str | None:
    """Return in words why an entry that says the provider was told shows no such thing; None where it may show it.

    Somebody of our own was told and nobody of the provider is on file as there, or the provider tells it of itself.
    """
    told = cast("IssueNotifiedToProvider", entry)
    if told.by is not None and told.by.is_of_the_provider:
        return f"it is entered as told by {told.by}, of the provider itself"
    if told.recipient is None or not is_the_authoritys(file, told.recipient, told.happened_on):
        return None
    meeting = file.meetings.by_id.get(told.meeting) if told.meeting else None
    if meeting is not None and any(there.side == PROVIDER for there in meeting.present):
        return None
    return f"{told.recipient} was told, who is of the authority, and nobody of the provider"


def _shows_it(file: ContractFile, position: int, procedure: Procedure) -> bool:
    recorded = file.at(position)
    if recorded is None:
        return True
    return (missed_the_provider(file, recorded.entry) or _unminuted(file, recorded.entry, procedure)) is None


def _unminuted(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    told = cast("IssueNotifiedToProvider", entry)
    if told.means != "minuted-meeting" or procedure.setting("issue.told-by-a-note"):
        return None  # that it is entered is the note (HCC-7.6-e)
    return _without_minutes(file, told)


def _without_minutes(file: ContractFile, told: IssueNotifiedToProvider) -> str | None:
    meetings = file.meetings.by_id
    there = [
        m for m in ([meetings.known(told.meeting)] if told.meeting else meetings.values())
        if told.meeting or (m.held_on and told.happened_on <= m.held_on <= told.latest_on)
    ]  # fmt: skip
    if any(file.is_minuted(meeting) for meeting in there):
        return None
    return f"no minutes of {there[0].id if there else 'a meeting of that day'} are on file"


def minutes_lacking(file: ContractFile, telling: Telling) -> str | None:
    """Return in words what minutes of the meeting are not on file at which the provider was told, where a note of that
    counted; None where they are, or it was told otherwise. The trail asks for them all the same (HCC-9.4-c)."""
    recorded = file.at(telling[2]) if telling[1] == "minuted-meeting" else None
    return _without_minutes(file, cast("IssueNotifiedToProvider", recorded.entry)) if recorded is not None else None


def awaiting_minutes(file: ContractFile, issue: str, procedure: Procedure, since: date = date.min) -> Telling | None:
    """Return the first telling of an issue at a meeting, from a day on, that its minutes are still to show: (day, what
    is lacking, in words, position); None without, and where a note of it is enough (TVP-5.1-2a)."""
    known = file.issues.by_id.get(issue)
    told = [(one, file.at(one[2])) for one in (known.told if known else ()) if one[0] >= since]
    found = [
        (day, lacking, position) for (day, _, position), recorded in told
        if recorded is not None and missed_the_provider(file, recorded.entry) is None
        and (lacking := _unminuted(file, recorded.entry, procedure)) is not None
    ]  # fmt: skip
    return min(found, default=None, key=lambda telling: (telling[0], telling[2]))


def talked_of(file: ContractFile, issue: str, day: date) -> Telling | None:
    """Return the first talk, by a day, in which the provider was told of an issue and nothing was written of it:
    (day, what it is called, position); None without."""
    known = file.issues.by_id.get(issue)
    talks = [
        (contact.on, contact.id, contact.position) for contact in put_to_the_provider(file, issue)
        if contact.is_unrecorded and contact.on
    ]  # fmt: skip
    for told_on, means, position in known.notified if known else ():
        recorded = file.at(position)
        if means == "unrecorded" and recorded is not None and missed_the_provider(file, recorded.entry) is None:
            talks.append((told_on, f"entry {position}", position))
    return min((t for t in talks if t[0] <= day), default=None, key=lambda talk: (talk[0], talk[2]))


def noted(file: ContractFile, issue: str, since: date = date.min) -> Telling | None:
    """Return the first contact with the provider about an issue that the log holds, from a day on; None without.

    It is a note of what the issue was and of the day it was told (HCC-7.6-e); whether that does, the procedure says.
    """
    found = [
        (contact.on, "note", contact.position)
        for contact in put_to_the_provider(file, issue)
        if contact.on and contact.on >= since
    ]
    return min(found, default=None, key=lambda telling: (telling[0], telling[2]))


def told_of_sign_off(file: ContractFile, signed: SignOff, procedure: Procedure) -> bool:
    """Return whether the provider was told in writing, from that day on, what a dispute was signed off with.

    By the entry itself, where the plan had ended by the day it gives, a notice that names the dispute, a letter filed
    with the sign-off, a telling or contact about one of its issues: what is reported to it (TVP-5.2-4d) is
    reported after the sign-off.
    """
    notices = (
        served.happened_on for notice, served in file.notices.served(party="authority")
        if signed.dispute and served.dispute == signed.dispute
        and not (notice.withdrawn or notice.is_purported or notice.valid is False)
    )  # fmt: skip
    letters = (on for on, sort, _ in file.records.filed.get(signed.position, ()) if sort == "letter")
    told_on = signed.told_on
    return bool(
        (told_on and not told_before_the_end(file, signed.dispute, signed.on, told_on))
        or any(on >= signed.on for on in (*notices, *letters))
        or any(_told_in_writing(file, issue, signed.on, procedure) for issue in issues_of(file, signed.dispute))
    )


def _told_in_writing(file: ContractFile, issue: str, since: date, procedure: Procedure) -> bool:
    return first_told(file, issue, procedure, since) is not None or any(
        c.on is not None and c.on >= since and not c.is_unrecorded for c in put_to_the_provider(file, issue)
    )


def told_of_revision(file: ContractFile, named: str | None, day: date, since: date) -> bool:
    """Return whether the provider was told, by a day, of the intention to revise the contract (HCC-9.5-a).

    By an entry that says so, a talk with it about the variation, a letter filed with the proposal, or a meeting with it
    that looked at the proposal. From `since` on, by what names no variation too: such an entry, a notice of variation.
    """
    variation = file.variations.by_id.get(named or "")
    proposed = variation.proposed if variation is not None else 0
    said = (
        told.on for told in file.termination.told
        if told.intention == "revise" and not told_ours(file, told.position)
        and (told.variation == named if told.variation else told.on >= since)
    )  # fmt: skip
    notices = (
        served.happened_on for notice, served in file.notices.served("variation", party="authority")
        if served.happened_on >= since and not (notice.withdrawn or notice.is_purported or notice.valid is False)
    )  # fmt: skip
    talks = (
        talk.on for talk in file.records.consulted("variation", day, named)
        if talk.consulted.side == PROVIDER and (named in talk.about if talk.about else talk.on >= since)
    )  # fmt: skip
    letters = (on for on, sort, _ in file.records.filed.get(proposed, ()) if sort == "letter")
    meetings = (
        held.held_on for held in file.meetings.held()
        if held.held_on and any(there.side == PROVIDER for there in held.present)
        and any(item.covered and proposed in item.concerns for item in held.items)
    )  # fmt: skip
    return any(on <= day for on in (*said, *notices, *talks, *letters, *meetings))


def told_again(file: ContractFile, issue: str, procedure: Procedure, since: date) -> Telling | None:
    """Return how the provider was first told that an issue came back on a day; None where it was not.

    A notice about the issue that counts as given from then on tells it too.
    """
    told = first_told(file, issue, procedure, since)
    found = [*([told] if told else []), *given_notice_of(file, issue, since)]
    return min(found, default=None, key=lambda telling: (telling[0], telling[2]))


def given_notice_of(file: ContractFile, issue: str, since: date) -> list[Telling]:
    """Return the authority's notices about an issue that have effect and count as given from a day on."""
    return [
        (notice.counts_on, "notice", notice.position)
        for notice, served in file.notices.by_issue().get(issue, ())
        if served.served_by_party == "authority"
        and notice.counts_on
        and notice.counts_on >= since
        and notice.stands(date.max)
    ]


def noticed_on(file: ContractFile, issue: str) -> date | None:
    """Return the day an issue was noticed, also where by the day of the file it had not been raised yet."""
    held = file.issues.by_id.get(issue)
    if held is not None and held.noticed_on is not None:
        return held.noticed_on
    position = next((r.position for r in file.known if r.given_id == issue), None)
    raised = file.as_now(position) if position is not None else None
    noticed: date | None = getattr(raised, "noticed_on", None)
    return noticed or (raised.happened_on if raised else None)


def told_late(file: ContractFile, issue: str, day: date, procedure: Procedure) -> str | None:
    """Return what a rule finds against a telling on that day; only the first in recorded form is looked at."""
    known = file.issues.by_id.get(issue)
    back = max((on for on, _ in known.reopened if on <= day), default=None) if known else None
    since = back or noticed_on(file, issue)
    told = told_again(file, issue, procedure, back) if back else first_told(file, issue, procedure)
    if since is None or told is not None:
        return NOT_IN_POINT
    if (day - since).days <= procedure.setting("issue.notify-within"):
        return None
    found = f"{issue} {'came back' if back else 'was noticed'} on {dated(since)}"
    given = procedure.given("issue.notify-within")
    return f"{found} and {'was ' if back else ''}told {counted((day - since).days, 'day')} later; {given}"


def told_too_soon(file: ContractFile, issue: str, day: date) -> str | None:
    """Return what a rule finds where an issue was told before there was anything to tell of; `day` is the last
    possible."""
    noticed, first = noticed_on(file, issue), began(file)
    if noticed is None and first is None:
        return NOT_IN_POINT
    if noticed is not None and day < noticed:
        return f"{issue} was told on {dated(day)}, before it was noticed on {dated(noticed)}"
    if first is not None and day < first:
        return f"{issue} was told on {dated(day)}, before the contract began on {dated(first)}"
    return None


def began(file: ContractFile) -> date | None:
    """Return the first day of anything the contract's registration speaks of."""
    contract = file.agreement.contract or (file.as_now(1) if file.known else None)
    if contract is None or contract.opened_with != "contract":
        return None
    days = (contract.happened_on, getattr(contract, "start_date", None), file.agreement.commenced_on)
    return min(day for day in days if day is not None)
