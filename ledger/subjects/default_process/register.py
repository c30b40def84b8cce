"""How far the default process has come, and which rights are reserved."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, assert_never

from ledger.clauses_cited import same_clause
from ledger.entry import Actor, Frozen, Recorded
from ledger.plans import complete_by
from ledger.registers import Register
from ledger.subjects.default_process.entries import (
    DefaultProcessConcluded,
    DefaultProcessEntry,
    FundamentalBreachDetermined,
    ImprovementPlanAgreed,
    IndulgenceGiven,
    Party,
    RightsReserved,
    RightsWaived,
)


class ImprovementPlan(Frozen):
    """A plan agreed on a notice."""

    id: str
    notice: str
    agreed_on: date
    ends_on: date | None
    """The day by which all of it is to be right: as stated, else that of its last step."""
    steps: int
    position: int


class Conclusion(Frozen):
    """The end of the default process on some notices."""

    notices: tuple[str, ...]
    on: date
    result: Literal["remedied", "not-remedied"]
    by: Actor | None
    position: int


class FundamentalBreach(Frozen):
    """A fundamental breach, as determined."""

    id: str
    on: date
    clause: str | None
    facts_stated: bool
    issues: tuple[str, ...]
    by: Actor | None
    advice: int | None
    position: int

    @property
    def lacks(self) -> str | None:
        """What keeps it from being the exception the procedure makes for a clear breach (HCC-9.3-d), in words."""
        if self.by is not None and self.by.is_of_the_provider:
            return "was not determined by the authority"
        missing = [what for what, there in (("clause", self.clause), ("facts", self.facts_stated)) if not there]
        return f"names no {' and no '.join(missing)}" if missing else None


class Reservation(Frozen):
    """Rights reserved: by whom, and about what."""

    on: date
    reserved_by: Party
    notice: str | None
    breach: str | None
    issues: tuple[str, ...]
    act: int | None
    position: int


class Indulgence(Frozen):
    """Something a party did not insist on."""

    on: date
    given_by: Party
    position: int


class Waiver(Frozen):
    """Rights given up: by whom, under which clause, about what."""

    on: date
    waived_by: Party
    clause: str | None
    about: tuple[str, ...]
    """The notice and the breach it is about; none for every one."""
    position: int

    def is_about(self, clause: str, about: str) -> bool:
        """Return whether it gives up the right under a clause that rests on a notice or a breach."""
        return (self.clause is None or same_clause(self.clause, clause)) and (not self.about or about in self.about)


@dataclass(slots=True)
class DefaultProcess(Register[DefaultProcessEntry]):
    """What came of the notices of one contract."""

    plans: dict[str, ImprovementPlan] = field(default_factory=dict)
    concluded: list[Conclusion] = field(default_factory=list)
    fundamental_breaches: dict[str, FundamentalBreach] = field(default_factory=dict)
    rights_reserved: list[Reservation] = field(default_factory=list)
    """Declarations of their own; words in a notice that reserve rights: ContractFile.rights_reserved."""
    waivers: list[Waiver] = field(default_factory=list)
    indulgences: list[Indulgence] = field(default_factory=list)

    def enter(self, entry: DefaultProcessEntry, recorded: Recorded) -> None:
        position, day, given_id = recorded.position, recorded.entry.happened_on, recorded.given_id or ""
        match entry:
            case ImprovementPlanAgreed():
                self.plans[given_id] = ImprovementPlan(
                    id=given_id, notice=entry.notice, agreed_on=day, ends_on=complete_by(entry),
                    steps=len(entry.steps), position=position,
                )  # fmt: skip
            case DefaultProcessConcluded():
                self.concluded.append(
                    Conclusion(notices=entry.notices, on=day, result=entry.result, by=entry.by, position=position)
                )
            case FundamentalBreachDetermined():
                self.fundamental_breaches[given_id] = FundamentalBreach(
                    id=given_id, on=day, clause=entry.clause, facts_stated=entry.facts is not None, issues=entry.issues,
                    by=entry.by, advice=entry.advice, position=position,
                )  # fmt: skip
            case RightsReserved():
                self.rights_reserved.append(
                    Reservation(
                        on=day, reserved_by=entry.reserved_by, notice=entry.notice, breach=entry.breach,
                        issues=entry.issues, act=entry.act, position=position,
                    )
                )  # fmt: skip
            case IndulgenceGiven():
                self.indulgences.append(Indulgence(on=day, given_by=entry.given_by, position=position))
            case RightsWaived():
                about = tuple(named for named in (entry.notice, entry.breach) if named)
                self.waivers.append(
                    Waiver(on=day, waived_by=entry.waived_by, clause=entry.clause, about=about, position=position)
                )
            case _:
                assert_never(entry)

    def waived(self, party: str, day: date) -> list[Waiver]:
        """Return what a party ("either": both) had given up by a day."""
        return [w for w in self.waivers if w.on <= day and party in ("either", w.waived_by)]

    def conclusion(self, notice: str, day: date) -> Conclusion | None:
        """Return how the process on a notice had ended by a day, None where it had not."""
        return next((c for c in reversed(self.concluded) if notice in c.notices and c.on <= day), None)

    def not_remedied(self, day: date) -> list[Conclusion]:
        """Return the conclusions up to a day that what was complained of was not put right."""
        return [c for c in self.concluded if c.on <= day and c.result == "not-remedied"]

    def fundamental_breach(self, day: date, issues: Collection[str] = ()) -> FundamentalBreach | None:
        """Return the fundamental breach that excepts, determined last by a day; None where there is none.

        It is one the authority found, with the term that was broken and the facts (HCC-9.3-d: a clear one). Where both
        say what they are about, it excepts only what rests on an issue it was noted as.
        """
        return next((b for b in self._determined(day, issues) if b.lacks is None), None)

    def unclear_breach(self, day: date, issues: Collection[str] = ()) -> FundamentalBreach | None:
        """Return the one determined last by a day where none by then excepts, None where there is none at all."""
        return None if self.fundamental_breach(day, issues) else next(self._determined(day, issues), None)

    def _determined(self, day: date, issues: Collection[str]) -> Iterator[FundamentalBreach]:
        made = (b for b in reversed(self.fundamental_breaches.values()) if b.on <= day)
        return (b for b in made if not issues or not b.issues or not set(b.issues).isdisjoint(issues))
