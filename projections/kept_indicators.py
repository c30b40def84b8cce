"""The seven standards a procedure sets for itself, counted over contracts on a day (HCC-12.1 to HCC-12.7).

Pure functions of contracts' statuses and a day. They are Hampshire's: a contract under another procedure is counted in
those that its own procedure has a counterpart to, and named where it has none. A contract of which a standard cannot be
asked yet (it is not live, not a year old, has no specification, its review is not due) is left out of that standard's
count, and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal

from ledger.entry import Frozen
from ledger.procedures import ProcedureError, read
from ledger.working_days import months_later, shifted
from projections.standing import standing
from projections.status import Status
from projections.trail import percent

Found = Literal["met", "not-met", "not-yet"]


class StandardCount(Frozen):
    """One standard, over some contracts."""

    number: str
    """As the procedure numbers it: 12.1."""
    citation: str
    sentence: str
    met: int
    of: int
    """What it was counted over: contracts, or, where the sentence says so, meetings and proposals."""
    share: str | None
    """Met, in percent of that, to one decimal place, half up; None where there is nothing to count."""
    not_met: tuple[str, ...]
    """The contracts, by reference, that do not meet it."""
    not_yet: tuple[str, ...]
    """The contracts it cannot be asked of yet."""
    not_asked: tuple[str, ...] = ()
    """The contracts whose procedure sets no such standard."""


class OfOfficer(Frozen):
    """The standards over the contracts somebody leads on the day (HCC-2.1-d)."""

    officer: str
    """The lead officer; "nobody" for contracts without one."""
    contracts: tuple[str, ...]
    standards: tuple[StandardCount, ...]
    acts: int
    """Entries recorded of these and other contracts while the officer led them."""
    departures: int
    """Departures from procedure among them."""
    rules: tuple[tuple[str, int], ...]
    """(rule, how often it was departed from), the most frequent first, at most ten."""


class OfProvider(Frozen):
    """Departures from procedure on the contracts of a provider (HCC-2.1-c)."""

    provider: str
    contracts: int
    acts: int
    departures: int
    unauthorised: int
    """Departures an office still has to ratify or refuse."""
    per_hundred: str
    """Departures for each hundred entries, to one decimal place: where one provider's stands out, one is treated
    otherwise than the others."""


class KeptByAuthority(Frozen):
    """How the procedure is kept on all contracts."""

    contracts: int
    """Contracts that are live on the day."""
    standards: tuple[StandardCount, ...]
    officers: tuple[OfOfficer, ...]
    """By name; that of nobody last."""
    providers: tuple[OfProvider, ...]
    outside: tuple[str, ...] = ()
    """Contracts their procedure does not cover, by reference: no figure counts them (HCC-S-c)."""


def kept_by_authority(statuses: Iterable[Status], on: date) -> KeptByAuthority:
    """Return the seven standards over all contracts and for each lead officer, and departures by provider. Pure."""
    there = [facts for facts in statuses if not facts.quarantined]
    known = [facts for facts in there if not facts.outside]
    live = [facts for facts in known if standing(facts, on).stage == "live"]
    # Proposals to end a contract count also where it has ended since.
    led: dict[str, list[Status]] = {}
    for facts in known:
        led.setdefault(_lead(facts, on) if facts in live else "", []).append(facts)
    ended = led.pop("", [])
    officers = sorted(led, key=lambda name: (name == NOBODY, name))
    return KeptByAuthority(
        contracts=len(live), standards=standards([*live, *ended], on),
        officers=tuple(_of_officer(name, led[name], known, on) for name in officers),
        providers=tuple(_of_provider(name, known) for name in sorted({facts.provider or UNNAMED for facts in known})),
        outside=tuple(facts.reference for facts in there if facts.outside),
    )  # fmt: skip


NOBODY, UNNAMED = "nobody", "no provider named"


def _lead(facts: Status, on: date) -> str:
    held = [t.person for t in standing(facts, on).in_post if t.office == "lead-officer"]
    return held[-1] if held else NOBODY


def _of_officer(name: str, own: Sequence[Status], known: Iterable[Status], on: date) -> OfOfficer:
    led = [one for facts in known for one in facts.kept.officers if one.officer == name]
    rules: Counter[str] = Counter()
    for one in led:
        rules.update(dict(one.rules))
    return OfOfficer(
        officer=name, contracts=tuple(facts.reference for facts in own), standards=standards(own, on),
        acts=sum(one.acts for one in led), departures=sum(one.departures for one in led),
        rules=tuple(rules.most_common()),
    )  # fmt: skip


def _of_provider(name: str, known: Iterable[Status]) -> OfProvider:
    own = [facts for facts in known if (facts.provider or UNNAMED) == name]
    acts, departures = (sum(getattr(f.counts, what) for f in own) for what in ("entries", "departures"))
    return OfProvider(
        provider=name, contracts=len(own), acts=acts, departures=departures,
        unauthorised=sum(facts.counts.unauthorised for facts in own), per_hundred=percent(departures, acts) or "0.0",
    )  # fmt: skip


def standards(contracts: Sequence[Status], on: date) -> tuple[StandardCount, ...]:
    """Return the seven standards over these contracts on a day; those not live count in no standard but 12.5."""
    live = [facts for facts in contracts if standing(facts, on).stage == "live"]
    found = (
        _count("12.1", "HCC-12.1", "a lead officer is in post", live, lambda f: _held(f, "lead-officer", on)),
        _count("12.2", "HCC-12.2", "a representative is in post", live, lambda f: _held(f, "representative", on)),
        _count(
            "12.3", "HCC-12.3", "the specification asks for activity data and a yearly survey of users", live,
            lambda f: _specified(f, on),
        ),
        _count(
            "12.4a", "HCC-12.4-a", "as many monitoring meetings as are asked for were held in twelve months", live,
            lambda f: _met_often(f, on),
        ),
        _documented(live, on), _after_process(contracts, on),
        _count(
            "12.6", "HCC-12.6", "a current budget position is on record, and within the tolerance", live,
            lambda f: _budget_kept(f, on),
        ),
        _count(
            "12.7", "HCC-12.7", "the full review was done by the day it was due", live, lambda f: _reviewed(f, on)
        ),
    )  # fmt: skip
    return tuple(
        one.model_copy(update={"not_asked": tuple(f.reference for f in live if not _asks(f, one.citation))})
        for one in found
    )


def _asks(facts: Status, citation: str) -> bool:
    """Whether the standard is one of the contract's own procedure; one that cannot be read here asks what ours asks."""
    try:
        return read(facts.procedure).speaks_of(citation)
    except ProcedureError:
        return True


