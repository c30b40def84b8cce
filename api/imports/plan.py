"""What the releases about one contract come to: how it is registered, and what each release adds.

A pure function of the releases, taken in the order in which they were published, in whatever order they came in:

- the first release opens the file; a fact it lacks may come from a later one, and one a later release lacks stays;
- what is said of the contract outranks what was said of its award: the contract as signed completes the registration;
- an update (awardUpdate, contractUpdate) mends the record: the registration is corrected, unless it changes the term,
  puts another supplier in place of the one there was, touches what has been varied, lists a change of the contract with
  it, or its text speaks of a variation: then nothing is changed and a person decides;
- an amendment (contractAmendment) changes the deal: a variation. The registration stays as it was;
- a cancellation, a compiled release that differs, or an end without a clear reason: a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.imports.changes import Change, all_in_words, published_as, slipped_by, value_in_words
from api.imports.parties import identifiers_in
from api.imports.said import OF_AWARD, OF_CONTRACT, OF_TENDER, AgreedMetric, Amendment, Ended, Fact, Rating, Statement
from api.imports.variation_words import spoken_of
from ledger.entry import Money
from ledger.names import name_key
from ledger.subjects.agreement import Organisation

TERM = ("start_date", "end_date", "extensions")
"""Fields that say how long the contract runs: a change of one is a person's to judge."""
VARIABLE = (*TERM, "total_value", "providers", "description")
"""Fields that an amendment of the contract may change."""
DEAD = ("cancelled", "unsuccessful")


@dataclass(slots=True)
class Step:
    """What one release adds to the file."""

    said: Statement
    opens: bool = False
    corrected: tuple[Change, ...] = ()
    signed: bool = False
    """True where the correction is the contract as signed, after the award as announced."""
    varied: list[tuple[Amendment, tuple[Change, ...]]] = field(default_factory=list)
    proposed: list[Amendment] = field(default_factory=list)
    agreed_metrics: tuple[AgreedMetric, ...] = ()
    ratings: tuple[Rating, ...] = ()
    ended: Ended | None = None
    decide: list[str] = field(default_factory=list)
    """What a person has to decide; nothing was changed for it."""
    flags: list[str] = field(default_factory=list)
    passed: str | None = None
    """Why the release is not taken at all."""


@dataclass(slots=True)
class Plan:
    """The whole of it: the registration as all these releases leave it, and each release's step."""

    registered: dict[str, Fact] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    first: Statement | None = None
    contract: str | None = None
    # What the publications say now, variations included; what was varied; what a person was asked about.
    standing: dict[str, Fact] = field(default_factory=dict)
    varied: set[str] = field(default_factory=set)
    asked: dict[str, Any] = field(default_factory=dict)
    named: dict[str, Organisation] = field(default_factory=dict)
    amendments: set[tuple[str, bool]] = field(default_factory=set)
    rated: set[tuple[str, str, str]] = field(default_factory=set)
    metrics: dict[str, AgreedMetric] = field(default_factory=dict)
    said_before: list[str] = field(default_factory=list)
    over: Ended | None = None


def plan(statements: Sequence[Statement]) -> Plan:
    """Return what these releases come to."""
    made = Plan()
    for said in sorted(statements, key=lambda s: s.release.order):
        made.steps.append(_step(made, said))
    return made


def facts_of(plan: Plan, said: Statement) -> dict[str, Fact]:
    """Return the facts of a statement, its suppliers' names completed from earlier releases, never from later ones."""
    facts = dict(said.facts)
    if "providers" not in facts and said.supplier_ids:
        known = {**plan.named, **said.parties}
        found = tuple(
            known.get(key) or Organisation(name=key.removeprefix("name:")[:500], identifiers=identifiers_in(key))
            for key in said.supplier_ids
        )
        facts["providers"] = Fact(OF_AWARD, found)
    return facts


