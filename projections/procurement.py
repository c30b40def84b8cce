"""Where buying a contract stands: each step, whose it is, who took it and when; the tenders, and the signatures.

Who does what is the procedure's division of work (HCC-11.1); a step nobody has taken stands beside the duty to take it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Literal, NamedTuple

from ledger.awards import stands_on
from ledger.dates.bank_holidays import NamedCountry
from ledger.division_of_work import falls_to
from ledger.entry import Actor, Entry, Frozen, Money, own
from ledger.names import name_key
from ledger.procedures.rows import CodeOfPractice
from ledger.said_since import said_in
from ledger.steps_of_buying import of_no_effect
from ledger.subjects import agreement, procurement, terms
from ledger.subjects.procurement import Bid, StandingOrdersCheck, Tender, check_title, denies, receipt_shows, unkept
from ledger.subjects.records import DocumentFiled
from projections.awards_shown import AwardShown, awards_shown
from projections.duties.procurement import of_procurement
from projections.monitoring.checklist import strategy_known
from projections.single_tender_report import HeadingOfReport, single_tender_report
from projections.view import FileView

ADVERTISED = "tender.advertised-where-and-until-when"
TENDER_HOUR = "tender.hour-on-the-closing-day"
Route = Literal["single-tender", "competition"]


class _Step(NamedTuple):
    """One step, the kinds of entry that show it taken, and the duty to take it."""

    title: str
    kinds: tuple[type[Entry], ...]
    duty: str
    route: Route | None = None
    """Of which route it is a part; None for both."""
    document: str | None = None
    """Where it is taken by filing a document: of which sort."""


STEPS: tuple[_Step, ...] = (
    _Step("Need established", (procurement.ServiceNeedEstablished,), ""),
    _Step("Route chosen", (procurement.ProcurementOptionSelected,), "procurement/route"),
    _Step("Specification prepared", (terms.ServiceSpecificationIssued,), "procurement/specification"),
    _Step("Contract documents prepared", (DocumentFiled,), "procurement/contract-draft", document="contract-draft"),
    _Step("Single tender asked for", (procurement.SingleTenderAuthorisationRequested,), "procurement/single-tender",
          "single-tender"),
    _Step("Single tender decided", (procurement.SingleTenderAuthorisationDecided,), "single-tender-decided/",
          "single-tender"),
    _Step("Negotiated", (procurement.SingleTenderNegotiationConcluded,), "negotiation/", "single-tender"),
    _Step("Tender advertised", (procurement.TenderAdvertised,), "procurement/tender", "competition"),
    _Step("Tenders invited", (procurement.TendersInvited,), "tenders-invited/", "competition"),
    _Step("Tenders received", (procurement.TenderReceived,), "tenders-received/", "competition"),
    _Step("Tenders evaluated", (procurement.TendersEvaluated,), "tenders-evaluated/", "competition"),
    _Step("Award recommended", (procurement.AwardRecommended,), "award-recommended/"),
    _Step("Award authorised", (procurement.AwardAuthorised,), "award-authorised/"),
    _Step("Those not chosen told", (procurement.UnsuccessfulTenderersNotified,), "unsuccessful-told/", "competition"),
    _Step("Signed for the authority", (procurement.ContractSignedByAuthority,), "contract-signed"),
    _Step("Sent to be countersigned", (procurement.ContractIssuedForCountersignature,), "contract-sent"),
    _Step("Came back countersigned", (procurement.ContractCountersigned,), "contract-countersigned"),
    _Step("Contract registered", (agreement.ContractRegistered, agreement.FileOpened), "contract-registered"),
    _Step("Service begun", (agreement.ContractCommenced,), ""),
)  # fmt: skip


class StepShown(Frozen):
    """One step of buying, as it stands on a day."""

    title: str
    kind: str
    """The kind of entry that records it."""
    state: Literal["done", "to-do", "not-yet", "not-needed", "left-undone"]
    """Done; to be done now; not its turn yet; no part of the route chosen; passed over by the next step
    (docs/adr/0360)."""
    falls_to: str = ""
    """The office it falls to, in words."""
    on: date | None = None
    by: str | None = None
    """Who did it, and in what office."""
    position: int | None = None
    """The entry of the last time it was done."""
    earlier: tuple[tuple[date, int], ...] = ()
    """(day, entry) of each time it was done before that: sent again, tenders evaluated again."""
    due_on: date | None = None
    """For what is to be done: by when."""
    without_authority: tuple[tuple[date, int], ...] = ()
    """(day, entry) of each time it was done without authority, which counts only once it is ratified (HCC-A4-b,
    HCC-A5-a, HCC-A9-a)."""


class BidShown(Frozen):
    """One tender that came in."""

    id: str
    position: int
    bidder: str
    on: date
    at: time | None
    late: str | None
    """By how much it came after the closing time."""
    hour_wanted: bool = False
    """Whether it is not known if it came in time: it came on the closing day, and no hour is on file."""
    hour_said_at: int | None = None
    """The entry that says something of that hour since."""
    taken_in: bool | None
    opened: str | None
    """When it was opened, and by whom."""
    price: Money | None
    scores: tuple[str, ...] = ()
    """What it scored, criterion by criterion."""
    not_checked: str | None
    """What standing orders ask for that is not on file, or was not kept."""
    said_of_checks: tuple[str, ...] = ()
    """How one thing or another that they ask for was kept, or why not, as it was put on record."""
    chosen: bool
    told_on: date | None = None
    """When it was told that it was not chosen."""


class TenderShown(Frozen):
    """One competition."""

    id: str
    position: int
    channels: tuple[str, ...]
    invited: tuple[str, ...]
    closes_on: date | None
    closes_at: time | None
    closing_said_at: int | None
    """The entry that says since where it was advertised and until when, of one that did not; None where none does."""
    strategy_made_known: bool
    """Whether the tender papers make known how the authority manages its contracts (TVP-4.0-3)."""
    not_checked: str | None
    said_of_checks: tuple[str, ...] = ()
    evaluators: tuple[str, ...]
    criteria: tuple[str, ...]
    recommended: str | None
    none_received: tuple[date, int] | None
    """(day, entry) by which it closed with no tender in, as it was last called; None where none says so."""
    bids: tuple[BidShown, ...]


class WorkShown(Frozen):
    """One part of the work, whose it is, and who is in that office (HCC-POL-d)."""

    row: int
    column: str
    task: str
    offices: tuple[str, ...]
    together_with: tuple[str, ...]
    in_post: tuple[str, ...]
    """Who holds one of these offices on this contract, on the day."""
    citation: str


class ProcurementShown(Frozen):
    """How the contract comes, or came, to be bought."""

    how: str
    """Where it stands, in a sentence."""
    need: str | None = None
    existing: tuple[str, ...] = ()
    """The contracts looked at when the need was established, and whether each goes on (HCC-A2-a)."""
    route: str | None = None
    steps: tuple[StepShown, ...]
    tenders: tuple[TenderShown, ...]
    awards: tuple[AwardShown, ...]
    work: tuple[WorkShown, ...]
    providers: tuple[str, ...] = ()
    """Whose contract it is, once it is registered."""
    report: tuple[HeadingOfReport, ...] = ()
    """The report that asks for a single tender, as far as the file gives it (HCC-A4-b); none for a competition."""
    codes: tuple[str, ...] = ()
    """The standards and codes of practice of the contract's country (CPC307-V1, CPC308-V1)."""
    codes_of_both: bool = False
    """Whether they are those of England and those of Wales, since nothing says in which of the two it is."""


