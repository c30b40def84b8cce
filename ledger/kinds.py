"""The closed index of entry kinds: every kind that can be recorded, and its subject.

A subject's kinds are the union its register is declared with, in its `entries.py`. Adding a kind touches its subject
alone; API route, form, command-line input, timeline line and documentation follow from the class.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType

from ledger.entry import KINDS, Entry
from ledger.registers import Register
from ledger.rules import AnyRule
from ledger.subjects import (
    actions,
    adoption,
    agreement,
    assurance,
    checkpoints,
    contacts,
    default_process,
    design,
    disputes,
    evaluation,
    exits,
    feedback,
    implementation,
    issues,
    knowledge,
    lessons,
    meetings,
    money,
    notices,
    outcomes,
    payments,
    people,
    performance,
    procurement,
    programme,
    provider,
    records,
    regulation,
    remedies,
    resources,
    retention,
    reviews,
    risks,
    termination,
    terms,
    tiers,
    variations,
)

SUBJECTS = (
    agreement,
    procurement,
    people,
    terms,
    meetings,
    actions,
    contacts,
    performance,
    feedback,
    assurance,
    risks,
    money,
    issues,
    notices,
    default_process,
    remedies,
    payments,
    disputes,
    variations,
    regulation,
    reviews,
    termination,
    exits,
    lessons,
    tiers,
    programme,
    provider,
    knowledge,
    retention,
    records,
    adoption,
    checkpoints,
    outcomes,
    design,
    resources,
    implementation,
    evaluation,
)


def _kinds_of(subject: ModuleType) -> tuple[type[Entry], ...]:
    """The kinds of a subject: those its register takes in."""
    [register] = (one for one in vars(subject).values() if isinstance(one, type) and issubclass(one, Register))
    return register.kinds()


_SUBJECT = {kind: subject.__name__.rpartition(".")[2] for subject in SUBJECTS for kind in _kinds_of(subject)}
KINDS.update({str(kind.model_fields["kind"].default): kind for kind in _SUBJECT})
BY_NAME: dict[str, type[Entry]] = {name.partition("/")[0]: kind for name, kind in KINDS.items()}
"""The newest version of each kind, by its name without a version: what routes and forms are made from."""
RULES = tuple(rule for subject in SUBJECTS for rule in subject.RULES)
"""Every rule, in the order of the subjects."""
RULE = {rule.id: rule for rule in RULES}
"""The same by their ids."""


@cache
def rules_of(kind: type[Entry]) -> tuple[AnyRule, ...]:
    """Return the rules that say something of a kind of entry."""
    return tuple(rule for rule in RULES if issubclass(kind, rule.of))


@cache
def giving(prefix: str) -> tuple[type[Entry], ...]:
    """Return the kinds of entry with which something begins that the ledger gives an id of a prefix: OUT of OUT-001."""
    return tuple(kind for kind in BY_NAME.values() if kind.gives == prefix)


def subject_of(kind: type[Entry]) -> str:
    """Return the name of the subject (and of its register in ContractFile) that a kind belongs to."""
    return _SUBJECT[kind]
