"""The approved versions of the policy of a programme: what each carries, and what stands against its approval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ledger.entry import Frozen, Recorded
from ledger.policies_approved import OF_POLICIES, as_refused, refusals
from ledger.subjects.programme import Policy
from projections.judged_again import kept_since, standing_now
from projections.view import FileView


class PolicyRow(Frozen):
    """An approved version of a policy, and what it carries."""

    id: str
    document: str
    version: str
    approved_on: date
    approved_by: str | None
    cabinet_approval_needed: bool | None
    actions: tuple[str, ...]
    """Numbers of the actions whose changes it carries; one that was refused carries none."""
    in_doubt: tuple[str, ...] = ()
    """What stands against its approval: by a body that decides nothing, or without the Cabinet Member's."""
    refused: str | None = None
    """By whom, when and by which entry it was refused, in words; None where it stands (docs/adr/0428)."""
    position: int


def policy_rows(view: FileView, named: Mapping[str, Sequence[Policy]]) -> Iterator[PolicyRow]:
    """Yield the approved versions of a programme's policy (IMP-14-a, IMP-14-b).

    `named`: by the id of each action, the versions said to carry it.
    """
    programme, refused = view.file.programme, refusals(view.file, view.procedure)
    carries: dict[str, list[str]] = {}
    for action in programme.actions.values():
        for policy in named[action.id]:
            carries.setdefault(policy.id, []).append(action.number)
    for policy in programme.policies.values():
        approved, word = view.file.at(policy.position), refused.get(policy.id)
        yield PolicyRow(
            id=policy.id, document=policy.document, version=policy.version, approved_on=policy.on,
            approved_by=view.say(policy.approved_by, policy.on) or None,
            cabinet_approval_needed=policy.cabinet_approval_needed,
            actions=() if word else tuple(carries.get(policy.id, ())),
            in_doubt=tuple(_in_doubt(view, approved)) if approved else (), position=policy.position,
            refused=as_refused(word, view.procedure_on(policy.on)) if word else None,
        )  # fmt: skip


def all_in_doubt(view: FileView, rows: Sequence[PolicyRow]) -> tuple[str, ...]:
    """Return what stands against the first approval of a policy, where something stands against each that was not
    refused."""
    held = [row for row in rows if row.refused is None and view.file.programme.policies[row.id].is_a_policy]
    return held[0].in_doubt if held and all(row.in_doubt for row in held) else ()


def carried_in_doubt(rows: Sequence[PolicyRow], carried: Sequence[Policy]) -> tuple[str, ...]:
    """Return what stands against the approval of the last of some versions, where something does against each."""
    ids = {held.id for held in carried}
    held = [row for row in rows if row.id in ids]
    return held[-1].in_doubt if held and all(row.in_doubt for row in held) else ()


def _in_doubt(view: FileView, approved: Recorded) -> Iterator[str]:
    """What stands against an approval (IMP-14-b, IMP-28-c), unless whoever is entitled has spoken."""
    kept = kept_since(view, [approved])
    for departure in approved.departures:
        held = standing_now(view, departure, approved, kept)
        if departure.rule.startswith(OF_POLICIES) and held.state not in _SPOKEN:
            yield departure.found


_SPOKEN = ("authorised", "ratified", "refused", "on-file-since")

__all__ = ["PolicyRow", "all_in_doubt", "carried_in_doubt", "policy_rows"]