def procurement_shown(view: FileView, on: date) -> ProcurementShown:
    """Return how buying the contract stands on a day. Pure."""
    bought, contract = view.file.procurement, view.file.agreement.contract
    need = bought.need if bought.need and bought.need.happened_on <= on else None
    steps = tuple(_steps(view, on))
    existing = [f"{e.reference}: {_goes_on(e.goes_on)}" for e in need.existing] if need else []
    return ProcurementShown(
        how=_how(view, on, steps), need=view.say(need.need) or None if need else None, existing=tuple(existing),
        route=bought.route(on), steps=steps,
        tenders=tuple(_tender(view, tender, on) for tender in bought.tenders.values()),
        awards=tuple(awards_shown(view, on)), work=work_shown(view, on),
        providers=tuple(map(str, contract.providers)) if contract else (),
        report=single_tender_report(view, on),
        codes=tuple(f"{code.title}, {code.body} ({code.nation})" for code in _codes(view)),
        codes_of_both=_country(view) == "england-and-wales",
    )  # fmt: skip


def _codes(view: FileView) -> tuple[CodeOfPractice, ...]:
    return view.procedure.codes_of(_country(view), view.file.said_at_first("service_category"))


def _country(view: FileView) -> NamedCountry:
    contract = view.file.agreement.contract
    return view.procedure.country_meant(contract.country) if contract else view.procedure.country


