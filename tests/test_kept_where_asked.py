"""A rule is kept by what an act shows, never by there being nothing on file to break it with (docs/adr/0170).

Every rule is asked about the smallest entry of each kind it concerns, on a file on which there is nothing and on one
of a contract that was only registered, under each procedure with the Act laid over it. What is kept even so is kept by
a field that the kind cannot be without, or by the act itself: then it is said here by what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from pydantic_core import to_json

from api.kind_examples import example_of
from api.kind_schemas import components
from ledger import kinds
from ledger.contract_file import ContractFile
from ledger.entry import Entry
from ledger.folding import extended, fold
from ledger.procedures import Procedure
from ledger.procedures.folder import LAWS
from ledger.procedures.laws import read_under
from ledger.rules import NOT_IN_POINT, AnyRule
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.design import OptionsAnalysed
from ledger.subjects.money import PaymentBasisSet
from ledger.subjects.outcomes import OutcomeSpecified
from ledger.subjects.performance import FinancialReportReceived
from ledger.subjects.programme import ProgrammeActionReviewed, UnitArrangementAgreed
from ledger.subjects.records import AMENDING
from ledger.subjects.regulation import StatutoryNoticePublished
from ledger.subjects.remedies import PointsDisputed
from ledger.subjects.resources import ResourcePlanAgreed
from ledger.subjects.retention import WordsErased
from ledger.subjects.termination import ProviderExclusionDecided, TerminationAuthorised
from ledger.words import SUBMITTED
from tests.story import PIA, given

KEPT_BY: Mapping[str, str] = {
    "appointment.made-before-it-begins": "without another day, an appointment begins on the day it is made",
    "departure.from-what-can-be-lifted": "the rule that need not be kept is given, and is none that nothing lifts",
    "meeting.arranged-beforehand": "the day it is arranged for is given, and is not before that of arranging it",
    "contact.summary-to-the-provider": "a summary goes to the provider, as its kind says, unless others are named",
    "contact.summary-in-recorded-form": "a summary goes by e-mail, as its kind says, unless another means is named",
    "contact.summary-by-mail": "a summary goes by e-mail, as its kind says, unless another means is named",
    "performance.period-over": "the period is given, and is over",
    "scorecard.period-over": "the period is given, and is over",
    "churn.period-over": "the period is given, and is over",
    "return.in-time": "the period is given, and the day it came",
    "development.says-what-is-done": "of the need that is counted it is said what is done about it",
    "development.of-a-group": "as many looked at their own work as make a group",
    "audit.no-more-than-expected": "one audit is no more than one",
    "transfer.to-another-body": "who supports the client is given, and is not the provider",
    "issue.told-in-recorded-form": "how the provider was told is given",
    "issue.told-by-mail-or-at-a-meeting": "how the provider was told is given",
    "dispute.referral-is-the-authoritys": "the authority referred it, unless another did",
    "act.award-notice-first": "the notice is there, and nothing yet says that the contract was entered into",
    "act.ground-first": "the assessment is there, and nothing yet says that the change was agreed",
    "issue.told-after-noticed": "the contract had begun by then",
    "issue.under-a-contract": "the contract had begun by then",
    "notice.under-a-contract": "the contract had begun by then",
    "clause.binds-from-the-start": "the clause is entered with the contract, from its first day",
    "procedure.audience-names-each-once": "whom it names is given, and named once",
    "procedure.is-known": "the procedure it names is installed",
    "procedure.rules-installed": "the procedure it names is installed",
}
"""Rules that a smallest entry keeps with nothing on file, and by what."""
PROCEDURES = tuple(read_under(name, LAWS) for name in ("hampshire", "thames-valley", "tiered"))


@cache
def smallest(kind: type[Entry]) -> Entry:
    """The smallest entry of a kind: the fields that must be there, each with a value it takes."""
    said = example_of(components()[kind.__name__], components()) | {"kind": kind.model_fields["kind"].default}
    if kind.__name__ == "LedgerOpened":
        said["origin"] = "ledger.example/hampshire"
    return kind.model_validate_json(to_json(said), context=SUBMITTED)


@cache
def files() -> tuple[ContractFile, ...]:
    """One with nothing on it, and one of a contract of which no more is known than that there is one."""
    nothing = fold(())
    registered = given(smallest(ContractRegistered)).file
    return nothing, extended(nothing, registered.known)


def kept_under(procedure: Procedure) -> set[str]:
    """The rules that a smallest entry keeps under a procedure: corrections are judged as the entry they put right."""
    kept = set()
    for kind in kinds.BY_NAME.values():
        if kind in AMENDING:
            continue
        asked = [rule for rule in kinds.rules_of(kind) if rule.level != "contradiction" and procedure.ruling(rule)[0]]
        for file in files():
            entry = smallest(kind).work(file)
            kept |= {rule.id for rule in asked if rule.found(file, entry, procedure) is None}
    return kept


def test_what_nothing_on_file_shows_is_not_said_to_be_kept() -> None:
    """HCC-3.1-a: a rule whose condition did not arise finds NOT_IN_POINT, or it is said above what keeps it."""
    kept = set[str]().union(*map(kept_under, PROCEDURES))

    assert kept - set(KEPT_BY) == set()
    assert set(KEPT_BY) - kept == set(), "nothing keeps these any more"


def once_it_arises(kind: type[Entry], **said: object) -> tuple[Entry, Entry]:
    """The smallest entry of a kind, and one that says this besides."""
    return smallest(kind), smallest(kind).model_copy(update=said)


ARISES: tuple[tuple[str, type[Entry], dict[str, object]], ...] = (
    ("design.objectives-named", OptionsAnalysed, {"subject": "objectives", "objectives": ("quality",)}),
    ("outcome.ranked-by-factors", OutcomeSpecified, {"priority": 1, "priority_factors": ("cost",)}),
    ("erasure.claims-weighed", WordsErased, {"exceptions_weighed": ("legal-claims",)}),
    ("points.disputed-by-the-provider", PointsDisputed, {"by": PIA}),
    ("termination.names-the-part", TerminationAuthorised, {"extent": "partial", "part": "the north"}),
    ("act.standstill-long-enough", StatutoryNoticePublished, {"standstill_days": 8}),
    ("programme-action.rescheduled-with-reason", ProgrammeActionReviewed,
     {"outcome": "rescheduled", "note": "No staff", "agreed_by": "The board"}),
    ("unit.departs-by-authority", UnitArrangementAgreed,
     {"subject": "local-interpretation", "authority_for_it": "The director"}),
    ("payment-basis.block-with-reason", PaymentBasisSet,
     {"basis": "block", "block_reason": "Few users", "approved_by": "The head of finance"}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "said"), ARISES, ids=[name for name, *_ in ARISES])
def test_a_rule_is_kept_once_its_condition_arises(name: str, kind: type[Entry], said: dict[str, object]) -> None:
    """HCC-3.1-a: neither kept nor broken before."""
    [rule] = [rule for rule in kinds.RULES if rule.id == name]
    without, with_it = once_it_arises(kind, **said)

    assert rule.found(files()[0], without, PROCEDURES[0]) == NOT_IN_POINT
    assert rule.found(files()[0], with_it, PROCEDURES[0]) is None


def asked_for() -> Iterator[tuple[AnyRule, type[Entry], str]]:
    """Each rule with each field that forms say it asks for, by the kinds that can leave it empty."""
    for kind in kinds.BY_NAME.values():
        for rule in () if kind in AMENDING else kinds.rules_of(kind):
            for name in rule.asks_for:
                if name in kind.model_fields and getattr(smallest(kind), name) in (None, (), ""):
                    yield rule, kind, name


def test_what_a_form_says_is_asked_for_is_found_wanting_where_it_is_left_empty() -> None:
    """CPC308-A5, TVP-5.2-9b: so that nobody is told to fill in what may be left out."""
    unfounded = {
        (rule.id, name)
        for rule, kind, name in asked_for()
        if not any(rule.found(file, smallest(kind), procedure) for file in files() for procedure in PROCEDURES)
    }

    assert unfounded == set()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (ResourcePlanAgreed, {"sustainability", "inclusion", "risks", "availability_method"}),
        (ProviderExclusionDecided, {"buying_bodies", "until_date", "legal_basis"}),
        (FinancialReportReceived, {"cost_lines", "income", "open_book"}),
    ],
)
def test_a_rule_that_asks_for_several_things_says_so_of_each(kind: type[Entry], fields: set[str]) -> None:
    """CPC308-A5, TVP-5.2-9b, TVP-4.0-21."""
    assert fields <= {name for rule, of, name in asked_for() if of is kind}
