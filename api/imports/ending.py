"""The end of a contract that a release tells of: when it was, and how it came."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from api.imports.plan import Plan, Step
from api.imports.registration import exhibit_of, source_of
from api.imports.said import Ended
from api.imports.written import Desk, Written
from ledger.entry import Actor, Entry
from ledger.subjects.termination import ContractExpired, ContractTerminated
from ledger.words import Said

_COMPLETED = re.compile(r"complet|expir|discharg|end of (?:the )?(?:term|contract)|fulfilled", re.IGNORECASE)
_AGREED = re.compile(r"mutual|by agreement|consent", re.IGNORECASE)
_BY_AUTHORITY = re.compile(
    r"breach|default|perform|insolven|exclu|debar|convenience|unilateral|authority|unlawful|no longer required",
    re.IGNORECASE,
)
_BY_SUPPLIER = re.compile(
    r"by the supplier|supplier (?:has )?(?:terminated|withdr)|withdrawal of the supplier", re.IGNORECASE
)


def record_end(desk: Desk, step: Step, after: Plan, written: Written) -> None:
    """Record the end of the contract, or say why a person has to decide about it."""
    ended = step.ended
    if ended is None:
        return
    on, how = _when(step, after, ended), _how(ended)
    reasons = "; ".join(words or code for code, words in ended.reasons)
    held = desk.file.termination.ended if desk.file else None
    why = None
    if held is not None:
        why = None if held.on == on else f"the file says that it ended on {held.on:%-d %B %Y}"
    elif how is None:
        why = f"the reason given is not one that tells who ended it: {reasons}" if reasons else "no reason is given"
    elif on is None:
        why = "no day is given on which it ended"
    elif how == "expired" and on > step.said.release.day:
        why = f"it is to end on {on:%-d %B %Y}, after the notice"
    if why is not None:
        written.decide.append(f"the notice says that the contract is over, and {why}; decide what to record")
    elif held is None and on is not None:
        written.entries.append(_ending(step, how or "", on, reasons, ended))
        written.taken.append(f"ended on {on:%-d %B %Y} ({how}{': ' + reasons if reasons else ''})")


def _when(step: Step, after: Plan, ended: Ended) -> date | None:
    if ended.on is not None:
        return ended.on
    end = after.standing.get("end_date")
    if end is not None and end.value <= step.said.release.day and _how(ended) == "expired":
        step.flags.append("no day of the end is given; taken as the end date of the contract")
        return date.fromisoformat(end.value.isoformat())
    return None


def _how(ended: Ended) -> str | None:
    """How it ended: expired, or terminated by whom; None where the reasons do not tell, or tell different things."""
    told = set()
    for code, words in ended.reasons:
        said = f"{re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', code)} {words}"
        patterns = (
            ("expired", _COMPLETED), ("both", _AGREED), ("provider", _BY_SUPPLIER), ("authority", _BY_AUTHORITY),
        )  # fmt: skip
        told.add(next((how for how, pattern in patterns if pattern.search(said)), None))
    return told.pop() if len(told) == 1 else None


def _ending(step: Step, how: str, on: date, reasons: str, ended: Ended) -> Entry:
    said = step.said
    common: dict[str, Any] = {
        "source": source_of(said.release.id, "end"), "exhibits": (exhibit_of(said),), "audience": "shared",
    }  # fmt: skip
    if how == "expired":
        worth = f" Final value {ended.final_value}." if ended.final_value else ""
        return ContractExpired(happened_on=on, words=Said(f"As published: {reasons}.{worth}"[:20_000]), **common)
    act_on = min(on, said.release.day)
    by_party: Any = how
    return ContractTerminated(
        happened_on=act_on, ends_on=on if on > act_on else None, by_party=by_party,
        by=buyer_of(step) if how == "authority" else None, **common,
    )  # fmt: skip


def buyer_of(step: Step) -> Actor | None:
    """Return who bought, as the release names them."""
    buyer = step.said.buyer_as
    return Actor(person=buyer.name[:200]) if buyer else None
