"""What an authority knows and who carries it: the library, courses and briefings, the market, parts taken, counts.

A pure function of a programme's file and a day. Who manages contracts comes from contracts' own files as they are now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ledger.contract_file import ContractFile
from ledger.entry import Frozen
from ledger.names import among, company_key, name_key, same_name, same_person, title_key
from ledger.registers import grouped
from ledger.said_since import said_in
from ledger.subjects.knowledge import TERMS_FOR_WHOM, TEXT_ON_FILE, Group, Knowledge, Market, Part, Role
from ledger.subjects.programme import UnitArrangementAgreed
from projections.documents_filed import DocumentShown, documents_filed
from projections.programme.models import Models, SharedElsewhere, models_of_governance
from projections.programme.review_counts import Contracts
from projections.view import FileView

OF_THE_COMMUNITY = ("exemplar", "best-practice", "answer")
"""What members of the community contribute."""


class Item(Frozen):
    """Something to work by."""

    id: str
    form: str
    title: str
    topic: str
    version: str | None
    unit: str | None
    on: date
    by: str | None
    position: int
    has_text: bool
    """Whether what it says, or the document, is on file with it."""
    text_at: int | None = None
    """Else the entry that says it since, or put the document on file."""
    expert: bool = False
    """Whether whoever shared it was an expert user then (IMP-20-d)."""
    meant_for: str | None = None
    """Whom it was told to, or is for."""
    meant_for_at: int | None = None
    """Else the entry that says so since."""


class CourseRow(Frozen):
    """A course's material, as last updated."""

    course: str
    level: str
    version: str | None
    topics: tuple[str, ...]
    """What it was brought up to date on, whenever that was."""
    reviewed_with: str | None
    """The training provider it was reviewed with (IMP-20-b)."""
    academy: str | None
    """The arrangements it is part of, as last said, whenever that was (IMP-20-c)."""
    on: date
    position: int


class MarketRow(Frozen):
    """Something learnt about a market."""

    subject: str
    name: str
    topic: str | None
    summary: str
    on: date
    position: int


class InPart(Frozen):
    """Somebody in a part, on a day."""

    role: str
    person: str
    unit: str | None
    since: date
    position: int
    until: date | None = None
    """The day it was given up; null while it is held."""


class UnitKnowledge(Frozen):
    """One business unit: its first point of contact, and on what its teams were briefed."""

    unit: str
    first_contact: str | None
    """Each of them, where one took it on and who had it before has not given it up."""
    briefed_on: tuple[str, ...]
    expert_users: tuple[str, ...]
    forum_members: tuple[str, ...] = ()
    """Its members of the advisory forum (IMP-13-a)."""
    contract_managers: tuple[str, ...] = ()
    """Its contract managers who take part in the work."""


class Member(Frozen):
    """A member of the community, and how much of what was shared came from them."""

    person: str
    unit: str | None
    contributions: int


class ObjectivesRow(Frozen):
    """The standard objectives of a period, as last agreed (IMP-19-a)."""

    period: str
    objectives: tuple[str, ...]
    agreed_by: str | None
    half_year_due: str | None
    """The month by whose end it is reported how they were met at half-year."""
    end_of_year_due: str | None
    on: date
    position: int


class CountsRow(Frozen):
    """One report of counts of staff, by group."""

    counted: str
    period: str
    groups: tuple[Group, ...]
    presented_to: str | None
    on: date
    position: int


class BriefingRow(Frozen):
    """One briefing, or support that was given."""

    form: str
    topic: str
    teams: tuple[str, ...]
    """The units, each with its team and how many came, as far as that is said."""
    on: date
    position: int


class ChurnRow(Frozen):
    """How often those who manage a unit's contracts changed over a time, and what is done about it (IMP-24-c)."""

    unit: str
    first: date
    last: date
    changes: int | None
    """By the unit's own count."""
    measures: tuple[str, ...]
    on: date
    position: int


class PointsRow(Frozen):
    """Between which teams a unit's contracts are handed over, as last agreed (IMP-24-b)."""

    unit: str | None
    """None for what is common to all."""
    points: tuple[str, ...]
    words: str | None
    """What else was agreed of it: how the unit works."""
    on: date
    position: int


class LocalWay(Frozen):
    """What is done in a unit, or agreed for it, in a way of its own: otherwise than the policy has it, and by what
    authority (IMP-28-b), or against turnover (IMP-24-c)."""

    unit: str | None
    items: tuple[str, ...]
    words: str | None
    authority: str | None
    """None where that is not said."""
    on: date
    position: int


