"""What the short marks in the notes of procedures mean: where the documents disagree, are unclear, or are silent.

D-01 to D-26 are the places where the documents disagree with one another; N-01 to N-26 those where one of them can be
read in more than one way; J-01 and on what none of them says and a lawyer or the authority has to. TC-01 to TC-21 are
the conditions before an early end, which each procedure has as rows of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ledger.entry import Frozen
from ledger.procedures import Procedure

MEANT = {
    "D-01": "the documents ask for two monitoring meetings a year, for one a quarter, or for none",
    "D-04": "one has a full review a year before the end, another plans told half a year before it",
    "D-05": "one has a review before the end to decide on renewal, another one to learn from, a third reviews by theme",
    "D-06": "a failure is dealt with by notices under the contract, by a dispute, or as the contract has it",
    "D-08": "one wants its process worked through before early termination, another lets no step stand in the way",
    "D-09": "the documents give the decision to end a contract, and carrying it out, to different offices, or to none",
    "D-13": "one has minutes sent to everybody concerned, another saved to a shared folder",
    "D-17": "one covers social care only, another every services contract",
    "D-18": "the documents ask the same of every contract, or by its tier and risk",
    "D-21": "value for money is asked about in the full review, through the whole life, or by tier",
    "D-22": "senior management hears of each issue, by monthly and board reports, or not at all",
    "D-23": "what follows an early termination is said by one document and not by the others",
    "D-24": "standards stand in the specification, in a service level agreement, or in the contract",
    "D-26": "one has no risk log, another looks at one at its longer meetings, the standards have eight kinds of risk",
    "J-08": "no number is given for the earliest opportunity, nor for reports on progress; who signs is not said",
    "N-01": "at least two meetings are recommended, and two are the standard: two or more count as kept",
    "N-02": "Legal Services carry out an early termination, and a table has the Service Manager do it",
    "N-08": "a notice is thought of after a meeting, though issues are raised at once: it may follow any issue",
    "N-10": "bi-annual may mean twice a year or every second year; longer meetings come besides the others or for one",
    "N-12": "ten business days may limit the asking for a meeting, or the meeting: taken to limit the meeting",
    "N-16": "the review of value for money leaves out Gold, where another review names three tiers",
    "N-20": "the text limits reviews of governance to contracts in trouble; its table does not",
    "N-26": "to vary the procedure may mean to change it, or to let one step be left out once: read as both",
}
DOCUMENTS = {
    "HCC": "Hampshire County Council, contract management procedure for social care contracts; then its section, or a "
    "row of its appendix (A)",
    "TVP": "Police and Crime Commissioner for Thames Valley, Contract Management Strategy; then its section",
    "CPC307": "occupational standard, unit CPC 307, contribute to planning contract implementation; then what it says "
    "of each outcome (A to D), of knowledge (K), scope (S), values (V), and of itself",
    "CPC308": "occupational standard, unit CPC 308, contribute to planning, monitoring and managing resources; then as "
    "the other unit",
    "IMP": "plan to improve supplier management; then its paragraph",
}
"""What the first letters of a citation stand for: the documents that the procedures rest on."""
_MARK = re.compile(r"\b[DNJ]-\d{2}\b")


DEPARTURES = {
    "Remarked": "the procedure advises it and asks for no reason: nobody had to acknowledge it, and it stays on file",
    "Explained": "it was acknowledged before the entry was recorded, and a reason is on record",
    "No reason given": "it was acknowledged before the entry was recorded; a reason was asked for, and none was given",
    "Authorised": "an office entitled to had authorised it before it was done",
    "Ratified": "an office entitled to approved it afterwards",
    "Refused": "an office entitled to refused to ratify it",
    "Authority only claimed": "whoever recorded it said that it was authorised; no authorisation is on file",
    "Not authorised": "nobody has authorised it, ratified it or refused it",
    "Purported": "nothing lifts the rule: the act stands on file, without the effect the procedure would have given it",
    "On file since": "what was missing when it was recorded has come on file since",
    "Explained since": "no reason was given when it was recorded, and what was added to it since is taken for one",
}
"""How a departure stands (ledger/departures.py), by what its tag says (macros/lines.html)."""


def marks_in(text: str) -> set[str]:
    """Return the marks that a text has."""
    return set(_MARK.findall(text))


def explained(texts: Iterable[str | None]) -> tuple[tuple[str, str], ...]:
    """Return (mark, what it means) of every mark in these texts, in order."""
    found = {mark for text in texts if text for mark in marks_in(text)}
    return tuple((mark, MEANT[mark]) for mark in sorted(found & MEANT.keys()))


class Meant(Frozen):
    """One mark, and what it means."""

    mark: str
    words: str


class MarksMeant(Frozen):
    """Every mark that is printed on pages and in answers."""

    documents: tuple[Meant, ...]
    conditions: tuple[Meant, ...]
    """Those of one procedure; another may not ask for one, or have another force for it."""
    procedure: str
    unclear: tuple[Meant, ...]
    departures: tuple[Meant, ...] = ()
    """How a departure from procedure stands, as its tag has it."""


def every_mark(procedure: Procedure) -> MarksMeant:
    """Return what every mark means, the conditions by their titles in a procedure. Pure."""
    return MarksMeant(
        documents=tuple(Meant(mark=mark, words=words) for mark, words in DOCUMENTS.items()),
        conditions=tuple(Meant(mark=one.id, words=one.title) for one in procedure.conditions),
        procedure=procedure.title,
        unclear=tuple(Meant(mark=mark, words=words) for mark, words in MEANT.items()),
        departures=tuple(Meant(mark=mark, words=words) for mark, words in DEPARTURES.items()),
    )
