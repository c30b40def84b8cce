"""What procedure asks of tenders: as they are called for, received and opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.names import few, name_key
from ledger.organisations import same_organisation
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.procurement.entries import StandingOrdersCheck, TenderAdvertised, TenderReceived, TendersInvited
from ledger.subjects.procurement.register import Tender, hour_wanted, lateness
from ledger.subjects.procurement.rules.route import CALLING

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _strategy_unsaid(file: ContractFile, entry: TenderAdvertised | TendersInvited, procedure: Procedure) -> str | None:
    tender = file.procurement.tenders.get(entry.tender or "")
    before = (*tender.advertised, *tender.invited) if tender else ()
    if any(said.strategy_made_known for said in (entry, *(said for _, said, _ in before))):
        return None
    return "it is not on file that the tender papers make known how the authority manages its contracts"


def _not_checked(
    file: ContractFile, entry: TenderAdvertised | TendersInvited | TenderReceived, procedure: Procedure
) -> str | None:
    checks, shown, denied = entry.standing_orders, tuple[str, ...](), tuple[str, ...]()
    at: str | None = "invitation"
    if isinstance(entry, TenderReceived):
        at, shown, denied = "receipt", receipt_shows(file.procurement.tenders.get(entry.tender), entry), denies(entry)
    elif isinstance(entry, TenderAdvertised):
        at = None  # what is asked for is looked at when tenders are invited
    if all(check.kept for check in checks) and not any(row.at == at for row in procedure.tender_checks):
        return NOT_IN_POINT
    return unkept(checks, at, procedure, shown, denied)


def receipt_shows(tender: Tender | None, bid: TenderReceived) -> tuple[str, ...]:
    """Return what the facts of a tender's own entry show of how it was received and opened (HCC-A7-b)."""
    shown = ["hour-of-receipt"] if bid.happened_at is not None else []
    if tender is not None and tender.closes_on is not None and bid.opened_on is not None:
        closing, opened = (tender.closes_on, tender.closes_at), (bid.opened_on, bid.opened_at)
        the_same_day = opened[1] is not None and closing[1] is not None and opened[1] >= closing[1]
        if opened[0] > closing[0] or (opened[0] == closing[0] and the_same_day):
            shown.append("opened-after-closing")
    if _openers(bid) >= 2:
        shown.append("opened-by-two")
    return tuple(shown)


def denies(bid: TenderReceived) -> tuple[str, ...]:
    """Return what a tender's own entry has otherwise than a tick would: who opened it is named, and is one alone."""
    return ("opened-by-two",) if _openers(bid) == 1 else ()


def _openers(bid: TenderReceived) -> int:
    return len({name_key(actor.person) for actor in bid.opened_by})


def check_title(item: str, procedure: Procedure) -> str:
    """Return what a check of standing orders is called: its title in the procedure, else its own words."""
    key = name_key(item)
    titles = (row.title for row in procedure.tender_checks if key in (name_key(row.id), name_key(row.title)))
    return next(titles, item)


def unkept(
    checks: Sequence[StandingOrdersCheck], at: str | None, procedure: Procedure,
    shown: Collection[str] = (), denied: Collection[str] = (),
) -> str | None:  # fmt: skip
    """Return which checks of standing orders were not made, and which not kept, in words; None where all were kept.

    Those that the procedure asks for `at` a time, and of others, which standing orders have as well, each that was not
    kept; of what was ticked off twice counts the last. `shown`: what other facts on file show kept, which nobody has to
    tick off besides (`shown_by` of a check); `denied`: what they have otherwise, which no tick shows kept.
    """
    wanted = {
        name_key(row.title): (row.title, True if row.shown_by in shown else None)
        for row in procedure.tender_checks if row.at == at
    }  # fmt: skip
    titles = [(check_title(check.item, procedure), check.kept) for check in checks]
    looked_at = wanted | {name_key(title): (title, kept) for title, kept in titles}
    unsaid = [title for title, kept in looked_at.values() if kept is None]
    failed = [title for title, kept in looked_at.values() if kept is False]
    otherwise = {row.title for row in procedure.tender_checks if row.at == at and row.shown_by in denied}
    ticked = [title for title, kept in looked_at.values() if kept and title in otherwise]
    said = [f"not on file: {'; '.join(unsaid)}"] if unsaid else []
    said += [f"not kept: {'; '.join(failed)}"] if failed else []
    said += [f"ticked, and otherwise by what the entry says: {'; '.join(ticked)}"] if ticked else []
    return ". ".join(said) or None


def _closes_otherwise(file: ContractFile, entry: TenderAdvertised | TendersInvited, procedure: Procedure) -> str | None:
    """Of a tender that was out before; one called for again after buying was begun anew closes by that call."""
    tender = file.procurement.tenders.get(entry.tender or "")
    if tender is None or not tender.called or max(tender.called) <= file.procurement.begun:
        return NOT_IN_POINT
    if entry.closes_on is None and tender.closes_on is not None and entry.happened_on > tender.closes_on:
        closed = f"it calls {tender.id} after {dated(tender.closes_on)}, when it was said to close"
        return f"{closed}, and does not say on which day it closes now"
    said = [(tender.closes_on, entry.closes_on), (tender.closes_at, entry.closes_at)]
    both = [(before, now) for before, now in said if before is not None and now is not None]
    if all(before == now for before, now in both):
        return None if both else NOT_IN_POINT
    before, now = _closing(tender.closes_on, tender.closes_at), _closing(entry.closes_on, entry.closes_at)
    return f"it closes {tender.id} {now}; it was said to close {before}"