class Library(Frozen):
    """What is known, and who carries it."""

    on: date
    items: tuple[Item, ...]
    courses: tuple[CourseRow, ...]
    """Each course at each level, as last updated."""
    market: tuple[MarketRow, ...]
    """By sector and provider, in order of name, the newest first."""
    held: tuple[BriefingRow, ...]
    """Each briefing and each time support was given, the newest first."""
    briefings: int
    """Briefing sessions to which a team came."""
    support: int
    """Team briefings, drop-ins and support one to one, which carry on."""
    units: tuple[UnitKnowledge, ...]
    units_without_contact: tuple[str, ...]
    units_not_briefed: tuple[str, ...]
    forum: tuple[InPart, ...]
    """Members of the advisory forum on the day."""
    forum_before: tuple[InPart, ...] = ()
    """Those who had left it by the day, once for each time they did (IMP-13-c)."""
    expert_users: tuple[InPart, ...] = ()
    """The expert users of all units, and of none (IMP-20-d)."""
    led_by: tuple[InPart, ...]
    """Who set up the community and runs it, on the day (IMP-21-a)."""
    members: tuple[Member, ...]
    not_joined: tuple[str, ...] | None
    """Who manages contracts, or helps to, and is not in the community (IMP-21-b); None for a past day."""
    objectives: tuple[ObjectivesRow, ...]
    """The standard objectives of each period, those last agreed first."""
    counts: tuple[CountsRow, ...]
    churn: tuple[ChurnRow, ...]
    """The newest first."""
    turnover_measures: tuple[LocalWay, ...]
    """What was agreed of each unit, or for all, for a smoother transition, the newest first (IMP-24-c)."""
    handover_points: tuple[PointsRow, ...]
    units_without_points: tuple[str, ...]
    """The units for which none are agreed, where none are in common (IMP-24-b)."""
    local_ways: tuple[LocalWay, ...]
    """The newest first."""
    models: Models
    """The models of governance, and which contracts go by them: that is told of today only (IMP-18-a)."""
    documents: tuple[DocumentShown, ...]
    """The documents on this file, with where each is; those of a programme's plan among them."""


def library(
    view: FileView, on: date, contracts: Contracts | None = None, elsewhere: Iterable[SharedElsewhere] = ()
) -> Library:  # fmt: skip
    """Return what is known on a day and who carries it. Pure. `elsewhere`: what stands in other libraries."""
    knowledge, units = view.file.knowledge, view.file.programme.units
    rows, points = tuple(_unit(view.file, unit, on) for unit in units), tuple(_points(view, on))
    with_points = tuple(one.unit or "" for one in points)
    members, since = tuple(_members(knowledge, on)), view.file.programme_opened_on
    return Library(
        on=on, items=tuple(_items(view.file)), courses=tuple(_courses(knowledge)), market=tuple(_market(view)),
        held=tuple(_held(knowledge)),
        briefings=sum(b.form == "briefing-session" and bool(b.reached(since)) for b in knowledge.briefings),
        support=sum(b.form != "briefing-session" for b in knowledge.briefings), units=rows,
        units_without_contact=tuple(row.unit for row in rows if row.first_contact is None),
        units_not_briefed=tuple(row.unit for row in rows if not row.briefed_on),
        forum=tuple(_in_part(knowledge.in_part("forum-member", on))),
        forum_before=tuple(_in_part(knowledge.in_part_before("forum-member", on))),
        expert_users=tuple(_in_part(knowledge.in_part("expert-user", on))),
        led_by=tuple(_in_part(knowledge.in_part("community-lead", on))),
        members=members,
        not_joined=None if contracts is None else tuple(_not_joined(contracts, knowledge, members, on)),
        objectives=tuple(_objectives(view)),
        counts=tuple(
            CountsRow(
                counted=c.counted, period=c.period, groups=c.groups, presented_to=c.presented_to, on=c.on,
                position=c.position,
            ) for c in knowledge.counts
        ),
        churn=tuple(_churn(view)),
        turnover_measures=tuple(_as_agreed(view, view.file.programme.agreed_by("turnover-measures", on))),
        handover_points=points,
        units_without_points=() if "" in with_points else tuple(unit for unit in units if not among(unit, with_points)),
        local_ways=tuple(local_ways(view, on)), documents=tuple(documents_filed(view)),
        models=models_of_governance(view, contracts.models if contracts else (), elsewhere),
    )  # fmt: skip


def _objectives(view: FileView) -> Iterator[ObjectivesRow]:
    agreed = view.file.knowledge.objectives(view.file.by_the_body).values()
    for held in sorted(agreed, key=lambda held: (held.on, held.position), reverse=True):
        yield ObjectivesRow(
            period=held.period, objectives=tuple(view.say(words) for words in held.objectives),
            agreed_by=held.agreed_by, half_year_due=held.half_year_due, end_of_year_due=held.end_of_year_due,
            on=held.on, position=held.position,
        )  # fmt: skip


def _churn(view: FileView) -> Iterator[ChurnRow]:
    for held in sorted(view.file.knowledge.churn, key=lambda held: (held.on, held.position), reverse=True):
        yield ChurnRow(
            unit=held.unit, first=held.period.first, last=held.period.last, changes=held.changes,
            measures=tuple(view.say(words) for words in held.measures), on=held.on, position=held.position,
        )  # fmt: skip


def _points(view: FileView, on: date) -> Iterator[PointsRow]:
    for held, position in view.file.programme.handover_points(on):
        yield PointsRow(
            unit=held.unit, points=held.items, words=view.say(held.words) or None, on=held.happened_on,
            position=position,
        )  # fmt: skip


