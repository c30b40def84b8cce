"""Where a provider stands: whose tenders it is kept out of, its contracts, what is known of it and of its market.

A pure function of the provider's own file, of how its contracts stand now, and of a day. Nothing of a contract is
repeated on the provider's file: it is found there by the name or number the contract has for its provider.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Literal

from ledger.entry import Frozen, Money
from ledger.file_names import reference_in
from ledger.names import counted, name_key, same_company, title_key
from ledger.organisations import Organisation
from ledger.procedures import Procedure, not_here, read
from ledger.subjects.knowledge import MarketIntelligenceRecorded
from ledger.subjects.provider import Provider
from projections.failings.trail import spoken
from projections.status.provider_facts import ExclusionFact, exclusion_facts
from projections.status.standing import Standing, standing
from projections.status.status_facts import Status
from projections.status.term_facts import DAY
from projections.view import FileView

ALL_BODIES = "every body of the authority"
"""What an exclusion covers that names none, under a procedure that knows none."""
State = Literal["in-force", "to-come", "over"]


class ExclusionRow(Frozen):
    """One exclusion, and where it was decided."""

    file: str
    """The file it is recorded on: recorded once, and referred to here."""
    number: int
    """The entry there."""
    state: State
    cause: str
    since: date
    until: date | None
    bodies: tuple[str, ...]
    """Whose tenders it covers."""
    legal_basis: str | None
    sentence: str


class BodyStanding(Frozen):
    """Where the provider stands with one body that buys."""

    body: str
    excluded: bool
    until: date | None = None
    """The last day of the exclusion that lasts longest, or of those that follow on it without a day between; None where
    one names no end, or there is none."""
    sentence: str


class ContractOfProvider(Frozen):
    """What of one contract shows on its provider's page."""

    reference: str
    title: str
    role: Literal["sole", "joint"]
    stage: str
    how: str
    in_transition: bool
    starts: date | None
    ends: date | None
    annual_value: Money | None
    tier: str | None
    open_issues: int
    significant: int
    """How many of them are significant."""
    notices: int
    """Notices of default or improvement that are not settled."""
    points: int | None
    """Service failure points that count; None where that is not shown. What else was heard of it is evidence, read
    elsewhere (projections/provider_evidence.py)."""


class MarketKnown(Frozen):
    """Something known of the provider or its market."""

    subject: str
    name: str
    topic: str | None
    summary: str
    on: date
    position: int | None
    """The entry, on the provider's own file."""
    file: str | None = None
    """The file it is recorded on, where that is another: the authority's, a programme's, another provider's."""
    number: int | None = None
    """The entry there."""


class LessonKnown(Frozen):
    """A lesson on the provider's own file."""

    id: str
    subject: str
    topic: str | None
    lesson: str
    on: date
    position: int


class ProviderStanding(Frozen):
    """Where a provider stands on a day."""

    on: date
    name: str
    other_names: tuple[str, ...]
    numbers: tuple[str, ...]
    group: str | None
    sector: str | None
    business: str | None
    ethos: str | None
    bodies: tuple[BodyStanding, ...]
    """Each body that buys, and whether the provider is kept out of its tenders."""
    exclusions: tuple[ExclusionRow, ...]
    contracts: tuple[ContractOfProvider, ...]
    """Its contracts as they stand now, those of past days among them."""
    market: tuple[MarketKnown, ...]
    lessons: tuple[LessonKnown, ...]
    sentence: str


