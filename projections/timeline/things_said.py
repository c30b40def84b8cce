"""What status, failings, duties and readiness say, taken apart into single things that can be compared one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from ledger.entry import Frozen
from ledger.rights import Right
from projections.duties.how_late import Due
from projections.ending.readiness import Judgement, Readiness
from projections.failings.trail import Failing, spoken
from projections.procedure.acts_led import NOBODY, OfficerFact
from projections.procedure.kept_facts import KeptFacts
from projections.status.remedy_facts import RemedyFacts
from projections.status.standing import Standing
from projections.status.status_facts import EndDate, InPost, Value, WholeStatus

Part = Literal["status", "failings", "duties", "readiness"]
NOT_COMPARED = ("file_id", "reference", "position", "last_entry", "lacking", "counts", "remedies", "kept")
"""Facts of a status that change with every entry, or are taken apart by themselves."""
READ_ON_THE_DAY = ("stage", "how", "past_end", "points", "points_disputed")


@dataclass(frozen=True, slots=True)
class Key:
    """Which thing: of which part, which list or field, which of them; and what it is called."""

    part: Part
    of: str
    id: str
    what: str = field(compare=False)


Things = dict[Key, object]
Thing = tuple[Key, object]


class Read(Frozen):
    """How a notice stands on the day."""

    state: str
    days_left: int | None


def of_status(facts: WholeStatus, stands: Standing) -> Iterator[Thing]:
    """Yield everything a status says, and how it reads on the day."""
    for name in READ_ON_THE_DAY:
        yield Key("status", name, "", _called(name)), getattr(stands, name)
    for vacancy in stands.vacancies:
        yield Key("status", "vacancies", vacancy.office, f"{vacancy.title}, vacant"), vacancy
    for running in stands.notices:
        name, read = running.notice.id, Read(state=running.state, days_left=running.days_left)
        yield Key("status", "notices on the day", name, f"{name} on the day"), read
    for meeting in stands.meetings_missed:
        yield Key("status", "meetings missed", meeting.id, f"{meeting.id}, arranged and not held"), meeting
    for name in WholeStatus.model_fields:
        if name not in NOT_COMPARED:
            yield from _apart("status", name, getattr(facts, name))
    for name in RemedyFacts.model_fields:
        yield from _apart("status", name, getattr(facts.remedies, name))
    for name in KeptFacts.model_fields:
        yield from _apart("status", name, getattr(facts.kept, name), within="kept ")
    for name in type(facts.counts).model_fields:
        if name != "entries":
            yield Key("status", f"counts {name}", "", f"entries: {_called(name)}"), getattr(facts.counts, name)


def of_failings(found: Iterable[Failing]) -> Iterator[Thing]:
    """Yield each failing, and each of its links."""
    for failing in found:
        bare = failing.model_copy(update={"links": (), "gaps": ()})
        yield Key("failings", "failings", failing.issue, failing.issue), bare
        for link in failing.links:
            yield Key("failings", "links", f"{failing.issue} {link.name}", f"{failing.issue}, {link.title}"), link


def of_duties(found: Iterable[Due]) -> Iterator[Thing]:
    """Yield each duty as it stands on the day."""
    yield from _each("duties", "duties", ((due.duty.id, due.duty.sentence, due) for due in found))


def of_readiness(found: Readiness) -> Iterator[Thing]:
    """Yield the right on the day, and each judgement's right, conditions and weaknesses."""
    yield Key("readiness", "procedure", "", "the procedure"), found.procedure
    yield from _rights("the day", found.rights)
    yield from _each("readiness", "weaknesses", ((w.sort, w.title, w) for w in found.weaknesses), "of the day")
    for judged in found.judgements:
        yield from _judgement(judged)


def _judgement(judged: Judgement) -> Iterator[Thing]:
    act = judged.acts[0] if judged.acts else None
    of = f"entry {act.position}" if act else "things as they stand"
    case = f"{act.heading.lower()} on {spoken(act.on)}" if act else "as things stand"
    for name in ("judged_on", "acts", "proposal", "grounds", "sentence"):
        yield Key("readiness", name, of, f"{_called(name)}, {case}"), getattr(judged, name)
    shown = ((_right_id(held.right), f"the right under clause {held.right.clause}", held) for held in judged.rights)
    yield from _each("readiness", "rights", shown, f"of {of}", case)
    for condition in judged.conditions:
        what = f"{condition.id} ({condition.title}), {case}"
        yield Key("readiness", "conditions", f"{condition.id} of {of}", what), condition
    yield from _each("readiness", "weaknesses", ((w.sort, w.title, w) for w in judged.weaknesses), f"of {of}", case)


def _rights(of: str, found: Iterable[Right]) -> Iterator[Thing]:
    each = ((_right_id(right), f"the right under clause {right.clause}", right) for right in found)
    yield from _each("readiness", "rights", each, f"of {of}", f"on {of}")


def _right_id(right: Right) -> str:
    return f"{right.clause} entry {right.position} {right.held_by}"


def _apart(part: Part, name: str, value: object, within: str = "") -> Iterator[Thing]:
    """A field, of what it is `within`, as one thing; a list of models as one thing for each of them."""
    of = within + name
    if isinstance(value, tuple) and any(isinstance(item, Frozen) for item in value):
        yield from _each(part, of, ((*_named(of, item), item) for item in value))
    elif value not in ((), None):
        yield Key(part, of, "", _called(of)), value


def _each(
    part: Part, of: str, found: Iterable[tuple[str, str, object]], about: str = "", case: str = ""
) -> Iterator[Thing]:
    """Each of several under its id; where one id comes twice, the second has a number."""
    seen: dict[str, int] = {}
    for name, what, value in found:
        which = f"{name} {about}".strip()
        seen[which] = seen.get(which, 0) + 1
        numbered = which if seen[which] == 1 else f"{which} ({seen[which]})"
        yield Key(part, of, numbered, f"{what}, {case}" if case else what), value


def _named(name: str, item: object) -> tuple[str, str]:
    """What one of a list is known by, and what it is called."""
    match item:
        case InPost():
            return f"{item.office} entry {item.position}", f"{item.title}, {item.person}"
        case EndDate() | Value():
            kind = {"end_dates": "last day", "total_values": "value in all"}.get(name, "value in a year")
            return f"{item.since} entry {item.position}", f"{kind} of the contract since {spoken(item.since)}"
        case OfficerFact():
            led = "while nobody led the contract" if item.officer == NOBODY else f"while {item.officer} led"
            return item.officer, f"what was recorded {led}"
        case _:
            given = getattr(item, "id", None) or getattr(item, "award", None)
            position = getattr(item, "position", None)
            heading = getattr(item, "heading", None) or _called(name)
            return (str(given), str(given)) if given else (f"entry {position}", f"{heading}, entry {position}")


def _called(name: str) -> str:
    return _CALLED.get(name, name.replace("_", " "))


_CALLED = {
    "how": "why it is in that stage", "past_end": "past its end", "acts": "the acts judged",
    "kept specifications": "what the specification asks for", "kept meetings": "a meeting held",
    "kept meetings_asked": "meetings asked for in a year",
    "kept meetings_standard": "meetings a year that are the standard", "kept budget": "the budget",
    "kept review": "the full review", "kept value": "the test of value for money",
    "kept judged": "how performance was judged", "kept disputes": "disputes that are not over",
}  # fmt: skip


__all__ = ["Key", "Part", "Thing", "Things", "of_duties", "of_failings", "of_readiness", "of_status"]