def _goes_on(said: bool | None) -> str:
    return "not settled" if said is None else "goes on" if said else "does not go on"


def _how(view: FileView, on: date, steps: tuple[StepShown, ...]) -> str:
    bought = view.file.procurement
    if bought.given_up(on):
        return "Buying was given up."
    bought_steps = [step for step in steps if step.state == "done"]
    if not bought_steps:
        return "Nothing of how it was bought is on file."
    to_do = [step.title.lower() for step in steps if step.state == "to-do"]
    last = max(bought_steps, key=lambda step: (step.on or date.min, step.position or 0))
    following = f" Next: {'; '.join(to_do)}." if to_do else ""
    return f"{last.title} on {view.say(last.on)}.{following}"


def _steps(view: FileView, on: date) -> Iterator[StepShown]:
    route, given_up = view.file.procurement.route(on), view.file.procurement.given_up(on)
    there = {duty.id: duty for duty in of_procurement(view) if duty.since <= on}
    without = of_no_effect(view.file, on, view.procedure)
    for step in STEPS:
        kind = str(step.kinds[0].model_fields["kind"].default).partition("/")[0]
        offices = falls_to(kind, view.procedure)
        done = [r for r in view.file.of(*step.kinds) if r.entry.happened_on <= on]
        done = [r for r in done if own(r.entry, "document_kind") == step.document]
        taken = [r for r in done if r.position not in without]
        asked = [d for name, d in there.items() if step.duty and name.startswith(step.duty)]
        duty = next((d for d in asked if d.is_open), None)
        last = taken[-1] if taken else None
        state: Literal["done", "to-do", "not-yet", "not-needed", "left-undone"]
        # Decided by nobody who may, it is still to be decided, or ratified, also where buying went on (HCC-A4-b).
        undecided = step.duty == "single-tender-decided/" and done and not taken and route in (None, step.route)
        state = "to-do" if duty or (undecided and not given_up) else "done" if last else "not-yet"
        if state == "not-yet" and step.route is not None and route not in (None, step.route):
            state = "not-needed"
        if state == "not-yet" and any(d.missed_on is not None for d in asked):
            state = "left-undone"
        yield StepShown(
            title=step.title, kind=kind, state=state, falls_to=view.procedure.one_of(offices),
            on=last.entry.happened_on if last else None, position=last.position if last else None,
            earlier=tuple((r.entry.happened_on, r.position) for r in taken[:-1]),
            by=(" and ".join(map(view.procedure.person_in_office, _who(last.entry))) or None) if last else None,
            due_on=duty.due_on if duty else None,
            without_authority=tuple(
                (r.entry.happened_on, r.position) for r in done if r.position in without
            ) if step.route == "single-tender" or step.duty == "award-authorised/" else (),
        )  # fmt: skip


def _who(entry: Entry) -> tuple[Actor, ...]:
    """Those who took a step: of a specification those who prepared it (HCC-A6-a), else whoever did it, and of a
    negotiation who took part besides (HCC-A5-b)."""
    if isinstance(entry, procurement.SingleTenderNegotiationConcluded):
        return (*((entry.by,) if entry.by else ()), *entry.participants)
    together = entry.prepared_by if isinstance(entry, terms.ServiceSpecificationIssued) else ()
    return together or ((entry.by,) if entry.by else ())