def _step(plan: Plan, said: Statement) -> Step:
    step = Step(said, flags=list(said.flags))
    facts = facts_of(plan, said)
    if "providers" not in said.facts and said.supplier_ids:
        unnamed = [key for key in said.supplier_ids if key not in plan.named and key not in said.parties]
        step.flags += [f"{said.path}: supplier {key} is not named here or earlier; shown by its id" for key in unnamed]
    if plan.first is None and said.award_status in DEAD and said.contract is None:
        step.passed = f"the award is {said.award_status}, and none of it is on file: there is no contract"
        return step
    if plan.first is None:
        _open(plan, step, facts)
    else:
        _compare(plan, step, facts)
    if step.opens or step.corrected:
        _look_at_period(plan, step)
    _amend(plan, step, {})
    _perform(plan, step)
    _end(plan, step)
    plan.named |= said.parties
    plan.contract = plan.contract or said.contract
    plan.said_before.append(said.text)
    return step


def _open(plan: Plan, step: Step, facts: dict[str, Fact]) -> None:
    said = step.said
    step.opens = True
    if said.buyer is not None and "authority" not in facts:
        step.flags.append(f"{said.path}: buyer {said.buyer} is not named; shown by its id")
        unnamed = Organisation(name=said.buyer[:500], identifiers=identifiers_in(said.buyer))
        facts["authority"] = Fact(OF_TENDER, unnamed)
    plan.first, plan.registered, plan.standing = said, dict(facts), dict(facts)
    for missing, what in (
        ("providers", "supplier"), ("total_value", "value"), ("start_date", "first day"), ("end_date", "last day"),
    ):  # fmt: skip
        if missing not in facts:
            step.flags.append(f"{said.path}: no {what} is given; a gap on the file")
    if said.award_status == "pending" and said.contract is None:
        step.flags.append(f"{said.path}: the award is still pending")
    if sentence := spoken_of(said.text):
        step.decide.append(
            f"its text speaks of a change to a contract: “{sentence}”. The file was opened with the terms as "
            "published; decide whether it belongs to a contract that is on file already, and which terms were agreed"
        )
    if said.release.manner == "update":
        step.flags.append(f"{said.path}: an update of a notice that is not on file; opened from the update")
    if said.release.manner == "amendment":
        step.flags.append(
            f"{said.path}: first known from a change of the contract: registered with the terms as changed"
        )


def _look_at_period(plan: Plan, step: Step) -> None:
    start, end = plan.registered.get("start_date"), plan.registered.get("end_date")
    if start is not None and end is not None and end.value < start.value:
        step.decide.append(
            f"it ends on {value_in_words(end.value)}, before it starts on {value_in_words(start.value)}; registered as "
            "published, decide which day is wrong"
        )


def _compare(plan: Plan, step: Step, facts: dict[str, Fact]) -> None:
    """Set what a further release says beside what was said so far, and decide what its differences are."""
    said = step.said
    heard = {
        name: Fact(fact.rank, completed(name, plan.standing.get(name), fact.value))
        for name, fact in facts.items() if _counts(fact, plan.standing.get(name))
    }  # fmt: skip
    listed = [a for a in said.amendments if not a.proposed and (a.id, False) not in plan.amendments]
    told = [("end_date", a.ends_on) for a in listed] + [("total_value", a.value) for a in listed]
    heard = {n: f for n, f in heard.items() if f.value != plan.asked.get(n, ...) and (n, f.value) not in told}
    changes = [Change(n, plan.standing[n].value, f.value) for n, f in heard.items() if n in plan.standing]
    changes = [change for change in changes if change.was != change.becomes]
    manner = said.release.manner
    outranks = {n for n, f in heard.items() if n in plan.standing and f.rank > plan.standing[n].rank}
    if manner != "new":
        outranks = set()  # only the contract as first published completes the award
    if not said.release.tags and listed:
        manner = "amendment"  # no tag says what it is; what it lists does
    if said.award_status in DEAD or said.contract_status == "cancelled" or manner == "cancellation":
        what = said.contract_status if said.contract_status == "cancelled" else said.award_status or "cancelled"
        step.decide.append(f"the notice says that the award or contract is {what}; decide what becomes of the file")
    elif manner == "amendment":
        _vary(plan, step, changes)
    elif manner == "compiled" and changes:
        step.decide.append(
            f"a summary of all notices differs from the file, which does not say why: {all_in_words(changes)}"
        )
        _ask(plan, changes)
    elif why := _not_a_mere_correction(plan, step, [c for c in changes if c.name not in outranks], listed):
        step.decide.append(
            f"{why}. Published as {published_as(said)}; decide whether it is a variation or a correction"
        )
        _ask(plan, changes)
    else:
        step.corrected = tuple(changes)
        step.signed = bool(outranks & {c.name for c in changes}) or (
            said.contract is not None and plan.contract is None
        )
        plan.registered |= {name: fact for name, fact in heard.items() if name not in plan.varied}
        plan.standing |= heard