def provider_standing(
    view: FileView, contracts: Iterable[Status], on: date, *, excluding: Iterable[Status] = (),
    known: Iterable[MarketKnown] = (),
) -> ProviderStanding:  # fmt: skip
    """Return where a provider stands on a day (TVP-5.2-9b, TVP-2.0-5).

    `contracts`: as they stand now; `excluding`: the files on which an exclusion was decided, of whomever; `known`: what
    is known of it on other files.
    """
    held = view.file.provider
    own = [facts for facts in contracts if is_of(held, facts)]
    elsewhere = tuple({facts.reference: facts for facts in (*own, *excluding)}.values())
    rows = tuple(sorted(_exclusions(view, held, elsewhere, on), key=lambda row: (row.since, row.file, row.number)))
    bound = dict.fromkeys(facts.procedure for facts in elsewhere if facts.procedure)
    others = [read(ref) for ref in bound if ref != view.procedure.ref and not not_here(ref)]
    bodies = tuple(by_body(rows, view.procedure, others))
    return ProviderStanding(
        on=on, name=held.name, other_names=tuple(name for name in held.names if name != held.name),
        numbers=held.numbers, group=held.group, sector=held.sector,
        business=view.say(held.business) or None, ethos=view.say(held.ethos) or None,
        bodies=bodies, exclusions=rows,
        contracts=tuple(_contract(facts, held, standing(facts, on), on) for facts in own if not facts.quarantined),
        market=tuple(
            sorted((*_learnt(view), *known), key=lambda m: (m.on, m.number or m.position or 0), reverse=True)
        ),
        lessons=tuple(
            LessonKnown(
                id=le.id, subject=le.subject, topic=le.topic, lesson=view.say(le.lesson), on=le.on, position=le.position
            )
            for le in view.file.lessons.lessons.values()
        ),
        sentence=_sentence(held.name, bodies, own, on),
    )  # fmt: skip


def known_of(view: FileView, provider: Provider) -> Iterator[MarketKnown]:
    """Yield what another file has learnt of a provider, or of its sector (TVP-2.0-5). Pure."""
    for one in _learnt(view):
        if is_about(provider, one):
            yield one.model_copy(update={"file": view.reference, "number": one.position, "position": None})


def is_about(provider: Provider, learnt: MarketKnown | MarketIntelligenceRecorded) -> bool:
    """Return whether what was learnt is about a provider, or its sector."""
    if learnt.subject == "sector":
        return title_key(learnt.name) == title_key(provider.sector or "")
    return provider.is_it(Organisation(name=learnt.name))


def _learnt(view: FileView) -> Iterator[MarketKnown]:
    for m in view.file.knowledge.markets:
        yield MarketKnown(
            subject=m.subject, name=m.name, topic=m.topic, summary=view.say(m.summary), on=m.on, position=m.position
        )


def is_of(provider: Provider, facts: Status) -> bool:
    """Return whether a contract is this provider's, alone or with others."""
    return any(provider.is_it(party) for party in facts.provider_facts.parties)


def _exclusions(view: FileView, held: Provider, elsewhere: Iterable[Status], on: date) -> Iterator[ExclusionRow]:
    for fact in exclusion_facts(view):
        yield exclusion_row(view.reference, fact, on)
    for facts in elsewhere:
        for fact in facts.provider_facts.exclusions:
            if facts.reference != view.reference and any(held.is_it(party) for party in kept_out(facts, fact)):
                yield exclusion_row(facts.reference, fact, on)


def kept_out(facts: Status, fact: ExclusionFact) -> tuple[Organisation, ...]:
    """Return whom an exclusion on a file keeps out: whom it names, else every provider of that file."""
    parties = facts.provider_facts.parties
    if fact.provider is None:
        return parties
    named = tuple(party for party in parties if same_company(fact.provider, party.name))
    return named or (Organisation(name=fact.provider),)


