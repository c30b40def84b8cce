"""The status of a contract: who answers for it, what is open, what is running, and whether it has ended.

Dated facts, which know no today; `projections/standing.py` reads them on a day. The facts are stored, what they mean
on a day is worked out whenever somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from ledger import arranged, significance
from ledger.calendar import spoken
from ledger.dispute_results import matters, over_since
from ledger.entry import Frozen, Money, Recorded, own
from ledger.monitoring import what_rests_on_returns
from ledger.offices import was_consulted
from ledger.organisations import Organisation
from ledger.subjects.issues import Issue, IssueSignificanceAssessed
from ledger.subjects.notices import NoticeServed
from ledger.subjects.people import DELEGATED
from ledger.subjects.records import EntryCorrected, EntryStruckOut
from ledger.subjects.variations import Term, TermValue, Variation
from ledger.transition import Transition, transition
from projections.judged_again import departing, kept_since, standing_now
from projections.kept_facts import KeptFacts, kept_facts
from projections.line import LATE_AFTER_DAYS
from projections.owed import assess_by, first_telling, tell_by
from projections.provider_facts import ProviderFacts, provider_facts
from projections.remedy_facts import RemedyFacts, remedy_facts
from projections.remembered import gone_through, remembered, remembered_fact, remembered_of_each
from projections.tier_facts import TierFacts, tier_facts
from projections.trail import days_late
from projections.view import FileView, in_dispute, in_words, last_briefed

SHOWN_OFFICES = (
    "lead-officer", "representative", DELEGATED, "contract-support-officer", "deputy-lead-officer",
    "provider-contract-manager", "provider-escalation-contact", "provider-director", "provider-line-manager",
    "provider-staff", "senior-responsible-officer",
)  # fmt: skip
DAY = timedelta(days=1)


class LetBe(Frozen):
    """An office that nobody is asked to be in on this contract, as was agreed for it (TVP-4.0-1)."""

    office: str
    since: date
    until: date | None
    by: str
    """The arrangement."""
    position: int


class InPost(Frozen):
    """One person's term in one office."""

    office: str
    title: str
    person: str
    post: str | None = None
    level: str | None = None
    """Of the provider's people: the level at which they are dealt with, operational, management or escalation
    (TVP-2.0-4)."""
    unit: str | None = None
    """The unit they belong to, where not the contract's: staff may be pooled (IMP-29)."""
    reports_to: str | None = None
    body: str | None = None
    """Of an officer of another body, to whom day-to-day management was delegated: which body that is (TVP-4.0-26),"""
    cost_share: str | None = None
    """what part of their cost the authority bears, in percent,"""
    shared_with: tuple[str, ...] = ()
    """and with which further bodies they are shared."""
    since: date
    until: date | None = None
    position: int


class EndDate(Frozen):
    """The last day of the contract, as it stood from a day on."""

    ends_on: date
    since: date
    position: int
    variation: str | None = None


class Value(Frozen):
    """A value of the contract, as it stood from a day on."""

    amount: Money
    since: date
    position: int
    variation: str | None = None


class OpenIssue(Frozen):
    """An issue that is not settled."""

    id: str
    position: int
    nature: str
    noticed_on: date | None
    first_told: date | None
    """When the provider was first told in recorded form."""
    tell_by: date | None = None
    """By when it is to be told, or told that it came back; None where it was."""
    significant: bool | None
    plan_due: date | None
    significant_by: tuple[str, ...] = ()
    """Which of the four tests its last assessment shows to be met, and the facts it states (TVP-5.0-2 to TVP-5.0-5)."""
    assessed_at: int | None = None
    """The entry of that assessment."""
    reopened: int = 0
    """How often it came back."""
    disputes: tuple[str, ...] = ()
    """Each dispute about it, and where that stands."""
    briefed_on: date | None = None
    """The day senior management was last briefed on it (TVP-5.1-4a)."""


