"""What may stand against an act: rules, the objections they raise, and the departures that acknowledge them.

No rule ever refuses a fact (design, idea 2). Levels:

- contradiction: the entry contradicts the file itself (minutes of a meeting that is not there). Refused, saying why.
- advise:    shown; recorded as a departure without asking.
- explain:   a reason is asked for.
- authorise: an authorisation by the office entitled is asked for. Without one the act is recorded as unauthorised and
             that office has a duty to ratify or refuse. Nobody authorises his own act.
- absolute:  nothing lifts it. The act is recorded as purported: it has not the effect the procedure would give it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

from ledger.entry import Departure, Entry, Frozen
from ledger.fields import AuthorisationId
from ledger.names import clause_once, repeated
from ledger.offices import in_office
from ledger.words import Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

E = TypeVar("E", bound=Entry)
Fields = TypeVar("Fields", bound=Sequence[str])
"""A field, or several."""
Predicate: TypeAlias = "Callable[[ContractFile, Any, Procedure], str | None]"
Asked: TypeAlias = "Callable[[Any], object]"
"""Whether something is asked of an act."""
Level = Literal["contradiction", "advise", "explain", "authorise", "absolute"]
NOT_IN_POINT = ""
"""What a rule finds where its condition did not arise with the act, or where that cannot be told: neither that it was
kept nor that it was not. Shown as not asked; nobody is said to have kept what was never asked of anybody."""
ASKED: tuple[Level, ...] = ("explain", "authorise", "absolute")
"""Levels that are not recorded until they have been acknowledged."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[E]):
    """One rule: `found` returns what was found instead, in a sentence; None where the rule is kept, NOT_IN_POINT where
    it does not apply to this act.

    `found` looks at the file as it stood on the day of the act (contradictions: at the whole file), never at the clock
    and never at who records. Level and who may authorise are the default; a procedure may set them otherwise.
    """

    id: str
    citation: str
    sentence: str
    level: Level
    of: type[E] | tuple[type[E], ...]
    found: Callable[[ContractFile, E, Procedure], str | None]
    field: str | None = None
    """The field of the entry a form shows the objection beside."""
    asks: bool | tuple[str, ...] = False
    """Whether it asks for that field whatever the act, where `found` looks at more than whether it is filled in; the
    fields, where it asks so for several."""
    authorised_by: tuple[str, ...] = ()
    """Offices that may authorise a departure, by default."""

    @property
    def asks_for(self) -> tuple[str, ...]:
        """The fields it asks to be filled in whatever the act, where it can be told without one."""
        if isinstance(self.found, Unsaid) and self.found.where is None:
            return tuple(fields[0] for fields, _ in self.found.wanted)
        if isinstance(self.asks, tuple):
            return self.asks
        return (self.field,) if self.asks and self.field else ()

    @property
    def is_of_programmes(self) -> bool:
        """Whether it judges nothing but what stands on the file of an improvement programme."""
        return all(kind.files == ("programme",) for kind in (self.of if isinstance(self.of, tuple) else (self.of,)))


AnyRule = Rule[Any]


@dataclass(frozen=True, slots=True)
class Unsaid:
    """The predicate of a rule that asks for things to be said: finds those that are not."""

    wanted: tuple[tuple[tuple[str, ...], str], ...]
    """Fields, of which one is enough, and what they say in words."""
    found: str
    """What is found; {missing} stands for what is not said."""
    between: str = ", "
    """What stands between two things that are not said."""
    where: Asked | None = None
    """Of which acts it is asked; of any other it is not in point. None: of all."""

    def __call__(self, file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
        if self.where is not None and not self.where(entry):
            return NOT_IN_POINT
        missing = [words for fields, words in self.wanted if not any(_is_said(getattr(entry, name)) for name in fields)]
        return self.found.format(missing=self.between.join(missing)) if missing else None


def lacks(*fields: str, found: str, where: Asked | None = None) -> Unsaid:
    """Return the predicate of a rule that asks for something to be said: finds it lacking where no field says it."""
    return Unsaid(((fields, ""),), found, where=where)


def leaves_out(wanted: Mapping[Fields, str], found: str, between: str = ", ", where: Asked | None = None) -> Unsaid:
    """Return the predicate of a rule that asks for several things to be said: finds those that are not.

    `wanted`: field, or several of which one is enough -> what it says, in words. `found` has {missing} where these
    stand.
    """
    said_by = (((fields,) if isinstance(fields, str) else tuple(fields), words) for fields, words in wanted.items())
    return Unsaid(tuple(said_by), found, between, where)


def twice(named: Callable[[Any], Iterable[str]], found: str) -> Predicate:
    """Return the predicate of a rule that each thing an act names stands there once: finds those that stand twice.

    `named`: what stands there. `found` has {twice} where those stand that do so more than once, whatever their case.
    """

    def repeating(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
        again = repeated(named(entry))
        return found.format(twice=", ".join(again)) if again else None

    return repeating


def _is_said(value: object) -> bool:
    """Whether a field says something: a number of 0 does, and so does a no."""
    return value not in (None, (), "")


def not_by(office: str, found: str) -> Predicate:
    """Return the predicate of a rule that one office does something: finds it another's, or nobody's, who did it."""

    def by_another(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
        return None if in_office(file, entry.by, (office,), entry.happened_on, procedure) else found

    return by_another


class Objection(Frozen):
    """What a rule says against an entry that is about to be recorded."""

    rule: str
    level: Level
    citation: str
    sentence: str
    found: str
    field: str | None = None
    authorised_by: tuple[str, ...] = ()
    given: tuple[AuthorisationId, ...] = ()
    """The authorisations on the file that count for it once the entry relies on one of them."""
    entry: int = 0
    """Which entry of those submitted together, from 0."""


class Acknowledgement(Frozen):
    """A departure knowingly recorded: which rule, and why, and by what authority."""

    rule: str
    """Id of the rule, as the objection named it."""
    reason: Text | None = None
    """Why the rule was not kept."""
    authorisation: AuthorisationId | None = None
    """The authorisation entry on the same file that allows it."""
    claimed: Text | None = None
    """An authority that is claimed but not on file."""


def judge(
    rules: tuple[AnyRule, ...],
    whole: ContractFile,
    then: ContractFile,
    entry: Entry,
    procedure: Procedure,
    number: int = 0,
) -> list[Objection]:
    """Return every objection to the entry: contradictions judged on the `whole` file, procedure on the file `then`.

    `rules`: those that say something of a kind such as this (kinds.rules_of).
    """
    objections = []
    for rule in rules:
        level, authorised_by, citation = procedure.rulings.get(rule.id) or procedure.ruling(rule)
        if level is None:
            continue
        found = rule.found(whole if level == "contradiction" else then, entry, procedure)
        if found:
            objections.append(
                Objection(
                    rule=rule.id, level=level, citation=citation, sentence=rule.sentence, found=clause_once(found),
                    field=rule.field, authorised_by=authorised_by, entry=number,
                )
            )  # fmt: skip
    return objections


def departure(objection: Objection, acknowledged: Acknowledgement | None) -> Departure:
    """Return the departure that goes on record for an objection, with what was said when it was acknowledged."""
    assert objection.level != "contradiction", "what contradicts the file is refused, never acknowledged"
    said = acknowledged
    reason, authorisation, claimed = (said.reason, said.authorisation, said.claimed) if said else (None, None, None)
    return Departure(
        rule=objection.rule, level=objection.level, citation=objection.citation, sentence=objection.sentence,
        found=objection.found, reason=reason, authorisation=authorisation, claimed=claimed,
    )  # fmt: skip
