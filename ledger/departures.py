"""How a departure from procedure stands: acknowledged, explained, authorised, ratified, refused, or on no authority.

What was acknowledged when an act was recorded stays on the act for ever; how it *stands* depends on what else is on
the file, and is worked out afresh from it (design, idea 2). An authorisation counts if the office entitled gave it
before the act or on its day; approval afterwards ratifies; nobody authorises his own act; an authority that is only
claimed is shown as claimed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from ledger import awards, end_decided, kinds, single_tenders
from ledger.arranged import ARRANGED_BY
from ledger.entry import Actor, Departure, Frozen, Recorded
from ledger.leave_used import used_before
from ledger.names import by_first_name, same_person
from ledger.offices import in_another_office
from ledger.transfer_plans import put_right_by

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.records import Authorisation, Verdict

State = Literal[
    "acknowledged", "explained", "no-reason-given", "authorised", "ratified", "refused", "unauthorised", "claimed",
    "purported", "on-file-since", "explained-since",
]  # fmt: skip


class DepartureStanding(Frozen):
    """How one departure stands, why, and which offices still have to speak."""

    rule: str
    """The rule departed from."""
    state: State
    """How it stands. Purported: nothing lifts the rule, so the act has not the effect the procedure would give it.
    On file since: what was missing when it was recorded had been so and has come on file, or what stood against it
    was struck out or corrected, or a revised plan holds what was left out. Explained since: what was added to the
    act, which nobody reads, is taken for the reason that it lacked (docs/adr/0269)."""
    why: str
    """One sentence that says why."""
    by: Actor | None = None
    """Who authorised, ratified or refused it."""
    on: date | None = None
    """The day of that."""
    position: int | None = None
    """The entry that records it, or was added to explain it."""
    awaits: tuple[str, ...] = ()
    """Offices with a duty to ratify or refuse; empty where nothing is owed."""


DECIDED_SINCE = (single_tenders.decided_since, awards.decided_since, end_decided.decided_since)
"""By each of these it is told that whoever may decided since on what somebody else had (docs/adr/0479)."""


def standing(
    departure: Departure, recorded: Recorded, file: ContractFile, procedure: Procedure, since: int | None = None,
    *, day: date = date.max,
) -> DepartureStanding:  # fmt: skip
    """Return how a departure of a recorded act stands on this file, as known and as at what the file was folded for.

    `procedure` is the one the act was judged by; `since` a later entry that shows the rule to have been kept
    (projections/judged_again.py); `day`: of several words on it the last by then counts. Pure; never raises.
    """
    word = said_of(departure, recorded, file, procedure, since, day=day)
    later = (decided(file, recorded, departure.rule, day, procedure) for decided in DECIDED_SINCE)
    by = next((at for at in later if at is not None), None) if word.awaits else None
    if by is None:
        return word
    shown = f"{word.why}; who may decide did so since, in entry {by}, and nobody has to ratify it"
    return word.model_copy(update={"why": shown, "awaits": ()})


def said_of(
    departure: Departure, recorded: Recorded, file: ContractFile, procedure: Procedure, since: int | None = None,
    *, day: date = date.max,
) -> DepartureStanding:  # fmt: skip
    """Return how a departure stands, as `standing`, by what is said of it alone, whoever decided on the same since:
    which decisions stand is told by this, and so by nothing that asks it of them again. Pure; never raises."""
    if since is not None:
        shown = "it stood so by what was on file then; that the rule was kept has come on file since"
        return DepartureStanding(rule=departure.rule, state="on-file-since", why=shown, position=since)
    if departure.level == "authorise":
        return _authority(departure, recorded, file, procedure, day)
    if departure.rule == ARRANGED_BY and (held := _let_be(departure, recorded, file, procedure, day)) is not None:
        return held
    state: State = "acknowledged"
    why = "it was remarked on, and no reason for it is asked for"
    if departure.level == "absolute":
        state, why = "purported", "nothing lifts this rule: the act stands as purported"
    elif departure.level == "explain" and departure.reason is not None:
        state, why = "explained", "a reason is on record"
    elif departure.level == "explain" and (added := file.records.explaining(recorded.position, departure.rule)):
        since_then = "no reason was given with it, and what was added to it is taken for one"
        return DepartureStanding(rule=departure.rule, state="explained-since", why=since_then, position=added[0])
    elif departure.level == "explain" and (version := put_right_by(file, recorded, departure)):
        revised = "no reason was given with it, and the plan was submitted again since with what it left out"
        return DepartureStanding(rule=departure.rule, state="on-file-since", why=revised, position=version)
    elif departure.level == "explain":
        state, why = "no-reason-given", "a reason was asked for and none is on record"
    return DepartureStanding(rule=departure.rule, state=state, why=why)


def _let_be(
    departure: Departure, act: Recorded, file: ContractFile, procedure: Procedure, day: date
) -> DepartureStanding | None:
    """How an arrangement stands that another agreed to, once the office entitled spoke of it: as was said last, of the
    leave it relies on and what came after; None before: until then a reason is asked for, and nobody has to say
    anything (TVP-4.0-1, docs/adr/0435)."""
    since = _authority(departure.model_copy(update={"authorisation": None}), act, file, procedure, day)
    held = since if since.state == "refused" else _authority(departure, act, file, procedure, day)
    return held if held.state in ("authorised", "ratified", "refused") else None


def entitled(rule: str, procedure: Procedure) -> tuple[str, ...]:
    """Return the offices that may authorise a departure from a rule (HCC-POL-f).

    Those the procedure or the rule names, else the one that may amend the procedure itself.
    """
    known = kinds.RULE.get(rule)
    if known is not None:
        offices = procedure.ruling(known)[1]
    else:  # a rule of an earlier version of this program: only the procedure can still say
        offices = next((row.authorised_by for row in procedure.rules if row.id == rule), ())
    return offices or (procedure.owner,)


def _authority(
    departure: Departure, act: Recorded, file: ContractFile, procedure: Procedure, day: date
) -> DepartureStanding:  # fmt: skip
    offices = entitled(departure.rule, procedure)
    verdicts = [v for v in file.records.verdicts.get((act.position, departure.rule), ()) if v.on <= day]
    given = file.records.authorisations.get(departure.authorisation) if departure.authorisation else None
    flaws = []
    if departure.authorisation:
        flaw = _flaw(given, departure.rule, act, file, offices, procedure) if given is not None else None
        if given is not None and flaw is None:
            on = f"{given.id} was given on {given.on:%-d %B %Y}"
            if _before(given, act, file):
                return _spoken(departure, "authorised", given, f"{on}, before the act or on its day", act, file)
            return _spoken(departure, "ratified", given, f"{on}, after the act", act, file)
        flaws.append(flaw or f"{departure.authorisation} is not on the file")
    for verdict in reversed(verdicts):  # what somebody else says afterwards takes nothing back
        flaw = _wrong_person(verdict, act, file, offices, procedure)
        if flaw is None:
            state: State = "ratified" if verdict.approved else "refused"
            why = f"{state} on {verdict.on:%-d %B %Y}, in entry {verdict.position}"
            return _spoken(departure, state, verdict, why, act, file)
        flaws.append(f"entry {verdict.position} does not settle it: {flaw}")
    titles = procedure.one_of(offices)
    if departure.claimed is not None:
        flaws.append(f"an authority is claimed and is not on the file; {titles} has not spoken")
        return DepartureStanding(rule=departure.rule, state="claimed", why="; ".join(flaws), awaits=offices)
    unused = (f"{a.id}, given on {a.on:%-d %B %Y}" for a in given_for(departure.rule, act, file, procedure))
    flaws = flaws or [f"it relies on no authorisation, though there is {one}" for one in unused]
    flaws = flaws or [f"no authorisation by {titles} is on the file"]
    return DepartureStanding(rule=departure.rule, state="unauthorised", why="; ".join(flaws), awaits=offices)


def given_for(rule: str, act: Recorded, file: ContractFile, procedure: Procedure) -> tuple[Authorisation, ...]:
    """Return the authorisations on a file that count for an act's departure from a rule if it relies on them."""
    offices = entitled(rule, procedure)
    for_it = (given for given in file.records.authorisations.values() if given.rule == rule)
    return tuple(given for given in for_it if _flaw(given, rule, act, file, offices, procedure) is None)


