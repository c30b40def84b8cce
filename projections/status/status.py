"""The status of a contract: who answers for it, what is open, what is running, and whether it has ended.

As dated facts (status_facts.py), which know no today; `status/standing.py` reads them on a day. The facts are
stored, what they mean on a day is worked out whenever somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from ledger import alerting, arranged, significance
from ledger.dates.calendar import spoken
from ledger.dates.working_days import dated
from ledger.departures import standing
from ledger.dispute_results import matters, over_since
from ledger.entry import Money, Recorded, own
from ledger.offices import was_consulted
from ledger.organisations import Organisation
from ledger.plans import right_by
from ledger.procedures import read
from ledger.returns_owed import what_rests_on_returns
from ledger.subjects.issues import Issue, IssueSignificanceAssessed
from ledger.subjects.meetings import KindOfMeeting, Meeting, kind_of
from ledger.subjects.notices import NoticeServed
from ledger.subjects.people import DELEGATED
from ledger.subjects.records import TAKEN_OFF, EntryCorrected, EntryStruckOut
from ledger.subjects.variations import Term, TermValue, Variation
from ledger.transition import Transition, transition
from projections.duties.owed import assess_by, first_telling, tell_by
from projections.failings.trail import days_late
from projections.judged_again import departing, kept_since, standing_now
from projections.monitoring.missed_running import missed_running
from projections.procedure.covered import outside
from projections.procedure.kept_facts import kept_facts
from projections.read_models.remembered import gone_through, remembered, remembered_fact, remembered_of_each
from projections.status.outcome_facts import outcome_facts
from projections.status.provider_facts import provider_facts
from projections.status.remedy_facts import RemedyFacts, remedy_facts
from projections.status.status_facts import (
    BoundFact,
    Buyer,
    Counts,
    DisposedOf,
    EndDate,
    Ended,
    EndedPart,
    HoldFact,
    InPost,
    KeptUntil,
    LastEntry,
    LetBe,
    MeetingFact,
    NoticeGiven,
    OpenIssue,
    ProposedTermination,
    PurportedAct,
    Value,
    VariationFact,
    WholeStatus,
)
from projections.status.tier_facts import tier_facts
from projections.timeline.line import LATE_AFTER_DAYS
from projections.unvaried import ever_unvaried
from projections.varied_terms import varied_terms
from projections.view import FileView, in_dispute, in_words, last_briefed

SHOWN_OFFICES = (
    "lead-officer", "representative", DELEGATED, "contract-support-officer", "deputy-lead-officer",
    "provider-contract-manager", "provider-escalation-contact", "provider-director", "provider-line-manager",
    "provider-staff", "senior-responsible-officer",
)  # fmt: skip
DAY = timedelta(days=1)


def status(view: FileView) -> WholeStatus:
    """Return the dated facts of a file's status. Pure; the same for the same entries, whatever the day."""
    file, contract = view.file, view.file.agreement.contract
    need = file.procurement.need if contract is None else None
    those = departing(view)
    newest = next((r for r in reversed(file.known) if _by_then(view, r)), None)
    return WholeStatus(
        file_id=view.file_id, reference=view.reference, position=file.position,
        title=file.title, unit=file.said_at_first("business_unit"), care_group=file.said_at_first("care_group"),
        locality=file.said_at_first("locality"),
        is_spot=contract is not None and contract.is_for_one_person(view.procedure),
        contract_type=contract.contract_type if contract else None,
        data_source=contract.data_source if contract else None,
        buyer=_buyer(contract.authority) if contract and contract.authority else None,
        provider=", ".join(str(p) for p in contract.providers) or None if contract else None,
        procedure=view.procedure.ref, bound=tuple(_bound(view)),
        outside=outside(view), scope_unknown=_scope_unknown(view),
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
        outcomes=remembered_fact(outcome_facts, view), missed=remembered(missed_running, view),
        disputes=len(matters(file)), relief_sought=len(file.disputes.relief), meetings_held=len(file.meetings.held()),
        last_meeting=_last_meeting(view),
        arranged=tuple(
            MeetingFact(id=m.id, kind=_kind(view, m, m.planned_for), on=m.planned_for, position=m.planned[-1][2])
            for m in file.meetings.to_come(date.min) if m.planned_for
        ),
        variations=remembered(_variations, view), proposals=remembered(_proposals, view),
        purported=tuple(_purported(those)), unvaried=tuple(ever_unvaried(view)),
        varied=remembered(varied_terms, view), tiers=tier_facts(view),
        transition=remembered_fact(_transition, view), provider_facts=remembered_fact(provider_facts, view),
        kept=kept_facts(view),
        holds=tuple(_holds(view)), kept_until=_kept_until(view), disposed=_disposed(view),
        last_entry=LastEntry(
            position=newest.position, index=newest.index, heading=type(newest.entry).heading(),
            happened_on=newest.entry.happened_on, recorded_at=newest.recorded_at,
        ) if newest else None,
        counts=_counts(view, those),
    )  # fmt: skip


