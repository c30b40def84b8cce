"""The law and the procedure by which the resources of one contract are planned, watched and paid for (CPC308-K7).

The rules are those that the contract's own procedure, with the laws laid over it, asks of entries on resources and
payments, on the day asked. What law and codes the procedure itself rests on is named where the authority adopted it.
"""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen
from ledger.procedures.laws import law
from ledger.subjects import payments, resources
from projections.monitoring.reviews_shown import LawOrPolicyChange, law_or_policy_changes
from projections.planning.partners_shown import PartnersShown, partners_shown
from projections.procedure.procedure_words import RuleInWords, rules_in_full
from projections.view import FileView


class LawShown(Frozen):
    """A law laid over the contract's procedure."""

    id: str
    title: str
    citation: str


class ResourceRules(Frozen):
    """By what the resources of a contract are watched."""

    procedure: str
    """The procedure, by its name; its page names the documents it was adopted under."""
    title: str
    version: int
    rules: tuple[RuleInWords, ...]
    laws: tuple[LawShown, ...]
    changes: tuple[LawOrPolicyChange, ...] = ()
    """Changes in law or policy, and initiatives of the government, that reviews of the contract found (CPC308-K8)."""
    partners: PartnersShown = PartnersShown()
    """Policies and protocols of partners, which apply as well (CPC308-K10)."""


def resource_rules(view: FileView, on: date) -> ResourceRules:
    """Return the rules on resources and payments that bind a contract on a day, those not asked for left out. Pure."""
    procedure = view.procedure_on(on)
    asked = rules_in_full((*resources.RULES, *payments.RULES), procedure)
    return ResourceRules(
        procedure=procedure.id, title=procedure.title, version=procedure.version,
        rules=tuple(rule for rule in asked if rule.level not in ("off", "contradiction")),
        laws=tuple(LawShown(id=one.id, title=one.title, citation=one.citation) for one in map(law, procedure.laws)),
        changes=law_or_policy_changes(view, on), partners=partners_shown(view, on),
    )  # fmt: skip