def exclusion_row(file: str, fact: ExclusionFact, on: date) -> ExclusionRow:
    """Return an exclusion, recorded on that file, as it stands on a day."""
    bodies = fact.bodies or (ALL_BODIES,)
    state: State = (
        "to-come" if on < fact.since else "over" if fact.until is not None and fact.until < on else "in-force"
    )
    until = f"until {spoken(fact.until)}" if fact.until else "without an end on file"
    basis = f", on {fact.legal_basis}" if fact.legal_basis else ""
    if fact.ground_stated:
        names = "names" if fact.legal_basis else "names as its ground"
        basis += f"; the procedure {names} the {fact.ground_stated}, and a lawyer has to confirm the ground"
    where = reference_in(file)
    return ExclusionRow(
        file=file, number=fact.position, state=state, cause=fact.cause, since=fact.since, until=fact.until,
        bodies=bodies, legal_basis=fact.legal_basis,
        sentence=f"kept out of tenders of {' and '.join(bodies)} from {spoken(fact.since)} {until}"
        f" for {fact.cause.replace('-', ' ')}{basis} ({where}, entry {fact.position})",
    )  # fmt: skip


def by_body(
    rows: Sequence[ExclusionRow], procedure: Procedure, others: Sequence[Procedure] = ()
) -> Iterator[BodyStanding]:  # fmt: skip
    """Yield where a provider stands with each body: those the procedure knows, and those an exclusion names.

    A body is one by whatever name it goes, in the procedure or one of the `others`, by which exclusions were decided.
    """
    known: dict[str, str] = {}
    called = partial(_called, procedures=(procedure, *others))
    its: dict[str, list[ExclusionRow]] = {body.title: [] for body in procedure.buying_bodies}
    for row in rows:
        for body in dict.fromkeys(known.setdefault(name_key(title), title) for title in map(called, row.bodies)):
            its.setdefault(body, []).append(row)
    for body, its_own in its.items():
        running = [row for row in its_own if row.state == "in-force"]
        until = _ends([*running, *(row for row in its_own if row.state == "to-come")]) if running else None
        said = f"kept out of its tenders {f'until {spoken(until)}' if until else 'without an end on file'}"
        yield BodyStanding(
            body=body, excluded=bool(running), until=until, sentence=said if running else "may take part in its tenders"
        )


def _called(body: str, procedures: Iterable[Procedure]) -> str:
    """A body that buys by its title, where one of the procedures knows it by any of its names."""
    known = next((one for one in procedures if one.knows_buying_body(body)), None)
    return known.buying_body(body) if known else body


def _ends(rows: Sequence[ExclusionRow]) -> date | None:
    """The last day of exclusions, in the order in which they begin, as long as each follows on with no day between."""
    ends = rows[0].until
    for row in sorted(rows, key=lambda row: row.since):
        if ends is None or (row.state == "to-come" and row.since > ends + DAY):
            return ends
        ends = max(ends, row.until) if row.until else None
    return ends


def _contract(facts: Status, held: Provider, stands: Standing, on: date) -> ContractOfProvider:
    its = facts.provider_facts
    tier = facts.tiers.tier(on)
    ended = next((end.on for end in facts.ended if end.on <= on), None)
    return ContractOfProvider(
        reference=facts.reference, title=facts.title, role="joint" if len(its.parties) > 1 else "sole",
        stage=stands.stage, how=stands.how, in_transition=stands.in_transition,
        starts=facts.commenced_on or facts.start_date, ends=ended or stands.end_date, annual_value=stands.annual_value,
        tier=tier.tier if tier else None, open_issues=len(facts.issues),
        significant=sum(issue.significant is True for issue in facts.issues),
        notices=sum(running.notice.kind in ("default", "improvement") for running in stands.notices),
        points=stands.points,
    )  # fmt: skip


def _sentence(name: str, bodies: Sequence[BodyStanding], own: Sequence[Status], on: date) -> str:
    out = [body.body for body in bodies if body.excluded]
    kept = (
        f"{name} is kept out of tenders of {' and '.join(out)}" if out else f"No exclusion keeps {name} out of tenders"
    )
    return f"{kept} on {spoken(on)}; {counted(len(own), 'contract')} of it on file"


__all__ = [
    "ProviderStanding",
    "by_body",
    "exclusion_row",
    "is_about",
    "is_of",
    "kept_out",
    "known_of",
    "provider_standing",
]
