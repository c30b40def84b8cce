"""What is recorded of the default process after its notices."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.agreements import Agreed
from ledger.entry import Entry, SharedAudience
from ledger.fields import BreachId, Issues, Limit, Name, NoticeId, Position
from ledger.plans import Step
from ledger.words import Personal, Text

Party = Literal["authority", "provider"]


class ImprovementPlanAgreed(Agreed):
    """A plan to put right what a notice complained of was agreed."""

    kind: Literal["improvement-plan-agreed/1"] = "improvement-plan-agreed/1"
    notice: NoticeId
    """The notice it answers."""
    steps: Annotated[tuple[Step, ...], Limit(longest=50)] = ()
    """Its steps."""
    complete_by: date | None = None
    """When all is to be right."""
    agreed_by_authority: Name | None = None
    """Who agreed for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed for the provider."""
    audience: SharedAudience = "shared"

    gives = "PLN"
    noun = "plan"
    line = "{id}: improvement plan agreed on {notice}[, complete by {complete_by}]"


class DefaultProcessConcluded(Entry):
    """The default or improvement process on one or more notices was concluded."""

    kind: Literal["default-process-concluded/1"] = "default-process-concluded/1"
    notices: Annotated[tuple[NoticeId, ...], Limit(longest=50, shortest=1)]
    """The notices it was about."""
    result: Literal["remedied", "not-remedied"]
    """How it ended."""
    reasoning: Text | None = None
    """Why."""

    line = "Default process on {notices} concluded: {result}[: {reasoning}]"


class FundamentalBreachDetermined(Entry):
    """It was determined that the provider is clearly in fundamental breach of the contract."""

    kind: Literal["fundamental-breach-determined/1"] = "fundamental-breach-determined/1"
    clause: Name | None = None
    """The clause or term broken."""
    facts: Personal | None = None
    """The facts it rests on."""
    issues: Issues = ()
    """The issues they are noted as."""
    advice: Position | None = None
    """The entry that records the advice relied on."""

    gives = "BRE"
    noun = "breach"
    line = "{id}: fundamental breach determined[ of clause {clause}][ ({issues})][: {facts}]"


class RightsReserved(Entry):
    """A party reserved its rights, so that going on with the contract does not give them up."""

    kind: Literal["rights-reserved/1"] = "rights-reserved/1"
    reserved_by: Party = "authority"
    """Whose rights."""
    notice: NoticeId | None = None
    """The notice it is about."""
    breach: BreachId | None = None
    """The fundamental breach it is about."""
    issues: Issues = ()
    """The issues it is about."""
    act: Position | None = None
    """The entry that records the act it is about: a payment made, a meeting held, an instruction given."""
    words: Text | None = None
    """The words used."""
    recipient: Name | None = None
    """To whom it was declared."""
    means: Name | None = None
    """How."""
    audience: SharedAudience = "shared"

    line = (
        "Rights reserved by the {reserved_by}[ about {notice}][ about {breach}][ about {issues}][ about entry {act}]"
        "[: {words}]"
    )


class IndulgenceGiven(Entry):
    """A party did not insist, for a time or on one occasion, on what the contract gives it."""

    kind: Literal["indulgence-given/1"] = "indulgence-given/1"
    given_by: Party = "authority"
    """Who did not insist."""
    obligation: Name | None = None
    """The clause or obligation it did not insist on."""
    issues: Issues = ()
    """The issues it is about."""
    notice: NoticeId | None = None
    """The notice it is about."""
    applies_until: date | None = None
    """The last day it was given for."""
    words: Text | None = None
    """What was said or done."""
    reservation_of_rights: Text | None = None
    """The words by which rights were reserved in giving it."""
    audience: SharedAudience = "shared"

    line = (
        "The {given_by} did not insist[ on {obligation}][ about {notice}][ about {issues}][, until {applies_until}]"
        "[: {words}]"
    )


class RightsWaived(Entry):
    """A party gave up a right, or declared that it would go on with the contract all the same."""

    kind: Literal["rights-waived/1"] = "rights-waived/1"
    waived_by: Party = "authority"
    """Whose right."""
    clause: Name | None = None
    """The clause that gives the right; left out, every right arisen from what it is about."""
    notice: NoticeId | None = None
    """The notice it is about."""
    breach: BreachId | None = None
    """The fundamental breach it is about."""
    words: Text | None = None
    """The words used."""
    recipient: Name | None = None
    """To whom it was declared."""
    means: Name | None = None
    """How."""
    audience: SharedAudience = "shared"

    line = "Right given up by the {waived_by}[ under clause {clause}][ about {notice}][ about {breach}][: {words}]"


DefaultProcessEntry: TypeAlias = (
    ImprovementPlanAgreed | DefaultProcessConcluded | FundamentalBreachDetermined | RightsReserved | IndulgenceGiven
    | RightsWaived
)  # fmt: skip