def _flaw(
    given: Authorisation, rule: str, act: Recorded, file: ContractFile, offices: tuple[str, ...], procedure: Procedure
) -> str | None:
    """Why a cited authorisation does not count, None where it does."""
    if given.rule != rule:
        return f"{given.id} is for {given.rule}"
    about = getattr(act.entry, "proposal", None) or (act.given_id if act.entry.noun == "proposal" else None)
    if given.proposal is not None and about is not None and about != given.proposal:
        return f"{given.id} is for {given.proposal}"
    flaw = _wrong_person(given, act, file, offices, procedure)
    if flaw:
        return f"{given.id} does not count: {flaw}"
    used = used_before(given, act, file)
    return f"{given.id} was given once and entry {used} relied on it first" if used else None


def _wrong_person(
    word: Authorisation | Verdict, act: Recorded, file: ContractFile, offices: tuple[str, ...], procedure: Procedure
) -> str | None:
    by = word.by
    if by is None or by.party != "authority" or _office(by, procedure) not in offices:
        titles = procedure.one_of(offices)
        return f"it was given by {procedure.person_in_office(by)}, and the procedure gives that to {titles}"
    if otherwise := in_another_office(file, by, word.on, procedure):
        return f"it was given by {procedure.person_in_office(by)}, and {otherwise}"
    alike = [actor.person for actor in act.entry.actors if same_person(actor.person, by.person)]
    if any(_is_shown_the_same(person, by.person, act, file) for person in alike):
        return f"{by.person} did the act, and nobody authorises his own"
    return None