class NoticeGiven(Frozen):
    """A notice under the contract, of either party."""

    id: str
    position: int
    kind: str
    party: str
    served_on: date
    valid: bool | None
    """Whether it was validly served; None where that cannot be told from the file."""
    defects: tuple[str, ...] = ()
    """Why it was not."""
    counts_on: date | None
    """The day it counts as given; None where it does not, or not yet."""
    remedy_ends: date | None
    """When the time to remedy is over, with what was agreed since."""
    result: str | None
    """What was found afterwards: remedied, partly, not-remedied."""
    withdrawn_on: date | None
    purported: bool
    ends_on: date | None = None
    """The day a termination notice is to end the contract."""
    assess_by: date | None = None
    """By when it is to be found whether what it complained of was put right; None where it was, or need not be."""
    settled_on: date | None = None
    """The day the dispute that it gave notice of was settled or signed off; None while it goes on."""


class MeetingFact(Frozen):
    """A meeting, held or arranged."""

    id: str
    kind: str
    on: date
    position: int | None = None


class VariationFact(Frozen):
    """A variation of the deal."""

    id: str
    proposed_on: date | None
    agreed_on: date | None
    effective_from: date | None
    rejected_on: date | None
    kind: str | None = None
    """What sort of change it is."""
    ground: str = "not-said"
    """The ground given for it: demand, user-need; other where it is given in words alone; not-said (HCC-7.4-c)."""
    reason: str | None = None
    """The ground in words."""
    rejected_why: str | None = None
    form_not_met: str | None
    """Why the contract's form was not met, so that the terms stand as they were; None where it was."""
    waits: bool = False
    """Whether it is open and put off to the next contract (IMP-22-b)."""
    guidance: str | None = None
    """Of one found contentious: whether the County Manager (Contracts) was asked for guidance. That may be asked, and
    need not (HCC-7.4-b)."""
    position: int


class ProposedTermination(Frozen):
    """A proposal to end the contract early."""

    id: str
    on: date
    position: int
    by: str | None
    grounds: tuple[str, ...]
    authorised_on: date | None
    """The day termination was authorised; a decision with no authority is not it."""


class Ended(Frozen):
    """An end of the contract that stands."""

    on: date
    how: Literal["terminated", "expired"]
    by_party: str
    position: int


class EndedPart(Frozen):
    """A termination of part of the contract that stands."""

    on: date
    part: str | None
    by_party: str
    position: int


class PurportedAct(Frozen):
    """An act recorded against a rule nothing lifts: it happened, and has not the effect the procedure would give it."""

    position: int
    heading: str
    on: date
    rules: tuple[str, ...]


class HoldFact(Frozen):
    """A legal hold on the file, or on what concerns one person on it."""

    id: str
    position: int
    placed_on: date
    scope: str
    purpose: str
    lifted_on: date | None


class KeptUntil(Frozen):
    """How long the file is kept, as it was last set."""

    position: int
    rule: str
    last_day: date | None
    """The last day; None where it counts from the end of the contract, and none is on file."""


class DisposedOf(Frozen):
    """The file's disposal."""

    on: date
    position: int
    authority: str


class LastEntry(Frozen):
    """The newest entry of the file, in order of recording."""

    position: int
    index: int | None
    heading: str
    happened_on: date
    recorded_at: datetime


class Counts(Frozen):
    """How many entries of what sort the file has."""

    entries: int = 0
    corrections: int = 0
    struck_out: int = 0
    late: int = 0
    """Recorded more than a week after the fact."""
    departures: int = 0
    unauthorised: int = 0
    """Departures that an office still has to ratify or refuse."""


class Buyer(Frozen):
    """Who buys: an authority, a company, a voluntary body, or one person with direct payments (CPC307-D4)."""

    name: str
    """Its name; of one person the pseudonym that the contract has, never a name."""
    individual: bool = False
    """Whether it is one person who buys, and not a body."""
    voluntary: bool | None = None
    """Whether it is a voluntary body; None where not held."""
    identifiers: tuple[str, ...] = ()


