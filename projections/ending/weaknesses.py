"""What weakens a case for ending a contract, as the other side will say it: readiness, part C.

Each finding is what the file shows up to a day, in one sentence, with its entries: acts after the right arose that may
be taken as a choice to go on, delay, indulgences, notices too early or too short, facts disputed and not answered,
the authority's own defaults, entries made after termination was first proposed, silences, and what speaks for the
provider. None of them decides anything; each must be met before a court is asked. It is for the authority's own side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from ledger import meetings_due, monitoring
from ledger.clauses_cited import a_notice
from ledger.contract_file import ContractFile
from ledger.details import added_since
from ledger.entry import Entry, Frozen, Recorded
from ledger.names import counted
from ledger.reserving import NO_CAUSE, reservations, reserves
from ledger.rights import Right, rights
from ledger.subjects.issues import RepresentationsAnswered
from ledger.subjects.notices import FORMAL
from ledger.subjects.payments import OrderPlaced, PaymentMade
from ledger.subjects.reviews import ExtensionDecided, RenewalDecided
from ledger.subjects.variations import VariationAgreed
from projections.ending.background import in_its_favour, speaks_for_the_provider
from projections.ending.folds import in_effect_on
from projections.ending.next_steps import ANSWER_IT
from projections.failings.trail import recorded_on, sentences, spoken
from projections.view import FileView

Sort = Literal[
    "going-on", "delay", "indulgence", "notice", "disputed", "relief", "own-default", "entered-afterwards", "silence",
    "in-favour",
]  # fmt: skip
TITLES: Mapping[Sort, str] = {
    "going-on": "Acts after the right arose",
    "delay": "Time since the right arose",
    "indulgence": "Indulgences",
    "notice": "Notices and findings that were early, short or without effect",
    "disputed": "Facts disputed",
    "relief": "Relief claimed",
    "own-default": "The authority's own defaults",
    "entered-afterwards": "Entries made after termination was first proposed",
    "silence": "Silences",
    "in-favour": "What speaks for the provider",
}
QUIET_DAYS = 60
"""A stretch of the contract's life without any entry is told from this many days on: a number of ours."""
NOTICE_RULES = (
    "notice.reasonable-time", "notice.termination-long-enough", "termination.length-of-notice",
    "default-process.worked-through", "remedy.assessed-when-time-is-over",
)  # fmt: skip
"""Departures that say a notice, or what was found or concluded on it, was too early or too short."""
GOING_ON: Mapping[type[Entry], str] = {
    VariationAgreed: "the contract was varied",
    ExtensionDecided: "the contract was extended",
    RenewalDecided: "renewal was decided",
    PaymentMade: "the authority paid the provider",
    OrderPlaced: "the authority placed an order",
}
"""Acts by which a contract is gone on with."""


class Weakness(Frozen):
    """One thing that will be said against ending the contract, and the entries that show it."""

    part: Literal["C"] = "C"
    sort: Sort
    title: str
    sentence: str
    entries: tuple[int, ...] = ()
    next_step: str | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """The file up to the day looked at, and the rights of the authority that had arisen for cause by then."""

    view: FileView
    file: ContractFile
    day: date
    rights: tuple[Right, ...]


def weaknesses(view: FileView, day: date) -> tuple[Weakness, ...]:
    """Return what the file shows, up to a day, that weakens a case for ending the contract. Pure."""
    file = in_effect_on(view.file, day)
    ours = tuple(r for r in rights(file, day) if r.held_by != "provider" and r.cause != NO_CAUSE)
    case = _Case(view, file, day, ours)
    return tuple(weakness for look in LOOKS for weakness in look(case))


def _weakness(sort: Sort, sentence: str, *entries: int, next_step: str | None = None) -> Weakness:
    return Weakness(
        sort=sort, title=TITLES[sort], sentence=sentences(sentence), entries=tuple(dict.fromkeys(entries)),
        next_step=next_step,
    )  # fmt: skip


# --- after the right arose -------------------------------------------------------------------------------------------