def completed(name: str, before: Fact | None, becomes: Any) -> Any:
    """Return a further release's word for a field, with what it left out as it was: releases carry changes only."""
    if before is None:
        return becomes
    was = before.value
    if name == "authority":
        return _same_again(becomes, (was,))
    if name == "providers":
        found = tuple(_same_again(one, was) for one in becomes)
        return was if set(found) == set(was) else found
    if name == "classifications":
        return was if set(becomes) <= set(was) else tuple(dict.fromkeys((*was, *becomes)))
    return becomes


def _same_again(one: Organisation, known: Sequence[Organisation]) -> Organisation:
    before = next((other for other in known if _names((one,)) & _names((other,))), None)
    if before is None:
        return one
    return Organisation(
        name=one.name, identifiers=tuple(dict.fromkeys((*before.identifiers, *one.identifiers)))[:20],
        small=before.small if one.small is None else one.small,
        voluntary=before.voluntary if one.voluntary is None else one.voluntary,
    )  # fmt: skip


def _counts(fact: Fact, before: Fact | None) -> bool:
    return before is None or fact.rank >= before.rank


def _not_a_mere_correction(
    plan: Plan, step: Step, changes: Sequence[Change], listed: Sequence[Amendment]
) -> str | None:
    """Why a change published as a correction is a person's to judge; None where it mends the record."""
    if touched := [change for change in changes if change.name in plan.varied]:
        return f"it changes what has been varied: {all_in_words(touched)}"
    if term := [change for change in changes if change.name in TERM]:
        return f"it changes the term: {all_in_words(term)}"
    if listed and (deal := [change for change in changes if change.name in VARIABLE]):
        return f"it lists a change of the contract, and with it changes the {all_in_words(deal)}"
    replaced = [c for c in changes if c.name == "providers" and not _names(c.was) & _names(c.becomes)]
    if replaced:
        return f"it names another supplier: {all_in_words(replaced)}"
    if step.said.release.manner == "update" or changes:
        sentence = spoken_of(step.said.text, "\n".join(plan.said_before))
        if sentence:
            differing = f", and differs: {all_in_words(changes)}" if changes else ""
            return f"its text speaks of a variation: “{sentence}”{differing}"
    return None


def _vary(plan: Plan, step: Step, changes: Sequence[Change]) -> None:
    """Take the differences of an amendment as changes of the deal, beside what the amendments listed say themselves."""
    varied = [change for change in changes if change.name in VARIABLE]
    listed = [a for a in step.said.amendments if (a.id, a.proposed) not in plan.amendments]
    slip = [c for c in varied if c.name == "total_value" and slipped_by(c.was, c.becomes)]
    if slip and len(varied) == 1 and not listed:
        step.decide.append(
            f"the value is {slipped_by(slip[0].was, slip[0].becomes)} times off: {all_in_words(slip)}. Published as a "
            "change of the contract without a word of explanation; it looks like a slip. Decide whether to correct or "
            "to vary"
        )
        _ask(plan, slip)
    elif not varied and not listed:
        step.decide.append(
            "the notice is a change of the contract and does not say what changed; decide what to record"
        )
    else:
        if named := [change for change in varied if change.name == "providers"]:
            step.decide.append(
                f"it changes the {all_in_words(named)}. The variation says so, and the file goes on naming the "
                "provider it was registered with; decide what the novation means for it"
            )
        _amend(plan, step, {change.name: change.becomes for change in varied})


