"""What plans for implementing a contract and for using resources have in common: risks, statements, and their form.

Sustainable: meeting present needs without harm to later generations, the environment included (CPC307-D2, CPC308-D4,
CPC308-K5). Inclusive: shutting nobody out by language, level, access or cost (CPC308-D3). Plans are written or oral,
for a short or a long time (CPC308-S6). Stored inside entries, and so a recorded format.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from ledger.entry import Entry, Frozen
from ledger.fields import Limit, Name, RowId, of_rows
from ledger.names import among, few, name_key
from ledger.rules import NOT_IN_POINT
from ledger.words import Said, Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

RiskCategory = Annotated[RowId, of_rows("risk-kind")]
"""A kind of risk as the procedure calls it: the eight of both standards (CPC307-S3, CPC308-S4), or one of its own."""


Rating = Annotated[int, Limit(least=1, most=5)]


class PlannedRisk(Frozen):
    """A risk that may keep a plan from being carried out, or that arises from carrying it out."""

    id: Name
    """What the plan calls it, by which later entries name it: R1."""
    category: RiskCategory
    """Which kind it is, as the procedure calls it: people, property, reputation, financial-loss."""
    words: Text
    """What may happen."""
    likelihood: Rating | None = None
    """How likely, from 1 (rare) to 5 (almost certain)."""
    impact: Rating | None = None
    """How bad, from 1 (slight) to 5 (severe)."""
    managed_by: Text | None = None
    """What is done about it."""
    owner: Name | None = None
    """Who sees to that."""
    contingency: Text | None = None
    """What is done if it happens."""
    activity: Name | None = None
    """The activity of the plan, or line of resources, it belongs to, by its id there."""

    @property
    def rating(self) -> int | None:
        """Likelihood times impact, from 1 to 25; None where either is not said."""
        return self.likelihood * self.impact if self.likelihood and self.impact else None


class PlanStatements(Frozen):
    """What every plan says of itself besides its parts."""

    risks: Annotated[tuple[PlannedRisk, ...], Limit(longest=200)] = ()
    """Risks and contingencies."""
    sustainability: Text | None = None
    """How it meets present needs without harm to later generations, the environment included."""
    inclusion: Text | None = None
    """How nobody is shut out by language, level, format, access or cost."""
    rights_protected: Text | None = None
    """How the rights and interests of people are protected by it, equality among them."""
    best_value: Text | None = None
    """How it promotes best value."""
    rationale: Text | None = None
    """What priorities and principles it follows, and why."""
    form: Literal["written", "oral"] = "written"
    """Whether it was made in writing, or orally and is written down here."""
    term: Literal["short", "long"] | None = None
    """Whether it is for a short or a long time."""


SAYS_NOTHING = frozenset(("", "-", "n/a", "na", "nil", "no", "none", "not applicable", "nothing", "tbc"))
"""What stands in the place of a statement and makes none."""


def left_out_of_risks(
    risks: Iterable[PlannedRisk], rated: Collection[str] = (), managed: Collection[str] = ()
) -> str | None:
    """Return in words what a plan does not say of its risks (CPC308-A6); None where it says all. `rated`, `managed`:
    those of which the risk log says how likely and how bad they are, or what is done about them."""
    named = list(risks)
    bare = {
        "how likely {} is": [risk.id for risk in named if risk.likelihood is None and risk.id not in rated],
        "how bad {} is": [risk.id for risk in named if risk.impact is None and risk.id not in rated],
        "how {} is managed": [risk.id for risk in named if risk.managed_by is None and risk.id not in managed],
    }
    found = [what.format(few(those)) for what, those in bare.items() if those]
    return f"it is not said {', '.join(found)}" if found else None


def not_said_how_sustainable(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Return what a rule finds against a plan or recommendation that does not say how it is the one and the other
    (CPC308-A5): two statements, and "n/a" is none."""
    missing = [head for head in ("sustainability", "inclusion") if not _states(getattr(entry, head))]
    return f"nothing is said of {' and '.join(missing)}" if missing else None


def _states(said: object) -> bool:
    words = said.value if isinstance(said, Said) else said
    return words is not None and not (isinstance(words, str) and name_key(words).rstrip(".") in SAYS_NOTHING)


def of_no_part(entry: PlanStatements, parts: Sequence[str], called: str) -> str | None:
    """Return what a rule finds against a plan with a risk of an activity, or line, that the plan has not."""
    strays = [risk for risk in entry.risks if risk.activity is not None and not among(risk.activity, parts)]
    if not strays:
        return None
    return f"risk {strays[0].id} is of {strays[0].activity}; {called} the plan has: {few(parts)}"


def beyond_appetite(file: ContractFile, entry: PlanStatements, procedure: Procedure) -> str | None:
    """Return what a rule finds against a plan with risks rated higher than the organisation takes."""
    most, rated = procedure.setting("risk.highest-rating"), [(r, r.rating) for r in entry.risks if r.rating is not None]
    if not rated:
        return NOT_IN_POINT
    found = [f"{r.id} ({r.category.replace('-', ' ')}) is rated {rating}" for r, rating in rated if rating > most]
    return f"{'; '.join(found)}; the organisation takes risks rated up to {most}" if found else None


def unknown_risks(file: ContractFile, entry: PlanStatements, procedure: Procedure) -> str | None:
    """Return what a rule finds against a plan with risks of kinds the procedure does not know."""
    return unknown_risk_kinds((risk.category for risk in entry.risks), procedure) if entry.risks else NOT_IN_POINT


def unknown_risk_kinds(kinds: Iterable[str], procedure: Procedure) -> str | None:
    """Return in a sentence which of these kinds of risk the procedure does not know; None where it knows them."""
    known = [row.id for row in procedure.risk_kinds]
    unknown = ", ".join(sorted({*kinds} - {*known}))
    return f"{unknown}: not among the kinds of {procedure.title}: {', '.join(known)}" if unknown else None


class Rated(NamedTuple):
    """What an open risk of a plan is rated on a day."""

    id: str
    """What the plan calls it, or its id in the log."""
    category: RiskCategory
    rating: int | None
    """None where how likely or how bad it is is not said."""


def totals_by_kind(rated: Iterable[Rated]) -> dict[RiskCategory, int]:
    """Return what the ratings of risks come to, kind by kind; none of a kind of which no risk is rated."""
    found: dict[RiskCategory, int] = {}
    for risk in rated:
        if risk.rating is not None:
            found[risk.category] = found.get(risk.category, 0) + risk.rating
    return found


def out_of_balance(rated: Iterable[Rated], procedure: Procedure) -> str | None:
    """Return what a rule finds against a plan whose risks come to more than the organisation takes, in all or of one
    kind; not in point where it sets neither."""
    most, of_a_kind = procedure.setting("risk.highest-total"), procedure.setting("risk.highest-total-of-a-kind")
    totals = totals_by_kind(rated)
    if not totals or not (most or of_a_kind):
        return NOT_IN_POINT
    in_all = sum(totals.values())
    found = [f"its risks come to {in_all} in all, of {most} that the organisation takes"] if 0 < most < in_all else []
    found += [
        f"those of {kind.replace('-', ' ')} come to {total}, of {of_a_kind} of a kind"
        for kind, total in totals.items() if 0 < of_a_kind < total
    ]  # fmt: skip
    return "; ".join(found) or None