def _going_on(case: _Case) -> Iterator[Weakness]:
    """Payment, extension, variation, orders: anything done as if the contract were to last, rights reserved or not."""
    for recorded in case.file.entries:
        words = next((said for kind, said in GOING_ON.items() if isinstance(recorded.entry, kind)), None)
        on = recorded.entry.happened_on
        if words is None or not goes_on(recorded.entry) or on > case.day:
            continue
        arose = [there for r in case.rights if (there := _there_on(r, on)) is not None]
        if not arose:
            continue
        done = f"on {spoken(on)} {words}, after a right arose under {_under(arose)}"
        reserved = {right.clause: reservations(case.file, "authority", right, on) for right in arose}
        bare = [r for r in arose if not reserved[r.clause] and not reserves(recorded.entry, "authority")]
        shown_by = (position for found in reserved.values() for _, position in found)
        if not bare:
            yield _weakness("going-on", f"{done}; rights were reserved", recorded.position, *shown_by)
        else:
            of = "" if len(bare) == len(arose) else f" of that under {_under(bare)}"
            yield _weakness(
                "going-on", f"{done}, and no reservation{of or ' of rights'} is on file between", recorded.position,
                *shown_by, next_step="Reserve rights in writing now, naming the clause and the act.",
            )  # fmt: skip


def goes_on(entry: Entry) -> bool:
    """Return whether an act of a kind in GOING_ON did go on with the contract: an extension refused does not."""
    match entry:
        case ExtensionDecided(taken=taken):
            return taken
        case RenewalDecided(renew=renew):
            return renew
        case _:
            return True


def _there_on(right: Right, on: date) -> Right | None:
    """The right as it was there on a day, neither lapsed nor lost; None where no ground gave it then."""
    grounds = [
        g for g in right.grounds
        if g.arisen_on and g.arisen_on <= on <= (g.until or on) and (g.lost_on is None or on < g.lost_on)
    ]  # fmt: skip
    if not grounds:
        return None
    first = min(grounds, key=lambda ground: ground.arisen_on or date.max)
    return right.model_copy(update={"arisen_on": first.arisen_on, "entries": first.entries})


def _under(arose: list[Right]) -> str:
    return " and ".join(f"clause {r.clause} ({spoken(r.arisen_on)})" for r in arose if r.arisen_on)


def _delay(case: _Case) -> Iterator[Weakness]:
    for right in case.rights:
        if right.arisen_on is None or right.state == "exercised":
            continue
        days = counted((case.day - right.arisen_on).days, "day")
        reserved = reservations(case.file, "authority", right, case.day)
        said = (
            f"rights were reserved on {spoken(reserved[-1][0])}"
            if reserved
            else "no reservation of rights is on file since"
        )
        arose = f"the right under clause {right.clause} arose on {spoken(right.arisen_on)}"
        gone = "" if right.state == "arisen" else f" before it {'lapsed' if right.state == 'lapsed' else 'was lost'}"
        yield _weakness(
            "delay", f"{arose}, {days} before {spoken(case.day)}, and was not used{gone}; {said}",
            *right.entries, *(position for _, position in reserved),
            next_step=None if reserved or gone else "Reserve rights in writing while the contract goes on.",
        )  # fmt: skip


# --- what was allowed, and notices ------------------------------------------------------------------------------------


def _indulgences(case: _Case) -> Iterator[Weakness]:
    for given in case.file.default_process.indulgences:
        if given.given_by == "authority" and given.on <= case.day:
            recorded = case.file.at(given.position)
            on_what = getattr(recorded.entry, "obligation", None) if recorded else None
            about = f" on {on_what}" if on_what else ""
            kept = "" if recorded and reserves(recorded.entry, "authority") else ", and no rights were reserved in it"
            yield _weakness(
                "indulgence", f"on {spoken(given.on)} the authority did not insist{about}{kept}", given.position
            )
    for waived in case.file.default_process.waived("authority", case.day):
        yield _weakness("indulgence", f"on {spoken(waived.on)} the authority gave up a right", waived.position)
    for notice, served in case.file.notices.served(party="authority"):
        for on, to, position in notice.extended:
            if on <= case.day:
                said = f"on {spoken(on)} the time to remedy {notice.id} was extended to {spoken(to)}"
                yield _weakness("indulgence", said, position)
        if notice.withdrawn and notice.withdrawn[0] <= case.day:
            on, position = notice.withdrawn
            what = a_notice(served.notice_kind)
            yield _weakness("indulgence", f"{notice.id}, {what}, was withdrawn on {spoken(on)}", position)