class Status(Frozen):
    """Where a contract stands, as dated facts; `projections.standing` reads them on a day."""

    file_id: UUID
    reference: str
    position: int
    """How many entries of the file this rests on."""
    title: str = ""
    buyer: Buyer | None = None
    """Who buys, where the contract names another than the authority whose ledger this is."""
    provider: str | None = None
    unit: str | None = None
    locality: str | None = None
    """The locality it serves, as the contract says, else the need it was bought for (HCC-A2-b)."""
    care_group: str | None = None
    """For whom the service is."""
    is_spot: bool = False
    """Whether it is a spot purchase, for one person (HCC-S-b)."""
    procedure: str = ""
    outside: str | None = None
    """Why the procedure does not cover the contract, so that no figure of how it is kept counts it; None where it does
    (HCC-S-c)."""
    scope_unknown: str | None = None
    """Why it cannot be told whether the procedure covers the contract; None where that is known (HCC-S-a)."""
    rests_on_returns: str = ""
    """What rests on the figures the provider sends, in words; "" where nothing is said to (HCC-6.2-c)."""
    contemporaneous_since: date | None = None
    """For a file taken on from elsewhere: what is older was not recorded as it happened."""
    start_date: date | None = None
    """First day of the service as agreed."""
    commenced_on: date | None = None
    need_on: date | None = None
    """Where no contract is registered yet: the day the need for one was established."""
    first_end_date: date | None = None
    """Last day as first agreed."""
    end_dates: tuple[EndDate, ...] = ()
    """The last day as it stood, from each day on which that changed."""
    total_values: tuple[Value, ...] = ()
    annual_values: tuple[Value, ...] = ()
    ended: tuple[Ended, ...] = ()
    ended_in_part: tuple[EndedPart, ...] = ()
    people: tuple[InPost, ...] = ()
    to_be_filled: tuple[tuple[str, str], ...] = ()
    """The offices in which the procedure wants somebody on every contract, each with what it is called in words."""
    let_be: tuple[LetBe, ...] = ()
    """Those of them in which nobody need be on this one."""
    issues: tuple[OpenIssue, ...] = ()
    disputes: int = 0
    """How many disputes are on file, those that are over among them."""
    notices: tuple[NoticeGiven, ...] = ()
    meetings_held: int = 0
    last_meeting: MeetingFact | None = None
    arranged: tuple[MeetingFact, ...] = ()
    """Meetings arranged and neither held nor called off."""
    variations: tuple[VariationFact, ...] = ()
    remedies: RemedyFacts = RemedyFacts()
    tiers: TierFacts = TierFacts()
    """Its tier, and what was reviewed and scored because of it."""
    transition: Transition | None = None
    """The handing over of its service to others, while which its provider stays bound (TVP-6.0-6)."""
    provider_facts: ProviderFacts = ProviderFacts()
    """What shows on its provider's own page."""
    proposals: tuple[ProposedTermination, ...] = ()
    purported: tuple[PurportedAct, ...] = ()
    holds: tuple[HoldFact, ...] = ()
    kept_until: KeptUntil | None = None
    disposed: DisposedOf | None = None
    last_entry: LastEntry | None = None
    counts: Counts = Counts()
    lacking: tuple[str, ...] = ()
    """Read models that could not be worked out for this file, by a mistake in this program; the log says where."""
    quarantined: str | None = None
    """Why the file is set aside: an entry of it cannot be read. Then nothing else here can be relied on."""


class WholeStatus(Status):
    """Where a contract stands, as dated facts, and how the procedure is kept on it.

    That last no list of contracts shows, and of a long file it is two thirds of what is said.
    """

    kept: KeptFacts = KeptFacts()
    """How the procedure is kept on it, and what its money buys at what risk."""