def _advertised_without(file: ContractFile, entry: TenderAdvertised, procedure: Procedure) -> str | None:
    """Where it was placed, and until when tenders are received: by itself, or as was said of the tender before."""
    tender = file.procurement.tenders.get(entry.tender or "")
    closes = entry.closes_on or (tender.closes_on if tender else None)
    missing = [what for said, what in ((entry.channels, "where it was placed"), (closes, "when it closes")) if not said]
    return f"it does not say {' or '.join(missing)}" if missing else None


def _closing(on: date | None, at: time | None) -> str:
    return " ".join(filter(None, (f"on {dated(on)}" if on else "", f"at {at:%H:%M}" if at else "")))


def _late(file: ContractFile, entry: TenderReceived, procedure: Procedure) -> str | None:
    tender = file.procurement.tenders.get(entry.tender)
    if tender is None or entry.accepted is False or _hour_wanted(tender, entry):
        return NOT_IN_POINT
    over = lateness(tender.closes_on, tender.closes_at, entry.happened_on, entry.happened_at)
    return f"it came {over}, and it is not said that it was left out" if over else None


def _hour_wanted(tender: Tender, entry: TenderReceived) -> bool:
    return hour_wanted(tender.closes_on, tender.closes_at, entry.happened_on, entry.happened_at)


def _hourless(file: ContractFile, entry: TenderReceived, procedure: Procedure) -> str | None:
    tender = file.procurement.tenders.get(entry.tender)
    if tender is None or tender.closes_at is None or entry.happened_on != tender.closes_on:
        return NOT_IN_POINT
    if entry.happened_at is not None:
        return None
    if entry.accepted is False:
        return NOT_IN_POINT
    return f"it came on the day {tender.id} closed at {tender.closes_at:%H:%M}; at what hour is not said"


def _not_invited(file: ContractFile, entry: TenderReceived, procedure: Procedure) -> str | None:
    tender = file.procurement.tenders.get(entry.tender)
    invited = [one for _, call, _ in tender.invited for one in call.invited] if tender else []
    if not invited or entry.accepted is False:
        return NOT_IN_POINT
    if any(same_organisation(entry.bidder, one) for one in invited):
        return None
    return f"{entry.bidder} is none of those on file as invited: {few(list(dict.fromkeys(map(str, invited))))}"


def _opened_early(file: ContractFile, entry: TenderReceived, procedure: Procedure) -> str | None:
    tender = file.procurement.tenders.get(entry.tender)
    if tender is None or tender.closes_on is None or entry.opened_on is None:
        return NOT_IN_POINT
    early = entry.opened_on < tender.closes_on
    if hour_wanted(tender.closes_on, tender.closes_at, entry.opened_on, entry.opened_at):
        return NOT_IN_POINT  # what standing orders ask for asks for the hour
    if entry.opened_on == tender.closes_on and entry.opened_at is not None and tender.closes_at is not None:
        early = entry.opened_at < tender.closes_at
    return f"it was opened on {dated(entry.opened_on)}, before {entry.tender} closed" if early else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="tender.makes-strategy-known", citation="TVP-4.0-3", level="explain", of=CALLING,
        field="strategy_made_known", asks=True, found=_strategy_unsaid,
        sentence="The tender papers make known how the authority manages its contracts.",
    ),
    Rule(
        id="tender.by-standing-orders", citation="HCC-A7-b", level="advise", of=(*CALLING, TenderReceived),
        field="standing_orders", found=_not_checked,
        sentence="Tenders are invited and received as standing orders and the departmental procedure on contracts ask.",
    ),
    Rule(
        id="tender.closes-as-said", citation="HCC-A7-b", level="advise", of=CALLING, field="closes_on",
        sentence="A tender closes on the day and at the hour at which it was said to close.", found=_closes_otherwise,
    ),
    Rule(
        id="tender.advertised-where-and-until-when", citation="HCC-A7-c", level="advise", of=TenderAdvertised,
        field="channels", asks=True, found=_advertised_without,
        sentence="An advertisement says where it was placed, and by when tenders are to come.",
    ),
    Rule(
        id="tender.names-whom-it-invites", citation="HCC-A7-d", level="advise", of=TendersInvited, field="invited",
        sentence="It is on record who was invited to tender.",
        found=lacks("invited", found="it names nobody who was invited"),
    ),
    Rule(
        id="tender.from-one-invited", citation="HCC-A7-d", level="advise", of=TenderReceived, field="bidder",
        sentence="Where some were invited to tender, tenders are taken in from those.", found=_not_invited,
    ),
    Rule(
        id="tender.in-time", citation="HCC-A7-b", level="explain", of=TenderReceived, field="happened_at",
        sentence="A tender that comes after the closing time is left out.", found=_late,
    ),
    Rule(
        id="tender.hour-on-the-closing-day", citation="HCC-A7-b", level="advise", of=TenderReceived,
        field="happened_at", found=_hourless,
        sentence="Of a tender that comes on the day on which tenders close, the hour is on file.",
    ),
    Rule(
        id="tender.opened-after-closing", citation="HCC-A7-b", level="explain", of=TenderReceived, field="opened_at",
        sentence="Tenders are opened after the closing time.", found=_opened_early,
    ),
    Rule(
        id="tender.opened-by-whom", citation="HCC-A7-b", level="advise", of=TenderReceived, field="opened_by",
        sentence="It is on file who opened a tender.",
        found=lacks("opened_by", found="it is not said who opened it"),
    ),
)  # fmt: skip