def _notices(case: _Case) -> Iterator[Weakness]:
    for right in case.rights:
        for doubt in right.doubts:
            yield _weakness("notice", doubt, *right.entries)
        for said in right.no_use_of_it:
            yield _weakness("notice", said, *right.entries)
    for notice, _ in case.file.notices.served(*FORMAL, "termination", party="authority"):
        if notice.valid is False and notice.worked is not None:
            yield _weakness("notice", f"{notice.id}: {'; '.join(notice.worked.defects)}", notice.position)
    for recorded in case.file.entries:
        for departure in recorded.departures:
            if departure.rule in NOTICE_RULES and recorded.entry.happened_on <= case.day:
                entry = recorded.entry
                named = recorded.given_id or getattr(entry, "notice", None) or type(entry).heading().lower()
                yield _weakness("notice", f"{named} (entry {recorded.position}): {departure.found}", recorded.position)


# --- what the provider says -------------------------------------------------------------------------------------------


def _disputed(case: _Case) -> Iterator[Weakness]:
    answers = _answers_that_say_what(case)
    for said in case.file.issues.contested(case.day):
        about = said.issue or said.notice or f"entry {said.about}"
        disputed = f"on {spoken(said.on)} the provider disputed {about} (entry {said.position})"
        if said.answered is None:
            yield _weakness(
                "disputed", f"{disputed}; no answer of the authority is on file", said.position, said.about,
                next_step=ANSWER_IT,
            )  # fmt: skip
        else:
            on, position = said.answered
            answer = case.file.at(position)
            outcome = getattr(answer.entry, "outcome", None) if answer else None
            how = f": {outcome.replace('-', ' ')}" if outcome else ""
            silent = said.position not in answers
            yield _weakness(
                "disputed", f"{disputed}; it was answered on {spoken(on)}{how or (silent and _NOT_SAID) or ''}",
                said.position, position, next_step=ANSWER_IT if silent else None,
            )  # fmt: skip


def _answers_that_say_what(case: _Case) -> set[int]:
    """The positions of what the provider said that was answered by more than a day: with whether it is accepted, in
    words, by a document, or by what a supplement says of that since."""
    said, filed = added_since(case.file, "representations.answer-says-what"), case.file.records.is_filed
    return {
        r.entry.representations for r in case.file.of(RepresentationsAnswered)
        if isinstance(r.entry, RepresentationsAnswered) and (
            r.entry.outcome or r.entry.words or r.entry.exhibits or said(r.position) or filed(r.position)
        )
    }  # fmt: skip


_NOT_SAID = "; what was answered is not on record"


def _relief(case: _Case) -> Iterator[Weakness]:
    for claim in case.file.remedies.reliefs.values():
        if claim.claimed_by != "provider" or claim.on is None or claim.on > case.day:
            continue
        decided = [step for step in claim.decided if step[0] <= case.day]
        claimed = f"on {spoken(claim.on)} the provider claimed relief ({claim.id})"
        if decided:
            on, decision, position = decided[-1]
            yield _weakness("relief", f"{claimed}; it was {decision} on {spoken(on)}", claim.position, position)
        else:
            yield _weakness(
                "relief", f"{claimed}; it has not been decided", claim.position,
                next_step="Decide the claim for relief, with reasons.",
            )  # fmt: skip


def _own_defaults(case: _Case) -> Iterator[Weakness]:
    for notice, served in case.file.notices.served(party="provider"):
        if served.notice_kind in (*FORMAL, "breach", "suspension") and notice.stands(case.day):
            what = a_notice(served.notice_kind)
            ends = notice.remedy_ends(case.day)
            result = notice.result(case.day)
            told = f"; {result.replace('-', ' ')}" if result else f"; to be put right by {spoken(ends)}" if ends else ""
            counts = f"counts from {spoken(notice.counts_on or case.day)}{told}"
            yield _weakness("own-default", f"{notice.id}, {what} of the provider, {counts}", notice.position)


