"""What is asked of what goes formally to the provider, and of the summary of a talk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.dates.span import came_later
from ledger.dates.working_days import dated
from ledger.entry import reached_the_provider
from ledger.names import counted
from ledger.offices import not_empowered
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.contacts.entries import ContactLogged, ConversationSummarySent
from ledger.subjects.contacts.register import UNRECORDED_MEANS, is_spoken, tells_in_writing
from ledger.telling import awaiting_minutes, first_told, knew_of_it, talked_of, told_late, told_too_soon

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _summary_before_talk(file: ContractFile, sent: ConversationSummarySent, procedure: Procedure) -> str | None:
    contact = file.contacts.by_id.get(sent.contact) if sent.contact else None
    return came_later(f"{contact.id} took place on", contact.on, sent.latest_on) if contact else None


def _summarised_late(file: ContractFile, sent: ConversationSummarySent, procedure: Procedure) -> str | None:
    contact = file.contacts.by_id.get(sent.contact) if sent.contact else None
    if contact is None or contact.on is None or contact.means not in UNRECORDED_MEANS or contact.summaries:
        return NOT_IN_POINT
    days, allowed = (sent.happened_on - contact.on).days, procedure.setting("contact.summarise-within")
    if days <= allowed:
        return None
    took_place = f"{contact.id} took place on {dated(contact.on)}"
    return (
        f"{took_place} and was summarised {counted(days, 'day')} later; {procedure.given('contact.summarise-within')}"
    )


def _issue_of(file: ContractFile, sent: ConversationSummarySent) -> str | None:
    contact = file.contacts.by_id.get(sent.contact) if sent.contact else None
    return sent.issue or (contact.issue if contact else None)


def _tells_late(file: ContractFile, sent: ConversationSummarySent, procedure: Procedure) -> str | None:
    issue = _issue_of(file, sent) if tells_in_writing(sent) else None
    return told_late(file, issue, sent.happened_on, procedure) if issue else NOT_IN_POINT


def _tells_too_soon(file: ContractFile, sent: ConversationSummarySent, procedure: Procedure) -> str | None:
    issue = _issue_of(file, sent) if tells_in_writing(sent) else None
    return told_too_soon(file, issue, sent.latest_on) if issue else NOT_IN_POINT


def _not_to_the_provider(file: ContractFile, sent: ConversationSummarySent, procedure: Procedure) -> str | None:
    if reached_the_provider(sent.recipients):
        return None
    return f"it went to {' and '.join(map(str, sent.recipients))}, none of them of the provider"


def _summarised_in_a_talk(file: ContractFile, sent: ConversationSummarySent, procedure: Procedure) -> str | None:
    return f"it was given in a talk ({sent.means}), of which nothing is in writing" if is_spoken(sent) else None


def _summarised_otherwise(file: ContractFile, sent: ConversationSummarySent, procedure: Procedure) -> str | None:
    if is_spoken(sent):
        return NOT_IN_POINT  # of a talk another rule asks
    return None if _MAIL.search(sent.means) else f"how it was sent is given as {sent.means}"


def _raised_in_a_talk(file: ContractFile, contact: ContactLogged, procedure: Procedure) -> str | None:
    issue, day = contact.issue, contact.happened_on
    if contact.direction != "to-provider" or contact.means not in UNRECORDED_MEANS:
        return NOT_IN_POINT
    if issue is None:
        put = f"a concern was put to the provider in a {contact.means} of which nothing was written"
        return f"{put}; no issue is named of which it was told before" if contact.concern else NOT_IN_POINT
    if talked_of(file, issue, day) is not None or knew_of_it(file, issue, day) is not None:
        return NOT_IN_POINT  # only how it first heard is asked
    told = [look(file, issue, procedure) for look in (first_told, awaiting_minutes)]
    if any(one is not None and one[0] <= day for one in told):
        return None
    return f"the provider first heard of {issue} in a {contact.means} of which nothing was written"


def _formally_by_another(file: ContractFile, contact: ContactLogged, procedure: Procedure) -> str | None:
    if not contact.formal or contact.direction != "to-provider":
        return NOT_IN_POINT
    ours = [who for who in (contact.by, *contact.participants) if who is not None and who.side == "authority"]
    if not ours:
        return NOT_IN_POINT
    found = [not_empowered(file, who, EMPOWERED, contact.happened_on, procedure) for who in ours]
    return None if None in found else found[0]


_MAIL = re.compile(r"\be[- ]?mail", re.IGNORECASE)
EMPOWERED = ("lead-officer", "representative", "deputy-lead-officer")
"""Who speaks for the authority towards the provider, besides Legal Services."""
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="contact.formally-by-a-person-empowered", citation="HCC-5.1-a", level="advise", of=ContactLogged, field="by",
        sentence="What goes formally to the provider is from a person empowered to act for the authority that day.",
        found=_formally_by_another,
    ),
    Rule(
        id="contact.says-its-level", citation="TVP-2.0-4", level="advise", of=ContactLogged, field="level",
        sentence="It is said of each contact between the parties at which level of both it took place.",
        found=lacks(
            "level", where=lambda contact: contact.direction in ("to-provider", "from-provider"),
            found="it is not said at which level it took place",
        ),
    ),
    Rule(
        id="contact.concern-first-in-recorded-form", citation="TVP-5.1-2b", level="advise", of=ContactLogged,
        field="means", found=_raised_in_a_talk,
        sentence="A concern is not first put to the provider in a talk or call of which nothing is written.",
    ),
    Rule(
        id="contact.summary-follows", citation="TVP-5.1-2c", level="contradiction", of=ConversationSummarySent,
        field="happened_on", sentence="A summary follows the conversation.", found=_summary_before_talk,
    ),
    Rule(
        id="contact.summary-says-of-what", citation="TVP-5.1-2c", level="advise", of=ConversationSummarySent,
        field="contact", sentence="A summary says which conversation, or which issue, it is about.",
        found=lacks("contact", "issue", found="it names neither the conversation nor the issue it was about"),
    ),
    Rule(
        id="contact.summary-to-the-provider", citation="TVP-5.1-2c", level="explain", of=ConversationSummarySent,
        field="recipients", sentence="The summary of a talk goes to the provider; sent to others it tells it nothing.",
        found=_not_to_the_provider,
    ),
    Rule(
        id="contact.summary-in-recorded-form", citation="TVP-5.1-2c", level="advise", of=ConversationSummarySent,
        field="means", sentence="The summary of a talk is sent in writing; a further talk leaves it as it was.",
        found=_summarised_in_a_talk,
    ),
    Rule(
        id="contact.summary-by-mail", citation="TVP-5.1-2c", level="advise", of=ConversationSummarySent,
        field="means", sentence="The summary of a talk is sent by e-mail.", found=_summarised_otherwise,
    ),
    Rule(
        id="contact.summarised-in-time", citation="TVP-5.1-2c", level="advise", of=ConversationSummarySent,
        field="happened_on", sentence="A talk of which nothing was written is soon summarised to the provider.",
        found=_summarised_late,
    ),
    Rule(
        id="contact.summary-tells-at-once", citation="HCC-7.6-d", level="explain", of=ConversationSummarySent,
        field="happened_on", found=_tells_late,
        sentence="An issue is put to the provider as it arises; a talk counts from the summary of it.",
    ),
    Rule(
        id="contact.summary-after-noticed", citation="HCC-7.6-e", level="explain", of=ConversationSummarySent,
        field="happened_on", found=_tells_too_soon,
        sentence="The provider is told of an issue when it has been noticed, not before.",
    ),
)  # fmt: skip