def _tender(view: FileView, tender: Tender, on: date) -> TenderShown:
    bought, procedure = view.file.procurement, view.procedure
    judged = [said for day, said, _ in tender.evaluated if day <= on]
    last = judged[-1] if judged else None
    made = (a for a in bought.awards.values() if stands_on(view.file, a, on, procedure))
    award = next((a for a in made if bought.bids.get(a.bid or "")), None)
    later = (said_in(view.file, at, ADVERTISED) for _, _, at in tender.advertised)
    # What is asked for is told when tenders are invited; of an advertisement counts what it says was not kept.
    checks = [c for _, said, _ in tender.advertised for c in said.standing_orders if not c.kept]
    checks += [check for _, said, _ in tender.invited for check in said.standing_orders]
    return TenderShown(
        id=tender.id, position=tender.position,
        channels=tuple(channel for _, said, _ in tender.advertised for channel in said.channels),
        invited=tuple(str(one) for _, said, _ in tender.invited for one in said.invited),
        closes_on=tender.closes_on, closes_at=tender.closes_at,
        closing_said_at=next((said for said in later if said), None),
        strategy_made_known=strategy_known(view, tender, on),
        not_checked=unkept(checks, "invitation" if tender.invited else None, procedure),
        said_of_checks=tuple(_said_of(view, checks)),
        evaluators=tuple(procedure.person_in_office(actor) for actor in last.evaluators) if last else (),
        criteria=tuple(f"{c.name}{f', {c.weight} percent' if c.weight else ''}" for c in last.criteria) if last else (),
        recommended=last.recommended if last else None,
        none_received=none if (none := bought.unanswered(tender)) and none[0] <= on else None,
        bids=tuple(_bid(view, tender, bid, award.bid if award else None, on) for bid in bought.bids_for(tender.id)),
    )  # fmt: skip


def _bid(view: FileView, tender: Tender, bid: Bid, chosen: str | None, on: date) -> BidShown:
    says, procedure = bid.says, view.procedure
    opened = (
        [view.say(says.opened_on), f"at {says.opened_at:%H:%M}" if says.opened_at else ""] if says.opened_on else []
    )
    opened += (
        [f"by {', '.join(procedure.person_in_office(actor) for actor in says.opened_by)}"] if says.opened_by else []
    )
    scores = [
        f"{f'{score.criterion}: ' if score.criterion else ''}{score.score}"
        for day, said, _ in tender.evaluated[-1:] if day <= on for score in said.scores if score.bid == bid.id
    ]  # fmt: skip
    told = [day for day, whose, _ in tender.told if day <= on and bid.id in whose]
    return BidShown(
        id=bid.id, position=bid.position, bidder=str(bid.bidder), on=bid.on, at=bid.at, late=bid.late_for(tender),
        hour_wanted=bid.may_be_late_for(tender), hour_said_at=said_in(view.file, bid.position, TENDER_HOUR),
        taken_in=says.accepted, opened=" ".join(part for part in opened if part) or None, price=says.price,
        scores=tuple(scores),
        not_checked=unkept(says.standing_orders, "receipt", procedure, receipt_shows(tender, says), denies(says)),
        said_of_checks=tuple(_said_of(view, says.standing_orders)),
        chosen=bid.id == chosen, told_on=told[0] if told else None,
    )  # fmt: skip


def _said_of(view: FileView, checks: Sequence[StandingOrdersCheck]) -> Iterator[str]:
    titles = [name_key(check_title(check.item, view.procedure)) for check in checks]
    for nth, check in enumerate(checks):
        kept_later = not check.kept and any(
            later.kept
            for title, later in zip(titles[nth + 1 :], checks[nth + 1 :], strict=True)
            if title == titles[nth]
        )
        said = [view.say(check.words), "not kept at first, and kept later" if kept_later else ""]
        if words := "; ".join(part for part in said if part):
            yield f"{check_title(check.item, view.procedure)}: {words}"


def work_shown(view: FileView, on: date) -> tuple[WorkShown, ...]:
    """Return the procedure's division of work, with who holds each office on this contract on a day."""
    procedure = view.procedure
    return tuple(
        WorkShown(
            row=part.row, column=part.column, task=part.task, citation=part.citation,
            offices=tuple(procedure.office_title(office) for office in part.offices),
            together_with=tuple(procedure.office_title(office) for office in part.together_with),
            in_post=tuple(
                dict.fromkeys(t.person for office in part.offices for t in view.file.people.in_office(office, on))
            ),
        )
        for part in procedure.work
    )  # fmt: skip
