"""The status of a contract: who answers for it, what is open, what is running, and whether it has ended.

As dated facts (status_facts.py), which know no today; `status/standing.py` reads them on a day. The facts are
stored, what they mean on a day is worked out whenever somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from ledger import arranged
from ledger.departures import standing
from ledger.dispute_results import matters, over_since
from ledger.entry import Recorded
from ledger.organisations import Organisation
from ledger.procedures import read
from ledger.returns_owed import what_rests_on_returns
from ledger.subjects.meetings import KindOfMeeting, Meeting, kind_of
from ledger.subjects.notices import NoticeServed
from ledger.subjects.people import DELEGATED
from ledger.subjects.records import TAKEN_OFF, EntryCorrected, EntryStruckOut
from ledger.transition import Transition, transition
from projections.duties.owed import assess_by
from projections.failings.trail import days_late
from projections.judged_again import departing, kept_since, standing_now
from projections.monitoring.missed_running import missed_running
from projections.procedure.covered import outside
from projections.procedure.kept_facts import kept_facts
from projections.read_models.remembered import gone_through, remembered, remembered_fact, remembered_of_each
from projections.status import proposed_ends
from projections.status.issue_facts import issue_facts
from projections.status.outcome_facts import outcome_facts
from projections.status.provider_facts import provider_facts
from projections.status.remedy_facts import RemedyFacts, remedy_facts
from projections.status.status_facts import (
    BoundFact,
    Buyer,
    Counts,
    DisposedOf,
    Ended,
    EndedPart,
    HoldFact,
    InPost,
    KeptUntil,
    LastEntry,
    LetBe,
    MeetingFact,
    NoticeGiven,
    PurportedAct,
    WholeStatus,
)
from projections.status.term_facts import annual_values, end_dates, total_values, variation_facts
from projections.status.tier_facts import tier_facts
from projections.timeline.line import LATE_AFTER_DAYS
from projections.unvaried import ever_unvaried
from projections.varied_terms import varied_terms
from projections.view import FileView, in_words

SHOWN_OFFICES = (
    "lead-officer", "representative", DELEGATED, "contract-support-officer", "deputy-lead-officer",
    "provider-contract-manager", "provider-escalation-contact", "provider-director", "provider-line-manager",
    "provider-staff", "senior-responsible-officer",
)  # fmt: skip


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
        end_dates=remembered(end_dates, view), total_values=remembered(total_values, view),
        annual_values=remembered(annual_values, view),
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
        issues=tuple(remembered_of_each(issue_facts, file.issues.open(), view)), notices=remembered(_notices, view),
        outcomes=remembered_fact(outcome_facts, view), missed=remembered(missed_running, view),
        disputes=len(matters(file)), relief_sought=len(file.disputes.relief), meetings_held=len(file.meetings.held()),
        last_meeting=_last_meeting(view),
        arranged=tuple(
            MeetingFact(id=m.id, kind=_kind(view, m, m.planned_for), on=m.planned_for, position=m.planned[-1][2])
            for m in file.meetings.to_come(date.min) if m.planned_for
        ),
        variations=remembered(variation_facts, view), proposals=remembered(proposed_ends.proposals, view),
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
