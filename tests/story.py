"""Stories about one contract file, told without a database: given what is on file, when this is recorded, then.

    given(registered, raised).when(told_late).departs_from("issue.told-at-once")

Everything is judged by the ledger's own judgement and folded by its own fold; only clock and store are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from ledger.contract_file import ContractFile
from ledger.entry import Account, Actor, Entry, Recorded
from ledger.file_names import name_opened
from ledger.folding import fold
from ledger.judgement import Act, Stage, judge_together
from ledger.refusals import Invalid, Objected, Refused
from ledger.rules import Acknowledgement
from ledger.subjects.records import NoteMade
from ledger.subjects.reviews import Answer, ContractReviewCompleted
from ledger.submission import check_submitted
from ledger.words import Document, Said

ANN = Actor(person="Ann Ashe", office="lead-officer")
RUTH = Actor(person="Ruth Reed", office="representative")
COUNTY = Actor(person="Cleo County", office="county-manager-contracts")
LEGAL = Actor(person="Lena Lawson", office="legal-services")
PIA = Actor(person="Pia Prior", office="provider-contract-manager", party="provider")
CLERK = Account(account="clerk", name="Clive Clerk")
COLLEAGUE = Account(account="colleague", name="Cora Colleague")
PROVIDER = Account(account="provider", name="Priya Provider", party="provider")
TODAY = date(2026, 11, 20)
_FILE = UUID(int=1)
SURVEYED = Said(Document("cd" * 32, "What users said"))
"""A paper with the registration of a contract: the survey that `reviewed` names as entry 1."""
_OPENED = Recorded(
    NoteMade(happened_on=date(2020, 1, 1), words=Said("The file was opened.")), _FILE, 1,
    datetime(2020, 1, 1, tzinfo=UTC), CLERK,
)  # fmt: skip


@dataclass(slots=True)
class Story:
    """What is on file, and what came of the last thing recorded."""

    file: ContractFile = field(default_factory=lambda: fold(()))
    last: Recorded | None = None
    error: Invalid | Refused | Objected | None = None
    objections: tuple[str, ...] = ()
    called: str = "C-1"
    """The name of the file."""

    def when(
        self, entry: Entry, *, acknowledging: tuple[Acknowledgement | str, ...] = (), account: Account = CLERK,
        today: date = TODAY, acknowledge_all: bool = True,
    ) -> Story:  # fmt: skip
        """Record one more entry; the story that comes of it. Departures are acknowledged unless told otherwise."""
        stage = Stage(_FILE, self.file)
        given = tuple(Acknowledgement(rule=a) if isinstance(a, str) else a for a in acknowledging)
        at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=self.file.position)
        try:
            check_submitted(entry, today)
            [made, *_] = judge_together(
                [Act(self.called, entry, given)], {self.called: stage}, account, acknowledge_all=acknowledge_all, at=at
            )
        except (Invalid, Refused, Objected) as error:
            return Story(self.file, None, error, tuple(o.rule for o in getattr(error, "objections", ())), self.called)
        return Story(stage.file, made, None, tuple(d.rule for d in made.departures), self.called)

    def then(self, holds: Callable[[ContractFile], Any]) -> Story:
        """Expect the entry to be recorded and the file to be so."""
        self.recorded()
        assert holds(self.file), f"the file is not so: {holds}"
        return self

    def recorded(self) -> Story:
        """Expect the entry to be recorded."""
        assert self.error is None, f"not recorded: {self.error}"
        return self

    def refused(self, rule: str, *words: str) -> Story:
        """Expect it to be refused as contradicting the file ("invalid": as not well formed), saying these words."""
        assert self.error is not None, "it was recorded"
        if rule == "invalid":
            assert isinstance(self.error, Invalid), self.error
        else:
            assert isinstance(self.error, Refused), self.error
            assert rule in self.objections, f"{self.objections}: {self.error}"
        for word in words:
            assert word in str(self.error), f"{word!r} is not in: {self.error}"
        return self

    def asked(self, *rules: str) -> Story:
        """Expect it not to be recorded until these departures are acknowledged."""
        assert isinstance(self.error, Objected), f"not asked: {self.error}"
        assert set(rules) <= set(self.objections), self.objections
        return self

    def departs_from(self, *rules: str) -> Story:
        """Expect it to be recorded with these departures, among others."""
        self.recorded()
        assert set(rules) <= set(self.objections), f"it departs from {self.objections}"
        return self

    def keeps(self, *rules: str) -> Story:
        """Expect it to be recorded without departing from these."""
        self.recorded()
        assert not set(rules) & set(self.objections), f"it departs from {self.objections}"
        return self


def changed(entry: Any, **parts: Any) -> Any:
    """Return an entry with other parts."""
    return entry.model_copy(update=parts)


def given(*entries: Entry, account: Account = CLERK) -> Story:
    """The file with these entries on it, recorded in this order, their departures acknowledged.

    A file that is not opened by the first of them has been opened already: that is entry 1.
    """
    opens = bool(entries) and entries[0].opens
    called = name_opened(entries[0]) if opens else "C-1"
    story = Story(called=called) if opens else Story(fold([_OPENED]))
    for entry in entries:
        story = story.when(entry, account=account).recorded()
    return story


def reviewed(day: date) -> ContractReviewCompleted:
    """A full review, every question answered, and users' surveys referred to: the contract is not renewed."""
    yes, no = Answer(conclusion="yes"), Answer(conclusion="no")
    return ContractReviewCompleted(
        happened_on=day, needs_met=yes, specification_change=no, value_for_money=yes, renew=no,
        survey_evidence=(1,),
    )  # fmt: skip