def _late_payments(case: _Case) -> Iterator[Weakness]:
    for invoice in case.file.payments.invoices.values():
        if invoice.due_on is None or invoice.due_on >= case.day:
            continue
        left = case.file.payments.unpaid(invoice.id, invoice.due_on)
        if left is None or left.pence == 0:
            continue
        now = case.file.payments.unpaid(invoice.id, case.day)
        since = f"; {now} is unpaid still" if now and now.pence else "; it was paid since"
        said = f"{left} of {invoice.id} was not paid by {spoken(invoice.due_on)}, when it was due{since}"
        yield _weakness("own-default", said, invoice.position)


# --- how the trail was made -------------------------------------------------------------------------------------------


def _entered_afterwards(case: _Case) -> Iterator[Weakness]:
    proposals = case.file.termination.proposals.values()
    first = min((p for p in proposals if p.on <= case.day), key=lambda p: (p.on, p.position), default=None)
    proposed = case.file.at(first.position) if first else None
    if first is None or proposed is None:
        return
    about_before = [r for r in case.file.entries if r.entry.latest_on < first.on]
    # By the day of the proposal, on which it need not have been entered; on that very day, by the hour.
    afterwards = [r for r in about_before if recorded_on(r) > first.on or r.recorded_at > proposed.recorded_at]
    if afterwards:
        share = f"of {len(about_before)} entries about what happened before, {len(afterwards)}"
        percent = round(100 * len(afterwards) / len(about_before))
        were = "was" if len(afterwards) == 1 else "were"
        entered_at = (proposed.recorded_at, proposed.position)
        late = any((r.recorded_at, r.position) < entered_at for r in afterwards)
        itself = f", itself entered on {spoken(recorded_on(proposed))}" if late else ""
        named = f"{first.id}, {spoken(first.on)}{itself}"
        entered = f"{were} entered after termination was first proposed ({named}): {percent} in 100"
        yield _weakness("entered-afterwards", f"{share} {entered}", *(r.position for r in afterwards))


def _silences(case: _Case) -> Iterator[Weakness]:
    procedure = case.view.procedure_on(case.day)
    for gap in meetings_due.overlong_gaps(case.file, case.day, procedure):
        stretch = f"{counted(gap.days, 'day')} without a monitoring meeting"
        yield _weakness("silence", f"{stretch}, from {spoken(gap.since)} to {spoken(gap.until)}")
    since = monitoring.watched_since(case.file)
    days = sorted(
        {r.entry.happened_on for r in case.file.entries if since and since <= r.entry.happened_on <= case.day}
    )
    stretches = [(before + timedelta(days=1), after - timedelta(days=1)) for before, after in pairwise(days)]
    if days and days[-1] < case.day and case.file.termination.ended_on(case.day) is None:
        stretches.append((days[-1] + timedelta(days=1), case.day))
    for first, last in stretches:
        quiet = (last - first).days + 1
        if quiet >= QUIET_DAYS:
            said = f"nothing at all is on file for {counted(quiet, 'day')}, from {spoken(first)} to {spoken(last)}"
            yield _weakness("silence", said)


def _in_favour(case: _Case) -> Iterator[Weakness]:
    for recorded in case.file.entries:
        if recorded.entry.happened_on <= case.day and speaks_for_the_provider(case.file, recorded.entry):
            told = _told(in_its_favour(case.view, recorded), recorded)
            yield _weakness("in-favour", f"{spoken(recorded.entry.happened_on)}: {told}", recorded.position)


def _told(said: str, recorded: Recorded) -> str:
    return f"{said.rstrip('.')} (entry {recorded.position}, recorded on {spoken(recorded_on(recorded))})"


LOOKS: tuple[Callable[[_Case], Iterator[Weakness]], ...] = (
    _going_on, _delay, _indulgences, _notices, _disputed, _relief, _own_defaults, _late_payments, _entered_afterwards,
    _silences, _in_favour,
)  # fmt: skip
"""Everything that is looked for, in the order it is told."""