def _bound(view: FileView) -> Iterator[BoundFact]:
    """What it was bound to without authority, as that stands now (docs/adr/0386)."""
    for bound in view.file.records.procedures:
        act = view.file.at(bound.position)
        departed = next((one for one in act.departures if one.rule == TAKEN_OFF), None) if act else None
        if act is None or departed is None:
            continue
        judged_by, refused = view.judging(act.entry), view.file.records.refused(bound)
        own = read(judged_by.leaves) if judged_by.leaves else judged_by
        waits = standing(departed, act, view.file, judged_by).awaits
        if not refused and not waits:
            continue
        says = f"waits for the {own.one_of(waits)} to ratify or refuse it"
        if refused:
            by = own.person_in_office(refused.by)
            says = f"refused by {by} on {refused.on:%-d %B %Y} (entry {refused.position}), and not in force since"
        yield BoundFact(
            procedure=bound.procedure, since=bound.since, position=bound.position, says=says,
            refused_on=refused.on if refused else None,
        )  # fmt: skip


def _scope_unknown(view: FileView) -> str | None:
    contract, procedure = view.file.agreement.contract, view.procedure
    if contract is None or view.file.said_at_first("service_category") is not None or not procedure.covers:
        return None
    return f"it is not said what it buys, and {procedure.title} covers {', '.join(map(in_words, procedure.covers))}"


def set_aside(file_id: UUID, reference: str, position: int, why: str, title: str = "") -> WholeStatus:
    """Return the status of a file in quarantine: what it is called, and why it cannot be told where it stands."""
    return WholeStatus(file_id=file_id, reference=reference, position=position, title=title, quarantined=why)


def _by_then(view: FileView, recorded: Recorded) -> bool:
    return view.as_at is None or recorded.entry.came_by(view.as_at)


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
            yield EndDate(
                ends_on=v.value, since=v.since, position=v.position, variation=v.variation, by_option=v.by_option
            )  # fmt: skip


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
                level=term.level, unit=term.unit, reports_to=term.reports_to,
                body=view.procedure.buying_body(term.body) if term.body else None,
                scope=view.say(term.scope) or None, cost_share=term.cost_share,
                shared_with=tuple(map(view.procedure.buying_body, term.shared_with)),
                since=term.since, until=term.until, position=term.position,
            )  # fmt: skip


def _kind(view: FileView, meeting: Meeting, day: date) -> KindOfMeeting:
    return kind_of(view.file, meeting, view.procedure_on(day))


def _last_meeting(view: FileView) -> MeetingFact | None:
    for meeting in reversed(view.file.meetings.held()):
        if meeting.held_on is not None:
            return MeetingFact(
                id=meeting.id, kind=_kind(view, meeting, meeting.held_on), on=meeting.held_on, position=meeting.held
            )
    return None


def _issue(view: FileView, issue: Issue) -> Iterator[OpenIssue]:
    raised, told, briefed_on = view.file.at(issue.raised), first_telling(view, issue), last_briefed(view, issue)
    nature, procedure = own(raised.entry, "nature") if raised else None, view.procedure
    until = right_by(view.file, issue)
    yield OpenIssue(
        id=issue.id, position=issue.raised, nature=view.say(nature),
        noticed_on=issue.noticed_on, first_told=told[0] if told else None, significant=issue.significant,
        tell_by=tell_by(view, issue), plan_due=until[0] if until else None, reopened=len(issue.reopened),
        disputes=in_dispute(view, issue.id), briefed_on=briefed_on,
        never_briefed=briefed_on is None and procedure.by_dispute and procedure.condition(alerting.KNEW).applies,
        significant_by=tuple(_tests_met(view, issue)), assessed_at=issue.assessed[-1] if issue.assessed else None,
    )  # fmt: skip


def _tests_met(view: FileView, issue: Issue) -> Iterator[str]:
    recorded = view.file.at(issue.assessed[-1]) if issue.assessed else None
    assessed = recorded.entry if recorded else None
    if not isinstance(assessed, IssueSignificanceAssessed):
        return
    procedure = view.judging(assessed)
    yield from significance.met(view.file, assessed, procedure)
    yield from _facts(view, assessed, ("harm", "reputation"))
    standing = significance.left_standing(view.file, assessed, issue.beside, procedure)
    for one in standing:
        yield "; ".join((f"by entry {one.position}, {one.words}", *_facts(view, one.says, (one.test,))))
    for test, position in issue.stated:
        if position not in (issue.assessed[-1], *(one.position for one in standing if one.test == test)):
            yield from _stated_before(view, test, position)


def _stated_before(view: FileView, test: str, position: int) -> Iterator[str]:
    """Facts that an earlier assessment stated, and none since of the same test (TVP-5.0-5, docs/adr/0381)."""
    recorded = view.file.at(position)
    if recorded is not None and isinstance(before := recorded.entry, IssueSignificanceAssessed):
        by = f"by entry {position}, of {dated(before.happened_on)}"
        yield from (f"{by}, {facts}" for facts in _facts(view, before, (test,)))


def _facts(view: FileView, assessed: IssueSignificanceAssessed, tests: tuple[str, ...]) -> Iterator[str]:
    for what, facts in significance.facts_of(assessed).items():
        if what in tests:
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
                ends_on=served.ends_on, in_part=served.in_part, assess_by=assess_by(view, notice),
                settled_on=_settled_on(view, served),
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
            authorised_in_part=decision.in_part if decision else None,
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
