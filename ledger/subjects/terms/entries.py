"""What is recorded of the contract's own terms, each with the day from which it binds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.agreements import Agreed
from ledger.contract_terms import (
    CreditClause,
    DefaultClause,
    NoticeAddress,
    NoticeClause,
    Party,
    PointsClause,
    PrecedenceClause,
    TerminationClause,
    VariationClause,
    WorkingDayClause,
)
from ledger.entry import Actor, Entry, SharedAudience
from ledger.fields import Limit, Name, SlaId, VariationId
from ledger.serving.service_clauses import ServiceMethod
from ledger.specification import Indicator, ServiceLevels, SlaChange, Specification
from ledger.words import Text


class _Binding(Entry):
    """What all the contract's own words share."""

    effective_from: date | None = None
    """The day from which it binds, where not the day this happened; for what the contract always said, the first."""
    audience: SharedAudience = "shared"

    @property
    def effective_on(self) -> date:
        return self.effective_from or self.happened_on


class ServiceSpecificationIssued(Specification, _Binding):
    """The service specification was issued, or a new version of it."""

    kind: Literal["service-specification-issued/1"] = "service-specification-issued/1"
    variation: VariationId | None = None
    """The variation that made this version, where it changes an earlier one."""
    prepared_by: Annotated[tuple[Actor, ...], Limit(longest=20)] = ()
    """Who prepared it together, each in what office (HCC-A6-a)."""

    may_precede = ("variation",)
    line = "Service specification[ {version}] issued[, in force from {effective_from}][, prepared by {prepared_by}]"


# TVP-3.0-4: what is meant to flex stands apart from the contract. Its template is made from its fields (TVP-4.0-18).
class ServiceLevelAgreementAgreed(ServiceLevels, _Binding, Agreed):
    """A service level agreement was agreed, for what the contract leaves to be worked out between the parties."""

    kind: Literal["service-level-agreement-agreed/1"] = "service-level-agreement-agreed/1"
    strategy_confirmed: bool | None = None
    """Whether it confirms the authority's way of managing contracts to the provider."""
    agreed_by_authority: Name | None = None
    """Who agreed for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed for the provider."""

    gives = "SLA"
    noun = "agreement"
    line = "{id}: service level agreement agreed[, in force from {effective_from}]"


class ServiceLevelAgreementAmended(_Binding, Agreed):
    """A service level agreement was amended, without any term of the contract being changed by it."""

    kind: Literal["service-level-agreement-amended/1"] = "service-level-agreement-amended/1"
    sla: SlaId
    """The service level agreement."""
    changes: Annotated[tuple[SlaChange, ...], Limit(longest=100)] = ()
    """What changes, in words."""
    becomes: ServiceLevels | None = None
    """The whole agreement as amended, with everything in it that is to stand: what is left out ends. Left
    out itself, all that the agreement holds stays as it was, whatever the words say."""
    not_material_statement: Text | None = None
    """The statement that no term of the contract is materially changed, and why."""
    agreed_by_authority: Name | None = None
    """Who agreed for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed for the provider."""

    line = "{sla} amended[, in force from {effective_from}][: {not_material_statement}]"


# TVP-3.0-6, TVP-4.0-24.
class PerformanceIndicatorAgreed(_Binding, Agreed):
    """A measure of performance was agreed apart from a service level agreement, or set anew."""

    kind: Literal["performance-indicator-agreed/1"] = "performance-indicator-agreed/1"
    indicator: Indicator
    """The measure: from the procedure's menu by its name or title there, or one of this contract's own. The menu is on
    the toolkit's page. What is measured is said of either; what sort of measure it is, the menu says where this does
    not."""
    agreed_by: Annotated[tuple[Actor, ...], Limit(longest=20)] = ()
    """Who agreed it, for which party."""

    parties = ((("agreed_by",), "who agreed to it"),)
    line = "Indicator {called} agreed[, in force from {effective_from}][ by {agreed_by}]: {text}[; target {target}]"

    @property
    def called(self) -> str:
        """Its id."""
        return self.indicator.id

    @property
    def text(self) -> Text:
        """What is measured."""
        return self.indicator.text

    @property
    def target(self) -> str | None:
        """The target, in words."""
        asked = self.indicator
        if asked.target is None:
            return None
        return f"{asked.direction.replace('-', ' ')} {asked.target}{f' {asked.unit}' if asked.unit else ''}"


