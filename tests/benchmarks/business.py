"""The daily business of a contract, for as long as wanted: calls, complaints, issues, meetings, invoices, corrections.

Rounds of some thirty entries, each entry naming what earlier ones began, as the ledger would have numbered it. They
are not put before the rules one by one, which would take an hour for the longest files; that the rules take them
shows in tests/test_made_up_ledger.py.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from ledger.contract_file import ContractFile
from ledger.dates.span import Span
from ledger.entry import Account, Actor, Entry, Money, Recorded
from ledger.subjects.actions import ActionAssigned, ActionCompleted, CorrectiveActionTaken
from ledger.subjects.contacts import ContactLogged, ConversationSummarySent
from ledger.subjects.feedback import ComplaintHandlingReviewed, ComplaintReceived, ComplimentReceived
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, IssueReopened, IssueResolved
from ledger.subjects.meetings import (
    AgendaItemConsidered,
    Attendee,
    MeetingCancelled,
    MeetingHeld,
    MeetingMinutesCirculated,
    MeetingMinutesRecorded,
    MeetingRescheduled,
    MeetingScheduled,
)
from ledger.subjects.payments import InvoiceReceived, OrderPlaced, PaymentCertified, PaymentMade
from ledger.subjects.performance import ActivityRecorded, DataReturnReceived
from ledger.subjects.records import DocumentFiled, EntryCorrected, EntryStruckOut, EntrySupplemented, NoteMade
from ledger.words import Document, Said
from tests.benchmarks.papers import PAPERS, digest

FIRST, DAYS = date(2026, 6, 8), 20  # the days that all rounds of a file are spread over
LATE = 0.04  # of the notes and calls: written down weeks after the day
CASE = "CASE HERE"
"""Stands in words for a number that is the file's own, so that words can be looked for that few files have."""
CLERK = Account(account="j.petrie", name="Joan Petrie")
ANN = Actor(person="Ann Ashe", office="lead-officer")
COLIN = Actor(person="Colin Marsh", office="contract-support-officer")
PRIYA = Actor(person="Priya Nair", office="provider-contract-manager", party="provider")
_WHAT = """
visit call meal delivery hoist medication review rota key door ramp bath evening morning weekend respite carer driver
nurse kitchen office invoice statement assessment plan training record alarm vehicle bed chair transfer
"""
_HOW = """
missed late early cancelled refused repeated unexplained unrecorded doubled shortened moved swapped disputed praised
forgotten unsafe cold noisy incomplete overcharged underpaid unsigned mislaid postponed
"""
_WHERE = """
Marlchester Northmoor Southquay Eastfield Westbridge Millford Ashdown Birchwood Claybrook Denholm Elmstead Farnley
Gorse Harbour Ivybank Juniper Kingsmead Larkhill
"""
_PARTS = [words.split() for words in (_WHAT, _HOW, _WHERE)]


