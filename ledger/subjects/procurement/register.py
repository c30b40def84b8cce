"""How far buying has come: the need, the route, the tenders, the award and the signatures of one contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import assert_never

from ledger.dates.working_days import dated
from ledger.entry import Frozen, Recorded
from ledger.names import counted
from ledger.organisations import Organisation
from ledger.registers import ById, Register
from ledger.subjects.procurement.entries import (
    AwardAuthorised,
    AwardRecommended,
    ContractCountersigned,
    ContractIssuedForCountersignature,
    ContractSignedByAuthority,
    NoTenderReceived,
    ProcurementAbandoned,
    ProcurementEntry,
    ProcurementOptionSelected,
    ServiceNeedEstablished,
    SingleTenderAuthorisationDecided,
    SingleTenderAuthorisationRequested,
    SingleTenderNegotiationConcluded,
    TenderAdvertised,
    TenderReceived,
    TendersEvaluated,
    TendersInvited,
    UnsuccessfulTenderersNotified,
)


class SingleTender(Frozen):
    """A request to negotiate with one provider alone, and what became of it."""

    id: str
    position: int = 0
    on: date | None = None
    provider: Organisation | None = None
    reported: bool = False
    """Whether the report that asks for authority is with it."""
    decided: tuple[tuple[date, str, int], ...] = ()
    """(day, granted or refused, position) of each decision."""


class Bid(Frozen):
    """A tender that came in."""

    id: str
    tender: str
    position: int
    on: date
    at: time | None
    bidder: Organisation
    says: TenderReceived

    def late_for(self, tender: Tender) -> str | None:
        """Return by how much it came after the tender's closing time, in words; None where it did not."""
        return lateness(tender.closes_on, tender.closes_at, self.on, self.at)

    def may_be_late_for(self, tender: Tender) -> bool:
        """Return whether it came on the closing day and no hour says whether that was in time (HCC-A7-b)."""
        return hour_wanted(tender.closes_on, tender.closes_at, self.on, self.at)


class Tender(Frozen):
    """A competition: how it was called, and what was made of the tenders that came."""

    id: str
    position: int = 0
    on: date | None = None
    advertised: tuple[tuple[date, TenderAdvertised, int], ...] = ()
    invited: tuple[tuple[date, TendersInvited, int], ...] = ()
    closes_on: date | None = None
    """As it was said last; so the hour, which may have been said by another call."""
    closes_at: time | None = None
    none_received: tuple[tuple[date, int], ...] = ()
    """(day, position) of each time that it closed and none had come in."""
    evaluated: tuple[tuple[date, TendersEvaluated, int], ...] = ()
    told: tuple[tuple[date, tuple[str, ...], int], ...] = ()
    """(day, whose tenders, position) of each telling that they were not chosen."""

    @property
    def called(self) -> tuple[tuple[date, int], ...]:
        """(day, position) of each time that tenders were called for: by advertising, or by inviting some."""
        return tuple((on, position) for calls in (self.advertised, self.invited) for on, _, position in calls)

    @property
    def says_where_and_until_when(self) -> bool:
        """Whether it is on file where it was advertised, and until when tenders are received (HCC-A7-c)."""
        return self.closes_on is not None and any(said.channels for _, said, _ in self.advertised)

    def told_by(self, day: date) -> set[str]:
        """Return whose tenders had been answered with a no by a day."""
        return {bid for on, bids, _ in self.told if on <= day for bid in bids}


class Award(Frozen):
    """An award recommended, and whether it was authorised."""

    id: str
    position: int = 0
    on: date | None = None
    says: AwardRecommended | None = None
    authorised: tuple[tuple[date, int], ...] = ()
    """(day, position) of each authorisation, by whomever; which of them stand: ledger/awards.py."""
    given_up: tuple[date, int] | None = None

    @property
    def bid(self) -> str | None:
        """The tender it accepts."""
        return self.says.bid if self.says else None


class SentOut(Frozen):
    """The contract sent out to be countersigned."""

    on: date
    wanted_back_by: date | None
    position: int
    sent_to: str | None


class CameBack(Frozen):
    """The contract come back countersigned."""

    on: date
    position: int
    signatory: str | None
    sent_out: int | None
    """The entry by which it had been sent out."""