def _count(
    number: str, citation: str, sentence: str, contracts: Iterable[Status], found: Callable[[Status], Found]
) -> StandardCount:
    by: dict[Found, list[str]] = {"met": [], "not-met": [], "not-yet": []}
    for facts in (one for one in contracts if _asks(one, citation)):
        by[found(facts)].append(facts.reference)
    met, of = len(by["met"]), len(by["met"]) + len(by["not-met"])
    return StandardCount(
        number=number, citation=citation, sentence=f"Contracts of which {sentence}", met=met, of=of,
        share=percent(met, of), not_met=tuple(by["not-met"]), not_yet=tuple(by["not-yet"]),
    )  # fmt: skip


def _held(facts: Status, office: str, on: date) -> Found:
    return "met" if any(term.office == office for term in standing(facts, on).in_post) else "not-met"


def _specified(facts: Status, on: date) -> Found:
    held = next((one for one in reversed(facts.kept.specifications) if one.since <= on), None)
    if held is None:
        return "not-yet"
    return "met" if held.activity and held.survey else "not-met"


def _year_to(on: date) -> date:
    """The first day of the twelve months that end with a day."""
    before = months_later(on, -12)
    return shifted(before, 1) if before else date.min


def _met_often(facts: Status, on: date) -> Found:
    since, asked = facts.commenced_on or facts.start_date, facts.kept.meetings_asked
    kept_since = max(filter(None, (since, facts.contemporaneous_since)), default=None)
    if not asked or kept_since is None or kept_since > _year_to(on):
        return "not-yet"
    days = {meeting.on for meeting in facts.kept.meetings if _year_to(on) <= meeting.on <= on}
    return "met" if len(days) >= asked else "not-met"


def _documented(contracts: Iterable[Status], on: date) -> StandardCount:
    held = [
        (f.reference, m.full) for f in contracts if _asks(f, "HCC-12.4-b")
        for m in f.kept.meetings if _year_to(on) <= m.on <= on
    ]  # fmt: skip
    full = sum(whole for _, whole in held)
    return StandardCount(
        number="12.4b", citation="HCC-12.4-b", met=full, of=len(held), share=percent(full, len(held)), not_yet=(),
        sentence="Monitoring meetings of the last twelve months whose minutes were written, sent round and filed",
        not_met=tuple(dict.fromkeys(reference for reference, whole in held if not whole)),
    )  # fmt: skip


def _after_process(contracts: Iterable[Status], on: date) -> StandardCount:
    made = [(f.reference, p.lacking) for f in contracts if _asks(f, "HCC-12.5") for p in f.kept.proposals if p.on <= on]
    kept = sum(lacking is None for _, lacking in made)
    return StandardCount(
        number="12.5", citation="HCC-12.5", met=kept, of=len(made), share=percent(kept, len(made)), not_yet=(),
        sentence="Early terminations proposed for a failing after its process was worked through, or by an exception",
        not_met=tuple(dict.fromkeys(reference for reference, lacking in made if lacking is not None)),
    )  # fmt: skip


def _budget_kept(facts: Status, on: date) -> Found:
    budget = facts.kept.budget
    return "met" if budget and budget.on <= on <= budget.current_until and budget.within else "not-met"


def _reviewed(facts: Status, on: date) -> Found:
    review = facts.kept.review
    if review is None or (review.done_on is None and on <= review.due_on):
        return "not-yet"
    return "met" if review.done_on is not None and review.done_on <= review.due_on else "not-met"