def status(view: FileView) -> WholeStatus:
    """Return the dated facts of a file's status. Pure; the same for the same entries, whatever the day."""
    file, contract = view.file, view.file.agreement.contract
    need = file.procurement.need if contract is None else None
    those = departing(view)
    newest = next((r for r in reversed(file.known) if _by_then(view, r)), None)
    return WholeStatus(
        file_id=view.file_id, reference=view.reference, position=file.position,
        title=file.title, unit=file.said_at_first("business_unit"), care_group=file.said_at_first("care_group"),
        locality=file.said_at_first("locality"), is_spot=contract is not None and contract.is_spot,
        buyer=_buyer(contract.authority) if contract and contract.authority else None,
        provider=", ".join(str(p) for p in contract.providers) or None if contract else None,
        procedure=view.procedure.ref, outside=_outside(view), scope_unknown=_scope_unknown(view),
        rests_on_returns=what_rests_on_returns(file),
        contemporaneous_since=file.agreement.contemporaneous_since,
        start_date=contract.start_date if contract else None, commenced_on=file.agreement.commenced_on,
        need_on=need.happened_on if need else None,
        first_end_date=contract.end_date if contract else None,
        end_dates=remembered(_end_dates, view), total_values=remembered(_total_values, view),
        annual_values=remembered(_annual_values, view),
        ended=tuple(
            Ended(on=e.on, how=e.how, by_party=e.by_party, position=e.position)
            for e in file.termination.endings if e.extent == "full" and not e.purported
        ),
        ended_in_part=tuple(
            EndedPart(on=e.on, part=e.part, by_party=e.by_party, position=e.position)
            for e in file.termination.ended_in_part
        ),
        remedies=remembered_fact(_remedies, view),
        people=remembered(_people, view), to_be_filled=remembered(_to_be_filled, view),
        let_be=remembered(_let_be, view),
        issues=tuple(remembered_of_each(_issue, file.issues.open(), view)), notices=remembered(_notices, view),
        disputes=len(matters(file)), meetings_held=len(file.meetings.held()),
        last_meeting=_last_meeting(view),
        arranged=tuple(
            MeetingFact(id=m.id, kind=m.kind, on=m.planned_for, position=m.planned[-1][2])
            for m in file.meetings.to_come(date.min) if m.planned_for
        ),
        variations=remembered(_variations, view), proposals=remembered(_proposals, view),
        purported=tuple(_purported(those)), tiers=tier_facts(view),
        transition=remembered_fact(_transition, view), provider_facts=remembered_fact(provider_facts, view),
        kept=kept_facts(view),
        holds=tuple(_holds(view)), kept_until=_kept_until(view), disposed=_disposed(view),
        last_entry=LastEntry(
            position=newest.position, index=newest.index, heading=type(newest.entry).heading(),
            happened_on=newest.entry.happened_on, recorded_at=newest.recorded_at,
        ) if newest else None,
        counts=_counts(view, those),
    )  # fmt: skip


def _outside(view: FileView) -> str | None:
    contract, procedure = view.file.agreement.contract, view.procedure
    buys = view.file.said_at_first("service_category")
    if contract is None or buys is None or procedure.takes_in(buys):
        return None
    covered = ", ".join(map(in_words, procedure.covers))
    return f"it buys {in_words(buys)}, and {procedure.title} covers {covered}"


def _scope_unknown(view: FileView) -> str | None:
    contract, procedure = view.file.agreement.contract, view.procedure
    if contract is None or view.file.said_at_first("service_category") is not None or not procedure.covers:
        return None
    return f"it is not said what it buys, and {procedure.title} covers {', '.join(map(in_words, procedure.covers))}"


def set_aside(file_id: UUID, reference: str, position: int, why: str, title: str = "") -> WholeStatus:
    """Return the status of a file in quarantine: what it is called, and why it cannot be told where it stands."""
    return WholeStatus(file_id=file_id, reference=reference, position=position, title=title, quarantined=why)


def _by_then(view: FileView, recorded: Recorded) -> bool:
    return view.as_at is None or recorded.entry.effective_on <= view.as_at


def _remedies(view: FileView) -> RemedyFacts:
    return remedy_facts(view.file)


def _transition(view: FileView) -> Transition | None:
    return transition(view.file, view.procedure)


def _history(view: FileView, term: Term) -> Iterator[TermValue]:
    """Yield what a term stood at, from each day on which that changed."""
    contract, file = view.file.agreement.contract, view.file
    agreed = file.variations_agreed(date.max)
    days = {contract.effective_on} if contract else set()
    for made in (agreement.agreement for agreement in agreed):
        days |= {made.since, made.on} | ({made.until + DAY} if made.until and made.until < date.max else set())
    days |= {extension.on for extension in file.reviews.extensions}
    last: TermValue | None = None
    for day in sorted(days):
        value = file.value_of(term, day)
        if value is not None and value != last:
            last = value
            yield value.model_copy(update={"since": day})


def _end_dates(view: FileView) -> Iterator[EndDate]:
    for v in _history(view, "end-date"):
        if isinstance(v.value, date):
            yield EndDate(ends_on=v.value, since=v.since, position=v.position, variation=v.variation)