class _ClauseEntered(_Binding):
    """What all clauses share."""

    words: Text | None = None
    """The clause's own words."""
    variation: VariationId | None = None
    """The variation that brought the clause in or changed it; left out for a clause the contract always had."""


class NoticeClauseEntered(NoticeClause, _ClauseEntered):
    """The contract's clause on notices was entered: who signs, to whom, what it states, how and when served."""

    kind: Literal["notice-clause-entered/1"] = "notice-clause-entered/1"

    line = (
        "Clause {clause} on notices entered[, for {notices}][ given by the {given_by}][, signed by {signed_by}]"
        "[: {words}]"
    )


class NoticeAddressGiven(_Binding):
    """A party gave, or changed, the address at which notices are to be served on it."""

    kind: Literal["notice-address-given/1"] = "notice-address-given/1"
    party: Party
    """Whose address it is."""
    addresses: Annotated[tuple[NoticeAddress, ...], Limit(longest=20)] = ()
    """The address for each way of serving; for that way it takes the place of the one before."""
    withdrawn: Annotated[tuple[ServiceMethod, ...], Limit(longest=8)] = ()
    """Ways of serving for which the party no longer has an address."""

    line = "Address for notices of the {party}[: {addresses}][; no longer by {withdrawn}][, from {effective_from}]"


class WorkingDayDefined(WorkingDayClause, _ClauseEntered):
    """What the contract means by Working Day was entered."""

    kind: Literal["working-day-defined/1"] = "working-day-defined/1"

    line = "Clause {clause}: Working Days are {weekdays}, but for bank holidays[ ({country})][ and {closed}]"


class DefaultClauseEntered(DefaultClause, _ClauseEntered):
    """The contract's clause on default was entered: the notice it calls for, and the time to put the default right."""

    kind: Literal["default-clause-entered/1"] = "default-clause-entered/1"

    line = "Clause {clause} on default entered: {notice_kind} notice[, {cure_period} to put it right][: {words}]"


class TerminationClauseEntered(TerminationClause, _ClauseEntered):
    """A clause that gives a right to end the contract was entered."""

    kind: Literal["termination-clause-entered/1"] = "termination-clause-entered/1"

    line = (
        "Clause {clause} on termination entered: {trigger}, held by {held_by}[, on {notice_length} notice][: {words}]"
    )


class PointsClauseEntered(PointsClause, _ClauseEntered):
    """The contract's clause on service failure points was entered: what each failing costs, and how long it counts."""

    kind: Literal["points-clause-entered/1"] = "points-clause-entered/1"

    line = (
        "Clause {clause} on service failure points entered[: {tariff}][; added up over {window}]"
        "[; they lapse after {lapse_after}][; {words}]"
    )


class CreditClauseEntered(CreditClause, _ClauseEntered):
    """The contract's clause on service credits, deductions, interest or set-off was entered."""

    kind: Literal["credit-clause-entered/1"] = "credit-clause-entered/1"

    line = "Clause {clause} on {allows} entered[: {tariff}][; at most {cap} for a period][; {words}]"


class VariationClauseEntered(VariationClause, _ClauseEntered):
    """The contract's clause on the form of variations was entered."""

    kind: Literal["variation-clause-entered/1"] = "variation-clause-entered/1"

    line = "Clause {clause} on variations entered: in writing: {in_writing}; signed: {signed}[; {words}]"


class OrderOfPrecedenceEntered(PrecedenceClause, _ClauseEntered):
    """The contract's order of precedence between its documents was entered."""

    kind: Literal["order-of-precedence-entered/1"] = "order-of-precedence-entered/1"

    line = "Clause {clause}: order of precedence {documents}"


ClauseEntry: TypeAlias = (
    NoticeClauseEntered | WorkingDayDefined | DefaultClauseEntered | TerminationClauseEntered
    | PointsClauseEntered | CreditClauseEntered | VariationClauseEntered | OrderOfPrecedenceEntered
)  # fmt: skip


TermsEntry: TypeAlias = (
    ServiceSpecificationIssued | ServiceLevelAgreementAgreed | ServiceLevelAgreementAmended
    | PerformanceIndicatorAgreed | NoticeAddressGiven | ClauseEntry
)  # fmt: skip