def local_ways(view: FileView, on: date) -> Iterator[LocalWay]:
    """Yield what is done otherwise in a unit by a day, the newest first. Pure."""
    yield from _as_agreed(view, view.file.programme.agreed_by("local-interpretation", on))


def _as_agreed(view: FileView, agreed: Iterable[tuple[UnitArrangementAgreed, int]]) -> Iterator[LocalWay]:
    for held, position in agreed:
        yield LocalWay(
            unit=held.unit, items=held.items, words=view.say(held.words) or None, authority=held.authority_for_it,
            on=held.happened_on, position=position,
        )  # fmt: skip


def _items(file: ContractFile) -> Iterator[Item]:
    knowledge = file.knowledge
    for held in sorted(knowledge.shared.values(), key=lambda item: (item.topic.casefold(), item.title.casefold())):
        experts = (part.person for part in knowledge.in_part("expert-user", held.on))
        yield Item(
            **held.model_dump(), expert=held.by is not None and any(same_person(held.by, e) for e in experts),
            text_at=None if held.has_text else said_in(file, held.position, TEXT_ON_FILE),
            meant_for_at=None if held.meant_for else said_in(file, held.position, TERMS_FOR_WHOM),
        )  # fmt: skip


def _courses(knowledge: Knowledge) -> Iterator[CourseRow]:
    """Each as last updated, with every topic it was ever brought up to date on: an update of one undoes no other."""
    updates = grouped(knowledge.courses, lambda course: ((course.course.casefold(), course.level),))
    for _, held in sorted(updates.items()):
        topics = {name_key(topic): topic for update in held for topic in update.topics}
        last = held[-1].model_dump(exclude={"has_material"})
        academy = knowledge.in_academy(held[-1].course, held[-1].level)
        yield CourseRow(**{**last, "topics": tuple(topics.values()), "academy": academy})


def _market(view: FileView) -> Iterator[MarketRow]:
    """A sector or provider under one name, as it was first written: "Home care" and "home-care" are one."""
    newest_first = sorted(view.file.knowledge.markets, key=lambda held: (held.on, held.position), reverse=True)
    called = {(held.subject, _market_key(held)): held.name for held in newest_first}
    for held in sorted(newest_first, key=lambda held: (held.subject, _market_key(held))):
        yield MarketRow(
            subject=held.subject, name=called[held.subject, _market_key(held)], topic=held.topic,
            summary=view.say(held.summary), on=held.on, position=held.position,
        )  # fmt: skip


def _market_key(held: Market) -> str:
    return title_key(held.name) if held.subject == "sector" else company_key(held.name)


def _held(knowledge: Knowledge) -> Iterator[BriefingRow]:
    for one in sorted(knowledge.briefings, key=lambda held: (held.on, held.position), reverse=True):
        teams = tuple(
            ", ".join(filter(None, (t.unit, t.team, f"{t.people} came" if t.people is not None else None)))
            for t in one.teams
        )
        yield BriefingRow(form=one.form, topic=one.topic, teams=teams, on=one.on, position=one.position)


def _unit(file: ContractFile, unit: str, on: date) -> UnitKnowledge:
    knowledge, opened_on = file.knowledge, file.programme_opened_on

    def in_part(role: Role) -> tuple[str, ...]:
        return tuple(p.person for p in knowledge.in_part(role, on) if p.unit and same_name(p.unit, unit))

    contacts = in_part("first-point-of-contact")
    topics = (b.topic for b in knowledge.briefings if among(unit, b.reached(opened_on)))
    return UnitKnowledge(
        unit=unit, first_contact=", ".join(contacts) or None, briefed_on=tuple(dict.fromkeys(topics)),
        expert_users=in_part("expert-user"), forum_members=in_part("forum-member"),
        contract_managers=in_part("contract-manager"),
    )  # fmt: skip


def _in_part(parts: Iterable[Part]) -> Iterator[InPart]:
    for p in parts:
        yield InPart(role=p.role, person=p.person, unit=p.unit, since=p.since, position=p.position, until=p.until)


def _members(knowledge: Knowledge, on: date) -> Iterator[Member]:
    shared = (item.by for item in knowledge.shared.values() if item.form in OF_THE_COMMUNITY and item.by)
    given = Counter(name_key(by) for by in shared)
    once = {name_key(part.person): part for part in reversed(knowledge.in_part("community-member", on))}
    for part in reversed(once.values()):  # who joined twice is one member
        mine = given[name_key(part.person)]
        yield Member(person=part.person, unit=part.unit, contributions=mine)


def _not_joined(contracts: Contracts, knowledge: Knowledge, members: Sequence[Member], on: date) -> Iterator[str]:
    """Of those in office on a contract, and of those on this file as contract managers (IMP-21-b)."""
    officers = [person for unit in contracts.units for person in (*unit.officers, *unit.staff)]
    managers = [part.person for part in knowledge.in_part("contract-manager", on)]
    once = {name_key(person): person for person in (*managers, *officers)}
    joined = {name_key(member.person) for member in members}
    yield from sorted(person for key, person in once.items() if key not in joined)


__all__ = ["Library", "LocalWay", "library", "local_ways"]