def _total_values(view: FileView) -> Iterator[Value]:
    return _values(view, "total-value")


def _annual_values(view: FileView) -> Iterator[Value]:
    return _values(view, "annual-value")


def _values(view: FileView, term: Term) -> Iterator[Value]:
    for v in _history(view, term):
        if isinstance(v.value, Money):
            yield Value(amount=v.value, since=v.since, position=v.position, variation=v.variation)


def _to_be_filled(view: FileView) -> Iterator[tuple[str, str]]:
    for office in view.procedure.offices:
        if office.always_filled:
            yield office.id, view.procedure.office_in_words(office.id)


def _let_be(view: FileView) -> Iterator[LetBe]:
    for office in view.procedure.offices:
        for held in arranged.of_office(view.file, office.id, view.procedure):
            yield LetBe(office=office.id, since=held.since, until=held.until, by=held.id, position=held.position)


def _buyer(party: Organisation) -> Buyer:
    return Buyer(
        name=party.name, individual=bool(party.individual), voluntary=party.voluntary,
        identifiers=tuple(map(str, party.identifiers)),
    )  # fmt: skip


def _people(view: FileView) -> Iterator[InPost]:
    for office in SHOWN_OFFICES:
        for term in view.file.people.holders(office):
            yield InPost(
                office=office, title=view.procedure.office_title(office), person=term.person, post=term.post,
                level=term.level, unit=term.unit, reports_to=term.reports_to, body=term.body,
                cost_share=term.cost_share, shared_with=term.shared_with, since=term.since, until=term.until,
                position=term.position,
            )  # fmt: skip


def _last_meeting(view: FileView) -> MeetingFact | None:
    for meeting in reversed(view.file.meetings.held()):
        if meeting.held_on is not None:
            return MeetingFact(id=meeting.id, kind=meeting.kind, on=meeting.held_on, position=meeting.held)
    return None


def _issue(view: FileView, issue: Issue) -> Iterator[OpenIssue]:
    raised, told = view.file.at(issue.raised), first_telling(view, issue)
    nature = own(raised.entry, "nature") if raised else None
    yield OpenIssue(
        id=issue.id, position=issue.raised, nature=view.say(nature),
        noticed_on=issue.noticed_on, first_told=told[0] if told else None, significant=issue.significant,
        tell_by=tell_by(view, issue), plan_due=issue.plan_due, reopened=len(issue.reopened),
        disputes=in_dispute(view, issue.id), briefed_on=last_briefed(view, issue),
        significant_by=tuple(_tests_met(view, issue)), assessed_at=issue.assessed[-1] if issue.assessed else None,
    )  # fmt: skip


def _tests_met(view: FileView, issue: Issue) -> Iterator[str]:
    recorded = view.file.at(issue.assessed[-1]) if issue.assessed else None
    assessed = recorded.entry if recorded else None
    if not isinstance(assessed, IssueSignificanceAssessed):
        return
    yield from significance.met(view.file, assessed, view.judging(assessed))
    for what, facts in (("harm", assessed.harm_facts), ("reputation", assessed.reputation_facts)):
        if facts is not None:
            yield f"the facts on {what}: {view.say(facts).rstrip('.')}"


def _notices(view: FileView) -> Iterator[NoticeGiven]:
    for notice in view.file.notices.by_id.values():
        served = notice.served
        if served is not None:
            yield NoticeGiven(
                id=notice.id, position=notice.position, kind=served.notice_kind, party=served.served_by_party,
                served_on=served.happened_on, valid=notice.valid,
                defects=notice.worked.defects if notice.worked else (), counts_on=notice.counts_on,
                remedy_ends=notice.remedy_ends(), result=notice.result(),
                withdrawn_on=notice.withdrawn[0] if notice.withdrawn else None, purported=notice.is_purported,
                ends_on=served.ends_on, assess_by=assess_by(view, notice), settled_on=_settled_on(view, served),
            )  # fmt: skip


def _settled_on(view: FileView, served: NoticeServed) -> date | None:
    """The day the dispute of a notice was over; None of a notice of another kind that names none."""
    if served.notice_kind != "dispute" and served.dispute is None:
        return None
    return over_since(view.file, served.dispute, served.issues, served.happened_on)