def _is_shown_the_same(one: str, other: str, act: Recorded, file: ContractFile) -> bool:
    """Whether two names that can be one person's are: by both in full, or by whom the file has in post that fit."""
    if by_first_name(one, other):
        return True
    fits = {person for name in (one, other) for person in file.people.whom(name, act.entry.happened_on)}
    return len(fits) == 1 and all(same_person(name, person) for name in (one, other) for person in fits)


def _maybe_the_same(word: Authorisation | Verdict, act: Recorded, file: ContractFile) -> str:
    """What is noted of an authority by somebody whose name may be that of whoever did the act; "" where it is not."""
    by = word.by
    day = act.entry.happened_on
    for actor in act.entry.actors if by is not None else ():
        assert by is not None
        told = {person for name in (actor.person, by.person) for person in file.people.whom(name, day)}
        if same_person(actor.person, by.person) and len(told) != 1:
            return f"; {actor.person}, who did the act, may be {by.person}: the names do not tell them apart"
    return ""


def _office(by: Actor, procedure: Procedure) -> str | None:
    known = procedure.office(by.office)
    return known.id if known else by.office


def _before(given: Authorisation, act: Recorded, file: ContractFile) -> bool:
    if given.on != act.entry.happened_on:
        return given.on < act.entry.happened_on
    entry = file.at(given.position)
    hour = entry.entry.happened_at if entry else None
    # On the same day only two known hours can show that it came too late.
    return hour is None or act.entry.happened_at is None or hour <= act.entry.happened_at


def _spoken(
    departure: Departure, state: State, word: Authorisation | Verdict, why: str, act: Recorded, file: ContractFile
) -> DepartureStanding:
    said = f"{why}{_maybe_the_same(word, act, file)}"
    return DepartureStanding(rule=departure.rule, state=state, why=said, by=word.by, on=word.on, position=word.position)


__all__ = ["DepartureStanding", "State", "entitled", "given_for", "said_of", "standing"]