class Business:
    """Goes on where a file has got to. `rounds` is how many rounds are spread over the days."""

    def __init__(self, file: ContractFile, seed: int, entries: int) -> None:
        self._chance = random.Random(seed)
        self._position = file.position
        self._file = file
        self._numbers: dict[str, int] = {}
        self._per_day = max(entries // DAYS, 1)
        self._at = 0

    def entries(self) -> Iterator[Recorded]:
        """Yield entry after entry, without end."""
        while True:
            for entry in self._round():
                yield self._recorded(entry)

    def _recorded(self, entry: Entry) -> Recorded:
        self._position += 1
        self._at += 1
        prefix = entry.begins()
        given = None
        if prefix:
            last = self._numbers.get(prefix)
            if last is None:
                last = int(self._file.next_id(prefix).partition("-")[2]) - 1
            self._numbers[prefix] = last + 1
            given = f"{prefix}-{last + 1:03}"
        at = datetime(2026, 7, 1, tzinfo=UTC)
        return Recorded(entry, UUID(int=0), self._position, at, CLERK, given_id=given)

    def _last(self, prefix: str) -> str:
        return f"{prefix}-{self._numbers[prefix]:03}"

    def _day(self, *, late: bool = False) -> date:
        day = FIRST + timedelta(days=min(self._at // self._per_day, DAYS))
        return day - timedelta(days=self._chance.randint(3, 40)) if late else day

    def _words(self, about: str = "") -> Said:
        chance = self._chance
        case = f", {CASE}" if chance.random() < 0.3 else ""
        choose = [[chance.choice(words) for words in _PARTS] for _ in range(3)]
        parts = (f"{what} {how} at {where}" for what, how, where in choose)
        return Said(f"{about or 'Told'}: {'; '.join(parts)}{case}. The scheduler says the rota was changed.")

    def _personal(self, about: str) -> Said:
        words = self._words(about)
        return Said(words.value, f"P-{self._chance.randint(1, 400):04}") if self._chance.random() < 0.3 else words

    def _paper(self, title: str) -> Said:
        return Said(Document(digest(self._chance.randrange(PAPERS)), title))

    def _late(self) -> bool:
        return self._chance.random() < LATE

    def _round(self) -> Iterator[Entry]:
        """What happens in some days, more or less; the next entry is asked for when the one before has its place."""
        yield self._call("to-provider", late=self._late())
        yield ComplaintReceived(happened_on=self._day(), whose="family", subject=self._personal("Complaint"))
        yield IssueRaised(happened_on=self._day(), nature=self._words("Issue"), standards=("M1",), by=ANN)
        issue = self._last("ISS")
        yield IssueNotifiedToProvider(
            happened_on=self._day(), issue=issue, means="e-mail", words=self._words("To you"), by=ANN
        )
        yield self._call("from-provider", late=self._late())
        yield ConversationSummarySent(happened_on=self._day(), contact=self._last("CON"), words=self._words("Summary"))
        yield NoteMade(
            happened_on=self._day(late=self._late()), words=self._words("Note"), by=ANN,
            exhibits=(self._paper("Letter"),),
        )  # fmt: skip
        note, noted = self._position, self._day()
        yield from self._money()
        yield ActionAssigned(happened_on=self._day(), description=self._words("To do"), owner=COLIN, issue=issue)
        action = self._last("ACT")
        yield NoteMade(happened_on=self._day(late=self._late()), words=self._words("Note"), by=COLIN)
        yield from self._meeting()
        yield ActionCompleted(happened_on=self._day(), action=action, words=self._words("Done"))
        yield IssueResolved(happened_on=self._day(), issue=issue, words=self._words("Put right"), by=ANN)
        if self._chance.random() < 0.1:
            yield IssueReopened(happened_on=self._day(), issue=issue, reason=self._words("Came back"))
        yield ComplaintHandlingReviewed(happened_on=self._day(), complaint=self._last("CMP"), judgement="satisfactory")
        yield from self._month()
        again = NoteMade(happened_on=noted, words=self._words("Corrected"), by=ANN)
        yield EntryCorrected(happened_on=self._day(), position=note, reason=Said("The wrong street"), replacement=again)
        if self._chance.random() < 0.2:
            yield self._call("other", late=False)
            yield EntryStruckOut(happened_on=self._day(), position=self._position, reason=Said("Another contract's"))

    def _call(self, direction: str, *, late: bool) -> Entry:
        return ContactLogged(
            happened_on=self._day(late=late), direction=direction, means="call",  # type: ignore[arg-type]  # checked by pydantic
            participants=(ANN, PRIYA), summary=self._personal("Call"), by=ANN,
        )  # fmt: skip

    def _money(self) -> Iterator[Entry]:
        amount = Money(pence=self._chance.randint(10_000, 9_000_000))
        yield InvoiceReceived(happened_on=self._day(), number=f"I-{self._position}", amount=amount)
        invoice = self._last("INV")
        if self._chance.random() < 0.5:
            yield PaymentCertified(happened_on=self._day(), amount=amount, invoice=invoice, by=ANN)
        yield PaymentMade(happened_on=self._day(), amount=amount, invoice=invoice)

    def _meeting(self) -> Iterator[Entry]:
        yield MeetingScheduled(happened_on=self._day(), planned_for=self._day(), by=ANN)
        meeting = self._last("MTG")
        people = tuple(Attendee(person=each.person, office=each.office, party=each.party) for each in (ANN, PRIYA))
        yield MeetingHeld(happened_on=self._day(), meeting=meeting, attendees=people, by=ANN)
        yield AgendaItemConsidered(
            happened_on=self._day(), meeting=meeting, item="service-issues", discussion=self._words("Discussed")
        )
        yield MeetingMinutesRecorded(happened_on=self._day(), meeting=meeting, document=self._paper("Minutes"))
        yield MeetingMinutesCirculated(happened_on=self._day(), meeting=meeting, recipients=(ANN, PRIYA))

    def _month(self) -> Iterator[Entry]:
        day = self._day()
        period = Span(first=day - timedelta(days=30), last=day)
        yield DataReturnReceived(
            happened_on=day, period=period, recipients=self._chance.randint(10, 400), complete=True,
            document=self._paper("Return"),
        )  # fmt: skip
        yield ActivityRecorded(happened_on=day, period=period, measure="visits", target="100", actual="97.2")
        what = self._chance.random()
        if what < 0.3:
            yield ComplimentReceived(happened_on=day, whose="family", subject=self._personal("Thanks"))
        elif what < 0.5:
            yield OrderPlaced(happened_on=day, number=f"O-{self._position}", description=self._words("Ordered"))
        elif what < 0.7:
            yield CorrectiveActionTaken(happened_on=day, description=self._words("Mended"), by=ANN)
        elif what < 0.9:
            yield EntrySupplemented(happened_on=day, position=self._position, words=self._words("Also"))
        elif what < 0.95:
            yield DocumentFiled(
                happened_on=day, document=self._paper("Log of calls"), title="Log of calls", document_kind="other"
            )
        else:
            yield MeetingScheduled(happened_on=day, planned_for=day, by=ANN)
            meeting = self._last("MTG")
            yield MeetingRescheduled(happened_on=day, meeting=meeting, from_date=day, to_date=day + timedelta(days=7))
            yield MeetingCancelled(happened_on=day, meeting=meeting, reason=self._words("Nobody could come"))