def _variations(view: FileView) -> Iterator[VariationFact]:
    lacking = {made.agreement.position: made.form_lacking for made in view.file.variations_agreed(date.max)}
    for variation in view.file.variations.by_id.values():
        last = variation.agreements[-1] if variation.agreements else None
        rejected = variation.rejected[-1] if variation.rejected else None
        yield VariationFact(
            id=variation.id, proposed_on=variation.proposed_on, agreed_on=last.on if last else None,
            effective_from=last.since if last else None, rejected_on=rejected[0] if rejected else None,
            form_not_met=lacking.get(last.position) if last else None, guidance=_guidance(view, variation),
            kind=variation.variation_kind, waits=variation.waits,
            ground=variation.reason_code or ("other" if variation.reason else "not-said"),
            reason=view.say(variation.reason) or None, rejected_why=view.say(variation.rejected_why) or None,
            position=last.position if last else rejected[2] if rejected else variation.proposed,
        )  # fmt: skip


def _guidance(view: FileView, variation: Variation) -> str | None:
    """HCC-7.4-b: a contentious revision may be put to the County Manager (Contracts): shown, and asked of nobody."""
    talks = [c for c in view.file.records.consultations if c.subject == "variation" and variation.id in c.about]
    if not variation.contentious and not any(talk.contentious for talk in talks):
        return None
    asked = [talk for talk in talks if was_consulted(view.file, talk, "county-manager-contracts")]
    if not asked:
        return "found contentious; that the County Manager (Contracts) was asked for guidance is not on file"
    first = asked[0]
    whom, on = view.say(first.consulted, first.on), spoken(first.on)
    return f"found contentious; {whom} was asked for guidance on {on} (entry {first.position})"


def _proposals(view: FileView) -> Iterator[ProposedTermination]:
    for proposal in view.file.termination.proposals.values():
        decision = view.file.termination.authorised(date.max, proposal.id)
        yield ProposedTermination(
            id=proposal.id, on=proposal.on, position=proposal.position, by=view.say(proposal.by, proposal.on) or None,
            grounds=proposal.grounds, authorised_on=decision.on if decision else None,
        )  # fmt: skip


def _purported(those: Sequence[Recorded]) -> Iterator[PurportedAct]:
    for recorded in those:
        if rules := tuple(d.rule for d in recorded.departures if d.level == "absolute"):
            entry = recorded.entry
            yield PurportedAct(
                position=recorded.position, heading=type(entry).heading(), on=entry.happened_on, rules=rules
            )


def _holds(view: FileView) -> Iterator[HoldFact]:
    for hold in view.file.retention.holds.values():
        yield HoldFact(
            id=hold.id, position=hold.position, placed_on=hold.on, scope=hold.scope, purpose=hold.purpose,
            lifted_on=hold.lifted[0] if hold.lifted else None,
        )  # fmt: skip


def _kept_until(view: FileView) -> KeptUntil | None:
    kept, ended = view.file.retention.kept_for, view.file.termination.ended
    if kept is None:
        return None
    return KeptUntil(position=kept.position, rule=kept.rule, last_day=kept.last_day(ended.on if ended else None))


def _disposed(view: FileView) -> DisposedOf | None:
    gone = view.file.retention.disposed
    return DisposedOf(on=gone.on, position=gone.position, authority=gone.authority) if gone else None


def _counts(view: FileView, those: Sequence[Recorded]) -> Counts:
    file = view.file
    departures = [(d, r) for r in those for d in r.departures]
    awaiting = [
        (d, r) for d, r in departures if d.level == "authorise" and standing_now(view, d, r, {}).awaits
    ]  # fmt: skip
    kept = kept_since(view, [r for _, r in awaiting])
    return Counts(
        entries=sum(_by_then(view, r) for r in file.known) if view.as_at else len(file.known),
        departures=len(departures),
        unauthorised=sum((r.position, d.rule) not in kept for d, r in awaiting),
        corrections=len(file.of(EntryCorrected)), struck_out=len(file.of(EntryStruckOut)),
        late=gone_through(_late, 0, view),
    )  # fmt: skip


def _late(found: int, entries: Sequence[Recorded]) -> int:
    return found + sum(days_late(recorded) > LATE_AFTER_DAYS for recorded in entries)