def _amend(plan: Plan, step: Step, as_changed: Mapping[str, Any]) -> None:
    """Take each amendment the release lists and no earlier one did, in the order in which they were made.

    `as_changed` is how the release gives the terms after all of them: what none of them says is put to the last.
    """
    day = step.said.release.day
    for amendment in sorted(step.said.amendments, key=lambda listed: listed.on or day):
        if (amendment.id, amendment.proposed) in plan.amendments:
            continue
        plan.amendments.add((amendment.id, amendment.proposed))
        if amendment.proposed:
            step.proposed.append(amendment)
        else:
            own = {"end_date": amendment.ends_on, "total_value": amendment.value}
            step.varied.append((amendment, _stand(plan, {n: value for n, value in own.items() if value is not None})))
    rest = _stand(plan, as_changed)
    if rest and not step.varied:
        step.varied.append((Amendment(id="", on=None, words=None), rest))
    elif rest:
        last, own_changes = step.varied[-1]
        step.varied[-1] = (last, _joined(own_changes, rest))


def _stand(plan: Plan, terms: Mapping[str, Any]) -> tuple[Change, ...]:
    """Let terms stand as varied, and return what that changes."""
    changes = []
    for name, value in terms.items():
        before = plan.standing.get(name)
        if before is None or before.value != value:
            changes.append(Change(name, before.value if before else None, value))
        plan.standing[name] = Fact(OF_CONTRACT, value)
        plan.varied.add(name)
    return tuple(changes)


def _joined(first: tuple[Change, ...], then: tuple[Change, ...]) -> tuple[Change, ...]:
    """Changes made one after another, each field once."""
    found = {change.name: change for change in first}
    for change in then:
        earlier = found.get(change.name)
        found[change.name] = Change(change.name, earlier.was if earlier else change.was, change.becomes)
    return tuple(found.values())


def _perform(plan: Plan, step: Step) -> None:
    said = step.said
    for metric in said.agreed_metrics:
        if plan.metrics.get(metric.id) != metric:
            step.agreed_metrics = (*step.agreed_metrics, metric)
            plan.metrics[metric.id] = metric
    for rating in said.ratings:
        if rating.key in plan.rated:
            continue
        plan.rated.add(rating.key)
        step.ratings = (*step.ratings, rating)
        agreed = plan.metrics.get(rating.metric)
        if agreed is not None and agreed.title != rating.title:
            step.flags.append(
                f"indicator {rating.metric} is “{rating.title}” here and “{agreed.title}” where it was agreed"
            )
    value = plan.standing.get("total_value")
    few = len(said.ratings) and len(plan.metrics or said.ratings) < 3
    if few and value and isinstance(value.value, Money) and value.value.pence > 500_000_000:
        step.flags.append(
            "worth more than £5 million, with fewer than three indicators agreed (Procurement Act 2023 s. 52)"
        )
    if said.failures:
        step.decide.append(
            "the notice reports failures of performance, which this file may hold as issues and notices already: "
            + "; ".join(said.failures)[:2000]
        )


def _end(plan: Plan, step: Step) -> None:
    ended = step.said.ended
    if ended is None:
        return
    if plan.over is None:
        plan.over = step.ended = ended
    elif ended.on is not None and ended.on != plan.over.on:
        step.decide.append(
            f"it gives another day for the end of the contract: {value_in_words(ended.on)}, "
            f"not {value_in_words(plan.over.on)}"
        )


def _ask(plan: Plan, changes: Sequence[Change]) -> None:
    """Remember what a person was asked, so that later notices that repeat it do not ask again."""
    for change in changes:
        plan.asked[change.name] = change.becomes


def _names(organisations: tuple[Organisation, ...]) -> set[str]:
    """Names and numbers, so that one of them is enough to know an organisation again."""
    names = {name_key(one.name) for one in organisations}
    return names | {str(number) for one in organisations for number in one.identifiers}