@dataclass(slots=True)
class Procurement(Register[ProcurementEntry]):
    """How the contract comes, or came, to be bought."""

    need: ServiceNeedEstablished | None = None
    need_position: int = 0
    routes: list[tuple[date, ProcurementOptionSelected, int]] = field(default_factory=list)
    """(day, route, position) of each choice of a route."""
    single_tenders: ById[SingleTender] = field(default_factory=lambda: ById(SingleTender))
    negotiations: list[tuple[date, SingleTenderNegotiationConcluded, int]] = field(default_factory=list)
    tenders: ById[Tender] = field(default_factory=lambda: ById(Tender))
    bids: dict[str, Bid] = field(default_factory=dict)
    awards: ById[Award] = field(default_factory=lambda: ById(Award))
    signed: list[tuple[date, int]] = field(default_factory=list)
    """(day, position) of each signature for the authority."""
    issued: list[SentOut] = field(default_factory=list)
    """Each sending out to be countersigned; those to the provider are told in ledger/countersigning.py."""
    countersigned: list[CameBack] = field(default_factory=list)
    abandoned: list[tuple[date, bool, int]] = field(default_factory=list)
    """(day, whether begun anew, position) of each time all of it was given up."""

    def enter(self, entry: ProcurementEntry, recorded: Recorded) -> None:
        on, position, given = entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case ServiceNeedEstablished():
                self.need, self.need_position = entry, position
            case ProcurementOptionSelected():
                self.routes.append((on, entry, position))
            case SingleTenderAuthorisationRequested():
                reported = entry.report is not None or bool(entry.exhibits)
                self.single_tenders.change(given, position=position, on=on, provider=entry.provider, reported=reported)
            case SingleTenderAuthorisationDecided():
                self.single_tenders.add(entry.request, decided=(on, entry.decision, position))
            case SingleTenderNegotiationConcluded():
                self.negotiations.append((on, entry, position))
            case TenderAdvertised():
                self.tenders.add(entry.tender or given, advertised=(on, entry, position))
                self._called(entry.tender or given, entry, position)
            case TendersInvited():
                self.tenders.add(entry.tender or given, invited=(on, entry, position))
                self._called(entry.tender or given, entry, position)
            case TenderReceived():
                self.bids[given] = Bid(
                    id=given, tender=entry.tender, position=position, on=on, at=entry.happened_at,
                    bidder=entry.bidder, says=entry,
                )  # fmt: skip
            case NoTenderReceived():
                self.tenders.add(entry.tender, none_received=(on, position))
            case TendersEvaluated():
                self.tenders.add(entry.tender, evaluated=(on, entry, position))
            case UnsuccessfulTenderersNotified():
                self.tenders.add(entry.tender, told=(on, entry.told, position))
            case AwardRecommended():
                self.awards.change(given, position=position, on=on, says=entry)
            case AwardAuthorised():
                self.awards.add(entry.recommendation, authorised=(on, position))
            case ContractSignedByAuthority():
                self.signed.append((on, position))
            case ContractIssuedForCountersignature():
                sent_to, by = entry.sent_to, entry.wanted_back_by
                self.issued.append(SentOut(on=on, wanted_back_by=by, position=position, sent_to=sent_to))
            case ContractCountersigned():
                who, sent_out = entry.signatory, entry.sent_out
                self.countersigned.append(CameBack(on=on, position=position, signatory=who, sent_out=sent_out))
            case ProcurementAbandoned():
                if entry.recommendation:
                    self.awards.change(entry.recommendation, given_up=(on, position))
                else:
                    self.abandoned.append((on, entry.begun_anew, position))
            case _:
                assert_never(entry)

    def _called(self, tender: str, entry: TenderAdvertised | TendersInvited, position: int) -> None:
        held = self.tenders.known(tender)
        if held.on is None:
            self.tenders.change(tender, on=entry.happened_on, position=position)
        before = [call for call in held.called if call < (entry.happened_on, position)]
        if before and max(before) <= self.begun:  # called again since buying was begun anew, it closes by that call
            self.tenders.change(tender, closes_on=None, closes_at=None)
        # What a call leaves out stays as it was said before (HCC-A7-b).
        if entry.closes_on is not None:
            self.tenders.change(tender, closes_on=entry.closes_on)
        if entry.closes_at is not None:
            self.tenders.change(tender, closes_at=entry.closes_at)

    # --- what is asked of it --------------------------------------------------------------------------------------

    def route(self, day: date) -> str | None:
        """Return the route last chosen by a day, None where none was."""
        return next((entry.option for on, entry, _ in reversed(self.routes) if on <= day), None)

    @property
    def turned(self) -> tuple[date, int]:
        """(day, position) at which buying last took another way: of the last choice of another route than that chosen
        last, or of what it was begun anew after; before all others where it never did."""
        chosen = self.routes[-1][1].option if self.routes else None
        others = [(on, position) for on, entry, position in self.routes if entry.option != chosen]
        return max([*others, self.begun])

    @property
    def begun(self) -> tuple[date, int]:
        """(day, position) of what buying was last begun anew after: all of it given up, or what the route last chosen
        had led to come to nothing before it was chosen again; before all others where it never was (docs/adr/0295)."""
        if not self.routes:
            return max(self._given_up(), default=(date.min, 0))
        on, chosen, position = self.routes[-1]
        nothing = (one for one in self._came_to_nothing(chosen.option) if one < (on, position))
        return max([*self._given_up(), *nothing], default=(date.min, 0))

    def turns_at(self, option: str) -> tuple[date, int] | None:
        """Return (day, position) of what a route that is chosen after all there is takes another way from: a choice of
        another route, or what this one had led to and came to nothing; None where it takes none."""
        if not self.routes:
            return None
        others = ((on, position) for on, entry, position in self.routes if entry.option != option)
        return max([*others, *self._given_up(), *self._came_to_nothing(option)], default=None)

    def _given_up(self) -> list[tuple[date, int]]:
        return [(on, position) for on, _, position in self.abandoned]

    def _came_to_nothing(self, option: str) -> list[tuple[date, int]]:
        """Each time that what a route led to came to nothing: tenders were evaluated without award, or none came in; a
        single tender was refused or its negotiation failed."""
        if option == "competition":
            awards = [award.bid for award in self.awards.values() if award.given_up is None]
            awarded = {self.bids[bid].tender for bid in awards if bid in self.bids}
            evaluated = (one.evaluated for one in self.tenders.values() if one.id not in awarded)
            unanswered = (none for one in self.tenders.values() for none in one.none_received if self._stood(one, none))
            return [*((on, position) for each in evaluated for on, _, position in each), *unanswered]
        decided = (one.decided[-1] for one in self.single_tenders.values() if one.decided)
        refused = [(on, position) for on, decision, position in decided if decision == "refused"]
        failed = [(on, position) for on, said, position in self.negotiations[-1:] if said.outcome == "not-agreed"]
        return [*refused, *failed]

    def called_now(self) -> tuple[date, int] | None:
        """Return (day, position) of the first call for the tenders that are out since buying was last begun anew; None
        where none are."""
        return min((one for tender in self.tenders.values() for one in tender.called if one > self.begun), default=None)

    def given_up(self, day: date) -> bool:
        """Return whether, by a day, all of it had been given up and not begun anew: it is by saying so, and by choosing
        a route after that."""
        last = max(((on, position, anew) for on, anew, position in self.abandoned if on <= day), default=None)
        chosen = ((on, position) for on, _, position in self.routes if on <= day)
        return last is not None and not last[2] and not any(one > last[:2] for one in chosen)

    def bids_for(self, tender: str) -> list[Bid]:
        """Return the tenders that came in for a competition, in the order they came."""
        return [bid for bid in self.bids.values() if bid.tender == tender]

    def unanswered(self, tender: Tender) -> tuple[date, int] | None:
        """Return (day, position) of the entry by which no tender came in for a competition as it was last called; None
        where there is none, or one is on file that was not late (HCC-A7-a)."""
        last = max(tender.none_received, default=None)
        if last is None or last < max(tender.called, default=last):
            return None
        return last if self._stood(tender, last) else None

    def _stood(self, tender: Tender, none: tuple[date, int]) -> bool:
        """Whether that no tender came in stands: none is on file as in time that came before the next call for it."""
        again = min((call for call in tender.called if call > none), default=(date.max, 0))
        return not any((bid.on, bid.position) < again for bid in self.in_time(tender))

    def in_time(self, tender: Tender) -> list[Bid]:
        """Return the tenders that came in for a competition and, as far as the file shows, not after it closed."""
        return [bid for bid in self.bids_for(tender.id) if bid.late_for(tender) is None]

    def too_soon(self, evaluation: TendersEvaluated) -> str | None:
        """Return in words why tenders cannot have been evaluated on the day they are said to have been: the competition
        had not closed, or one that was scored had not been opened; None where they can (HCC-A8-a). That no tender is on
        file as received shows nothing of when they were in."""
        tender, day = self.tenders.known(evaluation.tender), evaluation.happened_on
        if tender.closes_on is not None and day < tender.closes_on:
            return f"{tender.id} closes on {dated(tender.closes_on)}"
        scored = [self.bids[bid] for bid in dict.fromkeys(one.bid for one in evaluation.scores) if bid in self.bids]
        opened = ((bid, bid.says.opened_on) for bid in scored)
        unopened = [f"{bid.id} was opened on {dated(on)}" for bid, on in opened if on is not None and on > day]
        return "; ".join(unopened) or None

    def evaluated(self, tender: Tender) -> list[tuple[date, TendersEvaluated, int]]:
        """Return each time that a competition's tenders were evaluated, once they were in."""
        return [one for one in tender.evaluated if self.too_soon(one[1]) is None]


def lateness(closes_on: date | None, closes_at: time | None, on: date, at: time | None) -> str | None:
    """Return by how much a tender came after the closing time, in words; None where it did not, or none is set.

    On the closing day itself it is late only where both hours are on file (HCC-A7-b).
    """
    if closes_on is None or on < closes_on:
        return None
    if on > closes_on:
        days = (on - closes_on).days
        return f"{counted(days, 'day')} late"
    if at is None or closes_at is None or at <= closes_at:
        return None
    minutes = max(1, int((datetime.combine(on, at) - datetime.combine(on, closes_at)).total_seconds() // 60))
    return f"{counted(minutes, 'minute')} late"


def hour_wanted(closes_on: date | None, closes_at: time | None, on: date, at: time | None) -> bool:
    """Return whether a tender is neither in time nor late: of the closing day, which ends at an hour, and of no hour
    itself (HCC-A7-b)."""
    return on == closes_on and closes_at is not None and at is None
